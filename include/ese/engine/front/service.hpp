// service.hpp — one instance from its creation to its end, as callers meet it.
//
// Room:   front. Uses store, os, jet.
// Gives:  service: create, parameters, init, term, stop_service; backup and restore; begin, duplicate and end sessions; the
//         gate that every other call passes; undo_watch.
// Holds:  (1) while anyone is inside a session, the instance behind it lives;
//         (2) ending is refused while a session is in a transaction, unless the databases are to stay dirty; a refused
//             ending has changed nothing;
//         (3) whatever ends, its handles are dead before its memory is.
// Locks:  one mutex for the phase, never held while files are touched or anyone is waited for. Who moves to a phase that
//         ends in -ing owns the instance alone until it leaves it.
//
//                create              init                         term
//   absent ---------------> created -------> initialising        running ------> terminating -----> absent
//      ^  ^                    |                 |   |              ^  ^              |
//      |  +------ term --------+    it failed    |   +--- it went --+  +-- refused ---+
//      +-----------------------------------------+
//   absent, created <-- restore --> restoring: while files are copied and replayed, nothing else may begin
#pragma once

#include <ese/engine/base/contracts.hpp>
#include <ese/engine/front/entry.hpp>
#include <ese/engine/os/timed_files.hpp>
#include <ese/engine/store/instance.hpp>
#include <ese/engine/store/parameters.hpp>
#include <ese/engine/store/restore.hpp>
#include <ese/jet/durability.hpp>
#include <ese/jet/ids.hpp>
#include <ese/jet/options.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

class service {
public:
    explicit service(std::shared_ptr<file_system> files) : service{std::move(files), std::random_device{}()} {}
    // All handles carry `handle_tag`, so that a table of instances can find the one they belong to.
    service(std::shared_ptr<file_system> files, std::uint32_t handle_tag);
    ~service();    // as if everything had been rolled back and ended in order; nobody may be inside
    service(const service&) = delete;
    service& operator=(const service&) = delete;

    [[nodiscard]] jet::error create(std::string_view name);
    [[nodiscard]] jet::error set_parameter(jet::parameter id, std::uint64_t number, std::string_view text);
    [[nodiscard]] jet::error get_parameter(jet::parameter id, std::uint64_t& number, std::string& text);
    [[nodiscard]] jet::error set_notices(jet::notices told);
    [[nodiscard]] jet::error set_moved(std::vector<jet::moved_database> moved);
    [[nodiscard]] jet::error init(jet::flags<jet::init_option> options);
    [[nodiscard]] jet::error recovered(jet::recovery_report& report);
    [[nodiscard]] jet::error backup(std::string_view folder, jet::flags<jet::backup_option> options, const jet::backup_status& status);
    [[nodiscard]] jet::error restore(std::string_view from, std::string_view to, jet::recovery_report& report);
    [[nodiscard]] jet::error attached(std::vector<std::string>& paths);
    [[nodiscard]] jet::error term(jet::flags<jet::term_option> options);
    [[nodiscard]] jet::error stop(jet::flags<jet::stop_service_option> options);

    [[nodiscard]] jet::error begin_session(jet::session_id& id);
    // For a caller that is inside a session already.
    [[nodiscard]] jet::error open_session(jet::session_id& id);
    [[nodiscard]] jet::error end_session(jet::session_id id);

    [[nodiscard]] call_gate& gate() noexcept { return gate_; }
    [[nodiscard]] instance& running() noexcept { return *instance_; }    // for who is inside a session
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    // An undo failed: only ending is left, and the databases stay dirty.
    void give_up(jet::error cause) noexcept;

private:
    enum class phase { absent, created, restoring, initialising, running, terminating };
    using clock = std::chrono::steady_clock;

    // No thread's number: those are addresses.
    static constexpr std::uint64_t ending_thread = 1;
    // Longer than any processor keeps a store to itself. Who comes back to a parked seat pays no fence, so the one who
    // ends the instance waits instead.
    static constexpr std::chrono::milliseconds store_settles{2};

    [[nodiscard]] jet::error may_prepare() const noexcept;    // mutex_ held
    [[nodiscard]] jet::error begin_backup();
    void end_backup() noexcept;
    [[nodiscard]] std::optional<jet::error> begin_termination(jet::flags<jet::term_option> options);
    [[nodiscard]] bool occupy_all(bool dirty, std::vector<session_slot*>& taken);
    [[nodiscard]] bool occupy(session_slot& slot, bool dirty, std::vector<session_slot*>& taken);
    void leave_running(const std::vector<session_slot*>& taken) noexcept;
    void end_all_sessions(shut_down_mode how) noexcept;
    void discard(std::uint64_t handle, session_slot& slot, shut_down_mode how) noexcept;
    [[nodiscard]] jet::error finish(shut_down_mode how) noexcept;
    [[nodiscard]] phase now_in()
    {
        const std::lock_guard lock{mutex_};
        return phase_;
    }
    void move_to(phase next)
    {
        const std::lock_guard lock{mutex_};
        phase_ = next;
    }

    const std::shared_ptr<file_system> files_;
    call_gate gate_;

    std::mutex mutex_;                          // rank: above everything, held for moments
    phase phase_ = phase::absent;               // under mutex_
    std::string name_;                          // under mutex_ until running, then constant
    parameters defaults_;                       // of instances not created yet; under mutex_
    parameters values_;                         // under mutex_
    std::optional<timed_files> timed_;          // changed only in initialising and terminating; outlives the instance
    std::unique_ptr<instance> instance_;        // likewise
    std::optional<cursor_quota> quota_;         // likewise
    std::optional<jet::error> broken_;          // why it was given up; under mutex_
    jet::notices notices_;                      // constant from initialising to the end of terminating; else under mutex_
    std::vector<jet::moved_database> moved_;    // for the next init; likewise
    bool backing_up_ = false;                   // under mutex_
    std::uint32_t looking_ = 0;                 // callers of attached; under mutex_
    std::condition_variable backup_ended_;      // with mutex_; also the last of those who look
    std::atomic<bool> stop_backup_{false};      // set under mutex_; the backup looks now and then
};

inline service::service(std::shared_ptr<file_system> files, std::uint32_t handle_tag)
    : files_{std::move(files)}, gate_{handle_tag, std::random_device{}()}
{
}

inline service::~service()
{
    if (phase_ != phase::running) return;
    end_all_sessions(broken_ ? shut_down_mode::dirty : shut_down_mode::clean);
    (void)instance_->shut_down(broken_ ? shut_down_mode::dirty : shut_down_mode::clean);
}

inline jet::error service::create(std::string_view name)
{
    const std::lock_guard lock{mutex_};
    if (phase_ != phase::absent) return jet::error::too_many_instances;
    values_ = defaults_;
    name_ = name;
    phase_ = phase::created;
    return jet::error::success;
}

inline jet::error service::set_parameter(jet::parameter id, std::uint64_t number, std::string_view text)
{
    const std::lock_guard lock{mutex_};
    switch (phase_) {
    case phase::absent: return defaults_.set(id, number, text, false);
    case phase::created: return values_.set(id, number, text, false);
    case phase::restoring: return jet::error::restore_in_progress;
    case phase::initialising: return jet::error::init_in_progress;
    case phase::terminating: return jet::error::term_in_progress;
    case phase::running: break;
    }
    const jet::error answer = values_.set(id, number, text, true);
    if (answer == jet::error::success && id == jet::parameter::cache_size_max) instance_->limit_cache(values_.number(id));
    return answer;
}

inline jet::error service::get_parameter(jet::parameter id, std::uint64_t& number, std::string& text)
{
    const std::lock_guard lock{mutex_};
    if (phase_ == phase::restoring) return jet::error::restore_in_progress;
    if (phase_ == phase::initialising) return jet::error::init_in_progress;
    if (phase_ == phase::terminating) return jet::error::term_in_progress;
    return (phase_ == phase::absent ? defaults_ : values_).get(id, number, text);
}

// What is to be known before an init.
inline jet::error service::may_prepare() const noexcept
{
    switch (phase_) {
    case phase::absent:
    case phase::created: break;
    case phase::restoring: return jet::error::restore_in_progress;
    case phase::initialising: return jet::error::init_in_progress;
    case phase::terminating: return jet::error::term_in_progress;
    case phase::running: return jet::error::already_initialized;
    }
    return jet::error::success;
}

inline jet::error service::set_notices(jet::notices told)
{
    const std::lock_guard lock{mutex_};
    if (const jet::error refused = may_prepare(); refused != jet::error::success) return refused;
    notices_ = std::move(told);
    return jet::error::success;
}

inline jet::error service::set_moved(std::vector<jet::moved_database> moved)
{
    const std::lock_guard lock{mutex_};
    if (const jet::error refused = may_prepare(); refused != jet::error::success) return refused;
    moved_ = std::move(moved);
    return jet::error::success;
}

// A failed init leaves nothing behind, not even an instance that had been created before: its parameters are lost.
inline jet::error service::init(jet::flags<jet::init_option> options)
{
    {
        const std::lock_guard lock{mutex_};
        if (phase_ == phase::restoring) return jet::error::restore_in_progress;
        if (phase_ == phase::initialising) return jet::error::init_in_progress;
        if (phase_ == phase::running) return jet::error::already_initialized;
        if (phase_ == phase::terminating) return jet::error::term_in_progress;
        if (phase_ == phase::absent) values_ = defaults_;
        phase_ = phase::initialising;
    }
    try {
        values_.settle();
        quota_.emplace(values_.number(jet::parameter::max_cursors));
        if (notices_.slow) timed_.emplace(*files_, slow_watch{notices_});
        file_system& files = timed_ ? static_cast<file_system&>(*timed_) : *files_;
        instance_ = std::make_unique<instance>(files, values_, notices_, moved_, options);
        moved_.clear();
    } catch (...) {
        instance_.reset();
        timed_.reset();
        notices_ = {};
        moved_.clear();
        move_to(phase::absent);
        throw;
    }
    move_to(phase::running);
    return jet::error::success;
}

inline jet::error service::recovered(jet::recovery_report& report)
{
    const std::lock_guard lock{mutex_};
    if (phase_ != phase::running) return jet::error::not_initialized;
    report = instance_->recovered();
    return jet::error::success;
}

// backup and restore

inline jet::error service::backup(std::string_view folder, jet::flags<jet::backup_option> options, const jet::backup_status& status)
{
    if (const jet::error refused = begin_backup(); refused != jet::error::success) return refused;
    try {
        const jet::error answer = instance_->backup(folder, options, status, stop_backup_);
        end_backup();
        return answer;
    } catch (...) {
        end_backup();
        throw;
    }
}

inline jet::error service::begin_backup()
{
    const std::lock_guard lock{mutex_};
    switch (phase_) {
    case phase::absent: return jet::error::invalid_parameter;
    case phase::created:
    case phase::initialising: return jet::error::not_initialized;
    case phase::restoring: return jet::error::restore_in_progress;
    case phase::terminating: return jet::error::term_in_progress;
    case phase::running: break;
    }
    if (const jet::error why = gate_.state.refusal(when_stopped::refused); why != jet::error::success) return why;
    if (backing_up_) return jet::error::backup_in_progress;
    backing_up_ = true;
    stop_backup_ = false;
    return jet::error::success;
}

inline void service::end_backup() noexcept
{
    const std::lock_guard lock{mutex_};
    backing_up_ = false;
    backup_ended_.notify_all();
}

// Whoever looks keeps the instance, but not the mutex: databases may be opening meanwhile.
inline jet::error service::attached(std::vector<std::string>& paths)
{
    {
        const std::lock_guard lock{mutex_};
        if (phase_ != phase::running) return jet::error::not_initialized;
        ++looking_;
    }
    struct leaving {
        service& of;
        ~leaving()
        {
            const std::lock_guard lock{of.mutex_};
            if (--of.looking_ == 0) of.backup_ended_.notify_all();
        }
    } const at_the_end{*this};
    paths = instance_->logged_paths();
    return jet::error::success;
}

// Needs no instance, only one that is not running: what it uses of the parameters are their defaults.
inline jet::error service::restore(std::string_view from, std::string_view to, jet::recovery_report& report)
{
    phase before{};
    {
        const std::lock_guard lock{mutex_};
        if (phase_ == phase::restoring) return jet::error::restore_in_progress;
        if (phase_ != phase::absent && phase_ != phase::created) return jet::error::after_initialization;
        before = std::exchange(phase_, phase::restoring);
    }
    try {
        report = restore_backup(*files_, files_->absolute(from), files_->absolute(to), notices_.recovering);
    } catch (...) {
        move_to(before);
        throw;
    }
    move_to(before);
    return jet::error::success;
}

inline jet::error service::stop(jet::flags<jet::stop_service_option> options)
{
    using o = jet::stop_service_option;
    const auto known = o::background_user_tasks | o::quiesce_caches | o::stop_and_emit_log | o::resume;
    const phase at = now_in();
    if (at == phase::absent) return jet::error::invalid_parameter;
    if (!options.only(known)) return jet::error::invalid_grbit;
    if (options.has(o::stop_and_emit_log) && options != jet::flags<o>{o::stop_and_emit_log}) return jet::error::invalid_grbit;
    if (options.has(o::resume))
        return gate_.state.is(obstacle::stopped) ? jet::error::client_request_to_stop_jet_service : jet::error::success;
    if (at != phase::running) return jet::error::not_initialized;
    if (options.none()) gate_.state.raise(obstacle::stopped);
    return jet::error::success;
}

inline void service::give_up(jet::error cause) noexcept
{
    const std::lock_guard lock{mutex_};
    if (!broken_) broken_ = cause;
    if (cause == jet::error::log_disk_full) gate_.state.raise(obstacle::log_disk_full);
    gate_.state.raise(obstacle::unavailable);
}

// sessions

inline jet::error service::begin_session(jet::session_id& id)
{
    const std::lock_guard lock{mutex_};
    switch (phase_) {
    case phase::absent: return jet::error::invalid_parameter;
    case phase::restoring: return jet::error::restore_in_progress;
    case phase::created:
    case phase::initialising: return jet::error::not_initialized;
    case phase::terminating:
    case phase::running: break;
    }
    if (const jet::error why = gate_.state.refusal(when_stopped::refused); why != jet::error::success) return why;
    return open_session(id);
}

inline jet::error service::open_session(jet::session_id& id)
{
    auto core = instance_->begin_session();
    if (!core) return jet::error::out_of_sessions;
    const std::uint32_t number = core->number();
    try {
        auto fresh = std::make_unique<seated_session>(std::move(core), gate_.cursors, *quota_);
        const auto opened = gate_.sessions.open([&](std::uint64_t handle, session_slot& slot) {
            slot.session = fresh.get();
            slot.id.store(handle, std::memory_order_relaxed);
        });
        (void)fresh.release();    // the slot owns it from here
        id = jet::session_id{opened.handle};
        return jet::error::success;
    } catch (...) {
        instance_->forget_session(number);
        throw;
    }
}

// The seat is free before the handle's slot can be used again, so that its next session is not refused.
inline jet::error service::end_session(jet::session_id id)
{
    session_call call{gate_, id, whoever_owns_while_stopped};
    if (!call) return call.refusal();
    seated_session& ending = call.session();
    if (ending.core().context().is_set()) return jet::error::session_in_use;
    ending.close_all_cursors();
    try {
        instance_->end_session(ending.core());
    } catch (const failure& accident) {
        give_up(accident.code());
        throw;
    }
    const std::uint32_t number = ending.core().number();
    const std::unique_ptr<seated_session> ended{&ending};
    call.ended();
    gate_.sessions.close(id.value());
    instance_->forget_session(number);
    return jet::error::success;
}

// termination

inline jet::error service::term(jet::flags<jet::term_option> options)
{
    const bool asked_dirty = options.has(jet::term_option::dirty);
    const bool dirty = asked_dirty || gate_.state.is(obstacle::unavailable);
    if (const auto answer = begin_termination(options)) return *answer;
    std::vector<session_slot*> taken;
    try {
        if (!occupy_all(dirty, taken)) {
            leave_running(taken);
            return jet::error::too_many_active_users;
        }
    } catch (...) {
        leave_running(taken);
        throw;
    }
    const shut_down_mode how = dirty ? shut_down_mode::dirty : shut_down_mode::clean;
    end_all_sessions(how);
    const jet::error closed = finish(how);
    return asked_dirty && closed == jet::error::success ? jet::error::dirty_shutdown : closed;
}

// An answer: there is nothing to end, or not now. None: the instance is ours alone as soon as nobody is inside.
inline std::optional<jet::error> service::begin_termination(jet::flags<jet::term_option> options)
{
    using o = jet::term_option;
    std::unique_lock lock{mutex_};
    switch (phase_) {
    case phase::absent: return jet::error::invalid_parameter;
    case phase::restoring: return jet::error::restore_in_progress;
    case phase::initialising: return jet::error::not_initialized;
    case phase::terminating: return jet::error::term_in_progress;
    case phase::created: phase_ = phase::absent; return jet::error::success;
    case phase::running: break;
    }
    const bool stops_backup = options.has_any(o::stop_backup | o::abrupt | o::dirty) || gate_.state.is(obstacle::unavailable);
    if (backing_up_ && !stops_backup) return jet::error::backup_in_progress;
    phase_ = phase::terminating;
    gate_.state.raise(obstacle::terminating);
    stop_backup_ = true;
    backup_ended_.wait(lock, [&] { return !backing_up_ && looking_ == 0; });
    return std::nullopt;
}

// Takes every seat that is free. False: someone is in a transaction, and it matters. Who was inside may have opened a
// session meanwhile, hence the second round; after it nobody is inside who could.
inline bool service::occupy_all(bool dirty, std::vector<session_slot*>& taken)
{
    if (dirty) std::this_thread::sleep_for(store_settles);
    bool idle = true;
    for (int round = 0; round < 2; ++round)
        gate_.sessions.for_each_open([&](std::uint64_t, session_slot& slot) { idle = idle && occupy(slot, dirty, taken); });
    return idle;
}

inline bool service::occupy(session_slot& slot, bool dirty, std::vector<session_slot*>& taken)
{
    taken.reserve(taken.size() + 1);
    for (;;) {
        if (slot.place.is_occupied_by(ending_thread)) return true;    // in the first round
        if (slot.place.try_enter(ending_thread) != seat_answer::refused) {
            if (!slot.session) {    // it ended just before
                slot.place.leave();
                return true;
            }
            taken.push_back(&slot);
            return dirty || !slot.session->core().in_transaction();
        }
        if (slot.place.is_parked()) return dirty;    // stays parked: its thread is refused at the gate
        std::this_thread::sleep_for(std::chrono::microseconds{100});
    }
}

inline void service::leave_running(const std::vector<session_slot*>& taken) noexcept
{
    for (session_slot* slot : taken) slot->place.leave();
    const std::lock_guard lock{mutex_};
    gate_.state.lower(obstacle::terminating);
    phase_ = phase::running;
}

inline void service::end_all_sessions(shut_down_mode how) noexcept
{
    gate_.sessions.for_each_open([&](std::uint64_t handle, session_slot& slot) { discard(handle, slot, how); });
}

// What cannot be undone is left to the next opening of the database, which stays dirty.
inline void service::discard(std::uint64_t handle, session_slot& slot, shut_down_mode how) noexcept
{
    const std::unique_ptr<seated_session> ended{slot.session};
    ended->close_all_cursors();
    try {
        if (how == shut_down_mode::clean) instance_->end_session(ended->core());
    } catch (...) {
        give_up(jet::error::rollback_error);
    }
    instance_->abandon_session(ended->core());
    // A thread that had parked here may be about to look once more. It must not find the seat of a later session.
    using use = handle_table<session_slot>::slot_use;
    const bool may_return = slot.place.is_parked();
    slot.id.store(0, std::memory_order_relaxed);
    slot.session = nullptr;
    if (!may_return) slot.place.leave();
    gate_.sessions.close(handle, may_return ? use::never : use::again);
}

inline jet::error service::finish(shut_down_mode how) noexcept
{
    const jet::error closed = instance_->shut_down(broken_ ? shut_down_mode::dirty : how);
    instance_.reset();
    timed_.reset();
    quota_.reset();
    const std::lock_guard lock{mutex_};
    notices_ = {};
    broken_.reset();
    for (const obstacle one : {obstacle::stopped, obstacle::log_disk_full, obstacle::unavailable, obstacle::terminating})
        gate_.state.lower(one);
    phase_ = phase::absent;
    return closed;
}

// Stands in a call that may undo something: when that fails, nobody may go on with this instance.
class undo_watch {
public:
    undo_watch(service& of, const seated_session& in) noexcept : service_{of}, session_{in} {}
    ~undo_watch()
    {
        if (session_.core().core().broken()) [[unlikely]] service_.give_up(jet::error::rollback_error);
    }
    undo_watch(const undo_watch&) = delete;
    undo_watch& operator=(const undo_watch&) = delete;

private:
    service& service_;
    const seated_session& session_;
};

}  // namespace ese::inline v1::engine
