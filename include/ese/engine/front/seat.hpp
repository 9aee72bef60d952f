// seat.hpp — at most one thread is inside a session.
//
// Room:   front. Uses nothing.
// Gives:  seat: try_enter, leave, park, and what ending an instance needs to see.
// Holds:  (1) the seat is free, or one thread is inside, or one thread has parked: it left, but holds an open transaction
//             and alone may come back;
//         (2) a thread that comes back to where it parked pays a comparison and a plain store.
//
//            try_enter                   leave
//     free ------------> inside(thread) --------> free
//                          |      ^
//                    park  |      |  try_enter by the same thread
//                          v      |
//                        parked(thread)
//
// Locks:  none. What the previous thread did inside happens before what the next one does.
#pragma once

#include <atomic>
#include <cstdint>

namespace ese::inline v1::engine {

enum class seat_answer { refused, entered, returned };    // returned: to where it had parked

class seat {
public:
    // `thread` is never 0, differs between any two living threads, and leaves its highest bit unused.
    [[nodiscard]] seat_answer try_enter(std::uint64_t thread) noexcept
    {
        const std::uint64_t parked = thread << 1;
        // Acquire, because a thread may bear the number of a dead one, and then takes over what that one parked.
        std::uint64_t seen = word_.load(std::memory_order_acquire);
        if (seen == parked) {
            word_.store(parked | inside_bit, std::memory_order_relaxed);
            return seat_answer::returned;
        }
        const bool taken = seen == 0 && word_.compare_exchange_strong(seen, parked | inside_bit, std::memory_order_seq_cst,
                                                                      std::memory_order_relaxed);
        return taken ? seat_answer::entered : seat_answer::refused;
    }

    void leave() noexcept { word_.store(0, std::memory_order_release); }
    void park(std::uint64_t thread) noexcept { word_.store(thread << 1, std::memory_order_release); }

    [[nodiscard]] bool is_free() const noexcept { return word_.load(std::memory_order_acquire) == 0; }
    [[nodiscard]] bool is_occupied() const noexcept { return (word_.load(std::memory_order_acquire) & inside_bit) != 0; }
    [[nodiscard]] bool is_occupied_by(std::uint64_t thread) const noexcept
    {
        return word_.load(std::memory_order_acquire) == ((thread << 1) | inside_bit);
    }
    [[nodiscard]] bool is_parked() const noexcept
    {
        const std::uint64_t seen = word_.load(std::memory_order_acquire);
        return seen != 0 && (seen & inside_bit) == 0;
    }

private:
    static constexpr std::uint64_t inside_bit = 1;

    std::atomic<std::uint64_t> word_{0};    // twice the thread's number, plus one while it is inside
};

}  // namespace ese::inline v1::engine
