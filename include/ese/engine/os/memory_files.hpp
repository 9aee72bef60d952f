// memory_files.hpp — files that exist only in this process.
//
// Room:   os. Uses base.
// Gives:  memory_files, a file_system: for databases kept in memory, and for tests.
// Holds:  (1) the rules for who may open what are those of real files;
//         (2) an open file keeps its content though its name goes, and the last of both frees the memory;
//         (3) pieces never written take no memory and read as zero;
//         (4) of two mappings of the same bytes only the later one is still the file.
// Locks:  one mutex for names and opens; in each file a shared mutex for its table of pieces, shared by reads and writes,
//         exclusive while the table changes. Names before files.
#pragma once

#include <ese/engine/os/file.hpp>
#include <ese/engine/os/path.hpp>

#include <ese/engine/base/failure.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <utility>

namespace ese::inline v1::engine {

namespace detail {

// The bytes of a file, in pieces of one size. A mapped range lies in one run of memory that its pieces share.
class memory_content {
public:
    static constexpr std::uint64_t piece_size = file::map_granularity;

    [[nodiscard]] std::uint64_t size() const
    {
        const std::shared_lock guard{mutex_};
        return size_;
    }
    void read(std::uint64_t offset, mutable_bytes into) const
    {
        const std::shared_lock guard{mutex_};
        if (offset > size_ || into.size() > size_ - offset) throw failure{jet::error::file_io_beyond_eof};
        for_each_piece(offset, into.size(), [&](std::uint64_t piece, std::uint64_t within, std::size_t done, std::size_t n) {
            if (pieces_[piece]) std::memcpy(into.data() + done, pieces_[piece].get() + within, n);
            else std::memset(into.data() + done, 0, n);
        });
    }
    void write(std::uint64_t offset, bytes from)
    {
        make_room(offset, from.size());
        const std::shared_lock guard{mutex_};
        for_each_piece(offset, from.size(), [&](std::uint64_t piece, std::uint64_t within, std::size_t done, std::size_t n) {
            std::memcpy(pieces_[piece].get() + within, from.data() + done, n);
        });
    }
    void resize(std::uint64_t size);
    [[nodiscard]] std::shared_ptr<std::byte[]> map(std::uint64_t offset, std::size_t size);

private:
    template <class Visit>
    static void for_each_piece(std::uint64_t offset, std::size_t size, Visit&& visit)
    {
        for (std::size_t done = 0; done < size;) {
            const std::uint64_t within = (offset + done) % piece_size;
            const std::size_t n = static_cast<std::size_t>(std::min<std::uint64_t>(piece_size - within, size - done));
            visit((offset + done) / piece_size, within, done, n);
            done += n;
        }
    }
    [[nodiscard]] static std::uint64_t pieces_for(std::uint64_t size) noexcept { return size / piece_size + (size % piece_size != 0 ? 1 : 0); }
    [[nodiscard]] static std::shared_ptr<std::byte[]> fresh_run(std::uint64_t pieces)
    {
        return std::shared_ptr<std::byte[]>{new std::byte[static_cast<std::size_t>(pieces * piece_size)]()};
    }
    [[nodiscard]] bool has_room(std::uint64_t offset, std::size_t size) const
    {
        if (offset + size > size_) return false;
        bool all = true;
        for_each_piece(offset, size, [&](std::uint64_t piece, std::uint64_t, std::size_t, std::size_t) { all = all && pieces_[piece]; });
        return all;
    }
    void make_room(std::uint64_t offset, std::size_t size);

    mutable std::shared_mutex mutex_;
    std::vector<std::shared_ptr<std::byte[]>> pieces_;  // empty: zeros
    std::uint64_t size_ = 0;
};

inline void memory_content::make_room(std::uint64_t offset, std::size_t size)
{
    if (offset > UINT64_MAX / 2) throw failure{jet::error::disk_full};
    {
        const std::shared_lock guard{mutex_};
        if (has_room(offset, size)) return;
    }
    const std::unique_lock guard{mutex_};
    pieces_.resize(static_cast<std::size_t>(std::max<std::uint64_t>(pieces_.size(), pieces_for(offset + size))));
    for_each_piece(offset, size, [&](std::uint64_t piece, std::uint64_t, std::size_t, std::size_t) {
        if (!pieces_[piece]) pieces_[piece] = fresh_run(1);
    });
    size_ = std::max(size_, offset + size);
}

inline void memory_content::resize(std::uint64_t size)
{
    if (size > UINT64_MAX / 2) throw failure{jet::error::disk_full};
    const std::unique_lock guard{mutex_};
    pieces_.resize(static_cast<std::size_t>(pieces_for(size)));
    if (size < size_ && size % piece_size != 0 && pieces_.back())
        std::memset(pieces_.back().get() + size % piece_size, 0, static_cast<std::size_t>(piece_size - size % piece_size));
    size_ = size;
}

inline std::shared_ptr<std::byte[]> memory_content::map(std::uint64_t offset, std::size_t size)
{
    const std::unique_lock guard{mutex_};
    if (offset % piece_size != 0 || size == 0 || offset > size_ || size > size_ - offset) throw failure{jet::error::file_io_beyond_eof};
    const std::uint64_t first = offset / piece_size, count = pieces_for(size);
    const std::shared_ptr<std::byte[]> run = fresh_run(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        auto& piece = pieces_[first + i];
        if (piece) std::memcpy(run.get() + i * piece_size, piece.get(), piece_size);
        piece = std::shared_ptr<std::byte[]>{run, run.get() + i * piece_size};
    }
    return run;
}

class memory_mapping final : public mapped_file {
public:
    memory_mapping(std::shared_ptr<std::byte[]> run, std::size_t size) noexcept : run_{std::move(run)}, size_{size} {}
    [[nodiscard]] mutable_bytes content() noexcept override { return {run_.get(), size_}; }
    void sync() override {}

private:
    std::shared_ptr<std::byte[]> run_;
    std::size_t size_;
};

// Who has it open: many readers or one writer.
struct memory_entry {
    memory_content content;
    int readers = 0;       // under the file system's mutex
    bool written = false;  // under the file system's mutex
};

// Names and what they stand for; files that are open keep it alive.
struct memory_names {
    std::mutex mutex;
    std::map<std::string, std::shared_ptr<memory_entry>, std::less<>> files;  // under mutex
    std::set<std::string, std::less<>> directories{"/"};                      // under mutex
};

class memory_file final : public file {
public:
    memory_file(std::shared_ptr<memory_names> names, std::shared_ptr<memory_entry> entry, open_mode mode) noexcept
        : names_{std::move(names)}, entry_{std::move(entry)}, mode_{mode} {}
    ~memory_file() override
    {
        if (!entered_) return;
        const std::lock_guard guard{names_->mutex};
        if (mode_ == open_mode::read_only) --entry_->readers;
        else entry_->written = false;
    }
    // Now it is open, and closing takes that back. Under the file system's mutex.
    void enter() noexcept
    {
        if (mode_ == open_mode::read_only) ++entry_->readers;
        else entry_->written = true;
        entered_ = true;
    }

    void read(std::uint64_t offset, mutable_bytes into) override { entry_->content.read(offset, into); }
    void write(std::uint64_t offset, bytes from) override
    {
        check_writable();
        if (!from.empty()) entry_->content.write(offset, from);
    }
    void sync() override {}
    [[nodiscard]] std::uint64_t size() override { return entry_->content.size(); }
    void resize(std::uint64_t size) override
    {
        check_writable();
        entry_->content.resize(size);
    }
    [[nodiscard]] std::unique_ptr<mapped_file> map(std::uint64_t offset, std::size_t size) override
    {
        check_writable();
        return std::make_unique<memory_mapping>(entry_->content.map(offset, size), size);
    }

private:
    void check_writable() const
    {
        if (mode_ == open_mode::read_only) throw failure{jet::error::disk_io};
    }
    std::shared_ptr<memory_names> names_;
    std::shared_ptr<memory_entry> entry_;
    open_mode mode_;
    bool entered_ = false;
};

}  // namespace detail

class memory_files final : public file_system {
public:
    memory_files() : names_{std::make_shared<detail::memory_names>()} {}

    [[nodiscard]] std::unique_ptr<file> open(std::string_view path, open_mode mode) override;
    [[nodiscard]] bool exists(std::string_view path) override
    {
        if (path.empty()) return false;
        const std::lock_guard guard{names_->mutex};
        return names_->files.contains(absolute(path));
    }
    [[nodiscard]] bool is_directory(std::string_view path) override
    {
        if (path.empty()) return false;
        const std::lock_guard guard{names_->mutex};
        return names_->directories.contains(absolute(path));
    }
    [[nodiscard]] bool is_read_only(std::string_view) override { return false; }
    void remove(std::string_view path) override
    {
        const std::string name = absolute(path);
        const std::lock_guard guard{names_->mutex};
        if (names_->files.erase(name) == 0) fail_for(name);
    }
    void rename(std::string_view from, std::string_view to) override;
    void create_directories(std::string_view path) override;
    [[nodiscard]] std::vector<std::string> list(std::string_view directory) override;
    void sync_directory(std::string_view) override {}
    [[nodiscard]] std::string absolute(std::string_view path) override
    {
        paths::check_path(path);
        const std::string name = paths::with_slashes(path);
        return paths::cleaned(paths::is_absolute(name) ? name : paths::joined("/", name));
    }

private:
    void check_parent(const std::string& name) const  // under the mutex
    {
        if (!names_->directories.contains(paths::parent_of(name)) || names_->directories.contains(name))
            throw failure{jet::error::invalid_path};
    }
    [[noreturn]] void fail_for(const std::string& name) const
    {
        check_parent(name);
        throw failure{jet::error::file_not_found};
    }

    std::shared_ptr<detail::memory_names> names_;
};

inline std::unique_ptr<file> memory_files::open(std::string_view path, open_mode mode)
{
    const std::string name = absolute(path);
    const std::lock_guard guard{names_->mutex};
    const auto found = names_->files.find(name);
    std::shared_ptr<detail::memory_entry> entry = found != names_->files.end() ? found->second : nullptr;
    if (entry && mode == open_mode::create_new) throw failure{jet::error::file_already_exists};
    if (!entry) {
        if (mode == open_mode::read_only || mode == open_mode::read_write) fail_for(name);
        check_parent(name);
        entry = std::make_shared<detail::memory_entry>();
    }
    const bool reads_only = mode == open_mode::read_only;
    if (entry->written || (!reads_only && entry->readers != 0)) throw failure{jet::error::file_access_denied};

    if (mode == open_mode::create_always) entry->content.resize(0);  // only once nobody else has it
    auto result = std::make_unique<detail::memory_file>(names_, entry, mode);
    if (found == names_->files.end()) names_->files.emplace(name, entry);
    result->enter();
    return result;
}

inline void memory_files::rename(std::string_view from, std::string_view to)
{
    const std::string old_name = absolute(from), new_name = absolute(to);
    const std::lock_guard guard{names_->mutex};
    const auto found = names_->files.find(old_name);
    if (found == names_->files.end()) fail_for(old_name);
    check_parent(new_name);
    if (old_name == new_name) return;
    names_->files[new_name] = found->second;
    names_->files.erase(old_name);
}

inline void memory_files::create_directories(std::string_view path)
{
    const std::string name = absolute(path);
    const std::lock_guard guard{names_->mutex};
    for (std::size_t slash = name.find('/', 1);; slash = name.find('/', slash + 1)) {
        const std::string part = name.substr(0, slash);
        if (names_->files.contains(part)) throw failure{jet::error::invalid_path};
        names_->directories.insert(part);
        if (slash == std::string::npos) break;
    }
}

inline std::vector<std::string> memory_files::list(std::string_view directory)
{
    const std::string name = absolute(directory);
    const std::lock_guard guard{names_->mutex};
    if (!names_->directories.contains(name)) throw failure{jet::error::invalid_path};
    std::vector<std::string> names;
    for (const auto& [file_name, entry] : names_->files)
        if (paths::parent_of(file_name) == name) names.emplace_back(paths::name_of(file_name));
    return names;
}

}  // namespace ese::inline v1::engine
