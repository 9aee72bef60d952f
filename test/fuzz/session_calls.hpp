// session_calls.hpp — random calls on sessions, transactions and databases.
#pragma once

#include "hook_calls.hpp"

namespace c_fuzz {

[[nodiscard]] inline JET_ERR begin_session(world& w)
{
    auto* const begun = w.out<JET_SESID>();
    if (w.sessions.size() > 5 && !w.roll.one_in(10)) return 0;
    const JET_ERR code = w.roll.one_in(2)   ? JetBeginSessionA(w.any_instance(), begun, w.name(), w.name())
                         : w.roll.one_in(2) ? JetBeginSessionW(w.any_instance(), begun, w.wide(), w.wide())
                                            : JetDupSession(w.any_session(), begun);
    if (code >= 0) w.sessions.push_back(*begun);
    return code;
}
[[nodiscard]] inline JET_ERR end_session(world& w)
{
    if (!w.roll.one_in(4)) return 0;
    const JET_SESID which = w.any_session();
    const JET_ERR code = JetEndSession(which, w.roll.bits());
    if (code >= 0) w.ended(w.sessions, which);
    return code;
}

// The whole of a session's options.
[[nodiscard]] inline JET_ERR set_session_parameter(world& w)
{
    const std::uint32_t id = w.roll.one_in(9) ? w.roll.edge() : 4096 + w.roll.below(18);
    constexpr std::uint32_t sizes[] = {4, 4, 4, 8, 16, 31, 32, 30000, 30001};
    const std::uint32_t size = w.roll.one_in(4) ? w.roll.size() : w.roll.of(sizes);
    return JetSetSessionParameter(w.any_session(), id, w.data(size), size);
}
[[nodiscard]] inline JET_ERR get_session_parameter(world& w)
{
    const std::uint32_t id = w.roll.one_in(9) ? w.roll.edge() : 4096 + w.roll.below(18);
    const std::uint32_t size = w.roll.one_in(2) ? 4 : w.roll.size();
    return JetGetSessionParameter(w.any_session(), id, w.data(size), size, w.out<std::uint32_t>());
}

[[nodiscard]] inline JET_ERR commit(world& w)
{
    const JET_GRBIT grbit = w.roll.one_in(4) ? w.roll.bits() : w.roll.one_in(2) ? JET_bitCommitLazyFlush : 0;
    if (w.roll.one_in(2)) return JetCommitTransaction(w.any_session(), grbit);
    return JetCommitTransaction2(w.any_session(), grbit, w.roll.one_in(3) ? w.roll.below(5) : 0, w.out<JET_COMMIT_ID>());
}

inline JET_ERR opened_database(world& w, JET_ERR code, const JET_DBID* database)
{
    if (code >= 0 && database) world::keep(w.databases, *database, 6);
    return code;
}
[[nodiscard]] inline JET_ERR create_database(world& w)
{
    auto* const made = w.out<JET_DBID>();
    const JET_SESID by = w.any_session();
    const JET_GRBIT grbit = w.roll.one_in(3) ? JET_bitDbOverwriteExisting : w.roll.bits_or(0);
    const std::uint32_t most = w.roll.one_in(9) ? w.roll.edge() : 0;
    switch (w.roll.below(4)) {
    case 0: return opened_database(w, JetCreateDatabaseA(by, w.path(), w.name(), made, grbit), made);
    case 1: return opened_database(w, JetCreateDatabaseW(by, w.wide_path(), w.wide(), made, grbit), made);
    case 2: return opened_database(w, JetCreateDatabase2A(by, w.path(), most, made, grbit), made);
    default: return opened_database(w, JetCreateDatabase2W(by, w.wide_path(), most, made, grbit), made);
    }
}
[[nodiscard]] inline JET_ERR attach_database(world& w)
{
    const std::uint32_t most = w.roll.one_in(9) ? w.roll.edge() : 0;
    switch (w.roll.below(4)) {
    case 0: return JetAttachDatabaseA(w.any_session(), w.path(), w.roll.bits_or(0));
    case 1: return JetAttachDatabaseW(w.any_session(), w.wide_path(), w.roll.bits_or(0));
    case 2: return JetAttachDatabase2A(w.any_session(), w.path(), most, w.roll.bits_or(0));
    default: return JetAttachDatabase2W(w.any_session(), w.wide_path(), most, w.roll.bits_or(0));
    }
}
[[nodiscard]] inline JET_ERR open_database(world& w)
{
    auto* const opened = w.out<JET_DBID>();
    if (w.roll.one_in(2)) return opened_database(w, JetOpenDatabaseA(w.any_session(), w.path(), w.name(), opened, w.roll.bits_or(0)), opened);
    return opened_database(w, JetOpenDatabaseW(w.any_session(), w.wide_path(), w.wide(), opened, w.roll.bits_or(0)), opened);
}
[[nodiscard]] inline JET_ERR detach_database(world& w)
{
    switch (w.roll.below(4)) {
    case 0: return JetDetachDatabaseA(w.any_session(), w.path());
    case 1: return JetDetachDatabaseW(w.any_session(), w.wide_path());
    case 2: return JetDetachDatabase2A(w.any_session(), w.path(), w.roll.bits());
    default: return JetDetachDatabase2W(w.any_session(), w.wide_path(), w.roll.bits());
    }
}
[[nodiscard]] inline JET_ERR close_database(world& w)
{
    return w.roll.one_in(3) ? JetCloseDatabase(w.any_session(), w.any_database(), w.roll.bits()) : 0;
}

[[nodiscard]] inline JET_ERR database_info(world& w)
{
    const std::uint32_t size = w.roll.size(), level = w.roll.one_in(15) ? w.roll.edge() : w.roll.below(23);
    void* const to = w.data(size);
    switch (w.roll.below(4)) {
    case 0: return JetGetDatabaseInfoA(w.any_session(), w.any_database(), to, size, level);
    case 1: return JetGetDatabaseInfoW(w.any_session(), w.any_database(), to, size, level);
    case 2: return JetGetDatabaseFileInfoA(w.path(), to, size, level);
    default: return JetGetDatabaseFileInfoW(w.wide_path(), to, size, level);
    }
}

[[nodiscard]] inline JET_ERR resize_database(world& w)
{
    const std::uint32_t pages = w.roll.below(2000);    // what a file grows by is taken from the disk
    switch (w.roll.below(5)) {
    case 0: return JetSetDatabaseSizeA(w.any_session(), w.path(), pages, w.out<std::uint32_t>());
    case 1: return JetSetDatabaseSizeW(w.any_session(), w.wide_path(), pages, w.out<std::uint32_t>());
    case 2: return JetGrowDatabase(w.any_session(), w.any_database(), pages, w.out<std::uint32_t>());
    default: return JetResizeDatabase(w.any_session(), w.any_database(), pages, w.out<std::uint32_t>(), w.roll.bits_or(1));
    }
}
[[nodiscard]] inline JET_ERR compact(world& w)
{
    const std::string fresh = w.path_text("compacted.edb");
    std::filesystem::remove(fresh);
    const JET_PFNSTATUS status = w.roll.one_in(2) ? &while_compacting : nullptr;
    const JET_GRBIT grbit = w.roll.one_in(9) ? w.roll.bits() : 0;
    if (w.roll.one_in(9)) return JetCompactW(w.any_session(), w.wide_path(), w.wide_path(), status, nullptr, grbit);
    return JetCompactA(w.any_session(), w.path(), fresh.c_str(), status, nullptr, grbit);
}

inline constexpr random_call session_calls[] = {
    {"JetBeginSession", 4, begin_session},
    {"JetDupSession", 0, begin_session},
    {"JetEndSession", 2, end_session},
    {"JetSetSessionContext", 1, [](world& w) { return JetSetSessionContext(w.any_session(), w.roll.one_in(3) ? w.roll.edge() : 7); }},
    {"JetResetSessionContext", 4, [](world& w) { return JetResetSessionContext(w.any_session()); }},
    {"JetGetVersion", 1, [](world& w) { return JetGetVersion(w.any_session(), w.out<std::uint32_t>()); }},
    {"JetSetSessionParameter", 2, set_session_parameter},
    {"JetGetSessionParameter", 2, get_session_parameter},
    {"JetBeginTransaction", 10, [](world& w) { return JetBeginTransaction(w.any_session()); }},
    {"JetBeginTransaction2", 4, [](world& w) { return JetBeginTransaction2(w.any_session(), w.roll.bits()); }},
    {"JetBeginTransaction3", 2,
     [](world& w) { return JetBeginTransaction3(w.any_session(), static_cast<std::int64_t>(w.roll.any()), w.roll.bits()); }},
    {"JetCommitTransaction", 14, commit},
    {"JetCommitTransaction2", 0, commit},
    {"JetRollback", 6, [](world& w) { return JetRollback(w.any_session(), w.roll.bits_or(0)); }},
    {"JetCreateDatabase", 4, create_database},
    {"JetCreateDatabase2", 0, create_database},
    {"JetAttachDatabase", 4, attach_database},
    {"JetAttachDatabase2", 0, attach_database},
    {"JetOpenDatabase", 6, open_database},
    {"JetCloseDatabase", 2, close_database},
    {"JetDetachDatabase", 2, detach_database},
    {"JetDetachDatabase2", 0, detach_database},
    {"JetGetDatabaseInfo", 5, database_info},
    {"JetGetDatabaseFileInfo", 0, database_info},
    {"JetSetDatabaseSize", 2, resize_database},
    {"JetGrowDatabase", 0, resize_database},
    {"JetResizeDatabase", 0, resize_database},
    {"JetCompact", 1, compact},
};

}  // namespace c_fuzz
