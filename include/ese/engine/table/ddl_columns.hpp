// ddl_columns.hpp — columns added, deleted, renamed, described.
//
// Room:   table. Uses catalog, txn.
// Gives:  add_column, delete_column, rename_column, set_column_default, column_info_of, column_infos.
// Holds:  (1) records are not rewritten when columns come or go, but for a new autoincrement column;
//         (2) two sessions do not change the definition of one table at the same time: the second is told of a conflict.
#pragma once

#include <ese/engine/table/column_rules.hpp>
#include <ese/engine/table/cursor.hpp>
#include <ese/engine/table/database_tables.hpp>
#include <ese/engine/table/long_value_maker.hpp>

namespace ese::inline v1::engine {

namespace detail {

enum class fixed_tables { allowed_with_permit, never };

[[nodiscard]] inline jet::error may_define(cursor& at, fixed_tables rule)
{
    if (const jet::error e = at.may_write(); e != jet::error::success) return e;
    const bool fixed = at.schema().has(table_flag::fixed_ddl);
    const bool permitted = rule == fixed_tables::allowed_with_permit && at.options().has(jet::open_table_option::permit_ddl);
    return fixed && !permitted ? jet::error::fixed_ddl : jet::error::success;
}

// Inside the transaction of a definition call: nobody else is at it, or was since this snapshot.
[[nodiscard]] inline jet::error begin_definition(cursor& at)
{
    session& by = at.owner();
    schema_cache& schemas = at.table().schemas();
    if (schemas.changed_by_others(by) || schemas.is_older_than_last_change(by.reading())) return jet::error::write_conflict;
    schemas.begin_change(by);
    return jet::error::success;
}

[[nodiscard]] inline std::size_t record_most(const table_schema& schema) noexcept
{
    return max_record_size(schema.columns.page_size(), schema.has_primary ? schema.primary.key_most : 0);
}

// Numbers the records there are, in the order of the cursor's current index.
[[nodiscard]] inline jet::error number_records(cursor& at, const column_definition& column)
{
    session& by = at.owner();
    table_core& table = at.table();
    const row_layout columns = table.parts().names.read_table(by.reading(), table.object()).columns;
    const std::vector<key_buffer> keys = at.bookmarks_in_order(by.reading());
    const std::shared_lock gate{table.gate()};
    table.note_writer(by);
    row_writer writer{table};
    row_builder changed;
    row_buffer before, after;
    std::uint64_t number = 0;
    for (const key_buffer& key : keys) {
        if (++number > autoincrement_most(column)) return jet::error::out_of_autoincrement_values;
        if (!table.primary()->find(by.reading(), key.view(), before)) continue;
        changed.load(columns, before.view());
        changed.set_fixed(column, to_column_bytes(column, number).view());
        changed.encode(after);
        const auto nowhere = [](const physical_index&) { return false; };
        if (const jet::error e = writer.replace(by, key.view(), before.view(), after.view(), {}, nowhere); e != jet::error::success) return e;
    }
    table.raise_autoincrement(number);
    return jet::error::success;
}

[[nodiscard]] inline jet::error enter_column(cursor& at, jet::column_create& c, column_definition& placed)
{
    table_core& table = at.table();
    session& by = at.owner();
    if (const jet::error e = begin_definition(at); e != jet::error::success) return e;
    const table_schema now = table.parts().names.read_table(by.reading(), table.object());
    if (const jet::error e = place_column(c, now.columns, record_most(now), placed); e != jet::error::success) return e;
    if (now.has(table_flag::is_template) && !placed.is_tagged()) return jet::error::fixed_ddl;
    key_buffer any;
    if (placed.has(column_flag::escrow) && table.primary()->last_sort(any)) return jet::error::table_not_empty;
    if (const jet::error e = table.parts().names.add_column(by, table.object(), placed); e != jet::error::success) return e;
    if (jet::is_long(placed.type))
        if (const jet::error e = make_long_value_tree(by, table); e != jet::error::success) return e;
    return placed.has(column_flag::autoincrement) ? number_records(at, placed) : jet::error::success;
}

[[nodiscard]] inline bool is_indexed(const table_schema& schema, std::uint32_t column)
{
    const auto uses = [column](const index_definition& index) {
        const auto same = [column](const auto& part) { return part.column_id == column; };
        return std::any_of(index.columns.begin(), index.columns.end(), same) ||
               std::any_of(index.conditions.begin(), index.conditions.end(), same);
    };
    return (schema.has_primary && uses(schema.primary)) ||
           std::any_of(schema.indexes.begin(), schema.indexes.end(), [&](const index_schema& i) { return uses(i.definition); });
}

// Also by indexes that others have made and not committed.
[[nodiscard]] inline bool is_indexed_physically(table_core& table, std::uint32_t column)
{
    const std::shared_lock gate{table.gate()};
    return std::any_of(table.indexes().begin(), table.indexes().end(), [&](const auto& index) { return index->depends_on(column); });
}

}  // namespace detail

// The cursor goes before its first entry.
[[nodiscard]] inline jet::error add_column(cursor& at, jet::column_create& c)
{
    using o = jet::column_option;
    const bool exclusive = at.options().has(jet::open_table_option::deny_read);
    if (const jet::error e = detail::may_define(at, detail::fixed_tables::allowed_with_permit); e != jet::error::success) return e;
    if (c.options.has(o::unversioned) && at.owner().level() > 0 && !exclusive) return jet::error::in_transaction;
    if (const jet::error e = check_column(c, exclusive); e != jet::error::success) return e;
    column_definition placed;
    {
        implicit_transaction whole{at.owner()};
        if (const jet::error e = detail::enter_column(at, c, placed); e != jet::error::success) return e;
        whole.commit();
    }
    c.id = jet::column_id{placed.id};
    at.send_before_first();
    c.answer = size_was_cut(c) ? jet::error::wrn_column_max_truncated : jet::error::success;
    return c.answer;
}

[[nodiscard]] inline jet::error delete_column(cursor& at, std::string_view name, jet::flags<jet::delete_column_option> options = {})
{
    if (const jet::error e = detail::may_define(at, detail::fixed_tables::never); e != jet::error::success) return e;
    const auto clean = clean_name(name);
    if (!clean) return jet::error::invalid_name;
    const column_definition* column = find_column(at.schema().columns, *clean);
    if (column == nullptr) return jet::error::column_not_found;
    if (column->derived)
        return options.has(jet::delete_column_option::ignore_template_columns) ? jet::error::column_not_found
                                                                               : jet::error::fixed_inherited_ddl;
    if (detail::is_indexed(at.schema(), column->id) || detail::is_indexed_physically(at.table(), column->id))
        return jet::error::column_in_use;
    {
        const std::uint32_t id = column->id;
        implicit_transaction whole{at.owner()};
        if (const jet::error e = detail::begin_definition(at); e != jet::error::success) return e;
        if (const jet::error e = at.table().parts().names.remove_column(at.owner(), at.table().object(), id); e != jet::error::success)
            return e;
        whole.commit();
    }
    at.cancel_update();
    at.send_before_first();
    return jet::error::success;
}

[[nodiscard]] inline jet::error rename_column(cursor& at, std::string_view from, std::string_view to)
{
    if (at.owner().level() > 0) return jet::error::in_transaction;
    if (from.empty() || to.empty()) return jet::error::invalid_parameter;
    if (const jet::error e = detail::may_define(at, detail::fixed_tables::allowed_with_permit); e != jet::error::success) return e;
    const auto old_name = clean_name(from), new_name = clean_name(to);
    if (!old_name || !new_name) return jet::error::invalid_name;
    const column_definition* column = find_column(at.schema().columns, *old_name);
    if (column == nullptr) return jet::error::column_not_found;
    const column_definition* other = find_column(at.schema().columns, *new_name);
    if (other != nullptr && other != column) return jet::error::column_duplicate;
    const std::uint32_t id = column->id;
    implicit_transaction whole{at.owner()};
    if (const jet::error e = detail::begin_definition(at); e != jet::error::success) return e;
    const jet::error e = at.table().parts().names.rename_column(at.owner(), at.table().object(), id, *new_name);
    if (e == jet::error::success) whole.commit();
    return e;
}


[[nodiscard]] inline jet::column_info to_info(const column_definition& column, const cursor& at)
{
    jet::column_info info;
    info.id = jet::column_id{column.id | (column.derived ? 0x80000000u : 0u)};
    info.name = column.name;
    info.type = column.type;
    info.size_max = column.is_fixed() ? column.fixed_bytes() : column.max_size;
    info.options = options_of(column);
    if (!at.options().has(jet::open_table_option::read_only)) info.options |= jet::column_option::updatable;
    info.code_page = jet::is_text(column.type) ? static_cast<std::uint16_t>(column.cp) : std::uint16_t{0};
    info.default_value = column.default_value;
    return info;
}

[[nodiscard]] inline jet::error column_info_of(cursor& at, std::string_view name, jet::column_info& info)
{
    const column_definition* column = find_column(at.schema().columns, name.substr(0, name.find_last_not_of(' ') + 1));
    if (column == nullptr) return jet::error::column_not_found;
    info = to_info(*column, at);
    return jet::error::success;
}

[[nodiscard]] inline jet::error column_info_of(cursor& at, jet::column_id id, jet::column_info& info)
{
    const std::uint32_t number = id.value() & 0x7FFFFFFFu;
    const column_definition* column = number == 0 || number > tagged_id_last ? nullptr : at.schema().columns.find(number);
    if (column == nullptr || column->is_deleted()) return jet::error::column_not_found;
    info = to_info(*column, at);
    return jet::error::success;
}

// In the order of their ids.
[[nodiscard]] inline jet::error column_infos(cursor& at, std::vector<jet::column_info>& infos)
{
    infos.clear();
    for (const column_definition& column : at.schema().columns.columns())
        if (!column.is_deleted()) infos.push_back(to_info(column, at));
    std::stable_sort(infos.begin(), infos.end(), [](const auto& a, const auto& b) {
        return (a.id.value() & 0x7FFFFFFFu) < (b.id.value() & 0x7FFFFFFFu);
    });
    return jet::error::success;
}

// Every record without a value of its own has the new default.
[[nodiscard]] inline jet::error set_column_default(database_tables& tables, session& by, std::string_view table, std::string_view column,
                                                   bytes value)
{
    using o = jet::open_table_option;
    if (value.empty()) return jet::error::null_invalid;
    const auto clean = clean_name(table);
    if (!clean) return jet::error::invalid_name;
    std::unique_ptr<cursor> at;
    implicit_transaction whole{by};
    const std::shared_ptr<table_core> found = tables.find(by.reading(), *clean);
    if (!found) return jet::error::object_not_found;
    if (const jet::error e = cursor::open(by, found, o::deny_read, at); e != jet::error::success) return e;
    if (const jet::error e = detail::may_define(*at, detail::fixed_tables::never); e != jet::error::success) return e;
    const column_definition* known = find_column(at->schema().columns, column);
    if (known == nullptr) return jet::error::column_not_found;
    if (detail::is_indexed(at->schema(), known->id)) return jet::error::column_in_use;
    if (value.size() > jet::default_value_size_max) return jet::error::default_value_too_big;
    if (jet::is_numeric(known->type) && value.size() != known->fixed_bytes()) return jet::error::invalid_buffer_size;
    if (!jet::is_numeric(known->type) && known->max_size != 0 && value.size() > known->max_size) return jet::error::default_value_too_big;
    const std::uint32_t id = known->id;
    if (const jet::error e = detail::begin_definition(*at); e != jet::error::success) return e;
    if (const jet::error e = found->parts().names.set_default_value(by, found->object(), id, value); e != jet::error::success) return e;
    at.reset();
    whole.commit();
    return jet::error::success;
}

}  // namespace ese::inline v1::engine
