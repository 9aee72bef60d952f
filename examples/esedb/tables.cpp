// tables.cpp — esedb tables: the tables of a file, a line for each.
#include "arguments.hpp"
#include "command.hpp"
#include "opened_file.hpp"
#include "row_output.hpp"

#include <iostream>

namespace esedb {

namespace {

constexpr std::string_view help = R"(esedb tables FILE [--system] [--format csv|tsv|json|table]

Name, number of columns, indexes and rows of each table. Rows are counted one by one.

  --system   tables of the system, too
  --format   by default a table on a terminal, CSV elsewhere

Exit status: 0; 1 if a table cannot be read; 3 if the file cannot be opened.
)";

[[nodiscard]] field number(std::uint64_t value) { return {field::kind::bare, std::to_string(value)}; }

void add_line(opened_file& file, const std::string& name, row_output& out)
{
    row_source rows{file, name};
    const std::uint64_t count = rows.cursor().move_first() ? rows.cursor().count() : 0;
    out.row({{field::kind::text, name}, number(rows.columns().size()), number(rows.indexes().size()), number(count)});
}

outcome run(arguments& given)
{
    const bool with_system = given.flag("--system");
    const format f = format_of(given.choice("--format", format_names));
    const std::string path = given.next("FILE");
    given.end();
    opened_file file = open_to_read(path);
    const auto out = make_output(f, std::cout, {"table", "columns", "indexes", "rows"});
    outcome how = outcome::fine;
    for (const std::string& name : table_names(file, with_system)) {
        try {
            add_line(file, name, *out);
        } catch (const ese::error& e) {
            std::cerr << "esedb: table " << name << ": " << e.what() << '\n';
            how = outcome::found_something;
        }
    }
    out->end();
    return how;
}

}  // namespace

const command tables_command{"tables", "the tables of a file, and how many rows they have", help, run};

}  // namespace esedb
