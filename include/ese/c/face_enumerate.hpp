// face_enumerate.hpp — JetEnumerateColumns: all values of a record in one call, in memory the caller's function gives.
//
// Room:   c. Uses face_instances, face_reference, face_row, jet.
// Holds:  (1) whatever was taken from the caller's function is given back to it when the call fails;
//         (2) sizes are asked first and values read after that, so no buffer here limits them.
#pragma once

#include <ese/c/face_instances.hpp>
#include <ese/c/face_reference.hpp>
#include <ese/c/face_row.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace ese::inline v1::c_face {

struct enumeration {
    cursor_place at;
    JET_PFNREALLOC allocate;
    void* context;
    std::uint32_t size_most;
    JET_GRBIT grbit;
    std::vector<JET_COLUMNID> long_columns{};    // where values outside the record are not read: what may have some

    [[nodiscard]] void* take(std::size_t size) const noexcept
    {
        return size > 0xFFFFFFFF ? nullptr : allocate(context, nullptr, static_cast<std::uint32_t>(size));
    }
    void give_back(void* memory) const noexcept
    {
        if (memory) (void)allocate(context, memory, 0);
    }
    [[nodiscard]] bool asks(JET_GRBIT bit) const noexcept { return (grbit & bit) != 0; }
    [[nodiscard]] jet::flags<jet::retrieve_option> options(bool with_defaults) const noexcept
    {
        jet::flags<jet::retrieve_option> wanted;
        if (asks(JET_bitEnumerateCopy)) wanted |= jet::retrieve_option::copy;
        if (!with_defaults) wanted |= jet::retrieve_option::ignore_default;
        return wanted;
    }
};

[[nodiscard]] inline errc count_values(const enumeration& how, JET_COLUMNID column, bool with_defaults, std::uint32_t& count)
{
    jet::retrieve_args args{column_id{column}, {}, how.options(with_defaults), 0, 0};
    const errc code = how.at->retrieve_columns(how.at.session, how.at.table, {&args, 1});
    count = jet::is_error(code) ? 0 : args.instance;
    return code;
}

inline constexpr JET_GRBIT leaves_apart = JET_bitEnumerateInRecordOnly | JET_bitEnumerateAsRefIfNotInRecord;

[[nodiscard]] inline bool is_apart(const enumeration& how, JET_COLUMNID column, std::uint32_t instance, value_reference& reference)
{
    const bool may_be = std::find(how.long_columns.begin(), how.long_columns.end(), column) != how.long_columns.end();
    return may_be && refer_to(how.at, column, instance, how.options(false), reference);
}

// A value that lies outside the record.
[[nodiscard]] inline errc leave_apart(const enumeration& how, const value_reference& reference, JET_ENUMCOLUMNVALUE& value)
{
    value.err = JET_wrnColumnNotInRecord;
    if (!how.asks(JET_bitEnumerateAsRefIfNotInRecord)) return errc::success;
    value.pvData = how.take(sizeof reference);
    if (!value.pvData) return errc::out_of_memory;
    std::memcpy(value.pvData, &reference, sizeof reference);
    value.cbData = sizeof reference;
    value.err = JET_wrnColumnReference;
    return errc::success;
}

// One value into memory of its own. NULL among the instances is told and takes none.
[[nodiscard]] inline errc read_value(const enumeration& how, JET_COLUMNID column, std::uint32_t instance, JET_ENUMCOLUMNVALUE& value)
{
    value.itagSequence = instance;
    if (value_reference reference; is_apart(how, column, instance, reference)) return leave_apart(how, reference, value);
    std::array<std::byte, 256> small;
    const auto options = how.options(!how.asks(JET_bitEnumerateIgnoreDefault));
    jet::retrieve_args args{column_id{column}, small, options, 0, instance};
    errc code = how.at->retrieve_column(how.at.session, how.at.table, args);
    if (jet::is_error(code)) return code;
    value.err = code == errc::wrn_column_null ? JET_wrnColumnNull : JET_errSuccess;
    if (value.err != JET_errSuccess) return errc::success;
    value.cbData = std::min(args.actual, how.size_most);
    if (value.cbData < args.actual) value.err = JET_wrnColumnTruncated;
    if (value.cbData == 0) return errc::success;
    value.pvData = how.take(value.cbData);
    if (!value.pvData) return errc::out_of_memory;
    if (value.cbData <= small.size()) {
        std::memcpy(value.pvData, small.data(), value.cbData);
        return errc::success;
    }
    args = {column_id{column}, room_of(value.pvData, value.cbData), options, 0, instance};
    code = how.at->retrieve_column(how.at.session, how.at.table, args);
    return jet::is_error(code) ? code : errc::success;
}

inline void give_back(const enumeration& how, JET_ENUMCOLUMN& column) noexcept
{
    if (column.err == JET_wrnColumnSingleValue) return how.give_back(column.pvData);
    if (column.err != JET_errSuccess) return;
    for (std::uint32_t i = 0; i < column.cEnumColumnValue; ++i) how.give_back(column.rgEnumColumnValue[i].pvData);
    how.give_back(column.rgEnumColumnValue);
}

// `instances`: which ones; all `count` of them if null. On failure the column holds what is to be given back.
[[nodiscard]] inline errc read_values(const enumeration& how, JET_ENUMCOLUMN& column, std::uint32_t count, const std::uint32_t* wanted)
{
    if (!wanted && count == 1 && how.asks(JET_bitEnumerateCompressOutput)) {
        JET_ENUMCOLUMNVALUE only{};
        const errc code = read_value(how, column.columnid, 1, only);
        if (jet::is_error(code) || only.err == JET_errSuccess) {
            column.err = JET_wrnColumnSingleValue;
            column.cbData = only.cbData;
            column.pvData = only.pvData;
            return code;
        }
        how.give_back(only.pvData);    // cut: only the long form can tell
    }
    auto* const values = static_cast<JET_ENUMCOLUMNVALUE*>(how.take(count * sizeof(JET_ENUMCOLUMNVALUE)));
    if (!values) return errc::out_of_memory;
    std::memset(values, 0, count * sizeof(JET_ENUMCOLUMNVALUE));
    column.cEnumColumnValue = count;
    column.rgEnumColumnValue = values;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t instance = wanted ? wanted[i] : i + 1;
        if (instance == 0) values[i].err = JET_wrnColumnSkipped;
        else if (const errc code = read_value(how, column.columnid, instance, values[i]); jet::is_error(code)) return code;
    }
    return errc::success;
}

// What there is of one column. `asked` null: all instances.
[[nodiscard]] inline errc read_column(const enumeration& how, JET_ENUMCOLUMN& column, const JET_ENUMCOLUMNID* asked)
{
    const bool with_defaults = !how.asks(JET_bitEnumerateIgnoreDefault);
    std::uint32_t count = 0;
    if (const errc code = count_values(how, column.columnid, with_defaults, count); jet::is_error(code)) return code;
    if (count == 0) {
        std::uint32_t shown = 0;
        if (!with_defaults)
            if (const errc code = count_values(how, column.columnid, true, shown); jet::is_error(code)) return code;
        column.err = shown != 0 ? JET_wrnColumnDefault : JET_wrnColumnNull;
        return errc::success;
    }
    if (how.asks(JET_bitEnumeratePresenceOnly)) {
        column.err = JET_wrnColumnPresent;
        return errc::success;
    }
    const bool some = asked && asked->ctagSequence != 0;
    if (some && !asked->rgtagSequence) return errc::invalid_parameter;
    return read_values(how, column, some ? asked->ctagSequence : count, some ? asked->rgtagSequence : nullptr);
}

[[nodiscard]] inline errc check_enumeration(JET_GRBIT grbit, bool listed) noexcept
{
    constexpr JET_GRBIT known = JET_bitEnumerateCopy | JET_bitEnumerateIgnoreDefault | JET_bitEnumeratePresenceOnly |
                                JET_bitEnumerateTaggedOnly | JET_bitEnumerateCompressOutput |
                                JET_bitEnumerateIgnoreUserDefinedDefault | leaves_apart;
    if ((grbit & ~known) != 0 || (grbit & leaves_apart) == leaves_apart) return errc::invalid_grbit;
    return listed && (grbit & JET_bitEnumerateTaggedOnly) != 0 ? errc::invalid_grbit : errc::success;
}

// References are to what is in a table: not to a temporary one, nor to what is being prepared.
[[nodiscard]] inline errc check_references(const cursor_place& at, JET_TABLEID table, JET_GRBIT grbit)
{
    if ((grbit & JET_bitEnumerateAsRefIfNotInRecord) == 0) return errc::success;
    jet::table_info info;
    if (const errc code = at->get_table_info(at.session, at.table, info); jet::is_error(code)) return code;
    return is_temporary(table) || info.prepared ? errc::invalid_grbit : errc::success;
}

[[nodiscard]] inline errc columns_to_read(enumeration& how, std::uint32_t count, const JET_ENUMCOLUMNID* listed,
                                          std::vector<JET_COLUMNID>& columns)
{
    for (std::uint32_t i = 0; i < count; ++i) columns.push_back(listed[i].columnid);
    const bool reads_all = !how.asks(leaves_apart);
    if (count != 0 && reads_all) return errc::success;
    std::vector<jet::column_info> infos;
    if (const errc code = how.at->column_infos(how.at.session, how.at.table, infos); jet::is_error(code)) return code;
    for (const jet::column_info& info : infos)
        if (!reads_all && jet::is_long(info.type)) how.long_columns.push_back(info.id.value());
    if (count != 0) return errc::success;
    for (const jet::column_info& info : infos)
        if (!how.asks(JET_bitEnumerateTaggedOnly) || info.options.has(jet::column_option::tagged)) columns.push_back(info.id.value());
    return errc::success;
}

// Columns without a value are left out unless they were asked for.
[[nodiscard]] inline errc enumerate(enumeration how, std::uint32_t count, const JET_ENUMCOLUMNID* listed,
                                    std::uint32_t* count_out, JET_ENUMCOLUMN** out)
{
    std::vector<JET_COLUMNID> columns;
    if (const errc code = columns_to_read(how, count, listed, columns); jet::is_error(code)) return code;
    const std::size_t bytes = std::max<std::size_t>(columns.size(), 1) * sizeof(JET_ENUMCOLUMN);
    auto* const found = static_cast<JET_ENUMCOLUMN*>(how.take(bytes));
    if (!found) return errc::out_of_memory;
    std::memset(found, 0, bytes);
    std::uint32_t used = 0;
    for (std::uint32_t i = 0; i < columns.size(); ++i) {
        JET_ENUMCOLUMN& column = found[used];
        column = {};
        column.columnid = columns[i];
        errc code = errc::success;
        if (columns[i] == 0) column.err = JET_wrnColumnSkipped;
        else code = read_column(how, column, count != 0 ? &listed[i] : nullptr);
        if (jet::is_error(code)) {
            for (std::uint32_t j = 0; j <= used; ++j) give_back(how, found[j]);
            how.give_back(found);
            return code;
        }
        const bool empty = column.err == JET_wrnColumnNull || column.err == JET_wrnColumnDefault;
        if (count != 0 || !empty) ++used;
    }
    *count_out = used;
    *out = found;
    return errc::success;
}

}  // namespace ese::inline v1::c_face

ESE_JET JetEnumerateColumns(JET_SESID sesid, JET_TABLEID tableid, uint32_t cEnumColumnId, JET_ENUMCOLUMNID* rgEnumColumnId,
                            uint32_t* pcEnumColumn, JET_ENUMCOLUMN** prgEnumColumn, JET_PFNREALLOC pfnRealloc,
                            void* pvReallocContext, uint32_t cbDataMost, JET_GRBIT grbit)
{
    using namespace ese::c_face;
    return guarded([&] {
        const cursor_place at = cursor_of(sesid, tableid);
        if (!may_do(at, temporary_deed::read)) return refused(at, ese::errc::illegal_operation);
        if (!pcEnumColumn || !prgEnumColumn || !pfnRealloc || (cEnumColumnId != 0 && !rgEnumColumnId))
            return refused(at, ese::errc::invalid_parameter);
        *pcEnumColumn = 0;
        *prgEnumColumn = nullptr;
        if (const ese::errc wrong = check_enumeration(grbit, cEnumColumnId != 0); wrong != ese::errc::success) return refused(at, wrong);
        if (const ese::errc wrong = check_references(at, tableid, grbit); wrong != ese::errc::success) return wrong;
        return enumerate({at, pfnRealloc, pvReallocContext, cbDataMost, grbit}, cEnumColumnId, rgEnumColumnId, pcEnumColumn, prgEnumColumn);
    });
}
