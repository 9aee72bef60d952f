// ids_test.cpp — ids do not mix, and nil is what the C interface calls nil.
#include <ese/jet/ids.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>
#include <unordered_set>

namespace {

namespace jet = ese::jet;

static_assert(sizeof(jet::instance_id) == 8 && sizeof(jet::session_id) == 8 && sizeof(jet::table_id) == 8);
static_assert(sizeof(jet::database_id) == 4 && sizeof(jet::column_id) == 4);
static_assert(std::is_trivially_copyable_v<jet::session_id>);

static_assert(!std::is_convertible_v<jet::session_id, jet::table_id>);
static_assert(!std::is_constructible_v<jet::table_id, jet::session_id>);
static_assert(!std::is_convertible_v<std::uint64_t, jet::session_id>);
static_assert(!std::is_convertible_v<jet::session_id, std::uint64_t>);

static_assert(jet::nil_instance.value() == 0xFFFFFFFFFFFFFFFF);
static_assert(jet::nil_session.value() == 0xFFFFFFFFFFFFFFFF);
static_assert(jet::nil_table.value() == 0xFFFFFFFFFFFFFFFF);
static_assert(jet::nil_database.value() == 0xFFFFFFFF);
static_assert(jet::nil_column.value() == 0xFFFFFFFF);

}  // namespace

BOOST_AUTO_TEST_SUITE(jet_ids)

BOOST_AUTO_TEST_CASE(an_id_without_a_value_is_nil)
{
    const jet::session_id none;

    BOOST_TEST(none.is_nil());
    BOOST_TEST((none == jet::nil_session));
    BOOST_TEST((none == jet::session_id::nil()));
}

BOOST_AUTO_TEST_CASE(neither_nil_nor_zero_names_anything)
{
    BOOST_TEST(!jet::table_id{});
    BOOST_TEST(!jet::table_id{0});
    BOOST_TEST(!jet::table_id{0}.is_nil());
    BOOST_TEST(bool(jet::table_id{7}));
}

BOOST_AUTO_TEST_CASE(ids_compare_and_hash_by_value)
{
    const std::unordered_set<jet::column_id> seen{jet::column_id{1}, jet::column_id{256}, jet::column_id{1}};

    BOOST_TEST(seen.size() == 2u);
    BOOST_TEST((jet::column_id{1} < jet::column_id{256}));
}

BOOST_AUTO_TEST_SUITE_END()
