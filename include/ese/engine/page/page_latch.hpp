// page_latch.hpp — one word per page: who may look, who may change, what has happened since.
//
// Room:   page. Uses base.
// Gives:  page_latch. Readers note the version, copy, and ask whether it still holds; they store nothing. A writer holds
//         the latch alone, and letting go gives the page its next version.
// Holds:  (1) an equal version before and after means nothing changed between;
//         (2) the bits resident, dirty change only under the latch; `marked` is a hint and anybody may flip it.
// Locks:  this is the lowest latch of all; parents are latched before children, left pages before right ones.
//
// ThreadSanitizer cannot follow optimistic reads, so under it readers take the same word as a shared latch.
#pragma once

#include <ese/engine/base/contracts.hpp>

#include <atomic>
#include <cstdint>
#include <thread>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ESE_SHARED_PAGE_LATCHES 1
#endif
#endif
#if defined(__SANITIZE_THREAD__) && !defined(ESE_SHARED_PAGE_LATCHES)
#define ESE_SHARED_PAGE_LATCHES 1
#endif

namespace ese::inline v1::engine {

class page_latch {
public:
    using word = std::uint64_t;
    static constexpr word latched = 1, resident = 2, dirty = 4, marked = 8;

    [[nodiscard]] word load() const noexcept { return word_.load(std::memory_order_acquire); }
    [[nodiscard]] static bool readable(word w) noexcept { return (w & (latched | resident | marked)) == resident; }
    [[nodiscard]] static bool same_content(word a, word b) noexcept { return ((a ^ b) & ~(marked | dirty | readers_mask)) == 0; }

    // True if nothing was changed since `before` was loaded. Partner of unlock: what was copied in between is consistent.
    [[nodiscard]] bool unchanged_since(word before) const noexcept
    {
#ifdef ESE_SHARED_PAGE_LATCHES
        return same_content(before, word_.load(std::memory_order_acquire));
#else
        std::atomic_thread_fence(std::memory_order_acquire);
        return same_content(before, word_.load(std::memory_order_relaxed));
#endif
    }

    [[nodiscard]] bool try_lock() noexcept
    {
        word w = word_.load(std::memory_order_relaxed);
        return (w & (latched | readers_mask)) == 0 && word_.compare_exchange_strong(w, w | latched, std::memory_order_acquire);
    }
    void lock() noexcept
    {
        for (int spins = 0; !try_lock(); ++spins) pause(spins);
    }
    // Lets go and publishes the next version with the given bits.
    void unlock(word bits) noexcept
    {
        const word w = word_.load(std::memory_order_relaxed);
        ESE_EXPECTS(w & latched);
        word_.store((w & version_mask) + version_step + bits, std::memory_order_release);
    }
    // What a resident page has after its next change.
    [[nodiscard]] static word next_version(word w) noexcept { return (w & version_mask) + version_step + resident; }
    // Lets go of a page that was not changed: the version stays, `bits` replace the others.
    void unlock_unchanged(word bits) noexcept
    {
        word_.store((word_.load(std::memory_order_relaxed) & version_mask) + bits, std::memory_order_release);
    }
    void set_mark() noexcept { word_.fetch_or(marked, std::memory_order_relaxed); }
    void clear_mark() noexcept { word_.fetch_and(~marked, std::memory_order_relaxed); }

    // Shared latches: only ThreadSanitizer builds use them.
    [[nodiscard]] bool try_share(word& seen) noexcept
    {
        word w = word_.load(std::memory_order_relaxed);
        if (!readable(w)) return false;
        seen = w;
        return word_.compare_exchange_weak(w, w + reader_step, std::memory_order_acquire);
    }
    void unshare() noexcept { word_.fetch_sub(reader_step, std::memory_order_release); }

    static void pause(int spins) noexcept
    {
        if (spins < 64) {
#if defined(__x86_64__) || defined(__i386__)
            __builtin_ia32_pause();
#endif
        } else {
            std::this_thread::yield();
        }
    }

private:
    static constexpr word reader_step = 1U << 4, readers_mask = 0xFFF0, version_step = 1U << 16, version_mask = ~word{0xFFFF};

    std::atomic<word> word_{0};
};

}  // namespace ese::inline v1::engine
