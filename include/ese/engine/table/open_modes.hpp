// open_modes.hpp — who has a table open, and whom that keeps out.
//
// Room:   table. Uses txn, jet. Knows sessions only by address; knows nothing of what is in the table.
// Gives:  check_open_options; open_modes: open, close, may_delete, note_writer.
// Holds:  (1) a lock lasts until the cursor that took it closes, not until its transaction ends;
//         (2) a session that wrote and has not committed counts as having the table open, even with no cursor left.
// Locks:  own latch, a leaf: nothing is called while it is held, and every transaction that writes takes it twice.
#pragma once

#include <ese/engine/base/spin_latch.hpp>
#include <ese/engine/txn/session.hpp>
#include <ese/jet/error.hpp>
#include <ese/jet/options.hpp>

#include <algorithm>
#include <mutex>
#include <vector>

namespace ese::inline v1::engine {

using open_table_options = jet::flags<jet::open_table_option>;

// What is wrong with the options alone, before anyone else is looked at.
[[nodiscard]] inline jet::error check_open_options(open_table_options options) noexcept
{
    using o = jet::open_table_option;
    const bool internal = options.has_any(o::being_deleted | o::being_created);
    const bool both = options.has(o::updatable | o::read_only);
    const bool ddl_shared = options.has(o::permit_ddl) && !options.has(o::deny_read);
    const bool exclusive_reader = options.has(o::deny_read | o::read_only) && !options.has(o::permit_ddl);
    return internal || both || ddl_shared || exclusive_reader ? jet::error::invalid_grbit : jet::error::success;
}

class open_modes {
public:
    // `cursor` is only a name here: what close is told again.
    [[nodiscard]] jet::error open(const session& by, const void* cursor, open_table_options options);
    void close(const void* cursor) noexcept;

    // Deleting needs a table nobody has open, the deleter included.
    [[nodiscard]] jet::error begin_delete(const session& by);
    void end_delete() noexcept;                         // undone: the table is as before

    // True when the session was not known as a writer yet; the caller then sees to forget_writer at its end.
    [[nodiscard]] bool note_writer(const session& by);
    void forget_writer(const session& by) noexcept;

    [[nodiscard]] bool exclusive_to(const session& by) const;   // one of its cursors denies reading
    [[nodiscard]] bool written_by_others(const session& by) const;   // and not yet committed

private:
    struct holder {
        const session* who;
        const void* cursor;
        open_table_options options;
        [[nodiscard]] bool updatable() const noexcept { return !options.has(jet::open_table_option::read_only); }
    };
    template <class Test>
    [[nodiscard]] bool any(Test test) const { return std::any_of(holders_.begin(), holders_.end(), test); }
    [[nodiscard]] jet::error refused(const session& by, open_table_options options) const;
    [[nodiscard]] bool others_write(const session& by) const
    {
        return std::any_of(writers_.begin(), writers_.end(), [&](const session* w) { return w != &by; });
    }

    mutable spin_latch latch_;
    std::vector<holder> holders_;               // guarded by latch_, as are all below
    std::vector<const session*> writers_;       // with changes not yet committed
    const session* deleter_ = nullptr;
};

inline jet::error open_modes::open(const session& by, const void* cursor, open_table_options options)
{
    const std::lock_guard lock{latch_};
    if (const jet::error why = refused(by, options); why != jet::error::success) return why;
    holders_.push_back({&by, cursor, options});
    return jet::error::success;
}

inline jet::error open_modes::refused(const session& by, open_table_options options) const
{
    using o = jet::open_table_option;
    const auto foreign = [&](const holder& h) { return h.who != &by; };

    if (deleter_ != nullptr) return deleter_ == &by ? jet::error::object_not_found : jet::error::table_locked;
    if (any([&](const holder& h) { return foreign(h) && h.options.has(o::deny_read); })) return jet::error::table_locked;
    if (options.has(o::deny_read) && (any(foreign) || others_write(by))) return jet::error::table_in_use;
    if (options.has(o::deny_write)) {
        const bool denied = any([](const holder& h) { return h.options.has(o::deny_write); });
        if (denied || others_write(by) || any([&](const holder& h) { return foreign(h) && h.updatable(); }))
            return jet::error::table_in_use;
    }
    // A plain open passes a foreign deny_write; only the explicit wish to update is refused.
    if (options.has(o::updatable) && any([&](const holder& h) { return foreign(h) && h.options.has(o::deny_write); }))
        return jet::error::table_locked;
    return jet::error::success;
}

inline void open_modes::close(const void* cursor) noexcept
{
    const std::lock_guard lock{latch_};
    std::erase_if(holders_, [&](const holder& h) { return h.cursor == cursor; });
}

inline jet::error open_modes::begin_delete(const session& by)
{
    const std::lock_guard lock{latch_};
    if (deleter_ != nullptr) return deleter_ == &by ? jet::error::object_not_found : jet::error::table_locked;
    if (any([&](const holder& h) { return h.who != &by && h.options.has(jet::open_table_option::deny_read); }))
        return jet::error::table_locked;
    if (!holders_.empty() || others_write(by)) return jet::error::table_in_use;
    deleter_ = &by;
    return jet::error::success;
}

inline void open_modes::end_delete() noexcept
{
    const std::lock_guard lock{latch_};
    deleter_ = nullptr;
}

inline bool open_modes::note_writer(const session& by)
{
    const std::lock_guard lock{latch_};
    if (std::find(writers_.begin(), writers_.end(), &by) != writers_.end()) return false;
    writers_.push_back(&by);
    return true;
}

inline void open_modes::forget_writer(const session& by) noexcept
{
    const std::lock_guard lock{latch_};
    std::erase(writers_, &by);
}

inline bool open_modes::exclusive_to(const session& by) const
{
    const std::lock_guard lock{latch_};
    return any([&](const holder& h) { return h.who == &by && h.options.has(jet::open_table_option::deny_read); });
}

inline bool open_modes::written_by_others(const session& by) const
{
    const std::lock_guard lock{latch_};
    return others_write(by);
}

}  // namespace ese::inline v1::engine
