// table_spec.hpp — plain descriptions of tables, columns and indexes.
//
// Room:   public. Uses jet.
// Gives:  column_spec, index_spec, table_spec, ascending and descending; what turns them into the structures of a call.
// Holds:  a description owns what it says; the structures made from it are views into it.
#pragma once

#include <ese/jet/definitions.hpp>
#include <ese/jet/options.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ese::inline v1 {

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

[[nodiscard]] inline jet::column_create create_of(const column_spec& spec)
{
    jet::column_create made;
    made.name          = spec.name;
    made.type          = spec.type;
    made.size_max      = spec.size_max;
    made.options       = spec.flags;
    made.code_page     = jet::is_text(spec.type) ? static_cast<std::uint16_t>(spec.code_page) : std::uint16_t{0};
    made.default_value = spec.default_value;
    return made;
}

// "+a\0-b\0\0", the closing NULs included.
[[nodiscard]] inline std::string key_string(const std::vector<index_part>& parts)
{
    std::string key;
    for (const index_part& part : parts) {
        key += part.is_descending ? '-' : '+';
        key += part.column;
        key += '\0';
    }
    key += '\0';
    return key;
}

// What an index description needs beside itself while a call runs.
class index_request {
public:
    explicit index_request(const index_spec& spec) : key_{key_string(spec.parts)}
    {
        for (const index_condition& c : spec.conditions) conditions_.push_back({c.column, c.must});
        auto flags = spec.flags;
        if (spec.key_most != 0) flags |= jet::index_option::key_most;
        made_.name         = spec.name;
        made_.options      = flags;
        made_.density      = spec.density;
        made_.key_most     = spec.key_most;
        made_.segment_most = spec.segment_most;
    }

    // Valid while this object stays where it is.
    [[nodiscard]] jet::index_create create() const
    {
        jet::index_create made = made_;
        made.key        = key_;
        made.conditions = conditions_;
        return made;
    }

private:
    std::string key_;
    std::vector<jet::conditional_column> conditions_;
    jet::index_create made_{};
};

class table_request {
public:
    explicit table_request(const table_spec& spec)
    {
        for (const column_spec& c : spec.columns) columns_.push_back(create_of(c));
        for (const index_spec& i : spec.indexes) requests_.emplace_back(i);
        for (const index_request& r : requests_) indexes_.push_back(r.create());
        made_.name    = spec.name;
        made_.pages   = spec.pages;
        made_.density = spec.density;
        made_.options = spec.flags;
        made_.columns = columns_;
        made_.indexes = indexes_;
    }
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
