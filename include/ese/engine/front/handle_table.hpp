// handle_table.hpp — numbers for callers instead of addresses: a handle that is stale, nil, forged or foreign finds nothing.
//
// Room:   front. Uses base. Knows slots and generations; knows nothing of what the slots hold.
// Gives:  handle_table<Slot>: open, find, close.
// Holds:  (1) a handle that was closed never finds anything again: a slot changes its generation with each use, and is
//             retired once every generation has been used;
//         (2) a slot stays where it is until the table dies, so what find answered may be read, even while another thread
//             closes the handle; who needs the slot to stay in use must keep it so by other means, and ask `names` again;
//         (3) 0 and all ones are never handed out; tables with different tags or kinds share no handle.
// Locks:  one mutex for open and close; find takes none.
//
//   63      62 61     52 51          20 19        0
//   [ kind   ][  tag    ][ generation  ][  slot   ]
#pragma once

#include <ese/engine/base/contracts.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

namespace ese::inline v1::engine {

enum class handle_kind : std::uint8_t { instance = 1, session = 2, cursor = 3 };

inline constexpr unsigned handle_slot_bits       = 20;
inline constexpr unsigned handle_generation_bits = 32;
inline constexpr unsigned handle_tag_bits        = 10;
inline constexpr std::uint32_t handle_tag_max    = (1u << handle_tag_bits) - 2;    // all ones is left to nil
inline constexpr std::size_t handle_slots_max    = std::size_t{1} << handle_slot_bits;

template <class Slot>
class handle_table {
public:
    struct opened {
        std::uint64_t handle;
        Slot* slot;
    };

    // Tables of one program should differ in `tag` or in where their generations begin.
    handle_table(handle_kind kind, std::uint32_t tag, std::uint32_t first_generation);
    ~handle_table();
    handle_table(const handle_table&) = delete;
    handle_table& operator=(const handle_table&) = delete;

    // `fill` prepares the slot before the handle can be found; if it throws, nothing was opened.
    template <class Fill>
    [[nodiscard]] opened open(Fill&& fill);

    [[nodiscard]] Slot* find(std::uint64_t handle) const noexcept;    // nullptr: not one of mine, or not any more
    enum class slot_use : bool { again, never };
    void close(std::uint64_t handle, slot_use later = slot_use::again) noexcept;    // must be open

    template <class Visit>
    void for_each_open(Visit&& visit) const;                          // visit(handle, slot); slots opened meanwhile may be missed

private:
    struct entry {
        std::atomic<std::uint64_t> handle{0};    // 0: free. Release in open and close, acquire in find.
        std::uint32_t generation = 0;            // of the next use; under mutex_
        Slot slot{};
    };

    // Chunk k holds smallest << k entries, so a table of few handles stays small and nothing ever moves.
    static constexpr std::size_t smallest = 64;
    static constexpr std::size_t chunk_count = 15;

    [[nodiscard]] static std::size_t chunk_of(std::size_t index) noexcept
    {
        return static_cast<std::size_t>(std::bit_width(index / smallest + 1)) - 1;
    }
    [[nodiscard]] static std::size_t chunk_begin(std::size_t chunk) noexcept { return (smallest << chunk) - smallest; }
    [[nodiscard]] entry* at(std::size_t index) const noexcept;
    [[nodiscard]] std::uint64_t handle_of(std::size_t index, std::uint32_t generation) const noexcept;
    void grow();

    const std::uint64_t head_;                   // kind and tag in place
    const std::uint32_t first_generation_;
    std::array<std::atomic<entry*>, chunk_count> chunks_{};    // release in grow, acquire in at

    mutable std::mutex mutex_;
    std::size_t size_ = 0;                       // entries made; under mutex_
    std::vector<std::uint32_t> free_;            // under mutex_; always has room for every entry
};

template <class Slot>
handle_table<Slot>::handle_table(handle_kind kind, std::uint32_t tag, std::uint32_t first_generation)
    : head_{(std::uint64_t{static_cast<std::uint8_t>(kind)} << 62) |
            (std::uint64_t{tag % (handle_tag_max + 1)} << (handle_slot_bits + handle_generation_bits))},
      first_generation_{first_generation}
{
}

template <class Slot>
handle_table<Slot>::~handle_table()
{
    for (auto& chunk : chunks_) delete[] chunk.load(std::memory_order_relaxed);
}

template <class Slot>
typename handle_table<Slot>::entry* handle_table<Slot>::at(std::size_t index) const noexcept
{
    const std::size_t chunk = chunk_of(index);
    if (chunk >= chunk_count) return nullptr;
    entry* const base = chunks_[chunk].load(std::memory_order_acquire);
    return base ? base + (index - chunk_begin(chunk)) : nullptr;
}

template <class Slot>
std::uint64_t handle_table<Slot>::handle_of(std::size_t index, std::uint32_t generation) const noexcept
{
    return head_ | (std::uint64_t{generation} << handle_slot_bits) | index;
}

template <class Slot>
Slot* handle_table<Slot>::find(std::uint64_t handle) const noexcept
{
    entry* const found = at(static_cast<std::size_t>(handle & (handle_slots_max - 1)));
    // Zero is the handle of free entries, and nobody's.
    if (!found || handle == 0 || found->handle.load(std::memory_order_acquire) != handle) return nullptr;
    return &found->slot;
}

template <class Slot>
void handle_table<Slot>::grow()
{
    const std::size_t chunk = chunk_of(size_);
    const std::size_t count = smallest << chunk;
    if (size_ + count > handle_slots_max) throw std::bad_alloc{};
    free_.reserve(size_ + count);
    auto fresh = std::make_unique<entry[]>(count);
    for (std::size_t i = 0; i < count; ++i) fresh[i].generation = first_generation_;
    chunks_[chunk].store(fresh.release(), std::memory_order_release);
    for (std::size_t i = count; i-- != 0;) free_.push_back(static_cast<std::uint32_t>(size_ + i));
    size_ += count;
}

template <class Slot>
template <class Fill>
typename handle_table<Slot>::opened handle_table<Slot>::open(Fill&& fill)
{
    const std::lock_guard lock{mutex_};
    if (free_.empty()) grow();
    const std::size_t index = free_.back();
    entry& taken = *at(index);
    const std::uint64_t handle = handle_of(index, taken.generation);
    fill(handle, taken.slot);
    free_.pop_back();
    taken.handle.store(handle, std::memory_order_release);
    return {handle, &taken.slot};
}

template <class Slot>
void handle_table<Slot>::close(std::uint64_t handle, slot_use later) noexcept
{
    ESE_EXPECTS(find(handle));
    const std::lock_guard lock{mutex_};
    const auto index = static_cast<std::uint32_t>(handle & (handle_slots_max - 1));
    entry& ended = *at(index);
    ended.handle.store(0, std::memory_order_release);
    const bool all_used = ++ended.generation == first_generation_;
    if (!all_used && later == slot_use::again) free_.push_back(index);
}

template <class Slot>
template <class Visit>
void handle_table<Slot>::for_each_open(Visit&& visit) const
{
    std::size_t size = 0;
    {
        const std::lock_guard lock{mutex_};
        size = size_;
    }
    for (std::size_t index = 0; index < size; ++index) {
        entry& one = *at(index);
        if (const std::uint64_t handle = one.handle.load(std::memory_order_acquire)) visit(handle, one.slot);
    }
}

}  // namespace ese::inline v1::engine
