// native_files.hpp — the files of the system we run on.
//
// Room:   os.
// Gives:  native_files, a file_system without state: two of them are as good as one.
#pragma once

#if defined(_WIN32)
#include <ese/engine/os/windows_files.hpp>
#else
#include <ese/engine/os/posix_files.hpp>
#endif

namespace ese::inline v1::engine {

#if defined(_WIN32)
using native_files = windows_files;
#else
using native_files = posix_files;
#endif

}  // namespace ese::inline v1::engine
