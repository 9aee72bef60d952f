// row_shape_test.cpp — records that look alike are read as they would be one by one, and no others.
#include "record_samples.hpp"

#include <ese/engine/record/row_builder.hpp>
#include <ese/engine/record/row_shape.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace record_samples;
using jet::column_type;

namespace {

row_layout mixed(std::size_t page_size)
{
    return layout({column(1, column_type::long_), column(2, column_type::long_long), column(3, column_type::unsigned_byte),
                   with_default(column(4, column_type::short_), number<std::int16_t>(7)), column(128, column_type::binary),
                   column(129, column_type::text), column(130, column_type::binary), column(256, column_type::long_)},
                  page_size);
}

// Some columns set, some NULL, some left out; the values differ in size where they can.
byte_vector random_record(const row_layout& of, std::mt19937& random)
{
    row_builder row;
    row.start_empty(of);
    for (const column_definition& c : of.columns()) {
        const auto dice = random() % 8;
        if (dice == 0) continue;
        byte_vector value(c.is_fixed() ? c.fixed_bytes() : c.is_variable() ? random() % 20 : 4, static_cast<std::byte>(random()));
        const std::optional<bytes> what = dice == 1 ? std::nullopt : std::optional<bytes>{value};
        if (c.is_fixed()) row.set_fixed(c, what);
        else if (c.is_variable()) row.set_variable(c, what);
    }
    byte_vector out;
    row.encode(out);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record)
BOOST_AUTO_TEST_SUITE(row_shapes)

BOOST_AUTO_TEST_CASE(what_fits_is_read_as_by_a_reader)
{
    std::mt19937 random{5};
    std::size_t fitted = 0, differed = 0;
    for (const std::size_t page_size : {4096U, 32768U}) {
        const row_layout of = mixed(page_size);
        const std::vector<const column_definition*> wanted{of.find(2), of.find(129), of.find(1), of.find(128), of.find(130), of.find(3)};
        for (int round = 0; round < 60; ++round) {
            const byte_vector first = random_record(of, random);
            row_shape shape;
            BOOST_REQUIRE(!shape.fits(first));
            shape.learn(row_reader{first, of.form()}, wanted);
            BOOST_REQUIRE(shape.fits(first));
            for (int i = 0; i < 40; ++i) {
                const byte_vector other = random_record(of, random);
                if (!shape.fits(other)) {
                    ++differed;
                    continue;
                }
                ++fitted;
                const row_reader reader{other, of.form()};
                for (std::size_t c = 0; c < wanted.size(); ++c) {
                    const field expected = wanted[c]->is_fixed() ? reader.fixed(*wanted[c]) : reader.variable(*wanted[c]);
                    const auto found = shape.value_in(other, c);
                    BOOST_REQUIRE(found.has_value());
                    BOOST_REQUIRE(found->has_value() == expected.has_value());
                    BOOST_REQUIRE((found->value.data() == expected.value.data() || !expected.has_value()));
                    BOOST_REQUIRE(found->value.size() == expected.value.size());
                }
            }
        }
    }
    BOOST_TEST(fitted > 100U);
    BOOST_TEST(differed > 100U);
}

BOOST_AUTO_TEST_CASE(tagged_columns_and_defaults_fit_nothing)
{
    const row_layout of = mixed(4096), before_columns_came = layout({column(1, column_type::long_)}, 4096);
    row_builder row;
    row.start_empty(before_columns_came);
    row.set_fixed(*of.find(1), number<std::int32_t>(1));
    byte_vector record;
    row.encode(record);
    for (const std::uint32_t id : {4U, 256U}) {
        row_shape shape;
        const std::vector<const column_definition*> wanted{of.find(1), of.find(id)};
        shape.learn(row_reader{record, of.form()}, wanted);
        BOOST_TEST(!shape.fits(record));
    }
}

BOOST_AUTO_TEST_CASE(offsets_that_make_no_sense_are_not_followed)
{
    const row_layout of = mixed(4096);
    row_builder row;
    row.start_empty(of);
    row.set_variable(*of.find(128), bytes_of("value"));
    byte_vector record;
    row.encode(record);
    row_shape shape;
    const std::vector<const column_definition*> wanted{of.find(128)};
    shape.learn(row_reader{record, of.form()}, wanted);
    BOOST_REQUIRE(shape.fits(record));
    BOOST_TEST(shape.value_in(record, 0).has_value());

    const auto offsets = load_le<std::uint16_t>(record.data() + 2);
    store_le<std::uint16_t>(record.data() + offsets, 0x1000);

    BOOST_TEST(shape.fits(record));
    BOOST_TEST(!shape.value_in(record, 0).has_value());
    for (std::size_t size = 0; size < record.size(); ++size)
        if (shape.fits(bytes{record}.first(size))) (void)shape.value_in(bytes{record}.first(size), 0);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
