// transaction.hpp — guards that roll back unless told to commit.
//
// Room:   public. Uses session.
// Gives:  basic_transaction and, inside it, basic_savepoint: the same machine with other verbs. Options and receipt.
// Holds:  (1) leaving the scope without commit or release rolls back, the levels inside included;
//         (2) a failed commit leaves the guard armed;
//         (3) an outer guard refuses to commit while an inner one is active, and nothing changes;
//         (4) a guard whose level is gone is inert: it never touches a later transaction.
#pragma once

#include <ese/fwd.hpp>
#include <ese/session.hpp>

#include <cstdint>
#include <system_error>
#include <utility>

namespace ese::inline v1 {

enum class durability {
    durable,   // commit returns when it is on disk
    lazy,      // commit returns at once; basic_session::flush waits for it
};

struct transaction_options {
    bool read_only = false;   // decided by the outermost level only
};

struct commit_options {
    durability how = durability::durable;
};

struct commit_receipt {
    int level = 0;                           // that was left; 1: the work is visible to others
    durability how = durability::durable;
    commit_id id{};                          // where it lies in the log; 0: level > 1, nothing changed, or no log
};

namespace detail {

// One level of one session. Both kinds of guard are made of it.
template <class Api>
class level_guard {
public:
    level_guard() noexcept = default;
    level_guard(level_guard&& other) noexcept
        : session_{std::move(other.session_)}, level_{other.level_}, stamp_{std::exchange(other.stamp_, 0)}
    {}
    level_guard& operator=(level_guard&& other) noexcept
    {
        if (this != &other) {
            finish();
            session_ = std::move(other.session_);
            level_   = other.level_;
            stamp_   = std::exchange(other.stamp_, 0);
        }
        return *this;
    }
    ~level_guard() { finish(); }

    [[nodiscard]] bool active() const noexcept { return stamp_ != 0 && session_->is_active(level_, stamp_); }
    [[nodiscard]] int level() const noexcept { return level_; }
    [[nodiscard]] const shared_ref<session_state<Api>>& owner() const noexcept { return session_; }

    errc begin(const shared_ref<session_state<Api>>& owner, jet::flags<jet::begin_option> options) noexcept
    {
        if (!owner) return misuse::not_open;
        const errc code = owner->begin(options);
        if (jet::is_error(code)) return code;
        session_ = owner;
        level_   = owner->level();
        stamp_   = owner->top_stamp();
        return code;
    }

    errc begin_inside(const level_guard& outer) noexcept
    {
        if (!outer.active()) return misuse::transaction_finished;
        return begin(outer.session_, {});
    }

    errc commit(durability how, commit_id& id) noexcept
    {
        if (!active()) return misuse::transaction_finished;
        if (session_->level() > level_) return misuse::inner_transaction_active;
        return session_->commit_top(how == durability::lazy ? jet::commit_option::lazy_flush : jet::commit_option::none, id);
    }
    errc commit(durability how) noexcept
    {
        commit_id unused;
        return commit(how, unused);
    }

    errc rollback() noexcept { return active() ? session_->roll_back_to(level_ - 1) : misuse::transaction_finished; }

    // The outermost snapshot stays; cursors opened since the guard began are gone.
    errc restart() noexcept
    {
        if (const errc undone = rollback(); jet::is_error(undone)) return undone;
        stamp_ = 0;
        const shared_ref<session_state<Api>> owner = session_;
        return begin(owner, {});
    }

private:
    void finish() noexcept
    {
        if (!active()) return;
        if (const errc code = session_->roll_back_to(level_ - 1); jet::is_error(code)) session_->lost_rollback(code);
    }

    shared_ref<session_state<Api>> session_;
    int level_ = 0;
    std::uint64_t stamp_ = 0;   // 0: never begun, or moved from
};

}  // namespace detail

// A transaction on a session. Opened while another is active it is nested, and committing it merges outwards.
//
//     ese::transaction work{session};
//     auto rows = db.open_cursor("accounts");
//     rows.insert().set("id", 1).save();
//     work.commit();                             // without this line nothing of it happened
//
// Warning: a commit that answers failure::in_doubt may be on disk or not; never repeat it.
template <class Api>
class [[nodiscard]] basic_transaction {
    static_assert(jet_api<Api>);

public:
    // trans_too_deep: seven levels are open. JetBeginTransaction2.
    explicit basic_transaction(basic_session<Api>& owner, transaction_options options = {}, where at = where::current())
    {
        check(guard_.begin(owner.state(), flags_of(options)), "begin_transaction", at);
    }
    basic_transaction(basic_session<Api>& owner, transaction_options options, std::error_code& ec) noexcept
    {
        report(guard_.begin(owner.state(), flags_of(options)), ec);
    }

    // At level 1 everything becomes visible to others at once, and is on disk unless `lazy` was asked for; deeper, it becomes part of
    // the level outside. inner_transaction_active: a guard further in lives. transaction_finished. must_rollback: a rollback
    // began and did not end. log_write_fail: in doubt, see the warning. log_disk_full: not committed. After an error the guard is
    // still active, and rolls back. JetCommitTransaction2.
    commit_receipt commit(commit_options options = {}, where at = where::current())
    {
        commit_id id;
        check(guard_.commit(options.how, id), "commit_transaction", at);
        return {guard_.level(), options.how, id};
    }
    commit_receipt commit(commit_options options, std::error_code& ec) noexcept
    {
        commit_id id;
        report(guard_.commit(options.how, id), ec);
        return {guard_.level(), options.how, id};
    }

    // Undoes everything since the guard began, levels further in included; cursors opened since are cursor_invalidated.
    // transaction_finished. out_of_memory: some of it is undone; call again. rollback_error: poisons the instance. JetRollback.
    void rollback(where at = where::current()) { check(guard_.rollback(), "rollback", at); }
    void rollback(std::error_code& ec) noexcept { report(guard_.rollback(), ec); }

    // A level further in. transaction_finished; trans_too_deep.
    basic_savepoint<Api> savepoint(where at = where::current()) { return basic_savepoint<Api>{guard_, at}; }
    basic_savepoint<Api> savepoint(std::error_code& ec) noexcept { return basic_savepoint<Api>{guard_, ec}; }

    [[nodiscard]] bool active() const noexcept { return guard_.active(); }
    [[nodiscard]] int level() const noexcept { return guard_.level(); }

private:
    static jet::flags<jet::begin_option> flags_of(transaction_options options) noexcept
    {
        return options.read_only ? jet::begin_option::read_only : jet::begin_option::none;
    }

    detail::level_guard<Api> guard_;
};

// A level inside a transaction.
//
//     if (ese::savepoint trial = work.savepoint(); import_batch(rows)) trial.release();   // else undone here
template <class Api>
class [[nodiscard]] basic_savepoint {
    static_assert(jet_api<Api>);

public:
    // Keeps what happened since; it is part of the level outside. inner_transaction_active, transaction_finished, must_rollback.
    void release(where at = where::current()) { check(guard_.commit(durability::durable), "commit_transaction", at); }
    void release(std::error_code& ec) noexcept { report(guard_.commit(durability::durable), ec); }

    // As that of basic_transaction.
    void rollback(where at = where::current()) { check(guard_.rollback(), "rollback", at); }
    void rollback(std::error_code& ec) noexcept { report(guard_.rollback(), ec); }

    // Undoes what happened since, and stays usable. Cursors opened since are gone. Fails as rollback does.
    void restart(where at = where::current()) { check(guard_.restart(), "rollback", at); }
    void restart(std::error_code& ec) noexcept { report(guard_.restart(), ec); }

    basic_savepoint savepoint(where at = where::current()) { return basic_savepoint{guard_, at}; }
    basic_savepoint savepoint(std::error_code& ec) noexcept { return basic_savepoint{guard_, ec}; }

    [[nodiscard]] bool active() const noexcept { return guard_.active(); }
    [[nodiscard]] int level() const noexcept { return guard_.level(); }

private:
    friend class basic_transaction<Api>;

    basic_savepoint(const detail::level_guard<Api>& outer, const where& at)
    {
        check(guard_.begin_inside(outer), "begin_transaction", at);
    }
    basic_savepoint(const detail::level_guard<Api>& outer, std::error_code& ec) noexcept
    {
        report(guard_.begin_inside(outer), ec);
    }

    detail::level_guard<Api> guard_;
};

}  // namespace ese::inline v1
