// face_cursor.hpp — the calls that move a cursor: moves, seeks, keys, ranges, bookmarks, positions, indexes.
//
// Room:   c. Uses face_instances, face_temporary, face_text, jet.
// Holds:  what a call writes through a pointer it writes only when it succeeds, sizes of buffers that were too small excepted.
#pragma once

#include <ese/c/face_definitions.hpp>
#include <ese/c/face_instances.hpp>
#include <ese/c/face_temporary.hpp>
#include <ese/c/face_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace ese::inline v1::c_face {

[[nodiscard]] constexpr std::uint32_t size32(std::uint64_t size) noexcept
{
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(size, 0xFFFFFFFF));
}

// Before its first move the cursor of a temporary table stands before the first row; once sorted, on it.
[[nodiscard]] inline errc move_in_temporary(const cursor_place& at, std::int32_t rows, jet::flags<jet::move_option> options)
{
    const bool first = begin_reading(at);
    if (rows < 0 && rows != JET_MoveFirst && !may_do(at, temporary_deed::go_back)) return refused(at, errc::illegal_operation);
    if (first && rows == JET_MoveNext) rows = JET_MoveFirst;
    if (first && rows == 0) {
        const errc code = at->move(at.session, at.table, JET_MoveFirst, options);
        if (at.temporary->phase == temporary_phase::sorted || jet::is_error(code)) return code;
        return at->move(at.session, at.table, JET_MovePrevious, options);
    }
    return at->move(at.session, at.table, rows, options);
}

[[nodiscard]] inline errc move(JET_SESID session, JET_TABLEID table, std::int32_t rows, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    if (!at.temporary) [[likely]] return at->move(at.session, at.table, rows, bits<jet::move_option>(grbit));
    return move_in_temporary(at, rows, bits<jet::move_option>(grbit));
}

[[nodiscard]] inline errc seek(JET_SESID session, JET_TABLEID table, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    if (!at.temporary) [[likely]] return at->seek(at.session, at.table, bits<jet::seek_option>(grbit));
    (void)begin_reading(at);
    if (!may_do(at, temporary_deed::search)) return refused(at, errc::illegal_operation);
    const errc code = at->seek(at.session, at.table, bits<jet::seek_option>(grbit));
    const bool sorted = at.temporary->phase == temporary_phase::sorted;    // a sort does not tell whether the key was met
    return sorted && code == errc::wrn_seek_not_equal ? errc::success : code;
}

// What JetGetIndexInfo hands out as the id of an index: its number, and its table's.
[[nodiscard]] inline JET_INDEXID index_id_of(std::uint32_t table, std::uint32_t index) noexcept
{
    JET_INDEXID id{sizeof(JET_INDEXID), {}};
    std::memcpy(id.rgbIndexId, &table, sizeof table);
    std::memcpy(id.rgbIndexId + sizeof table, &index, sizeof index);
    return id;
}

// The name of the index that an id means. Numbers are not used twice, so an id that no index has is an old one.
[[nodiscard]] inline errc name_of_index(const cursor_place& at, const JET_INDEXID& id, std::string& name)
{
    jet::table_info table;
    std::vector<jet::index_info> all;
    if (const errc code = at->get_table_info(at.session, at.table, table); jet::is_error(code)) return code;
    if (id.cbStruct != sizeof id) return errc::invalid_index_id;
    if (const errc code = at->index_infos(at.session, at.table, all); jet::is_error(code)) return code;
    for (jet::index_info& one : all) {
        const JET_INDEXID known = index_id_of(table.object, one.object);
        if (std::memcmp(known.rgbIndexId, id.rgbIndexId, sizeof known.rgbIndexId) != 0) continue;
        name = std::move(one.name);
        return errc::success;
    }
    return errc::invalid_index_id;
}

template <class Unit>
[[nodiscard]] errc set_current_index(JET_SESID session, JET_TABLEID table, const Unit* name, const JET_INDEXID* id, JET_GRBIT grbit,
                                     std::uint32_t instance)
{
    const cursor_place at = cursor_of(session, table);
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    const auto options = bits<jet::set_current_index_option>(grbit);
    if (!id) return at->set_current_index_at(at.session, at.table, text_in{name}.view(), options, instance);
    std::string meant;
    if (const errc code = name_of_index(at, *id, meant); jet::is_error(code)) return code;
    return at->set_current_index_at(at.session, at.table, meant, options, instance);
}

template <class Form>
[[nodiscard]] errc get_current_index(JET_SESID session, JET_TABLEID table, typename Form::unit* name, std::uint32_t size)
{
    const cursor_place at = cursor_of(session, table);
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    std::string current;
    const errc code = at->get_current_index(at.session, at.table, current);
    if (jet::is_error(code)) return code;
    if (name && size != 0) return put_text<Form>(current, name, size) == errc::success ? code : errc::wrn_buffer_truncated;
    return errc::wrn_buffer_truncated;
}

[[nodiscard]] inline errc make_key(JET_SESID session, JET_TABLEID table, const void* data, std::uint32_t size, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    return at->make_key(at.session, at.table, bytes_of(data, size), bits<jet::key_option>(grbit));
}

[[nodiscard]] inline errc set_index_range(JET_SESID session, JET_TABLEID table, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    const bool allowed = may_do(at, temporary_deed::read) && may_do(at, temporary_deed::search);
    if (!allowed) return refused(at, errc::illegal_operation);
    return at->set_index_range(at.session, at.table, bits<jet::range_option>(grbit));
}

// The size of what was told, where the caller wants it: after a short buffer as well.
inline void put_size(std::uint32_t* out, std::size_t size, errc code) noexcept
{
    if (out && (!jet::is_error(code) || code == errc::buffer_too_small)) *out = size32(size);
}

[[nodiscard]] inline errc retrieve_key(JET_SESID session, JET_TABLEID table, void* key, std::uint32_t size, std::uint32_t* actual,
                                       JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    std::size_t told = 0;
    const errc code = at->retrieve_key(at.session, at.table, room_of(key, size), told, bits<jet::retrieve_option>(grbit));
    put_size(actual, told, code);
    return code;
}

[[nodiscard]] inline errc get_bookmark(JET_SESID session, JET_TABLEID table, void* bookmark, std::uint32_t size, std::uint32_t* actual)
{
    const cursor_place at = cursor_of(session, table);
    std::size_t told = 0;
    if (!may_do(at, temporary_deed::read)) return refused(at, errc::illegal_operation);
    const errc code = at->get_bookmark(at.session, at.table, room_of(bookmark, size), told);
    put_size(actual, told, code);
    return code;
}

[[nodiscard]] inline errc goto_bookmark(JET_SESID session, JET_TABLEID table, const void* bookmark, std::uint32_t size)
{
    const cursor_place at = cursor_of(session, table);
    if (!may_do(at, temporary_deed::read)) return refused(at, errc::illegal_operation);
    (void)begin_reading(at);
    return at->goto_bookmark(at.session, at.table, bytes_of(bookmark, size));
}

[[nodiscard]] inline errc get_secondary_bookmark(JET_SESID session, JET_TABLEID table, std::span<std::byte> key,
                                                 std::uint32_t* key_actual, std::span<std::byte> bookmark, std::uint32_t* actual)
{
    const cursor_place at = cursor_of(session, table);
    std::size_t key_told = 0, told = 0;
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    const errc code = at->get_secondary_bookmark(at.session, at.table, key, key_told, bookmark, told);
    put_size(key_actual, key_told, code);
    put_size(actual, told, code);
    return code;
}

[[nodiscard]] inline errc goto_secondary_bookmark(JET_SESID session, JET_TABLEID table, std::span<const std::byte> key,
                                                  std::span<const std::byte> bookmark, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    return at->goto_secondary_bookmark(at.session, at.table, key, bookmark, bits<jet::goto_bookmark_option>(grbit));
}

// The short form has room for 32 bits of each number.
[[nodiscard]] inline errc get_record_position(JET_SESID session, JET_TABLEID table, JET_RECPOS* position, std::uint32_t size)
{
    const cursor_place at = cursor_of(session, table);
    jet::record_position told;
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    const errc code = at->get_record_position(at.session, at.table, told);
    if (jet::is_error(code)) return code;
    if (!position || size < sizeof(JET_RECPOS)) return errc::invalid_parameter;
    *position = {sizeof(JET_RECPOS), size32(told.before), size32(told.here), size32(told.total)};
    if (size >= sizeof(JET_RECPOS2))
        *reinterpret_cast<JET_RECPOS2*>(position) = {sizeof(JET_RECPOS2), 0, 0, 0, told.before, told.total};
    return code;
}

[[nodiscard]] inline errc goto_position(JET_SESID session, JET_TABLEID table, const JET_RECPOS* position)
{
    const cursor_place at = cursor_of(session, table);
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    if (!position) return refused(at, errc::invalid_parameter);
    jet::record_position there{position->centriesLT, position->centriesInRange, position->centriesTotal};
    if (position->cbStruct == sizeof(JET_RECPOS2)) {
        const auto& long_form = *reinterpret_cast<const JET_RECPOS2*>(position);
        const bool mixed = (position->centriesLT | position->centriesInRange | position->centriesTotal) != 0;
        if (mixed) return refused(at, errc::invalid_parameter);
        there = {long_form.centriesLT, 1, long_form.centriesTotal};
    } else if (position->cbStruct != sizeof(JET_RECPOS)) {
        return refused(at, errc::invalid_parameter);
    }
    return at->goto_position(at.session, at.table, there);
}

[[nodiscard]] inline errc index_record_count(JET_SESID session, JET_TABLEID table, std::uint64_t& count, std::uint64_t most)
{
    const cursor_place at = cursor_of(session, table);
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    return at->index_record_count(at.session, at.table, count, most);
}

[[nodiscard]] inline errc set_cursor_filter(JET_SESID session, JET_TABLEID table, const JET_INDEX_COLUMN* conditions, std::uint32_t count,
                                            JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    const errc wrong = grbit != 0 ? errc::invalid_grbit : count != 0 && !conditions ? errc::invalid_parameter : errc::success;
    if (wrong != errc::success) {
        const errc code = at->set_cursor_filter(at.session, at.table, {});
        return jet::is_error(code) ? code : wrong;
    }
    std::vector<jet::column_filter> all;
    for (std::uint32_t i = 0; i < count; ++i) {
        const JET_INDEX_COLUMN& one = conditions[i];
        const bool null = !one.pv && (one.grbit & JET_bitZeroLength) == 0;
        all.push_back({column_id{one.columnid}, static_cast<jet::relation>(one.relop), bytes_of(one.pv, one.cb), null});
    }
    return at->set_cursor_filter(at.session, at.table, all);
}

}  // namespace ese::inline v1::c_face

ESE_JET JetSetCursorFilter(JET_SESID sesid, JET_TABLEID tableid, JET_INDEX_COLUMN* rgColumnFilters, uint32_t cColumnFilters, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::set_cursor_filter(sesid, tableid, rgColumnFilters, cColumnFilters, grbit); });
}
ESE_JET JetMove(JET_SESID sesid, JET_TABLEID tableid, int32_t cRow, JET_GRBIT grbit)
{
    return ese::c_face::answer(ese::c_face::move(sesid, tableid, cRow, grbit));
}
ESE_JET JetSeek(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit)
{
    return ese::c_face::answer(ese::c_face::seek(sesid, tableid, grbit));
}
ESE_JET JetSetCurrentIndex4A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, JET_INDEXID* pindexid, JET_GRBIT grbit,
                             uint32_t itagSequence)
{
    using namespace ese::c_face;
    return guarded([&] { return set_current_index(sesid, tableid, szIndexName, pindexid, grbit, itagSequence); });
}
ESE_JET JetSetCurrentIndex4W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName, JET_INDEXID* pindexid, JET_GRBIT grbit,
                             uint32_t itagSequence)
{
    using namespace ese::c_face;
    return guarded([&] { return set_current_index(sesid, tableid, szIndexName, pindexid, grbit, itagSequence); });
}
ESE_JET JetSetCurrentIndex3A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, JET_GRBIT grbit, uint32_t itagSequence)
{
    return JetSetCurrentIndex4A(sesid, tableid, szIndexName, nullptr, grbit, itagSequence);
}
ESE_JET JetSetCurrentIndex3W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName, JET_GRBIT grbit, uint32_t itagSequence)
{
    return JetSetCurrentIndex4W(sesid, tableid, szIndexName, nullptr, grbit, itagSequence);
}
ESE_JET JetSetCurrentIndex2A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, JET_GRBIT grbit)
{
    return JetSetCurrentIndex4A(sesid, tableid, szIndexName, nullptr, grbit, 1);
}
ESE_JET JetSetCurrentIndex2W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName, JET_GRBIT grbit)
{
    return JetSetCurrentIndex4W(sesid, tableid, szIndexName, nullptr, grbit, 1);
}
ESE_JET JetSetCurrentIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName)
{
    return JetSetCurrentIndex2A(sesid, tableid, szIndexName, JET_bitMoveFirst);
}
ESE_JET JetSetCurrentIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName)
{
    return JetSetCurrentIndex2W(sesid, tableid, szIndexName, JET_bitMoveFirst);
}
ESE_JET JetGetCurrentIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PSTR szIndexName, uint32_t cbIndexName)
{
    using namespace ese::c_face;
    return guarded([&] { return get_current_index<narrow>(sesid, tableid, szIndexName, cbIndexName); });
}
ESE_JET JetGetCurrentIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PWSTR szIndexName, uint32_t cbIndexName)
{
    using namespace ese::c_face;
    return guarded([&] { return get_current_index<wide>(sesid, tableid, szIndexName, cbIndexName); });
}

ESE_JET JetMakeKey(JET_SESID sesid, JET_TABLEID tableid, const void* pvData, uint32_t cbData, JET_GRBIT grbit)
{
    return ese::c_face::answer(ese::c_face::make_key(sesid, tableid, pvData, cbData, grbit));
}
ESE_JET JetSetIndexRange(JET_SESID sesid, JET_TABLEID tableidSrc, JET_GRBIT grbit)
{
    return ese::c_face::answer(ese::c_face::set_index_range(sesid, tableidSrc, grbit));
}
ESE_JET JetRetrieveKey(JET_SESID sesid, JET_TABLEID tableid, void* pvKey, uint32_t cbMax, uint32_t* pcbActual, JET_GRBIT grbit)
{
    return ese::c_face::answer(ese::c_face::retrieve_key(sesid, tableid, pvKey, cbMax, pcbActual, grbit));
}
ESE_JET JetGetBookmark(JET_SESID sesid, JET_TABLEID tableid, void* pvBookmark, uint32_t cbMax, uint32_t* pcbActual)
{
    return ese::c_face::answer(ese::c_face::get_bookmark(sesid, tableid, pvBookmark, cbMax, pcbActual));
}
ESE_JET JetGotoBookmark(JET_SESID sesid, JET_TABLEID tableid, void* pvBookmark, uint32_t cbBookmark)
{
    return ese::c_face::answer(ese::c_face::goto_bookmark(sesid, tableid, pvBookmark, cbBookmark));
}
ESE_JET JetGetSecondaryIndexBookmark(JET_SESID sesid, JET_TABLEID tableid, void* pvSecondaryKey, uint32_t cbSecondaryKeyMax,
                                     uint32_t* pcbSecondaryKeyActual, void* pvPrimaryBookmark, uint32_t cbPrimaryBookmarkMax,
                                     uint32_t* pcbPrimaryBookmarkActual, JET_GRBIT)
{
    using namespace ese::c_face;
    return answer(get_secondary_bookmark(sesid, tableid, room_of(pvSecondaryKey, cbSecondaryKeyMax), pcbSecondaryKeyActual,
                                         room_of(pvPrimaryBookmark, cbPrimaryBookmarkMax), pcbPrimaryBookmarkActual));
}
ESE_JET JetGotoSecondaryIndexBookmark(JET_SESID sesid, JET_TABLEID tableid, void* pvSecondaryKey, uint32_t cbSecondaryKey,
                                      void* pvPrimaryBookmark, uint32_t cbPrimaryBookmark, JET_GRBIT grbit)
{
    using namespace ese::c_face;
    return answer(goto_secondary_bookmark(sesid, tableid, bytes_of(pvSecondaryKey, cbSecondaryKey),
                                          bytes_of(pvPrimaryBookmark, cbPrimaryBookmark), grbit));
}
ESE_JET JetGetRecordPosition(JET_SESID sesid, JET_TABLEID tableid, JET_RECPOS* precpos, uint32_t cbRecpos)
{
    return ese::c_face::answer(ese::c_face::get_record_position(sesid, tableid, precpos, cbRecpos));
}
ESE_JET JetGotoPosition(JET_SESID sesid, JET_TABLEID tableid, JET_RECPOS* precpos)
{
    return ese::c_face::answer(ese::c_face::goto_position(sesid, tableid, precpos));
}
ESE_JET JetIndexRecordCount2(JET_SESID sesid, JET_TABLEID tableid, uint64_t* pcrec, uint64_t crecMax)
{
    using namespace ese::c_face;
    uint64_t count = 0;
    if (!pcrec) return answer(refused(cursor_of(sesid, tableid), ese::errc::invalid_parameter));
    const ese::errc code = ese::c_face::index_record_count(sesid, tableid, count, crecMax);
    if (!ese::jet::is_error(code)) *pcrec = count;
    return ese::c_face::answer(code);
}
ESE_JET JetIndexRecordCount(JET_SESID sesid, JET_TABLEID tableid, uint32_t* pcrec, uint32_t crecMax)
{
    uint64_t count = 0;
    const JET_ERR code = JetIndexRecordCount2(sesid, tableid, pcrec ? &count : nullptr, crecMax);
    if (code >= 0 && count > 0xFFFFFFFF) return JET_errTooManyRecords;
    if (code >= 0) *pcrec = static_cast<uint32_t>(count);
    return code;
}
