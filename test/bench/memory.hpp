// memory.hpp — how much memory this process has resident.
//
// Room:   test/bench. Uses nothing.
// Gives:  resident, in bytes: all of it now, the most there ever was, and the part that is no file.
// Holds:  where the system does not tell, all answers are 0.
#pragma once

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

namespace bench {

struct resident {
    std::uint64_t all = 0;
    std::uint64_t most = 0;
    std::uint64_t anonymous = 0;
};

[[nodiscard]] inline resident resident_now()
{
    resident now;
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        std::istringstream words{line};
        std::string name;
        std::uint64_t kib = 0;
        words >> name >> kib;
        if (name == "VmRSS:") now.all = kib * 1024;
        if (name == "VmHWM:") now.most = kib * 1024;
        if (name == "RssAnon:") now.anonymous = kib * 1024;
    }
    return now;
}

}  // namespace bench
