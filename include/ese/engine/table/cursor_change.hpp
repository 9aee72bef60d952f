// cursor_change.hpp — changes without a prepared row: delete, lock, escrow.
//
// Room:   table. Bodies of cursor; included at its end.
// Holds:  a call is all or nothing: at level 0 a transaction, above a savepoint.
#pragma once

#include <ese/engine/table/cursor.hpp>

namespace ese::inline v1::engine {

inline jet::error cursor::release_all(bytes record) { return count_references(record, {}); }

// The record is this session's by now; its index entries and long values go with it.
inline jet::error cursor::erase_row(bytes key, bytes record)
{
    if (const jet::error e = writer_.erase(session_, key, record); e != jet::error::success) return e;
    return release_all(record);
}

inline jet::error cursor::delete_record()
{
    if (const jet::error e = may_write(); e != jet::error::success) return e;
    if (update_.prepared() && update_.kind() == jet::prepare_kind::insert_copy_delete_original) return jet::error::already_prepared;
    cancel_update();
    implicit_transaction whole{session_};
    const view v = session_.reading();
    (void)schema(v);
    bytes row;
    if (const jet::error e = current_row(v, row); e != jet::error::success) return e;
    record_.assign(row);
    scratch_key_.assign(primary_.sort());
    if (const jet::error e = begin_write(); e != jet::error::success) return e;
    const std::shared_lock gate{table_->gate()};
    if (const jet::error e = erase_row(scratch_key_.view(), record_.view()); e != jet::error::success) return e;
    whole.commit();
    return jet::error::success;
}

// Locks for reading stand beside each other and keep writers away; see versioned_tree::share.
inline jet::error cursor::get_lock(jet::flags<jet::lock_option> options)
{
    using o = jet::lock_option;
    if (session_.level() == 0) return jet::error::not_in_transaction;
    if (options.has(o::read) == options.has(o::write)) return jet::error::invalid_grbit;
    if (options.has(o::write))
        if (const jet::error e = may_write(); e != jet::error::success) return e;
    if (options.has(o::key)) {
        if (!key_.prepared()) return jet::error::key_not_made;
        if (!unique_order()) return jet::error::success;   // no entry of such an index has this key alone
        versioned_tree& tree = secondary_ ? *secondary_->index->tree() : *table_->primary();
        const write_answer answer = lock_entry(tree, key_.view(), options);
        return answer == write_answer::no_such_key ? jet::error::record_not_found : answer_of(answer);
    }
    if (!resolve(session_.reading()) || !primary_.on_entry()) return jet::error::no_current_record;
    if (const jet::error e = begin_write(); e != jet::error::success) return e;
    scratch_key_.assign(primary_.sort());
    return answer_of(lock_entry(*table_->primary(), scratch_key_.view(), options));
}

inline write_answer cursor::lock_entry(versioned_tree& tree, bytes key, jet::flags<jet::lock_option> options)
{
    return options.has(jet::lock_option::write) ? tree.lock(session_, key) : tree.share(session_, key);
}

inline jet::error cursor::get_cursor_info()
{
    if (!primary_.on_entry()) return jet::error::no_current_record;
    const read_scope scope{session_};
    bytes row;
    if (!primary_.read(scope.get(), row)) return jet::error::record_deleted;
    scratch_key_.assign(primary_.sort());
    return table_->primary()->may_change(session_, scratch_key_.view()) == write_answer::conflict ? jet::error::write_conflict
                                                                                                  : jet::error::success;
}

// Sessions that add to one row stand beside each other, see versioned_tree::add.
inline jet::error cursor::escrow_update(jet::column_id column, bytes delta, mutable_bytes before, std::size_t& actual,
                                        jet::flags<jet::escrow_option> options)
{
    if (session_.level() == 0) return jet::error::not_in_transaction;
    if (const jet::error e = may_write(); e != jet::error::success) return e;
    implicit_transaction whole{session_};
    const view v = session_.reading();
    const column_definition* found = nullptr;
    if (const jet::error e = find_column(schema(v), column, found); e != jet::error::success) return e;
    if (update_.prepared()) return jet::error::already_prepared;
    const std::size_t size = found->is_fixed() ? found->fixed_bytes() : delta.size();
    if (delta.size() != size || (!before.empty() && before.size() < size)) return jet::error::invalid_buffer_size;
    if (!found->is_fixed() || !found->has(column_flag::escrow)) return jet::error::invalid_operation;
    bytes row;
    if (const jet::error e = current_row(v, row); e != jet::error::success) return e;
    const field stored = row_reader{row, schema_->columns.form()}.fixed(*found);
    const auto offset = static_cast<std::size_t>(stored.has_value() ? stored.value.data() - row.data() : 0);
    record_.assign(row);
    update_key_.assign(primary_.sort());
    if (const jet::error e = begin_write(); e != jet::error::success) return e;
    const auto kind = options.has(jet::escrow_option::no_rollback) ? versioned_tree::sum::lasting : versioned_tree::sum::of_transaction;
    const jet::error added = stored.has_value() ? add_to_number(offset, delta, before, kind) : set_first_number(*found, delta, before);
    if (added != jet::error::success) return added;
    actual = size;
    whole.commit();
    return jet::error::success;
}

// An escrow column is in no index, so only the record changes.
inline jet::error cursor::add_to_number(std::size_t offset, bytes delta, mutable_bytes before, versioned_tree::sum kind)
{
    const std::shared_lock gate{table_->gate()};
    const write_answer answer =
        table_->primary()->add(session_, update_key_.view(), static_cast<std::uint16_t>(offset), delta, record_, kind);
    if (answer == write_answer::done) copy_bytes(before.data(), record_.view().subspan(offset, std::min(before.size(), delta.size())));
    return answer_of(answer);
}

// The record has no number yet, or NULL: it gets one by an ordinary change.
inline jet::error cursor::set_first_number(const column_definition& column, bytes delta, mutable_bytes before)
{
    const auto number_in = [](bytes value) -> std::uint64_t {
        if (value.size() == 8) return load_le<std::uint64_t>(value.data());
        return value.size() == 4 ? load_le<std::uint32_t>(value.data()) : 0;
    };
    row_builder changed;
    changed.load(schema_->columns, record_.view());
    const field stored = changed.fixed(column);
    const std::uint64_t was = number_in(stored.has_value() ? stored.value : column.default_bytes());
    changed.set_fixed(column, to_column_bytes(column, was + number_in(delta)).view());
    changed.encode(encoded_);
    const column_bytes old = to_column_bytes(column, was);
    copy_bytes(before.data(), old.view().first(std::min(before.size(), delta.size())));
    const std::shared_lock gate{table_->gate()};
    return writer_.replace(session_, update_key_.view(), record_.view(), encoded_.view(), primary_.at().hint(),
                           [](const physical_index&) { return false; });
}

}  // namespace ese::inline v1::engine
