// face_database.hpp — the calls that make, attach, open, close and detach databases.
//
// Room:   c. Uses face_callbacks, face_instances, face_text, jet.
// Holds:  a limit of the size is of the database while it is attached; whoever attaches it next says his own.
#pragma once

#include <ese/c/face_callbacks.hpp>
#include <ese/c/face_instances.hpp>
#include <ese/c/face_text.hpp>
#include <ese/jet/limits.hpp>

#include <cstdint>
#include <cstring>
#include <string_view>

namespace ese::inline v1::c_face {

// Of JetCreateDatabase3 and its kin: known parameters of the right size are taken; of those the limit of the size counts.
[[nodiscard]] inline errc read_database_parameters(const JET_SETDBPARAM* parameters, std::uint32_t count, std::uint32_t& pages_max) noexcept
{
    if (count != 0 && !parameters) return errc::invalid_parameter;
    for (std::uint32_t i = 0; i < count; ++i) {
        const JET_SETDBPARAM& one = parameters[i];
        if (one.dbparamid < JET_dbparamDbSizeMaxPages || one.dbparamid >= JET_dbparamMaxValueInvalid) return errc::invalid_dbparam_id;
        if (one.cbParam != sizeof(std::uint32_t) || !one.pvParam) return errc::invalid_buffer_size;
        std::uint32_t value = 0;
        std::memcpy(&value, one.pvParam, sizeof value);
        if (one.dbparamid == JET_dbparamDbSizeMaxPages) pages_max = value;
    }
    return errc::success;
}

// No file has as many pages as `pages_max` says. A session that may not create at all is told so first.
[[nodiscard]] inline errc check_limit(JET_SESID session, std::uint32_t pages_max) noexcept
{
    if (pages_max <= jet::page_number_max) return errc::success;
    session_info info;
    if (const errc code = refused_when_stopped(session); jet::is_error(code)) return code;
    if (const errc code = instances().of_session(session).get_session_info(session_id{session}, info); jet::is_error(code)) return code;
    return info.level > 0 ? errc::in_transaction : errc::database_invalid_pages;
}

template <class Unit>
[[nodiscard]] errc create_database(JET_SESID session, const Unit* path, std::uint32_t pages_max, JET_DBID* database, JET_GRBIT grbit)
{
    if (!database) return refused(session, errc::invalid_parameter);
    if (const errc wrong = check_limit(session, pages_max); jet::is_error(wrong)) return wrong;
    database_id made;
    engine_api& api = instances().of_session(session);
    const errc code = api.create_database(session_id{session}, path_in{path}.view(), bits<jet::create_database_option>(grbit), made);
    if (!jet::is_error(code) && pages_max != 0) (void)api.set_database_limit(session_id{session}, made, pages_max);
    *database = jet::is_error(code) ? JET_dbidNil : made.value();
    return code;
}

// Only who has a database open may limit it.
[[nodiscard]] inline errc limit_database(engine_api& api, session_id session, std::string_view path, std::uint32_t pages_max)
{
    database_id opened;
    if (const errc code = api.open_database(session, path, {}, opened); jet::is_error(code)) return code;
    const errc code = api.set_database_limit(session, opened, pages_max);
    (void)api.close_database(session, opened);
    return code;
}

template <class Unit>
[[nodiscard]] errc attach_database(JET_SESID session, const Unit* path, std::uint32_t pages_max, JET_GRBIT grbit)
{
    const path_in given{path};
    engine_api& api = instances().of_session(session);
    const errc code = api.attach_database(session_id{session}, given.view(), bits<jet::attach_option>(grbit));
    if (code != errc::success || pages_max == 0) return code;
    const errc limited = limit_database(api, session_id{session}, given.view(), pages_max);
    if (jet::is_error(limited)) (void)api.detach_database(session_id{session}, given.view(), {});    // all of it, or nothing
    return limited;
}

template <class Unit>
[[nodiscard]] errc open_database(JET_SESID session, const Unit* path, JET_DBID* database, JET_GRBIT grbit)
{
    if (!database) return refused(session, errc::invalid_parameter);
    database_id opened;
    const errc code = instances().of_session(session).open_database(session_id{session}, path_in{path}.view(),
                                                                    bits<jet::open_database_option>(grbit), opened);
    *database = jet::is_error(code) ? JET_dbidNil : opened.value();
    return code;
}

[[nodiscard]] inline errc close_database(JET_SESID session, JET_DBID database)
{
    const errc code = instances().of_session(session).close_database(session_id{session}, database_id{database});
    if (code == errc::success) free_dead_storage(session);
    return code;
}

// What is kept for its tables goes with it. Without a path all databases are meant.
template <class Unit>
[[nodiscard]] errc detach_database(JET_SESID session, const Unit* path, JET_GRBIT grbit)
{
    const path_in given{path};
    engine_api& api = instances().of_session(session);
    instance_slot* const slot = instances().of_tag(tag_of(session));
    database_id known{JET_dbidNil};
    const bool hooked = slot && has_hooks(*slot);
    const bool one    = hooked && !jet::is_error(api.open_database(session_id{session}, given.view(), {}, known));
    if (one) (void)api.close_database(session_id{session}, known);
    const errc code = api.detach_database(session_id{session}, given.view(), bits<jet::detach_option>(grbit));
    if (code == errc::success && (one || (hooked && given.view().empty()))) forget_tables(*slot, known.value());
    return code;
}

}  // namespace ese::inline v1::c_face

ESE_JET JetCreateDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, uint32_t cpgDatabaseSizeMax, JET_DBID* pdbid, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_database(sesid, szFilename, cpgDatabaseSizeMax, pdbid, grbit); });
}
ESE_JET JetCreateDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, uint32_t cpgDatabaseSizeMax, JET_DBID* pdbid, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_database(sesid, szFilename, cpgDatabaseSizeMax, pdbid, grbit); });
}
ESE_JET JetCreateDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_PCSTR, JET_DBID* pdbid, JET_GRBIT grbit)
{
    return JetCreateDatabase2A(sesid, szFilename, 0, pdbid, grbit);
}
ESE_JET JetCreateDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_PCWSTR, JET_DBID* pdbid, JET_GRBIT grbit)
{
    return JetCreateDatabase2W(sesid, szFilename, 0, pdbid, grbit);
}
ESE_JET JetCreateDatabase3A(JET_SESID sesid, JET_PCSTR szFilename, JET_DBID* pdbid, JET_SETDBPARAM* rgsetdbparam,
                            uint32_t csetdbparam, JET_GRBIT grbit)
{
    std::uint32_t most = 0;
    const ese::errc wrong = ese::c_face::read_database_parameters(rgsetdbparam, csetdbparam, most);
    return wrong == ese::errc::success ? JetCreateDatabase2A(sesid, szFilename, most, pdbid, grbit) : ese::c_face::answer(wrong);
}
ESE_JET JetCreateDatabase3W(JET_SESID sesid, JET_PCWSTR szFilename, JET_DBID* pdbid, JET_SETDBPARAM* rgsetdbparam,
                            uint32_t csetdbparam, JET_GRBIT grbit)
{
    std::uint32_t most = 0;
    const ese::errc wrong = ese::c_face::read_database_parameters(rgsetdbparam, csetdbparam, most);
    return wrong == ese::errc::success ? JetCreateDatabase2W(sesid, szFilename, most, pdbid, grbit) : ese::c_face::answer(wrong);
}
ESE_JET JetAttachDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, uint32_t cpgDatabaseSizeMax, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::attach_database(sesid, szFilename, cpgDatabaseSizeMax, grbit); });
}
ESE_JET JetAttachDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, uint32_t cpgDatabaseSizeMax, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::attach_database(sesid, szFilename, cpgDatabaseSizeMax, grbit); });
}
ESE_JET JetAttachDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit) { return JetAttachDatabase2A(sesid, szFilename, 0, grbit); }
ESE_JET JetAttachDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_GRBIT grbit) { return JetAttachDatabase2W(sesid, szFilename, 0, grbit); }
ESE_JET JetAttachDatabase3A(JET_SESID sesid, JET_PCSTR szFilename, JET_SETDBPARAM* rgsetdbparam, uint32_t csetdbparam, JET_GRBIT grbit)
{
    std::uint32_t most = 0;
    const ese::errc wrong = ese::c_face::read_database_parameters(rgsetdbparam, csetdbparam, most);
    return wrong == ese::errc::success ? JetAttachDatabase2A(sesid, szFilename, most, grbit) : ese::c_face::answer(wrong);
}
ESE_JET JetAttachDatabase3W(JET_SESID sesid, JET_PCWSTR szFilename, JET_SETDBPARAM* rgsetdbparam, uint32_t csetdbparam, JET_GRBIT grbit)
{
    std::uint32_t most = 0;
    const ese::errc wrong = ese::c_face::read_database_parameters(rgsetdbparam, csetdbparam, most);
    return wrong == ese::errc::success ? JetAttachDatabase2W(sesid, szFilename, most, grbit) : ese::c_face::answer(wrong);
}
ESE_JET JetOpenDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_PCSTR, JET_DBID* pdbid, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::open_database(sesid, szFilename, pdbid, grbit); });
}
ESE_JET JetOpenDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_PCWSTR, JET_DBID* pdbid, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::open_database(sesid, szFilename, pdbid, grbit); });
}
ESE_JET JetCloseDatabase(JET_SESID sesid, JET_DBID dbid, JET_GRBIT)
{
    return ese::c_face::guarded([&] { return ese::c_face::close_database(sesid, dbid); });
}
ESE_JET JetDetachDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::detach_database(sesid, szFilename, grbit); });
}
ESE_JET JetDetachDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::detach_database(sesid, szFilename, grbit); });
}
ESE_JET JetDetachDatabaseA(JET_SESID sesid, JET_PCSTR szFilename) { return JetDetachDatabase2A(sesid, szFilename, 0); }
ESE_JET JetDetachDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename) { return JetDetachDatabase2W(sesid, szFilename, 0); }
