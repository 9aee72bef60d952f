// codes_instances.cpp — what the calls on instances answer, code by code, and what their options do.
#include "under_test.hpp"

using namespace c_test;

namespace {

// An instance with a log, and a database "kept.edb" with a table "kept" that was committed.
struct logged : created {
    JET_SESID session = JET_sesidNil;
    JET_DBID database = JET_dbidNil;
    JET_TABLEID table = JET_tableidNil;
    logged()
    {
        text(JET_paramRecovery, "on");
        OK(JetInit(&instance));
        OK(JetBeginSessionA(instance, &session, nullptr, nullptr));
        OK(JetCreateDatabaseA(session, in("kept.edb").c_str(), nullptr, &database, 0));
        OK(JetCreateTableA(session, database, "kept", 0, 0, &table));
    }
    // The instance as it is after a crash, and made anew over the same folder.
    void crash_and_create()
    {
        IS(JET_errDirtyShutdown, JetTerm2(instance, JET_bitTermDirty));
        OK(JetCreateInstanceA(&instance, "again"));
        text(JET_paramSystemPath, folder.string());
        text(JET_paramLogFilePath, folder.string());
    }
};

JET_INSTANCE backed_up = JET_instanceNil;
JET_ERR during_backup = JET_errSuccess;

JET_ERR JET_API term_during_backup(JET_SESID, JET_SNP, JET_SNT, void*)
{
    if (during_backup == JET_errSuccess) during_backup = JetTerm2(backed_up, JET_bitTermComplete);
    return JET_errSuccess;
}
JET_ERR JET_API backup_during_backup(JET_SESID, JET_SNP, JET_SNT, void*)
{
    if (during_backup == JET_errSuccess) during_backup = JetBackupInstanceA(backed_up, "other", 0, nullptr);
    return JET_errSuccess;
}
JET_ERR JET_API stop(JET_SESID, JET_SNP, JET_SNT, void*) { return JET_errInvalidParameter; }

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_instances)

BOOST_AUTO_TEST_CASE(creating_an_instance)
{
    created first;
    JET_INSTANCE made = 1;
    IS(JET_errInvalidParameter, JetCreateInstance2A(nullptr, "x", "x", 0));
    IS(JET_errInstanceNameInUse, JetCreateInstance2A(&made, first.in("x").c_str(), "shown", 0));
    BOOST_TEST(made == JET_instanceNil);
    OK(JetCreateInstance2W(&made, u"long", u"shown", 0xFFFF));    // options have no meaning
    OK(JetTerm(made));
    OK(JetCreateInstanceA(&made, std::string(5000, 'x').c_str()));
    OK(JetTerm(made));
    OK(JetCreateInstanceA(&made, ""));
    JET_INSTANCE second = 1;
    IS(JET_errInstanceNameInUse, JetCreateInstanceA(&second, nullptr));    // no name is a name like others
    BOOST_TEST(second == JET_instanceNil);
    OK(JetTerm(made));
}

BOOST_AUTO_TEST_CASE(as_many_instances_as_there_may_be)
{
    JET_INSTANCE all[16], more = 1;
    for (int i = 0; i < 16; ++i) OK(JetCreateInstance2A(&all[i], std::to_string(i).c_str(), nullptr, 0));
    IS(JET_errTooManyInstances, JetCreateInstance2A(&more, "more", nullptr, 0));
    BOOST_TEST(more == JET_instanceNil);
    more = 0;
    IS(JET_errTooManyInstances, JetInit(&more));
    IS(JET_errTooManyInstances, JetInit2(&more, 0));
    IS(JET_errTooManyInstances, JetInit3A(&more, nullptr, 0));
    for (const JET_INSTANCE one : all) OK(JetTerm(one));
}

BOOST_AUTO_TEST_CASE(one_instance_for_the_process)
{
    scratch place;
    OK(JetSetSystemParameterA(nullptr, JET_sesidNil, JET_paramSystemPath, 0, place.folder.c_str()));
    OK(JetSetSystemParameterA(nullptr, JET_sesidNil, JET_paramRecovery, 0, "off"));
    JET_SETSYSPARAM_A set{JET_paramMaxSessions, 16, nullptr, 0};
    std::uint32_t done = 99;
    OK(JetInit2(nullptr, 0));
    JET_INSTANCE more = JET_instanceNil;
    IS(JET_errRunningInOneInstanceMode, JetCreateInstance2A(&more, "more", nullptr, 0));
    IS(JET_errRunningInOneInstanceMode, JetEnableMultiInstanceA(&set, 1, &done));
    BOOST_TEST(done == 0u);
    IS(JET_errAlreadyInitialized, JetInit2(nullptr, 0));
    IS(JET_errAlreadyInitialized, JetInit3A(&more, nullptr, 0));
    OK(JetTerm2(JET_instanceNil, JET_bitTermComplete));
    IS(JET_errInvalidParameter, JetTerm2(JET_instanceNil, JET_bitTermComplete));
    OK(JetSetSystemParameterA(nullptr, JET_sesidNil, JET_paramSystemPath, 0, "./"));
    OK(JetSetSystemParameterA(nullptr, JET_sesidNil, JET_paramRecovery, 0, "on"));
}

BOOST_AUTO_TEST_CASE(initialising_an_instance)
{
    running one;
    JET_INSTANCE copy = one.instance;
    IS(JET_errRunningInMultiInstanceMode, JetInit2(nullptr, 0));
    IS(JET_errRunningInMultiInstanceMode, JetInit3A(nullptr, nullptr, 0));
    IS(JET_errAlreadyInitialized, JetInit2(&copy, 0));
    IS(JET_errAlreadyInitialized, JetInit3W(&copy, nullptr, 0));
    BOOST_TEST(copy == one.instance);
    JET_RSTINFO_W info{};
    IS(JET_errInvalidParameter, JetInit3W(&copy, &info, 0));
    info.cbStruct = sizeof info;
    info.crstmap = -1;
    IS(JET_errInvalidParameter, JetInit3W(&copy, &info, 0));
}

BOOST_AUTO_TEST_CASE(two_instances_do_not_share_the_place_of_their_logs)
{
    logged one;
    created other;
    other.text(JET_paramRecovery, "on");
    other.text(JET_paramLogFilePath, one.folder.string());
    JET_INSTANCE copy = other.instance;
    IS(JET_errLogFilePathInUse, JetInit(&other.instance));
    BOOST_TEST(other.instance == 0u);    // and its parameters are gone
    IS(JET_errInvalidInstance, JetTerm(copy));
    for (int form = 0; form < 2; ++form) {
        created next;
        next.text(JET_paramRecovery, "on");
        next.text(JET_paramLogFilePath, one.folder.string());
        if (form == 0) IS(JET_errLogFilePathInUse, JetInit2(&next.instance, 0));
        else IS(JET_errLogFilePathInUse, JetInit3A(&next.instance, nullptr, 0));
    }
}

BOOST_AUTO_TEST_CASE(recovery_without_a_database_needs_an_option)
{
    logged one;
    one.crash_and_create();
    std::filesystem::remove(one.in("kept.edb"));
    JET_INSTANCE refused = one.instance;
    BOOST_TEST(JetInit2(&refused, 0) < 0);
    BOOST_TEST(refused == 0u);
    OK(JetCreateInstanceA(&one.instance, "third"));
    one.text(JET_paramSystemPath, one.folder.string());
    one.text(JET_paramLogFilePath, one.folder.string());
    OK(JetInit2(&one.instance, JET_bitReplayIgnoreMissingDB));
}

BOOST_AUTO_TEST_CASE(recovery_brings_back_what_was_committed)
{
    logged one;
    one.crash_and_create();
    OK(JetInit3A(&one.instance, nullptr, 0));
    OK(JetBeginSessionA(one.instance, &one.session, nullptr, nullptr));
    OK(JetAttachDatabaseA(one.session, one.in("kept.edb").c_str(), 0));
    OK(JetOpenDatabaseA(one.session, one.in("kept.edb").c_str(), nullptr, &one.database, 0));
    OK(JetOpenTableA(one.session, one.database, "kept", nullptr, 0, 0, &one.table));
}

BOOST_AUTO_TEST_CASE(a_database_without_a_shadow_is_recovered)
{
    logged one;
    const std::string path = one.in("bare.edb");
    OK(JetCreateDatabaseA(one.session, path.c_str(), nullptr, &one.database, JET_bitDbShadowingOff));
    OK(JetCreateTableA(one.session, one.database, "bare", 0, 0, &one.table));
    one.crash_and_create();
    OK(JetInit(&one.instance));
    OK(JetBeginSessionA(one.instance, &one.session, nullptr, nullptr));
    OK(JetAttachDatabaseA(one.session, path.c_str(), 0));
    OK(JetOpenDatabaseA(one.session, path.c_str(), nullptr, &one.database, 0));
    OK(JetOpenTableA(one.session, one.database, "bare", nullptr, 0, 0, &one.table));
    IS(JET_errObjectNotFound, JetOpenTableA(one.session, one.database, "MSysObjectsShadow", nullptr, 0, JET_bitTableReadOnly, &one.table));
}

BOOST_AUTO_TEST_CASE(ending_an_instance)
{
    for (const JET_GRBIT clean : {JET_GRBIT{0}, JET_GRBIT{JET_bitTermComplete}, JET_GRBIT{JET_bitTermAbrupt},
                                  JET_GRBIT{JET_bitTermStopBackup}, JET_GRBIT{0x4000}}) {
        with_table db;
        OK(JetBeginTransaction(db.session));
        IS(JET_errTooManyActiveUsers, JetTerm2(db.instance, clean));
        db.insert(1);    // it goes on as if nothing had been asked
        OK(JetCommitTransaction(db.session, 0));
        OK(JetTerm2(db.instance, clean));
        IS(JET_errInvalidSesid, JetBeginTransaction(db.session));
        running again;
        OK(JetAttachDatabaseA(again.session, db.in("test.edb").c_str(), 0));    // clean, though there is no log
    }
    with_table dirty;
    OK(JetBeginTransaction(dirty.session));
    IS(JET_errDirtyShutdown, JetTerm2(dirty.instance, JET_bitTermDirty));
    running again;
    IS(JET_errDatabaseDirtyShutdown, JetAttachDatabaseA(again.session, dirty.in("test.edb").c_str(), 0));
    created unused;
    OK(JetTerm2(unused.instance, JET_bitTermDirty));    // nothing was initialised
}

BOOST_AUTO_TEST_CASE(setting_and_getting_parameters)
{
    running one;
    JET_API_PTR value = 0;
    char text[300];
    IS(JET_errInvalidParameter, JetSetSystemParameterA(&one.instance, JET_sesidNil, JET_paramTransactionLevel, 1, nullptr));    // to be read only
    IS(JET_errInvalidParameter, JetSetSystemParameterA(&one.instance, JET_sesidNil, 222, 1, nullptr));
    IS(JET_errInvalidParameter, JetSetSystemParameterA(&one.instance, JET_sesidNil, JET_paramVersionStoreTaskQueueMax, 128, nullptr));
    IS(JET_errAlreadyInitialized, JetSetSystemParameterA(&one.instance, JET_sesidNil, JET_paramBaseName, 0, "abc"));
    OK(JetSetSystemParameterA(&one.instance, JET_sesidNil, JET_paramMaxCursors, 1024, nullptr));    // what it is already
    OK(JetSetSystemParameterA(&one.instance, JET_sesidNil, JET_paramCommitDefault, JET_bitCommitLazyFlush, nullptr));
    IS(JET_errInvalidParameter, JetSetSystemParameterA(&one.instance, JET_sesidNil, JET_paramCommitDefault, 4, nullptr));
    IS(JET_errInvalidSesid, JetSetSystemParameterA(&one.instance, one.session + 1000, JET_paramCommitDefault, 0, nullptr));
    IS(JET_errInvalidSesid, JetGetSystemParameterA(one.instance, one.session + 1000, JET_paramMaxCursors, &value, nullptr, 0));
    IS(JET_errInvalidParameter, JetGetSystemParameterA(one.instance, JET_sesidNil, 222, &value, nullptr, 0));
    IS(JET_errInvalidParameter, JetGetSystemParameterA(one.instance, JET_sesidNil, JET_paramBaseName, nullptr, nullptr, 10));
    IS(JET_errInvalidParameter, JetGetSystemParameterA(one.instance, JET_sesidNil, JET_paramBaseName, nullptr, text, 0));
    IS(JET_errInvalidParameter,
       JetGetSystemParameterA(one.instance, JET_sesidNil, JET_paramTransactionLevel, &value, nullptr, 0));  // of which session?
    IS(JET_errBufferTooSmall, JetGetSystemParameterA(one.instance, JET_sesidNil, JET_paramBaseName, nullptr, text, 3));
    OK(JetGetSystemParameterA(one.instance, JET_sesidNil, JET_paramBaseName, nullptr, text, 4));
    BOOST_TEST(std::string{text} == "edb");
    IS(JET_errInvalidParameter, JetGetSystemParameterA(JET_instanceNil, JET_sesidNil, JET_paramErrorToString, nullptr, text, sizeof text));
    created too_long;
    IS(JET_errInvalidParameter, JetSetSystemParameterA(&too_long.instance, JET_sesidNil, JET_paramBaseName, 0, "abcd"));
    IS(JET_errInvalidParameter, JetSetSystemParameterA(&too_long.instance, JET_sesidNil, JET_paramSystemPath, 0, std::string(300, 'p').c_str()));
}

BOOST_AUTO_TEST_CASE(parameters_for_many_instances)
{
    JET_SETSYSPARAM_A set[] = {{JET_paramMaxSessions, 16, nullptr, 77}, {JET_paramBaseName, 0, "toolong", 77}};
    std::uint32_t done = 99;
    IS(JET_errInvalidParameter, JetEnableMultiInstanceA(set, 2, &done));    // no mode comes of it
    BOOST_TEST(done == 1u);
    BOOST_TEST(set[0].err == JET_errSuccess);
    BOOST_TEST(set[1].err == JET_errInvalidParameter);
    OK(JetEnableMultiInstanceA(set, 1, nullptr));
    IS(JET_errSystemParamsAlreadySet, JetEnableMultiInstanceA(set, 1, nullptr));
    set[0].paramid = 222;
    IS(JET_errInvalidParameter, JetEnableMultiInstanceA(set, 1, nullptr));
    created one;    // its end ends the mode as well
}

BOOST_AUTO_TEST_CASE(what_needs_no_instance)
{
    char buffer[200];
    JET_ERR code = JET_errWriteConflict;
    JET_INSTANCE_INFO_A* none = reinterpret_cast<JET_INSTANCE_INFO_A*>(buffer);
    std::uint32_t count = 9;
    OK(JetGetInstanceInfoA(&count, &none));
    BOOST_TEST(count == 0u);
    OK(JetFreeBuffer(reinterpret_cast<char*>(none)));
    OK(JetFreeBuffer(nullptr));
    IS(JET_errInvalidParameter, JetGetInstanceInfoA(nullptr, &none));
    IS(JET_errInvalidParameter, JetGetInstanceInfoA(&count, nullptr));
    IS(JET_errBufferTooSmall, JetGetThreadStats(buffer, sizeof(JET_THREADSTATS) - 1));
    IS(JET_errInvalidParameter, JetGetThreadStats(nullptr, 100));
    OK(JetGetThreadStats(buffer, sizeof(JET_THREADSTATS)));
    IS(JET_errInvalidParameter, JetGetErrorInfoW(&code, buffer, sizeof buffer, 2, 0));
    IS(JET_errInvalidParameter, JetGetErrorInfoW(&code, buffer, sizeof buffer, JET_ErrorInfoSpecificErr, 1));
    IS(JET_errInvalidParameter, JetGetErrorInfoW(nullptr, buffer, sizeof buffer, JET_ErrorInfoSpecificErr, 0));
    IS(JET_errInvalidBufferSize, JetGetErrorInfoW(&code, buffer, sizeof(JET_ERRINFOBASIC_W) - 1, JET_ErrorInfoSpecificErr, 0));
}

BOOST_AUTO_TEST_CASE(backing_up_an_instance)
{
    logged one;
    const std::string to = one.in("backup");
    IS(JET_errInvalidParameter, JetBackupInstanceA(one.instance, nullptr, 0, nullptr));
    IS(JET_errInvalidGrbit, JetBackupInstanceA(one.instance, to.c_str(), 0x100, nullptr));
    IS(JET_errFeatureNotAvailable, JetBackupInstanceA(one.instance, to.c_str(), JET_bitBackupIncremental, nullptr));
    BOOST_TEST(!std::filesystem::exists(to));
    backed_up = one.instance;
    during_backup = JET_errSuccess;
    OK(JetBackupInstanceA(one.instance, to.c_str(), 0, &term_during_backup));
    BOOST_TEST(during_backup == JET_errBackupInProgress);
    IS(JET_errBackupDirectoryNotEmpty, JetBackupInstanceA(one.instance, to.c_str(), 0, nullptr));
    during_backup = JET_errSuccess;
    OK(JetBackupInstanceW(one.instance, (one.folder / "second").u16string().c_str(), JET_bitBackupAtomic, &backup_during_backup));
    BOOST_TEST(during_backup == JET_errBackupInProgress);
    BOOST_TEST(JetBackupInstanceA(one.instance, one.in("third").c_str(), 0, &stop) < 0);
    running unlogged;
    IS(JET_errLoggingDisabled, JetBackupInstanceA(unlogged.instance, unlogged.in("backup").c_str(), 0, nullptr));
}

BOOST_AUTO_TEST_CASE(restoring_a_backup)
{
    logged one;
    const std::string from = one.in("backup"), to = one.in("again");
    OK(JetBackupInstanceA(one.instance, from.c_str(), 0, nullptr));
    IS(JET_errAfterInitialization, JetRestoreInstanceA(one.instance, from.c_str(), to.c_str(), nullptr));
    IS(JET_errInvalidParameter, JetRestoreInstanceA(JET_instanceNil, nullptr, to.c_str(), nullptr));
    BOOST_TEST(JetRestoreInstanceA(JET_instanceNil, one.in("none").c_str(), to.c_str(), nullptr) < 0);
    BOOST_TEST(!std::filesystem::exists(one.in("again/kept.edb")));
    OK(JetRestoreInstanceA(JET_instanceNil, from.c_str(), to.c_str(), nullptr));
    BOOST_TEST(JetRestoreInstanceA(JET_instanceNil, from.c_str(), to.c_str(), nullptr) < 0);    // what is there is not overwritten
}

BOOST_AUTO_TEST_SUITE_END()
