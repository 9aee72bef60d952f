// instance.hpp — an instance of a backend: started by the constructor, ended by the destructor.
//
// Room:   public. Uses session, jet's parameters.
// Gives:  basic_instance, instance_options, backup_options.
// Holds:  (1) a constructor that fails leaves nothing running;
//         (2) closing ends the sessions that are still alive, rolled back, counted and reported; their handles stay valid
//             objects that answer not_open.
#pragma once

#include <ese/fwd.hpp>
#include <ese/jet/callback.hpp>
#include <ese/jet/durations.hpp>
#include <ese/session.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

namespace ese::inline v1 {

// Any parameter that has no member in instance_options.
struct raw_parameter {
    jet::parameter id{};
    std::uint64_t value = 0;
    std::string_view text{};
};

// Zero and empty leave the backend's default.
struct instance_options {
    std::string name{};                    // unique in the process; invented when empty
    std::string directory{};               // UTF-8; system, log and temporary files below it
    std::string log_directory{};           // instead of `directory`
    std::string temp_directory{};
    std::string base_name{};               // three letters in front of log files
    unsigned max_sessions = 0;             // default 16
    unsigned max_cursors = 0;
    unsigned max_version_pages = 0;
    std::uint32_t page_size = 0;           // bytes: 4096, 8192, 16384 or 32768
    std::uint64_t cache_max = 0;           // pages
    std::uint32_t log_file_size = 0;       // KiB
    bool circular_log = true;
    bool recovery = true;
    bool create_directories = true;
    bool in_memory = false;                // no files at all; only a backend constructible from `storage` can
    bool ignore_missing_databases = false; // recovery passes over what is gone, for good: what was logged of it is lost
    std::span<const raw_parameter> raw{};  // set last
    event_sink events{};
    // From how long on `events` hears of I/O and of commits that waited for it, see event. 0: never.
    std::chrono::nanoseconds slow{std::chrono::milliseconds{100}};
    // After each sync of the log: every commit whose id is not above `up_to` is on disk. A durable commit returns after this was
    // told of it; a lazy one is told of within 0.2 s, unless the disk is slower.
    // Called by whichever thread synced, the engine's own among them, and others wait meanwhile: it must not throw, must not use
    // the instance, and should return soon. feature_not_available: the backend tells of nothing.
    jet::callback<void(const durable_notice&)> on_durable{};
};

struct backup_options {
    bool replace = false;   // an earlier backup in the directory gives way, once this one is complete
    // Pages copied and in all, now and then, by the thread that makes the backup; false stops it (backup_abort_by_server).
    // Must not throw. It may use the instance, but not attach, create or detach databases.
    jet::backup_status progress{};
};

struct term_options {
    bool quick = false;                    // leave clean-up undone that a later start would not need
};

// Owns one instance.
//
//     ese::instance engine{{.directory = "data"}};
//     ese::session session = engine.begin_session();
//
// Warning: handles of sessions may outlive it, but a thread must not be inside a call while it closes.
template <class Api>
class [[nodiscard]] basic_instance {
    static_assert(jet_api<Api>);

public:
    // Starts an instance; when its log says that the last one did not end in order, recovers the databases first. They keep their
    // files locked, and dirty, until they are attached and detached again or the instance ends.
    //
    // invalid_parameter: an option out of range. invalid_log_directory, invalid_path: no such folder, and none was to be made.
    // log_file_path_in_use: another instance has the log. attached_database_mismatch: recovery misses a database.
    // log_file_corrupt, missing_log_file, bad_log_signature, checkpoint_corrupt: the log is damaged. too_many_instances: `api`
    // runs one already. feature_not_available: on_durable, and the backend tells nothing. On an error nothing runs.
    // JetCreateInstance, JetInit.
    explicit basic_instance(const instance_options& options = {}, where at = where::current())
    {
        check(open_default(options), "init", at);
    }
    basic_instance(const instance_options& options, Api api, where at = where::current())
    {
        check(open_with(options, std::move(api)), "init", at);
    }
    basic_instance(const instance_options& options, std::error_code& ec) noexcept { report(open_default(options), ec); }
    basic_instance(const instance_options& options, Api api, std::error_code& ec) noexcept
    {
        report(open_with(options, std::move(api)), ec);
    }

    basic_instance(basic_instance&&) noexcept = default;
    basic_instance& operator=(basic_instance&& other) noexcept
    {
        if (this != &other) {
            finish();
            state_ = std::move(other.state_);
        }
        return *this;
    }
    ~basic_instance() { finish(); }

    // Ends the instance: sessions that are alive are ended and rolled back, databases written and closed, those too that recovery
    // had opened and nobody attached. No other thread may be inside a call. backup_in_progress: a backup runs, and `options` do not
    // stop it; the sessions are ended, the rest goes on. After another error it is closed nevertheless, and databases may be left as
    // they are, for recovery at the next start. JetTerm2.
    void close(term_options options = {}, where at = where::current()) { check(term(options), "term", at); }
    void close(term_options options, std::error_code& ec) noexcept { report(term(options), ec); }

    // Any thread may call; the session then belongs to one thread at a time. out_of_sessions: max_sessions are alive.
    // JetBeginSession.
    basic_session<Api> begin_session(where at = where::current())
    {
        basic_session<Api> fresh;
        check(begin_into(fresh), "begin_session", at);
        return fresh;
    }
    basic_session<Api> begin_session(std::error_code& ec) noexcept
    {
        basic_session<Api> fresh;
        report(begin_into(fresh), ec);
        return fresh;
    }

    // Copies all attached databases, while sessions go on writing, into a directory that is made or empty. Returns when the copy
    // is complete and durable; what was committed before the call is in it. See restore.
    //
    // Any thread may call, one backup at a time (backup_in_progress); until it ends, databases cannot be created, attached or
    // detached (backup_in_progress), nor the instance closed, except quickly, which stops it (backup_abort_by_server).
    // backup_directory_not_empty: files are there; with `replace`, files that are no backup's. make_backup_directory_fail: the
    // directory cannot be made. no_backup_directory: no name. logging_disabled: the instance has no log. backup_not_allowed_yet:
    // a database was given up and waits for recovery. disk_full, disk_io and what else disks answer; read_verify_failure,
    // database_corrupted: a page is damaged. log_write_fail: the log is dead. feature_not_available: the backend makes none.
    // On any error neither the databases nor an earlier backup in the directory have changed. JetBackupInstance.
    void backup(std::string_view directory, const backup_options& options = {}, where at = where::current())
    {
        check(back_up(directory, options), "backup", at);
    }
    void backup(std::string_view directory, const backup_options& options, std::error_code& ec) noexcept
    {
        report(back_up(directory, options), ec);
    }

    // Brings the databases of a backup to a directory, which is made when need be, as clean files that need no log. They have
    // their names there only once they are complete. `api` must not run an instance.
    //
    // invalid_path: no such backup directory. restore_of_non_backup_database: there is no complete backup in it.
    // missing_restore_log_files, file_not_found: a file of it is gone. log_corrupt_during_hard_restore, database_corrupted: a
    // file of it is damaged. file_already_exists: the target holds a file of a database's name. after_initialization: `api` runs.
    // On any error nothing is left in the target that was not there, except databases that are complete. JetRestoreInstance.
    static recovery_report restore(std::string_view backup, std::string_view directory, Api api, where at = where::current())
    {
        recovery_report done;
        check(restore_with(api, backup, directory, done), "restore", at);
        return done;
    }
    static recovery_report restore(std::string_view backup, std::string_view directory, where at = where::current())
        requires std::is_default_constructible_v<Api>
    {
        return restore(backup, directory, Api(), at);
    }
    static recovery_report restore(std::string_view backup, std::string_view directory, Api api, std::error_code& ec) noexcept
    {
        recovery_report done;
        report(restore_with(api, backup, directory, done), ec);
        return done;
    }

    // What the start of this instance found in its log and did. All zero: nothing, or the backend does not say.
    [[nodiscard]] recovery_report recovery() const noexcept
    {
        recovery_report found;
        if constexpr (jet_api_durability<Api>)
            if (is_open() && jet::is_error(state_->api.get_recovery_report(found))) return {};
        return found;
    }

    // System parameters by their numbers: see jet/parameter.hpp. Any thread may ask. invalid_parameter: no such parameter, or
    // none that can be asked for. JetGetSystemParameter.
    [[nodiscard]] std::uint64_t parameter(jet::parameter which, where at = where::current())
    {
        std::uint64_t value = 0;
        std::string text;
        check(usable() != errc::success ? usable() : api().get_parameter(which, value, text), "get_parameter", at);
        return value;
    }
    [[nodiscard]] std::string text_parameter(jet::parameter which, where at = where::current())
    {
        std::uint64_t value = 0;
        std::string text;
        check(usable() != errc::success ? usable() : api().get_parameter(which, value, text), "get_parameter", at);
        return text;
    }
    // Of a running instance. already_initialized: it is fixed once the instance runs; give it to instance_options.raw.
    // invalid_parameter: unknown, or out of range. JetSetSystemParameter.
    void set_parameter(const raw_parameter& p, where at = where::current())
    {
        check(usable() != errc::success ? usable() : api().set_parameter(p.id, p.value, p.text), "set_parameter", at);
    }

    [[nodiscard]] bool is_open() const noexcept { return state_ && state_->open.load(std::memory_order_relaxed); }
    // An accident made further work unsafe: close it and start again.
    [[nodiscard]] bool poisoned() const noexcept { return state_ && state_->poisoned.load(std::memory_order_relaxed); }
    // Rollbacks that failed in destructors, of all its sessions; and sessions that were alive when it was closed.
    [[nodiscard]] std::size_t lost_rollbacks() const noexcept { return state_ ? state_->lost_rollbacks.load() : 0; }
    [[nodiscard]] std::size_t stray_sessions() const noexcept { return state_ ? state_->strays.load() : 0; }
    [[nodiscard]] Api& api() noexcept { return state_->api; }   // not of a moved-from one

private:
    [[nodiscard]] errc usable() const noexcept { return is_open() ? errc::success : misuse::not_open; }
    errc open_default(const instance_options& options) noexcept;
    errc open_with(const instance_options& options, Api&& api) noexcept;
    errc configure(const instance_options& options) noexcept;
    errc listen(const instance_options& options) noexcept;
    static jet::notices notices_for(const instance_options& options);
    errc back_up(std::string_view directory, const backup_options& options) noexcept;
    static errc restore_with(Api& api, std::string_view backup, std::string_view directory, recovery_report& done) noexcept;
    errc term(term_options options) noexcept;
    errc begin_into(basic_session<Api>& fresh) noexcept;
    void finish() noexcept
    {
        if (!is_open()) return;
        const errc code = term({});
        if (!jet::is_error(code)) return;
        state_->tell("term", code);
        state_->open.store(false, std::memory_order_relaxed);
        (void)state_->api.term(jet::term_option::dirty);   // recovery undoes what could not be ended here
    }

    std::shared_ptr<detail::instance_state<Api>> state_;
};

template <class Api>
errc basic_instance<Api>::open_default(const instance_options& options) noexcept
{
    return detail::without_throwing([&]() -> errc {
        if (options.in_memory) {
            if constexpr (std::is_constructible_v<Api, storage>) return open_with(options, Api(storage::memory));
            else return errc::feature_not_available;
        }
        if constexpr (std::is_default_constructible_v<Api>) return open_with(options, Api());
        else return errc::invalid_parameter;
    });
}

template <class Api>
errc basic_instance<Api>::open_with(const instance_options& options, Api&& api) noexcept
{
    errc code = detail::without_throwing([&] {
        state_         = std::make_shared<detail::instance_state<Api>>(std::move(api));
        state_->events = options.events;
        return state_->api.create_instance(options.name);
    });
    if (jet::is_error(code)) return code;
    code = configure(options);
    if (!jet::is_error(code)) code = listen(options);
    if (!jet::is_error(code))
        code = state_->api.init(options.ignore_missing_databases ? jet::init_option::ignore_missing_database : jet::init_option::none);
    if (jet::is_error(code)) (void)state_->api.term(jet::term_option::abrupt);
    state_->open.store(!jet::is_error(code), std::memory_order_relaxed);
    return code;
}

template <class Api>
errc basic_instance<Api>::configure(const instance_options& options) noexcept
{
    using p = jet::parameter;
    const std::string_view log  = options.log_directory.empty() ? options.directory : options.log_directory;
    const std::string_view temp = options.temp_directory.empty() ? options.directory : options.temp_directory;
    const raw_parameter wanted[] = {
        {p::database_page_size, options.page_size, {}},
        {p::system_path, 0, options.directory},
        {p::log_file_path, 0, log},
        {p::temp_path, 0, temp},
        {p::base_name, 0, options.base_name},
        {p::max_sessions, options.max_sessions, {}},
        {p::max_cursors, options.max_cursors, {}},
        {p::max_ver_pages, options.max_version_pages, {}},
        {p::cache_size_max, options.cache_max, {}},
        {p::log_file_size, options.log_file_size, {}},
        {p::circular_log, options.circular_log ? 1u : 0u, {}},
        {p::recovery, 0, options.recovery && !options.in_memory ? std::string_view{} : std::string_view{"Off"}},
        {p::create_path_if_not_exist, options.create_directories ? 1u : 0u, {}},
    };
    for (const raw_parameter& w : wanted) {
        if (w.value == 0 && w.text.empty()) continue;
        if (const errc code = state_->api.set_parameter(w.id, w.value, w.text); jet::is_error(code)) return code;
    }
    for (const raw_parameter& w : options.raw)
        if (const errc code = state_->api.set_parameter(w.id, w.value, w.text); jet::is_error(code)) return code;
    return errc::success;
}

// Without anybody to tell, the backend is not asked to.
template <class Api>
errc basic_instance<Api>::listen(const instance_options& options) noexcept
{
    if (!options.events && !options.on_durable) return errc::success;
    errc code = errc::feature_not_available;
    if constexpr (jet_api_durability<Api>) {
        code = detail::without_throwing([&] { return state_->api.set_notices(notices_for(options)); });
    }
    const bool not_missed = code == errc::feature_not_available && !options.on_durable;
    return not_missed ? errc::success : code;
}

template <class Api>
jet::notices basic_instance<Api>::notices_for(const instance_options& options)
{
    jet::notices told;
    told.durable = options.on_durable;
    if (!options.events) return told;
    told.recovering = [sink = options.events](const jet::recovery_progress& at) {
        constexpr std::string_view steps[] = {"scan", "redo", "undo"};
        sink({"recovery", errc::success, {}, steps[static_cast<std::size_t>(at.step)], {}, at.done, at.total});
    };
    told.version_store = [sink = options.events](const jet::version_store_use& use) {
        sink({"version_store", errc::success, {}, {}, {}, use.buckets, use.buckets_max});
    };
    if (options.slow <= std::chrono::nanoseconds::zero()) return told;
    told.slow_from = options.slow;
    told.slow = [sink = options.events](const jet::slow_notice& of) {
        constexpr std::string_view operations[] = {"read", "write", "sync", "resize", "commit"};
        sink({"slow_io", of.result, {}, operations[static_cast<std::size_t>(of.what)], of.took, 0, 0, of.path});
    };
    return told;
}

template <class Api>
errc basic_instance<Api>::back_up([[maybe_unused]] std::string_view directory, [[maybe_unused]] const backup_options& options) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    if constexpr (jet_api_durability<Api>)
        return state_->api.backup(directory, options.replace ? jet::backup_option::atomic : jet::backup_option::none, options.progress);
    else return errc::feature_not_available;
}

template <class Api>
errc basic_instance<Api>::restore_with([[maybe_unused]] Api& api, [[maybe_unused]] std::string_view backup,
                                       [[maybe_unused]] std::string_view directory, [[maybe_unused]] recovery_report& done) noexcept
{
    if constexpr (jet_api_durability<Api>) return api.restore(backup, directory, done);
    else return errc::feature_not_available;
}

template <class Api>
errc basic_instance<Api>::term(term_options options) noexcept
{
    if (!is_open()) return misuse::not_open;
    state_->end_strays();
    const errc code = state_->api.term(options.quick ? jet::term_option::abrupt : jet::term_option::complete);
    if (!jet::is_refused_term(code)) state_->open.store(false, std::memory_order_relaxed);
    return code;
}

template <class Api>
errc basic_instance<Api>::begin_into(basic_session<Api>& fresh) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    session_id id;
    const errc code = state_->api.begin_session(id);
    return jet::is_error(code) ? code : fresh.adopt(state_, id);
}

}  // namespace ese::inline v1
