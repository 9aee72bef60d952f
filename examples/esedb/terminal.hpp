// terminal.hpp — is a person watching, and how far are we?
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace esedb {

[[nodiscard]] bool output_is_terminal() noexcept;
[[nodiscard]] bool errors_go_to_terminal() noexcept;

// A bar on the terminal of the error output; nothing where that is none.
class progress_bar {
public:
    // `total` 0: not known, only the count is shown.
    explicit progress_bar(std::uint64_t total) noexcept;
    progress_bar(const progress_bar&) = delete;
    progress_bar& operator=(const progress_bar&) = delete;
    ~progress_bar() { clear(); }

    void show(std::uint64_t done, std::uint64_t rows);
    void clear();    // before other words go there

private:
    std::uint64_t total_;
    bool visible_;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point next_{};
};

}  // namespace esedb
