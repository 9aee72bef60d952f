// key_encoder_test.cpp — which keys a row has in an index, and the keys callers build to look for it.
#include "record_samples.hpp"

#include <ese/engine/record/key_encoder.hpp>
#include <ese/engine/record/row_builder.hpp>
#include <ese/engine/record/search_key.hpp>

#include <boost/test/unit_test.hpp>

using namespace record_samples;
using jet::column_type;
using strings = std::vector<std::string>;

namespace {

struct fixture {
    row_layout columns = layout({column(1, column_type::long_), column(2, column_type::short_),
                                 column(128, column_type::text), column(129, column_type::binary),
                                 multivalued(256), multivalued(257), column(258, column_type::long_binary),
                                 with_default(column(259, column_type::short_), unhex("0700"))}, 8192);
    row_builder row;

    fixture() { row.start_empty(columns); }
    static column_definition multivalued(std::uint32_t id)
    {
        column_definition c = column(id, column_type::unsigned_byte);
        c.flags |= column_flag::multivalued;
        return c;
    }
    static index_definition index(std::vector<key_column> on, std::uint32_t flags = index_flag::all_nulls_allowed)
    {
        index_definition i;
        i.columns = std::move(on);
        i.flags = flags;
        return i;
    }
    const column_definition& at(std::uint32_t id) const { return *columns.find(id); }
    void set(std::uint32_t id, std::optional<byte_vector> value)
    {
        const auto given = value ? std::optional<bytes>{*value} : std::nullopt;
        if (at(id).is_fixed()) row.set_fixed(at(id), given);
        else if (at(id).is_variable()) row.set_variable(at(id), given);
        else row.set_tagged(at(id), 0, given);
    }
    byte_vector record() const
    {
        byte_vector out;
        row.encode(out);
        return out;
    }
    template <class Fetch = no_long_values>
    strings keys(const index_definition& i, Fetch fetch = {})
    {
        const byte_vector encoded = record();
        key_list out;
        strings hexed;
        if (key_encoder{i, columns}.keys_of(row_reader{encoded, columns.form()}, fetch, out) == key_answer::made)
            for (std::size_t n = 0; n < out.size(); ++n) hexed.push_back(hex(out[n]));
        return hexed;
    }
    key_answer answer(const index_definition& i)
    {
        const byte_vector encoded = record();
        key_buffer out;
        return key_encoder{i, columns}.key_of(row_reader{encoded, columns.form()}, no_long_values{}, out);
    }
};

const std::uint32_t every_null_rule[] = {index_flag::all_nulls_allowed, index_flag::allow_first_null | index_flag::allow_some_nulls,
                                         index_flag::allow_some_nulls, 0, index_flag::no_nulls | index_flag::all_nulls_allowed};

}  // namespace

BOOST_AUTO_TEST_SUITE(record)
BOOST_FIXTURE_TEST_SUITE(index_keys, fixture)

BOOST_AUTO_TEST_CASE(a_key_is_its_segments_in_order)
{
    set(1, number(1));
    set(128, bytes_of("ab"));

    BOOST_TEST(keys(index({{128, false}, {1, true}, {129, false}})) == strings{squeeze("7f414200 807ffffffe 00")}, boost::test_tools::per_element());
    BOOST_TEST(keys(index({{259, false}})) == strings{"7f8007"}, boost::test_tools::per_element());  // a tagged default
}

BOOST_AUTO_TEST_CASE(one_key_indexes_answer_the_same_either_way)
{
    set(1, number(5));
    const index_definition i = index({{1, false}, {2, false}});
    key_encoder encoder{i, columns};
    const byte_vector encoded = record();
    key_buffer key;

    BOOST_TEST(encoder.single());
    BOOST_CHECK(encoder.key_of(row_reader{encoded, columns.form()}, no_long_values{}, key) == key_answer::made);

    BOOST_TEST(keys(i) == strings{hex(key.view())}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(null_rules_decide_whether_there_is_an_entry)
{
    using enum key_answer;
    const auto check = [&](std::initializer_list<key_answer> expected) {
        const key_answer* wanted = expected.begin();
        for (const std::uint32_t flags : every_null_rule) BOOST_CHECK(answer(index({{1, false}, {2, false}}, flags)) == *wanted++);
    };
    check({made, none, none, none, null_disallowed});  // all NULL
    set(2, unhex("0100"));
    check({made, made, none, none, null_disallowed});  // the first
    set(1, number(1));
    check({made, made, made, made, made});             // none
    set(2, std::nullopt);
    check({made, made, made, none, null_disallowed});  // another
}

BOOST_AUTO_TEST_CASE(every_condition_must_hold)
{
    index_definition i = index({{1, false}});
    i.conditions = {{128, false, false}, {2, true, false}, {259, false, false}};
    set(1, number(1));
    BOOST_TEST(keys(i).empty());

    set(128, bytes_of("x"));
    BOOST_TEST(keys(i).size() == 1u);  // a default counts as a value

    set(2, unhex("0100"));
    BOOST_TEST(keys(i).empty());
}

BOOST_AUTO_TEST_CASE(only_the_first_multivalued_column_expands)
{
    for (const char* v : {"03", "01", "03"}) set(256, unhex(v));
    for (const char* v : {"08", "09"}) set(257, unhex(v));

    BOOST_TEST(keys(index({{256, false}, {257, false}})) == (strings{"7f017f08", "7f037f08"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_cross_product_has_every_combination_and_nesting_pairs_them)
{
    for (const char* v : {"01", "02", "03"}) set(256, unhex(v));
    for (const char* v : {"08", "09"}) set(257, unhex(v));

    BOOST_TEST(keys(index({{256, false}, {257, false}}, index_flag::all_nulls_allowed | index_flag::cross_product)) ==
                   (strings{"7f017f08", "7f017f09", "7f027f08", "7f027f09", "7f037f08", "7f037f09"}), boost::test_tools::per_element());
    BOOST_TEST(keys(index({{256, false}, {257, false}}, index_flag::all_nulls_allowed | index_flag::nested)) ==
                   (strings{"7f017f08", "7f027f09", "7f0300"}), boost::test_tools::per_element());
    BOOST_TEST(keys(index({{256, false}, {257, false}}, index_flag::nested)) == (strings{"7f017f08", "7f027f09"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_multivalued_column_without_values_makes_one_null_key)
{
    BOOST_TEST(keys(index({{256, false}})) == strings{"00"}, boost::test_tools::per_element());
    BOOST_TEST(keys(index({{256, false}}, 0)).empty());
}

BOOST_AUTO_TEST_CASE(a_key_knows_the_instance_that_made_it)
{
    for (const char* v : {"05", "01"}) set(256, unhex(v));
    const index_definition i = index({{256, false}});
    const byte_vector encoded = record();
    key_list out;

    (void)key_encoder{i, columns}.keys_of(row_reader{encoded, columns.form()}, no_long_values{}, out);

    BOOST_TEST((out.size() == 2u && out.itag(0) == 2u && out.itag(1) == 1u));
    BOOST_TEST((out.contains(unhex("7f05")) && !out.contains(unhex("7f04"))));
}

BOOST_AUTO_TEST_CASE(tuples_are_the_substrings_long_enough)
{
    set(128, bytes_of("abcde"));
    index_definition i = index({{128, false}});
    i.tuples = tuple_limits{3, 4, 100, 1, 0};
    BOOST_TEST(keys(i) == (strings{squeeze("7f4142434400"), squeeze("7f4243444500"), squeeze("7f43444500")}), boost::test_tools::per_element());

    i.tuples = tuple_limits{2, 2, 2, 2, 1};
    BOOST_TEST(keys(i) == (strings{"7f424300", "7f444500"}), boost::test_tools::per_element());

    set(128, bytes_of("a"));
    BOOST_TEST(keys(i).empty());
    set(128, std::nullopt);
    BOOST_TEST(keys(i).empty());
}

BOOST_AUTO_TEST_CASE(separated_and_compressed_long_values_are_brought_in)
{
    set(258, unhex("05000000"));
    row.set_tagged(at(258), 1, unhex("05000000"), value_form::separated);
    std::size_t asked = 0;
    const auto fetch = [&](bytes id, std::size_t most, std::vector<std::byte>& out) {
        asked = most;
        BOOST_TEST(hex(id) == "05000000");
        out = unhex("aabb");
    };
    BOOST_TEST(keys(index({{258, false}}), fetch) == strings{squeeze("7f aabb000000000000 02")}, boost::test_tools::per_element());
    BOOST_TEST(asked >= 255u);

    row.set_tagged(at(258), 1, unhex("0d6131"), value_form::compressed);  // packed "ab"
    BOOST_TEST(keys(index({{258, false}})) == strings{squeeze("7f 6162000000000000 02")}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_index_that_forbids_truncation_refuses_what_does_not_fit)
{
    set(128, bytes_of(std::string(253, 'a')));
    BOOST_CHECK(answer(index({{128, false}}, index_flag::no_truncation | index_flag::all_nulls_allowed)) == key_answer::made);
    BOOST_CHECK(answer(index({{128, false}, {1, false}}, index_flag::no_truncation | index_flag::all_nulls_allowed)) == key_answer::truncated);
    BOOST_CHECK(answer(index({{128, false}, {1, false}})) == key_answer::made);
    BOOST_TEST(keys(index({{128, false}, {1, false}}))[0].size() == 510u);
}

BOOST_AUTO_TEST_CASE(small_columns_make_small_key_limits)
{
    BOOST_TEST((key_encoder{index({{1, false}}), columns}.key_size_most() == 5u));
    BOOST_TEST((key_encoder{index({{1, false}, {2, false}}), columns}.key_size_most() == 8u));
    BOOST_TEST((key_encoder{index({{128, false}}), columns}.key_size_most() == 255u));
}

BOOST_AUTO_TEST_CASE(values_are_read_back_out_of_whole_keys)
{
    using kind = decoded_segment::kind;
    set(1, number(77));
    set(128, bytes_of("ab"));
    set(129, unhex("010203"));
    key_encoder encoder{index({{128, false}, {129, true}, {1, true}, {2, false}}), columns};
    const byte_vector encoded = record();
    key_buffer key;
    BOOST_CHECK(encoder.key_of(row_reader{encoded, columns.form()}, no_long_values{}, key) == key_answer::made);

    key_buffer value;
    BOOST_CHECK(encoder.decode(0, key.view(), value) == kind::unreadable);
    BOOST_CHECK(encoder.decode(1, key.view(), value) == kind::value);
    BOOST_TEST(hex(value.view()) == "010203");
    BOOST_CHECK(encoder.decode(2, key.view(), value) == kind::value);
    BOOST_TEST(hex(value.view()) == hex(number(77)));
    BOOST_CHECK(encoder.decode(3, key.view(), value) == kind::null);
}

BOOST_AUTO_TEST_CASE(an_index_over_a_missing_column_is_a_corrupted_catalog)
{
    BOOST_CHECK_THROW((key_encoder{index({{99, false}}), columns}), failure);
}

BOOST_AUTO_TEST_CASE(hostile_records_make_keys_or_are_refused)
{
    BOOST_TEST_MESSAGE("seed " << seed());
    std::mt19937 random{seed()};
    set(1, number(1));
    set(128, bytes_of("abc"));
    for (const char* v : {"01", "02", "03"}) set(256, unhex(v));
    for (const char* v : {"08", "09"}) set(257, unhex(v));
    set(258, unhex("0102"));
    const byte_vector good = record();
    key_encoder encoder{index({{1, false}, {256, false}, {257, true}, {128, false}, {258, false}},
                              index_flag::all_nulls_allowed | index_flag::cross_product), columns};
    key_list out;
    for (int round = 0; round < 3000; ++round) {
        byte_vector bad = good;
        for (std::size_t n = 1 + random() % 3; n > 0; --n) bad[random() % bad.size()] = static_cast<std::byte>(random() & 0xFF);
        try { (void)encoder.keys_of(row_reader{bad, columns.form()}, no_long_values{}, out); }
        catch (const failure&) { continue; }
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(search_keys, fixture)

namespace {
using enum make_key_option;

std::string searched(const key_encoder& index, const byte_vector& data, make_key_option options)
{
    search_key key;
    BOOST_CHECK(key.add(index, data, new_key | options) == jet::error::success);
    return hex(key.view());
}
}  // namespace

BOOST_AUTO_TEST_CASE(pieces_are_taken_in_order_and_refused_out_of_order)
{
    const key_encoder on_two{index({{1, false}, {2, false}}), columns};
    search_key key;

    BOOST_CHECK(key.add(on_two, number(1), none) == jet::error::key_not_made);
    BOOST_CHECK(key.add(on_two, number(1), new_key) == jet::error::success);
    BOOST_CHECK(key.add(on_two, unhex("01"), none) == jet::error::invalid_buffer_size);
    BOOST_CHECK(key.add(on_two, bytes{}, none) == jet::error::success);
    BOOST_TEST(hex(key.view()) == "7f8000000100");
    BOOST_CHECK(key.add(on_two, number(1), none) == jet::error::key_is_made);
    key.used();
    BOOST_CHECK(key.add(on_two, number(1), none) == jet::error::key_not_made);
    BOOST_TEST(hex(key.view()) == "7f8000000100");
}

BOOST_AUTO_TEST_CASE(full_limits_close_the_key)
{
    const key_encoder on_two{index({{1, true}, {2, false}}), columns};
    const std::string end = searched(on_two, number(1), full_column_end_limit);
    BOOST_TEST((end.size() == 512u && end.substr(0, 14) == "807ffffffeffff"));
    BOOST_TEST(searched(on_two, number(1), full_column_start_limit) == "807ffffffe");

    search_key key;
    BOOST_CHECK(key.add(on_two, number(1), new_key | full_column_start_limit) == jet::error::success);
    BOOST_CHECK(key.add(on_two, unhex("0100"), none) == jet::error::key_is_made);
    BOOST_CHECK(key.add(on_two, number(1), new_key | partial_column_end_limit) == jet::error::invalid_grbit);
    BOOST_CHECK(key.add(on_two, number(1), new_key | full_column_end_limit | full_column_start_limit) == jet::error::invalid_grbit);
}

BOOST_AUTO_TEST_CASE(partial_limits_of_text_drop_the_terminator)
{
    const key_encoder on_text{index({{128, false}}), columns};
    BOOST_TEST(searched(on_text, bytes_of("ab"), partial_column_start_limit) == "7f4142");
    for (const auto option : {partial_column_end_limit, sub_str_limit, sub_str_limit | str_limit}) {
        const std::string end = searched(on_text, bytes_of("ab"), option);
        BOOST_TEST((end.size() == 512u && end.substr(0, 10) == "7f4142ffff"));
    }
    BOOST_TEST(searched(on_text, bytes_of("ab"), str_limit).substr(0, 12) == "7f414200ffff");
    const key_encoder down{index({{128, true}}), columns};
    BOOST_TEST(searched(down, bytes_of("ab"), partial_column_start_limit) == "80bebd");
}

BOOST_AUTO_TEST_CASE(partial_limits_of_binary_open_the_last_group)
{
    const key_encoder on_binary{index({{129, false}}), columns};
    BOOST_TEST(searched(on_binary, unhex("0102"), partial_column_start_limit) == "7f0102");
    BOOST_TEST(searched(on_binary, unhex("0102"), partial_column_end_limit) == squeeze("7f0102 ffffffffffff ff ff"));
    BOOST_TEST(searched(on_binary, unhex("0102"), str_limit) == squeeze("7f0102 ffffffffffff ff ff"));
    BOOST_TEST(searched(on_binary, unhex("0102030405060708"), str_limit) == squeeze("7f0102030405060708 ff ff"));
    BOOST_TEST(searched(on_binary, unhex("0102"), sub_str_limit) == squeeze("7f0102 000000000000 02"));
    BOOST_TEST(searched(on_binary, bytes_of(""), partial_column_end_limit).substr(0, 6) == "00ffff");
}

BOOST_AUTO_TEST_CASE(a_prefix_range_holds_exactly_the_values_with_that_prefix)
{
    std::mt19937 random{seed()};
    for (const std::uint32_t id : {128u, 129u}) {
        for (const bool descending : {false, true}) {
            key_encoder on_column{index({{id, descending}}), columns};
            for (int i = 0; i < 300; ++i) {
                const auto few = [&](std::size_t size) {
                    byte_vector v = random_bytes(random, size);
                    for (std::byte& b : v) b = static_cast<std::byte>('m' + std::to_integer<int>(b) % 2);
                    return v;
                };
                const byte_vector prefix = few(1 + random() % 9);
                const byte_vector value = few(1 + random() % 20);
                key_buffer key;
                (void)on_column.append(0, value, key);
                const byte_vector from = unhex(searched(on_column, prefix, partial_column_start_limit));
                const byte_vector to = unhex(searched(on_column, prefix, partial_column_end_limit));
                const bool inside = compare(from, key.view()) <= 0 && compare(key.view(), to) <= 0;
                BOOST_TEST(inside == (common_prefix(prefix, value) == prefix.size()));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(zero_length_data_is_null_unless_it_is_said_to_be_data)
{
    const key_encoder on_text{index({{128, false}}), columns};
    const key_encoder on_number{index({{1, false}}), columns};
    BOOST_TEST(searched(on_text, {}, none) == "00");
    BOOST_TEST(searched(on_text, {}, key_data_zero_length) == "40");
    search_key key;
    BOOST_CHECK(key.add(on_number, bytes{}, new_key | key_data_zero_length) == jet::error::invalid_buffer_size);
}

BOOST_AUTO_TEST_CASE(a_normalized_key_is_taken_as_it_is)
{
    const key_encoder on_two{index({{1, false}, {2, false}}), columns};
    search_key key;
    BOOST_CHECK(key.add(on_two, unhex("7f80000001"), normalized_key) == jet::error::success);
    BOOST_TEST(hex(key.view()) == "7f80000001");
    BOOST_TEST(!key.is_limit());
    BOOST_CHECK(key.add(on_two, byte_vector(256), normalized_key) == jet::error::success);
    BOOST_TEST(key.is_limit());
    BOOST_CHECK(key.add(on_two, byte_vector(257), normalized_key) == jet::error::invalid_parameter);
}

BOOST_AUTO_TEST_CASE(tuple_indexes_want_enough_characters)
{
    index_definition i = index({{128, false}});
    i.tuples = tuple_limits{3, 4, 100, 1, 0};
    const key_encoder tuples{i, columns};
    search_key key;
    BOOST_CHECK(key.add(tuples, bytes_of("ab"), new_key) == jet::error::index_tuples_key_too_small);
    BOOST_TEST(searched(tuples, bytes_of("abcdef"), none) == "7f4142434400");
}

// Numbers have one order for everybody.
BOOST_AUTO_TEST_CASE(text_is_refused_where_a_foreign_collation_orders_it)
{
    column_definition unicode = column(128, column_type::text);
    unicode.cp                = jet::code_page::unicode;
    const row_layout with_unicode = layout({column(1, column_type::long_), unicode}, 8192);
    index_definition foreign = index({{1, false}, {128, false}}, index_flag::all_nulls_allowed | index_flag::unicode_text);
    foreign.stamp.version    = own_sort_version + 1;
    const key_encoder secondary{foreign, with_unicode};
    foreign.flags |= index_flag::primary;
    const key_encoder primary{foreign, with_unicode};
    const byte_vector text = unhex("6100");
    search_key key;

    BOOST_CHECK(key.add(secondary, number(1), new_key) == jet::error::success);
    BOOST_CHECK(key.add(secondary, text, none) == jet::error::secondary_index_corrupted);
    BOOST_CHECK(key.add(primary, text, none) == jet::error::primary_index_corrupted);
    BOOST_CHECK(key.add(secondary, {}, key_data_zero_length) == jet::error::secondary_index_corrupted);
    BOOST_TEST(hex(key.view()) == "7f80000001");
    BOOST_CHECK(key.add(secondary, {}, none) == jet::error::success);   // NULL
    BOOST_CHECK(key.add(secondary, unhex("7f8000"), normalized_key) == jet::error::success);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
