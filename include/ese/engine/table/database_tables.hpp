// database_tables.hpp — the tables of one database that have been opened so far.
//
// Room:   table. Uses catalog.
// Gives:  database_tables: one table_core per table, found by object id or by name.
// Holds:  a table's descriptor stays once made: its first making saw everything there was, later changes go through it.
// Locks:  own mutex; the catalog is read while it is held.
#pragma once

#include <ese/engine/table/table.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

namespace ese::inline v1::engine {

class database_tables {
public:
    explicit database_tables(const database_parts& parts) : parts_{parts} {}
    database_tables(const database_tables&) = delete;
    database_tables& operator=(const database_tables&) = delete;

    [[nodiscard]] const database_parts& parts() const noexcept { return parts_; }

    // The table of that name, if the view sees one.
    [[nodiscard]] std::shared_ptr<table_core> find(view v, std::string_view name)
    {
        const std::optional<found_table> there = parts_.names.find_table(v, name);
        return there ? of(v, there->object) : nullptr;
    }
    // A table whose descriptor exists already.
    [[nodiscard]] std::shared_ptr<table_core> known(object_id object) const
    {
        const std::lock_guard lock{mutex_};
        const auto at = tables_.find(object);
        return at != tables_.end() ? at->second : nullptr;
    }
    [[nodiscard]] std::shared_ptr<table_core> of(view v, object_id object)
    {
        const std::lock_guard lock{mutex_};
        std::shared_ptr<table_core>& slot = tables_[object];
        if (!slot) slot = std::make_shared<table_core>(parts_, std::make_shared<const table_schema>(parts_.names.read_table(v, object)));
        return slot;
    }

private:
    const database_parts parts_;
    mutable std::mutex mutex_;
    std::map<object_id, std::shared_ptr<table_core>> tables_;   // under mutex_
};

}  // namespace ese::inline v1::engine
