// file.hpp — what the engine wants from files, whoever provides them.
//
// Room:   os. Uses base. Knows offsets and names; knows nothing of pages and logs.
// Gives:  file, mapped_file, file_system, open_mode: the seam at which tests cut the power and databases live in memory.
// Holds:  (1) paths are UTF-8; both `/` and `\` separate;
//         (2) a file open for writing is open once, in this process and in all others; one open for reading only may be
//             open many times. Whoever comes too late gets JET_errFileAccessDenied;
//         (3) what was written is durable after sync; a name is durable after sync_directory.
// Locks:  read, write and size of one file may be called by many threads at once, as long as nobody writes bytes that
//         another reads or writes. resize is called by one thread while nobody uses the bytes that go.
#pragma once

#include <ese/engine/base/bytes.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ese::inline v1::engine {

enum class open_mode {
    read_only,
    read_write,      // must exist
    create_new,      // must not exist; read and write
    open_or_create,  // read and write
    create_always,   // what was in it is gone; read and write
};

// A part of a file as memory. Stores reach the file although the process is killed; only sync makes them outlive the machine.
class mapped_file {
public:
    mapped_file() = default;
    mapped_file(const mapped_file&) = delete;
    mapped_file& operator=(const mapped_file&) = delete;
    virtual ~mapped_file() = default;

    [[nodiscard]] virtual mutable_bytes content() noexcept = 0;
    virtual void sync() = 0;
};

class file {
public:
    file() = default;
    file(const file&) = delete;
    file& operator=(const file&) = delete;
    virtual ~file() = default;  // closes and unlocks; syncs nothing

    // All of `into`, or an accident: bytes past the end are JET_errFileIOBeyondEOF.
    virtual void read(std::uint64_t offset, mutable_bytes into) = 0;
    // Grows the file when need be.
    virtual void write(std::uint64_t offset, bytes from) = 0;
    virtual void sync() = 0;

    [[nodiscard]] virtual std::uint64_t size() = 0;
    // New bytes are zero. Room for them is taken from the disk where the system can do that cheaply, so that JET_errDiskFull
    // comes now and not with a later write.
    virtual void resize(std::uint64_t size) = 0;

    // `offset` is a multiple of 64 KiB, and the file is long enough. The mapping may outlive this object.
    [[nodiscard]] virtual std::unique_ptr<mapped_file> map(std::uint64_t offset, std::size_t size) = 0;
    static constexpr std::uint64_t map_granularity = 65536;

    // These bytes will be read soon: a hint.
    virtual void prefetch(std::uint64_t /*offset*/, std::uint64_t /*size*/) noexcept {}
};

// All names may be relative; absolute() says what they mean. JET_errFileNotFound: no such file in an existing folder;
// JET_errInvalidPath: no such folder, or no name at all.
class file_system {
public:
    file_system() = default;
    file_system(const file_system&) = delete;
    file_system& operator=(const file_system&) = delete;
    virtual ~file_system() = default;

    [[nodiscard]] virtual std::unique_ptr<file> open(std::string_view path, open_mode mode) = 0;

    [[nodiscard]] virtual bool exists(std::string_view path) = 0;        // a file; a folder is none
    [[nodiscard]] virtual bool is_directory(std::string_view path) = 0;
    [[nodiscard]] virtual bool is_read_only(std::string_view path) = 0;  // marked so, or on a medium that is
    virtual void remove(std::string_view path) = 0;                      // JET_errFileNotFound if it is not there
    virtual void rename(std::string_view from, std::string_view to) = 0; // replaces `to`
    virtual void create_directories(std::string_view path) = 0;
    // Names of the files in a folder, folders left out, in no order.
    [[nodiscard]] virtual std::vector<std::string> list(std::string_view directory) = 0;
    // Files made, renamed or removed in this folder stay so when the power goes.
    virtual void sync_directory(std::string_view directory) = 0;
    [[nodiscard]] virtual std::string absolute(std::string_view path) = 0;
};

namespace detail {
// As far as there are so many; how long the file is.
[[nodiscard]] inline std::uint64_t first_bytes(file& of, mutable_bytes into)
{
    const std::uint64_t size = of.size();
    of.read(0, into.first(static_cast<std::size_t>(std::min<std::uint64_t>(size, into.size()))));
    return size;
}
}  // namespace detail

}  // namespace ese::inline v1::engine
