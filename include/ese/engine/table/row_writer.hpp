// row_writer.hpp — rows and their index entries, changed together.
//
// Room:   table. Uses txn, record. Knows keys and trees; knows nothing of updates, columns set or long values' counts.
// Gives:  row_writer: insert, replace, erase of one row in the primary tree and every physical index.
// Holds:  (1) the primary tree comes first: who gets past it owns the row, so index entries of the row meet no rival;
//         (2) a failed call leaves what it did to the caller's savepoint;
//         (3) an index ordered by a collation that is not ours refuses every change of its entries.
// Locks:  the caller holds the table's gate shared.
#pragma once

#include <ese/engine/table/table.hpp>

#include <ese/engine/record/key_encoder.hpp>
#include <ese/engine/record/row_reader.hpp>

#include <memory>
#include <vector>

namespace ese::inline v1::engine {

[[nodiscard]] constexpr jet::error answer_of(key_answer answer) noexcept
{
    if (answer == key_answer::null_disallowed) return jet::error::null_key_disallowed;
    return answer == key_answer::truncated ? jet::error::key_truncated : jet::error::success;
}

[[nodiscard]] constexpr jet::error answer_of(write_answer answer) noexcept
{
    switch (answer) {
    case write_answer::done: return jet::error::success;
    case write_answer::conflict: return jet::error::write_conflict;
    case write_answer::duplicate: return jet::error::key_duplicate;
    case write_answer::no_such_key: return jet::error::record_deleted;
    }
    return jet::error::internal_error;
}

// An insert that meets a rival's claim on its key is told of a duplicate, whatever becomes of the rival.
[[nodiscard]] constexpr jet::error answer_of_insert(write_answer answer) noexcept
{
    return answer == write_answer::conflict ? jet::error::key_duplicate : answer_of(answer);
}

// How keys get at long values outside the record.
struct fetch_long_value {
    table_core& table;
    view from;
    void operator()(bytes stored, std::size_t most, std::vector<std::byte>& out) const
    {
        long_value_tree* values = table.long_values();
        if (values == nullptr) throw failure{jet::error::lv_corrupted};
        values->read_front(from, long_value_id_in(stored), most, out);
    }
};

class row_writer {
public:
    explicit row_writer(table_core& table) noexcept : table_{table} {}

    [[nodiscard]] jet::error insert(session& by, bytes key, bytes record);
    // `touches(index)`: whether the change can have changed the row's keys there at all. `leaf`: where the row was seen last.
    template <class Touches>
    [[nodiscard]] jet::error replace(session& by, bytes key, bytes before, bytes after, entry_hint hint, Touches&& touches);
    [[nodiscard]] jet::error erase(session& by, bytes key, bytes record);

private:
    struct index_writer {
        explicit index_writer(std::shared_ptr<physical_index> of)
            : index{std::move(of)}, encoder{index->definition(), index->columns()}
        {
        }
        std::shared_ptr<physical_index> index;
        key_encoder encoder;
        key_list before;
        key_list after;
    };

    void refresh();
    [[nodiscard]] jet::error keys(index_writer& w, view v, bytes record, key_list& out);
    [[nodiscard]] jet::error add_entries(session& by, index_writer& w, bytes bookmark, const key_list& keys, const key_list* except);
    [[nodiscard]] jet::error remove_entries(session& by, index_writer& w, bytes bookmark, const key_list& keys, const key_list* except);
    [[nodiscard]] jet::error change_entries(session& by, index_writer& w, bytes bookmark, bytes before, bytes after);

    table_core& table_;
    std::vector<index_writer> writers_;
    std::uint64_t seen_ = 0;
};

inline void row_writer::refresh()
{
    if (seen_ == table_.index_version()) return;
    std::vector<index_writer> fresh;
    fresh.reserve(table_.indexes().size());
    for (const auto& index : table_.indexes()) fresh.emplace_back(index);
    writers_ = std::move(fresh);
    seen_ = table_.index_version();
}

inline jet::error row_writer::keys(index_writer& w, view v, bytes record, key_list& out)
{
    const row_reader row{record, w.index->columns().form()};
    return answer_of(w.encoder.keys_of(row, fetch_long_value{table_, v}, out));
}

inline jet::error row_writer::add_entries(session& by, index_writer& w, bytes bookmark, const key_list& keys, const key_list* except)
{
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (except != nullptr && except->contains(keys[i])) continue;
        if (const jet::error e = w.encoder.foreign_order(); e != jet::error::success) return e;
        const write_answer answer = w.index->tree()->insert(by, keys[i], bookmark);
        if (answer != write_answer::done) return answer_of(answer);
    }
    return jet::error::success;
}

inline jet::error row_writer::remove_entries(session& by, index_writer& w, bytes bookmark, const key_list& keys, const key_list* except)
{
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (except != nullptr && except->contains(keys[i])) continue;
        if (const jet::error e = w.encoder.foreign_order(); e != jet::error::success) return e;
        const write_answer answer = w.index->tree()->erase(by, keys[i], bookmark);
        // The row is ours by now, so an entry that is not there was never made; its absence does no harm.
        if (answer == write_answer::conflict) return jet::error::write_conflict;
    }
    return jet::error::success;
}

inline jet::error row_writer::insert(session& by, bytes key, bytes record)
{
    refresh();
    const write_answer answer = table_.primary()->insert(by, key, record);
    if (answer != write_answer::done) return answer_of_insert(answer);
    const view v = by.reading();
    for (index_writer& w : writers_) {
        if (const jet::error e = keys(w, v, record, w.after); e != jet::error::success) return e;
        if (const jet::error e = add_entries(by, w, key, w.after, nullptr); e != jet::error::success) return e;
    }
    return jet::error::success;
}

inline jet::error row_writer::erase(session& by, bytes key, bytes record)
{
    refresh();
    if (const jet::error e = answer_of(table_.primary()->erase(by, key)); e != jet::error::success) return e;
    const view v = by.reading();
    for (index_writer& w : writers_) {
        if (keys(w, v, record, w.before) != jet::error::success) continue;   // such a row never got an entry
        if (const jet::error e = remove_entries(by, w, key, w.before, nullptr); e != jet::error::success) return e;
    }
    return jet::error::success;
}

inline jet::error row_writer::change_entries(session& by, index_writer& w, bytes bookmark, bytes before, bytes after)
{
    const view v = by.reading();
    if (keys(w, v, before, w.before) != jet::error::success) w.before.clear();
    if (const jet::error e = keys(w, v, after, w.after); e != jet::error::success) return e;
    if (const jet::error e = remove_entries(by, w, bookmark, w.before, &w.after); e != jet::error::success) return e;
    return add_entries(by, w, bookmark, w.after, &w.before);
}

template <class Touches>
jet::error row_writer::replace(session& by, bytes key, bytes before, bytes after, entry_hint hint, Touches&& touches)
{
    refresh();
    if (const jet::error e = answer_of(table_.primary()->replace(by, key, after, hint)); e != jet::error::success) return e;
    for (index_writer& w : writers_) {
        if (!touches(*w.index)) continue;
        if (const jet::error e = change_entries(by, w, key, before, after); e != jet::error::success) return e;
    }
    return jet::error::success;
}

}  // namespace ese::inline v1::engine
