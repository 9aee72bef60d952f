// key_sets.hpp — in which order keys are asked for.
//
// Room:   test/bench. Uses nothing.
// Gives:  key_sets: all numbers below a bound in order, in two random orders, and as YCSB draws them.
// Holds:  the same bound gives the same sets, in every run.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

namespace bench {

struct key_sets {
    explicit key_sets(std::size_t rows) : in_order(rows), skewed(rows)
    {
        std::iota(in_order.begin(), in_order.end(), std::uint64_t{0});
        shuffled = picks = in_order;
        std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64{1});
        std::shuffle(picks.begin(), picks.end(), std::mt19937_64{2});
        draw_skewed();
    }

    std::vector<std::uint64_t> in_order, shuffled, picks, skewed;

private:
    // Zipf with exponent 0.99 by the inverse of its sum; the most wanted keys lie anywhere among the others.
    void draw_skewed()
    {
        std::vector<double> up_to(skewed.size());
        double sum = 0;
        for (std::size_t i = 0; i < up_to.size(); ++i) up_to[i] = sum += std::pow(static_cast<double>(i + 1), -0.99);
        std::mt19937_64 random{3};
        std::uniform_real_distribution<double> anywhere{0, sum};
        for (std::uint64_t& key : skewed) {
            const auto rank = std::lower_bound(up_to.begin(), up_to.end(), anywhere(random)) - up_to.begin();
            key = shuffled[std::min(static_cast<std::size_t>(rank), shuffled.size() - 1)];
        }
    }
};

}  // namespace bench
