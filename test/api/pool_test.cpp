// pool_test.cpp — sessions lent to threads, and sessions that travel.

#include "fake_api.hpp"

#include <ese/ese.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using ese::errc;
using namespace std::chrono_literals;

struct item {
    std::int64_t id{};
    std::int64_t count{};
};
struct items {
    using record = item;
    static constexpr std::string_view table_name = "items";
    using id      = ese::column<"id", &item::id>;
    using count   = ese::column<"count", &item::count>;
    using primary = ese::index_on<"pk", ese::asc<id>>;
    using columns = ese::list<id, count>;
    using indexes = ese::list<primary>;
};

struct pool_fixture {
    std::vector<std::string> told;    // by events of the thread that tests
    std::atomic<int> conflicts{0};
    ese::instance engine{{.max_sessions = 6, .in_memory = true, .events = [this](const ese::event& e) {
        if (e.what == "conflict") ++conflicts;
        else told.emplace_back(e.what);
    }}};
    std::error_code ignored;
    ese::session owner = engine.begin_session();
    ese::database db = owner.create("pool.edb");

    pool_fixture() { db.create<items>().insert({1, 0}); }
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

template <class Call>
void elsewhere(Call&& call)
{
    std::thread{std::forward<Call>(call)}.join();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)
BOOST_FIXTURE_TEST_SUITE(pool, pool_fixture)

BOOST_AUTO_TEST_CASE(a_session_that_came_back_is_lent_again)
{
    ese::session_pool sessions{engine, {.size = 2}};
    const auto first = sessions.acquire()->native_handle();

    const auto again = sessions.acquire()->native_handle();

    BOOST_TEST((first == again));
    BOOST_TEST(sessions.in_use() == 0u);
    BOOST_TEST(told.empty());
}

BOOST_AUTO_TEST_CASE(no_more_leases_than_the_pool_is_large)
{
    ese::session_pool sessions{engine, {.size = 2}};
    auto one = sessions.acquire();
    auto two = sessions.acquire();

    BOOST_TEST(!sessions.try_acquire().has_value());
    BOOST_TEST(!sessions.try_acquire_for(1ms).has_value());
    one.give_back();
    BOOST_TEST(!one);
    BOOST_TEST(sessions.try_acquire().has_value());
}

BOOST_AUTO_TEST_CASE(who_waits_gets_the_session_that_comes_back)
{
    ese::session_pool sessions{engine, {.size = 1}};
    auto held = sessions.acquire();
    std::atomic<bool> served{false};

    std::thread waiting{[&] { served = static_cast<bool>(sessions.acquire()); }};
    held.give_back();
    waiting.join();

    BOOST_TEST(served.load());
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_wait_with_an_empty_lease)
{
    ese::session_pool sessions{engine, {.size = 1}};
    auto held = sessions.acquire();
    std::stop_source stop;
    std::atomic<bool> empty{false};

    std::thread waiting{[&] { empty = !sessions.acquire(stop.get_token()); }};
    stop.request_stop();
    waiting.join();

    BOOST_TEST(empty.load());
    BOOST_TEST(sessions.in_use() == 1u);
}

BOOST_AUTO_TEST_CASE(an_open_transaction_is_rolled_back_and_told)
{
    ese::session_pool sessions{engine, {.size = 1}};
    {
        auto lease = sessions.acquire();
        auto own   = lease->open("pool.edb");
        auto t     = own.open<items>();
        auto* leaked = new ese::transaction{*lease};    // a guard that nobody ends
        t.insert({2, 2});
        lease.give_back();
        delete leaked;
    }

    BOOST_TEST(db.open<items>().count() == 1u);
    const std::vector<std::string> expected{"lease_transaction", "lease_in_use"};
    BOOST_TEST(told == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(handles_that_outlive_the_lease_answer_not_open)
{
    ese::session_pool sessions{engine, {.size = 1}};
    auto lease = sessions.acquire();
    const auto lent = lease->native_handle();
    auto own = lease->open("pool.edb");
    auto t   = own.open<items>();

    lease.give_back();

    BOOST_TEST((t.usable() == ese::misuse::not_open));
    BOOST_TEST((code_of([&] { t.insert({3, 3}); }) == ese::misuse::not_open));
    BOOST_REQUIRE(told.size() == 1u);
    BOOST_TEST(told.front() == "lease_in_use");
    auto next = sessions.acquire();
    BOOST_TEST(next->is_open());
    BOOST_TEST(!(next->native_handle() == lent));
}

BOOST_AUTO_TEST_CASE(a_lease_may_outlive_its_pool)
{
    ese::session_pool::lease lease;
    {
        ese::session_pool sessions{engine, {.size = 1}};
        lease = sessions.acquire();
    }

    BOOST_TEST(lease->is_open());
    lease.give_back();
    BOOST_TEST(told.empty());
}

BOOST_AUTO_TEST_CASE(a_limit_of_the_instance_is_told_and_the_place_stays_free)
{
    ese::session_pool sessions{engine, {.size = 20}};
    std::vector<ese::session_pool::lease> held;

    const errc answer = code_of([&] {
        for (int i = 0; i < 20; ++i) held.push_back(sessions.acquire());
    });

    BOOST_TEST((answer == errc::out_of_sessions));
    BOOST_TEST(sessions.in_use() == held.size());
    held.clear();
    BOOST_TEST(static_cast<bool>(sessions.acquire()));
}

BOOST_AUTO_TEST_CASE(many_threads_share_few_sessions)
{
    ese::session_pool sessions{engine, {.size = 3}};
    constexpr int threads = 6, rounds = 20;
    std::vector<std::thread> workers;
    for (int i = 0; i < threads; ++i)
        workers.emplace_back([&] {
            for (int n = 0; n < rounds; ++n) {
                auto lease = sessions.acquire();
                auto own   = lease->open("pool.edb");
                ese::retry_on_conflict(*lease, [&](ese::transaction&) {
                    auto t = own.open<items>();
                    if (!t.seek(1)) return;
                    t.replace().set<items::count>(t.get<items::count>() + 1).save();
                }, {.attempts = 10'000, .base = std::chrono::microseconds{10}, .cap = std::chrono::microseconds{500}});
            }
        });
    for (std::thread& w : workers) w.join();

    BOOST_TEST(db.open<items>().find(1)->count == threads * rounds);
    BOOST_TEST(told.empty());
}

// Travelling.

BOOST_AUTO_TEST_CASE(a_session_at_level_0_goes_to_another_thread_and_back)
{
    auto parked = std::move(owner).park();
    BOOST_TEST(!owner.is_open());

    elsewhere([&] {
        auto here = std::move(parked).resume();
        ese::with_transaction(here, [&](ese::transaction&) { db.open<items>().insert({2, 2}); });
        parked = std::move(here).park();
    });
    owner = std::move(parked).resume();

    BOOST_TEST(db.open<items>().count() == 2u);
    BOOST_TEST(told.empty());
}

BOOST_AUTO_TEST_CASE(a_resumed_session_takes_its_transaction_along)
{
    auto here = std::move(owner).park();
    owner = std::move(here).resume();
    ese::transaction work{owner};
    db.open<items>().insert({2, 2});

    auto parked = std::move(owner).park();
    BOOST_TEST((code_of([&] { db.open<items>().insert({3, 3}); }) != errc::success));    // not while it is parked
    elsewhere([&] {
        auto there = std::move(parked).resume();
        db.open<items>().insert({4, 4});
        work.commit();
        parked = std::move(there).park();
    });
    owner = std::move(parked).resume();

    BOOST_TEST(db.open<items>().count() == 3u);
}

BOOST_AUTO_TEST_CASE(a_transaction_of_this_thread_keeps_the_session_here)
{
    ese::transaction work{owner};

    BOOST_TEST((code_of([&] { (void)std::move(owner).park(); }) == errc::session_sharing_violation));

    BOOST_TEST(owner.is_open());
    work.commit();
    owner = std::move(owner).park().resume();
    BOOST_TEST(owner.is_open());
}

BOOST_AUTO_TEST_CASE(a_binding_of_the_users_keeps_the_session_here)
{
    const ese::session_binding bound{owner};

    BOOST_TEST((code_of([&] { (void)std::move(owner).park(); }) == errc::session_sharing_violation));
    BOOST_TEST(owner.is_open());
}

BOOST_AUTO_TEST_CASE(letting_go_of_a_parked_session_ends_it)
{
    ese::session extra = engine.begin_session();
    auto here = std::move(extra).park();
    extra = std::move(here).resume();
    auto theirs = extra.open("pool.edb");
    ese::transaction work{extra};
    theirs.open<items>().insert({2, 2});
    {
        auto parked = std::move(extra).park();
        elsewhere([lost = std::move(parked)] { (void)lost.is_open(); });
    }

    BOOST_TEST(!work.active());
    BOOST_TEST(db.open<items>().count() == 1u);
    BOOST_TEST(told.empty());
}

BOOST_AUTO_TEST_CASE(the_forms_with_a_code_do_not_throw)
{
    std::error_code ec;
    ese::transaction work{owner};

    auto refused = std::move(owner).park(ec);
    BOOST_TEST((ec == make_error_code(errc::session_sharing_violation)));
    BOOST_TEST(!refused.is_open());
    work.commit();

    auto parked = std::move(owner).park(ec);
    BOOST_TEST(!ec);
    owner = std::move(parked).resume(ec);
    BOOST_TEST(!ec);
    (void)ese::parked_session{}.is_open();
    (void)ese::parked_session{}.resume(ec);
    BOOST_TEST((ec == make_error_code(ese::misuse::not_open)));
}

BOOST_AUTO_TEST_CASE(a_resumed_session_ends_like_any_other)
{
    auto parked = std::move(owner).park();
    {
        auto here = std::move(parked).resume();
    }

    BOOST_TEST(told.empty());
    BOOST_TEST((db.open_cursor("items", {}, ignored).usable() == ese::misuse::not_open));
}

// What the backend refuses.

BOOST_AUTO_TEST_CASE(a_rollback_that_fails_costs_the_session_its_place_in_the_pool)
{
    auto script = std::make_shared<fake::script>();
    std::vector<std::string> seen;
    ese::basic_instance<fake::fake_api> on{{.events = [&](const ese::event& e) { seen.emplace_back(e.what); }}, fake::fake_api{script}};
    ese::basic_session_pool<fake::fake_api> sessions{on, {.size = 1}};
    {
        auto lease = sessions.acquire();
        script->answer("rollback", errc::rollback_error);
        auto work = new ese::basic_transaction<fake::fake_api>{*lease};
        lease.give_back();
        delete work;
    }

    BOOST_TEST(on.lost_rollbacks() == 1u);
    const std::vector<std::string> expected{"lease_transaction", "rollback"};
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
    BOOST_TEST(sessions.acquire()->is_open());
    BOOST_TEST(script->count("begin_session") == 2);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
