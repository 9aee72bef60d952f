// plain_access.ipp — reading and changing a tree that keeps no versions: the trees that record space.
//
// Room:   btree. Included by tree.hpp only.
// Gives:  find, at_or_after, before, first, last, insert, replace, erase, for_each_page of tree.
// Locks:  as tree.hpp says; callers that need several calls to be one bring their own mutex.
#pragma once

namespace ese::inline v1::engine {

namespace detail {
inline void copy_entry(const node_view& node, tree_entry& out)
{
    node.key_into(out.key);
    out.data.assign(node.data);
}
// The sort string of an entry, to go on from.
inline bytes sort_string(const tree_entry& entry, bool composite, key_buffer& scratch)
{
    if (!composite) return entry.key.view();
    scratch.assign(entry.key.view());
    scratch.append(entry.data.view());
    return scratch.view();
}
}  // namespace detail

inline bool tree::find(bytes sort, row_buffer& data) const
{
    for (;;) {
        const read_page leaf = leaf_for(sort);
        const found_node at = find_in(leaf, sort);
        const bool found = at.exact && !leaf.view().node(at.index).deleted();
        if (found) data.assign(leaf.view().node(at.index).data);
        if (leaf.valid()) return found;
    }
}

inline bool tree::at_or_after(bytes sort, tree_entry& out) const
{
    for (;;) {
        read_page leaf = leaf_for(sort);
        std::uint32_t i = find_in(leaf, sort).index;
        for (int leaves = 0;; i = 0, ++leaves) {
            const std::uint32_t nodes = leaf.block().count();
            while (i < nodes && leaf.view().node(i).deleted()) ++i;
            const bool found = i < nodes;
            if (found) detail::copy_entry(leaf.view().node(i), out);
            if (!leaf.valid()) break;
            if (found) return true;
            neighbour after = beside(std::move(leaf), side::next);
            if (!after.known) break;
            if (!after.page) return false;
            leaf = std::move(*after.page);
        }
    }
}

inline bool tree::before(bytes sort, tree_entry& out) const
{
    for (;;) {
        read_page leaf = leaf_for(sort);
        std::uint32_t i = find_in(leaf, sort).index;
        for (;;) {
            while (i > 0 && leaf.view().node(i - 1).deleted()) --i;
            const bool found = i > 0;
            if (found) detail::copy_entry(leaf.view().node(i - 1), out);
            if (!leaf.valid()) break;
            if (found) return true;
            neighbour before_it = beside(std::move(leaf), side::previous);
            if (!before_it.known) break;
            if (!before_it.page) return false;
            leaf = std::move(*before_it.page);
            i = leaf.block().count();
        }
    }
}

inline bool tree::first(tree_entry& out) const { return at_or_after({}, out); }

inline bool tree::last(tree_entry& out) const
{
    for (;;) {
        const read_page leaf = rightmost_leaf();
        const std::uint32_t nodes = leaf.block().count();
        bool found = false;
        for (std::uint32_t i = nodes; i > 0 && !found; --i) {
            if (leaf.view().node(i - 1).deleted()) continue;
            detail::copy_entry(leaf.view().node(i - 1), out);
            found = true;
        }
        key_buffer edge;
        if (!found && nodes != 0) leaf.view().node(0).key_into(edge);
        if (!leaf.valid()) continue;
        if (found || nodes == 0) return found;
        return before(edge.view(), out);
    }
}

inline void tree::insert(bytes key, bytes data)
{
    leaf_place place = latch_with_room(key, data);
    if (!place.at.exact) return insert_at(place, key, data, 0);
    if (!place.node().deleted() || !place.page.room_to_replace(place.at.index, data.size()))
        throw failure{jet::error::database_corrupted};
    place.page.replace(place.at.index, 0, data);
}

inline bool tree::replace(bytes key, bytes data)
{
    leaf_place place = latch_to_replace(key, data.size());
    if (!place.at.exact || place.node().deleted()) return false;
    place.page.replace_data(place.at.index, data);
    return true;
}

inline bool tree::erase(bytes key, bytes data)
{
    key_buffer sort{key};
    if (composite()) sort.append(data);
    leaf_place place = latch(sort.view());
    if (!place.at.exact || place.node().deleted()) return false;
    remove_at(std::move(place), sort.view());
    return true;
}

// Level by level: the leftmost page of each, then along; branches have no links, so their children are taken from above.
template <class Visit>
void tree::for_each_page(Visit&& visit) const
{
    std::vector<page_no> level{shape_.root};
    for (int depth = 0; !level.empty(); ++depth) {
        if (depth == depth_max) throw failure{jet::error::database_corrupted};
        std::vector<page_no> below;
        for (const page_no page : level) {
            visit(page);
            const auto children = detail::look_at(file_, page, group(), [&](const read_page& seen) {
                if (!is_mine(seen.view())) throw failure{jet::error::database_corrupted};
                std::vector<page_no> found;
                if (seen.block().is_leaf()) return found;
                for (std::uint32_t i = 0; i < seen.block().count(); ++i) found.emplace_back(seen.block().reference(i));
                return found;
            });
            below.insert(below.end(), children.begin(), children.end());
        }
        if (below.size() > file_.last_page().value()) throw failure{jet::error::database_corrupted};
        level = std::move(below);
    }
}

}  // namespace ese::inline v1::engine
