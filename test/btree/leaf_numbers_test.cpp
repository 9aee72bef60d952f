// leaf_numbers_test.cpp — the branches of a tree tell the leaves of a range, from either end, without a look at them.
#include "tree_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace ese_test;

namespace {

using pages = std::vector<page_no>;

// Long keys, so that branches have few children and the tree three levels.
struct tall_tree : tree_fixture {
    std::mt19937 random{7};
    std::vector<std::string> keys;
    pages chain;    // of all leaves, as they are linked

    tall_tree()
    {
        for (int i = 0; i < 12000; ++i) keys.push_back(std::to_string(random() % 900 + 100) + std::string(150 + random() % 90, 'k') + std::to_string(i));
        for (const std::string& key : keys) subject.insert(as_bytes(key), as_bytes("data"));
        for (page_no at = subject.leftmost_leaf().number(); at; at = read_page{file, at}.view().next()) chain.push_back(at);
        std::sort(keys.begin(), keys.end());
    }
    [[nodiscard]] static bytes as_bytes(std::string_view text) { return std::as_bytes(std::span{text.data(), text.size()}); }
    [[nodiscard]] std::size_t place(std::string_view key) const
    {
        const page_no leaf = subject.leaf_for(as_bytes(key)).number();
        return static_cast<std::size_t>(std::find(chain.begin(), chain.end(), leaf) - chain.begin());
    }
    [[nodiscard]] pages expected(std::string_view low, std::string_view high, tree::reading way, std::size_t most) const
    {
        const std::size_t from = place(low), to = place(high);
        pages all;
        for (std::size_t i = from; i <= to; ++i) all.push_back(chain[i]);
        if (way == tree::reading::backward) std::reverse(all.begin(), all.end());
        if (all.size() > most) all.resize(most);
        return all;
    }
    [[nodiscard]] pages found(std::string_view low, std::string_view high, tree::reading way, std::size_t most) const
    {
        pages out{page_no{77}};    // what is there stays
        subject.leaves(as_bytes(low), as_bytes(high), way, most, out);
        BOOST_REQUIRE((out.front() == page_no{77}));
        out.erase(out.begin());
        return out;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(btree)

BOOST_FIXTURE_TEST_CASE(leaves_of_any_range_are_told_in_order_from_either_end, tall_tree)
{
    BOOST_REQUIRE(chain.size() > 500u);
    BOOST_REQUIRE(source.used().size() > chain.size() + 4);    // several branches above them
    std::size_t longest = 0;
    for (int round = 0; round < 2000; ++round) {
        std::size_t low = random() % keys.size(), high = random() % keys.size();
        if (round % 3 == 0) high = std::min(low + random() % 40, keys.size() - 1);
        if (low > high) std::swap(low, high);
        const auto way = random() % 2 == 0 ? tree::reading::forward : tree::reading::backward;
        const std::size_t most = random() % 4 == 0 ? 1 + random() % 100 : chain.size();
        const pages told = found(keys[low], keys[high], way, most);
        BOOST_REQUIRE((told == expected(keys[low], keys[high], way, most)));
        longest = std::max(longest, told.size());
    }
    BOOST_TEST(longest > 200u);
    BOOST_TEST((found("", "~", tree::reading::forward, chain.size()) == chain));
    pages back = chain;
    std::reverse(back.begin(), back.end());
    BOOST_TEST((found("", "~", tree::reading::backward, chain.size()) == back));
    BOOST_TEST(found("5", "4", tree::reading::forward, 9).empty());
}

BOOST_FIXTURE_TEST_CASE(a_root_without_branches_is_its_only_leaf, tree_fixture)
{
    for (const auto way : {tree::reading::forward, tree::reading::backward}) {
        pages out;
        subject.leaves({}, {}, way, 10, out);
        BOOST_TEST((out == pages{shape.root}));
    }
}

BOOST_AUTO_TEST_SUITE_END()
