// leaf_numbers.ipp — which leaves a range of sort strings lies in, told by the branches above them.
//
// Room:   btree. Bodies of tree; included at its end.
#pragma once

#include <ese/engine/btree/tree.hpp>

namespace ese::inline v1::engine {

// The branch above a leaf where the walk is, then the next one on its way.
inline void tree::leaves(bytes low, bytes high, reading way, std::size_t most, std::vector<page_no>& out) const
{
    const std::size_t enough = out.size() + most;
    const bool forward = way == reading::forward;
    key_buffer at{forward ? low : high}, beyond;
    for (bool more = true, first = true; more && out.size() < enough; first = false) {
        more = forward ? leaves_of_parent(at.view(), high, out, beyond) : leaves_of_parent_back(at.view(), !first, low, out, beyond);
        at.assign(beyond.view());
    }
    if (out.size() > enough) out.resize(enough);
}

// Calls `branch(page, last)` for each branch on the way down, `last` for that above a leaf: which child is next. Where the root is a
// leaf it is the only one. A page that has changed meanwhile begins it all again: `begin` is told.
template <class Begin, class Branch>
void tree::walk_branches(std::vector<page_no>& out, Begin begin, Branch branch) const
{
    const std::size_t before = out.size();
    for (int attempts = 0;; ++attempts) {
        out.resize(before);
        begin();
        read_page page{file_, shape_.root, group()};
        for (int depth = 0; depth < depth_max; ++depth) {
            const bool leaf = page.block().is_leaf(), last = !leaf && page.view().is_parent_of_leaf();
            if (leaf) out.push_back(page.number());
            const std::uint32_t child = leaf ? 0 : branch(page, last);
            if (leaf || last) {
                if (page.valid()) return;
                break;
            }
            const page_no below{page.block().reference(child)};
            if (!page.valid()) break;
            read_page next{file_, below, group()};
            if (!page.valid()) break;
            page = std::move(next);
            if (depth + 1 == depth_max && page.valid()) throw failure{jet::error::database_corrupted};
        }
        page_latch::pause(attempts);
    }
}

// True: leaves of the next parent may belong to the range, too. They begin at `beyond`.
inline bool tree::leaves_of_parent(bytes low, bytes high, std::vector<page_no>& out, key_buffer& beyond) const
{
    bool bounded = false, all = false;
    walk_branches(
        out, [&] { bounded = all = false; },
        [&](const read_page& page, bool last) {
            const std::uint32_t children = page.block().count(), from = find_in_branch(page.block(), page.view(), low);
            if (last) {
                const std::uint32_t to = find_in_branch(page.block(), page.view(), high);
                for (std::uint32_t i = from; i <= to && i < children; ++i) out.push_back(page_no{page.block().reference(i)});
                all = to + 1 == children;
            } else if (from + 1 < children) {
                page.view().node(from).key_into(beyond);
                bounded = true;
            }
            return from;
        });
    return bounded && all && compare(beyond.view(), high) <= 0;
}

// The same from the upper end, or from what lies below it. Leaves of the parent before end below `beyond`.
inline bool tree::leaves_of_parent_back(bytes high, bool below, bytes low, std::vector<page_no>& out, key_buffer& beyond) const
{
    bool bounded = false, all = false;
    walk_branches(
        out, [&] { bounded = all = false; },
        [&](const read_page& page, bool last) {
            std::uint32_t from = find_in_branch(page.block(), page.view(), high);
            if (below && from > 0 && compare_sort(page.view().node(from - 1), false, high) == 0) --from;
            if (last) {
                const std::uint32_t to = find_in_branch(page.block(), page.view(), low);
                for (std::uint32_t i = from + 1; i-- > to;) out.push_back(page_no{page.block().reference(i)});
                all = to == 0;
            } else if (from > 0) {
                page.view().node(from - 1).key_into(beyond);
                bounded = true;
            }
            return from;
        });
    return bounded && all && compare(beyond.view(), low) > 0;
}

}  // namespace ese::inline v1::engine
