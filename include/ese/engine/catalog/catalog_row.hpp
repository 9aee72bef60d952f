// catalog_row.hpp — one row of MSysObjects, as values.
//
// Room:   catalog. Uses record, base, jet. Knows the columns; knows nothing of what a table does with them.
// Gives:  catalog_row; decode_catalog_row, encode_catalog_row, edit_catalog_row.
// Holds:  (1) a NULL in a column that must not be NULL is an accident;
//         (2) edit_catalog_row keeps columns that this engine does not know.
#pragma once

#include <ese/engine/catalog/catalog_format.hpp>
#include <ese/engine/catalog/catalog_keys.hpp>
#include <ese/engine/catalog/tree_statistics.hpp>

#include <ese/engine/record/index_definition.hpp>
#include <ese/engine/record/row_builder.hpp>
#include <ese/engine/record/row_reader.hpp>

#include <ese/engine/base/failure.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ese::inline v1::engine {

using byte_vector = std::vector<std::byte>;

struct catalog_row {
    object_id table{};
    catalog_kind kind = catalog_kind::table;
    std::uint32_t id = 0;              // object id, or column id
    std::uint32_t type_or_root = 0;    // column type, or root page
    std::uint32_t space_usage = 0;     // column size, or density
    std::uint32_t flags = 0;
    std::uint32_t pages_or_locale = 0; // code page of a column, first pages of a table
    bool is_root = false;              // RootFlag: set on tables, NULL on all others
    std::optional<std::uint16_t> record_offset;
    std::optional<std::uint32_t> text_flags;
    std::optional<std::uint16_t> key_most;
    std::optional<std::uint32_t> chunk_size;
    std::string name;
    std::optional<tree_statistics> statistics;
    std::string template_table;        // of a column: its callback
    byte_vector default_value;
    byte_vector key_columns;
    std::optional<std::uint16_t> var_seg_most;
    byte_vector conditions;
    byte_vector tuple_limits;
    std::optional<sort_stamp> stamp;
    std::optional<std::uint32_t> separate_from;
    byte_vector space_hints;
    byte_vector long_value_hints;
    std::string locale;                // ASCII; UTF-16LE in the row

    [[nodiscard]] key_buffer key() const { return catalog_row_key(table, kind, id); }
    [[nodiscard]] key_buffer name_key() const { return catalog_name_key(table, kind, name); }
};

namespace catalog_detail {

class catalog_fields {
public:
    catalog_fields(const row_layout& layout, bytes record) : layout_{layout}, reader_{record, layout.form()} {}

    [[nodiscard]] bytes get(std::uint32_t id) const
    {
        const column_definition& column = *layout_.find(id);
        if (column.is_tagged()) {
            const auto value = reader_.instance(column, 1);
            return value && !value->separated && !value->compressed && !value->encrypted ? value->data : bytes{};
        }
        const field found = column.is_fixed() ? reader_.fixed(column) : reader_.variable(column);
        return found.has_value() ? found.value : bytes{};
    }
    // Anything else but its exact size is no value.
    template <class T>
    [[nodiscard]] std::optional<T> number(std::uint32_t id) const
    {
        const bytes value = get(id);
        if (value.size() != sizeof(T)) return std::nullopt;
        return load_le<T>(value.data());
    }
    [[nodiscard]] std::uint32_t must(std::uint32_t id) const
    {
        if (const auto value = number<std::uint32_t>(id)) return *value;
        throw failure{jet::error::catalog_corrupted};
    }
    [[nodiscard]] std::string text(std::uint32_t id) const
    {
        const bytes value = get(id);
        return {reinterpret_cast<const char*>(value.data()), value.size()};
    }
    [[nodiscard]] byte_vector raw(std::uint32_t id) const
    {
        const bytes value = get(id);
        return {value.begin(), value.end()};
    }

private:
    const row_layout& layout_;
    row_reader reader_;
};

[[nodiscard]] inline std::string narrow(bytes utf16)
{
    std::string out;
    for (std::size_t i = 0; i + 1 < utf16.size(); i += 2) {
        const auto unit = load_le<std::uint16_t>(utf16.data() + i);
        if (unit == 0) break;
        out.push_back(unit < 0x80 ? static_cast<char>(unit) : '?');
    }
    return out;
}

[[nodiscard]] inline byte_vector widen(std::string_view ascii)
{
    byte_vector out(ascii.size() * 2);
    for (std::size_t i = 0; i < ascii.size(); ++i) out[2 * i] = static_cast<std::byte>(ascii[i]);
    return out;
}

[[nodiscard]] inline std::optional<sort_stamp> read_stamp(const catalog_fields& from)
{
    const auto version = from.number<std::uint64_t>(catalog_column::sort_version);
    const bytes id = from.get(catalog_column::sort_id);
    sort_stamp stamp{};
    if (!version || id.size() != stamp.id.size()) return std::nullopt;
    stamp.version = *version;
    copy_bytes(stamp.id.data(), id);
    return stamp;
}

}  // namespace catalog_detail

[[nodiscard]] inline catalog_row decode_catalog_row(const row_layout& layout, bytes record)
{
    namespace column = catalog_column;
    const catalog_detail::catalog_fields from{layout, record};
    const auto kind = from.number<std::uint16_t>(column::kind);
    if (!kind || *kind == 0 || *kind > static_cast<std::uint16_t>(catalog_kind::callback))
        throw failure{jet::error::catalog_corrupted};
    const bytes root_flag = from.get(column::root_flag);

    catalog_row row;
    row.table = object_id{from.must(column::table)};
    row.kind = static_cast<catalog_kind>(*kind);
    row.id = from.must(column::id);
    row.type_or_root = from.must(column::type_or_root);
    row.space_usage = from.must(column::space_usage);
    row.flags = from.must(column::flags);
    row.pages_or_locale = from.must(column::pages_or_locale);
    row.is_root = !root_flag.empty() && root_flag[0] != std::byte{0};
    row.record_offset = from.number<std::uint16_t>(column::record_offset);
    row.text_flags = from.number<std::uint32_t>(column::text_flags);
    row.key_most = from.number<std::uint16_t>(column::key_most);
    row.chunk_size = from.number<std::uint32_t>(column::chunk_size);
    row.name = from.text(column::name);
    row.statistics = read_statistics(from.get(column::stats));
    row.template_table = from.text(column::template_table);
    row.default_value = from.raw(column::default_value);
    row.key_columns = from.raw(column::key_columns);
    row.var_seg_most = from.number<std::uint16_t>(column::var_seg_most);
    row.conditions = from.raw(column::conditions);
    row.tuple_limits = from.raw(column::tuple_limits);
    row.stamp = catalog_detail::read_stamp(from);
    row.separate_from = from.number<std::uint32_t>(column::separate_from);
    row.space_hints = from.raw(column::space_hints);
    row.long_value_hints = from.raw(column::long_value_hints);
    row.locale = catalog_detail::narrow(from.get(column::locale));
    if (row.name.empty()) throw failure{jet::error::catalog_corrupted};
    return row;
}

namespace catalog_detail {

class catalog_writer {
public:
    explicit catalog_writer(const row_layout& layout) : layout_{layout} { builder_.start_empty(layout); }

    void put(std::uint32_t id, bytes value)
    {
        const column_definition& column = *layout_.find(id);
        if (column.is_fixed()) builder_.set_fixed(column, value);
        else if (column.is_variable()) builder_.set_variable(column, value);
        else builder_.set_tagged(column, 1, value);
    }
    void put_unless_empty(std::uint32_t id, bytes value)
    {
        if (!value.empty()) put(id, value);
    }
    template <class T>
    void put_number(std::uint32_t id, T value)
    {
        std::array<std::byte, sizeof(T)> raw;
        store_le(raw.data(), value);
        put(id, raw);
    }
    template <class T>
    void put_number(std::uint32_t id, const std::optional<T>& value)
    {
        if (value) put_number(id, *value);
    }
    [[nodiscard]] byte_vector finish() const
    {
        byte_vector out;
        builder_.encode(out);
        return out;
    }

private:
    const row_layout& layout_;
    row_builder builder_;
};

}  // namespace catalog_detail

[[nodiscard]] inline byte_vector encode_catalog_row(const row_layout& layout, const catalog_row& row)
{
    namespace column = catalog_column;
    catalog_detail::catalog_writer to{layout};
    to.put_number(column::table, row.table.value());
    to.put_number(column::kind, static_cast<std::uint16_t>(row.kind));
    to.put_number(column::id, row.id);
    to.put_number(column::type_or_root, row.type_or_root);
    to.put_number(column::space_usage, row.space_usage);
    to.put_number(column::flags, row.flags);
    to.put_number(column::pages_or_locale, row.pages_or_locale);
    if (row.is_root) to.put_number(column::root_flag, std::uint8_t{0xFF});
    to.put_number(column::record_offset, row.record_offset);
    to.put_number(column::text_flags, row.text_flags);
    to.put_number(column::key_most, row.key_most);
    to.put_number(column::chunk_size, row.chunk_size);
    to.put(column::name, as_bytes_of(row.name));
    to.put_unless_empty(column::template_table, as_bytes_of(row.template_table));
    to.put_unless_empty(column::default_value, row.default_value);
    to.put_unless_empty(column::key_columns, row.key_columns);
    to.put_number(column::var_seg_most, row.var_seg_most);
    to.put_unless_empty(column::conditions, row.conditions);
    to.put_unless_empty(column::tuple_limits, row.tuple_limits);
    if (row.stamp) {
        to.put_number(column::sort_version, row.stamp->version);
        to.put(column::sort_id, row.stamp->id);
    }
    to.put_number(column::separate_from, row.separate_from);
    to.put_unless_empty(column::space_hints, row.space_hints);
    to.put_unless_empty(column::long_value_hints, row.long_value_hints);
    to.put_unless_empty(column::locale, catalog_detail::widen(row.locale));
    return to.finish();
}

// The record with some columns changed and all else as it was.
template <class Change>
[[nodiscard]] byte_vector edit_catalog_row(const row_layout& layout, bytes record, Change&& change)
{
    row_builder builder;
    builder.load(layout, record);
    change(builder);
    byte_vector out;
    builder.encode(out);
    return out;
}

}  // namespace ese::inline v1::engine
