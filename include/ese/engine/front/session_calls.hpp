// session_calls.hpp — the calls on sessions, transactions and databases, from the handle to the answer.
//
// Room:   front. Uses store, jet.
// Gives:  functions named as the calls. They may throw; the waist guards them.
// Holds:  a cursor that a call ends is gone before the call changes anything else.
#pragma once

#include <ese/engine/front/entry.hpp>
#include <ese/engine/front/service.hpp>

#include <cstdint>
#include <string_view>

namespace ese::inline v1::engine::calls {

[[nodiscard]] inline jet::error dup_session(service& of, jet::session_id session, jet::session_id& fresh)
{
    const session_call call{of.gate(), session, whoever_owns};
    return call ? of.open_session(fresh) : call.refusal();
}

[[nodiscard]] inline jet::error set_session_context(service& of, jet::session_id session, std::uint64_t context)
{
    const session_call call{of.gate(), session, whoever_owns};
    return call ? call.session().core().context().set(context, call.thread()) : call.refusal();
}

[[nodiscard]] inline jet::error reset_session_context(service& of, jet::session_id session)
{
    const session_call call{of.gate(), session, whoever_owns_while_stopped};
    return call ? call.session().core().context().reset(call.thread()) : call.refusal();
}

[[nodiscard]] inline jet::error begin_transaction(service& of, jet::session_id session, jet::flags<jet::begin_option> options)
{
    const session_call call{of.gate(), session};
    return call ? call.session().core().begin(options) : call.refusal();
}

[[nodiscard]] inline jet::error commit_transaction(service& of, jet::session_id session, jet::flags<jet::commit_option> options,
                                                   jet::commit_id& id)
{
    const session_call call{of.gate(), session};
    if (!call) return call.refusal();
    seated_session& seated = call.session();
    const jet::error answer = seated.core().commit(options, id);
    if (answer == jet::error::success) seated.hand_cursors_to(seated.core().core().level());
    return answer;
}

[[nodiscard]] inline jet::error rollback(service& of, jet::session_id session, jet::flags<jet::rollback_option> options)
{
    const session_call call{of.gate(), session, while_stopped};
    if (!call) return call.refusal();
    seated_session& seated = call.session();
    if (const jet::error wrong = seated.core().may_roll_back(options); wrong != jet::error::success) return wrong;
    try {
        do {
            seated.close_cursors_opened_at(seated.core().core().level());
            seated.core().roll_back_one_level();
        } while (options.has(jet::rollback_option::all) && seated.core().in_transaction());
    } catch (const failure& accident) {
        of.give_up(accident.code());
        throw;
    }
    return jet::error::success;
}

[[nodiscard]] inline jet::error create_database(service& of, jet::session_id session, std::string_view path,
                                                jet::flags<jet::create_database_option> options, jet::database_id& id)
{
    const session_call call{of.gate(), session};
    return call ? of.running().create_database(call.session().core(), path, options, id) : call.refusal();
}

[[nodiscard]] inline jet::error attach_database(service& of, jet::session_id session, std::string_view path,
                                                jet::flags<jet::attach_option> options)
{
    const session_call call{of.gate(), session};
    return call ? of.running().attach_database(call.session().core(), path, options) : call.refusal();
}

[[nodiscard]] inline jet::error open_database(service& of, jet::session_id session, std::string_view path,
                                              jet::flags<jet::open_database_option> options, jet::database_id& id)
{
    const session_call call{of.gate(), session};
    return call ? of.running().open_database(call.session().core(), path, options, id) : call.refusal();
}

// The last close of a session takes its cursors on that database with it.
[[nodiscard]] inline jet::error close_database(service& of, jet::session_id session, jet::database_id id)
{
    const session_call call{of.gate(), session, while_stopped};
    if (!call) return call.refusal();
    seated_session& seated = call.session();
    if (seated.core().databases().count(id) == 1) seated.close_cursors_of(id);
    return of.running().close_database(seated.core(), id);
}

[[nodiscard]] inline jet::error detach_database(service& of, jet::session_id session, std::string_view path,
                                                jet::flags<jet::detach_option> options)
{
    const session_call call{of.gate(), session, while_stopped};
    return call ? of.running().detach_database(call.session().core(), path, options) : call.refusal();
}

}  // namespace ese::inline v1::engine::calls
