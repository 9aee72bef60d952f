// bad_input_test.cpp — names, definitions, values and options that no caller should hand in: each gets its documented code,
// nothing changes, and the instance works as before.
#include "bad_input_fixture.hpp"

using namespace conformance;

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(bad_input)

// names

BOOST_FIXTURE_TEST_CASE(illegal_names_are_refused_everywhere, filled_store)
{
    const std::string too_long(65, 'x');
    for (const std::string& name : {std::string{}, too_long, std::string{" x"}, std::string{"a.b"}, std::string{"a!"}, std::string{"[a"},
                                    std::string{"a]"}, std::string{"a\nb"}, std::string{"a\0b", 3}, std::string{"\x1f"}}) {
        table_id refused;
        BOOST_TEST_CONTEXT(name)
        {
            BOOST_TEST(by.create_table(name, refused) == errc::invalid_name);
            BOOST_TEST(by.add_column(rows, name) == errc::invalid_name);
            BOOST_TEST(by.create_index(rows, name, "value") == errc::invalid_name);
            BOOST_TEST(api.rename_table(by.id(), by.database(), "rows", name) == errc::invalid_name);
        }
    }
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(names_of_64_bytes_and_odd_letters_are_legal, filled_store)
{
    for (const std::string& name : {std::string(64, 'x'), std::string{"\xC3\xA4\xE2\x82\xAC"}, std::string{"with blanks inside"}}) {
        table_id made;
        BOOST_TEST_CONTEXT(name)
        {
            BOOST_TEST(by.create_table(name, made) == errc::success);
            BOOST_TEST(by.close(made) == errc::success);
            BOOST_TEST(by.try_open(name) == errc::success);
            BOOST_TEST(by.delete_table(name) == errc::success);
        }
    }
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(names_of_nothing_are_not_found, filled_store)
{
    BOOST_TEST(by.try_open("nothing") == errc::object_not_found);
    BOOST_TEST(by.delete_table("nothing") == errc::object_not_found);
    BOOST_TEST(api.rename_table(by.id(), by.database(), "nothing", "new") == errc::object_not_found);
    BOOST_TEST(by.delete_column(rows, "nothing") == errc::column_not_found);
    BOOST_TEST(by.find_column(rows, "nothing") == errc::column_not_found);
    BOOST_TEST(by.delete_index(rows, "nothing") == errc::index_not_found);
    BOOST_TEST(by.use_index(rows, "nothing") == errc::index_not_found);
    BOOST_TEST(by.create_index(rows, "new", "nothing") == errc::column_not_found);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(what_belongs_to_the_system_stays, filled_store)
{
    for (const char* name : {"MSysObjects", "MSysObjectsShadow", "MSysObjids"})
        BOOST_TEST(by.delete_table(name) == errc::cannot_delete_system_table);
    BOOST_TEST(by.delete_index(rows, "primary") == errc::index_must_stay);
    BOOST_TEST(by.delete_column(rows, "key") == errc::column_in_use);
    works_as_before(*this);
}

// definitions that make no sense

BOOST_FIXTURE_TEST_CASE(columns_that_make_no_sense_are_refused, filled_store)
{
    using t = jet::column_type;
    using o = jet::column_option;
    const auto add = [&](t type, jet::flags<o> options, std::uint32_t size = 0, std::uint16_t page = 0) {
        jet::column_create column{"new", type, size, options, page, {}, {}, {}};
        return api.add_column(by.id(), rows, column);
    };

    BOOST_TEST(add(t::nil, {}) == errc::invalid_column_type);
    BOOST_TEST(add(t::slv, {}) == errc::invalid_column_type);
    BOOST_TEST(add(static_cast<t>(77), {}) == errc::invalid_column_type);
    BOOST_TEST(add(t::text, {}, 0, 437) == errc::invalid_code_page);
    BOOST_TEST(add(t::long_, o::fixed | o::tagged) == errc::invalid_grbit);
    BOOST_TEST(add(t::long_, o::multi_valued) == errc::multi_valued_column_must_be_tagged);
    BOOST_TEST(add(t::long_, o::compressed) == errc::column_cannot_be_compressed);
    BOOST_TEST(add(t::text, o::autoincrement) == errc::invalid_grbit);
    BOOST_TEST(add(t::long_binary, {}, 0x80000000) == errc::invalid_parameter);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(indexes_that_make_no_sense_are_refused, filled_store)
{
    using o = jet::index_option;
    const auto add = [&](std::string_view key, jet::flags<o> options = {}, std::uint32_t key_most = 0, std::uint32_t density = 0) {
        jet::index_create index;
        index.name = "new";
        index.key = key;
        index.options = options;
        index.key_most = key_most;
        index.density = density;
        return api.create_index(by.id(), rows, index);
    };
    using namespace std::string_view_literals;

    BOOST_TEST(add({}) == errc::invalid_parameter);
    BOOST_TEST(add("+value"sv) == errc::index_invalid_def);
    BOOST_TEST(add("+value\0"sv) == errc::index_invalid_def);
    BOOST_TEST(add("\0\0"sv) == errc::index_invalid_def);
    BOOST_TEST(add("value\0\0"sv) == errc::index_invalid_def);
    BOOST_TEST(add("+value\0\0+key\0\0"sv) == errc::index_invalid_def);
    BOOST_TEST(add("+value\0\0"sv, o::primary) == errc::index_has_primary);
    BOOST_TEST(add("+value\0\0"sv, o::key_most, 1001) == errc::index_invalid_def);
    BOOST_TEST(add("+value\0\0"sv, {}, 0, 19) == errc::density_invalid);
    BOOST_TEST(add("+value\0\0"sv, {}, 0, 101) == errc::density_invalid);
    BOOST_TEST(add("+value\0\0"sv, o::empty) == errc::invalid_grbit);
    std::string many;
    for (int i = 0; i < 17; ++i) many += std::string{"+value"} + '\0';
    BOOST_TEST(add(many + '\0') == errc::index_invalid_def);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(more_columns_than_a_table_can_have_are_refused, filled_store)
{
    std::vector<std::string> column_names;
    for (int i = 0; i < 128; ++i) column_names.push_back("c" + std::to_string(i));
    std::vector<jet::column_create> columns;
    for (const std::string& name : column_names)
        columns.push_back({name, jet::column_type::unsigned_byte, 0, jet::column_option::fixed, 0, {}, {}, {}});
    jet::table_create table;
    table.name = "new";
    table.columns = columns;
    table_id refused;

    BOOST_TEST(api.create_table(by.id(), by.database(), table, refused) == errc::too_many_columns);

    works_as_before(*this);
}

// values

namespace {

// A table with a column of every way to be stored.
struct value_store : filled_store {
    table_id values;

    value_store()
    {
        using t = jet::column_type;
        using o = jet::column_option;
        std::array<jet::column_create, 6> columns;
        columns[0] = {"fixed", t::long_, 0, o::fixed, 0, {}, {}, {}};
        columns[1] = {"fixed_binary", t::binary, 10, o::fixed, 0, {}, {}, {}};
        columns[2] = {"variable", t::binary, 20, {}, 0, {}, {}, {}};
        columns[3] = {"tagged", t::binary, 0, o::tagged, 0, {}, {}, {}};
        columns[4] = {"long", t::long_binary, 5000, {}, 0, {}, {}, {}};
        columns[5] = {"numbered", t::long_, 0, o::autoincrement, 0, {}, {}, {}};
        jet::table_create table;
        table.name = "values";
        table.columns = columns;
        BOOST_REQUIRE_EQUAL(api.create_table(by.id(), by.database(), table, values), errc::success);
        for (std::size_t i = 0; i < columns.size(); ++i) ids[i] = columns[i].id;
    }
    std::array<column_id, 6> ids;

    errc put(std::size_t column, std::size_t size, jet::flags<jet::set_column_option> options = {}, std::uint32_t offset = 0)
    {
        const std::string value(size, 'v');
        jet::set_args args;
        args.column = ids[column];
        args.value = bytes_of(value);
        args.options = options;
        args.offset = offset;
        return api.set_column(by.id(), values, args);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(values_that_do_not_fit_their_column_are_refused, value_store)
{
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_TEST(put(0, 4) == errc::update_not_prepared);
    BOOST_REQUIRE_EQUAL(by.prepare(values, jet::prepare_kind::insert), errc::success);

    BOOST_TEST(put(0, 3) == errc::invalid_buffer_size);
    BOOST_TEST(put(0, 5) == errc::invalid_buffer_size);
    BOOST_TEST(put(1, 11) == errc::invalid_buffer_size);
    BOOST_TEST(put(2, 21) == errc::wrn_column_max_truncated);
    BOOST_TEST(put(3, 256) == errc::column_too_big);
    BOOST_TEST(put(4, 5001) == errc::column_too_big);
    BOOST_TEST(put(4, 10, jet::set_column_option::overwrite, 5) == errc::column_no_chunk);
    BOOST_TEST(put(5, 4) == errc::invalid_column_type);
    for (const column_id none : {column_id{0}, jet::nil_column, column_id{127}, column_id{255}, column_id{65248}, column_id{70000}}) {
        jet::set_args args;
        args.column = none;
        const errc answer = api.set_column(by.id(), values, args);
        BOOST_TEST((answer == errc::column_not_found || answer == errc::bad_column_id));
    }

    BOOST_TEST(put(4, 5000) == errc::success);
    BOOST_TEST(by.update(values) == errc::success);
    BOOST_TEST(by.commit() == errc::success);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(a_record_too_large_for_a_page_is_refused, value_store)
{
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_REQUIRE_EQUAL(by.prepare(values, jet::prepare_kind::insert), errc::success);
    errc answer = errc::success;
    int instances = 0;
    while (answer == errc::success && instances < 100) {
        jet::set_args args;
        const std::string value(255, static_cast<char>('a' + instances++ % 26));
        args.column = ids[3];
        args.value = bytes_of(value);
        args.instance = 0;
        answer = api.set_column(by.id(), values, args);
    }

    BOOST_TEST(answer == errc::record_too_big);
    BOOST_TEST(instances > 10);
    BOOST_TEST(by.update(values) == errc::success);    // with what did fit
    BOOST_TEST(by.commit() == errc::success);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(keys_too_long_for_an_index_are_cut_or_refused, value_store)
{
    const auto index = [&](std::string_view name, std::string_view key, jet::flags<jet::index_option> options) {
        jet::index_create wanted;
        wanted.name = name;
        wanted.key = key;
        wanted.options = options;
        return api.create_index(by.id(), values, wanted);
    };
    const auto insert = [&](std::size_t tagged) {
        if (const errc prepared = by.prepare(values, jet::prepare_kind::insert); prepared != errc::success) return prepared;
        if (const errc set = put(3, tagged); set != errc::success) return set;
        const errc written = by.update(values);
        if (written != errc::success) (void)by.prepare(values, jet::prepare_kind::cancel);
        return written;
    };
    using namespace std::string_view_literals;
    using o = jet::index_option;

    BOOST_REQUIRE_EQUAL(index("cut", "+tagged\0\0"sv, o::unique), errc::success);
    BOOST_TEST(insert(10) == errc::success);
    BOOST_TEST(insert(250) == errc::success);
    BOOST_TEST(insert(251) == errc::key_duplicate);    // the same as far as the key goes
    BOOST_TEST(index("whole", "+tagged\0\0"sv, o::disallow_truncation) == errc::key_truncated);
    BOOST_REQUIRE_EQUAL(by.delete_index(values, "cut"), errc::success);
    BOOST_REQUIRE_EQUAL(by.move(values, jet::move_last), errc::success);
    BOOST_REQUIRE_EQUAL(api.delete_record(by.id(), values), errc::success);
    BOOST_REQUIRE_EQUAL(index("whole", "+tagged\0\0"sv, o::disallow_truncation), errc::success);
    BOOST_TEST(insert(250) == errc::key_truncated);
    BOOST_TEST(insert(20) == errc::success);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(updates_that_are_not_prepared_or_prepared_twice_are_refused, filled_store)
{
    BOOST_TEST(by.update(rows) == errc::update_not_prepared);
    BOOST_TEST(by.prepare(rows, jet::prepare_kind::cancel) == errc::update_not_prepared);
    for (const std::uint32_t kind : {1u, 6u, 11u, 0xFFFFFFFFu})
        BOOST_TEST(by.prepare(rows, static_cast<jet::prepare_kind>(kind)) == errc::invalid_parameter);
    BOOST_REQUIRE_EQUAL(by.prepare(rows, jet::prepare_kind::insert), errc::success);
    BOOST_TEST(by.prepare(rows, jet::prepare_kind::insert) == errc::already_prepared);
    BOOST_TEST(by.update(rows) == errc::null_invalid);    // the key was never set
    BOOST_TEST(by.prepare(rows, jet::prepare_kind::cancel) == errc::success);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(a_primary_key_does_not_change, filled_store)
{
    BOOST_REQUIRE_EQUAL(by.seek(rows, 1), errc::success);
    BOOST_REQUIRE_EQUAL(by.prepare(rows, jet::prepare_kind::replace), errc::success);
    BOOST_REQUIRE_EQUAL(by.set(rows, key_column, 9), errc::success);

    BOOST_TEST(by.update(rows) == errc::record_primary_changed);

    BOOST_TEST(by.prepare(rows, jet::prepare_kind::cancel) == errc::success);
    works_as_before(*this);
}

// keys, bookmarks, positions

BOOST_FIXTURE_TEST_CASE(keys_that_were_not_made_or_make_no_sense_are_refused, filled_store)
{
    const std::vector<std::byte> huge(5000, std::byte{0xFF});
    BOOST_TEST(api.seek(by.id(), rows, jet::seek_option::equal) == errc::key_not_made);
    BOOST_TEST(api.set_index_range(by.id(), rows, {}) == errc::key_not_made);
    BOOST_TEST(api.make_key(by.id(), rows, std::span{some_bytes}.first(4), {}) == errc::key_not_made);
    BOOST_TEST(api.make_key(by.id(), rows, std::span{some_bytes}.first(3), jet::key_option::new_key) == errc::invalid_buffer_size);
    BOOST_TEST(api.make_key(by.id(), rows, huge, jet::key_option::new_key) == errc::invalid_buffer_size);
    BOOST_TEST(api.make_key(by.id(), rows, huge, jet::key_option::normalized_key) == errc::invalid_parameter);
    BOOST_REQUIRE_EQUAL(api.make_key(by.id(), rows, std::span{some_bytes}.first(4), jet::key_option::new_key), errc::success);
    BOOST_TEST(api.make_key(by.id(), rows, std::span{some_bytes}.first(4), {}) == errc::key_is_made);
    BOOST_TEST(api.seek(by.id(), rows, {}) == errc::invalid_parameter);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(bookmarks_of_nothing_are_refused, filled_store)
{
    const std::vector<std::byte> huge(5000, std::byte{0x55});
    BOOST_REQUIRE_EQUAL(by.first(rows), errc::success);

    BOOST_TEST(api.goto_bookmark(by.id(), rows, {}) == errc::invalid_bookmark);
    BOOST_TEST(api.goto_bookmark(by.id(), rows, some_bytes) == errc::record_deleted);
    const errc answer = api.goto_bookmark(by.id(), rows, huge);
    BOOST_TEST((answer == errc::record_deleted || answer == errc::invalid_bookmark));
    std::size_t size = 0;
    BOOST_TEST(api.get_bookmark(by.id(), rows, std::span{some_bytes}.first(2), size) == errc::buffer_too_small);
    BOOST_TEST(size == 5u);
    BOOST_TEST(api.goto_position(by.id(), rows, {2, 1, 1}) == errc::invalid_parameter);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(a_cursor_on_nothing_has_nothing_to_read_or_change, filled_store)
{
    std::int32_t ignored = 0;
    BOOST_REQUIRE_EQUAL(by.first(rows), errc::success);
    BOOST_REQUIRE_EQUAL(by.move(rows, jet::move_previous), errc::no_current_record);

    BOOST_TEST(by.get(rows, key_column, ignored) == errc::no_current_record);
    BOOST_TEST(by.prepare(rows, jet::prepare_kind::replace) == errc::no_current_record);
    BOOST_TEST(api.delete_record(by.id(), rows) == errc::no_current_record);
    BOOST_TEST(by.seek(rows, 77) == errc::record_not_found);
    BOOST_TEST(by.get(rows, key_column, ignored) == errc::no_current_record);
    BOOST_TEST(by.move(rows, 1000) == errc::no_current_record);
    BOOST_TEST(by.move(rows, -1000) == errc::no_current_record);
    works_as_before(*this);
}

// options

BOOST_FIXTURE_TEST_CASE(options_that_do_not_go_together_are_refused, filled_store)
{
    using o = jet::open_table_option;
    table_id refused;
    BOOST_TEST(by.try_open(refused, "rows", o::read_only | o::updatable) == errc::invalid_grbit);
    BOOST_TEST(by.try_open(refused, "rows", o::permit_ddl) == errc::invalid_grbit);
    BOOST_TEST(by.try_open(refused, "rows", o::being_deleted) == errc::invalid_grbit);
    BOOST_REQUIRE_EQUAL(by.first(rows), errc::success);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_TEST(api.get_lock(by.id(), rows, {}) == errc::invalid_grbit);
    BOOST_TEST(api.get_lock(by.id(), rows, jet::lock_option::read | jet::lock_option::write) == errc::invalid_grbit);
    BOOST_REQUIRE_EQUAL(by.commit(), errc::success);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(a_cursor_for_reading_changes_nothing, filled_store)
{
    table_id reading;
    BOOST_REQUIRE_EQUAL(by.try_open(reading, "rows", jet::open_table_option::read_only), errc::success);
    BOOST_REQUIRE_EQUAL(by.first(reading), errc::success);

    BOOST_TEST(by.prepare(reading, jet::prepare_kind::insert) == errc::permission_denied);
    BOOST_TEST(by.prepare(reading, jet::prepare_kind::replace) == errc::permission_denied);
    BOOST_TEST(api.delete_record(by.id(), reading) == errc::permission_denied);
    BOOST_TEST(by.add_column(reading, "new") == errc::permission_denied);
    works_as_before(*this);
}

BOOST_FIXTURE_TEST_CASE(a_table_in_use_is_not_dropped_or_taken_exclusively, filled_store)
{
    auto other = enter();
    table_id refused;
    BOOST_TEST(other.delete_table("rows") == errc::table_in_use);
    BOOST_TEST(by.delete_table("rows") == errc::table_in_use);
    BOOST_TEST(other.try_open(refused, "rows", jet::open_table_option::deny_read) == errc::table_in_use);
    BOOST_REQUIRE_EQUAL(by.close(rows), errc::success);
    BOOST_REQUIRE_EQUAL(other.try_open(refused, "rows", jet::open_table_option::deny_read), errc::success);
    BOOST_TEST(by.try_open("rows") == errc::table_locked);
    BOOST_REQUIRE_EQUAL(other.close(refused), errc::success);
    works_as_before(*this);
}

// too many

BOOST_AUTO_TEST_CASE(more_cursors_or_databases_than_allowed_are_refused)
{
    engine_api api{ese::storage::memory};
    BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::max_cursors, 50, {}), errc::success);
    BOOST_REQUIRE_EQUAL(api.init({}), errc::success);
    session_id session;
    database_id database;
    BOOST_REQUIRE_EQUAL(api.begin_session(session), errc::success);
    for (int i = 0; i < 6; ++i) BOOST_REQUIRE_EQUAL(api.create_database(session, "d" + std::to_string(i), {}, database), errc::success);
    database_id refused;

    BOOST_TEST(api.create_database(session, "seventh", {}, refused) == errc::too_many_attached_databases);
    user by{api, session, database};
    table_id rows;
    BOOST_REQUIRE_EQUAL(by.create_table("rows", rows), errc::success);
    errc answer = errc::success;
    int opened = 1;
    std::vector<table_id> all;
    for (; answer == errc::success && opened < 1000; ++opened) {
        table_id more;
        answer = by.try_open(more);
        if (answer == errc::success) all.push_back(more);
    }
    BOOST_TEST(answer == errc::out_of_cursors);
    BOOST_TEST(by.insert(rows, 1) == errc::success);
    BOOST_REQUIRE(!all.empty());
    BOOST_TEST(by.close(all.back()) == errc::success);
    BOOST_TEST(by.try_open("rows") == errc::success);
}

BOOST_AUTO_TEST_CASE(parameters_out_of_range_are_refused)
{
    engine_api api{ese::storage::memory};
    const auto set = [&](jet::parameter which, std::uint64_t number) { return api.set_parameter(which, number, {}); };
    std::uint64_t number = 0;
    std::string text;

    BOOST_TEST(set(jet::parameter::max_sessions, 30001) == errc::invalid_parameter);
    BOOST_TEST(set(jet::parameter::max_ver_pages, 0) == errc::invalid_parameter);
    BOOST_TEST(set(jet::parameter::database_page_size, 2048) == errc::invalid_parameter);
    BOOST_TEST(set(jet::parameter::database_page_size, 5000) == errc::invalid_parameter);
    BOOST_TEST(set(static_cast<jet::parameter>(9999), 1) == errc::invalid_parameter);
    BOOST_TEST(api.get_parameter(static_cast<jet::parameter>(9999), number, text) == errc::invalid_parameter);
    BOOST_TEST(api.set_parameter(jet::parameter::base_name, 0, "toolong") == errc::invalid_parameter);
    BOOST_TEST(api.init({}) == errc::success);
    BOOST_TEST(set(jet::parameter::max_sessions, 17) == errc::already_initialized);
    BOOST_TEST(api.term({}) == errc::success);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
