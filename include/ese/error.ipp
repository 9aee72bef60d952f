// error.ipp — what the codes say and which families they belong to: bodies of error.hpp.
//
// Room:   public. Uses jet/error_text.
#pragma once

#include <ese/error.hpp>
#include <ese/jet/error_text.hpp>

#include <iterator>

namespace ese::inline v1 {

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

[[nodiscard]] inline jet::error_category_id family_of(errc code) noexcept
{
    if (is_misuse(code)) return jet::error_category_id::usage;
    const jet::error_description* known = jet::describe(code);
    return known == nullptr ? jet::error_category_id::unknown : known->category;
}

}  // namespace detail

ESE_DECL bool is_fatal(errc code) noexcept
{
    return is_in_doubt(code) || code == errc::instance_unavailable ||
           code == errc::instance_unavailable_due_to_fatal_log_disk_full ||
           detail::family_of(code) == jet::error_category_id::fatal;
}

namespace detail {

// The condition classes that follow the documented families.
[[nodiscard]] inline bool is_in_family(errc code, failure what) noexcept
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

}  // namespace detail

ESE_DECL bool is(errc code, failure what) noexcept
{
    if (!jet::is_error(code)) return false;
    switch (what) {
    case failure::retryable: return is_retryable(code);
    case failure::not_found: return is_not_found(code);
    case failure::duplicate: return is_duplicate(code);
    case failure::fatal: return is_fatal(code);
    case failure::in_doubt: return is_in_doubt(code);
    default: return detail::is_in_family(code, what);
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

ESE_DECL const std::error_category& jet_category() noexcept
{
    static const detail::jet_category_type category;
    return category;
}

ESE_DECL const std::error_category& failure_category() noexcept
{
    static const detail::failure_category_type category;
    return category;
}

ESE_DECL void detail::raise(errc code, const char* call, const where& at)
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

}  // namespace ese::inline v1
