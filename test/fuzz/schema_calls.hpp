// schema_calls.hpp — random calls on tables, columns and indexes.
//
// Holds:  a union says what the options beside it say: an invented address is read, here as everywhere.
#pragma once

#include "world.hpp"

namespace c_fuzz {

[[nodiscard]] inline JET_ERR create_table(world& w)
{
    auto* const made = w.out<JET_TABLEID>();
    (void)w.any_session();
    const std::uint32_t pages = w.roll.one_in(9) ? w.roll.edge() : 1, density = w.roll.one_in(6) ? w.roll.edge() : 80;
    const JET_ERR code = w.roll.one_in(2) ? JetCreateTableA(w.session, w.any_database(), w.name(), pages, density, made)
                                          : JetCreateTableW(w.session, w.any_database(), w.wide(), pages, density, made);
    if (made) w.opened(code, *made);
    return code;
}

[[nodiscard]] inline JET_COLTYP some_type(world& w) { return w.roll.one_in(20) ? w.roll.edge() : 1 + w.roll.below(18); }
[[nodiscard]] inline JET_GRBIT column_bits(world& w)
{
    constexpr JET_GRBIT usual[] = {0,
                                   0,
                                   0,
                                   JET_bitColumnFixed,
                                   JET_bitColumnTagged,
                                   JET_bitColumnTagged | JET_bitColumnMultiValued,
                                   JET_bitColumnNotNULL,
                                   JET_bitColumnAutoincrement,
                                   JET_bitColumnVersion,
                                   JET_bitColumnEscrowUpdate | JET_bitColumnFixed};
    return w.roll.one_in(5) ? w.roll.bits() : w.roll.of(usual);
}
[[nodiscard]] inline std::uint16_t code_page(world& w)
{
    constexpr std::uint16_t pages[] = {1252, 1200, 0, 1252, 1200, 65001};
    return w.roll.of(pages);
}
// Not the size of a structure with addresses in it, which JET_bitColumnUserDefinedDefault would make of it.
[[nodiscard]] inline std::uint32_t default_size(world& w)
{
    const std::uint32_t size = w.roll.one_in(2) ? 0 : w.roll.one_in(2) ? 4 : w.roll.size();
    return size == sizeof(JET_USERDEFINEDDEFAULT_A) ? size - 1 : size;
}

[[nodiscard]] inline JET_ERR add_column(world& w)
{
    JET_COLUMNDEF* const wanted = w.roll.one_in(25) ? nullptr : w.structure<JET_COLUMNDEF>();
    if (wanted)
        wanted->coltyp = some_type(w), wanted->cp = code_page(w), wanted->cbMax = w.roll.one_in(2) ? 0 : w.roll.size(),
        wanted->grbit = column_bits(w);
    const std::uint32_t size = default_size(w);
    auto* const added = w.out<JET_COLUMNID>();
    const JET_ERR code = w.roll.one_in(2) ? JetAddColumnA(w.session, w.table, w.name(), wanted, w.data(size), size, added)
                                          : JetAddColumnW(w.session, w.table, w.wide(), wanted, w.data(size), size, added);
    if (code >= 0 && added) world::keep(w.columns, *added, 30);
    return code;
}

[[nodiscard]] inline JET_GRBIT index_bits(world& w)
{
    constexpr JET_GRBIT usual[] = {0,
                                   0,
                                   JET_bitIndexUnique,
                                   JET_bitIndexPrimary,
                                   JET_bitIndexIgnoreAnyNull,
                                   JET_bitIndexTuples,
                                   JET_bitIndexDisallowNull,
                                   JET_bitIndexCrossProduct,
                                   JET_bitIndexNestedTable,
                                   JET_bitIndexTuples | JET_bitIndexTupleLimits};
    return w.roll.one_in(5) ? w.roll.bits() : w.roll.of(usual);
}

[[nodiscard]] inline JET_TUPLELIMITS* tuple_limits(world& w)
{
    if (w.roll.one_in(8)) return nullptr;
    auto* const limits = static_cast<JET_TUPLELIMITS*>(w.memory.take(sizeof(JET_TUPLELIMITS), w.roll));
    const auto number = [&](std::uint32_t usual) { return w.roll.one_in(6) ? w.roll.edge() : usual; };
    *limits = {number(2), number(5), number(100), number(1), number(0)};
    return limits;
}

template <class Index>
void fill_locale(world& w, Index& index)
{
    const bool by_structure = (index.grbit & JET_bitIndexUnicode) != 0;
    constexpr bool by_name = requires { index.pidxunicode->szLocaleName; };
    if constexpr (by_name) {
        if (by_structure == w.roll.one_in(8)) return;
        index.pidxunicode = static_cast<JET_UNICODEINDEX2*>(w.memory.take(sizeof(JET_UNICODEINDEX2), w.roll));
        *index.pidxunicode = {w.roll.one_in(3) ? w.wide() : w.memory.keep(std::u16string{u"en-US"}), w.roll.one_in(3) ? w.roll.any32() : 0x30401u};
    } else if (by_structure) {
        index.pidxunicode = w.roll.one_in(8) ? nullptr : static_cast<JET_UNICODEINDEX*>(w.memory.take(sizeof(JET_UNICODEINDEX), w.roll));
        if (index.pidxunicode && !w.roll.one_in(3)) *index.pidxunicode = {1033, 0x30401};
    } else {
        index.lcid = w.roll.one_in(9) ? w.roll.edge() : 1033;
    }
}

[[nodiscard]] inline JET_CONDITIONALCOLUMN_A* condition(world& w)
{
    auto* const made = w.structure<JET_CONDITIONALCOLUMN_A>();
    made->szColumnName = w.name();
    made->grbit = w.roll.one_in(4) ? w.roll.bits() : 1 + w.roll.below(2);
    return made;
}

// A whole definition. `size`: what each of an array says it has.
template <class Index>
[[nodiscard]] Index some_index(world& w, std::uint32_t size)
{
    Index index{};
    const std::string key = w.key_text();
    index.cbStruct = size;
    index.szIndexName = w.name();
    index.szKey = w.roll.one_in(30) ? nullptr : w.memory.keep(key);
    index.cbKey = w.roll.one_in(15) ? w.roll.below(static_cast<std::uint32_t>(key.size()) + 1) : static_cast<std::uint32_t>(key.size());
    index.grbit = index_bits(w);
    index.ulDensity = w.roll.one_in(9) ? w.roll.edge() : 80;
    fill_locale(w, index);
    if ((index.grbit & JET_bitIndexTupleLimits) != 0) index.ptuplelimits = tuple_limits(w);
    else if (w.roll.one_in(9)) index.cbVarSegMac = w.roll.edge();
    if (w.roll.one_in(6)) index.rgconditionalcolumn = condition(w), index.cConditionalColumn = 1;
    if (w.roll.one_in(6)) index.grbit |= JET_bitIndexKeyMost, index.cbKeyMost = w.roll.one_in(2) ? w.roll.edge() : 500;
    return index;
}

template <class Index, class Call>
[[nodiscard]] JET_ERR create_indexes(world& w, Call call)
{
    const std::uint32_t size = w.roll.one_in(20) ? w.roll.below(16) : static_cast<std::uint32_t>(sizeof(Index));
    Index both[] = {some_index<Index>(w, size), some_index<Index>(w, size)};
    return call(w.session, w.table, w.roll.one_in(30) ? nullptr : both, w.roll.one_in(9) ? 0 : w.roll.one_in(5) ? 2 : 1);
}
[[nodiscard]] inline JET_ERR create_index(world& w)
{
    const std::string key = w.key_text();
    const std::uint32_t size = w.roll.one_in(9) ? w.roll.below(static_cast<std::uint32_t>(key.size()) + 1) : static_cast<std::uint32_t>(key.size());
    const JET_GRBIT grbit = index_bits(w);
    const std::uint32_t density = w.roll.one_in(9) ? w.roll.edge() : 80;
    if (w.roll.one_in(2))
        return JetCreateIndexA(w.session, w.table, w.name(), grbit, w.roll.one_in(30) ? nullptr : w.memory.keep(key), size, density);
    return JetCreateIndexW(w.session, w.table, w.wide(), grbit, w.memory.keep(std::u16string(key.begin(), key.end())), size * 2, density);
}

// All at once: a table with columns and indexes.
template <class Table, class Index, class Call>
[[nodiscard]] JET_ERR create_whole_table(world& w, Call call)
{
    auto* const wanted = w.roll.one_in(30) ? nullptr : w.structure<Table>();
    (void)w.any_session();
    if (!wanted) return call(w.session, w.any_database(), wanted);
    JET_COLUMNCREATE_A columns[4]{};
    char names[4][2] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; ++i) {
        JET_COLUMNCREATE_A& one = columns[i];
        one.cbStruct = w.roll.one_in(60) ? w.roll.below(100) : static_cast<std::uint32_t>(sizeof one);
        one.szColumnName = w.roll.one_in(30) ? w.name() : names[i];
        one.coltyp = some_type(w), one.cp = code_page(w), one.grbit = column_bits(w);
        one.cbMax = w.roll.one_in(3) ? w.roll.size() : 0;
        one.cbDefault = w.roll.one_in(5) ? default_size(w) : 0;
        one.pvDefault = one.cbDefault ? w.data(one.cbDefault) : nullptr;
    }
    Index indexes[] = {some_index<Index>(w, sizeof(Index)), some_index<Index>(w, sizeof(Index))};
    wanted->szTableName = w.name();
    wanted->szTemplateTableName = w.roll.one_in(6) ? w.name() : nullptr;
    wanted->ulPages = 1, wanted->ulDensity = w.roll.one_in(15) ? w.roll.edge() : 80;
    wanted->rgcolumncreate = w.roll.one_in(30) ? nullptr : columns, wanted->cColumns = w.roll.below(5);
    wanted->rgindexcreate = w.roll.one_in(30) ? nullptr : indexes, wanted->cIndexes = w.roll.below(3);
    wanted->grbit = w.roll.one_in(3) ? w.roll.bits() : w.roll.one_in(5) ? JET_bitTableCreateTemplateTable : 0;
    if constexpr (requires { wanted->cbSeparateLV; }) wanted->cbSeparateLV = w.roll.one_in(4) ? w.roll.edge() : 0;
    const JET_ERR code = call(w.session, w.any_database(), wanted);
    for (const JET_COLUMNCREATE_A& one : columns)
        if (code >= 0 && one.columnid != 0) world::keep(w.columns, one.columnid, 30);
    w.opened(code, wanted->tableid);
    return code;
}

[[nodiscard]] inline JET_ERR open_table(world& w)
{
    auto* const opened = w.out<JET_TABLEID>();
    (void)w.any_session();
    const JET_GRBIT grbit = w.roll.one_in(4) ? w.roll.bits() : 0;
    const JET_ERR code = w.roll.one_in(2) ? JetOpenTableA(w.session, w.any_database(), w.name(), nullptr, 0, grbit, opened)
                                          : JetOpenTableW(w.session, w.any_database(), w.wide(), nullptr, 0, grbit, opened);
    if (opened) w.opened(code, *opened);
    return code;
}
[[nodiscard]] inline JET_ERR close_table(world& w)
{
    if (!w.roll.one_in(3)) return 0;
    const JET_ERR code = JetCloseTable(w.session, w.table);
    if (code >= 0) w.ended(w.cursors, w.table);
    return code;
}
[[nodiscard]] inline JET_ERR dup_cursor(world& w)
{
    auto* const second = w.out<JET_TABLEID>();
    const JET_ERR code = JetDupCursor(w.session, w.table, second, w.roll.one_in(9) ? 1 : 0);
    if (second) w.opened(code, *second);
    return code;
}
[[nodiscard]] inline JET_ERR delete_something(world& w)
{
    switch (w.roll.below(9)) {
    case 0: return JetDeleteTableA(w.any_session(), w.any_database(), w.name());
    case 1: return JetDeleteTableW(w.any_session(), w.any_database(), w.wide());
    case 2: return JetDeleteColumnA(w.session, w.table, w.name());
    case 3: return JetDeleteColumnW(w.session, w.table, w.wide());
    case 4: return JetDeleteColumn2A(w.session, w.table, w.name(), w.roll.bits());
    case 5: return JetDeleteColumn2W(w.session, w.table, w.wide(), w.roll.bits());
    case 6: return JetDeleteIndexA(w.session, w.table, w.name());
    case 7: return JetDeleteIndexW(w.session, w.table, w.wide());
    default: return 0;
    }
}
[[nodiscard]] inline JET_ERR rename_something(world& w)
{
    switch (w.roll.below(4)) {
    case 0: return JetRenameTableA(w.any_session(), w.any_database(), w.name(), w.name());
    case 1: return JetRenameTableW(w.any_session(), w.any_database(), w.wide(), w.wide());
    case 2: return JetRenameColumnA(w.session, w.table, w.name(), w.name(), w.roll.bits());
    default: return JetRenameColumnW(w.session, w.table, w.wide(), w.wide(), w.roll.bits());
    }
}
[[nodiscard]] inline JET_ERR set_default(world& w)
{
    const std::uint32_t size = default_size(w);
    if (w.roll.one_in(2)) return JetSetColumnDefaultValueA(w.any_session(), w.any_database(), w.name(), w.name(), w.data(size), size, w.roll.bits());
    return JetSetColumnDefaultValueW(w.any_session(), w.any_database(), w.wide(), w.wide(), w.data(size), size, w.roll.bits());
}

inline constexpr random_call schema_calls[] = {
    {"JetCreateTable", 5, create_table},
    {"JetCreateTableColumnIndex", 4,
     [](world& w) { return create_whole_table<JET_TABLECREATE_A, JET_INDEXCREATE_A>(w, &JetCreateTableColumnIndexA); }},
    {"JetCreateTableColumnIndex2", 2,
     [](world& w) { return create_whole_table<JET_TABLECREATE2_A, JET_INDEXCREATE_A>(w, &JetCreateTableColumnIndex2A); }},
    {"JetCreateTableColumnIndex3", 2,
     [](world& w) { return create_whole_table<JET_TABLECREATE3_A, JET_INDEXCREATE2_A>(w, &JetCreateTableColumnIndex3A); }},
    {"JetCreateTableColumnIndex4", 2,
     [](world& w) { return create_whole_table<JET_TABLECREATE4_A, JET_INDEXCREATE3_A>(w, &JetCreateTableColumnIndex4A); }},
    {"JetOpenTable", 14, open_table},
    {"JetCloseTable", 5, close_table},
    {"JetDupCursor", 4, dup_cursor},
    {"JetAddColumn", 10, add_column},
    {"JetCreateIndex", 5, create_index},
    {"JetCreateIndex2", 2, [](world& w) { return create_indexes<JET_INDEXCREATE_A>(w, &JetCreateIndex2A); }},
    {"JetCreateIndex3", 2, [](world& w) { return create_indexes<JET_INDEXCREATE2_A>(w, &JetCreateIndex3A); }},
    {"JetCreateIndex4", 2, [](world& w) { return create_indexes<JET_INDEXCREATE3_A>(w, &JetCreateIndex4A); }},
    {"JetDeleteTable", 4, delete_something},
    {"JetDeleteColumn", 0, delete_something},
    {"JetDeleteColumn2", 0, delete_something},
    {"JetDeleteIndex", 0, delete_something},
    {"JetRenameTable", 3, rename_something},
    {"JetRenameColumn", 0, rename_something},
    {"JetSetColumnDefaultValue", 2, set_default},
    {"JetComputeStats", 1, [](world& w) { return JetComputeStats(w.session, w.table); }},
};

}  // namespace c_fuzz
