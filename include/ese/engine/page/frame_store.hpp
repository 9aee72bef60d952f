// frame_store.hpp — memory for the pages in the cache: a page that leaves makes room for the next one in the same place.
//
// Room:   page. Uses os, base.
// Gives:  frame_store: take a frame, as long as a page; give it back. A frame is named by a 32-bit number.
// Holds:  (1) a frame stays readable for ever: a reader who lost a race finds some page's bytes there, and asks its version;
//         (2) of the frames that nobody has, at most `warm_most` take memory;
//         (3) frames are carved one behind the other, so large pages of the system fill up.
// Locks:  one mutex, taken when pages enter or leave the cache.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/engine/os/virtual_memory.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

class frame_store {
public:
    frame_store(reserved_memory memory, std::uint32_t frame_size) : memory_{std::move(memory)}, frame_size_{frame_size}
    {
        // They spare a reader address translations: 870 -> 710 ns a point read among a million rows.
        memory_.prefer_large_pages(small_store);
        warm_.reserve(warm_most);
    }

    [[nodiscard]] std::uint64_t frames_max() const noexcept { return memory_.size() / frame_size_; }
    [[nodiscard]] std::byte* at(std::uint32_t frame) const noexcept { return memory_.base() + std::uint64_t{frame} * frame_size_; }

    // What is in it is unspecified. JET_errOutOfMemory or std::bad_alloc when there is no more.
    [[nodiscard]] std::uint32_t take()
    {
        const std::lock_guard guard{mutex_};
        for (std::vector<std::uint32_t>* from : {&warm_, &cold_}) {
            if (from->empty()) continue;
            const std::uint32_t frame = from->back();
            from->pop_back();
            return frame;
        }
        return carve();
    }
    void give_back(std::uint32_t frame) noexcept
    {
        if (kept_warm(frame)) return;
        memory_.discard(std::uint64_t{frame} * frame_size_, frame_size_);
        const std::lock_guard guard{mutex_};
        cold_.push_back(frame);    // there is room: see carve
    }

private:
    static constexpr std::size_t warm_most = 64;                // as many as leave at once
    static constexpr std::uint64_t small_store = 4U << 20;      // so much before large pages of the system pay

    // Giving memory to the system and getting it back, cleared, costs more than reading a page the system has.
    [[nodiscard]] bool kept_warm(std::uint32_t frame) noexcept
    {
        const std::lock_guard guard{mutex_};
        if (warm_.size() == warm_most) return false;
        warm_.push_back(frame);
        return true;
    }
    [[nodiscard]] std::uint32_t carve()
    {
        if (carved_ >= frames_max()) throw failure{jet::error::out_of_memory};
        if (cold_.capacity() == carved_) cold_.reserve(2 * carved_ + warm_most);    // so that giving back cannot fail
        memory_.commit(std::uint64_t{carved_} * frame_size_, frame_size_);
        return carved_++;
    }

    reserved_memory memory_;
    const std::uint32_t frame_size_;
    std::mutex mutex_;
    std::uint32_t carved_ = 0;            // under mutex_, like these
    std::vector<std::uint32_t> warm_;
    std::vector<std::uint32_t> cold_;
};

}  // namespace ese::inline v1::engine
