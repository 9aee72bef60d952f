// table_spec.hpp — plain descriptions of tables, columns and indexes.
//
// Room:   public. Uses jet.
// Gives:  column_spec, index_spec, table_spec, ascending and descending; what turns them into the structures of a call.
// Holds:  a description owns what it says; the structures made from it are views into it.
#pragma once

#include <ese/config.hpp>
#include <ese/jet/definitions.hpp>
#include <ese/jet/error.hpp>
#include <ese/jet/options.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ese::inline v1 {

// The limit of a short text or binary column is 255 bytes; asking for more is column_too_big. Take long_text or long_binary.
struct column_spec {
    std::string name{};
    jet::column_type type = jet::column_type::long_long;
    jet::flags<jet::column_option> flags{};
    std::uint32_t size_max = 0;                                        // 0: the most the type allows
    jet::code_page code_page = jet::code_page::unicode;                // of text
    std::vector<std::byte> default_value{};
};

struct index_part {
    std::string column{};
    bool is_descending = false;
};

[[nodiscard]] inline index_part ascending(std::string_view column) { return {std::string{column}, false}; }
[[nodiscard]] inline index_part descending(std::string_view column) { return {std::string{column}, true}; }

struct index_condition {
    std::string column{};
    jet::conditional_column_option must = jet::conditional_column_option::must_be_non_null;
};

struct index_spec {
    std::string name{};
    std::vector<index_part> parts{};
    jet::flags<jet::index_option> flags{};
    std::uint32_t density = 0;                                         // 0: the default
    std::uint32_t key_most = 0;                                        // 0: the default of 255 bytes
    std::uint32_t segment_most = 0;
    std::vector<index_condition> conditions{};
};

struct table_spec {
    std::string name{};
    std::vector<column_spec> columns{};
    std::vector<index_spec> indexes{};
    jet::flags<jet::create_table_option> flags{};
    std::uint32_t pages = 0;
    std::uint32_t density = 0;
};

namespace detail {

// column_too_big where the call would cut the column's limit to 255 bytes, and only warn.
[[nodiscard]] ESE_DECL jet::error refusal_of(const column_spec& spec) noexcept;
[[nodiscard]] ESE_DECL jet::error refusal_of(const table_spec& spec) noexcept;

// A view into `spec`.
[[nodiscard]] ESE_DECL jet::column_create create_of(const column_spec& spec);

// What an index description needs beside itself while a call runs.
class index_request {
public:
    ESE_DECL explicit index_request(const index_spec& spec);
    ESE_DECL ~index_request();
    ESE_DECL index_request(index_request&&) noexcept;

    // Valid while this object stays where it is.
    [[nodiscard]] ESE_DECL jet::index_create create() const;

private:
    std::string key_;
    std::vector<jet::conditional_column> conditions_;
    jet::index_create made_{};
};

class table_request {
public:
    ESE_DECL explicit table_request(const table_spec& spec);
    ESE_DECL ~table_request();
    table_request(const table_request&) = delete;
    table_request& operator=(const table_request&) = delete;

    [[nodiscard]] jet::table_create& create() noexcept { return made_; }

private:
    std::vector<jet::column_create> columns_;
    std::vector<index_request> requests_;
    std::vector<jet::index_create> indexes_;
    jet::table_create made_{};
};

}  // namespace detail
}  // namespace ese::inline v1

#if !defined(ESE_SEPARATE_COMPILATION)
#    include <ese/table_spec.ipp>
#endif
