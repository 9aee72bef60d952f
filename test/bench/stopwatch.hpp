// stopwatch.hpp — time from its construction on, by the clock and by the processor.
//
// Room:   test/bench. Uses nothing.
// Gives:  stopwatch.
// Holds:  processor time is that of all threads of the process.
#pragma once

#include <chrono>
#include <ctime>

namespace bench {

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

}  // namespace bench
