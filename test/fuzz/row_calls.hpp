// row_calls.hpp — random calls on records, and on temporary tables, which have nothing else.
#pragma once

#include "cursor_calls.hpp"

#include <cstdlib>

namespace c_fuzz {

[[nodiscard]] inline JET_GRBIT value_bits(world& w)
{
    constexpr JET_GRBIT usual[] = {0,
                                   0,
                                   0,
                                   JET_bitSetAppendLV,
                                   JET_bitSetOverwriteLV,
                                   JET_bitSetSizeLV,
                                   JET_bitSetZeroLength,
                                   JET_bitSetSeparateLV,
                                   JET_bitSetIntrinsicLV,
                                   JET_bitSetCompressed,
                                   JET_bitSetUniqueMultiValues,
                                   JET_bitSetSizeLV | JET_bitSetOverwriteLV};
    return w.roll.one_in(8) ? w.roll.bits() : w.roll.of(usual);
}
// Without a value a size means so many zeros: not gigabytes of them.
[[nodiscard]] inline std::uint32_t offset(world& w) { return w.roll.one_in(9) ? w.roll.edge() : w.roll.below(100); }

[[nodiscard]] inline JET_ERR set_column(world& w)
{
    const std::uint32_t size = w.roll.one_in(2) ? 4 : w.roll.size();
    auto* const info = w.roll.one_in(2) ? nullptr : w.structure<JET_SETINFO>();
    if (info) info->ibLongValue = offset(w), info->itagSequence = w.roll.one_in(9) ? w.roll.edge() : w.roll.below(4);
    return JetSetColumn(w.session, w.table, w.any_column(), w.data(size), size, value_bits(w), info);
}
[[nodiscard]] inline JET_ERR set_columns(world& w)
{
    const std::uint32_t count = w.roll.below(20);
    std::vector<JET_SETCOLUMN> columns(count);
    for (JET_SETCOLUMN& one : columns) {
        const std::uint32_t size = w.roll.one_in(2) ? 4 : w.roll.size();
        one = {w.any_column(), w.data(size), size, value_bits(w), offset(w), w.roll.below(4), 0};
    }
    return JetSetColumns(w.session, w.table, w.roll.one_in(20) ? nullptr : columns.data(), count);
}
[[nodiscard]] inline JET_ERR prepare(world& w)
{
    constexpr std::uint32_t kinds[] = {JET_prepInsert, JET_prepInsert, JET_prepInsert, JET_prepReplace, JET_prepReplaceNoLock, JET_prepCancel};
    return JetPrepareUpdate(w.session, w.table, w.roll.one_in(4) ? w.roll.one_in(9) ? w.roll.edge() : w.roll.below(12) : w.roll.of(kinds));
}
[[nodiscard]] inline JET_ERR update(world& w)
{
    const std::uint32_t size = w.roll.one_in(2) ? 300 : w.roll.size();
    void* const bookmark = w.roll.one_in(2) ? w.data(size) : nullptr;
    auto* const actual = w.roll.one_in(2) ? w.out<std::uint32_t>() : nullptr;
    const JET_ERR code       = w.roll.one_in(2)
                                   ? JetUpdate(w.session, w.table, bookmark, bookmark ? size : 0, actual)
                                   : JetUpdate2(w.session, w.table, bookmark, bookmark ? size : 0, actual, w.roll.one_in(6) ? w.roll.bits() : 0);
    keep_bytes(w, code, bookmark, size, actual);
    return code;
}

[[nodiscard]] inline JET_GRBIT read_bits(world& w) { return w.roll.one_in(3) ? w.roll.bits() : w.roll.one_in(2) ? JET_bitRetrieveCopy : 0; }
[[nodiscard]] inline JET_ERR retrieve_column(world& w)
{
    const std::uint32_t size = w.roll.size();
    auto* const info = w.roll.one_in(2) ? nullptr : w.structure<JET_RETINFO>();
    if (info) info->ibLongValue = offset(w), info->itagSequence = w.roll.one_in(9) ? w.roll.edge() : w.roll.below(4);
    return JetRetrieveColumn(w.session, w.table, w.any_column(), w.data(size), size, w.out<std::uint32_t>(), read_bits(w), info);
}
[[nodiscard]] inline JET_ERR retrieve_columns(world& w)
{
    const std::uint32_t count = w.roll.below(20);
    std::vector<JET_RETRIEVECOLUMN> columns(count);
    for (JET_RETRIEVECOLUMN& one : columns) {
        const std::uint32_t size = w.roll.size();
        one = {w.any_column(), w.data(size), size, 0, read_bits(w), offset(w), w.roll.one_in(9) ? w.roll.edge() : w.roll.below(4), 0, 0};
    }
    return JetRetrieveColumns(w.session, w.table, w.roll.one_in(20) ? nullptr : columns.data(), count);
}

// The caller's memory: runs out after a while. What a failed call keeps is a leak, which a sanitizer tells.
struct caller_memory {
    std::uint32_t left;
};
inline void* JET_API give(void* context, void* memory, std::uint32_t size)
{
    if (size == 0) return std::free(memory), nullptr;
    auto& from = *static_cast<caller_memory*>(context);
    return from.left == 0 ? nullptr : (--from.left, std::realloc(memory, size));
}
inline void release(JET_ENUMCOLUMN* found, std::uint32_t count)
{
    for (std::uint32_t i = 0; i < count; ++i) {
        if (found[i].err == JET_wrnColumnSingleValue) std::free(found[i].pvData);
        if (found[i].err != JET_errSuccess) continue;
        for (std::uint32_t j = 0; j < found[i].cEnumColumnValue; ++j) std::free(found[i].rgEnumColumnValue[j].pvData);
        std::free(found[i].rgEnumColumnValue);
    }
    std::free(found);
}
[[nodiscard]] inline JET_ERR enumerate(world& w)
{
    std::uint32_t tags[3] = {w.roll.below(4), w.roll.below(4), w.roll.edge()};
    JET_ENUMCOLUMNID asked[3]{};
    for (JET_ENUMCOLUMNID& one : asked) one = {w.any_column(), w.roll.below(4), tags};
    std::uint32_t count = 0;
    JET_ENUMCOLUMN* found = nullptr;
    caller_memory memory{w.roll.one_in(3) ? w.roll.below(9) : 1000};
    constexpr JET_GRBIT usual[] = {0,
                                   JET_bitEnumerateCopy,
                                   JET_bitEnumerateIgnoreDefault,
                                   JET_bitEnumeratePresenceOnly,
                                   JET_bitEnumerateTaggedOnly,
                                   JET_bitEnumerateInRecordOnly,
                                   JET_bitEnumerateInRecordOnly | JET_bitEnumerateCompressOutput,
                                   JET_bitEnumerateCompressOutput};
    const JET_GRBIT grbit = w.roll.one_in(4) ? w.roll.bits() : w.roll.of(usual);
    const JET_ERR code = JetEnumerateColumns(w.session, w.table, w.roll.one_in(2) ? 0 : w.roll.below(4), w.roll.one_in(15) ? nullptr : asked,
                                             w.roll.one_in(25) ? nullptr : &count, w.roll.one_in(25) ? nullptr : &found,
                                             w.roll.one_in(25) ? nullptr : &give, &memory, w.roll.one_in(3) ? w.roll.size() : 1000, grbit);
    if (code >= 0) release(found, count);
    return code;
}

[[nodiscard]] inline JET_ERR escrow(world& w)
{
    const std::uint32_t size = w.roll.one_in(5) ? w.roll.size() : w.roll.one_in(4) ? 8 : 4, old_size = w.roll.size();
    return JetEscrowUpdate(w.session, w.table, w.any_column(), w.data(size), size, w.data(old_size), old_size, w.out<std::uint32_t>(),
                           w.roll.bits_or(0));
}
[[nodiscard]] inline JET_ERR record_size(world& w)
{
    if (w.roll.one_in(2)) return JetGetRecordSize(w.session, w.table, w.out<JET_RECSIZE>(), w.roll.bits_or(0));
    return JetGetRecordSize2(w.session, w.table, w.out<JET_RECSIZE2>(), w.roll.bits_or(0));
}
[[nodiscard]] inline JET_ERR cursor_info(world& w)
{
    const bool plain = !w.roll.one_in(4);
    return JetGetCursorInfo(w.session, w.table, nullptr, plain ? 0 : w.roll.size(), plain ? 0 : w.roll.edge());
}

[[nodiscard]] inline JET_ERR open_temporary(world& w)
{
    JET_COLUMNDEF columns[4]{};
    for (JET_COLUMNDEF& one : columns) {
        one.cbStruct = w.roll.one_in(60) ? w.roll.below(40) : static_cast<std::uint32_t>(sizeof one);
        one.coltyp = w.roll.one_in(20) ? w.roll.edge() : 1 + w.roll.below(18);
        one.cp = w.roll.one_in(2) ? 1252 : 1200, one.cbMax = w.roll.one_in(3) ? w.roll.size() : 0;
        one.grbit = w.roll.one_in(6)   ? w.roll.bits()
                    : w.roll.one_in(2) ? JET_bitColumnTTKey
                    : w.roll.one_in(2) ? JET_bitColumnTTKey | JET_bitColumnTTDescending
                                       : 0;
    }
    JET_COLUMNID ids[4]{};
    JET_TABLEID opened = 0;
    const std::uint32_t count = w.roll.below(5);
    const JET_GRBIT grbit = w.roll.one_in(5) ? w.roll.bits() : w.roll.below(16);
    (void)w.any_session();
    auto* const unicode = w.roll.one_in(2) ? nullptr : static_cast<JET_UNICODEINDEX*>(w.memory.take(sizeof(JET_UNICODEINDEX), w.roll));
    if (unicode && !w.roll.one_in(3)) *unicode = {1033, 0x30401};
    const auto fill = [&](auto& open) {
        open.prgcolumndef = w.roll.one_in(25) ? nullptr : columns, open.ccolumn = count, open.grbit = grbit,
        open.prgcolumnid = w.roll.one_in(25) ? nullptr : ids;
        if (w.roll.one_in(4)) open.cbKeyMost = w.roll.edge(), open.cbVarSegMac = w.roll.one_in(2) ? 0 : w.roll.edge();
    };
    JET_ERR code = 0;
    switch (w.roll.below(5)) {
    case 0: code = JetOpenTempTable(w.session, columns, count, grbit, &opened, ids); break;
    case 1: code = JetOpenTempTable2(w.session, columns, count, w.roll.one_in(3) ? w.roll.edge() : 1033, grbit, &opened, ids); break;
    case 2: code = JetOpenTempTable3(w.session, columns, count, unicode, grbit, w.roll.one_in(25) ? nullptr : &opened, ids); break;
    case 3: {
        auto* const open = w.roll.one_in(25) ? nullptr : w.structure<JET_OPENTEMPORARYTABLE>();
        if (open) fill(*open), open->pidxunicode = unicode;
        code = JetOpenTemporaryTable(w.session, open);
        if (open) opened = open->tableid;
        break;
    }
    default: {
        auto* const open = w.roll.one_in(25) ? nullptr : w.structure<JET_OPENTEMPORARYTABLE2>();
        JET_UNICODEINDEX2 locale{w.wide(), 0x30401};
        if (open) fill(*open), open->pidxunicode = w.roll.one_in(3) ? &locale : nullptr;
        code = JetOpenTemporaryTable2(w.session, open);
        if (open) opened = open->tableid;
    }
    }
    for (std::uint32_t i = 0; code >= 0 && i < count; ++i)
        if (ids[i] != 0) world::keep(w.columns, ids[i], 30);
    w.opened(code, opened);
    return code;
}

inline constexpr random_call row_calls[] = {
    {"JetPrepareUpdate", 24, prepare},
    {"JetSetColumn", 24, set_column},
    {"JetSetColumns", 6, set_columns},
    {"JetUpdate", 24, update},
    {"JetUpdate2", 0, update},
    {"JetDelete", 4, [](world& w) { return JetDelete(w.session, w.table); }},
    {"JetRetrieveColumn", 12, retrieve_column},
    {"JetRetrieveColumns", 6, retrieve_columns},
    {"JetEnumerateColumns", 6, enumerate},
    {"JetEscrowUpdate", 4, escrow},
    {"JetGetLock", 4, [](world& w) { return JetGetLock(w.session, w.table, w.roll.one_in(3) ? w.roll.bits() : 1 + w.roll.below(7)); }},
    {"JetGetRecordSize", 4, record_size},
    {"JetGetRecordSize2", 0, record_size},
    {"JetGetCursorInfo", 2, cursor_info},
    {"JetOpenTempTable", 4, open_temporary},
    {"JetOpenTempTable2", 0, open_temporary},
    {"JetOpenTempTable3", 0, open_temporary},
    {"JetOpenTemporaryTable", 0, open_temporary},
    {"JetOpenTemporaryTable2", 0, open_temporary},
};

}  // namespace c_fuzz
