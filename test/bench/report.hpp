// report.hpp — samples of every task and store, as a table and as CSV.
//
// Room:   test/bench. Uses contender.
// Gives:  report.
// Holds:  (1) a cell shows the median over the rounds; its spread is the worst round divided by the best;
//         (2) the best peer is the fastest of those with full transactions, those that give up safety for it included.
#pragma once

#include "contender.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bench {

struct sample {
    double value = 0;    // in the unit of its row
    double cpu = 0;      // the same in time of the processor, where it is a time
};

class report {
public:
    report(const std::vector<entry>& stores, bool by_cpu) : stores_{stores}, by_cpu_{by_cpu} {}

    void add(task t, const std::string& store, sample s) { samples_[{t, store}].push_back(s); }
    void print() const;
    // First the conditions, as lines that begin with #.
    void write_csv(const std::string& path, const std::vector<std::string>& conditions) const;

private:
    [[nodiscard]] std::vector<double> sorted(task t, const std::string& store) const;
    [[nodiscard]] double median(task t, const std::string& store) const;
    [[nodiscard]] const entry* best_peer(task t) const;
    void print_row(const row& r) const;

    const std::vector<entry>& stores_;
    const bool by_cpu_;
    std::map<std::pair<task, std::string>, std::vector<sample>> samples_{};
};

}  // namespace bench
