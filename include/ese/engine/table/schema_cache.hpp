// schema_cache.hpp — the columns and indexes of a table as each snapshot sees them.
//
// Room:   table. Uses catalog, txn.
// Gives:  schema_cache: version, choose, begin_change.
// Holds:  (1) the shared schema is what everyone sees whose snapshot is not older than the last committed change and who
//             has no change of his own; everyone else reads the catalog through his own view;
//         (2) version() differs after every change, commit and rollback, so comparing it tells whether a schema is fresh.
// Locks:  own mutex; the catalog is read while it is held.
#pragma once

#include <ese/engine/catalog/catalog.hpp>
#include <ese/engine/catalog/table_schema.hpp>
#include <ese/engine/txn/session.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace ese::inline v1::engine {

class schema_cache {
public:
    using schema = std::shared_ptr<const table_schema>;
    struct choice {
        schema what;
        bool shared = false;   // good for as long as version() stays; otherwise for this snapshot only
    };

    schema_cache(catalog& names, object_id object, schema first) : names_{names}, object_{object}, newest_{std::move(first)} {}

    [[nodiscard]] std::uint64_t version() const noexcept { return version_.load(std::memory_order_relaxed); }
    [[nodiscard]] choice choose(const session& by, view v);
    // The session is about to change the table's definition; ends by itself with the transaction or its rollback.
    void begin_change(session& by);
    [[nodiscard]] bool changed_by_others(const session& by) const;
    // A snapshot older than this does not know the table as it is now.
    [[nodiscard]] bool is_older_than_last_change(view v) const;
    // Some things change for all at once, without regard to snapshots.
    void forget();

private:
    class change final : public transaction_action {
    public:
        change(schema_cache& cache, const session& by) : cache_{cache}, by_{by} {}
        void undo() noexcept override { cache_.end_change(by_, {}); }
        void committed(stamp at) noexcept override { cache_.end_change(by_, at); }

    private:
        schema_cache& cache_;
        const session& by_;
    };
    void end_change(const session& by, stamp committed_at) noexcept;
    void bump() noexcept { version_.fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] schema read(view v) { return std::make_shared<const table_schema>(names_.read_table(v, object_)); }

    catalog& names_;
    const object_id object_;
    std::atomic<std::uint64_t> version_{1};   // changed under mutex_, looked at by anyone
    mutable std::mutex mutex_;
    schema newest_;                           // under mutex_; empty: to be read again
    stamp last_change_{};                     // under mutex_
    std::vector<const session*> changing_;    // under mutex_; once per change not yet committed
};

inline schema_cache::choice schema_cache::choose(const session& by, view v)
{
    const std::lock_guard lock{mutex_};
    const bool own = std::find(changing_.begin(), changing_.end(), &by) != changing_.end();
    if (own || v.snapshot < last_change_) return {read(v), false};
    if (!newest_) newest_ = read(v);
    return {newest_, true};
}

inline void schema_cache::begin_change(session& by)
{
    auto action = std::make_unique<change>(*this, by);
    {
        const std::lock_guard lock{mutex_};
        changing_.push_back(&by);
        bump();
    }
    try {
        by.add_action(std::move(action));
    } catch (...) {
        end_change(by, {});
        throw;
    }
}

inline void schema_cache::end_change(const session& by, stamp committed_at) noexcept
{
    const std::lock_guard lock{mutex_};
    if (const auto at = std::find(changing_.begin(), changing_.end(), &by); at != changing_.end()) changing_.erase(at);
    if (committed_at) {
        newest_.reset();
        last_change_ = std::max(last_change_, committed_at);
    }
    bump();
}

inline bool schema_cache::changed_by_others(const session& by) const
{
    const std::lock_guard lock{mutex_};
    return std::any_of(changing_.begin(), changing_.end(), [&](const session* s) { return s != &by; });
}

inline bool schema_cache::is_older_than_last_change(view v) const
{
    const std::lock_guard lock{mutex_};
    return v.snapshot < last_change_;
}

inline void schema_cache::forget()
{
    const std::lock_guard lock{mutex_};
    newest_.reset();
    bump();
}

}  // namespace ese::inline v1::engine
