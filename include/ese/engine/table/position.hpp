// position.hpp — where a cursor stands in one tree.
//
// Room:   table. Uses txn. Knows the states between and beyond entries; knows nothing of rows, ranges or other trees.
// Gives:  currency, the states; position, a tree_cursor with its state and the moves between them.
// Holds:  (1) a position is a key, not a place in a page: inserts and deletes by anyone never move it;
//         (2) a deferred position becomes the first entry when someone first looks; in an empty tree it stays deferred.
//
//              forward                        back
//   deferred      the second entry               before_first
//   before_first  the first entry                before_first
//   on_entry      the next one or after_last     the previous one or before_first
//   between_keys  first entry above the key      last entry below it
//   after_last    after_last                     the last entry
#pragma once

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/txn/tree_cursor.hpp>

#include <cstdint>

namespace ese::inline v1::engine {

enum class currency : std::uint8_t { deferred, before_first, on_entry, between_keys, after_last };

class position {
public:
    explicit position(versioned_tree& tree) : at_{tree} {}

    [[nodiscard]] currency state() const noexcept { return state_; }
    [[nodiscard]] bool on_entry() const noexcept { return state_ == currency::on_entry; }
    [[nodiscard]] bytes key() const noexcept { return at_.key(); }      // meaningful on an entry and between keys
    [[nodiscard]] bytes sort() const noexcept { return at_.sort(); }
    [[nodiscard]] tree_cursor& at() noexcept { return at_; }

    void set_state(currency state) noexcept { state_ = state; }         // any but on_entry and between_keys
    void stand_on(bytes sort) { place(sort, currency::on_entry); }      // no look: the entry may be gone
    void stand_between(bytes sort) { place(sort, currency::between_keys); }

    // False: the tree shows nothing; still deferred.
    [[nodiscard]] bool resolve(view v) { return state_ != currency::deferred || arrive(at_.first(v)); }
    [[nodiscard]] bool first(view v) { return arrive_or(at_.first(v), currency::before_first); }
    [[nodiscard]] bool last(view v) { return arrive_or(at_.last(v), currency::after_last); }
    [[nodiscard]] bool forward(view v);
    [[nodiscard]] bool back(view v);

    // Of the entry stood on; false when the snapshot does not show it (any more).
    [[nodiscard]] bool read(view v, bytes& data) { return at_.read(v, data); }

    // Entries found by the caller through at().
    void arrived() noexcept { state_ = currency::on_entry; }

private:
    void place(bytes sort, currency state)
    {
        at_.place_at(sort, sort.size());
        state_ = state;
    }
    bool arrive(bool found) noexcept
    {
        if (found) state_ = currency::on_entry;
        return found;
    }
    bool arrive_or(bool found, currency otherwise) noexcept
    {
        state_ = found ? currency::on_entry : otherwise;
        return found;
    }

    tree_cursor at_;
    currency state_ = currency::deferred;
};

inline bool position::forward(view v)
{
    if (state_ == currency::deferred && !resolve(v)) return false;
    if (state_ == currency::before_first) {
        // An empty tree leaves nothing after its end either.
        return arrive_or(at_.first(v), currency::after_last);
    }
    return arrive_or(state_ != currency::after_last && at_.next(v), currency::after_last);
}

inline bool position::back(view v)
{
    if (state_ == currency::deferred && !resolve(v)) return false;
    if (state_ == currency::after_last) return arrive_or(at_.last(v), currency::before_first);
    return arrive_or(state_ != currency::before_first && at_.previous(v), currency::before_first);
}

}  // namespace ese::inline v1::engine
