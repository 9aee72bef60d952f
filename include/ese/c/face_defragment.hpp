// face_defragment.hpp — JetDefragment: pages are kept in order by the calls that change them, so there is nothing to start.
//
// Room:   c. Uses face_instances, jet.
#pragma once

#include <ese/c/face_instances.hpp>

#include <cstdint>

namespace ese::inline v1::c_face {

// Nothing runs: a start has ended when it returns, and there is never one to stop.
[[nodiscard]] inline errc defragment(JET_SESID session, JET_DBID database, std::uint32_t* passes, std::uint32_t* seconds,
                                     JET_CALLBACK completed, JET_GRBIT grbit)
{
    database_info info;
    const errc code = instances().of_session(session).get_database_info(session_id{session}, database_id{database}, info);
    if (jet::is_error(code)) return code;
    if (info.read_only) return errc::database_file_read_only;
    if ((grbit & ~JET_GRBIT{JET_bitDefragmentBatchStart | JET_bitDefragmentBatchStop}) != 0) return errc::feature_not_available;
    if (grbit == JET_bitDefragmentBatchStop) return errc::wrn_defrag_not_running;
    if (passes) *passes = 0;
    if (seconds) *seconds = 0;
    if (grbit != JET_bitDefragmentBatchStart) return errc::invalid_grbit;
    if (completed) (void)completed(session, database, JET_tableidNil, JET_cbtypOnlineDefragCompleted, nullptr, nullptr, nullptr, 0);
    return errc::success;
}

}  // namespace ese::inline v1::c_face

ESE_JET JetDefragmentA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR, uint32_t* pcPasses, uint32_t* pcSeconds, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::defragment(sesid, dbid, pcPasses, pcSeconds, nullptr, grbit); });
}
ESE_JET JetDefragmentW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR, uint32_t* pcPasses, uint32_t* pcSeconds, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::defragment(sesid, dbid, pcPasses, pcSeconds, nullptr, grbit); });
}
ESE_JET JetDefragment2A(JET_SESID sesid, JET_DBID dbid, JET_PCSTR, uint32_t* pcPasses, uint32_t* pcSeconds, JET_CALLBACK callback,
                        JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::defragment(sesid, dbid, pcPasses, pcSeconds, callback, grbit); });
}
ESE_JET JetDefragment2W(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR, uint32_t* pcPasses, uint32_t* pcSeconds, JET_CALLBACK callback,
                        JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::defragment(sesid, dbid, pcPasses, pcSeconds, callback, grbit); });
}
