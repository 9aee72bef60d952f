// row_gate.hpp — lets many change rows, or one change what indexes there are.
//
// Room:   table. Uses the standard library only.
// Gives:  row_gate, a shared mutex that does not starve whoever wants it alone.
// Locks:  the turn before the gate; both are this type's own.
#pragma once

#include <atomic>
#include <mutex>
#include <shared_mutex>

namespace ese::inline v1::engine {

class row_gate {
public:
    void lock_shared()
    {
        // Who comes later queues behind who waits; nobody pays for the queue while it is empty.
        if (waiting_.load(std::memory_order_acquire) != 0) { const std::lock_guard turn{turn_}; }
        gate_.lock_shared();
    }
    void unlock_shared() { gate_.unlock_shared(); }

    void lock()
    {
        waiting_.fetch_add(1, std::memory_order_acq_rel);
        const std::lock_guard turn{turn_};
        gate_.lock();
        waiting_.fetch_sub(1, std::memory_order_acq_rel);
    }
    void unlock() { gate_.unlock(); }

private:
    std::atomic<int> waiting_{0};
    std::mutex turn_;
    std::shared_mutex gate_;
};

}  // namespace ese::inline v1::engine
