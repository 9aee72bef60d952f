// undo_note.hpp — what the log keeps of transactions: enough to undo a change after a crash, and to know who committed.
//
// Room:   txn. Uses page's change items, log, base.
// Gives:  the notes that travel with page changes, their encoding and decoding.
//
//   note_change    transaction | root | kind of tree | u8 change | key size | sort string    numbers as packed_numbers has them
//                  replaced, revived: bytes kept in front | kept behind | old bytes between
//                  added: u16 where in the data the number lies | what was added, 4 or 8 bytes
//   note_undone    u32 transaction               its latest change that was not undone yet is undone by this record
//   Notes about space are in space/space_notes.hpp.
#pragma once

#include <ese/engine/page/page_change.hpp>
#include <ese/engine/btree/tree.hpp>
#include <ese/engine/version/version.hpp>

namespace ese::inline v1::engine {


// A key that was erased and inserted again by one transaction has its data from before both.
[[nodiscard]] constexpr bool has_old_data(change kind) noexcept { return kind == change::replaced || kind == change::revived; }

// A change as recovery needs it. The spans lie in the record.
struct logged_change {
    std::uint32_t transaction = 0;
    page_no root{};
    std::uint16_t tree_kind = 0;
    change kind{};
    bytes sort;
    std::size_t kept_front = 0, kept_behind = 0;
    bytes old_middle;
    bytes added;

    // The data before the change, from the data after it.
    void data_before(bytes after, row_buffer& out) const
    {
        if (kind == change::added) {
            out.assign(after);
            if (!addition::apply(out.span(), added, addition::direction::back)) throw failure{jet::error::log_file_corrupt};
            return;
        }
        if (kept_front + kept_behind > after.size()) throw failure{jet::error::log_file_corrupt};
        out.assign(after.first(kept_front));
        out.append(old_middle);
        out.append(after.last(kept_behind));
    }
};

// `old`: of data that was replaced, what was there before, and `kept` what of it stays; of `added` the image of its version.
inline void write_change_note(change_buffer& out, std::uint32_t transaction, const tree_shape& tree, change kind, bytes sort, bytes old,
                              const difference* kept)
{
    const bytes middle = kept ? kept->middle_of(old) : old;
    using packed = packed_numbers;
    const std::size_t head = packed::size_of(transaction) + packed::size_of(tree.root.value()) + packed::size_of(tree.kind) + 1 + packed::size_of(sort.size());
    const std::size_t between = kept ? packed::size_of(kept->front) + packed::size_of(kept->back) : 0;
    const std::size_t size = head + sort.size() + between + middle.size();
    packed{out, size}.u8(note_kind::change).number(size)
        .number(transaction).number(tree.root.value()).number(tree.kind).u8(static_cast<std::uint8_t>(kind)).number(sort.size()).end();
    out.append(sort);
    if (kept) packed{out, middle.size()}.number(kept->front).number(kept->back).end();
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
    packed_reader from{content};
    logged_change c;
    c.transaction = from.u32();
    c.root = page_no{from.u32()};
    c.tree_kind = static_cast<std::uint16_t>(from.u32());
    c.kind = static_cast<change>(from.u8());
    if (c.kind > change::added) throw failure{jet::error::log_file_corrupt};
    c.sort = from.run(from.u32());
    if (has_old_data(c.kind)) {
        c.kept_front = from.u32();
        c.kept_behind = from.u32();
        c.old_middle = from.rest();
    } else if (c.kind == change::added) {
        c.added = from.rest();
    }
    return c;
}

}  // namespace ese::inline v1::engine
