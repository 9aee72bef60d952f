// hooks.cpp — what a program hangs on sessions, cursors and tables: parameters, values, callbacks.
#include "under_test.hpp"

#include <vector>

using namespace c_test;

namespace {

struct freed_value {
    JET_CBTYP kind;
    JET_LS value;
    friend bool operator==(const freed_value&, const freed_value&) = default;
};
std::vector<freed_value> freed;

JET_ERR JET_API note_freed(JET_SESID, JET_DBID, JET_TABLEID, JET_CBTYP kind, void* value, void*, void*, JET_API_PTR)
{
    freed.push_back({kind, reinterpret_cast<JET_LS>(value)});
    return JET_errSuccess;
}

struct update_notes {
    std::vector<JET_CBTYP> seen{};
    JET_ERR answer = JET_errSuccess;
};

JET_ERR JET_API note_update(JET_SESID, JET_DBID, JET_TABLEID, JET_CBTYP kind, void*, void*, void* context, JET_API_PTR)
{
    auto& notes = *static_cast<update_notes*>(context);
    notes.seen.push_back(kind);
    return notes.answer;
}

// JET_paramRuntimeCallback is frozen by init.
struct with_storage : created {
    JET_SESID session = JET_sesidNil;
    JET_DBID database = JET_dbidNil;
    JET_TABLEID table = JET_tableidNil;
    with_storage()
    {
        freed.clear();
        number(JET_paramRuntimeCallback, reinterpret_cast<JET_API_PTR>(&note_freed));
        OK(JetInit(&instance));
        OK(JetBeginSessionA(instance, &session, nullptr, nullptr));
        OK(JetCreateDatabaseA(session, in("ls.edb").c_str(), nullptr, &database, 0));
        OK(JetCreateTableA(session, database, "t", 0, 0, &table));
        OK(JetCloseTable(session, table));
        OK(JetOpenTableA(session, database, "t", nullptr, 0, 0, &table));
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(c_hooks)

BOOST_AUTO_TEST_CASE(parameters_of_a_session_are_kept_as_the_sheet_says)
{
    running one;
    std::uint32_t number = 77, size = 0;
    OK(JetGetSessionParameter(one.session, JET_sesparamCommitDefault, &number, sizeof number, &size));
    BOOST_TEST(number == 0u);
    BOOST_TEST(size == 4u);
    IS(JET_errInvalidBufferSize, JetSetSessionParameter(one.session, JET_sesparamCommitDefault, &number, 3));
    IS(JET_errFeatureNotAvailable, JetSetSessionParameter(one.session, JET_sesparamTransactionLevel, &number, 4));
    IS(JET_errInvalidSesparamId, JetSetSessionParameter(one.session, JET_sesparamMaxValueInvalid, &number, 4));
    IS(JET_errInvalidParameter, JetSetSessionParameter(one.session, JET_sesparamCorrelationID, nullptr, 4));
    IS(JET_errInvalidSesid, JetSetSessionParameter(JET_sesidNil, JET_sesparamCorrelationID, &number, 4));
    number = 1001;
    IS(JET_errInvalidParameter, JetSetSessionParameter(one.session, JET_sesparamCachePriority, &number, 4));
    number = 0x8000;
    IS(JET_errInvalidGrbit, JetSetSessionParameter(one.session, JET_sesparamIOPriority, &number, 4));
    number = 42;
    OK(JetSetSessionParameter(one.session, JET_sesparamCorrelationID, &number, 4));
    std::uint32_t wide[2]{};
    OK(JetGetSessionParameter(one.session, JET_sesparamCorrelationID, wide, sizeof wide, &size));
    BOOST_TEST(wide[0] == 42u);
    IS(JET_errInvalidBufferSize, JetGetSessionParameter(one.session, JET_sesparamCommitDefault, wide, sizeof wide, &size));
    IS(JET_errInvalidParameter, JetGetSessionParameter(one.session, JET_sesparamCorrelationID, nullptr, 0, nullptr));
    JET_OPERATIONCONTEXT context{};
    OK(JetGetSessionParameter(one.session, JET_sesparamOperationContext, &context, sizeof context, nullptr));
    BOOST_TEST(context.ulUserID == 0x80000000u);
    JET_SESID other = JET_sesidNil;
    OK(JetDupSession(one.session, &other));
    OK(JetGetSessionParameter(other, JET_sesparamCorrelationID, &number, 4, nullptr));
    BOOST_TEST(number == 0u);    // a session of its own
}

BOOST_AUTO_TEST_CASE(texts_of_a_session_are_cut_and_contexts_are_not)
{
    running one;
    char text[64]{};
    std::uint32_t size = 0;
    char given[] = "0123456789012345678901234567890123456789";
    OK(JetSetSessionParameter(one.session, JET_sesparamClientActionDesc, given, 31));
    IS(JET_wrnBufferTruncated, JetSetSessionParameter(one.session, JET_sesparamClientComponentDesc, given, 32));
    OK(JetGetSessionParameter(one.session, JET_sesparamClientComponentDesc, text, sizeof text, &size));
    BOOST_TEST(std::string{text} == "0123456789012345678901234567...");
    BOOST_TEST(size == 32u);
    IS(JET_errBufferTooSmall, JetGetSessionParameter(one.session, JET_sesparamClientComponentDesc, text, 31, &size));
    std::string context(30000, 'c');
    OK(JetSetSessionParameter(one.session, JET_sesparamCommitGenericContext, context.data(), 30000));
    OK(JetGetSessionParameter(one.session, JET_sesparamCommitGenericContext, nullptr, 0, &size));
    BOOST_TEST(size == 30000u);
    context += 'c';
    IS(JET_errInvalidBufferSize, JetSetSessionParameter(one.session, JET_sesparamCommitGenericContext, context.data(), 30001));
    OK(JetGetSessionParameter(one.session, JET_sesparamCommitGenericContext, nullptr, 0, &size));
    BOOST_TEST(size == 0u);
}

BOOST_AUTO_TEST_CASE(setting_checks_the_thread_and_getting_does_not)
{
    running one;
    OK(JetBeginTransaction(one.session));
    JET_ERR set = JET_errSuccess, got = -1;
    std::thread{[&] {
        std::uint32_t number = 5;
        set = JetSetSessionParameter(one.session, JET_sesparamCorrelationID, &number, 4);
        got = JetGetSessionParameter(one.session, JET_sesparamCorrelationID, &number, 4, nullptr);
    }}.join();
    BOOST_TEST(set == JET_errSessionSharingViolation);
    OK(JetRollback(one.session, 0));
    std::thread{[&] {
        std::uint32_t number = 5;
        got = JetGetSessionParameter(one.session, JET_sesparamCorrelationID, &number, 4, nullptr);
    }}.join();
    OK(got);
}

BOOST_AUTO_TEST_CASE(a_session_may_make_all_its_commits_lazy)
{
    running one;
    std::uint32_t lazy = JET_bitCommitLazyFlush;
    OK(JetSetSessionParameter(one.session, JET_sesparamCommitDefault, &lazy, sizeof lazy));
    OK(JetBeginTransaction(one.session));
    OK(JetCommitTransaction2(one.session, 0, 100, nullptr));    // a time is for lazy commits only
}

BOOST_AUTO_TEST_CASE(a_cursor_and_a_table_have_a_value_each)
{
    with_storage db;
    JET_LS value = 5;
    IS(JET_errLSNotSet, JetGetLS(db.session, db.table, &value, 0));
    BOOST_TEST(value == JET_LSNil);
    OK(JetSetLS(db.session, db.table, 11, JET_bitLSCursor));
    IS(JET_errLSAlreadySet, JetSetLS(db.session, db.table, 12, 0));
    OK(JetSetLS(db.session, db.table, 21, JET_bitLSTable));
    IS(JET_errInvalidGrbit, JetSetLS(db.session, db.table, 1, JET_bitLSTable | JET_bitLSCursor));
    for (const JET_GRBIT wrong : each_of(JET_bitLSTable | JET_bitLSCursor, 0x100))
        IS(JET_errInvalidGrbit, JetGetLS(db.session, db.table, &value, wrong));
    IS(JET_errInvalidParameter, JetGetLS(db.session, db.table, nullptr, 0));
    IS(JET_errInvalidTableId, JetGetLS(db.session, 12345, &value, 0));
    JET_TABLEID second = JET_tableidNil;
    OK(JetDupCursor(db.session, db.table, &second, 0));
    IS(JET_errLSNotSet, JetGetLS(db.session, second, &value, 0));
    OK(JetGetLS(db.session, second, &value, JET_bitLSTable));
    BOOST_TEST(value == 21u);
    OK(JetGetLS(db.session, db.table, &value, JET_bitLSReset));
    BOOST_TEST(value == 11u);
    IS(JET_errLSNotSet, JetGetLS(db.session, db.table, &value, 0));
    OK(JetSetLS(db.session, db.table, 13, 0));
    OK(JetSetLS(db.session, db.table, JET_LSNil, 0));
    IS(JET_errLSNotSet, JetGetLS(db.session, db.table, &value, 0));
    OK(JetSetLS(db.session, db.table, 14, 0));
    OK(JetSetLS(db.session, db.table, 15, JET_bitLSReset));
    IS(JET_errLSNotSet, JetGetLS(db.session, db.table, &value, 0));
    BOOST_TEST(freed.empty());    // what was taken back is the program's own
}

BOOST_AUTO_TEST_CASE(a_value_without_a_callback_is_refused)
{
    with_table db;
    IS(JET_errLSCallbackNotSpecified, JetSetLS(db.session, db.table, 1, 0));
}

BOOST_AUTO_TEST_CASE(values_are_handed_back_when_their_places_go)
{
    with_storage db;
    OK(JetSetLS(db.session, db.table, 1, JET_bitLSCursor));
    OK(JetSetLS(db.session, db.table, 2, JET_bitLSTable));
    OK(JetCloseTable(db.session, db.table));
    BOOST_TEST((freed == std::vector<freed_value>{{JET_cbtypFreeCursorLS, 1}}));

    OK(JetBeginTransaction(db.session));
    OK(JetOpenTableA(db.session, db.database, "t", nullptr, 0, 0, &db.table));
    OK(JetSetLS(db.session, db.table, 3, 0));
    OK(JetRollback(db.session, 0));    // takes the cursor with it
    BOOST_TEST((freed.back() == freed_value{JET_cbtypFreeCursorLS, 3}));

    OK(JetOpenTableA(db.session, db.database, "t", nullptr, 0, 0, &db.table));
    OK(JetSetLS(db.session, db.table, 4, 0));
    OK(JetCloseDatabase(db.session, db.database, 0));
    BOOST_TEST((freed.back() == freed_value{JET_cbtypFreeCursorLS, 4}));
    BOOST_TEST(freed.size() == 3u);
    OK(JetDetachDatabaseA(db.session, db.in("ls.edb").c_str()));
    BOOST_TEST((freed.back() == freed_value{JET_cbtypFreeTableLS, 2}));
}

BOOST_AUTO_TEST_CASE(the_end_of_a_session_and_of_the_instance_hands_back_as_well)
{
    with_storage db;
    OK(JetSetLS(db.session, db.table, 1, 0));
    OK(JetSetLS(db.session, db.table, 2, JET_bitLSTable));
    OK(JetEndSession(db.session, 0));
    BOOST_TEST((freed == std::vector<freed_value>{{JET_cbtypFreeCursorLS, 1}}));
    OK(JetTerm(db.instance));
    BOOST_TEST((freed.back() == freed_value{JET_cbtypFreeTableLS, 2}));
}

BOOST_AUTO_TEST_CASE(callbacks_surround_the_updates_of_their_table)
{
    with_table db;
    update_notes notes;
    JET_HANDLE handle = 0;
    constexpr JET_CBTYP all = JET_cbtypBeforeInsert | JET_cbtypAfterInsert | JET_cbtypBeforeReplace | JET_cbtypAfterReplace |
                              JET_cbtypBeforeDelete | JET_cbtypAfterDelete;
    IS(JET_errInvalidParameter, JetRegisterCallback(db.session, db.table, JET_cbtypNull, note_update, &notes, &handle));
    IS(JET_errInvalidParameter, JetRegisterCallback(db.session, db.table, all, nullptr, &notes, &handle));
    OK(JetRegisterCallback(db.session, db.table, all, note_update, &notes, &handle));
    db.insert(1);
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetPrepareUpdate(db.session, db.table, JET_prepReplace));
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    OK(JetDelete(db.session, db.table));
    BOOST_TEST(notes.seen == (std::vector<JET_CBTYP>{2, 4, 8, 16, 32, 64}));

    notes.seen.clear();
    notes.answer = JET_errPermissionDenied;    // of a callback before the update: there is none
    OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    IS(JET_errPermissionDenied, JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    BOOST_TEST(notes.seen == (std::vector<JET_CBTYP>{2}));
    OK(JetPrepareUpdate(db.session, db.table, JET_prepCancel));
    IS(JET_errNoCurrentRecord, JetMove(db.session, db.table, JET_MoveFirst, 0));

    IS(JET_errInvalidParameter, JetUnregisterCallback(db.session, db.table, JET_cbtypBeforeInsert, handle));
    OK(JetUnregisterCallback(db.session, db.table, all, handle));
    IS(JET_errInvalidParameter, JetUnregisterCallback(db.session, db.table, all, handle));
    db.insert(2);
    BOOST_TEST(notes.seen.size() == 1u);
}

BOOST_AUTO_TEST_CASE(callbacks_go_with_their_database)
{
    with_table db;
    update_notes notes;
    JET_HANDLE handle = 0;
    OK(JetRegisterCallback(db.session, db.table, JET_cbtypBeforeInsert, note_update, &notes, &handle));
    OK(JetCloseTable(db.session, db.table));
    OK(JetCloseDatabase(db.session, db.database, 0));
    OK(JetDetachDatabaseA(db.session, nullptr));    // all of them
    OK(JetAttachDatabaseA(db.session, db.in("test.edb").c_str(), 0));
    OK(JetOpenDatabaseA(db.session, db.in("test.edb").c_str(), nullptr, &db.database, 0));
    OK(JetOpenTableA(db.session, db.database, "t", nullptr, 0, 0, &db.table));
    db.insert(1);
    BOOST_TEST(notes.seen.empty());
}

BOOST_AUTO_TEST_SUITE_END()
