// timed_files_test.cpp — slow operations are told of, and do what they would have done.
#include <ese/engine/os/timed_files.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace ese::engine;
using ese::jet::error;
using ese::jet::slow_notice;
using ese::jet::slow_operation;
using ese::testing::faulty_file_system;

// What was told, of everything that took `from` or longer.
struct listener {
    struct told {
        slow_operation what;
        std::string path;
        error result;
        bool operator==(const told&) const = default;
    };
    std::vector<told> all;
    ese::jet::notices notices;

    explicit listener(std::chrono::nanoseconds from)
    {
        notices.slow_from = from;
        notices.slow      = [this](const slow_notice& of) { all.push_back({of.what, std::string{of.path}, of.result}); };
    }
    [[nodiscard]] slow_watch watch() const { return slow_watch{notices}; }
};

constexpr std::chrono::nanoseconds everything{0};
constexpr std::chrono::hours nothing{1};

BOOST_AUTO_TEST_SUITE(os)

BOOST_AUTO_TEST_CASE(what_is_done_to_a_timed_file_is_done_and_told_of)
{
    faulty_file_system disk;
    listener heard{everything};
    timed_files files{disk, heard.watch()};
    const std::vector<std::byte> written(100, std::byte{7});
    std::vector<std::byte> back(100);

    const auto open = files.open("/a", open_mode::create_new);
    open->write(0, written);
    open->sync();
    files.sync_directory("/");
    open->read(0, back);
    open->resize(200);

    BOOST_TEST((back == written));
    BOOST_TEST(open->size() == 200u);
    using told = listener::told;
    const std::vector<told> expected{{slow_operation::write, "/a", error::success},
                                     {slow_operation::sync, "/a", error::success},
                                     {slow_operation::sync, "/", error::success},
                                     {slow_operation::read, "/a", error::success},
                                     {slow_operation::resize, "/a", error::success}};
    BOOST_TEST((heard.all == expected));
}

BOOST_AUTO_TEST_CASE(what_failed_slowly_is_told_with_its_code_and_still_fails)
{
    faulty_file_system disk;
    listener heard{everything};
    timed_files files{disk, heard.watch()};
    const auto open = files.open("/a", open_mode::create_new);
    disk.fail_at(disk.io_count() + 1);

    BOOST_CHECK_EXCEPTION(open->sync(), failure, [](const failure& f) { return f.code() == error::disk_io; });
    BOOST_TEST((heard.all == std::vector<listener::told>{{slow_operation::sync, "/a", error::disk_io}}));
}

BOOST_AUTO_TEST_CASE(what_was_quick_is_not_told_of)
{
    faulty_file_system disk;
    listener heard{nothing};
    timed_files files{disk, heard.watch()};

    files.open("/a", open_mode::create_new)->sync();

    BOOST_TEST(heard.all.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
