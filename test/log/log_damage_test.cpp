// log_damage_test.cpp — a torn end is an end; damage before what was durable is told.
#include "log_fixture.hpp"

#include <ese/engine/os/memory_files.hpp>

namespace {

using namespace log_tests;

// A closed log of a few records, and what its first segment holds. The checkpoint is at its beginning.
struct closed_log {
    explicit closed_log(std::uint64_t count, std::uint32_t segment_bytes = 16384)
    {
        numbered_log log{files, small_log(segment_bytes)};
        for (std::uint64_t i = 0; i < count; ++i) ends.push_back(log.append());
        log->close();
        files.remove("/log/edb.esering");  // it would heal what is broken below
        segment = content_of(files, first);
    }
    std::size_t place_of(lsn position) const { return static_cast<std::size_t>(position.value()); }  // the first segment begins there

    memory_files files;
    std::string first = "/log/edb00000001.eselog";
    std::vector<std::byte> segment;
    std::vector<lsn> ends;
};

BOOST_AUTO_TEST_SUITE(log)

BOOST_AUTO_TEST_CASE(a_log_cut_at_any_byte_ends_with_the_record_before)
{
    closed_log made{12};
    const std::size_t all = made.place_of(made.ends.back());

    for (std::size_t cut = made.place_of(made.ends.front()); cut < all; ++cut) {
        auto torn = made.segment;
        std::fill(torn.begin() + static_cast<std::ptrdiff_t>(cut), torn.end(), std::byte{0});
        set_content(made.files, made.first, torn);
        numbered_log log{made.files};

        const std::uint64_t found = log.replay();

        BOOST_REQUIRE_EQUAL(found, log.next);
        if (found < 12) BOOST_REQUIRE(cut < made.place_of(made.ends[found]));          // the next one was cut
        BOOST_REQUIRE(cut + 7 >= made.place_of(made.ends[found - 1]));                  // padding may be cut
    }
}

BOOST_AUTO_TEST_CASE(a_log_cut_anywhere_can_be_continued)
{
    closed_log made{12};

    for (std::size_t cut = made.place_of(made.ends.front()); cut < made.place_of(made.ends.back()); cut += 37) {
        auto torn = made.segment;
        std::fill(torn.begin() + static_cast<std::ptrdiff_t>(cut), torn.end(), std::byte{0xE5});
        set_content(made.files, made.first, torn);
        std::uint64_t found = 0;
        {
            numbered_log log{made.files};
            found = log.replay();
            log.append_many(20);
            log->flush_to(log->end());
        }
        numbered_log again{made.files};
        BOOST_REQUIRE_EQUAL(again.replay(), found + 20);
        again.kill();
        made.files.remove("/log/edb.esering");
    }
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_in_what_was_durable_is_damage)
{
    faulty_file_system files;
    lsn first_end, flushed_before_last;
    {
        numbered_log log{files};
        first_end = log.append();
        for (int i = 0; i < 20; ++i) {
            flushed_before_last = log->end();
            log->flush_to(log->end());
            log.append();
        }
        log->flush_to(log->end());
    }
    files.remove("/log/edb.esering");
    const std::string name = "/log/edb00000001.eselog";
    const auto sound = content_of(files, name);

    for (std::uint64_t at = first_end.value(); at < flushed_before_last.value(); at += 13) {
        auto broken = sound;
        broken[static_cast<std::size_t>(at)] ^= std::byte{4};
        set_content(files, name, broken);
        numbered_log log{files};

        error code = error::success;
        std::uint64_t found = 0;
        code = code_of([&] { found = log.replay(); });

        BOOST_REQUIRE((code == error::log_file_corrupt || found == 21));  // padding may be flipped
    }
}

BOOST_AUTO_TEST_CASE(a_damaged_log_stays_as_it_is)
{
    closed_log made{3};
    made.segment[made.place_of(made.ends[0]) + 20] ^= std::byte{1};
    set_content(made.files, made.first, made.segment);
    {
        numbered_log log{made.files};
        log.replay();  // nothing proves that the rest was durable: its end is torn
        log.append_many(40);
        log->write_checkpoint({log->end(), {}});
        log.append_many(5);
        log->close();
    }
    auto broken = content_of(made.files, made.first);
    broken[made.place_of(made.ends[0]) + 60] ^= std::byte{1};
    set_content(made.files, made.first, broken);
    made.files.remove("/log/edb.esering");

    for (int attempt = 0; attempt < 2; ++attempt) {
        numbered_log log{made.files};
        BOOST_TEST((code_of([&] { log.replay(); }) == error::log_file_corrupt));
    }
    BOOST_TEST(equal(content_of(made.files, made.first), broken));
}

BOOST_AUTO_TEST_CASE(a_missing_segment_is_told_wherever_it_is)
{
    closed_log made{400};
    const auto names = segments_in(made.files);
    BOOST_REQUIRE_GE(names.size(), 5u);

    for (const std::string& name : names) {
        const auto content = content_of(made.files, name);
        made.files.remove(name);
        error code = error::success;
        std::uint64_t found = 0;
        code = code_of([&] {
            numbered_log log{made.files};
            found = log.replay(log->read_checkpoint().redo_from);
        });
        if (code == error::success) BOOST_TEST(name == names.back());  // prepared, and empty; or nothing proves that it was not
        else BOOST_TEST((code == error::missing_log_file));
        if (code == error::success) break;
        set_content(made.files, name, content);
    }
}

BOOST_AUTO_TEST_CASE(the_last_segments_are_missed_when_the_ring_remembers_them)
{
    memory_files files;
    {
        numbered_log log{files, small_log(8192)};
        for (int i = 0; i < 200; ++i) {
            log.append();
            log->flush_to(log->end());
        }
    }
    auto names = segments_in(files);
    for (int i = 0; i < 4; ++i, names.pop_back()) files.remove(names.back());
    const auto lost_from = static_cast<std::ptrdiff_t>(4096 + 4096 * (names.size() + 1));
    auto ring = content_of(files, "/log/edb.esering");
    std::fill(ring.begin() + lost_from - 400, ring.begin() + lost_from + 800, std::byte{0});  // it would heal the log
    set_content(files, "/log/edb.esering", ring);

    numbered_log log{files, small_log(8192)};

    BOOST_TEST((code_of([&] { log.replay(); }) == error::missing_log_file));
}

BOOST_AUTO_TEST_CASE(a_damaged_segment_header_is_damage)
{
    closed_log made{400};
    const auto names = segments_in(made.files);

    for (const std::string& name : names) {
        const auto content = content_of(made.files, name);
        auto broken = content;
        broken[33] ^= std::byte{16};
        set_content(made.files, name, broken);
        const error code = code_of([&] {
            numbered_log log{made.files};
            log.replay(log->read_checkpoint().redo_from);
        });
        BOOST_TEST((code == error::log_file_corrupt));
        set_content(made.files, name, content);
    }
}

BOOST_AUTO_TEST_CASE(segments_of_another_log_are_recognised)
{
    closed_log mine{400}, other{400};
    set_content(mine.files, segments_in(mine.files)[1], content_of(other.files, segments_in(other.files)[1]));

    BOOST_TEST((code_of([&] { numbered_log log{mine.files}; }) == error::bad_log_signature));
}

BOOST_AUTO_TEST_CASE(a_ring_of_another_log_is_not_read)
{
    closed_log mine{20};
    memory_files others;
    {
        numbered_log other{others};
        other.append_many(40);
    }
    set_content(mine.files, "/log/edb.esering", content_of(others, "/log/edb.esering"));

    numbered_log log{mine.files};

    BOOST_TEST(log.replay() == 20u);
}

BOOST_AUTO_TEST_CASE(no_byte_in_any_file_makes_opening_crash)
{
    memory_files files;
    {
        numbered_log log{files, small_log(8192)};
        log.append_many(60);
        log->write_checkpoint({log->end(), payload_of(5)});
        log.append_many(20);
    }
    std::mt19937 random{11};
    const auto names = files.list("/log");
    for (int attempt = 0; attempt < 400; ++attempt) {
        const std::string name = "/log/" + names[random() % names.size()];
        const auto sound = content_of(files, name);
        auto broken = sound;
        const std::size_t reach = random() % 2 != 0 ? std::min<std::size_t>(broken.size(), 200) : broken.size();
        for (int i = 0; i < 3; ++i) broken[random() % reach] = static_cast<std::byte>(random());
        memory_files copy;
        copy.create_directories("/log");
        for (const std::string& each : names) set_content(copy, "/log/" + each, content_of(files, "/log/" + each));
        set_content(copy, name, broken);
        (void)code_of([&] {
            numbered_log log{copy, small_log(8192)};
            log->replay(log->read_checkpoint().redo_from, [](std::uint8_t, bytes, lsn, lsn) {});
            log.append_many(3);
            log->close();
        });
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
