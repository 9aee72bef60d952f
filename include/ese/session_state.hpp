// session_state.hpp — what guards, cursors and handles of one session share.
//
// Room:   public. Uses backend's concept, codec, error.
// Gives:  shared_ref, instance_state, session_state, database_state, cursor_state: heap nodes behind the handles, so that
//         each handle may move while others live.
// Holds:  (1) levels_[n] is the stamp of the transaction open at level n, 0 when none is: a guard that remembers
//             (level, stamp) can never touch a later transaction;
//         (2) the cursor list runs from the youngest to the oldest, and so never rises in open level: a rollback and a
//             commit look only at its front;
//         (3) a node that is not open never reaches the backend with its dead id.
// Locks:  instance_state::mutex_, for the list of sessions only. Everything else of a session belongs to the one thread
//         that uses it at a time, reference counts included.
#pragma once

#include <ese/backend/jet_api.hpp>
#include <ese/codec.hpp>
#include <ese/error.hpp>
#include <ese/jet/callback.hpp>
#include <ese/jet/durations.hpp>
#include <ese/jet/limits.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace ese::inline v1 {

// What happened where nobody could be told, as in a destructor, or what the one who was told may keep to himself:
//     rollback             it failed, so what was to be undone is lost track of
//     close, end_session, term, reset_session_context, stray_session    on the way out
//     conflict             a rival was first
//     slow                 the call took longer than event_watch allows, see trace.hpp
//     slow_io              the instance waited for instance_options.slow or longer: `call` is read, write, sync or resize, of the
//                          file `path`; or commit, when a commit or a write-back waited for the log
//     recovery             the start of an instance reads its log: `call` is scan, redo or undo, `done` of `total` say how far
//                          it is, in bytes of log, and of undo in databases
//     version_store        more buckets than JET_paramPreferredVerPages are in use, `done` of `total`: something keeps an old
//                          snapshot or changes very much at once. Told again after it had gone down to half of that
//     lease_transaction, lease_in_use    a pool got a session back with a transaction, or with handles that still live
struct event {
    std::string_view what{};
    errc result = errc::success;
    session_id session{};
    std::string_view call{};             // of slow and of what event_watch reports: the function of the backend
    std::chrono::nanoseconds took{};     // of slow and slow_io
    std::uint64_t done = 0, total = 0;   // of recovery and version_store
    std::string_view path{};             // of slow_io: UTF-8, valid during the call
};
// Must not throw. Of recovery, version_store and slow_io it is told in the middle of the engine's work: then it must not use the
// instance. By any thread that uses the instance, several at once.
using event_sink = jet::callback<void(const event&)>;

using jet::commit_id;
using jet::durable_notice;
using jet::recovery_report;

namespace detail {

// A counted reference that costs no atomic: the nodes belong to one session, and a session to one thread at a time.
template <class T>
class shared_ref {
public:
    constexpr shared_ref() noexcept = default;
    explicit shared_ref(T* fresh) noexcept : node_{fresh} { hold(); }
    shared_ref(const shared_ref& other) noexcept : node_{other.node_} { hold(); }
    shared_ref(shared_ref&& other) noexcept : node_{std::exchange(other.node_, nullptr)} {}
    shared_ref& operator=(shared_ref other) noexcept
    {
        std::swap(node_, other.node_);
        return *this;
    }
    ~shared_ref()
    {
        if (node_ != nullptr && --node_->references == 0) delete node_;
    }

    [[nodiscard]] T* get() const noexcept { return node_; }
    [[nodiscard]] T* operator->() const noexcept { return node_; }
    [[nodiscard]] T& operator*() const noexcept { return *node_; }
    [[nodiscard]] explicit operator bool() const noexcept { return node_ != nullptr; }

private:
    void hold() noexcept
    {
        if (node_ != nullptr) ++node_->references;
    }

    T* node_ = nullptr;
};

template <class Api>
class session_state;

// One instance. Sessions keep it, so the backend outlives whatever still names it.
template <class Api>
class instance_state {
    static_assert(jet_api<Api>);

public:
    explicit instance_state(Api backend) : api{std::move(backend)} {}

    void tell(std::string_view what, errc result, session_id who = {}) noexcept
    {
        if (events) events({what, result, who, {}, {}});
    }
    void adopt(session_state<Api>& fresh) noexcept;
    void forget(session_state<Api>& gone) noexcept;
    std::size_t end_strays() noexcept;

    Api api;
    event_sink events{};                            // constant after construction
    std::atomic<bool> open{false};                  // relaxed: a hint for handles that outlive the instance
    std::atomic<bool> poisoned{false};              // relaxed: told, never relied upon
    std::atomic<std::size_t> strays{0};             // sessions that were still alive at close
    std::atomic<std::size_t> lost_rollbacks{0};

private:
    std::mutex mutex_;
    session_state<Api>* sessions_ = nullptr;        // guarded by mutex_, like the links in the sessions
};

template <class Api>
class database_state;
template <class Api>
class cursor_state;

template <class Api>
class session_state {
public:
    session_state(std::shared_ptr<instance_state<Api>> owner, session_id id) noexcept
        : instance_{std::move(owner)}, id_{id}
    {
        instance_->adopt(*this);
    }
    ~session_state() { instance_->forget(*this); }
    session_state(const session_state&) = delete;
    session_state& operator=(const session_state&) = delete;

    [[nodiscard]] Api& api() noexcept { return instance_->api; }
    [[nodiscard]] instance_state<Api>& owner() noexcept { return *instance_; }
    [[nodiscard]] const std::shared_ptr<instance_state<Api>>& owner_pointer() const noexcept { return instance_; }
    [[nodiscard]] session_id id() const noexcept { return id_; }
    [[nodiscard]] bool is_open() const noexcept { return open_.load(std::memory_order_relaxed); }
    [[nodiscard]] errc usable() const noexcept { return is_open() ? errc::success : misuse::not_open; }
    [[nodiscard]] int level() const noexcept { return is_open() ? level_ : 0; }
    [[nodiscard]] bool poisoned() const noexcept { return poisoned_ || instance_->poisoned.load(std::memory_order_relaxed); }
    [[nodiscard]] std::size_t lost_rollbacks() const noexcept { return lost_rollbacks_; }
    // What was learned at a point stands until its level, or one further out, is rolled back.
    struct point {
        int level = 0;
        std::uint64_t rollbacks = 0;
    };
    [[nodiscard]] point here() const noexcept { return {level_, rollbacks_[static_cast<std::size_t>(level_)]}; }
    [[nodiscard]] bool stands(const point& p) const noexcept { return rollbacks_[static_cast<std::size_t>(p.level)] == p.rollbacks; }
    [[nodiscard]] bool is_active(int level, std::uint64_t stamp) const noexcept
    {
        return stamp != 0 && level <= level_ && levels_[static_cast<std::size_t>(level)] == stamp && is_open();
    }

    errc begin(jet::flags<jet::begin_option> options) noexcept;     // on success level() and top_stamp() are the new ones
    errc commit_top(jet::flags<jet::commit_option> how, commit_id& id) noexcept;
    errc roll_back_to(int level) noexcept;                           // until level() is `level`
    [[nodiscard]] std::uint64_t top_stamp() const noexcept { return levels_[static_cast<std::size_t>(level_)]; }
    void lost_rollback(errc why) noexcept;

    // Passes a code on, and tells of conflicts.
    errc seen(errc code) noexcept
    {
        if (jet::is_error(code)) [[unlikely]]
            tell_conflict(code);
        return code;
    }

    errc end() noexcept;
    void enlist(cursor_state<Api>& fresh) noexcept;
    void delist(cursor_state<Api>& gone) noexcept;
    void closed(const database_state<Api>& database) noexcept;       // its cursors went with it

    std::size_t references = 0;
    std::size_t bindings = 0;            // basic_session_binding objects alive
    std::thread::id binder{};            // the thread they are on
    bool travelling = false;             // one of the bindings belongs to resume, until park takes it back

private:
    friend class instance_state<Api>;

    void tell_conflict(errc code) noexcept
    {
        if (code == errc::write_conflict || code == errc::write_conflict_primary_index) instance_->tell("conflict", code, id_);
    }

    void finished_level() noexcept { levels_[static_cast<std::size_t>(level_--)] = 0; }
    void noticed(errc code) noexcept;
    void invalidate_cursors(int from_level, errc why) noexcept;

    std::shared_ptr<instance_state<Api>> instance_;
    session_id id_;
    std::atomic<bool> open_{true};       // relaxed: cleared by the session's user or by the instance's close
    bool poisoned_ = false;
    int level_ = 0;
    std::array<std::uint64_t, jet::levels_max + 2> levels_{};   // [0] unused; room to ask the backend for the 8th
    std::uint64_t next_stamp_ = 0;
    std::array<std::uint64_t, jet::levels_max + 2> rollbacks_{};   // [n]: how often a level up to n was undone
    std::size_t lost_rollbacks_ = 0;
    cursor_state<Api>* cursors_ = nullptr;
    session_state* next_ = nullptr;      // links of instance_state's list, under its mutex
    session_state* previous_ = nullptr;
};

// An open database of one session. Cursors keep it, so closing the handle first is harmless.
template <class Api>
class database_state {
public:
    explicit database_state(shared_ref<session_state<Api>> owner) noexcept : session{std::move(owner)} {}   // not open yet
    ~database_state()
    {
        if (const errc code = close(); jet::is_error(code) && !is_misuse(code)) session->owner().tell("close", code, session->id());
    }
    database_state(const database_state&) = delete;
    database_state& operator=(const database_state&) = delete;

    [[nodiscard]] database_id id() const noexcept { return id_; }
    [[nodiscard]] errc usable() const noexcept { return open_ ? session->usable() : misuse::not_open; }
    void opened(database_id id) noexcept
    {
        id_   = id;
        open_ = true;
    }
    errc close() noexcept
    {
        if (const errc code = usable(); jet::is_error(code)) return code;
        const errc code = session->api().close_database(session->id(), id_);
        if (jet::is_error(code)) return code;
        open_ = false;
        session->closed(*this);
        return code;
    }

    const shared_ref<session_state<Api>> session;
    std::size_t references = 0;

private:
    database_id id_{};
    bool open_ = false;
};

// An open cursor. `refused` is the one test in front of every call.
template <class Api>
class cursor_state {
public:
    cursor_state(shared_ref<database_state<Api>> owner, table_id id) noexcept
        : database{std::move(owner)}, session{*database->session}, id_{id}
    {
        session.enlist(*this);
    }
    ~cursor_state()
    {
        if (const errc code = close(); jet::is_error(code) && !is_misuse(code)) session.owner().tell("close", code, session.id());
        if (!jet::is_error(dead_)) session.delist(*this);   // its session was ended by the instance
    }
    cursor_state(const cursor_state&) = delete;
    cursor_state& operator=(const cursor_state&) = delete;

    [[nodiscard]] Api& api() noexcept { return session.api(); }
    [[nodiscard]] session_id sid() const noexcept { return session.id(); }
    [[nodiscard]] table_id id() const noexcept { return id_; }
    [[nodiscard]] int open_level() const noexcept { return level_; }

    // Success while the cursor may be used.
    [[nodiscard]] errc refused() const noexcept { return jet::is_error(dead_) ? dead_ : session.usable(); }

    errc close() noexcept
    {
        if (const errc code = refused(); jet::is_error(code)) return code;
        session.delist(*this);
        dead_ = misuse::not_open;
        return api().close_table(sid(), id_);
    }

    const shared_ref<database_state<Api>> database;
    session_state<Api>& session;        // kept alive by the database's reference
    std::uint64_t update_stamp = 0;     // of the update prepared last; 0: finished
    std::uint64_t updates = 0;          // how many were prepared
    std::vector<column_ref> segments{}; // of the current index, for making keys
    typename session_state<Api>::point segments_at{};   // where they were read
    bool segments_known = false;
    std::size_t references = 0;

private:
    friend class session_state<Api>;

    table_id id_;
    errc dead_ = errc::success;
    int level_ = 0;
    cursor_state* next_ = nullptr;
    cursor_state* previous_ = nullptr;
};

template <class Api>
errc session_state<Api>::begin(jet::flags<jet::begin_option> options) noexcept
{
    if (!is_open()) return misuse::not_open;
    if (static_cast<std::size_t>(level_) + 1 == levels_.size()) return errc::trans_too_deep;
    const errc code = api().begin_transaction(id_, options);
    if (jet::is_error(code)) {
        noticed(code);
        return code;
    }
    levels_[static_cast<std::size_t>(++level_)] = ++next_stamp_;
    return code;
}

// On failure nothing changes here, because nothing changed there: the transaction is still open.
template <class Api>
errc session_state<Api>::commit_top(jet::flags<jet::commit_option> how, [[maybe_unused]] commit_id& id) noexcept
{
    errc code{};
    if constexpr (jet_api_durability<Api>) code = api().commit_transaction2(id_, how, id);
    else code = api().commit_transaction(id_, how);
    if (jet::is_error(code)) {
        noticed(code);
        return code;
    }
    finished_level();
    for (cursor_state<Api>* c = cursors_; c != nullptr && c->level_ > level_; c = c->next_) c->level_ = level_;
    return code;
}

template <class Api>
errc session_state<Api>::roll_back_to(int level) noexcept
{
    while (level_ > level) {
        const errc code = api().rollback(id_, {});
        if (jet::is_error(code)) {
            noticed(code);
            return code;
        }
        for (std::size_t n = static_cast<std::size_t>(level_); n < rollbacks_.size(); ++n) ++rollbacks_[n];
        invalidate_cursors(level_, misuse::cursor_invalidated);
        finished_level();
    }
    return errc::success;
}

template <class Api>
void session_state<Api>::lost_rollback(errc why) noexcept
{
    poisoned_ = true;
    ++lost_rollbacks_;
    instance_->lost_rollbacks.fetch_add(1, std::memory_order_relaxed);
    instance_->tell("rollback", why, id_);
}

template <class Api>
void session_state<Api>::noticed(errc code) noexcept
{
    if (is_fatal(code)) instance_->poisoned.store(true, std::memory_order_relaxed);
    if (code == errc::rollback_error) poisoned_ = true;
}

template <class Api>
errc session_state<Api>::end() noexcept
{
    if (!is_open()) return misuse::not_open;
    if (travelling && bindings == 1) {   // a session with a context cannot be ended
        if (const errc code = api().reset_session_context(id_); jet::is_error(code)) return code;
        travelling = false;
        bindings   = 0;
    }
    const errc code = api().end_session(id_, {});
    if (jet::is_error(code)) return code;
    open_.store(false, std::memory_order_relaxed);
    invalidate_cursors(0, misuse::not_open);
    return code;
}

template <class Api>
void session_state<Api>::enlist(cursor_state<Api>& fresh) noexcept
{
    fresh.level_ = level_;
    fresh.next_ = cursors_;
    if (cursors_ != nullptr) cursors_->previous_ = &fresh;
    cursors_ = &fresh;
}

template <class Api>
void session_state<Api>::delist(cursor_state<Api>& gone) noexcept
{
    if (gone.previous_ != nullptr) gone.previous_->next_ = gone.next_;
    else cursors_ = gone.next_;
    if (gone.next_ != nullptr) gone.next_->previous_ = gone.previous_;
    gone.next_ = gone.previous_ = nullptr;
}

template <class Api>
void session_state<Api>::invalidate_cursors(int from_level, errc why) noexcept
{
    while (cursors_ != nullptr && cursors_->level_ >= from_level) {
        cursor_state<Api>& dead = *cursors_;
        delist(dead);
        dead.dead_ = why;
    }
}

template <class Api>
void session_state<Api>::closed(const database_state<Api>& database) noexcept
{
    for (cursor_state<Api>* c = cursors_; c != nullptr;) {
        cursor_state<Api>& one = *std::exchange(c, c->next_);
        if (one.database.get() != &database) continue;
        delist(one);
        one.dead_ = misuse::not_open;
    }
}

template <class Api>
void instance_state<Api>::adopt(session_state<Api>& fresh) noexcept
{
    const std::lock_guard lock{mutex_};
    fresh.next_ = sessions_;
    if (sessions_ != nullptr) sessions_->previous_ = &fresh;
    sessions_ = &fresh;
}

template <class Api>
void instance_state<Api>::forget(session_state<Api>& gone) noexcept
{
    const std::lock_guard lock{mutex_};
    if (gone.previous_ != nullptr) gone.previous_->next_ = gone.next_;
    else sessions_ = gone.next_;
    if (gone.next_ != nullptr) gone.next_->previous_ = gone.previous_;
}

// Ends the sessions that are still alive, rolling back what they left open. Their handles learn it from is_open().
template <class Api>
std::size_t instance_state<Api>::end_strays() noexcept
{
    const std::lock_guard lock{mutex_};
    std::size_t ended = 0;
    for (session_state<Api>* s = sessions_; s != nullptr; s = s->next_) {
        if (!s->open_.exchange(false, std::memory_order_relaxed)) continue;
        ++ended;
        tell("stray_session", api.end_session(s->id_, {}), s->id_);
    }
    strays.fetch_add(ended, std::memory_order_relaxed);
    return ended;
}

}  // namespace detail
}  // namespace ese::inline v1
