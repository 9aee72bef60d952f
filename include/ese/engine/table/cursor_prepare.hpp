// cursor_prepare.hpp — the row being prepared: started, filled in.
//
// Room:   table. Bodies of cursor; included at its end.
#pragma once

#include <ese/engine/table/autoincrement.hpp>
#include <ese/engine/table/column_rules.hpp>
#include <ese/engine/table/cursor.hpp>

namespace ese::inline v1::engine {

inline jet::error cursor::prepare_update(jet::prepare_kind kind)
{
    using k = jet::prepare_kind;
    if (kind == k::cancel) {
        if (!update_.prepared()) return jet::error::update_not_prepared;
        cancel_update();
        return jet::error::success;
    }
    switch (kind) {
    case k::insert: case k::replace: case k::replace_no_lock: case k::insert_copy: case k::insert_copy_delete_original:
    case k::read_only_copy: case k::insert_copy_replace_original: case k::insert_must_set_autoincrement: break;
    default: return jet::error::invalid_parameter;
    }
    const jet::error allowed = may_write();
    if (allowed == jet::error::permission_denied || (allowed != jet::error::success && kind != k::read_only_copy)) return allowed;
    if (update_.prepared()) return jet::error::already_prepared;
    return kind == k::insert || kind == k::insert_must_set_autoincrement ? prepare_insert(kind) : prepare_from_record(kind);
}

inline jet::error cursor::prepare_insert(jet::prepare_kind kind)
{
    if (kind == jet::prepare_kind::insert_must_set_autoincrement && schema().autoincrement_column == 0)
        return jet::error::illegal_operation;
    (void)schema();
    update_.start(kind, session_.level(), schema_, nullptr);
    return draw_autoincrement(kind);
}

inline jet::error cursor::prepare_from_record(jet::prepare_kind kind)
{
    using k = jet::prepare_kind;
    const bool locks = kind == k::replace || kind == k::insert_copy_delete_original || kind == k::insert_copy_replace_original;
    if (session_.level() == 0) {
        // Without a transaction nothing can be locked; the record is compared when the update comes.
        if (kind == k::replace) kind = k::replace_no_lock;
        else if (kind != k::replace_no_lock) return jet::error::not_in_transaction;
    }
    {
        const read_scope scope{session_};
        if (!resolve(scope.get()) || !primary_.on_entry()) return jet::error::no_current_record;
        update_key_.assign(primary_.sort());
        if (locks && session_.level() > 0) {
            if (const jet::error e = begin_write(); e != jet::error::success) return e;
            locked_entry_ = primary_.at().hint();
            const write_answer answer = table_->primary()->lock(session_, update_key_.view(), locked_entry_, record_);
            if (answer != write_answer::done) return answer_of(answer);
        }
        const view v = session_.reading();   // the lock may have made this a writing transaction
        (void)schema(v);
        bytes record = record_.view();
        if (!(locks && session_.level() > 0))
            if (const jet::error e = current_row(v, record); e != jet::error::success) return e;
        compare_original_ = kind == k::replace_no_lock && session_.level() == 0;
        locked_at_ = locks && session_.level() > 0 ? session_.changes() : 0;
        update_.start(kind, session_.level(), schema_, &record);
    }
    const bool new_number = kind == k::insert_copy || kind == k::insert_copy_delete_original;
    return new_number ? draw_autoincrement(kind) : jet::error::success;
}

// Drawn now, so that it can be read before the update; burnt if there is none.
inline jet::error cursor::draw_autoincrement(jet::prepare_kind kind)
{
    const std::uint32_t id = update_.schema()->autoincrement_column;
    if (id == 0 || kind == jet::prepare_kind::insert_must_set_autoincrement) return jet::error::success;
    const column_definition& column = *update_.schema()->columns.find(id);
    const auto number = table_->next_autoincrement(autoincrement_most(column), [&] {
        const read_scope scope{session_};
        return highest_autoincrement(scope.get(), column);
    });
    if (!number) {
        cancel_update();
        return jet::error::out_of_autoincrement_values;
    }
    update_.row().set_fixed(column, to_column_bytes(column, *number).view());
    return jet::error::success;
}

// From the end of the primary index if that is ordered by the column, else from every record.
inline std::uint64_t cursor::highest_autoincrement(view v, const column_definition& column)
{
    const table_schema& now = schema(v);
    const bool ordered = now.has_primary && now.primary.columns.front().column_id == column.id && !now.primary.columns.front().descending;
    tree_cursor walker{*table_->primary()};
    std::uint64_t highest = 0;
    for (bool more = ordered ? walker.last(v) : walker.first(v); more; more = !ordered && walker.next(v)) {
        bytes record;
        if (!walker.read(v, record)) continue;
        const field found = row_reader{record, now.columns.form()}.fixed(column);
        if (found.has_value()) highest = std::max(highest, autoincrement_value(found.value));
    }
    return highest;
}

// What is wrong before the column itself is looked at.
inline jet::error cursor::check_set(const jet::set_args& args) const noexcept
{
    using o = jet::set_column_option;
    if (const jet::error e = may_write(); e != jet::error::success) return e;
    if (args.value.size() > jet::long_value_size_max || args.size > jet::long_value_size_max) return jet::error::invalid_parameter;
    if (!update_.prepared() || update_.kind() == jet::prepare_kind::read_only_copy) return jet::error::update_not_prepared;
    if (args.options.has_any(o::unique_values | o::unique_normalized_values) &&
        args.options.has_any(o::append | o::overwrite | o::resize))
        return jet::error::invalid_grbit;
    if (!args.options.has(o::contiguous)) return jet::error::success;
    if (!args.options.has(o::separate)) return jet::error::invalid_grbit;
    return args.value.size() < table_->parts().file.page_size() ? jet::error::invalid_buffer_size : jet::error::success;
}

inline jet::error cursor::set_column(const jet::set_args& args)
{
    if (const jet::error e = check_set(args); e != jet::error::success) return e;
    (void)schema();   // a column added meanwhile can be set at once
    const column_definition* column = nullptr;
    if (const jet::error e = find_column(*update_.schema(), args.column, column); e != jet::error::success) return e;
    if (column->has(column_flag::version) && !update_.inserts()) return jet::error::invalid_column_type;
    if (column->has(column_flag::autoincrement)) {
        if (update_.kind() != jet::prepare_kind::insert_must_set_autoincrement) return jet::error::invalid_column_type;
        if (args.value.size() == column->fixed_bytes()) {
            const std::uint64_t number = autoincrement_value(args.value);
            if (number == 0) return jet::error::invalid_parameter;
            table_->pass_autoincrement(number, [&] {
                const read_scope scope{session_};
                return highest_autoincrement(scope.get(), *column);
            });
        }
    }
    if (jet::is_long(column->type) && session_.level() == 0) return jet::error::not_in_transaction;
    if (!jet::is_long(column->type)) return update_.set(*column, args, {});
    const read_scope scope{session_};
    return update_.set(*column, args, long_values(scope.get()));
}

// Stops at the first that fails; the last one's warning is everybody's.
inline jet::error cursor::set_columns(std::span<jet::set_args> columns)
{
    jet::error answer = jet::error::success;
    for (jet::set_args& args : columns) {
        answer = set_column(args);
        if (static_cast<std::int32_t>(answer) < 0) return answer;
        args.answer = answer;
    }
    return answer;
}

}  // namespace ese::inline v1::engine
