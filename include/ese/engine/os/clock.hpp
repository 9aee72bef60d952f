// clock.hpp — small questions to the machine: what time is it, how much memory is there, which thread am I.
//
// Room:   os. Uses nothing.
// Gives:  wall_time, now, physical_memory, thread_token.
#pragma once

#include <chrono>
#include <cstdint>

#if defined(_WIN32)
#include <ese/engine/os/windows_api.hpp>
#else
#include <unistd.h>
#endif

namespace ese::inline v1::engine {

using wall_time = std::chrono::system_clock::time_point;

[[nodiscard]] inline wall_time now() noexcept { return std::chrono::system_clock::now(); }

// Bytes of memory in the machine; 0 when it does not say.
[[nodiscard]] inline std::uint64_t physical_memory() noexcept
{
#if defined(_WIN32)
    MEMORYSTATUSEX status;
    status.dwLength = sizeof status;
    return ::GlobalMemoryStatusEx(&status) ? status.ullTotalPhys : 0;
#else
    const long pages = ::sysconf(_SC_PHYS_PAGES), size = ::sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size) : 0;
#endif
}

namespace detail {
inline thread_local char thread_marker = 0;
}

// Differs between any two threads that live at the same time, and is never 0. A later thread may get it again.
[[nodiscard]] inline std::uint64_t thread_token() noexcept { return reinterpret_cast<std::uintptr_t>(&detail::thread_marker); }

}  // namespace ese::inline v1::engine
