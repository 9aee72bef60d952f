// cursor_calls.hpp — random calls that move cursors and read keys, bookmarks and positions.
#pragma once

#include "world.hpp"

namespace c_fuzz {

// Bytes that came out of a call, to be handed in again, or others.
struct some_bytes {
    void* data;
    std::uint32_t size;
};
[[nodiscard]] inline some_bytes old_bytes(world& w)
{
    if (w.bookmarks.empty() || w.roll.one_in(4)) {
        const std::uint32_t size = w.roll.size();
        return {w.data(size), size};
    }
    const std::string kept = w.roll.of(w.bookmarks);
    void* const copy = w.memory.take(kept.size(), w.roll);
    return {std::memcpy(copy, kept.data(), kept.size()), static_cast<std::uint32_t>(kept.size())};
}
inline void keep_bytes(world& w, JET_ERR code, const void* data, std::uint32_t size, const std::uint32_t* actual)
{
    if (code < 0 || !data || !actual || *actual > size) return;
    world::keep(w.bookmarks, std::string(static_cast<const char*>(data), *actual), 20);
}

[[nodiscard]] inline JET_ERR move(world& w)
{
    const std::int32_t rows = w.roll.one_in(4)    ? JET_MoveFirst
                              : w.roll.one_in(6)  ? JET_MoveLast
                              : w.roll.one_in(20) ? static_cast<std::int32_t>(w.roll.edge())
                                                  : static_cast<std::int32_t>(w.roll.below(7)) - 3;
    return JetMove(w.session, w.table, rows, w.roll.one_in(5) ? w.roll.bits() : 0);
}
[[nodiscard]] inline JET_ERR make_key(world& w)
{
    const std::uint32_t size = w.roll.size();
    if (w.roll.one_in(8)) {
        const some_bytes key = old_bytes(w);
        return JetMakeKey(w.session, w.table, key.data, key.size, JET_bitNormalizedKey);
    }
    return JetMakeKey(w.session, w.table, w.data(size), size, w.roll.one_in(3) ? w.roll.bits() : JET_bitNewKey);
}
[[nodiscard]] inline JET_ERR set_index(world& w)
{
    const JET_GRBIT grbit = w.roll.one_in(4) ? w.roll.bits() : w.roll.one_in(3) ? JET_bitNoMove : 0;
    JET_INDEXID* const id = w.roll.one_in(5) ? w.structure<JET_INDEXID>() : nullptr;
    if (id && !w.index_ids.empty() && !w.roll.one_in(5)) *id = w.roll.of(w.index_ids);
    switch (w.roll.below(8)) {
    case 0: return JetSetCurrentIndexA(w.session, w.table, w.name());
    case 1: return JetSetCurrentIndexW(w.session, w.table, w.wide());
    case 2: return JetSetCurrentIndex2A(w.session, w.table, w.name(), grbit);
    case 3: return JetSetCurrentIndex2W(w.session, w.table, w.wide(), grbit);
    case 4: return JetSetCurrentIndex3A(w.session, w.table, w.name(), grbit, w.roll.below(4));
    case 5: return JetSetCurrentIndex3W(w.session, w.table, w.wide(), grbit, w.roll.edge());
    case 6: return JetSetCurrentIndex4A(w.session, w.table, w.name(), id, grbit, w.roll.below(4));
    default: return JetSetCurrentIndex4W(w.session, w.table, w.wide(), id, grbit, w.roll.edge());
    }
}
[[nodiscard]] inline JET_ERR get_index(world& w)
{
    const std::uint32_t size = w.roll.size();
    if (w.roll.one_in(2)) return JetGetCurrentIndexA(w.session, w.table, static_cast<char*>(w.data(size)), size);
    return JetGetCurrentIndexW(w.session, w.table, static_cast<JET_WCHAR*>(w.data(size)), size);
}

[[nodiscard]] inline JET_ERR get_bookmark(world& w)
{
    const std::uint32_t size = w.roll.one_in(2) ? 300 : w.roll.size();
    void* const to = w.data(size);
    auto* const actual = w.out<std::uint32_t>();
    const JET_ERR code = JetGetBookmark(w.session, w.table, to, size, actual);
    keep_bytes(w, code, to, size, actual);
    return code;
}
[[nodiscard]] inline JET_ERR retrieve_key(world& w)
{
    const std::uint32_t size = w.roll.one_in(2) ? 300 : w.roll.size();
    void* const to = w.data(size);
    auto* const actual = w.out<std::uint32_t>();
    const JET_ERR code = JetRetrieveKey(w.session, w.table, to, size, actual, w.roll.one_in(3) ? w.roll.bits() : 0);
    keep_bytes(w, code, to, size, actual);
    return code;
}
[[nodiscard]] inline JET_ERR get_secondary_bookmark(world& w)
{
    const std::uint32_t size = w.roll.one_in(2) ? 300 : w.roll.size(), key_size = w.roll.one_in(2) ? 300 : w.roll.size();
    void* const key = w.data(key_size);
    void* const to = w.data(size);
    auto* const key_actual = w.out<std::uint32_t>();
    auto* const actual = w.out<std::uint32_t>();
    const JET_ERR code = JetGetSecondaryIndexBookmark(w.session, w.table, key, key_size, key_actual, to, size, actual, w.roll.bits());
    keep_bytes(w, code, key, key_size, key_actual);
    return code;
}
[[nodiscard]] inline JET_ERR goto_bookmark(world& w)
{
    const some_bytes key = old_bytes(w), bookmark = old_bytes(w);
    if (w.roll.one_in(2)) return JetGotoBookmark(w.session, w.table, bookmark.data, bookmark.size);
    return JetGotoSecondaryIndexBookmark(w.session, w.table, key.data, key.size, bookmark.data, bookmark.size, w.roll.bits_or(0));
}

// Two forms of a position, told apart by the size; the buffer has what the size says.
[[nodiscard]] inline JET_ERR get_position(world& w)
{
    const std::uint32_t size = w.roll.one_in(4) ? w.roll.below(40) : w.roll.one_in(2) ? 16 : 32;
    return JetGetRecordPosition(w.session, w.table, static_cast<JET_RECPOS*>(w.data(size)), size);
}
[[nodiscard]] inline JET_ERR goto_position(world& w)
{
    if (w.roll.one_in(2)) {
        auto* const place = w.structure<JET_RECPOS2>();
        place->centriesLT    = w.roll.one_in(4) ? w.roll.any() : w.roll.below(9),
        place->centriesTotal = w.roll.one_in(4) ? w.roll.any() : w.roll.below(9);
        return JetGotoPosition(w.session, w.table, reinterpret_cast<JET_RECPOS*>(place));
    }
    auto* const place = static_cast<JET_RECPOS*>(w.memory.take(sizeof(JET_RECPOS), w.roll));
    *place = {w.roll.one_in(9) ? w.roll.below(30) : 16, w.roll.edge(), w.roll.edge(), w.roll.edge()};
    return JetGotoPosition(w.session, w.table, w.roll.one_in(15) ? nullptr : place);
}

[[nodiscard]] inline JET_ERR count_records(world& w)
{
    if (w.roll.one_in(2)) return JetIndexRecordCount(w.session, w.table, w.out<std::uint32_t>(), w.roll.edge());
    return JetIndexRecordCount2(w.session, w.table, w.out<std::uint64_t>(), w.roll.one_in(2) ? 0 : w.roll.any());
}
// As it is meant: two cursors on one table, each in an index of its own.
[[nodiscard]] inline JET_ERR intersect_two(world& w)
{
    JET_TABLEID second = 0;
    JET_RECORDLIST found{sizeof found, 0, 0, 0};
    if (JetDupCursor(w.session, w.table, &second, 0) < 0) return 0;
    (void)JetSetCurrentIndexA(w.session, w.table, "i");
    (void)JetSetCurrentIndexA(w.session, second, "j");
    (void)JetMove(w.session, w.table, static_cast<std::int32_t>(w.roll.below(3)), 0);
    JET_INDEXRANGE ranges[] = {{sizeof(JET_INDEXRANGE), w.table, JET_bitRecordInIndex}, {sizeof(JET_INDEXRANGE), second, JET_bitRecordInIndex}};
    const JET_ERR code = JetIntersectIndexes(w.session, ranges, 2, &found, 0);
    w.opened(code, found.tableid);
    (void)JetCloseTable(w.session, second);
    return code;
}
[[nodiscard]] inline JET_ERR intersect(world& w)
{
    if (w.roll.one_in(2)) return intersect_two(w);
    JET_INDEXRANGE ranges[3]{};
    for (JET_INDEXRANGE& one : ranges)
        one = {w.roll.one_in(25) ? w.roll.below(40) : static_cast<std::uint32_t>(sizeof one),
               w.roll.one_in(3) || w.cursors.empty() ? w.table : w.roll.of(w.cursors), w.roll.bits_or(1)};
    auto* const found = w.roll.one_in(20) ? nullptr : w.structure<JET_RECORDLIST>();
    const JET_ERR code = JetIntersectIndexes(w.session, w.roll.one_in(25) ? nullptr : ranges, w.roll.below(4), found, w.roll.bits());
    if (found) w.opened(code, found->tableid);
    return code;
}

inline constexpr random_call cursor_calls[] = {
    {"JetMove", 20, move},
    {"JetMakeKey", 12, make_key},
    {"JetSeek", 10, [](world& w) { return JetSeek(w.session, w.table, w.roll.one_in(3) ? w.roll.bits() : 1u << w.roll.below(5)); }},
    {"JetSetIndexRange", 6, [](world& w) { return JetSetIndexRange(w.session, w.table, w.roll.one_in(6) ? w.roll.bits() : w.roll.below(16)); }},
    {"JetSetCurrentIndex", 10, set_index},
    {"JetSetCurrentIndex2", 0, set_index},
    {"JetSetCurrentIndex3", 0, set_index},
    {"JetSetCurrentIndex4", 0, set_index},
    {"JetGetCurrentIndex", 3, get_index},
    {"JetGetBookmark", 5, get_bookmark},
    {"JetRetrieveKey", 4, retrieve_key},
    {"JetGetSecondaryIndexBookmark", 4, get_secondary_bookmark},
    {"JetGotoBookmark", 6, goto_bookmark},
    {"JetGotoSecondaryIndexBookmark", 0, goto_bookmark},
    {"JetGetRecordPosition", 3, get_position},
    {"JetGotoPosition", 3, goto_position},
    {"JetIndexRecordCount", 4, count_records},
    {"JetIndexRecordCount2", 0, count_records},
    {"JetIntersectIndexes", 2, intersect},
    {"JetSetTableSequential", 1, [](world& w) { return JetSetTableSequential(w.session, w.table, w.roll.bits()); }},
    {"JetResetTableSequential", 1, [](world& w) { return JetResetTableSequential(w.session, w.table, w.roll.bits()); }},
};

}  // namespace c_fuzz
