// cursor_calls.hpp — the calls that name a database or make and end cursors, from the handle to the answer.
//
// Room:   front. Uses store, table, jet.
// Gives:  functions named as the calls; with_database. They may throw; the waist guards them.
// Holds:  a database is usable by a session that has opened it itself, whoever else may have.
#pragma once

#include <ese/engine/front/entry.hpp>
#include <ese/engine/front/service.hpp>
#include <ese/engine/table/ddl.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ese::inline v1::engine::calls {

template <class Call>
[[nodiscard]] jet::error with_database(service& of, jet::session_id session, jet::database_id id, Call&& call)
{
    const session_call entered{of.gate(), session};
    if (!entered) return entered.refusal();
    const undo_watch watch{of, entered.session()};
    database* const found = entered.session().core().databases().find(id);
    return found ? call(entered.session(), *found) : jet::error::invalid_database_id;
}

// `actual` is told whatever happens to the size.
[[nodiscard]] inline jet::error resize_database(service& of, jet::session_id session, jet::database_id id, std::uint64_t pages,
                                                jet::flags<jet::resize_option> options, std::uint64_t& actual)
{
    using o = jet::resize_option;
    return with_database(of, session, id, [&](seated_session&, database& resized) {
        actual = resized.file_pages();
        if (!options.only(o::only_grow | o::only_shrink) || options.has(o::only_grow | o::only_shrink)) return jet::error::invalid_grbit;
        if (resized.read_only()) return jet::error::database_file_read_only;
        if (pages < actual && !options.has(o::only_grow)) return jet::error::feature_not_available;
        if (pages <= actual || options.has(o::only_shrink)) return jet::error::success;
        resized.grow(pages);
        actual = resized.file_pages();
        return jet::error::success;
    });
}

[[nodiscard]] inline jet::error create_table(service& of, jet::session_id session, jet::database_id id,
                                             jet::table_create& definition, jet::table_id& cursor_out)
{
    cursor_out = jet::nil_table;
    return with_database(of, session, id, [&](seated_session& by, database& in) {
        const auto make = [&](std::unique_ptr<cursor>& made) {
            return engine::create_table(in.tables(), by.core().core(), definition, made);
        };
        return by.open_cursor_with(make, session, id, cursor_out);
    });
}

[[nodiscard]] inline jet::error open_table(service& of, jet::session_id session, jet::database_id id, std::string_view name,
                                           jet::flags<jet::open_table_option> options, jet::table_id& cursor_out)
{
    cursor_out = jet::nil_table;
    return with_database(of, session, id, [&](seated_session& by, database& in) {
        const auto open = [&](std::unique_ptr<cursor>& made) {
            return engine::open_table(in.tables(), by.core().core(), name, options, made);
        };
        return by.open_cursor_with(open, session, id, cursor_out);
    });
}

[[nodiscard]] inline jet::error close_table(service& of, jet::session_id session, jet::table_id id)
{
    const cursor_call call{of.gate(), session, id, while_stopped};
    if (!call) return call.refusal();
    call.session().close_cursor(id);
    return jet::error::success;
}

[[nodiscard]] inline jet::error dup_cursor(service& of, jet::session_id session, jet::table_id id, jet::table_id& fresh)
{
    fresh = jet::nil_table;
    const cursor_call call{of.gate(), session, id};
    if (!call) return call.refusal();
    const auto dup = [&](std::unique_ptr<cursor>& made) { return call.object().dup(made); };
    return call.session().open_cursor_with(dup, session, call.session().database_of(id), fresh);
}

[[nodiscard]] inline jet::error delete_table(service& of, jet::session_id session, jet::database_id id, std::string_view name)
{
    return with_database(of, session, id, [&](seated_session& by, database& in) {
        return engine::delete_table(in.tables(), by.core().core(), name);
    });
}

[[nodiscard]] inline jet::error rename_table(service& of, jet::session_id session, jet::database_id id, std::string_view from,
                                             std::string_view to)
{
    return with_database(of, session, id, [&](seated_session& by, database& in) {
        return engine::rename_table(in.tables(), by.core().core(), from, to);
    });
}

[[nodiscard]] inline jet::error table_names(service& of, jet::session_id session, jet::database_id id,
                                            std::vector<std::string>& names)
{
    return with_database(of, session, id, [&](seated_session& by, database& in) {
        const read_scope scope{by.core().core()};
        names.clear();
        for (table_summary& table : in.tables().parts().names.tables(scope.get()))
            if ((table.flags & table_flag::system) == 0) names.push_back(std::move(table.name));
        return jet::error::success;
    });
}

}  // namespace ese::inline v1::engine::calls
