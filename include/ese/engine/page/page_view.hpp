// page_view.hpp — reading one page of the .edb format where it lies.
//
// Room:   page. Uses base. Knows headers, tags and nodes; knows nothing of what keys and data mean.
// Gives:  page_flag, page_layout, page_view, verify_structure.
// Holds:  every getter stays inside the page whatever its bytes are, and while another thread changes them. Each length and
//         offset is read once and clamped; a page that passed verify_structure is never changed by the clamping.
//
//   small form (4, 8 KiB)      0 checksum 8 | 8 dbtime 8 | 16 previous 4 | 20 next 4 | 24 object 4 | 28 free bytes 2
//   header of 40 bytes        30 uncommitted free 2 | 32 start of free area 2 | 34 tag state 2 | 36 flags 4
//   large form (16, 32 KiB)   40 checksums of blocks 2..4, 24 | 64 own page number 4 | 68 reserved 12
//   header of 80 bytes
//
//   | header | data chunks, any order, gaps | free area ... | tag n-1 | ... | tag 1 | tag 0 |
//
//   A tag is u16 size, u16 offset from the end of the header. Tag 0 is the external header; tag i+1 is node i. Node flags
//   are the top three bits of the offset (small form) or of the first u16 of the node (large form).
#pragma once

#include <ese/engine/page/node.hpp>

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/racy.hpp>
#include <ese/engine/base/strong.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace ese::inline v1::engine {

struct page_flag {
    static constexpr std::uint32_t root = 0x1;            // of a main or space tree
    static constexpr std::uint32_t leaf = 0x2;
    static constexpr std::uint32_t parent_of_leaf = 0x4;
    static constexpr std::uint32_t empty = 0x8;           // was part of a tree, is free now
    static constexpr std::uint32_t repaired = 0x10;
    static constexpr std::uint32_t space_tree = 0x20;
    static constexpr std::uint32_t index = 0x40;          // secondary index
    static constexpr std::uint32_t long_value = 0x80;
    static constexpr std::uint32_t non_unique = 0x400;    // duplicate keys, ordered by data
    static constexpr std::uint32_t new_record_format = 0x800;
    static constexpr std::uint32_t new_checksum = 0x2000;
    static constexpr std::uint32_t scrubbed = 0x4000;
    static constexpr std::uint32_t flush_type = 0x18000;
    static constexpr std::uint32_t preinitialised = 0x20000;  // allocated, no tags yet
    static constexpr std::uint32_t reverted = 0x40000;
    static constexpr std::uint32_t always = new_record_format | new_checksum;
};

struct page_layout {
    static constexpr std::uint32_t page_size_max = 32768;
    static constexpr std::uint32_t tag_size = 4;
    static constexpr std::uint32_t tag_count_max = 0xFFF;
    static constexpr std::uint32_t length_mask = 0x1FFF;  // of key lengths in a node, both forms
    static constexpr std::uint32_t prefix_length_min = 3;  // a shorter prefix costs as much as it saves

    static constexpr std::size_t checksum_at = 0, dbtime_at = 8, previous_at = 16, next_at = 20, object_at = 24, free_at = 28,
                                 uncommitted_at = 30, free_start_at = 32, tag_state_at = 34, flags_at = 36,
                                 block_checksums_at = 40, own_number_at = 64;

    [[nodiscard]] static constexpr bool valid(std::uint32_t page_size) noexcept
    {
        return page_size == 4096 || page_size == 8192 || page_size == 16384 || page_size == 32768;
    }
    [[nodiscard]] static constexpr bool large(std::uint32_t page_size) noexcept { return page_size > 8192; }
    [[nodiscard]] static constexpr std::uint32_t header_size(std::uint32_t page_size) noexcept { return large(page_size) ? 80 : 40; }
    [[nodiscard]] static constexpr std::uint32_t area_size(std::uint32_t page_size) noexcept { return page_size - header_size(page_size); }
    // The biggest node: what is left beside tag 0 and its own tag.
    [[nodiscard]] static constexpr std::uint32_t node_size_max(std::uint32_t page_size) noexcept { return area_size(page_size) - 2 * tag_size; }
    [[nodiscard]] static constexpr std::uint32_t tag_mask(std::uint32_t page_size) noexcept { return large(page_size) ? 0x7FFF : 0x1FFF; }
};
static_assert(page_layout::node_size_max(4096) == 4048 && page_layout::node_size_max(32768) == 32680);

class page_view {
public:
    page_view(const std::byte* page, std::uint32_t page_size) noexcept
        : page_{page}, page_size_{page_size}, header_size_{page_layout::header_size(page_size)}
    {
        ESE_EXPECTS(page_layout::valid(page_size));
    }

    [[nodiscard]] const std::byte* data() const noexcept { return page_; }
    [[nodiscard]] std::uint32_t page_size() const noexcept { return page_size_; }
    [[nodiscard]] bool large() const noexcept { return page_layout::large(page_size_); }

    [[nodiscard]] std::uint64_t dbtime() const noexcept { return field<std::uint64_t>(page_layout::dbtime_at); }
    [[nodiscard]] page_no previous() const noexcept { return page_no{field<std::uint32_t>(page_layout::previous_at)}; }
    [[nodiscard]] page_no next() const noexcept { return page_no{field<std::uint32_t>(page_layout::next_at)}; }
    [[nodiscard]] object_id object() const noexcept { return object_id{field<std::uint32_t>(page_layout::object_at)}; }
    [[nodiscard]] std::uint32_t flags() const noexcept { return field<std::uint32_t>(page_layout::flags_at); }
    [[nodiscard]] std::uint32_t free_bytes() const noexcept { return field<std::uint16_t>(page_layout::free_at); }
    [[nodiscard]] std::uint32_t free_start() const noexcept { return field<std::uint16_t>(page_layout::free_start_at); }
    [[nodiscard]] std::uint32_t tag_state() const noexcept { return field<std::uint16_t>(page_layout::tag_state_at); }
    [[nodiscard]] page_no own_number() const noexcept  // only the large form stores it
    {
        return page_no{large() ? field<std::uint32_t>(page_layout::own_number_at) : 0};
    }

    [[nodiscard]] bool has(std::uint32_t flag) const noexcept { return (flags() & flag) != 0; }
    [[nodiscard]] bool is_root() const noexcept { return has(page_flag::root); }
    [[nodiscard]] bool is_leaf() const noexcept { return has(page_flag::leaf); }
    [[nodiscard]] bool is_parent_of_leaf() const noexcept { return has(page_flag::parent_of_leaf); }
    [[nodiscard]] bool is_empty_page() const noexcept { return has(page_flag::empty); }
    [[nodiscard]] bool is_space_tree() const noexcept { return has(page_flag::space_tree); }
    [[nodiscard]] bool has_duplicates() const noexcept  // space trees carry the bit of their owner and are unique all the same
    {
        return (flags() & (page_flag::non_unique | page_flag::space_tree)) == page_flag::non_unique;
    }

    // Both never exceed what fits into the page.
    [[nodiscard]] std::uint32_t tag_count() const noexcept
    {
        return std::min(tag_state() & page_layout::tag_count_max, area_size() / page_layout::tag_size);
    }
    [[nodiscard]] std::uint32_t node_count() const noexcept
    {
        const std::uint32_t tags = tag_count();
        return tags - (tags != 0 ? 1 : 0);
    }

    // Content of tag 0: a space header, a split buffer, a prefix key, by kind of page.
    [[nodiscard]] bytes external_header() const noexcept
    {
        if (tag_count() == 0) return {};
        const chunk at = tag(0);
        return {page_ + at.begin, at.size};
    }
    // What nodes of this page may be compressed against.
    [[nodiscard]] bytes prefix_key() const noexcept
    {
        const std::uint32_t kind = flags() & (page_flag::root | page_flag::space_tree);
        if (kind == page_flag::root) return {};
        const bytes header = external_header();
        if ((kind & page_flag::root) == 0) return header;
        return header.size() > split_buffer_size ? header.subspan(split_buffer_size) : bytes{};
    }

    // i < node_count(), asked from this page at any time. The second form spares looking for the prefix key per node.
    [[nodiscard]] node_view node(std::uint32_t i) const noexcept;
    [[nodiscard]] node_view node(std::uint32_t i, bytes prefix_key) const noexcept;
    [[nodiscard]] std::uint8_t node_flags(std::uint32_t i) const noexcept;
    // The tag of node i as stored, and the node a tag names: search blocks keep tags, so that a search needs no look at them.
    [[nodiscard]] std::uint32_t node_tag(std::uint32_t i) const noexcept { return tag_word(i + 1); }
    [[nodiscard]] node_view node_of_tag(std::uint32_t tag) const noexcept;
    [[nodiscard]] node_view node_of_tag(std::uint32_t tag, bytes prefix_key) const noexcept;
    // The node a tag names without what it shares with the prefix key: finding that touches three more cache lines.
    [[nodiscard]] node_view data_of_tag(std::uint32_t tag) const noexcept;
    [[nodiscard]] bytes data(std::uint32_t i) const noexcept { return data_of_tag(node_tag(i)).data; }
    [[nodiscard]] std::uint32_t flags_of_tag(std::uint32_t tag) const noexcept
    {
        return large() ? (field<std::uint32_t>(chunk_of(tag).begin) >> 13) & 7 : tag >> 29;
    }
    // Order of that node's sort string against `sort`, when their first `known` bytes are equal already. Nothing: the node
    // alone does not tell, look at its whole key. Fetches what lies behind the key, too.
    [[nodiscard]] std::optional<std::strong_ordering> compare_behind(std::uint32_t tag, std::size_t known, bool composite, bytes sort) const noexcept;
    // The node as stored, key lengths included; without its tag.
    [[nodiscard]] bytes node_bytes(std::uint32_t i) const noexcept
    {
        const chunk at = tag(i + 1);
        return {page_ + at.begin, at.size};
    }

    static constexpr std::size_t split_buffer_size = 16;

private:
    friend class page_edit;
    friend bool verify_structure(page_view page) noexcept;

    struct chunk {
        std::uint32_t begin;  // from the start of the page; the first four bytes at it are always inside the page
        std::uint32_t size;   // begin + size never leaves the page
        std::uint32_t flags;  // small form only
    };
    template <class T>
    [[nodiscard]] T field(std::size_t at) const noexcept { return racy_load_le<T>(page_ + at); }
    [[nodiscard]] std::uint32_t area_size() const noexcept { return page_size_ - header_size_; }
    [[nodiscard]] std::uint32_t tag_word(std::uint32_t t) const noexcept
    {
        ESE_EXPECTS(t < area_size() / page_layout::tag_size);
        return field<std::uint32_t>(page_size_ - page_layout::tag_size * (t + 1));
    }
    [[nodiscard]] chunk tag(std::uint32_t t) const noexcept { return chunk_of(tag_word(t)); }
    [[nodiscard]] chunk chunk_of(std::uint32_t word) const noexcept;
    [[nodiscard]] node_view node_in(chunk at, std::uint32_t lengths, std::uint32_t flags, bytes prefix_key) const noexcept;

    const std::byte* page_;
    std::uint32_t page_size_;
    std::uint32_t header_size_;
};

// Is the page as the format demands? For a page that came from disk, its checksum already found good. Afterwards node_count,
// node and prefix_key of every node can be trusted, a branch node's data is four bytes, and page_edit may change the page.
[[nodiscard]] bool verify_structure(page_view page) noexcept;

[[gnu::always_inline]] inline page_view::chunk page_view::chunk_of(std::uint32_t word) const noexcept
{
    const std::uint32_t mask = page_layout::tag_mask(page_size_);
    const std::uint32_t offset = std::min((word >> 16) & mask, area_size() - page_layout::tag_size);
    const std::uint32_t size = std::min(word & mask, area_size() - offset);
    return {header_size_ + offset, size, large() ? 0 : word >> 29};
}

inline std::uint8_t page_view::node_flags(std::uint32_t i) const noexcept
{
    if (!large()) return static_cast<std::uint8_t>(tag_word(i + 1) >> 29);
    return static_cast<std::uint8_t>(field<std::uint16_t>(tag(i + 1).begin) >> 13);
}

inline node_view page_view::node_of_tag(std::uint32_t word) const noexcept
{
    // Only a compressed node needs the prefix key, and finding it costs two more looks at the page.
    const chunk at = chunk_of(word);
    const auto lengths = field<std::uint32_t>(at.begin);
    const std::uint32_t flags = large() ? (lengths >> 13) & 7 : at.flags;
    return node_in(at, lengths, flags, (flags & node_flag::compressed) != 0 ? prefix_key() : bytes{});
}

[[gnu::always_inline]] inline node_view page_view::data_of_tag(std::uint32_t word) const noexcept
{
    const chunk at = chunk_of(word);
    const auto lengths = field<std::uint32_t>(at.begin);
    return node_in(at, lengths, large() ? (lengths >> 13) & 7 : at.flags, {});
}

inline std::optional<std::strong_ordering> page_view::compare_behind(std::uint32_t word, std::size_t known, bool composite,
                                                                     bytes sort) const noexcept
{
    const chunk at = chunk_of(word);
    for (std::size_t line = 1; line < 3; ++line) __builtin_prefetch(page_ + at.begin + 64 * line);
    const auto lengths = field<std::uint32_t>(at.begin);
    const node_view node = node_in(at, lengths, large() ? (lengths >> 13) & 7 : at.flags, {});
    const std::size_t shared = (node.flags & node_flag::compressed) != 0 ? lengths & page_layout::length_mask : 0;
    const bytes rest = composite ? node.tail() : node.suffix;
    if (shared > known || rest.size() < known - shared) return std::nullopt;
    return compare(rest.subspan(known - shared), sort.subspan(known));
}

inline node_view page_view::node(std::uint32_t i) const noexcept { return node_of_tag(node_tag(i)); }

inline node_view page_view::node(std::uint32_t i, bytes prefix_key) const noexcept { return node_of_tag(node_tag(i), prefix_key); }

[[gnu::always_inline]] inline node_view page_view::node_of_tag(std::uint32_t word, bytes prefix_key) const noexcept
{
    const chunk at = chunk_of(word);
    const auto lengths = field<std::uint32_t>(at.begin);
    return node_in(at, lengths, large() ? (lengths >> 13) & 7 : at.flags, prefix_key);
}

// `lengths`: the first four bytes of the node: both key lengths, or one and what follows it.
[[gnu::always_inline]] inline node_view page_view::node_in(chunk at, std::uint32_t lengths, std::uint32_t flags, bytes prefix_key) const noexcept
{
    const bool compressed = (flags & node_flag::compressed) != 0;
    const std::uint32_t head = compressed ? 4 : 2;
    const std::uint32_t body = at.size > head ? at.size - head : 0;
    const std::uint32_t suffix = std::min((compressed ? lengths >> 16 : lengths) & page_layout::length_mask, body);
    const std::size_t prefix = compressed ? std::min<std::size_t>(lengths & page_layout::length_mask, prefix_key.size()) : 0;
    const std::byte* const key = page_ + at.begin + head;
    return {static_cast<std::uint8_t>(flags), prefix_key.first(prefix), {key, suffix}, {key + suffix, body - suffix}};
}

namespace detail {
// Which bytes of the data area some chunk has taken.
class taken_bytes {
public:
    explicit taken_bytes(std::uint32_t area) noexcept { std::fill_n(words_.begin(), area / 64 + 1, std::uint64_t{0}); }

    // False if a byte of the run was taken before. `size` is not 0, and the run lies in the area.
    [[nodiscard]] bool take(std::uint32_t begin, std::uint32_t size) noexcept
    {
        const std::uint32_t end = begin + size;
        const std::uint32_t first = begin / 64, last = (end - 1) / 64;
        const std::uint64_t from_begin = ~std::uint64_t{0} << (begin % 64);
        const std::uint64_t to_end = ~std::uint64_t{0} >> (63 - (end - 1) % 64);
        if (first == last) return mark(first, from_begin & to_end);
        bool fresh = mark(first, from_begin);
        for (std::uint32_t word = first + 1; word < last; ++word) fresh &= mark(word, ~std::uint64_t{0});
        return mark(last, to_end) && fresh;
    }

private:
    bool mark(std::uint32_t word, std::uint64_t bits) noexcept
    {
        const bool fresh = (words_[word] & bits) == 0;
        words_[word] |= bits;
        return fresh;
    }
    std::array<std::uint64_t, page_layout::page_size_max / 64> words_;
};

[[nodiscard]] inline bool external_header_fits(page_view page) noexcept
{
    if (!page.is_root() || page.is_empty_page()) return true;
    const bytes header = page.external_header();
    if (page.is_space_tree()) return header.empty() || header.size() >= page_view::split_buffer_size;
    if (header.size() == 16) return true;
    if (header.empty()) return false;
    const auto kinds = std::to_integer<unsigned>(header[0]);  // 1: space header, 2: auto-increment counter
    return (kinds & 1) != 0 && (kinds & ~3u) == 0 && header.size() == ((kinds & 2) != 0 ? 25u : 17u);
}

// The node that a tag of the page names, once the tag is known to stay inside the page.
class node_check {
public:
    explicit node_check(page_view page) noexcept
        : chunks_{page.data() + page_layout::header_size(page.page_size())}, mask_{page_layout::tag_mask(page.page_size())},
          prefix_size_{page.prefix_key().size()}, leaf_{page.is_leaf()}, large_{page.large()}
    {
    }
    [[nodiscard]] bool fits(std::uint32_t tag) const noexcept
    {
        const std::uint32_t size = tag & mask_;
        const auto lengths = load_le<std::uint32_t>(chunks_ + ((tag >> 16) & mask_));  // tag 0 lies behind every chunk
        const std::uint32_t flags = large_ ? lengths >> 13 & 7 : tag >> 29;
        const bool compressed = (flags & node_flag::compressed) != 0;
        const std::uint32_t head = compressed ? 4 : 2;
        if (size <= head || (compressed && (lengths & page_layout::length_mask) > prefix_size_)) return false;
        const std::uint32_t suffix = (compressed ? lengths >> 16 : lengths) & page_layout::length_mask, body = size - head;
        return leaf_ ? suffix < body : suffix + sizeof(std::uint32_t) == body;
    }

private:
    const std::byte* chunks_;
    std::uint32_t mask_;
    std::size_t prefix_size_;
    bool leaf_, large_;
};

// No two chunks share a byte; each lies in the data area.
[[nodiscard]] inline bool chunks_are_apart(page_view page) noexcept
{
    const std::uint32_t mask = page_layout::tag_mask(page.page_size()), nodes = page.node_count();
    taken_bytes taken{page.free_start()};
    if (const auto header = static_cast<std::uint32_t>(page.external_header().size()); header != 0)
        (void)taken.take(static_cast<std::uint32_t>(page.external_header().data() - page.data()) - page_layout::header_size(page.page_size()), header);
    for (std::uint32_t i = 0; i < nodes; ++i)
        if (const std::uint32_t tag = page.node_tag(i); !taken.take((tag >> 16) & mask, tag & mask)) return false;
    return true;
}
}  // namespace detail

inline bool verify_structure(page_view page) noexcept
{
    const std::uint32_t state = page.tag_state();
    const std::uint32_t tags = state & page_layout::tag_count_max;
    if (page.has(page_flag::preinitialised)) return tags == 0;
    if (state >> 12 > 1) return false;  // 0 or 1 reserved tags: both mean tag 0
    if (tags == 0) return page.is_empty_page();
    if (page.is_leaf() && page.is_parent_of_leaf()) return false;

    const std::uint32_t area = page.area_size();
    if (tags > area / page_layout::tag_size) return false;
    const std::uint32_t data_end = area - page_layout::tag_size * tags;
    if (page.free_start() > data_end) return false;

    const std::uint32_t mask = page_layout::tag_mask(page.page_size());
    const std::uint32_t free_start = page.free_start();
    std::uint32_t used = 0, end = 0;
    bool in_order = true;  // one behind the other, as a page that was filled from the front has them
    for (std::uint32_t t = 0; t < tags; ++t) {
        const std::uint32_t word = page.tag_word(t);
        const std::uint32_t size = word & mask, offset = (word >> 16) & mask;
        if (size == 0 && t != 0) return false;
        if (size == 0) continue;
        if (offset + size > free_start) return false;
        in_order &= offset >= end;
        end = offset + size;
        used += size;
    }
    if (used + page_layout::tag_size * tags + page.free_bytes() != area) return false;
    if (!in_order && !detail::chunks_are_apart(page)) return false;
    if (page.is_empty_page()) return true;

    const std::uint32_t nodes = page.node_count();
    if (nodes == 0 && !page.is_leaf()) return false;
    const detail::node_check check{page};
    for (std::uint32_t i = 0; i < nodes; ++i)
        if (!check.fits(page.node_tag(i))) return false;
    return detail::external_header_fits(page);
}

}  // namespace ese::inline v1::engine
