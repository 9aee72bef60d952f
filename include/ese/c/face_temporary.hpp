// face_temporary.hpp — temporary tables: ordinary tables of an engine of their own, which each instance gets when it needs one.
//
// Room:   c. Uses face_instances, face_text, front (file_systems), jet.
// Gives:  open_temporary; with_shadow, end_shadow, close_temporary; may_do, what is allowed in which phase; begin_reading.
// Holds:  (1) a session has at most one shadow, a session of the engine of temporary tables, which is at the same level;
//         (2) while a table is being filled, a row whose key is there already is dropped without a word, unless the caller asked to be told;
//         (3) nothing is logged or synced. What does not fit into a part of memory lies in a file at JET_paramTempPath, which goes with the
//             instance.
// Locks:  the slot's mutex, for the maps only.
//
//   filling ---- first move, seek ----> sorted    read only; backwards, seeks and ranges for who asked for them
//      |                                tree      JET_bitTTUpdatable: everything
//      +-------- at once -------------> tree      no key, long values or JET_bitTTForceMaterialization
#pragma once

#include <ese/c/face_instances.hpp>
#include <ese/c/face_text.hpp>
#include <ese/engine/front/file_systems.hpp>
#include <ese/jet/limits.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ese::inline v1::c_face {

// use(engine, shadow), if the session has a shadow.
template <class Use>
void with_shadow(JET_SESID session, Use&& use) noexcept
{
    instance_slot* const slot = instances().of_tag(tag_of(session));
    if (!slot || !slot->has_temporary.load(std::memory_order_acquire)) return;
    session_id shadow;
    {
        const std::lock_guard lock{slot->temporary_mutex};
        const auto found = slot->temporary.sessions.find(session);
        if (found == slot->temporary.sessions.end()) return;
        shadow = found->second;
    }
    use(*slot->temporary.api, shadow);
}

inline void end_shadow(JET_SESID session) noexcept
{
    with_shadow(session, [&](engine_api& api, session_id shadow) {
        (void)api.end_session(shadow, {});
        instance_slot& slot = *instances().of_tag(tag_of(session));
        const std::lock_guard lock{slot.temporary_mutex};
        slot.temporary.sessions.erase(session);
        slot.temporary.databases.erase(session);
        std::erase_if(slot.temporary.tables, [&](const auto& one) { return one.second.session == session; });
    });
}

// So much of temporary tables stays in memory as a file, and so much in the cache above it.
inline constexpr std::uint64_t temporary_bytes_in_memory = std::uint64_t{16} << 20;

// A folder, or the name of a file.
[[nodiscard]] inline std::string temporary_path(instance_slot& slot)
{
    std::uint64_t unused = 0;
    std::string path;
    (void)slot.api->get_parameter(jet::parameter::temp_path, unused, path);
    const bool folder = path.empty() || path.back() == '/' || path.back() == '\\';
    return folder ? path + "tmp.edb" : path;
}

inline void take_over_parameters(instance_slot& slot, engine_api& api)
{
    std::uint64_t page_size = 0, sessions = 0, pages = 0;
    std::string unused;
    (void)slot.api->get_parameter(jet::parameter::database_page_size, page_size, unused);
    (void)slot.api->get_parameter(jet::parameter::max_sessions, sessions, unused);
    (void)slot.api->get_parameter(jet::parameter::cache_size_max, pages, unused);
    (void)api.set_parameter(jet::parameter::database_page_size, page_size, {});
    (void)api.set_parameter(jet::parameter::max_sessions, sessions, {});
    (void)api.set_parameter(jet::parameter::cache_size_max, std::min(pages, temporary_bytes_in_memory / page_size), {});
}

// The engine that holds the temporary tables of a running instance. Under the slot's mutex.
[[nodiscard]] inline errc start_temporary(instance_slot& slot, std::uint32_t tag)
{
    if (slot.has_temporary.load(std::memory_order_relaxed)) return errc::success;
    if (!slot.temporary.api) {
        slot.temporary.files = engine::spilling_file_system(temporary_bytes_in_memory);
        slot.temporary.api   = std::make_unique<engine_api>(slot.temporary.files, tag + temporary_tags);
    }
    engine_api& api = *slot.temporary.api;
    slot.temporary.files->place_at(temporary_path(slot));
    if (const errc code = api.create_instance({}); jet::is_error(code)) return code;
    take_over_parameters(slot, api);
    (void)api.set_parameter(jet::parameter::max_ver_pages, jet::parameter_table::max_31, {});
    (void)api.set_parameter(jet::parameter::recovery, 0, "off");
    const errc code = api.init({});
    if (code == errc::success) slot.has_temporary.store(true, std::memory_order_release);
    return code;
}

// A session beside the caller's, with a database of its own, at the level the caller is at. Under the slot's mutex.
[[nodiscard]] inline errc make_shadow(instance_slot& slot, JET_SESID session, std::uint32_t level)
{
    temporary_tables& all = slot.temporary;
    if (all.sessions.contains(session)) return errc::success;
    session_id shadow;
    database_id database;
    engine_api& api = *all.api;
    if (const errc code = api.begin_session(shadow); jet::is_error(code)) return code;
    errc code = api.open_database(shadow, "temporary.edb", {}, database);
    if (code == errc::database_not_found)    // that of an instance which used the engine before is of no use
        code = api.create_database(shadow, "temporary.edb", jet::create_database_option::overwrite_existing, database);
    for (std::uint32_t i = 0; i < level && !jet::is_error(code); ++i) code = api.begin_transaction(shadow, {});
    if (jet::is_error(code)) {
        (void)api.end_session(shadow, {});
        return code;
    }
    all.databases.emplace(session, database);
    all.sessions.emplace(session, shadow);
    return errc::success;
}

struct temporary_request {
    const JET_COLUMNDEF* columns = nullptr;
    std::uint32_t count = 0;
    JET_GRBIT grbit = 0;
    std::uint32_t lcid = 0;
    std::optional<std::uint32_t> map_flags{};
    std::string locale{};
    std::uint32_t key_most = 0, segment_most = 0;
};

[[nodiscard]] inline bool is_long(const JET_COLUMNDEF& column) noexcept
{
    return column.coltyp == JET_coltypLongText || column.coltyp == JET_coltypLongBinary;
}
[[nodiscard]] inline bool has_key(const temporary_request& wanted) noexcept
{
    return std::any_of(wanted.columns, wanted.columns + wanted.count, [](const JET_COLUMNDEF& c) { return (c.grbit & JET_bitColumnTTKey) != 0; });
}
// Values too large for a sort, for all the caller says.
[[nodiscard]] inline bool has_long(const temporary_request& wanted) noexcept
{
    return (wanted.grbit & JET_bitTTIntrinsicLVsOnly) == 0 && std::any_of(wanted.columns, wanted.columns + wanted.count, is_long);
}

[[nodiscard]] inline errc check_temporary(const temporary_request& wanted) noexcept
{
    constexpr JET_GRBIT more = JET_bitTTIndexed | JET_bitTTUpdatable | JET_bitTTScrollable | JET_bitTTForceMaterialization;
    const bool forward_only = (wanted.grbit & JET_bitTTForwardOnly) != 0;
    if (forward_only && (wanted.grbit & more) != 0) return errc::cannot_materialize_forward_only_sort;
    if (wanted.count != 0 && !wanted.columns) return errc::invalid_parameter;
    if (wanted.key_most != 0 && wanted.key_most < jet::key_size_default) return errc::invalid_parameter;
    if (wanted.segment_most > std::max<std::uint32_t>(wanted.key_most, jet::key_size_default)) return errc::invalid_parameter;
    for (std::uint32_t i = 0; i < wanted.count; ++i)
        if (wanted.columns[i].cbStruct < sizeof(JET_COLUMNDEF)) return errc::invalid_parameter;
    return forward_only && (!has_key(wanted) || has_long(wanted)) ? errc::cannot_materialize_forward_only_sort : errc::success;
}

// Equal rows are all kept by a table for one pass, unless it is told otherwise.
[[nodiscard]] inline bool keeps_duplicates(JET_GRBIT grbit) noexcept
{
    return (grbit & JET_bitTTForwardOnly) != 0 && (grbit & JET_bitTTUnique) == 0;
}

[[nodiscard]] inline temporary_phase first_phase(const temporary_request& wanted) noexcept
{
    const bool tree = (wanted.grbit & JET_bitTTForceMaterialization) != 0 || !has_key(wanted) || has_long(wanted);
    return tree ? temporary_phase::tree : temporary_phase::filling;
}

// What such a table is as an ordinary one: columns without names of their own, the key as its primary index.
class temporary_definition {
public:
    temporary_definition(const temporary_request& wanted, std::string_view name) : names_(wanted.count)
    {
        constexpr JET_GRBIT kept = JET_bitColumnFixed | JET_bitColumnTagged;
        for (std::uint32_t i = 0; i < wanted.count; ++i) {
            const JET_COLUMNDEF& from = wanted.columns[i];
            names_[i] = "c" + std::to_string(i);
            jet::column_create column{names_[i], static_cast<jet::column_type>(from.coltyp), from.cbMax, bits<jet::column_option>(from.grbit & kept),
                                      from.cp};
            columns_.push_back(column);
            if ((from.grbit & JET_bitColumnTTKey) != 0 && ++parts_ <= jet::key_columns_max)
                key_ += ((from.grbit & JET_bitColumnTTDescending) != 0 ? "-" : "+") + names_[i] + '\0';
        }
        if (keeps_duplicates(wanted.grbit) && parts_ < jet::key_columns_max) number_rows();
        key_ += '\0';
        index_.name = "key";
        index_.key  = key_;
        index_.options = index_options(wanted);
        index_.key_most = wanted.key_most;
        index_.segment_most = wanted.segment_most;
        index_.lcid = wanted.lcid;
        index_.locale = wanted.locale;
        index_.map_flags = wanted.map_flags;
        table_.name = name;
        table_.columns = columns_;
        if (parts_ != 0) table_.indexes = {&index_, 1};
    }
    temporary_definition(const temporary_definition&) = delete;
    temporary_definition& operator=(const temporary_definition&) = delete;

    [[nodiscard]] jet::table_create& table() noexcept { return table_; }
    [[nodiscard]] column_id column(std::uint32_t i) const noexcept { return columns_[i].id; }

private:
    // Rows with the same key differ in their number, and come in the order in which they were put in.
    void number_rows()
    {
        jet::column_create number;
        number.name = "number";
        number.type = jet::column_type::long_;
        number.options = jet::column_option::autoincrement;
        columns_.push_back(number);
        key_ += "+number";
        key_ += '\0';
    }
    [[nodiscard]] static jet::flags<jet::index_option> index_options(const temporary_request& wanted) noexcept
    {
        jet::flags<jet::index_option> options = jet::index_option::primary;
        if ((wanted.grbit & JET_bitTTSortNullsHigh) != 0) options |= jet::index_option::sort_nulls_high;
        if ((wanted.grbit & JET_bitTTDotNetGuid) != 0) options |= jet::index_option::dotnet_guid;
        if (wanted.key_most != 0) options |= jet::index_option::key_most;
        if (wanted.map_flags) options |= jet::index_option::unicode;
        return options;
    }

    std::vector<std::string> names_;
    std::vector<jet::column_create> columns_{};
    std::string key_{};
    unsigned parts_ = 0;
    jet::index_create index_{};
    jet::table_create table_{};
};

// `columns`: where the caller wants the ids of the columns, one for each.
[[nodiscard]] inline errc open_temporary(JET_SESID session, const temporary_request& wanted, JET_TABLEID* table, JET_COLUMNID* columns)
{
    session_info info;
    engine_api& owner = instances().of_session(session);
    if (table) *table = JET_tableidNil;
    if (const errc code = owner.get_session_info(session_id{session}, info); jet::is_error(code)) return code;
    if (const errc stopped = refused_when_stopped(session); jet::is_error(stopped)) return stopped;
    if (!table || (wanted.count != 0 && !columns)) return errc::invalid_parameter;
    std::uint64_t most = 0;
    std::string unused;
    (void)owner.get_parameter(jet::parameter::max_temporary_tables, most, unused);
    if (most == 0) return errc::too_many_sorts;
    if (const errc wrong = check_temporary(wanted); wrong != errc::success) return wrong;

    instance_slot& slot = *instances().of_tag(tag_of(session));
    const std::lock_guard lock{slot.temporary_mutex};
    if (const errc code = start_temporary(slot, tag_of(session)); jet::is_error(code)) return code;
    if (const errc code = make_shadow(slot, session, info.level); jet::is_error(code)) return code;
    temporary_tables& all = slot.temporary;
    const auto made = std::make_shared<temporary_table>(temporary_table{"t" + std::to_string(++all.made), wanted.grbit, first_phase(wanted)});
    temporary_definition definition{wanted, made->name};
    table_id opened;
    const errc code = all.api->create_table(all.sessions[session], all.databases[session], definition.table(), opened);
    if (code == errc::index_invalid_def) return errc::invalid_parameter;    // the sizes of its key
    if (jet::is_error(code)) return code;
    all.tables.emplace(opened.value(), temporary_tables::opened{session, made});
    for (std::uint32_t i = 0; i < wanted.count; ++i) columns[i] = definition.column(i).value();
    *table = opened.value();
    return code;
}

// The table goes with its last cursor. Inside a transaction it may have to stay until the instance ends.
[[nodiscard]] inline errc close_temporary(JET_SESID session, JET_TABLEID table)
{
    const cursor_place at = cursor_of(session, table);
    const errc code = at->close_table(at.session, at.table);
    instance_slot* const slot = instances().of_tag(tag_of(session));
    if (code != errc::success || !slot) return code;
    const std::lock_guard lock{slot->temporary_mutex};
    temporary_tables& all = slot->temporary;
    const auto closed = all.tables.extract(table);
    if (closed && closed.mapped().table.use_count() == 1)
        (void)all.api->delete_table(at.session, all.databases[session], closed.mapped().table->name);
    return code;
}

// Another cursor on the table of `at`.
inline void share_temporary(JET_SESID session, JET_TABLEID table, table_id fresh)
{
    instance_slot& slot = *instances().of_tag(tag_of(session));
    const std::lock_guard lock{slot.temporary_mutex};
    if (const auto known = slot.temporary.tables.find(table); known != slot.temporary.tables.end())
        slot.temporary.tables.emplace(fresh.value(), known->second);
}

// After a rollback: tables that were opened in what was undone are gone.
inline void forget_dead_tables(instance_slot& slot, JET_SESID session, session_id shadow)
{
    const std::lock_guard lock{slot.temporary_mutex};
    std::erase_if(slot.temporary.tables, [&](const auto& one) {
        jet::table_info unused;
        return one.second.session == session &&
               slot.temporary.api->get_table_info(shadow, table_id{one.first}, unused) == errc::invalid_table_id;
    });
}

enum class temporary_deed : std::uint8_t { fill, read, change, go_back, search };

// Whether a table is in a phase in which this can be done.
[[nodiscard]] inline bool may_do(const cursor_place& at, temporary_deed what) noexcept
{
    if (!at.temporary) return true;
    const temporary_phase phase = at.temporary->phase;
    const bool both_ways = (at.temporary->options & (JET_bitTTScrollable | JET_bitTTIndexed)) != 0;
    switch (what) {
    case temporary_deed::fill: return phase != temporary_phase::sorted;
    case temporary_deed::read: return phase != temporary_phase::filling;
    case temporary_deed::change: return phase == temporary_phase::tree;
    case temporary_deed::go_back: return phase != temporary_phase::sorted || both_ways;
    case temporary_deed::search: return phase == temporary_phase::tree || both_ways;
    }
    return true;
}

// The first move or seek ends the filling. True for that one.
[[nodiscard]] inline bool begin_reading(const cursor_place& at) noexcept
{
    if (!at.temporary) return false;
    if (at.temporary->phase == temporary_phase::filling)
        at.temporary->phase = (at.temporary->options & JET_bitTTUpdatable) != 0 ? temporary_phase::tree : temporary_phase::sorted;
    return !std::exchange(at.temporary->moved, true);
}

[[nodiscard]] inline bool drops_duplicates(const cursor_place& at) noexcept
{
    return at.temporary && at.temporary->phase == temporary_phase::filling;
}

}  // namespace ese::inline v1::c_face

ESE_JET JetOpenTempTable2(JET_SESID sesid, const JET_COLUMNDEF* prgcolumndef, uint32_t ccolumn, uint32_t lcid, JET_GRBIT grbit,
                          JET_TABLEID* ptableid, JET_COLUMNID* prgcolumnid)
{
    using namespace ese::c_face;
    temporary_request wanted{prgcolumndef, ccolumn, grbit};
    wanted.lcid = lcid;
    return guarded([&] { return open_temporary(sesid, wanted, ptableid, prgcolumnid); });
}
ESE_JET JetOpenTempTable(JET_SESID sesid, const JET_COLUMNDEF* prgcolumndef, uint32_t ccolumn, JET_GRBIT grbit, JET_TABLEID* ptableid,
                         JET_COLUMNID* prgcolumnid)
{
    return JetOpenTempTable2(sesid, prgcolumndef, ccolumn, 0, grbit, ptableid, prgcolumnid);
}
ESE_JET JetOpenTempTable3(JET_SESID sesid, const JET_COLUMNDEF* prgcolumndef, uint32_t ccolumn, JET_UNICODEINDEX* pidxunicode,
                          JET_GRBIT grbit, JET_TABLEID* ptableid, JET_COLUMNID* prgcolumnid)
{
    using namespace ese::c_face;
    temporary_request wanted{prgcolumndef, ccolumn, grbit};
    if (pidxunicode) {
        wanted.lcid = pidxunicode->lcid;
        wanted.map_flags = pidxunicode->dwMapFlags;
    }
    return guarded([&] { return open_temporary(sesid, wanted, ptableid, prgcolumnid); });
}
ESE_JET JetOpenTemporaryTable(JET_SESID sesid, JET_OPENTEMPORARYTABLE* popentemporarytable)
{
    using namespace ese::c_face;
    if (!popentemporarytable || popentemporarytable->cbStruct != sizeof *popentemporarytable)
        return answer(refused(sesid, ese::errc::invalid_parameter));
    JET_OPENTEMPORARYTABLE& from = *popentemporarytable;
    temporary_request wanted{from.prgcolumndef, from.ccolumn, from.grbit};
    wanted.key_most = from.cbKeyMost;
    wanted.segment_most = from.cbVarSegMac;
    if (from.pidxunicode) {
        wanted.lcid = from.pidxunicode->lcid;
        wanted.map_flags = from.pidxunicode->dwMapFlags;
    }
    return guarded([&] { return open_temporary(sesid, wanted, &from.tableid, from.prgcolumnid); });
}
ESE_JET JetOpenTemporaryTable2(JET_SESID sesid, JET_OPENTEMPORARYTABLE2* popentemporarytable)
{
    using namespace ese::c_face;
    if (!popentemporarytable || popentemporarytable->cbStruct != sizeof *popentemporarytable)
        return answer(refused(sesid, ese::errc::invalid_parameter));
    JET_OPENTEMPORARYTABLE2& from = *popentemporarytable;
    return guarded([&] {
        temporary_request wanted{from.prgcolumndef, from.ccolumn, from.grbit};
        wanted.key_most = from.cbKeyMost;
        wanted.segment_most = from.cbVarSegMac;
        if (from.pidxunicode) {
            wanted.locale = text_in{from.pidxunicode->szLocaleName}.view();
            wanted.map_flags = from.pidxunicode->dwMapFlags;
        }
        return open_temporary(sesid, wanted, &from.tableid, from.prgcolumnid);
    });
}
