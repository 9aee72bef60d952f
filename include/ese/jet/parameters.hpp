// parameters.hpp — the system parameters: what each is called, where it applies, when it may change, what it accepts.
//
// Room:   jet. Uses parameter.
// Gives:  the table of their rules, and describe() to look one up.
// Holds:  (1) the table is sorted by id;
//         (2) every default lies within its own range.
// Sizes that follow from the page size (key_most, lv_chunk_size_most, record_size_most) are listed for the default one;
// cache_size is what the cache holds when asked.
#pragma once

#include <ese/jet/parameter.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ese::inline v1::jet {

// Ids above this one are no parameters at all. The two void ones can be asked about and never be set.
inline constexpr std::uint32_t parameter_id_last = 221;
inline constexpr std::array<std::uint32_t, 2> parameter_ids_void{185, 221};

enum class parameter_kind : std::uint8_t {
    integer,
    boolean,   // any value is taken and kept as 0 or 1
    string,
    folder,    // made absolute, and ended with a separator
    path,      // a folder or a file
    grbit,     // `max` is the highest value; commit_default is checked against it as a mask
    pointer,   // a callback or a structure
    block,     // a size that is a power of two
};

enum class parameter_scope : std::uint8_t { instance, global };

// When setting a new value answers AlreadyInitialized.
enum class parameter_freeze : std::uint8_t {
    never,
    by_init,             // once the instance is initialised
    by_mode_and_init,    // once any instance mode is chosen, or the instance is initialised
};

struct parameter_rule {
    parameter        id{};
    std::string_view name{};                 // as in JET_param<name>
    parameter_kind   kind{};
    parameter_scope  scope{};
    parameter_freeze freeze{};
    bool             advanced = false;       // setting it does nothing while enable_advanced is off
    bool             read_only = false;
    std::uint64_t    min = 0;                // of a text: its length in characters
    std::uint64_t    max = 0;
    std::uint64_t    default_value = 0;
    std::string_view default_text{};

    [[nodiscard]] constexpr bool is_text() const noexcept
    {
        return kind == parameter_kind::string || kind == parameter_kind::folder || kind == parameter_kind::path;
    }
    [[nodiscard]] constexpr bool accepts(std::uint64_t value) const noexcept
    {
        switch (kind) {
        case parameter_kind::boolean: return true;
        case parameter_kind::block: return value >= min && value <= max && (value & (value - 1)) == 0;
        case parameter_kind::grbit: if (id == parameter::commit_default) return (value & ~max) == 0; break;
        default: break;
        }
        return value >= min && value <= max;
    }
    [[nodiscard]] constexpr bool accepts_length(std::size_t characters) const noexcept
    {
        return characters >= min && characters <= max;
    }
};

namespace parameter_table {

inline constexpr std::uint64_t max_31 = 0x7FFFFFFF;
inline constexpr std::uint64_t max_64 = ~std::uint64_t{0};

using enum parameter_kind;
using enum parameter_scope;
using enum parameter_freeze;
using p = parameter;

// id, name, kind, scope, frozen, advanced, read only, min, max, default, default text
inline constexpr std::array<parameter_rule, 87> rows{{
    {p::system_path, "SystemPath", folder, instance, by_init, false, false, 0, 246, 0, "./"},
    {p::temp_path, "TempPath", path, instance, by_init, false, false, 0, 247, 0, "tmp.edb"},
    {p::log_file_path, "LogFilePath", folder, instance, by_init, false, false, 0, 246, 0, "./"},
    {p::base_name, "BaseName", string, instance, by_init, false, false, 3, 3, 0, "edb"},
    {p::event_source, "EventSource", string, instance, by_init, false, false, 0, 259, 0, {}},
    {p::max_sessions, "MaxSessions", integer, instance, by_init, true, false, 0, 30000, 16, {}},
    {p::max_open_tables, "MaxOpenTables", integer, instance, by_init, true, false, 0, max_31, 300, {}},
    {p::preferred_max_open_tables, "PreferredMaxOpenTables",
     integer, instance, by_init, true, false, 0, max_31, 0, {}},
    {p::max_cursors, "MaxCursors", integer, instance, by_init, true, false, 0, max_31, 1024, {}},
    {p::max_ver_pages, "MaxVerPages", integer, instance, by_init, true, false, 1, max_31, 64, {}},
    {p::max_temporary_tables, "MaxTemporaryTables", integer, instance, by_init, true, false, 0, max_31, 20, {}},
    {p::log_file_size, "LogFileSize", integer, instance, by_init, false, false, 64, 32768, 5120, {}},
    {p::log_buffers, "LogBuffers", integer, instance, by_init, true, false, 1, max_31, 126, {}},
    {p::wait_log_flush, "WaitLogFlush", integer, instance, never, true, false, 0, max_31, 0, {}},
    {p::log_checkpoint_period, "LogCheckpointPeriod", integer, instance, by_init, true, false, 0, max_31, 1024, {}},
    {p::log_waiting_user_max, "LogWaitingUserMax", integer, instance, by_init, true, false, 0, max_31, 3, {}},
    {p::commit_default, "CommitDefault", grbit, instance, never, false, false, 0, 0x3B, 0, {}},
    {p::circular_log, "CircularLog", boolean, instance, by_init, false, false, 0, 1, 0, {}},
    {p::db_extension_size, "DbExtensionSize", integer, instance, never, true, false, 1, max_31, 256, {}},
    {p::page_temp_db_min, "PageTempDBMin", integer, instance, by_init, true, false, 0, max_31, 0, {}},
    {p::cache_size_max, "CacheSizeMax", integer, global, never, true, false, 1, max_64, 2000000000, {}},
    {p::checkpoint_depth_max, "CheckpointDepthMax", integer, instance, never, false, false, 0, max_64, 20971520, {}},
    {p::recovery, "Recovery", string, instance, by_init, false, false, 0, 259, 0, "on"},
    {p::enable_online_defrag, "EnableOnlineDefrag", grbit, instance, never, false, false, 0, 0xFFFF, 0xFFFF, {}},
    {p::assert_action, "AssertAction", grbit, global, never, false, false, 0, 64, 0x40, {}},
    {p::transaction_level, "TransactionLevel", integer, instance, never, false, true, 0, 7, 0, {}},
    {p::cache_size, "CacheSize", integer, global, never, true, false, 0, max_64, 0, {}},
    {p::enable_index_checking, "EnableIndexChecking", integer, instance, never, false, false, 0, 2, 1, {}},
    {p::enable_temp_table_versioning, "EnableTempTableVersioning",
     boolean, instance, by_init, false, false, 0, 1, 1, {}},
    {p::event_source_key, "EventSourceKey", string, instance, by_init, false, false, 0, 259, 0, {}},
    {p::no_information_event, "NoInformationEvent", boolean, instance, by_init, false, false, 0, 1, 0, {}},
    {p::event_logging_level, "EventLoggingLevel", integer, instance, by_init, false, false, 0, 100, 100, {}},
    {p::delete_out_of_range_logs, "DeleteOutOfRangeLogs", boolean, instance, by_init, false, false, 0, 1, 0, {}},
    {p::access_denied_retry_period, "AccessDeniedRetryPeriod",
     integer, global, never, false, false, 0, max_64, 10000, {}},
    {p::enable_index_cleanup, "EnableIndexCleanup", boolean, instance, never, false, false, 0, 1, 1, {}},
    {p::cache_size_min, "CacheSizeMin", integer, global, never, true, false, 1, max_64, 1, {}},
    {p::log_file_failover_path, "LogFileFailoverPath", folder, instance, by_init, false, false, 0, 0, 0, {}},
    {p::preferred_ver_pages, "PreferredVerPages", integer, instance, never, true, false, 1, max_31, 58, {}},
    {p::database_page_size, "DatabasePageSize", block, global, by_mode_and_init, false, false, 4096, 32768, 4096, {}},
    {p::disable_callbacks, "DisableCallbacks", boolean, instance, by_init, false, false, 0, 1, 0, {}},
    {p::log_file_create_asynch, "LogFileCreateAsynch", boolean, instance, by_init, true, false, 0, 1, 1, {}},
    {p::error_to_string, "ErrorToString", string, global, never, false, true, 0, 0, 0, {}},
    {p::zero_database_during_backup, "ZeroDatabaseDuringBackup",
     boolean, instance, by_init, false, false, 0, 1, 0, {}},
    {p::unicode_index_default, "UnicodeIndexDefault", pointer, instance, never, false, false, 0, max_64, 0, {}},
    {p::runtime_callback, "RuntimeCallback", pointer, instance, by_init, false, false, 0, max_64, 0, {}},
    {p::enable_sorted_retrieve_columns, "EnableSortedRetrieveColumns",
     boolean, instance, by_init, false, false, 0, 1, 0, {}},
    {p::cleanup_mismatched_log_files, "CleanupMismatchedLogFiles",
     boolean, instance, by_init, false, false, 0, 1, 0, {}},
    {p::global_min_ver_pages, "GlobalMinVerPages", integer, global, by_mode_and_init, true, false, 1, max_31, 64, {}},
    {p::os_snapshot_timeout, "OSSnapshotTimeout", integer, global, never, false, false, 0, max_31, 70000, {}},
    {p::exception_action, "ExceptionAction", integer, global, never, false, false, 0, max_64, 4, {}},
    {p::event_log_cache, "EventLogCache", integer, global, by_mode_and_init, false, false, 0, max_31, 0, {}},
    {p::create_path_if_not_exist, "CreatePathIfNotExist", boolean, instance, never, false, false, 0, 1, 0, {}},
    {p::one_database_per_session, "OneDatabasePerSession", boolean, instance, by_init, false, false, 0, 1, 0, {}},
    {p::max_databases_per_instance, "MaxDatabasesPerInstance",
     integer, global, by_mode_and_init, false, false, 7, 7, 7, {}},
    {p::max_instances, "MaxInstances", integer, global, by_mode_and_init, false, false, 1, 10240, 16, {}},
    {p::version_store_task_queue_max, "VersionStoreTaskQueueMax",
     integer, instance, never, true, false, 1, 127, 4, {}},
    {p::disable_perfmon, "DisablePerfmon", boolean, global, by_mode_and_init, false, false, 0, 1, 0, {}},
    {p::index_tuples_length_min, "IndexTuplesLengthMin", integer, instance, by_init, false, false, 2, 255, 3, {}},
    {p::index_tuples_length_max, "IndexTuplesLengthMax", integer, instance, by_init, false, false, 2, 255, 10, {}},
    {p::index_tuples_to_index_max, "IndexTuplesToIndexMax",
     integer, instance, by_init, false, false, 1, 32767, 32767, {}},
    {p::alternate_database_recovery_path, "AlternateDatabaseRecoveryPath",
     folder, instance, by_init, false, false, 0, 246, 0, {}},
    {p::cached_closed_tables, "CachedClosedTables", integer, instance, never, true, false, 0, max_31, 64, {}},
    {p::enable_file_cache, "EnableFileCache", boolean, global, by_mode_and_init, true, false, 0, 1, 0, {}},
    {p::enable_view_cache, "EnableViewCache", boolean, global, by_mode_and_init, true, false, 0, 1, 0, {}},
    {p::ver_page_size, "VerPageSize", block, global, by_mode_and_init, true, false, 1024, 65536, 32768, {}},
    {p::configuration, "Configuration", integer, instance, by_mode_and_init, false, false, 0, 0x7FF, 1, {}},
    {p::enable_advanced, "EnableAdvanced", boolean, instance, never, false, false, 0, 1, 1, {}},
    {p::max_coltyp, "MaxColtyp", integer, global, never, false, true, 0, max_31, 19, {}},
    {p::index_tuple_increment, "IndexTupleIncrement", integer, instance, by_init, false, false, 0, 32767, 1, {}},
    {p::index_tuple_start, "IndexTupleStart", integer, instance, never, false, false, 0, 32767, 0, {}},
    {p::key_most, "KeyMost", integer, instance, never, false, true, 0, max_31, 1000, {}},
    {p::legacy_file_names, "LegacyFileNames", grbit, instance, by_init, false, false, 0, 255, 3, {}},
    {p::io_priority, "IOPriority", integer, instance, never, true, false, 0, 0x4F000007, 0, {}},
    {p::waypoint_latency, "WaypointLatency", integer, instance, by_init, false, false, 0, 1023, 0, {}},
    {p::checkpoint_too_deep, "CheckpointTooDeep", integer, instance, by_init, false, false, 32, 65536, 65536, {}},
    {p::enable_persisted_callbacks, "EnablePersistedCallbacks",
     boolean, instance, by_init, false, false, 0, 1, 0, {}},
    {p::aggressive_log_rollover, "AggressiveLogRollover", boolean, instance, by_init, false, false, 0, 1, 0, {}},
    {p::periodic_log_rollover, "PeriodicLogRolloverLLR", integer, instance, by_init, false, false, 0, 604800, 0, {}},
    {p::lv_chunk_size_most, "LVChunkSizeMost", integer, global, never, false, true, 0, max_31, 4014, {}},
    {p::cache_priority, "CachePriority", integer, instance, never, true, false, 0, 1000, 100, {}},
    {p::max_transaction_size, "MaxTransactionSize", integer, instance, never, true, false, 1, 100, 100, {}},
    {p::process_friendly_name, "ProcessFriendlyName", string, global, by_mode_and_init, false, false, 0, 64, 0, {}},
    {p::durable_commit_callback, "DurableCommitCallback", pointer, instance, by_init, true, false, 0, max_64, 0, {}},
    {p::persisted_lost_flush_detection, "PersistedLostFlushDetection",
     grbit, instance, by_init, true, false, 0, 7, 1, {}},
    {p::engine_format_version, "EngineFormatVersion",
     integer, instance, never, false, false, 0, max_64, 0x40000001, {}},
    {p::record_size_most, "RecordSizeMost", integer, global, never, false, true, 0, max_31, 3791, {}},
    {p::use_flush_for_write_durability, "UseFlushForWriteDurability",
     boolean, instance, by_init, true, false, 0, 1, 1, {}},
}};

}  // namespace parameter_table

// The rule of one parameter; null for an id this engine does not know.
[[nodiscard]] constexpr const parameter_rule* describe(parameter id) noexcept
{
    const auto& rows = parameter_table::rows;
    const auto at = std::lower_bound(rows.begin(), rows.end(), id,
                                     [](const parameter_rule& rule, parameter wanted) { return rule.id < wanted; });
    return at != rows.end() && at->id == id ? &*at : nullptr;
}

}  // namespace ese::inline v1::jet
