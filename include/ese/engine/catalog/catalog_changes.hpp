// catalog_changes.hpp — adding, removing and renaming what the catalog lists.
//
// Room:   catalog. Included by catalog.hpp only.
// Gives:  the functions of catalog that write.
// Holds:  names are claimed before rows: who comes second to a name is told so, and nothing else of his is in the way.
#pragma once

#include <ese/engine/catalog/catalog.hpp>

#include <new>

namespace ese::inline v1::engine {

namespace catalog_detail {

// Inserts: a taken name is `duplicate`. Other changes never meet one.
[[nodiscard]] inline jet::error answered(write_answer answer, jet::error duplicate, jet::error missing)
{
    switch (answer) {
    case write_answer::done: return jet::error::success;
    case write_answer::conflict: return jet::error::write_conflict;
    case write_answer::duplicate: return duplicate;
    case write_answer::no_such_key: return missing;
    }
    return jet::error::internal_error;
}
[[nodiscard]] inline jet::error inserted(write_answer answer, jet::error duplicate)
{
    return answered(answer, duplicate, jet::error::catalog_corrupted);
}
// An index entry or a copy that is not there need not be removed.
[[nodiscard]] inline jet::error erased(write_answer answer)
{
    return answered(answer, jet::error::catalog_corrupted, jet::error::success);
}

}  // namespace catalog_detail

template <class Steps>
jet::error catalog::in_savepoint(session& by, Steps&& steps)
{
    implicit_transaction all_or_nothing{by};
    jet::error answer;
    try {
        answer = steps();
    } catch (const failure& accident) {  // answered, because undoing may be an accident too and must not meet another
        answer = accident.code();
    } catch (const std::bad_alloc&) {
        answer = jet::error::out_of_memory;
    }
    if (answer == jet::error::success) all_or_nothing.commit();
    return answer;
}

inline jet::error catalog::insert_row(session& by, const catalog_row& row, jet::error duplicate)
{
    namespace d = catalog_detail;
    using jet::error;
    const key_buffer key = row.key();
    const byte_vector record = encode_catalog_row(layout_, row);
    if (row.is_root)
        if (const error e = d::inserted(roots_.tree.insert(by, table_name_key(row.name).view(), key.view()), duplicate);
            e != error::success) return e;
    if (const error e = d::inserted(names_.tree.insert(by, row.name_key().view(), key.view()), duplicate); e != error::success)
        return e;
    // Two sessions that add a column at once want the same id: the second is in conflict with the first.
    if (const error e = d::inserted(objects_.tree.insert(by, key.view(), record), error::write_conflict); e != error::success)
        return e;
    return shadow_ ? d::inserted(shadow_->tree.insert(by, key.view(), record), error::write_conflict) : error::success;
}

inline jet::error catalog::erase_row(session& by, const catalog_row& row, jet::error missing)
{
    namespace d = catalog_detail;
    using jet::error;
    const key_buffer key = row.key();
    if (const error e = d::answered(objects_.tree.erase(by, key.view()), missing, missing); e != error::success) return e;
    if (const error e = d::erased(names_.tree.erase(by, row.name_key().view())); e != error::success) return e;
    if (row.is_root)
        if (const error e = d::erased(roots_.tree.erase(by, table_name_key(row.name).view())); e != error::success) return e;
    return shadow_ ? d::erased(shadow_->tree.erase(by, key.view())) : error::success;
}

inline jet::error catalog::replace_record(session& by, bytes key, bytes record)
{
    namespace d = catalog_detail;
    using jet::error;
    constexpr error missing = error::object_not_found;
    if (const error e = d::answered(objects_.tree.replace(by, key, record), missing, missing); e != error::success) return e;
    return shadow_ ? d::erased(shadow_->tree.replace(by, key, record)) : error::success;
}

// A name that differs in case only keeps its entry.
inline jet::error catalog::move_name(session& by, versioned_tree& names, bytes from, bytes to, bytes key, jet::error duplicate)
{
    namespace d = catalog_detail;
    if (equal(from, to)) return jet::error::success;
    if (const jet::error e = d::inserted(names.insert(by, to, key), duplicate); e != jet::error::success) return e;
    return d::erased(names.erase(by, from));
}

inline jet::error catalog::rename_row(session& by, const stored_row& old, std::string_view name, jet::error duplicate)
{
    using jet::error;
    const catalog_row row = decode_catalog_row(layout_, old.record);
    const bytes key = old.key.view();
    if (row.is_root) {
        const key_buffer from = table_name_key(row.name), to = table_name_key(name);
        if (const error e = move_name(by, roots_.tree, from.view(), to.view(), key, duplicate); e != error::success) return e;
    }
    const key_buffer to = catalog_name_key(row.table, row.kind, name);
    if (const error e = move_name(by, names_.tree, row.name_key().view(), to.view(), key, duplicate); e != error::success)
        return e;
    const byte_vector record = edit_catalog_row(layout_, old.record, [&](row_builder& builder) {
        builder.set_variable(*layout_.find(catalog_column::name), as_bytes_of(name));
    });
    return replace_record(by, key, record);
}

inline jet::error catalog::add_table(session& by, const new_table& table)
{
    return in_savepoint(by, [&] {
        const jet::error e = insert_row(by, row_of(table), jet::error::table_duplicate);
        return e != jet::error::success ? e : add_object_id(by, table.object, table.object, catalog_kind::table);
    });
}

inline jet::error catalog::remove_table(session& by, object_id table)
{
    return in_savepoint(by, [&] {
        using jet::error;
        const std::vector<catalog_row> rows = rows_of(by.reading(), table);
        if (rows.empty() || rows.front().kind != catalog_kind::table) return error::object_not_found;
        for (const catalog_row& row : rows) {
            if (const error e = erase_row(by, row, error::object_not_found); e != error::success) return e;
            if (row.kind == catalog_kind::column || row.kind == catalog_kind::callback) continue;
            if (row.kind == catalog_kind::index && row.id == table.value()) continue;  // the primary index is the table
            if (const error e = erase_object_id(by, object_id{row.id}); e != error::success) return e;
        }
        return error::success;
    });
}

inline jet::error catalog::rename_table(session& by, object_id table, std::string_view name)
{
    return in_savepoint(by, [&] {
        const auto old = record_at(by.reading(), table, catalog_kind::table, table.value());
        return old ? rename_row(by, *old, name, jet::error::table_duplicate) : jet::error::object_not_found;
    });
}

inline jet::error catalog::add_column(session& by, object_id table, const column_definition& column)
{
    return in_savepoint(by, [&] { return insert_row(by, row_of(table, column), jet::error::column_duplicate); });
}

inline jet::error catalog::rename_column(session& by, object_id table, std::uint32_t column, std::string_view name)
{
    return in_savepoint(by, [&] {
        const auto old = record_at(by.reading(), table, catalog_kind::column, column);
        return old ? rename_row(by, *old, name, jet::error::column_duplicate) : jet::error::column_not_found;
    });
}

inline jet::error catalog::set_default_value(session& by, object_id table, std::uint32_t column, bytes value)
{
    return in_savepoint(by, [&] {
        const auto old = record_at(by.reading(), table, catalog_kind::column, column);
        if (!old) return jet::error::column_not_found;
        const byte_vector record = edit_catalog_row(layout_, old->record, [&](row_builder& builder) {
            const column_definition& flags = *layout_.find(catalog_column::flags);
            std::array<std::byte, 4> word;
            const bytes before = builder.fixed(flags).value;
            store_le(word.data(), (before.size() == 4 ? load_le<std::uint32_t>(before.data()) : 0) | column_flag::has_default);
            builder.set_fixed(flags, word);
            builder.set_variable(*layout_.find(catalog_column::default_value), value);
        });
        return replace_record(by, old->key.view(), record);
    });
}

inline jet::error catalog::set_statistics(session& by, object_id table, object_id object, const tree_statistics& found)
{
    return in_savepoint(by, [&] {
        const auto old = record_at(by.reading(), table, object == table ? catalog_kind::table : catalog_kind::index, object.value());
        if (!old) return object == table ? jet::error::object_not_found : jet::error::index_not_found;
        const statistics_bytes value = write_statistics(found);
        const byte_vector record = edit_catalog_row(layout_, old->record, [&](row_builder& builder) {
            builder.set_variable(*layout_.find(catalog_column::stats), value);
        });
        return replace_record(by, old->key.view(), record);
    });
}

// The id of a column is never used again. The highest of a class would be forgotten with its row, so that row stays,
// without a type and under a name nobody looks for.
inline jet::error catalog::remove_column(session& by, object_id table, std::uint32_t column)
{
    return in_savepoint(by, [&] {
        const view v = by.reading();
        const auto old = record_at(v, table, catalog_kind::column, column);
        if (!old) return jet::error::column_not_found;
        const catalog_row row = decode_catalog_row(layout_, old->record);
        if (row.type_or_root == 0) return jet::error::column_not_found;
        if (is_last_of_its_class(v, table, column)) return bury_column(by, *old, column);
        return erase_row(by, row, jet::error::column_not_found);
    });
}

inline bool catalog::is_last_of_its_class(view v, object_id table, std::uint32_t column)
{
    const std::uint32_t last = column <= fixed_id_last ? fixed_id_last : column <= variable_id_last ? variable_id_last : tagged_id_last;
    const key_buffer here = catalog_row_key(table, catalog_kind::column, column);
    tree_cursor at{objects_.tree};
    if (!at.after(v, here.view())) return true;
    return compare(at.key(), catalog_row_key(table, catalog_kind::column, last).view()) > 0;
}

inline jet::error catalog::bury_column(session& by, const stored_row& old, std::uint32_t column)
{
    const catalog_row row = decode_catalog_row(layout_, old.record);
    stored_row buried = old;
    buried.record = edit_catalog_row(layout_, old.record, [&](row_builder& builder) {
        std::array<std::byte, 4> none{};
        builder.set_fixed(*layout_.find(catalog_column::type_or_root), none);
    });
    std::string name = "JetStub_";
    catalog_detail::append_hex(name, row.table.value(), 1);
    name += '_';
    catalog_detail::append_hex(name, column, 1);
    return rename_row(by, buried, name, jet::error::column_duplicate);
}

inline jet::error catalog::add_index(session& by, object_id table, const index_schema& index)
{
    ESE_EXPECTS(!index.definition.has(index_flag::primary) || index.object == table);
    return in_savepoint(by, [&] {
        using jet::error;
        if (const error e = insert_row(by, row_of(table, index), error::index_duplicate); e != error::success) return e;
        if (index.definition.has(index_flag::unicode_text) && !index.definition.has(index_flag::derived))
            if (const error e = count_collation(by, index.definition); e != error::success) return e;
        if (index.definition.has(index_flag::primary)) return error::success;
        return add_object_id(by, index.object, table, catalog_kind::index);
    });
}

inline jet::error catalog::remove_index(session& by, object_id table, object_id index)
{
    return in_savepoint(by, [&] {
        const auto old = record_at(by.reading(), table, catalog_kind::index, index.value());
        if (!old) return jet::error::index_not_found;
        const jet::error e = erase_row(by, decode_catalog_row(layout_, old->record), jet::error::index_not_found);
        return e != jet::error::success || index == table ? e : erase_object_id(by, index);
    });
}

inline jet::error catalog::add_long_values(session& by, object_id table, object_id object, page_no root)
{
    return in_savepoint(by, [&] {
        const jet::error e = insert_row(by, row_of_long_values(table, object, root), jet::error::write_conflict);
        return e != jet::error::success ? e : add_object_id(by, object, table, catalog_kind::long_values);
    });
}

inline jet::error catalog::add_object_id(session& by, object_id object, object_id table, catalog_kind kind)
{
    if (!object_ids_) return jet::error::success;
    const byte_vector record = object_id_row(object_ids_->columns, object, table, kind);
    return catalog_detail::inserted(object_ids_->at.tree.insert(by, object_id_key(object).view(), record),
                                    jet::error::write_conflict);
}

inline jet::error catalog::erase_object_id(session& by, object_id object)
{
    if (!object_ids_) return jet::error::success;
    return catalog_detail::erased(object_ids_->at.tree.erase(by, object_id_key(object).view()));
}

inline jet::error catalog::count_collation(session& by, const index_definition& index)
{
    if (!locales_) return jet::error::success;
    const std::string_view locale = index.locale.empty() ? catalog_detail::usual_locale_name : std::string_view{index.locale};
    const byte_vector name = locale_name(collation_name(locale, index.stamp));
    if (name.size() > jet::column_size_max) return jet::error::success;  // no row can bear that name
    const key_buffer key = locale_row_key(name);
    versioned_tree& tree = locales_->at.tree;
    row_buffer record;
    if (!tree.find(by.reading(), key.view(), record)) {
        const byte_vector first = locale_row(locales_->columns, locale_kind::collation, 1, name);
        return catalog_detail::inserted(tree.insert(by, key.view(), first), jet::error::write_conflict);
    }
    const byte_vector more = locale_row_plus_one(locales_->columns, record.view());
    return catalog_detail::answered(tree.replace(by, key.view(), more), jet::error::write_conflict, jet::error::write_conflict);
}

}  // namespace ese::inline v1::engine
