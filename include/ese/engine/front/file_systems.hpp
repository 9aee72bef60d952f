// file_systems.hpp — where an instance may keep its files.
//
// Room:   front. Uses os.
// Gives:  native_file_system, memory_file_system, spilling_file_system.
#pragma once

#include <ese/engine/os/file.hpp>
#include <ese/engine/os/memory_files.hpp>
#include <ese/engine/os/native_files.hpp>
#include <ese/engine/os/spilling_files.hpp>

#include <memory>

namespace ese::inline v1::engine {

[[nodiscard]] inline std::shared_ptr<file_system> native_file_system() { return std::make_shared<native_files>(); }
[[nodiscard]] inline std::shared_ptr<file_system> memory_file_system() { return std::make_shared<memory_files>(); }
[[nodiscard]] inline std::shared_ptr<spilling_files> spilling_file_system(std::uint64_t bound) { return std::make_shared<spilling_files>(bound); }

}  // namespace ese::inline v1::engine
