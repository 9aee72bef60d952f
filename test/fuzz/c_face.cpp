// c_face.cpp — calls of the C interface in no order with arguments of any kind: whatever they answer, nobody reads or writes
// where he should not, and no answer is a code that the interface does not know.
//
// Sanitizers see what a plain run does not. ESE_TEST_SEED chooses another run; ESE_TEST_STEPS and ESE_TEST_SECONDS its length.
#include "hint_calls.hpp"
#include "hook_calls.hpp"
#include "info_calls.hpp"
#include "instance_calls.hpp"
#include "row_calls.hpp"
#include "schema_calls.hpp"
#include "session_calls.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <map>
#include <thread>

#if !defined(ESE_TEST_WAY)
#    define ESE_TEST_WAY "alone"
#endif

namespace c_fuzz {

inline constexpr std::uint64_t steps_of_a_life = 4000;    // after these everything ends, and begins with the files that are there

class run {
public:
    run(std::uint64_t seed, const std::filesystem::path& folder) : world_{seed, folder}
    {
        for (const auto& [first, count] : {std::pair{instance_calls, std::size(instance_calls)}, {session_calls, std::size(session_calls)},
                                           {schema_calls, std::size(schema_calls)}, {cursor_calls, std::size(cursor_calls)},
                                           {row_calls, std::size(row_calls)}, {info_calls, std::size(info_calls)},
                                           {hook_calls, std::size(hook_calls)}, {hint_calls, std::size(hint_calls)}})
            for (std::size_t i = 0; i < count; ++i)
                for (std::uint32_t w = 0; w < first[i].weight; ++w) calls_.push_back(&first[i]);
        world_of_values = &world_;
        begin_life();
    }
    ~run()
    {
        end_life();
        world_of_values = nullptr;
    }
    run(const run&) = delete;
    run& operator=(const run&) = delete;

    void step()
    {
        const bool dying = world_.sessions.size() < 2 || world_.cursors.empty();
        if (++steps_ % steps_of_a_life == 0 || (dying && world_.roll.one_in(100))) {
            end_life();
            begin_life();
        }
        const random_call& call = *world_.roll.of(calls_);
        world_.choose();
        JET_ERR code = 0;
        if (world_.roll.one_in(300)) std::thread{[&] { code = call.make(world_); }}.join();    // not the session's thread
        else code = call.make(world_);
        if (code >= 0) ++worked_, ++worked_by_[call.name];
        if (code == JET_errInvalidTableId) world_.forget(world_.cursors, world_.table);
        if (code == JET_errInvalidSesid) world_.forget(world_.sessions, world_.session);
        ++seen_[code];
    }

    [[nodiscard]] std::uint64_t worked() const noexcept { return worked_; }
    [[nodiscard]] std::uint64_t steps() const noexcept { return steps_; }
    [[nodiscard]] const std::map<JET_ERR, std::uint64_t>& seen() const noexcept { return seen_; }
    // Functions of which no call worked so far.
    [[nodiscard]] std::string never_worked() const
    {
        std::string names;
        for (const random_call* call : calls_)
            if (!worked_by_.contains(call->name) && names.find(call->name) == std::string::npos) names += std::string{" "} + call->name;
        return names;
    }

private:
    // A start in the right order, most of the time: otherwise few calls would ever meet a record.
    void begin_life()
    {
        dice& roll = world_.roll;
        if (roll.one_in(3)) std::filesystem::remove_all(world_.folder());
        std::filesystem::create_directories(world_.folder());
        JET_INSTANCE instance = JET_instanceNil;
        const bool only_one = roll.one_in(5);
        if (!only_one && JetCreateInstanceA(&instance, "main") < 0) return;
        if (only_one) {
            for (const std::uint32_t id : {0u, 2u})    // where the log is
                (void)JetSetSystemParameterA(nullptr, JET_sesidNil, id, 0, world_.folder().c_str());
        } else {
            prepare(world_, instance);
        }
        if (JetInit(&instance) < 0) return;
        world_.instances.push_back(instance);
        for (int i = 0; i < 3; ++i) {
            JET_SESID session = JET_sesidNil;
            if (JetBeginSessionA(instance, &session, nullptr, nullptr) >= 0) world_.sessions.push_back(session);
        }
        for (const JET_SESID session : std::vector{world_.sessions}) open_tables(session);
    }
    // Each session has both tables open, made if they are not there.
    void open_tables(JET_SESID session)
    {
        const std::string path = world_.path_text("one.edb");
        JET_DBID database = JET_dbidNil;
        (void)JetAttachDatabaseA(session, path.c_str(), 0);
        if (JetOpenDatabaseA(session, path.c_str(), nullptr, &database, 0) < 0 &&
            JetCreateDatabaseA(session, path.c_str(), nullptr, &database, JET_bitDbOverwriteExisting) < 0)
            return;
        world::keep(world_.databases, database, 6);
        for (const char* name : {"t", "u"}) {
            make_table(session, database, name);
            JET_TABLEID table = JET_tableidNil;
            world_.session = session;
            for (int i = 0; i < 3; ++i) world_.opened(JetOpenTableA(session, database, name, nullptr, 0, 0, &table), table);
        }
    }
    void make_table(JET_SESID session, JET_DBID database, const char* name)
    {
        JET_TABLEID table = JET_tableidNil;
        if (JetCreateTableA(session, database, name, 1, 80, &table) < 0) return;
        const std::int32_t zero = 0;
        const JET_COLUMNDEF wanted[] = {{sizeof(JET_COLUMNDEF), 0, JET_coltypLong, 0, 0, 0, 0, 0, 0},
                                        {sizeof(JET_COLUMNDEF), 0, JET_coltypText, 0, 0, 1200, 0, 40, JET_bitColumnTagged | JET_bitColumnMultiValued},
                                        {sizeof(JET_COLUMNDEF), 0, JET_coltypLongBinary, 0, 0, 0, 0, 0, 0},
                                        {sizeof(JET_COLUMNDEF), 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnEscrowUpdate | JET_bitColumnFixed}};
        const char* const names[] = {"a", "b", "c", "d"};
        for (int i = 0; i < 4; ++i) {
            JET_COLUMNID column = 0;
            if (JetAddColumnA(session, table, names[i], &wanted[i], i == 3 ? &zero : nullptr, i == 3 ? 4 : 0, &column) >= 0)
                world::keep(world_.columns, column, 30);
        }
        if (world_.roll.one_in(2)) (void)JetCreateIndexA(session, table, "p", JET_bitIndexPrimary, "+a\0", 4, 80);
        (void)JetCreateIndexA(session, table, "i", 0, "+a\0", 4, 80);
        (void)JetCreateIndexA(session, table, "j", 0, "-b\0+a\0", 7, 80);
        (void)JetCloseTable(session, table);
    }
    void end_life()
    {
        std::uint32_t count = 0;
        JET_INSTANCE_INFO_A* list = nullptr;
        (void)JetGetInstanceInfoA(&count, &list);
        for (std::uint32_t i = 0; i < count; ++i) {
            const JET_ERR code = JetTerm2(list[i].hInstanceId, world_.roll.one_in(2) ? JET_bitTermComplete : JET_bitTermDirty);
            if (code < 0 && code != JET_errDirtyShutdown) (void)JetTerm2(list[i].hInstanceId, JET_bitTermDirty);
        }
        (void)JetFreeBuffer(reinterpret_cast<char*>(list));
        world_.all_ended();
    }

    world world_;
    std::vector<const random_call*> calls_{};    // as often as they weigh
    std::map<JET_ERR, std::uint64_t> seen_{};
    std::map<std::string, std::uint64_t> worked_by_{};
    std::uint64_t steps_ = 0, worked_ = 0;
};

inline std::uint64_t number_from(const char* variable, std::uint64_t otherwise)
{
    const char* const given = std::getenv(variable);
    return given ? std::strtoull(given, nullptr, 10) : otherwise;
}

inline bool is_known(JET_ERR code)
{
    JET_ERRINFOBASIC_W info{};
    return JetGetErrorInfoW(&code, &info, sizeof info, JET_ErrorInfoSpecificErr, 0) == JET_errSuccess;
}

}  // namespace c_fuzz

BOOST_AUTO_TEST_SUITE(c_fuzz_face)

BOOST_AUTO_TEST_CASE(no_order_of_calls_and_no_argument_does_harm)
{
    using namespace c_fuzz;
    const std::uint64_t seed = number_from("ESE_TEST_SEED", 1), seconds = number_from("ESE_TEST_SECONDS", 0);
    const std::uint64_t steps = number_from("ESE_TEST_STEPS", seconds == 0 ? 20000 : ~std::uint64_t{0});
    BOOST_TEST_MESSAGE("ESE_TEST_SEED=" << seed);
    const std::filesystem::path folder = std::filesystem::current_path() / ("c-fuzz-" ESE_TEST_WAY "-" + std::to_string(seed));
    std::filesystem::remove_all(folder);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
    std::uint64_t worked = 0, made = 0;
    {
        run calls{seed, folder};
        while (calls.steps() < steps && (seconds == 0 || std::chrono::steady_clock::now() < until)) calls.step();
        worked = calls.worked(), made = calls.steps();
        for (const auto& [code, times] : calls.seen()) {
            BOOST_TEST_MESSAGE(code << ": " << times);
            BOOST_TEST(is_known(code), "an unknown answer: " << code);
        }
        BOOST_TEST(!calls.seen().contains(JET_errInternalError));
        BOOST_TEST_MESSAGE(calls.steps() << " calls, " << worked << " worked; never:" << calls.never_worked());
    }
    std::filesystem::remove_all(folder);
    BOOST_TEST(worked > made / 20);    // they were not all refused at the door
}

BOOST_AUTO_TEST_SUITE_END()
