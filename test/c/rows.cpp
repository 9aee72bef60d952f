// rows.cpp — values in and out, updates, locks, through the C interface.
#include "under_test.hpp"

#include <cstdlib>
#include <vector>

using namespace c_test;

namespace {

int handed_out = 0;    // blocks that the callback below gave and did not get back

void* JET_API give(void* fail_at, void* old, std::uint32_t size)
{
    if (size == 0) {
        --handed_out;
        std::free(old);
        return nullptr;
    }
    int* const left = static_cast<int*>(fail_at);
    if (left && (*left)-- == 0) return nullptr;
    ++handed_out;
    return std::malloc(size);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(c_rows)

BOOST_AUTO_TEST_CASE(an_update_needs_its_preparation)
{
    with_table db;
    const std::int32_t one = 1;
    IS(JET_errUpdateNotPrepared, JetSetColumn(db.session, db.table, db.number, &one, sizeof one, 0, nullptr));
    IS(JET_errUpdateNotPrepared, JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    IS(JET_errInvalidParameter, JetPrepareUpdate(db.session, db.table, 6));
    IS(JET_errNoCurrentRecord, JetPrepareUpdate(db.session, db.table, JET_prepReplace));
    OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    IS(JET_errAlreadyPrepared, JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    std::int32_t id = 0;
    OK(JetRetrieveColumn(db.session, db.table, db.id, &id, sizeof id, nullptr, JET_bitRetrieveCopy, nullptr));
    BOOST_TEST(id == 1);
    IS(JET_errInvalidColumnType, JetSetColumn(db.session, db.table, db.id, &one, sizeof one, 0, nullptr));
    IS(JET_errInvalidBufferSize, JetSetColumn(db.session, db.table, db.number, &one, 3, 0, nullptr));
    IS(JET_errBadColumnId, JetSetColumn(db.session, db.table, 0, &one, 4, 0, nullptr));
    IS(JET_errColumnNotFound, JetSetColumn(db.session, db.table, 100, &one, 4, 0, nullptr));
    IS(JET_errNotInTransaction, JetSetColumn(db.session, db.table, db.note, "x", 1, 0, nullptr));
    JET_SETINFO info{};
    IS(JET_errInvalidParameter, JetSetColumn(db.session, db.table, db.tags, "x", 1, 0, &info));
    unsigned char bookmark[8];
    std::uint32_t size = 0;
    IS(JET_errBufferTooSmall, JetUpdate(db.session, db.table, bookmark, 2, &size));
    OK(JetUpdate2(db.session, db.table, bookmark, sizeof bookmark, &size, 0));
    BOOST_TEST(size == 5u);
    OK(JetGotoBookmark(db.session, db.table, bookmark, size));
}

BOOST_AUTO_TEST_CASE(a_value_tells_null_truncation_and_size)
{
    with_table db;
    db.insert(7, "hello");
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    char text[4]{};
    std::uint32_t size = 0;
    IS(JET_wrnBufferTruncated, JetRetrieveColumn(db.session, db.table, db.words, text, 3, &size, 0, nullptr));
    BOOST_TEST(size == 5u);
    BOOST_TEST(std::string{text} == "hel");
    IS(JET_wrnBufferTruncated, JetRetrieveColumn(db.session, db.table, db.words, nullptr, 0, &size, 0, nullptr));
    IS(JET_wrnColumnNull, JetRetrieveColumn(db.session, db.table, db.note, text, sizeof text, &size, 0, nullptr));
    BOOST_TEST(size == 0u);
    JET_RETINFO info{};
    IS(JET_errInvalidParameter, JetRetrieveColumn(db.session, db.table, db.words, text, 3, &size, 0, &info));
    IS(JET_errInvalidGrbit, JetRetrieveColumn(db.session, db.table, db.words, text, 3, &size,
                                              JET_bitRetrieveFromIndex | JET_bitRetrieveFromPrimaryBookmark, nullptr));
}

BOOST_AUTO_TEST_CASE(many_columns_go_in_and_come_out_at_once)
{
    with_table db;
    std::int32_t number = 12;
    std::vector<JET_SETCOLUMN> set(20);    // more than are handed on in one part
    for (JET_SETCOLUMN& tag : set) tag = {db.tags, "tag", 3, 0, 0, 0, JET_errSuccess};
    set[0] = {db.number, &number, sizeof number, 0, 0, 1, JET_errSuccess};
    set[1] = {db.words, "w", 1, 0, 0, 1, JET_errSuccess};
    OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    OK(JetSetColumns(db.session, db.table, set.data(), 20));
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));

    std::int32_t read = 0;
    char word[2]{};
    std::vector<JET_RETRIEVECOLUMN> got(18);
    for (JET_RETRIEVECOLUMN& one : got) one = {db.note, nullptr, 0, 0, 0, 0, 1, 0, 0};
    got[0] = {db.number, &read, sizeof read, 0, 0, 0, 1, 0, 0};
    got[1] = {db.words, word, sizeof word, 0, 0, 0, 1, 0, 0};
    got[17] = {db.tags, nullptr, 0, 0, 0, 0, 0, 0, 0};    // how many?
    OK(JetRetrieveColumns(db.session, db.table, got.data(), 18));
    BOOST_TEST(read == 12);
    BOOST_TEST(got[2].err == JET_wrnColumnNull);
    BOOST_TEST(got[17].itagSequence == 18u);
    got[1].cbData = 0;
    got[1].pvData = nullptr;
    IS(JET_wrnBufferTruncated, JetRetrieveColumns(db.session, db.table, got.data(), 18));
    got[16].columnid = 99;
    IS(JET_errColumnNotFound, JetRetrieveColumns(db.session, db.table, got.data(), 18));
    IS(JET_errInvalidParameter, JetRetrieveColumns(db.session, db.table, nullptr, 1));
    IS(JET_errInvalidParameter, JetSetColumns(db.session, db.table, nullptr, 1));
}

BOOST_AUTO_TEST_CASE(setting_columns_stops_at_the_first_that_fails)
{
    with_table db;
    std::int32_t number = 1;
    JET_SETCOLUMN set[] = {{db.number, &number, sizeof number, 0, 0, 1, 77}, {db.number, &number, 2, 0, 0, 1, 77}, {db.words, "x", 1, 0, 0, 1, 77}};
    OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    IS(JET_errInvalidBufferSize, JetSetColumns(db.session, db.table, set, 3));
    BOOST_TEST(set[0].err == JET_errSuccess);
    BOOST_TEST(set[1].err == 77);
    BOOST_TEST(set[2].err == 77);
    OK(JetPrepareUpdate(db.session, db.table, JET_prepCancel));
    IS(JET_errUpdateNotPrepared, JetPrepareUpdate(db.session, db.table, JET_prepCancel));
}

BOOST_AUTO_TEST_CASE(a_long_value_grows_piece_by_piece)
{
    with_table db;
    const std::string piece(3000, 'p');
    OK(JetBeginTransaction(db.session));
    OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    for (int i = 0; i < 3; ++i) OK(JetSetColumn(db.session, db.table, db.note, piece.data(), 3000, JET_bitSetAppendLV, nullptr));
    JET_SETINFO over{sizeof over, 2999, 1};
    OK(JetSetColumn(db.session, db.table, db.note, "!!", 2, JET_bitSetOverwriteLV, &over));
    over.ibLongValue = 10000;
    IS(JET_errColumnNoChunk, JetSetColumn(db.session, db.table, db.note, "!", 1, JET_bitSetOverwriteLV, &over));
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    OK(JetCommitTransaction(db.session, 0));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    char four[5]{};
    std::uint32_t size = 0;
    JET_RETINFO from{sizeof from, 2998, 1, 0};
    IS(JET_wrnBufferTruncated, JetRetrieveColumn(db.session, db.table, db.note, four, 4, &size, 0, &from));
    BOOST_TEST(std::string{four} == "p!!p");
    BOOST_TEST(size == 9000u - 2998u);
    BOOST_TEST(from.columnidNextTagged == db.note);
    JET_RECSIZE2 record{};
    OK(JetGetRecordSize2(db.session, db.table, &record, 0));
    BOOST_TEST(record.cLongValues == 1u);
    BOOST_TEST(record.cbLongValueData == 9000u);
    JET_RECSIZE sum{};
    OK(JetGetRecordSize(db.session, db.table, &sum, 0));
    const std::uint64_t once = sum.cbLongValueData;
    OK(JetGetRecordSize(db.session, db.table, &sum, JET_bitRecordSizeRunningTotal));
    BOOST_TEST(sum.cbLongValueData == 2 * once);
    IS(JET_errInvalidGrbit, JetGetRecordSize(db.session, db.table, &sum, JET_bitRecordSizeIncludeDefaultValues));
    IS(JET_errInvalidParameter, JetGetRecordSize(db.session, db.table, nullptr, 0));
}

BOOST_AUTO_TEST_CASE(the_first_of_two_writers_wins)
{
    with_table db;
    db.insert(1);
    JET_SESID rival = JET_sesidNil;
    JET_DBID opened = JET_dbidNil;
    JET_TABLEID table = JET_tableidNil;
    OK(JetBeginSessionA(db.instance, &rival, nullptr, nullptr));
    OK(JetOpenDatabaseA(rival, db.in("test.edb").c_str(), nullptr, &opened, 0));
    OK(JetOpenTableA(rival, opened, "t", nullptr, 0, 0, &table));
    OK(JetBeginTransaction(db.session));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetPrepareUpdate(db.session, db.table, JET_prepReplace));
    OK(JetBeginTransaction(rival));
    OK(JetMove(rival, table, JET_MoveFirst, 0));
    IS(JET_errWriteConflict, JetPrepareUpdate(rival, table, JET_prepReplace));
    IS(JET_errWriteConflict, JetGetLock(rival, table, JET_bitWriteLock));
    IS(JET_errWriteConflict, JetDelete(rival, table));
    const std::int32_t two = 2;
    OK(JetSetColumn(db.session, db.table, db.number, &two, sizeof two, 0, nullptr));
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    IS(JET_errWriteConflict, JetGetCursorInfo(rival, table, nullptr, 0, 0));
    OK(JetCommitTransaction(db.session, 0));
    BOOST_TEST(db.number_at(rival, table) == 1);    // its snapshot is older
    OK(JetRollback(rival, 0));
    IS(JET_errNoCurrentRecord, JetDelete(rival, table));    // it moved in what was rolled back
    OK(JetMove(rival, table, JET_MoveFirst, 0));
    BOOST_TEST(db.number_at(rival, table) == 2);
    OK(JetDelete(rival, table));
    IS(JET_errRecordDeleted, JetDelete(rival, table));
}

BOOST_AUTO_TEST_CASE(locks_need_a_transaction_and_one_kind)
{
    with_table db;
    db.insert(1);
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    IS(JET_errNotInTransaction, JetGetLock(db.session, db.table, JET_bitReadLock));
    OK(JetBeginTransaction(db.session));
    IS(JET_errInvalidGrbit, JetGetLock(db.session, db.table, 0));
    OK(JetGetLock(db.session, db.table, JET_bitReadLock));
    OK(JetGetLock(db.session, db.table, JET_bitWriteLock));
    OK(JetGetCursorInfo(db.session, db.table, nullptr, 0, 0));
    IS(JET_errInvalidParameter, JetGetCursorInfo(db.session, db.table, nullptr, 4, 0));
    OK(JetCommitTransaction(db.session, 0));
}

// A second session at the same row of the same table.
struct second_reader {
    JET_SESID session = JET_sesidNil;
    JET_TABLEID table = JET_tableidNil;
    explicit second_reader(with_table& db)
    {
        JET_DBID opened = JET_dbidNil;
        OK(JetBeginSessionA(db.instance, &session, nullptr, nullptr));
        OK(JetOpenDatabaseA(session, db.in("test.edb").c_str(), nullptr, &opened, 0));
        OK(JetOpenTableA(session, opened, "t", nullptr, 0, 0, &table));
        OK(JetBeginTransaction(session));
        OK(JetMove(session, table, JET_MoveFirst, 0));
    }
};

BOOST_AUTO_TEST_CASE(read_locks_are_shared_and_keep_writers_away)
{
    with_table db;
    db.insert(1);
    second_reader other{db};
    OK(JetBeginTransaction(db.session));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetGetLock(db.session, db.table, JET_bitReadLock));
    OK(JetGetLock(other.session, other.table, JET_bitReadLock));
    IS(JET_errWriteConflict, JetGetLock(db.session, db.table, JET_bitWriteLock));
    IS(JET_errWriteConflict, JetPrepareUpdate(other.session, other.table, JET_prepReplace));
    IS(JET_errWriteConflict, JetDelete(other.session, other.table));

    OK(JetRollback(other.session, 0));
    OK(JetGetLock(db.session, db.table, JET_bitWriteLock));    // alone with it now
    OK(JetBeginTransaction(other.session));
    OK(JetMove(other.session, other.table, JET_MoveFirst, 0));
    IS(JET_errWriteConflict, JetGetLock(other.session, other.table, JET_bitReadLock));
    OK(JetCommitTransaction(db.session, 0));
    IS(JET_errWriteConflict, JetGetLock(other.session, other.table, JET_bitReadLock));    // its snapshot is older
    OK(JetRollback(other.session, 0));
}

BOOST_AUTO_TEST_CASE(an_escrow_column_is_added_to)
{
    running one;
    JET_DBID database = JET_dbidNil;
    JET_TABLEID table = JET_tableidNil;
    JET_COLUMNID count = 0;
    OK(JetCreateDatabaseA(one.session, one.in("e.edb").c_str(), nullptr, &database, 0));
    OK(JetCreateTableA(one.session, database, "e", 0, 0, &table));
    const std::int32_t zero = 0, five = 5;
    JET_COLUMNDEF definition{};
    definition.cbStruct = sizeof definition;
    definition.coltyp = JET_coltypLong;
    definition.grbit = JET_bitColumnFixed | JET_bitColumnEscrowUpdate;
    OK(JetAddColumnA(one.session, table, "count", &definition, &zero, sizeof zero, &count));
    OK(JetPrepareUpdate(one.session, table, JET_prepInsert));
    OK(JetUpdate(one.session, table, nullptr, 0, nullptr));
    OK(JetMove(one.session, table, JET_MoveFirst, 0));
    std::int32_t old = -1;
    std::uint32_t size = 0;
    IS(JET_errNotInTransaction, JetEscrowUpdate(one.session, table, count, const_cast<std::int32_t*>(&five), 4, nullptr, 0, nullptr, 0));
    OK(JetBeginTransaction(one.session));
    IS(JET_errInvalidBufferSize, JetEscrowUpdate(one.session, table, count, const_cast<std::int32_t*>(&five), 3, nullptr, 0, nullptr, 0));
    OK(JetEscrowUpdate(one.session, table, count, const_cast<std::int32_t*>(&five), 4, &old, sizeof old, &size, 0));
    BOOST_TEST(old == 0);
    OK(JetEscrowUpdate(one.session, table, count, const_cast<std::int32_t*>(&five), 4, &old, sizeof old, &size, 0));
    BOOST_TEST(old == 5);
    OK(JetCommitTransaction(one.session, 0));

    // What is not to be undone stays.
    OK(JetBeginTransaction(one.session));
    OK(JetEscrowUpdate(one.session, table, count, const_cast<std::int32_t*>(&five), 4, nullptr, 0, nullptr, 0));
    OK(JetEscrowUpdate(one.session, table, count, const_cast<std::int32_t*>(&five), 4, &old, sizeof old, &size, JET_bitEscrowNoRollback));
    BOOST_TEST(old == 15);
    OK(JetRollback(one.session, 0));
    OK(JetRetrieveColumn(one.session, table, count, &old, sizeof old, nullptr, 0, nullptr));
    BOOST_TEST(old == 15);
}

BOOST_AUTO_TEST_CASE(all_values_of_a_record_are_enumerated)
{
    with_table db;
    OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    const std::string longer(200, 'l');
    OK(JetSetColumn(db.session, db.table, db.words, longer.data(), 200, 0, nullptr));
    for (const char* tag : {"a", "bc"}) {
        JET_SETINFO next{sizeof next, 0, 0};
        OK(JetSetColumn(db.session, db.table, db.tags, tag, static_cast<std::uint32_t>(std::strlen(tag)), 0, &next));
    }
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));

    std::uint32_t count = 0;
    JET_ENUMCOLUMN* found = nullptr;
    handed_out = 0;
    OK(JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, give, nullptr, 100, JET_bitEnumerateCompressOutput));
    BOOST_REQUIRE_EQUAL(count, 3u);    // number and note are NULL
    BOOST_TEST(found[0].err == JET_wrnColumnSingleValue);
    BOOST_TEST(found[0].cbData == 4u);
    BOOST_TEST(found[1].err == JET_errSuccess);
    BOOST_TEST(found[1].rgEnumColumnValue[0].err == JET_wrnColumnTruncated);
    BOOST_TEST(found[1].rgEnumColumnValue[0].cbData == 100u);
    BOOST_TEST(found[2].columnid == db.tags);
    BOOST_REQUIRE_EQUAL(found[2].cEnumColumnValue, 2u);
    BOOST_TEST(std::string(static_cast<char*>(found[2].rgEnumColumnValue[1].pvData), 2) == "bc");
    const auto release = [&] {
        for (std::uint32_t i = 0; i < count; ++i) {
            if (found[i].err == JET_wrnColumnSingleValue) give(nullptr, found[i].pvData, 0);
            if (found[i].err != JET_errSuccess) continue;
            for (std::uint32_t j = 0; j < found[i].cEnumColumnValue; ++j)
                if (found[i].rgEnumColumnValue[j].pvData) give(nullptr, found[i].rgEnumColumnValue[j].pvData, 0);
            give(nullptr, found[i].rgEnumColumnValue, 0);
        }
        give(nullptr, found, 0);
    };
    release();
    BOOST_TEST(handed_out == 0);

    std::uint32_t second[] = {2, 0};
    JET_ENUMCOLUMNID some[] = {{db.number, 0, nullptr}, {db.tags, 2, second}, {0, 0, nullptr}};
    OK(JetEnumerateColumns(db.session, db.table, 3, some, &count, &found, give, nullptr, 0x7FFFFFFF, 0));
    BOOST_REQUIRE_EQUAL(count, 3u);
    BOOST_TEST(found[0].err == JET_wrnColumnNull);
    BOOST_TEST(found[1].rgEnumColumnValue[0].itagSequence == 2u);
    BOOST_TEST(found[1].rgEnumColumnValue[1].err == JET_wrnColumnSkipped);
    BOOST_TEST(found[2].err == JET_wrnColumnSkipped);
    release();

    OK(JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, give, nullptr, 100,
                           JET_bitEnumerateTaggedOnly | JET_bitEnumeratePresenceOnly));
    BOOST_REQUIRE_EQUAL(count, 1u);
    BOOST_TEST(found[0].err == JET_wrnColumnPresent);
    release();

    for (int fail_at = 0; fail_at < 6; ++fail_at) {
        int left = fail_at;
        IS(JET_errOutOfMemory, JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, give, &left, 100, 0));
        BOOST_TEST(handed_out == 0);
    }
    IS(JET_errInvalidParameter, JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, nullptr, nullptr, 100, 0));
    IS(JET_errInvalidGrbit, JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, give, nullptr, 100,
                                                JET_bitEnumerateInRecordOnly | JET_bitEnumerateAsRefIfNotInRecord));
    IS(JET_errInvalidGrbit, JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, give, nullptr, 100, JET_bitEnumerateLocal));
}

BOOST_AUTO_TEST_CASE(values_outside_the_record_can_be_left_there)
{
    with_table db;
    OK(JetBeginTransaction(db.session));
    for (const std::uint32_t size : {3u, 5000u}) {
        const std::string note(size, 'n');
        OK(JetPrepareUpdate(db.session, db.table, JET_prepInsert));
        OK(JetSetColumn(db.session, db.table, db.note, note.data(), size, 0, nullptr));
        OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    }
    OK(JetCommitTransaction(db.session, 0));
    JET_ENUMCOLUMNID wanted{db.note, 0, nullptr};
    for (const JET_ERR expected : {JET_errSuccess, JET_wrnColumnNotInRecord}) {
        OK(JetMove(db.session, db.table, expected == JET_errSuccess ? JET_MoveFirst : JET_MoveLast, 0));
        std::uint32_t count = 0;
        JET_ENUMCOLUMN* found = nullptr;
        OK(JetEnumerateColumns(db.session, db.table, 1, &wanted, &count, &found, give, nullptr, 10000, JET_bitEnumerateInRecordOnly));
        BOOST_REQUIRE_EQUAL(count, 1u);
        BOOST_REQUIRE_EQUAL(found->cEnumColumnValue, 1u);
        BOOST_TEST(found->rgEnumColumnValue[0].err == expected);
        BOOST_TEST((found->rgEnumColumnValue[0].pvData != nullptr) == (expected == JET_errSuccess));
        (void)give(nullptr, found->rgEnumColumnValue[0].pvData, 0);
        (void)give(nullptr, found->rgEnumColumnValue, 0);
        (void)give(nullptr, found, 0);
    }
}

BOOST_AUTO_TEST_CASE(a_reference_leads_to_a_value_outside_the_record_as_long_as_it_is_there)
{
    with_table db;
    const std::string note(5000, 'n');
    const auto set_note = [&](std::uint32_t kind, const char* text, std::uint32_t size) {
        OK(JetBeginTransaction(db.session));
        OK(JetPrepareUpdate(db.session, db.table, kind));
        OK(JetSetColumn(db.session, db.table, db.note, text, size, 0, nullptr));
        OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
        OK(JetCommitTransaction(db.session, 0));
    };
    set_note(JET_prepInsert, note.data(), 5000);
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    std::uint32_t count = 0;
    JET_ENUMCOLUMN* found = nullptr;
    const auto ask = [&] {
        return JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, give, nullptr, 10,
                                   JET_bitEnumerateAsRefIfNotInRecord | JET_bitEnumerateCompressOutput);
    };
    handed_out = 0;
    OK(ask());
    BOOST_REQUIRE_EQUAL(count, 2u);
    BOOST_TEST(found[0].err == JET_wrnColumnSingleValue);    // the number of the record
    BOOST_REQUIRE_EQUAL(found[1].columnid, db.note);
    BOOST_REQUIRE_EQUAL(found[1].cEnumColumnValue, 1u);
    const JET_ENUMCOLUMNVALUE& value = found[1].rgEnumColumnValue[0];
    BOOST_TEST(value.err == JET_wrnColumnReference);
    std::string reference(static_cast<const char*>(value.pvData), value.cbData);
    for (void* block : {found[0].pvData, value.pvData, static_cast<void*>(found[1].rgEnumColumnValue), static_cast<void*>(found)})
        (void)give(nullptr, block, 0);
    BOOST_TEST(handed_out == 0);

    std::string read(5000, ' ');
    std::uint32_t size = 0;
    const auto fetch = [&](std::uint32_t offset, std::uint32_t room, JET_GRBIT grbit = 0) {
        return JetRetrieveColumnByReference(db.session, db.table, reference.data(), static_cast<std::uint32_t>(reference.size()), offset,
                                            read.data(), room, &size, grbit);
    };
    IS(JET_errNoCurrentRecord, JetMove(db.session, db.table, JET_MoveNext, 0));    // wherever the cursor stands
    OK(fetch(0, 5000));
    BOOST_TEST(size == 5000u);
    BOOST_TEST(read == note);
    IS(JET_wrnBufferTruncated, fetch(1000, 10));
    BOOST_TEST(size == 4000u);
    IS(JET_errInvalidGrbit, fetch(0, 10, 1));
    for (const std::size_t cut : {std::size_t{0}, reference.size() - 1}) {
        const std::string whole = reference;
        reference.resize(cut);
        IS(JET_errInvalidColumnReference, fetch(0, 10));
        reference = whole;
    }
    for (std::size_t i = 0; i < 12; ++i) {    // what it says of itself, and of its table
        reference[i] ^= '\x40';
        IS(JET_errInvalidColumnReference, fetch(0, 10));
        reference[i] ^= '\x40';
    }
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetPrepareUpdate(db.session, db.table, JET_prepReplaceNoLock));
    IS(JET_errInvalidGrbit, ask());
    OK(JetPrepareUpdate(db.session, db.table, JET_prepCancel));
    set_note(JET_prepReplace, "x", 1);
    IS(JET_errStaleColumnReference, fetch(0, 10));
}

BOOST_AUTO_TEST_CASE(what_is_not_there_says_so)
{
    with_table db;
    IS(JET_errFeatureNotAvailable, JetPrepareToCommitTransaction(db.session, nullptr, 0, 0));
    IS(JET_errFeatureNotAvailable, JetOSSnapshotPrepare(nullptr, 0));
}

BOOST_AUTO_TEST_SUITE_END()
