// values.hpp — the stored bytes of a column as something to print, and what people type as stored bytes.
#pragma once

#include "text.hpp"

#include <ese/jet/definitions.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace esedb {

// A value as words. `bare` and `json` are JSON as they are; `text` is not quoted yet.
struct field {
    enum class kind { null, bare, text, json };
    kind what = kind::null;
    std::string words{};
};

struct value_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Numbers and true/false are bare. Text, hex digits of bytes, GUIDs and dates are text. What is no valid text of its column, a
// date outside the calendar, or a number JSON does not know becomes an object that keeps its bits: {"utf16":"..."},
// {"bytes":"..."}, {"float":"..."}, {"datetime":..., "bits":"..."}. A multi-valued column is an array.
[[nodiscard]] field field_of(const ese::jet::column_info& column, const std::vector<byte_vector>& values);
[[nodiscard]] field field_of(const ese::jet::column_info& column, bytes value);
[[nodiscard]] std::string as_json(const field& f);

// The other way round. Throws value_error with what is wrong, in words that fit behind the column's name.
[[nodiscard]] byte_vector parse_value(const ese::jet::column_info& column, std::string_view words);

}  // namespace esedb
