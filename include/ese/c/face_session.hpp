// face_session.hpp — the calls on sessions and transactions.
//
// Room:   c. Uses face_callbacks, face_instances, face_session_values, face_temporary, jet.
// Holds:  the session that a session has among the temporary tables begins, commits and rolls back with it, and ends with it.
#pragma once

#include <ese/c/face_callbacks.hpp>
#include <ese/c/face_instances.hpp>
#include <ese/c/face_session_values.hpp>
#include <ese/c/face_temporary.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

namespace ese::inline v1::c_face {

[[nodiscard]] inline errc begin_session(JET_INSTANCE instance, JET_SESID* session) noexcept
{
    instance_slot* const slot = instances().find(instance);
    if (!slot) return instances().refusal(instance);
    if (!session) return errc::invalid_parameter;
    session_id begun;
    const errc code = slot->api->begin_session(begun);
    if (code == errc::success) *session = begun.value();
    return code;
}

[[nodiscard]] inline errc dup_session(JET_SESID session, JET_SESID* fresh) noexcept
{
    session_id begun;
    if (!fresh) return refused(session, errc::invalid_parameter);
    const errc code = instances().of_session(session).dup_session(session_id{session}, begun);
    if (code == errc::success) *fresh = begun.value();
    return code;
}

[[nodiscard]] inline errc end_session(JET_SESID session, JET_GRBIT grbit)
{
    const errc code = instances().of_session(session).end_session(session_id{session}, bits<jet::end_session_option>(grbit));
    if (code != errc::success) return code;
    free_dead_storage(session);
    forget_values(session);
    end_shadow(session);
    return code;
}

[[nodiscard]] inline errc session_info_of(JET_SESID session, void* result, std::uint32_t size, std::uint32_t level) noexcept
{
    session_info info;
    const errc code = instances().of_session(session).get_session_info(session_id{session}, info);
    if (jet::is_error(code)) return code;
    if (level != JET_SessionInfo) return errc::invalid_parameter;
    if (size < sizeof(JET_SESSIONINFO) || !result) return errc::buffer_too_small;
    JET_SESSIONINFO told{};
    told.ulTrxBegin0  = info.level == 0 ? 0xFFFFFFFF : static_cast<std::uint32_t>(info.begin_stamp);
    told.ulTrxLevel   = info.level;
    told.ulTrxContext = info.context;
    std::memcpy(result, &told, sizeof told);
    return code;
}

// 10.0.10240: what programs for Windows 10 look for.
[[nodiscard]] inline errc version(JET_SESID session, std::uint32_t* version) noexcept
{
    const errc code = refused(session, version ? refused_when_stopped(session) : errc::invalid_parameter);
    if (!jet::is_error(code)) *version = (10u << 28) | (10240u << 8);
    return code;
}

// Background work is done by the calls themselves here, so there is none to wait for.
// More than three fifths of what the version store may have, or is meant to have.
[[nodiscard]] inline bool is_version_store_full(engine_api& api, const jet::version_store_use& use)
{
    std::uint64_t preferred = 0;
    std::string unused;
    (void)api.get_parameter(jet::parameter::preferred_ver_pages, preferred, unused);
    return use.buckets * 5 > std::min(preferred, use.buckets_max) * 3;
}

// What was wrong with the options is told after the work they ask for. A clean-up in the background is done at once.
[[nodiscard]] inline errc idle(JET_SESID session, JET_GRBIT grbit)
{
    engine_api& api = instances().of_session(session);
    const auto asks = [grbit](JET_GRBIT bit) { return (grbit & bit) != 0; };
    const auto look = [&](jet::version_store_use& use, bool& committed) { return api.get_version_store(session_id{session}, use, committed); };
    jet::version_store_use use;
    bool committed = false;
    if (const errc code = look(use, committed); jet::is_error(code)) return code;
    if (asks(JET_bitIdleCompactAsync) && !asks(JET_bitIdleCompact)) return errc::invalid_grbit;
    const bool cleans = !asks(JET_bitIdleStatus) && (grbit == 0 || asks(JET_bitIdleCompact));
    if (cleans)
        if (const errc code = api.clean_up_versions(session_id{session}); jet::is_error(code)) return code;
    if (asks(JET_bitIdleFlushBuffers)) return errc::invalid_grbit;
    if (asks(JET_bitIdleStatus)) return is_version_store_full(api, use) ? errc::wrn_idle_full : errc::success;
    if (asks(JET_bitIdleWaitForAsyncActivity)) {
        if (const errc code = look(use, committed); jet::is_error(code)) return code;
        if (committed) return errc::wrn_remaining_versions;
    }
    return cleans ? errc::wrn_no_idle_activity : errc::success;
}

// transactions

[[nodiscard]] inline errc begin(JET_SESID session, JET_GRBIT grbit) noexcept
{
    const errc code = instances().of_session(session).begin_transaction(session_id{session}, bits<jet::begin_option>(grbit));
    if (code == errc::success)
        with_shadow(session, [](engine_api& api, session_id shadow) { (void)api.begin_transaction(shadow, {}); });
    return code;
}

// A time after which a commit must be durable is for lazy ones only.
[[nodiscard]] inline bool refuses_duration(engine_api& api, JET_SESID session, JET_GRBIT grbit, std::uint32_t milliseconds) noexcept
{
    constexpr JET_GRBIT ends = JET_bitCommitLazyFlush | JET_bitCommitRedoCallback;
    session_info info;
    if (milliseconds == 0 || (grbit & ~ends) != 0 || (grbit & JET_bitCommitLazyFlush) != 0) return false;
    return api.get_session_info(session_id{session}, info) == errc::success && info.level > 0;
}

[[nodiscard]] inline errc commit(JET_SESID session, JET_GRBIT grbit, std::uint32_t milliseconds, JET_COMMIT_ID* id)
{
    engine_api& api = instances().of_session(session);
    constexpr JET_GRBIT stand_alone = JET_bitWaitLastLevel0Commit | JET_bitWaitAllLevel0Commit | JET_bitForceNewLog;
    if ((grbit & stand_alone) == 0) grbit |= default_commit(session);
    if (refuses_duration(api, session, grbit, milliseconds)) return errc::invalid_parameter;
    jet::commit_id committed;
    const errc code = api.commit_transaction2(session_id{session}, bits<jet::commit_option>(grbit), committed);
    if (code != errc::success) return code;
    if ((grbit & stand_alone) == 0)
        with_shadow(session, [](engine_api& temporary, session_id shadow) {
            (void)temporary.commit_transaction(shadow, jet::commit_option::lazy_flush);
        });
    if (id && committed.value() != 0) {
        *id = {};
        id->commitId = static_cast<std::int64_t>(committed.value());
    }
    return code;
}

[[nodiscard]] inline errc rollback(JET_SESID session, JET_GRBIT grbit)
{
    const auto options = bits<jet::rollback_option>(grbit);
    const errc code = instances().of_session(session).rollback(session_id{session}, options);
    if (code != errc::success) return code;
    with_shadow(session, [&](engine_api& api, session_id shadow) {
        (void)api.rollback(shadow, options);
        forget_dead_tables(*instances().of_tag(tag_of(session)), session, shadow);
    });
    free_dead_storage(session);
    return code;
}

}  // namespace ese::inline v1::c_face

ESE_JET JetBeginSessionA(JET_INSTANCE instance, JET_SESID* psesid, JET_PCSTR, JET_PCSTR)
{
    return ese::c_face::answer(ese::c_face::begin_session(instance, psesid));
}
ESE_JET JetBeginSessionW(JET_INSTANCE instance, JET_SESID* psesid, JET_PCWSTR, JET_PCWSTR)
{
    return ese::c_face::answer(ese::c_face::begin_session(instance, psesid));
}
ESE_JET JetDupSession(JET_SESID sesid, JET_SESID* psesid) { return ese::c_face::answer(ese::c_face::dup_session(sesid, psesid)); }
ESE_JET JetEndSession(JET_SESID sesid, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::end_session(sesid, grbit); });
}
ESE_JET JetGetSessionInfo(JET_SESID sesid, void* pvResult, uint32_t cbMax, uint32_t ulInfoLevel)
{
    return ese::c_face::answer(ese::c_face::session_info_of(sesid, pvResult, cbMax, ulInfoLevel));
}
ESE_JET JetGetVersion(JET_SESID sesid, uint32_t* pwVersion) { return ese::c_face::answer(ese::c_face::version(sesid, pwVersion)); }
ESE_JET JetIdle(JET_SESID sesid, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::idle(sesid, grbit); });
}
ESE_JET JetSetSessionContext(JET_SESID sesid, JET_API_PTR ulContext)
{
    using namespace ese::c_face;
    return answer(instances().of_session(sesid).set_session_context(ese::session_id{sesid}, ulContext));
}
ESE_JET JetResetSessionContext(JET_SESID sesid)
{
    using namespace ese::c_face;
    return answer(instances().of_session(sesid).reset_session_context(ese::session_id{sesid}));
}

ESE_JET JetBeginTransaction2(JET_SESID sesid, JET_GRBIT grbit) { return ese::c_face::answer(ese::c_face::begin(sesid, grbit)); }
ESE_JET JetBeginTransaction(JET_SESID sesid) { return JetBeginTransaction2(sesid, 0); }
ESE_JET JetBeginTransaction3(JET_SESID sesid, int64_t, JET_GRBIT grbit) { return JetBeginTransaction2(sesid, grbit); }
ESE_JET JetCommitTransaction2(JET_SESID sesid, JET_GRBIT grbit, uint32_t cmsecDurableCommit, JET_COMMIT_ID* pCommitId)
{
    return ese::c_face::guarded([&] { return ese::c_face::commit(sesid, grbit, cmsecDurableCommit, pCommitId); });
}
ESE_JET JetCommitTransaction(JET_SESID sesid, JET_GRBIT grbit) { return JetCommitTransaction2(sesid, grbit, 0, nullptr); }
ESE_JET JetRollback(JET_SESID sesid, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::rollback(sesid, grbit); });
}
