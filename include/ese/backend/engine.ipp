// engine.ipp — what the functions of engine_api do: find the session or cursor, hand the call on, turn accidents into codes.
//
// Room:   backend. Uses engine/front.
// Holds:  each function is one entry check and one call of the room that does the work.
#pragma once

#include <ese/backend/engine.hpp>
#include <ese/engine/front/cursor_calls.hpp>
#include <ese/engine/front/file_systems.hpp>
#include <ese/engine/front/guarded.hpp>
#include <ese/engine/front/service.hpp>
#include <ese/engine/front/session_calls.hpp>

#include <utility>

namespace ese::inline v1 {

// Here and not beside the class: it is asked once, not in every source file.
static_assert(jet_api<engine_api>);
static_assert(jet_api_escrow<engine_api> && jet_api_batch_columns<engine_api>);
static_assert(jet_api_secondary_bookmarks<engine_api> && jet_api_record_size<engine_api> && jet_api_key_seek<engine_api>);
static_assert(jet_api_row_batches<engine_api>);
static_assert(jet_api_durability<engine_api> && jet_api_upkeep<engine_api>);

namespace engine_detail {

[[nodiscard]] inline std::shared_ptr<engine::file_system> make_files(storage where)
{
    return where == storage::memory ? engine::memory_file_system() : engine::native_file_system();
}

// The call on a cursor that every navigation, read and write is.
template <class Call>
[[nodiscard]] inline errc on_cursor(engine::service& of, session_id session, table_id cursor, Call&& call) noexcept
{
    const engine::cursor_call entered{of.gate(), session, cursor};
    if (!entered) [[unlikely]] return entered.refusal();
    const engine::undo_watch watch{of, entered.session()};
    return engine::guarded([&] { return call(entered.object()); });
}

}  // namespace engine_detail

ESE_DECL engine_api::engine_api() : engine_api{storage::files} {}
ESE_DECL engine_api::engine_api(storage where) : engine_api{engine_detail::make_files(where)} {}
ESE_DECL engine_api::engine_api(std::shared_ptr<engine::file_system> files)
    : service_{std::make_shared<engine::service>(std::move(files))}
{
}
ESE_DECL engine_api::engine_api(storage where, std::uint32_t handle_tag) : engine_api{engine_detail::make_files(where), handle_tag} {}
ESE_DECL engine_api::engine_api(std::shared_ptr<engine::file_system> files, std::uint32_t handle_tag)
    : service_{std::make_shared<engine::service>(std::move(files), handle_tag)}
{
}

// instance

ESE_DECL errc engine_api::create_instance(std::string_view name) noexcept
{
    return engine::guarded([&] { return service_->create(name); });
}
ESE_DECL errc engine_api::set_parameter(jet::parameter which, std::uint64_t number, std::string_view text) noexcept
{
    return engine::guarded([&] { return service_->set_parameter(which, number, text); });
}
ESE_DECL errc engine_api::get_parameter(jet::parameter which, std::uint64_t& number, std::string& text) noexcept
{
    return engine::guarded([&] { return service_->get_parameter(which, number, text); });
}
ESE_DECL errc engine_api::init(flags<jet::init_option> options) noexcept
{
    return engine::guarded([&] { return service_->init(options); });
}
ESE_DECL errc engine_api::term(flags<jet::term_option> options) noexcept
{
    return engine::guarded([&] { return service_->term(options); });
}
ESE_DECL errc engine_api::stop_service(flags<jet::stop_service_option> options) noexcept
{
    return engine::guarded([&] { return service_->stop(options); });
}

// durability

ESE_DECL errc engine_api::set_notices(jet::notices told) noexcept
{
    return engine::guarded([&] { return service_->set_notices(std::move(told)); });
}
ESE_DECL errc engine_api::set_moved_databases(std::vector<jet::moved_database> moved) noexcept
{
    return engine::guarded([&] { return service_->set_moved(std::move(moved)); });
}
ESE_DECL errc engine_api::get_recovery_report(jet::recovery_report& report) noexcept
{
    return engine::guarded([&] { return service_->recovered(report); });
}
ESE_DECL errc engine_api::backup(std::string_view directory, flags<jet::backup_option> options,
                                 const jet::backup_status& status) noexcept
{
    return engine::guarded([&] { return service_->backup(directory, options, status); });
}
ESE_DECL errc engine_api::restore(std::string_view from, std::string_view to, jet::recovery_report& report) noexcept
{
    return engine::guarded([&] { return service_->restore(from, to, report); });
}

// sessions

ESE_DECL errc engine_api::begin_session(session_id& session) noexcept
{
    return engine::guarded([&] { return service_->begin_session(session); });
}
ESE_DECL errc engine_api::dup_session(session_id session, session_id& fresh) noexcept
{
    return engine::guarded([&] { return engine::calls::dup_session(*service_, session, fresh); });
}
ESE_DECL errc engine_api::end_session(session_id session, flags<jet::end_session_option>) noexcept
{
    return engine::guarded([&] { return service_->end_session(session); });
}
ESE_DECL errc engine_api::set_session_context(session_id session, std::uint64_t context) noexcept
{
    return engine::guarded([&] { return engine::calls::set_session_context(*service_, session, context); });
}
ESE_DECL errc engine_api::reset_session_context(session_id session) noexcept
{
    return engine::guarded([&] { return engine::calls::reset_session_context(*service_, session); });
}
ESE_DECL errc engine_api::get_session_info(session_id session, session_info& info) noexcept
{
    const engine::session_call call{service_->gate(), session, engine::whoever_owns_while_stopped};
    if (!call) return call.refusal();
    engine::user_session& core = call.session().core();
    const std::uint64_t owner = core.context().governs() ? core.context().governing() : call.thread();
    info = {static_cast<std::uint32_t>(core.core().level()), core.begin_stamp(), core.in_transaction() ? owner : 0};
    return errc::success;
}

// transactions

ESE_DECL errc engine_api::begin_transaction(session_id session, flags<jet::begin_option> options) noexcept
{
    return engine::guarded([&] { return engine::calls::begin_transaction(*service_, session, options); });
}
ESE_DECL errc engine_api::commit_transaction(session_id session, flags<jet::commit_option> options) noexcept
{
    jet::commit_id id;
    return commit_transaction2(session, options, id);
}
ESE_DECL errc engine_api::commit_transaction2(session_id session, flags<jet::commit_option> options, jet::commit_id& id) noexcept
{
    return engine::guarded([&] { return engine::calls::commit_transaction(*service_, session, options, id); });
}
ESE_DECL errc engine_api::rollback(session_id session, flags<jet::rollback_option> options) noexcept
{
    return engine::guarded([&] { return engine::calls::rollback(*service_, session, options); });
}

// databases

ESE_DECL errc engine_api::create_database(session_id session, std::string_view path,
                                          flags<jet::create_database_option> options, database_id& database) noexcept
{
    return engine::guarded([&] { return engine::calls::create_database(*service_, session, path, options, database); });
}
ESE_DECL errc engine_api::attach_database(session_id session, std::string_view path, flags<jet::attach_option> options) noexcept
{
    return engine::guarded([&] { return engine::calls::attach_database(*service_, session, path, options); });
}
ESE_DECL errc engine_api::open_database(session_id session, std::string_view path, flags<jet::open_database_option> options,
                                        database_id& database) noexcept
{
    return engine::guarded([&] { return engine::calls::open_database(*service_, session, path, options, database); });
}
ESE_DECL errc engine_api::close_database(session_id session, database_id database) noexcept
{
    return engine::guarded([&] { return engine::calls::close_database(*service_, session, database); });
}
ESE_DECL errc engine_api::detach_database(session_id session, std::string_view path, flags<jet::detach_option> options) noexcept
{
    return engine::guarded([&] { return engine::calls::detach_database(*service_, session, path, options); });
}
ESE_DECL errc engine_api::get_database_info(session_id session, database_id database, database_info& info) noexcept
{
    return engine::guarded([&] {
        return engine::calls::with_database(*service_, session, database, [&](engine::seated_session&, engine::database& found) {
            info = {found.path(), found.pages().page_size(), found.pages_owned(), found.pages_available(), found.read_only()};
            return errc::success;
        });
    });
}

// tables

ESE_DECL errc engine_api::create_table(session_id session, database_id database, jet::table_create& definition,
                                       table_id& cursor) noexcept
{
    return engine::guarded([&] { return engine::calls::create_table(*service_, session, database, definition, cursor); });
}
ESE_DECL errc engine_api::open_table(session_id session, database_id database, std::string_view name,
                                     flags<jet::open_table_option> options, table_id& cursor) noexcept
{
    return engine::guarded([&] { return engine::calls::open_table(*service_, session, database, name, options, cursor); });
}
ESE_DECL errc engine_api::close_table(session_id session, table_id cursor) noexcept
{
    return engine::guarded([&] { return engine::calls::close_table(*service_, session, cursor); });
}
ESE_DECL errc engine_api::dup_cursor(session_id session, table_id cursor, table_id& fresh) noexcept
{
    return engine::guarded([&] { return engine::calls::dup_cursor(*service_, session, cursor, fresh); });
}
ESE_DECL errc engine_api::delete_table(session_id session, database_id database, std::string_view name) noexcept
{
    return engine::guarded([&] { return engine::calls::delete_table(*service_, session, database, name); });
}
ESE_DECL errc engine_api::rename_table(session_id session, database_id database, std::string_view from,
                                       std::string_view to) noexcept
{
    return engine::guarded([&] { return engine::calls::rename_table(*service_, session, database, from, to); });
}
ESE_DECL errc engine_api::table_names(session_id session, database_id database, std::vector<std::string>& names) noexcept
{
    return engine::guarded([&] { return engine::calls::table_names(*service_, session, database, names); });
}
ESE_DECL errc engine_api::get_table_info(session_id session, table_id cursor, jet::table_info& info) noexcept
{
    const engine::cursor_call entered{service_->gate(), session, cursor};
    if (!entered) return entered.refusal();
    const errc code = engine::guarded([&] { return engine::describe(entered.object(), info); });
    info.database = entered.session().database_of(cursor);
    return code;
}

// definitions

ESE_DECL errc engine_api::add_column(session_id session, table_id cursor, jet::column_create& column) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return engine::add_column(on, column); });
}
ESE_DECL errc engine_api::delete_column(session_id session, table_id cursor, std::string_view name,
                                        flags<jet::delete_column_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return engine::delete_column(on, name, options); });
}
ESE_DECL errc engine_api::rename_column(session_id session, table_id cursor, std::string_view from, std::string_view to) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return engine::rename_column(on, from, to); });
}
ESE_DECL errc engine_api::get_column_info(session_id session, table_id cursor, std::string_view name,
                                          jet::column_info& info) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return engine::column_info_of(on, name, info); });
}
ESE_DECL errc engine_api::column_infos(session_id session, table_id cursor, std::vector<jet::column_info>& infos) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return engine::column_infos(on, infos); });
}
ESE_DECL errc engine_api::set_column_default(session_id session, database_id database, std::string_view table,
                                             std::string_view column, bytes_in value) noexcept
{
    return engine::guarded([&] {
        return engine::calls::with_database(*service_, session, database, [&](engine::seated_session& by, engine::database& in) {
            return engine::set_column_default(in.tables(), by.core().core(), table, column, value);
        });
    });
}
ESE_DECL errc engine_api::create_index(session_id session, table_id cursor, jet::index_create& index) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return engine::create_index(on, index); });
}
ESE_DECL errc engine_api::delete_index(session_id session, table_id cursor, std::string_view name) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return engine::delete_index(on, name); });
}
ESE_DECL errc engine_api::index_infos(session_id session, table_id cursor, std::vector<jet::index_info>& infos) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return engine::index_infos(on, infos); });
}

// navigation

ESE_DECL errc engine_api::move(session_id session, table_id cursor, std::int32_t rows, flags<jet::move_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.move(rows, options); });
}
ESE_DECL errc engine_api::seek(session_id session, table_id cursor, flags<jet::seek_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.seek(options); });
}
ESE_DECL errc engine_api::seek_key(session_id session, table_id cursor, bytes_in data, flags<jet::key_option> key_options,
                                  flags<jet::seek_option> seek_options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) {
        const errc code = on.make_key(data, key_options);
        return jet::is_error(code) ? code : on.seek(seek_options);
    });
}
ESE_DECL errc engine_api::set_current_index(session_id session, table_id cursor, std::string_view name,
                                            flags<jet::set_current_index_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor,
                                    [&](engine::cursor& on) { return on.set_current_index(name, options); });
}
ESE_DECL errc engine_api::get_current_index(session_id session, table_id cursor, std::string& name) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.current_index(name); });
}
ESE_DECL errc engine_api::set_index_range(session_id session, table_id cursor, flags<jet::range_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.set_index_range(options); });
}
ESE_DECL errc engine_api::index_record_count(session_id session, table_id cursor, std::uint64_t& count,
                                             std::uint64_t most) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.index_record_count(count, most); });
}
ESE_DECL errc engine_api::get_record_position(session_id session, table_id cursor, jet::record_position& position) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.get_record_position(position); });
}
ESE_DECL errc engine_api::goto_position(session_id session, table_id cursor, const jet::record_position& position) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.goto_position(position); });
}

// keys and bookmarks

ESE_DECL errc engine_api::make_key(session_id session, table_id cursor, bytes_in data, flags<jet::key_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.make_key(data, options); });
}
ESE_DECL errc engine_api::retrieve_key(session_id session, table_id cursor, bytes_out key, std::size_t& actual,
                                       flags<jet::retrieve_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor,
                                    [&](engine::cursor& on) { return on.retrieve_key(key, actual, options); });
}
ESE_DECL errc engine_api::get_bookmark(session_id session, table_id cursor, bytes_out bookmark, std::size_t& actual) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.get_bookmark(bookmark, actual); });
}
ESE_DECL errc engine_api::goto_bookmark(session_id session, table_id cursor, bytes_in bookmark) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.goto_bookmark(bookmark); });
}
ESE_DECL errc engine_api::get_secondary_bookmark(session_id session, table_id cursor, bytes_out key, std::size_t& key_size,
                                                 bytes_out bookmark, std::size_t& bookmark_size) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) {
        return on.get_secondary_bookmark(key, key_size, bookmark, bookmark_size);
    });
}
ESE_DECL errc engine_api::goto_secondary_bookmark(session_id session, table_id cursor, bytes_in key, bytes_in bookmark,
                                                  flags<jet::goto_bookmark_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor,
                                    [&](engine::cursor& on) { return on.goto_secondary_bookmark(key, bookmark, options); });
}

// rows

ESE_DECL errc engine_api::prepare_update(session_id session, table_id cursor, jet::prepare_kind kind) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.prepare_update(kind); });
}
ESE_DECL errc engine_api::set_column(session_id session, table_id cursor, const jet::set_args& args) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.set_column(args); });
}
ESE_DECL errc engine_api::set_columns(session_id session, table_id cursor, std::span<jet::set_args> columns) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.set_columns(columns); });
}
ESE_DECL errc engine_api::retrieve_column(session_id session, table_id cursor, jet::retrieve_args& args) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.retrieve_column(args); });
}
ESE_DECL errc engine_api::retrieve_columns(session_id session, table_id cursor, std::span<jet::retrieve_args> columns) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.retrieve_columns(columns); });
}
ESE_DECL errc engine_api::read_rows(session_id session, table_id cursor, jet::row_batch& rows) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.read_rows(rows); });
}
ESE_DECL errc engine_api::update(session_id session, table_id cursor, bytes_out bookmark, std::size_t& actual,
                                 flags<jet::update_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor,
                                    [&](engine::cursor& on) { return on.update(bookmark, actual, options); });
}
ESE_DECL errc engine_api::delete_record(session_id session, table_id cursor) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.delete_record(); });
}
ESE_DECL errc engine_api::escrow_update(session_id session, table_id cursor, column_id column, bytes_in delta, bytes_out before,
                                        std::size_t& actual, flags<jet::escrow_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor,
                                    [&](engine::cursor& on) { return on.escrow_update(column, delta, before, actual, options); });
}
ESE_DECL errc engine_api::get_lock(session_id session, table_id cursor, flags<jet::lock_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.get_lock(options); });
}
ESE_DECL errc engine_api::get_cursor_info(session_id session, table_id cursor) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.get_cursor_info(); });
}
ESE_DECL errc engine_api::get_record_size(session_id session, table_id cursor, jet::record_size& size,
                                          flags<jet::record_size_option> options) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.get_record_size(size, options); });
}

// upkeep

ESE_DECL errc engine_api::resize_database(session_id session, database_id database, std::uint64_t pages,
                                          flags<jet::resize_option> options, std::uint64_t& actual) noexcept
{
    return engine::guarded([&] { return engine::calls::resize_database(*service_, session, database, pages, options, actual); });
}
ESE_DECL errc engine_api::set_database_limit(session_id session, database_id database, std::uint32_t pages) noexcept
{
    return engine::guarded([&] {
        return engine::calls::with_database(*service_, session, database, [&](engine::seated_session&, engine::database& found) {
            found.limit(pages);
            return errc::success;
        });
    });
}
ESE_DECL errc engine_api::get_database_limit(session_id session, database_id database, std::uint32_t& pages) noexcept
{
    return engine::guarded([&] {
        return engine::calls::with_database(*service_, session, database, [&](engine::seated_session&, engine::database& found) {
            pages = found.limit();
            return errc::success;
        });
    });
}
ESE_DECL errc engine_api::attached_databases(std::vector<std::string>& paths) noexcept
{
    return engine::guarded([&] { return service_->attached(paths); });
}
ESE_DECL errc engine_api::clean_up_versions(session_id session) noexcept
{
    const engine::session_call call{service_->gate(), session};
    if (!call) return call.refusal();
    return engine::guarded([&] {
        call.session().core().core().domain().clean_up_all();
        return errc::success;
    });
}
ESE_DECL errc engine_api::get_version_store(session_id session, jet::version_store_use& use, bool& committed) noexcept
{
    const engine::session_call call{service_->gate(), session};
    if (!call) return call.refusal();
    engine::transaction_domain& domain = call.session().core().core().domain();
    use = {domain.stock().in_use(), domain.stock().buckets_max()};
    committed = domain.anything_unsettled();
    return errc::success;
}
ESE_DECL errc engine_api::compute_statistics(session_id session, table_id cursor) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return engine::compute_statistics(on); });
}
ESE_DECL errc engine_api::get_space(session_id session, table_id cursor, jet::table_part part, std::string_view index,
                                    jet::space_use& space) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor,
                                    [&](engine::cursor& on) { return engine::space_of(on, part, index, space); });
}
ESE_DECL errc engine_api::set_cursor_filter(session_id session, table_id cursor, std::span<const jet::column_filter> conditions) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) { return on.set_filter(conditions); });
}
ESE_DECL errc engine_api::read_long_value(session_id session, table_id cursor, bytes_in id, std::uint32_t offset, bytes_out out,
                                          std::uint32_t& actual) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor,
                                    [&](engine::cursor& on) { return on.read_long_value(id, offset, out, actual); });
}
ESE_DECL errc engine_api::preread(session_id session, table_id cursor, std::span<const jet::key_range> ranges,
                                  flags<jet::preread_option> options, std::span<const column_id> values, std::uint32_t& done) noexcept
{
    done = 0;
    return engine_detail::on_cursor(*service_, session, cursor,
                                    [&](engine::cursor& on) { return on.preread(ranges, options, values, done); });
}
ESE_DECL errc engine_api::set_sequential(session_id session, table_id cursor, bool yes) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor, [&](engine::cursor& on) {
        on.set_sequential(yes);
        return errc::success;
    });
}
ESE_DECL errc engine_api::set_current_index_at(session_id session, table_id cursor, std::string_view name,
                                               flags<jet::set_current_index_option> options, std::uint32_t instance) noexcept
{
    return engine_detail::on_cursor(*service_, session, cursor,
                                    [&](engine::cursor& on) { return on.set_current_index(name, options, instance); });
}

}  // namespace ese::inline v1
