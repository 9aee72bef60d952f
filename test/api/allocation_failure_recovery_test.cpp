// allocation_failure_recovery_test.cpp — every allocation of a workload fails once: who asked for it is told, nothing has changed,
// and the same call succeeds when it is made again. After an abrupt end all that was committed is there, and nothing else.
//
// The program has its own operator new. What the files allocate does not count: real ones do not need memory to write or sync.
// ESE_ALLOCATION_STEP: every how many allocations one fails, five if not given. ESE_ALLOCATION_FIRST: which one is first.

#include <ese/ese.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <type_traits>
#include <vector>

#if defined(_WIN32)
#include <malloc.h>
#endif

namespace {

enum class whose { nobodys, this_threads, other_threads };

// Which allocations are counted, and the one that fails.
struct shortage {
    std::atomic<whose> counted{whose::nobodys};
    std::atomic<std::uint64_t> seen{0};
    std::atomic<std::uint64_t> fails_at{0};    // 0: none
};
shortage memory;
thread_local bool is_the_tests = false;        // the thread that runs the workload
thread_local int inside_engine = 0;            // of that thread: what the test itself allocates never fails
thread_local int inside_files = 0;

bool runs_short() noexcept
{
    const whose counted = memory.counted.load(std::memory_order_relaxed);
    if (counted == whose::nobodys || inside_files != 0) return false;
    if (is_the_tests ? counted != whose::this_threads || inside_engine == 0 : counted != whose::other_threads) return false;
    return memory.seen.fetch_add(1, std::memory_order_relaxed) + 1 == memory.fails_at.load(std::memory_order_relaxed);
}

void* take(std::size_t size, std::size_t alignment) noexcept
{
    if (runs_short()) return nullptr;
    if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) return std::malloc(size == 0 ? 1 : size);
#if defined(_WIN32)
    return _aligned_malloc(size, alignment);
#else
    return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
#endif
}

void* take_or_throw(std::size_t size, std::size_t alignment)
{
    if (void* const taken = take(size, alignment)) return taken;
    throw std::bad_alloc{};
}

// Inlined, the compiler would see that memory from `new` goes to free, and warn.
#if defined(__GNUC__) || defined(__clang__)
__attribute__((noinline))
#endif
void give_back(void* memory_taken) noexcept { std::free(memory_taken); }
#if defined(__GNUC__) || defined(__clang__)
__attribute__((noinline))
#endif
void give_back_aligned(void* memory_taken) noexcept
{
#if defined(_WIN32)
    _aligned_free(memory_taken);
#else
    std::free(memory_taken);
#endif
}

constexpr std::size_t usual = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

}  // namespace

void* operator new(std::size_t size) { return take_or_throw(size, usual); }
void* operator new[](std::size_t size) { return take_or_throw(size, usual); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return take(size, usual); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return take(size, usual); }
void* operator new(std::size_t size, std::align_val_t to) { return take_or_throw(size, static_cast<std::size_t>(to)); }
void* operator new[](std::size_t size, std::align_val_t to) { return take_or_throw(size, static_cast<std::size_t>(to)); }
void* operator new(std::size_t size, std::align_val_t to, const std::nothrow_t&) noexcept { return take(size, static_cast<std::size_t>(to)); }
void* operator new[](std::size_t size, std::align_val_t to, const std::nothrow_t&) noexcept { return take(size, static_cast<std::size_t>(to)); }
void operator delete(void* p) noexcept { give_back(p); }
void operator delete[](void* p) noexcept { give_back(p); }
void operator delete(void* p, std::size_t) noexcept { give_back(p); }
void operator delete[](void* p, std::size_t) noexcept { give_back(p); }
void operator delete(void* p, const std::nothrow_t&) noexcept { give_back(p); }
void operator delete[](void* p, const std::nothrow_t&) noexcept { give_back(p); }
void operator delete(void* p, std::align_val_t) noexcept { give_back_aligned(p); }
void operator delete[](void* p, std::align_val_t) noexcept { give_back_aligned(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { give_back_aligned(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { give_back_aligned(p); }
void operator delete(void* p, std::align_val_t, const std::nothrow_t&) noexcept { give_back_aligned(p); }
void operator delete[](void* p, std::align_val_t, const std::nothrow_t&) noexcept { give_back_aligned(p); }

namespace {

using ese::errc;
using ese::testing::faulty_file_system;
using ese::testing::survival;
using column_type = ese::jet::column_type;
namespace engine = ese::engine;

// ---- files whose memory does not count

struct uncounted {
    uncounted() noexcept { ++inside_files; }
    ~uncounted() { --inside_files; }
    uncounted(const uncounted&) = delete;
    uncounted& operator=(const uncounted&) = delete;
};

class spared_mapping final : public engine::mapped_file {
public:
    explicit spared_mapping(std::unique_ptr<engine::mapped_file> of) noexcept : of_{std::move(of)} {}
    ~spared_mapping() override
    {
        const uncounted here;
        of_.reset();
    }
    [[nodiscard]] engine::mutable_bytes content() noexcept override { return of_->content(); }
    void sync() override
    {
        const uncounted here;
        of_->sync();
    }

private:
    std::unique_ptr<engine::mapped_file> of_;
};

class spared_file final : public engine::file {
public:
    explicit spared_file(std::unique_ptr<engine::file> of) noexcept : of_{std::move(of)} {}

    void read(std::uint64_t offset, engine::mutable_bytes into) override { spared([&] { of_->read(offset, into); }); }
    void write(std::uint64_t offset, engine::bytes from) override { spared([&] { of_->write(offset, from); }); }
    void sync() override { spared([&] { of_->sync(); }); }
    [[nodiscard]] std::uint64_t size() override { return of_->size(); }
    void resize(std::uint64_t size) override { spared([&] { of_->resize(size); }); }
    [[nodiscard]] std::unique_ptr<engine::mapped_file> map(std::uint64_t offset, std::size_t size) override
    {
        const uncounted here;
        return std::make_unique<spared_mapping>(of_->map(offset, size));
    }

private:
    template <class Use>
    static void spared(Use&& use)
    {
        const uncounted here;
        use();
    }
    std::unique_ptr<engine::file> of_;
};

class spared_file_system final : public engine::file_system {
public:
    explicit spared_file_system(std::shared_ptr<faulty_file_system> of) noexcept : of_{std::move(of)} {}

    [[nodiscard]] std::unique_ptr<engine::file> open(std::string_view path, engine::open_mode mode) override
    {
        const uncounted here;
        return std::make_unique<spared_file>(of_->open(path, mode));
    }
    [[nodiscard]] bool exists(std::string_view path) override { return spared([&] { return of_->exists(path); }); }
    [[nodiscard]] bool is_directory(std::string_view path) override { return spared([&] { return of_->is_directory(path); }); }
    [[nodiscard]] bool is_read_only(std::string_view path) override { return spared([&] { return of_->is_read_only(path); }); }
    void remove(std::string_view path) override { spared([&] { of_->remove(path); }); }
    void rename(std::string_view from, std::string_view to) override { spared([&] { of_->rename(from, to); }); }
    void create_directories(std::string_view path) override { spared([&] { of_->create_directories(path); }); }
    [[nodiscard]] std::vector<std::string> list(std::string_view directory) override { return spared([&] { return of_->list(directory); }); }
    void sync_directory(std::string_view directory) override { spared([&] { of_->sync_directory(directory); }); }
    [[nodiscard]] std::string absolute(std::string_view path) override { return spared([&] { return of_->absolute(path); }); }

private:
    template <class Use>
    static std::invoke_result_t<Use> spared(Use&& use)
    {
        const uncounted here;
        return use();
    }
    std::shared_ptr<faulty_file_system> of_;
};

// ---- calls that may be refused once

// The instance told that only its end is left; what was committed by then is in the ledger.
struct gone {
    errc said;
};

struct inside {
    inside() noexcept { ++inside_engine; }
    ~inside() { --inside_engine; }
    inside(const inside&) = delete;
    inside& operator=(const inside&) = delete;
};

bool is_the_end(errc code) { return code == errc::instance_unavailable || code == errc::log_write_fail; }

// Makes the call, and makes it again if there was no memory. What else goes wrong is an error of the engine.
template <class Call>
std::invoke_result_t<Call> retried(const char* what, Call&& call)
{
    try {
        const inside here;
        return call();
    } catch (const ese::error& e) {
        if (is_the_end(e.jet_code())) throw gone{e.jet_code()};
        if (e.jet_code() != errc::out_of_memory) throw std::runtime_error{std::string{what} + " answered " + e.what()};
    } catch (const std::bad_alloc&) {
        throw std::runtime_error{std::string{what} + " let bad_alloc through"};
    }
    try {
        const inside here;
        return call();
    } catch (const ese::error& e) {
        if (is_the_end(e.jet_code())) throw gone{e.jet_code()};
        throw std::runtime_error{std::string{what} + " once more answered " + e.what()};
    }
}

// ---- the workload and its ledger

struct row {
    std::string name, text;
    friend bool operator==(const row&, const row&) = default;
};
using rows = std::map<int, row>;

struct state {
    rows all;
    bool extra_table = false, extra_column = false;
    friend bool operator==(const state&, const state&) = default;
};
// What the database may hold: the state of the last commit that returned, or that of the one under way. Without power also an
// earlier one, if what came after it was lazy.
struct ledger {
    bool created = false;
    state durable, sure, maybe;
};

// So few pages that changed ones are written back all the time.
ese::instance_options options()
{
    static const ese::raw_parameter shallow{ese::jet::parameter::checkpoint_depth_max, 65536, {}};
    return {.name = "memory", .directory = "/db", .page_size = 4096, .cache_max = 40, .log_file_size = 64, .raw = {&shallow, 1}};
}

std::string long_text(int seed, std::size_t size)
{
    std::string text(size, ' ');
    std::uint32_t dice = static_cast<std::uint32_t>(seed) * 2654435761U + 1;
    for (char& c : text) c = static_cast<char>('a' + ((dice = dice * 1664525U + 1013904223U) >> 24) % 26);
    return text;
}

ese::index_spec primary() { return {.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}; }

class workload {
public:
    workload(ese::instance& in, ledger& book) : book_{book}, one_{in.begin_session()}, two_{in.begin_session()}
    {
        one_ = {}, two_ = {};    // those were for nothing but the loop below
        one_ = retried("begin_session", [&] { return in.begin_session(); });
        two_ = retried("begin_session", [&] { return in.begin_session(); });
    }

    // Housekeeping comes every 100 ms: `pause` gives it time between the rounds.
    void run(std::chrono::milliseconds pause = {})
    {
        // Whether a database that was made but could not be opened is there says the call that makes it again.
        db_ = retried("create", [&] { return one_.create("/db/data.edb"); });
        make_rows();
        book_.created = true;
        db2_ = retried("open", [&] { return two_.open("/db/data.edb"); });
        for (int round = 0; round < 4; ++round) {
            insert_some(round);
            change_some(round);
            if (round == 0) make_extra();
            if (round == 1) lose_table();
            if (round == 2) change_schema();
            if (round == 3) drop_extra();
            std::this_thread::sleep_for(pause);
        }
        retried("flush", [&] { one_.flush(); });
        book_.durable = book_.sure;
    }

private:
    void make_rows()
    {
        const ese::table_spec spec{.name = "rows",
                                   .columns = {{.name = "id"}, {.name = "name", .type = column_type::text},
                                               {.name = "text", .type = column_type::long_text}},
                                   .indexes = {primary(), {.name = "by_name", .parts = {ese::ascending("name")}}}};
        ese::transaction t = begin(one_);
        { auto made = retried("create_table", [&] { return db_.create_table(spec); }); }
        commit(t);
    }
    void insert_some(int round)
    {
        ese::transaction t = begin(one_);
        auto table = open(db_, "rows");
        for (int i = 0; i < 12; ++i) put(table, round * 100 + i, 60);
        {
            ese::savepoint lost = retried("savepoint", [&] { return t.savepoint(); });
            for (int i = 50; i < 53; ++i) put(table, round * 100 + i, 3000, false);
            retried("rollback", [&] { lost.rollback(); });
        }
        put(table, round * 100 + 60, 9000);
        commit(t);
    }
    void change_some(int round)
    {
        ese::transaction t = begin(two_);
        auto table = open(db2_, "rows");
        for (auto it = book_.maybe.all.begin(); it != book_.maybe.all.end();) {
            const int id = it->first;
            if (!retried("seek", [&] { return table.seek(id); })) throw std::runtime_error{"a row is lost"};
            if (id % 5 == round % 5) {
                retried("erase", [&] { table.erase(); });
                it = book_.maybe.all.erase(it);
                continue;
            }
            if (id % 3 == 0) {
                it->second.name = "renamed" + std::to_string(round) + "-" + std::to_string(id);
                retried("replace", [&] { table.replace().set("name", std::string_view{it->second.name}).save(); });
            }
            if (id % 100 == 60) {
                it->second.text = long_text(round, 5000);
                retried("replace", [&] { table.replace().set("text", std::string_view{it->second.text}).save(); });
            }
            const auto seen = retried("get", [&] { return table.get<std::string>("text"); });
            if (seen != it->second.text) throw std::runtime_error{"another text was read than written"};
            ++it;
        }
        commit(t, round % 2 == 0 ? ese::durability::lazy : ese::durability::durable);
    }
    void make_extra()
    {
        const ese::table_spec spec{.name = "extra", .columns = {{.name = "id"}}, .indexes = {primary()}};
        ese::transaction t = begin(one_);
        {
            auto made = retried("create_table", [&] { return db_.create_table(spec); });
            for (int i = 0; i < 30; ++i) retried("insert", [&] { made.insert().set("id", i).save(); });
        }
        book_.maybe.extra_table = true;
        commit(t);
    }
    void lose_table()
    {
        const ese::table_spec spec{.name = "undone", .columns = {{.name = "id"}}, .indexes = {primary()}};
        ese::transaction t = begin(one_);
        auto made = retried("create_table", [&] { return db_.create_table(spec); });
        for (int i = 0; i < 20; ++i) retried("insert", [&] { made.insert().set("id", i).save(); });
        retried("rollback", [&] { t.rollback(); });
    }
    void change_schema()
    {
        const ese::column_spec more{.name = "more", .type = column_type::long_};
        const ese::index_spec by_text{.name = "by_text", .parts = {ese::ascending("text")}};
        ese::transaction t = begin(one_);
        {
            auto table = open(db_, "rows");
            (void)retried("add_column", [&] { return table.add_column(more); });
            retried("create_index", [&] { table.create_index(by_text); });
        }
        book_.maybe.extra_column = true;
        commit(t);
    }
    void drop_extra()
    {
        ese::transaction t = begin(two_);
        retried("delete_table", [&] { db2_.remove_table("extra"); });
        book_.maybe.extra_table = false;
        commit(t);
    }
    void put(ese::cursor& table, int id, std::size_t size, bool counts = true)
    {
        const row r{"name" + std::to_string(id), long_text(id, size)};
        retried("insert", [&] { table.insert().set("id", id).set("name", std::string_view{r.name}).set("text", std::string_view{r.text}).save(); });
        if (counts) book_.maybe.all[id] = r;
    }
    ese::transaction begin(ese::session& s)
    {
        book_.maybe = book_.sure;
        return retried("begin", [&] { return ese::transaction{s}; });
    }
    static ese::cursor open(ese::database& db, std::string_view table)
    {
        return retried("open_table", [&] { return db.open_cursor(table); });
    }
    void commit(ese::transaction& t, ese::durability how = ese::durability::durable)
    {
        retried("commit", [&] { t.commit({.how = how}); });
        book_.sure = book_.maybe;
        if (how == ese::durability::durable) book_.durable = book_.sure;
    }

    ledger& book_;
    ese::session one_, two_;
    ese::database db_, db2_;
};

// ---- what is there

state read_state(ese::database& db)
{
    state found;
    auto table = db.open_cursor("rows");
    for (ese::cursor& r : table.rows()) found.all[r.get<int>("id")] = {r.get<std::string>("name"), r.get<std::string>("text")};
    found.extra_table = db.has_table("extra");
    BOOST_REQUIRE(!db.has_table("undone"));
    table.use_index("by_name");
    std::size_t by_index = 0;
    for (ese::cursor& r : table.rows()) {
        ++by_index;
        BOOST_REQUIRE(found.all.at(r.get<int>("id")).name == r.get<std::string>("name"));
    }
    BOOST_REQUIRE_EQUAL(by_index, found.all.size());
    std::error_code ec;
    table.use_index("by_text", ec);
    found.extra_column = !ec;
    if (ec) return found;
    by_index = 0;
    for ([[maybe_unused]] ese::cursor& r : table.rows()) ++by_index;
    BOOST_REQUIRE_EQUAL(by_index, found.all.size());
    return found;
}

// Every row can be claimed and changed, so nothing of an earlier call still holds it.
void check_nothing_is_held(ese::instance& in, const state& now)
{
    ese::session s = in.begin_session();
    ese::database db = s.open("/db/data.edb");
    ese::transaction t{s};
    auto table = db.open_cursor("rows");
    for (const auto& [id, r] : now.all) {
        BOOST_REQUIRE(table.seek(id));
        table.replace().set("name", std::string_view{"claimed"}).save();
    }
    t.rollback();
}

// Opens what survived, which recovers it, and compares.
void check_survivors(std::shared_ptr<faulty_file_system> files, const ledger& book, survival how)
{
    ese::instance in{options(), ese::engine_api{files}};
    ese::session s = in.begin_session();
    std::error_code ec;
    ese::database db = s.attach("/db/data.edb", {}, ec);
    if (!book.created && (ec || !db.has_table("rows"))) return;
    BOOST_REQUIRE_MESSAGE(!ec, ec.message());
    const state found = read_state(db);
    BOOST_REQUIRE((found == book.sure || found == book.maybe || (how != survival::process_killed && found == book.durable)));
    in.close();
}

// Making the backend is not what is tested: its constructor throws bad_alloc, as any other.
ese::engine_api api_on(std::shared_ptr<engine::file_system> files)
{
    const uncounted here;
    return ese::engine_api{std::move(files)};
}

struct outcome {
    bool short_of_memory = false;    // the allocation that was to fail was reached
    bool gone = false;               // and the instance was of no use any more
};

constexpr survival policies[] = {survival::process_killed, survival::everything, survival::each_at_random, survival::torn_sectors};

// The whole story: the n-th allocation fails; work, look, crash, recover, look; and end in order.
outcome one_story(whose counted, std::uint64_t n, std::chrono::milliseconds pause = {})
{
    auto files = std::make_shared<faulty_file_system>();
    files->create_directories("/db");
    ledger book;
    outcome result;
    is_the_tests = true;
    memory.seen = 0;
    memory.fails_at = n;
    memory.counted = counted;
    struct plenty_again {
        ~plenty_again() { memory.counted = whose::nobodys; }
    } afterwards;
    std::optional<ese::instance> in;
    try {
        const auto spared = std::make_shared<spared_file_system>(files);
        in.emplace(retried("init", [&] { return ese::instance{options(), api_on(spared)}; }));
        workload{*in, book}.run(pause);
    } catch (const gone& end) {
        result.gone = true;
        BOOST_TEST_MESSAGE("allocation " << n << ": the instance said " << static_cast<int>(end.said));
    }
    memory.counted = whose::nobodys;
    result.short_of_memory = memory.seen >= n;
    BOOST_REQUIRE(result.short_of_memory || !result.gone);

    if (!result.gone) {
        ese::session s = in->begin_session();
        ese::database db = s.open("/db/data.edb");
        BOOST_REQUIRE((read_state(db) == book.sure));
        check_nothing_is_held(*in, book.sure);
    }
    const survival how = policies[n % std::size(policies)];
    check_survivors(files->after_crash({how, n}), book, how);
    if (!in) return result;
    if (!result.gone) in->close();
    in.reset();
    check_survivors(files, book, survival::process_killed);
    return result;
}

std::uint64_t number_from(const char* variable, std::uint64_t otherwise)
{
    const char* given = std::getenv(variable);
    return given ? static_cast<std::uint64_t>(std::atoll(given)) : otherwise;
}

struct tally {
    std::uint64_t stories = 0, ended = 0;
};

tally tell_all(whose counted, std::uint64_t step, std::chrono::milliseconds pause = {})
{
    tally all;
    for (std::uint64_t n = number_from("ESE_ALLOCATION_FIRST", 1);; n += step, ++all.stories) {
        BOOST_TEST_INFO_SCOPE("allocation " << n);
        outcome was;
        try {
            was = one_story(counted, n, pause);
        } catch (const std::exception& e) {
            BOOST_FAIL(e.what());
        }
        all.ended += was.gone;
        if (!was.short_of_memory) break;
    }
    BOOST_TEST_MESSAGE(all.stories << " allocations failed, the instance went on after " << all.stories - all.ended);
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

// What there is no memory for once a tree's pages have begun to change costs the log; that is seldom.
BOOST_AUTO_TEST_CASE(whichever_allocation_fails_the_call_changes_nothing_and_can_be_made_again)
{
    const std::uint64_t step = number_from("ESE_ALLOCATION_STEP", 5);

    const tally all = tell_all(whose::this_threads, step);

    BOOST_TEST(all.stories * step > 500U);
    BOOST_TEST(all.ended * 50 < all.stories);
}

// Half of a level must not become part of the level outside.
BOOST_AUTO_TEST_CASE(a_level_whose_rollback_had_no_memory_can_be_rolled_back_again_but_not_committed)
{
    std::uint64_t refused = 0;
    for (std::uint64_t n = 1;; ++n) {
        BOOST_TEST_INFO_SCOPE("allocation " << n);
        auto files = std::make_shared<faulty_file_system>();
        files->create_directories("/db");
        ese::instance in{options(), api_on(std::make_shared<spared_file_system>(files))};
        ese::session s = in.begin_session();
        ese::database db = s.create("/db/data.edb");
        (void)db.create_table({.name = "rows", .columns = {{.name = "id"}, {.name = "text", .type = column_type::text}}, .indexes = {primary()}});
        const std::string text(100, 'x');
        ese::transaction t{s};
        auto table = db.open_cursor("rows");
        table.insert().set("id", 0).save();
        ese::savepoint lost = t.savepoint();
        for (int id = 1; id < 60; ++id) table.insert().set("id", id).set("text", std::string_view{text}).save();

        std::error_code ec;
        is_the_tests = true;
        memory.seen = 0;
        memory.fails_at = n;
        memory.counted = whose::this_threads;
        {
            const inside here;
            lost.rollback(ec);
        }
        memory.counted = whose::nobodys;
        if (!ec) {
            BOOST_REQUIRE(memory.seen < n);
            break;
        }
        BOOST_REQUIRE(ec == errc::out_of_memory);
        lost.release(ec);
        BOOST_REQUIRE(ec == errc::must_rollback);
        ++refused;
        lost.rollback();
        t.commit();
        table = db.open_cursor("rows");
        int found = 0;
        for ([[maybe_unused]] ese::cursor& r : table.rows()) ++found;
        BOOST_REQUIRE_EQUAL(found, 1);
    }
    BOOST_TEST(refused > 0U);
}

BOOST_AUTO_TEST_CASE(whichever_allocation_of_the_housekeeper_fails_nothing_is_lost)
{
    const std::uint64_t step = number_from("ESE_ALLOCATION_STEP", 5);

    const tally all = tell_all(whose::other_threads, step, std::chrono::milliseconds{130});

    BOOST_TEST(all.stories * step > 25U);
}

BOOST_AUTO_TEST_SUITE_END()
