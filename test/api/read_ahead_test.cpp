// read_ahead_test.cpp — a cursor that will read many rows in their order tells the system early which pages it comes to.
#include "watched_files.hpp"

#include <ese/ese.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace {

using ese::errc;
namespace jet = ese::jet;

constexpr int row_count = 4000;

void make_rows(const std::shared_ptr<conformance::watched_files>& files)
{
    ese::instance engine{{.recovery = false}, ese::engine_api{files}};
    ese::session s = engine.begin_session();
    ese::database db = s.create("rows.edb");
    ese::cursor rows = db.create_table({.name = "rows",
                                        .columns = {{.name = "id"}, {.name = "data", .type = jet::column_type::binary}},
                                        .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = jet::index_option::primary}}});
    ese::transaction all{s};
    for (int id = 0; id < row_count; ++id) rows.insert().set("id", id).set("data", std::vector<std::byte>(200)).save();
    all.commit();
}

// A life that begins with nothing in the cache, its cursor before the first row.
struct cold_rows {
    std::shared_ptr<conformance::watch> disk = std::make_shared<conformance::watch>();
    ese::engine_api api;
    ese::session_id session;
    ese::table_id rows;

    cold_rows() : api{made(disk)}
    {
        ese::database_id database;
        BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::recovery, 0, "off"), errc::success);
        BOOST_REQUIRE_EQUAL(api.init({}), errc::success);
        BOOST_REQUIRE_EQUAL(api.begin_session(session), errc::success);
        BOOST_REQUIRE_EQUAL(api.attach_database(session, "rows.edb", {}), errc::success);
        BOOST_REQUIRE_EQUAL(api.open_database(session, "rows.edb", {}, database), errc::success);
        BOOST_REQUIRE_EQUAL(api.open_table(session, database, "rows", {}, rows), errc::success);
    }
    static std::shared_ptr<conformance::watched_files> made(const std::shared_ptr<conformance::watch>& by)
    {
        const auto files = std::make_shared<conformance::watched_files>(by);
        make_rows(files);
        return files;
    }
    // Hints given while all rows are passed.
    int hints_of_a_walk(std::int32_t to_begin, std::int32_t step)
    {
        const int before = disk->hints();
        int passed = 1;
        BOOST_REQUIRE_EQUAL(api.move(session, rows, to_begin, {}), errc::success);
        while (api.move(session, rows, step, {}) == errc::success) ++passed;
        BOOST_TEST(passed == row_count);
        return disk->hints() - before;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(read_ahead)

BOOST_AUTO_TEST_CASE(the_leaves_of_a_sequential_cursor_are_announced_once)
{
    for (const bool forward : {true, false}) {
        cold_rows in;
        BOOST_REQUIRE_EQUAL(in.api.set_sequential(in.session, in.rows, true), errc::success);
        const int leaves_least = row_count * 200 / 4096;
        const int hints = in.hints_of_a_walk(forward ? jet::move_first : jet::move_last, forward ? 1 : -1);
        BOOST_TEST(hints >= leaves_least * 3 / 4);
        BOOST_TEST(hints <= leaves_least * 3 / 2);    // each once
        BOOST_TEST(in.hints_of_a_walk(jet::move_first, 1) == 0);    // all of it is in the cache
    }
}

BOOST_AUTO_TEST_CASE(a_batch_tells_as_steps_do)
{
    cold_rows in;
    BOOST_REQUIRE_EQUAL(in.api.set_sequential(in.session, in.rows, true), errc::success);
    BOOST_REQUIRE_EQUAL(in.api.move(in.session, in.rows, jet::move_first, {}), errc::success);
    const int before = in.disk->hints();
    jet::row_batch batch;
    batch.most = 50;
    while (in.api.read_rows(in.session, in.rows, batch) == errc::success && !batch.at_end) {}
    BOOST_TEST(in.disk->hints() - before >= row_count * 200 / 4096 * 3 / 4);
}

BOOST_AUTO_TEST_CASE(other_cursors_say_nothing)
{
    cold_rows in;
    BOOST_TEST(in.hints_of_a_walk(jet::move_first, 1) == 0);
    BOOST_REQUIRE_EQUAL(in.api.set_sequential(in.session, in.rows, true), errc::success);
    BOOST_REQUIRE_EQUAL(in.api.set_sequential(in.session, in.rows, false), errc::success);
    BOOST_TEST(in.hints_of_a_walk(jet::move_first, 1) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
