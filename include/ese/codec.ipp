// codec.ipp — text between C++ and columns: bodies of codec.hpp.
//
// Room:   public. Uses backend/utf16.
#pragma once

#include <ese/backend/utf16.ipp>
#include <ese/codec.hpp>

#include <cstring>

namespace ese::inline v1::detail {

// UTF-16 of `text` at the beginning of `place`, which has room: no character takes more units than it has bytes.
// False: `text` is not UTF-8. `used` says how many bytes it took.
[[nodiscard]] inline bool put_utf16(std::string_view text, std::span<std::byte> place, std::size_t& used) noexcept
{
    used = 0;
    const auto put = [&](char32_t unit) {
        const auto narrow = static_cast<char16_t>(unit);
        std::memcpy(place.data() + used, &narrow, sizeof narrow);
        used += sizeof narrow;
    };
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (c == not_a_character) return false;
        if (c < 0x10000) put(c);
        else put(0xD800 + ((c - 0x10000) >> 10)), put(0xDC00 + ((c - 0x10000) & 0x3FF));
    }
    return true;
}

ESE_DECL bool encoded::set_utf16(std::string_view text)
{
    wide_.resize(text.size() * sizeof(char16_t));
    const auto place = std::as_writable_bytes(std::span{wide_.data(), wide_.size()});
    std::size_t used = 0;
    if (!put_utf16(text, place, used)) return false;
    bytes_ = place.first(used);
    return true;
}

ESE_DECL errc encode_text(std::string_view text, const column_ref& column, encoded& out)
{
    if (!jet::is_text(column.type) && !jet::is_binary(column.type)) return errc::invalid_column_type;
    if (!is_utf16(column)) {
        out.set_view(text);
        return errc::success;
    }
    return out.set_utf16(text) ? errc::success : errc::unicode_translation_fail;
}

ESE_DECL void decode_utf16(std::span<const std::byte> bytes, std::u16string& out)
{
    out.resize(bytes.size() / sizeof(char16_t));
    if (!out.empty()) std::memcpy(out.data(), bytes.data(), out.size() * sizeof(char16_t));
}

ESE_DECL errc decode_text(std::span<const std::byte> bytes, const column_ref& column, std::string& out)
{
    if (!is_utf16(column)) {
        out.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return jet::is_numeric(column.type) ? errc::invalid_column_type : errc::success;
    }
    std::u16string wide;
    decode_utf16(bytes, wide);
    out.clear();
    to_utf8(wide, out);
    return errc::success;
}

}  // namespace ese::inline v1::detail
