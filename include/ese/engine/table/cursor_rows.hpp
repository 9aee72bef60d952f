// cursor_rows.hpp — many rows in one call: the records are copied as they lie, a leaf at a time, and their columns found after.
//
// Room:   table. Bodies of cursor; included at its end.
// Holds:  the cursor ends on the last row that was read, or beyond the entries; rows and order are those that `move` meets.
#pragma once

#include <ese/engine/table/cursor.hpp>

#include <ese/jet/row_batch.hpp>

namespace ese::inline v1::engine {

inline jet::error cursor::read_rows(jet::row_batch& batch)
{
    cancel_update();
    batch.clear();
    if (batch.most == 0) return jet::error::invalid_parameter;
    const read_scope scope{session_};
    const view v = scope.get();
    if (const jet::error e = choose_columns(v, batch); e != jet::error::success) return e;
    const std::shared_ptr<const table_schema> kept = schema_;    // the columns chosen are in it; a filter looks for it again
    moved();
    (void)batch.room(jet::row_batch::usual_size);
    if (batch.from_current) {
        const jet::error e = add_current(v, batch);
        if (e != jet::error::success && e != jet::error::record_deleted) return e;
    }
    const direction way = batch.backward ? direction::back : direction::forward;
    while (!batch.is_full()) {
        if (add_run(v, batch)) continue;
        const bool stepped = step(v, way);
        if (arrive(v, filter_ ? step_to_wanted(v, stepped, way) : stepped) != jet::error::success) {
            batch.at_end = true;
            break;
        }
        if (ahead_) [[unlikely]] ahead_->moved(active().at(), reading_of(batch.backward));
        (void)add_current(v, batch);    // an entry may be there whose record is gone
    }
    return batch.rows != 0 ? jet::error::success : jet::error::no_current_record;
}

inline jet::error cursor::choose_columns(view v, const jet::row_batch& batch)
{
    const table_schema& now = schema(v);
    wanted_.clear();
    shape_.forget();
    shape_known_ = false;
    for (const jet::column_id id : batch.columns) {
        const column_definition* column = nullptr;
        if (const jet::error e = find_column(now, id, column); e != jet::error::success) return e;
        wanted_.push_back(column);
    }
    return jet::error::success;
}

inline jet::error cursor::add_current(view v, jet::row_batch& batch)
{
    bytes record;
    if (const jet::error e = current_row(v, record); e != jet::error::success) return e;
    copy_bytes(batch.room(record.size()).data(), record);
    const jet::row_batch::value lies{batch.used, static_cast<std::uint32_t>(record.size())};
    batch.used += record.size();
    add_values(v, batch, lies);
    return jet::error::success;
}

// The records behind the current one in its leaf, when nothing needs to be known of them but their bytes.
inline bool cursor::add_run(view v, jet::row_batch& batch)
{
    if (secondary_ || filter_ || !primary_.on_entry()) return false;
    std::array<std::size_t, 64> ends;    // of the records copied; not cleared on purpose
    std::size_t copied = 0, used = batch.used;
    const bool limited = range_set_ && range_upper_ != batch.backward;
    const std::size_t run = primary_.at().run(
        batch.backward, std::min<std::size_t>(batch.most - batch.rows, ends.size()),
        [&](bytes key) { return !limited || !outside_range(key); },
        [&](bytes record) {
            if (record.size() > batch.capacity - used) return false;
            copy_bytes(batch.memory.get() + used, record);
            ends[copied++] = used += record.size();
            return true;
        });
    if (run == 0) return false;
    std::size_t begin = std::exchange(batch.used, ends[run - 1]);
    for (std::size_t i = 0; i < run; begin = ends[i++]) add_values(v, batch, {begin, static_cast<std::uint32_t>(ends[i] - begin)});
    return true;
}

[[gnu::always_inline]] inline void cursor::add_values(view v, jet::row_batch& batch, const jet::row_batch::value& lies)
{
    const std::size_t columns = wanted_.size(), first = columns * batch.rows;
    if (batch.values.size() < first + columns) batch.values.resize(2 * (first + columns));
    jet::row_batch::value* const out = batch.values.data() + first;
    if (!add_alike(batch, lies, out)) add_looked_for(v, batch, lies, out);
    ++batch.rows;
}

inline void cursor::add_looked_for(view v, jet::row_batch& batch, const jet::row_batch::value& lies, jet::row_batch::value* out)
{
    const row_reader row{batch.bytes(lies), schema_->columns.form()};
    if (!std::exchange(shape_known_, true)) shape_.learn(row, wanted_);
    const std::size_t columns = wanted_.size();
    std::size_t i = 0;
    while (i < columns && value_in(row, *wanted_[i], batch.memory.get(), out[i])) ++i;
    for (; i < columns; ++i) {    // the memory may be another each time
        const row_reader again{batch.bytes(lies), schema_->columns.form()};
        if (!value_in(again, *wanted_[i], batch.memory.get(), out[i])) out[i] = add_apart(v, batch, lies, *wanted_[i]);
    }
}

// Most records of a table look alike: what was found in the first of the batch holds for them.
[[gnu::always_inline]] inline bool cursor::add_alike(const jet::row_batch& batch, const jet::row_batch::value& lies, jet::row_batch::value* out) const noexcept
{
    const bytes record = batch.bytes(lies);
    if (!shape_.fits(record)) return false;
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
        const std::optional<field> found = shape_.value_in(record, i);
        if (!found) return false;
        out[i] = place_of(*found, batch.memory.get());
    }
    return true;
}

[[gnu::always_inline]] inline jet::row_batch::value cursor::place_of(const field& found, const std::byte* memory) noexcept
{
    if (!found.has_value()) return {0, 0, true};
    return {static_cast<std::size_t>(found.value.data() - memory), static_cast<std::uint32_t>(found.value.size()), false};
}

// False: the value does not lie in the record as it is.
[[gnu::always_inline]] inline bool cursor::value_in(const row_reader& row, const column_definition& column, const std::byte* memory, jet::row_batch::value& out)
{
    field found;
    if (column.is_fixed()) {
        found = row.fixed(column);
    } else if (column.is_variable()) {
        found = row.variable(column);
    } else if (const auto value = row.instance(column, 1)) {
        if (value->encrypted || value->separated || value->compressed) return false;
        found = {presence::value, value->data};
    }
    if (found.state == presence::absent && column.has_default()) return false;
    out = place_of(found, memory);
    return true;
}

inline jet::row_batch::value cursor::add_apart(view v, jet::row_batch& batch, const jet::row_batch::value& lies, const column_definition& column)
{
    jet::retrieve_args args;
    args.column = jet::column_id{column.id | (column.derived ? inherited_column : 0)};
    const auto ask = [&] {
        const jet::error e = retrieve_from(row_reader{batch.bytes(lies), schema_->columns.form()}, *schema_, v, args);
        if (static_cast<std::int32_t>(e) < 0) throw failure{e};
        return e == jet::error::wrn_column_null || e == jet::error::wrn_column_set_null;
    };
    if (ask()) return {0, 0, true};
    args.buffer = batch.room(args.actual);
    (void)ask();
    return {std::exchange(batch.used, batch.used + args.actual), args.actual};
}

}  // namespace ese::inline v1::engine
