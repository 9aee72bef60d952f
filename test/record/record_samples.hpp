// record_samples.hpp — bytes in hex, and small schemas, for the tests of this room.
#pragma once

#include <ese/engine/record/column.hpp>
#include <ese/engine/base/bytes.hpp>

#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace record_samples {

using namespace ese::engine;
namespace jet = ese::jet;
using byte_vector = std::vector<std::byte>;

inline byte_vector unhex(std::string_view text)
{
    byte_vector out;
    unsigned held = 0;
    int digits = 0;
    for (const char c : text) {
        if (c == ' ' || c == '|') continue;
        const auto digit = static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        held = held << 4 | digit;
        if (++digits % 2 == 0) out.push_back(static_cast<std::byte>(held & 0xFF));
    }
    return out;
}

inline std::string hex(bytes data)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const std::byte b : data) {
        out += digits[std::to_integer<unsigned>(b) >> 4];
        out += digits[std::to_integer<unsigned>(b) & 15];
    }
    return out;
}
inline std::string squeeze(std::string_view text) { return hex(unhex(text)); }

inline byte_vector bytes_of(std::string_view text)
{
    const bytes raw = as_bytes_of(text);
    return {raw.begin(), raw.end()};
}

inline byte_vector utf16(std::u16string_view text)
{
    byte_vector out(text.size() * 2);
    for (std::size_t i = 0; i < text.size(); ++i) store_le(out.data() + 2 * i, static_cast<std::uint16_t>(text[i]));
    return out;
}

template <class T>
byte_vector number(T value)
{
    byte_vector out(sizeof value);
    std::memcpy(out.data(), &value, sizeof value);
    return out;
}

inline column_definition column(std::uint32_t id, jet::column_type type, std::uint32_t max_size = 0)
{
    column_definition c;
    c.name = "c" + std::to_string(id);
    c.id = id;
    c.type = type;
    c.cp = jet::is_text(type) ? jet::code_page::english : jet::code_page::none;
    c.max_size = max_size != 0 || jet::is_long(type) ? max_size : jet::is_numeric(type) ? jet::fixed_size(type) : 255;
    return c;
}

inline column_definition with_default(column_definition c, byte_vector value)
{
    c.default_value = std::move(value);
    c.flags |= column_flag::has_default;
    return c;
}

inline row_layout layout(std::vector<column_definition> columns, std::size_t page_size)
{
    std::uint16_t at = row_layout::first_fixed_offset;
    for (column_definition& c : columns)
        if (c.is_fixed()) {
            c.offset = at;
            at = static_cast<std::uint16_t>(at + c.fixed_bytes());
        }
    return {std::move(columns), page_size};
}

// Set ESE_TEST_SEED to repeat a run.
inline std::uint32_t seed()
{
    static const std::uint32_t value = [] {
        const char* given = std::getenv("ESE_TEST_SEED");
        return given != nullptr ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
    }();
    return value;
}

inline byte_vector random_bytes(std::mt19937& random, std::size_t size)
{
    byte_vector out(size);
    for (std::byte& b : out) b = static_cast<std::byte>(random() & 0xFF);
    return out;
}

}  // namespace record_samples
