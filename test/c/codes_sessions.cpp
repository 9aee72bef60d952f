// codes_sessions.cpp — what the calls on sessions and transactions answer, code by code, and what their options do.
#include "under_test.hpp"

using namespace c_test;

namespace {

struct two_sessions : with_table {
    JET_SESID other = JET_sesidNil;
    JET_DBID its_database = JET_dbidNil;
    JET_TABLEID its = JET_tableidNil;
    two_sessions()
    {
        OK(JetDupSession(session, &other));
        OK(JetOpenDatabaseA(other, in("test.edb").c_str(), nullptr, &its_database, 0));
        OK(JetOpenTableA(other, its_database, "t", nullptr, 0, 0, &its));
    }
    std::uint32_t rows()
    {
        std::uint32_t count = 0;
        if (JetMove(session, table, JET_MoveFirst, 0) == JET_errSuccess) OK(JetIndexRecordCount(session, table, &count, 0));
        return count;
    }
    std::uint32_t level()
    {
        std::uint32_t told = 99;
        OK(JetGetSessionParameter(session, JET_sesparamTransactionLevel, &told, sizeof told, nullptr));
        return told;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_sessions)

BOOST_AUTO_TEST_CASE(as_many_sessions_as_there_may_be)
{
    created one;
    one.number(JET_paramMaxSessions, 2);
    OK(JetInit(&one.instance));
    JET_SESID first = JET_sesidNil, second = JET_sesidNil, third = 7;
    OK(JetBeginSessionA(one.instance, &first, "user", "password"));
    OK(JetDupSession(first, &second));
    IS(JET_errOutOfSessions, JetBeginSessionA(one.instance, &third, nullptr, nullptr));
    IS(JET_errOutOfSessions, JetDupSession(first, &third));
    BOOST_TEST(third == 7u);
    OK(JetEndSession(second, 0xFFFF));    // options have no meaning
    IS(JET_errInvalidParameter, JetDupSession(first, nullptr));
    OK(JetDupSession(first, &third));
}

BOOST_AUTO_TEST_CASE(ending_a_session)
{
    two_sessions db;
    OK(JetBeginTransaction(db.other));
    db.insert_into(db.other, db.its, 1);
    OK(JetSetSessionContext(db.other, 7));
    IS(JET_errSessionInUse, JetEndSession(db.other, 0));
    OK(JetResetSessionContext(db.other));
    OK(JetEndSession(db.other, 0));
    BOOST_TEST(db.rows() == 0u);    // what it had not committed is rolled back
    IS(JET_errInvalidSesid, JetEndSession(db.other, 0));
    std::uint32_t version = 0;
    OK(JetGetVersion(db.session, &version));
    BOOST_TEST(version != 0u);
    IS(JET_errInvalidParameter, JetGetVersion(db.session, nullptr));
}

BOOST_AUTO_TEST_CASE(contexts_of_a_session)
{
    two_sessions db;
    IS(JET_errInvalidParameter, JetSetSessionContext(db.session, 0));
    IS(JET_errInvalidParameter, JetSetSessionContext(db.session, ~JET_API_PTR{0}));
    IS(JET_errSessionContextNotSetByThisThread, JetResetSessionContext(db.session));
    OK(JetSetSessionContext(db.session, 1));
    IS(JET_errSessionContextAlreadySet, JetSetSessionContext(db.session, 2));
    JET_ERR elsewhere = JET_errSuccess;
    std::thread{[&] { elsewhere = JetResetSessionContext(db.session); }}.join();
    BOOST_TEST(elsewhere == JET_errSessionContextNotSetByThisThread);
    OK(JetBeginTransaction(db.session));
    OK(JetResetSessionContext(db.session));
    OK(JetSetSessionContext(db.session, 2));
    IS(JET_errSessionSharingViolation, JetCommitTransaction(db.session, 0));    // it belongs to context 1
    OK(JetResetSessionContext(db.session));
    OK(JetSetSessionContext(db.session, 1));
    OK(JetCommitTransaction(db.session, 0));
    OK(JetResetSessionContext(db.session));
}

BOOST_AUTO_TEST_CASE(parameters_of_a_session)
{
    two_sessions db;
    std::uint32_t value = 99, size = 0;
    IS(JET_errInvalidParameter, JetGetSessionParameter(db.session, JET_sesparamTransactionLevel, nullptr, 0, nullptr));
    IS(JET_errInvalidSesparamId, JetGetSessionParameter(db.session, 4096, &value, 4, nullptr));
    OK(JetGetSessionParameter(db.session, JET_sesparamTransactionLevel, nullptr, 0, &size));
    BOOST_TEST(size == 4u);
    size = 0;
    IS(JET_errInvalidBufferSize, JetGetSessionParameter(db.session, JET_sesparamTransactionLevel, &value, 8, &size));
    BOOST_TEST(size == 4u);    // told nevertheless
    BOOST_TEST(value == 99u);
    OK(JetGetSessionParameter(db.session, JET_sesparamTransactionLevel, &value, 4, nullptr));
    BOOST_TEST(value == 0u);
}

BOOST_AUTO_TEST_CASE(seven_levels_by_every_form)
{
    two_sessions db;
    for (int i = 0; i < 7; ++i) OK(i % 2 ? JetBeginTransaction(db.session) : JetBeginTransaction3(db.session, -1, 0));
    IS(JET_errTransTooDeep, JetBeginTransaction(db.session));
    IS(JET_errTransTooDeep, JetBeginTransaction2(db.session, 0));
    IS(JET_errTransTooDeep, JetBeginTransaction3(db.session, 0, 0));
    BOOST_TEST(db.level() == 7u);
    db.insert(1);
    OK(JetRollback(db.session, JET_bitRollbackAll));
    BOOST_TEST(db.level() == 0u);
    BOOST_TEST(db.rows() == 0u);
    IS(JET_errNotInTransaction, JetRollback(db.session, JET_bitRollbackAll));
}

BOOST_AUTO_TEST_CASE(options_of_a_beginning)
{
    two_sessions db;
    OK(JetBeginTransaction2(db.session, JET_bitTransactionReadOnly));
    IS(JET_errTransReadOnly, JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    OK(JetBeginTransaction2(db.session, 0));    // inside a read-only one it stays so
    IS(JET_errTransReadOnly, JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    OK(JetRollback(db.session, JET_bitRollbackAll));
    OK(JetBeginTransaction3(db.session, 1, JET_bitTransactionReadOnly));
    IS(JET_errTransReadOnly, JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    OK(JetRollback(db.session, 0));
    OK(JetBeginTransaction(db.session));
    OK(JetBeginTransaction2(db.session, JET_bitTransactionReadOnly));    // only the outermost decides
    db.insert(1);
    OK(JetRollback(db.session, JET_bitRollbackAll));
    for (const JET_GRBIT ignored : {JET_GRBIT{JET_bitDistributedTransaction}, JET_GRBIT{0x1000}, JET_GRBIT{0x80000000}}) {
        OK(JetBeginTransaction2(db.session, ignored));
        OK(JetBeginTransaction3(db.session, 0, ignored));
        db.insert(1);
        OK(JetRollback(db.session, JET_bitRollbackAll));
    }
}

BOOST_AUTO_TEST_CASE(options_of_a_commit)
{
    two_sessions db;
    for (const JET_GRBIT wrong :
         {JET_GRBIT{0x4}, JET_GRBIT{0x40}, JET_GRBIT{JET_bitWaitLastLevel0Commit | JET_bitCommitLazyFlush},
          JET_GRBIT{JET_bitWaitAllLevel0Commit | JET_bitCommitLazyFlush}, JET_GRBIT{JET_bitForceNewLog | JET_bitWaitAllLevel0Commit}}) {
        IS(JET_errInvalidGrbit, JetCommitTransaction(db.session, wrong));    // before the level is looked at
        IS(JET_errInvalidGrbit, JetCommitTransaction2(db.session, wrong, 0, nullptr));
    }
    OK(JetBeginTransaction(db.session));
    db.insert(1);
    for (const JET_GRBIT alone : each_of(JET_bitWaitLastLevel0Commit, JET_bitWaitAllLevel0Commit, JET_bitForceNewLog)) {
        OK(JetCommitTransaction(db.session, alone));
        OK(JetCommitTransaction2(db.session, alone, 0, nullptr));
        OK(JetCommitTransaction2(db.other, alone, 0, nullptr));    // needs no transaction
        BOOST_TEST(db.level() == 1u);
    }
    IS(JET_errInvalidParameter, JetCommitTransaction2(db.session, 0, 5, nullptr));    // a time is for lazy ones
    BOOST_TEST(db.level() == 1u);
    OK(JetCommitTransaction2(db.session, JET_bitCommitLazyFlush | JET_bitCommitRedoCallback, 5, nullptr));
    BOOST_TEST(db.level() == 0u);
    BOOST_TEST(db.rows() == 1u);
    OK(JetBeginTransaction(db.session));
    OK(JetCommitTransaction(db.session, JET_bitCommitLazyFlush));
    OK(JetBeginTransaction(db.session));
    OK(JetCommitTransaction(db.session, JET_bitCommitRedoCallback));
    IS(JET_errNotInTransaction, JetCommitTransaction(db.session, 0));
    IS(JET_errNotInTransaction, JetCommitTransaction2(db.session, JET_bitCommitLazyFlush, 5, nullptr));
}

BOOST_AUTO_TEST_CASE(options_of_a_rollback)
{
    two_sessions db;
    IS(JET_errInvalidGrbit, JetRollback(db.session, 0x2));    // before the level is looked at
    IS(JET_errNotInTransaction, JetRollback(db.session, 0));
    OK(JetBeginTransaction(db.session));
    db.insert(1);
    OK(JetBeginTransaction(db.session));
    db.insert(2);
    OK(JetRollback(db.session, JET_bitRollbackRedoCallback));
    BOOST_TEST(db.level() == 1u);
    BOOST_TEST(db.rows() == 1u);
    OK(JetBeginTransaction(db.session));
    OK(JetRollback(db.session, JET_bitRollbackAll | JET_bitRollbackRedoCallback));
    BOOST_TEST(db.level() == 0u);
    BOOST_TEST(db.rows() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
