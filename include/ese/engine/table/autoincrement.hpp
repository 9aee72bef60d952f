// autoincrement.hpp — numbers of autoincrement columns: their range, and the counter new files keep.
//
// Room:   table. Uses txn, record. Knows where a root page keeps the counter, and nothing else of pages.
// Gives:  autoincrement_most, autoincrement_value, to_column_bytes; stored_counter, the counter behind a root's space header.
// Holds:  a file with a stored counter has it raised before a number above it is handed out.
//
//     tag 0 of the root:  u8 kinds (1 space header, 2 counter) | 16 bytes space header | u64 highest number handed out
#pragma once

#include <ese/engine/record/column.hpp>
#include <ese/engine/txn/versioned_tree.hpp>

#include <ese/engine/base/small_bytes.hpp>
#include <ese/jet/limits.hpp>

#include <array>
#include <cstdint>
#include <optional>

namespace ese::inline v1::engine {

[[nodiscard]] inline std::uint64_t autoincrement_most(const column_definition& column) noexcept
{
    return column.fixed_bytes() == 4 ? jet::autoincrement_32_max : jet::autoincrement_64_max;
}

// Of a stored value; what is negative never came from a counter.
[[nodiscard]] inline std::uint64_t autoincrement_value(bytes value) noexcept
{
    if (value.size() == 4) return static_cast<std::uint64_t>(std::max(load_le<std::int32_t>(value.data()), std::int32_t{0}));
    return static_cast<std::uint64_t>(std::max(load_le<std::int64_t>(value.data()), std::int64_t{0}));
}

struct column_bytes {
    std::array<std::byte, 8> data{};
    std::size_t size = 0;
    [[nodiscard]] bytes view() const noexcept { return bytes{data}.first(size); }
};

[[nodiscard]] inline column_bytes to_column_bytes(const column_definition& column, std::uint64_t number) noexcept
{
    column_bytes out;
    out.size = column.fixed_bytes() == 4 ? 4 : 8;
    store_le(out.data.data(), number);   // little-endian: the low half comes first
    return out;
}

class stored_counter {
public:
    // Nothing where the table's root has no counter.
    [[nodiscard]] static std::optional<std::uint64_t> read(tree& of)
    {
        row_buffer header;
        of.read_external_header(header);
        if (!has_counter(header.view())) return std::nullopt;
        return load_le<std::uint64_t>(header.data() + counter_at);
    }
    // Under the root's latch, because the space header beside it changes, too.
    static void raise(tree& of, std::uint64_t to)
    {
        write_page root{of.file(), of.shape().root};
        row_buffer header{root.view().external_header()};
        if (!has_counter(header.view()) || load_le<std::uint64_t>(header.data() + counter_at) >= to) return;
        store_le(header.data() + counter_at, to);
        root.set_external_header(header.view());
    }

private:
    static constexpr std::size_t counter_at = 17;
    [[nodiscard]] static bool has_counter(bytes header) noexcept
    {
        return header.size() >= counter_at + 8 && (std::to_integer<unsigned>(header[0]) & 3U) == 3U;
    }
};

}  // namespace ese::inline v1::engine
