// engine_fixture.hpp — a running engine in memory, and short names for its calls.
#pragma once

#include <ese/backend/engine.hpp>

#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string_view>
#include <thread>
#include <utility>

namespace ese::inline v1::jet {
inline std::ostream& boost_test_print_type(std::ostream& out, error code) { return out << static_cast<std::int32_t>(code); }
}  // namespace ese::inline v1::jet

namespace engine_test {

using ese::database_id;
using ese::engine_api;
using ese::errc;
using ese::session_id;
using ese::storage;
using ese::table_id;
namespace jet = ese::jet;

// An instance that is not initialised yet.
struct created_engine {
    engine_api api{storage::memory};

    created_engine() { BOOST_REQUIRE_EQUAL(api.create_instance("test"), errc::success); }

    errc set(jet::parameter which, std::uint64_t number) { return api.set_parameter(which, number, {}); }
    // Without a log: the databases are all there is. The log has its own tests.
    errc init()
    {
        (void)api.set_parameter(jet::parameter::recovery, 0, "off");
        return api.init({});
    }
    errc term(jet::flags<jet::term_option> how = {}) { return api.term(how); }
    session_id session()
    {
        session_id begun;
        BOOST_REQUIRE_EQUAL(api.begin_session(begun), errc::success);
        return begun;
    }
    errc end(session_id s) { return api.end_session(s, {}); }
    errc begin(session_id s, std::uint32_t options = 0) { return api.begin_transaction(s, jet::flags<jet::begin_option>::from_bits(options)); }
    errc commit(session_id s, std::uint32_t options = 0) { return api.commit_transaction(s, jet::flags<jet::commit_option>::from_bits(options)); }
    errc rollback(session_id s, std::uint32_t options = 0) { return api.rollback(s, jet::flags<jet::rollback_option>::from_bits(options)); }
    std::uint32_t level(session_id s)
    {
        ese::session_info info;
        BOOST_REQUIRE_EQUAL(api.get_session_info(s, info), errc::success);
        return info.level;
    }

    errc create(session_id s, std::string_view path, jet::flags<jet::create_database_option> options = {})
    {
        return api.create_database(s, path, options, last);
    }
    errc attach(session_id s, std::string_view path, jet::flags<jet::attach_option> options = {}) { return api.attach_database(s, path, options); }
    errc open(session_id s, std::string_view path, jet::flags<jet::open_database_option> options = {})
    {
        return api.open_database(s, path, options, last);
    }
    errc close(session_id s, database_id id) { return api.close_database(s, id); }
    errc detach(session_id s, std::string_view path) { return api.detach_database(s, path, {}); }

    database_id last{};    // what create or open gave
};

struct running_engine : created_engine {
    running_engine() { BOOST_REQUIRE_EQUAL(init(), errc::success); }
};

// The answer another thread gets.
template <class Call>
errc elsewhere(Call&& call)
{
    errc answer = errc::success;
    std::thread other{[&] { answer = call(); }};
    other.join();
    return answer;
}

}  // namespace engine_test
