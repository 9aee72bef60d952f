// tree_walk.hpp — entries whose keys are known and follow each other, read one after the other.
//
// Room:   txn. Uses btree, version.
// Gives:  tree_walk: read.
// Holds:  where the last entry was seen is only a hint: the next one is expected behind it, and looked for from the root when it
//         is not there, or when the page has changed.
// Locks:  none; one thread at a time.
#pragma once

#include <ese/engine/txn/versioned_tree.hpp>

namespace ese::inline v1::engine {

class tree_walk {
public:
    // The tree is a unique one.
    tree_walk(const versioned_tree& tree, const view& as) noexcept : tree_{tree}, as_{as} {}

    // `take` is handed the data of the entry with this key, where it lies: it may only copy, for the page may be changing, and is
    // called again then. False: the view sees no such entry, whatever was copied.
    template <class Take>
    [[nodiscard]] bool read(bytes key, Take take)
    {
        for (bool hinted = true;; hinted = false) {
            std::optional<read_page> leaf = hinted ? expected() : tree_.plain().leaf_for(key);
            if (!leaf) continue;
            const found_node at = hinted ? expected_at(*leaf, key) : tree::find_in(*leaf, key);
            if (hinted && !at.exact) continue;
            const bool there = at.exact && look(*leaf, at.index, key, take);
            if (!leaf->valid()) continue;
            leaf_ = leaf->number();
            version_ = leaf->version();
            next_ = at.index + (at.exact ? 1 : 0);
            return there;
        }
    }

private:
    // The page of the entry behind the last one; `next_` is its index there.
    [[nodiscard]] std::optional<read_page> expected()
    {
        if (!leaf_) return std::nullopt;
        read_page leaf{tree_.plain().file(), leaf_};
        if (!page_latch::same_content(leaf.version(), version_)) return std::nullopt;
        if (next_ < leaf.block().count()) return leaf;
        next_ = 0;
        return std::move(tree_.plain().beside(std::move(leaf), tree::side::next).page);
    }
    [[nodiscard]] found_node expected_at(const read_page& leaf, bytes key) const noexcept
    {
        const bool there = leaf.block().may_be(next_, key) && compare_same_head(leaf.block(), leaf.view(), next_, key) == 0;
        return {next_, there};
    }
    template <class Take>
    [[nodiscard]] bool look(const read_page& leaf, std::uint32_t i, bytes key, Take& take) const
    {
        const node_view node = leaf.view().data_of_tag(leaf.block().reference(i));
        if (!node.versioned()) {
            if (!node.deleted()) take(node.data);
            return !node.deleted();
        }
        row_buffer seen{node.data};
        const bool there = tree_.seen(key, as_, !node.deleted(), seen);
        if (there) take(seen.view());
        return there;
    }

    const versioned_tree& tree_;
    const view as_;
    page_no leaf_{};                   // where the last entry was seen; 0: nowhere
    page_latch::word version_ = 0;
    std::uint32_t next_ = 0;
};

}  // namespace ese::inline v1::engine
