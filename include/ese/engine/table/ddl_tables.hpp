// ddl_tables.hpp — tables made, opened, renamed and deleted.
//
// Room:   table. Uses catalog, space, txn.
// Gives:  open_table, create_table, delete_table, rename_table, describe.
// Holds:  (1) each call is all or nothing, and rolls back with the transaction it is in;
//         (2) a deleted table keeps its pages until no snapshot can see it.
#pragma once

#include <ese/engine/table/cursor.hpp>
#include <ese/engine/table/database_tables.hpp>
#include <ese/engine/table/table_maker.hpp>

namespace ese::inline v1::engine {

[[nodiscard]] inline jet::error open_table(database_tables& tables, session& by, std::string_view name, open_table_options options,
                                           std::unique_ptr<cursor>& opened)
{
    if (const jet::error e = check_open_options(options); e != jet::error::success) return e;
    const auto clean = clean_name(name);
    if (!clean) return jet::error::invalid_name;
    std::shared_ptr<table_core> table;
    {
        const read_scope scope{by};
        table = tables.find(scope.get(), *clean);
        if (!table) return jet::error::object_not_found;
        // The catalog is changed by its own room alone.
        if (table->schemas().choose(by, scope.get()).what->has(table_flag::system)) options |= jet::open_table_option::read_only;
    }
    return cursor::open(by, std::move(table), options, opened);
}

namespace detail {

class deleted_table final : public transaction_action {
public:
    explicit deleted_table(std::shared_ptr<table_core> table) : table_{std::move(table)} {}
    void undo() noexcept override { table_->modes().end_delete(); }
    void committing(session& by) override { table_->log_drop(by); }
    void committed(stamp) noexcept override { table_->drop_trees(); }
    void settled() override { table_->destroy(); }

private:
    std::shared_ptr<table_core> table_;
};

[[nodiscard]] inline jet::error may_change_tables(const database_tables& tables, const session& by) noexcept
{
    if (tables.parts().file.read_only()) return jet::error::permission_denied;
    return by.read_only() ? jet::error::trans_read_only : jet::error::success;
}

[[nodiscard]] inline jet::error check_table(const jet::table_create& t, std::uint32_t page_size) noexcept
{
    using o = jet::create_table_option;
    if (!t.options.only(o::fixed_ddl | o::template_table | o::immutable_structure)) return jet::error::invalid_grbit;
    if (!clean_name(t.name)) return jet::error::invalid_name;
    if (t.density != 0 && (t.density < jet::density_min || t.density > jet::density_max)) return jet::error::density_invalid;
    return t.chunk_size > chunk_size(page_size) ? jet::error::invalid_lv_chunk_size : jet::error::success;
}

}  // namespace detail

// The new table comes back open, for this session alone; with immutable_structure it stays closed.
[[nodiscard]] inline jet::error create_table(database_tables& tables, session& by, jet::table_create& wanted,
                                             std::unique_ptr<cursor>& opened)
{
    wanted.created = 0;
    if (const jet::error e = detail::may_change_tables(tables, by); e != jet::error::success) return e;
    if (const jet::error e = detail::check_table(wanted, tables.parts().file.page_size()); e != jet::error::success) return e;
    implicit_transaction whole{by};
    if (const jet::error e = detail::table_maker{tables, by, wanted}.make(opened); e != jet::error::success) {
        opened.reset();
        return e;
    }
    whole.commit();
    return jet::error::success;
}

[[nodiscard]] inline jet::error delete_table(database_tables& tables, session& by, std::string_view name)
{
    if (const jet::error e = detail::may_change_tables(tables, by); e != jet::error::success) return e;
    const auto clean = clean_name(name);
    if (!clean) return jet::error::invalid_name;
    implicit_transaction whole{by};
    const std::shared_ptr<table_core> table = tables.find(by.reading(), *clean);
    if (!table) return jet::error::object_not_found;
    const auto schema = table->schemas().choose(by, by.reading()).what;
    if (schema->has(table_flag::system)) return jet::error::cannot_delete_system_table;
    if (schema->has(table_flag::is_template)) return jet::error::cannot_delete_template_table;
    if (const jet::error e = table->modes().begin_delete(by); e != jet::error::success) return e;
    try {
        by.add_action(std::make_unique<detail::deleted_table>(table));
    } catch (...) {
        table->modes().end_delete();
        throw;
    }
    if (const jet::error e = tables.parts().names.remove_table(by, table->object()); e != jet::error::success) return e;
    whole.commit();
    return jet::error::success;
}

[[nodiscard]] inline jet::error rename_table(database_tables& tables, session& by, std::string_view from, std::string_view to)
{
    if (const jet::error e = detail::may_change_tables(tables, by); e != jet::error::success) return e;
    const auto old_name = clean_name(from), new_name = clean_name(to);
    if (!old_name || !new_name) return jet::error::invalid_name;
    implicit_transaction whole{by};
    const std::shared_ptr<table_core> table = tables.find(by.reading(), *old_name);
    if (!table) return jet::error::object_not_found;
    const auto schema = table->schemas().choose(by, by.reading()).what;
    if (schema->has(table_flag::system)) return jet::error::permission_denied;
    if (schema->has(table_flag::fixed_ddl) || schema->has(table_flag::is_template)) return jet::error::fixed_ddl;
    table->schemas().begin_change(by);
    if (const jet::error e = tables.parts().names.rename_table(by, table->object(), *new_name); e != jet::error::success) return e;
    whole.commit();
    return jet::error::success;
}

[[nodiscard]] inline jet::error describe(cursor& table, jet::table_info& info)
{
    const table_schema& now = table.schema();
    info = {};
    info.name = now.name;
    info.template_name = now.template_table;
    info.object = now.object.value();
    info.prepared = table.prepared();
    info.flags = now.flags;
    info.pages = now.initial_pages;
    info.density = now.density;
    info.chunk_size = now.chunk_size;
    info.records = now.statistics.entries;
    info.record_pages = now.statistics.pages;
    return jet::error::success;
}

}  // namespace ese::inline v1::engine
