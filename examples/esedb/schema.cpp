// schema.cpp — esedb schema: columns and indexes of tables, for people or as JSON lines.
#include "arguments.hpp"
#include "command.hpp"
#include "opened_file.hpp"

#include <ese/type_name.hpp>

#include <algorithm>
#include <iostream>

namespace esedb {

namespace {

namespace jet = ese::jet;

constexpr std::string_view help = R"(esedb schema FILE [TABLE ...] [--system] [--format text|json]

Columns and indexes of the tables named, or of all.

  --system   tables of the system, too
  --format   text for people (the default); json: an object for each column and index

Exit status: 0; 1 if there is no such table; 3 if the file cannot be opened.
)";

constexpr std::string_view formats[] = {"text", "json"};

template <class Option>
struct named_option {
    Option option;
    std::string_view name;
};

template <class Option, std::size_t N>
[[nodiscard]] std::vector<std::string> names_of(jet::flags<Option> options, const named_option<Option> (&known)[N])
{
    std::vector<std::string> names;
    for (const auto& one : known)
        if (options.has(one.option)) names.emplace_back(one.name);
    return names;
}

using column_option = jet::column_option;
constexpr named_option<column_option> column_options[] = {
    {column_option::fixed, "fixed"}, {column_option::tagged, "tagged"}, {column_option::not_null, "never NULL"},
    {column_option::autoincrement, "autoincrement"}, {column_option::version, "version"}, {column_option::multi_valued, "multi-valued"},
    {column_option::escrow_update, "escrow"}, {column_option::compressed, "compressed"}, {column_option::encrypted, "encrypted"},
};
using index_option = jet::index_option;
constexpr named_option<index_option> index_options[] = {
    {index_option::primary, "primary"}, {index_option::unique, "unique"}, {index_option::disallow_null, "never NULL"},
    {index_option::ignore_null, "not if all are NULL"}, {index_option::ignore_any_null, "not if any is NULL"},
    {index_option::ignore_first_null, "not if the first is NULL"}, {index_option::sort_nulls_high, "NULLs last"},
    {index_option::tuples, "tuples"}, {index_option::disallow_truncation, "never cut"}, {index_option::cross_product, "cross product"},
};

[[nodiscard]] std::vector<std::string> notes_on(const jet::column_info& c)
{
    auto notes = names_of(c.options, column_options);
    if (jet::is_text(c.type)) notes.push_back("code page " + std::to_string(c.code_page));
    if (!c.default_value.empty()) notes.push_back("default " + printable(field_of(c, c.default_value).words));
    return notes;
}

[[nodiscard]] std::vector<std::string> notes_on(const jet::index_info& i)
{
    auto notes = names_of(i.options, index_options);
    for (const jet::index_condition& c : i.conditions) notes.push_back("only if " + c.column_name + (c.must_be_null ? " is NULL" : " is not NULL"));
    if (i.options.has(index_option::unicode)) notes.push_back("locale " + (i.locale.empty() ? "none" : i.locale));
    return notes;
}

[[nodiscard]] std::string joined(const std::vector<std::string>& parts)
{
    std::string all;
    for (const std::string& one : parts) all += (all.empty() ? "" : ", ") + one;
    return all;
}

[[nodiscard]] std::vector<std::string> key_of(const jet::index_info& i)
{
    std::vector<std::string> parts;
    for (const jet::index_segment& s : i.segments) parts.push_back((s.descending ? "-" : "+") + s.column_name);
    return parts;
}

[[nodiscard]] std::string type_of(const jet::column_info& c)
{
    const bool sized = jet::fixed_size(c.type) == 0 && c.size_max != 0;
    return std::string{ese::name_of(c.type)} + (sized ? "(" + std::to_string(c.size_max) + ")" : "");
}

void padded(const std::string& text, std::size_t width)
{
    const std::size_t used = width_of(text);
    std::cout << text << std::string(width > used ? width - used : 0, ' ') << "  ";
}

void print_text(const row_source& rows)
{
    std::size_t names = 0, types = 0;
    for (const auto& c : rows.columns()) {
        names = std::max(names, width_of(printable(c.name)));
        types = std::max(types, type_of(c).size());
    }
    std::cout << "table " << printable(rows.table()) << '\n';
    for (const auto& c : rows.columns()) {
        std::cout << "  column  ";
        padded(printable(c.name), names);
        padded(type_of(c), types);
        std::cout << joined(notes_on(c)) << '\n';
    }
    for (const auto& i : rows.indexes())
        std::cout << "  index   " << printable(i.name) << ": " << printable(joined(key_of(i))) << (notes_on(i).empty() ? "" : "  (" + joined(notes_on(i)) + ")") << '\n';
    std::cout << '\n';
}

[[nodiscard]] std::string json_array(const std::vector<std::string>& parts)
{
    std::string all;
    for (const std::string& one : parts) all += (all.empty() ? "" : ",") + json_quoted(one);
    return "[" + all + "]";
}

void print_json(const row_source& rows)
{
    const std::string table = json_quoted(rows.table());
    for (const auto& c : rows.columns())
        std::cout << "{\"kind\":\"column\",\"table\":" << table << ",\"name\":" << json_quoted(c.name) << ",\"id\":" << c.id.value()
                  << ",\"type\":" << json_quoted(ese::name_of(c.type)) << ",\"size\":" << c.size_max << ",\"codepage\":" << c.code_page
                  << ",\"options\":" << json_array(names_of(c.options, column_options))
                  << ",\"default\":" << (c.default_value.empty() ? "null" : as_json(field_of(c, c.default_value))) << "}\n";
    for (const auto& i : rows.indexes())
        std::cout << "{\"kind\":\"index\",\"table\":" << table << ",\"name\":" << json_quoted(i.name) << ",\"columns\":" << json_array(key_of(i))
                  << ",\"options\":" << json_array(notes_on(i)) << ",\"locale\":" << json_quoted(i.locale) << "}\n";
}

outcome run(arguments& given)
{
    const bool with_system = given.flag("--system");
    const bool as_objects = given.choice("--format", formats) == "json";
    const std::string path = given.next("FILE");
    auto names = given.rest();
    opened_file file = open_to_read(path);
    if (names.empty()) names = table_names(file, with_system);
    outcome how = outcome::fine;
    for (const std::string& name : names) {
        try {
            const row_source rows{file, name};
            as_objects ? print_json(rows) : print_text(rows);
        } catch (const ese::error& e) {
            std::cerr << "esedb: table " << name << ": " << e.what() << '\n';
            how = outcome::found_something;
        }
    }
    return how;
}

}  // namespace

const command schema_command{"schema", "columns and indexes of tables", help, run};

}  // namespace esedb
