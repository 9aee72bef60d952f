// schema_match.ipp — what is different, in words: bodies of schema_match.hpp.
//
// Room:   public. Uses schema.
#pragma once

#include <ese/schema_match.hpp>

#include <algorithm>

namespace ese::inline v1::detail {

ESE_DECL bool equal_names(std::string_view a, std::string_view b) noexcept
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

[[nodiscard]] constexpr jet::column_type kin_of(jet::column_type type) noexcept
{
    switch (type) {
    case jet::column_type::currency: return jet::column_type::long_long;
    case jet::column_type::text: return jet::column_type::long_text;
    case jet::column_type::binary: return jet::column_type::long_binary;
    default: return type;
    }
}

ESE_DECL std::string quoted(std::string_view kind, std::string_view name)
{
    return std::string{kind} + " '" + std::string{name} + "' ";
}

// Empty: none.
[[nodiscard]] inline std::string difference_of(const column_description& wanted, const jet::column_info* there)
{
    using option = jet::column_option;
    const std::string column = quoted("column", wanted.name);
    if (there == nullptr) return column + "is missing";
    if (kin_of(there->type) != kin_of(wanted.type)) return column + "has another type";
    if (jet::is_text(there->type) && there->code_page != wanted.code_page) return column + "has another code page";
    if (wanted.size_max != 0 && there->size_max != wanted.size_max) return column + "has another largest size";
    struct question {
        option what;
        const char* words;
    };
    static constexpr question questions[] = {{option::autoincrement, "autoincrement"}, {option::escrow_update, "escrow"},
                                             {option::multi_valued, "multi-valued"}, {option::not_null, "never NULL"}};
    for (const question& q : questions) {
        if (wanted.options.has(q.what) && !there->options.has(q.what)) return column + "is not " + q.words;
        if (!wanted.options.has(q.what) && there->options.has(q.what) && !(q.what == option::not_null && wanted.options.has(option::autoincrement)))
            return column + "is " + q.words;
    }
    return {};
}

[[nodiscard]] inline std::string difference_of(const index_description& wanted, const jet::index_info* there)
{
    using option = jet::index_option;
    const std::string index = quoted("index", wanted.name);
    if (there == nullptr) return index + "is missing";
    if (wanted.options.has(option::primary) != there->options.has(option::primary))
        return index + (wanted.options.has(option::primary) ? "is not the primary one" : "is the primary one");
    if (wanted.options.has(option::unique) && !there->options.has(option::unique)) return index + "is not unique";
    if (!wanted.options.has(option::unique) && there->options.has(option::unique)) return index + "is unique";
    if (there->segments.size() != wanted.size) return index + "has another number of columns";
    for (std::size_t i = 0; i < wanted.size; ++i) {
        if (!equal_names(there->segments[i].column_name, wanted.columns[i]))
            return index + "has column '" + there->segments[i].column_name + "' where '" + std::string{wanted.columns[i]} + "' belongs";
        if (there->segments[i].descending != wanted.is_descending[i]) return index + "runs the other way on column '" + std::string{wanted.columns[i]} + "'";
    }
    return {};
}

ESE_DECL column_spec spec_of(const column_description& c)
{
    column_spec spec;
    spec.name      = c.name;
    spec.type      = c.type;
    spec.flags     = c.options;
    spec.size_max  = c.size_max;
    spec.code_page = static_cast<jet::code_page>(c.code_page);
    if (c.initial != nullptr) spec.default_value = c.initial();
    return spec;
}

ESE_DECL index_spec spec_of(const index_description& i)
{
    index_spec spec;
    spec.name  = i.name;
    spec.flags = i.options;
    for (std::size_t n = 0; n < i.size; ++n) spec.parts.push_back({std::string{i.columns[n]}, i.is_descending[n]});
    return spec;
}

ESE_DECL table_spec table_shape::spec() const
{
    table_spec made;
    made.name = name;
    for (const column_description& c : columns) made.columns.push_back(spec_of(c));
    for (const index_description& i : indexes) made.indexes.push_back(spec_of(i));
    return made;
}

ESE_DECL std::string table_shape::difference(const std::vector<jet::column_info>& columns_there,
                                             const std::vector<jet::index_info>& indexes_there,
                                             std::span<jet::column_id> ids) const
{
    std::string first;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const jet::column_info* const there = find_named(columns_there, columns[i].name);
        if (there != nullptr) ids[i] = there->id;
        if (first.empty()) first = difference_of(columns[i], there);
    }
    for (const index_description& i : indexes)
        if (first.empty()) first = difference_of(i, find_named(indexes_there, i.name));
    return first.empty() ? first : quoted("table", name) + "differs: " + first;
}

ESE_DECL void raise_mismatch(const std::string& difference, const char* call, const where& at)
{
    throw schema_mismatch{difference, call, at};
}

}  // namespace ese::inline v1::detail
