// conformance_snapshot_test.cpp — snapshots, write conflicts and the version store, as the document on JetBeginTransaction
// says: a transaction sees the database of its begin; the first to change a row has it; nobody waits.
#include "conformance_fixture.hpp"

using namespace conformance;

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(conformance_snapshots)

namespace {

// Two sessions with a cursor each.
template <class Backend>
struct rivals {
    store<Backend> in;
    user<typename Backend::api> one;
    user<typename Backend::api> two;
    table_id mine;
    table_id theirs;

    explicit rivals(const row_map& rows = {{1, 10}, {2, 20}, {3, 30}}, settings wanted = {})
        : in{wanted}, one{in.enter()}, two{in.enter()}
    {
        in.fill(rows);
        mine = one.open();
        theirs = two.open();
    }
    void both_begin()
    {
        BOOST_REQUIRE_EQUAL(one.begin(), errc::success);
        BOOST_REQUIRE_EQUAL(two.begin(), errc::success);
    }
};

}  // namespace

// what is seen

BOOST_AUTO_TEST_CASE_TEMPLATE(a_transaction_sees_the_database_as_it_was_at_its_begin, Backend, backends)
{
    rivals<Backend> r;
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);

    BOOST_REQUIRE_EQUAL(r.two.replace(r.theirs, 1, 11), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.erase(r.theirs, 2), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.insert(r.theirs, 4, 40), errc::success);

    BOOST_TEST((r.one.rows(r.mine) == row_map{{1, 10}, {2, 20}, {3, 30}}));
    BOOST_TEST((r.two.rows(r.theirs) == row_map{{1, 11}, {3, 30}, {4, 40}}));
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
    BOOST_TEST((r.one.rows(r.mine) == row_map{{1, 11}, {3, 30}, {4, 40}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_snapshot_is_of_the_begin_and_not_of_the_first_read, Backend, backends)
{
    rivals<Backend> r;
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.replace(r.theirs, 1, 11), errc::success);

    const table_id late = r.one.open();

    BOOST_TEST((r.one.at(late, 1) == 10));
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_snapshot_spans_tables, Backend, backends)
{
    rivals<Backend> r;
    table_id made;
    BOOST_REQUIRE_EQUAL(r.two.create_table("others", made), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.close(made), errc::success);
    const table_id others = r.two.open("others");
    const table_id seen = r.one.open("others");
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);

    BOOST_REQUIRE_EQUAL(r.two.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.erase(r.theirs, 1), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.insert(others, 1, 10), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);

    BOOST_TEST(r.one.rows(r.mine).size() == 3u);
    BOOST_TEST(r.one.rows(seen).empty());
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
    BOOST_TEST(r.one.rows(r.mine).size() == 2u);
    BOOST_TEST(r.one.rows(seen).size() == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(savepoints_do_not_refresh_the_snapshot, Backend, backends)
{
    rivals<Backend> r;
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.replace(r.theirs, 1, 11), errc::success);

    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_TEST((r.one.at(r.mine, 1) == 10));
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.rollback(), errc::success);

    BOOST_TEST((r.one.at(r.mine, 1) == 10));
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
    BOOST_TEST((r.one.at(r.mine, 1) == 11));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(own_changes_are_seen_at_once_by_all_own_cursors, Backend, backends)
{
    rivals<Backend> r;
    const table_id second = r.one.open();
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);

    BOOST_REQUIRE_EQUAL(r.one.replace(r.mine, 1, 11), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.erase(r.mine, 2), errc::success);

    BOOST_TEST((r.one.rows(second) == row_map{{1, 11}, {3, 30}}));
    BOOST_REQUIRE_EQUAL(r.one.rollback(jet::rollback_option::all), errc::success);
    BOOST_TEST((r.one.rows(second) == row_map{{1, 10}, {2, 20}, {3, 30}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(nobody_sees_what_is_not_committed, Backend, backends)
{
    rivals<Backend> r;
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.replace(r.mine, 1, 11), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.erase(r.mine, 2), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.insert(r.mine, 4, 40), errc::success);

    BOOST_TEST((r.two.rows(r.theirs) == row_map{{1, 10}, {2, 20}, {3, 30}}));    // outside a transaction as well
    BOOST_REQUIRE_EQUAL(r.two.begin(), errc::success);
    BOOST_TEST((r.two.rows(r.theirs) == row_map{{1, 10}, {2, 20}, {3, 30}}));

    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);
    BOOST_TEST((r.two.rows(r.theirs) == row_map{{1, 11}, {3, 30}, {4, 40}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_writer_never_keeps_readers_waiting, Backend, backends)
{
    rivals<Backend> r;
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    for (const std::int32_t key : {1, 2, 3}) BOOST_REQUIRE_EQUAL(r.one.replace(r.mine, key, -1), errc::success);

    row_map seen;
    BOOST_TEST(elsewhere([&] {
        seen = r.two.rows(r.theirs);
        return errc::success;
    }) == errc::success);

    BOOST_TEST((seen == row_map{{1, 10}, {2, 20}, {3, 30}}));
    BOOST_REQUIRE_EQUAL(r.one.rollback(), errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(indexes_and_counts_follow_the_snapshot, Backend, backends)
{
    rivals<Backend> r;
    BOOST_REQUIRE_EQUAL(r.two.create_index(r.theirs, "by_value", "value"), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.use_index(r.mine, "by_value"), errc::success);

    BOOST_REQUIRE_EQUAL(r.two.replace(r.theirs, 1, 99), errc::success);    // its entry moves to the end
    BOOST_REQUIRE_EQUAL(r.two.erase(r.theirs, 3), errc::success);

    std::vector<std::int32_t> order;
    for (errc at = r.one.first(r.mine); at == errc::success; at = r.one.next(r.mine)) order.push_back(r.one.key_at(r.mine).value_or(-1));
    BOOST_TEST(order == (std::vector<std::int32_t>{1, 2, 3}), boost::test_tools::per_element());
    std::uint64_t count = 0;
    BOOST_REQUIRE_EQUAL(r.one.first(r.mine), errc::success);
    BOOST_TEST(r.in.api.index_record_count(r.one.id(), r.mine, count, 0) == errc::success);
    BOOST_TEST(count == 3u);
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_deleted_row_is_read_as_long_as_the_snapshot_has_it, Backend, backends)
{
    rivals<Backend> r;
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.seek(r.mine, 2), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.erase(r.theirs, 2), errc::success);

    BOOST_TEST((r.one.key_at(r.mine) == 2));
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);

    std::int32_t ignored = 0;
    BOOST_TEST(r.one.get(r.mine, key_column, ignored) == errc::record_deleted);
    BOOST_TEST(r.one.next(r.mine) == errc::success);
    BOOST_TEST((r.one.key_at(r.mine) == 3));
}

// who may write

BOOST_AUTO_TEST_CASE_TEMPLATE(the_first_updater_wins_and_the_second_does_not_wait, Backend, backends)
{
    rivals<Backend> r;
    r.both_begin();
    BOOST_REQUIRE_EQUAL(r.one.replace(r.mine, 1, 11), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.erase(r.mine, 2), errc::success);

    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::write_conflict);
    BOOST_TEST(r.two.erase(r.theirs, 1) == errc::write_conflict);
    BOOST_TEST(r.two.replace(r.theirs, 2, 22) == errc::write_conflict);
    BOOST_TEST(r.two.erase(r.theirs, 2) == errc::write_conflict);
    BOOST_TEST(r.two.lock(r.theirs, 1) == errc::write_conflict);
    BOOST_TEST(r.two.replace(r.theirs, 3, 33) == errc::success);    // the transaction goes on

    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);
    BOOST_TEST((r.one.rows(r.mine) == row_map{{1, 11}, {3, 33}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_change_committed_after_the_snapshot_conflicts_until_the_transaction_ends, Backend, backends)
{
    rivals<Backend> r;
    r.both_begin();
    BOOST_REQUIRE_EQUAL(r.one.replace(r.mine, 1, 11), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);

    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::write_conflict);
    BOOST_REQUIRE_EQUAL(r.two.begin(), errc::success);
    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::write_conflict);    // a savepoint is no new beginning
    BOOST_REQUIRE_EQUAL(r.two.rollback(), errc::success);
    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::write_conflict);
    BOOST_REQUIRE_EQUAL(r.two.rollback(), errc::success);

    BOOST_REQUIRE_EQUAL(r.two.begin(), errc::success);
    BOOST_TEST((r.two.at(r.theirs, 1) == 11));
    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);
    BOOST_TEST((r.one.at(r.mine, 1) == 12));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(committing_resolves_a_conflict_as_well_as_aborting, Backend, backends)
{
    rivals<Backend> r;
    r.both_begin();
    BOOST_REQUIRE_EQUAL(r.two.replace(r.theirs, 2, 22), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.replace(r.mine, 1, 11), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.replace(r.theirs, 1, 12), errc::write_conflict);

    BOOST_TEST(r.two.commit() == errc::success);
    BOOST_TEST(r.one.commit() == errc::success);
    BOOST_REQUIRE_EQUAL(r.two.begin(), errc::success);
    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::success);
    BOOST_TEST(r.two.commit() == errc::success);

    BOOST_TEST((r.one.rows(r.mine) == row_map{{1, 12}, {2, 22}, {3, 30}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(when_the_rival_rolls_back_a_retry_succeeds, Backend, backends)
{
    rivals<Backend> r;
    r.both_begin();
    BOOST_REQUIRE_EQUAL(r.one.replace(r.mine, 1, 11), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.replace(r.theirs, 1, 12), errc::write_conflict);

    BOOST_REQUIRE_EQUAL(r.one.rollback(), errc::success);

    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);
    BOOST_TEST((r.one.at(r.mine, 1) == 12));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(write_locks_end_with_the_whole_transaction, Backend, backends)
{
    rivals<Backend> r;
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.lock(r.mine, 1), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.replace(r.mine, 2, 22), errc::success);

    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);    // the savepoint only
    BOOST_REQUIRE_EQUAL(r.two.begin(), errc::success);
    BOOST_TEST(r.two.replace(r.theirs, 1, 11) == errc::write_conflict);
    BOOST_TEST(r.two.replace(r.theirs, 2, 12) == errc::write_conflict);
    BOOST_REQUIRE_EQUAL(r.two.rollback(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);

    BOOST_REQUIRE_EQUAL(r.two.begin(), errc::success);
    BOOST_TEST(r.two.replace(r.theirs, 1, 11) == errc::success);
    BOOST_TEST(r.two.replace(r.theirs, 2, 12) == errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(locks_taken_in_a_rolled_back_savepoint_are_kept, Backend, backends)
{
    rivals<Backend> r;
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.lock(r.mine, 1), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.replace(r.mine, 2, 22), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.erase(r.mine, 3), errc::success);

    BOOST_REQUIRE_EQUAL(r.one.rollback(), errc::success);    // to the savepoint: still in the transaction
    BOOST_REQUIRE_EQUAL(r.two.begin(), errc::success);
    for (const std::int32_t key : {1, 2, 3}) BOOST_TEST(r.two.replace(r.theirs, key, 0) == errc::write_conflict);
    BOOST_TEST((r.one.rows(r.mine) == row_map{{1, 10}, {2, 20}, {3, 30}}));
    BOOST_REQUIRE_EQUAL(r.one.rollback(), errc::success);

    for (const std::int32_t key : {1, 2, 3}) BOOST_TEST(r.two.replace(r.theirs, key, 0) == errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lock_alone_keeps_others_from_the_row, Backend, backends)
{
    rivals<Backend> r;
    r.both_begin();
    BOOST_REQUIRE_EQUAL(r.one.lock(r.mine, 1), errc::success);

    BOOST_TEST(r.two.lock(r.theirs, 1) == errc::write_conflict);
    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::write_conflict);
    BOOST_TEST((r.two.at(r.theirs, 1) == 10));    // reading is free
    BOOST_REQUIRE_EQUAL(r.one.rollback(), errc::success);

    BOOST_TEST(r.two.lock(r.theirs, 1) == errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(read_locks_keep_writers_out, Backend, backends)
{
    rivals<Backend> r;
    r.both_begin();

    BOOST_TEST(r.one.lock(r.mine, 1, jet::lock_option::read) == errc::success);
    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::write_conflict);
    BOOST_TEST(r.two.erase(r.theirs, 1) == errc::write_conflict);
    BOOST_REQUIRE_EQUAL(r.one.rollback(), errc::success);

    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(read_locks_are_shared_and_one_alone_may_become_a_write_lock, Backend, backends)
{
    rivals<Backend> r;
    r.both_begin();

    BOOST_TEST(r.one.lock(r.mine, 1, jet::lock_option::read) == errc::success);
    BOOST_TEST(r.two.lock(r.theirs, 1, jet::lock_option::read) == errc::success);
    BOOST_TEST(r.one.replace(r.mine, 1, 11) == errc::write_conflict);
    BOOST_TEST(r.two.lock(r.theirs, 1) == errc::write_conflict);
    BOOST_REQUIRE_EQUAL(r.two.rollback(), errc::success);

    BOOST_TEST(r.one.lock(r.mine, 1) == errc::success);
    BOOST_TEST(r.one.replace(r.mine, 1, 11) == errc::success);
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
    BOOST_TEST((r.two.at(r.theirs, 1) == 11));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_second_insert_of_a_key_is_a_duplicate, Backend, backends)
{
    rivals<Backend> r;
    r.both_begin();
    BOOST_REQUIRE_EQUAL(r.one.insert(r.mine, 4, 40), errc::success);

    BOOST_TEST(r.one.insert(r.mine, 4, 41) == errc::key_duplicate);       // own
    BOOST_TEST(r.two.insert(r.theirs, 4, 42) == errc::key_duplicate);     // not committed
    BOOST_TEST(r.two.insert(r.theirs, 1, 42) == errc::key_duplicate);     // visible
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
    BOOST_TEST((!r.two.at(r.theirs, 4)));
    BOOST_TEST(r.two.insert(r.theirs, 4, 42) == errc::key_duplicate);     // committed, and not visible
    BOOST_TEST(r.two.insert(r.theirs, 5, 50) == errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);

    BOOST_TEST((r.one.rows(r.mine) == row_map{{1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_deleted_by_a_rival_is_a_duplicate_until_the_deletion_is_visible, Backend, backends)
{
    rivals<Backend> r;
    r.both_begin();
    BOOST_REQUIRE_EQUAL(r.one.erase(r.mine, 1), errc::success);

    BOOST_TEST(r.two.insert(r.theirs, 1, 99) == errc::key_duplicate);
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
    BOOST_TEST(r.two.insert(r.theirs, 1, 99) == errc::key_duplicate);
    BOOST_REQUIRE_EQUAL(r.two.rollback(), errc::success);

    BOOST_REQUIRE_EQUAL(r.two.begin(), errc::success);
    BOOST_TEST(r.two.insert(r.theirs, 1, 99) == errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);
    BOOST_TEST((r.one.at(r.mine, 1) == 99));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_is_free_again_when_its_insert_is_rolled_back, Backend, backends)
{
    rivals<Backend> r;
    r.both_begin();
    BOOST_REQUIRE_EQUAL(r.one.insert(r.mine, 4, 40), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.insert(r.theirs, 4, 42), errc::key_duplicate);

    BOOST_REQUIRE_EQUAL(r.one.rollback(), errc::success);

    BOOST_TEST(r.two.insert(r.theirs, 4, 42) == errc::success);
    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);
    BOOST_TEST((r.one.at(r.mine, 4) == 42));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(unique_secondary_keys_follow_the_same_rules, Backend, backends)
{
    rivals<Backend> r;
    BOOST_REQUIRE_EQUAL(r.one.create_index(r.mine, "unique_value", "value", jet::index_option::unique), errc::success);
    r.both_begin();
    BOOST_REQUIRE_EQUAL(r.one.insert(r.mine, 4, 40), errc::success);

    BOOST_TEST(r.two.insert(r.theirs, 5, 40) == errc::key_duplicate);
    BOOST_TEST(r.two.replace(r.theirs, 3, 40) == errc::key_duplicate);
    BOOST_REQUIRE_EQUAL(r.one.rollback(), errc::success);
    BOOST_TEST(r.two.insert(r.theirs, 5, 40) == errc::success);

    BOOST_REQUIRE_EQUAL(r.two.commit(), errc::success);
    BOOST_TEST((r.one.rows(r.mine) == row_map{{1, 10}, {2, 20}, {3, 30}, {5, 40}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_unlocked_update_meets_its_rival_when_it_is_written, Backend, backends)
{
    rivals<Backend> r;
    r.both_begin();
    BOOST_REQUIRE_EQUAL(r.one.seek(r.mine, 1), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.prepare(r.mine, jet::prepare_kind::replace_no_lock), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.set(r.mine, value_column, 11), errc::success);
    BOOST_REQUIRE_EQUAL(r.two.replace(r.theirs, 1, 12), errc::success);

    BOOST_TEST(r.one.update(r.mine) == errc::write_conflict);

    BOOST_REQUIRE_EQUAL(r.two.rollback(), errc::success);
    BOOST_TEST(r.one.update(r.mine) == errc::success);    // it stayed prepared
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);
    BOOST_TEST((r.two.at(r.theirs, 1) == 11));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(outside_a_transaction_a_locked_row_conflicts_too, Backend, backends)
{
    rivals<Backend> r;
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(r.one.replace(r.mine, 1, 11), errc::success);

    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::write_conflict);
    BOOST_TEST(r.two.erase(r.theirs, 1) == errc::write_conflict);
    BOOST_TEST(r.two.insert(r.theirs, 1, 12) == errc::key_duplicate);
    BOOST_REQUIRE_EQUAL(r.one.commit(), errc::success);

    BOOST_TEST(r.two.replace(r.theirs, 1, 12) == errc::success);    // each call has a snapshot of its own
}

// the version store

BOOST_AUTO_TEST_CASE_TEMPLATE(a_transaction_too_large_for_the_version_store_is_told_and_can_be_rolled_back, Backend, backends)
{
    rivals<Backend> r{{{1, 10}}, {.version_pages_max = 2}};
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    errc answer = errc::success;
    std::int32_t written = 1;
    while (answer == errc::success && written < 100000) answer = r.one.insert(r.mine, ++written);

    BOOST_TEST(answer == errc::version_store_out_of_memory);
    BOOST_TEST(r.one.level() == 1u);
    BOOST_TEST(r.one.rows(r.mine).size() == static_cast<std::size_t>(written - 1));    // the refused call left nothing
    BOOST_TEST(r.one.rollback() == errc::success);

    BOOST_TEST((r.one.rows(r.mine) == row_map{{1, 10}}));
    BOOST_TEST(r.one.insert(r.mine, 2) == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_full_version_store_does_not_keep_a_transaction_from_committing, Backend, backends)
{
    rivals<Backend> r{{{1, 10}}, {.version_pages_max = 2}};
    BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
    errc answer = errc::success;
    std::int32_t written = 1;
    while (answer == errc::success && written < 100000) answer = r.one.insert(r.mine, ++written);
    BOOST_REQUIRE_EQUAL(answer, errc::version_store_out_of_memory);

    BOOST_TEST(r.one.commit() == errc::success);

    BOOST_TEST(r.two.rows(r.theirs).size() == static_cast<std::size_t>(written - 1));
    BOOST_TEST(r.two.insert(r.theirs, 1000000) == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(one_old_snapshot_fills_the_version_store_for_everyone, Backend, backends)
{
    rivals<Backend> r{{{1, 10}}, {.version_pages_max = 2}};
    BOOST_REQUIRE_EQUAL(r.one.begin(jet::begin_option::read_only), errc::success);
    errc answer = errc::success;
    std::int32_t value = 0;
    while (answer == errc::success && value < 100000) answer = r.two.replace(r.theirs, 1, ++value);

    BOOST_TEST(answer == errc::version_store_out_of_memory);
    BOOST_TEST((r.one.at(r.mine, 1) == 10));
    BOOST_TEST(r.one.commit() == errc::success);

    BOOST_TEST(r.two.replace(r.theirs, 1, 77) == errc::success);    // the past may be forgotten again
    BOOST_TEST((r.one.at(r.mine, 1) == 77));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_larger_version_store_takes_a_larger_transaction, Backend, backends)
{
    const auto capacity = [](std::uint64_t pages) {
        rivals<Backend> r{{}, {.version_pages_max = pages}};
        BOOST_REQUIRE_EQUAL(r.one.begin(), errc::success);
        std::int32_t written = 0;
        while (written < 100000 && r.one.insert(r.mine, written) == errc::success) ++written;
        BOOST_REQUIRE_EQUAL(r.one.rollback(), errc::success);
        return written;
    };

    BOOST_TEST(capacity(8) > 2 * capacity(2));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(short_transactions_never_fill_the_version_store, Backend, backends)
{
    rivals<Backend> r{{{1, 0}}, {.version_pages_max = 1}};
    std::int32_t refused = 0;

    for (std::int32_t i = 1; i <= 20000; ++i) refused += r.one.replace(r.mine, 1, i) == errc::success ? 0 : 1;

    BOOST_TEST(refused == 0);
    BOOST_TEST((r.two.at(r.theirs, 1) == 20000));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
