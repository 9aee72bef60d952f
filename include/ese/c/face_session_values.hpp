// face_session_values.hpp — JetSetSessionParameter and JetGetSessionParameter.
//
// Room:   c. Uses face_instances, jet.
// Gives:  session_rules, what each parameter takes; default_commit, the options that a session adds to its commits; forget_values.
// Holds:  (1) setting takes part in the check of threads as every call does, getting does not;
//         (2) a session that never set anything costs its commits one load.
// Locks:  the slot's mutex of values.
#pragma once

#include <ese/c/face_instances.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>

namespace ese::inline v1::c_face {

enum class session_value : std::uint8_t { exact, at_least, bytes, text };

// What a parameter's value may be. `size`: of the value, or the most bytes it has.
struct session_rule {
    session_value kind;
    std::uint32_t size;
    std::string_view initial;
};

// By number, from JET_sesparamCommitDefault on.
[[nodiscard]] inline const session_rule& session_rule_of(std::uint32_t id) noexcept
{
    using enum session_value;
    using namespace std::string_view_literals;
    static constexpr auto zero = "\0\0\0\0"sv, one = "\1\0\0\0"sv;
    static constexpr std::array<session_rule, 14> rules{{
        {exact, 4, zero},                                      // CommitDefault
        {bytes, 30000, {}},                                    // CommitGenericContext
        {exact, 4, zero},                                      // TransactionLevel: told by the engine
        {exact, sizeof(JET_OPERATIONCONTEXT), "\0\0\0\x80\0\0\0\0"sv},
        {at_least, 4, zero},                                   // CorrelationID
        {at_least, 4, "\x64\0\0\0"sv},                         // CachePriority
        {text, 31, {}}, {text, 31, {}}, {text, 31, {}},        // ClientComponentDesc, ClientActionDesc, ClientActionContextDesc
        {at_least, 16, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"sv},  // ClientActivityId
        {at_least, 4, zero},                                   // IOSessTraceFlags
        {exact, 4, zero},                                      // IOPriority
        {at_least, 4, one},                                    // CommitContextContainsCustomerData
        {at_least, 4, zero},                                   // CommitContextNeedPreCommitCallback
    }};
    return rules[id - JET_sesparamCommitDefault];
}

[[nodiscard]] inline bool is_session_parameter(std::uint32_t id) noexcept
{
    return id >= JET_sesparamCommitDefault && id < JET_sesparamMaxValueInvalid;
}

// Of CommitDefault only the lazy bit counts.
[[nodiscard]] inline JET_GRBIT default_commit(JET_SESID session)
{
    instance_slot* const slot = instances().of_tag(tag_of(session));
    if (!slot || !slot->has_values.load(std::memory_order_acquire)) return 0;
    const std::lock_guard lock{slot->values_mutex};
    const auto found = slot->values.find({session, JET_sesparamCommitDefault});
    std::uint32_t bits = 0;
    if (found != slot->values.end()) std::memcpy(&bits, found->second.data(), sizeof bits);
    return bits & JET_bitCommitLazyFlush;
}

inline void forget_values(JET_SESID session) noexcept
{
    instance_slot* const slot = instances().of_tag(tag_of(session));
    if (!slot || !slot->has_values.load(std::memory_order_acquire)) return;
    const std::lock_guard lock{slot->values_mutex};
    std::erase_if(slot->values, [&](const auto& one) { return one.first.first == session; });
}

// A number that is not allowed. Others are taken as they are.
[[nodiscard]] inline errc check_number(std::uint32_t id, const void* value) noexcept
{
    constexpr std::uint32_t priorities = JET_IOPriorityLow | JET_IOPriorityLowForCheckpoint | JET_IOPriorityLowForScavenge |
                                         JET_IOPriorityUserClassIdMask | JET_IOPriorityMarkAsMaintenance;
    constexpr std::uint32_t cache_priority_most = 1000;
    std::uint32_t number = 0;
    if (id == JET_sesparamCachePriority || id == JET_sesparamIOPriority) std::memcpy(&number, value, sizeof number);
    if (id == JET_sesparamCachePriority && number > cache_priority_most) return errc::invalid_parameter;
    return id == JET_sesparamIOPriority && (number & ~priorities) != 0 ? errc::invalid_grbit : errc::success;
}

// Text that is too long is kept in part, and ends in dots.
[[nodiscard]] inline errc cut_text(std::string& text, std::size_t most)
{
    if (text.size() <= most) return errc::success;
    text.resize(most - 3);
    text += "...";
    return errc::wrn_buffer_truncated;
}

[[nodiscard]] inline errc set_value(instance_slot& slot, JET_SESID session, std::uint32_t id, const void* value, std::uint32_t size)
{
    const session_rule& rule = session_rule_of(id);
    const bool numeric = rule.kind == session_value::exact || rule.kind == session_value::at_least;
    if (numeric && size != rule.size) return errc::invalid_buffer_size;
    if (numeric)
        if (const errc wrong = check_number(id, value); wrong != errc::success) return wrong;
    const std::lock_guard lock{slot.values_mutex};
    std::string kept{static_cast<const char*>(value), size};
    errc code = rule.kind == session_value::text ? cut_text(kept, rule.size) : errc::success;
    if (rule.kind == session_value::bytes && size > rule.size) {
        kept.clear();
        code = errc::invalid_buffer_size;
    }
    if (rule.kind == session_value::bytes && kept.empty()) slot.values.erase({session, JET_sesparamCommitContextNeedPreCommitCallback});
    slot.values.insert_or_assign({session, id}, std::move(kept));
    slot.has_values.store(true, std::memory_order_release);
    return code;
}

// A call on a database that cannot be: it checks the session as every call does, and does nothing.
[[nodiscard]] inline errc enter_session(JET_SESID session) noexcept
{
    database_info unused;
    const errc code = instances().of_session(session).get_database_info(session_id{session}, database_id{JET_dbidNil}, unused);
    return code == errc::invalid_database_id ? errc::success : code;
}

[[nodiscard]] inline errc set_session_parameter(JET_SESID session, std::uint32_t id, const void* value, std::uint32_t size)
{
    if (const errc code = enter_session(session); jet::is_error(code)) return code;
    if (!value && size != 0) return errc::invalid_parameter;
    if (!is_session_parameter(id)) return errc::invalid_sesparam_id;
    if (id == JET_sesparamTransactionLevel) return errc::feature_not_available;
    return set_value(*instances().of_tag(tag_of(session)), session, id, size == 0 ? "" : value, size);
}

[[nodiscard]] inline std::string value_of(JET_SESID session, std::uint32_t id, const session_info& info)
{
    if (id == JET_sesparamTransactionLevel) return {reinterpret_cast<const char*>(&info.level), sizeof info.level};
    instance_slot& slot = *instances().of_tag(tag_of(session));
    const std::lock_guard lock{slot.values_mutex};
    const auto found = slot.values.find({session, id});
    return found != slot.values.end() ? found->second : std::string{session_rule_of(id).initial};
}

[[nodiscard]] inline errc get_session_parameter(JET_SESID session, std::uint32_t id, void* out, std::uint32_t size, std::uint32_t* actual)
{
    session_info info;
    const errc code = instances().of_session(session).get_session_info(session_id{session}, info);
    if (jet::is_error(code)) return code;
    if (const errc stopped = refused_when_stopped(session); jet::is_error(stopped)) return stopped;
    if (!out && !actual) return errc::invalid_parameter;
    if (!is_session_parameter(id)) return errc::invalid_sesparam_id;
    const session_rule& rule = session_rule_of(id);
    const std::string value = value_of(session, id, info);
    const std::size_t told = value.size() + (rule.kind == session_value::text ? 1 : 0);    // its NUL
    if (actual) *actual = static_cast<std::uint32_t>(told);
    if (!out) return errc::success;
    const bool numeric = rule.kind == session_value::exact || rule.kind == session_value::at_least;
    const bool strict  = rule.kind == session_value::exact && rule.size == sizeof(std::uint32_t);
    if (size < told || (strict && size != told)) return numeric ? errc::invalid_buffer_size : errc::buffer_too_small;
    std::memcpy(out, value.c_str(), told);
    return errc::success;
}

}  // namespace ese::inline v1::c_face

ESE_JET JetSetSessionParameter(JET_SESID sesid, uint32_t sesparamid, void* pvParam, uint32_t cbParam)
{
    return ese::c_face::guarded([&] { return ese::c_face::set_session_parameter(sesid, sesparamid, pvParam, cbParam); });
}
ESE_JET JetGetSessionParameter(JET_SESID sesid, uint32_t sesparamid, void* pvParam, uint32_t cbParamMax, uint32_t* pcbParamActual)
{
    return ese::c_face::guarded([&] { return ese::c_face::get_session_parameter(sesid, sesparamid, pvParam, cbParamMax, pcbParamActual); });
}
