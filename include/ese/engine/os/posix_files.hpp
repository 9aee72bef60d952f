// posix_files.hpp — files of Linux and macOS.
//
// Room:   os. Uses base.
// Gives:  posix_files, a file_system.
// Holds:  whoever opens locks, with flock: it belongs to the open file, so a second opener in this process is refused too.
// Locks:  none of its own. Reads and writes name their offset, so they share no position.
#pragma once

#if !defined(_WIN32)

#include <ese/engine/os/file.hpp>
#include <ese/engine/os/path.hpp>

#include <ese/engine/base/failure.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ese::inline v1::engine {

namespace detail {

[[nodiscard]] inline jet::error code_of_errno(int number) noexcept
{
    switch (number) {
        case ENOENT: return jet::error::file_not_found;
        case EACCES: case EPERM: case EWOULDBLOCK: case EROFS: case EBUSY: case ETXTBSY: return jet::error::file_access_denied;
        case ENOSPC: case EDQUOT: case EFBIG: return jet::error::disk_full;
        case EMFILE: case ENFILE: return jet::error::out_of_file_handles;
        case ENOTDIR: case EISDIR: case ENAMETOOLONG: case ELOOP: case EINVAL: return jet::error::invalid_path;
        case ENOMEM: return jet::error::out_of_memory;
        case EEXIST: return jet::error::file_already_exists;
        default: return jet::error::disk_io;
    }
}
[[noreturn]] inline void fail_with_errno() { throw failure{code_of_errno(errno)}; }
// For an open file: whatever is wrong now is not its name.
[[noreturn]] inline void fail_in_io()
{
    const jet::error code = code_of_errno(errno);
    throw failure{code == jet::error::disk_full || code == jet::error::out_of_memory ? code : jet::error::disk_io};
}

template <class Call>
[[nodiscard]] auto uninterrupted(Call&& call)
{
    auto result = call();
    while (result == -1 && errno == EINTR) result = call();
    return result;
}

class descriptor {
public:
    explicit descriptor(int number) noexcept : number_{number} {}
    descriptor(descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    descriptor& operator=(descriptor&&) = delete;
    ~descriptor()
    {
        if (number_ != -1) (void)::close(number_);
    }
    [[nodiscard]] int get() const noexcept { return number_; }
    [[nodiscard]] explicit operator bool() const noexcept { return number_ != -1; }

private:
    int number_;
};

inline void sync_descriptor(int number)
{
#if defined(__APPLE__)
    if (uninterrupted([&] { return ::fcntl(number, F_FULLFSYNC); }) != -1) return;  // plain fsync stops at the drive's cache
    if (uninterrupted([&] { return ::fsync(number); }) != 0) fail_in_io();
#else
    if (uninterrupted([&] { return ::fdatasync(number); }) != 0) fail_in_io();
#endif
}

[[nodiscard]] inline off_t offset_for_system(std::uint64_t offset)
{
    if (offset > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) throw failure{jet::error::disk_full};
    return static_cast<off_t>(offset);
}

class posix_mapping final : public mapped_file {
public:
    posix_mapping(int number, std::uint64_t offset, std::size_t size) : size_{size}
    {
        void* const at = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, number, offset_for_system(offset));
        if (at == MAP_FAILED) fail_in_io();
        base_ = static_cast<std::byte*>(at);
    }
    ~posix_mapping() override { (void)::munmap(base_, size_); }

    [[nodiscard]] mutable_bytes content() noexcept override { return {base_, size_}; }
    void sync() override
    {
        if (::msync(base_, size_, MS_SYNC) != 0) fail_in_io();
    }

private:
    std::byte* base_ = nullptr;
    std::size_t size_;
};

class posix_file final : public file {
public:
    explicit posix_file(descriptor number) noexcept : number_{std::move(number)} {}

    void read(std::uint64_t offset, mutable_bytes into) override
    {
        while (!into.empty()) {
            const off_t at = offset_for_system(offset);
            const ssize_t n = uninterrupted([&] { return ::pread(number_.get(), into.data(), into.size(), at); });
            if (n < 0) fail_in_io();
            if (n == 0) throw failure{jet::error::file_io_beyond_eof};
            into = into.subspan(static_cast<std::size_t>(n));
            offset += static_cast<std::uint64_t>(n);
        }
    }
    void write(std::uint64_t offset, bytes from) override
    {
        while (!from.empty()) {
            const off_t at = offset_for_system(offset);
            const ssize_t n = uninterrupted([&] { return ::pwrite(number_.get(), from.data(), from.size(), at); });
            if (n < 0) fail_in_io();
            if (n == 0) throw failure{jet::error::disk_io};
            from = from.subspan(static_cast<std::size_t>(n));
            offset += static_cast<std::uint64_t>(n);
        }
    }
    void sync() override { sync_descriptor(number_.get()); }

    [[nodiscard]] std::uint64_t size() override
    {
        struct stat about{};
        if (::fstat(number_.get(), &about) != 0) fail_in_io();
        return static_cast<std::uint64_t>(about.st_size);
    }
    void resize(std::uint64_t wanted) override
    {
        const std::uint64_t before = size();
        if (wanted > before && reserve_blocks(before, wanted - before)) return;
        const off_t length = offset_for_system(wanted);
        if (uninterrupted([&] { return ::ftruncate(number_.get(), length); }) != 0) fail_in_io();
    }
    [[nodiscard]] std::unique_ptr<mapped_file> map(std::uint64_t offset, std::size_t size) override
    {
        return std::make_unique<posix_mapping>(number_.get(), offset, size);
    }
    void prefetch([[maybe_unused]] std::uint64_t offset, [[maybe_unused]] std::uint64_t size) noexcept override
    {
#if defined(__linux__)
        (void)::posix_fadvise(number_.get(), static_cast<off_t>(offset), static_cast<off_t>(size), POSIX_FADV_WILLNEED);
#endif
    }

private:
    // False: this file system has no such call.
    [[nodiscard]] bool reserve_blocks([[maybe_unused]] std::uint64_t from, [[maybe_unused]] std::uint64_t size)
    {
#if defined(__linux__) && defined(FALLOC_FL_KEEP_SIZE)
        const off_t begin = offset_for_system(from), length = offset_for_system(size);
        if (uninterrupted([&] { return ::fallocate(number_.get(), 0, begin, length); }) == 0) return true;
        if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG) {
            [[maybe_unused]] const int undone = ::ftruncate(number_.get(), begin);    // a file system may have given all it had
            throw failure{jet::error::disk_full};
        }
#endif
        return false;
    }

    descriptor number_;
};

}  // namespace detail

class posix_files final : public file_system {
public:
    [[nodiscard]] std::unique_ptr<file> open(std::string_view path, open_mode mode) override;
    // Copies the first bytes of a file as they are at this moment, past whoever has it open, and says how long it is. As open.
    [[nodiscard]] std::uint64_t look(std::string_view path, mutable_bytes into)
    {
        detail::posix_file found{open_regular(native(path), O_RDONLY)};
        return detail::first_bytes(found, into);
    }
    [[nodiscard]] bool exists(std::string_view path) override { return is_kind(path, S_IFREG); }
    [[nodiscard]] bool is_directory(std::string_view path) override { return is_kind(path, S_IFDIR); }
    [[nodiscard]] bool is_read_only(std::string_view path) override;
    void remove(std::string_view path) override
    {
        const std::string name = native(path);
        if (::unlink(name.c_str()) != 0) fail_for(name);
    }
    void rename(std::string_view from, std::string_view to) override
    {
        const std::string old_name = native(from), new_name = native(to);
        if (::rename(old_name.c_str(), new_name.c_str()) != 0) fail_for(old_name);
    }
    void create_directories(std::string_view path) override;
    [[nodiscard]] std::vector<std::string> list(std::string_view directory) override;
    void sync_directory(std::string_view directory) override;
    [[nodiscard]] std::string absolute(std::string_view path) override;

private:
    [[nodiscard]] static detail::descriptor open_regular(const std::string& name, int flags);
    [[nodiscard]] static std::string native(std::string_view path)
    {
        paths::check_path(path);
        return paths::with_slashes(path);
    }
    [[nodiscard]] static bool is_kind(std::string_view path, mode_t kind)
    {
        struct stat about{};
        return !path.empty() && ::stat(native(path).c_str(), &about) == 0 && (about.st_mode & S_IFMT) == kind;
    }
    // A name that is missing because its folder is missing is a bad path.
    [[noreturn]] static void fail_for(const std::string& name)
    {
        const int number = errno;
        if (number == ENOENT && !is_kind(paths::parent_of(paths::cleaned(name)), S_IFDIR)) throw failure{jet::error::invalid_path};
        throw failure{detail::code_of_errno(number)};
    }
};

inline std::unique_ptr<file> posix_files::open(std::string_view path, open_mode mode)
{
    int flags = mode == open_mode::read_only ? O_RDONLY : O_RDWR;
    if (mode == open_mode::create_new) flags |= O_CREAT | O_EXCL;
    if (mode == open_mode::open_or_create || mode == open_mode::create_always) flags |= O_CREAT;

    detail::descriptor opened = open_regular(native(path), flags);
    const int lock = (mode == open_mode::read_only ? LOCK_SH : LOCK_EX) | LOCK_NB;
    if (detail::uninterrupted([&] { return ::flock(opened.get(), lock); }) != 0) detail::fail_with_errno();

    auto result = std::make_unique<detail::posix_file>(std::move(opened));
    if (mode == open_mode::create_always) result->resize(0);  // only once it is ours
    return result;
}

inline detail::descriptor posix_files::open_regular(const std::string& name, int flags)
{
    detail::descriptor opened{detail::uninterrupted([&] { return ::open(name.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0666); })};
    if (!opened) fail_for(name);
    struct stat about{};
    if (::fstat(opened.get(), &about) != 0) detail::fail_in_io();
    if ((about.st_mode & S_IFMT) != S_IFREG) throw failure{jet::error::invalid_path};
    return opened;
}

inline bool posix_files::is_read_only(std::string_view path)
{
    const std::string name = native(path);
    struct stat about{};
    if (::stat(name.c_str(), &about) != 0) return false;
    return (about.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0 || ::access(name.c_str(), W_OK) != 0;
}

inline void posix_files::create_directories(std::string_view path)
{
    const std::string name = paths::cleaned(native(path));
    for (std::size_t slash = name.find('/', 1);; slash = name.find('/', slash + 1)) {
        const std::string part = name.substr(0, slash);
        if (::mkdir(part.c_str(), 0777) != 0 && errno != EEXIST && !is_kind(part, S_IFDIR)) detail::fail_with_errno();
        if (slash == std::string::npos) break;
    }
    if (!is_kind(name, S_IFDIR)) throw failure{jet::error::invalid_path};
}

inline std::vector<std::string> posix_files::list(std::string_view directory)
{
    const std::string name = native(directory);
    struct closer {
        void operator()(DIR* open) const noexcept { (void)::closedir(open); }
    };
    const std::unique_ptr<DIR, closer> open{::opendir(name.c_str())};
    if (!open) throw failure{errno == ENOENT ? jet::error::invalid_path : detail::code_of_errno(errno)};
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(open.get())) {
        if (exists(paths::joined(name, entry->d_name))) names.emplace_back(entry->d_name);
        errno = 0;
    }
    if (errno != 0) detail::fail_in_io();
    return names;
}

inline void posix_files::sync_directory(std::string_view directory)
{
    const std::string name = native(directory);
    const detail::descriptor opened{detail::uninterrupted([&] { return ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY); })};
    if (!opened) throw failure{errno == ENOENT ? jet::error::invalid_path : detail::code_of_errno(errno)};
    // Some file systems have no such call for folders, and keep names safe in their own way.
    if (detail::uninterrupted([&] { return ::fsync(opened.get()); }) != 0 && errno != EINVAL && errno != EROFS) detail::fail_in_io();
}

inline std::string posix_files::absolute(std::string_view path)
{
    const std::string name = native(path);
    if (name.starts_with('/')) return paths::cleaned(name);
    struct freer {
        void operator()(char* text) const noexcept { std::free(text); }
    };
    const std::unique_ptr<char, freer> here{::getcwd(nullptr, 0)};
    if (!here) detail::fail_with_errno();
    return paths::cleaned(paths::joined(here.get(), name));
}

}  // namespace ese::inline v1::engine

#endif  // !_WIN32
