// watched_files.hpp — files in memory whose reads and writes a test can hold back or let fail, and whose hints it can count.
//
// Room:   test support. Uses os.
// Gives:  watched_files, a file_system.
// Holds:  what is held back goes on when it is let go, at the latest when the watch ends.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/engine/os/memory_files.hpp>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace conformance {

class watch {
public:
    void hold_reads()
    {
        const std::lock_guard lock{mutex_};
        holding_ = true;
    }
    void let_go()
    {
        const std::lock_guard lock{mutex_};
        holding_ = false;
        changed_.notify_all();
    }
    void wait_for_a_reader()
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return held_ != 0; });
    }
    [[nodiscard]] int hints() const noexcept { return hints_; }    // of what will be read
    void hint() noexcept { ++hints_; }
    void fail_reads(bool yes) { failing_reads_ = yes; }
    void fail_writes(bool yes) { failing_writes_ = yes; }

    void reading()
    {
        {
            std::unique_lock lock{mutex_};
            ++held_;
            changed_.notify_all();
            changed_.wait(lock, [&] { return !holding_; });
            --held_;
        }
        if (failing_reads_) throw ese::engine::failure{ese::jet::error::disk_io};
    }
    void writing() const
    {
        if (failing_writes_) throw ese::engine::failure{ese::jet::error::disk_io};
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool holding_ = false;    // under mutex_
    int held_ = 0;            // under mutex_
    std::atomic<int> hints_{0};
    std::atomic<bool> failing_reads_{false};
    std::atomic<bool> failing_writes_{false};
};

class watched_file : public ese::engine::file {
public:
    watched_file(std::unique_ptr<ese::engine::file> inner, std::shared_ptr<watch> by) : inner_{std::move(inner)}, by_{std::move(by)} {}

    void read(std::uint64_t offset, ese::engine::mutable_bytes into) override
    {
        by_->reading();
        inner_->read(offset, into);
    }
    void write(std::uint64_t offset, ese::engine::bytes from) override
    {
        by_->writing();
        inner_->write(offset, from);
    }
    void sync() override
    {
        by_->writing();
        inner_->sync();
    }
    std::uint64_t size() override { return inner_->size(); }
    void resize(std::uint64_t size) override
    {
        by_->writing();
        inner_->resize(size);
    }
    std::unique_ptr<ese::engine::mapped_file> map(std::uint64_t offset, std::size_t size) override { return inner_->map(offset, size); }
    void prefetch(std::uint64_t, std::uint64_t) noexcept override { by_->hint(); }

private:
    std::unique_ptr<ese::engine::file> inner_;
    std::shared_ptr<watch> by_;
};

class watched_files : public ese::engine::file_system {
public:
    explicit watched_files(std::shared_ptr<watch> by) : by_{std::move(by)} {}

    std::unique_ptr<ese::engine::file> open(std::string_view path, ese::engine::open_mode mode) override
    {
        return std::make_unique<watched_file>(inner_.open(path, mode), by_);
    }
    bool exists(std::string_view path) override { return inner_.exists(path); }
    bool is_directory(std::string_view path) override { return inner_.is_directory(path); }
    bool is_read_only(std::string_view path) override { return inner_.is_read_only(path); }
    void remove(std::string_view path) override { inner_.remove(path); }
    void rename(std::string_view from, std::string_view to) override { inner_.rename(from, to); }
    void create_directories(std::string_view path) override { inner_.create_directories(path); }
    std::vector<std::string> list(std::string_view directory) override { return inner_.list(directory); }
    void sync_directory(std::string_view directory) override { inner_.sync_directory(directory); }
    std::string absolute(std::string_view path) override { return inner_.absolute(path); }

private:
    ese::engine::memory_files inner_;
    std::shared_ptr<watch> by_;
};

}  // namespace conformance
