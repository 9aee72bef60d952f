#include "dates.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace esedb {

namespace {

constexpr std::int64_t day_in_ms = 86'400'000;
constexpr std::chrono::sys_days day_zero{std::chrono::year{1899} / 12 / 30};
constexpr double first_day = -657'434;    // 1 January 100
constexpr double last_day = 2'958'466;    // behind 31 December 9999

// Reads `digits` digits, and then the separator if one is asked for.
[[nodiscard]] bool take(std::string_view& text, std::size_t digits, std::string_view separators, int& value)
{
    if (text.size() < digits) return false;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + digits, value);
    if (wrong != std::errc{} || end != text.data() + digits || value < 0) return false;
    text.remove_prefix(digits);
    if (separators.empty()) return true;
    if (text.empty() || separators.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

// Decimals of a second as microseconds.
[[nodiscard]] std::optional<std::int64_t> take_decimals(std::string_view text)
{
    if (text.empty()) return 0;
    if (text.front() != '.' || text.size() < 2 || text.size() > 7) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, wrong] = std::from_chars(text.data() + 1, text.data() + text.size(), value);
    if (wrong != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    for (std::size_t i = text.size(); i < 7; ++i) value *= 10;
    return value;
}

[[nodiscard]] std::optional<std::int64_t> time_of_day(std::string_view text)
{
    int hour = 0, minute = 0, second = 0;
    if (text.empty()) return 0;
    if (!take(text, 2, ":", hour) || !take(text, 2, "", minute)) return std::nullopt;
    if (!text.empty() && text.front() == ':') {
        text.remove_prefix(1);
        if (!take(text, 2, "", second)) return std::nullopt;
    }
    const auto decimals = take_decimals(text);
    if (!decimals || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return (std::int64_t{hour} * 3600 + minute * 60 + second) * 1'000'000 + *decimals;
}

}  // namespace

// Before day zero the part of the day still counts forward: -1.25 is 06:00 of 29 December.
std::optional<std::string> date_to_text(double days)
{
    if (!(days >= first_day && days < last_day) || (days != 0 && std::fabs(days) < 1e-9)) return std::nullopt;
    const double whole = std::trunc(days);
    auto day = static_cast<std::int64_t>(whole);
    auto ms = static_cast<std::int64_t>(std::llround(std::fabs(days - whole) * static_cast<double>(day_in_ms)));
    if (ms == day_in_ms) ms = 0, days < 0 ? --day : ++day;

    const std::chrono::year_month_day date{day_zero + std::chrono::days{day}};
    std::array<char, 40> text;
    const auto part = [&](std::int64_t unit, std::int64_t modulo) { return static_cast<int>(ms / unit % modulo); };
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), part(3'600'000, 24), part(60'000, 60), part(1'000, 60));
    std::string out = text.data();
    if (ms % 1'000 == 0) return out;
    std::snprintf(text.data(), text.size(), ".%03d", part(1, 1'000));
    out += text.data();
    out.erase(out.find_last_not_of('0') + 1);
    return out;
}

std::optional<double> text_to_date(std::string_view text)
{
    int year = 0, month = 0, day = 0;
    if (!take(text, 4, "-", year) || !take(text, 2, "-", month) || !take(text, 2, text.size() > 2 ? "T " : "", day)) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)}, std::chrono::day{static_cast<unsigned>(day)}};
    const auto us = time_of_day(text);
    if (!date.ok() || year < 100 || !us) return std::nullopt;
    const auto whole = static_cast<double>((std::chrono::sys_days{date} - day_zero).count());
    const double rest = static_cast<double>(*us) / (static_cast<double>(day_in_ms) * 1000);
    return whole < 0 ? whole - rest : whole + rest;
}

}  // namespace esedb
