// contender.hpp — what is measured, and what a store must offer to be measured.
//
// Room:   test/bench. Uses nothing.
// Gives:  task, the rows of the table; bench_store, what an adapter implements; contender, a store behind one virtual call
//         per batch; adapters register with the functions at the end.
// Holds:  (1) every store does the same tasks over the same keys and values;
//         (2) a value that was read has both its ends looked at, and what they say is checked.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

using bytes = std::span<const std::byte>;

inline constexpr std::size_t value_size      = 100;
inline constexpr std::size_t rows_per_commit = 1000;
inline constexpr std::size_t range_rows      = 100;
inline constexpr int         savepoints      = 5;
inline constexpr int         undone          = 2;    // of them, the innermost

enum class task {
    load_sequential,      // one row each
    load_random,
    read_in_one,          // point reads inside one transaction
    read_each,            // each with a transaction of its own
    empty_read,           // the cheapest way to begin and end reading
    empty_read_new,       // the same without anything kept from the last time
    empty_write,
    savepoint_nest,       // a transaction, five levels in it with an update each, the inner two undone
    scan,                 // one row each, all in order
    range,                // 100 rows from a random key on
    update_each,          // one row each with its own transaction
};
inline constexpr std::array tasks{task::load_sequential, task::load_random, task::read_in_one, task::read_each,
                                  task::empty_read, task::empty_read_new, task::empty_write, task::savepoint_nest,
                                  task::scan, task::range, task::update_each};

[[nodiscard]] constexpr std::string_view name_of(task t)
{
    switch (t) {
    case task::load_sequential: return "load, keys in order";
    case task::load_random: return "load, random order";
    case task::read_in_one: return "point read, one transaction";
    case task::read_each: return "point read, own transaction";
    case task::empty_read: return "empty read transaction";
    case task::empty_read_new: return "empty read transaction, new";
    case task::empty_write: return "empty write transaction";
    case task::savepoint_nest: return "5 savepoints, 2 undone";
    case task::scan: return "full scan, per row";
    case task::range: return "range of 100 rows";
    case task::update_each: return "tiny update transaction";
    }
    return "?";
}

struct setting {
    std::string folder{};                      // exists, empty before the first opening
    std::uint64_t cache_bytes = 1ULL << 30;
};

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

private:
    std::array<std::byte, value_size> bytes_;
};

[[nodiscard]] inline std::uint64_t ends_of(const void* value) noexcept
{
    std::uint64_t front = 0, back = 0;
    std::memcpy(&front, value, sizeof front);
    std::memcpy(&back, static_cast<const char*>(value) + value_size - sizeof back, sizeof back);
    return front + back;
}

// One open database with one table of 8-byte keys. Anything unexpected is thrown.
template <class S>
concept bench_store = std::constructible_from<S, const setting&> &&
    requires(S s, std::uint64_t key, bytes value, std::size_t rows) {
        { S::can_nest } -> std::convertible_to<bool>;
        s.begin_read();
        s.end_read();
        s.begin_read_new();                                              // nothing kept from earlier ones
        s.end_read_new();
        s.begin_write();
        s.commit();
        s.savepoint();                                                   // inside a write; they nest
        s.release();
        s.undo();
        s.insert(key, value);                                            // inside a write, as the next two
        s.update(key, value);
        { s.read(key) } -> std::same_as<std::uint64_t>;                  // inside a read; ends_of the value
        { s.scan(key, rows) } -> std::same_as<std::uint64_t>;            // from key on: sum of ends_of; rows 0: to the end
    };

// What a batch works on. Keys are taken in turn and start over at the end.
struct work {
    std::span<const std::uint64_t> keys{};
    std::size_t count = 0;                     // operations to do
    std::size_t next = 0;                      // key to go on with

    [[nodiscard]] std::uint64_t take() noexcept
    {
        const std::uint64_t key = keys[next];
        next = next + 1 == keys.size() ? 0 : next + 1;
        return key;
    }
};

class contender {
public:
    virtual ~contender() = default;
    [[nodiscard]] virtual bool can(task t) const noexcept = 0;
    virtual void open(const setting& how) = 0;
    virtual void close() = 0;
    virtual void run(task t, work& batch) = 0;
};

[[noreturn]] inline void wrong(const char* what) { throw std::runtime_error{what}; }

template <bench_store Store>
class contender_of final : public contender {
public:
    [[nodiscard]] bool can(task t) const noexcept override { return t != task::savepoint_nest || Store::can_nest; }
    void open(const setting& how) override { store_ = std::make_unique<Store>(how); }
    void close() override { store_.reset(); }
    void run(task t, work& batch) override
    {
        switch (t) {
        case task::load_sequential:
        case task::load_random: return load(batch);
        case task::read_in_one: return read_in_one(batch);
        case task::read_each: return read_each(batch);
        case task::empty_read: return empty_read(batch);
        case task::empty_read_new: return empty_read_new(batch);
        case task::empty_write: return empty_write(batch);
        case task::savepoint_nest: return savepoint_nest(batch);
        case task::scan: return scan(batch);
        case task::range: return range(batch);
        case task::update_each: return update_each(batch);
        }
    }

private:
    void load(work& batch)
    {
        for (std::size_t done = 0; done < batch.count;) {
            store_->begin_write();
            for (std::size_t i = 0; i < rows_per_commit && done < batch.count; ++i, ++done) {
                const std::uint64_t key = batch.take();
                store_->insert(key, value_of{key}.view());
            }
            store_->commit();
        }
    }
    void expect(std::uint64_t key, std::uint64_t ends) const
    {
        if (ends != 2 * key) wrong("a value does not belong to its key");
    }
    void read_in_one(work& batch)
    {
        store_->begin_read();
        for (std::size_t i = 0; i < batch.count; ++i) {
            const std::uint64_t key = batch.take();
            expect(key, store_->read(key));
        }
        store_->end_read();
    }
    void read_each(work& batch)
    {
        for (std::size_t i = 0; i < batch.count; ++i) {
            const std::uint64_t key = batch.take();
            store_->begin_read();
            expect(key, store_->read(key));
            store_->end_read();
        }
    }
    void empty_read(work& batch)
    {
        for (std::size_t i = 0; i < batch.count; ++i) {
            store_->begin_read();
            store_->end_read();
        }
    }
    void empty_read_new(work& batch)
    {
        for (std::size_t i = 0; i < batch.count; ++i) {
            store_->begin_read_new();
            store_->end_read_new();
        }
    }
    void empty_write(work& batch)
    {
        for (std::size_t i = 0; i < batch.count; ++i) {
            store_->begin_write();
            store_->commit();
        }
    }
    void change(work& batch)
    {
        const std::uint64_t key = batch.take();
        store_->update(key, value_of{key, ++version_}.view());
    }
    void savepoint_nest(work& batch)
    {
        for (std::size_t i = 0; i < batch.count; ++i) {
            store_->begin_write();
            change(batch);
            for (int level = 0; level < savepoints; ++level) {
                store_->savepoint();
                change(batch);
            }
            for (int level = 0; level < savepoints; ++level) level < undone ? store_->undo() : store_->release();
            store_->commit();
        }
    }
    void scan(work& batch)
    {
        const std::uint64_t rows = batch.keys.size();
        for (std::size_t done = 0; done < batch.count; done += rows) {
            store_->begin_read();
            if (store_->scan(0, 0) != rows * (rows - 1)) wrong("a scan did not meet every row once");
            store_->end_read();
        }
    }
    void range(work& batch)
    {
        store_->begin_read();
        for (std::size_t i = 0; i < batch.count; ++i) {
            const std::uint64_t first = batch.take() % (batch.keys.size() - range_rows);
            if (store_->scan(first, range_rows) != range_rows * (2 * first + range_rows - 1)) wrong("a range missed rows");
        }
        store_->end_read();
    }
    void update_each(work& batch)
    {
        for (std::size_t i = 0; i < batch.count; ++i) {
            store_->begin_write();
            change(batch);
            store_->commit();
        }
    }

    std::unique_ptr<Store> store_;
    std::uint64_t version_ = 0;
};

// One line of the table of adapters. To add a store: implement bench_store, define its function, list it in main.cpp
// under its own macro, and give it a library in CMakeLists.txt.
struct entry {
    std::string name;
    std::string means;
    std::unique_ptr<contender> runner;
};

void add_ese(std::vector<entry>& all);
void add_lmdb(std::vector<entry>& all);
void add_sqlite(std::vector<entry>& all);

}  // namespace bench
