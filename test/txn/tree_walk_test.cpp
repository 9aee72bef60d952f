// tree_walk_test.cpp — entries read one after the other while others change them.
#include "../btree/tree_fixture.hpp"

#include <ese/engine/txn/tree_walk.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>

using namespace ese_test;

namespace {

struct walk_fixture : tree_fixture {
    static constexpr int entries = 60;    // a few leaves

    walk_fixture()
    {
        me.begin(false);
        for (int i = 0; i < entries; ++i) BOOST_REQUIRE(rows.insert(me, as_bytes_of(key(i)), as_bytes_of(data(i))) == write_answer::done);
        me.commit();
        domain.clean_up_all();
    }
    static std::string key(int i) { return "key" + std::to_string(1000 + 2 * i); }
    static std::string data(int i) { return std::string(400, static_cast<char>('a' + i % 26)); }

    transaction_domain domain{{32768 - 32, 4000}};
    versioned_tree rows{domain, file, shape, source};
    session me{domain}, other{domain};
};

std::optional<std::string> read(tree_walk& walk, const std::string& key)
{
    std::string found;
    const bool there = walk.read(as_bytes_of(key), [&](bytes data) { found.assign(reinterpret_cast<const char*>(data.data()), data.size()); });
    return there ? std::optional{found} : std::nullopt;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(txn)
BOOST_AUTO_TEST_SUITE(walk)

BOOST_FIXTURE_TEST_CASE(entries_are_found_in_order_out_of_order_and_not_at_all, walk_fixture)
{
    const read_scope scope{me};
    tree_walk forth{rows, scope.get()}, back{rows, scope.get()};

    for (int i = 0; i < entries; ++i) {
        BOOST_TEST((read(forth, key(i)) == data(i)));
        BOOST_TEST((read(back, key(entries - 1 - i)) == data(entries - 1 - i)));
        BOOST_TEST((read(forth, key(i) + "x") == std::nullopt));
    }
}

BOOST_FIXTURE_TEST_CASE(what_others_change_and_what_moves_meanwhile_is_seen_as_it_was, walk_fixture)
{
    me.begin(true);
    tree_walk walk{rows, me.reading()};

    for (int i = 0; i < entries; ++i) {
        BOOST_TEST((read(walk, key(i)) == data(i)));
        if (i + 1 == entries) break;
        other.begin(false);
        const int next = i + 1;
        if (i % 3 == 0) BOOST_REQUIRE(rows.erase(other, as_bytes_of(key(next))) == write_answer::done);
        if (i % 3 == 1) BOOST_REQUIRE(rows.replace(other, as_bytes_of(key(next)), as_bytes_of("short")) == write_answer::done);
        const std::string between = "key" + std::to_string(1000 + 2 * i + 1);
        BOOST_REQUIRE(rows.insert(other, as_bytes_of(between), as_bytes_of(std::string(900, 'Z'))) == write_answer::done);
        other.commit();
        BOOST_TEST((read(walk, between) == std::nullopt));
    }

    me.commit();
    const read_scope now{me};
    tree_walk later{rows, now.get()};
    BOOST_TEST((read(later, key(1)) == std::nullopt));
    BOOST_TEST((read(later, key(2)) == "short"));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
