// cursor_seek.hpp — looking for a key.
//
// Room:   table. Bodies of cursor; included at its end.
//
//   relation          exact entry            none exact, a neighbour         nothing
//   equal             success                record_not_found, between       record_not_found, between
//   greater_or_equal  its first duplicate    the next, wrn_seek_not_equal    record_not_found, after_last
//   greater           the next greater key   the next                        record_not_found, after_last
//   less_or_equal     its first duplicate    the last below, warning         record_not_found, before_first
//   less              the last below         the last below                  record_not_found, before_first
// In an empty index every miss stands between keys.
#pragma once

#include <ese/engine/table/cursor.hpp>

namespace ese::inline v1::engine {

inline jet::error cursor::make_key(bytes value, jet::flags<jet::key_option> options)
{
    const auto how = static_cast<make_key_option>(options.bits());
    if (secondary_) return key_.add(secondary_->keys, value, how);
    if (schema_version_ == table_->schemas().version() && primary_keys_) return key_.add(*primary_keys_, value, how);

    const read_scope scope{session_};
    const view v = scope.get();
    if (schema(v).has_primary) return key_.add(primary_keys(v), value, how);
    static constexpr std::size_t row_id_size = 4;
    return options.has(jet::key_option::normalized_key) ? key_.set_normalized(value, row_id_size) : jet::error::no_current_index;
}

inline jet::error cursor::seek(jet::flags<jet::seek_option> options)
{
    using o = jet::seek_option;
    if (!options.has_any(o::equal | o::less | o::less_or_equal | o::greater_or_equal | o::greater)) return jet::error::invalid_parameter;
    if (!key_.prepared()) return jet::error::key_not_made;
    cancel_update();
    drop_range();
    key_.used();
    const read_scope scope{session_};
    const view v = scope.get();
    const jet::error found = seek_unfiltered(v, options);
    return filter_ ? seek_filtered(v, options, found) : found;
}

inline jet::error cursor::seek_unfiltered(view v, jet::flags<jet::seek_option> options)
{
    using o = jet::seek_option;
    if (options.has(o::equal)) return seek_equal(v, options);
    if (options.has_any(o::greater_or_equal | o::greater)) return seek_up(v, options.has(o::greater_or_equal));
    return seek_down(v, options.has(o::less_or_equal));
}

inline jet::error cursor::seek_equal(view v, jet::flags<jet::seek_option> options)
{
    using o = jet::seek_option;
    const bytes key = key_.view();
    position& at = active();
    const bool found = unique_order() ? at.at().find(v, key) : at.at().at_or_after(v, key) && equal(at.key(), key);
    if (!found) {
        at.stand_between(key);
        moved();
        if (secondary_) primary_.set_state(currency::before_first);
        return jet::error::record_not_found;
    }
    at.arrived();
    if (const jet::error e = arrive(v, true); e != jet::error::success) return e;
    if (options.has(o::check_uniqueness) && (unique_order() || !next_has_same_key(v))) return jet::error::wrn_unique_key;
    if (options.has(o::set_index_range)) range_set_ = range_upper_ = range_inclusive_ = true;
    return jet::error::success;
}

inline bool cursor::next_has_same_key(view v)
{
    tree_cursor beyond = secondary_->at.at();
    return beyond.next(v) && equal(beyond.key(), secondary_->at.key());
}

inline jet::error cursor::missed(view v, currency otherwise)
{
    position& at = active();
    moved();
    if (secondary_) primary_.set_state(currency::before_first);
    if (at.at().first(v)) at.set_state(otherwise);
    else at.stand_between(key_.view());
    return jet::error::record_not_found;
}

inline jet::error cursor::seek_up(view v, bool or_equal)
{
    const bytes key = key_.view();
    position& at = active();
    if (!at.at().at_or_after(v, key)) return missed(v, currency::after_last);
    const bool exact = equal(at.key(), key);
    if (exact && !or_equal && !skip_equal(v, key)) return missed(v, currency::after_last);
    at.arrived();
    if (const jet::error e = arrive(v, true); e != jet::error::success) return e;
    return exact || !or_equal ? jet::error::success : jet::error::wrn_seek_not_equal;
}

// An exact match is a whole key, and no whole key begins with another: the next key is beyond all that begin with this one.
inline bool cursor::skip_equal(view v, bytes key)
{
    tree_cursor& at = active().at();
    if (unique_order()) return at.next(v);
    scratch_key_.assign(key);
    while (!scratch_key_.empty() && scratch_key_.view().back() == std::byte{0xFF}) scratch_key_.resize(scratch_key_.size() - 1);
    if (scratch_key_.empty()) return false;
    std::byte& last = scratch_key_.span().back();
    last = static_cast<std::byte>(std::to_integer<unsigned>(last) + 1);
    return at.at_or_after(v, scratch_key_.view());
}

inline jet::error cursor::seek_down(view v, bool or_equal)
{
    const bytes key = key_.view();
    position& at = active();
    if (or_equal && at.at().at_or_after(v, key) && equal(at.key(), key)) {
        at.arrived();
        return arrive(v, true);
    }
    if (!at.at().before(v, key)) return missed(v, currency::before_first);
    at.arrived();
    if (const jet::error e = arrive(v, true); e != jet::error::success) return e;
    return or_equal ? jet::error::wrn_seek_not_equal : jet::error::success;
}

inline jet::error cursor::retrieve_key(mutable_bytes out, std::size_t& actual, jet::flags<jet::retrieve_option> options)
{
    const auto give = [&](bytes key) {
        actual = key.size();
        copy_bytes(out.data(), key.first(std::min(key.size(), out.size())));
    };
    if (options.has(jet::retrieve_option::copy)) {
        if (!key_.made()) return jet::error::key_not_made;
        give(key_.view());
        return jet::error::success;
    }
    const read_scope scope{session_};
    if (const jet::error e = check_entry(scope.get()); e != jet::error::success) return e;
    give(active().key());
    return actual > out.size() ? jet::error::wrn_buffer_truncated : jet::error::success;
}

}  // namespace ese::inline v1::engine
