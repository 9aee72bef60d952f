// player.cpp — the two ends of the pipe.

#include "player.hpp"

#include "memory.hpp"
#include "stopwatch.hpp"

#include <atomic>
#include <csignal>
#include <exception>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#if __has_include(<valgrind/callgrind.h>)
#    include <valgrind/callgrind.h>
#else
#    define CALLGRIND_START_INSTRUMENTATION
#    define CALLGRIND_STOP_INSTRUMENTATION
#    define CALLGRIND_ZERO_STATS
#    define CALLGRIND_DUMP_STATS_AT(name) (void)(name)
#endif

namespace bench {

namespace {

// The child's side.
class performance {
public:
    performance(entry& store, const key_sets& keys, std::string folder) : store_{store}, keys_{keys}, folder_{std::move(folder)} {}

    [[nodiscard]] answer perform(const order& o)
    {
        try {
            answer done = dispatch(o);
            settle();
            return done;
        } catch (const std::exception& e) {
            return failed(e.what());
        } catch (const conflict&) {
            return failed("a conflict where there is no rival");
        }
    }

private:
    [[nodiscard]] static answer failed(const char* why)
    {
        answer bad{.good = false};
        std::snprintf(bad.trouble.data(), bad.trouble.size(), "%s", why);
        return bad;
    }
    [[nodiscard]] answer dispatch(const order& o)
    {
        switch (o.what) {
        case deed::open:
        case deed::open_read: return open(o);
        case deed::once: return once(o);
        case deed::during: return during(o);
        case deed::count: return count(o);
        case deed::memory: return memory();
        case deed::close: return close();
        case deed::leave: break;
        }
        return {};
    }

    [[nodiscard]] answer open(const order& o)
    {
        const stopwatch watch;
        store_.runner->open({folder_, o.data, o.cache_bytes, o.durable});
        for (auto& w : workers_) w = store_.runner->begin();
        if (o.what == deed::open_read) {
            work first = batch_of(task::read_each, 1);
            workers_[0]->run(task::read_each, first);
        }
        return {watch.wall_ns(), watch.cpu_ns()};
    }
    [[nodiscard]] answer close()
    {
        const stopwatch watch;
        for (auto& w : workers_) w.reset();
        store_.runner->close();
        return {watch.wall_ns(), watch.cpu_ns()};
    }
    [[nodiscard]] answer once(const order& o)
    {
        work batch = batch_of(o.t, o.operations == 0 ? keys_.in_order.size() : o.operations);
        const stopwatch watch;
        workers_[0]->run(o.t, batch);
        const auto many = static_cast<double>(batch.count);
        return {watch.wall_ns() / many, watch.cpu_ns() / many};
    }
    [[nodiscard]] answer during(const order& o)
    {
        switch (o.t) {
        case task::durable_two: return together(o, task::durable_two, task::durable_two, true);
        case task::two_readers: return together(o, task::two_readers, task::two_readers, true);
        case task::hot_leaf: return together(o, task::hot_leaf, task::hot_leaf, true);
        case task::reader_beside: return together(o, task::reader_beside, task::writer_beside, false);
        case task::writer_beside: return together(o, task::writer_beside, task::reader_beside, false);
        case task::held_read: return beside_a_snapshot(o);
        default: return alone(o);
        }
    }
    // In batches until the time is over. The first batch only warms up.
    [[nodiscard]] answer alone(const order& o)
    {
        work batch = batch_of(o.t, size_of_batch(o.t));
        if (o.t == task::held_read) batch.keys = halves(o.t, 0);
        batch.next = next_ % batch.keys.size();
        workers_[0]->run(o.t, batch);
        batch.aside_ns = 0;
        double operations = 0;
        const stopwatch watch;
        do {
            workers_[0]->run(o.t, batch);
            operations += static_cast<double>(batch.count);
        } while (watch.wall_ns() < o.seconds * 1e9);
        next_ = batch.next;
        return {(watch.wall_ns() - batch.aside_ns) / operations, (watch.cpu_ns() - batch.aside_ns) / operations};
    }
    // A second session holds a snapshot while rows change that nobody reads.
    [[nodiscard]] answer beside_a_snapshot(const order& o)
    {
        work held = batch_of(task::hold, 1), changes = batch_of(task::update_each, std::min(rows_behind, keys_.in_order.size() / 2));
        changes.keys = halves(task::update_each, 1);
        workers_[1]->run(task::hold, held);
        workers_[0]->run(task::update_each, changes);
        const answer read = alone(o);
        workers_[1]->run(task::let_go, held);
        return read;
    }
    // Two threads at once: the time of one operation of the first, or of both where they do the same.
    [[nodiscard]] answer together(const order& o, task first, task second, bool both)
    {
        std::atomic<bool> over{false};
        std::array<double, 2> operations{};
        std::array<std::exception_ptr, 2> troubles{};
        const auto keep_on = [&](std::size_t who, task t) {
            try {
                work batch = batch_of(t, 20);
                if (t != task::reader_beside && t != task::two_readers) batch.keys = halves(t, who);
                batch.next = next_ % batch.keys.size();
                while (!over.load(std::memory_order_relaxed)) {
                    workers_[who]->run(t, batch);
                    operations[who] += static_cast<double>(batch.count);
                }
            } catch (...) {
                troubles[who] = std::current_exception();
                over.store(true, std::memory_order_relaxed);
            }
        };
        const stopwatch watch;
        std::thread rival{keep_on, 1U, second};
        std::thread clock{[&] {
            while (watch.wall_ns() < o.seconds * 1e9 && !over.load()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
            over.store(true, std::memory_order_relaxed);
        }};
        keep_on(0, first);
        const double wall = watch.wall_ns(), cpu = watch.cpu_ns();
        rival.join();
        clock.join();
        for (const auto& trouble : troubles)
            if (trouble) std::rethrow_exception(trouble);
        next_ += 7919;
        return {wall / (operations[0] + (both ? operations[1] : 0)), cpu / (operations[0] + operations[1])};
    }
    [[nodiscard]] answer count(const order& o)
    {
        work batch = batch_of(o.t, o.operations);
        workers_[0]->run(o.t, batch);
        settle();
        const std::string what = std::string{row_of(o.t).code} + ' ' + std::to_string(o.operations);
        CALLGRIND_START_INSTRUMENTATION;
        CALLGRIND_ZERO_STATS;
        workers_[0]->run(o.t, batch);
        CALLGRIND_DUMP_STATS_AT(what.c_str());
        CALLGRIND_STOP_INSTRUMENTATION;
        return {};
    }
    [[nodiscard]] answer memory() const
    {
        const resident now = resident_now();
        const auto beyond = [](std::uint64_t a, std::uint64_t b) { return a > b ? static_cast<double>(a - b) : 0.0; };
        return {beyond(now.most, bare_.all), beyond(now.anonymous, bare_.anonymous)};
    }

    [[nodiscard]] work batch_of(task t, std::size_t many) const { return {.keys = keys_for(t), .count = many, .rows = keys_.in_order.size()}; }
    [[nodiscard]] std::span<const std::uint64_t> keys_for(task t) const
    {
        switch (t) {
        case task::load_sequential:
        case task::blob_write: return keys_.in_order;
        case task::load_random:
        case task::person_insert:
        case task::text_load: return keys_.shuffled;
        case task::ycsb_a:
        case task::ycsb_b:
        case task::ycsb_c:
        case task::ycsb_f: return keys_.skewed;
        default: return keys_.picks;
        }
    }
    // Two writers never want the same row.
    [[nodiscard]] std::span<const std::uint64_t> halves(task t, std::size_t who) const
    {
        if (t == task::hot_leaf) return std::span{keys_.in_order}.subspan(keys_.in_order.size() / 2 + who * hot_keys / 2, hot_keys / 2);
        const std::size_t half = keys_.picks.size() / 2;
        return std::span{keys_.picks}.subspan(who * half, half);
    }
    [[nodiscard]] std::size_t size_of_batch(task t) const
    {
        switch (t) {
        case task::scan: return keys_.in_order.size();
        case task::undo_changes: return rows_undone;
        case task::undo_alone: return 1;
        case task::durable_each: return 20;
        case task::blob_read: return 4;
        case task::held_read:
        case task::few_rows_read:
        case task::read_in_one: return 1000;
        case task::range:
        case task::text_range:
        case task::savepoint_nest: return 100;
        default: return 500;
        }
    }
    // Until the store's own threads use little of the processor, for a third of a second at most.
    static void settle()
    {
        for (int i = 0; i < 30; ++i) {
            const stopwatch watch;
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
            if (watch.cpu_ns() < 1e6) return;
        }
    }

    entry& store_;
    const key_sets& keys_;
    std::string folder_;
    const resident bare_ = resident_now();
    std::array<std::unique_ptr<worker>, 2> workers_{};
    std::size_t next_ = 0;
};

[[noreturn]] void serve(performance stage, int orders, int answers)
{
    order o;
    while (::read(orders, &o, sizeof o) == static_cast<ssize_t>(sizeof o) && o.what != deed::leave) {
        const answer done = stage.perform(o);
        if (::write(answers, &done, sizeof done) != static_cast<ssize_t>(sizeof done)) break;
    }
    std::_Exit(0);
}

}  // namespace

player::player(entry& store, const key_sets& keys, std::string folder) : name_{store.name}
{
    std::array<int, 2> orders{}, answers{};
    if (::pipe(orders.data()) != 0 || ::pipe(answers.data()) != 0) wrong("no pipe");
    process_ = ::fork();
    if (process_ < 0) wrong("no process");
    if (process_ == 0) {
        ::close(orders[1]);
        ::close(answers[0]);
        serve({store, keys, std::move(folder)}, orders[0], answers[1]);
    }
    ::close(orders[0]);
    ::close(answers[1]);
    to_ = orders[1];
    from_ = answers[0];
}

player::player(player&& other) noexcept
    : name_{std::move(other.name_)}, process_{std::exchange(other.process_, 0)}, to_{std::exchange(other.to_, -1)}, from_{std::exchange(other.from_, -1)}
{}

answer player::tell(const order& o)
{
    answer done;
    if (::write(to_, &o, sizeof o) != static_cast<ssize_t>(sizeof o) || ::read(from_, &done, sizeof done) != static_cast<ssize_t>(sizeof done))
        throw std::runtime_error{name_ + ": the process died"};
    if (!done.good) throw std::runtime_error{name_ + ": " + done.trouble.data()};
    return done;
}

void player::kill() noexcept
{
    if (process_ == 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(std::exchange(process_, 0), nullptr, 0);    // what it had locked is free now
    ::close(to_);
    ::close(from_);
}

}  // namespace bench
