// cursor_bookmark.hpp — places to come back to.
//
// Room:   table. Bodies of cursor; included at its end. A bookmark is the primary key of a record.
#pragma once

#include <ese/engine/table/cursor.hpp>

#include <set>

namespace ese::inline v1::engine {

namespace detail {
// Answers whether it fitted; what fits is copied either way.
[[nodiscard]] inline bool copy_out(bytes from, mutable_bytes out, std::size_t& actual) noexcept
{
    actual = from.size();
    copy_bytes(out.data(), from.first(std::min(from.size(), out.size())));
    return from.size() <= out.size();
}
}  // namespace detail

// A deferred first record has no bookmark yet.
inline jet::error cursor::get_bookmark(mutable_bytes out, std::size_t& actual)
{
    if (!primary_.on_entry()) return jet::error::no_current_record;
    return detail::copy_out(primary_.sort(), out, actual) ? jet::error::success : jet::error::buffer_too_small;
}

// The old place is kept when there is no such record, but not the range, the key and the update.
inline jet::error cursor::goto_bookmark(bytes bookmark)
{
    if (bookmark.empty()) return jet::error::invalid_bookmark;
    cancel_update();
    drop_range_and_key();
    const read_scope scope{session_};
    const view v = scope.get();
    scratch_key_.assign(bookmark);
    if (!primary_.at().find(v, scratch_key_.view())) return jet::error::record_deleted;
    primary_.arrived();
    if (!secondary_) return jet::error::success;   // does not count as navigation when a level is rolled back
    moved();
    return stand_in_secondary(v, 1);
}

inline jet::error cursor::get_secondary_bookmark(mutable_bytes key, std::size_t& key_size, mutable_bytes bookmark,
                                                 std::size_t& bookmark_size)
{
    if (!secondary_) return jet::error::no_current_index;
    const read_scope scope{session_};
    if (const jet::error e = check_entry(scope.get()); e != jet::error::success) return e;
    const bool key_fits = detail::copy_out(secondary_->at.key(), key, key_size);
    const bool bookmark_fits = detail::copy_out(primary_.sort(), bookmark, bookmark_size);
    return key_fits && bookmark_fits ? jet::error::success : jet::error::buffer_too_small;
}

inline jet::error cursor::goto_secondary_bookmark(bytes key, bytes bookmark, jet::flags<jet::goto_bookmark_option> options)
{
    if (!secondary_) return jet::error::no_current_index;
    const bool unique = secondary_->index->unique();
    if (key.empty() || (bookmark.empty() && !unique)) return jet::error::invalid_bookmark;
    cancel_update();
    drop_range_and_key();
    key_buffer sort{key};
    if (!unique) sort.append(bookmark);
    const key_buffer expected{bookmark};
    const read_scope scope{session_};
    const view v = scope.get();
    position& at = secondary_->at;
    if (!at.at().find(v, sort.view())) {
        if (options.has(jet::goto_bookmark_option::permit_virtual_currency)) {
            at.stand_between(sort.view());
            primary_.set_state(currency::before_first);
            moved();
        }
        return jet::error::record_deleted;
    }
    at.arrived();
    if (const jet::error e = arrive(v, true); e != jet::error::success) return e;
    const bool another = !expected.empty() && !equal(expected.view(), primary_.sort());
    return another ? jet::error::record_deleted : jet::error::success;
}

// Records with several entries appear once, records without any at the end.
inline std::vector<key_buffer> cursor::bookmarks_in_order(view v)
{
    std::vector<key_buffer> keys;
    const auto less = [](const key_buffer& a, const key_buffer& b) { return compare(a.view(), b.view()) < 0; };
    std::set<key_buffer, decltype(less)> known{less};
    const auto add = [&](bytes bookmark) {
        if (known.insert(key_buffer{bookmark}).second) keys.emplace_back(bookmark);
    };
    if (secondary_) {
        tree_cursor walker{*secondary_->index->tree()};
        for (bool more = walker.first(v); more; more = walker.next(v)) {
            bytes bookmark = walker.sort().subspan(walker.key().size());
            if (!secondary_->index->unique() || walker.read(v, bookmark)) add(bookmark);
        }
    }
    tree_cursor walker{*table_->primary()};
    for (bool more = walker.first(v); more; more = walker.next(v)) add(walker.sort());
    return keys;
}

}  // namespace ese::inline v1::engine
