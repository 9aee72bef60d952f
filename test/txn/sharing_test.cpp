// sharing_test.cpp — readers share a claim that keeps writers away; who shares it alone may write.
#include "../btree/tree_fixture.hpp"

#include <ese/engine/txn/versioned_tree.hpp>

#include <boost/test/unit_test.hpp>

#include <array>

using namespace ese_test;

namespace {

struct fixture : tree_fixture {
    transaction_domain domain{{32768 - 32, 400}};
    versioned_tree rows{domain, file, shape, source};
    session first{domain}, second{domain};

    fixture() : tree_fixture{4096, 0}
    {
        first.begin(false);
        BOOST_REQUIRE(rows.insert(first, key(), number) == write_answer::done);
        first.commit();
    }
    ~fixture()
    {
        for (session* s : {&first, &second})
            while (s->level() > 0) s->rollback();
    }
    static constexpr std::array<std::byte, 1> name{std::byte{'a'}};
    static constexpr std::array<std::byte, 8> number{};
    [[nodiscard]] static bytes key() { return name; }

    write_answer add(session& s)
    {
        row_buffer before;
        return rows.add(s, key(), 0, number, before);
    }
    void both_begin()
    {
        first.begin(false);
        second.begin(false);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(txn)
BOOST_AUTO_TEST_SUITE(sharing)

BOOST_FIXTURE_TEST_CASE(two_share_and_neither_of_them_may_write, fixture)
{
    both_begin();
    BOOST_TEST((rows.share(first, key()) == write_answer::done));
    BOOST_TEST((rows.share(second, key()) == write_answer::done));

    BOOST_TEST((rows.replace(first, key(), number) == write_answer::conflict));
    BOOST_TEST((rows.replace(second, key(), number) == write_answer::conflict));
    BOOST_TEST((rows.erase(second, key()) == write_answer::conflict));
    BOOST_TEST((rows.lock(first, key()) == write_answer::conflict));
    BOOST_TEST((add(second) == write_answer::conflict));
    BOOST_TEST((rows.may_change(second, key()) == write_answer::conflict));
}

BOOST_FIXTURE_TEST_CASE(who_shares_alone_may_write_and_then_nobody_shares, fixture)
{
    both_begin();
    BOOST_TEST((rows.share(first, key()) == write_answer::done));
    BOOST_TEST((rows.share(second, key()) == write_answer::done));
    second.rollback();
    second.begin(false);

    BOOST_TEST((rows.lock(first, key()) == write_answer::done));
    BOOST_TEST((rows.share(first, key()) == write_answer::done));
    BOOST_TEST((rows.replace(first, key(), number) == write_answer::done));
    BOOST_TEST((rows.share(second, key()) == write_answer::conflict));
    first.rollback();
    BOOST_TEST((rows.share(second, key()) == write_answer::done));
}

BOOST_FIXTURE_TEST_CASE(a_sum_and_a_share_keep_each_other_away_and_one_session_may_have_both, fixture)
{
    both_begin();
    BOOST_TEST((add(first) == write_answer::done));
    BOOST_TEST((rows.share(second, key()) == write_answer::conflict));
    BOOST_TEST((rows.share(first, key()) == write_answer::done));
    BOOST_TEST((add(first) == write_answer::done));
    BOOST_TEST((add(second) == write_answer::conflict));
    first.rollback();
    BOOST_TEST((add(second) == write_answer::done));
}

BOOST_FIXTURE_TEST_CASE(a_committed_share_still_keeps_older_writers_away_but_not_younger_ones, fixture)
{
    both_begin();
    BOOST_TEST((rows.share(first, key()) == write_answer::done));
    first.commit();

    BOOST_TEST((rows.share(second, key()) == write_answer::done));
    BOOST_TEST((rows.replace(second, key(), number) == write_answer::conflict));
    first.begin(false);
    BOOST_TEST((rows.replace(first, key(), number) == write_answer::conflict));    // the other shares it now
    second.rollback();
    BOOST_TEST((rows.replace(first, key(), number) == write_answer::done));
}

BOOST_FIXTURE_TEST_CASE(a_share_of_a_savepoint_lasts_until_the_transaction_ends_and_stays_a_share, fixture)
{
    both_begin();
    first.begin(false);
    BOOST_TEST((rows.share(first, key()) == write_answer::done));
    first.rollback();

    BOOST_TEST((rows.replace(second, key(), number) == write_answer::conflict));
    BOOST_TEST((rows.share(second, key()) == write_answer::done));
    first.commit();
    second.commit();
    domain.clean_up_all();
    BOOST_TEST(!domain.anything_unsettled());
    second.begin(false);
    BOOST_TEST((rows.replace(second, key(), number) == write_answer::done));
}

BOOST_FIXTURE_TEST_CASE(what_is_not_there_cannot_be_shared, fixture)
{
    const std::array<std::byte, 1> other{std::byte{'b'}};
    first.begin(false);
    BOOST_TEST((rows.share(first, other) == write_answer::no_such_key));
    BOOST_TEST((rows.erase(first, key()) == write_answer::done));
    BOOST_TEST((rows.share(first, key()) == write_answer::no_such_key));
    second.begin(false);
    BOOST_TEST((rows.share(second, key()) == write_answer::conflict));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
