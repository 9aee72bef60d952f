// cursor_values.ipp — what a call needs to know of a column or an index: bodies of cursor_values.hpp.
//
// Room:   public.
#pragma once

#include <ese/cursor_values.hpp>

#include <algorithm>

namespace ese::inline v1::detail {

ESE_DECL bool would_be_cut(const column_ref& column, const encoded& value) noexcept
{
    if (column.type != jet::column_type::text && column.type != jet::column_type::binary) return false;
    const std::size_t most = jet::column_size_max;
    return value.bytes().size() > (column.size_max == 0 ? most : (std::min)(most, std::size_t{column.size_max}));
}

ESE_DECL jet::set_args set_args_for(const column_ref& column, const encoded& value,
                                    jet::flags<jet::set_column_option> options)
{
    if (!value.is_null() && value.bytes().empty()) options |= jet::set_column_option::zero_length;
    jet::set_args args;
    args.column       = column.id;
    args.value        = value.bytes();
    args.value_absent = value.is_null();
    args.size         = static_cast<std::uint32_t>(value.bytes().size());
    args.options      = options;
    return args;
}

[[nodiscard]] inline bool same_name(std::string_view a, std::string_view b) noexcept
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower(b[i])) return false;
    return true;
}

ESE_DECL bool find_segments(const std::vector<jet::index_info>& indexes, std::string_view name, std::vector<column_ref>& found)
{
    for (const jet::index_info& index : indexes) {
        const bool wanted = name.empty() ? index.options.has(jet::index_option::primary) : same_name(index.name, name);
        if (!wanted) continue;
        std::vector<column_ref> segments;
        segments.reserve(index.segments.size());
        for (const jet::index_segment& s : index.segments) segments.push_back({s.column, s.type, s.code_page});
        found = std::move(segments);
        return true;
    }
    return false;
}

}  // namespace ese::inline v1::detail
