// import.cpp — esedb import: rows of CSV, TSV or JSON lines into a table.
#include "arguments.hpp"
#include "command.hpp"
#include "file_header.hpp"
#include "opened_file.hpp"
#include "row_input.hpp"
#include "terminal.hpp"

#include <ese/transaction.hpp>
#include <ese/type_name.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>

namespace esedb {

namespace {

namespace fs = std::filesystem;
namespace jet = ese::jet;

constexpr std::string_view help = R"(esedb import FILE TABLE [INPUT] [--format csv|tsv|json] [--create] [--columns LIST]
             [--key LIST] [--batch N] [--skip-bad]

Adds the rows of INPUT, or of the standard input, to a table. Values are written as dump
prints them. The first line of CSV and TSV names the columns, in any order; columns that
are not named are NULL, or have their default. Numbers of an autoincrement column are
taken as they are, or drawn where the column is not named or NULL.

  --format     by default what INPUT's name ends with, else CSV
  --create     makes FILE and TABLE if they are not there
  --columns    with --create: name:type,name:type,... ; types are Bit, UnsignedByte, Short,
               UnsignedShort, Long, UnsignedLong, LongLong, UnsignedLongLong, Currency,
               IEEESingle, IEEEDouble, DateTime, GUID, Binary, Text, LongBinary, LongText.
               A ! behind the type: never NULL. Without this option all columns of the
               input are LongText
  --key        with --create: the columns of the primary index; -name: descending
  --batch N    rows in one transaction (default 1000)
  --skip-bad   passes over rows that cannot be added, instead of stopping there

Each transaction is on disk when it is done. While it works, a folder FILE.log holds the
log; should the program be cut off, run esedb recover FILE.log, and remove the folder.

Exit status: 0 all rows are there; 1 a row could not be added: those before it are there,
and with --skip-bad those behind it; 3 a file cannot be opened, read or written.
)";

constexpr std::string_view formats[] = {"csv", "tsv", "json"};

[[nodiscard]] std::string format_by_name(const std::string& path)
{
    const std::string ending = fs::path{path}.extension().string();
    if (same_name(ending, ".tsv")) return "tsv";
    return same_name(ending, ".json") || same_name(ending, ".jsonl") || same_name(ending, ".ndjson") ? "json" : "csv";
}

[[nodiscard]] std::vector<std::string> split(std::string_view list)
{
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= list.size();) {
        const std::size_t end = std::min(list.find(',', from), list.size());
        parts.emplace_back(list.substr(from, end - from));
        from = end + 1;
    }
    return parts;
}

// name:type, name:type!
[[nodiscard]] ese::column_spec column_of(const std::string& words)
{
    const std::size_t colon = words.rfind(':');
    if (colon == std::string::npos || colon == 0) throw usage_error{"--columns: '" + words + "' is not name:type"};
    std::string type = words.substr(colon + 1);
    ese::column_spec spec;
    spec.name = words.substr(0, colon);
    if (type.ends_with('!')) {
        spec.flags = jet::column_option::not_null;
        type.pop_back();
    }
    for (int known = 1; known <= static_cast<int>(jet::column_type::unsigned_long_long); ++known) {
        spec.type = static_cast<jet::column_type>(known);
        if (jet::is_valid(spec.type) && same_name(type, ese::name_of(spec.type))) return spec;
    }
    throw usage_error{"--columns: there is no type '" + type + "'"};
}

struct import_order {
    std::string path, table, input, format;
    bool create = false, skip_bad = false;
    std::optional<std::string> columns{}, key{};
    std::uint64_t batch = 1000;
};

[[nodiscard]] ese::table_spec table_of(const import_order& order, row_input& input)
{
    ese::table_spec spec;
    spec.name = order.table;
    if (order.columns)
        for (const std::string& words : split(*order.columns)) spec.columns.push_back(column_of(words));
    else
        for (const std::string& name : input.columns()) spec.columns.push_back({.name = name, .type = jet::column_type::long_text});
    if (!order.key) return spec;
    ese::index_spec primary{.name = "primary", .flags = jet::index_option::primary};
    for (const std::string& name : split(*order.key)) primary.parts.push_back(name.starts_with('-') ? ese::descending(name.substr(1)) : ese::ascending(name));
    spec.indexes.push_back(primary);
    return spec;
}

// The table, and what goes into it.
class importer {
public:
    importer(opened_file& file, const import_order& order) : file_{file}, order_{order}, cursor_{file.db.open_cursor(order.table)}, columns_{cursor_.columns()} {}

    // Throws value_error, row_error or ese::error; then the row is not there.
    void add(const input_row& row)
    {
        if (!batch_) batch_.emplace(file_.session);
        auto update = cursor_.prepare(brings_its_number(row) ? jet::prepare_kind::insert_must_set_autoincrement : jet::prepare_kind::insert);
        for (const input_field& one : row) set(update, one);
        update.save();
        if (++waiting_ >= order_.batch) commit();
    }
    void commit()
    {
        if (batch_) batch_->commit();
        batch_.reset();
        added_ += std::exchange(waiting_, 0);
    }
    [[nodiscard]] std::uint64_t added() const noexcept { return added_; }
    [[nodiscard]] std::uint64_t rows() const noexcept { return added_ + waiting_; }

private:
    [[nodiscard]] const jet::column_info& column(const std::string& name) const
    {
        for (const jet::column_info& one : columns_)
            if (same_name(one.name, name)) return one;
        throw row_error{"the table has no column '" + name + "'"};
    }
    [[nodiscard]] bool brings_its_number(const input_row& row) const
    {
        return std::any_of(row.begin(), row.end(), [&](const input_field& one) {
            return !one.values.empty() && column(one.column).options.has(jet::column_option::autoincrement);
        });
    }
    void set(ese::update& update, const input_field& one)
    {
        const jet::column_info& to = column(one.column);
        const ese::column_ref ref{to.id, to.type, to.code_page};
        if (one.values.size() > 1 && !to.options.has(jet::column_option::multi_valued)) throw row_error{"column '" + to.name + "' takes one value"};
        if (one.values.empty() && !to.options.has(jet::column_option::autoincrement)) update.set(ref, std::nullopt);
        for (std::size_t n = 0; n < one.values.size(); ++n) {
            const byte_vector value = bytes_of(to, one.values[n]);
            n == 0 ? update.set(ref, value) : update.add_value(ref, value);
        }
    }
    [[nodiscard]] static byte_vector bytes_of(const jet::column_info& to, const input_value& value)
    {
        try {
            if (value.what == input_value::kind::words) return parse_value(to, value.words);
        } catch (const value_error& e) {
            throw row_error{"column '" + to.name + "': " + e.what()};
        }
        auto bits = from_hex(value.words);
        const std::uint32_t fixed = jet::fixed_size(to.type);
        if (!bits || (fixed != 0 && bits->size() != fixed)) throw row_error{"column '" + to.name + "': these are not the bytes of a value"};
        return *std::move(bits);
    }

    opened_file& file_;
    const import_order& order_;
    ese::cursor cursor_;
    std::vector<jet::column_info> columns_;
    std::optional<ese::transaction> batch_{};
    std::uint64_t waiting_ = 0, added_ = 0;
};

// What is wrong with one row ends here; accidents of the file travel on.
[[nodiscard]] bool is_about_the_row(const ese::error& e)
{
    return !e.poisons_transaction() && (e.code() == ese::failure::duplicate || e.code() == ese::failure::usage || e.code() == ese::failure::not_found ||
           e.code() == ese::errc::null_invalid || e.code() == ese::errc::null_key_disallowed || e.code() == ese::errc::column_too_big ||
           e.code() == ese::errc::record_too_big || e.code() == ese::errc::key_truncated);
}

struct import_result {
    std::uint64_t added = 0, bad = 0;
};

// Nothing: the end of the input. `wrong` gets what is wrong with the row.
[[nodiscard]] bool add_next(row_input& input, importer& into, std::string& wrong)
{
    wrong.clear();
    try {
        const auto row = input.next();
        if (!row) return false;
        into.add(*row);
    } catch (const row_error& e) {
        wrong = e.what();
    } catch (const ese::error& e) {
        if (!is_about_the_row(e)) throw;
        wrong = e.what();
    }
    return true;
}

[[nodiscard]] import_result import_rows(opened_file& file, const import_order& order, row_input& input, std::istream& stream, std::uint64_t size)
{
    importer into{file, order};
    progress_bar bar{size};
    import_result done;
    std::string wrong;
    while (add_next(input, into, wrong)) {
        bar.show(size == 0 ? 0 : static_cast<std::uint64_t>(std::max<std::streamoff>(stream.tellg(), 0)), into.rows());
        if (wrong.empty()) continue;
        ++done.bad;
        bar.clear();
        std::cerr << (order.input == "-" ? "standard input" : order.input) << ':' << input.line() << ": " << wrong << '\n';
        if (!order.skip_bad) break;
    }
    into.commit();
    bar.clear();
    done.added = into.added();
    return done;
}

void make_table_if_missing(opened_file& file, const import_order& order, row_input& input)
{
    if (file.db.has_table(order.table)) return;
    if (!order.create) throw file_error{order.path + ": there is no table " + order.table + "; --create makes one"};
    const ese::table_spec spec = table_of(order, input);
    if (spec.columns.empty()) throw file_error{order.input + ": there are no columns in it"};
    ese::transaction made{file.session};
    file.db.create_table(spec).close();
    made.commit();
}

[[nodiscard]] import_order read_order(arguments& given)
{
    import_order order;
    const auto format = given.choice("--format", formats);
    order.create   = given.flag("--create");
    order.skip_bad = given.flag("--skip-bad");
    order.columns  = given.option("--columns");
    order.key      = given.option("--key");
    order.batch    = given.number("--batch").value_or(1000);
    order.path     = given.next("FILE");
    order.table    = given.next("TABLE");
    order.input    = given.next_if_any().value_or("-");
    given.end();
    if (order.batch == 0) throw usage_error{"--batch is at least 1"};
    if (!order.create && (order.columns || order.key)) throw usage_error{"--columns and --key go with --create"};
    order.format = format ? *format : format_by_name(order.input);
    if (order.columns)
        for (const std::string& words : split(*order.columns)) (void)column_of(words);    // said before anything is made
    return order;
}

outcome run(arguments& given)
{
    const import_order order = read_order(given);
    std::ifstream opened;
    std::uint64_t size = 0;
    if (order.input != "-") {
        std::error_code ec;
        opened.open(order.input, std::ios::binary);
        if (!opened || fs::is_directory(order.input, ec)) throw file_error{order.input + ": cannot be read"};
        size = fs::file_size(order.input, ec);
        if (ec) size = 0;
    }
    std::istream& stream = order.input == "-" ? std::cin : opened;
    const auto input = make_input(order.format, stream);

    opened_file file = open_to_write(order.path, order.create);
    import_result done;
    try {
        make_table_if_missing(file, order, *input);
        done = import_rows(file, order, *input, stream, size);
    } catch (...) {
        close_written(file, order.path);
        throw;
    }
    close_written(file, order.path);
    std::cout << done.added << " rows added to " << order.table << (done.bad != 0 ? ", " + std::to_string(done.bad) + " not" : "") << '\n';
    return done.bad == 0 ? outcome::fine : outcome::found_something;
}

}  // namespace

const command import_command{"import", "add rows of CSV, TSV or JSON lines to a table", help, run};

}  // namespace esedb
