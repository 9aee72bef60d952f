// typed_test.cpp — tables by schema over the portable engine: what goes in comes out, and schemas meet their tables.

#include <ese/ese.hpp>
#include <ese/table.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

using ese::errc;
namespace misuse = ese::misuse;

enum class colour : std::uint16_t { red = 1, blue = 7 };

struct account {
    std::int64_t id{};
    std::string owner{};
    std::int32_t age{};
    std::int64_t balance{};
    std::optional<std::string> note{};
};

struct accounts {
    using record = account;
    static constexpr std::string_view table_name = "accounts";
    using id       = ese::column<"id", &account::id, ese::autoincrement>;
    using owner    = ese::column<"owner", &account::owner, ese::max_bytes<128>>;
    using age      = ese::column<"age", &account::age>;
    using balance  = ese::column<"balance", &account::balance, ese::escrow>;
    using note     = ese::column<"note", &account::note>;
    using primary  = ese::index_on<"pk", ese::asc<id>>;
    using by_owner = ese::index_on<"by_owner", ese::asc<owner>, ese::desc<age>>;
    using columns  = ese::list<id, owner, age, balance, note>;
    using indexes  = ese::list<primary, by_owner>;
};

// Everything a member may be.
struct thing {
    std::int32_t key{};
    bool yes{};
    std::int8_t i8{};
    std::uint8_t u8{};
    std::int16_t i16{};
    std::uint16_t u16{};
    std::uint32_t u32{};
    std::uint64_t u64{};
    float f32{};
    double f64{};
    std::string text{};
    std::u16string wide{};
    ese::ansi_string ansi{};
    std::vector<std::byte> bytes{};
    std::array<std::byte, 20> hash{};
    ese::guid unique{};
    std::chrono::sys_time<std::chrono::microseconds> at{};
    colour shade{};
    std::optional<double> maybe{};
    ese::multi<std::int32_t> numbers{};
    ese::multi<std::string> words{};

    friend bool operator==(const thing&, const thing&) = default;
};

struct things {
    using record = thing;
    static constexpr std::string_view table_name = "things";
    using key     = ese::column<"key", &thing::key>;
    using yes     = ese::column<"yes", &thing::yes>;
    using i8      = ese::column<"i8", &thing::i8>;
    using u8      = ese::column<"u8", &thing::u8>;
    using i16     = ese::column<"i16", &thing::i16>;
    using u16     = ese::column<"u16", &thing::u16>;
    using u32     = ese::column<"u32", &thing::u32>;
    using u64     = ese::column<"u64", &thing::u64>;
    using f32     = ese::column<"f32", &thing::f32>;
    using f64     = ese::column<"f64", &thing::f64>;
    using text    = ese::column<"text", &thing::text>;
    using wide    = ese::column<"wide", &thing::wide, ese::max_bytes<100>>;
    using ansi    = ese::column<"ansi", &thing::ansi, ese::tagged>;
    using bytes   = ese::column<"bytes", &thing::bytes>;
    using hash    = ese::column<"hash", &thing::hash>;
    using unique  = ese::column<"unique", &thing::unique>;
    using at      = ese::column<"at", &thing::at>;
    using shade   = ese::column<"shade", &thing::shade>;
    using maybe   = ese::column<"maybe", &thing::maybe>;
    using numbers = ese::column<"numbers", &thing::numbers>;
    using words   = ese::column<"words", &thing::words>;
    using primary = ese::index_on<"pk", ese::asc<key>>;
    using by_time = ese::index_on<"by_time", ese::asc<at>>;
    using by_hash = ese::index_on<"by_hash", ese::asc<hash>>;
    using by_guid = ese::index_on<"by_guid", ese::asc<unique>, ese::asc<shade>>;
    using by_i8   = ese::index_on<"by_i8", ese::asc<i8>, ese::asc<yes>, ese::asc<f64>, ese::asc<wide>>;
    using columns = ese::list<key, yes, i8, u8, i16, u16, u32, u64, f32, f64, text, wide, ansi, bytes, hash, unique, at, shade, maybe, numbers, words>;
    using indexes = ese::list<primary, by_time, by_hash, by_guid, by_i8>;
};

[[nodiscard]] thing full_thing()
{
    thing t;
    t.key   = 7;
    t.yes   = true;
    t.i8    = -100;
    t.u8    = 200;
    t.i16   = -30'000;
    t.u16   = 60'000;
    t.u32   = 4'000'000'000;
    t.u64   = 18'000'000'000'000'000'000u;
    t.f32   = 0.5f;
    t.f64   = -1e300;
    t.text  = std::string(5'000, 'x') + "äöü€𝄞";
    t.wide  = u"w\xD834";
    t.ansi  = {"\xE4\xF6"};
    t.bytes.assign(3'000, std::byte{0xAB});
    t.hash.fill(std::byte{0x11});
    t.unique.bytes.fill(std::byte{0x22});
    t.at      = std::chrono::sys_time<std::chrono::microseconds>{std::chrono::microseconds{1'700'000'000'123'456}};
    t.shade   = colour::blue;
    t.maybe   = 2.5;
    t.numbers = {3, 1, 2};
    t.words   = {"one", "", std::string(2'000, 'z')};
    return t;
}

struct typed_fixture {
    ese::instance engine{{.max_sessions = 6, .in_memory = true}};
    ese::session work = engine.begin_session();
    ese::database db = work.create("typed.edb");
};

template <class Call>
errc code_of(Call&& call)
{
    try {
        call();
    } catch (const ese::error& e) {
        return e.jet_code();
    }
    return errc::success;
}

template <class Call>
std::string words_of(Call&& call)
{
    try {
        call();
    } catch (const ese::schema_mismatch& e) {
        return e.what();
    }
    return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)
BOOST_FIXTURE_TEST_SUITE(typed, typed_fixture)

BOOST_AUTO_TEST_CASE(a_record_comes_back_as_it_went_in)
{
    auto t = db.create<things>();
    const thing in = full_thing();

    t.insert(in);

    const auto out = t.find(7);
    BOOST_REQUIRE(out.has_value());
    BOOST_TEST((*out == in));
}

BOOST_AUTO_TEST_CASE(an_empty_record_comes_back_empty)
{
    auto t = db.create<things>();

    t.insert(thing{});

    const auto out = t.find(0);
    BOOST_REQUIRE(out.has_value());
    BOOST_TEST((*out == thing{}));
    BOOST_TEST(!out->maybe.has_value());
}

BOOST_AUTO_TEST_CASE(replacing_a_record_replaces_every_column)
{
    auto t = db.create<things>();
    t.insert(full_thing());
    thing other{};
    other.key     = 7;
    other.numbers = {5};
    other.words   = {"a", "b", "c", "d"};
    BOOST_REQUIRE(t.seek(7));

    t.replace(other);

    BOOST_TEST((t.find(7) == other));
}

BOOST_AUTO_TEST_CASE(every_kind_of_member_can_be_a_key)
{
    auto t = db.create<things>();
    const thing in = full_thing();
    t.insert(in);

    BOOST_TEST(t.seek<things::by_time>(in.at));
    BOOST_TEST(t.seek<things::by_time>(std::chrono::time_point_cast<std::chrono::microseconds>(in.at)));
    BOOST_TEST(!t.seek<things::by_time>(in.at + std::chrono::microseconds{1}));
    BOOST_TEST(t.seek<things::by_hash>(in.hash));
    BOOST_TEST(t.seek<things::by_guid>(in.unique));
    BOOST_TEST(t.seek<things::by_guid>(in.unique, colour::blue));
    BOOST_TEST(!t.seek<things::by_guid>(in.unique, colour::red));
    BOOST_TEST(t.seek<things::by_i8>(-100, true, -1e300, u"w\xD834"));
    BOOST_TEST(!t.seek<things::by_i8>(100));
}

BOOST_AUTO_TEST_CASE(keys_keep_the_order_of_numbers_of_8_bits)
{
    auto t = db.create<things>();
    for (const int i : {5, -5, 127, -128, 0}) {
        thing one{};
        one.key = 1000 + i;
        one.i8  = static_cast<std::int8_t>(i);
        t.insert(one);
    }

    std::vector<int> seen;
    for (const thing& one : t.records<things::by_i8>()) seen.push_back(one.i8);

    const std::vector<int> expected{-128, -5, 0, 5, 127};
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_engine_numbers_an_autoincrement_column)
{
    auto t = db.create<accounts>();
    auto u = t.insert();
    u.set<accounts::owner>("bob").set<accounts::age>(30);

    const std::int64_t id = u.get<accounts::id>();
    u.save();
    t.insert({.id = 999, .owner = "eve"});

    BOOST_TEST(t.find(id)->owner == "bob");
    BOOST_TEST(!t.seek(999));
    BOOST_TEST(t.count() == 2u);
}

BOOST_AUTO_TEST_CASE(a_guard_that_is_not_saved_changes_nothing)
{
    auto t = db.create<accounts>();
    { auto u = t.insert(); u.set<accounts::owner>("lost").set<accounts::age>(1); }

    BOOST_TEST(!t.move_first());
}

BOOST_AUTO_TEST_CASE(a_guard_takes_a_whole_record_and_then_a_column)
{
    auto t = db.create<accounts>();

    ese::transaction inside{work};
    t.insert().set({.owner = "bob", .age = 1, .note = "x"}).set<accounts::age>(2).set<accounts::note>(std::nullopt).save_and_go();

    BOOST_TEST(t.row().get<accounts::age>() == 2);
    BOOST_TEST(!t.row().get<accounts::note>().has_value());
    BOOST_TEST(t.row().record().owner == "bob");
}

BOOST_AUTO_TEST_CASE(replacing_one_column_keeps_the_others)
{
    auto t = db.create<accounts>();
    t.insert({.owner = "bob", .age = 30, .note = "n"});
    BOOST_REQUIRE(t.seek<accounts::by_owner>("bob"));

    ese::transaction inside{work};
    t.replace().set<accounts::age>(31).save();

    const account now = t.record();
    BOOST_TEST(now.age == 31);
    BOOST_TEST(now.owner == "bob");
    BOOST_TEST((now.note == "n"));
}

BOOST_AUTO_TEST_CASE(an_erased_row_is_gone)
{
    auto t = db.create<accounts>();
    t.insert({.owner = "bob"});
    BOOST_REQUIRE(t.seek<accounts::by_owner>("bob", 0));

    t.erase();

    BOOST_TEST(!t.find<accounts::by_owner>("bob").has_value());
}

BOOST_AUTO_TEST_CASE(a_key_of_two_parts_goes_by_both)
{
    auto t = db.create<accounts>();
    t.insert({.owner = "bob", .age = 30});
    t.insert({.owner = "bob", .age = 40});

    BOOST_TEST(t.find<accounts::by_owner>("bob", 40)->age == 40);
    BOOST_TEST(t.find<accounts::by_owner>(ese::key("bob", 30))->age == 30);
    BOOST_TEST(t.find<accounts::by_owner>("bob")->age == 40);   // age runs down
    BOOST_TEST(!t.seek<accounts::by_owner>("bob", 35));
}

BOOST_AUTO_TEST_CASE(a_number_that_does_not_fit_is_refused_not_cut)
{
    auto t = db.create<accounts>();
    auto u = t.insert();

    BOOST_TEST((code_of([&] { u.set<accounts::age>(std::int64_t{1} << 40); }) == misuse::value_out_of_range));
    BOOST_TEST((code_of([&] { (void)t.seek<accounts::by_owner>("bob", std::int64_t{1} << 40); }) == misuse::value_out_of_range));
}

BOOST_AUTO_TEST_CASE(text_that_is_too_long_is_refused_and_not_cut)
{
    auto t = db.create<accounts>();
    t.insert({.owner = std::string(64, 'x')});    // 128 bytes of UTF-16

    BOOST_TEST((code_of([&] { t.insert({.owner = std::string(65, 'x')}); }) == errc::column_too_big));
    BOOST_TEST((code_of([&] { t.insert().set<accounts::owner>(std::string(65, 'x')); }) == errc::column_too_big));

    BOOST_TEST(t.count() == 1u);
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf8_is_refused)
{
    auto t = db.create<accounts>();

    BOOST_TEST((code_of([&] { t.insert({.owner = "\xFF"}); }) == errc::unicode_translation_fail));
    BOOST_TEST(!t.move_first());
}

BOOST_AUTO_TEST_CASE(adding_to_an_escrow_column_tells_the_value_before)
{
    auto t = db.create<accounts>();
    t.insert({.owner = "bob", .balance = 100});
    BOOST_REQUIRE(t.seek(1));

    BOOST_TEST(t.add<accounts::balance>(5) == 100);
    ese::transaction undone{work};
    BOOST_TEST(t.add<accounts::balance>(-30) == 105);
    undone.rollback();

    BOOST_TEST(t.find(1)->balance == 105);
}

BOOST_AUTO_TEST_CASE(long_values_are_read_and_written_in_pieces)
{
    auto t = db.create<things>();
    t.insert(thing{});
    BOOST_REQUIRE(t.seek(0));
    auto s = t.stream<things::bytes>();
    const std::vector<std::byte> piece(10'000, std::byte{1});

    s.append(piece);
    s.append(piece);
    s.write(9'999, std::vector<std::byte>(2, std::byte{9}));
    s.resize(15'000);

    std::vector<std::byte> seen(4);
    BOOST_TEST(s.size() == 15'000u);
    BOOST_TEST(s.read(9'998, seen) == 4u);
    BOOST_TEST((seen == std::vector<std::byte>{std::byte{1}, std::byte{9}, std::byte{9}, std::byte{1}}));
    BOOST_TEST(s.read(14'998, seen) == 2u);
}

BOOST_AUTO_TEST_CASE(the_forms_with_a_code_do_not_throw)
{
    auto t = db.create<accounts>();
    std::error_code ec;

    t.insert({.owner = "\xFF"}, ec);
    BOOST_TEST((ec == make_error_code(errc::unicode_translation_fail)));
    t.insert({.owner = "bob"}, ec);
    BOOST_TEST(!ec);
    BOOST_TEST(!t.seek(ec, 77));
    BOOST_TEST(!ec);
    BOOST_TEST(t.find(ec, 1).has_value() == false);   // the refused row had taken number 1
    BOOST_TEST(t.find<accounts::by_owner>(ec, "bob").has_value());
    t.erase(ec);
    BOOST_TEST(!ec);
    (void)t.record(ec);
    BOOST_TEST((ec == ese::failure::not_found));
}

BOOST_AUTO_TEST_CASE(a_rollback_ends_a_table_opened_inside)
{
    (void)db.create<accounts>();
    ese::transaction t{work};
    auto inside = db.open<accounts>();

    t.rollback();

    BOOST_TEST((code_of([&] { inside.insert({.owner = "x"}); }) == misuse::cursor_invalidated));
    BOOST_TEST((code_of([&] { (void)inside.seek(1); }) == misuse::cursor_invalidated));
}

BOOST_AUTO_TEST_CASE(a_table_may_be_moved_while_a_guard_lives)
{
    auto t = db.create<accounts>();
    auto u = t.insert();
    auto moved = std::move(t);

    u.set<accounts::owner>("bob").set<accounts::age>(1).save();

    BOOST_TEST(moved.seek<accounts::by_owner>("bob"));
}

// Schemas and tables.

struct accounts_later : accounts {
    struct record : account {
        std::optional<std::string> city{};
        std::int32_t points{};
    };
    using city    = ese::column<"city", &record::city>;
    using points  = ese::column<"points", &record::points, ese::initially<10>>;
    using by_city = ese::index_on<"by_city", ese::asc<city>, ese::ignore_null>;
    using columns = ese::list<id, owner, age, balance, note, city, points>;
    using indexes = ese::list<primary, by_owner, by_city>;
};

struct other_type {
    struct record {
        std::string id{};
    };
    static constexpr std::string_view table_name = "accounts";
    using id      = ese::column<"id", &record::id>;
    using primary = ese::index_on<"pk", ese::asc<id>>;
    using columns = ese::list<id>;
    using indexes = ese::list<primary>;
};

struct other_index {
    using record = account;
    static constexpr std::string_view table_name = "accounts";
    using id       = accounts::id;
    using owner    = accounts::owner;
    using age      = accounts::age;
    using primary  = accounts::primary;
    using by_owner = ese::index_on<"by_owner", ese::asc<owner>, ese::asc<age>>;
    using columns  = ese::list<id, owner, age>;
    using indexes  = ese::list<primary, by_owner>;
};

BOOST_AUTO_TEST_CASE(creating_a_table_twice_is_refused)
{
    (void)db.create<accounts>();

    BOOST_TEST((code_of([&] { (void)db.create<accounts>(); }) == errc::table_duplicate));
    BOOST_TEST(work.level() == 0);
}

BOOST_AUTO_TEST_CASE(ensuring_creates_and_then_only_opens)
{
    db.ensure<accounts>().insert({.owner = "bob"});

    auto again = db.ensure<accounts>();

    BOOST_TEST(again.count() == 1u);
    BOOST_TEST(db.open<accounts>().count() == 1u);   // and keeps nobody out
    BOOST_TEST(work.level() == 0);
}

BOOST_AUTO_TEST_CASE(ensuring_adds_what_is_missing_and_old_rows_stay)
{
    db.ensure<accounts>().insert({.owner = "bob", .age = 30});
    BOOST_TEST(words_of([&] { (void)db.open<accounts_later>(); }) == "table 'accounts' differs: column 'city' is missing");

    auto t = db.ensure<accounts_later>();

    const auto old = t.find<accounts_later::by_owner>("bob");
    BOOST_REQUIRE(old.has_value());
    BOOST_TEST(!old->city.has_value());
    BOOST_TEST(old->points == 10);
    ese::with_transaction(work, [&](auto&) { t.replace().set<accounts_later::city>("Bonn").save(); });
    BOOST_TEST(t.find<accounts_later::by_city>("Bonn")->owner == "bob");
    BOOST_TEST(db.open<accounts>().count() == 1u);   // the older schema still fits
}

BOOST_AUTO_TEST_CASE(the_first_difference_is_named_and_nothing_is_changed)
{
    BOOST_TEST(db.difference<accounts>() == "table 'accounts' is missing");
    (void)db.create<accounts>();

    BOOST_TEST(db.difference<accounts>() == "");
    BOOST_TEST(words_of([&] { (void)db.open<other_type>(); }) == "table 'accounts' differs: column 'id' has another type");
    BOOST_TEST(words_of([&] { (void)db.ensure<other_index>(); }) == "table 'accounts' differs: index 'by_owner' runs the other way on column 'age'");
    BOOST_TEST((code_of([&] { (void)db.ensure<other_type>(); }) == misuse::schema_mismatch));
    BOOST_TEST(work.level() == 0);
    BOOST_TEST(db.difference<accounts>() == "");
}

BOOST_AUTO_TEST_CASE(a_missing_table_is_told_when_it_is_opened)
{
    BOOST_TEST((code_of([&] { (void)db.open<accounts>(); }) == errc::object_not_found));
}

struct arrivals {
    struct record {
        std::int32_t n{};
    };
    static constexpr std::string_view table_name = "arrivals";
    using n       = ese::column<"n", &record::n>;
    using columns = ese::list<n>;
    using indexes = ese::list<>;
};

BOOST_AUTO_TEST_CASE(a_table_without_a_primary_index_keeps_the_order_of_arrival)
{
    auto t = db.ensure<arrivals>();
    for (const int n : {3, 1, 2}) t.insert({.n = n});

    std::vector<int> seen;
    for (const auto& r : t.records()) seen.push_back(r.n);

    const std::vector<int> expected{3, 1, 2};
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
