// 15_queue.cpp — a queue of jobs for several workers: each job is done once, and none is lost when a worker fails.
//
//     g++ -std=c++20 -O1 -I include examples/15_queue.cpp -o queue -pthread && ./queue
#include <ese/ese.hpp>

#include <atomic>
#include <cstdint>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

struct job { std::int64_t id{}; std::string what{}; };

struct jobs {
    using record = job;
    static constexpr std::string_view table_name = "jobs";
    using id      = ese::column<"id", &job::id, ese::autoincrement>;
    using what    = ese::column<"what", &job::what, ese::max_bytes<200>>;
    using primary = ese::index_on<"pk", ese::asc<id>>;
    using columns = ese::list<id, what>;
    using indexes = ese::list<primary>;
};

std::atomic<int> done = 0, tries = 0;
bool print(const job& j) { return !j.what.empty() && ++tries % 10 != 0; }    // fails now and then, as printers do

// Goes to the oldest job that nobody has claimed. A lock is how rivals learn of it: they step over the row, and nobody waits.
bool claim(ese::table<jobs>& t)
{
    for (bool more = t.move_first(); more; more = t.move_next())
        try { return t.lock(ese::row_lock::write), true; } catch (const ese::write_conflict&) {}
    return false;
}

void work_off(ese::instance& engine)
{
    ese::session own   = engine.begin_session();
    ese::table<jobs> t = own.open("queue.edb").open<jobs>();
    for (;;) {
        ese::transaction work{own};
        if (!claim(t)) return;
        if (!print(t.record())) continue;    // not committed: the job is in the queue again
        t.erase();
        work.commit();
        ++done;
    }
}

int main()
try {
    ese::instance engine{{.in_memory = true}};
    ese::session session = engine.begin_session();
    auto t = session.create("queue.edb").create<jobs>();
    ese::with_transaction(session, [&](ese::transaction&) {
        for (int page = 1; page <= 100; ++page) t.insert({.what = "print page " + std::to_string(page)});
    });

    std::vector<std::thread> workers;
    for (int i = 0; i < 4; ++i) workers.emplace_back([&engine] { work_off(engine); });
    for (std::thread& worker : workers) worker.join();
    std::cout << done << " jobs done, " << t.count() << " left, " << tries - done << " were tried again\n";
} catch (const ese::error& e) { std::cerr << e.what() << '\n'; return 1; }
