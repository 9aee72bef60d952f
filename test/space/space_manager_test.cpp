// space_manager_test.cpp — every page of a database belongs to exactly one place at any time.
#include "space_fixture.hpp"

#include <random>
#include <thread>

using namespace space_test;

BOOST_AUTO_TEST_SUITE(space)

namespace {
constexpr page_no database = space_manager::database_root;
}

BOOST_AUTO_TEST_CASE(a_new_database_owns_its_pages_and_has_all_but_three_available)
{
    space_fixture db{254};

    const owner_picture seen = look_at_owner(db.file(), database);

    BOOST_TEST(seen.header.count == 254U);
    BOOST_TEST(seen.header.word == 2U);
    BOOST_TEST((seen.owned_extents == std::vector<extent>{{1, 254}}));
    BOOST_TEST((seen.available_extents == std::vector<extent>{{4, 251}}));
    db.check();
}

BOOST_AUTO_TEST_CASE(a_tree_of_one_page_is_a_single_extent)
{
    space_fixture db;

    const page_no table = db.make(database);

    const owner_picture seen = look_at_owner(db.file(), table);
    BOOST_TEST(table.value() == 4U);
    BOOST_TEST(!seen.header.is_multiple());
    BOOST_TEST(seen.header.count == 1U);
    BOOST_TEST(seen.header.word == 0U);
    db.check();
}

BOOST_AUTO_TEST_CASE(pages_of_a_single_extent_are_bits)
{
    space_fixture db;
    const page_no table = db.make(database, 0, 16);

    const page_no first = db.take(table), second = db.take(table);
    db.give_back(table, first);

    const owner_picture seen = look_at_owner(db.file(), table);
    BOOST_TEST(second.value() == table.value() + 2);
    BOOST_TEST(!seen.header.is_multiple());
    BOOST_TEST(seen.header.word == 0x7FFDU);
    db.check();
}

BOOST_AUTO_TEST_CASE(outgrowing_a_single_extent_makes_two_trees_on_neighbouring_pages)
{
    for (const std::uint32_t initial : {1U, 2U, 16U, 32U, 33U, 34U, 60U}) {
        space_fixture db;
        const page_no table = db.make(database, 0, initial);

        while (!look_at_owner(db.file(), table).header.is_multiple()) db.take(table);

        const owner_picture seen = look_at_owner(db.file(), table);
        BOOST_TEST(seen.header.count == initial);
        BOOST_TEST(seen.space_pages.size() == 2U);
        db.check();
    }
}

BOOST_AUTO_TEST_CASE(a_child_of_a_single_extent_takes_a_run_of_its_bits)
{
    space_fixture db;
    const page_no table = db.make(database, 0, 16);
    db.take(table);

    const page_no index = db.make(table, page_flag::index, 3);

    BOOST_TEST(index.value() == table.value() + 2);
    BOOST_TEST(!look_at_owner(db.file(), table).header.is_multiple());
    db.check();
}

BOOST_AUTO_TEST_CASE(the_file_grows_when_the_database_has_no_page_left)
{
    space_fixture db{30};
    const page_no table = db.make(database);

    for (int i = 0; i < 2000; ++i) db.take(table);

    BOOST_TEST(db.file().last_page().value() >= 2000U);
    BOOST_TEST(db.space.last_owned_page().value() == db.file().last_page().value());
    db.check();
}

BOOST_AUTO_TEST_CASE(extents_grow_so_that_an_owner_has_few_of_them)
{
    space_fixture db;
    const page_no table = db.make(database);

    for (int i = 0; i < 20000; ++i) (void)db.space.allocate_page(table);

    BOOST_TEST(look_at_owner(db.file(), table).owned_extents.size() < 300U);
}

BOOST_AUTO_TEST_CASE(space_trees_split_and_shrink_again)
{
    space_fixture db;
    const page_no table = db.make(database, 0, 1);
    std::vector<page_no> pages;
    for (int i = 0; i < 4000; ++i) pages.push_back(db.take(table));

    for (std::size_t i = 0; i < pages.size(); i += 2) db.give_back(table, pages[i]);
    db.check();
    BOOST_TEST(look_at_owner(db.file(), table).space_pages.size() > 5U);

    for (std::size_t i = 1; i < pages.size(); i += 2) db.give_back(table, pages[i]);
    db.check();
    BOOST_TEST(look_at_owner(db.file(), table).owned.size() < 300U);
}

BOOST_AUTO_TEST_CASE(a_whole_extent_goes_back_to_the_parent)
{
    space_fixture db;
    const page_no table = db.make(database);
    std::vector<page_no> pages;
    for (int i = 0; i < 100; ++i) pages.push_back(db.take(table));
    const std::uint64_t before = db.space.owned_pages(table);

    for (const page_no page : pages) db.give_back(table, page);

    BOOST_TEST(db.space.owned_pages(table) < before);
    BOOST_TEST(db.space.owned_pages(table) < 10U);
    db.check();
}

BOOST_AUTO_TEST_CASE(destroying_a_tree_gives_the_parent_all_it_owned)
{
    space_fixture db;
    const page_no table = db.make(database);
    const page_no index = db.make(table, page_flag::index | page_flag::non_unique);
    for (int i = 0; i < 500; ++i) {
        db.take(table);
        db.take(index);
    }
    db.check();

    db.destroy(index);
    db.check();
    db.destroy(table);
    db.check();

    BOOST_TEST(db.space.available_pages(database) + 3 == db.space.owned_pages(database));
}

BOOST_AUTO_TEST_CASE(a_full_disk_loses_no_page_and_is_overcome)
{
    for (const int taken_before : {0, 5, 40}) {
        space_fixture db{60};
        const page_no table = db.make(database);
        const page_no index = db.make(table, page_flag::index);
        for (int i = 0; i < taken_before; ++i) db.take(table);
        db.file_size_max = db.file().raw().size();

        for (const page_no owner : {table, index, table})
            BOOST_CHECK_EXCEPTION(for (int i = 0; i < 1000; ++i) db.take(owner), failure,
                                  [](const failure& f) { return f.code() == ese::jet::error::disk_full; });
        BOOST_CHECK_THROW((void)db.space.create_tree({database, object_id{99}, 0, 100}), failure);
        db.check();
        db.file_size_max = ~std::uint64_t{0};
        for (int i = 0; i < 100; ++i) {
            db.take(index);
            db.take(table);
        }
        db.check();
    }
}

BOOST_AUTO_TEST_CASE(many_threads_take_and_give_back_pages_of_their_own)
{
    space_fixture db{30};
    const page_no shared_parent = db.make(database);
    std::vector<page_no> owners;
    for (int i = 0; i < 4; ++i) owners.push_back(db.make(i % 2 != 0 ? database : shared_parent));
    std::vector<std::vector<page_no>> taken(owners.size());
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < owners.size(); ++t)
        threads.emplace_back([&, t] {
            std::mt19937 random{static_cast<unsigned>(t)};
            for (int step = 0; step < 3000; ++step) {
                if (random() % 3 != 0 || taken[t].empty()) {
                    taken[t].push_back(db.space.allocate_page(owners[t]));
                } else {
                    std::swap(taken[t][random() % taken[t].size()], taken[t].back());
                    db.space.release_page(owners[t], taken[t].back());
                    taken[t].pop_back();
                }
            }
        });
    for (std::thread& thread : threads) thread.join();

    for (std::size_t t = 0; t < owners.size(); ++t) db.note(owners[t], taken[t]);
    db.check();
}

BOOST_AUTO_TEST_CASE(what_was_remembered_can_be_read_back)
{
    space_fixture db;
    const page_no table = db.make(database);
    const page_no index = db.make(table, page_flag::index);
    for (int i = 0; i < 300; ++i) {
        db.take(table);
        db.take(index);
    }

    space_manager again{db.file()};

    BOOST_TEST(again.owned_pages(index) == db.space.owned_pages(index));
    BOOST_TEST(again.available_pages(table) == db.space.available_pages(table));
    BOOST_TEST(again.owned_pages(database) == db.space.owned_pages(database));
}

BOOST_AUTO_TEST_CASE(a_page_cannot_be_given_back_twice_or_by_a_stranger)
{
    space_fixture db;
    const page_no table = db.make(database), other = db.make(database, 0, 8);
    for (int i = 0; i < 10; ++i) db.take(table);
    const page_no page = db.take(table), foreign = db.take(other);
    db.give_back(table, page);

    BOOST_CHECK_THROW(db.space.release_page(table, page), failure);
    BOOST_CHECK_THROW(db.space.release_page(table, foreign), failure);
    BOOST_CHECK_THROW(db.space.release_page(table, table), failure);
    BOOST_CHECK_THROW(db.space.release_page(other, page_no{other.value() + 3}), failure);
    BOOST_CHECK_THROW(db.space.release_page(other, page_no{other.value() - 1}), failure);
    db.check();
}

BOOST_AUTO_TEST_CASE(random_requests_of_many_owners_keep_every_page_in_one_place)
{
    for (const std::uint32_t page_size : {4096U, 32768U})
        for (const unsigned seed : {1U, 2U, 3U}) {
            BOOST_TEST_CONTEXT("seed " << seed << ", page size " << page_size)
            {
                space_fixture db{30, page_size};
                std::mt19937 random{seed};
                std::vector<page_no> owners;
                const auto any = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
                for (int step = 0; step < 6000; ++step) {
                    const std::size_t what = any(100);
                    if (owners.empty() || (what < 2 && owners.size() < 25)) {
                        owners.push_back(db.make(database, 0, 1 + static_cast<std::uint32_t>(any(50))));
                    } else if (what < 4) {
                        const page_no parent = owners[any(owners.size())];
                        db.make(parent, any(2) != 0 ? page_flag::index | page_flag::non_unique : page_flag::long_value,
                                1 + static_cast<std::uint32_t>(any(5)));
                    } else if (what < 5) {
                        const std::size_t at = any(owners.size());
                        for (const page_no child : db.children_of(owners[at])) db.destroy(child);
                        db.destroy(owners[at]);
                        owners.erase(owners.begin() + static_cast<std::ptrdiff_t>(at));
                    } else {
                        page_no owner = owners[any(owners.size())];
                        const auto children = db.children_of(owner);
                        if (!children.empty() && any(2) != 0) owner = children[any(children.size())];
                        const bool taking = (step / 1000) % 2 == 0 ? any(4) != 0 : any(4) == 0;
                        const page_set& taken = db.taken(owner);
                        if (taking || taken.empty()) {
                            for (std::size_t n = any(20); n != 0; --n) db.take(owner);
                        } else {
                            for (std::size_t n = any(20); n != 0 && !taken.empty(); --n) {
                                const auto from = taken.lower_bound(static_cast<std::uint32_t>(any(*taken.rbegin() + 1)));
                                db.give_back(owner, page_no{from == taken.end() ? *taken.begin() : *from});
                            }
                        }
                    }
                    if (step % 500 == 0) db.check();
                }
                db.check();
            }
        }
}

// Every page of the space of a small database with each of some bytes changed: an answer or an accident, never a hang.
BOOST_AUTO_TEST_CASE(hostile_space_is_an_accident)
{
    const auto spoil = [](auto change) {
        space_fixture db;
        const page_no table = db.make(database);
        for (int i = 0; i < 50; ++i) db.take(table);
        change(db, table);
        space_manager again{db.file()};
        BOOST_CHECK_THROW(for (int i = 0; i < 1000; ++i) (void)again.allocate_page(table), failure);
    };
    const auto header = [](space_fixture& db, page_no root, space_header content) {
        no_pages none;
        tree main{db.file(), {root, {}, 0}, none};
        main.write_external_header(content.encode());
    };
    const auto owned_tree = [](space_fixture& db, page_no table, extent add) {
        no_pages none;
        const space_header h = look_at_owner(db.file(), table).header;
        const object_id object = read_page{db.file(), table}.view().object();
        tree t{db.file(), {h.owned_root(), object, page_flag::space_tree}, none};
        t.insert(extent_key(add.last()), extent_data(add.count));
    };

    spoil([&](space_fixture& db, page_no table) { header(db, table, {1, table, 1, 5}); });              // its own parent
    spoil([&](space_fixture& db, page_no table) { header(db, table, {1, page_no{77}, 1, 5}); });        // a parent that is none
    spoil([&](space_fixture& db, page_no table) { header(db, table, {1, page_no{0}, 1, 5}); });
    spoil([&](space_fixture& db, page_no table) { header(db, table, {1, page_no{1}, 1, 0xFFFFFFFF}); });
    spoil([&](space_fixture& db, page_no table) { header(db, table, {1, page_no{1}, 1, table.value()}); });
    spoil([&](space_fixture& db, page_no table) { header(db, table, {0, page_no{1}, 0, 0}); });
    spoil([&](space_fixture& db, page_no table) { header(db, table, {0xFFFFFFFF, page_no{1}, 0, 0}); });
    spoil([&](space_fixture& db, page_no table) { header(db, table, {200, page_no{1}, 0, 0}); });       // pages of others
    spoil([&](space_fixture& db, page_no table) { owned_tree(db, table, {1, 3}); });
    spoil([&](space_fixture& db, page_no table) { owned_tree(db, table, {100000, 3}); });
    spoil([&](space_fixture& db, page_no table) { owned_tree(db, table, {250, 0}); });
}

BOOST_AUTO_TEST_SUITE_END()
