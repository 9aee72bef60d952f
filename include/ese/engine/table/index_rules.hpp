// index_rules.hpp — which indexes may be created, and what they become.
//
// Room:   table. Uses record, jet. Pure: looks at a description and at columns, changes nothing.
// Gives:  check_index, the documented checks in their order, which fills an index_definition; options_of an index.
// Holds:  checks that need the table itself (is it empty, is the name taken) are the caller's and come after these.
#pragma once

#include <ese/engine/table/column_rules.hpp>

#include <ese/engine/record/index_definition.hpp>
#include <ese/engine/record/key_segment.hpp>

#include <optional>
#include <string_view>

namespace ese::inline v1::engine {

using index_options = jet::flags<jet::index_option>;

inline constexpr std::string_view usual_locale = "en-US";

namespace detail {

using jet::index_option;

[[nodiscard]] inline jet::error check_index_options(const jet::index_create& i, std::size_t page_size) noexcept
{
    using jet::error;
    using o = index_option;
    const bool ignores = i.options.has_any(o::ignore_null | o::ignore_any_null | o::ignore_first_null);
    if (i.options.has(o::key_most) && (i.key_most < jet::key_size_default || i.key_most > key_most_of_page(page_size)))
        return error::index_invalid_def;
    if (i.options.has(o::primary) && ignores) return error::invalid_grbit;
    if (i.options.has(o::optionally_unique)) return error::invalid_grbit;
    if (i.options.has(o::cross_product | o::nested_table)) return error::invalid_grbit;
    if (i.options.has(o::primary) && !i.conditions.empty()) return error::index_invalid_def;
    if (i.options.has(o::empty) && !i.options.has(o::ignore_any_null)) return error::invalid_grbit;
    if (i.options.has(o::tuple_limits) && !i.tuples) return error::index_invalid_def;
    return i.options.has(o::unicode) && !i.map_flags ? error::index_invalid_def : error::success;
}

struct named_segment {
    std::string_view name;
    bool descending = false;
};

// "+a\0-b\0\0": the first sign is compulsory, later ones stand for ascending when missing.
[[nodiscard]] inline std::optional<std::vector<named_segment>> parse_key(std::string_view key)
{
    std::vector<named_segment> segments;
    while (!key.empty() && key.front() != '\0') {
        const bool descending = key.front() == '-';
        if (descending || key.front() == '+') key.remove_prefix(1);
        else if (segments.empty()) return std::nullopt;
        const std::size_t end = key.find('\0');
        if (end == std::string_view::npos || end == 0) return std::nullopt;
        segments.push_back({key.substr(0, end), descending});
        key.remove_prefix(end + 1);
    }
    if (key.size() != 1 || segments.empty() || segments.size() > jet::key_columns_max) return std::nullopt;
    return segments;
}

[[nodiscard]] inline bool is_locale_name(std::string_view name) noexcept
{
    const auto legal = [](char c) { return (folded(c) >= 'A' && folded(c) <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
    return name.size() <= 84 && std::all_of(name.begin(), name.end(), legal);
}

// The text order does not depend on the locale, so an index remembers a name and nothing else. Of the numbers, the one
// for the default and the one for no locale have a name here.
[[nodiscard]] inline jet::error resolve_locale(const jet::index_create& i, index_definition& into)
{
    static constexpr std::uint32_t english = 1033, invariant = 127;
    if (!is_locale_name(i.locale)) return jet::error::invalid_language_id;
    if (!i.locale.empty()) into.locale = std::string{i.locale};
    else if (i.lcid == 0 || i.lcid == english) into.locale = std::string{usual_locale};
    else if (i.lcid == invariant) into.locale.clear();
    else return jet::error::invalid_language_id;
    if (!i.locale.empty() || i.lcid != 0) into.flags |= index_flag::locale_given;

    const std::uint32_t wanted = i.map_flags.value_or(0);
    into.text_flags = wanted == 0 ? text_flag::usual : wanted;
    static constexpr std::uint32_t byte_reversal = 0x800;
    const bool sortable = (into.text_flags & text_flag::sort_key) != 0 && (into.text_flags & byte_reversal) == 0;
    return sortable ? jet::error::success : jet::error::invalid_lc_map_string_flags;
}

[[nodiscard]] inline tuple_limits limits_of(const jet::index_create& i) noexcept
{
    tuple_limits limits;
    if (!i.tuples) return limits;
    const auto choose = [](std::uint32_t given, std::uint32_t usual) { return given != 0 ? given : usual; };
    limits.chars_min = choose(i.tuples->length_min, limits.chars_min);
    limits.chars_max = choose(i.tuples->length_max, std::max(limits.chars_max, limits.chars_min));
    limits.tuples_most = choose(i.tuples->tuples_max, limits.tuples_most);
    limits.step = choose(i.tuples->increment, limits.step);
    limits.start = i.tuples->start;
    return limits;
}

[[nodiscard]] inline jet::error check_tuples(const jet::index_create& i, index_definition& into) noexcept
{
    using jet::error;
    if (!i.options.has_any(index_option::tuples | index_option::tuple_limits)) return error::success;
    if (i.options.has(index_option::primary)) return error::index_tuples_secondary_index_only;
    if (i.options.has(index_option::unique)) return error::index_tuples_non_unique_only;
    if (i.segment_most != 0 && i.segment_most < into.key_most) return error::index_tuples_var_seg_mac_not_allowed;
    const tuple_limits limits = limits_of(i);
    const bool sound = limits.chars_min >= jet::tuple_length_min && limits.chars_max <= jet::tuple_length_max &&
                       limits.chars_min <= limits.chars_max && limits.tuples_most <= jet::tuples_to_index_max;
    into.tuples = limits;
    return sound ? error::success : error::index_tuples_invalid_limits;
}

[[nodiscard]] inline jet::error check_segment(const jet::index_create& i, const named_segment& segment, const row_layout& columns,
                                              index_definition& into)
{
    using jet::error;
    const column_definition* column = find_column(columns, segment.name);
    if (column == nullptr) return error::column_not_found;
    if (column->has(column_flag::encrypted)) return error::cannot_index_on_encrypted_column;
    if (column->has(column_flag::escrow)) return error::cannot_index;
    if (column->has(column_flag::multivalued) && i.options.has(index_option::primary)) return error::index_invalid_def;
    if (column->has_default() && i.options.has(index_option::empty)) return error::index_invalid_def;
    if (into.tuples && into.columns.empty() && !jet::is_text(column->type) && !jet::is_binary(column->type))
        return error::index_tuples_text_binary_columns_only;
    into.columns.push_back({column->id, segment.descending, column->derived});
    if (column->has(column_flag::multivalued)) into.flags |= index_flag::multivalued;
    if (jet::is_text(column->type) && column->cp == jet::code_page::unicode) into.flags |= index_flag::unicode_text;
    return error::success;
}

[[nodiscard]] inline jet::error check_conditions(const jet::index_create& i, const row_layout& columns, index_definition& into)
{
    using jet::error;
    using o = jet::conditional_column_option;
    if (i.conditions.size() > jet::conditional_columns_max) return error::index_invalid_def;
    for (const jet::conditional_column& c : i.conditions) {
        if (c.options != o::must_be_null && c.options != o::must_be_non_null) return error::invalid_grbit;
        const column_definition* column = find_column(columns, c.name);
        if (column == nullptr) return error::column_not_found;
        into.conditions.push_back({column->id, c.options == o::must_be_null, column->derived});
    }
    return error::success;
}

[[nodiscard]] inline std::uint32_t null_flags(index_options options) noexcept
{
    using o = index_option;
    if (options.has(o::disallow_null)) return index_flag::no_nulls;
    std::uint32_t flags = index_flag::all_nulls_allowed;
    if (options.has(o::ignore_null)) flags &= ~index_flag::allow_all_nulls;
    if (options.has(o::ignore_first_null)) flags &= ~(index_flag::allow_all_nulls | index_flag::allow_first_null);
    if (options.has(o::ignore_any_null)) flags &= ~index_flag::all_nulls_allowed;
    if (options.has(o::sort_nulls_high)) flags |= index_flag::nulls_high;
    return flags;
}

[[nodiscard]] inline std::uint32_t index_flags(index_options options) noexcept
{
    using o = index_option;
    std::uint32_t flags = null_flags(options) | index_flag::wide_key_columns;
    if (options.has_any(o::unique | o::primary)) flags |= index_flag::unique;
    if (options.has(o::primary)) flags |= index_flag::primary;
    if (options.has(o::cross_product)) flags |= index_flag::cross_product;
    if (options.has(o::nested_table)) flags |= index_flag::nested;
    if (options.has(o::disallow_truncation)) flags |= index_flag::no_truncation;
    if (options.has(o::dotnet_guid)) flags |= index_flag::dot_net_guid;
    return flags;
}

[[nodiscard]] inline segment_format format_for_size(const index_definition& i, const column_definition& c) noexcept
{
    segment_format format;
    format.type = c.type;
    format.cp = c.cp;
    format.fixed = c.is_fixed();
    format.var_seg_most = i.var_seg_most;
    return format;
}

// Keys of a primary index never need more than their columns can fill, and records may use what is left.
inline void shrink_key_most(const row_layout& columns, index_definition& into)
{
    std::size_t sum = 0;
    for (const key_column& k : into.columns) {
        const column_definition& c = *columns.find(k.column_id);
        const auto most = segment_size_most(format_for_size(into, c), c.is_tagged() && !jet::is_numeric(c.type) ? 0 : c.max_size);
        if (!most) return;
        sum += *most;
    }
    if (sum < into.key_most) into.key_most = static_cast<std::uint16_t>(sum);
}

}  // namespace detail

[[nodiscard]] inline jet::error check_index(const jet::index_create& i, const row_layout& columns, index_definition& into)
{
    using jet::error;
    into = {};
    const auto name = clean_name(i.name);
    if (!name) return error::invalid_name;
    if (const error e = detail::check_index_options(i, columns.page_size()); e != error::success) return e;
    if (i.key.empty()) return error::invalid_parameter;
    const auto segments = detail::parse_key(i.key);
    if (!segments) return error::index_invalid_def;
    into.name = std::string{*name};
    into.flags = detail::index_flags(i.options);
    if (i.options.has(jet::index_option::key_most)) into.key_most = static_cast<std::uint16_t>(i.key_most);
    if (i.segment_most > into.key_most) return error::index_invalid_def;
    into.var_seg_most = i.segment_most == into.key_most ? std::uint16_t{0} : static_cast<std::uint16_t>(i.segment_most);
    if (const error e = detail::resolve_locale(i, into); e != error::success) return e;
    if (const error e = detail::check_tuples(i, into); e != error::success) return e;
    for (const detail::named_segment& segment : *segments)
        if (const error e = detail::check_segment(i, segment, columns, into); e != error::success) return e;
    if (const error e = detail::check_conditions(i, columns, into); e != error::success) return e;
    if (into.has(index_flag::primary)) detail::shrink_key_most(columns, into);
    if (i.density != 0 && (i.density < jet::density_min || i.density > jet::density_max)) return error::density_invalid;
    return error::success;
}

// What callers are told about an index.
[[nodiscard]] inline index_options options_of(const index_definition& i) noexcept
{
    using o = jet::index_option;
    index_options options;
    if (i.has(index_flag::unique)) options |= o::unique;
    if (i.has(index_flag::primary)) options |= o::primary;
    if (i.has(index_flag::no_nulls)) options |= o::disallow_null;
    else if ((i.flags & index_flag::all_nulls_allowed) == 0) options |= o::ignore_any_null;
    else if (!i.has(index_flag::allow_first_null)) options |= o::ignore_first_null;
    else if (!i.has(index_flag::allow_all_nulls)) options |= o::ignore_null;
    if (i.has(index_flag::nulls_high)) options |= o::sort_nulls_high;
    if (i.has(index_flag::cross_product)) options |= o::cross_product;
    if (i.has(index_flag::nested)) options |= o::nested_table;
    if (i.has(index_flag::no_truncation)) options |= o::disallow_truncation;
    if (i.has(index_flag::dot_net_guid)) options |= o::dotnet_guid;
    if (i.has(index_flag::unicode_text)) options |= o::unicode;
    if (i.tuples) options |= o::tuples;
    if (i.key_most != key_most_default && !i.has(index_flag::primary)) options |= o::key_most;
    return options;
}

}  // namespace ese::inline v1::engine
