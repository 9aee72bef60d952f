// face_size.hpp — the calls that change how large a database is, or may be.
//
// Room:   c. Uses face_database, jet.
// Holds:  (1) sizes count pages of the file, its two header pages included;
//         (2) files do not get smaller here.
#pragma once

#include <ese/c/face_database.hpp>

#include <algorithm>
#include <cstdint>

namespace ese::inline v1::c_face {

// What a file of a database has at least.
inline constexpr std::uint32_t database_pages_least = 256;

[[nodiscard]] inline errc resize_database(JET_SESID session, JET_DBID database, std::uint32_t pages, std::uint32_t* actual, JET_GRBIT grbit)
{
    if (!actual) return refused(session, errc::invalid_parameter);
    std::uint64_t now = 0;
    const errc code = instances().of_session(session).resize_database(session_id{session}, database_id{database}, pages,
                                                                      bits<jet::resize_option>(grbit), now);
    if (now != 0) *actual = static_cast<std::uint32_t>(std::min<std::uint64_t>(now, 0xFFFFFFFF));
    return code;
}

// Of a database that is not attached: attached and opened for the time of the call.
template <class Unit>
[[nodiscard]] errc set_database_size(JET_SESID session, const Unit* path, std::uint32_t pages, std::uint32_t* actual)
{
    if (pages < database_pages_least || !actual) return refused(session, errc::invalid_parameter);
    const path_in given{path};
    engine_api& api = instances().of_session(session);
    const session_id by{session};
    const errc attached = api.attach_database(by, given.view(), {});
    if (attached == errc::wrn_database_attached) return errc::database_in_use;
    if (jet::is_error(attached)) return attached;
    database_id opened;
    errc code = api.open_database(by, given.view(), {}, opened);
    if (!jet::is_error(code)) {
        code = resize_database(session, opened.value(), pages, actual, JET_bitResizeDatabaseOnlyGrow);
        (void)api.close_database(by, opened);
    }
    const errc detached = api.detach_database(by, given.view(), {});
    return jet::is_error(code) ? code : detached;
}

[[nodiscard]] inline errc set_most(JET_SESID session, JET_DBID database, std::uint32_t pages, JET_GRBIT grbit) noexcept
{
    if (grbit != 0) return refused(session, errc::invalid_grbit);
    return instances().of_session(session).set_database_limit(session_id{session}, database_id{database}, pages);
}

[[nodiscard]] inline errc get_most(JET_SESID session, JET_DBID database, std::uint32_t* pages, JET_GRBIT grbit) noexcept
{
    if (!pages) return refused(session, errc::invalid_parameter);
    if (grbit != 0) return refused(session, errc::invalid_grbit);
    return instances().of_session(session).get_database_limit(session_id{session}, database_id{database}, *pages);
}

}  // namespace ese::inline v1::c_face

ESE_JET JetResizeDatabase(JET_SESID sesid, JET_DBID dbid, uint32_t cpgTarget, uint32_t* pcpgActual, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::resize_database(sesid, dbid, cpgTarget, pcpgActual, grbit); });
}
ESE_JET JetGrowDatabase(JET_SESID sesid, JET_DBID dbid, uint32_t cpg, uint32_t* pcpgReal)
{
    return JetResizeDatabase(sesid, dbid, cpg, pcpgReal, JET_bitResizeDatabaseOnlyGrow);
}
ESE_JET JetSetDatabaseSizeA(JET_SESID sesid, JET_PCSTR szDatabaseName, uint32_t cpg, uint32_t* pcpgReal)
{
    return ese::c_face::guarded([&] { return ese::c_face::set_database_size(sesid, szDatabaseName, cpg, pcpgReal); });
}
ESE_JET JetSetDatabaseSizeW(JET_SESID sesid, JET_PCWSTR szDatabaseName, uint32_t cpg, uint32_t* pcpgReal)
{
    return ese::c_face::guarded([&] { return ese::c_face::set_database_size(sesid, szDatabaseName, cpg, pcpgReal); });
}
ESE_JET JetSetMaxDatabaseSize(JET_SESID sesid, JET_DBID dbid, uint32_t cpg, JET_GRBIT grbit)
{
    return ese::c_face::answer(ese::c_face::set_most(sesid, dbid, cpg, grbit));
}
ESE_JET JetGetMaxDatabaseSize(JET_SESID sesid, JET_DBID dbid, uint32_t* pcpg, JET_GRBIT grbit)
{
    return ese::c_face::answer(ese::c_face::get_most(sesid, dbid, pcpg, grbit));
}
