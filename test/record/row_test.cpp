// row_test.cpp — rows: built, encoded, read back, and read from bytes nobody should trust.
#include "record_samples.hpp"

#include <ese/engine/record/row_builder.hpp>
#include <ese/engine/record/row_reader.hpp>

#include <boost/test/unit_test.hpp>

#include <map>

using namespace record_samples;
using jet::column_type;

namespace {

std::string encoded(const row_builder& row)
{
    byte_vector out;
    row.encode(out);
    BOOST_TEST(out.size() == row.encoded_size());
    return hex(out);
}

// Two-byte, four-byte and four-byte tagged numbers, as in the object-id table of a real file.
row_layout tagged_numbers(std::size_t page_size)
{
    return layout({column(256, column_type::unsigned_long), column(257, column_type::unsigned_long), column(258, column_type::short_)},
                  page_size);
}

std::vector<std::string> instances(const auto& row, const column_definition& c)
{
    std::vector<std::string> out;
    for (std::size_t i = 1; i <= row.instance_count(c); ++i) out.push_back(hex(row.instance(c, i)->data));
    return out;
}

using strings = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(record)
BOOST_AUTO_TEST_SUITE(rows)

BOOST_AUTO_TEST_CASE(the_smallest_record_is_four_bytes)
{
    const row_layout none = layout({}, 4096);
    row_builder row;

    row.start_empty(none);

    BOOST_TEST(encoded(row) == "007f0400");
}

BOOST_AUTO_TEST_CASE(tagged_columns_lie_as_windows_writes_them_on_both_page_forms)
{
    const row_layout small = layout({column(256, column_type::unsigned_long), column(257, column_type::unsigned_long),
                               column(258, column_type::short_)}, 4096);
    const row_layout large{small.columns(), 16384};
    for (const row_layout* l : {&small, &large}) {
        row_builder row;
        row.start_empty(*l);
        row.set_tagged(*l->find(258), 1, unhex("0100"));
        row.set_tagged(*l->find(256), 1, unhex("02000000"));
        row.set_tagged(*l->find(257), 1, unhex("02000000"));

        BOOST_TEST(encoded(row) == (l == &small ? squeeze("00 7f 0400 | 0001 0c00 0101 1000 0201 1400 | 02000000 02000000 0100")
                                                : squeeze("00 7f 0400 | 0001 0c00 0101 1100 0201 1600 | 00 02000000 00 02000000 00 0100")));
    }
}

BOOST_AUTO_TEST_CASE(fixed_columns_passed_over_are_null_and_unused_null_bits_are_one)
{
    const row_layout l = layout({column(1, column_type::long_), column(2, column_type::short_), column(3, column_type::bit),
                                 column(4, column_type::long_)}, 4096);
    row_builder row;
    row.start_empty(l);

    row.set_fixed(*l.find(3), unhex("01"));

    BOOST_TEST(encoded(row) == squeeze("03 7f 0c00 | 00000000 0000 ff | fb"));
    BOOST_CHECK(row.fixed(*l.find(1)).state == presence::null);
    BOOST_CHECK(row.fixed(*l.find(4)).state == presence::absent);
}

BOOST_AUTO_TEST_CASE(a_variable_column_tells_null_from_empty)
{
    const row_layout l = layout({column(128, column_type::text), column(129, column_type::text), column(130, column_type::text)}, 4096);
    row_builder row;
    row.start_empty(l);

    row.set_variable(*l.find(130), bytes{});
    row.set_variable(*l.find(128), bytes_of("ab"));

    BOOST_TEST(encoded(row) == squeeze("00 82 0400 | 0200 0280 0200 | 6162"));
    BOOST_CHECK(row.variable(*l.find(129)).state == presence::null);
    BOOST_CHECK(row.variable(*l.find(130)).state == presence::value);
}

BOOST_AUTO_TEST_CASE(new_rows_copy_the_defaults_of_fixed_and_variable_columns_only)
{
    const row_layout l = layout({with_default(column(1, column_type::long_), number(7)), with_default(column(128, column_type::text), bytes_of("d")),
                                 with_default(column(256, column_type::long_), number(9))}, 4096);
    row_builder row;

    row.start_empty(l);

    BOOST_TEST(encoded(row) == squeeze("01 80 0900 | 07000000 fe | 0100 | 64"));
    BOOST_CHECK(row.tagged_state(*l.find(256)) == presence::absent);
}

BOOST_AUTO_TEST_CASE(null_over_a_default_is_present_and_null_without_one_is_absent)
{
    const row_layout l = layout({column(1, column_type::long_), with_default(column(2, column_type::long_), number(7)),
                                 column(128, column_type::text), with_default(column(129, column_type::text), bytes_of("d"))}, 4096);
    const byte_vector old_record = unhex("00 7f 0400");
    row_builder row;

    row.load(l, old_record);
    row.set_fixed(*l.find(1), std::nullopt);
    row.set_variable(*l.find(128), std::nullopt);
    BOOST_TEST(encoded(row) == "007f0400");

    row.set_fixed(*l.find(2), std::nullopt);
    row.set_variable(*l.find(129), std::nullopt);
    BOOST_CHECK(row.fixed(*l.find(2)).state == presence::null);
    BOOST_TEST(encoded(row) == squeeze("02 81 0d00 | 00000000 00000000 ff | 0080 0080"));
}

BOOST_AUTO_TEST_CASE(setting_a_later_column_keeps_the_default_of_an_absent_one_before_it)
{
    const row_layout l = layout({with_default(column(1, column_type::long_), number(7)), column(2, column_type::long_)}, 4096);
    row_builder row;
    row.load(l, unhex("00 7f 0400"));

    row.set_fixed(*l.find(2), number(1));

    BOOST_TEST(hex(row.fixed(*l.find(1)).value) == "07000000");
}

BOOST_AUTO_TEST_CASE(short_fixed_text_is_filled_with_blanks_and_short_fixed_binary_with_zeros)
{
    row_layout l = layout({column(1, column_type::text, 4), column(2, column_type::binary, 3)}, 4096);
    row_builder row;
    row.start_empty(l);

    row.set_fixed(*l.find(1), bytes_of("ab"));
    row.set_fixed(*l.find(2), unhex("01"));

    BOOST_TEST(hex(row.fixed(*l.find(1)).value) == "61622020");
    BOOST_TEST(hex(row.fixed(*l.find(2)).value) == "010000");
}

BOOST_AUTO_TEST_CASE(instances_are_appended_replaced_and_move_down_when_one_goes)
{
    const row_layout l = tagged_numbers(4096);
    const column_definition& c = *l.find(258);
    row_builder row;
    row.start_empty(l);

    row.set_tagged(c, 0, unhex("0a00"));
    row.set_tagged(c, 9, unhex("0b00"));
    row.set_tagged(c, 0, unhex("0c00"));
    BOOST_TEST(instances(row, c) == (strings{"0a00", "0b00", "0c00"}), boost::test_tools::per_element());

    row.set_tagged(c, 2, unhex("0d00"));
    row.set_tagged(c, 1, std::nullopt);
    row.set_tagged(c, 5, std::nullopt);
    BOOST_TEST(instances(row, c) == (strings{"0d00", "0c00"}), boost::test_tools::per_element());

    row.set_tagged(c, 1, std::nullopt);
    row.set_tagged(c, 1, std::nullopt);
    BOOST_CHECK(row.tagged_state(c) == presence::absent);
    BOOST_TEST(encoded(row) == "007f0400");
}

BOOST_AUTO_TEST_CASE(a_null_marker_hides_a_tagged_default_until_it_is_reverted_or_set)
{
    for (const std::size_t page_size : {4096u, 32768u}) {
        const row_layout l = layout({with_default(column(256, column_type::short_), unhex("0700"))}, page_size);
        const column_definition& c = *l.find(256);
        row_builder row;
        row.start_empty(l);

        row.set_tagged(c, 1, std::nullopt);
        BOOST_CHECK(row.tagged_state(c) == presence::null);
        BOOST_TEST(row.instance_count(c) == 0u);
        BOOST_TEST(encoded(row) == (page_size == 4096 ? squeeze("00 7f 0400 | 0001 0420") : squeeze("00 7f 0400 | 0001 0400 | 20")));

        row.set_tagged(c, 0, unhex("0100"));
        BOOST_TEST(instances(row, c) == strings{"0100"}, boost::test_tools::per_element());

        row.set_tagged(c, 1, std::nullopt);
        BOOST_CHECK(row.tagged_state(c) == presence::null);
        row.set_tagged(c, 1, std::nullopt, value_form::plain, null_rule::revert_to_default);
        BOOST_CHECK(row.tagged_state(c) == presence::absent);
    }
}

BOOST_AUTO_TEST_CASE(two_short_values_and_more_values_have_their_own_forms)
{
    const row_layout l = tagged_numbers(4096);
    row_builder row;
    row.start_empty(l);

    row.set_tagged(*l.find(258), 0, unhex("0a00"));
    row.set_tagged(*l.find(258), 0, unhex("0b00"));
    BOOST_TEST(encoded(row) == squeeze("00 7f 0400 | 0201 0440 | 18 02 0a00 0b00"));

    row.set_tagged(*l.find(258), 0, unhex("0c00"));
    BOOST_TEST(encoded(row) == squeeze("00 7f 0400 | 0201 0440 | 08 0600 0800 0a00 0a00 0b00 0c00"));
}

BOOST_AUTO_TEST_CASE(long_values_say_whether_they_are_plain_compressed_or_separated)
{
    const row_layout l = layout({column(256, column_type::long_binary), column(257, column_type::long_text), column(258, column_type::long_binary)}, 4096);
    row_builder row;
    row.start_empty(l);

    row.set_tagged(*l.find(256), 1, unhex("aabb"));
    row.set_tagged(*l.find(257), 1, unhex("0f61"), value_form::compressed);
    row.set_tagged(*l.find(258), 1, unhex("05000000"), value_form::separated);
    BOOST_TEST(encoded(row) == squeeze("00 7f 0400 | 0001 0c40 0101 0f40 0201 1240 | 01 aabb | 03 0f61 | 05 05000000"));

    row.set_tagged(*l.find(258), 0, unhex("cc"));
    byte_vector record;
    row.encode(record);
    const row_reader back{record, page_form::small};
    BOOST_TEST(back.instance(*l.find(258), 1)->separated);
    BOOST_TEST(!back.instance(*l.find(258), 2)->separated);
    BOOST_TEST(hex(back.instance(*l.find(258), 2)->data) == "cc");
    BOOST_TEST(back.instance(*l.find(257), 1)->compressed);
}

BOOST_AUTO_TEST_CASE(inherited_columns_come_first_and_are_other_columns_than_own_ones_of_the_same_id)
{
    column_definition inherited = column(256, column_type::short_);
    inherited.derived = true;
    const row_layout l = layout({column(256, column_type::short_), inherited}, 4096);
    row_builder row;
    row.start_empty(l);

    row.set_tagged(*l.find_tagged(256, false), 1, unhex("0100"));
    row.set_tagged(*l.find_tagged(256, true), 1, unhex("0200"));

    BOOST_TEST(encoded(row) == squeeze("00 7f 0400 | 0001 0880 0001 0a00 | 0200 0100"));
    row_builder again;
    again.load(l, unhex(encoded(row)));
    BOOST_TEST(hex(again.instance(*l.find_tagged(256, true), 1)->data) == "0200");
}

BOOST_AUTO_TEST_CASE(a_row_no_page_could_hold_is_too_big)
{
    const row_layout l = layout({column(256, column_type::long_binary)}, 4096);
    row_builder row;
    row.start_empty(l);
    row.set_tagged(*l.find(256), 1, byte_vector(5000));
    byte_vector out;

    BOOST_CHECK_EXCEPTION(row.encode(out), failure, [](const failure& f) { return f.code() == jet::error::record_too_big; });
}

BOOST_AUTO_TEST_CASE(a_value_may_be_copied_from_the_row_itself)
{
    const row_layout l = layout({column(128, column_type::binary), column(129, column_type::binary), column(256, column_type::long_binary)}, 4096);
    row_builder row;
    row.start_empty(l);
    row.set_variable(*l.find(128), byte_vector(200, std::byte{7}));

    row.set_variable(*l.find(129), row.variable(*l.find(128)).value);
    for (int i = 0; i < 20; ++i) row.set_tagged(*l.find(256), 0, row.variable(*l.find(129)).value);

    BOOST_TEST(hex(row.instance(*l.find(256), 20)->data) == hex(byte_vector(200, std::byte{7})));
}

namespace {

// What a random row should hold: absent columns are missing from the maps, no value is NULL.
struct model {
    std::map<std::uint32_t, byte_vector> single;
    std::map<std::uint32_t, std::vector<byte_vector>> many;
};

row_layout wide_layout(std::size_t page_size)
{
    std::vector<column_definition> columns;
    const column_type numbers[] = {column_type::long_, column_type::bit, column_type::guid, column_type::currency, column_type::short_};
    for (std::uint32_t i = 0; i < 12; ++i) columns.push_back(column(1 + i, numbers[i % 5]));
    for (std::uint32_t i = 0; i < 9; ++i) columns.push_back(column(128 + i, column_type::binary));
    for (std::uint32_t i = 0; i < 6; ++i) columns.push_back(column(256 + i, i % 2 == 0 ? column_type::long_binary : column_type::binary));
    return layout(std::move(columns), page_size);
}

void change(row_builder& row, model& expected, const row_layout& l, std::mt19937& random)
{
    const column_definition& c = l.columns()[random() % l.columns().size()];
    const bool null = random() % 5 == 0;
    if (c.is_tagged()) {
        auto& values = expected.many[c.id];
        const std::size_t itag = random() % 5;
        if (null) {
            row.set_tagged(c, itag, std::nullopt);
            if (itag >= 1 && itag <= values.size()) values.erase(values.begin() + static_cast<std::ptrdiff_t>(itag) - 1);
            return;
        }
        const byte_vector value = random_bytes(random, random() % (random() % 8 == 0 ? 300 : 20));
        row.set_tagged(c, itag, value);
        if (itag >= 1 && itag <= values.size()) values[itag - 1] = value;
        else values.push_back(value);
        return;
    }
    byte_vector value = random_bytes(random, c.is_fixed() ? c.fixed_bytes() : random() % 40);
    if (c.type == column_type::bit) value = unhex(random() % 2 == 0 ? "00" : "ff");
    const auto given = null ? std::nullopt : std::optional<bytes>{value};
    if (c.is_fixed()) row.set_fixed(c, given);
    else row.set_variable(c, given);
    if (null) expected.single.erase(c.id);
    else expected.single[c.id] = value;
}

template <class Row>
void check_same(const Row& row, const model& expected, const row_layout& l)
{
    for (const column_definition& c : l.columns()) {
        if (c.is_tagged()) {
            strings wanted;
            if (const auto at = expected.many.find(c.id); at != expected.many.end())
                for (const byte_vector& v : at->second) wanted.push_back(hex(v));
            BOOST_TEST(instances(row, c) == wanted, boost::test_tools::per_element());
            continue;
        }
        const field found = c.is_fixed() ? row.fixed(c) : row.variable(c);
        const auto at = expected.single.find(c.id);
        BOOST_TEST(found.has_value() == (at != expected.single.end()));
        if (found.has_value() && at != expected.single.end()) BOOST_TEST(hex(found.value) == hex(at->second));
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(random_rows_read_back_as_they_were_set_built_encoded_and_loaded_again)
{
    BOOST_TEST_MESSAGE("seed " << seed());
    std::mt19937 random{seed()};
    for (const std::size_t page_size : {8192u, 32768u}) {
        const row_layout l = wide_layout(page_size);
        row_builder row;
        row_builder again;
        byte_vector record;
        byte_vector copy;
        for (int round = 0; round < 40; ++round) {
            model expected;
            row.start_empty(l);
            for (int i = 0; i < 60 && row.encoded_size() < 7000; ++i) change(row, expected, l, random);

            check_same(row, expected, l);
            row.encode(record);
            const row_reader reader{record, l.form()};
            reader.validate();
            check_same(reader, expected, l);
            const auto all = [](const auto& r) {
                strings out;
                r.for_each_instance([&](std::uint32_t id, bool derived, std::size_t itag, const tagged_value& v) {
                    out.push_back(std::to_string(id) + (derived ? "d" : "o") + std::to_string(itag) + hex(v.data));
                });
                return out;
            };
            BOOST_TEST(all(reader) == all(row), boost::test_tools::per_element());
            again.load(l, record);
            check_same(again, expected, l);
            again.encode(copy);
            BOOST_TEST(hex(copy) == hex(record));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_builder_set_again_and_again_keeps_its_values_and_does_not_grow_without_end)
{
    std::mt19937 random{seed()};
    const row_layout l = wide_layout(8192);
    model expected;
    row_builder row;
    row.start_empty(l);

    for (int i = 0; i < 20'000; ++i) {
        if (row.encoded_size() > 6000) row.remove_tagged(*l.find(256)), expected.many.erase(256);
        change(row, expected, l, random);
    }

    check_same(row, expected, l);
}

namespace {

// Asks everything; only one kind of failure may come out, and under a sanitizer nothing else either.
void read_everything(const byte_vector& record, const row_layout& l)
{
    const auto guarded = [](auto&& call) {
        try { call(); }
        catch (const failure& f) { BOOST_CHECK(f.code() == jet::error::database_corrupted || f.code() == jet::error::record_too_big); }
    };
    guarded([&] {
        const row_reader row{record, l.form()};
        std::size_t sum = 0;
        const auto touch = [&](bytes b) { for (const std::byte x : b) sum += std::to_integer<std::size_t>(x); };
        for (const column_definition& c : l.columns())
            guarded([&] {
                if (c.is_fixed()) touch(row.fixed(c).value);
                else if (c.is_variable()) touch(row.variable(c).value);
                else for (std::size_t n = row.instance_count(c); n > 0; --n) touch(row.instance(c, n)->data);
            });
        guarded([&] { for (std::size_t i = 0; i < row.tagged_count(); ++i) (void)row.tagged_at(i).count(); });
        guarded([&] { row.validate(); });
    });
    guarded([&] {
        row_builder row;
        row.load(l, record);
        row.set_fixed(*l.find(12), std::nullopt);
        row.set_tagged(*l.find(259), 0, bytes{});
        byte_vector out;
        row.encode(out);
        row_reader{out, l.form()}.validate();
    });
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_mutated_record_is_read_or_refused_but_never_believed)
{
    BOOST_TEST_MESSAGE("seed " << seed());
    std::mt19937 random{seed()};
    for (const std::size_t page_size : {8192u, 32768u}) {
        const row_layout l = wide_layout(page_size);
        model expected;
        row_builder row;
        row.start_empty(l);
        for (int i = 0; i < 25; ++i) change(row, expected, l, random);
        byte_vector record;
        row.encode(record);
        for (int round = 0; round < 4000; ++round) {
            byte_vector bad = record;
            for (std::size_t n = 1 + random() % 3; n > 0; --n) bad[random() % std::min<std::size_t>(bad.size(), 120)] = static_cast<std::byte>(random() & 0xFF);
            if (random() % 4 == 0) bad.resize(random() % bad.size());
            bad.shrink_to_fit();
            read_everything(bad, l);
        }
    }
}

BOOST_AUTO_TEST_CASE(fixed_offsets_that_overlap_are_a_corrupted_catalog)
{
    std::vector<column_definition> columns{column(1, column_type::long_), column(2, column_type::long_)};
    columns[0].offset = 4;
    columns[1].offset = 6;

    BOOST_CHECK_EXCEPTION((row_layout{columns, 4096}), failure, [](const failure& f) { return f.code() == jet::error::catalog_corrupted; });
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
