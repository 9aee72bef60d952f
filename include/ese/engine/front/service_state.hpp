// service_state.hpp — what keeps callers out of an instance, as one word that is zero on ordinary days.
//
// Room:   front. Uses jet.
// Gives:  service_state: raise, lower, and the documented code for what is raised.
// Holds:  the code follows the documented order: stopped, unavailable, terminating.
#pragma once

#include <ese/jet/error.hpp>

#include <atomic>
#include <cstdint>

namespace ese::inline v1::engine {

enum class obstacle : std::uint32_t {
    stopped = 1,           // JetStopService: ending what is open stays allowed
    log_disk_full = 2,     // with unavailable: its cause
    unavailable = 4,       // an undo failed; only ending the instance is left
    terminating = 8,
};

// Whether a call is still let in after JetStopService.
enum class when_stopped : bool { refused, allowed };

class service_state {
public:
    [[nodiscard]] bool clear() const noexcept { return word_.load(std::memory_order_seq_cst) == 0; }
    [[nodiscard]] bool is(obstacle what) const noexcept { return has(word_.load(std::memory_order_seq_cst), what); }
    void raise(obstacle what) noexcept { word_.fetch_or(bit(what), std::memory_order_seq_cst); }
    void lower(obstacle what) noexcept { word_.fetch_and(~bit(what), std::memory_order_seq_cst); }

    [[nodiscard]] jet::error refusal(when_stopped rule) const noexcept
    {
        const std::uint32_t word = word_.load(std::memory_order_seq_cst);
        if (has(word, obstacle::stopped) && rule == when_stopped::refused) return jet::error::client_request_to_stop_jet_service;
        if (has(word, obstacle::unavailable))
            return has(word, obstacle::log_disk_full) ? jet::error::instance_unavailable_due_to_fatal_log_disk_full
                                                      : jet::error::instance_unavailable;
        return has(word, obstacle::terminating) ? jet::error::term_in_progress : jet::error::success;
    }

private:
    [[nodiscard]] static std::uint32_t bit(obstacle what) noexcept { return static_cast<std::uint32_t>(what); }
    [[nodiscard]] static bool has(std::uint32_t word, obstacle what) noexcept { return (word & bit(what)) != 0; }

    std::atomic<std::uint32_t> word_{0};    // its loads pair with seat::try_enter: who raises sees who is inside, or is seen
};

}  // namespace ese::inline v1::engine
