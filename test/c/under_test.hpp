// under_test.hpp — the C interface as the tests meet it: from libesent, or from the headers, and a running instance.
#pragma once

#if defined(ESE_TEST_HEADER_ONLY)
#    include <ese/c/esent_engine.hpp>
#else
#    include <ese/c/esent.h>
#endif

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <thread>

#define IS(code, call) BOOST_REQUIRE_EQUAL((call), (code))
#define OK(call) IS(JET_errSuccess, call)

namespace c_test {

// Constants of the header, which are signed, as options and levels, which are not.
template <class... Number>
[[nodiscard]] constexpr std::array<std::uint32_t, sizeof...(Number)> each_of(Number... numbers) noexcept
{
    return {static_cast<std::uint32_t>(numbers)...};
}

// A folder that is empty at first and gone at the end.
struct scratch {
    std::filesystem::path folder;
    scratch()
    {
        static int made = 0;
        folder = std::filesystem::current_path() / ("c-face-" ESE_TEST_WAY "-" + std::to_string(++made));
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    ~scratch() { std::filesystem::remove_all(folder); }
    [[nodiscard]] std::string in(const char* name) const { return (folder / name).string(); }
};

// An instance that was made and not initialised. It is ended whatever happens in the test.
struct created : scratch {
    JET_INSTANCE instance = JET_instanceNil;
    created()
    {
        OK(JetCreateInstanceA(&instance, in("x").c_str()));
        text(JET_paramSystemPath, folder.string());
        text(JET_paramLogFilePath, folder.string());
        text(JET_paramRecovery, "off");
    }
    ~created() { (void)JetTerm2(instance, JET_bitTermDirty); }
    void text(std::uint32_t id, const std::string& value) { OK(JetSetSystemParameterA(&instance, JET_sesidNil, id, 0, value.c_str())); }
    void number(std::uint32_t id, JET_API_PTR value) { OK(JetSetSystemParameterA(&instance, JET_sesidNil, id, value, nullptr)); }
};

struct running : created {
    JET_SESID session = JET_sesidNil;
    running()
    {
        OK(JetInit(&instance));
        OK(JetBeginSessionA(instance, &session, nullptr, nullptr));
    }
};

// With a database, and a table "t": id (autoincrement, primary index "by_id"), number, text, note (long text), tags (several).
struct with_table : running {
    JET_DBID database = JET_dbidNil;
    JET_TABLEID table = JET_tableidNil;
    JET_COLUMNID id{}, number{}, words{}, note{}, tags{};

    with_table()
    {
        OK(JetCreateDatabaseA(session, in("test.edb").c_str(), nullptr, &database, 0));
        JET_COLUMNCREATE_A columns[] = {column("id", JET_coltypLong, JET_bitColumnAutoincrement), column("number", JET_coltypLong),
                                        column("words", JET_coltypText), column("note", JET_coltypLongText),
                                        column("tags", JET_coltypText, JET_bitColumnTagged | JET_bitColumnMultiValued)};
        char by_id[] = "+id\0";
        char by_number[] = "+number\0";
        JET_INDEXCREATE_A indexes[] = {index("by_id", by_id, sizeof by_id, JET_bitIndexPrimary),
                                       index("by_number", by_number, sizeof by_number, 0)};
        char name[] = "t";
        JET_TABLECREATE_A create{};
        create.cbStruct = sizeof create;
        create.szTableName = name;
        create.rgcolumncreate = columns;
        create.cColumns = 5;
        create.rgindexcreate = indexes;
        create.cIndexes = 2;
        OK(JetCreateTableColumnIndexA(session, database, &create));
        BOOST_REQUIRE_EQUAL(create.cCreated, 8u);
        OK(JetCloseTable(session, create.tableid));
        OK(JetOpenTableA(session, database, "t", nullptr, 0, 0, &table));
        id = columns[0].columnid, number = columns[1].columnid, words = columns[2].columnid, note = columns[3].columnid;
        tags = columns[4].columnid;
    }

    static JET_COLUMNCREATE_A column(const char* name, JET_COLTYP type, JET_GRBIT grbit = 0)
    {
        JET_COLUMNCREATE_A made{};
        made.cbStruct = sizeof made;
        made.szColumnName = const_cast<char*>(name);
        made.coltyp = type;
        made.grbit = grbit;
        return made;
    }
    static JET_INDEXCREATE_A index(const char* name, char* key, std::size_t size, JET_GRBIT grbit)
    {
        JET_INDEXCREATE_A made{};
        made.cbStruct = sizeof made;
        made.szIndexName = const_cast<char*>(name);
        made.szKey = key;
        made.cbKey = static_cast<std::uint32_t>(size);
        made.grbit = grbit;
        made.ulDensity = 80;
        return made;
    }

    void insert(std::int32_t value, const char* text = nullptr) { insert_into(session, table, value, text); }
    void insert_into(JET_SESID by, JET_TABLEID into, std::int32_t value, const char* text = nullptr)
    {
        OK(JetPrepareUpdate(by, into, JET_prepInsert));
        OK(JetSetColumn(by, into, number, &value, sizeof value, 0, nullptr));
        if (text) OK(JetSetColumn(by, into, words, text, static_cast<std::uint32_t>(std::strlen(text)), 0, nullptr));
        OK(JetUpdate(by, into, nullptr, 0, nullptr));
    }
    std::int32_t number_here() { return number_at(session, table); }
    std::int32_t number_at(JET_SESID by, JET_TABLEID at)
    {
        std::int32_t value = 0;
        OK(JetRetrieveColumn(by, at, number, &value, sizeof value, nullptr, 0, nullptr));
        return value;
    }
    void seek_number(std::int32_t value, JET_ERR expected = JET_errSuccess)
    {
        OK(JetSetCurrentIndexA(session, table, "by_number"));
        OK(JetMakeKey(session, table, &value, sizeof value, JET_bitNewKey));
        IS(expected, JetSeek(session, table, JET_bitSeekEQ));
    }
};

}  // namespace c_test
