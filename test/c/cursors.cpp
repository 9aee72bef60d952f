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
    IS(JET_errBadItagSequence, JetSetCurrentIndex3A(db.session, db.table, "by_number", JET_bitNoMove, 2));
}

BOOST_AUTO_TEST_CASE(an_id_of_an_index_is_as_good_as_its_name)
{
    five_rows db;
    JET_INDEXID id{};
    OK(JetGetTableIndexInfoA(db.session, db.table, "by_number", &id, sizeof id, JET_IdxInfoIndexId));
    BOOST_TEST(id.cbStruct == sizeof id);
    OK(JetSetCurrentIndex4A(db.session, db.table, nullptr, &id, JET_bitMoveFirst, 1));
    char name[65];
    OK(JetGetCurrentIndexA(db.session, db.table, name, sizeof name));
    BOOST_TEST(std::string{name} == "by_number");
    OK(JetSetCurrentIndexA(db.session, db.table, nullptr));
    OK(JetDeleteIndexA(db.session, db.table, "by_number"));
    IS(JET_errInvalidIndexId, JetSetCurrentIndex4A(db.session, db.table, nullptr, &id, JET_bitMoveFirst, 1));
    id.cbStruct = 3;
    IS(JET_errInvalidIndexId, JetSetCurrentIndex4A(db.session, db.table, nullptr, &id, JET_bitMoveFirst, 1));
}

BOOST_AUTO_TEST_CASE(the_value_that_made_an_entry_chooses_where_to_stand)
{
    with_table db;
    OK(JetCreateIndexA(db.session, db.table, "by_tag", 0, "+tags\0", 7, 80));
    OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    for (const char* tag : {"m", "c", "x"}) {
        JET_SETINFO last{sizeof last, 0, 0};
        OK(JetSetColumn(db.session, db.table, db.tags, tag, 1, 0, &last));
    }
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    for (const auto& [instance, expected] : {std::pair{1u, 'M'}, {2u, 'C'}, {3u, 'X'}}) {
        OK(JetSetCurrentIndexA(db.session, db.table, nullptr));
        OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
        OK(JetSetCurrentIndex3A(db.session, db.table, "by_tag", JET_bitNoMove, instance));
        char key[16]{};
        std::uint32_t size = 0;
        OK(JetRetrieveKey(db.session, db.table, key, sizeof key, &size, 0));
        BOOST_TEST(key[1] == expected);
    }
}

BOOST_AUTO_TEST_CASE(a_filter_passes_over_records)
{
    five_rows db;    // 30, 10, 50, 20, 40
    const std::int32_t low = 10, high = 30;
    JET_INDEX_COLUMN between[] = {{db.number, JET_relopGreaterThan, const_cast<std::int32_t*>(&low), sizeof low, 0},
                                  {db.number, JET_relopLessThanOrEqual, const_cast<std::int32_t*>(&high), sizeof high, 0}};
    OK(JetSetCursorFilter(db.session, db.table, between, 2, 0));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    BOOST_TEST(db.number_here() == 30);
    OK(JetMove(db.session, db.table, JET_MoveNext, 0));
    BOOST_TEST(db.number_here() == 20);
    IS(JET_errNoCurrentRecord, JetMove(db.session, db.table, JET_MoveNext, 0));
    OK(JetMove(db.session, db.table, JET_MoveLast, 0));
    BOOST_TEST(db.number_here() == 20);
    OK(JetMove(db.session, db.table, -1, 0));
    IS(JET_errNoCurrentRecord, JetMove(db.session, db.table, -1, 0));

    std::int32_t id = 2;
    OK(JetMakeKey(db.session, db.table, &id, sizeof id, JET_bitNewKey));
    IS(JET_wrnSeekNotEqual, JetSeek(db.session, db.table, JET_bitSeekGE));
    BOOST_TEST(db.number_here() == 20);
    OK(JetMakeKey(db.session, db.table, &id, sizeof id, JET_bitNewKey));
    IS(JET_errRecordNotFound, JetSeek(db.session, db.table, JET_bitSeekEQ));    // it is there, and not wanted

    std::uint32_t count = 0;
    JET_RECPOS position{sizeof position, 0, 1, 1};
    IS(JET_errFilteredMoveNotSupported, JetMove(db.session, db.table, 0, 0));
    IS(JET_errFilteredMoveNotSupported, JetIndexRecordCount(db.session, db.table, &count, 0));
    IS(JET_errFilteredMoveNotSupported, JetGotoPosition(db.session, db.table, &position));
    IS(JET_errFilteredMoveNotSupported, JetSetCurrentIndexA(db.session, db.table, "by_number"));
    OK(JetSetCursorFilter(db.session, db.table, nullptr, 0, 0));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    BOOST_TEST(db.number_here() == 30);
}

BOOST_AUTO_TEST_CASE(a_filter_that_is_refused_leaves_none)
{
    five_rows db;
    std::int32_t value = 10;
    JET_INDEX_COLUMN one{db.number, JET_relopEquals, &value, sizeof value, 0};
    const auto there_is_none = [&] {
        OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
        BOOST_TEST(db.number_here() == 30);
    };
    OK(JetSetCursorFilter(db.session, db.table, &one, 1, 0));
    IS(JET_errInvalidGrbit, JetSetCursorFilter(db.session, db.table, &one, 1, 1));
    there_is_none();
    one.cb = 3;
    IS(JET_errInvalidParameter, JetSetCursorFilter(db.session, db.table, &one, 1, 0));
    one.cb = 4;
    one.relop = static_cast<JET_RELOP>(9);
    IS(JET_errInvalidParameter, JetSetCursorFilter(db.session, db.table, &one, 1, 0));
    one.relop = JET_relopEquals;
    one.columnid = db.words;
    IS(JET_errFilteredMoveNotSupported, JetSetCursorFilter(db.session, db.table, &one, 1, 0));
    one.columnid = 127;
    IS(JET_errColumnNotFound, JetSetCursorFilter(db.session, db.table, &one, 1, 0));
    there_is_none();
    one.columnid = db.number;
    OK(JetSetCurrentIndexA(db.session, db.table, "by_number"));
    IS(JET_errFilteredMoveNotSupported, JetSetCursorFilter(db.session, db.table, &one, 1, 0));
}

BOOST_AUTO_TEST_CASE(filters_know_bits_and_null)
{
    five_rows db;
    OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));    // a sixth without a number
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    const auto count = [&](JET_RELOP how, std::int32_t* value) {
        JET_INDEX_COLUMN one{db.number, how, value, value ? 4u : 0u, 0};
        OK(JetSetCursorFilter(db.session, db.table, &one, 1, 0));
        int found = 0;
        for (JET_ERR err = JetMove(db.session, db.table, JET_MoveFirst, 0); err == JET_errSuccess; err = JetMove(db.session, db.table, JET_MoveNext, 0))
            ++found;
        return found;
    };
    std::int32_t two = 2, zero = 0;
    BOOST_TEST(count(JET_relopBitmaskNotEqualsZero, &two) == 3);    // 10, 30 and 50
    BOOST_TEST(count(JET_relopBitmaskEqualsZero, &two) == 2);
    BOOST_TEST(count(JET_relopEquals, nullptr) == 1);
    BOOST_TEST(count(JET_relopLessThan, &zero) == 1);               // NULL is below everything
    BOOST_TEST(count(JET_relopNotEquals, &zero) == 6);
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

BOOST_AUTO_TEST_SUITE_END()
