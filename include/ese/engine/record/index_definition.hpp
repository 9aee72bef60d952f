// index_definition.hpp — what an index says about its keys.
//
// Room:   record. Uses base, jet.
// Gives:  index_definition and its parts; index_flag, the flags as the catalog stores them, high half above low half.
#pragma once

#include <ese/engine/record/text_order.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ese::inline v1::engine {

namespace index_flag {
inline constexpr std::uint32_t unique = 0x1;
inline constexpr std::uint32_t allow_all_nulls = 0x2;    // an entry when every column is NULL
inline constexpr std::uint32_t allow_first_null = 0x4;   // ... when the first is
inline constexpr std::uint32_t allow_some_nulls = 0x8;   // ... when another is
inline constexpr std::uint32_t no_nulls = 0x10;
inline constexpr std::uint32_t primary = 0x20;
inline constexpr std::uint32_t locale_given = 0x40;
inline constexpr std::uint32_t multivalued = 0x80;
inline constexpr std::uint32_t of_template = 0x100;
inline constexpr std::uint32_t derived = 0x200;
inline constexpr std::uint32_t unicode_text = 0x400;
inline constexpr std::uint32_t nulls_high = 0x800;
inline constexpr std::uint32_t cross_product = 0x2000;
inline constexpr std::uint32_t no_truncation = 0x4000;
inline constexpr std::uint32_t nested = 0x8000;
inline constexpr std::uint32_t wide_key_columns = 0x10000;  // always set
inline constexpr std::uint32_t dot_net_guid = 0x20000;
inline constexpr std::uint32_t population_deferred = 0x40000;
inline constexpr std::uint32_t optionally_unique = 0x80000;
inline constexpr std::uint32_t all_nulls_allowed = allow_all_nulls | allow_first_null | allow_some_nulls;
}  // namespace index_flag

inline constexpr std::uint16_t key_most_default = 255;

[[nodiscard]] constexpr std::uint16_t key_most_of_page(std::size_t page_size) noexcept
{
    return page_size <= 4096 ? std::uint16_t{1000} : std::uint16_t{2000};
}

struct key_column {
    std::uint32_t column_id = 0;
    bool descending = false;
    bool derived = false;  // the inherited one, where a tagged id occurs twice
};

struct conditional_column {
    std::uint32_t column_id = 0;
    bool must_be_null = false;
    bool derived = false;
};

struct tuple_limits {  // in characters
    std::uint32_t chars_min = 3;
    std::uint32_t chars_max = 10;
    std::uint32_t tuples_most = 0x7FFF;
    std::uint32_t step = 1;
    std::uint32_t start = 0;
};

// Which collation made the keys of an index over UTF-16 text.
struct sort_stamp {
    std::uint64_t version = own_sort_version;
    std::array<std::byte, 16> id = own_sort_id;
    friend bool operator==(const sort_stamp&, const sort_stamp&) = default;
};

struct index_definition {
    std::string name;
    std::uint32_t flags = index_flag::all_nulls_allowed;  // index_flag
    std::vector<key_column> columns;
    std::uint16_t key_most = key_most_default;
    std::uint16_t var_seg_most = 0;                       // 0: key_most
    std::vector<conditional_column> conditions;
    std::optional<tuple_limits> tuples;
    std::string locale;
    std::uint32_t text_flags = text_flag::usual;          // LCMapFlags
    sort_stamp stamp{};

    [[nodiscard]] bool has(std::uint32_t flag) const noexcept { return (flags & flag) != 0; }
    // Keys of a foreign collation can be read but not made.
    [[nodiscard]] bool own_order() const noexcept { return !has(index_flag::unicode_text) || stamp == sort_stamp{}; }
};

}  // namespace ese::inline v1::engine
