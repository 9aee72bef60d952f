// tasks_of.hpp — the tasks, written once for every store.
//
// Room:   test/bench. Uses contender, stopwatch.
// Gives:  worker_of and contender_of, which make an adapter a worker and a contender.
// Holds:  what is read is checked against the key it was read for.
#pragma once

#include "contender.hpp"
#include "stopwatch.hpp"

#include <thread>

namespace bench {

template <bench_session Session>
class worker_of final : public worker {
public:
    explicit worker_of(auto& store) : s_{store} {}

    void run(task t, work& batch) override
    {
        switch (t) {
        case task::load_sequential:
        case task::load_random: return load(batch);
        case task::held_read:
        case task::few_rows_read:
        case task::read_in_one: return read_in_one(batch);
        case task::hold: return s_.begin_read(), expect(s_.read(batch.keys[0]), 2 * batch.keys[0]);
        case task::let_go: return s_.end_read();
        case task::small_cache_read:
        case task::reader_beside:
        case task::two_readers:
        case task::ycsb_c:
        case task::read_each: return each(batch, [&] { read_each(batch); });
        case task::scan: return scan(batch);
        case task::range: return range(batch);
        case task::durable_each:
        case task::durable_two:
        case task::writer_beside:
        case task::hot_leaf:
        case task::small_cache_update:
        case task::update_each: return each(batch, [&] { update_each(batch.take()); });
        case task::empty_read: return each(batch, [&] { s_.begin_read(), s_.end_read(); });
        case task::empty_read_new: return each(batch, [&] { s_.begin_read_new(), s_.end_read_new(); });
        case task::empty_write: return each(batch, [&] { s_.begin_write(), s_.commit(); });
        case task::savepoint_nest: return each(batch, [&] { savepoint_nest(batch); });
        case task::undo_changes:
        case task::undo_alone: return undo_changes(t, batch);
        case task::ycsb_a: return mixed(batch, 2, [&](std::uint64_t key) { update_each(key); });
        case task::ycsb_b: return mixed(batch, 20, [&](std::uint64_t key) { update_each(key); });
        case task::ycsb_f: return mixed(batch, 2, [&](std::uint64_t key) { read_and_update(key); });
        default: return run_other(t, batch);
        }
    }

private:
    void run_other(task t, work& batch)
    {
        switch (t) {
        case task::person_insert: return in_turn(batch, rows_per_load, [&](std::uint64_t n) { s_.insert_person(person{n, n % groups(batch)}); });
        case task::person_lookup: return person_lookup(batch);
        case task::person_move:
            return in_turn(batch, rows_per_change, [&](std::uint64_t n) { s_.move_person(n, static_cast<std::int32_t>(n % groups(batch) + groups(batch))); });
        case task::person_erase: return in_turn(batch, rows_per_change, [&](std::uint64_t n) { s_.erase_person(n); });
        case task::text_load: return in_turn(batch, rows_per_load, [&](std::uint64_t n) { s_.insert_text(text_of{n}.view(), value_of{n}.view()); });
        case task::text_read: return text_read(batch);
        case task::text_range: return text_range(batch);
        case task::blob_write: return each(batch, [&] { blob_write(batch.take()); });
        case task::blob_read: return blob_read(batch);
        default: wrong("no task for a worker");
        }
    }

    template <class Call>
    static void each(const work& batch, const Call& call)
    {
        for (std::size_t i = 0; i < batch.count; ++i) call();
    }
    // In transactions of some keys each.
    template <class Change>
    void in_turn(work& batch, std::size_t together, const Change& change)
    {
        for (std::size_t done = 0; done < batch.count;) {
            s_.begin_write();
            for (std::size_t i = 0; i < together && done < batch.count; ++i, ++done) change(batch.take());
            s_.commit();
        }
    }
    void load(work& batch)
    {
        in_turn(batch, rows_per_load, [&](std::uint64_t key) { s_.insert(key, value_of{key}.view()); });
    }
    static void expect(std::uint64_t found, std::uint64_t wanted)
    {
        if (found != wanted) wrong("what was read is not what was stored");
    }
    // Of so many neighbours from `first` on, of each the given multiple of its number.
    static constexpr std::uint64_t sum_from(std::uint64_t first, std::uint64_t many, std::uint64_t times)
    {
        return times * (many * first + many * (many - 1) / 2);
    }

    void read_in_one(work& batch)
    {
        s_.begin_read();
        for (std::size_t i = 0; i < batch.count; ++i) {
            const std::uint64_t key = batch.take();
            expect(s_.read(key), 2 * key);
        }
        s_.end_read();
    }
    void read_each(work& batch)
    {
        const std::uint64_t key = batch.take();
        s_.begin_read();
        expect(s_.read(key), 2 * key);
        s_.end_read();
    }
    void scan(work& batch)
    {
        for (std::size_t done = 0; done < batch.count; done += batch.rows) {
            s_.begin_read();
            expect(s_.scan(0, 0), sum_from(0, batch.rows, 2));
            s_.end_read();
        }
    }
    void range(work& batch)
    {
        s_.begin_read();
        for (std::size_t i = 0; i < batch.count; ++i) {
            const std::uint64_t first = batch.take() % (batch.rows - range_rows);
            expect(s_.scan(first, range_rows), sum_from(first, range_rows, 2));
        }
        s_.end_read();
    }

    void change(std::uint64_t key) { s_.update(key, value_of{key, ++version_}.view()); }
    // Until no other thread is first.
    template <class Body>
    void write(const Body& body)
    {
        for (int times = 0; times < 1'000'000; ++times) {
            try {
                s_.begin_write();
                body();
                return s_.commit();
            } catch (const conflict&) {
                std::this_thread::yield();
            }
        }
        wrong("a conflict that does not end");
    }
    void update_each(std::uint64_t key)
    {
        write([&] { change(key); });
    }
    void read_and_update(std::uint64_t key)
    {
        write([&] {
            expect(s_.read(key), 2 * key);
            change(key);
        });
    }
    template <class Update>
    void mixed(work& batch, std::uint64_t one_in, const Update& update)
    {
        for (std::size_t i = 0; i < batch.count; ++i)
            if (++turn_ % one_in == 0) update(batch.take());
            else read_each(batch);
    }
    void savepoint_nest(work& batch)
    {
        s_.begin_write();
        change(batch.take());
        for (int level = 0; level < savepoints; ++level) {
            s_.savepoint();
            change(batch.take());
        }
        for (int level = 0; level < savepoints; ++level) level < undone ? s_.undo() : s_.release();
        s_.commit();
    }
    // One operation: a row of them, or one rollback.
    void undo_changes(task t, work& batch)
    {
        const bool alone = t == task::undo_alone;
        for (std::size_t done = 0; done < batch.count; done += alone ? 1 : rows_undone) {
            const stopwatch watch;
            s_.begin_write();
            for (std::size_t i = 0; i < rows_undone; ++i) change(batch.take());
            if (alone) batch.aside_ns += watch.wall_ns();
            s_.rollback();
        }
    }

    [[nodiscard]] static std::uint64_t groups(const work& batch) { return batch.rows / rows_per_group; }
    void person_lookup(work& batch)
    {
        s_.begin_read();
        for (std::size_t i = 0; i < batch.count; ++i) {
            const std::uint64_t group = batch.take() % groups(batch);
            const std::uint64_t numbers = rows_per_group * group + groups(batch) * (rows_per_group * (rows_per_group - 1) / 2);
            expect(s_.find_group(static_cast<std::int32_t>(group)), 5 * numbers);
        }
        s_.end_read();
    }
    void text_read(work& batch)
    {
        s_.begin_read();
        for (std::size_t i = 0; i < batch.count; ++i) {
            const std::uint64_t number = batch.take();
            expect(s_.read_text(text_of{number}.view()), 2 * number);
        }
        s_.end_read();
    }
    void text_range(work& batch)
    {
        s_.begin_read();
        for (std::size_t i = 0; i < batch.count; ++i) {
            const std::uint64_t first = batch.take() % (batch.rows - range_rows);
            expect(s_.scan_text(text_of{first}.view(), range_rows), sum_from(first, range_rows, 2));
        }
        s_.end_read();
    }
    void blob_write(std::uint64_t number)
    {
        blob_.assign(blob_size, static_cast<std::byte>(number));
        s_.begin_write();
        s_.put_blob(number, blob_);
        s_.commit();
    }
    void blob_read(work& batch)
    {
        s_.begin_read();
        for (std::size_t i = 0; i < batch.count; ++i) {
            const std::uint64_t number = batch.take();
            expect(s_.read_blob(number), (number & 0xFF) * 0x0101'0101'0101'0101ULL * (blob_size / 8));
        }
        s_.end_read();
    }

    Session s_;
    std::uint64_t version_ = 0;
    std::uint64_t turn_ = 0;
    std::vector<std::byte> blob_;
};

template <bench_store Store, bench_session Session>
    requires std::constructible_from<Session, Store&>
class contender_of final : public contender {
public:
    [[nodiscard]] abilities can() const noexcept override { return Store::can; }
    void open(const setting& how) override { store_ = std::make_unique<Store>(how); }
    void close() override { store_.reset(); }
    [[nodiscard]] promises kept() const override { return store_->kept(); }
    [[nodiscard]] std::unique_ptr<worker> begin() override { return std::make_unique<worker_of<Session>>(*store_); }

private:
    std::unique_ptr<Store> store_;
};

}  // namespace bench
