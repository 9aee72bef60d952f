// lifecycle_test.cpp — from creating an instance to ending it, and what is refused on the way.
#include "engine_fixture.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

using namespace engine_test;

BOOST_AUTO_TEST_SUITE(front)
BOOST_AUTO_TEST_SUITE(lifecycle)

BOOST_AUTO_TEST_CASE(without_an_instance_there_are_no_sessions)
{
    engine_api api{storage::memory};
    session_id session;

    BOOST_TEST(api.begin_session(session) == errc::invalid_parameter);
    BOOST_TEST(api.term({}) == errc::invalid_parameter);
    BOOST_TEST(api.stop_service({}) == errc::invalid_parameter);
}

BOOST_FIXTURE_TEST_CASE(a_created_instance_takes_parameters_but_no_sessions, created_engine)
{
    session_id refused;

    BOOST_TEST(api.begin_session(refused) == errc::not_initialized);
    BOOST_TEST(set(jet::parameter::max_sessions, 3) == errc::success);
    BOOST_TEST(api.create_instance("again") == errc::too_many_instances);
}

BOOST_FIXTURE_TEST_CASE(ending_a_created_instance_frees_it, created_engine)
{
    BOOST_TEST(term() == errc::success);
    BOOST_TEST(term() == errc::invalid_parameter);
    BOOST_TEST(api.create_instance("next") == errc::success);
}

BOOST_AUTO_TEST_CASE(init_creates_what_was_not_created)
{
    engine_api api{storage::memory};
    session_id session;

    BOOST_TEST(api.init({}) == errc::success);

    BOOST_TEST(api.begin_session(session) == errc::success);
}

BOOST_FIXTURE_TEST_CASE(a_second_init_is_refused, running_engine)
{
    BOOST_TEST(init() == errc::already_initialized);
}

BOOST_FIXTURE_TEST_CASE(a_running_instance_keeps_frozen_parameters, running_engine)
{
    BOOST_TEST(set(jet::parameter::max_sessions, 3) == errc::already_initialized);
    BOOST_TEST(set(jet::parameter::max_sessions, 16) == errc::success);
    BOOST_TEST(set(jet::parameter::cache_size_max, 1000) == errc::success);
}

BOOST_AUTO_TEST_CASE(parameters_set_before_an_instance_exists_are_its_defaults)
{
    engine_api api{storage::memory};
    std::uint64_t number = 0;
    std::string text;

    BOOST_TEST(api.set_parameter(jet::parameter::max_sessions, 2, {}) == errc::success);
    BOOST_TEST(api.create_instance({}) == errc::success);

    BOOST_TEST(api.get_parameter(jet::parameter::max_sessions, number, text) == errc::success);
    BOOST_TEST(number == 2u);
}

BOOST_FIXTURE_TEST_CASE(term_ends_idle_sessions_and_their_handles, running_engine)
{
    const session_id idle = session();

    BOOST_TEST(term() == errc::success);

    BOOST_TEST(begin(idle) == errc::invalid_sesid);
    BOOST_TEST(end(idle) == errc::invalid_sesid);
    session_id refused;
    BOOST_TEST(api.begin_session(refused) == errc::invalid_parameter);
}

BOOST_FIXTURE_TEST_CASE(term_is_refused_while_a_session_is_in_a_transaction, running_engine)
{
    const session_id busy = session();
    BOOST_REQUIRE_EQUAL(begin(busy, 1), errc::success);    // reading only blocks as well

    BOOST_TEST(term() == errc::too_many_active_users);
    BOOST_TEST(term(jet::term_option::abrupt) == errc::too_many_active_users);

    BOOST_TEST(level(busy) == 1u);
    BOOST_TEST(rollback(busy) == errc::success);
    BOOST_TEST(end(session()) == errc::success);
    BOOST_TEST(term() == errc::success);
}

BOOST_FIXTURE_TEST_CASE(a_transaction_under_a_context_blocks_term_too, running_engine)
{
    const session_id busy = session();
    BOOST_REQUIRE_EQUAL(api.set_session_context(busy, 7), errc::success);
    BOOST_REQUIRE_EQUAL(begin(busy), errc::success);

    BOOST_TEST(term() == errc::too_many_active_users);
    BOOST_TEST(commit(busy) == errc::success);
    BOOST_TEST(term() == errc::success);
}

BOOST_FIXTURE_TEST_CASE(a_dirty_term_asks_nobody_and_says_so, running_engine)
{
    const session_id busy = session();
    BOOST_REQUIRE_EQUAL(begin(busy), errc::success);

    BOOST_TEST(term(jet::term_option::dirty) == errc::dirty_shutdown);

    BOOST_TEST(rollback(busy) == errc::invalid_sesid);
    BOOST_TEST(init() == errc::success);
    BOOST_TEST(begin(busy) == errc::invalid_sesid);
    BOOST_TEST(begin(session()) == errc::success);
}

BOOST_FIXTURE_TEST_CASE(an_ended_instance_can_be_made_again_with_fresh_parameters, running_engine)
{
    BOOST_REQUIRE_EQUAL(term(), errc::success);

    BOOST_TEST(api.create_instance("again") == errc::success);
    BOOST_TEST(set(jet::parameter::max_sessions, 1) == errc::success);
    BOOST_TEST(init() == errc::success);

    (void)session();
    session_id refused;
    BOOST_TEST(api.begin_session(refused) == errc::out_of_sessions);
}

BOOST_FIXTURE_TEST_CASE(a_stopped_service_lets_sessions_finish_but_nothing_begin, running_engine)
{
    const session_id working = session();
    BOOST_REQUIRE_EQUAL(begin(working), errc::success);

    BOOST_TEST(api.stop_service({}) == errc::success);

    session_id refused;
    BOOST_TEST(api.begin_session(refused) == errc::client_request_to_stop_jet_service);
    BOOST_TEST(begin(working) == errc::client_request_to_stop_jet_service);
    BOOST_TEST(commit(working) == errc::client_request_to_stop_jet_service);
    BOOST_TEST(rollback(working) == errc::success);
    BOOST_TEST(end(working) == errc::success);
    BOOST_TEST(end(working) == errc::invalid_sesid);
    BOOST_TEST(term() == errc::success);
}

BOOST_FIXTURE_TEST_CASE(stopping_for_good_cannot_be_resumed, running_engine)
{
    using o = jet::stop_service_option;

    BOOST_TEST(api.stop_service(o::background_user_tasks) == errc::success);
    BOOST_TEST(api.stop_service(o::resume) == errc::success);
    BOOST_TEST(api.stop_service(o::all) == errc::success);
    BOOST_TEST(api.stop_service(o::resume) == errc::client_request_to_stop_jet_service);
    BOOST_TEST(api.stop_service(jet::flags<o>::from_bits(1)) == errc::invalid_grbit);
    BOOST_TEST(api.stop_service(o::stop_and_emit_log | o::background_user_tasks) == errc::invalid_grbit);
}

BOOST_AUTO_TEST_CASE(the_last_copy_of_an_engine_ends_its_instance)
{
    session_id forgotten;
    engine_api outer{storage::memory};
    {
        const auto api = std::make_unique<engine_api>(outer);
        BOOST_REQUIRE_EQUAL(api->init({}), errc::success);
        BOOST_REQUIRE_EQUAL(api->begin_session(forgotten), errc::success);
        BOOST_REQUIRE_EQUAL(api->begin_transaction(forgotten, {}), errc::success);
    }
    BOOST_TEST(outer.rollback(forgotten, {}) == errc::success);
    BOOST_TEST(outer.begin_transaction(forgotten, {}) == errc::success);
}

BOOST_FIXTURE_TEST_CASE(term_waits_for_calls_that_are_inside, running_engine)
{
    std::atomic<int> begun{0};
    std::vector<std::thread> workers;
    for (int i = 0; i < 2; ++i)
        workers.emplace_back([&] {
            session_id own;
            if (api.begin_session(own) != errc::success) return;
            for (;;) {
                const errc answer = begin(own);
                if (answer == errc::invalid_sesid) return;
                if (answer != errc::success) continue;    // an ending that may be refused yet
                ++begun;
                while (commit(own) != errc::success) std::this_thread::yield();
            }
        });
    while (begun == 0) std::this_thread::yield();

    errc ended = errc::too_many_active_users;
    while (ended == errc::too_many_active_users) ended = term();
    for (auto& worker : workers) worker.join();

    BOOST_TEST(ended == errc::success);
}

BOOST_FIXTURE_TEST_CASE(a_dirty_term_under_load_loses_nobody, created_engine)
{
    for (int round = 0; round < 20; ++round) {
        BOOST_REQUIRE_EQUAL(init(), errc::success);
        std::atomic<int> begun{0};
        std::vector<std::thread> workers;
        for (int i = 0; i < 2; ++i)
            workers.emplace_back([&] {
                session_id own;
                if (api.begin_session(own) != errc::success) return;
                while (begin(own) == errc::success && begin(own) == errc::success && rollback(own, 1) == errc::success) ++begun;
            });
        while (begun == 0) std::this_thread::yield();

        BOOST_TEST(term(jet::term_option::dirty) == errc::dirty_shutdown);

        for (auto& worker : workers) worker.join();
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
