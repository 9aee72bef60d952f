// persistent_map_test.cpp — a map in a directory behaves as std::map does, and is still there afterwards.

#include <ese/persistent_map.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <map>
#include <memory>
#include <random>
#include <ranges>
#include <span>
#include <string>
#include <vector>

namespace {

using ese::errc;
using ese::testing::faulty_file_system;
namespace misuse = ese::misuse;

enum class colour : std::uint16_t { red = 7, blue = 300 };

// A directory in memory.
struct folder {
    std::shared_ptr<faulty_file_system> files = std::make_shared<faulty_file_system>();

    template <class K, class V>
    ese::persistent_map<K, V> open(const ese::map_options& options = {})
    {
        return ese::persistent_map<K, V>{"/map", ese::engine_api{files}, options};
    }
};

template <class K, class V>
[[nodiscard]] std::map<K, V> content(const ese::persistent_map<K, V>& map)
{
    std::map<K, V> all;
    for (const auto& [key, value] : map) all.emplace(key, value);
    return all;
}

template <class Call>
[[nodiscard]] errc refusal(Call&& call)
{
    try {
        call();
    } catch (const ese::error& e) {
        return static_cast<errc>(e.code().value());
    }
    return errc::success;
}

[[nodiscard]] std::uint32_t seed()
{
    const char* const named = std::getenv("ESE_TEST_SEED");
    const auto chosen = named ? static_cast<std::uint32_t>(std::strtoul(named, nullptr, 10)) : 1u;
    BOOST_TEST_MESSAGE("ESE_TEST_SEED=" << chosen);
    return chosen;
}

template <class K, class V>
void expect_same(const ese::persistent_map<K, V>& map, const std::map<K, V>& model)
{
    BOOST_TEST(map.size() == model.size());
    BOOST_TEST(map.empty() == model.empty());
    BOOST_TEST((content(map) == model));
    auto expected = model.begin();
    for (const auto& [key, value] : map) BOOST_TEST((expected != model.end() && key == (expected++)->first));
}

// All keys in, in any order, and out again in the order of std::less; each is found and bounds lie where std::map has them.
template <class K>
void expect_order(std::initializer_list<K> keys)
{
    folder in;
    auto map = in.open<K, std::int32_t>();
    std::map<K, std::int32_t> model;
    for (std::int32_t i = 0; const K& key : keys) {
        ++i;
        BOOST_TEST(map.insert(key, i) == model.emplace(key, i).second);
    }
    expect_same(map, model);
    for (const K& key : keys) {
        BOOST_TEST(map.at(key) == model.at(key));
        const auto low = map.lower_bound(key);
        BOOST_TEST((low != map.end() && low->first == model.lower_bound(key)->first));
        const auto high = model.upper_bound(key);
        const auto found = map.upper_bound(key);
        BOOST_TEST((high == model.end() ? found == map.end() : found->first == high->first));
    }
}

[[nodiscard]] std::vector<std::byte> bytes(std::initializer_list<int> values)
{
    std::vector<std::byte> made;
    for (const int one : values) made.push_back(static_cast<std::byte>(one));
    return made;
}

using int_map = ese::persistent_map<int, int>;
static_assert(std::bidirectional_iterator<int_map::iterator>);
static_assert(std::ranges::bidirectional_range<int_map> && std::ranges::common_range<int_map>);
static_assert(std::is_nothrow_move_constructible_v<int_map> && !std::is_copy_constructible_v<int_map>);
static_assert(!ese::map_key<std::u16string> && !ese::map_key<ese::ansi_string>);    // stored in another order than std::less
static_assert(!ese::map_key<std::chrono::sys_time<std::chrono::nanoseconds>>);      // stored with less precision

}  // namespace

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(persistent_map)

BOOST_AUTO_TEST_CASE(a_random_run_ends_as_it_does_with_std_map)
{
    std::mt19937 dice{seed()};
    folder in;
    std::map<std::string, std::string> model;
    auto map = in.open<std::string, std::string>({.how = ese::durability::lazy});
    const auto any_key = [&] { return std::string(dice() % 4, static_cast<char>(dice() % 3 == 0 ? 0xE9 : 'A')) + std::to_string(dice() % 60); };
    for (int step = 0; step < 3000; ++step) {
        const std::string key = any_key();
        const std::string value(dice() % 50 == 0 ? 3000 : dice() % 20, static_cast<char>('a' + dice() % 26));
        switch (dice() % 9) {
        case 0: BOOST_TEST(map.insert(key, value) == model.emplace(key, value).second); break;
        case 1: BOOST_TEST(map.assign(key, value) == (model.contains(key) && (model[key] = value, true))); break;
        case 2: BOOST_TEST(map.insert_or_assign(key, value) == model.insert_or_assign(key, value).second); break;
        case 3: BOOST_TEST(map.erase(key) == (model.erase(key) != 0)); break;
        case 4: BOOST_TEST(map.contains(key) == model.contains(key)); break;
        case 5: BOOST_TEST(map.get(key).value_or("none") == (model.contains(key) ? model[key] : "none")); break;
        case 6: {
            const auto wanted = model.lower_bound(key);
            const auto found = map.lower_bound(key);
            BOOST_TEST((wanted == model.end() ? found == map.end() : *found == std::pair<std::string, std::string>{*wanted}));
            break;
        }
        case 7: BOOST_TEST(map.size() == model.size()); break;
        default:
            if (dice() % 40 != 0) break;
            expect_same(map, model);
            if (dice() % 2 == 0) map.clear(), model.clear();
            map.close();
            map = in.open<std::string, std::string>({.how = ese::durability::lazy});
        }
    }
    expect_same(map, model);
}

BOOST_AUTO_TEST_CASE(keys_of_every_type_keep_the_order_of_std_less)
{
    using limits = std::numeric_limits<std::int64_t>;
    using std::chrono::sys_seconds, std::chrono::seconds;
    expect_order<bool>({true, false, true});
    expect_order<std::int8_t>({5, -128, 127, 0, -1});
    expect_order<std::int64_t>({limits::max(), limits::min(), 0, -1, 1});
    expect_order<std::uint64_t>({~std::uint64_t{0}, 0, 1, std::uint64_t{1} << 63});
    expect_order<float>({1.5f, -1.5f, 0.0f});
    expect_order<double>({1.0, -std::numeric_limits<double>::infinity(), -0.5, 0.0, -0.0, 1e300, -1e300, 5e-324});
    expect_order<colour>({colour::blue, colour::red});
    expect_order<std::string>({"b", "B", "a", "", std::string("a\0", 2), std::string("a\0b", 3), "abcdefgh", "abcdefghi", "\xFF\xFE", "\xC3\xA9"});
    expect_order<std::vector<std::byte>>({bytes({1, 2}), bytes({}), bytes({1}), bytes({0}), bytes({0, 0}), bytes({255})});
    expect_order<std::array<std::byte, 2>>({std::array{std::byte{2}, std::byte{1}}, std::array{std::byte{1}, std::byte{200}}});
    expect_order<sys_seconds>({sys_seconds{seconds{5}}, sys_seconds{seconds{-5'000'000'000}}, sys_seconds{}});
}

BOOST_AUTO_TEST_CASE(values_of_every_kind_come_back_after_reopening)
{
    folder in;
    in.open<int, std::optional<std::string>>().insert(1, std::nullopt);
    BOOST_TEST((in.open<int, std::optional<std::string>>().at(1) == std::nullopt));
    in.files = std::make_shared<faulty_file_system>();
    in.open<int, ese::multi<std::string>>().insert(1, {"one", "two"});
    BOOST_TEST((in.open<int, ese::multi<std::string>>().at(1) == ese::multi<std::string>{"one", "two"}));
    in.files = std::make_shared<faulty_file_system>();
    in.open<int, std::vector<std::byte>>().insert(1, std::vector<std::byte>(100'000, std::byte{7}));
    BOOST_TEST((in.open<int, std::vector<std::byte>>().at(1) == std::vector<std::byte>(100'000, std::byte{7})));
}

BOOST_AUTO_TEST_CASE(iterators_go_both_ways_and_outlive_changes_and_moves_of_the_map)
{
    folder in;
    auto map = in.open<int, int>();
    for (int i = 0; i < 10; ++i) map.insert(i * 10, i);

    auto at = map.find(50);
    map.erase(50);
    map.insert(55, 0);
    BOOST_TEST(at->first == 50);
    auto moved = std::move(map);
    BOOST_TEST((++at)->first == 55);
    BOOST_TEST((--at)->first == 40);
    BOOST_TEST((--moved.end())->first == 90);
    BOOST_TEST((--moved.begin() == moved.end()));
    BOOST_TEST((++moved.find(90) == moved.end()));

    auto one = moved.begin(), other = moved.begin();    // they share one position, and each finds its way
    for (; one != moved.end(); ++one, ++other) BOOST_TEST((one == other && *one == *other));

    std::vector<int> backwards;
    for (auto it = moved.end(); it != moved.begin();) backwards.push_back((--it)->first);
    BOOST_TEST((backwards == std::vector<int>{90, 80, 70, 60, 55, 40, 30, 20, 10, 0}));

    for (auto it = moved.begin(); it != moved.end();) it = it->first % 20 == 0 ? moved.erase(it) : ++it;
    BOOST_TEST(moved.size() == 5u);
}

BOOST_AUTO_TEST_CASE(a_batch_happens_together_or_not_at_all)
{
    folder in;
    auto map = in.open<std::string, int>();
    map.insert("before", 1);
    const std::map<std::string, int> unchanged{{"before", 1}};

    const auto undone = [&](auto&& body) { BOOST_CHECK_THROW(map.batch(body), std::runtime_error); };
    undone([&] {
        map.insert("in", 2);
        map.erase("before");
        BOOST_TEST(map.size() == 1u);
        throw std::runtime_error{"no"};
    });
    expect_same(map, unchanged);
    undone([&] {
        map.clear();
        map.insert("after clear", 3);
        throw std::runtime_error{"no"};
    });
    expect_same(map, unchanged);

    const int answer = map.batch([&] {
        map.insert("a", 1);
        undone([&] {
            map.insert("b", 2);
            throw std::runtime_error{"only the inner one"};
        });
        return 42;
    });
    BOOST_TEST(answer == 42);
    expect_same(map, {{"before", 1}, {"a", 1}});
}

BOOST_AUTO_TEST_CASE(a_map_closed_inside_a_batch_has_not_done_it)
{
    folder in;
    auto map = in.open<int, int>();
    const auto close_it = [&] {
        map.insert(1, 1);
        map.close();
    };
    BOOST_TEST(refusal([&] { map.batch(close_it); }) == misuse::transaction_finished);
    BOOST_TEST((in.open<int, int>().empty()));
}

BOOST_AUTO_TEST_CASE(batches_nest_seven_deep_and_the_eighth_is_refused_without_harm)
{
    folder in;
    auto map = in.open<int, int>();
    const auto nest = [&](auto&& self, int depth) -> void {
        map.batch([&] {
            map.insert(depth, depth);
            if (depth < 7) return self(self, depth + 1);
            BOOST_TEST(refusal([&] { map.batch([] {}); }) == errc::trans_too_deep);
            BOOST_TEST(refusal([&] { map.clear(); }) == errc::trans_too_deep);
        });
    };
    nest(nest, 1);
    BOOST_TEST(map.size() == 7u);
    BOOST_TEST(content(map).size() == 7u);
}

BOOST_AUTO_TEST_CASE(a_map_of_other_types_is_refused_in_words_and_stays_as_it_was)
{
    folder in;
    in.open<std::string, std::int64_t>().insert("Ada", 36);

    const auto words = [&]<class K, class V>(std::pair<K, V>) -> std::string {
        try {
            (void)in.open<K, V>();
        } catch (const ese::schema_mismatch& e) {
            return e.what();
        }
        return "accepted";
    };
    BOOST_TEST(words(std::pair<int, std::int64_t>{}) == "the map in '/map' has other types: its keys are stored as LongBinary, not as Long");
    BOOST_TEST(words(std::pair<std::string, std::string>{}) == "the map in '/map' has other types: its values are stored as LongLong, not as LongText");
    BOOST_TEST(words(std::pair<std::string, std::optional<std::int64_t>>{}) ==
               "the map in '/map' has other types: its values are stored as LongLong, not as LongLong or nothing");
    BOOST_TEST(words(std::pair<std::string, std::int64_t>{}) == "accepted");
    expect_same(in.open<std::string, std::int64_t>(), {{"Ada", 36}});

    in.files = std::make_shared<faulty_file_system>();
    in.open<std::array<std::byte, 4>, std::u16string>().insert(std::array<std::byte, 4>{}, u"x");
    BOOST_TEST(words(std::pair<std::array<std::byte, 5>, std::u16string>{}) ==
               "the map in '/map' has other types: its keys are stored as Binary of 4 bytes, not as Binary of 5 bytes");
    BOOST_TEST(words(std::pair<std::array<std::byte, 4>, ese::ansi_string>{}) ==
               "the map in '/map' has other types: its values are text of another code page");
}

// A file that a crash left without content counts as absent, see persistent_map_recovery_test; any other is somebody's.
BOOST_AUTO_TEST_CASE(a_file_that_is_no_map_is_refused_and_left_alone)
{
    for (const std::string& foreign : {std::string{"some text"}, std::string(20, '\0') + "binary", std::string(8192, '\0') + "behind a page",
                                       std::string(600, '\0') + 'x' + std::string(9000, '\0')}) {
        folder in;
        const auto as_bytes = std::as_bytes(std::span{foreign.data(), foreign.size()});
        in.files->create_directories("/map");
        in.files->open("/map/map.edb", ese::engine::open_mode::create_new)->write(0, as_bytes);
        BOOST_TEST(refusal([&] { (void)in.open<int, int>(); }) == errc::database_corrupted);
        std::vector<std::byte> left(foreign.size());
        in.files->open("/map/map.edb", ese::engine::open_mode::read_only)->read(0, left);
        BOOST_TEST(std::ranges::equal(left, as_bytes));
    }
}

BOOST_AUTO_TEST_CASE(a_directory_has_one_map_at_a_time)
{
    folder in;
    auto map = in.open<int, int>();
    map.insert(1, 1);
    BOOST_TEST(refusal([&] { (void)in.open<int, int>(); }) == errc::log_file_path_in_use);
    map.insert(2, 2);
    map.close();
    BOOST_TEST((in.open<int, int>().size() == 2u));
}

BOOST_AUTO_TEST_CASE(misuse_is_answered_and_changes_nothing)
{
    folder in;
    auto map = in.open<std::string, std::string>();
    map.insert("a", "1");
    const std::map<std::string, std::string> unchanged{{"a", "1"}};

    BOOST_CHECK_THROW((void)map.at("b"), ese::record_missing);
    BOOST_TEST(refusal([&] { map.insert("b", "\xFF"); }) == errc::unicode_translation_fail);
    BOOST_TEST(refusal([&] { map.insert_or_assign("a", "\xFF"); }) == errc::unicode_translation_fail);
    BOOST_TEST(map.insert(std::string(1776, 'x'), "fits"));
    BOOST_TEST(refusal([&] { map.insert(std::string(1777, 'x'), "too long"); }) == errc::key_truncated);
    BOOST_TEST(!map.contains(std::string(1777, 'x')));
    BOOST_TEST(map.erase(std::string(1776, 'x')));
    expect_same(map, unchanged);

    auto moved = std::move(map);
    BOOST_TEST(refusal([&] { map.insert("b", "2"); }) == misuse::not_open);
    BOOST_TEST(refusal([&] { (void)map.size(); }) == misuse::not_open);
    BOOST_TEST(refusal([&] { (void)map.begin(); }) == misuse::not_open);
    map.close();    // nothing to do
    auto at = moved.begin();
    BOOST_CHECK_THROW((void)*moved.end(), ese::record_missing);
    BOOST_CHECK_THROW((void)moved.erase(moved.end()), ese::record_missing);
    BOOST_TEST((++moved.end() == moved.end()));
    BOOST_TEST(refusal([&] { ++decltype(at){}; }) == misuse::not_open);
    expect_same(moved, unchanged);
    moved.close();
    BOOST_TEST((*at == std::pair<std::string, std::string>{"a", "1"}));
    BOOST_TEST(refusal([&] { ++at; }) == misuse::not_open);
    expect_same(in.open<std::string, std::string>(), unchanged);    // the iterator keeps nobody out

    in.files = std::make_shared<faulty_file_system>();
    auto numbers = in.open<double, int>();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(refusal([&] { numbers.insert(nan, 1); }) == misuse::value_out_of_range);
    BOOST_TEST(refusal([&] { (void)numbers.find(nan); }) == misuse::value_out_of_range);
    BOOST_TEST(refusal([&] { (void)numbers.lower_bound(nan); }) == misuse::value_out_of_range);
    BOOST_TEST(numbers.empty());
}

BOOST_AUTO_TEST_CASE(a_batch_that_changes_too_much_at_once_is_undone)
{
    folder in;
    auto map = in.open<int, int>({.max_version_pages = 2});
    map.insert(-1, 1);
    const auto too_much = [&] {
        for (int i = 0; i < 100'000; ++i) map.insert(i, i);
    };
    BOOST_TEST(refusal([&] { map.batch(too_much); }) == errc::version_store_out_of_memory);
    expect_same(map, {{-1, 1}});
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
