// transact.ipp — how long to wait before a retry: bodies of transact.hpp.
//
// Room:   public.
#pragma once

#include <ese/transact.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <thread>

namespace ese::inline v1::detail {

[[nodiscard]] inline std::chrono::microseconds retry_delay(const retry_policy& policy, int attempt, double random) noexcept
{
    const int doublings = (std::min)(attempt - 1, 30);
    const auto grown    = policy.base * (std::int64_t{1} << doublings);
    const double most   = static_cast<double>((std::min)(grown, policy.cap).count());
    return std::chrono::microseconds{static_cast<std::int64_t>(most * (1.0 - policy.jitter * random))};
}

// Between rivals that failed together, so that they do not meet again.
ESE_DECL void wait_before_retry(const retry_policy& policy, int attempt)
{
    const auto seed = std::chrono::steady_clock::now().time_since_epoch().count() +
                      static_cast<std::int64_t>(std::hash<std::thread::id>{}(std::this_thread::get_id()));
    std::minstd_rand dice{static_cast<std::minstd_rand::result_type>(seed)};
    std::this_thread::sleep_for(retry_delay(policy, attempt, std::uniform_real_distribution<double>{}(dice)));
}

}  // namespace ese::inline v1::detail
