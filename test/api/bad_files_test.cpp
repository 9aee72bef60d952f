// bad_files_test.cpp — files that are no database, or not one any more: missing, foreign, cut off, damaged, left dirty, open
// elsewhere. Each is answered with a code; nothing crashes or hangs, and the instance works as before.
#include "conformance_fixture.hpp"

#include <ese/engine/os/memory_files.hpp>
#include <ese/engine/page/checksum.hpp>

#include <fstream>
#include <random>

#if !defined(_WIN32)
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace conformance;

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(bad_files)

namespace {

using ese::engine_api;
using content = std::vector<std::byte>;
constexpr std::size_t small_pages = 4096;
constexpr std::size_t large_pages = 32768;    // another format of pages, tags and records

// Every damage is drawn from this: ESE_TEST_SEED repeats another run.
[[nodiscard]] std::mt19937 seeded(std::uint32_t family)
{
    const char* const named = std::getenv("ESE_TEST_SEED");
    const std::uint32_t seed = named ? static_cast<std::uint32_t>(std::strtoul(named, nullptr, 10)) : 1;
    BOOST_TEST_MESSAGE("ESE_TEST_SEED=" << seed);
    return std::mt19937{seed * 1000 + family};
}

// Without recovery: several instances may stand in one folder, and what was left dirty stays so.
void start(engine_api& api, std::size_t page_size = small_pages)
{
    BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::recovery, 0, "off"), errc::success);
    BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::database_page_size, page_size, {}), errc::success);
    BOOST_REQUIRE_EQUAL(api.init({}), errc::success);
}

// Files in memory, and an instance over them with one sound database.
struct file_store {
    std::shared_ptr<ese::engine::memory_files> files = std::make_shared<ese::engine::memory_files>();
    engine_api api{files};
    session_id session;
    database_id database;

    explicit file_store(std::size_t page_size = small_pages)
    {
        start(api, page_size);
        BOOST_REQUIRE_EQUAL(api.begin_session(session), errc::success);
        BOOST_REQUIRE_EQUAL(api.create_database(session, "sound.edb", {}, database), errc::success);
        user by{api, session, database};
        table_id rows;
        BOOST_REQUIRE_EQUAL(by.create_table("rows", rows), errc::success);
        BOOST_REQUIRE_EQUAL(by.close(rows), errc::success);
    }
    void put(std::string_view path, std::span<const std::byte> bytes)
    {
        const auto file = files->open(path, ese::engine::open_mode::create_always);
        if (!bytes.empty()) file->write(0, bytes);
    }
    content get(std::string_view path)
    {
        const auto file = files->open(path, ese::engine::open_mode::read_only);
        content all(static_cast<std::size_t>(file->size()));
        file->read(0, all);
        return all;
    }
    errc attach(std::string_view path, jet::flags<jet::attach_option> options = {}) { return api.attach_database(session, path, options); }
    errc detach(std::string_view path) { return api.detach_database(session, path, {}); }
    void works_as_before()
    {
        user by{api, session, database};
        const table_id rows = by.open();
        BOOST_TEST(by.insert(rows, 1, 10) == errc::success);
        BOOST_TEST((by.at(rows, 1) == 10));
        BOOST_TEST(by.erase(rows, 1) == errc::success);
        BOOST_TEST(by.close(rows) == errc::success);
    }
};

[[nodiscard]] content random_bytes(std::size_t size, std::uint32_t seed)
{
    std::mt19937 random{seed};
    content made(size);
    for (std::byte& one : made) one = static_cast<std::byte>(random());
    return made;
}

// A database of our own with a bit of everything: two levels of pages, a secondary index, long values, a deleted row.
[[nodiscard]] content sample_database(std::size_t page_size = small_pages)
{
    file_store in{page_size};
    database_id made;
    BOOST_REQUIRE_EQUAL(in.api.create_database(in.session, "sample.edb", {}, made), errc::success);
    user by{in.api, in.session, made};
    table_id rows;
    BOOST_REQUIRE_EQUAL(by.create_table("rows", rows), errc::success);
    BOOST_REQUIRE_EQUAL(by.create_index(rows, "by_value", "value"), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    for (std::int32_t key = 0; key < 600; ++key) {
        BOOST_REQUIRE_EQUAL(by.prepare(rows, jet::prepare_kind::insert), errc::success);
        BOOST_REQUIRE_EQUAL(by.set(rows, key_column, key), errc::success);
        BOOST_REQUIRE_EQUAL(by.set(rows, value_column, -key), errc::success);
        const std::string note(key % 100 == 7 ? 9000 : static_cast<std::size_t>(key % 40), static_cast<char>('a' + key % 26));
        BOOST_REQUIRE_EQUAL(by.set(rows, note_column, note), errc::success);
        BOOST_REQUIRE_EQUAL(by.update(rows), errc::success);
    }
    BOOST_REQUIRE_EQUAL(by.erase(rows, 300), errc::success);
    BOOST_REQUIRE_EQUAL(by.commit(), errc::success);
    BOOST_REQUIRE_EQUAL(in.api.term({}), errc::success);
    return in.get("sample.edb");
}

// Reads whatever can be read, in both directions and through every index. Codes do not matter here; that it ends does.
// Says how many rows were read without an error.
template <jet_api Api>
int read_everything(Api& api, user<Api>& by)
{
    int good = 0;
    std::vector<std::string> tables;
    (void)api.table_names(by.id(), by.database(), tables);
    tables.insert(tables.end(), {"MSysObjects", "MSysObjectsShadow", "MSysObjids", "MSysLocales"});
    content buffer(20000);
    for (const std::string& name : tables) {
        table_id cursor;
        if (by.try_open(cursor, name, jet::open_table_option::read_only) < errc::success) continue;
        std::vector<jet::column_info> columns;
        std::vector<jet::index_info> indexes;
        (void)api.column_infos(by.id(), cursor, columns);
        (void)api.index_infos(by.id(), cursor, indexes);
        indexes.emplace_back();
        for (const jet::index_info& index : indexes) {
            if (by.use_index(cursor, index.name) != errc::success) continue;
            int steps = 0;
            for (errc at = by.first(cursor); at == errc::success && steps < 5000; at = by.next(cursor), ++steps) {
                bool all_good = true;
                for (const jet::column_info& column : columns) {
                    jet::retrieve_args args;
                    args.column = column.id;
                    args.buffer = buffer;
                    all_good = all_good && api.retrieve_column(by.id(), cursor, args) >= errc::success;
                }
                good += all_good ? 1 : 0;
            }
            BOOST_TEST(steps < 5000);
            steps = 0;
            for (errc at = by.move(cursor, jet::move_last); at == errc::success && steps < 5000; at = by.move(cursor, -1)) ++steps;
            BOOST_TEST(steps < 5000);
        }
        (void)by.close(cursor);
    }
    return good;
}

// Changes whatever can be changed, and takes half of it back.
void write_everywhere(engine_api& api, user<engine_api>& by)
{
    table_id rows;
    if (by.try_open(rows) != errc::success) return;
    for (std::int32_t round = 0; round < 2; ++round) {
        if (by.begin() != errc::success) return;
        for (std::int32_t key = -5; key < 610; key += 41) (void)by.insert(rows, key, key);
        for (std::int32_t key = 1; key < 600; key += 37) (void)by.replace(rows, key, 5);
        for (std::int32_t key = 2; key < 600; key += 43) (void)by.erase(rows, key);
        (void)by.add_column(rows, "added");
        (void)by.create_index(rows, "added", "value");
        table_id made;
        (void)by.create_table("made", made);
        if (round == 0 ? by.rollback() < errc::success : by.commit() < errc::success) return;
    }
    (void)api.close_table(by.id(), rows);
}

enum class use { reading, writing };

// An instance of its own for each damaged file: whatever state it gets into, it must still end.
void survive(std::span<const std::byte> bytes, use how, std::size_t page_size = small_pages)
{
    file_store in{page_size};
    in.put("damaged.edb", bytes);
    const bool writing = how == use::writing;
    const errc attached = in.attach("damaged.edb", writing ? jet::flags<jet::attach_option>{} : jet::attach_option::read_only);
    if (attached == errc::success) {
        session_id session;
        database_id database;
        BOOST_REQUIRE_EQUAL(in.api.begin_session(session), errc::success);
        BOOST_TEST(in.api.open_database(session, "damaged.edb", jet::open_database_option::read_only, database) >= errc::success);
        user by{in.api, session, database};
        (void)read_everything(in.api, by);
        if (writing) write_everywhere(in.api, by);
    }
    const errc ended = in.api.term(jet::term_option::abrupt);
    if (ended != errc::success) (void)in.api.term(jet::term_option::dirty);
}

// Makes the checksums of a damaged copy right, so that what lies behind them is met.
void sign(content& bytes, std::size_t page, std::size_t page_size = small_pages)
{
    const std::size_t at = page * page_size;
    if (page < 2) {
        const std::uint32_t sum = ese::engine::header_checksum(std::span{bytes}.subspan(at, page_size));
        std::memcpy(bytes.data() + at, &sum, sizeof sum);
    } else {
        ese::engine::stamp_checksum(bytes.data() + at, static_cast<std::uint32_t>(page_size), static_cast<std::uint32_t>(page - 1));
    }
}

[[nodiscard]] bool is_blank(const content& bytes, std::size_t page, std::size_t page_size = small_pages)
{
    const auto whole = std::span{bytes}.subspan(page * page_size, page_size);
    return std::all_of(whole.begin(), whole.end(), [](std::byte one) { return one == std::byte{0}; });
}

// Changes a few bytes somewhere, half of them where the structure is: the page header, and the tags at the end.
void damage(content& bytes, const std::vector<std::size_t>& pages, std::size_t page_size, std::mt19937& random)
{
    for (std::uint32_t left = 1 + random() % 4; left > 0; --left) {
        const std::size_t page = pages[random() % pages.size()];
        const std::size_t anywhere = random() % page_size;
        const std::size_t header = random() % 80;
        const std::size_t tags = page_size - 1 - random() % 60;
        const std::uint32_t where = random() % 4;
        const std::size_t within = where < 2 ? anywhere : where == 2 ? header : tags;
        bytes[page * page_size + within] = static_cast<std::byte>(random() % 3 == 0 ? 0xFF : random());
        sign(bytes, page, page_size);
    }
}

}  // namespace

// no database at all

BOOST_FIXTURE_TEST_CASE(files_that_are_not_there_are_not_attached, file_store)
{
    database_id refused;

    BOOST_TEST(attach("missing.edb") == errc::file_not_found);
    BOOST_TEST(attach("no/such/folder/missing.edb") == errc::database_invalid_path);
    BOOST_TEST(attach("") == errc::database_invalid_path);
    BOOST_TEST(api.create_database(session, "", {}, refused) == errc::database_invalid_path);
    BOOST_TEST(api.open_database(session, "missing.edb", {}, refused) == errc::database_not_found);
    BOOST_TEST(api.open_database(session, "", {}, refused) == errc::database_invalid_path);
    BOOST_TEST(detach("missing.edb") == errc::database_not_found);

    BOOST_TEST(!files->exists("missing.edb"));
    works_as_before();
}

BOOST_FIXTURE_TEST_CASE(files_that_hold_something_else_are_not_attached, file_store)
{
    const std::string text(20000, 'x');
    std::vector<content> all{{}, content(1), content(small_pages - 1), content(small_pages), content(2 * small_pages), content(100 * small_pages)};
    all.emplace_back(std::as_bytes(std::span{text}).begin(), std::as_bytes(std::span{text}).end());
    for (const std::size_t size : {1u, 100u, 4095u, 4096u, 8192u, 12288u, 300000u}) all.push_back(random_bytes(size, static_cast<std::uint32_t>(size)));

    for (const content& one : all)
        for (const jet::flags<jet::attach_option> how : {jet::flags<jet::attach_option>{}, jet::flags<jet::attach_option>{jet::attach_option::read_only}}) {
            put("foreign.edb", one);
            BOOST_TEST(attach("foreign.edb", how) < errc::success);
            BOOST_TEST((get("foreign.edb") == one));    // and it is left as it was
        }
    works_as_before();
}

BOOST_FIXTURE_TEST_CASE(an_existing_file_is_not_created_over, file_store)
{
    const content text = random_bytes(5000, 1);
    put("precious.txt", text);
    database_id refused;

    BOOST_TEST(api.create_database(session, "precious.txt", {}, refused) == errc::database_duplicate);
    BOOST_TEST(api.create_database(session, "sound.edb", {}, refused) == errc::database_duplicate);
    BOOST_TEST(api.create_database(session, "sound.edb", jet::create_database_option::overwrite_existing, refused) == errc::database_duplicate);

    BOOST_TEST((get("precious.txt") == text));
    works_as_before();
}

BOOST_FIXTURE_TEST_CASE(a_database_with_other_pages_is_told_apart, file_store)
{
    engine_api other{files};
    session_id by;
    database_id made;
    start(other, 8192);
    BOOST_REQUIRE_EQUAL(other.begin_session(by), errc::success);
    BOOST_REQUIRE_EQUAL(other.create_database(by, "large.edb", {}, made), errc::success);
    BOOST_REQUIRE_EQUAL(other.term({}), errc::success);

    BOOST_TEST(attach("large.edb") == errc::page_size_mismatch);

    works_as_before();
}

// left by a crash

BOOST_FIXTURE_TEST_CASE(a_dirty_database_says_so, file_store)
{
    engine_api crashing{files};
    session_id by;
    database_id made;
    start(crashing);
    BOOST_REQUIRE_EQUAL(crashing.begin_session(by), errc::success);
    BOOST_REQUIRE_EQUAL(crashing.create_database(by, "dirty.edb", {}, made), errc::success);
    BOOST_REQUIRE_EQUAL(crashing.term(jet::term_option::dirty), errc::dirty_shutdown);

    BOOST_TEST(attach("dirty.edb") == errc::database_dirty_shutdown);
    BOOST_TEST(attach("dirty.edb", jet::attach_option::read_only) == errc::database_dirty_shutdown);
    works_as_before();
}

// open elsewhere

BOOST_FIXTURE_TEST_CASE(a_database_of_another_instance_is_not_shared, file_store)
{
    engine_api other{files};
    session_id by;
    database_id refused;
    start(other);
    BOOST_REQUIRE_EQUAL(other.begin_session(by), errc::success);

    BOOST_TEST(other.attach_database(by, "sound.edb", {}) == errc::database_sharing_violation);
    BOOST_TEST(other.attach_database(by, "sound.edb", jet::attach_option::read_only) == errc::database_sharing_violation);
    const errc created = other.create_database(by, "sound.edb", jet::create_database_option::overwrite_existing, refused);
    BOOST_TEST(created == errc::database_sharing_violation);

    works_as_before();
    BOOST_TEST(other.term({}) == errc::success);
}

BOOST_AUTO_TEST_CASE(two_instances_read_one_file_together)
{
    auto files = std::make_shared<ese::engine::memory_files>();
    {
        const content sample = sample_database();
        files->open("sample.edb", ese::engine::open_mode::create_always)->write(0, sample);
    }
    engine_api one{files};
    engine_api two{files};
    for (engine_api* const api : {&one, &two}) {
        session_id by;
        start(*api);
        BOOST_REQUIRE_EQUAL(api->begin_session(by), errc::success);
        BOOST_TEST(api->attach_database(by, "sample.edb", jet::attach_option::read_only) == errc::success);
    }
    session_id by;
    BOOST_REQUIRE_EQUAL(one.begin_session(by), errc::success);
    database_id database;
    BOOST_TEST(one.open_database(by, "sample.edb", {}, database) == errc::wrn_file_open_read_only);
    user reader{one, by, database};
    BOOST_TEST(reader.rows(reader.open()).size() == 599u);
    BOOST_TEST(one.term({}) == errc::success);
    BOOST_TEST(two.term({}) == errc::success);
}

#if !defined(_WIN32)
BOOST_AUTO_TEST_CASE(a_database_of_another_process_is_not_shared)
{
    const std::string path = engine_on_files::database();
    std::array<int, 2> ready{};
    std::array<int, 2> done{};
    BOOST_REQUIRE_EQUAL(pipe(ready.data()), 0);
    BOOST_REQUIRE_EQUAL(pipe(done.data()), 0);
    const pid_t child = fork();
    BOOST_REQUIRE(child >= 0);
    if (child == 0) {    // holds the database until it is told to go, or nobody is left who could
        close(ready[0]);
        close(done[1]);
        char word = 'n';
        engine_api api;
        session_id by;
        database_id made;
        if (api.set_parameter(jet::parameter::recovery, 0, "off") == errc::success && api.init({}) == errc::success &&
            api.begin_session(by) == errc::success &&
            api.create_database(by, path, jet::create_database_option::overwrite_existing, made) == errc::success)
            word = 'y';
        if (write(ready[1], &word, 1) != 1 || read(done[0], &word, 1) != 1) _exit(2);
        _exit(api.term({}) == errc::success ? 0 : 3);
    }
    close(ready[1]);
    close(done[0]);
    char word = 'n';
    BOOST_TEST(read(ready[0], &word, 1) == 1);
    BOOST_TEST(word == 'y');

    engine_api api;
    start(api);
    session_id by;
    database_id refused;
    BOOST_TEST(api.begin_session(by) == errc::success);
    BOOST_TEST(api.attach_database(by, path, {}) == errc::database_sharing_violation);
    BOOST_TEST(api.attach_database(by, path, jet::attach_option::read_only) == errc::database_sharing_violation);
    BOOST_TEST(api.create_database(by, path, jet::create_database_option::overwrite_existing, refused) == errc::database_sharing_violation);

    BOOST_TEST(write(done[1], &word, 1) == 1);
    int status = -1;
    BOOST_TEST(waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
    BOOST_TEST(api.attach_database(by, path, {}) == errc::success);    // free again, and whole
    BOOST_TEST(api.term({}) == errc::success);
    engine_on_files::finish(path, true);
    close(ready[0]);
    close(done[1]);
}
#endif

// cut off

BOOST_AUTO_TEST_CASE(a_database_that_was_cut_off_is_refused_or_read_as_far_as_it_goes)
{
    const content whole = sample_database();

    for (const std::size_t pages : {1u, 2u, 3u, 5u, 10u, 31u, 100u})
        if (pages * small_pages < whole.size()) survive(std::span{whole}.first(pages * small_pages), use::reading);
    for (const std::size_t odd : {1u, 300u, 4097u, 20000u, 333333u})
        if (odd < whole.size()) survive(std::span{whole}.first(whole.size() - odd), use::writing);

    file_store in;
    in.put("short.edb", std::span{whole}.first(40 * small_pages));
    BOOST_TEST(in.attach("short.edb") < errc::success);
    in.works_as_before();
}

// damaged

// But for the first four bytes of a page: one bit there cannot be told from a page that lies at a wrong place.
BOOST_AUTO_TEST_CASE(one_flipped_bit_of_a_page_is_repaired)
{
    const content whole = sample_database();
    file_store sound;
    sound.put("whole.edb", whole);
    BOOST_REQUIRE_EQUAL(sound.attach("whole.edb", jet::attach_option::read_only), errc::success);
    database_id database;
    BOOST_REQUIRE_EQUAL(sound.api.open_database(sound.session, "whole.edb", jet::open_database_option::read_only, database), errc::success);
    user reader{sound.api, sound.session, database};
    const int rows = read_everything(sound.api, reader);
    BOOST_REQUIRE(rows > 1198);

    std::mt19937 random = seeded(1);
    for (int round = 0; round < 3; ++round) {
        content damaged = whole;
        for (std::size_t page = 2; page < whole.size() / small_pages; ++page)
            if (!is_blank(whole, page)) damaged[page * small_pages + 4 + random() % (small_pages - 4)] ^= static_cast<std::byte>(1u << random() % 8);
        file_store in;
        in.put("damaged.edb", damaged);
        BOOST_REQUIRE_EQUAL(in.attach("damaged.edb", jet::attach_option::read_only), errc::success);
        BOOST_REQUIRE_EQUAL(in.api.open_database(in.session, "damaged.edb", jet::open_database_option::read_only, database), errc::success);
        user by{in.api, in.session, database};
        BOOST_TEST(read_everything(in.api, by) == rows);
    }
}

BOOST_AUTO_TEST_CASE(damaged_bytes_are_noticed_by_the_checksum)
{
    const content whole = sample_database();
    std::mt19937 random = seeded(2);

    for (int round = 0; round < 60; ++round) {
        content damaged = whole;
        const std::size_t at = random() % whole.size();
        const std::size_t length = std::min<std::size_t>(whole.size() - at, 2 + random() % 64);
        for (std::size_t i = 0; i < length; ++i) damaged[at + i] = static_cast<std::byte>(random());
        survive(damaged, round % 2 == 0 ? use::reading : use::writing);
    }
}

BOOST_AUTO_TEST_CASE(damage_under_a_right_checksum_neither_crashes_nor_hangs)
{
    std::mt19937 random = seeded(3);
    for (const auto& [page_size, rounds] : {std::pair{small_pages, 300}, std::pair{large_pages, 60}}) {
        const content whole = sample_database(page_size);
        std::vector<std::size_t> pages;
        for (std::size_t page = 0; page < whole.size() / page_size; ++page)
            if (!is_blank(whole, page, page_size)) pages.push_back(page);

        for (int round = 0; round < rounds; ++round) {
            content damaged = whole;
            damage(damaged, pages, page_size, random);
            BOOST_TEST_CONTEXT("round " << round) { survive(damaged, round % 2 == 0 ? use::reading : use::writing, page_size); }
        }
    }
}

BOOST_AUTO_TEST_CASE(swapped_pages_are_noticed)
{
    const content whole = sample_database();
    std::mt19937 random = seeded(4);
    const std::size_t last = whole.size() / small_pages;

    for (int round = 0; round < 60; ++round) {
        content damaged = whole;
        const std::size_t one = 2 + random() % (last - 2);
        const std::size_t two = 2 + random() % 60;
        std::copy_n(whole.begin() + static_cast<std::ptrdiff_t>(one * small_pages), small_pages,
                    damaged.begin() + static_cast<std::ptrdiff_t>(two * small_pages));
        if (round % 2 == 0) sign(damaged, two);
        BOOST_TEST_CONTEXT("round " << round) { survive(damaged, round % 3 == 0 ? use::writing : use::reading); }
    }
}

BOOST_AUTO_TEST_CASE(either_copy_of_the_header_is_enough)
{
    const content whole = sample_database();
    for (const std::size_t lost : {0u, 1u}) {
        content damaged = whole;
        for (std::size_t i = 0; i < small_pages; ++i) damaged[lost * small_pages + i] = std::byte{0xA5};
        file_store in;
        in.put("damaged.edb", damaged);

        BOOST_TEST(in.attach("damaged.edb") == errc::success);

        database_id database;
        BOOST_REQUIRE_EQUAL(in.api.open_database(in.session, "damaged.edb", {}, database), errc::success);
        user by{in.api, in.session, database};
        BOOST_TEST(by.rows(by.open()).size() == 599u);
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
