// face_table.hpp — the calls that create, open and change tables, columns and indexes.
//
// Room:   c. Uses face_callbacks, face_definitions, face_instances, face_temporary, face_text, jet.
// Holds:  schema calls on a temporary table are refused before anything is looked at.
#pragma once

#include <ese/c/face_callbacks.hpp>
#include <ese/c/face_definitions.hpp>
#include <ese/c/face_instances.hpp>
#include <ese/c/face_temporary.hpp>
#include <ese/c/face_text.hpp>

#include <cstdint>
#include <string_view>

namespace ese::inline v1::c_face {

template <class Form, class Structure>
[[nodiscard]] errc create_table(JET_SESID session, JET_DBID database, Structure* from)
{
    if (!from || from->cbStruct != sizeof(Structure)) return refused(session, errc::invalid_parameter);
    table_words<Form, Structure> words{*from};
    if (words.wrong() != errc::success) return refused(session, words.wrong());
    table_id opened;
    const errc code = instances().of_session(session).create_table(session_id{session}, database_id{database}, words.wanted(), opened);
    words.answer(jet::is_error(code) ? jet::nil_table : opened);
    return code;
}

template <class Unit>
[[nodiscard]] errc create_plain_table(JET_SESID session, JET_DBID database, const Unit* name, std::uint32_t pages,
                                      std::uint32_t density, JET_TABLEID* table)
{
    if (!table) return refused(session, errc::invalid_parameter);
    *table = JET_tableidNil;
    const text_in given{name};
    jet::table_create wanted;
    wanted.name = given.view();
    wanted.pages = pages;
    wanted.density = density;
    table_id opened;
    const errc code = instances().of_session(session).create_table(session_id{session}, database_id{database}, wanted, opened);
    if (!jet::is_error(code)) *table = opened.value();
    return code;
}

template <class Unit>
[[nodiscard]] errc open_table(JET_SESID session, JET_DBID database, const Unit* name, JET_GRBIT grbit, JET_TABLEID* table)
{
    if (!table) return refused(session, errc::invalid_parameter);
    *table = JET_tableidNil;
    table_id opened;
    const errc code = instances().of_session(session).open_table(session_id{session}, database_id{database}, text_in{name}.view(),
                                                                 bits<jet::open_table_option>(grbit), opened);
    if (!jet::is_error(code)) *table = opened.value();
    return code;
}

[[nodiscard]] inline errc close_table(JET_SESID session, JET_TABLEID table)
{
    const errc code = is_temporary(table) ? close_temporary(session, table)
                                          : instances().of_session(session).close_table(session_id{session}, table_id{table});
    if (code == errc::success) free_dead_storage(session);
    return code;
}

[[nodiscard]] inline errc dup_cursor(JET_SESID session, JET_TABLEID table, JET_TABLEID* fresh, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    if (!fresh) return refused(at, errc::invalid_parameter);
    *fresh = JET_tableidNil;
    if (grbit != 0) return refused(at, errc::invalid_grbit);
    if (!may_do(at, temporary_deed::read)) return refused(at, errc::illegal_operation);
    table_id made;
    const errc code = at->dup_cursor(at.session, at.table, made);
    if (jet::is_error(code)) return code;
    if (at.temporary) share_temporary(session, table, made);
    *fresh = made.value();
    return code;
}

// The cursor of a schema call. A temporary table has a schema for good.
struct schema_place : cursor_place {
    errc refused = errc::success;
};

[[nodiscard]] inline schema_place schema_of(JET_SESID session, JET_TABLEID table)
{
    const cursor_place at = cursor_of(session, table);
    return {at, is_temporary(table) ? refused(at, errc::illegal_operation) : errc::success};
}

template <class Unit>
[[nodiscard]] errc add_column(JET_SESID session, JET_TABLEID table, const Unit* name, const JET_COLUMNDEF* definition,
                              const void* value, std::uint32_t size, JET_COLUMNID* column)
{
    const schema_place at = schema_of(session, table);
    if (at.refused != errc::success) return at.refused;
    if (!definition || definition->cbStruct < sizeof(JET_COLUMNDEF)) return refused(at, errc::invalid_parameter);
    const text_in given{name};
    jet::column_create wanted{given.view(), static_cast<jet::column_type>(definition->coltyp), definition->cbMax,
                              bits<jet::column_option>(definition->grbit), definition->cp, bytes_of(value, size)};
    const errc code = at->add_column(at.session, at.table, wanted);
    if (column && !jet::is_error(code)) *column = wanted.id.value();
    return code;
}

template <class Unit>
[[nodiscard]] errc delete_column(JET_SESID session, JET_TABLEID table, const Unit* name, JET_GRBIT grbit)
{
    const schema_place at = schema_of(session, table);
    if (at.refused != errc::success) return at.refused;
    return at->delete_column(at.session, at.table, text_in{name}.view(), bits<jet::delete_column_option>(grbit));
}

template <class Unit>
[[nodiscard]] errc rename_column(JET_SESID session, JET_TABLEID table, const Unit* from, const Unit* to, JET_GRBIT grbit)
{
    const schema_place at = schema_of(session, table);
    if (at.refused != errc::success) return at.refused;
    if ((grbit & ~JET_GRBIT{JET_bitColumnRenameConvertToPrimaryIndexPlaceholder}) != 0) return errc::invalid_grbit;
    if (grbit != 0) return errc::feature_not_available;
    return at->rename_column(at.session, at.table, text_in{from}.view(), text_in{to}.view());
}

template <class Unit>
[[nodiscard]] errc set_column_default(JET_SESID session, JET_DBID database, const Unit* table, const Unit* column, const void* value,
                                      std::uint32_t size)
{
    return instances().of_session(session).set_column_default(session_id{session}, database_id{database}, text_in{table}.view(),
                                                              text_in{column}.view(), bytes_of(value, size));
}

// Several indexes are made or none: in a transaction of their own, and outside of any other.
[[nodiscard]] inline errc create_all(const cursor_place& at, std::span<jet::index_create> indexes)
{
    session_info info;
    if (const errc code = at->get_session_info(at.session, info); jet::is_error(code)) return code;
    if (info.level > 0) return errc::in_transaction;
    if (const errc code = at->begin_transaction(at.session, {}); jet::is_error(code)) return code;
    errc code = errc::success;
    for (jet::index_create& one : indexes)
        if (!jet::is_error(code)) code = at->create_index(at.session, at.table, one);
    if (!jet::is_error(code)) code = at->commit_transaction(at.session, {});
    if (jet::is_error(code)) (void)at->rollback(at.session, {});
    return code;
}

template <class Form, class Structure>
[[nodiscard]] errc create_indexes(JET_SESID session, JET_TABLEID table, Structure* indexes, std::uint32_t count)
{
    const schema_place at = schema_of(session, table);
    if (at.refused != errc::success) return at.refused;
    index_array<Form, Structure> words{indexes, count};
    if (words.wrong() != errc::success) return refused(at, words.wrong());
    if (count == 0) return refused(at, errc::invalid_parameter);
    const errc code = count == 1 ? at->create_index(at.session, at.table, words.wanted()[0]) : create_all(at, words.wanted());
    words.answer();
    return code;
}

template <class Unit>
[[nodiscard]] errc create_index(JET_SESID session, JET_TABLEID table, const Unit* name, JET_GRBIT grbit, const Unit* key,
                                std::uint32_t key_size, std::uint32_t density)
{
    const schema_place at = schema_of(session, table);
    if (at.refused != errc::success) return at.refused;
    if (!key || key_size == 0) return refused(at, errc::invalid_parameter);
    const text_in given{name};
    const text_in parts{key, key_size};
    jet::index_create wanted;
    wanted.name = given.view();
    wanted.key = parts.view();
    wanted.options = bits<jet::index_option>(grbit);
    wanted.density = density;
    return at->create_index(at.session, at.table, wanted);
}

template <class Unit>
[[nodiscard]] errc delete_index(JET_SESID session, JET_TABLEID table, const Unit* name)
{
    const schema_place at = schema_of(session, table);
    return at.refused != errc::success ? at.refused : at->delete_index(at.session, at.table, text_in{name}.view());
}

[[nodiscard]] inline errc compute_stats(JET_SESID session, JET_TABLEID table)
{
    const schema_place at = schema_of(session, table);
    return at.refused != errc::success ? at.refused : at->compute_statistics(at.session, at.table);
}

template <class Unit>
[[nodiscard]] errc delete_table(JET_SESID session, JET_DBID database, const Unit* name)
{
    return instances().of_session(session).delete_table(session_id{session}, database_id{database}, text_in{name}.view());
}

template <class Unit>
[[nodiscard]] errc rename_table(JET_SESID session, JET_DBID database, const Unit* from, const Unit* to)
{
    return instances().of_session(session).rename_table(session_id{session}, database_id{database}, text_in{from}.view(),
                                                        text_in{to}.view());
}

}  // namespace ese::inline v1::c_face

ESE_JET JetComputeStats(JET_SESID sesid, JET_TABLEID tableid)
{
    return ese::c_face::guarded([&] { return ese::c_face::compute_stats(sesid, tableid); });
}
ESE_JET JetCreateTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, uint32_t lPages, uint32_t lDensity,
                        JET_TABLEID* ptableid)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_plain_table(sesid, dbid, szTableName, lPages, lDensity, ptableid); });
}
ESE_JET JetCreateTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, uint32_t lPages, uint32_t lDensity,
                        JET_TABLEID* ptableid)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_plain_table(sesid, dbid, szTableName, lPages, lDensity, ptableid); });
}
ESE_JET JetCreateTableColumnIndexA(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE_A* ptablecreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_table<ese::c_face::narrow>(sesid, dbid, ptablecreate); });
}
ESE_JET JetCreateTableColumnIndexW(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE_W* ptablecreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_table<ese::c_face::wide>(sesid, dbid, ptablecreate); });
}
ESE_JET JetCreateTableColumnIndex2A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE2_A* ptablecreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_table<ese::c_face::narrow>(sesid, dbid, ptablecreate); });
}
ESE_JET JetCreateTableColumnIndex2W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE2_W* ptablecreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_table<ese::c_face::wide>(sesid, dbid, ptablecreate); });
}
ESE_JET JetCreateTableColumnIndex3A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE3_A* ptablecreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_table<ese::c_face::narrow>(sesid, dbid, ptablecreate); });
}
ESE_JET JetCreateTableColumnIndex3W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE3_W* ptablecreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_table<ese::c_face::wide>(sesid, dbid, ptablecreate); });
}
ESE_JET JetCreateTableColumnIndex4A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE4_A* ptablecreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_table<ese::c_face::narrow>(sesid, dbid, ptablecreate); });
}
ESE_JET JetCreateTableColumnIndex4W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE4_W* ptablecreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_table<ese::c_face::wide>(sesid, dbid, ptablecreate); });
}
ESE_JET JetCreateTableColumnIndex5A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE5_A* ptablecreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_table<ese::c_face::narrow>(sesid, dbid, ptablecreate); });
}
ESE_JET JetCreateTableColumnIndex5W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE5_W* ptablecreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_table<ese::c_face::wide>(sesid, dbid, ptablecreate); });
}
ESE_JET JetOpenTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, const void*, uint32_t, JET_GRBIT grbit,
                      JET_TABLEID* ptableid)
{
    return ese::c_face::guarded([&] { return ese::c_face::open_table(sesid, dbid, szTableName, grbit, ptableid); });
}
ESE_JET JetOpenTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, const void*, uint32_t, JET_GRBIT grbit,
                      JET_TABLEID* ptableid)
{
    return ese::c_face::guarded([&] { return ese::c_face::open_table(sesid, dbid, szTableName, grbit, ptableid); });
}
ESE_JET JetCloseTable(JET_SESID sesid, JET_TABLEID tableid)
{
    return ese::c_face::guarded([&] { return ese::c_face::close_table(sesid, tableid); });
}
ESE_JET JetDupCursor(JET_SESID sesid, JET_TABLEID tableid, JET_TABLEID* ptableid, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::dup_cursor(sesid, tableid, ptableid, grbit); });
}
ESE_JET JetDeleteTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName)
{
    return ese::c_face::guarded([&] { return ese::c_face::delete_table(sesid, dbid, szTableName); });
}
ESE_JET JetDeleteTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName)
{
    return ese::c_face::guarded([&] { return ese::c_face::delete_table(sesid, dbid, szTableName); });
}
ESE_JET JetRenameTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szName, JET_PCSTR szNameNew)
{
    return ese::c_face::guarded([&] { return ese::c_face::rename_table(sesid, dbid, szName, szNameNew); });
}
ESE_JET JetRenameTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szName, JET_PCWSTR szNameNew)
{
    return ese::c_face::guarded([&] { return ese::c_face::rename_table(sesid, dbid, szName, szNameNew); });
}

ESE_JET JetAddColumnA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName, const JET_COLUMNDEF* pcolumndef,
                      const void* pvDefault, uint32_t cbDefault, JET_COLUMNID* pcolumnid)
{
    return ese::c_face::guarded([&] { return ese::c_face::add_column(sesid, tableid, szColumnName, pcolumndef, pvDefault, cbDefault, pcolumnid); });
}
ESE_JET JetAddColumnW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName, const JET_COLUMNDEF* pcolumndef,
                      const void* pvDefault, uint32_t cbDefault, JET_COLUMNID* pcolumnid)
{
    return ese::c_face::guarded([&] { return ese::c_face::add_column(sesid, tableid, szColumnName, pcolumndef, pvDefault, cbDefault, pcolumnid); });
}
ESE_JET JetDeleteColumn2A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::delete_column(sesid, tableid, szColumnName, grbit); });
}
ESE_JET JetDeleteColumn2W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::delete_column(sesid, tableid, szColumnName, grbit); });
}
ESE_JET JetDeleteColumnA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName) { return JetDeleteColumn2A(sesid, tableid, szColumnName, 0); }
ESE_JET JetDeleteColumnW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName) { return JetDeleteColumn2W(sesid, tableid, szColumnName, 0); }
ESE_JET JetRenameColumnA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szName, JET_PCSTR szNameNew, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::rename_column(sesid, tableid, szName, szNameNew, grbit); });
}
ESE_JET JetRenameColumnW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szName, JET_PCWSTR szNameNew, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::rename_column(sesid, tableid, szName, szNameNew, grbit); });
}
ESE_JET JetSetColumnDefaultValueA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, JET_PCSTR szColumnName,
                                  const void* pvData, uint32_t cbData, JET_GRBIT)
{
    return ese::c_face::guarded([&] { return ese::c_face::set_column_default(sesid, dbid, szTableName, szColumnName, pvData, cbData); });
}
ESE_JET JetSetColumnDefaultValueW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, JET_PCWSTR szColumnName,
                                  const void* pvData, uint32_t cbData, JET_GRBIT)
{
    return ese::c_face::guarded([&] { return ese::c_face::set_column_default(sesid, dbid, szTableName, szColumnName, pvData, cbData); });
}

ESE_JET JetCreateIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, JET_GRBIT grbit, const char* szKey,
                        uint32_t cbKey, uint32_t lDensity)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_index(sesid, tableid, szIndexName, grbit, szKey, cbKey, lDensity); });
}
ESE_JET JetCreateIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName, JET_GRBIT grbit, const JET_WCHAR* szKey,
                        uint32_t cbKey, uint32_t lDensity)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_index(sesid, tableid, szIndexName, grbit, szKey, cbKey, lDensity); });
}
ESE_JET JetCreateIndex2A(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE_A* pindexcreate, uint32_t cIndexCreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_indexes<ese::c_face::narrow>(sesid, tableid, pindexcreate, cIndexCreate); });
}
ESE_JET JetCreateIndex2W(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE_W* pindexcreate, uint32_t cIndexCreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_indexes<ese::c_face::wide>(sesid, tableid, pindexcreate, cIndexCreate); });
}
ESE_JET JetCreateIndex3A(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE2_A* pindexcreate, uint32_t cIndexCreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_indexes<ese::c_face::narrow>(sesid, tableid, pindexcreate, cIndexCreate); });
}
ESE_JET JetCreateIndex3W(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE2_W* pindexcreate, uint32_t cIndexCreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_indexes<ese::c_face::wide>(sesid, tableid, pindexcreate, cIndexCreate); });
}
ESE_JET JetCreateIndex4A(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE3_A* pindexcreate, uint32_t cIndexCreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_indexes<ese::c_face::narrow>(sesid, tableid, pindexcreate, cIndexCreate); });
}
ESE_JET JetCreateIndex4W(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE3_W* pindexcreate, uint32_t cIndexCreate)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_indexes<ese::c_face::wide>(sesid, tableid, pindexcreate, cIndexCreate); });
}
ESE_JET JetDeleteIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName)
{
    return ese::c_face::guarded([&] { return ese::c_face::delete_index(sesid, tableid, szIndexName); });
}
ESE_JET JetDeleteIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName)
{
    return ese::c_face::guarded([&] { return ese::c_face::delete_index(sesid, tableid, szIndexName); });
}
