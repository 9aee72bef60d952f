// limits_test.cpp — the documented limits, by page size where they depend on it.
#include <ese/jet/limits.hpp>

#include <boost/test/unit_test.hpp>

namespace {

namespace jet = ese::jet;

static_assert(jet::levels_max == 7);
static_assert(jet::sessions_default == 16 && jet::sessions_max == 30000);
static_assert(jet::instances_default == 16 && jet::instances_max == 10240);
static_assert(jet::databases_max == 6);
static_assert(jet::commit_context_size_max == 30000);

static_assert(jet::name_size_max == 0x40);
static_assert(jet::full_name_size_max == 0xFF);
static_assert(jet::base_name_size == 3);

static_assert(jet::columns_max == 0xFEE0);
static_assert(jet::fixed_columns_max == 0x7F);
static_assert(jet::variable_columns_max == 0x80);
static_assert(jet::tagged_columns_max == 0xFDE1);
static_assert(jet::column_size_max == 0xFF);
static_assert(jet::default_value_size_max == 0xFF);
static_assert(jet::long_value_size_max == 0x7FFFFFFF);
static_assert(jet::long_value_inline_default == 1023);
static_assert(jet::callback_data_size_max == 0x400);
static_assert(jet::autoincrement_32_max == 0x7FFFFF00);
static_assert(jet::autoincrement_64_max == 0x7FFFFFFFFFFFFF00);

static_assert(jet::key_columns_max == 0x10 && jet::conditional_columns_max == 16);
static_assert(jet::key_size_default == 0xFF);
static_assert(jet::key_size_most == 0x7D0);
static_assert(jet::density_min == 20 && jet::density_max == 100 && jet::density_default == 80);
static_assert(jet::tuple_length_min == 2 && jet::tuple_length_max == 255 && jet::tuples_to_index_max == 0x7FFF);
static_assert(jet::intersect_ranges_max == 64);

static_assert(jet::page_size_default == 4096 && jet::page_size_min == 4096 && jet::page_size_max == 32768);
static_assert(jet::page_number_max == 0x7FEFFFFF);
static_assert(jet::object_id_max == 0xFFFFFF00);
static_assert(jet::long_value_id_32_max == 0x7FFFFF00);
static_assert(jet::tags_per_page_max == 4095);

struct row {
    std::uint32_t page;
    std::size_t header, node, key, record_without_key, record_with_long_key, chunk;
};
constexpr row rows[] = {
    {4096, 40, 4048, 1000, 3791, 3789, 4014},
    {8192, 40, 8144, 2000, 7887, 7885, 8110},
    {16384, 80, 16296, 2000, 16288, 16037, 4050},
    {32768, 80, 32680, 2000, 32672, 32421, 8150},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(jet_limits)

BOOST_AUTO_TEST_CASE(sizes_follow_from_the_page_size)
{
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT("page size " << r.page)
        {
            BOOST_TEST(jet::is_page_size(r.page));
            BOOST_TEST(jet::page_header_size(r.page) == r.header);
            BOOST_TEST(jet::node_size_max(r.page) == r.node);
            BOOST_TEST(jet::key_size_max(r.page) == r.key);
            BOOST_TEST(jet::record_size_max(r.page) == r.record_without_key);
            BOOST_TEST(jet::record_size_max(r.page, 255) == r.record_with_long_key);
            BOOST_TEST(jet::long_value_chunk_size(r.page) == r.chunk);
        }
    }
}

BOOST_AUTO_TEST_CASE(other_page_sizes_are_none)
{
    for (const std::uint64_t size : {0ull, 1024ull, 2048ull, 4095ull, 12288ull, 65536ull, 4096ull << 32})
        BOOST_TEST(!jet::is_page_size(size));
}

BOOST_AUTO_TEST_CASE(a_version_bucket_holds_two_pages_and_never_more_than_64_kib)
{
    BOOST_TEST(jet::version_bucket_size(4096, 32768) == 32768u - 32);
    BOOST_TEST(jet::version_bucket_size(8192, 1024) == 16384u - 32);
    BOOST_TEST(jet::version_bucket_size(32768, 32768) == 65536u - 32);
}

BOOST_AUTO_TEST_SUITE_END()
