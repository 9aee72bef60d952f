// codes_tables.cpp — what the calls on tables answer, code by code, and what their options do.
#include "codes_schema.hpp"

using namespace c_test;

namespace {

const std::string long_name(64, 'n'), too_long(65, 'n');

template <class Table, class Call>
void check_forms(schema& db, Call call)
{
    Table wanted{};
    char name[] = "t", bad[] = "a.b", new_name[] = "form";
    IS(JET_errInvalidParameter, call(db.session, db.database, static_cast<Table*>(nullptr)));
    wanted.cbStruct = sizeof wanted - 1;
    IS(JET_errInvalidParameter, call(db.session, db.database, &wanted));
    wanted.cbStruct = sizeof wanted;
    IS(JET_errInvalidName, call(db.session, db.database, &wanted));
    wanted.szTableName = bad;
    IS(JET_errInvalidName, call(db.session, db.database, &wanted));
    wanted.szTableName = name;
    IS(JET_errTableDuplicate, call(db.session, db.database, &wanted));
    wanted.szTableName = new_name;
    wanted.ulDensity = 19;
    IS(JET_errDensityInvalid, call(db.session, db.database, &wanted));
    wanted.ulDensity = 0;
    wanted.cColumns = 1;
    IS(JET_errInvalidParameter, call(db.session, db.database, &wanted));
    wanted.cColumns = 0;
    wanted.cIndexes = 1;
    IS(JET_errInvalidCreateIndex, call(db.session, db.database, &wanted));
    wanted.cIndexes = 0;
    wanted.szTemplateTableName = name;
    IS(JET_errDDLNotInheritable, call(db.session, db.database, &wanted));
    wanted.grbit = JET_bitTableCreateTemplateTable;
    IS(JET_errCannotNestDDL, call(db.session, db.database, &wanted));
    wanted.szTemplateTableName = nullptr;
    wanted.grbit = 0x80;
    IS(JET_errInvalidGrbit, call(db.session, db.database, &wanted));
    BOOST_TEST(wanted.cCreated == 0u);
    wanted.grbit = 0;
    if constexpr (requires { wanted.pSeqSpacehints; }) {
        JET_SPACEHINTS hints{sizeof hints, 19, 0, 0, 0, 0, 0, 0};
        wanted.pLVSpacehints = &hints;
        IS(JET_errSpaceHintsInvalid, call(db.session, db.database, &wanted));
        wanted.pLVSpacehints = nullptr;
    }
    db.begin_read_only();
    IS(JET_errTransReadOnly, call(db.session, db.database, &wanted));
    OK(JetRollback(db.session, 0));
    OK(call(db.session, db.database, &wanted));
    BOOST_TEST(wanted.cCreated == 1u);
    OK(JetCloseTable(db.session, wanted.tableid));
    OK(JetDeleteTableA(db.session, db.database, "form"));
}

template <class Table, class Call>
void check_form_options(schema& db, Call call)
{
    Table wanted{};
    char name[] = "form";
    wanted.cbStruct = sizeof wanted;
    wanted.szTableName = name;
    for (const JET_GRBIT grbit : each_of(JET_bitTableCreateNoFixedVarColumnsInDerivedTables, JET_bitTableCreateSystemTable)) {
        wanted.grbit = grbit;
        IS(JET_errInvalidGrbit, call(db.session, db.database, &wanted));
    }
    wanted.grbit = JET_bitTableCreateImmutableStructure;
    wanted.tableid = 77;
    OK(call(db.session, db.database, &wanted));
    BOOST_TEST(wanted.tableid == 77u);    // nothing is written to it, and the table is closed
    OK(JetDeleteTableA(db.session, db.database, name));

    wanted.grbit = JET_bitTableCreateFixedDDL;
    OK(call(db.session, db.database, &wanted));
    OK(db.add(wanted.tableid, JET_coltypLong));
    OK(JetCloseTable(db.session, wanted.tableid));
    OK(db.open(db.session, 0, name));
    IS(JET_errFixedDDL, db.add(db.more, JET_coltypLong));
    OK(db.close());
    OK(JetDeleteTableA(db.session, db.database, name));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_tables)

BOOST_AUTO_TEST_CASE(names_that_are_none)
{
    schema db;
    for (const char* bad : {static_cast<const char*>(nullptr), "", " ", " a", "a.b", "a!b", "a[b", "a]b", "a\x1F", too_long.c_str()}) {
        IS(JET_errInvalidName, JetCreateTableA(db.session, db.database, bad, 0, 0, &db.more));
        IS(JET_errInvalidName, JetOpenTableA(db.session, db.database, bad, nullptr, 0, 0, &db.more));
        IS(JET_errInvalidName, JetDeleteTableA(db.session, db.database, bad));
        JET_COLUMNDEF wanted{sizeof wanted, 0, JET_coltypLong, 0, 0, 0, 0, 0, 0};
        IS(JET_errInvalidName, JetAddColumnA(db.session, db.table, bad, &wanted, nullptr, 0, nullptr));
        IS(JET_errInvalidName, JetCreateIndexA(db.session, db.table, bad, 0, "+number\0", 9, 80));
    }
    OK(JetCreateTableA(db.session, db.database, long_name.c_str(), 0, 0, &db.more));
    OK(db.close());
    OK(JetOpenTableA(db.session, db.database, (long_name.substr(0, 63) + "N").c_str(), nullptr, 0, 0, &db.more));
    OK(db.close());
    OK(JetCreateTableA(db.session, db.database, "trailing  ", 0, 0, &db.more));
    OK(db.close());
    OK(db.open(db.session, 0, "trailing"));
}

BOOST_AUTO_TEST_CASE(creating_a_table)
{
    schema db;
    IS(JET_errInvalidParameter, JetCreateTableA(db.session, db.database, "u", 0, 80, nullptr));
    for (const std::uint32_t density : {1u, 19u, 101u, 0xFFFFFFFFu})
        IS(JET_errDensityInvalid, JetCreateTableA(db.session, db.database, "u", 0, density, &db.more));
    IS(JET_errTableDuplicate, JetCreateTableA(db.session, db.database, "T", 0, 0, &db.more));
    BOOST_TEST(db.more == JET_tableidNil);
    db.begin_read_only();
    IS(JET_errTransReadOnly, JetCreateTableA(db.session, db.database, "u", 0, 0, &db.more));
    OK(JetRollback(db.session, 0));
    OK(JetBeginTransaction(db.session));
    db.fresh("u");
    IS(JET_errObjectNotFound, db.open(db.other, 0, "u"));    // until it is committed
    IS(JET_errTableDuplicate, JetCreateTableA(db.other, db.its_database, "u", 0, 0, &db.more));
    OK(JetCommitTransaction(db.session, 0));
    IS(JET_errTableLocked, db.open(db.other, 0, "u"));    // who made it has it to himself
}

BOOST_AUTO_TEST_CASE(every_form_of_a_whole_table)
{
    schema db;
    check_forms<JET_TABLECREATE_A>(db, &JetCreateTableColumnIndexA);
    check_forms<JET_TABLECREATE2_A>(db, &JetCreateTableColumnIndex2A);
    check_forms<JET_TABLECREATE3_A>(db, &JetCreateTableColumnIndex3A);
    check_forms<JET_TABLECREATE4_A>(db, &JetCreateTableColumnIndex4A);
}

BOOST_AUTO_TEST_CASE(options_of_every_form_of_a_whole_table)
{
    schema db;
    check_form_options<JET_TABLECREATE2_A>(db, &JetCreateTableColumnIndex2A);
    check_form_options<JET_TABLECREATE3_A>(db, &JetCreateTableColumnIndex3A);
    check_form_options<JET_TABLECREATE4_A>(db, &JetCreateTableColumnIndex4A);
}

BOOST_AUTO_TEST_CASE(options_of_a_whole_table)
{
    schema db;
    OK(db.create(JET_bitTableCreateFixedDDL));
    OK(db.add(db.whole.tableid, JET_coltypLong));    // by the cursor of the creation, until it is closed
    OK(JetCloseTable(db.session, db.whole.tableid));
    OK(db.open(db.session, 0, "made"));
    IS(JET_errFixedDDL, db.add(db.more, JET_coltypLong));
    IS(JET_errFixedDDL, JetDeleteColumnA(db.session, db.more, "c1"));
    IS(JET_errFixedDDL, JetDeleteColumn2A(db.session, db.more, "c1", 0));
    IS(JET_errFixedDDL, JetCreateIndexA(db.session, db.more, "i", 0, "+c1\0", 5, 80));
    OK(db.close());
    OK(JetDeleteTableA(db.session, db.database, "made"));

    IS(JET_errInvalidGrbit, db.create(JET_bitTableCreateNoFixedVarColumnsInDerivedTables));
    IS(JET_errInvalidGrbit, db.create(JET_bitTableCreateSystemTable));

    OK(db.create(JET_bitTableCreateImmutableStructure));
    BOOST_TEST(db.whole.tableid == 0u);    // nothing is written to it, and the table is closed
    OK(JetDeleteTableA(db.session, db.database, "made"));

    OK(db.create(JET_bitTableCreateTemplateTable));
    IS(JET_errFixedDDL, db.add(db.whole.tableid, JET_coltypLong));
    OK(db.add(db.whole.tableid, JET_coltypText, JET_bitColumnTagged));    // others would move those of derived tables
    OK(JetCreateIndexA(db.session, db.whole.tableid, "inherited", 0, "+c4\0", 5, 80));
    OK(JetCloseTable(db.session, db.whole.tableid));
    IS(JET_errCannotDeleteTemplateTable, JetDeleteTableA(db.session, db.database, "made"));
    JET_TABLECREATE_A derived{};
    char name[] = "derived", from[] = "made";
    derived.cbStruct = sizeof derived;
    derived.szTableName = name;
    derived.szTemplateTableName = from;
    OK(JetCreateTableColumnIndexA(db.session, db.database, &derived));
    IS(JET_errFixedInheritedDDL, JetDeleteColumnA(db.session, derived.tableid, "c4"));
    IS(JET_errFixedInheritedDDL, JetDeleteColumn2A(db.session, derived.tableid, "c4", 0));
    IS(JET_errFixedInheritedDDL, JetDeleteIndexA(db.session, derived.tableid, "inherited"));
    JET_COLUMNDEF wanted{sizeof wanted, 0, JET_coltypLong, 0, 0, 0, 0, 0, 0};
    IS(JET_errColumnDuplicate, JetAddColumnA(db.session, derived.tableid, "c4", &wanted, nullptr, 0, nullptr));
    IS(JET_errColumnNotFound, JetDeleteColumn2A(db.session, derived.tableid, "c4", JET_bitDeleteColumnIgnoreTemplateColumns));
}

BOOST_AUTO_TEST_CASE(opening_a_table)
{
    schema db;
    IS(JET_errInvalidParameter, JetOpenTableA(db.session, db.database, "t", nullptr, 0, 0, nullptr));
    IS(JET_errObjectNotFound, db.open(db.session, 0, "none"));
    BOOST_TEST(db.more == JET_tableidNil);
    for (const JET_GRBIT wrong : each_of(JET_bitTableReadOnly | JET_bitTableUpdatable, JET_bitTableDenyRead | JET_bitTableReadOnly,
                                  JET_bitTablePermitDDL, JET_bitTableDelete, JET_bitTableCreate))
        IS(JET_errInvalidGrbit, db.open(db.session, wrong));
    OK(db.open(db.session, JET_bitTableReadOnly));
    IS(JET_errPermissionDenied, JetPrepareUpdate(db.session, db.more, JET_prepInsert));
    OK(db.close());
    OK(db.open(db.session, JET_bitTableUpdatable));
    OK(JetPrepareUpdate(db.session, db.more, JET_prepInsert));
    OK(db.close());
    for (const JET_GRBIT hint : each_of(JET_bitTableNoCache, JET_bitTablePreread, JET_bitTableOpportuneRead, JET_bitTableSequential,
                                 JET_bitTableClass1, JET_bitTableClass31)) {
        OK(db.open(db.session, hint));
        OK(db.close());
    }
    created few;
    few.number(JET_paramMaxCursors, 3);
    OK(JetInit(&few.instance));
    JET_SESID session = JET_sesidNil;
    OK(JetBeginSessionA(few.instance, &session, nullptr, nullptr));
    JET_DBID database = JET_dbidNil;
    OK(JetCreateDatabaseA(session, few.in("few.edb").c_str(), nullptr, &database, 0));
    JET_ERR code = JET_errSuccess;
    JET_TABLEID table = JET_tableidNil, last = JET_tableidNil;
    for (int i = 0; i < 10 && code == JET_errSuccess; ++i)
        code = JetOpenTableA(session, database, "MSysObjects", nullptr, 0, JET_bitTableReadOnly, &(i == 0 ? last : table));
    BOOST_TEST(code == JET_errOutOfCursors);
    IS(JET_errOutOfCursors, JetDupCursor(session, last, &table, 0));
    IS(JET_errOutOfCursors, JetCreateTableA(session, database, "x", 0, 0, &table));
}

BOOST_AUTO_TEST_CASE(locks_of_a_whole_table)
{
    schema db;
    OK(JetCloseTable(db.session, db.table));
    OK(db.open(db.session, JET_bitTableDenyRead));
    const JET_TABLEID denied = db.more;
    IS(JET_errTableLocked, db.open(db.other, 0));
    IS(JET_errTableLocked, db.open(db.other, JET_bitTableDenyRead));
    OK(db.open(db.session, 0));    // its own
    OK(db.close());
    OK(JetCloseTable(db.session, denied));
    OK(db.open(db.other, 0));
    const JET_TABLEID its = db.more;
    IS(JET_errTableInUse, db.open(db.session, JET_bitTableDenyRead));
    IS(JET_errTableInUse, db.open(db.session, JET_bitTableDenyWrite));    // it may be written there
    OK(JetCloseTable(db.other, its));
    OK(db.open(db.session, JET_bitTableDenyWrite));
    IS(JET_errTableLocked, db.open(db.other, JET_bitTableUpdatable));
    IS(JET_errTableInUse, db.open(db.other, JET_bitTableDenyWrite));
    OK(db.open(db.other, JET_bitTableReadOnly));
    OK(JetCloseTable(db.other, db.more));
}

BOOST_AUTO_TEST_CASE(permission_to_change_a_fixed_schema)
{
    schema db;
    OK(db.create(JET_bitTableCreateFixedDDL));
    OK(JetCloseTable(db.session, db.whole.tableid));
    OK(db.open(db.session, JET_bitTablePermitDDL | JET_bitTableDenyRead, "made"));
    OK(db.add(db.more, JET_coltypLong));
    IS(JET_errFixedDDL, JetDeleteColumnA(db.session, db.more, "c1"));    // additions only
}

BOOST_AUTO_TEST_CASE(closing_and_duplicating_a_cursor)
{
    schema db;
    IS(JET_errInvalidParameter, JetDupCursor(db.session, db.table, nullptr, 0));
    IS(JET_errInvalidGrbit, JetDupCursor(db.session, db.table, &db.more, 2));
    OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    OK(JetCloseTable(db.session, db.table));    // with what was prepared
    IS(JET_errInvalidTableId, JetCloseTable(db.session, db.table));
}

BOOST_AUTO_TEST_CASE(deleting_a_table)
{
    schema db;
    IS(JET_errTableInUse, JetDeleteTableA(db.session, db.database, "t"));
    IS(JET_errTableInUse, JetDeleteTableA(db.other, db.its_database, "t"));
    IS(JET_errObjectNotFound, JetDeleteTableA(db.session, db.database, "none"));
    IS(JET_errCannotDeleteSystemTable, JetDeleteTableA(db.session, db.database, "MSysObjects"));
    OK(JetCloseTable(db.session, db.table));
    db.begin_read_only();
    IS(JET_errTransReadOnly, JetDeleteTableA(db.session, db.database, "t"));
    OK(JetRollback(db.session, 0));
    OK(JetBeginTransaction(db.session));
    OK(JetDeleteTableA(db.session, db.database, "t"));
    IS(JET_errObjectNotFound, db.open(db.session, 0));
    IS(JET_errTableLocked, db.open(db.other, 0));
    OK(JetRollback(db.session, 0));
    OK(db.open(db.session, 0));
}

BOOST_AUTO_TEST_CASE(renaming_a_table)
{
    schema db;
    db.fresh("u");
    IS(JET_errObjectNotFound, JetRenameTableA(db.session, db.database, "none", "x"));
    IS(JET_errTableDuplicate, JetRenameTableA(db.session, db.database, "t", "u"));
    IS(JET_errInvalidName, JetRenameTableA(db.session, db.database, "t", "a.b"));
    IS(JET_errInvalidName, JetRenameTableA(db.session, db.database, "t", nullptr));
    db.begin_read_only();
    IS(JET_errTransReadOnly, JetRenameTableA(db.session, db.database, "t", "x"));
    OK(JetRollback(db.session, 0));
    OK(JetRenameTableA(db.session, db.database, "t", "x"));
    db.insert(1);    // its cursors go on
    IS(JET_errObjectNotFound, db.open(db.session, 0));
    OK(db.open(db.session, 0, "x"));
}

BOOST_AUTO_TEST_SUITE_END()
