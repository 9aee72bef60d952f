// intercept.hpp — a backend with something around every call: the ground on which decorators stand.
//
// Room:   public. Uses backend's concept.
// Gives:  operation, a name for each function of a backend, and name_of; intercepting, which leads every call through one
//         function of the class that derives from it.
// Holds:  (1) it derives from the backend and shadows what it knows, so functions a backend has beyond that keep working;
//         (2) optional groups are there exactly where the backend has them.
//
//     template <ese::jet_api Api>
//     class counting : public ese::intercepting<counting<Api>, Api> {
//     public:
//         using ese::intercepting<counting<Api>, Api>::intercepting;
//         template <class Call>
//         ese::errc around(ese::operation, ese::session_id, Call&& call) noexcept { ++calls; return call(); }
//         std::size_t calls = 0;
//     };
#pragma once

#include <ese/backend/jet_api.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ese::inline v1 {

enum class operation : std::uint8_t {
    create_instance, set_parameter, get_parameter, init, term, stop_service, begin_session, dup_session, end_session,
    set_session_context, reset_session_context, get_session_info, begin_transaction, commit_transaction, rollback,
    create_database, attach_database, open_database, close_database, detach_database, get_database_info, create_table,
    open_table, close_table, dup_cursor, delete_table, rename_table, table_names, get_table_info, add_column,
    delete_column, rename_column, get_column_info, column_infos, create_index, delete_index, index_infos, move, seek,
    set_current_index, get_current_index, set_index_range, index_record_count, get_record_position, goto_position,
    make_key, retrieve_key, get_bookmark, goto_bookmark, prepare_update, set_column, retrieve_column, update,
    delete_record, get_lock, get_cursor_info, escrow_update, set_columns, retrieve_columns, get_secondary_bookmark,
    goto_secondary_bookmark, get_record_size, backup, restore,
};

inline constexpr std::string_view operation_names[] = {
    "create_instance", "set_parameter", "get_parameter", "init", "term", "stop_service", "begin_session",
    "dup_session", "end_session", "set_session_context", "reset_session_context", "get_session_info",
    "begin_transaction", "commit_transaction", "rollback", "create_database", "attach_database", "open_database",
    "close_database", "detach_database", "get_database_info", "create_table", "open_table", "close_table",
    "dup_cursor", "delete_table", "rename_table", "table_names", "get_table_info", "add_column", "delete_column",
    "rename_column", "get_column_info", "column_infos", "create_index", "delete_index", "index_infos", "move", "seek",
    "set_current_index", "get_current_index", "set_index_range", "index_record_count", "get_record_position",
    "goto_position", "make_key", "retrieve_key", "get_bookmark", "goto_bookmark", "prepare_update", "set_column",
    "retrieve_column", "update", "delete_record", "get_lock", "get_cursor_info", "escrow_update", "set_columns",
    "retrieve_columns", "get_secondary_bookmark", "goto_secondary_bookmark", "get_record_size", "backup", "restore",
};

[[nodiscard]] constexpr std::string_view name_of(operation what) noexcept
{
    return operation_names[static_cast<std::size_t>(what)];
}

template <class Derived, jet_api Api>
class intercepting : public Api {
public:
    template <class E>
    using flags     = jet::flags<E>;
    using bytes_in  = std::span<const std::byte>;
    using bytes_out = std::span<std::byte>;

    intercepting()
        requires std::is_default_constructible_v<Api>
    = default;
    explicit intercepting(Api inner) : Api(std::move(inner)) {}
    explicit intercepting(storage where_files_are)
        requires std::is_constructible_v<Api, storage>
        : Api(where_files_are)
    {}

    // Instance.
    errc create_instance(std::string_view name) noexcept
    {
        return led(operation::create_instance, session_id{}, [&]() noexcept { return Api::create_instance(name); });
    }
    errc set_parameter(jet::parameter which, std::uint64_t number, std::string_view text) noexcept
    {
        return led(operation::set_parameter, session_id{}, [&]() noexcept { return Api::set_parameter(which, number, text); });
    }
    errc get_parameter(jet::parameter which, std::uint64_t& number, std::string& text) noexcept
    {
        return led(operation::get_parameter, session_id{}, [&]() noexcept { return Api::get_parameter(which, number, text); });
    }
    errc init(flags<jet::init_option> options) noexcept
    {
        return led(operation::init, session_id{}, [&]() noexcept { return Api::init(options); });
    }
    errc term(flags<jet::term_option> options) noexcept
    {
        return led(operation::term, session_id{}, [&]() noexcept { return Api::term(options); });
    }
    errc stop_service(flags<jet::stop_service_option> options) noexcept
    {
        return led(operation::stop_service, session_id{}, [&]() noexcept { return Api::stop_service(options); });
    }
    // Sessions and transactions.
    errc begin_session(session_id& fresh) noexcept
    {
        return led(operation::begin_session, session_id{}, [&]() noexcept { return Api::begin_session(fresh); });
    }
    errc dup_session(session_id s, session_id& fresh) noexcept
    {
        return led(operation::dup_session, s, [&]() noexcept { return Api::dup_session(s, fresh); });
    }
    errc end_session(session_id s, flags<jet::end_session_option> options) noexcept
    {
        return led(operation::end_session, s, [&]() noexcept { return Api::end_session(s, options); });
    }
    errc set_session_context(session_id s, std::uint64_t context) noexcept
    {
        return led(operation::set_session_context, s, [&]() noexcept { return Api::set_session_context(s, context); });
    }
    errc reset_session_context(session_id s) noexcept
    {
        return led(operation::reset_session_context, s, [&]() noexcept { return Api::reset_session_context(s); });
    }
    errc get_session_info(session_id s, session_info& info) noexcept
    {
        return led(operation::get_session_info, s, [&]() noexcept { return Api::get_session_info(s, info); });
    }
    errc begin_transaction(session_id s, flags<jet::begin_option> options) noexcept
    {
        return led(operation::begin_transaction, s, [&]() noexcept { return Api::begin_transaction(s, options); });
    }
    errc commit_transaction(session_id s, flags<jet::commit_option> options) noexcept
    {
        return led(operation::commit_transaction, s, [&]() noexcept { return Api::commit_transaction(s, options); });
    }
    errc rollback(session_id s, flags<jet::rollback_option> options) noexcept
    {
        return led(operation::rollback, s, [&]() noexcept { return Api::rollback(s, options); });
    }
    // Databases and tables.
    errc create_database(session_id s, std::string_view path, flags<jet::create_database_option> options,
                         database_id& opened) noexcept
    {
        return led(operation::create_database, s, [&]() noexcept { return Api::create_database(s, path, options, opened); });
    }
    errc attach_database(session_id s, std::string_view path, flags<jet::attach_option> options) noexcept
    {
        return led(operation::attach_database, s, [&]() noexcept { return Api::attach_database(s, path, options); });
    }
    errc open_database(session_id s, std::string_view path, flags<jet::open_database_option> options,
                       database_id& opened) noexcept
    {
        return led(operation::open_database, s, [&]() noexcept { return Api::open_database(s, path, options, opened); });
    }
    errc close_database(session_id s, database_id db) noexcept
    {
        return led(operation::close_database, s, [&]() noexcept { return Api::close_database(s, db); });
    }
    errc detach_database(session_id s, std::string_view path, flags<jet::detach_option> options) noexcept
    {
        return led(operation::detach_database, s, [&]() noexcept { return Api::detach_database(s, path, options); });
    }
    errc get_database_info(session_id s, database_id db, database_info& info) noexcept
    {
        return led(operation::get_database_info, s, [&]() noexcept { return Api::get_database_info(s, db, info); });
    }
    errc create_table(session_id s, database_id db, jet::table_create& table, table_id& cursor) noexcept
    {
        return led(operation::create_table, s, [&]() noexcept { return Api::create_table(s, db, table, cursor); });
    }
    errc open_table(session_id s, database_id db, std::string_view name, flags<jet::open_table_option> options,
                    table_id& cursor) noexcept
    {
        return led(operation::open_table, s, [&]() noexcept { return Api::open_table(s, db, name, options, cursor); });
    }
    errc close_table(session_id s, table_id t) noexcept
    {
        return led(operation::close_table, s, [&]() noexcept { return Api::close_table(s, t); });
    }
    errc dup_cursor(session_id s, table_id t, table_id& cursor) noexcept
    {
        return led(operation::dup_cursor, s, [&]() noexcept { return Api::dup_cursor(s, t, cursor); });
    }
    errc delete_table(session_id s, database_id db, std::string_view name) noexcept
    {
        return led(operation::delete_table, s, [&]() noexcept { return Api::delete_table(s, db, name); });
    }
    errc rename_table(session_id s, database_id db, std::string_view from, std::string_view to) noexcept
    {
        return led(operation::rename_table, s, [&]() noexcept { return Api::rename_table(s, db, from, to); });
    }
    errc table_names(session_id s, database_id db, std::vector<std::string>& names) noexcept
    {
        return led(operation::table_names, s, [&]() noexcept { return Api::table_names(s, db, names); });
    }
    errc get_table_info(session_id s, table_id t, jet::table_info& info) noexcept
    {
        return led(operation::get_table_info, s, [&]() noexcept { return Api::get_table_info(s, t, info); });
    }
    // Definitions.
    errc add_column(session_id s, table_id t, jet::column_create& column) noexcept
    {
        return led(operation::add_column, s, [&]() noexcept { return Api::add_column(s, t, column); });
    }
    errc delete_column(session_id s, table_id t, std::string_view name, flags<jet::delete_column_option> options) noexcept
    {
        return led(operation::delete_column, s, [&]() noexcept { return Api::delete_column(s, t, name, options); });
    }
    errc rename_column(session_id s, table_id t, std::string_view from, std::string_view to) noexcept
    {
        return led(operation::rename_column, s, [&]() noexcept { return Api::rename_column(s, t, from, to); });
    }
    errc get_column_info(session_id s, table_id t, std::string_view name, jet::column_info& info) noexcept
    {
        return led(operation::get_column_info, s, [&]() noexcept { return Api::get_column_info(s, t, name, info); });
    }
    errc column_infos(session_id s, table_id t, std::vector<jet::column_info>& infos) noexcept
    {
        return led(operation::column_infos, s, [&]() noexcept { return Api::column_infos(s, t, infos); });
    }
    errc create_index(session_id s, table_id t, jet::index_create& index) noexcept
    {
        return led(operation::create_index, s, [&]() noexcept { return Api::create_index(s, t, index); });
    }
    errc delete_index(session_id s, table_id t, std::string_view name) noexcept
    {
        return led(operation::delete_index, s, [&]() noexcept { return Api::delete_index(s, t, name); });
    }
    errc index_infos(session_id s, table_id t, std::vector<jet::index_info>& infos) noexcept
    {
        return led(operation::index_infos, s, [&]() noexcept { return Api::index_infos(s, t, infos); });
    }
    // Navigation and keys.
    errc move(session_id s, table_id t, std::int32_t rows, flags<jet::move_option> options) noexcept
    {
        return led(operation::move, s, [&]() noexcept { return Api::move(s, t, rows, options); });
    }
    errc seek(session_id s, table_id t, flags<jet::seek_option> options) noexcept
    {
        return led(operation::seek, s, [&]() noexcept { return Api::seek(s, t, options); });
    }
    errc set_current_index(session_id s, table_id t, std::string_view name,
                           flags<jet::set_current_index_option> options) noexcept
    {
        return led(operation::set_current_index, s, [&]() noexcept { return Api::set_current_index(s, t, name, options); });
    }
    errc get_current_index(session_id s, table_id t, std::string& text) noexcept
    {
        return led(operation::get_current_index, s, [&]() noexcept { return Api::get_current_index(s, t, text); });
    }
    errc set_index_range(session_id s, table_id t, flags<jet::range_option> options) noexcept
    {
        return led(operation::set_index_range, s, [&]() noexcept { return Api::set_index_range(s, t, options); });
    }
    errc index_record_count(session_id s, table_id t, std::uint64_t& count, std::uint64_t most) noexcept
    {
        return led(operation::index_record_count, s, [&]() noexcept { return Api::index_record_count(s, t, count, most); });
    }
    errc get_record_position(session_id s, table_id t, jet::record_position& place) noexcept
    {
        return led(operation::get_record_position, s, [&]() noexcept { return Api::get_record_position(s, t, place); });
    }
    errc goto_position(session_id s, table_id t, const jet::record_position& there) noexcept
    {
        return led(operation::goto_position, s, [&]() noexcept { return Api::goto_position(s, t, there); });
    }
    errc make_key(session_id s, table_id t, bytes_in in, flags<jet::key_option> options) noexcept
    {
        return led(operation::make_key, s, [&]() noexcept { return Api::make_key(s, t, in, options); });
    }
    errc retrieve_key(session_id s, table_id t, bytes_out out, std::size_t& size, flags<jet::retrieve_option> options) noexcept
    {
        return led(operation::retrieve_key, s, [&]() noexcept { return Api::retrieve_key(s, t, out, size, options); });
    }
    errc get_bookmark(session_id s, table_id t, bytes_out out, std::size_t& size) noexcept
    {
        return led(operation::get_bookmark, s, [&]() noexcept { return Api::get_bookmark(s, t, out, size); });
    }
    errc goto_bookmark(session_id s, table_id t, bytes_in in) noexcept
    {
        return led(operation::goto_bookmark, s, [&]() noexcept { return Api::goto_bookmark(s, t, in); });
    }
    // Rows.
    errc prepare_update(session_id s, table_id t, jet::prepare_kind kind) noexcept
    {
        return led(operation::prepare_update, s, [&]() noexcept { return Api::prepare_update(s, t, kind); });
    }
    errc set_column(session_id s, table_id t, const jet::set_args& args) noexcept
    {
        return led(operation::set_column, s, [&]() noexcept { return Api::set_column(s, t, args); });
    }
    errc retrieve_column(session_id s, table_id t, jet::retrieve_args& args) noexcept
    {
        return led(operation::retrieve_column, s, [&]() noexcept { return Api::retrieve_column(s, t, args); });
    }
    errc update(session_id s, table_id t, bytes_out out, std::size_t& size, flags<jet::update_option> options) noexcept
    {
        return led(operation::update, s, [&]() noexcept { return Api::update(s, t, out, size, options); });
    }
    errc delete_record(session_id s, table_id t) noexcept
    {
        return led(operation::delete_record, s, [&]() noexcept { return Api::delete_record(s, t); });
    }
    errc get_lock(session_id s, table_id t, flags<jet::lock_option> options) noexcept
    {
        return led(operation::get_lock, s, [&]() noexcept { return Api::get_lock(s, t, options); });
    }
    errc get_cursor_info(session_id s, table_id t) noexcept
    {
        return led(operation::get_cursor_info, s, [&]() noexcept { return Api::get_cursor_info(s, t); });
    }
    // A decorator sees what is called together as the calls it is.
    errc seek_key(session_id, table_id, bytes_in, flags<jet::key_option>, flags<jet::seek_option>) = delete;
    errc read_rows(session_id, table_id, jet::row_batch&) = delete;
    // Optional groups.
    errc escrow_update(session_id s, table_id t, column_id c, bytes_in delta, bytes_out before, std::size_t& size,
                       flags<jet::escrow_option> options) noexcept
        requires jet_api_escrow<Api>
    {
        return led(operation::escrow_update, s, [&]() noexcept { return Api::escrow_update(s, t, c, delta, before, size, options); });
    }
    errc set_columns(session_id s, table_id t, std::span<jet::set_args> columns) noexcept
        requires jet_api_batch_columns<Api>
    {
        return led(operation::set_columns, s, [&]() noexcept { return Api::set_columns(s, t, columns); });
    }
    errc retrieve_columns(session_id s, table_id t, std::span<jet::retrieve_args> columns) noexcept
        requires jet_api_batch_columns<Api>
    {
        return led(operation::retrieve_columns, s, [&]() noexcept { return Api::retrieve_columns(s, t, columns); });
    }
    errc get_secondary_bookmark(session_id s, table_id t, bytes_out key, std::size_t& key_size, bytes_out mark,
                                std::size_t& mark_size) noexcept
        requires jet_api_secondary_bookmarks<Api>
    {
        return led(operation::get_secondary_bookmark, s, [&]() noexcept { return Api::get_secondary_bookmark(s, t, key, key_size, mark, mark_size); });
    }
    errc goto_secondary_bookmark(session_id s, table_id t, bytes_in key, bytes_in mark,
                                 flags<jet::goto_bookmark_option> options) noexcept
        requires jet_api_secondary_bookmarks<Api>
    {
        return led(operation::goto_secondary_bookmark, s, [&]() noexcept { return Api::goto_secondary_bookmark(s, t, key, mark, options); });
    }
    errc get_record_size(session_id s, table_id t, jet::record_size& size, flags<jet::record_size_option> options) noexcept
        requires jet_api_record_size<Api>
    {
        return led(operation::get_record_size, s, [&]() noexcept { return Api::get_record_size(s, t, size, options); });
    }
    errc commit_transaction2(session_id s, flags<jet::commit_option> options, jet::commit_id& id) noexcept
        requires jet_api_durability<Api>
    {
        return led(operation::commit_transaction, s, [&]() noexcept { return Api::commit_transaction2(s, options, id); });
    }
    errc backup(std::string_view directory, flags<jet::backup_option> options, const jet::backup_status& status) noexcept
        requires jet_api_durability<Api>
    {
        return led(operation::backup, session_id{}, [&]() noexcept { return Api::backup(directory, options, status); });
    }
    errc restore(std::string_view from, std::string_view to, jet::recovery_report& report) noexcept
        requires jet_api_durability<Api>
    {
        return led(operation::restore, session_id{}, [&]() noexcept { return Api::restore(from, to, report); });
    }

private:
    template <class Call>
    errc led(operation what, session_id who, Call&& call) noexcept
    {
        return static_cast<Derived&>(*this).around(what, who, std::forward<Call>(call));
    }
};

}  // namespace ese::inline v1
