// main.cpp — the one place that contains Boost.Test's runner. Every test executable links this object.
#define BOOST_TEST_MODULE ese
#include <boost/test/included/unit_test.hpp>
