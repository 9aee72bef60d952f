// raw_pages.hpp — the pages of a file as they lie there, each checked by itself. Uses the engine's rooms os and page, whose
// headers say what the format is; no cache and no open database.
#pragma once

#include <ese/engine/os/file.hpp>
#include <ese/engine/page/page_view.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace esedb {

using problem_sink = std::function<void(const std::string&)>;

class raw_page {
public:
    raw_page(std::vector<std::byte> content) : content_{std::move(content)} {}
    [[nodiscard]] ese::engine::page_view view() const noexcept { return {content_.data(), static_cast<std::uint32_t>(content_.size())}; }

private:
    std::vector<std::byte> content_;
};

class raw_pages {
public:
    // Throws ese::engine::failure when the file cannot be opened.
    raw_pages(const std::string& path, std::uint32_t page_size);

    [[nodiscard]] std::uint32_t page_size() const noexcept { return page_size_; }
    [[nodiscard]] std::uint32_t last() const noexcept { return last_; }        // pages are 1..last
    [[nodiscard]] std::uint32_t used() const noexcept { return used_; }        // neither blank nor bad, after check_all

    // Every page: its checksum, its number, the order of its nodes. Tells what is wrong.
    void check_all(const problem_sink& tell);

    // Nothing: outside the file, blank, or not sound. A page with one flipped bit is mended on the way.
    [[nodiscard]] std::optional<raw_page> read(std::uint32_t number);

private:
    enum class verdict { good, mended, blank, bad };
    // Reads it; `words` gets what is wrong.
    [[nodiscard]] verdict judge(std::uint32_t number, std::vector<std::byte>& content, std::string& words);

    std::unique_ptr<ese::engine::file> file_;
    std::uint32_t page_size_;
    std::uint32_t last_;
    std::uint32_t used_ = 0;
};

}  // namespace esedb
