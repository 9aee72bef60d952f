// page_edit.hpp — changing one page of the .edb format where it lies.
//
// Room:   page. Uses base. Knows headers, tags and nodes; knows nothing of logs, latches or what keys and data mean.
// Gives:  page_edit: format, external header, insert, erase, replace, links.
// Holds:  (1) nothing here fails once the room was checked, so redo and do are the same calls;
//         (2) free bytes + sizes of all chunks + 4 per tag == data area, after every call;
//         (3) the free area starts right behind the last chunk; undefined bits and uncommitted-free are written 0.
// Locks:  the caller latches the page for writing, or nobody else knows it. The page passed verify_structure or was formatted
//         here. Bytes passed in never lie inside the page itself.
#pragma once

#include <ese/engine/page/page_view.hpp>

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/strong.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace ese::inline v1::engine {

class page_edit {
public:
    page_edit(std::byte* page, std::uint32_t page_size) noexcept : page_{page}, view_{page, page_size} {}

    [[nodiscard]] page_view view() const noexcept { return view_; }
    [[nodiscard]] std::byte* data() const noexcept { return page_; }
    [[nodiscard]] std::uint32_t free_bytes() const noexcept { return view_.free_bytes(); }

    // Bytes a node takes in the data area. Its tag takes page_layout::tag_size more.
    [[nodiscard]] static constexpr std::uint32_t node_size(std::size_t prefix_size, std::size_t suffix_size, std::size_t data_size) noexcept
    {
        return static_cast<std::uint32_t>((prefix_size != 0 ? 4 : 2) + suffix_size + data_size);
    }
    // Gaps count as room: the page is compacted when need be.
    [[nodiscard]] bool room_for(std::size_t size) const noexcept { return size <= free_bytes(); }
    [[nodiscard]] bool room_for_node(std::size_t size) const noexcept
    {
        return room_for(size + page_layout::tag_size) && view_.tag_count() < page_layout::tag_count_max;
    }

    // An empty page with an external header of no bytes. The flags that every page has are added; dbtime is 0.
    void format_page(object_id object, std::uint32_t flags, page_no previous, page_no next, page_no own) noexcept;
    // The same, for an image: what is free in it is left as it is, and goes nowhere.
    void format_image(object_id object, std::uint32_t flags, page_no previous, page_no next, page_no own) noexcept;

    void set_dbtime(std::uint64_t time) noexcept { put(page_layout::dbtime_at, time); }
    void set_flags(std::uint32_t flags) noexcept { put(page_layout::flags_at, flags | page_flag::always); }
    void set_previous(page_no page) noexcept { put(page_layout::previous_at, page.value()); }
    void set_next(page_no page) noexcept { put(page_layout::next_at, page.value()); }
    void set_object(object_id object) noexcept { put(page_layout::object_at, object.value()); }

    // Owes room for what the header grows by. Whoever changes a prefix key sees to the nodes that use it.
    void set_external_header(bytes header) noexcept;

    // Owes room_for_node(node_size(...)) and data of at least one byte. Afterwards it is node i, and the nodes from i on have
    // moved up by one. A prefix of no bytes makes a plain node; `flags` are versioned and deleted only.
    void insert_node(std::uint32_t i, std::uint8_t flags, std::size_t prefix_size, bytes suffix, bytes data) noexcept;
    void erase_node(std::uint32_t i) noexcept;
    // Owes room for what the data grows by, and data of at least one byte. Key and flags stay.
    void replace_node_data(std::uint32_t i, bytes data) noexcept;
    // As above, the new data left for the caller to fill.
    [[nodiscard]] mutable_bytes resize_node_data(std::uint32_t i, std::size_t data_size) noexcept;
    // Versioned and deleted become what `flags` says; compressed stays what it is.
    void set_node_flags(std::uint32_t i, std::uint8_t flags) noexcept;
    // Size unchanged: for counters and child numbers.
    [[nodiscard]] mutable_bytes node_data(std::uint32_t i) noexcept;

    // Erases nodes [first, node_count) at one go: the left half of a split.
    void erase_nodes_from(std::uint32_t first) noexcept;
    void compact() noexcept { compact_with_last(0); }

private:
    using chunk = page_view::chunk;

    template <class T>
    void put(std::size_t at, T value) noexcept { store_le<T>(page_ + at, value); }
    [[nodiscard]] std::uint32_t page_size() const noexcept { return view_.page_size(); }
    [[nodiscard]] std::uint32_t header_size() const noexcept { return page_layout::header_size(page_size()); }
    [[nodiscard]] std::uint32_t tag_at(std::uint32_t t) const noexcept { return page_size() - page_layout::tag_size * (t + 1); }
    [[nodiscard]] std::uint32_t data_end(std::uint32_t tags) const noexcept { return view_.area_size() - page_layout::tag_size * tags; }

    void set_free(std::uint32_t size) noexcept
    {
        put(page_layout::free_at, static_cast<std::uint16_t>(size));
        put(page_layout::uncommitted_at, std::uint16_t{0});
    }
    void set_free_start(std::uint32_t at) noexcept { put(page_layout::free_start_at, static_cast<std::uint16_t>(at)); }
    void set_tag_count(std::uint32_t tags) noexcept  // the reserved-tag count of newer formats stays
    {
        const std::uint32_t reserved = view_.tag_state() & ~page_layout::tag_count_max;
        put(page_layout::tag_state_at, static_cast<std::uint16_t>(reserved | tags));
    }
    // Offsets count from the end of the page header.
    void set_tag(std::uint32_t t, std::uint32_t offset, std::uint32_t size, std::uint32_t flags) noexcept
    {
        const std::uint32_t high = view_.large() ? 0 : flags << 13;
        put(tag_at(t), size | (offset | high) << 16);
    }
    [[nodiscard]] std::uint32_t offset_of(const chunk& at) const noexcept { return at.begin - header_size(); }

    [[nodiscard]] std::uint32_t key_part(std::uint32_t i) const noexcept
    {
        return static_cast<std::uint32_t>(view_.node_bytes(i).size() - view_.data(i).size());
    }
    void write_node(std::byte* to, std::uint32_t flags, std::size_t prefix_size, bytes suffix, bytes data) noexcept;
    // The chunk gets its new size and keeps its first `kept` bytes, wherever it has to go.
    std::byte* resize_chunk(std::uint32_t t, std::uint32_t kept, std::uint32_t size) noexcept;
    void move_to_end(std::uint32_t t, std::uint32_t kept, std::uint32_t size) noexcept;
    void compact_with_last(std::uint32_t last) noexcept;
    void find_free_start() noexcept;

    std::byte* page_;
    page_view view_;
};

inline void page_edit::format_page(object_id object, std::uint32_t flags, page_no previous, page_no next, page_no own) noexcept
{
    std::memset(page_, 0, page_size());
    format_image(object, flags, previous, next, own);
}

inline void page_edit::format_image(object_id object, std::uint32_t flags, page_no previous, page_no next, page_no own) noexcept
{
    std::memset(page_, 0, header_size());
    set_tag(0, 0, 0, 0);
    set_object(object);
    set_flags(flags);
    set_previous(previous);
    set_next(next);
    if (view_.large()) put(page_layout::own_number_at, own.value());
    set_tag_count(1);
    set_free(data_end(1));
}

inline void page_edit::set_external_header(bytes header) noexcept
{
    ESE_EXPECTS(view_.tag_count() != 0);
    ESE_EXPECTS(header.size() <= view_.external_header().size() + free_bytes());
    copy_bytes(resize_chunk(0, 0, static_cast<std::uint32_t>(header.size())), header);
}

inline void page_edit::insert_node(std::uint32_t i, std::uint8_t flags, std::size_t prefix_size, bytes suffix, bytes data) noexcept
{
    const std::uint32_t tags = view_.tag_count();
    const std::uint32_t size = node_size(prefix_size, suffix.size(), data.size());
    ESE_EXPECTS(i < tags && !data.empty() && room_for_node(size));

    if (view_.free_start() + size > data_end(tags + 1)) compact();
    const std::uint32_t offset = view_.free_start();
    std::uint32_t all_flags = flags & (node_flag::versioned | node_flag::deleted);
    if (prefix_size != 0) all_flags |= node_flag::compressed;
    write_node(page_ + header_size() + offset, all_flags, prefix_size, suffix, data);

    // Tags of later nodes move down in memory, which is up in number.
    std::byte* const end = page_ + tag_at(tags - 1);
    std::memmove(end - page_layout::tag_size, end, page_layout::tag_size * (tags - 1 - i));
    set_tag(i + 1, offset, size, all_flags);
    set_tag_count(tags + 1);
    set_free_start(offset + size);
    set_free(free_bytes() - size - page_layout::tag_size);
}

inline void page_edit::write_node(std::byte* to, std::uint32_t flags, std::size_t prefix_size, bytes suffix, bytes data) noexcept
{
    std::byte* const first = to;
    if (prefix_size != 0) {
        store_le(to, static_cast<std::uint16_t>(prefix_size));
        to += 2;
    }
    store_le(to, static_cast<std::uint16_t>(suffix.size()));
    if (view_.large()) store_le(first, static_cast<std::uint16_t>(load_le<std::uint16_t>(first) | flags << 13));
    copy_bytes(to + 2, suffix);
    copy_bytes(to + 2 + suffix.size(), data);
}

inline void page_edit::erase_node(std::uint32_t i) noexcept
{
    const std::uint32_t tags = view_.tag_count();
    ESE_EXPECTS(i + 1 < tags);
    const chunk gone = view_.tag(i + 1);
    std::byte* const end = page_ + tag_at(tags - 1);
    std::memmove(end + page_layout::tag_size, end, page_layout::tag_size * (tags - 2 - i));
    set_tag_count(tags - 1);
    set_free(free_bytes() + gone.size + page_layout::tag_size);
    if (offset_of(gone) + gone.size == view_.free_start()) find_free_start();
}

inline void page_edit::erase_nodes_from(std::uint32_t first) noexcept
{
    const std::uint32_t tags = view_.tag_count();
    ESE_EXPECTS(first < tags);
    std::uint32_t gained = 0;
    for (std::uint32_t t = first + 1; t < tags; ++t) gained += view_.tag(t).size + page_layout::tag_size;
    set_tag_count(first + 1);
    set_free(free_bytes() + gained);
    find_free_start();
}

inline void page_edit::replace_node_data(std::uint32_t i, bytes data) noexcept
{
    const mutable_bytes room = resize_node_data(i, data.size());
    copy_bytes(room.data(), data);
}

inline mutable_bytes page_edit::resize_node_data(std::uint32_t i, std::size_t data_size) noexcept
{
    ESE_EXPECTS(i < view_.node_count() && data_size != 0);
    ESE_EXPECTS(data_size <= view_.data(i).size() + free_bytes());
    const std::uint32_t kept = key_part(i);
    std::byte* const chunk_begin = resize_chunk(i + 1, kept, kept + static_cast<std::uint32_t>(data_size));
    return {chunk_begin + kept, data_size};
}

inline mutable_bytes page_edit::node_data(std::uint32_t i) noexcept
{
    ESE_EXPECTS(i < view_.node_count());
    const bytes data = view_.data(i);
    return {page_ + (data.data() - page_), data.size()};
}

inline void page_edit::set_node_flags(std::uint32_t i, std::uint8_t flags) noexcept
{
    ESE_EXPECTS(i < view_.node_count());
    constexpr std::uint32_t settable = node_flag::versioned | node_flag::deleted;
    const std::uint32_t wanted = (view_.node_flags(i) & ~settable) | (flags & settable);
    const chunk at = view_.tag(i + 1);
    if (!view_.large()) return set_tag(i + 1, offset_of(at), at.size, wanted);
    const std::uint32_t length = load_le<std::uint16_t>(page_ + at.begin) & page_layout::length_mask;
    store_le(page_ + at.begin, static_cast<std::uint16_t>(length | wanted << 13));
}

// Growing takes the cheapest way that works: where it lies, behind all others, or both after closing the gaps.
inline std::byte* page_edit::resize_chunk(std::uint32_t t, std::uint32_t kept, std::uint32_t size) noexcept
{
    const chunk old = view_.tag(t);
    const std::uint32_t free_after = free_bytes() + old.size - size;
    const bool at_end = old.size != 0 && offset_of(old) + old.size == view_.free_start();
    if (size <= old.size) {
        set_tag(t, size != 0 ? offset_of(old) : 0, size, old.flags);
        if (at_end && size != 0) set_free_start(offset_of(old) + size);
        if (at_end && size == 0) find_free_start();
    } else {
        const std::uint32_t end = data_end(view_.tag_count());
        if (at_end && offset_of(old) + size <= end) {
            set_tag(t, offset_of(old), size, old.flags);
            set_free_start(offset_of(old) + size);
        } else {
            if (view_.free_start() + size > end) compact_with_last(t);
            move_to_end(t, kept, size);
        }
    }
    set_free(free_after);
    return page_ + view_.tag(t).begin;
}

// There is room behind the last chunk, or the chunk itself is the last one and has room to grow.
inline void page_edit::move_to_end(std::uint32_t t, std::uint32_t kept, std::uint32_t size) noexcept
{
    const chunk old = view_.tag(t);
    const bool at_end = old.size != 0 && offset_of(old) + old.size == view_.free_start();
    const std::uint32_t offset = at_end ? offset_of(old) : view_.free_start();
    if (!at_end) std::memmove(page_ + header_size() + offset, page_ + old.begin, kept);
    set_tag(t, offset, size, old.flags);
    set_free_start(offset + size);
}

// Lays all chunks one behind the other in tag order, `last` behind all others.
inline void page_edit::compact_with_last(std::uint32_t last) noexcept
{
    std::array<std::byte, page_layout::page_size_max> before;
    std::memcpy(before.data(), page_, page_size());
    const page_view from{before.data(), page_size()};
    std::uint32_t offset = 0;
    const auto lay = [&](std::uint32_t t) {
        const chunk at = from.tag(t);
        copy_bytes(page_ + header_size() + offset, {before.data() + at.begin, at.size});
        set_tag(t, at.size != 0 ? offset : 0, at.size, at.flags);
        offset += at.size;
    };
    for (std::uint32_t t = 0; t < from.tag_count(); ++t)
        if (t != last) lay(t);
    lay(last);
    set_free_start(offset);
}

inline void page_edit::find_free_start() noexcept
{
    std::uint32_t end = 0;
    for (std::uint32_t t = 0; t < view_.tag_count(); ++t) {
        const chunk at = view_.tag(t);
        if (at.size != 0) end = std::max(end, offset_of(at) + at.size);
    }
    set_free_start(end);
}

}  // namespace ese::inline v1::engine
