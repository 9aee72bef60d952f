// resumed_recovery_test.cpp — databases that recovery has opened: attached as they are, brought to rest for every other use, lost
// to no later crash.

#include "durability_fixture.hpp"
#include "power_cut_fixture.hpp"

using namespace durability_tests;
using power_cut_tests::ledger;
using power_cut_tests::policies;
using power_cut_tests::workload;

namespace {

constexpr std::uint32_t dirty = 2, clean = 3;

// What the header says, whoever has the file open.
std::uint32_t state_of(const files_pointer& files, std::string_view path = "/db/data.edb")
{
    const auto copy = files->after_crash({survival::everything, 1});
    std::array<std::byte, 4> raw{};
    copy->open(path, ese::engine::open_mode::read_only)->read(52, raw);
    return ese::engine::load_le<std::uint32_t>(raw.data());
}

// A crash, and an instance that has recovered from it.
struct recovered {
    files_pointer files = crashed(200, 30);
    ese::instance engine{options(), ese::engine_api{files}};
    ese::session session = engine.begin_session();

    int rows()
    {
        ese::database db = session.attach("/db/data.edb");
        return count_rows(db);
    }
};

// A workload cut short, with nearly all of it in the log only.
struct cut_short {
    ledger book;
    files_pointer files = new_files();

    cut_short()
    {
        files->cut_power_at(power_cut_tests::all_ios() * 3 / 4);
        try {
            workload{files, book, deep()}.run();
        } catch (const ese::error&) {
        }
        BOOST_REQUIRE((files->power_is_cut() && book.created));
    }
    static ese::instance_options deep()
    {
        static constexpr ese::raw_parameter never{ese::jet::parameter::checkpoint_depth_max, std::uint64_t{1} << 30};
        ese::instance_options how = power_cut_tests::options();
        how.raw = {&never, 1};
        return how;
    }
};

// Goes on after the crash until the power goes at the n-th I/O from there, and looks at what is left. True: it went.
bool cut_the_second_life(const cut_short& first, std::uint64_t n, const ese::instance_options& how, std::chrono::milliseconds waits = {})
{
    const files_pointer second = first.files->after_crash({policies[n % std::size(policies)], n});
    second->cut_power_at(second->io_count() + n);
    ledger book = first.book;
    try {
        workload{second, book, how}.go_on(waits);
    } catch (const ese::error&) {
    }
    const files_pointer third = second->after_crash({policies[n / 7 % std::size(policies)], n});
    (void)power_cut_tests::check(third, book, "second life, cut " + std::to_string(n));
    if (n % 20 == 1) power_cut_tests::keep(*third, "resumed-cut" + std::to_string(n) + ".edb");
    return second->power_is_cut();
}

// Does an instance with such settings write pages of what it has recovered, though nobody attaches it?
bool is_written_back(const cut_short& first, const ese::instance_options& how)
{
    const files_pointer files = first.files->after_crash({survival::everything, 1});
    const ese::instance engine{how, ese::engine_api{files}};
    files->keep_history();
    for (int i = 0; i < 250; ++i) {
        for (const std::string& io : files->history())
            if (io.starts_with("write /db/data.edb")) return true;
        std::this_thread::sleep_for(20ms);
    }
    return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

// ---- who gets it

BOOST_FIXTURE_TEST_CASE(what_recovery_opened_is_attached_without_a_write, recovered)
{
    files->keep_history();
    BOOST_TEST(state_of(files) == dirty);

    BOOST_TEST(rows() == 201);

    for (const std::string& io : files->history()) BOOST_TEST(!io.starts_with("write /db/data.edb"));
    engine.close();
    BOOST_TEST(state_of(files) == clean);
}

BOOST_FIXTURE_TEST_CASE(what_nobody_attached_is_clean_when_the_instance_ends, recovered)
{
    engine.close();

    BOOST_TEST(state_of(files) == clean);
    ese::instance_options plain = options();
    plain.recovery = false;
    ese::instance later{plain, ese::engine_api{files}};
    ese::session s = later.begin_session();
    ese::database db = s.attach("/db/data.edb");
    BOOST_TEST(count_rows(db) == 201);
}

BOOST_FIXTURE_TEST_CASE(a_reader_finds_the_file_at_rest, recovered)
{
    ese::database db = session.attach("/db/data.edb", {.read_only = true});

    BOOST_TEST(state_of(files) == clean);
    BOOST_TEST(count_rows(db) == 201);
}

BOOST_FIXTURE_TEST_CASE(a_backup_names_no_database_that_nobody_attached, recovered)
{
    ese::database other = session.create("/db/other.edb");
    make_rows(other);
    engine.backup("/backup");

    BOOST_TEST(state_of(files) == clean);
    (void)ese::instance::restore("/backup", "/restored", ese::engine_api{files});
    BOOST_TEST(state_of(files, "/restored/other.edb") == clean);
}

BOOST_FIXTURE_TEST_CASE(a_database_recovery_opened_is_there_for_who_wants_to_create_it, recovered)
{
    BOOST_TEST(code_of([&] { (void)session.create("/db/data.edb"); }) == errc::database_duplicate);
    BOOST_TEST(rows() == 201);
}

BOOST_AUTO_TEST_CASE(creating_over_what_recovery_opened_leaves_nothing_of_it)
{
    const files_pointer files = crashed(200, 30);
    {
        ese::instance engine{options(), ese::engine_api{files}};
        ese::session s = engine.begin_session();
        ese::database fresh = s.create("/db/data.edb", {.if_exists = ese::overwrite_it});
        make_rows(fresh);
        (void)insert(s, fresh, 1);
        files->cut_power_now();
    }
    const files_pointer later = files->after_crash({survival::synced_only, 1});
    ese::instance engine{options(), ese::engine_api{later}};
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    BOOST_TEST(count_rows(db) == 1);
}

BOOST_FIXTURE_TEST_CASE(a_file_taken_away_meanwhile_can_be_made_again, recovered)
{
    files->remove("/db/data.edb");
    BOOST_TEST(code_of([&] { (void)session.attach("/db/data.edb"); }) == errc::file_not_found);

    ese::database fresh = session.create("/db/data.edb");
    make_rows(fresh);
    BOOST_TEST(count_rows(fresh) == 0);
}

BOOST_FIXTURE_TEST_CASE(a_file_put_in_its_place_meanwhile_is_the_one_that_is_attached, recovered)
{
    {
        ese::database other = session.create("/db/other.edb");
        make_rows(other);
        (void)insert(session, other, 7);
    }
    session.detach("/db/other.edb");
    files->rename("/db/other.edb", "/db/data.edb");

    BOOST_TEST(rows() == 1);
}

BOOST_AUTO_TEST_CASE(what_recovery_opened_keeps_nobody_from_attaching_another)
{
    const files_pointer files = new_files();
    {
        ese::instance engine{options(), ese::engine_api{files}};
        ese::session s = engine.begin_session();
        for (char n = '1'; n <= '6'; ++n) make_rows(*std::make_unique<ese::database>(s.create(std::string{"/db/"} + n)));
        files->cut_power_now();
    }
    const files_pointer later = files->after_crash({survival::synced_only, 1});
    ese::instance engine{options(), ese::engine_api{later}};
    BOOST_TEST(engine.recovery().databases == 6u);
    ese::session s = engine.begin_session();
    ese::database seventh = s.create("/db/7");
    ese::database third = s.attach("/db/3");
    BOOST_TEST(count_rows(third) == 0);
}

// ---- what may go wrong

BOOST_AUTO_TEST_CASE(a_full_disk_at_the_end_is_told_and_loses_nothing)
{
    const files_pointer files = crashed(200, 30);
    {
        ese::instance engine{options(), ese::engine_api{files}};
        files->limit_bytes(files->bytes_used());
        BOOST_TEST(code_of([&] { engine.close(); }) == errc::disk_full);
    }
    files->lift_limit();
    ese::instance engine{options(), ese::engine_api{files}};
    BOOST_TEST(engine.recovery().databases == 1u);
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    BOOST_TEST(count_rows(db) == 201);
}

BOOST_AUTO_TEST_CASE(a_missing_database_is_given_up_for_good_though_another_waits_to_be_attached)
{
    const files_pointer files = new_files();
    {
        store was{files};
        ese::database second = was.session.create("/db/second.edb");
        make_rows(second);
        (void)insert(was.session, second, 1);
        (void)insert(was.session, was.db, 1);
        files->cut_power_now();
    }
    const files_pointer later = files->after_crash({survival::synced_only, 1});
    later->remove("/db/second.edb");
    {
        ese::instance_options how = options();
        how.ignore_missing_databases = true;
        ese::instance engine{how, ese::engine_api{later}};
        BOOST_TEST(engine.recovery().databases_missing == 1u);
        later->cut_power_now();
    }
    const files_pointer last = later->after_crash({survival::synced_only, 1});
    ese::instance engine{options(), ese::engine_api{last}};
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    BOOST_TEST(count_rows(db) == 1);
}

BOOST_AUTO_TEST_CASE(a_database_that_lies_elsewhere_is_at_rest_there_once_it_is_recovered)
{
    const files_pointer files = crashed(200, 30);
    files->rename("/db/data.edb", "/db/moved.edb");
    {
        ese::engine_api api{files};
        BOOST_REQUIRE(api.create_instance("moved") == errc::success);
        BOOST_REQUIRE(api.set_parameter(ese::jet::parameter::log_file_path, 0, "/db") == errc::success);
        BOOST_REQUIRE(api.set_moved_databases({{"/db/data.edb", "/db/moved.edb"}}) == errc::success);
        BOOST_REQUIRE(api.init({}) == errc::success);
        BOOST_TEST(state_of(files, "/db/moved.edb") == clean);
        files->cut_power_now();
    }
    const files_pointer later = files->after_crash({survival::synced_only, 1});
    ese::instance engine{options(), ese::engine_api{later}};    // which knows nothing of the move
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/moved.edb");
    BOOST_TEST(count_rows(db) == 201);
}

// Each life is too short for the housekeeper.
BOOST_AUTO_TEST_CASE(however_often_it_is_killed_the_log_to_read_has_a_bound)
{
    constexpr std::uint64_t depth = 1 << 16;
    const ese::raw_parameter shallow{ese::jet::parameter::checkpoint_depth_max, depth};
    ese::instance_options how = options();
    how.raw = {&shallow, 1};
    files_pointer files = crashed(1, 0);
    std::uint64_t longest = 0;
    for (int life = 0; life < 20; ++life) {
        {
            ese::instance engine{how, ese::engine_api{files}};
            longest = std::max(longest, engine.recovery().log_bytes);
            ese::session s = engine.begin_session();
            ese::database db = s.attach("/db/data.edb");
            for (int id = 0; id < 10; ++id) (void)insert(s, db, 1000 + life * 100 + id, durability::durable, 2000);
            files->cut_power_now();
        }
        files = files->after_crash({survival::synced_only, 1});
    }
    BOOST_TEST(longest < 4 * depth);    // twice the depth, and what one life adds
}

// ---- the next crash

// The second life uses the object ids of the table that was given up, and so the same keys of the catalog.
BOOST_AUTO_TEST_CASE(what_was_undone_before_one_crash_is_not_undone_again_after_the_next)
{
    const auto make = [](ese::session& s, ese::database& db, const char* name, bool commits) {
        ese::transaction t{s};
        auto made = db.create_table({.name = name,
                                     .columns = {{.name = "id"}, {.name = "size"}},
                                     .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary},
                                                 {.name = "by_size", .parts = {ese::ascending("size")}}}});
        for (int i = 0; i < 50; ++i) made.insert().set("id", i).set("size", -i).save();
        if (commits) t.commit();
        else t.rollback();
    };
    const files_pointer first = new_files();
    {
        store was{first};
        make(was.session, was.db, "given_up", false);
        (void)insert(was.session, was.db, 1);
        first->cut_power_now();
    }
    const files_pointer second = first->after_crash({survival::synced_only, 1});
    {
        ese::instance engine{options(), ese::engine_api{second}};
        ese::session s = engine.begin_session();
        ese::database db = s.attach("/db/data.edb");
        make(s, db, "kept", true);
        second->cut_power_now();
    }
    const files_pointer third = second->after_crash({survival::synced_only, 1});
    ese::instance engine{options(), ese::engine_api{third}};
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    auto rows = db.open_cursor("kept");
    rows.use_index("by_size");
    BOOST_REQUIRE(rows.move_first());
    BOOST_TEST(rows.get<int>("id") == 49);
    BOOST_TEST(rows.count() == 50u);
}

BOOST_AUTO_TEST_CASE(changes_of_recovered_pages_survive_the_next_cut)
{
    const cut_short first;
    for (std::uint64_t n = 1; cut_the_second_life(first, n, power_cut_tests::options()); n += 9 * power_cut_tests::step()) {}
}

// Enough room for all pages: nothing but the housekeeper writes them, while the database is attached and changed.
BOOST_AUTO_TEST_CASE(recovered_pages_that_are_written_behind_a_users_back_survive_the_next_cut)
{
    const cut_short first;
    std::uint64_t log_bytes = 0;
    {
        const files_pointer files = first.files->after_crash({survival::everything, 1});
        log_bytes = ese::instance{cut_short::deep(), ese::engine_api{files}}.recovery().log_bytes;
    }
    const ese::raw_parameter due{ese::jet::parameter::checkpoint_depth_max, log_bytes};
    ese::instance_options how = power_cut_tests::options();
    how.cache_max = 4000;
    how.raw = {&due, 1};
    BOOST_REQUIRE(is_written_back(first, how));
    for (std::uint64_t n = 1; cut_the_second_life(first, n, how, 120ms); n += 11 * power_cut_tests::step()) {}
}

BOOST_AUTO_TEST_CASE(what_nobody_attached_survives_the_next_cut)
{
    const cut_short first;
    for (std::uint64_t n = 1;; n += power_cut_tests::step()) {
        const files_pointer second = first.files->after_crash({policies[n % std::size(policies)], n});
        second->cut_power_at(second->io_count() + n);
        try {
            ese::instance engine{power_cut_tests::options(), ese::engine_api{second}};
            engine.close();
        } catch (const ese::error&) {
        }
        const files_pointer third = second->after_crash({policies[n / 7 % std::size(policies)], n});
        (void)power_cut_tests::check(third, first.book, "nobody, cut " + std::to_string(n));
        if (!second->power_is_cut()) break;
    }
}

BOOST_AUTO_TEST_SUITE_END()
