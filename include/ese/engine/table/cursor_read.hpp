// cursor_read.hpp — values out of the current record, or out of the row being prepared.
//
// Room:   table. Bodies of cursor; included at its end.
// Holds:  reading a fixed or variable column of the current record allocates nothing and copies the value once.
#pragma once

#include <ese/engine/table/cursor.hpp>

namespace ese::inline v1::engine {

namespace detail {

[[nodiscard]] inline jet::error give_null(jet::retrieve_args& args) noexcept
{
    args.actual = 0;
    return jet::error::wrn_column_null;
}

[[nodiscard]] inline jet::error give(bytes value, jet::retrieve_args& args) noexcept
{
    args.actual = static_cast<std::uint32_t>(value.size());
    const std::size_t n = std::min(value.size(), args.buffer.size());
    copy_bytes(args.buffer.data(), value.first(n));
    return n < value.size() ? jet::error::wrn_buffer_truncated : jet::error::success;
}

// Only long values are read from the middle.
[[nodiscard]] inline jet::error give_from_offset(bytes value, jet::retrieve_args& args) noexcept
{
    return give(value.subspan(std::min<std::size_t>(args.offset, value.size())), args);
}

[[nodiscard]] inline jet::error give_field(const field& found, const column_definition& column, jet::retrieve_args& args) noexcept
{
    if (found.has_value()) return give(found.value, args);
    if (found.state == presence::absent && column.has_default()) return give(column.default_bytes(), args);
    return give_null(args);
}

[[nodiscard]] constexpr bool fit_together(jet::flags<jet::retrieve_option> options) noexcept
{
    using o = jet::retrieve_option;
    return !options.has(o::from_index | o::from_primary_bookmark) && (!options.has(o::tuple) || options.has(o::from_index));
}

// A default shows where a tagged column has no instance and no explicit NULL.
template <class Row>
[[nodiscard]] bool shows_default(const Row& values, const column_definition& column, const jet::retrieve_args& args)
{
    return column.has_default() && !args.options.has(jet::retrieve_option::ignore_default) &&
           values.tagged_state(column) == presence::absent;
}

}  // namespace detail

// Calls `use(row, schema)` with the row being prepared or the current record.
template <class Use>
jet::error cursor::with_row(view v, jet::flags<jet::retrieve_option> options, Use&& use)
{
    const table_schema& now = schema(v);    // first: a schema that has changed since is taken over by what is prepared
    if (options.has(jet::retrieve_option::copy) && update_.prepared()) return use(std::as_const(update_).row(), *update_.schema());
    bytes record;
    if (const jet::error e = current_row(v, record); e != jet::error::success) return e;
    return use(row_reader{record, now.columns.form()}, now);
}

inline jet::error cursor::retrieve_column(jet::retrieve_args& args)
{
    if (!detail::fit_together(args.options)) return jet::error::invalid_grbit;
    args.next_tagged = args.column;
    const read_scope scope{session_};
    const view v = scope.get();
    return with_row(v, args.options, [&](const auto& row, const table_schema& now) { return retrieve_from(row, now, v, args); });
}

template <class Row>
jet::error cursor::retrieve_from(const Row& row, const table_schema& now, view v, jet::retrieve_args& args)
{
    using o = jet::retrieve_option;
    if (args.column.value() == 0) return args.instance == 0 ? jet::error::bad_itag_sequence : walk_tagged(row, now, v, args);
    const column_definition* column = nullptr;
    if (const jet::error e = find_column(now, args.column, column); e != jet::error::success) return e;
    std::shared_ptr<const table_schema> kept;    // `now`: choosing looks for the schema again, and may find another
    if (args.options.has_any(o::from_index | o::from_primary_bookmark)) {
        kept = schema_;
        if (const jet::error e = choose_index_instance(v, args); e != jet::error::success) return e;
    }
    if (column->is_fixed()) return detail::give_field(row.fixed(*column), *column, args);
    if (column->is_variable()) return detail::give_field(row.variable(*column), *column, args);
    return retrieve_tagged(row, *column, v, args);
}

template <class Row>
jet::error cursor::retrieve_tagged(const Row& row, const column_definition& column, view v, jet::retrieve_args& args)
{
    if (const auto value = row.instance(column, args.instance)) return give_instance(*value, column, v, args);
    if (args.instance == 1 && detail::shows_default(row, column, args)) return detail::give_from_offset(column.default_bytes(), args);
    return detail::give_null(args);
}

inline jet::error cursor::give_instance(const tagged_value& value, const column_definition& column, view v, jet::retrieve_args& args)
{
    using o = jet::retrieve_option;
    if (value.encrypted) return jet::error::column_no_encryption_key;
    if (!jet::is_long(column.type)) return detail::give(value.data, args);
    const bool waiting = update_.prepared() && update_.is_waiting(value);
    const bool apart = value.separated && !waiting;
    if (args.options.has_any(o::long_id | o::long_value_reference_count)) {
        if (!apart) return detail::give_null(args);
        if (args.options.has(o::long_id)) return detail::give(value.data, args);
        std::array<std::byte, 4> count;
        store_le(count.data(), long_values(v).existing().root(v, long_value_id_in(value.data)).references);
        return detail::give(bytes{count}, args);
    }
    if (waiting) return detail::give_from_offset(update_.waiting(value), args);
    if (apart) return give_separated(value.data, v, args);
    if (!value.compressed) return detail::give_from_offset(value.data, args);
    decompress(value.data, long_value_);
    return detail::give_from_offset(long_value_, args);
}

inline jet::error cursor::give_separated(bytes stored_id, view v, jet::retrieve_args& args)
{
    args.actual = long_values(v).existing().read(v, long_value_id_in(stored_id), args.offset, args.buffer);
    return args.buffer.size() < args.actual ? jet::error::wrn_buffer_truncated : jet::error::success;
}

inline jet::error cursor::read_long_value(bytes id, std::uint32_t offset, mutable_bytes out, std::uint32_t& actual)
{
    if (!is_long_value_id(id)) return jet::error::invalid_column_reference;
    const read_scope scope{session_};
    const view v = scope.get();
    long_value_tree* const values = table_->long_values();
    if (!values || !values->contains(v, long_value_id_in(id))) return jet::error::stale_column_reference;
    actual = values->read(v, long_value_id_in(id), offset, out);
    return out.size() < actual ? jet::error::wrn_buffer_truncated : jet::error::success;
}

// Values come from the record even when the index could tell them: only which instance made the entry depends on it.
inline jet::error cursor::choose_index_instance(view v, jet::retrieve_args& args)
{
    using o = jet::retrieve_option;
    const bool from_primary = !secondary_ || args.options.has(o::from_primary_bookmark);
    const bool has_primary = schema(v).has_primary;
    if (from_primary && !has_primary) {
        return args.options.has(o::from_primary_bookmark) ? jet::error::column_not_found : jet::error::success;
    }
    key_encoder& keys = from_primary ? primary_keys(v) : secondary_->keys;
    const std::uint32_t id = args.column.value() & 0x7FFFFFFFu;
    std::size_t at = 0;
    while (at < keys.column_count() && keys.column(at).id != id) ++at;
    if (at == keys.column_count()) return jet::error::column_not_found;
    if (from_primary) return jet::error::success;
    if (at == 0 && keys.tuples() && !args.options.has(o::tuple)) return jet::error::index_tuples_cannot_retrieve_from_index;
    if (keys.single()) return jet::error::success;

    bytes record;
    if (const jet::error e = current_row(v, record); e != jet::error::success) return e;
    const row_reader row{record, secondary_->index->columns().form()};
    if (keys.keys_of(row, fetch_long_value{*table_, v}, keys_) != key_answer::made) return jet::error::success;
    for (std::size_t i = 0; i < keys_.size(); ++i)
        if (equal(keys_[i], secondary_->at.key())) args.instance = keys_.itag(i);
    return jet::error::success;
}

// Every instance of every tagged column has a number, in the order of columns and instances.
template <class Row>
jet::error cursor::walk_tagged(const Row& row, const table_schema& now, view v, jet::retrieve_args& args)
{
    const bool nulls = args.options.has(jet::retrieve_option::null);
    std::size_t left = args.instance;
    for (const column_definition& column : now.columns.columns()) {
        if (!column.is_tagged() || column.is_deleted()) continue;
        const std::size_t stored = row.instance_count(column);
        const bool explicit_null = nulls && row.tagged_state(column) == presence::null;
        const std::size_t count = stored != 0 ? stored : explicit_null || detail::shows_default(row, column, args) ? 1 : 0;
        if (left > count) {
            left -= count;
            continue;
        }
        args.next_tagged = jet::column_id{column.id};
        if (stored == 0 && explicit_null) {
            args.actual = 0;
            return jet::error::wrn_column_set_null;
        }
        if (stored == 0) return detail::give_from_offset(column.default_bytes(), args);
        return give_instance(*row.instance(column, left), column, v, args);
    }
    args.next_tagged = jet::column_id{0};
    return detail::give_null(args);
}

template <class Row>
std::uint32_t cursor::count_instances(const Row& row, const table_schema& now, const jet::retrieve_args& args)
{
    const auto tagged = [&](const column_definition& column) {
        const std::size_t stored = row.instance_count(column);
        return static_cast<std::uint32_t>(stored != 0 ? stored : detail::shows_default(row, column, args) ? 1 : 0);
    };
    if (args.column.value() == 0) {
        std::uint32_t sum = 0;
        for (const column_definition& column : now.columns.columns())
            if (column.is_tagged() && !column.is_deleted()) sum += tagged(column);
        return sum;
    }
    const column_definition* column = nullptr;
    if (find_column(now, args.column, column) != jet::error::success) return 0;
    if (column->is_tagged()) return tagged(*column);
    const field found = column->is_fixed() ? row.fixed(*column) : row.variable(*column);
    return found.has_value() || (found.state == presence::absent && column->has_default()) ? 1 : 0;
}

// An instance of 0 asks how many there are.
inline jet::error cursor::retrieve_columns(std::span<jet::retrieve_args> columns)
{
    jet::error answer = jet::error::success;
    const read_scope scope{session_};
    const view v = scope.get();
    for (jet::retrieve_args& args : columns) {
        if (!detail::fit_together(args.options)) return args.answer = jet::error::invalid_grbit;
        args.next_tagged = args.column;
        args.answer = with_row(v, args.options, [&](const auto& row, const table_schema& now) {
            if (args.instance != 0) return retrieve_from(row, now, v, args);
            const column_definition* column = nullptr;
            if (args.column.value() != 0)
                if (const jet::error e = find_column(now, args.column, column); e != jet::error::success) return e;
            args.instance = count_instances(row, now, args);
            args.actual = 0;
            return jet::error::success;
        });
        if (static_cast<std::int32_t>(args.answer) < 0) return args.answer;
        if (args.answer == jet::error::wrn_buffer_truncated) answer = args.answer;
    }
    return answer;
}

inline jet::error cursor::get_record_size(jet::record_size& size, jet::flags<jet::record_size_option> options)
{
    using o = jet::record_size_option;
    if (!options.only(o::in_copy_buffer | o::running_total | o::local | o::intrinsic_physical_only | o::extrinsic_logical_only))
        return jet::error::invalid_grbit;
    const read_scope scope{session_};
    const view v = scope.get();
    bytes record;
    if (options.has(o::in_copy_buffer) && update_.prepared()) {
        update_.row().encode(encoded_);
        record = encoded_.view();
    } else if (const jet::error e = current_row(v, record); e != jet::error::success) {
        return e;
    }
    if (!options.has(o::running_total)) size = {};
    const row_reader row{record, schema(v).columns.form()};
    std::uint64_t values = row.fixed_data().size();
    size.non_tagged_columns += row.fixed_last() + (row.variable_last() + 1 - variable_id_first);
    for (std::uint32_t id = variable_id_first; id <= row.variable_last(); ++id) values += row.variable(id).value.size();
    for (std::size_t i = 0; i < row.tagged_count(); ++i) {
        const tagged_column column = row.tagged_at(i);
        ++size.tagged_columns;
        if (column.count() > 1) size.multi_values += column.count() - 1;
        for (std::size_t n = 0; n < column.count(); ++n) {
            const tagged_value value = column.at(n);
            if (!value.separated) values += value.data.size();
            if (value.compressed) ++size.compressed_columns;
            if (!value.separated) continue;
            ++size.long_value_count;
            if (update_.is_waiting(value) && options.has(o::in_copy_buffer)) size.long_values += update_.waiting(value).size();
            else if (!options.has(o::local)) size.long_values += long_values(v).existing().root(v, long_value_id_in(value.data)).size;
        }
    }
    size.data += values;
    size.overhead += record.size() - values + (primary_.on_entry() ? primary_.sort().size() : 0);
    return jet::error::success;
}

}  // namespace ese::inline v1::engine
