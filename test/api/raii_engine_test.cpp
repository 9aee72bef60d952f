// raii_engine_test.cpp — the RAII types over the portable engine, with everything in memory.

#include <ese/ese.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

using ese::errc;
using column_type = ese::jet::column_type;
using ints = std::vector<int>;

ese::table_spec people()
{
    return {.name = "people",
            .columns = {{.name = "id"},
                        {.name = "city", .type = column_type::text},
                        {.name = "age", .type = column_type::long_},
                        {.name = "note", .type = column_type::long_text}},
            .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary},
                        {.name = "by_city", .parts = {ese::ascending("city"), ese::descending("age")}}}};
}

struct engine_fixture {
    ese::instance engine{{.max_sessions = 4, .in_memory = true}};
    ese::session work = engine.begin_session();
    ese::database db = work.create("test.edb");

    engine_fixture()
    {
        auto made = db.create_table(people());
    }

    void put(int id, std::string_view city, int age)
    {
        auto rows = db.open_cursor("people");
        rows.insert().set("id", id).set("city", city).set("age", age).save();
    }
    void put_some()
    {
        put(1, "Berlin", 30);
        put(2, "Bern", 40);
        put(3, "Berlin", 50);
        put(4, "Aachen", 20);
        put(5, "Celle", 60);
    }
    template <class... Bounds>
    ints ids(std::string_view table_index, const Bounds&... bounds)
    {
        auto rows = db.open_cursor("people");
        const auto id = rows.column("id");
        rows.use_index(table_index);
        ints seen;
        for (ese::cursor& row : rows.rows(bounds...)) seen.push_back(row.get<int>(id));
        return seen;
    }
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

}  // namespace

#define ESE_TEST_SAME(a, ...) BOOST_TEST((a) == (ints __VA_ARGS__), boost::test_tools::per_element())

BOOST_AUTO_TEST_SUITE(api)
BOOST_FIXTURE_TEST_SUITE(over_the_engine, engine_fixture)

BOOST_AUTO_TEST_CASE(what_was_committed_is_read_back)
{
    ese::with_transaction(work, [&](ese::transaction&) { put(7, "Köln", 33); });

    auto rows = db.open_cursor("people");
    BOOST_TEST(rows.seek(7));
    BOOST_TEST(rows.get<std::string>("city") == "Köln");
    BOOST_TEST(rows.get<int>("age") == 33);
    BOOST_TEST(!rows.get<std::optional<std::string>>("note").has_value());
}

BOOST_AUTO_TEST_CASE(what_was_not_committed_never_happened)
{
    {
        ese::transaction t{work};
        put(1, "Berlin", 1);
    }

    BOOST_TEST(ids("pk").empty());
}

BOOST_AUTO_TEST_CASE(a_savepoint_undoes_its_part_only)
{
    ese::transaction t{work};
    put(1, "kept", 1);
    {
        ese::savepoint trial = t.savepoint();
        put(2, "lost", 2);
    }
    ese::savepoint again = t.savepoint();
    put(3, "merged", 3);
    again.release();
    t.commit();

    ESE_TEST_SAME(ids("pk"), {1, 3});
}

BOOST_AUTO_TEST_CASE(seven_levels_and_no_more)
{
    std::vector<ese::transaction> seven;
    for (int i = 0; i < 7; ++i) seven.emplace_back(work);

    BOOST_TEST((code_of([&] { ese::transaction eighth{work}; }) == errc::trans_too_deep));
    put(1, "deep", 1);
    while (!seven.empty()) {
        seven.back().commit();
        seven.pop_back();
    }

    ESE_TEST_SAME(ids("pk"), {1});
}

BOOST_AUTO_TEST_CASE(no_more_sessions_than_allowed)
{
    std::vector<ese::session> more;
    for (int i = 0; i < 3; ++i) more.push_back(engine.begin_session());

    BOOST_TEST((code_of([&] { auto s = engine.begin_session(); }) == errc::out_of_sessions));
    more.pop_back();
    BOOST_TEST(engine.begin_session().is_open());
}

BOOST_AUTO_TEST_CASE(a_rollback_closes_the_cursors_opened_inside)
{
    ese::transaction t{work};
    auto rows = db.open_cursor("people");

    t.rollback();

    BOOST_TEST((rows.usable() == ese::misuse::cursor_invalidated));
    BOOST_TEST(ids("pk").empty());
}

BOOST_AUTO_TEST_CASE(the_second_writer_of_a_row_meets_a_conflict)
{
    put(1, "Berlin", 1);
    auto rival = engine.begin_session();
    auto rival_db = rival.open("test.edb");
    auto rival_rows = rival_db.open_cursor("people");
    ese::transaction theirs{rival};
    BOOST_TEST(rival_rows.seek(1));
    rival_rows.replace().set("age", 2).save();

    ese::transaction ours{work};
    auto rows = db.open_cursor("people");
    BOOST_TEST(rows.seek(1));
    BOOST_CHECK_THROW(rows.replace().set("age", 3).save(), ese::write_conflict);
}

BOOST_AUTO_TEST_CASE(a_retry_sees_what_the_rival_committed)
{
    put(1, "Berlin", 1);
    auto rival = engine.begin_session();
    auto rival_db = rival.open("test.edb");
    int runs = 0;

    ese::retry_on_conflict(work, [&](ese::transaction&) {
        auto rows = db.open_cursor("people");
        BOOST_TEST(rows.seek(1));
        const int age = rows.get<int>("age");
        if (++runs == 1)
            ese::with_transaction(rival, [&](ese::transaction&) {
                auto theirs = rival_db.open_cursor("people");
                BOOST_TEST(theirs.seek(1));
                theirs.replace().set("age", 10).save();
            });
        rows.replace().set("age", age + 1).save();
    });

    auto rows = db.open_cursor("people");
    BOOST_TEST(rows.seek(1));
    BOOST_TEST(rows.get<int>("age") == 11);
    BOOST_TEST(runs == 2);
}

BOOST_AUTO_TEST_CASE(a_reader_is_not_disturbed)
{
    put(1, "Berlin", 1);
    ese::transaction reader{work, {.read_only = true}};
    const ints before = ids("pk");
    auto rival = engine.begin_session();
    auto rival_db = rival.open("test.edb");
    ese::with_transaction(rival, [&](ese::transaction&) {
        auto rows = rival_db.open_cursor("people");
        rows.insert().set("id", 2).save();
    });

    BOOST_TEST(ids("pk") == before, boost::test_tools::per_element());
    reader.commit();
    ESE_TEST_SAME(ids("pk"), {1, 2});
}

BOOST_AUTO_TEST_CASE(a_key_is_unique_in_the_primary_index)
{
    put(1, "Berlin", 1);

    BOOST_CHECK_THROW(put(1, "Bern", 2), ese::key_duplicate);
}

BOOST_AUTO_TEST_CASE(bounds_of_a_number_key)
{
    put_some();

    ESE_TEST_SAME(ids("pk"), {1, 2, 3, 4, 5});
    ESE_TEST_SAME(ids("pk", ese::from(2), ese::below(4)), {2, 3});
    ESE_TEST_SAME(ids("pk", ese::above(2), ese::through(4)), {3, 4});
    ESE_TEST_SAME(ids("pk", ese::above(2), ese::through(4), ese::backward), {4, 3});
    ESE_TEST_SAME(ids("pk", ese::from(2), ese::below(4), ese::backward), {3, 2});
    ESE_TEST_SAME(ids("pk", ese::through(2)), {1, 2});
    ESE_TEST_SAME(ids("pk", ese::above(3)), {4, 5});
    ESE_TEST_SAME(ids("pk", ese::from(4), ese::backward), {5, 4});
    ESE_TEST_SAME(ids("pk", ese::equal(3)), {3});
    ESE_TEST_SAME(ids("pk", ese::backward), {5, 4, 3, 2, 1});
    BOOST_TEST(ids("pk", ese::from(6)).empty());
    BOOST_TEST(ids("pk", ese::from(2), ese::below(2)).empty());
}

BOOST_AUTO_TEST_CASE(bounds_of_leading_columns_and_prefixes)
{
    put_some();

    ESE_TEST_SAME(ids("by_city"), {4, 3, 1, 2, 5});
    ESE_TEST_SAME(ids("by_city", ese::equal("Berlin")), {3, 1});
    ESE_TEST_SAME(ids("by_city", ese::prefix("Ber")), {3, 1, 2});
    ESE_TEST_SAME(ids("by_city", ese::prefix("Ber"), ese::backward), {2, 1, 3});
    ESE_TEST_SAME(ids("by_city", ese::from("Bern")), {2, 5});
    ESE_TEST_SAME(ids("by_city", ese::above("Berlin"), ese::below("Celle")), {2});
    ESE_TEST_SAME(ids("by_city", ese::equal("Berlin", 30)), {1});
    BOOST_TEST(ids("by_city", ese::equal("Bonn")).empty());
}

BOOST_AUTO_TEST_CASE(a_seek_with_leading_columns_finds_the_first_row)
{
    put_some();
    auto rows = db.open_cursor("people");
    rows.use_index("by_city");

    BOOST_TEST(rows.seek("Berlin"));
    BOOST_TEST(rows.get<int>("id") == 3);
    BOOST_TEST(rows.seek(ese::key("Berlin", 30)));
    BOOST_TEST(rows.get<int>("id") == 1);
    BOOST_TEST(!rows.seek("Ber"));
    BOOST_TEST(!rows.seek(ese::key("Berlin", 31)));
}

BOOST_AUTO_TEST_CASE(an_update_keeps_what_it_does_not_set)
{
    put(1, "Berlin", 30);
    auto rows = db.open_cursor("people");
    BOOST_TEST(rows.seek(1));

    rows.replace().set("age", 31).save();

    BOOST_TEST(rows.get<std::string>("city") == "Berlin");
    BOOST_TEST(rows.get<int>("age") == 31);
}

BOOST_AUTO_TEST_CASE(an_erased_row_is_missing)
{
    put_some();
    auto rows = db.open_cursor("people");
    BOOST_TEST(rows.seek(3));
    const ese::bookmark there = rows.position();

    rows.erase();

    BOOST_CHECK_THROW((void)rows.get<int>("id"), ese::record_missing);
    BOOST_TEST(rows.move_next());
    BOOST_TEST(rows.get<int>("id") == 4);
    BOOST_TEST(!rows.go_to(there));
}

BOOST_AUTO_TEST_CASE(bookmarks_lead_back)
{
    put_some();
    auto rows = db.open_cursor("people");
    auto row = rows.insert();
    row.set("id", 9).set("city", "Ulm");
    const ese::bookmark written = row.save_marked();

    BOOST_TEST(rows.seek(1));
    BOOST_TEST(rows.go_to(written));
    BOOST_TEST(rows.get<int>("id") == 9);
}

BOOST_AUTO_TEST_CASE(long_values_are_kept_whole_and_in_pieces)
{
    ese::transaction t{work};
    std::string text(20'000, 'n');
    text += "end";
    auto rows = db.open_cursor("people");
    auto row = rows.insert();
    row.set("id", 1).set("note", text);
    row.save_and_go();

    BOOST_TEST((rows.get<std::string>("note") == text));
    std::array<char16_t, 3> tail{};
    const std::size_t there = rows.read_at(rows.column("note"), 40'000, std::as_writable_bytes(std::span{tail}));
    BOOST_TEST(there == 6u);
    BOOST_TEST((std::u16string_view{tail.data(), 3} == u"end"));
    t.commit();
}

BOOST_AUTO_TEST_CASE(text_and_bytes_that_are_too_long_are_refused_and_not_cut)
{
    auto made = db.create_table({.name = "short",
                                 .columns = {{.name = "text", .type = column_type::text},
                                             {.name = "bin", .type = column_type::binary, .size_max = 10}}});
    const ese::column_ref added = made.add_column({.name = "added", .type = column_type::text, .size_max = 8});
    std::error_code ec;
    auto row = made.insert();
    row.set("text", std::string(127, 'x')).set("bin", std::vector<std::byte>(10)).set(added, "four");

    row.set("text", std::string(128, 'y'), ec);
    BOOST_TEST(ec == errc::column_too_big);
    row.set("bin", std::vector<std::byte>(11, std::byte{1}), ec);
    BOOST_TEST(ec == errc::column_too_big);
    row.set(added, "fives", ec);
    BOOST_TEST(ec == errc::column_too_big);

    row.save_and_go();
    BOOST_TEST(made.get<std::string>("text") == std::string(127, 'x'));
    BOOST_TEST(made.get<std::string>(added) == "four");
}

BOOST_AUTO_TEST_CASE(a_short_column_of_more_than_255_bytes_is_refused_and_not_cut)
{
    auto made = db.create_table({.name = "short", .columns = {{.name = "most", .type = column_type::binary, .size_max = 255}}});
    std::error_code ec;

    (void)db.create_table({.name = "wide", .columns = {{.name = "text", .type = column_type::text, .size_max = 256}}}, ec);
    BOOST_TEST(ec == errc::column_too_big);
    BOOST_TEST(!db.has_table("wide"));
    BOOST_TEST((code_of([&] { (void)made.add_column({.name = "bin", .type = column_type::binary, .size_max = 1000}); }) == errc::column_too_big));
    BOOST_TEST(made.columns().size() == 1u);
    (void)made.add_column({.name = "long", .type = column_type::long_text, .size_max = 1000});
}

BOOST_AUTO_TEST_CASE(every_type_comes_back)
{
    auto made = db.create_table({.name = "types",
                                 .columns = {{.name = "bit", .type = column_type::bit},
                                             {.name = "u8", .type = column_type::unsigned_byte},
                                             {.name = "i16", .type = column_type::short_},
                                             {.name = "u32", .type = column_type::unsigned_long},
                                             {.name = "f32", .type = column_type::ieee_single},
                                             {.name = "f64", .type = column_type::ieee_double},
                                             {.name = "guid", .type = column_type::guid},
                                             {.name = "bin", .type = column_type::binary},
                                             {.name = "ansi", .type = column_type::text, .code_page = ese::jet::code_page::english}}});
    const std::vector<std::byte> bytes{std::byte{1}, std::byte{0}, std::byte{255}};
    ese::guid id;
    id.bytes[15] = std::byte{7};

    auto row = made.insert();
    row.set("bit", true).set("u8", 200).set("i16", -3).set("u32", 4'000'000'000u).set("f32", 1.5).set("f64", -2.25);
    row.set("guid", id).set("bin", bytes).set("ansi", "plain");
    row.save_and_go();

    BOOST_TEST(made.get<bool>("bit"));
    BOOST_TEST(made.get<int>("u8") == 200);
    BOOST_TEST(made.get<long>("i16") == -3);
    BOOST_TEST(made.get<std::uint32_t>("u32") == 4'000'000'000u);
    BOOST_TEST(made.get<double>("f32") == 1.5);
    BOOST_TEST(made.get<double>("f64") == -2.25);
    BOOST_TEST((made.get<ese::guid>("guid") == id));
    BOOST_TEST((made.get<std::vector<std::byte>>("bin") == bytes));
    BOOST_TEST(made.get<std::string>("ansi") == "plain");
}

BOOST_AUTO_TEST_CASE(an_autoincrement_is_known_before_the_save)
{
    auto made = db.create_table({.name = "counted",
                                 .columns = {{.name = "n", .flags = ese::jet::column_option::autoincrement}},
                                 .indexes = {{.name = "pk", .parts = {ese::ascending("n")}, .flags = ese::jet::index_option::primary}}});
    const auto n = made.column("n");

    auto first = made.insert();
    const auto one = first.get<std::int64_t>(n);
    first.save();
    auto second = made.insert();

    BOOST_TEST(second.get<std::int64_t>(n) > one);
}

BOOST_AUTO_TEST_CASE(a_table_created_in_a_lost_transaction_is_gone)
{
    {
        ese::transaction t{work};
        auto made = db.create_table({.name = "brief", .columns = {{.name = "x"}}});
        BOOST_TEST(made.is_open());
    }

    BOOST_TEST(!db.has_table("brief"));
    BOOST_TEST(db.has_table("people"));
}

BOOST_AUTO_TEST_CASE(tables_tell_their_columns_and_indexes)
{
    auto rows = db.open_cursor("people");

    BOOST_TEST(rows.columns().size() == 4u);
    const auto indexes = rows.indexes();
    BOOST_REQUIRE(indexes.size() == 2u);
    BOOST_TEST(indexes[0].name == "pk");
    BOOST_TEST(indexes[1].segments[1].descending);
    BOOST_TEST(db.tables() == std::vector<std::string>{"people"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_column_can_be_added_to_a_table_with_rows)
{
    put(1, "Berlin", 30);
    auto rows = db.open_cursor("people");

    const auto extra = rows.add_column({.name = "extra", .type = column_type::long_});

    BOOST_TEST(rows.seek(1));
    BOOST_TEST(!rows.get<std::optional<int>>(extra).has_value());
    rows.replace().set(extra, 5).save();
    BOOST_TEST(rows.get<int>(extra) == 5);
}

BOOST_AUTO_TEST_CASE(bulk_writes_in_batches)
{
    ints wanted;
    for (int i = 0; i < 1000; ++i) wanted.push_back(i);
    auto rows = db.open_cursor("people");
    const auto id = rows.column("id");

    const std::size_t done = ese::bulk(work, 64, wanted, [&](int i) { rows.insert().set(id, i).save(); }, {.how = ese::durability::lazy});

    BOOST_TEST(done == 1000u);
    BOOST_TEST(ids("pk") == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(closing_the_instance_rolls_stray_sessions_back)
{
    ese::transaction t{work};
    put(1, "lost", 1);

    engine.close();

    BOOST_TEST(engine.stray_sessions() == 1u);
    BOOST_TEST(!t.active());
    BOOST_TEST((code_of([&] { (void)db.open_cursor("people"); }) == ese::misuse::not_open));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
