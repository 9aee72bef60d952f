// native_abi.hpp — the part of esent.dll's C interface that native_api.hpp calls, in our own vocabulary.
//
// Room:   backend. Uses nothing. Empty everywhere but on Windows.
// Gives:  the structures (W forms) and functions, in ese::esent_abi.
// Holds:  (1) sizes are those of the Windows headers, asserted below for 64 bits;
//         (2) the functions have C linkage, so a translation unit includes either this or the platform's own header for
//             them, not both.
#pragma once

#if defined(_WIN32)

#include <cstdint>

namespace ese::inline v1::esent_abi {

using err      = std::int32_t;
using ulong    = std::uint32_t;        // `unsigned long` of the documents
using grbit    = std::uint32_t;
using api_ptr  = std::uintptr_t;       // JET_API_PTR and every handle but the database's
using text     = const char16_t*;
inline constexpr api_ptr nil = ~api_ptr{0};

struct column_def {
    ulong size = sizeof(column_def);
    ulong column = 0, type = 0;
    std::uint16_t country = 0, language = 0, code_page = 0, collate = 0;
    ulong size_max = 0;
    grbit options = 0;
};

struct column_create {
    ulong size = sizeof(column_create);
    text name = nullptr;
    ulong type = 0, size_max = 0;
    grbit options = 0;
    const void* default_value = nullptr;
    ulong default_size = 0, code_page = 0, column = 0;
    err answer = 0;
};

struct conditional_column {
    ulong size = sizeof(conditional_column);
    text name = nullptr;
    grbit options = 0;
};

struct unicode_index { ulong lcid = 0, map_flags = 0; };
struct tuple_limits { ulong length_min = 0, length_max = 0, tuples_max = 0, increment = 0, start = 0; };

struct index_create {
    ulong size = sizeof(index_create);
    text name = nullptr, key = nullptr;
    ulong key_size = 0;
    grbit options = 0;
    ulong density = 0;
    union { api_ptr lcid; unicode_index* unicode; } locale{0};
    union { api_ptr segment_most; tuple_limits* tuples; } limits{0};
    conditional_column* conditions = nullptr;
    ulong condition_count = 0;
    err answer = 0;
    ulong key_most = 0;
};

struct table_create {
    ulong size = sizeof(table_create);
    text name = nullptr, template_name = nullptr;
    ulong pages = 0, density = 0;
    column_create* columns = nullptr;
    ulong column_count = 0;
    index_create* indexes = nullptr;
    ulong index_count = 0;
    grbit options = 0;
    api_ptr table = 0;
    ulong created = 0;
};

struct object_info {
    ulong size = sizeof(object_info);
    ulong type = 0;
    double created = 0, updated = 0;
    grbit options = 0;
    ulong flags = 0, records = 0, pages = 0;
};

struct object_list {
    ulong size = sizeof(object_list);
    api_ptr table = 0;
    ulong count = 0, container, name, type, created, updated, options, flags, records, pages;
};

struct column_list {
    ulong size = sizeof(column_list);
    api_ptr table = 0;
    ulong count = 0, order, name, column, type, country, language, code_page, collate, size_max, options, default_value,
        base_table, base_column, definition;
};

struct index_list {
    ulong size = sizeof(index_list);
    api_ptr table = 0;
    ulong count = 0, name, options, keys, entries, pages, column_count, column_number, column, type, country, language,
        code_page, collate, column_options, column_name, map_flags;
};

struct session_info { ulong begin_stamp = 0, level = 0, process = 0, flags = 0; api_ptr context = 0; };
struct set_info { ulong size = sizeof(set_info); ulong offset = 0, instance = 1; };
struct retrieve_info { ulong size = sizeof(retrieve_info); ulong offset = 0, instance = 1, next_tagged = 0; };
struct record_position { ulong size = sizeof(record_position); ulong before = 0, here = 0, total = 0; };
struct record_size { std::uint64_t data, long_values, overhead, long_value_overhead, non_tagged, tagged, long_value_count, multi_values; };

static_assert(sizeof(column_def) == 28 && sizeof(set_info) == 12 && sizeof(retrieve_info) == 16);
static_assert(sizeof(record_position) == 16 && sizeof(record_size) == 64 && sizeof(tuple_limits) == 20);
static_assert(sizeof(void*) != 8 || (sizeof(column_create) == 56 && sizeof(index_create) == 80 && sizeof(table_create) == 80));
static_assert(sizeof(void*) != 8 || (sizeof(object_list) == 56 && sizeof(column_list) == 80 && sizeof(index_list) == 88));
static_assert(sizeof(void*) != 8 || (sizeof(conditional_column) == 24 && sizeof(session_info) == 24 && sizeof(object_info) == 40));

extern "C" {

err __stdcall JetCreateInstanceW(api_ptr* instance, text name);
err __stdcall JetInit2(api_ptr* instance, grbit options);
err __stdcall JetTerm2(api_ptr instance, grbit options);
err __stdcall JetStopServiceInstance(api_ptr instance);
err __stdcall JetSetSystemParameterW(api_ptr* instance, api_ptr session, ulong id, api_ptr number, text value);
err __stdcall JetGetSystemParameterW(api_ptr instance, api_ptr session, ulong id, api_ptr* number, char16_t* value, ulong size);

err __stdcall JetBeginSessionW(api_ptr instance, api_ptr* session, text user, text password);
err __stdcall JetDupSession(api_ptr session, api_ptr* fresh);
err __stdcall JetEndSession(api_ptr session, grbit options);
err __stdcall JetSetSessionContext(api_ptr session, api_ptr context);
err __stdcall JetResetSessionContext(api_ptr session);
err __stdcall JetGetSessionInfo(api_ptr session, void* result, ulong size, ulong level);

err __stdcall JetBeginTransaction2(api_ptr session, grbit options);
err __stdcall JetCommitTransaction(api_ptr session, grbit options);
err __stdcall JetRollback(api_ptr session, grbit options);

err __stdcall JetCreateDatabase2W(api_ptr session, text path, ulong pages_max, ulong* database, grbit options);
err __stdcall JetAttachDatabaseW(api_ptr session, text path, grbit options);
err __stdcall JetOpenDatabaseW(api_ptr session, text path, text connect, ulong* database, grbit options);
err __stdcall JetCloseDatabase(api_ptr session, ulong database, grbit options);
err __stdcall JetDetachDatabase2W(api_ptr session, text path, grbit options);
err __stdcall JetGetDatabaseInfoW(api_ptr session, ulong database, void* result, ulong size, ulong level);
err __stdcall JetGetObjectInfoW(api_ptr session, ulong database, ulong type, text container, text object, void* result,
                                ulong size, ulong level);

err __stdcall JetCreateTableColumnIndexW(api_ptr session, ulong database, table_create* table);
err __stdcall JetOpenTableW(api_ptr session, ulong database, text name, const void* parameters, ulong size, grbit options,
                            api_ptr* table);
err __stdcall JetCloseTable(api_ptr session, api_ptr table);
err __stdcall JetDupCursor(api_ptr session, api_ptr table, api_ptr* fresh, grbit options);
err __stdcall JetDeleteTableW(api_ptr session, ulong database, text name);
err __stdcall JetRenameTableW(api_ptr session, ulong database, text name, text new_name);
err __stdcall JetGetTableInfoW(api_ptr session, api_ptr table, void* result, ulong size, ulong level);

err __stdcall JetAddColumnW(api_ptr session, api_ptr table, text name, const column_def* definition, const void* default_value,
                            ulong size, ulong* column);
err __stdcall JetDeleteColumn2W(api_ptr session, api_ptr table, text name, grbit options);
err __stdcall JetRenameColumnW(api_ptr session, api_ptr table, text name, text new_name, grbit options);
err __stdcall JetGetTableColumnInfoW(api_ptr session, api_ptr table, text name, void* result, ulong size, ulong level);
err __stdcall JetCreateIndex2W(api_ptr session, api_ptr table, index_create* indexes, ulong count);
err __stdcall JetDeleteIndexW(api_ptr session, api_ptr table, text name);
err __stdcall JetGetTableIndexInfoW(api_ptr session, api_ptr table, text name, void* result, ulong size, ulong level);

err __stdcall JetMove(api_ptr session, api_ptr table, std::int32_t rows, grbit options);
err __stdcall JetSeek(api_ptr session, api_ptr table, grbit options);
err __stdcall JetSetCurrentIndex2W(api_ptr session, api_ptr table, text name, grbit options);
err __stdcall JetGetCurrentIndexW(api_ptr session, api_ptr table, char16_t* name, ulong size);
err __stdcall JetSetIndexRange(api_ptr session, api_ptr table, grbit options);
err __stdcall JetIndexRecordCount(api_ptr session, api_ptr table, ulong* count, ulong most);
err __stdcall JetGetRecordPosition(api_ptr session, api_ptr table, record_position* place, ulong size);
err __stdcall JetGotoPosition(api_ptr session, api_ptr table, record_position* place);
err __stdcall JetMakeKey(api_ptr session, api_ptr table, const void* data, ulong size, grbit options);
err __stdcall JetRetrieveKey(api_ptr session, api_ptr table, void* key, ulong size, ulong* actual, grbit options);
err __stdcall JetGetBookmark(api_ptr session, api_ptr table, void* bookmark, ulong size, ulong* actual);
err __stdcall JetGotoBookmark(api_ptr session, api_ptr table, void* bookmark, ulong size);
err __stdcall JetGetSecondaryIndexBookmark(api_ptr session, api_ptr table, void* key, ulong key_size, ulong* key_actual,
                                           void* bookmark, ulong size, ulong* actual, grbit options);
err __stdcall JetGotoSecondaryIndexBookmark(api_ptr session, api_ptr table, void* key, ulong key_size, void* bookmark,
                                            ulong size, grbit options);

err __stdcall JetPrepareUpdate(api_ptr session, api_ptr table, ulong kind);
err __stdcall JetSetColumn(api_ptr session, api_ptr table, ulong column, const void* data, ulong size, grbit options,
                           set_info* info);
err __stdcall JetRetrieveColumn(api_ptr session, api_ptr table, ulong column, void* data, ulong size, ulong* actual,
                                grbit options, retrieve_info* info);
err __stdcall JetUpdate2(api_ptr session, api_ptr table, void* bookmark, ulong size, ulong* actual, grbit options);
err __stdcall JetDelete(api_ptr session, api_ptr table);
err __stdcall JetGetLock(api_ptr session, api_ptr table, grbit options);
err __stdcall JetGetCursorInfo(api_ptr session, api_ptr table, void* result, ulong size, ulong level);
err __stdcall JetEscrowUpdate(api_ptr session, api_ptr table, ulong column, void* delta, ulong size, void* before,
                              ulong before_size, ulong* before_actual, grbit options);
err __stdcall JetGetRecordSize(api_ptr session, api_ptr table, record_size* size, grbit options);

}  // extern "C"

}  // namespace ese::inline v1::esent_abi

#endif
