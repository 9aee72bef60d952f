// face_callbacks.hpp — what a program hangs on cursors and tables: values of its own, and functions called around updates.
//
// Room:   c. Uses face_instances, jet.
// Gives:  JetSetLS, JetGetLS, JetRegisterCallback, JetUnregisterCallback; free_dead_storage; around_update.
// Holds:  (1) a value that is still set when its cursor or its table goes is handed to JET_paramRuntimeCallback, once;
//         (2) functions are called without a lock held, on the thread of the update: they may use its session;
//         (3) who uses none of this pays one load per update and per closing.
// Locks:  the slot's mutex of hooks.
#pragma once

#include <ese/c/face_instances.hpp>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace ese::inline v1::c_face {

[[nodiscard]] inline JET_CALLBACK runtime_callback(instance_slot& slot)
{
    std::uint64_t address = 0;
    std::string unused;
    (void)slot.api->get_parameter(jet::parameter::runtime_callback, address, unused);
    return reinterpret_cast<JET_CALLBACK>(static_cast<std::uintptr_t>(address));
}

// Values that nobody can ask for any more.
inline void hand_over(const std::vector<stored_value>& freed)
{
    for (const stored_value& one : freed)
        (void)one.freed(one.session, one.database, one.cursor, one.cursor != 0 ? JET_cbtypFreeCursorLS : JET_cbtypFreeTableLS,
                        reinterpret_cast<void*>(static_cast<std::uintptr_t>(one.value)), nullptr, nullptr, 0);
}

// Takes out what `is_dead` says, and hands it over.
template <class Dead>
void free_storage(instance_slot& slot, Dead&& is_dead)
{
    if (!slot.has_storage.load(std::memory_order_acquire)) return;
    std::vector<stored_value> freed;
    {
        const std::lock_guard lock{slot.hooks_mutex};
        const auto gone = std::stable_partition(slot.storage.begin(), slot.storage.end(), [&](const stored_value& one) { return !is_dead(one); });
        freed.assign(gone, slot.storage.end());
        slot.storage.erase(gone, slot.storage.end());
        slot.has_storage.store(!slot.storage.empty(), std::memory_order_release);
    }
    hand_over(freed);
}

[[nodiscard]] inline bool is_alive(instance_slot& slot, const stored_value& one)
{
    jet::table_info unused;
    const errc code = slot.api->get_table_info(session_id{one.session}, table_id{one.cursor}, unused);
    return code != errc::invalid_table_id && code != errc::invalid_sesid && code != errc::sesid_table_id_mismatch;
}

// After a call that may have closed cursors of a session.
inline void free_dead_storage(JET_SESID session)
{
    instance_slot* const slot = instances().of_tag(tag_of(session));
    if (slot) free_storage(*slot, [&](const stored_value& one) { return one.cursor != 0 && one.session == session && !is_alive(*slot, one); });
}

[[nodiscard]] inline bool has_hooks(const instance_slot& slot) noexcept
{
    return slot.has_storage.load(std::memory_order_acquire) || slot.has_callbacks.load(std::memory_order_acquire);
}

// After a database was detached, or all of them: JET_dbidNil. Another one may get its number.
inline void forget_tables(instance_slot& slot, JET_DBID database)
{
    const auto is_meant = [&](JET_DBID one) { return database == JET_dbidNil || one == database; };
    free_storage(slot, [&](const stored_value& one) { return one.cursor == 0 && is_meant(one.database); });
    const std::lock_guard lock{slot.hooks_mutex};
    std::erase_if(slot.callbacks, [&](const update_callback& one) { return is_meant(one.database); });
    slot.has_callbacks.store(!slot.callbacks.empty(), std::memory_order_release);
}

// Of the cursor, or of its table.
[[nodiscard]] inline errc find_place(JET_SESID session, JET_TABLEID table, JET_GRBIT grbit, stored_value& place)
{
    const cursor_place at = cursor_of(session, table);
    jet::table_info info;
    if (const errc code = at->get_table_info(at.session, at.table, info); jet::is_error(code)) return code;
    constexpr JET_GRBIT both = JET_bitLSCursor | JET_bitLSTable;
    if ((grbit & both) == both || (grbit & ~JET_GRBIT{both | JET_bitLSReset}) != 0) return errc::invalid_grbit;
    const bool of_table = (grbit & JET_bitLSTable) != 0;
    if (of_table && is_temporary(table)) return errc::illegal_operation;
    place = {session, info.database.value(), of_table ? info.object : 0, of_table ? JET_TABLEID{0} : table, JET_LSNil, nullptr};
    return errc::success;
}

[[nodiscard]] inline bool same_place(const stored_value& a, const stored_value& b) noexcept
{
    return a.cursor == b.cursor && a.object == b.object && (b.cursor != 0 || a.database == b.database);
}

[[nodiscard]] inline errc set_ls(JET_SESID session, JET_TABLEID table, JET_LS value, JET_GRBIT grbit)
{
    stored_value place;
    if (const errc code = find_place(session, table, grbit, place); jet::is_error(code)) return code;
    instance_slot& slot = *instances().of_tag(tag_of(session));
    place.value = value;
    place.freed = runtime_callback(slot);
    if (!place.freed) return errc::ls_callback_not_specified;
    const std::lock_guard lock{slot.hooks_mutex};
    const auto found = std::find_if(slot.storage.begin(), slot.storage.end(), [&](const stored_value& one) { return same_place(one, place); });
    const bool resets = (grbit & JET_bitLSReset) != 0 || value == JET_LSNil;
    if (found != slot.storage.end() && !resets) return errc::ls_already_set;
    if (found != slot.storage.end()) slot.storage.erase(found);
    if (!resets) slot.storage.push_back(place);
    slot.has_storage.store(!slot.storage.empty(), std::memory_order_release);
    return errc::success;
}

// With JET_bitLSReset the value is the caller's from then on.
[[nodiscard]] inline errc get_ls(JET_SESID session, JET_TABLEID table, JET_LS* value, JET_GRBIT grbit)
{
    stored_value place;
    if (const errc code = find_place(session, table, grbit, place); jet::is_error(code)) return code;
    if (!value) return errc::invalid_parameter;
    const bool resets = (grbit & JET_bitLSReset) != 0;
    instance_slot& slot = *instances().of_tag(tag_of(session));
    const std::lock_guard lock{slot.hooks_mutex};
    const auto found = std::find_if(slot.storage.begin(), slot.storage.end(), [&](const stored_value& one) { return same_place(one, place); });
    *value = found == slot.storage.end() ? JET_LSNil : found->value;
    if (found == slot.storage.end()) return resets ? errc::success : errc::ls_not_set;
    if (resets) slot.storage.erase(found);
    return errc::success;
}

// callbacks around updates

[[nodiscard]] inline errc register_callback(JET_SESID session, JET_TABLEID table, JET_CBTYP when, JET_CALLBACK call, void* context,
                                            JET_HANDLE* handle)
{
    const cursor_place at = cursor_of(session, table);
    jet::table_info info;
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    if (const errc code = at->get_table_info(at.session, at.table, info); jet::is_error(code)) return code;
    if (when == JET_cbtypNull || !call || !handle) return errc::invalid_parameter;
    instance_slot& slot = *instances().of_tag(tag_of(session));
    const std::lock_guard lock{slot.hooks_mutex};
    slot.callbacks.push_back({info.database.value(), info.object, when, call, context, ++slot.callbacks_made});
    slot.has_callbacks.store(true, std::memory_order_release);
    *handle = static_cast<JET_HANDLE>(slot.callbacks_made);
    return errc::success;
}

[[nodiscard]] inline errc unregister_callback(JET_SESID session, JET_TABLEID table, JET_CBTYP when, JET_HANDLE handle)
{
    const cursor_place at = cursor_of(session, table);
    jet::table_info info;
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    if (const errc code = at->get_table_info(at.session, at.table, info); jet::is_error(code)) return code;
    instance_slot& slot = *instances().of_tag(tag_of(session));
    const std::lock_guard lock{slot.hooks_mutex};
    const auto gone = std::erase_if(slot.callbacks, [&](const update_callback& one) {
        return one.number == handle && one.when == when && one.database == info.database.value() && one.object == info.object;
    });
    slot.has_callbacks.store(!slot.callbacks.empty(), std::memory_order_release);
    return gone != 0 ? errc::success : errc::invalid_parameter;
}

// The first one that fails ends it, and its code is the call's.
[[nodiscard]] inline JET_ERR tell(instance_slot& slot, JET_SESID session, JET_TABLEID table, const jet::table_info& of, JET_CBTYP when)
{
    std::vector<update_callback> told;
    {
        const std::lock_guard lock{slot.hooks_mutex};
        for (const update_callback& one : slot.callbacks)
            if ((one.when & when) != 0 && one.database == of.database.value() && one.object == of.object) told.push_back(one);
    }
    for (const update_callback& one : told)
        if (const JET_ERR code = one.call(session, one.database, table, when, nullptr, nullptr, one.context, 0); code < 0) return code;
    return JET_errSuccess;
}

// `change` between the callbacks before and after it. One of the first kind that fails prevents it.
template <class Change>
[[nodiscard]] JET_ERR around_update(JET_SESID session, JET_TABLEID table, bool deletes, Change&& change)
{
    instance_slot* const slot = instances().of_tag(tag_of(session));
    if (!slot || !slot->has_callbacks.load(std::memory_order_acquire) || is_temporary(table)) [[likely]] return change();
    return guarded([&] {
        const cursor_place at = cursor_of(session, table);
        jet::table_info info;
        const bool known = !jet::is_error(at->get_table_info(at.session, at.table, info)) && (deletes || info.prepared.has_value());
        if (!known) return static_cast<errc>(change());
        const bool replaces = info.prepared == jet::prepare_kind::replace || info.prepared == jet::prepare_kind::replace_no_lock;
        const JET_CBTYP before = deletes ? JET_cbtypBeforeDelete : replaces ? JET_cbtypBeforeReplace : JET_cbtypBeforeInsert;
        if (const JET_ERR code = tell(*slot, session, table, info, before); code < 0) return static_cast<errc>(code);
        const JET_ERR done = change();
        if (done >= 0) (void)tell(*slot, session, table, info, before << 1);
        return static_cast<errc>(done);
    });
}

}  // namespace ese::inline v1::c_face

ESE_JET JetSetLS(JET_SESID sesid, JET_TABLEID tableid, JET_LS ls, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::set_ls(sesid, tableid, ls, grbit); });
}
ESE_JET JetGetLS(JET_SESID sesid, JET_TABLEID tableid, JET_LS* pls, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::get_ls(sesid, tableid, pls, grbit); });
}
ESE_JET JetRegisterCallback(JET_SESID sesid, JET_TABLEID tableid, JET_CBTYP cbtyp, JET_CALLBACK pCallback, void* pvContext,
                            JET_HANDLE* phCallbackId)
{
    return ese::c_face::guarded([&] { return ese::c_face::register_callback(sesid, tableid, cbtyp, pCallback, pvContext, phCallbackId); });
}
ESE_JET JetUnregisterCallback(JET_SESID sesid, JET_TABLEID tableid, JET_CBTYP cbtyp, JET_HANDLE hCallbackId)
{
    return ese::c_face::guarded([&] { return ese::c_face::unregister_callback(sesid, tableid, cbtyp, hCallbackId); });
}
