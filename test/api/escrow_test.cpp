// escrow_test.cpp — sums of several sessions in one row: nobody is refused, nobody sees another's before its time, and after a
// power cut there is what was committed.

#include <ese/ese.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdint>
#include <iterator>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using ese::errc;
using ese::testing::faulty_file_system;
using ese::testing::survival;

void make_sums(ese::database& db)
{
    ese::cursor sums = db.create_table({.name = "sums",
                                        .columns = {{.name = "id"},
                                                    {.name = "sum",
                                                     .flags = ese::jet::column_option::escrow_update,
                                                     .default_value = std::vector<std::byte>(8)},
                                                    {.name = "note", .type = ese::jet::column_type::text}},
                                        .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}}});
    sums.insert().set("id", 1).set("note", "a counter").save();
}

struct seat {
    ese::session session;
    ese::database db;
    ese::cursor sums;
    ese::column_ref sum;

    seat(ese::instance& in, const std::string& path)
        : session{in.begin_session()}, db{session.open(path)}, sums{db.open_cursor("sums")}, sum{sums.column("sum")}
    {
        to_the_row();
    }
    std::int64_t add(std::int64_t what) { return sums.add(sum, what); }
    void to_the_row()
    {
        if (!sums.move_first()) throw std::logic_error{"the row is gone"};   // checks of the test belong to its own thread
    }
    std::int64_t read()
    {
        to_the_row();
        return sums.get<std::int64_t>(sum);
    }
};

struct fixture {
    ese::instance engine{{.in_memory = true}};
    ese::session owner    = engine.begin_session();
    ese::database made_db = made();
    seat one{engine, "sums.edb"}, two{engine, "sums.edb"};

    ese::database made()
    {
        ese::database db = owner.create("sums.edb");
        make_sums(db);
        return db;
    }
};

template <class Call>
errc code_of(Call&& call)
{
    try {
        call();
        return errc::success;
    } catch (const ese::error& e) {
        return e.jet_code();
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(escrow)

BOOST_FIXTURE_TEST_CASE(two_sessions_add_to_one_row_and_both_sums_count, fixture)
{
    ese::transaction first{one.session}, second{two.session};

    BOOST_TEST(one.add(5) == 0);
    BOOST_TEST(two.add(70) == 5);   // the value before has what is not committed
    BOOST_TEST(one.read() == 5);    // reading has not
    BOOST_TEST(two.read() == 70);
    second.commit();
    BOOST_TEST(one.read() == 5);
    BOOST_TEST(two.read() == 70);
    first.commit();

    BOOST_TEST(one.read() == 75);
    BOOST_TEST(one.sums.get<std::string>("note") == "a counter");
}

BOOST_FIXTURE_TEST_CASE(a_sum_that_is_rolled_back_takes_only_itself_away, fixture)
{
    {
        ese::transaction first{one.session};
        one.add(5);
        ese::transaction second{two.session};
        two.add(70);
        second.commit();
    }
    BOOST_TEST(one.read() == 70);
}

BOOST_FIXTURE_TEST_CASE(adding_and_changing_the_row_conflict, fixture)
{
    ese::transaction first{one.session};
    one.add(5);
    {
        ese::transaction second{two.session};
        BOOST_TEST((code_of([&] { (void)two.sums.replace(); }) == errc::write_conflict));
        BOOST_TEST((code_of([&] { two.sums.erase(); }) == errc::write_conflict));
        BOOST_TEST((code_of([&] { two.sums.lock(ese::row_lock::write); }) == errc::write_conflict));
    }
    one.sums.replace().set("note", "changed").save();
    ese::transaction second{two.session};
    BOOST_TEST((code_of([&] { two.add(1); }) == errc::write_conflict));
    second.rollback();
    first.commit();

    BOOST_TEST(two.read() == 5);
    BOOST_TEST(two.sums.get<std::string>("note") == "changed");
}

BOOST_FIXTURE_TEST_CASE(sums_of_many_threads_all_count_and_no_reader_sees_a_part, fixture)
{
    constexpr int threads = 4, rounds = 300;
    std::atomic<bool> wrong{false};
    std::vector<std::jthread> adders;
    for (int t = 0; t < threads; ++t)
        adders.emplace_back([&] {
            seat mine{engine, "sums.edb"};
            for (int round = 0; round < rounds; ++round) {
                ese::transaction work{mine.session};
                const std::int64_t before = mine.read();
                mine.add(1000);
                mine.add(-999);
                wrong = wrong || mine.read() != before + 1;
                if (round % 3 != 0) work.commit();
            }
        });
    adders.clear();

    BOOST_TEST(!wrong);
    BOOST_TEST(one.read() == threads * rounds * 2 / 3);
}

namespace {

// What is certain and what the commit under way would make of it.
struct ledger {
    std::int64_t sure = 0, maybe = 0;
    bool begun = false;
};

void commit(ese::transaction& ending, ledger& book, std::int64_t sum)
{
    book.maybe = book.sure + sum;
    ending.commit();
    book.sure = book.maybe;
}

void work(const std::shared_ptr<faulty_file_system>& files, ledger& book)
{
    ese::instance engine{{.directory = "/db", .log_file_size = 64}, ese::engine_api{files}};
    ese::session owner = engine.begin_session();
    ese::database db   = owner.create("/db/sums.edb");
    make_sums(db);
    book.begun = true;
    seat one{engine, "/db/sums.edb"}, two{engine, "/db/sums.edb"};
    for (int round = 0; round < 4; ++round) {
        ese::transaction first{one.session};
        one.add(1);
        ese::transaction second{two.session};
        two.add(100);
        {
            ese::savepoint undone = first.savepoint();
            one.add(10000);
        }
        commit(second, book, 100);   // takes the other's sum to the disk, not committed
        one.add(1000000);
        if (round % 2 == 0) commit(first, book, 1000001);
    }
    seat three{engine, "/db/sums.edb"};
    ese::transaction open{three.session};
    three.add(7);
    ese::transaction last{two.session};
    two.add(100);
    commit(last, book, 100);
    files->cut_power_now();
}

}  // namespace

BOOST_AUTO_TEST_CASE(wherever_the_power_goes_the_sum_is_what_was_committed)
{
    constexpr survival policies[] = {survival::synced_only, survival::everything, survival::each_at_random, survival::torn_sectors};
    int undone = 0;
    bool cut   = true;
    for (std::uint64_t n = 1; cut; ++n) {
        const auto files = std::make_shared<faulty_file_system>();
        files->create_directories("/db");
        files->cut_power_at(n);
        ledger book;
        try {
            work(files, book);
        } catch (const ese::error&) {
        }
        cut = files->io_count() >= n;
        if (!book.begun) continue;
        BOOST_TEST_INFO_SCOPE("cut " << n);
        const std::shared_ptr<faulty_file_system> left = files->after_crash({policies[n % std::size(policies)], n});
        ese::instance engine{{.directory = "/db", .log_file_size = 64}, ese::engine_api{left}};
        undone += engine.recovery().transactions_undone != 0;
        ese::session s     = engine.begin_session();
        ese::database db   = s.attach("/db/sums.edb");
        ese::cursor sums   = db.open_cursor("sums");
        BOOST_REQUIRE(sums.move_first());
        const auto found = sums.get<std::int64_t>("sum");
        BOOST_TEST((found == book.sure || found == book.maybe), found << " is neither " << book.sure << " nor " << book.maybe);
    }
    BOOST_TEST(undone > 0);
}

BOOST_AUTO_TEST_CASE(what_is_not_to_be_undone_survives_its_rollback_and_the_power_cut)
{
    namespace jet = ese::jet;
    for (const bool alone : {true, false}) {    // nothing else makes the commit durable
        const auto files = std::make_shared<faulty_file_system>();
        files->create_directories("/db");
        {
            ese::engine_api api{files};
            ese::instance engine{{.directory = "/db", .log_file_size = 64}, api};
            ese::session owner = engine.begin_session();
            ese::database db   = owner.create("/db/sums.edb");
            make_sums(db);
            ese::session_id session;
            ese::database_id opened;
            ese::table_id sums;
            jet::column_info column;
            BOOST_REQUIRE((api.begin_session(session) == errc::success));
            BOOST_REQUIRE((api.open_database(session, "/db/sums.edb", {}, opened) == errc::success));
            BOOST_REQUIRE((api.open_table(session, opened, "sums", {}, sums) == errc::success));
            BOOST_REQUIRE((api.get_column_info(session, sums, "sum", column) == errc::success));
            const auto add = [&](std::int64_t delta, jet::escrow_option how) {
                std::size_t size = 0;
                BOOST_REQUIRE((api.begin_transaction(session, {}) == errc::success));
                BOOST_REQUIRE((api.move(session, sums, jet::move_first, {}) == errc::success));
                BOOST_REQUIRE((api.escrow_update(session, sums, column.id, std::as_bytes(std::span{&delta, 1}), {}, size, how) == errc::success));
            };
            add(7, jet::escrow_option::no_rollback);
            BOOST_REQUIRE((api.commit_transaction(session, {}) == errc::success));
            if (!alone) {
                add(100, jet::escrow_option::no_rollback);
                BOOST_REQUIRE((api.rollback(session, {}) == errc::success));
                add(1000, jet::escrow_option::none);
                BOOST_REQUIRE((api.commit_transaction(session, {}) == errc::success));
            }
            files->cut_power_now();
        }
        ese::instance engine{{.directory = "/db", .log_file_size = 64}, ese::engine_api{files->after_crash({survival::synced_only, 1})}};
        ese::session s   = engine.begin_session();
        ese::database db = s.attach("/db/sums.edb");
        ese::cursor sums = db.open_cursor("sums");
        BOOST_REQUIRE(sums.move_first());
        BOOST_TEST(sums.get<std::int64_t>("sum") == (alone ? 7 : 1107));
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
