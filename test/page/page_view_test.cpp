// page_view_test.cpp — pages as they lie on disk, whole and hostile.
#include <ese/engine/page/checksum.hpp>
#include <ese/engine/page/page_edit.hpp>
#include <ese/engine/page/page_view.hpp>

#include "shared_data.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

namespace {

using namespace ese::engine;

constexpr std::uint32_t page_sizes[] = {4096, 8192, 16384, 32768};

std::uint32_t seed_of_this_run()
{
    const char* const given = std::getenv("ESE_TEST_SEED");
    const std::uint32_t seed = given ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10)) : 20240229u;
    BOOST_TEST_MESSAGE("ESE_TEST_SEED=" << seed);
    return seed;
}

// On the heap and not a byte longer, so that a look outside is caught by the sanitizers.
struct one_page {
    explicit one_page(std::uint32_t page_size) : size_{page_size}, memory{new std::byte[page_size]()} {}
    [[nodiscard]] page_view view() const { return {memory.get(), size_}; }
    [[nodiscard]] page_edit edit() const { return {memory.get(), size_}; }

    std::uint32_t size_;
    std::unique_ptr<std::byte[]> memory;
};

one_page leaf_with_three_nodes(std::uint32_t size)
{
    one_page page{size};
    page.edit().format_page(object_id{7}, page_flag::leaf, page_no{11}, page_no{13}, page_no{12});
    page.edit().set_external_header(as_bytes_of("prefix"));
    page.edit().insert_node(0, 0, 0, as_bytes_of("apple"), as_bytes_of("1"));
    page.edit().insert_node(1, node_flag::versioned, 4, as_bytes_of("ly"), as_bytes_of("22"));
    page.edit().insert_node(2, node_flag::deleted, 0, as_bytes_of("quince"), as_bytes_of("333"));
    return page;
}

// Whatever is read must be readable to the last byte; the sum keeps the reads alive.
unsigned touch(bytes run)
{
    return run.empty() ? 0 : std::to_integer<unsigned>(run.front()) + std::to_integer<unsigned>(run.back());
}
unsigned touch_everything(page_view page)
{
    unsigned sum = touch(page.external_header()) + touch(page.prefix_key());
    for (std::uint32_t i = 0; i < page.node_count(); ++i) {
        const node_view node = page.node(i);
        sum += touch(node.prefix) + touch(node.tail()) + touch(node.data) + touch(page.node_bytes(i)) + page.node_flags(i);
    }
    return sum;
}

bool inside(page_view page, bytes run)
{
    return run.empty() || (run.data() >= page.data() && run.data() + run.size() <= page.data() + page.page_size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(page)
BOOST_AUTO_TEST_SUITE(view)

BOOST_AUTO_TEST_CASE(a_page_reads_back_what_was_put_into_it_in_both_forms)
{
    for (const std::uint32_t size : page_sizes) {
        const one_page page = leaf_with_three_nodes(size);
        const page_view view = page.view();

        BOOST_TEST(view.object().value() == 7u);
        BOOST_TEST(view.previous().value() == 11u);
        BOOST_TEST(view.next().value() == 13u);
        BOOST_TEST(view.own_number().value() == (size > 8192 ? 12u : 0u));
        BOOST_TEST(view.is_leaf());
        BOOST_TEST(!view.is_root());
        BOOST_TEST(view.node_count() == 3u);
        BOOST_TEST(equal(view.prefix_key(), as_bytes_of("prefix")));
        BOOST_TEST(verify_structure(view));

        const node_view compressed = view.node(1);
        BOOST_TEST(compressed.flags == (node_flag::versioned | node_flag::compressed));
        BOOST_TEST(equal(compressed.prefix, as_bytes_of("pref")));
        BOOST_TEST(equal(compressed.tail(), as_bytes_of("ly22")));
        BOOST_TEST((compare_key(compressed, as_bytes_of("prefly")) == 0));
        BOOST_TEST(view.node(2).deleted());
        BOOST_TEST(equal(view.node(2).data, as_bytes_of("333")));
    }
}

BOOST_AUTO_TEST_CASE(a_key_in_two_pieces_compares_like_one_in_one_piece)
{
    const std::vector<std::string> words{"", "a", "ab", "abc", "abcd", "abd", "b", "bcd"};
    for (const std::string& key : words)
        for (std::size_t cut = 0; cut <= key.size(); ++cut)
            for (const std::string& other : words) {
                const bytes all = as_bytes_of(key);
                const node_view node{0, all.first(cut), all.subspan(cut), {}};

                BOOST_TEST((compare_key(node, as_bytes_of(other)) == compare(all, as_bytes_of(other))));
            }
}

BOOST_AUTO_TEST_CASE(the_prefix_key_of_a_space_root_lies_behind_its_split_buffer_and_other_roots_have_none)
{
    one_page page{4096};
    page.edit().format_page(object_id{2}, page_flag::leaf | page_flag::root | page_flag::space_tree, {}, {}, page_no{2});
    page.edit().set_external_header(as_bytes_of("0123456789abcdefpre"));
    BOOST_TEST(equal(page.view().prefix_key(), as_bytes_of("pre")));

    page.edit().set_flags(page_flag::leaf | page_flag::root);
    BOOST_TEST(page.view().prefix_key().empty());
}

BOOST_AUTO_TEST_CASE(random_bytes_never_lead_outside_the_page)
{
    std::mt19937 random{seed_of_this_run()};
    for (const std::uint32_t size : page_sizes)
        for (int round = 0; round < 300; ++round) {
            one_page page{size};
            for (std::uint32_t i = 0; i < size; i += 4) store_le(page.memory.get() + i, static_cast<std::uint32_t>(random()));
            if (round % 2 == 0) store_le(page.memory.get() + 34, static_cast<std::uint16_t>(1 + random() % 300));

            touch_everything(page.view());
            (void)verify_structure(page.view());
            for (std::uint32_t i = 0; i < page.view().node_count(); ++i)
                BOOST_REQUIRE(inside(page.view(), page.view().node(i).tail()));
        }
}

BOOST_AUTO_TEST_CASE(a_page_with_a_few_bytes_changed_is_refused_or_still_safe_to_edit)
{
    std::mt19937 random{seed_of_this_run() + 1};
    for (const std::uint32_t size : page_sizes)
        for (int round = 0; round < 3000; ++round) {
            one_page page = leaf_with_three_nodes(size);
            for (auto changes = 1 + random() % 3; changes > 0; --changes) {
                const std::uint32_t region = static_cast<std::uint32_t>(random() % 3);
                const std::uint32_t at = region == 0   ? 28 + static_cast<std::uint32_t>(random() % 12)
                                         : region == 1 ? size - 1 - static_cast<std::uint32_t>(random() % 20)
                                                       : page_layout::header_size(size) + static_cast<std::uint32_t>(random() % 50);
                page.memory[at] = static_cast<std::byte>(random());
            }

            touch_everything(page.view());
            if (!verify_structure(page.view())) continue;
            while (page.view().node_count() > 0) page.edit().erase_node(page.view().node_count() / 2);
            if (page.view().tag_count() != 0) page.edit().compact();
            BOOST_REQUIRE(verify_structure(page.view()) || !page.view().is_leaf());
        }
}

BOOST_AUTO_TEST_CASE(each_kind_of_broken_structure_is_refused)
{
    const auto refuses = [](std::uint32_t size, auto&& damage) {
        const one_page page = leaf_with_three_nodes(size);
        damage(page.memory.get());
        return !verify_structure(page.view());
    };
    for (const std::uint32_t size : page_sizes) {
        const auto put16 = [](std::size_t at, std::uint16_t value) { return [=](std::byte* p) { store_le(p + at, value); }; };
        BOOST_TEST(!refuses(size, [](std::byte*) {}));
        BOOST_TEST(refuses(size, put16(28, 5)));                                          // free bytes do not add up
        BOOST_TEST(refuses(size, put16(32, 10)));                                         // data past the start of the free area
        BOOST_TEST(refuses(size, put16(32, static_cast<std::uint16_t>(size - 4))));       // free area past the tags
        BOOST_TEST(refuses(size, put16(34, 0)));                                          // no tags on a page in use
        BOOST_TEST(refuses(size, put16(34, 0xFFF)));                                      // more tags than fit
        BOOST_TEST(refuses(size, put16(34, 4 | 2 << 12)));                                // reserved tags nobody knows
        BOOST_TEST(refuses(size, put16(size - 8, 0)));                                    // a node of no bytes
        BOOST_TEST(refuses(size, put16(size - 6, 0)));                                    // overlaps the external header
        BOOST_TEST(refuses(size, [&](std::byte* p) { store_le(p + 36, page_flag::always); }));  // branch data is four bytes
    }
}

BOOST_AUTO_TEST_CASE(chunks_may_lie_in_any_order_but_not_on_each_other)
{
    for (const std::uint32_t size : page_sizes) {
        const one_page page = leaf_with_three_nodes(size);
        std::byte* const second = page.memory.get() + size - 4 * 3;    // tags of nodes 1 and 2
        std::byte* const third = page.memory.get() + size - 4 * 4;
        std::swap_ranges(second, second + 4, third);
        BOOST_TEST(verify_structure(page.view()));

        const auto one_further = static_cast<std::uint16_t>(load_le<std::uint16_t>(third + 2) + 1);
        store_le(third + 2, one_further);
        BOOST_TEST(!verify_structure(page.view()));
    }
}

BOOST_AUTO_TEST_CASE(undefined_bits_and_the_reserved_tag_of_newer_formats_are_accepted)
{
    const one_page page = leaf_with_three_nodes(4096);
    for (std::uint32_t t = 0; t < 4; ++t) page.memory[4096 - 4 * (t + 1) + 1] |= std::byte{0xE0};  // size words
    page.memory[34 + 1] |= std::byte{0x10};                                                        // one reserved tag

    BOOST_TEST(verify_structure(page.view()));
    BOOST_TEST(page.view().node_count() == 3u);
    BOOST_TEST(equal(page.view().node(0).data, as_bytes_of("1")));
}

BOOST_AUTO_TEST_CASE(every_used_page_that_windows_wrote_has_a_good_checksum_and_structure)
{
    const auto samples = page_tests::sample_databases();
    if (samples.empty()) BOOST_TEST_MESSAGE("skipped: no sample databases here");
    for (const auto& sample : samples) {
        const auto* const file = reinterpret_cast<const std::byte*>(sample.content.data());
        const std::uint32_t size = load_le<std::uint32_t>(file + 236);
        std::uint32_t good = 0;
        for (std::uint32_t number = 1; (number + 2) * std::size_t{size} <= sample.content.size(); ++number) {
            one_page page{size};
            std::memcpy(page.memory.get(), file + (number + 1) * std::size_t{size}, size);
            const page_check check = check_page(page.memory.get(), size, number);
            if (check.state == page_check::blank) continue;

            BOOST_TEST_CONTEXT(sample.name << ", page " << number)
            {
                BOOST_TEST(check.state == page_check::good);
                BOOST_TEST(verify_structure(page.view()));
                touch_everything(page.view());
            }
            ++good;
        }
        BOOST_TEST(good > 10u);
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
