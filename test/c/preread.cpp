// preread.cpp — hints about what will be read, through the C interface: pages they name are in the cache afterwards.
#include "under_test.hpp"

#include <string>
#include <vector>

using namespace c_test;

namespace {

constexpr std::int32_t row_count = 1500;
constexpr std::uint32_t apart_size = 20000;

// Some forty leaves, and long values beside them; nothing of the table is in the cache.
struct cold_rows : with_table {
    cold_rows()
    {
        const std::string some_words(200, 'w'), some_note(apart_size, 'n');
        OK(JetBeginTransaction(session));
        for (std::int32_t i = 1; i <= row_count; ++i) {
            OK(JetPrepareUpdate(session, table, JET_prepInsert));
            OK(JetSetColumn(session, table, number, &i, sizeof i, 0, nullptr));
            OK(JetSetColumn(session, table, words, some_words.data(), 200, 0, nullptr));
            if (i % 500 == 0) OK(JetSetColumn(session, table, note, some_note.data(), apart_size, JET_bitSetSeparateLV, nullptr));
            OK(JetUpdate(session, table, nullptr, 0, nullptr));
        }
        OK(JetCommitTransaction(session, 0));
        cool();
    }
    // The next look at a page reads it from the file. Opening the table reads what says where its pages are.
    void cool()
    {
        const std::string path = in("test.edb");
        OK(JetCloseTable(session, table));
        OK(JetCloseDatabase(session, database, 0));
        OK(JetDetachDatabaseA(session, path.c_str()));
        OK(JetAttachDatabaseA(session, path.c_str(), 0));
        OK(JetOpenDatabaseA(session, path.c_str(), nullptr, &database, 0));
        OK(JetOpenTableA(session, database, "t", nullptr, 0, 0, &table));
        OK(JetMove(session, table, JET_MoveFirst, 0));
    }
    [[nodiscard]] static std::uint32_t pages_read()
    {
        JET_THREADSTATS stats{};
        OK(JetGetThreadStats(&stats, sizeof stats));
        return stats.cPageRead;
    }
    [[nodiscard]] static std::uint32_t pages_preread()
    {
        JET_THREADSTATS stats{};
        OK(JetGetThreadStats(&stats, sizeof stats));
        return stats.cPagePreread;
    }
    [[nodiscard]] std::string key_of(std::int32_t value)
    {
        std::string key(255, '\0');
        std::uint32_t size = 0;
        OK(JetMakeKey(session, table, &value, sizeof value, JET_bitNewKey));
        OK(JetRetrieveKey(session, table, key.data(), 255, &size, JET_bitRetrieveCopy));
        key.resize(size);
        return key;
    }
    std::int32_t preread_keys(const std::vector<std::int32_t>& values, JET_GRBIT grbit, JET_ERR expected = JET_errSuccess)
    {
        std::vector<std::string> keys;
        for (const std::int32_t value : values) keys.push_back(key_of(value));
        std::vector<const void*> data;
        std::vector<std::uint32_t> sizes;
        for (const std::string& key : keys) data.push_back(key.data()), sizes.push_back(static_cast<std::uint32_t>(key.size()));
        std::int32_t done = 0;
        IS(expected, JetPrereadKeys(session, table, data.data(), sizes.data(), static_cast<std::int32_t>(keys.size()), &done, grbit));
        return done;
    }
    // From one id to another, as the direction has it.
    std::uint32_t preread_ids(std::int32_t from, std::int32_t to, JET_GRBIT grbit, JET_COLUMNID value = 0)
    {
        JET_INDEX_COLUMN start{id, JET_relopEquals, &from, sizeof from, 0}, end{id, JET_relopEquals, &to, sizeof to, 0};
        const JET_INDEX_RANGE range{&start, 1, &end, 1};
        std::uint32_t done = 0;
        OK(JetPrereadIndexRanges(session, table, &range, 1, &done, &value, value != 0 ? 1 : 0, grbit));
        return done;
    }
    void go_to(std::int32_t value)
    {
        OK(JetMakeKey(session, table, &value, sizeof value, JET_bitNewKey));
        OK(JetSeek(session, table, JET_bitSeekEQ));
        std::int32_t found = 0;
        OK(JetRetrieveColumn(session, table, number, &found, sizeof found, nullptr, 0, nullptr));
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(c_preread)

BOOST_AUTO_TEST_CASE(pages_of_keys_are_in_the_cache_afterwards)
{
    cold_rows db;
    const std::uint32_t cold = db.pages_read(), told = db.pages_preread();
    BOOST_TEST(db.preread_keys({300, 700, 1400}, JET_bitPrereadForward) == 3);
    BOOST_TEST(db.pages_preread() == told + 3u);
    const std::uint32_t warm = db.pages_read();
    BOOST_TEST(warm >= cold + 3u);

    for (const std::int32_t id : {300, 700, 1400}) db.go_to(id);
    BOOST_TEST(db.pages_read() == warm);
    db.go_to(1000);
    BOOST_TEST(db.pages_read() == warm + 1u);
    BOOST_TEST(db.preread_keys({1400, 1000, 300}, JET_bitPrereadBackward) == 3);
    BOOST_TEST(db.pages_read() == warm + 1u);    // all are there
}

BOOST_AUTO_TEST_CASE(a_hint_moves_nothing)
{
    cold_rows db;
    db.go_to(10);
    OK(JetPrepareUpdate(db.session, db.table, JET_prepReplace));
    BOOST_TEST(db.preread_keys({1400}, JET_bitPrereadForward) == 1);
    BOOST_TEST(db.number_here() == 10);
    OK(JetPrepareUpdate(db.session, db.table, JET_prepCancel));
}

BOOST_AUTO_TEST_CASE(pages_of_a_range_are_in_the_cache_afterwards)
{
    for (const JET_GRBIT way : each_of(JET_bitPrereadForward, JET_bitPrereadBackward)) {
        cold_rows db;
        const bool forward = way == JET_bitPrereadForward;
        BOOST_TEST(db.preread_ids(forward ? 600 : 900, forward ? 900 : 600, way) == 1u);
        const std::uint32_t warm = db.pages_read();
        for (std::int32_t id = 600; id <= 900; ++id) db.go_to(id);
        BOOST_TEST(db.pages_read() == warm);
        db.go_to(100);
        db.go_to(1400);
        BOOST_TEST(db.pages_read() == warm + 2u);
    }
}

BOOST_AUTO_TEST_CASE(ranges_of_a_secondary_index_and_of_whole_keys)
{
    cold_rows db;
    OK(JetSetCurrentIndexA(db.session, db.table, "by_number"));
    const std::string low = db.key_of(400), high = db.key_of(800);
    JET_INDEX_COLUMN start{0, JET_relopEquals, const_cast<char*>(low.data()), static_cast<std::uint32_t>(low.size()), 0};
    JET_INDEX_COLUMN end{0, JET_relopEquals, const_cast<char*>(high.data()), static_cast<std::uint32_t>(high.size()), 0};
    const JET_INDEX_RANGE range{&start, 1, &end, 1};
    std::uint32_t done = 0;
    OK(JetPrereadIndexRanges(db.session, db.table, &range, 1, &done, nullptr, 0, JET_bitPrereadForward | JET_bitPrereadNormalizedKey));
    BOOST_TEST(done == 1u);
    const std::uint32_t warm = db.pages_read();
    for (std::int32_t number = 400; number <= 800; number += 40) {
        OK(JetMakeKey(db.session, db.table, &number, sizeof number, JET_bitNewKey));
        OK(JetSeek(db.session, db.table, JET_bitSeekEQ));
    }
    BOOST_TEST(db.pages_read() == warm);    // of the index alone
}

BOOST_AUTO_TEST_CASE(long_values_of_a_range_come_with_it)
{
    for (const JET_GRBIT more : each_of(0, JET_bitPrereadFirstPage)) {
        cold_rows db;
        BOOST_TEST(db.preread_ids(900, 1100, JET_bitPrereadForward | more, db.note) == 1u);
        const std::uint32_t warm = db.pages_read();
        db.go_to(1000);
        std::string note(apart_size, ' ');
        IS(JET_wrnBufferTruncated, JetRetrieveColumn(db.session, db.table, db.note, note.data(), 100, nullptr, 0, nullptr));
        BOOST_TEST(db.pages_read() == warm);
        OK(JetRetrieveColumn(db.session, db.table, db.note, note.data(), apart_size, nullptr, 0, nullptr));
        BOOST_TEST((db.pages_read() == warm) == (more == 0));
    }
}

BOOST_AUTO_TEST_CASE(hints_fill_an_eighth_of_the_cache_and_say_how_far_they_came)
{
    cold_rows db;
    db.created::number(JET_paramCacheSizeMax, 80);
    const std::uint32_t before = db.pages_preread();
    std::vector<std::int32_t> ids;
    for (std::int32_t id = 1; id <= row_count; id += 50) ids.push_back(id);
    const std::int32_t done = db.preread_keys(ids, JET_bitPrereadForward);
    BOOST_TEST(done > 0);
    BOOST_TEST(done < static_cast<std::int32_t>(ids.size()));
    BOOST_TEST(db.pages_preread() - before > 0u);
    BOOST_TEST(db.pages_preread() - before <= 10u);

    const std::uint32_t again = db.pages_preread();
    BOOST_TEST(db.preread_ids(row_count, 1, JET_bitPrereadBackward) == 1u);    // the end, where reading begins
    BOOST_TEST(db.pages_preread() - again <= 10u);
    const std::uint32_t warm = db.pages_read();
    db.go_to(row_count);
    BOOST_TEST(db.pages_read() == warm);
}

BOOST_AUTO_TEST_CASE(hints_check_what_they_are_given)
{
    cold_rows db;
    OK(JetSetTableSequential(db.session, db.table, JET_bitPrereadForward));
    OK(JetResetTableSequential(db.session, db.table, 0));
    IS(JET_errInvalidTableId, JetSetTableSequential(db.session, 12345, 0));
    (void)db.preread_keys({1, 2}, 0, JET_errInvalidGrbit);
    (void)db.preread_keys({1, 2}, JET_bitPrereadForward | JET_bitPrereadBackward, JET_errInvalidGrbit);
    (void)db.preread_keys({2, 1}, JET_bitPrereadForward, JET_errInvalidParameter);
    (void)db.preread_keys({1, 2}, JET_bitPrereadBackward, JET_errInvalidParameter);
    BOOST_TEST(db.preread_keys({1, 1}, JET_bitPrereadForward) == 2);
    const void* none = nullptr;
    const std::uint32_t sizes[] = {0, 2001};
    std::int32_t done = 0;
    const auto ask = [&](const void** keys, const std::uint32_t* of, std::int32_t count) {
        return JetPrereadKeys(db.session, db.table, keys, of, count, &done, JET_bitPrereadForward);
    };
    IS(JET_errInvalidParameter, ask(nullptr, sizes, 1));
    IS(JET_errInvalidParameter, ask(&none, nullptr, 1));
    IS(JET_errInvalidParameter, ask(&none, sizes, 0));
    IS(JET_errInvalidBufferSize, ask(&none, sizes, 1));
    const void* key = "key";
    IS(JET_errInvalidBufferSize, ask(&key, sizes, 1));
    IS(JET_errInvalidBufferSize, ask(&key, sizes + 1, 1));

    std::int32_t one = 1;
    JET_INDEX_COLUMN id{db.id, JET_relopEquals, &one, sizeof one, 0}, number{db.number, JET_relopEquals, &one, sizeof one, 0};
    const auto ranges = [&](JET_INDEX_RANGE range, JET_GRBIT grbit, JET_COLUMNID* columns = nullptr, std::uint32_t count = 0) {
        return JetPrereadIndexRanges(db.session, db.table, &range, 1, nullptr, columns, count, grbit);
    };
    constexpr JET_GRBIT forward = JET_bitPrereadForward;
    OK(ranges({&id, 1, &id, 1}, forward));
    IS(JET_errInvalidParameter, JetPrereadIndexRanges(db.session, db.table, nullptr, 1, nullptr, nullptr, 0, forward));
    IS(JET_errInvalidParameter, ranges({&id, 1, nullptr, 1}, forward));
    IS(JET_errInvalidParameter, ranges({&id, 0, &id, 1}, forward));
    IS(JET_errInvalidParameter, ranges({&number, 1, &number, 1}, forward));
    IS(JET_errInvalidGrbit, ranges({&id, 1, &id, 1}, 0));
    IS(JET_errInvalidGrbit, ranges({&id, 1, &id, 1}, forward | 0x100));
    IS(JET_errMustBeSeparateLongValue, ranges({&id, 1, &id, 1}, forward, &db.number, 1));
    IS(JET_errInvalidParameter, ranges({&id, 1, &id, 1}, forward, nullptr, 1));
    OK(JetSetCurrentIndexA(db.session, db.table, "by_number"));
    OK(ranges({&number, 1, &number, 1}, forward));
    IS(JET_errInvalidPreread, ranges({&number, 1, &number, 1}, forward, &db.note, 1));
}

BOOST_AUTO_TEST_SUITE_END()
