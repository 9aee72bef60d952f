// spilling_files.hpp — files in memory that move to the disk when they get large: for what nobody needs after the process.
//
// Room:   os. Uses base.
// Gives:  spilling_files, a file_system.
// Holds:  (1) a file is in memory until it is longer than the bound, and on disk from then on;
//         (2) nothing is synced, and what is on disk goes with the file: it is removed while open where the system allows that, and when it is
//             closed elsewhere;
//         (3) nothing of a file can be mapped: it may move;
//         (4) the file on disk is locked as any other: who finds its name taken takes the next one.
// Locks:  in each file a shared mutex, exclusive while it moves.
#pragma once

#include <ese/engine/os/file.hpp>
#include <ese/engine/os/memory_files.hpp>
#include <ese/engine/os/native_files.hpp>

#include <ese/engine/base/failure.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

namespace detail {

class spilling_file final : public file {
public:
    spilling_file(std::unique_ptr<file> in_memory, file_system& disk, std::string name, std::uint64_t bound)
        : disk_{disk}, name_{std::move(name)}, bound_{bound}, now_{std::move(in_memory)}
    {
    }
    ~spilling_file() override
    {
        now_.reset();
        remove_quietly();
    }
    void read(std::uint64_t offset, mutable_bytes into) override
    {
        const std::shared_lock guard{mutex_};
        now_->read(offset, into);
    }
    void write(std::uint64_t offset, bytes from) override
    {
        spill_beyond(offset + from.size());
        const std::shared_lock guard{mutex_};
        now_->write(offset, from);
    }
    void sync() override {}
    [[nodiscard]] std::uint64_t size() override
    {
        const std::shared_lock guard{mutex_};
        return now_->size();
    }
    void resize(std::uint64_t size) override
    {
        spill_beyond(size);
        const std::shared_lock guard{mutex_};
        now_->resize(size);
    }
    [[nodiscard]] std::unique_ptr<mapped_file> map(std::uint64_t, std::size_t) override { throw failure{jet::error::feature_not_available}; }

private:
    static constexpr int names_max = 100;

    void spill_beyond(std::uint64_t size)
    {
        if (size <= bound_ || spilled_.load(std::memory_order_relaxed)) return;
        const std::unique_lock guard{mutex_};
        if (spilled_.load(std::memory_order_relaxed)) return;
        auto moved = make();
        copy(*moved);
        now_ = std::move(moved);
        spilled_.store(true, std::memory_order_relaxed);
    }
    // Leftovers of a process that died are nobody's.
    [[nodiscard]] std::unique_ptr<file> make()
    {
        for (int i = 0;; ++i) {
            const std::string name = i == 0 ? name_ : name_ + "~" + std::to_string(i);
            try {
                auto made = disk_.open(name, open_mode::create_always);
                on_disk_ = name;
                remove_quietly();
                return made;
            } catch (const failure& accident) {
                if (accident.code() != jet::error::file_access_denied || i == names_max) throw;
            }
        }
    }
    void copy(file& to)
    {
        std::vector<std::byte> buffer(map_granularity);
        const std::uint64_t all = now_->size();
        to.resize(all);
        for (std::uint64_t at = 0; at < all; at += buffer.size()) {
            buffer.resize(static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), all - at)));
            now_->read(at, buffer);
            to.write(at, buffer);
        }
        now_->resize(0);
    }
    void remove_quietly() noexcept
    try {
        if (!on_disk_.empty() && disk_.exists(on_disk_)) disk_.remove(on_disk_);
    } catch (...) {    // open, on a system that keeps it then: the destructor asks again
    }

    file_system& disk_;
    const std::string name_;
    const std::uint64_t bound_;
    std::shared_mutex mutex_;
    std::unique_ptr<file> now_;      // changed with mutex_ held alone, as are the next two
    std::atomic<bool> spilled_{false};    // relaxed: who sees it late asks again with the lock
    std::string on_disk_{};          // its name there; empty: it is in memory
};

}  // namespace detail

// Names are those of files in memory; where a file goes when it is too large is said by place_at.
class spilling_files final : public file_system {
public:
    explicit spilling_files(std::uint64_t bound) : bound_{bound} {}

    // For files opened from now on.
    void place_at(std::string path)
    {
        const std::lock_guard guard{mutex_};
        path_ = std::move(path);
    }
    [[nodiscard]] std::unique_ptr<file> open(std::string_view path, open_mode mode) override
    {
        auto in_memory = memory_.open(path, mode);
        const std::lock_guard guard{mutex_};
        return std::make_unique<detail::spilling_file>(std::move(in_memory), disk_, path_, bound_);
    }
    [[nodiscard]] bool exists(std::string_view path) override { return memory_.exists(path); }
    [[nodiscard]] bool is_directory(std::string_view path) override { return memory_.is_directory(path); }
    [[nodiscard]] bool is_read_only(std::string_view path) override { return memory_.is_read_only(path); }
    void remove(std::string_view path) override { memory_.remove(path); }
    void rename(std::string_view from, std::string_view to) override { memory_.rename(from, to); }
    void create_directories(std::string_view path) override { memory_.create_directories(path); }
    [[nodiscard]] std::vector<std::string> list(std::string_view directory) override { return memory_.list(directory); }
    void sync_directory(std::string_view) override {}
    [[nodiscard]] std::string absolute(std::string_view path) override { return memory_.absolute(path); }

private:
    const std::uint64_t bound_;
    memory_files memory_;
    native_files disk_;
    std::mutex mutex_;
    std::string path_{};    // under mutex_
};

}  // namespace ese::inline v1::engine
