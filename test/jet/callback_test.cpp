// callback_test.cpp — what jet::callback promises: one callable behind all copies, and emptiness that can be seen.
#include <ese/jet/callback.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <string>

namespace {

using ese::jet::callback;

int doubled(int value) { return 2 * value; }

}  // namespace

static_assert(!std::is_constructible_v<callback<void(int)>, void (*)(std::string)>);

BOOST_AUTO_TEST_SUITE(jet)
BOOST_AUTO_TEST_SUITE(callbacks)

BOOST_AUTO_TEST_CASE(one_that_was_given_nothing_is_empty)
{
    int (*no_function)(int) = nullptr;

    BOOST_TEST(!callback<int(int)>{});
    BOOST_TEST(!callback<int(int)>{nullptr});
    BOOST_TEST(!callback<int(int)>{no_function});
    BOOST_TEST(!callback<int(int)>{std::function<int(int)>{}});
    BOOST_TEST(!callback<long(int)>{callback<int(int)>{}});
}

BOOST_AUTO_TEST_CASE(a_function_and_a_lambda_are_called_with_the_arguments)
{
    const callback<int(int)> function = doubled;
    const callback<long(int)> lambda = [](int value) { return value + 1; };

    BOOST_TEST(function(4) == 8);
    BOOST_TEST(lambda(4) == 5);
}

BOOST_AUTO_TEST_CASE(copies_share_one_callable)
{
    const callback<int()> first = [count = 0]() mutable { return ++count; };
    const callback<int()> second = first;

    BOOST_TEST(first() == 1);
    BOOST_TEST(second() == 2);
}

BOOST_AUTO_TEST_CASE(a_callable_that_cannot_be_copied_is_held)
{
    const callback<int()> held = [owned = std::make_unique<int>(7)] { return *owned; };

    BOOST_TEST(held() == 7);
}

BOOST_AUTO_TEST_CASE(what_is_passed_by_reference_is_not_copied)
{
    const callback<void(std::string&)> append = [](std::string& text) { text += "!"; };
    std::string text = "seen";

    append(text);

    BOOST_TEST(text == "seen!");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
