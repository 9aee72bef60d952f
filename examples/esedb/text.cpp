#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace esedb {

namespace {

// 0x80..0x9F of code page 1252; 0: nothing there.
constexpr std::array<char16_t, 32> windows_1252{
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};

[[nodiscard]] constexpr int hex_digit(char c) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

[[nodiscard]] constexpr bool is_high(char32_t unit) noexcept { return (unit & 0xFFFFFC00) == 0xD800; }
[[nodiscard]] constexpr bool is_low(char32_t unit) noexcept { return (unit & 0xFFFFFC00) == 0xDC00; }

[[nodiscard]] std::optional<std::string> decode_utf16(bytes stored)
{
    const auto unit = [&](std::size_t i) { return std::to_integer<char32_t>(stored[2 * i]) | std::to_integer<char32_t>(stored[2 * i + 1]) << 8; };
    const std::size_t units = stored.size() / 2;
    std::string text;
    if (stored.size() % 2 != 0) return std::nullopt;
    for (std::size_t i = 0; i < units; ++i) {
        const char32_t c = unit(i);
        const bool pair = is_high(c) && i + 1 < units && is_low(unit(i + 1));
        if (!pair && (is_high(c) || is_low(c))) return std::nullopt;
        append_utf8(pair ? 0x10000 + ((c - 0xD800) << 10) + (unit(++i) - 0xDC00) : c, text);
    }
    return text;
}

[[nodiscard]] std::optional<byte_vector> encode_utf16(std::string_view utf8)
{
    byte_vector out;
    const auto put = [&](char32_t unit) {
        out.push_back(static_cast<std::byte>(unit & 0xFF));
        out.push_back(static_cast<std::byte>(unit >> 8));
    };
    for (std::size_t at = 0; at < utf8.size();) {
        const char32_t c = next_code_point(utf8, at);
        if (c == not_a_character) return std::nullopt;
        if (c < 0x10000) put(c);
        else put(0xD7C0 + (c >> 10)), put(0xDC00 | (c & 0x3FF));
    }
    return out;
}

[[nodiscard]] std::optional<std::byte> encode_single(char32_t c, bool is_1252) noexcept
{
    if (c < 0x80 || (c < 0x100 && (!is_1252 || c >= 0xA0))) return static_cast<std::byte>(c);
    const auto found = std::find(windows_1252.begin(), windows_1252.end(), c);
    if (!is_1252 || c == 0 || found == windows_1252.end()) return std::nullopt;
    return static_cast<std::byte>(0x80 + (found - windows_1252.begin()));
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) noexcept
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

void append_utf8(char32_t c, std::string& out)
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

std::string to_hex(bytes from)
{
    std::string text;
    text.reserve(2 * from.size());
    for (const std::byte one : from) {
        text += "0123456789abcdef"[std::to_integer<unsigned>(one) >> 4];
        text += "0123456789abcdef"[std::to_integer<unsigned>(one) & 15];
    }
    return text;
}

std::optional<byte_vector> from_hex(std::string_view text)
{
    if (text.size() % 2 != 0) return std::nullopt;
    byte_vector out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<std::byte>(high << 4 | low));
    }
    return out;
}

std::optional<std::string> decode_text(bytes stored, std::uint16_t code_page)
{
    if (code_page == 1200) return decode_utf16(stored);
    std::string text;
    for (const std::byte one : stored) {
        char32_t c = std::to_integer<unsigned char>(one);
        if (code_page == 1252 && c >= 0x80 && c < 0xA0) {
            c = windows_1252[c - 0x80];
            if (c == 0) return std::nullopt;
        }
        append_utf8(c, text);
    }
    return text;
}

std::optional<byte_vector> encode_text(std::string_view utf8, std::uint16_t code_page)
{
    if (code_page == 1200) return encode_utf16(utf8);
    byte_vector out;
    for (std::size_t at = 0; at < utf8.size();) {
        const char32_t c = next_code_point(utf8, at);
        const auto stored = c == not_a_character ? std::nullopt : encode_single(c, code_page == 1252);
        if (!stored) return std::nullopt;
        out.push_back(*stored);
    }
    return out;
}

std::string json_quoted(std::string_view utf8)
{
    std::string out = "\"";
    for (const char c : utf8) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20) {
                out += c;
                break;
            }
            std::array<char, 7> escaped;
            std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += escaped.data();
        }
    }
    return out + '"';
}

// Nor the control characters above 0x7F, which terminals obey, too.
std::string printable(std::string_view utf8)
{
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t from = at;
        const char32_t c = next_code_point(utf8, at);
        if (c == U'\n') out += "\\n";
        else if (c == U'\t') out += "\\t";
        else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == not_a_character) out += '.';
        else out += utf8.substr(from, at - from);
    }
    return out;
}

std::size_t width_of(std::string_view utf8) noexcept
{
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string cut_to(std::string_view utf8, std::size_t width)
{
    if (width_of(utf8) <= width) return std::string{utf8};
    std::size_t end = 0;
    for (std::size_t characters = 0; end < utf8.size(); ++end)
        if ((static_cast<unsigned char>(utf8[end]) & 0xC0) != 0x80 && ++characters == width) break;
    return std::string{utf8.substr(0, end)} + "\u2026";
}

bool same_name(std::string_view a, std::string_view b) noexcept
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace esedb
