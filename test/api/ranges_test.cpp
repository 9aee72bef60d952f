// ranges_test.cpp — bounds, table ranges, the algorithms of the standard on them, and range-v3 where it is found.

#include <ese/ese.hpp>
#include <ese/table.hpp>

#if __has_include(<range/v3/version.hpp>)
#include <ese/views.hpp>

#include <range/v3/range/conversion.hpp>
#include <range/v3/view/filter.hpp>
#include <range/v3/view/take.hpp>
#endif

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using ints = std::vector<int>;

struct city {
    std::int32_t id{};
    std::string name{};
    std::string country{};
    std::int32_t people{};
};

struct cities {
    using record = city;
    static constexpr std::string_view table_name = "cities";
    using id         = ese::column<"id", &city::id>;
    using name       = ese::column<"name", &city::name, ese::max_bytes<100>>;
    using country    = ese::column<"country", &city::country, ese::max_bytes<100>>;
    using people     = ese::column<"people", &city::people>;
    using primary    = ese::index_on<"pk", ese::asc<id>>;
    using by_name    = ese::index_on<"by_name", ese::asc<name>>;
    using by_country = ese::index_on<"by_country", ese::asc<country>, ese::desc<people>>;
    using columns    = ese::list<id, name, country, people>;
    using indexes    = ese::list<primary, by_name, by_country>;
};

struct ranges_fixture {
    ese::instance engine{{.max_sessions = 4, .in_memory = true}};
    ese::session work = engine.begin_session();
    ese::database db = work.create("ranges.edb");
    ese::table<cities> t = db.create<cities>();

    ranges_fixture()
    {
        const city all[] = {{1, "Bergen", "Norway", 290}, {2, "Berlin", "Germany", 3800}, {3, "Bern", "Switzerland", 140},
                            {4, "Bonn", "Germany", 330}, {5, "Oslo", "Norway", 700}, {6, "Jena", "Germany", 110}};
        for (const city& c : all) t.insert(c);
    }

    template <class Rows>
    static ints ids(Rows&& rows)
    {
        ints seen;
        for (auto row : rows) seen.push_back(row.template get<cities::id>());
        return seen;
    }
};

}  // namespace

#define ESE_TEST_SAME(a, ...) BOOST_TEST((a) == (ints __VA_ARGS__), boost::test_tools::per_element())

BOOST_AUTO_TEST_SUITE(api)
BOOST_FIXTURE_TEST_SUITE(table_ranges, ranges_fixture)

BOOST_AUTO_TEST_CASE(a_scan_reads_the_columns_it_names_of_the_rows_within_the_bounds)
{
    std::vector<std::string> german;
    std::int32_t people = 0;
    for (const auto row : t.scan<cities::by_country, cities::name, cities::people>(ese::equal("Germany"))) {
        german.push_back(row.get<cities::name>());
        people += row.get<cities::people>();
    }
    BOOST_TEST(german == (std::vector<std::string>{"Berlin", "Bonn", "Jena"}), boost::test_tools::per_element());
    BOOST_TEST(people == 4240);
    ints last;
    for (const auto row : t.scan<cities::primary, cities::id>(ese::from(3), ese::backward)) last.push_back(row.get<cities::id>());
    BOOST_TEST(last == (ints{6, 5, 4, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_bounds_the_whole_index_comes_in_its_order)
{
    ESE_TEST_SAME(ids(t.rows()), {1, 2, 3, 4, 5, 6});
    ESE_TEST_SAME(ids(t.rows<cities::by_name>()), {1, 2, 3, 4, 6, 5});
    ESE_TEST_SAME(ids(t.rows(ese::backward)), {6, 5, 4, 3, 2, 1});
}

BOOST_AUTO_TEST_CASE(bounds_include_or_exclude_their_ends)
{
    ESE_TEST_SAME(ids(t.rows(ese::from(2), ese::below(5))), {2, 3, 4});
    ESE_TEST_SAME(ids(t.rows(ese::above(2), ese::through(5))), {3, 4, 5});
    ESE_TEST_SAME(ids(t.rows(ese::above(2), ese::through(5), ese::backward)), {5, 4, 3});
    ESE_TEST_SAME(ids(t.rows(ese::from(5))), {5, 6});
    ESE_TEST_SAME(ids(t.rows(ese::below(3))), {1, 2});
    ESE_TEST_SAME(ids(t.rows(ese::above(6))), {});
    ESE_TEST_SAME(ids(t.rows(ese::equal(4))), {4});
}

BOOST_AUTO_TEST_CASE(equal_takes_leading_parts_and_prefix_a_beginning)
{
    ESE_TEST_SAME(ids(t.rows<cities::by_country>(ese::equal("Germany"))), {2, 4, 6});
    ESE_TEST_SAME(ids(t.rows<cities::by_country>(ese::equal("Germany"), ese::backward)), {6, 4, 2});
    ESE_TEST_SAME(ids(t.rows<cities::by_country>(ese::equal("Germany", 330))), {4});
    ESE_TEST_SAME(ids(t.rows<cities::by_name>(ese::prefix("Ber"))), {1, 2, 3});
    ESE_TEST_SAME(ids(t.rows<cities::by_name>(ese::prefix("X"))), {});
}

BOOST_AUTO_TEST_CASE(text_in_bounds_outlives_what_it_was_taken_from)
{
    auto rows = t.rows<cities::by_name>(ese::prefix(std::string(1, 'B') + "er" + std::string{}));

    ESE_TEST_SAME(ids(rows), {1, 2, 3});
}

BOOST_AUTO_TEST_CASE(a_second_pass_starts_anew)
{
    auto rows = t.rows(ese::from(3));

    ESE_TEST_SAME(ids(rows), {3, 4, 5, 6});
    ESE_TEST_SAME(ids(rows), {3, 4, 5, 6});
    auto copy = rows;
    ESE_TEST_SAME(ids(copy), {3, 4, 5, 6});
}

BOOST_AUTO_TEST_CASE(two_tables_are_scanned_at_the_same_time)
{
    auto other = t.dup();
    int pairs = 0;
    for (auto a : t.rows())
        for (auto b : other.rows<cities::by_country>(ese::equal(a.get<cities::country>())))
            pairs += b.get<cities::id>() != a.get<cities::id>() ? 1 : 0;

    BOOST_TEST(pairs == 8);
}

BOOST_AUTO_TEST_CASE(rows_of_a_table_that_goes_away_keep_it)
{
    ESE_TEST_SAME(ids(db.open<cities>().rows(ese::from(5))), {5, 6});
    auto kept = db.open<cities>().records<cities::by_name>(ese::prefix("B"));
    auto moved = std::move(kept);
    int seen = 0;
    for (const city& c : moved) seen += c.id;
    BOOST_TEST(seen == 10);
    static_assert(!std::is_copy_constructible_v<decltype(moved)>);
}

BOOST_AUTO_TEST_CASE(counting_obeys_the_bounds)
{
    BOOST_TEST(t.count() == 6u);
    BOOST_TEST(t.count<cities::by_country>(ese::equal("Norway")) == 2u);
    BOOST_TEST(t.count(ese::above(9)) == 0u);
}

BOOST_AUTO_TEST_CASE(rows_can_be_changed_on_the_way)
{
    ese::transaction all{work};
    for (auto row : t.rows<cities::by_name>())
        if (row.get<cities::country>() == "Norway") t.replace().set<cities::people>(row.get<cities::people>() + 1).save();
    all.commit();

    BOOST_TEST(t.find(1)->people == 291);
    BOOST_TEST(t.find(5)->people == 701);
    BOOST_TEST(t.find(2)->people == 3800);
}

BOOST_AUTO_TEST_CASE(algorithms_of_the_standard_work)
{
    using rows_type    = decltype(t.rows());
    using records_type = decltype(t.records());
    static_assert(std::ranges::input_range<rows_type> && std::ranges::view<rows_type>);
    static_assert(std::ranges::input_range<records_type> && std::ranges::borrowed_range<records_type>);
    static_assert(std::same_as<std::ranges::range_value_t<records_type>, city>);

    BOOST_TEST(std::ranges::count_if(t.records(), [](const city& c) { return c.people > 300; }) == 3);
    const auto found = std::ranges::find(t.records<cities::by_name>(), "Germany", &city::country);
    BOOST_TEST((*found).name == "Berlin");
    std::vector<city> copies;
    std::ranges::copy(t.records(ese::through(3)), std::back_inserter(copies));
    BOOST_TEST(copies.size() == 3u);
    BOOST_TEST(std::ranges::all_of(t.rows(), [](auto row) { return row.template get<cities::people>() > 100; }));
}

#if __has_include(<range/v3/version.hpp>)

BOOST_AUTO_TEST_CASE(pipelines_of_range_v3_work)
{
    auto names = t.rows<cities::by_name>(ese::prefix("B"))
               | ranges::views::filter([](auto r) { return r.template get<cities::people>() > 200; })
               | ese::views::get<cities::name> | ranges::views::take(2) | ranges::to<std::vector>();
    const std::vector<std::string> expected{"Bergen", "Berlin"};
    BOOST_TEST(names == expected, boost::test_tools::per_element());

    auto all = t.rows() | ese::views::decode | ranges::to<std::vector>();
    BOOST_TEST(all.size() == 6u);
    auto kept = db.open<cities>().rows();
    BOOST_TEST((kept | ese::views::get<cities::id> | ranges::to<std::vector>()).size() == 6u);
}

BOOST_AUTO_TEST_CASE(chunks_are_committed_as_the_pipeline_goes)
{
    int begun = 0;
    ese::session observer = engine.begin_session();
    auto seen = observer.open("ranges.edb").open<cities>();
    std::vector<std::uint64_t> changed_for_others;
    for (auto row : t.rows() | ese::views::chunk_commits(2, work)) {
        changed_for_others.push_back(seen.count<cities::by_country>(ese::equal("X")));
        t.replace().set<cities::country>("X").save();
        BOOST_TEST(work.level() == 1);
        begun += row.get<cities::id>() > 0 ? 1 : 0;
    }

    BOOST_TEST(begun == 6);
    BOOST_TEST(work.level() == 0);
    const std::vector<std::uint64_t> expected{0, 0, 2, 2, 4, 4};
    BOOST_TEST(changed_for_others == expected, boost::test_tools::per_element());
    BOOST_TEST(t.count<cities::by_country>(ese::equal("X")) == 6u);
}

BOOST_AUTO_TEST_CASE(a_chunk_that_is_abandoned_is_rolled_back)
{
    {
        auto chunks = t.rows() | ese::views::chunk_commits(2, work);
        for (auto row : chunks) {
            t.replace().set<cities::country>("X").save();
            if (row.get<cities::id>() == 3) break;
        }
    }

    BOOST_TEST(work.level() == 0);
    BOOST_TEST(t.count<cities::by_country>(ese::equal("X")) == 2u);
}

BOOST_AUTO_TEST_CASE(an_empty_range_leaves_no_transaction_open)
{
    for (auto row : t.rows(ese::above(100)) | ese::views::chunk_commits(2, work)) (void)row;

    BOOST_TEST(work.level() == 0);
}

#endif

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
