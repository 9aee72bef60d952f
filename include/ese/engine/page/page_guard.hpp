// page_guard.hpp — copies of pages that are about to be overwritten, so that a write cut in half can be repaired.
//
// Room:   page. Uses log (positions), os, base. One file per database beside the log; docs/log-format.md has the byte table.
// Gives:  page_guard: save, before pages are written where they belong; restore, after a crash.
// Holds:  (1) the file has the latest batch only: who saves the next one has made the last one durable where it belongs;
//         (2) a copy is used only if the log still has everything that happened to the page since.
// Locks:  none; one caller at a time.
#pragma once

#include <ese/engine/base/crc32c.hpp>
#include <ese/engine/base/strong.hpp>
#include <ese/engine/log/log_record.hpp>
#include <ese/engine/os/file.hpp>
#include <ese/engine/os/path.hpp>
#include <ese/engine/page/checksum.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ese::inline v1::engine {

class page_guard {
public:
    static constexpr std::string_view suffix = ".eseguard";
    static constexpr std::size_t head_size = 12288;
    static constexpr std::size_t batch_bytes = 4U << 20;    // of pages, at most: each batch waits for the disk twice

    [[nodiscard]] static constexpr std::size_t batch_pages(std::uint32_t page_size) noexcept { return batch_bytes / page_size; }

    // Beside the log, under the name of the instance and of the database: its number there and its signature.
    [[nodiscard]] static std::string path_in(std::string_view directory, std::string_view base_name, std::uint8_t number, std::uint32_t signature);

    page_guard(file_system& files, std::string path, std::uint32_t page_size)
        : files_{files}, path_{std::move(path)}, page_size_{page_size}
    {
    }

    // At most batch_pages of them, whose contents lie in `pages` one behind the other. `known` is a position of the log: all
    // that happened to them before it is in them. Durable on return.
    void save(const std::vector<page_no>& numbers, bytes pages, lsn known);

    // Writes the copies back where the database has something else, and syncs. The log is read from `redo_from` on. Returns how
    // many pages were damaged. A checksum is not asked first: parts of two versions of a page may happen to have a good one.
    std::uint32_t restore(file& database, lsn redo_from);

    void remove() noexcept;    // the database is whole: nobody needs the copies

private:
    static constexpr std::string_view magic = "ESEGRD\r\n";
    static constexpr std::uint32_t version = 2;
    static constexpr std::size_t fixed_part = 64, entry_size = 8;    // page number, checksum of the copy
    static_assert(fixed_part + batch_bytes / 4096 * entry_size <= head_size);

    void make_room(std::size_t size);
    [[nodiscard]] bool is_sound(bytes head) const noexcept;

    file_system& files_;
    const std::string path_;
    const std::uint32_t page_size_;
    std::unique_ptr<file> file_;
    std::size_t size_ = 0;    // of the file
};

inline std::string page_guard::path_in(std::string_view directory, std::string_view base_name, std::uint8_t number, std::uint32_t signature)
{
    std::string name{base_name};
    for (std::uint64_t left = std::uint64_t{number} << 32 | signature, shift = 40; shift != 0;) {
        shift -= 4;
        name += "0123456789ABCDEF"[left >> shift & 0xF];
    }
    return paths::joined(directory, name.append(suffix));
}

// Every block is written once and synced before it is relied upon: overwriting it then changes nothing but its content.
inline void page_guard::make_room(std::size_t size)
{
    constexpr std::size_t least = head_size + batch_bytes / 4;    // most batches are small
    if (file_ && size <= size_) return;
    const std::vector<std::byte> zeros(std::max(size, least) - size_);
    std::unique_ptr<file> fresh = file_ ? nullptr : files_.open(path_, open_mode::create_always);
    file& grown = fresh ? *fresh : *file_;
    grown.write(size_, zeros);
    grown.sync();
    if (fresh) {
        files_.sync_directory(paths::parent_of(path_));
        file_ = std::move(fresh);
    }
    size_ += zeros.size();
}

inline void page_guard::save(const std::vector<page_no>& numbers, bytes pages, lsn known)
{
    make_room(head_size + pages.size());
    std::array<std::byte, head_size> head{};
    copy_bytes(head.data(), as_bytes_of(magic));
    store_le<std::uint32_t>(head.data() + 8, version);
    store_le<std::uint32_t>(head.data() + 16, page_size_);
    store_le<std::uint32_t>(head.data() + 20, static_cast<std::uint32_t>(numbers.size()));
    store_le<std::uint64_t>(head.data() + 24, known.value());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        store_le<std::uint32_t>(head.data() + fixed_part + entry_size * i, numbers[i].value());
        store_le<std::uint32_t>(head.data() + fixed_part + entry_size * i + 4, crc32c(pages.subspan(i * page_size_, page_size_)));
    }
    store_le<std::uint32_t>(head.data() + 12, crc32c(bytes{head}.subspan(16)));
    file_->write(head_size, pages);
    file_->write(0, head);
    file_->sync();
}

inline bool page_guard::is_sound(bytes head) const noexcept
{
    return equal(head.first(magic.size()), as_bytes_of(magic)) && load_le<std::uint32_t>(head.data() + 8) == version &&
           load_le<std::uint32_t>(head.data() + 12) == crc32c(head.subspan(16)) && load_le<std::uint32_t>(head.data() + 16) == page_size_ &&
           load_le<std::uint32_t>(head.data() + 20) <= batch_pages(page_size_);
}

inline std::uint32_t page_guard::restore(file& database, lsn redo_from)
{
    if (!files_.exists(path_)) return 0;
    const auto copies = files_.open(path_, open_mode::read_write);
    if (copies->size() < head_size) return 0;    // the power went while it was made
    std::vector<std::byte> head(head_size);
    copies->read(0, head);
    const std::uint32_t pages = load_le<std::uint32_t>(head.data() + 20);
    if (!is_sound(head) || copies->size() < head_size + std::uint64_t{pages} * page_size_ || load_le<std::uint64_t>(head.data() + 24) < redo_from.value()) return 0;

    std::uint32_t damaged = 0;
    std::vector<std::byte> copy(page_size_), there(page_size_);
    for (std::uint32_t i = 0; i < pages; ++i) {
        const std::byte* const entry = head.data() + fixed_part + entry_size * i;
        const auto number = load_le<std::uint32_t>(entry);
        const std::uint64_t offset = (std::uint64_t{number} + 1) * page_size_;
        copies->read(head_size + std::uint64_t{i} * page_size_, copy);
        if (crc32c(copy) != load_le<std::uint32_t>(entry + 4)) continue;    // cut while the copies were saved: nothing was overwritten yet
        if (offset + page_size_ <= database.size()) {
            database.read(offset, there);
            if (equal(there, copy)) continue;
            if (check_page(there.data(), page_size_, number).state != page_check::good) ++damaged;
        }
        database.write(offset, copy);
    }
    database.sync();    // also what is equal: a killed process wrote it perhaps, and synced it not, and the copies go with the next batch
    return damaged;
}

inline void page_guard::remove() noexcept
{
    try {
        file_.reset();
        size_ = 0;
        if (files_.exists(path_)) files_.remove(path_);
    } catch (...) {    // it stays; what is in it is out of date, and says so
    }
}

}  // namespace ese::inline v1::engine
