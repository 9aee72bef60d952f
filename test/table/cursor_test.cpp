// cursor_test.cpp — currency: moves, seeks, ranges, indexes, bookmarks.
#include "table_fixture.hpp"

using namespace table_test;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(table)
BOOST_AUTO_TEST_SUITE(currency_)

BOOST_AUTO_TEST_CASE(a_fresh_cursor_is_on_the_first_record_and_next_goes_to_the_second)
{
    people db;
    for (const int n : {3, 1, 2}) BOOST_REQUIRE(db.add(n, "x") == error::success);
    const auto fresh = db.open("people");

    BOOST_TEST(get_number(*fresh, "id") == 1);
    const auto other = db.open("people");
    BOOST_TEST(other->move(1) == error::success);

    BOOST_TEST(get_number(*other, "id") == 2);
}

BOOST_AUTO_TEST_CASE(moves_run_out_on_both_sides_and_come_back)
{
    people db;
    for (const int n : {1, 2, 3}) BOOST_REQUIRE(db.add(n, "x") == error::success);
    cursor& at = *db.at;

    BOOST_TEST(at.move(jet::move_last) == error::success);
    BOOST_TEST(at.move(1) == error::no_current_record);
    BOOST_TEST(at.move(1) == error::no_current_record);
    BOOST_TEST(get(at, "id").answer == error::no_current_record);
    BOOST_TEST(at.move(-1) == error::success);
    BOOST_TEST(get_number(at, "id") == 3);
    BOOST_TEST(at.move(-3) == error::no_current_record);
    BOOST_TEST(at.move(2) == error::success);

    BOOST_TEST(get_number(at, "id") == 2);
}

BOOST_AUTO_TEST_CASE(an_empty_table_has_no_current_record_whatever_one_does)
{
    people db;
    cursor& at = *db.at;

    BOOST_TEST(get(at, "id").answer == error::no_current_record);
    BOOST_TEST(at.move(0) == error::no_current_record);
    BOOST_TEST(at.move(1) == error::no_current_record);
    BOOST_TEST(at.move(jet::move_first) == error::no_current_record);
    BOOST_TEST(seek(at, number(1), jet::seek_option::greater_or_equal) == error::record_not_found);
    std::uint64_t count = 7;
    const auto fresh = db.open("people");
    BOOST_TEST(fresh->index_record_count(count) == error::success);

    BOOST_TEST(count == 0U);
}

BOOST_AUTO_TEST_CASE(each_relation_finds_what_the_table_says)
{
    people db;
    for (const int n : {10, 20, 30}) BOOST_REQUIRE(db.add(n, "x") == error::success);
    cursor& at = *db.at;
    using s = jet::seek_option;
    const auto look = [&](int key, s how) {
        const error e = seek(at, number(key), how);
        return std::pair{e, good(e) ? get_number(at, "id") : -1};
    };

    BOOST_TEST((look(20, s::equal) == std::pair{error::success, 20}));
    BOOST_TEST((look(15, s::equal) == std::pair{error::record_not_found, -1}));
    BOOST_TEST(at.move(1) == error::success);
    BOOST_TEST(get_number(at, "id") == 20);
    BOOST_TEST((look(15, s::greater_or_equal) == std::pair{error::wrn_seek_not_equal, 20}));
    BOOST_TEST((look(20, s::greater_or_equal) == std::pair{error::success, 20}));
    BOOST_TEST((look(20, s::greater) == std::pair{error::success, 30}));
    BOOST_TEST((look(30, s::greater) == std::pair{error::record_not_found, -1}));
    BOOST_TEST(at.move(-1) == error::success);
    BOOST_TEST(get_number(at, "id") == 30);
    BOOST_TEST((look(25, s::less_or_equal) == std::pair{error::wrn_seek_not_equal, 20}));
    BOOST_TEST((look(20, s::less_or_equal) == std::pair{error::success, 20}));
    BOOST_TEST((look(20, s::less) == std::pair{error::success, 10}));
    BOOST_TEST((look(10, s::less) == std::pair{error::record_not_found, -1}));
    BOOST_TEST(at.seek(s::equal) == error::key_not_made);
    BOOST_TEST(at.seek({}) == error::invalid_parameter);
}

BOOST_AUTO_TEST_CASE(a_secondary_index_orders_equal_keys_by_primary_key)
{
    people db;
    BOOST_REQUIRE(db.add(3, "bob") == error::success);
    BOOST_REQUIRE(db.add(1, "bob") == error::success);
    BOOST_REQUIRE(db.add(2, "ann") == error::success);
    cursor& at = *db.at;

    BOOST_TEST(at.set_current_index("BY_NAME") == error::success);
    BOOST_TEST(people::ids(at) == (numbers{2, 1, 3}), tt::per_element());
    BOOST_TEST(seek(at, text("bob"), jet::seek_option::less_or_equal) == error::success);
    BOOST_TEST(get_number(at, "id") == 1);
    BOOST_TEST(seek(at, text("ann"), jet::seek_option::greater) == error::success);
    BOOST_TEST(get_number(at, "id") == 1);
    BOOST_TEST(seek(at, text("ann")) == error::success);
    BOOST_TEST(at.move(1, jet::move_option::key_not_equal) == error::success);
    BOOST_TEST(at.move(1, jet::move_option::key_not_equal) == error::no_current_record);
    BOOST_TEST(seek(at, text("bob"), jet::seek_option::equal | jet::seek_option::check_uniqueness) == error::success);
    BOOST_TEST(seek(at, text("ann"), jet::seek_option::equal | jet::seek_option::check_uniqueness) == error::wrn_unique_key);
}

BOOST_AUTO_TEST_CASE(an_upper_limit_stops_forward_moves_only)
{
    people db;
    for (int n = 1; n <= 5; ++n) BOOST_REQUIRE(db.add(n, "x") == error::success);
    cursor& at = *db.at;
    using r = jet::range_option;
    BOOST_REQUIRE(at.move(jet::move_first) == error::success);

    BOOST_TEST(at.set_index_range(r::upper_limit) == error::key_not_made);
    BOOST_REQUIRE(at.make_key(number(3), jet::key_option::new_key) == error::success);
    BOOST_TEST(at.set_index_range(r::upper_limit | r::inclusive) == error::success);
    std::uint64_t count = 0;
    BOOST_TEST(at.move(1) == error::success);
    BOOST_TEST(at.move(1) == error::success);
    BOOST_TEST(at.move(1) == error::no_current_record);
    BOOST_TEST(at.move(-1) == error::success);
    BOOST_TEST(get_number(at, "id") == 5);
    BOOST_TEST(at.set_index_range(r::remove) == error::invalid_operation);
    BOOST_REQUIRE(at.move(jet::move_first) == error::success);
    BOOST_REQUIRE(at.make_key(number(3), jet::key_option::new_key) == error::success);
    BOOST_TEST(at.set_index_range(r::upper_limit) == error::success);
    BOOST_TEST(at.index_record_count(count) == error::success);
    BOOST_TEST(count == 2U);
    BOOST_TEST(get_number(at, "id") == 1);
}

BOOST_AUTO_TEST_CASE(a_range_that_excludes_the_current_record_is_refused)
{
    people db;
    for (int n = 1; n <= 3; ++n) BOOST_REQUIRE(db.add(n, "x") == error::success);
    cursor& at = *db.at;
    BOOST_REQUIRE(seek(at, number(3)) == error::success);
    BOOST_REQUIRE(at.make_key(number(2), jet::key_option::new_key) == error::success);

    BOOST_TEST(at.set_index_range(jet::range_option::upper_limit | jet::range_option::inclusive) == error::no_current_record);

    BOOST_TEST(at.move(-1) == error::success);
    BOOST_TEST(get_number(at, "id") == 3);
}

BOOST_AUTO_TEST_CASE(no_move_keeps_the_record_when_the_index_changes)
{
    people db;
    BOOST_REQUIRE(db.add(1, "zoe") == error::success);
    BOOST_REQUIRE(db.add(2, "ann") == error::success);
    cursor& at = *db.at;
    BOOST_REQUIRE(at.move(jet::move_first) == error::success);

    BOOST_TEST(at.set_current_index("by_name", jet::set_current_index_option::no_move) == error::success);
    BOOST_TEST(get_number(at, "id") == 1);
    BOOST_TEST(at.move(-1) == error::success);
    BOOST_TEST(get_number(at, "id") == 2);
    BOOST_TEST(at.set_current_index("", jet::set_current_index_option::no_move) == error::success);
    BOOST_TEST(get_number(at, "id") == 2);
    BOOST_TEST(at.set_current_index("nothing") == error::index_not_found);
    std::string name;
    BOOST_TEST(at.current_index(name) == error::success);

    BOOST_TEST(name == "pk");
}

BOOST_AUTO_TEST_CASE(a_bookmark_leads_back_and_a_deleted_record_does_not)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    BOOST_REQUIRE(db.add(2, "b") == error::success);
    cursor& at = *db.at;
    std::array<std::byte, 16> buffer;
    std::size_t size = 0;
    BOOST_TEST(at.get_bookmark(buffer, size) == error::no_current_record);
    BOOST_REQUIRE(seek(at, number(2)) == error::success);

    BOOST_TEST(at.get_bookmark(buffer, size) == error::success);
    BOOST_TEST(size == 5U);
    BOOST_TEST(at.get_bookmark(mutable_bytes{buffer}.first(2), size) == error::buffer_too_small);
    BOOST_REQUIRE(at.move(jet::move_first) == error::success);
    BOOST_TEST(at.goto_bookmark(bytes{buffer}.first(5)) == error::success);
    BOOST_TEST(get_number(at, "id") == 2);
    BOOST_TEST(at.delete_record() == error::success);
    BOOST_TEST(at.delete_record() == error::record_deleted);
    BOOST_TEST(get(at, "id").answer == error::record_deleted);
    BOOST_TEST(at.goto_bookmark(bytes{buffer}.first(5)) == error::record_deleted);
    BOOST_TEST(at.goto_bookmark({}) == error::invalid_bookmark);
    BOOST_TEST(at.move(-1) == error::success);
    BOOST_TEST(get_number(at, "id") == 1);
}

BOOST_AUTO_TEST_CASE(a_reinserted_key_revives_the_cursor_on_the_hole)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    const auto there = db.open("people");
    BOOST_REQUIRE(there->move(jet::move_first) == error::success);
    BOOST_REQUIRE(there->delete_record() == error::success);
    BOOST_TEST(get(*there, "name").answer == error::record_deleted);

    BOOST_REQUIRE(db.add(1, "again") == error::success);

    BOOST_TEST(get(*there, "name").value == "again");
}

BOOST_AUTO_TEST_CASE(positions_are_fractions_of_the_index)
{
    people db;
    for (int n = 1; n <= 10; ++n) BOOST_REQUIRE(db.add(n, "x") == error::success);
    cursor& at = *db.at;
    jet::record_position place;
    BOOST_REQUIRE(at.move(jet::move_last) == error::success);

    BOOST_TEST(at.get_record_position(place) == error::success);
    BOOST_TEST(place.before == 9U);
    BOOST_TEST(place.total == 10U);
    BOOST_TEST(at.goto_position({5, 1, 10}) == error::success);
    BOOST_TEST(get_number(at, "id") == 6);
    BOOST_TEST(at.goto_position({10, 1, 10}) == error::success);
    BOOST_TEST(get_number(at, "id") == 10);
    BOOST_TEST(at.goto_position({11, 1, 10}) == error::invalid_parameter);
}

BOOST_AUTO_TEST_CASE(a_table_without_primary_index_keeps_the_order_of_insertion)
{
    table_fixture db;
    const auto at = db.create("log", {column("n", jet::column_type::long_)});
    for (const int n : {5, 3, 9}) {
        BOOST_REQUIRE(at->prepare_update(prepare_kind::insert) == error::success);
        BOOST_REQUIRE(set(*at, "n", number(n)) == error::success);
        BOOST_REQUIRE(save(*at) == error::success);
    }
    numbers seen;
    for (error e = at->move(jet::move_first); e == error::success; e = at->move(1)) seen.push_back(get_number(*at, "n"));

    BOOST_TEST(seen == (numbers{5, 3, 9}), tt::per_element());
    BOOST_TEST(at->make_key(number(5), jet::key_option::new_key) == error::no_current_index);
    std::array<std::byte, 4> second{std::byte{0}, std::byte{0}, std::byte{0}, std::byte{2}};
    BOOST_TEST(at->make_key(second, jet::key_option::normalized_key) == error::success);
    BOOST_TEST(at->seek(jet::seek_option::equal) == error::success);
    BOOST_TEST(get_number(*at, "n") == 3);
}

BOOST_AUTO_TEST_CASE(the_key_of_an_entry_and_of_a_search_can_be_read)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    cursor& at = *db.at;
    std::array<std::byte, 16> buffer;
    std::size_t size = 0;

    BOOST_TEST(at.retrieve_key(buffer, size, jet::retrieve_option::copy) == error::key_not_made);
    BOOST_TEST(seek(at, number(1)) == error::success);
    BOOST_TEST(at.retrieve_key(buffer, size, jet::retrieve_option::copy) == error::success);
    BOOST_TEST(size == 5U);
    BOOST_TEST(at.retrieve_key(mutable_bytes{buffer}.first(2), size) == error::wrn_buffer_truncated);
    BOOST_TEST(at.make_key(number(1), jet::flags<jet::key_option>{}) == error::key_not_made);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
