// row_input.hpp — rows from CSV, TSV or JSON lines.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace esedb {

// One field as it came. `bits`: {"utf16":...} and its like, the stored bytes themselves.
struct input_value {
    enum class kind { null, words, bits };
    kind what = kind::null;
    std::string words{};
};

struct input_field {
    std::string column{};
    std::vector<input_value> values{};    // several for a JSON array; none: NULL
};

using input_row = std::vector<input_field>;

// What is wrong with one row; the next one can be read all the same.
struct row_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class row_input {
public:
    row_input() = default;
    row_input(const row_input&) = delete;
    row_input& operator=(const row_input&) = delete;
    virtual ~row_input() = default;

    // Names of the columns: the first line, or those of the first object.
    [[nodiscard]] virtual std::vector<std::string> columns() = 0;
    // Nothing: the end. Throws row_error.
    [[nodiscard]] virtual std::optional<input_row> next() = 0;
    // Of the row that next() gave or complained about; from 1.
    [[nodiscard]] virtual std::uint64_t line() const noexcept = 0;
};

// `kind` is csv, tsv or json. A mark of byte order in front is passed over.
[[nodiscard]] std::unique_ptr<row_input> make_input(std::string_view kind, std::istream& from);

}  // namespace esedb
