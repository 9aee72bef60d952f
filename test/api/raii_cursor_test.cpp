// raii_cursor_test.cpp — what cursors, updates and databases promise, over a scripted backend.

#include "fake_api.hpp"

#include <ese/instance.hpp>
#include <ese/transact.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using fake::fake_api;
using ese::errc;
namespace misuse = ese::misuse;

struct cursor_fixture {
    std::shared_ptr<fake::script> script = std::make_shared<fake::script>();
    ese::basic_instance<fake_api> engine{{}, fake_api{script}};
    ese::basic_session<fake_api> work = engine.begin_session();
    ese::basic_database<fake_api> db = work.create("db");

    using transaction = ese::basic_transaction<fake_api>;

    void put(std::int64_t id, std::string_view name)
    {
        auto rows = db.open_cursor("t");
        auto row  = rows.insert();
        row.set("id", id).set("name", name).save();
    }
};

template <class Call>
errc code_of(Call&& call)
{
    try {
        call();
    } catch (const ese::error& e) {
        return e.jet_code();
    }
    return errc::success;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)
BOOST_FIXTURE_TEST_SUITE(cursors, cursor_fixture)

BOOST_AUTO_TEST_CASE(a_rollback_invalidates_the_cursors_opened_inside)
{
    auto outside = db.open_cursor("t");
    transaction t{work};
    auto inside = db.open_cursor("t");

    t.rollback();

    BOOST_TEST(outside.is_open());
    BOOST_TEST((code_of([&] { (void)inside.move_first(); }) == misuse::cursor_invalidated));
    inside = {};
    BOOST_TEST(script->dead_handles_used == 0);
}

BOOST_AUTO_TEST_CASE(a_commit_lowers_the_level_of_the_cursors_opened_inside)
{
    transaction outer{work};
    auto inner = outer.savepoint();
    auto rows  = db.open_cursor("t");
    BOOST_TEST(rows.open_level() == 2);

    inner.release();

    BOOST_TEST(rows.open_level() == 1);
    outer.rollback();
    BOOST_TEST((rows.usable() == misuse::cursor_invalidated));
}

BOOST_AUTO_TEST_CASE(only_the_cursors_of_the_undone_levels_die)
{
    transaction outer{work};
    auto first = db.open_cursor("t");
    auto inner = outer.savepoint();
    auto second = db.open_cursor("t");
    inner.release();
    auto again = outer.savepoint();
    auto third = db.open_cursor("t");

    again.rollback();

    BOOST_TEST(first.is_open());
    BOOST_TEST(second.is_open());
    BOOST_TEST(!third.is_open());
}

BOOST_AUTO_TEST_CASE(a_moved_cursor_is_still_invalidated)
{
    transaction t{work};
    auto rows = db.open_cursor("t");
    auto moved = std::move(rows);

    t.rollback();

    BOOST_TEST((moved.usable() == misuse::cursor_invalidated));
    BOOST_TEST((rows.usable() == misuse::not_open));
}

BOOST_AUTO_TEST_CASE(a_cursor_closes_itself_once)
{
    {
        auto rows  = db.open_cursor("t");
        auto other = std::move(rows);
    }

    BOOST_TEST(script->count("close_table") == 1);
    BOOST_TEST(script->tables.empty());
}

BOOST_AUTO_TEST_CASE(cursors_keep_their_database_open)
{
    auto rows = db.open_cursor("t");

    db = {};

    BOOST_TEST(script->count("close_database") == 0);
    rows.close();
    rows = {};
    BOOST_TEST(script->count("close_database") == 1);
}

BOOST_AUTO_TEST_CASE(closing_a_database_by_hand_takes_its_cursors_along)
{
    auto rows = db.open_cursor("t");

    db.close();

    BOOST_TEST((rows.usable() == misuse::not_open));
    BOOST_TEST((code_of([&] { (void)db.open_cursor("t"); }) == misuse::not_open));
}

BOOST_AUTO_TEST_CASE(values_come_back_as_they_were_set)
{
    put(7, "Grüße 𝄞");
    auto rows = db.open_cursor("t");
    const auto id = rows.column("id");
    const auto name = rows.column("name");

    BOOST_TEST(rows.seek(7));

    BOOST_TEST(rows.get<std::int64_t>(id) == 7);
    BOOST_TEST(rows.get<int>(id) == 7);
    BOOST_TEST(rows.get<std::string>(name) == "Grüße 𝄞");
    BOOST_TEST((rows.get<std::u16string>(name) == u"Grüße 𝄞"));
}

BOOST_AUTO_TEST_CASE(a_long_value_is_read_whole)
{
    const std::string text(3000, 'x');
    put(1, text);
    auto rows = db.open_cursor("t");

    BOOST_TEST(rows.seek(1));
    BOOST_TEST(rows.get<std::string>("name") == text);
}

BOOST_AUTO_TEST_CASE(a_number_that_does_not_fit_is_refused)
{
    put(1000, "x");
    auto rows = db.open_cursor("t");
    const auto id = rows.column("id");
    BOOST_TEST(rows.seek(1000));

    BOOST_TEST((code_of([&] { (void)rows.get<std::uint8_t>(id); }) == misuse::value_out_of_range));
    auto row = rows.insert();
    BOOST_TEST((code_of([&] { row.set(id, 18'000'000'000'000'000'000u); }) == misuse::value_out_of_range));
    BOOST_TEST((code_of([&] { row.set(id, "text"); }) == errc::invalid_column_type));
}

BOOST_AUTO_TEST_CASE(null_is_an_answer_for_an_optional_and_an_error_otherwise)
{
    script->rows[1] = "";
    auto rows = db.open_cursor("t");
    const auto name = rows.column("name");
    BOOST_TEST(rows.seek(1));

    BOOST_TEST(!rows.get<std::optional<std::string>>(name).has_value());
    BOOST_TEST((code_of([&] { (void)rows.get<std::string>(name); }) == misuse::value_is_null));
}

BOOST_AUTO_TEST_CASE(absence_is_no_error)
{
    auto rows = db.open_cursor("t");

    BOOST_TEST(!rows.seek(5));
    BOOST_TEST(!rows.move_first());
    std::error_code ec;
    BOOST_TEST(!rows.move_next(ec));
    BOOST_TEST(!ec);
}

BOOST_AUTO_TEST_CASE(accidents_while_moving_are_errors)
{
    auto rows = db.open_cursor("t");
    script->answer("move", errc::disk_io, 2);
    std::error_code ec;

    BOOST_TEST(!rows.move_first(ec));
    BOOST_TEST((ec == errc::disk_io));
    BOOST_TEST((code_of([&] { (void)rows.move_first(); }) == errc::disk_io));
}

BOOST_AUTO_TEST_CASE(rows_are_walked_once_each)
{
    put(1, "a");
    put(2, "b");
    put(3, "c");
    auto rows = db.open_cursor("t");
    const auto id = rows.column("id");
    std::vector<int> seen;

    for (auto& row : rows.rows()) seen.push_back(row.get<int>(id));

    BOOST_TEST(seen == (std::vector<int>{1, 2, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_key_asks_the_catalog_once_until_what_it_learned_may_be_undone)
{
    auto rows = db.open_cursor("t");
    (void)rows.seek(1);
    (void)rows.seek(2);
    BOOST_TEST(script->count("index_infos") == 1);

    { transaction t{work}; }
    (void)rows.seek(3);
    BOOST_TEST(script->count("index_infos") == 1);    // learned before that transaction

    auto others = db.open_cursor("t");
    {
        transaction t{work};
        (void)others.seek(4);
        BOOST_TEST(script->count("index_infos") == 2);
        { auto inner = t.savepoint(); }
        (void)others.seek(5);
        BOOST_TEST(script->count("index_infos") == 2);
    }
    (void)others.seek(6);
    BOOST_TEST(script->count("index_infos") == 3);
}

BOOST_AUTO_TEST_CASE(an_update_that_is_not_saved_is_cancelled)
{
    auto rows = db.open_cursor("t");

    { auto row = rows.insert(); }

    BOOST_TEST(script->count("cancel") == 1);
    BOOST_TEST(script->rows.empty());
}

BOOST_AUTO_TEST_CASE(a_failed_save_leaves_the_update_prepared)
{
    auto rows = db.open_cursor("t");
    auto row  = rows.insert();
    row.set("id", 1);
    script->answer("update", errc::key_duplicate);

    BOOST_CHECK_THROW(row.save(), ese::key_duplicate);

    BOOST_TEST(row.active());
    row.set("id", 2).save();
    BOOST_TEST(script->rows.count(2) == 1u);
}

BOOST_AUTO_TEST_CASE(an_outlived_update_never_cancels_a_newer_one)
{
    auto rows = db.open_cursor("t");
    auto stale = rows.insert();
    auto fresh = rows.insert();

    stale = {};

    BOOST_TEST(script->count("cancel") == 0);
    BOOST_TEST(fresh.active());
}

BOOST_AUTO_TEST_CASE(a_saved_update_is_finished)
{
    auto rows = db.open_cursor("t");
    auto row  = rows.insert();
    row.set("id", 1).save();

    BOOST_TEST((code_of([&] { row.save(); }) == misuse::update_finished));
    BOOST_TEST(script->count("update") == 1);
}

BOOST_AUTO_TEST_CASE(an_update_of_an_invalidated_cursor_is_dropped_in_silence)
{
    transaction t{work};
    auto rows = db.open_cursor("t");
    auto row  = rows.insert();

    t.rollback();

    BOOST_TEST(!row.active());
    BOOST_TEST((code_of([&] { row.save(); }) == misuse::cursor_invalidated));
    row = {};
    BOOST_TEST(script->dead_handles_used == 0);
}

BOOST_AUTO_TEST_CASE(an_existing_file_is_opened_when_the_options_say_so)
{
    script->answer("create_database", errc::database_duplicate, 2);

    BOOST_TEST((code_of([&] { (void)work.create("db"); }) == errc::database_duplicate));
    BOOST_TEST(work.create("db", {.if_exists = ese::open_it}).is_open());
    BOOST_TEST(script->count("attach_database") == 1);
}

BOOST_AUTO_TEST_CASE(a_missing_table_is_an_answer)
{
    script->answer("open_table", errc::object_not_found, 2);

    BOOST_TEST(!db.open_if_exists("t").has_value());
    BOOST_TEST(!db.has_table("t"));
    BOOST_TEST(db.has_table("t"));
}

BOOST_AUTO_TEST_CASE(an_index_description_becomes_a_double_terminated_key)
{
    ese::table_spec spec{.name = "t",
                         .columns = {{.name = "a"}, {.name = "b", .type = ese::jet::column_type::text}},
                         .indexes = {{.name = "pk",
                                      .parts = {ese::ascending("a"), ese::descending("b")},
                                      .flags = ese::jet::index_option::primary}}};

    auto made = db.create_table(spec);

    BOOST_TEST(engine.api().created_key == std::string("+a\0-b\0\0", 7));
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf8_is_refused)
{
    auto rows = db.open_cursor("t");
    auto row  = rows.insert();

    for (const std::string_view bad : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\xc3"})
        BOOST_TEST((code_of([&] { row.set("name", bad); }) == errc::unicode_translation_fail));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
