// power_cut_fixture.hpp — a workload on files whose power can be cut, what it was told is committed, and whether that is there.
//
// Room:   test/api. Uses testing.
// Gives:  workload, ledger, check, keep, policies, step.
#pragma once

#include <ese/ese.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace power_cut_tests {

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
inline ese::instance_options options()
{
    return {.name = "cut", .directory = "/db", .page_size = 4096, .cache_max = 40, .log_file_size = 64};
}

inline std::string long_text(int seed, std::size_t size)
{
    std::string text(size, ' ');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + (static_cast<std::size_t>(seed) * 31 + i * 7) % 26);
    return text;
}

class workload {
public:
    workload(std::shared_ptr<faulty_file_system> files, ledger& book, ese::instance_options how = options())
        : files_{std::move(files)}, book_{book}, how_{how}
    {
    }

    void run()
    {
        ese::instance engine{how_, ese::engine_api{files_}};
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

    // After a crash: more of the same, on what recovery made of it.
    void go_on(std::chrono::milliseconds before_it_attaches = {})
    {
        ese::instance engine{how_, ese::engine_api{files_}};
        std::this_thread::sleep_for(before_it_attaches);
        ese::session one = engine.begin_session(), two = engine.begin_session();
        ese::database db = one.attach("/db/data.edb"), db2 = two.open("/db/data.edb");
        take_stock(db);
        for (int round = 6; round < 9; ++round) {
            insert_some(one, db, round);
            if (round == 6 && !book_.extra_table_sure) make_table(one, db);
            if (round == 7) lose_table(one, db);
            change_some(two, db2, round);
            if (round == 8) drop_table(two, db2);
        }
        engine.close();
    }

private:
    void take_stock(ese::database& db);
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
    ese::instance_options how_;
};

inline rows read_all(ese::cursor& table)
{
    rows found;
    for (ese::cursor& r : table.rows()) found[r.get<int>("id")] = {r.get<std::string>("name"), r.get<std::string>("text")};
    return found;
}

// Which of the two states it was.
inline void workload::take_stock(ese::database& db)
{
    auto table = db.open_cursor("rows");
    const rows found = read_all(table);
    BOOST_REQUIRE((found == book_.sure || found == book_.maybe));
    book_.maybe = found;
    book_.extra_table_maybe = db.has_table("extra");
    book_.settle();
}

// The first rows that differ, for whoever has to find out why.
inline std::string difference(const rows& found, const rows& wanted)
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
inline std::uint32_t check(std::shared_ptr<faulty_file_system> files, const ledger& book, const std::string& where)
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
inline std::uint64_t all_ios()
{
    auto files = std::make_shared<faulty_file_system>();
    files->create_directories("/db");
    ledger book;
    workload{files, book}.run();
    return files->io_count();
}

inline void keep(faulty_file_system& files, const std::string& as)
{
    const char* folder = std::getenv("ESE_TEST_FILES");
    if (!folder || !files.exists("/db/data.edb")) return;
    auto content = files.open("/db/data.edb", ese::engine::open_mode::read_only);
    std::vector<std::byte> all(content->size());
    content->read(0, all);
    std::ofstream out{std::string{folder} + "/" + as, std::ios::binary};
    out.write(reinterpret_cast<const char*>(all.data()), static_cast<std::streamsize>(all.size()));
}

inline constexpr survival policies[] = {survival::synced_only, survival::everything, survival::each_at_random, survival::torn_sectors,
                                 survival::oldest_only, survival::newest_only, survival::process_killed};

// Every how many-th I/O is tried.
inline std::uint64_t step()
{
    const char* given = std::getenv("ESE_POWER_CUT_STEP");
    return given ? static_cast<std::uint64_t>(std::max(std::atoi(given), 1)) : 1;
}

}  // namespace power_cut_tests
