// page_guard_test.cpp — copies of pages that are overwritten, and the batches they belong to.
#include <ese/engine/page/cache.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace ese::engine;
using ese::testing::faulty_file_system;
using ese::testing::survival;

constexpr std::uint32_t page_size = 4096;
constexpr std::uint32_t pages = 300;    // two batches
constexpr std::uint64_t small_cache = 64 * page_size;
constexpr const char* guard_path = "/log/x.eseguard";

// A sound page whose content depends on `seed`.
std::vector<std::byte> page_of(std::uint32_t number, int seed)
{
    std::vector<std::byte> page(page_size);
    page_edit edit{page.data(), page_size};
    edit.format_page(object_id{2}, page_flag::leaf | page_flag::always, page_no{}, page_no{}, page_no{number});
    edit.insert_node(0, 0, 0, as_bytes_of("key"), as_bytes_of(std::string(3000, static_cast<char>('a' + seed % 26))));
    stamp_checksum(page.data(), page_size, number);
    return page;
}

void put(file& database, std::uint32_t number, bytes content) { database.write((std::uint64_t{number} + 1) * page_size, content); }

std::vector<std::byte> get(file& database, std::uint32_t number)
{
    std::vector<std::byte> page(page_size);
    database.read((std::uint64_t{number} + 1) * page_size, page);
    return page;
}

// A database under a guard, without a log.
class guarded_file {
public:
    explicit guarded_file(std::shared_ptr<faulty_file_system> files, std::uint64_t cache_bytes = std::uint64_t{4} << 20)
        : files_{std::move(files)}, budget_{cache_bytes}
    {
        pages_.set_last_page(page_no{pages});
        pages_.protect(std::make_unique<page_guard>(*files_, guard_path, page_size), lsn{1});
    }
    void fill(int seed)
    {
        for (std::uint32_t n = 1; n <= pages; ++n) {
            const std::vector<std::byte> content = page_of(n, seed);
            write_page page{pages_, page_no{n}};
            page.prepare_rebuild(1);
            page.become(page_view{content.data(), page_size});
        }
    }
    void flush() { pages_.flush(); }

private:
    std::shared_ptr<faulty_file_system> files_;
    cache_budget budget_;
    page_file pages_{files_->open("/db.edb", open_mode::read_write), page_size, budget_, page_file::access::read_write};
};

std::shared_ptr<faulty_file_system> files_with_database()
{
    auto files = std::make_shared<faulty_file_system>();
    files->create_directories("/log");
    const auto database = files->open("/db.edb", open_mode::create_new);
    database->resize(std::uint64_t{pages + 2} * page_size);
    for (std::uint32_t n = 1; n <= pages; ++n) put(*database, n, page_of(n, 0));
    database->sync();
    files->sync_directory("/");
    return files;
}

bool all_sound(faulty_file_system& files)
{
    const auto database = files.open("/db.edb", open_mode::read_write);
    (void)page_guard{files, guard_path, page_size}.restore(*database, lsn{1});
    for (std::uint32_t n = 1; n <= pages; ++n)
        if (check_page(get(*database, n).data(), page_size, n).state != page_check::good) return false;
    return true;
}

struct saved_batch {
    std::shared_ptr<faulty_file_system> files = files_with_database();
    std::unique_ptr<file> database = files->open("/db.edb", open_mode::read_write);

    saved_batch()
    {
        std::vector<std::byte> both = page_of(2, 5);
        const std::vector<std::byte> second = page_of(4, 5);
        both.insert(both.end(), second.begin(), second.end());
        page_guard{*files, guard_path, page_size}.save({page_no{2}, page_no{4}}, both, lsn{100});
    }
    std::uint32_t restore(lsn redo_from) { return page_guard{*files, guard_path, page_size}.restore(*database, redo_from); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(page)
BOOST_AUTO_TEST_SUITE(guard)

BOOST_AUTO_TEST_CASE(copies_come_back_over_damaged_and_over_older_pages)
{
    saved_batch batch;
    put(*batch.database, 2, std::vector<std::byte>(page_size, std::byte{0x5A}));
    BOOST_TEST(batch.restore(lsn{100}) == 1U);    // page 4 was older, not damaged
    BOOST_TEST((get(*batch.database, 2) == page_of(2, 5)));
    BOOST_TEST((get(*batch.database, 4) == page_of(4, 5)));
    BOOST_TEST((get(*batch.database, 3) == page_of(3, 0)));
    BOOST_TEST(batch.restore(lsn{100}) == 0U);
}

BOOST_AUTO_TEST_CASE(copies_older_than_the_log_that_is_redone_are_not_used)
{
    saved_batch batch;
    BOOST_TEST(batch.restore(lsn{101}) == 0U);
    BOOST_TEST((get(*batch.database, 2) == page_of(2, 0)));
}

BOOST_AUTO_TEST_CASE(a_damaged_copy_is_not_used_and_a_damaged_head_uses_none)
{
    saved_batch batch;
    {
        const auto guard = batch.files->open(guard_path, open_mode::read_write);
        const std::byte other{0xEE};
        guard->write(page_guard::head_size + 77, {&other, 1});
    }
    BOOST_TEST(batch.restore(lsn{1}) == 0U);
    BOOST_TEST((get(*batch.database, 2) == page_of(2, 0)));
    BOOST_TEST((get(*batch.database, 4) == page_of(4, 5)));

    saved_batch another;
    {
        const auto guard = another.files->open(guard_path, open_mode::read_write);
        const std::byte other{0xEE};
        guard->write(33, {&other, 1});
    }
    BOOST_TEST(another.restore(lsn{1}) == 0U);
    BOOST_TEST((get(*another.database, 4) == page_of(4, 0)));
}

BOOST_AUTO_TEST_CASE(no_page_is_torn_wherever_the_power_goes_and_whatever_survives)
{
    std::uint64_t cuts = 0;
    for (std::uint64_t n = 1;; ++n) {
        const auto files = files_with_database();
        files->cut_power_at(files->io_count() + n);
        try {
            guarded_file database{files};
            for (int seed = 1; seed < 4; ++seed) {
                database.fill(seed);
                database.flush();
            }
        } catch (const failure&) {
        }
        for (const survival how : {survival::synced_only, survival::torn_sectors, survival::each_at_random, survival::newest_only, survival::oldest_only})
            BOOST_REQUIRE_MESSAGE(all_sound(*files->after_crash({how, n})), "cut " << n << ", survival " << static_cast<int>(how));
        if (!files->power_is_cut()) break;
        ++cuts;
    }
    BOOST_TEST(cuts > 10U);
}

BOOST_AUTO_TEST_CASE(no_page_is_torn_when_changed_pages_have_to_make_room)
{
    std::uint64_t cuts = 0;
    for (std::uint64_t n = 1;; n += 7) {
        const auto files = files_with_database();
        files->cut_power_at(files->io_count() + n);
        try {
            guarded_file database{files, small_cache};
            for (int seed = 1; seed < 3; ++seed) database.fill(seed);
        } catch (const failure&) {
        }
        for (const survival how : {survival::torn_sectors, survival::each_at_random})
            BOOST_REQUIRE_MESSAGE(all_sound(*files->after_crash({how, n})), "cut " << n << ", survival " << static_cast<int>(how));
        if (!files->power_is_cut()) break;
        ++cuts;
    }
    BOOST_TEST(cuts > 10U);
}

BOOST_AUTO_TEST_CASE(changed_pages_that_make_room_share_what_it_costs_to_write_safely)
{
    const auto files = files_with_database();
    guarded_file database{files, small_cache};
    const std::uint64_t before = files->io_count();

    database.fill(1);

    const std::uint64_t made_room = pages - 64;
    BOOST_TEST(files->io_count() - before > made_room / 16);    // at most a quarter of the cache at once
    BOOST_TEST(files->io_count() - before < made_room);         // alone, each page would take five
}

// Its guard is the only whole copy then, so nothing may replace it before.
BOOST_AUTO_TEST_CASE(a_batch_that_could_not_be_placed_is_placed_before_the_next_one)
{
    std::uint64_t failed = 0;
    for (std::uint64_t failing = 1; failing < 14; ++failing) {
        for (std::uint64_t later = 1; later < 6; ++later) {
            const auto files = files_with_database();
            const std::uint64_t before = files->io_count();
            files->fail_at(before + failing);
            files->cut_power_at(before + failing + later);
            try {
                guarded_file database{files};
                for (int seed = 1; seed < 4; ++seed) {
                    database.fill(seed);
                    try {
                        database.flush();
                    } catch (const failure&) {
                        ++failed;
                    }
                }
            } catch (const failure&) {
            }
            for (const survival how : {survival::torn_sectors, survival::each_at_random})
                BOOST_REQUIRE_MESSAGE(all_sound(*files->after_crash({how, failing})), "failed " << failing << ", cut " << later << " behind");
        }
    }
    BOOST_TEST(failed > 50U);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
