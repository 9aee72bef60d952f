// conformance_schema_test.cpp — tables, columns and indexes made and dropped inside transactions, alone and mixed with
// updates, as the document on JetBeginTransaction says.
#include "conformance_fixture.hpp"

using namespace conformance;

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(conformance_schema)

namespace {

template <jet_api Api>
[[nodiscard]] std::vector<std::string> tables_of(Api& api, user<Api>& by)
{
    std::vector<std::string> names;
    BOOST_REQUIRE_EQUAL(api.table_names(by.id(), by.database(), names), errc::success);
    std::sort(names.begin(), names.end());
    return names;
}

template <jet_api Api>
[[nodiscard]] std::vector<std::string> indexes_of(Api& api, user<Api>& by, table_id cursor)
{
    std::vector<jet::index_info> infos;
    BOOST_REQUIRE_EQUAL(api.index_infos(by.id(), cursor, infos), errc::success);
    std::vector<std::string> names;
    for (const jet::index_info& info : infos) names.push_back(info.name);
    std::sort(names.begin(), names.end());
    return names;
}

using names = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(a_table_columns_and_indexes_made_in_a_transaction_go_with_it, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    table_id made;
    BOOST_REQUIRE_EQUAL(by.create_table("made", made), errc::success);
    BOOST_REQUIRE_EQUAL(by.add_column(made, "first"), errc::success);
    BOOST_REQUIRE_EQUAL(by.add_column(made, "second"), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_index(made, "by_first", "first"), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_index(made, "by_value", "value", jet::index_option::unique), errc::success);
    for (std::int32_t key = 0; key < 300; ++key) BOOST_REQUIRE_EQUAL(by.insert(made, key, key), errc::success);

    BOOST_TEST(by.rollback() == errc::success);

    BOOST_TEST(by.first(made) == errc::invalid_table_id);
    BOOST_TEST(by.try_open("made") == errc::object_not_found);
    BOOST_TEST((tables_of(in.api, by) == names{"rows"}));
    BOOST_TEST(by.create_table("made", made) == errc::success);    // the name is free
    BOOST_TEST(by.rows(made).empty());
    BOOST_TEST(by.find_column(made, "first") == errc::column_not_found);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_same_committed_stays, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    auto other = in.enter();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    table_id made;
    BOOST_REQUIRE_EQUAL(by.create_table("made", made), errc::success);
    BOOST_REQUIRE_EQUAL(by.add_column(made, "first"), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_index(made, "by_first", "first"), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(made, 1, 10), errc::success);

    BOOST_TEST(by.commit() == errc::success);
    BOOST_TEST(by.close(made) == errc::success);

    const table_id seen = other.open("made");
    BOOST_TEST((other.rows(seen) == row_map{{1, 10}}));
    BOOST_TEST(other.find_column(seen, "first") == errc::success);
    BOOST_TEST((indexes_of(in.api, other, seen) == names{"by_first", "primary"}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(columns_and_indexes_added_to_a_full_table_can_be_taken_back, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 3}, {2, 2}, {3, 1}});
    auto by = in.enter();
    const table_id rows = by.open();
    column_id extra;

    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.add_column(rows, "extra", extra), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_index(rows, "by_value", "value"), errc::success);
    BOOST_REQUIRE_EQUAL(by.use_index(rows, "by_value"), errc::success);
    BOOST_TEST((by.key_at(rows) == 3));
    BOOST_TEST(by.rollback() == errc::success);

    BOOST_TEST(by.find_column(rows, "extra") == errc::column_not_found);
    BOOST_TEST((indexes_of(in.api, by, rows) == names{"primary"}));
    BOOST_TEST(by.use_index(rows, "by_value") == errc::index_not_found);
    BOOST_TEST((by.rows(rows) == row_map{{1, 3}, {2, 2}, {3, 1}}));
    BOOST_TEST(by.insert(rows, 4, 3) == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(dropped_tables_columns_and_indexes_come_back, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 10}, {2, 20}});
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_REQUIRE_EQUAL(by.add_column(rows, "extra"), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_index(rows, "by_value", "value"), errc::success);

    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_TEST(by.delete_index(rows, "by_value") == errc::success);
    BOOST_TEST(by.delete_column(rows, "extra") == errc::success);
    BOOST_TEST((indexes_of(in.api, by, rows) == names{"primary"}));
    BOOST_TEST(by.find_column(rows, "extra") == errc::column_not_found);
    BOOST_REQUIRE_EQUAL(by.close(rows), errc::success);
    BOOST_TEST(by.delete_table("rows") == errc::success);
    BOOST_TEST(by.try_open("rows") == errc::object_not_found);
    BOOST_TEST(by.rollback() == errc::success);

    const table_id again = by.open();
    BOOST_TEST((by.rows(again) == row_map{{1, 10}, {2, 20}}));
    BOOST_TEST(by.find_column(again, "extra") == errc::success);
    BOOST_TEST((indexes_of(in.api, by, again) == names{"by_value", "primary"}));
    BOOST_TEST(by.use_index(again, "by_value") == errc::success);
    BOOST_TEST((by.key_at(again) == 1));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_dropped_table_is_gone_once_committed, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.delete_table("rows"), errc::success);

    BOOST_TEST(by.commit() == errc::success);

    BOOST_TEST(by.try_open("rows") == errc::object_not_found);
    table_id again;
    BOOST_TEST(by.create_table("rows", again) == errc::success);
    BOOST_TEST(by.rows(again).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(definitions_and_updates_mix_in_one_transaction, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 10}});
    auto by = in.enter();
    const table_id rows = by.open();
    column_id extra;

    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 2, 20), errc::success);
    BOOST_REQUIRE_EQUAL(by.add_column(rows, "extra", extra), errc::success);
    BOOST_REQUIRE_EQUAL(by.seek(rows, 2), errc::success);
    BOOST_REQUIRE_EQUAL(by.prepare(rows, jet::prepare_kind::replace), errc::success);
    BOOST_REQUIRE_EQUAL(by.set(rows, extra, 7), errc::success);
    BOOST_REQUIRE_EQUAL(by.update(rows), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_index(rows, "by_extra", "extra"), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 3, 30), errc::success);
    BOOST_REQUIRE_EQUAL(by.erase(rows, 1), errc::success);
    BOOST_TEST(by.commit() == errc::success);

    BOOST_TEST((by.rows(rows) == row_map{{2, 20}, {3, 30}}));
    BOOST_REQUIRE_EQUAL(by.use_index(rows, "by_extra"), errc::success);
    std::vector<std::int32_t> order;
    for (errc at = by.first(rows); at == errc::success; at = by.next(rows)) order.push_back(by.key_at(rows).value_or(-1));
    BOOST_TEST(order == (std::vector<std::int32_t>{3, 2}), boost::test_tools::per_element());    // NULL comes first
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_savepoint_takes_back_definitions_and_updates_together, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 10}});
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_index(rows, "kept", "value"), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 2, 5), errc::success);

    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    table_id made;
    BOOST_REQUIRE_EQUAL(by.create_table("lost", made), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(made, 1), errc::success);
    BOOST_REQUIRE_EQUAL(by.add_column(rows, "lost"), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 3, 1), errc::success);
    BOOST_REQUIRE_EQUAL(by.rollback(), errc::success);
    BOOST_REQUIRE_EQUAL(by.commit(), errc::success);

    BOOST_TEST((tables_of(in.api, by) == names{"rows"}));
    BOOST_TEST(by.find_column(rows, "lost") == errc::column_not_found);
    BOOST_TEST((by.rows(rows) == row_map{{1, 10}, {2, 5}}));
    BOOST_REQUIRE_EQUAL(by.use_index(rows, "kept"), errc::success);
    BOOST_TEST((by.key_at(rows) == 2));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(others_see_definitions_only_when_they_are_committed, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 10}});
    auto by = in.enter();
    auto other = in.enter();
    const table_id rows = by.open();
    const table_id seen = other.open();
    table_id made;
    table_id refused;
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_table("made", made), errc::success);
    BOOST_REQUIRE_EQUAL(by.add_column(rows, "extra"), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_index(rows, "by_value", "value"), errc::success);

    BOOST_TEST(other.try_open("made") == errc::object_not_found);
    BOOST_TEST(other.find_column(seen, "extra") == errc::column_not_found);
    BOOST_TEST(other.use_index(seen, "by_value") == errc::index_not_found);
    BOOST_TEST((tables_of(in.api, other) == names{"rows"}));
    BOOST_TEST(other.insert(seen, 2, 5) == errc::success);    // and the new index gets it
    BOOST_REQUIRE_EQUAL(by.commit(), errc::success);
    BOOST_REQUIRE_EQUAL(by.close(made), errc::success);

    BOOST_TEST(other.try_open("made") == errc::success);
    BOOST_TEST(other.find_column(seen, "extra") == errc::success);
    BOOST_TEST(other.use_index(seen, "by_value") == errc::success);
    BOOST_TEST((other.key_at(seen) == 2));
    BOOST_TEST(other.create_table("made", refused) == errc::table_duplicate);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_older_snapshot_does_not_see_newer_definitions, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    auto other = in.enter();
    BOOST_REQUIRE_EQUAL(other.begin(), errc::success);
    table_id made;
    BOOST_REQUIRE_EQUAL(by.create_table("made", made), errc::success);
    BOOST_REQUIRE_EQUAL(by.close(made), errc::success);

    BOOST_TEST(other.try_open("made") == errc::object_not_found);
    BOOST_TEST((tables_of(in.api, other) == names{"rows"}));
    BOOST_REQUIRE_EQUAL(other.commit(), errc::success);

    BOOST_TEST(other.try_open("made") == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(two_sessions_cannot_make_the_same_thing, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    auto other = in.enter();
    const table_id rows = by.open();
    const table_id theirs = other.open();
    table_id made;
    table_id refused;
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_table("made", made), errc::success);
    BOOST_REQUIRE_EQUAL(by.add_column(rows, "extra"), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_index(rows, "by_value", "value"), errc::success);

    // Who defines something in the same table at the same time may be told of the conflict instead.
    const auto refused_with = [](errc answer, errc documented) { return answer == documented || answer == errc::write_conflict; };
    BOOST_TEST(other.create_table("made", refused) == errc::table_duplicate);
    BOOST_TEST(refused_with(other.add_column(theirs, "extra"), errc::column_duplicate));
    BOOST_TEST(refused_with(other.create_index(theirs, "by_value", "value"), errc::index_duplicate));
    BOOST_REQUIRE_EQUAL(by.rollback(), errc::success);

    BOOST_TEST(other.create_table("made", refused) == errc::success);
    BOOST_TEST(other.add_column(theirs, "extra") == errc::success);
    BOOST_TEST(other.create_index(theirs, "by_value", "value") == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_failing_definition_leaves_the_transaction_as_it_was, Backend, backends)
{
    store<Backend> in;
    in.fill({{1, 10}, {2, 10}});
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 3, 30), errc::success);

    BOOST_TEST(by.create_index(rows, "unique_value", "value", jet::index_option::unique) == errc::key_duplicate);
    table_id refused;
    BOOST_TEST(by.create_table("rows", refused) == errc::table_duplicate);
    BOOST_TEST(by.add_column(rows, "value") == errc::column_duplicate);

    BOOST_TEST(by.level() == 1u);
    BOOST_TEST((indexes_of(in.api, by, rows) == names{"primary"}));
    BOOST_TEST(by.commit() == errc::success);
    BOOST_TEST(by.rows(rows).size() == 3u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_was_rolled_back_is_not_in_the_file_either, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    table_id made;
    BOOST_REQUIRE_EQUAL(by.create_table("made", made), errc::success);
    BOOST_REQUIRE_EQUAL(by.add_column(rows, "extra"), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 1), errc::success);
    BOOST_REQUIRE_EQUAL(by.rollback(), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 2), errc::success);
    BOOST_REQUIRE_EQUAL(in.api.close_database(by.id(), by.database()), errc::success);

    BOOST_REQUIRE_EQUAL(in.api.detach_database(by.id(), in.path, {}), errc::success);
    BOOST_REQUIRE_EQUAL(in.api.attach_database(by.id(), in.path, {}), errc::success);

    auto again = in.enter();
    BOOST_TEST((tables_of(in.api, again) == names{"rows"}));
    const table_id found = again.open();
    BOOST_TEST(again.find_column(found, "extra") == errc::column_not_found);
    BOOST_TEST((again.rows(found) == row_map{{2, 0}}));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
