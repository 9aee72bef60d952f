// codec.hpp — C++ values as the bytes of a column, and back.
//
// Room:   public. Uses jet, error.
// Gives:  column_ref, guid, ansi_string; has_codec, for what column_codec.hpp knows; encode_value and decode_value for bool, numbers, text, bytes and optionals of them.
// Holds:  (1) the column's type decides the bytes, so an int may be written into any number column it fits into; a number
//             that does not fit is refused, never cut;
//         (2) std::string is UTF-8 in memory and UTF-16 in columns of code page 1200; in other text columns and in binary
//             ones its bytes are handed over as they are.
#pragma once

#include <ese/config.hpp>
#include <ese/error.hpp>
#include <ese/jet/definitions.hpp>

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ese::inline v1 {

// A column as values need to know it. Look it up once, use it for every row.
struct column_ref {
    jet::column_id id{};
    jet::column_type type = jet::column_type::nil;
    std::uint16_t code_page = 0;
    std::uint32_t size_max = 0;   // in bytes, of text and bytes; 0: the most the type allows
};

struct guid {
    std::array<std::byte, 16> bytes{};   // in memory order: the first eleven as one 32-bit and two 16-bit numbers
    friend bool operator==(const guid&, const guid&) = default;
};

// Text of code page 1252, byte for byte.
struct ansi_string {
    std::string text{};
    friend bool operator==(const ansi_string&, const ansi_string&) = default;
    friend auto operator<=>(const ansi_string&, const ansi_string&) = default;
};

// How a member of a record is stored: column_codec.hpp has the usual ones, a program may add its own.
template <class T>
struct codec;

template <class T>
concept has_codec = requires {
    typename codec<T>::view;
    { codec<T>::type } -> std::convertible_to<jet::column_type>;
};

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
concept number_value = std::is_arithmetic_v<T>;
template <class T>
concept enum_value = std::is_enum_v<T> && !std::same_as<T, std::byte>;
template <class T>
concept text_value = std::convertible_to<const T&, std::string_view> && !std::same_as<T, std::nullptr_t>;
template <class T>
concept wide_text_value = std::convertible_to<const T&, std::u16string_view> && !std::same_as<T, std::nullptr_t>;
template <class T>
concept bytes_value = std::convertible_to<const T&, std::span<const std::byte>>;
template <class T>
concept null_value = std::same_as<T, std::nullopt_t> || std::same_as<T, std::nullptr_t>;

template <class T>
concept plain_value = number_value<T> || enum_value<T> || text_value<T> || wide_text_value<T> || bytes_value<T> ||
                      null_value<T> || std::same_as<T, guid>;

// The bytes of one value, kept until the backend has seen them.
class encoded {
public:
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }
    [[nodiscard]] bool is_null() const noexcept { return null_; }

    void set_null() noexcept { null_ = true; }
    void set_view(std::span<const std::byte> view) noexcept { bytes_ = view; }
    void set_view(std::string_view view) noexcept { bytes_ = std::as_bytes(std::span{view.data(), view.size()}); }
    template <class T>
    void set_number(T value) noexcept
    {
        std::memcpy(small_.data(), &value, sizeof value);
        bytes_ = std::span{small_}.first(sizeof value);
    }
    [[nodiscard]] bool set_utf16(std::string_view text);   // false: not UTF-8

private:
    std::span<const std::byte> bytes_{};
    std::array<std::byte, 8> small_{};
    std::string wide_{};   // the bytes of UTF-16
    bool null_ = false;
};

// False when the value does not fit.
template <class To, class From>
[[nodiscard]] constexpr bool convert_number(From from, To& to) noexcept
{
    if constexpr (std::same_as<To, bool>) to = from != From{};
    else if constexpr (std::same_as<From, bool>) to = static_cast<To>(from ? 1 : 0);
    else if constexpr (std::floating_point<To>) to = static_cast<To>(from);
    else if constexpr (std::floating_point<From>) return false;
    else {
        using wide_from = std::conditional_t<std::is_signed_v<From>, std::int64_t, std::uint64_t>;
        using wide_to   = std::conditional_t<std::is_signed_v<To>, std::int64_t, std::uint64_t>;
        const auto value = static_cast<wide_from>(from);
        if (!std::in_range<wide_to>(value)) return false;
        to = static_cast<To>(value);
        return static_cast<wide_to>(to) == static_cast<wide_to>(value);
    }
    return true;
}

// Calls `visit` with a zero of the C++ type behind a number column.
template <class Visit>
[[nodiscard]] constexpr errc with_number_type(jet::column_type type, Visit&& visit) noexcept
{
    using ct = jet::column_type;
    switch (type) {
    case ct::unsigned_byte: return visit(std::uint8_t{});
    case ct::short_: return visit(std::int16_t{});
    case ct::unsigned_short: return visit(std::uint16_t{});
    case ct::long_: return visit(std::int32_t{});
    case ct::unsigned_long: return visit(std::uint32_t{});
    case ct::currency:
    case ct::long_long: return visit(std::int64_t{});
    case ct::unsigned_long_long: return visit(std::uint64_t{});
    case ct::ieee_single: return visit(float{});
    case ct::ieee_double:
    case ct::date_time: return visit(double{});
    default: return errc::invalid_column_type;
    }
}

template <number_value T>
[[nodiscard]] errc encode_number(T value, jet::column_type type, encoded& out) noexcept
{
    if (type == jet::column_type::bit) {
        out.set_number(static_cast<std::uint8_t>(value != T{} ? 0xFF : 0));
        return errc::success;
    }
    return with_number_type(type, [&](auto stored) noexcept {
        if (!convert_number(value, stored)) return misuse::value_out_of_range;
        out.set_number(stored);
        return errc::success;
    });
}

template <number_value T>
[[nodiscard]] errc decode_number(std::span<const std::byte> bytes, jet::column_type type, T& out) noexcept
{
    if (type == jet::column_type::bit) {
        if (bytes.size() != 1) return errc::invalid_buffer_size;
        out = static_cast<T>(bytes[0] != std::byte{});
        return errc::success;
    }
    return with_number_type(type, [&](auto stored) noexcept {
        if (bytes.size() != sizeof stored) return errc::invalid_buffer_size;
        std::memcpy(&stored, bytes.data(), sizeof stored);
        return convert_number(stored, out) ? errc::success : misuse::value_out_of_range;
    });
}

[[nodiscard]] inline bool is_utf16(const column_ref& column) noexcept
{
    return jet::is_text(column.type) && column.code_page == static_cast<std::uint16_t>(jet::code_page::unicode);
}

[[nodiscard]] ESE_DECL errc encode_text(std::string_view text, const column_ref& column, encoded& out);

// `value` must outlive `out`: text and bytes are not copied where they need no translation.
template <class T>
    requires plain_value<T> || is_optional<T>
[[nodiscard]] errc encode_value(const T& value, const column_ref& column, encoded& out)
{
    if constexpr (is_optional<T>) {
        if (value) return encode_value(*value, column, out);
        out.set_null();
        return errc::success;
    } else if constexpr (null_value<T>) {
        out.set_null();
        return errc::success;
    } else if constexpr (number_value<T>) {
        return encode_number(value, column.type, out);
    } else if constexpr (enum_value<T>) {
        return encode_number(static_cast<std::underlying_type_t<T>>(value), column.type, out);
    } else if constexpr (text_value<T>) {
        return encode_text(value, column, out);
    } else if constexpr (wide_text_value<T>) {
        const std::u16string_view text = value;
        out.set_view(std::as_bytes(std::span{text.data(), text.size()}));
        return is_utf16(column) ? errc::success : errc::invalid_column_type;
    } else if constexpr (std::same_as<T, guid>) {
        out.set_view(std::span<const std::byte>{value.bytes});
        return errc::success;
    } else {
        out.set_view(std::span<const std::byte>{value});
        return errc::success;
    }
}

ESE_DECL void decode_utf16(std::span<const std::byte> bytes, std::u16string& out);
[[nodiscard]] ESE_DECL errc decode_text(std::span<const std::byte> bytes, const column_ref& column, std::string& out);

// What can be read back: owners, no views.
template <class T>
concept readable_value = number_value<T> || enum_value<T> || std::same_as<T, std::string> ||
                         std::same_as<T, std::u16string> || std::same_as<T, std::vector<std::byte>> ||
                         std::same_as<T, guid>;

template <readable_value T>
[[nodiscard]] errc decode_value(std::span<const std::byte> bytes, const column_ref& column, T& out)
{
    if constexpr (number_value<T>) {
        return decode_number(bytes, column.type, out);
    } else if constexpr (enum_value<T>) {
        std::underlying_type_t<T> number{};
        const errc code = decode_number(bytes, column.type, number);
        out = static_cast<T>(number);
        return code;
    } else if constexpr (std::same_as<T, std::string>) {
        return decode_text(bytes, column, out);
    } else if constexpr (std::same_as<T, std::u16string>) {
        decode_utf16(bytes, out);
        return is_utf16(column) ? errc::success : errc::invalid_column_type;
    } else if constexpr (std::same_as<T, guid>) {
        if (bytes.size() != out.bytes.size()) return errc::invalid_buffer_size;
        std::memcpy(out.bytes.data(), bytes.data(), bytes.size());
        return errc::success;
    } else {
        out.assign(bytes.begin(), bytes.end());
        return errc::success;
    }
}

}  // namespace detail

// What a column may be set to and a key part may be.
template <class T>
concept column_value = detail::plain_value<T> || detail::is_optional<T>;

// What a column may be read as.
template <class T>
concept readable_column_value = detail::readable_value<T> || detail::is_optional<T>;

}  // namespace ese::inline v1

#if !defined(ESE_SEPARATE_COMPILATION)
#    include <ese/codec.ipp>
#endif
