// backup_stress_test.cpp — backups made while two threads write and a small circular log is used again and again.

#include <ese/ese.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

constexpr int accounts = 50, balance = 1000;
constexpr int backups = 2;
// While a backup waits, each writer commits so many moves: a dozen segments of log and more, of which two or three are kept when
// nobody holds them.
constexpr int moves_meanwhile = 1000;

struct scratch_folder {
    std::filesystem::path path;

    scratch_folder()
    {
        path = (std::filesystem::temp_directory_path() / "ese-backup-").string() + std::to_string(std::random_device{}());
        std::filesystem::create_directories(path);
    }
    ~scratch_folder() { std::filesystem::remove_all(path); }
    std::string operator/(const char* name) const { return (path / name).string(); }
};

ese::instance_options options(const scratch_folder& folder)
{
    static constexpr ese::raw_parameter shallow{ese::jet::parameter::checkpoint_depth_max, 65536, {}};
    return {.directory = folder / "log", .cache_max = 64, .log_file_size = 64, .raw = {&shallow, 1}};
}

void make_bank(ese::session& s, ese::database& db)
{
    const std::vector<ese::index_spec> by_id{{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}};
    (void)db.create_table({.name = "bank", .columns = {{.name = "id"}, {.name = "balance"}}, .indexes = by_id});
    (void)db.create_table({.name = "moves",
                           .columns = {{.name = "id"}, {.name = "text", .type = ese::jet::column_type::long_text}},
                           .indexes = by_id});
    ese::transaction t{s};
    auto bank = db.open_cursor("bank");
    for (int id = 0; id < accounts; ++id) bank.insert().set("id", id).set("balance", balance).save();
    t.commit();
}

// Two threads move money, and note each move. What each has committed is counted.
class movers {
public:
    movers(ese::instance& engine, const std::string& path)
    {
        for (int number : {0, 1}) threads_.emplace_back([this, &engine, path, number] { keep_moving(engine, path, number); });
    }
    ~movers() { end_ = true; }

    [[nodiscard]] std::array<int, 2> done() const { return {done_[0], done_[1]}; }
    void wait_for_more(int moves) const
    {
        const std::array<int, 2> before = done();
        for (int number : {0, 1})
            while (done()[static_cast<std::size_t>(number)] < before[static_cast<std::size_t>(number)] + moves) std::this_thread::yield();
    }

private:
    void keep_moving(ese::instance& engine, const std::string& path, int number)
    {
        ese::session s   = engine.begin_session();
        ese::database db = s.open(path);
        auto bank = db.open_cursor("bank"), moves = db.open_cursor("moves");
        for (int n = 0; !end_; ++n) {
            ese::retry_on_conflict(s, [&](ese::transaction&) {
                for (const auto& [id, change] : {std::pair{(n * 7 + number) % accounts, -5}, std::pair{(n * 11 + 3) % accounts, 5}}) {
                    if (!bank.seek(id)) throw std::logic_error{"an account is gone"};   // checks of the test belong to its own thread
                    bank.replace().set("balance", bank.get<int>("balance") + change).save();
                }
                moves.insert().set("id", n * 2 + number).set("text", std::string_view{std::string(static_cast<std::size_t>(n % 40) * 100, 'm')}).save();
            }, {.attempts = 1000}, {.how = ese::durability::lazy});
            done_[static_cast<std::size_t>(number)] = n + 1;
        }
    }

    std::atomic<bool> end_{false};
    std::array<std::atomic<int>, 2> done_{};
    std::vector<std::jthread> threads_;   // joins first
};

// One moment of the bank: no money is missing, and of each thread's moves there is a prefix with all of `sure`.
void check_bank(const scratch_folder& folder, const std::array<int, 2>& sure, const std::array<int, 2>& done)
{
    ese::instance engine{{.directory = folder / "other", .recovery = false}};
    ese::session s   = engine.begin_session();
    ese::database db = s.attach(folder / "restored/bank.edb");
    auto bank = db.open_cursor("bank"), moves = db.open_cursor("moves");
    int sum = 0;
    for (ese::cursor& r : bank.rows()) sum += r.get<int>("balance");
    BOOST_TEST(sum == accounts * balance);
    for (int number : {0, 1}) {
        const auto i = static_cast<std::size_t>(number);
        for (int n = 0; n < sure[i]; ++n) BOOST_REQUIRE(moves.seek(n * 2 + number));
        int n = sure[i];
        while (moves.seek(n * 2 + number)) ++n;
        for (; n < done[i]; ++n) BOOST_REQUIRE(!moves.seek(n * 2 + number));
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(a_backup_made_while_two_threads_write_is_one_moment_of_the_bank)
{
    const scratch_folder folder;
    const std::string path = folder / "bank.edb";
    ese::instance engine{options(folder)};
    ese::session s   = engine.begin_session();
    ese::database db = s.create(path);
    make_bank(s, db);
    const movers writers{engine, path};

    for (int round = 0; round < backups; ++round) {
        writers.wait_for_more(200);
        const std::array<int, 2> sure = writers.done();
        bool waited                   = false;
        engine.backup(folder / "backup", {.replace = true, .progress = [&](std::uint64_t, std::uint64_t) {
                                              if (std::exchange(waited, true)) return true;
                                              writers.wait_for_more(moves_meanwhile);
                                              std::this_thread::sleep_for(std::chrono::milliseconds{250});   // the housekeeper comes by
                                              return true;
                                          }});
        const ese::recovery_report report = ese::instance::restore(folder / "backup", folder / "restored");

        BOOST_TEST(report.databases == 1u);
        BOOST_TEST(report.log_records != 0u);
        const std::filesystem::path restored = folder.path / "restored";
        BOOST_TEST(std::distance(std::filesystem::directory_iterator{restored}, {}) == 1);   // no log is left
        check_bank(folder, sure, writers.done());
        if (const char* kept = std::getenv("ESE_TEST_FILES"))
            std::filesystem::copy_file(restored / "bank.edb", std::string{kept} + "/restored-bank.edb", std::filesystem::copy_options::overwrite_existing);
        std::filesystem::remove_all(restored);
    }
}

BOOST_AUTO_TEST_SUITE_END()
