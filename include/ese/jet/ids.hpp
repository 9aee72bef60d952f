// ids.hpp — what the calls hand out and take back: instances, sessions, cursors, databases, columns.
//
// Room:   jet. Uses nothing.
// Gives:  instance_id, session_id, table_id (64 bits), database_id, column_id (32 bits). They do not mix.
// Holds:  an id made without a value is nil, which is all bits set as in the C interface. Zero names nothing either.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>   // std::hash

namespace ese::inline v1::jet {

template <class Tag, class T>
class id {
public:
    using value_type = T;

    constexpr id() noexcept = default;
    constexpr explicit id(T value) noexcept : value_{value} {}

    [[nodiscard]] static constexpr id nil() noexcept { return id{}; }
    [[nodiscard]] constexpr T value() const noexcept { return value_; }
    [[nodiscard]] constexpr bool is_nil() const noexcept { return value_ == nil_value; }

    // False for nil and for zero: neither was ever handed out.
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return value_ != T{} && value_ != nil_value; }

    friend constexpr bool operator==(id, id) noexcept = default;
    friend constexpr auto operator<=>(id, id) noexcept = default;

private:
    static constexpr T nil_value = static_cast<T>(~T{});

    T value_ = nil_value;
};

using instance_id = id<struct instance_id_tag, std::uint64_t>;
using session_id  = id<struct session_id_tag, std::uint64_t>;
using table_id    = id<struct table_id_tag, std::uint64_t>;     // an open cursor, not a table in the catalog
using database_id = id<struct database_id_tag, std::uint32_t>;
using column_id   = id<struct column_id_tag, std::uint32_t>;

inline constexpr instance_id nil_instance{};
inline constexpr session_id  nil_session{};
inline constexpr table_id    nil_table{};
inline constexpr database_id nil_database{};
inline constexpr column_id   nil_column{};

}  // namespace ese::inline v1::jet

template <class Tag, class T>
struct std::hash<ese::jet::id<Tag, T>> {
    [[nodiscard]] std::size_t operator()(ese::jet::id<Tag, T> v) const noexcept { return std::hash<T>{}(v.value()); }
};
