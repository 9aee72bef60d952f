// error.hpp — codes as std::error_code, and the exceptions that carry them.
//
// Room:   public. Uses jet.
// Gives:  errc with its category, the conditions of `failure`, `where` a call was made, the exception `error` with the three
//         leaves people catch, and check(), the one place where a code becomes an exception.
// Holds:  (1) warnings are never errors: check passes them on and report clears;
//         (2) a code means the same in every copy of this header: conditions compare the category by name.
#pragma once

#include <ese/jet/error.hpp>
#include <ese/jet/error_text.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace ese::inline v1 {

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

struct misuse_text {
    errc code;
    std::string_view text;
};

inline constexpr misuse_text misuse_texts[] = {
    {misuse::inner_transaction_active, "an inner transaction is still active"},
    {misuse::transaction_finished, "the transaction is finished"},
    {misuse::cursor_invalidated, "the cursor was closed by a rollback"},
    {misuse::retry_inside_transaction, "a retry must start outside any transaction"},
    {misuse::not_open, "the handle is not open"},
    {misuse::update_finished, "the update is finished"},
    {misuse::value_out_of_range, "the value does not fit the type"},
    {misuse::value_is_null, "the value is NULL"},
    {misuse::schema_mismatch, "the table differs from its schema"},
};

[[nodiscard]] inline std::string message_of(errc code)
{
    for (const misuse_text& known : misuse_texts)
        if (known.code == code) return std::string{known.text};
    if (code == errc::success) return "success";
    const jet::error_description* known = jet::describe(code);
    if (known == nullptr) return "unknown code " + std::to_string(static_cast<std::int32_t>(code));
    return std::string{known->message} + " (" + std::string{known->name} + ")";
}

[[nodiscard]] constexpr bool is_misuse(errc code) noexcept { return static_cast<std::int32_t>(code) <= -30001; }

[[nodiscard]] constexpr jet::error_category_id family_of(errc code) noexcept
{
    if (is_misuse(code)) return jet::error_category_id::usage;
    const jet::error_description* known = jet::describe(code);
    return known == nullptr ? jet::error_category_id::unknown : known->category;
}

}  // namespace detail

// Worth another try from level 0: a rival was first, or the version store was full.
[[nodiscard]] constexpr bool is_retryable(errc code) noexcept
{
    return code == errc::write_conflict || code == errc::write_conflict_primary_index ||
           code == errc::version_store_out_of_memory ||
           code == errc::version_store_out_of_memory_and_cleanup_timed_out;
}

[[nodiscard]] constexpr bool is_in_doubt(errc code) noexcept { return code == errc::log_write_fail; }

[[nodiscard]] constexpr bool is_fatal(errc code) noexcept
{
    return is_in_doubt(code) || code == errc::instance_unavailable ||
           code == errc::instance_unavailable_due_to_fatal_log_disk_full ||
           detail::family_of(code) == jet::error_category_id::fatal;
}

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

// The condition classes that follow the documented families.
[[nodiscard]] constexpr bool is_in_family(errc code, failure what) noexcept
{
    using id = jet::error_category_id;
    const id family = detail::family_of(code);
    switch (what) {
    case failure::resource:
        return family == id::resource || family == id::memory || family == id::quota || family == id::disk;
    case failure::usage: return family == id::usage || family == id::api || family == id::state;
    case failure::corruption: return family == id::corruption;
    default: return false;
    }
}

[[nodiscard]] constexpr bool is(errc code, failure what) noexcept
{
    if (!jet::is_error(code)) return false;
    switch (what) {
    case failure::retryable: return is_retryable(code);
    case failure::not_found: return is_not_found(code);
    case failure::duplicate: return is_duplicate(code);
    case failure::fatal: return is_fatal(code);
    case failure::in_doubt: return is_in_doubt(code);
    default: return is_in_family(code, what);
    }
}

namespace detail {

class jet_category_type final : public std::error_category {
public:
    const char* name() const noexcept override { return "jet"; }
    std::string message(int code) const override { return message_of(static_cast<errc>(code)); }
};

class failure_category_type final : public std::error_category {
public:
    const char* name() const noexcept override { return "jet.failure"; }

    std::string message(int condition) const override
    {
        static constexpr std::string_view texts[] = {"unknown",  "worth retrying", "not found", "duplicate", "out of a resource",
                                                     "wrong use", "corruption",     "fatal",     "in doubt"};
        const bool known = condition > 0 && condition < static_cast<int>(std::size(texts));
        return std::string{texts[known ? static_cast<std::size_t>(condition) : 0]};
    }

    bool equivalent(const std::error_code& code, int condition) const noexcept override
    {
        return std::string_view{code.category().name()} == "jet" &&
               is(static_cast<errc>(code.value()), static_cast<failure>(condition));
    }
};

}  // namespace detail

[[nodiscard]] inline const std::error_category& jet_category() noexcept
{
    static const detail::jet_category_type category;
    return category;
}

[[nodiscard]] inline const std::error_category& failure_category() noexcept
{
    static const detail::failure_category_type category;
    return category;
}

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

[[noreturn]] inline void raise(errc code, const char* call, const where& at)
{
    switch (code) {
    case errc::write_conflict:
    case errc::write_conflict_primary_index: throw write_conflict{code, call, at};
    case errc::key_duplicate: throw key_duplicate{code, call, at};
    case errc::record_not_found:
    case errc::no_current_record:
    case errc::record_deleted: throw record_missing{code, call, at};
    default: throw error{code, call, at};
    }
}

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
