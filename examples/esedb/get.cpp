// get.cpp — esedb get: the rows with a key.
#include "arguments.hpp"
#include "command.hpp"
#include "file_header.hpp"
#include "opened_file.hpp"
#include "raw_pages.hpp"
#include "row_output.hpp"
#include "stored_catalog.hpp"

#include <iostream>

namespace esedb {

namespace {

constexpr std::string_view help = R"(esedb get FILE TABLE KEY ... [--index NAME] [--format csv|tsv|json|table]

The rows whose key in an index is KEY: a value for each of its columns, or for the first
of them. Values are written as dump prints them; \N is NULL. Values that begin with two
dashes go behind a lone --.

  --index    the primary index, unless another one is named
  --format   by default a table on a terminal, CSV elsewhere

Where Windows ordered the text of the index, its keys cannot be made here: then every row
is looked at.

Exit status: 0; 1 if there is no such row; 2 if the index or a value is wrong; 3 if the
file cannot be opened.
)";

// Keys of an index whose text Windows ordered can be walked, and not made.
[[nodiscard]] bool keys_can_be_made(const std::string& path, const std::string& table, const ese::jet::index_info& index)
{
    if (!index.options.has(ese::jet::index_option::unicode)) return true;
    raw_pages pages{path, read_header(path).page_size};
    for (const ese::engine::table_schema& schema : read_catalog(pages, [](const std::string&) {})) {
        if (!same_name(schema.name, table)) continue;
        if (schema.has_primary && same_name(schema.primary.name, index.name)) return schema.primary.own_order();
        for (const ese::engine::index_schema& one : schema.indexes)
            if (same_name(one.definition.name, index.name)) return one.definition.own_order();
    }
    return true;
}

class row_printer {
public:
    row_printer(row_source& rows, format how) : rows_{rows}, how_{how} {}

    void print()
    {
        if (!out_) {
            std::vector<std::string> names;
            for (const auto& column : rows_.columns()) names.push_back(column.name);
            out_ = make_output(how_, std::cout, std::move(names));
        }
        out_->row(rows_.fields());
    }
    [[nodiscard]] outcome end()
    {
        if (out_) return out_->end(), outcome::fine;
        std::cerr << "esedb: there is no such row\n";
        return outcome::found_something;
    }

private:
    row_source& rows_;
    format how_;
    std::unique_ptr<row_output> out_{};
};

outcome run(arguments& given)
{
    const std::string index_name = given.option("--index").value_or("");
    const format how = format_of(given.choice("--format", format_names));
    const std::string path = given.next("FILE");
    const std::string table = given.next("TABLE");
    const auto key = given.rest();
    if (key.empty()) throw usage_error{"KEY is missing"};

    opened_file file = open_to_read(path);
    row_source rows{file, table};
    const ese::jet::index_info& index = rows.index_named(index_name);
    if (key.size() > index.segments.size())
        throw usage_error{"index " + index.name + " has " + std::to_string(index.segments.size()) + " columns, there are " + std::to_string(key.size()) + " values"};
    row_printer printer{rows, how};
    try {
        if (keys_can_be_made(path, table, index)) {
            for (bool more = rows.seek(index, key); more; more = rows.next()) printer.print();
        } else {
            std::cerr << "esedb: Windows ordered the text of index " << index.name << "; every row is looked at instead, and text has to be the same to the letter\n";
            for (bool more = rows.first(); more; more = rows.next())
                if (rows.has_values(index, key)) printer.print();
        }
    } catch (const value_error& e) {
        throw usage_error{e.what()};
    }
    return printer.end();
}

}  // namespace

const command get_command{"get", "the rows with a key", help, run};

}  // namespace esedb
