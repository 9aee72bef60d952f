// codes_calls.hpp — every function of tiers 1 and 2 that takes a handle, with arguments which are right but for the handle.
//
// Holds:  codes_test.py reads the rows: a row stands for the codes of wrong handles, of a stopped service and of a foreign thread.
#pragma once

#include "under_test.hpp"

#include <array>

namespace c_test {

// Where calls write what nobody looks at.
namespace scrap {
inline JET_SESID session{};
inline JET_TABLEID table{};
inline JET_DBID database{};
inline std::uint32_t number{};
inline std::uint64_t large{};
inline JET_COMMIT_ID commit{};
inline char text[600]{};
inline std::int32_t long_value = 1;
inline JET_COLUMNDEF column{sizeof(JET_COLUMNDEF), 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnTTKey};
inline JET_COLUMNID ids[4]{};
inline JET_RECSIZE size{};
inline JET_RECSIZE2 size2{};
inline JET_RECPOS position{sizeof(JET_RECPOS), 0, 1, 1};
inline JET_LS storage{};
inline JET_ENUMCOLUMN* columns{};
inline JET_RECORDLIST list{sizeof(JET_RECORDLIST), 0, 0, 0};
inline JET_SETCOLUMN set{2, &long_value, 4, 0, 0, 1, 0};
inline JET_RETRIEVECOLUMN get{2, text, 8, 0, 0, 0, 1, 0, 0};

inline void* JET_API no_memory(void*, void*, std::uint32_t) { return nullptr; }

template <class Table>
inline Table* table_named(const char* name)
{
    static Table made;
    made = {};
    made.cbStruct = sizeof made;
    made.szTableName = const_cast<char*>(name);
    return &made;
}
template <class Index>
inline Index* index_named(const char* name)
{
    static Index made;
    static char key[] = "+number\0";
    made = {};
    made.cbStruct = sizeof made;
    made.szIndexName = const_cast<char*>(name);
    made.szKey = key;
    made.cbKey = sizeof key;
    made.ulDensity = 80;
    return &made;
}
template <class Open>
inline Open* temporary()
{
    static Open made;
    made = {};
    made.cbStruct = sizeof made;
    made.prgcolumndef = &column;
    made.ccolumn = 1;
    made.prgcolumnid = ids;
    return &made;
}
inline JET_INDEXRANGE* range(JET_TABLEID of)
{
    static JET_INDEXRANGE made;
    made = {sizeof made, of, JET_bitRecordInIndex};
    return &made;
}
}  // namespace scrap

struct on_session {
    const char* name;
    JET_ERR (*call)(JET_SESID);
};
struct on_cursor {
    const char* name;
    JET_ERR (*call)(JET_SESID, JET_TABLEID);
};
struct on_database {
    const char* name;
    JET_ERR (*call)(JET_SESID, JET_DBID);
};

#define ON_SESSION(function, ...) {#function, [](JET_SESID s) { return function(s __VA_OPT__(, ) __VA_ARGS__); }}
#define ON_CURSOR(function, ...) {#function, [](JET_SESID s, JET_TABLEID t) { return function(s, t __VA_OPT__(, ) __VA_ARGS__); }}
#define ON_DATABASE(function, ...) {#function, [](JET_SESID s, JET_DBID d) { return function(s, d __VA_OPT__(, ) __VA_ARGS__); }}

inline constexpr on_session session_rows[] = {
    ON_SESSION(JetDupSession, &scrap::session),
    ON_SESSION(JetGetVersion, &scrap::number),
    ON_SESSION(JetGetSessionParameter, JET_sesparamTransactionLevel, &scrap::number, 4, nullptr),
    ON_SESSION(JetSetSessionParameter, JET_sesparamCommitDefault, &scrap::number, 4),
    ON_SESSION(JetSetSessionContext, 5),
    ON_SESSION(JetBeginTransaction),
    ON_SESSION(JetBeginTransaction2, 0),
    ON_SESSION(JetBeginTransaction3, 1, 0),
    ON_SESSION(JetCommitTransaction, 0),
    ON_SESSION(JetCommitTransaction2, 0, 0, &scrap::commit),
    ON_SESSION(JetCreateDatabaseA, "never.edb", nullptr, &scrap::database, 0),
    ON_SESSION(JetCreateDatabaseW, u"never.edb", nullptr, &scrap::database, 0),
    ON_SESSION(JetCreateDatabase2A, "never.edb", 0, &scrap::database, 0),
    ON_SESSION(JetCreateDatabase2W, u"never.edb", 0, &scrap::database, 0),
    ON_SESSION(JetAttachDatabaseA, "never.edb", 0),
    ON_SESSION(JetAttachDatabaseW, u"never.edb", 0),
    ON_SESSION(JetAttachDatabase2A, "never.edb", 0, 0),
    ON_SESSION(JetAttachDatabase2W, u"never.edb", 0, 0),
    ON_SESSION(JetOpenDatabaseA, "never.edb", nullptr, &scrap::database, 0),
    ON_SESSION(JetOpenDatabaseW, u"never.edb", nullptr, &scrap::database, 0),
    ON_SESSION(JetOpenTempTable, &scrap::column, 1, 0, &scrap::table, scrap::ids),
    ON_SESSION(JetOpenTempTable2, &scrap::column, 1, 1033, 0, &scrap::table, scrap::ids),
    ON_SESSION(JetOpenTempTable3, &scrap::column, 1, nullptr, 0, &scrap::table, scrap::ids),
    ON_SESSION(JetOpenTemporaryTable, scrap::temporary<JET_OPENTEMPORARYTABLE>()),
    ON_SESSION(JetOpenTemporaryTable2, scrap::temporary<JET_OPENTEMPORARYTABLE2>()),
    ON_SESSION(JetCompactA, "never.edb", "nor.edb", nullptr, nullptr, 0),
    ON_SESSION(JetCompactW, u"never.edb", u"nor.edb", nullptr, nullptr, 0),
    ON_SESSION(JetSetDatabaseSizeA, "never.edb", 1000, &scrap::number),
    ON_SESSION(JetSetDatabaseSizeW, u"never.edb", 1000, &scrap::number),
    // To clean up after a stop these go on.
    ON_SESSION(JetEndSession, 0),
    ON_SESSION(JetRollback, 0),
    ON_SESSION(JetResetSessionContext),
    ON_SESSION(JetDetachDatabaseA, "never.edb"),
    ON_SESSION(JetDetachDatabaseW, u"never.edb"),
    ON_SESSION(JetDetachDatabase2A, "never.edb", 0),
    ON_SESSION(JetDetachDatabase2W, u"never.edb", 0),
};

inline constexpr on_cursor cursor_rows[] = {
    ON_CURSOR(JetGetTableInfoA, scrap::text, sizeof scrap::text, JET_TblInfoName),
    ON_CURSOR(JetGetTableInfoW, scrap::text, sizeof scrap::text, JET_TblInfoName),
    ON_CURSOR(JetGetTableColumnInfoA, "number", scrap::text, sizeof scrap::text, JET_ColInfo),
    ON_CURSOR(JetGetTableColumnInfoW, u"number", scrap::text, sizeof scrap::text, JET_ColInfo),
    ON_CURSOR(JetAddColumnA, "added", &scrap::column, nullptr, 0, nullptr),
    ON_CURSOR(JetAddColumnW, u"added", &scrap::column, nullptr, 0, nullptr),
    ON_CURSOR(JetDeleteColumnA, "words"),
    ON_CURSOR(JetDeleteColumnW, u"words"),
    ON_CURSOR(JetDeleteColumn2A, "words", 0),
    ON_CURSOR(JetDeleteColumn2W, u"words", 0),
    ON_CURSOR(JetRenameColumnA, "words", "other", 0),
    ON_CURSOR(JetRenameColumnW, u"words", u"other", 0),
    ON_CURSOR(JetGetTableIndexInfoA, "by_number", &scrap::number, 4, JET_IdxInfoCount),
    ON_CURSOR(JetGetTableIndexInfoW, u"by_number", &scrap::number, 4, JET_IdxInfoCount),
    ON_CURSOR(JetCreateIndexA, "x", 0, "+number\0", 9, 80),
    ON_CURSOR(JetCreateIndexW, u"x", 0, u"+number\0", 18, 80),
    ON_CURSOR(JetCreateIndex2A, scrap::index_named<JET_INDEXCREATE_A>("x"), 1),
    ON_CURSOR(JetCreateIndex3A, scrap::index_named<JET_INDEXCREATE2_A>("x"), 1),
    ON_CURSOR(JetCreateIndex4A, scrap::index_named<JET_INDEXCREATE3_A>("x"), 1),
    ON_CURSOR(JetDeleteIndexA, "by_number"),
    ON_CURSOR(JetDeleteIndexW, u"by_number"),
    ON_CURSOR(JetSetTableSequential, 0),
    ON_CURSOR(JetResetTableSequential, 0),
    ON_CURSOR(JetDelete),
    ON_CURSOR(JetUpdate, nullptr, 0, nullptr),
    ON_CURSOR(JetUpdate2, nullptr, 0, nullptr, 0),
    ON_CURSOR(JetEscrowUpdate, 2, &scrap::long_value, 4, nullptr, 0, nullptr, 0),
    ON_CURSOR(JetRetrieveColumn, 2, scrap::text, 8, nullptr, 0, nullptr),
    ON_CURSOR(JetRetrieveColumns, &scrap::get, 1),
    ON_CURSOR(JetEnumerateColumns, 0, nullptr, &scrap::number, &scrap::columns, scrap::no_memory, nullptr, 10, 0),
    ON_CURSOR(JetGetRecordSize, &scrap::size, 0),
    ON_CURSOR(JetGetRecordSize2, &scrap::size2, 0),
    ON_CURSOR(JetSetColumn, 2, &scrap::long_value, 4, 0, nullptr),
    ON_CURSOR(JetSetColumns, &scrap::set, 1),
    ON_CURSOR(JetPrepareUpdate, JET_prepInsert),
    ON_CURSOR(JetGetRecordPosition, &scrap::position, sizeof scrap::position),
    ON_CURSOR(JetGotoPosition, &scrap::position),
    ON_CURSOR(JetGetCursorInfo, nullptr, 0, 0),
    ON_CURSOR(JetDupCursor, &scrap::table, 0),
    ON_CURSOR(JetGetCurrentIndexA, scrap::text, sizeof scrap::text),
    ON_CURSOR(JetGetCurrentIndexW, reinterpret_cast<JET_WCHAR*>(scrap::text), sizeof scrap::text),
    ON_CURSOR(JetSetCurrentIndexA, nullptr),
    ON_CURSOR(JetSetCurrentIndexW, u"by_id"),
    ON_CURSOR(JetSetCurrentIndex2A, nullptr, 0),
    ON_CURSOR(JetSetCurrentIndex2W, u"by_id", 0),
    ON_CURSOR(JetSetCurrentIndex3A, nullptr, 0, 1),
    ON_CURSOR(JetSetCurrentIndex3W, u"by_id", 0, 1),
    ON_CURSOR(JetSetCurrentIndex4A, nullptr, nullptr, 0, 1),
    ON_CURSOR(JetSetCurrentIndex4W, u"by_id", nullptr, 0, 1),
    ON_CURSOR(JetMove, JET_MoveFirst, 0),
    ON_CURSOR(JetGetLock, JET_bitReadLock),
    ON_CURSOR(JetMakeKey, &scrap::long_value, 4, JET_bitNewKey),
    ON_CURSOR(JetSeek, JET_bitSeekEQ),
    ON_CURSOR(JetGetBookmark, scrap::text, sizeof scrap::text, nullptr),
    ON_CURSOR(JetGetSecondaryIndexBookmark, scrap::text, 100, nullptr, scrap::text + 100, 100, nullptr, 0),
    ON_CURSOR(JetGotoBookmark, scrap::text, 5),
    ON_CURSOR(JetGotoSecondaryIndexBookmark, scrap::text, 5, scrap::text, 5, 0),
    ON_CURSOR(JetSetIndexRange, JET_bitRangeUpperLimit),
    ON_CURSOR(JetIndexRecordCount, &scrap::number, 0),
    ON_CURSOR(JetIndexRecordCount2, &scrap::large, 0),
    ON_CURSOR(JetRetrieveKey, scrap::text, sizeof scrap::text, nullptr, 0),
    {"JetIntersectIndexes", [](JET_SESID s, JET_TABLEID t) { return JetIntersectIndexes(s, scrap::range(t), 1, &scrap::list, 0); }},
    ON_CURSOR(JetComputeStats),
    ON_CURSOR(JetSetLS, 1, 0),
    ON_CURSOR(JetGetLS, &scrap::storage, 0),
    // To clean up after a stop this goes on.
    ON_CURSOR(JetCloseTable),
};

inline constexpr on_database database_rows[] = {
    ON_DATABASE(JetCreateTableA, "x", 0, 80, &scrap::table),
    ON_DATABASE(JetCreateTableW, u"x", 0, 80, &scrap::table),
    ON_DATABASE(JetCreateTableColumnIndexA, scrap::table_named<JET_TABLECREATE_A>("x")),
    ON_DATABASE(JetCreateTableColumnIndex2A, scrap::table_named<JET_TABLECREATE2_A>("x")),
    ON_DATABASE(JetCreateTableColumnIndex3A, scrap::table_named<JET_TABLECREATE3_A>("x")),
    ON_DATABASE(JetCreateTableColumnIndex4A, scrap::table_named<JET_TABLECREATE4_A>("x")),
    ON_DATABASE(JetOpenTableA, "t", nullptr, 0, 0, &scrap::table),
    ON_DATABASE(JetOpenTableW, u"t", nullptr, 0, 0, &scrap::table),
    ON_DATABASE(JetDeleteTableA, "x"),
    ON_DATABASE(JetDeleteTableW, u"x"),
    ON_DATABASE(JetRenameTableA, "x", "y"),
    ON_DATABASE(JetRenameTableW, u"x", u"y"),
    ON_DATABASE(JetGetObjectInfoA, JET_objtypTable, nullptr, "t", scrap::text, sizeof scrap::text, JET_ObjInfo),
    ON_DATABASE(JetGetObjectInfoW, JET_objtypTable, nullptr, u"t", scrap::text, sizeof scrap::text, JET_ObjInfo),
    ON_DATABASE(JetGetColumnInfoA, "t", "number", scrap::text, sizeof scrap::text, JET_ColInfo),
    ON_DATABASE(JetGetColumnInfoW, u"t", u"number", scrap::text, sizeof scrap::text, JET_ColInfo),
    ON_DATABASE(JetSetColumnDefaultValueA, "t", "words", "x", 1, 0),
    ON_DATABASE(JetSetColumnDefaultValueW, u"t", u"words", "x", 1, 0),
    ON_DATABASE(JetGetIndexInfoA, "t", "by_number", &scrap::number, 4, JET_IdxInfoCount),
    ON_DATABASE(JetGetIndexInfoW, u"t", u"by_number", &scrap::number, 4, JET_IdxInfoCount),
    ON_DATABASE(JetGetDatabaseInfoA, &scrap::number, 4, JET_DbInfoPageSize),
    ON_DATABASE(JetGetDatabaseInfoW, &scrap::number, 4, JET_DbInfoPageSize),
    ON_DATABASE(JetGrowDatabase, 1, &scrap::number),
    ON_DATABASE(JetResizeDatabase, 1, &scrap::number, JET_bitResizeDatabaseOnlyGrow),
    // To clean up after a stop this goes on.
    ON_DATABASE(JetCloseDatabase, 0),
};

}  // namespace c_test
