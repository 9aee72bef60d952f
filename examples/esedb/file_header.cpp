#include "file_header.hpp"

#include "command.hpp"

#include <ese/jet/limits.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>

namespace esedb {

namespace {

namespace fs = std::filesystem;

enum offset : std::size_t {
    checksum_at = 0, signature_at = 4, version_at = 8, time_at = 16, made_at = 28, state_at = 52, opened_at = 72, closed_at = 88,
    objects_at = 212, update_at = 232, page_size_at = 236, required_min_at = 296, required_max_at = 300, committed_at = 416,
};
constexpr std::uint32_t signature = 0x89ABCDEF;

[[nodiscard]] std::uint32_t word(bytes page, std::size_t at) noexcept
{
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value << 8 | std::to_integer<std::uint32_t>(page[at + i]);
    return value;
}

void put(std::span<std::byte> page, std::size_t at, std::uint32_t value) noexcept
{
    for (std::size_t i = 0; i < 4; ++i) page[at + i] = static_cast<std::byte>(value >> 8 * i);
}

// Every word but the checksum itself, and the signature once more.
[[nodiscard]] std::uint32_t checksum(bytes page) noexcept
{
    std::uint32_t sum = signature;
    for (std::size_t at = 4; at + 4 <= page.size(); at += 4) sum ^= word(page, at);
    return sum;
}

// Seconds, minutes, hours, day, month, years since 1900.
[[nodiscard]] std::string time_in_words(bytes page, std::size_t at)
{
    const auto part = [&](std::size_t i) { return std::to_integer<int>(page[at + i]); };
    if (part(3) == 0) return "never";
    std::array<char, 40> text;
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02d %02d:%02d:%02d", part(5) + 1900, part(4), part(3), part(2), part(1), part(0));
    return text.data();
}

[[nodiscard]] std::optional<byte_vector> read_page(std::istream& from, std::uint64_t at, std::uint32_t size)
{
    byte_vector page(size);
    from.clear();
    from.seekg(static_cast<std::streamoff>(at));
    from.read(reinterpret_cast<char*>(page.data()), static_cast<std::streamsize>(size));
    return from ? std::optional{std::move(page)} : std::nullopt;
}

[[nodiscard]] bool is_good(const std::optional<byte_vector>& page)
{
    if (!page) return false;
    const std::uint32_t stated = word(*page, page_size_at);
    return word(*page, signature_at) == signature && word(*page, checksum_at) == checksum(*page) &&
           (stated == 0 ? ese::jet::page_size_default : stated) == page->size();
}

struct both_copies {
    std::optional<byte_vector> first{}, second{};
};

[[nodiscard]] both_copies read_copies(std::istream& from, std::uint32_t page_size)
{
    both_copies found{read_page(from, 0, page_size), read_page(from, page_size, page_size)};
    if (!is_good(found.first)) found.first.reset();
    if (!is_good(found.second)) found.second.reset();
    return found;
}

[[nodiscard]] file_header told_by(bytes page)
{
    file_header h;
    h.page_size      = static_cast<std::uint32_t>(page.size());
    h.version        = word(page, version_at);
    h.update         = word(page, update_at);
    h.state          = word(page, state_at);
    h.time           = word(page, time_at) | std::uint64_t{word(page, time_at + 4)} << 32;
    h.highest_object = word(page, objects_at);
    h.made           = time_in_words(page, made_at);
    h.opened         = time_in_words(page, opened_at);
    h.closed         = time_in_words(page, closed_at);
    return h;
}

}  // namespace

std::string file_header::state_in_words() const
{
    switch (state) {
    case 1: return "being made: its making was not finished";
    case 2: return "not closed: it needs its log";
    case 3: return "closed";
    default: return "unknown (" + std::to_string(state) + ")";
    }
}

file_header read_header(const std::string& path)
{
    std::error_code ec;
    if (!fs::exists(path, ec)) throw file_error{path + ": there is no such file"};
    if (!fs::is_regular_file(path, ec)) throw file_error{path + ": is not a file"};
    std::ifstream in{path, std::ios::binary};
    if (!in) throw file_error{path + ": cannot be read"};
    for (const std::uint32_t page_size : ese::jet::page_sizes) {
        const both_copies found = read_copies(in, page_size);
        if (!found.first && !found.second) continue;
        file_header h = told_by(found.first ? *found.first : *found.second);
        h.first_copy_good  = found.first.has_value();
        h.second_copy_good = found.second.has_value();
        h.file_size = fs::file_size(path, ec);
        return h;
    }
    throw file_error{path + ": is not an ESE database, or both its headers are damaged"};
}

void declare_closed(const std::string& path)
{
    const file_header h = read_header(path);
    std::fstream file{path, std::ios::binary | std::ios::in | std::ios::out};
    const both_copies found = read_copies(file, h.page_size);
    byte_vector page = found.first ? *found.first : *found.second;
    put(page, state_at, 3);
    for (const std::size_t at : {required_min_at, required_max_at, committed_at}) put(page, at, 0);
    put(page, checksum_at, checksum(page));
    for (const std::uint64_t at : {std::uint64_t{0}, std::uint64_t{h.page_size}}) {
        file.clear();
        file.seekp(static_cast<std::streamoff>(at));
        file.write(reinterpret_cast<const char*>(page.data()), static_cast<std::streamsize>(page.size()));
    }
    file.flush();
    if (!file) throw file_error{path + ": cannot be written"};
}

}  // namespace esedb
