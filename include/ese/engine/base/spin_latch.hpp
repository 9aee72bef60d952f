// spin_latch.hpp — a lock for a few dozen instructions.
//
// Room:   base.
// Gives:  spin_latch, usable with std::lock_guard. Alone on its cache line, so that neighbours in an array do not collide.
#pragma once

#include <atomic>
#include <thread>

namespace ese::inline v1::engine {

class alignas(64) spin_latch {
public:
    void lock() noexcept
    {
        for (int spins = 0; taken_.exchange(true, std::memory_order_acquire); ++spins)
            if (spins > 32) std::this_thread::yield();
    }
    void unlock() noexcept { taken_.store(false, std::memory_order_release); }

private:
    std::atomic<bool> taken_{false};
};

}  // namespace ese::inline v1::engine
