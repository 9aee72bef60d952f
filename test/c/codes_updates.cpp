// codes_updates.cpp — what the calls that prepare, set and update answer, code by code, and what their options do.
#include "codes_records.hpp"

using namespace c_test;

BOOST_AUTO_TEST_SUITE(c_codes_updates)

BOOST_AUTO_TEST_CASE(preparing)
{
    records db;
    for (const std::uint32_t kind : {1u, 6u, 11u, 0xFFFFFFFFu}) IS(JET_errInvalidParameter, JetPrepareUpdate(db.session, db.table, kind));
    IS(JET_errUpdateNotPrepared, JetPrepareUpdate(db.session, db.table, JET_prepCancel));
    IS(JET_errPermissionDenied, JetPrepareUpdate(db.session, db.read_only, JET_prepInsert));
    for (const std::uint32_t kind :
         each_of(JET_prepInsertCopy, JET_prepInsertCopyDeleteOriginal, JET_prepInsertCopyReplaceOriginal, JET_prepReadOnlyCopy))
        IS(JET_errNotInTransaction, JetPrepareUpdate(db.session, db.table, kind));
    IS(JET_errUpdateNotPrepared, db.prepare(JET_prepCancel));    // nothing came of them
    OK(db.prepare(JET_prepInsert));
    IS(JET_errAlreadyPrepared, JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    IS(JET_errAlreadyPrepared, JetPrepareUpdate(db.session, db.table, JET_prepReplace));
    db.cancel();
    OK(JetBeginTransaction2(db.session, JET_bitTransactionReadOnly));
    IS(JET_errTransReadOnly, JetPrepareUpdate(db.session, db.table, JET_prepReplace));
    OK(JetRollback(db.session, 0));
    IS(JET_errIllegalOperation, JetPrepareUpdate(db.session, db.counted, JET_prepInsertMustSetAutoIncrement));    // it has none
    db.leave(db.table);
    for (const std::uint32_t kind : each_of(JET_prepReplace, JET_prepReplaceNoLock))
        IS(JET_errNoCurrentRecord, JetPrepareUpdate(db.session, db.table, kind));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetBeginTransaction(db.other));
    OK(JetPrepareUpdate(db.other, db.its, JET_prepReplace));
    OK(JetBeginTransaction(db.session));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    IS(JET_errWriteConflict, JetPrepareUpdate(db.session, db.table, JET_prepReplace));
    OK(JetRollback(db.other, 0));
    OK(JetRollback(db.session, 0));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(JetDelete(db.session, db.table));
    IS(JET_errRecordDeleted, JetPrepareUpdate(db.session, db.table, JET_prepReplace));
}

BOOST_AUTO_TEST_CASE(kinds_of_updates)
{
    records db;
    std::int32_t id = 0, value = 5;
    const auto identity = [&](JET_GRBIT grbit) {
        OK(JetRetrieveColumn(db.session, db.table, db.id, &id, 4, nullptr, grbit, nullptr));
        return id;
    };
    const std::int32_t original = identity(0);
    OK(db.prepare(JET_prepInsert));
    BOOST_TEST(identity(JET_bitRetrieveCopy) > original);    // drawn at once
    db.cancel();
    OK(JetBeginTransaction(db.session));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(db.prepare(JET_prepReplace));
    OK(db.set(db.number, &value, 4));
    BOOST_TEST(db.number_here() == 1);    // the record, not the copy
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    BOOST_TEST(db.number_here() == 5);
    value = 6;
    OK(db.prepare(JET_prepReplaceNoLock));
    OK(db.set(db.number, &value, 4));
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    OK(db.prepare(JET_prepInsertCopy));
    BOOST_TEST(identity(JET_bitRetrieveCopy) != original);
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    BOOST_TEST(identity(0) == original);    // an insert does not move the cursor
    OK(db.prepare(JET_prepReadOnlyCopy));
    IS(JET_errUpdateNotPrepared, JetSetColumn(db.session, db.table, db.number, &value, 4, 0, nullptr));
    IS(JET_errUpdateNotPrepared, JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    OK(JetMove(db.session, db.table, 0, 0));
    OK(db.prepare(JET_prepInsertCopyReplaceOriginal));
    BOOST_TEST(identity(JET_bitRetrieveCopy) == original);    // kept
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    OK(db.prepare(JET_prepInsertCopyDeleteOriginal));
    IS(JET_errAlreadyPrepared, JetDelete(db.session, db.table));    // it is about to be
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    IS(JET_errRecordDeleted, JetMove(db.session, db.table, 0, 0));
    OK(JetCommitTransaction(db.session, 0));
    OK(db.prepare(JET_prepInsertMustSetAutoIncrement));
    IS(JET_errAutoIncrementNotSet, JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    value = 0;
    IS(JET_errInvalidParameter, JetSetColumn(db.session, db.table, db.id, &value, 4, 0, nullptr));
    value = 0x7FFFFF00;    // the last number there is
    OK(JetSetColumn(db.session, db.table, db.id, &value, 4, 0, nullptr));
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    IS(JET_errOutOfAutoincrementValues, JetPrepareUpdate(db.session, db.table, JET_prepInsert));
    IS(JET_errUpdateNotPrepared, JetUpdate(db.session, db.table, nullptr, 0, nullptr));
}

BOOST_AUTO_TEST_CASE(updating)
{
    records db;
    char bookmark[10];
    std::uint32_t size = 0;
    const std::int32_t seven = 7;
    IS(JET_errUpdateNotPrepared, JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    IS(JET_errUpdateNotPrepared, JetUpdate2(db.session, db.table, nullptr, 0, nullptr, 0));
    OK(db.prepare(JET_prepInsert));
    IS(JET_errBufferTooSmall, JetUpdate(db.session, db.table, bookmark, 2, &size));
    IS(JET_errBufferTooSmall, JetUpdate2(db.session, db.table, bookmark, 2, &size, 0));
    IS(JET_errUpdateMustVersion, JetUpdate2(db.session, db.table, nullptr, 0, nullptr, JET_bitUpdateNoVersion));
    OK(JetUpdate2(db.session, db.table, bookmark, sizeof bookmark, &size, JET_bitUpdateCheckESE97Compatibility));
    BOOST_TEST(size == 5u);
    OK(JetGotoBookmark(db.session, db.table, bookmark, size));
    OK(db.prepare(JET_prepReplace));
    OK(db.set(db.number, &seven, 4));
    OK(JetUpdate(db.session, db.table, bookmark, 2, &size));    // cut without a word
    JET_TABLEID fresh = JET_tableidNil;
    OK(JetBeginTransaction(db.session));
    OK(JetCreateTableA(db.session, db.database, "fresh", 0, 0, &fresh));
    OK(JetPrepareUpdate(db.session, fresh, JET_prepInsert));
    OK(JetUpdate2(db.session, fresh, nullptr, 0, nullptr, JET_bitUpdateNoVersion));    // nobody else sees the table
    OK(JetCommitTransaction(db.session, 0));
    OK(JetCreateIndexA(db.session, db.table, "u", JET_bitIndexUnique | JET_bitIndexIgnoreNull, "+words\0", 8, 80));
    OK(db.prepare(JET_prepInsert));
    OK(db.set(db.words, "one", 3));
    IS(JET_errKeyDuplicate, JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    IS(JET_errKeyDuplicate, JetUpdate2(db.session, db.table, nullptr, 0, nullptr, 0));
    db.cancel();
    OK(JetCreateIndexA(db.session, db.table, "whole", JET_bitIndexDisallowTruncation, "+note\0", 7, 80));
    OK(JetBeginTransaction(db.session));
    OK(db.prepare(JET_prepInsert));
    OK(db.set(db.note, std::string(400, 'n').data(), 400));
    IS(JET_errKeyTruncated, JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    IS(JET_errKeyTruncated, JetUpdate2(db.session, db.table, nullptr, 0, nullptr, 0));
    OK(JetRollback(db.session, 0));
}

BOOST_AUTO_TEST_CASE(updates_for_which_no_memory_is_left)
{
    created one;
    one.number(JET_paramMaxVerPages, 1);
    OK(JetInit(&one.instance));
    JET_SESID session = JET_sesidNil;
    JET_DBID database = JET_dbidNil;
    JET_TABLEID table = JET_tableidNil;
    OK(JetBeginSessionA(one.instance, &session, nullptr, nullptr));
    OK(JetCreateDatabaseA(session, one.in("full.edb").c_str(), nullptr, &database, 0));
    OK(JetCreateTableA(session, database, "t", 0, 0, &table));
    OK(JetBeginTransaction(session));
    JET_ERR code = JET_errSuccess;
    for (int i = 0; i < 5000 && code == JET_errSuccess; ++i) {
        OK(JetPrepareUpdate(session, table, JET_prepInsert));
        code = JetUpdate(session, table, nullptr, 0, nullptr);
    }
    BOOST_TEST(code == JET_errVersionStoreOutOfMemory);
    IS(JET_errVersionStoreOutOfMemory, JetUpdate(session, table, nullptr, 0, nullptr));    // it is still prepared
    IS(JET_errVersionStoreOutOfMemory, JetUpdate2(session, table, nullptr, 0, nullptr, 0));
    OK(JetRollback(session, 0));
    OK(JetPrepareUpdate(session, table, JET_prepInsert));
    OK(JetUpdate(session, table, nullptr, 0, nullptr));
}

BOOST_AUTO_TEST_CASE(updates_that_a_definition_forbids)
{
    records db;
    JET_TABLEID keyed = JET_tableidNil;
    JET_COLUMNID k = 0, v = 0;
    const std::int32_t one = 1, two = 2;
    OK(JetCreateTableA(db.session, db.database, "keyed", 0, 0, &keyed));
    JET_COLUMNDEF wanted{sizeof wanted, 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnNotNULL};
    OK(JetAddColumnA(db.session, keyed, "k", &wanted, nullptr, 0, &k));
    wanted.grbit = 0;
    OK(JetAddColumnA(db.session, keyed, "v", &wanted, nullptr, 0, &v));
    OK(JetCreateIndexA(db.session, keyed, "pk", JET_bitIndexPrimary | JET_bitIndexDisallowNull, "+k\0+v\0", 7, 80));
    const auto put = [&](JET_COLUMNID column, const std::int32_t& value) { return JetSetColumn(db.session, keyed, column, &value, 4, 0, nullptr); };
    OK(JetPrepareUpdate(db.session, keyed, JET_prepInsert));
    IS(JET_errNullInvalid, JetUpdate(db.session, keyed, nullptr, 0, nullptr));
    IS(JET_errNullInvalid, JetUpdate2(db.session, keyed, nullptr, 0, nullptr, 0));
    OK(put(k, one));
    IS(JET_errNullKeyDisallowed, JetUpdate(db.session, keyed, nullptr, 0, nullptr));
    IS(JET_errNullKeyDisallowed, JetUpdate2(db.session, keyed, nullptr, 0, nullptr, 0));
    OK(put(v, one));
    OK(JetUpdate(db.session, keyed, nullptr, 0, nullptr));
    OK(JetMove(db.session, keyed, JET_MoveFirst, 0));
    OK(JetPrepareUpdate(db.session, keyed, JET_prepReplace));
    OK(put(k, two));
    IS(JET_errRecordPrimaryChanged, JetUpdate(db.session, keyed, nullptr, 0, nullptr));
    IS(JET_errRecordPrimaryChanged, JetUpdate2(db.session, keyed, nullptr, 0, nullptr, 0));
    OK(JetPrepareUpdate(db.session, keyed, JET_prepCancel));
}

BOOST_AUTO_TEST_CASE(updates_that_meet_those_of_others)
{
    records db;
    const std::int32_t two = 2;
    const auto by = [&](JET_SESID who, JET_TABLEID where) {
        OK(JetPrepareUpdate(who, where, JET_prepReplace));
        OK(JetSetColumn(who, where, db.number, &two, 4, 0, nullptr));
        OK(JetUpdate(who, where, nullptr, 0, nullptr));
    };
    OK(JetBeginTransaction(db.session));
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    OK(db.prepare(JET_prepReplaceNoLock));
    OK(db.set(db.number, &two, 4));
    by(db.other, db.its);    // committed since
    IS(JET_errWriteConflict, JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    IS(JET_errWriteConflict, JetUpdate2(db.session, db.table, nullptr, 0, nullptr, 0));
    OK(db.prepare(JET_prepCancel));
    IS(JET_errWriteConflict, JetDelete(db.session, db.table));
    IS(JET_errWriteConflict, JetGetLock(db.session, db.table, JET_bitWriteLock));
    IS(JET_errWriteConflict, JetGetLock(db.session, db.table, JET_bitReadLock));
    OK(JetRollback(db.session, 0));
    OK(JetBeginTransaction(db.other));
    OK(JetMove(db.other, db.its, JET_MoveFirst, 0));
    by(db.other, db.its);
    OK(JetMove(db.session, db.table, JET_MoveFirst, 0));
    IS(JET_errWriteConflict, JetGetCursorInfo(db.session, db.table, nullptr, 0, 0));
    OK(JetRollback(db.other, 0));
    OK(JetGetCursorInfo(db.session, db.table, nullptr, 0, 0));
}

BOOST_AUTO_TEST_CASE(a_schema_that_changes_below_a_prepared_update)
{
    records db;
    JET_TABLEID second = JET_tableidNil;
    JET_COLUMNID added = 0;
    JET_COLUMNDEF wanted{sizeof wanted, 0, JET_coltypLong, 0, 0, 0, 0, 0, 0};
    std::int32_t value = 9, read = 0;
    OK(JetDupCursor(db.session, db.table, &second, 0));
    OK(db.prepare(JET_prepReplace));
    OK(db.set(db.number, &value, 4));
    OK(JetAddColumnA(db.session, second, "added", &wanted, nullptr, 0, &added));
    OK(JetRetrieveColumn(db.session, db.table, db.id, &read, 4, nullptr, JET_bitRetrieveCopy | JET_bitRetrieveFromIndex, nullptr));
    BOOST_TEST(read == 1);
    OK(db.set(added, &value, 4));
    OK(JetUpdate(db.session, db.table, nullptr, 0, nullptr));
    OK(JetRetrieveColumn(db.session, db.table, added, &read, 4, nullptr, 0, nullptr));
    BOOST_TEST(read == 9);
}

BOOST_AUTO_TEST_CASE(setting_columns)
{
    records db;
    const std::int32_t value = 7;
    JET_SETCOLUMN one{db.number, &value, 4, 0, 0, 1, 0};
    const auto many = [&](JET_COLUMNID column, const void* data, std::uint32_t size, JET_GRBIT grbit = 0) {
        one = {column, data, size, grbit, 0, 1, 77};
        return JetSetColumns(db.session, db.table, &one, 1);
    };
    IS(JET_errUpdateNotPrepared, JetSetColumn(db.session, db.table, db.number, &value, 4, 0, nullptr));
    IS(JET_errUpdateNotPrepared, JetSetColumns(db.session, db.table, &one, 1));
    IS(JET_errPermissionDenied, JetSetColumn(db.session, db.read_only, db.number, &value, 4, 0, nullptr));
    IS(JET_errPermissionDenied, JetSetColumns(db.session, db.read_only, &one, 1));
    IS(JET_errInvalidParameter, JetSetColumns(db.session, db.table, nullptr, 1));
    OK(db.prepare(JET_prepInsert));
    IS(JET_errInvalidParameter, JetSetColumn(db.session, db.table, db.number, &value, 0x80000000, 0, nullptr));
    JET_SETINFO info{11, 0, 1};
    IS(JET_errInvalidParameter, JetSetColumn(db.session, db.table, db.number, &value, 4, 0, &info));
    IS(JET_errBadColumnId, JetSetColumn(db.session, db.table, 0, &value, 4, 0, nullptr));
    IS(JET_errBadColumnId, JetSetColumn(db.session, db.table, 65249, &value, 4, 0, nullptr));
    IS(JET_errColumnNotFound, JetSetColumn(db.session, db.table, 100, &value, 4, 0, nullptr));
    IS(JET_errInvalidColumnType, JetSetColumn(db.session, db.table, db.id, &value, 4, 0, nullptr));    // counts by itself
    IS(JET_errInvalidBufferSize, JetSetColumn(db.session, db.table, db.number, &value, 3, 0, nullptr));
    IS(JET_errNotInTransaction, JetSetColumn(db.session, db.table, db.note, "x", 1, 0, nullptr));
    IS(JET_errInvalidGrbit, JetSetColumn(db.session, db.table, db.note, "x", 1, JET_bitSetUniqueMultiValues | JET_bitSetAppendLV, nullptr));
    IS(JET_errInvalidGrbit, JetSetColumn(db.session, db.table, db.note, "x", 1, JET_bitSetContiguousLV, nullptr));
    IS(JET_errInvalidBufferSize, JetSetColumn(db.session, db.table, db.note, "x", 1, JET_bitSetContiguousLV | JET_bitSetSeparateLV, nullptr));
    const std::string large(300, 'x');
    IS(JET_wrnColumnMaxTruncated, JetSetColumn(db.session, db.table, db.words, large.data(), 300, 0, nullptr));
    IS(JET_errColumnTooBig, JetSetColumn(db.session, db.table, db.tags, large.data(), 300, 0, nullptr));
    JET_ERR code = JET_errSuccess;
    info = {sizeof info, 0, 0};
    for (int i = 0; i < 50 && code == JET_errSuccess; ++i) code = JetSetColumn(db.session, db.table, db.tags, large.data(), 250, 0, &info);
    BOOST_TEST(code == JET_errRecordTooBig);
    db.cancel();

    OK(db.prepare(JET_prepInsert));
    IS(JET_errBadColumnId, (one = {0, &value, 4, 0, 0, 1, 77}, JetSetColumns(db.session, db.table, &one, 1)));
    BOOST_TEST(one.err == 77);    // not written
    BOOST_TEST(many(100, &value, 4) == JET_errColumnNotFound);
    BOOST_TEST(many(db.id, &value, 4) == JET_errInvalidColumnType);
    BOOST_TEST(many(db.number, &value, 5) == JET_errInvalidBufferSize);
    BOOST_TEST(many(db.note, "x", 1) == JET_errNotInTransaction);
    BOOST_TEST(many(db.note, "x", 1, JET_bitSetUniqueMultiValues | JET_bitSetSizeLV) == JET_errInvalidGrbit);
    BOOST_TEST(many(db.tags, large.data(), 300) == JET_errColumnTooBig);
    BOOST_TEST(many(db.words, large.data(), 300) == JET_wrnColumnMaxTruncated);
    BOOST_TEST(one.err == JET_wrnColumnMaxTruncated);
}

BOOST_AUTO_TEST_CASE(options_of_a_value)
{
    records db;
    JET_SETINFO first{sizeof first, 0, 1}, append{sizeof append, 0, 0}, at{sizeof at, 3, 1};
    OK(JetBeginTransaction(db.session));
    OK(db.prepare(JET_prepInsert));
    const auto note = [&] { return db.read(db.note, JET_bitRetrieveCopy); };
    OK(db.set(db.note, "abc", 3));
    OK(db.set(db.note, "def", 3, JET_bitSetAppendLV));
    BOOST_TEST(note() == "abcdef");
    OK(db.set(db.note, "XY", 2, JET_bitSetOverwriteLV, &at));
    BOOST_TEST(note() == "abcXYf");
    OK(db.set(db.note, "!", 1, JET_bitSetOverwriteLV | JET_bitSetSizeLV, &at));
    BOOST_TEST(note() == "abc!");
    OK(db.set(db.note, nullptr, 6, JET_bitSetSizeLV));
    BOOST_TEST(note() == std::string("abc!\0\0", 6));
    OK(db.set(db.note, nullptr, 2, JET_bitSetSizeLV));
    BOOST_TEST(note() == "ab");
    at.ibLongValue = 100;
    IS(JET_errColumnNoChunk, JetSetColumn(db.session, db.table, db.note, "x", 1, JET_bitSetOverwriteLV, &at));
    OK(db.set(db.note, "", 0, JET_bitSetZeroLength));
    BOOST_TEST(note().empty());
    BOOST_TEST(db.last == JET_errSuccess);
    OK(db.set(db.note, nullptr, 0));
    (void)note();
    BOOST_TEST(db.last == JET_wrnColumnNull);
    for (const JET_GRBIT where : each_of(JET_bitSetSeparateLV, JET_bitSetIntrinsicLV, JET_bitSetCompressed, JET_bitSetUncompressed)) {
        OK(db.set(db.note, "stored somewhere", 16, where));
        BOOST_TEST(note() == "stored somewhere");
    }
    const std::string pages(5000, 'p');
    OK(db.set(db.note, pages.data(), 5000, JET_bitSetContiguousLV | JET_bitSetSeparateLV));
    OK(db.set(db.note, nullptr, 0));
    OK(db.set(db.words, "x", 0, JET_bitSetZeroLength));
    BOOST_TEST(db.read(db.words, JET_bitRetrieveCopy).empty());
    BOOST_TEST(db.last == JET_errSuccess);

    OK(db.set(db.tags, "a", 1, 0, &append));
    OK(db.set(db.tags, "b", 1, 0, &append));
    OK(db.set(db.tags, "A", 1, JET_bitSetUniqueMultiValues, &append));
    IS(JET_errMultiValuedDuplicate, JetSetColumn(db.session, db.table, db.tags, "b", 1, JET_bitSetUniqueMultiValues, &append));
    IS(JET_errMultiValuedDuplicate, JetSetColumn(db.session, db.table, db.tags, "B", 1, JET_bitSetUniqueNormalizedMultiValues, &append));
    OK(db.set(db.tags, nullptr, 0, 0, &first));
    BOOST_TEST(db.read(db.tags, JET_bitRetrieveCopy, 1) == "b");    // those behind move up
    OK(JetRollback(db.session, 0));

    OK(JetPrepareUpdate(db.session, db.counted, JET_prepReplace));
    const auto shown = [&](JET_GRBIT grbit) {
        char text[8];
        return JetRetrieveColumn(db.session, db.counted, db.defaulted, text, sizeof text, nullptr, grbit, nullptr);
    };
    OK(shown(JET_bitRetrieveCopy));
    IS(JET_wrnColumnNull, shown(JET_bitRetrieveCopy | JET_bitRetrieveIgnoreDefault));
    OK(JetSetColumn(db.session, db.counted, db.defaulted, nullptr, 0, 0, nullptr));
    IS(JET_wrnColumnNull, shown(JET_bitRetrieveCopy));    // NULL on purpose
    OK(JetSetColumn(db.session, db.counted, db.defaulted, nullptr, 0, JET_bitSetRevertToDefaultValue, nullptr));
    OK(shown(JET_bitRetrieveCopy));
}

BOOST_AUTO_TEST_SUITE_END()
