// face_unavailable.hpp — the functions that only answer that they do nothing here.
//
// Room:   c. Uses face_instances.
// Holds:  a dead session is told before that; docs/api-status.md lists them with what is missing.
#pragma once

#include <ese/c/face_instances.hpp>

namespace ese::inline v1::c_face {

[[nodiscard]] inline JET_ERR unavailable(JET_SESID session) noexcept { return answer(refused(session, errc::feature_not_available)); }

}  // namespace ese::inline v1::c_face

ESE_JET JetGetInstanceMiscInfo(JET_INSTANCE, void*, uint32_t, uint32_t) { return JET_errFeatureNotAvailable; }
ESE_JET JetStopBackup(void) { return JET_errFeatureNotAvailable; }
ESE_JET JetStopBackupInstance(JET_INSTANCE) { return JET_errFeatureNotAvailable; }
ESE_JET JetSetResourceParam(JET_INSTANCE, JET_RESOPER, JET_RESID, JET_API_PTR) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetResourceParam(JET_INSTANCE, JET_RESOPER, JET_RESID, JET_API_PTR*) { return JET_errFeatureNotAvailable; }
ESE_JET JetResetCounter(JET_SESID sesid, int32_t) { return ese::c_face::unavailable(sesid); }
ESE_JET JetGetCounter(JET_SESID sesid, int32_t, int32_t*) { return ese::c_face::unavailable(sesid); }
ESE_JET JetSetTableInfoW(JET_SESID sesid, JET_TABLEID, const void*, uint32_t, uint32_t)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetSetTableInfoA(JET_SESID sesid, JET_TABLEID, const void*, uint32_t, uint32_t)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetCreateEncryptionKey(uint32_t, void*, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetDeleteTable2A(JET_SESID sesid, JET_DBID, JET_PCSTR, JET_GRBIT) { return ese::c_face::unavailable(sesid); }
ESE_JET JetDeleteTable2W(JET_SESID sesid, JET_DBID, JET_PCWSTR, JET_GRBIT) { return ese::c_face::unavailable(sesid); }
ESE_JET JetPrepareToCommitTransaction(JET_SESID sesid, const void*, uint32_t, JET_GRBIT)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetGetLogFileInfoA(JET_PCSTR, void*, uint32_t, uint32_t) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetLogFileInfoW(JET_PCWSTR, void*, uint32_t, uint32_t) { return JET_errFeatureNotAvailable; }
ESE_JET JetRetrieveTaggedColumnList(JET_SESID sesid, JET_TABLEID, uint32_t*, void*, uint32_t, JET_COLUMNID, JET_GRBIT)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetGetRecordSize3(JET_SESID sesid, JET_TABLEID, JET_RECSIZE3*, JET_GRBIT) { return ese::c_face::unavailable(sesid); }
ESE_JET JetDefragment3A(JET_SESID sesid, JET_PCSTR, JET_PCSTR, uint32_t*, uint32_t*, JET_CALLBACK, void*, JET_GRBIT)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetDefragment3W(JET_SESID sesid, JET_PCWSTR, JET_PCWSTR, uint32_t*, uint32_t*, JET_CALLBACK, void*, JET_GRBIT)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetDatabaseScan(JET_SESID sesid, JET_DBID, uint32_t*, uint32_t, JET_CALLBACK, JET_GRBIT)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetConvertDDLA(JET_SESID sesid, JET_DBID, JET_OPDDLCONV, void*, uint32_t) { return ese::c_face::unavailable(sesid); }
ESE_JET JetConvertDDLW(JET_SESID sesid, JET_DBID, JET_OPDDLCONV, void*, uint32_t) { return ese::c_face::unavailable(sesid); }
ESE_JET JetUpgradeDatabaseA(JET_SESID sesid, JET_PCSTR, JET_PCSTR, JET_GRBIT) { return ese::c_face::unavailable(sesid); }
ESE_JET JetUpgradeDatabaseW(JET_SESID sesid, JET_PCWSTR, JET_PCWSTR, JET_GRBIT) { return ese::c_face::unavailable(sesid); }
ESE_JET JetDBUtilitiesA(JET_DBUTIL_A*) { return JET_errFeatureNotAvailable; }
ESE_JET JetDBUtilitiesW(JET_DBUTIL_W*) { return JET_errFeatureNotAvailable; }
ESE_JET JetBackupA(JET_PCSTR, JET_GRBIT, JET_PFNSTATUS) { return JET_errFeatureNotAvailable; }
ESE_JET JetBackupW(JET_PCWSTR, JET_GRBIT, JET_PFNSTATUS) { return JET_errFeatureNotAvailable; }
ESE_JET JetRestoreA(JET_PCSTR, JET_PFNSTATUS) { return JET_errFeatureNotAvailable; }
ESE_JET JetRestoreW(JET_PCWSTR, JET_PFNSTATUS) { return JET_errFeatureNotAvailable; }
ESE_JET JetRestore2A(JET_PCSTR, JET_PCSTR, JET_PFNSTATUS) { return JET_errFeatureNotAvailable; }
ESE_JET JetRestore2W(JET_PCWSTR, JET_PCWSTR, JET_PFNSTATUS) { return JET_errFeatureNotAvailable; }
ESE_JET JetBeginExternalBackup(JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetBeginExternalBackupInstance(JET_INSTANCE, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetBeginSurrogateBackup(JET_INSTANCE, uint32_t, uint32_t, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetAttachInfoA(void*, JET_PSTR, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetAttachInfoW(JET_PWSTR, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetAttachInfoInstanceA(JET_INSTANCE, void*, JET_PSTR, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetAttachInfoInstanceW(JET_INSTANCE, JET_PWSTR, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetOpenFileA(JET_PCSTR, JET_HANDLE*, uint32_t*, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetOpenFileW(JET_PCWSTR, JET_HANDLE*, uint32_t*, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetOpenFileInstanceA(JET_INSTANCE, JET_PCSTR, JET_HANDLE*, uint32_t*, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetOpenFileInstanceW(JET_INSTANCE, JET_PCWSTR, JET_HANDLE*, uint32_t*, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetOpenFileSectionInstanceA(JET_INSTANCE, JET_PSTR, JET_HANDLE*, int32_t, int32_t, uint64_t, uint32_t*, int32_t*)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetOpenFileSectionInstanceW(JET_INSTANCE, JET_PWSTR, JET_HANDLE*, int32_t, int32_t, uint64_t, uint32_t*, int32_t*)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetReadFile(JET_HANDLE, void*, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetReadFileInstance(JET_INSTANCE, JET_HANDLE, void*, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetCloseFile(JET_HANDLE) { return JET_errFeatureNotAvailable; }
ESE_JET JetCloseFileInstance(JET_INSTANCE, JET_HANDLE) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetLogInfoA(void*, JET_PSTR, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetLogInfoW(JET_PWSTR, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetLogInfoInstanceA(JET_INSTANCE, void*, JET_PSTR, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetLogInfoInstanceW(JET_INSTANCE, JET_PWSTR, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetLogInfoInstance2A(JET_INSTANCE, void*, JET_PSTR, uint32_t, uint32_t*, JET_LOGINFO_A*)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetGetLogInfoInstance2W(JET_INSTANCE, JET_PWSTR, uint32_t, uint32_t*, JET_LOGINFO_W*)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetGetTruncateLogInfoInstanceA(JET_INSTANCE, void*, JET_PSTR, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetTruncateLogInfoInstanceW(JET_INSTANCE, JET_PWSTR, uint32_t, uint32_t*) { return JET_errFeatureNotAvailable; }
ESE_JET JetTruncateLog(void) { return JET_errFeatureNotAvailable; }
ESE_JET JetTruncateLogInstance(JET_INSTANCE) { return JET_errFeatureNotAvailable; }
ESE_JET JetEndExternalBackup(void) { return JET_errFeatureNotAvailable; }
ESE_JET JetEndExternalBackupInstance(JET_INSTANCE) { return JET_errFeatureNotAvailable; }
ESE_JET JetEndExternalBackupInstance2(JET_INSTANCE, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetEndSurrogateBackup(JET_INSTANCE, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetExternalRestoreA(JET_PSTR, JET_PSTR, JET_RSTMAP_A*, int32_t, JET_PSTR, int32_t, int32_t, JET_PFNSTATUS)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetExternalRestoreW(JET_PWSTR, JET_PWSTR, JET_RSTMAP_W*, int32_t, JET_PWSTR, int32_t, int32_t, JET_PFNSTATUS)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetExternalRestore2A(JET_PSTR, JET_PSTR, JET_RSTMAP_A*, int32_t, JET_PSTR, JET_LOGINFO_A*, JET_PSTR, JET_PSTR,
                             JET_PSTR, JET_PFNSTATUS)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetExternalRestore2W(JET_PWSTR, JET_PWSTR, JET_RSTMAP_W*, int32_t, JET_PWSTR, JET_LOGINFO_W*, JET_PWSTR, JET_PWSTR,
                             JET_PWSTR, JET_PFNSTATUS)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetSnapshotStartA(JET_INSTANCE, JET_PSTR, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetSnapshotStartW(JET_INSTANCE, JET_PWSTR, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetSnapshotStop(JET_INSTANCE, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetTracing(JET_TRACEOP, JET_TRACETAG, JET_API_PTR) { return JET_errFeatureNotAvailable; }
ESE_JET JetOSSnapshotPrepare(JET_OSSNAPID*, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetOSSnapshotPrepareInstance(JET_OSSNAPID, JET_INSTANCE, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetOSSnapshotFreezeA(JET_OSSNAPID, uint32_t*, JET_INSTANCE_INFO_A**, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetOSSnapshotFreezeW(JET_OSSNAPID, uint32_t*, JET_INSTANCE_INFO_W**, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetOSSnapshotThaw(JET_OSSNAPID, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetOSSnapshotAbort(JET_OSSNAPID, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetOSSnapshotTruncateLog(JET_OSSNAPID, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetOSSnapshotTruncateLogInstance(JET_OSSNAPID, JET_INSTANCE, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetOSSnapshotGetFreezeInfoA(JET_OSSNAPID, uint32_t*, JET_INSTANCE_INFO_A**, JET_GRBIT)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetOSSnapshotGetFreezeInfoW(JET_OSSNAPID, uint32_t*, JET_INSTANCE_INFO_W**, JET_GRBIT)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetOSSnapshotEnd(JET_OSSNAPID, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetPageInfo(void*, uint32_t, JET_PAGEINFO*, uint32_t, JET_GRBIT, uint32_t) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetPageInfo2(void*, uint32_t, void*, uint32_t, JET_GRBIT, uint32_t) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetDatabasePages(JET_SESID sesid, JET_DBID, uint32_t, uint32_t, void*, uint32_t, uint32_t*, JET_GRBIT)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetOnlinePatchDatabasePage(JET_SESID sesid, JET_DBID, uint32_t, const void*, uint32_t, const void*, uint32_t,
                                   JET_GRBIT)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetRemoveLogfileA(JET_PCSTR, JET_PCSTR, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetRemoveLogfileW(JET_PCWSTR, JET_PCWSTR, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetBeginDatabaseIncrementalReseedA(JET_INSTANCE, JET_PCSTR, uint32_t, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetBeginDatabaseIncrementalReseedW(JET_INSTANCE, JET_PCWSTR, uint32_t, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetEndDatabaseIncrementalReseedA(JET_INSTANCE, JET_PCSTR, uint32_t, uint32_t, uint32_t, JET_GRBIT)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetEndDatabaseIncrementalReseedW(JET_INSTANCE, JET_PCWSTR, uint32_t, uint32_t, uint32_t, JET_GRBIT)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetPatchDatabasePagesA(JET_INSTANCE, JET_PCSTR, uint32_t, uint32_t, const void*, uint32_t, JET_GRBIT)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetPatchDatabasePagesW(JET_INSTANCE, JET_PCWSTR, uint32_t, uint32_t, const void*, uint32_t, JET_GRBIT)
{
    return JET_errFeatureNotAvailable;
}
ESE_JET JetGetRBSFileInfoA(JET_PCSTR, void*, uint32_t, uint32_t) { return JET_errFeatureNotAvailable; }
ESE_JET JetGetRBSFileInfoW(JET_PCWSTR, void*, uint32_t, uint32_t) { return JET_errFeatureNotAvailable; }
ESE_JET JetRBSPrepareRevert(JET_INSTANCE, JET_LOGTIME, int32_t, JET_GRBIT, JET_LOGTIME*) { return JET_errFeatureNotAvailable; }
ESE_JET JetRBSExecuteRevert(JET_INSTANCE, JET_GRBIT, JET_RBSREVERTINFOMISC*) { return JET_errFeatureNotAvailable; }
ESE_JET JetRBSCancelRevert(JET_INSTANCE) { return JET_errFeatureNotAvailable; }
ESE_JET JetConfigureProcessForCrashDump(JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetTestHook(TESTHOOK_OP, void*) { return JET_errFeatureNotAvailable; }
ESE_JET JetConsumeLogData(JET_INSTANCE, JET_EMITDATACTX*, void*, uint32_t, JET_GRBIT) { return JET_errFeatureNotAvailable; }
ESE_JET JetPrereadTablesW(JET_SESID sesid, JET_DBID, JET_PCWSTR*, int32_t, JET_GRBIT) { return ese::c_face::unavailable(sesid); }
ESE_JET JetPrereadIndexRange(JET_SESID sesid, JET_TABLEID, const JET_INDEX_RANGE*, uint32_t, uint32_t, JET_GRBIT, uint32_t*)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetPrereadColumnsByReference(JET_SESID sesid, JET_TABLEID, const void* const*, const uint32_t*, uint32_t, uint32_t,
                                     uint32_t, uint32_t*, JET_GRBIT)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetStreamRecords(JET_SESID sesid, JET_TABLEID, uint32_t, const JET_COLUMNID*, void*, uint32_t, uint32_t*, JET_GRBIT)
{
    return ese::c_face::unavailable(sesid);
}
ESE_JET JetRetrieveColumnFromRecordStream(void*, uint32_t, uint32_t*, JET_COLUMNID*, uint32_t*, uint32_t*, uint32_t*)
{
    return JET_errFeatureNotAvailable;
}
