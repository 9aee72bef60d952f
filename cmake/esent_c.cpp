// esent_c.cpp — the one source file of libesent: the functions of esent.h, and under each name without a letter its A form.
#include <ese/c/esent_engine.hpp>

// Where the linker has no second names, only the names with letters are there; esent.h does not need the others.
#if defined(__ELF__)
#    define ESE_PLAIN(name) __asm__(".globl " #name "\n.type " #name ", @function\n.set " #name ", " #name "A");

// clang-format off
ESE_PLAIN(JetInit3) ESE_PLAIN(JetInit4) ESE_PLAIN(JetCreateInstance) ESE_PLAIN(JetCreateInstance2)
ESE_PLAIN(JetSetSystemParameter) ESE_PLAIN(JetGetSystemParameter) ESE_PLAIN(JetEnableMultiInstance) ESE_PLAIN(JetBeginSession)
ESE_PLAIN(JetCreateDatabase) ESE_PLAIN(JetCreateDatabase2) ESE_PLAIN(JetCreateDatabase3) ESE_PLAIN(JetAttachDatabase)
ESE_PLAIN(JetAttachDatabase2) ESE_PLAIN(JetAttachDatabase3) ESE_PLAIN(JetDetachDatabase) ESE_PLAIN(JetDetachDatabase2)
ESE_PLAIN(JetGetObjectInfo) ESE_PLAIN(JetGetTableInfo) ESE_PLAIN(JetSetTableInfo) ESE_PLAIN(JetCreateTable)
ESE_PLAIN(JetCreateTableColumnIndex) ESE_PLAIN(JetCreateTableColumnIndex2) ESE_PLAIN(JetCreateTableColumnIndex3)
ESE_PLAIN(JetCreateTableColumnIndex4) ESE_PLAIN(JetCreateTableColumnIndex5) ESE_PLAIN(JetDeleteTable)
ESE_PLAIN(JetDeleteTable2) ESE_PLAIN(JetRenameTable) ESE_PLAIN(JetGetTableColumnInfo) ESE_PLAIN(JetGetColumnInfo)
ESE_PLAIN(JetAddColumn) ESE_PLAIN(JetDeleteColumn) ESE_PLAIN(JetDeleteColumn2) ESE_PLAIN(JetRenameColumn)
ESE_PLAIN(JetSetColumnDefaultValue) ESE_PLAIN(JetGetTableIndexInfo) ESE_PLAIN(JetGetIndexInfo) ESE_PLAIN(JetCreateIndex)
ESE_PLAIN(JetCreateIndex2) ESE_PLAIN(JetCreateIndex3) ESE_PLAIN(JetCreateIndex4) ESE_PLAIN(JetDeleteIndex)
ESE_PLAIN(JetGetDatabaseInfo) ESE_PLAIN(JetGetDatabaseFileInfo) ESE_PLAIN(JetGetLogFileInfo) ESE_PLAIN(JetOpenDatabase)
ESE_PLAIN(JetOpenTable) ESE_PLAIN(JetGetCurrentIndex) ESE_PLAIN(JetSetCurrentIndex) ESE_PLAIN(JetSetCurrentIndex2)
ESE_PLAIN(JetSetCurrentIndex3) ESE_PLAIN(JetSetCurrentIndex4) ESE_PLAIN(JetCompact) ESE_PLAIN(JetDefragment)
ESE_PLAIN(JetDefragment2) ESE_PLAIN(JetDefragment3) ESE_PLAIN(JetConvertDDL) ESE_PLAIN(JetUpgradeDatabase)
ESE_PLAIN(JetSetDatabaseSize) ESE_PLAIN(JetDBUtilities) ESE_PLAIN(JetBackup) ESE_PLAIN(JetBackupInstance)
ESE_PLAIN(JetRestore) ESE_PLAIN(JetRestore2) ESE_PLAIN(JetRestoreInstance) ESE_PLAIN(JetGetAttachInfo)
ESE_PLAIN(JetGetAttachInfoInstance) ESE_PLAIN(JetOpenFile) ESE_PLAIN(JetOpenFileInstance)
ESE_PLAIN(JetOpenFileSectionInstance) ESE_PLAIN(JetGetLogInfo) ESE_PLAIN(JetGetLogInfoInstance)
ESE_PLAIN(JetGetLogInfoInstance2) ESE_PLAIN(JetGetTruncateLogInfoInstance) ESE_PLAIN(JetExternalRestore)
ESE_PLAIN(JetExternalRestore2) ESE_PLAIN(JetSnapshotStart) ESE_PLAIN(JetGetInstanceInfo) ESE_PLAIN(JetOSSnapshotFreeze)
ESE_PLAIN(JetOSSnapshotGetFreezeInfo) ESE_PLAIN(JetRemoveLogfile) ESE_PLAIN(JetBeginDatabaseIncrementalReseed)
ESE_PLAIN(JetEndDatabaseIncrementalReseed) ESE_PLAIN(JetPatchDatabasePages) ESE_PLAIN(JetGetRBSFileInfo)
#endif
