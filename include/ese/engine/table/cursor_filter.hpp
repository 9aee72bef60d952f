// cursor_filter.hpp — moves and seeks that pass over records which do not meet a filter.
//
// Room:   table. Bodies of cursor; included at its end.
// Holds:  a filter is for the order of the records themselves: no secondary index is current while there is one.
#pragma once

#include <ese/engine/table/cursor.hpp>

namespace ese::inline v1::engine {

// Whatever goes wrong, the cursor has no filter then.
inline jet::error cursor::set_filter(std::span<const jet::column_filter> conditions)
{
    filter_.reset();
    if (secondary_) return jet::error::filtered_move_not_supported;
    if (conditions.empty()) return jet::error::success;
    auto made = std::make_unique<row_filter>();
    const table_schema& now = schema();
    for (const jet::column_filter& one : conditions) {
        const column_definition* column = nullptr;
        if (const jet::error e = find_column(now, one.column, column); e != jet::error::success) return e;
        if (const jet::error e = made->add(*column, one); e != jet::error::success) return e;
    }
    filter_ = std::move(made);
    return jet::error::success;
}

inline bool cursor::passes_filter(view v)
{
    bytes record;
    return primary_.read(v, record) && filter_->passes(row_reader{record, schema(v).columns.form()});
}

// On from where it is, if that is not wanted.
inline bool cursor::step_to_wanted(view v, bool found, direction way)
{
    while (found && !passes_filter(v)) found = step(v, way);
    return found;
}

inline jet::error cursor::move_filtered(view v, std::int32_t rows)
{
    if (rows == 0) return jet::error::filtered_move_not_supported;
    const direction way = rows == jet::move_first || (rows > 0 && rows != jet::move_last) ? direction::forward : direction::back;
    if (rows == jet::move_first || rows == jet::move_last) {
        drop_range();
        return arrive(v, step_to_wanted(v, rows == jet::move_first ? primary_.first(v) : primary_.last(v), way));
    }
    bool found = true;
    for (std::int64_t left = rows > 0 ? rows : -std::int64_t{rows}; found && left > 0; --left) found = step_to_wanted(v, step(v, way), way);
    return arrive(v, found);
}

// What an unfiltered seek found may not be wanted: then it is as if it was not there.
inline jet::error cursor::seek_filtered(view v, jet::flags<jet::seek_option> options, jet::error unfiltered)
{
    using o = jet::seek_option;
    if (jet::is_error(unfiltered) || passes_filter(v)) return unfiltered;
    if (options.has(o::equal)) {
        drop_range();
        primary_.stand_between(key_.view());
        return jet::error::record_not_found;
    }
    const direction way = options.has_any(o::greater_or_equal | o::greater) ? direction::forward : direction::back;
    if (arrive(v, step_to_wanted(v, true, way)) != jet::error::success) return jet::error::record_not_found;
    return options.has_any(o::greater_or_equal | o::less_or_equal) ? jet::error::wrn_seek_not_equal : jet::error::success;
}

}  // namespace ese::inline v1::engine
