// space_header.hpp — tag 0 of the root page of every owner: what it owns, or where that is written.
//
// Room:   space. Uses base.
// Gives:  space_header, decoded from and patched into the external header of a root page.
//
//         0  u32 count    pages of the first extent; with `sized_by_last` those of the last one obtained
//         4  u32 parent   root page of the owner above; 0 for the database
//         8  u32 flags    1 multiple-extent, 2 tree with duplicate keys, 4 sized_by_last
//        12  u32 word     single-extent: bit i set = page root+1+i is available; else root of the owned tree,
//                         with the available tree's root on the next page
//
//         Newer files may put one byte of kind bits (1 space header, 2 counter) in front and a u64 counter behind.
#pragma once

#include <ese/engine/space/extent.hpp>

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/failure.hpp>
#include <ese/engine/base/strong.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace ese::inline v1::engine {

struct space_header {
    static constexpr std::size_t size = 16;
    static constexpr std::uint32_t multiple = 1, duplicate_keys = 2, sized_by_last = 4;
    static constexpr std::uint32_t map_pages = 32;  // how many pages behind the root the bits can speak of

    std::uint32_t count = 0;
    page_no parent{};
    std::uint32_t flags = 0;
    std::uint32_t word = 0;

    [[nodiscard]] bool is_multiple() const noexcept { return (flags & multiple) != 0; }
    [[nodiscard]] page_no owned_root() const noexcept { return page_no{word}; }
    [[nodiscard]] page_no available_root() const noexcept { return page_no{word + 1}; }

    [[nodiscard]] static space_header decode(bytes external_header);
    [[nodiscard]] std::array<std::byte, size> encode() const noexcept;
    // Writes itself over the space header inside an external header of either form.
    void patch(mutable_bytes external_header) const;

    // The bits a fresh single extent of `pages` starts with: everything behind the root is available.
    [[nodiscard]] static std::uint32_t full_map(std::uint32_t pages) noexcept
    {
        if (pages == 0) return 0;
        return pages > map_pages ? ~std::uint32_t{0} : (std::uint32_t{1} << (pages - 1)) - 1;
    }
    // Available pages of a single extent that the bits cannot speak of: all there are.
    [[nodiscard]] std::uint32_t unmapped() const noexcept { return count > map_pages + 1 ? count - map_pages - 1 : 0; }
    [[nodiscard]] std::uint32_t map() const noexcept { return word & full_map(count); }

private:
    // Where in an external header the 16 bytes are.
    [[nodiscard]] static std::size_t offset_in(bytes external_header);
};

inline std::size_t space_header::offset_in(bytes header)
{
    if (header.size() == size) return 0;
    if (header.size() < size + 1 || (std::to_integer<unsigned>(header[0]) & 1U) == 0)
        throw failure{jet::error::database_corrupted};
    return 1;
}

inline space_header space_header::decode(bytes external_header)
{
    const std::byte* at = external_header.data() + offset_in(external_header);
    return {load_le<std::uint32_t>(at), page_no{load_le<std::uint32_t>(at + 4)}, load_le<std::uint32_t>(at + 8),
            load_le<std::uint32_t>(at + 12)};
}

inline std::array<std::byte, space_header::size> space_header::encode() const noexcept
{
    std::array<std::byte, size> out{};
    store_le(out.data(), count);
    store_le(out.data() + 4, parent.value());
    store_le(out.data() + 8, flags);
    store_le(out.data() + 12, word);
    return out;
}

inline void space_header::patch(mutable_bytes external_header) const
{
    const auto own = encode();
    copy_bytes(external_header.data() + offset_in(external_header), own);
}

}  // namespace ese::inline v1::engine
