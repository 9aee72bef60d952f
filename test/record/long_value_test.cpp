// long_value_test.cpp — compressed values and the bytes of long-value trees.
#include "record_samples.hpp"

#include <ese/engine/record/compression.hpp>
#include <ese/engine/record/long_value.hpp>

#include <boost/test/unit_test.hpp>

using namespace record_samples;

namespace {

std::string unpacked(const byte_vector& packed, std::size_t most = 1 << 20)
{
    byte_vector out;
    decompress(packed, out, most);
    return hex(out);
}

byte_vector pack7(std::string_view text, unsigned kind)
{
    byte_vector out(1);
    unsigned held = 0;
    unsigned bits = 0;
    for (const char c : text) {
        held |= static_cast<unsigned>(c) << bits;
        for (bits += 7; bits >= 8; bits -= 8, held >>= 8) out.push_back(static_cast<std::byte>(held & 0xFF));
    }
    if (bits > 0) out.push_back(static_cast<std::byte>(held));
    out[0] = static_cast<std::byte>(kind << 3 | ((bits > 0 ? bits : 8) - 1));
    return out;
}

bool fails(const byte_vector& packed)
{
    try { (void)unpacked(packed); }
    catch (const failure& f) { return f.code() == jet::error::decompression_failed; }
    return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record)
BOOST_AUTO_TEST_SUITE(long_values)

BOOST_AUTO_TEST_CASE(packed_text_of_every_length_unpacks_to_itself)
{
    std::string text;
    for (int i = 0; i < 40; ++i) {
        text += static_cast<char>('a' + i % 26);
        BOOST_TEST(unpacked(pack7(text, 1)) == hex(bytes_of(text)));
        BOOST_TEST(unpacked(pack7(text, 2)) == hex(utf16(std::u16string(text.begin(), text.end()))));
        BOOST_TEST(decompressed_size(pack7(text, 2)) == 2 * text.size());
    }
    BOOST_TEST(unpacked(pack7("abcdef", 1), 3) == "616263");
    BOOST_TEST(unpacked(pack7("abcdef", 2), 3) == "610062");
}

BOOST_AUTO_TEST_CASE(xpress_copies_matches_that_may_overlap)
{
    BOOST_TEST(unpacked(unhex("18 0900 ffffff1f 616263 1300")) == "616263616263616263");
}

BOOST_AUTO_TEST_CASE(xpress_lengths_grow_by_nibble_byte_and_word)
{
    const auto sized = [](std::string_view body, std::size_t size) {
        byte_vector packed = unhex("18 0000");
        store_le(packed.data() + 1, static_cast<std::uint16_t>(size));
        const byte_vector rest = unhex(body);
        packed.insert(packed.end(), rest.begin(), rest.end());
        return packed;
    };
    const auto letters = [](std::size_t n) { return hex(byte_vector(n, std::byte{'a'})); };
    // A literal, then matches of distance 1; the second takes the high half of the byte the first one opened.
    BOOST_TEST(unpacked(sized("ffffff7f 61 0700 21 0700", 1 + 11 + 12)) == letters(24));
    BOOST_TEST(unpacked(sized("ffffff7f 61 0700 0f 05", 1 + 7 + 15 + 5 + 3)) == letters(31));
    BOOST_TEST(unpacked(sized("ffffff7f 61 0700 0f ff e803", 1 + 1000 + 3)) == letters(1004));
    BOOST_CHECK(fails(sized("ffffff7f 61 0700 0f ff 1401", 500)));  // a word too small to need one
}

BOOST_AUTO_TEST_CASE(unknown_kinds_and_broken_values_are_refused)
{
    for (const char* bad : {"", "00", "20ff", "28ff", "30ff", "38ff", "f8", "18", "1801", "18 0500 ffffff", "18 0500 ffffffff 0000 61", "08ff", "0fff"})
        BOOST_TEST(fails(unhex(bad)), bad);
}

BOOST_AUTO_TEST_CASE(hostile_streams_end_in_a_value_or_a_refusal)
{
    BOOST_TEST_MESSAGE("seed " << seed());
    std::mt19937 random{seed()};
    byte_vector out;
    for (int i = 0; i < 5000; ++i) {
        byte_vector packed = random_bytes(random, 1 + random() % 80);
        packed[0] = static_cast<std::byte>((1 + random() % 3) << 3 | random() % 8);
        if (packed.size() > 7 && random() % 2 == 0) std::fill(packed.begin() + 3, packed.begin() + 7, static_cast<std::byte>(random() & 1));
        try { decompress(packed, out, 1000); }
        catch (const failure&) { continue; }
        BOOST_REQUIRE(out.size() <= 1000u);
    }
}

BOOST_AUTO_TEST_CASE(ids_of_both_widths_have_their_places_in_records_and_keys)
{
    const long_value_id narrow{5};
    const long_value_id wide{wide_id_first};

    BOOST_TEST(hex(stored_id(narrow)) == "05000000");
    BOOST_TEST(hex(stored_id(wide)) == "0100008000000080");
    BOOST_TEST(hex(root_key(narrow)) == "00000005");
    BOOST_TEST(hex(chunk_key(wide, 8110)) == "800000008000000100001fae");
    for (const long_value_id id : {narrow, wide}) {
        BOOST_CHECK(long_value_id_in(stored_id(id)) == id);
        BOOST_CHECK(parse_long_value_key(root_key(id)).id == id);
        BOOST_TEST(!parse_long_value_key(root_key(id)).offset);
        BOOST_TEST(*parse_long_value_key(chunk_key(id, 77)).offset == 77u);
    }
}

BOOST_AUTO_TEST_CASE(impossible_ids_keys_and_roots_are_corruption)
{
    for (const char* bad : {"", "00000000", "010000", "00000080", "0100000000000000"})
        BOOST_CHECK_THROW((void)long_value_id_in(unhex(bad)), failure);
    for (const char* bad : {"", "0000", "000000010000", "8000000000000001ff"})
        BOOST_CHECK_THROW((void)parse_long_value_key(unhex(bad)), failure);
    for (const char* bad : {"", "01000000", "01000000ffffffff", "01000000010000000000"})
        BOOST_CHECK_THROW((void)long_value_root::decode(unhex(bad)), failure);
}

BOOST_AUTO_TEST_CASE(a_root_keeps_its_count_and_size)
{
    long_value_root root;
    root.references = 2;
    root.size = 9000;

    const auto encoded = root.encode();

    BOOST_TEST(hex(encoded) == "0200000028230000");
    BOOST_TEST((long_value_root::decode(encoded).references == 2u && long_value_root::decode(encoded).size == 9000u));
    BOOST_TEST(chunk_extent(8110, 9000, chunk_size(8192)) == 890u);
    BOOST_TEST(chunk_extent(0, 9000, chunk_size(8192)) == 8110u);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
