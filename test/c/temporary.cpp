// temporary.cpp — temporary tables, through the C interface.
#include "under_test.hpp"

#include <vector>

using namespace c_test;

namespace {

// One column of filled_numbers, the key.
struct filled_numbers : created {
    JET_SESID session = JET_sesidNil;
    JET_TABLEID table = JET_tableidNil;
    JET_COLUMNID id = 0;

    explicit filled_numbers(JET_GRBIT grbit, const char* temp_path = "tmp.edb")
    {
        text(JET_paramTempPath, in(temp_path));
        OK(JetInit(&instance));
        OK(JetBeginSessionA(instance, &session, nullptr, nullptr));
        JET_COLUMNDEF column{sizeof(JET_COLUMNDEF), 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnTTKey};
        OK(JetOpenTempTable(session, &column, 1, grbit, &table, &id));
    }
    JET_ERR insert(std::int32_t value)
    {
        OK(JetPrepareUpdate(session, table, JET_prepInsert));
        OK(JetSetColumn(session, table, id, &value, sizeof value, 0, nullptr));
        return JetUpdate(session, table, nullptr, 0, nullptr);
    }
    void fill()
    {
        for (const std::int32_t value : {2, 9, 4, 9}) OK(insert(value));
    }
    std::int32_t here()
    {
        std::int32_t value = -1;
        OK(JetRetrieveColumn(session, table, id, &value, sizeof value, nullptr, 0, nullptr));
        return value;
    }
    std::vector<std::int32_t> all()
    {
        std::vector<std::int32_t> read;
        for (JET_ERR err = JetMove(session, table, JET_MoveNext, 0); err == JET_errSuccess; err = JetMove(session, table, JET_MoveNext, 0))
            read.push_back(here());
        return read;
    }
    JET_ERR seek(std::int32_t value, JET_GRBIT how)
    {
        OK(JetMakeKey(session, table, &value, sizeof value, JET_bitNewKey));
        return JetSeek(session, table, how);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(c_temporary)

BOOST_AUTO_TEST_CASE(a_temporary_table_sorts_and_drops_duplicates)
{
    running one;
    JET_COLUMNDEF columns[] = {{sizeof(JET_COLUMNDEF), 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnTTKey | JET_bitColumnTTDescending},
                               {sizeof(JET_COLUMNDEF), 0, JET_coltypText, 0, 0, 1252, 0, 20, 0}};
    JET_COLUMNID ids[2]{};
    JET_TABLEID table = JET_tableidNil;
    OK(JetOpenTempTable(one.session, columns, 2, JET_bitTTScrollable, &table, ids));
    for (const std::int32_t value : {2, 9, 4, 9}) {
        OK(JetPrepareUpdate(one.session, table, JET_prepInsert));
        OK(JetSetColumn(one.session, table, ids[0], &value, sizeof value, 0, nullptr));
        OK(JetUpdate(one.session, table, nullptr, 0, nullptr));
    }
    std::vector<std::int32_t> read;
    for (JET_ERR err = JetMove(one.session, table, JET_MoveNext, 0); err == JET_errSuccess; err = JetMove(one.session, table, JET_MoveNext, 0)) {
        std::int32_t value = 0;
        OK(JetRetrieveColumn(one.session, table, ids[0], &value, sizeof value, nullptr, 0, nullptr));
        read.push_back(value);
    }
    BOOST_TEST(read == (std::vector<std::int32_t>{9, 4, 2}));
    IS(JET_errIllegalOperation, JetSetCurrentIndexA(one.session, table, "key"));
    IS(JET_errIllegalOperation, JetDeleteColumnA(one.session, table, "c0"));
    OK(JetCloseTable(one.session, table));
    IS(JET_errInvalidTableId, JetCloseTable(one.session, table));
}

BOOST_AUTO_TEST_CASE(a_temporary_table_goes_with_its_transaction_and_its_session)
{
    running one;
    JET_COLUMNDEF column{sizeof(JET_COLUMNDEF), 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnTTKey};
    JET_COLUMNID id = 0;
    JET_OPENTEMPORARYTABLE2 open{};
    IS(JET_errInvalidParameter, JetOpenTemporaryTable2(one.session, &open));
    open.cbStruct = sizeof open;
    open.prgcolumndef = &column;
    open.ccolumn = 1;
    open.prgcolumnid = &id;
    open.grbit = JET_bitTTErrorOnDuplicateInsertion;
    OK(JetBeginTransaction(one.session));
    OK(JetOpenTemporaryTable2(one.session, &open));
    OK(JetRollback(one.session, 0));
    IS(JET_errInvalidTableId, JetMove(one.session, open.tableid, JET_MoveFirst, 0));

    OK(JetOpenTemporaryTable2(one.session, &open));
    const std::int32_t value = 3;
    for (const JET_ERR expected : {JET_errSuccess, JET_errKeyDuplicate}) {
        OK(JetPrepareUpdate(one.session, open.tableid, JET_prepInsert));
        OK(JetSetColumn(one.session, open.tableid, id, &value, sizeof value, 0, nullptr));
        IS(expected, JetUpdate(one.session, open.tableid, nullptr, 0, nullptr));
    }
    JET_SESID other = JET_sesidNil;
    OK(JetDupSession(one.session, &other));
    IS(JET_errInvalidTableId, JetMove(other, open.tableid, JET_MoveFirst, 0));
    OK(JetEndSession(one.session, 0));
    IS(JET_errInvalidSesid, JetMove(one.session, open.tableid, JET_MoveFirst, 0));
}

BOOST_AUTO_TEST_CASE(a_temporary_table_refuses_what_it_cannot_be)
{
    created one;
    one.number(JET_paramMaxTemporaryTables, 0);
    OK(JetInit(&one.instance));
    JET_SESID session = JET_sesidNil;
    OK(JetBeginSessionA(one.instance, &session, nullptr, nullptr));
    JET_COLUMNDEF column{sizeof(JET_COLUMNDEF), 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnTTKey};
    JET_COLUMNID id = 0;
    JET_TABLEID table = JET_tableidNil;
    IS(JET_errTooManySorts, JetOpenTempTable2(session, &column, 1, 0, 0, &table, &id));
    IS(JET_errInvalidSesid, JetOpenTempTable3(JET_sesidNil, &column, 1, nullptr, 0, &table, &id));
    JET_OPENTEMPORARYTABLE open{};
    IS(JET_errInvalidParameter, JetOpenTemporaryTable(session, &open));
    IS(JET_errInvalidParameter, JetOpenTemporaryTable(session, nullptr));
    running two;
    open.cbStruct = sizeof open;
    open.cbKeyMost = 100;
    IS(JET_errInvalidParameter, JetOpenTemporaryTable(two.session, &open));
    IS(JET_errCannotMaterializeForwardOnlySort,
       JetOpenTempTable3(two.session, &column, 1, nullptr, JET_bitTTForwardOnly | JET_bitTTIndexed, &table, &id));
    IS(JET_errInvalidParameter, JetOpenTempTable(two.session, &column, 1, 0, nullptr, &id));
    IS(JET_errInvalidParameter, JetOpenTempTable(two.session, nullptr, 1, 0, &table, &id));
}

BOOST_AUTO_TEST_CASE(while_a_table_is_filled_it_cannot_be_read)
{
    filled_numbers t{JET_bitTTIndexed};
    t.fill();
    std::int32_t value = 0;
    JET_TABLEID second = JET_tableidNil;
    JET_OBJECTINFO info{};
    unsigned char bookmark[16];
    IS(JET_errIllegalOperation, JetRetrieveColumn(t.session, t.table, t.id, &value, sizeof value, nullptr, 0, nullptr));
    IS(JET_errIllegalOperation, JetDelete(t.session, t.table));
    IS(JET_errIllegalOperation, JetPrepareUpdate(t.session, t.table, JET_prepReplace));
    IS(JET_errIllegalOperation, JetGetBookmark(t.session, t.table, bookmark, sizeof bookmark, nullptr));
    IS(JET_errIllegalOperation, JetDupCursor(t.session, t.table, &second, 0));
    IS(JET_errIllegalOperation, JetSetIndexRange(t.session, t.table, 0));
    IS(JET_errIllegalOperation, JetGetTableInfoA(t.session, t.table, &info, sizeof info, JET_TblInfo));
    OK(t.insert(5));
    BOOST_TEST(t.all() == (std::vector<std::int32_t>{2, 4, 5, 9}));
}

BOOST_AUTO_TEST_CASE(a_sorted_table_cannot_be_written)
{
    filled_numbers t{JET_bitTTIndexed};
    t.fill();
    OK(JetMove(t.session, t.table, 0, 0));    // a sort stands on its first row
    BOOST_TEST(t.here() == 2);
    IS(JET_errIllegalOperation, JetPrepareUpdate(t.session, t.table, JET_prepInsert));
    IS(JET_errIllegalOperation, JetDelete(t.session, t.table));
    OK(t.seek(3, JET_bitSeekGE));             // and does not tell whether the key was met
    BOOST_TEST(t.here() == 4);
    OK(JetMove(t.session, t.table, JET_MovePrevious, 0));
    BOOST_TEST(t.here() == 2);
    JET_TABLEID second = JET_tableidNil;
    OK(JetDupCursor(t.session, t.table, &second, 0));
    IS(JET_errIllegalOperation, JetDelete(t.session, second));
    OK(JetCloseTable(t.session, t.table));
    OK(JetMove(t.session, second, JET_MoveFirst, 0));    // the table is there as long as any of its cursors
    OK(JetCloseTable(t.session, second));
}

BOOST_AUTO_TEST_CASE(a_sort_that_was_not_asked_for_more_goes_forward_only)
{
    filled_numbers t{0};
    t.fill();
    OK(JetMove(t.session, t.table, JET_MoveNext, 0));
    OK(JetMove(t.session, t.table, JET_MoveNext, 0));
    BOOST_TEST(t.here() == 4);
    IS(JET_errIllegalOperation, JetMove(t.session, t.table, JET_MovePrevious, 0));
    IS(JET_errIllegalOperation, t.seek(4, JET_bitSeekEQ));
    IS(JET_errIllegalOperation, JetSetIndexRange(t.session, t.table, 0));
}

BOOST_AUTO_TEST_CASE(an_updatable_table_is_a_tree_once_it_is_read)
{
    filled_numbers t{JET_bitTTUpdatable | JET_bitTTIndexed};
    t.fill();
    IS(JET_errNoCurrentRecord, JetMove(t.session, t.table, 0, 0));    // before the first row
    BOOST_TEST(t.all() == (std::vector<std::int32_t>{2, 4, 9}));
    IS(JET_errKeyDuplicate, t.insert(4));
    OK(JetPrepareUpdate(t.session, t.table, JET_prepCancel));
    OK(t.insert(3));
    IS(JET_wrnSeekNotEqual, t.seek(5, JET_bitSeekGE));
    OK(JetDelete(t.session, t.table));
    OK(JetMove(t.session, t.table, JET_MoveLast, 0));
    BOOST_TEST(t.here() == 4);
}

BOOST_AUTO_TEST_CASE(one_pass_keeps_duplicates_unless_they_are_unwanted)
{
    filled_numbers kept{JET_bitTTForwardOnly};
    kept.fill();
    BOOST_TEST(kept.all() == (std::vector<std::int32_t>{2, 4, 9, 9}));
    filled_numbers dropped{JET_bitTTForwardOnly | JET_bitTTUnique};
    dropped.fill();
    BOOST_TEST(dropped.all() == (std::vector<std::int32_t>{2, 4, 9}));
    JET_COLUMNDEF column{sizeof(JET_COLUMNDEF), 0, JET_coltypLongText, 0, 0, 1252, 0, 0, JET_bitColumnTTKey};
    JET_COLUMNID id = 0;
    JET_TABLEID table = JET_tableidNil;
    IS(JET_errCannotMaterializeForwardOnlySort, JetOpenTempTable(kept.session, &column, 1, JET_bitTTForwardOnly, &table, &id));
    column.coltyp = JET_coltypLong;
    column.grbit = 0;
    IS(JET_errCannotMaterializeForwardOnlySort, JetOpenTempTable(kept.session, &column, 1, JET_bitTTForwardOnly, &table, &id));
}

BOOST_AUTO_TEST_CASE(without_a_key_rows_come_as_they_went_in)
{
    filled_numbers t{0};
    JET_COLUMNDEF column{sizeof(JET_COLUMNDEF), 0, JET_coltypLong, 0, 0, 0, 0, 0, 0};
    OK(JetOpenTempTable(t.session, &column, 1, 0, &t.table, &t.id));
    t.fill();
    BOOST_TEST(t.all() == (std::vector<std::int32_t>{2, 9, 4, 9}));
}

namespace {

// 20 MB: more than is kept in memory.
struct much : filled_numbers {
    static constexpr int fillers = 7;
    JET_COLUMNID ids[fillers + 1]{};
    explicit much(const char* temp_path) : filled_numbers{0, temp_path}
    {
        JET_COLUMNDEF columns[fillers + 1];
        columns[0] = {sizeof(JET_COLUMNDEF), 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnTTKey};
        for (int i = 1; i <= fillers; ++i) columns[i] = {sizeof(JET_COLUMNDEF), 0, JET_coltypBinary, 0, 0, 0, 0, 250, 0};
        OK(JetOpenTempTable(session, columns, fillers + 1, JET_bitTTScrollable, &table, ids));
    }
    static constexpr std::int32_t rows = 10000;
    JET_ERR insert_all()
    {
        const std::string filler(250, 'f');
        JET_ERR err = JET_errSuccess;
        for (std::int32_t i = 0; i < rows && err == JET_errSuccess; ++i) {
            const std::int32_t value = (i * 7919) % rows;
            JET_SETCOLUMN set[fillers + 1]{};
            set[0].columnid = ids[0], set[0].pvData = &value, set[0].cbData = sizeof value;
            for (int k = 1; k <= fillers; ++k) set[k].columnid = ids[k], set[k].pvData = filler.data(), set[k].cbData = 250;
            OK(JetPrepareUpdate(session, table, JET_prepInsert));
            OK(JetSetColumns(session, table, set, fillers + 1));
            err = JetUpdate(session, table, nullptr, 0, nullptr);
        }
        return err;
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(what_does_not_fit_into_memory_goes_to_a_file)
{
    much t{"tmp.edb"};
    OK(t.insert_all());
    std::int32_t expected = 0, value = 0;
    for (JET_ERR err = JetMove(t.session, t.table, JET_MoveNext, 0); err == JET_errSuccess; err = JetMove(t.session, t.table, JET_MoveNext, 0)) {
        OK(JetRetrieveColumn(t.session, t.table, t.ids[0], &value, sizeof value, nullptr, 0, nullptr));
        BOOST_REQUIRE_EQUAL(value, expected++);
    }
    BOOST_TEST(expected == much::rows);
    OK(JetTerm(t.instance));
    BOOST_TEST(!std::filesystem::exists(t.in("tmp.edb")));    // it is gone
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_made_is_told_by_the_update_that_needs_it)
{
    much t{"not/there/tmp.edb"};
    BOOST_TEST(t.insert_all() < 0);
}

BOOST_AUTO_TEST_SUITE_END()
