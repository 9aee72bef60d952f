// file_header.hpp — the first page of a database file, read without the engine: enough to open it, and to tell about it.
#pragma once

#include "text.hpp"

#include <cstdint>
#include <string>

namespace esedb {

struct file_header {
    std::uint32_t page_size = 0;
    std::uint32_t version = 0, update = 0;
    std::uint32_t state = 0;              // 1 being made, 2 not closed, 3 closed
    std::uint64_t time = 0;               // of the database: a counter of changes
    std::uint32_t highest_object = 0;
    std::string made{}, opened{}, closed{};
    bool first_copy_good = false, second_copy_good = false;
    std::uint64_t file_size = 0;

    [[nodiscard]] bool is_clean() const noexcept { return state == 3; }
    [[nodiscard]] std::string state_in_words() const;
};

// Throws file_error: not there, not readable, not a database.
[[nodiscard]] file_header read_header(const std::string& path);

// In both copies: closed, and waiting for no log. What is in the pages stays what it is.
void declare_closed(const std::string& path);

}  // namespace esedb
