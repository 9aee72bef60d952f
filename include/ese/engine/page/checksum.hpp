// checksum.hpp — is a page what was once written there?
//
// Room:   page. Uses base.
// Gives:  stamp_checksum, check_page (which repairs a single flipped bit in memory), header_checksum.
//
//   A block of 4 or 8 KiB has 64 bits: (ECC << 32) | (XOR ^ page number). A page up to 8 KiB is one block; a larger one is
//   four, whose checksums lie at 0, 40, 48, 56. The first block covers the checksums of the other three, and counts its own
//   eight bytes as zero.
//
//   XOR = all 32-bit words of the block. With bit b of byte i numbered 8i+b and m = bits of the block - 1:
//   lo  = XOR of the numbers of all set bits,   hi = XOR of the complements of those numbers,   ECC = (hi & m) << 16 | lo & m.
//
// How lo is found without looking at bits: the block is rows of 128 bits. Bit 7+k of lo is the parity of the XOR of all rows
// whose number has bit k. These XORs come out of adding rows up pairwise, level by level: at level k every second term
// belongs to them. Bits 0..6 come from the XOR of all rows, a single row of column parities. The number of set bits, odd
// or even, says whether hi is lo's complement or lo itself.
#pragma once

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/contracts.hpp>
#include <ese/engine/page/page_view.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace ese::inline v1::engine {

struct page_check {
    enum state_type {
        good,
        blank,      // all zero: never written
        corrected,  // one bit was flipped, and was flipped back in memory
        bad,
    };
    state_type state = good;
    std::uint32_t bit = 0;  // corrected: number of the bit in the page, 8 * byte + bit in byte; the last one of several blocks
};

// Writes the checksum; every other byte of the page is final by now.
void stamp_checksum(std::byte* page, std::uint32_t page_size, std::uint32_t number) noexcept;

[[nodiscard]] page_check check_page(std::byte* page, std::uint32_t page_size, std::uint32_t number) noexcept;

// XOR of all 32-bit words but the first, and of a constant: for the database header, and for pages before 2008.
[[nodiscard]] std::uint32_t header_checksum(bytes page) noexcept;

namespace detail {

#if defined(__GNUC__) || defined(__clang__)
using row = std::uint64_t __attribute__((vector_size(16)));  // 128 bits in one register where there are such
#else
struct row {
    std::uint64_t words[2];

    [[nodiscard]] std::uint64_t& operator[](std::size_t i) noexcept { return words[i]; }
    [[nodiscard]] const std::uint64_t& operator[](std::size_t i) const noexcept { return words[i]; }
    row& operator^=(const row& other) noexcept
    {
        words[0] ^= other.words[0];
        words[1] ^= other.words[1];
        return *this;
    }
    friend row operator^(row a, const row& b) noexcept { return a ^= b; }
};
#endif

[[nodiscard]] inline row load_row(const std::byte* from) noexcept
{
    if constexpr (std::endian::native == std::endian::little) {
        row result;
        std::memcpy(&result, from, sizeof result);
        return result;
    } else {
        return row{load_le<std::uint64_t>(from), load_le<std::uint64_t>(from + 8)};
    }
}

[[nodiscard]] inline std::uint32_t parity(std::uint64_t x) noexcept
{
    x ^= x >> 32;
    x ^= x >> 16;
    x ^= x >> 8;
    x ^= x >> 4;
    return static_cast<std::uint32_t>(0x6996 >> (x & 15)) & 1;
}
[[nodiscard]] inline std::uint32_t parity_of(const row& r) noexcept { return parity(r[0] ^ r[1]); }

struct block_sum {
    std::uint32_t ecc;
    std::uint32_t xored;
};

[[nodiscard]] inline std::uint32_t column_bits(const row& columns) noexcept
{
    constexpr std::array<std::uint64_t, 6> with_bit{0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0,
                                                    0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000};
    const std::uint64_t both = columns[0] ^ columns[1];
    std::uint32_t bits = parity(columns[1]) << 6;
    for (std::uint32_t k = 0; k < 6; ++k) bits |= parity(both & with_bit[k]) << k;
    return bits;
}

enum class first_word : bool { counts, is_zero };

[[nodiscard]] inline block_sum sum_block(const std::byte* block, std::uint32_t size, first_word first) noexcept
{
    constexpr std::uint32_t rows_per_group = 8, row_size = 16, groups_max = 8192 / (rows_per_group * row_size);
    std::array<row, groups_max> sums;
    row level0{}, level1{}, level2{};
    std::uint32_t groups = size / (rows_per_group * row_size);
    row before = load_row(block);
    if (first == first_word::is_zero) before[0] = 0;
    for (std::uint32_t g = 0; g < groups; ++g) {
        const std::byte* const at = block + g * rows_per_group * row_size;
        const row r0 = g == 0 ? before : load_row(at), r1 = load_row(at + 16), r2 = load_row(at + 32), r3 = load_row(at + 48);
        const row r4 = load_row(at + 64), r5 = load_row(at + 80), r6 = load_row(at + 96), r7 = load_row(at + 112);
        const row pair1 = r2 ^ r3, pair3 = r6 ^ r7, upper = r4 ^ r5 ^ pair3;
        level0 ^= r1 ^ r3 ^ r5 ^ r7;
        level1 ^= pair1 ^ pair3;
        level2 ^= upper;
        sums[g] = r0 ^ r1 ^ pair1 ^ upper;
    }

    std::uint32_t lo = parity_of(level0) << 7 | parity_of(level1) << 8 | parity_of(level2) << 9;
    for (std::uint32_t bit = 10; groups > 1; ++bit) {
        row odd{};
        groups /= 2;
        for (std::uint32_t g = 0; g < groups; ++g) {
            odd ^= sums[2 * g + 1];
            sums[g] = sums[2 * g] ^ sums[2 * g + 1];
        }
        lo |= parity_of(odd) << bit;
    }
    lo |= column_bits(sums[0]);
    const std::uint32_t mask = (8 * size - 1) & 0xFFFF;
    const std::uint32_t hi = lo ^ (parity_of(sums[0]) != 0 ? mask : 0);
    const std::uint64_t folded = sums[0][0] ^ sums[0][1];
    return {hi << 16 | lo, static_cast<std::uint32_t>(folded ^ folded >> 32)};
}

struct page_block {
    std::uint32_t begin, size;
    std::size_t checksum_at;
};
[[nodiscard]] inline std::uint32_t block_count(std::uint32_t page_size) noexcept { return page_layout::large(page_size) ? 4 : 1; }
[[nodiscard]] inline page_block block_of(std::uint32_t page_size, std::uint32_t i) noexcept
{
    const std::uint32_t size = page_size / block_count(page_size);
    return {i * size, size, i == 0 ? page_layout::checksum_at : page_layout::block_checksums_at + 8 * (i - 1)};
}
[[nodiscard]] inline std::uint64_t checksum_of(const std::byte* page, const page_block& block, std::uint32_t number) noexcept
{
    const block_sum sum = sum_block(page + block.begin, block.size, block.begin == 0 ? first_word::is_zero : first_word::counts);
    return std::uint64_t{sum.ecc} << 32 | (sum.xored ^ number);
}

// Which bit was flipped, if one was. It shows as its number and the complement of it. The XORs must differ by that bit too:
// otherwise it may be a page at a wrong place, which no bit repairs.
[[nodiscard]] inline page_check repair_block(const page_block& block, std::uint64_t wrong) noexcept
{
    const std::uint32_t mask = (8 * block.size - 1) & 0xFFFF;
    const auto ecc = static_cast<std::uint32_t>(wrong >> 32), xored = static_cast<std::uint32_t>(wrong);
    const std::uint32_t stored_at = static_cast<std::uint32_t>(block.checksum_at) * 8;
    if (xored == 0 && std::has_single_bit(ecc)) {  // the ECC itself was hit, what it is for was not
        const std::uint32_t bit = stored_at + 32 + static_cast<std::uint32_t>(std::countr_zero(ecc));
        return {page_check::corrected, bit};
    }
    const std::uint32_t bit = ecc & mask;
    if ((ecc >> 16 ^ bit) != mask || xored != std::uint32_t{1} << bit % 32) return {page_check::bad, 0};
    if (block.begin == 0 && bit < 64) return {page_check::bad, 0};
    return {page_check::corrected, block.begin * 8 + bit};
}

[[nodiscard]] inline bool all_zero(bytes run) noexcept
{
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < run.size(); i += 8) all |= load_le<std::uint64_t>(run.data() + i);
    return all == 0;
}

[[nodiscard]] inline bool good_by_old_checksum(const std::byte* page, std::uint32_t page_size, std::uint32_t number) noexcept
{
    const page_view view{page, page_size};
    if (view.large() || view.has(page_flag::new_checksum)) return false;
    return load_le<std::uint32_t>(page + 4) == number
        && load_le<std::uint32_t>(page) == header_checksum({page, page_size});
}
}  // namespace detail

inline void stamp_checksum(std::byte* page, std::uint32_t page_size, std::uint32_t number) noexcept
{
    for (std::uint32_t i = detail::block_count(page_size); i-- > 0;) {  // the first last: it covers the others' checksums
        const auto block = detail::block_of(page_size, i);
        store_le(page + block.checksum_at, detail::checksum_of(page, block, number));
    }
}

inline page_check check_page(std::byte* page, std::uint32_t page_size, std::uint32_t number) noexcept
{
    ESE_EXPECTS(page_layout::valid(page_size));
    page_check result;
    for (std::uint32_t i = 0; i < detail::block_count(page_size); ++i) {
        const auto block = detail::block_of(page_size, i);
        const std::uint64_t wrong = load_le<std::uint64_t>(page + block.checksum_at) ^ detail::checksum_of(page, block, number);
        if (wrong == 0) continue;
        if (i == 0 && detail::all_zero({page, page_size})) return {page_check::blank, 0};
        if (i == 0 && detail::good_by_old_checksum(page, page_size, number)) return {};
        const page_check repaired = detail::repair_block(block, wrong);
        if (repaired.state == page_check::bad) return repaired;
        page[repaired.bit / 8] ^= static_cast<std::byte>(1u << repaired.bit % 8);
        result = repaired;
    }
    return result;
}

inline std::uint32_t header_checksum(bytes page) noexcept
{
    ESE_EXPECTS(page.size() >= 8 && page.size() % 8 == 0);
    std::uint64_t all = load_le<std::uint64_t>(page.data()) >> 32 << 32;
    for (std::size_t i = 8; i < page.size(); i += 8) all ^= load_le<std::uint64_t>(page.data() + i);
    return 0x89ABCDEF ^ static_cast<std::uint32_t>(all ^ all >> 32);
}

}  // namespace ese::inline v1::engine
