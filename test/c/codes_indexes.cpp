// codes_indexes.cpp — what the calls that make and delete indexes answer, code by code, and what the options of an index do.
#include "under_test.hpp"

#include <cstring>

using namespace c_test;

namespace {

template <std::size_t N>
JET_ERR create(with_table& db, JET_TABLEID on, const char* name, JET_GRBIT grbit, const char (&key)[N])
{
    return JetCreateIndexA(db.session, on, name, grbit, key, N, 80);
}

struct indexes : with_table {
    JET_SESID other = JET_sesidNil;
    JET_DBID its_database = JET_dbidNil;
    JET_TABLEID its = JET_tableidNil;

    template <std::size_t N>
    JET_ERR make(const char* name, JET_GRBIT grbit, const char (&key)[N])
    {
        return create(*this, table, name, grbit, key);
    }
    void open_other()
    {
        OK(JetDupSession(session, &other));
        OK(JetOpenDatabaseA(other, in("test.edb").c_str(), nullptr, &its_database, 0));
        OK(JetOpenTableA(other, its_database, "t", nullptr, 0, 0, &its));
    }
    // A record without a number, of which `set` says what it has.
    void put(std::initializer_list<std::pair<JET_COLUMNID, const char*>> set)
    {
        OK(JetPrepareUpdate(session, table, JET_prepInsert));
        for (const auto& [column, text] : set) {
            JET_SETINFO next{sizeof next, 0, 0};
            OK(JetSetColumn(session, table, column, text, static_cast<std::uint32_t>(std::strlen(text)), 0, &next));
        }
        OK(JetUpdate(session, table, nullptr, 0, nullptr));
    }
    std::uint32_t entries(const char* index)
    {
        std::uint32_t count = 0;
        OK(JetSetCurrentIndexA(session, table, index));
        if (JetMove(session, table, JET_MoveFirst, 0) == JET_errSuccess) OK(JetIndexRecordCount(session, table, &count, 0));
        return count;
    }
};

// Each of the forms that take structures.
template <class Index, class Call>
void check_forms(indexes& db, Call call)
{
    char key[] = "+number\0", unended[] = "+number", missing[] = "+none\0", unsigned_key[] = "number\0";
    Index wanted{};
    const auto ask = [&] { return call(db.session, db.table, &wanted, 1); };
    IS(JET_errInvalidParameter, call(db.session, db.table, nullptr, 1));
    IS(JET_errInvalidParameter, call(db.session, db.table, &wanted, 0));
    wanted.cbStruct = sizeof wanted - 1;
    IS(JET_errInvalidParameter, ask());
    wanted.cbStruct = sizeof wanted;
    wanted.ulDensity = 80;
    wanted.szIndexName = const_cast<char*>("f");
    wanted.szKey = key;
    wanted.cbKey = 0;
    BOOST_TEST(ask() < 0);
    wanted.szKey = unended, wanted.cbKey = 8;
    IS(JET_errIndexInvalidDef, ask());
    wanted.szKey = unsigned_key, wanted.cbKey = sizeof unsigned_key;
    IS(JET_errIndexInvalidDef, ask());
    wanted.szKey = missing, wanted.cbKey = sizeof missing;
    IS(JET_errColumnNotFound, ask());
    wanted.szKey = key, wanted.cbKey = sizeof key;
    wanted.szIndexName = const_cast<char*>("a.b");
    IS(JET_errInvalidName, ask());
    wanted.szIndexName = const_cast<char*>("BY_NUMBER");
    IS(JET_errIndexDuplicate, ask());
    BOOST_TEST(wanted.err == JET_errIndexDuplicate);
    wanted.szIndexName = const_cast<char*>("f");
    wanted.grbit = JET_bitIndexPrimary;
    IS(JET_errIndexHasPrimary, ask());
    wanted.grbit = JET_bitIndexUnicode;    // without what it needs
    BOOST_TEST(ask() < 0);
    wanted.grbit = JET_bitIndexTupleLimits | JET_bitIndexTuples;
    IS(JET_errIndexInvalidDef, ask());
    wanted.grbit = JET_bitIndexKeyMost;
    wanted.cbKeyMost = 254;
    IS(JET_errIndexInvalidDef, ask());
    wanted.cbKeyMost = 1001;
    IS(JET_errIndexInvalidDef, ask());
    wanted.grbit = 0, wanted.cbKeyMost = 0;
    wanted.cConditionalColumn = 1;
    IS(JET_errInvalidParameter, ask());
    JET_CONDITIONALCOLUMN_A condition{sizeof condition - 1, const_cast<char*>("words"), JET_bitIndexColumnMustBeNull};
    wanted.rgconditionalcolumn = &condition;
    IS(JET_errIndexInvalidDef, ask());
    condition.cbStruct = sizeof condition;
    condition.grbit = 0;
    IS(JET_errInvalidGrbit, ask());
    condition.grbit = JET_bitIndexColumnMustBeNull;
    condition.szColumnName = const_cast<char*>("none");
    IS(JET_errColumnNotFound, ask());
    condition.szColumnName = const_cast<char*>("words");
    if constexpr (requires { wanted.pSpacehints; }) {
        JET_SPACEHINTS hints{sizeof hints, 101, 0, 0, 0, 0, 0, 0};
        wanted.pSpacehints = &hints;
        IS(JET_errSpaceHintsInvalid, ask());
        wanted.pSpacehints = nullptr;
    }
    OK(JetBeginTransaction2(db.session, JET_bitTransactionReadOnly));
    IS(JET_errTransReadOnly, ask());
    OK(JetRollback(db.session, 0));
    OK(ask());
    BOOST_TEST(db.entries("f") == 1u);    // of the record without words
    OK(JetSetCurrentIndexA(db.session, db.table, nullptr));
    OK(JetDeleteIndexA(db.session, db.table, "f"));
    Index both[] = {wanted, wanted};
    OK(JetBeginTransaction(db.session));
    IS(JET_errInTransaction, call(db.session, db.table, both, 2));
    OK(JetRollback(db.session, 0));
    IS(JET_errIndexDuplicate, call(db.session, db.table, both, 2));
    IS(JET_errIndexNotFound, JetDeleteIndexA(db.session, db.table, "f"));    // neither
}

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_indexes)

BOOST_AUTO_TEST_CASE(every_form_of_a_definition)
{
    indexes db;
    db.insert(1, "words");
    db.insert(2);
    check_forms<JET_INDEXCREATE_A>(
        db, [](JET_SESID s, JET_TABLEID t, JET_INDEXCREATE_A* i, std::uint32_t n) { return JetCreateIndex2A(s, t, i, n); });
    check_forms<JET_INDEXCREATE2_A>(
        db, [](JET_SESID s, JET_TABLEID t, JET_INDEXCREATE2_A* i, std::uint32_t n) { return JetCreateIndex3A(s, t, i, n); });
    check_forms<JET_INDEXCREATE3_A>(
        db, [](JET_SESID s, JET_TABLEID t, JET_INDEXCREATE3_A* i, std::uint32_t n) { return JetCreateIndex4A(s, t, i, n); });
}

BOOST_AUTO_TEST_CASE(creating_an_index_by_its_key)
{
    indexes db;
    IS(JET_errInvalidParameter, JetCreateIndexA(db.session, db.table, "x", 0, nullptr, 5, 80));
    IS(JET_errInvalidParameter, JetCreateIndexA(db.session, db.table, "x", 0, "+number\0", 0, 80));
    IS(JET_errIndexInvalidDef, JetCreateIndexA(db.session, db.table, "x", 0, "+number\0", 8, 80));    // one NUL
    IS(JET_errIndexInvalidDef, JetCreateIndexA(db.session, db.table, "x", 0, "\0", 2, 80));
    std::string many;
    for (int i = 0; i < 17; ++i) many += std::string{"+number"} + '\0';
    many += '\0';
    IS(JET_errIndexInvalidDef, JetCreateIndexA(db.session, db.table, "x", 0, many.data(), static_cast<std::uint32_t>(many.size()), 80));
    IS(JET_errDensityInvalid, JetCreateIndexA(db.session, db.table, "x", 0, "+number\0", 9, 101));
    IS(JET_errIndexDuplicate, db.make("By_Number", 0, "+words\0"));
    IS(JET_errIndexHasPrimary, db.make("x", JET_bitIndexPrimary, "+words\0"));
    IS(JET_errColumnNotFound, db.make("x", 0, "+none\0"));
    db.insert(1, "a");
    db.insert(1, "b");
    IS(JET_errKeyDuplicate, db.make("x", JET_bitIndexUnique, "+number\0"));
    OK(JetBeginTransaction2(db.session, JET_bitTransactionReadOnly));
    IS(JET_errTransReadOnly, db.make("x", 0, "+words\0"));
    OK(JetRollback(db.session, 0));
    JET_TABLEID read_only = JET_tableidNil;
    OK(JetOpenTableA(db.session, db.database, "t", nullptr, 0, JET_bitTableReadOnly, &read_only));
    IS(JET_errPermissionDenied, create(db, read_only, "x", 0, "+words\0"));
    IS(JET_errPermissionDenied, JetDeleteIndexA(db.session, read_only, "by_number"));
    OK(JetCloseTable(db.session, read_only));
    JET_TABLEID plain = JET_tableidNil;
    OK(JetCreateTableA(db.session, db.database, "plain", 0, 0, &plain));
    JET_COLUMNDEF wanted{sizeof wanted, 0, JET_coltypLong, 0, 0, 0, 0, 0, 0};
    const std::int32_t zero = 0;
    OK(JetAddColumnA(db.session, plain, "c", &wanted, nullptr, 0, nullptr));
    wanted.grbit = JET_bitColumnEscrowUpdate | JET_bitColumnFixed;
    OK(JetAddColumnA(db.session, plain, "e", &wanted, &zero, 4, nullptr));
    IS(JET_errCannotIndex, create(db, plain, "x", 0, "+e\0"));
    OK(JetPrepareUpdate(db.session, plain, JET_prepInsert));
    OK(JetUpdate(db.session, plain, nullptr, 0, nullptr));
    IS(JET_errTableNotEmpty, create(db, plain, "x", JET_bitIndexPrimary, "+c\0"));
}

BOOST_AUTO_TEST_CASE(options_that_contradict_each_other)
{
    indexes db;
    for (const JET_GRBIT ignores : each_of(JET_bitIndexIgnoreNull, JET_bitIndexIgnoreAnyNull, JET_bitIndexIgnoreFirstNull)) {
        JET_TABLEID fresh = JET_tableidNil;
        OK(JetCreateTableA(db.session, db.database, "fresh", 0, 0, &fresh));
        JET_COLUMNDEF wanted{sizeof wanted, 0, JET_coltypLong, 0, 0, 0, 0, 0, 0};
        OK(JetAddColumnA(db.session, fresh, "c", &wanted, nullptr, 0, nullptr));
        IS(JET_errInvalidGrbit, create(db, fresh, "x", JET_bitIndexPrimary | ignores, "+c\0"));
        OK(JetCloseTable(db.session, fresh));
        OK(JetDeleteTableA(db.session, db.database, "fresh"));
    }
    IS(JET_errInvalidGrbit, db.make("x", JET_bitIndexCrossProduct | JET_bitIndexNestedTable, "+tags\0"));
    IS(JET_errInvalidGrbit, db.make("x", JET_bitIndexEmpty, "+words\0"));
    IS(JET_errIndexTuplesNonUniqueOnly, db.make("x", JET_bitIndexTuples | JET_bitIndexUnique, "+words\0"));
    IS(JET_errIndexTuplesTextBinaryColumnsOnly, db.make("x", JET_bitIndexTuples, "+number\0"));
    char key[] = "+words\0";
    JET_TUPLELIMITS limits{1, 5, 100, 1, 0};
    JET_INDEXCREATE_A tuples = db.index("x", key, sizeof key, JET_bitIndexTuples | JET_bitIndexTupleLimits);
    tuples.ptuplelimits = &limits;
    IS(JET_errIndexTuplesInvalidLimits, JetCreateIndex2A(db.session, db.table, &tuples, 1));
    JET_INDEXCREATE_A segment = db.index("x", key, sizeof key, 0);
    segment.cbVarSegMac = 256;
    IS(JET_errIndexInvalidDef, JetCreateIndex2A(db.session, db.table, &segment, 1));
    segment.cbVarSegMac = 100, segment.grbit = JET_bitIndexTuples;
    IS(JET_errIndexTuplesVarSegMacNotAllowed, JetCreateIndex2A(db.session, db.table, &segment, 1));
    JET_UNICODEINDEX unicode{1033, 0x80000000};
    segment.cbVarSegMac = 0, segment.grbit = JET_bitIndexUnicode;
    segment.pidxunicode = &unicode;
    IS(JET_errInvalidLCMapStringFlags, JetCreateIndex2A(db.session, db.table, &segment, 1));
    char16_t none[] = u"no locale", name[] = u"x", wide_key[] = u"+words\0";
    JET_UNICODEINDEX2 locale{none, 0x30401};
    JET_INDEXCREATE3_W located{};
    located.cbStruct = sizeof located;
    located.szIndexName = name, located.szKey = wide_key, located.cbKey = sizeof wide_key;
    located.grbit = JET_bitIndexUnicode, located.pidxunicode = &locale;
    IS(JET_errInvalidLanguageId, JetCreateIndex4W(db.session, db.table, &located, 1));
    located.grbit = 0;
    IS(JET_errInvalidParameter, JetCreateIndex4W(db.session, db.table, &located, 1));
}

BOOST_AUTO_TEST_CASE(options_about_nulls)
{
    indexes db;
    db.put({{db.words, "a"}, {db.tags, "b"}});
    db.put({{db.words, "a"}});
    db.put({{db.tags, "b"}});
    db.put({});
    OK(db.make("all", 0, "+words\0+tags\0"));
    OK(db.make("some", JET_bitIndexIgnoreNull, "+words\0+tags\0"));
    OK(db.make("none", JET_bitIndexIgnoreAnyNull, "+words\0+tags\0"));
    OK(db.make("first", JET_bitIndexIgnoreFirstNull, "+words\0+tags\0"));
    OK(db.make("empty", JET_bitIndexEmpty | JET_bitIndexIgnoreAnyNull, "+words\0+tags\0"));
    OK(db.make("high", JET_bitIndexSortNullsHigh, "+words\0"));
    BOOST_TEST(db.entries("all") == 4u);
    BOOST_TEST(db.entries("some") == 3u);
    BOOST_TEST(db.entries("none") == 1u);
    BOOST_TEST(db.entries("first") == 2u);
    OK(JetSetCurrentIndexA(db.session, db.table, "high"));
    char text[4];
    OK(JetRetrieveColumn(db.session, db.table, db.words, text, sizeof text, nullptr, 0, nullptr));    // the first is no NULL
    IS(JET_errNullKeyDisallowed, db.make("strict", JET_bitIndexDisallowNull, "+words\0"));
    db.put({{db.words, "c"}});
    OK(JetSetCurrentIndexA(db.session, db.table, nullptr));
    for (const char* name : {"all", "some", "none", "first", "empty", "high"}) OK(JetDeleteIndexA(db.session, db.table, name));
}

BOOST_AUTO_TEST_CASE(options_about_values)
{
    indexes db;
    db.put({{db.tags, "a"}, {db.tags, "b"}, {db.words, "wording"}});
    OK(db.make("cross", JET_bitIndexCrossProduct, "+tags\0"));
    BOOST_TEST(db.entries("cross") == 2u);
    OK(db.make("nested", JET_bitIndexNestedTable, "+tags\0"));
    BOOST_TEST(db.entries("nested") == 2u);
    OK(db.make("tuples", JET_bitIndexTuples, "+words\0"));
    BOOST_TEST(db.entries("tuples") == 5u);    // of three characters and more
    OK(db.make("plain", 0, "+words\0"));
    BOOST_TEST(db.entries("plain") == 1u);
    for (const JET_GRBIT harmless : each_of(JET_bitIndexClustered40, JET_bitIndexLazyFlush, JET_bitIndexDotNetGuid, JET_bitIndexUnversioned)) {
        OK(db.make("h", harmless, "+words\0"));
        BOOST_TEST(db.entries("h") == 1u);
        OK(JetSetCurrentIndexA(db.session, db.table, nullptr));
        OK(JetDeleteIndexA(db.session, db.table, "h"));
    }
    OK(JetBeginTransaction(db.session));
    IS(JET_errInTransaction, db.make("h", JET_bitIndexUnversioned, "+words\0"));
    OK(JetRollback(db.session, 0));
    OK(JetBeginTransaction(db.session));
    const std::string longer(300, 'x');
    OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    OK(JetSetColumn(db.session, db.table, db.note, longer.data(), 300, 0, nullptr));
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    OK(JetCommitTransaction(db.session, 0));
    IS(JET_errKeyTruncated, db.make("whole", JET_bitIndexDisallowTruncation, "+note\0"));
    char key[] = "+note\0";
    JET_INDEXCREATE_A larger = db.index("whole", key, sizeof key, JET_bitIndexDisallowTruncation | JET_bitIndexKeyMost);
    larger.cbKeyMost = 1000;
    OK(JetCreateIndex2A(db.session, db.table, &larger, 1));
}

BOOST_AUTO_TEST_CASE(a_unique_index)
{
    indexes db;
    OK(db.make("u", JET_bitIndexUnique, "+words\0"));
    db.insert(1, "one");
    OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    OK(JetSetColumn(db.session, db.table, db.words, "ONE", 3, 0, nullptr));
    IS(JET_errKeyDuplicate, JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    OK(JetSetColumn(db.session, db.table, db.words, "two", 3, 0, nullptr));    // it is still prepared
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
}

BOOST_AUTO_TEST_CASE(deleting_an_index)
{
    indexes db;
    db.open_other();
    IS(JET_errIndexNotFound, JetDeleteIndexA(db.session, db.table, "none"));
    IS(JET_errInvalidName, JetDeleteIndexA(db.session, db.table, "a.b"));
    IS(JET_errInvalidName, JetDeleteIndexA(db.session, db.table, nullptr));
    IS(JET_errIndexMustStay, JetDeleteIndexA(db.session, db.table, "by_id"));
    OK(JetSetCurrentIndexA(db.other, db.its, "by_number"));
    IS(JET_errIndexInUse, JetDeleteIndexA(db.session, db.table, "by_number"));
    OK(JetSetCurrentIndexA(db.other, db.its, nullptr));
    OK(JetBeginTransaction2(db.session, JET_bitTransactionReadOnly));
    IS(JET_errTransReadOnly, JetDeleteIndexA(db.session, db.table, "by_number"));
    OK(JetRollback(db.session, 0));
    OK(JetBeginTransaction(db.session));
    OK(JetDeleteIndexA(db.session, db.table, "by_number"));
    OK(JetRollback(db.session, 0));
    OK(JetSetCurrentIndexA(db.session, db.table, "by_number"));
}

BOOST_AUTO_TEST_SUITE_END()
