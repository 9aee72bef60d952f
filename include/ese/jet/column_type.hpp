// column_type.hpp — the types a column can have, and the code pages of its text.
//
// Room:   jet. Uses nothing.
// Gives:  column_type (the values of JET_coltyp), code_page, fixed_size, and the questions is_long, is_text, is_binary,
//         is_numeric, is_valid.
#pragma once

#include <cstdint>

namespace ese::inline v1::jet {

enum class column_type : std::uint8_t {
    nil = 0,            // in the catalog: a deleted column
    bit = 1,            // stored 00 or FF
    unsigned_byte = 2,
    short_ = 3,
    long_ = 4,
    currency = 5,       // signed 64-bit
    ieee_single = 6,
    ieee_double = 7,
    date_time = 8,      // double, days since 1899-12-30
    binary = 9,
    text = 10,
    long_binary = 11,
    long_text = 12,
    slv = 13,           // obsolete
    unsigned_long = 14,
    long_long = 15,
    guid = 16,
    unsigned_short = 17,
    unsigned_long_long = 18,
};

enum class code_page : std::uint16_t { none = 0, unicode = 1200, english = 1252 };

// 0 when values of the type differ in size.
[[nodiscard]] constexpr std::uint32_t fixed_size(column_type type) noexcept
{
    switch (type) {
    case column_type::bit:
    case column_type::unsigned_byte: return 1;
    case column_type::short_:
    case column_type::unsigned_short: return 2;
    case column_type::long_:
    case column_type::unsigned_long:
    case column_type::ieee_single: return 4;
    case column_type::currency:
    case column_type::ieee_double:
    case column_type::date_time:
    case column_type::long_long:
    case column_type::unsigned_long_long: return 8;
    case column_type::guid: return 16;
    case column_type::nil:
    case column_type::binary:
    case column_type::text:
    case column_type::long_binary:
    case column_type::long_text:
    case column_type::slv: return 0;
    }
    return 0;
}

[[nodiscard]] constexpr bool is_long(column_type type) noexcept
{
    return type == column_type::long_binary || type == column_type::long_text;
}

[[nodiscard]] constexpr bool is_text(column_type type) noexcept
{
    return type == column_type::text || type == column_type::long_text;
}

[[nodiscard]] constexpr bool is_binary(column_type type) noexcept
{
    return type == column_type::binary || type == column_type::long_binary;
}

// Everything of one size: numbers, bits, dates and GUIDs.
[[nodiscard]] constexpr bool is_numeric(column_type type) noexcept { return fixed_size(type) != 0; }

// A type a new column may have.
[[nodiscard]] constexpr bool is_valid(column_type type) noexcept
{
    return is_numeric(type) || is_text(type) || is_binary(type);
}

}  // namespace ese::inline v1::jet
