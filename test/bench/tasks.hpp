// tasks.hpp — the rows of the table, and the data they work on.
//
// Room:   test/bench. Uses nothing.
// Gives:  task and rows, their names; data_set; value_of, text_of, person: what is stored under a number.
// Holds:  (1) everything stored follows from a number, so whoever reads can check it;
//         (2) the order of texts is the order of their numbers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string_view>

namespace bench {

using bytes = std::span<const std::byte>;

inline constexpr std::size_t value_size      = 100;
inline constexpr std::size_t text_size       = 35;
inline constexpr std::size_t blob_size       = 1 << 20;
inline constexpr std::size_t rows_per_load   = 1000;     // of one transaction
inline constexpr std::size_t rows_per_change = 100;      // where an indexed column is changed or a row erased
inline constexpr std::size_t rows_undone     = 10'000;
inline constexpr std::size_t rows_per_group  = 10;
inline constexpr std::size_t rows_behind     = 10'000;   // changed since the snapshot that is held
inline constexpr std::size_t range_rows      = 100;
inline constexpr std::size_t hot_keys        = 16;       // neighbours: they share a leaf
inline constexpr int         savepoints      = 5;
inline constexpr int         undone          = 2;        // of them, the innermost

enum class data_set { numbers, texts, people, blobs };

enum class task {
    load_sequential, load_random, read_each, read_in_one, scan, range, update_each, durable_each, durable_two, empty_read,
    empty_read_new, empty_write, savepoint_nest, reader_beside, writer_beside, person_insert, person_lookup, person_move,
    person_erase, undo_changes, undo_alone, text_load, text_read, text_range, ycsb_a, ycsb_b, ycsb_c, ycsb_f, two_readers,
    hot_leaf, small_cache_read, small_cache_update, blob_write, blob_read, file_size, memory_peak, memory_own, memory_empty, create, close_it,
    reopen, reopen_killed, few_rows_read, held_read,
    hold, let_go,                              // no rows of their own: a second session's snapshot
};

struct row {
    task what;
    std::string_view code;
    std::string_view name;
    std::string_view unit;
};

// In the order of the table. "ns" and "ms" are times of one operation.
inline constexpr std::array all_rows{
    row{task::load_sequential, "W1", "load in order, 1000 rows a transaction", "ns"},
    row{task::load_random, "W2", "load at random, 1000 rows a transaction", "ns"},
    row{task::read_each, "W3", "point read, a transaction each", "ns"},
    row{task::read_in_one, "W4", "point read inside one transaction", "ns"},
    row{task::scan, "W5a", "full scan, a row", "ns"},
    row{task::range, "W5b", "range of 100 rows", "ns"},
    row{task::update_each, "W6", "tiny update transaction, lazy", "ns"},
    row{task::durable_each, "W7a", "tiny update transaction, durable", "ns"},
    row{task::durable_two, "W7b", "the same from two threads, a commit", "ns"},
    row{task::empty_read, "W8a", "empty read transaction", "ns"},
    row{task::empty_read_new, "W8n", "the same, nothing kept from the last one", "ns"},
    row{task::empty_write, "W8b", "empty write transaction", "ns"},
    row{task::savepoint_nest, "W9", "five nested savepoints, two undone", "ns"},
    row{task::reader_beside, "W10r", "reader beside a writer, a read", "ns"},
    row{task::writer_beside, "W10w", "writer beside a reader, a commit", "ns"},
    row{task::person_insert, "W11a", "typed rows with an index: insert", "ns"},
    row{task::person_lookup, "W11b", "about ten rows by the index", "ns"},
    row{task::person_move, "W11c", "update of the indexed column, 100 a transaction", "ns"},
    row{task::person_erase, "W11d", "delete, 100 a transaction", "ns"},
    row{task::undo_changes, "W12a", "10,000 updates rolled back, a row", "ns"},
    row{task::undo_alone, "W12b", "the rollback alone", "ms"},
    row{task::text_load, "S1", "string keys: random load", "ns"},
    row{task::text_read, "S2", "string keys: point read", "ns"},
    row{task::text_range, "S3", "string keys: range of 100 rows", "ns"},
    row{task::ycsb_a, "YA", "YCSB A: half reads, half updates", "ns"},
    row{task::ycsb_b, "YB", "YCSB B: 95 % reads", "ns"},
    row{task::ycsb_c, "YC", "YCSB C: reads", "ns"},
    row{task::ycsb_f, "YF", "YCSB F: half reads, half read-modify-writes", "ns"},
    row{task::two_readers, "R2", "two reading threads, a read", "ns"},
    row{task::held_read, "R1h", "point read inside one transaction, a snapshot held while other rows changed", "ns"},
    row{task::few_rows_read, "R10", "point read inside one transaction, a tenth of the rows", "ns"},
    row{task::hot_leaf, "H2", "two threads updating one leaf, a commit", "ns"},
    row{task::small_cache_read, "C8r", "point read, data eight times the cache", "ns"},
    row{task::small_cache_update, "C8u", "tiny update, data eight times the cache", "ns"},
    row{task::blob_write, "L1", "long value of 1 MiB: write and commit", "ns"},
    row{task::blob_read, "L2", "long value of 1 MiB: read all of it", "ns"},
    row{task::file_size, "X1", "on disk after W1 and close", "MB"},
    row{task::memory_peak, "X2", "resident memory after W1, at most", "MB"},
    row{task::memory_own, "X2a", "of it no file, at the end", "MB"},
    row{task::memory_empty, "X2e", "no file, with an empty database open", "MB"},
    row{task::create, "X3", "create, until a table is there", "ms"},
    row{task::close_it, "X4", "close after W1", "ms"},
    row{task::reopen, "X5", "reopen, until a row was read", "ms"},
    row{task::reopen_killed, "X6", "the same after kill -9 at the end of W2", "ms"},
};

[[nodiscard]] constexpr const row& row_of(task t)
{
    for (const row& r : all_rows)
        if (r.what == t) return r;
    throw std::logic_error{"a task without a row"};
}

[[noreturn]] inline void wrong(const char* what) { throw std::runtime_error{what}; }

// 100 bytes that belong to a key: it stands at both ends, so a reader can tell.
class value_of {
public:
    explicit value_of(std::uint64_t key, std::uint64_t version = 0) noexcept
    {
        std::memset(bytes_.data(), static_cast<int>(version & 0x7F), bytes_.size());
        std::memcpy(bytes_.data(), &key, sizeof key);
        std::memcpy(bytes_.data() + value_size - sizeof key, &key, sizeof key);
    }
    [[nodiscard]] bytes view() const noexcept { return bytes_; }
    [[nodiscard]] const std::array<std::byte, value_size>& array() const noexcept { return bytes_; }

private:
    std::array<std::byte, value_size> bytes_;
};

// Twice the key, after a look at both ends.
[[nodiscard]] inline std::uint64_t ends_of(const void* value) noexcept
{
    std::uint64_t front = 0, back = 0;
    std::memcpy(&front, value, sizeof front);
    std::memcpy(&back, static_cast<const char*>(value) + value_size - sizeof back, sizeof back);
    return front + back;
}

// A key of 35 characters, most of which it shares with its neighbours.
class text_of {
public:
    explicit text_of(std::uint64_t number) noexcept
    {
        const auto n = static_cast<unsigned long long>(number);
        std::snprintf(text_.data(), text_.size(), "tenant-%02llu/area-%02llu/customer-%08llu", n / 20'000 % 100, n / 1000 % 20, n % 100'000'000);
    }
    [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), text_size}; }

private:
    std::array<char, 64> text_;
};

// A row of several columns, one of them indexed.
struct person {
    std::int64_t id = 0;
    std::int32_t group = 0;
    double weight = 0;
    std::array<char, 20> name{};
    value_of photo{0};

    person(std::uint64_t number, std::uint64_t in_group)
        : id{static_cast<std::int64_t>(number)}, group{static_cast<std::int32_t>(in_group)}, weight{static_cast<double>(number)}, photo{number}
    {
        std::memcpy(name.data(), "name of a person 000", name.size());
        for (std::size_t i = name.size(), rest = number; i-- > 17; rest /= 10) name[i] = static_cast<char>('0' + rest % 10);
    }
    [[nodiscard]] std::string_view name_view() const noexcept { return {name.data(), name.size()}; }
};

// What somebody who read a person adds up: five times the number.
[[nodiscard]] inline std::uint64_t seen_of(std::int64_t id, double weight, std::string_view name, const void* photo)
{
    if (name.size() != sizeof person{0, 0}.name || name[0] != 'n') wrong("a name is not what was stored");
    return 2 * static_cast<std::uint64_t>(id) + static_cast<std::uint64_t>(weight) + ends_of(photo);
}

// All words added up: a long value is read, not only found.
[[nodiscard]] inline std::uint64_t sum_of(bytes blob) noexcept
{
    std::uint64_t sum = 0, word = 0;
    for (std::size_t i = 0; i + sizeof word <= blob.size(); i += sizeof word) {
        std::memcpy(&word, blob.data() + i, sizeof word);
        sum += word;
    }
    return sum;
}

}  // namespace bench
