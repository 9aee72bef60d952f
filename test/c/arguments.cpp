// arguments.cpp — calls as programs for Windows write them: L"..." for text, unsigned long for sizes.
#include "under_test.hpp"

using namespace c_test;

BOOST_AUTO_TEST_SUITE(c_arguments)

BOOST_AUTO_TEST_CASE(wide_literals_are_transcoded)
{
    with_table db;
    JET_TABLEID table = JET_tableidNil;
    OK(JetCreateTableW(db.session, db.database, L"caf\u00e9 \U0001F600", 1, 80, &table));
    OK(JetCloseTable(db.session, table));
    OK(JetOpenTableW(db.session, db.database, u"caf\u00e9 \U0001F600", nullptr, 0, 0, &table));
    OK(JetRenameTableW(db.session, db.database, L"t", u"other"));    // one of each
    IS(JET_errInvalidName, JetDeleteTableW(db.session, db.database, nullptr));
}

BOOST_AUTO_TEST_CASE(sizes_come_back_in_an_unsigned_long)
{
    with_table db;
    db.insert(1, "hello");
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    char text[8];
    unsigned long size = ~0ul;
    OK(JetRetrieveColumn(db.session, db.table, db.words, text, sizeof text, &size, 0, nullptr));
    BOOST_TEST(size == 5ul);
    unsigned long untouched = ~0ul - 7;
    BOOST_TEST(JetRetrieveColumn(db.session, db.table, 100, text, sizeof text, &untouched, 0, nullptr) == JET_errColumnNotFound);
    BOOST_TEST(untouched == ~0ul - 7);
}

BOOST_AUTO_TEST_SUITE_END()
