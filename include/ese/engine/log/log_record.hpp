// log_record.hpp — what one record of the log looks like.
//
// Room:   log. Uses base. Knows bytes; knows nothing of files and of what the records say.
// Gives:  lsn, record_header: encode, decode; the checksum of a record. docs/log-format.md has the byte table.
// Holds:  (1) a record knows its own place, so bytes left over from an earlier use of the same place are not records;
//         (2) a record knows the epoch it was written in: what an earlier life of the log left behind its end is not taken
//             for a continuation;
//         (3) a record knows how much before it was durable when it was made: a hole before that is damage, not a torn end.
#pragma once

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/crc32c.hpp>
#include <ese/engine/base/strong.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

namespace ese::inline v1::engine {

using lsn = strong<struct lsn_tag, std::uint64_t>;  // a byte position in the endless log; 0: none

namespace detail {

constexpr std::uint64_t log_begin = 4096;       // the place of the very first record
constexpr std::uint64_t log_block = 4096;       // segments are written in whole blocks
constexpr std::uint64_t record_alignment = 8;
constexpr std::uint8_t epoch_record = 255;      // the log's own: a new life begins here
constexpr std::uint32_t record_size_max = 0xFF'FFF8;

[[nodiscard]] constexpr std::uint64_t rounded_up(std::uint64_t value, std::uint64_t unit) noexcept { return (value + unit - 1) / unit * unit; }
[[nodiscard]] constexpr std::uint64_t rounded_down(std::uint64_t value, std::uint64_t unit) noexcept { return value / unit * unit; }

// How far behind a record the log was durable, as one byte: never less than it is, at most twice as much.
[[nodiscard]] constexpr std::uint8_t distance_code(std::uint64_t distance) noexcept
{
    if (distance == 0) return 0;
    return static_cast<std::uint8_t>(1 + std::bit_width(rounded_up(distance, record_alignment) / record_alignment - 1));
}
[[nodiscard]] constexpr std::uint64_t distance_of(std::uint8_t code) noexcept
{
    if (code == 0) return 0;
    return code <= 60 ? record_alignment << (code - 1) : UINT64_MAX;
}

struct record_header {
    static constexpr std::uint32_t size_on_disk = 16;
    using image = std::array<std::byte, size_on_disk>;
    static constexpr std::uint64_t place_mask = (std::uint64_t{1} << 40) - 1;  // of the position in units of 8

    std::uint32_t checksum = 0;
    std::uint32_t size = 0;  // header and payload, without padding
    std::uint8_t kind = 0;
    std::uint64_t place = 0;
    std::uint8_t durable_distance = 0;
    std::uint16_t epoch = 0;

    [[nodiscard]] static constexpr std::uint64_t place_of(std::uint64_t begin) noexcept { return (begin / record_alignment) & place_mask; }
    [[nodiscard]] std::uint64_t padded_size() const noexcept { return rounded_up(size, record_alignment); }

    [[nodiscard]] static record_header decode(const std::byte* from) noexcept
    {
        const auto size_and_kind = load_le<std::uint32_t>(from + 4);
        const auto rest = load_le<std::uint64_t>(from + 8);
        return {load_le<std::uint32_t>(from), size_and_kind & 0xFF'FFFF, static_cast<std::uint8_t>(size_and_kind >> 24),
                rest & place_mask, static_cast<std::uint8_t>(rest >> 40), static_cast<std::uint16_t>(rest >> 48)};
    }
    // The checksum goes over the payload first: that part is done before the record has its place.
    [[nodiscard]] image encode(std::uint32_t payload_checksum) const noexcept
    {
        image result;
        store_le<std::uint32_t>(result.data() + 4, size | std::uint32_t{kind} << 24);
        store_le<std::uint64_t>(result.data() + 8, place | std::uint64_t{durable_distance} << 40 | std::uint64_t{epoch} << 48);
        store_le<std::uint32_t>(result.data(), crc32c(bytes{result}.subspan(4), payload_checksum));
        return result;
    }
};

[[nodiscard]] inline bool could_be_at(const record_header& header, std::uint64_t begin) noexcept
{
    return header.place == record_header::place_of(begin) && header.size >= record_header::size_on_disk && header.size <= record_size_max;
}
[[nodiscard]] inline bool checksum_fits(bytes whole) noexcept
{
    const std::uint32_t payload = crc32c(whole.subspan(record_header::size_on_disk));
    return load_le<std::uint32_t>(whole.data()) == crc32c(whole.subspan(4, record_header::size_on_disk - 4), payload);
}

}  // namespace detail

}  // namespace ese::inline v1::engine
