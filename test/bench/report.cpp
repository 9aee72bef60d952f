// report.cpp — medians and ratios.

#include "report.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace bench {

namespace {

[[nodiscard]] bool is_ours(const std::string& name) { return name.starts_with("ese"); }

}  // namespace

std::vector<double> report::sorted(task t, const std::string& store) const
{
    std::vector<double> values;
    const auto found = samples_.find({t, store});
    if (found == samples_.end()) return values;
    const bool waits = t == task::durable_each || t == task::durable_two;    // for the disk: always by the clock
    const bool cpu = by_cpu_ && row_of(t).unit == "ns" && !waits;
    for (const sample& s : found->second) values.push_back(cpu ? s.cpu : s.value);
    std::sort(values.begin(), values.end());
    return values;
}

double report::median(task t, const std::string& store) const
{
    const std::vector<double> values = sorted(t, store);
    return values.empty() ? 0 : values[(values.size() - 1) / 2];
}

const entry* report::best_peer(task t) const
{
    const entry* best = nullptr;
    for (const entry& store : stores_) {
        if (is_ours(store.name) || !store.runner->can().full || median(t, store.name) == 0) continue;
        if (best == nullptr || median(t, store.name) < median(t, best->name)) best = &store;
    }
    return best;
}

void report::print_row(const row& r) const
{
    std::printf("%-5s %-48.48s %2s", std::string{r.code}.c_str(), std::string{r.name}.c_str(), std::string{r.unit}.c_str());
    double worst_spread = 1;
    for (const entry& store : stores_) {
        const std::vector<double> values = sorted(r.what, store.name);
        if (values.empty()) {
            std::printf(" %10s", "-");
            continue;
        }
        const double m = values[(values.size() - 1) / 2];
        std::printf(m < 100 ? " %10.2f" : " %10.0f", m);
        if (values.front() > 0) worst_spread = std::max(worst_spread, values.back() / values.front());
    }
    if (const entry* best = best_peer(r.what)) {
        for (const entry& store : stores_)
            if (const double m = median(r.what, store.name); is_ours(store.name) && m > 0) std::printf(" %6.2fx", median(r.what, best->name) / m);
        std::printf(" %-8s", best->name.c_str());
    }
    std::printf(" ~%.2f\n", worst_spread);
}

void report::print() const
{
    std::printf("\n%s, medians of the rounds; x: the best peer's figure by ours, for each of ours in turn; ~: the worst spread of a row\n\n%-57s",
                by_cpu_ ? "processor time of all threads, where it is a time" : "by the clock", "");
    for (const entry& store : stores_) std::printf(" %10s", store.name.c_str());
    std::printf("\n");
    for (const row& r : all_rows)
        if (std::any_of(stores_.begin(), stores_.end(), [&](const entry& e) { return samples_.contains({r.what, e.name}); })) print_row(r);
    std::fflush(stdout);
}

void report::write_csv(const std::string& path, const std::vector<std::string>& conditions) const
{
    std::ofstream out{path};
    for (const std::string& line : conditions) out << "# " << line << '\n';
    out << "code,task,unit,store,round,value,cpu\n";
    for (const row& r : all_rows)
        for (const entry& store : stores_) {
            const auto found = samples_.find({r.what, store.name});
            if (found == samples_.end()) continue;
            for (std::size_t i = 0; i < found->second.size(); ++i)
                out << r.code << ",\"" << r.name << "\"," << r.unit << ',' << store.name << ',' << i + 1 << ',' << found->second[i].value << ','
                    << found->second[i].cpu << '\n';
        }
    if (!out.flush()) wrong("the CSV file cannot be written");
}

}  // namespace bench
