// main.cpp — every task on every store, in rounds, each store in a process of its own.
//
// What commits promise is the same in each row: W7 waits for the disk on all sides, everything else survives a killed process and
// does not wait. Keys are 8 bytes and values 100 unless a row says otherwise; every store that has a cache may use 1 GiB.

#include "programme.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string_view>
#include <thread>

#include <sys/utsname.h>
#include <sys/vfs.h>

namespace {

using namespace bench;

#if defined(__clang__)
#    define BENCH_COMPILER "compiler: " __VERSION__
#else
#    define BENCH_COMPILER "compiler: g++ " __VERSION__
#endif
#ifndef BENCH_CSV
#    define BENCH_CSV "bench.csv"
#endif

[[noreturn]] void usage()
{
    std::puts("ese_bench [--quick] [--cpu] [--rows N] [--rounds N] [--load-rounds N] [--seconds S] [--folder F] [--csv FILE] [--store A,B] [--row W1,W7a]\n"
              "  --quick  a fifth of the rows, three short rounds, one for loads\n"
              "  --cpu    judge by processor time: for machines that others use, too\n"
              "  --store  only these; --row: only these\n"
              "  --count  no times: for test/bench/instructions.py");
    std::exit(2);
}

std::vector<std::string> listed(const std::string& text)
{
    std::vector<std::string> all;
    std::istringstream words{text};
    for (std::string one; std::getline(words, one, ',');) all.push_back(one);
    return all;
}

options read_options(int count, char** words)
{
    options o;
    o.csv = BENCH_CSV;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        const auto next = [&]() -> std::string { return i + 1 < count ? words[++i] : (usage(), ""); };
        if (word == "--rows") o.rows = std::stoull(next());
        else if (word == "--rounds") o.rounds = std::stoi(next());
        else if (word == "--load-rounds") o.load_rounds = std::stoi(next());
        else if (word == "--seconds") o.seconds = std::stod(next());
        else if (word == "--folder") o.folder = next();
        else if (word == "--csv") o.csv = next();
        else if (word == "--store") o.only_stores = listed(next());
        else if (word == "--row") o.only_rows = listed(next());
        else if (word == "--cpu") o.by_cpu = true;
        else if (word == "--count") o.count = true;
        else if (word == "--quick") o.rows = 200'000, o.rounds = 3, o.load_rounds = 1, o.seconds = 0.03;
        else usage();
    }
    if (o.rows < 100'000 || o.rounds < 1 || o.load_rounds < 1) usage();    // rows of several tasks are parts of these
    return o;
}

std::string first_line_with(const char* file, std::string_view begin)
{
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(begin)) return line.substr(line.find_first_not_of(" \t", line.find(':') + 1));
    return "unknown";
}

std::vector<std::string> conditions(const options& o, const std::vector<entry>& stores)
{
    utsname system{};
    uname(&system);
    const std::time_t now = std::time(nullptr);
    std::array<char, 32> day{};
    std::strftime(day.data(), day.size(), "%Y-%m-%d", std::gmtime(&now));
    std::ostringstream what;
    what << o.rows << " rows of 8 + " << value_size << " bytes; " << o.rounds << " rounds of " << o.seconds << " s a cell, " << o.load_rounds << " of loads; cache of 1 GiB";
    std::vector<std::string> all{"date: " + std::string{day.data()},
                                 "machine: " + std::to_string(std::thread::hardware_concurrency()) + " x " + first_line_with("/proc/cpuinfo", "model name") + ", " +
                                     first_line_with("/proc/meminfo", "MemTotal") + ", " + system.sysname + ' ' + std::string{system.release}.substr(0, std::string_view{system.release}.find('-')),
                                 BENCH_COMPILER, "run: " + what.str()};
    for (const entry& store : stores) all.push_back("store " + store.name + ": " + store.means);
    return all;
}

// Where files live in memory, waiting for the disk costs nothing.
bool is_memory(const std::string& folder)
{
    constexpr long in_memory = 0x01021994;    // TMPFS_MAGIC
    std::filesystem::create_directories(folder);
    struct statfs about {};
    return statfs(folder.c_str(), &about) == 0 && about.f_type == in_memory;
}

int run(int count, char** words)
{
    const options o = read_options(count, words);
    std::vector<entry> stores = all_stores();
    std::erase_if(stores, [&](const entry& e) {
        return !o.only_stores.empty() && std::find(o.only_stores.begin(), o.only_stores.end(), e.name) == o.only_stores.end();
    });
#if defined(__GNUC__) && !defined(__OPTIMIZE__)
    std::puts("warning: built without optimisation, the figures mean nothing");
#endif
    if (is_memory(o.folder)) std::puts("warning: the folder is in memory, durable commits mean nothing; see --folder");
    const std::vector<std::string> circumstances = conditions(o, stores);
    for (const std::string& line : circumstances) std::printf("%s\n", line.c_str());
    std::fflush(stdout);

    report results{stores, o.by_cpu};
    programme all{o, stores, results};
    all.run();
    std::filesystem::remove_all(o.folder);
    if (!o.count) {
        results.print();
        results.write_csv(o.csv, circumstances);
        std::printf("\nwritten to %s\n", o.csv.c_str());
    }
    return all.failures() == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words)
{
    std::signal(SIGPIPE, SIG_IGN);    // a store that dies is told as an error
    try {
        return run(count, words);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
}
