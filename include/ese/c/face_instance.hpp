// face_instance.hpp — the calls on instances: create, init, term, stop, backup and restore; and those that need none.
//
// Room:   c. Uses face_callbacks, face_instances, face_parameters, face_text, base, jet.
// Holds:  an init that failed has ended its instance: the handle is 0 and its parameters are gone.
#pragma once

#include <ese/c/face_callbacks.hpp>
#include <ese/c/face_instances.hpp>
#include <ese/c/face_parameters.hpp>
#include <ese/c/face_text.hpp>
#include <ese/engine/base/thread_counters.hpp>
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

// What an init is told beside its options.
struct init_orders {
    jet::notices told{};
    std::vector<jet::moved_database> moved{};
};

[[nodiscard]] inline errc init(JET_INSTANCE* instance, JET_GRBIT grbit, init_orders orders)
{
    instance_slot* slot = nullptr;
    if (const errc wrong = instance_to_init(instance, slot); wrong != errc::success) return wrong;
    tell_of_commits(*slot, orders.told);
    errc code = slot->api->set_notices(std::move(orders.told));
    if (code == errc::success) code = slot->api->set_moved_databases(std::move(orders.moved));
    if (code == errc::success) code = slot->api->init(bits<jet::init_option>(grbit));
    if (code == errc::already_initialized || code == errc::init_in_progress || code == errc::term_in_progress) return code;
    if (jet::is_error(code)) {
        (void)slot->api->term({});
        instances().release(*slot);
    }
    if (instance) *instance = jet::is_error(code) ? 0 : slot->handle.load(std::memory_order_acquire);
    return code;
}

// Of a JET_RSTINFO: its map of databases to other places. Where recovery is to stop cannot be chosen.
template <class Info>
[[nodiscard]] errc read_restore_info(const Info& info, std::vector<jet::moved_database>& moved)
{
    if (info.cbStruct != sizeof(Info)) return errc::invalid_parameter;
    if (info.crstmap < 0 || (info.crstmap > 0) != (info.rgrstmap != nullptr)) return errc::invalid_parameter;
    for (std::int32_t i = 0; i < info.crstmap; ++i) {
        const auto& one = info.rgrstmap[i];
        if constexpr (requires { one.cbStruct; })
            if (one.cbStruct != sizeof one) return errc::invalid_parameter;
        if (!one.szDatabaseName || !one.szNewDatabaseName) return errc::invalid_parameter;
        moved.push_back({std::string{path_in{one.szDatabaseName}.view()}, std::string{path_in{one.szNewDatabaseName}.view()}});
    }
    return errc::success;
}

// `tell(sequence, progress)`; what it is made of decides whom that reaches.
template <class Info, class Tell>
[[nodiscard]] errc init_with(JET_INSTANCE* instance, const Info* info, bool tells, JET_GRBIT grbit, Tell tell)
{
    init_orders orders;
    if (info)
        if (const errc wrong = read_restore_info(*info, orders.moved); wrong != errc::success) return wrong;
    if (tells) tell_of_recovery(orders.told, tell);
    return init(instance, grbit, std::move(orders));
}

template <class Info>
[[nodiscard]] errc init3(JET_INSTANCE* instance, const Info* info, JET_GRBIT grbit)
{
    const JET_PFNSTATUS call = info ? info->pfnStatus : nullptr;
    return init_with(instance, info, call != nullptr, grbit, [call](JET_SNT sequence, JET_SNPROG* progress) {
        (void)call(JET_sesidNil, JET_snpRestore, sequence, progress);
    });
}

template <class Info>
[[nodiscard]] errc init4(JET_INSTANCE* instance, const Info* info, JET_GRBIT grbit)
{
    const JET_PFNINITCALLBACK call = info ? info->pfnCallback : nullptr;
    void* const context = info ? info->pvCallbackContext : nullptr;
    return init_with(instance, info, call != nullptr, grbit, [call, context](JET_SNT sequence, JET_SNPROG* progress) {
        (void)call(JET_snpRestore, sequence, progress, context);
    });
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

// What sessions and cursors had beside them.
inline void forget_hooks(instance_slot& slot)
{
    free_storage(slot, [](const stored_value&) { return true; });
    const std::scoped_lock lock{slot.hooks_mutex, slot.values_mutex};
    slot.callbacks.clear();
    slot.values.clear();
    slot.has_callbacks.store(false, std::memory_order_release);
    slot.has_values.store(false, std::memory_order_release);
}

[[nodiscard]] inline errc term(JET_INSTANCE instance, JET_GRBIT grbit)
{
    instance_slot* const slot = instances().find(instance);
    if (!slot) return instances().refusal(instance);
    const errc code = slot->api->term(bits<jet::term_option>(grbit));
    if (jet::is_refused_term(code)) return code;
    forget_temporary(*slot);
    forget_hooks(*slot);
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

// The beginning, the replay of the log and the end, as the program's function wants to hear them.
[[nodiscard]] inline errc restore_with(engine_api& api, const path_in& from, const path_in& to, JET_PFNSTATUS status)
{
    jet::notices told;
    const auto tell = [status](JET_SNT sequence, JET_SNPROG* progress) { (void)status(JET_sesidNil, JET_snpRestore, sequence, progress); };
    if (status) tell_of_recovery(told, tell);
    if (const errc code = api.set_notices(std::move(told)); code != errc::success)
        return code == errc::already_initialized ? errc::after_initialization : code;
    JET_SNPROG progress{sizeof(JET_SNPROG), 0, 0};
    if (status) tell(JET_sntBegin, &progress);
    jet::recovery_report report;
    const errc code = api.restore(from.view(), to.view(), report);
    (void)api.set_notices({});
    if (status) tell(jet::is_error(code) ? JET_sntFail : JET_sntComplete, &progress);
    return code;
}

// Needs no instance; one that is named must not run yet.
template <class Unit>
[[nodiscard]] errc restore(JET_INSTANCE instance, const Unit* from, const Unit* to, JET_PFNSTATUS status)
{
    if (!from || !to) return errc::invalid_parameter;
    if (!names_something(instance) && instances().mode() != running_mode::one) {
        engine_api nobody{storage::files};
        return restore_with(nobody, path_in{from}, path_in{to}, status);
    }
    instance_slot* const slot = instances().find(instance);
    return slot ? restore_with(*slot->api, path_in{from}, path_in{to}, status) : instances().refusal(instance);
}

struct found_instance {
    JET_INSTANCE handle;
    instance_slot* slot;
    bool named;
    std::string name;
    std::vector<std::string> databases{};    // attached and logged
};

// Databases are asked for without the lock of the table: one may be opening at this moment.
[[nodiscard]] inline std::vector<found_instance> all_instances()
{
    std::vector<found_instance> all;
    instances().for_each([&](instance_slot& slot) {
        all.push_back({slot.handle.load(std::memory_order_acquire), &slot, slot.named, slot.name});
    });
    for (found_instance& one : all) (void)one.slot->api->attached_databases(one.databases);
    return all;
}

// One block: the array, then arrays of pointers, then the text. The caller gives it back with JetFreeBuffer.
template <class Form, class Info>
class instance_block {
    using unit = typename Form::unit;

public:
    explicit instance_block(const std::vector<found_instance>& all)
    {
        std::size_t bytes = 0, names = 0;
        for (const found_instance& one : all) {
            bytes += size_of_text<Form>(one.name);
            for (const std::string& path : one.databases) bytes += size_of_text<Form>(path);
            names += 2 * one.databases.size();
        }
        bytes += all.size() * sizeof(Info) + names * sizeof(unit*);
        block_.reset(static_cast<Info*>(std::calloc(1, bytes)));
        if (!block_) throw std::bad_alloc{};
        Info* const infos = block_.get();
        names_ = reinterpret_cast<unit**>(infos + all.size());
        text_  = reinterpret_cast<std::byte*>(names_ + names);
        for (std::size_t i = 0; i < all.size(); ++i) fill(infos[i], all[i]);
    }
    [[nodiscard]] Info* hand_over() noexcept { return block_.release(); }

private:
    [[nodiscard]] unit* put(const std::string& utf8)
    {
        auto* const at = reinterpret_cast<unit*>(text_);
        const std::size_t size = size_of_text<Form>(utf8);
        (void)put_text<Form>(utf8, text_, size);
        text_ += size;
        return at;
    }
    // Display names are all null.
    void fill(Info& to, const found_instance& from)
    {
        to.hInstanceId = from.handle;
        if (from.named) to.szInstanceName = put(from.name);
        to.cDatabases = from.databases.size();
        if (from.databases.empty()) return;
        to.szDatabaseFileName = names_;
        for (const std::string& path : from.databases) *names_++ = put(path);
        to.szDatabaseDisplayName = names_;
        names_ += from.databases.size();
    }

    std::unique_ptr<Info, decltype(&std::free)> block_{nullptr, &std::free};
    unit** names_ = nullptr;        // the next one
    std::byte* text_ = nullptr;
};

template <class Form, class Info>
[[nodiscard]] errc instance_infos(std::uint32_t* count, Info** infos)
{
    if (!count || !infos) return errc::invalid_parameter;
    const std::vector<found_instance> all = all_instances();
    *infos = all.empty() ? nullptr : instance_block<Form, Info>{all}.hand_over();
    *count = static_cast<std::uint32_t>(all.size());
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

// What is not counted stays 0: see thread_counters.
[[nodiscard]] inline errc thread_stats(void* result, std::uint32_t size) noexcept
{
    if (!result) return errc::invalid_parameter;
    if (size < sizeof(JET_THREADSTATS)) return errc::buffer_too_small;
    JET_THREADSTATS4 told{};    // the other versions begin as it does
    told.cbStruct    = static_cast<std::uint32_t>(std::min<std::size_t>(size, sizeof told));
    told.cPageRead   = engine::counted.pages_read;
    told.cPagePreread = engine::counted.pages_preread;
    told.cLogRecord  = engine::counted.log_records;
    told.cbLogRecord = engine::counted.log_bytes;
    std::memcpy(result, &told, told.cbStruct);
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
ESE_JET JetRestoreInstanceA(JET_INSTANCE instance, JET_PCSTR sz, JET_PCSTR szDest, JET_PFNSTATUS pfn)
{
    return ese::c_face::guarded([&] { return ese::c_face::restore(instance, sz, szDest, pfn); });
}
ESE_JET JetRestoreInstanceW(JET_INSTANCE instance, JET_PCWSTR sz, JET_PCWSTR szDest, JET_PFNSTATUS pfn)
{
    return ese::c_face::guarded([&] { return ese::c_face::restore(instance, sz, szDest, pfn); });
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
