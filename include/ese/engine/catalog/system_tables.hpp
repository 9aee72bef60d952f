// system_tables.hpp — MSysObjids and MSysLocales: the rows of the two tables that only the catalog writes.
//
// Room:   catalog. Uses record, base, jet.
// Gives:  their columns and primary indexes as new databases have them; object_id_row, locale_row and their keys.
//
//         MSysObjids    objid Long, objidTable Long, type Short, all tagged; key objid. One row for each table (1),
//                       secondary index (3) and long-value tree (4).
//         MSysLocales   Type UnsignedByte, iValue Long, Key Binary; key Key. Type 1: versions of the schema; 2: a marker,
//                       and per locale and collation how many indexes over UTF-16 text were ever made.
#pragma once

#include <ese/engine/catalog/catalog_keys.hpp>
#include <ese/engine/catalog/catalog_row.hpp>
#include <ese/engine/catalog/table_schema.hpp>

#include <ese/engine/record/row_builder.hpp>
#include <ese/engine/record/row_reader.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ese::inline v1::engine {

namespace object_id_column {
inline constexpr std::uint32_t object = 256, table = 257, kind = 258;
}
namespace locale_column {
inline constexpr std::uint32_t kind = 1, value = 2, key = 128;
}
enum class locale_kind : std::uint8_t { schema_version = 1, collation = 2 };  // the marker is of the second kind

[[nodiscard]] inline std::vector<column_definition> object_id_columns()
{
    const auto tagged = [](std::string_view name, std::uint32_t id, jet::column_type type) {
        column_definition column;
        column.name = name;
        column.id = id;
        column.type = type;
        column.max_size = jet::fixed_size(type);
        return column;
    };
    return {tagged("objid", object_id_column::object, jet::column_type::long_),
            tagged("objidTable", object_id_column::table, jet::column_type::long_),
            tagged("type", object_id_column::kind, jet::column_type::short_)};
}

[[nodiscard]] inline std::vector<column_definition> locale_columns()
{
    std::vector<column_definition> columns(3);
    columns[0].name = "Type";
    columns[0].id = locale_column::kind;
    columns[0].type = jet::column_type::unsigned_byte;
    columns[0].flags = column_flag::not_null;
    columns[0].offset = 4;
    columns[1].name = "iValue";
    columns[1].id = locale_column::value;
    columns[1].type = jet::column_type::long_;
    columns[1].flags = column_flag::has_default | column_flag::escrow;
    columns[1].offset = 5;
    columns[1].default_value.resize(4);
    columns[2].name = "Key";
    columns[2].id = locale_column::key;
    columns[2].type = jet::column_type::binary;
    columns[2].max_size = 255;
    for (column_definition& c : columns)
        if (jet::fixed_size(c.type) != 0) c.max_size = jet::fixed_size(c.type);
    return columns;
}

[[nodiscard]] inline index_schema system_primary(std::string_view name, catalog_place place, std::uint32_t flags,
                                                 std::uint32_t density, std::vector<std::uint32_t> key)
{
    index_schema index;
    index.object = place.object;
    index.root = place.root;
    index.density = density;
    index.definition.name = name;
    index.definition.flags = flags;
    for (const std::uint32_t column : key) index.definition.columns.push_back({column});
    return index;
}

[[nodiscard]] inline byte_vector object_id_row(const row_layout& layout, object_id object, object_id table, catalog_kind kind)
{
    row_builder row;
    row.start_empty(layout);
    const auto put = [&](std::uint32_t id, auto value) {
        std::array<std::byte, sizeof value> raw;
        store_le(raw.data(), value);
        row.set_tagged(*layout.find(id), 1, raw);
    };
    put(object_id_column::object, object.value());
    put(object_id_column::table, table.value());
    put(object_id_column::kind, static_cast<std::uint16_t>(kind));
    byte_vector out;
    row.encode(out);
    return out;
}

// Groups of eight bytes, each followed by 09; the last is padded with zeros and followed by its length.
[[nodiscard]] inline key_buffer locale_row_key(bytes value)
{
    key_buffer key;
    key.push_back(std::byte{0x7F});
    for (; value.size() > 8; value = value.subspan(8)) {
        key.append(value.first(8));
        key.push_back(std::byte{9});
    }
    std::array<std::byte, 9> last{};
    copy_bytes(last.data(), value);
    last[8] = static_cast<std::byte>(value.size());
    key.append(last);
    return key;
}

// The name of a row is UTF-16LE with its terminator.
[[nodiscard]] inline byte_vector locale_name(std::string_view ascii)
{
    byte_vector name = catalog_detail::widen(ascii);
    name.resize(name.size() + 2);
    return name;
}

[[nodiscard]] inline byte_vector locale_row(const row_layout& layout, locale_kind kind, std::uint32_t value, bytes name)
{
    row_builder row;
    row.start_empty(layout);
    const std::array<std::byte, 1> type{static_cast<std::byte>(kind)};
    std::array<std::byte, 4> number;
    store_le(number.data(), value);
    row.set_fixed(*layout.find(locale_column::kind), type);
    row.set_fixed(*layout.find(locale_column::value), number);
    row.set_variable(*layout.find(locale_column::key), name);
    byte_vector out;
    row.encode(out);
    return out;
}

// The same row, counting one more.
[[nodiscard]] inline byte_vector locale_row_plus_one(const row_layout& layout, bytes record)
{
    return edit_catalog_row(layout, record, [&](row_builder& row) {
        const column_definition& column = *layout.find(locale_column::value);
        const field old = row.fixed(column);
        std::array<std::byte, 4> number;
        store_le(number.data(), 1 + (old.value.size() == 4 ? load_le<std::uint32_t>(old.value.data()) : 0));
        row.set_fixed(column, number);
    });
}

namespace catalog_detail {
template <std::unsigned_integral T>
void append_hex(std::string& out, T value, std::size_t digits)
{
    char text[16];
    const auto end = std::to_chars(text, text + sizeof text, value, 16).ptr;
    const auto size = static_cast<std::size_t>(end - text);
    if (size < digits) out.append(digits - size, '0');
    out.append(text, size);
}

[[nodiscard]] inline std::string guid_text(const std::array<std::byte, 16>& id)
{
    std::string out;
    append_hex(out, load_le<std::uint32_t>(id.data()), 8);
    out += '-';
    append_hex(out, load_le<std::uint16_t>(id.data() + 4), 4);
    out += '-';
    append_hex(out, load_le<std::uint16_t>(id.data() + 6), 4);
    for (std::size_t i = 8; i < id.size(); ++i) {
        if (i == 8 || i == 10) out += '-';
        append_hex(out, std::to_integer<std::uint32_t>(id[i]), 2);
    }
    return out;
}
}  // namespace catalog_detail

// LocaleName=en-US,SortID=00000001-57ee-1e5c-00b4-d0000bb1e11e,Ver=6020f0006020f
[[nodiscard]] inline std::string collation_name(std::string_view locale, const sort_stamp& made_by)
{
    std::string out = "LocaleName=";
    out += locale;
    out += ",SortID=";
    out += catalog_detail::guid_text(made_by.id);
    out += ",Ver=";
    catalog_detail::append_hex(out, made_by.version, 1);
    return out;
}

}  // namespace ese::inline v1::engine
