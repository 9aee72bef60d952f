// copy_buffer.hpp — the row an update is preparing, until JetUpdate makes it the record.
//
// Room:   table. Uses catalog, record. Knows columns and values; knows nothing of cursors, indexes or where rows are kept.
// Gives:  copy_buffer: start, set, value_of, encode; long_value_source, where it finds long values stored before.
// Holds:  (1) new long values too large for the record wait here, in memory, and reach their tree only in encode;
//         (2) the row always fits the record: a value that would not is pushed out or refused, and then nothing changed;
//         (3) until the update is done a failed step leaves the row as it was.
//
// A waiting value is a separated one whose id is its place in `waiting_`, in 8 bytes with the top bit clear: no real id
// of 8 bytes looks like that.
#pragma once

#include <ese/engine/table/long_value_edit.hpp>
#include <ese/engine/table/long_value_tree.hpp>

#include <ese/engine/catalog/table_schema.hpp>
#include <ese/engine/record/key_segment.hpp>
#include <ese/engine/record/row_builder.hpp>

#include <bitset>
#include <memory>
#include <optional>
#include <vector>

namespace ese::inline v1::engine {

struct long_value_source {
    long_value_tree* tree = nullptr;  // null: the table has none yet
    view from;

    [[nodiscard]] long_value_tree& existing() const
    {
        if (tree == nullptr) throw failure{jet::error::lv_corrupted};
        return *tree;
    }
};

class copy_buffer {
public:
    [[nodiscard]] bool prepared() const noexcept { return schema_ != nullptr; }
    [[nodiscard]] jet::prepare_kind kind() const noexcept { return kind_; }
    [[nodiscard]] bool inserts() const noexcept;
    [[nodiscard]] int level() const noexcept { return level_; }
    void lower_level(int to) noexcept { level_ = std::min(level_, to); }

    // `record` null: a new row with its defaults. What was prepared before is gone.
    void start(jet::prepare_kind kind, int level, std::shared_ptr<const table_schema> schema, const bytes* record);
    // The same row under another schema, because columns came or went meanwhile.
    void rebase(std::shared_ptr<const table_schema> schema);
    void discard() noexcept;

    [[nodiscard]] const std::shared_ptr<const table_schema>& schema() const noexcept { return schema_; }
    [[nodiscard]] row_builder& row() noexcept { return row_; }
    [[nodiscard]] const row_builder& row() const noexcept { return row_; }
    [[nodiscard]] bytes original() const noexcept { return original_.view(); }   // the record it began as

    [[nodiscard]] bool anything_set() const noexcept { return set_.any() || !set_tagged_.empty(); }
    [[nodiscard]] bool was_set(std::uint32_t column) const noexcept;
    void note_set(std::uint32_t column);

    [[nodiscard]] jet::error set(const column_definition& column, const jet::set_args& args, const long_value_source& stored);

    // Plain bytes of an instance, or nothing. They live in the row, in `room`, or wait.
    [[nodiscard]] std::optional<bytes> value_of(const column_definition& column, std::size_t itag, const long_value_source& stored,
                                                std::vector<std::byte>& room) const;

    // The record, with what waited given to `create`, which answers an id or nothing (a conflict; then so does this).
    template <class Create>
    [[nodiscard]] bool encode(Create&& create, row_buffer& out);

    [[nodiscard]] bool has_waiting() const noexcept { return !waiting_.empty(); }
    [[nodiscard]] bool is_waiting(const tagged_value& value) const noexcept
    {
        return value.separated && value.data.size() == 8 && (value.data[7] & std::byte{0x80}) == std::byte{0};
    }
    [[nodiscard]] bytes waiting(const tagged_value& value) const { return waiting_.at(slot_of(value)); }

private:
    using o = jet::set_column_option;
    struct instance_place {
        std::uint32_t id;
        bool derived;
        std::size_t itag;
    };

    [[nodiscard]] static std::size_t slot_of(const tagged_value& value) noexcept
    {
        return static_cast<std::size_t>(load_le<std::uint64_t>(value.data.data())) - 1;
    }
    [[nodiscard]] std::size_t record_most() const noexcept;
    [[nodiscard]] jet::error set_fixed(const column_definition& column, const jet::set_args& args);
    [[nodiscard]] jet::error set_variable(const column_definition& column, const jet::set_args& args);
    [[nodiscard]] jet::error set_tagged(const column_definition& column, const jet::set_args& args, const long_value_source& stored);
    [[nodiscard]] jet::error set_long(const column_definition& column, const jet::set_args& args, const long_value_source& stored);
    [[nodiscard]] jet::error edit_long(const column_definition& column, const jet::set_args& args, const long_value_source& stored);
    [[nodiscard]] jet::error check_unique(const column_definition& column, const jet::set_args& args,
                                          const long_value_source& stored) const;
    [[nodiscard]] std::size_t inline_most(const jet::set_args& args) const noexcept;
    void put_long(const column_definition& column, std::size_t itag, std::vector<std::byte>&& value, std::size_t most);
    [[nodiscard]] std::size_t wait(std::vector<std::byte>&& value);
    [[nodiscard]] std::vector<instance_place> places_of_waiting() const;
    [[nodiscard]] bool fits_after_pushing_out();
    void push_out_above(std::size_t size);

    jet::prepare_kind kind_ = jet::prepare_kind::cancel;
    int level_ = 0;
    std::shared_ptr<const table_schema> schema_;        // null: nothing is prepared
    row_builder row_;
    row_builder spare_;                                 // for a way back, and for encoding
    row_buffer original_;
    std::vector<std::vector<std::byte>> waiting_;       // slots nothing refers to stay until the update ends
    bool keep_waiting_ = false;                         // the row may be put back as it was, so what it refers to stays
    std::bitset<tagged_id_first> set_;
    std::vector<std::uint32_t> set_tagged_;
};

[[nodiscard]] inline bool is_insert(jet::prepare_kind kind) noexcept
{
    using k = jet::prepare_kind;
    return kind != k::replace && kind != k::replace_no_lock;
}

inline bool copy_buffer::inserts() const noexcept { return is_insert(kind_); }

inline void copy_buffer::start(jet::prepare_kind kind, int level, std::shared_ptr<const table_schema> schema, const bytes* record)
{
    discard();
    if (record != nullptr) {
        original_.assign(*record);
        row_.load(schema->columns, *record);
    } else {
        original_.clear();
        row_.start_empty(schema->columns);
    }
    kind_ = kind;
    level_ = level;
    schema_ = std::move(schema);
}

inline void copy_buffer::discard() noexcept
{
    schema_.reset();
    waiting_.clear();
    set_.reset();
    set_tagged_.clear();
}

inline void copy_buffer::rebase(std::shared_ptr<const table_schema> schema)
{
    row_buffer record;
    row_.encode(record);
    spare_.load(schema->columns, record.view());
    std::swap(row_, spare_);
    schema_ = std::move(schema);
}

inline bool copy_buffer::was_set(std::uint32_t column) const noexcept
{
    if (column < tagged_id_first) return set_.test(column);
    return std::find(set_tagged_.begin(), set_tagged_.end(), column) != set_tagged_.end();
}

inline void copy_buffer::note_set(std::uint32_t column)
{
    if (column < tagged_id_first) set_.set(column);
    else if (!was_set(column)) set_tagged_.push_back(column);
}

inline std::size_t copy_buffer::record_most() const noexcept
{
    return max_record_size(schema_->columns.page_size(), schema_->has_primary ? schema_->primary.key_most : 0);
}

inline jet::error copy_buffer::set(const column_definition& column, const jet::set_args& args, const long_value_source& stored)
{
    jet::error answer;
    if (column.is_fixed()) {
        answer = set_fixed(column, args);
    } else {
        const bool tight = row_.encoded_size() + args.value.size() + 24 > record_most();
        if (tight) spare_ = row_;
        keep_waiting_ = tight;
        answer = column.is_variable() ? set_variable(column, args) : set_tagged(column, args, stored);
        if (static_cast<std::int32_t>(answer) >= 0 && tight && !fits_after_pushing_out()) {
            std::swap(row_, spare_);
            return jet::error::record_too_big;
        }
    }
    if (static_cast<std::int32_t>(answer) >= 0) note_set(column.id);
    return answer;
}

inline jet::error copy_buffer::set_fixed(const column_definition& column, const jet::set_args& args)
{
    const std::size_t size = args.value.size();
    if (size == 0) {
        if (column.has(column_flag::not_null)) return jet::error::null_invalid;
        row_.set_fixed(column, std::nullopt);
        return jet::error::success;
    }
    const std::size_t room = column.fixed_bytes();
    if (size > room || (size < room && jet::is_numeric(column.type))) return jet::error::invalid_buffer_size;
    row_.set_fixed(column, args.value);
    return jet::error::success;
}

inline jet::error copy_buffer::set_variable(const column_definition& column, const jet::set_args& args)
{
    if (args.value.empty() && !args.options.has(o::zero_length)) {
        if (column.has(column_flag::not_null)) return jet::error::null_invalid;
        row_.set_variable(column, std::nullopt);
        return jet::error::success;
    }
    const bool too_long = args.value.size() > column.max_size;
    row_.set_variable(column, too_long ? args.value.first(column.max_size) : args.value);
    return too_long ? jet::error::wrn_column_max_truncated : jet::error::success;
}

inline jet::error copy_buffer::set_tagged(const column_definition& column, const jet::set_args& args, const long_value_source& stored)
{
    if (args.options.has_any(o::unique_values | o::unique_normalized_values))
        if (const jet::error e = check_unique(column, args, stored); e != jet::error::success) return e;
    if (jet::is_long(column.type)) return set_long(column, args, stored);

    if (args.value.empty() && !args.options.has(o::zero_length)) {
        if (column.has(column_flag::not_null)) return jet::error::null_invalid;
        const bool reverts = args.options.has(o::revert_to_default);
        row_.set_tagged(column, args.instance, std::nullopt, value_form::plain,
                        reverts ? null_rule::revert_to_default : null_rule::hide_default);
        return jet::error::success;
    }
    if (jet::is_numeric(column.type) && args.value.size() != jet::fixed_size(column.type)) return jet::error::invalid_buffer_size;
    if (column.max_size != 0 && args.value.size() > column.max_size) return jet::error::column_too_big;
    row_.set_tagged(column, args.instance, args.value);
    return jet::error::success;
}

inline std::vector<copy_buffer::instance_place> copy_buffer::places_of_waiting() const
{
    std::vector<instance_place> places;
    row_.for_each_instance([&](std::uint32_t id, bool derived, std::size_t itag, const tagged_value& value) {
        if (is_waiting(value)) places.push_back({id, derived, itag});
    });
    return places;
}

template <class Create>
bool copy_buffer::encode(Create&& create, row_buffer& out)
{
    const row_builder* from = &row_;
    if (!waiting_.empty()) {
        spare_ = row_;
        for (const instance_place& p : places_of_waiting()) {
            const column_definition& column = *row_.layout().find_tagged(p.id, p.derived);
            const std::optional<long_value_id> id = create(waiting(*row_.instance(column, p.itag)));
            if (!id) return false;
            spare_.set_tagged(column, p.itag, stored_id(*id).view(), value_form::separated);
        }
        from = &spare_;
    }
    from->encode(out);
    if (out.size() > record_most()) throw failure{jet::error::record_too_big};
    return true;
}

}  // namespace ese::inline v1::engine

#include <ese/engine/table/copy_buffer_long.hpp>
