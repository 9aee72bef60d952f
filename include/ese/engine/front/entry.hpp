// entry.hpp — the way into a session: what is checked before any call does anything, in the documented order.
//
// Room:   front. Uses table (cursor), os, jet.
// Gives:  session_slot, what a session's handle leads to; session_call and cursor_call, guards for the time a thread
//         is inside; call_gate, what all calls of an instance pass.
// Holds:  (1) order: dead session, dead cursor, cursor of another session; stopped, unavailable, terminating; another
//             thread inside; transaction of another owner;
//         (2) a slot's ids are written by who sits in the session's seat, so who sits there and finds its handle in the
//             slot may use what the slot points to until it leaves;
//         (3) a thread that leaves with a transaction of its own keeps the seat, and nobody else gets in.
// Locks:  none, and nothing is allocated: this is the price of every call.
#pragma once

#include <ese/engine/front/cursor_slot.hpp>
#include <ese/engine/front/handle_table.hpp>
#include <ese/engine/front/seat.hpp>
#include <ese/engine/front/seated_session.hpp>
#include <ese/engine/front/service_state.hpp>
#include <ese/engine/os/clock.hpp>
#include <ese/jet/error.hpp>
#include <ese/jet/ids.hpp>

#include <atomic>
#include <cstdint>

namespace ese::inline v1::engine {

struct alignas(64) session_slot {
    std::atomic<std::uint64_t> id{0};     // relaxed: the seat orders it
    seat place;
    seated_session* session = nullptr;    // as the id: by who sits in `place`
};

struct call_gate {
    call_gate(std::uint32_t tag, std::uint32_t generation)
        : sessions{handle_kind::session, tag, generation}, cursors{handle_kind::cursor, tag, generation}
    {
    }

    service_state state;
    handle_table<session_slot> sessions;
    handle_table<cursor_slot> cursors;
};

// Which of the checks a call is spared.
struct entry_rule {
    when_stopped stopped = when_stopped::refused;
    bool any_owner = false;    // works whoever owns the open transaction
};
inline constexpr entry_rule ordinary{};
inline constexpr entry_rule while_stopped{when_stopped::allowed, false};
inline constexpr entry_rule whoever_owns{when_stopped::refused, true};
inline constexpr entry_rule whoever_owns_while_stopped{when_stopped::allowed, true};

class session_call {
public:
    session_call(call_gate& gate, jet::session_id id, entry_rule rule = ordinary) noexcept
    {
        session_slot* const slot = gate.sessions.find(id.value());
        if (slot) [[likely]]
            enter(gate, *slot, id.value(), rule);
        else
            refusal_ = jet::error::invalid_sesid;
    }
    ~session_call()
    {
        if (slot_) leave();
    }
    session_call(const session_call&) = delete;
    session_call& operator=(const session_call&) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return slot_ != nullptr; }
    [[nodiscard]] jet::error refusal() const noexcept { return refusal_; }    // why not, when not
    [[nodiscard]] seated_session& session() const noexcept { return *slot_->session; }
    [[nodiscard]] std::uint64_t thread() const noexcept { return thread_; }

    // The session has ended: its seat is free, and is not left again.
    void ended() noexcept
    {
        slot_->id.store(0, std::memory_order_relaxed);
        slot_->session = nullptr;
        slot_->place.leave();
        slot_ = nullptr;
    }

protected:
    session_call() noexcept = default;
    [[nodiscard]] bool refused_at(const call_gate& gate, entry_rule rule) noexcept;
    void enter(call_gate& gate, session_slot& slot, std::uint64_t id, entry_rule rule) noexcept;
    void refuse_inside(jet::error why) noexcept
    {
        leave();
        slot_ = nullptr;
        refusal_ = why;
    }
    void refuse(jet::error why) noexcept { refusal_ = why; }

private:
    void leave() noexcept;
    session_slot* slot_ = nullptr;
    std::uint64_t thread_ = 0;
    jet::error refusal_ = jet::error::success;
};

class cursor_call : public session_call {
public:
    cursor_call(call_gate& gate, jet::session_id session, jet::table_id table, entry_rule rule = ordinary) noexcept
    {
        session_slot* const seated = gate.sessions.find(session.value());
        if (!seated) [[unlikely]] {
            refuse(jet::error::invalid_sesid);
            return;
        }
        slot_ = gate.cursors.find(table.value());
        if (!slot_) [[unlikely]] {
            refuse(jet::error::invalid_table_id);
            return;
        }
        if (slot_->session.load(std::memory_order_relaxed) != session.value()) [[unlikely]] {
            refuse(jet::error::sesid_table_id_mismatch);
            return;
        }
        enter(gate, *seated, session.value(), rule);
        // The session's previous thread may have closed it after it was found.
        if (*this && slot_->id.load(std::memory_order_relaxed) != table.value()) [[unlikely]]
            refuse_inside(jet::error::invalid_table_id);
    }

    [[nodiscard]] cursor& object() const noexcept { return *slot_->object; }

private:
    cursor_slot* slot_ = nullptr;
};

// A refused thread puts the seat back as it found it without looking at the session, which may be about to die.
inline void session_call::enter(call_gate& gate, session_slot& slot, std::uint64_t id, entry_rule rule) noexcept
{
    if (refused_at(gate, rule)) [[unlikely]] return;
    thread_ = thread_token();
    const seat_answer answer = slot.place.try_enter(thread_);
    if (answer == seat_answer::refused) [[unlikely]] return refuse(jet::error::session_sharing_violation);

    // Asked again from inside: who raises an obstacle and then looks for occupied seats either sees this one, or is seen.
    bool admitted = !refused_at(gate, rule);
    // A handle can die between being found and the seat being taken; then the seat is another session's.
    if (slot.id.load(std::memory_order_relaxed) != id) [[unlikely]] {
        refuse(jet::error::invalid_sesid);
        admitted = false;
    } else if (admitted && !rule.any_owner && answer == seat_answer::entered && !slot.session->core().context().may_use(thread_)) {
        refuse(jet::error::session_sharing_violation);
        admitted = false;
    }
    if (admitted) [[likely]]
        slot_ = &slot;
    else if (answer == seat_answer::returned)
        slot.place.park(thread_);
    else
        slot.place.leave();
}

inline bool session_call::refused_at(const call_gate& gate, entry_rule rule) noexcept
{
    if (gate.state.clear()) [[likely]] return false;
    refusal_ = gate.state.refusal(rule.stopped);
    return refusal_ != jet::error::success;
}

inline void session_call::leave() noexcept
{
    if (slot_->session->core().keeps_its_thread())
        slot_->place.park(thread_);
    else
        slot_->place.leave();
}

}  // namespace ese::inline v1::engine
