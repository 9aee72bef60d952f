// database_header_test.cpp — the two header pages: what is kept, which copy counts, which files are let in.
#include <ese/engine/os/memory_files.hpp>
#include <ese/engine/page/database_header.hpp>

#include "shared_data.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <random>
#include <vector>

namespace {

using namespace ese::engine;
using ese::jet::error;

constexpr std::uint32_t page_sizes[] = {4096, 8192, 16384, 32768};
const wall_time some_day = std::chrono::sys_days{std::chrono::year{2024} / 2 / 29} + std::chrono::milliseconds{3723987};

database_header clean_header(std::uint32_t page_size)
{
    database_header header = database_header::fresh(page_size, 42, some_day);
    header.mark_clean(99, some_day);
    return header;
}

struct header_on_disk {
    explicit header_on_disk(const database_header& header) { write_database_header(*opened, header); }

    void spoil(std::uint64_t offset)
    {
        std::byte b;
        opened->read(offset, {&b, 1});
        b ^= std::byte{1};
        opened->write(offset, {&b, 1});
    }
    memory_files files;
    std::unique_ptr<file> opened = files.open("header.edb", open_mode::create_new);
};

error code_of_reading(file& from)
{
    try {
        (void)read_database_header(from);
        return error::success;
    } catch (const failure& f) {
        return f.code();
    }
}

template <class Change>
error answer_after(Change&& change, header_use use = header_use::read_write)
{
    database_header header = clean_header(4096);
    change(header);
    return why_not_attachable(header, 4096, use);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(page)
BOOST_AUTO_TEST_SUITE(header)

BOOST_AUTO_TEST_CASE(a_time_survives_to_the_millisecond)
{
    const logtime time = logtime::from(some_day);
    BOOST_TEST(time.is_set());
    BOOST_TEST((time.to_time() == some_day));
    BOOST_TEST((time.raw == std::array<std::uint8_t, 8>{3, 2, 1, 29, 2, 124, 1 | (987 & 127) << 1, (987 >> 7) << 1}));
}

BOOST_AUTO_TEST_CASE(no_time_and_no_such_date_are_no_time)
{
    BOOST_TEST(!logtime{}.to_time().has_value());
    BOOST_TEST((!logtime{{0, 0, 0, 30, 2, 124, 1, 0}}.to_time().has_value()));  // the 30th of February
    BOOST_TEST((!logtime{{61, 0, 0, 1, 1, 124, 1, 0}}.to_time().has_value()));
}

BOOST_AUTO_TEST_CASE(a_header_reads_back_as_written_at_all_page_sizes)
{
    for (const std::uint32_t size : page_sizes) {
        header_on_disk disk{clean_header(size)};
        const found_header found = read_database_header(*disk.opened);

        BOOST_TEST(!found.one_copy_bad);
        BOOST_TEST(found.header.page_size() == size);
        BOOST_TEST(found.header.dbtime == 99u);
        BOOST_TEST(found.header.signature.random == 42u);
        BOOST_TEST((found.header.time_consistent == logtime::from(some_day)));
        BOOST_TEST((found.header.state == database_state::clean));
        BOOST_TEST((why_not_attachable(found.header, size, header_use::read_write) == error::success));
    }
}

BOOST_AUTO_TEST_CASE(bytes_without_a_name_survive)
{
    std::vector<std::byte> page(4096), again(4096);
    clean_header(4096).encode(page);
    page[700] = std::byte{0x77};
    page[900] = std::byte{0x78};
    store_le(page.data(), header_checksum(page));

    database_header::decode(page).encode(again);

    BOOST_TEST((again == page));
}

BOOST_AUTO_TEST_CASE(one_good_copy_is_enough_and_none_is_corruption)
{
    for (const std::uint32_t size : page_sizes) {
        header_on_disk first_bad{clean_header(size)}, second_bad{clean_header(size)}, both_bad{clean_header(size)};
        first_bad.spoil(300);
        second_bad.spoil(size + 300);
        both_bad.spoil(300);
        both_bad.spoil(size + 300);

        BOOST_TEST(read_database_header(*first_bad.opened).one_copy_bad);
        BOOST_TEST(read_database_header(*first_bad.opened).header.page_size() == size);
        BOOST_TEST(read_database_header(*second_bad.opened).one_copy_bad);
        BOOST_TEST((code_of_reading(*both_bad.opened) == error::database_corrupted));
    }
}

BOOST_AUTO_TEST_CASE(of_two_whole_copies_that_differ_the_first_counts)
{
    database_header header = clean_header(4096);
    header_on_disk disk{header};
    header.mark_dirty(some_day);
    std::vector<std::byte> page(4096);
    header.encode(page);
    disk.opened->write(0, page);

    const found_header found = read_database_header(*disk.opened);

    BOOST_TEST(found.one_copy_bad);
    BOOST_TEST((found.header.state == database_state::dirty));
}

BOOST_AUTO_TEST_CASE(files_that_are_too_short_or_no_database_are_corrupted)
{
    header_on_disk disk{clean_header(4096)};
    for (const std::uint64_t size : {8191u, 4096u, 100u, 0u}) {
        disk.opened->resize(size);
        BOOST_TEST((code_of_reading(*disk.opened) == error::database_corrupted));
    }
    std::mt19937 random{5};
    std::vector<std::byte> noise(100000);
    for (std::byte& b : noise) b = static_cast<std::byte>(random());
    disk.opened->write(0, noise);
    BOOST_TEST((code_of_reading(*disk.opened) == error::database_corrupted));
}

BOOST_AUTO_TEST_CASE(each_reason_not_to_attach_has_its_code)
{
    BOOST_TEST((answer_after([](auto&) {}) == error::success));
    BOOST_TEST((answer_after([](auto& h) { h.magic = 1; }) == error::database_corrupted));
    BOOST_TEST((answer_after([](auto& h) { h.attributes = 1; }) == error::database_corrupted));
    BOOST_TEST((answer_after([](auto& h) { h.type = file_type::log; }) == error::file_invalid_type));
    BOOST_TEST((answer_after([](auto& h) { h.type = file_type::unknown; }) == error::success));
    BOOST_TEST((answer_after([](auto& h) { h.version = 0x621; }) == error::invalid_database_version));
    BOOST_TEST((answer_after([](auto& h) { h.version = 0x600; }) == error::invalid_database_version));
    BOOST_TEST((answer_after([](auto& h) { h.update = 300; }) == error::success));
    BOOST_TEST((answer_after([](auto& h) { h.update = 301; }) == error::invalid_database_version));
    BOOST_TEST((answer_after([](auto& h) { h.update = 301; }, header_use::read_only) == error::success));
    BOOST_TEST((answer_after([](auto& h) { h.stored_page_size = 8192; }) == error::page_size_mismatch));
    BOOST_TEST((answer_after([](auto& h) { h.stored_page_size = 0; }) == error::success));
    BOOST_TEST((answer_after([](auto& h) { h.state = database_state::dirty; }) == error::database_dirty_shutdown));
    BOOST_TEST((answer_after([](auto& h) { h.state = database_state::just_created; }) == error::database_corrupted));
    BOOST_TEST((answer_after([](auto& h) { h.generation_required_low = 1; }) == error::database_corrupted));
    BOOST_TEST((answer_after([](auto& h) { h.dbtime = 0; }) == error::database_corrupted));
    BOOST_TEST((answer_after([](auto& h) { h.last_object_id = 0; }) == error::database_corrupted));
}

BOOST_AUTO_TEST_CASE(a_header_that_was_changed_fits_no_foreign_log_any_more)
{
    database_header header = clean_header(4096);
    header.log_signature.random = header.header_write.random = header.flush_map_write.random = 1;
    header.position_consistent = header.generation_required_high = 5;

    header.mark_dirty(some_day);

    BOOST_TEST((header.log_signature == file_signature{}));
    BOOST_TEST((header.header_write == file_signature{}));
    BOOST_TEST((header.flush_map_write == file_signature{}));
    BOOST_TEST(header.position_consistent == 0u);
    BOOST_TEST(header.generation_required_high == 0u);
}

BOOST_AUTO_TEST_CASE(headers_that_windows_wrote_are_let_in_and_survive_unchanged)
{
    const auto samples = page_tests::sample_databases();
    if (samples.empty()) BOOST_TEST_MESSAGE("skipped: no sample databases here");
    for (const auto& sample : samples) {
        BOOST_TEST_CONTEXT(sample.name)
        {
            memory_files files;
            const auto opened = files.open("sample.edb", open_mode::create_new);
            opened->write(0, std::as_bytes(std::span{sample.content}));

            const found_header found = read_database_header(*opened);
            const std::uint32_t size = found.header.page_size();
            BOOST_TEST(!found.one_copy_bad);
            BOOST_TEST((why_not_attachable(found.header, size, header_use::read_write) == error::success));
            BOOST_TEST(found.header.time_consistent.to_time().has_value());

            std::vector<std::byte> before(size), after(size);
            opened->read(0, before);
            found.header.encode(after);
            BOOST_TEST((before == after));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
