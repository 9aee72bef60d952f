// isolation_test.cpp — what sessions see of each other, who wins, and what a rollback does to cursors.
#include "table_fixture.hpp"

#include <atomic>
#include <thread>

using namespace table_test;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(table)
BOOST_AUTO_TEST_SUITE(isolation)

BOOST_AUTO_TEST_CASE(a_snapshot_sees_neither_later_inserts_nor_changes_nor_deletes)
{
    people db;
    for (const int n : {1, 2}) BOOST_REQUIRE(db.add(n, "old") == error::success);
    const auto reader = db.open("people", db.rival);
    db.rival.begin(true);
    BOOST_TEST(people::ids(*reader) == (numbers{1, 2}), tt::per_element());

    BOOST_REQUIRE(db.add(3, "new") == error::success);
    BOOST_REQUIRE(people::rename(*db.at, 1, "new") == error::success);
    BOOST_REQUIRE(seek(*db.at, number(2)) == error::success);
    BOOST_REQUIRE(db.at->delete_record() == error::success);

    BOOST_TEST(people::ids(*reader) == (numbers{1, 2}), tt::per_element());
    BOOST_REQUIRE(reader->set_current_index("by_name") == error::success);
    BOOST_TEST(seek(*reader, text("new")) == error::record_not_found);
    BOOST_TEST(people::ids(*reader) == (numbers{1, 2}), tt::per_element());
    db.rival.commit();
    BOOST_TEST(people::ids(*reader) == (numbers{1, 3}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(uncommitted_changes_are_their_owners_alone)
{
    people db;
    const auto other = db.open("people", db.rival);
    db.me.begin(false);
    BOOST_REQUIRE(db.add(1, "mine") == error::success);

    BOOST_TEST(seek(*db.at, number(1)) == error::success);
    BOOST_TEST(seek(*other, number(1)) == error::record_not_found);
    db.me.commit();
    BOOST_TEST(seek(*other, number(1)) == error::success);
}

BOOST_AUTO_TEST_CASE(the_first_updater_wins_and_the_second_is_told_at_once)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    const auto other = db.open("people", db.rival);
    db.me.begin(false);
    db.rival.begin(false);
    BOOST_REQUIRE(people::rename(*db.at, 1, "b") == error::success);

    BOOST_REQUIRE(seek(*other, number(1)) == error::success);
    BOOST_TEST(other->get_cursor_info() == error::write_conflict);
    BOOST_TEST(other->prepare_update(prepare_kind::replace) == error::write_conflict);
    BOOST_TEST(other->delete_record() == error::write_conflict);
    BOOST_TEST(other->get_lock(jet::lock_option::write) == error::write_conflict);
    BOOST_TEST(other->prepare_update(prepare_kind::replace_no_lock) == error::success);
    BOOST_REQUIRE(set(*other, "name", text("c")) == error::success);
    BOOST_TEST(save(*other) == error::write_conflict);
    db.me.commit();
    BOOST_TEST(save(*other) == error::write_conflict);
    db.rival.rollback();
    BOOST_TEST(people::rename(*other, 1, "c") == error::success);
}

BOOST_AUTO_TEST_CASE(equal_keys_of_two_sessions_are_duplicates_not_conflicts)
{
    people db;
    const auto other = db.open("people", db.rival);
    db.me.begin(false);
    db.rival.begin(false);
    BOOST_REQUIRE(db.add(1, "a") == error::success);

    BOOST_TEST(people::add(*other, 1, "b") == error::key_duplicate);
    BOOST_TEST(people::add(*other, 2, "a") == error::success);
    db.me.rollback();
    BOOST_TEST(people::add(*other, 1, "b") == error::success);
    db.rival.commit();

    BOOST_TEST(people::ids(*db.at) == (numbers{1, 2}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(a_replace_prepared_at_level_0_notices_that_the_record_changed)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    const auto other = db.open("people", db.rival);
    BOOST_REQUIRE(db.at->move(jet::move_first) == error::success);
    BOOST_REQUIRE(db.at->prepare_update(prepare_kind::replace) == error::success);
    BOOST_REQUIRE(set(*db.at, "name", text("b")) == error::success);
    BOOST_REQUIRE(people::rename(*other, 1, "c") == error::success);

    BOOST_TEST(save(*db.at) == error::write_conflict);

    BOOST_TEST(db.at->update_prepared());
}

BOOST_AUTO_TEST_CASE(rolling_back_sends_cursors_that_moved_before_the_first_record)
{
    people db;
    for (const int n : {1, 2, 3}) BOOST_REQUIRE(db.add(n, "x") == error::success);
    const auto still = db.open("people");
    BOOST_REQUIRE(seek(*still, number(2)) == error::success);
    db.me.begin(false);
    BOOST_REQUIRE(seek(*db.at, number(2)) == error::success);
    const auto young = db.open("people");

    db.me.rollback();

    BOOST_TEST(get(*db.at, "id").answer == error::no_current_record);
    BOOST_TEST(db.at->move(1) == error::success);
    BOOST_TEST(get_number(*db.at, "id") == 1);
    BOOST_TEST(get_number(*still, "id") == 2);
    BOOST_TEST(young->closed());
    BOOST_TEST(!still->closed());
}

BOOST_AUTO_TEST_CASE(rolling_back_drops_updates_and_indexes_chosen_in_the_level)
{
    people db;
    BOOST_REQUIRE(db.add(1, "x") == error::success);
    cursor& at = *db.at;
    db.me.begin(false);
    BOOST_REQUIRE(at.prepare_update(prepare_kind::insert) == error::success);
    db.me.begin(false);
    db.me.rollback();
    BOOST_TEST(at.update_prepared());
    db.me.begin(false);
    db.me.commit();
    BOOST_REQUIRE(at.set_current_index("by_name") == error::success);
    db.me.rollback();

    BOOST_TEST(!at.update_prepared());
    std::string name;
    BOOST_REQUIRE(at.current_index(name) == error::success);
    BOOST_TEST(name == "pk");
}

BOOST_AUTO_TEST_CASE(a_savepoint_takes_rows_and_entries_back_together)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    cursor& at = *db.at;
    db.me.begin(false);
    BOOST_REQUIRE(db.add(2, "b") == error::success);
    db.me.begin(false);
    BOOST_REQUIRE(db.add(3, "c") == error::success);
    BOOST_REQUIRE(people::rename(at, 1, "z") == error::success);
    BOOST_REQUIRE(seek(at, number(2)) == error::success);
    BOOST_REQUIRE(at.delete_record() == error::success);
    db.me.rollback();
    BOOST_TEST(people::ids(at) == (numbers{1, 2}), tt::per_element());
    db.me.commit();

    BOOST_REQUIRE(at.set_current_index("by_name") == error::success);
    BOOST_TEST(people::ids(at) == (numbers{1, 2}), tt::per_element());
    BOOST_TEST(seek(at, text("z")) == error::record_not_found);
}

BOOST_AUTO_TEST_CASE(a_lock_keeps_others_out_until_the_transaction_ends)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    const auto other = db.open("people", db.rival);
    BOOST_REQUIRE(db.at->move(jet::move_first) == error::success);
    BOOST_REQUIRE(other->move(jet::move_first) == error::success);

    BOOST_TEST(db.at->get_lock(jet::lock_option::write) == error::not_in_transaction);
    db.me.begin(false);
    BOOST_TEST(db.at->get_lock({}) == error::invalid_grbit);
    BOOST_TEST(db.at->get_lock(jet::lock_option::write) == error::success);
    BOOST_TEST(other->delete_record() == error::write_conflict);
    db.me.rollback();
    BOOST_TEST(other->delete_record() == error::success);
}

// Each thread moves amounts between rows of its choice; whoever meets a rival starts over. The sum never changes.
BOOST_AUTO_TEST_CASE(concurrent_transfers_keep_the_sum_and_the_index)
{
    static constexpr int accounts = 8, threads = 3, transfers = 150;
    people db;
    for (int n = 0; n < accounts; ++n) BOOST_REQUIRE(db.add(n, "100") == error::success);
    std::atomic<int> strange{0};
    const auto work = [&](unsigned seed) {
        session mine{db.domain};
        cursor_ptr at;
        if (open_table(db.tables, mine, "people", {}, at) != error::success) ++strange;
        const jet::column_id name{128};
        const auto change = [&](int account, int by) {
            if (at->make_key(number(account), jet::key_option::new_key) != error::success) return error::internal_error;
            if (const error e = at->seek(jet::seek_option::equal); e != error::success) return e;
            std::array<char, 16> digits{};
            jet::retrieve_args args;
            args.column = name;
            args.buffer = std::as_writable_bytes(std::span{digits});
            if (const error e = at->retrieve_column(args); e != error::success) return e;
            const std::string next = std::to_string(std::atoi(digits.data()) + by);
            if (const error e = at->prepare_update(prepare_kind::replace); e != error::success) return e;
            jet::set_args value;
            value.column = name;
            value.value = text(next);
            if (const error e = at->set_column(value); e != error::success) return e;
            return save(*at);
        };
        for (int done = 0; done < transfers;) {
            seed = seed * 1664525 + 1013904223;
            const int from = static_cast<int>(seed >> 16) % accounts, to = static_cast<int>(seed >> 24) % accounts;
            mine.begin(false);
            const error first = change(from, -1);
            const error second = first == error::success ? change(to, +1) : first;
            if (second == error::success) {
                mine.commit();
                ++done;
            } else {
                if (second != error::write_conflict) ++strange;
                mine.rollback();
            }
            if (strange > 0) return;
        }
        at.reset();
    };
    std::vector<std::thread> running;
    for (unsigned n = 0; n < threads; ++n) running.emplace_back(work, n * 77 + 1);
    for (std::thread& t : running) t.join();

    BOOST_TEST(strange == 0);
    int sum = 0;
    std::vector<std::string> by_row, by_index;
    for (error e = db.at->move(jet::move_first); e == error::success; e = db.at->move(1)) {
        by_row.push_back(get(*db.at, "name").value);
        sum += std::stoi(by_row.back());
    }
    BOOST_TEST(sum == accounts * 100);
    BOOST_REQUIRE(db.at->set_current_index("by_name") == error::success);
    for (error e = db.at->move(jet::move_first); e == error::success; e = db.at->move(1)) by_index.push_back(get(*db.at, "name").value);
    std::sort(by_row.begin(), by_row.end());
    BOOST_TEST(by_row == by_index, tt::per_element());
}

// Writers come and go while an index is made, removed and made again: at the end it holds exactly the rows there are.
BOOST_AUTO_TEST_CASE(an_index_made_beside_writers_is_complete)
{
    people db;
    for (int n = 0; n < 300; ++n) BOOST_REQUIRE(db.add(n, "n" + std::to_string(n % 7)) == error::success);
    std::atomic<bool> stop{false};
    std::atomic<int> strange{0}, written{0};
    const auto allowed = [](error e) {
        return e == error::success || e == error::write_conflict || e == error::key_duplicate || e == error::record_deleted;
    };
    const auto work = [&](unsigned seed) {
        session mine{db.domain};
        cursor_ptr at;
        if (open_table(db.tables, mine, "people", {}, at) != error::success) ++strange;
        while (!stop) {
            seed = seed * 1664525 + 1013904223;
            const int n = static_cast<int>(seed >> 16) % 400;
            const std::string name = "n" + std::to_string(seed >> 28);
            const std::array<std::byte, 4> key = number(n).data;
            const auto put = [&](std::uint32_t column, bytes value) {
                jet::set_args args;
                args.column = jet::column_id{column};
                args.value = value;
                return at->set_column(args);
            };
            mine.begin(false);
            error e = error::success;
            if (at->make_key(key, jet::key_option::new_key) != error::success) ++strange;
            if (at->seek(jet::seek_option::equal) != error::success) {
                e = at->prepare_update(prepare_kind::insert);
                if (put(1, key) != error::success || put(128, text(name)) != error::success) ++strange;
                e = save(*at);
            } else if (seed % 3 == 0) {
                e = at->delete_record();
            } else if ((e = at->prepare_update(prepare_kind::replace)) == error::success) {
                if (put(128, text(name)) != error::success) ++strange;
                e = save(*at);
            }
            at->cancel_update();
            if (!allowed(e)) ++strange;
            if (e == error::success && seed % 5 != 0) {
                mine.commit();
                ++written;
            } else {
                mine.rollback();
            }
        }
    };
    std::vector<std::thread> running;
    for (unsigned n = 0; n < 2; ++n) running.emplace_back(work, n + 7);
    int made = 0;
    while (made < 5 || written < 300) {
        jet::index_create late = index("late", "-name\0\0"sv);
        const error e = create_index(*db.at, late);
        if (e == error::success) ++made;
        else if (e != error::write_conflict) ++strange;
        if (e == error::success && made % 2 == 1 && delete_index(*db.at, "late") == error::success) continue;
        if (e == error::success) break;
        std::this_thread::yield();
    }
    while (written < 300) std::this_thread::yield();
    stop = true;
    for (std::thread& t : running) t.join();
    db.domain.clean_up_all();

    BOOST_TEST(strange == 0);
    BOOST_REQUIRE(db.at->set_current_index("") == error::success);
    numbers rows = people::ids(*db.at);
    for (const char* name : {"late", "by_name"}) {
        BOOST_REQUIRE(db.at->set_current_index(name) == error::success);
        numbers entries = people::ids(*db.at);
        std::sort(entries.begin(), entries.end());
        BOOST_TEST(entries == rows, tt::per_element());
    }
    BOOST_REQUIRE(db.at->set_current_index("late") == error::success);
    std::string last = "~";
    for (error e = db.at->move(jet::move_first); e == error::success; e = db.at->move(1)) {
        const std::string now = get(*db.at, "name").value;
        BOOST_TEST((now <= last));   // as text, not element by element
        last = now;
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
