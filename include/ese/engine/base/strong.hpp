// strong.hpp — integers that do not mix.
//
// Room:   base.
// Gives:  strong<Tag, T>, a number with a meaning: comparable and hashable, and converted only by name.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>   // std::hash

namespace ese::inline v1::engine {

template <class Tag, class T>
class strong {
public:
    using value_type = T;

    constexpr strong() noexcept = default;
    constexpr explicit strong(T value) noexcept : value_{value} {}

    [[nodiscard]] constexpr T value() const noexcept { return value_; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return value_ != T{}; }
    friend constexpr bool operator==(strong, strong) noexcept = default;
    friend constexpr auto operator<=>(strong, strong) noexcept = default;

private:
    T value_{};
};

using page_no   = strong<struct page_no_tag, std::uint32_t>;    // 0: no page
using object_id = strong<struct object_id_tag, std::uint32_t>;  // a table, index or long-value tree, for life

// A moment of the commit clock. Whatever was committed at or before a snapshot's stamp is seen by it.
using stamp = strong<struct stamp_tag, std::uint64_t>;

}  // namespace ese::inline v1::engine

template <class Tag, class T>
struct std::hash<ese::engine::strong<Tag, T>> {
    [[nodiscard]] std::size_t operator()(ese::engine::strong<Tag, T> v) const noexcept { return std::hash<T>{}(v.value()); }
};
