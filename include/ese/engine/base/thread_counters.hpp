// thread_counters.hpp — what a thread has done so far, over all instances.
//
// Room:   base.
// Gives:  thread_counters; counted, those of the calling thread.
// Holds:  only what costs nothing beside itself is counted: a read of the disk, a record of the log. Looking at a page is not.
#pragma once

#include <cstdint>

namespace ese::inline v1::engine {

struct thread_counters {
    std::uint32_t pages_read = 0;     // from disk
    std::uint32_t pages_preread = 0;  // of those, because a caller said that he would need them
    std::uint32_t log_records = 0;
    std::uint32_t log_bytes = 0;
};

// They wrap around, as JET_THREADSTATS does.
inline constinit thread_local thread_counters counted{};

}  // namespace ese::inline v1::engine
