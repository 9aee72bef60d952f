// table.hpp — the part of a table all its cursors share: its trees, its counters, who has it open.
//
// Room:   table. Uses catalog, txn, space, record. Knows trees and counters; knows nothing of cursors or updates.
// Gives:  table_core.
// Holds:  (1) there is one per table and database, from the first open until the database is closed;
//         (2) whoever writes rows holds the gate shared from its first to its last tree; whoever adds or removes a physical
//             index holds it alone. So no row is ever written past an index;
//         (3) trees that go stay here, unused, because versions may still name them.
// Locks:  gate, above every latch; the mutexes of parts are leaves.
#pragma once

#include <ese/engine/table/autoincrement.hpp>
#include <ese/engine/table/long_value_tree.hpp>
#include <ese/engine/table/open_modes.hpp>
#include <ese/engine/table/physical_index.hpp>
#include <ese/engine/table/row_gate.hpp>
#include <ese/engine/table/schema_cache.hpp>

#include <ese/jet/limits.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <vector>

namespace ese::inline v1::engine {

class table_core {
public:
    using index_list = std::vector<std::shared_ptr<physical_index>>;

    table_core(const database_parts& parts, std::shared_ptr<const table_schema> schema);
    table_core(const table_core&) = delete;
    table_core& operator=(const table_core&) = delete;

    [[nodiscard]] const database_parts& parts() const noexcept { return parts_; }
    [[nodiscard]] object_id object() const noexcept { return object_; }
    [[nodiscard]] page_no root() noexcept { return primary_.root(); }
    [[nodiscard]] open_modes& modes() noexcept { return modes_; }
    [[nodiscard]] schema_cache& schemas() noexcept { return schemas_; }
    [[nodiscard]] stored_tree& primary() noexcept { return primary_; }

    // Physical indexes. The list is read with the gate held; its version changes whenever it does.
    [[nodiscard]] row_gate& gate() noexcept { return gate_; }
    [[nodiscard]] std::uint64_t index_version() const noexcept { return index_version_.load(std::memory_order_relaxed); }
    [[nodiscard]] const index_list& indexes() const noexcept { return indexes_; }
    [[nodiscard]] std::shared_ptr<physical_index> find_index(object_id object);
    void add_index(std::shared_ptr<physical_index> index);           // gate held alone
    void remove_index(const physical_index& index) noexcept;         // gate held alone

    // The long-value tree; null as long as there is none.
    [[nodiscard]] long_value_tree* long_values() const noexcept { return long_values_.load(std::memory_order_acquire); }
    void set_long_values(page_no root, object_id object, std::uint32_t chunk);
    void drop_long_values() noexcept;

    // Writers with changes not yet committed, and the last commit of any.
    void note_writer(session& by);
    [[nodiscard]] bool written_behind(view v) const noexcept { return v.snapshot.value() < last_write_.load(); }

    // Counters never go back: a value drawn is gone, whatever becomes of the row.
    [[nodiscard]] std::uint32_t next_row_id();
    template <class FindHighest>
    [[nodiscard]] std::optional<std::uint64_t> next_autoincrement(std::uint64_t most, FindHighest&& find_highest);
    // Somebody said the number himself: what is drawn from now on is above it.
    template <class FindHighest>
    void pass_autoincrement(std::uint64_t used, FindHighest&& find_highest);
    void raise_autoincrement(std::uint64_t used);

    // The session whose uncommitted transaction gave the table its primary index; others must not write meanwhile, nor
    // those whose snapshot is older than the commit.
    std::atomic<const session*> primary_maker{nullptr};
    std::atomic<std::uint64_t> primary_since{0};                     // stamp
    // The session that created the table and has not committed; likewise its tree of long values.
    std::atomic<const session*> creator{nullptr};
    std::atomic<const session*> long_value_maker{nullptr};
    std::mutex long_value_making;                                    // one at a time
    // Nobody touches the trees any more after this; versions of their rows are forgotten.
    void drop_trees() noexcept;

    // Trees that take their pages from this table and are still on disk. Destroying gives the pages back; what fails on
    // the way is tried again, at last when the database is closed.
    // Tells the log that a tree is to be destroyed once the transaction is settled: one child, or all and the table. Only of
    // what the transaction commits: recovery destroys what it is told of, and an inner level may have been rolled back.
    void log_drop(session& by, page_no child);
    void log_drop(session& by);
    void add_child(page_no root);
    void destroy_child(page_no root) noexcept;
    void destroy() noexcept;                                         // the children, then the table itself

private:
    class writer_note final : public transaction_action {
    public:
        writer_note(table_core& table, const session& by) : table_{table}, by_{by} {}
        void undo() noexcept override { table_.modes_.forget_writer(by_); }
        void committed(stamp at) noexcept override
        {
            std::uint64_t seen = table_.last_write_.load();
            while (seen < at.value() && !table_.last_write_.compare_exchange_weak(seen, at.value())) {}
            table_.modes_.forget_writer(by_);
        }

    private:
        table_core& table_;
        const session& by_;
    };

    const database_parts& parts_;
    const object_id object_;
    open_modes modes_;
    schema_cache schemas_;
    stored_tree primary_;

    row_gate gate_;
    index_list indexes_;                                             // under gate_
    index_list removed_;                                             // under gate_; kept for those who still point to them
    std::atomic<std::uint64_t> index_version_{1};                    // changed under gate_

    std::mutex long_values_mutex_;
    std::vector<std::unique_ptr<long_value_tree>> long_value_trees_; // under long_values_mutex_; the last one may be in use
    std::atomic<long_value_tree*> long_values_{nullptr};             // release in set, acquire in get

    std::mutex children_mutex_;
    std::vector<page_no> children_;                                  // under children_mutex_

    std::atomic<std::uint64_t> last_write_{0};                       // stamp

    std::mutex counters_mutex_;
    std::uint32_t next_row_id_ = 0;                                  // under counters_mutex_, as is the next; 0: not looked up
    std::uint64_t next_autoincrement_ = 0;
    std::uint64_t reserved_autoincrement_ = 0;                       // the stored counter, where there is one

    template <class FindHighest>
    void know_autoincrement(FindHighest&& find_highest);             // under counters_mutex_
    void reserve_autoincrement();
};

inline table_core::table_core(const database_parts& parts, std::shared_ptr<const table_schema> schema)
    : parts_{parts}, object_{schema->object}, schemas_{parts.names, schema->object, schema},
      primary_{parts, {schema->root, schema->object, 0}}
{
    const std::shared_ptr<const row_layout> columns{schema, &schema->columns};
    for (const index_schema& index : schema->indexes) indexes_.push_back(std::make_shared<physical_index>(parts, index, columns));
    removed_.reserve(indexes_.size());
    for (const index_schema& index : schema->indexes) children_.push_back(index.root);
    if (schema->long_values_root) children_.push_back(schema->long_values_root);
    if (schema->long_values_root) set_long_values(schema->long_values_root, schema->long_values_object, schema->chunk_size);
}

inline std::shared_ptr<physical_index> table_core::find_index(object_id object)
{
    const std::shared_lock lock{gate_};
    for (const auto& index : indexes_)
        if (index->object() == object) return index;
    return nullptr;
}

inline void table_core::add_index(std::shared_ptr<physical_index> index)
{
    removed_.reserve(removed_.size() + indexes_.size() + 1);
    indexes_.push_back(std::move(index));
    index_version_.fetch_add(1, std::memory_order_relaxed);
}

inline void table_core::remove_index(const physical_index& index) noexcept
{
    const auto at = std::find_if(indexes_.begin(), indexes_.end(), [&](const auto& i) { return i.get() == &index; });
    if (at == indexes_.end()) return;
    (*at)->tree()->drop();
    removed_.push_back(std::move(*at));   // room was reserved when an index came
    indexes_.erase(at);
    index_version_.fetch_add(1, std::memory_order_relaxed);
}

inline void table_core::set_long_values(page_no root, object_id object, std::uint32_t chunk)
{
    const std::lock_guard lock{long_values_mutex_};
    long_value_trees_.push_back(std::make_unique<long_value_tree>(parts_, tree_shape{root, object, page_flag::long_value}, chunk));
    long_values_.store(long_value_trees_.back().get(), std::memory_order_release);
}

inline void table_core::drop_long_values() noexcept
{
    if (long_value_tree* tree = long_values_.exchange(nullptr)) tree->tree()->drop();
}

inline void table_core::note_writer(session& by)
{
    auto note = std::make_unique<writer_note>(*this, by);
    if (!modes_.note_writer(by)) return;
    try {
        by.add_action(std::move(note));
    } catch (...) {
        modes_.forget_writer(by);
        throw;
    }
}

inline std::uint32_t table_core::next_row_id()
{
    const std::lock_guard lock{counters_mutex_};
    if (next_row_id_ == 0) {
        key_buffer last;
        const bool any = primary_->last_sort(last);
        if (any && last.size() != 4) throw failure{jet::error::database_corrupted};
        next_row_id_ = any ? load_be<std::uint32_t>(last.data()) + 1 : 1;
    }
    if (next_row_id_ > jet::autoincrement_32_max) throw failure{jet::error::out_of_sequential_index_values};
    return next_row_id_++;
}

template <class FindHighest>
std::optional<std::uint64_t> table_core::next_autoincrement(std::uint64_t most, FindHighest&& find_highest)
{
    const std::lock_guard lock{counters_mutex_};
    know_autoincrement(find_highest);
    if (next_autoincrement_ > most) return std::nullopt;
    reserve_autoincrement();
    return next_autoincrement_++;
}

inline void table_core::reserve_autoincrement()
{
    static constexpr std::uint64_t batch = 64;
    if (next_autoincrement_ <= reserved_autoincrement_) return;
    stored_counter::raise(primary_->plain(), next_autoincrement_ + batch - 1);
    reserved_autoincrement_ = next_autoincrement_ + batch - 1;
}

template <class FindHighest>
void table_core::know_autoincrement(FindHighest&& find_highest)
{
    if (next_autoincrement_ != 0) return;
    const auto stored = stored_counter::read(primary_->plain());
    next_autoincrement_ = (stored ? *stored : find_highest()) + 1;
    reserved_autoincrement_ = stored ? *stored : ~std::uint64_t{0};
}

template <class FindHighest>
void table_core::pass_autoincrement(std::uint64_t used, FindHighest&& find_highest)
{
    {
        const std::lock_guard lock{counters_mutex_};
        know_autoincrement(find_highest);
    }
    raise_autoincrement(used);
}

inline void table_core::raise_autoincrement(std::uint64_t used)
{
    const std::lock_guard lock{counters_mutex_};
    if (used < next_autoincrement_) return;
    next_autoincrement_ = used + 1;
    stored_counter::raise(primary_->plain(), used);
}

inline void table_core::drop_trees() noexcept
{
    const std::unique_lock lock{gate_};
    primary_->drop();
    for (const auto& index : indexes_) index->tree()->drop();
    drop_long_values();
}

// Recovery finishes what the actions of a committed transaction did not come to.
inline void table_core::log_drop(session& by, page_no child)
{
    std::array<std::byte, 12> note;
    const std::uint32_t transaction = by.logged_as();
    store_le(note.data(), transaction);
    store_le(note.data() + 4, child.value());
    store_le(note.data() + 8, child == root() ? space_manager::database_root.value() : root().value());
    if (transaction != 0) parts_.file.log_note(note_kind::dropping, note);
}

inline void table_core::log_drop(session& by)
{
    std::vector<page_no> all;
    {
        const std::lock_guard lock{children_mutex_};
        all = children_;
    }
    all.push_back(root());
    for (const page_no one : all) log_drop(by, one);
}

inline void table_core::add_child(page_no root)
{
    const std::lock_guard lock{children_mutex_};
    children_.push_back(root);
}

inline void table_core::destroy_child(page_no root) noexcept
{
    {
        const std::lock_guard lock{children_mutex_};
        if (std::erase(children_, root) == 0) return;
    }
    try {
        parts_.space.destroy_in_time(root, this->root());
    } catch (...) {    // no memory to remember it
    }
}

inline void table_core::destroy() noexcept
{
    std::vector<page_no> left;
    {
        const std::lock_guard lock{children_mutex_};
        left.swap(children_);
    }
    try {
        for (const page_no child : left) parts_.space.destroy_in_time(child, root());
        parts_.space.destroy_in_time(root(), space_manager::database_root);
    } catch (...) {
    }
}

}  // namespace ese::inline v1::engine
