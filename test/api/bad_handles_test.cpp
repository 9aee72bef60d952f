// bad_handles_test.cpp — handles that are stale, made up or somebody else's: each call answers its documented code, nothing
// changes, and the instance works as before.
#include "bad_input_fixture.hpp"

#include <functional>

using namespace conformance;

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(bad_handles)

namespace {

template <class... Args>
struct named_call {
    const char* name;
    std::function<errc(engine_api&, Args...)> call;
};

using session_call  = named_call<session_id>;
using cursor_call   = named_call<session_id, table_id>;
using database_call = named_call<session_id, database_id>;

const std::vector<session_call>& session_calls()
{
    static const std::vector<session_call> calls{
        {"dup_session", [](engine_api& api, session_id s) { session_id out; return api.dup_session(s, out); }},
        {"set_session_context", [](engine_api& api, session_id s) { return api.set_session_context(s, 1); }},
        {"reset_session_context", [](engine_api& api, session_id s) { return api.reset_session_context(s); }},
        {"get_session_info", [](engine_api& api, session_id s) { ese::session_info out; return api.get_session_info(s, out); }},
        {"begin_transaction", [](engine_api& api, session_id s) { return api.begin_transaction(s, {}); }},
        {"commit_transaction", [](engine_api& api, session_id s) { return api.commit_transaction(s, {}); }},
        {"rollback", [](engine_api& api, session_id s) { return api.rollback(s, {}); }},
        {"create_database", [](engine_api& api, session_id s) { database_id out; return api.create_database(s, "new.edb", {}, out); }},
        {"attach_database", [](engine_api& api, session_id s) { return api.attach_database(s, "new.edb", {}); }},
        {"open_database", [](engine_api& api, session_id s) { database_id out; return api.open_database(s, "new.edb", {}, out); }},
        {"detach_database", [](engine_api& api, session_id s) { return api.detach_database(s, "new.edb", {}); }},
        {"end_session", [](engine_api& api, session_id s) { return api.end_session(s, {}); }},
    };
    return calls;
}

const std::vector<database_call>& database_calls()
{
    static const std::vector<database_call> calls{
        {"get_database_info", [](engine_api& api, session_id s, database_id d) { ese::database_info out; return api.get_database_info(s, d, out); }},
        {"create_table", [](engine_api& api, session_id s, database_id d) {
             jet::table_create wanted;
             wanted.name = "new";
             table_id out;
             return api.create_table(s, d, wanted, out);
         }},
        {"open_table", [](engine_api& api, session_id s, database_id d) { table_id out; return api.open_table(s, d, "rows", {}, out); }},
        {"delete_table", [](engine_api& api, session_id s, database_id d) { return api.delete_table(s, d, "rows"); }},
        {"rename_table", [](engine_api& api, session_id s, database_id d) { return api.rename_table(s, d, "rows", "new"); }},
        {"table_names", [](engine_api& api, session_id s, database_id d) { std::vector<std::string> out; return api.table_names(s, d, out); }},
    };
    return calls;
}

const std::vector<cursor_call>& cursor_calls()
{
    static const std::vector<cursor_call> calls{
        {"close_table", [](engine_api& api, session_id s, table_id t) { return api.close_table(s, t); }},
        {"dup_cursor", [](engine_api& api, session_id s, table_id t) { table_id out; return api.dup_cursor(s, t, out); }},
        {"get_table_info", [](engine_api& api, session_id s, table_id t) { jet::table_info out; return api.get_table_info(s, t, out); }},
        {"add_column", [](engine_api& api, session_id s, table_id t) {
             jet::column_create column{"new", jet::column_type::long_, 0, {}, 0, {}, {}, {}};
             return api.add_column(s, t, column);
         }},
        {"delete_column", [](engine_api& api, session_id s, table_id t) { return api.delete_column(s, t, "value", {}); }},
        {"rename_column", [](engine_api& api, session_id s, table_id t) { return api.rename_column(s, t, "value", "new"); }},
        {"get_column_info", [](engine_api& api, session_id s, table_id t) { jet::column_info out; return api.get_column_info(s, t, "value", out); }},
        {"column_infos", [](engine_api& api, session_id s, table_id t) { std::vector<jet::column_info> out; return api.column_infos(s, t, out); }},
        {"create_index", [](engine_api& api, session_id s, table_id t) {
             jet::index_create index;
             index.name = "new";
             index.key = std::string_view{"+value\0\0", 8};
             return api.create_index(s, t, index);
         }},
        {"delete_index", [](engine_api& api, session_id s, table_id t) { return api.delete_index(s, t, "primary"); }},
        {"index_infos", [](engine_api& api, session_id s, table_id t) { std::vector<jet::index_info> out; return api.index_infos(s, t, out); }},
        {"move", [](engine_api& api, session_id s, table_id t) { return api.move(s, t, jet::move_first, {}); }},
        {"seek", [](engine_api& api, session_id s, table_id t) { return api.seek(s, t, jet::seek_option::equal); }},
        {"set_current_index", [](engine_api& api, session_id s, table_id t) { return api.set_current_index(s, t, "", {}); }},
        {"get_current_index", [](engine_api& api, session_id s, table_id t) { std::string out; return api.get_current_index(s, t, out); }},
        {"set_index_range", [](engine_api& api, session_id s, table_id t) { return api.set_index_range(s, t, {}); }},
        {"index_record_count", [](engine_api& api, session_id s, table_id t) { std::uint64_t out = 0; return api.index_record_count(s, t, out, 0); }},
        {"get_record_position", [](engine_api& api, session_id s, table_id t) { jet::record_position out; return api.get_record_position(s, t, out); }},
        {"goto_position", [](engine_api& api, session_id s, table_id t) { return api.goto_position(s, t, {0, 1, 1}); }},
        {"make_key", [](engine_api& api, session_id s, table_id t) { return api.make_key(s, t, std::span{some_bytes}.first(4), jet::key_option::new_key); }},
        {"retrieve_key", [](engine_api& api, session_id s, table_id t) { std::size_t n = 0; return api.retrieve_key(s, t, some_bytes, n, {}); }},
        {"get_bookmark", [](engine_api& api, session_id s, table_id t) { std::size_t n = 0; return api.get_bookmark(s, t, some_bytes, n); }},
        {"goto_bookmark", [](engine_api& api, session_id s, table_id t) { return api.goto_bookmark(s, t, some_bytes); }},
        {"prepare_update", [](engine_api& api, session_id s, table_id t) { return api.prepare_update(s, t, jet::prepare_kind::insert); }},
        {"set_column", [](engine_api& api, session_id s, table_id t) { jet::set_args args; args.column = value_column; return api.set_column(s, t, args); }},
        {"retrieve_column", [](engine_api& api, session_id s, table_id t) { jet::retrieve_args args; args.column = value_column; return api.retrieve_column(s, t, args); }},
        {"update", [](engine_api& api, session_id s, table_id t) { std::size_t n = 0; return api.update(s, t, {}, n, {}); }},
        {"delete_record", [](engine_api& api, session_id s, table_id t) { return api.delete_record(s, t); }},
        {"get_lock", [](engine_api& api, session_id s, table_id t) { return api.get_lock(s, t, jet::lock_option::write); }},
        {"get_cursor_info", [](engine_api& api, session_id s, table_id t) { return api.get_cursor_info(s, t); }},
        {"escrow_update", [](engine_api& api, session_id s, table_id t) { std::size_t n = 0; return api.escrow_update(s, t, value_column, std::span{some_bytes}.first(4), {}, n, {}); }},
        {"set_columns", [](engine_api& api, session_id s, table_id t) { return api.set_columns(s, t, {}); }},
        {"retrieve_columns", [](engine_api& api, session_id s, table_id t) { return api.retrieve_columns(s, t, {}); }},
        {"get_secondary_bookmark", [](engine_api& api, session_id s, table_id t) { std::size_t n = 0; return api.get_secondary_bookmark(s, t, some_bytes, n, some_bytes, n); }},
        {"goto_secondary_bookmark", [](engine_api& api, session_id s, table_id t) { return api.goto_secondary_bookmark(s, t, some_bytes, some_bytes, {}); }},
        {"get_record_size", [](engine_api& api, session_id s, table_id t) { jet::record_size out; return api.get_record_size(s, t, out, {}); }},
    };
    return calls;
}

// Numbers beside a real handle, as a careless caller makes them up.
template <class Id>
[[nodiscard]] std::vector<Id> forgeries_of(Id live)
{
    std::vector<Id> made{Id{0}, Id::nil(), Id{1}, Id{2}, Id{live.value() + 1}, Id{live.value() - 1}};
    for (unsigned bit = 0; bit < 8 * sizeof(live.value()); ++bit)
        made.push_back(Id{live.value() ^ (typename Id::value_type{1} << bit)});
    std::erase(made, live);
    return made;
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(no_call_takes_a_session_that_is_none, filled_store)
{
    filled_store other;
    const session_id ended = session();
    BOOST_REQUIRE_EQUAL(api.end_session(ended, {}), errc::success);
    std::vector<session_id> bad = forgeries_of(by.id());
    bad.push_back(ended);
    bad.push_back(other.by.id());
    bad.push_back(session_id{rows.value()});

    for (const session_id one : bad) {
        for (const auto& [name, call] : session_calls()) BOOST_TEST_CONTEXT(name) { BOOST_TEST(call(api, one) == errc::invalid_sesid); }
        for (const auto& [name, call] : database_calls())
            BOOST_TEST_CONTEXT(name) { BOOST_TEST(call(api, one, by.database()) == errc::invalid_sesid); }
        for (const auto& [name, call] : cursor_calls())
            BOOST_TEST_CONTEXT(name) { BOOST_TEST(call(api, one, rows) == errc::invalid_sesid); }
    }

    BOOST_TEST(by.level() == 0u);
    works_as_before(*this);
    works_as_before(other);
}

BOOST_FIXTURE_TEST_CASE(no_call_takes_a_cursor_that_is_none, filled_store)
{
    filled_store other;
    const table_id closed = by.open();
    BOOST_REQUIRE_EQUAL(by.close(closed), errc::success);
    const table_id reusing = by.open();
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    const table_id rolled_back = by.open();
    BOOST_REQUIRE_EQUAL(by.rollback(), errc::success);
    std::vector<table_id> bad = forgeries_of(rows);
    bad.insert(bad.end(), {closed, rolled_back, other.rows, table_id{by.id().value()}});
    std::erase(bad, reusing);

    for (const table_id one : bad)
        for (const auto& [name, call] : cursor_calls())
            BOOST_TEST_CONTEXT(name) { BOOST_TEST(call(api, by.id(), one) == errc::invalid_table_id); }

    BOOST_TEST(by.first(reusing) == errc::success);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(no_call_takes_the_cursor_of_another_session, filled_store)
{
    auto stranger = enter();

    for (const auto& [name, call] : cursor_calls())
        BOOST_TEST_CONTEXT(name) { BOOST_TEST(call(api, stranger.id(), rows) == errc::sesid_table_id_mismatch); }

    BOOST_TEST(by.first(rows) == errc::success);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(no_call_takes_a_database_the_session_has_not_open, filled_store)
{
    const session_id without = session();
    auto closed = enter();
    BOOST_REQUIRE_EQUAL(api.close_database(closed.id(), closed.database()), errc::success);

    for (const database_id one : forgeries_of(by.database())) {
        for (const auto& [name, call] : database_calls())
            BOOST_TEST_CONTEXT(name) { BOOST_TEST(call(api, by.id(), one) == errc::invalid_database_id); }
        BOOST_TEST(api.close_database(by.id(), one) == errc::database_not_found);
    }
    for (const session_id one : {without, closed.id()}) {
        for (const auto& [name, call] : database_calls())
            BOOST_TEST_CONTEXT(name) { BOOST_TEST(call(api, one, by.database()) == errc::invalid_database_id); }
        BOOST_TEST(api.close_database(one, by.database()) == errc::database_not_found);
    }
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(cursors_of_a_closed_database_are_none, filled_store)
{
    BOOST_REQUIRE_EQUAL(api.close_database(by.id(), by.database()), errc::success);

    for (const auto& [name, call] : cursor_calls())
        BOOST_TEST_CONTEXT(name) { BOOST_TEST(call(api, by.id(), rows) == errc::invalid_table_id); }
    works_as_before(*this);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
