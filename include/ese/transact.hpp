// transact.hpp — whole transactions: run, retry, in batches.
//
// Room:   public. Uses transaction.
// Gives:  with_transaction, retry_on_conflict with its policy, bulk.
// Holds:  (1) a normal return commits unless the callback finished the transaction itself; an exception rolls back;
//         (2) a retry starts at level 0, so it sees a fresh snapshot; below it is refused;
//         (3) what is in doubt is never retried.
#pragma once

#include <ese/config.hpp>
#include <ese/jet/callback.hpp>
#include <ese/jet/durations.hpp>
#include <ese/transaction.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace ese::inline v1 {

// Work that may be wrapped. The smallest: [](auto&) {}
template <class F, class Api>
concept transaction_body = std::invocable<F&, basic_transaction<Api>&>;

// Runs `body(transaction)` inside a transaction and hands back what it returns.
template <jet_api Api, transaction_body<Api> F>
auto with_transaction(basic_session<Api>& owner, F&& body, commit_options how = {}, where at = where::current())
{
    basic_transaction<Api> work{owner, {}, at};
    if constexpr (std::is_void_v<std::invoke_result_t<F&, basic_transaction<Api>&>>) {
        body(work);
        if (work.active()) work.commit(how, at);
    } else {
        auto result = body(work);
        if (work.active()) work.commit(how, at);
        return result;
    }
}

// Waits grow from `base`, doubled each time, up to `cap`; jitter 0.5 takes away up to half of each at random.
struct retry_policy {
    int attempts = 8;
    std::chrono::microseconds base{200};
    std::chrono::microseconds cap{50'000};
    double jitter = 0.5;
    jet::callback<void(int attempt, const error&)> on_retry{};   // before each wait; attempts count from 1
    std::stop_token stop{};                                      // asked for: the error is passed on
};

namespace detail {

// Between rivals that failed together, so that they do not meet again.
ESE_DECL void wait_before_retry(const retry_policy& policy, int attempt);

[[nodiscard]] inline bool worth_another(const error& e, const retry_policy& policy, int attempt) noexcept
{
    return e.retryable() && !e.in_doubt() && attempt < policy.attempts && !policy.stop.stop_requested();
}

}  // namespace detail

#if !defined(ESE_NO_EXCEPTIONS)   // which is how it is told of a conflict

// with_transaction, again and again while rivals win. The body must be fit to run several times.
template <jet_api Api, transaction_body<Api> F>
auto retry_on_conflict(basic_session<Api>& owner, F&& body, const retry_policy& policy = {}, commit_options how = {},
                       where at = where::current())
{
    if (owner.level() > 0) detail::raise(misuse::retry_inside_transaction, "retry_on_conflict", at);
    for (int attempt = 1;; ++attempt) {
        try {
            return with_transaction(owner, body, how, at);
        } catch (const error& e) {
            if (!detail::worth_another(e, policy, attempt)) throw;
            if (policy.on_retry) policy.on_retry(attempt, e);
        }
        detail::wait_before_retry(policy, attempt);
    }
}

#endif

// Calls `each(item)` for all of them, and commits after every `rows_per_commit`. On an exception the current batch is
// rolled back; the batches before stay. Returns how many items were done.
template <jet_api Api, class Items, class F>
    requires std::invocable<F&, decltype(*std::begin(std::declval<Items&>()))>
std::size_t bulk(basic_session<Api>& owner, std::size_t rows_per_commit, Items&& items, F&& each, commit_options how = {},
                 where at = where::current())
{
    std::size_t done = 0;
    auto item        = std::begin(items);
    const auto last  = std::end(items);
    while (item != last) {
        basic_transaction<Api> batch{owner, {}, at};
        for (std::size_t n = 0; item != last && (rows_per_commit == 0 || n < rows_per_commit); ++item, ++n) {
            each(*item);
            ++done;
        }
        batch.commit(how, at);
    }
    return done;
}

}  // namespace ese::inline v1

#if !defined(ESE_SEPARATE_COMPILATION)
#    include <ese/transact.ipp>
#endif
