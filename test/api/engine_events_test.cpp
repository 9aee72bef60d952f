// engine_events_test.cpp — the event sink hears what the instance waited for and what it runs short of.

#include "durability_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <string>

using namespace durability_tests;

namespace {

// Operations and the ends of the names of their files.
class heard {
public:
    void operator()(const ese::event& e)
    {
        if (e.what != "slow_io") return;
        const std::string path{e.path};
        const std::size_t dot = path.rfind('.');
        const std::lock_guard lock{mutex_};
        all_.insert(std::string{e.call} + (dot == std::string::npos ? "" : path.substr(dot)));
        quickest_ = std::min(quickest_, e.took);
    }
    [[nodiscard]] std::set<std::string> all() const
    {
        const std::lock_guard lock{mutex_};
        return all_;
    }
    [[nodiscard]] std::chrono::nanoseconds quickest() const
    {
        const std::lock_guard lock{mutex_};
        return quickest_;
    }

private:
    mutable std::mutex mutex_;
    std::set<std::string> all_;                           // under mutex_
    std::chrono::nanoseconds quickest_{std::chrono::hours{1}};    // under mutex_
};

// A life with a durable commit, and a second one that reads the row back from the disk.
std::set<std::string> heard_from(std::chrono::nanoseconds on)
{
    heard by;
    const files_pointer files = new_files();
    ese::instance_options how = options();
    how.events = [&](const ese::event& e) { by(e); };
    how.slow   = on;
    {
        ese::instance engine{how, ese::engine_api{files}};
        ese::session s   = engine.begin_session();
        ese::database db = s.create("/db/data.edb");
        make_rows(db);
        (void)insert(s, db, 1);
    }
    ese::instance engine{how, ese::engine_api{files}};
    ese::session s   = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    auto rows        = db.open_cursor("rows");
    BOOST_REQUIRE(rows.move_first());
    BOOST_TEST(rows.get<int>("id") == 1);
    BOOST_TEST((by.quickest() >= on || by.all().empty()));
    return by.all();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(commits_that_wait_and_the_io_they_wait_for_are_told_by_file)
{
    const std::set<std::string> told = heard_from(std::chrono::nanoseconds{1});

    for (const char* expected : {"commit", "write.eselog", "sync.eselog", "read.edb", "write.edb", "sync.edb"})
        BOOST_TEST(told.contains(expected), expected);
}

BOOST_AUTO_TEST_CASE(what_is_quicker_than_the_threshold_is_not_told)
{
    BOOST_TEST(heard_from(std::chrono::hours{1}).empty());
}

BOOST_AUTO_TEST_CASE(a_threshold_of_zero_tells_nothing)
{
    BOOST_TEST(heard_from(std::chrono::nanoseconds{0}).empty());
}

BOOST_AUTO_TEST_CASE(high_use_of_the_version_store_is_an_event)
{
    std::atomic<int> told{0};
    std::atomic<std::uint64_t> buckets{0};
    ese::instance_options how = options();
    how.max_version_pages = 10;
    how.events = [&](const ese::event& e) {
        if (e.what != "version_store") return;
        ++told;
        buckets = e.done;
    };
    ese::instance engine{how, ese::engine_api{new_files()}};
    ese::session s = engine.begin_session();
    ese::database db = s.create("/db/data.edb");
    make_rows(db);
    for (int id = 0; id < 20; ++id) (void)insert(s, db, id);
    BOOST_TEST(told == 0);
    const auto fill = [&](int from) {
        ese::transaction t{s};
        auto rows = db.open_cursor("rows");
        std::error_code ec;
        for (int id = from; !ec && id < from + 10000; ++id) {
            auto row = rows.insert();
            row.set("id", id).save(ec);
        }
        BOOST_TEST(ec == errc::version_store_out_of_memory);
    };
    fill(1000);
    BOOST_TEST(told == 1);
    BOOST_TEST(buckets == 10u);   // more than nine of ten, which is the default of JET_paramPreferredVerPages
    for (int id = 100; id < 120; ++id) (void)insert(s, db, id);
    fill(20000);
    BOOST_TEST(told == 2);
}

BOOST_AUTO_TEST_SUITE_END()
