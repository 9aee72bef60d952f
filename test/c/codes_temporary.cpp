// codes_temporary.cpp — what the calls that make temporary tables answer, what their options do, and what such a table refuses.
#include "codes_calls.hpp"

#include <string_view>
#include <vector>

using namespace c_test;

namespace {

struct temporary : running {
    JET_COLUMNDEF columns[2] = {{sizeof(JET_COLUMNDEF), 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnTTKey},
                                {sizeof(JET_COLUMNDEF), 0, JET_coltypText, 0, 0, 1252, 0, 20, 0}};
    JET_COLUMNID ids[2]{};
    JET_TABLEID table = JET_tableidNil;

    JET_ERR open(JET_GRBIT grbit, std::uint32_t count = 2) { return JetOpenTempTable(session, columns, count, grbit, &table, ids); }
    JET_ERR put(std::int32_t value, bool null = false)
    {
        OK(JetPrepareUpdate(session, table, JET_prepInsert));
        if (!null) OK(JetSetColumn(session, table, ids[0], &value, 4, 0, nullptr));
        const JET_ERR code = JetUpdate(session, table, nullptr, 0, nullptr);
        if (code < 0) OK(JetPrepareUpdate(session, table, JET_prepCancel));
        return code;
    }
    // -1 for NULL
    std::vector<std::int32_t> rows()
    {
        std::vector<std::int32_t> read;
        for (JET_ERR code = JetMove(session, table, JET_MoveFirst, 0); code == JET_errSuccess; code = JetMove(session, table, JET_MoveNext, 0)) {
            std::int32_t value = -1;
            if (JetRetrieveColumn(session, table, ids[0], &value, 4, nullptr, 0, nullptr) == JET_wrnColumnNull) value = -1;
            read.push_back(value);
        }
        return read;
    }
    void fill()
    {
        for (const std::int32_t value : {3, 1, 2, 1}) OK(put(value));
        OK(put(0, true));
    }
};
using numbers = std::vector<std::int32_t>;

// The forms that take a structure.
template <class Open, class Call>
void check_structure(Call call)
{
    temporary db;
    Open open{};
    IS(JET_errInvalidParameter, call(db.session, static_cast<Open*>(nullptr)));
    IS(JET_errInvalidParameter, call(db.session, &open));
    open.cbStruct = sizeof open;
    open.ccolumn = 1;
    IS(JET_errInvalidParameter, call(db.session, &open));
    open.prgcolumndef = db.columns;
    IS(JET_errInvalidParameter, call(db.session, &open));    // nowhere to put the ids
    open.prgcolumnid = db.ids;
    for (const std::uint32_t wrong : {1u, 254u, 5000u}) {
        open.cbKeyMost = wrong;
        BOOST_TEST(call(db.session, &open) == JET_errInvalidParameter);
    }
    open.cbKeyMost = 300, open.cbVarSegMac = 301;
    BOOST_TEST(call(db.session, &open) == JET_errInvalidParameter);
    open.cbKeyMost = open.cbVarSegMac = 0;
    open.grbit = JET_bitTTForwardOnly | JET_bitTTIndexed;
    IS(JET_errCannotMaterializeForwardOnlySort, call(db.session, &open));
    BOOST_TEST(open.tableid == JET_tableidNil);
    open.grbit = 0;
    OK(call(db.session, &open));
    OK(JetCloseTable(db.session, open.tableid));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_temporary)

BOOST_AUTO_TEST_CASE(opening_a_temporary_table)
{
    temporary db;
    JET_UNICODEINDEX unicode{1033, 0x30401};
    const auto two = [&](std::uint32_t count, JET_GRBIT grbit) {
        return JetOpenTempTable2(db.session, db.columns, count, 1033, grbit, &db.table, db.ids);
    };
    const auto three = [&](std::uint32_t count, JET_GRBIT grbit) {
        return JetOpenTempTable3(db.session, db.columns, count, &unicode, grbit, &db.table, db.ids);
    };
    IS(JET_errInvalidParameter, JetOpenTempTable(db.session, db.columns, 2, 0, nullptr, db.ids));
    IS(JET_errInvalidParameter, JetOpenTempTable(db.session, nullptr, 2, 0, &db.table, db.ids));
    IS(JET_errInvalidParameter, JetOpenTempTable(db.session, db.columns, 2, 0, &db.table, nullptr));
    IS(JET_errInvalidParameter, JetOpenTempTable2(db.session, db.columns, 2, 0, 0, nullptr, db.ids));
    IS(JET_errInvalidParameter, JetOpenTempTable3(db.session, db.columns, 2, nullptr, 0, nullptr, db.ids));
    for (const JET_GRBIT grbit : each_of(JET_bitTTForwardOnly | JET_bitTTIndexed, JET_bitTTForwardOnly | JET_bitTTUpdatable,
                                  JET_bitTTForwardOnly | JET_bitTTScrollable, JET_bitTTForwardOnly | JET_bitTTForceMaterialization)) {
        IS(JET_errCannotMaterializeForwardOnlySort, JetOpenTempTable(db.session, db.columns, 2, grbit, &db.table, db.ids));
        IS(JET_errCannotMaterializeForwardOnlySort,
           JetOpenTempTable2(db.session, db.columns, 2, 0, grbit, &db.table, db.ids));
        IS(JET_errCannotMaterializeForwardOnlySort,
           JetOpenTempTable3(db.session, db.columns, 2, nullptr, grbit, &db.table, db.ids));
    }
    db.columns[1].cbStruct = 8;
    IS(JET_errInvalidParameter, JetOpenTempTable(db.session, db.columns, 2, 0, &db.table, db.ids));
    db.columns[1].cbStruct = sizeof(JET_COLUMNDEF);
    db.columns[1].coltyp = 99;
    IS(JET_errInvalidColumnType, JetOpenTempTable(db.session, db.columns, 2, 0, &db.table, db.ids));
    IS(JET_errInvalidColumnType, JetOpenTempTable2(db.session, db.columns, 2, 0, 0, &db.table, db.ids));
    db.columns[1].coltyp = JET_coltypText;
    db.columns[1].cp = 65001;
    IS(JET_errInvalidCodePage, JetOpenTempTable(db.session, db.columns, 2, 0, &db.table, db.ids));
    IS(JET_errInvalidCodePage, JetOpenTempTable3(db.session, db.columns, 2, nullptr, 0, &db.table, db.ids));
    db.columns[1].cp = 1252;
    const std::vector<JET_COLUMNDEF> many(128, JET_COLUMNDEF{sizeof(JET_COLUMNDEF), 0, JET_coltypBit, 0, 0, 0, 0, 0, 0});
    std::vector<JET_COLUMNID> many_ids(many.size());
    IS(JET_errTooManyColumns, JetOpenTempTable(db.session, many.data(), 128, 0, &db.table, many_ids.data()));
    IS(JET_errTooManyColumns, JetOpenTempTable2(db.session, many.data(), 128, 0, 0, &db.table, many_ids.data()));
    IS(JET_errTooManyColumns, JetOpenTempTable3(db.session, many.data(), 128, nullptr, 0, &db.table, many_ids.data()));
    JET_OPENTEMPORARYTABLE wide{};
    wide.cbStruct = sizeof wide;
    wide.prgcolumndef = many.data();
    wide.ccolumn = 128;
    wide.prgcolumnid = many_ids.data();
    IS(JET_errTooManyColumns, JetOpenTemporaryTable(db.session, &wide));
    JET_OPENTEMPORARYTABLE2 wide2{};
    wide2.cbStruct = sizeof wide2;
    wide2.prgcolumndef = many.data();
    wide2.ccolumn = 128;
    wide2.prgcolumnid = many_ids.data();
    IS(JET_errTooManyColumns, JetOpenTemporaryTable2(db.session, &wide2));
    BOOST_TEST(db.table == JET_tableidNil);
    OK(two(2, 0));
    OK(three(2, 0));
    OK(three(1, 0));
    check_structure<JET_OPENTEMPORARYTABLE>([](JET_SESID s, JET_OPENTEMPORARYTABLE* o) { return JetOpenTemporaryTable(s, o); });
    check_structure<JET_OPENTEMPORARYTABLE2>([](JET_SESID s, JET_OPENTEMPORARYTABLE2* o) { return JetOpenTemporaryTable2(s, o); });
}

BOOST_AUTO_TEST_CASE(no_temporary_tables_at_all)
{
    created one;
    one.number(JET_paramMaxTemporaryTables, 0);
    OK(JetInit(&one.instance));
    JET_SESID session = JET_sesidNil;
    JET_TABLEID table = JET_tableidNil;
    OK(JetBeginSessionA(one.instance, &session, nullptr, nullptr));
    IS(JET_errTooManySorts, JetOpenTempTable(session, &scrap::column, 1, 0, &table, scrap::ids));
    IS(JET_errTooManySorts, JetOpenTempTable2(session, &scrap::column, 1, 0, 0, &table, scrap::ids));
    IS(JET_errTooManySorts, JetOpenTempTable3(session, &scrap::column, 1, nullptr, 0, &table, scrap::ids));
    IS(JET_errTooManySorts, JetOpenTemporaryTable(session, scrap::temporary<JET_OPENTEMPORARYTABLE>()));
    IS(JET_errTooManySorts, JetOpenTemporaryTable2(session, scrap::temporary<JET_OPENTEMPORARYTABLE2>()));
}

BOOST_AUTO_TEST_CASE(options_of_a_temporary_table)
{
    for (const JET_GRBIT plain :
         {JET_GRBIT{0}, JET_GRBIT{JET_bitTTUnique}, JET_GRBIT{JET_bitTTIndexed}, JET_GRBIT{JET_bitTTUpdatable | JET_bitTTIndexed},
          JET_GRBIT{JET_bitTTScrollable}, JET_GRBIT{JET_bitTTIntrinsicLVsOnly}, JET_GRBIT{JET_bitTTDotNetGuid},
          JET_GRBIT{JET_bitTTForwardOnly | JET_bitTTUnique}}) {
        temporary db;
        OK(db.open(plain));
        db.fill();
        BOOST_TEST(db.rows() == (numbers{-1, 1, 2, 3}));
    }
    temporary db;
    OK(db.open(JET_bitTTSortNullsHigh));
    db.fill();
    BOOST_TEST(db.rows() == (numbers{1, 2, 3, -1}));
    OK(db.open(JET_bitTTErrorOnDuplicateInsertion));
    OK(db.put(1));
    IS(JET_errKeyDuplicate, db.put(1));
    OK(db.open(JET_bitTTForceMaterialization));
    OK(db.put(1));
    IS(JET_errKeyDuplicate, db.put(1));
    db.columns[0].grbit |= JET_bitColumnTTDescending;
    OK(db.open(0));
    db.fill();
    BOOST_TEST(db.rows() == (numbers{3, 2, 1, -1}));
    db.columns[0].grbit = 0;
    OK(db.open(0));
    db.fill();
    BOOST_TEST(db.rows() == (numbers{3, 1, 2, 1, -1}));    // without a key as they came
}

BOOST_AUTO_TEST_CASE(a_temporary_table_has_its_schema_for_good)
{
    temporary db;
    OK(db.open(JET_bitTTIndexed | JET_bitTTUpdatable));
    db.fill();
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    constexpr std::string_view refused[] = {
        "JetAddColumn",         "JetDeleteColumn",       "JetDeleteColumn2",       "JetRenameColumn",     "JetGetTableColumnInfo",
        "JetGetTableIndexInfo", "JetCreateIndex",        "JetCreateIndex2",        "JetCreateIndex3",     "JetCreateIndex4",
        "JetDeleteIndex",       "JetSetCurrentIndex",    "JetSetCurrentIndex2",    "JetSetCurrentIndex3", "JetSetCurrentIndex4",
        "JetGetCurrentIndex",   "JetIndexRecordCount",   "JetIndexRecordCount2",   "JetGotoPosition",     "JetGetRecordPosition",
        "JetGetLock",           "JetSetTableSequential", "JetResetTableSequential"};
    std::size_t asked = 0;
    for (const on_cursor& row : cursor_rows)
        for (const std::string_view name : refused)
            if (row.name == name || row.name == std::string{name} + 'A') {
                BOOST_CHECK_MESSAGE(row.call(db.session, db.table) == JET_errIllegalOperation, row.name << " of a temporary table");
                ++asked;
            }
    BOOST_TEST(asked == std::size(refused));
    char info[100];
    OK(JetGetTableInfoA(db.session, db.table, info, sizeof info, JET_TblInfo));
    IS(JET_errInvalidOperation, JetGetTableInfoA(db.session, db.table, info, sizeof info, JET_TblInfoName));
}

BOOST_AUTO_TEST_SUITE_END()
