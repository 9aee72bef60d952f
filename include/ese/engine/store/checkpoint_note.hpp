// checkpoint_note.hpp — which databases were attached at a checkpoint: the note a journal leaves in it.
//
// Room:   store. Uses page (change_buffer), log, base.
// Gives:  logged_database; write_note, read_note.
//
//   u32 0 | per database: u8 number | u32 signature | u64 attached at | u64 time | u16 size | path
//
// The time is the database's time of changes. The header has it as it was at the attach, and the log that is read has it only if
// that database changed since the checkpoint: a change that got an old time again would not be redone on a page that is younger.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/engine/log/log_record.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ese::inline v1::engine {

struct logged_database {
    std::uint8_t number = 0;
    std::uint32_t signature = 0;  // random part of the file's signature
    std::string path;
    lsn attached{};
    std::uint64_t time = 0;       // no change up to now has a later one; 0: see the header
};

inline constexpr std::size_t note_entry_head = 23;    // what precedes the path

[[nodiscard]] inline std::vector<std::byte> write_note(const std::vector<logged_database>& databases)
{
    std::vector<std::byte> note(4);
    for (const logged_database& one : databases) {
        const std::size_t at = note.size();
        note.resize(at + note_entry_head);
        note[at] = static_cast<std::byte>(one.number);
        store_le(&note[at + 1], one.signature);
        store_le(&note[at + 5], one.attached.value());
        store_le(&note[at + 13], one.time);
        store_le(&note[at + 21], static_cast<std::uint16_t>(one.path.size()));
        const bytes path = as_bytes_of(one.path);
        note.insert(note.end(), path.begin(), path.end());
    }
    return note;
}

[[nodiscard]] inline std::vector<logged_database> read_note(bytes note)
{
    constexpr std::size_t head = note_entry_head;
    std::vector<logged_database> databases;
    if (note.size() < 4) return databases;
    for (note = note.subspan(4); !note.empty();) {
        if (note.size() < head) throw failure{jet::error::checkpoint_corrupt};
        const std::size_t size = load_le<std::uint16_t>(note.data() + 21);
        if (note.size() < head + size) throw failure{jet::error::checkpoint_corrupt};
        const auto* text = reinterpret_cast<const char*>(note.data() + head);
        databases.push_back({std::to_integer<std::uint8_t>(note[0]), load_le<std::uint32_t>(note.data() + 1), std::string(text, size),
                             lsn{load_le<std::uint64_t>(note.data() + 5)}, load_le<std::uint64_t>(note.data() + 13)});
        note = note.subspan(head + size);
    }
    return databases;
}

}  // namespace ese::inline v1::engine
