// main.cpp — runs every task on every store, in rounds, one store after the other within each task.
//
// No commit waits for the disk on any side: ours is lazy, with its log written and without one; the others never sync.
// What commits cost is compared, not what they promise. Keys are 8 bytes, values 100; every store may cache 1 GiB.

#include "contender.hpp"
#include "memory.hpp"
#include "report.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <numeric>
#include <random>
#include <string>
#include <string_view>

namespace {

using namespace bench;
namespace fs = std::filesystem;

#ifndef BENCH_CSV
#    define BENCH_CSV "bench.csv"
#endif

struct options {
    std::size_t rows = 1'000'000;
    int rounds = 5;
    double seconds = 0.2;             // per cell and round, loads aside
    std::string folder = (fs::temp_directory_path() / "ese-bench").string();
    std::string csv = BENCH_CSV;
    std::string only_store{};         // exact name
    std::string only_task{};          // part of the name
    bool by_cpu = false;
    bool quick = false;
    bool long_run = false;
    std::string child{};              // measure memory of this store in this process
    std::string child_what{};
};

[[noreturn]] void usage()
{
    std::puts("bench [--rows N] [--rounds N] [--seconds S] [--folder F] [--csv FILE] [--store NAME] [--task TEXT] [--cpu] [--quick] [--long]\n"
              "  --cpu   judge by processor time: for machines that others use, too\n"
              "  --quick loads of a quarter of the rows, three short rounds\n"
              "  --long  memory over 10 M reads and 1 M update transactions as well");
    std::exit(2);
}

options read_options(int count, char** words)
{
    options o;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        const auto next = [&]() -> std::string { return i + 1 < count ? words[++i] : (usage(), ""); };
        if (word == "--rows") o.rows = std::stoull(next());
        else if (word == "--rounds") o.rounds = std::stoi(next());
        else if (word == "--seconds") o.seconds = std::stod(next());
        else if (word == "--folder") o.folder = next();
        else if (word == "--csv") o.csv = next();
        else if (word == "--store") o.only_store = next();
        else if (word == "--task") o.only_task = next();
        else if (word == "--cpu") o.by_cpu = true;
        else if (word == "--long") o.long_run = true;
        else if (word == "--quick") o.quick = true, o.rounds = 3, o.seconds = 0.1;
        else if (word == "--child") o.child = next(), o.child_what = next();
        else usage();
    }
    return o;
}

std::vector<entry> all_stores(const options& o)
{
    std::vector<entry> all;
    add_ese(all);
#ifdef BENCH_LMDB
    add_lmdb(all);
#endif
#ifdef BENCH_SQLITE
    add_sqlite(all);
#endif
    if (!o.only_store.empty()) std::erase_if(all, [&](const entry& e) { return e.name != o.only_store; });
    return all;
}

// Beginning of a measured stretch.
class stopwatch {
public:
    [[nodiscard]] double wall_ns() const
    {
        return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - wall_).count();
    }
    [[nodiscard]] double cpu_ns() const { return 1e9 * static_cast<double>(std::clock() - cpu_) / CLOCKS_PER_SEC; }

private:
    std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
    std::clock_t cpu_ = std::clock();
};

std::string fresh_folder(const options& o, const std::string& name)
{
    const fs::path folder = fs::path{o.folder} / name;
    fs::remove_all(folder);
    fs::create_directories(folder);
    return folder.string();
}

struct key_sets {
    std::vector<std::uint64_t> in_order, shuffled, picks;

    explicit key_sets(std::size_t rows) : in_order(rows), shuffled(rows), picks(rows)
    {
        std::mt19937_64 random{1};
        std::iota(in_order.begin(), in_order.end(), std::uint64_t{0});
        shuffled = in_order;
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        for (std::uint64_t& pick : picks) pick = random() % rows;
    }
};

bool wanted(const options& o, task t)
{
    return o.only_task.empty() || name_of(t).find(o.only_task) != std::string_view::npos;
}

// A load into a database of its own, which goes afterwards.
sample timed_load(const options& o, entry& store, task t, const key_sets& keys)
{
    const std::string folder = fresh_folder(o, store.name + "-load");
    store.runner->open({.folder = folder});
    work batch{t == task::load_sequential ? keys.in_order : keys.shuffled, keys.in_order.size() / (o.quick ? 4 : 1), 0};
    const stopwatch watch;
    store.runner->run(t, batch);
    const sample s{watch.wall_ns() / static_cast<double>(batch.count), watch.cpu_ns() / static_cast<double>(batch.count)};
    store.runner->close();
    fs::remove_all(folder);
    return s;
}

// In batches until the time is over. The first batch only warms up.
sample timed_batches(const options& o, entry& store, task t, work& all)
{
    const bool heavy = t == task::range || t == task::savepoint_nest || t == task::update_each;
    all.count = t == task::scan ? all.keys.size() : heavy ? 500 : 5000;
    store.runner->run(t, all);
    double operations = 0;
    const stopwatch watch;
    do {
        store.runner->run(t, all);
        operations += static_cast<double>(all.count);
    } while (watch.wall_ns() < o.seconds * 1e9);
    return {watch.wall_ns() / operations, watch.cpu_ns() / operations};
}

void run_loads(const options& o, std::vector<entry>& stores, const key_sets& keys, report& results)
{
    for (const task t : {task::load_sequential, task::load_random}) {
        if (!wanted(o, t)) continue;
        for (int round = 0; round < o.rounds; ++round)
            for (entry& store : stores) results.add(t, store.name, timed_load(o, store, t, keys));
    }
}

void run_rest(const options& o, std::vector<entry>& stores, const key_sets& keys, report& results)
{
    for (entry& store : stores) {
        store.runner->open({.folder = fresh_folder(o, store.name)});
        work load{keys.in_order, keys.in_order.size(), 0};
        store.runner->run(task::load_sequential, load);
    }
    std::vector<work> at(stores.size(), work{keys.picks, 0, 0});
    for (const task t : tasks) {
        if (t == task::load_sequential || t == task::load_random || !wanted(o, t)) continue;
        for (int round = 0; round < o.rounds; ++round)
            for (std::size_t i = 0; i < stores.size(); ++i)
                if (stores[i].runner->can(t)) results.add(t, stores[i].name, timed_batches(o, stores[i], t, at[i]));
    }
    for (entry& store : stores) store.runner->close();
}

// Memory, each store in a process of its own.

double mib(std::uint64_t after, std::uint64_t before)
{
    return (static_cast<double>(after) - static_cast<double>(before)) / (1 << 20);
}

void measure_empty(const options& o, entry& store)
{
    const resident bare = resident_now();
    store.runner->open({.folder = fresh_folder(o, store.name + "-empty")});
    const resident open = resident_now();
    std::printf("%-10s %8.2f MiB resident, %8.2f MiB of it no file\n", store.name.c_str(), mib(open.all, bare.all),
                mib(open.anonymous, bare.anonymous));
    store.runner->close();
}

void measure_growth(const options& o, entry& store)
{
    const key_sets keys{o.rows};
    store.runner->open({.folder = fresh_folder(o, store.name + "-growth")});
    work load{keys.in_order, keys.in_order.size(), 0}, reads{keys.picks, 500'000, 0}, updates{keys.picks, 100'000, 0};
    store.runner->run(task::load_sequential, load);
    store.runner->run(task::read_each, reads);
    store.runner->run(task::update_each, updates);
    const resident before = resident_now();
    for (int i = 0; i < 20; ++i) store.runner->run(task::read_each, reads);
    const resident read = resident_now();
    for (int i = 0; i < 10; ++i) store.runner->run(task::update_each, updates);
    const resident updated = resident_now();
    std::printf("%-10s %+8.2f MiB over 10 M reads, %+8.2f MiB over 1 M update transactions (no file); %8.2f MiB in all\n",
                store.name.c_str(), mib(read.anonymous, before.anonymous), mib(updated.anonymous, read.anonymous),
                mib(updated.all, 0));
    store.runner->close();
}

void run_child(const options& o, const char* self, const std::string& store, const char* what)
{
    const std::string command = std::string{"\""} + self + "\" --child " + store + " " + what + " --folder \"" + o.folder + "\" --rows " +
                                std::to_string(o.rows);
    std::fflush(stdout);
    if (std::system(command.c_str()) != 0) std::printf("%-10s could not be measured\n", store.c_str());
}

int run(int count, char** words)
{
    const options o = read_options(count, words);
    std::vector<entry> stores = all_stores(o);
    if (!o.child.empty()) {
        const auto found = std::find_if(stores.begin(), stores.end(), [&](const entry& e) { return e.name == o.child; });
        if (found == stores.end()) return 1;
        o.child_what == "empty" ? measure_empty(o, *found) : measure_growth(o, *found);
        return 0;
    }
#if defined(__GNUC__) && !defined(__OPTIMIZE__)
    std::puts("warning: built without optimisation, the figures mean nothing");
#endif
    std::printf("%zu rows of 8 + %zu bytes, %d rounds, no commit waits for the disk:\n", o.rows, value_size, o.rounds);
    for (const entry& store : stores) std::printf("  %-10s %s\n", store.name.c_str(), store.means.c_str());
    std::fflush(stdout);

    const key_sets keys{o.rows};
    report results{stores, o.by_cpu};
    run_loads(o, stores, keys, results);
    run_rest(o, stores, keys, results);
    results.print();
    results.write_csv(o.csv);

    if (o.only_task.empty()) {
        std::puts("\nan open instance with an empty database, beyond a bare process:");
        for (const entry& store : stores) run_child(o, words[0], store.name, "empty");
    }
    if (o.long_run) {
        std::puts("\nmemory over time:");
        for (const entry& store : stores) run_child(o, words[0], store.name, "growth");
    }
    fs::remove_all(o.folder);
    std::printf("\nwritten to %s\n", o.csv.c_str());
    return 0;
}

}  // namespace

int main(int count, char** words)
{
    try {
        return run(count, words);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
}
