// face_instances.hpp — the instances of the process, as JET_INSTANCE and JET_SESID name them.
//
// Room:   c. Uses backend (engine_api), front (handle_table, file_systems), jet.
// Gives:  instance_slot; instance_table with the running mode and the parameters of instances not made yet; instances(), the
//         one table there is; session_of and cursor_of, the way every call on a session or a cursor takes.
// Holds:  (1) slot n gives its sessions and cursors the tag n, and its temporary tables the tag n + 512: a handle leads to its
//             engine without a search and without a lock;
//         (2) an engine that was made is never destroyed, only ended and used again: a handle may be asked about at any time;
//         (3) the table is never destroyed either. A process that exits without JetTerm leaves its databases to recovery.
// Locks:  one mutex for the table; in each slot one for its temporary tables, one for the values of sessions, one for what hangs on
//         cursors. None is held while files are touched or a program's function is called.
//
// See docs/decisions/0010 for why there is a table at all.
#pragma once

#include <ese/backend/engine.hpp>
#include <ese/c/esent.h>
#include <ese/engine/front/file_systems.hpp>
#include <ese/engine/front/handle_table.hpp>
#include <ese/jet/parameters.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ese::inline v1::c_face {

// What a temporary table is beside a table, see face_temporary.hpp. Its cursors share it.
enum class temporary_phase : std::uint8_t { filling, sorted, tree };

struct temporary_table {
    std::string name{};
    JET_GRBIT options = 0;
    temporary_phase phase = temporary_phase::filling;    // these two by the thread that has the session
    bool moved = false;
};

// The engine that holds the temporary tables of an instance, and what it needs to keep step with its sessions.
struct temporary_tables {
    std::shared_ptr<engine::spilling_files> files{};
    std::unique_ptr<engine_api> api{};
    std::unordered_map<std::uint64_t, session_id> sessions{};        // of the instance -> of `api`
    std::unordered_map<std::uint64_t, database_id> databases{};      // by session of the instance
    struct opened {
        JET_SESID session;
        std::shared_ptr<temporary_table> table;
    };
    std::unordered_map<std::uint64_t, opened> tables{};              // by cursor
    std::uint64_t made = 0;
};

// What JetSetLS keeps for a cursor, or for a table: then `cursor` is 0.
struct stored_value {
    JET_SESID session;
    JET_DBID database;
    std::uint32_t object;
    JET_TABLEID cursor;
    JET_LS value;
    JET_CALLBACK freed;    // is handed the value when its place goes
};

// What JetRegisterCallback keeps for a table.
struct update_callback {
    JET_DBID database;
    std::uint32_t object;
    JET_CBTYP when;
    JET_CALLBACK call;
    void* context;
    std::uint64_t number;
};

struct instance_slot {
    std::unique_ptr<engine_api> api{};            // from the first use on
    std::atomic<std::uint64_t> handle{0};         // 0: free
    std::string name{};
    bool named = false;

    std::mutex temporary_mutex{};
    temporary_tables temporary{};                 // under temporary_mutex
    std::atomic<bool> has_temporary{false};       // spares calls on transactions the mutex

    std::mutex values_mutex{};
    std::map<std::pair<JET_SESID, std::uint32_t>, std::string> values{};   // parameters of sessions; under values_mutex
    std::atomic<bool> has_values{false};

    std::mutex hooks_mutex{};
    std::vector<stored_value> storage{};          // under hooks_mutex, as are the next two
    std::vector<update_callback> callbacks{};
    std::uint64_t callbacks_made = 0;
    std::atomic<bool> has_storage{false};         // these two spare updates and closings the mutex
    std::atomic<bool> has_callbacks{false};
};

enum class running_mode : std::uint8_t { none, one, many };

inline constexpr std::uint32_t temporary_tags = 512;
inline constexpr std::uint32_t instances_max  = temporary_tags - 1;

[[nodiscard]] constexpr std::uint32_t tag_of(JET_API_PTR handle) noexcept
{
    using namespace engine;
    return static_cast<std::uint32_t>(handle >> (handle_slot_bits + handle_generation_bits)) & ((1u << handle_tag_bits) - 1);
}

class instance_table {
public:
    instance_table() : handles_{engine::handle_kind::instance, 0, 1}, nobody_{storage::memory}, defaults_{storage::memory} {}

    // JetCreateInstance2, and JetInit without it. `name` null: unnamed, which is a name like others.
    [[nodiscard]] errc create(running_mode mode, const std::string_view* name, instance_slot*& made);
    void release(instance_slot& ended) noexcept;     // its handle is dead; the last one ends the mode

    // Null: no such instance. With one instance per process, whatever `handle` says.
    [[nodiscard]] instance_slot* find(JET_INSTANCE handle) const noexcept;
    // What calls on instances answer for a handle that find does not know.
    [[nodiscard]] errc refusal(JET_INSTANCE handle) const noexcept;
    [[nodiscard]] instance_slot* of_tag(std::uint32_t tag) const noexcept
    {
        return tag < temporary_tags ? slots_[tag].load(std::memory_order_acquire) : nullptr;
    }
    // The engine of a session, or one that knows no session at all.
    [[nodiscard]] engine_api& of_session(JET_SESID session) noexcept
    {
        instance_slot* const slot = of_tag(tag_of(session));
        return slot ? *slot->api : nobody_;
    }

    [[nodiscard]] running_mode mode() const noexcept { return mode_.load(std::memory_order_acquire); }
    [[nodiscard]] errc enter_many() noexcept;        // JetEnableMultiInstance
    [[nodiscard]] errc set_default(jet::parameter id, std::uint64_t number, std::string_view text);
    [[nodiscard]] errc get_default(jet::parameter id, std::uint64_t& number, std::string& text) noexcept
    {
        return defaults_.get_parameter(id, number, text);
    }
    template <class Visit>
    void for_each(Visit&& visit) const
    {
        const std::lock_guard lock{mutex_};
        for (const auto& one : slots_)
            if (instance_slot* slot = one.load(std::memory_order_relaxed); slot && slot->handle.load(std::memory_order_relaxed) != 0)
                visit(*slot);
    }

private:
    struct setting {
        jet::parameter id;
        std::uint64_t number;
        std::string text;
    };
    using table = engine::handle_table<instance_slot>;

    [[nodiscard]] errc check_new(running_mode mode, const std::string_view* name) const noexcept;
    void give_defaults(engine_api& to) noexcept;

    mutable std::mutex mutex_;
    table handles_;
    std::array<std::atomic<instance_slot*>, temporary_tags> slots_{};   // release in create, acquire in of_tag; never emptied
    std::atomic<running_mode> mode_{running_mode::none};                // changed under mutex_
    std::uint32_t count_ = 0;                                           // under mutex_
    engine_api nobody_;                                                 // never initialised
    engine_api defaults_;                                               // likewise: keeps and checks parameters
    std::vector<setting> settings_;                                     // in the order they were made; under mutex_
};

[[nodiscard]] inline instance_table& instances()
{
    static instance_table* const table = new instance_table;   // never deleted: threads may outlive static objects
    return *table;
}

inline errc instance_table::check_new(running_mode mode, const std::string_view* name) const noexcept
{
    const running_mode now = mode_.load(std::memory_order_relaxed);
    if (mode == running_mode::many && now == running_mode::one) return errc::running_in_one_instance_mode;
    if (count_ >= instances_max) return errc::too_many_instances;
    for (const auto& one : slots_) {
        const instance_slot* const slot = one.load(std::memory_order_relaxed);
        if (!slot || slot->handle.load(std::memory_order_relaxed) == 0) continue;
        if (name ? slot->named && slot->name == *name : !slot->named) return errc::instance_name_in_use;
    }
    return errc::success;
}

inline errc instance_table::create(running_mode mode, const std::string_view* name, instance_slot*& made)
{
    const std::lock_guard lock{mutex_};
    if (const errc wrong = check_new(mode, name); wrong != errc::success) return wrong;
    std::uint64_t most = 0;
    std::string unused;
    (void)defaults_.get_parameter(jet::parameter::max_instances, most, unused);
    if (count_ >= most) return errc::too_many_instances;
    const table::opened opened = handles_.open([&](std::uint64_t handle, instance_slot& slot) {
        const auto number = static_cast<std::uint32_t>(handle & (engine::handle_slots_max - 1));
        if (!slot.api) slot.api = std::make_unique<engine_api>(storage::files, number);
        slot.name  = name ? std::string{*name} : std::string{};
        slot.named = name && !name->empty();
        if (!slots_[number].load(std::memory_order_relaxed)) slots_[number].store(&slot, std::memory_order_release);
    });
    const errc created = opened.slot->api->create_instance(opened.slot->name);
    if (created != errc::success) {
        handles_.close(opened.handle);
        return created;
    }
    give_defaults(*opened.slot->api);
    opened.slot->handle.store(opened.handle, std::memory_order_release);
    ++count_;
    mode_.store(mode, std::memory_order_release);
    made = opened.slot;
    return errc::success;
}

inline void instance_table::release(instance_slot& ended) noexcept
{
    const std::lock_guard lock{mutex_};
    const std::uint64_t handle = ended.handle.exchange(0, std::memory_order_acq_rel);
    if (handle == 0) return;    // two threads ended it
    handles_.close(handle);
    if (--count_ == 0) mode_.store(running_mode::none, std::memory_order_release);
}

inline instance_slot* instance_table::find(JET_INSTANCE handle) const noexcept
{
    if (mode() == running_mode::one) {
        for (const auto& one : slots_)
            if (instance_slot* slot = one.load(std::memory_order_acquire); slot && slot->handle.load(std::memory_order_acquire) != 0)
                return slot;
        return nullptr;
    }
    return handles_.find(handle);
}

inline errc instance_table::refusal(JET_INSTANCE handle) const noexcept
{
    const bool named_one = handle != 0 && handle != JET_instanceNil;
    return named_one ? errc::invalid_instance : errc::invalid_parameter;
}

inline errc instance_table::enter_many() noexcept
{
    const std::lock_guard lock{mutex_};
    switch (mode_.load(std::memory_order_relaxed)) {
    case running_mode::one: return errc::running_in_one_instance_mode;
    case running_mode::many: return errc::system_params_already_set;
    case running_mode::none: break;
    }
    mode_.store(running_mode::many, std::memory_order_release);
    return errc::success;
}

// Kept as they came: a preset of many parameters and what was set after it give the same again.
inline errc instance_table::set_default(jet::parameter id, std::uint64_t number, std::string_view text)
{
    const std::lock_guard lock{mutex_};
    settings_.reserve(settings_.size() + 1);
    setting kept{id, number, std::string{text}};
    const errc code = defaults_.set_parameter(id, number, text);
    if (code == errc::success) {
        std::erase_if(settings_, [&](const setting& old) { return old.id == id; });
        settings_.push_back(std::move(kept));
    }
    return code;
}

inline void instance_table::give_defaults(engine_api& to) noexcept
{
    for (const setting& one : settings_) (void)to.set_parameter(one.id, one.number, one.text);
}

// The engine and the handles of a call on a cursor. A cursor of a temporary table leads to the engine of those.
struct cursor_place {
    engine_api* api;
    session_id session;
    table_id table;
    temporary_table* temporary = nullptr;    // what it is beside a table, if it is temporary

    [[nodiscard]] engine_api* operator->() const noexcept { return api; }
};

[[nodiscard]] inline cursor_place cursor_of(JET_SESID session, JET_TABLEID table)
{
    instance_table& all = instances();
    const cursor_place plain{&all.of_session(session), session_id{session}, table_id{table}};
    if (tag_of(table) < temporary_tags) [[likely]] return plain;
    instance_slot* const slot = all.of_tag(tag_of(session));
    if (!slot || !slot->has_temporary.load(std::memory_order_acquire)) return plain;
    const std::lock_guard lock{slot->temporary_mutex};
    const auto shadow = slot->temporary.sessions.find(session);
    if (shadow == slot->temporary.sessions.end()) return plain;
    const auto known = slot->temporary.tables.find(table);
    const bool ours  = known != slot->temporary.tables.end() && known->second.session == session;
    return {slot->temporary.api.get(), shadow->second, table_id{table}, ours ? known->second.table.get() : nullptr};
}

// What a call answers whose arguments are wrong. Dead handles are told first.
[[nodiscard]] inline errc refused(const cursor_place& at, errc why)
{
    jet::table_info unused;
    const errc code = at->get_table_info(at.session, at.table, unused);
    return jet::is_error(code) ? code : why;
}
[[nodiscard]] inline errc refused(JET_SESID session, errc why) noexcept
{
    session_info unused;
    const errc code = instances().of_session(session).get_session_info(session_id{session}, unused);
    return jet::is_error(code) ? code : why;
}

// The code of a stopped service, for calls that do not ask the engine themselves. No database has this id: nothing comes of it.
[[nodiscard]] inline errc refused_when_stopped(JET_SESID session) noexcept
{
    database_info unused;
    const errc code = instances().of_session(session).get_database_info(session_id{session}, database_id{}, unused);
    return code == errc::client_request_to_stop_jet_service ? code : errc::success;
}

[[nodiscard]] inline bool is_temporary(JET_TABLEID table) noexcept { return tag_of(table) >= temporary_tags; }

[[nodiscard]] constexpr JET_ERR answer(errc code) noexcept { return static_cast<JET_ERR>(code); }

template <jet::option E>
[[nodiscard]] constexpr jet::flags<E> bits(JET_GRBIT grbit) noexcept
{
    return jet::flags<E>::from_bits(grbit);
}

// What a call does that may need memory. Nothing is thrown across the interface.
template <class Call>
[[nodiscard]] JET_ERR guarded(Call&& call) noexcept
{
    try {
        return answer(call());
    } catch (const std::bad_alloc&) {
        return JET_errOutOfMemory;
    } catch (...) {
        return JET_errInternalError;
    }
}

}  // namespace ese::inline v1::c_face

// Before each function of the interface: the library defines them once for others, a header in every file that includes it.
#if defined(ESE_ESENT_LIBRARY)
#    define ESE_JET extern "C" __attribute__((visibility("default"))) JET_ERR JET_API
#else
#    define ESE_JET extern "C" inline JET_ERR JET_API
#endif
