// backup_recovery_test.cpp — backups restored elsewhere, damaged, interrupted.

#include "watched_files.hpp"

#include <ese/ese.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace ese::inline v1::jet {
inline std::ostream& boost_test_print_type(std::ostream& out, error code) { return out << static_cast<std::int32_t>(code); }
}  // namespace ese::inline v1::jet

namespace {

using ese::errc;
using ese::testing::faulty_file_system;
using ese::testing::survival;
using files_pointer = std::shared_ptr<faulty_file_system>;
using column_type = ese::jet::column_type;

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

// Leaves a database for the checker of database files, where a folder for them is named.
void keep(ese::engine::file_system& files, const std::string& path, const std::string& as)
{
    const char* folder = std::getenv("ESE_TEST_FILES");
    if (!folder) return;
    const auto content = files.open(path, ese::engine::open_mode::read_only);
    std::vector<std::byte> all(static_cast<std::size_t>(content->size()));
    content->read(0, all);
    std::ofstream out{std::string{folder} + "/" + as, std::ios::binary};
    out.write(reinterpret_cast<const char*>(all.data()), static_cast<std::streamsize>(all.size()));
}

void make_rows(ese::database& db)
{
    (void)db.create_table({.name = "rows",
                           .columns = {{.name = "id"}, {.name = "text", .type = column_type::long_text}},
                           .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}}});
}

void insert(ese::session& s, ese::database& db, int from, int count, std::size_t size = 100)
{
    ese::transaction t{s};
    auto rows = db.open_cursor("rows");
    for (int id = from; id < from + count; ++id) rows.insert().set("id", id).set("text", std::string_view{std::string(size, 'x')}).save();
    t.commit();
}

int count_rows(ese::database& db)
{
    int found = 0;
    auto rows = db.open_cursor("rows");
    for ([[maybe_unused]] ese::cursor& r : rows.rows()) ++found;
    return found;
}

// How many rows a restored database has, which must be clean: this instance has no log to recover from.
int rows_in(const files_pointer& files, const std::string& path)
{
    ese::instance reader{{.directory = "/reader", .recovery = false}, ese::engine_api{files}};
    ese::session s = reader.begin_session();
    ese::database db = s.attach(path, {.read_only = true});
    return count_rows(db);
}

ese::recovery_report restore(const files_pointer& files, const std::string& from, const std::string& to)
{
    return ese::instance::restore(from, to, ese::engine_api{files});
}

errc restore_code(const files_pointer& files, const std::string& from, const std::string& to)
{
    return code_of([&] { (void)restore(files, from, to); });
}

ese::instance_options options() { return {.directory = "/db", .log_file_size = 64}; }

files_pointer new_files()
{
    auto files = std::make_shared<faulty_file_system>();
    files->create_directories("/db");
    return files;
}

// An instance with a database of `rows` rows.
struct store {
    files_pointer files;
    ese::instance engine;
    ese::session session;
    ese::database db;

    explicit store(files_pointer where, int rows = 100)
        : files{std::move(where)}, engine{options(), ese::engine_api{files}}, session{engine.begin_session()}, db{session.create("/db/data.edb")}
    {
        make_rows(db);
        insert(session, db, 0, rows);
    }
    store() : store{new_files()} {}
    errc backup(const std::string& to, ese::backup_options how = {})
    {
        return code_of([&] { engine.backup(to, how); });
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

// All that is written while pages are copied is far more than the log may keep without a backup.
BOOST_AUTO_TEST_CASE(a_circular_log_keeps_what_a_backup_needs)
{
    const files_pointer files = new_files();
    const ese::raw_parameter shallow{ese::jet::parameter::checkpoint_depth_max, 65536, {}};
    ese::instance_options how = options();
    how.raw = {&shallow, 1};
    int rows = 300;
    {
        ese::instance engine{how, ese::engine_api{files}};
        ese::session s = engine.begin_session();
        ese::database db = s.create("/db/data.edb");
        make_rows(db);
        insert(s, db, 0, rows, 4000);
        std::size_t most = 0;
        engine.backup("/backup", {.progress = [&](std::uint64_t, std::uint64_t) {
                                      for (int i = 0; i < 6; ++i, rows += 20) insert(s, db, rows, 20, 4000);
                                      std::this_thread::sleep_for(std::chrono::milliseconds{250});   // the housekeeper comes by
                                      most = std::max(most, files->list("/db").size());
                                      return true;
                                  }});
        restore(files, "/backup", "/restored");
        BOOST_TEST(rows_in(files, "/restored/data.edb") == rows - 120);   // the last call came when all was copied
        for (int i = 0; files->list("/db").size() > most / 2; ++i) {      // now it lets go again
            BOOST_REQUIRE(i < 100);
            insert(s, db, 100000 + i * 20, 20, 4000);
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
    }
    keep(*files, "/restored/data.edb", "restored-circular.edb");
}

BOOST_AUTO_TEST_CASE(what_was_not_committed_when_a_backup_ended_is_not_in_it)
{
    store from;
    {
        ese::session other = from.engine.begin_session();
        ese::database db = other.open("/db/data.edb");
        ese::transaction open{other};
        auto rows = db.open_cursor("rows");
        for (int id = 5000; id < 5200; ++id) rows.insert().set("id", id).set("text", std::string_view{std::string(500, 'u')}).save();
        insert(from.session, from.db, 1000, 10);
        BOOST_TEST(from.backup("/backup") == errc::success);
        open.commit();
    }
    const ese::recovery_report report = restore(from.files, "/backup", "/restored");
    BOOST_TEST(report.transactions_undone == 1u);
    BOOST_TEST(rows_in(from.files, "/restored/data.edb") == 110);
    BOOST_TEST(count_rows(from.db) == 310);
    keep(*from.files, "/restored/data.edb", "restored-uncommitted.edb");
}

BOOST_AUTO_TEST_CASE(all_attached_databases_are_in_a_backup_also_those_of_one_name_and_those_attached_for_reading)
{
    const files_pointer files = new_files();
    for (const char* folder : {"/db/a", "/db/b"}) files->create_directories(folder);
    {
        ese::instance engine{options(), ese::engine_api{files}};
        ese::session s = engine.begin_session();
        {
            ese::database fixed = s.create("/db/fixed.edb");
            make_rows(fixed);
            insert(s, fixed, 0, 7);
        }
        s.detach("/db/fixed.edb");
        ese::database fixed = s.attach("/db/fixed.edb", {.read_only = true});
        ese::database a = s.create("/db/a/data.edb"), b = s.create("/db/b/data.edb");
        for (ese::database* one : {&a, &b}) make_rows(*one);
        insert(s, a, 0, 3);
        insert(s, b, 0, 5);
        engine.backup("/backup");
    }
    restore(files, "/backup", "/restored");
    BOOST_TEST(rows_in(files, "/restored/fixed.edb") == 7);
    BOOST_TEST(rows_in(files, "/restored/data.edb") == 3);
    BOOST_TEST(rows_in(files, "/restored/3-data.edb") == 5);
    BOOST_TEST(files->list("/restored").size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_backup_may_be_restored_again_and_worked_with)
{
    store from;
    BOOST_TEST(from.backup("/backup") == errc::success);
    for (const char* to : {"/one", "/two"}) {
        restore(from.files, "/backup", to);
        ese::instance_options how{.directory = to, .log_file_size = 64};
        ese::instance engine{how, ese::engine_api{from.files}};
        ese::session s = engine.begin_session();
        ese::database db = s.attach(std::string{to} + "/data.edb");
        insert(s, db, 1000, 50);
        BOOST_TEST(count_rows(db) == 150);
    }
}

BOOST_AUTO_TEST_CASE(what_a_backup_is_refused_for_has_its_code)
{
    store from;
    from.files->create_directories("/full");
    (void)from.files->open("/full/mine.txt", ese::engine::open_mode::create_new);

    BOOST_TEST(from.backup("") == errc::no_backup_directory);
    BOOST_TEST(from.backup("/full") == errc::backup_directory_not_empty);
    BOOST_TEST(from.backup("/full", {.replace = true}) == errc::backup_directory_not_empty);
    BOOST_TEST(from.backup("/db") == errc::backup_directory_not_empty);
    BOOST_TEST(from.backup("/db/data.edb/below") == errc::make_backup_directory_fail);
    BOOST_TEST(from.backup("/backup") == errc::success);
    BOOST_TEST(from.backup("/backup") == errc::backup_directory_not_empty);
    BOOST_TEST(from.backup("/backup", {.replace = true}) == errc::success);
    BOOST_TEST(from.files->list("/backup").size() == 3u);
    using o = ese::jet::backup_option;
    ese::engine_api& api = from.engine.api();
    BOOST_TEST(api.backup("/x", ese::jet::flags<o>::from_bits(2), {}) == errc::invalid_grbit);
    BOOST_TEST(api.backup("/x", o::incremental, {}) == errc::invalid_backup);   // the log is circular
    BOOST_TEST(!from.files->is_directory("/x"));

    ese::instance no_log{{.directory = "/none", .recovery = false}, ese::engine_api{from.files}};
    BOOST_TEST(code_of([&] { no_log.backup("/x"); }) == errc::logging_disabled);
    no_log.close();
    BOOST_TEST(code_of([&] { no_log.backup("/x"); }) == ese::misuse::not_open);
    ese::engine_api none{from.files};
    BOOST_TEST(none.backup("/x", {}, {}) == errc::invalid_parameter);
    BOOST_TEST(none.create_instance("created") == errc::success);
    BOOST_TEST(none.backup("/x", {}, {}) == errc::not_initialized);
}

BOOST_AUTO_TEST_CASE(while_a_backup_runs_databases_stay_and_there_is_no_other)
{
    store from;
    {
        ese::database spare = from.session.create("/db/spare.edb");
    }
    from.session.detach("/db/spare.edb");
    bool asked = false;
    const auto ask = [&](std::uint64_t, std::uint64_t) {
        if (std::exchange(asked, true)) return true;
        std::error_code ec;
        from.engine.backup("/other", {}, ec);
        BOOST_TEST(ec == errc::backup_in_progress);
        BOOST_TEST(code_of([&] { (void)from.session.create("/db/more.edb"); }) == errc::backup_in_progress);
        BOOST_TEST(code_of([&] { (void)from.session.attach("/db/spare.edb"); }) == errc::backup_in_progress);
        BOOST_TEST(code_of([&] { from.session.detach("/db/data.edb"); }) == errc::backup_in_progress);
        BOOST_TEST(from.engine.api().term({}) == errc::backup_in_progress);
        insert(from.session, from.db, 1000, 1);
        return true;
    };
    BOOST_TEST(from.backup("/backup", {.progress = ask}) == errc::success);
    BOOST_TEST(asked);
    BOOST_TEST(!from.files->is_directory("/other"));
    BOOST_TEST(code_of([&] { (void)from.session.attach("/db/spare.edb"); }) == errc::success);
}

BOOST_AUTO_TEST_CASE(a_backup_that_is_stopped_leaves_nothing)
{
    store from;
    BOOST_TEST(from.backup("/backup", {.progress = [](std::uint64_t, std::uint64_t) { return false; }}) == errc::backup_abort_by_server);
    BOOST_TEST(from.files->list("/backup").empty());

    // Ended quickly by another thread: the backup hears of it at its next page.
    std::jthread closer;
    errc ended{};
    const auto close = [&](std::uint64_t, std::uint64_t) {
        if (!closer.joinable()) closer = std::jthread{[&] { ended = from.engine.api().term(ese::jet::term_option::dirty); }};
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        return true;
    };
    BOOST_TEST(from.backup("/backup", {.progress = close}) == errc::backup_abort_by_server);
    closer.join();
    BOOST_TEST(ended == errc::dirty_shutdown);
    BOOST_TEST(from.files->list("/backup").empty());
}

// Whichever I/O fails: the source goes on, and the folder has one of two good backups.
BOOST_AUTO_TEST_CASE(a_failing_io_spoils_neither_the_source_nor_the_earlier_backup)
{
    std::uint64_t failures = 0, all = 0;
    for (std::uint64_t n = 1; all == 0 || n <= all; n += n < 20 || n + 20 > all ? 1 : 11) {
        store from;
        const std::uint64_t begun = from.files->io_count();
        BOOST_REQUIRE(from.backup("/backup") == errc::success);
        all = from.files->io_count() - begun + 8;   // the second also renames and removes
        insert(from.session, from.db, 1000, 20);
        from.files->fail_at(from.files->io_count() + n, n % 2 == 0 ? errc::disk_full : errc::disk_io);
        const errc answer = from.backup("/backup", {.replace = true});
        from.files->fail_at(0);
        failures += answer != errc::success;

        insert(from.session, from.db, 2000, 1);
        BOOST_REQUIRE_EQUAL(count_rows(from.db), 121);
        restore(from.files, "/backup", "/restored");
        const int rows = rows_in(from.files, "/restored/data.edb");
        BOOST_REQUIRE_MESSAGE(rows == 120 || (rows == 100 && answer != errc::success), "failing I/O " << n << ", rows " << rows);
        BOOST_REQUIRE(from.backup("/backup", {.replace = true}) == errc::success);
        BOOST_REQUIRE_EQUAL(from.files->list("/backup").size(), 3u);
    }
    BOOST_TEST(failures > 20u);
    BOOST_TEST(failures < all);   // the last ones are about files nobody needs any more
}

BOOST_AUTO_TEST_CASE(a_full_disk_ends_a_backup_and_nothing_else)
{
    store from;
    insert(from.session, from.db, 200, 100, 2000);
    from.files->limit_bytes(from.files->bytes_used() + 300'000);
    BOOST_TEST(from.backup("/backup") == errc::disk_full);
    BOOST_TEST(from.files->list("/backup").empty());
    insert(from.session, from.db, 1000, 5);
    BOOST_TEST(restore_code(from.files, "/backup", "/restored") == errc::restore_of_non_backup_database);
    from.files->lift_limit();
    BOOST_TEST(from.backup("/backup") == errc::success);
    from.files->limit_bytes(from.files->bytes_used() + 300'000);
    BOOST_TEST(restore_code(from.files, "/backup", "/restored") == errc::disk_full);
    BOOST_TEST(from.files->list("/restored").empty());
}

BOOST_AUTO_TEST_CASE(power_cut_during_a_backup_leaves_the_earlier_one_or_the_new_one)
{
    constexpr survival policies[] = {survival::synced_only, survival::everything, survival::each_at_random, survival::torn_sectors,
                                     survival::oldest_only, survival::newest_only, survival::process_killed};
    for (std::uint64_t n = 1;; n += n % 50 < 8 ? 1 : 9) {
        const files_pointer files = new_files();
        errc answer = errc::success;
        {
            store from{files};
            BOOST_REQUIRE(from.backup("/backup") == errc::success);
            insert(from.session, from.db, 1000, 20);
            files->cut_power_at(files->io_count() + n);
            answer = from.backup("/backup", {.replace = true});
        }
        const files_pointer later = files->after_crash({policies[n % std::size(policies)], n});
        {
            ese::instance engine{options(), ese::engine_api{later}};
            ese::session s = engine.begin_session();
            ese::database db = s.attach("/db/data.edb");
            BOOST_REQUIRE_EQUAL(count_rows(db), 120);
            restore(later, "/backup", "/restored");
            const int rows = rows_in(later, "/restored/data.edb");
            BOOST_REQUIRE_MESSAGE(rows == 120 || (rows == 100 && answer != errc::success), "cut " << n << ", rows " << rows);
            engine.backup("/backup", {.replace = true});   // takes the leftovers away
            BOOST_REQUIRE_EQUAL(later->list("/backup").size(), 3u);
        }
        if (answer == errc::success) break;
        BOOST_REQUIRE(n < 5000);
    }
}

BOOST_AUTO_TEST_CASE(power_cut_during_a_restore_leaves_nothing_that_looks_like_a_database)
{
    store from;
    BOOST_REQUIRE(from.backup("/backup") == errc::success);
    std::uint64_t cuts = 0;
    for (std::uint64_t n = 1;; ++n) {
        const files_pointer files = from.files->after_crash({survival::everything, n});
        files->cut_power_at(n);
        const errc answer = restore_code(files, "/backup", "/restored");
        const files_pointer later = files->after_crash({n % 2 == 0 ? survival::torn_sectors : survival::each_at_random, n});
        if (later->exists("/restored/data.edb")) {
            BOOST_REQUIRE_EQUAL(rows_in(later, "/restored/data.edb"), 100);
            BOOST_REQUIRE(restore_code(later, "/backup", "/restored") == errc::file_already_exists);
        } else {
            restore(later, "/backup", "/restored");
            BOOST_REQUIRE_EQUAL(rows_in(later, "/restored/data.edb"), 100);
            BOOST_REQUIRE_EQUAL(later->list("/restored").size(), 1u);
        }
        cuts += answer != errc::success;
        if (answer == errc::success) break;
    }
    BOOST_TEST(cuts > 20u);
}

BOOST_AUTO_TEST_CASE(a_damaged_backup_is_refused_and_leaves_nothing)
{
    store from;
    BOOST_REQUIRE(from.backup("/backup") == errc::success);
    const auto after = [&](const std::function<void(faulty_file_system&, const std::string&)>& damage, const std::string& ending) {
        const files_pointer files = from.files->after_crash({survival::everything, 1});
        for (const std::string& name : files->list("/backup"))
            if (name.ends_with(ending)) damage(*files, "/backup/" + name);
        const errc answer = restore_code(files, "/backup", "/restored");
        BOOST_TEST((!files->is_directory("/restored") || files->list("/restored").empty()));
        return answer;
    };
    const auto flip = [](double where) {
        return [where](faulty_file_system& files, const std::string& path) {
            const auto opened = files.open(path, ese::engine::open_mode::read_write);
            const auto at = static_cast<std::uint64_t>(where * static_cast<double>(opened->size() - 1));
            std::array<std::byte, 1> byte;
            opened->read(at, byte);
            byte[0] ^= std::byte{4};
            opened->write(at, byte);
        };
    };
    const auto remove = [](faulty_file_system& files, const std::string& path) { files.remove(path); };
    const auto shorten = [](faulty_file_system& files, const std::string& path) {
        const auto opened = files.open(path, ese::engine::open_mode::read_write);
        opened->resize(opened->size() - 1);
    };
    for (const double where : {0.0, 0.3, 1.0}) {
        BOOST_TEST(after(flip(where), ".edb") == errc::database_corrupted);
        BOOST_TEST(after(flip(where), ".eselog") == errc::log_corrupt_during_hard_restore);
        BOOST_TEST(after(flip(where), ".esebackup") == errc::restore_of_non_backup_database);
    }
    BOOST_TEST(after(remove, ".edb") == errc::file_not_found);
    BOOST_TEST(after(remove, ".eselog") == errc::missing_restore_log_files);
    BOOST_TEST(after(remove, ".esebackup") == errc::restore_of_non_backup_database);   // what a half made one looks like
    BOOST_TEST(after(shorten, ".edb") == errc::database_corrupted);
    BOOST_TEST(after(shorten, ".eselog") == errc::log_corrupt_during_hard_restore);
    BOOST_TEST(after(shorten, ".esebackup") == errc::restore_of_non_backup_database);
}

BOOST_AUTO_TEST_CASE(what_a_restore_is_refused_for_has_its_code)
{
    store from;
    BOOST_REQUIRE(from.backup("/backup") == errc::success);
    BOOST_TEST(restore_code(from.files, "/nowhere", "/restored") == errc::invalid_path);
    BOOST_TEST(restore_code(from.files, "/db", "/restored") == errc::restore_of_non_backup_database);
    BOOST_TEST(restore_code(from.files, "", "/restored") == errc::invalid_path);
    BOOST_TEST(restore_code(from.files, "/backup", "") == errc::invalid_path);
    BOOST_TEST(restore_code(from.files, "/backup", "/db") == errc::file_already_exists);
    BOOST_TEST(count_rows(from.db) == 100);
    ese::recovery_report report;
    BOOST_TEST(from.engine.api().restore("/backup", "/restored", report) == errc::after_initialization);
    BOOST_TEST(!from.files->is_directory("/restored"));
}

BOOST_AUTO_TEST_CASE(while_a_backup_is_restored_nothing_begins)
{
    const auto watch = std::make_shared<conformance::watch>();
    const auto files = std::make_shared<conformance::watched_files>(watch);
    {
        ese::instance engine{options(), ese::engine_api{files}};
        ese::session s = engine.begin_session();
        ese::database db = s.create("/db/data.edb");
        make_rows(db);
        engine.backup("/backup");
    }
    ese::engine_api api{files};
    errc answer{};
    watch->hold_reads();
    {
        std::jthread restoring{[&] {
            ese::recovery_report report;
            answer = api.restore("/backup", "/restored", report);
        }};
        watch->wait_for_a_reader();
        ese::session_id session;
        std::uint64_t number = 0;
        std::string text;
        ese::recovery_report report;
        BOOST_TEST(api.begin_session(session) == errc::restore_in_progress);
        BOOST_TEST(api.init({}) == errc::restore_in_progress);
        BOOST_TEST(api.term({}) == errc::restore_in_progress);
        BOOST_TEST(api.backup("/x", {}, {}) == errc::restore_in_progress);
        BOOST_TEST(api.restore("/backup", "/other", report) == errc::restore_in_progress);
        BOOST_TEST(api.set_parameter(ese::jet::parameter::max_sessions, 3, {}) == errc::restore_in_progress);
        BOOST_TEST(api.get_parameter(ese::jet::parameter::max_sessions, number, text) == errc::restore_in_progress);
        watch->let_go();
    }
    BOOST_TEST(answer == errc::success);
    BOOST_TEST(api.init({}) == errc::success);   // as if nothing had been
    BOOST_TEST(api.term({}) == errc::success);
}

BOOST_AUTO_TEST_CASE(a_page_that_is_damaged_on_disk_ends_the_backup)
{
    const files_pointer files = new_files();
    {
        store from{files, 2000};
    }
    {
        const auto opened = files->open("/db/data.edb", ese::engine::open_mode::read_write);
        const std::vector<std::byte> junk(64, std::byte{0x5A});
        opened->write(60 * 4096 + 500, junk);
    }
    ese::instance engine{options(), ese::engine_api{files}};
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    BOOST_TEST(code_of([&] { engine.backup("/backup"); }) == errc::read_verify_failure);
    BOOST_TEST(files->list("/backup").empty());
}

BOOST_AUTO_TEST_SUITE_END()
