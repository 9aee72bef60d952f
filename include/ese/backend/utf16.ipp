// utf16.ipp — UTF-8 to UTF-16 and back, character by character: bodies of utf16.hpp.
//
// Room:   backend. Uses nothing.
#pragma once

#include <ese/backend/utf16.hpp>

#include <cstddef>

namespace ese::inline v1::detail {

inline constexpr char32_t not_a_character = 0xFFFFFFFF;

// The code point at `at`, which moves behind it.
[[nodiscard]] constexpr char32_t next_code_point(std::string_view text, std::size_t& at) noexcept
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at++);
    if (first < 0x80) return first;
    const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first < 0xC2 || first > 0xF4 || text.size() - at < more) return not_a_character;
    char32_t value = first & (0x3Fu >> more);
    for (std::size_t i = 0; i < more; ++i, ++at) {
        if ((byte(at) & 0xC0) != 0x80) return not_a_character;
        value = (value << 6) | (byte(at) & 0x3Fu);
    }
    const bool overlong  = (more == 2 && value < 0x800) || (more == 3 && value < 0x10000);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    return overlong || surrogate || value > 0x10FFFF ? not_a_character : value;
}

ESE_DECL bool to_utf16(std::string_view text, std::u16string& out)
{
    out.reserve(out.size() + text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (c == not_a_character) return false;
        if (c < 0x10000) {
            out.push_back(static_cast<char16_t>(c));
        } else {
            out.push_back(static_cast<char16_t>(0xD7C0 + (c >> 10)));
            out.push_back(static_cast<char16_t>(0xDC00 | (c & 0x3FF)));
        }
    }
    return true;
}

inline void append_utf8(char32_t c, std::string& out)
{
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xC0 | (c >> 6));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
    }
    put(0x80 | (c & 0x3F));
}

ESE_DECL void to_utf8(std::u16string_view text, std::string& out)
{
    out.reserve(out.size() + text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t unit = text[i];
        const bool pair = unit >= 0xD800 && unit < 0xDC00 && i + 1 < text.size() && (text[i + 1] & 0xFC00) == 0xDC00;
        if (pair) append_utf8(0x10000 + ((unit - 0xD800) << 10) + (char32_t{text[++i]} - 0xDC00), out);
        else append_utf8((unit & 0xF800) == 0xD800 ? char32_t{0xFFFD} : unit, out);
    }
}

}  // namespace ese::inline v1::detail
