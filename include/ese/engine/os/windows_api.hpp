// windows_api.hpp — the one place where the engine sees <windows.h>.
//
// Room:   os, private to it.
// Holds:  macros the system header would define for our users (min, max, and what WIN32_LEAN_AND_MEAN leaves out) are not
//         defined by us on their behalf once this header is read.
#pragma once

#if defined(_WIN32)

#if !defined(WIN32_LEAN_AND_MEAN)
#define WIN32_LEAN_AND_MEAN
#define ESE_UNDEF_LEAN_AND_MEAN
#endif
#if !defined(NOMINMAX)
#define NOMINMAX
#define ESE_UNDEF_NOMINMAX
#endif

#include <windows.h>

#if defined(ESE_UNDEF_LEAN_AND_MEAN)
#undef WIN32_LEAN_AND_MEAN
#undef ESE_UNDEF_LEAN_AND_MEAN
#endif
#if defined(ESE_UNDEF_NOMINMAX)
#undef NOMINMAX
#undef ESE_UNDEF_NOMINMAX
#endif

#endif  // _WIN32
