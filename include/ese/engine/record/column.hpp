// column.hpp — what a row is made of: column definitions, and where each column lies in a record.
//
// Room:   record. Uses base, jet. Knows the layout of records; knows nothing of tables, pages or the catalog's own rows.
// Gives:  column_definition; row_layout, the immutable columns of one schema, looked up by id; max_record_size.
// Holds:  (1) fixed columns have ids 1..127, variable ones 128..255, tagged ones from 256;
//         (2) a layout never changes once built: a new schema makes a new layout, so pointers into it stay good as long
//             as it lives.
#pragma once

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/failure.hpp>
#include <ese/jet/column_type.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

inline constexpr std::uint32_t fixed_id_first = 1;
inline constexpr std::uint32_t fixed_id_last = 127;
inline constexpr std::uint32_t variable_id_first = 128;
inline constexpr std::uint32_t variable_id_last = 255;
inline constexpr std::uint32_t tagged_id_first = 256;
inline constexpr std::uint32_t tagged_id_last = 65248;

// Column flags as the catalog stores them.
namespace column_flag {
inline constexpr std::uint32_t not_null = 0x1;
inline constexpr std::uint32_t version = 0x2;
inline constexpr std::uint32_t autoincrement = 0x4;
inline constexpr std::uint32_t multivalued = 0x8;
inline constexpr std::uint32_t has_default = 0x10;
inline constexpr std::uint32_t escrow = 0x20;
inline constexpr std::uint32_t finalize = 0x40;
inline constexpr std::uint32_t callback_default = 0x80;
inline constexpr std::uint32_t of_template = 0x100;
inline constexpr std::uint32_t delete_on_zero = 0x200;
inline constexpr std::uint32_t primary_placeholder = 0x800;
inline constexpr std::uint32_t compressed = 0x1000;
inline constexpr std::uint32_t encrypted = 0x2000;
}  // namespace column_flag

struct column_definition {
    std::string name;
    std::uint32_t id = 0;
    jet::column_type type = jet::column_type::nil;  // nil: deleted; still holds its place in old records
    jet::code_page cp = jet::code_page::none;
    std::uint32_t max_size = 0;                     // bytes; 0 for a long value: no limit of its own
    std::uint32_t flags = 0;                        // column_flag
    std::uint16_t offset = 0;                       // of a fixed column, from the start of the record
    std::vector<std::byte> default_value;           // empty: none
    bool derived = false;                           // inherited from a template table: its tagged entries carry 0x8000

    [[nodiscard]] bool is_fixed() const noexcept { return id <= fixed_id_last; }
    [[nodiscard]] bool is_variable() const noexcept { return id >= variable_id_first && id <= variable_id_last; }
    [[nodiscard]] bool is_tagged() const noexcept { return id >= tagged_id_first; }
    [[nodiscard]] bool is_deleted() const noexcept { return type == jet::column_type::nil; }
    [[nodiscard]] bool has(std::uint32_t flag) const noexcept { return (flags & flag) != 0; }
    // A default computed by a callback is not a value that can be copied.
    [[nodiscard]] bool has_default() const noexcept
    {
        return !default_value.empty() && !has(column_flag::callback_default);
    }
    [[nodiscard]] bytes default_bytes() const noexcept { return default_value; }
    // Bytes a fixed column takes in every record that has it.
    [[nodiscard]] std::uint32_t fixed_bytes() const noexcept
    {
        const std::uint32_t size = jet::fixed_size(type);
        return size != 0 ? size : max_size;
    }
};

// Records have two forms: pages up to 8 KiB and pages above.
enum class page_form : std::uint8_t { small, large };

[[nodiscard]] constexpr page_form form_of_page(std::size_t page_size) noexcept
{
    return page_size > 8192 ? page_form::large : page_form::small;
}

// The largest record of a table whose primary key takes up to `key_most` bytes; 0 without a primary index.
[[nodiscard]] constexpr std::size_t max_record_size(std::size_t page_size, std::size_t key_most) noexcept
{
    if (key_most == 0) key_most = 4;
    if (form_of_page(page_size) == page_form::large) return page_size - 80 - 8 - 4 - key_most;
    return page_size - 40 - 8 - 2 - std::max<std::size_t>(255, 2 + key_most);
}
static_assert(max_record_size(4096, 0) == 3791 && max_record_size(4096, 255) == 3789);
static_assert(max_record_size(32768, 0) == 32672 && max_record_size(16384, 255) == 16037);

class row_layout {
public:
    static constexpr std::uint16_t first_fixed_offset = 4;

    row_layout() { index(); }
    // Definitions come from the catalog, so impossible ids and offsets are accidents.
    row_layout(std::vector<column_definition> columns, std::size_t page_size)
        : columns_{std::move(columns)}, page_size_{page_size}
    {
        index();
    }
    // Lookups point into columns_, so a copy is indexed afresh and a move keeps the same storage.
    row_layout(const row_layout& other) : row_layout{other.columns_, other.page_size_} {}
    row_layout(row_layout&&) noexcept = default;
    row_layout& operator=(const row_layout& other) { return *this = row_layout{other}; }
    row_layout& operator=(row_layout&&) noexcept = default;
    ~row_layout() = default;

    [[nodiscard]] const std::vector<column_definition>& columns() const noexcept { return columns_; }  // by (derived, id)
    [[nodiscard]] std::size_t page_size() const noexcept { return page_size_; }
    [[nodiscard]] page_form form() const noexcept { return form_of_page(page_size_); }

    // Null when the schema has no such column; deleted columns are found, their type is nil.
    [[nodiscard]] const column_definition* find(std::uint32_t id) const noexcept;
    // A table derived from a template may hold two tagged columns of one id.
    [[nodiscard]] const column_definition* find_tagged(std::uint32_t id, bool derived) const noexcept;

    [[nodiscard]] std::uint32_t fixed_last() const noexcept { return fixed_last_; }        // 0: none
    [[nodiscard]] std::uint32_t variable_last() const noexcept { return variable_last_; }  // 127: none
    // Where the fixed column of this id begins and ends; an id missing from the schema takes what its neighbours leave.
    [[nodiscard]] std::uint16_t fixed_begin(std::uint32_t id) const noexcept { return fixed_begin_[id]; }
    [[nodiscard]] std::uint16_t fixed_end(std::uint32_t id) const noexcept { return fixed_begin_[id + 1]; }
    // Offset for the next fixed column added to this schema.
    [[nodiscard]] std::uint16_t fixed_area_end() const noexcept { return fixed_begin_[fixed_last_ + 1]; }
    // Fixed and variable columns whose default new rows copy.
    [[nodiscard]] const std::vector<const column_definition*>& materialised_defaults() const noexcept { return defaults_; }
    [[nodiscard]] bool has_tagged_defaults() const noexcept { return has_tagged_defaults_; }

private:
    void index();
    void index_one(const column_definition& column);

    std::vector<column_definition> columns_;
    std::size_t page_size_ = 4096;
    std::uint32_t fixed_last_ = 0;
    std::uint32_t variable_last_ = variable_id_first - 1;
    std::array<const column_definition*, tagged_id_first> low_{};       // fixed and variable columns, by id
    std::vector<const column_definition*> tagged_;                      // own columns, by id - tagged_id_first
    std::vector<const column_definition*> tagged_derived_;              // inherited ones, likewise
    std::array<std::uint16_t, fixed_id_last + 2> fixed_begin_{};
    std::vector<const column_definition*> defaults_;
    bool has_tagged_defaults_ = false;
};

inline const column_definition* row_layout::find(std::uint32_t id) const noexcept
{
    if (id < tagged_id_first) return low_[id];
    const column_definition* own = find_tagged(id, false);
    return own != nullptr ? own : find_tagged(id, true);
}

inline const column_definition* row_layout::find_tagged(std::uint32_t id, bool derived) const noexcept
{
    const auto& table = derived ? tagged_derived_ : tagged_;
    const std::size_t at = id - tagged_id_first;
    return id >= tagged_id_first && at < table.size() ? table[at] : nullptr;
}

inline void row_layout::index()
{
    const auto key = [](const column_definition& c) { return std::pair{c.is_tagged() && !c.derived, c.id}; };
    std::sort(columns_.begin(), columns_.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    for (const column_definition& column : columns_) index_one(column);

    std::uint32_t end = first_fixed_offset;    // of the columns so far
    std::uint32_t taken = first_fixed_offset;  // of those not deleted; a deleted one's size is not to be relied on
    for (std::uint32_t id = fixed_id_first; id <= fixed_id_last + 1; ++id) {
        const column_definition* column = id <= fixed_id_last ? low_[id] : nullptr;
        fixed_begin_[id] = static_cast<std::uint16_t>(column != nullptr ? column->offset : end);
        if (column == nullptr) continue;
        if (column->offset < taken || column->offset > 0x7FFF - 255) throw failure{jet::error::catalog_corrupted};
        end = column->offset + std::min<std::uint32_t>(column->fixed_bytes(), 255);
        if (column->is_deleted()) continue;
        if (column->fixed_bytes() > 255) throw failure{jet::error::catalog_corrupted};
        taken = end;
    }
}

inline void row_layout::index_one(const column_definition& column)
{
    if (column.id < fixed_id_first || column.id > tagged_id_last) throw failure{jet::error::catalog_corrupted};
    if (column.is_tagged()) {
        auto& table = column.derived ? tagged_derived_ : tagged_;
        const std::size_t at = column.id - tagged_id_first;
        if (at >= table.size()) table.resize(at + 1);
        table[at] = &column;
    } else {
        low_[column.id] = &column;
        auto& last = column.is_fixed() ? fixed_last_ : variable_last_;
        last = std::max(last, column.id);
    }
    if (!column.has_default() || column.is_deleted()) return;
    if (column.is_tagged()) has_tagged_defaults_ = true;
    else defaults_.push_back(&column);
}

}  // namespace ese::inline v1::engine
