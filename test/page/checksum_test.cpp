// checksum_test.cpp — page and header checksums: known values, every single bit, and what must not be repaired.
#include <ese/engine/page/checksum.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstring>
#include <random>
#include <vector>

namespace {

using namespace ese::engine;

constexpr std::uint32_t page_sizes[] = {4096, 8192, 16384, 32768};
constexpr std::uint32_t page_number = 1234;

std::vector<std::byte> generated(std::size_t size)
{
    std::vector<std::byte> page(size);
    std::uint32_t x = 1;
    for (std::byte& b : page) {
        x = (x * 1103515245u + 12345u) & 0x7FFFFFFF;
        b = static_cast<std::byte>(x >> 16);
    }
    return page;
}

std::vector<std::byte> stamped(std::uint32_t size)
{
    auto page = generated(size);
    std::memset(page.data(), 0, 8);
    if (size > 8192) std::memset(page.data() + 40, 0, 24);
    stamp_checksum(page.data(), size, page_number);
    return page;
}

void flip(std::vector<std::byte>& page, std::size_t bit) { page[bit / 8] ^= static_cast<std::byte>(1u << bit % 8); }

page_check check(std::vector<std::byte>& page, std::uint32_t number = page_number)
{
    return check_page(page.data(), static_cast<std::uint32_t>(page.size()), number);
}

// The definition, bit by bit.
std::uint64_t by_definition(const std::byte* block, std::uint32_t size, bool header, std::uint32_t number)
{
    std::uint32_t lo = 0, hi = 0, all = 0;
    for (std::uint32_t bit = header ? 64 : 0; bit < size * 8; ++bit) {
        if ((std::to_integer<unsigned>(block[bit / 8]) >> bit % 8 & 1) == 0) continue;
        lo ^= bit;
        hi ^= ~bit;
        all ^= std::uint32_t{1} << bit % 32;
    }
    const std::uint32_t mask = (8 * size - 1) & 0xFFFF;
    return std::uint64_t{(hi & mask) << 16 | (lo & mask)} << 32 | (all ^ number);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(page)
BOOST_AUTO_TEST_SUITE(checksum)

BOOST_AUTO_TEST_CASE(known_pages_have_the_known_checksums)
{
    const auto word = [](std::uint32_t size, std::size_t at) { return load_le<std::uint64_t>(stamped(size).data() + at); };
    BOOST_TEST(word(4096, 0) == 0x0670798fde21b241u);
    BOOST_TEST(word(8192, 0) == 0xb031b0310b84414eu);
    BOOST_TEST(word(16384, 40) == 0x364149bed5a5f7ddu);
    BOOST_TEST(word(16384, 48) == 0x00fb00fb6002bbf9u);
    BOOST_TEST(word(16384, 56) == 0x52c32d3c88b0d71au);
    BOOST_TEST(word(16384, 0) == 0x067d7982b2fa161au);
    BOOST_TEST(word(32768, 40) == 0x5238adc7e8b26831u);
    BOOST_TEST(word(32768, 48) == 0x66dd66ddba21b6bcu);
    BOOST_TEST(word(32768, 56) == 0x2a6e2a6efc5f3f6du);
    BOOST_TEST(word(32768, 0) == 0x4e8eb1718e761ac6u);
}

BOOST_AUTO_TEST_CASE(a_known_header_has_the_known_checksum)
{
    BOOST_TEST(header_checksum(generated(4096)) == 0xac688037u);
}

BOOST_AUTO_TEST_CASE(the_fast_way_agrees_with_the_definition_on_sparse_and_dense_pages)
{
    std::mt19937 random{4711};
    for (const std::uint32_t size : {4096u, 8192u})
        for (int round = 0; round < 20; ++round) {
            std::vector<std::byte> page(size);
            for (unsigned n = 0; n < 1u << round % 12; ++n) flip(page, random() % (size * 8));
            stamp_checksum(page.data(), size, page_number);

            BOOST_TEST(load_le<std::uint64_t>(page.data()) == by_definition(page.data(), size, true, page_number));
        }
}

BOOST_AUTO_TEST_CASE(an_untouched_page_is_good_and_one_never_written_is_blank)
{
    for (const std::uint32_t size : page_sizes) {
        auto page = stamped(size);
        BOOST_TEST(check(page).state == page_check::good);
        std::vector<std::byte> nothing(size);
        BOOST_TEST(check(nothing).state == page_check::blank);
    }
}

BOOST_AUTO_TEST_CASE(any_single_flipped_bit_is_flipped_back)
{
    for (const std::uint32_t size : page_sizes) {
        const auto whole = stamped(size);
        for (std::size_t bit = 64; bit < size * 8; bit += size == 4096 ? 1 : 61) {
            auto page = whole;
            flip(page, bit);
            const page_check result = check(page);

            BOOST_REQUIRE(result.state == page_check::corrected);
            BOOST_REQUIRE(result.bit == bit);
            BOOST_REQUIRE(page == whole);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_bit_flipped_in_the_stored_ecc_is_repaired_and_one_in_the_xor_is_not)
{
    for (const std::uint32_t size : page_sizes) {
        const auto whole = stamped(size);
        for (std::size_t bit = 0; bit < 64; ++bit) {
            auto page = whole;
            flip(page, bit);

            BOOST_TEST((check(page).state == (bit < 32 ? page_check::bad : page_check::corrected)));
            BOOST_TEST((page == whole) == (bit >= 32));
        }
    }
}

BOOST_AUTO_TEST_CASE(each_block_of_a_large_page_may_lose_one_bit)
{
    const auto whole = stamped(32768);
    auto page = whole;
    for (std::size_t block = 0; block < 4; ++block) flip(page, (block * 8192 + 5000) * 8 + block);

    BOOST_TEST(check(page).state == page_check::corrected);
    BOOST_TEST((page == whole));
}

BOOST_AUTO_TEST_CASE(two_flipped_bits_are_noticed)
{
    std::mt19937 random{815};
    for (const std::uint32_t size : page_sizes) {
        const std::uint32_t block = size > 8192 ? size / 4 : size;
        for (int round = 0; round < 500; ++round) {
            auto page = stamped(size);
            const std::size_t first = 64 + random() % (block * 8 - 64), second = 64 + random() % (block * 8 - 64);
            if (first == second) continue;
            flip(page, first);
            flip(page, second);

            BOOST_TEST(check(page).state == page_check::bad);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_page_at_a_wrong_place_is_bad_however_near_its_number)
{
    for (const std::uint32_t size : page_sizes)
        for (std::uint32_t bit = 0; bit < 32; ++bit) {
            auto page = stamped(size);
            BOOST_TEST(check(page, page_number ^ 1u << bit).state == page_check::bad);
        }
}

BOOST_AUTO_TEST_CASE(a_half_written_large_page_is_bad)
{
    auto page = stamped(16384);
    std::memset(page.data() + 8192, 0x55, 8192);
    BOOST_TEST(check(page).state == page_check::bad);
}

BOOST_AUTO_TEST_CASE(the_checksum_of_older_files_is_accepted_where_the_page_says_so)
{
    auto page = generated(4096);
    store_le<std::uint32_t>(page.data() + 36, load_le<std::uint32_t>(page.data() + 36) & ~page_flag::new_checksum);
    store_le<std::uint32_t>(page.data() + 4, page_number);
    store_le(page.data(), header_checksum(page));
    BOOST_TEST(check(page).state == page_check::good);
    BOOST_TEST(check(page, page_number + 1).state == page_check::bad);

    page[36 + 1] |= std::byte{0x20};
    store_le(page.data(), header_checksum(page));
    BOOST_TEST(check(page).state == page_check::bad);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
