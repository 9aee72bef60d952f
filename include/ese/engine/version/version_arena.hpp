// version_arena.hpp — bounded memory for versions: buckets from a common stock, filled by one session each.
//
// Room:   version. Uses base.
// Gives:  bucket_stock, the JET_paramMaxVerPages of an instance; version_arena, one session's place to write.
// Holds:  (1) never more than the stock's buckets exist, and a bucket is free again when its last version is given back;
//         (2) a bucket belongs to one session while it is being filled, but its versions may be given back by any thread.
// Locks:  the stock's mutex, once per bucket; who is told of high use is told without it.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/engine/base/spin_latch.hpp>
#include <ese/engine/version/version.hpp>
#include <ese/jet/durability.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

class bucket_stock {
public:
    struct bucket {
        std::atomic<std::uint32_t> holders{0};  // versions in it, and the session that fills it
        std::uint32_t used{0};                  // by the filling session only
        bucket_stock* stock{nullptr};
    };

    bucket_stock(std::uint32_t bucket_size, std::size_t buckets_max) noexcept : size_{bucket_size}, most_{buckets_max} {}
    ~bucket_stock()
    {
        for (bucket* b : all_) ::operator delete(b, std::align_val_t{bucket_align});
    }
    bucket_stock(const bucket_stock&) = delete;
    bucket_stock& operator=(const bucket_stock&) = delete;

    // Null: all buckets are in use.
    [[nodiscard]] bucket* take()
    {
        bucket* const taken = take_one();
        if (told_ && taken) tell_of_use();
        return taken;
    }
    void give_back(bucket& b) noexcept
    {
        const std::lock_guard guard{mutex_};
        free_.push_back(&b);  // reserved in take
    }
    // Told by whoever takes a bucket when more than so many are in use, and again after they were half as many. Before the
    // first is taken.
    void tell_above(std::size_t buckets, jet::callback<void(const jet::version_store_use&)> whom)
    {
        notable_ = buckets;
        told_ = std::move(whom);
    }
    [[nodiscard]] std::uint32_t bucket_size() const noexcept { return size_; }
    [[nodiscard]] std::size_t buckets_max() const noexcept { return most_; }
    [[nodiscard]] std::size_t in_use() const
    {
        const std::lock_guard guard{mutex_};
        return all_.size() - free_.size();
    }

    static constexpr std::size_t bucket_align = 64 * 1024;  // so that a version finds its bucket
    static constexpr std::uint32_t header = 64;
    static_assert(sizeof(bucket) <= header);

private:
    [[nodiscard]] bucket* take_one()
    {
        const std::lock_guard guard{mutex_};
        if (free_.empty() && all_.size() >= most_) return nullptr;
        if (free_.empty()) {
            all_.reserve(all_.size() + 1);
            free_.reserve(all_.size() + 1);
            auto* fresh = new (::operator new(size_, std::align_val_t{bucket_align})) bucket;
            fresh->stock = this;
            all_.push_back(fresh);
            free_.push_back(fresh);
        }
        bucket* const b = free_.back();
        free_.pop_back();
        b->holders.store(1, std::memory_order_relaxed);
        b->used = header;
        return b;
    }
    void tell_of_use()
    {
        const std::size_t now = in_use();
        if (now <= notable_ / 2) was_told_.store(false, std::memory_order_relaxed);
        else if (now > notable_ && !was_told_.exchange(true, std::memory_order_relaxed)) told_({now, most_});
    }

    const std::uint32_t size_;
    const std::size_t most_;
    mutable std::mutex mutex_;
    std::vector<bucket*> all_;   // under mutex_
    std::vector<bucket*> free_;  // under mutex_
    std::size_t notable_ = 0;    // like told_, constant once a bucket was taken
    jet::callback<void(const jet::version_store_use&)> told_;
    std::atomic<bool> was_told_{false};  // relaxed: a hint
};

class version_arena {
public:
    explicit version_arena(bucket_stock& stock) noexcept : stock_{stock} {}
    ~version_arena() { seal(); }
    version_arena(const version_arena&) = delete;
    version_arena& operator=(const version_arena&) = delete;

    [[nodiscard]] static std::size_t size_of(std::size_t key_size, std::size_t image_size) noexcept
    {
        return (sizeof(version) + key_size + image_size + 7) / 8 * 8;
    }
    // Room for one version; null: the stock is used up. An entry no bucket can hold is an accident.
    [[nodiscard]] bool reserve(std::size_t size)
    {
        if (size + bucket_stock::header > stock_.bucket_size()) throw failure{jet::error::version_store_entry_too_big};
        if (current_ && current_->used + size > stock_.bucket_size()) {
            if (current_->holders.load(std::memory_order_acquire) == 1) current_->used = bucket_stock::header;
            else seal();
        }
        if (!current_) current_ = stock_.take();
        return current_ != nullptr;
    }
    // Owes a reserve of at least that size.
    [[nodiscard]] version* make(bytes key, bytes image) noexcept
    {
        if (current_->holders.load(std::memory_order_acquire) == 1) current_->used = bucket_stock::header;  // all before are gone
        auto* at = reinterpret_cast<std::byte*>(current_) + current_->used;
        current_->used += static_cast<std::uint32_t>(size_of(key.size(), image.size()));
        current_->holders.fetch_add(1, std::memory_order_relaxed);
        auto* v = new (at) version{};
        v->key_size = static_cast<std::uint16_t>(key.size());
        v->image_size = static_cast<std::uint32_t>(image.size());
        copy_bytes(v->tail(), key);
        copy_bytes(v->tail() + key.size(), image);
        return v;
    }
    static void give_back(version* v) noexcept { let_go(bucket_of(v)); }
    static void give_back_first(transaction& of) noexcept { give_back(std::exchange(of.first, of.first->next_of_owner)); }

private:
    [[nodiscard]] static bucket_stock::bucket& bucket_of(version* v) noexcept
    {
        const auto address = reinterpret_cast<std::uintptr_t>(v);
        return *reinterpret_cast<bucket_stock::bucket*>(address & ~(std::uintptr_t{bucket_stock::bucket_align} - 1));
    }
    static void let_go(bucket_stock::bucket& b) noexcept
    {
        if (b.holders.fetch_sub(1, std::memory_order_acq_rel) == 1) b.stock->give_back(b);
    }
    void seal() noexcept
    {
        if (current_) let_go(*current_);
        current_ = nullptr;
    }

    bucket_stock& stock_;
    bucket_stock::bucket* current_ = nullptr;
};

}  // namespace ese::inline v1::engine
