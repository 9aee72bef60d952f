// housekeeping_stress_test.cpp — threads commit while everything that works behind them has to keep up: a cache for a fraction of
// the pages, a checkpoint 64 KiB behind the end of the log, small segments used again, versions cleaned up, and a backup.
//
// ESE_TEST_SECONDS is how long, five if not given. ESE_TEST_SEED repeats the dice, not the schedule.

#include <ese/ese.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

namespace fs = std::filesystem;
using ese::durability;
using column_type = ese::jet::column_type;
using clock = std::chrono::steady_clock;

constexpr int writers = 3, accounts = 400, balance = 1000, groups = 7;
constexpr std::uint64_t cache_pages = 64;

struct broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};
void must(bool holds, const char* what)
{
    if (!holds) throw broken{what};
}

unsigned number_from(const char* variable, unsigned otherwise)
{
    const char* given = std::getenv(variable);
    return given ? static_cast<unsigned>(std::atoi(given)) : otherwise;
}

struct scratch_folder {
    fs::path path = fs::temp_directory_path() / ("ese-housekeeping-" + std::to_string(std::random_device{}()));

    scratch_folder() { fs::create_directories(path); }
    ~scratch_folder()
    {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    [[nodiscard]] std::string operator/(const char* name) const { return (path / name).string(); }
};

ese::instance_options options(const std::string& directory)
{
    static const ese::raw_parameter shallow{ese::jet::parameter::checkpoint_depth_max, 65536, {}};
    return {.directory = directory, .max_version_pages = 256, .page_size = 4096, .cache_max = cache_pages, .log_file_size = 64,
            .raw = {&shallow, 1}};
}

std::string filling(std::uint64_t seed, std::size_t size)
{
    std::minstd_rand dice{static_cast<std::minstd_rand::result_type>(seed % 1000003 + 1)};
    std::string text(size, ' ');
    for (char& c : text) c = static_cast<char>('a' + dice() % 26);
    return text;
}

// Accounts have a sum that never changes, and groups that do. Notes come and go; each begins with its own size.
void make_tables(ese::session& s, ese::database& db)
{
    const auto pk = [] { return ese::index_spec{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}; };
    (void)db.create_table({.name = "accounts",
                           .columns = {{.name = "id"}, {.name = "balance"}, {.name = "group"}, {.name = "text", .type = column_type::long_text}},
                           .indexes = {pk(), {.name = "by_group", .parts = {ese::ascending("group"), ese::ascending("id")}}}});
    (void)db.create_table({.name = "notes",
                           .columns = {{.name = "id"}, {.name = "size"}, {.name = "text", .type = column_type::long_text}},
                           .indexes = {pk(), {.name = "by_size", .parts = {ese::ascending("size"), ese::ascending("id")}}}});
    (void)db.create_table({.name = "counters", .columns = {{.name = "id"}, {.name = "commits"}}, .indexes = {pk()}});
    ese::transaction t{s};
    auto rows = db.open_cursor("accounts"), counters = db.open_cursor("counters");
    for (int id = 0; id < accounts; ++id)
        rows.insert().set("id", id).set("balance", balance).set("group", id % groups).set("text", std::string_view{filling(static_cast<std::uint64_t>(id), 1500)}).save();
    for (int id = 0; id < writers; ++id) counters.insert().set("id", id).set("commits", 0).save();
    t.commit();
}

// What one thread keeps doing. Its counter is changed in each of its transactions, so it tells how many of them there were.
class writer {
public:
    writer(ese::instance& in, const std::string& path, int number, unsigned seed)
        : session_{in.begin_session()}, db_{session_.open(path)}, accounts_{db_.open_cursor("accounts")}, notes_{db_.open_cursor("notes")},
          counters_{db_.open_cursor("counters")}, number_{number}, dice_{seed * 97 + static_cast<unsigned>(number)}
    {
    }

    // Returns how many transactions were committed.
    int run(const std::atomic<bool>& end)
    {
        int commits = 0;
        while (!end) {
            const durability how = dice_() % 4 == 0 ? durability::durable : durability::lazy;
            const std::uint64_t seed = dice_();
            ese::retry_on_conflict(session_, [&](ese::transaction& t) { one(t, seed); }, {.attempts = 10000}, {.how = how});
            ++commits;
        }
        return commits;
    }

private:
    void one(ese::transaction& t, std::uint64_t seed)
    {
        std::mt19937_64 dice{seed};
        const int amount = static_cast<int>(dice() % 20);
        pay(dice, -amount);
        if (dice() % 3 == 0) {
            ese::savepoint lost = t.savepoint();
            pay(dice, 1000000);
            note(dice);
        }
        note(dice);
        pay(dice, amount);
        must(counters_.seek(number_), "a counter is gone");
        counters_.replace().set("commits", counters_.get<int>("commits") + 1).save();
    }
    void pay(std::mt19937_64& dice, int amount)
    {
        must(accounts_.seek(static_cast<int>(dice() % accounts)), "an account is gone");
        auto change = accounts_.replace();
        change.set("balance", accounts_.get<int>("balance") + amount);
        if (dice() % 2 == 0) change.set("group", static_cast<int>(dice() % groups));
        if (dice() % 8 == 0) change.set("text", std::string_view{filling(dice(), 500 + dice() % 3000)});
        change.save();
    }
    // Of this thread's own hundred numbers.
    void note(std::mt19937_64& dice)
    {
        const int id = number_ * 100 + static_cast<int>(dice() % 100), size = static_cast<int>(dice() % 6000);
        const std::string text = filling(static_cast<std::uint64_t>(size), static_cast<std::size_t>(size));
        if (!notes_.seek(id)) notes_.insert().set("id", id).set("size", size).set("text", std::string_view{text}).save();
        else if (dice() % 3 == 0) notes_.erase();
        else notes_.replace().set("size", size).set("text", std::string_view{text}).save();
    }

    ese::session session_;
    ese::database db_;
    ese::cursor accounts_, notes_, counters_;
    int number_;
    std::mt19937_64 dice_;
};

// All of it in one snapshot.
void check_invariants(ese::session& s, ese::database& db)
{
    ese::transaction t{s, {.read_only = true}};
    auto rows = db.open_cursor("accounts"), notes = db.open_cursor("notes");
    long sum = 0;
    std::map<int, int> group_of, size_of;
    for (ese::cursor& r : rows.rows()) {
        sum += r.get<int>("balance");
        group_of[r.get<int>("id")] = r.get<int>("group");
    }
    must(sum == long{accounts} * balance && group_of.size() == accounts, "the sum of the accounts is another one");
    for (ese::cursor& r : notes.rows()) {
        const int size = size_of[r.get<int>("id")] = r.get<int>("size");
        must(r.get<std::string>("text") == filling(static_cast<std::uint64_t>(size), static_cast<std::size_t>(size)), "a note has another text");
    }
    rows.use_index("by_group");
    for (ese::cursor& r : rows.rows()) {
        const auto found = group_of.find(r.get<int>("id"));
        must(found != group_of.end() && found->second == r.get<int>("group"), "the index of the accounts has what the table has not");
        group_of.erase(found);
    }
    notes.use_index("by_size");
    for (ese::cursor& r : notes.rows()) {
        const auto found = size_of.find(r.get<int>("id"));
        must(found != size_of.end() && found->second == r.get<int>("size"), "the index of the notes has what the table has not");
        size_of.erase(found);
    }
    must(group_of.empty() && size_of.empty(), "a row is in no index");
    t.commit();
}

int commits_of(ese::database& db, int number)
{
    auto counters = db.open_cursor("counters");
    must(counters.seek(number), "a counter is gone");
    return counters.get<int>("commits");
}

// Threads whose first mishap is kept for the thread that waits for them.
class crew {
public:
    template <class Work>
    void add(Work work)
    {
        threads_.emplace_back([this, work = std::move(work)]() mutable {
            try {
                work();
            } catch (const std::exception& e) {
                const std::lock_guard lock{mutex_};
                if (mishap_.empty()) mishap_ = e.what();
                failed_ = true;
            }
        });
    }
    [[nodiscard]] bool failed() const noexcept { return failed_; }
    [[nodiscard]] std::string finish()
    {
        threads_.clear();
        return mishap_;
    }

private:
    std::mutex mutex_;
    std::string mishap_;    // under mutex_
    std::atomic<bool> failed_{false};
    std::vector<std::jthread> threads_;
};

// Of a database that nobody has open, and which must be clean: this instance has no log to recover from.
std::array<int, writers> check_closed(const std::string& path, const std::string& work)
{
    ese::instance in{{.directory = work, .recovery = false}};
    ese::session s = in.begin_session();
    ese::database db = s.attach(path);
    check_invariants(s, db);
    std::array<int, writers> commits{};
    for (int i = 0; i < writers; ++i) commits[static_cast<std::size_t>(i)] = commits_of(db, i);
    in.close();
    return commits;
}

void keep(const std::string& file, const char* as)
{
    if (const char* folder = std::getenv("ESE_TEST_FILES"))
        fs::copy_file(file, fs::path{folder} / as, fs::copy_options::overwrite_existing);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(all_that_works_in_the_background_together_loses_and_invents_nothing)
{
    const unsigned seed = number_from("ESE_TEST_SEED", 1), seconds = number_from("ESE_TEST_SECONDS", 5);
    BOOST_TEST_MESSAGE("ESE_TEST_SEED=" << seed);
    const scratch_folder folder;
    const std::string path = folder / "data.edb", first_segment = folder / "edb00000001.eselog";
    std::array<int, writers> commits{}, before_backup{};
    std::uint64_t pages = 0;
    bool first_segment_is_gone = false;
    std::string mishap;
    {
        ese::instance in{options(folder.path.string())};
        BOOST_REQUIRE(fs::exists(first_segment));
        ese::session s = in.begin_session();
        ese::database db = s.create(path);
        make_tables(s, db);
        std::atomic<bool> end{false};
        crew threads;
        for (int i = 0; i < writers; ++i)
            threads.add([&, i] { commits[static_cast<std::size_t>(i)] = writer{in, path, i, seed}.run(end); });
        threads.add([&] {
            ese::session own = in.begin_session();
            ese::database mine = own.open(path);
            for (; !end; std::this_thread::sleep_for(std::chrono::milliseconds{20})) check_invariants(own, mine);
        });

        const auto start = clock::now();
        const auto wait_until = [&](clock::duration from_start) {
            while (clock::now() < start + from_start && !threads.failed()) std::this_thread::sleep_for(std::chrono::milliseconds{20});
        };
        wait_until(std::chrono::milliseconds{seconds * 500});
        for (int i = 0; i < writers; ++i) before_backup[static_cast<std::size_t>(i)] = commits_of(db, i);
        in.backup(folder / "backup");
        wait_until(std::chrono::milliseconds{seconds * 1000});
        end = true;
        mishap = threads.finish();
        BOOST_REQUIRE_MESSAGE(mishap.empty(), mishap);

        check_invariants(s, db);
        pages = db.info().pages_owned;
        first_segment_is_gone = !fs::exists(first_segment);
        in.close();
        BOOST_TEST(in.lost_rollbacks() == 0U);
    }
    BOOST_TEST_MESSAGE(commits[0] + commits[1] + commits[2] << " commits, " << pages << " pages");

    BOOST_TEST(check_closed(path, folder / "other") == commits, boost::test_tools::per_element());
    (void)ese::instance::restore(folder / "backup", folder / "restored");
    const std::array<int, writers> restored = check_closed(folder / "restored/data.edb", folder / "other");
    for (std::size_t i = 0; i < writers; ++i) BOOST_TEST((before_backup[i] <= restored[i] && restored[i] <= commits[i]));
    keep(path, "housekeeping.edb");
    keep(folder / "restored/data.edb", "housekeeping-restored.edb");

    // Or nothing was shown about evictions and about a log whose segments are used again.
    BOOST_TEST(pages > 4 * cache_pages);
    BOOST_TEST(first_segment_is_gone);
    for (const int each : commits) BOOST_TEST(each > 0);
}

BOOST_AUTO_TEST_SUITE_END()
