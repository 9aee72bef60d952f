// 10_faults.cpp — a test of your own code: every call of the engine fails once, and the books must balance each time.
//
//     g++ -std=c++20 -O1 -I include examples/10_faults.cpp -o faults -pthread && ./faults
#include <ese/ese.hpp>
#include <ese/testing/fault_injecting.hpp>

#include <cstdint>
#include <iostream>
#include <memory>

struct account {
    std::int64_t id{}, balance{};
};

struct accounts {
    using record = account;
    static constexpr std::string_view table_name = "accounts";
    using id      = ese::column<"id", &account::id>;
    using balance = ese::column<"balance", &account::balance>;
    using primary = ese::index_on<"pk", ese::asc<id>>;
    using columns = ese::list<id, balance>;
    using indexes = ese::list<primary>;
};

using faulty_api = ese::testing::fault_injecting<ese::engine_api>;
using table      = ese::basic_table<accounts, faulty_api>;

void pay(table& t, std::int64_t who, std::int64_t amount)
{
    if (t.seek(who)) t.replace().set<accounts::balance>(t.get<accounts::balance>() + amount).save();
}

// The code under test.
void transfer(ese::basic_session<faulty_api>& session, table& t)
{
    ese::with_transaction(session, [&](auto&) { pay(t, 1, -10), pay(t, 2, +10); });
}

int main()
{
    for (std::uint64_t n = 1;; ++n) {
        auto plan = std::make_shared<ese::testing::fault_plan>();
        ese::basic_instance engine{{}, faulty_api{ese::engine_api{ese::storage::memory}, plan}};
        auto session = engine.begin_session();
        auto t       = session.create("bank.edb").create<accounts>();
        t.insert({1, 100}), t.insert({2, 100});

        plan->add({.nth = n, .code = ese::errc::disk_io});
        bool done = true;
        try { transfer(session, t); } catch (const ese::error&) { done = false; }
        const bool reached = plan->injected() != 0;
        plan->clear();
        session = engine.begin_session();    // whatever state the other one is in
        t       = session.open("bank.edb").open<accounts>();
        const std::int64_t one = t.find(1)->balance, two = t.find(2)->balance;
        if (one != (done ? 90 : 100) || two != (done ? 110 : 100)) return std::cerr << "call " << n << ": money was lost\n", 1;
        if (!reached) return std::cout << "every one of " << n - 1 << " calls failed once, no money was lost\n", 0;
    }
}
