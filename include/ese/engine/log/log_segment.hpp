// log_segment.hpp — the head of a segment file, and its name.
//
// Room:   log. Uses base. docs/log-format.md has the byte table.
// Gives:  segment_header: encode, decode; segment_name, generation_of_name.
#pragma once

#include <ese/engine/log/log_record.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ese::inline v1::engine::detail {

struct segment_header {
    static constexpr std::size_t size_on_disk = log_block;
    static constexpr std::string_view magic = "ESELOG\r\n";
    static constexpr std::uint32_t version = 1;

    std::uint64_t log_id = 0;
    std::uint64_t generation = 0;  // 1, 2, 3 …
    std::uint64_t base = 0;        // position of the first byte behind the header: the end of the generation before
    std::uint64_t capacity = 0;    // bytes behind the header
    std::uint32_t epoch = 0;       // in which it was made

    [[nodiscard]] std::uint64_t end() const noexcept { return base + capacity; }

    [[nodiscard]] std::vector<std::byte> encode() const
    {
        std::vector<std::byte> result(size_on_disk);
        copy_bytes(result.data(), as_bytes_of(magic));
        store_le<std::uint32_t>(result.data() + 8, version);
        store_le<std::uint64_t>(result.data() + 16, log_id);
        store_le<std::uint64_t>(result.data() + 24, generation);
        store_le<std::uint64_t>(result.data() + 32, base);
        store_le<std::uint64_t>(result.data() + 40, capacity);
        store_le<std::uint32_t>(result.data() + 48, epoch);
        store_le<std::uint32_t>(result.data() + 12, crc32c(result));  // while its own place is zero
        return result;
    }
    [[nodiscard]] static std::optional<segment_header> decode(std::vector<std::byte> from)
    {
        if (from.size() != size_on_disk || !equal(bytes{from}.first(magic.size()), as_bytes_of(magic))) return std::nullopt;
        const auto checksum = load_le<std::uint32_t>(from.data() + 12);
        store_le<std::uint32_t>(from.data() + 12, 0u);
        if (checksum != crc32c(from) || load_le<std::uint32_t>(from.data() + 8) != version) return std::nullopt;
        const segment_header result{load_le<std::uint64_t>(from.data() + 16), load_le<std::uint64_t>(from.data() + 24),
                                    load_le<std::uint64_t>(from.data() + 32), load_le<std::uint64_t>(from.data() + 40),
                                    load_le<std::uint32_t>(from.data() + 48)};
        if (result.base % log_block != 0 || result.capacity % log_block != 0 || result.capacity == 0) return std::nullopt;
        if (result.base > UINT64_MAX / 4 || result.capacity > UINT64_MAX / 4) return std::nullopt;
        return result;
    }
};

inline constexpr std::string_view segment_suffix = ".eselog";

[[nodiscard]] inline std::string segment_name(std::string_view base_name, std::uint64_t generation)
{
    std::string digits;
    for (; generation != 0 || digits.size() < 8; generation /= 16) digits.insert(digits.begin(), "0123456789abcdef"[generation % 16]);
    return std::string{base_name} + digits + std::string{segment_suffix};
}

// Only the spelling segment_name gives is one: `edb` and `edb0` may live in the same folder.
[[nodiscard]] inline std::optional<std::uint64_t> generation_of_name(std::string_view base_name, std::string_view name)
{
    if (name.size() < base_name.size() + 8 + segment_suffix.size()) return std::nullopt;
    std::uint64_t generation = 0;
    for (const char c : name.substr(base_name.size(), name.size() - base_name.size() - segment_suffix.size())) {
        const std::size_t digit = std::string_view{"0123456789abcdef"}.find(c);
        if (digit == std::string_view::npos || generation > UINT64_MAX / 16) return std::nullopt;
        generation = generation * 16 + digit;
    }
    if (segment_name(base_name, generation) != name) return std::nullopt;
    return generation;
}

}  // namespace ese::inline v1::engine::detail
