// durations.hpp — std::chrono's durations, points of time and clocks, without its calendars and texts.
//
// Room:   jet. Uses nothing.
// Gives:  what it takes to say "100 ms". Whoever wants more includes <chrono>.
#pragma once

#include <cstddef>   // tells which library this is
#if defined(__GLIBCXX__) && __has_include(<bits/chrono.h>)
#    include <bits/chrono.h>   // the light half, since version 12; <chrono> takes four times as long to compile
#else
#    include <chrono>
#endif
