// extent.hpp — a run of pages, and how the space trees spell it.
//
// Room:   space. Uses base.
// Gives:  extent; extent_key, extent_data and decode_extent, its form as a node of an owned or available tree.
//
//         key   u32 BE  number of the LAST page
//         data  u32 LE  number of pages
//
//         Keys of five bytes (0x80 | pool, u32 BE last page) belong to pools that newer Windows keeps in an available
//         tree. They sort behind all others; they are left alone and never handed out.
#pragma once

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/failure.hpp>
#include <ese/engine/base/strong.hpp>

#include <array>
#include <cstdint>
#include <optional>

namespace ese::inline v1::engine {

struct extent {
    std::uint32_t first = 0;
    std::uint32_t count = 0;  // 0: no pages at all

    [[nodiscard]] std::uint32_t last() const noexcept { return first + count - 1; }
    [[nodiscard]] bool empty() const noexcept { return count == 0; }
    [[nodiscard]] bool contains(std::uint32_t page) const noexcept { return page >= first && page - first < count; }
    [[nodiscard]] bool contains(extent other) const noexcept { return contains(other.first) && contains(other.last()); }

    page_no take_front() noexcept
    {
        --count;
        return page_no{first++};
    }
    [[nodiscard]] extent take_front(std::uint32_t pages) noexcept
    {
        const extent taken{first, pages};
        first += pages;
        count -= pages;
        return taken;
    }
    friend bool operator==(const extent&, const extent&) noexcept = default;
};

using extent_bytes = std::array<std::byte, 4>;

[[nodiscard]] inline extent_bytes extent_key(std::uint32_t last_page) noexcept
{
    extent_bytes key{};
    store_be(key.data(), last_page);
    return key;
}

[[nodiscard]] inline extent_bytes extent_data(std::uint32_t count) noexcept
{
    extent_bytes data{};
    store_le(data.data(), count);
    return data;
}

// Nothing: a pooled extent, behind which there are only others of that kind. An extent that reaches outside pages
// 1..last_page is an accident.
[[nodiscard]] inline std::optional<extent> decode_extent(bytes key, bytes data, std::uint32_t last_page)
{
    if (key.size() == 5 && (std::to_integer<unsigned>(key[0]) & 0x80U) != 0) return std::nullopt;
    if (key.size() != 4 || data.size() != 4) throw failure{jet::error::database_corrupted};
    const auto last = load_be<std::uint32_t>(key.data());
    const auto count = load_le<std::uint32_t>(data.data());
    if (count == 0 || count > last || last > last_page) throw failure{jet::error::database_corrupted};
    return extent{last - count + 1, count};
}

}  // namespace ese::inline v1::engine
