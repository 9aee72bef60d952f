// instance_calls.hpp — random calls on instances and their parameters, backup and restore included.
#pragma once

#include "hook_calls.hpp"

namespace c_fuzz {

// Ids whose value is an address are left alone: an invented one is called or read, here as everywhere.
[[nodiscard]] inline std::uint32_t some_parameter(world& w)
{
    const std::uint32_t id = w.roll.one_in(20) ? w.roll.edge() : w.roll.below(222);
    constexpr std::uint32_t addresses[] = {JET_paramRuntimeCallback, JET_paramDurableCommitCallback, JET_paramUnicodeIndexDefault};
    return std::find(std::begin(addresses), std::end(addresses), id) == std::end(addresses) ? id : JET_paramMaxSessions;
}

// What takes memory or files when it is large stays small; whatever is out of range is refused anyway.
[[nodiscard]] inline JET_API_PTR some_value(world& w)
{
    constexpr JET_API_PTR values[] = {0, 1, 2, 3, 7, 14, 16, 64, 100, 128, 255, 500, 1000, 1024, 4096, 8192, 65536, ~JET_API_PTR{0}};
    return w.roll.of(values);
}

// An instance with folders of its own, half of them with a log, ready for JetInit.
inline void prepare(world& w, JET_INSTANCE instance)
{
    const std::string folder = w.path_text(w.roll.one_in(2) ? "first" : "second");
    std::filesystem::create_directories(folder);
    for (const std::uint32_t id : {0u, 2u})    // where the log is
        (void)JetSetSystemParameterA(&instance, JET_sesidNil, id, 0, folder.c_str());
    if (w.roll.one_in(2)) (void)JetSetSystemParameterA(&instance, JET_sesidNil, JET_paramRecovery, 0, "off");
    (void)JetSetSystemParameterA(&instance, JET_sesidNil, JET_paramRuntimeCallback, reinterpret_cast<JET_API_PTR>(&take_back), nullptr);
    (void)JetSetSystemParameterA(&instance, JET_sesidNil, JET_paramLogFileSize, 128, nullptr);
    (void)JetSetSystemParameterA(&instance, JET_sesidNil, JET_paramCacheSizeMax, 256, nullptr);
    (void)JetSetSystemParameterA(&instance, JET_sesidNil, JET_paramMaxVerPages, w.roll.one_in(3) ? 1 : 100, nullptr);
}

[[nodiscard]] inline JET_ERR create_one(world& w)
{
    JET_INSTANCE* const made = w.roll.one_in(25) ? nullptr : static_cast<JET_INSTANCE*>(w.memory.take(sizeof(JET_INSTANCE), w.roll));
    if (w.instances.size() > 2) return 0;
    JET_ERR code = 0;
    switch (w.roll.below(4)) {
    case 0: code = JetCreateInstanceA(made, w.name()); break;
    case 1: code = JetCreateInstanceW(made, w.wide()); break;
    case 2: code = JetCreateInstance2A(made, w.name(), w.name(), w.roll.bits()); break;
    default: code = JetCreateInstance2W(made, w.wide(), w.wide(), w.roll.bits()); break;
    }
    if (code < 0) return code;
    w.instances.push_back(*made);
    if (!w.roll.one_in(8)) prepare(w, *made);
    return code;
}

template <class Info>
[[nodiscard]] Info* restore_info(world& w)
{
    if (w.roll.one_in(2)) return nullptr;
    Info* const info = w.structure<Info>();
    if (w.roll.one_in(8)) info->crstmap = static_cast<std::int32_t>(w.roll.edge());
    return info;
}

[[nodiscard]] inline JET_ERR init_one(world& w)
{
    JET_INSTANCE handle = w.any_instance();
    JET_INSTANCE* const given = w.roll.one_in(20) ? nullptr : &handle;
    const bool known = std::find(w.instances.begin(), w.instances.end(), handle) != w.instances.end();
    JET_ERR code = 0;
    switch (w.roll.below(4)) {
    case 0: code = JetInit(given); break;
    case 1: code = JetInit2(given, w.roll.bits()); break;
    case 2: code = JetInit3A(given, restore_info<JET_RSTINFO_A>(w), w.roll.bits()); break;
    default: code = JetInit3W(given, restore_info<JET_RSTINFO_W>(w), w.roll.bits()); break;
    }
    if (code >= 0 && given) world::keep(w.instances, handle, 100);
    if (code < 0 && known && given && handle == 0) w.all_ended();    // whichever it was, ask anew
    return code;
}

[[nodiscard]] inline JET_ERR term_one(world& w)
{
    if (!w.roll.one_in(6)) return 0;
    const JET_INSTANCE handle = w.any_instance();
    const JET_ERR code = w.roll.one_in(3) ? JetTerm(handle) : JetTerm2(handle, w.roll.bits_or(JET_bitTermComplete));
    if (code >= 0 || code == JET_errDirtyShutdown) w.ended(w.instances, handle);
    return code;
}

[[nodiscard]] inline JET_ERR set_parameter(world& w)
{
    JET_INSTANCE handle = w.any_instance();
    JET_INSTANCE* const given = w.roll.one_in(9) ? nullptr : &handle;
    const JET_SESID session = w.roll.one_in(4) ? w.any_session() : JET_sesidNil;
    if (w.roll.one_in(2)) return JetSetSystemParameterA(given, session, some_parameter(w), some_value(w), w.roll.one_in(3) ? w.path() : w.name());
    return JetSetSystemParameterW(given, session, some_parameter(w), some_value(w), w.roll.one_in(3) ? w.wide_path() : w.wide());
}

[[nodiscard]] inline JET_ERR get_parameter(world& w)
{
    const JET_INSTANCE handle = w.roll.one_in(4) ? JET_instanceNil : w.any_instance();
    const JET_SESID session = w.roll.one_in(3) ? w.any_session() : JET_sesidNil;
    const std::uint32_t id = w.roll.one_in(6) ? JET_paramErrorToString : w.roll.one_in(9) ? w.roll.edge() : w.roll.below(222);
    const std::uint32_t size = w.roll.size();
    auto* const value = w.out<JET_API_PTR>();
    if (value && id == JET_paramErrorToString && !w.roll.one_in(4))
        *value = static_cast<std::uint32_t>(-static_cast<std::int32_t>(w.roll.below(2000)));
    if (w.roll.one_in(2)) return JetGetSystemParameterA(handle, session, id, value, static_cast<char*>(w.data(size)), size);
    return JetGetSystemParameterW(handle, session, id, value, static_cast<JET_WCHAR*>(w.data(size)), size);
}

[[nodiscard]] inline JET_ERR enable_multi_instance(world& w)
{
    JET_SETSYSPARAM_A entries[3]{};
    for (JET_SETSYSPARAM_A& one : entries) one = {some_parameter(w), some_value(w), w.name(), 0};
    return JetEnableMultiInstanceA(w.roll.one_in(9) ? nullptr : entries, w.roll.below(4), w.out<std::uint32_t>());
}
[[nodiscard]] inline JET_ERR enable_multi_instance_wide(world& w)
{
    JET_SETSYSPARAM_W entries[2]{};
    for (JET_SETSYSPARAM_W& one : entries) one = {some_parameter(w), some_value(w), w.wide(), 0};
    return JetEnableMultiInstanceW(w.roll.one_in(9) ? nullptr : entries, w.roll.below(3), w.out<std::uint32_t>());
}

[[nodiscard]] inline JET_ERR list_instances(world& w)
{
    auto* const count = w.out<std::uint32_t>();
    JET_ERR code = 0;
    if (w.roll.one_in(2)) {
        JET_INSTANCE_INFO_A* list = nullptr;
        code = JetGetInstanceInfoA(count, w.roll.one_in(15) ? nullptr : &list);
        (void)JetFreeBuffer(reinterpret_cast<char*>(list));
    } else {
        JET_INSTANCE_INFO_W* list = nullptr;
        code = JetGetInstanceInfoW(count, w.roll.one_in(15) ? nullptr : &list);
        (void)JetFreeBuffer(reinterpret_cast<char*>(list));
    }
    return code;
}

[[nodiscard]] inline JET_ERR describe_error(world& w)
{
    const std::uint32_t size = w.roll.one_in(3) ? w.roll.size() : 160;
    JET_ERR code = -static_cast<JET_ERR>(w.roll.below(4000));
    return JetGetErrorInfoW(w.roll.one_in(15) ? nullptr : &code, w.data(size), size, w.roll.one_in(5) ? w.roll.edge() : 1, w.roll.one_in(5) ? 1 : 0);
}

[[nodiscard]] inline JET_ERR back_up(world& w)
{
    const std::string where = w.path_text("backup");
    if (w.roll.one_in(2)) std::filesystem::remove_all(where);
    const JET_INSTANCE handle = w.any_instance();
    if (w.roll.one_in(9)) return JetBackupInstanceW(handle, w.wide_path(), w.roll.bits(), nullptr);
    return JetBackupInstanceA(handle, where.c_str(), w.roll.bits_or(0), nullptr);
}

[[nodiscard]] inline JET_ERR restore(world& w)
{
    const std::string from = w.path_text("backup"), to = w.path_text("restored");
    if (w.roll.one_in(2)) std::filesystem::remove_all(to);
    const JET_INSTANCE handle = w.roll.one_in(2) ? JET_instanceNil : w.any_instance();
    if (w.roll.one_in(9)) return JetRestoreInstanceW(handle, w.wide_path(), nullptr, nullptr);
    return JetRestoreInstanceA(handle, from.c_str(), to.c_str(), nullptr);
}

inline constexpr random_call instance_calls[] = {
    {"JetCreateInstance", 2, create_one},
    {"JetCreateInstance2", 0, create_one},
    {"JetInit", 3, init_one},
    {"JetInit2", 0, init_one},
    {"JetInit3", 0, init_one},
    {"JetTerm", 2, term_one},
    {"JetTerm2", 0, term_one},
    {"JetSetSystemParameter", 4, set_parameter},
    {"JetGetSystemParameter", 6, get_parameter},
    {"JetEnableMultiInstance", 1, enable_multi_instance},
    {"JetEnableMultiInstance", 1, enable_multi_instance_wide},
    {"JetGetInstanceInfo", 2, list_instances},
    {"JetFreeBuffer", 0, list_instances},
    {"JetGetErrorInfo", 2, describe_error},
    {"JetGetThreadStats", 2,
     [](world& w) {
         const std::uint32_t size = w.roll.one_in(2) ? 40 : w.roll.size();
         return JetGetThreadStats(w.data(size), size);
     }},
    {"JetBackupInstance", 1, back_up},
    {"JetRestoreInstance", 1, restore},
};

}  // namespace c_fuzz
