// log_time.hpp — moments and signatures as the database header spells them.
//
// Room:   store. Uses os, base.
// Gives:  store_log_time (8 bytes), store_signature (28 bytes).
//
//   log time   0 second | 1 minute | 2 hour | 3 day 1..31 | 4 month 1..12 | 5 year - 1900
//              6 bit 0: UTC, bits 1..7: low seven bits of the milliseconds | 7 bits 1..3: their high three bits
//   signature  0 u32 random | 4 log time | 12 sixteen bytes for a computer's name, zero here
#pragma once

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/os/clock.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace ese::inline v1::engine {

inline constexpr std::size_t log_time_size = 8;
inline constexpr std::size_t signature_size = 28;

inline void store_log_time(std::byte* to, wall_time when) noexcept
{
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day date{day};
    const auto ms = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(when - day).count());
    const auto put = [&](std::size_t at, std::uint64_t value) { to[at] = static_cast<std::byte>(value); };
    put(0, ms / 1000 % 60);
    put(1, ms / 60'000 % 60);
    put(2, ms / 3'600'000);
    put(3, static_cast<unsigned>(date.day()));
    put(4, static_cast<unsigned>(date.month()));
    put(5, static_cast<std::uint64_t>(static_cast<int>(date.year()) - 1900));
    put(6, 1 | (ms % 1000 & 0x7F) << 1);
    put(7, (ms % 1000 >> 7) << 1);
}

inline void store_signature(std::byte* to, std::uint32_t random, wall_time when) noexcept
{
    std::fill_n(to, signature_size, std::byte{0});
    store_le<std::uint32_t>(to, random);
    store_log_time(to + 4, when);
}

}  // namespace ese::inline v1::engine
