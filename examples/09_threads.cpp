// 09_threads.cpp — a pool of sessions for many threads, and a session that moves with its transaction.
//
//     g++ -std=c++20 -O1 -I include examples/09_threads.cpp -o threads -pthread && ./threads
#include <ese/ese.hpp>

#include <cstdint>
#include <iostream>
#include <thread>
#include <vector>

struct counter { std::int32_t id{}; std::int64_t hits{}; };

struct counters {
    using record = counter;
    static constexpr std::string_view table_name = "counters";
    using id      = ese::column<"id", &counter::id>;
    using hits    = ese::column<"hits", &counter::hits>;
    using primary = ese::index_on<"pk", ese::asc<id>>;
    using columns = ese::list<id, hits>;
    using indexes = ese::list<primary>;
};

int main()
try {
    ese::instance engine{{.in_memory = true, .events = [](const ese::event& e) {
        if (e.what != "conflict") std::cerr << "told: " << e.what << '\n';    // rivals are no news here
    }}};
    ese::session session = engine.begin_session();
    ese::database db     = session.create("hits.edb");
    db.create<counters>().insert({.id = 1});

    ese::session_pool pool{engine, {.size = 3}};
    std::vector<std::thread> workers;
    for (int i = 0; i < 8; ++i)
        workers.emplace_back([&pool] {
            ese::session_pool::lease lease = pool.acquire();    // at most three at a time; the others wait
            ese::database own = lease->open("hits.edb");        // declared after the lease, so it goes first
            for (int n = 0; n < 10; ++n)
                ese::retry_on_conflict(*lease, [&](ese::transaction&) {
                    auto t = own.open<counters>();
                    if (t.seek(1)) t.replace().set<counters::hits>(t.get<counters::hits>() + 1).save();
                }, {.attempts = 1000});
        });
    for (std::thread& worker : workers) worker.join();
    std::cout << db.open<counters>().find(1)->hits << " hits\n";

    // A session that was resumed may take an open transaction to another thread. In between it can only travel.
    session = std::move(session).park().resume();
    ese::transaction work{session};
    db.open<counters>().insert({.id = 2, .hits = 5});
    ese::parked_session parked = std::move(session).park();
    std::thread{[&] {
        ese::session here = std::move(parked).resume();
        work.commit();
        parked = std::move(here).park();
    }}.join();
    session = std::move(parked).resume();
    std::cout << db.open<counters>().find(2)->hits << " more, committed elsewhere\n";
} catch (const ese::error& e) { std::cerr << e.what() << '\n'; return 1; }
