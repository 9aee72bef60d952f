// log_ring.hpp — the newest part of the log in a file mapped into memory: it survives the process, not the machine.
//
// Room:   log. Uses os, base. Knows positions and bytes; knows nothing of records.
// Gives:  log_ring: open, read_old (what an earlier life left), prepare, put, get.
// Holds:  (1) being open is being the owner of the log: its file lock keeps a second opener out;
//         (2) nothing durable relies on it: after the power was cut any part of it may be old or gone, and it is never synced.
// Locks:  none. The log sees to it that nobody puts where another gets.
#pragma once

#include <ese/engine/log/log_record.hpp>

#include <ese/engine/os/file.hpp>
#include <ese/engine/os/path.hpp>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <vector>

namespace ese::inline v1::engine::detail {

class log_ring {
public:
    static constexpr std::uint64_t header_size = 4096;
    static constexpr std::string_view magic = "ESERNG\r\n";
    static constexpr std::uint32_t version = 1;

    log_ring(file_system& files, const std::string& path) : file_{opened(files, path)} { find_old(); }

    // What may be left of another life of this log.
    [[nodiscard]] bool has_old_of(std::uint64_t log_id) const noexcept { return old_size_ != 0 && old_id_ == log_id; }
    [[nodiscard]] std::uint64_t old_size() const noexcept { return old_size_; }
    void read_old(std::uint64_t position, mutable_bytes into);

    // Makes it a ring of this log and size. What an earlier life put there is still there if the size did not change.
    void prepare(std::uint64_t log_id, std::uint64_t size);
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    // One part behind the other.
    void put(std::uint64_t position, std::initializer_list<bytes> parts) noexcept
    {
        auto at = static_cast<std::size_t>(position % size_);
        for (const bytes part : parts) {
            const std::size_t until_end = data_.size() - at;
            copy_bytes(data_.data() + at, part.first(std::min(part.size(), until_end)));
            at += part.size();
            if (part.size() < until_end) continue;
            copy_bytes(data_.data(), part.subspan(until_end));
            at = part.size() - until_end;
        }
    }
    void get(std::uint64_t position, mutable_bytes into) const noexcept
    {
        const std::size_t at = static_cast<std::size_t>(position % size_), until_end = std::min(into.size(), data_.size() - at);
        copy_bytes(into.data(), bytes{data_}.subspan(at, until_end));
        copy_bytes(into.data() + until_end, bytes{data_}.first(into.size() - until_end));
    }
    void close() noexcept
    {
        mapping_.reset();
        file_.reset();
        data_ = {};
    }

private:
    [[nodiscard]] static std::unique_ptr<file> opened(file_system& files, const std::string& path)
    {
        try {
            return files.open(path, open_mode::open_or_create);
        } catch (const failure& f) {
            if (f.code() == jet::error::file_access_denied) throw failure{jet::error::log_file_path_in_use};
            throw;
        }
    }
    void find_old();
    void write_header(std::uint64_t log_id, std::uint64_t size);

    std::unique_ptr<file> file_;
    std::unique_ptr<mapped_file> mapping_;
    mutable_bytes data_;  // of mapping_, behind the header
    std::uint64_t size_ = 0;
    std::uint64_t old_size_ = 0, old_id_ = 0;
};

inline void log_ring::find_old()
{
    std::array<std::byte, 64> header;
    const std::uint64_t file_size = file_->size();
    if (file_size < header_size) return;
    file_->read(0, header);
    if (!equal(bytes{header}.first(magic.size()), as_bytes_of(magic)) || load_le<std::uint32_t>(header.data() + 8) != version) return;
    if (load_le<std::uint32_t>(header.data() + 12) != crc32c(bytes{header}.subspan(16))) return;
    const auto size = load_le<std::uint64_t>(header.data() + 24);
    if (size % log_block != 0 || size > file_size - header_size) return;
    old_id_ = load_le<std::uint64_t>(header.data() + 16);
    old_size_ = size;
}

inline void log_ring::read_old(std::uint64_t position, mutable_bytes into)
{
    for (std::size_t done = 0; done < into.size();) {
        const std::uint64_t at = (position + done) % old_size_;
        const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(into.size() - done, old_size_ - at));
        file_->read(header_size + at, into.subspan(done, n));
        done += n;
    }
}

inline void log_ring::write_header(std::uint64_t log_id, std::uint64_t size)
{
    std::array<std::byte, 64> header{};
    copy_bytes(header.data(), as_bytes_of(magic));
    store_le<std::uint32_t>(header.data() + 8, version);
    store_le<std::uint64_t>(header.data() + 16, log_id);
    store_le<std::uint64_t>(header.data() + 24, size);
    store_le<std::uint32_t>(header.data() + 12, crc32c(bytes{header}.subspan(16)));
    file_->write(0, header);
}

inline void log_ring::prepare(std::uint64_t log_id, std::uint64_t size)
{
    if (!has_old_of(log_id) || old_size_ != size) {
        file_->resize(header_size + size);
        write_header(log_id, size);
    }
    mapping_ = file_->map(0, static_cast<std::size_t>(header_size + size));
    data_ = mapping_->content().subspan(header_size);
    size_ = size;
}

}  // namespace ese::inline v1::engine::detail
