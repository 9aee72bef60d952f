// sqlite_store.cpp — SQLite with a write-ahead log and prepared statements, one connection for each thread. Lazy commits write
// their log and do not sync it (synchronous=NORMAL).

#include "tasks_of.hpp"

#include <sqlite3.h>

namespace {

using bench::bytes;

class statement {
public:
    statement(sqlite3* db, const char* text) : db_{db}
    {
        if (sqlite3_prepare_v3(db, text, -1, SQLITE_PREPARE_PERSISTENT, &it_, nullptr) != SQLITE_OK) fail();
    }
    ~statement() { sqlite3_finalize(it_); }
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;

    template <class... Values>
    statement& bind(const Values&... values)
    {
        int at = 0;
        (put(++at, values), ...);
        return *this;
    }
    bool step()
    {
        const int code = sqlite3_step(it_);
        if (code != SQLITE_ROW && code != SQLITE_DONE) fail();
        return code == SQLITE_ROW;
    }
    void run()
    {
        while (step()) {}
        reset();
    }
    void reset() { sqlite3_reset(it_); }
    [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(it_, column); }
    [[nodiscard]] double real(int column) const { return sqlite3_column_double(it_, column); }
    [[nodiscard]] bytes blob(int column) const
    {
        return {static_cast<const std::byte*>(sqlite3_column_blob(it_, column)), static_cast<std::size_t>(sqlite3_column_bytes(it_, column))};
    }
    [[nodiscard]] std::string_view text(int column) const
    {
        return {reinterpret_cast<const char*>(sqlite3_column_text(it_, column)), static_cast<std::size_t>(sqlite3_column_bytes(it_, column))};
    }

private:
    void put(int at, std::int64_t number) { sqlite3_bind_int64(it_, at, number); }
    void put(int at, std::uint64_t number) { sqlite3_bind_int64(it_, at, static_cast<sqlite3_int64>(number)); }
    void put(int at, std::int32_t number) { sqlite3_bind_int(it_, at, number); }
    void put(int at, double number) { sqlite3_bind_double(it_, at, number); }
    void put(int at, std::string_view text) { sqlite3_bind_text(it_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC); }
    void put(int at, bytes value) { sqlite3_bind_blob(it_, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC); }
    [[noreturn]] void fail() const { throw std::runtime_error{std::string{"sqlite: "} + sqlite3_errmsg(db_)}; }

    sqlite3* db_;
    sqlite3_stmt* it_ = nullptr;
};

class connection {
public:
    explicit connection(const bench::setting& how)
    {
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
        if (sqlite3_open_v2((how.folder + "/bench.sqlite").c_str(), &db_, flags, nullptr) != SQLITE_OK) bench::wrong("sqlite: cannot open");
        sqlite3_busy_handler(db_, [](void*, int) { return std::this_thread::yield(), 1; }, nullptr);
        run("PRAGMA page_size=4096");
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA wal_autocheckpoint=16384");    // 64 MiB
        run(how.durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        run("PRAGMA cache_size=-" + std::to_string(how.cache_bytes / 1024));
        run("CREATE TABLE IF NOT EXISTS kv(k INTEGER PRIMARY KEY, v BLOB)");
        run("CREATE TABLE IF NOT EXISTS texts(k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID");
        run("CREATE TABLE IF NOT EXISTS people(id INTEGER PRIMARY KEY, grp INTEGER, weight REAL, name TEXT, photo BLOB)");
        run("CREATE INDEX IF NOT EXISTS by_group ON people(grp)");
    }
    ~connection() { sqlite3_close(db_); }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    void run(const std::string& text)
    {
        if (sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) bench::wrong(sqlite3_errmsg(db_));
    }
    [[nodiscard]] sqlite3* get() const noexcept { return db_; }

private:
    sqlite3* db_ = nullptr;
};

class sqlite_store {
public:
    static constexpr bench::abilities can{};

    explicit sqlite_store(const bench::setting& how) : how_{how}, first_{how} {}
    [[nodiscard]] const bench::setting& how() const noexcept { return how_; }
    [[nodiscard]] bench::promises kept() const
    {
        statement size{first_.get(), "PRAGMA cache_size"};
        if (!size.step()) bench::wrong("sqlite: no cache size");
        return {.cache_bytes = static_cast<std::uint64_t>(-size.number(0)) * 1024};
    }

private:
    bench::setting how_;
    connection first_;
};

class sqlite_session {
public:
    explicit sqlite_session(sqlite_store& in) : db_{in.how()} {}

    void begin_read() { begin_.run(); }
    void end_read() { commit_.run(); }
    void begin_read_new() { begin_read(); }
    void end_read_new() { end_read(); }
    void begin_write() { begin_write_.run(); }
    void commit() { commit_.run(); }
    void rollback() { rollback_.run(); }
    void savepoint() { savepoint_.run(); }
    void release() { release_.run(); }
    void undo()
    {
        undo_.run();
        release_.run();
    }

    void insert(std::uint64_t key, bytes value) { insert_.bind(key, value).run(); }
    void update(std::uint64_t key, bytes value) { update_.bind(key, value).run(); }
    std::uint64_t read(std::uint64_t key)
    {
        return first(read_.bind(key), [](bytes found) { return bench::ends_of(found.data()); });
    }
    std::uint64_t scan(std::uint64_t from, std::size_t most) { return ends_from(scan_.bind(from), most); }
    void insert_text(std::string_view key, bytes value) { insert_text_.bind(key, value).run(); }
    std::uint64_t read_text(std::string_view key)
    {
        return first(read_text_.bind(key), [](bytes found) { return bench::ends_of(found.data()); });
    }
    std::uint64_t scan_text(std::string_view from, std::size_t most) { return ends_from(scan_text_.bind(from), most); }
    void insert_person(const bench::person& who) { insert_person_.bind(who.id, who.group, who.weight, who.name_view(), who.photo.view()).run(); }
    std::uint64_t find_group(std::int32_t group)
    {
        std::uint64_t sum = 0;
        find_.bind(group);
        while (find_.step()) sum += bench::seen_of(find_.number(0), find_.real(1), find_.text(2), find_.blob(3).data());
        find_.reset();
        return sum;
    }
    void move_person(std::uint64_t number, std::int32_t group) { move_.bind(number, group).run(); }
    void erase_person(std::uint64_t number) { erase_.bind(number).run(); }
    void put_blob(std::uint64_t number, bytes blob) { put_blob_.bind(number, blob).run(); }
    std::uint64_t read_blob(std::uint64_t number) { return first(read_.bind(number), bench::sum_of); }

private:
    [[nodiscard]] static std::uint64_t first(statement& asked, const auto& look)
    {
        if (!asked.step()) bench::wrong("sqlite: a row is missing");
        const std::uint64_t seen = look(asked.blob(0));
        asked.reset();
        return seen;
    }
    [[nodiscard]] static std::uint64_t ends_from(statement& rows, std::size_t most)
    {
        std::uint64_t sum = 0;
        for (std::size_t met = 0; rows.step();) {
            sum += bench::ends_of(rows.blob(0).data());
            if (++met == most) break;
        }
        rows.reset();
        return sum;
    }

    connection db_;
    statement begin_{db_.get(), "BEGIN"};
    statement begin_write_{db_.get(), "BEGIN IMMEDIATE"};
    statement commit_{db_.get(), "COMMIT"};
    statement rollback_{db_.get(), "ROLLBACK"};
    statement savepoint_{db_.get(), "SAVEPOINT s"};
    statement release_{db_.get(), "RELEASE s"};
    statement undo_{db_.get(), "ROLLBACK TO s"};
    statement insert_{db_.get(), "INSERT INTO kv VALUES(?1,?2)"};
    statement update_{db_.get(), "UPDATE kv SET v=?2 WHERE k=?1"};
    statement put_blob_{db_.get(), "INSERT OR REPLACE INTO kv VALUES(?1,?2)"};
    statement read_{db_.get(), "SELECT v FROM kv WHERE k=?1"};
    statement scan_{db_.get(), "SELECT v FROM kv WHERE k>=?1 ORDER BY k"};
    statement insert_text_{db_.get(), "INSERT INTO texts VALUES(?1,?2)"};
    statement read_text_{db_.get(), "SELECT v FROM texts WHERE k=?1"};
    statement scan_text_{db_.get(), "SELECT v FROM texts WHERE k>=?1 ORDER BY k"};
    statement insert_person_{db_.get(), "INSERT INTO people VALUES(?1,?2,?3,?4,?5)"};
    statement find_{db_.get(), "SELECT id,weight,name,photo FROM people WHERE grp=?1"};
    statement move_{db_.get(), "UPDATE people SET grp=?2 WHERE id=?1"};
    statement erase_{db_.get(), "DELETE FROM people WHERE id=?1"};
};

}  // namespace

void bench::add_sqlite(std::vector<entry>& all)
{
    all.push_back({"sqlite", std::string{"SQLite "} + sqlite3_libversion() + ", WAL, lazy: synchronous=NORMAL, checkpoint every 64 MiB; no checksums of pages",
                   std::make_unique<contender_of<sqlite_store, sqlite_session>>()});
}
