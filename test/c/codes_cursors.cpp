// codes_cursors.cpp — what the calls that move cursors answer, code by code, and what their options do.
#include "under_test.hpp"

using namespace c_test;

namespace {

// Ten to fifty in steps of ten, the second value twice; and an empty table.
struct rows : with_table {
    JET_TABLEID empty = JET_tableidNil, plain = JET_tableidNil;
    JET_COLUMNID only = 0;
    rows()
    {
        for (const std::int32_t value : {10, 20, 20, 30, 40, 50}) insert(value, value == 20 ? "twenty" : nullptr);
        OK(JetCreateTableA(session, database, "empty", 0, 0, &empty));
        JET_COLUMNDEF wanted{sizeof wanted, 0, JET_coltypLong, 0, 0, 0, 0, 0, 0};
        OK(JetAddColumnA(session, empty, "c", &wanted, nullptr, 0, nullptr));
        OK(JetCreateIndexA(session, empty, "i", 0, "+c\0", 4, 80));
        OK(JetCreateTableA(session, database, "plain", 0, 0, &plain));    // no primary index
        OK(JetAddColumnA(session, plain, "c", &wanted, nullptr, 0, &only));
        OK(JetPrepareUpdate(session, plain, JET_prepInsert));
        OK(JetUpdate(session, plain, nullptr, 0, nullptr));
        OK(JetMove(session, plain, JET_MoveFirst, 0));
        by_number();
    }
    void by_number()
    {
        OK(JetSetCurrentIndexA(session, table, "by_number"));
        OK(JetMove(session, table, JET_MoveFirst, 0));
    }
    JET_ERR key(std::int32_t value, JET_GRBIT grbit = JET_bitNewKey) { return JetMakeKey(session, table, &value, sizeof value, grbit); }
    JET_ERR seek(std::int32_t value, JET_GRBIT grbit)
    {
        OK(key(value));
        return JetSeek(session, table, grbit);
    }
    JET_ERR move(std::int32_t by, JET_GRBIT grbit = 0) { return JetMove(session, table, by, grbit); }
    // Where no record is: behind the last one.
    void leave()
    {
        OK(move(JET_MoveLast));
        IS(JET_errNoCurrentRecord, move(JET_MoveNext));
    }
    void prepare() { OK(JetPrepareUpdate(session, table, JET_prepInsert)); }
    bool prepared() { return JetPrepareUpdate(session, table, JET_prepCancel) == JET_errSuccess; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_cursors)

BOOST_AUTO_TEST_CASE(moving)
{
    rows db;
    IS(JET_errNoCurrentRecord, JetMove(db.session, db.empty, JET_MoveFirst, 0));
    IS(JET_errNoCurrentRecord, JetMove(db.session, db.empty, JET_MoveLast, 0));
    IS(JET_errNoCurrentRecord, JetMove(db.session, db.empty, 0, 0));
    IS(JET_errNoCurrentRecord, db.move(-1));
    OK(db.move(JET_MoveNext));
    BOOST_TEST(db.number_here() == 10);
    OK(db.move(2, JET_bitMoveKeyNE));
    BOOST_TEST(db.number_here() == 30);
    OK(db.move(-1, JET_bitMoveKeyNE));
    BOOST_TEST(db.number_here() == 20);
    IS(JET_errNoCurrentRecord, db.move(100));
    OK(db.move(JET_MoveFirst));
    OK(JetDelete(db.session, db.table));
    IS(JET_errRecordDeleted, db.move(0));
    OK(db.move(JET_MoveNext));
    for (const std::int32_t by : {0, 1, -1, JET_MoveFirst, JET_MoveLast}) {
        OK(db.move(1));
        db.prepare();
        (void)db.move(by);
        BOOST_TEST(!db.prepared());    // any move drops it
        OK(db.move(JET_MoveFirst));
    }
}

BOOST_AUTO_TEST_CASE(making_keys)
{
    rows db;
    const std::int32_t value = 20;
    OK(JetSetCurrentIndexA(db.session, db.plain, nullptr));
    IS(JET_errNoCurrentIndex, JetMakeKey(db.session, db.plain, &value, 4, JET_bitNewKey));
    IS(JET_errKeyNotMade, db.key(20, 0));
    IS(JET_errInvalidBufferSize, JetMakeKey(db.session, db.table, &value, 5, JET_bitNewKey));
    IS(JET_errInvalidBufferSize, JetMakeKey(db.session, db.table, nullptr, 0, JET_bitNewKey | JET_bitKeyDataZeroLength));
    OK(db.key(20));
    IS(JET_errKeyIsMade, db.key(20, 0));    // no more columns
    OK(db.key(20, JET_bitNewKey | JET_bitStrLimit));
    IS(JET_errKeyIsMade, db.key(20, 0));
    IS(JET_errInvalidGrbit, db.key(20, JET_bitNewKey | JET_bitPartialColumnStartLimit));    // of numbers there are no parts
    IS(JET_errInvalidGrbit, db.key(20, JET_bitNewKey | JET_bitPartialColumnEndLimit));
    IS(JET_errInvalidGrbit, db.key(20, JET_bitNewKey | JET_bitFullColumnStartLimit | JET_bitFullColumnEndLimit));
    const std::string huge(300, 'x');
    IS(JET_errInvalidParameter, JetMakeKey(db.session, db.table, huge.data(), 300, JET_bitNormalizedKey));
    const unsigned char twenty[] = {0x7F, 0x80, 0, 0, 20};
    OK(JetMakeKey(db.session, db.table, twenty, sizeof twenty, JET_bitNormalizedKey));
    OK(JetSeek(db.session, db.table, JET_bitSeekEQ));
    OK(JetCreateIndexA(db.session, db.table, "tuples", JET_bitIndexTuples, "+words\0", 8, 80));
    OK(JetSetCurrentIndexA(db.session, db.table, "tuples"));
    IS(JET_errIndexTuplesKeyTooSmall, JetMakeKey(db.session, db.table, "tw", 2, JET_bitNewKey));
}

BOOST_AUTO_TEST_CASE(limits_of_keys)
{
    rows db;
    OK(JetCreateIndexA(db.session, db.table, "by_words", JET_bitIndexIgnoreNull, "+words\0", 8, 80));
    OK(JetSetCurrentIndexA(db.session, db.table, "by_words"));
    const auto lands = [&](JET_GRBIT limit, JET_GRBIT seek) {
        OK(JetMakeKey(db.session, db.table, "twe", 3, JET_bitNewKey | limit));
        return JetSeek(db.session, db.table, seek);
    };
    IS(JET_wrnSeekNotEqual, lands(JET_bitPartialColumnStartLimit, JET_bitSeekGE));
    IS(JET_wrnSeekNotEqual, lands(JET_bitPartialColumnEndLimit, JET_bitSeekLE));
    IS(JET_wrnSeekNotEqual, lands(JET_bitSubStrLimit, JET_bitSeekLE));
    IS(JET_errRecordNotFound, lands(JET_bitPartialColumnEndLimit, JET_bitSeekGE));    // "twenty" lies before the end of "twe..."
    IS(JET_errRecordNotFound, lands(JET_bitFullColumnEndLimit, JET_bitSeekLE));
    IS(JET_wrnSeekNotEqual, lands(JET_bitFullColumnStartLimit, JET_bitSeekGE));
    IS(JET_errRecordNotFound, lands(JET_bitStrLimit, JET_bitSeekLE));
    OK(JetMakeKey(db.session, db.table, nullptr, 0, JET_bitNewKey | JET_bitKeyDataZeroLength));
    IS(JET_wrnSeekNotEqual, JetSeek(db.session, db.table, JET_bitSeekGE));
}

BOOST_AUTO_TEST_CASE(seeking)
{
    rows db;
    IS(JET_errKeyNotMade, JetSeek(db.session, db.table, JET_bitSeekEQ));
    OK(db.key(20));
    IS(JET_errInvalidParameter, JetSeek(db.session, db.table, 0));
    OK(db.seek(20, JET_bitSeekEQ));
    IS(JET_errRecordNotFound, db.seek(25, JET_bitSeekEQ));
    OK(db.move(JET_MoveNext));    // from where it would be
    BOOST_TEST(db.number_here() == 30);
    OK(db.seek(20, JET_bitSeekGE));
    IS(JET_wrnSeekNotEqual, db.seek(25, JET_bitSeekGE));
    BOOST_TEST(db.number_here() == 30);
    OK(db.seek(20, JET_bitSeekGT));
    BOOST_TEST(db.number_here() == 30);
    OK(db.seek(20, JET_bitSeekLE));
    IS(JET_wrnSeekNotEqual, db.seek(25, JET_bitSeekLE));
    BOOST_TEST(db.number_here() == 20);
    OK(db.seek(20, JET_bitSeekLT));
    BOOST_TEST(db.number_here() == 10);
    IS(JET_errRecordNotFound, db.seek(50, JET_bitSeekGT));
    IS(JET_errRecordNotFound, db.seek(10, JET_bitSeekLT));
    OK(db.seek(20, JET_bitSeekEQ | JET_bitSetIndexRange));
    OK(db.move(JET_MoveNext));
    IS(JET_errNoCurrentRecord, db.move(JET_MoveNext));    // there are two of them
    OK(JetCreateIndexA(db.session, db.table, "unique", JET_bitIndexUnique, "+id\0", 5, 80));
    OK(JetSetCurrentIndexA(db.session, db.table, "unique"));
    IS(JET_wrnUniqueKey, db.seek(1, JET_bitSeekEQ | JET_bitCheckUniqueness));
    db.prepare();
    IS(JET_errRecordNotFound, db.seek(99, JET_bitSeekEQ));
    BOOST_TEST(!db.prepared());
}

BOOST_AUTO_TEST_CASE(ranges)
{
    rows db;
    IS(JET_errInvalidOperation, JetSetIndexRange(db.session, db.table, JET_bitRangeRemove));
    IS(JET_errKeyNotMade, JetSetIndexRange(db.session, db.table, JET_bitRangeUpperLimit));
    IS(JET_errNoCurrentIndex, JetSetIndexRange(db.session, db.plain, JET_bitRangeUpperLimit));
    const auto reach = [&](std::int32_t limit, JET_GRBIT grbit, std::int32_t step, std::int32_t from) {
        OK(db.move(from));
        OK(db.key(limit));
        const JET_ERR code = JetSetIndexRange(db.session, db.table, grbit);
        if (code < 0) return code;
        while (db.move(step) == JET_errSuccess) {}
        OK(db.move(-step));    // the end of the index, not of the range
        return code;
    };
    OK(reach(30, JET_bitRangeUpperLimit | JET_bitRangeInclusive, 1, JET_MoveFirst));
    OK(reach(30, 0, -1, JET_MoveLast));
    IS(JET_errNoCurrentRecord, reach(10, JET_bitRangeUpperLimit, 1, JET_MoveFirst));    // exclusive: nothing is in it
    OK(reach(10, JET_bitRangeUpperLimit | JET_bitRangeInclusive, 1, JET_MoveFirst));
    OK(db.move(JET_MoveFirst));
    OK(db.key(10));
    OK(JetSetIndexRange(db.session, db.table, JET_bitRangeUpperLimit | JET_bitRangeInclusive | JET_bitRangeInstantDuration));
    IS(JET_errInvalidOperation, JetSetIndexRange(db.session, db.table, JET_bitRangeRemove));    // only looked
    OK(db.key(10));
    OK(JetSetIndexRange(db.session, db.table, JET_bitRangeUpperLimit | JET_bitRangeInclusive));
    OK(JetSetIndexRange(db.session, db.table, JET_bitRangeRemove));
    OK(db.move(JET_MoveNext));
    IS(JET_errKeyNotMade, JetSetIndexRange(db.session, db.table, JET_bitRangeUpperLimit));    // the key was used up
}

BOOST_AUTO_TEST_CASE(choosing_an_index)
{
    rows db;
    std::uint32_t none = 0;
    const auto every = [&](const char* name, JET_GRBIT grbit, JET_ERR expected) {
        IS(expected, JetSetCurrentIndex2A(db.session, db.table, name, grbit));
        IS(expected, JetSetCurrentIndex3A(db.session, db.table, name, grbit, 1));
        IS(expected, JetSetCurrentIndex4A(db.session, db.table, name, nullptr, grbit, 1));
    };
    IS(JET_errIndexNotFound, JetSetCurrentIndexA(db.session, db.table, "none"));
    IS(JET_errIndexNotFound, JetSetCurrentIndex2A(db.session, db.table, "none", 0));
    IS(JET_errIndexNotFound, JetSetCurrentIndex3A(db.session, db.table, "none", 0, 1));
    IS(JET_errIndexNotFound, JetSetCurrentIndex4A(db.session, db.table, "none", nullptr, 0, 1));
    IS(JET_errInvalidName, JetSetCurrentIndexA(db.session, db.table, "a.b"));
    IS(JET_errInvalidName, JetSetCurrentIndex2A(db.session, db.table, "a.b", 0));
    IS(JET_errInvalidName, JetSetCurrentIndex3A(db.session, db.table, "a.b", 0, 1));
    IS(JET_errInvalidName, JetSetCurrentIndex4A(db.session, db.table, "a.b", nullptr, 0, 1));
    IS(JET_errInvalidGrbit, JetSetCurrentIndex2A(db.session, db.table, "by_number", 0x4));
    IS(JET_errInvalidGrbit, JetSetCurrentIndex3A(db.session, db.table, "by_number", 0x4, 1));
    IS(JET_errInvalidGrbit, JetSetCurrentIndex4A(db.session, db.table, "by_number", nullptr, 0x4, 1));
    every("by_number", JET_bitMoveFirst, JET_errSuccess);
    BOOST_TEST(db.number_here() == 10);
    db.leave();
    IS(JET_errNoCurrentRecord, JetSetCurrentIndex2A(db.session, db.table, nullptr, JET_bitNoMove));
    IS(JET_errNoCurrentRecord, JetSetCurrentIndex3A(db.session, db.table, nullptr, JET_bitNoMove, 1));
    IS(JET_errNoCurrentRecord, JetSetCurrentIndex4A(db.session, db.table, nullptr, nullptr, JET_bitNoMove, 1));
    OK(db.move(JET_MoveLast));
    for (const char* name : {"by_id", "by_number", static_cast<const char*>(nullptr), ""}) {
        OK(JetSetCurrentIndex2A(db.session, db.table, name, JET_bitNoMove));
        OK(JetSetCurrentIndex3A(db.session, db.table, name, JET_bitNoMove, 0));
        OK(JetSetCurrentIndex4A(db.session, db.table, name, nullptr, JET_bitNoMove, 1));
        BOOST_TEST(db.number_here() == 50);
    }
    IS(JET_errBadItagSequence, JetSetCurrentIndex4A(db.session, db.table, "by_number", nullptr, JET_bitNoMove, 2));
    JET_INDEXID id{};
    IS(JET_errInvalidIndexId, JetSetCurrentIndex4A(db.session, db.table, "by_number", &id, 0, 1));
    db.prepare();
    OK(JetSetCurrentIndexA(db.session, db.table, nullptr));
    BOOST_TEST(!db.prepared());
    OK(JetIndexRecordCount(db.session, db.table, &none, 0));
    BOOST_TEST(none == 6u);
    char name[10];
    OK(JetGetCurrentIndexA(db.session, db.table, name, sizeof name));
    BOOST_TEST(std::string{name} == "by_id");
    IS(JET_wrnBufferTruncated, JetGetCurrentIndexA(db.session, db.table, name, 2));
    IS(JET_wrnBufferTruncated, JetGetCurrentIndexA(db.session, db.table, nullptr, 0));
    OK(JetGetCurrentIndexA(db.session, db.plain, name, sizeof name));
    BOOST_TEST(name[0] == '\0');
}

BOOST_AUTO_TEST_CASE(bookmarks)
{
    rows db;
    char bookmark[20], key[20];
    std::uint32_t size = 0, key_size = 0;
    OK(JetGetBookmark(db.session, db.table, bookmark, sizeof bookmark, &size));
    IS(JET_errBufferTooSmall, JetGetBookmark(db.session, db.table, key, 4, &size));
    BOOST_TEST(size == 5u);
    IS(JET_errBufferTooSmall, JetGetBookmark(db.session, db.table, nullptr, 0, &size));
    OK(JetGetSecondaryIndexBookmark(db.session, db.table, key, sizeof key, &key_size, bookmark, sizeof bookmark, &size, 0));
    IS(JET_errBufferTooSmall, JetGetSecondaryIndexBookmark(db.session, db.table, nullptr, 0, &key_size, nullptr, 0, &size, 0));
    BOOST_TEST(size == 5u);
    IS(JET_errNoCurrentIndex, JetGetSecondaryIndexBookmark(db.session, db.plain, key, 20, &key_size, bookmark, 20, &size, 0));
    IS(JET_errNoCurrentIndex, JetGotoSecondaryIndexBookmark(db.session, db.plain, key, 5, bookmark, 5, 0));
    db.leave();
    IS(JET_errNoCurrentRecord, JetGetBookmark(db.session, db.table, key, sizeof key, nullptr));
    IS(JET_errNoCurrentRecord, JetGetSecondaryIndexBookmark(db.session, db.table, key, 20, nullptr, bookmark, 20, nullptr, 0));
    JET_TABLEID fresh = JET_tableidNil;
    OK(JetDupCursor(db.session, db.table, &fresh, 0));
    IS(JET_errNoCurrentRecord, JetGetBookmark(db.session, fresh, key, sizeof key, nullptr));    // though it stands on the first
    db.by_number();
    OK(JetGetSecondaryIndexBookmark(db.session, db.table, key, sizeof key, &key_size, bookmark, sizeof bookmark, &size, 0));
    IS(JET_errInvalidBookmark, JetGotoBookmark(db.session, db.table, nullptr, 5));
    IS(JET_errInvalidBookmark, JetGotoBookmark(db.session, db.table, bookmark, 0));
    IS(JET_errInvalidBookmark, JetGotoSecondaryIndexBookmark(db.session, db.table, nullptr, 0, bookmark, size, 0));
    IS(JET_errRecordDeleted, JetGotoBookmark(db.session, db.table, key, 4));
    OK(JetGotoBookmark(db.session, db.table, bookmark, size));
    OK(JetGotoSecondaryIndexBookmark(db.session, db.table, key, key_size, bookmark, size, 0));
    OK(JetDelete(db.session, db.table));
    OK(JetGetBookmark(db.session, db.table, bookmark, sizeof bookmark, &size));    // of what was there
    IS(JET_errRecordDeleted, JetGetSecondaryIndexBookmark(db.session, db.table, key, 20, nullptr, bookmark, 20, nullptr, 0));
    IS(JET_errRecordDeleted, JetGotoBookmark(db.session, db.table, bookmark, size));
    IS(JET_errRecordDeleted, JetGotoSecondaryIndexBookmark(db.session, db.table, key, key_size, bookmark, size, 0));
    IS(JET_errRecordDeleted,
       JetGotoSecondaryIndexBookmark(db.session, db.table, key, key_size, bookmark, size, JET_bitBookmarkPermitVirtualCurrency));
    OK(db.move(JET_MoveNext));    // from where it would be
    BOOST_TEST(db.number_here() == 20);
    OK(JetCreateIndexA(db.session, db.table, "some", JET_bitIndexIgnoreNull, "+words\0", 8, 80));
    OK(db.move(JET_MoveLast));
    OK(JetGetBookmark(db.session, db.table, bookmark, sizeof bookmark, &size));
    OK(JetSetCurrentIndexA(db.session, db.table, "some"));
    IS(JET_errNoCurrentRecord, JetGotoBookmark(db.session, db.table, bookmark, size));    // it is not in that index
}

BOOST_AUTO_TEST_CASE(keys_read_back)
{
    rows db;
    char key[20];
    std::uint32_t size = 0;
    IS(JET_errKeyNotMade, JetRetrieveKey(db.session, db.table, key, sizeof key, &size, JET_bitRetrieveCopy));
    OK(db.key(40));
    OK(JetRetrieveKey(db.session, db.table, key, 2, &size, JET_bitRetrieveCopy));    // cut without a word
    BOOST_TEST(size == 5u);
    OK(JetRetrieveKey(db.session, db.table, key, sizeof key, &size, 0));
    BOOST_TEST(key[4] == 10);
    IS(JET_wrnBufferTruncated, JetRetrieveKey(db.session, db.table, key, 4, &size, 0));
    BOOST_TEST(size == 5u);
    db.leave();
    IS(JET_errNoCurrentRecord, JetRetrieveKey(db.session, db.table, key, sizeof key, &size, 0));
    db.by_number();
    OK(JetDelete(db.session, db.table));
    IS(JET_errRecordDeleted, JetRetrieveKey(db.session, db.table, key, sizeof key, &size, 0));
}

BOOST_AUTO_TEST_CASE(positions)
{
    rows db;
    JET_RECPOS place{};
    OK(JetGetRecordPosition(db.session, db.table, &place, sizeof place));
    BOOST_TEST(place.centriesLT == 0u);
    IS(JET_errInvalidParameter, JetGetRecordPosition(db.session, db.table, &place, sizeof place - 1));
    IS(JET_errInvalidParameter, JetGetRecordPosition(db.session, db.table, nullptr, sizeof place));
    place = {sizeof place, 7, 1, 6};
    IS(JET_errInvalidParameter, JetGotoPosition(db.session, db.table, &place));
    IS(JET_errInvalidParameter, JetGotoPosition(db.session, db.table, nullptr));
    place = {sizeof place, 6, 1, 6};
    OK(JetGotoPosition(db.session, db.table, &place));
    BOOST_TEST(db.number_here() == 50);
    place = {sizeof place, 0, 0, 0};
    OK(JetGotoPosition(db.session, db.table, &place));
    IS(JET_errRecordNotFound, JetGotoPosition(db.session, db.empty, &place));
    db.leave();
    IS(JET_errNoCurrentRecord, JetGetRecordPosition(db.session, db.table, &place, sizeof place));
}

BOOST_AUTO_TEST_CASE(counting)
{
    rows db;
    std::uint32_t count = 99;
    std::uint64_t many = 99;
    IS(JET_errInvalidParameter, JetIndexRecordCount(db.session, db.table, nullptr, 0));
    IS(JET_errInvalidParameter, JetIndexRecordCount2(db.session, db.table, nullptr, 0));
    OK(db.move(1));
    OK(JetIndexRecordCount(db.session, db.table, &count, 0));
    BOOST_TEST(count == 5u);    // with the one it stands on
    OK(JetIndexRecordCount2(db.session, db.table, &many, 3));
    BOOST_TEST(many == 3u);
    db.leave();
    IS(JET_errNoCurrentRecord, JetIndexRecordCount(db.session, db.table, &count, 0));
    IS(JET_errNoCurrentRecord, JetIndexRecordCount2(db.session, db.table, &many, 0));
    BOOST_TEST(count == 5u);
}

BOOST_AUTO_TEST_CASE(intersecting)
{
    rows db;
    JET_TABLEID second = JET_tableidNil;
    OK(JetDupCursor(db.session, db.table, &second, 0));
    OK(JetCreateIndexA(db.session, db.table, "by_words", JET_bitIndexIgnoreNull, "+words\0", 8, 80));
    JET_INDEXRANGE ranges[] = {{sizeof(JET_INDEXRANGE), db.table, JET_bitRecordInIndex}, {sizeof(JET_INDEXRANGE), second, JET_bitRecordInIndex}};
    JET_RECORDLIST found{sizeof found, 0, 0, 0};
    const auto ask = [&](std::uint32_t count) { return JetIntersectIndexes(db.session, ranges, count, &found, 0); };
    IS(JET_errInvalidParameter, ask(2));    // the second one stands in the primary index
    OK(JetSetCurrentIndexA(db.session, second, "by_number"));
    IS(JET_errInvalidParameter, ask(2));    // the same index twice
    OK(JetSetCurrentIndexA(db.session, second, "by_words"));
    IS(JET_errInvalidParameter, ask(0));
    IS(JET_errInvalidParameter, ask(65));
    IS(JET_errInvalidParameter, JetIntersectIndexes(db.session, nullptr, 2, &found, 0));
    IS(JET_errInvalidParameter, JetIntersectIndexes(db.session, ranges, 2, nullptr, 0));
    found.cbStruct = 4;
    IS(JET_errInvalidParameter, ask(2));
    found.cbStruct = sizeof found;
    ranges[1].cbStruct = 8;
    IS(JET_errInvalidParameter, ask(2));
    ranges[1].cbStruct = sizeof(JET_INDEXRANGE);
    ranges[1].grbit = JET_bitRecordNotInIndex;
    IS(JET_errInvalidGrbit, ask(2));
    ranges[1].grbit = JET_bitRecordInIndex;
    OK(ask(2));
    BOOST_TEST(found.cRecord == 2u);
    OK(JetCloseTable(db.session, found.tableid));
    IS(JET_errNoCurrentRecord, ask(2));    // both stand behind their last one now
    BOOST_TEST(found.tableid == JET_tableidNil);
    OK(JetMove(db.session, second, JET_MoveFirst, 0));
    OK(db.move(JET_MoveLast));
    OK(ask(2));    // fifty has no words: nothing is in both
    BOOST_TEST(found.cRecord == 0u);
}

BOOST_AUTO_TEST_CASE(hints)
{
    rows db;
    for (const JET_GRBIT grbit : {0u, 1u, 2u, 0xFFFFu}) {
        OK(JetSetTableSequential(db.session, db.table, grbit));
        OK(JetResetTableSequential(db.session, db.table, grbit));
    }
    BOOST_TEST(db.number_here() == 10);
}

BOOST_AUTO_TEST_SUITE_END()
