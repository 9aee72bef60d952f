// table_copy.hpp — tables copied from one database into another one, through the calls of their backends.
//
// Room:   backend. Uses jet_api, jet.
// Gives:  table_copier, one table row by row; copy_tables, all of a database.
// Holds:  (1) the source is only read;
//         (2) rows come before secondary indexes, which are made at once from all of them;
//         (3) columns get fresh ids, tables made from a template become tables of their own, and counters of autoincrement columns go on
//             behind the highest number there is.
// One thread, which has both sessions.
//
//     ese::table_copier<ese::engine_api> copy{{&old, reader}, table, {&fresh, writer}, database};
//     ese::errc code = copy.begin();
//     for (code = old.move(reader, table, move_first, {}); code == errc::success; code = old.move(reader, table, 1, {})) copy.copy_row();
//     code = copy.finish();
#pragma once

#include <ese/backend/jet_api.hpp>
#include <ese/jet/callback.hpp>
#include <ese/jet/definitions.hpp>
#include <ese/jet/limits.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ese::inline v1 {

namespace copy_detail {

// Name, type and options as a column was made with; the id is the target's to give.
[[nodiscard]] inline jet::column_create definition_of(const jet::column_info& column)
{
    using o = jet::column_option;
    constexpr auto kept = o::fixed | o::tagged | o::not_null | o::version | o::autoincrement | o::multi_valued | o::escrow_update |
                          o::finalize | o::delete_on_zero | o::compressed;
    jet::column_create made;
    made.name          = column.name;
    made.type          = column.type;
    made.options       = column.options & kept;
    made.size_max      = jet::fixed_size(column.type) != 0 ? 0 : column.size_max;
    made.code_page     = column.code_page;
    made.default_value = column.default_value;
    return made;
}

// What create_index takes, and what it borrows.
class index_definition {
public:
    explicit index_definition(const jet::index_info& index)
    {
        using o = jet::index_option;
        for (const jet::index_segment& s : index.segments) key_ += (s.descending ? '-' : '+') + s.column_name + '\0';
        key_ += '\0';
        for (const jet::index_condition& c : index.conditions)
            conditions_.push_back({c.column_name, c.must_be_null ? jet::conditional_column_option::must_be_null
                                                                 : jet::conditional_column_option::must_be_non_null});
        made_.name       = index.name;
        made_.key        = key_;
        made_.conditions = conditions_;
        made_.options    = index.options.without(o::key_most | o::tuples | o::unicode);
        made_.density    = index.density;
        // Sizes of keys that were not chosen are not chosen again.
        if (index.key_most > jet::key_size_default) made_.options |= o::key_most, made_.key_most = index.key_most;
        if (index.segment_most != 0 && index.segment_most < index.key_most && index.segment_most <= jet::key_size_default)
            made_.segment_most = index.segment_most;
        if (index.tuples) made_.options |= o::tuple_limits, made_.tuples = index.tuples;
        if (index.options.has(o::unicode)) made_.options |= o::unicode, made_.map_flags = index.map_flags, made_.locale = index.locale;
    }
    index_definition(const index_definition&) = delete;
    index_definition& operator=(const index_definition&) = delete;

    [[nodiscard]] jet::index_create& get() noexcept { return made_; }

private:
    std::string key_{};
    std::vector<jet::conditional_column> conditions_{};
    jet::index_create made_{};
};

}  // namespace copy_detail

template <jet_api Api>
class table_copier {
public:
    struct place {
        Api* api;
        session_id session;
    };
    // Asked about a column or an index that cannot be made: true goes on without it. Empty: nothing is done without.
    using excuse = jet::callback<bool(std::string_view part, errc code)>;

    // `source` stands anywhere and stays the caller's; `into` is open for writing by the session of `to`, which is at level 0.
    table_copier(place from, table_id source, place to, database_id into, excuse without = {})
        : from_{from}, source_{source}, to_{to}, into_{into}, without_{std::move(without)}
    {
    }
    table_copier(const table_copier&) = delete;
    table_copier& operator=(const table_copier&) = delete;
    ~table_copier()
    {
        if (in_batch_) (void)to_.api->rollback(to_.session, {});
        if (target_ != jet::nil_table) (void)to_.api->close_table(to_.session, target_);
    }

    // Makes the table with its columns and its primary index. Whatever the calls for that answer; table_duplicate.
    [[nodiscard]] errc begin();
    // The row on which the source stands. After an error it is as if it had not been called.
    [[nodiscard]] errc copy_row();
    // Commits what was copied, makes the other indexes and closes the table.
    [[nodiscard]] errc finish();
    [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }

private:
    // Pieces in which long values are read: memory is taken for what there is, not for what a file claims.
    static constexpr std::size_t first_piece = 512, piece = 65536;
    static constexpr std::uint64_t rows_per_commit = 200;

    struct copied_column {
        jet::column_info from;
        column_id to{};    // nil: there is none
    };

    [[nodiscard]] errc excused(const std::string& part, errc code) const
    {
        return jet::is_error(code) && without_ && without_(part, code) ? errc::success : code;
    }
    [[nodiscard]] errc make_columns();
    [[nodiscard]] errc make_indexes(bool primary);
    [[nodiscard]] errc enter_batch();
    [[nodiscard]] errc leave_batch();
    [[nodiscard]] errc copy_column(const copied_column& which);
    [[nodiscard]] errc read(column_id column, std::uint32_t instance, bool& null);
    [[nodiscard]] errc write(column_id column, bool null, std::uint32_t instance);

    const place from_;
    const table_id source_;
    const place to_;
    const database_id into_;
    const excuse without_;
    std::vector<copied_column> columns_{};
    std::vector<jet::index_info> indexes_{};
    table_id target_ = jet::nil_table;
    std::vector<std::byte> value_{};
    bool numbers_rows_ = false;
    bool in_batch_ = false;
    std::uint64_t rows_ = 0;
};

template <jet_api Api>
errc table_copier<Api>::begin()
{
    jet::table_info table;
    std::vector<jet::column_info> columns;
    if (const errc code = from_.api->get_table_info(from_.session, source_, table); jet::is_error(code)) return code;
    if (const errc code = from_.api->column_infos(from_.session, source_, columns); jet::is_error(code)) return code;
    if (const errc code = from_.api->index_infos(from_.session, source_, indexes_); jet::is_error(code)) return code;
    for (jet::column_info& one : columns) columns_.push_back({std::move(one)});
    jet::table_create made;
    made.name    = table.name;
    made.density = table.density;
    if (const errc code = to_.api->create_table(to_.session, into_, made, target_); jet::is_error(code)) return code;
    if (const errc code = make_columns(); jet::is_error(code)) return code;
    return make_indexes(true);
}

template <jet_api Api>
errc table_copier<Api>::make_columns()
{
    for (copied_column& one : columns_) {
        jet::column_create wanted = copy_detail::definition_of(one.from);
        const errc code = to_.api->add_column(to_.session, target_, wanted);
        if (!jet::is_error(code)) one.to = wanted.id;
        else if (const errc left = excused("column " + one.from.name, code); jet::is_error(left)) return left;
        if (one.from.options.has(jet::column_option::autoincrement) && !jet::is_error(code)) numbers_rows_ = true;
    }
    return errc::success;
}

template <jet_api Api>
errc table_copier<Api>::make_indexes(bool primary)
{
    for (const jet::index_info& one : indexes_) {
        if (one.options.has(jet::index_option::primary) != primary) continue;
        copy_detail::index_definition wanted{one};
        const errc code = to_.api->create_index(to_.session, target_, wanted.get());
        if (const errc left = excused("index " + one.name, code); jet::is_error(left)) return left;
    }
    return errc::success;
}

template <jet_api Api>
errc table_copier<Api>::enter_batch()
{
    if (in_batch_) return errc::success;
    const errc code = to_.api->begin_transaction(to_.session, {});
    in_batch_ = !jet::is_error(code);
    return code;
}

template <jet_api Api>
errc table_copier<Api>::leave_batch()
{
    if (!in_batch_) return errc::success;
    const errc code = to_.api->commit_transaction(to_.session, jet::commit_option::lazy_flush);
    in_batch_ = jet::is_error(code);
    return code;
}

// One value, whole, into value_.
template <jet_api Api>
errc table_copier<Api>::read(column_id column, std::uint32_t instance, bool& null)
{
    value_.clear();
    for (;;) {
        const std::size_t had = value_.size();
        value_.resize(had + (had == 0 ? first_piece : piece));
        jet::retrieve_args args;
        args.column   = column;
        args.instance = instance;
        args.offset   = static_cast<std::uint32_t>(had);
        args.buffer   = std::span{value_}.subspan(had);
        const errc code = from_.api->retrieve_column(from_.session, source_, args);
        if (jet::is_error(code)) return code;
        null = code == errc::wrn_column_null;
        if (null || args.actual <= args.buffer.size()) {
            value_.resize(null ? 0 : had + args.actual);
            return errc::success;
        }
    }
}

template <jet_api Api>
errc table_copier<Api>::write(column_id column, bool null, std::uint32_t instance)
{
    jet::set_args args;
    args.column   = column;
    args.value    = value_;
    args.instance = instance == 1 ? 1 : 0;
    args.value_absent = null;
    if (!null && value_.empty()) args.options |= jet::set_column_option::zero_length;
    const errc code = to_.api->set_column(to_.session, target_, args);
    return code == errc::wrn_column_max_truncated ? errc::success : code;
}

// NULL is written only where a default would show otherwise.
template <jet_api Api>
errc table_copier<Api>::copy_column(const copied_column& which)
{
    const bool several = which.from.options.has(jet::column_option::tagged);
    for (std::uint32_t instance = 1;; ++instance) {
        bool null = false;
        if (const errc code = read(which.from.id, instance, null); jet::is_error(code)) return code;
        if (null && (instance != 1 || which.from.default_value.empty())) return errc::success;
        if (const errc code = write(which.to, null, instance); jet::is_error(code)) return code;
        if (null || !several) return errc::success;
    }
}

template <jet_api Api>
errc table_copier<Api>::copy_row()
{
    if (const errc code = enter_batch(); jet::is_error(code)) return code;
    const auto kind = numbers_rows_ ? jet::prepare_kind::insert_must_set_autoincrement : jet::prepare_kind::insert;
    errc code = to_.api->prepare_update(to_.session, target_, kind);
    if (jet::is_error(code)) return code;
    for (const copied_column& one : columns_)
        if (!jet::is_error(code) && one.to != column_id{}) code = copy_column(one);
    std::size_t unused = 0;
    if (!jet::is_error(code)) code = to_.api->update(to_.session, target_, {}, unused, {});
    if (jet::is_error(code)) {
        (void)to_.api->prepare_update(to_.session, target_, jet::prepare_kind::cancel);
        return code;
    }
    return ++rows_ % rows_per_commit == 0 ? leave_batch() : errc::success;
}

template <jet_api Api>
errc table_copier<Api>::finish()
{
    if (const errc code = leave_batch(); jet::is_error(code)) return code;
    if (const errc code = make_indexes(false); jet::is_error(code)) return code;
    const errc code = to_.api->close_table(to_.session, target_);
    target_ = jet::nil_table;
    return code;
}

// Every table of the user in `source`, which the session of `from` has open. `told(done, total)` counts tables, before the first one
// and after each; false ends the copying with errc::callback_failed.
template <jet_api Api>
[[nodiscard]] errc copy_tables(const typename table_copier<Api>::place& from, database_id source, const typename table_copier<Api>::place& to,
                               database_id into, const jet::callback<bool(std::size_t done, std::size_t total)>& told)
{
    std::vector<std::string> names;
    if (const errc code = from.api->table_names(from.session, source, names); jet::is_error(code)) return code;
    struct opened_table {
        const typename table_copier<Api>::place& by;
        table_id table = jet::nil_table;
        ~opened_table()
        {
            if (table != jet::nil_table) (void)by.api->close_table(by.session, table);
        }
    };
    for (std::size_t done = 0;; ++done) {
        if (told && !told(done, names.size())) return errc::callback_failed;
        if (done == names.size()) return errc::success;
        opened_table opened{from};
        const auto read_only = jet::open_table_option::read_only;
        if (const errc code = from.api->open_table(from.session, source, names[done], read_only, opened.table); jet::is_error(code)) return code;
        table_copier<Api> copy{from, opened.table, to, into};
        if (const errc code = copy.begin(); jet::is_error(code)) return code;
        errc moved = from.api->move(from.session, opened.table, jet::move_first, {});
        for (; moved == errc::success; moved = from.api->move(from.session, opened.table, 1, {}))
            if (const errc code = copy.copy_row(); jet::is_error(code)) return code;
        if (moved != errc::no_current_record) return moved;
        if (const errc code = copy.finish(); jet::is_error(code)) return code;
    }
}

}  // namespace ese::inline v1
