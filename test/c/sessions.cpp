// sessions.cpp — sessions, transactions and databases, through the C interface.
#include "under_test.hpp"

using namespace c_test;

namespace {

std::int64_t durable_up_to = 0;

JET_ERR JET_API note_durable(JET_INSTANCE, JET_COMMIT_ID* seen, JET_GRBIT)
{
    durable_up_to = seen->commitId;
    return JET_errSuccess;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(c_sessions)

BOOST_AUTO_TEST_CASE(dead_and_invented_sessions_are_refused)
{
    running one;
    for (const JET_SESID wrong : {JET_SESID{0}, JET_sesidNil, one.session + 1, one.session ^ (JET_SESID{1} << 55), JET_SESID{0xDEADBEEF}}) {
        IS(JET_errInvalidSesid, JetBeginTransaction(wrong));
        IS(JET_errInvalidSesid, JetEndSession(wrong, 0));
        IS(JET_errInvalidSesid, JetMove(wrong, JET_tableidNil, JET_MoveFirst, 0));
        IS(JET_errInvalidSesid, JetComputeStats(wrong, JET_tableidNil));
    }
    OK(JetEndSession(one.session, 0));
    IS(JET_errInvalidSesid, JetCommitTransaction(one.session, 0));
    IS(JET_errInvalidParameter, JetBeginSessionA(one.instance, nullptr, nullptr, nullptr));
}

BOOST_AUTO_TEST_CASE(seven_levels_and_no_more)
{
    running one;
    for (int i = 0; i < 7; ++i) OK(JetBeginTransaction2(one.session, 0));
    IS(JET_errTransTooDeep, JetBeginTransaction3(one.session, 42, 0));
    JET_API_PTR level = 0;
    OK(JetGetSystemParameterA(one.instance, one.session, JET_paramTransactionLevel, &level, nullptr, 0));
    BOOST_TEST(level == 7u);
    std::uint32_t told = 0;
    OK(JetGetSessionParameter(one.session, JET_sesparamTransactionLevel, &told, sizeof told, nullptr));
    BOOST_TEST(told == 7u);
    IS(JET_errInvalidBufferSize, JetGetSessionParameter(one.session, JET_sesparamTransactionLevel, &told, 3, nullptr));
    IS(JET_errInvalidSesparamId, JetGetSessionParameter(one.session, 1, &told, sizeof told, nullptr));
    OK(JetRollback(one.session, JET_bitRollbackAll));
    IS(JET_errNotInTransaction, JetRollback(one.session, 0));
}

BOOST_AUTO_TEST_CASE(commits_check_their_options_before_the_level)
{
    running one;
    IS(JET_errInvalidGrbit, JetCommitTransaction(one.session, 0x8000));
    IS(JET_errNotInTransaction, JetCommitTransaction(one.session, JET_bitCommitLazyFlush));
    OK(JetCommitTransaction(one.session, JET_bitWaitAllLevel0Commit));
    OK(JetBeginTransaction(one.session));
    IS(JET_errInvalidParameter, JetCommitTransaction2(one.session, 0, 100, nullptr));
    OK(JetCommitTransaction2(one.session, JET_bitCommitLazyFlush, 100, nullptr));
}

BOOST_AUTO_TEST_CASE(a_logged_commit_gets_an_id_and_is_told_when_it_is_durable)
{
    created one;
    one.text(JET_paramRecovery, "on");
    one.number(JET_paramDurableCommitCallback, reinterpret_cast<JET_API_PTR>(&note_durable));
    OK(JetInit(&one.instance));
    JET_SESID session = JET_sesidNil;
    JET_DBID database = JET_dbidNil;
    JET_TABLEID table = JET_tableidNil;
    OK(JetBeginSessionA(one.instance, &session, nullptr, nullptr));
    OK(JetCreateDatabaseA(session, one.in("log.edb").c_str(), nullptr, &database, 0));
    OK(JetBeginTransaction(session));
    OK(JetCreateTableA(session, database, "t", 0, 0, &table));
    JET_COMMIT_ID id{};
    OK(JetCommitTransaction2(session, JET_bitCommitLazyFlush, 0, &id));
    BOOST_TEST(id.commitId > 0);
    OK(JetCommitTransaction(session, JET_bitWaitAllLevel0Commit));
    BOOST_TEST(durable_up_to >= id.commitId);
}

BOOST_AUTO_TEST_CASE(a_session_belongs_to_the_thread_that_began)
{
    running one;
    OK(JetBeginTransaction(one.session));
    JET_ERR elsewhere = JET_errSuccess;
    std::thread{[&] { elsewhere = JetCommitTransaction(one.session, 0); }}.join();
    BOOST_TEST(elsewhere == JET_errSessionSharingViolation);
    OK(JetCommitTransaction(one.session, 0));
}

BOOST_AUTO_TEST_CASE(a_context_lets_another_thread_go_on)
{
    running one;
    IS(JET_errInvalidParameter, JetSetSessionContext(one.session, 0));
    OK(JetSetSessionContext(one.session, 7));
    IS(JET_errSessionContextAlreadySet, JetSetSessionContext(one.session, 7));
    OK(JetBeginTransaction(one.session));
    OK(JetResetSessionContext(one.session));
    JET_ERR elsewhere = JET_errSuccess;
    std::thread{[&] {
        elsewhere = JetSetSessionContext(one.session, 7);
        if (elsewhere == JET_errSuccess) elsewhere = JetCommitTransaction(one.session, 0);
        (void)JetResetSessionContext(one.session);
    }}.join();
    BOOST_TEST(elsewhere == JET_errSuccess);
    IS(JET_errSessionContextNotSetByThisThread, JetResetSessionContext(one.session));
}

BOOST_AUTO_TEST_CASE(a_session_tells_of_itself)
{
    running one;
    JET_SESSIONINFO info{};
    OK(JetGetSessionInfo(one.session, &info, sizeof info, JET_SessionInfo));
    BOOST_TEST(info.ulTrxBegin0 == 0xFFFFFFFFu);
    OK(JetBeginTransaction(one.session));
    OK(JetGetSessionInfo(one.session, &info, sizeof info, JET_SessionInfo));
    BOOST_TEST(info.ulTrxLevel == 1u);
    IS(JET_errInvalidParameter, JetGetSessionInfo(one.session, &info, sizeof info, 5));
    IS(JET_errBufferTooSmall, JetGetSessionInfo(one.session, &info, 8, JET_SessionInfo));
    JET_SESID fresh = JET_sesidNil;
    OK(JetDupSession(one.session, &fresh));
    IS(JET_errNotInTransaction, JetRollback(fresh, 0));
    std::uint32_t version = 0;
    OK(JetGetVersion(one.session, &version));
    BOOST_TEST(version >= ((10u << 28) | (10240u << 8)));
}

BOOST_AUTO_TEST_CASE(idle_time_settles_old_versions)
{
    with_table db;
    JET_SESID reader = JET_sesidNil;
    OK(JetBeginSessionA(db.instance, &reader, nullptr, nullptr));
    OK(JetIdle(db.session, JET_bitIdleWaitForAsyncActivity));
    OK(JetBeginTransaction(reader));
    db.insert(1);
    IS(JET_wrnNoIdleActivity, JetIdle(db.session, 0));
    IS(JET_wrnRemainingVersions, JetIdle(db.session, JET_bitIdleWaitForAsyncActivity));    // the reader may need it
    OK(JetCommitTransaction(reader, 0));
    IS(JET_wrnRemainingVersions, JetIdle(db.session, JET_bitIdleWaitForAsyncActivity));
    IS(JET_wrnNoIdleActivity, JetIdle(db.session, JET_bitIdleCompact | JET_bitIdleCompactAsync));
    OK(JetIdle(db.session, JET_bitIdleWaitForAsyncActivity));

    IS(JET_errInvalidGrbit, JetIdle(db.session, JET_bitIdleCompactAsync));
    IS(JET_errInvalidGrbit, JetIdle(db.session, JET_bitIdleFlushBuffers | JET_bitIdleStatus));
    OK(JetIdle(db.session, JET_bitIdleStatus | JET_bitIdleCompact));
    OK(JetIdle(db.session, JET_bitIdleVersionStoreTest));
    IS(JET_errInvalidSesid, JetIdle(JET_sesidNil, 0));
}

BOOST_AUTO_TEST_CASE(a_version_store_that_gets_full_is_told_of)
{
    with_table db;
    OK(JetBeginTransaction(db.session));
    JET_ERR status = JET_errSuccess;
    for (int rows = 0; rows < 20000 && status == JET_errSuccess; ++rows) {
        db.insert(rows);
        status = JetIdle(db.session, JET_bitIdleStatus);
    }
    BOOST_TEST(status == JET_wrnIdleFull);
    OK(JetRollback(db.session, 0));
    OK(JetIdle(db.session, JET_bitIdleStatus));
}

BOOST_AUTO_TEST_CASE(an_open_transaction_keeps_the_instance)
{
    running one;
    OK(JetBeginTransaction(one.session));
    IS(JET_errTooManyActiveUsers, JetTerm(one.instance));
    OK(JetRollback(one.session, 0));
    IS(JET_errDirtyShutdown, JetTerm2(one.instance, JET_bitTermDirty));
}

BOOST_AUTO_TEST_CASE(a_database_is_created_attached_opened_closed_and_detached)
{
    running one;
    const std::string path = one.in("a.edb");
    JET_DBID database = JET_dbidNil;
    IS(JET_errDatabaseInvalidPath, JetCreateDatabaseA(one.session, nullptr, nullptr, &database, 0));
    IS(JET_errInvalidParameter, JetCreateDatabaseA(one.session, path.c_str(), nullptr, nullptr, 0));
    OK(JetCreateDatabaseA(one.session, path.c_str(), nullptr, &database, 0));
    IS(JET_errDatabaseDuplicate, JetCreateDatabaseA(one.session, path.c_str(), nullptr, &database, 0));
    BOOST_TEST(database == JET_dbidNil);
    IS(JET_wrnDatabaseAttached, JetAttachDatabaseA(one.session, path.c_str(), 0));
    IS(JET_errDatabaseInUse, JetDetachDatabaseA(one.session, path.c_str()));
    OK(JetOpenDatabaseA(one.session, path.c_str(), nullptr, &database, 0));
    OK(JetCloseDatabase(one.session, database, 0));
    OK(JetCloseDatabase(one.session, database, 0));
    IS(JET_errDatabaseNotFound, JetCloseDatabase(one.session, database, 0));
    OK(JetDetachDatabase2A(one.session, path.c_str(), 0));
    IS(JET_errDatabaseNotFound, JetOpenDatabaseA(one.session, path.c_str(), nullptr, &database, 0));
    OK(JetAttachDatabase2W(one.session, (one.folder.u16string() + u"\\a.edb").c_str(), 0, JET_bitDbReadOnly));    // `\` as a separator
    IS(JET_wrnFileOpenReadOnly, JetOpenDatabaseW(one.session, (one.folder.u16string() + u"/a.edb").c_str(), nullptr, &database, 0));
    IS(JET_errFileNotFound, JetAttachDatabaseA(one.session, one.in("none.edb").c_str(), 0));
    OK(JetBeginTransaction(one.session));
    IS(JET_errInTransaction, JetCreateDatabaseA(one.session, one.in("b.edb").c_str(), nullptr, &database, 0));
}

BOOST_AUTO_TEST_CASE(parameters_of_databases_are_checked)
{
    running one;
    JET_DBID database = JET_dbidNil;
    std::uint32_t pages = 0;
    JET_SETDBPARAM parameter{JET_dbparamDbSizeMaxPages, &pages, 3};
    IS(JET_errInvalidBufferSize, JetCreateDatabase3A(one.session, one.in("c.edb").c_str(), &database, &parameter, 1, 0));
    parameter.dbparamid = 1;
    IS(JET_errInvalidDbparamId, JetCreateDatabase3A(one.session, one.in("c.edb").c_str(), &database, &parameter, 1, 0));
    parameter = {JET_dbparamDbSizeMaxPages, &pages, sizeof pages};
    OK(JetCreateDatabase3A(one.session, one.in("c.edb").c_str(), &database, &parameter, 1, 0));
    IS(JET_wrnDatabaseAttached, JetAttachDatabase3A(one.session, one.in("c.edb").c_str(), &parameter, 1, 0));
    IS(JET_errInvalidParameter, JetAttachDatabase3W(one.session, u"c.edb", nullptr, 1, 0));
}

BOOST_AUTO_TEST_CASE(two_instances_know_nothing_of_each_other)
{
    running first;
    running second;
    JET_DBID database = JET_dbidNil;
    OK(JetCreateDatabaseA(first.session, first.in("a.edb").c_str(), nullptr, &database, 0));
    JET_TABLEID table = JET_tableidNil;
    OK(JetCreateTableA(first.session, database, "t", 0, 0, &table));
    IS(JET_errInvalidTableId, JetMove(second.session, table, JET_MoveFirst, 0));
    IS(JET_errInvalidDatabaseId, JetDeleteTableA(second.session, database, "t"));
    IS(JET_errNoCurrentRecord, JetMove(first.session, table, JET_MoveFirst, 0));
}

BOOST_AUTO_TEST_SUITE_END()
