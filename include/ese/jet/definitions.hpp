// definitions.hpp — what callers hand in to describe tables, columns and indexes, and what they get back about them.
//
// Room:   jet. Uses column_type, error, ids, options.
// Gives:  column_create, index_create, table_create (in, with an answer per part), column_info, index_info, space_use (out),
//         set_args, retrieve_args, record_position, record_size.
// Holds:  names are UTF-8; what is handed in is borrowed, what comes out is owned. Options are unchecked: they may carry
//         bits without a name.
#pragma once

#include <ese/jet/column_type.hpp>
#include <ese/jet/error.hpp>
#include <ese/jet/ids.hpp>
#include <ese/jet/options.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ese::inline v1::jet {

// in: descriptions.

struct column_create {
    std::string_view name{};
    column_type type = column_type::nil;
    std::uint32_t size_max = 0;                       // 0: the most the type allows
    flags<column_option> options{};
    std::uint16_t code_page = 0;                      // text only; 0 stands for 1252
    std::span<const std::byte> default_value{};       // empty: none
    column_id id{};                                   // out
    error answer = error::success;                    // out
};

struct conditional_column {
    std::string_view name{};
    flags<conditional_column_option> options{};       // exactly MustBeNull 1 or MustBeNonNull 2
};

struct tuple_limits {
    std::uint32_t length_min = 0;                     // characters; 0 stands for the documented default, here and below
    std::uint32_t length_max = 0;
    std::uint32_t tuples_max = 0;
    std::uint32_t increment = 0;
    std::uint32_t start = 0;
};

struct index_create {
    std::string_view name{};
    std::string_view key{};                           // "+a\0-b\0\0", both closing NULs included
    flags<index_option> options{};
    std::uint32_t density = 0;                        // 0 stands for 80
    std::uint32_t initial_size = 0;                   // bytes its pages have at once; 0: one page
    std::uint32_t key_most = 0;                       // counts only with KeyMost; otherwise 255
    std::uint32_t segment_most = 0;                   // cbVarSegMac; 0: no limit below the key's
    std::uint32_t lcid = 0;                           // 0: the default locale
    std::string_view locale{};                        // instead of the lcid
    std::optional<std::uint32_t> map_flags{};         // present exactly when the caller gave a unicode structure
    std::optional<tuple_limits> tuples{};
    std::span<const conditional_column> conditions{};
    error answer = error::success;                    // out
};

struct table_create {
    std::string_view name{};
    std::string_view template_name{};                 // empty: none
    std::uint32_t pages = 0;
    std::uint32_t density = 0;                        // 0 stands for 80
    std::uint32_t initial_size = 0;                   // bytes its pages have at once, if that is more than `pages`
    std::uint32_t long_values_initial_size = 0;       // the same of its long values, if a column may have some
    flags<create_table_option> options{};
    std::uint32_t separate_long_values_above = 0;     // cbSeparateLV; 0: the default
    std::uint32_t chunk_size = 0;                     // cbLVChunkMax; 0: the default
    std::span<column_create> columns{};
    std::span<index_create> indexes{};
    std::uint32_t created = 0;                        // out: 1 + columns + indexes done so far
};

// out: descriptions.

struct column_info {
    column_id id{};
    std::string name{};
    column_type type = column_type::nil;
    std::uint32_t size_max = 0;
    flags<column_option> options{};                   // with Fixed or Tagged added by the column's class
    std::uint16_t code_page = 0;                      // 0 for what is not text
    std::vector<std::byte> default_value{};
};

struct index_segment {
    column_id column{};
    std::string column_name{};
    column_type type = column_type::nil;
    std::uint16_t code_page = 0;
    bool descending = false;
};

struct index_condition {
    column_id column{};
    std::string column_name{};
    bool must_be_null = false;
};

struct index_info {
    std::string name{};
    flags<index_option> options{};
    std::vector<index_segment> segments{};
    std::vector<index_condition> conditions{};
    std::uint32_t density = 0;
    std::uint32_t key_most = 0;
    std::uint32_t segment_most = 0;
    std::uint32_t lcid = 0;
    std::string locale{};
    std::uint32_t map_flags = 0;
    std::uint64_t sort_version = 0;                   // of the collation, where text is ordered by one
    std::array<std::byte, 16> sort_id{};
    std::optional<tuple_limits> tuples{};
    std::uint32_t object = 0;                         // of a primary index: the table's
    std::uint32_t entries = 0;                        // statistics as last computed, 0 before
    std::uint32_t keys = 0;
    std::uint32_t pages = 0;
};

struct table_info {
    std::string name{};
    std::string template_name{};
    database_id database{};                           // that it was opened in
    std::uint32_t object = 0;
    std::optional<prepare_kind> prepared{};           // what the cursor is about to do, if anything
    std::uint32_t flags = 0;                          // System 0x80000000, FixedDDL 0x40000000, Template, Derived
    std::uint32_t pages = 0;                          // as given when it was created
    std::uint32_t density = 0;
    std::uint32_t chunk_size = 0;
    std::uint32_t records = 0;                        // statistics as last computed, 0 before
    std::uint32_t record_pages = 0;
};

// Pages of a part of a table: JetGetTableInfo, JetGetIndexInfo.
enum class table_part : std::uint8_t { rows, everything, long_values, index };

struct space_use {
    std::uint64_t owned = 0;
    std::uint64_t available = 0;                      // of those, not in use
};

// in and out: values.

struct set_args {
    column_id column{};
    std::span<const std::byte> value{};
    bool value_absent = false;                        // pvData was NULL
    std::uint32_t size = 0;                           // cbData where the value is absent: counts for SizeLV only
    flags<set_column_option> options{};
    std::uint32_t offset = 0;                         // ibLongValue
    std::uint32_t instance = 1;                       // itagSequence; 0 appends
    error answer = error::success;                    // out, for calls with several columns
};

struct retrieve_args {
    column_id column{};                               // 0 walks the tagged columns
    std::span<std::byte> buffer{};
    flags<retrieve_option> options{};
    std::uint32_t offset = 0;                         // ibLongValue
    std::uint32_t instance = 1;                       // itagSequence; out with RetrieveTag, and where a count was asked
    std::uint32_t actual = 0;                         // out: the value's size from the offset on
    column_id next_tagged{};                          // out
    error answer = error::success;                    // out, for calls with several columns
};

// JetSetCursorFilter.
enum class relation : std::uint32_t {
    equal = 0, begins_with = 1, not_equal = 2, less_or_equal = 3, less = 4, greater_or_equal = 5, greater = 6,
    bits_clear = 7, bits_set = 8,                     // none, or any, of the bits that the value has
};

struct column_filter {
    column_id column{};
    relation how = relation::equal;
    std::span<const std::byte> value{};
    bool value_absent = false;                        // NULL, which is below everything
};

// A bound of a range of keys, column by column: what make_key would be given.
struct key_part {
    column_id column{};                               // of the index, in its place; unless the part is a whole key
    std::span<const std::byte> value{};
    bool zero_length = false;                         // an empty value is not NULL
    bool prefix = false;                              // of the last part: the value stands for all that begin with it
};
struct key_range {
    std::span<const key_part> from{};
    std::span<const key_part> to{};                   // the same as `from`: one key
};

struct record_position {
    std::uint64_t before = 0;                         // entries less than the record, roughly
    std::uint64_t here = 1;
    std::uint64_t total = 0;
};

struct record_size {
    std::uint64_t data = 0;                           // bytes of values in the record
    std::uint64_t long_values = 0;                    // bytes of values outside it
    std::uint64_t overhead = 0;
    std::uint64_t long_value_overhead = 0;
    std::uint64_t non_tagged_columns = 0;
    std::uint64_t tagged_columns = 0;
    std::uint64_t long_value_count = 0;
    std::uint64_t multi_values = 0;
    std::uint64_t compressed_columns = 0;
    std::uint64_t data_compressed = 0;
    std::uint64_t long_values_compressed = 0;
};

}  // namespace ese::inline v1::jet
