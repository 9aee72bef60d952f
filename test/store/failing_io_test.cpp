// failing_io_test.cpp — every single file operation of a database's life fails once, and nothing worse comes of it.
#include "../front/engine_fixture.hpp"

#include <ese/engine/os/memory_files.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace engine_test;
namespace engine = ese::engine;

namespace {

// Counts operations, and lets one of them fail.
struct fault_plan {
    int seen = 0;
    int fail_at = 0;    // 0: none

    void step(ese::jet::error code)
    {
        if (++seen == fail_at) throw engine::failure{code};
    }
};

class failing_file final : public engine::file {
public:
    failing_file(std::unique_ptr<engine::file> inner, fault_plan& plan) : inner_{std::move(inner)}, plan_{plan} {}

    void read(std::uint64_t offset, engine::mutable_bytes into) override
    {
        plan_.step(errc::disk_io);
        inner_->read(offset, into);
    }
    void write(std::uint64_t offset, engine::bytes from) override
    {
        plan_.step(errc::disk_full);
        inner_->write(offset, from);
    }
    void sync() override
    {
        plan_.step(errc::disk_io);
        inner_->sync();
    }
    std::uint64_t size() override { return inner_->size(); }
    void resize(std::uint64_t size) override
    {
        plan_.step(errc::disk_full);
        inner_->resize(size);
    }
    std::unique_ptr<engine::mapped_file> map(std::uint64_t offset, std::size_t size) override { return inner_->map(offset, size); }

private:
    std::unique_ptr<engine::file> inner_;
    fault_plan& plan_;
};

class failing_files final : public engine::file_system {
public:
    explicit failing_files(fault_plan& plan) : plan_{plan} {}

    std::unique_ptr<engine::file> open(std::string_view path, engine::open_mode mode) override
    {
        plan_.step(errc::disk_io);
        return std::make_unique<failing_file>(inner_.open(path, mode), plan_);
    }
    bool exists(std::string_view path) override { return inner_.exists(path); }
    bool is_directory(std::string_view path) override { return inner_.is_directory(path); }
    bool is_read_only(std::string_view path) override { return inner_.is_read_only(path); }
    void remove(std::string_view path) override { inner_.remove(path); }
    void rename(std::string_view from, std::string_view to) override { inner_.rename(from, to); }
    void create_directories(std::string_view path) override { inner_.create_directories(path); }
    std::vector<std::string> list(std::string_view directory) override { return inner_.list(directory); }
    void sync_directory(std::string_view directory) override
    {
        plan_.step(errc::disk_io);
        inner_.sync_directory(directory);
    }
    std::string absolute(std::string_view path) override { return inner_.absolute(path); }

private:
    engine::memory_files inner_;
    fault_plan& plan_;
};

struct failing_engine : created_engine {
    fault_plan plan;
    std::shared_ptr<failing_files> files = std::make_shared<failing_files>(plan);
    session_id s;

    failing_engine()
    {
        api = engine_api{files};
        BOOST_REQUIRE_EQUAL(init(), errc::success);
        s = session();
    }
    // From nothing to a closed file. Every call is made, whatever the one before it answered; the first that failed tells.
    errc whole_life()
    {
        for (const errc answer : {create(s, "/a.edb"), close(s, last), detach(s, "/a.edb"), attach(s, "/a.edb"),
                                  open(s, "/a.edb"), close(s, last), detach(s, "/a.edb")})
            if (answer != errc::success) return answer;
        return errc::success;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(store)
BOOST_AUTO_TEST_SUITE(failing_io)

BOOST_AUTO_TEST_CASE(each_failure_is_told_and_the_instance_can_be_ended)
{
    int operations = 0;
    {
        failing_engine sound;
        BOOST_REQUIRE_EQUAL(sound.whole_life(), errc::success);
        operations = sound.plan.seen;
    }
    BOOST_REQUIRE_GT(operations, 10);

    for (int n = 1; n <= operations; ++n) {
        failing_engine engine;
        engine.plan.fail_at = n;

        BOOST_TEST_CONTEXT("operation " << n)
        {
            BOOST_TEST(engine.whole_life() != errc::success);
            const errc ended = engine.term();
            BOOST_TEST((ended == errc::success || ended == errc::disk_io || ended == errc::disk_full));
        }
    }
}

// What was created before the failure is whole, or says that it is not.
BOOST_AUTO_TEST_CASE(no_failure_leaves_a_clean_file_that_cannot_be_attached)
{
    for (int n = 1;; ++n) {
        failing_engine engine;
        engine.plan.fail_at = n;
        const bool failed = engine.whole_life() != errc::success;
        (void)engine.term();
        engine.plan.fail_at = 0;
        BOOST_REQUIRE_EQUAL(engine.init(), errc::success);
        engine.s = engine.session();

        const errc again = engine.attach(engine.s, "/a.edb");

        BOOST_TEST_CONTEXT("operation " << n)
        BOOST_TEST((again == errc::success || again == errc::file_not_found || again == errc::database_dirty_shutdown));
        if (!failed) break;
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
