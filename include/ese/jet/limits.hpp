// limits.hpp — how much of everything there may be.
//
// Room:   jet. Uses nothing.
// Gives:  constants, and functions of the page size for what depends on it. Sizes are in bytes, counts say `_max`.
// Holds:  functions of the page size expect one that is_page_size accepts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ese::inline v1::jet {

// Instances, sessions, transactions.
inline constexpr unsigned levels_max             = 7;      // savepoint depth a user may reach; the 8th begin is refused
inline constexpr unsigned sessions_default       = 16;
inline constexpr unsigned sessions_max           = 30000;
inline constexpr unsigned instances_default      = 16;
inline constexpr unsigned instances_max          = 10240;
inline constexpr unsigned databases_max          = 6;      // of the user; the temporary one comes on top
inline constexpr std::size_t commit_context_size_max = 30000;

// Names.
inline constexpr std::size_t name_size_max      = 64;
inline constexpr std::size_t full_name_size_max = 255;
inline constexpr std::size_t base_name_size     = 3;

// Columns. Fixed ids come first, then variable, then tagged ones.
inline constexpr std::uint32_t fixed_column_first      = 1;
inline constexpr std::uint32_t fixed_column_last       = 127;
inline constexpr std::uint32_t variable_column_first   = 128;
inline constexpr std::uint32_t variable_column_last    = 255;
inline constexpr std::uint32_t tagged_column_first     = 256;
inline constexpr std::uint32_t tagged_column_last      = 65248;
inline constexpr unsigned      fixed_columns_max       = fixed_column_last - fixed_column_first + 1;
inline constexpr unsigned      variable_columns_max    = variable_column_last - variable_column_first + 1;
inline constexpr unsigned      tagged_columns_max      = tagged_column_last - tagged_column_first + 1;
inline constexpr unsigned      columns_max             = fixed_columns_max + variable_columns_max + tagged_columns_max;
inline constexpr std::size_t   column_size_max         = 255;         // Binary and Text; the long types go further
inline constexpr std::size_t   default_value_size_max  = 255;
inline constexpr std::size_t   long_value_size_max     = 0x7FFFFFFF;
inline constexpr std::size_t   long_value_inline_default = 1023;      // longer ones move to the long-value tree
inline constexpr std::size_t   callback_data_size_max  = 1024;
inline constexpr std::uint32_t autoincrement_32_max    = 0x7FFFFF00;
inline constexpr std::uint64_t autoincrement_64_max    = 0x7FFFFFFFFFFFFF00;

// Indexes and keys.
inline constexpr unsigned    key_columns_max          = 16;
inline constexpr unsigned    conditional_columns_max  = 16;
inline constexpr std::size_t key_size_default         = 255;
inline constexpr std::size_t key_size_most            = 2000;         // whatever the page size
inline constexpr unsigned    density_min              = 20;
inline constexpr unsigned    density_max              = 100;
inline constexpr unsigned    density_default          = 80;
inline constexpr unsigned    tuple_length_min         = 2;
inline constexpr unsigned    tuple_length_max         = 255;
inline constexpr unsigned    tuples_to_index_max      = 0x7FFF;
inline constexpr unsigned    intersect_ranges_max     = 64;

// Files and pages.
inline constexpr std::array<std::uint32_t, 4> page_sizes{4096, 8192, 16384, 32768};
inline constexpr std::uint32_t page_size_default     = 4096;
inline constexpr std::uint32_t page_size_min         = page_sizes.front();
inline constexpr std::uint32_t page_size_max         = page_sizes.back();
inline constexpr std::uint32_t page_number_max       = 0x7FEFFFFF;
inline constexpr std::uint32_t object_id_max         = 0xFFFFFF00;
inline constexpr std::uint32_t long_value_id_32_max  = 0x7FFFFF00;
inline constexpr unsigned      tags_per_page_max     = 4095;

[[nodiscard]] constexpr bool is_page_size(std::uint64_t size) noexcept
{
    for (const std::uint32_t known : page_sizes)
        if (size == known) return true;
    return false;
}

// Pages above 8 KiB have a longer header and other tags; formats call them large.
[[nodiscard]] constexpr bool is_large_page(std::uint32_t page_size) noexcept { return page_size > 8192; }

[[nodiscard]] constexpr std::size_t page_header_size(std::uint32_t page_size) noexcept
{
    return is_large_page(page_size) ? 80 : 40;
}

// The most one node may occupy, key and data together: the page without its header and two tags.
[[nodiscard]] constexpr std::size_t node_size_max(std::uint32_t page_size) noexcept
{
    return page_size - page_header_size(page_size) - 8;
}

[[nodiscard]] constexpr std::size_t key_size_max(std::uint32_t page_size) noexcept
{
    return page_size <= 4096 ? 1000 : key_size_most;
}

// What is left for a record in the primary tree when its key may take `key_most` bytes. A table without a primary
// index has 4-byte keys.
[[nodiscard]] constexpr std::size_t record_size_max(std::uint32_t page_size, std::size_t key_most = 4) noexcept
{
    const std::size_t node = node_size_max(page_size);
    if (is_large_page(page_size)) return node - 4 - key_most;
    return node - 2 - (key_most + 2 > 255 ? key_most + 2 : 255);
}

// Long values are cut into chunks of this many bytes; on large pages four fit into one page.
[[nodiscard]] constexpr std::size_t long_value_chunk_size(std::uint32_t page_size) noexcept
{
    switch (page_size) {
    case 4096: return 4014;
    case 8192: return 8110;
    case 16384: return 4050;
    default: return 8150;
    }
}

// The unit of MaxVerPages. A bucket holds at least two pages, so that every before-image fits.
[[nodiscard]] constexpr std::size_t version_bucket_size(std::uint32_t page_size, std::size_t parameter) noexcept
{
    const std::size_t wanted = parameter < std::size_t{2} * page_size ? std::size_t{2} * page_size : parameter;
    return (wanted < 65536 ? wanted : 65536) - 32;
}

}  // namespace ese::inline v1::jet
