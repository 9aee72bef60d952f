// dump.cpp — esedb dump: the rows of tables as CSV, TSV, JSON lines, or a table.
#include "arguments.hpp"
#include "command.hpp"
#include "opened_file.hpp"
#include "row_output.hpp"

#include <iostream>
#include <limits>

namespace esedb {

namespace {

constexpr std::string_view help = R"(esedb dump FILE [TABLE ...] [--format csv|tsv|json|table] [--system] [--limit N]

The rows of the tables named, in the order of their primary index. CSV and TSV hold one
table; without a name, JSON lines and tables hold all.

  --format   by default a table on a terminal, CSV elsewhere
  --system   with no TABLE: tables of the system, too
  --limit    at most so many rows of each table

NULL is nothing in CSV (empty text is ""), \N in TSV, null in JSON. Bytes are hex digits,
dates 2012-02-29T13:45:00. Text is UTF-8. Several values of a multi-valued column are a
JSON array. JSON lines are {"column":value,...} for one TABLE that was named, otherwise
{"table":"...","values":{...}}.

Exit status: 0; 1 if a table is not there or a row cannot be read: what can be read is
printed; 3 if the file cannot be opened.
)";

[[nodiscard]] std::vector<std::string> column_names(const row_source& rows)
{
    std::vector<std::string> names;
    for (const auto& column : rows.columns()) names.push_back(column.name);
    return names;
}

struct dump_job {
    opened_file& file;
    format how;
    bool with_table_names;
    std::uint64_t limit;

    void table(const std::string& name)
    {
        row_source rows{file, name};
        if (how == format::table && with_table_names) std::cout << '\n' << printable(name) << '\n';
        const auto out = how == format::json && with_table_names ? make_output_of_table(std::cout, name, column_names(rows))
                                                                 : make_output(how, std::cout, column_names(rows));
        std::uint64_t printed = 0;
        try {
            for (bool more = limit != 0 && rows.first(); more; more = printed < limit && rows.next()) {
                out->row(rows.fields());
                ++printed;
            }
        } catch (const ese::error&) {    // what came before it is shown all the same
            out->end();
            throw;
        }
        out->end();
    }
};

outcome run(arguments& given)
{
    const bool with_system = given.flag("--system");
    const format how = format_of(given.choice("--format", format_names));
    const std::uint64_t limit = given.number("--limit").value_or(std::numeric_limits<std::uint64_t>::max());
    const std::string path = given.next("FILE");
    auto names = given.rest();
    const bool one_stream = how == format::csv || how == format::tsv;
    if (names.size() != 1 && one_stream) throw usage_error{"CSV and TSV hold one table: name it, or choose --format json"};

    opened_file file = open_to_read(path);
    const bool several = names.size() != 1;
    if (names.empty()) names = table_names(file, with_system);
    dump_job job{file, how, several, limit};
    outcome done = outcome::fine;
    for (const std::string& name : names) {
        try {
            job.table(name);
        } catch (const ese::error& e) {
            std::cout.flush();
            std::cerr << "esedb: table " << name << ": " << e.what() << '\n';
            done = outcome::found_something;
        }
    }
    return done;
}

}  // namespace

const command dump_command{"dump", "the rows of tables as CSV, TSV, JSON lines or a table", help, run};

}  // namespace esedb
