// log_segments.hpp — the files the log is kept in: made ahead, written, synced, reused.
//
// Room:   log. Uses os, base. Knows positions and files; knows nothing of records.
// Gives:  log_segments: load, extend, read, write, sync, release_before.
// Holds:  (1) every segment in the table lies under its own name, with its header and every block written once and synced,
//             before anything is written into it: writing into a segment never grows a file or changes a name;
//         (2) a segment begins where the one before it ends;
//         (3) only segments that were released are overwritten by new ones, the oldest first.
// Locks:  table_mutex_ for the table, also while a file is opened. load, extend and release_before are called by one thread
//         at a time, write by one thread at a time, sync by one thread at a time; the three may overlap.
#pragma once

#include <ese/engine/log/log_segment.hpp>

#include <ese/engine/os/file.hpp>
#include <ese/engine/os/path.hpp>

#include <deque>
#include <memory>
#include <mutex>

namespace ese::inline v1::engine::detail {

class log_segments {
public:
    log_segments(file_system& files, std::string directory, std::string base_name, std::uint64_t capacity)
        : files_{files}, directory_{std::move(directory)}, base_name_{std::move(base_name)}, capacity_{capacity} {}

    // Finds what is there. `expected_id`, if known, is the log these files must belong to.
    void load(std::optional<std::uint64_t> expected_id);
    void start(std::uint64_t log_id) noexcept { log_id_ = log_id; }
    // What interrupted housekeeping left under wrong names. Only when the log is known to be sound.
    void remove_leftovers();

    [[nodiscard]] bool empty() const { return count() == 0; }
    [[nodiscard]] std::size_t count() const
    {
        const std::lock_guard guard{table_mutex_};
        return table_.size();
    }
    [[nodiscard]] std::uint64_t log_id() const noexcept { return log_id_; }
    [[nodiscard]] segment_header oldest() const
    {
        const std::lock_guard guard{table_mutex_};
        return table_.front().header;
    }
    [[nodiscard]] segment_header newest() const
    {
        const std::lock_guard guard{table_mutex_};
        return table_.back().header;
    }
    [[nodiscard]] bool older_ones_are_damaged() const noexcept { return damaged_before_; }

    void extend(std::uint32_t epoch);             // one more behind the newest
    void release_before(std::uint64_t position);  // the segments wholly before it may be overwritten
    void remove_spares() noexcept;                // the log is at rest: those that wait to be overwritten go

    void read(std::uint64_t position, mutable_bytes into);
    void write(std::uint64_t position, bytes from);
    void mark_unsynced(std::uint64_t from, std::uint64_t to);
    void sync();                                  // everything written before the call
    void close_before(std::uint64_t position) noexcept;
    void close_all() noexcept { close_before(UINT64_MAX); }

    [[nodiscard]] std::size_t count_between(std::uint64_t from, std::uint64_t to) const;

private:
    struct segment {
        segment_header header;
        std::shared_ptr<file> opened;  // null: closed
        bool unsynced = false;
        bool released = false;
    };
    static constexpr std::size_t spares_max = 2;

    [[nodiscard]] std::string path_of(std::uint64_t generation) const { return paths::joined(directory_, segment_name(base_name_, generation)); }
    [[nodiscard]] std::string path_of_new() const { return paths::joined(directory_, base_name_ + "new" + std::string{segment_suffix}); }
    [[nodiscard]] std::optional<segment_header> header_of(std::string_view path);
    void keep_the_chain(std::vector<segment_header> found);

    [[nodiscard]] segment_header next_header(std::uint32_t epoch) const;
    [[nodiscard]] bool take_spare(const std::string& new_path);
    [[nodiscard]] std::unique_ptr<file> make_file(const std::string& path, std::uint64_t size);

    [[nodiscard]] std::shared_ptr<file> opened(segment& which);                       // under table_mutex_
    [[nodiscard]] segment& segment_at(std::uint64_t position);                        // under table_mutex_
    [[nodiscard]] std::shared_ptr<file> next_unsynced();
    template <class Use>
    void for_each_piece(std::uint64_t position, std::size_t size, bool writes, Use&& use);

    file_system& files_;
    const std::string directory_;
    const std::string base_name_;
    const std::uint64_t capacity_;  // of new ones

    std::uint64_t log_id_ = 0;
    bool damaged_before_ = false;
    std::vector<std::string> leftovers_;

    mutable std::mutex table_mutex_;
    std::deque<segment> table_;  // under table_mutex_; oldest first
};

inline std::optional<segment_header> log_segments::header_of(std::string_view path)
{
    const auto opened = files_.open(path, open_mode::read_write);
    const std::uint64_t size = opened->size();
    std::vector<std::byte> image(segment_header::size_on_disk);
    if (size < image.size()) return std::nullopt;
    opened->read(0, image);
    const auto header = segment_header::decode(std::move(image));
    if (header && size < segment_header::size_on_disk + header->capacity) return std::nullopt;
    return header;
}

inline void log_segments::load(std::optional<std::uint64_t> expected_id)
{
    leftovers_.clear();
    std::vector<segment_header> found;
    std::uint64_t damaged_newest = 0;
    for (const std::string& name : files_.list(directory_)) {
        const auto generation = generation_of_name(base_name_, name);
        if (!generation) continue;
        const auto header = header_of(paths::joined(directory_, name));
        if (!header) damaged_newest = std::max(damaged_newest, *generation);
        else if (header->generation != *generation) leftovers_.push_back(paths::joined(directory_, name));
        else found.push_back(*header);
    }
    if (files_.exists(path_of_new())) leftovers_.push_back(path_of_new());

    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.generation < b.generation; });
    if (damaged_newest > (found.empty() ? 0 : found.back().generation)) throw failure{jet::error::log_file_corrupt};
    damaged_before_ = damaged_newest != 0;
    if (found.empty()) return;
    log_id_ = expected_id.value_or(found.back().log_id);
    for (const segment_header& header : found)
        if (header.log_id != log_id_) throw failure{jet::error::bad_log_signature};
    keep_the_chain(std::move(found));
}

// From the newest back as long as one continues the other. What lies before a gap was released or is missed later.
inline void log_segments::keep_the_chain(std::vector<segment_header> found)
{
    const std::lock_guard guard{table_mutex_};
    table_.clear();
    for (; !found.empty(); found.pop_back()) {
        const segment_header& header = found.back();
        if (!table_.empty()) {
            const segment_header& next = table_.front().header;
            if (header.generation + 1 != next.generation || header.end() != next.base) return;
        }
        table_.push_front({header, nullptr});
    }
}

inline void log_segments::remove_leftovers()
{
    for (; !leftovers_.empty(); leftovers_.pop_back())
        if (files_.exists(leftovers_.back())) files_.remove(leftovers_.back());
}

inline segment_header log_segments::next_header(std::uint32_t epoch) const
{
    const std::lock_guard guard{table_mutex_};
    if (table_.empty()) return {log_id_, 1, log_begin, capacity_, epoch};
    const segment_header& last = table_.back().header;
    return {log_id_, last.generation + 1, last.end(), capacity_, epoch};
}

// The oldest released segment changes its name and becomes the file of the next one. False: none fits.
inline bool log_segments::take_spare(const std::string& new_path)
{
    std::uint64_t generation = 0;
    {
        const std::lock_guard guard{table_mutex_};
        if (table_.size() < 2 || !table_.front().released || table_.front().header.capacity != capacity_) return false;
        generation = table_.front().header.generation;
        table_.pop_front();  // first: whatever happens to the file now, it is no segment any more
    }
    files_.rename(path_of(generation), new_path);
    return true;
}

inline std::unique_ptr<file> log_segments::make_file(const std::string& path, std::uint64_t size)
{
    auto result = files_.open(path, open_mode::create_always);
    result->resize(size);  // a full disk says so now
    const std::vector<std::byte> zeros(static_cast<std::size_t>(std::min<std::uint64_t>(size, 1u << 20)));
    for (std::uint64_t at = 0; at < size; at += zeros.size())
        result->write(at, bytes{zeros}.first(static_cast<std::size_t>(std::min<std::uint64_t>(zeros.size(), size - at))));
    return result;
}

inline void log_segments::extend(std::uint32_t epoch)
{
    const segment_header header = next_header(epoch);
    const std::string new_path = path_of_new();
    try {
        const auto made = take_spare(new_path) ? files_.open(new_path, open_mode::read_write)
                                               : make_file(new_path, segment_header::size_on_disk + header.capacity);
        made->write(0, header.encode());
        made->sync();
    } catch (const failure&) {
        try {  // gives back the room it took
            if (files_.exists(new_path)) files_.remove(new_path);
        } catch (const failure&) {}
        throw;
    }
    files_.rename(new_path, path_of(header.generation));
    files_.sync_directory(directory_);
    segment made{header, nullptr};
    made.opened = files_.open(path_of(header.generation), open_mode::read_write);  // now, so that commits need not
    const std::lock_guard guard{table_mutex_};
    table_.push_back(std::move(made));
}

inline void log_segments::release_before(std::uint64_t position)
{
    std::vector<std::uint64_t> surplus;
    {
        const std::lock_guard guard{table_mutex_};
        std::size_t spares = 0;
        for (segment& each : table_) {
            if (each.header.end() > position || each.unsynced) break;
            each.released = true;
            each.opened.reset();
            ++spares;
        }
        for (; spares > spares_max; --spares) {
            surplus.push_back(table_.front().header.generation);
            table_.pop_front();
        }
    }
    for (const std::uint64_t generation : surplus) files_.remove(path_of(generation));
}

// The oldest first, so that what is left is a chain. One that cannot be removed is found as released by the next start.
inline void log_segments::remove_spares() noexcept
{
    const std::lock_guard guard{table_mutex_};
    try {
        for (; table_.size() > 1 && table_.front().released; table_.pop_front()) files_.remove(path_of(table_.front().header.generation));
    } catch (...) {
    }
}

inline std::shared_ptr<file> log_segments::opened(segment& which)
{
    if (!which.opened) which.opened = files_.open(path_of(which.header.generation), open_mode::read_write);
    return which.opened;
}

inline log_segments::segment& log_segments::segment_at(std::uint64_t position)
{
    const auto found = std::partition_point(table_.begin(), table_.end(), [&](const segment& each) { return each.header.end() <= position; });
    if (found == table_.end() || position < found->header.base) throw failure{jet::error::missing_log_file};
    return *found;
}

template <class Use>
void log_segments::for_each_piece(std::uint64_t position, std::size_t size, bool writes, Use&& use)
{
    for (std::size_t done = 0; done < size;) {
        std::shared_ptr<file> where;
        std::uint64_t offset = 0;
        std::size_t n = 0;
        {
            const std::lock_guard guard{table_mutex_};
            segment& at = segment_at(position + done);
            where = opened(at);
            if (writes) at.unsynced = true;
            offset = segment_header::size_on_disk + (position + done - at.header.base);
            n = static_cast<std::size_t>(std::min<std::uint64_t>(size - done, at.header.end() - (position + done)));
        }
        use(*where, offset, done, n);
        done += n;
    }
}

inline void log_segments::read(std::uint64_t position, mutable_bytes into)
{
    for_each_piece(position, into.size(), false,
                   [&](file& from, std::uint64_t offset, std::size_t done, std::size_t n) { from.read(offset, into.subspan(done, n)); });
}

inline void log_segments::write(std::uint64_t position, bytes from)
{
    for_each_piece(position, from.size(), true,
                   [&](file& to, std::uint64_t offset, std::size_t done, std::size_t n) { to.write(offset, from.subspan(done, n)); });
}

inline void log_segments::mark_unsynced(std::uint64_t from, std::uint64_t to)
{
    const std::lock_guard guard{table_mutex_};
    for (segment& each : table_)
        if (each.header.base < to && each.header.end() > from) each.unsynced = true;
}

// Clears the mark before the sync: what is written meanwhile marks the segment again.
inline std::shared_ptr<file> log_segments::next_unsynced()
{
    const std::lock_guard guard{table_mutex_};
    for (segment& each : table_) {
        if (!each.unsynced) continue;
        std::shared_ptr<file> result = opened(each);
        each.unsynced = false;
        return result;
    }
    return nullptr;
}

inline void log_segments::sync()
{
    while (const auto next = next_unsynced()) next->sync();
}

inline void log_segments::close_before(std::uint64_t position) noexcept
{
    const std::lock_guard guard{table_mutex_};
    for (segment& each : table_) {
        if (each.header.end() > position) break;
        if (!each.unsynced) each.opened.reset();
    }
}

inline std::size_t log_segments::count_between(std::uint64_t from, std::uint64_t to) const
{
    const std::lock_guard guard{table_mutex_};
    return static_cast<std::size_t>(std::count_if(table_.begin(), table_.end(), [&](const segment& each) {
        return each.header.base < to && each.header.end() > from;
    }));
}

}  // namespace ese::inline v1::engine::detail
