// handle_table_test.cpp — what front/handle_table.hpp, seat.hpp and guarded.hpp promise.
#include <ese/engine/front/guarded.hpp>
#include <ese/engine/front/handle_table.hpp>
#include <ese/engine/front/seat.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

using ese::engine::handle_kind;
namespace engine = ese::engine;

struct slot {
    int value = 0;
};
using table = engine::handle_table<slot>;

std::uint64_t open(table& handles, int value)
{
    return handles.open([&](std::uint64_t, slot& fresh) { fresh.value = value; }).handle;
}

bool enters(engine::seat& seat, std::uint64_t thread) { return seat.try_enter(thread) != engine::seat_answer::refused; }

}  // namespace

BOOST_AUTO_TEST_SUITE(front)
BOOST_AUTO_TEST_SUITE(handle_table_)

BOOST_AUTO_TEST_CASE(a_handle_finds_what_was_opened_with_it)
{
    table handles{handle_kind::session, 5, 100};
    std::vector<std::uint64_t> opened;

    for (int i = 0; i < 5000; ++i) opened.push_back(open(handles, i));

    for (int i = 0; i < 5000; ++i) {
        const slot* found = handles.find(opened[static_cast<std::size_t>(i)]);
        BOOST_REQUIRE(found);
        BOOST_REQUIRE_EQUAL(found->value, i);
    }
    BOOST_TEST((std::set<std::uint64_t>{opened.begin(), opened.end()}.size()) == 5000u);
}

BOOST_AUTO_TEST_CASE(nil_and_zero_are_never_found_nor_handed_out)
{
    table handles{handle_kind::cursor, engine::handle_tag_max, 0xFFFFFFFF};

    for (int i = 0; i < 200; ++i) {
        const std::uint64_t handle = open(handles, i);
        BOOST_REQUIRE_NE(handle, 0u);
        BOOST_REQUIRE_NE(handle, ~std::uint64_t{0});
    }

    BOOST_TEST(!handles.find(0));
    BOOST_TEST(!handles.find(~std::uint64_t{0}));
}

BOOST_AUTO_TEST_CASE(a_closed_handle_stays_dead_though_its_slot_is_used_again)
{
    table handles{handle_kind::session, 5, 100};
    std::set<std::uint64_t> dead;

    for (int i = 0; i < 1000; ++i) {
        const std::uint64_t handle = open(handles, i);
        BOOST_REQUIRE(dead.insert(handle).second);
        handles.close(handle);
        for (const std::uint64_t stale : dead) BOOST_REQUIRE(!handles.find(stale));
    }
}

BOOST_AUTO_TEST_CASE(a_slot_is_used_again_under_another_handle)
{
    table handles{handle_kind::session, 5, 0};
    const std::uint64_t first = open(handles, 1);
    handles.close(first);
    const std::uint64_t second = open(handles, 2);

    BOOST_TEST((first & 0xFFFFF) == (second & 0xFFFFF));
    BOOST_TEST(first != second);
}

BOOST_AUTO_TEST_CASE(forged_handles_find_nothing)
{
    table handles{handle_kind::session, 5, 100};
    const std::uint64_t real = open(handles, 1);
    std::mt19937_64 random{42};

    for (unsigned bit = 0; bit < 64; ++bit) BOOST_TEST(!handles.find(real ^ (std::uint64_t{1} << bit)));
    for (int i = 0; i < 100000; ++i) BOOST_REQUIRE(!handles.find(random()));
}

BOOST_AUTO_TEST_CASE(tables_of_another_kind_tag_or_generation_share_no_handle)
{
    table sessions{handle_kind::session, 5, 100};
    table cursors{handle_kind::cursor, 5, 100};
    table elsewhere{handle_kind::session, 6, 100};
    table later{handle_kind::session, 5, 70000};
    const std::uint64_t handle = open(sessions, 1);
    (void)open(cursors, 1);
    (void)open(elsewhere, 1);
    (void)open(later, 1);

    BOOST_TEST(!cursors.find(handle));
    BOOST_TEST(!elsewhere.find(handle));
    BOOST_TEST(!later.find(handle));
}

BOOST_AUTO_TEST_CASE(a_failed_fill_opens_nothing)
{
    table handles{handle_kind::session, 5, 100};

    BOOST_CHECK_THROW((void)handles.open([](std::uint64_t, slot&) { throw std::runtime_error{"no"}; }), std::runtime_error);

    int seen = 0;
    handles.for_each_open([&](std::uint64_t, slot&) { ++seen; });
    BOOST_TEST(seen == 0);
    BOOST_TEST(handles.find(open(handles, 7))->value == 7);
}

BOOST_AUTO_TEST_CASE(finding_while_others_open_and_close_never_errs)
{
    table handles{handle_kind::session, 5, 100};
    const std::uint64_t steady = open(handles, -1);
    std::atomic<bool> stop{false};
    std::thread churn{[&] {
        for (int i = 0; i < 20000; ++i) handles.close(open(handles, i));
        stop = true;
    }};

    bool always = true;
    while (!stop) always = always && handles.find(steady) && handles.find(steady)->value == -1;
    churn.join();

    BOOST_TEST(always);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(seat_)

BOOST_AUTO_TEST_CASE(a_second_thread_is_refused_until_the_first_leaves)
{
    engine::seat seat;

    BOOST_TEST(enters(seat, 1));
    BOOST_TEST(seat.is_occupied());
    BOOST_TEST(!enters(seat, 2));
    seat.leave();
    BOOST_TEST(enters(seat, 2));
}

BOOST_AUTO_TEST_CASE(a_parked_seat_lets_only_its_thread_back_in)
{
    engine::seat seat;
    BOOST_REQUIRE(enters(seat, 1));

    seat.park(1);

    BOOST_TEST(seat.is_parked());
    BOOST_TEST(!enters(seat, 2));
    BOOST_TEST(enters(seat, 1));
    BOOST_TEST(!seat.is_parked());
}

BOOST_AUTO_TEST_CASE(a_thread_inside_is_not_let_in_twice)
{
    engine::seat seat;
    BOOST_REQUIRE(enters(seat, 1));

    BOOST_TEST(!enters(seat, 1));
}

BOOST_AUTO_TEST_CASE(of_many_threads_one_is_inside)
{
    engine::seat seat;
    int inside = 0;    // guarded by the seat
    bool overlapped = false;
    std::vector<std::thread> threads;
    for (std::uint64_t me = 1; me <= 3; ++me)
        threads.emplace_back([&, me] {
            for (int done = 0; done < 2000;) {
                if (!enters(seat, me)) {
                    std::this_thread::yield();
                    continue;
                }
                overlapped = overlapped || ++inside != 1;
                --inside;
                ++done;
                seat.leave();
            }
        });
    for (auto& thread : threads) thread.join();

    BOOST_TEST(!overlapped);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(guarded_)

BOOST_AUTO_TEST_CASE(accidents_become_codes_and_answers_pass)
{
    using ese::jet::error;

    BOOST_TEST((engine::guarded([] { return error::wrn_column_null; }) == error::wrn_column_null));
    BOOST_TEST((engine::guarded([]() -> error { throw engine::failure{error::disk_io}; }) == error::disk_io));
    BOOST_TEST((engine::guarded([]() -> error { throw std::bad_alloc{}; }) == error::out_of_memory));
    BOOST_TEST((engine::guarded([]() -> error { throw std::logic_error{"torn"}; }) == error::internal_error));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
