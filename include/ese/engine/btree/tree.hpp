// tree.hpp — a B+ tree of the .edb format: found optimistically, changed one latched leaf at a time.
//
// Room:   btree. Uses page, os, base. Knows keys, nodes and flags; knows nothing of versions, transactions or space.
// Gives:  tree: descend, latch a leaf with room, split, merge, walk; and plain reads and writes for trees without versions.
// Holds:  (1) leaves hold sort strings in ascending order and are linked both ways; all lie at the same depth;
//         (2) the last node of a branch has an empty key on the right edge, elsewhere its parent's separator;
//         (3) the root keeps its page number for life.
// Locks:  page latches, parents before children and left before right. A change of structure (split, merge) also holds the
//         tree's mutex, so that branches stand still for it; a thread that holds a leaf never waits for that mutex.
//
// Sort strings: in unique trees the key; in trees with duplicate keys the key followed by the data.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/engine/base/small_bytes.hpp>
#include <ese/engine/page/cache.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <vector>

namespace ese::inline v1::engine {

// Where a tree gets its pages from and gives them back to. May throw failure; nothing has changed then.
class page_source {
public:
    virtual ~page_source() = default;
    [[nodiscard]] virtual page_no allocate() = 0;
    virtual void release(page_no page) = 0;

protected:
    page_source() = default;
    page_source(const page_source&) = default;
    page_source& operator=(const page_source&) = default;
};

struct tree_shape {
    page_no root;
    object_id object;
    std::uint32_t kind = 0;  // page_flag: space_tree, index, long_value, non_unique
};

struct tree_entry {
    key_buffer key;
    row_buffer data;
};

// A node seen through a read_page, or in a latched leaf: its index, and whether its sort string is the one searched.
struct found_node {
    std::uint32_t index = 0;
    bool exact = false;
};

// Where an entry was seen last; no page: nowhere. While the page has that version, the entry is there.
struct entry_hint {
    page_no leaf{};
    std::uint32_t index = 0;
    page_latch::word version = 0;   // 0: none
};

// A leaf held for writing, with the place of one sort string in it.
struct leaf_place {
    write_page page;
    found_node at;
    std::size_t shared = 0;    // bytes a new key takes from the page's prefix, where room was made for one

    // Looked for where it was seen first.
    [[nodiscard]] found_node find(bytes sort, entry_hint seen) const noexcept;
    // For later: the page is about to be changed once.
    [[nodiscard]] entry_hint hint() const noexcept { return {page.number(), at.index, page_latch::next_version(page.version())}; }
    // Without what its key shares with the page's prefix: flags and data.
    [[nodiscard]] node_view node() const noexcept { return page.view().data_of_tag(page.block().reference(at.index)); }
};

class tree {
public:
    tree(page_file& file, tree_shape shape, page_source& source) noexcept : file_{file}, shape_{shape}, source_{source} {}
    tree(const tree&) = delete;
    tree& operator=(const tree&) = delete;

    [[nodiscard]] page_file& file() const noexcept { return file_; }
    [[nodiscard]] const tree_shape& shape() const noexcept { return shape_; }
    [[nodiscard]] bool composite() const noexcept
    {
        return (shape_.kind & (page_flag::non_unique | page_flag::space_tree)) == page_flag::non_unique;
    }

    // Changes belong to the group found there, if there is one at the time: for trees that change only as part of something
    // larger, and are used by one thread at a time.
    void join(change_group* const* where) noexcept { joined_ = where; }

    // Formats an empty tree: one leaf that is its root.
    static void create_root(page_file& file, tree_shape shape, bytes external_header, change_group* group = nullptr);
    void read_external_header(row_buffer& out);
    void write_external_header(bytes content);

    // The leaf where a sort string belongs, as it was when looked at; the caller copies and asks valid().
    [[nodiscard]] read_page leaf_for(bytes sort) const;
    [[nodiscard]] read_page leftmost_leaf() const;
    [[nodiscard]] read_page rightmost_leaf() const;
    // A page that was a leaf of this tree, if it is one still.
    [[nodiscard]] std::optional<read_page> leaf_at(page_no hint) const;
    // The neighbour of a leaf that was valid with this version; empty: there is none. Nothing: look again from the root.
    enum class side { previous, next };
    struct neighbour {
        bool known = false;
        std::optional<read_page> page;
    };
    [[nodiscard]] neighbour beside(read_page&& leaf, side which) const;
    [[nodiscard]] static found_node find_in(const read_page& leaf, bytes sort) noexcept;

    // The leaf latched for writing, with the place of `sort`.
    [[nodiscard]] leaf_place latch(bytes sort);
    // The same, tried first where the caller saw it last.
    [[nodiscard]] leaf_place latch_at(entry_hint hint, bytes sort);
    // The same with room for a new node, or for an existing one to grow to `data_size`; splits as needed.
    [[nodiscard]] leaf_place latch_with_room(bytes key, bytes data);
    // The entry that room was made for does not come: a leaf made for it alone goes again.
    void give_up_hollow_leaf(bytes sort) noexcept;
    [[nodiscard]] leaf_place latch_to_replace(bytes sort, std::size_t data_size, entry_hint hint = {});
    // Where latch_with_room made it.
    void insert_at(leaf_place& place, bytes key, bytes data, std::uint8_t flags, bytes note = {});
    // Takes the node away; the leaf is let go, and merged or unlinked when little or nothing is left.
    void remove_at(leaf_place&& place, bytes sort);

    // The leaf where the entry would belong is empty and not the root: it leaves the tree.
    void remove_empty_leaf(bytes sort) { merge(sort); }

    // Appends the pages of the leaves where sort strings from `low` to `high` belong, at most so many: those next to `low`, or to
    // `high` when they are wanted backwards, and in that order. Only branches are read, so the leaves may be others by now.
    enum class reading { forward, backward };
    void leaves(bytes low, bytes high, reading way, std::size_t most, std::vector<page_no>& out) const;

    // Plain reads and writes: nothing is versioned, deleted nodes do not count.
    bool find(bytes sort, row_buffer& data) const;
    bool at_or_after(bytes sort, tree_entry& out) const;
    bool before(bytes sort, tree_entry& out) const;
    bool first(tree_entry& out) const;
    bool last(tree_entry& out) const;
    void insert(bytes key, bytes data);
    bool replace(bytes key, bytes data);
    bool erase(bytes key, bytes data = {});

    // Every page of the tree, the root included; for freeing or counting. No other thread may use the tree.
    template <class Visit>
    void for_each_page(Visit&& visit) const;

private:
    friend class tree_splitter;
    friend class tree_merger;
    static constexpr int depth_max = 24;
    static constexpr std::uint32_t kind_mask =
        page_flag::space_tree | page_flag::index | page_flag::long_value | page_flag::non_unique;
    struct path;

    [[nodiscard]] change_group* group() const noexcept { return joined_ ? *joined_ : nullptr; }
    template <class Choose>
    [[nodiscard]] read_page descend(Choose choose) const;
    template <class Begin, class Branch>
    void walk_branches(std::vector<page_no>& out, Begin begin, Branch branch) const;
    [[nodiscard]] bool leaves_of_parent(bytes low, bytes high, std::vector<page_no>& out, key_buffer& beyond) const;
    [[nodiscard]] bool leaves_of_parent_back(bytes high, bool below, bytes low, std::vector<page_no>& out, key_buffer& beyond) const;
    [[nodiscard]] bool is_mine(page_view page) const noexcept { return page.object() == shape_.object && !page.is_empty_page(); }
    [[nodiscard]] bool is_my_leaf(page_view page) const noexcept
    {
        return is_mine(page) && page.is_leaf() && (page.flags() & kind_mask) == shape_.kind;
    }
    [[nodiscard]] std::uint32_t flags_for(std::uint32_t position_flags) const noexcept { return position_flags | shape_.kind | page_flag::always; }
    [[nodiscard]] std::optional<leaf_place> latch_right_edge(bytes sort);
    void split(bytes sort, std::size_t node_size, std::optional<std::size_t> replacing);
    void merge(bytes sort);
    template <class Move>
    bool step(tree_entry& out, bytes sort, Move move) const;

    page_file& file_;
    const tree_shape shape_;
    page_source& source_;
    change_group* const* joined_ = nullptr;
    std::mutex structure_;
    std::atomic<std::uint32_t> right_edge_{0};  // the last leaf, while entries come in order; 0: they do not. A hint
};

[[nodiscard]] inline std::size_t prefix_saved(page_view page, bytes key) noexcept
{
    const std::size_t shared = common_prefix(page.prefix_key(), key);
    return shared >= page_layout::prefix_length_min ? shared : 0;
}

// Of node i, whose head is that of `sort`.
[[nodiscard]] inline std::strong_ordering compare_same_head(const search_block& block, page_view page, std::uint32_t i, bytes sort) noexcept
{
    const std::size_t known = std::min(sort.size(), block.prefix().size() + sizeof(std::uint32_t));
    const std::uint32_t tag = block.reference(i);
    const auto behind = page.compare_behind(tag, known, block.is_composite(), sort);
    return behind ? *behind : compare_sort(page.node_of_tag(tag), block.is_composite(), sort);
}

// Index of the first node not below `sort`.
[[nodiscard]] inline found_node find_in_leaf(const search_block& block, page_view page, bytes sort) noexcept
{
    auto [begin, end] = block.find(sort);
    while (begin < end) {
        const std::uint32_t middle = begin + (end - begin) / 2;
        const auto order = compare_same_head(block, page, middle, sort);
        if (order == 0) return {middle, true};
        if (order < 0) begin = middle + 1;
        else end = middle;
    }
    return {begin, false};
}

inline found_node leaf_place::find(bytes sort, entry_hint seen) const noexcept
{
    if (page_latch::same_content(page.version(), seen.version)) return {seen.index, true};
    const search_block& block = page.block();
    const page_view view = page.view();
    const bool there = block.may_be(seen.index, sort) && compare_same_head(block, view, seen.index, sort) == 0;
    return there ? found_node{seen.index, true} : find_in_leaf(block, view, sort);
}

// Index of the child below which `sort` belongs: the first whose separator is greater; the last takes what is left.
[[nodiscard]] inline std::uint32_t find_in_branch(const search_block& block, page_view page, bytes sort) noexcept
{
    const std::uint32_t children = block.count();
    if (children == 0) return 0;
    auto [begin, end] = block.find(sort);
    end = std::min(end, children - 1);
    while (begin < end) {
        const std::uint32_t middle = begin + (end - begin) / 2;
        if (compare_sort(page.node(middle), false, sort) <= 0) begin = middle + 1;
        else end = middle;
    }
    return std::min(begin, children - 1);
}

// From the root to a leaf, each page's version checked after its child's was read: so the child was the right one then.
template <class Choose>
read_page tree::descend(Choose choose) const
{
    for (int attempts = 0;; ++attempts) {
        read_page page{file_, shape_.root, group()};
        for (int depth = 0; depth < depth_max; ++depth) {
            if (page.block().is_leaf()) {
                if (page.valid()) return page;
                break;
            }
            const page_no child{choose(page)};
            if (!page.valid()) break;
            file_.prefetch(child);
            read_page next{file_, child, group()};
            if (!page.valid()) break;
            page = std::move(next);
            if (depth + 1 == depth_max && page.valid()) throw failure{jet::error::database_corrupted};
        }
        page_latch::pause(attempts);
    }
}

inline read_page tree::leaf_for(bytes sort) const
{
    return descend([sort](const read_page& page) { return page.block().reference(find_in_branch(page.block(), page.view(), sort)); });
}
inline read_page tree::leftmost_leaf() const
{
    return descend([](const read_page& page) { return page.block().reference(0); });
}
inline read_page tree::rightmost_leaf() const
{
    return descend([](const read_page& page) {
        const std::uint32_t children = page.block().count();
        return page.block().reference(children != 0 ? children - 1 : 0);
    });
}

inline found_node tree::find_in(const read_page& leaf, bytes sort) noexcept
{
    __builtin_prefetch(leaf.view().data());    // the processor finds where the page is while the search block says where in it
    return find_in_leaf(leaf.block(), leaf.view(), sort);
}

// The leaf is let go before its neighbour is looked at, so that shared latches never wait from right to left.
inline tree::neighbour tree::beside(read_page&& leaf, side which) const
{
    const page_no here = leaf.number();
    const page_latch::word seen = leaf.version();
    const page_no there = which == side::next ? leaf.view().next() : leaf.view().previous();
    if (!leaf.valid()) return {};
    { [[maybe_unused]] const read_page gone = std::move(leaf); }
    if (!there) return {true, std::nullopt};
    read_page page{file_, there, group()};
    const bool good = page.block().is_leaf() && is_mine(page.view());
    if (!page.valid() || !file_.unchanged(here, seen)) return {};
    if (!good) throw failure{jet::error::database_corrupted};
    return {true, std::move(page)};
}

inline leaf_place tree::latch(bytes sort)
{
    for (;;) {
        page_no number{};
        page_latch::word seen{};
        {
            const read_page leaf = leaf_for(sort);
            number = leaf.number();
            seen = leaf.version();
        }
        write_page page{file_, number, group()};
        if (!page_latch::same_content(page.version(), seen & ~page_latch::latched)) continue;  // latched: by this thread's group
        const found_node at = find_in_leaf(page.block(), page.view(), sort);
        return {std::move(page), at};
    }
}

inline std::optional<read_page> tree::leaf_at(page_no hint) const
{
    if (!hint || hint > file_.last_page()) return std::nullopt;
    read_page page{file_, hint, group()};
    if (!is_my_leaf(page.view()) || !page.block().is_leaf() || !page.valid()) return std::nullopt;
    return page;
}

inline leaf_place tree::latch_at(entry_hint hint, bytes sort)
{
    if (hint.leaf && hint.leaf <= file_.last_page()) {
        leaf_place place{write_page{file_, hint.leaf, group()}, {}};
        if (is_my_leaf(place.page.view())) {
            place.at = place.find(sort, hint);
            if (place.at.exact) return place;
        }
    }
    return latch(sort);
}

inline leaf_place tree::latch_with_room(bytes key, bytes data)
{
    key_buffer joined;
    bytes sort = key;
    if (composite()) {
        joined.assign(key);
        joined.append(data);
        sort = joined.view();
    }
    for (bool was_split = false;; was_split = true) {
        try {
            std::optional<leaf_place> appended = latch_right_edge(sort);
            leaf_place place = appended ? std::move(*appended) : latch(sort);
            place.shared = prefix_saved(place.page.view(), key);
            const std::size_t size = page_edit::node_size(place.shared, key.size() - place.shared, data.size());
            if (place.at.exact || place.page.make_room(size)) return place;
            place.page.release();
            split(sort, page_edit::node_size(0, key.size(), data.size()), std::nullopt);
        } catch (...) {
            if (was_split) give_up_hollow_leaf(sort);
            throw;
        }
    }
}

inline void tree::give_up_hollow_leaf(bytes sort) noexcept
{
    try {
        if (leaf_place place = latch(sort); place.page.view().is_root() || place.page.view().node_count() != 0) return;
        merge(sort);
    } catch (...) {  // it stays, empty and harmless
    }
}

inline leaf_place tree::latch_to_replace(bytes sort, std::size_t data_size, entry_hint hint)
{
    for (;;) {
        leaf_place place = latch_at(hint, sort);
        if (!place.at.exact || place.page.room_to_replace(place.at.index, data_size)) return place;
        const std::size_t size = page_edit::node_size(0, place.page.view().node(place.at.index).key_size(), data_size);
        place.page.release();
        split(sort, size, data_size);
    }
}

// Where an ascending load goes on, found without a search.
inline std::optional<leaf_place> tree::latch_right_edge(bytes sort)
{
    const page_no hint{right_edge_.load(std::memory_order_relaxed)};
    if (!hint || hint > file_.last_page()) return std::nullopt;
    write_page page{file_, hint, group()};
    const page_view view = page.view();
    const std::uint32_t nodes = view.node_count();
    const bool edge = is_my_leaf(view) && !view.next() && nodes != 0;
    if (!edge || compare_sort(view.node(nodes - 1), composite(), sort) >= 0) return std::nullopt;
    return leaf_place{std::move(page), {nodes, false}, 0};
}

inline void tree::insert_at(leaf_place& place, bytes key, bytes data, std::uint8_t flags, bytes note)
{
    const bool at_edge = place.at.index == place.page.view().node_count() && !place.page.view().next();
    place.page.insert(place.at.index, flags, place.shared, key.subspan(place.shared), data, note);
    const std::uint32_t edge = at_edge ? place.page.number().value() : 0;
    if (right_edge_.load(std::memory_order_relaxed) != edge) right_edge_.store(edge, std::memory_order_relaxed);
}

inline void tree::remove_at(leaf_place&& place, bytes sort)
{
    leaf_place mine = std::move(place);
    const page_view page = mine.page.view();
    if (page.is_root()) {
        mine.page.erase(mine.at.index);
        return;
    }
    if (page.node_count() == 1) {
        // A leaf below a branch is never empty: node and page go at once, unless somebody revives the node before.
        mine.page.set_flags(mine.at.index, node_flag::deleted);
        mine.page.release();
        merge(sort);
        return;
    }
    mine.page.erase(mine.at.index);
    const std::uint32_t area = page_layout::area_size(file_.page_size());
    const bool sparse = page.free_bytes() > area - area / 4 && (page.node_count() & 7U) == 0;
    mine.page.release();
    if (sparse) merge(sort);
}

inline void tree::create_root(page_file& file, tree_shape shape, bytes external_header, change_group* group)
{
    const auto image = std::make_unique<std::byte[]>(file.page_size());
    page_edit page{image.get(), file.page_size()};
    page.format_page(shape.object, page_flag::root | page_flag::leaf | shape.kind | page_flag::always, page_no{}, page_no{}, shape.root);
    page.set_external_header(external_header);
    write_page root = write_page::create(file, shape.root, group);
    root.prepare_rebuild(8);
    root.become(page.view());
}

inline void tree::read_external_header(row_buffer& out)
{
    for (;;) {
        const read_page root{file_, shape_.root, group()};
        out.assign(root.view().external_header());
        if (root.valid()) return;
    }
}

inline void tree::write_external_header(bytes content)
{
    write_page root{file_, shape_.root, group()};
    if (root.view().external_header().size() != content.size()) throw failure{jet::error::database_corrupted};
    root.set_external_header(content);
}

}  // namespace ese::inline v1::engine

#include <ese/engine/btree/tree_split.ipp>
#include <ese/engine/btree/tree_merge.ipp>
#include <ese/engine/btree/leaf_numbers.ipp>
#include <ese/engine/btree/plain_access.ipp>
