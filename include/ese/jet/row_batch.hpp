// row_batch.hpp — columns of several rows, read in one call.
//
// Room:   jet. Uses ids.
// Gives:  row_batch: what is wanted, filled in by the caller; what was read, by the backend.
// Holds:  values lie in `memory`, where the backend put them; they stay until the batch is filled again. Memory once taken
//         is kept.
#pragma once

#include <ese/jet/ids.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace ese::inline v1::jet {

struct row_batch {
    static constexpr std::size_t usual_size = 64 * 1024;   // bytes read before a batch counts as full

    struct value {
        std::size_t at    = 0;
        std::uint32_t size = 0;
        bool is_null      = false;
    };

    // in
    std::vector<column_id> columns{};
    std::uint32_t most = 1;        // rows
    bool from_current  = false;    // begins with the current row; otherwise with the one behind it
    bool backward      = false;

    // out
    std::uint32_t rows = 0;
    bool at_end        = false;    // there are no more
    std::vector<value> values{};   // at least rows times columns
    std::unique_ptr<std::byte[]> memory{};
    std::size_t capacity = 0;      // of `memory`, which is not cleared on purpose
    std::size_t used     = 0;

    [[nodiscard]] std::span<const std::byte> bytes(const value& v) const noexcept { return {memory.get() + v.at, v.size}; }
    [[nodiscard]] const value& at(std::size_t row, std::size_t column) const noexcept { return values[row * columns.size() + column]; }
    [[nodiscard]] bool is_full() const noexcept { return rows >= most || used >= usual_size; }

    void clear() noexcept
    {
        rows   = 0;
        used   = 0;
        at_end = false;
    }
    // Room for so many bytes more; what lies in it already may move.
    [[nodiscard]] std::span<std::byte> room(std::size_t size)
    {
        if (capacity - used < size) {
            const std::size_t grown = used + size > usual_size ? used + size : usual_size;
            auto fresh = std::make_unique_for_overwrite<std::byte[]>(grown);
            if (used != 0) std::memcpy(fresh.get(), memory.get(), used);
            memory   = std::move(fresh);
            capacity = grown;
        }
        return {memory.get() + used, size};
    }
};

}  // namespace ese::inline v1::jet
