// options_test.cpp — the option enumerations carry the documented bit values, and sets of them behave as sets.
#include <ese/jet/options.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <type_traits>

namespace {

namespace jet = ese::jet;

template <class E>
constexpr bool is(E value, std::uint32_t documented) { return static_cast<std::uint32_t>(value) == documented; }

// The numbers on the right are those of the public C header.

static_assert(is(jet::init_option::ignore_missing_database, 0x4));
static_assert(is(jet::init_option::recovery_without_undo, 0x8));
static_assert(is(jet::init_option::truncate_logs_after_recovery, 0x10));
static_assert(is(jet::init_option::replay_missing_map_entry, 0x20));
static_assert(is(jet::init_option::log_stream_must_exist, 0x40));
static_assert(is(jet::init_option::ignore_lost_logs, 0x80));
static_assert(is(jet::init_option::keep_attached, 0x1000));
static_assert(is(jet::term_option::complete, 0x1));
static_assert(is(jet::term_option::abrupt, 0x2));
static_assert(is(jet::term_option::stop_backup, 0x4));
static_assert(is(jet::term_option::dirty, 0x8));
static_assert(is(jet::stop_service_option::background_user_tasks, 0x2));
static_assert(is(jet::stop_service_option::quiesce_caches, 0x4));
static_assert(is(jet::stop_service_option::stop_and_emit_log, 0x8));
static_assert(is(jet::stop_service_option::resume, 0x80000000));
static_assert(is(jet::end_session_option::force, 0x1));
static_assert(is(jet::idle_option::flush_buffers, 0x1));
static_assert(is(jet::idle_option::compact, 0x2));
static_assert(is(jet::idle_option::status, 0x4));
static_assert(is(jet::idle_option::compact_async, 0x10));
static_assert(is(jet::idle_option::buffers_status, 0x20));
static_assert(is(jet::idle_option::wait_for_async, 0x40));
static_assert(is(jet::begin_option::read_only, 0x1));
static_assert(is(jet::begin_option::distributed, 0x2));
static_assert(is(jet::commit_option::lazy_flush, 0x1));
static_assert(is(jet::commit_option::wait_last_level0, 0x2));
static_assert(is(jet::commit_option::wait_all_level0, 0x8));
static_assert(is(jet::commit_option::force_new_log, 0x10));
static_assert(is(jet::commit_option::redo_callback, 0x20));
static_assert(is(jet::rollback_option::all, 0x1));
static_assert(is(jet::rollback_option::redo_callback, 0x20));
static_assert(is(jet::create_database_option::exclusive, 0x2));
static_assert(is(jet::create_database_option::recovery_off, 0x8));
static_assert(is(jet::create_database_option::versioning_off, 0x40));
static_assert(is(jet::create_database_option::shadowing_off, 0x80));
static_assert(is(jet::create_database_option::overwrite_existing, 0x200));
static_assert(is(jet::attach_option::read_only, 0x1));
static_assert(is(jet::attach_option::exclusive, 0x2));
static_assert(is(jet::attach_option::delete_corrupt_indexes, 0x10));
static_assert(is(jet::attach_option::versioning_off, 0x40));
static_assert(is(jet::attach_option::upgrade, 0x200));
static_assert(is(jet::attach_option::delete_unicode_indexes, 0x400));
static_assert(is(jet::attach_option::background_maintenance, 0x800));
static_assert(is(jet::attach_option::purge_cache, 0x1000));
static_assert(is(jet::open_database_option::read_only, 0x1));
static_assert(is(jet::open_database_option::exclusive, 0x2));
static_assert(is(jet::detach_option::force, 0x1));
static_assert(is(jet::detach_option::force_close, 0x3));
static_assert(is(jet::create_table_option::fixed_ddl, 0x1));
static_assert(is(jet::create_table_option::template_table, 0x2));
static_assert(is(jet::create_table_option::no_fixed_var_columns_in_derived, 0x4));
static_assert(is(jet::create_table_option::immutable_structure, 0x8));
static_assert(is(jet::create_table_option::system_table, 0x80000000));
static_assert(is(jet::open_table_option::deny_write, 0x1));
static_assert(is(jet::open_table_option::deny_read, 0x2));
static_assert(is(jet::open_table_option::read_only, 0x4));
static_assert(is(jet::open_table_option::updatable, 0x8));
static_assert(is(jet::open_table_option::permit_ddl, 0x10));
static_assert(is(jet::open_table_option::no_cache, 0x20));
static_assert(is(jet::open_table_option::preread, 0x40));
static_assert(is(jet::open_table_option::opportune_read, 0x80));
static_assert(is(jet::open_table_option::allow_out_of_date, 0x100));
static_assert(is(jet::open_table_option::sequential, 0x8000));
static_assert(is(jet::open_table_option::class_mask, 0x1F0000));
static_assert(is(jet::open_table_option::try_purge_on_close, 0x1000000));
static_assert(is(jet::open_table_option::allow_sensitive_operation, 0x8000000));
static_assert(is(jet::open_table_option::being_deleted, 0x10000000));
static_assert(is(jet::open_table_option::being_created, 0x20000000));
static_assert(is(jet::column_option::fixed, 0x1));
static_assert(is(jet::column_option::tagged, 0x2));
static_assert(is(jet::column_option::not_null, 0x4));
static_assert(is(jet::column_option::version, 0x8));
static_assert(is(jet::column_option::autoincrement, 0x10));
static_assert(is(jet::column_option::updatable, 0x20));
static_assert(is(jet::column_option::temp_key, 0x40));
static_assert(is(jet::column_option::temp_descending, 0x80));
static_assert(is(jet::column_option::multi_valued, 0x400));
static_assert(is(jet::column_option::escrow_update, 0x800));
static_assert(is(jet::column_option::unversioned, 0x1000));
static_assert(is(jet::column_option::maybe_null, 0x2000));
static_assert(is(jet::column_option::finalize, 0x4000));
static_assert(is(jet::column_option::user_defined_default, 0x8000));
static_assert(is(jet::column_option::primary_index_placeholder, 0x10000));
static_assert(is(jet::column_option::delete_on_zero, 0x20000));
static_assert(is(jet::column_option::variable, 0x40000));
static_assert(is(jet::column_option::compressed, 0x80000));
static_assert(is(jet::column_option::encrypted, 0x100000));
static_assert(is(jet::delete_column_option::ignore_template_columns, 0x1));
static_assert(is(jet::index_option::unique, 0x1));
static_assert(is(jet::index_option::primary, 0x2));
static_assert(is(jet::index_option::disallow_null, 0x4));
static_assert(is(jet::index_option::ignore_null, 0x8));
static_assert(is(jet::index_option::clustered_40, 0x10));
static_assert(is(jet::index_option::ignore_any_null, 0x20));
static_assert(is(jet::index_option::ignore_first_null, 0x40));
static_assert(is(jet::index_option::lazy_flush, 0x80));
static_assert(is(jet::index_option::empty, 0x100));
static_assert(is(jet::index_option::unversioned, 0x200));
static_assert(is(jet::index_option::sort_nulls_high, 0x400));
static_assert(is(jet::index_option::unicode, 0x800));
static_assert(is(jet::index_option::tuples, 0x1000));
static_assert(is(jet::index_option::tuple_limits, 0x2000));
static_assert(is(jet::index_option::cross_product, 0x4000));
static_assert(is(jet::index_option::key_most, 0x8000));
static_assert(is(jet::index_option::disallow_truncation, 0x10000));
static_assert(is(jet::index_option::nested_table, 0x20000));
static_assert(is(jet::index_option::dotnet_guid, 0x40000));
static_assert(is(jet::index_option::immutable_structure, 0x80000));
static_assert(is(jet::index_option::deferred_populate_create, 0x100000));
static_assert(is(jet::index_option::deferred_populate_process, 0x200000));
static_assert(is(jet::index_option::optionally_unique, 0x400000));
static_assert(is(jet::conditional_column_option::must_be_null, 0x1));
static_assert(is(jet::conditional_column_option::must_be_non_null, 0x2));
static_assert(is(jet::temp_table_option::indexed, 0x1));
static_assert(is(jet::temp_table_option::unique, 0x2));
static_assert(is(jet::temp_table_option::updatable, 0x4));
static_assert(is(jet::temp_table_option::scrollable, 0x8));
static_assert(is(jet::temp_table_option::sort_nulls_high, 0x10));
static_assert(is(jet::temp_table_option::force_materialization, 0x20));
static_assert(is(jet::temp_table_option::forward_only, 0x40));
static_assert(is(jet::temp_table_option::intrinsic_long_values_only, 0x80));
static_assert(is(jet::temp_table_option::dotnet_guid, 0x100));
static_assert(is(jet::set_column_option::append, 0x1));
static_assert(is(jet::set_column_option::overwrite, 0x4));
static_assert(is(jet::set_column_option::resize, 0x8));
static_assert(is(jet::set_column_option::zero_length, 0x20));
static_assert(is(jet::set_column_option::separate, 0x40));
static_assert(is(jet::set_column_option::unique_values, 0x80));
static_assert(is(jet::set_column_option::unique_normalized_values, 0x100));
static_assert(is(jet::set_column_option::revert_to_default, 0x200));
static_assert(is(jet::set_column_option::intrinsic, 0x400));
static_assert(is(jet::set_column_option::uncompressed, 0x10000));
static_assert(is(jet::set_column_option::compressed, 0x20000));
static_assert(is(jet::set_column_option::contiguous, 0x40000));
static_assert(is(jet::retrieve_option::copy, 0x1));
static_assert(is(jet::retrieve_option::from_index, 0x2));
static_assert(is(jet::retrieve_option::from_primary_bookmark, 0x4));
static_assert(is(jet::retrieve_option::tag, 0x8));
static_assert(is(jet::retrieve_option::null, 0x10));
static_assert(is(jet::retrieve_option::ignore_default, 0x20));
static_assert(is(jet::retrieve_option::long_id, 0x40));
static_assert(is(jet::retrieve_option::long_value_reference_count, 0x80));
static_assert(is(jet::retrieve_option::tuple, 0x800));
static_assert(is(jet::retrieve_option::page_number, 0x1000));
static_assert(is(jet::retrieve_option::copy_intrinsic, 0x2000));
static_assert(is(jet::retrieve_option::preread_only, 0x4000));
static_assert(is(jet::retrieve_option::preread_many, 0x8000));
static_assert(is(jet::retrieve_option::physical_size, 0x10000));
static_assert(is(jet::retrieve_option::as_reference_if_separate, 0x20000));
static_assert(is(jet::enumerate_option::copy, 0x1));
static_assert(is(jet::enumerate_option::ignore_default, 0x20));
static_assert(is(jet::enumerate_option::local, 0x10000));
static_assert(is(jet::enumerate_option::presence_only, 0x20000));
static_assert(is(jet::enumerate_option::tagged_only, 0x40000));
static_assert(is(jet::enumerate_option::compress_output, 0x80000));
static_assert(is(jet::enumerate_option::ignore_user_defined_default, 0x100000));
static_assert(is(jet::enumerate_option::in_record_only, 0x200000));
static_assert(is(jet::enumerate_option::as_reference_if_separate, 0x400000));
static_assert(is(jet::update_option::check_ese97_compatibility, 0x1));
static_assert(is(jet::update_option::no_version, 0x2));
static_assert(is(jet::update_option::enforce_optionally_unique, 0x4));
static_assert(is(jet::escrow_option::no_rollback, 0x1));
static_assert(is(jet::lock_option::read, 0x1));
static_assert(is(jet::lock_option::write, 0x2));
static_assert(is(jet::lock_option::key, 0x4));
static_assert(is(jet::move_option::key_not_equal, 0x1));
static_assert(is(jet::seek_option::equal, 0x1));
static_assert(is(jet::seek_option::less, 0x2));
static_assert(is(jet::seek_option::less_or_equal, 0x4));
static_assert(is(jet::seek_option::greater_or_equal, 0x8));
static_assert(is(jet::seek_option::greater, 0x10));
static_assert(is(jet::seek_option::set_index_range, 0x20));
static_assert(is(jet::seek_option::check_uniqueness, 0x40));
static_assert(is(jet::key_option::new_key, 0x1));
static_assert(is(jet::key_option::string_limit, 0x2));
static_assert(is(jet::key_option::substring_limit, 0x4));
static_assert(is(jet::key_option::normalized_key, 0x8));
static_assert(is(jet::key_option::zero_length, 0x10));
static_assert(is(jet::key_option::override_primary_index_placeholder, 0x20));
static_assert(is(jet::key_option::full_column_start_limit, 0x100));
static_assert(is(jet::key_option::full_column_end_limit, 0x200));
static_assert(is(jet::key_option::partial_column_start_limit, 0x400));
static_assert(is(jet::key_option::partial_column_end_limit, 0x800));
static_assert(is(jet::key_option::limit_mask, 0xF00));
static_assert(is(jet::range_option::inclusive, 0x1));
static_assert(is(jet::range_option::upper_limit, 0x2));
static_assert(is(jet::range_option::instant_duration, 0x4));
static_assert(is(jet::range_option::remove, 0x8));
static_assert(is(jet::set_current_index_option::before_first, 0x1));
static_assert(is(jet::set_current_index_option::no_move, 0x2));
static_assert(is(jet::goto_bookmark_option::permit_virtual_currency, 0x1));
static_assert(is(jet::record_size_option::in_copy_buffer, 0x1));
static_assert(is(jet::record_size_option::running_total, 0x2));
static_assert(is(jet::record_size_option::local, 0x4));
static_assert(is(jet::record_size_option::include_defaults, 0x8));
static_assert(is(jet::record_size_option::secondary_key_only, 0x10));
static_assert(is(jet::record_size_option::intrinsic_physical_only, 0x20));
static_assert(is(jet::record_size_option::extrinsic_logical_only, 0x40));
static_assert(is(jet::intersect_option::in_index, 0x1));
static_assert(is(jet::intersect_option::not_in_index, 0x2));
static_assert(is(jet::preread_option::forward, 0x1));
static_assert(is(jet::preread_option::backward, 0x2));
static_assert(is(jet::preread_option::first_page, 0x4));
static_assert(is(jet::preread_option::normalized_key, 0x8));
static_assert(is(jet::resize_option::only_grow, 0x1));
static_assert(is(jet::resize_option::only_shrink, 0x2));
static_assert(is(jet::defragment_option::start, 0x1));
static_assert(is(jet::defragment_option::stop, 0x2));
static_assert(is(jet::defragment_option::space_trees_only, 0x40));
static_assert(is(jet::defragment_option::no_partial_merges, 0x80));
static_assert(is(jet::defragment_option::tree, 0x100));
static_assert(is(jet::defragment_option::tree_batch, 0x200));
static_assert(is(jet::prepare_kind::insert, 0x0));
static_assert(is(jet::prepare_kind::replace, 0x2));
static_assert(is(jet::prepare_kind::cancel, 0x3));
static_assert(is(jet::prepare_kind::replace_no_lock, 0x4));
static_assert(is(jet::prepare_kind::insert_copy, 0x5));
static_assert(is(jet::prepare_kind::insert_copy_delete_original, 0x7));
static_assert(is(jet::prepare_kind::read_only_copy, 0x8));
static_assert(is(jet::prepare_kind::insert_copy_replace_original, 0x9));
static_assert(is(jet::prepare_kind::insert_must_set_autoincrement, 0xA));
static_assert(is(jet::stop_service_option::all, 0x0));
static_assert(is(jet::set_current_index_option::move_first, 0x0));
static_assert(static_cast<std::uint32_t>(jet::move_first) == 0x80000000);
static_assert(static_cast<std::uint32_t>(jet::move_previous) == 0xFFFFFFFF);
static_assert(jet::move_next == 1);
static_assert(jet::move_last == 0x7FFFFFFF);

static_assert(!std::is_convertible_v<jet::commit_option, jet::flags<jet::rollback_option>>);
static_assert(!std::is_convertible_v<std::uint32_t, jet::flags<jet::commit_option>>);
static_assert(!jet::option<jet::prepare_kind>);      // kinds of update exclude each other

using commit_set = jet::flags<jet::commit_option>;

}  // namespace

BOOST_AUTO_TEST_SUITE(jet_options)

BOOST_AUTO_TEST_CASE(a_set_starts_empty_and_a_member_is_a_set_of_one)
{
    const commit_set empty;
    const commit_set lazy = jet::commit_option::lazy_flush;

    BOOST_TEST(empty.none());
    BOOST_TEST((empty == jet::commit_option::none));
    BOOST_TEST(lazy.bits() == 0x1u);
}

BOOST_AUTO_TEST_CASE(has_wants_all_members_and_has_any_one_of_them)
{
    const commit_set both = jet::commit_option::lazy_flush | jet::commit_option::redo_callback;

    BOOST_TEST(both.has(jet::commit_option::redo_callback));
    BOOST_TEST(both.has(both));
    BOOST_TEST(!both.has(jet::commit_option::lazy_flush | jet::commit_option::force_new_log));
    BOOST_TEST(both.has_any(jet::commit_option::lazy_flush | jet::commit_option::force_new_log));
    BOOST_TEST(!both.has_any(jet::commit_option::force_new_log));
}

BOOST_AUTO_TEST_CASE(unknown_bits_are_kept_and_seen_by_only)
{
    const auto odd = commit_set::from_bits(0x80000001);

    BOOST_TEST(odd.bits() == 0x80000001u);
    BOOST_TEST(!odd.only(jet::commit_option::lazy_flush));
    BOOST_TEST(odd.without(commit_set::from_bits(0x80000000)).only(jet::commit_option::lazy_flush));
}

BOOST_AUTO_TEST_CASE(adding_and_taking_away_members_gives_back_the_set)
{
    commit_set set = jet::commit_option::lazy_flush;

    set |= jet::commit_option::redo_callback;
    const commit_set back = set.without(jet::commit_option::redo_callback);

    BOOST_TEST(set.bits() == 0x21u);
    BOOST_TEST((back == jet::commit_option::lazy_flush));
    BOOST_TEST(((set & back) == back));
}

BOOST_AUTO_TEST_SUITE_END()
