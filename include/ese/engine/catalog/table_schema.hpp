// table_schema.hpp — what a table is made of, and how the catalog's rows say so.
//
// Room:   catalog. Uses record, base, jet.
// Gives:  table_schema, index_schema; schema_from_rows; the row of a new table, column, index, long-value tree.
// Holds:  (1) a schema never changes once made: who changes a table makes a new one;
//         (2) rows are from disk: what they say is checked here or in row_layout, and is an accident when impossible.
#pragma once

#include <ese/engine/catalog/catalog_row.hpp>

#include <ese/engine/record/column.hpp>
#include <ese/engine/record/index_definition.hpp>

#include <ese/engine/base/failure.hpp>
#include <ese/jet/limits.hpp>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

struct index_schema {
    index_definition definition;
    object_id object{};     // of a primary index: the table's
    page_no root{};
    std::uint32_t density = jet::density_default;
    tree_statistics statistics{};
};

struct table_schema {
    std::string name;
    object_id object{};
    page_no root{};
    std::uint32_t flags = 0;                    // table_flag
    std::uint32_t density = jet::density_default;
    std::uint32_t initial_pages = 1;            // as asked for at creation
    tree_statistics statistics{};               // of the records
    std::string template_table;                 // empty: none
    row_layout columns;                         // inherited ones included
    bool has_primary = false;
    index_definition primary;                   // with has_primary
    std::vector<index_schema> indexes;          // secondary ones, by object id
    object_id long_values_object{};             // 0: no long value was ever separated
    page_no long_values_root{};
    std::uint32_t chunk_size = 0;               // of long values: the table's own, or what its pages want
    std::optional<std::uint32_t> separate_from; // longer values are separated; nothing: as usual
    std::uint32_t version_column = 0;           // column ids; 0: none
    std::uint32_t autoincrement_column = 0;
    bool has_escrow = false;                    // some column may be added to

    [[nodiscard]] bool has(std::uint32_t flag) const noexcept { return (flags & flag) != 0; }
};

// A table that is to be entered into the catalog. Its tree exists already.
struct new_table {
    std::string name;
    object_id object{};
    page_no root{};
    std::uint32_t flags = 0;
    std::uint32_t density = jet::density_default;
    std::uint32_t initial_pages = 1;
    std::string template_table;
    std::optional<std::uint32_t> separate_from;
};

namespace catalog_detail {

inline constexpr std::uint8_t key_descending = 0x40, key_derived = 0x80, condition_null = 0x20;
inline constexpr std::size_t wide_segment = 4;
inline constexpr const char* usual_locale_name = "en-US";

[[noreturn]] inline void corrupted() { throw failure{jet::error::catalog_corrupted}; }

struct segment {
    std::uint32_t column = 0;
    std::uint8_t flags = 0;
};

// Four bytes each: flags, 0, u16 id. Old files: two bytes, negative when descending.
[[nodiscard]] inline std::vector<segment> read_segments(bytes raw, bool wide)
{
    const std::size_t size = wide ? wide_segment : 2;
    if (raw.size() % size != 0 || raw.size() / size > jet::key_columns_max) corrupted();
    std::vector<segment> out;
    for (std::size_t at = 0; at < raw.size(); at += size) {
        if (wide) {
            out.push_back({load_le<std::uint16_t>(raw.data() + at + 2), std::to_integer<std::uint8_t>(raw[at])});
            continue;
        }
        const int id = load_le<std::int16_t>(raw.data() + at);
        out.push_back({static_cast<std::uint32_t>(id < 0 ? -id : id), id < 0 ? key_descending : std::uint8_t{0}});
    }
    return out;
}

inline void write_segment(byte_vector& out, segment s)
{
    std::byte raw[wide_segment]{static_cast<std::byte>(s.flags)};
    store_le(raw + 2, static_cast<std::uint16_t>(s.column));
    out.insert(out.end(), std::begin(raw), std::end(raw));
}

[[nodiscard]] inline std::optional<tuple_limits> read_tuple_limits(bytes raw)
{
    if (raw.empty()) return std::nullopt;
    if (raw.size() != 12 && raw.size() != 20) corrupted();
    const auto word = [&](std::size_t i) { return load_le<std::uint32_t>(raw.data() + 4 * i); };
    tuple_limits limits{word(0), word(1), word(2), 1, 0};
    if (raw.size() == 20) {
        limits.step = word(3);
        limits.start = word(4);
    }
    return limits;
}

[[nodiscard]] inline byte_vector write_tuple_limits(const tuple_limits& limits)
{
    byte_vector out(20);
    const std::uint32_t words[] = {limits.chars_min, limits.chars_max, limits.tuples_most, limits.step, limits.start};
    for (std::size_t i = 0; i < std::size(words); ++i) store_le(out.data() + 4 * i, words[i]);
    return out;
}

}  // namespace catalog_detail

[[nodiscard]] inline column_definition column_from_row(const catalog_row& row)
{
    column_definition column;
    column.name = row.name;
    column.id = row.id;
    if (row.type_or_root > 0xFF) catalog_detail::corrupted();
    column.type = static_cast<jet::column_type>(row.type_or_root);
    if (!jet::is_valid(column.type) && column.type != jet::column_type::nil) catalog_detail::corrupted();
    if (jet::is_text(column.type)) column.cp = static_cast<jet::code_page>(row.pages_or_locale & 0xFFFF);
    column.max_size = row.space_usage;
    column.flags = row.flags;
    column.default_value = row.default_value;
    if (column.is_fixed()) {
        if (!row.record_offset) catalog_detail::corrupted();
        column.offset = *row.record_offset;
    }
    return column;
}

[[nodiscard]] inline index_schema index_from_row(const catalog_row& row)
{
    namespace d = catalog_detail;
    index_schema index;
    index.object = object_id{row.id};
    index.root = page_no{row.type_or_root};
    index.density = row.space_usage;
    index.statistics = row.statistics.value_or(tree_statistics{});
    index_definition& to = index.definition;
    to.name = row.name;
    to.flags = row.flags;
    const bool wide = to.has(index_flag::wide_key_columns);
    for (const auto& s : d::read_segments(row.key_columns, wide))
        to.columns.push_back({s.column, (s.flags & d::key_descending) != 0, (s.flags & d::key_derived) != 0});
    for (const auto& s : d::read_segments(row.conditions, wide))
        to.conditions.push_back({s.column, (s.flags & d::condition_null) != 0, (s.flags & d::key_derived) != 0});
    if (to.columns.empty()) d::corrupted();
    to.key_most = row.key_most.value_or(key_most_default);
    to.var_seg_most = row.var_seg_most.value_or(0);
    to.tuples = d::read_tuple_limits(row.tuple_limits);
    to.locale = row.locale;
    to.text_flags = row.text_flags.value_or(text_flag::usual);
    // Text ordered by a collation that did not leave its name is not ours.
    if (row.stamp) to.stamp = *row.stamp;
    else to.stamp = {~std::uint64_t{0}, {}};
    return index;
}

[[nodiscard]] inline catalog_row row_of(const new_table& table)
{
    catalog_row row;
    row.table = table.object;
    row.kind = catalog_kind::table;
    row.id = table.object.value();
    row.type_or_root = table.root.value();
    row.space_usage = table.density;
    row.flags = table.flags;
    row.pages_or_locale = table.initial_pages;
    row.is_root = true;
    row.name = table.name;
    row.template_table = table.template_table;
    row.separate_from = table.separate_from;
    return row;
}

[[nodiscard]] inline catalog_row row_of(object_id table, const column_definition& column)
{
    catalog_row row;
    row.table = table;
    row.kind = catalog_kind::column;
    row.id = column.id;
    row.type_or_root = static_cast<std::uint32_t>(column.type);
    row.space_usage = jet::fixed_size(column.type) != 0 ? jet::fixed_size(column.type) : column.max_size;
    row.flags = column.flags;
    row.pages_or_locale = jet::is_text(column.type) ? static_cast<std::uint32_t>(column.cp) : 0;
    if (column.is_fixed()) row.record_offset = column.offset;
    row.name = column.name;
    row.default_value = column.default_value;
    return row;
}

[[nodiscard]] inline catalog_row row_of(object_id table, const index_schema& index)
{
    namespace d = catalog_detail;
    const index_definition& from = index.definition;
    catalog_row row;
    row.table = table;
    row.kind = catalog_kind::index;
    row.id = index.object.value();
    row.type_or_root = index.root.value();
    row.space_usage = index.density;
    row.flags = from.flags | index_flag::wide_key_columns;
    row.text_flags = from.text_flags;
    row.name = from.name;
    for (const key_column& c : from.columns)
        d::write_segment(row.key_columns, {c.column_id, static_cast<std::uint8_t>((c.descending ? d::key_descending : 0) |
                                                                                  (c.derived ? d::key_derived : 0))});
    for (const conditional_column& c : from.conditions)
        d::write_segment(row.conditions, {c.column_id, static_cast<std::uint8_t>((c.must_be_null ? d::condition_null : 0) |
                                                                                 (c.derived ? d::key_derived : 0))});
    if (from.key_most != key_most_default) row.key_most = from.key_most;
    if (from.var_seg_most != 0 && from.var_seg_most != from.key_most) row.var_seg_most = from.var_seg_most;
    if (from.tuples) row.tuple_limits = d::write_tuple_limits(*from.tuples);
    if (from.has(index_flag::unicode_text)) row.stamp = from.stamp;
    row.locale = from.locale.empty() ? d::usual_locale_name : from.locale;
    return row;
}

[[nodiscard]] inline catalog_row row_of_long_values(object_id table, object_id object, page_no root)
{
    catalog_row row;
    row.table = table;
    row.kind = catalog_kind::long_values;
    row.id = object.value();
    row.type_or_root = root.value();
    row.space_usage = 100;
    row.pages_or_locale = 1;
    row.name = "LV";
    return row;
}

namespace catalog_detail {

inline void take_table_row(table_schema& schema, const catalog_row& row, std::uint32_t page_size)
{
    const auto usual_chunk = static_cast<std::uint32_t>(jet::long_value_chunk_size(page_size));
    schema.name = row.name;
    schema.object = row.table;
    schema.root = page_no{row.type_or_root};
    schema.flags = row.flags;
    schema.density = row.space_usage;
    schema.initial_pages = row.pages_or_locale;
    schema.statistics = row.statistics.value_or(tree_statistics{});
    schema.template_table = row.template_table;
    schema.chunk_size = std::min(row.chunk_size.value_or(usual_chunk), usual_chunk);
    if (schema.chunk_size == 0) corrupted();
    schema.separate_from = row.separate_from;
}

inline void take_index_row(table_schema& schema, const catalog_row& row)
{
    index_schema index = index_from_row(row);
    if (!index.definition.has(index_flag::primary)) {
        schema.indexes.push_back(std::move(index));
        return;
    }
    if (schema.has_primary || index.root != schema.root) corrupted();
    schema.has_primary = true;
    schema.primary = std::move(index.definition);
}

// Columns of the catalog itself lie where the compiled layout says; their rows name a wrong place.
inline void use_compiled_places(std::vector<column_definition>& columns, std::uint32_t page_size)
{
    const row_layout known = make_catalog_layout(page_size);
    std::erase_if(columns, [&](const column_definition& c) { return known.find(c.id) == nullptr; });
    for (column_definition& c : columns) c.offset = known.find(c.id)->offset;
}

}  // namespace catalog_detail

// From the rows of one table, in key order, and the columns it inherits. Nothing: there is no table among them.
[[nodiscard]] inline std::optional<table_schema> schema_from_rows(std::span<const catalog_row> rows,
                                                                  std::vector<column_definition> inherited,
                                                                  std::uint32_t page_size)
{
    if (rows.empty() || rows.front().kind != catalog_kind::table) return std::nullopt;
    table_schema schema;
    catalog_detail::take_table_row(schema, rows.front(), page_size);
    std::vector<column_definition> columns = std::move(inherited);
    for (column_definition& c : columns) c.derived = true;
    for (const catalog_row& row : rows.subspan(1)) {
        switch (row.kind) {
        case catalog_kind::table: catalog_detail::corrupted();
        case catalog_kind::column: columns.push_back(column_from_row(row)); break;
        case catalog_kind::index: catalog_detail::take_index_row(schema, row); break;
        case catalog_kind::long_values:
            schema.long_values_object = object_id{row.id};
            schema.long_values_root = page_no{row.type_or_root};
            break;
        case catalog_kind::callback: break;
        }
    }
    if (schema.object == catalog_place::objects.object || schema.object == catalog_place::shadow.object)
        catalog_detail::use_compiled_places(columns, page_size);
    for (const column_definition& c : columns) {
        if (c.is_deleted()) continue;
        if (c.has(column_flag::version)) schema.version_column = c.id;
        if (c.has(column_flag::autoincrement)) schema.autoincrement_column = c.id;
        if (c.has(column_flag::escrow)) schema.has_escrow = true;
    }
    schema.columns = row_layout{std::move(columns), page_size};
    return schema;
}

}  // namespace ese::inline v1::engine
