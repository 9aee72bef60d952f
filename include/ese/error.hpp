// error.hpp — codes as std::error_code, and the exceptions that carry them.
//
// Room:   public. Uses jet.
// Gives:  errc with its category, the conditions of `failure`, `where` a call was made, the exception `error` with the three
//         leaves people catch, and check(), the one place where a code becomes an exception.
// Holds:  (1) warnings are never errors: check passes them on and report clears;
//         (2) a code means the same in every copy of this header: conditions compare the category by name.
#pragma once

#include <ese/config.hpp>
#include <ese/jet/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace ese::inline v1 {

// The operations of handles come in two forms: one throws ese::error, the other sets a std::error_code and never throws. Both
// answer the same codes. A call that fails has changed nothing and may be made again, unless its own words say otherwise.
//
// Any of them may answer, and its own words do not repeat: not_open, a handle that was closed, moved from or lost its owner;
// session_sharing_violation, another thread is in the session; term_in_progress, instance_unavailable, the instance is ending
// or given up; out_of_memory; disk_io, read_verify_failure and what else disks answer; log_write_fail and log_disk_full, for
// whatever changes something. docs/errors.md has all codes, with what to do.
using errc = jet::error;

// What a handle refuses by itself, before any backend is asked.
namespace misuse {
inline constexpr errc inner_transaction_active{-30001};   // commit of an outer guard while an inner one lives
inline constexpr errc transaction_finished{-30002};       // the guard was committed, rolled back or moved from
inline constexpr errc cursor_invalidated{-30003};         // the level it was opened in was rolled back
inline constexpr errc retry_inside_transaction{-30004};   // a retry below level 0 would see the same snapshot again
inline constexpr errc not_open{-30005};                   // closed, moved from, or its owner is gone
inline constexpr errc update_finished{-30006};            // the update was saved, cancelled or moved from
inline constexpr errc value_out_of_range{-30007};         // a number does not fit the type on the other side
inline constexpr errc value_is_null{-30008};              // NULL was read into a type that has no absence
inline constexpr errc schema_mismatch{-30009};            // the table is not as its schema says
}  // namespace misuse

// What a program usually does about an error. One code may meet several.
enum class failure {
    retryable = 1,   // the same work from level 0 may succeed
    not_found,
    duplicate,
    resource,        // memory, disk, quota
    usage,           // the call was wrong; calling again changes nothing
    corruption,
    fatal,           // the instance is of no further use
    in_doubt,        // the commit may or may not be on disk: never retried
};

namespace detail {

[[nodiscard]] constexpr bool is_misuse(errc code) noexcept { return static_cast<std::int32_t>(code) <= -30001; }

}  // namespace detail

// Worth another try from level 0: a rival was first, or the version store was full.
[[nodiscard]] constexpr bool is_retryable(errc code) noexcept
{
    return code == errc::write_conflict || code == errc::write_conflict_primary_index ||
           code == errc::version_store_out_of_memory ||
           code == errc::version_store_out_of_memory_and_cleanup_timed_out;
}

[[nodiscard]] constexpr bool is_in_doubt(errc code) noexcept { return code == errc::log_write_fail; }

[[nodiscard]] ESE_DECL bool is_fatal(errc code) noexcept;   // the instance is of no further use

[[nodiscard]] constexpr bool is_not_found(errc code) noexcept
{
    switch (code) {
    case errc::record_not_found:
    case errc::no_current_record:
    case errc::record_deleted:
    case errc::object_not_found:
    case errc::column_not_found:
    case errc::index_not_found:
    case errc::database_not_found:
    case errc::file_not_found: return true;
    default: return false;
    }
}

[[nodiscard]] constexpr bool is_duplicate(errc code) noexcept
{
    switch (code) {
    case errc::key_duplicate:
    case errc::table_duplicate:
    case errc::object_duplicate:
    case errc::index_duplicate:
    case errc::column_duplicate:
    case errc::database_duplicate:
    case errc::multi_valued_duplicate:
    case errc::file_already_exists: return true;
    default: return false;
    }
}

[[nodiscard]] ESE_DECL bool is(errc code, failure what) noexcept;   // false for success and warnings

[[nodiscard]] ESE_DECL const std::error_category& jet_category() noexcept;
[[nodiscard]] ESE_DECL const std::error_category& failure_category() noexcept;

[[nodiscard]] inline std::error_condition make_error_condition(failure what) noexcept
{
    return {static_cast<int>(what), failure_category()};
}

namespace jet {

// Found by argument lookup, so it lives beside the codes.
[[nodiscard]] inline std::error_code make_error_code(error code) noexcept
{
    return {static_cast<int>(code), jet_category()};
}

}  // namespace jet

using jet::make_error_code;

// The caller's place in the source. Pass none: the default is where the call is written.
struct where {
    const char* function = "";
    const char* file = "";
    unsigned line = 0;

    [[nodiscard]] static constexpr where current(const char* function_now = __builtin_FUNCTION(),
                                                 const char* file_now = __builtin_FILE(),
                                                 unsigned line_now = __builtin_LINE()) noexcept
    {
        return {function_now, file_now, line_now};
    }
};

// Thrown by the forms without std::error_code&. Catch a leaf for what you expect, this for the rest.
class error : public std::system_error {
public:
    error(errc code, const char* call, const where& at) : std::system_error{make_error_code(code), call}, call_{call}, at_{at} {}

    [[nodiscard]] errc jet_code() const noexcept { return static_cast<errc>(code().value()); }
    [[nodiscard]] std::string_view call() const noexcept { return call_; }            // "commit_transaction"
    [[nodiscard]] const where& location() const noexcept { return at_; }
    [[nodiscard]] bool retryable() const noexcept { return is_retryable(jet_code()); }
    [[nodiscard]] bool in_doubt() const noexcept { return is_in_doubt(jet_code()); }
    [[nodiscard]] bool poisons_transaction() const noexcept { return jet_code() == errc::must_rollback || poisons_session(); }
    [[nodiscard]] bool poisons_session() const noexcept { return jet_code() == errc::rollback_error || poisons_instance(); }
    [[nodiscard]] bool poisons_instance() const noexcept { return is_fatal(jet_code()); }

private:
    const char* call_;   // a literal
    where at_;
};

struct write_conflict final : error { using error::error; };   // a rival was first
struct key_duplicate final : error { using error::error; };    // a unique index has the key already
struct record_missing final : error { using error::error; };   // nothing there where a record is needed

namespace detail {

// Throws the leaf of `error` that fits the code.
[[noreturn]] ESE_DECL void raise(errc code, const char* call, const where& at);

}  // namespace detail

// Throws for errors; hands back success and warnings. `call` must be a literal.
inline errc check(errc code, const char* call, const where& at)
{
    if (jet::is_error(code)) [[unlikely]]
        detail::raise(code, call, at);
    return code;
}

// The same for the forms that do not throw.
inline errc report(errc code, std::error_code& out) noexcept
{
    if (jet::is_error(code)) [[unlikely]]
        out = make_error_code(code);
    else
        out.clear();
    return code;
}

}  // namespace ese::inline v1

template <>
struct std::is_error_code_enum<ese::jet::error> : std::true_type {};
template <>
struct std::is_error_condition_enum<ese::failure> : std::true_type {};

#if !defined(ESE_SEPARATE_COMPILATION)
#    include <ese/error.ipp>
#endif
