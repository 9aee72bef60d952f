// conformance_accident_test.cpp — return codes that need an accident or a moment: no memory, a disk that fails while
// changes are taken back, an instance that is ending, two threads inside one session. Over the portable engine only: a
// backend as such cannot be made to meet them.
#include "conformance_fixture.hpp"
#include "watched_files.hpp"

#include <cstdlib>
#include <new>

namespace {

// How many allocations this thread may still make; negative: as many as it likes.
thread_local long allocations_left = -1;

void* allocate(std::size_t size)
{
    if (allocations_left == 0) throw std::bad_alloc{};
    if (allocations_left > 0) --allocations_left;
    if (void* const got = std::malloc(size != 0 ? size : 1)) return got;
    throw std::bad_alloc{};
}

}  // namespace

// The forms that do not throw are replaced as well: a sanitizer has its own for whatever a program leaves out.
void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size != 0 ? size : 1); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size != 0 ? size : 1); }
void operator delete(void* at, const std::nothrow_t&) noexcept { std::free(at); }
void operator delete[](void* at, const std::nothrow_t&) noexcept { std::free(at); }
void operator delete(void* at) noexcept { std::free(at); }
void operator delete[](void* at) noexcept { std::free(at); }
void operator delete(void* at, std::size_t) noexcept { std::free(at); }
void operator delete[](void* at, std::size_t) noexcept { std::free(at); }

using namespace conformance;

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(conformance_accidents)

namespace {

using ese::engine_api;

struct watched_store {
    std::shared_ptr<watch> disk = std::make_shared<watch>();
    engine_api api{std::make_shared<watched_files>(disk)};

    explicit watched_store(std::uint64_t cache_pages = 0, std::string_view recovery = "off")
    {
        BOOST_REQUIRE_EQUAL(api.create_instance("watched"), errc::success);
        BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::recovery, 0, recovery), errc::success);
        if (cache_pages != 0) BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::cache_size_max, cache_pages, {}), errc::success);
        BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::max_ver_pages, 2000, {}), errc::success);
        BOOST_REQUIRE_EQUAL(api.init({}), errc::success);
    }
    ~watched_store()
    {
        disk->let_go();
        disk->fail_reads(false);
        disk->fail_writes(false);
    }
    session_id session()
    {
        session_id begun;
        BOOST_REQUIRE_EQUAL(api.begin_session(begun), errc::success);
        return begun;
    }
    user<engine_api> maker(std::string_view path = "watched.edb")
    {
        const session_id by = session();
        database_id database;
        BOOST_REQUIRE_EQUAL(api.create_database(by, path, {}, database), errc::success);
        return {api, by, database};
    }
    // A database nobody has attached, so that attaching it reads.
    void leave_database(std::string_view path)
    {
        auto by = maker(path);
        BOOST_REQUIRE_EQUAL(by.end(), errc::success);
        const session_id detacher = session();
        BOOST_REQUIRE_EQUAL(api.detach_database(detacher, path, {}), errc::success);
        BOOST_REQUIRE_EQUAL(api.end_session(detacher, {}), errc::success);
    }
};

// Tries with ever more memory until the call succeeds; every refusal before is for want of it. Says how many there were.
template <class Call>
[[nodiscard]] int refusals_for_want_of_memory(Call&& call)
{
    for (int refused = 0;; ++refused) {
        allocations_left = refused;
        const errc answer = call();
        allocations_left = -1;
        if (answer == errc::success) return refused;
        BOOST_REQUIRE_EQUAL(answer, errc::out_of_memory);
        BOOST_REQUIRE(refused < 1000);
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(without_memory_no_session_begins_and_none_is_used_up)
{
    engine_api api{ese::storage::memory};
    BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::max_sessions, 3, {}), errc::success);
    BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::recovery, 0, "off"), errc::success);
    BOOST_REQUIRE_EQUAL(api.init({}), errc::success);
    session_id first;
    session_id second;
    session_id third;

    BOOST_TEST(refusals_for_want_of_memory([&] { return api.begin_session(first); }) > 0);
    BOOST_TEST(refusals_for_want_of_memory([&] { return api.dup_session(first, second); }) > 0);

    BOOST_TEST(api.begin_session(third) == errc::success);
    BOOST_TEST(api.begin_session(third) == errc::out_of_sessions);
    BOOST_TEST(api.term({}) == errc::success);
}

BOOST_AUTO_TEST_CASE(without_memory_a_begin_is_refused_or_complete)
{
    engine_api api{ese::storage::memory};
    BOOST_REQUIRE_EQUAL(api.init({}), errc::success);
    session_id id;
    BOOST_REQUIRE_EQUAL(api.begin_session(id), errc::success);
    user by{api, id};

    (void)refusals_for_want_of_memory([&] { return by.begin(); });

    BOOST_TEST(by.level() == 1u);
    BOOST_TEST(by.commit() == errc::success);
}

BOOST_AUTO_TEST_CASE(without_memory_an_insert_leaves_nothing)
{
    watched_store in;
    auto by = in.maker();
    table_id rows;
    BOOST_REQUIRE_EQUAL(by.create_table("rows", rows), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_index(rows, "by_value", "value"), errc::success);

    for (std::int32_t key = 0; key < 200; ++key)
        (void)refusals_for_want_of_memory([&] { return by.insert(rows, key, -key); });

    BOOST_TEST(by.level() == 0u);
    BOOST_TEST(by.rows(rows).size() == 200u);
    BOOST_REQUIRE_EQUAL(by.use_index(rows, "by_value"), errc::success);
    BOOST_TEST((by.key_at(rows) == 199));
}

// When memory ends inside the log, which lies in memory here, the commit is in doubt and the instance takes no more changes.
// It still ends, and the next one finds every row whose insert was answered with success.
BOOST_AUTO_TEST_CASE(without_memory_for_the_log_the_instance_still_ends_and_recovers)
{
    watched_store in{0, "on"};
    auto by = in.maker();
    table_id rows;
    BOOST_REQUIRE_EQUAL(by.create_table("rows", rows), errc::success);
    std::int32_t written = 0;
    for (long left = 0; written < 300; ++left) {
        allocations_left = left;
        const errc answer = by.insert(rows, written);
        allocations_left = -1;
        if (answer == errc::success) {
            ++written;
            left = -1;
        } else if (answer != errc::out_of_memory) {
            BOOST_TEST(answer == errc::log_write_fail);
            break;
        }
    }

    const errc ended = in.api.term({});
    BOOST_TEST((ended == errc::success || ended == errc::log_write_fail));

    BOOST_REQUIRE_EQUAL(in.api.init({}), errc::success);
    const session_id reader = in.session();
    database_id database;
    BOOST_REQUIRE(in.api.attach_database(reader, "watched.edb", {}) >= errc::success);
    BOOST_REQUIRE_EQUAL(in.api.open_database(reader, "watched.edb", {}, database), errc::success);
    user after{in.api, reader, database};
    const std::size_t found = after.rows(after.open()).size();
    BOOST_TEST(found >= static_cast<std::size_t>(written));
    BOOST_TEST(found <= static_cast<std::size_t>(written) + 1);    // the one in doubt
}

BOOST_AUTO_TEST_CASE(two_threads_inside_one_session_are_told_and_not_made_to_wait)
{
    watched_store in;
    in.leave_database("held.edb");
    auto busy = user{in.api, in.session()};
    session_id copy;
    in.disk->hold_reads();
    errc attached = errc::internal_error;
    std::thread inside{[&] { attached = in.api.attach_database(busy.id(), "held.edb", {}); }};
    in.disk->wait_for_a_reader();

    BOOST_TEST(busy.begin() == errc::session_sharing_violation);
    BOOST_TEST(busy.commit() == errc::session_sharing_violation);
    BOOST_TEST(busy.rollback() == errc::session_sharing_violation);
    BOOST_TEST(busy.end() == errc::session_sharing_violation);
    BOOST_TEST(in.api.dup_session(busy.id(), copy) == errc::session_sharing_violation);

    in.disk->let_go();
    inside.join();
    BOOST_TEST(attached == errc::success);
    BOOST_TEST(busy.begin() == errc::success);
    BOOST_TEST(busy.commit() == errc::success);
}

BOOST_AUTO_TEST_CASE(while_the_instance_is_ending_nothing_begins)
{
    watched_store in;
    in.leave_database("held.edb");
    const session_id busy = in.session();
    user other{in.api, in.session()};
    session_id refused;
    in.disk->hold_reads();
    errc attached = errc::internal_error;
    errc ended = errc::internal_error;
    std::thread inside{[&] { attached = in.api.attach_database(busy, "held.edb", {}); }};
    in.disk->wait_for_a_reader();
    std::thread ending{[&] { ended = in.api.term({}); }};    // waits for the one inside
    while (other.commit() == errc::not_in_transaction) std::this_thread::yield();

    BOOST_TEST(in.api.begin_session(refused) == errc::term_in_progress);
    BOOST_TEST(in.api.dup_session(other.id(), refused) == errc::term_in_progress);
    BOOST_TEST(other.begin() == errc::term_in_progress);

    in.disk->let_go();
    inside.join();
    ending.join();
    BOOST_TEST(attached == errc::success);
    BOOST_TEST(ended == errc::success);
    BOOST_TEST(other.begin() == errc::invalid_sesid);
}

// Undoing needs pages that are not in memory any more, and the disk does not give them back.
BOOST_AUTO_TEST_CASE(after_a_failed_rollback_the_instance_is_unavailable)
{
    watched_store in{32};
    auto by = in.maker();
    user other{in.api, in.session()};
    table_id rows;
    BOOST_REQUIRE_EQUAL(by.create_table("rows", rows), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    for (std::int32_t key = 0; key < 20000; ++key) BOOST_REQUIRE_EQUAL(by.insert(rows, key), errc::success);
    session_id refused;

    in.disk->fail_reads(true);
    BOOST_TEST(by.rollback() == errc::disk_io);
    in.disk->fail_reads(false);

    BOOST_TEST(in.api.begin_session(refused) == errc::instance_unavailable);
    BOOST_TEST(in.api.dup_session(other.id(), refused) == errc::instance_unavailable);
    BOOST_TEST(other.begin() == errc::instance_unavailable);
    BOOST_TEST(by.rollback() == errc::instance_unavailable);
    BOOST_TEST(by.end() == errc::instance_unavailable);
    BOOST_TEST(in.api.term({}) == errc::success);

    BOOST_REQUIRE_EQUAL(in.api.init({}), errc::success);    // and what is on the disk says so
    BOOST_TEST(in.api.attach_database(in.session(), "watched.edb", {}) == errc::database_dirty_shutdown);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
