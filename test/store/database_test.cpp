// database_test.cpp — files of databases: made, attached, opened, detached; and what is refused with which code.
#include "../front/engine_fixture.hpp"

#include <ese/engine/os/memory_files.hpp>

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace engine_test;
namespace engine = ese::engine;
using create_option = jet::create_database_option;
using attach_option = jet::attach_option;
using open_option = jet::open_database_option;

namespace {

// Two engines may look at the same files.
struct shared_files {
    std::shared_ptr<engine::memory_files> files = std::make_shared<engine::memory_files>();
};
struct engine_on_files : shared_files, created_engine {
    session_id s;

    engine_on_files()
    {
        api = engine_api{files};
        BOOST_REQUIRE_EQUAL(init(), errc::success);
        s = session();
    }
    void reopen()
    {
        BOOST_REQUIRE_EQUAL(init(), errc::success);
        s = session();
    }
    // The state both headers tell.
    std::array<std::uint32_t, 2> states(std::string_view path)
    {
        const auto file = files->open(path, engine::open_mode::read_only);
        std::array<std::uint32_t, 2> found{};
        for (std::size_t copy = 0; copy < 2; ++copy) {
            std::array<std::byte, 4> raw{};
            file->read(copy * 4096 + 52, raw);
            found[copy] = engine::load_le<std::uint32_t>(raw.data());
        }
        return found;
    }
    void damage(std::string_view path, std::uint64_t offset)
    {
        const auto file = files->open(path, engine::open_mode::read_write);
        const std::array<std::byte, 8> junk{std::byte{0x5A}, std::byte{0xA5}, std::byte{1}, std::byte{2}};
        file->write(offset, junk);
    }
    void make_closed(std::string_view path)
    {
        BOOST_REQUIRE_EQUAL(create(s, path), errc::success);
        BOOST_REQUIRE_EQUAL(close(s, last), errc::success);
        BOOST_REQUIRE_EQUAL(detach(s, path), errc::success);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(store)
BOOST_FIXTURE_TEST_SUITE(databases, engine_on_files)

BOOST_AUTO_TEST_CASE(a_created_database_is_attached_and_open)
{
    BOOST_TEST(create(s, "/a.edb") == errc::success);

    ese::database_info info;
    BOOST_TEST(api.get_database_info(s, last, info) == errc::success);
    BOOST_TEST(info.path == "/a.edb");
    BOOST_TEST(info.page_size == 4096u);
    BOOST_TEST(info.pages_owned == 254u);
    BOOST_TEST(info.pages_available > 0u);
    BOOST_TEST(attach(s, "/a.edb") == errc::wrn_database_attached);
}

BOOST_AUTO_TEST_CASE(every_page_size_makes_a_database_that_can_be_attached_again)
{
    for (const std::uint32_t size : jet::page_sizes) {
        created_engine other;
        other.api = engine_api{files};
        const std::string path = "/" + std::to_string(size) + ".edb";
        BOOST_REQUIRE_EQUAL(other.set(jet::parameter::database_page_size, size), errc::success);
        BOOST_REQUIRE_EQUAL(other.init(), errc::success);
        const session_id own = other.session();
        BOOST_TEST(other.create(own, path) == errc::success);
        BOOST_TEST(other.term() == errc::success);

        BOOST_REQUIRE_EQUAL(other.set(jet::parameter::database_page_size, size), errc::success);
        BOOST_REQUIRE_EQUAL(other.init(), errc::success);
        const session_id again = other.session();
        BOOST_TEST(other.attach(again, path) == errc::success);
        BOOST_TEST(other.open(again, path) == errc::success);
        ese::database_info info;
        BOOST_TEST(other.api.get_database_info(again, other.last, info) == errc::success);
        BOOST_TEST(info.page_size == size);
    }
}

BOOST_AUTO_TEST_CASE(the_file_says_dirty_while_attached_and_clean_after)
{
    BOOST_REQUIRE_EQUAL(create(s, "/a.edb"), errc::success);
    BOOST_REQUIRE_EQUAL(close(s, last), errc::success);
    BOOST_REQUIRE_EQUAL(detach(s, "/a.edb"), errc::success);
    BOOST_TEST((states("/a.edb") == std::array<std::uint32_t, 2>{3, 3}));

    BOOST_REQUIRE_EQUAL(attach(s, "/a.edb"), errc::success);
    BOOST_REQUIRE_EQUAL(term(jet::term_option::dirty), errc::dirty_shutdown);
    BOOST_TEST((states("/a.edb") == std::array<std::uint32_t, 2>{2, 2}));

    reopen();
    BOOST_TEST(attach(s, "/a.edb") == errc::database_dirty_shutdown);
    BOOST_TEST(attach(s, "/a.edb", attach_option::read_only) == errc::database_dirty_shutdown);
}

BOOST_AUTO_TEST_CASE(term_detaches_cleanly)
{
    BOOST_REQUIRE_EQUAL(create(s, "/a.edb"), errc::success);

    BOOST_REQUIRE_EQUAL(term(), errc::success);

    BOOST_TEST((states("/a.edb") == std::array<std::uint32_t, 2>{3, 3}));
    reopen();
    BOOST_TEST(open(s, "/a.edb") == errc::database_not_found);
    BOOST_TEST(attach(s, "/a.edb") == errc::success);
}

BOOST_AUTO_TEST_CASE(creating_checks_in_order)
{
    BOOST_TEST(create(s, "/a.edb", create_option::versioning_off) == errc::cannot_disable_versioning);
    BOOST_TEST(create(s, "") == errc::database_invalid_path);
    BOOST_TEST(create(s, "/no/such/folder/a.edb") == errc::database_invalid_path);
    BOOST_REQUIRE_EQUAL(create(s, "/a.edb"), errc::success);
    BOOST_TEST(create(s, "/a.edb") == errc::database_duplicate);
    BOOST_TEST(create(s, "/./a.edb", create_option::overwrite_existing) == errc::database_duplicate);
    BOOST_REQUIRE_EQUAL(begin(s), errc::success);
    BOOST_TEST(create(s, "/b.edb") == errc::in_transaction);
    BOOST_TEST(attach(s, "/a.edb") == errc::in_transaction);
    BOOST_TEST(detach(s, "/a.edb") == errc::in_transaction);
}

BOOST_AUTO_TEST_CASE(an_existing_file_is_overwritten_only_on_request)
{
    make_closed("/a.edb");

    BOOST_TEST(create(s, "/a.edb") == errc::database_duplicate);
    BOOST_TEST(create(s, "/a.edb", create_option::overwrite_existing) == errc::success);
}

BOOST_AUTO_TEST_CASE(missing_folders_are_made_on_request)
{
    BOOST_REQUIRE_EQUAL(set(jet::parameter::create_path_if_not_exist, 1), errc::success);

    BOOST_TEST(create(s, "/no/such/folder/a.edb") == errc::success);
}

BOOST_AUTO_TEST_CASE(attaching_checks_in_order)
{
    BOOST_TEST(attach(s, "/a.edb", attach_option::versioning_off) == errc::cannot_disable_versioning);
    BOOST_TEST(attach(s, "") == errc::database_invalid_path);
    BOOST_TEST(attach(s, "/a.edb", attach_option::read_only | attach_option::delete_unicode_indexes) == errc::invalid_grbit);
    BOOST_TEST(attach(s, "/a.edb") == errc::file_not_found);
    BOOST_TEST(attach(s, "/no/such/a.edb") == errc::database_invalid_path);
    BOOST_TEST(detach(s, "/a.edb") == errc::database_not_found);
    BOOST_TEST(open(s, "/a.edb") == errc::database_not_found);
    BOOST_TEST(open(s, "") == errc::database_invalid_path);
}

BOOST_AUTO_TEST_CASE(six_databases_and_no_more)
{
    for (int i = 1; i <= 6; ++i) {
        BOOST_TEST(create(s, "/" + std::to_string(i)) == errc::success);
        BOOST_TEST(last.value() == static_cast<std::uint32_t>(i));
    }

    BOOST_TEST(create(s, "/7") == errc::too_many_attached_databases);
    BOOST_TEST(!files->exists("/7"));
    BOOST_TEST(close(s, database_id{3}) == errc::success);
    BOOST_TEST(detach(s, "/3") == errc::success);
    BOOST_TEST(create(s, "/7") == errc::success);
    BOOST_TEST(last.value() == 3u);
}

BOOST_AUTO_TEST_CASE(opening_is_counted_per_session)
{
    BOOST_REQUIRE_EQUAL(create(s, "/a.edb"), errc::success);
    const database_id id = last;
    const session_id other = session();
    ese::database_info info;

    BOOST_TEST(api.get_database_info(other, id, info) == errc::invalid_database_id);
    BOOST_TEST(close(other, id) == errc::database_not_found);
    BOOST_TEST(open(s, "/a.edb") == errc::success);
    BOOST_TEST(open(other, "/a.edb") == errc::success);
    BOOST_TEST((last == id));
    BOOST_TEST(close(s, id) == errc::success);
    BOOST_TEST(detach(s, "/a.edb") == errc::database_in_use);
    BOOST_TEST(close(s, id) == errc::success);
    BOOST_TEST(close(s, id) == errc::database_not_found);
    BOOST_TEST(detach(s, "/a.edb") == errc::database_in_use);
    BOOST_TEST(end(other) == errc::success);
    BOOST_TEST(detach(s, "/a.edb") == errc::success);
    for (const database_id bad : {id, database_id{0}, database_id{7}, jet::nil_database})
        BOOST_TEST(api.get_database_info(s, bad, info) == errc::invalid_database_id);
}

BOOST_AUTO_TEST_CASE(detaching_without_a_name_detaches_all)
{
    make_closed("/a.edb");
    make_closed("/b.edb");
    BOOST_REQUIRE_EQUAL(attach(s, "/a.edb"), errc::success);
    BOOST_REQUIRE_EQUAL(attach(s, "/b.edb"), errc::success);

    BOOST_TEST(detach(s, "") == errc::success);

    BOOST_TEST(open(s, "/a.edb") == errc::database_not_found);
    BOOST_TEST(open(s, "/b.edb") == errc::database_not_found);
    BOOST_TEST(api.detach_database(s, "/a.edb", jet::detach_option::force) == errc::force_detach_not_allowed);
}

BOOST_AUTO_TEST_CASE(an_exclusive_user_is_alone)
{
    const session_id other = session();
    BOOST_REQUIRE_EQUAL(create(s, "/a.edb", create_option::exclusive), errc::success);
    const database_id id = last;

    BOOST_TEST(open(other, "/a.edb") == errc::database_locked);
    BOOST_TEST(open(s, "/a.edb", open_option::exclusive) == errc::database_in_use);
    BOOST_TEST(close(s, id) == errc::success);
    BOOST_TEST(open(other, "/a.edb") == errc::success);
    BOOST_TEST(open(s, "/a.edb", open_option::exclusive) == errc::database_in_use);
    BOOST_TEST(open(s, "/a.edb") == errc::success);
}

BOOST_AUTO_TEST_CASE(an_exclusively_attached_database_has_one_user)
{
    make_closed("/a.edb");
    const session_id other = session();
    BOOST_REQUIRE_EQUAL(attach(s, "/a.edb", attach_option::exclusive), errc::success);

    BOOST_TEST(open(s, "/a.edb") == errc::success);
    BOOST_TEST(open(s, "/a.edb") == errc::success);
    BOOST_TEST(open(other, "/a.edb") == errc::database_locked);
}

BOOST_AUTO_TEST_CASE(one_database_per_session_when_so_configured)
{
    BOOST_REQUIRE_EQUAL(term(), errc::success);
    BOOST_REQUIRE_EQUAL(set(jet::parameter::one_database_per_session, 1), errc::success);
    reopen();
    BOOST_REQUIRE_EQUAL(create(s, "/a.edb"), errc::success);
    const session_id other = session();
    BOOST_REQUIRE_EQUAL(create(other, "/b.edb"), errc::success);

    BOOST_TEST(open(s, "/b.edb") == errc::one_database_per_session);
    BOOST_TEST(open(s, "/a.edb") == errc::success);
}

BOOST_AUTO_TEST_CASE(a_read_only_database_leaves_its_file_alone)
{
    make_closed("/a.edb");
    BOOST_REQUIRE_EQUAL(attach(s, "/a.edb", attach_option::read_only), errc::success);

    BOOST_TEST((states("/a.edb") == std::array<std::uint32_t, 2>{3, 3}));
    BOOST_TEST(open(s, "/a.edb") == errc::wrn_file_open_read_only);
    BOOST_TEST(open(s, "/a.edb", open_option::read_only) == errc::success);
    BOOST_TEST(close(s, last) == errc::success);
    BOOST_TEST(close(s, last) == errc::success);
    BOOST_TEST(detach(s, "/a.edb") == errc::success);
}

BOOST_AUTO_TEST_CASE(a_file_is_attached_by_one_instance_at_a_time)
{
    make_closed("/a.edb");
    created_engine other;
    other.api = engine_api{files};
    BOOST_REQUIRE_EQUAL(other.init(), errc::success);
    const session_id own = other.session();
    BOOST_REQUIRE_EQUAL(attach(s, "/a.edb"), errc::success);

    BOOST_TEST(other.attach(own, "/a.edb") == errc::database_sharing_violation);
    BOOST_TEST(other.attach(own, "/a.edb", attach_option::read_only) == errc::database_sharing_violation);
    BOOST_TEST(other.create(own, "/a.edb", create_option::overwrite_existing) == errc::database_sharing_violation);
    BOOST_TEST(other.create(own, "/a.edb") == errc::database_duplicate);

    BOOST_REQUIRE_EQUAL(detach(s, "/a.edb"), errc::success);
    BOOST_TEST(other.attach(own, "/a.edb") == errc::success);
}

BOOST_AUTO_TEST_CASE(readers_of_one_file_share_it)
{
    make_closed("/a.edb");
    created_engine other;
    other.api = engine_api{files};
    BOOST_REQUIRE_EQUAL(other.init(), errc::success);

    BOOST_TEST(attach(s, "/a.edb", attach_option::read_only) == errc::success);
    BOOST_TEST(other.attach(other.session(), "/a.edb", attach_option::read_only) == errc::success);
}

BOOST_AUTO_TEST_CASE(damaged_foreign_and_cut_files_are_refused)
{
    make_closed("/a.edb");
    const auto cut = [&](std::uint64_t size) {
        const auto file = files->open("/a.edb", engine::open_mode::read_write);
        file->resize(size);
    };

    damage("/a.edb", 100);
    BOOST_TEST(attach(s, "/a.edb", attach_option::read_only) == errc::success);    // the second copy is sound
    BOOST_REQUIRE_EQUAL(detach(s, "/a.edb"), errc::success);
    cut(200 * 4096);
    BOOST_TEST(attach(s, "/a.edb") == errc::database_corrupted);
    cut(3 * 4096);
    BOOST_TEST(attach(s, "/a.edb") == errc::database_corrupted);
    cut(2 * 4096);
    BOOST_TEST(attach(s, "/a.edb") == errc::database_corrupted);
    damage("/a.edb", 4096 + 100);
    BOOST_TEST(attach(s, "/a.edb") == errc::database_corrupted);
    cut(10);
    BOOST_TEST(attach(s, "/a.edb") == errc::database_corrupted);
    cut(0);
    BOOST_TEST(attach(s, "/a.edb") == errc::database_corrupted);
}

BOOST_AUTO_TEST_CASE(a_database_of_another_page_size_is_refused)
{
    make_closed("/a.edb");
    BOOST_REQUIRE_EQUAL(term(), errc::success);
    BOOST_REQUIRE_EQUAL(set(jet::parameter::database_page_size, 8192), errc::success);
    reopen();

    BOOST_TEST(attach(s, "/a.edb") == errc::page_size_mismatch);
}

BOOST_AUTO_TEST_CASE(a_longer_file_is_cut_to_what_the_database_owns)
{
    make_closed("/a.edb");
    files->open("/a.edb", engine::open_mode::read_write)->resize(300 * 4096);

    BOOST_TEST(attach(s, "/a.edb") == errc::success);
    BOOST_REQUIRE_EQUAL(detach(s, "/a.edb"), errc::success);

    BOOST_TEST(files->open("/a.edb", engine::open_mode::read_only)->size() == 256u * 4096u);
}

BOOST_AUTO_TEST_CASE(a_new_database_has_no_tables_of_users)
{
    BOOST_REQUIRE_EQUAL(create(s, "/a.edb"), errc::success);
    std::vector<std::string> names{"old"};

    BOOST_TEST(api.table_names(s, last, names) == errc::success);

    BOOST_TEST(names.empty());
}

BOOST_AUTO_TEST_CASE(closing_a_database_or_ending_its_session_closes_its_cursors)
{
    BOOST_REQUIRE_EQUAL(create(s, "/a.edb"), errc::success);
    table_id cursor;
    BOOST_REQUIRE_EQUAL(api.open_table(s, last, "MSysObjects", jet::open_table_option::read_only, cursor), errc::success);
    const session_id other = session();

    BOOST_TEST(api.move(other, cursor, 0, {}) == errc::sesid_table_id_mismatch);
    BOOST_TEST(api.move(s, cursor, jet::move_first, {}) == errc::success);
    BOOST_TEST(close(s, last) == errc::success);
    BOOST_TEST(api.move(s, cursor, jet::move_first, {}) == errc::invalid_table_id);
    BOOST_TEST(api.close_table(s, cursor) == errc::invalid_table_id);
}

BOOST_AUTO_TEST_CASE(rolling_back_closes_the_cursors_opened_in_that_level)
{
    BOOST_REQUIRE_EQUAL(create(s, "/a.edb"), errc::success);
    const auto open_one = [&] {
        table_id cursor;
        BOOST_REQUIRE_EQUAL(api.open_table(s, last, "MSysObjects", jet::open_table_option::read_only, cursor), errc::success);
        return cursor;
    };
    const table_id outside = open_one();
    BOOST_REQUIRE_EQUAL(begin(s), errc::success);
    const table_id inside = open_one();
    BOOST_REQUIRE_EQUAL(begin(s), errc::success);
    const table_id handed_out = open_one();
    BOOST_REQUIRE_EQUAL(commit(s), errc::success);
    BOOST_REQUIRE_EQUAL(begin(s), errc::success);
    const table_id gone = open_one();

    BOOST_REQUIRE_EQUAL(rollback(s), errc::success);
    BOOST_TEST(api.close_table(s, gone) == errc::invalid_table_id);
    BOOST_TEST(api.move(s, handed_out, jet::move_first, {}) == errc::success);

    BOOST_REQUIRE_EQUAL(rollback(s), errc::success);
    BOOST_TEST(api.close_table(s, inside) == errc::invalid_table_id);
    BOOST_TEST(api.close_table(s, handed_out) == errc::invalid_table_id);
    BOOST_TEST(api.close_table(s, outside) == errc::success);
}

BOOST_AUTO_TEST_CASE(cursors_are_counted)
{
    BOOST_REQUIRE_EQUAL(term(), errc::success);
    BOOST_REQUIRE_EQUAL(set(jet::parameter::max_cursors, 2), errc::success);
    reopen();
    BOOST_REQUIRE_EQUAL(create(s, "/a.edb"), errc::success);
    table_id first, second, third;
    const auto open_one = [&](table_id& cursor) {
        return api.open_table(s, last, "MSysObjects", jet::open_table_option::read_only, cursor);
    };
    BOOST_REQUIRE_EQUAL(open_one(first), errc::success);
    BOOST_TEST(api.open_table(s, last, "nothing", {}, second) == errc::object_not_found);
    BOOST_REQUIRE_EQUAL(api.dup_cursor(s, first, second), errc::success);

    BOOST_TEST(open_one(third) == errc::out_of_cursors);
    BOOST_TEST(api.close_table(s, first) == errc::success);
    BOOST_TEST(open_one(third) == errc::success);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(database_files)

BOOST_AUTO_TEST_CASE(real_files_behave_alike)
{
    std::random_device random;
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("ese_database_test_" + std::to_string(random()));
    std::filesystem::create_directory(folder);
    const std::string path = (folder / "a.edb").generic_string();
    {
        created_engine one, other;
        one.api = engine_api{};
        other.api = engine_api{};
        BOOST_REQUIRE_EQUAL(one.init(), errc::success);
        BOOST_REQUIRE_EQUAL(other.init(), errc::success);
        const session_id s = one.session(), o = other.session();

        BOOST_TEST(one.create(s, path) == errc::success);
        BOOST_TEST(other.attach(o, path) == errc::database_sharing_violation);
        BOOST_TEST(one.term() == errc::success);
        BOOST_TEST(other.attach(o, path) == errc::success);
        BOOST_TEST(other.term(jet::term_option::dirty) == errc::dirty_shutdown);
        BOOST_TEST(one.init() == errc::success);
        BOOST_TEST(one.attach(one.session(), path) == errc::database_dirty_shutdown);
        BOOST_TEST(one.create(one.session(), path, create_option::overwrite_existing) == errc::success);
    }
    std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
