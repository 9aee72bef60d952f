// 03_conflict.cpp — sessions change the same rows: who comes second is told at once, and tries again.
//
//     g++ -std=c++20 -O1 -I include examples/03_conflict.cpp -o conflict -pthread && ./conflict
#include <ese/ese.hpp>

#include <atomic>
#include <iostream>
#include <thread>
#include <vector>

namespace {

constexpr const char* file = "conflict-data/bank.edb";
constexpr auto whole = ese::jet::column_type::long_;
std::atomic<int> conflicts = 0;

void pay(ese::cursor& accounts, int id, int amount)
{
    if (accounts.seek(id)) accounts.replace().set("balance", accounts.get<int>("balance") + amount).save();
}

// Both rows or none; when a rival was first, everything again in a fresh snapshot.
void transfer(ese::session& session, ese::database& bank, int from, int to)
{
    ese::retry_on_conflict(session, [&](ese::transaction&) {
        ese::cursor accounts = bank.open_cursor("accounts");
        pay(accounts, from, -1);
        std::this_thread::yield();    // an invitation to rivals
        pay(accounts, to, +1);
    }, {.attempts = 1000, .on_retry = [](int, const ese::error&) { ++conflicts; }});
}

void work(ese::instance& engine, int from, int to)
{
    ese::session own   = engine.begin_session();    // a session belongs to one thread at a time
    ese::database bank = own.open(file);
    for (int n = 0; n < 200; ++n) transfer(own, bank, from, to);
}

}    // namespace

int main()
try {
    ese::instance engine{{.directory = "conflict-data"}};
    ese::session session = engine.begin_session();
    ese::database bank   = session.create(file, {.if_exists = ese::overwrite_it});
    ese::cursor accounts = bank.create_table({
        .name    = "accounts",
        .columns = {{.name = "id", .type = whole}, {.name = "balance", .type = whole}},
        .indexes = {{.name = "by_id", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}},
    });
    for (const int id : {1, 2}) accounts.insert().set("id", id).set("balance", 1000).save();
    accounts.close();
    std::vector<std::thread> workers;
    for (int i = 0; i < 4; ++i) workers.emplace_back([&engine, i] { work(engine, i % 2 + 1, 2 - i % 2); });
    for (std::thread& worker : workers) worker.join();
    accounts = bank.open_cursor("accounts");
    for (const auto& row : accounts.rows()) std::cout << "account " << row.get<int>("id") << ": " << row.get<int>("balance") << '\n';
    std::cout << (conflicts != 0 ? "some" : "no") << " transfers met a rival and were tried again\n";
} catch (const ese::error& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
