// windows_files.hpp — files of Windows.
//
// Room:   os. Uses base.
// Gives:  windows_files, a file_system.
// Holds:  whoever opens for writing shares with nobody, whoever opens for reading shares with readers: the system's own rule.
// Locks:  none of its own. Reads and writes name their offset, so they share no position.
#pragma once

#if defined(_WIN32)

#include <ese/engine/os/file.hpp>
#include <ese/engine/os/path.hpp>
#include <ese/engine/os/windows_api.hpp>

#include <ese/engine/base/failure.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace ese::inline v1::engine {

namespace detail {

[[nodiscard]] inline jet::error code_of_windows(DWORD number) noexcept
{
    switch (number) {
        case ERROR_FILE_NOT_FOUND: return jet::error::file_not_found;
        case ERROR_PATH_NOT_FOUND: case ERROR_INVALID_NAME: case ERROR_BAD_PATHNAME: case ERROR_FILENAME_EXCED_RANGE:
        case ERROR_DIRECTORY: case ERROR_BAD_NETPATH: case ERROR_INVALID_DRIVE: case ERROR_INVALID_PARAMETER:
            return jet::error::invalid_path;
        case ERROR_ACCESS_DENIED: case ERROR_SHARING_VIOLATION: case ERROR_LOCK_VIOLATION: case ERROR_WRITE_PROTECT:
        case ERROR_USER_MAPPED_FILE:
            return jet::error::file_access_denied;
        case ERROR_DISK_FULL: case ERROR_HANDLE_DISK_FULL: return jet::error::disk_full;
        case ERROR_TOO_MANY_OPEN_FILES: case ERROR_NO_SYSTEM_RESOURCES: return jet::error::out_of_file_handles;
        case ERROR_NOT_ENOUGH_MEMORY: case ERROR_OUTOFMEMORY: case ERROR_COMMITMENT_LIMIT: return jet::error::out_of_memory;
        case ERROR_ALREADY_EXISTS: case ERROR_FILE_EXISTS: return jet::error::file_already_exists;
        default: return jet::error::disk_io;
    }
}
[[noreturn]] inline void fail_with_windows() { throw failure{code_of_windows(::GetLastError())}; }
// For an open file: whatever is wrong now is not its name.
[[noreturn]] inline void fail_in_io()
{
    const DWORD number = ::GetLastError();
    if (number == ERROR_HANDLE_EOF) throw failure{jet::error::file_io_beyond_eof};
    const jet::error code = code_of_windows(number);
    throw failure{code == jet::error::disk_full || code == jet::error::out_of_memory ? code : jet::error::disk_io};
}

class handle {
public:
    explicit handle(HANDLE value) noexcept : value_{value == INVALID_HANDLE_VALUE ? nullptr : value} {}
    handle(handle&& other) noexcept : value_{std::exchange(other.value_, nullptr)} {}
    handle& operator=(handle&&) = delete;
    ~handle()
    {
        if (value_ != nullptr) (void)::CloseHandle(value_);
    }
    [[nodiscard]] HANDLE get() const noexcept { return value_; }
    [[nodiscard]] explicit operator bool() const noexcept { return value_ != nullptr; }

private:
    HANDLE value_;
};

class windows_mapping final : public mapped_file {
public:
    windows_mapping(HANDLE of, std::uint64_t offset, std::size_t size) : size_{size}
    {
        const handle section{::CreateFileMappingW(of, nullptr, PAGE_READWRITE, 0, 0, nullptr)};
        if (!section) fail_in_io();
        base_ = static_cast<std::byte*>(::MapViewOfFile(section.get(), FILE_MAP_ALL_ACCESS, static_cast<DWORD>(offset >> 32),
                                                        static_cast<DWORD>(offset), size));
        if (base_ == nullptr) fail_in_io();
    }
    ~windows_mapping() override { (void)::UnmapViewOfFile(base_); }

    [[nodiscard]] mutable_bytes content() noexcept override { return {base_, size_}; }
    void sync() override
    {
        if (!::FlushViewOfFile(base_, size_)) fail_in_io();
    }

private:
    std::byte* base_ = nullptr;
    std::size_t size_;
};

class windows_file final : public file {
public:
    explicit windows_file(handle opened) noexcept : handle_{std::move(opened)} {}

    void read(std::uint64_t offset, mutable_bytes into) override
    {
        while (!into.empty()) {
            OVERLAPPED at = position(offset);
            DWORD n = 0;
            if (!::ReadFile(handle_.get(), into.data(), portion(into.size()), &n, &at)) fail_in_io();
            if (n == 0) throw failure{jet::error::file_io_beyond_eof};
            into = into.subspan(n);
            offset += n;
        }
    }
    void write(std::uint64_t offset, bytes from) override
    {
        while (!from.empty()) {
            OVERLAPPED at = position(offset);
            DWORD n = 0;
            if (!::WriteFile(handle_.get(), from.data(), portion(from.size()), &n, &at)) fail_in_io();
            if (n == 0) throw failure{jet::error::disk_io};
            from = from.subspan(n);
            offset += n;
        }
    }
    void sync() override
    {
        if (!::FlushFileBuffers(handle_.get())) fail_in_io();
    }
    [[nodiscard]] std::uint64_t size() override
    {
        LARGE_INTEGER size;
        if (!::GetFileSizeEx(handle_.get(), &size)) fail_in_io();
        return static_cast<std::uint64_t>(size.QuadPart);
    }
    void resize(std::uint64_t size) override
    {
        FILE_END_OF_FILE_INFO end;
        if (size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) throw failure{jet::error::disk_full};
        end.EndOfFile.QuadPart = static_cast<LONGLONG>(size);
        if (!::SetFileInformationByHandle(handle_.get(), FileEndOfFileInfo, &end, sizeof end)) fail_in_io();
    }
    [[nodiscard]] std::unique_ptr<mapped_file> map(std::uint64_t offset, std::size_t size) override
    {
        return std::make_unique<windows_mapping>(handle_.get(), offset, size);
    }

private:
    [[nodiscard]] static OVERLAPPED position(std::uint64_t offset) noexcept
    {
        OVERLAPPED at{};
        at.Offset = static_cast<DWORD>(offset);
        at.OffsetHigh = static_cast<DWORD>(offset >> 32);
        return at;
    }
    [[nodiscard]] static DWORD portion(std::size_t size) noexcept { return static_cast<DWORD>(std::min<std::size_t>(size, 1u << 30)); }

    handle handle_;
};

[[nodiscard]] inline std::wstring to_wide(std::string_view text)
{
    const int size = static_cast<int>(std::min<std::size_t>(text.size(), 1u << 20));
    const int needed = ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), size, nullptr, 0);
    if (needed <= 0) throw failure{jet::error::invalid_path};
    std::wstring wide(static_cast<std::size_t>(needed), L'\0');
    (void)::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), size, wide.data(), needed);
    return wide;
}
[[nodiscard]] inline std::string to_utf8(std::wstring_view text)
{
    const int size = static_cast<int>(text.size());
    const int needed = ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, nullptr, 0, nullptr, nullptr);
    std::string result(static_cast<std::size_t>(std::max(needed, 0)), '\0');
    if (needed > 0) (void)::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, result.data(), needed, nullptr, nullptr);
    return result;
}

}  // namespace detail

class windows_files final : public file_system {
public:
    [[nodiscard]] std::unique_ptr<file> open(std::string_view path, open_mode mode) override;
    // Copies the first bytes of a file as they are at this moment, past whoever has it open, and says how long it is. As open.
    [[nodiscard]] std::uint64_t look(std::string_view path, mutable_bytes into)
    {
        constexpr DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
        detail::handle opened{::CreateFileW(native(path).c_str(), GENERIC_READ, share, nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr)};
        if (!opened) detail::fail_with_windows();
        detail::windows_file found{std::move(opened)};
        return detail::first_bytes(found, into);
    }
    [[nodiscard]] bool exists(std::string_view path) override
    {
        const DWORD about = attributes(path);
        return about != INVALID_FILE_ATTRIBUTES && (about & FILE_ATTRIBUTE_DIRECTORY) == 0;
    }
    [[nodiscard]] bool is_directory(std::string_view path) override
    {
        const DWORD about = attributes(path);
        return about != INVALID_FILE_ATTRIBUTES && (about & FILE_ATTRIBUTE_DIRECTORY) != 0;
    }
    [[nodiscard]] bool is_read_only(std::string_view path) override
    {
        const DWORD about = attributes(path);
        return about != INVALID_FILE_ATTRIBUTES && (about & FILE_ATTRIBUTE_READONLY) != 0;
    }
    void remove(std::string_view path) override
    {
        if (!::DeleteFileW(native(path).c_str())) detail::fail_with_windows();
    }
    void rename(std::string_view from, std::string_view to) override
    {
        constexpr DWORD how = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
        if (!::MoveFileExW(native(from).c_str(), native(to).c_str(), how)) detail::fail_with_windows();
    }
    void create_directories(std::string_view path) override;
    [[nodiscard]] std::vector<std::string> list(std::string_view directory) override;
    void sync_directory(std::string_view) override {}  // names are journaled with the files
    [[nodiscard]] std::string absolute(std::string_view path) override;

private:
    // Long names need the prefix that switches their interpretation off, and so must be absolute and clean.
    [[nodiscard]] std::wstring native(std::string_view path)
    {
        std::string name = absolute(path);
        std::replace(name.begin(), name.end(), '/', '\\');
        constexpr std::size_t short_max = 240;
        if (name.size() < short_max || name.starts_with("\\\\")) return detail::to_wide(name);
        return detail::to_wide("\\\\?\\" + name);
    }
    [[nodiscard]] DWORD attributes(std::string_view path)
    {
        return path.empty() ? INVALID_FILE_ATTRIBUTES : ::GetFileAttributesW(native(path).c_str());
    }
};

inline std::unique_ptr<file> windows_files::open(std::string_view path, open_mode mode)
{
    const bool reads_only = mode == open_mode::read_only;
    const DWORD access = reads_only ? GENERIC_READ : GENERIC_READ | GENERIC_WRITE;
    // Who shares reading only is refused while anybody writes, and refuses writers. A look shares everything.
    constexpr DWORD share = FILE_SHARE_READ;
    const DWORD how = mode == open_mode::create_new      ? CREATE_NEW
                      : mode == open_mode::open_or_create ? OPEN_ALWAYS
                      : mode == open_mode::create_always  ? CREATE_ALWAYS
                                                          : OPEN_EXISTING;
    detail::handle opened{::CreateFileW(native(path).c_str(), access, share, nullptr, how, FILE_ATTRIBUTE_NORMAL, nullptr)};
    if (!opened) detail::fail_with_windows();
    return std::make_unique<detail::windows_file>(std::move(opened));
}

inline void windows_files::create_directories(std::string_view path)
{
    const std::string name = absolute(path);
    const std::size_t root = paths::root_length(name);
    for (std::size_t slash = name.find('/', root);; slash = name.find('/', slash + 1)) {
        const std::string part = name.substr(0, slash);
        if (part.size() > root && !is_directory(part) && !::CreateDirectoryW(native(part).c_str(), nullptr)
            && ::GetLastError() != ERROR_ALREADY_EXISTS)
            detail::fail_with_windows();
        if (slash == std::string::npos) break;
    }
    if (!is_directory(name)) throw failure{jet::error::invalid_path};
}

inline std::vector<std::string> windows_files::list(std::string_view directory)
{
    WIN32_FIND_DATAW found;
    struct closer {
        HANDLE handle;
        ~closer()
        {
            if (handle != INVALID_HANDLE_VALUE) (void)::FindClose(handle);
        }
    };
    if (!is_directory(directory)) throw failure{jet::error::invalid_path};
    const closer search{::FindFirstFileW(native(paths::joined(directory, "*")).c_str(), &found)};
    std::vector<std::string> names;
    if (search.handle == INVALID_HANDLE_VALUE) return names;
    do {
        if ((found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0) names.push_back(detail::to_utf8(found.cFileName));
    } while (::FindNextFileW(search.handle, &found));
    return names;
}

inline std::string windows_files::absolute(std::string_view path)
{
    paths::check_path(path);
    std::string name = paths::with_slashes(path);
    if (paths::root_length(name) > 1) return paths::cleaned(name);
    const std::wstring wide = detail::to_wide(name);  // relative to a folder or to a drive: the system knows both
    std::wstring full(::GetFullPathNameW(wide.c_str(), 0, nullptr, nullptr), L'\0');
    const DWORD size = ::GetFullPathNameW(wide.c_str(), static_cast<DWORD>(full.size()), full.data(), nullptr);
    if (size == 0 || size >= full.size()) throw failure{jet::error::invalid_path};
    full.resize(size);
    return paths::cleaned(paths::with_slashes(detail::to_utf8(full)));
}

}  // namespace ese::inline v1::engine

#endif  // _WIN32
