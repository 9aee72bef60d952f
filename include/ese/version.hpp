// version.hpp — which release this is. Build files and packages read the numbers from here.
//
// Gives:  three macros for the preprocessor, and `ese::version` for everything else.
#pragma once

#define ESE_VERSION_MAJOR 0
#define ESE_VERSION_MINOR 1
#define ESE_VERSION_PATCH 0

namespace ese::inline v1 {

struct version_numbers {
    int major_number;    // not `major`: some C libraries define that as a macro
    int minor_number;
    int patch_number;
};

inline constexpr version_numbers version{ESE_VERSION_MAJOR, ESE_VERSION_MINOR, ESE_VERSION_PATCH};

}  // namespace ese::inline v1
