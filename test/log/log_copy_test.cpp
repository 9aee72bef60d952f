// log_copy_test.cpp — a stretch of a log becomes a log of its own.

#include "log_fixture.hpp"

#include <ese/engine/log/log_copy.hpp>

namespace {

using namespace log_tests;

BOOST_AUTO_TEST_SUITE(log)

void write_copy(ese::engine::log& from, const log_extract& what, faulty_file_system& files)
{
    files.create_directories("/copy");
    const auto out = files.open("/copy/" + segment_of_copy("two"), open_mode::create_new);
    std::uint64_t at = 0;
    copy_log(from, what, [&](bytes piece) {
        out->write(at, piece);
        at += piece.size();
    });
    store_checkpoint_of_copy(files, "/copy", "two", what, {std::byte{9}});
}

log_settings settings_of_copy() { return {"/copy", "two", 16384, true, 65536}; }

BOOST_AUTO_TEST_CASE(a_copy_has_the_records_of_its_stretch_and_none_behind_it)
{
    faulty_file_system files;
    numbered_log from{files};
    from.replay();
    from.append_many(100);
    const lsn begin = from->end();
    from.append_many(300);   // several segments
    const lsn end = from->end();
    from.append_many(3);     // in the block the stretch ends in
    from->flush_to(from->end());

    write_copy(*from, from->describe(begin, end), files);
    ese::engine::log copy{files, settings_of_copy(), log_mode::open_existing};
    BOOST_TEST(copy.read_checkpoint().note.size() == 1u);
    std::uint64_t number = 100;
    copy.replay(begin, [&](std::uint8_t, bytes payload, lsn, lsn) { BOOST_REQUIRE(equal(payload, payload_of(number++))); });
    BOOST_TEST(number == 400u);
    copy.close();
}

BOOST_AUTO_TEST_CASE(a_copy_of_nothing_is_an_empty_log_that_can_be_written)
{
    faulty_file_system files;
    numbered_log from{files};
    from.replay();
    from.append_many(10);
    from->flush_to(from->end());
    const lsn here = from->end();

    write_copy(*from, from->describe(here, here), files);
    ese::engine::log copy{files, settings_of_copy(), log_mode::open_existing};
    std::size_t found = 0;
    copy.replay(here, [&](std::uint8_t, bytes, lsn, lsn) { ++found; });
    BOOST_TEST(found == 0u);
    copy.flush_to(copy.append(1, {}));
    copy.close();
}

BOOST_AUTO_TEST_CASE(a_damaged_copy_is_no_log)
{
    faulty_file_system files;
    numbered_log from{files};
    from.replay();
    from.append_many(100);
    from->flush_to(from->end());
    write_copy(*from, from->describe(lsn{4096}, from->end()), files);
    files.open("/copy/" + segment_of_copy("two"), open_mode::read_write)->write(9000, std::vector<std::byte>(100, std::byte{1}));

    ese::engine::log copy{files, settings_of_copy(), log_mode::open_existing};
    BOOST_TEST((code_of([&] { copy.replay({}, [](std::uint8_t, bytes, lsn, lsn) {}); }) == error::log_file_corrupt));
}

BOOST_AUTO_TEST_CASE(the_notice_comes_before_the_flush_returns_and_says_what_is_durable)
{
    faulty_file_system files;
    numbered_log log{files};
    std::vector<std::uint64_t> told;
    log->tell_durable([&](const ese::jet::durable_notice& notice) { told.push_back(notice.up_to.value()); });
    log.append_many(5);
    const lsn end = log->end();
    BOOST_TEST(told.empty());
    log->flush_to(end);
    log->flush_to(end);
    BOOST_TEST(told == std::vector<std::uint64_t>{end.value()}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_undoes_finds_room_when_the_disk_has_none)
{
    faulty_file_system files;
    numbered_log log{files, small_log(16384)};
    files.limit_bytes(files.bytes_used());
    BOOST_TEST((code_of([&] { log.append_many(1000); }) == error::log_disk_full));
    {
        const ese::engine::log::undoing outer{&*log};
        const ese::engine::log::undoing inner{&*log};
        for (int i = 0; i < 5; ++i) log.append();
    }
    BOOST_TEST((code_of([&] { log.append(); }) == error::log_disk_full));
    log->flush_to(log->end());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
