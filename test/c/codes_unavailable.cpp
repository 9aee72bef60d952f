// codes_unavailable.cpp — what is not offered says so, and nothing else happens.
#include "codes_calls.hpp"

using namespace c_test;

BOOST_AUTO_TEST_SUITE(c_codes_unavailable)

BOOST_AUTO_TEST_CASE(what_is_not_offered_says_so)
{
    with_table db;
    std::uint32_t number = 7;
    IS(JET_errFeatureNotAvailable, JetSetSessionParameter(db.session, JET_sesparamCommitDefault, &number, 4));
    IS(JET_errFeatureNotAvailable, JetGetSessionParameter(db.session, JET_sesparamCommitDefault, &number, 4, nullptr));
    IS(JET_errFeatureNotAvailable, JetCompactA(db.session, "a", db.in("b").c_str(), nullptr, nullptr, 0));
    IS(JET_errFeatureNotAvailable, JetSetDatabaseSizeA(db.session, "a", 1000, &number));
    IS(JET_errFeatureNotAvailable, JetGrowDatabase(db.session, db.database, 1, &number));
    IS(JET_errFeatureNotAvailable, JetResizeDatabase(db.session, db.database, 1, &number, JET_bitResizeDatabaseOnlyGrow));
    IS(JET_errFeatureNotAvailable, JetComputeStats(db.session, db.table));
    IS(JET_errFeatureNotAvailable, JetSetLS(db.session, db.table, 1, 0));
    IS(JET_errFeatureNotAvailable, JetGetLS(db.session, db.table, &scrap::storage, 0));
    IS(JET_errFeatureNotAvailable, JetCreateDatabase2A(db.session, db.in("b").c_str(), 1000, &scrap::database, 0));
    IS(JET_errFeatureNotAvailable, JetAttachDatabase2A(db.session, db.in("test.edb").c_str(), 1000, 0));
    IS(JET_errFeatureNotAvailable, JetRenameColumnA(db.session, db.table, "words", "x", JET_bitColumnRenameConvertToPrimaryIndexPlaceholder));
    IS(JET_errFeatureNotAvailable, JetSetCurrentIndex3A(db.session, db.table, "by_number", JET_bitNoMove, 2));
    IS(JET_errFeatureNotAvailable, JetSetCurrentIndex4A(db.session, db.table, "by_number", nullptr, JET_bitNoMove, 2));
    IS(JET_errFeatureNotAvailable, JetGetDatabaseFileInfoA(db.in("test.edb").c_str(), &number, 4, JET_DbInfoFileType));
    BOOST_TEST(number == 7u);
    BOOST_TEST(!std::filesystem::exists(db.in("b")));
}

BOOST_AUTO_TEST_SUITE_END()
