// raii_guard_test.cpp — what transactions, savepoints and whole-transaction helpers promise, over a scripted backend.

#include "fake_api.hpp"

#include <ese/instance.hpp>
#include <ese/transact.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <stdexcept>

namespace {

using fake::fake_api;
using ese::errc;
namespace misuse = ese::misuse;

using instance    = ese::basic_instance<fake_api>;
using session     = ese::basic_session<fake_api>;
using transaction = ese::basic_transaction<fake_api>;
using savepoint   = ese::basic_savepoint<fake_api>;

struct guard_fixture {
    std::shared_ptr<fake::script> script = std::make_shared<fake::script>();
    std::vector<ese::event> events;
    instance engine{{.events = [this](const ese::event& e) { events.push_back(e); }}, fake_api{script}};
    session work = engine.begin_session();

    [[nodiscard]] auto open(std::string_view table = "t") { return work.create("db").open_cursor(table); }
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

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(ese::errc)

BOOST_AUTO_TEST_SUITE(api)
BOOST_FIXTURE_TEST_SUITE(guards, guard_fixture)

BOOST_AUTO_TEST_CASE(leaving_the_scope_rolls_back)
{
    { transaction t{work}; }

    BOOST_TEST(script->count("rollback") == 1);
    BOOST_TEST(work.level() == 0);
}

BOOST_AUTO_TEST_CASE(a_committed_guard_rolls_nothing_back)
{
    {
        transaction t{work};
        t.commit();
        BOOST_TEST(!t.active());
    }

    BOOST_TEST(script->count("commit") == 1);
    BOOST_TEST(script->count("rollback") == 0);
}

BOOST_AUTO_TEST_CASE(a_failed_commit_leaves_the_guard_armed)
{
    transaction t{work};
    script->answer("commit", errc::version_store_out_of_memory);

    std::error_code ec;
    t.commit({}, ec);

    BOOST_TEST((ec == errc::version_store_out_of_memory));
    BOOST_TEST(t.active());
    t.commit();
    BOOST_TEST(work.level() == 0);
}

BOOST_AUTO_TEST_CASE(rolling_back_the_outer_guard_makes_the_inner_one_inert)
{
    transaction outer{work};
    savepoint inner = outer.savepoint();

    outer.rollback();

    BOOST_TEST(script->count("rollback") == 2);
    BOOST_TEST(!inner.active());
    BOOST_TEST((code_of([&] { inner.release(); }) == misuse::transaction_finished));
}

BOOST_AUTO_TEST_CASE(an_inert_guard_never_touches_a_later_transaction_of_its_level)
{
    std::optional<transaction> outer{std::in_place, work};
    std::optional<savepoint> inner{outer->savepoint()};
    outer.reset();
    transaction later{work};
    savepoint later_inner = later.savepoint();

    inner.reset();

    BOOST_TEST(later.active());
    BOOST_TEST(later_inner.active());
    BOOST_TEST(work.level() == 2);
}

BOOST_AUTO_TEST_CASE(committing_the_outer_guard_while_an_inner_one_is_active_changes_nothing)
{
    transaction outer{work};
    savepoint inner = outer.savepoint();

    BOOST_TEST((code_of([&] { outer.commit(); }) == misuse::inner_transaction_active));
    BOOST_TEST(script->count("commit") == 0);
    BOOST_TEST(work.level() == 2);
    inner.release();
    outer.commit();
    BOOST_TEST(work.level() == 0);
}

BOOST_AUTO_TEST_CASE(a_moved_guard_rolls_back_once)
{
    {
        transaction first{work};
        transaction second{std::move(first)};
        BOOST_TEST(second.active());
    }

    BOOST_TEST(script->count("rollback") == 1);
}

BOOST_AUTO_TEST_CASE(moving_the_session_leaves_its_guards_and_cursors_alive)
{
    transaction t{work};
    auto rows = open();

    session elsewhere = std::move(work);

    BOOST_TEST(t.active());
    BOOST_TEST(rows.is_open());
    t.commit();
    BOOST_TEST(elsewhere.level() == 0);
    BOOST_TEST(!work.is_open());
}

BOOST_AUTO_TEST_CASE(the_eighth_begin_is_refused_and_the_seven_stay_usable)
{
    std::vector<transaction> seven;
    for (int i = 0; i < 7; ++i) seven.emplace_back(work);

    BOOST_TEST((code_of([&] { transaction eighth{work}; }) == errc::trans_too_deep));

    while (!seven.empty()) {
        seven.back().commit();
        seven.pop_back();
    }
    BOOST_TEST(work.level() == 0);
}

BOOST_AUTO_TEST_CASE(a_rollback_that_fails_in_a_destructor_is_counted_and_told)
{
    script->answer("rollback", errc::disk_io);

    { transaction t{work}; }

    BOOST_TEST(work.lost_rollbacks() == 1u);
    BOOST_TEST(engine.lost_rollbacks() == 1u);
    BOOST_TEST(work.poisoned());
    BOOST_REQUIRE(events.size() == 1u);
    BOOST_TEST((events[0].result == errc::disk_io));
}

BOOST_AUTO_TEST_CASE(a_commit_in_doubt_poisons_the_instance_and_the_guard_rolls_back)
{
    script->answer("commit", errc::log_write_fail);
    std::error_code ec;
    {
        transaction t{work};
        t.commit({}, ec);
        BOOST_TEST(t.active());
    }

    BOOST_TEST((ec == ese::failure::in_doubt));
    BOOST_TEST((ec == ese::failure::fatal));
    BOOST_TEST((ec != ese::failure::retryable));
    BOOST_TEST(engine.poisoned());
    BOOST_TEST(script->count("rollback") == 1);
}

BOOST_AUTO_TEST_CASE(a_restarted_savepoint_stays_usable)
{
    transaction t{work};
    savepoint trial = t.savepoint();
    auto rows = open();

    trial.restart();

    BOOST_TEST(trial.active());
    BOOST_TEST(work.level() == 2);
    BOOST_TEST((rows.usable() == misuse::cursor_invalidated));
    trial.release();
    t.commit();
}

BOOST_AUTO_TEST_CASE(lazy_is_spelled_out_at_the_call)
{
    transaction t{work};

    const ese::commit_receipt receipt = t.commit({.how = ese::durability::lazy});

    BOOST_TEST(script->count("commit_lazy") == 1);
    BOOST_TEST(receipt.level == 1);
    work.flush();
    BOOST_TEST(script->count("flush") == 1);
}

BOOST_AUTO_TEST_CASE(ending_a_session_leaves_its_guards_inert)
{
    transaction t{work};
    auto rows = open();

    work.close();

    BOOST_TEST(!t.active());
    BOOST_TEST((rows.usable() == misuse::not_open));
    BOOST_TEST((code_of([&] { transaction again{work}; }) == misuse::not_open));
}

BOOST_AUTO_TEST_CASE(closing_an_instance_ends_and_counts_stray_sessions)
{
    transaction t{work};
    auto rows = open();

    engine.close();

    BOOST_TEST(engine.stray_sessions() == 1u);
    BOOST_TEST(!t.active());
    BOOST_TEST((code_of([&] { (void)rows.move_first(); }) == misuse::not_open));
    BOOST_TEST((code_of([&] { (void)engine.begin_session(); }) == misuse::not_open));
    BOOST_TEST(script->dead_handles_used == 0);
}

BOOST_AUTO_TEST_CASE(an_instance_that_ended_in_disorder_is_closed_and_one_that_did_not_end_is_open)
{
    script->answer("term", errc::backup_in_progress);
    BOOST_TEST((code_of([&] { engine.close(); }) == errc::backup_in_progress));
    BOOST_TEST(engine.is_open());

    script->answer("term", errc::disk_io);
    BOOST_TEST((code_of([&] { engine.close(); }) == errc::disk_io));
    BOOST_TEST(!engine.is_open());
    BOOST_TEST((code_of([&] { engine.close(); }) == misuse::not_open));
}

BOOST_AUTO_TEST_CASE(a_failed_init_frees_the_instance)
{
    auto other = std::make_shared<fake::script>();
    other->answer("init", errc::missing_log_file);

    BOOST_TEST((code_of([&] { instance i({}, fake_api{other}); }) == errc::missing_log_file));
    BOOST_TEST(other->count("term") == 1);
}

BOOST_AUTO_TEST_CASE(bindings_nest_and_the_last_one_resets_the_context)
{
    {
        ese::basic_session_binding<fake_api> outer{work, 7};
        {
            ese::basic_session_binding<fake_api> inner{work, 8};
        }
        BOOST_TEST(script->context == 7u);
    }

    BOOST_TEST(script->count("set_session_context") == 1);
    BOOST_TEST(script->count("reset_session_context") == 1);
}

BOOST_AUTO_TEST_CASE(with_transaction_commits_on_return_and_hands_back_the_result)
{
    const int answer = ese::with_transaction(work, [](transaction&) { return 42; });

    BOOST_TEST(answer == 42);
    BOOST_TEST(script->count("commit") == 1);
}

BOOST_AUTO_TEST_CASE(with_transaction_rolls_back_on_an_exception)
{
    BOOST_CHECK_THROW(ese::with_transaction(work, [](transaction&) { throw std::runtime_error{"no"}; }), std::runtime_error);

    BOOST_TEST(script->count("commit") == 0);
    BOOST_TEST(script->count("rollback") == 1);
}

BOOST_AUTO_TEST_CASE(with_transaction_respects_a_callback_that_finished_itself)
{
    ese::with_transaction(work, [](transaction& t) { t.rollback(); });

    BOOST_TEST(script->count("commit") == 0);
}

BOOST_AUTO_TEST_CASE(a_conflict_is_retried_with_a_fresh_transaction)
{
    int runs = 0;
    std::vector<int> told;
    ese::retry_policy policy{.on_retry = [&](int attempt, const ese::error& e) {
        told.push_back(attempt);
        BOOST_TEST(e.retryable());
    }};

    const int result = ese::retry_on_conflict(work, [&](transaction&) {
        if (++runs < 3) ese::check(errc::write_conflict, "update", ese::where::current());
        return runs;
    }, policy);

    BOOST_TEST(result == 3);
    BOOST_TEST(script->count("begin") == 3);
    BOOST_TEST(script->count("rollback") == 2);
    BOOST_TEST(told == (std::vector<int>{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(retrying_ends_after_the_allowed_attempts)
{
    int runs = 0;

    BOOST_CHECK_THROW(ese::retry_on_conflict(work, [&](transaction&) {
        ++runs;
        ese::check(errc::write_conflict, "update", ese::where::current());
    }, {.attempts = 3}), ese::write_conflict);

    BOOST_TEST(runs == 3);
}

BOOST_AUTO_TEST_CASE(what_is_in_doubt_is_never_retried)
{
    script->answer("commit", errc::log_write_fail);
    int runs = 0;

    BOOST_TEST((code_of([&] { ese::retry_on_conflict(work, [&](transaction&) { ++runs; }); }) == errc::log_write_fail));

    BOOST_TEST(runs == 1);
}

BOOST_AUTO_TEST_CASE(a_retry_inside_a_transaction_is_refused)
{
    transaction t{work};
    int runs = 0;

    BOOST_TEST((code_of([&] { ese::retry_on_conflict(work, [&](transaction&) { ++runs; }); }) == misuse::retry_inside_transaction));

    BOOST_TEST(runs == 0);
    BOOST_TEST(t.active());
}

BOOST_AUTO_TEST_CASE(a_stop_request_ends_retrying)
{
    std::stop_source stop;
    int runs = 0;

    BOOST_CHECK_THROW(ese::retry_on_conflict(work, [&](transaction&) {
        ++runs;
        stop.request_stop();
        ese::check(errc::write_conflict, "update", ese::where::current());
    }, {.stop = stop.get_token()}), ese::write_conflict);

    BOOST_TEST(runs == 1);
}

BOOST_AUTO_TEST_CASE(bulk_commits_every_few_rows)
{
    const std::vector<int> items{1, 2, 3, 4, 5};
    int sum = 0;

    const std::size_t done = ese::bulk(work, 2, items, [&](int item) { sum += item; });

    BOOST_TEST(done == 5u);
    BOOST_TEST(sum == 15);
    BOOST_TEST(script->count("commit") == 3);
}

BOOST_AUTO_TEST_CASE(an_error_says_which_call_failed_and_where)
{
    script->answer("begin", errc::out_of_memory);

    try {
        transaction t{work};
        BOOST_FAIL("must throw");
    } catch (const ese::error& e) {
        BOOST_TEST(e.call() == "begin_transaction");
        BOOST_TEST(std::string_view{e.location().file}.ends_with("raii_guard_test.cpp"));
        BOOST_TEST((e.code() == ese::failure::resource));
    }
}

BOOST_AUTO_TEST_CASE(conditions_group_codes)
{
    const std::error_code conflict = errc::write_conflict;

    BOOST_TEST((conflict == ese::failure::retryable));
    BOOST_TEST((std::error_code{errc::record_not_found} == ese::failure::not_found));
    BOOST_TEST((std::error_code{errc::key_duplicate} == ese::failure::duplicate));
    BOOST_TEST((std::error_code{errc::read_verify_failure} == ese::failure::corruption));
    BOOST_TEST((std::error_code{misuse::not_open} == ese::failure::usage));
    BOOST_TEST((std::error_code{errc::wrn_column_null} != ese::failure::usage));
    BOOST_TEST(conflict.message().find("JET_errWriteConflict") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
