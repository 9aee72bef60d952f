// log_crash_test.cpp — the power goes at every I/O, every I/O fails once, the disk is full: what was durable is there.
#include "log_fixture.hpp"

#include <array>
#include <atomic>
#include <thread>

namespace {

using namespace log_tests;

constexpr std::array policies{survival::synced_only, survival::everything,  survival::each_at_random, survival::torn_sectors,
                              survival::oldest_only, survival::newest_only, survival::process_killed};

log_settings tiny_log() { return small_log(8192, true); }

// What the lives of a log promised to the world, in records.
struct promises {
    std::uint64_t appended = 0;
    std::uint64_t durable = 0;
};

// Opens, reads what is there, and works on; `kept` says what must be there, and learns what is promised now.
void live(file_system& files, promises& kept, int rounds)
{
    numbered_log log{files, tiny_log()};
    log.size_max = 1500;  // several blocks a flush
    lsn from{};
    std::uint64_t first = 0;  // records before the checkpoint
    if (const auto found = log->read_checkpoint(); found.redo_from) {
        from = found.redo_from;
        if (!found.note.empty()) first = load_le<std::uint64_t>(found.note.data());
    }
    log.replay(from, first);
    BOOST_REQUIRE_GE(log.next, kept.durable);
    BOOST_REQUIRE_LE(log.next, kept.appended);
    kept.durable = kept.appended = log.next;  // what was read back is durable from now on

    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < 9; ++i) {
            kept.appended = log.next + 1;
            log.append();
        }
        log->flush_to(log->end());
        kept.durable = log.next;
        if (round % 3 == 2) {
            std::vector<std::byte> note(8);
            store_le(note.data(), log.next);
            log->write_checkpoint({log->end(), note});
            log->release_before(log->end());
        }
        if (round % 2 == 1) log->prepare_next_segment();
        for (int i = 0; i < 3; ++i) {
            kept.appended = log.next + 1;
            log.append();
        }
    }
}

BOOST_AUTO_TEST_SUITE(log)

BOOST_AUTO_TEST_CASE(what_was_durable_survives_the_power_going_at_any_io)
{
    for (std::uint64_t n = 1;; ++n) {
        faulty_file_system files;
        files.cut_power_at(n);
        promises kept;
        const error code = code_of([&] { live(files, kept, 9); });
        BOOST_REQUIRE(code == error::success || files.power_is_cut());
        for (const survival how : policies) {
            BOOST_TEST_CONTEXT("power cut at I/O " << n << ", survival " << static_cast<int>(how))
            {
                const auto survivors = files.after_crash({how, n});
                promises promised = kept;
                if (how == survival::process_killed && !files.power_is_cut()) promised.durable = promised.appended;
                BOOST_REQUIRE_EQUAL(static_cast<int>(code_of([&] { live(*survivors, promised, 4); })), 0);
            }
        }
        if (!files.power_is_cut()) break;
    }
}

BOOST_AUTO_TEST_CASE(recovery_itself_may_be_cut_at_any_io_again_and_again)
{
    for (const std::uint64_t first_cut : {9u, 23u, 31u, 40u, 47u, 52u, 60u}) {
        for (const survival how : policies) {
            for (std::uint64_t n = 1; n < 40; ++n) {
                BOOST_TEST_CONTEXT("first cut " << first_cut << ", second " << n << ", survival " << static_cast<int>(how))
                {
                    auto files = std::make_unique<faulty_file_system>();
                    promises kept;
                    files->cut_power_at(first_cut);
                    (void)code_of([&] { live(*files, kept, 9); });
                    for (int life = 0; life < 3; ++life) {
                        files = files->after_crash({how, n + first_cut});
                        files->cut_power_at(files->io_count() + n);
                        (void)code_of([&] { live(*files, kept, 4); });
                    }
                    files = files->after_crash({how, n});
                    BOOST_REQUIRE_EQUAL(static_cast<int>(code_of([&] { live(*files, kept, 4); })), 0);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_power_may_go_while_a_killed_process_is_recovered)
{
    for (const std::uint64_t killed_at : {32u, 53u, 54u, 56u, 60u, 77u, 80u, 81u, 82u, 83u, 84u, 85u, 87u, 90u, 91u, 93u, 94u, 104u}) {
        for (std::uint64_t n = 1; n < 26; n += n < 8 ? 1 : 3) {
            for (const survival how : policies) {
                BOOST_TEST_CONTEXT("killed at " << killed_at << ", cut at " << n << ", survival " << static_cast<int>(how))
                {
                    faulty_file_system first;
                    promises kept;
                    first.cut_power_at(killed_at);
                    (void)code_of([&] { live(first, kept, 9); });
                    const auto second = first.after_crash({survival::process_killed});
                    second->cut_power_at(second->io_count() + n);
                    (void)code_of([&] { live(*second, kept, 4); });
                    const auto third = second->after_crash({how, n + killed_at});
                    BOOST_REQUIRE_EQUAL(static_cast<int>(code_of([&] { live(*third, kept, 4); })), 0);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_checkpoint_that_was_read_is_durable_once_the_log_is_replayed)
{
    faulty_file_system first;
    lsn redo_from;
    {
        numbered_log log{first};
        log.append_many(10);
        log->flush_to(redo_from = log->end());
        first.cut_power_at(first.io_count() + 2);  // the sync
        BOOST_TEST((code_of([&] { log->write_checkpoint({redo_from, {}}); }) == error::disk_io));
    }
    const auto second = first.after_crash({survival::process_killed});
    {
        numbered_log log{*second};
        BOOST_TEST((log->read_checkpoint().redo_from == redo_from));
        log.replay(redo_from, 10);
    }

    const auto third = second->after_crash({survival::synced_only});
    numbered_log log{*third};

    BOOST_TEST((log->read_checkpoint().redo_from == redo_from));
}

BOOST_AUTO_TEST_CASE(what_an_earlier_life_left_behind_the_end_is_not_read)
{
    faulty_file_system files;
    files.create_directories("/log");
    const std::string segment = "/log/edb00000001.eselog", ring = "/log/edb.esering";
    std::uint64_t torn = 0;
    {
        ese::engine::log log{files, small_log()};
        torn = log.append(1, as_bytes_of("kept")).value();
        log.flush_to(lsn{torn});
        log.append(2, as_bytes_of("torn"));
        log.append(3, as_bytes_of("left"));
        log.flush_to(log.end());
    }
    auto content = content_of(files, segment);
    std::fill_n(content.begin() + static_cast<std::ptrdiff_t>(torn), 24, std::byte{0});
    set_content(files, segment, content);
    files.remove(ring);

    for (int life = 0; life < 3; ++life) {  // the record that begins the second one is as long as the torn one
        ese::engine::log log{files, small_log()};
        std::vector<int> kinds;
        log.replay({}, [&](std::uint8_t kind, bytes, lsn, lsn) { kinds.push_back(kind); });
        BOOST_TEST((kinds == std::vector<int>{1}));
        log.close();
        if (life != 0) continue;
        auto mixed = content_of(files, segment);
        std::copy_n(content.begin() + static_cast<std::ptrdiff_t>(torn) + 24, 24, mixed.begin() + static_cast<std::ptrdiff_t>(torn) + 24);
        set_content(files, segment, mixed);  // as if the sector had not been overwritten
        files.remove(ring);
    }
}

BOOST_AUTO_TEST_CASE(any_io_may_fail_once_and_nothing_durable_is_lost)
{
    for (std::uint64_t n = 1;; ++n) {
        faulty_file_system files;
        files.fail_at(n);
        promises kept;

        const error code = code_of([&] { live(files, kept, 9); });
        files.fail_at(0);

        BOOST_TEST_CONTEXT("failing I/O " << n)
        {
            BOOST_REQUIRE_EQUAL(static_cast<int>(code_of([&] { live(files, kept, 4); })), 0);  // the same files, opened anew
        }
        if (code == error::success) break;
    }
}

BOOST_AUTO_TEST_CASE(a_log_that_could_not_sync_is_dead_for_ever)
{
    faulty_file_system files;
    numbered_log log{files};
    const lsn safe = log.append();
    log->flush_to(safe);
    const lsn end = log.append();
    files.fail_at(files.io_count() + 2);  // the sync

    BOOST_TEST((code_of([&] { log->flush_to(end); }) == error::log_write_fail));

    BOOST_TEST(log->dead());
    BOOST_TEST((code_of([&] { log->flush_to(end); }) == error::log_write_fail));
    BOOST_TEST((code_of([&] { log.append(); }) == error::log_write_fail));
    BOOST_TEST((code_of([&] { log->write_checkpoint({safe, {}}); }) == error::log_write_fail));
    BOOST_TEST((code_of([&] { log->flush_to(safe); }) == error::success));
    BOOST_TEST((log->durable() == safe));
    log->close();
}

BOOST_AUTO_TEST_CASE(a_write_that_failed_while_the_ring_was_full_kills_the_log)
{
    faulty_file_system files;
    numbered_log log{files, small_log(1 << 20)};
    files.fail_at(files.io_count() + 1);

    BOOST_TEST((code_of([&] { log.append_many(2000); }) == error::log_write_fail));

    BOOST_TEST(log->dead());
}

BOOST_AUTO_TEST_CASE(everybody_who_waits_learns_that_the_log_died)
{
    for (int attempt = 0; attempt < 20; ++attempt) {
        faulty_file_system files;
        numbered_log log{files};
        files.fail_at(files.io_count() + 10);
        std::atomic<int> failed{0}, promised{0};
        std::vector<std::thread> running;
        for (int t = 0; t < 4; ++t)
            running.emplace_back([&] {
                for (int i = 0; i < 50; ++i) {
                    const error code = code_of([&] { log->flush_to(log->append(1, as_bytes_of("commit"))); });
                    if (code == error::success) ++promised;
                    else if (code == error::log_write_fail) {
                        ++failed;
                        return;
                    }
                }
            });
        for (std::thread& t : running) t.join();

        BOOST_TEST(failed == 4);
        const auto survivors = files.after_crash({survival::synced_only});
        numbered_log after{*survivors};
        int found = 0;
        after->replay({}, [&](std::uint8_t, bytes, lsn, lsn) { ++found; });
        BOOST_TEST(found >= promised);
    }
}

BOOST_AUTO_TEST_CASE(a_full_disk_stops_appending_but_leaves_room_to_roll_back)
{
    faulty_file_system files;
    numbered_log log{files};
    files.limit_bytes(files.bytes_used() + 40000);

    BOOST_TEST((code_of([&] { log.append_many(10000); }) == error::log_disk_full));
    const std::uint64_t appended = log.next;
    for (int i = 0; i < 10; ++i) log.append(log_room::reserve);
    log->flush_to(log->end());

    BOOST_TEST(!log->dead());
    BOOST_TEST((code_of([&] { log.append(); }) == error::log_disk_full));
    files.lift_limit();
    log.append_many(500);
    log->close();
    numbered_log after{files};
    BOOST_TEST(after.replay() == appended + 510);
}

BOOST_AUTO_TEST_CASE(a_disk_full_at_any_point_loses_nothing)
{
    for (std::uint64_t most = 0; most < 400000; most += 3001) {
        faulty_file_system files;
        files.limit_bytes(most);
        promises kept;
        const error code = code_of([&] { live(files, kept, 30); });
        files.lift_limit();

        BOOST_TEST_CONTEXT("room for " << most)
        {
            BOOST_REQUIRE((code == error::success || code == error::disk_full || code == error::log_disk_full || code == error::log_write_fail));
            BOOST_REQUIRE_EQUAL(static_cast<int>(code_of([&] { live(files, kept, 4); })), 0);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
