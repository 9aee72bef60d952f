// cursor_update.hpp — the prepared row reaches the table.
//
// Room:   table. Bodies of cursor; included at its end.
// Holds:  (1) a call is all or nothing: at level 0 a transaction, above a savepoint;
//         (2) an update that failed stays prepared, with its row as it was;
//         (3) the transaction is begun before the gate is taken, so the gate is free again when the call is undone.
#pragma once

#include <ese/engine/table/cursor.hpp>
#include <ese/engine/table/long_value_maker.hpp>

namespace ese::inline v1::engine {

// Inside a transaction: says that this session writes here, unless someone else is giving the table its primary index.
inline jet::error cursor::begin_write()
{
    const session* const maker = table_->primary_maker.load();
    if ((maker != nullptr && maker != &session_) || session_.snapshot().value() < table_->primary_since.load())
        return jet::error::write_conflict_primary_index;
    // Noted by a call that failed, it was forgotten again.
    if (!writer_noted_ || noted_at_ != session_.undos()) {
        table_->note_writer(session_);
        writer_noted_ = true;
        noted_at_ = session_.undos();
    }
    return jet::error::success;
}

inline jet::error cursor::update(mutable_bytes bookmark, std::size_t& actual, jet::flags<jet::update_option> options)
{
    if (!update_.prepared() || update_.kind() == jet::prepare_kind::read_only_copy) return jet::error::update_not_prepared;
    return update_.inserts() ? update_insert(bookmark, actual, options) : update_replace(bookmark, actual, options);
}

inline jet::error cursor::update_insert(mutable_bytes bookmark, std::size_t& actual, jet::flags<jet::update_option> options)
{
    using k = jet::prepare_kind;
    if (options.has(jet::update_option::no_version) && table_->creator.load() != &session_) return jet::error::update_must_version;
    {
        implicit_transaction whole{session_};
        (void)schema(session_.reading());
        if (const jet::error e = begin_write(); e != jet::error::success) return e;
        const std::shared_lock gate{table_->gate()};
        if (update_.kind() == k::insert_copy_delete_original || update_.kind() == k::insert_copy_replace_original) {
            if (const jet::error e = read_original(); e != jet::error::success) return e;
            if (const jet::error e = writer_.erase(session_, update_key_.view(), record_.view()); e != jet::error::success) return e;
        } else {
            record_.clear();
        }
        if (const jet::error e = insert_row(bookmark, actual); e != jet::error::success) return e;
        whole.commit();
    }
    cancel_update();
    return jet::error::success;
}

inline jet::error cursor::insert_row(mutable_bytes bookmark, std::size_t& actual)
{
    if (const jet::error e = check_not_null(); e != jet::error::success) return e;
    if (const jet::error e = encode_row(encoded_); e != jet::error::success) return e;
    key_buffer key;
    if (const jet::error e = make_row_key(encoded_.view(), key); e != jet::error::success) return e;
    actual = key.size();
    if (!bookmark.empty() && bookmark.size() < key.size()) return jet::error::buffer_too_small;
    if (!bookmark.empty()) copy_bytes(bookmark.data(), key.view());
    if (const jet::error e = writer_.insert(session_, key.view(), encoded_.view()); e != jet::error::success) return e;
    return count_references(record_.view(), encoded_.view());
}

inline jet::error cursor::update_replace(mutable_bytes bookmark, std::size_t& actual, jet::flags<jet::update_option> options)
{
    actual = update_key_.size();
    copy_bytes(bookmark.data(), update_key_.view().first(std::min(bookmark.size(), update_key_.size())));
    if (options.has(jet::update_option::no_version)) return jet::error::update_must_version;
    {
        implicit_transaction whole{session_};
        (void)schema(session_.reading());
        if (const jet::error e = begin_write(); e != jet::error::success) return e;
        const std::shared_lock gate{table_->gate()};
        if (const jet::error e = replace_row(); e != jet::error::success) return e;
        whole.commit();
    }
    cancel_update();
    return jet::error::success;
}

// Locked against others, and this session has changed nothing since.
inline bool cursor::original_stands() const noexcept { return locked_at_ != 0 && locked_at_ == session_.changes(); }

// The record as it is now. The cursor still stands on it, unless it was sent away meanwhile.
inline jet::error cursor::read_original()
{
    if (original_stands()) {
        record_.assign(update_.original());
        return jet::error::success;
    }
    if (!primary_.on_entry() || !equal(primary_.sort(), update_key_.view()))
        return table_->primary()->find(session_.reading(), update_key_.view(), record_) ? jet::error::success : jet::error::record_deleted;
    bytes row;
    if (!primary_.read(session_.reading(), row)) return jet::error::record_deleted;
    record_.assign(row);
    return jet::error::success;
}

inline jet::error cursor::replace_row()
{
    if (update_.kind() == jet::prepare_kind::replace_no_lock) {
        const write_answer free = table_->primary()->may_change(session_, update_key_.view());
        if (free != write_answer::done) return answer_of(free);
    }
    if (const jet::error e = read_original(); e != jet::error::success) return e;
    if (compare_original_ && !equal(record_.view(), update_.original())) return jet::error::write_conflict;
    if (!update_.anything_set()) {
        return update_.kind() == jet::prepare_kind::replace_no_lock && session_.level() > 0
                   ? answer_of(table_->primary()->lock(session_, update_key_.view()))
                   : jet::error::success;
    }
    if (const std::uint32_t id = update_.schema()->version_column; id != 0) {
        const column_definition& column = *update_.schema()->columns.find(id);
        // From the record as it is, so that a failed update tried again counts once.
        const field before = row_reader{record_.view(), update_.schema()->columns.form()}.fixed(column);
        const std::uint64_t count = before.has_value() ? load_le<std::uint32_t>(before.value.data()) : 0;
        update_.row().set_fixed(column, to_column_bytes(column, count + 1).view());
    }
    if (const jet::error e = encode_row(encoded_); e != jet::error::success) return e;
    if (const table_schema& now = *update_.schema(); now.has_primary && !(original_stands() && !sets_part_of(now.primary))) {
        key_buffer key;
        if (const jet::error e = make_row_key(encoded_.view(), key); e != jet::error::success) return e;
        if (!equal(key.view(), update_key_.view())) return jet::error::record_primary_changed;
    }
    const entry_hint seen = original_stands() ? locked_entry_ : primary_.at().hint();
    const jet::error written = writer_.replace(session_, update_key_.view(), record_.view(), encoded_.view(), seen,
                                               [this](const physical_index& index) { return may_touch(index); });
    return written != jet::error::success ? written : count_references(record_.view(), encoded_.view());
}

// Without a lock the record may have been changed since by others, in any column.
inline bool cursor::may_touch(const physical_index& index) const
{
    if (!equal(record_.view(), update_.original())) return true;
    return sets_part_of(index.definition());
}

inline bool cursor::sets_part_of(const index_definition& index) const
{
    const auto set = [this](const auto& part) { return update_.was_set(part.column_id); };
    return std::any_of(index.columns.begin(), index.columns.end(), set) ||
           std::any_of(index.conditions.begin(), index.conditions.end(), set);
}

inline jet::error cursor::check_not_null() const
{
    const row_builder& row = update_.row();
    for (const column_definition& column : update_.schema()->columns.columns()) {
        if (!column.has(column_flag::not_null) || column.is_deleted()) continue;
        const presence state = column.is_fixed() ? row.fixed(column).state
                               : column.is_variable() ? row.variable(column).state : row.tagged_state(column);
        if (state == presence::null || (state == presence::absent && !column.has_default())) return jet::error::null_invalid;
    }
    if (update_.kind() == jet::prepare_kind::insert_must_set_autoincrement && !update_.was_set(update_.schema()->autoincrement_column))
        return jet::error::auto_increment_not_set;
    return jet::error::success;
}

inline jet::error cursor::make_row_key(bytes record, key_buffer& key)
{
    const view v = session_.reading();
    if (!schema(v).has_primary) {
        std::array<std::byte, 4> id;
        store_be(id.data(), table_->next_row_id());
        key.assign(id);
        return jet::error::success;
    }
    key_encoder& keys = primary_keys(v);
    if (const jet::error e = keys.foreign_order(); e != jet::error::success) return e;
    const row_reader reader{record, schema_->columns.form()};
    return answer_of(keys.key_of(reader, fetch_long_value{*table_, v}, key));
}

// A number that others add to must be in the record.
inline void cursor::store_escrow_defaults()
{
    for (const column_definition& column : update_.schema()->columns.columns())
        if (!column.is_deleted() && column.has(column_flag::escrow) && column.has_default() && update_.row().fixed(column).state == presence::absent)
            update_.row().set_fixed(column, column.default_bytes());
}

inline jet::error cursor::encode_row(row_buffer& record)
{
    if (const std::uint32_t id = update_.schema()->version_column; id != 0 && update_.inserts() && !update_.was_set(id)) {
        const column_definition& column = *update_.schema()->columns.find(id);
        update_.row().set_fixed(column, to_column_bytes(column, 0).view());
    }
    if (update_.schema()->has_escrow && update_.inserts()) store_escrow_defaults();
    if (update_.has_waiting())
        if (const jet::error e = make_long_value_tree(session_, *table_); e != jet::error::success) return e;
    write_answer answer = write_answer::done;
    const bool done = update_.encode(
        [&](bytes value) -> std::optional<long_value_id> {
            long_value_id id;
            answer = long_values({}).existing().create(session_, value, id);
            if (answer != write_answer::done) return std::nullopt;
            return id;
        },
        record);
    return done ? jet::error::success : answer_of(answer);
}

namespace detail {
[[nodiscard]] inline bool has_tagged(bytes record, page_form form)
{
    return !record.empty() && row_reader{record, form}.tagged_count() != 0;
}

// Ids of the separated long values a record holds, in order.
inline void collect_long_values(bytes record, page_form form, std::vector<long_value_id>& out)
{
    out.clear();
    if (record.empty()) return;
    const row_reader reader{record, form};
    for (std::size_t i = 0; i < reader.tagged_count(); ++i) {
        const tagged_column column = reader.tagged_at(i);
        if (!column.of_long_type()) continue;
        for (std::size_t n = 0; n < column.count(); ++n)
            if (const tagged_value value = column.at(n); value.separated) out.push_back(long_value_id_in(value.data));
    }
    std::sort(out.begin(), out.end());
}
}  // namespace detail

// A value just created counts the record that holds it already. The record loses what it held and holds no more. What it
// got from the row it was copied from, and did not hold itself, is shared now; if it is gone, a rival was faster.
inline jet::error cursor::count_references(bytes before, bytes after)
{
    const page_form form = schema_->columns.form();
    if (!detail::has_tagged(before, form) && !detail::has_tagged(after, form)) return jet::error::success;
    std::vector<long_value_id> old, now, copied, lost, gained, shared;
    detail::collect_long_values(before, form, old);
    detail::collect_long_values(after, form, now);
    if (old.empty() && now.empty()) return jet::error::success;
    std::set_difference(old.begin(), old.end(), now.begin(), now.end(), std::back_inserter(lost));
    std::set_difference(now.begin(), now.end(), old.begin(), old.end(), std::back_inserter(gained));
    if (update_.prepared()) detail::collect_long_values(update_.original(), form, copied);
    std::set_intersection(gained.begin(), gained.end(), copied.begin(), copied.end(), std::back_inserter(shared));
    if (lost.empty() && shared.empty()) return jet::error::success;
    long_value_tree& tree = long_values({}).existing();
    for (const long_value_id id : shared)
        if (tree.add_reference(session_, id) != write_answer::done) return jet::error::write_conflict;
    for (const long_value_id id : lost)
        if (const write_answer a = tree.release(session_, id); a != write_answer::done) return answer_of(a);
    return jet::error::success;
}

}  // namespace ese::inline v1::engine
