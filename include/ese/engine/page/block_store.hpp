// block_store.hpp — memory for search blocks that is recycled but never given back while readers may look.
//
// Room:   page. Uses os, base.
// Gives:  block_store: take a block for n entries, give it back; a block is named by a 32-bit number, 0 is none.
// Holds:  memory carved for one size keeps that size for ever, so a reader with a stale number still reads a block.
// Locks:  one mutex, taken when pages enter or leave the cache or a block outgrows its size.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/engine/os/virtual_memory.hpp>
#include <ese/engine/page/search_block.hpp>

#include <array>
#include <bit>
#include <mutex>
#include <new>
#include <vector>

namespace ese::inline v1::engine {

class block_store {
public:
    // Block 0 is "none": it exists, empty, so that a reader who lost a race has something to look at.
    explicit block_store(std::uint64_t reserve_bytes) : memory_{reserve_bytes}
    {
        memory_.prefer_large_pages(small_store);
        (void)carve(0);
    }
    static constexpr std::uint64_t small_store = 2U << 20;  // so much before large pages pay

    [[nodiscard]] search_block& at(std::uint32_t number) const noexcept
    {
        return *std::launder(reinterpret_cast<search_block*>(memory_.base() + std::uint64_t{number} * unit));
    }

    // A block for at least `entries`, with room to grow. May throw std::bad_alloc.
    [[nodiscard]] std::uint32_t take(std::uint32_t entries)
    {
        const std::size_t kind = size_class(search_block::size_for(entries + entries / 4 + 4));
        const std::lock_guard guard{mutex_};
        free_[kind].reserve(carved_[kind] + 1);  // so that giving back cannot fail
        if (!free_[kind].empty()) {
            const std::uint32_t number = free_[kind].back();
            free_[kind].pop_back();
            return number;
        }
        return carve(kind);
    }
    void give_back(std::uint32_t number) noexcept
    {
        const std::size_t kind = size_class(search_block::size_for(at(number).entries_max()));
        const std::lock_guard guard{mutex_};
        free_[kind].push_back(number);  // never grows: see take
    }

private:
    static constexpr std::uint64_t unit = 256;
    static constexpr std::size_t classes = 9;  // 256 bytes to 64 KiB

    [[nodiscard]] static std::size_t size_class(std::size_t bytes_wanted) noexcept
    {
        return static_cast<std::size_t>(std::bit_width((bytes_wanted - 1) / unit));
    }
    [[nodiscard]] std::uint32_t carve(std::size_t kind)
    {
        const std::uint64_t size = unit << kind;
        const std::uint64_t at_byte = next_;
        if (kind >= classes || at_byte + size > memory_.size()) throw std::bad_alloc{};
        memory_.commit(at_byte, size);
        next_ += size;
        ++carved_[kind];
        auto* block = new (memory_.base() + at_byte) search_block;
        block->carve(static_cast<std::size_t>(size));
        return static_cast<std::uint32_t>(at_byte / unit);
    }

    reserved_memory memory_;
    std::mutex mutex_;
    std::uint64_t next_ = 0;
    std::array<std::size_t, classes> carved_{};
    std::array<std::vector<std::uint32_t>, classes> free_;
};

}  // namespace ese::inline v1::engine
