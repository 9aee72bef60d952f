// instance.hpp — one running instance: its databases, its sessions, and the memory they share.
//
// Room:   store. Uses everything below. Knows paths and numbers; knows nothing of handles and threads.
// Gives:  instance: begin and end sessions; create, attach, open, close, detach databases with the checks of the Jet calls
//         in their documented order; backup; shut_down.
// Holds:  (1) at most MaxSessions sessions live at once, and one that ends makes room at once;
//         (2) a database is attached once, has one number while it is attached, and is not detached while anyone has it open;
//         (3) a path is attached by one instance at a time: the lock on the file sees to that;
//         (4) while a backup runs, the same databases stay attached.
// Locks:  one mutex for the list of sessions; one for the databases, held while files are made, opened and closed. The
//         second is never taken under the first.
#pragma once

#include <ese/engine/base/contracts.hpp>
#include <ese/engine/os/clock.hpp>
#include <ese/engine/os/file.hpp>
#include <ese/engine/os/path.hpp>
#include <ese/engine/os/timed_files.hpp>
#include <ese/engine/page/cache.hpp>
#include <ese/engine/store/backup.hpp>
#include <ese/engine/store/database.hpp>
#include <ese/engine/store/journal.hpp>
#include <ese/engine/store/parameters.hpp>
#include <ese/engine/store/user_session.hpp>
#include <ese/engine/txn/domain.hpp>
#include <ese/jet/ids.hpp>
#include <ese/jet/limits.hpp>
#include <ese/jet/options.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

enum class shut_down_mode { clean, dirty };

class instance {
public:
    // `told` outlives it.
    instance(file_system& files, parameters& values, const jet::notices& told, const std::vector<jet::moved_database>& moved,
             jet::flags<jet::init_option> options);
    instance(const instance&) = delete;
    instance& operator=(const instance&) = delete;

    // Empty: as many as are allowed live already.
    [[nodiscard]] std::unique_ptr<user_session> begin_session();
    // Rolls back, and closes the session's databases. Its cursors are closed already.
    void end_session(user_session& ending);
    // The same without touching a page, for an instance that is given up.
    void abandon_session(user_session& ending)
    {
        ending.core().abandon();
        close_databases_of(ending);
    }
    void forget_session(std::uint32_t number) noexcept;

    [[nodiscard]] jet::error create_database(user_session& by, std::string_view path,
                                             jet::flags<jet::create_database_option> options, jet::database_id& id);
    [[nodiscard]] jet::error attach_database(user_session& by, std::string_view path, jet::flags<jet::attach_option> options);
    [[nodiscard]] jet::error open_database(user_session& by, std::string_view path,
                                           jet::flags<jet::open_database_option> options, jet::database_id& id);
    [[nodiscard]] jet::error close_database(user_session& by, jet::database_id id);
    [[nodiscard]] jet::error detach_database(user_session& by, std::string_view path, jet::flags<jet::detach_option> options);

    // What recovery found and did when the instance began.
    [[nodiscard]] recovery_report recovered() const noexcept { return log_ ? log_->report() : recovery_report{}; }
    // A copy of all databases as they are when it returns, in a folder that restore_backup takes. One at a time. Ends early when
    // `stopped` turns true or `status` says so. Errors: see make_backup.
    [[nodiscard]] jet::error backup(std::string_view folder, jet::flags<jet::backup_option> options, const jet::backup_status& status,
                                    const std::atomic<bool>& stopped);

    // Of the databases that are attached and logged.
    [[nodiscard]] std::vector<std::string> logged_paths();

    void limit_cache(std::uint64_t pages) noexcept { budget_.set_limit(cache_bytes(pages)); }

    // All sessions have ended. Databases are detached, or left as a crash would; then the instance is good for nothing.
    [[nodiscard]] jet::error shut_down(shut_down_mode how) noexcept;

private:
    struct attachment {
        std::unique_ptr<database> what;
        std::uint32_t opens = 0;                    // by all sessions
        const user_session* only_for = nullptr;     // who opened it exclusively
        bool exclusive = false;                     // attached so: the first to open it is its only user
    };

    [[nodiscard]] std::uint64_t cache_bytes(std::uint64_t pages) const noexcept;
    [[nodiscard]] recovery_rules rules_for(const jet::notices& told, const std::vector<jet::moved_database>& moved,
                                           jet::flags<jet::init_option> options) const;
    [[nodiscard]] static transaction_domain::limits version_limits(const parameters& values) noexcept;
    [[nodiscard]] database_setup setup();
    [[nodiscard]] std::vector<database*> begin_copying();
    void end_copying() noexcept;
    [[nodiscard]] attachment* find(const std::string& path) noexcept;
    [[nodiscard]] std::uint32_t free_number() const noexcept;    // 0: none
    [[nodiscard]] std::uint32_t number_for_another();            // likewise
    [[nodiscard]] recovered_database* recovered_at(const std::string& path) noexcept { return log_ ? log_->recovered_at(path) : nullptr; }
    [[nodiscard]] const recovered_database* to_resume(const std::string& path, page_file::access mode);
    [[nodiscard]] bool is_locked(const std::string& path) const;
    template <class Open>
    [[nodiscard]] std::unique_ptr<database> with_files_at_rest(Open&& open);
    [[nodiscard]] std::string resolved(std::string_view path) const;
    [[nodiscard]] bool remove_unfinished(const std::string& path);
    [[nodiscard]] jet::error check_attach(const user_session& by, std::string_view path, jet::flags<jet::attach_option> options) const;
    [[nodiscard]] jet::error open_attached(attachment& found, user_session& by, bool exclusive, jet::database_id& id);
    [[nodiscard]] jet::error detach_all();
    [[nodiscard]] jet::error detach_one(attachment& gone);
    void close_databases_of(user_session& ending);
    void close_once(user_session& by, jet::database_id id) noexcept;
    template <class Step>
    [[nodiscard]] static jet::error attempt(Step&& step) noexcept;

    file_system& files_;
    parameters& values_;
    cache_budget budget_;
    transaction_domain domain_;
    std::optional<journal> log_;    // nothing without recovery

    std::mutex sessions_mutex_;
    std::vector<bool> session_numbers_;    // taken ones; under sessions_mutex_. Its size is MaxSessions.

    std::mutex databases_mutex_;
    std::array<attachment, jet::databases_max + 1> databases_;    // by number, from 1; under databases_mutex_
    bool copying_ = false;                                        // under databases_mutex_
};

inline recovery_rules instance::rules_for(const jet::notices& told, const std::vector<jet::moved_database>& moved,
                                          jet::flags<jet::init_option> options) const
{
    using o = jet::init_option;
    recovery_rules rules{options.has(o::ignore_missing_database), {}, {}, options.has(o::replay_missing_map_entry), told.recovering};
    for (const jet::moved_database& one : moved) rules.places[files_.absolute(one.from)] = files_.absolute(one.to);
    return rules;
}

inline instance::instance(file_system& files, parameters& values, const jet::notices& told, const std::vector<jet::moved_database>& moved,
                          jet::flags<jet::init_option> options)
    : files_{files}, values_{values}, budget_{cache_bytes(values.number(jet::parameter::cache_size_max))},
      domain_{version_limits(values)}, session_numbers_(values.number(jet::parameter::max_sessions))
{
    if (told.version_store)
        domain_.stock().tell_above(static_cast<std::size_t>(values.number(jet::parameter::preferred_ver_pages)), told.version_store);
    if (!values.logging()) return;
    log_.emplace(files_, values_, budget_, rules_for(told, moved, options));
    if (told.durable) log_->records().tell_durable(told.durable);
    if (told.slow) log_->records().tell_slow(slow_watch{told});
    log_->start(domain_);
}

// By default the parameter is larger than any machine; then half of the memory is enough.
inline std::uint64_t instance::cache_bytes(std::uint64_t pages) const noexcept
{
    constexpr std::uint64_t fallback = std::uint64_t{1} << 30;
    const std::uint64_t memory = physical_memory();
    const std::uint64_t most = memory == 0 ? fallback : memory / 2;
    return std::min(pages, most / values_.page_size()) * values_.page_size();
}

// Two buckets more than the parameter says.
inline transaction_domain::limits instance::version_limits(const parameters& values) noexcept
{
    const auto wanted = static_cast<std::size_t>(values.number(jet::parameter::ver_page_size));
    return {static_cast<std::uint32_t>(jet::version_bucket_size(values.page_size(), wanted)),
            static_cast<std::size_t>(values.number(jet::parameter::max_ver_pages)) + 2};
}

inline database_setup instance::setup()
{
    return {files_, budget_, domain_, values_.page_size(),
            static_cast<std::uint32_t>(values_.number(jet::parameter::db_extension_size)), log_ ? &*log_ : nullptr};
}

// sessions

inline std::unique_ptr<user_session> instance::begin_session()
{
    const std::lock_guard lock{sessions_mutex_};
    const auto free = std::find(session_numbers_.begin(), session_numbers_.end(), false);
    if (free == session_numbers_.end()) return nullptr;
    const auto number = static_cast<std::uint32_t>(free - session_numbers_.begin()) + 1;
    auto begun = std::make_unique<user_session>(domain_, number);
    const auto by_default = jet::flags<jet::commit_option>::from_bits(static_cast<std::uint32_t>(values_.number(jet::parameter::commit_default)));
    if (by_default.has(jet::commit_option::lazy_flush)) begun->core().set_default_durability(durability::lazy);
    *free = true;
    return begun;
}

inline void instance::forget_session(std::uint32_t number) noexcept
{
    const std::lock_guard lock{sessions_mutex_};
    session_numbers_[number - 1] = false;
}

inline void instance::end_session(user_session& ending)
{
    ending.roll_back_everything();
    close_databases_of(ending);
}

inline void instance::close_databases_of(user_session& ending)
{
    const std::lock_guard lock{databases_mutex_};
    for (std::uint32_t number = 1; number <= jet::databases_max; ++number) {
        const jet::database_id id{number};
        while (ending.databases().count(id) != 0) close_once(ending, id);
    }
}

// databases

inline std::string instance::resolved(std::string_view path) const
{
    try {
        return files_.absolute(path);
    } catch (const failure& accident) {
        if (accident.code() == jet::error::invalid_path) throw failure{jet::error::database_invalid_path};
        throw;
    }
}

inline instance::attachment* instance::find(const std::string& path) noexcept
{
    const auto found = std::find_if(databases_.begin(), databases_.end(),
                                    [&](const attachment& one) { return one.what && one.what->path() == path; });
    return found == databases_.end() ? nullptr : &*found;
}

inline std::uint32_t instance::free_number() const noexcept
{
    for (std::uint32_t number = 1; number <= jet::databases_max; ++number)
        if (!databases_[number].what && !(log_ && log_->holds(number))) return number;
    return 0;
}

inline std::uint32_t instance::number_for_another()
{
    const std::uint32_t number = free_number();
    return number == 0 && log_ && log_->rest_all() ? free_number() : number;
}

// A database that recovery left open, for whoever goes on writing to it; for everybody else its file is brought to rest. So it is
// when the path leads to another file by now.
inline const recovered_database* instance::to_resume(const std::string& path, page_file::access mode)
{
    recovered_database* const ready = recovered_at(path);
    if (!ready || (mode == page_file::access::read_write && is_locked(path))) return ready;
    log_->rest(*ready);
    return nullptr;
}

inline bool instance::is_locked(const std::string& path) const
try {
    (void)files_.open(path, open_mode::read_write);
    return false;
} catch (const failure& accident) {
    return accident.code() == jet::error::file_access_denied;
}

// The file may be one that recovery left open, under another name for it.
template <class Open>
std::unique_ptr<database> instance::with_files_at_rest(Open&& open)
{
    try {
        return open();
    } catch (const failure& accident) {
        if (accident.code() != jet::error::database_sharing_violation || !log_ || !log_->rest_all()) throw;
    }
    return open();
}

// A crash while a database was made left a file without content: as if it was not there. Its removal is durable before the
// name is used again, so that no page of it ever shows up in the next one.
inline bool instance::remove_unfinished(const std::string& path)
{
    try {
        if (!database_header::is_unfinished(*files_.open(path, open_mode::read_write), values_.page_size())) return false;
    } catch (const failure&) {    // open elsewhere, or unreadable: not ours to judge
        return false;
    }
    files_.remove(path);
    files_.sync_directory(paths::parent_of(path));
    return true;
}

inline jet::error instance::create_database(user_session& by, std::string_view path,
                                            jet::flags<jet::create_database_option> options, jet::database_id& id)
{
    using o = jet::create_database_option;
    if (by.in_transaction()) return jet::error::in_transaction;
    if (options.has(o::versioning_off) && !options.has(o::recovery_off)) return jet::error::cannot_disable_versioning;
    if (path.empty()) return jet::error::database_invalid_path;
    std::string full = resolved(path);
    const std::lock_guard lock{databases_mutex_};
    if (copying_) return jet::error::backup_in_progress;
    if (values_.number(jet::parameter::create_path_if_not_exist) != 0) files_.create_directories(paths::parent_of(full));
    if (find(full)) return jet::error::database_duplicate;
    const std::uint32_t number = number_for_another();
    if (number == 0) return jet::error::too_many_attached_databases;
    const bool overwrite = options.has(o::overwrite_existing);
    if (!overwrite && files_.exists(full) && !remove_unfinished(full)) return jet::error::database_duplicate;
    if (recovered_database* const old = recovered_at(full)) log_->rest(*old);
    attachment& made = databases_[number];
    database::creation how;
    if (overwrite) how.old = database::existing_file::overwritten;
    if (options.has(o::shadowing_off)) how.shadow = shadow_catalog::absent;
    made.what = with_files_at_rest([&] { return database::create(setup(), number, full, how); });
    return open_attached(made, by, options.has(o::exclusive), id);
}

inline jet::error instance::check_attach(const user_session& by, std::string_view path,
                                         jet::flags<jet::attach_option> options) const
{
    using o = jet::attach_option;
    if (by.in_transaction()) return jet::error::in_transaction;
    if (options.has(o::versioning_off)) return jet::error::cannot_disable_versioning;
    if (path.empty()) return jet::error::database_invalid_path;
    return options.has(o::read_only | o::delete_unicode_indexes) ? jet::error::invalid_grbit : jet::error::success;
}

inline jet::error instance::attach_database(user_session& by, std::string_view path, jet::flags<jet::attach_option> options)
{
    using o = jet::attach_option;
    if (const jet::error wrong = check_attach(by, path, options); wrong != jet::error::success) return wrong;
    std::string full = resolved(path);
    const std::lock_guard lock{databases_mutex_};
    const bool read_only = options.has(o::read_only);
    const auto mode = read_only ? page_file::access::read_only : page_file::access::read_write;
    if (!files_.exists(full))
        return files_.is_directory(paths::parent_of(full)) ? jet::error::file_not_found : jet::error::database_invalid_path;
    if (!read_only && files_.is_read_only(full)) return jet::error::database_file_read_only;
    if (copying_) return jet::error::backup_in_progress;
    if (find(full)) return jet::error::wrn_database_attached;
    const recovered_database* const ready = to_resume(full, mode);
    const std::uint32_t number = ready ? ready->what.number : number_for_another();
    if (number == 0) return jet::error::too_many_attached_databases;
    attachment& to = databases_[number];
    if (ready) {
        to.what = database::resume(setup(), *ready);
        log_->hand_over(static_cast<std::uint8_t>(number));
    } else {
        to.what = with_files_at_rest([&] { return database::attach(setup(), number, full, mode); });
    }
    to.exclusive = options.has(o::exclusive);
    return jet::error::success;
}

inline jet::error instance::open_database(user_session& by, std::string_view path,
                                          jet::flags<jet::open_database_option> options, jet::database_id& id)
{
    using o = jet::open_database_option;
    if (path.empty()) return jet::error::database_invalid_path;
    const std::string full = resolved(path);
    const std::lock_guard lock{databases_mutex_};
    attachment* const found = find(full);
    if (!found) return jet::error::database_not_found;
    const bool one_each = values_.number(jet::parameter::one_database_per_session) != 0;
    if (one_each && by.databases().any_but(jet::database_id{found->what->number()})) return jet::error::one_database_per_session;
    const jet::error opened = open_attached(*found, by, options.has(o::exclusive) || found->exclusive, id);
    if (opened != jet::error::success) return opened;
    return found->what->read_only() && !options.has(o::read_only) ? jet::error::wrn_file_open_read_only : opened;
}

inline jet::error instance::open_attached(attachment& found, user_session& by, bool exclusive, jet::database_id& id)
{
    if (found.only_for && found.only_for != &by) return jet::error::database_locked;
    const bool again = found.exclusive && found.only_for == &by;    // who has it for itself may open it again
    if (exclusive && found.opens != 0 && !again) return jet::error::database_in_use;
    if (exclusive) found.only_for = &by;
    ++found.opens;
    id = jet::database_id{found.what->number()};
    by.databases().add(id, *found.what);
    return jet::error::success;
}

inline void instance::close_once(user_session& by, jet::database_id id) noexcept
{
    attachment& closed = databases_[id.value()];
    --closed.opens;
    if (by.databases().remove(id) != 0) return;
    if (closed.only_for == &by) closed.only_for = nullptr;
    if (by.in_transaction()) by.core().leave(1u << id.value());
}

inline jet::error instance::close_database(user_session& by, jet::database_id id)
{
    const std::lock_guard lock{databases_mutex_};
    if (!by.databases().find(id)) return jet::error::database_not_found;
    close_once(by, id);
    return jet::error::success;
}

inline jet::error instance::detach_database(user_session& by, std::string_view path, jet::flags<jet::detach_option> options)
{
    if (by.in_transaction()) return jet::error::in_transaction;
    if (options.has_any(jet::detach_option::force_close)) return jet::error::force_detach_not_allowed;
    const std::lock_guard lock{databases_mutex_};
    if (copying_) return jet::error::backup_in_progress;
    if (path.empty()) return detach_all();
    attachment* const found = find(resolved(path));
    return found ? detach_one(*found) : jet::error::database_not_found;
}

inline jet::error instance::detach_all()
{
    for (attachment& one : databases_)
        if (one.what)
            if (const jet::error answer = detach_one(one); answer != jet::error::success) return answer;
    return jet::error::success;
}

// Versions point into the database's trees. While an older snapshot still needs them, or a transaction may still undo them, it
// counts as being in use.
inline jet::error instance::detach_one(attachment& gone)
{
    const std::uint32_t bit = 1u << gone.what->number();
    if (gone.opens != 0 || (domain_.left_in_transactions() & bit) != 0) return jet::error::database_in_use;
    domain_.clean_up_all();
    if (domain_.anything_unsettled()) return jet::error::database_in_use;
    gone.what->flush();    // when this fails, it is attached as before
    const attachment closing = std::exchange(gone, attachment{});
    closing.what->close();
    return jet::error::success;
}

inline std::vector<std::string> instance::logged_paths()
{
    std::vector<std::string> paths;
    if (!log_) return paths;
    const std::lock_guard lock{databases_mutex_};
    for (const attachment& one : databases_)
        if (one.what && !one.what->read_only()) paths.push_back(one.what->path());
    return paths;
}

// backup

inline jet::error instance::backup(std::string_view folder, jet::flags<jet::backup_option> options, const jet::backup_status& status,
                                   const std::atomic<bool>& stopped)
{
    using o = jet::backup_option;
    if (!options.only(o::incremental | o::atomic)) return jet::error::invalid_grbit;
    if (!log_) return jet::error::logging_disabled;
    if (options.has(o::incremental))
        return values_.number(jet::parameter::circular_log) != 0 ? jet::error::invalid_backup : jet::error::feature_not_available;
    if (folder.empty()) return jet::error::no_backup_directory;
    const backup_order order{files_.absolute(folder), options.has(o::atomic), status, stopped};
    const std::vector<database*> databases = begin_copying();
    try {
        make_backup(files_, *log_, values_.page_size(), databases, order);
    } catch (...) {
        end_copying();
        throw;
    }
    end_copying();
    return jet::error::success;
}

inline std::vector<database*> instance::begin_copying()
{
    const std::lock_guard lock{databases_mutex_};
    if (log_) (void)log_->rest_all();    // a backup is of those that are attached: its log is to name no others
    std::vector<database*> all;
    for (const attachment& one : databases_)
        if (one.what) all.push_back(one.what.get());
    copying_ = true;
    return all;
}

inline void instance::end_copying() noexcept
{
    const std::lock_guard lock{databases_mutex_};
    copying_ = false;
}

// One database that cannot be closed does not keep the others from it.
inline jet::error instance::shut_down(shut_down_mode how) noexcept
{
    const std::lock_guard lock{databases_mutex_};
    jet::error first = jet::error::success;
    if (how == shut_down_mode::clean) first = attempt([&] { domain_.clean_up_all(); });
    const bool closing = how == shut_down_mode::clean && first == jet::error::success;
    domain_.forget_everything();
    for (attachment& one : databases_) {
        const jet::error closed = one.what && closing ? attempt([&] { one.what->close(); }) : jet::error::success;
        if (first == jet::error::success) first = closed;
        one = attachment{};
    }
    if (log_ && closing) {
        const jet::error closed = attempt([&] { log_->close(); });
        if (first == jet::error::success) first = closed;
    }
    return first;
}

template <class Step>
jet::error instance::attempt(Step&& step) noexcept
{
    try {
        step();
        return jet::error::success;
    } catch (const failure& accident) {
        return accident.code();
    } catch (const std::bad_alloc&) {
        return jet::error::out_of_memory;
    }
}

}  // namespace ese::inline v1::engine
