// codes_info.cpp — what the questions about tables, columns and indexes answer, level by level and code by code.
#include "under_test.hpp"

using namespace c_test;

namespace {

struct known : with_table {
    alignas(8) char room[1200]{};
    template <class T>
    T as() const
    {
        T value;
        std::memcpy(&value, room, sizeof value);
        return value;
    }
    JET_ERR table_level(std::uint32_t level, std::uint32_t size = sizeof room) { return JetGetTableInfoA(session, table, room, size, level); }
    JET_ERR object_level(std::uint32_t level, std::uint32_t size = sizeof room, const char* name = "t", const char* container = nullptr)
    {
        return JetGetObjectInfoA(session, database, JET_objtypTable, container, name, room, size, level);
    }
    JET_ERR column_level(std::uint32_t level, std::uint32_t size = sizeof room, const char* name = "words")
    {
        return JetGetTableColumnInfoA(session, table, name, room, size, level);
    }
    JET_ERR index_level(std::uint32_t level, std::uint32_t size = sizeof room, const char* name = "by_number")
    {
        return JetGetTableIndexInfoA(session, table, name, room, size, level);
    }
    // How many rows the list has that came back, which is closed.
    std::uint32_t listed()
    {
        const auto list = as<JET_COLUMNLIST>();
        std::uint32_t rows = 0;
        for (JET_ERR code = JetMove(session, list.tableid, JET_MoveFirst, 0); code == JET_errSuccess;
             code         = JetMove(session, list.tableid, JET_MoveNext, 0))
            ++rows;
        OK(JetCloseTable(session, list.tableid));
        BOOST_TEST(rows == list.cRecord);
        return rows;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_info)

BOOST_AUTO_TEST_CASE(levels_about_a_table)
{
    known db;
    OK(db.table_level(JET_TblInfo));
    BOOST_TEST((db.as<JET_OBJECTINFO>().grbit & JET_bitTableInfoUpdatable) != 0u);
    IS(JET_errBufferTooSmall, JetGetTableInfoA(db.session, db.table, db.room, sizeof(JET_OBJECTINFO) - 1, JET_TblInfo));
    IS(JET_errBufferTooSmall, JetGetTableInfoA(db.session, db.table, nullptr, 100, JET_TblInfo));
    OK(db.table_level(JET_TblInfoName, 2));
    BOOST_TEST(std::string{db.room} == "t");
    OK(db.table_level(JET_TblInfoTemplateTableName));
    BOOST_TEST(db.room[0] == '\0');
    IS(JET_errBufferTooSmall, db.table_level(JET_TblInfoTemplateTableName, 64));
    OK(db.table_level(JET_TblInfoSpaceAlloc, 8));
    IS(JET_errBufferTooSmall, db.table_level(JET_TblInfoSpaceAlloc, 7));
    OK(db.table_level(JET_TblInfoLVChunkMax, 4));
    BOOST_TEST(db.as<std::uint32_t>() == 4014u);
    OK(db.table_level(JET_TblInfoObjectId, 4));
    BOOST_TEST(db.as<std::uint32_t>() != 0u);
    IS(JET_errFeatureNotAvailable, JetGetTableInfoA(db.session, db.table, db.room, sizeof db.room, 99));
}

BOOST_AUTO_TEST_CASE(levels_about_an_object)
{
    known db;
    for (const std::uint32_t level : each_of(JET_ObjInfo, JET_ObjInfoNoStats)) {
        OK(db.object_level(level));
        BOOST_TEST(db.as<JET_OBJECTINFO>().objtyp == std::uint32_t{JET_objtypTable});
        OK(db.object_level(level, sizeof db.room, "t", ""));
        OK(db.object_level(level, sizeof db.room, "t", "Tables"));
        IS(JET_errBufferTooSmall, db.object_level(level, sizeof(JET_OBJECTINFO) - 1));
    }
    for (const std::uint32_t level : each_of(JET_ObjInfoList, JET_ObjInfoListNoStats)) {
        OK(db.object_level(level));
        BOOST_TEST(db.listed() >= 1u);
    }
    IS(JET_errObjectNotFound, JetGetObjectInfoA(db.session, db.database, JET_objtypTable, nullptr, "none", db.room, sizeof db.room, JET_ObjInfo));
    IS(JET_errObjectNotFound, JetGetObjectInfoA(db.session, db.database, JET_objtypTable, "Others", "t", db.room, sizeof db.room, JET_ObjInfo));
    IS(JET_errBufferTooSmall, JetGetObjectInfoA(db.session, db.database, JET_objtypTable, nullptr, "t", db.room, 10, JET_ObjInfo));
    for (const std::uint32_t level : {3u, 4u, 6u, 7u})
        IS(JET_errFeatureNotAvailable,
           JetGetObjectInfoA(db.session, db.database, JET_objtypTable, nullptr, "t", db.room, sizeof db.room, level));
    IS(JET_errInvalidParameter, JetGetObjectInfoA(db.session, db.database, JET_objtypTable, nullptr, "t", db.room, sizeof db.room, 8));
    OK(JetGetObjectInfoA(db.session, db.database, JET_objtypTable, nullptr, "MSysObjects", db.room, sizeof db.room, JET_ObjInfo));
    BOOST_TEST((db.as<JET_OBJECTINFO>().flags & JET_bitObjectSystem) != 0u);
}

BOOST_AUTO_TEST_CASE(levels_about_a_column)
{
    known db;
    OK(db.column_level(JET_ColInfo, sizeof(JET_COLUMNDEF)));
    BOOST_TEST(db.as<JET_COLUMNDEF>().columnid == db.words);
    OK(db.column_level(JET_ColInfoByColid, sizeof db.room, reinterpret_cast<const char*>(&db.number)));
    BOOST_TEST(db.as<JET_COLUMNDEF>().columnid == db.number);
    OK(db.column_level(JET_ColInfoBase));
    OK(db.column_level(JET_ColInfoBaseByColid, sizeof db.room, reinterpret_cast<const char*>(&db.number)));
    BOOST_TEST(std::string{db.as<JET_COLUMNBASE_A>().szBaseColumnName} == "number");
    constexpr std::uint32_t lists[] = {JET_ColInfoList,
                                       JET_ColInfoListCompact,
                                       JET_ColInfoListSortColumnid,
                                       JET_ColInfoList | JET_ColInfoGrbitSortByColumnid,
                                       JET_ColInfoList | JET_ColInfoGrbitMinimalInfo,
                                       JET_ColInfoList | JET_ColInfoGrbitNonDerivedColumnsOnly};
    for (const std::uint32_t level : lists) {
        OK(db.column_level(level));
        BOOST_TEST(db.listed() == 5u);
        IS(JET_errBufferTooSmall, db.column_level(level, sizeof(JET_COLUMNLIST) - 1));
    }
    IS(JET_errBufferTooSmall,
       JetGetTableColumnInfoA(db.session, db.table, "none", db.room, sizeof(JET_COLUMNDEF) - 1, JET_ColInfo));  // before the name
    IS(JET_errBufferTooSmall, JetGetColumnInfoA(db.session, db.database, "t", "none", db.room, sizeof(JET_COLUMNDEF) - 1, JET_ColInfo));
    for (const char* none : {static_cast<const char*>(nullptr), "", "none"}) {
        IS(JET_errColumnNotFound, JetGetTableColumnInfoA(db.session, db.table, none, db.room, sizeof db.room, JET_ColInfo));
        IS(JET_errColumnNotFound, JetGetColumnInfoA(db.session, db.database, "t", none, db.room, sizeof db.room, JET_ColInfo));
    }
    const JET_COLUMNID nobody = 100;
    IS(JET_errColumnNotFound,
       JetGetTableColumnInfoA(db.session, db.table, reinterpret_cast<const char*>(&nobody), db.room, sizeof db.room, JET_ColInfoByColid));
    IS(JET_errFeatureNotAvailable, JetGetTableColumnInfoA(db.session, db.table, "words", db.room, sizeof db.room, JET_ColInfoSysTabCursor));
    IS(JET_errFeatureNotAvailable, JetGetColumnInfoA(db.session, db.database, "t", "words", db.room, sizeof db.room, JET_ColInfoSysTabCursor));
    IS(JET_errInvalidParameter, JetGetTableColumnInfoA(db.session, db.table, "words", db.room, sizeof db.room, 9));
    IS(JET_errInvalidParameter, JetGetColumnInfoA(db.session, db.database, "t", "words", db.room, sizeof db.room, 9));
    IS(JET_errObjectNotFound, JetGetColumnInfoA(db.session, db.database, "none", "words", db.room, sizeof db.room, JET_ColInfo));
    OK(JetGetColumnInfoA(db.session, db.database, "t", nullptr, db.room, sizeof db.room, JET_ColInfoList));
    BOOST_TEST(db.listed() == 5u);
}

BOOST_AUTO_TEST_CASE(levels_about_an_index)
{
    known db;
    for (const std::uint32_t level : each_of(JET_IdxInfo, JET_IdxInfoList)) {
        OK(db.index_level(level));
        BOOST_TEST(db.listed() == 1u);    // a row for each column of it
        OK(db.index_level(level, sizeof db.room, nullptr));
        BOOST_TEST(db.listed() == 2u);
    }
    OK(db.index_level(JET_IdxInfoCount, 4, nullptr));
    BOOST_TEST(db.as<std::uint32_t>() == 2u);
    OK(db.index_level(JET_IdxInfoSpaceAlloc, 4));
    BOOST_TEST(db.as<std::uint32_t>() == 80u);
    OK(db.index_level(JET_IdxInfoLCID, 4));
    BOOST_TEST(db.as<std::uint32_t>() == 1033u);
    OK(db.index_level(JET_IdxInfoLCID, 2));
    OK(db.index_level(JET_IdxInfoVarSegMac, 2));
    BOOST_TEST(db.as<std::uint16_t>() == 255u);
    OK(db.index_level(JET_IdxInfoKeyMost, 2));
    BOOST_TEST(db.as<std::uint16_t>() == 255u);
    OK(db.index_level(JET_IdxInfoLocaleName, 170));
    IS(JET_errBufferTooSmall, JetGetTableIndexInfoA(db.session, db.table, "by_number", db.room, 169, JET_IdxInfoLocaleName));
    IS(JET_errBufferTooSmall, JetGetTableIndexInfoA(db.session, db.table, "by_number", db.room, 3, JET_IdxInfoSpaceAlloc));
    IS(JET_errBufferTooSmall, JetGetIndexInfoA(db.session, db.database, "t", "by_number", db.room, sizeof(JET_INDEXLIST) - 1, JET_IdxInfoList));
    IS(JET_errIndexNotFound, JetGetTableIndexInfoA(db.session, db.table, "none", db.room, sizeof db.room, JET_IdxInfo));
    IS(JET_errIndexNotFound, JetGetIndexInfoA(db.session, db.database, "t", "none", db.room, sizeof db.room, JET_IdxInfoLCID));
    IS(JET_errObjectNotFound, JetGetIndexInfoA(db.session, db.database, "none", "by_number", db.room, sizeof db.room, JET_IdxInfo));
    for (const std::uint32_t level : {2u, 3u, 4u}) {
        IS(JET_errFeatureNotAvailable, JetGetTableIndexInfoA(db.session, db.table, "by_number", db.room, sizeof db.room, level));
        IS(JET_errFeatureNotAvailable, JetGetIndexInfoA(db.session, db.database, "t", "by_number", db.room, sizeof db.room, level));
    }
    IS(JET_errInvalidParameter, JetGetTableIndexInfoA(db.session, db.table, "by_number", db.room, sizeof db.room, 99));
    IS(JET_errInvalidParameter, JetGetIndexInfoA(db.session, db.database, "t", "by_number", db.room, sizeof db.room, 99));
}

BOOST_AUTO_TEST_CASE(levels_about_the_making_of_an_index)
{
    known db;
    // By either call, with enough room and with too little.
    const auto ask = [&](std::uint32_t level, std::uint32_t size, std::uint32_t too_small) {
        IS(JET_errBufferTooSmall, JetGetIndexInfoA(db.session, db.database, "t", "by_number", db.room, too_small, level));
        IS(JET_errBufferTooSmall, JetGetTableIndexInfoA(db.session, db.table, "by_number", db.room, too_small, level));
        OK(JetGetIndexInfoA(db.session, db.database, "t", "by_number", db.room, size, level));
        const std::string first(db.room, size);
        OK(db.index_level(level, size));
        BOOST_TEST((first == std::string(db.room, size)));
    };
    for (const std::uint32_t level : each_of(JET_IdxInfoSortVersion, JET_IdxInfoDefinedSortVersion)) {
        ask(level, 4, 3);
        BOOST_TEST(db.as<std::uint32_t>() == 0u);    // no text in it
    }
    ask(JET_IdxInfoSortId, 16, 15);
    ask(JET_IdxInfoIndexId, sizeof(JET_INDEXID), sizeof(JET_INDEXID) - 1);
    auto id = db.as<JET_INDEXID>();
    OK(JetSetCurrentIndex4A(db.session, db.table, nullptr, &id, 0, 1));
    const auto is_definition = [](const auto& told) {
        BOOST_TEST(told.cbStruct == sizeof told);
        BOOST_TEST(std::string{told.szIndexName} == "by_number");
        BOOST_TEST(std::string{told.szKey} == "+number");
        BOOST_TEST(told.ulDensity == 80u);
    };
    ask(JET_IdxInfoCreateIndex, sizeof db.room, sizeof(JET_INDEXCREATE_A));
    is_definition(db.as<JET_INDEXCREATE_A>());
    ask(JET_IdxInfoCreateIndex2, sizeof db.room, sizeof(JET_INDEXCREATE2_A));
    is_definition(db.as<JET_INDEXCREATE2_A>());
    ask(JET_IdxInfoCreateIndex3, sizeof db.room, sizeof(JET_INDEXCREATE3_A));
    is_definition(db.as<JET_INDEXCREATE3_A>());
}

BOOST_AUTO_TEST_SUITE_END()
