// parameters_test.cpp — the parameter table carries the documented ids, and its rows do not contradict themselves.
#include <ese/jet/limits.hpp>
#include <ese/jet/parameters.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>

namespace {

namespace jet = ese::jet;
using jet::describe;
using p = jet::parameter;

constexpr bool is(p id, std::uint32_t documented)
{
    return static_cast<std::uint32_t>(id) == documented && describe(id)->id == id;
}

// The numbers on the right are those of the public C header.

static_assert(is(p::system_path, 0));
static_assert(is(p::temp_path, 1));
static_assert(is(p::log_file_path, 2));
static_assert(is(p::base_name, 3));
static_assert(is(p::event_source, 4));
static_assert(is(p::max_sessions, 5));
static_assert(is(p::max_open_tables, 6));
static_assert(is(p::preferred_max_open_tables, 7));
static_assert(is(p::max_cursors, 8));
static_assert(is(p::max_ver_pages, 9));
static_assert(is(p::max_temporary_tables, 10));
static_assert(is(p::log_file_size, 11));
static_assert(is(p::log_buffers, 12));
static_assert(is(p::wait_log_flush, 13));
static_assert(is(p::log_checkpoint_period, 14));
static_assert(is(p::log_waiting_user_max, 15));
static_assert(is(p::commit_default, 16));
static_assert(is(p::circular_log, 17));
static_assert(is(p::db_extension_size, 18));
static_assert(is(p::page_temp_db_min, 19));
static_assert(is(p::cache_size_max, 23));
static_assert(is(p::checkpoint_depth_max, 24));
static_assert(is(p::recovery, 34));
static_assert(is(p::enable_online_defrag, 35));
static_assert(is(p::assert_action, 36));
static_assert(is(p::transaction_level, 38));
static_assert(is(p::cache_size, 41));
static_assert(is(p::enable_index_checking, 45));
static_assert(is(p::enable_temp_table_versioning, 46));
static_assert(is(p::event_source_key, 49));
static_assert(is(p::no_information_event, 50));
static_assert(is(p::event_logging_level, 51));
static_assert(is(p::delete_out_of_range_logs, 52));
static_assert(is(p::access_denied_retry_period, 53));
static_assert(is(p::enable_index_cleanup, 54));
static_assert(is(p::cache_size_min, 60));
static_assert(is(p::log_file_failover_path, 61));
static_assert(is(p::preferred_ver_pages, 63));
static_assert(is(p::database_page_size, 64));
static_assert(is(p::disable_callbacks, 65));
static_assert(is(p::log_file_create_asynch, 69));
static_assert(is(p::error_to_string, 70));
static_assert(is(p::zero_database_during_backup, 71));
static_assert(is(p::unicode_index_default, 72));
static_assert(is(p::runtime_callback, 73));
static_assert(is(p::enable_sorted_retrieve_columns, 76));
static_assert(is(p::cleanup_mismatched_log_files, 77));
static_assert(is(p::global_min_ver_pages, 81));
static_assert(is(p::os_snapshot_timeout, 82));
static_assert(is(p::exception_action, 98));
static_assert(is(p::event_log_cache, 99));
static_assert(is(p::create_path_if_not_exist, 100));
static_assert(is(p::one_database_per_session, 102));
static_assert(is(p::max_databases_per_instance, 103));
static_assert(is(p::max_instances, 104));
static_assert(is(p::version_store_task_queue_max, 105));
static_assert(is(p::disable_perfmon, 107));
static_assert(is(p::index_tuples_length_min, 110));
static_assert(is(p::index_tuples_length_max, 111));
static_assert(is(p::index_tuples_to_index_max, 112));
static_assert(is(p::alternate_database_recovery_path, 113));
static_assert(is(p::cached_closed_tables, 125));
static_assert(is(p::enable_file_cache, 126));
static_assert(is(p::enable_view_cache, 127));
static_assert(is(p::ver_page_size, 128));
static_assert(is(p::configuration, 129));
static_assert(is(p::enable_advanced, 130));
static_assert(is(p::max_coltyp, 131));
static_assert(is(p::index_tuple_increment, 132));
static_assert(is(p::index_tuple_start, 133));
static_assert(is(p::key_most, 134));
static_assert(is(p::legacy_file_names, 136));
static_assert(is(p::io_priority, 152));
static_assert(is(p::waypoint_latency, 153));
static_assert(is(p::checkpoint_too_deep, 154));
static_assert(is(p::enable_persisted_callbacks, 156));
static_assert(is(p::aggressive_log_rollover, 157));
static_assert(is(p::periodic_log_rollover, 158));
static_assert(is(p::lv_chunk_size_most, 163));
static_assert(is(p::cache_priority, 177));
static_assert(is(p::max_transaction_size, 178));
static_assert(is(p::process_friendly_name, 186));
static_assert(is(p::durable_commit_callback, 187));
static_assert(is(p::persisted_lost_flush_detection, 193));
static_assert(is(p::engine_format_version, 194));
static_assert(is(p::record_size_most, 213));
static_assert(is(p::use_flush_for_write_durability, 214));

constexpr bool sorted_by_id =
    std::is_sorted(jet::parameter_table::rows.begin(), jet::parameter_table::rows.end(),
                   [](const jet::parameter_rule& a, const jet::parameter_rule& b) { return a.id < b.id; });
static_assert(sorted_by_id);

constexpr bool default_fits(const jet::parameter_rule& rule)
{
    if (rule.read_only) return true;
    return rule.is_text() ? rule.accepts_length(rule.default_text.size()) : rule.accepts(rule.default_value);
}
static_assert(std::all_of(jet::parameter_table::rows.begin(), jet::parameter_table::rows.end(), default_fits));

static_assert(describe(p::max_sessions)->max == jet::sessions_max);
static_assert(describe(p::max_sessions)->default_value == jet::sessions_default);
static_assert(describe(p::max_instances)->max == jet::instances_max);
static_assert(describe(p::max_databases_per_instance)->default_value == jet::databases_max + 1);
static_assert(describe(p::database_page_size)->default_value == jet::page_size_default);
static_assert(describe(p::key_most)->default_value == jet::key_size_max(jet::page_size_default));
static_assert(describe(p::record_size_most)->default_value == jet::record_size_max(jet::page_size_default));
static_assert(describe(p::lv_chunk_size_most)->default_value == jet::long_value_chunk_size(jet::page_size_default));

}  // namespace

BOOST_AUTO_TEST_SUITE(jet_parameters)

BOOST_AUTO_TEST_CASE(an_unknown_id_has_no_rule)
{
    BOOST_TEST(describe(static_cast<p>(20)) == nullptr);
    BOOST_TEST(describe(static_cast<p>(185)) == nullptr);
    BOOST_TEST(describe(static_cast<p>(jet::parameter_id_last)) == nullptr);
    BOOST_TEST(describe(static_cast<p>(0xFFFFFFFF)) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_page_size_is_a_power_of_two_within_its_range)
{
    const auto& rule = *describe(p::database_page_size);

    BOOST_TEST(rule.accepts(8192));
    BOOST_TEST(!rule.accepts(2048));
    BOOST_TEST(!rule.accepts(6000));
    BOOST_TEST(!rule.accepts(65536));
}

BOOST_AUTO_TEST_CASE(a_boolean_accepts_any_value)
{
    BOOST_TEST(describe(p::circular_log)->accepts(17));
}

BOOST_AUTO_TEST_CASE(the_default_commit_option_is_checked_as_a_mask)
{
    const auto& rule = *describe(p::commit_default);

    BOOST_TEST(rule.accepts(0x3B));
    BOOST_TEST(!rule.accepts(0x04));
    BOOST_TEST(!rule.accepts(0x40));
}

BOOST_AUTO_TEST_CASE(a_base_name_has_exactly_three_characters)
{
    const auto& rule = *describe(p::base_name);

    BOOST_TEST(rule.is_text());
    BOOST_TEST(rule.accepts_length(3));
    BOOST_TEST(!rule.accepts_length(2));
    BOOST_TEST(!rule.accepts_length(4));
}

BOOST_AUTO_TEST_SUITE_END()
