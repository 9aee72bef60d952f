// new_catalog.hpp — the pages every new database starts with.
//
// Room:   catalog. Included by catalog.hpp only.
// Gives:  catalog::format.
// Holds:  trees are made first and filled afterwards: so each lies where every reader of the format expects it, however
//         many pages its rows take.
//
//       1..3  database: root, owned, available        24..28  MSysObjectsShadow
//      4..23  MSysObjects: root, owned, available,        29  MSysObjids
//             7 index Name, 10 index RootObjects          30  MSysLocales
#pragma once

#include <ese/engine/catalog/catalog.hpp>

namespace ese::inline v1::engine {

namespace catalog_detail {

inline constexpr std::uint32_t objects_pages = 20, shadow_pages = 5, index_pages = 3;
inline constexpr std::uint32_t catalog_density = 80, object_ids_density = 100, locales_density = 92;
inline constexpr std::uint32_t catalog_flags = table_flag::system | table_flag::fixed_ddl;

// A table of the catalog describes itself with the offset of the first fixed column and a code page on every column.
inline void append_catalog_table(std::vector<catalog_row>& rows, std::string_view name, catalog_place place, std::uint32_t pages)
{
    new_table table;
    table.name = name;
    table.object = place.object;
    table.root = place.root;
    table.flags = catalog_flags;
    table.density = catalog_density;
    table.initial_pages = pages;
    rows.push_back(row_of(table));
    for (const catalog_column_entry& entry : catalog_columns) {
        if (entry.id == catalog_column::root_set_time) continue;
        catalog_row& row = rows.emplace_back();
        row.table = place.object;
        row.kind = catalog_kind::column;
        row.id = entry.id;
        row.type_or_root = static_cast<std::uint32_t>(entry.type);
        row.space_usage = catalog_column_size(entry.type);
        row.flags = entry.not_null ? column_flag::not_null : 0;
        row.pages_or_locale = static_cast<std::uint32_t>(jet::code_page::english);
        if (entry.id <= fixed_id_last) row.record_offset = row_layout::first_fixed_offset;
        row.name = entry.name;
    }
    namespace c = catalog_column;
    const std::uint32_t primary = index_flag::unique | index_flag::primary | index_flag::no_nulls;
    rows.push_back(row_of(place.object, system_primary("Id", place, primary, catalog_density, {c::table, c::kind, c::id})));
}

inline void append_system_table(std::vector<catalog_row>& rows, std::string_view name, catalog_place place, std::uint32_t flags,
                                std::uint32_t density, const std::vector<column_definition>& columns, const index_schema& primary)
{
    new_table table;
    table.name = name;
    table.object = place.object;
    table.root = place.root;
    table.flags = flags;
    table.density = density;
    table.initial_pages = 0;
    rows.push_back(row_of(table));
    for (const column_definition& column : columns) rows.push_back(row_of(place.object, column));
    rows.push_back(row_of(place.object, primary));
}

// In order of their keys.
[[nodiscard]] inline std::vector<catalog_row> first_catalog_rows(bool with_shadow)
{
    namespace c = catalog_column;
    constexpr std::uint32_t any_primary = index_flag::unique | index_flag::primary | index_flag::all_nulls_allowed;
    constexpr catalog_place objects = catalog_place::objects;
    std::vector<catalog_row> rows;
    append_catalog_table(rows, "MSysObjects", objects, objects_pages);
    rows.push_back(row_of(objects.object, system_primary("Name", catalog_place::name_index, index_flag::unique | index_flag::no_nulls,
                                                         catalog_density, {c::table, c::kind, c::name})));
    rows.push_back(row_of(objects.object, system_primary("RootObjects", catalog_place::root_index,
                                                         index_flag::unique | index_flag::allow_some_nulls, catalog_density,
                                                         {c::root_flag, c::name})));
    if (with_shadow) append_catalog_table(rows, "MSysObjectsShadow", catalog_place::shadow, shadow_pages);

    append_system_table(rows, "MSysObjids", catalog_place::object_ids, catalog_flags | table_flag::system_dynamic,
                        object_ids_density, object_id_columns(),
                        system_primary("primary", catalog_place::object_ids, any_primary, object_ids_density,
                                       {object_id_column::object}));
    append_system_table(rows, "MSysLocales", catalog_place::locales, table_flag::system | table_flag::system_dynamic,
                        locales_density, locale_columns(),
                        system_primary("KeyPrimary", catalog_place::locales, any_primary | index_flag::no_truncation,
                                       locales_density, {locale_column::key}));
    return rows;
}

}  // namespace catalog_detail

inline void catalog::format()
{
    ESE_EXPECTS(file_.last_page().value() >= first_pages_min);
    make_system_trees();
    if (!shadow_) space_.destroy_tree(catalog_place::shadow.root, space_manager::database_root);    // what lies behind it stays in place
    write_first_rows();
    write_first_object_ids();
    write_first_locales();
}

inline void catalog::make_system_trees()
{
    namespace d = catalog_detail;
    const auto make = [&](catalog_place place, page_no parent, std::uint32_t kind, std::uint32_t pages, extent_form form) {
        const page_no root = space_.create_tree({parent, place.object, kind, pages, form});
        if (root != place.root) throw failure{jet::error::internal_error};
    };
    constexpr page_no database = space_manager::database_root, objects = catalog_place::objects.root;
    make(catalog_place::objects, database, 0, d::objects_pages, extent_form::multiple);
    make(catalog_place::name_index, objects, page_flag::index, d::index_pages, extent_form::multiple);
    make(catalog_place::root_index, objects, page_flag::index, d::index_pages, extent_form::multiple);
    make(catalog_place::shadow, database, 0, d::shadow_pages, extent_form::multiple);
    make(catalog_place::object_ids, database, 0, 1, extent_form::single);
    make(catalog_place::locales, database, 0, 1, extent_form::single);
    object_ids_.reset(new system_table{{*this, catalog_place::object_ids, 0}, {object_id_columns(), file_.page_size()}});
    locales_.reset(new system_table{{*this, catalog_place::locales, 0}, {locale_columns(), file_.page_size()}});
}

inline void catalog::write_first_rows()
{
    for (const catalog_row& row : catalog_detail::first_catalog_rows(shadow_ != nullptr)) write_plain(row);
}

inline void catalog::write_plain(const catalog_row& row)
{
    const key_buffer key = row.key();
    const byte_vector record = encode_catalog_row(layout_, row);
    objects_.tree.plain().insert(key.view(), record);
    if (shadow_) shadow_->tree.plain().insert(key.view(), record);
    names_.tree.plain().insert(row.name_key().view(), key.view());
    if (row.is_root) roots_.tree.plain().insert(table_name_key(row.name).view(), key.view());
}

inline void catalog::write_first_object_ids()
{
    const auto add = [&](catalog_place place, catalog_place table, catalog_kind kind) {
        object_ids_->at.tree.plain().insert(object_id_key(place.object).view(),
                                            object_id_row(object_ids_->columns, place.object, table.object, kind));
    };
    for (const catalog_place& table : {catalog_place::objects, catalog_place::shadow, catalog_place::object_ids, catalog_place::locales})
        if (shadow_ || table.object != catalog_place::shadow.object) add(table, table, catalog_kind::table);
    add(catalog_place::name_index, catalog_place::objects, catalog_kind::index);
    add(catalog_place::root_index, catalog_place::objects, catalog_kind::index);
}

inline void catalog::write_first_locales()
{
    const auto add = [&](std::string_view ascii, locale_kind kind, std::uint32_t value) {
        const byte_vector name = locale_name(ascii);
        locales_->at.tree.plain().insert(locale_row_key(name).view(), locale_row(locales_->columns, kind, value, name));
    };
    for (const std::string_view whose : {".Schema\\Internal\\", ".Schema\\External\\"}) {
        const std::string head{whose};
        add(head + "Major", locale_kind::schema_version, 1);
        add(head + "Minor", locale_kind::schema_version, 0);
        add(head + "Update", locale_kind::schema_version, 0);
    }
    add("MSysLocalesConsistent", locale_kind::collation, 1);
}

}  // namespace ese::inline v1::engine
