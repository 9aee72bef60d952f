// key_segment_test.cpp — segments of keys: their bytes, their order, their cuts, and their way back.
#include "record_samples.hpp"

#include <ese/engine/record/key_segment.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

using namespace record_samples;
using jet::column_type;

namespace {

segment_format format(column_type type)
{
    segment_format f;
    f.type = type;
    f.cp = jet::is_text(type) ? jet::code_page::english : jet::code_page::none;
    return f;
}

segment_format unicode()
{
    segment_format f = format(column_type::text);
    f.cp = jet::code_page::unicode;
    return f;
}

std::string segment(const segment_format& f, std::optional<bytes> value, std::size_t room = 255)
{
    key_buffer out;
    (void)append_segment(f, value, room, out);
    return hex(out.view());
}

template <class T>
std::string of_number(column_type type, T value) { return segment(format(type), number(value)); }

// The segments of ascending values must ascend, those of a descending column descend, and each must decode to its value.
template <class T>
void check_order(column_type type, std::vector<T> ascending)
{
    for (const bool descending : {false, true}) {
        segment_format f = format(type);
        f.descending = descending;
        for (std::size_t i = 0; i < ascending.size(); ++i) {
            const byte_vector value = number(ascending[i]);
            const byte_vector mine = unhex(segment(f, value));
            key_buffer back;
            const decoded_segment found = decode_segment(f, mine, 0, back);
            BOOST_TEST((found.what == decoded_segment::kind::value && found.size == mine.size()));
            BOOST_TEST(hex(back.view()) == hex(value));
            if (i == 0) continue;
            const byte_vector before = unhex(segment(f, number(ascending[i - 1])));
            BOOST_CHECK((compare(before, mine) < 0) != descending);
        }
    }
}

template <class T>
std::vector<T> some_integers(std::mt19937& random)
{
    using limits = std::numeric_limits<T>;
    std::vector<T> out{limits::min(), static_cast<T>(limits::min() + 1), 0, 1, static_cast<T>(limits::max() - 1), limits::max()};
    if constexpr (std::is_signed_v<T>) out.push_back(static_cast<T>(-1));
    for (int i = 0; i < 200; ++i) out.push_back(static_cast<T>(static_cast<std::uint64_t>(random()) << 32 | random()));
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

template <class T>
std::vector<T> some_floats(std::mt19937& random)
{
    using limits = std::numeric_limits<T>;
    std::vector<T> out{-limits::infinity(), limits::lowest(), T(-1), -limits::denorm_min(), T(-0.0), T(0.0), limits::denorm_min(), T(1),
                       limits::max(), limits::infinity()};
    for (int i = 0; i < 200; ++i) out.push_back(std::ldexp(T(random()) - T(2147483648.5), static_cast<int>(random() % 60) - 30));
    std::stable_sort(out.begin(), out.end(), [](T a, T b) { return a < b || (a == b && std::signbit(a) && !std::signbit(b)); });
    out.erase(std::unique(out.begin(), out.end(), [](T a, T b) { return a == b && std::signbit(a) == std::signbit(b); }), out.end());
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record)
BOOST_AUTO_TEST_SUITE(key_segments)

BOOST_AUTO_TEST_CASE(segments_have_the_bytes_of_the_documented_examples)
{
    BOOST_TEST(of_number(column_type::long_, 1) == "7f80000001");
    BOOST_TEST(of_number(column_type::long_, -1) == "7f7fffffff");
    BOOST_TEST(of_number(column_type::short_, std::int16_t{-1}) == "7f7fff");
    BOOST_TEST(of_number(column_type::ieee_double, -0.0) == "7f7fffffffffffffff");
    BOOST_TEST(of_number(column_type::ieee_double, 0.0) == "7f8000000000000000");
    BOOST_TEST(of_number(column_type::ieee_double, 1.0) == "7fbff0000000000000");
    BOOST_TEST(of_number(column_type::bit, std::uint8_t{3}) == "7fff");
    BOOST_TEST(of_number(column_type::unsigned_long, 1u) == "7f00000001");
    BOOST_TEST(segment(format(column_type::text), bytes_of("abc")) == "7f41424300");
    BOOST_TEST(segment(format(column_type::binary), unhex("0102")) == "7f010200000000000002");
    BOOST_TEST(segment(format(column_type::binary), unhex("0102030405060708")) == "7f010203040506070808");
    BOOST_TEST(segment(format(column_type::binary), unhex("010203040506070809")) == "7f010203040506070809090000000000000001");
    segment_format fixed = format(column_type::binary);
    fixed.fixed = true;
    BOOST_TEST(segment(fixed, unhex("010203")) == "7f010203");
}

BOOST_AUTO_TEST_CASE(null_and_zero_length_have_one_byte_turned_for_descending_columns)
{
    segment_format f = format(column_type::binary);
    BOOST_TEST(segment(f, std::nullopt) == "00");
    BOOST_TEST(segment(f, bytes{}) == "40");
    f.descending = true;
    BOOST_TEST(segment(f, std::nullopt) == "ff");
    BOOST_TEST(segment(f, bytes{}) == "bf");
    f.nulls_high = true;
    f.descending = false;
    BOOST_TEST(segment(f, std::nullopt) == "c0");
}

BOOST_AUTO_TEST_CASE(guids_are_regrouped)
{
    const byte_vector guid = unhex("000102030405060708090a0b0c0d0e0f");
    segment_format f = format(column_type::guid);
    BOOST_TEST(segment(f, guid) == squeeze("7f 0a0b0c0d0e0f 0809 0607 0405 00010203"));
    f.dot_net_guid = true;
    const std::string net = segment(f, guid);
    BOOST_TEST(net == squeeze("7f 03020100 0504 0706 08090a0b0c0d0e0f"));
    key_buffer back;
    BOOST_TEST(decode_segment(f, unhex(net), 0, back).size == 17u);
    BOOST_TEST(hex(back.view()) == hex(guid));
}

BOOST_AUTO_TEST_CASE(numbers_sort_as_numbers_and_decode_to_themselves)
{
    BOOST_TEST_MESSAGE("seed " << seed());
    std::mt19937 random{seed()};
    check_order(column_type::unsigned_byte, some_integers<std::uint8_t>(random));
    check_order(column_type::short_, some_integers<std::int16_t>(random));
    check_order(column_type::unsigned_short, some_integers<std::uint16_t>(random));
    check_order(column_type::long_, some_integers<std::int32_t>(random));
    check_order(column_type::unsigned_long, some_integers<std::uint32_t>(random));
    check_order(column_type::currency, some_integers<std::int64_t>(random));
    check_order(column_type::long_long, some_integers<std::int64_t>(random));
    check_order(column_type::unsigned_long_long, some_integers<std::uint64_t>(random));
    check_order(column_type::ieee_single, some_floats<float>(random));
    check_order(column_type::ieee_double, some_floats<double>(random));
    check_order(column_type::date_time, some_floats<double>(random));
}

BOOST_AUTO_TEST_CASE(binary_sorts_as_bytes_and_decodes_to_itself)
{
    std::mt19937 random{seed()};
    std::vector<byte_vector> values{{}};
    for (int i = 0; i < 400; ++i) {
        byte_vector v = random_bytes(random, random() % 20);
        for (std::byte& b : v) b &= std::byte{3};
        values.push_back(v);
    }
    for (const bool descending : {false, true}) {
        segment_format f = format(column_type::binary);
        f.descending = descending;
        for (std::size_t i = 1; i < values.size(); ++i) {
            const auto order = compare(values[i - 1], values[i]);
            const auto of_keys = compare(unhex(segment(f, values[i - 1])), unhex(segment(f, values[i])));
            BOOST_CHECK(of_keys == (descending ? 0 <=> order : order));
            key_buffer back;
            const byte_vector key = unhex(segment(f, values[i]) + "00ff");
            BOOST_TEST(decode_segment(f, key, 0, back).size == key.size() - 2);
            BOOST_TEST(hex(back.view()) == hex(values[i]));
        }
    }
}

BOOST_AUTO_TEST_CASE(cut_text_ends_with_its_last_byte_minus_20)
{
    const segment_format f = format(column_type::text);
    const std::string a253 = segment(f, byte_vector(253, std::byte{'a'}));
    const std::string a254 = segment(f, byte_vector(254, std::byte{'a'}));
    const std::string capital = segment(f, byte_vector(254, std::byte{'A'}));

    BOOST_TEST(a253.substr(506) == "4100");
    BOOST_TEST((a254.size() == 510 && a254.substr(506) == "4141"));
    BOOST_TEST((capital.size() == 510 && capital.substr(506) == "4121"));
    BOOST_TEST(segment(f, bytes_of(std::string_view{"a\0b", 3})) == "7f4100");
    BOOST_TEST(segment(f, bytes_of("a"), 1) == "7f");
}

BOOST_AUTO_TEST_CASE(cut_binary_keeps_markers_only_on_whole_groups)
{
    const segment_format f = format(column_type::binary);
    const byte_vector ten = unhex("0102030405060708090a");
    BOOST_TEST(segment(f, ten, 14) == squeeze("7f 0102030405060708 09 090a0000"));
    BOOST_TEST(segment(f, ten, 10) == squeeze("7f 0102030405060708 09"));
    BOOST_TEST(segment(f, ten, 18) == squeeze("7f 0102030405060708 09 090a000000000000"));
    BOOST_TEST(segment(f, ten, 19) == squeeze("7f 0102030405060708 09 090a000000000000 02"));
    BOOST_TEST(segment(f, ten, 3) == squeeze("7f 0102"));
}

BOOST_AUTO_TEST_CASE(a_cut_is_reported_except_one_by_the_limit_of_the_segment)
{
    segment_format f = format(column_type::binary);
    key_buffer out;
    BOOST_CHECK(append_segment(f, unhex("010203"), 5, out) == segment_answer::cut);
    BOOST_CHECK(append_segment(format(column_type::long_), number(1), 5, out) == segment_answer::whole);
    BOOST_CHECK(append_segment(format(column_type::long_), number(1), 4, out) == segment_answer::cut);
    f.var_seg_most = 5;
    out.clear();
    BOOST_CHECK(append_segment(f, unhex("010203"), 20, out) == segment_answer::whole);
    BOOST_TEST(hex(out.view()) == "7f01020300");
}

BOOST_AUTO_TEST_CASE(keys_of_255_bytes_see_only_255_bytes_of_a_value)
{
    segment_format f = unicode();
    f.source_limited = true;
    std::u16string text(127, u'a');
    const std::string first = segment(f, utf16(text));
    BOOST_TEST(segment(f, utf16(text + u"b")) == first);
    f.source_limited = false;
    BOOST_TEST(segment(f, utf16(text + u"b")) != first);
}

BOOST_AUTO_TEST_CASE(unicode_text_ignores_case_and_sorts_by_code_point_with_prefixes_first)
{
    const segment_format f = unicode();
    BOOST_TEST(segment(f, utf16(u"Ab")) == squeeze("7f 6364 01010101 00"));
    BOOST_TEST(segment(f, utf16(u"\u00C4\u0416\u03A3")) == segment(f, utf16(u"\u00E4\u0436\u03C3")));
    BOOST_TEST(segment(f, utf16(u"")) == "40");
    BOOST_TEST(segment(f, unhex("61")) == "40");

    const std::u16string ascending[] = {u"", std::u16string(1, u'\0'), std::u16string{u'\0', u'a'}, u"\x01", u"_", u"a", u"a\x01", u"aa", u"b", u"\x7E", u"\x7F", u"\x80",
                                        u"\u07FE", u"\u0800", u"\uD7FF", u"\uFFFD", u"\U00010000", u"\U0010FFFF"};
    for (const bool descending : {false, true}) {
        segment_format g = f;
        g.descending = descending;
        for (std::size_t i = 1; i < std::size(ascending); ++i)
            BOOST_CHECK((compare(unhex(segment(g, utf16(ascending[i - 1]))), unhex(segment(g, utf16(ascending[i])))) < 0) != descending);
    }
}

BOOST_AUTO_TEST_CASE(unicode_case_breaks_ties_where_the_index_asks_for_it)
{
    segment_format f = unicode();
    f.text_flags = text_flag::sort_key;
    BOOST_TEST(segment(f, utf16(u"aBc")) == squeeze("7f 636465 0101 0212 0101 00"));
    BOOST_CHECK(segment(f, utf16(u"abc")) < segment(f, utf16(u"aBc")));
    BOOST_CHECK(segment(f, utf16(u"aBc")) < segment(f, utf16(u"abd")));
}

BOOST_AUTO_TEST_CASE(the_primary_part_of_unicode_text_has_no_byte_below_2)
{
    std::mt19937 random{seed()};
    const segment_format f = unicode();
    for (int i = 0; i < 300; ++i) {
        const byte_vector key = unhex(segment(f, random_bytes(random, 2 + random() % 60), 2000));
        const bytes tail = bytes{key}.last(5);
        BOOST_TEST(hex(tail) == "0101010100");
        for (const std::byte b : bytes{key}.first(key.size() - 5)) BOOST_REQUIRE(b > std::byte{1});
    }
}

BOOST_AUTO_TEST_CASE(text_and_cut_keys_do_not_decode_to_values)
{
    using kind = decoded_segment::kind;
    key_buffer value;
    BOOST_CHECK(decode_segment(format(column_type::text), unhex("7f414200"), 0, value).what == kind::unreadable);
    BOOST_TEST(decode_segment(format(column_type::text), unhex("7f4142007f"), 0, value).size == 4u);
    BOOST_CHECK(decode_segment(format(column_type::long_), unhex("7f8000"), 0, value).what == kind::unreadable);
    BOOST_CHECK(decode_segment(format(column_type::long_), unhex("00"), 0, value).what == kind::null);
    BOOST_CHECK(decode_segment(format(column_type::binary), unhex("7f01020304050607080901"), 0, value).what == kind::unreadable);
    BOOST_TEST(value.empty());
}

BOOST_AUTO_TEST_CASE(hostile_keys_decode_without_harm)
{
    std::mt19937 random{seed()};
    key_buffer value;
    for (int i = 0; i < 3000; ++i) {
        segment_format f = format(static_cast<column_type>(1 + random() % 18));
        f.descending = random() % 2 == 0;
        f.fixed = random() % 2 == 0;
        byte_vector key = random_bytes(random, random() % 40);
        if (!key.empty()) key[0] = f.descending ? std::byte{0x80} : std::byte{0x7F};
        if (f.type == column_type::slv) continue;
        const decoded_segment found = decode_segment(f, key, random() % 50, value);
        BOOST_REQUIRE(found.size <= key.size());
    }
}

BOOST_AUTO_TEST_CASE(a_number_of_the_wrong_size_is_corruption)
{
    key_buffer out;
    BOOST_CHECK_THROW((void)append_segment(format(column_type::long_), unhex("0102"), 255, out), failure);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
