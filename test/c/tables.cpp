// tables.cpp — tables, columns and indexes, made, changed and looked at through the C interface.
#include "under_test.hpp"

using namespace c_test;

BOOST_AUTO_TEST_SUITE(c_tables)

BOOST_AUTO_TEST_CASE(a_table_is_made_opened_renamed_and_deleted)
{
    with_table db;
    JET_TABLEID other = JET_tableidNil;
    IS(JET_errTableDuplicate, JetCreateTableA(db.session, db.database, "T", 0, 0, &other));
    IS(JET_errInvalidName, JetCreateTableA(db.session, db.database, "a.b", 0, 0, &other));
    IS(JET_errInvalidName, JetCreateTableA(db.session, db.database, nullptr, 0, 0, &other));
    IS(JET_errDensityInvalid, JetCreateTableA(db.session, db.database, "u", 0, 101, &other));
    IS(JET_errInvalidDatabaseId, JetCreateTableA(db.session, db.database + 1, "u", 0, 0, &other));
    BOOST_TEST(other == JET_tableidNil);
    OK(JetCreateTableW(db.session, db.database, u"\u00fc", 1, 80, &other));
    OK(JetCloseTable(db.session, other));
    IS(JET_errInvalidTableId, JetCloseTable(db.session, other));
    OK(JetRenameTableW(db.session, db.database, u"\u00fc", u"v"));
    IS(JET_errObjectNotFound, JetOpenTableA(db.session, db.database, "\xC3\xBC", nullptr, 0, 0, &other));
    OK(JetOpenTableA(db.session, db.database, "V", nullptr, 0, JET_bitTableReadOnly, &other));
    IS(JET_errTableInUse, JetDeleteTableA(db.session, db.database, "v"));
    OK(JetCloseTable(db.session, other));
    OK(JetDeleteTableA(db.session, db.database, "v"));
    IS(JET_errObjectNotFound, JetDeleteTableA(db.session, db.database, "v"));
    IS(JET_errInvalidParameter, JetOpenTableA(db.session, db.database, "t", nullptr, 0, 0, nullptr));
}

BOOST_AUTO_TEST_CASE(structures_of_a_wrong_size_are_refused)
{
    with_table db;
    JET_TABLECREATE_A create{};
    char name[] = "u";
    create.szTableName = name;
    create.cbStruct = sizeof create - 8;
    IS(JET_errInvalidParameter, JetCreateTableColumnIndexA(db.session, db.database, &create));
    IS(JET_errInvalidParameter, JetCreateTableColumnIndexA(db.session, db.database, nullptr));
    create.cbStruct = sizeof create;
    create.cColumns = 1;
    IS(JET_errInvalidParameter, JetCreateTableColumnIndexA(db.session, db.database, &create));
    JET_COLUMNCREATE_A column = db.column("c", JET_coltypLong);
    column.cbStruct = 8;
    create.rgcolumncreate = &column;
    IS(JET_errInvalidParameter, JetCreateTableColumnIndexA(db.session, db.database, &create));
    char key[] = "+c\0";
    JET_INDEXCREATE_A index = db.index("i", key, sizeof key, 0);
    index.cbStruct = 12;
    column.cbStruct = sizeof column;
    create.rgindexcreate = &index;
    create.cIndexes = 1;
    IS(JET_errInvalidParameter, JetCreateTableColumnIndexA(db.session, db.database, &create));
    IS(JET_errInvalidSesid, JetCreateTableColumnIndexA(JET_sesidNil, db.database, &create));
    index.cbStruct = sizeof(JET_INDEXCREATEOLD_A);    // as older programs have it
    OK(JetCreateTableColumnIndexA(db.session, db.database, &create));
    BOOST_TEST(create.cCreated == 3u);
    JET_COLUMNDEF definition{};
    IS(JET_errInvalidParameter, JetAddColumnA(db.session, db.table, "c", &definition, nullptr, 0, nullptr));
}

// Each form of the structure: the same table, with what the form adds.
template <class Table, class Index, class Create>
void check_form(with_table& db, const char16_t* name, Create create)
{
    std::u16string table{name}, column{u"c"}, index{u"i"}, key{u"+c\0", 3};
    key.push_back(u'\0');
    JET_COLUMNCREATE_W c{};
    c.cbStruct = sizeof c;
    c.szColumnName = column.data();
    c.coltyp = JET_coltypText;
    c.cp = 1200;
    Index i{};
    i.cbStruct = sizeof i;
    i.szIndexName = index.data();
    i.szKey = key.data();
    i.cbKey = static_cast<std::uint32_t>(key.size() * sizeof(char16_t));
    i.grbit = JET_bitIndexPrimary;
    Table t{};
    t.cbStruct = sizeof t;
    t.szTableName = table.data();
    t.rgcolumncreate = &c;
    t.cColumns = 1;
    t.rgindexcreate = &i;
    t.cIndexes = 1;
    OK(create(db.session, db.database, &t));
    BOOST_TEST(t.cCreated == 3u);
    BOOST_TEST(c.columnid != 0u);
    OK(JetCloseTable(db.session, t.tableid));
}

BOOST_AUTO_TEST_CASE(every_form_of_the_structures_makes_a_table)
{
    with_table db;
    check_form<JET_TABLECREATE_W, JET_INDEXCREATE_W>(db, u"w1", &JetCreateTableColumnIndexW);
    check_form<JET_TABLECREATE2_W, JET_INDEXCREATE_W>(db, u"w2", &JetCreateTableColumnIndex2W);
    check_form<JET_TABLECREATE3_W, JET_INDEXCREATE2_W>(db, u"w3", &JetCreateTableColumnIndex3W);
    check_form<JET_TABLECREATE4_W, JET_INDEXCREATE3_W>(db, u"w4", &JetCreateTableColumnIndex4W);
    check_form<JET_TABLECREATE5_W, JET_INDEXCREATE3_W>(db, u"w5", &JetCreateTableColumnIndex5W);
}

BOOST_AUTO_TEST_CASE(what_fails_in_a_table_fails_the_whole_and_is_told_where)
{
    with_table db;
    JET_COLUMNCREATE_A columns[] = {db.column("a", JET_coltypLong), db.column("a", JET_coltypLong)};
    JET_TABLECREATE_A create{};
    char name[] = "u";
    create.cbStruct = sizeof create;
    create.szTableName = name;
    create.rgcolumncreate = columns;
    create.cColumns = 2;
    IS(JET_errColumnDuplicate, JetCreateTableColumnIndexA(db.session, db.database, &create));
    BOOST_TEST(columns[1].err == JET_errColumnDuplicate);
    BOOST_TEST(create.tableid == JET_tableidNil);
    JET_TABLEID none = JET_tableidNil;
    IS(JET_errObjectNotFound, JetOpenTableA(db.session, db.database, "u", nullptr, 0, 0, &none));
}

BOOST_AUTO_TEST_CASE(columns_come_change_their_name_and_go)
{
    with_table db;
    JET_COLUMNDEF definition{};
    definition.cbStruct = sizeof definition;
    definition.coltyp = JET_coltypLong;
    JET_COLUMNID added = 0;
    const std::int32_t seven = 7;
    OK(JetAddColumnA(db.session, db.table, "extra", &definition, &seven, sizeof seven, &added));
    BOOST_TEST(added != 0u);
    IS(JET_errColumnDuplicate, JetAddColumnA(db.session, db.table, "EXTRA", &definition, nullptr, 0, nullptr));
    IS(JET_errInvalidParameter, JetAddColumnA(db.session, db.table, "more", nullptr, nullptr, 0, nullptr));
    definition.coltyp = 99;
    IS(JET_errInvalidColumnType, JetAddColumnW(db.session, db.table, u"more", &definition, nullptr, 0, nullptr));
    db.insert(1);
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    std::int32_t value = 0;
    OK(JetRetrieveColumn(db.session, db.table, added, &value, sizeof value, nullptr, 0, nullptr));
    BOOST_TEST(value == 7);
    OK(JetRenameColumnA(db.session, db.table, "extra", "spare", 0));
    IS(JET_errColumnNotFound, JetDeleteColumnA(db.session, db.table, "extra"));
    IS(JET_errColumnInUse, JetDeleteColumnW(db.session, db.table, u"number"));
    OK(JetDeleteColumn2A(db.session, db.table, "spare", 0));
}

BOOST_AUTO_TEST_CASE(a_default_value_is_changed_for_records_without_one)
{
    with_table db;
    db.insert(1);
    OK(JetCloseTable(db.session, db.table));
    IS(JET_errNullInvalid, JetSetColumnDefaultValueA(db.session, db.database, "t", "words", nullptr, 0, 0));
    IS(JET_errColumnNotFound, JetSetColumnDefaultValueA(db.session, db.database, "t", "none", "x", 1, 0));
    IS(JET_errColumnInUse, JetSetColumnDefaultValueA(db.session, db.database, "t", "number", "1234", 4, 0));
    OK(JetSetColumnDefaultValueW(db.session, db.database, u"t", u"words", "new", 3, 0));
    OK(JetOpenTableA(db.session, db.database, "t", nullptr, 0, 0, &db.table));
    db.insert(2);
    OK(JetMove(db.session, db.table, JET_MoveLast, 0));
    char text[8]{};
    OK(JetRetrieveColumn(db.session, db.table, db.words, text, sizeof text, nullptr, 0, nullptr));
    BOOST_TEST(std::string{text} == "new");
}

BOOST_AUTO_TEST_CASE(indexes_are_made_one_or_many_at_once_and_deleted)
{
    with_table db;
    db.insert(1, "a");
    db.insert(1, "b");
    IS(JET_errKeyDuplicate, JetCreateIndexA(db.session, db.table, "u", JET_bitIndexUnique, "+number\0", 9, 80));
    IS(JET_errIndexInvalidDef, JetCreateIndexA(db.session, db.table, "u", 0, "number\0", 8, 80));
    IS(JET_errColumnNotFound, JetCreateIndexA(db.session, db.table, "u", 0, "+none\0", 7, 80));
    IS(JET_errInvalidParameter, JetCreateIndexA(db.session, db.table, "u", 0, nullptr, 7, 80));
    OK(JetCreateIndexW(db.session, db.table, u"u", 0, u"+words\0", 16, 80));
    IS(JET_errIndexDuplicate, JetCreateIndexA(db.session, db.table, "U", 0, "+number\0", 9, 80));

    char one[] = "-number\0", two[] = "+words\0-number\0";
    JET_INDEXCREATE_A both[] = {db.index("x", one, sizeof one, 0), db.index("y", two, sizeof two, JET_bitIndexUnique)};
    OK(JetBeginTransaction(db.session));
    IS(JET_errInTransaction, JetCreateIndex2A(db.session, db.table, both, 2));
    OK(JetRollback(db.session, 0));
    OK(JetCreateIndex2A(db.session, db.table, both, 2));
    BOOST_TEST(both[1].err == JET_errSuccess);
    OK(JetDeleteIndexA(db.session, db.table, "x"));
    IS(JET_errIndexNotFound, JetDeleteIndexW(db.session, db.table, u"x"));
    IS(JET_errIndexMustStay, JetDeleteIndexA(db.session, db.table, "by_id"));

    both[0].szIndexName = const_cast<char*>("z");
    IS(JET_errIndexDuplicate, JetCreateIndex2A(db.session, db.table, both, 2));    // y is there: z is not made either
    IS(JET_errIndexNotFound, JetDeleteIndexA(db.session, db.table, "z"));
}

BOOST_AUTO_TEST_CASE(conditions_tuples_and_locales_reach_the_engine)
{
    with_table db;
    char key[] = "+words\0";
    char column[] = "number";
    JET_CONDITIONALCOLUMN_A condition{sizeof condition, column, JET_bitIndexColumnMustBeNonNull};
    JET_INDEXCREATE2_A sparse{};
    sparse.cbStruct = sizeof sparse;
    sparse.szIndexName = const_cast<char*>("sparse");
    sparse.szKey = key;
    sparse.cbKey = sizeof key;
    sparse.rgconditionalcolumn = &condition;
    sparse.cConditionalColumn = 1;
    OK(JetCreateIndex3A(db.session, db.table, &sparse, 1));
    condition.grbit = 3;
    sparse.szIndexName = const_cast<char*>("sparse2");
    IS(JET_errInvalidGrbit, JetCreateIndex3A(db.session, db.table, &sparse, 1));

    JET_TUPLELIMITS limits{2, 4, 100, 1, 0};
    JET_INDEXCREATE_A tuples = db.index("tuples", key, sizeof key, JET_bitIndexTuples | JET_bitIndexTupleLimits);
    tuples.ptuplelimits = &limits;
    OK(JetCreateIndex2A(db.session, db.table, &tuples, 1));

    char16_t locale[] = u"en-US", wide_name[] = u"located", wide_key[] = u"+words\0";
    JET_UNICODEINDEX2 unicode{locale, 0x30401};
    JET_INDEXCREATE3_W located{};
    located.cbStruct = sizeof located;
    located.szIndexName = wide_name;
    located.szKey = wide_key;
    located.cbKey = sizeof wide_key;
    located.pidxunicode = &unicode;
    IS(JET_errInvalidParameter, JetCreateIndex4W(db.session, db.table, &located, 1));    // without the bit
    located.grbit = JET_bitIndexUnicode;
    OK(JetCreateIndex4W(db.session, db.table, &located, 1));
}

BOOST_AUTO_TEST_CASE(a_transaction_takes_its_tables_with_it)
{
    with_table db;
    OK(JetBeginTransaction(db.session));
    JET_TABLEID made = JET_tableidNil;
    OK(JetCreateTableA(db.session, db.database, "gone", 0, 0, &made));
    OK(JetRollback(db.session, 0));
    IS(JET_errInvalidTableId, JetMove(db.session, made, JET_MoveFirst, 0));
    IS(JET_errObjectNotFound, JetOpenTableA(db.session, db.database, "gone", nullptr, 0, 0, &made));
}

BOOST_AUTO_TEST_CASE(a_cursor_is_duplicated_for_its_own_session_only)
{
    with_table db;
    db.insert(5);
    JET_TABLEID second = JET_tableidNil;
    IS(JET_errInvalidParameter, JetDupCursor(db.session, db.table, nullptr, 0));
    IS(JET_errInvalidGrbit, JetDupCursor(db.session, db.table, &second, 1));
    OK(JetDupCursor(db.session, db.table, &second, 0));
    BOOST_TEST(db.number_at(db.session, second) == 5);
    JET_SESID other = JET_sesidNil;
    OK(JetBeginSessionA(db.instance, &other, nullptr, nullptr));
    IS(JET_errSesidTableIdMismatch, JetMove(other, second, JET_MoveFirst, 0));
    IS(JET_errInvalidTableId, JetMove(db.session, JET_tableidNil, JET_MoveFirst, 0));
    IS(JET_errInvalidTableId, JetMove(db.session, db.session, JET_MoveFirst, 0));
    OK(JetCloseTable(db.session, second));
    IS(JET_errInvalidTableId, JetMove(db.session, second, JET_MoveFirst, 0));
}

BOOST_AUTO_TEST_CASE(levels_of_information_about_a_table)
{
    with_table db;
    JET_OBJECTINFO info{};
    OK(JetGetTableInfoA(db.session, db.table, &info, sizeof info, JET_TblInfo));
    BOOST_TEST(info.objtyp == std::uint32_t{JET_objtypTable});
    IS(JET_errBufferTooSmall, JetGetTableInfoA(db.session, db.table, &info, 39, JET_TblInfo));
    char16_t name[8];
    OK(JetGetTableInfoW(db.session, db.table, name, sizeof name, JET_TblInfoName));
    BOOST_TEST((std::u16string{name} == u"t"));
    IS(JET_errBufferTooSmall, JetGetTableInfoA(db.session, db.table, name, 1, JET_TblInfoName));
    std::uint32_t alloc[2]{};
    OK(JetGetTableInfoA(db.session, db.table, alloc, sizeof alloc, JET_TblInfoSpaceAlloc));
    BOOST_TEST(alloc[1] == 80u);
    IS(JET_errFeatureNotAvailable, JetGetTableInfoA(db.session, db.table, alloc, sizeof alloc, 77));
    OK(JetGetObjectInfoA(db.session, db.database, JET_objtypTable, nullptr, "t", &info, sizeof info, JET_ObjInfoNoStats));
    IS(JET_errObjectNotFound, JetGetObjectInfoA(db.session, db.database, JET_objtypTable, "Tables", "none", &info, sizeof info, 5));
    IS(JET_errObjectNotFound, JetGetObjectInfoA(db.session, db.database, JET_objtypTable, "Chairs", "t", &info, sizeof info, 5));
    IS(JET_errFeatureNotAvailable, JetGetObjectInfoA(db.session, db.database, JET_objtypTable, nullptr, "t", &info, sizeof info, 3));
}

BOOST_AUTO_TEST_CASE(levels_of_information_about_columns)
{
    with_table db;
    JET_COLUMNDEF info{};
    OK(JetGetTableColumnInfoA(db.session, db.table, "WORDS", &info, sizeof info, JET_ColInfo));
    BOOST_TEST(info.columnid == db.words);
    BOOST_TEST(info.cp == 1252);
    BOOST_TEST((info.grbit & JET_bitColumnUpdatable) != 0u);
    OK(JetGetColumnInfoW(db.session, db.database, u"t", u"words", &info, sizeof info, JET_ColInfo));
    BOOST_TEST((info.grbit & JET_bitColumnUpdatable) == 0u);
    OK(JetGetTableColumnInfoA(db.session, db.table, reinterpret_cast<const char*>(&db.number), &info, sizeof info, JET_ColInfoByColid));
    BOOST_TEST(info.coltyp == std::uint32_t{JET_coltypLong});
    JET_COLUMNBASE_W base{};
    OK(JetGetTableColumnInfoW(db.session, db.table, u"note", &base, sizeof base, JET_ColInfoBase));
    BOOST_TEST((std::u16string{base.szBaseColumnName} == u"note"));
    BOOST_TEST((std::u16string{base.szBaseTableName} == u"t"));
    IS(JET_errColumnNotFound, JetGetTableColumnInfoA(db.session, db.table, nullptr, &info, sizeof info, JET_ColInfo));
    IS(JET_errBufferTooSmall, JetGetTableColumnInfoA(db.session, db.table, "none", &info, 27, JET_ColInfo));
    IS(JET_errInvalidParameter, JetGetTableColumnInfoA(db.session, db.table, "words", &info, sizeof info, 99));
    IS(JET_errFeatureNotAvailable, JetGetTableColumnInfoA(db.session, db.table, "words", &info, sizeof info, JET_ColInfoSysTabCursor));
    IS(JET_errObjectNotFound, JetGetColumnInfoA(db.session, db.database, "none", "words", &info, sizeof info, JET_ColInfo));
}

BOOST_AUTO_TEST_CASE(levels_of_information_about_indexes)
{
    with_table db;
    std::uint32_t count = 0;
    OK(JetGetTableIndexInfoA(db.session, db.table, nullptr, &count, sizeof count, JET_IdxInfoCount));
    BOOST_TEST(count == 2u);
    std::uint16_t most = 0;
    OK(JetGetIndexInfoA(db.session, db.database, "t", "by_number", &most, sizeof most, JET_IdxInfoKeyMost));
    BOOST_TEST(most == 255);
    char16_t locale[85];
    IS(JET_errBufferTooSmall, JetGetTableIndexInfoW(db.session, db.table, u"by_number", locale, 169, JET_IdxInfoLocaleName));
    OK(JetGetTableIndexInfoW(db.session, db.table, u"by_number", locale, sizeof locale, JET_IdxInfoLocaleName));
    IS(JET_errIndexNotFound, JetGetTableIndexInfoA(db.session, db.table, "none", &most, sizeof most, JET_IdxInfoKeyMost));
    IS(JET_errInvalidParameter, JetGetTableIndexInfoA(db.session, db.table, "by_id", &most, sizeof most, 99));
    IS(JET_errFeatureNotAvailable, JetGetTableIndexInfoA(db.session, db.table, "by_id", &most, sizeof most, JET_IdxInfoSysTabCursor));
    std::uint32_t version = 1;
    OK(JetGetTableIndexInfoA(db.session, db.table, "by_id", &version, sizeof version, JET_IdxInfoSortVersion));
    BOOST_TEST(version == 0u);    // no text in it
}

// What an index was made from comes back as it would be made again.
BOOST_AUTO_TEST_CASE(the_definition_of_an_index_makes_it_again)
{
    with_table db;
    char key[] = "-words\0+number\0";
    char column[] = "note";
    JET_CONDITIONALCOLUMN_A condition{sizeof condition, column, JET_bitIndexColumnMustBeNull};
    JET_INDEXCREATE_A first = db.index("first", key, sizeof key, JET_bitIndexUnique);
    first.rgconditionalcolumn = &condition;
    first.cConditionalColumn = 1;
    OK(JetCreateIndex2A(db.session, db.table, &first, 1));
    alignas(8) std::byte buffer[600];
    IS(JET_errBufferTooSmall, JetGetTableIndexInfoA(db.session, db.table, "first", buffer, sizeof first, JET_IdxInfoCreateIndex));
    OK(JetGetTableIndexInfoA(db.session, db.table, "first", buffer, sizeof buffer, JET_IdxInfoCreateIndex));
    auto& told = *reinterpret_cast<JET_INDEXCREATE_A*>(buffer);
    BOOST_TEST(told.cbKey == sizeof key);
    BOOST_TEST(std::memcmp(told.szKey, key, sizeof key) == 0);
    BOOST_TEST(std::string{told.rgconditionalcolumn[0].szColumnName} == "note");
    told.szIndexName = const_cast<char*>("second");
    OK(JetCreateIndex2A(db.session, db.table, &told, 1));
    std::uint32_t count = 0;
    OK(JetGetTableIndexInfoA(db.session, db.table, nullptr, &count, sizeof count, JET_IdxInfoCount));
    BOOST_TEST(count == 4u);
    OK(JetGetTableIndexInfoW(db.session, db.table, u"second", buffer, sizeof buffer, JET_IdxInfoCreateIndex3));
    BOOST_TEST((std::u16string{reinterpret_cast<JET_INDEXCREATE3_W*>(buffer)->szIndexName} == u"second"));
}

BOOST_AUTO_TEST_CASE(lists_are_tables_that_the_caller_closes)
{
    with_table db;
    JET_COLUMNLIST columns{};
    OK(JetGetTableColumnInfoA(db.session, db.table, nullptr, &columns, sizeof columns, JET_ColInfoList));
    BOOST_TEST(columns.cRecord == 5u);
    OK(JetMove(db.session, columns.tableid, JET_MoveFirst, 0));
    char name[65]{};
    std::uint32_t size = 0;
    OK(JetRetrieveColumn(db.session, columns.tableid, columns.columnidcolumnname, name, sizeof name, &size, 0, nullptr));
    BOOST_TEST(std::string(name, size) == "id");
    OK(JetCloseTable(db.session, columns.tableid));
    IS(JET_errInvalidTableId, JetMove(db.session, columns.tableid, JET_MoveFirst, 0));

    JET_INDEXLIST indexes{};
    OK(JetGetIndexInfoW(db.session, db.database, u"t", nullptr, &indexes, sizeof indexes, JET_IdxInfoList));
    BOOST_TEST(indexes.cRecord == 2u);
    OK(JetMove(db.session, indexes.tableid, JET_MoveLast, 0));
    char16_t wide[65]{};
    OK(JetRetrieveColumn(db.session, indexes.tableid, indexes.columnidindexname, wide, sizeof wide, &size, 0, nullptr));
    BOOST_TEST((std::u16string(wide, size / 2) == u"by_number"));
    OK(JetCloseTable(db.session, indexes.tableid));

    JET_OBJECTLIST tables{};
    OK(JetGetObjectInfoA(db.session, db.database, JET_objtypTable, nullptr, nullptr, &tables, sizeof tables, JET_ObjInfoListNoStats));
    BOOST_TEST(tables.cRecord == 1u);
    OK(JetCloseTable(db.session, tables.tableid));
    IS(JET_errBufferTooSmall, JetGetObjectInfoA(db.session, db.database, JET_objtypTable, nullptr, nullptr, &tables, 55, JET_ObjInfoList));
}

BOOST_AUTO_TEST_CASE(levels_of_information_about_a_database)
{
    with_table db;
    char path[300];
    std::uint32_t number = 0;
    OK(JetGetDatabaseInfoA(db.session, db.database, path, sizeof path, JET_DbInfoFilename));
    BOOST_TEST(std::string{path} == db.in("test.edb"));
    IS(JET_errBufferTooSmall, JetGetDatabaseInfoA(db.session, db.database, path, 4, JET_DbInfoFilename));
    OK(JetGetDatabaseInfoA(db.session, db.database, &number, sizeof number, JET_DbInfoPageSize));
    BOOST_TEST(number == 4096u);
    OK(JetGetDatabaseInfoA(db.session, db.database, &number, sizeof number, JET_DbInfoTransactions));
    BOOST_TEST(number == 7u);
    IS(JET_errInvalidBufferSize, JetGetDatabaseInfoA(db.session, db.database, path, 8, JET_DbInfoSpaceOwned));
    OK(JetGetDatabaseInfoA(db.session, db.database, &number, sizeof number, JET_DbInfoSpaceOwned));
    BOOST_TEST(number > 0u);
    IS(JET_errInvalidParameter, JetGetDatabaseInfoA(db.session, db.database, &number, sizeof number, 99));
    IS(JET_errInvalidDatabaseId, JetGetDatabaseInfoA(db.session, 77, &number, sizeof number, JET_DbInfoPageSize));
    OK(JetGetDatabaseFileInfoA(db.in("test.edb").c_str(), &number, sizeof number, JET_DbInfoPageSize));
    BOOST_TEST(number == 4096u);
    std::uint64_t bytes = 0;
    OK(JetGetDatabaseFileInfoA(db.in("test.edb").c_str(), &bytes, sizeof bytes, JET_DbInfoFilesize));
    BOOST_TEST(bytes == std::filesystem::file_size(db.in("test.edb")));
    IS(JET_errInvalidBufferSize, JetGetDatabaseFileInfoA(db.in("test.edb").c_str(), &number, sizeof number, JET_DbInfoFilesize));
    IS(JET_errFileNotFound, JetGetDatabaseFileInfoA(db.in("none.edb").c_str(), &number, sizeof number, JET_DbInfoPageSize));
    IS(JET_wrnDefragNotRunning, JetDefragmentA(db.session, db.database, nullptr, nullptr, nullptr, JET_bitDefragmentBatchStop));
    static int completed = 0;
    const JET_CALLBACK note = [](JET_SESID, JET_DBID, JET_TABLEID, JET_CBTYP kind, void*, void*, void*, JET_API_PTR) -> JET_ERR {
        completed += kind == std::uint32_t{JET_cbtypOnlineDefragCompleted} ? 1 : 0;
        return JET_errSuccess;
    };
    OK(JetDefragment2W(db.session, db.database, nullptr, &number, &number, note, JET_bitDefragmentBatchStart));
    BOOST_TEST(completed == 1);
    IS(JET_wrnDefragNotRunning, JetDefragment2A(db.session, db.database, nullptr, &number, &number, note, JET_bitDefragmentBatchStop));
    BOOST_TEST(completed == 1);
}

BOOST_AUTO_TEST_CASE(hints_on_space_say_what_is_there_at_once)
{
    running one;
    JET_DBID database = JET_dbidNil;
    std::uint32_t page = 0;
    OK(JetCreateDatabaseA(one.session, one.in("h.edb").c_str(), nullptr, &database, 0));
    OK(JetGetDatabaseInfoA(one.session, database, &page, sizeof page, JET_DbInfoPageSize));
    JET_SPACEHINTS of_table{sizeof of_table, 90, 20 * page, 0, 0, 0, 0, 0}, of_long = of_table, of_index = of_table;
    of_long.cbInitial = 5 * page - 1;
    of_index.ulInitialDensity = 70;
    of_index.cbInitial = 7 * page;
    JET_COLUMNCREATE_A columns[] = {with_table::column("number", JET_coltypLong), with_table::column("note", JET_coltypLongText)};
    char name[] = "h", key[] = "+number\0";
    JET_INDEXCREATE2_A index{};
    index.cbStruct = sizeof index;
    index.szIndexName = name;
    index.szKey = key;
    index.cbKey = sizeof key;
    index.ulDensity = 80;
    index.pSpacehints = &of_index;
    JET_TABLECREATE3_A wanted{};
    wanted.cbStruct = sizeof wanted;
    wanted.szTableName = name;
    wanted.rgcolumncreate = columns;
    wanted.cColumns = 2;
    wanted.rgindexcreate = &index;
    wanted.cIndexes = 1;
    wanted.pSeqSpacehints = &of_table;
    wanted.pLVSpacehints = &of_long;

    of_index.ulInitialDensity = 101;
    IS(JET_errSpaceHintsInvalid, JetCreateTableColumnIndex3A(one.session, database, &wanted));
    of_index.ulInitialDensity = 70;
    of_long.ulMaintDensity = 19;
    IS(JET_errSpaceHintsInvalid, JetCreateTableColumnIndex3A(one.session, database, &wanted));
    of_long.ulMaintDensity = 0;
    of_table.cbMinExtent = 2, of_table.cbMaxExtent = 1;
    IS(JET_errSpaceHintsInvalid, JetCreateTableColumnIndex3A(one.session, database, &wanted));
    of_table.cbMinExtent = 0;
    of_table.cbStruct = 4;
    IS(JET_errInvalidParameter, JetCreateTableColumnIndex3A(one.session, database, &wanted));
    of_table.cbStruct = sizeof of_table;
    OK(JetCreateTableColumnIndex3A(one.session, database, &wanted));

    std::uint32_t told[2]{}, pages = 0, density = 0;
    OK(JetGetTableInfoA(one.session, wanted.tableid, told, sizeof told, JET_TblInfoSpaceAlloc));
    BOOST_TEST(told[0] == 20u);
    BOOST_TEST(told[1] == 90u);
    OK(JetGetTableInfoA(one.session, wanted.tableid, &pages, sizeof pages, JET_TblInfoSpaceOwned));
    BOOST_TEST(pages >= 20u);
    OK(JetGetTableInfoA(one.session, wanted.tableid, &pages, sizeof pages, JET_TblInfoSpaceOwnedLV));
    BOOST_TEST(pages == 5u);
    OK(JetGetTableIndexInfoA(one.session, wanted.tableid, "h", &pages, sizeof pages, JET_IdxInfoSpaceOwned));
    BOOST_TEST(pages == 7u);
    OK(JetGetTableIndexInfoA(one.session, wanted.tableid, "h", &density, sizeof density, JET_IdxInfoSpaceAlloc));
    BOOST_TEST(density == 70u);

    char later[] = "later";
    index.szIndexName = later;
    of_index.cbInitial = 3 * page;
    OK(JetCreateIndex3A(one.session, wanted.tableid, &index, 1));
    OK(JetGetTableIndexInfoA(one.session, wanted.tableid, "later", &pages, sizeof pages, JET_IdxInfoSpaceOwned));
    BOOST_TEST(pages == 3u);
    OK(JetCloseTable(one.session, wanted.tableid));
}

BOOST_AUTO_TEST_SUITE_END()
