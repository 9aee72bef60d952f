// log_checkpoint.hpp — the small file that says where reading the log has to begin.
//
// Room:   log. Uses os, base. Two slots are written in turn, so one of them is whole at any moment.
//         docs/log-format.md has the byte table.
// Gives:  stored_checkpoint, checkpoint_file: load, store, sync.
// Holds:  a slot that could not be stored for certain is the one the next store tries again; the last good one is never
//         touched.
// Locks:  none; one caller at a time.
#pragma once

#include <ese/engine/log/log_record.hpp>

#include <ese/engine/os/file.hpp>
#include <ese/engine/os/path.hpp>

#include <memory>
#include <vector>

namespace ese::inline v1::engine::detail {

struct stored_checkpoint {
    std::uint64_t counter = 0;
    std::uint64_t log_id = 0;
    std::uint64_t redo_from = 0;
    std::uint64_t durable = 0;         // of the log, when this was stored
    std::uint32_t epoch_at_redo = 0;   // that of the record at redo_from
    std::uint32_t epoch_now = 0;       // when this was stored
    std::vector<std::byte> note;
};

class checkpoint_file {
public:
    static constexpr std::size_t slot_size = 65536;
    static constexpr std::size_t header_size = 64;
    static constexpr std::size_t note_size_max = slot_size - header_size;
    static constexpr std::string_view magic = "ESECHK\r\n";
    static constexpr std::uint32_t version = 1;

    checkpoint_file(file_system& files, std::string directory, const std::string& name)
        : files_{files}, directory_{std::move(directory)}, path_{paths::joined(directory_, name)} {}

    [[nodiscard]] std::optional<stored_checkpoint> load();
    void store(stored_checkpoint& what);  // gives it the next counter; durable on return
    void sync()                            // what was loaded is durable too
    {
        if (file_) file_->sync();
    }
    void close() noexcept { file_.reset(); }

private:
    [[nodiscard]] static std::vector<std::byte> encode(const stored_checkpoint& what);
    [[nodiscard]] static std::optional<stored_checkpoint> decode(bytes slot);
    [[nodiscard]] std::optional<stored_checkpoint> load_slot(std::uint64_t offset);

    file_system& files_;
    const std::string directory_;
    const std::string path_;
    std::unique_ptr<file> file_;
    std::uint64_t counter_ = 0;  // of the last good one
    bool name_is_durable_ = false;
};

inline std::vector<std::byte> checkpoint_file::encode(const stored_checkpoint& what)
{
    std::vector<std::byte> result(header_size + what.note.size());
    copy_bytes(result.data(), as_bytes_of(magic));
    store_le<std::uint32_t>(result.data() + 8, version);
    store_le<std::uint64_t>(result.data() + 16, what.counter);
    store_le<std::uint64_t>(result.data() + 24, what.log_id);
    store_le<std::uint64_t>(result.data() + 32, what.redo_from);
    store_le<std::uint64_t>(result.data() + 40, what.durable);
    store_le<std::uint32_t>(result.data() + 48, what.epoch_at_redo);
    store_le<std::uint32_t>(result.data() + 52, what.epoch_now);
    store_le<std::uint32_t>(result.data() + 56, static_cast<std::uint32_t>(what.note.size()));
    copy_bytes(result.data() + header_size, what.note);
    store_le<std::uint32_t>(result.data() + 12, crc32c(bytes{result}.subspan(16)));
    return result;
}

inline std::optional<stored_checkpoint> checkpoint_file::decode(bytes slot)
{
    if (slot.size() < header_size || !equal(slot.first(magic.size()), as_bytes_of(magic))) return std::nullopt;
    const auto note_size = load_le<std::uint32_t>(slot.data() + 56);
    if (load_le<std::uint32_t>(slot.data() + 8) != version || note_size > slot.size() - header_size) return std::nullopt;
    if (load_le<std::uint32_t>(slot.data() + 12) != crc32c(slot.subspan(16, header_size - 16 + note_size))) return std::nullopt;

    stored_checkpoint result{load_le<std::uint64_t>(slot.data() + 16), load_le<std::uint64_t>(slot.data() + 24),
                             load_le<std::uint64_t>(slot.data() + 32), load_le<std::uint64_t>(slot.data() + 40),
                             load_le<std::uint32_t>(slot.data() + 48), load_le<std::uint32_t>(slot.data() + 52), {}};
    const bytes note = slot.subspan(header_size, note_size);
    result.note.assign(note.begin(), note.end());
    return result;
}

inline std::optional<stored_checkpoint> checkpoint_file::load_slot(std::uint64_t offset)
{
    const std::uint64_t size = file_->size();
    if (size < offset + header_size) return std::nullopt;
    std::vector<std::byte> slot(header_size);
    file_->read(offset, slot);
    const std::size_t wanted = std::min<std::size_t>(header_size + load_le<std::uint32_t>(slot.data() + 56), slot_size);
    slot.resize(static_cast<std::size_t>(std::min<std::uint64_t>(wanted, size - offset)));
    file_->read(offset, slot);
    return decode(slot);
}

inline std::optional<stored_checkpoint> checkpoint_file::load()
{
    if (!files_.exists(path_)) return std::nullopt;
    file_ = files_.open(path_, open_mode::read_write);
    std::optional<stored_checkpoint> first = load_slot(0), second = load_slot(slot_size);
    if (!first || (second && second->counter > first->counter)) first.swap(second);
    if (first) {
        counter_ = first->counter;
        name_is_durable_ = true;
    }
    return first;
}

inline void checkpoint_file::store(stored_checkpoint& what)
{
    if (what.note.size() > note_size_max) throw failure{jet::error::log_buffer_too_small};
    what.counter = counter_ + 1;
    if (!file_) file_ = files_.open(path_, open_mode::open_or_create);
    file_->write(what.counter % 2 * slot_size, encode(what));
    file_->sync();
    if (!name_is_durable_) files_.sync_directory(directory_);
    name_is_durable_ = true;
    counter_ = what.counter;
}

}  // namespace ese::inline v1::engine::detail
