// domain.hpp — what the sessions of one instance share: the commit clock, the snapshots in use, the versions.
//
// Room:   txn. Uses version, log, base.
// Gives:  transaction_domain; snapshot_slot, one per session.
// Holds:  (1) whoever takes a snapshot sees every commit up to it, completely, and nothing after;
//         (2) versions are settled in commit order, and only when no snapshot in use can miss them.
// Locks:  commit latch (order of commits) and slots latch, leaves, both held for a few instructions by every commit; cleanup
//         mutex (one cleaner at a time, ranks above page latches).
#pragma once

#include <ese/engine/base/spin_latch.hpp>
#include <ese/engine/log/log.hpp>
#include <ese/engine/version/version_arena.hpp>
#include <ese/engine/version/version_store.hpp>

#include <algorithm>
#include <mutex>
#include <vector>

namespace ese::inline v1::engine {

// Where a session says which snapshot it reads. Alone on its line: others look at it only when they clean up.
struct alignas(64) snapshot_slot {
    std::atomic<std::uint64_t> stamp{0};         // 0: none
    std::atomic<std::uint64_t> first_logged{0};  // of the transaction that runs; 0: nothing yet
    std::uint64_t left_at = 0;                   // the snapshot in which `left` was closed; both under the lock of whoever closes
    std::uint32_t left = 0;
};

class transaction_domain {
public:
    struct limits {
        std::uint32_t bucket_size = 32768 - 32;
        std::size_t buckets_max = 66;
    };

    explicit transaction_domain(limits l)
        : stock_{l.bucket_size, l.buckets_max}, store_{l.buckets_max * l.bucket_size / 128}
    {
    }
    ~transaction_domain()
    {
        for (transaction* t = pool_; t;) delete std::exchange(t, t->next);
        for (transaction* t = oldest_; t;) delete std::exchange(t, t->next);
    }
    transaction_domain(const transaction_domain&) = delete;
    transaction_domain& operator=(const transaction_domain&) = delete;

    [[nodiscard]] version_store& versions() noexcept { return store_; }
    [[nodiscard]] bucket_stock& stock() noexcept { return stock_; }
    // From now on transactions are logged; ids below `next_id` were used in it.
    void attach_log(log& where, std::uint32_t next_id) noexcept
    {
        log_ = &where;
        next_log_id_.store(next_id, std::memory_order_relaxed);
    }
    [[nodiscard]] log* journal() const noexcept { return log_; }
    // Gives the transaction its number in the log, before its first record.
    void enter_log(transaction& t, snapshot_slot& slot) noexcept
    {
        t.first_logged = log_->end().value();
        slot.first_logged.store(t.first_logged, std::memory_order_release);
        t.log_id = next_log_id_.fetch_add(1, std::memory_order_relaxed);
    }
    // The log is needed from there on to undo what runs and to settle what was committed.
    [[nodiscard]] lsn oldest_logged(lsn otherwise) const noexcept
    {
        std::uint64_t oldest = otherwise.value();
        {
            const std::lock_guard guard{slots_latch_};
            for (const snapshot_slot* slot : slots_)
                if (const std::uint64_t at = slot->first_logged.load(std::memory_order_acquire); at != 0) oldest = std::min(oldest, at);
        }
        const std::lock_guard guard{commit_latch_};
        for (const transaction* t = oldest_; t; t = t->next)
            if (t->first_logged != 0) oldest = std::min(oldest, t->first_logged);
        return lsn{oldest};
    }

    [[nodiscard]] stamp now() const noexcept { return stamp{clock_.load(std::memory_order_acquire)}; }

    void enroll(snapshot_slot& slot)
    {
        const std::lock_guard guard{slots_latch_};
        slots_.push_back(&slot);
    }
    void dismiss(snapshot_slot& slot) noexcept
    {
        const std::lock_guard guard{slots_latch_};
        std::erase(slots_, &slot);
    }

    // What sessions closed in a transaction that still runs, and may have to undo changes there: a bit each.
    [[nodiscard]] std::uint32_t left_in_transactions() const noexcept
    {
        std::uint32_t all = 0;
        const std::lock_guard guard{slots_latch_};
        for (const snapshot_slot* slot : slots_)
            if (slot->left_at != 0 && slot->stamp.load(std::memory_order_acquire) == slot->left_at) all |= slot->left;
        return all;
    }

    // Publishes the snapshot before relying on it: if the clock still stands, no cleaner can have overlooked the slot.
    stamp take_snapshot(snapshot_slot& slot) const noexcept
    {
        std::uint64_t at = clock_.load(std::memory_order_acquire);
        for (;;) {
            slot.stamp.store(at, std::memory_order_seq_cst);
            const std::uint64_t again = clock_.load(std::memory_order_seq_cst);
            if (again == at) return stamp{at};
            at = again;
        }
    }
    static void drop_snapshot(snapshot_slot& slot) noexcept { slot.stamp.store(0, std::memory_order_release); }

    [[nodiscard]] transaction* open_transaction()
    {
        {
            const std::lock_guard guard{commit_latch_};
            if (pool_) {
                transaction* const t = std::exchange(pool_, pool_->next);
                t->next = nullptr;
                return t;
            }
        }
        return new transaction;
    }
    // All its versions become visible at once, to snapshots taken from now on.
    stamp publish(transaction& t) noexcept
    {
        const std::lock_guard guard{commit_latch_};
        const std::uint64_t at = clock_.load(std::memory_order_relaxed) + 1;
        t.committed.store(at, std::memory_order_release);
        clock_.store(at, std::memory_order_seq_cst);
        (newest_ ? newest_->next : oldest_) = &t;
        newest_ = &t;
        return stamp{at};
    }
    // Without versions or actions: nobody refers to it any more.
    void recycle(transaction& t) noexcept
    {
        t.reset();
        const std::lock_guard guard{commit_latch_};
        t.next = std::exchange(pool_, &t);
    }

    // Nothing committed at or before this is missed by anybody.
    [[nodiscard]] std::uint64_t oldest_snapshot() const noexcept
    {
        std::uint64_t oldest = clock_.load(std::memory_order_seq_cst);
        const std::lock_guard guard{slots_latch_};
        for (const snapshot_slot* slot : slots_) {
            const std::uint64_t at = slot->stamp.load(std::memory_order_seq_cst);
            if (at != 0) oldest = std::min(oldest, at);
        }
        return oldest;
    }

    // Settles committed versions that no snapshot needs, oldest first, up to `most` of them. Returns when somebody else is
    // at it. An accident (a page that cannot be read) leaves the rest for later and is passed on.
    void clean_up(std::size_t most)
    {
        std::unique_lock guard{cleanup_mutex_, std::try_to_lock};
        if (guard) settle_up_to(oldest_snapshot(), most);
    }
    // Waits for its turn and settles whatever can be.
    void clean_up_all()
    {
        const std::lock_guard guard{cleanup_mutex_};
        settle_up_to(oldest_snapshot(), ~std::size_t{0});
    }
    [[nodiscard]] bool anything_unsettled() const noexcept
    {
        const std::lock_guard guard{commit_latch_};
        return oldest_ != nullptr;
    }
    void forget_everything() noexcept  // the databases are given up as they are: versions go, pages stay
    {
        const std::lock_guard guard{cleanup_mutex_};
        while (transaction* t = head()) {
            for (; t->first; version_arena::give_back_first(*t)) (void)store_.unlink(*t->first);
            t->actions.clear();
            pop(*t);
        }
    }

private:
    [[nodiscard]] transaction* head() const noexcept
    {
        const std::lock_guard guard{commit_latch_};
        return oldest_;
    }
    // The head is done with; the next one.
    transaction* pop(transaction& t) noexcept
    {
        const std::lock_guard guard{commit_latch_};
        oldest_ = t.next;
        if (!oldest_) newest_ = nullptr;
        t.reset();
        t.next = std::exchange(pool_, &t);
        return oldest_;
    }
    void settle_up_to(std::uint64_t horizon, std::size_t most)
    {
        transaction* t = head();
        for (std::size_t done = 0; done < most && t && t->committed.load(std::memory_order_relaxed) <= horizon;) {
            while (t->first && done < most) done += t->first->home->settle(*t, most - done);
            if (t->first) return;
            while (!t->actions.empty()) {
                t->actions.back()->settled();
                t->actions.pop_back();
            }
            t = pop(*t);
        }
    }

    log* log_ = nullptr;
    std::atomic<std::uint32_t> next_log_id_{1};
    bucket_stock stock_;
    version_store store_;
    alignas(64) std::atomic<std::uint64_t> clock_{1};

    mutable spin_latch commit_latch_;
    transaction* oldest_ = nullptr;  // committed, not settled; under commit_latch_
    transaction* newest_ = nullptr;  // under commit_latch_
    transaction* pool_ = nullptr;    // under commit_latch_

    std::mutex cleanup_mutex_;
    mutable spin_latch slots_latch_;
    std::vector<const snapshot_slot*> slots_;  // under slots_latch_
};

}  // namespace ese::inline v1::engine
