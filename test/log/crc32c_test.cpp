// crc32c_test.cpp — the checksum is CRC-32C, however it is computed.
#include <ese/engine/base/crc32c.hpp>

#include <boost/test/unit_test.hpp>

#include <random>
#include <vector>

namespace {

using namespace ese::engine;

BOOST_AUTO_TEST_SUITE(log)

BOOST_AUTO_TEST_CASE(the_checksum_is_that_of_the_standard)
{
    const std::vector<std::byte> zeros(32), ones(32, std::byte{0xFF});

    BOOST_TEST(crc32c(as_bytes_of("123456789")) == 0xE3069283u);
    BOOST_TEST(crc32c(zeros) == 0x8A9136AAu);
    BOOST_TEST(crc32c(ones) == 0x62A8AB43u);
    BOOST_TEST(crc32c({}) == 0u);
}

BOOST_AUTO_TEST_CASE(a_checksum_can_be_continued)
{
    const bytes text = as_bytes_of("write ahead, then write");

    for (std::size_t cut = 0; cut <= text.size(); ++cut)
        BOOST_TEST(crc32c(text.subspan(cut), crc32c(text.first(cut))) == crc32c(text));
}

BOOST_AUTO_TEST_CASE(tables_and_the_instruction_agree)
{
    std::mt19937 random{7};
    std::vector<std::byte> data(5000);
    for (std::byte& b : data) b = static_cast<std::byte>(random());

    for (std::size_t size = 0; size < data.size(); size += size < 900 ? 1 : 97) {
        const bytes part = bytes{data}.subspan(size % 3, size - std::min<std::size_t>(size, 3));
        BOOST_REQUIRE_EQUAL(crc32c(part), ~detail::crc::by_tables(~0u, part.data(), part.size()));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
