// row_output.hpp — rows as CSV, TSV, JSON lines, or a table for people.
#pragma once

#include "values.hpp"

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace esedb {

enum class format { csv, tsv, json, table };

inline constexpr std::string_view format_names[] = {"csv", "tsv", "json", "table"};

// The format of this name; without one, a table on a terminal and CSV elsewhere.
[[nodiscard]] format format_of(const std::optional<std::string>& name);

class row_output {
public:
    row_output() = default;
    row_output(const row_output&) = delete;
    row_output& operator=(const row_output&) = delete;
    virtual ~row_output() = default;

    // As many fields as there are columns.
    virtual void row(const std::vector<field>& fields) = 0;
    virtual void end() {}    // after the last row
};

// NULL is nothing in CSV, where empty text is ""; \N in TSV, where \t, \n, \r and \\ stand for what they say; null in JSON; and a
// dash in a table. Tables cut long values; the first rows decide how wide their columns are.
[[nodiscard]] std::unique_ptr<row_output> make_output(format f, std::ostream& to, std::vector<std::string> columns);
// JSON lines of the form {"table":...,"values":{...}}, for several tables in one stream.
[[nodiscard]] std::unique_ptr<row_output> make_output_of_table(std::ostream& to, std::string_view table, std::vector<std::string> columns);

}  // namespace esedb
