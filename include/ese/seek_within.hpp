// seek_within.hpp — from bounds to a position and a range: the calls that keys and limits become.
//
// Room:   public. Uses session_state, key.
// Gives:  seek_equal, seek_within, for cursors and typed tables. They differ in how a key is made, so that is an argument:
//         put(parts, limit, seek) hands the parts of a key to the backend, and seeks if told how.
// Holds:  (1) going forward one starts at the lower bound and stops at the upper one; backward the other way round;
//         (2) a key with fewer parts than the index is closed by a limit, before or behind all that begins with it.
#pragma once

#include <ese/key.hpp>
#include <ese/session_state.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>

namespace ese::inline v1::detail {

// The key option that closes a bound: before or behind everything that begins with its parts.
[[nodiscard]] constexpr jet::key_option limit_of(bound_kind kind, bool behind) noexcept
{
    if (kind == bound_kind::prefix)
        return behind ? jet::key_option::partial_column_end_limit : jet::key_option::partial_column_start_limit;
    return behind ? jet::key_option::full_column_end_limit : jet::key_option::full_column_start_limit;
}

// A key of fewer parts never equals an entry; the first entry that begins with it lies between its two limits.
template <class Api, class Put, class Parts>
[[nodiscard]] errc seek_equal(cursor_state<Api>& cur, const Put& put, const Parts& parts, std::size_t index_size)
{
    if (std::tuple_size_v<Parts> >= index_size) return put(parts, jet::flags<jet::key_option>{}, jet::seek_option::equal);
    errc code = put(parts, jet::key_option::full_column_start_limit, jet::seek_option::greater_or_equal);
    if (!jet::is_error(code)) code = put(parts, jet::key_option::full_column_end_limit, {});
    if (jet::is_error(code)) return code;
    return cur.api().set_index_range(cur.sid(), cur.id(), jet::range_option::inclusive | jet::range_option::upper_limit |
                                                              jet::range_option::instant_duration);
}

// Start: seeks the row at the near end. Otherwise arms the far end. What is no such end is passed over with success.
template <bool Backward, bool Start, class Api, class Put, class Bound>
[[nodiscard]] errc apply_bound(cursor_state<Api>& cur, const Put& put, const Bound& bound)
{
    constexpr bool lower_wanted = Backward != Start;   // going forward one starts at the lower end
    if constexpr (Bound::is_both || (lower_wanted ? Bound::is_lower : Bound::is_upper)) {
        constexpr bool inclusive = Bound::is_both || Bound::kind == bound_kind::from || Bound::kind == bound_kind::through;
        constexpr bool behind    = lower_wanted != inclusive;
        if constexpr (Start) {
            constexpr auto beyond = Backward ? jet::seek_option::less : jet::seek_option::greater;
            constexpr auto at_it  = Backward ? jet::seek_option::less_or_equal : jet::seek_option::greater_or_equal;
            const errc code = put(bound.parts, limit_of(Bound::kind, behind), inclusive ? at_it : beyond);
            if (jet::is_error(code) || !Bound::is_both) return code;
            return apply_bound<Backward, false>(cur, put, bound);
        } else {
            if (const errc code = put(bound.parts, limit_of(Bound::kind, behind), {}); jet::is_error(code)) return code;
            jet::flags<jet::range_option> range;
            if (inclusive) range |= jet::range_option::inclusive;
            if (!lower_wanted) range |= jet::range_option::upper_limit;
            return cur.api().set_index_range(cur.sid(), cur.id(), range);
        }
    } else {
        (void)bound;
        return errc::success;
    }
}

template <class... Bounds>
inline constexpr bool goes_backward = ((Bounds::kind == bound_kind::backward) || ...);

template <class Api, class Put, key_bound... Bounds>
[[nodiscard]] errc seek_within(cursor_state<Api>& cur, const Put& put, const Bounds&... bounds)
{
    constexpr bool back = goes_backward<Bounds...>;
    constexpr int both  = (0 + ... + int{Bounds::is_both});
    constexpr int lower = (0 + ... + int{Bounds::is_lower});
    constexpr int upper = (0 + ... + int{Bounds::is_upper});
    static_assert(both != 0 ? lower + upper == 0 : lower <= 1 && upper <= 1, "one bound for each end, or one for both");
    static_assert(both <= 1, "one bound for each end, or one for both");

    constexpr bool starts_inside = both != 0 || (back ? upper : lower) == 1;
    errc code = starts_inside ? errc::success : cur.api().move(cur.sid(), cur.id(), back ? jet::move_last : jet::move_first, {});
    const auto seek_near = [&](const auto& bound) { if (!jet::is_error(code)) code = apply_bound<back, true>(cur, put, bound); };
    const auto arm_far   = [&](const auto& bound) { if (!jet::is_error(code)) code = apply_bound<back, false>(cur, put, bound); };
    (seek_near(bounds), ...);
    if constexpr (both == 0) (arm_far(bounds), ...);
    return code;
}

}  // namespace ese::inline v1::detail
