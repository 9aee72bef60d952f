// codes_meanwhile.cpp — what is answered while an instance starts, ends or restores: asked by the functions it calls in between.
#include "under_test.hpp"

#include <chrono>
#include <functional>
#include <thread>
#include <utility>

using namespace c_test;

namespace {

// What to do at the next step that a call tells of.
std::function<void()> meanwhile;

JET_ERR JET_API at_a_step(JET_SESID, JET_SNP, JET_SNT step, void*)
{
    if (step == JET_sntProgress)
        if (const auto once = std::exchange(meanwhile, nullptr)) once();
    return JET_errSuccess;
}

struct half_way : created {
    JET_SESID session = JET_sesidNil;
    JET_DBID database = JET_dbidNil;

    half_way()
    {
        text(JET_paramRecovery, "on");
        start();
        OK(JetCreateDatabaseA(session, in("a.edb").c_str(), nullptr, &database, 0));
    }
    ~half_way() { meanwhile = nullptr; }
    void start()
    {
        OK(JetInit(&instance));
        OK(JetBeginSessionA(instance, &session, nullptr, nullptr));
    }
    void create_again()
    {
        OK(JetCreateInstanceA(&instance, in("x").c_str()));
        text(JET_paramSystemPath, folder.string());
        text(JET_paramLogFilePath, folder.string());
    }
    JET_ERR get()
    {
        JET_API_PTR value = 0;
        return JetGetSystemParameterA(instance, JET_sesidNil, JET_paramMaxSessions, &value, nullptr, 0);
    }
    JET_ERR set() { return JetSetSystemParameterA(&instance, JET_sesidNil, JET_paramMaxSessions, 20, nullptr); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_meanwhile)

BOOST_AUTO_TEST_CASE(while_it_starts)
{
    half_way db;
    IS(JET_errDirtyShutdown, JetTerm2(db.instance, JET_bitTermDirty));
    db.create_again();
    JET_RSTINFO_A info{};
    info.cbStruct = sizeof info;
    info.pfnStatus = at_a_step;
    JET_ERR read = JET_errSuccess, written = JET_errSuccess;
    meanwhile = [&] { read = db.get(), written = db.set(); };
    OK(JetInit3A(&db.instance, &info, 0));
    BOOST_TEST(read == JET_errInitInProgress);       // JetGetSystemParameter
    BOOST_TEST(written == JET_errInitInProgress);    // JetSetSystemParameter
    OK(db.get());
    IS(JET_errAlreadyInitialized, db.set());
}

// A backup that is to be stopped keeps the end waiting until it has heard of it.
BOOST_AUTO_TEST_CASE(while_it_ends)
{
    half_way db;
    JET_ERR read = JET_errSuccess, written = JET_errSuccess, begun = JET_errSuccess, ended = JET_errSuccess, again = JET_errSuccess;
    JET_ERR end = JET_errInternalError;
    std::thread ending;
    meanwhile = [&] {
        ending = std::thread{[&] { end = JetTerm2(db.instance, JET_bitTermAbrupt); }};
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{60};
        while ((read = db.get()) == JET_errSuccess && std::chrono::steady_clock::now() < until) std::this_thread::yield();
        if (read == JET_errSuccess) return;
        JET_SESID fresh = JET_sesidNil;
        written = db.set();
        begun = JetBeginSessionA(db.instance, &fresh, nullptr, nullptr);
        ended = JetTerm(db.instance);
        again = JetTerm2(db.instance, JET_bitTermComplete);
    };
    IS(JET_errBackupAbortByServer, JetBackupInstanceA(db.instance, db.in("backup").c_str(), 0, at_a_step));
    BOOST_REQUIRE(ending.joinable());
    ending.join();
    OK(end);
    BOOST_TEST(read == JET_errTermInProgress);       // JetGetSystemParameter
    BOOST_TEST(written == JET_errTermInProgress);    // JetSetSystemParameter
    BOOST_TEST(begun == JET_errTermInProgress);      // JetBeginSession
    BOOST_TEST(ended == JET_errTermInProgress);      // JetTerm
    BOOST_TEST(again == JET_errTermInProgress);      // JetTerm2
}

BOOST_AUTO_TEST_CASE(while_it_restores)
{
    half_way db;
    OK(JetBackupInstanceA(db.instance, db.in("backup").c_str(), 0, nullptr));
    OK(JetTerm(db.instance));
    db.create_again();
    JET_ERR ended = JET_errSuccess, again = JET_errSuccess;
    meanwhile = [&] { ended = JetTerm(db.instance), again = JetTerm2(db.instance, JET_bitTermAbrupt); };
    OK(JetRestoreInstanceA(db.instance, db.in("backup").c_str(), db.in("restored").c_str(), at_a_step));
    BOOST_TEST(ended == JET_errRestoreInProgress);    // JetTerm
    BOOST_TEST(again == JET_errRestoreInProgress);    // JetTerm2
    OK(JetTerm(db.instance));
}

BOOST_AUTO_TEST_SUITE_END()
