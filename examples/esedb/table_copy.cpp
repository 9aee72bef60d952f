#include "table_copy.hpp"

#include "command.hpp"

#include <ese/engine/base/failure.hpp>
#include <ese/engine/os/native_files.hpp>
#include <ese/engine/os/path.hpp>
#include <ese/transaction.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace esedb {

namespace jet = ese::jet;

namespace {

constexpr std::uint64_t rows_per_commit = 200;

[[nodiscard]] ese::column_spec spec_of(const jet::column_info& column)
{
    using o = jet::column_option;
    const auto kept = o::fixed | o::tagged | o::not_null | o::version | o::autoincrement | o::multi_valued | o::escrow_update |
                      o::finalize | o::delete_on_zero | o::compressed;
    ese::column_spec spec;
    spec.name          = column.name;
    spec.type          = column.type;
    spec.flags         = column.options & kept;
    spec.size_max      = jet::fixed_size(column.type) != 0 ? 0 : column.size_max;
    spec.code_page     = static_cast<jet::code_page>(column.code_page);
    spec.default_value = column.default_value;
    return spec;
}

// "+a\0-b\0\0"
[[nodiscard]] std::string key_string(const jet::index_info& index)
{
    std::string key;
    for (const jet::index_segment& s : index.segments) key += (s.descending ? '-' : '+') + s.column_name + '\0';
    return key + '\0';
}

// Sizes of keys that were not chosen are not chosen again.
[[nodiscard]] jet::index_create create_of(const jet::index_info& index)
{
    using o = jet::index_option;
    jet::index_create made;
    made.name    = index.name;
    made.options = index.options.without(o::key_most | o::tuples | o::unicode);
    made.density = index.density;
    if (index.key_most > jet::key_size_default) made.options |= o::key_most, made.key_most = index.key_most;
    if (index.segment_most != 0 && index.segment_most < index.key_most && index.segment_most <= jet::key_size_default) made.segment_most = index.segment_most;
    if (index.tuples) made.options |= o::tuple_limits, made.tuples = index.tuples;
    if (index.options.has(o::unicode)) made.options |= o::unicode, made.map_flags = index.map_flags, made.locale = index.locale;
    return made;
}

}  // namespace

struct table_copy::target {
    ese::cursor cursor{};
    std::vector<std::optional<ese::column_ref>> columns{};    // in the order of the source's; none: could not be made
    bool numbers_rows = false;
    std::optional<ese::transaction> batch{};
    std::uint64_t rows = 0;
    std::uint64_t lost = 0;
    std::string first_loss{};
};

opened_file make_fresh_file(const std::string& path, std::uint32_t page_size)
{
    try {
        opened_file file;
        file.engine  = ese::instance{{.page_size = page_size, .recovery = false, .create_directories = false}};
        file.session = file.engine.begin_session();
        file.db      = file.session.create(path, {.if_exists = ese::overwrite_it});
        return file;
    } catch (const ese::error& e) {
        throw file_error{path + ": cannot be made: " + e.what()};
    }
}

temporary_file::~temporary_file()
{
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}

void publish(opened_file& fresh, const std::string& part, const std::string& path)
{
    fresh.db      = {};
    fresh.session = {};
    fresh.engine.close();
    try {
        ese::engine::native_files files;
        files.rename(part, path);
        files.sync_directory(ese::engine::paths::parent_of(files.absolute(path)));
    } catch (const ese::engine::failure& e) {
        throw file_error{path + ": " + ese::make_error_code(e.code()).message()};
    }
}

template <class Work>
void table_copy::attempt(const std::string& what, Work&& work)
{
    try {
        work();
    } catch (const ese::error& e) {
        if (how_ == on_trouble::stop) throw;
        complain_(what + ": " + e.what());
    }
}

std::uint64_t table_copy::copy(const std::string& table)
{
    row_source from{from_, table};
    target to = make_table(from);
    how_ == on_trouble::stop ? copy_rows(from, to) : salvage_rows(from, to);
    if (to.batch) to.batch->commit();
    to.batch.reset();
    for (const jet::index_info& index : from.indexes())
        if (!index.options.has(jet::index_option::primary)) make_index(to, index);
    if (to.lost != 0) complain_("table " + table + ": " + std::to_string(to.lost) + " rows could not be copied; the first: " + to.first_loss);
    return to.rows;
}

// The cursor that comes from making a table is the only one on it, as columns that number rows demand.
table_copy::target table_copy::make_table(row_source& from)
{
    target to;
    ese::table_spec spec;
    spec.name = from.table();
    to.cursor = to_.db.create_table(spec);
    for (const jet::column_info& column : from.columns()) {
        to.columns.emplace_back();
        attempt("table " + from.table() + ", column " + column.name, [&] { to.columns.back() = to.cursor.add_column(spec_of(column)); });
        if (column.options.has(jet::column_option::autoincrement) && to.columns.back()) to.numbers_rows = true;
    }
    for (const jet::index_info& index : from.indexes())
        if (index.options.has(jet::index_option::primary)) make_index(to, index);
    return to;
}

void table_copy::make_index(target& to, const jet::index_info& index)
{
    const std::string key = key_string(index);
    std::vector<jet::conditional_column> conditions;
    for (const jet::index_condition& c : index.conditions)
        conditions.push_back({c.column_name, c.must_be_null ? jet::conditional_column_option::must_be_null : jet::conditional_column_option::must_be_non_null});
    jet::index_create made = create_of(index);
    made.key        = key;
    made.conditions = conditions;
    attempt("index " + index.name, [&] {
        ese::check(to_.engine.api().create_index(to_.session.native_handle(), to.cursor.native_handle(), made), "create_index", ese::where::current());
    });
}

void table_copy::copy_rows(row_source& from, target& to)
{
    for (bool more = from.first(); more; more = from.next()) copy_row(from, to);
}

// From the front as far as it goes, then from the end back to there.
void table_copy::salvage_rows(row_source& from, target& to)
{
    std::optional<ese::bookmark> reached;
    bool broken = false;
    attempt("table " + from.table() + ", from the front", [&] {
        broken = true;
        for (bool more = from.first(); more; more = from.next()) {
            reached = from.cursor().position();
            copy_row_if_possible(from, to);
        }
        broken = false;
    });
    if (!broken) return;
    attempt("table " + from.table() + ", from the end", [&] {
        for (bool more = from.last(); more; more = from.previous()) {
            const ese::bookmark here = from.cursor().position();
            if (reached && !std::lexicographical_compare(reached->bytes.begin(), reached->bytes.end(), here.bytes.begin(), here.bytes.end())) return;
            copy_row_if_possible(from, to);
        }
    });
}

void table_copy::copy_row_if_possible(row_source& from, target& to)
{
    try {
        copy_row(from, to);
    } catch (const ese::error& e) {
        if (to.lost++ == 0) to.first_loss = e.what();
    }
}

void table_copy::copy_row(row_source& from, target& to)
{
    if (!to.batch) to.batch.emplace(to_.session);
    auto row = to.cursor.prepare(to.numbers_rows ? jet::prepare_kind::insert_must_set_autoincrement : jet::prepare_kind::insert);
    for (std::size_t i = 0; i < to.columns.size(); ++i) {
        if (!to.columns[i]) continue;
        const jet::column_info& column = from.columns()[i];
        const auto values = from.values(column);
        if (values.empty() && !column.default_value.empty()) row.set(*to.columns[i], std::nullopt);
        for (std::size_t n = 0; n < values.size(); ++n) {
            const bytes value = values[n];
            n == 0 ? row.set(*to.columns[i], value) : row.add_value(*to.columns[i], value);
        }
    }
    row.save();
    if (++to.rows % rows_per_commit != 0) return;
    to.batch->commit();
    to.batch.reset();
}

}  // namespace esedb
