// catalog_format.hpp — the columns of MSysObjects, the kinds of its rows, and where the catalog lies.
//
// Room:   catalog. Uses record, base, jet.
// Gives:  catalog_place, the pages and object ids that are the same in every database; catalog_kind; catalog_column;
//         make_catalog_layout.
// Holds:  the layout is compiled in: what a file says about these columns is written, and never read.
#pragma once

#include <ese/engine/record/column.hpp>

#include <ese/engine/base/strong.hpp>
#include <ese/jet/column_type.hpp>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ese::inline v1::engine {

struct catalog_place {
    object_id object;
    page_no root;

    static const catalog_place objects, shadow, name_index, root_index, object_ids, locales;
};
inline constexpr catalog_place catalog_place::objects{object_id{2}, page_no{4}};      // MSysObjects
inline constexpr catalog_place catalog_place::shadow{object_id{3}, page_no{24}};      // the same rows once more
inline constexpr catalog_place catalog_place::name_index{object_id{4}, page_no{7}};   // (table, kind, name)
inline constexpr catalog_place catalog_place::root_index{object_id{5}, page_no{10}};  // table names
// These two are found by name in files of others; here is where new databases have them.
inline constexpr catalog_place catalog_place::object_ids{object_id{6}, page_no{29}};
inline constexpr catalog_place catalog_place::locales{object_id{7}, page_no{30}};

enum class catalog_kind : std::uint16_t { table = 1, column = 2, index = 3, long_values = 4, callback = 5 };

namespace table_flag {
inline constexpr std::uint32_t system = 0x80000000;
inline constexpr std::uint32_t fixed_ddl = 0x40000000;
inline constexpr std::uint32_t is_template = 0x20000000;
inline constexpr std::uint32_t derived = 0x10000000;
inline constexpr std::uint32_t system_dynamic = 0x08000000;  // with `system`: made when needed, not with the database
}  // namespace table_flag

namespace catalog_column {
inline constexpr std::uint32_t table = 1, kind = 2, id = 3, type_or_root = 4, space_usage = 5, flags = 6, pages_or_locale = 7,
                               root_flag = 8, record_offset = 9, text_flags = 10, key_most = 11, chunk_size = 12, root_set_time = 13;
inline constexpr std::uint32_t name = 128, stats = 129, template_table = 130, default_value = 131, key_columns = 132,
                               var_seg_most = 133, conditions = 134, tuple_limits = 135, sort_version = 136, sort_id = 137;
inline constexpr std::uint32_t callback_data = 256, callback_dependencies = 257, separate_from = 258, space_hints = 259,
                               long_value_hints = 260, locale = 261;
}  // namespace catalog_column

struct catalog_column_entry {
    std::uint32_t id;
    std::string_view name;
    jet::column_type type;
    bool not_null = false;
};

// In order of ids. The last fixed one came later than the format written here and is in no row of ours.
inline constexpr std::array<catalog_column_entry, 29> catalog_columns{{
    {catalog_column::table, "ObjidTable", jet::column_type::long_, true},
    {catalog_column::kind, "Type", jet::column_type::short_, true},
    {catalog_column::id, "Id", jet::column_type::long_, true},
    {catalog_column::type_or_root, "ColtypOrPgnoFDP", jet::column_type::long_, true},
    {catalog_column::space_usage, "SpaceUsage", jet::column_type::long_, true},
    {catalog_column::flags, "Flags", jet::column_type::long_, true},
    {catalog_column::pages_or_locale, "PagesOrLocale", jet::column_type::long_, true},
    {catalog_column::root_flag, "RootFlag", jet::column_type::bit},
    {catalog_column::record_offset, "RecordOffset", jet::column_type::short_},
    {catalog_column::text_flags, "LCMapFlags", jet::column_type::long_},
    {catalog_column::key_most, "KeyMost", jet::column_type::unsigned_short},
    {catalog_column::chunk_size, "LVChunkMax", jet::column_type::long_},
    {catalog_column::root_set_time, "PgnoFDPLastSetTime", jet::column_type::date_time},
    {catalog_column::name, "Name", jet::column_type::text, true},
    {catalog_column::stats, "Stats", jet::column_type::binary},
    {catalog_column::template_table, "TemplateTable", jet::column_type::text},
    {catalog_column::default_value, "DefaultValue", jet::column_type::binary},
    {catalog_column::key_columns, "KeyFldIDs", jet::column_type::binary},
    {catalog_column::var_seg_most, "VarSegMac", jet::column_type::binary},
    {catalog_column::conditions, "ConditionalColumns", jet::column_type::binary},
    {catalog_column::tuple_limits, "TupleLimits", jet::column_type::binary},
    {catalog_column::sort_version, "Version", jet::column_type::binary},
    {catalog_column::sort_id, "SortID", jet::column_type::binary},
    {catalog_column::callback_data, "CallbackData", jet::column_type::long_binary},
    {catalog_column::callback_dependencies, "CallbackDependencies", jet::column_type::long_binary},
    {catalog_column::separate_from, "SeparateLV", jet::column_type::long_binary},
    {catalog_column::space_hints, "SpaceHints", jet::column_type::long_binary},
    {catalog_column::long_value_hints, "SpaceDeferredLVHints", jet::column_type::long_binary},
    {catalog_column::locale, "LocaleName", jet::column_type::long_binary},
}};

// What a column of MSysObjects may hold at most: a size for fixed and short columns, 0 for long ones.
[[nodiscard]] constexpr std::uint32_t catalog_column_size(jet::column_type type) noexcept
{
    if (jet::is_long(type)) return 0;
    const std::uint32_t fixed = jet::fixed_size(type);
    return fixed != 0 ? fixed : 255;
}

[[nodiscard]] inline row_layout make_catalog_layout(std::uint32_t page_size)
{
    std::vector<column_definition> columns;
    std::uint16_t offset = row_layout::first_fixed_offset;
    for (const catalog_column_entry& entry : catalog_columns) {
        column_definition& column = columns.emplace_back();
        column.name = entry.name;
        column.id = entry.id;
        column.type = entry.type;
        column.cp = jet::code_page::english;
        column.max_size = catalog_column_size(entry.type);
        column.flags = entry.not_null ? column_flag::not_null : 0;
        if (!column.is_fixed()) continue;
        column.offset = offset;
        offset = static_cast<std::uint16_t>(offset + column.fixed_bytes());
    }
    return {std::move(columns), page_size};
}

}  // namespace ese::inline v1::engine
