// sqlite_store.cpp — SQLite with a write-ahead log, prepared statements, never synced.

#include "contender.hpp"

#include <sqlite3.h>

#include <utility>

namespace {

class statement {
public:
    statement(sqlite3* db, const char* text) : db_{db}
    {
        if (sqlite3_prepare_v3(db, text, -1, SQLITE_PREPARE_PERSISTENT, &it_, nullptr) != SQLITE_OK) fail();
    }
    ~statement() { sqlite3_finalize(it_); }
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;

    void bind(int at, std::uint64_t number) { sqlite3_bind_int64(it_, at, static_cast<sqlite3_int64>(number)); }
    void bind(int at, bench::bytes value) { sqlite3_bind_blob(it_, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC); }
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
    [[nodiscard]] std::uint64_t ends(int column) const { return bench::ends_of(sqlite3_column_blob(it_, column)); }

private:
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
        run("PRAGMA page_size=4096");
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA synchronous=OFF");
        run("PRAGMA cache_size=-" + std::to_string(how.cache_bytes / 1024));
        run("CREATE TABLE IF NOT EXISTS kv(k INTEGER PRIMARY KEY, v BLOB)");
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
    static constexpr bool can_nest = true;

    explicit sqlite_store(const bench::setting& how) : db_{how} {}

    void begin_read() { begin_.run(); }
    void end_read() { commit_.run(); }
    void begin_read_new() { begin_read(); }
    void end_read_new() { end_read(); }
    void begin_write() { begin_write_.run(); }
    void commit() { commit_.run(); }
    void savepoint() { savepoint_.run(); }
    void release() { release_.run(); }
    void undo()
    {
        undo_.run();
        release_.run();
    }

    void insert(std::uint64_t key, bench::bytes value) { run(insert_, key, value); }
    void update(std::uint64_t key, bench::bytes value) { run(update_, key, value); }
    std::uint64_t read(std::uint64_t key)
    {
        read_.bind(1, key);
        if (!read_.step()) bench::wrong("sqlite: a row is missing");
        const std::uint64_t ends = read_.ends(0);
        read_.reset();
        return ends;
    }
    std::uint64_t scan(std::uint64_t from, std::size_t rows)
    {
        std::uint64_t sum = 0;
        scan_.bind(1, from);
        for (std::size_t met = 0; scan_.step();) {
            sum += scan_.ends(1);
            if (++met == rows) break;
        }
        scan_.reset();
        return sum;
    }

private:
    static void run(statement& change, std::uint64_t key, bench::bytes value)
    {
        change.bind(1, key);
        change.bind(2, value);
        change.run();
    }

    connection db_;
    statement begin_{db_.get(), "BEGIN"};
    statement begin_write_{db_.get(), "BEGIN IMMEDIATE"};
    statement commit_{db_.get(), "COMMIT"};
    statement savepoint_{db_.get(), "SAVEPOINT s"};
    statement release_{db_.get(), "RELEASE s"};
    statement undo_{db_.get(), "ROLLBACK TO s"};
    statement insert_{db_.get(), "INSERT INTO kv VALUES(?1,?2)"};
    statement update_{db_.get(), "UPDATE kv SET v=?2 WHERE k=?1"};
    statement read_{db_.get(), "SELECT v FROM kv WHERE k=?1"};
    statement scan_{db_.get(), "SELECT k,v FROM kv WHERE k>=?1 ORDER BY k"};
};

}  // namespace

void bench::add_sqlite(std::vector<entry>& all)
{
    all.push_back({"sqlite", "SQLite, WAL, synchronous=OFF", std::make_unique<contender_of<sqlite_store>>()});
}
