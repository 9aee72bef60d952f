// column_rules.hpp — which columns may be created, and what they become.
//
// Room:   table. Uses record, jet. Pure: looks at a description and a schema, changes nothing.
// Gives:  check_column, the documented checks in their order; place_column, the definition of a column that passed.
#pragma once

#include <ese/engine/table/names.hpp>

#include <ese/engine/record/column.hpp>
#include <ese/jet/definitions.hpp>
#include <ese/jet/limits.hpp>

#include <algorithm>
#include <cstdint>
#include <string>

namespace ese::inline v1::engine {

using column_options = jet::flags<jet::column_option>;

namespace detail {

using jet::column_option;
using jet::column_type;

[[nodiscard]] inline bool wants_tagged(const jet::column_create& c) noexcept
{
    return c.options.has(column_option::tagged) || jet::is_long(c.type);
}
[[nodiscard]] inline bool wants_fixed(const jet::column_create& c) noexcept
{
    return !wants_tagged(c) && (c.options.has(column_option::fixed) || jet::is_numeric(c.type));
}

[[nodiscard]] inline jet::error check_type_and_class(const jet::column_create& c) noexcept
{
    using jet::error;
    const bool is_long = jet::is_long(c.type);
    if (!jet::is_valid(c.type)) return error::invalid_column_type;
    if (jet::is_text(c.type) && c.code_page != 0 && c.code_page != 1252 && c.code_page != 1200) return error::invalid_code_page;
    if (c.options.has(column_option::compressed) && !is_long) return error::column_cannot_be_compressed;
    if (c.options.has(column_option::encrypted)) return error::column_cannot_be_encrypted;   // no keys here at all
    if (c.options.has(column_option::fixed) && wants_tagged(c)) return error::invalid_grbit;
    if (c.options.has(column_option::multi_valued) && !wants_tagged(c)) return error::multi_valued_column_must_be_tagged;
    return error::success;
}

[[nodiscard]] inline jet::error check_escrow(const jet::column_create& c, bool exclusive) noexcept
{
    using jet::error;
    using o = column_option;
    const bool wanted = c.options.has(o::escrow_update);
    if (!wanted) return c.options.has_any(o::finalize | o::delete_on_zero) ? error::invalid_grbit : error::success;
    if (c.type != column_type::long_ && c.type != column_type::long_long) return error::invalid_grbit;
    if (c.options.has(o::tagged)) return error::cannot_be_tagged;
    if (c.options.has_any(o::version | o::autoincrement) || c.default_value.empty()) return error::invalid_grbit;
    if (!exclusive) return error::exclusive_table_lock_required;
    return c.options.has(o::finalize | o::delete_on_zero) ? error::invalid_grbit : error::success;
}

[[nodiscard]] inline bool may_count(column_type type) noexcept
{
    return type == column_type::long_ || type == column_type::long_long || type == column_type::currency ||
           type == column_type::unsigned_long_long;
}

[[nodiscard]] inline jet::error check_counters(const jet::column_create& c, bool exclusive) noexcept
{
    using jet::error;
    using o = column_option;
    if (!c.options.has_any(o::version | o::autoincrement)) return error::success;
    if (c.options.has(o::autoincrement) && !may_count(c.type)) return error::invalid_grbit;
    if (c.options.has(o::version) && c.type != column_type::long_) return error::invalid_grbit;
    if (c.options.has(o::tagged)) return error::cannot_be_tagged;
    if (c.options.has(o::version | o::autoincrement)) return error::invalid_grbit;
    return c.options.has(o::autoincrement) && !exclusive ? error::exclusive_table_lock_required : error::success;
}

[[nodiscard]] inline std::uint32_t stored_size_max(const jet::column_create& c) noexcept
{
    if (const std::uint32_t size = jet::fixed_size(c.type); size != 0) return size;
    if (jet::is_long(c.type)) return c.size_max;
    const auto most = static_cast<std::uint32_t>(jet::column_size_max);
    return c.size_max == 0 ? most : std::min(c.size_max, most);
}

[[nodiscard]] inline jet::error check_default(const jet::column_create& c) noexcept
{
    using jet::error;
    const std::size_t size = c.default_value.size();
    const std::uint32_t most = stored_size_max(c);
    if (size == 0) return error::success;
    if (size > jet::default_value_size_max || (most != 0 && !jet::is_numeric(c.type) && size > most))
        return error::default_value_too_big;
    return jet::is_numeric(c.type) && size != most ? error::invalid_buffer_size : error::success;
}

}  // namespace detail

// `exclusive`: the table is open for this session alone, or is being created.
[[nodiscard]] inline jet::error check_column(const jet::column_create& c, bool exclusive) noexcept
{
    using jet::error;
    if (c.size_max > jet::long_value_size_max) return error::invalid_parameter;
    if (!clean_name(c.name)) return error::invalid_name;
    if (const error e = detail::check_type_and_class(c); e != error::success) return e;
    if (const error e = detail::check_escrow(c, exclusive); e != error::success) return e;
    if (const error e = detail::check_counters(c, exclusive); e != error::success) return e;
    // A default computed by a callback needs a callback, and there are none here.
    if (c.options.has(jet::column_option::user_defined_default)) return error::feature_not_available;
    return detail::check_default(c);
}

// A value of a column with a size limit of its own that was asked to be larger is cut to 255; a warning says so.
[[nodiscard]] inline bool size_was_cut(const jet::column_create& c) noexcept
{
    return !jet::is_numeric(c.type) && !jet::is_long(c.type) && c.size_max > jet::column_size_max;
}

namespace detail {

[[nodiscard]] inline std::uint32_t catalog_flags(const jet::column_create& c) noexcept
{
    using o = column_option;
    struct pair {
        o option;
        std::uint32_t flag;
    };
    static constexpr pair pairs[] = {
        {o::not_null, column_flag::not_null},         {o::version, column_flag::version},
        {o::autoincrement, column_flag::autoincrement}, {o::multi_valued, column_flag::multivalued},
        {o::escrow_update, column_flag::escrow},      {o::finalize, column_flag::finalize},
        {o::delete_on_zero, column_flag::delete_on_zero}, {o::compressed, column_flag::compressed},
    };
    std::uint32_t flags = c.default_value.empty() ? 0 : column_flag::has_default;
    for (const pair& p : pairs)
        if (c.options.has(p.option)) flags |= p.flag;
    return flags;
}

[[nodiscard]] inline std::uint32_t next_id(const row_layout& columns, const jet::column_create& c) noexcept
{
    if (wants_fixed(c)) return columns.fixed_last() + 1;
    if (!wants_tagged(c)) return columns.variable_last() + 1;
    std::uint32_t last = tagged_id_first - 1;
    for (const column_definition& known : columns.columns())
        if (known.is_tagged() && !known.derived) last = std::max(last, known.id);
    return last + 1;
}

[[nodiscard]] inline std::uint32_t last_id(const jet::column_create& c) noexcept
{
    return wants_fixed(c) ? fixed_id_last : wants_tagged(c) ? tagged_id_last : variable_id_last;
}

[[nodiscard]] inline bool has_column_with(const row_layout& columns, std::uint32_t flag) noexcept
{
    return std::any_of(columns.columns().begin(), columns.columns().end(),
                       [&](const column_definition& c) { return !c.is_deleted() && c.has(flag); });
}

}  // namespace detail

[[nodiscard]] inline const column_definition* find_column(const row_layout& columns, std::string_view name) noexcept
{
    for (const column_definition& c : columns.columns())
        if (!c.is_deleted() && same_name(c.name, name)) return &c;
    return nullptr;
}

// The definition a checked description gets among the columns there are. `record_max` bounds the fixed ones together.
[[nodiscard]] inline jet::error place_column(const jet::column_create& c, const row_layout& columns, std::size_t record_max,
                                             column_definition& placed)
{
    using jet::error;
    const std::string_view name = *clean_name(c.name);
    if (find_column(columns, name) != nullptr) return error::column_duplicate;
    placed = {};
    placed.name = std::string{name};
    placed.id = detail::next_id(columns, c);
    placed.type = c.type;
    if (jet::is_text(c.type)) placed.cp = c.code_page == 1200 ? jet::code_page::unicode : jet::code_page::english;
    placed.max_size = detail::stored_size_max(c);
    placed.flags = detail::catalog_flags(c);
    placed.default_value.assign(c.default_value.begin(), c.default_value.end());
    if (placed.id > detail::last_id(c)) return error::too_many_columns;
    if (placed.is_fixed()) {
        placed.offset = columns.fixed_area_end();
        const std::size_t end = placed.offset + placed.fixed_bytes() + (placed.id + 7) / 8;
        if (end > record_max) return error::record_too_big;
    }
    for (const std::uint32_t once : {column_flag::version, column_flag::autoincrement})
        if (placed.has(once) && detail::has_column_with(columns, once)) return error::column_redundant;
    return error::success;
}

// What callers are told about a column.
[[nodiscard]] inline column_options options_of(const column_definition& c) noexcept
{
    using o = jet::column_option;
    column_options options;
    if (c.is_fixed()) options |= o::fixed;
    if (c.is_tagged()) options |= o::tagged;
    if (c.has(column_flag::not_null)) options |= o::not_null;
    if (c.has(column_flag::version)) options |= o::version;
    if (c.has(column_flag::autoincrement)) options |= o::autoincrement;
    if (c.has(column_flag::multivalued)) options |= o::multi_valued;
    if (c.has(column_flag::escrow)) options |= o::escrow_update;
    if (c.has(column_flag::finalize)) options |= o::finalize;
    if (c.has(column_flag::delete_on_zero)) options |= o::delete_on_zero;
    if (c.has(column_flag::callback_default)) options |= o::user_defined_default;
    if (c.has(column_flag::compressed)) options |= o::compressed;
    if (c.has(column_flag::encrypted)) options |= o::encrypted;
    return options;
}

}  // namespace ese::inline v1::engine
