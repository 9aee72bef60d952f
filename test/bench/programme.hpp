// programme.hpp — what is played, in which order, by which stores.
//
// Room:   test/bench. Uses player, report.
// Gives:  options and programme.
// Holds:  within a round each store has its turn before the next round begins.
#pragma once

#include "player.hpp"
#include "report.hpp"

#include <filesystem>
#include <functional>

namespace bench {

struct options {
    std::size_t rows = 1'000'000;
    int rounds = 5;
    int load_rounds = 3;              // where each round makes a database of its own
    double seconds = 0.15;            // per cell and round
    std::string folder = (std::filesystem::temp_directory_path() / "ese-bench").string();
    std::string csv{};
    std::vector<std::string> only_stores{};
    std::vector<std::string> only_rows{};
    bool by_cpu = false;
    bool count = false;               // instructions, for valgrind
};

class programme {
public:
    programme(const options& o, std::vector<entry>& stores, report& results);

    // Every act that has a row which is asked for. What a store cannot do is left out; what fails is told and counted.
    void run();
    [[nodiscard]] int failures() const noexcept { return failures_; }

private:
    // One database for all rounds, with the data loaded.
    struct standing {
        const char* name;
        order how{};
        const key_sets& keys;
        task load;
        std::vector<task> tasks;
        double seconds_factor = 1;
    };

    [[nodiscard]] bool wanted(task t) const;
    [[nodiscard]] bool any_wanted(const std::vector<task>& some) const;
    [[nodiscard]] std::string folder_for(const std::string& name) const;
    void remove(const std::string& name) const;
    void guarded(const std::string& what, const std::function<void()>& body);
    void each_round(const char* name, const std::function<void(entry&, const std::string& folder)>& body);
    void note(task t, const entry& store, const answer& a, double by = 1);

    void life(entry& store, const std::string& folder);
    void life_cut_short(entry& store, const std::string& folder);
    void people(entry& store, const std::string& folder);
    void texts(entry& store, const std::string& folder);
    void blobs(entry& store, const std::string& folder);
    void play(const standing& s);
    void count_instructions();

    const options& o_;
    std::vector<entry>& stores_;
    report& results_;
    key_sets many_, some_, few_;    // all rows; a fifth; a tenth
    key_sets blobs_{64};
    int failures_ = 0;
};

}  // namespace bench
