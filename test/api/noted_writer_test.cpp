// noted_writer_test.cpp — an index is not made while a rival has rows of the table uncommitted, whatever became of his other calls.

#include <ese/ese.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(an_index_is_not_made_beside_an_uncommitted_row_that_followed_a_refused_one)
{
    ese::instance engine{{.in_memory = true}};
    ese::session one = engine.begin_session(), two = engine.begin_session();
    ese::database db = one.create("data.edb"), db2 = two.open("data.edb");
    (void)db.create_table({.name = "rows",
                           .columns = {{.name = "id"}, {.name = "value"}},
                           .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}}});
    db.open_cursor("rows").insert().set("id", 1).save();
    ese::transaction t{one};
    auto rows = db.open_cursor("rows");
    BOOST_CHECK_THROW(rows.insert().set("id", 1).save(), ese::error);
    rows.insert().set("id", 2).save();

    BOOST_CHECK_THROW(db2.open_cursor("rows").create_index({.name = "by_value", .parts = {ese::ascending("value")}}), ese::write_conflict);

    t.commit();
    auto seen = db2.open_cursor("rows");
    seen.create_index({.name = "by_value", .parts = {ese::ascending("value")}});
    seen.use_index("by_value");
    int found = 0;
    for ([[maybe_unused]] ese::cursor& r : seen.rows()) ++found;
    BOOST_TEST(found == 2);
}

BOOST_AUTO_TEST_SUITE_END()
