// undo_note.hpp — what the log keeps of transactions: enough to undo a change after a crash, and to know who committed.
//
// Room:   txn. Uses page's change items, log, base.
// Gives:  the notes that travel with page changes, their encoding and decoding.
//
//   note_change    u32 transaction | u32 root | u16 kind of tree | u8 change | u16 key size | sort string
//                  replaced: u16 bytes kept in front | u16 kept behind | old bytes between
//   note_undone    u32 transaction               its latest change that was not undone yet is undone by this record
//   Notes about space are in space/space_notes.hpp.
#pragma once

#include <ese/engine/page/page_change.hpp>
#include <ese/engine/btree/tree.hpp>
#include <ese/engine/version/version.hpp>

namespace ese::inline v1::engine {


// A change as recovery needs it. The spans lie in the record.
struct logged_change {
    std::uint32_t transaction = 0;
    page_no root{};
    std::uint16_t tree_kind = 0;
    change kind{};
    bytes sort;
    std::size_t kept_front = 0, kept_behind = 0;
    bytes old_middle;

    // The data before the change, from the data after it.
    void data_before(bytes after, row_buffer& out) const
    {
        if (kept_front + kept_behind > after.size()) throw failure{jet::error::log_file_corrupt};
        out.assign(after.first(kept_front));
        out.append(old_middle);
        out.append(after.last(kept_behind));
    }
};

inline void write_change_note(change_buffer& out, std::uint32_t transaction, const tree_shape& tree, change kind, bytes sort, bytes before,
                              bytes after)
{
    const bool replaced = kind == change::replaced;
    const difference d = replaced ? difference{before, after} : difference{{}, {}};
    const bytes middle = replaced ? d.middle_of(before) : bytes{};
    const std::size_t size = 13 + sort.size() + (replaced ? 4 + middle.size() : 0);
    out.reserve(out.size() + 3 + size);
    packed_numbers head{out};
    head.u8(note_kind::change).u16(size).u32(transaction).u32(tree.root.value()).u16(tree.kind);
    head.u8(static_cast<std::uint8_t>(kind)).u16(sort.size()).end();
    out.append(sort);
    if (!replaced) return;
    packed_numbers{out}.u16(d.front).u16(d.back).end();
    out.append(middle);
}

inline void write_undone_note(change_buffer& out, std::uint32_t transaction)
{
    std::array<std::byte, 4> raw;
    store_le(raw.data(), transaction);
    change_writer::note(out, note_kind::undone, raw);
}

[[nodiscard]] inline logged_change read_change_note(bytes content)
{
    constexpr std::size_t fixed = 13;
    if (content.size() < fixed) throw failure{jet::error::log_file_corrupt};
    logged_change c;
    c.transaction = load_le<std::uint32_t>(content.data());
    c.root = page_no{load_le<std::uint32_t>(content.data() + 4)};
    c.tree_kind = load_le<std::uint16_t>(content.data() + 8);
    c.kind = static_cast<change>(content[10]);
    const std::size_t key = load_le<std::uint16_t>(content.data() + 11);
    const bytes rest = content.subspan(fixed);
    const bool has_image = c.kind == change::replaced;
    if (c.kind > change::locked || rest.size() < key + (has_image ? 4 : 0)) throw failure{jet::error::log_file_corrupt};
    c.sort = rest.first(key);
    if (has_image) {
        c.kept_front = load_le<std::uint16_t>(rest.data() + key);
        c.kept_behind = load_le<std::uint16_t>(rest.data() + key + 2);
        c.old_middle = rest.subspan(key + 4);
    }
    return c;
}

}  // namespace ese::inline v1::engine
