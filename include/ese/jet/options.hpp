// options.hpp — the grbits of the calls, one type for each call that takes some.
//
// Room:   jet. Uses nothing.
// Gives:  an enumeration per call and flags<E>, a set of its members; prepare_kind and the offsets of JetMove beside
//         them. Values are those of the documented JET_bit constants.
// Holds:  a set may contain bits that have no name here: the C interface passes whatever it is given, and each call
//         decides whether an unknown bit is refused or ignored.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>

namespace ese::inline v1::jet {

// JetInit2 and later.
enum class init_option : std::uint32_t {
    none = 0,
    ignore_missing_database = 4,
    recovery_without_undo = 8,
    truncate_logs_after_recovery = 0x10,
    replay_missing_map_entry = 0x20,
    log_stream_must_exist = 0x40,
    ignore_lost_logs = 0x80,
    keep_attached = 0x1000,
};

// JetBackupInstance. Without any: a full backup into an empty folder.
enum class backup_option : std::uint32_t {
    none = 0,
    incremental = 1,  // only what was logged since the last one
    atomic = 4,       // an earlier backup in the folder gives way to this one once that is complete
};

// JetTerm2. Without any: complete.
enum class term_option : std::uint32_t {
    none = 0,
    complete = 1,
    abrupt = 2,
    stop_backup = 4,
    dirty = 8,  // databases stay as after a crash
};

// JetStopServiceInstance2. Zero stops everything, and then for good.
enum class stop_service_option : std::uint32_t {
    all = 0,
    background_user_tasks = 2,
    quiesce_caches = 4,
    stop_and_emit_log = 8,
    resume = 0x80000000,
};

// JetEndSession.
enum class end_session_option : std::uint32_t {
    none = 0,
    force = 1,
};

// JetIdle.
enum class idle_option : std::uint32_t {
    none = 0,
    flush_buffers = 1,
    compact = 2,
    status = 4,
    compact_async = 0x10,
    buffers_status = 0x20,
    wait_for_async = 0x40,
};

// JetBeginTransaction2. Only the outermost begin decides about reading only.
enum class begin_option : std::uint32_t {
    none = 0,
    read_only = 1,
    distributed = 2,  // accepted and without effect
};

// JetCommitTransaction. The middle three stand alone and do not end the transaction.
enum class commit_option : std::uint32_t {
    none = 0,
    lazy_flush = 1,
    wait_last_level0 = 2,
    wait_all_level0 = 8,
    force_new_log = 0x10,
    redo_callback = 0x20,
};

// JetRollback.
enum class rollback_option : std::uint32_t {
    none = 0,
    all = 1,  // every level, not the innermost only
    redo_callback = 0x20,
};

// JetCreateDatabase.
enum class create_database_option : std::uint32_t {
    none = 0,
    exclusive = 2,
    recovery_off = 8,
    versioning_off = 0x40,
    shadowing_off = 0x80,
    overwrite_existing = 0x200,
};

// JetAttachDatabase.
enum class attach_option : std::uint32_t {
    none = 0,
    read_only = 1,
    exclusive = 2,
    delete_corrupt_indexes = 0x10,
    versioning_off = 0x40,  // always refused
    upgrade = 0x200,
    delete_unicode_indexes = 0x400,
    background_maintenance = 0x800,
    purge_cache = 0x1000,
};

// JetOpenDatabase.
enum class open_database_option : std::uint32_t {
    none = 0,
    read_only = 1,
    exclusive = 2,
};

// JetDetachDatabase2. Both are refused; they exist so that callers can be told.
enum class detach_option : std::uint32_t {
    none = 0,
    force = 1,
    force_close = 3,
};

// JetCreateTableColumnIndex.
enum class create_table_option : std::uint32_t {
    none = 0,
    fixed_ddl = 1,
    template_table = 2,
    no_fixed_var_columns_in_derived = 4,
    immutable_structure = 8,
    system_table = 0x80000000,
};

// JetOpenTable.
enum class open_table_option : std::uint32_t {
    none = 0,
    deny_write = 1,
    deny_read = 2,
    read_only = 4,
    updatable = 8,
    permit_ddl = 0x10,
    no_cache = 0x20,
    preread = 0x40,
    opportune_read = 0x80,
    allow_out_of_date = 0x100,
    sequential = 0x8000,
    class_mask = 0x1F0000,
    try_purge_on_close = 0x1000000,
    allow_sensitive_operation = 0x8000000,
    being_deleted = 0x10000000,  // given by the engine only
    being_created = 0x20000000,  // given by the engine only
};

// JetAddColumn and JET_COLUMNDEF.
enum class column_option : std::uint32_t {
    none = 0,
    fixed = 1,
    tagged = 2,
    not_null = 4,
    version = 8,
    autoincrement = 0x10,
    updatable = 0x20,  // told, never asked
    temp_key = 0x40,
    temp_descending = 0x80,
    multi_valued = 0x400,
    escrow_update = 0x800,
    unversioned = 0x1000,
    maybe_null = 0x2000,  // told, never asked
    finalize = 0x4000,
    user_defined_default = 0x8000,
    primary_index_placeholder = 0x10000,  // JetRenameColumn only
    delete_on_zero = 0x20000,
    variable = 0x40000,
    compressed = 0x80000,
    encrypted = 0x100000,
};

// JetDeleteColumn2.
enum class delete_column_option : std::uint32_t {
    none = 0,
    ignore_template_columns = 1,
};

// JetCreateIndex.
enum class index_option : std::uint32_t {
    none = 0,
    unique = 1,
    primary = 2,  // unique as well
    disallow_null = 4,
    ignore_null = 8,  // no entry when every column is NULL
    clustered_40 = 0x10,  // without effect
    ignore_any_null = 0x20,
    ignore_first_null = 0x40,
    lazy_flush = 0x80,
    empty = 0x100,
    unversioned = 0x200,
    sort_nulls_high = 0x400,
    unicode = 0x800,
    tuples = 0x1000,
    tuple_limits = 0x2000,
    cross_product = 0x4000,
    key_most = 0x8000,  // the size in JET_INDEXCREATE counts
    disallow_truncation = 0x10000,
    nested_table = 0x20000,
    dotnet_guid = 0x40000,
    immutable_structure = 0x80000,
    deferred_populate_create = 0x100000,
    deferred_populate_process = 0x200000,
    optionally_unique = 0x400000,
};

// JET_CONDITIONALCOLUMN.
enum class conditional_column_option : std::uint32_t {
    none = 0,
    must_be_null = 1,
    must_be_non_null = 2,
};

// JetOpenTempTable.
enum class temp_table_option : std::uint32_t {
    none = 0,
    indexed = 1,
    unique = 2,
    updatable = 4,
    scrollable = 8,
    sort_nulls_high = 0x10,
    force_materialization = 0x20,
    forward_only = 0x40,
    intrinsic_long_values_only = 0x80,
    dotnet_guid = 0x100,
};

// JetSetColumn.
enum class set_column_option : std::uint32_t {
    none = 0,
    append = 1,
    overwrite = 4,
    resize = 8,
    zero_length = 0x20,  // empty instead of NULL
    separate = 0x40,
    unique_values = 0x80,
    unique_normalized_values = 0x100,
    revert_to_default = 0x200,
    intrinsic = 0x400,
    uncompressed = 0x10000,
    compressed = 0x20000,
    contiguous = 0x40000,
};

// JetRetrieveColumn.
enum class retrieve_option : std::uint32_t {
    none = 0,
    copy = 1,  // from the prepared update
    from_index = 2,
    from_primary_bookmark = 4,
    tag = 8,
    null = 0x10,
    ignore_default = 0x20,
    long_id = 0x40,
    long_value_reference_count = 0x80,
    tuple = 0x800,
    page_number = 0x1000,
    copy_intrinsic = 0x2000,
    preread_only = 0x4000,
    preread_many = 0x8000,
    physical_size = 0x10000,
    as_reference_if_separate = 0x20000,
};

// JetEnumerateColumns.
enum class enumerate_option : std::uint32_t {
    none = 0,
    copy = 1,
    ignore_default = 0x20,
    local = 0x10000,
    presence_only = 0x20000,
    tagged_only = 0x40000,
    compress_output = 0x80000,
    ignore_user_defined_default = 0x100000,
    in_record_only = 0x200000,
    as_reference_if_separate = 0x400000,
};

// JetUpdate2.
enum class update_option : std::uint32_t {
    none = 0,
    check_ese97_compatibility = 1,
    no_version = 2,
    enforce_optionally_unique = 4,
};

// JetEscrowUpdate.
enum class escrow_option : std::uint32_t {
    none = 0,
    no_rollback = 1,
};

// JetGetLock. Exactly one of read and write.
enum class lock_option : std::uint32_t {
    none = 0,
    read = 1,
    write = 2,
    key = 4,
};

// JetMove.
enum class move_option : std::uint32_t {
    none = 0,
    key_not_equal = 1,  // steps count keys, not entries
};

// JetSeek. Exactly one relation.
enum class seek_option : std::uint32_t {
    none = 0,
    equal = 1,
    less = 2,
    less_or_equal = 4,
    greater_or_equal = 8,
    greater = 0x10,
    set_index_range = 0x20,  // with equal only
    check_uniqueness = 0x40,  // with equal only
};

// JetMakeKey.
enum class key_option : std::uint32_t {
    none = 0,
    new_key = 1,
    string_limit = 2,
    substring_limit = 4,
    normalized_key = 8,
    zero_length = 0x10,
    override_primary_index_placeholder = 0x20,
    full_column_start_limit = 0x100,
    full_column_end_limit = 0x200,
    partial_column_start_limit = 0x400,
    partial_column_end_limit = 0x800,
    limit_mask = 0xF00,
};

// JetSetIndexRange.
enum class range_option : std::uint32_t {
    none = 0,
    inclusive = 1,
    upper_limit = 2,
    instant_duration = 4,
    remove = 8,
};

// JetSetCurrentIndex2. Zero goes to the first entry.
enum class set_current_index_option : std::uint32_t {
    move_first = 0,
    before_first = 1,
    no_move = 2,  // stays on the same record
};

// JetGotoSecondaryIndexBookmark.
enum class goto_bookmark_option : std::uint32_t {
    none = 0,
    permit_virtual_currency = 1,
};

// JetGetRecordSize.
enum class record_size_option : std::uint32_t {
    none = 0,
    in_copy_buffer = 1,
    running_total = 2,
    local = 4,
    include_defaults = 8,
    secondary_key_only = 0x10,
    intrinsic_physical_only = 0x20,
    extrinsic_logical_only = 0x40,
};

// JET_INDEXRANGE. The second is refused.
enum class intersect_option : std::uint32_t {
    none = 0,
    in_index = 1,
    not_in_index = 2,
};

// JetPrereadKeys and its kin.
enum class preread_option : std::uint32_t {
    none = 0,
    forward = 1,
    backward = 2,
    first_page = 4,
    normalized_key = 8,
};

// JetResizeDatabase.
enum class resize_option : std::uint32_t {
    none = 0,
    only_grow = 1,
    only_shrink = 2,
};

// JetDefragment.
enum class defragment_option : std::uint32_t {
    none = 0,
    start = 1,
    stop = 2,
    space_trees_only = 0x40,
    no_partial_merges = 0x80,
    tree = 0x100,
    tree_batch = 0x200,
};

// JetPrepareUpdate. A choice, not a set.
enum class prepare_kind : std::uint32_t {
    insert = 0,
    replace = 2,
    cancel = 3,
    replace_no_lock = 4,
    insert_copy = 5,
    insert_copy_delete_original = 7,
    read_only_copy = 8,
    insert_copy_replace_original = 9,
    insert_must_set_autoincrement = 0xA,
};

// The offsets of JetMove that mean a place; any other number is a distance.
inline constexpr std::int32_t move_first    = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int32_t move_previous = -1;
inline constexpr std::int32_t move_next     = 1;
inline constexpr std::int32_t move_last     = std::numeric_limits<std::int32_t>::max();

// Which enumerations combine. A new one is added here, and `a | b` on its members makes a set.
template <class E, class... Known>
inline constexpr bool is_one_of = (std::same_as<E, Known> || ...);

template <class E>
concept option = is_one_of<
    E,
    init_option, backup_option, term_option, stop_service_option, end_session_option, idle_option, begin_option, commit_option,
    rollback_option, create_database_option, attach_option, open_database_option, detach_option, create_table_option,
    open_table_option, column_option, delete_column_option, index_option, conditional_column_option,
    temp_table_option, set_column_option, retrieve_option, enumerate_option, update_option, escrow_option,
    lock_option, move_option, seek_option, key_option, range_option, set_current_index_option, goto_bookmark_option,
    record_size_option, intersect_option, preread_option, resize_option, defragment_option>;

template <option E>
class flags {
public:
    constexpr flags() noexcept = default;
    constexpr flags(E one) noexcept : bits_{static_cast<std::uint32_t>(one)} {}   // a member is a set of one
    [[nodiscard]] static constexpr flags from_bits(std::uint32_t bits) noexcept { return flags{static_cast<E>(bits)}; }

    [[nodiscard]] constexpr std::uint32_t bits() const noexcept { return bits_; }
    [[nodiscard]] constexpr bool none() const noexcept { return bits_ == 0; }
    [[nodiscard]] constexpr bool has(flags all) const noexcept { return (bits_ & all.bits_) == all.bits_; }
    [[nodiscard]] constexpr bool has_any(flags some) const noexcept { return (bits_ & some.bits_) != 0; }
    [[nodiscard]] constexpr bool only(flags allowed) const noexcept { return (bits_ & ~allowed.bits_) == 0; }
    [[nodiscard]] constexpr flags without(flags some) const noexcept { return from_bits(bits_ & ~some.bits_); }

    constexpr flags& operator|=(flags more) noexcept { return *this = *this | more; }
    friend constexpr flags operator|(flags a, flags b) noexcept { return from_bits(a.bits_ | b.bits_); }
    friend constexpr flags operator&(flags a, flags b) noexcept { return from_bits(a.bits_ & b.bits_); }
    friend constexpr bool operator==(flags, flags) noexcept = default;

private:
    std::uint32_t bits_ = 0;
};

template <option E>
[[nodiscard]] constexpr flags<E> operator|(E a, E b) noexcept
{
    return flags<E>{a} | flags<E>{b};
}

}  // namespace ese::inline v1::jet
