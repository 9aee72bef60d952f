// codes_columns.cpp — what the calls on columns answer, code by code, and what their options do.
#include "codes_schema.hpp"

using namespace c_test;

BOOST_AUTO_TEST_SUITE(c_codes_columns)

BOOST_AUTO_TEST_CASE(adding_a_column)
{
    schema db;
    JET_COLUMNDEF wanted{sizeof wanted, 0, JET_coltypLong, 0, 0, 0, 0, 0, 0};
    const JET_TABLEID t = db.table;
    IS(JET_errInvalidParameter, JetAddColumnA(db.session, t, "c", nullptr, nullptr, 0, nullptr));
    wanted.cbStruct = 27;
    IS(JET_errInvalidParameter, JetAddColumnA(db.session, t, "c", &wanted, nullptr, 0, nullptr));
    wanted.cbStruct = sizeof wanted;
    IS(JET_errColumnDuplicate, JetAddColumnA(db.session, t, "NUMBER", &wanted, nullptr, 0, nullptr));
    for (const JET_COLTYP wrong : {0u, 13u, 19u, 0xFFFFFFFFu}) IS(JET_errInvalidColumnType, db.add(t, wrong));
    IS(JET_errInvalidCodePage, db.add(t, JET_coltypText, 0, 0, nullptr, 0, 65001));
    IS(JET_errInvalidParameter, db.add(t, JET_coltypLongText, 0, 0x80000000));
    IS(JET_errDefaultValueTooBig, db.add(t, JET_coltypText, 0, 3, "long", 4));
    IS(JET_errInvalidBufferSize, db.add(t, JET_coltypLong, 0, 0, "123", 3));
    IS(JET_wrnColumnMaxTruncated, db.add(t, JET_coltypBinary, 0, 256));
    OK(JetCloseTable(db.session, db.table));
    OK(db.open(db.session, JET_bitTableReadOnly));
    IS(JET_errPermissionDenied, db.add(db.more, JET_coltypLong));
    OK(db.close());
    OK(db.open(db.session, 0));
    db.begin_read_only();
    IS(JET_errTransReadOnly, db.add(db.more, JET_coltypLong));
    OK(JetRollback(db.session, 0));
    OK(db.close());
    db.fresh("fixed");
    JET_ERR code = JET_errSuccess;
    for (int i = 0; i < 200 && code == JET_errSuccess; ++i) code = db.add(db.more, JET_coltypBit);
    BOOST_TEST(code == JET_errTooManyColumns);
    OK(db.close());
    db.fresh("wide");
    code = JET_errSuccess;
    for (int i = 0; i < 200 && code == JET_errSuccess; ++i) code = db.add(db.more, JET_coltypBinary, JET_bitColumnFixed, 255);
    BOOST_TEST(code == JET_errRecordTooBig);
}

BOOST_AUTO_TEST_CASE(options_of_a_column)
{
    schema db;
    const std::int32_t zero = 0;
    const auto escrow = JET_bitColumnEscrowUpdate | JET_bitColumnFixed;
    const JET_TABLEID t = db.table;
    IS(JET_errInvalidGrbit, db.add(t, JET_coltypText, JET_bitColumnFixed | JET_bitColumnTagged));
    IS(JET_errInvalidGrbit, db.add(t, JET_coltypLongText, JET_bitColumnFixed));
    IS(JET_errMultiValuedColumnMustBeTagged, db.add(t, JET_coltypText, JET_bitColumnMultiValued));
    IS(JET_errInvalidGrbit, db.add(t, JET_coltypText, JET_bitColumnAutoincrement));
    IS(JET_errInvalidGrbit, db.add(t, JET_coltypShort, JET_bitColumnVersion));
    IS(JET_errInvalidGrbit, db.add(t, JET_coltypLong, JET_bitColumnVersion | JET_bitColumnAutoincrement));
    IS(JET_errCannotBeTagged, db.add(t, JET_coltypLong, JET_bitColumnAutoincrement | JET_bitColumnTagged));
    IS(JET_errCannotBeTagged, db.add(t, JET_coltypLong, JET_bitColumnVersion | JET_bitColumnTagged));
    IS(JET_errCannotBeTagged, db.add(t, JET_coltypLong, JET_bitColumnEscrowUpdate | JET_bitColumnTagged, 0, &zero, 4));
    IS(JET_errInvalidGrbit, db.add(t, JET_coltypShort, escrow, 0, &zero, 2));
    IS(JET_errInvalidGrbit, db.add(t, JET_coltypLong, escrow));    // without a value to begin with
    IS(JET_errInvalidGrbit, db.add(t, JET_coltypLong, escrow | JET_bitColumnVersion, 0, &zero, 4));
    IS(JET_errInvalidGrbit, db.add(t, JET_coltypLong, JET_bitColumnFinalize));
    IS(JET_errInvalidGrbit, db.add(t, JET_coltypLong, JET_bitColumnDeleteOnZero));
    IS(JET_errExclusiveTableLockRequired, db.add(t, JET_coltypLong, escrow, 0, &zero, 4));
    IS(JET_errExclusiveTableLockRequired, db.add(t, JET_coltypLong, JET_bitColumnAutoincrement));
    IS(JET_errColumnCannotBeCompressed, db.add(t, JET_coltypText, JET_bitColumnCompressed));
    IS(JET_errColumnCannotBeEncrypted, db.add(t, JET_coltypText, JET_bitColumnEncrypted));
    OK(JetBeginTransaction(db.session));
    IS(JET_errInTransaction, db.add(t, JET_coltypLong, JET_bitColumnUnversioned));
    OK(JetRollback(db.session, 0));
    OK(db.add(t, JET_coltypLong, JET_bitColumnUnversioned));

    db.fresh("u");
    OK(db.add(db.more, JET_coltypLong, JET_bitColumnAutoincrement));
    IS(JET_errColumnRedundant, db.add(db.more, JET_coltypLong, JET_bitColumnAutoincrement));
    OK(db.add(db.more, JET_coltypLong, JET_bitColumnVersion));
    const JET_COLUMNID version = db.last;
    IS(JET_errColumnRedundant, db.add(db.more, JET_coltypLong, JET_bitColumnVersion));
    OK(db.add(db.more, JET_coltypLong, escrow, 0, &zero, 4));
    IS(JET_errInvalidGrbit, db.add(db.more, JET_coltypLong, escrow | JET_bitColumnFinalize | JET_bitColumnDeleteOnZero, 0, &zero, 4));
    OK(db.add(db.more, JET_coltypLongText, JET_bitColumnCompressed | JET_bitColumnTagged | JET_bitColumnMultiValued));
    OK(db.add(db.more, JET_coltypLong, JET_bitColumnTagged | JET_bitColumnMaybeNull));
    OK(JetPrepareUpdate(db.session, db.more, JET_prepInsert));
    OK(JetUpdate(db.session, db.more, nullptr, 0, nullptr));
    OK(JetMove(db.session, db.more, JET_MoveFirst, 0));
    OK(JetPrepareUpdate(db.session, db.more, JET_prepReplace));
    IS(JET_errInvalidColumnType, JetSetColumn(db.session, db.more, version, &zero, 4, 0, nullptr));
    OK(JetPrepareUpdate(db.session, db.more, JET_prepCancel));
    IS(JET_errTableNotEmpty, db.add(db.more, JET_coltypLong, escrow, 0, &zero, 4));
    OK(db.add(db.more, JET_coltypLong, JET_bitColumnNotNULL));    // rows that are there keep NULL
    const JET_COLUMNID never_null = db.last;
    OK(JetPrepareUpdate(db.session, db.more, JET_prepInsert));
    IS(JET_errNullInvalid, JetSetColumn(db.session, db.more, never_null, nullptr, 0, 0, nullptr));
    IS(JET_errNullInvalid, JetUpdate(db.session, db.more, nullptr, 0, nullptr));
}

BOOST_AUTO_TEST_CASE(deleting_and_renaming_a_column)
{
    schema db;
    IS(JET_errColumnNotFound, JetDeleteColumnA(db.session, db.table, "none"));
    IS(JET_errColumnNotFound, JetDeleteColumn2A(db.session, db.table, "none", 0));
    IS(JET_errColumnInUse, JetDeleteColumnA(db.session, db.table, "number"));
    IS(JET_errColumnInUse, JetDeleteColumn2A(db.session, db.table, "number", 0));
    IS(JET_errInvalidName, JetDeleteColumnA(db.session, db.table, nullptr));
    IS(JET_errInvalidName, JetDeleteColumn2A(db.session, db.table, "a.b", 0));
    IS(JET_errInvalidParameter, JetRenameColumnA(db.session, db.table, nullptr, "x", 0));
    IS(JET_errInvalidParameter, JetRenameColumnA(db.session, db.table, "words", nullptr, 0));
    IS(JET_errInvalidName, JetRenameColumnA(db.session, db.table, "words", "a.b", 0));
    IS(JET_errColumnNotFound, JetRenameColumnA(db.session, db.table, "none", "x", 0));
    IS(JET_errColumnDuplicate, JetRenameColumnA(db.session, db.table, "words", "note", 0));
    IS(JET_errInvalidGrbit, JetRenameColumnA(db.session, db.table, "words", "x", 0x2));
    OK(JetBeginTransaction(db.session));
    IS(JET_errInTransaction, JetRenameColumnA(db.session, db.table, "words", "x", 0));
    OK(JetRollback(db.session, 0));
    db.begin_read_only();
    IS(JET_errTransReadOnly, JetDeleteColumnA(db.session, db.table, "words"));
    IS(JET_errTransReadOnly, JetDeleteColumn2A(db.session, db.table, "words", 0));
    OK(JetRollback(db.session, 0));
    OK(db.open(db.session, JET_bitTableReadOnly));
    IS(JET_errPermissionDenied, JetDeleteColumnA(db.session, db.more, "words"));
    IS(JET_errPermissionDenied, JetDeleteColumn2A(db.session, db.more, "words", 0));
    IS(JET_errPermissionDenied, JetRenameColumnA(db.session, db.more, "words", "x", 0));
    OK(JetRenameColumnA(db.session, db.table, "words", "x", 0));
    OK(JetDeleteColumnA(db.session, db.table, "x"));
}

BOOST_AUTO_TEST_CASE(setting_the_default_of_a_column)
{
    schema db;
    const auto set = [&](const char* table, const char* column, const void* value, std::uint32_t size) {
        return JetSetColumnDefaultValueA(db.session, db.database, table, column, value, size, 0);
    };
    IS(JET_errObjectNotFound, set("none", "words", "x", 1));
    OK(db.open(db.other, 0));
    IS(JET_errTableInUse, JetSetColumnDefaultValueA(db.session, db.database, "t", "words", "x", 1, 0));
    OK(JetCloseTable(db.other, db.more));
    OK(JetCloseTable(db.session, db.table));
    IS(JET_errNullInvalid, JetSetColumnDefaultValueA(db.session, db.database, "t", "words", nullptr, 0, 0));
    IS(JET_errNullInvalid, set("t", "words", "", 0));
    IS(JET_errColumnInUse, JetSetColumnDefaultValueA(db.session, db.database, "t", "number", "1234", 4, 0));
    IS(JET_errColumnNotFound, JetSetColumnDefaultValueA(db.session, db.database, "t", "none", "x", 1, 0));
    const std::string large(300, 'x');
    IS(JET_errDefaultValueTooBig, JetSetColumnDefaultValueA(db.session, db.database, "t", "words", large.data(), 300, 0));
    db.begin_read_only();
    IS(JET_errTransReadOnly, JetSetColumnDefaultValueA(db.session, db.database, "t", "words", "x", 1, 0));
    OK(JetRollback(db.session, 0));
    OK(JetOpenTableA(db.other, db.its_database, "t", nullptr, 0, JET_bitTableDenyRead, &db.more));
    IS(JET_errTableLocked, JetSetColumnDefaultValueA(db.session, db.database, "t", "words", "x", 1, 0));
    OK(JetCloseTable(db.other, db.more));
    OK(set("t", "words", "x", 1));
}

BOOST_AUTO_TEST_SUITE_END()
