// row_filter.hpp — conditions on single columns that a record meets or not.
//
// Room:   record. Uses base, jet. Pure functions: knows rows, knows nothing of cursors.
// Gives:  row_filter: accept what callers ask for, and test records.
// Holds:  (1) a record passes when it meets every condition;
//         (2) values compare as in an index: NULL below everything, numbers by value, binary byte by byte;
//         (3) of several values of a column the first one counts.
#pragma once

#include <ese/engine/record/key_segment.hpp>
#include <ese/engine/record/row_reader.hpp>
#include <ese/jet/definitions.hpp>
#include <ese/jet/limits.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace ese::inline v1::engine {

class row_filter {
public:
    // JET_errFilteredMoveNotSupported: a column of text or of long values, or one whose default a callback computes.
    // JET_errInvalidParameter: the value has another size than the column, or the relation does not fit its type.
    [[nodiscard]] jet::error add(const column_definition& column, const jet::column_filter& wanted);
    [[nodiscard]] bool passes(const row_reader& row) const;

private:
    struct condition {
        column_definition column;
        jet::relation how;
        key_buffer segment{};     // the value as an index has it
        std::uint64_t bits = 0;   // the value as bits
    };

    [[nodiscard]] static segment_format format_of(const column_definition& column) noexcept
    {
        segment_format format;
        format.type = column.type;
        format.fixed = true;    // binary compares as it is
        return format;
    }
    [[nodiscard]] static bool tests_bits(jet::relation how) noexcept { return how == jet::relation::bits_clear || how == jet::relation::bits_set; }
    [[nodiscard]] static jet::error check(const column_definition& column, const jet::column_filter& wanted) noexcept;
    [[nodiscard]] static std::optional<bytes> value_in(const row_reader& row, const column_definition& column);
    [[nodiscard]] static std::uint64_t bits_of(bytes value) noexcept;
    [[nodiscard]] static bool meets(const condition& c, std::optional<bytes> value);

    static constexpr std::size_t segment_most = 512;
    std::vector<condition> conditions_;
};

inline jet::error row_filter::check(const column_definition& column, const jet::column_filter& wanted) noexcept
{
    using enum jet::error;
    const bool is_bytes = jet::is_binary(column.type);
    if (jet::is_text(column.type) || jet::is_long(column.type) || column.has(column_flag::callback_default)) return filtered_move_not_supported;
    if (wanted.how > jet::relation::bits_set) return invalid_parameter;
    if (wanted.how == jet::relation::begins_with && !is_bytes) return invalid_parameter;
    if (tests_bits(wanted.how) && (is_bytes || wanted.value_absent || wanted.value.size() > sizeof(std::uint64_t))) return invalid_parameter;
    if (wanted.value_absent) return success;
    const bool fits = is_bytes ? wanted.value.size() <= jet::column_size_max : wanted.value.size() == jet::fixed_size(column.type);
    return fits ? success : invalid_parameter;
}

inline jet::error row_filter::add(const column_definition& column, const jet::column_filter& wanted)
{
    if (const jet::error wrong = check(column, wanted); wrong != jet::error::success) return wrong;
    condition& made = conditions_.emplace_back(condition{column, wanted.how});
    if (tests_bits(wanted.how)) {
        made.bits = bits_of(wanted.value);
        return jet::error::success;
    }
    const auto value = wanted.value_absent ? std::nullopt : std::optional<bytes>{wanted.value};
    (void)append_segment(format_of(column), value, segment_most, made.segment);
    return jet::error::success;
}

inline std::uint64_t row_filter::bits_of(bytes value) noexcept
{
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < value.size(); ++i) bits |= std::to_integer<std::uint64_t>(value[i]) << (8 * i);
    return bits;
}

inline std::optional<bytes> row_filter::value_in(const row_reader& row, const column_definition& column)
{
    const auto by_default = [&] { return column.has_default() ? std::optional<bytes>{column.default_bytes()} : std::nullopt; };
    if (column.is_tagged()) {
        if (const auto value = row.instance(column, 1)) return value->data;
        return row.tagged_state(column) == presence::absent ? by_default() : std::nullopt;
    }
    const field found = column.is_fixed() ? row.fixed(column) : row.variable(column);
    if (found.has_value()) return found.value;
    return found.state == presence::absent ? by_default() : std::nullopt;
}

inline bool row_filter::meets(const condition& c, std::optional<bytes> value)
{
    using enum jet::relation;
    if (tests_bits(c.how)) {
        if (!value) return false;
        const bool clear = (bits_of(*value) & c.bits) == 0;
        return clear == (c.how == bits_clear);
    }
    key_buffer segment;
    (void)append_segment(format_of(c.column), value, segment_most, segment);
    const auto order = compare(segment.view(), c.segment.view());
    switch (c.how) {
    case equal: return order == 0;
    case not_equal: return order != 0;
    case less_or_equal: return order <= 0;
    case less: return order < 0;
    case greater_or_equal: return order >= 0;
    case greater: return order > 0;
    case begins_with: {
        const bytes whole = segment.view(), start = c.segment.view();
        return start.size() <= whole.size() && ese::engine::equal(whole.first(start.size()), start);
    }
    case bits_clear:
    case bits_set: break;
    }
    return false;
}

inline bool row_filter::passes(const row_reader& row) const
{
    return std::all_of(conditions_.begin(), conditions_.end(), [&](const condition& c) { return meets(c, value_in(row, c.column)); });
}

}  // namespace ese::inline v1::engine
