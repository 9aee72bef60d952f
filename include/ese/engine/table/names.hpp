// names.hpp — names of tables, columns and indexes: which are legal, and when two are the same.
//
// Room:   table. Uses the standard library only.
// Gives:  clean_name, same_name.
#pragma once

#include <ese/jet/limits.hpp>

#include <algorithm>
#include <optional>
#include <string_view>

namespace ese::inline v1::engine {

[[nodiscard]] constexpr bool is_forbidden_in_name(char c) noexcept
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || c == '!' || c == '.' || c == '[' || c == ']';
}

// The name without its trailing blanks, or nothing if it is not a legal one. The length counts before the blanks go.
[[nodiscard]] constexpr std::optional<std::string_view> clean_name(std::string_view name) noexcept
{
    if (name.empty() || name.size() > jet::name_size_max || name.front() == ' ') return std::nullopt;
    if (std::any_of(name.begin(), name.end(), is_forbidden_in_name)) return std::nullopt;
    return name.substr(0, name.find_last_not_of(' ') + 1);
}

[[nodiscard]] constexpr char folded(char c) noexcept
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Only ASCII letters lose their case.
[[nodiscard]] constexpr bool same_name(std::string_view a, std::string_view b) noexcept
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return folded(x) == folded(y); });
}

}  // namespace ese::inline v1::engine
