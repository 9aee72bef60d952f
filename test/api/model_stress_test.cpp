// model_stress_test.cpp — a million random operations beside a model; no answer and no row may differ.
//
// Several sessions take turns in one thread, each in nested transactions of its own. ESE_TEST_SEED repeats a run,
// ESE_TEST_STEPS shortens one. The database stays in ESE_TEST_FILES for the checker.

#include "model_run.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <random>
#include <string>

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(a_million_random_operations_never_differ_from_the_model)
{
    const char* seed = std::getenv("ESE_TEST_SEED");
    const char* steps = std::getenv("ESE_TEST_STEPS");
    const char* files = std::getenv("ESE_TEST_FILES");
    const std::filesystem::path folder = std::filesystem::path{files ? files : std::filesystem::temp_directory_path().c_str()} / "model_stress";
    random_run::run it{seed ? static_cast<unsigned>(std::strtoul(seed, nullptr, 10)) : std::random_device{}(), steps ? std::atol(steps) : 1'000'000,
           folder.string()};
    BOOST_TEST_MESSAGE(it.told());

    std::string difference;
    try {
        it.go();
    } catch (const std::exception& e) {
        difference = e.what();
    }

    BOOST_TEST(difference == "");
    for (const auto& [what, count] : it.counts()) BOOST_TEST_MESSAGE(what << ": " << count);
}

BOOST_AUTO_TEST_SUITE_END()
