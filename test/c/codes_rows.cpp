// codes_rows.cpp — what the calls that read, delete and lock records answer, code by code, and what their options do.
#include "codes_records.hpp"

#include <cstdlib>

using namespace c_test;

namespace {

int blocks = 0;
void* JET_API allocate(void*, void* memory, std::uint32_t size)
{
    if (size == 0) return --blocks, std::free(memory), nullptr;
    return ++blocks, std::malloc(size);
}
void* JET_API nothing(void*, void*, std::uint32_t) { return nullptr; }

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_rows)

BOOST_AUTO_TEST_CASE(retrieving_columns)
{
    records db;
    char text[20];
    std::uint32_t size = 0;
    JET_RETINFO info{15, 0, 1, 0};
    const auto one = [&](JET_COLUMNID column, void* to, std::uint32_t room, JET_GRBIT grbit = 0) {
        return JetRetrieveColumn(db.session, db.table, column, to, room, &size, grbit, nullptr);
    };
    IS(JET_errInvalidParameter, JetRetrieveColumn(db.session, db.table, db.words, text, 20, &size, 0, &info));
    IS(JET_errBadColumnId, JetRetrieveColumn(db.session, db.table, 65249, text, 20, &size, 0, nullptr));
    IS(JET_errColumnNotFound, JetRetrieveColumn(db.session, db.table, 100, text, 20, &size, 0, nullptr));
    IS(JET_wrnColumnNull, JetRetrieveColumn(db.session, db.table, db.note, text, 20, &size, 0, nullptr));
    BOOST_TEST(size == 0u);
    IS(JET_wrnBufferTruncated, JetRetrieveColumn(db.session, db.table, db.words, text, 2, &size, 0, nullptr));
    BOOST_TEST(size == 3u);
    IS(JET_wrnBufferTruncated, one(db.words, nullptr, 0));
    info = {sizeof info, 0, 0, 0};
    IS(JET_errBadItagSequence, JetRetrieveColumn(db.session, db.table, 0, text, 20, &size, 0, &info));
    IS(JET_errInvalidGrbit, JetRetrieveColumn(db.session, db.table, db.words, text, 20, &size,
                                              JET_bitRetrieveFromIndex | JET_bitRetrieveFromPrimaryBookmark, nullptr));
    IS(JET_errInvalidGrbit, JetRetrieveColumn(db.session, db.table, db.words, text, 20, &size, JET_bitRetrieveTuple, nullptr));

    JET_RETRIEVECOLUMN many[3] = {
        {db.words, text, 20, 0, 0, 0, 1, 0, 77}, {db.note, text, 20, 0, 0, 0, 1, 0, 77}, {100, text, 20, 0, 0, 0, 1, 0, 77}};
    OK(JetRetrieveColumns(db.session, db.table, many, 2));
    BOOST_TEST(many[1].err == JET_wrnColumnNull);
    IS(JET_errColumnNotFound, JetRetrieveColumns(db.session, db.table, many, 3));
    many[0].cbData = 2;
    IS(JET_wrnBufferTruncated, JetRetrieveColumns(db.session, db.table, many, 2));
    many[0].grbit = JET_bitRetrieveTuple;
    IS(JET_errInvalidGrbit, JetRetrieveColumns(db.session, db.table, many, 1));
    many[0].columnid = 65249, many[0].grbit = 0;
    IS(JET_errBadColumnId, JetRetrieveColumns(db.session, db.table, many, 1));
    IS(JET_errInvalidParameter, JetRetrieveColumns(db.session, db.table, nullptr, 1));
    many[0].columnid = db.words;
    db.leave(db.table);
    IS(JET_errNoCurrentRecord, JetRetrieveColumn(db.session, db.table, db.words, text, 20, &size, 0, nullptr));
    IS(JET_errNoCurrentRecord, JetRetrieveColumns(db.session, db.table, many, 1));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetDelete(db.session, db.table));
    IS(JET_errRecordDeleted, JetRetrieveColumn(db.session, db.table, db.words, text, 20, &size, 0, nullptr));
    IS(JET_errRecordDeleted, JetRetrieveColumns(db.session, db.table, many, 1));
}

BOOST_AUTO_TEST_CASE(options_of_a_retrieval)
{
    records db;
    std::int32_t value = 0;
    char text[20];
    JET_RETINFO info{sizeof info, 0, 1, 0};
    const auto get = [&](JET_COLUMNID column, JET_GRBIT grbit) {
        return JetRetrieveColumn(db.session, db.table, column, &value, 4, nullptr, grbit, nullptr);
    };
    OK(get(db.number, JET_bitRetrieveCopy));    // without an update: the record
    BOOST_TEST(value == 1);
    OK(JetSetCurrentIndexA(db.session, db.table, "by_number"));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(get(db.number, JET_bitRetrieveFromIndex));
    BOOST_TEST(value == 1);
    IS(JET_errColumnNotFound, get(db.words, JET_bitRetrieveFromIndex));
    OK(get(db.id, JET_bitRetrieveFromPrimaryBookmark));
    BOOST_TEST(value == 1);
    IS(JET_errColumnNotFound, get(db.number, JET_bitRetrieveFromPrimaryBookmark));
    OK(JetCreateIndexA(db.session, db.table, "tuples", JET_bitIndexTuples, "+words\0", 8, 80));
    OK(JetSetCurrentIndexA(db.session, db.table, "tuples"));
    IS(JET_errIndexTuplesCannotRetrieveFromIndex,
       JetRetrieveColumn(db.session, db.table, db.words, text, 20, nullptr, JET_bitRetrieveFromIndex, nullptr));
    OK(JetRetrieveColumn(db.session, db.table, db.words, text, 20, nullptr, JET_bitRetrieveFromIndex | JET_bitRetrieveTuple, nullptr));
    OK(JetCreateIndexA(db.session, db.table, "by_tags", JET_bitIndexIgnoreNull, "+tags\0", 7, 80));
    OK(db.prepare(JET_prepInsert));
    JET_SETINFO next{sizeof next, 0, 0};
    for (const char* tag : {"b", "a"}) OK(db.set(db.tags, tag, 1, 0, &next));
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    OK(JetSetCurrentIndexA(db.session, db.table, "by_tags"));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetRetrieveColumn(db.session, db.table, db.tags, text, 20, nullptr, JET_bitRetrieveFromIndex | JET_bitRetrieveTag, &info));
    BOOST_TEST(info.itagSequence == 2u);    // "a" was set second
    info.itagSequence = 3;
    IS(JET_wrnColumnNull, JetRetrieveColumn(db.session, db.table, 0, text, 20, nullptr, 0, &info));    // there are two in all
    OK(JetPrepareUpdate(db.session, db.counted, JET_prepReplace));
    OK(JetSetColumn(db.session, db.counted, db.defaulted, nullptr, 0, 0, nullptr));
    info.itagSequence = 1;
    IS(JET_wrnColumnSetNull, JetRetrieveColumn(db.session, db.counted, 0, text, 20, nullptr, JET_bitRetrieveCopy | JET_bitRetrieveNull, &info));
}

BOOST_AUTO_TEST_CASE(deleting)
{
    records db;
    IS(JET_errPermissionDenied, JetDelete(db.session, db.read_only));
    OK(JetBeginTransaction2(db.session, JET_bitTransactionReadOnly));
    IS(JET_errTransReadOnly, JetDelete(db.session, db.table));
    OK(JetRollback(db.session, 0));
    db.leave(db.table);
    IS(JET_errNoCurrentRecord, JetDelete(db.session, db.table));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(db.prepare(JET_prepInsert));
    OK(JetDelete(db.session, db.table));
    IS(JET_errUpdateNotPrepared, db.prepare(JET_prepCancel));    // dropped
    IS(JET_errRecordDeleted, JetDelete(db.session, db.table));
}

BOOST_AUTO_TEST_CASE(locking)
{
    records db;
    IS(JET_errNotInTransaction, JetGetLock(db.session, db.table, 0));    // before the options
    OK(JetBeginTransaction(db.session));
    IS(JET_errInvalidGrbit, JetGetLock(db.session, db.table, 0));
    IS(JET_errInvalidGrbit, JetGetLock(db.session, db.table, JET_bitReadLock | JET_bitWriteLock));
    IS(JET_errPermissionDenied, JetGetLock(db.session, db.read_only, JET_bitWriteLock));
    OK(JetGetLock(db.session, db.read_only, JET_bitReadLock));
    IS(JET_errKeyNotMade, JetGetLock(db.session, db.table, JET_bitWriteLock | JET_bitKeyLock));
    db.leave(db.table);
    IS(JET_errNoCurrentRecord, JetGetLock(db.session, db.table, JET_bitWriteLock));
    const std::int32_t key = 1;
    OK(JetMakeKey(db.session, db.table, &key, 4, JET_bitNewKey));
    OK(JetGetLock(db.session, db.table, JET_bitWriteLock | JET_bitKeyLock));
    OK(JetBeginTransaction(db.other));
    IS(JET_errWriteConflict, JetGetLock(db.other, db.its, JET_bitWriteLock));
    OK(JetRollback(db.other, 0));
    OK(JetRollback(db.session, 0));
    OK(JetBeginTransaction2(db.session, JET_bitTransactionReadOnly));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    IS(JET_errTransReadOnly, JetGetLock(db.session, db.table, JET_bitWriteLock));
    OK(JetGetLock(db.session, db.table, JET_bitReadLock));
}

BOOST_AUTO_TEST_CASE(looking_at_a_record)
{
    records db;
    IS(JET_errInvalidParameter, JetGetCursorInfo(db.session, db.table, nullptr, 1, 0));
    IS(JET_errInvalidParameter, JetGetCursorInfo(db.session, db.table, nullptr, 0, 1));
    OK(JetGetCursorInfo(db.session, db.table, nullptr, 0, 0));
    JET_RECSIZE size{};
    JET_RECSIZE2 size2{};
    IS(JET_errInvalidParameter, JetGetRecordSize(db.session, db.table, nullptr, 0));
    IS(JET_errInvalidParameter, JetGetRecordSize2(db.session, db.table, nullptr, 0));
    IS(JET_errInvalidGrbit, JetGetRecordSize(db.session, db.table, &size, 8));
    IS(JET_errInvalidGrbit, JetGetRecordSize2(db.session, db.table, &size2, 8));
    OK(JetGetRecordSize(db.session, db.table, &size, 0));
    const std::uint64_t once = size.cbData;
    OK(JetGetRecordSize(db.session, db.table, &size, JET_bitRecordSizeRunningTotal));
    BOOST_TEST(size.cbData == 2 * once);
    OK(db.prepare(JET_prepReplace));
    OK(db.set(db.words, "longer than it was", 18));
    OK(JetGetRecordSize(db.session, db.table, &size, JET_bitRecordSizeInCopyBuffer));
    BOOST_TEST(size.cbData > once);
    OK(JetGetRecordSize2(db.session, db.table, &size2, JET_bitRecordSizeInCopyBuffer | JET_bitRecordSizeLocal));
    BOOST_TEST(size2.cbData == size.cbData);
    db.cancel();
    OK(JetGetRecordSize2(db.session, db.table, &size2, JET_bitRecordSizeRunningTotal));
    db.leave(db.table);
    IS(JET_errNoCurrentRecord, JetGetCursorInfo(db.session, db.table, nullptr, 0, 0));
    IS(JET_errNoCurrentRecord, JetGetRecordSize(db.session, db.table, &size, 0));
    IS(JET_errNoCurrentRecord, JetGetRecordSize2(db.session, db.table, &size2, 0));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetDelete(db.session, db.table));
    IS(JET_errRecordDeleted, JetGetCursorInfo(db.session, db.table, nullptr, 0, 0));
    IS(JET_errRecordDeleted, JetGetRecordSize(db.session, db.table, &size, 0));
    IS(JET_errRecordDeleted, JetGetRecordSize2(db.session, db.table, &size2, 0));
}

BOOST_AUTO_TEST_CASE(escrow_updates)
{
    records db;
    std::int32_t value = 1, old = 0;
    IS(JET_errNotInTransaction, JetEscrowUpdate(db.session, db.counted, 100, nullptr, 0, nullptr, 0, nullptr, 0));    // before all else
    OK(JetBeginTransaction2(db.session, JET_bitTransactionReadOnly));
    IS(JET_errTransReadOnly, JetEscrowUpdate(db.session, db.counted, db.escrow, &value, 4, nullptr, 0, nullptr, 0));
    OK(JetRollback(db.session, 0));
    OK(JetBeginTransaction(db.session));
    IS(JET_errPermissionDenied, JetEscrowUpdate(db.session, db.read_only, db.number, &value, 4, nullptr, 0, nullptr, 0));
    IS(JET_errColumnNotFound, JetEscrowUpdate(db.session, db.counted, 100, &value, 4, nullptr, 0, nullptr, 0));
    IS(JET_errBadColumnId, JetEscrowUpdate(db.session, db.counted, 0, &value, 4, nullptr, 0, nullptr, 0));
    IS(JET_errInvalidBufferSize, JetEscrowUpdate(db.session, db.counted, db.escrow, &value, 8, nullptr, 0, nullptr, 0));
    IS(JET_errInvalidBufferSize, JetEscrowUpdate(db.session, db.counted, db.escrow, &value, 4, &old, 3, nullptr, 0));
    IS(JET_errInvalidOperation, JetEscrowUpdate(db.session, db.table, db.number, &value, 4, nullptr, 0, nullptr, 0));
    OK(JetPrepareUpdate(db.session, db.counted, JET_prepReplace));
    IS(JET_errAlreadyPrepared, JetEscrowUpdate(db.session, db.counted, db.escrow, &value, 4, nullptr, 0, nullptr, 0));
    OK(JetPrepareUpdate(db.session, db.counted, JET_prepCancel));
    OK(db.add(5, db.escrow, 4, &old, 4));
    OK(db.add(-2, db.escrow, 4, &old, 4));
    BOOST_TEST(old == 5);
    OK(JetCommitTransaction(db.session, 0));
    OK(JetCloseTable(db.session, db.counted));    // made deny-read
    OK(JetOpenTableA(db.session, db.database, "counted", nullptr, 0, 0, &db.counted));
    JET_TABLEID rival = JET_tableidNil;
    OK(JetOpenTableA(db.other, db.its_database, "counted", nullptr, 0, 0, &rival));
    OK(JetBeginTransaction(db.other));
    OK(JetMove(db.other, rival, JET_MoveFirst, 0));
    OK(JetPrepareUpdate(db.other, rival, JET_prepReplace));
    OK(JetBeginTransaction(db.session));
    OK(JetMove(db.session, db.counted, JET_MoveFirst, 0));
    IS(JET_errWriteConflict, JetEscrowUpdate(db.session, db.counted, db.escrow, &value, 4, nullptr, 0, nullptr, 0));
    OK(JetRollback(db.session, 0));
    OK(JetRollback(db.other, 0));
    OK(JetBeginTransaction(db.session));
    db.leave(db.counted);
    IS(JET_errNoCurrentRecord, JetEscrowUpdate(db.session, db.counted, db.escrow, &value, 4, nullptr, 0, nullptr, 0));
    OK(JetMove(db.session, db.counted, JET_MoveFirst, 0));
    OK(JetDelete(db.session, db.counted));
    IS(JET_errRecordDeleted, JetEscrowUpdate(db.session, db.counted, db.escrow, &value, 4, nullptr, 0, nullptr, 0));
}

BOOST_AUTO_TEST_CASE(enumerating)
{
    records db;
    std::uint32_t count = 9;
    JET_ENUMCOLUMN* found = nullptr;
    JET_ENUMCOLUMNID list[] = {{db.words, 0, nullptr}, {100, 0, nullptr}};
    const auto ask = [&](JET_GRBIT grbit, std::uint32_t listed = 0, std::uint32_t most = 1000) {
        return JetEnumerateColumns(db.session, db.table, listed, listed ? list : nullptr, &count, &found, &allocate, nullptr, most, grbit);
    };
    const auto release = [&] {
        for (std::uint32_t i = 0; i < count; ++i) {
            if (found[i].err == JET_wrnColumnSingleValue) allocate(nullptr, found[i].pvData, 0);
            if (found[i].err != JET_errSuccess) continue;
            for (std::uint32_t j = 0; j < found[i].cEnumColumnValue; ++j)
                if (found[i].rgEnumColumnValue[j].pvData) allocate(nullptr, found[i].rgEnumColumnValue[j].pvData, 0);
            allocate(nullptr, found[i].rgEnumColumnValue, 0);
        }
        allocate(nullptr, found, 0);
    };
    blocks = 0;
    IS(JET_errInvalidParameter, JetEnumerateColumns(db.session, db.table, 0, nullptr, nullptr, &found, &allocate, nullptr, 10, 0));
    IS(JET_errInvalidParameter, JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, nullptr, &allocate, nullptr, 10, 0));
    IS(JET_errInvalidParameter, JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, nullptr, nullptr, 10, 0));
    IS(JET_errInvalidParameter, JetEnumerateColumns(db.session, db.table, 1, nullptr, &count, &found, &allocate, nullptr, 10, 0));
    IS(JET_errInvalidGrbit, JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, &allocate, nullptr, 10, JET_bitEnumerateLocal));
    IS(JET_errInvalidGrbit, JetEnumerateColumns(db.session, db.table, 1, list, &count, &found, &allocate, nullptr, 10, JET_bitEnumerateTaggedOnly));
    IS(JET_errOutOfMemory, JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, &nothing, nullptr, 10, 0));
    IS(JET_errColumnNotFound, JetEnumerateColumns(db.session, db.table, 2, list, &count, &found, &allocate, nullptr, 10, 0));
    BOOST_TEST(blocks == 0);
    OK(ask(0));
    BOOST_TEST(count == 3u);
    release();
    OK(ask(JET_bitEnumerateTaggedOnly));
    BOOST_TEST(count == 0u);
    release();
    OK(ask(JET_bitEnumerateCompressOutput | JET_bitEnumerateIgnoreUserDefinedDefault));
    BOOST_TEST(found[0].err == JET_wrnColumnSingleValue);
    release();
    OK(ask(JET_bitEnumeratePresenceOnly));
    BOOST_TEST(found[0].err == JET_wrnColumnPresent);
    release();
    OK(ask(0, 1, 2));
    BOOST_TEST(found[0].rgEnumColumnValue[0].err == JET_wrnColumnTruncated);
    release();
    OK(db.prepare(JET_prepReplace));
    OK(db.set(db.words, nullptr, 0));
    OK(ask(JET_bitEnumerateCopy, 1));
    BOOST_TEST(found[0].err == JET_wrnColumnNull);
    release();
    db.cancel();
    OK(JetEnumerateColumns(db.session, db.counted, 0, nullptr, &count, &found, &allocate, nullptr, 100, JET_bitEnumerateIgnoreDefault));
    for (std::uint32_t i = 0; i < count; ++i) BOOST_TEST(found[i].columnid != db.defaulted);
    release();
    BOOST_TEST(blocks == 0);
    db.leave(db.table);
    IS(JET_errNoCurrentRecord, JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, &allocate, nullptr, 10, 0));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetDelete(db.session, db.table));
    IS(JET_errRecordDeleted, JetEnumerateColumns(db.session, db.table, 0, nullptr, &count, &found, &allocate, nullptr, 10, 0));
    BOOST_TEST(blocks == 0);
}

BOOST_AUTO_TEST_SUITE_END()
