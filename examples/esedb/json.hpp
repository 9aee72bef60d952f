// json.hpp — JSON as it comes in: a value with what is in it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace esedb {

struct json_value {
    enum class kind { null, boolean, number, text, array, object };
    kind what = kind::null;
    std::string words{};                                            // as written, of a number or boolean; unescaped, of text
    std::vector<json_value> items{};                                // of an array
    std::vector<std::pair<std::string, json_value>> members{};      // of an object, in their order
};

struct json_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// All of the text is one value (RFC 8259), nested no deeper than 16 levels. Throws json_error. Text comes out as UTF-8; half of
// a surrogate pair is an error, as is anything that is not UTF-8.
[[nodiscard]] json_value parse_json(std::string_view text);

}  // namespace esedb
