// racy.hpp — reading a number that another thread may be changing.
//
// Room:   base.
// Gives:  racy_load_le<T>, which reads memory once into a value that then stays what it is.
// Holds:  the compiler never reads the address a second time for the same value. So a length that was clamped stays
//         clamped, although its source changes. The value itself may be torn: use it for nothing but in-bounds looks until
//         the page's version was validated.
#pragma once

#include <ese/engine/base/bytes.hpp>

#include <bit>
#include <concepts>
#include <cstddef>

namespace ese::inline v1::engine {

// The caller guarantees sizeof(T) readable bytes at the address; no alignment is needed.
template <std::unsigned_integral T>
[[nodiscard]] inline T racy_load_le(const std::byte* from) noexcept
{
#if defined(__GNUC__) || defined(__clang__)
    T value = load_le<T>(from);
    __asm__ volatile("" : "+r"(value));  // from here on the value has no address to be read again from
    return value;
#else
    T value = *reinterpret_cast<const volatile T*>(from);
    if constexpr (std::endian::native == std::endian::big) value = detail::byte_swapped(value);
    return value;
#endif
}

}  // namespace ese::inline v1::engine
