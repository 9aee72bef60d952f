// parameters_test.cpp — what store/parameters.hpp promises.
#include <ese/engine/store/parameters.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using ese::engine::parameters;
using ese::jet::error;
using ese::jet::parameter;

namespace {

struct fixture {
    parameters values{};

    error set(parameter id, std::uint64_t number, bool initialised = false) { return values.set(id, number, {}, initialised); }
    error set(parameter id, std::string_view text, bool initialised = false) { return values.set(id, 0, text, initialised); }
    std::uint64_t number(parameter id)
    {
        std::uint64_t result = 0;
        std::string unused;
        BOOST_REQUIRE(values.get(id, result, unused) == error::success);
        return result;
    }
    std::string text(parameter id)
    {
        std::uint64_t unused = 0;
        std::string result;
        BOOST_REQUIRE(values.get(id, unused, result) == error::success);
        return result;
    }
};

#define CHECK_ANSWER(call, code) BOOST_TEST(((call) == error::code))

}  // namespace

BOOST_AUTO_TEST_SUITE(store)
BOOST_FIXTURE_TEST_SUITE(parameters_, fixture)

BOOST_AUTO_TEST_CASE(every_parameter_starts_at_its_default)
{
    for (const auto& rule : ese::jet::parameter_table::rows)
        if (rule.is_text()) BOOST_TEST(values.text(rule.id) == rule.default_text);
        else BOOST_TEST(values.number(rule.id) == rule.default_value);
}

BOOST_AUTO_TEST_CASE(what_is_set_is_got)
{
    CHECK_ANSWER(set(parameter::max_sessions, 7u), success);
    CHECK_ANSWER(set(parameter::base_name, "abc"), success);

    BOOST_TEST(number(parameter::max_sessions) == 7u);
    BOOST_TEST(text(parameter::base_name) == "abc");
}

BOOST_AUTO_TEST_CASE(values_out_of_range_are_refused_and_not_kept)
{
    CHECK_ANSWER(set(parameter::max_sessions, 30001u), invalid_parameter);
    CHECK_ANSWER(set(parameter::base_name, "toolong"), invalid_parameter);
    CHECK_ANSWER(set(parameter::base_name, "ab"), invalid_parameter);
    CHECK_ANSWER(set(parameter::log_file_failover_path, "x"), invalid_parameter);

    BOOST_TEST(number(parameter::max_sessions) == 16u);
    BOOST_TEST(text(parameter::base_name) == "edb");
}

BOOST_AUTO_TEST_CASE(page_sizes_are_powers_of_two_from_4096_to_32768)
{
    for (const std::uint64_t size : {4096u, 8192u, 16384u, 32768u}) CHECK_ANSWER(set(parameter::database_page_size, size), success);
    for (const std::uint64_t size : {0u, 2048u, 5000u, 65536u}) CHECK_ANSWER(set(parameter::database_page_size, size), invalid_parameter);
}

BOOST_AUTO_TEST_CASE(ids_nobody_knows_are_refused)
{
    CHECK_ANSWER(set(static_cast<parameter>(222), 1u), invalid_parameter);
    CHECK_ANSWER(set(static_cast<parameter>(0xFFFFFFFF), 1u), invalid_parameter);
    CHECK_ANSWER(set(static_cast<parameter>(185), 1u), invalid_parameter);
    std::uint64_t value = 5;
    std::string unused;
    CHECK_ANSWER(values.get(static_cast<parameter>(222), value, unused), invalid_parameter);
    CHECK_ANSWER(values.get(static_cast<parameter>(185), value, unused), success);
}

BOOST_AUTO_TEST_CASE(frozen_parameters_refuse_a_change_but_not_the_value_they_have)
{
    CHECK_ANSWER(set(parameter::max_sessions, 17u, true), already_initialized);
    CHECK_ANSWER(set(parameter::max_sessions, 16u, true), success);
    CHECK_ANSWER(set(parameter::database_page_size, 4096u, true), success);
    CHECK_ANSWER(set(parameter::database_page_size, 8192u, true), already_initialized);
}

BOOST_AUTO_TEST_CASE(frozen_texts_refuse_even_the_text_they_have)
{
    CHECK_ANSWER(set(parameter::base_name, "edb", true), already_initialized);
}

BOOST_AUTO_TEST_CASE(frozen_comes_before_out_of_range)
{
    CHECK_ANSWER(set(parameter::max_sessions, 99999u, true), already_initialized);
    CHECK_ANSWER(set(parameter::db_extension_size, 0u, true), invalid_parameter);
}

BOOST_AUTO_TEST_CASE(some_parameters_change_at_any_time)
{
    CHECK_ANSWER(set(parameter::db_extension_size, 16u, true), success);
    CHECK_ANSWER(set(parameter::commit_default, 1u, true), success);
    CHECK_ANSWER(set(parameter::checkpoint_depth_max, 1u << 20, true), success);
}

BOOST_AUTO_TEST_CASE(the_commit_default_is_a_mask)
{
    CHECK_ANSWER(set(parameter::commit_default, 0x21u), success);
    CHECK_ANSWER(set(parameter::commit_default, 0x4u), invalid_parameter);
}

BOOST_AUTO_TEST_CASE(advanced_parameters_are_ignored_while_they_are_switched_off)
{
    CHECK_ANSWER(set(parameter::enable_advanced, 0u), success);

    CHECK_ANSWER(set(parameter::max_sessions, 99999u), success);
    CHECK_ANSWER(set(parameter::circular_log, 1u), success);

    BOOST_TEST(number(parameter::max_sessions) == 16u);
    BOOST_TEST(number(parameter::circular_log) == 1u);
}

BOOST_AUTO_TEST_CASE(read_only_parameters_are_never_set)
{
    CHECK_ANSWER(set(parameter::key_most, 1000u), invalid_parameter);
    CHECK_ANSWER(set(parameter::transaction_level, 0u), invalid_parameter);
    CHECK_ANSWER(set(parameter::record_size_most, 1u, true), invalid_parameter);
}

BOOST_AUTO_TEST_CASE(what_follows_from_the_page_size_is_told_for_it)
{
    BOOST_TEST(number(parameter::key_most) == 1000u);

    (void)set(parameter::database_page_size, 8192u);

    BOOST_TEST(number(parameter::key_most) == 2000u);
    BOOST_TEST(number(parameter::lv_chunk_size_most) == 8110u);
    BOOST_TEST(number(parameter::record_size_most) == 7887u);
}

BOOST_AUTO_TEST_CASE(booleans_are_kept_as_zero_or_one_and_folders_end_with_a_separator)
{
    (void)set(parameter::circular_log, 77u);
    (void)set(parameter::system_path, "somewhere");

    BOOST_TEST(number(parameter::circular_log) == 1u);
    BOOST_TEST(text(parameter::system_path) == "somewhere/");
}

BOOST_AUTO_TEST_CASE(logging_is_on_for_the_word_on_and_for_nothing_else)
{
    const auto logging_with = [&](std::string_view word) {
        (void)set(parameter::recovery, word);
        return values.logging();
    };

    BOOST_TEST(values.logging());
    BOOST_TEST(logging_with("ON"));
    BOOST_TEST(!logging_with("off"));
    BOOST_TEST(!logging_with(""));
    BOOST_TEST(!logging_with("1"));
}

BOOST_AUTO_TEST_CASE(the_text_of_an_error_is_asked_for_by_its_number)
{
    std::uint64_t code = static_cast<std::uint64_t>(static_cast<std::int64_t>(error::write_conflict));
    std::string said;

    CHECK_ANSWER(values.get(parameter::error_to_string, code, said), success);

    BOOST_TEST(said.starts_with("JET_errWriteConflict, "));
}

BOOST_AUTO_TEST_CASE(settling_derives_what_was_left_alone)
{
    (void)set(parameter::max_ver_pages, 1000u);

    values.settle();

    BOOST_TEST(number(parameter::preferred_ver_pages) == 900u);
    BOOST_TEST(number(parameter::cached_closed_tables) == 112u);
}

BOOST_AUTO_TEST_CASE(a_small_configuration_shrinks_buffers_and_lifts_quotas)
{
    CHECK_ANSWER(set(parameter::configuration, 0x10u), success);

    BOOST_TEST(number(parameter::log_file_size) == 64u);
    BOOST_TEST(number(parameter::max_sessions) == 30000u);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
