// update_test.cpp — the copy buffer, updates and what they do to columns and indexes.
#include "table_fixture.hpp"

using namespace table_test;
namespace tt = boost::test_tools;

namespace {
using o = jet::column_option;
using s = jet::set_column_option;

// One column of each manner.
struct wide : table_fixture {
    explicit wide(std::uint32_t page_size = 4096) : table_fixture{page_size}
    {
        jet::column_create with_default = column("state", jet::column_type::text);
        with_default.default_value = text("new");
        jet::column_create tag_default = column("tag_default", jet::column_type::text, o::tagged);
        tag_default.default_value = text("none");
        jet::column_create small = column("small", jet::column_type::binary);
        small.size_max = 4;
        at = create("wide",
                    {column("id", jet::column_type::long_, o::autoincrement), column("flag", jet::column_type::bit),
                     column("ver", jet::column_type::long_, o::version), column("must", jet::column_type::long_, o::not_null),
                     with_default, small, column("tags", jet::column_type::text, o::tagged | o::multi_valued), tag_default,
                     column("note", jet::column_type::long_text)},
                    {index("pk", "+id\0\0"sv, jet::index_option::primary), index("by_tag", "+tags\0\0"sv, jet::index_option::ignore_null),
                     index("by_must", "-must\0\0"sv, jet::index_option::unique)});
    }
    error add(std::int32_t must)
    {
        BOOST_REQUIRE(at->prepare_update(prepare_kind::insert) == error::success);
        BOOST_REQUIRE(set(*at, "must", number(must)) == error::success);
        const error e = save(*at);
        if (e != error::success) at->cancel_update();
        return e;
    }
    cursor_ptr at;
};
}  // namespace

BOOST_AUTO_TEST_SUITE(table)
BOOST_AUTO_TEST_SUITE(update)

BOOST_AUTO_TEST_CASE(an_insert_leaves_the_cursor_where_it_was_and_tells_the_bookmark)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    cursor& at = *db.at;
    BOOST_REQUIRE(at.move(jet::move_first) == error::success);
    BOOST_REQUIRE(at.prepare_update(prepare_kind::insert) == error::success);
    BOOST_REQUIRE(set(at, "id", number(2)) == error::success);
    std::array<std::byte, 16> bookmark;
    std::size_t size = 0;

    BOOST_TEST(at.update(mutable_bytes{bookmark}.first(2), size) == error::buffer_too_small);
    BOOST_TEST(at.update_prepared());
    BOOST_TEST(at.update(bookmark, size) == error::success);
    BOOST_TEST(get_number(at, "id") == 1);
    BOOST_TEST(at.goto_bookmark(bytes{bookmark}.first(size)) == error::success);

    BOOST_TEST(get_number(at, "id") == 2);
}

BOOST_AUTO_TEST_CASE(preparing_answers_in_the_documented_order)
{
    people db;
    cursor& at = *db.at;

    BOOST_TEST(at.prepare_update(prepare_kind::cancel) == error::update_not_prepared);
    BOOST_TEST(at.prepare_update(static_cast<prepare_kind>(1)) == error::invalid_parameter);
    BOOST_TEST(at.prepare_update(prepare_kind::replace) == error::no_current_record);
    BOOST_TEST(save(at) == error::update_not_prepared);
    BOOST_TEST(set(at, "id", number(1)) == error::update_not_prepared);
    BOOST_TEST(at.prepare_update(prepare_kind::insert) == error::success);
    BOOST_TEST(at.prepare_update(prepare_kind::insert) == error::already_prepared);
    BOOST_TEST(at.move(0) == error::no_current_record);
    BOOST_TEST(save(at) == error::update_not_prepared);
    BOOST_TEST(at.prepare_update(prepare_kind::insert_copy) == error::not_in_transaction);
    const auto reader = db.open("people", db.me, jet::open_table_option::read_only);
    BOOST_TEST(reader->prepare_update(prepare_kind::insert) == error::permission_denied);
    db.me.begin(true);
    BOOST_TEST(at.prepare_update(prepare_kind::insert) == error::trans_read_only);
    db.me.rollback();
}

BOOST_AUTO_TEST_CASE(autoincrement_is_drawn_at_prepare_and_burnt_by_cancel)
{
    wide db;
    cursor& at = *db.at;
    BOOST_REQUIRE(at.prepare_update(prepare_kind::insert) == error::success);
    BOOST_TEST(get_number(at, "id", jet::retrieve_option::copy) == 1);
    BOOST_TEST(set(at, "id", number(7)) == error::invalid_column_type);
    BOOST_REQUIRE(at.prepare_update(prepare_kind::cancel) == error::success);

    BOOST_REQUIRE(db.add(5) == error::success);
    BOOST_REQUIRE(at.move(jet::move_first) == error::success);

    BOOST_TEST(get_number(at, "id") == 2);
}

BOOST_AUTO_TEST_CASE(the_version_column_counts_replaces_that_set_something)
{
    wide db;
    BOOST_REQUIRE(db.add(5) == error::success);
    cursor& at = *db.at;
    BOOST_REQUIRE(at.move(jet::move_first) == error::success);
    BOOST_TEST(get_number(at, "ver") == 0);
    BOOST_REQUIRE(at.prepare_update(prepare_kind::replace) == error::success);
    BOOST_TEST(set(at, "ver", number(9)) == error::invalid_column_type);
    BOOST_TEST(save(at) == error::success);
    BOOST_TEST(get_number(at, "ver") == 0);

    BOOST_REQUIRE(at.prepare_update(prepare_kind::replace) == error::success);
    BOOST_TEST(set(at, "state", text("old")) == error::success);
    BOOST_TEST(save(at) == error::success);

    BOOST_TEST(get_number(at, "ver") == 1);
    BOOST_TEST(get(at, "state").value == "old");
}

BOOST_AUTO_TEST_CASE(columns_follow_the_rules_of_their_class)
{
    wide db;
    cursor& at = *db.at;
    db.me.begin(false);
    BOOST_REQUIRE(at.prepare_update(prepare_kind::insert) == error::success);
    const auto copy = jet::retrieve_option::copy;

    BOOST_TEST(set(at, "must", {}) == error::null_invalid);
    BOOST_TEST(set(at, "must", text("ab")) == error::invalid_buffer_size);
    BOOST_TEST(save(at) == error::null_invalid);
    BOOST_TEST(set(at, "flag", text("\x01")) == error::success);
    BOOST_TEST(get(at, "flag", copy).value == "\xFF");
    BOOST_TEST(set(at, "small", text("abcdef")) == error::wrn_column_max_truncated);
    BOOST_TEST(get(at, "small", copy).value == "abcd");
    BOOST_TEST(set(at, "small", {}, s::zero_length) == error::success);
    BOOST_TEST(get(at, "small", copy).answer == error::success);
    BOOST_TEST(set(at, "small", {}) == error::success);
    BOOST_TEST(get(at, "small", copy).answer == error::wrn_column_null);
    BOOST_TEST(get(at, "state", copy).value == "new");
    BOOST_TEST(get(at, "tag_default", copy).value == "none");
    BOOST_TEST(get(at, "tag_default", copy | jet::retrieve_option::ignore_default).answer == error::wrn_column_null);
    BOOST_TEST(set(at, "tag_default", {}) == error::success);
    BOOST_TEST(get(at, "tag_default", copy).answer == error::wrn_column_null);
    BOOST_TEST(set(at, "tag_default", {}, s::revert_to_default) == error::success);
    BOOST_TEST(get(at, "tag_default", copy).value == "none");
    BOOST_TEST(set(at, "tags", text(std::string(300, 'x'))) == error::column_too_big);
    jet::set_args unknown;
    unknown.column = jet::column_id{99};
    BOOST_TEST(at.set_column(unknown) == error::column_not_found);
    unknown.column = jet::column_id{0};
    BOOST_TEST(at.set_column(unknown) == error::bad_column_id);
    db.me.rollback();
}

BOOST_AUTO_TEST_CASE(instances_append_replace_and_move_down)
{
    wide db;
    cursor& at = *db.at;
    BOOST_REQUIRE(at.prepare_update(prepare_kind::insert) == error::success);
    BOOST_REQUIRE(set(at, "must", number(1)) == error::success);
    for (const char* tag : {"red", "green", "blue"}) BOOST_REQUIRE(set(at, "tags", text(tag), {}, 0) == error::success);
    BOOST_TEST(set(at, "tags", text("green"), s::unique_values, 0) == error::multi_valued_duplicate);
    BOOST_TEST(set(at, "tags", text("GREEN"), s::unique_normalized_values, 0) == error::multi_valued_duplicate);
    BOOST_REQUIRE(set(at, "tags", {}, {}, 1) == error::success);
    BOOST_REQUIRE(save(at) == error::success);

    BOOST_REQUIRE(at.move(jet::move_first) == error::success);
    BOOST_TEST(get(at, "tags", {}, 1).value == "green");
    BOOST_TEST(get(at, "tags", {}, 2).value == "blue");
    BOOST_TEST(get(at, "tags", {}, 3).answer == error::wrn_column_null);
    jet::retrieve_args count;
    count.column = id_of(at, "tags");
    count.instance = 0;
    BOOST_TEST(at.retrieve_columns({&count, 1}) == error::success);
    BOOST_TEST(count.instance == 2U);
    BOOST_REQUIRE(at.set_current_index("by_tag") == error::success);
    BOOST_TEST(get(at, "tags", jet::retrieve_option::from_index).value == "blue");
    BOOST_TEST(at.move(1) == error::success);
    BOOST_TEST(get(at, "tags", jet::retrieve_option::from_index).value == "green");
    BOOST_TEST(at.move(1) == error::no_current_record);
}

BOOST_AUTO_TEST_CASE(a_duplicate_is_refused_and_leaves_no_trace_and_the_update_prepared)
{
    wide db;
    BOOST_REQUIRE(db.add(1) == error::success);
    BOOST_REQUIRE(db.add(2) == error::success);
    cursor& at = *db.at;

    BOOST_TEST(db.add(1) == error::key_duplicate);
    std::uint64_t count = 0;
    BOOST_REQUIRE(at.move(jet::move_first) == error::success);
    BOOST_TEST(at.index_record_count(count) == error::success);
    BOOST_TEST(count == 2U);
    BOOST_REQUIRE(at.prepare_update(prepare_kind::replace) == error::success);
    BOOST_REQUIRE(set(at, "must", number(2)) == error::success);
    BOOST_TEST(save(at) == error::key_duplicate);
    BOOST_TEST(save(at) == error::key_duplicate);
    BOOST_REQUIRE(set(at, "must", number(3)) == error::success);
    BOOST_TEST(save(at) == error::success);
    BOOST_REQUIRE(at.set_current_index("by_must") == error::success);

    numbers seen;
    for (error e = at.move(jet::move_first); e == error::success; e = at.move(1)) seen.push_back(get_number(at, "must"));
    BOOST_TEST(seen == (numbers{3, 2}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(the_primary_key_of_a_record_does_not_change)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    cursor& at = *db.at;
    BOOST_REQUIRE(at.move(jet::move_first) == error::success);
    BOOST_REQUIRE(at.prepare_update(prepare_kind::replace) == error::success);
    BOOST_REQUIRE(set(at, "id", number(2)) == error::success);

    BOOST_TEST(save(at) == error::record_primary_changed);
}

BOOST_AUTO_TEST_CASE(a_replace_moves_the_index_entry_and_the_cursor_stays_at_the_old_key)
{
    people db;
    for (const auto& [n, name] : {std::pair{1, "b"}, {2, "d"}, {3, "f"}}) BOOST_REQUIRE(db.add(n, name) == error::success);
    cursor& at = *db.at;
    BOOST_REQUIRE(at.set_current_index("by_name") == error::success);
    BOOST_REQUIRE(seek(at, text("b")) == error::success);
    BOOST_REQUIRE(at.prepare_update(prepare_kind::replace) == error::success);
    BOOST_REQUIRE(set(at, "name", text("e")) == error::success);
    BOOST_REQUIRE(save(at) == error::success);

    BOOST_TEST(get(at, "name").value == "e");
    BOOST_TEST(at.move(1) == error::success);
    BOOST_TEST(get(at, "name").value == "d");
    BOOST_TEST(at.move(1) == error::success);
    BOOST_TEST(get_number(at, "id") == 1);
    BOOST_TEST(people::ids(at) == (numbers{2, 1, 3}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(copies_of_a_record_insert_or_move_it)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    cursor& at = *db.at;
    db.me.begin(false);
    BOOST_REQUIRE(at.move(jet::move_first) == error::success);
    BOOST_REQUIRE(at.prepare_update(prepare_kind::insert_copy) == error::success);
    BOOST_REQUIRE(set(at, "id", number(2)) == error::success);
    BOOST_TEST(save(at) == error::success);
    BOOST_REQUIRE(at.prepare_update(prepare_kind::insert_copy_delete_original) == error::success);
    BOOST_TEST(at.delete_record() == error::already_prepared);
    BOOST_REQUIRE(set(at, "id", number(3)) == error::success);
    BOOST_TEST(save(at) == error::success);
    BOOST_TEST(get(at, "id").answer == error::record_deleted);
    db.me.commit();

    BOOST_TEST(people::ids(at) == (numbers{2, 3}), tt::per_element());
    BOOST_REQUIRE(at.set_current_index("by_name") == error::success);
    BOOST_TEST(people::ids(at) == (numbers{2, 3}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(walking_tagged_columns_numbers_every_instance)
{
    wide db;
    cursor& at = *db.at;
    BOOST_REQUIRE(at.prepare_update(prepare_kind::insert) == error::success);
    BOOST_REQUIRE(set(at, "must", number(1)) == error::success);
    BOOST_REQUIRE(set(at, "tags", text("a"), {}, 0) == error::success);
    BOOST_REQUIRE(set(at, "tags", text("b"), {}, 0) == error::success);
    BOOST_REQUIRE(save(at) == error::success);
    BOOST_REQUIRE(at.move(jet::move_first) == error::success);
    std::string seen;
    jet::retrieve_args args;
    std::array<std::byte, 16> buffer;
    args.buffer = buffer;
    args.column = jet::column_id{0};

    for (args.instance = 1; at.retrieve_column(args) == error::success; ++args.instance)
        seen.append(reinterpret_cast<const char*>(buffer.data()), args.actual).append(" ");

    BOOST_TEST(seen == "a b none ");
    BOOST_TEST(args.next_tagged.value() == 0U);
    args.instance = 0;
    BOOST_TEST(at.retrieve_column(args) == error::bad_itag_sequence);
    BOOST_TEST(at.retrieve_columns({&args, 1}) == error::success);
    BOOST_TEST(args.instance == 3U);
}

BOOST_AUTO_TEST_CASE(unicode_and_conditional_and_null_rules_decide_which_entries_exist)
{
    table_fixture db;
    jet::column_create title = column("title", jet::column_type::text);
    title.code_page = 1200;
    const jet::conditional_column gone[] = {{"gone", jet::conditional_column_option::must_be_null}};
    jet::index_create alive = index("alive", "+title\0\0"sv);
    alive.conditions = gone;
    const auto at = db.create("items", {column("id", jet::column_type::long_), title, column("gone", jet::column_type::bit)},
                              {index("pk", "+id\0\0"sv, jet::index_option::primary), alive,
                               index("no_null", "+title\0\0"sv, jet::index_option::ignore_any_null)});
    const auto add = [&](int id, std::u16string_view name, bool dead) {
        BOOST_REQUIRE(at->prepare_update(prepare_kind::insert) == error::success);
        BOOST_REQUIRE(set(*at, "id", number(id)) == error::success);
        if (!name.empty()) BOOST_REQUIRE(set(*at, "title", std::as_bytes(std::span{name.data(), name.size()})) == error::success);
        if (dead) BOOST_REQUIRE(set(*at, "gone", text("\x01")) == error::success);
        BOOST_REQUIRE(save(*at) == error::success);
    };
    add(1, u"b", false);
    add(2, u"A", false);
    add(3, u"", false);
    add(4, u"c", true);

    BOOST_REQUIRE(at->set_current_index("alive") == error::success);
    BOOST_TEST(people::ids(*at) == (numbers{3, 2, 1}), tt::per_element());
    BOOST_REQUIRE(at->set_current_index("no_null") == error::success);
    BOOST_TEST(people::ids(*at) == (numbers{2, 1, 4}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(escrow_adds_and_tells_the_old_value)
{
    table_fixture db;
    jet::column_create sum = column("sum", jet::column_type::long_, o::escrow_update);
    const auto ten = number(10);
    sum.default_value = ten;
    const auto at = db.create("sums", {column("id", jet::column_type::long_), sum}, {index("pk", "+id\0\0"sv, jet::index_option::primary)});
    BOOST_REQUIRE(at->prepare_update(prepare_kind::insert) == error::success);
    BOOST_REQUIRE(set(*at, "id", number(1)) == error::success);
    BOOST_REQUIRE(save(*at) == error::success);
    BOOST_REQUIRE(at->move(jet::move_first) == error::success);
    std::array<std::byte, 4> before;
    std::size_t size = 0;
    const jet::column_id id = id_of(*at, "sum");

    BOOST_TEST(at->escrow_update(id, number(5), before, size) == error::not_in_transaction);
    db.me.begin(false);
    BOOST_TEST(at->escrow_update(id, number(5), before, size) == error::success);
    BOOST_TEST(load_le<std::int32_t>(before.data()) == 10);
    BOOST_TEST(at->escrow_update(id_of(*at, "id"), number(5), before, size) == error::invalid_operation);
    BOOST_TEST(at->escrow_update(id, text("x"), before, size) == error::invalid_buffer_size);
    db.me.commit();

    BOOST_TEST(get_number(*at, "sum") == 15);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
