// any_api.hpp — any backend behind one type: chosen at run time, compiled once.
//
// Room:   public. Uses backend's concept.
// Gives:  any_api, and ese::any with the handles on it.
// Holds:  (1) a call costs one virtual call more;
//         (2) the optional groups are always there: columns in batches are set and read one by one where the backend has no
//             batches, commits have no id where the backend gives none, the rest answers feature_not_available where it is
//             missing.
//
//     ese::any::instance engine{{}, ese::any_api{ese::tracing{ese::engine_api{}, sink}}};
#pragma once

#include <ese/backend/jet_api.hpp>
#include <ese/fwd.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ese::inline v1 {

namespace detail {

// The calls of a backend, virtual.
class api_interface {
public:
    template <class E>
    using flags     = jet::flags<E>;
    using bytes_in  = std::span<const std::byte>;
    using bytes_out = std::span<std::byte>;

    api_interface() noexcept = default;
    api_interface(const api_interface&) = delete;
    api_interface& operator=(const api_interface&) = delete;
    virtual ~api_interface() = default;

    virtual errc create_instance(std::string_view name) noexcept = 0;
    virtual errc set_parameter(jet::parameter which, std::uint64_t number, std::string_view text) noexcept = 0;
    virtual errc get_parameter(jet::parameter which, std::uint64_t& number, std::string& text) noexcept = 0;
    virtual errc init(flags<jet::init_option> options) noexcept = 0;
    virtual errc term(flags<jet::term_option> options) noexcept = 0;
    virtual errc stop_service(flags<jet::stop_service_option> options) noexcept = 0;
    virtual errc begin_session(session_id& fresh) noexcept = 0;
    virtual errc dup_session(session_id s, session_id& fresh) noexcept = 0;
    virtual errc end_session(session_id s, flags<jet::end_session_option> options) noexcept = 0;
    virtual errc set_session_context(session_id s, std::uint64_t context) noexcept = 0;
    virtual errc reset_session_context(session_id s) noexcept = 0;
    virtual errc get_session_info(session_id s, session_info& info) noexcept = 0;
    virtual errc begin_transaction(session_id s, flags<jet::begin_option> options) noexcept = 0;
    virtual errc commit_transaction(session_id s, flags<jet::commit_option> options) noexcept = 0;
    virtual errc rollback(session_id s, flags<jet::rollback_option> options) noexcept = 0;
    virtual errc create_database(session_id s, std::string_view path, flags<jet::create_database_option> options,
                                 database_id& opened) noexcept = 0;
    virtual errc attach_database(session_id s, std::string_view path, flags<jet::attach_option> options) noexcept = 0;
    virtual errc open_database(session_id s, std::string_view path, flags<jet::open_database_option> options,
                               database_id& opened) noexcept = 0;
    virtual errc close_database(session_id s, database_id db) noexcept = 0;
    virtual errc detach_database(session_id s, std::string_view path, flags<jet::detach_option> options) noexcept = 0;
    virtual errc get_database_info(session_id s, database_id db, database_info& info) noexcept = 0;
    virtual errc create_table(session_id s, database_id db, jet::table_create& table, table_id& cursor) noexcept = 0;
    virtual errc open_table(session_id s, database_id db, std::string_view name,
                            flags<jet::open_table_option> options, table_id& cursor) noexcept = 0;
    virtual errc close_table(session_id s, table_id t) noexcept = 0;
    virtual errc dup_cursor(session_id s, table_id t, table_id& cursor) noexcept = 0;
    virtual errc delete_table(session_id s, database_id db, std::string_view name) noexcept = 0;
    virtual errc rename_table(session_id s, database_id db, std::string_view from, std::string_view to) noexcept = 0;
    virtual errc table_names(session_id s, database_id db, std::vector<std::string>& names) noexcept = 0;
    virtual errc get_table_info(session_id s, table_id t, jet::table_info& info) noexcept = 0;
    virtual errc add_column(session_id s, table_id t, jet::column_create& column) noexcept = 0;
    virtual errc delete_column(session_id s, table_id t, std::string_view name,
                               flags<jet::delete_column_option> options) noexcept = 0;
    virtual errc rename_column(session_id s, table_id t, std::string_view from, std::string_view to) noexcept = 0;
    virtual errc get_column_info(session_id s, table_id t, std::string_view name, jet::column_info& info) noexcept = 0;
    virtual errc column_infos(session_id s, table_id t, std::vector<jet::column_info>& infos) noexcept = 0;
    virtual errc create_index(session_id s, table_id t, jet::index_create& index) noexcept = 0;
    virtual errc delete_index(session_id s, table_id t, std::string_view name) noexcept = 0;
    virtual errc index_infos(session_id s, table_id t, std::vector<jet::index_info>& infos) noexcept = 0;
    virtual errc move(session_id s, table_id t, std::int32_t rows, flags<jet::move_option> options) noexcept = 0;
    virtual errc seek(session_id s, table_id t, flags<jet::seek_option> options) noexcept = 0;
    virtual errc set_current_index(session_id s, table_id t, std::string_view name,
                                   flags<jet::set_current_index_option> options) noexcept = 0;
    virtual errc get_current_index(session_id s, table_id t, std::string& text) noexcept = 0;
    virtual errc set_index_range(session_id s, table_id t, flags<jet::range_option> options) noexcept = 0;
    virtual errc index_record_count(session_id s, table_id t, std::uint64_t& count, std::uint64_t most) noexcept = 0;
    virtual errc get_record_position(session_id s, table_id t, jet::record_position& place) noexcept = 0;
    virtual errc goto_position(session_id s, table_id t, const jet::record_position& there) noexcept = 0;
    virtual errc make_key(session_id s, table_id t, bytes_in in, flags<jet::key_option> options) noexcept = 0;
    virtual errc retrieve_key(session_id s, table_id t, bytes_out out, std::size_t& size,
                              flags<jet::retrieve_option> options) noexcept = 0;
    virtual errc get_bookmark(session_id s, table_id t, bytes_out out, std::size_t& size) noexcept = 0;
    virtual errc goto_bookmark(session_id s, table_id t, bytes_in in) noexcept = 0;
    virtual errc prepare_update(session_id s, table_id t, jet::prepare_kind kind) noexcept = 0;
    virtual errc set_column(session_id s, table_id t, const jet::set_args& args) noexcept = 0;
    virtual errc retrieve_column(session_id s, table_id t, jet::retrieve_args& args) noexcept = 0;
    virtual errc update(session_id s, table_id t, bytes_out out, std::size_t& size, flags<jet::update_option> options) noexcept = 0;
    virtual errc delete_record(session_id s, table_id t) noexcept = 0;
    virtual errc get_lock(session_id s, table_id t, flags<jet::lock_option> options) noexcept = 0;
    virtual errc get_cursor_info(session_id s, table_id t) noexcept = 0;
    virtual errc escrow_update(session_id s, table_id t, column_id c, bytes_in delta, bytes_out before,
                               std::size_t& size, flags<jet::escrow_option> options) noexcept = 0;
    virtual errc set_columns(session_id s, table_id t, std::span<jet::set_args> columns) noexcept = 0;
    virtual errc retrieve_columns(session_id s, table_id t, std::span<jet::retrieve_args> columns) noexcept = 0;
    virtual errc get_secondary_bookmark(session_id s, table_id t, bytes_out key, std::size_t& key_size,
                                        bytes_out mark, std::size_t& mark_size) noexcept = 0;
    virtual errc goto_secondary_bookmark(session_id s, table_id t, bytes_in key, bytes_in mark,
                                         flags<jet::goto_bookmark_option> options) noexcept = 0;
    virtual errc get_record_size(session_id s, table_id t, jet::record_size& size,
                                 flags<jet::record_size_option> options) noexcept = 0;
    virtual errc commit_transaction2(session_id s, flags<jet::commit_option> options, jet::commit_id& id) noexcept = 0;
    virtual errc set_notices(jet::notices told) noexcept = 0;
    virtual errc get_recovery_report(jet::recovery_report& report) noexcept = 0;
    virtual errc backup(std::string_view directory, flags<jet::backup_option> options,
                        const jet::backup_status& status) noexcept = 0;
    virtual errc restore(std::string_view from, std::string_view to, jet::recovery_report& report) noexcept = 0;
};

template <jet_api Api>
class api_model final : public api_interface {
public:
    explicit api_model(Api inner) : inner_(std::move(inner)) {}

    errc create_instance(std::string_view name) noexcept override { return inner_.create_instance(name); }
    errc set_parameter(jet::parameter which, std::uint64_t number, std::string_view text) noexcept override
    {
        return inner_.set_parameter(which, number, text);
    }
    errc get_parameter(jet::parameter which, std::uint64_t& number, std::string& text) noexcept override
    {
        return inner_.get_parameter(which, number, text);
    }
    errc init(flags<jet::init_option> options) noexcept override { return inner_.init(options); }
    errc term(flags<jet::term_option> options) noexcept override { return inner_.term(options); }
    errc stop_service(flags<jet::stop_service_option> options) noexcept override { return inner_.stop_service(options); }
    errc begin_session(session_id& fresh) noexcept override { return inner_.begin_session(fresh); }
    errc dup_session(session_id s, session_id& fresh) noexcept override { return inner_.dup_session(s, fresh); }
    errc end_session(session_id s, flags<jet::end_session_option> options) noexcept override
    {
        return inner_.end_session(s, options);
    }
    errc set_session_context(session_id s, std::uint64_t context) noexcept override
    {
        return inner_.set_session_context(s, context);
    }
    errc reset_session_context(session_id s) noexcept override { return inner_.reset_session_context(s); }
    errc get_session_info(session_id s, session_info& info) noexcept override { return inner_.get_session_info(s, info); }
    errc begin_transaction(session_id s, flags<jet::begin_option> options) noexcept override
    {
        return inner_.begin_transaction(s, options);
    }
    errc commit_transaction(session_id s, flags<jet::commit_option> options) noexcept override
    {
        return inner_.commit_transaction(s, options);
    }
    errc rollback(session_id s, flags<jet::rollback_option> options) noexcept override { return inner_.rollback(s, options); }
    errc create_database(session_id s, std::string_view path, flags<jet::create_database_option> options,
                         database_id& opened) noexcept override
    {
        return inner_.create_database(s, path, options, opened);
    }
    errc attach_database(session_id s, std::string_view path, flags<jet::attach_option> options) noexcept override
    {
        return inner_.attach_database(s, path, options);
    }
    errc open_database(session_id s, std::string_view path, flags<jet::open_database_option> options,
                       database_id& opened) noexcept override
    {
        return inner_.open_database(s, path, options, opened);
    }
    errc close_database(session_id s, database_id db) noexcept override { return inner_.close_database(s, db); }
    errc detach_database(session_id s, std::string_view path, flags<jet::detach_option> options) noexcept override
    {
        return inner_.detach_database(s, path, options);
    }
    errc get_database_info(session_id s, database_id db, database_info& info) noexcept override
    {
        return inner_.get_database_info(s, db, info);
    }
    errc create_table(session_id s, database_id db, jet::table_create& table, table_id& cursor) noexcept override
    {
        return inner_.create_table(s, db, table, cursor);
    }
    errc open_table(session_id s, database_id db, std::string_view name, flags<jet::open_table_option> options,
                    table_id& cursor) noexcept override
    {
        return inner_.open_table(s, db, name, options, cursor);
    }
    errc close_table(session_id s, table_id t) noexcept override { return inner_.close_table(s, t); }
    errc dup_cursor(session_id s, table_id t, table_id& cursor) noexcept override { return inner_.dup_cursor(s, t, cursor); }
    errc delete_table(session_id s, database_id db, std::string_view name) noexcept override
    {
        return inner_.delete_table(s, db, name);
    }
    errc rename_table(session_id s, database_id db, std::string_view from, std::string_view to) noexcept override
    {
        return inner_.rename_table(s, db, from, to);
    }
    errc table_names(session_id s, database_id db, std::vector<std::string>& names) noexcept override
    {
        return inner_.table_names(s, db, names);
    }
    errc get_table_info(session_id s, table_id t, jet::table_info& info) noexcept override
    {
        return inner_.get_table_info(s, t, info);
    }
    errc add_column(session_id s, table_id t, jet::column_create& column) noexcept override
    {
        return inner_.add_column(s, t, column);
    }
    errc delete_column(session_id s, table_id t, std::string_view name, flags<jet::delete_column_option> options) noexcept override
    {
        return inner_.delete_column(s, t, name, options);
    }
    errc rename_column(session_id s, table_id t, std::string_view from, std::string_view to) noexcept override
    {
        return inner_.rename_column(s, t, from, to);
    }
    errc get_column_info(session_id s, table_id t, std::string_view name, jet::column_info& info) noexcept override
    {
        return inner_.get_column_info(s, t, name, info);
    }
    errc column_infos(session_id s, table_id t, std::vector<jet::column_info>& infos) noexcept override
    {
        return inner_.column_infos(s, t, infos);
    }
    errc create_index(session_id s, table_id t, jet::index_create& index) noexcept override
    {
        return inner_.create_index(s, t, index);
    }
    errc delete_index(session_id s, table_id t, std::string_view name) noexcept override
    {
        return inner_.delete_index(s, t, name);
    }
    errc index_infos(session_id s, table_id t, std::vector<jet::index_info>& infos) noexcept override
    {
        return inner_.index_infos(s, t, infos);
    }
    errc move(session_id s, table_id t, std::int32_t rows, flags<jet::move_option> options) noexcept override
    {
        return inner_.move(s, t, rows, options);
    }
    errc seek(session_id s, table_id t, flags<jet::seek_option> options) noexcept override
    {
        return inner_.seek(s, t, options);
    }
    errc set_current_index(session_id s, table_id t, std::string_view name,
                           flags<jet::set_current_index_option> options) noexcept override
    {
        return inner_.set_current_index(s, t, name, options);
    }
    errc get_current_index(session_id s, table_id t, std::string& text) noexcept override
    {
        return inner_.get_current_index(s, t, text);
    }
    errc set_index_range(session_id s, table_id t, flags<jet::range_option> options) noexcept override
    {
        return inner_.set_index_range(s, t, options);
    }
    errc index_record_count(session_id s, table_id t, std::uint64_t& count, std::uint64_t most) noexcept override
    {
        return inner_.index_record_count(s, t, count, most);
    }
    errc get_record_position(session_id s, table_id t, jet::record_position& place) noexcept override
    {
        return inner_.get_record_position(s, t, place);
    }
    errc goto_position(session_id s, table_id t, const jet::record_position& there) noexcept override
    {
        return inner_.goto_position(s, t, there);
    }
    errc make_key(session_id s, table_id t, bytes_in in, flags<jet::key_option> options) noexcept override
    {
        return inner_.make_key(s, t, in, options);
    }
    errc retrieve_key(session_id s, table_id t, bytes_out out, std::size_t& size, flags<jet::retrieve_option> options) noexcept override
    {
        return inner_.retrieve_key(s, t, out, size, options);
    }
    errc get_bookmark(session_id s, table_id t, bytes_out out, std::size_t& size) noexcept override
    {
        return inner_.get_bookmark(s, t, out, size);
    }
    errc goto_bookmark(session_id s, table_id t, bytes_in in) noexcept override { return inner_.goto_bookmark(s, t, in); }
    errc prepare_update(session_id s, table_id t, jet::prepare_kind kind) noexcept override
    {
        return inner_.prepare_update(s, t, kind);
    }
    errc set_column(session_id s, table_id t, const jet::set_args& args) noexcept override
    {
        return inner_.set_column(s, t, args);
    }
    errc retrieve_column(session_id s, table_id t, jet::retrieve_args& args) noexcept override
    {
        return inner_.retrieve_column(s, t, args);
    }
    errc update(session_id s, table_id t, bytes_out out, std::size_t& size, flags<jet::update_option> options) noexcept override
    {
        return inner_.update(s, t, out, size, options);
    }
    errc delete_record(session_id s, table_id t) noexcept override { return inner_.delete_record(s, t); }
    errc get_lock(session_id s, table_id t, flags<jet::lock_option> options) noexcept override
    {
        return inner_.get_lock(s, t, options);
    }
    errc get_cursor_info(session_id s, table_id t) noexcept override { return inner_.get_cursor_info(s, t); }
    errc escrow_update([[maybe_unused]] session_id s, [[maybe_unused]] table_id t, [[maybe_unused]] column_id c,
                       [[maybe_unused]] bytes_in delta, [[maybe_unused]] bytes_out before,
                       [[maybe_unused]] std::size_t& size, [[maybe_unused]] flags<jet::escrow_option> options) noexcept override
    {
        if constexpr (jet_api_escrow<Api>) return inner_.escrow_update(s, t, c, delta, before, size, options);
        else return errc::feature_not_available;
    }
    errc set_columns(session_id s, table_id t, std::span<jet::set_args> columns) noexcept override
    {
        if constexpr (jet_api_batch_columns<Api>) return inner_.set_columns(s, t, columns);
        errc answer = errc::success;
        for (auto& one : columns) {
            one.answer = inner_.set_column(s, t, one);
            if (jet::is_error(one.answer)) return one.answer;
        }
        return answer;
    }
    errc retrieve_columns(session_id s, table_id t, std::span<jet::retrieve_args> columns) noexcept override
    {
        if constexpr (jet_api_batch_columns<Api>) return inner_.retrieve_columns(s, t, columns);
        errc answer = errc::success;
        for (auto& one : columns) {
            one.answer = inner_.retrieve_column(s, t, one);
            if (jet::is_error(one.answer)) return one.answer;
            if (one.answer == errc::wrn_buffer_truncated) answer = one.answer;
        }
        return answer;
    }
    errc get_secondary_bookmark([[maybe_unused]] session_id s, [[maybe_unused]] table_id t,
                                [[maybe_unused]] bytes_out key, [[maybe_unused]] std::size_t& key_size,
                                [[maybe_unused]] bytes_out mark, [[maybe_unused]] std::size_t& mark_size) noexcept override
    {
        if constexpr (jet_api_secondary_bookmarks<Api>) return inner_.get_secondary_bookmark(s, t, key, key_size, mark, mark_size);
        else return errc::feature_not_available;
    }
    errc goto_secondary_bookmark([[maybe_unused]] session_id s, [[maybe_unused]] table_id t,
                                 [[maybe_unused]] bytes_in key, [[maybe_unused]] bytes_in mark,
                                 [[maybe_unused]] flags<jet::goto_bookmark_option> options) noexcept override
    {
        if constexpr (jet_api_secondary_bookmarks<Api>) return inner_.goto_secondary_bookmark(s, t, key, mark, options);
        else return errc::feature_not_available;
    }
    errc get_record_size([[maybe_unused]] session_id s, [[maybe_unused]] table_id t,
                         [[maybe_unused]] jet::record_size& size,
                         [[maybe_unused]] flags<jet::record_size_option> options) noexcept override
    {
        if constexpr (jet_api_record_size<Api>) return inner_.get_record_size(s, t, size, options);
        else return errc::feature_not_available;
    }
    errc commit_transaction2(session_id s, flags<jet::commit_option> options, [[maybe_unused]] jet::commit_id& id) noexcept override
    {
        if constexpr (jet_api_durability<Api>) return inner_.commit_transaction2(s, options, id);
        else return inner_.commit_transaction(s, options);
    }
    errc set_notices([[maybe_unused]] jet::notices told) noexcept override
    {
        if constexpr (jet_api_durability<Api>) return inner_.set_notices(std::move(told));
        else return errc::feature_not_available;
    }
    errc get_recovery_report([[maybe_unused]] jet::recovery_report& report) noexcept override
    {
        if constexpr (jet_api_durability<Api>) return inner_.get_recovery_report(report);
        else return errc::feature_not_available;
    }
    errc backup([[maybe_unused]] std::string_view directory, [[maybe_unused]] flags<jet::backup_option> options,
                [[maybe_unused]] const jet::backup_status& status) noexcept override
    {
        if constexpr (jet_api_durability<Api>) return inner_.backup(directory, options, status);
        else return errc::feature_not_available;
    }
    errc restore([[maybe_unused]] std::string_view from, [[maybe_unused]] std::string_view to,
                 [[maybe_unused]] jet::recovery_report& report) noexcept override
    {
        if constexpr (jet_api_durability<Api>) return inner_.restore(from, to, report);
        else return errc::feature_not_available;
    }

private:
    Api inner_;
};

}  // namespace detail

class any_api {
public:
    template <class E>
    using flags     = jet::flags<E>;
    using bytes_in  = std::span<const std::byte>;
    using bytes_out = std::span<std::byte>;

    any_api() : any_api(unavailable_api{}) {}   // a backend that offers nothing
    template <class Api>
        requires(!std::same_as<Api, any_api>) && jet_api<Api>   // in this order: the second asks about the first
    explicit any_api(Api inner) : held_{std::make_unique<detail::api_model<Api>>(std::move(inner))}
    {}

    errc create_instance(std::string_view name) noexcept { return held_->create_instance(name); }
    errc set_parameter(jet::parameter which, std::uint64_t number, std::string_view text) noexcept
    {
        return held_->set_parameter(which, number, text);
    }
    errc get_parameter(jet::parameter which, std::uint64_t& number, std::string& text) noexcept
    {
        return held_->get_parameter(which, number, text);
    }
    errc init(flags<jet::init_option> options) noexcept { return held_->init(options); }
    errc term(flags<jet::term_option> options) noexcept { return held_->term(options); }
    errc stop_service(flags<jet::stop_service_option> options) noexcept { return held_->stop_service(options); }
    errc begin_session(session_id& fresh) noexcept { return held_->begin_session(fresh); }
    errc dup_session(session_id s, session_id& fresh) noexcept { return held_->dup_session(s, fresh); }
    errc end_session(session_id s, flags<jet::end_session_option> options) noexcept { return held_->end_session(s, options); }
    errc set_session_context(session_id s, std::uint64_t context) noexcept { return held_->set_session_context(s, context); }
    errc reset_session_context(session_id s) noexcept { return held_->reset_session_context(s); }
    errc get_session_info(session_id s, session_info& info) noexcept { return held_->get_session_info(s, info); }
    errc begin_transaction(session_id s, flags<jet::begin_option> options) noexcept
    {
        return held_->begin_transaction(s, options);
    }
    errc commit_transaction(session_id s, flags<jet::commit_option> options) noexcept
    {
        return held_->commit_transaction(s, options);
    }
    errc rollback(session_id s, flags<jet::rollback_option> options) noexcept { return held_->rollback(s, options); }
    errc create_database(session_id s, std::string_view path, flags<jet::create_database_option> options,
                         database_id& opened) noexcept
    {
        return held_->create_database(s, path, options, opened);
    }
    errc attach_database(session_id s, std::string_view path, flags<jet::attach_option> options) noexcept
    {
        return held_->attach_database(s, path, options);
    }
    errc open_database(session_id s, std::string_view path, flags<jet::open_database_option> options,
                       database_id& opened) noexcept
    {
        return held_->open_database(s, path, options, opened);
    }
    errc close_database(session_id s, database_id db) noexcept { return held_->close_database(s, db); }
    errc detach_database(session_id s, std::string_view path, flags<jet::detach_option> options) noexcept
    {
        return held_->detach_database(s, path, options);
    }
    errc get_database_info(session_id s, database_id db, database_info& info) noexcept
    {
        return held_->get_database_info(s, db, info);
    }
    errc create_table(session_id s, database_id db, jet::table_create& table, table_id& cursor) noexcept
    {
        return held_->create_table(s, db, table, cursor);
    }
    errc open_table(session_id s, database_id db, std::string_view name, flags<jet::open_table_option> options,
                    table_id& cursor) noexcept
    {
        return held_->open_table(s, db, name, options, cursor);
    }
    errc close_table(session_id s, table_id t) noexcept { return held_->close_table(s, t); }
    errc dup_cursor(session_id s, table_id t, table_id& cursor) noexcept { return held_->dup_cursor(s, t, cursor); }
    errc delete_table(session_id s, database_id db, std::string_view name) noexcept { return held_->delete_table(s, db, name); }
    errc rename_table(session_id s, database_id db, std::string_view from, std::string_view to) noexcept
    {
        return held_->rename_table(s, db, from, to);
    }
    errc table_names(session_id s, database_id db, std::vector<std::string>& names) noexcept
    {
        return held_->table_names(s, db, names);
    }
    errc get_table_info(session_id s, table_id t, jet::table_info& info) noexcept { return held_->get_table_info(s, t, info); }
    errc add_column(session_id s, table_id t, jet::column_create& column) noexcept { return held_->add_column(s, t, column); }
    errc delete_column(session_id s, table_id t, std::string_view name, flags<jet::delete_column_option> options) noexcept
    {
        return held_->delete_column(s, t, name, options);
    }
    errc rename_column(session_id s, table_id t, std::string_view from, std::string_view to) noexcept
    {
        return held_->rename_column(s, t, from, to);
    }
    errc get_column_info(session_id s, table_id t, std::string_view name, jet::column_info& info) noexcept
    {
        return held_->get_column_info(s, t, name, info);
    }
    errc column_infos(session_id s, table_id t, std::vector<jet::column_info>& infos) noexcept
    {
        return held_->column_infos(s, t, infos);
    }
    errc create_index(session_id s, table_id t, jet::index_create& index) noexcept { return held_->create_index(s, t, index); }
    errc delete_index(session_id s, table_id t, std::string_view name) noexcept { return held_->delete_index(s, t, name); }
    errc index_infos(session_id s, table_id t, std::vector<jet::index_info>& infos) noexcept
    {
        return held_->index_infos(s, t, infos);
    }
    errc move(session_id s, table_id t, std::int32_t rows, flags<jet::move_option> options) noexcept
    {
        return held_->move(s, t, rows, options);
    }
    errc seek(session_id s, table_id t, flags<jet::seek_option> options) noexcept { return held_->seek(s, t, options); }
    errc set_current_index(session_id s, table_id t, std::string_view name,
                           flags<jet::set_current_index_option> options) noexcept
    {
        return held_->set_current_index(s, t, name, options);
    }
    errc get_current_index(session_id s, table_id t, std::string& text) noexcept
    {
        return held_->get_current_index(s, t, text);
    }
    errc set_index_range(session_id s, table_id t, flags<jet::range_option> options) noexcept
    {
        return held_->set_index_range(s, t, options);
    }
    errc index_record_count(session_id s, table_id t, std::uint64_t& count, std::uint64_t most) noexcept
    {
        return held_->index_record_count(s, t, count, most);
    }
    errc get_record_position(session_id s, table_id t, jet::record_position& place) noexcept
    {
        return held_->get_record_position(s, t, place);
    }
    errc goto_position(session_id s, table_id t, const jet::record_position& there) noexcept
    {
        return held_->goto_position(s, t, there);
    }
    errc make_key(session_id s, table_id t, bytes_in in, flags<jet::key_option> options) noexcept
    {
        return held_->make_key(s, t, in, options);
    }
    errc retrieve_key(session_id s, table_id t, bytes_out out, std::size_t& size, flags<jet::retrieve_option> options) noexcept
    {
        return held_->retrieve_key(s, t, out, size, options);
    }
    errc get_bookmark(session_id s, table_id t, bytes_out out, std::size_t& size) noexcept
    {
        return held_->get_bookmark(s, t, out, size);
    }
    errc goto_bookmark(session_id s, table_id t, bytes_in in) noexcept { return held_->goto_bookmark(s, t, in); }
    errc prepare_update(session_id s, table_id t, jet::prepare_kind kind) noexcept { return held_->prepare_update(s, t, kind); }
    errc set_column(session_id s, table_id t, const jet::set_args& args) noexcept { return held_->set_column(s, t, args); }
    errc retrieve_column(session_id s, table_id t, jet::retrieve_args& args) noexcept
    {
        return held_->retrieve_column(s, t, args);
    }
    errc update(session_id s, table_id t, bytes_out out, std::size_t& size, flags<jet::update_option> options) noexcept
    {
        return held_->update(s, t, out, size, options);
    }
    errc delete_record(session_id s, table_id t) noexcept { return held_->delete_record(s, t); }
    errc get_lock(session_id s, table_id t, flags<jet::lock_option> options) noexcept { return held_->get_lock(s, t, options); }
    errc get_cursor_info(session_id s, table_id t) noexcept { return held_->get_cursor_info(s, t); }
    errc escrow_update(session_id s, table_id t, column_id c, bytes_in delta, bytes_out before, std::size_t& size,
                       flags<jet::escrow_option> options) noexcept
    {
        return held_->escrow_update(s, t, c, delta, before, size, options);
    }
    errc set_columns(session_id s, table_id t, std::span<jet::set_args> columns) noexcept
    {
        return held_->set_columns(s, t, columns);
    }
    errc retrieve_columns(session_id s, table_id t, std::span<jet::retrieve_args> columns) noexcept
    {
        return held_->retrieve_columns(s, t, columns);
    }
    errc get_secondary_bookmark(session_id s, table_id t, bytes_out key, std::size_t& key_size, bytes_out mark,
                                std::size_t& mark_size) noexcept
    {
        return held_->get_secondary_bookmark(s, t, key, key_size, mark, mark_size);
    }
    errc goto_secondary_bookmark(session_id s, table_id t, bytes_in key, bytes_in mark,
                                 flags<jet::goto_bookmark_option> options) noexcept
    {
        return held_->goto_secondary_bookmark(s, t, key, mark, options);
    }
    errc get_record_size(session_id s, table_id t, jet::record_size& size, flags<jet::record_size_option> options) noexcept
    {
        return held_->get_record_size(s, t, size, options);
    }
    errc commit_transaction2(session_id s, flags<jet::commit_option> options, jet::commit_id& id) noexcept
    {
        return held_->commit_transaction2(s, options, id);
    }
    errc set_notices(jet::notices told) noexcept { return held_->set_notices(std::move(told)); }
    errc get_recovery_report(jet::recovery_report& report) noexcept { return held_->get_recovery_report(report); }
    errc backup(std::string_view directory, flags<jet::backup_option> options, const jet::backup_status& status) noexcept
    {
        return held_->backup(directory, options, status);
    }
    errc restore(std::string_view from, std::string_view to, jet::recovery_report& report) noexcept
    {
        return held_->restore(from, to, report);
    }

private:
    std::unique_ptr<detail::api_interface> held_;   // empty once moved from
};

static_assert(jet_api<any_api>);
static_assert(jet_api_escrow<any_api> && jet_api_batch_columns<any_api>);
static_assert(jet_api_secondary_bookmarks<any_api> && jet_api_record_size<any_api>);
static_assert(jet_api_durability<any_api>);

// The handles on it.
namespace any {

using instance        = basic_instance<any_api>;
using session         = basic_session<any_api>;
using session_binding = basic_session_binding<any_api>;
using session_pool    = basic_session_pool<any_api>;
using transaction     = basic_transaction<any_api>;
using savepoint       = basic_savepoint<any_api>;
using database        = basic_database<any_api>;
using cursor          = basic_cursor<any_api>;
using update          = basic_update<any_api>;

template <class S>
using table = basic_table<S, any_api>;

}  // namespace any
}  // namespace ese::inline v1
