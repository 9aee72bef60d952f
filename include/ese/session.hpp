// session.hpp — a session: the context of transactions, databases and cursors, for one thread at a time.
//
// Room:   public. Uses session_state, database.
// Gives:  basic_session; basic_session_binding and basic_parked_session, which let a session travel between threads; database
//         options.
// Holds:  (1) the handle is a pointer to a heap node, so it moves while guards and cursors live;
//         (2) ending a session rolls back what is open and closes its cursors; their handles then answer not_open.
#pragma once

#include <ese/database.hpp>
#include <ese/fwd.hpp>
#include <ese/session_state.hpp>

#include <cstdint>
#include <new>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace ese::inline v1 {

enum class existing_file { refuse, open, overwrite };
inline constexpr existing_file open_it      = existing_file::open;
inline constexpr existing_file overwrite_it = existing_file::overwrite;

struct database_options {
    existing_file if_exists = existing_file::refuse;
    jet::flags<jet::create_database_option> create{};
};

struct attach_options {
    bool read_only = false;
    bool exclusive = false;   // no other session may open it meanwhile
};

// Obtained from basic_instance::begin_session. The destructor ends it; an open transaction is rolled back. One thread at a time.
template <class Api>
class [[nodiscard]] basic_session {
    static_assert(jet_api<Api>);

public:
    basic_session() noexcept = default;   // not open
    basic_session(basic_session&&) noexcept = default;
    basic_session& operator=(basic_session&& other) noexcept
    {
        if (this != &other) {
            finish();
            state_ = std::move(other.state_);
        }
        return *this;
    }
    ~basic_session() { finish(); }

    [[nodiscard]] bool is_open() const noexcept { return state_ && state_->is_open(); }
    [[nodiscard]] int level() const noexcept { return state_ ? state_->level() : 0; }              // 0..7
    [[nodiscard]] bool poisoned() const noexcept { return state_ && state_->poisoned(); }
    [[nodiscard]] std::size_t lost_rollbacks() const noexcept { return state_ ? state_->lost_rollbacks() : 0; }
    [[nodiscard]] session_id native_handle() const noexcept { return state_ ? state_->id() : session_id{}; }

    // Rolls back, and closes what the session opened; its handles answer not_open. session_in_use: it is bound. rollback_error:
    // something could not be undone; recovery does it at the next start. JetEndSession.
    void close(where at = where::current()) { check(end(), "end_session", at); }
    void close(std::error_code& ec) noexcept { report(end(), ec); }

    // Creates the file and opens the database, or opens what is there if the options say so. UTF-8; relative paths are those of
    // the process. At level 0 only (in_transaction). database_duplicate: the file is there. database_invalid_path: no such folder,
    // or no name. too_many_attached_databases: the seventh. database_sharing_violation: to be overwritten, and open elsewhere.
    // disk_full. backup_in_progress. On an error there is no new file. JetCreateDatabase2.
    basic_database<Api> create(std::string_view path, database_options options = {}, where at = where::current())
    {
        basic_database<Api> made;
        check(create_into(made, path, options), "create_database", at);
        return made;
    }
    basic_database<Api> create(std::string_view path, database_options options, std::error_code& ec) noexcept
    {
        basic_database<Api> made;
        report(create_into(made, path, options), ec);
        return made;
    }

    // Opens the database in a file, which the instance then keeps locked until detach or its end. Attached already: only opened.
    // At level 0 only (in_transaction). file_not_found, database_invalid_path: no such file or folder. database_sharing_violation:
    // open elsewhere. database_dirty_shutdown: it was not closed, and its log is not this instance's. page_size_mismatch,
    // invalid_database_version, database_corrupted: not for this instance. database_file_read_only: open it with read_only.
    // database_locked, database_in_use: somebody has it alone, or alone is not possible. too_many_attached_databases.
    // backup_in_progress. disk_full, disk_io: files that recovery left open had to be written first. JetAttachDatabase2,
    // JetOpenDatabase.
    basic_database<Api> attach(std::string_view path, attach_options options = {}, where at = where::current())
    {
        basic_database<Api> opened;
        check(attach_into(opened, path, options), "attach_database", at);
        return opened;
    }
    basic_database<Api> attach(std::string_view path, attach_options options, std::error_code& ec) noexcept
    {
        basic_database<Api> opened;
        report(attach_into(opened, path, options), ec);
        return opened;
    }

    // Opens what the instance has attached, by this session or another. database_not_found: it has not. database_locked,
    // database_in_use: as above. JetOpenDatabase.
    basic_database<Api> open(std::string_view path, attach_options options = {}, where at = where::current())
    {
        basic_database<Api> opened;
        check(open_into(opened, path, options), "open_database", at);
        return opened;
    }
    basic_database<Api> open(std::string_view path, attach_options options, std::error_code& ec) noexcept
    {
        basic_database<Api> opened;
        report(open_into(opened, path, options), ec);
        return opened;
    }

    // The file is complete by itself afterwards, and others may open it. An empty path: all. At level 0 only (in_transaction).
    // database_not_found: not attached. database_in_use: open in some session, or a snapshot still needs it. JetDetachDatabase.
    void detach(std::string_view path, where at = where::current()) { check(detach_it(path), "detach_database", at); }
    void detach(std::string_view path, std::error_code& ec) noexcept { report(detach_it(path), ec); }

    // Waits until every lazy commit of the instance so far is on disk. log_write_fail: the log is dead, they are in doubt.
    void flush(where at = where::current()) { check(flush_all(), "commit_transaction", at); }
    void flush(std::error_code& ec) noexcept { report(flush_all(), ec); }

    // A fresh session of the same instance, at level 0 and with nothing open. out_of_sessions. JetDupSession.
    basic_session dup(where at = where::current())
    {
        basic_session twin;
        check(dup_into(twin), "dup_session", at);
        return twin;
    }
    basic_session dup(std::error_code& ec) noexcept
    {
        basic_session twin;
        report(dup_into(twin), ec);
        return twin;
    }

    // Gives the session up on this thread, so that another may resume it. At level 0 any session may go. One with an open
    // transaction may if it was resumed before the transaction began; else it stays, and session_sharing_violation says so.
    // What belongs to it — guards, databases, cursors — travels with it and is not touched meanwhile.
    [[nodiscard]] basic_parked_session<Api> park(where at = where::current()) &&
    {
        check(leave_thread(), "park", at);
        return basic_parked_session<Api>{std::move(*this)};
    }
    [[nodiscard]] basic_parked_session<Api> park(std::error_code& ec) && noexcept
    {
        if (jet::is_error(report(leave_thread(), ec))) return {};
        return basic_parked_session<Api>{std::move(*this)};
    }

    // For the other handles.
    [[nodiscard]] const detail::shared_ref<detail::session_state<Api>>& state() const noexcept { return state_; }
    [[nodiscard]] errc usable() const noexcept { return state_ ? state_->usable() : misuse::not_open; }
    errc adopt(const std::shared_ptr<detail::instance_state<Api>>& owner, session_id id) noexcept;

private:
    errc end() noexcept { return state_ ? state_->end() : misuse::not_open; }
    void finish() noexcept
    {
        if (!is_open()) return;
        if (const errc code = state_->end(); jet::is_error(code)) state_->owner().tell("end_session", code, state_->id());
    }
    errc create_into(basic_database<Api>& made, std::string_view path, const database_options& options) noexcept;
    errc attach_into(basic_database<Api>& opened, std::string_view path, const attach_options& options) noexcept;
    errc open_into(basic_database<Api>& opened, std::string_view path, const attach_options& options) noexcept;
    errc detach_it(std::string_view path) noexcept;
    errc flush_all() noexcept;
    errc dup_into(basic_session& twin) noexcept;
    errc leave_thread() noexcept;
    errc enter_thread() noexcept;
    friend class basic_parked_session<Api>;

    detail::shared_ref<detail::session_state<Api>> state_;
};

// Binds a session to a context, not to a thread: a transaction begun while a binding lives may be continued on another
// thread that makes a binding with the same context. Bindings nest on one thread; the outermost one counts.
template <class Api>
class [[nodiscard]] basic_session_binding {
    static_assert(jet_api<Api>);

public:
    explicit basic_session_binding(basic_session<Api>& owner, std::uint64_t context, where at = where::current())
    {
        check(bind(owner, context), "set_session_context", at);
    }
    // The context is the session's own: enough when one binding follows another.
    explicit basic_session_binding(basic_session<Api>& owner, where at = where::current())
        : basic_session_binding{owner, own_context(owner), at}
    {}
    basic_session_binding(basic_session<Api>& owner, std::uint64_t context, std::error_code& ec) noexcept
    {
        report(bind(owner, context), ec);
    }
    basic_session_binding(basic_session_binding&& other) noexcept
        : session_{std::exchange(other.session_, {})}
    {}
    basic_session_binding& operator=(basic_session_binding&&) = delete;
    ~basic_session_binding()
    {
        if (!session_ || --session_->bindings != 0 || !session_->is_open()) return;
        if (const errc code = session_->api().reset_session_context(session_->id()); jet::is_error(code))
            session_->owner().tell("reset_session_context", code, session_->id());
    }

private:
    static std::uint64_t own_context(basic_session<Api>& owner) noexcept { return owner.native_handle().value(); }

    errc bind(basic_session<Api>& owner, std::uint64_t context) noexcept
    {
        if (const errc code = owner.usable(); jet::is_error(code)) return code;
        auto& state = *owner.state();
        if (state.bindings == 0 || state.binder != std::this_thread::get_id()) {
            if (const errc code = state.api().set_session_context(state.id(), context); jet::is_error(code)) return code;
            state.binder = std::this_thread::get_id();
        }
        ++state.bindings;
        session_ = owner.state();
        return errc::success;
    }

    detail::shared_ref<detail::session_state<Api>> session_;
};

// A session between two threads: it can be moved and resumed, nothing else.
//
//     std::jthread([p = std::move(s).park()]() mutable { auto own = std::move(p).resume(); work(own); });
//
// Letting go of it ends the session on the spot; an open transaction is rolled back.
template <class Api>
class [[nodiscard]] basic_parked_session {
    static_assert(jet_api<Api>);

public:
    basic_parked_session() noexcept = default;   // none
    basic_parked_session(basic_parked_session&&) noexcept = default;
    basic_parked_session& operator=(basic_parked_session&&) noexcept = default;
    ~basic_parked_session() = default;

    [[nodiscard]] bool is_open() const noexcept { return parked_.is_open(); }

    // On the thread that calls. If it fails, the session stays parked.
    [[nodiscard]] basic_session<Api> resume(where at = where::current()) &&
    {
        check(parked_.enter_thread(), "resume", at);
        return std::move(parked_);
    }
    [[nodiscard]] basic_session<Api> resume(std::error_code& ec) && noexcept
    {
        if (jet::is_error(report(parked_.enter_thread(), ec))) return {};
        return std::move(parked_);
    }

private:
    friend class basic_session<Api>;
    explicit basic_parked_session(basic_session<Api>&& given) noexcept : parked_{std::move(given)} {}

    basic_session<Api> parked_{};
};

// The binding that resume made goes. Bindings of the user's own hold the session here.
template <class Api>
errc basic_session<Api>::leave_thread() noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    const std::size_t own = state_->travelling ? 1 : 0;
    if (state_->bindings != own || (own == 0 && state_->level() != 0)) return errc::session_sharing_violation;
    if (own == 0) return errc::success;
    if (const errc code = state_->api().reset_session_context(state_->id()); jet::is_error(code)) return code;
    state_->travelling = false;
    state_->bindings   = 0;
    return errc::success;
}

template <class Api>
errc basic_session<Api>::enter_thread() noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    if (const errc code = state_->api().set_session_context(state_->id(), state_->id().value()); jet::is_error(code)) return code;
    state_->travelling = true;
    state_->bindings   = 1;
    state_->binder     = std::this_thread::get_id();
    return errc::success;
}

template <class Api>
errc basic_session<Api>::adopt(const std::shared_ptr<detail::instance_state<Api>>& owner, session_id id) noexcept
{
    auto* fresh = new (std::nothrow) detail::session_state<Api>{owner, id};
    if (fresh == nullptr) {
        (void)owner->api.end_session(id, {});
        return errc::out_of_memory;
    }
    *this = basic_session{};
    state_ = detail::shared_ref<detail::session_state<Api>>{fresh};
    return errc::success;
}

template <class Api>
errc basic_session<Api>::create_into(basic_database<Api>& made, std::string_view path, const database_options& options) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    auto flags = options.create;
    if (options.if_exists == existing_file::overwrite) flags |= jet::create_database_option::overwrite_existing;
    const errc code = made.open_by(state_, [&](database_id& id) noexcept { return state_->api().create_database(state_->id(), path, flags, id); });
    const bool there = code == errc::database_duplicate || code == errc::file_already_exists;
    if (there && options.if_exists == existing_file::open) return attach_into(made, path, {});
    return code;
}

template <class Api>
errc basic_session<Api>::attach_into(basic_database<Api>& opened, std::string_view path, const attach_options& options) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    jet::flags<jet::attach_option> flags;
    if (options.read_only) flags |= jet::attach_option::read_only;
    if (options.exclusive) flags |= jet::attach_option::exclusive;
    const errc code = state_->api().attach_database(state_->id(), path, flags);
    return jet::is_error(code) ? code : open_into(opened, path, options);
}

template <class Api>
errc basic_session<Api>::open_into(basic_database<Api>& opened, std::string_view path, const attach_options& options) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    jet::flags<jet::open_database_option> flags;
    if (options.read_only) flags |= jet::open_database_option::read_only;
    if (options.exclusive) flags |= jet::open_database_option::exclusive;
    return opened.open_by(state_, [&](database_id& id) noexcept { return state_->api().open_database(state_->id(), path, flags, id); });
}

template <class Api>
errc basic_session<Api>::detach_it(std::string_view path) noexcept
{
    const errc code = usable();
    return jet::is_error(code) ? code : state_->api().detach_database(state_->id(), path, {});
}

template <class Api>
errc basic_session<Api>::flush_all() noexcept
{
    const errc code = usable();
    return jet::is_error(code) ? code : state_->api().commit_transaction(state_->id(), jet::commit_option::wait_all_level0);
}

template <class Api>
errc basic_session<Api>::dup_into(basic_session& twin) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    session_id id;
    const errc code = state_->api().dup_session(state_->id(), id);
    return jet::is_error(code) ? code : twin.adopt(state_->owner_pointer(), id);
}

}  // namespace ese::inline v1
