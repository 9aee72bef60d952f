// cursors.cpp — moves, seeks, ranges, keys, bookmarks and positions, through the C interface.
#include "under_test.hpp"

#include <vector>

using namespace c_test;

namespace {
struct five_rows : with_table {
    five_rows()
    {
        for (const std::int32_t value : {30, 10, 50, 20, 40}) insert(value);
    }
};
}  // namespace

BOOST_AUTO_TEST_SUITE(c_cursors)

BOOST_AUTO_TEST_CASE(a_cursor_moves_in_the_order_of_its_index)
{
    five_rows db;
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    BOOST_TEST(db.number_here() == 30);
    OK(JetSetCurrentIndexA(db.session, db.table, "by_number"));
    BOOST_TEST(db.number_here() == 10);
    OK(JetMove(db.session, db.table, 3, 0));
    BOOST_TEST(db.number_here() == 40);
    IS(JET_errNoCurrentRecord, JetMove(db.session, db.table, 2, 0));
    OK(JetMove(db.session, db.table, JET_MovePrevious, 0));
    BOOST_TEST(db.number_here() == 50);
    char name[16];
    OK(JetGetCurrentIndexA(db.session, db.table, name, sizeof name));
    BOOST_TEST(std::string{name} == "by_number");
    IS(JET_wrnBufferTruncated, JetGetCurrentIndexA(db.session, db.table, name, 3));
    BOOST_TEST(std::string{name} == "by");
    IS(JET_wrnBufferTruncated, JetGetCurrentIndexW(db.session, db.table, nullptr, 0));
}

BOOST_AUTO_TEST_CASE(an_index_is_chosen_with_or_without_a_move)
{
    five_rows db;
    OK(JetMove(db.session, db.table, JET_MoveLast, 0));
    OK(JetSetCurrentIndex2A(db.session, db.table, "by_number", JET_bitNoMove));
    BOOST_TEST(db.number_here() == 40);
    OK(JetSetCurrentIndex3W(db.session, db.table, nullptr, JET_bitNoMove, 1));
    BOOST_TEST(db.number_here() == 40);
    IS(JET_errIndexNotFound, JetSetCurrentIndexW(db.session, db.table, u"none"));
    IS(JET_errInvalidGrbit, JetSetCurrentIndex2A(db.session, db.table, "by_number", 0x10));
    IS(JET_errFeatureNotAvailable, JetSetCurrentIndex3A(db.session, db.table, "by_number", JET_bitNoMove, 2));
    JET_INDEXID id{};
    IS(JET_errInvalidIndexId, JetSetCurrentIndex4A(db.session, db.table, "by_number", &id, 0, 1));
}

BOOST_AUTO_TEST_CASE(a_seek_tells_how_near_it_came)
{
    five_rows db;
    IS(JET_errKeyNotMade, JetSeek(db.session, db.table, JET_bitSeekEQ));
    db.seek_number(20);
    BOOST_TEST(db.number_here() == 20);
    db.seek_number(25, JET_errRecordNotFound);
    std::int32_t key = 25;
    OK(JetMakeKey(db.session, db.table, &key, sizeof key, JET_bitNewKey));
    IS(JET_wrnSeekNotEqual, JetSeek(db.session, db.table, JET_bitSeekGE));
    BOOST_TEST(db.number_here() == 30);
    IS(JET_errInvalidBufferSize, JetMakeKey(db.session, db.table, &key, 3, JET_bitNewKey));
    IS(JET_errKeyNotMade, JetMakeKey(db.session, db.table, &key, sizeof key, 0));
    OK(JetMakeKey(db.session, db.table, &key, sizeof key, JET_bitNewKey));
    IS(JET_errInvalidParameter, JetSeek(db.session, db.table, 0));
}

BOOST_AUTO_TEST_CASE(a_range_ends_where_its_key_says)
{
    five_rows db;
    OK(JetSetCurrentIndexA(db.session, db.table, "by_number"));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    const std::int32_t end = 30;
    OK(JetMakeKey(db.session, db.table, &end, sizeof end, JET_bitNewKey));
    OK(JetSetIndexRange(db.session, db.table, JET_bitRangeInclusive | JET_bitRangeUpperLimit));
    std::uint32_t count = 0;
    OK(JetIndexRecordCount(db.session, db.table, &count, 0));
    BOOST_TEST(count == 3u);
    std::uint64_t many = 0;
    OK(JetIndexRecordCount2(db.session, db.table, &many, 2));
    BOOST_TEST(many == 2u);
    IS(JET_errInvalidOperation, JetSetIndexRange(db.session, db.table, JET_bitRangeRemove));    // the count dropped it
    IS(JET_errInvalidParameter, JetIndexRecordCount(db.session, db.table, nullptr, 0));
}

BOOST_AUTO_TEST_CASE(keys_are_read_back)
{
    five_rows db;
    db.seek_number(40);
    unsigned char key[32];
    std::uint32_t size = 0;
    OK(JetRetrieveKey(db.session, db.table, key, sizeof key, &size, 0));
    const unsigned char forty[] = {0x7F, 0x80, 0, 0, 40};
    BOOST_REQUIRE_EQUAL(size, sizeof forty);
    BOOST_TEST(std::memcmp(key, forty, sizeof forty) == 0);
    IS(JET_wrnBufferTruncated, JetRetrieveKey(db.session, db.table, key, 2, &size, 0));
    OK(JetMakeKey(db.session, db.table, key, 5, JET_bitNormalizedKey));
    OK(JetSeek(db.session, db.table, JET_bitSeekEQ));
}

BOOST_AUTO_TEST_CASE(bookmarks_lead_back)
{
    five_rows db;
    db.seek_number(50);
    unsigned char bookmark[16], key[16];
    std::uint32_t size = 0, key_size = 0;
    OK(JetGetBookmark(db.session, db.table, bookmark, sizeof bookmark, &size));
    IS(JET_errBufferTooSmall, JetGetBookmark(db.session, db.table, bookmark, 1, &size));
    BOOST_TEST(size == 5u);
    OK(JetGetBookmark(db.session, db.table, bookmark, sizeof bookmark, &size));
    OK(JetGetSecondaryIndexBookmark(db.session, db.table, key, sizeof key, &key_size, bookmark, sizeof bookmark, &size, 0));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetGotoSecondaryIndexBookmark(db.session, db.table, key, key_size, bookmark, size, 0));
    BOOST_TEST(db.number_here() == 50);
    OK(JetSetCurrentIndexA(db.session, db.table, nullptr));
    OK(JetGotoBookmark(db.session, db.table, bookmark, size));
    BOOST_TEST(db.number_here() == 50);
    IS(JET_errInvalidBookmark, JetGotoBookmark(db.session, db.table, nullptr, 0));
    IS(JET_errRecordDeleted, JetGotoBookmark(db.session, db.table, key, 3));
    IS(JET_errNoCurrentIndex, JetGetSecondaryIndexBookmark(db.session, db.table, key, 16, &key_size, bookmark, 16, &size, 0));
}

BOOST_AUTO_TEST_CASE(positions_are_told_and_gone_to)
{
    five_rows db;
    db.seek_number(40);
    JET_RECPOS place{};
    OK(JetGetRecordPosition(db.session, db.table, &place, sizeof place));
    BOOST_TEST(place.centriesLT == 3u);
    BOOST_TEST(place.centriesTotal == 5u);
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetGotoPosition(db.session, db.table, &place));
    BOOST_TEST(db.number_here() == 40);
    JET_RECPOS2 large{};
    OK(JetGetRecordPosition(db.session, db.table, reinterpret_cast<JET_RECPOS*>(&large), sizeof large));
    BOOST_TEST(large.centriesLT == 3u);
    OK(JetGotoPosition(db.session, db.table, reinterpret_cast<JET_RECPOS*>(&large)));
    large.centriesTotalDeprecated = 5;
    IS(JET_errInvalidParameter, JetGotoPosition(db.session, db.table, reinterpret_cast<JET_RECPOS*>(&large)));
    IS(JET_errInvalidParameter, JetGetRecordPosition(db.session, db.table, &place, 12));
    place.cbStruct = 4;
    IS(JET_errInvalidParameter, JetGotoPosition(db.session, db.table, &place));
    IS(JET_errInvalidParameter, JetGotoPosition(db.session, db.table, nullptr));
}

BOOST_AUTO_TEST_CASE(records_in_two_ranges_are_found)
{
    with_table db;
    for (int i = 0; i < 6; ++i) db.insert(i / 2, i % 2 ? "odd" : "even");
    OK(JetCreateIndexA(db.session, db.table, "by_words", 0, "+words\0", 8, 80));
    JET_TABLEID second = JET_tableidNil;
    OK(JetDupCursor(db.session, db.table, &second, 0));
    const std::int32_t two = 2;
    OK(JetSetCurrentIndexA(db.session, db.table, "by_number"));
    OK(JetMakeKey(db.session, db.table, &two, sizeof two, JET_bitNewKey));
    OK(JetSeek(db.session, db.table, JET_bitSeekEQ | JET_bitSetIndexRange));
    OK(JetSetCurrentIndexA(db.session, second, "by_words"));
    OK(JetMakeKey(db.session, second, "odd", 3, JET_bitNewKey));
    OK(JetSeek(db.session, second, JET_bitSeekEQ | JET_bitSetIndexRange));
    JET_INDEXRANGE ranges[] = {{sizeof(JET_INDEXRANGE), db.table, JET_bitRecordInIndex}, {sizeof(JET_INDEXRANGE), second, JET_bitRecordInIndex}};
    JET_RECORDLIST found{};
    IS(JET_errInvalidParameter, JetIntersectIndexes(db.session, ranges, 2, &found, 0));
    found.cbStruct = sizeof found;
    OK(JetIntersectIndexes(db.session, ranges, 2, &found, 0));
    BOOST_REQUIRE_EQUAL(found.cRecord, 1u);
    OK(JetMove(db.session, found.tableid, JET_MoveFirst, 0));
    unsigned char bookmark[16];
    std::uint32_t size = 0;
    OK(JetRetrieveColumn(db.session, found.tableid, found.columnidBookmark, bookmark, sizeof bookmark, &size, 0, nullptr));
    OK(JetSetCurrentIndexA(db.session, db.table, nullptr));
    OK(JetGotoBookmark(db.session, db.table, bookmark, size));
    BOOST_TEST(db.number_here() == 2);
    OK(JetCloseTable(db.session, found.tableid));
    IS(JET_errInvalidParameter, JetIntersectIndexes(db.session, ranges, 2, &found, 0));    // one stands in the primary index now
}

BOOST_AUTO_TEST_CASE(hints_check_what_they_are_given)
{
    five_rows db;
    OK(JetSetTableSequential(db.session, db.table, JET_bitPrereadForward));
    OK(JetResetTableSequential(db.session, db.table, 0));
    IS(JET_errInvalidTableId, JetSetTableSequential(db.session, 12345, 0));
    const void* keys[] = {"a", "b"};
    const std::uint32_t sizes[] = {1, 1};
    std::int32_t done = 0;
    OK(JetPrereadKeys(db.session, db.table, keys, sizes, 2, &done, JET_bitPrereadForward));
    BOOST_TEST(done == 2);
    IS(JET_errInvalidParameter, JetPrereadKeys(db.session, db.table, keys, sizes, 2, &done, JET_bitPrereadBackward));
    IS(JET_errInvalidGrbit, JetPrereadKeys(db.session, db.table, keys, sizes, 2, &done, 0));
    IS(JET_errInvalidParameter, JetPrereadIndexRanges(db.session, db.table, nullptr, 1, nullptr, nullptr, 0, JET_bitPrereadForward));
    JET_INDEX_RANGE range{};
    OK(JetPrereadIndexRanges(db.session, db.table, &range, 1, nullptr, nullptr, 0, JET_bitPrereadForward));
}

BOOST_AUTO_TEST_SUITE_END()
