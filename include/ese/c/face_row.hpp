// face_row.hpp — the calls on the record a cursor stands on: read, write, delete, lock.
//
// Room:   c. Uses face_callbacks, face_cursor, face_definitions, face_instances, face_temporary, jet.
// Holds:  a call allocates nothing here: arrays of columns go through a small buffer, part by part.
#pragma once

#include <ese/c/face_callbacks.hpp>
#include <ese/c/face_cursor.hpp>
#include <ese/c/face_definitions.hpp>
#include <ese/c/face_instances.hpp>
#include <ese/c/face_temporary.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ese::inline v1::c_face {

inline constexpr std::size_t columns_at_once = 16;

[[nodiscard]] inline errc retrieve_column(JET_SESID session, JET_TABLEID table, JET_COLUMNID column, void* data, std::uint32_t size,
                                          std::uint32_t* actual, JET_GRBIT grbit, JET_RETINFO* info)
{
    const cursor_place at = cursor_of(session, table);
    if (!may_do(at, temporary_deed::read)) [[unlikely]] return refused(at, errc::illegal_operation);
    jet::retrieve_args args{column_id{column}, room_of(data, size), bits<jet::retrieve_option>(grbit)};
    if (info) {
        if (info->cbStruct < sizeof *info) return refused(at, errc::invalid_parameter);
        args.offset   = info->ibLongValue;
        args.instance = info->itagSequence;
    }
    const errc code = at->retrieve_column(at.session, at.table, args);
    if (jet::is_error(code)) return code;
    if (actual) *actual = args.actual;
    if (info) info->columnidNextTagged = args.next_tagged.value();
    if (info && (grbit & JET_bitRetrieveTag) != 0) info->itagSequence = args.instance;
    return code;
}

[[nodiscard]] inline jet::retrieve_args retrieval(const JET_RETRIEVECOLUMN& from) noexcept
{
    return {column_id{from.columnid}, room_of(from.pvData, from.cbData), bits<jet::retrieve_option>(from.grbit), from.ibLongValue,
            from.itagSequence};
}

inline void put_answer(JET_RETRIEVECOLUMN& to, const jet::retrieve_args& from) noexcept
{
    to.cbActual = from.actual;
    to.itagSequence = from.instance;
    to.columnidNextTagged = from.next_tagged.value();
    to.err = answer(from.answer);
}

// step(columns, arguments) for all columns, so many at once as fit into a small array, until one step fails.
template <class Arguments, class Column, class Step>
[[nodiscard]] errc part_by_part(Column* columns, std::uint32_t count, Step step)
{
    std::array<Arguments, columns_at_once> args;
    errc code = errc::success;
    std::uint32_t done = 0;
    do {
        const std::uint32_t part = std::min<std::uint32_t>(count - done, columns_at_once);
        code = step(std::span{columns + done, part}, std::span{args}.first(part));
        done += part;
    } while (done < count && !jet::is_error(code));
    return code;
}

[[nodiscard]] inline errc retrieve_columns(JET_SESID session, JET_TABLEID table, JET_RETRIEVECOLUMN* columns, std::uint32_t count)
{
    const cursor_place at = cursor_of(session, table);
    if (!may_do(at, temporary_deed::read)) [[unlikely]] return refused(at, errc::illegal_operation);
    if (count != 0 && !columns) return refused(at, errc::invalid_parameter);
    errc worst = errc::success;
    const errc code = part_by_part<jet::retrieve_args>(columns, count, [&](std::span<JET_RETRIEVECOLUMN> some, std::span<jet::retrieve_args> args) {
        std::transform(some.begin(), some.end(), args.begin(), retrieval);
        const errc told = at->retrieve_columns(at.session, at.table, args);
        for (std::size_t i = 0; i < some.size(); ++i) put_answer(some[i], args[i]);
        if (told == errc::wrn_buffer_truncated) worst = told;
        return told;
    });
    return jet::is_error(code) ? code : worst;
}

[[nodiscard]] inline errc set_column(JET_SESID session, JET_TABLEID table, JET_COLUMNID column, const void* data, std::uint32_t size,
                                     JET_GRBIT grbit, const JET_SETINFO* info)
{
    const cursor_place at = cursor_of(session, table);
    if (!may_do(at, temporary_deed::fill)) [[unlikely]] return refused(at, errc::illegal_operation);
    jet::set_args args{column_id{column}, bytes_of(data, size), data == nullptr, size, bits<jet::set_column_option>(grbit)};
    if (info) {
        if (info->cbStruct < sizeof *info) return refused(at, errc::invalid_parameter);
        args.offset   = info->ibLongValue;
        args.instance = info->itagSequence;
    }
    return at->set_column(at.session, at.table, args);
}

[[nodiscard]] inline jet::set_args assignment(const JET_SETCOLUMN& from) noexcept
{
    return {column_id{from.columnid}, bytes_of(from.pvData, from.cbData), from.pvData == nullptr, from.cbData,
            bits<jet::set_column_option>(from.grbit), from.ibLongValue, from.itagSequence};
}

// Stops at the first column that fails, whose own code is not written. The code of the last one is the call's.
[[nodiscard]] inline errc set_columns(JET_SESID session, JET_TABLEID table, JET_SETCOLUMN* columns, std::uint32_t count)
{
    const cursor_place at = cursor_of(session, table);
    if (!may_do(at, temporary_deed::fill)) [[unlikely]] return refused(at, errc::illegal_operation);
    if (count != 0 && !columns) return refused(at, errc::invalid_parameter);
    return part_by_part<jet::set_args>(columns, count, [&](std::span<JET_SETCOLUMN> some, std::span<jet::set_args> args) {
        for (std::size_t i = 0; i < some.size(); ++i) {
            args[i] = assignment(some[i]);
            args[i].answer = errc::internal_error;    // until it is reached
        }
        const errc code = at->set_columns(at.session, at.table, args);
        for (std::size_t i = 0; i < some.size() && !jet::is_error(args[i].answer); ++i) some[i].err = answer(args[i].answer);
        return code;
    });
}

[[nodiscard]] inline errc prepare_update(JET_SESID session, JET_TABLEID table, std::uint32_t kind)
{
    const cursor_place at = cursor_of(session, table);
    const bool inserts = kind == JET_prepInsert || kind == JET_prepCancel;
    if (!may_do(at, inserts ? temporary_deed::fill : temporary_deed::change)) [[unlikely]] return refused(at, errc::illegal_operation);
    return at->prepare_update(at.session, at.table, static_cast<jet::prepare_kind>(kind));
}

// While a temporary table is being filled, what is there already is not put in again.
[[nodiscard]] inline errc update(JET_SESID session, JET_TABLEID table, void* bookmark, std::uint32_t size, std::uint32_t* actual,
                                 JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    std::size_t told = 0;
    const errc code = at->update(at.session, at.table, room_of(bookmark, size), told, bits<jet::update_option>(grbit));
    if (code == errc::key_duplicate && drops_duplicates(at))
        return at->prepare_update(at.session, at.table, jet::prepare_kind::cancel);
    put_size(actual, told, code);
    return code;
}

[[nodiscard]] inline errc delete_record(JET_SESID session, JET_TABLEID table)
{
    const cursor_place at = cursor_of(session, table);
    if (!may_do(at, temporary_deed::change)) [[unlikely]] return refused(at, errc::illegal_operation);
    return at->delete_record(at.session, at.table);
}

[[nodiscard]] inline errc escrow_update(JET_SESID session, JET_TABLEID table, JET_COLUMNID column, std::span<const std::byte> delta,
                                        std::span<std::byte> before, std::uint32_t* actual, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    if (!may_do(at, temporary_deed::change)) [[unlikely]] return refused(at, errc::illegal_operation);
    std::size_t told = 0;
    const errc code = at->escrow_update(at.session, at.table, column_id{column}, delta, before, told, bits<jet::escrow_option>(grbit));
    if (actual && !jet::is_error(code)) *actual = size32(told);
    return code;
}

[[nodiscard]] inline errc get_lock(JET_SESID session, JET_TABLEID table, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    return is_temporary(table) ? refused(at, errc::illegal_operation) : at->get_lock(at.session, at.table, bits<jet::lock_option>(grbit));
}

[[nodiscard]] inline errc get_cursor_info(JET_SESID session, JET_TABLEID table, std::uint32_t size, std::uint32_t level)
{
    const cursor_place at = cursor_of(session, table);
    const errc code = at->get_cursor_info(at.session, at.table);
    const bool dead = code == errc::invalid_sesid || code == errc::invalid_table_id || code == errc::sesid_table_id_mismatch;
    return !dead && (size != 0 || level != 0) ? errc::invalid_parameter : code;
}

template <class Size>
[[nodiscard]] jet::record_size size_in(const Size& from) noexcept
{
    jet::record_size size{from.cbData, from.cbLongValueData, from.cbOverhead, from.cbLongValueOverhead, from.cNonTaggedColumns,
                          from.cTaggedColumns, from.cLongValues, from.cMultiValues};
    if constexpr (requires { from.cCompressedColumns; }) {
        size.compressed_columns = from.cCompressedColumns;
        size.data_compressed = from.cbDataCompressed;
        size.long_values_compressed = from.cbLongValueDataCompressed;
    }
    return size;
}

template <class Size>
[[nodiscard]] Size size_out(const jet::record_size& from) noexcept
{
    Size size{};
    size.cbData = from.data, size.cbLongValueData = from.long_values;
    size.cbOverhead = from.overhead, size.cbLongValueOverhead = from.long_value_overhead;
    size.cNonTaggedColumns = from.non_tagged_columns, size.cTaggedColumns = from.tagged_columns;
    size.cLongValues = from.long_value_count, size.cMultiValues = from.multi_values;
    if constexpr (requires { size.cCompressedColumns; }) {
        size.cCompressedColumns = from.compressed_columns;
        size.cbDataCompressed = from.data_compressed;
        size.cbLongValueDataCompressed = from.long_values_compressed;
    }
    return size;
}

template <class Size>
[[nodiscard]] errc get_record_size(JET_SESID session, JET_TABLEID table, Size* size, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    if (!may_do(at, temporary_deed::read)) [[unlikely]] return refused(at, errc::illegal_operation);
    if (!size) return refused(at, errc::invalid_parameter);
    jet::record_size told = (grbit & JET_bitRecordSizeRunningTotal) != 0 ? size_in(*size) : jet::record_size{};
    const errc code = at->get_record_size(at.session, at.table, told, bits<jet::record_size_option>(grbit));
    if (!jet::is_error(code)) *size = size_out<Size>(told);
    return code;
}

}  // namespace ese::inline v1::c_face

ESE_JET JetRetrieveColumn(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, void* pvData, uint32_t cbData,
                          uint32_t* pcbActual, JET_GRBIT grbit, JET_RETINFO* pretinfo)
{
    return ese::c_face::answer(ese::c_face::retrieve_column(sesid, tableid, columnid, pvData, cbData, pcbActual, grbit, pretinfo));
}
ESE_JET JetRetrieveColumns(JET_SESID sesid, JET_TABLEID tableid, JET_RETRIEVECOLUMN* pretrievecolumn, uint32_t cretrievecolumn)
{
    return ese::c_face::answer(ese::c_face::retrieve_columns(sesid, tableid, pretrievecolumn, cretrievecolumn));
}
ESE_JET JetSetColumn(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, const void* pvData, uint32_t cbData, JET_GRBIT grbit,
                     JET_SETINFO* psetinfo)
{
    return ese::c_face::answer(ese::c_face::set_column(sesid, tableid, columnid, pvData, cbData, grbit, psetinfo));
}
ESE_JET JetSetColumns(JET_SESID sesid, JET_TABLEID tableid, JET_SETCOLUMN* psetcolumn, uint32_t csetcolumn)
{
    return ese::c_face::answer(ese::c_face::set_columns(sesid, tableid, psetcolumn, csetcolumn));
}
ESE_JET JetPrepareUpdate(JET_SESID sesid, JET_TABLEID tableid, uint32_t prep)
{
    return ese::c_face::answer(ese::c_face::prepare_update(sesid, tableid, prep));
}
ESE_JET JetUpdate2(JET_SESID sesid, JET_TABLEID tableid, void* pvBookmark, uint32_t cbBookmark, uint32_t* pcbActual, JET_GRBIT grbit)
{
    using namespace ese::c_face;
    return around_update(sesid, tableid, false, [&] { return answer(update(sesid, tableid, pvBookmark, cbBookmark, pcbActual, grbit)); });
}
ESE_JET JetUpdate(JET_SESID sesid, JET_TABLEID tableid, void* pvBookmark, uint32_t cbBookmark, uint32_t* pcbActual)
{
    return JetUpdate2(sesid, tableid, pvBookmark, cbBookmark, pcbActual, 0);
}
ESE_JET JetDelete(JET_SESID sesid, JET_TABLEID tableid)
{
    using namespace ese::c_face;
    return around_update(sesid, tableid, true, [&] { return answer(delete_record(sesid, tableid)); });
}
ESE_JET JetEscrowUpdate(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, void* pv, uint32_t cbMax, void* pvOld,
                        uint32_t cbOldMax, uint32_t* pcbOldActual, JET_GRBIT grbit)
{
    using namespace ese::c_face;
    return answer(escrow_update(sesid, tableid, columnid, bytes_of(pv, cbMax), room_of(pvOld, cbOldMax), pcbOldActual, grbit));
}
ESE_JET JetGetLock(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::get_lock(sesid, tableid, grbit); });
}
ESE_JET JetGetCursorInfo(JET_SESID sesid, JET_TABLEID tableid, void*, uint32_t cbMax, uint32_t InfoLevel)
{
    return ese::c_face::answer(ese::c_face::get_cursor_info(sesid, tableid, cbMax, InfoLevel));
}
ESE_JET JetGetRecordSize(JET_SESID sesid, JET_TABLEID tableid, JET_RECSIZE* precsize, JET_GRBIT grbit)
{
    return ese::c_face::answer(ese::c_face::get_record_size(sesid, tableid, precsize, grbit));
}
ESE_JET JetGetRecordSize2(JET_SESID sesid, JET_TABLEID tableid, JET_RECSIZE2* precsize, JET_GRBIT grbit)
{
    return ese::c_face::answer(ese::c_face::get_record_size(sesid, tableid, precsize, grbit));
}
