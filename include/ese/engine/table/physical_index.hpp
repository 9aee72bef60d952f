// physical_index.hpp — a secondary index as it lies on disk, whoever may see it.
//
// Room:   table. Uses txn, catalog, record.
// Gives:  physical_index.
// Holds:  (1) every change of a row reaches every physical index of its table, also those another session has made or
//             removed and not yet committed;
//         (2) it keeps the columns as they were when it was made, so that writers who do not see newer columns yet still
//             build its keys;
//         (3) it lives as long as its table's descriptor, because versions and cursors may still point to it.
#pragma once

#include <ese/engine/table/stored_tree.hpp>

#include <ese/engine/catalog/table_schema.hpp>
#include <ese/engine/record/index_definition.hpp>

#include <algorithm>
#include <atomic>
#include <memory>

namespace ese::inline v1::engine {

class physical_index {
public:
    physical_index(const database_parts& of, const index_schema& index, std::shared_ptr<const row_layout> columns)
        : definition_{index.definition}, object_{index.object}, columns_{std::move(columns)},
          tree_{of, {index.root, index.object, tree_kind(index.definition)}}
    {
    }

    [[nodiscard]] static std::uint32_t tree_kind(const index_definition& index) noexcept
    {
        return page_flag::index | (index.has(index_flag::unique) ? 0 : page_flag::non_unique);
    }

    [[nodiscard]] object_id object() const noexcept { return object_; }
    [[nodiscard]] const index_definition& definition() const noexcept { return definition_; }
    [[nodiscard]] const row_layout& columns() const noexcept { return *columns_; }
    [[nodiscard]] stored_tree& tree() noexcept { return tree_; }
    [[nodiscard]] bool unique() const noexcept { return definition_.has(index_flag::unique); }
    [[nodiscard]] bool depends_on(std::uint32_t column) const noexcept
    {
        const auto same = [&](const auto& part) { return part.column_id == column; };
        return std::any_of(definition_.columns.begin(), definition_.columns.end(), same) ||
               std::any_of(definition_.conditions.begin(), definition_.conditions.end(), same);
    }

    // Cursors that have it as their current index. A removal marks it first, so that no new one comes.
    [[nodiscard]] bool enter() noexcept
    {
        users_.fetch_add(1);
        if (!leaving_.load()) return true;
        leave();
        return false;
    }
    void leave() noexcept { users_.fetch_sub(1); }
    [[nodiscard]] bool begin_removal() noexcept
    {
        if (leaving_.exchange(true)) return false;
        if (users_.load() == 0) return true;
        leaving_.store(false);
        return false;
    }
    void end_removal() noexcept { leaving_.store(false); }
    [[nodiscard]] bool is_leaving() const noexcept { return leaving_.load(); }

private:
    const index_definition definition_;
    const object_id object_;
    const std::shared_ptr<const row_layout> columns_;
    stored_tree tree_;
    std::atomic<int> users_{0};
    std::atomic<bool> leaving_{false};     // removed by a transaction that has not committed
};

}  // namespace ese::inline v1::engine
