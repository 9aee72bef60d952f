// engine.hpp — the portable engine as a backend.
//
// Room:   backend. Uses jet; and engine/front, behind the definitions.
// Gives:  engine_api, which satisfies jet_api and its optional groups.
// Holds:  (1) copies share one instance, which lives as long as the last of them. If it was not ended by then, it is ended
//             in order, and what was not committed is rolled back;
//         (2) no call throws, and a handle of another instance, an old or an invented one is answered with its code.
// Any thread may call anything; two threads inside one session at once are told so, never made to wait.
//
// The definitions are in engine.ipp, so that the engine can be compiled once: see config.hpp.
#pragma once

#include <ese/backend/jet_api.hpp>
#include <ese/config.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ese::inline v1::engine {
class file_system;
class service;
}  // namespace ese::inline v1::engine

namespace ese::inline v1 {

class engine_api {
public:
    template <class E>
    using flags = jet::flags<E>;
    using bytes_in  = std::span<const std::byte>;
    using bytes_out = std::span<std::byte>;

    engine_api();    // databases are files of the system
    explicit engine_api(storage where);
    explicit engine_api(std::shared_ptr<engine::file_system> files);
    // For a table of instances: bits 52 to 61 of every session and cursor are `handle_tag`, 0 to 1022.
    engine_api(storage where, std::uint32_t handle_tag);
    engine_api(std::shared_ptr<engine::file_system> files, std::uint32_t handle_tag);

    errc create_instance(std::string_view name) noexcept;
    errc set_parameter(jet::parameter which, std::uint64_t number, std::string_view text) noexcept;
    errc get_parameter(jet::parameter which, std::uint64_t& number, std::string& text) noexcept;
    errc init(flags<jet::init_option> options) noexcept;
    errc term(flags<jet::term_option> options) noexcept;
    errc stop_service(flags<jet::stop_service_option> options) noexcept;

    errc begin_session(session_id& session) noexcept;
    errc dup_session(session_id session, session_id& fresh) noexcept;
    errc end_session(session_id session, flags<jet::end_session_option> options) noexcept;
    errc set_session_context(session_id session, std::uint64_t context) noexcept;
    errc reset_session_context(session_id session) noexcept;
    errc get_session_info(session_id session, session_info& info) noexcept;

    errc begin_transaction(session_id session, flags<jet::begin_option> options) noexcept;
    errc commit_transaction(session_id session, flags<jet::commit_option> options) noexcept;
    errc rollback(session_id session, flags<jet::rollback_option> options) noexcept;

    errc create_database(session_id session, std::string_view path, flags<jet::create_database_option> options,
                         database_id& database) noexcept;
    errc attach_database(session_id session, std::string_view path, flags<jet::attach_option> options) noexcept;
    errc open_database(session_id session, std::string_view path, flags<jet::open_database_option> options,
                       database_id& database) noexcept;
    errc close_database(session_id session, database_id database) noexcept;
    errc detach_database(session_id session, std::string_view path, flags<jet::detach_option> options) noexcept;
    errc get_database_info(session_id session, database_id database, database_info& info) noexcept;

    errc create_table(session_id session, database_id database, jet::table_create& definition, table_id& cursor) noexcept;
    errc open_table(session_id session, database_id database, std::string_view name, flags<jet::open_table_option> options,
                    table_id& cursor) noexcept;
    errc close_table(session_id session, table_id cursor) noexcept;
    errc dup_cursor(session_id session, table_id cursor, table_id& fresh) noexcept;
    errc delete_table(session_id session, database_id database, std::string_view name) noexcept;
    errc rename_table(session_id session, database_id database, std::string_view from, std::string_view to) noexcept;
    errc table_names(session_id session, database_id database, std::vector<std::string>& names) noexcept;
    errc get_table_info(session_id session, table_id cursor, jet::table_info& info) noexcept;

    errc add_column(session_id session, table_id cursor, jet::column_create& column) noexcept;
    errc delete_column(session_id session, table_id cursor, std::string_view name,
                       flags<jet::delete_column_option> options) noexcept;
    errc rename_column(session_id session, table_id cursor, std::string_view from, std::string_view to) noexcept;
    errc get_column_info(session_id session, table_id cursor, std::string_view name, jet::column_info& info) noexcept;
    errc column_infos(session_id session, table_id cursor, std::vector<jet::column_info>& infos) noexcept;
    errc set_column_default(session_id session, database_id database, std::string_view table, std::string_view column,
                            bytes_in value) noexcept;
    errc create_index(session_id session, table_id cursor, jet::index_create& index) noexcept;
    errc delete_index(session_id session, table_id cursor, std::string_view name) noexcept;
    errc index_infos(session_id session, table_id cursor, std::vector<jet::index_info>& infos) noexcept;

    errc move(session_id session, table_id cursor, std::int32_t rows, flags<jet::move_option> options) noexcept;
    errc seek(session_id session, table_id cursor, flags<jet::seek_option> options) noexcept;
    errc set_current_index(session_id session, table_id cursor, std::string_view name,
                           flags<jet::set_current_index_option> options) noexcept;
    errc get_current_index(session_id session, table_id cursor, std::string& name) noexcept;
    errc set_index_range(session_id session, table_id cursor, flags<jet::range_option> options) noexcept;
    errc index_record_count(session_id session, table_id cursor, std::uint64_t& count, std::uint64_t most) noexcept;
    errc get_record_position(session_id session, table_id cursor, jet::record_position& position) noexcept;
    errc goto_position(session_id session, table_id cursor, const jet::record_position& position) noexcept;

    errc make_key(session_id session, table_id cursor, bytes_in data, flags<jet::key_option> options) noexcept;
    errc retrieve_key(session_id session, table_id cursor, bytes_out key, std::size_t& actual,
                      flags<jet::retrieve_option> options) noexcept;
    errc seek_key(session_id session, table_id cursor, bytes_in data, flags<jet::key_option> key_options,
                  flags<jet::seek_option> seek_options) noexcept;
    errc get_bookmark(session_id session, table_id cursor, bytes_out bookmark, std::size_t& actual) noexcept;
    errc goto_bookmark(session_id session, table_id cursor, bytes_in bookmark) noexcept;

    errc prepare_update(session_id session, table_id cursor, jet::prepare_kind kind) noexcept;
    errc set_column(session_id session, table_id cursor, const jet::set_args& args) noexcept;
    errc retrieve_column(session_id session, table_id cursor, jet::retrieve_args& args) noexcept;
    errc update(session_id session, table_id cursor, bytes_out bookmark, std::size_t& actual,
                flags<jet::update_option> options) noexcept;
    errc delete_record(session_id session, table_id cursor) noexcept;
    errc get_lock(session_id session, table_id cursor, flags<jet::lock_option> options) noexcept;
    errc get_cursor_info(session_id session, table_id cursor) noexcept;

    errc escrow_update(session_id session, table_id cursor, column_id column, bytes_in delta, bytes_out before,
                       std::size_t& actual, flags<jet::escrow_option> options) noexcept;
    errc set_columns(session_id session, table_id cursor, std::span<jet::set_args> columns) noexcept;
    errc retrieve_columns(session_id session, table_id cursor, std::span<jet::retrieve_args> columns) noexcept;
    errc read_rows(session_id session, table_id cursor, jet::row_batch& rows) noexcept;
    errc get_secondary_bookmark(session_id session, table_id cursor, bytes_out key, std::size_t& key_size,
                                bytes_out bookmark, std::size_t& bookmark_size) noexcept;
    errc goto_secondary_bookmark(session_id session, table_id cursor, bytes_in key, bytes_in bookmark,
                                 flags<jet::goto_bookmark_option> options) noexcept;
    errc get_record_size(session_id session, table_id cursor, jet::record_size& size,
                         flags<jet::record_size_option> options) noexcept;

    errc commit_transaction2(session_id session, flags<jet::commit_option> options, jet::commit_id& id) noexcept;
    errc set_notices(jet::notices told) noexcept;
    // Where the next init finds databases whose logged paths are `from`. Others are passed over, and what was logged of them is lost; with
    // init_option::replay_missing_map_entry they are sought where they were. Empty: all of them are sought there. already_initialized.
    errc set_moved_databases(std::vector<jet::moved_database> moved) noexcept;
    errc get_recovery_report(jet::recovery_report& report) noexcept;
    errc backup(std::string_view directory, flags<jet::backup_option> options, const jet::backup_status& status) noexcept;
    errc restore(std::string_view from, std::string_view to, jet::recovery_report& report) noexcept;

    // The database gets so many pages, its two header pages included, or a few more: space is added by whole steps of
    // JET_paramDbExtensionSize. `actual`: how many it has then; also after an error, if the session and the database are good.
    // Nothing happens when it has as many or more. invalid_grbit: both or unknown options; feature_not_available: only_shrink, files do
    // not get smaller; database_file_read_only; out_of_database_space: its limit; disk_full.
    errc resize_database(session_id session, database_id database, std::uint64_t pages, flags<jet::resize_option> options,
                         std::uint64_t& actual) noexcept;
    // From now on the database takes no more than so many pages, headers included, until it is detached; 0: no limit. What would need
    // more answers out_of_database_space.
    errc set_database_limit(session_id session, database_id database, std::uint32_t pages) noexcept;
    errc get_database_limit(session_id session, database_id database, std::uint32_t& pages) noexcept;
    // Paths of the databases that are attached and logged: none without recovery. not_initialized. From any thread.
    errc attached_databases(std::vector<std::string>& paths) noexcept;

    // Settles the versions that nobody can miss any more, as commits do by and by. What disks answer: the rest is left for later.
    errc clean_up_versions(session_id session) noexcept;
    // How full the version store is, and whether it has versions of committed changes.
    errc get_version_store(session_id session, jet::version_store_use& use, bool& committed) noexcept;

    // Counts rows and index entries as the session sees them and keeps the numbers in the catalog, for get_table_info and index_infos. The
    // cursor stays where it is. permission_denied, trans_read_only, write_conflict: another session changes the table's definition.
    errc compute_statistics(session_id session, table_id cursor) noexcept;
    // Pages that a part of the table has, and how many of them are free. `index` counts for table_part::index; index_not_found.
    errc get_space(session_id session, table_id cursor, jet::table_part part, std::string_view index, jet::space_use& space) noexcept;

    // Moves and seeks pass over records that do not meet all of the conditions; none: over no record. After an error there is no filter.
    // filtered_move_not_supported: a secondary index is current, or a column is text or long; column_not_found; invalid_parameter: the size
    // of a value or a relation does not fit. Moves by 0, positions, counts and changes of the index are refused while there is a filter.
    errc set_cursor_filter(session_id session, table_id cursor, std::span<const jet::column_filter> conditions) noexcept;
    // A long value of the cursor's table by the id that retrieve_option::long_id tells, from an offset on; `actual`: how much there is from
    // there. wrn_buffer_truncated; invalid_column_reference: no id; stale_column_reference: the session sees no such value any more.
    errc read_long_value(session_id session, table_id cursor, bytes_in id, std::uint32_t offset, bytes_out out, std::uint32_t& actual) noexcept;
    // Reads the pages of the current index where keys or ranges of keys lie into the cache, and with `values`, long columns, the values
    // of these columns that lie apart from their rows, or the first page of each (preread_option::first_page). `done`: how many
    // ranges were read, the last of them perhaps in part: an eighth of the cache is not exceeded. The cursor stays where it is; leaves
    // that cannot be read are left to whoever needs them. What disks answer for the pages above them; invalid_grbit: not one direction, unknown options; invalid_parameter: no
    // range, a bound without parts, columns that are not the index's; must_be_separate_long_value: a column is not long;
    // invalid_preread: `values` in a secondary index; what make_key answers to a value. `done` is 0 then.
    errc preread(session_id session, table_id cursor, std::span<const jet::key_range> ranges, flags<jet::preread_option> options,
                 std::span<const column_id> values, std::uint32_t& done) noexcept;
    // Whether the cursor will read many rows in their order: the system is told early of the leaves it comes to.
    errc set_sequential(session_id session, table_id cursor, bool yes) noexcept;
    // As set_current_index; with no_move the cursor goes to the entry that this value of a multi-valued column made. `instance` counts from
    // 1; bad_itag_sequence: there is no such value.
    errc set_current_index_at(session_id session, table_id cursor, std::string_view name, flags<jet::set_current_index_option> options,
                              std::uint32_t instance) noexcept;

private:
    std::shared_ptr<engine::service> service_;
};

}  // namespace ese::inline v1

#if !defined(ESE_SEPARATE_COMPILATION)
#    include <ese/backend/engine.ipp>
#endif
