// tree_statistics.hpp — how much was in a tree when it was last counted.
//
// Room:   catalog. Uses base.
// Gives:  tree_statistics; read_statistics, write_statistics: the Stats column of the catalog's rows.
// Holds:  a value of another size is no value: nothing else knows what was meant.
//
//   0 u32 pages in use   4 u32 entries   8 u32 different keys   12 u64 zero
#pragma once

#include <ese/engine/base/bytes.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace ese::inline v1::engine {

struct tree_statistics {
    std::uint32_t pages = 0;
    std::uint32_t entries = 0;
    std::uint32_t keys = 0;
};

using statistics_bytes = std::array<std::byte, 20>;

[[nodiscard]] inline std::optional<tree_statistics> read_statistics(bytes from) noexcept
{
    if (from.size() != statistics_bytes{}.size()) return std::nullopt;
    const auto word = [&](std::size_t at) { return load_le<std::uint32_t>(from.data() + at); };
    return tree_statistics{word(0), word(4), word(8)};
}

[[nodiscard]] inline statistics_bytes write_statistics(const tree_statistics& of) noexcept
{
    statistics_bytes out{};
    store_le(out.data(), of.pages);
    store_le(out.data() + 4, of.entries);
    store_le(out.data() + 8, of.keys);
    return out;
}

}  // namespace ese::inline v1::engine
