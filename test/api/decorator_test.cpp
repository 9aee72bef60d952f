// decorator_test.cpp — backends around backends: they keep the promises of what they wrap, see every call, and fail on demand.
#include "conformance_fixture.hpp"

#include <ese/any_api.hpp>
#include <ese/ese.hpp>
#include <ese/testing/fault_injecting.hpp>
#include <ese/trace.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

namespace decorated {

struct count_calls {
    std::shared_ptr<std::atomic<std::size_t>> calls = std::make_shared<std::atomic<std::size_t>>(0);
    void operator()(const ese::traced_call&) const noexcept { ++*calls; }
};

template <class Api>
struct in_memory {
    static constexpr std::string_view recovery = "on";
    using api = Api;
    static std::string database() { return "conformance.edb"; }
    static void finish(const std::string&, bool) {}
};

struct traced : in_memory<ese::tracing<ese::engine_api, count_calls>> {
    static api make() { return api{ese::engine_api{ese::storage::memory}, count_calls{}}; }
};
struct erased : in_memory<ese::any_api> {
    static api make() { return api{ese::engine_api{ese::storage::memory}}; }
};
struct all_of_them : in_memory<ese::any_api> {
    static api make()
    {
        using namespace ese;
        return api{testing::fault_injecting{tracing{engine_api{storage::memory}, count_calls{}}, std::make_shared<testing::fault_plan>()}};
    }
};

// What the conformance tests below run over, instead of the backends themselves.
using backends = std::tuple<traced, erased, all_of_them>;

#include "conformance_session_test.cpp"
#include "conformance_transaction_test.cpp"

}  // namespace decorated

namespace {

using ese::errc;
using ese::operation;
namespace testing = ese::testing;

struct item {
    std::int64_t id{};
    std::string name{};
};
struct items {
    using record = item;
    static constexpr std::string_view table_name = "items";
    using id      = ese::column<"id", &item::id>;
    using name    = ese::column<"name", &item::name, ese::max_bytes<100>>;
    using primary = ese::index_on<"pk", ese::asc<id>>;
    using columns = ese::list<id, name>;
    using indexes = ese::list<primary>;
};

// Everything an instance needs, on any backend.
template <class Api>
struct shop {
    ese::basic_instance<Api> engine;
    ese::basic_session<Api> work = engine.begin_session();
    ese::basic_database<Api> db  = work.create("shop.edb");
    ese::basic_table<items, Api> t = db.template create<items>();

    explicit shop(Api api, const ese::event_sink& events = {}) : engine{{.max_sessions = 4, .events = events}, std::move(api)} {}
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

struct call_log {
    struct lines {
        std::mutex mutex;
        std::vector<ese::traced_call> calls;
    };
    std::shared_ptr<lines> all = std::make_shared<lines>();

    void operator()(const ese::traced_call& call) const noexcept
    {
        const std::lock_guard lock{all->mutex};
        all->calls.push_back(call);
    }
    [[nodiscard]] std::vector<operation> since(std::size_t first) const
    {
        std::vector<operation> seen;
        for (std::size_t i = first; i < all->calls.size(); ++i) seen.push_back(all->calls[i].what);
        return seen;
    }
};

using faulty = testing::fault_injecting<ese::engine_api>;

struct faulty_fixture {
    std::shared_ptr<testing::fault_plan> plan = std::make_shared<testing::fault_plan>();
    shop<faulty> in{faulty{ese::engine_api{ese::storage::memory}, plan}};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(tracing)

BOOST_AUTO_TEST_CASE(every_call_is_told_with_its_answer)
{
    call_log log;
    shop in{ese::tracing{ese::engine_api{ese::storage::memory}, log}};
    in.t.insert({1, "one"});
    const std::size_t before = log.all->calls.size();

    BOOST_TEST((code_of([&] { in.t.insert({1, "again"}); }) == errc::key_duplicate));

    const std::vector<operation> expected{operation::prepare_update, operation::set_columns, operation::update, operation::prepare_update};
    BOOST_TEST((log.since(before) == expected));
    BOOST_TEST((log.all->calls[before + 2].result == errc::key_duplicate));
    BOOST_TEST((log.all->calls[before].session == in.work.native_handle()));
    BOOST_TEST((log.all->calls[before].name() == "prepare_update"));
}

BOOST_AUTO_TEST_CASE(an_insert_is_three_calls_and_a_find_four)
{
    call_log log;
    shop in{ese::tracing{ese::engine_api{ese::storage::memory}, log}};
    const std::size_t before = log.all->calls.size();

    in.t.insert({1, "one"});
    BOOST_TEST(log.since(before).size() == 3u);
    BOOST_TEST(in.t.find(1)->name == "one");
    const std::size_t after_first_find = log.all->calls.size();
    BOOST_TEST(in.t.find(1)->name == "one");

    const std::vector<operation> expected{operation::make_key, operation::seek, operation::retrieve_columns};
    BOOST_TEST((log.since(after_first_find) == expected));
}

BOOST_AUTO_TEST_CASE(without_a_sink_nothing_is_added)
{
    static_assert(std::is_empty_v<ese::null_sink>);
    shop in{ese::tracing{ese::engine_api{ese::storage::memory}}};

    in.t.insert({1, "one"});

    BOOST_TEST(in.t.count() == 1u);
}

BOOST_AUTO_TEST_CASE(every_operation_has_a_name_of_its_own)
{
    std::set<std::string_view> names(std::begin(ese::operation_names), std::end(ese::operation_names));

    BOOST_TEST(names.size() == std::size(ese::operation_names));
    BOOST_TEST(ese::name_of(operation::create_instance) == "create_instance");
    BOOST_TEST(ese::name_of(operation::get_record_size) == "get_record_size");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(injecting, faulty_fixture)

BOOST_AUTO_TEST_CASE(the_nth_call_of_an_operation_fails_with_the_code)
{
    plan->add({.on = operation::update, .nth = 2, .code = errc::disk_full});

    in.t.insert({1, "one"});
    BOOST_TEST((code_of([&] { in.t.insert({2, "two"}); }) == errc::disk_full));
    in.t.insert({3, "three"});

    BOOST_TEST(in.t.count() == 2u);
    BOOST_TEST(plan->injected() == 1u);
}

BOOST_AUTO_TEST_CASE(a_failed_commit_leaves_the_guard_armed)
{
    plan->add({.on = operation::commit_transaction, .code = errc::disk_full});
    {
        ese::basic_transaction<faulty> t{in.work};
        in.t.insert({1, "one"});
        BOOST_TEST((code_of([&] { t.commit(); }) == errc::disk_full));
        BOOST_TEST(t.active());
    }

    BOOST_TEST(in.work.level() == 0);
    BOOST_TEST(in.t.count() == 0u);
}

BOOST_AUTO_TEST_CASE(a_lost_answer_is_a_call_that_was_made)
{
    plan->add({.on = operation::update, .code = errc::disk_io, .after = true});

    BOOST_TEST((code_of([&] { in.t.insert({1, "one"}); }) == errc::disk_io));

    BOOST_TEST(in.t.count() == 1u);
}

BOOST_AUTO_TEST_CASE(a_delay_alone_changes_no_answer)
{
    plan->add({.on = operation::update, .code = errc::success, .delay = std::chrono::microseconds{10}});

    in.t.insert({1, "one"});

    BOOST_TEST(in.t.count() == 1u);
    BOOST_TEST(plan->injected() == 0u);
}

BOOST_AUTO_TEST_CASE(whichever_call_fails_a_transaction_is_all_or_nothing)
{
    bool finished = false;
    for (std::uint64_t n = 1; !finished; ++n) {
        plan->clear();
        plan->add({.nth = n, .code = errc::out_of_memory});
        const errc answer = code_of([&] {
            ese::basic_transaction<faulty> t{in.work};
            in.t.insert({1, "one"});
            in.t.insert({2, "two"});
            t.commit();
        });
        finished = answer == errc::success;
        plan->clear();
        if (in.work.level() != 0) break;    // the rollback was the one that failed
        BOOST_TEST(in.t.count() == (finished ? 2u : 0u));
        BOOST_REQUIRE(n < 100);
    }

    BOOST_TEST(finished);
}

BOOST_AUTO_TEST_CASE(a_lost_rollback_is_counted_and_told)
{
    std::vector<std::string> told;
    shop<faulty> watched{faulty{ese::engine_api{ese::storage::memory}, plan}, [&](const ese::event& e) { told.emplace_back(e.what); }};
    {
        ese::basic_transaction<faulty> t{watched.work};
        plan->add({.on = operation::rollback, .code = errc::rollback_error});
    }

    BOOST_TEST(watched.work.lost_rollbacks() == 1u);
    BOOST_TEST(watched.engine.lost_rollbacks() == 1u);
    BOOST_REQUIRE(told.size() == 1u);
    BOOST_TEST(told.front() == "rollback");
    plan->clear();
}

BOOST_AUTO_TEST_CASE(an_instance_that_died_answers_nothing_any_more)
{
    plan->die_at(1);

    BOOST_TEST((code_of([&] { in.t.insert({1, "one"}); }) == errc::instance_unavailable));
    BOOST_TEST((code_of([&] { (void)in.t.count(); }) == errc::instance_unavailable));

    plan->clear();
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(erasing)

BOOST_AUTO_TEST_CASE(tables_by_schema_work_on_any_backend)
{
    shop<ese::any_api> in{ese::any_api{ese::engine_api{ese::storage::memory}}};

    in.t.insert({1, "one"});
    ese::any::transaction t{in.work};
    in.t.insert({2, "two"});
    t.rollback();

    BOOST_TEST(in.t.find(1)->name == "one");
    BOOST_TEST(in.t.count() == 1u);
}

BOOST_AUTO_TEST_CASE(what_the_backend_lacks_is_answered_so)
{
    ese::any_api nothing;
    std::size_t size = 0;

    BOOST_TEST((nothing.init({}) == errc::feature_not_available));
    BOOST_TEST((nothing.escrow_update({}, {}, {}, {}, {}, size, {}) == errc::feature_not_available));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(events)

BOOST_AUTO_TEST_CASE(a_conflict_is_told_by_the_handles)
{
    std::vector<ese::event> told;
    shop<ese::engine_api> in{ese::engine_api{ese::storage::memory}, [&](const ese::event& e) { told.push_back(e); }};
    in.t.insert({1, "one"});
    ese::session other = in.engine.begin_session();
    auto theirs = other.open("shop.edb").open<items>();
    ese::transaction mine{in.work};
    ese::transaction rival{other};
    BOOST_REQUIRE(in.t.seek(1) && theirs.seek(1));
    in.t.replace({1, "mine"});

    BOOST_TEST((code_of([&] { theirs.replace({1, "theirs"}); }) == errc::write_conflict));

    BOOST_REQUIRE(told.size() == 1u);
    BOOST_TEST((told[0].what == "conflict"));
    BOOST_TEST((told[0].result == errc::write_conflict));
    BOOST_TEST((told[0].session == other.native_handle()));
}

BOOST_AUTO_TEST_CASE(a_slow_call_is_told_by_the_watch)
{
    const auto plan = std::make_shared<testing::fault_plan>();
    std::vector<ese::event> told;
    ese::event_watch watch{[&](const ese::event& e) { told.push_back(e); }, std::chrono::hours{1}, false};
    shop<ese::watched<faulty>> in{ese::watched<faulty>{faulty{ese::engine_api{ese::storage::memory}, plan}, watch}};
    in.engine.api().sink().slow = std::chrono::milliseconds{5};
    told.clear();
    plan->add({.on = operation::update, .code = errc::success, .delay = std::chrono::milliseconds{6}});

    in.t.insert({1, "one"});

    const auto is_it = [](const ese::event& e) { return e.what == "slow" && e.call == "update" && e.took >= std::chrono::milliseconds{5}; };
    BOOST_TEST(std::count_if(told.begin(), told.end(), is_it) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
