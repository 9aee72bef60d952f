// cursor_move.hpp — currency: where a cursor stands, steps, ranges.
//
// Room:   table. Bodies of cursor; included at its end.
#pragma once

#include <ese/engine/table/cursor.hpp>

namespace ese::inline v1::engine {

// After a move of the active side: the primary side follows, or shares the place beyond the entries.
inline jet::error cursor::arrive(view v, bool found)
{
    moved();
    if (found && follow(v)) return jet::error::success;
    if (secondary_ && secondary_->at.state() != currency::deferred) primary_.set_state(currency::before_first);
    return jet::error::no_current_record;
}

// Entries of an index carry the primary key: behind their own key, or as their data.
inline bool cursor::follow(view v)
{
    if (!secondary_) return true;
    position& at = secondary_->at;
    bytes bookmark;
    if (secondary_->index->unique()) {
        if (!at.read(v, bookmark)) return false;
    } else {
        bookmark = at.sort().subspan(at.key().size());
    }
    primary_.stand_on(bookmark);
    return true;
}

inline bool cursor::resolve(view v)
{
    if (active().state() != currency::deferred) return true;
    return active().resolve(v) && follow(v);
}

// The entry stood on in the current index.
inline jet::error cursor::check_entry(view v)
{
    if (!resolve(v) || !active().on_entry()) return jet::error::no_current_record;
    bytes data;
    return active().read(v, data) ? jet::error::success : jet::error::record_deleted;
}

// The record itself. It may be there although its entry in the current index went: the row was changed.
inline jet::error cursor::current_row(view v, bytes& row)
{
    if (!resolve(v) || !primary_.on_entry()) return jet::error::no_current_record;
    return primary_.read(v, row) ? jet::error::success : jet::error::record_deleted;
}

// The limit is tested in its own direction only.
inline bool cursor::outside_range(bytes key) const noexcept
{
    const auto order = compare(key, key_.view());
    if (order == 0) return !range_inclusive_;
    return range_upper_ ? order > 0 : order < 0;
}

inline bool cursor::step(view v, direction way)
{
    position& at = active();
    const bool forward = way == direction::forward;
    bool found = forward ? at.forward(v) : at.back(v);
    if (found && range_set_ && range_upper_ == forward && outside_range(at.key())) {
        at.set_state(forward ? currency::after_last : currency::before_first);
        found = false;
    }
    if (!found) drop_range();
    return found;
}

inline bool cursor::step_to_other_key(view v, direction way)
{
    position& at = active();
    if (!at.on_entry() && !(at.state() == currency::deferred && at.resolve(v))) return step(v, way);
    scratch_key_.assign(at.key());
    do {
        if (!step(v, way)) return false;
    } while (equal(at.key(), scratch_key_.view()));
    return true;
}

inline jet::error cursor::move(std::int32_t rows, jet::flags<jet::move_option> options)
{
    cancel_update();
    const read_scope scope{session_};
    const view v = scope.get();
    if (filter_) [[unlikely]] return move_filtered(v, rows);
    if (rows == 0) return check_entry(v);
    if (rows == jet::move_first || rows == jet::move_last) {
        drop_range();
        return arrive(v, rows == jet::move_first ? active().first(v) : active().last(v));
    }
    const direction way = rows > 0 ? direction::forward : direction::back;
    const bool other_keys = options.has(jet::move_option::key_not_equal) && !(unique_order());
    bool found = true;
    for (std::int64_t left = rows > 0 ? rows : -std::int64_t{rows}; found && left > 0; --left)
        found = other_keys ? step_to_other_key(v, way) : step(v, way);
    if (ahead_) [[unlikely]] ahead_->moved(active().at(), reading_of(way == direction::back));
    return arrive(v, found);
}

inline jet::error cursor::set_index_range(jet::flags<jet::range_option> options)
{
    using o = jet::range_option;
    if (options.has(o::remove)) {
        if (!range_set_) return jet::error::invalid_operation;
        drop_range();
        return jet::error::success;
    }
    const read_scope scope{session_};
    const view v = scope.get();
    if (!secondary_ && !schema(v).has_primary) return jet::error::no_current_index;
    if (!key_.prepared()) return jet::error::key_not_made;
    key_.used();
    range_upper_ = options.has(o::upper_limit);
    range_inclusive_ = options.has(o::inclusive);
    range_set_ = !options.has(o::instant_duration);
    position& at = active();
    // Beyond the entries there is nothing to test, but the next move will be.
    if (!resolve(v) || at.state() == currency::before_first || at.state() == currency::after_last)
        return jet::error::no_current_record;
    if (!outside_range(at.key())) return jet::error::success;
    drop_range();
    at.set_state(range_upper_ ? currency::after_last : currency::before_first);
    moved();
    return jet::error::no_current_record;
}

}  // namespace ese::inline v1::engine
