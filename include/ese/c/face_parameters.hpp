// face_parameters.hpp — JetSetSystemParameter, JetGetSystemParameter, JetEnableMultiInstance.
//
// Room:   c. Uses face_instances, face_text, jet.
// Holds:  (1) a session names an instance before the instance's handle does; neither means the defaults of later instances;
//         (2) what belongs to the whole process is kept with the defaults, and given to the instances that run.
#pragma once

#include <ese/c/face_instances.hpp>
#include <ese/c/face_text.hpp>
#include <ese/jet/parameters.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ese::inline v1::c_face {

// Whose parameter is meant. `slot` null: the defaults.
struct parameter_owner {
    instance_slot* slot = nullptr;
    errc refused = errc::success;
};

[[nodiscard]] inline bool names_something(JET_API_PTR handle) noexcept { return handle != 0 && handle != ~JET_API_PTR{0}; }

[[nodiscard]] inline parameter_owner owner_of(JET_INSTANCE instance, JET_SESID session) noexcept
{
    instance_table& all = instances();
    switch (all.mode()) {
    case running_mode::none: return {};
    case running_mode::one: return {all.find(instance)};
    case running_mode::many: break;
    }
    if (names_something(session)) {
        session_info unused;
        const errc code = all.of_session(session).get_session_info(session_id{session}, unused);
        return jet::is_error(code) ? parameter_owner{nullptr, errc::invalid_sesid} : parameter_owner{all.of_tag(tag_of(session))};
    }
    if (!names_something(instance)) return {};
    instance_slot* const slot = all.find(instance);
    return slot ? parameter_owner{slot} : parameter_owner{nullptr, errc::invalid_instance};
}

[[nodiscard]] inline bool is_process_wide(jet::parameter id) noexcept
{
    const jet::parameter_rule* rule = jet::describe(id);
    return rule != nullptr && rule->scope == jet::parameter_scope::global;
}

// Once a mode is chosen, some may only be set to what they are.
[[nodiscard]] inline bool is_frozen(jet::parameter id, const parameter_owner& of, std::uint64_t number)
{
    const jet::parameter_rule* rule = jet::describe(id);
    if (!rule || rule->freeze != jet::parameter_freeze::by_mode_and_init || instances().mode() == running_mode::none) return false;
    if (of.slot && rule->scope != jet::parameter_scope::global) return false;
    std::uint64_t now = 0;
    std::string text;
    (void)instances().get_default(id, now, text);
    return rule->is_text() || now != number;
}

[[nodiscard]] inline errc set_parameter(JET_INSTANCE instance, JET_SESID session, jet::parameter id, std::uint64_t number,
                                        std::string_view text)
{
    const parameter_owner of = owner_of(instance, session);
    if (of.refused != errc::success) return of.refused;
    if (is_frozen(id, of, number)) return errc::already_initialized;
    if (!is_process_wide(id)) return of.slot ? of.slot->api->set_parameter(id, number, text) : instances().set_default(id, number, text);
    const errc code = instances().set_default(id, number, text);
    if (!jet::is_error(code)) instances().for_each([&](instance_slot& one) { (void)one.api->set_parameter(id, number, text); });
    return code;
}

template <class Unit>
[[nodiscard]] errc set_parameter(JET_INSTANCE instance, JET_SESID session, std::uint32_t number, JET_API_PTR value, const Unit* text)
{
    const auto id = static_cast<jet::parameter>(number);
    const jet::parameter_rule* rule = jet::describe(id);
    if (!rule || !rule->is_text()) return set_parameter(instance, session, id, value, {});
    if (rule->kind == jet::parameter_kind::string) return set_parameter(instance, session, id, value, text_in{text}.view());
    return set_parameter(instance, session, id, value, path_in{text}.view());
}

// The level of a session is the one parameter that needs a session.
[[nodiscard]] inline errc get_level(JET_SESID session, JET_API_PTR* value) noexcept
{
    session_info info;
    if (!value || !names_something(session)) return errc::invalid_parameter;
    const errc code = instances().of_session(session).get_session_info(session_id{session}, info);
    if (!jet::is_error(code)) *value = info.level;
    return code;
}

template <class Form>
[[nodiscard]] errc get_parameter(JET_INSTANCE instance, JET_SESID session, std::uint32_t number, JET_API_PTR* value,
                                 typename Form::unit* text, std::uint32_t size)
{
    const auto id = static_cast<jet::parameter>(number);
    if (id == jet::parameter::transaction_level) return get_level(session, value);
    const parameter_owner of = owner_of(instance, session);
    if (of.refused != errc::success) return of.refused;
    const bool by_value = id == jet::parameter::error_to_string;
    if (by_value && !value) return errc::invalid_parameter;
    std::uint64_t got = by_value ? static_cast<std::uint32_t>(*value) : 0;
    std::string words;
    const errc code = of.slot && !is_process_wide(id) ? of.slot->api->get_parameter(id, got, words) : instances().get_default(id, got, words);
    if (jet::is_error(code)) return code;
    const jet::parameter_rule* rule = jet::describe(id);
    if (rule && rule->is_text()) return text && size != 0 ? put_text<Form>(words, text, size) : errc::invalid_parameter;
    if (!value) return errc::invalid_parameter;
    if (id == jet::parameter::commit_default)
        *value = (*value & ~JET_API_PTR{0xFFFFFFFF}) | (got & 0xFFFFFFFF);
    else
        *value = got;
    return code;
}

template <class Entry>
[[nodiscard]] errc compare_default(const Entry& e)
{
    const auto id = static_cast<jet::parameter>(e.paramid);
    const jet::parameter_rule* rule = jet::describe(id);
    std::uint64_t number = 0;
    std::string text;
    if (const errc code = instances().get_default(id, number, text); jet::is_error(code)) return code;
    const bool same = rule && rule->is_text() ? text == text_in{e.sz}.view() : number == e.lParam;
    return same ? errc::success : errc::system_parameter_conflict;
}

// Without a mode the entries become defaults; with many instances they must be what was set already.
template <class Entry>
[[nodiscard]] errc enable_multi_instance(Entry* entries, std::uint32_t count, std::uint32_t* done)
{
    if (done) *done = 0;
    if (count != 0 && !entries) return errc::invalid_parameter;
    if (instances().mode() == running_mode::one) return errc::running_in_one_instance_mode;
    const bool compares = instances().mode() == running_mode::many;
    for (std::uint32_t i = 0; i < count; ++i) {
        Entry& e = entries[i];
        const errc code = compares ? compare_default(e) : set_parameter(JET_instanceNil, JET_sesidNil, e.paramid, e.lParam, e.sz);
        e.err = answer(code);
        if (jet::is_error(code)) return code;
        if (done) ++*done;
    }
    return instances().enter_many();
}

}  // namespace ese::inline v1::c_face

ESE_JET JetSetSystemParameterA(JET_INSTANCE* pinstance, JET_SESID sesid, uint32_t paramid, JET_API_PTR lParam, JET_PCSTR szParam)
{
    using namespace ese::c_face;
    return guarded([&] { return set_parameter(pinstance ? *pinstance : JET_instanceNil, sesid, paramid, lParam, szParam); });
}
ESE_JET JetSetSystemParameterW(JET_INSTANCE* pinstance, JET_SESID sesid, uint32_t paramid, JET_API_PTR lParam, JET_PCWSTR szParam)
{
    using namespace ese::c_face;
    return guarded([&] { return set_parameter(pinstance ? *pinstance : JET_instanceNil, sesid, paramid, lParam, szParam); });
}
ESE_JET JetGetSystemParameterA(JET_INSTANCE instance, JET_SESID sesid, uint32_t paramid, JET_API_PTR* plParam, JET_PSTR szParam,
                               uint32_t cbMax)
{
    using namespace ese::c_face;
    return guarded([&] { return get_parameter<narrow>(instance, sesid, paramid, plParam, szParam, cbMax); });
}
ESE_JET JetGetSystemParameterW(JET_INSTANCE instance, JET_SESID sesid, uint32_t paramid, JET_API_PTR* plParam, JET_PWSTR szParam,
                               uint32_t cbMax)
{
    using namespace ese::c_face;
    return guarded([&] { return get_parameter<wide>(instance, sesid, paramid, plParam, szParam, cbMax); });
}
ESE_JET JetEnableMultiInstanceA(JET_SETSYSPARAM_A* psetsysparam, uint32_t csetsysparam, uint32_t* pcsetsucceed)
{
    using namespace ese::c_face;
    return guarded([&] { return enable_multi_instance(psetsysparam, csetsysparam, pcsetsucceed); });
}
ESE_JET JetEnableMultiInstanceW(JET_SETSYSPARAM_W* psetsysparam, uint32_t csetsysparam, uint32_t* pcsetsucceed)
{
    using namespace ese::c_face;
    return guarded([&] { return enable_multi_instance(psetsysparam, csetsysparam, pcsetsucceed); });
}
