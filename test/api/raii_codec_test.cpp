// raii_codec_test.cpp — values as bytes of columns: what fits, what is refused, and text between UTF-8 and UTF-16.

#include <ese/backend/utf16.hpp>
#include <ese/codec.hpp>

#include <boost/test/unit_test.hpp>

#include <limits>

namespace {

using ese::errc;
using ese::jet::column_type;
namespace detail = ese::detail;

template <class In, class Out>
errc through(const In& in, column_type type, Out& out, std::uint16_t code_page = 0)
{
    const ese::column_ref column{ese::jet::column_id{1}, type, code_page};
    detail::encoded bytes;
    const errc code = detail::encode_value(in, column, bytes);
    return ese::jet::is_error(code) ? code : detail::decode_value(bytes.bytes(), column, out);
}

template <class T>
bool survives(T value, column_type type)
{
    T out{};
    return through(value, type, out) == errc::success && out == value;
}

template <class T>
errc refusal(T value, column_type type)
{
    T out{};
    return through(value, type, out);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(codec)

BOOST_AUTO_TEST_CASE(numbers_survive_in_every_column_they_fit_into)
{
    for (const column_type type : {column_type::unsigned_byte, column_type::short_, column_type::unsigned_short,
                                   column_type::long_, column_type::unsigned_long, column_type::long_long,
                                   column_type::unsigned_long_long, column_type::currency, column_type::ieee_single,
                                   column_type::ieee_double, column_type::date_time}) {
        const bool is_float = type == column_type::ieee_single || type == column_type::ieee_double || type == column_type::date_time;
        if (is_float) BOOST_TEST(survives(200.0, type));
        else BOOST_TEST(survives(200, type));
    }
    BOOST_TEST(survives((std::numeric_limits<std::int64_t>::min)(), column_type::long_long));
    BOOST_TEST(survives((std::numeric_limits<std::uint64_t>::max)(), column_type::unsigned_long_long));
    BOOST_TEST(survives(true, column_type::bit));
    BOOST_TEST(survives(false, column_type::bit));
}

BOOST_AUTO_TEST_CASE(a_number_beside_the_range_is_refused)
{
    BOOST_TEST((refusal(256, column_type::unsigned_byte) == ese::misuse::value_out_of_range));
    BOOST_TEST((refusal(-1, column_type::unsigned_long_long) == ese::misuse::value_out_of_range));
    BOOST_TEST((refusal(32768, column_type::short_) == ese::misuse::value_out_of_range));
    BOOST_TEST((refusal(std::uint64_t{1} << 63, column_type::long_long) == ese::misuse::value_out_of_range));
    BOOST_TEST((refusal(1.5, column_type::long_) == ese::misuse::value_out_of_range));
    BOOST_TEST((refusal(1, column_type::text) == errc::invalid_column_type));
}

BOOST_AUTO_TEST_CASE(a_bit_is_stored_as_all_ones)
{
    detail::encoded bytes;

    BOOST_TEST((detail::encode_value(true, {{}, column_type::bit, 0}, bytes) == errc::success));

    BOOST_REQUIRE(bytes.bytes().size() == 1u);
    BOOST_TEST((bytes.bytes()[0] == std::byte{0xFF}));
}

BOOST_AUTO_TEST_CASE(text_survives_utf16)
{
    std::string out;

    for (const std::string_view text : {"", "plain", "é", "€", "𝄞", "a\xEF\xBF\xBFz"}) {
        BOOST_TEST((through(text, column_type::text, out, 1200) == errc::success));
        BOOST_TEST(out == text);
    }
}

BOOST_AUTO_TEST_CASE(a_lone_surrogate_stays_readable)
{
    std::string out;

    detail::to_utf8(u"a\xD800z\xDC00", out);

    BOOST_TEST(out == "a\xEF\xBF\xBDz\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_CASE(an_empty_text_is_not_null)
{
    detail::encoded empty;
    detail::encoded null;
    const ese::column_ref column{{}, column_type::text, 1200};

    BOOST_TEST((detail::encode_value(std::string{}, column, empty) == errc::success));
    BOOST_TEST((detail::encode_value(std::optional<std::string>{}, column, null) == errc::success));

    BOOST_TEST(!empty.is_null());
    BOOST_TEST(null.is_null());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
