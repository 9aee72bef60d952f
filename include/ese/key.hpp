// key.hpp — keys and bounds of ranges, as values.
//
// Room:   public. Uses codec.
// Gives:  key(...) for one place in an index; from, above, through, below, equal, prefix for ranges; backward.
// Holds:  (1) parts are the leading columns of the current index, in its order and at most as many as it has;
//         (2) bounds speak of the order of the index: on a descending column `from` starts at the greater value;
//         (3) text and bytes are held as views: a key is for the call it is written in.
#pragma once

#include <ese/codec.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace ese::inline v1 {

namespace detail {

// Literals and strings become views; the rest is held by value.
template <class T>
using key_part = std::conditional_t<text_value<T>, std::string_view,
                 std::conditional_t<wide_text_value<T>, std::u16string_view,
                 std::conditional_t<bytes_value<T>, std::span<const std::byte>, T>>>;

enum class bound_kind { none, from, above, through, below, equal, prefix, backward };

template <bound_kind Kind, class... Parts>
struct bound {
    static constexpr bound_kind kind = Kind;
    static constexpr std::size_t size = sizeof...(Parts);
    static constexpr bool is_lower = Kind == bound_kind::from || Kind == bound_kind::above;
    static constexpr bool is_upper = Kind == bound_kind::through || Kind == bound_kind::below;
    static constexpr bool is_both  = Kind == bound_kind::equal || Kind == bound_kind::prefix;

    std::tuple<Parts...> parts;
};

template <class T>
inline constexpr bool is_bound = false;
template <bound_kind Kind, class... Parts>
inline constexpr bool is_bound<bound<Kind, Parts...>> = true;

template <bound_kind Kind, class... Parts>
[[nodiscard]] constexpr bound<Kind, key_part<Parts>...> make_bound(const Parts&... parts)
{
    return {std::tuple<key_part<Parts>...>{parts...}};
}

template <class... Parts>
struct key_of {
    static constexpr std::size_t size = sizeof...(Parts);
    std::tuple<Parts...> parts;
};

template <class T>
inline constexpr bool is_key = false;
template <class... Parts>
inline constexpr bool is_key<key_of<Parts...>> = true;

}  // namespace detail

template <class T>
concept key_bound = detail::is_bound<T>;

// What may stand in a key. Cursors take a column_value, tables also what has a codec.
template <class T>
concept key_value = column_value<T> || has_codec<T>;

// The smallest key_bound: no bound at all.
using unbounded = detail::bound<detail::bound_kind::none>;
inline constexpr detail::bound<detail::bound_kind::backward> backward{};   // from the end to the beginning

template <key_value... Parts>
[[nodiscard]] constexpr detail::key_of<detail::key_part<Parts>...> key(const Parts&... parts)
{
    return {std::tuple<detail::key_part<Parts>...>{parts...}};
}

template <key_value... Parts>
[[nodiscard]] constexpr auto from(const Parts&... parts) { return detail::make_bound<detail::bound_kind::from>(parts...); }        // >=
template <key_value... Parts>
[[nodiscard]] constexpr auto above(const Parts&... parts) { return detail::make_bound<detail::bound_kind::above>(parts...); }      // >
template <key_value... Parts>
[[nodiscard]] constexpr auto through(const Parts&... parts) { return detail::make_bound<detail::bound_kind::through>(parts...); }  // <=
template <key_value... Parts>
[[nodiscard]] constexpr auto below(const Parts&... parts) { return detail::make_bound<detail::bound_kind::below>(parts...); }      // <
template <key_value... Parts>
[[nodiscard]] constexpr auto equal(const Parts&... parts) { return detail::make_bound<detail::bound_kind::equal>(parts...); }
template <key_value... Parts>
[[nodiscard]] constexpr auto prefix(const Parts&... parts) { return detail::make_bound<detail::bound_kind::prefix>(parts...); }    // the last part

}  // namespace ese::inline v1
