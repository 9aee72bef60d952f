// timed_files.hpp — files whose slow operations are told of.
//
// Room:   os. Uses file, base, jet.
// Gives:  slow_watch, which times what it is handed; timed_files, a file system that puts one around another.
// Holds:  (1) an operation does and answers what it would without the watch, and is told of when it is over;
//         (2) without a listener no clock is read.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/engine/os/file.hpp>
#include <ese/jet/durability.hpp>
#include <ese/jet/durations.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

class slow_watch {
public:
    using clock = std::chrono::steady_clock;

    slow_watch() = default;    // nobody listens
    explicit slow_watch(const jet::notices& told) : from_{told.slow_from}, tell_{told.slow} {}

    // Passes on what `run` answers or throws.
    template <class Operation>
    void around(jet::slow_operation what, std::string_view path, Operation&& run) const
    {
        if (!tell_) return run();
        const clock::time_point begun = clock::now();
        try {
            run();
        } catch (const failure& accident) {
            ended(what, path, begun, accident.code());
            throw;
        }
        ended(what, path, begun, jet::error::success);
    }

private:
    void ended(jet::slow_operation what, std::string_view path, clock::time_point begun, jet::error result) const
    {
        const auto took = std::chrono::duration_cast<std::chrono::nanoseconds>(clock::now() - begun);
        if (took >= from_) tell_({what, path, took, result});
    }

    std::chrono::nanoseconds from_{};
    jet::callback<void(const jet::slow_notice&)> tell_;
};

namespace detail {

class timed_file final : public file {
public:
    timed_file(std::unique_ptr<file> inner, std::string path, const slow_watch& watch)
        : inner_{std::move(inner)}, path_{std::move(path)}, watch_{watch}
    {
    }

    void read(std::uint64_t offset, mutable_bytes into) override
    {
        watch_.around(jet::slow_operation::read, path_, [&] { inner_->read(offset, into); });
    }
    void write(std::uint64_t offset, bytes from) override
    {
        watch_.around(jet::slow_operation::write, path_, [&] { inner_->write(offset, from); });
    }
    void sync() override
    {
        watch_.around(jet::slow_operation::sync, path_, [&] { inner_->sync(); });
    }
    std::uint64_t size() override { return inner_->size(); }
    void resize(std::uint64_t size) override
    {
        watch_.around(jet::slow_operation::resize, path_, [&] { inner_->resize(size); });
    }
    // What is done to a mapping waits for nothing.
    std::unique_ptr<mapped_file> map(std::uint64_t offset, std::size_t size) override { return inner_->map(offset, size); }
    void prefetch(std::uint64_t offset, std::uint64_t size) noexcept override { inner_->prefetch(offset, size); }

private:
    const std::unique_ptr<file> inner_;
    const std::string path_;
    const slow_watch watch_;
};

}  // namespace detail

// `inner` outlives it; the files it opened need it no more.
class timed_files final : public file_system {
public:
    timed_files(file_system& inner, slow_watch watch) : inner_{inner}, watch_{std::move(watch)} {}

    std::unique_ptr<file> open(std::string_view path, open_mode mode) override
    {
        return std::make_unique<detail::timed_file>(inner_.open(path, mode), std::string{path}, watch_);
    }
    bool exists(std::string_view path) override { return inner_.exists(path); }
    bool is_directory(std::string_view path) override { return inner_.is_directory(path); }
    bool is_read_only(std::string_view path) override { return inner_.is_read_only(path); }
    void remove(std::string_view path) override { inner_.remove(path); }
    void rename(std::string_view from, std::string_view to) override { inner_.rename(from, to); }
    void create_directories(std::string_view path) override { inner_.create_directories(path); }
    std::vector<std::string> list(std::string_view directory) override { return inner_.list(directory); }
    void sync_directory(std::string_view directory) override
    {
        watch_.around(jet::slow_operation::sync, directory, [&] { inner_.sync_directory(directory); });
    }
    std::string absolute(std::string_view path) override { return inner_.absolute(path); }

private:
    file_system& inner_;
    const slow_watch watch_;
};

}  // namespace ese::inline v1::engine
