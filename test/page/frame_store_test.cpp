// frame_store_test.cpp — memory for pages: handed out, taken back, used again.
#include <ese/engine/page/frame_store.hpp>

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <vector>

namespace {

using namespace ese::engine;

constexpr std::uint32_t frame_size = 4096;

}  // namespace

BOOST_AUTO_TEST_SUITE(page)
BOOST_AUTO_TEST_SUITE(frames)

BOOST_AUTO_TEST_CASE(frames_in_use_are_apart_and_as_many_as_there_is_memory_for)
{
    frame_store store{reserved_memory{8 * frame_size}, frame_size};
    std::vector<std::uint32_t> taken;
    for (int i = 0; i < 8; ++i) {
        taken.push_back(store.take());
        std::memset(store.at(taken.back()), i, frame_size);
    }

    BOOST_CHECK_THROW((void)store.take(), failure);
    for (int i = 0; i < 8; ++i) {
        const std::byte* const frame = store.at(taken[static_cast<std::size_t>(i)]);
        BOOST_TEST((frame[0] == std::byte(i) && frame[frame_size - 1] == std::byte(i)));
    }
}

BOOST_AUTO_TEST_CASE(frames_given_back_are_taken_again_before_new_ones_are_made)
{
    constexpr std::uint32_t many = 200;    // more than keep their memory
    frame_store store{reserved_memory{many * frame_size}, frame_size};
    for (int round = 0; round < 3; ++round) {
        std::vector<std::uint32_t> taken;
        for (std::uint32_t i = 0; i < many; ++i) taken.push_back(store.take());
        for (const std::uint32_t frame : taken) std::memset(store.at(frame), 1, frame_size);
        for (const std::uint32_t frame : taken) store.give_back(frame);
    }

    const std::uint32_t last = store.take();
    store.give_back(last);
    BOOST_TEST(store.take() == last);
}

// Who lost a race still looks at it.
BOOST_AUTO_TEST_CASE(a_frame_that_nobody_has_is_readable)
{
    constexpr std::uint32_t many = 100;
    frame_store store{reserved_memory{many * frame_size}, frame_size};
    for (std::uint32_t i = 0; i < many; ++i) std::memset(store.at(store.take()), 1, frame_size);
    for (std::uint32_t i = 0; i < many; ++i) store.give_back(i);

    unsigned sum = 0;
    for (std::uint32_t i = 0; i < many; ++i) sum += std::to_integer<unsigned>(store.at(i)[frame_size / 2]);
    BOOST_TEST(sum <= many);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
