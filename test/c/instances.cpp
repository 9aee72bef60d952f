// instances.cpp — instances, parameters and what needs no session, through the C interface.
#include "under_test.hpp"

#include <vector>

using namespace c_test;

namespace {

std::vector<std::uint32_t> restore_steps;

JET_ERR JET_API note_restore(JET_SESID, JET_SNP what, JET_SNT step, void*)
{
    BOOST_TEST(what == std::uint32_t{JET_snpRestore});
    restore_steps.push_back(step);
    return JET_errSuccess;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(c_instances)

BOOST_AUTO_TEST_CASE(an_instance_goes_from_created_to_running_to_gone)
{
    scratch place;
    JET_INSTANCE instance = JET_instanceNil;
    OK(JetCreateInstanceA(&instance, "one"));
    OK(JetSetSystemParameterA(&instance, JET_sesidNil, JET_paramSystemPath, 0, place.folder.c_str()));
    OK(JetSetSystemParameterA(&instance, JET_sesidNil, JET_paramRecovery, 0, "off"));
    JET_SESID session = JET_sesidNil;
    IS(JET_errNotInitialized, JetBeginSessionA(instance, &session, nullptr, nullptr));
    OK(JetInit(&instance));
    IS(JET_errAlreadyInitialized, JetInit(&instance));
    OK(JetBeginSessionA(instance, &session, nullptr, nullptr));
    OK(JetTerm(instance));
    IS(JET_errInvalidSesid, JetBeginTransaction(session));
    BOOST_TEST(JetTerm(instance) < 0);
}

BOOST_AUTO_TEST_CASE(a_created_instance_ends_without_init)
{
    JET_INSTANCE instance = JET_instanceNil;
    OK(JetCreateInstance2A(&instance, "made", "shown", 0));
    OK(JetTerm2(instance, JET_bitTermComplete));
}

BOOST_AUTO_TEST_CASE(names_of_instances_differ)
{
    created first;
    JET_INSTANCE second = 1;
    IS(JET_errInstanceNameInUse, JetCreateInstanceA(&second, first.in("x").c_str()));
    BOOST_TEST(second == JET_instanceNil);
    OK(JetCreateInstanceW(&second, nullptr));
    JET_INSTANCE third = JET_instanceNil;
    IS(JET_errInstanceNameInUse, JetCreateInstanceA(&third, nullptr));
    OK(JetTerm(second));
}

BOOST_AUTO_TEST_CASE(there_are_as_many_instances_as_the_parameter_says)
{
    JET_INSTANCE all[16], more = 1;
    for (int i = 0; i < 16; ++i) OK(JetCreateInstanceA(&all[i], std::to_string(i).c_str()));
    IS(JET_errTooManyInstances, JetCreateInstanceA(&more, "more"));
    BOOST_TEST(more == JET_instanceNil);
    OK(JetTerm(all[7]));
    OK(JetCreateInstanceA(&more, "more"));
    IS(JET_errInvalidInstance, JetTerm(all[7]));    // its place is taken, its handle is not
    all[7] = more;
    for (const JET_INSTANCE one : all) OK(JetTerm(one));
}

BOOST_AUTO_TEST_CASE(handles_of_instances_are_checked)
{
    created one;
    JET_SESID session = JET_sesidNil;
    IS(JET_errInvalidParameter, JetBeginSessionA(JET_instanceNil, &session, nullptr, nullptr));
    IS(JET_errInvalidParameter, JetBeginSessionA(0, &session, nullptr, nullptr));
    IS(JET_errInvalidInstance, JetBeginSessionA(one.instance + 1, &session, nullptr, nullptr));
    IS(JET_errInvalidInstance, JetTerm(0x1234567));
    IS(JET_errRunningInMultiInstanceMode, JetInit(nullptr));
    IS(JET_errInvalidParameter, JetCreateInstanceA(nullptr, "x"));
}

BOOST_AUTO_TEST_CASE(without_an_instance_made_first_there_is_one_for_the_process)
{
    scratch place;
    OK(JetSetSystemParameterA(nullptr, JET_sesidNil, JET_paramSystemPath, 0, place.folder.c_str()));
    OK(JetSetSystemParameterA(nullptr, JET_sesidNil, JET_paramRecovery, 0, "off"));
    JET_INSTANCE instance = JET_instanceNil;
    OK(JetInit(&instance));
    JET_INSTANCE other = JET_instanceNil;
    IS(JET_errRunningInOneInstanceMode, JetCreateInstanceA(&other, "more"));
    IS(JET_errAlreadyInitialized, JetInit(nullptr));
    JET_SESID session = JET_sesidNil;
    OK(JetBeginSessionA(0, &session, nullptr, nullptr));    // whatever the handle says
    OK(JetEndSession(session, 0));
    OK(JetTerm(0));
    IS(JET_errInvalidParameter, JetTerm(0));
    OK(JetSetSystemParameterA(nullptr, JET_sesidNil, JET_paramSystemPath, 0, "./"));
    OK(JetSetSystemParameterA(nullptr, JET_sesidNil, JET_paramRecovery, 0, "on"));
}

BOOST_AUTO_TEST_CASE(parameters_are_set_and_got)
{
    created one;
    one.number(JET_paramMaxSessions, 3);
    JET_API_PTR value = 0;
    OK(JetGetSystemParameterA(one.instance, JET_sesidNil, JET_paramMaxSessions, &value, nullptr, 0));
    BOOST_TEST(value == 3u);
    IS(JET_errInvalidParameter, JetSetSystemParameterA(&one.instance, JET_sesidNil, JET_paramMaxSessions, 30001, nullptr));
    IS(JET_errInvalidParameter, JetSetSystemParameterA(&one.instance, JET_sesidNil, 9999, 1, nullptr));
    IS(JET_errInvalidParameter, JetGetSystemParameterA(one.instance, JET_sesidNil, JET_paramMaxSessions, nullptr, nullptr, 0));
    JET_WCHAR base[16];
    OK(JetSetSystemParameterW(&one.instance, JET_sesidNil, JET_paramBaseName, 0, u"abc"));
    OK(JetGetSystemParameterW(one.instance, JET_sesidNil, JET_paramBaseName, nullptr, base, sizeof base));
    BOOST_TEST((std::u16string{base} == u"abc"));
    IS(JET_errBufferTooSmall, JetGetSystemParameterW(one.instance, JET_sesidNil, JET_paramBaseName, nullptr, base, 4));
}

BOOST_AUTO_TEST_CASE(a_parameter_is_frozen_by_init)
{
    running one;
    IS(JET_errAlreadyInitialized, JetSetSystemParameterA(&one.instance, JET_sesidNil, JET_paramMaxSessions, 3, nullptr));
    IS(JET_errAlreadyInitialized, JetSetSystemParameterA(nullptr, JET_sesidNil, JET_paramDatabasePageSize, 8192, nullptr));
    IS(JET_errInvalidSesid, JetSetSystemParameterA(nullptr, one.session + 4096, JET_paramCommitDefault, 0, nullptr));
}

BOOST_AUTO_TEST_CASE(an_error_has_a_text)
{
    JET_API_PTR code = static_cast<JET_API_PTR>(static_cast<std::uint32_t>(JET_errWriteConflict));
    char text[128];
    OK(JetGetSystemParameterA(JET_instanceNil, JET_sesidNil, JET_paramErrorToString, &code, text, sizeof text));
    BOOST_TEST(std::string{text}.starts_with("JET_errWriteConflict, "));
}

BOOST_AUTO_TEST_CASE(enabling_many_instances_twice_tells_so)
{
    JET_SETSYSPARAM_A set{};
    set.paramid = JET_paramMaxSessions;
    set.lParam = 16;
    std::uint32_t done = 99;
    OK(JetEnableMultiInstanceA(&set, 1, &done));
    BOOST_TEST(done == 1u);
    IS(JET_errSystemParamsAlreadySet, JetEnableMultiInstanceA(&set, 1, &done));
    set.lParam = 17;
    IS(JET_errSystemParameterConflict, JetEnableMultiInstanceA(&set, 1, &done));
    BOOST_TEST(done == 0u);
    IS(JET_errInvalidParameter, JetEnableMultiInstanceA(nullptr, 1, &done));
    created one;    // its end ends the mode as well
}

BOOST_AUTO_TEST_CASE(a_failed_init_leaves_no_instance)
{
    created one;
    one.text(JET_paramSystemPath, one.in("not/there"));
    one.text(JET_paramLogFilePath, one.in("not/there"));
    one.text(JET_paramRecovery, "on");
    BOOST_TEST(JetInit2(&one.instance, 0) < 0);
    BOOST_TEST(one.instance == 0u);
}

BOOST_AUTO_TEST_CASE(sizes_of_restore_information_are_checked)
{
    created one;
    JET_RSTINFO_A info{};
    info.cbStruct = 4;
    IS(JET_errInvalidParameter, JetInit3A(&one.instance, &info, 0));
    info.cbStruct = sizeof info;
    info.crstmap = 1;
    IS(JET_errInvalidParameter, JetInit3A(&one.instance, &info, 0));
    JET_RSTMAP_A map{};
    info.rgrstmap = &map;
    IS(JET_errInvalidParameter, JetInit3A(&one.instance, &info, 0));    // without names
    JET_RSTINFO2_W more{};
    IS(JET_errInvalidParameter, JetInit4W(&one.instance, &more, 0));
    more.cbStruct = sizeof more;
    OK(JetInit4W(&one.instance, &more, 0));
}

namespace {

// An instance that died with a row in the log and its database.
struct died : created {
    died()
    {
        text(JET_paramRecovery, "on");
        OK(JetInit(&instance));
        JET_SESID session = JET_sesidNil;
        JET_DBID database = JET_dbidNil;
        JET_TABLEID table = JET_tableidNil;
        OK(JetBeginSessionA(instance, &session, nullptr, nullptr));
        OK(JetCreateDatabaseA(session, in("a.edb").c_str(), nullptr, &database, 0));
        OK(JetCreateTableA(session, database, "kept", 0, 0, &table));
        OK(JetCommitTransaction(session, JET_bitWaitAllLevel0Commit));
        IS(JET_errDirtyShutdown, JetTerm2(instance, JET_bitTermDirty));
    }
    void create_again()
    {
        OK(JetCreateInstanceA(&instance, in("x").c_str()));
        text(JET_paramSystemPath, folder.string());
        text(JET_paramLogFilePath, folder.string());
    }
    // What died can be used again where recovery has been.
    [[nodiscard]] JET_ERR attach() const
    {
        JET_SESID session = JET_sesidNil;
        OK(JetBeginSessionA(instance, &session, nullptr, nullptr));
        return JetAttachDatabaseA(session, in("a.edb").c_str(), 0);
    }
    JET_ERR find_table(const char* file)
    {
        JET_SESID session = JET_sesidNil;
        JET_DBID database = JET_dbidNil;
        JET_TABLEID table = JET_tableidNil;
        OK(JetBeginSessionA(instance, &session, nullptr, nullptr));
        OK(JetAttachDatabaseA(session, in(file).c_str(), 0));
        OK(JetOpenDatabaseA(session, in(file).c_str(), nullptr, &database, 0));
        return JetOpenTableA(session, database, "kept", nullptr, 0, 0, &table);
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(recovery_finds_databases_where_the_map_says)
{
    died one;
    std::filesystem::rename(one.in("a.edb"), one.in("b.edb"));
    one.create_again();
    std::string from = one.in("a.edb"), to = one.in("b.edb");
    JET_RSTMAP_A map{from.data(), to.data()};
    JET_RSTINFO_A info{};
    info.cbStruct = sizeof info;
    info.rgrstmap = &map;
    info.crstmap = 1;
    OK(JetInit3A(&one.instance, &info, 0));
    OK(one.find_table("b.edb"));
}

BOOST_AUTO_TEST_CASE(what_the_map_does_not_name_is_passed_over_or_sought_where_it_was)
{
    for (const JET_GRBIT grbit : each_of(0, JET_bitReplayMissingMapEntryDB)) {
        died older;
        older.create_again();
        char from_there[] = "other.edb", to_there[] = "another.edb";
        JET_RSTMAP_A renamed{from_there, to_there};
        JET_RSTINFO_A what{};
        what.cbStruct = sizeof what;
        what.rgrstmap = &renamed;
        what.crstmap = 1;
        OK(JetInit3A(&older.instance, &what, grbit));
        IS(grbit != 0 ? JET_errSuccess : JET_errDatabaseDirtyShutdown, older.attach());

        died one;
        one.create_again();
        std::u16string from = u"other.edb", to = u"another.edb";
        JET_RSTMAP2_W map{};
        map.cbStruct = sizeof map;
        map.szDatabaseName = from.data();
        map.szNewDatabaseName = to.data();
        JET_RSTINFO2_W info{};
        info.cbStruct = sizeof info;
        info.rgrstmap = &map;
        info.crstmap = 1;
        OK(JetInit4W(&one.instance, &info, grbit));
        IS(grbit != 0 ? JET_errSuccess : JET_errDatabaseDirtyShutdown, one.attach());
    }
}

BOOST_AUTO_TEST_CASE(a_stopped_service_lets_nobody_begin)
{
    running one;
    OK(JetStopServiceInstance(one.instance));
    IS(JET_errClientRequestToStopJetService, JetBeginTransaction(one.session));
    OK(JetEndSession(one.session, 0));
    IS(JET_errRunningInMultiInstanceMode, JetStopService());
    IS(JET_errInvalidGrbit, JetStopServiceInstance2(one.instance, 0x100));
}

BOOST_AUTO_TEST_CASE(instances_are_listed)
{
    created one;
    std::uint32_t count = 0;
    JET_INSTANCE_INFO_W* list = nullptr;
    OK(JetGetInstanceInfoW(&count, &list));
    BOOST_REQUIRE_EQUAL(count, 1u);
    BOOST_TEST(list[0].hInstanceId == one.instance);
    BOOST_TEST((std::u16string{list[0].szInstanceName} == one.folder.u16string() + u"/x"));
    OK(JetFreeBuffer(reinterpret_cast<char*>(list)));
    IS(JET_errInvalidParameter, JetGetInstanceInfoW(nullptr, &list));
}

BOOST_AUTO_TEST_CASE(instances_are_listed_with_the_databases_they_log)
{
    created one;
    one.text(JET_paramRecovery, "on");
    OK(JetInit(&one.instance));
    JET_SESID session = JET_sesidNil;
    JET_DBID database = JET_dbidNil;
    OK(JetBeginSessionA(one.instance, &session, nullptr, nullptr));
    OK(JetCreateDatabaseA(session, one.in("a.edb").c_str(), nullptr, &database, 0));
    OK(JetCreateDatabaseA(session, one.in("b.edb").c_str(), nullptr, &database, 0));
    std::uint32_t count = 0;
    JET_INSTANCE_INFO_A* list = nullptr;
    OK(JetGetInstanceInfoA(&count, &list));
    BOOST_REQUIRE_EQUAL(count, 1u);
    BOOST_REQUIRE_EQUAL(list[0].cDatabases, 2u);
    BOOST_TEST(std::string{list[0].szDatabaseFileName[0]} == one.in("a.edb"));
    BOOST_TEST(std::string{list[0].szDatabaseFileName[1]} == one.in("b.edb"));
    BOOST_TEST(list[0].szDatabaseDisplayName[1] == nullptr);
    OK(JetFreeBuffer(reinterpret_cast<char*>(list)));
}

BOOST_AUTO_TEST_CASE(a_code_tells_its_family)
{
    JET_ERR code = JET_errOutOfMemory;
    JET_ERRINFOBASIC_W info{};
    OK(JetGetErrorInfoW(&code, &info, sizeof info, JET_ErrorInfoSpecificErr, 0));
    BOOST_TEST(info.errValue == JET_errOutOfMemory);
    BOOST_TEST(info.errcatMostSpecific == JET_errcatMemory);
    const unsigned char path[8] = {1, 2, 5, 6, 0, 0, 0, 0};
    BOOST_TEST(std::memcmp(info.rgCategoricalHierarchy, path, 8) == 0);
    IS(JET_errInvalidBufferSize, JetGetErrorInfoW(&code, &info, 151, JET_ErrorInfoSpecificErr, 0));
    IS(JET_errInvalidParameter, JetGetErrorInfoW(nullptr, &info, sizeof info, JET_ErrorInfoSpecificErr, 0));
    code = -77777;
    IS(JET_errInvalidParameter, JetGetErrorInfoW(&code, &info, sizeof info, JET_ErrorInfoSpecificErr, 0));
}

BOOST_AUTO_TEST_CASE(thread_statistics_say_how_much_was_filled)
{
    JET_THREADSTATS stats{};
    OK(JetGetThreadStats(&stats, sizeof stats));
    BOOST_TEST(stats.cbStruct == sizeof stats);
    IS(JET_errBufferTooSmall, JetGetThreadStats(&stats, 31));
}

BOOST_AUTO_TEST_CASE(a_thread_is_told_what_it_logged_and_read)
{
    created one;
    one.text(JET_paramRecovery, "on");
    OK(JetInit(&one.instance));
    JET_THREADSTATS before{}, after{}, elsewhere{}, later{};
    OK(JetGetThreadStats(&before, sizeof before));
    JET_SESID session = JET_sesidNil;
    JET_DBID database = JET_dbidNil;
    OK(JetBeginSessionA(one.instance, &session, nullptr, nullptr));
    OK(JetCreateDatabaseA(session, one.in("a.edb").c_str(), nullptr, &database, 0));
    OK(JetGetThreadStats(&after, sizeof after));
    BOOST_TEST(after.cLogRecord > before.cLogRecord);
    BOOST_TEST(after.cbLogRecord - before.cbLogRecord > after.cLogRecord - before.cLogRecord);
    std::thread{[&] { OK(JetGetThreadStats(&elsewhere, sizeof elsewhere)); }}.join();
    BOOST_TEST(elsewhere.cLogRecord == 0u);
    OK(JetCloseDatabase(session, database, 0));
    OK(JetDetachDatabaseA(session, one.in("a.edb").c_str()));
    OK(JetGetThreadStats(&after, sizeof after));
    OK(JetAttachDatabaseA(session, one.in("a.edb").c_str(), 0));
    OK(JetGetThreadStats(&later, sizeof later));
    BOOST_TEST(later.cPageRead > after.cPageRead);
}

BOOST_AUTO_TEST_CASE(a_backup_is_restored_elsewhere)
{
    created one;
    one.text(JET_paramRecovery, "on");
    OK(JetInit(&one.instance));
    JET_SESID session = JET_sesidNil;
    JET_DBID database = JET_dbidNil;
    OK(JetBeginSessionA(one.instance, &session, nullptr, nullptr));
    OK(JetCreateDatabaseA(session, one.in("kept.edb").c_str(), nullptr, &database, 0));
    JET_TABLEID table = JET_tableidNil;
    OK(JetCreateTableA(session, database, "kept", 0, 0, &table));
    OK(JetBackupInstanceA(one.instance, one.in("backup").c_str(), 0, nullptr));
    IS(JET_errBackupDirectoryNotEmpty, JetBackupInstanceA(one.instance, one.in("backup").c_str(), 0, nullptr));
    IS(JET_errAfterInitialization, JetRestoreInstanceA(one.instance, one.in("backup").c_str(), one.in("again").c_str(), nullptr));
    OK(JetTerm(one.instance));
    restore_steps.clear();
    OK(JetRestoreInstanceA(JET_instanceNil, one.in("backup").c_str(), one.in("again").c_str(), note_restore));
    BOOST_TEST(restore_steps.front() == std::uint32_t{JET_sntBegin});
    BOOST_TEST(restore_steps.back() == std::uint32_t{JET_sntComplete});
    BOOST_TEST(restore_steps.size() > 2u);
    IS(JET_errFileAlreadyExists, JetRestoreInstanceA(JET_instanceNil, one.in("backup").c_str(), one.in("again").c_str(), note_restore));
    BOOST_TEST(restore_steps.back() == std::uint32_t{JET_sntFail});
    BOOST_TEST(std::filesystem::exists(one.in("again/kept.edb")));
    IS(JET_errInvalidParameter, JetRestoreInstanceA(JET_instanceNil, nullptr, nullptr, nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
