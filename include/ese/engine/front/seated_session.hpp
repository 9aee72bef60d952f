// seated_session.hpp — a session together with the cursors it has open.
//
// Room:   front. Uses store (user_session), table (cursor), jet.
// Gives:  seated_session: open, close and sweep cursors; cursor_quota, how many an instance may have.
// Holds:  (1) a cursor's handle dies before the cursor does;
//         (2) after a rollback no cursor is left that was opened in what was rolled back; a commit hands cursors to the
//             level outside.
// Locks:  none; used by the thread that has the session's seat. The quota is one atomic count.
#pragma once

#include <ese/engine/front/cursor_slot.hpp>
#include <ese/engine/store/user_session.hpp>
#include <ese/engine/table/cursor.hpp>
#include <ese/jet/ids.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

class cursor_quota {
public:
    explicit cursor_quota(std::uint64_t most) noexcept : most_{most} {}

    [[nodiscard]] bool take() noexcept
    {
        if (used_.fetch_add(1, std::memory_order_relaxed) < most_) return true;
        give_back();
        return false;
    }
    void give_back() noexcept { used_.fetch_sub(1, std::memory_order_relaxed); }

private:
    const std::uint64_t most_;
    std::atomic<std::uint64_t> used_{0};
};

class seated_session {
public:
    seated_session(std::unique_ptr<user_session> core, handle_table<cursor_slot>& handles, cursor_quota& quota) noexcept
        : core_{std::move(core)}, handles_{handles}, quota_{quota}
    {
    }
    ~seated_session() { close_if([](const open_cursor&) { return true; }); }
    seated_session(const seated_session&) = delete;
    seated_session& operator=(const seated_session&) = delete;

    [[nodiscard]] user_session& core() noexcept { return *core_; }
    [[nodiscard]] const user_session& core() const noexcept { return *core_; }

    // `open` answers a code and fills the pointer when it is no error. `by` is the session's own handle.
    template <class Open>
    [[nodiscard]] jet::error open_cursor_with(Open&& open, jet::session_id by, jet::database_id of, jet::table_id& id);

    void close_cursor(jet::table_id id) noexcept
    {
        close_if([&](const open_cursor& one) { return one.id == id; });
    }
    void close_cursors_of(jet::database_id database) noexcept
    {
        close_if([&](const open_cursor& one) { return one.database == database; });
    }
    void close_all_cursors() noexcept
    {
        close_if([](const open_cursor&) { return true; });
    }
    void close_cursors_opened_at(int level) noexcept
    {
        if (deepest_ < level) return;
        close_if([&](const open_cursor& one) { return one.level >= level; });
        deepest_ = std::min(deepest_, level - 1);
    }
    void hand_cursors_to(int level) noexcept
    {
        if (deepest_ <= level) return;
        for (open_cursor& one : cursors_) one.level = std::min(one.level, level);
        deepest_ = level;
    }

    [[nodiscard]] jet::database_id database_of(jet::table_id id) const noexcept
    {
        const auto found = std::find_if(cursors_.begin(), cursors_.end(), [&](const open_cursor& one) { return one.id == id; });
        return found == cursors_.end() ? jet::nil_database : found->database;
    }

private:
    struct open_cursor {
        jet::table_id id;
        cursor_slot* slot;
        std::unique_ptr<cursor> object;
        jet::database_id database;
        int level;    // of the transaction it was opened in
    };

    template <class Which>
    void close_if(Which which) noexcept;

    std::unique_ptr<user_session> core_;
    handle_table<cursor_slot>& handles_;
    cursor_quota& quota_;
    std::vector<open_cursor> cursors_;    // newest last
    int deepest_ = 0;                     // no cursor was opened at a deeper level
};

// A cursor of a closed handle is gone at once: whatever of its work is uncommitted belongs to the transaction.
template <class Which>
void seated_session::close_if(Which which) noexcept
{
    for (std::size_t i = cursors_.size(); i-- != 0;) {
        open_cursor& one = cursors_[i];
        if (!which(one)) continue;
        one.slot->id.store(0, std::memory_order_relaxed);
        one.slot->session.store(0, std::memory_order_relaxed);
        one.slot->object = nullptr;
        handles_.close(one.id.value());
        quota_.give_back();
        const std::unique_ptr<cursor> closed = std::move(one.object);
        cursors_.erase(cursors_.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

template <class Open>
jet::error seated_session::open_cursor_with(Open&& open, jet::session_id by, jet::database_id of, jet::table_id& id)
{
    id = jet::nil_table;
    if (!quota_.take()) return jet::error::out_of_cursors;
    struct give_back_unless_kept {
        seated_session* of;
        std::uint64_t handle = 0;
        ~give_back_unless_kept()
        {
            if (!of) return;
            if (handle != 0) of->handles_.close(handle);
            of->quota_.give_back();
        }
    } taken{this};
    if (cursors_.size() == cursors_.capacity()) cursors_.reserve(2 * cursors_.size() + 8);
    // Before it is opened: a table that was created must not be there when the call fails for want of a handle.
    const auto opened = handles_.open([](std::uint64_t, cursor_slot&) noexcept {});
    taken.handle = opened.handle;
    std::unique_ptr<cursor> object;
    const jet::error answer = open(object);
    if (!object) return answer;
    opened.slot->object = object.get();
    opened.slot->session.store(by.value(), std::memory_order_relaxed);
    opened.slot->id.store(opened.handle, std::memory_order_relaxed);
    taken.of = nullptr;
    const int level = core_->core().level();
    id = jet::table_id{opened.handle};
    cursors_.push_back({id, opened.slot, std::move(object), of, level});
    deepest_ = std::max(deepest_, level);
    return answer;
}

}  // namespace ese::inline v1::engine
