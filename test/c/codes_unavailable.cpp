// codes_unavailable.cpp — what is not offered says so, and nothing else happens.
#include "codes_calls.hpp"

using namespace c_test;

BOOST_AUTO_TEST_SUITE(c_codes_unavailable)

BOOST_AUTO_TEST_CASE(what_is_not_offered_says_so)
{
    with_table db;
    std::uint32_t number = 7, pages = 0;
    auto* const conversion = reinterpret_cast<JET_CONVERT_A*>(&number);
    const std::string path = db.in("test.edb"), other = db.in("b");
    IS(JET_errFeatureNotAvailable, JetSetSessionParameter(db.session, JET_sesparamTransactionLevel, &number, 4));
    IS(JET_errFeatureNotAvailable, JetCompactA(db.session, path.c_str(), other.c_str(), nullptr, conversion, 0));
    IS(JET_errFeatureNotAvailable, JetResizeDatabase(db.session, db.database, 100, &pages, JET_bitResizeDatabaseOnlyShrink));
    IS(JET_errFeatureNotAvailable, JetRenameColumnA(db.session, db.table, "words", "x", JET_bitColumnRenameConvertToPrimaryIndexPlaceholder));
    IS(JET_errFeatureNotAvailable, JetGetDatabaseFileInfoA(path.c_str(), &number, 4, JET_DbInfoUpgrade));
    BOOST_TEST(number == 7u);
    BOOST_TEST(!std::filesystem::exists(other));
    BOOST_TEST(std::filesystem::file_size(path) == std::uintmax_t{pages} * 4096);
}

BOOST_AUTO_TEST_SUITE_END()
