// column_codec.hpp — how the members of a record are stored: a column type for each C++ type, and the bytes.
//
// Room:   public. Uses codec, jet.
// Gives:  codec<T> for bool, numbers, enums, std::string, std::u16string, ansi_string, bytes, arrays of bytes, guid and points
//         of system time; scratch, where codecs put bytes; multi<T>, for columns with several values.
// Holds:  (1) the column's type follows from the C++ type alone, so nothing is looked up while rows are read or written;
//         (2) what encode hands out lies in the value itself, in a constant, or in the scratch;
//         (3) text is UTF-8 in a std::string and UTF-16 in the column; wchar_t is no character here, it differs by platform;
//         (4) a point of time is a count of 100 ns since 1601, as Windows counts: finer parts are cut off.
//
// A type of your own:
//
//     template <> struct ese::codec<celsius> {
//         using view = celsius;                                              // what a key or a setter is turned into first
//         static constexpr auto type = ese::jet::column_type::ieee_double;
//         static ese::errc encode(const celsius& t, ese::scratch& room, std::span<const std::byte>& out);
//         static ese::errc decode(std::span<const std::byte> bytes, celsius& t);
//     };
#pragma once

#include <ese/codec.hpp>
#include <ese/jet/durations.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ese::inline v1 {

// Bytes for the length of one call: on the stack while they fit, then from the heap.
class scratch {
public:
    scratch() noexcept {}   // the bytes are not cleared on purpose
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    ~scratch()
    {
        if (far_ != nullptr) free_far();
    }

    [[nodiscard]] std::span<std::byte> room(std::size_t size)
    {
        if (size > near_by_.size() - used_) return far_room(size);
        const auto found   = std::span{near_by_}.subspan(used_, size);
        const auto rounded = (size + 7) / 8 * 8;
        used_ = rounded < near_by_.size() - used_ ? used_ + rounded : near_by_.size();
        return found;
    }
    template <class T>
    [[nodiscard]] std::span<const std::byte> put(const T& value)
    {
        const auto place = room(sizeof value);
        std::memcpy(place.data(), &value, sizeof value);
        return place;
    }

private:
    struct far_bytes;   // one allocation, and the one before

    [[nodiscard]] ESE_DECL std::span<std::byte> far_room(std::size_t size);
    ESE_DECL void free_far() noexcept;

    alignas(8) std::array<std::byte, 512> near_by_;
    std::size_t used_ = 0;
    far_bytes* far_ = nullptr;
};

// All values of a multi-valued column, in their order.
template <has_codec T>
class multi : public std::vector<T> {
public:
    using std::vector<T>::vector;
};

namespace detail {

template <class T>
concept character = std::same_as<T, wchar_t> || std::same_as<T, char8_t> || std::same_as<T, char16_t> || std::same_as<T, char32_t>;
template <class T>
concept stored_number = (std::integral<T> && !std::same_as<T, bool> && !character<T>) || std::same_as<T, float> || std::same_as<T, double>;

// There is no signed type of 8 bits; one of 16 keeps the order.
template <class T>
using stored_as = std::conditional_t<std::signed_integral<T> && sizeof(T) == 1, std::int16_t, T>;

template <stored_number T>
[[nodiscard]] constexpr jet::column_type number_type() noexcept
{
    using ct = jet::column_type;
    if constexpr (std::floating_point<T>) return sizeof(T) == 4 ? ct::ieee_single : ct::ieee_double;
    else if constexpr (std::signed_integral<T>) return sizeof(T) <= 2 ? ct::short_ : sizeof(T) == 4 ? ct::long_ : ct::long_long;
    else return sizeof(T) == 1 ? ct::unsigned_byte : sizeof(T) == 2 ? ct::unsigned_short : sizeof(T) == 4 ? ct::unsigned_long : ct::unsigned_long_long;
}

[[nodiscard]] ESE_DECL errc encode_utf16(std::string_view text, scratch& room, std::span<const std::byte>& out);

}  // namespace detail

template <detail::stored_number T>
struct codec<T> {
    using view = T;
    static constexpr jet::column_type type = detail::number_type<T>();

    static errc encode(T value, scratch& room, std::span<const std::byte>& out)
    {
        out = room.put(static_cast<detail::stored_as<T>>(value));
        return errc::success;
    }
    static errc decode(std::span<const std::byte> bytes, T& value)
    {
        detail::stored_as<T> stored;
        if (bytes.size() != sizeof stored) return errc::invalid_buffer_size;
        std::memcpy(&stored, bytes.data(), sizeof stored);
        value = static_cast<T>(stored);
        return static_cast<detail::stored_as<T>>(value) == stored || stored != stored ? errc::success : misuse::value_out_of_range;
    }
};

template <>
struct codec<bool> {
    using view = bool;
    static constexpr jet::column_type type = jet::column_type::bit;

    static ESE_DECL errc encode(bool value, scratch&, std::span<const std::byte>& out);
    static ESE_DECL errc decode(std::span<const std::byte> bytes, bool& value);
};

template <class T>
    requires std::is_enum_v<T>
struct codec<T> {
    using number = std::underlying_type_t<T>;
    using view   = T;
    static constexpr jet::column_type type = codec<number>::type;

    static errc encode(T value, scratch& room, std::span<const std::byte>& out)
    {
        return codec<number>::encode(static_cast<number>(value), room, out);
    }
    static errc decode(std::span<const std::byte> bytes, T& value)
    {
        number stored{};
        const errc code = codec<number>::decode(bytes, stored);
        value = static_cast<T>(stored);
        return code;
    }
};

template <>
struct codec<std::string> {
    using view = std::string_view;
    static constexpr jet::column_type type = jet::column_type::long_text;
    static constexpr jet::code_page code_page = jet::code_page::unicode;

    static ESE_DECL errc encode(std::string_view text, scratch& room, std::span<const std::byte>& out);
    static ESE_DECL errc decode(std::span<const std::byte> bytes, std::string& text);
};

template <>
struct codec<std::u16string> {
    using view = std::u16string_view;
    static constexpr jet::column_type type = jet::column_type::long_text;
    static constexpr jet::code_page code_page = jet::code_page::unicode;

    static ESE_DECL errc encode(std::u16string_view text, scratch&, std::span<const std::byte>& out);
    static ESE_DECL errc decode(std::span<const std::byte> bytes, std::u16string& text);
};

template <>
struct codec<ansi_string> {
    using view = std::string_view;
    static constexpr jet::column_type type = jet::column_type::long_text;
    static constexpr jet::code_page code_page = jet::code_page::english;

    static ESE_DECL errc encode(std::string_view text, scratch&, std::span<const std::byte>& out);
    static ESE_DECL errc decode(std::span<const std::byte> bytes, ansi_string& text);
};

template <>
struct codec<std::vector<std::byte>> {
    using view = std::span<const std::byte>;
    static constexpr jet::column_type type = jet::column_type::long_binary;

    static ESE_DECL errc encode(view bytes, scratch&, std::span<const std::byte>& out);
    static ESE_DECL errc decode(std::span<const std::byte> bytes, std::vector<std::byte>& value);
};

template <std::size_t N>
    requires(N > 0)
struct codec<std::array<std::byte, N>> {
    using view = std::span<const std::byte>;
    static constexpr jet::column_type type = N <= 255 ? jet::column_type::binary : jet::column_type::long_binary;
    static constexpr std::size_t size = N;

    static errc encode(view bytes, scratch&, std::span<const std::byte>& out)
    {
        out = bytes;
        return bytes.size() <= N ? errc::success : misuse::value_out_of_range;
    }
    static errc decode(std::span<const std::byte> bytes, std::array<std::byte, N>& value)
    {
        if (bytes.size() != N) return errc::invalid_buffer_size;
        std::memcpy(value.data(), bytes.data(), N);
        return errc::success;
    }
};

template <>
struct codec<guid> {
    using view = guid;
    static constexpr jet::column_type type = jet::column_type::guid;

    static ESE_DECL errc encode(const guid& value, scratch& room, std::span<const std::byte>& out);
    static ESE_DECL errc decode(std::span<const std::byte> bytes, guid& value);
};

namespace detail {

using file_time = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
inline constexpr file_time file_time_of_1970{116'444'736'000'000'000};

// The whole range of D in long double, so that what does not fit is seen before it overflows.
template <class To, class From>
[[nodiscard]] constexpr bool duration_fits(From from) noexcept
{
    using wide = std::chrono::duration<long double, typename To::period>;
    const long double count = wide{from}.count();
    return count >= static_cast<long double>((std::numeric_limits<typename To::rep>::min)()) &&
           count < static_cast<long double>((std::numeric_limits<typename To::rep>::max)());
}

}  // namespace detail

template <class Duration>
struct codec<std::chrono::time_point<std::chrono::system_clock, Duration>> {
    using point = std::chrono::time_point<std::chrono::system_clock, Duration>;
    using view  = point;
    static constexpr jet::column_type type = jet::column_type::long_long;

    static errc encode(const point& at, scratch& room, std::span<const std::byte>& out)
    {
        if (!detail::duration_fits<detail::file_time>(at.time_since_epoch())) return misuse::value_out_of_range;
        const std::int64_t since_1970 = std::chrono::floor<detail::file_time>(at.time_since_epoch()).count();
        if (since_1970 > (std::numeric_limits<std::int64_t>::max)() - detail::file_time_of_1970.count()) return misuse::value_out_of_range;
        return codec<std::int64_t>::encode(since_1970 + detail::file_time_of_1970.count(), room, out);
    }
    static errc decode(std::span<const std::byte> bytes, point& at)
    {
        std::int64_t stored = 0;
        if (const errc code = codec<std::int64_t>::decode(bytes, stored); jet::is_error(code)) return code;
        if (stored < (std::numeric_limits<std::int64_t>::min)() + detail::file_time_of_1970.count()) return misuse::value_out_of_range;
        const detail::file_time since_1970{stored - detail::file_time_of_1970.count()};
        if (!detail::duration_fits<Duration>(since_1970)) return misuse::value_out_of_range;
        at = point{std::chrono::floor<Duration>(since_1970)};
        return errc::success;
    }
};

namespace detail {

// A member's type without what says how often there may be a value.
template <class T>
struct member_type {
    using element = T;
    static constexpr bool nullable = false;
    static constexpr bool multi    = false;
};
template <class T>
struct member_type<std::optional<T>> : member_type<T> {
    static constexpr bool nullable = true;
};
template <class T>
struct member_type<ese::multi<T>> : member_type<T> {
    static constexpr bool nullable = true;
    static constexpr bool multi    = true;
};

template <class T>
concept storable_member = has_codec<typename member_type<T>::element>;

template <class Codec>
[[nodiscard]] consteval std::uint16_t code_page_of() noexcept
{
    if constexpr (requires { Codec::code_page; }) return static_cast<std::uint16_t>(Codec::code_page);
    else return 0;
}

// Bytes of every value; 0 when they differ.
template <class Codec>
[[nodiscard]] consteval std::size_t fixed_size_of() noexcept
{
    if constexpr (requires { Codec::size; }) return Codec::size;
    else return jet::fixed_size(Codec::type);
}

// Whether a value of type V may be written to, or looked for in, a column whose member is a T.
template <class V, class T>
[[nodiscard]] consteval bool value_fits() noexcept
{
    using element = typename member_type<T>::element;
    if constexpr (null_value<V>) return member_type<T>::nullable;
    else if constexpr (is_optional<V>) return member_type<T>::nullable && value_fits<typename V::value_type, T>();
    else if constexpr (std::same_as<V, element>) return true;
    else if constexpr (std::integral<element>)
        return std::integral<V> && !character<V> && std::same_as<V, bool> == std::same_as<element, bool>;
    else if constexpr (std::floating_point<element>) return std::is_arithmetic_v<V> && !std::same_as<V, bool> && !character<V>;
    else if constexpr (std::is_enum_v<element>) return false;
    else return std::convertible_to<const V&, typename codec<element>::view>;
}

struct encoded_part {
    std::span<const std::byte> bytes{};
    bool is_null = false;
};

// `value` must outlive `out`, like `room`.
template <class T, class V>
[[nodiscard]] errc encode_part(const V& value, scratch& room, encoded_part& out)
{
    using element = typename member_type<T>::element;
    out.is_null = false;
    if constexpr (null_value<V>) {
        out.is_null = true;
        return errc::success;
    } else if constexpr (is_optional<V>) {
        if (value) return encode_part<T>(*value, room, out);
        out.is_null = true;
        return errc::success;
    } else if constexpr (std::is_arithmetic_v<element> && !std::same_as<V, element>) {
        element number{};
        if (!convert_number(value, number)) return misuse::value_out_of_range;
        return codec<element>::encode(number, room, out.bytes);
    } else if constexpr (std::same_as<V, ansi_string>) {
        return codec<element>::encode(value.text, room, out.bytes);
    } else {
        return codec<element>::encode(value, room, out.bytes);
    }
}

}  // namespace detail
}  // namespace ese::inline v1

#if !defined(ESE_SEPARATE_COMPILATION)
#    include <ese/column_codec.ipp>
#endif
