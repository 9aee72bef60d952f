#include "tree_fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <optional>
#include <random>
#include <thread>

using namespace ese_test;
namespace data = boost::unit_test::data;

namespace {

using model = std::map<std::string, std::string>;

std::string text(bytes b) { return {reinterpret_cast<const char*>(b.data()), b.size()}; }

// Every rule of tree.hpp and of the page format, looked at from outside.
void check_tree(tree_fixture& f)
{
    std::set<page_no> reached;
    f.subject.for_each_page([&](page_no page) {
        BOOST_REQUIRE(reached.insert(page).second);
        const read_page seen{f.file, page};
        BOOST_REQUIRE(verify_structure(seen.view()));
        BOOST_REQUIRE(page == f.shape.root || seen.view().node_count() != 0);
        search_block* const again = new (std::malloc(65536)) search_block;
        again->carve(65536);
        fill_block(*again, seen.view());
        BOOST_REQUIRE_EQUAL(again->count(), seen.block().count());
        for (std::uint32_t i = 0; i < again->count(); ++i) BOOST_REQUIRE_EQUAL(again->reference(i), seen.block().reference(i));
        std::free(again);
    });
    reached.erase(f.shape.root);
    BOOST_TEST((reached == f.source.used()));
}

model forward(tree& t)
{
    model all;
    tree_entry entry;
    key_buffer sort;
    for (bool more = t.first(entry); more;) {
        BOOST_REQUIRE(all.emplace(text(entry.key.view()), text(entry.data.view())).second);
        sort.assign(entry.key.view());
        sort.push_back(std::byte{0});
        more = t.at_or_after(sort.view(), entry);
    }
    return all;
}

model backward(tree& t)
{
    model all;
    tree_entry entry;
    for (bool more = t.last(entry); more; more = t.before(key_buffer{entry.key.view()}.view(), entry))
        BOOST_REQUIRE(all.emplace(text(entry.key.view()), text(entry.data.view())).second);
    return all;
}

std::string random_bytes(std::mt19937& random, std::size_t least, std::size_t most)
{
    std::string s(std::uniform_int_distribution<std::size_t>{least, most}(random), '\0');
    for (char& c : s) c = static_cast<char>(random() % 5 == 0 ? random() % 256 : 'a' + random() % 3);
    return s;
}

unsigned seed()
{
    const char* given = std::getenv("ESE_TEST_SEED");
    return given ? static_cast<unsigned>(std::atoi(given)) : 1U;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(btree)

BOOST_DATA_TEST_CASE(random_changes_leave_the_same_entries_as_in_a_map, data::make({4096U, 8192U, 16384U, 32768U}), page_size)
{
    tree_fixture f{page_size};
    std::mt19937 random{seed()};
    model expected;

    for (int i = 0; i < 12000; ++i) {
        const bool growing = (i / 3000) % 2 == 0;
        const std::string key = random_bytes(random, 1, i % 50 == 0 ? 900 : 12), value = random_bytes(random, 1, i % 40 == 0 ? 3000 : 60);
        const auto at = expected.lower_bound(key);
        if (random() % 4 < (growing ? 3U : 1U)) {
            if (at != expected.end() && at->first == key) BOOST_REQUIRE(f.subject.replace(as_bytes_of(key), as_bytes_of(value)));
            else f.subject.insert(as_bytes_of(key), as_bytes_of(value));
            expected[key] = value;
        } else if (at != expected.end()) {
            BOOST_REQUIRE(f.subject.erase(as_bytes_of(at->first)));
            expected.erase(at);
        }
        if (i % 1000 == 0) check_tree(f);
    }

    check_tree(f);
    BOOST_TEST((forward(f.subject) == expected));
    BOOST_TEST((backward(f.subject) == expected));
    while (!expected.empty()) {
        BOOST_REQUIRE(f.subject.erase(as_bytes_of(expected.begin()->first)));
        expected.erase(expected.begin());
    }
    check_tree(f);
    BOOST_TEST(f.source.used().size() <= 8U);
}

BOOST_AUTO_TEST_CASE(ascending_inserts_fill_pages)
{
    tree_fixture f;
    constexpr std::uint32_t rows = 50000;
    const std::string value(100, 'v');

    for (std::uint32_t i = 0; i < rows; ++i) {
        std::array<std::byte, 8> key;
        store_be<std::uint64_t>(key.data(), i);
        f.subject.insert(key, as_bytes_of(value));
    }

    check_tree(f);
    const double bytes_used = static_cast<double>(f.source.used().size()) * 4096;
    BOOST_TEST(bytes_used < rows * 112.0 * 1.06);
}

BOOST_AUTO_TEST_CASE(a_small_cache_serves_a_large_tree)
{
    tree_fixture f{4096, 0, 64 * 4096};
    constexpr std::uint32_t rows = 40000;
    const auto key_of = [](std::uint32_t i) {
        std::array<std::byte, 8> key;
        store_be<std::uint64_t>(key.data(), i * 2654435761U);
        return key;
    };

    for (std::uint32_t i = 0; i < rows; ++i) f.subject.insert(key_of(i), as_bytes_of(std::to_string(i) + std::string(90, 'x')));

    BOOST_TEST(f.budget.used() <= 66 * 4096U * 9 / 8);
    row_buffer value;
    for (std::uint32_t i = 0; i < rows; i += 7) {
        BOOST_REQUIRE(f.subject.find(key_of(i), value));
        BOOST_REQUIRE(text(value.view()).starts_with(std::to_string(i) + "x"));
    }
}

BOOST_AUTO_TEST_CASE(threads_insert_read_and_erase_side_by_side)
{
    tree_fixture f{4096, 0, 300 * 4096};
    constexpr std::uint32_t rows = 6000;
    const auto key_of = [](std::uint32_t thread, std::uint32_t i) {
        std::array<std::byte, 8> key;
        store_be<std::uint32_t>(key.data(), i * 2654435761U);
        store_be<std::uint32_t>(key.data() + 4, thread);
        return key;
    };

    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (std::uint32_t t = 0; t < 3; ++t)
        threads.emplace_back([&, t] {
            row_buffer value;
            for (std::uint32_t i = 0; i < rows; ++i) {
                const std::string content = std::to_string(t) + ":" + std::to_string(i) + std::string(i % 90, 'x');
                f.subject.insert(key_of(t, i), as_bytes_of(content));
                if (!f.subject.find(key_of(t, i / 2), value)) wrong += (i / 2) % 3 != 0;
                if (i >= 3 && i % 3 == 0 && !f.subject.erase(key_of(t, i - 3))) ++wrong;
            }
        });
    threads.emplace_back([&] {
        tree_entry entry;
        for (int round = 0; round < 20; ++round) {
            std::string last;
            for (bool more = f.subject.first(entry); more;) {
                const std::string key = text(entry.key.view());
                if (key <= last) ++wrong;
                last = key;
                more = f.subject.at_or_after(as_bytes_of(key + '\0'), entry);
            }
        }
    });
    for (std::thread& thread : threads) thread.join();

    BOOST_TEST(wrong == 0);
    check_tree(f);
    BOOST_TEST(forward(f.subject).size() == 3 * (rows - (rows - 1) / 3));
}

BOOST_AUTO_TEST_SUITE_END()
