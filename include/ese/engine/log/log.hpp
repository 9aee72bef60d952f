// log.hpp — the log of an instance: what was appended and flushed is there again after any crash.
//
// Room:   log. Uses os, base. Knows records as kinds and bytes; knows nothing of pages and transactions.
// Gives:  log: append, flush_to, write_checkpoint, release_before, replay; describe and read_back for copies.
// Holds:  (1) after a crash exactly a prefix of the appended records is there: at least what was durable if the power
//             went, all that was appended if only the process died;
//         (2) appending copies into the ring and asks the system for nothing, unless the ring or the segments are full;
//         (3) after a write or a sync failed nothing is ever said to be durable again: what did reach the disk is unknown
//             until the log is opened anew;
//         (4) the ring keeps every byte that segments do not have yet, and the block they end in.
// Locks:  append_latch_ for putting a record into the ring, never held during I/O. write_mutex_ while segments are
//         written. growing_mutex_ while segments are made or released. These three never together. flush_mutex_ to choose
//         the leader, alone or under checkpoint_mutex_. undoing_mutex_ for moments, alone.
//
//     one thread calls flush_to          end of the ring's records
//           v                                    v
//     ------+---------------+--------------------+
//           durable         written              end
//           ^ after a sync  ^ after a pwrite     ^ after append
#pragma once

#include <ese/engine/log/log_reader.hpp>

#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/spin_latch.hpp>
#include <ese/engine/base/thread_counters.hpp>
#include <ese/engine/os/clock.hpp>
#include <ese/engine/os/timed_files.hpp>
#include <ese/jet/durability.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <random>
#include <thread>

namespace ese::inline v1::engine {

struct log_settings {
    std::string directory;
    std::string base_name = "edb";
    std::uint32_t segment_bytes = 5 << 20;       // of new files; rounded up to whole blocks
    bool circular = false;                       // released segments are used again
    std::uint64_t ring_bytes = 4 << 20;
};

// A stretch of a log, as a copy of it has to know it.
struct log_extract {
    std::uint64_t log_id = 0;
    lsn from, to;
    std::uint32_t epoch_at_from = 0, epoch_at_to = 0;
};

enum class log_mode { create_or_open, open_existing };

// Who may use the last half of a segment: rolling back must still be possible when the disk is full. See log::undoing.
enum class log_room { ordinary, reserve };

class log {
public:
    // A log that is new can be used at once; one that was there has to be replayed first. A second opener of the same log
    // gets JET_errLogFilePathInUse.
    log(file_system& files, const log_settings& settings, log_mode mode = log_mode::create_or_open);
    ~log() = default;  // flushes nothing: without close() this is what a killed process does
    log(const log&) = delete;
    log& operator=(const log&) = delete;

    // The end of the record; it is durable once durable() has come so far. JET_errLogWriteFail: the log is dead.
    // JET_errLogDiskFull: no room, and nothing was appended. Kinds 1 to 254.
    lsn append(std::uint8_t kind, bytes a, bytes b = {}, bytes c = {}, log_room room = log_room::ordinary);
    // While one lives, what its thread appends finds room in the reserve when the disk has none: undoing must not fail for that.
    class undoing {
    public:
        explicit undoing(log* in) noexcept;    // null: nothing is logged
        ~undoing();
        undoing(const undoing&) = delete;
        undoing& operator=(const undoing&) = delete;

    private:
        friend class log;
        log* const log_;
        const std::uint64_t thread_ = thread_token();
        undoing* next_ = nullptr;  // under undoing_mutex_
    };
    [[nodiscard]] std::size_t payload_max() const noexcept { return record_max_ - detail::record_header::size_on_disk; }

    [[nodiscard]] lsn end() const noexcept { return lsn{end_.load(std::memory_order_acquire)}; }
    [[nodiscard]] lsn durable() const noexcept { return lsn{durable_.load(std::memory_order_acquire)}; }
    [[nodiscard]] bool dead() const noexcept { return dead_.load(std::memory_order_acquire); }
    // Somebody changed what the log does not know of: nothing more may become durable.
    void kill() noexcept;

    // Told on the thread that synced, before anybody who waited for that sync returns: see jet::notices. Before the first append.
    void tell_durable(jet::callback<void(const jet::durable_notice&)> whom) { told_ = std::move(whom); }
    // Told when flush_to had to wait. Before the first append.
    void tell_slow(slow_watch whom) { slow_ = std::move(whom); }

    // Durable on return. JET_errLogWriteFail: perhaps durable, perhaps not.
    void flush_to(lsn target);

    struct checkpoint {
        lsn redo_from;                // 0: unknown; replay what there is
        std::vector<std::byte> note;  // of whoever writes it
    };
    static constexpr std::size_t note_size_max = detail::checkpoint_file::note_size_max;
    // Makes the log durable up to there, then the checkpoint. A failure leaves the old one.
    void write_checkpoint(const checkpoint& what);
    [[nodiscard]] checkpoint read_checkpoint() const;
    // Nobody will read what lies before. A circular log reuses the segments that end there; never beyond the checkpoint.
    void release_before(lsn position);

    // visit(kind, bytes payload, lsn begin, lsn end) for every record from the checkpoint or from an earlier position; 0
    // is the oldest record there is. Afterwards appending continues behind the last one.
    template <class Visit>
    lsn replay(lsn from, Visit&& visit);
    [[nodiscard]] bool needs_replay() const noexcept { return !ready_; }
    // The same look at the records, as often as wanted, before replay. Afterwards all of them are durable, so pages may be
    // written while they are replayed: after a killed process the last ones were not yet.
    template <class Visit>
    void scan(lsn from, Visit&& visit)
    {
        ESE_EXPECTS(!ready_);
        detail::log_reader reader{segments_, *ring_, checkpoint_};
        reader.walk(from.value(), visit);
        on_the_disk_of_the_log([&] {
            keep_tail(reader, from.value());
            segments_.sync();
        });
    }

    // For a housekeeper: a segment made ahead saves a commit from making it. May throw JET_errDiskFull and the like, which
    // changes nothing.
    [[nodiscard]] bool wants_next_segment() const noexcept;
    void prepare_next_segment();

    // How many segments hold what was appended between two positions.
    [[nodiscard]] std::size_t segment_count(lsn from, lsn to) const { return segments_.count_between(from.value(), to.value()); }
    // For copies. Both positions are ends of records, both durable; nothing in between is released meanwhile.
    [[nodiscard]] log_extract describe(lsn from, lsn to) const;
    void read_back(lsn from, mutable_bytes into);

    void close();  // flushes, unless the log is dead; then nothing may be called any more

private:
    using clock = std::chrono::steady_clock;
    static constexpr std::uint64_t ring_min = 65536;
    static constexpr std::size_t staging_size = 262144;
    static constexpr std::chrono::microseconds spin_time{30}, gather_time{8};

    [[nodiscard]] static std::uint64_t ring_size_for(std::uint64_t wanted) noexcept;
    [[nodiscard]] static std::uint64_t capacity_for(std::uint64_t segment_bytes) noexcept;
    // A full disk is one thing where databases lie and another where the log does.
    template <class Step>
    static void on_the_disk_of_the_log(Step&& step);
    void open_or_create(log_mode mode);
    void create();
    void keep_tail(detail::log_reader& reader, std::uint64_t from);
    void finish_replay(detail::log_reader& reader, std::uint64_t from);
    void begin_epoch(std::uint32_t number, std::uint64_t end, std::uint64_t durable);
    [[nodiscard]] std::uint32_t epoch_at(std::uint64_t position) const;

    lsn append_any(std::uint8_t kind, bytes a, bytes b, bytes c, log_room room);
    [[nodiscard]] std::uint64_t limit(log_room room) const noexcept;
    void put(const detail::record_header::image& header, bytes a, bytes b, bytes c, std::uint64_t begin, std::uint64_t end) noexcept;
    void make_room(std::uint64_t wanted_end, log_room room);
    [[nodiscard]] bool is_undoing() noexcept;
    void grow_to(std::uint64_t wanted_end, log_room room);
    void extend();  // under growing_mutex_, unless nobody else can be here
    void update_limits();

    struct committing {
        explicit committing(std::atomic<unsigned>& how_many) noexcept : count{how_many} { count.fetch_add(1, std::memory_order_relaxed); }
        committing(const committing&) = delete;
        committing& operator=(const committing&) = delete;
        ~committing() { count.fetch_sub(1, std::memory_order_relaxed); }
        std::atomic<unsigned>& count;
    };
    [[nodiscard]] std::uint64_t write_out();  // under write_mutex_
    void lead_or_wait(lsn target);
    void lead() noexcept;
    void gather() const noexcept;
    void spin_until_durable(lsn target) const noexcept;
    static void pause_processor() noexcept;

    const std::string directory_, base_name_;
    const bool circular_;
    const std::uint64_t ring_size_, record_max_, new_capacity_;
    file_system& files_;
    std::optional<detail::log_ring> ring_;  // first of all that touches files: it holds the lock
    detail::log_segments segments_;
    bool ready_ = false;
    std::uint32_t epoch_ = 0;
    std::vector<detail::log_reader::epoch_begin> epochs_;

    spin_latch append_latch_;
    std::atomic<std::uint64_t> end_{0};            // changes under append_latch_; release there, acquire in write_out
    std::atomic<std::uint64_t> room_end_{0};       // of all segments
    std::atomic<std::uint64_t> ordinary_end_{0};   // without the reserve
    std::atomic<std::uint64_t> kept_from_{0};      // the ring must keep bytes from here; release in write_out, acquire in append
    std::atomic<std::uint64_t> durable_{0};        // release in lead, acquire in durable
    std::atomic<bool> dead_{false};

    std::mutex growing_mutex_;

    std::mutex undoing_mutex_;
    undoing* undoing_ = nullptr;  // under undoing_mutex_: all that live, the youngest first

    std::mutex write_mutex_;
    std::uint64_t written_ = 0;       // under write_mutex_
    std::vector<std::byte> staging_;  // under write_mutex_

    std::mutex flush_mutex_;
    std::condition_variable flushed_;
    std::atomic<bool> flushing_{false};    // changes under flush_mutex_
    std::atomic<unsigned> committers_{0};  // threads inside flush_to
    std::atomic<unsigned> crowd_{0};       // how many there were when the last flush ended

    jet::callback<void(const jet::durable_notice&)> told_;  // constant once anything is appended
    slow_watch slow_;                                       // likewise

    mutable std::mutex checkpoint_mutex_;
    detail::checkpoint_file checkpoint_file_;                     // under checkpoint_mutex_
    std::optional<detail::stored_checkpoint> checkpoint_;         // under checkpoint_mutex_
};

// ---- opening

inline std::uint64_t log::ring_size_for(std::uint64_t wanted) noexcept
{
    return detail::rounded_up(std::max(wanted, ring_min), file::map_granularity);
}

inline std::uint64_t log::capacity_for(std::uint64_t segment_bytes) noexcept
{
    const std::uint64_t rounded = detail::rounded_up(segment_bytes, detail::log_block);
    return std::max(rounded, 2 * detail::log_block) - detail::segment_header::size_on_disk;
}

inline log::log(file_system& files, const log_settings& settings, log_mode mode)
    : directory_{settings.directory}, base_name_{settings.base_name}, circular_{settings.circular},
      ring_size_{ring_size_for(settings.ring_bytes)},
      record_max_{std::min<std::uint64_t>(ring_size_ / 2, detail::record_size_max)},
      new_capacity_{capacity_for(settings.segment_bytes)}, files_{files},
      segments_{files, settings.directory, settings.base_name, new_capacity_}, staging_(staging_size),
      checkpoint_file_{files, settings.directory, settings.base_name + ".esechk"}
{
    if (!files_.is_directory(directory_)) throw failure{jet::error::invalid_log_directory};
    on_the_disk_of_the_log([&] { open_or_create(mode); });
}

template <class Step>
void log::on_the_disk_of_the_log(Step&& step)
{
    try {
        step();
    } catch (const failure& f) {
        throw failure{f.code() == jet::error::disk_full ? jet::error::log_disk_full : f.code()};
    }
}

inline void log::open_or_create(log_mode mode)
{
    const std::string ring_path = paths::joined(directory_, base_name_ + ".esering");
    if (mode == log_mode::open_existing && !files_.exists(ring_path)) {
        segments_.load(std::nullopt);
        if (segments_.empty()) throw failure{jet::error::missing_log_file};
    }
    ring_.emplace(files_, ring_path);
    checkpoint_ = checkpoint_file_.load();
    segments_.load(checkpoint_ ? std::optional{checkpoint_->log_id} : std::nullopt);
    if (!segments_.empty()) return;
    if (checkpoint_ || mode == log_mode::open_existing) throw failure{jet::error::missing_log_file};
    create();
}

inline void log::create()
{
    std::random_device random;
    const auto time = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
    segments_.start((std::uint64_t{random()} << 32 | random()) ^ time * 0x9E3779B97F4A7C15u);
    extend();
    begin_epoch(1, detail::log_begin, detail::log_begin);
    write_checkpoint({lsn{detail::log_begin}, {}});
}

template <class Visit>
lsn log::replay(lsn from, Visit&& visit)
{
    if (ready_) return end();  // new: there is only our own first record
    ESE_EXPECTS(!from || !checkpoint_ || from.value() <= checkpoint_->redo_from);
    detail::log_reader reader{segments_, *ring_, checkpoint_};
    reader.walk(from.value(), std::forward<Visit>(visit));
    on_the_disk_of_the_log([&] { finish_replay(reader, from.value()); });
    return end();
}

// Whatever was only in the ring goes to the segments before the ring is used again.
inline void log::keep_tail(detail::log_reader& reader, std::uint64_t from)
{
    files_.sync_directory(directory_);  // a killed process may have left names and a checkpoint that are not durable yet
    checkpoint_file_.sync();
    epoch_ = reader.newest_epoch();
    while (segments_.newest().end() < reader.end()) extend();
    segments_.write(reader.tail_begin(), reader.tail());
    segments_.mark_unsynced(std::max(from, reader.known_durable()), reader.end());
}

inline void log::finish_replay(detail::log_reader& reader, std::uint64_t from)
{
    const std::uint64_t end = reader.end(), durable = reader.known_durable();
    keep_tail(reader, from);
    epochs_ = reader.epochs();
    begin_epoch(epoch_ + 1, end, durable);
    segments_.remove_leftovers();
}

// Nothing else is appended before the first record of the epoch is durable: no two lives ever write under one number.
inline void log::begin_epoch(std::uint32_t number, std::uint64_t end, std::uint64_t durable)
{
    epoch_ = number;
    epochs_.push_back({end, number});
    const std::uint64_t block = detail::rounded_down(end, detail::log_block);
    ring_->prepare(segments_.log_id(), ring_size_);
    const mutable_bytes begun = mutable_bytes{staging_}.first(static_cast<std::size_t>(end - block));
    segments_.read(block, begun);
    ring_->put(block, {begun});

    end_ = end;
    written_ = end;
    kept_from_ = block;
    durable_ = durable;
    update_limits();
    std::array<std::byte, 4> payload;
    store_le(payload.data(), number);
    flush_to(append_any(detail::epoch_record, payload, {}, {}, log_room::reserve));
    ready_ = true;
}

// Of the record at or behind a position.
inline std::uint32_t log::epoch_at(std::uint64_t position) const
{
    std::uint32_t result = epochs_.front().number;
    for (const auto& each : epochs_)
        if (each.position <= position) result = each.number;
    return result;
}

inline void log::close()
{
    if (ready_ && !dead()) {
        flush_to(end());
        segments_.remove_spares();
    }
    ready_ = false;
    checkpoint_file_.close();
    segments_.close_all();
    ring_->close();  // last: it holds the lock
}

// ---- appending

inline lsn log::append(std::uint8_t kind, bytes a, bytes b, bytes c, log_room room)
{
    ESE_EXPECTS(ready_ && kind != 0 && kind != detail::epoch_record);
    return append_any(kind, a, b, c, room);
}

inline lsn log::append_any(std::uint8_t kind, bytes a, bytes b, bytes c, log_room room)
{
    const std::uint64_t size = detail::record_header::size_on_disk + a.size() + b.size() + c.size();
    if (size > record_max_) throw failure{jet::error::log_buffer_too_small};
    std::uint32_t checksum = crc32c(a);
    if (!b.empty()) checksum = crc32c(b, checksum);
    if (!c.empty()) checksum = crc32c(c, checksum);

    detail::record_header header{0, static_cast<std::uint32_t>(size), kind, 0, 0, static_cast<std::uint16_t>(epoch_)};
    for (;;) {
        std::uint64_t wanted_end = 0;
        {
            const std::lock_guard guard{append_latch_};
            if (dead()) throw failure{jet::error::log_write_fail};
            const std::uint64_t begin = end_.load(std::memory_order_relaxed);
            wanted_end = begin + header.padded_size();
            if (wanted_end <= limit(room) && wanted_end - kept_from_.load(std::memory_order_acquire) <= ring_size_) {
                header.place = detail::record_header::place_of(begin);
                header.durable_distance = detail::distance_code(begin - durable_.load(std::memory_order_acquire));
                put(header.encode(checksum), a, b, c, begin, wanted_end);
                end_.store(wanted_end, std::memory_order_release);
                ++counted.log_records;
                counted.log_bytes += static_cast<std::uint32_t>(wanted_end - begin);
                return lsn{wanted_end};
            }
        }
        try {
            make_room(wanted_end, room);
        } catch (const failure& f) {
            if (f.code() != jet::error::log_disk_full || room == log_room::reserve || !is_undoing()) throw;
            room = log_room::reserve;
        }
    }
}

inline log::undoing::undoing(log* in) noexcept : log_{in}
{
    if (!log_) return;
    const std::lock_guard guard{log_->undoing_mutex_};
    next_ = std::exchange(log_->undoing_, this);
}

inline log::undoing::~undoing()
{
    if (!log_) return;
    const std::lock_guard guard{log_->undoing_mutex_};
    undoing** at = &log_->undoing_;
    while (*at != this) at = &(*at)->next_;
    *at = next_;
}

inline bool log::is_undoing() noexcept
{
    const std::lock_guard guard{undoing_mutex_};
    const undoing* one = undoing_;
    while (one && one->thread_ != thread_token()) one = one->next_;
    return one != nullptr;
}

inline std::uint64_t log::limit(log_room room) const noexcept
{
    return (room == log_room::reserve ? room_end_ : ordinary_end_).load(std::memory_order_acquire);
}

inline void log::put(const detail::record_header::image& header, bytes a, bytes b, bytes c, std::uint64_t begin, std::uint64_t end) noexcept
{
    static constexpr std::array<std::byte, detail::record_alignment> zeros{};
    const std::uint64_t size = header.size() + a.size() + b.size() + c.size();
    ring_->put(begin, {header, a, b, c, bytes{zeros}.first(static_cast<std::size_t>(end - begin - size))});
}

inline void log::make_room(std::uint64_t wanted_end, log_room room)
{
    if (wanted_end - kept_from_.load(std::memory_order_acquire) > ring_size_) {
        try {
            const std::lock_guard guard{write_mutex_};
            (void)write_out();
        } catch (...) {
            kill();
            throw failure{jet::error::log_write_fail};
        }
    }
    if (wanted_end > limit(room)) grow_to(wanted_end, room);
}

inline void log::grow_to(std::uint64_t wanted_end, log_room room)
{
    const std::lock_guard guard{growing_mutex_};
    on_the_disk_of_the_log([&] {
        while (limit(room) < wanted_end) extend();
    });
}

inline void log::extend()
{
    segments_.extend(epoch_);
    update_limits();
}

inline void log::update_limits()
{
    const detail::segment_header newest = segments_.newest();
    room_end_.store(newest.end(), std::memory_order_release);
    ordinary_end_.store(newest.end() - detail::rounded_down(newest.capacity / 2, detail::record_alignment), std::memory_order_release);
}

inline bool log::wants_next_segment() const noexcept
{
    return end_.load(std::memory_order_relaxed) + 3 * new_capacity_ / 2 > room_end_.load(std::memory_order_relaxed);
}

inline void log::prepare_next_segment()
{
    const std::lock_guard guard{growing_mutex_};
    while (!dead() && wants_next_segment()) extend();
}

// ---- writing

// Whole blocks, the last one filled up with zeros: the next time it is written again, with more in it.
inline std::uint64_t log::write_out()
{
    if (dead()) throw failure{jet::error::log_write_fail};
    const std::uint64_t target = end_.load(std::memory_order_acquire);
    if (written_ == target) return target;
    for (std::uint64_t at = kept_from_.load(std::memory_order_relaxed); at < target;) {
        const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(staging_.size(), target - at));
        const auto whole = static_cast<std::size_t>(detail::rounded_up(n, detail::log_block));
        ring_->get(at, mutable_bytes{staging_}.first(n));
        std::fill(staging_.begin() + static_cast<std::ptrdiff_t>(n), staging_.begin() + static_cast<std::ptrdiff_t>(whole), std::byte{0});
        segments_.write(at, bytes{staging_}.first(whole));
        at += n;
    }
    written_ = target;
    kept_from_.store(detail::rounded_down(target, detail::log_block), std::memory_order_release);
    return target;
}

inline void log::flush_to(lsn target)
{
    if (durable() >= target) return;
    if (dead()) throw failure{jet::error::log_write_fail};  // also for a change that never got a place in the log
    ESE_EXPECTS(target <= end());
    const committing here{committers_};
    slow_.around(jet::slow_operation::commit, {}, [&] { lead_or_wait(target); });
}

inline void log::lead_or_wait(lsn target)
{
    spin_until_durable(target);
    std::unique_lock guard{flush_mutex_};
    while (durable() < target) {
        if (dead()) throw failure{jet::error::log_write_fail};
        if (flushing_.load(std::memory_order_relaxed)) {
            flushed_.wait(guard);
            continue;
        }
        flushing_.store(true, std::memory_order_relaxed);
        guard.unlock();
        lead();
        guard.lock();
        flushing_.store(false, std::memory_order_relaxed);
        flushed_.notify_all();
    }
}

// One flush at a time: an error of writing back is told to one sync only, and it must not be another one's.
inline void log::lead() noexcept
{
    gather();
    try {
        std::uint64_t target = 0;
        {
            const std::lock_guard guard{write_mutex_};
            target = write_out();
        }
        segments_.sync();
        segments_.close_before(target);
        if (told_ && target > durable_.load(std::memory_order_relaxed)) told_({jet::commit_id{target}, false});
        durable_.store(target, std::memory_order_release);
    } catch (...) {
        kill();  // whoever waits sees it
    }
    crowd_.store(committers_.load(std::memory_order_relaxed), std::memory_order_relaxed);
}

inline void log::kill() noexcept
{
    if (!dead_.exchange(true, std::memory_order_acq_rel) && told_) told_({jet::commit_id{durable_.load(std::memory_order_acquire)}, true});
}

// Those who committed together last time are likely back in a moment: one flush for all is worth a moment.
inline void log::gather() const noexcept
{
    const unsigned expected = crowd_.load(std::memory_order_relaxed);
    if (expected < 2) return;
    const auto until = clock::now() + gather_time;
    while (committers_.load(std::memory_order_relaxed) < expected && clock::now() < until) pause_processor();
}

// Waking a sleeper takes a third of a flush.
inline void log::spin_until_durable(lsn target) const noexcept
{
    if (!flushing_.load(std::memory_order_relaxed)) return;
    const auto until = clock::now() + spin_time;
    while (flushing_.load(std::memory_order_relaxed) && durable() < target && clock::now() < until) pause_processor();
}

inline void log::pause_processor() noexcept
{
#if (defined(__GNUC__) || defined(__clang__)) && (defined(__x86_64__) || defined(__i386__))
    __builtin_ia32_pause();
#else
    std::this_thread::yield();
#endif
}

// ---- checkpoints

inline void log::write_checkpoint(const checkpoint& what)
{
    ESE_EXPECTS(what.redo_from && what.redo_from <= end());
    if (dead()) throw failure{jet::error::log_write_fail};
    const std::lock_guard guard{checkpoint_mutex_};
    flush_to(what.redo_from);
    detail::stored_checkpoint stored{0, segments_.log_id(), what.redo_from.value(), durable().value(), epoch_at(what.redo_from.value()),
                                     epoch_, what.note};
    on_the_disk_of_the_log([&] { checkpoint_file_.store(stored); });
    checkpoint_ = std::move(stored);
}

inline log::checkpoint log::read_checkpoint() const
{
    const std::lock_guard guard{checkpoint_mutex_};
    if (!checkpoint_) return {};
    return {lsn{checkpoint_->redo_from}, checkpoint_->note};
}

inline void log::release_before(lsn position)
{
    if (!circular_) return;
    const lsn allowed = std::min(position, read_checkpoint().redo_from);
    const std::lock_guard guard{growing_mutex_};
    segments_.release_before(std::min(allowed, durable()).value());
}

// ---- copies

inline log_extract log::describe(lsn from, lsn to) const
{
    ESE_EXPECTS(from <= to && to <= durable());
    return {segments_.log_id(), from, to, epoch_at(from.value()), epoch_};
}

// The block the log ends in is written again and again: nobody writes it while it is read.
inline void log::read_back(lsn from, mutable_bytes into)
{
    const std::lock_guard guard{write_mutex_};
    segments_.read(from.value(), into);
}

}  // namespace ese::inline v1::engine
