// windows_files_test.cpp — database files that Windows wrote: read as an independent reader reads them, and still sound
// after we changed them. The files are not ours; where their folder is absent the tests are skipped.
#include "conformance_fixture.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <set>

using namespace conformance;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(windows_files)

namespace {

using ese::engine_api;

[[nodiscard]] fs::path upwards_from(fs::path at, const fs::path& wanted)
{
    for (;; at = at.parent_path()) {
        if (fs::exists(at / wanted)) return at / wanted;
        if (!at.has_relative_path()) return {};
    }
}

[[nodiscard]] fs::path source_folder()
{
    const char* const named = std::getenv("ESE_SOURCE_DIR");
    return named ? fs::path{named} : fs::absolute(__FILE__).parent_path().parent_path().parent_path();
}

[[nodiscard]] std::vector<fs::path> samples()
{
    const char* const named = std::getenv("ESE_SHARED_DATA");
    const fs::path folder = named ? fs::path{named} : upwards_from(source_folder(), fs::path{"shared"} / "data");
    std::vector<fs::path> found;
    if (!fs::is_directory(folder)) return found;
    for (const auto& entry : fs::directory_iterator{folder})
        if (entry.path().extension() == ".edb") found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

struct output {
    int status = -1;
    std::string text{};
};

#if defined(_WIN32)
inline constexpr const char* python = "python";
[[nodiscard]] std::FILE* open_pipe(const std::string& command) { return _popen(command.c_str(), "rb"); }
[[nodiscard]] int close_pipe(std::FILE* pipe) { return _pclose(pipe); }
#else
inline constexpr const char* python = "python3";
[[nodiscard]] std::FILE* open_pipe(const std::string& command) { return popen(command.c_str(), "r"); }
[[nodiscard]] int close_pipe(std::FILE* pipe) { return pclose(pipe); }
#endif

[[nodiscard]] output run_python(const fs::path& script, const fs::path& file)
{
    const std::string command = std::string{python} + " -B \"" + script.string() + "\" \"" + file.string() + "\" 2>&1";
    std::FILE* const pipe = open_pipe(command);
    if (!pipe) return {};
    output all;
    std::array<char, 4096> piece;
    while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) all.text.append(piece.data(), got);
    all.status = close_pipe(pipe);
    return all;
}

[[nodiscard]] output checked(const fs::path& file) { return run_python(source_folder() / "test" / "edbcheck.py", file); }

using lines = std::vector<std::string>;

[[nodiscard]] lines read_by_checker(const fs::path& file)
{
    const output dumped = run_python(source_folder() / "test" / "api" / "dump_lines.py", file);
    BOOST_TEST_REQUIRE(dumped.status == 0, dumped.text);
    lines all;
    std::string::size_type from = 0;
    for (std::string::size_type to; (to = dumped.text.find('\n', from)) != std::string::npos; from = to + 1)
        all.push_back(dumped.text.substr(from, to - from));
    std::sort(all.begin(), all.end());
    return all;
}

[[nodiscard]] std::string hex(std::span<const std::byte> bytes)
{
    std::string text;
    for (const std::byte one : bytes) {
        text += "0123456789abcdef"[std::to_integer<unsigned>(one) >> 4];
        text += "0123456789abcdef"[std::to_integer<unsigned>(one) & 15];
    }
    return text;
}

// The size of a page, as the file says it.
[[nodiscard]] std::uint32_t page_size_of(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::array<unsigned char, 240> header{};
    in.read(reinterpret_cast<char*>(header.data()), static_cast<std::streamsize>(header.size()));
    return static_cast<std::uint32_t>(header[236] | header[237] << 8 | header[238] << 16);
}

// A file opened by an instance of its own.
struct opened_file {
    engine_api api;
    session_id session;
    database_id database;
    errc attached;

    opened_file(const fs::path& file, jet::flags<jet::attach_option> how)
    {
        BOOST_REQUIRE_EQUAL(api.create_instance(file.string()), errc::success);
        BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::database_page_size, page_size_of(file), {}), errc::success);
        BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::recovery, 0, "off"), errc::success);
        BOOST_REQUIRE_EQUAL(api.init({}), errc::success);
        BOOST_REQUIRE_EQUAL(api.begin_session(session), errc::success);
        attached = api.attach_database(session, file.string(), how);
        BOOST_REQUIRE_EQUAL(attached, errc::success);
        const auto mode = how.has(jet::attach_option::read_only) ? jet::open_database_option::read_only : jet::open_database_option::none;
        BOOST_REQUIRE_EQUAL(api.open_database(session, file.string(), mode, database), errc::success);
    }
    user<engine_api> by() { return {api, session, database}; }
    std::vector<std::string> tables()
    {
        std::vector<std::string> names;
        BOOST_REQUIRE_EQUAL(api.table_names(session, database, names), errc::success);
        return names;
    }
    std::vector<jet::column_info> columns(table_id cursor)
    {
        std::vector<jet::column_info> infos;
        BOOST_REQUIRE_EQUAL(api.column_infos(session, cursor, infos), errc::success);
        return infos;
    }
    std::vector<jet::index_info> indexes(table_id cursor)
    {
        std::vector<jet::index_info> infos;
        BOOST_REQUIRE_EQUAL(api.index_infos(session, cursor, infos), errc::success);
        return infos;
    }
    std::string bookmark(table_id cursor)
    {
        std::array<std::byte, 2000> buffer;
        std::size_t size = 0;
        BOOST_REQUIRE_EQUAL(api.get_bookmark(session, cursor, buffer, size), errc::success);
        return hex(std::span{buffer}.first(size));
    }
    // One instance of a column, whole; none when there is no such instance.
    std::optional<std::string> value(table_id cursor, column_id column, std::uint32_t instance)
    {
        jet::retrieve_args args;
        args.column = column;
        args.instance = instance;
        const errc sized = api.retrieve_column(session, cursor, args);
        if (sized == errc::wrn_column_null) return std::nullopt;
        BOOST_REQUIRE(sized >= errc::success);
        std::vector<std::byte> buffer(args.actual);
        args.buffer = buffer;
        BOOST_REQUIRE_EQUAL(api.retrieve_column(session, cursor, args), errc::success);
        return hex(buffer);
    }
};

// What the catalog calls the flags of a column.
[[nodiscard]] unsigned catalog_flags(const jet::column_info& column)
{
    using o = jet::column_option;
    unsigned flags = 0;
    const auto add = [&](o option, unsigned flag) { flags |= column.options.has(option) ? flag : 0; };
    add(o::not_null, 0x1);
    add(o::version, 0x2);
    add(o::autoincrement, 0x4);
    add(o::multi_valued, 0x8);
    add(o::escrow_update, 0x20);
    add(o::compressed, 0x1000);
    return flags;
}

[[nodiscard]] std::string row_line(opened_file& in, table_id cursor, const std::vector<jet::column_info>& columns)
{
    std::map<std::string, std::string> values;
    for (const jet::column_info& column : columns) {
        const bool tagged = column.id.value() >= 256;
        std::string all;
        for (std::uint32_t instance = 1; instance == 1 || tagged; ++instance) {
            const auto value = in.value(cursor, column.id, instance);
            if (!value) break;
            all += (instance == 1 ? "" : ",") + *value;
            values[column.name] = all;
        }
    }
    std::string line;
    for (const auto& [name, value] : values) line += (line.empty() ? "" : ";") + name + '=' + value;
    return line;
}

void add_table_lines(opened_file& in, const std::string& name, lines& all)
{
    auto by = in.by();
    table_id cursor;
    BOOST_REQUIRE_EQUAL(by.try_open(cursor, name, jet::open_table_option::read_only), errc::success);
    const auto columns = in.columns(cursor);
    all.push_back("table|" + name);
    for (const jet::column_info& column : columns) {
        std::array<char, 100> numbers;
        std::snprintf(numbers.data(), numbers.size(), "|%u|%u|%u|%u|%x|", column.id.value(), static_cast<unsigned>(column.type),
                      column.size_max, static_cast<unsigned>(column.code_page), catalog_flags(column));
        all.push_back("column|" + name + '|' + column.name + numbers.data() + hex(column.default_value));
    }
    for (const jet::index_info& index : in.indexes(cursor)) {
        std::string key;
        for (const jet::index_segment& segment : index.segments) key += (segment.descending ? '-' : '+') + segment.column_name;
        const bool primary = index.options.has(jet::index_option::primary);
        const bool unique = index.options.has(jet::index_option::unique);
        all.push_back("index|" + name + '|' + index.name + '|' + key + '|' +
                      (primary && unique ? "primary,unique" : primary ? "primary" : unique ? "unique" : ""));
    }
    for (errc at = by.first(cursor); at == errc::success; at = by.next(cursor))
        all.push_back("row|" + name + '|' + in.bookmark(cursor) + '|' + row_line(in, cursor, columns));
    BOOST_REQUIRE_EQUAL(by.close(cursor), errc::success);
}

[[nodiscard]] lines read_by_engine(const fs::path& file)
{
    opened_file in{file, jet::attach_option::read_only};
    lines all{"database|" + std::to_string(page_size_of(file))};
    for (const std::string& name : in.tables()) add_table_lines(in, name, all);
    BOOST_TEST(in.api.term({}) == errc::success);
    std::sort(all.begin(), all.end());
    return all;
}

void expect_equal(const lines& ours, const lines& theirs)
{
    lines missing;
    lines extra;
    std::set_difference(theirs.begin(), theirs.end(), ours.begin(), ours.end(), std::back_inserter(missing));
    std::set_difference(ours.begin(), ours.end(), theirs.begin(), theirs.end(), std::back_inserter(extra));
    const auto shown = [](const lines& some) { return some.empty() ? std::string{"nothing"} : some.front().substr(0, 3000); };
    BOOST_TEST(missing.empty(), "the checker reads " << missing.size() << " lines that the engine does not, first: " << shown(missing));
    BOOST_TEST(extra.empty(), "the engine reads " << extra.size() << " lines that the checker does not, first: " << shown(extra));
}

// A copy that may be changed.
struct copied_file {
    fs::path path;

    explicit copied_file(const fs::path& from)
        : path{fs::temp_directory_path() / ("ese_windows_" + current_test_name() + '_' + from.filename().string())}
    {
        fs::copy_file(from, path, fs::copy_options::overwrite_existing);
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    }
    ~copied_file()
    {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
};

[[nodiscard]] bool orders_unicode(opened_file& in, table_id cursor)
{
    for (const jet::index_info& index : in.indexes(cursor))
        for (const jet::index_segment& segment : index.segments)
            if (jet::is_text(segment.type) && segment.code_page == 1200) return true;
    return false;
}

[[nodiscard]] const jet::column_info* find_changeable(const std::vector<jet::column_info>& columns)
{
    for (const jet::column_info& column : columns)
        if (column.type == jet::column_type::long_ && !column.options.has(jet::column_option::autoincrement) &&
            !column.options.has(jet::column_option::multi_valued))
            return &column;
    return nullptr;
}

[[nodiscard]] boost::test_tools::assertion_result samples_are_here(boost::unit_test::test_unit_id)
{
    boost::test_tools::assertion_result answer{!samples().empty()};
    answer.message() << "no folder shared/data with database files of Windows";
    return answer;
}

namespace ut = boost::unit_test;

}  // namespace

BOOST_AUTO_TEST_CASE(files_of_windows_are_read_as_the_checker_reads_them, *ut::precondition(samples_are_here))
{
    for (const fs::path& file : samples())
        BOOST_TEST_CONTEXT(file.filename())
        {
            BOOST_TEST_MESSAGE("reading " << file.filename());
            expect_equal(read_by_engine(file), read_by_checker(file));
        }
}

BOOST_AUTO_TEST_CASE(reading_a_file_of_windows_leaves_it_untouched, *ut::precondition(samples_are_here))
{
    for (const fs::path& file : samples()) {
        const copied_file copy{file};
        const auto content = [](const fs::path& path) {
            std::ifstream in{path, std::ios::binary};
            return std::vector<char>{std::istreambuf_iterator<char>{in}, {}};
        };
        (void)read_by_engine(copy.path);
        BOOST_TEST_CONTEXT(file.filename()) { BOOST_TEST((content(copy.path) == content(file))); }
    }
}

// Every index leads to every row of its table that has an entry in it, also where the order is one of Windows.
BOOST_AUTO_TEST_CASE(every_index_of_windows_can_be_walked_both_ways, *ut::precondition(samples_are_here))
{
    for (const fs::path& file : samples()) {
        opened_file in{file, jet::attach_option::read_only};
        auto by = in.by();
        for (const std::string& name : in.tables()) {
            table_id cursor;
            BOOST_REQUIRE_EQUAL(by.try_open(cursor, name, jet::open_table_option::read_only), errc::success);
            std::set<std::string> all;
            for (errc at = by.first(cursor); at == errc::success; at = by.next(cursor)) all.insert(in.bookmark(cursor));
            for (const jet::index_info& index : in.indexes(cursor)) {
                using o = jet::index_option;
                std::set<std::string> forwards;
                std::set<std::string> backwards;
                BOOST_TEST_CONTEXT(file.filename() << ' ' << name << ' ' << index.name)
                {
                    BOOST_REQUIRE_EQUAL(by.use_index(cursor, index.name), errc::success);
                    for (errc at = by.first(cursor); at == errc::success; at = by.next(cursor)) forwards.insert(in.bookmark(cursor));
                    for (errc at = by.move(cursor, jet::move_last); at == errc::success; at = by.move(cursor, -1))
                        backwards.insert(in.bookmark(cursor));
                    BOOST_TEST((forwards == backwards));
                    BOOST_TEST(std::includes(all.begin(), all.end(), forwards.begin(), forwards.end()));
                    const bool complete = !index.options.has_any(o::ignore_null | o::ignore_any_null | o::ignore_first_null);
                    if (complete && index.conditions.empty() && !index.tuples) BOOST_TEST((forwards == all));
                }
            }
            BOOST_REQUIRE_EQUAL(by.close(cursor), errc::success);
        }
        BOOST_TEST(in.api.term({}) == errc::success);
    }
}

BOOST_AUTO_TEST_CASE(a_file_of_windows_attached_for_writing_and_closed_is_sound, *ut::precondition(samples_are_here))
{
    for (const fs::path& file : samples()) {
        const copied_file copy{file};
        {
            opened_file in{copy.path, {}};
            BOOST_TEST(in.api.term({}) == errc::success);
        }
        const output sound = checked(copy.path);
        BOOST_TEST(sound.status == 0, file.filename() << ": " << sound.text);
        BOOST_TEST_CONTEXT(file.filename()) { BOOST_TEST((read_by_checker(copy.path) == read_by_checker(file))); }
    }
}

// Copies of rows, changes, deletions, in tables where we can keep the order of all indexes. Elsewhere the update is refused
// with a code that names the index as the cause.
BOOST_AUTO_TEST_CASE(rows_of_windows_are_copied_changed_and_deleted, *ut::precondition(samples_are_here))
{
    constexpr int copies = 60;
    for (const fs::path& file : samples()) {
        const copied_file copy{file};
        std::size_t expected = 0;
        lines ours;
        {
            opened_file in{copy.path, {}};
            auto by = in.by();
            for (const std::string& name : in.tables()) {
                const table_id cursor = by.open(name);
                const auto columns = in.columns(cursor);
                const bool foreign_order = orders_unicode(in, cursor);
                const jet::column_info* const changeable = find_changeable(columns);
                std::size_t rows = 0;
                for (errc at = by.first(cursor); at == errc::success; at = by.next(cursor)) ++rows;
                expected += rows;
                BOOST_TEST_MESSAGE(file.filename() << ' ' << name << ": " << rows << " rows" << (foreign_order ? ", ordered by Windows" : ""));
                if (rows == 0) continue;

                BOOST_TEST_CONTEXT(file.filename() << ' ' << name)
                {
                    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
                    BOOST_REQUIRE_EQUAL(by.first(cursor), errc::success);
                    BOOST_REQUIRE_EQUAL(by.prepare(cursor, jet::prepare_kind::insert_copy), errc::success);
                    const errc first = by.update(cursor);
                    if (foreign_order) {
                        BOOST_TEST(first == errc::secondary_index_corrupted);
                        BOOST_TEST(by.prepare(cursor, jet::prepare_kind::cancel) == errc::success);
                        BOOST_TEST(by.rollback() == errc::success);
                        continue;
                    }
                    BOOST_REQUIRE_EQUAL(first, errc::success);
                    for (int i = 1; i < copies; ++i) {
                        BOOST_REQUIRE_EQUAL(by.first(cursor), errc::success);
                        BOOST_REQUIRE_EQUAL(by.prepare(cursor, jet::prepare_kind::insert_copy), errc::success);
                        if (changeable) BOOST_REQUIRE_EQUAL(by.set(cursor, changeable->id, i), errc::success);
                        BOOST_REQUIRE_EQUAL(by.update(cursor), errc::success);
                    }
                    for (int i = 0; i < copies / 3; ++i) {    // the last ones are ours
                        BOOST_REQUIRE_EQUAL(by.move(cursor, jet::move_last), errc::success);
                        BOOST_REQUIRE_EQUAL(in.api.delete_record(in.session, cursor), errc::success);
                    }
                    if (changeable) {
                        BOOST_REQUIRE_EQUAL(by.move(cursor, jet::move_last), errc::success);
                        BOOST_REQUIRE_EQUAL(by.prepare(cursor, jet::prepare_kind::replace), errc::success);
                        BOOST_REQUIRE_EQUAL(by.set(cursor, changeable->id, -1), errc::success);
                        BOOST_REQUIRE_EQUAL(by.update(cursor), errc::success);
                    }
                    BOOST_REQUIRE_EQUAL(by.commit(), errc::success);
                    expected += copies - copies / 3;

                    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);    // and something that never was
                    for (int i = 0; i < 20; ++i) {
                        BOOST_REQUIRE_EQUAL(by.first(cursor), errc::success);
                        BOOST_REQUIRE_EQUAL(in.api.delete_record(in.session, cursor), errc::success);
                    }
                    BOOST_REQUIRE_EQUAL(by.rollback(), errc::success);
                }
            }
            BOOST_TEST(in.api.term({}) == errc::success);
        }
        const output sound = checked(copy.path);
        BOOST_TEST(sound.status == 0, file.filename() << ": " << sound.text);
        const lines theirs = read_by_checker(copy.path);
        const auto is_row = [](const std::string& line) { return line.starts_with("row|"); };
        BOOST_TEST(static_cast<std::size_t>(std::count_if(theirs.begin(), theirs.end(), is_row)) == expected);
        BOOST_TEST_CONTEXT(file.filename()) { expect_equal(read_by_engine(copy.path), theirs); }
    }
}

// New things beside what Windows made.
BOOST_AUTO_TEST_CASE(tables_columns_and_indexes_are_added_to_files_of_windows, *ut::precondition(samples_are_here))
{
    for (const fs::path& file : samples()) {
        const copied_file copy{file};
        {
            opened_file in{copy.path, {}};
            auto by = in.by();
            const auto old_tables = in.tables();
            BOOST_TEST_CONTEXT(file.filename())
            {
                BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
                table_id made;
                BOOST_REQUIRE_EQUAL(by.create_table("made here", made), errc::success);
                for (std::int32_t key = 0; key < 500; ++key) BOOST_REQUIRE_EQUAL(by.insert(made, key, -key), errc::success);
                BOOST_REQUIRE_EQUAL(by.create_index(made, "by value", "value"), errc::success);
                for (const std::string& name : old_tables) {
                    const table_id cursor = by.open(name);
                    BOOST_TEST(by.add_column(cursor, "added here") == errc::success);
                    BOOST_TEST(by.create_index(cursor, "added here", "added here") == errc::success);
                    if (orders_unicode(in, cursor)) continue;
                    const auto columns = in.columns(cursor);
                    const auto added = std::find_if(columns.begin(), columns.end(), [](const auto& c) { return c.name == "added here"; });
                    BOOST_REQUIRE((added != columns.end()));
                    for (errc at = by.first(cursor); at == errc::success; at = by.next(cursor)) {
                        BOOST_REQUIRE_EQUAL(by.prepare(cursor, jet::prepare_kind::replace), errc::success);
                        BOOST_REQUIRE_EQUAL(by.set(cursor, added->id, 42), errc::success);
                        BOOST_REQUIRE_EQUAL(by.update(cursor), errc::success);
                    }
                }
                BOOST_REQUIRE_EQUAL(by.commit(), errc::success);
            }
            BOOST_TEST(in.api.term({}) == errc::success);
        }
        const output sound = checked(copy.path);
        BOOST_TEST(sound.status == 0, file.filename() << ": " << sound.text);
        BOOST_TEST_CONTEXT(file.filename()) { expect_equal(read_by_engine(copy.path), read_by_checker(copy.path)); }
    }
}

BOOST_AUTO_TEST_CASE(tables_of_windows_are_deleted, *ut::precondition(samples_are_here))
{
    for (const fs::path& file : samples()) {
        const copied_file copy{file};
        {
            opened_file in{copy.path, {}};
            auto by = in.by();
            for (const std::string& name : in.tables()) BOOST_TEST(by.delete_table(name) == errc::success);
            BOOST_TEST(in.tables().empty());
            BOOST_TEST(in.api.term({}) == errc::success);
        }
        const output sound = checked(copy.path);
        BOOST_TEST(sound.status == 0, file.filename() << ": " << sound.text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
