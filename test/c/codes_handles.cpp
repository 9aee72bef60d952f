// codes_handles.cpp — every call with handles that are nil, dead, foreign or invented, when the service has stopped, and from a
// thread that does not hold the session.
#include "codes_calls.hpp"

#include <string_view>
#include <vector>

using namespace c_test;

namespace {

bool cleans_up(std::string_view name)
{
    return name == "JetEndSession" || name == "JetRollback" || name == "JetResetSessionContext" || name.starts_with("JetDetachDatabase") ||
           name == "JetCloseTable" || name == "JetCloseDatabase";
}

// A second session with the database and the table open, and a cursor that is closed.
struct several : with_table {
    JET_SESID other = JET_sesidNil;
    JET_TABLEID closed = JET_tableidNil, its = JET_tableidNil;
    JET_DBID its_database = JET_dbidNil;

    several()
    {
        insert(1);
        OK(JetBeginSessionA(instance, &other, nullptr, nullptr));
        OK(JetOpenDatabaseA(other, in("test.edb").c_str(), nullptr, &its_database, 0));
        OK(JetOpenTableA(other, its_database, "t", nullptr, 0, 0, &its));
        OK(JetDupCursor(session, table, &closed, 0));
        OK(JetCloseTable(session, closed));
        OK(JetMove(session, table, JET_MoveFirst, 0));
    }
    // Nothing came of the refused calls.
    void check_unchanged()
    {
        std::uint32_t count = 0, indexes = 0;
        OK(JetGetTableIndexInfoA(session, table, nullptr, &indexes, sizeof indexes, JET_IdxInfoCount));
        BOOST_TEST(indexes == 2u);
        OK(JetIndexRecordCount(session, table, &count, 0));
        BOOST_TEST(count == 1u);
        BOOST_TEST(number_here() == 1);
        JET_COLUMNDEF words_now{};
        OK(JetGetTableColumnInfoA(session, table, "words", &words_now, sizeof words_now, JET_ColInfo));
        IS(JET_errColumnNotFound, JetGetTableColumnInfoA(session, table, "added", &words_now, sizeof words_now, JET_ColInfo));
        IS(JET_errUpdateNotPrepared, JetUpdate(session, table, nullptr, 0, nullptr));
        IS(JET_errNotInTransaction, JetRollback(session, 0));
    }
};

std::vector<JET_SESID> wrong_sessions(several& db)
{
    JET_SESID ended = JET_sesidNil, of_ended_instance = JET_sesidNil;
    OK(JetDupSession(db.session, &ended));
    OK(JetEndSession(ended, 0));
    running gone;
    of_ended_instance = gone.session;
    OK(JetTerm(gone.instance));
    return {0, JET_sesidNil, ended, of_ended_instance, db.session + 1000, db.session ^ (JET_SESID{1} << 40), db.table, db.instance, 0xDEADBEEF};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_handles)

BOOST_AUTO_TEST_CASE(a_session_that_is_none_is_refused_by_every_call)
{
    several db;
    for (const JET_SESID wrong : wrong_sessions(db)) {
        for (const on_session& row : session_rows) BOOST_CHECK_MESSAGE(row.call(wrong) == JET_errInvalidSesid, row.name << " took session " << wrong);
        for (const on_cursor& row : cursor_rows)
            BOOST_CHECK_MESSAGE(row.call(wrong, db.table) == JET_errInvalidSesid, row.name << " took session " << wrong);
        for (const on_database& row : database_rows)
            BOOST_CHECK_MESSAGE(row.call(wrong, db.database) == JET_errInvalidSesid, row.name << " took session " << wrong);
    }
    db.check_unchanged();
}

BOOST_AUTO_TEST_CASE(a_cursor_that_is_none_is_refused_by_every_call)
{
    several db;
    with_table elsewhere;
    for (const JET_TABLEID wrong : {JET_TABLEID{0}, JET_tableidNil, db.closed, elsewhere.table, db.table + 1000,
                                    db.table ^ (JET_TABLEID{1} << 40), db.session, JET_TABLEID{12345}})
        for (const on_cursor& row : cursor_rows)
            BOOST_CHECK_MESSAGE(row.call(db.session, wrong) == JET_errInvalidTableId, row.name << " took cursor " << wrong);
    for (const on_cursor& row : cursor_rows)    // both are wrong: the session is told
        BOOST_CHECK_MESSAGE(row.call(JET_sesidNil, JET_tableidNil) == JET_errInvalidSesid, row.name);
    db.check_unchanged();
}

BOOST_AUTO_TEST_CASE(a_cursor_of_another_session_is_told_apart_from_none)
{
    several db;
    for (const on_cursor& row : cursor_rows)
        BOOST_CHECK_MESSAGE(row.call(db.session, db.its) == JET_errSesidTableIdMismatch, row.name << " took a foreign cursor");
    db.check_unchanged();
    OK(JetMove(db.other, db.its, JET_MoveFirst, 0));
}

BOOST_AUTO_TEST_CASE(a_database_that_the_session_has_not_opened_is_refused_by_every_call)
{
    several db;
    JET_SESID third = JET_sesidNil;
    OK(JetBeginSessionA(db.instance, &third, nullptr, nullptr));
    for (const on_database& row : database_rows) {
        const JET_ERR expected = row.name == std::string_view{"JetCloseDatabase"} ? JET_errDatabaseNotFound : JET_errInvalidDatabaseId;
        for (const JET_DBID wrong : {JET_DBID{0}, JET_dbidNil, db.database + 1, JET_DBID{1000}})
            BOOST_CHECK_MESSAGE(row.call(db.session, wrong) == expected, row.name << " took database " << wrong);
        BOOST_CHECK_MESSAGE(row.call(third, db.database) == expected, row.name << " took a database of others");
    }
    db.check_unchanged();
}

BOOST_AUTO_TEST_CASE(a_stopped_service_refuses_every_call_but_those_that_clean_up)
{
    several db;
    OK(JetBeginTransaction(db.session));
    OK(JetStopServiceInstance(db.instance));
    const auto check = [](const char* name, JET_ERR code) {
        const bool stopped = code == JET_errClientRequestToStopJetService;
        BOOST_CHECK_MESSAGE(stopped != cleans_up(name), name << " answered " << code);
    };
    for (const on_cursor& row : cursor_rows) check(row.name, row.call(db.session, db.table));
    for (const on_database& row : database_rows) check(row.name, row.call(db.session, db.database));
    for (const on_session& row : session_rows)
        if (row.name != std::string_view{"JetEndSession"}) check(row.name, row.call(db.session));
    check("JetEndSession", JetEndSession(db.session, 0));
    JET_SESID more = JET_sesidNil;
    IS(JET_errClientRequestToStopJetService, JetBeginSessionA(db.instance, &more, nullptr, nullptr));
    IS(JET_errClientRequestToStopJetService, JetBackupInstanceA(db.instance, db.in("backup").c_str(), 0, nullptr));
}

BOOST_AUTO_TEST_CASE(a_transaction_is_closed_to_other_threads)
{
    several db;
    OK(JetBeginTransaction(db.session));
    std::thread{[&] {
        const auto check = [](const char* name, JET_ERR code) {
            const bool free = name == std::string_view{"JetGetSessionParameter"};
            BOOST_CHECK_MESSAGE(free || code == JET_errSessionSharingViolation, name << " answered " << code);
        };
        for (const on_cursor& row : cursor_rows) check(row.name, row.call(db.session, db.table));
        for (const on_database& row : database_rows) check(row.name, row.call(db.session, db.database));
        for (const on_session& row : session_rows) check(row.name, row.call(db.session));
    }}.join();
    OK(JetRollback(db.session, 0));
    db.check_unchanged();
}

BOOST_AUTO_TEST_CASE(an_instance_that_is_none_is_refused)
{
    created made;
    JET_SESID session = JET_sesidNil;
    JET_INSTANCE ended = JET_instanceNil;
    JET_API_PTR value = 0;
    OK(JetCreateInstanceA(&ended, "ended"));
    OK(JetTerm(ended));
    for (const JET_INSTANCE none : {JET_INSTANCE{0}, JET_instanceNil}) {
        IS(JET_errInvalidParameter, JetTerm(none));
        IS(JET_errInvalidParameter, JetTerm2(none, JET_bitTermComplete));
        IS(JET_errInvalidParameter, JetBeginSessionA(none, &session, nullptr, nullptr));
        IS(JET_errInvalidParameter, JetBeginSessionW(none, &session, nullptr, nullptr));
        IS(JET_errInvalidParameter, JetBackupInstanceA(none, "backup", 0, nullptr));
    }
    for (JET_INSTANCE wrong : {ended, made.instance + 1, made.instance ^ (JET_INSTANCE{1} << 40), JET_INSTANCE{0xDEADBEEF}}) {
        IS(JET_errInvalidInstance, JetTerm(wrong));
        IS(JET_errInvalidInstance, JetTerm2(wrong, JET_bitTermComplete));
        IS(JET_errInvalidInstance, JetBeginSessionA(wrong, &session, nullptr, nullptr));
        IS(JET_errInvalidInstance, JetBackupInstanceA(wrong, "backup", 0, nullptr));
        IS(JET_errInvalidInstance, JetRestoreInstanceA(wrong, "backup", "here", nullptr));
        IS(JET_errInvalidInstance, JetSetSystemParameterA(&wrong, JET_sesidNil, JET_paramMaxSessions, 3, nullptr));
        IS(JET_errInvalidInstance, JetGetSystemParameterA(wrong, JET_sesidNil, JET_paramMaxSessions, &value, nullptr, 0));
        const JET_INSTANCE before = wrong;
        IS(JET_errInvalidParameter, JetInit(&wrong));
        IS(JET_errInvalidParameter, JetInit2(&wrong, 0));
        IS(JET_errInvalidParameter, JetInit3A(&wrong, nullptr, 0));
        BOOST_TEST(wrong == before);
    }
    IS(JET_errNotInitialized, JetBeginSessionA(made.instance, &session, nullptr, nullptr));
    IS(JET_errNotInitialized, JetBackupInstanceA(made.instance, "backup", 0, nullptr));
    BOOST_TEST(session == JET_sesidNil);
}

BOOST_AUTO_TEST_SUITE_END()
