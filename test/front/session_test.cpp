// session_test.cpp — sessions, transactions, threads: handles, limits, levels, and the code for each misuse.
#include "engine_fixture.hpp"

#include <set>
#include <vector>

using namespace engine_test;

BOOST_AUTO_TEST_SUITE(front)
BOOST_AUTO_TEST_SUITE(sessions)

BOOST_FIXTURE_TEST_CASE(exactly_as_many_sessions_as_the_parameter_says, created_engine)
{
    BOOST_REQUIRE_EQUAL(set(jet::parameter::max_sessions, 5), errc::success);
    BOOST_REQUIRE_EQUAL(init(), errc::success);
    std::set<session_id> all;
    for (int i = 0; i < 5; ++i) BOOST_TEST(all.insert(session()).second);

    session_id refused;
    BOOST_TEST(api.begin_session(refused) == errc::out_of_sessions);
    BOOST_TEST(api.dup_session(*all.begin(), refused) == errc::out_of_sessions);

    BOOST_TEST(end(*all.begin()) == errc::success);
    BOOST_TEST(api.begin_session(refused) == errc::success);
}

BOOST_FIXTURE_TEST_CASE(ended_nil_forged_and_foreign_sessions_are_invalid, running_engine)
{
    running_engine other;
    const session_id live = session();
    const session_id ended = session();
    BOOST_REQUIRE_EQUAL(end(ended), errc::success);
    const session_id foreign = other.session();
    const session_id reused = session();

    BOOST_TEST((reused != ended));
    for (const session_id bad : {ended, foreign, jet::nil_session, session_id{0}, session_id{1}, session_id{live.value() ^ 1},
                                 session_id{live.value() + (1u << 20)}}) {
        BOOST_TEST(begin(bad) == errc::invalid_sesid);
        BOOST_TEST(commit(bad) == errc::invalid_sesid);
        BOOST_TEST(rollback(bad) == errc::invalid_sesid);
        BOOST_TEST(end(bad) == errc::invalid_sesid);
        BOOST_TEST(api.set_session_context(bad, 1) == errc::invalid_sesid);
        BOOST_TEST(create(bad, "x.edb") == errc::invalid_sesid);
        BOOST_TEST(api.move(bad, table_id{5}, 0, {}) == errc::invalid_sesid);
    }
    BOOST_TEST(begin(live) == errc::success);
}

BOOST_FIXTURE_TEST_CASE(a_bad_session_is_reported_before_a_bad_cursor, running_engine)
{
    const session_id live = session();

    BOOST_TEST(api.move(session_id{77}, table_id{88}, 0, {}) == errc::invalid_sesid);
    BOOST_TEST(api.move(live, table_id{88}, 0, {}) == errc::invalid_table_id);
    BOOST_TEST(api.move(live, table_id{live.value()}, 0, {}) == errc::invalid_table_id);
    BOOST_TEST(api.close_table(live, jet::nil_table) == errc::invalid_table_id);
}

BOOST_FIXTURE_TEST_CASE(a_duplicate_starts_fresh, running_engine)
{
    const session_id original = session();
    BOOST_REQUIRE_EQUAL(begin(original), errc::success);

    session_id fresh;
    BOOST_TEST(api.dup_session(original, fresh) == errc::success);

    BOOST_TEST(level(fresh) == 0u);
    BOOST_TEST(level(original) == 1u);
    BOOST_TEST(end(original) == errc::success);
    BOOST_TEST(begin(fresh) == errc::success);
}

BOOST_FIXTURE_TEST_CASE(ending_a_session_rolls_back_and_frees_its_place, running_engine)
{
    const session_id in_transaction = session();
    BOOST_REQUIRE_EQUAL(begin(in_transaction), errc::success);
    BOOST_REQUIRE_EQUAL(begin(in_transaction), errc::success);

    BOOST_TEST(end(in_transaction) == errc::success);

    BOOST_TEST(term() == errc::success);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(transactions)

BOOST_FIXTURE_TEST_CASE(seven_levels_and_the_eighth_changes_nothing, running_engine)
{
    const session_id s = session();
    for (std::uint32_t i = 1; i <= 7; ++i) {
        BOOST_TEST(begin(s) == errc::success);
        BOOST_TEST(level(s) == i);
    }

    BOOST_TEST(begin(s) == errc::trans_too_deep);

    BOOST_TEST(level(s) == 7u);
    for (std::uint32_t i = 7; i-- != 0;) {
        BOOST_TEST((i % 2 == 0 ? commit(s) : rollback(s)) == errc::success);
        BOOST_TEST(level(s) == i);
    }
}

BOOST_FIXTURE_TEST_CASE(commit_and_rollback_need_a_transaction, running_engine)
{
    const session_id s = session();

    BOOST_TEST(commit(s) == errc::not_in_transaction);
    BOOST_TEST(rollback(s) == errc::not_in_transaction);
    BOOST_TEST(rollback(s, 1) == errc::not_in_transaction);
}

BOOST_FIXTURE_TEST_CASE(bad_options_come_before_a_missing_transaction, running_engine)
{
    const session_id s = session();

    BOOST_TEST(commit(s, 4) == errc::invalid_grbit);
    BOOST_TEST(commit(s, 2 | 8) == errc::invalid_grbit);
    BOOST_TEST(commit(s, 1 | 2) == errc::invalid_grbit);
    BOOST_TEST(commit(s, 0x10 | 0x20) == errc::invalid_grbit);
    BOOST_TEST(rollback(s, 2) == errc::invalid_grbit);
    BOOST_TEST(commit(s, 1 | 0x20) == errc::not_in_transaction);
}

BOOST_FIXTURE_TEST_CASE(waiting_for_earlier_commits_leaves_the_transaction_open, running_engine)
{
    const session_id s = session();
    for (const std::uint32_t wait : {2u, 8u, 0x10u}) BOOST_TEST(commit(s, wait) == errc::success);
    BOOST_REQUIRE_EQUAL(begin(s), errc::success);

    for (const std::uint32_t wait : {2u, 8u, 0x10u}) BOOST_TEST(commit(s, wait) == errc::success);

    BOOST_TEST(level(s) == 1u);
}

BOOST_FIXTURE_TEST_CASE(begin_ignores_options_it_does_not_know, running_engine)
{
    const session_id s = session();

    BOOST_TEST(begin(s, 0xFFFFFFFE) == errc::success);
    BOOST_TEST(level(s) == 1u);
}

BOOST_FIXTURE_TEST_CASE(rolling_back_all_leaves_no_level, running_engine)
{
    const session_id s = session();
    for (int i = 0; i < 5; ++i) BOOST_REQUIRE_EQUAL(begin(s), errc::success);

    BOOST_TEST(rollback(s, 1) == errc::success);

    BOOST_TEST(level(s) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(threads)

BOOST_FIXTURE_TEST_CASE(without_a_transaction_threads_take_turns, running_engine)
{
    const session_id s = session();

    BOOST_TEST(elsewhere([&] { return api.set_session_context(s, 9); }) == errc::success);
    BOOST_TEST(api.reset_session_context(s) == errc::session_context_not_set_by_this_thread);
    BOOST_TEST(elsewhere([&] { return begin(session()); }) == errc::success);
}

BOOST_FIXTURE_TEST_CASE(a_transaction_belongs_to_the_thread_that_began_it, running_engine)
{
    const session_id s = session();
    BOOST_REQUIRE_EQUAL(begin(s), errc::success);

    BOOST_TEST(elsewhere([&] { return begin(s); }) == errc::session_sharing_violation);
    BOOST_TEST(elsewhere([&] { return commit(s); }) == errc::session_sharing_violation);
    BOOST_TEST(elsewhere([&] { return rollback(s); }) == errc::session_sharing_violation);
    BOOST_TEST(elsewhere([&] { return end(s); }) == errc::session_sharing_violation);

    BOOST_TEST(level(s) == 1u);
    BOOST_TEST(commit(s) == errc::success);
    BOOST_TEST(elsewhere([&] { return end(s); }) == errc::success);
}

BOOST_FIXTURE_TEST_CASE(a_context_carries_a_transaction_to_another_thread, running_engine)
{
    const session_id s = session();
    BOOST_REQUIRE_EQUAL(api.set_session_context(s, 42), errc::success);
    BOOST_REQUIRE_EQUAL(begin(s), errc::success);

    BOOST_TEST(elsewhere([&] { return commit(s); }) == errc::session_sharing_violation);
    BOOST_REQUIRE_EQUAL(api.reset_session_context(s), errc::success);
    BOOST_TEST(commit(s) == errc::session_sharing_violation);

    BOOST_TEST(elsewhere([&] {
        if (const errc set = api.set_session_context(s, 42); set != errc::success) return set;
        return commit(s);
    }) == errc::success);
}

BOOST_FIXTURE_TEST_CASE(another_context_does_not_open_the_transaction, running_engine)
{
    const session_id s = session();
    BOOST_REQUIRE_EQUAL(api.set_session_context(s, 42), errc::success);
    BOOST_REQUIRE_EQUAL(begin(s), errc::success);
    BOOST_REQUIRE_EQUAL(api.reset_session_context(s), errc::success);

    BOOST_REQUIRE_EQUAL(api.set_session_context(s, 43), errc::success);

    BOOST_TEST(commit(s) == errc::session_sharing_violation);
    BOOST_TEST(begin(s) == errc::session_sharing_violation);
}

BOOST_FIXTURE_TEST_CASE(a_transaction_begun_without_a_context_stays_with_its_thread, running_engine)
{
    const session_id s = session();
    BOOST_REQUIRE_EQUAL(begin(s), errc::success);
    BOOST_REQUIRE_EQUAL(api.set_session_context(s, 42), errc::success);

    BOOST_TEST(commit(s) == errc::success);
    BOOST_TEST(api.reset_session_context(s) == errc::success);
}

BOOST_FIXTURE_TEST_CASE(misused_contexts_are_told, running_engine)
{
    const session_id s = session();

    BOOST_TEST(api.set_session_context(s, 0) == errc::invalid_parameter);
    BOOST_TEST(api.set_session_context(s, ~std::uint64_t{0}) == errc::invalid_parameter);
    BOOST_TEST(api.reset_session_context(s) == errc::session_context_not_set_by_this_thread);
    BOOST_TEST(api.set_session_context(s, 5) == errc::success);
    BOOST_TEST(api.set_session_context(s, 5) == errc::session_context_already_set);
    BOOST_TEST(end(s) == errc::session_in_use);
    BOOST_TEST(elsewhere([&] { return api.reset_session_context(s); }) == errc::session_context_not_set_by_this_thread);
    BOOST_TEST(api.reset_session_context(s) == errc::success);
    BOOST_TEST(end(s) == errc::success);
}

BOOST_FIXTURE_TEST_CASE(after_its_context_is_reset_any_thread_ends_the_session, running_engine)
{
    const session_id s = session();
    BOOST_REQUIRE_EQUAL(api.set_session_context(s, 42), errc::success);
    BOOST_REQUIRE_EQUAL(begin(s), errc::success);
    BOOST_REQUIRE_EQUAL(api.reset_session_context(s), errc::success);

    BOOST_TEST(elsewhere([&] { return end(s); }) == errc::success);
    BOOST_TEST(term() == errc::success);
}

BOOST_FIXTURE_TEST_CASE(two_threads_in_one_session_never_spoil_its_level, running_engine)
{
    const session_id s = session();
    const auto work = [&] {
        for (int i = 0; i < 3000; ++i)
            if (begin(s) == errc::success) (void)commit(s);
    };

    std::thread other{work};
    work();
    other.join();

    BOOST_TEST(level(s) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
