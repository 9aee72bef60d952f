// log_test.cpp — what is appended is there again: after closing, after the process was killed, across segments and laps.
#include "log_fixture.hpp"

#include <ese/engine/os/memory_files.hpp>
#include <ese/engine/os/native_files.hpp>

#include <atomic>
#include <filesystem>
#include <thread>

namespace {

using namespace log_tests;

BOOST_AUTO_TEST_SUITE(log)

BOOST_AUTO_TEST_CASE(records_of_any_size_come_back_in_order_after_closing)
{
    memory_files files;
    numbered_log before{files};
    before.size_max = 4000;
    before.append_many(2000);  // many laps of the ring and many segments
    before->close();

    numbered_log after{files};
    after.size_max = 4000;

    BOOST_TEST(after->needs_replay());
    BOOST_TEST(after.replay() == 2000u);
}

BOOST_AUTO_TEST_CASE(a_record_may_be_empty_or_as_large_as_half_the_ring)
{
    memory_files files;
    std::vector<std::byte> large;
    {
        numbered_log log{files};
        large.assign(log->payload_max(), std::byte{7});
        for (int i = 0; i < 5; ++i) {
            log->append(1, {});
            log->append(2, large);
        }
        BOOST_TEST((code_of([&] { log->append(2, large, as_bytes_of("x")); }) == error::log_buffer_too_small));
        log->close();
    }

    numbered_log log{files};
    int empty = 0, full = 0;
    log->replay({}, [&](std::uint8_t kind, bytes payload, lsn, lsn) {
        if (kind == 1 && payload.empty()) ++empty;
        if (kind == 2 && equal(payload, large)) ++full;
    });

    BOOST_TEST(empty == 5);
    BOOST_TEST(full == 5);
}

BOOST_AUTO_TEST_CASE(a_killed_process_loses_nothing_it_appended)
{
    memory_files files;
    std::uint64_t appended = 0;
    for (int life = 0; life < 40; ++life) {
        numbered_log log{files};
        if (log->needs_replay()) BOOST_TEST(log.replay() == appended);
        log.append_many(static_cast<std::uint64_t>(life * 7 % 23));
        if (life % 3 == 0) log->flush_to(log->end());
        log.append_many(static_cast<std::uint64_t>(life % 5));
        appended = log.next;
        log.kill();
    }
}

BOOST_AUTO_TEST_CASE(flushing_makes_everything_before_it_durable)
{
    faulty_file_system files;
    numbered_log log{files};
    log.append_many(50);
    const lsn middle = log->end();
    BOOST_TEST((log->durable() < middle));

    log->flush_to(middle);
    log.append_many(50);

    BOOST_TEST((log->durable() == middle));
    const auto survivors = files.after_crash({survival::synced_only});
    numbered_log after{*survivors};
    BOOST_TEST(after.replay() == 50u);
}

BOOST_AUTO_TEST_CASE(appending_asks_nothing_of_the_system_while_there_is_room)
{
    faulty_file_system files;
    numbered_log log{files, small_log(1 << 20)};
    const std::uint64_t before = files.io_count();

    log.append_many(300);

    BOOST_TEST(files.io_count() == before);
}

BOOST_AUTO_TEST_CASE(a_segment_prepared_ahead_is_one_a_commit_need_not_make)
{
    faulty_file_system files;
    numbered_log log{files};
    while (!log->wants_next_segment()) log.append();
    log->prepare_next_segment();
    BOOST_TEST(!log->wants_next_segment());
    const std::uint64_t before = files.io_count();

    log.append_many(20);
    log->flush_to(log->end());

    BOOST_TEST(files.io_count() == before + 2);  // one write, one sync
}

BOOST_AUTO_TEST_CASE(many_threads_commit_and_nothing_is_lost_or_doubled)
{
    constexpr std::uint64_t threads = 6, each = 300;
    faulty_file_system files;
    {
        numbered_log log{files};
        std::atomic<int> wrong{0};
        std::vector<std::thread> running;
        for (std::uint64_t t = 0; t < threads; ++t)
            running.emplace_back([&, t] {
                for (std::uint64_t i = 0; i < each; ++i) {
                    std::array<std::byte, 16> who;
                    store_le(who.data(), t);
                    store_le(who.data() + 8, i);
                    const lsn end = log->append(1, who, payload_of(i, 200));
                    if (i % 3 == 0) log->flush_to(end);
                    if (i % 3 == 0 && log->durable() < end) ++wrong;
                    if (i % 50 == 0) log->prepare_next_segment();
                }
                log->flush_to(log->end());
            });
        for (std::thread& t : running) t.join();
        BOOST_TEST(wrong == 0);
    }

    const auto survivors = files.after_crash({survival::synced_only});
    numbered_log after{*survivors};
    std::vector<std::uint64_t> next(threads, 0);
    after->replay({}, [&](std::uint8_t, bytes payload, lsn, lsn) {
        const auto t = load_le<std::uint64_t>(payload.data()), i = load_le<std::uint64_t>(payload.data() + 8);
        BOOST_REQUIRE_LT(t, threads);
        BOOST_REQUIRE_EQUAL(i, next[t]++);
        BOOST_REQUIRE(equal(payload.subspan(16), payload_of(i, 200)));
    });
    for (const std::uint64_t n : next) BOOST_TEST(n == each);
}

BOOST_AUTO_TEST_CASE(a_log_is_open_once)
{
    memory_files files;
    numbered_log first{files};

    BOOST_TEST((code_of([&] { ese::engine::log second{files, small_log()}; }) == error::log_file_path_in_use));

    first->close();
    BOOST_TEST((code_of([&] { ese::engine::log second{files, small_log()}; }) == error::success));
}

BOOST_AUTO_TEST_CASE(opening_what_is_not_there_fails_and_leaves_nothing)
{
    memory_files files;
    files.create_directories("/log");

    BOOST_TEST((code_of([&] { ese::engine::log log{files, small_log(), log_mode::open_existing}; }) == error::missing_log_file));

    BOOST_TEST(files.list("/log").empty());
    log_settings elsewhere = small_log();
    elsewhere.directory = "/nowhere";
    BOOST_TEST((code_of([&] { ese::engine::log log{files, elsewhere}; }) == error::invalid_log_directory));
}

BOOST_AUTO_TEST_CASE(a_checkpoint_says_where_replaying_begins)
{
    memory_files files;
    lsn from;
    {
        numbered_log log{files};
        log.append_many(100);
        from = log->end();
        log->write_checkpoint({from, payload_of(1)});
        log.append_many(20);
    }

    numbered_log log{files};
    const auto found = log->read_checkpoint();

    BOOST_TEST((found.redo_from == from));
    BOOST_TEST(equal(found.note, payload_of(1)));
    BOOST_TEST(log.replay(found.redo_from, 100) == 20u);
}

BOOST_AUTO_TEST_CASE(a_log_closed_at_its_checkpoint_opens_with_nothing_to_do)
{
    memory_files files;
    for (std::uint64_t life = 0; life < 6; ++life) {
        numbered_log log{files};
        BOOST_TEST(log.replay(log->read_checkpoint().redo_from, life * 10) == 0u);
        log.next = life * 10;
        log.append_many(10);
        log->write_checkpoint({log->end(), {}});
        log->close();
    }
}

BOOST_AUTO_TEST_CASE(one_checkpoint_slot_may_be_damaged)
{
    memory_files files;
    lsn older;
    {
        numbered_log log{files};
        log.append_many(30);
        older = log->end();
        log->write_checkpoint({older, payload_of(3)});
        log.append_many(30);
        log->write_checkpoint({log->end(), payload_of(4)});
        log->close();
    }
    auto content = content_of(files, "/log/edb.esechk");
    content[65536 + 40] ^= std::byte{1};  // the third one stored
    set_content(files, "/log/edb.esechk", content);

    numbered_log log{files};

    BOOST_TEST((log->read_checkpoint().redo_from == older));
    BOOST_TEST(log.replay(older, 30) == 30u);
}

BOOST_AUTO_TEST_CASE(without_a_checkpoint_reading_begins_with_the_oldest_record)
{
    memory_files files;
    {
        numbered_log log{files};
        log.append_many(500);
        log->close();
    }
    files.remove("/log/edb.esechk");
    {
        numbered_log log{files};
        BOOST_TEST((log->read_checkpoint().redo_from == lsn{}));
        BOOST_TEST(log.replay() == 500u);
        log->close();
    }
    files.remove(segments_in(files).front());

    numbered_log log{files};
    std::uint64_t first = UINT64_MAX, count = 0;
    log->replay({}, [&](std::uint8_t, bytes payload, lsn, lsn) {
        first = std::min(first, load_le<std::uint64_t>(payload.data()));
        ++count;
    });
    BOOST_TEST(first > 0u);
    BOOST_TEST(first + count == 500u);
}

BOOST_AUTO_TEST_CASE(a_circular_log_uses_its_segments_again)
{
    memory_files files;
    std::size_t most = 0;
    std::uint64_t appended = 0;
    lsn from;
    for (int life = 0; life < 3; ++life) {
        numbered_log log{files, small_log(16384, true)};
        log.replay(log->read_checkpoint().redo_from, appended);
        BOOST_TEST(log.next == appended);
        for (int round = 0; round < 60; ++round) {
            log.append_many(40);
            log->write_checkpoint({log->end(), {}});
            log->release_before(log->end());
            log->prepare_next_segment();
            most = std::max(most, segments_in(files).size());
        }
        appended = log.next;
        from = log->end();
        if (life == 1) log->close();
    }

    BOOST_TEST(most <= 6u);
    numbered_log log{files, small_log(16384, true)};
    BOOST_TEST(log.replay(from, appended) == 0u);
}

BOOST_AUTO_TEST_CASE(a_log_at_rest_keeps_no_segments_to_use_again)
{
    memory_files files;
    std::uint64_t appended = 0;
    {
        numbered_log log{files, small_log(16384, true)};
        for (int round = 0; round < 30; ++round) {
            log.append_many(40);
            log->write_checkpoint({log->end(), {}});
            log->release_before(log->end());
        }
        BOOST_TEST(segments_in(files).size() > 2U);
        appended = log.next;
        log->close();
    }
    BOOST_TEST(segments_in(files).size() <= 2U);

    numbered_log log{files, small_log(16384, true)};
    BOOST_TEST(log.replay(log->read_checkpoint().redo_from, appended) == 0U);
    log.append_many(400);
    BOOST_TEST(segments_in(files).size() > 2U);
}

BOOST_AUTO_TEST_CASE(what_the_checkpoint_needs_is_never_released)
{
    memory_files files;
    lsn from;
    {
        numbered_log log{files, small_log(16384, true)};
        log.append_many(10);
        from = log->end();
        log->write_checkpoint({from, {}});
        for (int round = 0; round < 30; ++round) {
            log.append_many(40);
            log->flush_to(log->end());
            log->release_before(log->end());
        }
    }

    numbered_log log{files, small_log(16384, true)};

    BOOST_TEST(log.replay(from, 10) == 1200u);
}

BOOST_AUTO_TEST_CASE(segment_and_ring_sizes_may_change_between_lives)
{
    memory_files files;
    std::uint64_t appended = 0;
    for (const std::uint32_t size : {16384u, 65536u, 8192u, 100000u}) {
        log_settings settings = small_log(size);
        settings.ring_bytes = size * 2;
        numbered_log log{files, settings};
        log.replay();
        BOOST_TEST(log.next == appended);
        log.append_many(300);
        appended = log.next;
    }
}

BOOST_AUTO_TEST_CASE(two_logs_share_a_folder_when_their_names_differ)
{
    memory_files files;
    log_settings other = small_log();
    other.base_name = "edb0";
    {
        numbered_log a{files}, b{files, other};
        a.append_many(100);
        b.append_many(50);
    }

    numbered_log a{files}, b{files, other};

    BOOST_TEST(a.replay() == 100u);
    BOOST_TEST(b.replay() == 50u);
}

BOOST_AUTO_TEST_CASE(the_files_of_this_machine_keep_a_log_as_well)
{
    std::random_device random;
    const auto folder = std::filesystem::temp_directory_path() / ("ese_log_test_" + std::to_string(random()));
    std::filesystem::create_directory(folder);
    {
        native_files files;
        log_settings settings = small_log();
        settings.directory = folder.generic_string();
        std::uint64_t appended = 0;
        for (int life = 0; life < 4; ++life) {
            ese::engine::log log{files, settings};
            std::uint64_t next = 0;
            log.replay({}, [&](std::uint8_t, bytes payload, lsn, lsn) { BOOST_REQUIRE(equal(payload, payload_of(next++))); });
            BOOST_TEST(next == appended);
            for (int i = 0; i < 300; ++i) log.append(9, payload_of(appended++));
            log.flush_to(log.end());
            for (int i = 0; i < 30; ++i) log.append(9, payload_of(appended++));
            if (life == 2) log.close();
        }
    }
    std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
