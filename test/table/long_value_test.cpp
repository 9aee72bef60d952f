// long_value_test.cpp — long values: edits, separation, sharing, clean-up.
#include "table_fixture.hpp"

#include <algorithm>

using namespace table_test;

namespace {
using s = jet::set_column_option;

struct notes : table_fixture {
    explicit notes(std::uint32_t page_size = 4096) : table_fixture{page_size}
    {
        at = create("notes", {column("id", jet::column_type::long_), column("body", jet::column_type::long_binary)},
                    {index("pk", "+id\0\0"sv, jet::index_option::primary)});
    }
    void add(int id, std::string_view body)
    {
        me.begin(false);
        BOOST_REQUIRE(at->prepare_update(prepare_kind::insert) == error::success);
        BOOST_REQUIRE(set(*at, "id", number(id)) == error::success);
        BOOST_REQUIRE(set(*at, "body", text(body)) == error::success);
        BOOST_REQUIRE(save(*at) == error::success);
        me.commit();
        BOOST_REQUIRE(seek(*at, number(id)) == error::success);
    }
    // Values in the tree of long values, those of others' transactions included.
    std::size_t stored()
    {
        domain.clean_up_all();
        long_value_tree* tree = at->table().long_values();
        if (tree == nullptr) return 0;
        tree_entry entry;
        std::size_t roots = 0;
        for (bool more = tree->tree()->plain().first(entry); more;) {
            roots += parse_long_value_key(entry.key.view()).offset ? 0 : 1;
            key_buffer next = entry.key;
            next.push_back(std::byte{0});
            more = tree->tree()->plain().at_or_after(next.view(), entry);
        }
        return roots;
    }
    cursor_ptr at;
};

std::string pattern(std::size_t size)
{
    std::string out(size, '\0');
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>('a' + i * 7 % 26);
    return out;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(table)
BOOST_AUTO_TEST_SUITE(long_values)

BOOST_AUTO_TEST_CASE(long_values_are_set_only_in_a_transaction)
{
    notes db;
    BOOST_REQUIRE(db.at->prepare_update(prepare_kind::insert) == error::success);

    BOOST_TEST(set(*db.at, "body", text("x")) == error::not_in_transaction);
}

BOOST_AUTO_TEST_CASE(values_of_every_size_come_back_whole_and_in_parts)
{
    for (const std::uint32_t page_size : {4096U, 32768U}) {
        notes db{page_size};
        int id = 0;
        for (const std::size_t size : {1U, 1023U, 1024U, 4014U, 4015U, 8150U, 30000U, 200000U}) {
            const std::string body = pattern(size);
            db.add(++id, body);

            BOOST_TEST((get(*db.at, "body").value == body));
            BOOST_TEST((get(*db.at, "body", {}, 1, static_cast<std::uint32_t>(size / 2)).value == body.substr(size / 2)));
            const got beyond = get(*db.at, "body", {}, 1, static_cast<std::uint32_t>(size + 5));
            BOOST_TEST(beyond.answer == error::success);
            BOOST_TEST(beyond.value.empty());
        }
        BOOST_TEST(db.stored() == 6U);
    }
}

BOOST_AUTO_TEST_CASE(a_short_buffer_gets_the_front_and_the_whole_size)
{
    notes db;
    const std::string body = pattern(10000);
    db.add(1, body);
    std::array<std::byte, 100> buffer;
    jet::retrieve_args args;
    args.column = id_of(*db.at, "body");
    args.buffer = buffer;
    args.offset = 5000;

    BOOST_TEST(db.at->retrieve_column(args) == error::wrn_buffer_truncated);
    BOOST_TEST(args.actual == 5000U);
    BOOST_TEST(std::memcmp(buffer.data(), body.data() + 5000, 100) == 0);
    args.buffer = {};
    BOOST_TEST(db.at->retrieve_column(args) == error::wrn_buffer_truncated);
}

BOOST_AUTO_TEST_CASE(edits_append_overwrite_and_resize_before_and_after_saving)
{
    notes db;
    cursor& at = *db.at;
    for (const std::size_t size : {10U, 5000U}) {
        std::string body = pattern(size);
        db.add(static_cast<int>(size), body);
        db.me.begin(false);
        BOOST_REQUIRE(at.prepare_update(prepare_kind::replace) == error::success);
        const auto check = [&](auto copy) { return get(at, "body", copy).value == body; };
        const std::string old = body;

        BOOST_TEST(set(at, "body", text("tail"), s::append) == error::success);
        body += "tail";
        BOOST_TEST(check(jet::retrieve_option::copy));
        BOOST_TEST((get(at, "body").value == old));
        BOOST_TEST(set(at, "body", text("XYZ"), s::overwrite, 1, 3) == error::success);
        body.replace(3, 3, "XYZ");
        BOOST_TEST(check(jet::retrieve_option::copy));
        BOOST_TEST(set(at, "body", text("x"), s::overwrite, 1, 1000000) == error::column_no_chunk);
        BOOST_TEST(set(at, "body", text("END"), s::overwrite | s::resize, 1, 5) == error::success);
        body = body.substr(0, 5) + "END";
        BOOST_TEST(check(jet::retrieve_option::copy));
        jet::set_args larger;
        larger.column = id_of(at, "body");
        larger.options = s::resize;
        larger.value_absent = true;
        larger.size = 2000;
        BOOST_TEST(at.set_column(larger) == error::success);
        body.resize(2000);
        BOOST_TEST(check(jet::retrieve_option::copy));
        BOOST_TEST(save(at) == error::success);
        BOOST_TEST(check(jet::flags<jet::retrieve_option>{}));
        BOOST_REQUIRE(at.prepare_update(prepare_kind::replace) == error::success);
        BOOST_TEST(set(at, "body", {}) == error::success);
        BOOST_TEST(save(at) == error::success);
        BOOST_TEST(get(at, "body").answer == error::wrn_column_null);
        db.me.commit();
    }
    BOOST_TEST(db.stored() == 0U);
}

BOOST_AUTO_TEST_CASE(copied_records_share_a_value_until_the_last_is_gone)
{
    notes db;
    cursor& at = *db.at;
    const std::string body = pattern(20000);
    db.add(1, body);
    db.me.begin(false);
    BOOST_REQUIRE(at.prepare_update(prepare_kind::insert_copy) == error::success);
    BOOST_REQUIRE(set(at, "id", number(2)) == error::success);
    BOOST_REQUIRE(save(at) == error::success);
    db.me.commit();
    BOOST_TEST(get_number(at, "body", jet::retrieve_option::long_value_reference_count) == 2);
    BOOST_TEST(db.stored() == 1U);

    BOOST_REQUIRE(at.delete_record() == error::success);
    BOOST_REQUIRE(seek(at, number(2)) == error::success);
    BOOST_TEST((get(at, "body").value == body));
    BOOST_REQUIRE(at.delete_record() == error::success);

    BOOST_TEST(db.stored() == 0U);
}

BOOST_AUTO_TEST_CASE(an_old_snapshot_reads_the_old_value)
{
    notes db;
    const std::string body = pattern(9000);
    db.add(1, body);
    db.at.reset();   // made the table, and has kept everyone out so far
    db.rival.begin(true);
    const auto old = db.open("notes", db.rival);
    BOOST_REQUIRE(old->move(jet::move_first) == error::success);

    db.at = db.open("notes");
    BOOST_REQUIRE(db.at->move(jet::move_first) == error::success);
    BOOST_REQUIRE(db.at->delete_record() == error::success);
    BOOST_TEST((get(*old, "body").value == body));
    db.rival.commit();
    BOOST_TEST(get(*old, "body").answer == error::record_deleted);

    BOOST_TEST(db.stored() == 0U);
}

BOOST_AUTO_TEST_CASE(rolling_back_leaves_no_value_behind)
{
    notes db;
    db.add(1, pattern(5000));
    db.me.begin(false);
    BOOST_REQUIRE(db.at->prepare_update(prepare_kind::replace) == error::success);
    BOOST_REQUIRE(set(*db.at, "body", text(pattern(7000))) == error::success);
    BOOST_REQUIRE(save(*db.at) == error::success);
    db.me.rollback();

    BOOST_TEST(db.stored() == 1U);
    BOOST_REQUIRE(seek(*db.at, number(1)) == error::success);
    BOOST_TEST((get(*db.at, "body").value == pattern(5000)));
}

BOOST_AUTO_TEST_CASE(an_index_over_long_values_sees_those_outside_the_record_too)
{
    notes db;
    jet::index_create by_body = index("by_body", "+body\0\0"sv);
    db.add(1, "m");
    db.add(2, "z" + pattern(5000));
    BOOST_REQUIRE(create_index(*db.at, by_body) == error::success);
    db.add(3, "a" + pattern(5000));
    const auto order = [&] {
        BOOST_REQUIRE(db.at->set_current_index("by_body") == error::success);
        const numbers seen = people::ids(*db.at);
        BOOST_REQUIRE(db.at->set_current_index("") == error::success);
        return seen;
    };
    BOOST_TEST(order() == (numbers{3, 1, 2}), boost::test_tools::per_element());

    db.me.begin(false);
    BOOST_REQUIRE(seek(*db.at, number(3)) == error::success);
    BOOST_REQUIRE(db.at->prepare_update(prepare_kind::replace) == error::success);
    BOOST_REQUIRE(set(*db.at, "body", text("q"), s::overwrite) == error::success);
    BOOST_REQUIRE(save(*db.at) == error::success);
    BOOST_REQUIRE(seek(*db.at, number(2)) == error::success);
    BOOST_REQUIRE(db.at->delete_record() == error::success);
    db.me.commit();

    BOOST_TEST(order() == (numbers{1, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(values_leave_a_record_that_grows_too_big)
{
    table_fixture db;
    std::vector<jet::column_create> columns{column("id", jet::column_type::long_)};
    static const char* const names[] = {"a", "b", "c", "d", "e", "f"};
    for (const char* name : names) columns.push_back(column(name, jet::column_type::long_text));
    const auto at = db.create("many", columns, {index("pk", "+id\0\0"sv, jet::index_option::primary)});
    db.me.begin(false);
    BOOST_REQUIRE(at->prepare_update(prepare_kind::insert) == error::success);
    BOOST_REQUIRE(set(*at, "id", number(1)) == error::success);
    for (const char* name : names) BOOST_REQUIRE(set(*at, name, text(pattern(1000))) == error::success);
    BOOST_REQUIRE(save(*at) == error::success);
    db.me.commit();
    BOOST_REQUIRE(at->move(jet::move_first) == error::success);

    for (const char* name : names) BOOST_TEST((get(*at, name).value == pattern(1000)));
}

BOOST_AUTO_TEST_CASE(a_record_of_short_columns_that_does_not_fit_is_refused_at_once)
{
    table_fixture db;
    std::vector<jet::column_create> columns;
    std::vector<std::string> names;
    for (int i = 0; i < 20; ++i) names.push_back("c" + std::to_string(i));
    for (const std::string& name : names) columns.push_back(column(name.c_str(), jet::column_type::binary));
    const auto at = db.create("much", columns);
    BOOST_REQUIRE(at->prepare_update(prepare_kind::insert) == error::success);
    error last = error::success;
    std::size_t fitted = 0;
    for (; fitted < names.size() && last == error::success; ++fitted) last = set(*at, names[fitted].c_str(), text(pattern(255)));

    BOOST_TEST(last == error::record_too_big);
    BOOST_TEST(fitted == 15U);
    BOOST_TEST(save(*at) == error::success);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
