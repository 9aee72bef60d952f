// faulty_file_system_test.cpp — the disk that fails on demand fails as it says, and forgets what a real one might forget.
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <thread>

namespace {

using namespace ese::engine;
using ese::jet::error;
using ese::testing::crash_policy;
using ese::testing::faulty_file_system;
using ese::testing::survival;

template <class Call>
error code_of(Call&& call)
{
    try {
        call();
        return error::success;
    } catch (const failure& f) {
        return f.code();
    }
}

std::vector<std::byte> filled(std::size_t size, int with) { return std::vector<std::byte>(size, static_cast<std::byte>(with)); }

std::vector<std::byte> content_of(file_system& files, std::string_view path)
{
    const auto from = files.open(path, open_mode::read_only);
    std::vector<std::byte> all(static_cast<std::size_t>(from->size()));
    from->read(0, all);
    return all;
}

// A file of two sectors, synced with ones, then overwritten with twos.
std::unique_ptr<file> overwritten(faulty_file_system& files)
{
    auto made = files.open("/a", open_mode::create_new);
    made->write(0, filled(1024, 1));
    made->sync();
    files.sync_directory("/");
    made->write(0, filled(1024, 2));
    return made;
}

BOOST_AUTO_TEST_SUITE(os)

BOOST_AUTO_TEST_CASE(what_was_not_synced_is_gone_or_there_as_the_policy_says)
{
    faulty_file_system files;
    const auto open = overwritten(files);

    BOOST_TEST((content_of(*files.after_crash({survival::synced_only}), "/a") == filled(1024, 1)));
    BOOST_TEST((content_of(*files.after_crash({survival::everything}), "/a") == filled(1024, 2)));
    BOOST_TEST((content_of(*files.after_crash({survival::process_killed}), "/a") == filled(1024, 2)));
    open->sync();
    BOOST_TEST((content_of(*files.after_crash({survival::synced_only}), "/a") == filled(1024, 2)));
}

BOOST_AUTO_TEST_CASE(torn_writes_break_at_sectors)
{
    faulty_file_system files;
    const auto open = overwritten(files);
    std::set<std::vector<std::byte>> seen;

    for (std::uint64_t seed = 0; seed < 64; ++seed) seen.insert(content_of(*files.after_crash({survival::torn_sectors, seed}), "/a"));

    BOOST_TEST(seen.size() == 4u);
    for (const auto& each : seen) {
        BOOST_TEST(std::count(each.begin(), each.begin() + 512, each[0]) == 512);
        BOOST_TEST(std::count(each.begin() + 512, each.end(), each[512]) == 512);
    }
}

BOOST_AUTO_TEST_CASE(writes_survive_apart_from_each_other)
{
    faulty_file_system files;
    const auto open = files.open("/a", open_mode::create_new);
    open->resize(3);
    open->sync();
    files.sync_directory("/");
    for (std::uint64_t i = 0; i < 3; ++i) open->write(i, filled(1, 1));
    const auto outcomes = [&](survival how) {
        std::set<std::vector<std::byte>> seen;
        for (std::uint64_t seed = 0; seed < 300; ++seed) seen.insert(content_of(*files.after_crash({how, seed}), "/a"));
        return seen;
    };

    BOOST_TEST(outcomes(survival::each_at_random).size() == 8u);
    for (const auto& each : outcomes(survival::oldest_only)) BOOST_TEST((each[0] >= each[1] && each[1] >= each[2]));
    for (const auto& each : outcomes(survival::newest_only)) BOOST_TEST((each[0] <= each[1] && each[1] <= each[2]));
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_survivors)
{
    faulty_file_system files;
    const auto open = overwritten(files);

    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const crash_policy policy{survival::torn_sectors, seed};
        BOOST_TEST((content_of(*files.after_crash(policy), "/a") == content_of(*files.after_crash(policy), "/a")));
    }
}

BOOST_AUTO_TEST_CASE(names_are_durable_with_their_folder_only)
{
    faulty_file_system files;
    files.open("/old", open_mode::create_new)->write(0, filled(1, 1));
    (void)files.open("/goes", open_mode::create_new);
    files.sync_directory("/");
    files.rename("/old", "/new");
    files.remove("/goes");
    files.open("/comes", open_mode::create_new)->sync();

    const auto lost = files.after_crash({survival::synced_only});
    BOOST_TEST((lost->exists("/old") && lost->exists("/goes") && !lost->exists("/new") && !lost->exists("/comes")));
    files.sync_directory("/");
    const auto kept = files.after_crash({survival::synced_only});
    BOOST_TEST((!kept->exists("/old") && !kept->exists("/goes") && kept->exists("/new") && kept->exists("/comes")));
}

BOOST_AUTO_TEST_CASE(a_name_never_gets_the_bytes_of_another_file)
{
    faulty_file_system files;
    (void)files.open("/new", open_mode::create_new);
    files.sync_directory("/");
    files.remove("/new");
    const auto made = files.open("/new", open_mode::create_new);
    made->write(0, filled(7, 7));
    made->sync();
    files.rename("/new", "/final");

    for (std::uint64_t seed = 0; seed < 30; ++seed)
        for (const survival how : {survival::each_at_random, survival::newest_only}) {
            const auto after = files.after_crash({how, seed});
            if (after->exists("/final")) BOOST_TEST((content_of(*after, "/final") == filled(7, 7)));
        }
}

BOOST_AUTO_TEST_CASE(stores_through_a_mapping_survive_the_process_but_not_the_machine)
{
    faulty_file_system files;
    const auto open = files.open("/a", open_mode::create_new);
    open->resize(4096);
    open->sync();
    files.sync_directory("/");
    const auto mapping = open->map(0, 4096);
    std::fill(mapping->content().begin(), mapping->content().end(), std::byte{5});

    BOOST_TEST((content_of(*files.after_crash({survival::process_killed}), "/a") == filled(4096, 5)));
    BOOST_TEST((content_of(*files.after_crash({survival::synced_only}), "/a") == filled(4096, 0)));
    const auto mixed = content_of(*files.after_crash({survival::everything, 3}), "/a");
    const auto stored = std::count(mixed.begin(), mixed.end(), std::byte{5});
    BOOST_TEST((stored > 0 && stored < 4096 && stored % 512 == 0));
    mapping->sync();
    BOOST_TEST((content_of(*files.after_crash({survival::synced_only}), "/a") == filled(4096, 5)));
}

BOOST_AUTO_TEST_CASE(once_the_power_is_gone_everything_fails_and_nothing_more_is_stored)
{
    faulty_file_system files;
    const auto open = files.open("/a", open_mode::create_new);
    open->resize(1024);
    const auto mapping = open->map(0, 512);
    files.cut_power_at(files.io_count() + 1);

    BOOST_TEST((code_of([&] { open->write(512, filled(512, 1)); }) == error::disk_io));

    BOOST_TEST(files.power_is_cut());
    BOOST_TEST((code_of([&] { open->write(512, filled(512, 2)); }) == error::disk_io));
    BOOST_TEST((code_of([&] { open->sync(); }) == error::disk_io));
    BOOST_TEST((code_of([&] { (void)files.open("/b", open_mode::create_new); }) == error::disk_io));
    std::fill(mapping->content().begin(), mapping->content().end(), std::byte{9});
    const auto after = content_of(*files.after_crash({survival::process_killed}), "/a");
    BOOST_TEST((after[0] == std::byte{0} && after[512] == std::byte{1}));
}

BOOST_AUTO_TEST_CASE(every_kind_of_io_is_counted_and_can_be_the_last)
{
    const auto work = [](file_system& files) {
        const auto a = files.open("/a", open_mode::create_new);
        a->resize(65536);
        a->write(0, filled(3, 1));
        a->sync();
        a->map(0, 4096)->sync();
        files.rename("/a", "/b");
        files.sync_directory("/");
        (void)files.open("/c", open_mode::create_always);
        (void)files.open("/c", open_mode::create_always);
        files.remove("/c");
    };
    faulty_file_system whole;
    whole.keep_history();
    work(whole);
    BOOST_TEST(whole.io_count() == 10u);
    BOOST_TEST(whole.history().size() == 10u);

    for (std::uint64_t n = 1; n <= 10; ++n) {
        faulty_file_system files;
        files.cut_power_at(n);
        BOOST_TEST((code_of([&] { work(files); }) == error::disk_io));
        BOOST_TEST(files.power_is_cut());
        BOOST_TEST(files.io_count() == n);
    }
}

BOOST_AUTO_TEST_CASE(a_single_io_can_fail_and_then_has_done_nothing)
{
    faulty_file_system files;
    const auto open = files.open("/a", open_mode::create_new);
    files.fail_at(2, error::disk_full);

    BOOST_TEST((code_of([&] { open->write(0, filled(10, 1)); }) == error::disk_full));

    BOOST_TEST(open->size() == 0u);
    BOOST_TEST((code_of([&] { open->write(0, filled(10, 1)); }) == error::success));
}

BOOST_AUTO_TEST_CASE(a_disk_with_a_limit_gets_full_and_removing_makes_room)
{
    faulty_file_system files;
    files.limit_bytes(100);
    auto open = files.open("/a", open_mode::create_new);
    open->write(0, filled(60, 1));
    const auto other = files.open("/b", open_mode::create_new);

    BOOST_TEST((code_of([&] { other->resize(41); }) == error::disk_full));
    BOOST_TEST((code_of([&] { other->resize(40); }) == error::success));
    BOOST_TEST((code_of([&] { open->write(0, filled(60, 2)); }) == error::success));

    open.reset();
    files.remove("/a");
    BOOST_TEST(files.bytes_used() == 40u);
    BOOST_TEST((code_of([&] { other->write(40, filled(60, 3)); }) == error::success));
}

BOOST_AUTO_TEST_CASE(opening_follows_the_rules_of_real_files)
{
    faulty_file_system files;
    {
        const auto writer = files.open("/a", open_mode::open_or_create);
        BOOST_TEST((code_of([&] { (void)files.open("/a", open_mode::read_only); }) == error::file_access_denied));
    }
    const auto first = files.open("/a", open_mode::read_only), second = files.open("/a", open_mode::read_only);
    BOOST_TEST((code_of([&] { (void)files.open("/a", open_mode::read_write); }) == error::file_access_denied));
    BOOST_TEST((code_of([&] { (void)files.open("/a", open_mode::create_new); }) == error::file_already_exists));
    BOOST_TEST((code_of([&] { (void)files.open("/b", open_mode::read_write); }) == error::file_not_found));
    BOOST_TEST((code_of([&] { (void)files.open("/x/b", open_mode::create_new); }) == error::invalid_path));
    files.create_directories("/x/y");
    BOOST_TEST(files.is_directory("/x"));
    BOOST_TEST((code_of([&] { (void)files.open("/x/b", open_mode::create_new); }) == error::success));
    BOOST_TEST(files.list("/x").size() == 1u);
}

BOOST_AUTO_TEST_CASE(threads_may_share_it_while_the_power_goes)
{
    faulty_file_system files;
    const auto open = files.open("/a", open_mode::create_new);
    open->resize(65536);
    const auto mapping = open->map(0, 4096);
    files.cut_power_at(500);
    std::vector<std::thread> running;
    for (std::uint64_t t = 0; t < 4; ++t)
        running.emplace_back([&, t] {
            for (int i = 0; i < 1000; ++i) {
                (void)code_of([&] { open->write(8192 + t * 512, filled(512, i)); });
                mapping->content()[static_cast<std::size_t>(t) * 64] = static_cast<std::byte>(i);
            }
        });
    for (std::thread& t : running) t.join();

    BOOST_TEST(files.power_is_cut());
    BOOST_TEST(files.after_crash({survival::torn_sectors})->list("/").size() <= 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
