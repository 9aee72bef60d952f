// demo.cpp — the list of all Unicode characters goes into an .edb file, while others look at it.
//
//     g++ -std=c++20 -O2 -I include examples/demo.cpp -o demo -pthread
//     ./demo /usr/share/unicode/UnicodeData.txt demo-data
//
// `sh examples/demo.sh` does this and checks the file. To be read from the bottom up.
#include <ese/ese.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <future>
#include <iomanip>
#include <iostream>
#include <map>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#ifdef _WIN32
#include <io.h>
inline bool is_terminal() { return _isatty(1) != 0; }
#else
#include <unistd.h>
inline bool is_terminal() { return isatty(STDOUT_FILENO) != 0; }
#endif

namespace {

using type = ese::jet::column_type;
using lines_of_text = std::vector<std::string>;
constexpr auto not_null = ese::jet::column_option::not_null;
constexpr auto primary  = ese::jet::index_option::primary;

// The characters, and what some of them are composed of.
const ese::table_spec characters{
    .name    = "characters",
    .columns = {{.name = "code", .type = type::long_, .flags = not_null}, {.name = "name", .type = type::text},
                {.name = "category", .type = type::text}, {.name = "combining", .type = type::unsigned_byte},
                {.name = "upper", .type = type::long_}, {.name = "lower", .type = type::long_}, {.name = "note", .type = type::long_text}},
    .indexes = {{.name = "by_code", .parts = {ese::ascending("code")}, .flags = primary},
                {.name = "by_name", .parts = {ese::ascending("name")}},
                {.name = "by_category", .parts = {ese::ascending("category"), ese::ascending("code")}}},
};
const ese::table_spec parts{
    .name    = "parts",
    .columns = {{.name = "code", .type = type::long_, .flags = not_null}, {.name = "position", .type = type::long_, .flags = not_null},
                {.name = "part", .type = type::long_}},
    .indexes = {{.name = "by_code", .parts = {ese::ascending("code"), ese::ascending("position")}, .flags = primary}},
};

struct bad_line : std::runtime_error { using std::runtime_error::runtime_error; };

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> fields;
    for (std::size_t end; (end = text.find(separator)) != text.npos; text.remove_prefix(end + 1)) fields.push_back(text.substr(0, end));
    fields.push_back(text);
    return fields;
}

std::optional<std::int32_t> number(std::string_view digits, int base = 16)
{
    std::int32_t value = 0;
    const char* const end = digits.data() + digits.size();
    if (digits.empty()) return std::nullopt;
    if (const auto [at, wrong] = std::from_chars(digits.data(), end, value, base); wrong != std::errc{} || at != end) throw bad_line{"not a number"};
    return value;
}

// Writes several rows for one line. Whatever is wrong with it may show when some of them are there already.
class importer {
public:
    explicit importer(ese::database& db) : rows_{db.open_cursor("characters")}, parts_{db.open_cursor("parts")} {}

    void add(std::string_view line)
    {
        const auto field = split(line, ';');
        if (field.size() != 15) throw bad_line{"not 15 fields"};
        const auto code = number(field[0]);
        rows_.insert().set(code_, code).set(name_, field[1]).set(category_, field[2]).set(combining_, number(field[3], 10))
             .set(upper_, number(field[12])).set(lower_, number(field[13])).save();
        std::int32_t position = 0;
        for (const std::string_view part : split(field[5], ' '))
            if (!part.starts_with('<')) add_part(code, position++, number(part));
    }

private:
    void add_part(std::optional<std::int32_t> code, std::int32_t position, std::optional<std::int32_t> part)
    {
        if (part) parts_.insert().set(of_, code).set(position_, position).set(part_, part).save();
    }

    ese::cursor rows_, parts_;    // columns are looked up once
    ese::column_ref code_ = rows_.column("code"), name_ = rows_.column("name"), category_ = rows_.column("category"),
                    combining_ = rows_.column("combining"), upper_ = rows_.column("upper"), lower_ = rows_.column("lower"),
                    of_ = parts_.column("code"), position_ = parts_.column("position"), part_ = parts_.column("part");
};

void heading(std::string_view text) { std::cout << '\n' << text << '\n'; }

void show_progress(std::size_t done, std::size_t all)
{
    static const bool shown = is_terminal();
    if (!shown) return;
    const std::size_t filled = done * 50 / all;
    std::cout << "\r  [" << std::string(filled, '#') << std::string(50 - filled, '.') << "] " << done * 100 / all << " %";
    if (done == all) std::cout << '\r' << std::string(70, ' ') << '\r';
    std::cout << std::flush;
}

std::uint64_t rows_in(ese::database& db, std::string_view table)
{
    ese::cursor rows = db.open_cursor(table);
    return rows.move_first() ? rows.count() : 0;
}

using reasons = std::map<std::string, int>;

void import_lines(ese::session& session, ese::database& db, const lines_of_text& lines, std::size_t next, std::size_t last, reasons& dropped)
{
    importer into{db};
    for (; next < last; show_progress(next, lines.size())) {
        ese::transaction batch{session};
        for (const std::size_t end = std::min(next + 2000, last); next < end; ++next) {
            ese::savepoint line = batch.savepoint();    // not released, it undoes the line where its scope ends
            try {
                into.add(lines[next]);
                line.release();
            } catch (const ese::key_duplicate&) {
                ++dropped["the code point is there already"];
            } catch (const bad_line& wrong) {
                ++dropped[wrong.what()];
            }
        }
        batch.commit();
    }
}

// A second thread with a session of its own sees the state at its begin, whatever is committed meanwhile.
struct observation { std::uint64_t rows = 0, looks = 0, rows_later = 0; bool moved = false; };

observation look_on(ese::instance& engine, const std::string& file, std::atomic<bool>& looking, const std::stop_token& stop)
{
    observation seen;
    ese::session session = engine.begin_session();
    ese::database db     = session.open(file);
    ese::transaction snapshot{session, {.read_only = true}};
    for (seen.rows = rows_in(db, "characters"); !stop.stop_requested(); ++seen.looks, looking = true)
        seen.moved = seen.moved || rows_in(db, "characters") != seen.rows;
    snapshot.rollback();
    seen.rows_later = rows_in(db, "characters");
    return seen;
}

void import(ese::instance& engine, ese::session& session, ese::database& db, const std::string& file, const lines_of_text& lines)
{
    heading("Importing " + std::to_string(lines.size()) + " lines, a savepoint for each, a commit every 2000");
    const auto began = std::chrono::steady_clock::now();
    const std::size_t first = std::min<std::size_t>(5000, lines.size());
    reasons dropped;
    import_lines(session, db, lines, 0, first, dropped);

    std::atomic<bool> looking = false;
    std::packaged_task<observation(std::stop_token)> task{[&](const std::stop_token& stop) { return look_on(engine, file, looking, stop); }};
    std::future<observation> observed = task.get_future();
    std::jthread onlooker{std::move(task)};
    while (!looking && observed.wait_for(std::chrono::milliseconds{1}) == std::future_status::timeout) {}

    import_lines(session, db, lines, first, lines.size(), dropped);
    onlooker.request_stop();
    const observation seen = observed.get();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

    std::cout << "  " << rows_in(db, "characters") << " characters and " << rows_in(db, "parts") << " parts in " << std::fixed
              << std::setprecision(1) << took.count() << " s\n";
    for (const auto& [why, times] : dropped) std::cout << "  " << times << " lines dropped: " << why << '\n';
    ese::cursor rows = db.open_cursor("characters");
    std::cout << "  U+F0001 was written before one of its parts turned out bad: it is " << (rows.seek(0xF0001) ? "THERE" : "gone")
              << "\n  an onlooker counted " << seen.looks << " times meanwhile, always " << seen.rows << " rows: "
              << (seen.moved ? "NO, THE COUNT MOVED" : "the count did not move") << "; in a later snapshot " << seen.rows_later << '\n';
}

void annotate(ese::database& db, std::string_view who)
{
    ese::cursor rows = db.open_cursor("characters");
    if (!rows.seek(0x2603)) throw std::runtime_error{"the snowman is missing"};
    const auto before = rows.get<std::optional<std::string>>("note");
    rows.replace().set("note", before.value_or("") + "Seen by " + std::string{who} + ". ").save();
}

void collide(ese::instance& engine, ese::session& anna, ese::database& annas, const std::string& file)
{
    heading("Two sessions change the same row");
    ese::session bert   = engine.begin_session();
    ese::database berts = bert.open(file);
    ese::transaction first{anna};
    annotate(annas, "Anna");
    const auto at_conflict = [&](int attempt, const ese::error& e) {
        std::cout << "  Bert, attempt " << attempt << ": " << e.code().message() << "; nobody waited. Anna commits\n";
        first.commit();
    };
    ese::retry_on_conflict(bert, [&](ese::transaction&) { annotate(berts, "Bert"); }, {.on_retry = at_conflict});
    ese::cursor rows = annas.open_cursor("characters");
    if (rows.seek(0x2603)) std::cout << "  after the retry the row says: " << rows.get<std::string>("note") << '\n';
}

void meet_the_limits(ese::instance& engine, ese::session& session)
{
    heading("Limits, met on purpose");
    std::vector<ese::session> sessions;    // beside the one we have
    try {
        for (;;) sessions.push_back(engine.begin_session());
    } catch (const ese::error& e) {
        std::cout << "  session " << sessions.size() + 2 << " of " << sessions.size() + 1 << ": " << e.code().message()
                  << "\n      instance_options.max_sessions allows more; a session that ends makes room at once\n";
    }
    ese::transaction outermost{session};
    std::vector<ese::savepoint> inner;
    try {
        for (;;) inner.push_back(outermost.savepoint());
    } catch (const ese::error& e) {
        std::cout << "  level " << inner.size() + 2 << ": " << e.code().message() << "\n      the other " << session.level() << " are unharmed\n";
    }
}

void roll_back_a_schema(ese::session& session, ese::database& db)
{
    heading("A change of the schema, taken back");
    const auto describe = [&](std::string_view when) {
        ese::cursor rows = db.open_cursor("characters");
        std::cout << "  " << when << ": " << db.tables().size() << " tables; characters has " << rows.columns().size()
                  << " columns and " << rows.indexes().size() << " indexes\n";
    };
    describe("before");
    {
        ese::transaction work{session};
        db.create_table({.name = "blocks", .columns = {{.name = "start", .type = type::long_}}}).insert().set("start", 0).save();
        ese::cursor rows = db.open_cursor("characters");
        rows.add_column({.name = "plane", .type = type::unsigned_byte});
        rows.create_index({.name = "by_upper", .parts = {ese::ascending("upper")}, .flags = ese::jet::index_option::ignore_null});
        describe("inside");
    }    // not committed
    describe("after ");
}

void show(const char* question, const auto& rows)
{
    std::cout << "  " << question << '\n';
    for (auto& row : rows)
        std::cout << "    U+" << std::uppercase << std::hex << std::setw(4) << std::setfill('0') << row.template get<std::int32_t>("code")
                  << std::dec << std::setfill(' ') << "  " << row.template get<std::string>("name") << '\n';
}

void ask(ese::database& db)
{
    heading("Closed and opened again: three questions, answered by indexes");
    ese::cursor rows = db.open_cursor("characters");
    rows.use_index("by_name");
    show("What is SNOWMAN?", rows.rows(ese::equal("SNOWMAN")));
    show("What begins with SNOW?", rows.rows(ese::prefix("SNOW")));
    rows.use_index("by_category");
    show("Which currency signs (Sc) lie between U+20A0 and U+20A5?", rows.rows(ese::from("Sc", 0x20A0), ese::through("Sc", 0x20A5)));
}

// The file's lines, and here and there among them some that are wrong, each in its way.
lines_of_text read_lines(const std::string& path)
{
    std::ifstream input{path};
    if (!input) throw std::runtime_error{"cannot read " + path + "; Debian has UnicodeData.txt in the package unicode-data"};
    lines_of_text lines;
    for (std::string line; std::getline(input, line);) lines.push_back(line);
    if (lines.empty() || split(lines[0], ';').size() != 15) throw std::runtime_error{path + " is not UnicodeData.txt: its first line has no 15 fields"};
    const std::string wrong[] = {"0041;LATIN CAPITAL LETTER A", "0041;A TWIN OF A;Lu;0;L;;;;;N;;;;0061;",
                                 "F000X;NO NUMBER;Lo;0;L;;;;;N;;;;;", "F0001;BAD PARTS;Lo;0;L;0041 0042 00ZZ;;;;N;;;;;"};
    for (std::size_t i = 1; i <= 12; ++i) lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(lines.size() * i / 13), wrong[i % 4]);
    return lines;
}

void run(const std::string& input, const std::string& folder)
{
    const auto lines       = read_lines(input);
    const std::string file = folder + "/unicode.edb";
    // The onlooker's snapshot keeps every version since its begin alive: room for more of them than usual.
    const ese::instance_options options{.directory = folder, .max_version_pages = 1024};
    {
        ese::instance engine{options};
        ese::session session = engine.begin_session();
        ese::database db     = session.create(file, {.if_exists = ese::overwrite_it});
        db.create_table(characters).close();
        db.create_table(parts).close();
        import(engine, session, db, file, lines);
        collide(engine, session, db, file);
        meet_the_limits(engine, session);
        roll_back_a_schema(session, db);
    }    // everything is closed, in order
    ese::instance engine{options};
    ese::session session = engine.begin_session();
    ese::database db     = session.attach(file, {.read_only = true});
    ask(db);
    std::cout << "\nLeft for inspection: " << file << ", with " << rows_in(db, "characters") << " characters\n";
}

}    // namespace

int main(int count, char** arguments)
try {
    if (count != 3) throw std::runtime_error{"usage: demo UNICODE_DATA_FILE OUTPUT_FOLDER"};
    run(arguments[1], arguments[2]);
} catch (const std::exception& e) {
    std::cerr << "demo: " << e.what() << '\n';
    return 1;
}
