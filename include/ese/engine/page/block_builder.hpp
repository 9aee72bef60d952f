// block_builder.hpp — filling a search block from the page it stands beside.
//
// Room:   page. Uses the page format and base.
// Gives:  fill_block, from the whole page; insert_into_block, for one new node; compare_sort, the order of a
//         node against a sort string.
//
// A page's nodes are ordered by *sort strings*: the key; in leaves of trees with duplicate keys the key and the data
// behind it. The last node of a branch has no separator worth comparing: everything greater lies below it.
#pragma once

#include <ese/engine/page/node.hpp>
#include <ese/engine/page/page_view.hpp>
#include <ese/engine/page/search_block.hpp>

#include <array>

namespace ese::inline v1::engine {

// The two pieces a node's sort string consists of.
struct sort_pieces {
    bytes first, second;

    [[nodiscard]] std::size_t size() const noexcept { return first.size() + second.size(); }
    [[nodiscard]] std::byte operator[](std::size_t i) const noexcept { return i < first.size() ? first[i] : second[i - first.size()]; }
};

[[nodiscard]] inline sort_pieces sort_of(const node_view& node, bool composite) noexcept
{
    return {node.prefix, composite ? node.tail() : node.suffix};
}
[[nodiscard]] inline std::strong_ordering compare_sort(const node_view& node, bool composite, bytes sort) noexcept
{
    return compare_joined(node.prefix, composite ? node.tail() : node.suffix, sort);
}
// Do leaves of this page order by key and data?
[[nodiscard]] inline bool composite_leaf(page_view page) noexcept { return page.is_leaf() && page.has_duplicates(); }

namespace detail {
[[nodiscard]] inline std::size_t shared_prefix(const sort_pieces& a, const sort_pieces& b) noexcept
{
    const std::size_t most = std::min({a.size(), b.size(), search_block::prefix_max});
    std::size_t n = 0;
    while (n < most && a[n] == b[n]) ++n;
    return n;
}
// A prefix that leaves the head no bytes of a key tells nothing more, and fits fewer of the keys to come.
[[nodiscard]] inline std::size_t prefix_before_head(std::size_t key_size) noexcept { return key_size - std::min<std::size_t>(key_size, 4); }
// The heads of a page's nodes behind the block's prefix: what the page's prefix key has of them is looked up once.
class head_reader {
public:
    head_reader(bytes key_prefix, std::size_t prefix) noexcept : prefix_{prefix}
    {
        for (std::size_t i = prefix; i < prefix + 4; ++i)
            common_ = common_ << 8 | (i < key_prefix.size() ? std::to_integer<std::uint32_t>(key_prefix[i]) : 0);
    }
    // Of a node of this page: four bytes from any place in a node are bytes of the page, for tags lie behind all nodes.
    [[nodiscard]] std::uint32_t operator()(const sort_pieces& sort) const noexcept
    {
        const std::size_t front = sort.first.size();
        if (front >= prefix_ + 4) return common_;
        const std::size_t skip = front < prefix_ ? std::min(prefix_ - front, sort.second.size()) : 0;
        const std::size_t have = front > prefix_ ? front - prefix_ : 0, left = sort.second.size() - skip;
        std::uint32_t own = load_be<std::uint32_t>(sort.second.data() + skip);
        if (left < 4) own &= ~(~std::uint32_t{0} >> 8 * left);
        return (common_ & ~(~std::uint32_t{0} >> 8 * have)) | own >> 8 * have;
    }

private:
    std::size_t prefix_;
    std::uint32_t common_ = 0;
};
[[nodiscard]] inline std::uint32_t child_of(const node_view& node) noexcept
{
    return node.data.size() == 4 ? load_le<std::uint32_t>(node.data.data()) : 0;
}
[[nodiscard]] inline std::uint32_t reference_of(page_view page, std::uint32_t i, bool leaf) noexcept
{
    return leaf ? page.node_tag(i) : child_of(page.node(i));
}
}  // namespace detail

// The block must have entries for every node of the page.
inline void fill_block(search_block& block, page_view page) noexcept
{
    const bool leaf = page.is_leaf(), composite = composite_leaf(page);
    const std::uint32_t nodes = std::min(page.node_count(), block.entries_max());
    const std::uint32_t ordered = leaf || nodes == 0 ? nodes : nodes - 1;
    std::array<std::byte, search_block::prefix_max> prefix;
    std::size_t shared = 0;
    if (ordered != 0) {
        const node_view first_node = page.node(0), last_node = page.node(ordered - 1);
        const sort_pieces first = sort_of(first_node, composite);
        const sort_pieces last = sort_of(last_node, composite);
        shared = std::min(detail::shared_prefix(first, last), detail::prefix_before_head(std::min(first.size(), last.size())));
        for (std::size_t i = 0; i < shared; ++i) prefix[i] = first[i];
    }
    block.reset({prefix.data(), shared}, (leaf ? search_block::leaf : 0) | (composite ? search_block::composite : 0));
    const bytes key_prefix = page.prefix_key();
    const detail::head_reader head_of{key_prefix, shared};
    for (std::uint32_t i = 0; i < ordered; ++i) {
        const std::uint32_t tag = page.node_tag(i);
        const node_view node = page.node_of_tag(tag, key_prefix);
        block.put(i, head_of(sort_of(node, composite)), leaf ? tag : detail::child_of(node));
    }
    if (ordered < nodes) block.put(ordered, ~std::uint32_t{0}, detail::reference_of(page, ordered, leaf));
    block.set_count(nodes);
}

// Node i being new in the page and all other tags unchanged. False: the block must be filled again.
[[nodiscard]] inline bool insert_into_block(search_block& block, page_view page, std::uint32_t i) noexcept
{
    const bool leaf = page.is_leaf();
    // A block of nothing ordered shares no prefix yet: kept so, all its heads would say the same.
    if (block.count() < (leaf ? 1U : 2U) || (!leaf && i + 1 >= page.node_count())) return false;
    const sort_pieces sort = sort_of(page.node(i), composite_leaf(page));
    const bytes prefix = block.prefix();
    if (sort.size() < prefix.size()) return false;
    for (std::size_t at = 0; at < prefix.size(); ++at)
        if (sort[at] != prefix[at]) return false;
    block.insert(i, detail::head_reader{page.prefix_key(), prefix.size()}(sort), detail::reference_of(page, i, leaf));
    return true;
}

}  // namespace ese::inline v1::engine
