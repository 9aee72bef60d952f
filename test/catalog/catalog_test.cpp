// catalog_test.cpp — what the catalog says about tables, to us and to others.
#include "catalog_fixture.hpp"

#include <random>
#include <thread>

using namespace catalog_test;

namespace {

column_definition make_column(const std::string& name, std::uint32_t id, jet::column_type type, std::uint16_t offset = 0)
{
    column_definition column;
    column.name = name;
    column.id = id;
    column.type = type;
    column.max_size = ese::jet::fixed_size(type) != 0 ? ese::jet::fixed_size(type) : 255;
    if (ese::jet::is_text(type)) column.cp = ese::jet::code_page::unicode;
    column.offset = offset;
    return column;
}

index_schema make_index(catalog_fixture& db, page_no table_root, const std::string& name, std::uint32_t column)
{
    index_schema index;
    index.object = db.names->next_object_id();
    index.definition.name = name;
    index.definition.columns.push_back({column, true, false});
    index.root = db.space.create_tree({table_root, index.object, page_flag::index | page_flag::non_unique, 1});
    return index;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(catalog_)

BOOST_AUTO_TEST_CASE(a_new_database_is_as_the_format_demands)
{
    for (const std::uint32_t page_size : ese::jet::page_sizes) {
        catalog_fixture db{page_size};

        BOOST_TEST(db.passes_the_checker("new_" + std::to_string(page_size)));
        BOOST_TEST(db.names->highest_object_id().value() == 7U);
        BOOST_TEST(db.space.owned_pages(space_manager::database_root) == 254U);
        BOOST_TEST(db.space.owned_pages(catalog_place::objects.root) == 20U);
        BOOST_TEST(db.space.owned_pages(catalog_place::shadow.root) == 5U);
        BOOST_TEST(db.space.available_pages(catalog_place::name_index.root) == 0U);
        BOOST_TEST(db.space.available_pages(space_manager::database_root) == 224U);
    }
}

BOOST_AUTO_TEST_CASE(the_catalog_describes_itself)
{
    catalog_fixture db;
    session me{db.domain};
    const read_scope now{me};

    const table_schema objects = db.names->read_table(now.get(), catalog_place::objects.object);

    BOOST_TEST(objects.name == "MSysObjects");
    BOOST_TEST(objects.columns.columns().size() == 28U);
    BOOST_TEST(objects.has_primary);
    BOOST_TEST(objects.primary.columns.size() == 3U);
    BOOST_TEST(objects.indexes.size() == 2U);
    BOOST_TEST(objects.columns.find(catalog_column::flags)->offset == 22U);
    BOOST_TEST((db.names->table_names(now.get()) ==
                std::vector<std::string>{"MSysLocales", "MSysObjects", "MSysObjectsShadow", "MSysObjids"}));
}

BOOST_AUTO_TEST_CASE(tables_are_found_whatever_the_case_of_their_names)
{
    catalog_fixture db;
    session me{db.domain};
    me.begin(false);

    const object_id table = db.make_table(me, "Orders");

    BOOST_REQUIRE(db.names->find_table(me.reading(), "oRDERS").has_value());
    BOOST_TEST((db.names->find_table(me.reading(), "oRDERS")->object == table));
    BOOST_TEST(!db.names->find_table(me.reading(), "Orders2").has_value());
    BOOST_TEST(!db.names->find_table(me.reading(), "Order").has_value());
    BOOST_TEST(db.names->read_table(me.reading(), table).name == "Orders");
    BOOST_TEST(!db.make_table(me, "ORDERS"));
    me.commit();
    BOOST_TEST(db.passes_the_checker("found"));
}

BOOST_AUTO_TEST_CASE(what_was_written_of_a_table_is_read_back)
{
    catalog_fixture db;
    session me{db.domain};
    me.begin(false);
    const object_id table = db.make_table(me, "t");
    const page_no root = db.names->read_table(me.reading(), table).root;

    column_definition number = make_column("number", 1, jet::column_type::long_, 4);
    number.flags = column_flag::autoincrement | column_flag::not_null;
    column_definition kind = make_column("kind", 2, jet::column_type::unsigned_byte, 8);
    kind.flags = column_flag::has_default;
    kind.default_value = {std::byte{42}};
    for (const column_definition& c : {number, kind, make_column("text", 128, jet::column_type::text), make_column("long", 256, jet::column_type::long_text)})
        BOOST_TEST((db.names->add_column(me, table, c) == jet::error::success));
    index_schema primary;
    primary.object = table;
    primary.root = root;
    primary.definition.name = "pk";
    primary.definition.flags = index_flag::unique | index_flag::primary | index_flag::no_nulls;
    primary.definition.columns.push_back({1});
    primary.definition.key_most = 5;
    BOOST_TEST((db.names->add_index(me, table, primary) == jet::error::success));
    index_schema text = make_index(db, root, "by text", 128);
    text.definition.flags |= index_flag::unicode_text | index_flag::locale_given;
    text.definition.locale = "de-DE";
    text.definition.conditions.push_back({2, true, false});
    text.definition.tuples = tuple_limits{4, 9, 100, 2, 1};
    text.density = 90;
    BOOST_TEST((db.names->add_index(me, table, text) == jet::error::success));
    const object_id lv = db.names->next_object_id();
    const page_no lv_root = db.space.create_tree({root, lv, page_flag::long_value, 1});
    BOOST_TEST((db.names->add_long_values(me, table, lv, lv_root) == jet::error::success));

    const table_schema read = db.names->read_table(me.reading(), table);

    BOOST_TEST(read.columns.columns().size() == 4U);
    BOOST_TEST(read.columns.find(2)->offset == 8U);
    BOOST_TEST((read.columns.find(2)->default_value == kind.default_value));
    BOOST_TEST((read.columns.find(128)->cp == ese::jet::code_page::unicode));
    BOOST_TEST(read.autoincrement_column == 1U);
    BOOST_TEST(read.version_column == 0U);
    BOOST_TEST(read.has_primary);
    BOOST_TEST(read.primary.key_most == 5U);
    BOOST_TEST(read.indexes.size() == 1U);
    const index_schema& index = read.indexes.front();
    BOOST_TEST((index.root == text.root && index.object == text.object));
    BOOST_TEST(index.density == 90U);
    BOOST_TEST(index.definition.name == "by text");
    BOOST_TEST(index.definition.columns.front().descending);
    BOOST_TEST(index.definition.conditions.front().must_be_null);
    BOOST_TEST(index.definition.tuples->step == 2U);
    BOOST_TEST(index.definition.locale == "de-DE");
    BOOST_TEST(index.definition.own_order());
    BOOST_TEST((read.long_values_root == lv_root && read.long_values_object == lv));
    BOOST_TEST(read.chunk_size == 4014U);
    me.commit();
    BOOST_TEST(db.passes_the_checker("schema"));
}

BOOST_AUTO_TEST_CASE(names_of_columns_and_indexes_are_taken_once)
{
    catalog_fixture db;
    session me{db.domain};
    me.begin(false);
    const object_id table = db.make_table(me, "t");
    const page_no root = db.names->read_table(me.reading(), table).root;
    BOOST_TEST((db.names->add_column(me, table, make_column("a", 1, jet::column_type::long_, 4)) == jet::error::success));
    const index_schema first = make_index(db, root, "i", 1);
    BOOST_TEST((db.names->add_index(me, table, first) == jet::error::success));

    BOOST_TEST((db.names->add_column(me, table, make_column("A", 2, jet::column_type::long_, 8)) == jet::error::column_duplicate));
    BOOST_TEST((db.names->add_column(me, table, make_column("b", 1, jet::column_type::long_, 8)) == jet::error::write_conflict));
    index_schema second = first;
    second.object = db.names->next_object_id();
    second.definition.name = "I";
    BOOST_TEST((db.names->add_index(me, table, second) == jet::error::index_duplicate));

    me.commit();
    BOOST_TEST(db.passes_the_checker("taken_once"));
}

BOOST_AUTO_TEST_CASE(a_renamed_table_is_found_under_its_new_name_only)
{
    catalog_fixture db;
    session me{db.domain};
    me.begin(false);
    const object_id table = db.make_table(me, "old");
    const object_id other = db.make_table(me, "other");

    BOOST_TEST((db.names->rename_table(me, table, "other") == jet::error::table_duplicate));
    BOOST_TEST((db.names->rename_table(me, table, "new") == jet::error::success));
    BOOST_TEST((db.names->rename_table(me, other, "OTHER") == jet::error::success));
    BOOST_TEST((db.names->rename_table(me, object_id{99}, "x") == jet::error::object_not_found));

    BOOST_TEST(!db.names->find_table(me.reading(), "old").has_value());
    BOOST_TEST((db.names->find_table(me.reading(), "new")->object == table));
    BOOST_TEST(db.names->read_table(me.reading(), other).name == "OTHER");
    me.commit();
    BOOST_TEST(db.passes_the_checker("renamed"));
}

BOOST_AUTO_TEST_CASE(renaming_a_column_and_giving_it_a_default_keep_all_else)
{
    catalog_fixture db;
    session me{db.domain};
    me.begin(false);
    const object_id table = db.make_table(me, "t");
    column_definition column = make_column("a", 1, jet::column_type::short_, 4);
    column.flags = column_flag::not_null;
    BOOST_TEST((db.names->add_column(me, table, column) == jet::error::success));
    const std::array<std::byte, 2> value{std::byte{1}, std::byte{2}};

    BOOST_TEST((db.names->rename_column(me, table, 1, "b") == jet::error::success));
    BOOST_TEST((db.names->set_default_value(me, table, 1, value) == jet::error::success));
    BOOST_TEST((db.names->rename_column(me, table, 2, "b") == jet::error::column_not_found));

    const table_schema read = db.names->read_table(me.reading(), table);
    const column_definition& now = *read.columns.find(1);
    BOOST_TEST(now.name == "b");
    BOOST_TEST(now.flags == (column_flag::not_null | column_flag::has_default));
    BOOST_TEST(now.default_value.size() == 2U);
    BOOST_TEST((now.type == jet::column_type::short_));
    me.commit();
    BOOST_TEST(db.passes_the_checker("default"));
}

BOOST_AUTO_TEST_CASE(a_removed_column_leaves_its_id_behind_if_it_was_the_last)
{
    catalog_fixture db;
    session me{db.domain};
    me.begin(false);
    const object_id table = db.make_table(me, "t");
    for (std::uint32_t id = 1; id <= 3; ++id)
        (void)db.names->add_column(me, table, make_column("c" + std::to_string(id), id, jet::column_type::long_, static_cast<std::uint16_t>(4 * id)));
    (void)db.names->add_column(me, table, make_column("v", 128, jet::column_type::text));

    BOOST_TEST((db.names->remove_column(me, table, 2) == jet::error::success));
    BOOST_TEST((db.names->remove_column(me, table, 3) == jet::error::success));
    BOOST_TEST((db.names->remove_column(me, table, 128) == jet::error::success));
    BOOST_TEST((db.names->remove_column(me, table, 3) == jet::error::column_not_found));
    BOOST_TEST((db.names->remove_column(me, table, 77) == jet::error::column_not_found));

    const table_schema read = db.names->read_table(me.reading(), table);
    BOOST_TEST(read.columns.columns().size() == 3U);
    BOOST_TEST(read.columns.find(2) == nullptr);
    BOOST_TEST(read.columns.find(3)->is_deleted());
    BOOST_TEST(read.columns.find(3)->name.starts_with("JetStub_"));
    BOOST_TEST(read.columns.fixed_area_end() == 16U);
    BOOST_TEST(read.columns.variable_last() == 128U);
    BOOST_TEST((db.names->add_column(me, table, make_column("c3", 4, jet::column_type::long_, 16)) == jet::error::success));
    me.commit();
    BOOST_TEST(db.passes_the_checker("stub"));
}

BOOST_AUTO_TEST_CASE(removing_a_table_removes_every_row_of_it)
{
    catalog_fixture db;
    session me{db.domain};
    me.begin(false);
    const object_id table = db.make_table(me, "t");
    const page_no root = db.names->read_table(me.reading(), table).root;
    (void)db.names->add_column(me, table, make_column("c", 1, jet::column_type::long_, 4));
    const index_schema index = make_index(db, root, "i", 1), gone = make_index(db, root, "gone", 1);
    (void)db.names->add_index(me, table, index);
    (void)db.names->add_index(me, table, gone);
    me.commit();
    me.begin(false);

    BOOST_TEST((db.names->remove_index(me, table, gone.object) == jet::error::success));
    BOOST_TEST((db.names->remove_index(me, table, gone.object) == jet::error::index_not_found));
    BOOST_TEST(db.names->read_table(me.reading(), table).indexes.size() == 1U);
    BOOST_TEST((db.names->remove_table(me, table) == jet::error::success));
    BOOST_TEST((db.names->remove_table(me, table) == jet::error::object_not_found));

    BOOST_TEST(!db.names->find_schema(me.reading(), table).has_value());
    BOOST_TEST(!db.names->find_table(me.reading(), "t").has_value());
    me.commit();
    db.space.destroy_tree(gone.root, root);
    db.space.destroy_tree(index.root, root);
    db.space.destroy_tree(root, space_manager::database_root);
    BOOST_TEST(db.passes_the_checker("removed"));
    BOOST_TEST(db.space.available_pages(space_manager::database_root) == 224U);
}

BOOST_AUTO_TEST_CASE(a_name_of_an_uncommitted_table_is_invisible_and_taken)
{
    catalog_fixture db;
    session me{db.domain}, other{db.domain};
    me.begin(false);
    other.begin(false);
    const object_id mine = db.make_table(me, "t");

    BOOST_TEST(!db.names->find_table(other.reading(), "t").has_value());
    BOOST_TEST(!db.make_table(other, "T"));
    me.commit();
    BOOST_TEST(!db.names->find_table(other.reading(), "t").has_value());
    BOOST_TEST(!db.make_table(other, "t"));
    other.rollback();

    other.begin(false);
    BOOST_TEST((db.names->find_table(other.reading(), "t")->object == mine));
    other.commit();
    BOOST_TEST(db.passes_the_checker("invisible"));
}

BOOST_AUTO_TEST_CASE(rolling_back_frees_the_name_and_forgets_the_table)
{
    catalog_fixture db;
    session me{db.domain}, other{db.domain};
    me.begin(false);
    const object_id gone = db.make_table(me, "t");
    const page_no root = db.names->read_table(me.reading(), gone).root;
    (void)db.names->add_column(me, gone, make_column("c", 1, jet::column_type::long_, 4));
    me.rollback();
    db.space.destroy_tree(root, space_manager::database_root);

    other.begin(false);
    BOOST_TEST(!db.names->find_table(other.reading(), "t").has_value());
    const object_id second = db.make_table(other, "t");
    other.commit();

    BOOST_TEST((second.value() > gone.value()));
    BOOST_TEST(db.passes_the_checker("rolled_back"));
}

BOOST_AUTO_TEST_CASE(two_sessions_that_remove_one_table_are_in_conflict)
{
    catalog_fixture db;
    session me{db.domain}, other{db.domain};
    me.begin(false);
    const object_id table = db.make_table(me, "t");
    const page_no root = db.names->read_table(me.reading(), table).root;
    me.commit();
    me.begin(false);
    other.begin(false);

    BOOST_TEST((db.names->remove_table(me, table) == jet::error::success));
    BOOST_TEST((db.names->remove_table(other, table) == jet::error::write_conflict));
    BOOST_TEST((db.names->rename_table(other, table, "u") == jet::error::write_conflict));

    other.commit();
    me.commit();
    db.space.destroy_tree(root, space_manager::database_root);
    BOOST_TEST(db.passes_the_checker("conflict"));
}

BOOST_AUTO_TEST_CASE(many_tables_and_many_columns_are_no_trouble)
{
    for (const std::uint32_t page_size : {4096U, 32768U}) {
        catalog_fixture db{page_size};
        session me{db.domain};
        for (int t = 0; t < 60; ++t) {
            me.begin(false);
            const object_id table = db.make_table(me, "table number " + std::to_string(t));
            for (std::uint32_t c = 0; c < 40; ++c)
                BOOST_REQUIRE((db.names->add_column(me, table, make_column("column " + std::to_string(c), 256 + c, jet::column_type::long_binary)) ==
                               jet::error::success));
            me.commit();
        }

        const read_scope now{me};
        BOOST_TEST(db.names->table_names(now.get()).size() == 64U);
        BOOST_TEST(db.names->read_table(now.get(), db.names->find_table(now.get(), "TABLE NUMBER 59")->object).columns.columns().size() == 40U);
        BOOST_TEST(db.passes_the_checker("many_" + std::to_string(page_size)));
    }
}

BOOST_AUTO_TEST_CASE(a_derived_table_has_the_columns_of_its_template)
{
    catalog_fixture db;
    session me{db.domain};
    me.begin(false);
    const object_id above = db.make_table(me, "above");
    (void)db.names->add_column(me, above, make_column("fixed", 1, jet::column_type::long_, 4));
    (void)db.names->add_column(me, above, make_column("tagged", 256, jet::column_type::long_text));
    new_table derived;
    derived.name = "derived";
    derived.object = db.names->next_object_id();
    derived.root = db.space.create_tree({space_manager::database_root, derived.object, 0, 1});
    derived.flags = table_flag::derived;
    derived.template_table = "Above";
    BOOST_TEST((db.names->add_table(me, derived) == jet::error::success));
    (void)db.names->add_column(me, derived.object, make_column("own fixed", 2, jet::column_type::long_, 8));
    (void)db.names->add_column(me, derived.object, make_column("own tagged", 256, jet::column_type::long_binary));

    const table_schema read = db.names->read_table(me.reading(), derived.object);

    BOOST_TEST(read.columns.columns().size() == 4U);
    BOOST_TEST(read.columns.find(1)->derived);
    BOOST_TEST(!read.columns.find(2)->derived);
    BOOST_TEST(read.columns.find_tagged(256, true)->name == "tagged");
    BOOST_TEST(read.columns.find_tagged(256, false)->name == "own tagged");
    BOOST_TEST(db.names->has_derived_tables(me.reading(), "above"));
    BOOST_TEST(!db.names->has_derived_tables(me.reading(), "derived"));
    me.commit();
}

BOOST_AUTO_TEST_CASE(a_row_with_a_column_of_newer_files_keeps_it_when_edited)
{
    const row_layout layout = make_catalog_layout(4096);
    new_table table;
    table.name = "t";
    table.object = object_id{9};
    table.root = page_no{40};
    const std::array<std::byte, 8> time{std::byte{1}, std::byte{2}};
    const column_definition& newer = *layout.find(catalog_column::root_set_time);
    const byte_vector written = edit_catalog_row(layout, encode_catalog_row(layout, row_of(table)),
                                                 [&](row_builder& row) { row.set_fixed(newer, time); });

    const byte_vector renamed = edit_catalog_row(layout, written, [&](row_builder& row) {
        row.set_variable(*layout.find(catalog_column::name), as_bytes_of("another"));
    });

    BOOST_TEST(decode_catalog_row(layout, renamed).name == "another");
    BOOST_TEST(equal(row_reader(renamed, page_form::small).fixed(newer).value, time));
}

BOOST_AUTO_TEST_CASE(threads_that_make_and_remove_tables_leave_a_whole_catalog)
{
    catalog_fixture db;
    const auto work = [&](unsigned seed) {
        std::mt19937 random{seed};
        session me{db.domain};
        for (int i = 0; i < 200; ++i) {
            const std::string name = "t" + std::to_string(random() % 8);
            me.begin(false);
            page_no gone{};
            if (const auto there = db.names->find_table(me.reading(), name)) {
                if (db.names->remove_table(me, there->object) == jet::error::success) gone = there->root;
            } else if (const object_id made = db.make_table(me, name); made) {
                (void)db.names->add_column(me, made, make_column("c", 1, jet::column_type::long_, 4));
                if (random() % 4 == 0) gone = db.names->read_table(me.reading(), made).root;
                if (gone) me.rollback();
            }
            if (me.level() != 0) me.commit();
            if (gone) db.space.destroy_tree(gone, space_manager::database_root);
        }
    };
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < 3; ++t) threads.emplace_back(work, t);
    for (std::thread& thread : threads) thread.join();

    BOOST_TEST(db.passes_the_checker("threads"));
}

BOOST_AUTO_TEST_CASE(object_ids_end)
{
    catalog_fixture db;
    db.names->open(object_id{ese::jet::object_id_max - 1});

    BOOST_TEST(db.names->next_object_id().value() == ese::jet::object_id_max);
    BOOST_CHECK_THROW((void)db.names->next_object_id(), failure);
}

BOOST_AUTO_TEST_SUITE_END()
