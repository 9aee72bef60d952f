// crc32c.hpp — the checksum of the log: CRC-32C (Castagnoli).
//
// Room:   base. Knows bytes; knows nothing of records.
// Gives:  crc32c(data, before): crc32c(b, crc32c(a)) is that of a followed by b.
// Holds:  both ways of computing it give the same number; the one with the processor's instruction is chosen while running,
//         so that one build serves every machine.
#pragma once

#include <ese/engine/base/bytes.hpp>

#include <cstddef>
#include <cstdint>

#if (defined(__GNUC__) || defined(__clang__)) && defined(__x86_64__)
#define ESE_CRC32C_BY_INSTRUCTION 1
#include <nmmintrin.h>
#endif

namespace ese::inline v1::engine {

namespace detail::crc {

// Plain arrays: every source file fills them, and compilers do that faster than with std::array.
template <std::size_t Count>
struct tables {
    std::uint32_t of[Count][256];
    [[nodiscard]] constexpr const std::uint32_t* operator[](std::size_t n) const noexcept { return of[n]; }
};

// Table n advances a byte over n more zero bytes.
[[nodiscard]] constexpr tables<8> make_slices() noexcept
{
    tables<8> result{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0x82F63B78u : 0u);
        result.of[0][i] = value;
    }
    for (std::size_t n = 1; n < 8; ++n)
        for (std::size_t i = 0; i < 256; ++i) result.of[n][i] = (result.of[n - 1][i] >> 8) ^ result.of[0][result.of[n - 1][i] & 0xFF];
    return result;
}
inline constexpr tables<8> slices = make_slices();

// What follows works on the inner state; crc32c inverts it on the way in and out.
[[nodiscard]] inline std::uint32_t by_tables(std::uint32_t state, const std::byte* at, std::size_t size) noexcept
{
    for (; size >= 8; at += 8, size -= 8) {
        const std::uint32_t low = load_le<std::uint32_t>(at) ^ state, high = load_le<std::uint32_t>(at + 4);
        state = slices[7][low & 0xFF] ^ slices[6][(low >> 8) & 0xFF] ^ slices[5][(low >> 16) & 0xFF] ^ slices[4][low >> 24]
                ^ slices[3][high & 0xFF] ^ slices[2][(high >> 8) & 0xFF] ^ slices[1][(high >> 16) & 0xFF] ^ slices[0][high >> 24];
    }
    for (; size != 0; ++at, --size) state = (state >> 8) ^ slices[0][(state ^ std::to_integer<std::uint32_t>(*at)) & 0xFF];
    return state;
}

#if defined(ESE_CRC32C_BY_INSTRUCTION)

// The instruction takes three cycles but starts every cycle: three stretches at once, joined by moving the state of the
// earlier ones over the length of a stretch. That move is linear, so four tables do it.
inline constexpr std::size_t stretch = 256;

[[nodiscard]] constexpr tables<4> make_moves() noexcept
{
    tables<4> result{};
    for (std::size_t n = 0; n < 4; ++n)
        for (std::uint32_t bit = 0; bit < 8; ++bit) {
            std::uint32_t state = 1u << (8 * n + bit);
            for (std::size_t bytes_done = 0; bytes_done < stretch; bytes_done += 8)
                state = slices.of[7][state & 0xFF] ^ slices.of[6][(state >> 8) & 0xFF] ^ slices.of[5][(state >> 16) & 0xFF] ^ slices.of[4][state >> 24];
            for (std::uint32_t lower = 0; lower < 1u << bit; ++lower) result.of[n][(1u << bit) | lower] = state ^ result.of[n][lower];
        }
    return result;
}
inline constexpr tables<4> moves = make_moves();

[[nodiscard]] inline std::uint64_t moved(std::uint64_t state) noexcept
{
    return moves[0][state & 0xFF] ^ moves[1][(state >> 8) & 0xFF] ^ moves[2][(state >> 16) & 0xFF] ^ moves[3][(state >> 24) & 0xFF];
}

[[nodiscard]] __attribute__((target("sse4.2"))) inline std::uint32_t by_instruction(std::uint32_t before, const std::byte* at,
                                                                                     std::size_t size) noexcept
{
    std::uint64_t state = before;
    for (; size >= 3 * stretch; at += 3 * stretch, size -= 3 * stretch) {
        std::uint64_t second = 0, third = 0;
        for (std::size_t i = 0; i < stretch; i += 8) {
            state = _mm_crc32_u64(state, load_le<std::uint64_t>(at + i));
            second = _mm_crc32_u64(second, load_le<std::uint64_t>(at + stretch + i));
            third = _mm_crc32_u64(third, load_le<std::uint64_t>(at + 2 * stretch + i));
        }
        state = moved(moved(state) ^ second) ^ third;
    }
    for (; size >= 8; at += 8, size -= 8) state = _mm_crc32_u64(state, load_le<std::uint64_t>(at));
    auto narrow = static_cast<std::uint32_t>(state);
    if (size >= 4) narrow = _mm_crc32_u32(narrow, load_le<std::uint32_t>(at)), at += 4, size -= 4;
    for (; size != 0; ++at, --size) narrow = _mm_crc32_u8(narrow, std::to_integer<unsigned char>(*at));
    return narrow;
}

#endif

}  // namespace detail::crc

[[nodiscard]] inline std::uint32_t crc32c(bytes data, std::uint32_t before = 0) noexcept
{
#if defined(ESE_CRC32C_BY_INSTRUCTION)
    if (__builtin_cpu_supports("sse4.2")) return ~detail::crc::by_instruction(~before, data.data(), data.size());
#endif
    return ~detail::crc::by_tables(~before, data.data(), data.size());
}

}  // namespace ese::inline v1::engine
