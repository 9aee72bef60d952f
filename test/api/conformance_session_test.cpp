// conformance_session_test.cpp — what the documents on JetBeginSession, JetDupSession and JET_SESID promise, one test each.
#include "conformance_fixture.hpp"

#include <atomic>
#include <set>

using namespace conformance;

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(conformance_sessions)

// what a session is

BOOST_AUTO_TEST_CASE_TEMPLATE(a_begun_session_has_a_handle_of_its_own, Backend, backends)
{
    store<Backend> in;

    const session_id one = in.session();
    const session_id two = in.session();

    BOOST_TEST(static_cast<bool>(one));
    BOOST_TEST(static_cast<bool>(two));
    BOOST_TEST((one != two));
    BOOST_TEST((user{in.api, one}.level() == 0));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_session_begins_commits_and_aborts_transactions, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();

    BOOST_TEST(by.begin() == errc::success);
    BOOST_TEST(by.insert(rows, 1) == errc::success);
    BOOST_TEST(by.commit() == errc::success);
    BOOST_TEST(by.begin() == errc::success);
    BOOST_TEST(by.insert(rows, 2) == errc::success);
    BOOST_TEST(by.rollback() == errc::success);

    BOOST_TEST((by.rows(rows) == row_map{{1, 0}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_session_creates_attaches_and_opens_databases, Backend, backends)
{
    store<Backend> in;    // created by its first session
    const session_id by = in.session();
    database_id database;

    BOOST_TEST(in.api.detach_database(by, in.path, {}) == errc::success);
    BOOST_TEST(in.api.open_database(by, in.path, {}, database) == errc::database_not_found);
    BOOST_TEST(in.api.attach_database(by, in.path, {}) == errc::success);
    BOOST_TEST(in.api.attach_database(by, in.path, {}) == errc::wrn_database_attached);
    BOOST_TEST(in.api.open_database(by, in.path, {}, database) == errc::success);

    user reader{in.api, by, database};
    BOOST_TEST(reader.try_open("rows") == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_session_is_the_context_of_definitions_and_changes, Backend, backends)
{
    store<Backend> in;
    auto owner = in.enter();
    const table_id rows = owner.open();
    auto stranger = in.enter();
    user without_database{in.api, in.session(), owner.database()};
    table_id refused;

    BOOST_TEST(stranger.insert(rows, 1) == errc::sesid_table_id_mismatch);
    BOOST_TEST(stranger.add_column(rows, "extra") == errc::sesid_table_id_mismatch);
    BOOST_TEST(stranger.close(rows) == errc::sesid_table_id_mismatch);
    BOOST_TEST(without_database.try_open(refused) == errc::invalid_database_id);
    BOOST_TEST(without_database.create_table("extra", refused) == errc::invalid_database_id);

    BOOST_TEST(owner.add_column(rows, "extra") == errc::success);
    BOOST_TEST(owner.insert(rows, 1) == errc::success);
    BOOST_TEST(owner.rows(rows).size() == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(many_sessions_work_side_by_side, Backend, backends)
{
    constexpr std::int32_t threads = 4;
    constexpr std::int32_t rows_each = 50;
    store<Backend> in;
    std::vector<user<typename Backend::api>> users;
    for (std::int32_t i = 0; i < threads; ++i) users.push_back(in.enter());

    std::atomic<int> refused{0};
    std::vector<std::thread> workers;
    for (std::int32_t i = 0; i < threads; ++i)
        workers.emplace_back([&, i] {
            auto by = users[static_cast<std::size_t>(i)];
            table_id rows;
            if (by.try_open(rows) != errc::success) ++refused;
            for (std::int32_t n = 0; n < rows_each; ++n) {
                if (by.begin() != errc::success) ++refused;
                if (by.insert(rows, i * rows_each + n) != errc::success) ++refused;
                if (by.commit() != errc::success) ++refused;
            }
        });
    for (auto& worker : workers) worker.join();

    auto reader = in.enter();
    BOOST_TEST(refused == 0);
    BOOST_TEST(reader.rows(reader.open()).size() == static_cast<std::size_t>(threads * rows_each));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_session_belongs_to_its_instance, Backend, backends)
{
    store<Backend> in;
    created_store<Backend> other;
    BOOST_REQUIRE_EQUAL(other.init(), errc::success);
    const session_id ours = in.session();

    BOOST_TEST(other.api.begin_transaction(ours, {}) == errc::invalid_sesid);
    session_id refused;
    BOOST_TEST(other.api.dup_session(ours, refused) == errc::invalid_sesid);

    BOOST_TEST(in.api.begin_transaction(ours, {}) == errc::success);
    BOOST_TEST(in.api.rollback(ours, {}) == errc::success);
    BOOST_TEST(other.term() == errc::success);
}

// ids that name no session

BOOST_AUTO_TEST_CASE_TEMPLATE(null_and_nil_are_no_sessions, Backend, backends)
{
    store<Backend> in;
    session_id fresh;

    for (const session_id none : {session_id{0}, jet::nil_session}) {
        BOOST_TEST(in.api.begin_transaction(none, {}) == errc::invalid_sesid);
        BOOST_TEST(in.api.dup_session(none, fresh) == errc::invalid_sesid);
        BOOST_TEST(in.api.end_session(none, {}) == errc::invalid_sesid);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_ended_session_is_none, Backend, backends)
{
    store<Backend> in;
    const session_id ended = in.session();

    BOOST_TEST(in.api.end_session(ended, {}) == errc::success);

    BOOST_TEST(in.api.begin_transaction(ended, {}) == errc::invalid_sesid);
    BOOST_TEST(in.api.end_session(ended, {}) == errc::invalid_sesid);
}

// how sessions end

BOOST_AUTO_TEST_CASE_TEMPLATE(ending_a_session_aborts_what_it_had_begun, Backend, backends)
{
    store<Backend> in;
    auto leaving = in.enter(in.session());
    auto staying = in.enter();
    const table_id rows = leaving.open();
    BOOST_REQUIRE_EQUAL(leaving.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(leaving.insert(rows, 1), errc::success);
    BOOST_REQUIRE_EQUAL(leaving.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(leaving.insert(rows, 2), errc::success);

    BOOST_TEST(leaving.end() == errc::success);

    const table_id again = staying.open();
    BOOST_TEST(staying.rows(again).empty());
    BOOST_TEST(staying.insert(again, 1) == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(ending_the_instance_ends_its_sessions, Backend, backends)
{
    store<Backend> in;
    const session_id forgotten = in.session();

    BOOST_TEST(in.term() == errc::success);

    BOOST_TEST(in.api.begin_transaction(forgotten, {}) == errc::invalid_sesid);
    BOOST_TEST(in.api.end_session(forgotten, {}) == errc::invalid_sesid);
    in.create();
    BOOST_REQUIRE_EQUAL(in.init(), errc::success);
    BOOST_TEST(in.api.begin_transaction(forgotten, {}) == errc::invalid_sesid);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_instance_does_not_end_under_a_transaction, Backend, backends)
{
    store<Backend> in;
    auto busy = in.enter();
    const table_id rows = busy.open();
    BOOST_REQUIRE_EQUAL(busy.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(busy.insert(rows, 1), errc::success);

    BOOST_TEST(in.term() == errc::too_many_active_users);

    BOOST_TEST(busy.insert(rows, 2) == errc::success);
    BOOST_TEST(busy.commit() == errc::success);
    BOOST_TEST(in.term() == errc::success);
}

// how many there may be

BOOST_AUTO_TEST_CASE_TEMPLATE(the_default_number_of_sessions_is_sixteen, Backend, backends)
{
    created_store<Backend> in;
    std::uint64_t most = 0;
    std::string ignored;

    BOOST_TEST(in.api.get_parameter(jet::parameter::max_sessions, most, ignored) == errc::success);

    BOOST_TEST(most == 16u);
    BOOST_REQUIRE_EQUAL(in.init(), errc::success);
    for (int i = 0; i < 16; ++i) (void)in.session();
    session_id refused;
    BOOST_TEST(in.api.begin_session(refused) == errc::out_of_sessions);
    BOOST_TEST(in.term() == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_parameter_allows_exactly_so_many_sessions, Backend, backends)
{
    for (const std::uint64_t most : {std::uint64_t{1}, std::uint64_t{3}, std::uint64_t{40}}) {
        created_store<Backend> in{{.sessions_max = most}};
        BOOST_REQUIRE_EQUAL(in.init(), errc::success);
        std::set<session_id> begun;
        for (std::uint64_t i = 0; i < most; ++i) begun.insert(in.session());

        session_id refused;
        BOOST_TEST(in.api.begin_session(refused) == errc::out_of_sessions);

        BOOST_TEST(begun.size() == most);
        BOOST_TEST(in.term() == errc::success);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_place_of_an_ended_session_is_free_at_once, Backend, backends)
{
    created_store<Backend> in{{.sessions_max = 2}};
    BOOST_REQUIRE_EQUAL(in.init(), errc::success);
    const session_id kept = in.session();
    session_id refused;

    for (int i = 0; i < 50; ++i) {
        const session_id brief = in.session();
        BOOST_REQUIRE_EQUAL(in.api.begin_session(refused), errc::out_of_sessions);
        BOOST_REQUIRE_EQUAL(in.api.end_session(brief, {}), errc::success);
    }

    BOOST_TEST(in.api.begin_transaction(kept, {}) == errc::success);
    BOOST_TEST(in.api.rollback(kept, {}) == errc::success);
    BOOST_TEST(in.term() == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refused_begin_changes_nothing, Backend, backends)
{
    created_store<Backend> in{{.sessions_max = 1}};
    BOOST_REQUIRE_EQUAL(in.init(), errc::success);
    const session_id only = in.session();
    BOOST_REQUIRE_EQUAL(in.api.begin_transaction(only, {}), errc::success);
    session_id refused;

    BOOST_TEST(in.api.begin_session(refused) == errc::out_of_sessions);
    BOOST_TEST(in.api.dup_session(only, refused) == errc::out_of_sessions);

    BOOST_TEST(!refused);
    BOOST_TEST((user{in.api, only}.level() == 1));
    BOOST_TEST(in.api.commit_transaction(only, {}) == errc::success);
    BOOST_TEST(in.term() == errc::success);
}

// when none can begin

BOOST_AUTO_TEST_CASE_TEMPLATE(without_an_instance_no_session_begins, Backend, backends)
{
    auto api = Backend::make();
    session_id refused;

    BOOST_TEST(api.begin_session(refused) == errc::invalid_parameter);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(before_init_no_session_begins, Backend, backends)
{
    created_store<Backend> in;
    session_id refused;

    BOOST_TEST(in.api.begin_session(refused) == errc::not_initialized);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(after_the_service_stopped_no_session_begins, Backend, backends)
{
    store<Backend> in;
    const session_id old = in.session();
    session_id refused;

    BOOST_TEST(in.api.stop_service({}) == errc::success);

    BOOST_TEST(in.api.begin_session(refused) == errc::client_request_to_stop_jet_service);
    BOOST_TEST(in.api.dup_session(old, refused) == errc::client_request_to_stop_jet_service);
    BOOST_TEST(in.api.begin_transaction(old, {}) == errc::client_request_to_stop_jet_service);
    BOOST_TEST(in.api.end_session(old, {}) == errc::success);
}

// duplicates

BOOST_AUTO_TEST_CASE_TEMPLATE(a_duplicate_is_a_session_like_any_other, Backend, backends)
{
    store<Backend> in;
    const session_id original = in.session();
    session_id copy;

    BOOST_TEST(in.api.dup_session(original, copy) == errc::success);

    BOOST_TEST((copy != original));
    auto by = in.enter(copy);
    BOOST_TEST(by.insert(by.open(), 1) == errc::success);
    BOOST_TEST(in.api.end_session(original, {}) == errc::success);
    BOOST_TEST(by.begin() == errc::success);
    BOOST_TEST(by.commit() == errc::success);
    BOOST_TEST(by.end() == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_duplicate_takes_over_nothing, Backend, backends)
{
    store<Backend> in;
    auto original = in.enter();
    const table_id rows = original.open();
    BOOST_REQUIRE_EQUAL(original.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(original.insert(rows, 1), errc::success);
    session_id copy;
    BOOST_REQUIRE_EQUAL(in.api.dup_session(original.id(), copy), errc::success);

    user fresh{in.api, copy, original.database()};
    table_id refused;

    BOOST_TEST(fresh.level() == 0u);
    BOOST_TEST(fresh.first(rows) == errc::sesid_table_id_mismatch);
    BOOST_TEST(fresh.try_open(refused) == errc::invalid_database_id);
    auto by = in.enter(copy);
    BOOST_TEST(by.rows(by.open()).empty());
    BOOST_TEST(original.level() == 1u);
    BOOST_TEST(original.rollback() == errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(duplicates_count_as_sessions, Backend, backends)
{
    created_store<Backend> in{{.sessions_max = 3}};
    BOOST_REQUIRE_EQUAL(in.init(), errc::success);
    const session_id original = in.session();
    session_id copy;
    session_id refused;

    BOOST_TEST(in.api.dup_session(original, copy) == errc::success);
    BOOST_TEST(in.api.dup_session(copy, copy) == errc::success);
    BOOST_TEST(in.api.dup_session(original, refused) == errc::out_of_sessions);
    BOOST_TEST(in.api.begin_session(refused) == errc::out_of_sessions);
    BOOST_TEST(in.api.end_session(copy, {}) == errc::success);
    BOOST_TEST(in.api.dup_session(original, copy) == errc::success);

    BOOST_TEST(in.term() == errc::success);
}

// sessions and threads

BOOST_AUTO_TEST_CASE_TEMPLATE(outside_a_transaction_threads_take_turns, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();

    BOOST_TEST(elsewhere([&] { return by.insert(rows, 1); }) == errc::success);
    BOOST_TEST(by.insert(rows, 2) == errc::success);
    BOOST_TEST(elsewhere([&] {
        if (const errc begun = by.begin(); begun != errc::success) return begun;
        return by.commit();
    }) == errc::success);

    BOOST_TEST(by.rows(rows).size() == 2u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_transaction_belongs_to_the_thread_that_began_it, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 1), errc::success);

    BOOST_TEST(elsewhere([&] { return by.begin(); }) == errc::session_sharing_violation);
    BOOST_TEST(elsewhere([&] { return by.commit(); }) == errc::session_sharing_violation);
    BOOST_TEST(elsewhere([&] { return by.rollback(); }) == errc::session_sharing_violation);
    BOOST_TEST(elsewhere([&] { return by.end(); }) == errc::session_sharing_violation);
    BOOST_TEST(elsewhere([&] { return by.erase(rows, 1); }) == errc::session_sharing_violation);

    BOOST_TEST(by.level() == 1u);
    BOOST_TEST(by.commit() == errc::success);
    BOOST_TEST((elsewhere([&] { return by.replace(rows, 1, 5); }) == errc::success));
    BOOST_TEST((by.rows(rows) == row_map{{1, 5}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(savepoints_stay_with_the_thread_too, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.commit(), errc::success);

    BOOST_TEST(elsewhere([&] { return by.commit(); }) == errc::session_sharing_violation);

    BOOST_TEST(by.rollback() == errc::success);
    BOOST_TEST(elsewhere([&] { return by.begin(); }) == errc::success);
    BOOST_TEST(by.rollback() == errc::session_sharing_violation);
    // The thread that began is gone; a context is the only other way in, and it has to be there from the begin on.
    BOOST_TEST(in.term(jet::term_option::dirty) == errc::dirty_shutdown);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_context_carries_a_transaction_to_another_thread, Backend, backends)
{
    constexpr std::uint64_t context = 77;
    store<Backend> in;
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_REQUIRE_EQUAL(in.api.set_session_context(by.id(), context), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.insert(rows, 1), errc::success);

    BOOST_TEST(elsewhere([&] { return by.commit(); }) == errc::session_sharing_violation);
    BOOST_TEST(in.api.reset_session_context(by.id()) == errc::success);
    BOOST_TEST(by.commit() == errc::session_sharing_violation);
    BOOST_TEST(elsewhere([&] {
        if (const errc set = in.api.set_session_context(by.id(), context); set != errc::success) return set;
        if (const errc more = by.insert(rows, 2); more != errc::success) return more;
        if (const errc committed = by.commit(); committed != errc::success) return committed;
        return in.api.reset_session_context(by.id());
    }) == errc::success);

    BOOST_TEST(by.rows(rows).size() == 2u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(another_context_does_not_open_a_transaction, Backend, backends)
{
    store<Backend> in;
    auto by = in.enter();
    BOOST_REQUIRE_EQUAL(in.api.set_session_context(by.id(), 1), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(in.api.reset_session_context(by.id()), errc::success);
    BOOST_REQUIRE_EQUAL(in.api.set_session_context(by.id(), 2), errc::success);

    BOOST_TEST(by.begin() == errc::session_sharing_violation);
    BOOST_TEST(by.commit() == errc::session_sharing_violation);

    BOOST_REQUIRE_EQUAL(in.api.reset_session_context(by.id()), errc::success);
    BOOST_REQUIRE_EQUAL(in.api.set_session_context(by.id(), 1), errc::success);
    BOOST_TEST(by.level() == 1u);
    BOOST_TEST(by.commit() == errc::success);
    BOOST_REQUIRE_EQUAL(in.api.reset_session_context(by.id()), errc::success);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(misused_contexts_are_refused, Backend, backends)
{
    store<Backend> in;
    const session_id by = in.session();

    BOOST_TEST(in.api.set_session_context(by, 0) == errc::invalid_parameter);
    BOOST_TEST(in.api.set_session_context(by, ~std::uint64_t{0}) == errc::invalid_parameter);
    BOOST_TEST(in.api.reset_session_context(by) == errc::session_context_not_set_by_this_thread);
    BOOST_TEST(in.api.set_session_context(by, 5) == errc::success);
    BOOST_TEST(in.api.set_session_context(by, 5) == errc::session_context_already_set);
    BOOST_TEST(elsewhere([&] { return in.api.reset_session_context(by); }) == errc::session_context_not_set_by_this_thread);
    BOOST_TEST(in.api.end_session(by, {}) == errc::session_in_use);
    BOOST_TEST(in.api.reset_session_context(by) == errc::success);
    BOOST_TEST(in.api.end_session(by, {}) == errc::success);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
