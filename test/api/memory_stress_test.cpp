// memory_stress_test.cpp — memory stays where it is, however long the engine works, and a small cache serves a big database.

#include <ese/ese.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <sstream>
#include <string>

#if defined(__GLIBC__)
#    include <malloc.h>
#endif

namespace {

namespace fs = std::filesystem;

// What the process holds that is no file. Sanitizers keep freed memory, so under them nothing is measured.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__linux__)
constexpr bool measurable = false;
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
constexpr bool measurable = false;
#    else
constexpr bool measurable = true;
#    endif
#else
constexpr bool measurable = true;
#endif

std::uint64_t memory_now()
{
#if defined(__GLIBC__)
    (void)malloc_trim(0);
#endif
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        std::istringstream words{line};
        std::string name;
        std::uint64_t kib = 0;
        words >> name >> kib;
        if (name == "RssAnon:") return kib * 1024;
    }
    return 0;
}

// Grown by less than `slack`, or nothing can be said here.
void check_growth(std::uint64_t before, std::uint64_t slack)
{
    const std::uint64_t after = memory_now();
    BOOST_TEST_MESSAGE("from " << before / 1024 << " to " << after / 1024 << " KiB");
    if (measurable) BOOST_TEST(after < before + slack);
}

constexpr std::uint64_t mib = 1 << 20;

struct rows_fixture {
    std::string folder = (fs::temp_directory_path() / "ese-memory-stress").string();
    std::optional<ese::instance> engine;
    ese::session session;
    ese::database db;
    ese::cursor rows;
    ese::column_ref id, tag, text;
    std::mt19937_64 random{1};

    explicit rows_fixture(std::uint64_t cache_pages = 0)
    {
        fs::remove_all(folder);
        fs::create_directories(folder);
        engine.emplace(ese::instance_options{.directory = folder, .page_size = 4096, .cache_max = cache_pages});
        session = engine->begin_session();
        db = session.create(folder + "/memory.edb");
        db.create_table(table()).close();
        open_rows();
    }
    ~rows_fixture()
    {
        close();
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
    rows_fixture(const rows_fixture&) = delete;
    rows_fixture& operator=(const rows_fixture&) = delete;

    static ese::table_spec table()
    {
        using type = ese::jet::column_type;
        return {.name = "rows",
                .columns = {{.name = "id"}, {.name = "tag", .type = type::long_}, {.name = "text", .type = type::long_binary}},
                .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary},
                            {.name = "by_tag", .parts = {ese::ascending("tag")}}}};
    }
    void open_rows()
    {
        rows = db.open_cursor("rows");
        id = rows.column("id"), tag = rows.column("tag"), text = rows.column("text");
    }
    void close()
    {
        rows = {};
        db = {};
        session = {};
        engine.reset();
    }
    void reopen()
    {
        close();
        engine.emplace(ese::instance_options{.directory = folder, .page_size = 4096});
        session = engine->begin_session();
        db = session.attach(folder + "/memory.edb");
        open_rows();
    }
    // The text begins and ends with the id.
    static std::string text_for(std::int64_t n, std::size_t size) { return std::to_string(n) + std::string(size, '.') + std::to_string(n); }
    void fill(std::int64_t count, std::size_t size)
    {
        for (std::int64_t n = 0; n < count;) {
            ese::transaction work{session};
            for (int i = 0; i < 500 && n < count; ++i, ++n)
                rows.insert().set(id, n).set(tag, n % 1000).set(text, text_for(n, size)).save();
            work.commit({.how = ese::durability::lazy});
        }
    }
    [[nodiscard]] std::int64_t any(std::int64_t count) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(count)); }
};

void read_rows(rows_fixture& f, std::int64_t count, int times)
{
    for (int i = 0; i < times; ++i) {
        ese::transaction work{f.session, {.read_only = true}};
        const std::int64_t n = f.any(count);
        BOOST_REQUIRE(f.rows.seek(n));
        BOOST_REQUIRE(f.rows.get<std::int64_t>(f.id) == n);
        work.commit();
    }
}

void update_rows(rows_fixture& f, std::int64_t count, int times)
{
    for (int i = 0; i < times; ++i) {
        ese::transaction work{f.session};
        BOOST_REQUIRE(f.rows.seek(f.any(count)));
        {
            ese::savepoint trial = work.savepoint();
            f.rows.replace().set(f.tag, i % 777).save();
            if (i % 3 != 0) trial.release();
        }
        if (i % 4 == 0) {
            BOOST_REQUIRE(f.rows.seek(f.any(count)));
            const auto n = f.rows.get<std::int64_t>(f.id);
            f.rows.replace().set(f.text, rows_fixture::text_for(n, f.random() % 3000)).save();
        }
        if (i % 5 == 0) continue;    // rolled back
        work.commit({.how = ese::durability::lazy});
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(reading_for_long_needs_no_more_memory_than_reading_a_little)
{
    rows_fixture f;
    f.fill(20000, 100);
    read_rows(f, 20000, 50000);
    const std::uint64_t before = memory_now();

    read_rows(f, 20000, 600000);

    check_growth(before, 2 * mib);
}

BOOST_AUTO_TEST_CASE(updating_for_long_needs_no_more_memory_than_updating_a_little)
{
    rows_fixture f;
    f.fill(5000, 2000);
    update_rows(f, 5000, 60000);
    const std::uint64_t before = memory_now();

    update_rows(f, 5000, 150000);

    check_growth(before, 8 * mib);    // splits of pages that had been full so far
}

BOOST_AUTO_TEST_CASE(rows_that_come_and_go_leave_neither_memory_nor_pages)
{
    rows_fixture f;
    const auto once = [&] {
        f.fill(3000, 1500);
        ese::transaction work{f.session};
        for (bool more = f.rows.move_first(); more; more = f.rows.move_next()) f.rows.erase();
        work.commit({.how = ese::durability::lazy});
    };
    for (int i = 0; i < 4; ++i) once();
    const std::uint64_t before = memory_now(), owned = f.db.info().pages_owned;

    for (int i = 0; i < 25; ++i) once();

    check_growth(before, 2 * mib);
    BOOST_TEST(f.db.info().pages_owned <= owned + owned / 4);
    BOOST_TEST(!f.rows.move_first());
}

BOOST_AUTO_TEST_CASE(opening_and_closing_leaves_nothing_behind)
{
    rows_fixture f;
    f.fill(2000, 100);
    for (int i = 0; i < 20; ++i) f.reopen();
    const std::uint64_t before = memory_now();

    for (int i = 0; i < 300; ++i) {
        f.reopen();
        update_rows(f, 2000, 20);
    }

    check_growth(before, 1 * mib);
}

BOOST_AUTO_TEST_CASE(sessions_cursors_and_transactions_that_come_and_go_leave_nothing_behind)
{
    rows_fixture f;
    f.fill(1000, 50);
    const auto once = [&] {
        ese::session other = f.engine->begin_session();
        ese::database db = other.open(f.folder + "/memory.edb");
        ese::transaction work{other};
        for (int i = 0; i < 5; ++i) {
            ese::cursor c = db.open_cursor("rows");
            BOOST_REQUIRE(c.seek(f.any(1000)));
            ese::cursor d = c.dup();
            d.use_index("by_tag");
            BOOST_REQUIRE(d.move_next());
        }
    };
    for (int i = 0; i < 500; ++i) once();
    const std::uint64_t before = memory_now();

    for (int i = 0; i < 8000; ++i) once();

    check_growth(before, 1 * mib);
}

// A cache of 4 MiB for about 64.
BOOST_AUTO_TEST_CASE(a_small_cache_serves_a_database_many_times_its_size)
{
    constexpr std::int64_t count = 16000;
    const std::uint64_t bare = memory_now();
    rows_fixture f{1024};
    f.fill(count, 3500);

    for (int i = 0; i < 20000; ++i) {
        ese::transaction work{f.session};
        const std::int64_t n = f.any(count);
        BOOST_REQUIRE(f.rows.seek(n));
        const auto text = f.rows.get<std::string>(f.text);
        BOOST_REQUIRE(text.starts_with(std::to_string(n) + "."));
        BOOST_REQUIRE(text.ends_with("." + std::to_string(n)));
        if (i % 4 == 0) f.rows.replace().set(f.text, rows_fixture::text_for(n, 3000 + f.random() % 1000)).save();
        work.commit({.how = ese::durability::lazy});
    }
    std::int64_t met = 0;
    for (bool more = f.rows.move_first(); more; more = f.rows.move_next()) BOOST_REQUIRE(f.rows.get<std::int64_t>(f.id) == met++);

    BOOST_TEST(met == count);
    BOOST_TEST(f.db.info().pages_owned * 4096 > 12 * 1024 * 4096);
    check_growth(bare, 16 * mib);
}

BOOST_AUTO_TEST_SUITE_END()
