// bytes.hpp — runs of bytes, and integers inside them.
//
// Room:   base. Knows byte order; knows nothing of what the bytes mean.
// Gives:  bytes / mutable_bytes, load_le / store_le / load_be / store_be, compare, common_prefix.
#pragma once

#include <algorithm>
#include <bit>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace ese::inline v1::engine {

using bytes = std::span<const std::byte>;
using mutable_bytes = std::span<std::byte>;

namespace detail {
template <std::unsigned_integral T>
[[nodiscard]] constexpr T byte_swapped(T value) noexcept
{
#if defined(__GNUC__)  // it does not see through the loop below
    if constexpr (sizeof(T) == 8) return static_cast<T>(__builtin_bswap64(value));
    if constexpr (sizeof(T) == 4) return static_cast<T>(__builtin_bswap32(value));
#endif
    T result = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        result = static_cast<T>(result << (sizeof(T) > 1 ? 8 : 0)) | static_cast<T>(value & 0xFF);
        if constexpr (sizeof(T) > 1) value = static_cast<T>(value >> 8);
    }
    return result;
}
template <std::endian Order, class T>
[[nodiscard]] T load(const std::byte* from) noexcept
{
    static_assert(std::is_integral_v<T>);
    std::make_unsigned_t<T> value;
    std::memcpy(&value, from, sizeof value);
    if constexpr (Order != std::endian::native) value = byte_swapped(value);
    return static_cast<T>(value);
}
template <std::endian Order, class T>
void store(std::byte* to, T number) noexcept
{
    static_assert(std::is_integral_v<T>);
    auto value = static_cast<std::make_unsigned_t<T>>(number);
    if constexpr (Order != std::endian::native) value = byte_swapped(value);
    std::memcpy(to, &value, sizeof value);
}
}  // namespace detail

// The caller guarantees sizeof(T) bytes at the address; no alignment is needed.
template <class T> [[nodiscard]] T load_le(const std::byte* from) noexcept { return detail::load<std::endian::little, T>(from); }
template <class T> [[nodiscard]] T load_be(const std::byte* from) noexcept { return detail::load<std::endian::big, T>(from); }
template <class T> void store_le(std::byte* to, T value) noexcept { detail::store<std::endian::little, T>(to, value); }
template <class T> void store_be(std::byte* to, T value) noexcept { detail::store<std::endian::big, T>(to, value); }

// Byte order, shorter first when one is a prefix of the other: the order of every tree.
[[nodiscard]] inline std::strong_ordering compare(bytes a, bytes b) noexcept
{
    const std::size_t shared = std::min(a.size(), b.size());
    if (shared != 0)
        if (const int order = std::memcmp(a.data(), b.data(), shared); order != 0) return order <=> 0;
    return a.size() <=> b.size();
}

[[nodiscard]] inline bool equal(bytes a, bytes b) noexcept
{
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

[[nodiscard]] inline std::size_t common_prefix(bytes a, bytes b) noexcept
{
    const std::size_t shared = std::min(a.size(), b.size());
    std::size_t n = 0;
    while (n + 8 <= shared && load_le<std::uint64_t>(a.data() + n) == load_le<std::uint64_t>(b.data() + n)) n += 8;
    while (n < shared && a[n] == b[n]) ++n;
    return n;
}

[[nodiscard]] inline bytes as_bytes_of(std::string_view text) noexcept
{
    return std::as_bytes(std::span{text.data(), text.size()});
}

inline void copy_bytes(std::byte* to, bytes from) noexcept
{
    if (!from.empty()) std::memcpy(to, from.data(), from.size());
}

}  // namespace ese::inline v1::engine
