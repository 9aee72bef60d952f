// version_store.hpp — the chains of versions, found by tree and key.
//
// Room:   version. Uses base.
// Gives:  version_store: link, unlink, newest, and what a reader sees of a key whose page says "look here".
// Holds:  a key has a chain exactly as long as its node on the page carries the flag `versioned` (the flag may outlive the
//         chain by a moment, never the other way round).
// Locks:  one latch per group of chains, taken while the node's page is latched or being read optimistically.
#pragma once

#include <ese/engine/base/small_bytes.hpp>
#include <ese/engine/base/spin_latch.hpp>
#include <ese/engine/version/version.hpp>

#include <array>
#include <bit>
#include <memory>
#include <mutex>

namespace ese::inline v1::engine {

class version_store {
public:
    explicit version_store(std::size_t versions_expected)
        : mask_{std::bit_ceil(std::clamp<std::size_t>(versions_expected, 1024, std::size_t{1} << 20)) - 1},
          heads_{std::make_unique<version*[]>(mask_ + 1)}
    {
    }

    [[nodiscard]] static std::uint64_t hash_of(const version_home& home, bytes key) noexcept
    {
        std::uint64_t h = reinterpret_cast<std::uintptr_t>(&home) * 0x9E3779B97F4A7C15U ^ key.size();
        while (key.size() >= 8) {
            h = mix(h ^ load_le<std::uint64_t>(key.data()));
            key = key.subspan(8);
        }
        std::array<std::byte, 8> rest{};
        copy_bytes(rest.data(), key);
        return mix(h ^ load_le<std::uint64_t>(rest.data()));
    }

    // How a writer with this view stands towards the newest change of the key.
    enum class standing { free, mine, conflict };
    [[nodiscard]] standing look(const version_home& home, bytes key, std::uint64_t hash, const view& as) const noexcept
    {
        const std::lock_guard guard{latch_of(hash)};
        const version* const v = newest(home, key, hash);
        if (!v) return standing::free;
        if (v->owner == as.mine) return standing::mine;
        return as.sees(*v->owner) ? standing::free : standing::conflict;
    }

    void link(version& v) noexcept
    {
        const std::lock_guard guard{latch_of(v.hash)};
        version*& head = heads_[v.hash & mask_];
        v.older = head;
        head = &v;
    }
    // True if that was the key's last version. One that is in no chain any more, after an undo that failed, stays so.
    bool unlink(version& v) noexcept
    {
        const std::lock_guard guard{latch_of(v.hash)};
        version** at = &heads_[v.hash & mask_];
        while (*at && *at != &v) at = &(*at)->older;
        if (*at) *at = v.older;
        return newest(*v.home, v.key(), v.hash) == nullptr;
    }
    void claim_only(version& v) noexcept  // what it changed was undone
    {
        const std::lock_guard guard{latch_of(v.hash)};
        v.kind = change::locked;
        v.image_size = 0;
    }

    // From the state on the page back to what the view sees. `data` has the page's data and gets the seen one.
    // False: the view sees no such entry.
    template <class Buffer>
    [[nodiscard]] bool seen(const version_home& home, bytes key, const view& as, bool there, Buffer& data) const
    {
        const std::uint64_t hash = hash_of(home, key);
        const std::lock_guard guard{latch_of(hash)};
        const version* image = nullptr;
        for (const version* v = newest(home, key, hash); v && !as.sees(*v->owner); v = same_key(v->older, home, key, hash)) {
            switch (v->kind) {
            case change::inserted: there = false; break;
            case change::revived: there = false; image = v; break;
            case change::replaced: there = true; image = v; break;
            case change::erased: there = true; break;
            case change::locked: break;
            }
        }
        if (there && image) data.assign(image->image());
        return there;
    }

private:
    [[nodiscard]] static std::uint64_t mix(std::uint64_t h) noexcept
    {
        h *= 0xD6E8FEB86659FD93U;
        return h ^ h >> 32;
    }
    [[nodiscard]] spin_latch& latch_of(std::uint64_t hash) const noexcept { return latches_[hash & (latches_.size() - 1)]; }
    [[nodiscard]] version* newest(const version_home& home, bytes key, std::uint64_t hash) const noexcept
    {
        return same_key(heads_[hash & mask_], home, key, hash);
    }
    [[nodiscard]] static version* same_key(version* v, const version_home& home, bytes key, std::uint64_t hash) noexcept
    {
        while (v && !(v->hash == hash && v->home == &home && equal(v->key(), key))) v = v->older;
        return v;
    }

    const std::size_t mask_;
    std::unique_ptr<version*[]> heads_;                  // each under the latch of its hash
    mutable std::array<spin_latch, 64> latches_;         // chains outnumber them: the low bits of a hash choose both
};

}  // namespace ese::inline v1::engine
