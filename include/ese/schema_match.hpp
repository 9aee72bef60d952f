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

// Without regard to ASCII case, as names are compared.
[[nodiscard]] ESE_DECL bool equal_names(std::string_view a, std::string_view b) noexcept;

template <class Named>
[[nodiscard]] const Named* find_named(const std::vector<Named>& among, std::string_view name) noexcept
{
    for (const Named& one : among)
        if (equal_names(one.name, name)) return &one;
    return nullptr;
}

// "column 'name' "
[[nodiscard]] ESE_DECL std::string quoted(std::string_view kind, std::string_view name);

[[nodiscard]] ESE_DECL column_spec spec_of(const column_description& c);
[[nodiscard]] ESE_DECL index_spec spec_of(const index_description& i);

// A schema as plain data.
struct table_shape {
    std::string_view name{};
    std::span<const column_description> columns{};
    std::span<const index_description> indexes{};

    [[nodiscard]] ESE_DECL table_spec spec() const;

    // The first one, in words; empty when there is none. The ids of the columns found go to `ids`.
    [[nodiscard]] ESE_DECL std::string difference(const std::vector<jet::column_info>& columns_there,
                                                  const std::vector<jet::index_info>& indexes_there,
                                                  std::span<jet::column_id> ids) const;
};

template <class S>
[[nodiscard]] table_shape shape_of() noexcept
{
    return {S::table_name, columns_of<S>, indexes_of<S>};
}

[[noreturn]] ESE_DECL void raise_mismatch(const std::string& difference, const char* call, const where& at);

}  // namespace detail
}  // namespace ese::inline v1

#if !defined(ESE_SEPARATE_COMPILATION)
#    include <ese/schema_match.ipp>
#endif
