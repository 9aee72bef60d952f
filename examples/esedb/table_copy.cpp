#include "table_copy.hpp"

#include "command.hpp"

#include <ese/engine/base/failure.hpp>
#include <ese/engine/os/native_files.hpp>
#include <ese/engine/os/path.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace esedb {

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

namespace {

void expect(ese::errc code, const char* call) { ese::check(code, call, ese::where::current()); }

}  // namespace

// Trouble with a part that is not told to anybody ends the copying.
table_copy::copier table_copy::copier_of(row_source& from)
{
    const auto excuse = [this, table = from.table()](std::string_view part, ese::errc code) {
        if (how_ == on_trouble::stop) return false;
        complain_("table " + table + ", " + std::string{part} + ": " + ese::make_error_code(code).message());
        return true;
    };
    return {{&from_.engine.api(), from_.session.native_handle()}, from.cursor().native_handle(),
            {&to_.engine.api(), to_.session.native_handle()}, to_.db.native_handle(), excuse};
}

std::uint64_t table_copy::copy(const std::string& table)
{
    row_source from{from_, table};
    copier to = copier_of(from);
    expect(to.begin(), "copy a table");
    how_ == on_trouble::stop ? copy_rows(from, to) : salvage_rows(from, to);
    expect(to.finish(), "copy a table");
    return to.rows();
}

void table_copy::copy_rows(row_source& from, copier& to)
{
    for (bool more = from.first(); more; more = from.next()) expect(to.copy_row(), "copy a row");
}

// What one direction reads until it ends. False: it broke off.
template <class Walk>
bool table_copy::attempt(const std::string& what, Walk&& walk)
{
    try {
        walk();
        return true;
    } catch (const ese::error& e) {
        complain_(what + ": " + e.what());
        return false;
    }
}

// From the front as far as it goes, then from the end back to there.
void table_copy::salvage_rows(row_source& from, copier& to)
{
    losses lost;
    std::optional<ese::bookmark> reached;
    const bool whole = attempt("table " + from.table() + ", from the front", [&] {
        for (bool more = from.first(); more; more = from.next()) {
            reached = from.cursor().position();
            lost.note(to.copy_row());
        }
    });
    if (!whole)
        (void)attempt("table " + from.table() + ", from the end", [&] {
            for (bool more = from.last(); more; more = from.previous()) {
                const ese::bookmark here = from.cursor().position();
                if (reached && !std::lexicographical_compare(reached->bytes.begin(), reached->bytes.end(), here.bytes.begin(), here.bytes.end())) return;
                lost.note(to.copy_row());
            }
        });
    if (lost.rows == 0) return;
    complain_("table " + from.table() + ": " + std::to_string(lost.rows) + " rows could not be copied; the first: " + ese::make_error_code(lost.first).message());
}

}  // namespace esedb
