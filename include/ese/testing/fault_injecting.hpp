// fault_injecting.hpp — a backend whose calls fail when a test wants them to.
//
// Room:   testing. Uses intercept.
// Gives:  fault, what fails and when; fault_plan, which the test keeps; fault_injecting<Api>, which obeys it.
// Holds:  (1) a call that is made to fail does not reach the backend, unless `after` says that its answer alone is lost;
//         (2) counting begins when a fault is planned, each fault counts for itself;
//         (3) any number of threads may call and plan.
// Locks:  fault_plan::mutex_; not held while the backend is called or a delay is waited for.
//
//     auto plan = std::make_shared<ese::testing::fault_plan>();
//     ese::basic_instance engine{{}, ese::testing::fault_injecting{ese::engine_api{ese::storage::memory}, plan}};
//     plan->add({.on = ese::operation::commit_transaction, .nth = 3, .code = ese::errc::disk_full});
#pragma once

#include <ese/intercept.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace ese::inline v1::testing {

struct fault {
    std::optional<operation> on{};                   // none: every operation counts
    std::uint64_t nth   = 1;                         // the first call that fails, counted from 1
    std::uint64_t times = 1;                         // how many in a row; 0: all from then on
    errc code           = errc::disk_io;             // success: only the delay
    std::chrono::nanoseconds delay{};                // before the call
    bool after          = false;                     // the call is made and its answer replaced, as when a reply is lost
};

class fault_plan {
public:
    void add(const fault& one)
    {
        const std::lock_guard lock{mutex_};
        waiting_.push_back({one, 0});
    }
    void clear() noexcept
    {
        const std::lock_guard lock{mutex_};
        waiting_.clear();
    }

    // From the n-th call on nothing answers any more: what a program sees of an instance that died.
    void die_at(std::uint64_t nth, errc code = errc::instance_unavailable) { add({.nth = nth, .times = 0, .code = code}); }

    [[nodiscard]] std::uint64_t calls() const noexcept
    {
        const std::lock_guard lock{mutex_};
        return calls_;
    }
    [[nodiscard]] std::uint64_t injected() const noexcept
    {
        const std::lock_guard lock{mutex_};
        return injected_;
    }

    // What becomes of this call.
    [[nodiscard]] std::optional<fault> next(operation what) noexcept
    {
        const std::lock_guard lock{mutex_};
        ++calls_;
        std::optional<fault> chosen;
        for (counted& one : waiting_) {
            if (one.plan.on && *one.plan.on != what) continue;
            ++one.seen;
            const bool due = one.seen >= one.plan.nth && (one.plan.times == 0 || one.seen - one.plan.nth < one.plan.times);
            if (due && !chosen) chosen = one.plan;
        }
        if (chosen && jet::is_error(chosen->code)) ++injected_;
        return chosen;
    }

private:
    struct counted {
        fault plan;
        std::uint64_t seen;
    };

    mutable std::mutex mutex_;
    std::vector<counted> waiting_{};    // guarded by mutex_, like all below
    std::uint64_t calls_    = 0;
    std::uint64_t injected_ = 0;
};

template <jet_api Api>
class fault_injecting : public intercepting<fault_injecting<Api>, Api> {
    using base = intercepting<fault_injecting<Api>, Api>;

public:
    fault_injecting(Api inner, std::shared_ptr<fault_plan> plan) : base(std::move(inner)), plan_{std::move(plan)} {}
    explicit fault_injecting(std::shared_ptr<fault_plan> plan)
        requires std::is_default_constructible_v<Api>
        : plan_{std::move(plan)}
    {}

    [[nodiscard]] fault_plan& plan() noexcept { return *plan_; }

    // For intercepting.
    template <class Call>
    errc around(operation what, session_id, Call&& call) noexcept
    {
        const std::optional<fault> planned = plan_->next(what);
        if (!planned) return call();
        if (planned->delay.count() > 0) std::this_thread::sleep_for(planned->delay);
        if (!jet::is_error(planned->code)) return call();
        if (planned->after) (void)call();
        return planned->code;
    }

private:
    std::shared_ptr<fault_plan> plan_;
};

template <jet_api Api>
fault_injecting(Api, std::shared_ptr<fault_plan>) -> fault_injecting<Api>;

}  // namespace ese::inline v1::testing
