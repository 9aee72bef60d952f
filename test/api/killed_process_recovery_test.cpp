// killed_process_recovery_test.cpp — a process under load is killed at random moments; what it said was committed is there.
//
// The test runs itself again as the victim: a child that commits rows, lazily and durably, and tells its parent after each commit.

#include <ese/ese.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <random>
#include <string>

#if !defined(_WIN32)
#include <sys/types.h>
#include <sys/wait.h>
#include <csignal>
#include <unistd.h>

namespace {

struct scratch_folder {
    std::string path;

    scratch_folder()
    {
        const char* where = std::getenv("TMPDIR");
        path = std::string{where ? where : "/tmp"} + "/ese-killed-XXXXXX";
        if (!::mkdtemp(path.data())) throw std::runtime_error{"no scratch folder"};
    }
    ~scratch_folder() { (void)!std::system(("rm -rf '" + path + "'").c_str()); }
};

ese::instance_options options(const std::string& folder) { return {.directory = folder, .log_file_size = 256}; }

// Row n and its companion are committed together; the number goes through the pipe afterwards.
[[noreturn]] void be_the_victim(const std::string& folder, int from, int to_parent)
{
    try {
        ese::instance engine{options(folder)};
        ese::session s = engine.begin_session();
        ese::database db = s.create(folder + "/data.edb", {.if_exists = ese::open_it});
        if (!db.has_table("rows"))
            (void)db.create_table({.name = "rows",
                                   .columns = {{.name = "id"}, {.name = "text", .type = ese::jet::column_type::long_text}},
                                   .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}}});
        auto rows = db.open_cursor("rows");
        for (int n = from;; ++n) {
            ese::transaction t{s};
            rows.insert().set("id", 2 * n).set("text", std::string_view{std::string(static_cast<std::size_t>(n % 50) * 60, 'x')}).save();
            rows.insert().set("id", 2 * n + 1).save();
            t.commit({.how = n % 7 == 0 ? ese::durability::durable : ese::durability::lazy});
            if (::write(to_parent, &n, sizeof n) != sizeof n) ::_exit(1);
        }
    } catch (const std::exception& e) {
        (void)!::write(2, e.what(), std::char_traits<char>::length(e.what()));
        ::_exit(2);
    }
}

// The last number the victim managed to tell before it was killed.
int kill_after(const std::string& folder, int from, unsigned microseconds)
{
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    const ::pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        be_the_victim(folder, from, ends[1]);
    }
    ::close(ends[1]);
    int last = from - 1, told = 0;
    if (::read(ends[0], &told, sizeof told) == sizeof told) last = told;
    ::usleep(microseconds);
    ::kill(child, SIGKILL);
    while (::read(ends[0], &told, sizeof told) == sizeof told) last = told;
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_REQUIRE(WIFSIGNALED(status));
    return last;
}

void kill_again_and_again(int times)
{
    const char* given = std::getenv("ESE_TEST_SEED");
    std::mt19937 random{given ? static_cast<unsigned>(std::atoi(given)) : 5U};
    const scratch_folder folder;
    int last = -1;
    for (int i = 0; i < times; ++i) {
        last = kill_after(folder.path, last + 1, static_cast<unsigned>(random() % 20000));

        ese::instance engine{options(folder.path)};
        ese::session s = engine.begin_session();
        ese::database db = s.attach(folder.path + "/data.edb");
        auto rows = db.open_cursor("rows");
        int expected = 0;
        for (ese::cursor& r : rows.rows()) BOOST_REQUIRE_EQUAL(r.get<int>("id"), expected++);
        BOOST_REQUIRE(expected % 2 == 0);            // both rows of a transaction, or none
        BOOST_REQUIRE(expected / 2 >= last + 1);     // everything that was told is there
        last = expected / 2 - 1;
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(what_a_killed_process_said_was_committed_is_there)
{
    const char* given = std::getenv("ESE_KILLS");
    kill_again_and_again(given ? std::atoi(given) : 12);
}

BOOST_AUTO_TEST_SUITE_END()
#endif
