// face_info.hpp — what there is: databases, tables and columns, by level of information.
//
// Room:   c. Uses face_file_info, face_lists, face_table, face_text, jet.
// Holds:  (1) a level writes its whole answer or nothing;
//         (2) a call that names a table opens it for the time it takes.
#pragma once

#include <ese/c/face_file_info.hpp>
#include <ese/c/face_lists.hpp>
#include <ese/c/face_table.hpp>
#include <ese/c/face_text.hpp>
#include <ese/jet/limits.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ese::inline v1::c_face {

// databases

template <class Form>
[[nodiscard]] errc database_info_of(JET_SESID session, JET_DBID database, result_buffer to, std::uint32_t level)
{
    ese::database_info info;
    const errc code = instances().of_session(session).get_database_info(session_id{session}, database_id{database}, info);
    if (jet::is_error(code)) return code;
    const auto pages = [](std::uint64_t count) { return size32(count); };
    switch (level & ~std::uint32_t{JET_DbInfoUseCachedResult}) {
    case JET_DbInfoFilename: return put_text<Form>(info.path, to.data, to.size);
    case JET_DbInfoConnect: return put_text<Form>({}, to.data, to.size);
    case JET_DbInfoCountry: return to.put_exactly(std::uint32_t{1});
    case JET_DbInfoLCID: return to.put_exactly(std::uint32_t{language_default});
    case JET_DbInfoCp: return to.put_exactly(std::uint32_t{1252});
    case JET_DbInfoCollate: return to.put_exactly(std::uint32_t{0});
    case JET_DbInfoOptions: return to.put_exactly(std::uint32_t{0});
    case JET_DbInfoTransactions: return to.put_exactly(std::uint32_t{jet::levels_max});
    case JET_DbInfoVersion: return to.put_exactly(std::uint32_t{0x620});
    case JET_DbInfoFilesize: return to.put(pages(info.pages_owned + 2));
    case JET_DbInfoSpaceOwned: return to.put_exactly(pages(info.pages_owned));
    case JET_DbInfoSpaceAvailable: return to.put_exactly(pages(info.pages_available));
    case JET_DbInfoPageSize: return to.size == sizeof info.page_size ? to.put(info.page_size) : errc::buffer_too_small;
    case JET_DbInfoFilesizeOnDisk: return to.put(pages(info.pages_owned + 2));    // files of this engine have no holes
    case JET_DbInfoMisc: return file_info(info.path, to, JET_DbInfoMisc);
    case JET_DbInfoIsam: return errc::feature_not_available;
    default: return errc::invalid_parameter;
    }
}

// tables

// A table opened by name for one question.
class asked_table {
public:
    template <class Unit>
    asked_table(JET_SESID session, JET_DBID database, const Unit* name)
        : at_{&instances().of_session(session), session_id{session}, jet::nil_table}
    {
        opened_ = at_->open_table(at_.session, database_id{database}, text_in{name}.view(), jet::open_table_option::read_only, at_.table);
    }
    asked_table(const asked_table&) = delete;
    asked_table& operator=(const asked_table&) = delete;
    ~asked_table()
    {
        if (!jet::is_error(opened_)) (void)at_->close_table(at_.session, at_.table);
    }
    [[nodiscard]] errc opened() const noexcept { return opened_; }
    [[nodiscard]] const cursor_place& at() const noexcept { return at_; }

private:
    cursor_place at_;
    errc opened_;
};

[[nodiscard]] inline errc object_info(const cursor_place& at, JET_GRBIT more, JET_OBJECTINFO& told)
{
    jet::table_info info;
    const errc code = at->get_table_info(at.session, at.table, info);
    told = {sizeof told, JET_objtypTable, 0, 0, JET_bitTableInfoBookmark | JET_bitTableInfoRollback | more, info.flags, info.records,
            info.record_pages};
    return code;
}

// Pages of a table with everything that belongs to it, or of its long values.
[[nodiscard]] inline errc space_info(const cursor_place& at, result_buffer to, std::uint32_t level)
{
    const bool long_values = level == JET_TblInfoSpaceOwnedLV || level == JET_TblInfoSpaceAvailableLV;
    jet::space_use space;
    const errc code = at->get_space(at.session, at.table, long_values ? jet::table_part::long_values : jet::table_part::everything, {}, space);
    if (jet::is_error(code)) return code;
    if (level == JET_TblInfoSpaceUsage) return to.put(std::array{size32(space.owned), size32(space.available)});
    const bool owned = level == JET_TblInfoSpaceOwned || level == JET_TblInfoSpaceOwnedLV;
    return to.put(size32(owned ? space.owned : space.available));
}

template <class Form>
[[nodiscard]] errc table_info_of(JET_SESID session, JET_TABLEID table, result_buffer to, std::uint32_t level)
{
    const cursor_place at = cursor_of(session, table);
    jet::table_info info;
    if (const errc code = at->get_table_info(at.session, at.table, info); jet::is_error(code)) return code;
    if (!may_do(at, temporary_deed::read)) return errc::illegal_operation;
    if (is_temporary(table) && level != JET_TblInfo) return errc::invalid_operation;
    switch (level) {
    case JET_TblInfo: {
        JET_OBJECTINFO told;
        const errc code = object_info(at, JET_bitTableInfoUpdatable, told);
        return jet::is_error(code) ? code : to.put(told);
    }
    case JET_TblInfoName: return put_text<Form>(info.name, to.data, to.size);
    case JET_TblInfoTemplateTableName:
        if (to.size < (jet::name_size_max + 1) * sizeof(typename Form::unit)) return errc::buffer_too_small;
        return put_text<Form>(info.template_name, to.data, to.size);
    case JET_TblInfoDbid: return to.put(info.database.value());
    case JET_TblInfoSpaceAlloc: return to.put(std::array{info.pages, info.density});
    case JET_TblInfoSpaceUsage:
    case JET_TblInfoSpaceOwned:
    case JET_TblInfoSpaceAvailable:
    case JET_TblInfoSpaceOwnedLV:
    case JET_TblInfoSpaceAvailableLV: return space_info(at, to, level);
    case JET_TblInfoLVChunkMax: return to.put(info.chunk_size);
    case JET_TblInfoObjectId: return to.put(info.object);
    default: return errc::feature_not_available;
    }
}

template <class Form>
[[nodiscard]] errc object_list(JET_SESID session, JET_DBID database, result_buffer to)
{
    std::vector<std::string> names;
    engine_api& api = instances().of_session(session);
    if (const errc code = api.table_names(session_id{session}, database_id{database}, names); jet::is_error(code)) return code;
    if (!to.data || to.size < sizeof(JET_OBJECTLIST)) return errc::buffer_too_small;
    std::vector<std::pair<std::string, JET_OBJECTINFO>> tables;
    for (std::string& name : names) {
        const asked_table asked{session, database, name.c_str()};
        JET_OBJECTINFO info{};
        errc code = asked.opened();
        if (!jet::is_error(code)) code = object_info(asked.at(), JET_bitTableInfoUpdatable, info);
        if (jet::is_error(code) && code != errc::table_locked) return code;
        info.objtyp = JET_objtypTable;
        tables.emplace_back(std::move(name), info);
    }
    JET_OBJECTLIST list{};
    const errc code = list_tables<Form>(session, tables, list);
    return jet::is_error(code) ? code : to.put(list);
}

template <class Form, class Unit>
[[nodiscard]] errc object_info_of(JET_SESID session, JET_DBID database, JET_OBJTYP type, const Unit* container, const Unit* name,
                                  result_buffer to, std::uint32_t level)
{
    const text_in within{container};
    if (!within.view().empty() && within.view() != "Tables") return refused(session, errc::object_not_found);
    switch (level) {
    case JET_ObjInfo:
    case JET_ObjInfoNoStats: break;
    case JET_ObjInfoList:
    case JET_ObjInfoListNoStats: return object_list<Form>(session, database, to);
    case JET_ObjInfoSysTabCursor:
    case JET_ObjInfoListACM:
    case JET_ObjInfoSysTabReadOnly:
    case JET_ObjInfoRulesLoaded: return refused(session, errc::feature_not_available);
    default: return refused(session, errc::invalid_parameter);
    }
    if (to.size < sizeof(JET_OBJECTINFO) || !to.data) return refused(session, errc::buffer_too_small);
    const asked_table asked{session, database, name};
    if (jet::is_error(asked.opened())) return asked.opened();
    JET_OBJECTINFO told;
    if (type != JET_objtypTable && type != JET_objtypNil) return errc::object_not_found;
    const errc code = object_info(asked.at(), JET_bitTableInfoUpdatable, told);
    return jet::is_error(code) ? code : to.put(told);
}

// columns

// By name, or by the id that `name` points at.
template <class Unit>
[[nodiscard]] errc find_column(const cursor_place& at, const Unit* name, bool by_id, jet::column_info& found)
{
    if (!by_id) {
        const text_in given{name};
        return given.view().empty() ? errc::column_not_found : at->get_column_info(at.session, at.table, given.view(), found);
    }
    if (!name) return errc::invalid_parameter;
    JET_COLUMNID wanted = 0;
    std::memcpy(&wanted, name, sizeof wanted);
    std::vector<jet::column_info> all;
    if (const errc code = at->column_infos(at.session, at.table, all); jet::is_error(code)) return code;
    const auto which = std::find_if(all.begin(), all.end(), [&](const jet::column_info& c) { return c.id.value() == wanted; });
    if (which == all.end()) return errc::column_not_found;
    found = std::move(*which);
    return errc::success;
}

template <class Form>
[[nodiscard]] typename Form::column_base base_of(const jet::column_info& column, const std::string& table)
{
    typename Form::column_base base{};
    base.cbStruct = sizeof base;
    base.columnid = column.id.value();
    base.coltyp = static_cast<JET_COLTYP>(column.type);
    base.wCountry = country_default;
    base.langid = language_default;
    base.cp = column.code_page;
    base.cbMax = column.size_max;
    base.grbit = column.options.bits();
    (void)put_text<Form>(table, base.szBaseTableName, sizeof base.szBaseTableName);
    (void)put_text<Form>(column.name, base.szBaseColumnName, sizeof base.szBaseColumnName);
    return base;
}

template <class Form>
[[nodiscard]] errc column_list(const cursor_place& at, JET_SESID session, JET_GRBIT hidden, bool by_id, result_buffer to)
{
    std::vector<jet::column_info> all;
    jet::table_info table;
    if (const errc code = at->column_infos(at.session, at.table, all); jet::is_error(code)) return code;
    if (const errc code = at->get_table_info(at.session, at.table, table); jet::is_error(code)) return code;
    if (!to.data || to.size < sizeof(JET_COLUMNLIST)) return errc::buffer_too_small;
    for (jet::column_info& c : all) c.options = c.options.without(bits<jet::column_option>(hidden));
    JET_COLUMNLIST list{};
    const errc code = list_columns<Form>(session, table.name, all, by_id, list);
    return jet::is_error(code) ? code : to.put(list);
}

// `hidden`: options that this call never tells.
template <class Form, class Unit>
[[nodiscard]] errc column_info_at(const cursor_place& at, JET_SESID session, const Unit* name, JET_GRBIT hidden, result_buffer to,
                                  std::uint32_t level)
{
    constexpr std::uint32_t modifiers =
        JET_ColInfoGrbitNonDerivedColumnsOnly | JET_ColInfoGrbitMinimalInfo | JET_ColInfoGrbitSortByColumnid;
    const std::uint32_t plain = level & ~modifiers;
    switch (plain) {
    case JET_ColInfoList:
    case JET_ColInfoListCompact:
    case JET_ColInfoListSortColumnid:
        return column_list<Form>(at, session, hidden,
                                 plain == JET_ColInfoListSortColumnid || (level & JET_ColInfoGrbitSortByColumnid) != 0, to);
    case JET_ColInfo:
    case JET_ColInfoByColid:
    case JET_ColInfoBase:
    case JET_ColInfoBaseByColid: break;
    case JET_ColInfoSysTabCursor: return refused(at, errc::feature_not_available);
    default: return refused(at, errc::invalid_parameter);
    }
    const bool base  = plain == JET_ColInfoBase || plain == JET_ColInfoBaseByColid;
    const bool by_id = plain == JET_ColInfoByColid || plain == JET_ColInfoBaseByColid;
    const std::size_t needed = base ? sizeof(typename Form::column_base) : sizeof(JET_COLUMNDEF);
    if (!to.data || to.size < needed) return refused(at, errc::buffer_too_small);
    jet::column_info column;
    jet::table_info table;
    if (const errc code = find_column(at, name, by_id, column); jet::is_error(code)) return code;
    if (const errc code = at->get_table_info(at.session, at.table, table); jet::is_error(code)) return code;
    column.options = column.options.without(bits<jet::column_option>(hidden));
    if (base) return to.put(base_of<Form>(column, table.name));
    return to.put(JET_COLUMNDEF{sizeof(JET_COLUMNDEF), column.id.value(), static_cast<JET_COLTYP>(column.type), country_default,
                                language_default, column.code_page, 0, column.size_max, column.options.bits()});
}

template <class Form, class Unit>
[[nodiscard]] errc table_column_info(JET_SESID session, JET_TABLEID table, const Unit* name, result_buffer to, std::uint32_t level)
{
    const schema_place at = schema_of(session, table);
    return at.refused != errc::success ? at.refused : column_info_at<Form>(at, session, name, 0, to, level);
}

template <class Form, class Unit>
[[nodiscard]] errc column_info_of(JET_SESID session, JET_DBID database, const Unit* table, const Unit* name, result_buffer to,
                                  std::uint32_t level)
{
    const asked_table asked{session, database, table};
    if (jet::is_error(asked.opened())) return asked.opened();
    return column_info_at<Form>(asked.at(), session, name, JET_bitColumnUpdatable, to, level);
}

}  // namespace ese::inline v1::c_face

ESE_JET JetGetDatabaseInfoA(JET_SESID sesid, JET_DBID dbid, void* pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return database_info_of<narrow>(sesid, dbid, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetDatabaseInfoW(JET_SESID sesid, JET_DBID dbid, void* pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return database_info_of<wide>(sesid, dbid, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetTableInfoA(JET_SESID sesid, JET_TABLEID tableid, void* pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return table_info_of<narrow>(sesid, tableid, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetTableInfoW(JET_SESID sesid, JET_TABLEID tableid, void* pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return table_info_of<wide>(sesid, tableid, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetObjectInfoA(JET_SESID sesid, JET_DBID dbid, JET_OBJTYP objtyp, JET_PCSTR szContainerName, JET_PCSTR szObjectName,
                          void* pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return object_info_of<narrow>(sesid, dbid, objtyp, szContainerName, szObjectName, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetObjectInfoW(JET_SESID sesid, JET_DBID dbid, JET_OBJTYP objtyp, JET_PCWSTR szContainerName,
                          JET_PCWSTR szObjectName, void* pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return object_info_of<wide>(sesid, dbid, objtyp, szContainerName, szObjectName, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetTableColumnInfoA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName, void* pvResult, uint32_t cbMax,
                               uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return table_column_info<narrow>(sesid, tableid, szColumnName, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetTableColumnInfoW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName, void* pvResult, uint32_t cbMax,
                               uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return table_column_info<wide>(sesid, tableid, szColumnName, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetColumnInfoA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, JET_PCSTR pColumnNameOrId, void* pvResult,
                          uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return column_info_of<narrow>(sesid, dbid, szTableName, pColumnNameOrId, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetColumnInfoW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, JET_PCWSTR pColumnNameOrId, void* pvResult,
                          uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return column_info_of<wide>(sesid, dbid, szTableName, pColumnNameOrId, {pvResult, cbMax}, InfoLevel); });
}
