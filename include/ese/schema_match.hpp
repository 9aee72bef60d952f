// schema_match.hpp — a schema beside the table there is: what to create, what is missing, what is different.
//
// Room:   public. Uses schema.
// Gives:  schema_mismatch, the exception that names the first difference; detail::table_shape with spec, difference and
//         missing parts.
// Holds:  (1) a table may have more columns and indexes than its schema;
//         (2) types that store the same bytes in the same order are the same: signed 64 bits and currency, short and long
//             text. Sizes count where the schema states them.
#pragma once

#include <ese/error.hpp>
#include <ese/schema.hpp>

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ese::inline v1 {

// Thrown when a table is opened that is not as its schema says.
struct schema_mismatch final : error {
    schema_mismatch(const std::string& difference, const char* called, const where& at)
        : error{misuse::schema_mismatch, called, at}, told_{difference}
    {}
    [[nodiscard]] const char* what() const noexcept override { return told_.what(); }

private:
    std::runtime_error told_;   // a string that may be copied without failing
};

namespace detail {

[[nodiscard]] inline bool equal_names(std::string_view a, std::string_view b) noexcept
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

template <class Named>
[[nodiscard]] const Named* find_named(const std::vector<Named>& among, std::string_view name) noexcept
{
    for (const Named& one : among)
        if (equal_names(one.name, name)) return &one;
    return nullptr;
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

[[nodiscard]] inline std::string quoted(std::string_view kind, std::string_view name)
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

[[nodiscard]] inline column_spec spec_of(const column_description& c)
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

[[nodiscard]] inline index_spec spec_of(const index_description& i)
{
    index_spec spec;
    spec.name  = i.name;
    spec.flags = i.options;
    for (std::size_t n = 0; n < i.size; ++n) spec.parts.push_back({std::string{i.columns[n]}, i.is_descending[n]});
    return spec;
}

// A schema as plain data.
struct table_shape {
    std::string_view name{};
    std::span<const column_description> columns{};
    std::span<const index_description> indexes{};

    [[nodiscard]] table_spec spec() const
    {
        table_spec spec;
        spec.name = name;
        for (const column_description& c : columns) spec.columns.push_back(spec_of(c));
        for (const index_description& i : indexes) spec.indexes.push_back(spec_of(i));
        return spec;
    }

    // The first one, in words; empty when there is none. The ids of the columns found go to `ids`.
    [[nodiscard]] std::string difference(const std::vector<jet::column_info>& columns_there,
                                         const std::vector<jet::index_info>& indexes_there, std::span<jet::column_id> ids) const
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
};

template <class S>
[[nodiscard]] table_shape shape_of() noexcept
{
    return {S::table_name, columns_of<S>, indexes_of<S>};
}

[[noreturn]] inline void raise_mismatch(const std::string& difference, const char* call, const where& at)
{
    throw schema_mismatch{difference, call, at};
}

}  // namespace detail
}  // namespace ese::inline v1
