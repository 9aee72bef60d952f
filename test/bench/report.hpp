// report.hpp — samples of every task and store, as a table and as CSV.
//
// Room:   test/bench. Uses contender.
// Gives:  sample, report.
// Holds:  a cell shows the median over the rounds; its spread is the slowest round divided by the fastest.
#pragma once

#include "contender.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bench {

struct sample {
    double wall_ns = 0;    // per operation
    double cpu_ns = 0;     // the same in time of the processor
};

class report {
public:
    report(const std::vector<entry>& stores, bool by_cpu) : stores_{stores}, by_cpu_{by_cpu} {}

    void add(task t, const std::string& store, sample s) { samples_[{t, store}].push_back(s); }
    void print() const
    {
        std::printf("\n%s per operation, median of the rounds; x: how many times longer than ours it takes; ~: spread\n\n%-29s",
                    by_cpu_ ? "processor time" : "time", "");
        for (const entry& store : stores_) std::printf(" %22s", store.name.c_str());
        std::printf("\n");
        for (const task t : tasks) print_row(t);
        std::fflush(stdout);
    }
    void write_csv(const std::string& path) const
    {
        std::ofstream out{path};
        out << "task,store,round,wall_ns,cpu_ns\n";
        for (const auto& [cell, rounds] : samples_)
            for (std::size_t i = 0; i < rounds.size(); ++i)
                out << '"' << name_of(cell.first) << "\"," << cell.second << ',' << i + 1 << ',' << rounds[i].wall_ns << ','
                    << rounds[i].cpu_ns << '\n';
    }

private:
    [[nodiscard]] std::vector<double> sorted(task t, const std::string& store) const
    {
        std::vector<double> values;
        const auto found = samples_.find({t, store});
        if (found == samples_.end()) return values;
        for (const sample& s : found->second) values.push_back(by_cpu_ ? s.cpu_ns : s.wall_ns);
        std::sort(values.begin(), values.end());
        return values;
    }
    [[nodiscard]] double median(task t, const std::string& store) const
    {
        const std::vector<double> values = sorted(t, store);
        return values.empty() ? 0 : values[values.size() / 2];
    }
    // The best of ours that log.
    [[nodiscard]] double ours(task t) const
    {
        double best = 0;
        for (const entry& store : stores_)
            if (store.name.starts_with("ese") && store.name != "ese-nolog")
                if (const double m = median(t, store.name); m > 0 && (best == 0 || m < best)) best = m;
        return best;
    }
    void print_row(task t) const
    {
        const double own = ours(t);
        std::printf("%-29s", std::string{name_of(t)}.c_str());
        for (const entry& store : stores_) {
            const std::vector<double> values = sorted(t, store.name);
            if (values.empty()) {
                std::printf(" %22s", "-");
                continue;
            }
            const double m = values[values.size() / 2];
            const double ratio = own > 0 ? m / own : 0;
            std::printf(" %8.1f %5.2fx ~%5.2f", m, ratio, values.back() / values.front());
        }
        std::printf("\n");
    }

    const std::vector<entry>& stores_;
    const bool by_cpu_;
    std::map<std::pair<task, std::string>, std::vector<sample>> samples_;
};

}  // namespace bench
