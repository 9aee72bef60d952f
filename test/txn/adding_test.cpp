// adding_test.cpp — sessions that add to one number stand beside each other, and everybody reads what his snapshot has.
#include "../btree/tree_fixture.hpp"

#include <ese/engine/txn/tree_cursor.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <memory>
#include <random>
#include <vector>

using namespace ese_test;

namespace {

constexpr std::size_t keys = 2;
constexpr std::uint16_t offset = 3;

std::vector<std::byte> row_of(std::uint64_t number)
{
    std::vector<std::byte> row(offset + 8 + 5, std::byte{'r'});
    store_le(row.data() + offset, number);
    return row;
}

struct fixture : tree_fixture {
    transaction_domain domain{{32768 - 32, 4000}};
    versioned_tree rows{domain, file, shape, source};
    session first{domain}, second{domain};

    fixture() : tree_fixture{4096, 0}
    {
        first.begin(false);
        for (std::size_t k = 0; k < keys; ++k) BOOST_REQUIRE(rows.insert(first, key(k), row_of(0)) == write_answer::done);
        first.commit();
    }
    [[nodiscard]] static bytes key(std::size_t k) { return bytes{names}.subspan(k, 1); }
    static constexpr std::array<std::byte, keys> names{std::byte{'a'}, std::byte{'b'}};

    write_answer add(session& s, std::size_t k, std::uint64_t what, versioned_tree::sum kind = versioned_tree::sum::of_transaction)
    {
        std::array<std::byte, 8> delta;
        store_le(delta.data(), what);
        row_buffer before;
        return rows.add(s, key(k), offset, delta, before, kind);
    }
    std::uint64_t read(session& s, std::size_t k)
    {
        const read_scope scope{s};
        row_buffer row;
        BOOST_REQUIRE(rows.find(scope.get(), key(k), row));
        const std::uint64_t number = load_le<std::uint64_t>(row.data() + offset);
        BOOST_TEST(equal(row.view(), row_of(number)));
        tree_cursor cursor{rows};
        bytes same;
        BOOST_REQUIRE((cursor.find(scope.get(), key(k)) && cursor.read(scope.get(), same)));
        BOOST_TEST(equal(same, row.view()));
        return number;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(adding, fixture)

BOOST_AUTO_TEST_CASE(two_sessions_add_and_each_sees_its_own_until_the_other_commits)
{
    session reader{domain};
    first.begin(false);
    second.begin(false);
    reader.begin(true);
    BOOST_TEST((add(first, 0, 5) == write_answer::done));
    BOOST_TEST((add(second, 0, 70) == write_answer::done));
    BOOST_TEST((add(first, 0, 5) == write_answer::done));

    BOOST_TEST(read(first, 0) == 10u);
    BOOST_TEST(read(second, 0) == 70u);
    BOOST_TEST(read(reader, 0) == 0u);
    second.commit();    // the one who came second is first
    BOOST_TEST(read(first, 0) == 10u);
    BOOST_TEST(read(second, 0) == 70u);
    BOOST_TEST((add(first, 0, 1) == write_answer::done));    // also beside what was committed after its snapshot
    first.commit();
    BOOST_TEST(read(first, 0) == 81u);
    BOOST_TEST(read(reader, 0) == 0u);
    reader.commit();
}

BOOST_AUTO_TEST_CASE(a_rollback_takes_back_its_own_and_nothing_else)
{
    first.begin(false);
    second.begin(false);
    BOOST_TEST((add(first, 0, 5) == write_answer::done));
    first.begin(false);
    BOOST_TEST((add(first, 0, 100) == write_answer::done));
    BOOST_TEST((add(second, 0, 70) == write_answer::done));
    first.rollback();
    BOOST_TEST(read(first, 0) == 5u);
    second.commit();
    first.rollback();

    BOOST_TEST(read(first, 0) == 70u);
    domain.clean_up_all();
    BOOST_TEST(!domain.anything_unsettled());
    BOOST_TEST(read(second, 0) == 70u);
}

BOOST_AUTO_TEST_CASE(a_lasting_sum_is_seen_at_once_and_not_taken_back)
{
    constexpr auto lasting = versioned_tree::sum::lasting;
    first.begin(false);
    second.begin(false);
    BOOST_TEST((add(second, 0, 70) == write_answer::done));
    BOOST_TEST((add(first, 0, 5, lasting) == write_answer::done));
    BOOST_TEST((add(first, 0, 100) == write_answer::done));
    BOOST_TEST((add(first, 1, 1, lasting) == write_answer::done));

    BOOST_TEST(read(second, 0) == 75u);
    BOOST_TEST(read(second, 1) == 1u);
    first.rollback();
    BOOST_TEST(read(second, 0) == 75u);
    second.commit();
    BOOST_TEST(read(first, 0) == 75u);
    BOOST_TEST(read(first, 1) == 1u);
    domain.clean_up_all();
    BOOST_TEST(!domain.anything_unsettled());
}

BOOST_AUTO_TEST_CASE(a_lasting_sum_meets_the_rivals_of_any_sum)
{
    first.begin(false);
    second.begin(false);
    BOOST_TEST((rows.lock(second, key(0)) == write_answer::done));
    BOOST_TEST((add(first, 0, 5, versioned_tree::sum::lasting) == write_answer::conflict));
    second.rollback();
    BOOST_TEST((add(first, 0, 5, versioned_tree::sum::lasting) == write_answer::done));
    const std::uint64_t before = first.changes();
    BOOST_TEST((add(first, 0, 5, versioned_tree::sum::lasting) == write_answer::done));
    BOOST_TEST(first.changes() > before);    // who has read the row in this session looks again
    first.commit();
    BOOST_TEST(read(first, 0) == 10u);
}

BOOST_AUTO_TEST_CASE(who_adds_keeps_away_who_does_anything_else_and_the_other_way_round)
{
    first.begin(false);
    second.begin(false);
    BOOST_TEST((add(first, 0, 5) == write_answer::done));
    BOOST_TEST((rows.replace(second, key(0), row_of(1)) == write_answer::conflict));
    BOOST_TEST((rows.erase(second, key(0)) == write_answer::conflict));
    BOOST_TEST((rows.lock(second, key(0)) == write_answer::conflict));
    BOOST_TEST((rows.may_change(second, key(0)) == write_answer::conflict));
    std::array<std::byte, 4> other_size{};
    row_buffer before;
    BOOST_TEST((rows.add(second, key(0), offset, other_size, before) == write_answer::conflict));

    // Beside somebody's sum the own one is no right to the row either.
    BOOST_TEST((add(second, 0, 1) == write_answer::done));
    BOOST_TEST((rows.replace(second, key(0), row_of(1)) == write_answer::conflict));
    BOOST_TEST((rows.lock(first, key(0)) == write_answer::conflict));
    second.rollback();
    BOOST_TEST((rows.lock(first, key(0)) == write_answer::done));
    second.begin(false);
    BOOST_TEST((add(second, 0, 1) == write_answer::conflict));
    BOOST_TEST((rows.replace(first, key(0), row_of(9)) == write_answer::done));
    BOOST_TEST((add(first, 0, 1) == write_answer::done));
    BOOST_TEST((add(second, 0, 1) == write_answer::conflict));
    first.commit();
    BOOST_TEST((add(second, 0, 1) == write_answer::conflict));    // not in its snapshot
    second.rollback();
    BOOST_TEST(read(second, 0) == 10u);
}

// A rolled back sum leaves a claim, which is not to be taken for a right to the whole row while others add.
BOOST_AUTO_TEST_CASE(the_claim_of_an_undone_sum_does_not_hide_another_adder)
{
    first.begin(false);
    second.begin(false);
    BOOST_TEST((add(second, 0, 70) == write_answer::done));
    first.begin(false);
    BOOST_TEST((add(first, 0, 5) == write_answer::done));
    first.rollback();

    BOOST_TEST((rows.replace(first, key(0), row_of(1)) == write_answer::conflict));
    BOOST_TEST((add(first, 0, 2) == write_answer::done));
    first.commit();
    second.commit();
    BOOST_TEST(read(first, 0) == 72u);
}

// Six sessions, random sums at random levels, against plain numbers.
BOOST_AUTO_TEST_CASE(random_sums_end_and_are_read_as_if_kept_apart)
{
    struct adder {
        std::unique_ptr<session> is;
        std::array<std::uint64_t, keys> begun_with{};
        std::vector<std::array<std::uint64_t, keys>> levels;    // what each level has added
    };
    std::mt19937 random{7};
    const auto upto = [&](unsigned most) { return static_cast<unsigned>(random() % (most + 1)); };
    std::array<std::uint64_t, keys> committed{};
    std::vector<adder> adders(6);
    int added = 0;
    for (adder& a : adders) a.is = std::make_unique<session>(domain);

    for (int step = 0; step < 20000; ++step) {
        adder& a             = adders[upto(5)];
        const std::size_t k  = upto(keys - 1);
        const unsigned dice  = upto(9);
        const auto seen = [&] {
            std::uint64_t sum = a.levels.empty() ? committed[k] : a.begun_with[k];
            for (const auto& level : a.levels) sum += level[k];
            return sum;
        };
        if (dice == 0 && a.levels.size() < 4) {
            if (a.levels.empty()) a.begun_with = committed;
            a.levels.push_back({});
            a.is->begin(false);
        } else if (dice == 1 && !a.levels.empty()) {
            const auto ended = a.levels.back();
            a.levels.pop_back();
            auto& outer = a.levels.empty() ? committed : a.levels.back();
            for (std::size_t i = 0; i < keys; ++i) outer[i] += ended[i];
            a.is->commit();
        } else if (dice == 2 && !a.levels.empty()) {
            a.levels.pop_back();
            a.is->rollback();
        } else if (dice < 7 && !a.levels.empty()) {
            const std::uint64_t what = random();
            // The claim of an undone sum keeps others away until its transaction ends.
            if (add(*a.is, k, what) != write_answer::done) continue;
            a.levels.back()[k] += what;
            ++added;
        } else {
            BOOST_REQUIRE_EQUAL(read(*a.is, k), seen());
        }
    }
    BOOST_TEST(added > 2000);
    for (adder& a : adders)
        for (; !a.levels.empty(); a.levels.pop_back()) a.is->rollback();
    domain.clean_up_all();
    BOOST_TEST(!domain.anything_unsettled());
    for (std::size_t k = 0; k < keys; ++k) BOOST_TEST(read(first, k) == committed[k]);
}

BOOST_AUTO_TEST_SUITE_END()
