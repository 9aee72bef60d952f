// extent_tree.hpp — an owned or an available tree: runs of pages in order of their last page.
//
// Room:   space. Uses btree, page, base.
// Gives:  extent_tree: look up, insert, resize, erase; walk in order.
// Holds:  (1) resize only replaces four bytes of data, so it can never split a page and needs no space;
//         (2) every extent read lies inside the file; an order that does not ascend is an accident, so walks end.
// Locks:  none of its own; the space mutex is held by every caller.
#pragma once

#include <ese/engine/space/extent.hpp>

#include <ese/engine/btree/tree.hpp>
#include <ese/engine/page/cache.hpp>

#include <optional>

namespace ese::inline v1::engine {

class extent_tree {
public:
    extent_tree(page_file& file, tree_shape shape, page_source& source, change_group* const* group = nullptr)
        : file_{&file}, tree_{file, shape, source}
    {
        tree_.join(group);
    }

    static void create(page_file& file, tree_shape shape, change_group* group = nullptr)
    {
        const std::array<std::byte, page_view::split_buffer_size> no_split_buffer{};
        tree::create_root(file, shape, no_split_buffer, group);
    }

    // The first extent that reaches `page` or lies behind it.
    [[nodiscard]] std::optional<extent> at_or_after(std::uint32_t page)
    {
        if (!tree_.at_or_after(extent_key(page), entry_)) return std::nullopt;
        const auto found = decode_extent(entry_.key.view(), entry_.data.view(), file_->last_page().value());
        if (found && found->last() < page) throw failure{jet::error::database_corrupted};
        return found;
    }
    [[nodiscard]] std::optional<extent> first() { return at_or_after(0); }
    [[nodiscard]] std::optional<extent> after(extent here) { return at_or_after(here.last() + 1); }
    // Pooled extents sort behind all others, from 0x80 on.
    [[nodiscard]] std::optional<extent> last()
    {
        if (!tree_.before(extent_key(0x80000000U), entry_)) return std::nullopt;
        return decode_extent(entry_.key.view(), entry_.data.view(), file_->last_page().value());
    }

    // May ask the source for pages.
    void insert(extent e) { tree_.insert(extent_key(e.last()), extent_data(e.count)); }
    // Gives an extent another first page; it is known by its last.
    void resize(extent e) { must(tree_.replace(extent_key(e.last()), extent_data(e.count))); }
    // May give pages of the tree to the source.
    void erase(extent e) { must(tree_.erase(extent_key(e.last()))); }

    template <class Visit>
    void for_each(Visit&& visit)
    {
        for (std::optional<extent> e = first(); e; e = after(*e)) visit(*e);
    }
    [[nodiscard]] std::uint64_t pages()
    {
        std::uint64_t sum = 0;
        for_each([&](extent e) { sum += e.count; });
        return sum;
    }

private:
    static void must(bool found)
    {
        if (!found) throw failure{jet::error::database_corrupted};
    }

    page_file* file_;
    tree tree_;
    tree_entry entry_;  // scratch of the look-ups
};

}  // namespace ese::inline v1::engine
