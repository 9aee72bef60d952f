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
#include <utility>

namespace ese::inline v1::engine {

class version_store {
public:
    // Few chains on purpose: every change looks for one, and a table that stays in the processor's cache is worth up to four
    // versions a chain when the store is full.
    explicit version_store(std::size_t versions_most)
        : mask_{std::bit_ceil(std::clamp<std::size_t>(versions_most / 4, 1024, std::size_t{1} << 18)) - 1},
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

    // How a writer with this view stands towards the newest changes of the key. `mine` keeps all others away, so what lies below
    // was looked at before; those who add keep only others than adders away, those who share only others than sharers.
    enum class standing { free, mine, conflict };
    [[nodiscard]] standing look(const version_home& home, bytes key, std::uint64_t hash, const view& as) const noexcept
    {
        version* claim = nullptr;
        return look(home, key, hash, as, claim);
    }
    // And the writer's own claim, if that is the newest of the key and has the image for a change.
    [[nodiscard]] standing look(const version_home& home, bytes key, std::uint64_t hash, const view& as, version*& claim) const noexcept
    {
        const std::lock_guard guard{latch_of(hash)};
        version* const first = newest(home, key, hash);
        if (first && first->owner == as.mine && first->kind == change::locked && first->image_size != 0) claim = first;
        for (const version* v = first; v; v = same_key(v->older, home, key, hash)) {
            if (v->owner == as.mine && !side_by_side(v->kind)) return standing::mine;
            if (!as.sees(*v->owner)) return standing::conflict;
            if (!side_by_side(v->kind)) return standing::free;
        }
        return standing::free;
    }
    // The same for one who adds: he stands beside others who add to a number of the same size.
    [[nodiscard]] standing look_to_add(const version_home& home, bytes key, std::uint64_t hash, const view& as, std::size_t image_size) const noexcept
    {
        const std::lock_guard guard{latch_of(hash)};
        for (const version* v = newest(home, key, hash); v; v = same_key(v->older, home, key, hash)) {
            const bool beside = v->kind == change::added && v->image_size == image_size;
            if (v->owner == as.mine && (beside || !side_by_side(v->kind))) return standing::mine;
            if (!beside && !as.sees(*v->owner)) return standing::conflict;
            if (!beside && !side_by_side(v->kind)) return standing::free;
        }
        return standing::free;
    }
    // The same for one who wants the key unchanged: he stands beside others who want that. `mine`: it is claimed already.
    [[nodiscard]] standing look_to_share(const version_home& home, bytes key, std::uint64_t hash, const view& as) const noexcept
    {
        const std::lock_guard guard{latch_of(hash)};
        for (const version* v = newest(home, key, hash); v; v = same_key(v->older, home, key, hash)) {
            if (v->owner == as.mine && v->kind != change::added) return standing::mine;
            if (v->kind == change::shared) continue;
            if (!as.sees(*v->owner)) return standing::conflict;
            if (v->kind != change::added) return standing::free;
        }
        return standing::free;
    }

    void link(version& v) noexcept
    {
        const std::lock_guard guard{latch_of(v.hash)};
        version*& head = heads_[v.hash & mask_];
        v.older = head;
        if (head) head->newer = &v;
        head = &v;
    }
    // True if that was the key's last version. One that is in no chain any more, after an undo that failed, stays so.
    bool unlink(version& v) noexcept
    {
        const std::lock_guard guard{latch_of(v.hash)};
        version*& head = heads_[v.hash & mask_];
        if (v.newer || head == &v) {
            (v.newer ? v.newer->older : head) = v.older;
            if (v.older) v.older->newer = v.newer;
            v.newer = v.older = nullptr;
        }
        return newest(*v.home, v.key(), v.hash) == nullptr;
    }
    void replaces(version& claim) noexcept  // what was only claimed is changed now
    {
        const std::lock_guard guard{latch_of(claim.hash)};
        claim.kind = change::replaced;
    }
    // The key changed without a version: what the writer's claim has of it is not what a change would replace.
    void forget_claimed(const version_home& home, bytes key, std::uint64_t hash, const view& as) noexcept
    {
        version* claim = nullptr;
        if (look(home, key, hash, as, claim) == standing::mine && claim) claim_only(*claim);
    }
    void claim_only(version& v) noexcept  // what it changed was undone
    {
        const std::lock_guard guard{latch_of(v.hash)};
        if (!side_by_side(v.kind)) v.kind = change::locked;    // others may stand beside it: it must not look as if it kept them away
        v.image_size = 0;
        v.page_version = 0;    // the change that was to give the page its next version may not have been made
    }

    // From the state on the page back to what the view sees. `data` has the page's data and gets the seen one.
    // False: the view sees no such entry.
    template <class Buffer>
    [[nodiscard]] bool seen(const version_home& home, bytes key, const view& as, bool there, Buffer& data) const
    {
        const std::uint64_t hash = hash_of(home, key);
        const std::lock_guard guard{latch_of(hash)};
        const version* image = nullptr;    // copied when it is known to be the one
        const auto copy = [&] {
            if (const version* const from = std::exchange(image, nullptr)) data.assign(from->image());
        };
        for (const version* v = newest(home, key, hash); v; v = same_key(v->older, home, key, hash)) {
            const bool seen_already = as.sees(*v->owner);
            if (seen_already && v->kind != change::added) break;    // and whatever lies below
            if (seen_already) continue;
            switch (v->kind) {
            case change::inserted: there = false; break;
            case change::revived: there = false; image = v; break;
            case change::replaced: there = true; image = v; break;
            case change::erased: there = true; break;
            case change::locked:
            case change::shared: break;
            case change::added:
                copy();
                (void)addition::apply(data.span(), v->image(), addition::direction::back);
                break;
            }
        }
        if (there) copy();
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
