// cursor.hpp — a place in a table, and everything one can do from there.
//
// Room:   table. Uses txn, catalog, record. Each public method is one Jet call without its handles: it answers the code
//         the call answers, and throws failure only for accidents.
// Gives:  cursor.
// Holds:  (1) a cursor stands in the primary tree, and with a current secondary index also in that index's tree;
//         (2) navigation silently drops a prepared update;
//         (3) rolling a level back closes cursors opened in it and sends those that moved in it before the first entry.
// Locks:  none of its own: a session and its cursors are used by one thread at a time.
#pragma once

#include <ese/engine/table/copy_buffer.hpp>
#include <ese/engine/table/names.hpp>
#include <ese/engine/table/position.hpp>
#include <ese/engine/table/row_writer.hpp>

#include <ese/engine/record/row_filter.hpp>
#include <ese/engine/record/row_shape.hpp>
#include <ese/engine/record/search_key.hpp>
#include <ese/engine/txn/tree_preread.hpp>
#include <ese/jet/definitions.hpp>
#include <ese/jet/options.hpp>
#include <ese/jet/row_batch.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

class cursor final : public session_guest {
public:
    // Registers with the table; its open modes may refuse.
    [[nodiscard]] static jet::error open(session& by, std::shared_ptr<table_core> table, open_table_options options,
                                         std::unique_ptr<cursor>& opened);
    ~cursor();
    cursor(const cursor&) = delete;
    cursor& operator=(const cursor&) = delete;

    // The level it was opened in was rolled back: nothing but destroying it makes sense any more.
    [[nodiscard]] bool closed() const noexcept { return closed_; }
    [[nodiscard]] session& owner() noexcept { return session_; }
    [[nodiscard]] table_core& table() noexcept { return *table_; }
    [[nodiscard]] const std::shared_ptr<table_core>& shared_table() const noexcept { return table_; }
    [[nodiscard]] open_table_options options() const noexcept { return options_; }
    [[nodiscard]] const table_schema& schema();          // as this session sees the table now
    [[nodiscard]] jet::error may_write() const noexcept; // permission_denied, trans_read_only
    [[nodiscard]] jet::error dup(std::unique_ptr<cursor>& copy);

    // Navigation.
    [[nodiscard]] jet::error move(std::int32_t rows, jet::flags<jet::move_option> options = {});
    [[nodiscard]] jet::error seek(jet::flags<jet::seek_option> options);
    [[nodiscard]] jet::error set_index_range(jet::flags<jet::range_option> options);
    [[nodiscard]] jet::error set_current_index(std::string_view name, jet::flags<jet::set_current_index_option> options = {},
                                               std::uint32_t instance = 1);
    [[nodiscard]] jet::error current_index(std::string& name);
    [[nodiscard]] jet::error index_record_count(std::uint64_t& count, std::uint64_t most = 0);
    [[nodiscard]] jet::error get_record_position(jet::record_position& position);
    [[nodiscard]] jet::error goto_position(const jet::record_position& position);
    [[nodiscard]] jet::error set_filter(std::span<const jet::column_filter> conditions);

    // Pages read before they are needed: see cursor_preread.hpp.
    [[nodiscard]] jet::error preread(std::span<const jet::key_range> ranges, jet::flags<jet::preread_option> options,
                                     std::span<const jet::column_id> values, std::uint32_t& done);
    void set_sequential(bool yes) noexcept
    {
        ahead_.reset();
        if (yes) ahead_.emplace();
    }

    // Keys and bookmarks. `actual` is the whole size, also when the buffer was too small.
    [[nodiscard]] jet::error make_key(bytes value, jet::flags<jet::key_option> options);
    [[nodiscard]] jet::error retrieve_key(mutable_bytes out, std::size_t& actual, jet::flags<jet::retrieve_option> options = {});
    [[nodiscard]] jet::error get_bookmark(mutable_bytes out, std::size_t& actual);
    [[nodiscard]] jet::error goto_bookmark(bytes bookmark);
    [[nodiscard]] jet::error get_secondary_bookmark(mutable_bytes key, std::size_t& key_size, mutable_bytes bookmark,
                                                    std::size_t& bookmark_size);
    [[nodiscard]] jet::error goto_secondary_bookmark(bytes key, bytes bookmark, jet::flags<jet::goto_bookmark_option> options = {});

    // Values.
    [[nodiscard]] jet::error retrieve_column(jet::retrieve_args& args);
    [[nodiscard]] jet::error retrieve_columns(std::span<jet::retrieve_args> columns);
    // Rows behind the current one, or from it on, with the columns wanted: no_current_record when there are none.
    [[nodiscard]] jet::error read_rows(jet::row_batch& batch);
    // A long value by the id it has in the table, wherever the cursor stands. invalid_column_reference: no id; stale_column_reference:
    // the value is gone.
    [[nodiscard]] jet::error read_long_value(bytes id, std::uint32_t offset, mutable_bytes out, std::uint32_t& actual);
    [[nodiscard]] jet::error get_record_size(jet::record_size& size, jet::flags<jet::record_size_option> options = {});

    // Changes.
    [[nodiscard]] jet::error prepare_update(jet::prepare_kind kind);
    [[nodiscard]] jet::error set_column(const jet::set_args& args);
    [[nodiscard]] jet::error set_columns(std::span<jet::set_args> columns);
    [[nodiscard]] jet::error update(mutable_bytes bookmark, std::size_t& actual, jet::flags<jet::update_option> options = {});
    [[nodiscard]] jet::error delete_record();
    [[nodiscard]] jet::error get_lock(jet::flags<jet::lock_option> options);
    [[nodiscard]] jet::error get_cursor_info();
    [[nodiscard]] jet::error escrow_update(jet::column_id column, bytes delta, mutable_bytes before, std::size_t& actual,
                                           jet::flags<jet::escrow_option> options = {});
    [[nodiscard]] bool update_prepared() const noexcept { return update_.prepared(); }
    [[nodiscard]] std::optional<jet::prepare_kind> prepared() const noexcept
    {
        return update_.prepared() ? std::optional{update_.kind()} : std::nullopt;
    }

    // For changes of the table's definition, which move the cursor.
    void send_before_first() noexcept;
    void cancel_update() noexcept { update_.discard(); }
    [[nodiscard]] std::vector<key_buffer> bookmarks_in_order(view v);   // of all records, by the current index

    // As a guest of its session.
    void rolled_back(int level) noexcept override;
    void committed(int level) noexcept override;

private:
    struct secondary {
        explicit secondary(std::shared_ptr<physical_index> of)
            : index{std::move(of)}, at{*index->tree()}, keys{index->definition(), index->columns()}
        {
        }
        std::shared_ptr<physical_index> index;
        position at;
        key_encoder keys;
    };
    enum class direction : std::uint8_t { forward, back };

    cursor(session& by, std::shared_ptr<table_core> table, open_table_options options);

    // Schema.
    [[nodiscard]] const table_schema& schema(view v);
    void refresh_schema(view v);
    [[nodiscard]] key_encoder& primary_keys(view v);
    void lower_levels(int to_level) noexcept;
    [[nodiscard]] jet::error find_column(const table_schema& schema, jet::column_id id, const column_definition*& found) const noexcept;

    // Position.
    [[nodiscard]] position& active() noexcept { return secondary_ ? secondary_->at : primary_; }
    [[nodiscard]] bool unique_order() const noexcept { return !secondary_ || secondary_->index->unique(); }
    void moved() noexcept { moved_level_ = session_.level(); }
    [[nodiscard]] jet::error arrive(view v, bool found);
    [[nodiscard]] bool follow(view v);
    [[nodiscard]] bool resolve(view v);
    [[nodiscard]] jet::error check_entry(view v);
    [[nodiscard]] jet::error current_row(view v, bytes& row);
    [[nodiscard]] bool step(view v, direction way);
    [[nodiscard]] bool step_to_other_key(view v, direction way);
    [[nodiscard]] bool outside_range(bytes key) const noexcept;
    void leave_secondary() noexcept;
    void drop_range() noexcept { range_set_ = false; }
    void drop_range_and_key() noexcept;

    // Filter.
    [[nodiscard]] bool passes_filter(view v);
    [[nodiscard]] bool step_to_wanted(view v, bool found, direction way);
    [[nodiscard]] jet::error move_filtered(view v, std::int32_t rows);
    [[nodiscard]] jet::error seek_filtered(view v, jet::flags<jet::seek_option> options, jet::error unfiltered);

    // Seek.
    [[nodiscard]] jet::error seek_unfiltered(view v, jet::flags<jet::seek_option> options);
    [[nodiscard]] jet::error seek_equal(view v, jet::flags<jet::seek_option> options);
    [[nodiscard]] jet::error seek_up(view v, bool or_equal);
    [[nodiscard]] jet::error seek_down(view v, bool or_equal);
    [[nodiscard]] jet::error missed(view v, currency otherwise);
    [[nodiscard]] bool skip_equal(view v, bytes key);
    [[nodiscard]] bool next_has_same_key(view v);

    // Preread.
    struct key_bounds {
        key_buffer low, high;
    };
    [[nodiscard]] jet::error bounds_of(view v, const jet::key_range& range, jet::flags<jet::preread_option> options, key_bounds& bounds);
    [[nodiscard]] jet::error bound_of(view v, std::span<const jet::key_part> parts, bool upper, bool normalized, key_buffer& bound);
    [[nodiscard]] jet::error whole_key(view v, bytes given, key_buffer& bound);
    [[nodiscard]] jet::error check_preread_columns(view v, std::span<const jet::column_id> values);
    void bring_in_values(view v, const key_bounds& within, std::span<const jet::column_id> values, bool first_page, std::size_t& room);
    [[nodiscard]] static tree_preread::reading reading_of(bool backward) noexcept
    {
        return backward ? tree_preread::reading::backward : tree_preread::reading::forward;
    }

    // Indexes.
    [[nodiscard]] std::shared_ptr<physical_index> find_secondary(std::string_view name);
    [[nodiscard]] jet::error select_first(std::shared_ptr<physical_index> target);
    [[nodiscard]] jet::error select_same_record(std::shared_ptr<physical_index> target, std::uint32_t instance);
    [[nodiscard]] jet::error select(std::shared_ptr<physical_index> target);
    [[nodiscard]] jet::error stand_in_secondary(view v, std::uint32_t instance);
    [[nodiscard]] std::uint64_t count_entries(view v);

    // Reading.
    template <class Row>
    [[nodiscard]] jet::error retrieve_from(const Row& row, const table_schema& schema, view v, jet::retrieve_args& args);
    template <class Row>
    [[nodiscard]] jet::error retrieve_tagged(const Row& row, const column_definition& column, view v, jet::retrieve_args& args);
    template <class Row>
    [[nodiscard]] jet::error walk_tagged(const Row& row, const table_schema& schema, view v, jet::retrieve_args& args);
    template <class Row>
    [[nodiscard]] std::uint32_t count_instances(const Row& row, const table_schema& schema, const jet::retrieve_args& args);
    [[nodiscard]] jet::error give_instance(const tagged_value& value, const column_definition& column, view v, jet::retrieve_args& args);
    [[nodiscard]] jet::error give_separated(bytes stored_id, view v, jet::retrieve_args& args);
    [[nodiscard]] jet::error choose_index_instance(view v, jet::retrieve_args& args);
    template <class Use>
    [[nodiscard]] jet::error with_row(view v, jet::flags<jet::retrieve_option> options, Use&& use);
    [[nodiscard]] jet::error choose_columns(view v, const jet::row_batch& batch);
    [[nodiscard]] jet::error add_current(view v, jet::row_batch& batch);
    [[nodiscard]] bool add_run(view v, jet::row_batch& batch);
    void add_values(view v, jet::row_batch& batch, const jet::row_batch::value& lies);
    void add_looked_for(view v, jet::row_batch& batch, const jet::row_batch::value& lies, jet::row_batch::value* out);
    [[nodiscard]] bool add_alike(const jet::row_batch& batch, const jet::row_batch::value& lies, jet::row_batch::value* out) const noexcept;
    [[nodiscard]] static jet::row_batch::value place_of(const field& found, const std::byte* memory) noexcept;
    [[nodiscard]] static bool value_in(const row_reader& row, const column_definition& column, const std::byte* memory,
                                       jet::row_batch::value& out);
    [[nodiscard]] jet::row_batch::value add_apart(view v, jet::row_batch& batch, const jet::row_batch::value& lies, const column_definition& column);
    [[nodiscard]] long_value_source long_values(view v) const noexcept { return {table_->long_values(), v}; }

    // Changing.
    [[nodiscard]] jet::error prepare_insert(jet::prepare_kind kind);
    [[nodiscard]] jet::error prepare_from_record(jet::prepare_kind kind);
    [[nodiscard]] jet::error draw_autoincrement(jet::prepare_kind kind);
    [[nodiscard]] std::uint64_t highest_autoincrement(view v, const column_definition& column);
    [[nodiscard]] jet::error check_set(const jet::set_args& args) const noexcept;
    [[nodiscard]] jet::error update_insert(mutable_bytes bookmark, std::size_t& actual, jet::flags<jet::update_option> options);
    [[nodiscard]] jet::error update_replace(mutable_bytes bookmark, std::size_t& actual, jet::flags<jet::update_option> options);
    [[nodiscard]] jet::error check_not_null() const;
    [[nodiscard]] jet::error make_row_key(bytes record, key_buffer& key);
    [[nodiscard]] jet::error encode_row(row_buffer& record);
    void store_escrow_defaults();
    [[nodiscard]] jet::error count_references(bytes before, bytes after);
    [[nodiscard]] jet::error release_all(bytes record);
    [[nodiscard]] write_answer lock_entry(versioned_tree& tree, bytes key, jet::flags<jet::lock_option> options);
    [[nodiscard]] jet::error add_to_number(std::size_t offset, bytes delta, mutable_bytes before, versioned_tree::sum kind);
    [[nodiscard]] jet::error set_first_number(const column_definition& column, bytes delta, mutable_bytes before);
    [[nodiscard]] jet::error erase_row(bytes key, bytes record);
    [[nodiscard]] jet::error insert_row(mutable_bytes bookmark, std::size_t& actual);
    [[nodiscard]] jet::error replace_row();
    [[nodiscard]] jet::error read_original();
    [[nodiscard]] bool original_stands() const noexcept;
    [[nodiscard]] bool sets_part_of(const index_definition& index) const;
    [[nodiscard]] bool may_touch(const physical_index& index) const;
    [[nodiscard]] jet::error begin_write();

    session& session_;
    const std::shared_ptr<table_core> table_;
    const open_table_options options_;
    bool closed_ = false;

    std::shared_ptr<const table_schema> schema_;
    std::uint64_t schema_version_ = 0;      // 0: look again
    bool schema_shared_ = false;
    std::optional<key_encoder> primary_keys_;   // over *schema_; empty: not made yet, or no primary index

    position primary_;
    std::optional<secondary> secondary_;
    search_key key_;
    std::unique_ptr<const row_filter> filter_;   // null: every record is wanted
    bool range_set_ = false;                // its limit is whatever the search key is now
    bool range_upper_ = false;
    bool range_inclusive_ = false;

    std::optional<read_ahead> ahead_;       // of a cursor that will read many rows in their order

    int open_level_;
    int moved_level_ = 0;                   // of the last navigation
    int index_level_ = 0;                   // of the choice of the current index

    copy_buffer update_;
    key_buffer update_key_;                 // of the record being replaced
    bool compare_original_ = false;         // prepared without a lock: the record must not have changed meanwhile
    std::uint64_t locked_at_ = 0;           // session_.changes() once the record was locked; 0: it was not
    entry_hint locked_entry_{};             // where it was then
    row_writer writer_;
    bool writer_noted_ = false;
    std::uint64_t noted_at_ = 0;                  // session_.undos() then

    key_buffer scratch_key_;
    row_buffer record_;                     // as read for a change
    row_buffer encoded_;                    // as it will be written
    key_list keys_;
    std::vector<std::byte> long_value_;
    std::vector<const column_definition*> wanted_;   // by a batch, while it is filled
    row_shape shape_;                                // of the records that the batch met first
    bool shape_known_ = false;
};

inline cursor::cursor(session& by, std::shared_ptr<table_core> table, open_table_options options)
    : session_{by}, table_{std::move(table)}, options_{options}, primary_{*table_->primary()}, open_level_{by.level()}, writer_{*table_}
{
}

inline jet::error cursor::open(session& by, std::shared_ptr<table_core> table, open_table_options options, std::unique_ptr<cursor>& opened)
{
    std::unique_ptr<cursor> fresh{new cursor{by, std::move(table), options}};
    if (const jet::error e = fresh->table_->modes().open(by, fresh.get(), options); e != jet::error::success) {
        fresh->closed_ = true;
        return e;
    }
    by.enlist(*fresh);
    opened = std::move(fresh);
    return jet::error::success;
}

inline cursor::~cursor()
{
    session_.delist(*this);
    leave_secondary();
    if (!closed_) table_->modes().close(this);
}

inline jet::error cursor::dup(std::unique_ptr<cursor>& copy)
{
    using o = jet::open_table_option;
    return open(session_, table_, options_ & (o::read_only | o::permit_ddl | o::deny_read), copy);
}

inline jet::error cursor::may_write() const noexcept
{
    if (options_.has(jet::open_table_option::read_only) || table_->parts().file.read_only()) return jet::error::permission_denied;
    return session_.level() > 0 && session_.read_only() ? jet::error::trans_read_only : jet::error::success;
}

inline const table_schema& cursor::schema()
{
    if (schema_version_ == table_->schemas().version()) return *schema_;
    const read_scope scope{session_};
    return schema(scope.get());
}

// Inside a call that has its view already: two scopes of one session must not overlap.
inline const table_schema& cursor::schema(view v)
{
    if (schema_version_ != table_->schemas().version()) refresh_schema(v);
    return *schema_;
}

inline void cursor::refresh_schema(view v)
{
    const std::uint64_t version = table_->schemas().version();
    schema_cache::choice now = table_->schemas().choose(session_, v);
    schema_shared_ = now.shared;
    schema_version_ = now.shared || session_.level() > 0 ? version : 0;
    if (now.what == schema_) return;
    if (update_.prepared()) update_.rebase(now.what);
    primary_keys_.reset();
    schema_ = std::move(now.what);
}

inline key_encoder& cursor::primary_keys(view v)
{
    const table_schema& now = schema(v);
    ESE_EXPECTS(now.has_primary);
    if (!primary_keys_) primary_keys_.emplace(now.primary, now.columns);
    return *primary_keys_;
}

// A column inherited from a template may be named with this bit set.
inline constexpr std::uint32_t inherited_column = 0x80000000;

inline jet::error cursor::find_column(const table_schema& schema, jet::column_id id, const column_definition*& found) const noexcept
{
    const std::uint32_t number = id.value() & ~inherited_column;
    if (number == 0 || number > tagged_id_last) return jet::error::bad_column_id;
    const bool derived = (id.value() & inherited_column) != 0 && number >= tagged_id_first;
    found = derived ? schema.columns.find_tagged(number, true) : schema.columns.find(number);
    return found == nullptr || found->is_deleted() ? jet::error::column_not_found : jet::error::success;
}

inline void cursor::leave_secondary() noexcept
{
    if (!secondary_) return;
    secondary_->index->leave();
    secondary_.reset();
}

inline void cursor::drop_range_and_key() noexcept
{
    drop_range();
    key_.used();
}

inline void cursor::send_before_first() noexcept
{
    primary_.set_state(currency::before_first);
    if (secondary_) secondary_->at.set_state(currency::before_first);
    drop_range();
    moved();
}

inline void cursor::rolled_back(int level) noexcept
{
    if (update_.prepared() && update_.level() >= level) update_.discard();
    if (secondary_ && index_level_ >= level) {
        leave_secondary();
        primary_.set_state(currency::before_first);
        drop_range();
        key_.clear();
    } else if (moved_level_ >= level) {
        active().set_state(currency::before_first);
    }
    if (open_level_ >= level && !closed_) {
        closed_ = true;
        update_.discard();
        leave_secondary();
        table_->modes().close(this);
    }
    writer_noted_ = false;                      // the note may have gone with the level
    lower_levels(level - 1);
}

inline void cursor::committed(int level) noexcept { lower_levels(level - 1); }

inline void cursor::lower_levels(int to_level) noexcept
{
    open_level_ = std::min(open_level_, to_level);
    moved_level_ = std::min(moved_level_, to_level);
    index_level_ = std::min(index_level_, to_level);
    update_.lower_level(to_level);
    writer_noted_ = writer_noted_ && to_level > 0;
    if (!schema_shared_) schema_version_ = 0;   // it was for one snapshot, or for changes that are now everyone's
}

}  // namespace ese::inline v1::engine

#include <ese/engine/table/cursor_move.hpp>
#include <ese/engine/table/cursor_seek.hpp>
#include <ese/engine/table/cursor_filter.hpp>
#include <ese/engine/table/cursor_preread.hpp>
#include <ese/engine/table/cursor_index.hpp>
#include <ese/engine/table/cursor_bookmark.hpp>
#include <ese/engine/table/cursor_read.hpp>
#include <ese/engine/table/cursor_rows.hpp>
#include <ese/engine/table/cursor_prepare.hpp>
#include <ese/engine/table/cursor_update.hpp>
#include <ese/engine/table/cursor_change.hpp>
