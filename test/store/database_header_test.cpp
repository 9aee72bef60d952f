// database_header_test.cpp — what store/database_header.hpp promises.
#include <ese/engine/store/database_header.hpp>

#include <ese/engine/os/memory_files.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>

namespace engine = ese::engine;
using engine::database_header;
using ese::jet::error;

namespace {

struct fixture {
    engine::memory_files files;
    std::unique_ptr<engine::file> file = files.open("/a.edb", engine::open_mode::create_new);

    void save_clean(std::uint32_t page_size)
    {
        database_header header = database_header::fresh(page_size, 1, engine::now());
        header.mark_closed(100, 9, engine::now());
        header.save(*file);
    }
    void put(std::uint64_t offset, std::uint32_t word)
    {
        std::byte raw[4];
        engine::store_le<std::uint32_t>(raw, word);
        file->write(offset, raw);
    }
    error failure_of_load(std::uint32_t page_size)
    {
        try {
            (void)database_header::load(*file, page_size);
            return error::success;
        } catch (const engine::failure& accident) {
            return accident.code();
        }
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(store)
BOOST_FIXTURE_TEST_SUITE(database_header_, fixture)

BOOST_AUTO_TEST_CASE(what_was_saved_is_loaded_at_every_page_size)
{
    for (const std::uint32_t size : ese::jet::page_sizes) {
        save_clean(size);

        const database_header header = database_header::load(*file, size);

        BOOST_TEST(header.is_clean());
        BOOST_TEST(header.dbtime() == 100u);
        BOOST_TEST(header.highest_object() == 9u);
    }
}

BOOST_AUTO_TEST_CASE(a_fresh_or_open_header_is_not_clean)
{
    database_header header = database_header::fresh(4096, 1, engine::now());
    BOOST_TEST(!header.is_clean());

    header.mark_closed(100, 9, engine::now());
    BOOST_TEST(header.is_clean());

    header.mark_open(2, engine::now());
    BOOST_TEST(!header.is_clean());
}

BOOST_AUTO_TEST_CASE(one_sound_copy_suffices)
{
    save_clean(4096);
    put(100, 12345);
    BOOST_TEST(database_header::load(*file, 4096).is_clean());

    save_clean(4096);
    put(4096 + 100, 12345);
    BOOST_TEST(database_header::load(*file, 4096).is_clean());
}

BOOST_AUTO_TEST_CASE(two_bad_copies_are_a_corrupted_database)
{
    save_clean(4096);
    put(100, 12345);
    put(4096 + 100, 12345);

    BOOST_TEST((failure_of_load(4096) == error::database_corrupted));
}

BOOST_AUTO_TEST_CASE(another_page_size_is_told_apart_from_damage)
{
    save_clean(8192);
    BOOST_TEST((failure_of_load(4096) == error::page_size_mismatch));
    BOOST_TEST((failure_of_load(32768) == error::page_size_mismatch));
}

BOOST_AUTO_TEST_CASE(files_that_are_no_databases_are_refused)
{
    BOOST_TEST((failure_of_load(4096) == error::database_corrupted));

    file->resize(5000);
    BOOST_TEST((failure_of_load(4096) == error::database_corrupted));

    file->resize(1 << 20);
    BOOST_TEST((failure_of_load(4096) == error::database_corrupted));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
