// row_scan_test.cpp — scans in batches meet the rows that a cursor meets step by step.

#include <ese/ese.hpp>
#include <ese/trace.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace {

struct scanned {
    std::int32_t id;
    std::optional<std::string> text;
    std::optional<std::int32_t> level;
    std::string note;

    bool operator==(const scanned&) const = default;
};
std::ostream& operator<<(std::ostream& out, const scanned& r) { return out << r.id << ' ' << r.text.value_or("NULL") << ' ' << r.note.size(); }

using rows_of = std::vector<scanned>;

// Rows with fixed, variable and long columns; by id, and by level, which many share.
template <class Api>
struct scan_fixture {
    ese::basic_instance<Api> engine{{.max_sessions = 4, .in_memory = true}};
    ese::basic_session<Api> work = engine.begin_session();
    ese::basic_database<Api> db = work.create("scan.edb");
    ese::basic_cursor<Api> rows;
    ese::column_ref id, text, level, note;

    scan_fixture()
    {
        using type = ese::jet::column_type;
        ese::table_spec spec{.name = "t"};
        spec.columns.push_back({.name = "id", .type = type::long_});
        spec.columns.push_back({.name = "text", .type = type::text, .size_max = 60});
        spec.columns.push_back({.name = "level", .type = type::long_});
        spec.columns.push_back({.name = "note", .type = type::long_text});
        spec.indexes.push_back({.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary});
        spec.indexes.push_back({.name = "by_level", .parts = {ese::ascending("level")}});
        db.create_table(spec).close();    // whoever creates a table has it alone
        rows = db.open_cursor("t");
        id = rows.column("id"), text = rows.column("text"), level = rows.column("level"), note = rows.column("note");
    }
    void insert(std::int32_t n)
    {
        auto row = rows.insert();
        row.set(id, n).set(note, std::string(n % 50 == 0 ? 5000 : static_cast<std::size_t>(n % 7) * 20, 'n'));
        if (n % 3 != 0) row.set(text, "row " + std::to_string(n));
        if (n % 5 != 0) row.set(level, n % 8);
        row.save();
    }
    void fill(std::int32_t n)
    {
        ese::basic_transaction<Api> t{work};
        for (std::int32_t i = 0; i < n; ++i) insert(i);
        t.commit();
    }
    template <class... Bounds>
    rows_of by_scan(const Bounds&... bounds)
    {
        rows_of found;
        for (const auto row : rows.scan({id, text, level, note}, bounds...)) {
            found.push_back({row.template get<std::int32_t>(0), row.template get<std::optional<std::string>>(1),
                             row.template get<std::optional<std::int32_t>>(2), row.template get<std::string>(3)});
            BOOST_REQUIRE(row.is_null(1) == !found.back().text);
        }
        return found;
    }
    template <class... Bounds>
    rows_of by_steps(const Bounds&... bounds)
    {
        rows_of found;
        for (const auto& row : rows.rows(bounds...))
            found.push_back({row.template get<std::int32_t>(id), row.template get<std::optional<std::string>>(text),
                             row.template get<std::optional<std::int32_t>>(level), row.template get<std::string>(note)});
        return found;
    }
    template <class... Bounds>
    void compare(const Bounds&... bounds)
    {
        const rows_of steps = by_steps(bounds...), scan = by_scan(bounds...);
        BOOST_TEST(scan == steps, boost::test_tools::per_element());
    }
};
using engine_fixture = scan_fixture<ese::engine_api>;

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_FIXTURE_TEST_CASE(a_scan_meets_the_rows_and_values_that_a_cursor_meets_step_by_step, engine_fixture)
{
    compare();
    fill(3000);
    BOOST_TEST(by_scan().size() == 3000U);
    compare();
    compare(ese::backward);
    compare(ese::from(700), ese::below(1900));
    compare(ese::above(700), ese::through(1900));
    compare(ese::from(700), ese::below(1900), ese::backward);
    compare(ese::equal(42));
    compare(ese::from(5000));
    rows.use_index("by_level");
    compare();
    compare(ese::equal(3));
    compare(ese::from(2), ese::through(4), ese::backward);
}

BOOST_FIXTURE_TEST_CASE(a_scan_shows_the_snapshot_and_what_the_session_did_itself, engine_fixture)
{
    fill(2000);
    ese::session rival = engine.begin_session();
    ese::database same = rival.open("scan.edb");
    ese::cursor theirs = same.open_cursor("t");
    const auto their_text = theirs.column("text");

    std::mt19937 random{7};
    ese::transaction reading{work};
    for (int round = 0; round < 6; ++round) {
        ese::transaction writing{rival};
        for (int i = 0; i < 100; ++i) {
            const auto key = static_cast<std::int32_t>(random() % 2000);
            if (!theirs.seek(key)) continue;
            if (i % 3 == 0) theirs.erase();
            else theirs.replace().set(their_text, "theirs").save();
        }
        if (round % 2 == 0) writing.commit();
        else writing.rollback();
        BOOST_TEST(by_scan().size() == 2000U);
        compare();
        compare(ese::from(500), ese::below(800), ese::backward);
    }
    ese::transaction mine{work};
    for (std::int32_t key = 1000; key < 1100; key += 7)
        if (rows.seek(key)) {
            try {
                rows.erase();
            } catch (const ese::write_conflict&) {
            }
        }
    insert(2500);
    compare();
    mine.rollback();
    compare();
}

BOOST_FIXTURE_TEST_CASE(a_scan_goes_on_when_its_leaf_changes_under_it, engine_fixture)
{
    fill(3000);
    ese::transaction t{work};
    std::int32_t expected = 0;
    ese::cursor other = db.open_cursor("t");
    const auto other_note = other.column("note");
    for (const auto row : rows.scan({id})) {
        BOOST_REQUIRE(row.get<std::int32_t>(0) == expected);
        if (expected % 10 == 0) {
            BOOST_REQUIRE(other.seek(expected));
            other.replace().set(other_note, std::string(900, 'x')).save();    // leaves split behind and before the scan
        }
        ++expected;
    }
    BOOST_TEST(expected == 3000);
}

BOOST_FIXTURE_TEST_CASE(a_scan_says_what_is_wrong, engine_fixture)
{
    fill(10);
    ese::column_ref nobody = id;
    nobody.id = ese::column_id{99};
    auto unknown = rows.scan({nobody});
    BOOST_CHECK_EXCEPTION((void)unknown.begin(), ese::error, [](const ese::error& e) { return e.code() == ese::errc::column_not_found; });
    auto nulls = rows.scan({text});
    auto first = nulls.begin();
    BOOST_CHECK_EXCEPTION((void)(*first).get<std::string>(0), ese::error,
                          [](const ese::error& e) { return e.code() == ese::misuse::value_is_null; });
    auto scan = rows.scan({id});
    {
        ese::transaction t{work};
        rows = db.open_cursor("t");
        t.rollback();
    }
    BOOST_CHECK_EXCEPTION((void)scan.begin(), ese::error, [](const ese::error& e) { return e.code() == ese::misuse::cursor_invalidated; });
    ese::jet::row_batch nothing;
    nothing.most = 0;
    ese::cursor fresh = db.open_cursor("t");
    BOOST_TEST((fresh.read_batch(nothing) == ese::errc::invalid_parameter));
}

BOOST_FIXTURE_TEST_CASE(a_scan_that_met_an_error_is_at_its_end, engine_fixture)
{
    fill(1000);
    auto scan = rows.scan({id});
    auto at = scan.begin();
    rows.close();
    std::size_t met = 0;
    const auto run = [&] { for (; at != scan.end(); ++at) ++met; };
    BOOST_CHECK_EXCEPTION(run(), ese::error, [](const ese::error& e) { return e.code() == ese::misuse::not_open; });
    BOOST_TEST(met == 16U);    // the first batch
    BOOST_CHECK(at == scan.end());
}

using traced_fixture = scan_fixture<ese::tracing<ese::engine_api>>;
BOOST_FIXTURE_TEST_CASE(a_backend_without_batches_is_scanned_call_by_call, traced_fixture)
{
    static_assert(!ese::jet_api_row_batches<ese::tracing<ese::engine_api>>);
    fill(700);
    compare();
    compare(ese::from(50), ese::below(300), ese::backward);
    rows.use_index("by_level");
    compare(ese::equal(3));
}

BOOST_AUTO_TEST_SUITE_END()
