// durability_recovery_test.cpp — ids of commits and the notice that they are on disk; a log without room.

#include "durability_fixture.hpp"

#include <ese/any_api.hpp>
#include <ese/testing/fault_injecting.hpp>

#include <thread>

using namespace durability_tests;

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(ids_of_commits_rise_and_what_logged_nothing_has_none)
{
    store in;
    const commit_id first = insert(in.session, in.db, 1).id, second = insert(in.session, in.db, 2, durability::lazy).id;
    BOOST_TEST(first > commit_id{});
    BOOST_TEST(second > first);
    {
        ese::transaction reading{in.session};
        (void)in.db.open_cursor("rows").seek(1);
        BOOST_TEST(reading.commit().id == commit_id{});
    }
    ese::transaction outer{in.session};
    ese::transaction inner{in.session};
    in.db.open_cursor("rows").insert().set("id", 3).save();
    BOOST_TEST(inner.commit().id == commit_id{});   // to level 1
    std::error_code ec;
    BOOST_TEST(outer.commit({}, ec).id > second);
    BOOST_TEST(!ec);
}

BOOST_AUTO_TEST_CASE(ids_rise_across_restarts)
{
    const files_pointer files = new_files();
    commit_id last;
    for (int life = 0; life < 3; ++life) {
        ese::instance engine{options(), ese::engine_api{files}};
        ese::session s = engine.begin_session();
        ese::database db = s.create("/db/data.edb", {.if_exists = ese::open_it});
        if (life == 0) make_rows(db);
        const commit_id id = insert(s, db, life).id;
        BOOST_TEST(id > last);
        last = id;
    }
}

BOOST_AUTO_TEST_CASE(without_a_log_commits_have_no_id)
{
    ese::instance engine{{.in_memory = true}};
    ese::session s = engine.begin_session();
    ese::database db = s.create("data.edb");
    make_rows(db);
    BOOST_TEST(insert(s, db, 1).id == commit_id{});
    BOOST_TEST((engine.recovery().log_records == 0));
}

BOOST_AUTO_TEST_CASE(a_durable_commit_returns_after_it_was_told_of)
{
    store in;
    for (int id = 0; id < 50; ++id) {
        const commit_id done = insert(in.session, in.db, id).id;
        BOOST_REQUIRE(in.heard->highest() >= done);
    }
    const commit_id lazy = insert(in.session, in.db, 1000, durability::lazy).id;
    in.session.flush();
    BOOST_TEST(in.heard->highest() >= lazy);
}

BOOST_AUTO_TEST_CASE(durable_commits_of_many_threads_return_after_they_were_told_of)
{
    store in;
    std::atomic<int> early{0};
    {
        std::vector<std::jthread> threads;
        for (int number = 0; number < 4; ++number)
            threads.emplace_back([&, number] {
                ese::session s = in.engine.begin_session();
                ese::database db = s.open("/db/data.edb");
                for (int i = 0; i < 40; ++i)
                    if (const commit_id done = insert(s, db, number * 1000 + i).id; in.heard->highest() < done) ++early;
            });
    }
    BOOST_TEST(early == 0);
    BOOST_TEST(count_rows(in.db) == 160);
}

BOOST_AUTO_TEST_CASE(a_lazy_commit_is_told_of_in_bounded_time)
{
    store in;
    const commit_id lazy = insert(in.session, in.db, 1, durability::lazy).id;
    const auto begun = clock::now();
    while (in.heard->highest() < lazy && clock::now() - begun < 10s) std::this_thread::sleep_for(1ms);
    BOOST_TEST(in.heard->highest() >= lazy);
    BOOST_TEST((clock::now() - begun < 5s));   // 0.2 s, on a machine that has other work
}

// At every notice the power goes, in a copy, with nothing kept that was not synced: the commits told of are there.
BOOST_AUTO_TEST_CASE(nothing_is_told_of_before_it_is_on_the_disk)
{
    const files_pointer files = new_files();
    struct moment {
        std::shared_ptr<faulty_file_system> found;
        commit_id up_to;
    };
    std::vector<moment> moments;
    std::mutex mutex;
    std::vector<commit_id> ids;
    {
        ese::instance_options how = options();
        how.on_durable = [&](const ese::durable_notice& told) {
            const std::lock_guard lock{mutex};
            moments.push_back({files->after_crash({survival::synced_only, 1}), told.up_to});
        };
        ese::instance engine{how, ese::engine_api{files}};
        ese::session s = engine.begin_session();
        ese::database db = s.create("/db/data.edb");
        make_rows(db);
        for (int id = 0; id < 12; ++id) ids.push_back(insert(s, db, id, id % 4 == 3 ? durability::durable : durability::lazy).id);
        s.flush();
    }
    int told_of_some = 0;
    for (moment& at : moments) {
        int expected = 0;
        while (expected < 12 && ids[static_cast<std::size_t>(expected)] <= at.up_to) ++expected;
        if (expected == 0) continue;
        ese::instance engine{options(), ese::engine_api{at.found}};
        ese::session s = engine.begin_session();
        ese::database db = s.attach("/db/data.edb");
        BOOST_TEST(count_rows(db) >= expected);
        ++told_of_some;
    }
    BOOST_TEST(told_of_some >= 3);
}

BOOST_AUTO_TEST_CASE(a_dead_log_is_told_of_once_and_promises_nothing_more)
{
    store in;
    const commit_id last = insert(in.session, in.db, 1).id;
    (void)insert(in.session, in.db, 2, durability::lazy);
    const commit_id before = in.heard->highest();
    in.files->fail_at(in.files->io_count() + 1);
    std::error_code ec;
    in.session.flush(ec);
    if (!ec) return;   // the housekeeper had been quicker
    BOOST_TEST(ec == errc::log_write_fail);
    (void)code_of([&] { (void)insert(in.session, in.db, 3); });
    BOOST_TEST(in.heard->unavailable() == 1);
    BOOST_TEST(in.heard->highest() == before);
    BOOST_TEST(before >= last);
}

BOOST_AUTO_TEST_CASE(decorators_and_any_backend_pass_ids_and_notices_on)
{
    const files_pointer files = new_files();
    auto heard = std::make_shared<listener>();
    using traced = ese::tracing<ese::engine_api, ese::event_watch>;
    ese::any::instance engine{store::listened(heard), ese::any_api{traced{ese::engine_api{files}, {}}}};
    ese::any::session s = engine.begin_session();
    auto db = s.create("/db/data.edb");
    (void)db.create_table({.name = "rows", .columns = {{.name = "id"}}});
    ese::any::transaction t{s};
    db.open_cursor("rows").insert().set("id", 1).save();
    const commit_id id = t.commit().id;
    BOOST_TEST(id > commit_id{});
    BOOST_TEST(heard->highest() >= id);
    engine.backup("/backup");
    BOOST_TEST(files->list("/backup").size() == 3u);
    BOOST_TEST(engine.api().set_notices({}) == errc::already_initialized);
}

BOOST_AUTO_TEST_CASE(a_backend_that_tells_nothing_says_so_to_who_would_miss_it)
{
    struct silent : ese::unavailable_api {
        errc create_instance(std::string_view) noexcept { return errc::success; }
        errc set_parameter(ese::jet::parameter, std::uint64_t, std::string_view) noexcept { return errc::success; }
        errc init(flags<ese::jet::init_option>) noexcept { return errc::success; }
        errc term(flags<ese::jet::term_option>) noexcept { return errc::success; }
    };
    std::error_code ec;
    ese::basic_instance<silent> deaf{{.on_durable = [](const ese::durable_notice&) {}}, silent{}, ec};
    BOOST_TEST(ec == errc::feature_not_available);
    ese::basic_instance<silent> content{{.events = [](const ese::event&) {}}, silent{}};
    content.backup("x", {}, ec);
    BOOST_TEST(ec == errc::feature_not_available);
    (void)ese::basic_instance<silent>::restore("x", "y", silent{}, ec);
    BOOST_TEST(ec == errc::feature_not_available);
}

// ---- a full disk

BOOST_AUTO_TEST_CASE(a_log_without_room_for_its_first_files_says_so_at_the_start)
{
    const files_pointer files = new_files();
    files->limit_bytes(40'000);
    BOOST_TEST(code_of([&] { ese::instance engine{options(), ese::engine_api{files}}; }) == errc::log_disk_full);
    files->lift_limit();
    BOOST_TEST(code_of([&] { ese::instance engine{options(), ese::engine_api{files}}; }) == errc::success);
}

// A row is changed again and again: the database stays as it is, the log grows.
BOOST_AUTO_TEST_CASE(when_the_log_has_no_room_a_transaction_can_be_rolled_back_and_reading_goes_on)
{
    store in;
    for (int id = 0; id < 50; ++id) (void)insert(in.session, in.db, id);
    in.files->limit_bytes(in.files->bytes_used() + 1000);
    errc answer = errc::success;
    {
        ese::transaction t{in.session};
        auto rows = in.db.open_cursor("rows");
        for (int n = 0; answer == errc::success && n < 5000; ++n)
            answer = code_of([&] {
                BOOST_REQUIRE(rows.seek(n % 50));
                rows.replace().set("text", std::string_view{std::string(100, static_cast<char>('a' + n % 26))}).save();
            });
        BOOST_TEST(answer == errc::log_disk_full);
    }
    BOOST_TEST(in.engine.lost_rollbacks() == 0u);
    BOOST_TEST(count_rows(in.db) == 50);
    in.files->lift_limit();
    (void)insert(in.session, in.db, 1000);
    auto rows = in.db.open_cursor("rows");
    for (int id = 0; id < 50; ++id) {
        BOOST_REQUIRE(rows.seek(id));
        BOOST_REQUIRE_EQUAL(rows.get<std::string>("text"), std::string(100, 'x'));
    }
}

BOOST_AUTO_TEST_CASE(when_the_database_has_no_room_the_code_is_another_one)
{
    const files_pointer files = new_files();
    ese::instance_options how = options();
    how.log_file_size = 8192;   // made ahead: the log has room
    ese::instance engine{how, ese::engine_api{files}};
    ese::session s = engine.begin_session();
    ese::database db = s.create("/db/data.edb");
    make_rows(db);
    files->limit_bytes(files->bytes_used() + 1000);
    errc answer = errc::success;
    for (int id = 0; answer == errc::success && id < 2000; ++id) answer = code_of([&] { (void)insert(s, db, id, durability::lazy, 2000); });
    BOOST_TEST(answer == errc::disk_full);
    const int before = count_rows(db);
    files->lift_limit();
    (void)insert(s, db, 10000);
    BOOST_TEST(count_rows(db) == before + 1);
}

BOOST_AUTO_TEST_SUITE_END()
