// databases.cpp — how large databases are and may be, what is in them, and their copies, through the C interface.
#include "under_test.hpp"

#include <vector>

using namespace c_test;

namespace {

std::vector<std::uint32_t> steps_told;    // JET_SNT of each call
JET_ERR answer_of_status = JET_errSuccess;

JET_ERR JET_API note_step(JET_SESID, JET_SNP what, JET_SNT step, void* progress)
{
    BOOST_TEST(what == std::uint32_t{JET_snpCompact});
    BOOST_TEST(static_cast<JET_SNPROG*>(progress)->cbStruct == sizeof(JET_SNPROG));
    steps_told.push_back(step);
    return answer_of_status;
}

std::uint32_t info_of(const with_table& db, std::uint32_t level)
{
    std::uint32_t number = 0;
    OK(JetGetDatabaseInfoA(db.session, db.database, &number, sizeof number, level));
    return number;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(c_databases)

BOOST_AUTO_TEST_CASE(a_database_grows_by_whole_steps)
{
    with_table db;
    const std::uint32_t before = info_of(db, JET_DbInfoFilesize);
    std::uint32_t actual = 0;
    OK(JetGrowDatabase(db.session, db.database, before + 10, &actual));
    BOOST_TEST(actual == before + 256);
    BOOST_TEST(info_of(db, JET_DbInfoFilesize) == actual);
    BOOST_TEST(info_of(db, JET_DbInfoSpaceOwned) == actual - 2);
    BOOST_TEST(info_of(db, JET_DbInfoFilesizeOnDisk) == actual);
    OK(JetResizeDatabase(db.session, db.database, before, &actual, JET_bitResizeDatabaseOnlyGrow));    // it is larger already
    BOOST_TEST(actual == before + 256);
    OK(JetResizeDatabase(db.session, db.database, actual + 1000, &actual, JET_bitResizeDatabaseOnlyShrink));
    BOOST_TEST(actual == before + 256);
    IS(JET_errFeatureNotAvailable, JetResizeDatabase(db.session, db.database, 256, &actual, 0));
    IS(JET_errInvalidGrbit, JetResizeDatabase(db.session, db.database, 1000, &actual, 3));
    IS(JET_errInvalidGrbit, JetResizeDatabase(db.session, db.database, 1000, &actual, 8));
    IS(JET_errInvalidParameter, JetGrowDatabase(db.session, db.database, 1000, nullptr));
    IS(JET_errInvalidDatabaseId, JetGrowDatabase(db.session, 77, 1000, &actual));
    db.insert(1);    // and it is as good as before
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
}

BOOST_AUTO_TEST_CASE(a_database_that_nobody_has_gets_its_size)
{
    running one;
    const std::string path = one.in("a.edb");
    JET_DBID database = JET_dbidNil;
    std::uint32_t actual = 0;
    OK(JetCreateDatabaseA(one.session, path.c_str(), nullptr, &database, 0));
    IS(JET_errDatabaseInUse, JetSetDatabaseSizeA(one.session, path.c_str(), 1000, &actual));
    OK(JetCloseDatabase(one.session, database, 0));
    OK(JetDetachDatabaseA(one.session, path.c_str()));
    OK(JetSetDatabaseSizeW(one.session, one.folder.u16string().append(u"/a.edb").c_str(), 1000, &actual));
    BOOST_TEST(actual >= 1000u);
    BOOST_TEST(std::filesystem::file_size(path) == std::uintmax_t{actual} * 4096);
    IS(JET_errInvalidParameter, JetSetDatabaseSizeA(one.session, path.c_str(), 255, &actual));
    IS(JET_errFileNotFound, JetSetDatabaseSizeA(one.session, one.in("none.edb").c_str(), 1000, &actual));
    IS(JET_errDatabaseNotFound, JetOpenDatabaseA(one.session, path.c_str(), nullptr, &database, 0));    // it is detached again
}

BOOST_AUTO_TEST_CASE(a_database_does_not_outgrow_its_limit)
{
    running one;
    const std::string path = one.in("a.edb");
    JET_DBID database = JET_dbidNil;
    OK(JetCreateDatabase2A(one.session, path.c_str(), 300, &database, 0));
    std::uint32_t most = 0, actual = 0;
    OK(JetGetMaxDatabaseSize(one.session, database, &most, 0));
    BOOST_TEST(most == 300u);
    IS(JET_errOutOfDatabaseSpace, JetGrowDatabase(one.session, database, 301, &actual));
    JET_TABLEID table = JET_tableidNil;
    JET_ERR err = JET_errSuccess;
    for (int i = 0; i < 100 && err == JET_errSuccess; ++i) {
        err = JetCreateTableA(one.session, database, ("t" + std::to_string(i)).c_str(), 20, 0, &table);
        if (err == JET_errSuccess) OK(JetCloseTable(one.session, table));
    }
    BOOST_TEST(err == JET_errOutOfDatabaseSpace);
    BOOST_TEST(std::filesystem::file_size(path) <= 300u * 4096);
    OK(JetSetMaxDatabaseSize(one.session, database, 0, 0));
    OK(JetCreateTableA(one.session, database, "more", 20, 0, &table));
    IS(JET_errInvalidGrbit, JetSetMaxDatabaseSize(one.session, database, 0, 1));
    IS(JET_errInvalidParameter, JetGetMaxDatabaseSize(one.session, database, nullptr, 0));
    OK(JetCloseTable(one.session, table));
    OK(JetCloseDatabase(one.session, database, 0));
    OK(JetDetachDatabaseA(one.session, path.c_str()));
    std::uint32_t pages = 1000;
    JET_SETDBPARAM parameter{JET_dbparamDbSizeMaxPages, &pages, sizeof pages};
    OK(JetAttachDatabase3A(one.session, path.c_str(), &parameter, 1, 0));
    OK(JetOpenDatabaseA(one.session, path.c_str(), nullptr, &database, 0));
    OK(JetGetMaxDatabaseSize(one.session, database, &most, 0));
    BOOST_TEST(most == 1000u);
}

BOOST_AUTO_TEST_CASE(statistics_are_what_was_last_counted)
{
    with_table db;
    for (const std::int32_t number : {7, 7, 9}) db.insert(number);
    JET_OBJECTINFO info{};
    OK(JetGetTableInfoA(db.session, db.table, &info, sizeof info, JET_TblInfo));
    BOOST_TEST(info.cRecord == 0u);
    OK(JetMove(db.session, db.table, JET_MoveLast, 0));
    OK(JetComputeStats(db.session, db.table));
    BOOST_TEST(db.number_here() == 9);    // the cursor is where it was
    OK(JetGetTableInfoA(db.session, db.table, &info, sizeof info, JET_TblInfo));
    BOOST_TEST(info.cRecord == 3u);
    BOOST_TEST(info.cPage >= 1u);
    JET_INDEXLIST list{};
    OK(JetGetTableIndexInfoA(db.session, db.table, "by_number", &list, sizeof list, JET_IdxInfo));
    OK(JetMove(db.session, list.tableid, JET_MoveFirst, 0));
    std::uint32_t entries = 0, keys = 0;
    OK(JetRetrieveColumn(db.session, list.tableid, list.columnidcEntry, &entries, sizeof entries, nullptr, 0, nullptr));
    OK(JetRetrieveColumn(db.session, list.tableid, list.columnidcKey, &keys, sizeof keys, nullptr, 0, nullptr));
    BOOST_TEST(entries == 3u);
    BOOST_TEST(keys == 2u);
    OK(JetCloseTable(db.session, list.tableid));
    db.insert(8);    // not counted yet, and kept by the file
    OK(JetCloseTable(db.session, db.table));
    OK(JetCloseDatabase(db.session, db.database, 0));
    OK(JetDetachDatabaseA(db.session, db.in("test.edb").c_str()));
    OK(JetAttachDatabaseA(db.session, db.in("test.edb").c_str(), 0));
    OK(JetOpenDatabaseA(db.session, db.in("test.edb").c_str(), nullptr, &db.database, 0));
    OK(JetGetObjectInfoA(db.session, db.database, JET_objtypTable, nullptr, "t", &info, sizeof info, JET_ObjInfo));
    BOOST_TEST(info.cRecord == 3u);
}

BOOST_AUTO_TEST_CASE(counting_is_undone_with_its_transaction)
{
    with_table db;
    db.insert(1);
    OK(JetBeginTransaction(db.session));
    OK(JetComputeStats(db.session, db.table));
    OK(JetRollback(db.session, 0));
    JET_OBJECTINFO info{};
    OK(JetGetTableInfoA(db.session, db.table, &info, sizeof info, JET_TblInfo));
    BOOST_TEST(info.cRecord == 0u);
    JET_TABLEID read_only = JET_tableidNil;
    OK(JetOpenTableA(db.session, db.database, "t", nullptr, 0, JET_bitTableReadOnly, &read_only));
    IS(JET_errPermissionDenied, JetComputeStats(db.session, read_only));
}

BOOST_AUTO_TEST_CASE(space_is_told_for_tables_indexes_and_long_values)
{
    with_table db;
    std::uint32_t use[2]{}, owned = 0, free_pages = 0, of_index = 0, of_long = 0;
    OK(JetGetTableInfoA(db.session, db.table, use, sizeof use, JET_TblInfoSpaceUsage));
    OK(JetGetTableInfoA(db.session, db.table, &owned, sizeof owned, JET_TblInfoSpaceOwned));
    OK(JetGetTableInfoA(db.session, db.table, &free_pages, sizeof free_pages, JET_TblInfoSpaceAvailable));
    BOOST_TEST(use[0] == owned);
    BOOST_TEST(use[1] == free_pages);
    OK(JetGetTableIndexInfoA(db.session, db.table, "by_number", &of_index, sizeof of_index, JET_IdxInfoSpaceOwned));
    OK(JetGetTableInfoA(db.session, db.table, &of_long, sizeof of_long, JET_TblInfoSpaceOwnedLV));
    BOOST_TEST(of_index >= 1u);
    BOOST_TEST(of_long >= 1u);
    BOOST_TEST(owned > of_index + of_long);
    IS(JET_errBufferTooSmall, JetGetTableInfoA(db.session, db.table, use, 4, JET_TblInfoSpaceUsage));
    JET_DBID database = 0;
    OK(JetGetTableInfoA(db.session, db.table, &database, sizeof database, JET_TblInfoDbid));
    BOOST_TEST(database == db.database);
}

BOOST_AUTO_TEST_CASE(the_header_of_a_database_is_told)
{
    with_table db;
    const std::string path = db.in("test.edb");
    JET_DBINFOMISC7 now{};
    OK(JetGetDatabaseInfoA(db.session, db.database, &now, sizeof now, JET_DbInfoMisc));
    BOOST_TEST(now.ulVersion == 0x620u);
    BOOST_TEST(now.cbPageSize == 4096u);
    BOOST_TEST(now.dbstate == std::uint32_t{JET_dbstateDirtyShutdown});
    std::int32_t in_use = 7;
    std::uint32_t type = 0;
    OK(JetGetDatabaseFileInfoA(path.c_str(), &in_use, sizeof in_use, JET_DbInfoDBInUse));
    BOOST_TEST(in_use == 1);
    OK(JetGetDatabaseFileInfoA(path.c_str(), &type, sizeof type, JET_DbInfoFileType));
    BOOST_TEST(type == std::uint32_t{JET_filetypeDatabase});
    OK(JetCloseTable(db.session, db.table));
    OK(JetCloseDatabase(db.session, db.database, 0));
    OK(JetDetachDatabaseA(db.session, path.c_str()));
    JET_DBINFOMISC later{};
    OK(JetGetDatabaseFileInfoA(path.c_str(), &later, sizeof later, JET_DbInfoMisc));
    BOOST_TEST(later.dbstate == std::uint32_t{JET_dbstateCleanShutdown});
    BOOST_TEST(std::memcmp(&later.signDb, &now.signDb, sizeof later.signDb) == 0);
    OK(JetGetDatabaseFileInfoA(path.c_str(), &in_use, sizeof in_use, JET_DbInfoDBInUse));
    BOOST_TEST(in_use == 0);
    IS(JET_errInvalidBufferSize, JetGetDatabaseFileInfoA(path.c_str(), &later, sizeof later - 4, JET_DbInfoMisc));
    { std::FILE* other = std::fopen(db.in("other").c_str(), "wb"); std::fputs("no database", other); std::fclose(other); }
    IS(JET_errFileInvalidType, JetGetDatabaseFileInfoA(db.in("other").c_str(), &later, sizeof later, JET_DbInfoMisc));
}

BOOST_AUTO_TEST_CASE(a_compacted_database_has_everything_that_was_in_the_first)
{
    with_table db;
    OK(JetBeginTransaction(db.session));
    for (std::int32_t i = 0; i < 500; ++i) {
        OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
        OK(JetSetColumn(db.session, db.table, db.number, &i, sizeof i, 0, nullptr));
        const std::string note(i % 10 == 0 ? 5000 : 3, 'n');
        OK(JetSetColumn(db.session, db.table, db.note, note.data(), static_cast<std::uint32_t>(note.size()), 0, nullptr));
        for (const char* tag : {"x", "", "z"}) {
            JET_SETINFO last{sizeof last, 0, 0};
            OK(JetSetColumn(db.session, db.table, db.tags, tag, static_cast<std::uint32_t>(std::strlen(tag)), JET_bitSetZeroLength, &last));
        }
        OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    }
    IS(JET_errInTransaction, JetCompactA(db.session, db.in("test.edb").c_str(), db.in("new.edb").c_str(), nullptr, nullptr, 0));
    OK(JetCommitTransaction(db.session, 0));
    steps_told.clear();
    OK(JetCompactA(db.session, db.in("test.edb").c_str(), db.in("new.edb").c_str(), note_step, nullptr, 0));
    BOOST_TEST(steps_told == (std::vector<std::uint32_t>{JET_sntBegin, JET_sntProgress, JET_sntProgress, JET_sntComplete}));
    IS(JET_errDatabaseDuplicate, JetCompactA(db.session, db.in("test.edb").c_str(), db.in("new.edb").c_str(), nullptr, nullptr, 0));

    OK(JetAttachDatabaseA(db.session, db.in("new.edb").c_str(), 0));
    JET_DBID copy = JET_dbidNil;
    OK(JetOpenDatabaseA(db.session, db.in("new.edb").c_str(), nullptr, &copy, 0));
    JET_TABLEID table = JET_tableidNil;
    OK(JetOpenTableA(db.session, copy, "t", nullptr, 0, 0, &table));
    JET_COLUMNDEF number{}, note{}, tags{};
    OK(JetGetTableColumnInfoA(db.session, table, "number", &number, sizeof number, JET_ColInfo));
    OK(JetGetTableColumnInfoA(db.session, table, "note", &note, sizeof note, JET_ColInfo));
    OK(JetGetTableColumnInfoA(db.session, table, "tags", &tags, sizeof tags, JET_ColInfo));
    OK(JetSetCurrentIndexA(db.session, table, "by_number"));
    std::int32_t expected = 0;
    for (JET_ERR err = JetMove(db.session, table, JET_MoveFirst, 0); err == JET_errSuccess; err = JetMove(db.session, table, JET_MoveNext, 0)) {
        std::int32_t value = -1;
        std::uint32_t size = 0;
        OK(JetRetrieveColumn(db.session, table, number.columnid, &value, sizeof value, nullptr, 0, nullptr));
        BOOST_REQUIRE_EQUAL(value, expected);
        IS(JET_wrnBufferTruncated, JetRetrieveColumn(db.session, table, note.columnid, nullptr, 0, &size, 0, nullptr));
        BOOST_REQUIRE_EQUAL(size, expected % 10 == 0 ? 5000u : 3u);
        char text[4]{};
        JET_RETINFO third{sizeof third, 0, 3, 0};
        OK(JetRetrieveColumn(db.session, table, tags.columnid, text, sizeof text, &size, 0, &third));
        BOOST_REQUIRE_EQUAL(std::string(text, size), "z");
        ++expected;
    }
    BOOST_TEST(expected == 500);
}

BOOST_AUTO_TEST_CASE(a_compaction_that_is_stopped_leaves_no_file)
{
    with_table db;
    answer_of_status = -1;
    IS(JET_errCallbackFailed, JetCompactA(db.session, db.in("test.edb").c_str(), db.in("new.edb").c_str(), note_step, nullptr, 0));
    answer_of_status = JET_errSuccess;
    BOOST_TEST(!std::filesystem::exists(db.in("new.edb")));
    IS(JET_errFileNotFound, JetCompactW(db.session, u"none.edb", u"new.edb", nullptr, nullptr, 0));
    int unused = 0;
    IS(JET_errFeatureNotAvailable, JetCompactA(db.session, db.in("test.edb").c_str(), db.in("new.edb").c_str(), nullptr,
                                               reinterpret_cast<JET_CONVERT_A*>(&unused), 0));
}

BOOST_AUTO_TEST_SUITE_END()
