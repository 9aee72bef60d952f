// schema_change_recovery_test.cpp — what recovery makes of trees that were made, dropped and undone: a tree it destroys by mistake
// still looks well at first, so each test fills it until it needs pages.

#include <ese/ese.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <concepts>
#include <memory>

namespace {

using ese::testing::faulty_file_system;
using ese::testing::survival;

ese::instance_options options() { return {.directory = "/db", .page_size = 4096}; }

ese::table_spec table_named(const char* name)
{
    return {.name = name,
            .columns = {{.name = "id"}, {.name = "value"}},
            .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary},
                        {.name = "by_value", .parts = {ese::ascending("value")}}}};
}

void fill(ese::session& s, ese::database& db, std::string_view table, int from, int to)
{
    ese::transaction t{s};
    auto rows = db.open_cursor(table);
    for (int id = from; id < to; ++id) rows.insert().set("id", id).set("value", id * 7 % to).save();
    t.commit();
}

int count(ese::database& db, std::string_view table, std::string_view index)
{
    auto rows = db.open_cursor(table);
    rows.use_index(index);
    int found = 0;
    for ([[maybe_unused]] ese::cursor& r : rows.rows()) ++found;
    return found;
}

// Makes a database, does something to it, and kills the process. What recovery left has the table `rows` with 100 rows.
template <class Work>
void check_after_crash(Work&& work)
{
    auto files = std::make_shared<faulty_file_system>();
    files->create_directories("/db");
    std::shared_ptr<faulty_file_system> left;
    {
        ese::instance in{options(), ese::engine_api{files}};
        ese::session s = in.begin_session();
        ese::database db = s.create("/db/data.edb");
        if constexpr (std::invocable<Work, ese::instance&, ese::session&, ese::database&>) work(in, s, db);
        else work(s, db);
        left = files->after_crash({survival::process_killed, 1});
    }
    ese::instance in{options(), ese::engine_api{left}};
    ese::session s = in.begin_session();
    ese::database db = s.attach("/db/data.edb");
    for (const char* index : {"pk", "by_value"}) BOOST_TEST(count(db, "rows", index) == 100);
    (void)db.create_table(table_named("other"));
    fill(s, db, "rows", 100, 1000);
    fill(s, db, "other", 0, 1000);
    for (const char* table : {"rows", "other"})
        for (const char* index : {"pk", "by_value"}) BOOST_TEST(count(db, table, index) == 1000);
    in.close();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(a_table_whose_removal_was_rolled_back_is_kept_by_recovery)
{
    check_after_crash([](ese::session& s, ese::database& db) {
        (void)db.create_table(table_named("rows"));
        fill(s, db, "rows", 0, 99);
        ese::transaction t{s};
        {
            ese::savepoint lost = t.savepoint();
            db.remove_table("rows");
        }
        db.open_cursor("rows").insert().set("id", 99).set("value", 99).save();
        t.commit();
    });
}

BOOST_AUTO_TEST_CASE(an_index_whose_removal_was_rolled_back_is_kept_by_recovery)
{
    check_after_crash([](ese::session& s, ese::database& db) {
        (void)db.create_table(table_named("rows"));
        fill(s, db, "rows", 0, 99);
        ese::transaction t{s};
        {
            ese::savepoint lost = t.savepoint();
            db.open_cursor("rows").remove_index("by_value");
        }
        db.open_cursor("rows").insert().set("id", 99).set("value", 99).save();
        t.commit();
    });
}

BOOST_AUTO_TEST_CASE(a_table_on_the_pages_of_one_that_was_rolled_back_is_kept_by_recovery)
{
    check_after_crash([](ese::session& s, ese::database& db) {
        {
            ese::transaction t{s};
            (void)db.create_table(table_named("undone"));
        }
        (void)db.create_table(table_named("rows"));
        fill(s, db, "rows", 0, 100);
    });
}

BOOST_AUTO_TEST_CASE(a_table_on_the_pages_of_one_that_was_removed_is_kept_by_recovery)
{
    check_after_crash([](ese::session& s, ese::database& db) {
        (void)db.create_table(table_named("removed"));
        db.remove_table("removed");
        (void)db.create_table(table_named("rows"));
        fill(s, db, "rows", 0, 100);
    });
}

// Whose entries lay in an index that was never committed. Its tree is gone when they are undone; the log must say of each that it was, or
// recovery undoes another change of the same transaction once more, and takes a row that is somebody else's by then.
BOOST_AUTO_TEST_CASE(a_row_put_where_one_was_rolled_back_with_a_rivals_index_is_kept_by_recovery)
{
    check_after_crash([](ese::instance& in, ese::session& s, ese::database& db) {
        (void)db.create_table(table_named("rows"));
        fill(s, db, "rows", 0, 99);
        ese::session rival = in.begin_session();
        ese::database same = rival.open("/db/data.edb");
        ese::transaction defining{s}, inserting{rival};
        db.open_cursor("rows").create_index({.name = "undone", .parts = {ese::ascending("value"), ese::ascending("id")}});
        same.open_cursor("rows").insert().set("id", 99).set("value", 99).save();
        defining.rollback();
        inserting.rollback();
        fill(s, db, "rows", 99, 100);
    });
}

BOOST_AUTO_TEST_SUITE_END()
