// face_instance.hpp — the calls on instances: create, init, term, stop, backup and restore; and those that need none.
//
// Room:   c. Uses face_instances, face_parameters, face_text, jet.
// Holds:  an init that failed has ended its instance: the handle is 0 and its parameters are gone.
#pragma once

#include <ese/c/face_instances.hpp>
#include <ese/c/face_parameters.hpp>
#include <ese/c/face_text.hpp>
#include <ese/jet/error_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ese::inline v1::c_face {

template <class Unit>
[[nodiscard]] errc create_instance(JET_INSTANCE* instance, const Unit* name)
{
    if (!instance) return errc::invalid_parameter;
    *instance = JET_instanceNil;
    const text_in given{name};
    const std::string_view view = given.view();
    instance_slot* made = nullptr;
    const errc code = instances().create(running_mode::many, given.given() ? &view : nullptr, made);
    if (code == errc::success) *instance = made->handle.load(std::memory_order_acquire);
    return code;
}

// JET_paramDurableCommitCallback, as the notice the engine gives.
inline void tell_of_commits(instance_slot& slot, jet::notices& told)
{
    std::uint64_t address = 0;
    std::string unused;
    (void)slot.api->get_parameter(jet::parameter::durable_commit_callback, address, unused);
    if (address == 0) return;
    const auto call = reinterpret_cast<JET_PFNDURABLECOMMITCALLBACK>(static_cast<std::uintptr_t>(address));
    const JET_INSTANCE instance = slot.handle.load(std::memory_order_acquire);
    told.durable = [call, instance](const jet::durable_notice& notice) {
        JET_COMMIT_ID seen{};
        seen.commitId = static_cast<std::int64_t>(notice.up_to.value());
        (void)call(instance, &seen, notice.log_unavailable ? JET_bitDurableCommitCallbackLogUnavailable : 0);
    };
}

// The report of recovery, as JET_SNPROG. `call(sequence, progress)`.
template <class Call>
void tell_of_recovery(jet::notices& told, Call call)
{
    told.recovering = [call](const jet::recovery_progress& now) {
        const auto small = [](std::uint64_t n) { return static_cast<std::uint32_t>(std::min<std::uint64_t>(n, 0xFFFFFFFF)); };
        JET_SNPROG progress{sizeof(JET_SNPROG), small(now.done), small(now.total)};
        call(JET_SNT{JET_sntProgress}, &progress);
    };
}

// The instance that JetInit means; made here when the caller made none.
[[nodiscard]] inline errc instance_to_init(JET_INSTANCE* instance, instance_slot*& slot)
{
    instance_table& all = instances();
    const running_mode mode = all.mode();
    if (mode == running_mode::many && !instance) return errc::running_in_multi_instance_mode;
    if (mode == running_mode::one) return errc::already_initialized;
    if (mode == running_mode::none) return all.create(running_mode::one, nullptr, slot);
    if (!names_something(*instance)) {
        *instance = JET_instanceNil;
        return all.create(running_mode::many, nullptr, slot);
    }
    slot = all.find(*instance);
    return slot ? errc::success : errc::invalid_parameter;
}

[[nodiscard]] inline errc init(JET_INSTANCE* instance, JET_GRBIT grbit, jet::notices told)
{
    instance_slot* slot = nullptr;
    if (const errc wrong = instance_to_init(instance, slot); wrong != errc::success) return wrong;
    tell_of_commits(*slot, told);
    errc code = slot->api->set_notices(std::move(told));
    if (code == errc::success) code = slot->api->init(bits<jet::init_option>(grbit));
    if (code == errc::already_initialized || code == errc::init_in_progress || code == errc::term_in_progress) return code;
    if (jet::is_error(code)) {
        (void)slot->api->term({});
        instances().release(*slot);
    }
    if (instance) *instance = jet::is_error(code) ? 0 : slot->handle.load(std::memory_order_acquire);
    return code;
}

// Of a JET_RSTINFO: a map of databases to other places is not taken.
template <class Info>
[[nodiscard]] errc check_restore_info(const Info* info) noexcept
{
    if (!info) return errc::success;
    if (info->cbStruct != sizeof(Info)) return errc::invalid_parameter;
    if (info->crstmap < 0 || (info->crstmap > 0) != (info->rgrstmap != nullptr)) return errc::invalid_parameter;
    return info->crstmap > 0 ? errc::feature_not_available : errc::success;
}

template <class Info>
[[nodiscard]] errc init3(JET_INSTANCE* instance, const Info* info, JET_GRBIT grbit)
{
    if (const errc wrong = check_restore_info(info); wrong != errc::success) return wrong;
    jet::notices told;
    if (info && info->pfnStatus)
        tell_of_recovery(told, [call = info->pfnStatus](JET_SNT sequence, JET_SNPROG* progress) {
            (void)call(JET_sesidNil, JET_snpRestore, sequence, progress);
        });
    return init(instance, grbit, std::move(told));
}

template <class Info>
[[nodiscard]] errc init4(JET_INSTANCE* instance, const Info* info, JET_GRBIT grbit)
{
    if (const errc wrong = check_restore_info(info); wrong != errc::success) return wrong;
    jet::notices told;
    if (info && info->pfnCallback)
        tell_of_recovery(told, [call = info->pfnCallback, context = info->pvCallbackContext](JET_SNT sequence, JET_SNPROG* progress) {
            (void)call(JET_snpRestore, sequence, progress, context);
        });
    return init(instance, grbit, std::move(told));
}

inline void forget_temporary(instance_slot& slot) noexcept
{
    const std::lock_guard lock{slot.temporary_mutex};
    if (!slot.has_temporary.exchange(false, std::memory_order_acq_rel)) return;
    (void)slot.temporary.api->term(jet::term_option::dirty);
    slot.temporary.sessions.clear();
    slot.temporary.databases.clear();
    slot.temporary.tables.clear();
}

// Whether the instance is still there after JetTerm answered this.
[[nodiscard]] constexpr bool survived(errc code) noexcept
{
    switch (code) {
    case errc::too_many_active_users:
    case errc::backup_in_progress:
    case errc::term_in_progress:
    case errc::restore_in_progress:
    case errc::not_initialized:
    case errc::out_of_memory: return true;
    default: return false;
    }
}

[[nodiscard]] inline errc term(JET_INSTANCE instance, JET_GRBIT grbit)
{
    instance_slot* const slot = instances().find(instance);
    if (!slot) return instances().refusal(instance);
    const errc code = slot->api->term(bits<jet::term_option>(grbit));
    if (survived(code)) return code;
    forget_temporary(*slot);
    instances().release(*slot);
    return code;
}

[[nodiscard]] inline errc stop_service(JET_INSTANCE instance, JET_GRBIT grbit)
{
    instance_slot* const slot = instances().find(instance);
    return slot ? slot->api->stop_service(bits<jet::stop_service_option>(grbit)) : instances().refusal(instance);
}

// The instance that calls without a handle mean.
[[nodiscard]] inline errc only_instance(JET_INSTANCE& only) noexcept
{
    switch (instances().mode()) {
    case running_mode::none: return errc::invalid_parameter;
    case running_mode::many: return errc::running_in_multi_instance_mode;
    case running_mode::one: break;
    }
    only = JET_instanceNil;
    return errc::success;
}

template <class Unit>
[[nodiscard]] errc backup(JET_INSTANCE instance, const Unit* folder, JET_GRBIT grbit, JET_PFNSTATUS status)
{
    instance_slot* const slot = instances().find(instance);
    if (!slot) return instances().refusal(instance);
    if (!folder) return errc::invalid_parameter;
    jet::backup_status told;
    if (status)
        told = [status](std::uint64_t done, std::uint64_t total) {
            const auto small = [](std::uint64_t n) { return static_cast<std::uint32_t>(std::min<std::uint64_t>(n, 0xFFFFFFFF)); };
            JET_SNPROG progress{sizeof(JET_SNPROG), small(done), small(total)};
            return status(JET_sesidNil, JET_snpBackup, JET_sntProgress, &progress) >= 0;
        };
    return slot->api->backup(path_in{folder}.view(), bits<jet::backup_option>(grbit), told);
}

// Needs no instance; one that is named must not run yet.
template <class Unit>
[[nodiscard]] errc restore(JET_INSTANCE instance, const Unit* from, const Unit* to)
{
    if (!from || !to) return errc::invalid_parameter;
    jet::recovery_report report;
    if (!names_something(instance) && instances().mode() != running_mode::one)
        return engine_api{storage::files}.restore(path_in{from}.view(), path_in{to}.view(), report);
    instance_slot* const slot = instances().find(instance);
    return slot ? slot->api->restore(path_in{from}.view(), path_in{to}.view(), report) : instances().refusal(instance);
}

// One block: the array, then the names. The caller gives it back with JetFreeBuffer.
template <class Form, class Info>
[[nodiscard]] errc instance_infos(std::uint32_t* count, Info** infos)
{
    if (!count || !infos) return errc::invalid_parameter;
    struct found {
        JET_INSTANCE handle;
        bool named;
        std::string name;
    };
    std::vector<found> all;
    std::size_t bytes = 0;
    instances().for_each([&](const instance_slot& slot) {
        all.push_back({slot.handle.load(std::memory_order_acquire), slot.named, slot.name});
        bytes += sizeof(Info) + size_of_text<Form>(slot.name);
    });
    *count = 0;
    *infos = nullptr;
    if (all.empty()) return errc::success;
    auto* const block = static_cast<std::byte*>(std::calloc(1, bytes));
    if (!block) return errc::out_of_memory;
    auto* const array = reinterpret_cast<Info*>(block);
    std::byte* text   = block + all.size() * sizeof(Info);
    for (std::size_t i = 0; i < all.size(); ++i) {
        array[i].hInstanceId = all[i].handle;
        if (!all[i].named) continue;
        const std::size_t size = size_of_text<Form>(all[i].name);
        (void)put_text<Form>(all[i].name, text, size);
        array[i].szInstanceName = reinterpret_cast<typename Form::unit*>(text);
        text += size;
    }
    *count = static_cast<std::uint32_t>(all.size());
    *infos = array;
    return errc::success;
}

// From the root of the families to the most specific one, which comes last.
inline void put_families(jet::error_category_id most_specific, unsigned char (&path)[8]) noexcept
{
    constexpr std::array<std::uint8_t, 17> parent{0, 0, 1, 2, 2, 2, 5, 5, 5, 1, 9, 9, 9, 1, 13, 13, 13};
    std::size_t depth = 0;
    for (std::size_t at = static_cast<std::size_t>(most_specific); at != 0; at = parent[at]) ++depth;
    for (std::size_t at = static_cast<std::size_t>(most_specific); at != 0; at = parent[at]) path[--depth] = static_cast<unsigned char>(at);
}

[[nodiscard]] inline errc error_info(const void* code, void* result, std::uint32_t size, std::uint32_t level, JET_GRBIT grbit) noexcept
{
    if (level != JET_ErrorInfoSpecificErr || !code || grbit != 0) return errc::invalid_parameter;
    if (size < sizeof(JET_ERRINFOBASIC_W) || !result) return errc::invalid_buffer_size;
    JET_ERR number = 0;
    std::memcpy(&number, code, sizeof number);
    const jet::error_description* known = jet::describe(static_cast<jet::error>(number));
    if (!known) return errc::invalid_parameter;
    JET_ERRINFOBASIC_W told{};
    told.cbStruct = sizeof told;
    told.errValue = number;
    told.errcatMostSpecific = static_cast<JET_ERRCAT>(known->category);
    put_families(known->category, told.rgCategoricalHierarchy);
    std::memcpy(result, &told, sizeof told);
    return errc::success;
}

// Pages are not counted by thread here: the counters stay 0.
[[nodiscard]] inline errc thread_stats(void* result, std::uint32_t size) noexcept
{
    if (!result) return errc::invalid_parameter;
    if (size < sizeof(JET_THREADSTATS)) return errc::buffer_too_small;
    const auto told = static_cast<std::uint32_t>(std::min<std::size_t>(size, sizeof(JET_THREADSTATS4)));
    std::memset(result, 0, told);
    std::memcpy(result, &told, sizeof told);
    return errc::success;
}

}  // namespace ese::inline v1::c_face

ESE_JET JetCreateInstanceA(JET_INSTANCE* pinstance, JET_PCSTR szInstanceName)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_instance(pinstance, szInstanceName); });
}
ESE_JET JetCreateInstanceW(JET_INSTANCE* pinstance, JET_PCWSTR szInstanceName)
{
    return ese::c_face::guarded([&] { return ese::c_face::create_instance(pinstance, szInstanceName); });
}
ESE_JET JetCreateInstance2A(JET_INSTANCE* pinstance, JET_PCSTR szInstanceName, JET_PCSTR, JET_GRBIT)
{
    return JetCreateInstanceA(pinstance, szInstanceName);
}
ESE_JET JetCreateInstance2W(JET_INSTANCE* pinstance, JET_PCWSTR szInstanceName, JET_PCWSTR, JET_GRBIT)
{
    return JetCreateInstanceW(pinstance, szInstanceName);
}
ESE_JET JetInit(JET_INSTANCE* pinstance)
{
    return ese::c_face::guarded([&] { return ese::c_face::init(pinstance, 0, {}); });
}
ESE_JET JetInit2(JET_INSTANCE* pinstance, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::init(pinstance, grbit, {}); });
}
ESE_JET JetInit3A(JET_INSTANCE* pinstance, JET_RSTINFO_A* prstInfo, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::init3(pinstance, prstInfo, grbit); });
}
ESE_JET JetInit3W(JET_INSTANCE* pinstance, JET_RSTINFO_W* prstInfo, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::init3(pinstance, prstInfo, grbit); });
}
ESE_JET JetInit4A(JET_INSTANCE* pinstance, JET_RSTINFO2_A* prstInfo, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::init4(pinstance, prstInfo, grbit); });
}
ESE_JET JetInit4W(JET_INSTANCE* pinstance, JET_RSTINFO2_W* prstInfo, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::init4(pinstance, prstInfo, grbit); });
}
ESE_JET JetTerm(JET_INSTANCE instance)
{
    return ese::c_face::guarded([&] { return ese::c_face::term(instance, JET_bitTermAbrupt); });
}
ESE_JET JetTerm2(JET_INSTANCE instance, JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::term(instance, grbit); });
}
ESE_JET JetStopServiceInstance2(JET_INSTANCE instance, JET_GRBIT grbit)
{
    return ese::c_face::answer(ese::c_face::stop_service(instance, grbit));
}
ESE_JET JetStopServiceInstance(JET_INSTANCE instance) { return JetStopServiceInstance2(instance, JET_bitStopServiceAll); }
ESE_JET JetStopService(void)
{
    JET_INSTANCE only = JET_instanceNil;
    const ese::errc code = ese::c_face::only_instance(only);
    return code == ese::errc::success ? JetStopServiceInstance(only) : ese::c_face::answer(code);
}

ESE_JET JetBackupInstanceA(JET_INSTANCE instance, JET_PCSTR szBackupPath, JET_GRBIT grbit, JET_PFNSTATUS pfnStatus)
{
    return ese::c_face::guarded([&] { return ese::c_face::backup(instance, szBackupPath, grbit, pfnStatus); });
}
ESE_JET JetBackupInstanceW(JET_INSTANCE instance, JET_PCWSTR szBackupPath, JET_GRBIT grbit, JET_PFNSTATUS pfnStatus)
{
    return ese::c_face::guarded([&] { return ese::c_face::backup(instance, szBackupPath, grbit, pfnStatus); });
}
ESE_JET JetRestoreInstanceA(JET_INSTANCE instance, JET_PCSTR sz, JET_PCSTR szDest, JET_PFNSTATUS)
{
    return ese::c_face::guarded([&] { return ese::c_face::restore(instance, sz, szDest); });
}
ESE_JET JetRestoreInstanceW(JET_INSTANCE instance, JET_PCWSTR sz, JET_PCWSTR szDest, JET_PFNSTATUS)
{
    return ese::c_face::guarded([&] { return ese::c_face::restore(instance, sz, szDest); });
}

ESE_JET JetGetInstanceInfoA(uint32_t* pcInstanceInfo, JET_INSTANCE_INFO_A** paInstanceInfo)
{
    using namespace ese::c_face;
    return guarded([&] { return instance_infos<narrow>(pcInstanceInfo, paInstanceInfo); });
}
ESE_JET JetGetInstanceInfoW(uint32_t* pcInstanceInfo, JET_INSTANCE_INFO_W** paInstanceInfo)
{
    using namespace ese::c_face;
    return guarded([&] { return instance_infos<wide>(pcInstanceInfo, paInstanceInfo); });
}
ESE_JET JetFreeBuffer(char* pbBuf)
{
    std::free(pbBuf);
    return JET_errSuccess;
}
ESE_JET JetGetErrorInfoW(void* pvContext, void* pvResult, uint32_t cbMax, uint32_t InfoLevel, JET_GRBIT grbit)
{
    return ese::c_face::answer(ese::c_face::error_info(pvContext, pvResult, cbMax, InfoLevel, grbit));
}
ESE_JET JetGetThreadStats(void* pvResult, uint32_t cbMax) { return ese::c_face::answer(ese::c_face::thread_stats(pvResult, cbMax)); }
