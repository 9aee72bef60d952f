// virtual_memory_test.cpp — reserved addresses, and the small questions to the machine.
#include <ese/engine/os/clock.hpp>
#include <ese/engine/os/virtual_memory.hpp>

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <thread>
#include <utility>

namespace {
using namespace ese::engine;
}

BOOST_AUTO_TEST_SUITE(os)
BOOST_AUTO_TEST_SUITE(memory)

BOOST_AUTO_TEST_CASE(committed_memory_holds_zeros_then_what_is_stored)
{
    reserved_memory memory{std::uint64_t{1} << 30};
    memory.commit(1 << 20, 8192);
    std::byte* const at = memory.base() + (1 << 20);
    BOOST_TEST((at[0] == std::byte{0} && at[8191] == std::byte{0}));
    std::memset(at, 1, 8192);

    BOOST_TEST((at[8191] == std::byte{1}));
}

BOOST_AUTO_TEST_CASE(decommitted_memory_is_zero_when_it_comes_back_and_its_neighbours_stay)
{
    const std::uint64_t unit = reserved_memory::granularity();
    reserved_memory memory{8 * unit};
    memory.commit(0, 8 * unit);
    std::memset(memory.base(), 1, 8 * unit);
    memory.decommit(unit, 2 * unit);
    memory.decommit(5 * unit + 1, unit);  // holds no whole system page
    memory.commit(unit, 2 * unit);

    BOOST_TEST((memory.base()[unit - 1] == std::byte{1}));
    BOOST_TEST((memory.base()[unit] == std::byte{0}));
    BOOST_TEST((memory.base()[3 * unit - 1] == std::byte{0}));
    BOOST_TEST((memory.base()[3 * unit] == std::byte{1}));
    BOOST_TEST((memory.base()[5 * unit + 1] == std::byte{1}));
    BOOST_TEST((memory.base()[6 * unit] == std::byte{1}));
}

BOOST_AUTO_TEST_CASE(discarded_memory_stays_readable)
{
    const std::uint64_t unit = reserved_memory::granularity();
    reserved_memory memory{2 * unit};
    memory.commit(0, 2 * unit);
    std::memset(memory.base(), 1, 2 * unit);
    memory.discard(0, unit);

    const std::byte seen = memory.base()[0];
    BOOST_TEST((seen == std::byte{0} || seen == std::byte{1}));
    BOOST_TEST((memory.base()[unit] == std::byte{1}));
}

BOOST_AUTO_TEST_CASE(an_owner_moves_and_its_memory_does_not)
{
    reserved_memory first{1 << 20};
    first.commit(0, 100);
    std::byte* const base = first.base();
    base[5] = std::byte{5};
    reserved_memory second{std::move(first)};
    BOOST_TEST((second.base() == base));
    reserved_memory third;
    BOOST_TEST(!third);
    third = std::move(second);

    BOOST_TEST(!second);
    BOOST_TEST(third.size() == 1u << 20);
    BOOST_TEST((third.base()[5] == std::byte{5}));
}

BOOST_AUTO_TEST_CASE(too_much_is_out_of_memory_and_less_is_taken_instead)
{
    constexpr std::uint64_t too_much = std::uint64_t{1} << 60;
    BOOST_CHECK_THROW(reserved_memory{too_much}, failure);
    BOOST_CHECK_THROW(reserved_memory{0}, failure);

    const reserved_memory memory = reserved_memory::at_most(too_much, 1 << 20);
    BOOST_TEST(memory.size() >= 1u << 20);
    BOOST_TEST(memory.size() < too_much);
}

BOOST_AUTO_TEST_CASE(threads_that_live_at_the_same_time_have_different_tokens)
{
    const std::uint64_t mine = thread_token();
    std::uint64_t other = 0;
    std::thread{[&] { other = thread_token(); }}.join();

    BOOST_TEST(mine != 0u);
    BOOST_TEST(other != 0u);
    BOOST_TEST(mine != other);
    BOOST_TEST(mine == thread_token());
}

BOOST_AUTO_TEST_CASE(the_machine_has_memory)
{
    BOOST_TEST(physical_memory() > std::uint64_t{1} << 26);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
