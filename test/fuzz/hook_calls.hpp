// hook_calls.hpp — functions of the program that the interface calls, which make calls themselves; values, filters and limits.
//
// Holds:  a function that is called makes calls on what is in use just then, and not for ever.
#pragma once

#include "world.hpp"

namespace c_fuzz {

inline void end_something(world& w, JET_SESID session)
{
    if (w.roll.one_in(4)) (void)JetEndSession(session, 0);
    else if (w.roll.one_in(9)) (void)JetTerm2(w.any_instance(), w.roll.below(9));
}

// Whatever may be pulled from under the call that is running. Nothing of it is memory that call was given.
inline JET_ERR meddle(world& w, JET_SESID session, JET_TABLEID table)
{
    static thread_local int depth = 0;
    if (depth == 2 || !w.roll.one_in(3)) return w.roll.one_in(6) ? JET_errPermissionDenied : JET_errSuccess;
    ++depth;
    std::uint32_t number = w.roll.below(9);
    switch (w.roll.below(14)) {
    case 0: (void)JetCloseTable(session, table); break;
    case 1: (void)JetRollback(session, JET_bitRollbackAll); break;
    case 2: (void)JetBeginTransaction(session); break;
    case 3: (void)JetPrepareUpdate(session, table, w.roll.below(6)); break;
    case 4: (void)JetUpdate(session, table, nullptr, 0, nullptr); break;
    case 5: (void)JetDelete(session, table); break;
    case 6: (void)JetSetColumn(session, table, w.any_column(), &number, sizeof number, 0, nullptr); break;
    case 7: (void)JetMove(session, table, JET_MoveFirst, 0); break;
    case 8: (void)JetSetCurrentIndexA(session, table, "i"); break;
    case 9: (void)JetSetLS(session, table, number, w.roll.bits()); break;
    case 10: (void)JetCloseDatabase(session, w.any_database(), 0); break;
    case 11: (void)JetDetachDatabaseA(session, w.roll.one_in(2) ? nullptr : w.path_text("one.edb").c_str()); break;
    case 12: end_something(w, session); break;
    default: (void)JetCommitTransaction(session, 0); break;
    }
    --depth;
    return JET_errSuccess;
}

// Values are handed back here, by whichever world is alive: the parameter has no context.
inline world* world_of_values = nullptr;
inline JET_ERR JET_API take_back(JET_SESID session, JET_DBID, JET_TABLEID table, JET_CBTYP, void*, void*, void*, JET_API_PTR)
{
    return world_of_values ? meddle(*world_of_values, session, table) : JET_errSuccess;
}
inline JET_ERR JET_API around_update(JET_SESID session, JET_DBID, JET_TABLEID table, JET_CBTYP, void*, void*, void* context, JET_API_PTR)
{
    return meddle(*static_cast<world*>(context), session, table);
}
inline JET_ERR JET_API while_compacting(JET_SESID session, JET_SNP, JET_SNT, void*)
{
    return world_of_values ? meddle(*world_of_values, session, world_of_values->table) : JET_errSuccess;
}

[[nodiscard]] inline JET_GRBIT place_bits(world& w)
{
    constexpr JET_GRBIT usual[] = {0, JET_bitLSCursor, JET_bitLSTable, JET_bitLSReset, JET_bitLSReset | JET_bitLSTable};
    return w.roll.one_in(6) ? w.roll.bits() : w.roll.of(usual);
}

[[nodiscard]] inline JET_ERR register_callback(world& w)
{
    auto* const handle = w.out<JET_HANDLE>();
    const JET_CBTYP when = w.roll.one_in(4) ? w.roll.edge() : w.roll.below(128);
    const JET_ERR code = JetRegisterCallback(w.session, w.table, when, w.roll.one_in(15) ? nullptr : &around_update, &w, handle);
    if (code >= 0 && handle) world::keep(w.callbacks, std::pair{when, *handle}, 9);
    return code;
}
[[nodiscard]] inline JET_ERR unregister_callback(world& w)
{
    std::pair<JET_CBTYP, JET_HANDLE> which{w.roll.edge(), w.roll.any()};
    if (!w.callbacks.empty() && !w.roll.one_in(4)) which = w.roll.of(w.callbacks);
    return JetUnregisterCallback(w.session, w.table, which.first, which.second);
}

[[nodiscard]] inline JET_ERR set_filter(world& w)
{
    const std::uint32_t count = w.roll.one_in(3) ? 0 : w.roll.below(5);
    std::vector<JET_INDEX_COLUMN> conditions(count);
    for (JET_INDEX_COLUMN& one : conditions) {
        const std::uint32_t size = w.roll.one_in(2) ? 4 : w.roll.size();
        one = {w.any_column(), static_cast<JET_RELOP>(w.roll.below(11)), w.data(size), size, w.roll.bits()};
    }
    return JetSetCursorFilter(w.session, w.table, w.roll.one_in(20) ? nullptr : conditions.data(), count, w.roll.one_in(9) ? w.roll.bits() : 0);
}

[[nodiscard]] inline JET_ERR limit_database(world& w)
{
    const std::uint32_t most = w.roll.one_in(3) ? w.roll.edge() : w.roll.below(3000);
    if (w.roll.one_in(2)) return JetGetMaxDatabaseSize(w.any_session(), w.any_database(), w.out<std::uint32_t>(), w.roll.bits());
    return JetSetMaxDatabaseSize(w.any_session(), w.any_database(), most, w.roll.bits());
}
[[nodiscard]] inline JET_ERR with_parameters(world& w)
{
    JET_SETDBPARAM parameters[3]{};
    for (JET_SETDBPARAM& one : parameters) {
        const std::uint32_t size = w.roll.one_in(9) ? w.roll.size() : 4;
        one = {w.roll.one_in(6) ? w.roll.edge() : 8193 + w.roll.below(10), w.data(size), size};
    }
    JET_SETDBPARAM* const given = w.roll.one_in(15) ? nullptr : parameters;
    const std::uint32_t count = w.roll.below(4);
    auto* const made = w.out<JET_DBID>();
    if (w.roll.one_in(2)) return JetAttachDatabase3A(w.any_session(), w.path(), given, count, w.roll.bits_or(0));
    const JET_ERR code = JetCreateDatabase3A(w.any_session(), w.path(), made, given, count, w.roll.bits_or(JET_bitDbOverwriteExisting));
    if (code >= 0 && made) world::keep(w.databases, *made, 6);
    return code;
}
[[nodiscard]] inline JET_ERR defragment(world& w)
{
    return JetDefragment2A(w.any_session(), w.any_database(), w.name(), w.out<std::uint32_t>(), w.out<std::uint32_t>(),
                           w.roll.one_in(3) ? nullptr : &take_back, w.roll.bits_or(JET_bitDefragmentBatchStart));
}

inline constexpr random_call hook_calls[] = {
    {"JetSetLS", 3, [](world& w) { return JetSetLS(w.session, w.table, w.roll.any(), place_bits(w)); }},
    {"JetGetLS", 2, [](world& w) { return JetGetLS(w.session, w.table, w.out<JET_LS>(), place_bits(w)); }},
    {"JetRegisterCallback", 1, register_callback},
    {"JetUnregisterCallback", 1, unregister_callback},
    {"JetSetCursorFilter", 4, set_filter},
    {"JetSetMaxDatabaseSize", 2, limit_database},
    {"JetGetMaxDatabaseSize", 0, limit_database},
    {"JetCreateDatabase3", 1, with_parameters},
    {"JetAttachDatabase3", 0, with_parameters},
    {"JetDefragment2", 1, defragment},
};

}  // namespace c_fuzz
