// info_calls.hpp — random questions about tables, columns and indexes. What comes back as a table is used like others.
#pragma once

#include "world.hpp"

namespace c_fuzz {

// Room for the answer of any level, or for less; what is written beyond its size is found by a sanitizer.
struct answer_room {
    void* data;
    std::uint32_t size;
};
[[nodiscard]] inline answer_room some_room(world& w)
{
    constexpr std::uint32_t sizes[] = {4, 8, 28, 40, 56, 80, 88, 170, 540, 1052, 1200};
    const std::uint32_t size = w.roll.one_in(3) ? w.roll.size() : w.roll.of(sizes);
    return {w.data(size), size};
}
// The lists begin alike: their size, and the table.
inline void take_list(world& w, JET_ERR code, const answer_room& room)
{
    JET_COLUMNLIST head{};
    if (code < 0 || !room.data || room.size < sizeof head.cbStruct + sizeof head.tableid) return;
    std::memcpy(&head, room.data, std::min<std::size_t>(room.size, 16));
    if (head.cbStruct == sizeof(JET_COLUMNLIST) || head.cbStruct == sizeof(JET_INDEXLIST) || head.cbStruct == sizeof(JET_OBJECTLIST))
        w.opened(code, head.tableid);
}
[[nodiscard]] inline std::uint32_t column_level(world& w)
{
    const std::uint32_t level = w.roll.one_in(15) ? w.roll.edge() : w.roll.below(10);
    return w.roll.one_in(5) ? level | 1u << (29 + w.roll.below(3)) : level;
}
// By name, or the address of an id where the level says so: a buffer of four bytes at least.
[[nodiscard]] inline char* name_or_id(world& w, std::uint32_t level)
{
    const std::uint32_t plain = level & 0xFF;
    if (plain != JET_ColInfoByColid && plain != JET_ColInfoBaseByColid) return w.name();
    const JET_COLUMNID id = w.any_column();
    return w.roll.one_in(20) ? nullptr : static_cast<char*>(std::memcpy(w.memory.take(sizeof id, w.roll), &id, sizeof id));
}
[[nodiscard]] inline char16_t* wide_or_id(world& w, std::uint32_t level)
{
    const std::uint32_t plain = level & 0xFF;
    if (plain != JET_ColInfoByColid && plain != JET_ColInfoBaseByColid) return w.wide();
    return reinterpret_cast<char16_t*>(name_or_id(w, level));
}

[[nodiscard]] inline JET_ERR object_info(world& w)
{
    const answer_room to = some_room(w);
    (void)w.any_session();
    const std::uint32_t type = w.roll.one_in(4) ? w.roll.edge() : 1, level = w.roll.one_in(9) ? w.roll.edge() : w.roll.below(9);
    const JET_ERR code = w.roll.one_in(2) ? JetGetObjectInfoA(w.session, w.any_database(), type, w.roll.one_in(4) ? w.name() : nullptr,
                                                              w.name(), to.data, to.size, level)
                                          : JetGetObjectInfoW(w.session, w.any_database(), type, w.roll.one_in(4) ? w.wide() : nullptr,
                                                              w.wide(), to.data, to.size, level);
    if (level == JET_ObjInfoList || level == JET_ObjInfoListNoStats) take_list(w, code, to);
    return code;
}
[[nodiscard]] inline JET_ERR table_info(world& w)
{
    const answer_room to = some_room(w);
    const std::uint32_t level = w.roll.one_in(9) ? w.roll.edge() : w.roll.below(22);
    if (w.roll.one_in(2)) return JetGetTableInfoA(w.session, w.table, to.data, to.size, level);
    return JetGetTableInfoW(w.session, w.table, to.data, to.size, level);
}
[[nodiscard]] inline JET_ERR column_info(world& w)
{
    const answer_room to = some_room(w);
    const std::uint32_t level = column_level(w), plain = level & 0xFF;
    JET_ERR code = 0;
    switch (w.roll.below(4)) {
    case 0: code = JetGetTableColumnInfoA(w.session, w.table, name_or_id(w, level), to.data, to.size, level); break;
    case 1: code = JetGetTableColumnInfoW(w.session, w.table, wide_or_id(w, level), to.data, to.size, level); break;
    case 2:
        (void)w.any_session(),
            code = JetGetColumnInfoA(w.session, w.any_database(), w.name(), name_or_id(w, level), to.data, to.size, level);
        break;
    default:
        (void)w.any_session(),
            code = JetGetColumnInfoW(w.session, w.any_database(), w.wide(), wide_or_id(w, level), to.data, to.size, level);
        break;
    }
    if (plain == JET_ColInfoList || plain == JET_ColInfoListCompact || plain == JET_ColInfoListSortColumnid) take_list(w, code, to);
    return code;
}
// A definition that came back is one, with all that it points to: it makes an index, or is refused for what it says.
inline void use_answer(world& w, const answer_room& room, std::uint32_t level)
{
    if (level == JET_IdxInfoIndexId && w.index_ids.size() < 20) w.index_ids.push_back(*static_cast<JET_INDEXID*>(room.data));
    if (level < JET_IdxInfoCreateIndex || level > JET_IdxInfoCreateIndex3) return;
    static_cast<JET_INDEXCREATE_A*>(room.data)->szIndexName = w.memory.keep(std::string{"made again"});    // all three begin alike
    switch (level) {
    case JET_IdxInfoCreateIndex: (void)JetCreateIndex2A(w.session, w.table, static_cast<JET_INDEXCREATE_A*>(room.data), 1); break;
    case JET_IdxInfoCreateIndex2: (void)JetCreateIndex3A(w.session, w.table, static_cast<JET_INDEXCREATE2_A*>(room.data), 1); break;
    default: (void)JetCreateIndex4A(w.session, w.table, static_cast<JET_INDEXCREATE3_A*>(room.data), 1); break;
    }
    (void)JetDeleteIndexA(w.session, w.table, "made again");
}
[[nodiscard]] inline JET_ERR index_info(world& w)
{
    const answer_room to = some_room(w);
    const std::uint32_t level = w.roll.one_in(15) ? w.roll.edge() : w.roll.below(21);
    JET_ERR code = 0;
    switch (w.roll.below(4)) {
    case 0:
        code = JetGetTableIndexInfoA(w.session, w.table, w.name(), to.data, to.size, level);
        if (code >= 0) use_answer(w, to, level);
        break;
    case 1: code = JetGetTableIndexInfoW(w.session, w.table, w.wide(), to.data, to.size, level); break;
    case 2: (void)w.any_session(), code = JetGetIndexInfoA(w.session, w.any_database(), w.name(), w.name(), to.data, to.size, level); break;
    default: (void)w.any_session(), code = JetGetIndexInfoW(w.session, w.any_database(), w.wide(), w.wide(), to.data, to.size, level); break;
    }
    if (level == JET_IdxInfo || level == JET_IdxInfoList) take_list(w, code, to);
    return code;
}

inline constexpr random_call info_calls[] = {
    {"JetGetObjectInfo", 3, object_info},
    {"JetGetTableInfo", 5, table_info},
    {"JetGetTableColumnInfo", 6, column_info},
    {"JetGetColumnInfo", 0, column_info},
    {"JetGetTableIndexInfo", 6, index_info},
    {"JetGetIndexInfo", 0, index_info},
};

}  // namespace c_fuzz
