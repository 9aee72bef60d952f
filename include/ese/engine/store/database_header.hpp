// database_header.hpp — the two header pages of a database file: what the file is, and whether it was closed.
//
// Room:   store. Uses os, base, jet. Knows the header's bytes; knows nothing of pages behind them.
// Gives:  database_header: fresh for a new file, load with the checks of an attach, opened / closed, save; is_unfinished.
// Holds:  (1) both copies bear the same bytes; the first is durable before the second is touched, so one is always sound;
//         (2) bytes this engine has no name for are kept as they were read;
//         (3) a saved header that says clean was preceded by a sync of every page.
//
//   offset of the copies     0 and P, where P is the page size
//     0 u32 checksum           4 u32 signature 0x89ABCDEF   8 u32 version        12 u32 attributes
//    16 u64 dbtime            24 database signature        52 u32 state          64 time of the clean close
//    72 time of the open      88 time of the detach       104 u32 number in the instance
//   208 u32 bit 0: no shadow catalog                      212 u32 highest object
//   232 u32 format update        236 u32 page size, 0 for 4096
//   296, 300 u32 log generations required                 340 u32 version at creation   344 u32 update at creation
//   416 u32 log generation committed                      508 u64 locale-table marker   667 u32 file type
#pragma once

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/failure.hpp>
#include <ese/engine/os/clock.hpp>
#include <ese/engine/os/file.hpp>
#include <ese/engine/store/log_time.hpp>
#include <ese/jet/limits.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

enum class database_state : std::uint32_t { just_created = 1, dirty_shutdown = 2, clean_shutdown = 3 };

class database_header {
public:
    [[nodiscard]] static database_header fresh(std::uint32_t page_size, std::uint32_t random, wall_time when);
    // Accidents carry what JetAttachDatabase answers: not a database, another page size, a version nobody knows.
    [[nodiscard]] static database_header load(file& from, std::uint32_t page_size);
    // Did a crash end the making of this file? Then nothing was ever kept in it. False for every other file, damaged or foreign.
    [[nodiscard]] static bool is_unfinished(file& from, std::uint32_t page_size);

    [[nodiscard]] std::uint32_t page_size() const noexcept { return static_cast<std::uint32_t>(content_.size()); }
    [[nodiscard]] std::uint64_t dbtime() const noexcept { return load_le<std::uint64_t>(&content_[dbtime_at]); }
    [[nodiscard]] std::uint32_t identity() const noexcept { return word(identity_at); }  // random, drawn when the file was made
    [[nodiscard]] std::uint32_t highest_object() const noexcept { return word(objects_at); }
    [[nodiscard]] std::uint32_t version() const noexcept { return word(version_at); }
    [[nodiscard]] std::uint32_t format_update() const noexcept { return word(update_at); }
    [[nodiscard]] bool has_shadow_catalog() const noexcept { return (word(flags_at) & 1) == 0; }
    [[nodiscard]] bool is_clean() const noexcept;
    [[nodiscard]] bool is_complete() const noexcept { return word(state_at) != static_cast<std::uint32_t>(database_state::just_created); }
    [[nodiscard]] bool is_writable_format() const noexcept { return format_update() <= update_last_known; }

    void drop_shadow_catalog() noexcept { put(flags_at, word(flags_at) | 1); }
    void mark_open(std::uint32_t number, wall_time when) noexcept;
    void mark_closed(std::uint64_t dbtime, std::uint32_t highest_object, wall_time when) noexcept;
    void save(file& to);    // both copies, each synced

private:
    static constexpr std::uint32_t signature = 0x89ABCDEF;
    static constexpr std::uint32_t version_620 = 0x620;
    static constexpr std::uint32_t update_written = 20;
    static constexpr std::uint32_t update_large_pages = 0x11;
    static constexpr std::uint32_t update_last_known = 300;
    static constexpr std::uint64_t first_dbtime = 0x40;

    enum offset : std::size_t {
        checksum_at = 0, signature_at = 4, version_at = 8, attributes_at = 12, dbtime_at = 16, identity_at = 24,
        state_at = 52, consistent_time_at = 64, attach_time_at = 72, detach_time_at = 88, number_at = 104,
        flags_at = 208, objects_at = 212, update_at = 232, page_size_at = 236, required_min_at = 296, required_max_at = 300,
        created_version_at = 340, created_update_at = 344, committed_at = 416, locales_at = 508, file_type_at = 667,
    };

    explicit database_header(std::vector<std::byte> content) noexcept : content_{std::move(content)} {}

    [[nodiscard]] static std::optional<database_header> read_copy(file& from, std::uint64_t offset, std::uint32_t page_size);
    [[nodiscard]] static std::optional<database_header> read_either(file& from, std::uint32_t page_size);
    [[nodiscard]] static std::uint32_t checksum(bytes page) noexcept;
    [[nodiscard]] static bool is_torn_first_write(file& from, std::uint32_t page_size);
    void check() const;

    [[nodiscard]] std::uint32_t word(offset at) const noexcept { return load_le<std::uint32_t>(&content_[at]); }
    void put(offset at, std::uint32_t value) noexcept { store_le<std::uint32_t>(&content_[at], value); }
    void put_time(offset at, wall_time when) noexcept { store_log_time(&content_[at], when); }
    void put_dbtime(std::uint64_t value) noexcept { store_le<std::uint64_t>(&content_[dbtime_at], value); }
    void put_state(database_state state) noexcept { put(state_at, static_cast<std::uint32_t>(state)); }

    std::vector<std::byte> content_;    // one page
};

inline database_header database_header::fresh(std::uint32_t page_size, std::uint32_t random, wall_time when)
{
    database_header header{std::vector<std::byte>(page_size)};
    header.put(signature_at, signature);
    header.put(version_at, version_620);
    header.put_dbtime(first_dbtime);
    store_signature(&header.content_[identity_at], random, when);
    header.put_state(database_state::just_created);
    header.put_time(attach_time_at, when);
    header.put(number_at, 1);
    header.put(objects_at, 7);
    header.put(update_at, update_written);
    header.put(page_size_at, page_size);
    header.put(created_version_at, version_620);
    header.put(created_update_at, update_written);
    store_le<std::uint64_t>(&header.content_[locales_at], ~std::uint64_t{0});
    header.put(file_type_at, 1);
    return header;
}

// Every word but the checksum itself, and the signature once more.
inline std::uint32_t database_header::checksum(bytes page) noexcept
{
    std::uint32_t sum = signature;
    for (std::size_t at = 4; at + 4 <= page.size(); at += 4) sum ^= load_le<std::uint32_t>(&page[at]);
    return sum;
}

inline std::optional<database_header> database_header::read_copy(file& from, std::uint64_t offset, std::uint32_t page_size)
{
    if (from.size() < offset + page_size) return std::nullopt;
    database_header header{std::vector<std::byte>(page_size)};
    from.read(offset, header.content_);
    const std::uint32_t stated = header.word(page_size_at);
    const bool sound = header.word(signature_at) == signature && header.word(checksum_at) == checksum(header.content_) &&
                       (stated == 0 ? jet::page_size_default : stated) == page_size;
    return sound ? std::optional{std::move(header)} : std::nullopt;
}

inline std::optional<database_header> database_header::read_either(file& from, std::uint32_t page_size)
{
    auto first = read_copy(from, 0, page_size);
    return first ? std::move(first) : read_copy(from, page_size, page_size);
}

inline database_header database_header::load(file& from, std::uint32_t page_size)
{
    auto found = read_either(from, page_size);
    if (!found) {
        for (const std::uint32_t other : jet::page_sizes)
            if (other != page_size && read_either(from, other)) throw failure{jet::error::page_size_mismatch};
        throw failure{jet::error::database_corrupted};
    }
    found->check();
    return std::move(*found);
}

// The time of the database moves with its first page and is written to the header at the end of the making.
inline bool database_header::is_unfinished(file& from, std::uint32_t page_size)
{
    const auto found = read_either(from, page_size);
    if (!found) return is_torn_first_write(from, page_size);
    const bool is_open = found->word(state_at) == static_cast<std::uint32_t>(database_state::dirty_shutdown);
    return !found->is_complete() || (is_open && found->dbtime() == first_dbtime);
}

// The first header is the first thing written, and it was cut off: nothing lies behind it, and any sector of it is missing.
inline bool database_header::is_torn_first_write(file& from, std::uint32_t page_size)
{
    constexpr std::size_t sector = 512;
    const auto is_zero = [](bytes run) { return std::all_of(run.begin(), run.end(), [](std::byte b) { return b == std::byte{}; }); };
    std::vector<std::byte> page(page_size);
    const std::uint64_t size = from.size();
    const auto read = [&](std::uint64_t at) {
        const auto there = static_cast<std::size_t>(std::min<std::uint64_t>(size - at, page_size));
        from.read(at, std::span{page}.first(there));
        return bytes{page}.first(there);
    };
    for (std::uint64_t at = page_size; at < size; at += page_size)
        if (!is_zero(read(at))) return false;
    const bytes first = size == 0 ? bytes{} : read(0);
    if (first.size() < page_size) return is_zero(first);
    const database_header whole = fresh(page_size, 0, {});
    for (std::size_t at = sector; at < page_size; ++at)
        if (page[at] != std::byte{} && page[at] != whole.content_[at]) return false;
    return load_le<std::uint32_t>(&page[signature_at]) == signature || is_zero(first.first(sector));
}

inline void database_header::check() const
{
    const std::uint32_t type = word(file_type_at);
    const bool is_database = word(attributes_at) == 0 && (type == 0 || type == 1 || type == 5);
    if (!is_database || dbtime() == 0 || highest_object() == 0) throw failure{jet::error::database_corrupted};
    const bool known = version() == version_620 && (!jet::is_large_page(page_size()) || format_update() >= update_large_pages);
    if (!known) throw failure{jet::error::invalid_database_version};
}

inline bool database_header::is_clean() const noexcept
{
    return word(state_at) == static_cast<std::uint32_t>(database_state::clean_shutdown) && word(required_min_at) == 0 &&
           word(required_max_at) == 0 && word(committed_at) == 0;
}

inline void database_header::mark_open(std::uint32_t number, wall_time when) noexcept
{
    put_state(database_state::dirty_shutdown);
    put(number_at, number);
    put_time(attach_time_at, when);
}

inline void database_header::mark_closed(std::uint64_t dbtime, std::uint32_t highest_object, wall_time when) noexcept
{
    put_state(database_state::clean_shutdown);
    put_dbtime(dbtime);
    put(objects_at, highest_object);
    put_time(consistent_time_at, when);
    put_time(detach_time_at, when);
}

inline void database_header::save(file& to)
{
    put(checksum_at, checksum(content_));
    to.write(0, content_);
    to.sync();
    to.write(page_size(), content_);
    to.sync();
}

}  // namespace ese::inline v1::engine
