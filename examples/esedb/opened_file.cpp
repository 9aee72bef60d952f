#include "opened_file.hpp"

#include "command.hpp"
#include "file_header.hpp"

#include <algorithm>
#include <filesystem>

namespace esedb {

namespace {

namespace fs = std::filesystem;
namespace jet = ese::jet;

constexpr std::uint32_t fresh_page_size = 8192;
constexpr std::array<std::string_view, 4> system_tables{"MSysObjects", "MSysObjectsShadow", "MSysObjids", "MSysLocales"};

[[nodiscard]] std::string advice_for(const ese::error& e)
{
    const auto code = static_cast<ese::errc>(e.code().value());
    if (code == ese::errc::database_dirty_shutdown) return "it was not closed; see esedb recover --help";
    if (code == ese::errc::database_sharing_violation) return "another program has it open";
    return e.what();
}

template <class Open>
[[nodiscard]] auto opening(const std::string& path, Open&& open)
{
    try {
        return open();
    } catch (const ese::error& e) {
        throw file_error{path + ": " + advice_for(e)};
    }
}

[[nodiscard]] std::string log_folder(const std::string& path) { return path + ".log"; }

// A log that is still there holds what the file lacks.
void refuse_leftover_log(const std::string& path)
{
    std::error_code ec;
    if (!fs::exists(log_folder(path), ec)) return;
    throw file_error{log_folder(path) + " is still there: an import was cut off. Run esedb recover " + log_folder(path) + ", then remove it"};
}

}  // namespace

opened_file open_to_read(const std::string& path)
{
    const file_header header = read_header(path);
    return opening(path, [&] {
        opened_file file;
        file.engine  = ese::instance{{.page_size = header.page_size, .recovery = false}};
        file.session = file.engine.begin_session();
        file.db      = file.session.attach(path, {.read_only = true});
        return file;
    });
}

opened_file open_to_write(const std::string& path, bool make_it)
{
    std::error_code ec;
    const bool is_there = fs::exists(path, ec);
    if (!is_there && !make_it) throw file_error{path + ": there is no such file"};
    if (!fs::is_directory(fs::absolute(path).parent_path(), ec)) throw file_error{path + ": there is no such folder"};
    const std::uint32_t page_size = is_there ? read_header(path).page_size : fresh_page_size;
    refuse_leftover_log(path);
    return opening(path, [&] {
        opened_file file;
        file.engine  = ese::instance{{.directory = log_folder(path), .page_size = page_size}};
        file.session = file.engine.begin_session();
        file.db      = is_there ? file.session.attach(path) : file.session.create(path);
        return file;
    });
}

void close_written(opened_file& file, const std::string& path)
{
    file.db      = {};
    file.session = {};
    file.engine.close();
    std::error_code ignored;
    fs::remove_all(log_folder(path), ignored);
}

std::vector<std::string> table_names(opened_file& file, bool with_system)
{
    std::vector<std::string> names = file.db.tables();
    if (!with_system) return names;
    for (const std::string_view name : system_tables)
        if (file.db.open_if_exists(name, {.flags = jet::open_table_option::read_only})) names.emplace_back(name);
    return names;
}

row_source::row_source(opened_file& file, std::string_view table)
    : file_{&file}, table_{table}, cursor_{file.db.open_cursor(table, {.flags = jet::open_table_option::read_only})},
      columns_{cursor_.columns()}, indexes_{cursor_.indexes()}
{}

// Bookmarks of rows ascend, or descend on the way back.
bool row_source::step(bool moved, int direction)
{
    if (!moved || by_index_) return moved;
    ese::bookmark now = cursor_.position();
    if (direction != 0 && here_) {
        const auto before = [](const ese::bookmark& a, const ese::bookmark& b) {
            return std::lexicographical_compare(a.bytes.begin(), a.bytes.end(), b.bytes.begin(), b.bytes.end());
        };
        const bool in_order = direction > 0 ? before(*here_, now) : before(now, *here_);
        if (!in_order) ese::check(ese::errc::database_corrupted, "move", ese::where::current());
    }
    here_ = std::move(now);
    return true;
}

bool row_source::first() { return step(cursor_.move_first(), 0); }
bool row_source::last() { return step(cursor_.move_last(), 0); }
bool row_source::next() { return step(cursor_.move_next(), 1); }
bool row_source::previous() { return step(cursor_.move_previous(), -1); }

bool row_source::one_value(const jet::column_info& column, std::uint32_t instance, byte_vector& out)
{
    out.clear();
    for (;;) {
        jet::retrieve_args args;
        const std::size_t had = out.size();
        out.resize(had + (had == 0 ? 512 : piece));
        args.column   = column.id;
        args.instance = instance;
        args.offset   = static_cast<std::uint32_t>(had);
        args.buffer   = std::span{out}.subspan(had);
        const ese::errc code = api().retrieve_column(file_->session.native_handle(), cursor_.native_handle(), args);
        ese::check(code, "retrieve_column", ese::where::current());
        if (code == ese::errc::wrn_column_null) return false;
        if (args.actual <= args.buffer.size()) {
            out.resize(had + args.actual);
            return true;
        }
    }
}

std::vector<byte_vector> row_source::values(const jet::column_info& column)
{
    const bool several = column.options.has(jet::column_option::tagged);
    std::vector<byte_vector> all;
    byte_vector one;
    for (std::uint32_t instance = 1; one_value(column, instance, one); ++instance) {
        all.push_back(one);
        if (!several) break;
    }
    return all;
}

std::vector<field> row_source::fields()
{
    std::vector<field> all;
    all.reserve(columns_.size());
    for (const jet::column_info& column : columns_) all.push_back(field_of(column, values(column)));
    return all;
}

void row_source::make_key(const jet::index_info& index, const std::vector<std::string>& key, jet::key_option limit)
{
    for (std::size_t i = 0; i < key.size(); ++i) {
        const jet::index_segment& segment = index.segments[i];
        jet::column_info column;
        column.type      = segment.type;
        column.code_page = segment.code_page;
        const bool is_null = key[i] == "\\N";
        const byte_vector value = is_null ? byte_vector{} : parse_value(column, key[i]);
        jet::flags<jet::key_option> options;
        if (i == 0) options |= jet::key_option::new_key;
        if (i + 1 == key.size()) options |= limit;
        if (!is_null && value.empty()) options |= jet::key_option::zero_length;
        ese::check(api().make_key(file_->session.native_handle(), cursor_.native_handle(), value, options), "make_key", ese::where::current());
    }
}

const jet::index_info& row_source::index_named(std::string_view name) const
{
    for (const jet::index_info& one : indexes_)
        if (name.empty() ? one.options.has(jet::index_option::primary) : same_name(one.name, name)) return one;
    throw usage_error{name.empty() ? "table " + table_ + " has no primary index; name another one with --index"
                                   : "table " + table_ + " has no index '" + std::string{name} + "'"};
}

bool row_source::seek(const jet::index_info& index, const std::vector<std::string>& key)
{
    by_index_ = true;
    cursor_.use_index(index.name);
    const auto session = file_->session.native_handle();
    const auto cursor  = cursor_.native_handle();
    make_key(index, key, jet::key_option::full_column_start_limit);
    const ese::errc found = api().seek(session, cursor, jet::seek_option::greater_or_equal);
    if (found == ese::errc::record_not_found) return false;
    ese::check(found, "seek", ese::where::current());
    make_key(index, key, jet::key_option::full_column_end_limit);
    const ese::errc within = api().set_index_range(session, cursor, jet::range_option::inclusive | jet::range_option::upper_limit);
    if (within == ese::errc::no_current_record) return false;
    ese::check(within, "set_index_range", ese::where::current());
    return true;
}

bool row_source::has_values(const jet::index_info& index, const std::vector<std::string>& key)
{
    for (std::size_t i = 0; i < key.size(); ++i) {
        const jet::index_segment& segment = index.segments[i];
        const auto column = std::find_if(columns_.begin(), columns_.end(), [&](const jet::column_info& c) { return c.id == segment.column; });
        if (column == columns_.end()) return false;
        const auto there = values(*column);
        const bool equal = key[i] == "\\N" ? there.empty() : std::find(there.begin(), there.end(), parse_value(*column, key[i])) != there.end();
        if (!equal) return false;
    }
    return true;
}

}  // namespace esedb
