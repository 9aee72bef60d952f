// dates.hpp — DateTime columns hold days since 30 December 1899 and parts of days; people read calendars.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace esedb {

// 2012-02-29T13:45:00, to the millisecond: far from day zero the number knows no more. Nothing: not a time of the years 100 to 9999, or so close to day
// zero that it was hardly meant as one.
[[nodiscard]] std::optional<std::string> date_to_text(double days);
// The same back, also with a blank for the T, without seconds, and without a time of day.
[[nodiscard]] std::optional<double> text_to_date(std::string_view text);

}  // namespace esedb
