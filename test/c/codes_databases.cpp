// codes_databases.cpp — what the calls on databases answer, code by code, and what their options do.
#include "under_test.hpp"

#include <fstream>

using namespace c_test;

namespace {

struct databases : running {
    std::string path = in("a.edb");
    JET_DBID database = JET_dbidNil;
    void create(JET_GRBIT grbit = 0) { OK(JetCreateDatabaseA(session, path.c_str(), nullptr, &database, grbit)); }
    void close()
    {
        OK(JetCloseDatabase(session, database, 0));
        OK(JetDetachDatabaseA(session, path.c_str()));
    }
    void make_table()
    {
        JET_TABLEID table = JET_tableidNil;
        OK(JetCreateTableA(session, database, "t", 0, 0, &table));
        OK(JetCloseTable(session, table));
    }
    [[nodiscard]] JET_ERR open_table()
    {
        JET_TABLEID table = JET_tableidNil;
        const JET_ERR code = JetOpenTableA(session, database, "t", nullptr, 0, 0, &table);
        if (code >= 0) OK(JetCloseTable(session, table));
        return code;
    }
};

// What a backup that runs is asked in between.
databases* asking = nullptr;
int asked = 0;

JET_ERR JET_API ask_in_between(JET_SESID, JET_SNP, JET_SNT, void*)
{
    if (asked++ != 0) return JET_errSuccess;
    const char* const path = asking->path.c_str();
    IS(JET_errBackupInProgress, JetAttachDatabaseA(asking->session, path, 0));
    IS(JET_errBackupInProgress, JetAttachDatabase2A(asking->session, path, 0, 0));
    IS(JET_errBackupInProgress, JetDetachDatabaseA(asking->session, path));
    IS(JET_errBackupInProgress, JetDetachDatabase2A(asking->session, path, 0));
    IS(JET_errBackupInProgress, JetCreateDatabaseA(asking->session, asking->in("new.edb").c_str(), nullptr, &asking->database, 0));
    IS(JET_errBackupInProgress, JetCreateDatabase2A(asking->session, asking->in("new.edb").c_str(), 0, &asking->database, 0));
    return JET_errSuccess;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_databases)

BOOST_AUTO_TEST_CASE(databases_stay_while_they_are_copied)
{
    databases db;
    OK(JetTerm(db.instance));
    OK(JetCreateInstanceA(&db.instance, "logged"));
    db.text(JET_paramSystemPath, db.folder.string());
    db.text(JET_paramLogFilePath, db.folder.string());
    OK(JetInit(&db.instance));
    OK(JetBeginSessionA(db.instance, &db.session, nullptr, nullptr));
    db.create();
    OK(JetCloseDatabase(db.session, db.database, 0));
    asking = &db, asked = 0;
    OK(JetBackupInstanceA(db.instance, db.in("backup").c_str(), 0, &ask_in_between));
    BOOST_TEST(asked > 0);
    OK(JetDetachDatabaseA(db.session, db.path.c_str()));
}

BOOST_AUTO_TEST_CASE(creating_a_database)
{
    databases db;
    JET_DBID more = 5;
    IS(JET_errInvalidParameter, JetCreateDatabaseA(db.session, db.path.c_str(), nullptr, nullptr, 0));
    IS(JET_errInvalidParameter, JetCreateDatabase2A(db.session, db.path.c_str(), 0, nullptr, 0));
    IS(JET_errDatabaseInvalidPath, JetCreateDatabaseA(db.session, nullptr, nullptr, &more, 0));
    IS(JET_errDatabaseInvalidPath, JetCreateDatabaseA(db.session, "", nullptr, &more, 0));
    BOOST_TEST(more == JET_dbidNil);
    IS(JET_errDatabaseInvalidPath, JetCreateDatabase2A(db.session, nullptr, 0, &more, 0));
    IS(JET_errDatabaseInvalidPath, JetCreateDatabase2W(db.session, u"", 0, &more, 0));
    IS(JET_errDatabaseInvalidPath, JetCreateDatabaseA(db.session, db.in("no/such/a.edb").c_str(), nullptr, &more, 0));
    IS(JET_errDatabaseInvalidPath, JetCreateDatabase2A(db.session, db.in("no/such/a.edb").c_str(), 0, &more, 0));
    IS(JET_errCannotDisableVersioning, JetCreateDatabaseA(db.session, db.path.c_str(), nullptr, &more, JET_bitDbVersioningOff));
    IS(JET_errCannotDisableVersioning, JetCreateDatabase2A(db.session, db.path.c_str(), 0, &more, JET_bitDbVersioningOff));
    IS(JET_errDatabaseInvalidPages, JetCreateDatabase2A(db.session, db.path.c_str(), 0x7FF00000, &more, 0));
    OK(JetBeginTransaction(db.session));
    IS(JET_errInTransaction, JetCreateDatabase2A(db.session, db.path.c_str(), 0x7FF00000, &more, 0));
    IS(JET_errInTransaction, JetCreateDatabaseA(db.session, db.path.c_str(), nullptr, &more, 0));
    IS(JET_errInTransaction, JetCreateDatabase2A(db.session, db.path.c_str(), 0, &more, 0));
    OK(JetRollback(db.session, 0));
    BOOST_TEST(!std::filesystem::exists(db.path));
    OK(JetCreateDatabase2A(db.session, db.path.c_str(), 0, &more, 0));
    IS(JET_errDatabaseDuplicate, JetCreateDatabaseA(db.session, db.path.c_str(), nullptr, &more, JET_bitDbOverwriteExisting));    // in use
    IS(JET_errDatabaseDuplicate, JetCreateDatabase2A(db.session, db.path.c_str(), 0, &more, 0));
    running elsewhere;
    IS(JET_errDatabaseSharingViolation, JetCreateDatabaseA(elsewhere.session, db.path.c_str(), nullptr, &more, JET_bitDbOverwriteExisting));
    IS(JET_errDatabaseSharingViolation, JetCreateDatabase2A(elsewhere.session, db.path.c_str(), 0, &more, JET_bitDbOverwriteExisting));
    IS(JET_errDatabaseSharingViolation, JetAttachDatabaseA(elsewhere.session, db.path.c_str(), 0));
    IS(JET_errDatabaseSharingViolation, JetAttachDatabase2A(elsewhere.session, db.path.c_str(), 0, 0));
}

BOOST_AUTO_TEST_CASE(six_databases_and_no_more)
{
    databases db;
    db.create();
    db.close();
    for (int i = 0; i < 6; ++i) OK(JetCreateDatabaseA(db.session, db.in(std::to_string(i).c_str()).c_str(), nullptr, &db.database, 0));
    IS(JET_errTooManyAttachedDatabases, JetCreateDatabaseA(db.session, db.in("more").c_str(), nullptr, &db.database, 0));
    IS(JET_errTooManyAttachedDatabases, JetCreateDatabase2A(db.session, db.in("more").c_str(), 0, &db.database, 0));
    IS(JET_errTooManyAttachedDatabases, JetAttachDatabaseA(db.session, db.path.c_str(), 0));
    IS(JET_errTooManyAttachedDatabases, JetAttachDatabase2A(db.session, db.path.c_str(), 0, 0));
    BOOST_TEST(!std::filesystem::exists(db.in("more")));
}

BOOST_AUTO_TEST_CASE(options_of_a_creation)
{
    databases db;
    db.create();
    db.make_table();
    db.close();
    IS(JET_errDatabaseDuplicate, JetCreateDatabaseA(db.session, db.path.c_str(), nullptr, &db.database, 0));    // the file is there
    db.create(JET_bitDbOverwriteExisting);
    IS(JET_errObjectNotFound, db.open_table());
    db.close();
    OK(JetCreateDatabase2A(db.session, db.path.c_str(), 0, &db.database, JET_bitDbOverwriteExisting | JET_bitDbExclusive));
    JET_SESID other = JET_sesidNil;
    JET_DBID opened = JET_dbidNil;
    OK(JetDupSession(db.session, &other));
    IS(JET_errDatabaseLocked, JetOpenDatabaseA(other, db.path.c_str(), nullptr, &opened, 0));
    db.close();
    for (const JET_GRBIT grbit : each_of(JET_bitDbShadowingOff, JET_bitDbRecoveryOff, JET_bitDbRecoveryOff | JET_bitDbVersioningOff)) {
        db.create(JET_bitDbOverwriteExisting | grbit);
        db.make_table();
        JET_TABLEID shadow = JET_tableidNil;
        const bool without = (grbit & JET_bitDbShadowingOff) != 0;
        IS(without ? JET_errObjectNotFound : JET_errSuccess,
           JetOpenTableA(db.session, db.database, "MSysObjectsShadow", nullptr, 0, JET_bitTableReadOnly, &shadow));
        if (!without) OK(JetCloseTable(db.session, shadow));
        db.close();
        OK(JetAttachDatabaseA(db.session, db.path.c_str(), 0));
        OK(JetOpenDatabaseA(db.session, db.path.c_str(), nullptr, &db.database, 0));
        OK(db.open_table());
        db.close();
    }
}

BOOST_AUTO_TEST_CASE(attaching_a_database)
{
    databases db;
    db.create();
    IS(JET_wrnDatabaseAttached, JetAttachDatabaseA(db.session, db.path.c_str(), 0));
    IS(JET_wrnDatabaseAttached, JetAttachDatabase2A(db.session, db.path.c_str(), 0, 0));
    IS(JET_errDatabaseInvalidPath, JetAttachDatabaseA(db.session, nullptr, 0));
    IS(JET_errDatabaseInvalidPath, JetAttachDatabase2A(db.session, "", 0, 0));
    IS(JET_errFileNotFound, JetAttachDatabaseA(db.session, db.in("none.edb").c_str(), 0));
    IS(JET_errFileNotFound, JetAttachDatabase2W(db.session, u"none.edb", 0, 0));
    IS(JET_errInvalidGrbit, JetAttachDatabaseA(db.session, db.path.c_str(), JET_bitDbReadOnly | JET_bitDbDeleteUnicodeIndexes));
    IS(JET_errInvalidGrbit, JetAttachDatabase2A(db.session, db.path.c_str(), 0, JET_bitDbReadOnly | JET_bitDbDeleteUnicodeIndexes));
    IS(JET_errCannotDisableVersioning, JetAttachDatabaseA(db.session, db.path.c_str(), JET_bitDbVersioningOff));
    IS(JET_errCannotDisableVersioning, JetAttachDatabase2A(db.session, db.path.c_str(), 0, JET_bitDbVersioningOff));
    OK(JetBeginTransaction(db.session));
    IS(JET_errInTransaction, JetAttachDatabaseA(db.session, db.path.c_str(), 0));
    IS(JET_errInTransaction, JetAttachDatabase2A(db.session, db.path.c_str(), 0, 0));
    OK(JetRollback(db.session, 0));
    std::ofstream{db.in("noise.edb"), std::ios::binary} << std::string(100000, 'x');
    IS(JET_errDatabaseCorrupted, JetAttachDatabaseA(db.session, db.in("noise.edb").c_str(), 0));
    IS(JET_errDatabaseCorrupted, JetAttachDatabase2A(db.session, db.in("noise.edb").c_str(), 0, 0));
}

BOOST_AUTO_TEST_CASE(attaching_a_file_that_does_not_fit)
{
    databases db;
    db.create();
    IS(JET_errDirtyShutdown, JetTerm2(db.instance, JET_bitTermDirty));
    {
        running again;
        IS(JET_errDatabaseDirtyShutdown, JetAttachDatabaseA(again.session, db.path.c_str(), 0));
        IS(JET_errDatabaseDirtyShutdown, JetAttachDatabase2A(again.session, db.path.c_str(), 0, 0));
        std::uint32_t pages = 0;
        IS(JET_errDatabaseDirtyShutdown, JetSetDatabaseSizeA(again.session, db.path.c_str(), 1000, &pages));
    }
    std::string small;
    {
        running again;
        small = again.in("small.edb");
        OK(JetCreateDatabaseA(again.session, small.c_str(), nullptr, &db.database, 0));
        OK(JetTerm(again.instance));
        std::filesystem::copy_file(small, db.in("small.edb"));
    }
    OK(JetSetSystemParameterA(nullptr, JET_sesidNil, JET_paramDatabasePageSize, 8192, nullptr));    // of the process
    {
        running again;
        IS(JET_errPageSizeMismatch, JetAttachDatabaseA(again.session, db.in("small.edb").c_str(), 0));
        IS(JET_errPageSizeMismatch, JetAttachDatabase2A(again.session, db.in("small.edb").c_str(), 0, 0));
    }
    OK(JetSetSystemParameterA(nullptr, JET_sesidNil, JET_paramDatabasePageSize, 4096, nullptr));
}

BOOST_AUTO_TEST_CASE(options_of_an_attachment)
{
    databases db;
    db.create();
    db.make_table();
    db.close();
    OK(JetAttachDatabaseA(db.session, db.path.c_str(), JET_bitDbReadOnly));
    IS(JET_wrnFileOpenReadOnly, JetOpenDatabaseA(db.session, db.path.c_str(), nullptr, &db.database, 0));
    JET_TABLEID table = JET_tableidNil;
    IS(JET_errPermissionDenied, JetCreateTableA(db.session, db.database, "u", 0, 0, &table));
    OK(JetOpenTableA(db.session, db.database, "t", nullptr, 0, 0, &table));
    IS(JET_errPermissionDenied, JetPrepareUpdate(db.session, table, JET_prepInsert));
    OK(JetCloseTable(db.session, table));
    db.close();
    for (const JET_GRBIT harmless : each_of(JET_bitDbDeleteCorruptIndexes, JET_bitDbDeleteUnicodeIndexes, JET_bitDbEnableBackgroundMaintenance,
                                     JET_bitDbPurgeCacheOnAttach, JET_bitDbUpgrade)) {
        OK(JetAttachDatabase2A(db.session, db.path.c_str(), 0, harmless));
        OK(JetOpenDatabaseA(db.session, db.path.c_str(), nullptr, &db.database, 0));
        OK(db.open_table());
        db.close();
    }
}

BOOST_AUTO_TEST_CASE(opening_a_database)
{
    databases db;
    JET_DBID opened = 5;
    JET_SESID other = JET_sesidNil;
    OK(JetDupSession(db.session, &other));
    db.create();
    IS(JET_errInvalidParameter, JetOpenDatabaseA(db.session, db.path.c_str(), nullptr, nullptr, 0));
    IS(JET_errDatabaseInvalidPath, JetOpenDatabaseA(db.session, "", nullptr, &opened, 0));
    BOOST_TEST(opened == JET_dbidNil);
    IS(JET_errDatabaseInvalidPath, JetOpenDatabaseW(db.session, nullptr, nullptr, &opened, 0));
    IS(JET_errDatabaseNotFound, JetOpenDatabaseA(db.session, db.in("none.edb").c_str(), nullptr, &opened, 0));
    IS(JET_errDatabaseInUse, JetOpenDatabaseA(db.session, db.path.c_str(), nullptr, &opened, JET_bitDbExclusive));
    OK(JetCloseDatabase(db.session, db.database, 0));
    OK(JetOpenDatabaseA(db.session, db.path.c_str(), nullptr, &db.database, JET_bitDbExclusive));
    IS(JET_errDatabaseLocked, JetOpenDatabaseA(other, db.path.c_str(), nullptr, &opened, 0));
    OK(JetCloseDatabase(db.session, db.database, 0));
    OK(JetBeginTransaction(other));    // in a transaction as well, and it is none of its matters
    OK(JetOpenDatabaseA(other, db.path.c_str(), nullptr, &opened, JET_bitDbReadOnly));
    OK(JetRollback(other, 0));
    OK(JetCloseDatabase(other, opened, 0));
    IS(JET_errDatabaseNotFound, JetCloseDatabase(other, opened, 0));
    created one_each;
    one_each.number(JET_paramOneDatabasePerSession, 1);
    OK(JetInit(&one_each.instance));
    JET_SESID session = JET_sesidNil;
    OK(JetBeginSessionA(one_each.instance, &session, nullptr, nullptr));
    OK(JetCreateDatabaseA(session, one_each.in("a").c_str(), nullptr, &opened, 0));
    OK(JetCloseDatabase(session, opened, 0));
    OK(JetCreateDatabaseA(session, one_each.in("b").c_str(), nullptr, &opened, 0));
    IS(JET_errOneDatabasePerSession, JetOpenDatabaseA(session, one_each.in("a").c_str(), nullptr, &opened, 0));
    OK(JetDetachDatabaseA(session, one_each.in("a").c_str()));
    IS(JET_errOneDatabasePerSession, JetAttachDatabase2A(session, one_each.in("a").c_str(), 1000, 0));    // who limits it opens it
    OK(JetAttachDatabase2A(session, one_each.in("a").c_str(), 0, 0));    // it was not left attached
}

BOOST_AUTO_TEST_CASE(detaching_a_database)
{
    databases db;
    db.create();
    IS(JET_errDatabaseInUse, JetDetachDatabaseA(db.session, db.path.c_str()));
    IS(JET_errDatabaseInUse, JetDetachDatabase2A(db.session, db.path.c_str(), 0));
    IS(JET_errDatabaseNotFound, JetDetachDatabaseA(db.session, db.in("none.edb").c_str()));
    IS(JET_errDatabaseNotFound, JetDetachDatabase2W(db.session, u"none.edb", 0));
    IS(JET_errForceDetachNotAllowed, JetDetachDatabase2A(db.session, db.path.c_str(), JET_bitForceDetach));
    IS(JET_errForceDetachNotAllowed, JetDetachDatabase2A(db.session, db.path.c_str(), JET_bitForceCloseAndDetach));
    JET_SESID other = JET_sesidNil;
    JET_TABLEID table = JET_tableidNil;
    OK(JetDupSession(db.session, &other));
    OK(JetBeginTransaction(db.session));
    OK(JetCreateTableA(db.session, db.database, "undone", 0, 0, &table));
    OK(JetCloseDatabase(db.session, db.database, 0));
    IS(JET_errDatabaseInUse, JetDetachDatabaseA(other, db.path.c_str()));    // there is something to undo in it
    IS(JET_errDatabaseInUse, JetDetachDatabase2A(other, nullptr, 0));
    OK(JetRollback(db.session, 0));
    OK(JetDetachDatabaseA(other, db.path.c_str()));
    OK(JetAttachDatabaseA(db.session, db.path.c_str(), 0));
    OK(JetOpenDatabaseA(db.session, db.path.c_str(), nullptr, &db.database, 0));
    OK(JetBeginTransaction(db.session));
    IS(JET_errInTransaction, JetDetachDatabaseA(db.session, db.path.c_str()));
    IS(JET_errInTransaction, JetDetachDatabase2A(db.session, db.path.c_str(), 0));
    OK(JetRollback(db.session, 0));
    OK(JetCloseDatabase(db.session, db.database, 0));
    OK(JetCreateDatabaseA(db.session, db.in("b.edb").c_str(), nullptr, &db.database, 0));
    OK(JetCloseDatabase(db.session, db.database, 0));
    OK(JetDetachDatabaseA(db.session, nullptr));    // all of them
    IS(JET_errDatabaseNotFound, JetOpenDatabaseA(db.session, db.path.c_str(), nullptr, &db.database, 0));
    IS(JET_errDatabaseNotFound, JetOpenDatabaseA(db.session, db.in("b.edb").c_str(), nullptr, &db.database, 0));
}

BOOST_AUTO_TEST_CASE(levels_of_information_about_a_database)
{
    databases db;
    db.create();
    std::uint32_t value = 0;
    char text[400];
    const auto number = [&](std::uint32_t level) { return JetGetDatabaseInfoA(db.session, db.database, &value, 4, level); };
    OK(JetGetDatabaseInfoA(db.session, db.database, text, sizeof text, JET_DbInfoFilename));
    BOOST_TEST(std::string{text} == db.path);
    IS(JET_errBufferTooSmall, JetGetDatabaseInfoA(db.session, db.database, text, 3, JET_DbInfoFilename));
    OK(JetGetDatabaseInfoW(db.session, db.database, text, sizeof text, JET_DbInfoFilename));
    OK(JetGetDatabaseInfoA(db.session, db.database, text, 1, JET_DbInfoConnect));
    BOOST_TEST(text[0] == '\0');
    for (const auto& [level, expected] : {std::pair{JET_DbInfoCountry, 1u},
                                          {JET_DbInfoCp, 1252u},
                                          {JET_DbInfoCollate, 0u},
                                          {JET_DbInfoTransactions, 7u},
                                          {JET_DbInfoVersion, 0x620u},
                                          {JET_DbInfoPageSize, 4096u},
                                          {JET_DbInfoOptions, 0u}}) {
        OK(number(static_cast<std::uint32_t>(level)));
        BOOST_TEST(value == expected);
    }
    OK(number(JET_DbInfoLCID));
    BOOST_TEST(value != 0u);
    OK(number(JET_DbInfoFilesize));
    const std::uint32_t pages = value;
    OK(number(JET_DbInfoFilesize | JET_DbInfoUseCachedResult));
    BOOST_TEST(value == pages);
    OK(number(JET_DbInfoSpaceOwned));
    BOOST_TEST(value + 2 == pages);
    OK(number(JET_DbInfoSpaceAvailable));
    BOOST_TEST(value < pages);
    for (const int level : {JET_DbInfoCountry, JET_DbInfoLCID, JET_DbInfoCp, JET_DbInfoCollate, JET_DbInfoOptions, JET_DbInfoTransactions,
                            JET_DbInfoVersion, JET_DbInfoSpaceOwned})
        IS(JET_errInvalidBufferSize, JetGetDatabaseInfoA(db.session, db.database, text, 5, static_cast<std::uint32_t>(level)));
    IS(JET_errBufferTooSmall, JetGetDatabaseInfoA(db.session, db.database, text, 5, JET_DbInfoPageSize));
    IS(JET_errFeatureNotAvailable, JetGetDatabaseInfoA(db.session, db.database, text, sizeof text, JET_DbInfoIsam));
    IS(JET_errInvalidParameter, JetGetDatabaseInfoA(db.session, db.database, text, sizeof text, 99));
}

BOOST_AUTO_TEST_CASE(levels_of_information_about_a_file)
{
    databases db;
    db.create();
    std::uint64_t bytes = 0;
    std::uint32_t page = 0;
    for (const std::uint32_t level : each_of(JET_DbInfoFilesize, JET_DbInfoFilesizeOnDisk)) {
        OK(JetGetDatabaseFileInfoA(db.path.c_str(), &bytes, sizeof bytes, level));
        BOOST_TEST(bytes == std::filesystem::file_size(db.path));
    }
    OK(JetGetDatabaseFileInfoW((db.folder / "a.edb").u16string().c_str(), &page, sizeof page, JET_DbInfoPageSize));
    BOOST_TEST(page == 4096u);
    IS(JET_errInvalidBufferSize, JetGetDatabaseFileInfoA(db.path.c_str(), &bytes, 4, JET_DbInfoFilesize));
    IS(JET_errInvalidBufferSize, JetGetDatabaseFileInfoA(db.path.c_str(), &bytes, 8, JET_DbInfoPageSize));
    IS(JET_errInvalidParameter, JetGetDatabaseFileInfoA(db.path.c_str(), &bytes, 8, 99));
    IS(JET_errFileNotFound, JetGetDatabaseFileInfoA(db.in("none").c_str(), &bytes, 8, JET_DbInfoFilesize));
    IS(JET_errFileNotFound, JetGetDatabaseFileInfoA(db.folder.string().c_str(), &bytes, 8, JET_DbInfoFilesize));
    BOOST_TEST(JetGetDatabaseFileInfoA(nullptr, &bytes, 8, JET_DbInfoFilesize) < 0);
}

BOOST_AUTO_TEST_SUITE_END()
