// contender.hpp — what a store must offer to be measured.
//
// Room:   test/bench. Uses tasks.
// Gives:  setting and promises; bench_store and bench_session, what an adapter implements; contender and worker, a store and a
//         thread's use of it behind virtual calls; adapters register with the functions at the end.
// Holds:  (1) every store works with the same keys and values under the same setting;
//         (2) what a setting asks for is asked back from the store where it can say so: see promises.cpp.
#pragma once

#include "tasks.hpp"

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bench {

struct setting {
    std::string folder{};                      // exists, empty before the first opening
    data_set data = data_set::numbers;
    std::uint64_t cache_bytes = 1ULL << 30;
    bool durable = false;                      // commits wait for the disk; else they survive a killed process
};

// As the store says once it is open.
struct promises {
    std::optional<std::uint64_t> cache_bytes{};    // nothing: it reads through the system's cache, without a limit
    std::optional<bool> checksums{};               // of pages or blocks; nothing: it has none
};

// What a store has and lacks.
struct abilities {
    bool savepoints = true;
    bool undo = true;                          // reads see a transaction's own changes, and it can be rolled back
    bool own_cache = true;                     // that can be smaller than the data
    bool full = true;                          // transactions as the others: counts as best of a row
};

// Another thread was first. The transaction is gone; it may be tried again.
struct conflict {};

// The use of one thread. Anything unexpected is thrown. Changes and reads want a transaction, which is the session's own.
template <class S>
concept bench_session = requires(S s, std::uint64_t number, std::string_view text, bytes value, const person& who, std::size_t rows) {
    s.begin_read();
    s.end_read();
    s.begin_read_new();                                                      // nothing kept from earlier ones
    s.end_read_new();
    s.begin_write();
    s.commit();
    s.rollback();
    s.savepoint();                                                           // inside a write; they nest
    s.release();
    s.undo();
    s.insert(number, value);
    s.update(number, value);
    { s.read(number) } -> std::same_as<std::uint64_t>;                       // ends_of the value
    { s.scan(number, rows) } -> std::same_as<std::uint64_t>;                 // from there on: sum of ends_of; 0 rows: to the end
    s.insert_text(text, value);
    { s.read_text(text) } -> std::same_as<std::uint64_t>;
    { s.scan_text(text, rows) } -> std::same_as<std::uint64_t>;
    s.insert_person(who);
    { s.find_group(std::int32_t{}) } -> std::same_as<std::uint64_t>;         // sum of seen_of over the group
    s.move_person(number, std::int32_t{});
    s.erase_person(number);
    s.put_blob(number, value);
    { s.read_blob(number) } -> std::same_as<std::uint64_t>;                  // sum_of it
};

// One open database with the tables of a data set.
template <class S>
concept bench_store = std::constructible_from<S, const setting&> && requires(const S s) {
    { S::can } -> std::convertible_to<abilities>;
    { s.kept() } -> std::same_as<promises>;
};

// What a batch works on. Keys are taken in turn and start over at the end.
struct work {
    std::span<const std::uint64_t> keys{};
    std::size_t count = 0;                     // operations to do
    std::uint64_t rows = 0;                    // there are in the database, numbered from 0
    std::size_t next = 0;                      // key to go on with
    double aside_ns = 0;                       // spent on what the task does not count

    [[nodiscard]] std::uint64_t take() noexcept
    {
        const std::uint64_t key = keys[next];
        next = next + 1 == keys.size() ? 0 : next + 1;
        return key;
    }
};

class worker {
public:
    virtual ~worker() = default;
    virtual void run(task t, work& batch) = 0;
};

class contender {
public:
    virtual ~contender() = default;
    [[nodiscard]] virtual abilities can() const noexcept = 0;
    virtual void open(const setting& how) = 0;
    virtual void close() = 0;                                  // after its workers
    [[nodiscard]] virtual promises kept() const = 0;
    [[nodiscard]] virtual std::unique_ptr<worker> begin() = 0;
};

// Where a store lacks what a task needs.
[[nodiscard]] constexpr bool able(const abilities& a, task t) noexcept
{
    if (t == task::savepoint_nest) return a.savepoints;
    if (t == task::small_cache_read || t == task::small_cache_update) return a.own_cache;
    return a.undo || (t != task::undo_changes && t != task::undo_alone);
}

// One line of the table of adapters. To add a store: implement bench_store, or byte_session in byte_rows.hpp and let it do
// the rest; define its function; list it in stores.cpp under its own macro, and give it a library in CMakeLists.txt.
struct entry {
    std::string name;
    std::string means;
    std::unique_ptr<contender> runner;
};

void add_ese(std::vector<entry>& all);
void add_lmdb(std::vector<entry>& all);
void add_sqlite(std::vector<entry>& all);
void add_rocksdb(std::vector<entry>& all);
void add_leveldb(std::vector<entry>& all);
void add_bdb(std::vector<entry>& all);
void add_wiredtiger(std::vector<entry>& all);

// Those that were found when this was built.
[[nodiscard]] std::vector<entry> all_stores();

}  // namespace bench
