// start_recovery_test.cpp — what recovery at the start of an instance tells, and what it may pass over.

#include "durability_fixture.hpp"

using namespace durability_tests;

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(recovery_reports_what_it_did)
{
    const files_pointer files = crashed(200, 30);
    ese::instance engine{options(), ese::engine_api{files}};
    const ese::recovery_report did = engine.recovery();
    BOOST_TEST(did.databases == 1u);
    BOOST_TEST(did.databases_missing == 0u);
    BOOST_TEST(did.transactions_undone == 1u);
    BOOST_TEST(did.changes_undone >= 30u);
    BOOST_TEST(did.changes_redone >= 200u);
    BOOST_TEST(did.log_records >= 200u);
    BOOST_TEST(did.log_bytes > 200u * 2000u / 8u);
    BOOST_TEST(did.log_segments >= 2u);   // of 64 KiB
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    BOOST_TEST(count_rows(db) == 201);
}

BOOST_AUTO_TEST_CASE(after_an_orderly_end_there_is_nothing_to_report)
{
    const files_pointer files = new_files();
    {
        store was{files};
        (void)insert(was.session, was.db, 1);
    }
    told_events told;
    ese::instance_options how = options();
    how.events = [&](const ese::event& e) { told(e); };
    ese::instance engine{how, ese::engine_api{files}};
    const ese::recovery_report did = engine.recovery();
    BOOST_TEST(did.databases == 0u);
    BOOST_TEST(did.changes_redone == 0u);
    BOOST_TEST(did.transactions_undone == 0u);
    BOOST_TEST(did.pages_repaired == 0u);
    engine.close();
    BOOST_TEST(engine.recovery().log_records == 0u);   // closed: it says nothing
}

BOOST_AUTO_TEST_CASE(pages_that_were_half_written_are_counted)
{
    const files_pointer files = crashed(200, 0, survival::everything);
    {
        // Pages made behind the checkpoint: the log has all that is on them.
        const auto opened = files->open("/db/data.edb", ese::engine::open_mode::read_write);
        const std::vector<std::byte> junk(512, std::byte{0x77});
        BOOST_REQUIRE(opened->size() > 60 * 4096);
        for (std::uint64_t page = 44; page < 56; ++page) opened->write(page * 4096 + 1024, junk);
    }
    ese::instance engine{options(), ese::engine_api{files}};
    BOOST_TEST(engine.recovery().pages_repaired == 12u);
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    BOOST_TEST(count_rows(db) == 201);
}

BOOST_AUTO_TEST_CASE(a_long_recovery_says_how_far_it_is)
{
    const files_pointer files = crashed(7000, 5);
    told_events told;
    ese::instance_options how = options();
    how.events = [&](const ese::event& e) { told(e); };
    ese::instance engine{how, ese::engine_api{files}};
    const ese::recovery_report did = engine.recovery();

    BOOST_REQUIRE(did.log_bytes > 9u << 20);
    const auto how_often = [&](const std::string& step) { return std::count(told.steps.begin(), told.steps.end(), step); };
    BOOST_TEST(how_often("scan") >= 3);
    BOOST_TEST(how_often("redo") >= 4);   // the beginning, the end, and some in between
    BOOST_TEST(how_often("undo") == 1);
    for (std::size_t i = 1; i < told.steps.size(); ++i)
        if (told.steps[i] == told.steps[i - 1]) BOOST_TEST(told.done[i] > told.done[i - 1]);
    for (std::size_t i = 0; i < told.steps.size(); ++i)
        if (told.steps[i] == "redo") BOOST_TEST((told.total[i] > 9u << 20 && told.done[i] <= told.total[i]));
}

// The checkpoint passes all that the log has of one database while another one is busy. Its time of changes must not go back:
// redo takes a change for done on a page that is younger.
BOOST_AUTO_TEST_CASE(a_database_that_stood_still_keeps_its_time_through_a_crash)
{
    const files_pointer files = new_files();
    const ese::raw_parameter shallow{ese::jet::parameter::checkpoint_depth_max, 65536, {}};
    ese::instance_options how = options();
    how.raw = {&shallow, 1};
    {
        ese::instance engine{how, ese::engine_api{files}};
        ese::session s = engine.begin_session();
        ese::database quiet = s.create("/db/quiet.edb"), busy = s.create("/db/busy.edb");
        for (ese::database* one : {&quiet, &busy}) make_rows(*one);
        for (int id = 0; id < 300; ++id) (void)insert(s, quiet, id, durability::lazy);
        for (int round = 0; round < 8; ++round) {
            for (int id = 0; id < 60; ++id) (void)insert(s, busy, round * 100 + id, durability::lazy, 2000);
            std::this_thread::sleep_for(250ms);   // the housekeeper writes back, and moves the checkpoint
        }
        s.flush();
        files->cut_power_now();
    }
    const files_pointer later = files->after_crash({survival::synced_only, 1});
    {
        ese::instance engine{how, ese::engine_api{later}};
        BOOST_TEST(engine.recovery().databases == 2u);
        ese::session s = engine.begin_session();
        ese::database db = s.attach("/db/quiet.edb");
        ese::transaction t{s};
        auto rows = db.open_cursor("rows");
        BOOST_REQUIRE(rows.seek(7));
        rows.replace().set("text", std::string_view{"changed"}).save();
        t.commit();
        later->cut_power_now();
    }
    const files_pointer last = later->after_crash({survival::synced_only, 1});
    ese::instance engine{how, ese::engine_api{last}};
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/quiet.edb");
    auto rows = db.open_cursor("rows");
    BOOST_REQUIRE(rows.seek(7));
    BOOST_TEST(rows.get<std::string>("text") == "changed");
}

// ---- what recovery may be asked to pass over

BOOST_AUTO_TEST_CASE(a_missing_database_stops_the_start_unless_it_may_be_ignored)
{
    const files_pointer files = crashed(50, 3);
    files->remove("/db/data.edb");
    BOOST_TEST(code_of([&] { ese::instance engine{options(), ese::engine_api{files}}; }) == errc::attached_database_mismatch);
    BOOST_TEST(code_of([&] { ese::instance engine{options(), ese::engine_api{files}}; }) == errc::attached_database_mismatch);

    ese::instance_options how = options();
    how.ignore_missing_databases = true;
    {
        ese::instance engine{how, ese::engine_api{files}};
        BOOST_TEST(engine.recovery().databases_missing == 1u);
        BOOST_TEST(engine.recovery().databases == 0u);
        ese::session s = engine.begin_session();
        ese::database fresh = s.create("/db/data.edb");
        make_rows(fresh);
        (void)insert(s, fresh, 1);
    }
    ese::instance engine{options(), ese::engine_api{files}};   // the log says nothing of the old one any more
    BOOST_TEST(engine.recovery().databases_missing == 0u);
}

BOOST_AUTO_TEST_CASE(ignoring_a_missing_database_recovers_the_others)
{
    const files_pointer files = new_files();
    {
        store was{files};
        ese::database second = was.session.create("/db/second.edb");
        make_rows(second);
        (void)insert(was.session, second, 1);
        (void)insert(was.session, was.db, 1);
        files->cut_power_now();
    }
    const files_pointer later = files->after_crash({survival::synced_only, 1});
    later->remove("/db/second.edb");
    ese::instance_options how = options();
    how.ignore_missing_databases = true;
    ese::instance engine{how, ese::engine_api{later}};
    BOOST_TEST(engine.recovery().databases == 1u);
    BOOST_TEST(engine.recovery().databases_missing == 1u);
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    BOOST_TEST(count_rows(db) == 1);
}

BOOST_AUTO_TEST_CASE(a_database_that_is_another_one_now_stops_the_start_and_is_not_touched)
{
    const files_pointer files = crashed(50, 3), others = new_files();
    {
        store other{others};
        (void)insert(other.session, other.db, 7);
    }
    std::vector<std::byte> content;
    {
        const auto from = others->open("/db/data.edb", ese::engine::open_mode::read_only);
        content.resize(static_cast<std::size_t>(from->size()));
        from->read(0, content);
        files->open("/db/data.edb", ese::engine::open_mode::create_always)->write(0, content);
    }
    ese::instance_options how = options();
    how.ignore_missing_databases = true;   // it is not missing
    for (const ese::instance_options& each : {options(), how})
        BOOST_TEST(code_of([&] { ese::instance engine{each, ese::engine_api{files}}; }) == errc::attached_database_mismatch);
    std::vector<std::byte> after(content.size());
    files->open("/db/data.edb", ese::engine::open_mode::read_only)->read(0, after);
    BOOST_TEST((after == content));
}

BOOST_AUTO_TEST_SUITE_END()
