// session_context.hpp — to whom a session's transaction belongs: to a thread, or to a context that threads hand on.
//
// Room:   store. Uses jet.
// Gives:  session_context: set, reset; begun and ended, which the outermost begin and its end report; may_use.
// Holds:  (1) how a transaction is owned is settled by its outermost begin and does not change until it ends;
//         (2) one begun while a context is set belongs to whoever has the same context set now;
//         (3) one begun without belongs to its thread: the front sees to that by parking in the seat, not this class.
// Locks:  none; used by the thread that has the session's seat.
//
//                       set(c)                       begun
//   no context ---------------> c set by thread t -----------> transaction governed by c
//        ^                          |      ^                        |  reset by t, set(c) by u:
//        +------ reset by t --------+      +--------- ended --------+  now u may use it
#pragma once

#include <ese/jet/error.hpp>

#include <cstdint>

namespace ese::inline v1::engine {

class session_context {
public:
    [[nodiscard]] jet::error set(std::uint64_t context, std::uint64_t thread) noexcept
    {
        if (context == 0 || context == ~std::uint64_t{0}) return jet::error::invalid_parameter;
        if (is_set()) return jet::error::session_context_already_set;
        context_ = context;
        thread_ = thread;
        return jet::error::success;
    }

    [[nodiscard]] jet::error reset(std::uint64_t thread) noexcept
    {
        if (!is_set() || thread_ != thread) return jet::error::session_context_not_set_by_this_thread;
        context_ = 0;
        thread_ = 0;
        return jet::error::success;
    }

    [[nodiscard]] bool is_set() const noexcept { return context_ != 0; }

    void begun() noexcept { governing_ = context_; }
    void ended() noexcept { governing_ = 0; }

    // A context governs the open transaction.
    [[nodiscard]] bool governs() const noexcept { return governing_ != 0; }
    [[nodiscard]] std::uint64_t governing() const noexcept { return governing_; }
    [[nodiscard]] bool may_use(std::uint64_t thread) const noexcept
    {
        return governing_ == 0 || (governing_ == context_ && thread_ == thread);
    }

private:
    std::uint64_t context_ = 0;      // 0: none set
    std::uint64_t thread_ = 0;       // who set it
    std::uint64_t governing_ = 0;    // of the open transaction; 0: none, or no transaction
};

}  // namespace ese::inline v1::engine
