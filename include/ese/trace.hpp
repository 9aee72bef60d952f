// trace.hpp — what a program may watch: every call of a backend, or only what is worth an event.
//
// Room:   public. Uses intercept, session_state.
// Gives:  traced_call and tracing<Api, Sink>; event_watch, a sink that turns conflicts and slow calls into events; watched<Api>.
// Holds:  (1) a sink is told after the call, on the thread that called, and must not throw;
//         (2) with null_sink nothing is left of it: no clock is read.
//
//     ese::basic_instance engine{{}, ese::tracing{ese::engine_api{}, [](const ese::traced_call& c) noexcept { log(c.name(), c.took); }}};
#pragma once

#include <ese/intercept.hpp>
#include <ese/jet/durations.hpp>
#include <ese/session_state.hpp>

#include <concepts>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ese::inline v1 {

struct traced_call {
    operation what{};
    errc result = errc::success;
    session_id session{};              // nil where the call has none
    std::chrono::nanoseconds took{};

    [[nodiscard]] std::string_view name() const noexcept { return name_of(what); }
};

// The smallest: [](const traced_call&) noexcept {}
template <class T>
concept trace_sink = std::move_constructible<T> && std::invocable<T&, const traced_call&>;

struct null_sink {
    void operator()(const traced_call&) const noexcept {}
};

template <jet_api Api, trace_sink Sink = null_sink>
class tracing : public intercepting<tracing<Api, Sink>, Api> {
    using base = intercepting<tracing<Api, Sink>, Api>;

public:
    tracing()
        requires std::is_default_constructible_v<Api> && std::is_default_constructible_v<Sink>
    = default;
    explicit tracing(Api inner)
        requires std::is_default_constructible_v<Sink>
        : base(std::move(inner))
    {}
    tracing(Api inner, Sink sink) : base(std::move(inner)), sink_(std::move(sink)) {}
    explicit tracing(storage where_files_are)
        requires std::is_constructible_v<Api, storage> && std::is_default_constructible_v<Sink>
        : base(where_files_are)
    {}

    [[nodiscard]] Sink& sink() noexcept { return sink_; }

    // For intercepting.
    template <class Call>
    errc around(operation what, session_id who, Call&& call) noexcept
    {
        if constexpr (std::same_as<Sink, null_sink>) {
            (void)what, (void)who;
            return call();
        } else {
            const auto begun  = std::chrono::steady_clock::now();
            const errc result = call();
            const auto took   = std::chrono::steady_clock::now() - begun;
            sink_(traced_call{what, result, who, std::chrono::duration_cast<std::chrono::nanoseconds>(took)});
            return result;
        }
    }

private:
    Sink sink_{};   // several threads may call it at once
};

template <jet_api Api>
tracing(Api) -> tracing<Api>;
template <jet_api Api, trace_sink Sink>
tracing(Api, Sink) -> tracing<Api, Sink>;

// Tells `events` of what the handles cannot know: calls that took `slow` or longer. Conflicts the handles tell themselves;
// whoever calls the backend without them asks for both.
struct event_watch {
    event_sink events{};
    std::chrono::nanoseconds slow{std::chrono::milliseconds{100}};
    bool conflicts = false;

    void operator()(const traced_call& call) const noexcept
    {
        if (!events) return;
        const bool conflict = call.result == errc::write_conflict || call.result == errc::write_conflict_primary_index;
        if (conflicts && conflict) events({"conflict", call.result, call.session, call.name(), call.took});
        if (call.took >= slow) events({"slow", call.result, call.session, call.name(), call.took});
    }
};

// A backend whose slow calls are events.
template <jet_api Api>
using watched = tracing<Api, event_watch>;

}  // namespace ese::inline v1
