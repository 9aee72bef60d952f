// ddl_test.cpp — tables, columns and indexes that come and go, alone and beside other sessions.
#include "table_fixture.hpp"

using namespace table_test;
namespace tt = boost::test_tools;
using co = jet::column_option;
using io = jet::index_option;
using to = jet::open_table_option;

namespace {
error try_open(table_fixture& db, session& by, const char* name, open_table_options options = {})
{
    cursor_ptr opened;
    return open_table(db.tables, by, name, options, opened);
}
error try_create(table_fixture& db, session& by, jet::table_create wanted)
{
    cursor_ptr made;
    return create_table(db.tables, by, wanted, made);
}
jet::table_create named(const char* name)
{
    jet::table_create wanted;
    wanted.name = name;
    return wanted;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(table)
BOOST_AUTO_TEST_SUITE(ddl)

BOOST_AUTO_TEST_CASE(names_are_checked_and_compared_without_case)
{
    table_fixture db;

    for (const char* bad : {"", " a", "a.b", "a!b", "a[b", "a]b", "a\tb"}) BOOST_TEST(try_create(db, db.me, named(bad)) == error::invalid_name);
    const std::string long_name(65, 'x');
    BOOST_TEST(try_create(db, db.me, named(long_name.c_str())) == error::invalid_name);
    BOOST_TEST(try_create(db, db.me, named("People  ")) == error::success);
    BOOST_TEST(try_create(db, db.me, named("pEOPLE")) == error::table_duplicate);
    BOOST_TEST(try_open(db, db.me, "PEOPLE") == error::success);
    BOOST_TEST(try_open(db, db.me, "nobody") == error::object_not_found);
}

BOOST_AUTO_TEST_CASE(a_new_table_is_its_makers_until_the_cursor_closes)
{
    table_fixture db;
    db.me.begin(false);
    cursor_ptr made = db.create("t", {column("a", jet::column_type::long_)});

    BOOST_TEST(try_open(db, db.rival, "t") == error::object_not_found);
    BOOST_TEST(try_create(db, db.rival, named("t")) == error::table_duplicate);
    db.me.commit();
    BOOST_TEST(try_open(db, db.rival, "t") == error::table_locked);
    BOOST_TEST(try_open(db, db.me, "t") == error::success);
    made.reset();
    BOOST_TEST(try_open(db, db.rival, "t") == error::success);
}

BOOST_AUTO_TEST_CASE(rolling_back_a_creation_gives_its_pages_back)
{
    table_fixture db;
    const auto available = [&] { return db.space.available_pages(space_manager::database_root); };
    const auto before = available();
    db.me.begin(false);
    const auto made = db.create("t", {column("id", jet::column_type::long_), column("body", jet::column_type::long_text)},
                                {index("pk", "+id\0\0"sv, io::primary), index("again", "-id\0\0"sv)});
    BOOST_REQUIRE(made->prepare_update(prepare_kind::insert) == error::success);
    BOOST_REQUIRE(set(*made, "body", text(std::string(5000, 'x'))) == error::success);
    BOOST_REQUIRE(save(*made) == error::success);
    BOOST_TEST(available() < before);

    db.me.rollback();

    BOOST_TEST(made->closed());
    BOOST_TEST(available() == before);
    BOOST_TEST(try_open(db, db.me, "t") == error::object_not_found);
    BOOST_TEST(try_create(db, db.me, named("t")) == error::success);
}

BOOST_AUTO_TEST_CASE(a_failed_creation_says_how_far_it_came)
{
    table_fixture db;
    jet::column_create columns[] = {column("a", jet::column_type::long_), column("a", jet::column_type::long_)};
    jet::table_create wanted = named("t");
    wanted.columns = columns;
    cursor_ptr made;

    BOOST_TEST(create_table(db.tables, db.me, wanted, made) == error::column_duplicate);

    BOOST_TEST(wanted.created == 2U);
    BOOST_TEST(columns[1].answer == error::column_duplicate);
    BOOST_TEST(!made);
    BOOST_TEST(try_open(db, db.me, "t") == error::object_not_found);
}

BOOST_AUTO_TEST_CASE(open_modes_keep_others_out)
{
    people db;
    BOOST_TEST(try_open(db, db.me, "people", to::read_only | to::updatable) == error::invalid_grbit);
    BOOST_TEST(try_open(db, db.me, "people", to::permit_ddl) == error::invalid_grbit);
    BOOST_TEST(try_open(db, db.rival, "people", to::deny_read) == error::table_in_use);
    BOOST_TEST(try_open(db, db.rival, "people", to::deny_write) == error::table_in_use);
    db.at.reset();
    const auto exclusive = db.open("people", db.rival, to::deny_read);
    BOOST_TEST(try_open(db, db.me, "people") == error::table_locked);
    BOOST_TEST(try_open(db, db.rival, "people") == error::success);
    const_cast<cursor_ptr&>(exclusive).reset();
    const auto writer = db.open("people", db.rival, to::deny_write);
    BOOST_TEST(try_open(db, db.me, "people", to::updatable) == error::table_locked);
    BOOST_TEST(try_open(db, db.me, "people") == error::success);
    BOOST_TEST(try_open(db, db.me, "people", to::deny_write) == error::table_in_use);
}

BOOST_AUTO_TEST_CASE(deleting_a_table_needs_it_closed_and_can_be_taken_back)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    BOOST_TEST(delete_table(db.tables, db.me, "people") == error::table_in_use);
    db.at.reset();
    BOOST_TEST(delete_table(db.tables, db.me, "nobody") == error::object_not_found);
    BOOST_TEST(delete_table(db.tables, db.me, "MSysObjects") == error::cannot_delete_system_table);
    const auto before = db.space.available_pages(space_manager::database_root);

    db.me.begin(false);
    BOOST_TEST(delete_table(db.tables, db.me, "people") == error::success);
    BOOST_TEST(try_open(db, db.me, "people") == error::object_not_found);
    BOOST_TEST(try_open(db, db.rival, "people") == error::table_locked);
    db.me.rollback();
    db.at = db.open("people");
    BOOST_TEST(people::ids(*db.at) == (numbers{1}), tt::per_element());
    db.at.reset();
    BOOST_TEST(delete_table(db.tables, db.me, "people") == error::success);
    BOOST_TEST(try_open(db, db.rival, "people") == error::object_not_found);
    db.domain.clean_up_all();

    BOOST_TEST(db.space.available_pages(space_manager::database_root) > before);
}

BOOST_AUTO_TEST_CASE(a_renamed_table_keeps_its_cursors)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);

    BOOST_TEST(rename_table(db.tables, db.me, "people", "folk") == error::success);

    BOOST_TEST(try_open(db, db.rival, "people") == error::object_not_found);
    BOOST_TEST(try_open(db, db.rival, "folk") == error::success);
    BOOST_TEST(people::ids(*db.at) == (numbers{1}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(a_new_column_is_its_makers_until_commit_and_old_records_get_its_default)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    const auto other = db.open("people", db.rival);
    db.me.begin(false);
    jet::column_create age = column("age", jet::column_type::long_);
    const auto seven = number(7);
    age.default_value = seven;
    BOOST_TEST(add_column(*db.at, age) == error::success);
    jet::column_info info;

    BOOST_TEST(get(*db.at, "id").answer == error::no_current_record);
    BOOST_REQUIRE(db.at->move(jet::move_first) == error::success);
    BOOST_TEST(get_number(*db.at, "age") == 7);
    BOOST_TEST(column_info_of(*other, "age", info) == error::column_not_found);
    BOOST_TEST(people::add(*other, 2, "b") == error::success);
    db.me.commit();
    BOOST_TEST(column_info_of(*other, "age", info) == error::success);
    BOOST_REQUIRE(seek(*db.at, number(2)) == error::success);
    BOOST_TEST(get_number(*db.at, "age") == 7);
    BOOST_TEST(add_column(*db.at, age) == error::column_duplicate);
}

BOOST_AUTO_TEST_CASE(a_column_added_and_rolled_back_was_never_there)
{
    people db;
    db.me.begin(false);
    jet::column_create age = column("age", jet::column_type::long_);
    BOOST_REQUIRE(add_column(*db.at, age) == error::success);
    db.me.rollback();
    jet::column_info info;

    BOOST_TEST(column_info_of(*db.at, "age", info) == error::column_not_found);
    BOOST_TEST(add_column(*db.at, age) == error::success);
}

BOOST_AUTO_TEST_CASE(column_rules_answer_as_documented)
{
    people db;
    const auto check = [&](jet::column_create c) { return add_column(*db.at, c); };
    using t = jet::column_type;

    BOOST_TEST(check(column("x", t::nil)) == error::invalid_column_type);
    BOOST_TEST(check(column("x.y", t::long_)) == error::invalid_name);
    jet::column_create text_column = column("x", t::text);
    text_column.code_page = 850;
    BOOST_TEST(check(text_column) == error::invalid_code_page);
    BOOST_TEST(check(column("x", t::long_, co::compressed)) == error::column_cannot_be_compressed);
    BOOST_TEST(check(column("x", t::long_text, co::fixed)) == error::invalid_grbit);
    BOOST_TEST(check(column("x", t::long_, co::multi_valued)) == error::multi_valued_column_must_be_tagged);
    BOOST_TEST(check(column("x", t::long_, co::escrow_update)) == error::invalid_grbit);
    BOOST_TEST(check(column("x", t::long_, co::autoincrement)) == error::exclusive_table_lock_required);
    BOOST_TEST(check(column("x", t::short_, co::version)) == error::invalid_grbit);
    BOOST_TEST(check(column("x", t::long_, co::version | co::tagged)) == error::cannot_be_tagged);
    jet::column_create wide = column("x", t::binary);
    wide.size_max = 1000;
    BOOST_TEST(check(wide) == error::wrn_column_max_truncated);
    jet::column_info info;
    BOOST_REQUIRE(column_info_of(*db.at, "x", info) == error::success);
    BOOST_TEST(info.size_max == 255U);
    BOOST_TEST(info.options.has(co::updatable));
    BOOST_TEST(!info.options.has(co::fixed));
}

BOOST_AUTO_TEST_CASE(an_autoincrement_column_numbers_the_records_there_are)
{
    people db;
    for (const auto& [n, name] : {std::pair{1, "c"}, {2, "a"}, {3, "b"}}) BOOST_REQUIRE(db.add(n, name) == error::success);
    db.at.reset();
    db.at = db.open("people", db.me, to::deny_read);
    BOOST_REQUIRE(db.at->set_current_index("by_name") == error::success);
    jet::column_create nr = column("nr", jet::column_type::long_, co::autoincrement);
    BOOST_REQUIRE(add_column(*db.at, nr) == error::success);
    BOOST_REQUIRE(db.at->set_current_index("") == error::success);

    numbers given;
    for (error e = db.at->move(jet::move_first); e == error::success; e = db.at->move(1)) given.push_back(get_number(*db.at, "nr"));
    BOOST_TEST(given == (numbers{3, 1, 2}), tt::per_element());
    BOOST_REQUIRE(db.at->prepare_update(prepare_kind::insert) == error::success);
    BOOST_TEST(get_number(*db.at, "nr", jet::retrieve_option::copy) == 4);
}

BOOST_AUTO_TEST_CASE(columns_in_an_index_stay_and_others_can_go)
{
    people db;
    BOOST_REQUIRE(db.add(1, "a") == error::success);
    jet::column_create age = column("age", jet::column_type::long_);
    BOOST_REQUIRE(add_column(*db.at, age) == error::success);

    BOOST_TEST(delete_column(*db.at, "name") == error::column_in_use);
    BOOST_TEST(delete_column(*db.at, "nobody") == error::column_not_found);
    BOOST_TEST(delete_column(*db.at, "AGE") == error::success);
    jet::column_info info;
    BOOST_TEST(column_info_of(*db.at, "age", info) == error::column_not_found);
    BOOST_REQUIRE(add_column(*db.at, age) == error::success);
    BOOST_TEST(rename_column(*db.at, "age", "years") == error::success);
    BOOST_TEST(column_info_of(*db.at, "years", info) == error::success);
    BOOST_TEST(rename_column(*db.at, "years", "id") == error::column_duplicate);
    BOOST_REQUIRE(db.at->move(jet::move_first) == error::success);
    BOOST_TEST(get(*db.at, "years").answer == error::wrn_column_null);
}

BOOST_AUTO_TEST_CASE(a_new_index_holds_the_records_there_are_and_those_to_come)
{
    people db;
    for (const auto& [n, name] : {std::pair{1, "c"}, {2, "a"}}) BOOST_REQUIRE(db.add(n, name) == error::success);
    const auto other = db.open("people", db.rival);
    db.me.begin(false);
    BOOST_REQUIRE(db.add(3, "b") == error::success);
    jet::index_create down = index("down", "-name\0\0"sv);
    BOOST_TEST(create_index(*db.at, down) == error::success);

    BOOST_TEST(other->set_current_index("down") == error::index_not_found);
    BOOST_TEST(people::add(*other, 4, "d") == error::success);
    BOOST_TEST(people::rename(*other, 2, "e") == error::success);
    BOOST_REQUIRE(db.at->set_current_index("down") == error::success);
    BOOST_TEST(people::ids(*db.at) == (numbers{1, 3, 2}), tt::per_element());
    db.me.commit();
    BOOST_TEST(people::ids(*db.at) == (numbers{2, 4, 1, 3}), tt::per_element());
    BOOST_TEST(other->set_current_index("down") == error::success);
    BOOST_TEST(people::ids(*other) == (numbers{2, 4, 1, 3}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(an_index_rolled_back_is_gone_and_its_pages_with_it)
{
    people db;
    for (int n = 0; n < 50; ++n) BOOST_REQUIRE(db.add(n, "x" + std::to_string(n)) == error::success);
    const page_no root = db.at->table().root();
    const auto before = db.space.available_pages(root) + db.space.available_pages(space_manager::database_root);
    db.me.begin(false);
    jet::index_create down = index("down", "-name\0\0"sv);
    BOOST_REQUIRE(create_index(*db.at, down) == error::success);
    BOOST_REQUIRE(db.add(100, "y") == error::success);
    BOOST_REQUIRE(db.at->set_current_index("down") == error::success);
    db.me.rollback();

    std::string name;
    BOOST_REQUIRE(db.at->current_index(name) == error::success);
    BOOST_TEST(name == "pk");
    BOOST_TEST(db.at->set_current_index("down") == error::index_not_found);
    BOOST_TEST(db.add(101, "z") == error::success);
    BOOST_TEST(db.space.available_pages(root) + db.space.available_pages(space_manager::database_root) >= before);
}

BOOST_AUTO_TEST_CASE(an_index_is_not_built_over_a_rivals_changes_or_duplicates)
{
    people db;
    for (const int n : {1, 2}) BOOST_REQUIRE(db.add(n, "same") == error::success);
    const auto other = db.open("people", db.rival);
    jet::index_create once = index("once", "+name\0\0"sv, io::unique);
    jet::index_create plain = index("plain", "+name\0+id\0\0"sv);

    BOOST_TEST(create_index(*db.at, once) == error::key_duplicate);
    db.rival.begin(false);
    BOOST_REQUIRE(people::rename(*other, 1, "x") == error::success);
    BOOST_TEST(create_index(*db.at, plain) == error::write_conflict);
    db.rival.rollback();
    BOOST_TEST(create_index(*db.at, plain) == error::success);
    BOOST_TEST(create_index(*db.at, plain) == error::index_duplicate);
}

BOOST_AUTO_TEST_CASE(index_rules_answer_as_documented)
{
    people db;
    const auto check = [&](jet::index_create i) { return create_index(*db.at, i); };

    BOOST_TEST(check(index("", "+id\0\0"sv)) == error::invalid_name);
    BOOST_TEST(check(index("i", "id\0\0"sv)) == error::index_invalid_def);
    BOOST_TEST(check(index("i", "+id\0"sv)) == error::index_invalid_def);
    BOOST_TEST(check(index("i", "+id\0\0x"sv)) == error::index_invalid_def);
    BOOST_TEST(check(index("i", ""sv)) == error::invalid_parameter);
    BOOST_TEST(check(index("i", "+nobody\0\0"sv)) == error::column_not_found);
    BOOST_TEST(check(index("i", "+id\0\0"sv, io::primary)) == error::index_has_primary);
    BOOST_TEST(check(index("i", "+id\0\0"sv, io::primary | io::ignore_null)) == error::invalid_grbit);
    BOOST_TEST(check(index("i", "+id\0\0"sv, io::cross_product | io::nested_table)) == error::invalid_grbit);
    BOOST_TEST(check(index("i", "+id\0\0"sv, io::tuples)) == error::index_tuples_text_binary_columns_only);
    BOOST_TEST(delete_index(*db.at, "pk") == error::index_must_stay);
    BOOST_TEST(delete_index(*db.at, "nothing") == error::index_not_found);
    std::vector<jet::index_info> infos;
    BOOST_REQUIRE(index_infos(*db.at, infos) == error::success);
    BOOST_TEST(infos.size() == 2U);
    BOOST_TEST(infos[0].options.has(io::primary));
    BOOST_TEST(infos[0].key_most == 5U);
    BOOST_TEST(infos[1].segments.at(0).column_name == "name");
}

BOOST_AUTO_TEST_CASE(a_primary_index_comes_before_the_first_record_or_never)
{
    table_fixture db;
    auto at = db.create("t", {column("id", jet::column_type::long_)});
    jet::index_create pk = index("pk", "+id\0\0"sv, io::primary);
    db.me.begin(false);
    BOOST_TEST(create_index(*at, pk) == error::success);
    at.reset();
    db.me.commit();
    at = db.open("t");
    for (const int n : {2, 1}) {
        BOOST_REQUIRE(at->prepare_update(prepare_kind::insert) == error::success);
        BOOST_REQUIRE(set(*at, "id", number(n)) == error::success);
        BOOST_REQUIRE(save(*at) == error::success);
    }
    BOOST_TEST(people::ids(*at) == (numbers{1, 2}), tt::per_element());

    auto heap = db.create("heap", {column("id", jet::column_type::long_)});
    BOOST_REQUIRE(heap->prepare_update(prepare_kind::insert) == error::success);
    BOOST_REQUIRE(save(*heap) == error::success);
    BOOST_TEST(create_index(*heap, pk) == error::table_not_empty);
}

BOOST_AUTO_TEST_CASE(a_removed_index_is_lost_to_all_at_once_and_comes_back_with_a_rollback)
{
    people db;
    BOOST_REQUIRE(db.add(1, "b") == error::success);
    const auto other = db.open("people", db.rival);
    BOOST_REQUIRE(other->set_current_index("by_name") == error::success);
    BOOST_TEST(delete_index(*db.at, "by_name") == error::index_in_use);
    BOOST_REQUIRE(other->set_current_index("") == error::success);

    db.me.begin(false);
    BOOST_TEST(delete_index(*db.at, "by_name") == error::success);
    BOOST_TEST(other->set_current_index("by_name") == error::index_not_found);
    BOOST_TEST(people::add(*other, 2, "a") == error::success);
    db.me.rollback();
    BOOST_TEST(other->set_current_index("by_name") == error::success);
    BOOST_TEST(people::ids(*other) == (numbers{2, 1}), tt::per_element());
    BOOST_REQUIRE(other->set_current_index("") == error::success);
    BOOST_TEST(delete_index(*db.at, "by_name") == error::success);
    BOOST_TEST(people::add(*other, 3, "c") == error::success);
    db.domain.clean_up_all();
    BOOST_TEST(other->set_current_index("by_name") == error::index_not_found);
}

BOOST_AUTO_TEST_CASE(fixed_tables_change_only_for_their_maker)
{
    table_fixture db;
    jet::table_create wanted = named("fixed");
    wanted.options = jet::create_table_option::fixed_ddl;
    cursor_ptr at;
    BOOST_REQUIRE(create_table(db.tables, db.me, wanted, at) == error::success);
    jet::column_create a = column("a", jet::column_type::long_), b = column("b", jet::column_type::long_);

    BOOST_TEST(add_column(*at, a) == error::success);
    BOOST_TEST(delete_column(*at, "a") == error::fixed_ddl);
    at.reset();
    at = db.open("fixed");
    BOOST_TEST(add_column(*at, b) == error::fixed_ddl);
}

BOOST_AUTO_TEST_CASE(a_derived_table_has_what_its_template_has)
{
    table_fixture db;
    jet::column_create columns[] = {column("id", jet::column_type::long_), column("tag", jet::column_type::text, co::tagged)};
    jet::index_create indexes[] = {index("pk", "+id\0\0"sv, io::primary), index("by_tag", "+tag\0\0"sv)};
    jet::table_create base = named("base");
    base.options = jet::create_table_option::template_table;
    base.columns = columns;
    base.indexes = indexes;
    BOOST_REQUIRE(try_create(db, db.me, base) == error::success);
    jet::column_create own[] = {column("mine", jet::column_type::text, co::tagged), column("n", jet::column_type::long_)};
    jet::table_create derived = named("derived");
    derived.template_name = "base";
    derived.columns = own;
    cursor_ptr at;
    BOOST_REQUIRE(create_table(db.tables, db.me, derived, at) == error::success);

    for (const auto& [n, tag] : {std::pair{2, "a"}, {1, "b"}}) {
        BOOST_REQUIRE(at->prepare_update(prepare_kind::insert) == error::success);
        BOOST_TEST(set(*at, "id", number(n)) == error::success);
        BOOST_TEST(set(*at, "tag", text(tag)) == error::success);
        BOOST_TEST(set(*at, "mine", text("own")) == error::success);
        BOOST_TEST(save(*at) == error::success);
    }
    BOOST_TEST(people::ids(*at) == (numbers{1, 2}), tt::per_element());
    BOOST_TEST(at->set_current_index("by_tag") == error::success);
    BOOST_TEST(people::ids(*at) == (numbers{2, 1}), tt::per_element());
    BOOST_REQUIRE(at->move(jet::move_first) == error::success);
    BOOST_TEST(get(*at, "tag").value == "a");
    BOOST_TEST(get(*at, "mine").value == "own");
    BOOST_TEST(delete_column(*at, "tag") == error::fixed_inherited_ddl);
    BOOST_TEST(delete_index(*at, "by_tag") == error::fixed_inherited_ddl);
}

BOOST_AUTO_TEST_CASE(files_pass_the_checker_after_all_of_it)
{
    for (const std::uint32_t page_size : {4096U, 32768U}) {
        people db{page_size};
        jet::column_create body = column("body", jet::column_type::long_text);
        jet::column_create tags = column("tags", jet::column_type::text, co::tagged | co::multi_valued);
        BOOST_REQUIRE(add_column(*db.at, body) == error::success);
        BOOST_REQUIRE(add_column(*db.at, tags) == error::success);
        jet::index_create by_tag = index("by_tag", "+tags\0-id\0\0"sv);
        BOOST_REQUIRE(create_index(*db.at, by_tag) == error::success);
        for (int n = 0; n < 300; ++n) {
            db.me.begin(false);
            BOOST_REQUIRE(db.at->prepare_update(prepare_kind::insert) == error::success);
            BOOST_REQUIRE(set(*db.at, "id", number(n)) == error::success);
            BOOST_REQUIRE(set(*db.at, "name", text("name " + std::to_string(n % 17))) == error::success);
            BOOST_REQUIRE(set(*db.at, "body", text(std::string(static_cast<std::size_t>(n) * 40, 'b'))) == error::success);
            for (int t = 0; t < n % 4; ++t) BOOST_REQUIRE(set(*db.at, "tags", text("tag" + std::to_string(t)), {}, 0) == error::success);
            BOOST_REQUIRE(save(*db.at) == error::success);
            if (n % 5 == 0) db.me.rollback();
            else db.me.commit();
        }
        for (int n = 1; n < 300; n += 7) {
            if (seek(*db.at, number(n)) != error::success) continue;
            BOOST_REQUIRE(db.at->delete_record() == error::success);
        }
        jet::index_create late = index("late", "+name\0-id\0\0"sv);
        BOOST_REQUIRE(create_index(*db.at, late) == error::success);
        BOOST_REQUIRE(delete_index(*db.at, "by_name") == error::success);

        BOOST_TEST(db.passes_the_checker("table_" + std::to_string(page_size)));
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
