// face_reference.hpp — references to long values outside their records: what stands for a value, and how it is read.
//
// Room:   c. Uses face_instances, face_definitions, jet.
// Holds:  a reference is of one table of its database, until that is detached. A long value never changes and its number is not used
//         again meanwhile, so what a reference leads to is the value it was made for, or gone.
#pragma once

#include <ese/c/face_definitions.hpp>
#include <ese/c/face_instances.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace ese::inline v1::c_face {

struct value_reference {
    static constexpr std::uint32_t usual_mark = 0x52455631;

    std::uint32_t mark = usual_mark;
    std::uint32_t table = 0;               // its object id
    std::uint32_t id_size = 0;
    std::array<std::byte, 8> id{};
};
static_assert(sizeof(value_reference) == 20);

// Of the long value that an instance of a column of the current record is, if it lies outside the record. `where`: as in retrieving.
[[nodiscard]] inline bool refer_to(const cursor_place& at, JET_COLUMNID column, std::uint32_t instance,
                                   jet::flags<jet::retrieve_option> where, value_reference& made)
{
    jet::table_info table;
    jet::retrieve_args args{column_id{column}, made.id, where | jet::retrieve_option::long_id, 0, instance};
    const errc code = at->retrieve_column(at.session, at.table, args);
    if (jet::is_error(code) || code == errc::wrn_column_null) return false;
    made.id_size = args.actual;
    const bool known = !jet::is_error(at->get_table_info(at.session, at.table, table));
    made.table = table.object;
    return known;
}

[[nodiscard]] inline errc retrieve_by_reference(JET_SESID session, JET_TABLEID table, std::span<const std::byte> bytes, std::uint32_t offset,
                                                std::span<std::byte> out, std::uint32_t* actual, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    jet::table_info info;
    if (const errc code = at->get_table_info(at.session, at.table, info); jet::is_error(code)) return code;
    if (is_temporary(table)) return errc::illegal_operation;
    if (grbit != 0) return errc::invalid_grbit;
    value_reference from;
    if (bytes.size() != sizeof from) return errc::invalid_column_reference;
    std::memcpy(&from, bytes.data(), sizeof from);
    if (from.mark != value_reference::usual_mark || from.table != info.object || from.id_size > from.id.size())
        return errc::invalid_column_reference;
    std::uint32_t told = 0;
    const errc code = at->read_long_value(at.session, at.table, std::span{from.id}.first(from.id_size), offset, out, told);
    if (actual && !jet::is_error(code)) *actual = told;
    return code;
}

}  // namespace ese::inline v1::c_face

ESE_JET JetRetrieveColumnByReference(JET_SESID sesid, JET_TABLEID tableid, const void* pvReference, uint32_t cbReference, uint32_t ibData,
                                     void* pvData, uint32_t cbData, uint32_t* pcbActual, JET_GRBIT grbit)
{
    using namespace ese::c_face;
    return guarded([&] {
        return retrieve_by_reference(sesid, tableid, bytes_of(pvReference, cbReference), ibData, room_of(pvData, cbData), pcbActual, grbit);
    });
}
