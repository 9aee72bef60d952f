// durability_recovery_test.cpp — ids of commits and the notice that they are on disk; what recovery tells; what it may pass over;
// a log without room.

#include <ese/any_api.hpp>
#include <ese/ese.hpp>
#include <ese/testing/fault_injecting.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace ese::inline v1::jet {
inline std::ostream& boost_test_print_type(std::ostream& out, error code) { return out << static_cast<std::int32_t>(code); }
inline std::ostream& boost_test_print_type(std::ostream& out, commit_id id) { return out << id.value(); }
}  // namespace ese::inline v1::jet

namespace {

using ese::commit_id;
using ese::durability;
using ese::errc;
using ese::testing::faulty_file_system;
using ese::testing::survival;
using files_pointer = std::shared_ptr<faulty_file_system>;
using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

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

ese::instance_options options() { return {.directory = "/db", .log_file_size = 64}; }

files_pointer new_files()
{
    auto files = std::make_shared<faulty_file_system>();
    files->create_directories("/db");
    return files;
}

void make_rows(ese::database& db)
{
    (void)db.create_table({.name = "rows",
                           .columns = {{.name = "id"}, {.name = "text", .type = ese::jet::column_type::long_text}},
                           .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}}});
}

// Long texts are such that nothing can be saved by compressing them.
std::string text_of(int id, std::size_t size)
{
    std::string text(size, 'x');
    std::minstd_rand random{static_cast<std::minstd_rand::result_type>(id) + 1};
    if (size >= 1000)
        for (char& c : text) c = static_cast<char>(' ' + random() % 90);
    return text;
}

ese::commit_receipt insert(ese::session& s, ese::database& db, int id, durability how = durability::durable, std::size_t size = 100)
{
    ese::transaction t{s};
    db.open_cursor("rows").insert().set("id", id).set("text", std::string_view{text_of(id, size)}).save();
    return t.commit({.how = how});
}

int count_rows(ese::database& db)
{
    int found = 0;
    auto rows = db.open_cursor("rows");
    for ([[maybe_unused]] ese::cursor& r : rows.rows()) ++found;
    return found;
}

// What the notices said so far.
class listener {
public:
    void operator()(const ese::durable_notice& told)
    {
        const std::lock_guard lock{mutex_};
        highest_ = std::max(highest_, told.up_to);
        unavailable_ += told.log_unavailable;
    }
    [[nodiscard]] commit_id highest() const
    {
        const std::lock_guard lock{mutex_};
        return highest_;
    }
    [[nodiscard]] int unavailable() const
    {
        const std::lock_guard lock{mutex_};
        return unavailable_;
    }

private:
    mutable std::mutex mutex_;
    commit_id highest_{};     // under mutex_
    int unavailable_ = 0;     // under mutex_
};

struct store {
    std::shared_ptr<listener> heard = std::make_shared<listener>();
    files_pointer files;
    ese::instance engine;
    ese::session session;
    ese::database db;

    explicit store(files_pointer where = new_files())
        : files{std::move(where)}, engine{listened(heard), ese::engine_api{files}}, session{engine.begin_session()},
          db{session.create("/db/data.edb")}
    {
        make_rows(db);
    }
    static ese::instance_options listened(const std::shared_ptr<listener>& by)
    {
        static constexpr ese::raw_parameter never{ese::jet::parameter::checkpoint_depth_max, std::uint64_t{1} << 30};
        ese::instance_options how = options();
        how.raw = {&never, 1};    // the checkpoint stands still, however fast the machine is
        how.on_durable = [by](const ese::durable_notice& told) { (*by)(told); };
        return how;
    }
};

struct told_events {
    std::vector<std::string> steps;
    std::vector<std::uint64_t> done, total;

    void operator()(const ese::event& e)
    {
        if (e.what != "recovery") return;
        steps.emplace_back(e.call);
        done.push_back(e.done);
        total.push_back(e.total);
    }
};

// A crash with `open` rows not committed, after `committed` rows that were.
files_pointer crashed(int committed, int open, survival how = survival::everything)
{
    const files_pointer files = new_files();
    {
        store was{files};
        for (int id = 0; id < committed; ++id) (void)insert(was.session, was.db, id, durability::lazy, 2000);
        was.session.flush();
        ese::transaction t{was.session};
        auto rows = was.db.open_cursor("rows");
        for (int id = 100000; id < 100000 + open; ++id) rows.insert().set("id", id).save();
        const auto other = std::make_unique<ese::session>(was.engine.begin_session());
        ese::database db = other->open("/db/data.edb");
        (void)insert(*other, db, 99999);   // takes the unfinished ones to the disk
        files->cut_power_now();
    }
    return files->after_crash({how, 1});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(ids_of_commits_rise_and_what_logged_nothing_has_none)
{
    store in;
    const commit_id first = insert(in.session, in.db, 1).id, second = insert(in.session, in.db, 2, durability::lazy).id;
    BOOST_TEST(first > commit_id{});
    BOOST_TEST(second > first);
    {
        ese::transaction reading{in.session};
        (void)in.db.open_cursor("rows").seek(1);
        BOOST_TEST(reading.commit().id == commit_id{});
    }
    ese::transaction outer{in.session};
    ese::transaction inner{in.session};
    in.db.open_cursor("rows").insert().set("id", 3).save();
    BOOST_TEST(inner.commit().id == commit_id{});   // to level 1
    std::error_code ec;
    BOOST_TEST(outer.commit({}, ec).id > second);
    BOOST_TEST(!ec);
}

BOOST_AUTO_TEST_CASE(ids_rise_across_restarts)
{
    const files_pointer files = new_files();
    commit_id last;
    for (int life = 0; life < 3; ++life) {
        ese::instance engine{options(), ese::engine_api{files}};
        ese::session s = engine.begin_session();
        ese::database db = s.create("/db/data.edb", {.if_exists = ese::open_it});
        if (life == 0) make_rows(db);
        const commit_id id = insert(s, db, life).id;
        BOOST_TEST(id > last);
        last = id;
    }
}

BOOST_AUTO_TEST_CASE(without_a_log_commits_have_no_id)
{
    ese::instance engine{{.in_memory = true}};
    ese::session s = engine.begin_session();
    ese::database db = s.create("data.edb");
    make_rows(db);
    BOOST_TEST(insert(s, db, 1).id == commit_id{});
    BOOST_TEST((engine.recovery().log_records == 0));
}

BOOST_AUTO_TEST_CASE(a_durable_commit_returns_after_it_was_told_of)
{
    store in;
    for (int id = 0; id < 50; ++id) {
        const commit_id done = insert(in.session, in.db, id).id;
        BOOST_REQUIRE(in.heard->highest() >= done);
    }
    const commit_id lazy = insert(in.session, in.db, 1000, durability::lazy).id;
    in.session.flush();
    BOOST_TEST(in.heard->highest() >= lazy);
}

BOOST_AUTO_TEST_CASE(durable_commits_of_many_threads_return_after_they_were_told_of)
{
    store in;
    std::atomic<int> early{0};
    {
        std::vector<std::jthread> threads;
        for (int number = 0; number < 4; ++number)
            threads.emplace_back([&, number] {
                ese::session s = in.engine.begin_session();
                ese::database db = s.open("/db/data.edb");
                for (int i = 0; i < 40; ++i)
                    if (const commit_id done = insert(s, db, number * 1000 + i).id; in.heard->highest() < done) ++early;
            });
    }
    BOOST_TEST(early == 0);
    BOOST_TEST(count_rows(in.db) == 160);
}

BOOST_AUTO_TEST_CASE(a_lazy_commit_is_told_of_in_bounded_time)
{
    store in;
    const commit_id lazy = insert(in.session, in.db, 1, durability::lazy).id;
    const auto begun = clock::now();
    while (in.heard->highest() < lazy && clock::now() - begun < 10s) std::this_thread::sleep_for(1ms);
    BOOST_TEST(in.heard->highest() >= lazy);
    BOOST_TEST((clock::now() - begun < 5s));   // 0.2 s, on a machine that has other work
}

// At every notice the power goes, in a copy, with nothing kept that was not synced: the commits told of are there.
BOOST_AUTO_TEST_CASE(nothing_is_told_of_before_it_is_on_the_disk)
{
    const files_pointer files = new_files();
    struct moment {
        std::shared_ptr<faulty_file_system> found;
        commit_id up_to;
    };
    std::vector<moment> moments;
    std::mutex mutex;
    std::vector<commit_id> ids;
    {
        ese::instance_options how = options();
        how.on_durable = [&](const ese::durable_notice& told) {
            const std::lock_guard lock{mutex};
            moments.push_back({files->after_crash({survival::synced_only, 1}), told.up_to});
        };
        ese::instance engine{how, ese::engine_api{files}};
        ese::session s = engine.begin_session();
        ese::database db = s.create("/db/data.edb");
        make_rows(db);
        for (int id = 0; id < 12; ++id) ids.push_back(insert(s, db, id, id % 4 == 3 ? durability::durable : durability::lazy).id);
        s.flush();
    }
    int told_of_some = 0;
    for (moment& at : moments) {
        int expected = 0;
        while (expected < 12 && ids[static_cast<std::size_t>(expected)] <= at.up_to) ++expected;
        if (expected == 0) continue;
        ese::instance engine{options(), ese::engine_api{at.found}};
        ese::session s = engine.begin_session();
        ese::database db = s.attach("/db/data.edb");
        BOOST_TEST(count_rows(db) >= expected);
        ++told_of_some;
    }
    BOOST_TEST(told_of_some >= 3);
}

BOOST_AUTO_TEST_CASE(a_dead_log_is_told_of_once_and_promises_nothing_more)
{
    store in;
    const commit_id last = insert(in.session, in.db, 1).id;
    (void)insert(in.session, in.db, 2, durability::lazy);
    const commit_id before = in.heard->highest();
    in.files->fail_at(in.files->io_count() + 1);
    std::error_code ec;
    in.session.flush(ec);
    if (!ec) return;   // the housekeeper had been quicker
    BOOST_TEST(ec == errc::log_write_fail);
    (void)code_of([&] { (void)insert(in.session, in.db, 3); });
    BOOST_TEST(in.heard->unavailable() == 1);
    BOOST_TEST(in.heard->highest() == before);
    BOOST_TEST(before >= last);
}

BOOST_AUTO_TEST_CASE(decorators_and_any_backend_pass_ids_and_notices_on)
{
    const files_pointer files = new_files();
    auto heard = std::make_shared<listener>();
    using traced = ese::tracing<ese::engine_api, ese::event_watch>;
    ese::any::instance engine{store::listened(heard), ese::any_api{traced{ese::engine_api{files}, {}}}};
    ese::any::session s = engine.begin_session();
    auto db = s.create("/db/data.edb");
    (void)db.create_table({.name = "rows", .columns = {{.name = "id"}}});
    ese::any::transaction t{s};
    db.open_cursor("rows").insert().set("id", 1).save();
    const commit_id id = t.commit().id;
    BOOST_TEST(id > commit_id{});
    BOOST_TEST(heard->highest() >= id);
    engine.backup("/backup");
    BOOST_TEST(files->list("/backup").size() == 3u);
    BOOST_TEST(engine.api().set_notices({}) == errc::already_initialized);
}

BOOST_AUTO_TEST_CASE(a_backend_that_tells_nothing_says_so_to_who_would_miss_it)
{
    struct silent : ese::unavailable_api {
        errc create_instance(std::string_view) noexcept { return errc::success; }
        errc set_parameter(ese::jet::parameter, std::uint64_t, std::string_view) noexcept { return errc::success; }
        errc init(flags<ese::jet::init_option>) noexcept { return errc::success; }
        errc term(flags<ese::jet::term_option>) noexcept { return errc::success; }
    };
    std::error_code ec;
    ese::basic_instance<silent> deaf{{.on_durable = [](const ese::durable_notice&) {}}, silent{}, ec};
    BOOST_TEST(ec == errc::feature_not_available);
    ese::basic_instance<silent> content{{.events = [](const ese::event&) {}}, silent{}};
    content.backup("x", {}, ec);
    BOOST_TEST(ec == errc::feature_not_available);
    (void)ese::basic_instance<silent>::restore("x", "y", silent{}, ec);
    BOOST_TEST(ec == errc::feature_not_available);
}

// ---- what recovery tells

BOOST_AUTO_TEST_CASE(recovery_reports_what_it_did)
{
    const files_pointer files = crashed(200, 30);
    ese::instance engine{options(), ese::engine_api{files}};
    const ese::recovery_report did = engine.recovery();
    BOOST_TEST(did.databases == 1u);
    BOOST_TEST(did.databases_missing == 0u);
    BOOST_TEST(did.transactions_undone == 1u);
    BOOST_TEST(did.changes_undone >= 30u);
    BOOST_TEST(did.changes_redone >= 200u);
    BOOST_TEST(did.log_records >= 200u);
    BOOST_TEST(did.log_bytes > 200u * 2000u / 8u);
    BOOST_TEST(did.log_segments >= 2u);   // of 64 KiB
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    BOOST_TEST(count_rows(db) == 201);
}

BOOST_AUTO_TEST_CASE(after_an_orderly_end_there_is_nothing_to_report)
{
    const files_pointer files = new_files();
    {
        store was{files};
        (void)insert(was.session, was.db, 1);
    }
    told_events told;
    ese::instance_options how = options();
    how.events = [&](const ese::event& e) { told(e); };
    ese::instance engine{how, ese::engine_api{files}};
    const ese::recovery_report did = engine.recovery();
    BOOST_TEST(did.databases == 0u);
    BOOST_TEST(did.changes_redone == 0u);
    BOOST_TEST(did.transactions_undone == 0u);
    BOOST_TEST(did.pages_repaired == 0u);
    engine.close();
    BOOST_TEST(engine.recovery().log_records == 0u);   // closed: it says nothing
}

BOOST_AUTO_TEST_CASE(pages_that_were_half_written_are_counted)
{
    const files_pointer files = crashed(200, 0, survival::everything);
    {
        // Pages made behind the checkpoint: the log has all that is on them.
        const auto opened = files->open("/db/data.edb", ese::engine::open_mode::read_write);
        const std::vector<std::byte> junk(512, std::byte{0x77});
        BOOST_REQUIRE(opened->size() > 60 * 4096);
        for (std::uint64_t page = 44; page < 56; ++page) opened->write(page * 4096 + 1024, junk);
    }
    ese::instance engine{options(), ese::engine_api{files}};
    BOOST_TEST(engine.recovery().pages_repaired == 12u);
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    BOOST_TEST(count_rows(db) == 201);
}

BOOST_AUTO_TEST_CASE(a_long_recovery_says_how_far_it_is)
{
    const files_pointer files = crashed(7000, 5);
    told_events told;
    ese::instance_options how = options();
    how.events = [&](const ese::event& e) { told(e); };
    ese::instance engine{how, ese::engine_api{files}};
    const ese::recovery_report did = engine.recovery();

    BOOST_REQUIRE(did.log_bytes > 9u << 20);
    const auto how_often = [&](const std::string& step) { return std::count(told.steps.begin(), told.steps.end(), step); };
    BOOST_TEST(how_often("scan") >= 3);
    BOOST_TEST(how_often("redo") >= 4);   // the beginning, the end, and some in between
    BOOST_TEST(how_often("undo") == 1);
    for (std::size_t i = 1; i < told.steps.size(); ++i)
        if (told.steps[i] == told.steps[i - 1]) BOOST_TEST(told.done[i] > told.done[i - 1]);
    for (std::size_t i = 0; i < told.steps.size(); ++i)
        if (told.steps[i] == "redo") BOOST_TEST((told.total[i] > 9u << 20 && told.done[i] <= told.total[i]));
}

BOOST_AUTO_TEST_CASE(high_use_of_the_version_store_is_an_event)
{
    std::atomic<int> told{0};
    std::atomic<std::uint64_t> buckets{0};
    ese::instance_options how = options();
    how.max_version_pages = 10;
    how.events = [&](const ese::event& e) {
        if (e.what != "version_store") return;
        ++told;
        buckets = e.done;
    };
    ese::instance engine{how, ese::engine_api{new_files()}};
    ese::session s = engine.begin_session();
    ese::database db = s.create("/db/data.edb");
    make_rows(db);
    for (int id = 0; id < 20; ++id) (void)insert(s, db, id);
    BOOST_TEST(told == 0);
    const auto fill = [&](int from) {
        ese::transaction t{s};
        auto rows = db.open_cursor("rows");
        std::error_code ec;
        for (int id = from; !ec && id < from + 10000; ++id) {
            auto row = rows.insert();
            row.set("id", id).save(ec);
        }
        BOOST_TEST(ec == errc::version_store_out_of_memory);
    };
    fill(1000);
    BOOST_TEST(told == 1);
    BOOST_TEST(buckets == 10u);   // more than nine of ten, which is the default of JET_paramPreferredVerPages
    for (int id = 100; id < 120; ++id) (void)insert(s, db, id);
    fill(20000);
    BOOST_TEST(told == 2);
}

// The checkpoint passes all that the log has of one database while another one is busy. Its time of changes must not go back:
// redo takes a change for done on a page that is younger.
BOOST_AUTO_TEST_CASE(a_database_that_stood_still_keeps_its_time_through_a_crash)
{
    const files_pointer files = new_files();
    const ese::raw_parameter shallow{ese::jet::parameter::checkpoint_depth_max, 65536, {}};
    ese::instance_options how = options();
    how.raw = {&shallow, 1};
    {
        ese::instance engine{how, ese::engine_api{files}};
        ese::session s = engine.begin_session();
        ese::database quiet = s.create("/db/quiet.edb"), busy = s.create("/db/busy.edb");
        for (ese::database* one : {&quiet, &busy}) make_rows(*one);
        for (int id = 0; id < 300; ++id) (void)insert(s, quiet, id, durability::lazy);
        for (int round = 0; round < 8; ++round) {
            for (int id = 0; id < 60; ++id) (void)insert(s, busy, round * 100 + id, durability::lazy, 2000);
            std::this_thread::sleep_for(250ms);   // the housekeeper writes back, and moves the checkpoint
        }
        s.flush();
        files->cut_power_now();
    }
    const files_pointer later = files->after_crash({survival::synced_only, 1});
    {
        ese::instance engine{how, ese::engine_api{later}};
        BOOST_TEST(engine.recovery().databases == 2u);
        ese::session s = engine.begin_session();
        ese::database db = s.attach("/db/quiet.edb");
        ese::transaction t{s};
        auto rows = db.open_cursor("rows");
        BOOST_REQUIRE(rows.seek(7));
        rows.replace().set("text", std::string_view{"changed"}).save();
        t.commit();
        later->cut_power_now();
    }
    const files_pointer last = later->after_crash({survival::synced_only, 1});
    ese::instance engine{how, ese::engine_api{last}};
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/quiet.edb");
    auto rows = db.open_cursor("rows");
    BOOST_REQUIRE(rows.seek(7));
    BOOST_TEST(rows.get<std::string>("text") == "changed");
}

// ---- what recovery may be asked to pass over

BOOST_AUTO_TEST_CASE(a_missing_database_stops_the_start_unless_it_may_be_ignored)
{
    const files_pointer files = crashed(50, 3);
    files->remove("/db/data.edb");
    BOOST_TEST(code_of([&] { ese::instance engine{options(), ese::engine_api{files}}; }) == errc::attached_database_mismatch);
    BOOST_TEST(code_of([&] { ese::instance engine{options(), ese::engine_api{files}}; }) == errc::attached_database_mismatch);

    ese::instance_options how = options();
    how.ignore_missing_databases = true;
    {
        ese::instance engine{how, ese::engine_api{files}};
        BOOST_TEST(engine.recovery().databases_missing == 1u);
        BOOST_TEST(engine.recovery().databases == 0u);
        ese::session s = engine.begin_session();
        ese::database fresh = s.create("/db/data.edb");
        make_rows(fresh);
        (void)insert(s, fresh, 1);
    }
    ese::instance engine{options(), ese::engine_api{files}};   // the log says nothing of the old one any more
    BOOST_TEST(engine.recovery().databases_missing == 0u);
}

BOOST_AUTO_TEST_CASE(ignoring_a_missing_database_recovers_the_others)
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
    ese::instance_options how = options();
    how.ignore_missing_databases = true;
    ese::instance engine{how, ese::engine_api{later}};
    BOOST_TEST(engine.recovery().databases == 1u);
    BOOST_TEST(engine.recovery().databases_missing == 1u);
    ese::session s = engine.begin_session();
    ese::database db = s.attach("/db/data.edb");
    BOOST_TEST(count_rows(db) == 1);
}

BOOST_AUTO_TEST_CASE(a_database_that_is_another_one_now_stops_the_start_and_is_not_touched)
{
    const files_pointer files = crashed(50, 3), others = new_files();
    {
        store other{others};
        (void)insert(other.session, other.db, 7);
    }
    std::vector<std::byte> content;
    {
        const auto from = others->open("/db/data.edb", ese::engine::open_mode::read_only);
        content.resize(static_cast<std::size_t>(from->size()));
        from->read(0, content);
        files->open("/db/data.edb", ese::engine::open_mode::create_always)->write(0, content);
    }
    ese::instance_options how = options();
    how.ignore_missing_databases = true;   // it is not missing
    for (const ese::instance_options& each : {options(), how})
        BOOST_TEST(code_of([&] { ese::instance engine{each, ese::engine_api{files}}; }) == errc::attached_database_mismatch);
    std::vector<std::byte> after(content.size());
    files->open("/db/data.edb", ese::engine::open_mode::read_only)->read(0, after);
    BOOST_TEST((after == content));
}

// ---- a full disk

BOOST_AUTO_TEST_CASE(a_log_without_room_for_its_first_files_says_so_at_the_start)
{
    const files_pointer files = new_files();
    files->limit_bytes(40'000);
    BOOST_TEST(code_of([&] { ese::instance engine{options(), ese::engine_api{files}}; }) == errc::log_disk_full);
    files->lift_limit();
    BOOST_TEST(code_of([&] { ese::instance engine{options(), ese::engine_api{files}}; }) == errc::success);
}

// A row is changed again and again: the database stays as it is, the log grows.
BOOST_AUTO_TEST_CASE(when_the_log_has_no_room_a_transaction_can_be_rolled_back_and_reading_goes_on)
{
    store in;
    for (int id = 0; id < 50; ++id) (void)insert(in.session, in.db, id);
    in.files->limit_bytes(in.files->bytes_used() + 1000);
    errc answer = errc::success;
    {
        ese::transaction t{in.session};
        auto rows = in.db.open_cursor("rows");
        for (int n = 0; answer == errc::success && n < 5000; ++n)
            answer = code_of([&] {
                BOOST_REQUIRE(rows.seek(n % 50));
                rows.replace().set("text", std::string_view{std::string(100, static_cast<char>('a' + n % 26))}).save();
            });
        BOOST_TEST(answer == errc::log_disk_full);
    }
    BOOST_TEST(in.engine.lost_rollbacks() == 0u);
    BOOST_TEST(count_rows(in.db) == 50);
    in.files->lift_limit();
    (void)insert(in.session, in.db, 1000);
    auto rows = in.db.open_cursor("rows");
    for (int id = 0; id < 50; ++id) {
        BOOST_REQUIRE(rows.seek(id));
        BOOST_REQUIRE_EQUAL(rows.get<std::string>("text"), std::string(100, 'x'));
    }
}

BOOST_AUTO_TEST_CASE(when_the_database_has_no_room_the_code_is_another_one)
{
    const files_pointer files = new_files();
    ese::instance_options how = options();
    how.log_file_size = 8192;   // made ahead: the log has room
    ese::instance engine{how, ese::engine_api{files}};
    ese::session s = engine.begin_session();
    ese::database db = s.create("/db/data.edb");
    make_rows(db);
    files->limit_bytes(files->bytes_used() + 1000);
    errc answer = errc::success;
    for (int id = 0; answer == errc::success && id < 2000; ++id) answer = code_of([&] { (void)insert(s, db, id, durability::lazy, 2000); });
    BOOST_TEST(answer == errc::disk_full);
    const int before = count_rows(db);
    files->lift_limit();
    (void)insert(s, db, 10000);
    BOOST_TEST(count_rows(db) == before + 1);
}

BOOST_AUTO_TEST_SUITE_END()
