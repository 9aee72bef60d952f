// user_session.hpp — one session as the Jet calls know it: its transaction, its context, the databases it has open.
//
// Room:   store. Uses txn, jet. Knows which options the calls on transactions take; knows nothing of handles, seats, cursors.
// Gives:  user_session: begin, commit, rollback with their checks in the documented order; opened_databases.
// Holds:  (1) a failed commit or a refused call leaves level and changes as they were;
//         (2) once an undo has failed the session begins nothing any more, and repeats the cause.
// Locks:  none; used by the thread that has the session's seat.
#pragma once

#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/failure.hpp>
#include <ese/engine/store/session_context.hpp>
#include <ese/engine/txn/session.hpp>
#include <ese/jet/durability.hpp>
#include <ese/jet/ids.hpp>
#include <ese/jet/limits.hpp>
#include <ese/jet/options.hpp>

#include <array>
#include <cstdint>
#include <new>

namespace ese::inline v1::engine {

class database;

// What one session has open. Databases are numbered 1..6, so looking one up is an index.
class opened_databases {
public:
    struct entry {
        database* which = nullptr;
        std::uint32_t count = 0;
    };

    [[nodiscard]] database* find(jet::database_id id) const noexcept
    {
        return id.value() < entries_.size() ? entries_[id.value()].which : nullptr;
    }
    [[nodiscard]] std::uint32_t count(jet::database_id id) const noexcept
    {
        return id.value() < entries_.size() ? entries_[id.value()].count : 0;
    }
    void add(jet::database_id id, database& which) noexcept
    {
        ESE_EXPECTS(id.value() < entries_.size());
        entries_[id.value()].which = &which;
        ++entries_[id.value()].count;
    }
    // How often it is still open afterwards.
    std::uint32_t remove(jet::database_id id) noexcept
    {
        entry& one = entries_[id.value()];
        if (--one.count == 0) one.which = nullptr;
        return one.count;
    }
    [[nodiscard]] bool any_but(jet::database_id id) const noexcept
    {
        for (std::uint32_t i = 0; i < entries_.size(); ++i)
            if (i != id.value() && entries_[i].count != 0) return true;
        return false;
    }

private:
    std::array<entry, jet::databases_max + 1> entries_{};
};

class user_session {
public:
    user_session(transaction_domain& domain, std::uint32_t number) : core_{domain}, number_{number} {}
    user_session(const user_session&) = delete;
    user_session& operator=(const user_session&) = delete;

    [[nodiscard]] session& core() noexcept { return core_; }
    [[nodiscard]] const session& core() const noexcept { return core_; }
    [[nodiscard]] std::uint32_t number() const noexcept { return number_; }
    [[nodiscard]] session_context& context() noexcept { return context_; }
    [[nodiscard]] opened_databases& databases() noexcept { return databases_; }
    [[nodiscard]] bool in_transaction() const noexcept { return core_.level() > 0; }
    [[nodiscard]] std::uint64_t begin_stamp() const noexcept { return in_transaction() ? core_.snapshot().value() : no_stamp; }
    // Its transaction belongs to the thread that began it.
    [[nodiscard]] bool keeps_its_thread() const noexcept { return core_.level() > 0 && !context_.governs(); }

    [[nodiscard]] jet::error begin(jet::flags<jet::begin_option> options);
    // `id` gets a value only from a commit to level 0 that had something to log.
    [[nodiscard]] jet::error commit(jet::flags<jet::commit_option> options, jet::commit_id& id);
    // What a rollback would answer before it does anything.
    [[nodiscard]] jet::error may_roll_back(jet::flags<jet::rollback_option> options) const noexcept;
    void roll_back_one_level();
    void roll_back_everything();

private:
    static constexpr std::uint64_t no_stamp = 0xFFFFFFFF;

    [[nodiscard]] static jet::error check(jet::flags<jet::commit_option> options) noexcept;
    [[nodiscard]] jet::error wait(jet::flags<jet::commit_option> options);
    void after_leaving_a_level() noexcept
    {
        if (core_.level() == 0) context_.ended();
    }

    session core_;
    const std::uint32_t number_;
    session_context context_;
    opened_databases databases_;
    jet::error undo_failed_ = jet::error::success;    // the code of the first rollback that failed
    int half_undone_ = 0;                             // the level whose rollback had no memory: it can be made again
};

// The document ignores every option it does not know here.
inline jet::error user_session::begin(jet::flags<jet::begin_option> options)
{
    if (core_.level() == static_cast<int>(jet::levels_max)) return jet::error::trans_too_deep;
    if (core_.broken()) return jet::error::rollback_error;
    core_.begin(options.has(jet::begin_option::read_only));
    if (core_.level() == 1) context_.begun();
    return jet::error::success;
}

inline jet::error user_session::check(jet::flags<jet::commit_option> options) noexcept
{
    using o = jet::commit_option;
    const auto alone = o::wait_last_level0 | o::wait_all_level0 | o::force_new_log;
    if (!options.only(alone | o::lazy_flush | o::redo_callback)) return jet::error::invalid_grbit;
    const std::uint32_t waits = options.bits() & alone.bits();
    return waits != 0 && waits != options.bits() ? jet::error::invalid_grbit
           : (waits & (waits - 1)) != 0          ? jet::error::invalid_grbit
                                                 : jet::error::success;
}

inline jet::error user_session::commit(jet::flags<jet::commit_option> options, jet::commit_id& id)
{
    using o = jet::commit_option;
    if (const jet::error wrong = check(options); wrong != jet::error::success) return wrong;
    // These wait for what was committed earlier and leave an open transaction alone.
    if (options.has_any(o::wait_last_level0 | o::wait_all_level0 | o::force_new_log)) return wait(options);
    if (core_.level() == 0) return jet::error::not_in_transaction;
    if (core_.level() == half_undone_) return jet::error::must_rollback;
    const lsn before = core_.last_commit();
    core_.commit(options.has(o::lazy_flush) ? durability::lazy : durability::durable);
    if (core_.last_commit() != before) id = jet::commit_id{core_.last_commit().value()};
    after_leaving_a_level();
    return jet::error::success;
}

// Without a log there is nothing to wait for.
inline jet::error user_session::wait(jet::flags<jet::commit_option> options)
{
    log* const journal = core_.domain().journal();
    if (journal == nullptr) return jet::error::success;
    journal->flush_to(options.has(jet::commit_option::wait_last_level0) ? core_.last_commit() : journal->end());
    return jet::error::success;
}

inline jet::error user_session::may_roll_back(jet::flags<jet::rollback_option> options) const noexcept
{
    using o = jet::rollback_option;
    if (!options.only(o::all | o::redo_callback)) return jet::error::invalid_grbit;
    return core_.level() == 0 ? jet::error::not_in_transaction : undo_failed_;
}

inline void user_session::roll_back_one_level()
{
    ESE_EXPECTS(core_.level() > 0);
    try {
        core_.rollback();
    } catch (const failure& accident) {
        undo_failed_ = accident.code();
        core_.set_broken();
        throw;
    } catch (const std::bad_alloc&) {
        half_undone_ = core_.level();
        throw;
    }
    if (half_undone_ > core_.level()) half_undone_ = 0;
    after_leaving_a_level();
}

inline void user_session::roll_back_everything()
{
    while (core_.level() > 0) roll_back_one_level();
}

}  // namespace ese::inline v1::engine
