// power_cut_recovery_test.cpp — the power goes at every I/O of a workload, and at every I/O of the recovery after it.

#include <ese/ese.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace {

using ese::testing::crash_policy;
using ese::testing::faulty_file_system;
using ese::testing::survival;
using column_type = ese::jet::column_type;

struct row {
    std::string name, text;
    friend bool operator==(const row&, const row&) = default;
};
using rows = std::map<int, row>;

// What the database may hold after a crash: the state of the last commit that returned, or that of the one under way.
struct ledger {
    bool created = false;
    rows sure, maybe;
    bool extra_table_sure = false, extra_table_maybe = false;

    void settle()
    {
        sure = maybe;
        extra_table_sure = extra_table_maybe;
    }
};

// So few pages that changed ones are written back all the time.
ese::instance_options options()
{
    return {.name = "cut", .directory = "/db", .page_size = 4096, .cache_max = 40, .log_file_size = 64};
}

std::string long_text(int seed, std::size_t size)
{
    std::string text(size, ' ');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + (static_cast<std::size_t>(seed) * 31 + i * 7) % 26);
    return text;
}

class workload {
public:
    workload(std::shared_ptr<faulty_file_system> files, ledger& book) : files_{std::move(files)}, book_{book} {}

    void run()
    {
        ese::instance engine{options(), ese::engine_api{files_}};
        ese::session one = engine.begin_session(), two = engine.begin_session();
        ese::database db = one.create("/db/data.edb");
        {
            ese::transaction t{one};
            auto made = db.create_table({.name = "rows",
                                         .columns = {{.name = "id"}, {.name = "name", .type = column_type::text},
                                                     {.name = "text", .type = column_type::long_text}},
                                         .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary},
                                                     {.name = "by_name", .parts = {ese::ascending("name")}}}});
            t.commit();
        }
        book_.created = true;
        ese::database db2 = two.open("/db/data.edb");
        for (int round = 0; round < 6; ++round) {
            insert_some(one, db, round);
            change_some(two, db2, round);
            if (round == 2) make_table(one, db);
            if (round == 3) lose_table(one, db);
            if (round == 4) drop_table(two, db2);
        }
        one.flush();
    }

private:
    void insert_some(ese::session& s, ese::database& db, int round)
    {
        book_.maybe = book_.sure;
        ese::transaction t{s};
        auto table = db.open_cursor("rows");
        for (int i = 0; i < 30; ++i) put(table, round * 100 + i, 40);
        {
            ese::savepoint lost = t.savepoint();
            for (int i = 50; i < 55; ++i) put(table, round * 100 + i, 3000, false);
        }
        put(table, round * 100 + 60, 9000);
        commit(t);
    }
    void change_some(ese::session& s, ese::database& db, int round)
    {
        book_.maybe = book_.sure;
        ese::transaction t{s};
        auto table = db.open_cursor("rows");
        for (auto it = book_.maybe.begin(); it != book_.maybe.end();) {
            const int id = it->first;
            if (!table.seek(id)) throw std::logic_error{"row lost while running"};
            if (id % 5 == round % 5) {
                table.erase();
                it = book_.maybe.erase(it);
                continue;
            }
            if (id % 3 == 0) {
                it->second.name = "renamed" + std::to_string(round) + "-" + std::to_string(id);
                table.replace().set("name", std::string_view{it->second.name}).save();
            }
            if (id % 100 == 60) {
                it->second.text = long_text(round, 5000);
                table.replace().set("text", std::string_view{it->second.text}).save();
            }
            ++it;
        }
        commit(t);
    }
    void make_table(ese::session& s, ese::database& db)
    {
        book_.maybe = book_.sure;
        ese::transaction t{s};
        {
            auto made = db.create_table({.name = "extra", .columns = {{.name = "id"}}, .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}}});
            for (int i = 0; i < 100; ++i) made.insert().set("id", i).save();
        }
        book_.extra_table_maybe = true;
        commit(t);
    }
    void lose_table(ese::session& s, ese::database& db)
    {
        ese::transaction t{s};
        auto made = db.create_table({.name = "undone", .columns = {{.name = "id"}}, .indexes = {{.name = "i", .parts = {ese::ascending("id")}}}});
        for (int i = 0; i < 50; ++i) made.insert().set("id", i).save();
        t.rollback();
    }
    void drop_table(ese::session& s, ese::database& db)
    {
        book_.maybe = book_.sure;
        ese::transaction t{s};
        db.remove_table("extra");
        book_.extra_table_maybe = false;
        commit(t);
    }
    void put(ese::cursor& table, int id, std::size_t size, bool counts = true)
    {
        const row r{"name" + std::to_string(id), long_text(id, size)};
        table.insert().set("id", id).set("name", std::string_view{r.name}).set("text", std::string_view{r.text}).save();
        if (counts) book_.maybe[id] = r;
    }
    void commit(ese::transaction& t)
    {
        t.commit();
        book_.settle();
    }

    std::shared_ptr<faulty_file_system> files_;
    ledger& book_;
};

rows read_all(ese::cursor& table)
{
    rows found;
    for (ese::cursor& r : table.rows()) found[r.get<int>("id")] = {r.get<std::string>("name"), r.get<std::string>("text")};
    return found;
}


// The first rows that differ, for whoever has to find out why.
std::string difference(const rows& found, const rows& wanted)
{
    for (const auto& [id, r] : wanted) {
        const auto it = found.find(id);
        if (it == found.end()) return "row " + std::to_string(id) + " is missing";
        if (it->second.name != r.name) return "row " + std::to_string(id) + " is called " + it->second.name + ", not " + r.name;
        if (it->second.text != r.text) return "row " + std::to_string(id) + " has another text of " + std::to_string(it->second.text.size()) + " bytes";
    }
    for (const auto& [id, r] : found)
        if (!wanted.contains(id)) return "row " + std::to_string(id) + " is too many";
    return "nothing";
}

// Opens what survived, which recovers it, and compares. The files are clean when this returns. Returns how many pages were torn.
std::uint32_t check(std::shared_ptr<faulty_file_system> files, const ledger& book, const std::string& where)
{
    BOOST_TEST_INFO_SCOPE(where);
    {
        ese::instance engine{options(), ese::engine_api{files}};
        const std::uint32_t repaired = engine.recovery().pages_repaired;
        ese::session s = engine.begin_session();
        std::optional<ese::database> attached;
        try {
            attached = s.attach("/db/data.edb");
        } catch (const ese::error&) {
            if (!book.created) return repaired;
            throw;
        }
        ese::database& db = *attached;
        if (!db.has_table("rows")) {
            BOOST_REQUIRE(!book.created);
            return repaired;
        }
        auto table = db.open_cursor("rows");
        const rows found = read_all(table);
        const bool as_sure = found == book.sure && db.has_table("extra") == book.extra_table_sure;
        const bool as_maybe = found == book.maybe && db.has_table("extra") == book.extra_table_maybe;
        BOOST_REQUIRE_MESSAGE((as_sure || as_maybe), "to the last commit: " << difference(found, book.sure) << ", to the next: " << difference(found, book.maybe)
                                                            << ", extra table: " << db.has_table("extra"));
        BOOST_REQUIRE(!db.has_table("undone"));
        std::size_t by_index = 0;
        table.use_index("by_name");
        for (ese::cursor& r : table.rows()) {
            ++by_index;
            BOOST_REQUIRE(found.at(r.get<int>("id")).name == r.get<std::string>("name"));
        }
        BOOST_REQUIRE_EQUAL(by_index, found.size());
        engine.close();
        return repaired;
    }
}

// The I/Os of the whole workload, when nothing goes wrong.
std::uint64_t all_ios()
{
    auto files = std::make_shared<faulty_file_system>();
    files->create_directories("/db");
    ledger book;
    workload{files, book}.run();
    return files->io_count();
}

void keep(faulty_file_system& files, const std::string& as)
{
    const char* folder = std::getenv("ESE_TEST_FILES");
    if (!folder || !files.exists("/db/data.edb")) return;
    auto content = files.open("/db/data.edb", ese::engine::open_mode::read_only);
    std::vector<std::byte> all(content->size());
    content->read(0, all);
    std::ofstream out{std::string{folder} + "/" + as, std::ios::binary};
    out.write(reinterpret_cast<const char*>(all.data()), static_cast<std::streamsize>(all.size()));
}

constexpr survival policies[] = {survival::synced_only, survival::everything, survival::each_at_random, survival::torn_sectors,
                                 survival::oldest_only, survival::newest_only, survival::process_killed};

// Every how many-th I/O is tried.
std::uint64_t step()
{
    const char* given = std::getenv("ESE_POWER_CUT_STEP");
    return given ? static_cast<std::uint64_t>(std::max(std::atoi(given), 1)) : 1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(no_commit_that_returned_is_lost_wherever_the_power_goes)
{
    std::uint64_t cuts = 0;
    std::uint32_t repaired = 0;
    for (std::uint64_t n = 1;; n += step(), ++cuts) {
        auto files = std::make_shared<faulty_file_system>();
        files->create_directories("/db");
        files->cut_power_at(n);
        ledger book;
        try {
            workload{files, book}.run();
        } catch (const ese::error&) {
        }
        const bool cut = files->power_is_cut();
        for (const survival how : policies) {
            if (how != policies[n % std::size(policies)] && cut && step() == 1 && n % 8 != 0) continue;
            std::shared_ptr<faulty_file_system> survivors = files->after_crash({how, n});
            const std::string where = "cut " + std::to_string(n) + ", survival " + std::to_string(static_cast<int>(how));
            repaired += check(survivors, book, where);
            if (book.created && n % 20 == 0) keep(*survivors, "cut" + std::to_string(n) + "-" + std::to_string(static_cast<int>(how)) + ".edb");
        }
        if (!cut) break;
    }
    BOOST_TEST(cuts * step() > 50);
    if (step() == 1) BOOST_TEST(repaired > 0U);    // or no page was ever torn, and nothing was shown about those
}

// Recovery itself is cut at every I/O, and the recovery of that is not: what was sure before is still there.
BOOST_AUTO_TEST_CASE(recovery_may_be_cut_anywhere_and_begun_again)
{
    auto files = std::make_shared<faulty_file_system>();
    files->create_directories("/db");
    ledger book;
    files->cut_power_at(all_ios() * 3 / 4);
    try {
        workload{files, book}.run();
    } catch (const ese::error&) {
    }
    BOOST_REQUIRE(files->power_is_cut() && book.created);

    std::uint64_t cuts = 0;
    for (std::uint64_t n = 1;; n += step(), ++cuts) {
        const survival first = policies[n % std::size(policies)], second = policies[n / 7 % std::size(policies)];
        std::shared_ptr<faulty_file_system> survivors = files->after_crash({first, n});
        survivors->cut_power_at(n);
        try {
            (void)check(survivors, book, "first recovery, cut " + std::to_string(n));
        } catch (const ese::error&) {
        }
        const bool cut = survivors->power_is_cut();
        std::shared_ptr<faulty_file_system> again = survivors->after_crash({second, n});
        (void)check(again, book, "second recovery after cut " + std::to_string(n));
        if (n % 20 == 0) keep(*again, "recovery-cut" + std::to_string(n) + ".edb");
        if (!cut) break;
    }
    BOOST_TEST(cuts * step() > 20);
}

// Each I/O fails once, as a disk may: the call that meets it says so, and nothing acknowledged is missing afterwards.
BOOST_AUTO_TEST_CASE(one_failing_io_loses_nothing)
{
    for (std::uint64_t n = 1;; n += step()) {
        auto files = std::make_shared<faulty_file_system>();
        files->create_directories("/db");
        files->fail_at(n, ese::errc::disk_io);
        ledger book;
        bool failed = false;
        try {
            workload{files, book}.run();
        } catch (const ese::error&) {
            failed = true;
        }
        const bool reached = files->io_count() >= n;
        std::shared_ptr<faulty_file_system> later = files->after_crash({survival::everything, n});
        (void)check(later, book, "failing I/O " + std::to_string(n));
        if (n % 40 == 0 && book.created) keep(*later, "failed" + std::to_string(n) + ".edb");
        if (!reached && !failed) break;
    }
}

// The disk fills up; the log gets its code through to the caller, and after a restart with room all is as it was.
BOOST_AUTO_TEST_CASE(a_full_disk_loses_nothing)
{
    for (std::uint64_t size = 1'200'000; size < 3'000'000; size += 60'000 * step()) {
        auto files = std::make_shared<faulty_file_system>();
        files->create_directories("/db");
        files->limit_bytes(size);
        ledger book;
        try {
            workload{files, book}.run();
        } catch (const ese::error&) {
        }
        std::shared_ptr<faulty_file_system> later = files->after_crash({survival::everything, size});
        later->lift_limit();
        (void)check(later, book, "space " + std::to_string(size));
    }
}

BOOST_AUTO_TEST_SUITE_END()
