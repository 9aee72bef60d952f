#include "terminal.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>

#if defined(_WIN32)
#include <io.h>
#else
#include <unistd.h>
#endif

namespace esedb {

namespace {

[[nodiscard]] bool is_terminal(std::FILE* stream) noexcept
{
#if defined(_WIN32)
    return _isatty(_fileno(stream)) != 0;
#else
    return isatty(fileno(stream)) != 0;
#endif
}

}  // namespace

bool output_is_terminal() noexcept { return is_terminal(stdout); }
bool errors_go_to_terminal() noexcept { return is_terminal(stderr); }

progress_bar::progress_bar(std::uint64_t total) noexcept : total_{total}, visible_{errors_go_to_terminal()} {}

void progress_bar::show(std::uint64_t done, std::uint64_t rows)
{
    constexpr std::uint64_t width = 30;
    const auto now = std::chrono::steady_clock::now();
    if (!visible_ || now < next_) return;
    next_  = now + std::chrono::milliseconds{100};
    drawn_ = true;
    std::cerr << '\r';
    if (total_ != 0) {
        const std::uint64_t part = std::min(done, total_);
        const std::uint64_t full = part * width / total_;
        std::cerr << '[' << std::string(full, '#') << std::string(width - full, '.') << "] " << part * 100 / total_ << "%  ";
    }
    std::cerr << rows << " rows " << std::flush;
}

void progress_bar::clear()
{
    if (drawn_) std::cerr << '\r' << std::string(70, ' ') << '\r' << std::flush;
    drawn_ = false;
}

}  // namespace esedb
