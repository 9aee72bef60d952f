// column_codec.ipp — room for large values, and text in UTF-16: bodies of column_codec.hpp.
//
// Room:   public. Uses codec.
#pragma once

#include <ese/codec.ipp>
#include <ese/column_codec.hpp>

#include <memory>
#include <utility>

namespace ese::inline v1 {

struct scratch::far_bytes {
    std::unique_ptr<std::byte[]> bytes;
    far_bytes* before;
};

ESE_DECL std::span<std::byte> scratch::far_room(std::size_t size)
{
    auto bytes = std::make_unique<std::byte[]>(size);
    far_ = new far_bytes{std::move(bytes), far_};
    return {far_->bytes.get(), size};
}

ESE_DECL void scratch::free_far() noexcept
{
    while (far_ != nullptr) delete std::exchange(far_, far_->before);
}

namespace detail {

ESE_DECL errc encode_utf16(std::string_view text, scratch& room, std::span<const std::byte>& out)
{
    const auto place = room.room(text.size() * sizeof(char16_t));
    std::size_t used = 0;
    if (!put_utf16(text, place, used)) return errc::unicode_translation_fail;
    out = place.first(used);
    return errc::success;
}

inline constexpr std::array<std::byte, 2> stored_bits{std::byte{0x00}, std::byte{0xFF}};

}  // namespace detail

ESE_DECL errc codec<bool>::encode(bool value, scratch&, std::span<const std::byte>& out)
{
    out = std::span{detail::stored_bits}.subspan(value ? 1 : 0, 1);
    return errc::success;
}

ESE_DECL errc codec<bool>::decode(std::span<const std::byte> bytes, bool& value)
{
    if (bytes.size() != 1) return errc::invalid_buffer_size;
    value = bytes[0] != std::byte{};
    return errc::success;
}

ESE_DECL errc codec<std::string>::decode(std::span<const std::byte> bytes, std::string& text)
{
    return detail::decode_text(bytes, {{}, type, static_cast<std::uint16_t>(code_page)}, text);
}

ESE_DECL errc codec<std::string>::encode(std::string_view text, scratch& room, std::span<const std::byte>& out)
{
    return detail::encode_utf16(text, room, out);
}

ESE_DECL errc codec<std::u16string>::encode(std::u16string_view text, scratch&, std::span<const std::byte>& out)
{
    out = std::as_bytes(std::span{text.data(), text.size()});
    return errc::success;
}

ESE_DECL errc codec<std::u16string>::decode(std::span<const std::byte> bytes, std::u16string& text)
{
    detail::decode_utf16(bytes, text);
    return errc::success;
}

ESE_DECL errc codec<ansi_string>::encode(std::string_view text, scratch&, std::span<const std::byte>& out)
{
    out = std::as_bytes(std::span{text.data(), text.size()});
    return errc::success;
}

ESE_DECL errc codec<ansi_string>::decode(std::span<const std::byte> bytes, ansi_string& text)
{
    text.text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return errc::success;
}

ESE_DECL errc codec<std::vector<std::byte>>::encode(view bytes, scratch&, std::span<const std::byte>& out)
{
    out = bytes;
    return errc::success;
}

ESE_DECL errc codec<std::vector<std::byte>>::decode(std::span<const std::byte> bytes, std::vector<std::byte>& value)
{
    value.assign(bytes.begin(), bytes.end());
    return errc::success;
}

ESE_DECL errc codec<guid>::encode(const guid& value, scratch& room, std::span<const std::byte>& out)
{
    out = room.put(value.bytes);
    return errc::success;
}

ESE_DECL errc codec<guid>::decode(std::span<const std::byte> bytes, guid& value)
{
    return codec<std::array<std::byte, 16>>::decode(bytes, value.bytes);
}

}  // namespace ese::inline v1
