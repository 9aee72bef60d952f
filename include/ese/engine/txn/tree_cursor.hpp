// tree_cursor.hpp — a place among the visible entries of a versioned tree.
//
// Room:   txn. Uses btree, version.
// Gives:  tree_cursor: first, last, next, previous, searches, and the current entry's key and data.
// Holds:  (1) the place is the current sort string; page, version and index only say where it was last seen, and are trusted
//             while the page has not changed;
//         (2) a move that finds nothing leaves the place as it was;
//         (3) nothing is allocated while keys and rows stay within the sizes already seen.
// Locks:  none; one thread at a time.
#pragma once

#include <ese/engine/txn/versioned_tree.hpp>

namespace ese::inline v1::engine {

class tree_cursor {
public:
    explicit tree_cursor(versioned_tree& tree) noexcept : tree_{&tree} {}

    [[nodiscard]] versioned_tree& tree() const noexcept { return *tree_; }

    // The nearest visible entry in each sense; false: there is none.
    [[nodiscard]] bool first(const view& as);
    [[nodiscard]] bool last(const view& as);
    [[nodiscard]] bool next(const view& as);
    [[nodiscard]] bool previous(const view& as);
    [[nodiscard]] bool find(const view& as, bytes sort);
    // The entries next to the current one in its leaf, one after the other, as long as each is `inside` by its key and
    // everybody sees it as it is; the last becomes the current one. `take` is handed the data of each: it may only copy, for
    // the page may be changing, and says false to stop. How many were taken; 0: none, whatever was copied.
    template <class Inside, class Take>
    [[nodiscard]] std::size_t run(bool backward, std::size_t most, Inside inside, Take take);
    [[nodiscard]] bool at_or_after(const view& as, bytes sort) { return forward_from(as, sort, false); }
    [[nodiscard]] bool after(const view& as, bytes sort) { return forward_from(as, sort, true); }
    [[nodiscard]] bool at_or_before(const view& as, bytes sort) { return backward_from(as, sort, true); }
    [[nodiscard]] bool before(const view& as, bytes sort) { return backward_from(as, sort, false); }

    [[nodiscard]] bytes sort() const noexcept { return keys_[current_].view(); }
    [[nodiscard]] bytes key() const noexcept { return sort().first(key_size_); }
    // Data of the current entry, copied into the cursor and valid until it is used again. False: the entry is not there for
    // this view (any more).
    [[nodiscard]] bool read(const view& as, bytes& data);
    // Is the row last read still what `read` would answer?
    [[nodiscard]] bool row_is_current(const view& as) const noexcept
    {
        return row_read_ && leaf_ && row_for_.snapshot == as.snapshot && row_for_.mine == as.mine && tree_->plain().file().unchanged(leaf_, version_);
    }
    [[nodiscard]] bytes row() const noexcept { return row_.view(); }

    [[nodiscard]] entry_hint hint() const noexcept { return {leaf_, index_, version_}; }    // where the entry was seen last

    // Stands on a sort string without looking. In trees with duplicate keys `key_size` says where the data begins.
    void place_at(bytes sort, std::size_t key_size)
    {
        keys_[current_].assign(sort);
        key_size_ = key_size;
        leave_page();
    }

private:
    enum class outcome { found, nothing, again };

    void leave_page() noexcept
    {
        leaf_ = page_no{};
        row_read_ = false;
    }
    [[nodiscard]] key_buffer& spare() noexcept { return keys_[1 - current_]; }
    // Looks at node i; if the view sees it, its sort string goes to the spare buffer.
    [[nodiscard]] bool look(const read_page& leaf, std::uint32_t i, const view& as);
    [[nodiscard]] bool found_plain(const read_page& leaf, std::uint32_t i, bytes sort);
    [[nodiscard]] outcome accept(const read_page& leaf, std::uint32_t i, const view& as) noexcept;
    [[nodiscard]] outcome scan_forward(read_page leaf, std::uint32_t i, const view& as);
    [[nodiscard]] outcome scan_backward(read_page leaf, std::uint32_t i, const view& as);
    [[nodiscard]] bool forward_from(const view& as, bytes sort, bool skip_equal);
    [[nodiscard]] bool backward_from(const view& as, bytes sort, bool take_equal);
    // Looks for the current entry in the leaf where it was, which has changed since.
    [[nodiscard]] bool found_again(const view& as);

    versioned_tree* tree_;
    std::array<key_buffer, 2> keys_;
    std::size_t current_ = 0;
    std::size_t key_size_ = 0;
    std::size_t spare_key_size_ = 0;
    bool spare_row_ = false;      // look() put the row into row_ already

    page_no leaf_{};              // where the current entry was seen; 0: nowhere
    page_latch::word version_ = 0;
    std::uint32_t index_ = 0;
    row_buffer row_;
    bool row_read_ = false;       // row_ is the current entry's, as row_for_ sees it
    view row_for_{};
};

inline bool tree_cursor::look(const read_page& leaf, std::uint32_t i, const view& as)
{
    const node_view node = leaf.view().node_of_tag(leaf.block().reference(i));
    spare_row_ = false;
    if (node.deleted() && !node.versioned()) return false;
    key_buffer& out = spare();
    node.key_into(out);
    spare_key_size_ = out.size();
    if (tree_->composite()) out.append(node.data);
    if (!node.versioned()) return true;
    row_read_ = false;
    spare_row_ = true;
    row_.assign(node.data);
    return tree_->seen(out.view(), as, !node.deleted(), row_);
}

// Node i has this sort string and is as everybody sees it: nothing of it needs a look. Else nothing happens.
inline bool tree_cursor::found_plain(const read_page& leaf, std::uint32_t i, bytes sort)
{
    constexpr std::uint32_t special = node_flag::versioned | node_flag::deleted;
    if (tree_->composite() || (leaf.view().flags_of_tag(leaf.block().reference(i)) & special) != 0) return false;
    spare_row_ = false;
    spare().assign(sort);
    spare_key_size_ = sort.size();
    return true;
}

// What look() found becomes the current entry, if the page stood still.
inline tree_cursor::outcome tree_cursor::accept(const read_page& leaf, std::uint32_t i, const view& as) noexcept
{
    if (!leaf.valid()) return outcome::again;
    current_ = 1 - current_;
    key_size_ = spare_key_size_;
    leaf_ = leaf.number();
    version_ = leaf.version();
    index_ = i;
    row_read_ = spare_row_;
    row_for_ = as;
    return outcome::found;
}

inline tree_cursor::outcome tree_cursor::scan_forward(read_page leaf, std::uint32_t i, const view& as)
{
    for (;; i = 0) {
        const std::uint32_t nodes = leaf.block().count();
        for (; i < nodes; ++i)
            if (look(leaf, i, as)) return accept(leaf, i, as);
        if (!leaf.valid()) return outcome::again;
        tree::neighbour after = tree_->plain().beside(std::move(leaf), tree::side::next);
        if (!after.known) return outcome::again;
        if (!after.page) return outcome::nothing;
        leaf = std::move(*after.page);
    }
}

inline tree_cursor::outcome tree_cursor::scan_backward(read_page leaf, std::uint32_t i, const view& as)
{
    for (;;) {
        i = std::min(i, leaf.block().count());
        while (i > 0)
            if (look(leaf, --i, as)) return accept(leaf, i, as);
        if (!leaf.valid()) return outcome::again;
        tree::neighbour before_it = tree_->plain().beside(std::move(leaf), tree::side::previous);
        if (!before_it.known) return outcome::again;
        if (!before_it.page) return outcome::nothing;
        leaf = std::move(*before_it.page);
        i = ~std::uint32_t{0};
    }
}

inline bool tree_cursor::forward_from(const view& as, bytes sort, bool skip_equal)
{
    for (;;) {
        read_page leaf = tree_->plain().leaf_for(sort);
        const found_node at = tree::find_in(leaf, sort);
        const outcome done = scan_forward(std::move(leaf), at.index + (at.exact && skip_equal ? 1 : 0), as);
        if (done != outcome::again) return done == outcome::found;
    }
}

inline bool tree_cursor::backward_from(const view& as, bytes sort, bool take_equal)
{
    for (;;) {
        read_page leaf = tree_->plain().leaf_for(sort);
        const found_node at = tree::find_in(leaf, sort);
        const outcome done = scan_backward(std::move(leaf), at.index + (at.exact && take_equal ? 1 : 0), as);
        if (done != outcome::again) return done == outcome::found;
    }
}

inline bool tree_cursor::find(const view& as, bytes sort)
{
    for (;;) {
        const read_page leaf = tree_->plain().leaf_for(sort);
        const found_node at = tree::find_in(leaf, sort);
        const bool there = at.exact && (found_plain(leaf, at.index, sort) || look(leaf, at.index, as));
        if (!there) {
            if (leaf.valid()) return false;
        } else if (accept(leaf, at.index, as) == outcome::found) {
            return true;
        }
    }
}

inline bool tree_cursor::found_again(const view& as)
{
    const std::optional<read_page> leaf = tree_->plain().leaf_at(leaf_);
    if (!leaf) return false;
    const key_buffer wanted{sort()};
    const found_node at = tree::find_in(*leaf, wanted.view());
    return at.exact && look(*leaf, at.index, as) && accept(*leaf, at.index, as) == outcome::found;
}

inline bool tree_cursor::first(const view& as)
{
    for (;;)
        if (const outcome done = scan_forward(tree_->plain().leftmost_leaf(), 0, as); done != outcome::again) return done == outcome::found;
}

inline bool tree_cursor::last(const view& as)
{
    for (;;)
        if (const outcome done = scan_backward(tree_->plain().rightmost_leaf(), ~std::uint32_t{0}, as); done != outcome::again)
            return done == outcome::found;
}

inline bool tree_cursor::next(const view& as)
{
    if (leaf_) {
        read_page leaf{tree_->plain().file(), leaf_};
        if (page_latch::same_content(leaf.version(), version_))
            if (const outcome done = scan_forward(std::move(leaf), index_ + 1, as); done != outcome::again) return done == outcome::found;
    }
    return forward_from(as, key_buffer{sort()}.view(), true);
}

inline bool tree_cursor::previous(const view& as)
{
    if (leaf_) {
        read_page leaf{tree_->plain().file(), leaf_};
        if (page_latch::same_content(leaf.version(), version_))
            if (const outcome done = scan_backward(std::move(leaf), index_, as); done != outcome::again) return done == outcome::found;
    }
    return backward_from(as, key_buffer{sort()}.view(), false);
}

template <class Inside, class Take>
std::size_t tree_cursor::run(bool backward, std::size_t most, Inside inside, Take take)
{
    if (!leaf_ || tree_->composite()) return 0;
    const read_page leaf{tree_->plain().file(), leaf_};
    if (!page_latch::same_content(leaf.version(), version_)) return 0;
    const page_view page = leaf.view();
    const search_block& block = leaf.block();
    const std::uint32_t nodes = block.count();
    const auto at = [&](std::size_t i) { return backward ? index_ - 1 - static_cast<std::uint32_t>(i) : index_ + 1 + static_cast<std::uint32_t>(i); };
    const auto key_at = [&](std::size_t i) {
        page.node_of_tag(block.reference(at(i))).key_into(spare());
        return spare().view();
    };
    most = std::min<std::size_t>(most, backward ? std::min(index_, nodes) : nodes - std::min(index_ + 1, nodes));
    if (most != 0 && !inside(key_at(most - 1))) {
        std::size_t first = 0;
        for (std::size_t last = most - 1; first < last;) {
            const std::size_t middle = first + (last - first) / 2;
            if (inside(key_at(middle))) first = middle + 1;
            else last = middle;
        }
        most = first;
    }
    std::size_t taken = 0;
    for (; taken < most; ++taken) {
        const node_view node = page.data_of_tag(block.reference(at(taken)));
        if ((node.flags & (node_flag::versioned | node_flag::deleted)) != 0 || !take(node.data)) break;
    }
    if (taken == 0) return 0;
    (void)key_at(taken - 1);
    if (!leaf.valid()) return 0;
    current_ = 1 - current_;
    key_size_ = keys_[current_].size();
    index_ = at(taken - 1);
    row_read_ = false;
    return taken;
}

inline bool tree_cursor::read(const view& as, bytes& data)
{
    if (!row_is_current(as)) {
        row_read_ = false;
        bool copied = false;
        if (leaf_) {
            const read_page leaf{tree_->plain().file(), leaf_};
            if (page_latch::same_content(leaf.version(), version_)) {
                const node_view node = leaf.view().data_of_tag(leaf.block().reference(index_));
                if (node.flags == 0 || node.flags == node_flag::compressed) {
                    row_.assign(node.data);
                    copied = leaf.valid();
                }
            }
        }
        if (!copied) {
            if (!found_again(as) && !find(as, key_buffer{sort()}.view())) {
                leave_page();
                return false;
            }
            if (!row_read_) return read(as, data);
        }
        row_read_ = true;
        row_for_ = as;
    }
    data = row_.view();
    return true;
}

}  // namespace ese::inline v1::engine
