// jet_api.hpp — what a backend offers: the Jet calls as noexcept functions that answer with a code.
//
// Room:   backend. Uses jet only.
// Gives:  the concept jet_api and its optional groups; storage, session_info and database_info; unavailable_api, the smallest
//         type that satisfies the concept.
// Holds:  (1) one object is one instance, so no call names an instance;
//         (2) every function is noexcept and answers a jet::error, warnings included, exactly like JET_ERR;
//         (3) names and paths are UTF-8, views and spans are read or filled during the call and never kept;
//         (4) begin, commit, rollback, move, seek, make_key, retrieve_column and set_column allocate nothing for the caller;
//         (5) an out argument has no meaning after an error, except sizes after buffer_too_small.
#pragma once

#include <ese/jet/definitions.hpp>
#include <ese/jet/durability.hpp>
#include <ese/jet/error.hpp>
#include <ese/jet/ids.hpp>
#include <ese/jet/options.hpp>
#include <ese/jet/parameter.hpp>
#include <ese/jet/row_batch.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ese::inline v1 {

using jet::column_id;
using jet::database_id;
using jet::session_id;
using jet::table_id;

// The wrapper's word for a code: every JET value, and a few of its own, see error.hpp.
using errc = jet::error;

// Where a backend that has the choice keeps its files. A backend constructible from this offers both.
enum class storage { files, memory };

// JetGetSessionInfo.
struct session_info {
    std::uint32_t level = 0;            // open transactions, 0..7
    std::uint64_t begin_stamp = 0;      // of the outermost begin; meaningless at level 0
    std::uint64_t context = 0;          // owner of the transaction: thread or session context
};

// JetGetDatabaseInfo, the levels people ask for.
struct database_info {
    std::string path{};
    std::uint32_t page_size = 0;        // bytes
    std::uint64_t pages_owned = 0;
    std::uint64_t pages_available = 0;  // owned and unused
    bool read_only = false;
};

template <class Call>
concept answers_errc = std::same_as<Call, errc>;

template <class A>
concept jet_api_instance = requires(A& a, std::string_view text, jet::parameter which, std::uint64_t number,
                                    std::uint64_t& number_out, std::string& text_out) {
    { a.create_instance(text) } noexcept -> answers_errc;                           // by name; empty: the backend invents one
    { a.set_parameter(which, number, text) } noexcept -> answers_errc;              // the kind of parameter decides which counts
    { a.get_parameter(which, number_out, text_out) } noexcept -> answers_errc;
    { a.init(jet::flags<jet::init_option>{}) } noexcept -> answers_errc;            // recovery runs here
    { a.term(jet::flags<jet::term_option>{}) } noexcept -> answers_errc;            // also after a failed init: frees the instance
    { a.stop_service(jet::flags<jet::stop_service_option>{}) } noexcept -> answers_errc;
};

template <class A>
concept jet_api_sessions = requires(A& a, session_id s, session_id& s_out, std::uint64_t context, session_info& info) {
    { a.begin_session(s_out) } noexcept -> answers_errc;
    { a.dup_session(s, s_out) } noexcept -> answers_errc;                           // a fresh session, at level 0
    { a.end_session(s, jet::flags<jet::end_session_option>{}) } noexcept -> answers_errc;   // rolls back what is open
    { a.set_session_context(s, context) } noexcept -> answers_errc;                 // 0 and ~0 are refused
    { a.reset_session_context(s) } noexcept -> answers_errc;
    { a.get_session_info(s, info) } noexcept -> answers_errc;
};

template <class A>
concept jet_api_transactions = requires(A& a, session_id s) {
    { a.begin_transaction(s, jet::flags<jet::begin_option>{}) } noexcept -> answers_errc;
    { a.commit_transaction(s, jet::flags<jet::commit_option>{}) } noexcept -> answers_errc; // one level; on failure it stays open
    { a.rollback(s, jet::flags<jet::rollback_option>{}) } noexcept -> answers_errc;         // one level, or all
};

template <class A>
concept jet_api_databases = requires(A& a, session_id s, database_id db, database_id& db_out, std::string_view path,
                                     database_info& info) {
    { a.create_database(s, path, jet::flags<jet::create_database_option>{}, db_out) } noexcept -> answers_errc;
    { a.attach_database(s, path, jet::flags<jet::attach_option>{}) } noexcept -> answers_errc;   // wrn_database_attached: was already
    { a.open_database(s, path, jet::flags<jet::open_database_option>{}, db_out) } noexcept -> answers_errc;
    { a.close_database(s, db) } noexcept -> answers_errc;
    { a.detach_database(s, path, jet::flags<jet::detach_option>{}) } noexcept -> answers_errc;
    { a.get_database_info(s, db, info) } noexcept -> answers_errc;
};

template <class A>
concept jet_api_tables = requires(A& a, session_id s, database_id db, table_id t, table_id& t_out, std::string_view name,
                                  jet::table_create& table, jet::table_info& info, std::vector<std::string>& names) {
    { a.create_table(s, db, table, t_out) } noexcept -> answers_errc;               // columns and indexes included; opened exclusively
    { a.open_table(s, db, name, jet::flags<jet::open_table_option>{}, t_out) } noexcept -> answers_errc;
    { a.close_table(s, t) } noexcept -> answers_errc;
    { a.dup_cursor(s, t, t_out) } noexcept -> answers_errc;                         // a new cursor, before its first record
    { a.delete_table(s, db, name) } noexcept -> answers_errc;
    { a.rename_table(s, db, name, name) } noexcept -> answers_errc;                 // from, to
    { a.table_names(s, db, names) } noexcept -> answers_errc;                       // replaces the content; system tables left out
    { a.get_table_info(s, t, info) } noexcept -> answers_errc;
};

template <class A>
concept jet_api_definitions = requires(A& a, session_id s, table_id t, std::string_view name, jet::column_create& column,
                                       jet::index_create& created, std::vector<jet::column_info>& columns,
                                       jet::column_info& found, std::vector<jet::index_info>& indexes) {
    { a.add_column(s, t, column) } noexcept -> answers_errc;                        // the id comes back in `column`
    { a.delete_column(s, t, name, jet::flags<jet::delete_column_option>{}) } noexcept -> answers_errc;
    { a.rename_column(s, t, name, name) } noexcept -> answers_errc;                 // from, to
    { a.get_column_info(s, t, name, found) } noexcept -> answers_errc;
    { a.column_infos(s, t, columns) } noexcept -> answers_errc;                     // all columns by ascending id; replaces the content
    { a.create_index(s, t, created) } noexcept -> answers_errc;
    { a.delete_index(s, t, name) } noexcept -> answers_errc;
    { a.index_infos(s, t, indexes) } noexcept -> answers_errc;                      // the primary one first; replaces the content
};

template <class A>
concept jet_api_navigation = requires(A& a, session_id s, table_id t, std::int32_t rows, std::string_view name,
                                      std::string& name_out, std::uint64_t& count, std::uint64_t most,
                                      jet::record_position& place, const jet::record_position& there) {
    { a.move(s, t, rows, jet::flags<jet::move_option>{}) } noexcept -> answers_errc;        // no_current_record: ran out
    { a.seek(s, t, jet::flags<jet::seek_option>{}) } noexcept -> answers_errc;              // record_not_found, wrn_seek_not_equal
    { a.set_current_index(s, t, name, jet::flags<jet::set_current_index_option>{}) } noexcept -> answers_errc;  // empty: primary
    { a.get_current_index(s, t, name_out) } noexcept -> answers_errc;                       // empty: no primary index defined
    { a.set_index_range(s, t, jet::flags<jet::range_option>{}) } noexcept -> answers_errc;
    { a.index_record_count(s, t, count, most) } noexcept -> answers_errc;                   // most 0: all
    { a.get_record_position(s, t, place) } noexcept -> answers_errc;
    { a.goto_position(s, t, there) } noexcept -> answers_errc;
};

template <class A>
concept jet_api_keys = requires(A& a, session_id s, table_id t, std::span<const std::byte> in, std::span<std::byte> out,
                                std::size_t& actual) {
    { a.make_key(s, t, in, jet::flags<jet::key_option>{}) } noexcept -> answers_errc;       // empty: NULL, unless zero_length
    { a.retrieve_key(s, t, out, actual, jet::flags<jet::retrieve_option>{}) } noexcept -> answers_errc;
    { a.get_bookmark(s, t, out, actual) } noexcept -> answers_errc;
    { a.goto_bookmark(s, t, in) } noexcept -> answers_errc;
};

template <class A>
concept jet_api_rows = requires(A& a, session_id s, table_id t, const jet::set_args& set, jet::retrieve_args& retrieve,
                                std::span<std::byte> bookmark, std::size_t& actual) {
    { a.prepare_update(s, t, jet::prepare_kind::insert) } noexcept -> answers_errc;
    { a.set_column(s, t, set) } noexcept -> answers_errc;
    { a.retrieve_column(s, t, retrieve) } noexcept -> answers_errc;                 // wrn_column_null, wrn_buffer_truncated
    { a.update(s, t, bookmark, actual, jet::flags<jet::update_option>{}) } noexcept -> answers_errc;  // bookmark of the row written
    { a.delete_record(s, t) } noexcept -> answers_errc;
    { a.get_lock(s, t, jet::flags<jet::lock_option>{}) } noexcept -> answers_errc;
    { a.get_cursor_info(s, t) } noexcept -> answers_errc;                           // can this row be updated, as far as one sees
};

// A backend.
template <class A>
concept jet_api = std::move_constructible<A> && jet_api_instance<A> && jet_api_sessions<A> && jet_api_transactions<A> &&
                  jet_api_databases<A> && jet_api_tables<A> && jet_api_definitions<A> && jet_api_navigation<A> &&
                  jet_api_keys<A> && jet_api_rows<A>;

// Optional groups: detected where they are used, never required.

template <class A>
concept jet_api_escrow = jet_api<A> && requires(A& a, session_id s, table_id t, column_id c, std::span<const std::byte> delta,
                                                std::span<std::byte> before, std::size_t& actual) {
    { a.escrow_update(s, t, c, delta, before, actual, jet::flags<jet::escrow_option>{}) } noexcept -> answers_errc;
};

template <class A>
concept jet_api_batch_columns = jet_api<A> && requires(A& a, session_id s, table_id t, std::span<jet::set_args> set,
                                                       std::span<jet::retrieve_args> retrieve) {
    { a.set_columns(s, t, set) } noexcept -> answers_errc;                          // stops at the first that fails
    { a.retrieve_columns(s, t, retrieve) } noexcept -> answers_errc;                // an answer for each in it
};

template <class A>
concept jet_api_secondary_bookmarks =
    jet_api<A> && requires(A& a, session_id s, table_id t, std::span<const std::byte> in, std::span<std::byte> out,
                           std::size_t& size) {
        { a.get_secondary_bookmark(s, t, out, size, out, size) } noexcept -> answers_errc;      // key, then primary bookmark
        { a.goto_secondary_bookmark(s, t, in, in, jet::flags<jet::goto_bookmark_option>{}) } noexcept -> answers_errc;
    };

// make_key and seek as one call: what point reads do all day. It does neither more nor less than the two.
template <class A>
concept jet_api_key_seek = jet_api<A> && requires(A& a, session_id s, table_id t, std::span<const std::byte> in) {
    { a.seek_key(s, t, in, jet::flags<jet::key_option>{}, jet::flags<jet::seek_option>{}) } noexcept -> answers_errc;
};

// Columns of many rows as one call: what scans do all day. The rows are those that `move` would meet.
template <class A>
concept jet_api_row_batches = jet_api<A> && requires(A& a, session_id s, table_id t, jet::row_batch& rows) {
    { a.read_rows(s, t, rows) } noexcept -> answers_errc;                           // no_current_record: there are none
};

template <class A>
concept jet_api_record_size = jet_api<A> && requires(A& a, session_id s, table_id t, jet::record_size& size) {
    { a.get_record_size(s, t, size, jet::flags<jet::record_size_option>{}) } noexcept -> answers_errc;
};

// What is on disk: commits by id, notices, recovery, backups.
template <class A>
concept jet_api_durability =
    jet_api<A> && requires(A& a, session_id s, jet::commit_id& id, jet::notices told, jet::recovery_report& report,
                           std::string_view path, const jet::backup_status& status) {
        // `id` is left alone unless the commit was to level 0 and had something to log.
        { a.commit_transaction2(s, jet::flags<jet::commit_option>{}, id) } noexcept -> answers_errc;
        { a.set_notices(std::move(told)) } noexcept -> answers_errc;        // before init; already_initialized after it
        { a.get_recovery_report(report) } noexcept -> answers_errc;         // of the init that started what runs
        { a.backup(path, jet::flags<jet::backup_option>{}, status) } noexcept -> answers_errc;
        { a.restore(path, path, report) } noexcept -> answers_errc;         // from, to; after_initialization: it runs
    };

// What surrounds the rows: sizes, statistics, filters.
template <class A>
concept jet_api_upkeep =
    jet_api<A> && requires(A& a, session_id s, database_id db, table_id t, std::uint64_t pages, std::uint64_t& pages_out, std::uint32_t limit,
                           std::uint32_t& limit_out, std::string_view name, jet::space_use& space, std::vector<std::string>& paths,
                           std::span<const jet::column_filter> conditions) {
        { a.resize_database(s, db, pages, jet::flags<jet::resize_option>{}, pages_out) } noexcept -> answers_errc;
        { a.set_database_limit(s, db, limit) } noexcept -> answers_errc;
        { a.get_database_limit(s, db, limit_out) } noexcept -> answers_errc;
        { a.attached_databases(paths) } noexcept -> answers_errc;
        { a.compute_statistics(s, t) } noexcept -> answers_errc;
        { a.get_space(s, t, jet::table_part::rows, name, space) } noexcept -> answers_errc;
        { a.set_cursor_filter(s, t, conditions) } noexcept -> answers_errc;
        { a.set_current_index_at(s, t, name, jet::flags<jet::set_current_index_option>{}, limit) } noexcept -> answers_errc;
    };

// The smallest backend: nothing is available. Fakes derive from it and shadow the calls they care about.
class unavailable_api {
public:
    static constexpr errc no = errc::feature_not_available;
    template <class E>
    using flags = jet::flags<E>;
    using bytes_in  = std::span<const std::byte>;
    using bytes_out = std::span<std::byte>;

    errc create_instance(std::string_view) noexcept { return no; }
    errc set_parameter(jet::parameter, std::uint64_t, std::string_view) noexcept { return no; }
    errc get_parameter(jet::parameter, std::uint64_t&, std::string&) noexcept { return no; }
    errc init(flags<jet::init_option>) noexcept { return no; }
    errc term(flags<jet::term_option>) noexcept { return no; }
    errc stop_service(flags<jet::stop_service_option>) noexcept { return no; }

    errc begin_session(session_id&) noexcept { return no; }
    errc dup_session(session_id, session_id&) noexcept { return no; }
    errc end_session(session_id, flags<jet::end_session_option>) noexcept { return no; }
    errc set_session_context(session_id, std::uint64_t) noexcept { return no; }
    errc reset_session_context(session_id) noexcept { return no; }
    errc get_session_info(session_id, session_info&) noexcept { return no; }

    errc begin_transaction(session_id, flags<jet::begin_option>) noexcept { return no; }
    errc commit_transaction(session_id, flags<jet::commit_option>) noexcept { return no; }
    errc rollback(session_id, flags<jet::rollback_option>) noexcept { return no; }

    errc create_database(session_id, std::string_view, flags<jet::create_database_option>, database_id&) noexcept { return no; }
    errc attach_database(session_id, std::string_view, flags<jet::attach_option>) noexcept { return no; }
    errc open_database(session_id, std::string_view, flags<jet::open_database_option>, database_id&) noexcept { return no; }
    errc close_database(session_id, database_id) noexcept { return no; }
    errc detach_database(session_id, std::string_view, flags<jet::detach_option>) noexcept { return no; }
    errc get_database_info(session_id, database_id, database_info&) noexcept { return no; }

    errc create_table(session_id, database_id, jet::table_create&, table_id&) noexcept { return no; }
    errc open_table(session_id, database_id, std::string_view, flags<jet::open_table_option>, table_id&) noexcept { return no; }
    errc close_table(session_id, table_id) noexcept { return no; }
    errc dup_cursor(session_id, table_id, table_id&) noexcept { return no; }
    errc delete_table(session_id, database_id, std::string_view) noexcept { return no; }
    errc rename_table(session_id, database_id, std::string_view, std::string_view) noexcept { return no; }
    errc table_names(session_id, database_id, std::vector<std::string>&) noexcept { return no; }
    errc get_table_info(session_id, table_id, jet::table_info&) noexcept { return no; }

    errc add_column(session_id, table_id, jet::column_create&) noexcept { return no; }
    errc delete_column(session_id, table_id, std::string_view, flags<jet::delete_column_option>) noexcept { return no; }
    errc rename_column(session_id, table_id, std::string_view, std::string_view) noexcept { return no; }
    errc get_column_info(session_id, table_id, std::string_view, jet::column_info&) noexcept { return no; }
    errc column_infos(session_id, table_id, std::vector<jet::column_info>&) noexcept { return no; }
    errc create_index(session_id, table_id, jet::index_create&) noexcept { return no; }
    errc delete_index(session_id, table_id, std::string_view) noexcept { return no; }
    errc index_infos(session_id, table_id, std::vector<jet::index_info>&) noexcept { return no; }

    errc move(session_id, table_id, std::int32_t, flags<jet::move_option>) noexcept { return no; }
    errc seek(session_id, table_id, flags<jet::seek_option>) noexcept { return no; }
    errc set_current_index(session_id, table_id, std::string_view, flags<jet::set_current_index_option>) noexcept { return no; }
    errc get_current_index(session_id, table_id, std::string&) noexcept { return no; }
    errc set_index_range(session_id, table_id, flags<jet::range_option>) noexcept { return no; }
    errc index_record_count(session_id, table_id, std::uint64_t&, std::uint64_t) noexcept { return no; }
    errc get_record_position(session_id, table_id, jet::record_position&) noexcept { return no; }
    errc goto_position(session_id, table_id, const jet::record_position&) noexcept { return no; }

    errc make_key(session_id, table_id, bytes_in, flags<jet::key_option>) noexcept { return no; }
    errc retrieve_key(session_id, table_id, bytes_out, std::size_t&, flags<jet::retrieve_option>) noexcept { return no; }
    errc get_bookmark(session_id, table_id, bytes_out, std::size_t&) noexcept { return no; }
    errc goto_bookmark(session_id, table_id, bytes_in) noexcept { return no; }

    errc prepare_update(session_id, table_id, jet::prepare_kind) noexcept { return no; }
    errc set_column(session_id, table_id, const jet::set_args&) noexcept { return no; }
    errc retrieve_column(session_id, table_id, jet::retrieve_args&) noexcept { return no; }
    errc update(session_id, table_id, bytes_out, std::size_t&, flags<jet::update_option>) noexcept { return no; }
    errc delete_record(session_id, table_id) noexcept { return no; }
    errc get_lock(session_id, table_id, flags<jet::lock_option>) noexcept { return no; }
    errc get_cursor_info(session_id, table_id) noexcept { return no; }
};

static_assert(jet_api<unavailable_api>);

}  // namespace ese::inline v1
