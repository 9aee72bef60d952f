// long_value.hpp — the bytes of long-value trees: ids, keys, roots, chunk sizes.
//
// Room:   record. Uses base. Knows the formats; the trees themselves belong to rooms above.
// Gives:  long_value_id and its two encodings; keys of roots and chunks; long_value_root; chunk_size.
// Holds:  an id has its top bit set exactly if it is 64 bits wide, so keys of both widths mix in one tree.
//
//     root:  key = id BE (4 or 8 bytes)            data = u32 references, u32 size [, u8 flags]
//     chunk: key = id BE, u32 BE offset            data = the bytes at that offset, maybe compressed
//     record: id LE (4 or 8 bytes)
#pragma once

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/failure.hpp>
#include <ese/engine/base/strong.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace ese::inline v1::engine {

using long_value_id = strong<struct long_value_id_tag, std::uint64_t>;

inline constexpr std::uint64_t wide_id_bit = 0x8000000000000000u;
inline constexpr std::uint64_t narrow_id_last = 0x7FFFFF00u;
inline constexpr std::uint64_t wide_id_first = 0x8000000080000001u;
inline constexpr std::uint32_t long_value_size_most = 0x7FFFFFFFu;

[[nodiscard]] constexpr bool is_wide(long_value_id id) noexcept { return (id.value() & wide_id_bit) != 0; }
[[nodiscard]] constexpr std::size_t id_size(long_value_id id) noexcept { return is_wide(id) ? 8 : 4; }

// A short run of bytes by value: an id, or a key of the tree.
class long_value_bytes {
public:
    [[nodiscard]] bytes view() const noexcept { return bytes{data_}.first(size_); }
    operator bytes() const noexcept { return view(); }
    void append_be(std::uint64_t number, std::size_t size) noexcept
    {
        for (std::size_t i = 0; i < size; ++i) data_[size_ + i] = static_cast<std::byte>(number >> 8 * (size - 1 - i));
        size_ += size;
    }
    void append_le(std::uint64_t number, std::size_t size) noexcept
    {
        for (std::size_t i = 0; i < size; ++i) data_[size_ + i] = static_cast<std::byte>(number >> 8 * i);
        size_ += size;
    }

private:
    std::array<std::byte, 12> data_{};
    std::size_t size_ = 0;
};

// As a record holds it. Throws lv_corrupted for a value no id can have.
[[nodiscard]] inline bool is_long_value_id(bytes stored) noexcept
{
    if (stored.size() != 4 && stored.size() != 8) return false;
    const long_value_id id{stored.size() == 4 ? load_le<std::uint32_t>(stored.data()) : load_le<std::uint64_t>(stored.data())};
    return id.value() != 0 && id_size(id) == stored.size() && (is_wide(id) || id.value() <= 0x7FFFFFFFu);
}

[[nodiscard]] inline long_value_id long_value_id_in(bytes stored)
{
    if (!is_long_value_id(stored)) throw failure{jet::error::lv_corrupted};
    return long_value_id{stored.size() == 4 ? load_le<std::uint32_t>(stored.data()) : load_le<std::uint64_t>(stored.data())};
}

[[nodiscard]] inline long_value_bytes stored_id(long_value_id id) noexcept
{
    long_value_bytes out;
    out.append_le(id.value(), id_size(id));
    return out;
}

[[nodiscard]] inline long_value_bytes root_key(long_value_id id) noexcept
{
    long_value_bytes out;
    out.append_be(id.value(), id_size(id));
    return out;
}

[[nodiscard]] inline long_value_bytes chunk_key(long_value_id id, std::uint32_t offset) noexcept
{
    long_value_bytes out = root_key(id);
    out.append_be(offset, 4);
    return out;
}

struct long_value_key {
    long_value_id id;
    std::optional<std::uint32_t> offset;  // of a chunk; none: a root
};

[[nodiscard]] inline long_value_key parse_long_value_key(bytes key)
{
    if (key.empty()) throw failure{jet::error::lv_corrupted};
    const std::size_t width = (key[0] & std::byte{0x80}) != std::byte{0} ? 8 : 4;
    if (key.size() != width && key.size() != width + 4) throw failure{jet::error::lv_corrupted};
    const long_value_id id{width == 4 ? load_be<std::uint32_t>(key.data()) : load_be<std::uint64_t>(key.data())};
    if (key.size() == width) return {id, std::nullopt};
    return {id, load_be<std::uint32_t>(key.data() + width)};
}

struct long_value_root {
    static constexpr std::size_t encoded_size = 8;
    static constexpr std::uint32_t being_removed = 0xFFFFFFFFu;  // a half removed value
    static constexpr std::uint8_t encrypted = 0x1;

    std::uint32_t references = 0;
    std::uint32_t size = 0;
    std::uint8_t flags = 0;

    [[nodiscard]] static long_value_root decode(bytes data)
    {
        if (data.size() != 8 && data.size() != 9) throw failure{jet::error::lv_corrupted};
        long_value_root root;
        root.references = load_le<std::uint32_t>(data.data());
        root.size = load_le<std::uint32_t>(data.data() + 4);
        if (data.size() == 9) root.flags = std::to_integer<std::uint8_t>(data[8]);
        if (root.size > long_value_size_most) throw failure{jet::error::lv_corrupted};
        return root;
    }
    // Flags are written only where there are some; encrypted values are never written by this engine.
    [[nodiscard]] std::array<std::byte, encoded_size> encode() const noexcept
    {
        ESE_EXPECTS(flags == 0);
        std::array<std::byte, encoded_size> out;
        store_le(out.data(), references);
        store_le(out.data() + 4, size);
        return out;
    }
};

// A table may lower it.
[[nodiscard]] constexpr std::uint32_t chunk_size(std::size_t page_size) noexcept
{
    switch (page_size) {
    case 2048: return 1966;
    case 8192: return 8110;
    case 16384: return 4050;
    case 32768: return 8150;
    default: return static_cast<std::uint32_t>(page_size - 82);
    }
}
static_assert(chunk_size(4096) == 4014);

// Bytes of the value that the chunk at `offset` represents; data of exactly this size is plain, shorter is compressed.
[[nodiscard]] constexpr std::uint32_t chunk_extent(std::uint32_t offset, std::uint32_t value_size, std::uint32_t chunk) noexcept
{
    return offset >= value_size ? 0 : std::min(chunk, value_size - offset);
}

}  // namespace ese::inline v1::engine
