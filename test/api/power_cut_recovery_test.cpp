// power_cut_recovery_test.cpp — the power goes at every I/O of a workload, and at every I/O of the recovery after it.

#include "power_cut_fixture.hpp"

using namespace power_cut_tests;

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
        if (n % 8 == 0 && book.created) keep(*later, "failed" + std::to_string(n) + ".edb");
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
