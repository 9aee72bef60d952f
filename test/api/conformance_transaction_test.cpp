// conformance_transaction_test.cpp — levels and savepoints, and what a refused call leaves, as the document on
// JetBeginTransaction says.
#include "conformance_fixture.hpp"

using namespace conformance;

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(conformance_transactions)

// levels

BOOST_AUTO_TEST_CASE_TEMPLATE(each_begin_enters_one_level, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();

    for (std::uint32_t level = 1; level <= 7; ++level) {
        BOOST_TEST(by.begin() == errc::success);
        BOOST_TEST(by.level() == level);
    }
    for (std::uint32_t level = 7; level-- != 0;) {
        BOOST_TEST((level % 2 == 0 ? by.commit() : by.rollback()) == errc::success);
        BOOST_TEST(by.level() == level);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_eighth_begin_is_too_deep_and_seven_levels_stay_usable, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();
    for (std::int32_t level = 1; level <= 7; ++level) {
        BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
        BOOST_REQUIRE_EQUAL(by.insert(rows, level), errc::success);
    }

    BOOST_TEST(by.begin() == errc::trans_too_deep);
    BOOST_TEST(by.begin() == errc::trans_too_deep);

    BOOST_TEST(by.level() == 7u);
    BOOST_TEST(by.insert(rows, 70) == errc::success);
    BOOST_TEST(by.rollback() == errc::success);     // 7 and 70 go
    BOOST_TEST(by.begin() == errc::success);
    BOOST_TEST(by.insert(rows, 7, 1) == errc::success);
    BOOST_TEST(by.begin() == errc::trans_too_deep);
    for (int level = 7; level > 0; --level) {
        BOOST_TEST(by.insert(rows, 100 + level) == errc::success);
        BOOST_TEST((level == 4 ? by.rollback() : by.commit()) == errc::success);
    }
    BOOST_TEST((by.rows(rows) == row_map{{1, 0}, {2, 0}, {3, 0}, {101, 0}, {102, 0}, {103, 0}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(leaving_a_level_needs_one, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();

    BOOST_TEST(by.commit() == errc::not_in_transaction);
    BOOST_TEST(by.rollback() == errc::not_in_transaction);
    BOOST_TEST(by.rollback(jet::rollback_option::all) == errc::not_in_transaction);
    BOOST_TEST(by.level() == 0u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(rolling_back_all_levels_is_one_call, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();
    for (std::int32_t level = 1; level <= 7; ++level) {
        BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
        BOOST_REQUIRE_EQUAL(by.insert(rows, level), errc::success);
    }

    BOOST_TEST(by.rollback(jet::rollback_option::all) == errc::success);

    BOOST_TEST(by.level() == 0u);
    BOOST_TEST(by.rows(rows).empty());
}

// savepoints

BOOST_AUTO_TEST_CASE_TEMPLATE(savepoints_keep_or_discard_changes_selectively, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 10}, {2, 20}, {3, 30}});
    auto by = in.enter();
    const table_id rows = by.open();

    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 4, 40), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);             // kept
    BOOST_REQUIRE_EQUAL(by.replace(rows, 1, 11), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);             // discarded, with all inside it
    BOOST_REQUIRE_EQUAL(by.replace(rows, 1, 12), errc::success);
    BOOST_REQUIRE_EQUAL(by.erase(rows, 2), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 5, 50), errc::success);
    BOOST_REQUIRE_EQUAL(by.commit(), errc::success);
    BOOST_TEST(by.rollback() == errc::success);
    BOOST_TEST((by.rows(rows) == row_map{{1, 11}, {2, 20}, {3, 30}, {4, 40}}));
    BOOST_REQUIRE_EQUAL(by.erase(rows, 3), errc::success);
    BOOST_TEST(by.commit() == errc::success);
    BOOST_TEST(by.commit() == errc::success);

    BOOST_TEST((by.rows(rows) == row_map{{1, 11}, {2, 20}, {4, 40}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_kept_savepoint_still_goes_with_the_transaction_around_it, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 1), errc::success);
    BOOST_REQUIRE_EQUAL(by.commit(), errc::success);

    BOOST_TEST(by.rollback() == errc::success);

    BOOST_TEST(by.rows(rows).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(committing_a_savepoint_shows_nothing_to_others, Backend, backends)
{
    store<Backend> in;
    auto writer = in.enter();
    auto reader = in.enter();
    const table_id rows = writer.open();
    const table_id seen = reader.open();
    BOOST_REQUIRE_EQUAL(writer.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(writer.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(writer.insert(rows, 1), errc::success);

    BOOST_REQUIRE_EQUAL(writer.commit(), errc::success);
    BOOST_TEST(reader.rows(seen).empty());
    BOOST_REQUIRE_EQUAL(writer.commit(), errc::success);

    BOOST_TEST(reader.rows(seen).size() == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(long_values_follow_their_savepoint, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();
    const std::string kept(20000, 'k');
    const std::string lost(30000, 'l');
    const auto note = [&](std::string_view text) {
        if (by.seek(rows, 1) != errc::success) return errc::record_not_found;
        if (const errc prepared = by.prepare(rows, jet::prepare_kind::replace); prepared != errc::success) return prepared;
        if (const errc set = by.set(rows, note_column, text); set != errc::success) return set;
        return by.update(rows);
    };
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 1), errc::success);
    BOOST_REQUIRE_EQUAL(note(kept), errc::success);

    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(note(lost), errc::success);
    BOOST_REQUIRE_EQUAL(by.rollback(), errc::success);
    BOOST_REQUIRE_EQUAL(by.commit(), errc::success);

    std::string read(40000, ' ');
    jet::retrieve_args args;
    args.column = note_column;
    args.buffer = std::as_writable_bytes(std::span{read});
    BOOST_REQUIRE_EQUAL(by.seek(rows, 1), errc::success);
    BOOST_TEST(in.api.retrieve_column(by.id(), rows, args) == errc::success);
    BOOST_TEST((read.substr(0, args.actual) == kept));
}

// cursors across a rollback

BOOST_AUTO_TEST_CASE_TEMPLATE(a_cursor_opened_in_the_rolled_back_level_is_closed, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 0}});
    auto by = in.enter();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    const table_id outer = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    const table_id inner = by.open();
    table_id copy;
    BOOST_REQUIRE_EQUAL(in.api.dup_cursor(by.id(), outer, copy), errc::success);

    BOOST_TEST(by.rollback() == errc::success);

    BOOST_TEST(by.first(inner) == errc::invalid_table_id);
    BOOST_TEST(by.first(copy) == errc::invalid_table_id);
    BOOST_TEST(by.close(inner) == errc::invalid_table_id);
    BOOST_TEST(by.first(outer) == errc::success);
    BOOST_TEST(by.rollback() == errc::success);
    BOOST_TEST(by.first(outer) == errc::invalid_table_id);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_committed_level_hands_its_cursors_out, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 0}, {2, 0}});
    auto by = in.enter();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    const table_id cursor = by.open();
    BOOST_REQUIRE_EQUAL(by.seek(cursor, 2), errc::success);

    BOOST_TEST(by.commit() == errc::success);

    BOOST_TEST((by.key_at(cursor) == 2));
    BOOST_TEST(by.rollback() == errc::success);
    BOOST_TEST(by.first(cursor) == errc::invalid_table_id);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_cursor_that_moved_in_the_rolled_back_level_is_before_the_first_record, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 0}, {2, 0}, {3, 0}});
    auto by = in.enter();
    const table_id cursor = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.seek(cursor, 3), errc::success);

    BOOST_TEST(by.rollback() == errc::success);

    std::int32_t ignored = 0;
    BOOST_TEST(by.get(cursor, key_column, ignored) == errc::no_current_record);
    BOOST_TEST(by.next(cursor) == errc::success);
    BOOST_TEST((by.key_at(cursor) == 1));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_cursor_that_stood_still_keeps_its_place, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 0}, {2, 0}, {3, 0}});
    auto by = in.enter();
    const table_id still = by.open();
    const table_id working = by.open();
    BOOST_REQUIRE_EQUAL(by.seek(still, 2), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.replace(working, 2, 22), errc::success);
    BOOST_REQUIRE_EQUAL(by.erase(working, 3), errc::success);

    BOOST_TEST(by.rollback() == errc::success);

    BOOST_TEST((by.key_at(still) == 2));
    BOOST_TEST(by.next(still) == errc::success);
    BOOST_TEST((by.key_at(still) == 3));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_index_chosen_in_the_rolled_back_level_is_left, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 2}, {2, 1}});
    auto by = in.enter();
    const table_id cursor = by.open();
    BOOST_REQUIRE_EQUAL(by.create_index(cursor, "by_value", "value"), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.use_index(cursor, "by_value"), errc::success);
    BOOST_TEST((by.key_at(cursor) == 2));

    BOOST_TEST(by.rollback() == errc::success);

    BOOST_TEST(by.index_in_use(cursor) == "primary");
    BOOST_TEST(by.first(cursor) == errc::success);
    BOOST_TEST((by.key_at(cursor) == 1));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_update_prepared_in_the_rolled_back_level_is_dropped, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id cursor = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.prepare(cursor, jet::prepare_kind::insert), errc::success);
    BOOST_REQUIRE_EQUAL(by.set(cursor, key_column, 1), errc::success);

    BOOST_TEST(by.rollback() == errc::success);

    BOOST_TEST(by.update(cursor) == errc::update_not_prepared);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_update_prepared_outside_the_rolled_back_level_survives, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id cursor = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.prepare(cursor, jet::prepare_kind::insert), errc::success);
    BOOST_REQUIRE_EQUAL(by.set(cursor, key_column, 1), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.set(cursor, value_column, 9), errc::success);
    BOOST_REQUIRE_EQUAL(by.rollback(), errc::success);

    BOOST_TEST(by.update(cursor) == errc::success);
    BOOST_TEST(by.commit() == errc::success);

    BOOST_TEST((by.rows(cursor) == row_map{{1, 9}}));
}

// calls outside a transaction

BOOST_AUTO_TEST_CASE_TEMPLATE(calls_outside_a_transaction_are_transactions_of_their_own, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    auto other = in.enter();
    const table_id rows = by.open();
    const table_id seen = other.open();

    BOOST_TEST(by.insert(rows, 1, 10) == errc::success);
    BOOST_TEST((other.rows(seen) == row_map{{1, 10}}));
    BOOST_TEST(by.replace(rows, 1, 11) == errc::success);
    BOOST_TEST((other.at(seen, 1) == 11));
    BOOST_TEST(by.erase(rows, 1) == errc::success);
    BOOST_TEST(other.rows(seen).empty());
    BOOST_TEST(by.level() == 0u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_failing_call_outside_a_transaction_leaves_nothing, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 10}, {2, 20}});
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_REQUIRE_EQUAL(by.create_index(rows, "unique_value", "value", jet::index_option::unique), errc::success);

    BOOST_TEST(by.insert(rows, 3, 20) == errc::key_duplicate);    // its primary entry was written before
    BOOST_TEST(by.replace(rows, 1, 20) == errc::key_duplicate);

    BOOST_TEST(by.level() == 0u);
    BOOST_TEST((by.rows(rows) == row_map{{1, 10}, {2, 20}}));
    BOOST_TEST(by.insert(rows, 3, 30) == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_needs_a_transaction_says_so, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 0}});
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_REQUIRE_EQUAL(by.first(rows), errc::success);

    BOOST_TEST(in.api.get_lock(by.id(), rows, jet::lock_option::write) == errc::not_in_transaction);
    BOOST_TEST(by.prepare(rows, jet::prepare_kind::insert_copy) == errc::not_in_transaction);
    BOOST_REQUIRE_EQUAL(by.prepare(rows, jet::prepare_kind::replace), errc::success);
    BOOST_TEST(by.set(rows, note_column, "x") == errc::not_in_transaction);
    BOOST_TEST(by.prepare(rows, jet::prepare_kind::cancel) == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(databases_come_and_go_outside_transactions_only, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    database_id refused;
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);

    BOOST_TEST(in.api.create_database(by.id(), "another.edb", {}, refused) == errc::in_transaction);
    BOOST_TEST(in.api.attach_database(by.id(), in.path, {}) == errc::in_transaction);
    BOOST_TEST(in.api.detach_database(by.id(), in.path, {}) == errc::in_transaction);
    BOOST_TEST(in.api.open_database(by.id(), in.path, {}, refused) == errc::success);
    BOOST_TEST(in.api.close_database(by.id(), refused) == errc::success);

    BOOST_TEST(by.level() == 1u);
    BOOST_TEST(by.commit() == errc::success);
}

// reading only

BOOST_AUTO_TEST_CASE_TEMPLATE(a_read_only_transaction_refuses_every_change, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 10}});
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(jet::begin_option::read_only), errc::success);
    BOOST_REQUIRE_EQUAL(by.seek(rows, 1), errc::success);
    table_id refused;

    BOOST_TEST(by.prepare(rows, jet::prepare_kind::insert) == errc::trans_read_only);
    BOOST_TEST(by.prepare(rows, jet::prepare_kind::replace) == errc::trans_read_only);
    BOOST_TEST(in.api.delete_record(by.id(), rows) == errc::trans_read_only);
    BOOST_TEST(in.api.get_lock(by.id(), rows, jet::lock_option::write) == errc::trans_read_only);
    BOOST_TEST(by.create_table("extra", refused) == errc::trans_read_only);
    BOOST_TEST(by.delete_table("rows") == errc::trans_read_only);
    BOOST_TEST(by.add_column(rows, "extra") == errc::trans_read_only);
    BOOST_TEST(by.create_index(rows, "extra", "value") == errc::trans_read_only);

    BOOST_TEST((by.at(rows, 1) == 10));
    BOOST_TEST(by.commit() == errc::success);
    BOOST_TEST(by.replace(rows, 1, 11) == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(only_the_outermost_begin_decides_about_reading_only, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();

    BOOST_REQUIRE_EQUAL(by.begin(jet::begin_option::read_only), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_TEST(by.insert(rows, 1) == errc::trans_read_only);
    BOOST_REQUIRE_EQUAL(by.rollback(jet::rollback_option::all), errc::success);

    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(jet::begin_option::read_only), errc::success);
    BOOST_TEST(by.insert(rows, 1) == errc::success);
    BOOST_REQUIRE_EQUAL(by.commit(), errc::success);
    BOOST_REQUIRE_EQUAL(by.commit(), errc::success);
    BOOST_TEST(by.rows(rows).size() == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_read_only_transaction_reads_its_snapshot, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 10}});
    auto reader = in.enter();
    auto writer = in.enter();
    const table_id seen = reader.open();
    const table_id rows = writer.open();
    BOOST_REQUIRE_EQUAL(reader.begin(jet::begin_option::read_only), errc::success);

    BOOST_REQUIRE_EQUAL(writer.replace(rows, 1, 11), errc::success);
    BOOST_REQUIRE_EQUAL(writer.insert(rows, 2, 20), errc::success);

    BOOST_TEST((reader.rows(seen) == row_map{{1, 10}}));
    BOOST_REQUIRE_EQUAL(reader.commit(), errc::success);
    BOOST_TEST((reader.rows(seen) == row_map{{1, 11}, {2, 20}}));
}

// options

BOOST_AUTO_TEST_CASE_TEMPLATE(begin_ignores_options_it_does_not_know, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();

    BOOST_TEST(by.begin(jet::flags<jet::begin_option>::from_bits(0xFFFFFFFE)) == errc::success);
    BOOST_TEST(by.insert(rows, 1) == errc::success);
    BOOST_TEST(by.commit() == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refused_commit_or_rollback_leaves_the_level_open, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 1), errc::success);

    BOOST_TEST(in.api.commit_transaction(by.id(), jet::flags<jet::commit_option>::from_bits(4)) == errc::invalid_grbit);
    BOOST_TEST(in.api.commit_transaction(by.id(), jet::commit_option::lazy_flush | jet::commit_option::wait_all_level0) ==
               errc::invalid_grbit);
    BOOST_TEST(by.rollback(jet::flags<jet::rollback_option>::from_bits(2)) == errc::invalid_grbit);
    BOOST_TEST(in.api.commit_transaction(by.id(), jet::commit_option::wait_last_level0) == errc::success);    // only waits

    BOOST_TEST(by.level() == 1u);
    BOOST_TEST(by.commit() == errc::success);
    BOOST_TEST(by.rows(rows).size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
