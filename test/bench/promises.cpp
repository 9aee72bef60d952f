// promises.cpp — the settings the benchmark runs with are those it speaks of.

#include "contender.hpp"

#include <boost/test/unit_test.hpp>

#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>

namespace {

std::atomic<int> syncs{0};

template <class Call>
Call next(const char* name)
{
    ++syncs;
    return reinterpret_cast<Call>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

// The stores' libraries find these before those of the system.
extern "C" {
int fsync(int file) { return next<int (*)(int)>("fsync")(file); }
int fdatasync(int file) { return next<int (*)(int)>("fdatasync")(file); }
int msync(void* at, size_t many, int how) { return next<int (*)(void*, size_t, int)>("msync")(at, many, how); }
}

namespace {

using bench::task;

// A database of every store in turn, with some rows.
class opened {
public:
    opened(bench::entry& store, bool durable) : store_{store}
    {
        std::filesystem::create_directories(folder_);
        store_.runner->open({.folder = folder_.string(), .cache_bytes = cache_bytes, .durable = durable});
        user_ = store_.runner->begin();
        run(task::load_sequential, keys_.size());
    }
    ~opened()
    {
        user_.reset();
        store_.runner->close();
        std::filesystem::remove_all(folder_);
    }
    opened(const opened&) = delete;
    opened& operator=(const opened&) = delete;

    void run(task t, std::size_t many)
    {
        bench::work batch{.keys = keys_, .count = many, .rows = keys_.size()};
        user_->run(t, batch);
    }
    static constexpr std::uint64_t cache_bytes = 64U << 20;

private:
    bench::entry& store_;
    std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("ese-bench-promises-" + store_.name + '-' + std::to_string(::getpid()));
    std::vector<std::uint64_t> keys_ = [] {
        std::vector<std::uint64_t> all(3000);
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
        return all;
    }();
    std::unique_ptr<bench::worker> user_{};
};

int syncs_of(opened& db, task t, int commits)
{
    const int before = syncs;
    db.run(t, static_cast<std::size_t>(commits));
    return syncs - before;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bench_promises)

BOOST_AUTO_TEST_CASE(every_store_that_has_a_cache_or_checksums_has_the_same_cache_and_checksums_on)
{
    for (bench::entry& store : bench::all_stores()) {
        BOOST_TEST_CONTEXT(store.name)
        {
            const opened db{store, false};
            const bench::promises kept = store.runner->kept();

            const auto cache = static_cast<double>(kept.cache_bytes.value_or(opened::cache_bytes));

            BOOST_TEST(cache == static_cast<double>(opened::cache_bytes), boost::test_tools::tolerance(0.001));
            BOOST_TEST(kept.checksums.value_or(true));
            BOOST_TEST(kept.cache_bytes.has_value() == store.runner->can().own_cache);
        }
    }
}

BOOST_AUTO_TEST_CASE(this_engine_has_a_cache_and_checksums_and_lacks_nothing)
{
    for (bench::entry& store : bench::all_stores()) {
        if (!store.name.starts_with("ese")) continue;
        const opened db{store, false};
        const bench::promises kept = store.runner->kept();
        const bench::abilities can = store.runner->can();

        BOOST_TEST(kept.cache_bytes.has_value());
        BOOST_TEST(kept.checksums.has_value());
        BOOST_TEST((can.full && can.savepoints && can.undo && can.own_cache));
    }
}

BOOST_AUTO_TEST_CASE(a_durable_commit_syncs_a_file_in_every_store)
{
    for (bench::entry& store : bench::all_stores()) {
        BOOST_TEST_CONTEXT(store.name)
        {
            opened db{store, true};

            BOOST_TEST(syncs_of(db, task::durable_each, 20) >= 20);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_lazy_commit_waits_for_no_sync_in_any_store)
{
    for (bench::entry& store : bench::all_stores()) {
        BOOST_TEST_CONTEXT(store.name)
        {
            opened db{store, false};

            BOOST_TEST(syncs_of(db, task::update_each, 500) < 50);    // some may come from a thread of its own
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
