/* program.c - a C11 program against libesent: tables, indexes, multi-values, conflicts, as a program for ESENT is written.
 *
 *     program DATABASE
 *
 * The database stays, for others to look at.
 */
#define JET_UNICODE    /* the names without a letter mean the W functions */
#include <ese/c/esent.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>

static void check(JET_ERR got, JET_ERR wanted, const char* call, int line)
{
    if (got == wanted) return;
    fprintf(stderr, "program.c:%d: %s answered %d, not %d\n", line, call, (int)got, (int)wanted);
    exit(1);
}
#define IS(wanted, call) check((call), (wanted), #call, __LINE__)
#define OK(call) IS(JET_errSuccess, call)

typedef struct {
    JET_TABLEID table;
    JET_COLUMNID title, year;
} books;

static void create_books(JET_SESID session, JET_DBID database)
{
    JET_COLUMNCREATE columns[2] = {{sizeof(JET_COLUMNCREATE), (JET_WCHAR*)u"title", JET_coltypText, 100, 0, NULL, 0, 1200, 0, 0},
                                   {sizeof(JET_COLUMNCREATE), (JET_WCHAR*)u"year", JET_coltypLong, 0, 0, NULL, 0, 0, 0, 0}};
    JET_INDEXCREATE index = {0};
    JET_TABLECREATE create = {0};
    index.cbStruct = sizeof index;
    index.szIndexName = (JET_WCHAR*)u"by_year";
    index.szKey = (JET_WCHAR*)u"+year\0+title\0";
    index.cbKey = sizeof u"+year\0+title\0";
    index.ulDensity = 90;
    create.cbStruct = sizeof create;
    create.szTableName = (JET_WCHAR*)u"books";
    create.rgcolumncreate = columns;
    create.cColumns = 2;
    create.rgindexcreate = &index;
    create.cIndexes = 1;
    OK(JetCreateTableColumnIndex(session, database, &create));
    if (create.cCreated != 4) exit(1);
    OK(JetCloseTable(session, create.tableid));
}

static books open_books(JET_SESID session, JET_DBID database)
{
    books opened;
    JET_COLUMNDEF column;
    OK(JetOpenTable(session, database, u"books", NULL, 0, 0, &opened.table));
    OK(JetGetTableColumnInfo(session, opened.table, u"title", &column, sizeof column, JET_ColInfo));
    opened.title = column.columnid;
    OK(JetGetTableColumnInfo(session, opened.table, u"year", &column, sizeof column, JET_ColInfo));
    opened.year = column.columnid;
    return opened;
}

static void insert(JET_SESID session, const books* into, const char16_t* title, int32_t year)
{
    uint32_t length = 0;
    while (title[length] != 0) ++length;
    OK(JetPrepareUpdate(session, into->table, JET_prepInsert));
    OK(JetSetColumn(session, into->table, into->title, title, length * (uint32_t)sizeof *title, 0, NULL));
    OK(JetSetColumn(session, into->table, into->year, &year, sizeof year, 0, NULL));
    OK(JetUpdate(session, into->table, NULL, 0, NULL));
}

static int32_t year_of(JET_SESID session, const books* of)
{
    int32_t year = 0;
    uint32_t size = 0;
    OK(JetRetrieveColumn(session, of->table, of->year, &year, sizeof year, &size, 0, NULL));
    return size == sizeof year ? year : -1;
}

static void conflict(JET_INSTANCE instance, JET_SESID first, const books* mine, const char* path)
{
    JET_SESID second;
    JET_DBID database;
    books others;
    int32_t year = 1;
    OK(JetBeginSessionA(instance, &second, NULL, NULL));
    OK(JetOpenDatabaseA(second, path, NULL, &database, 0));
    others = open_books(second, database);
    OK(JetBeginTransaction(first));
    OK(JetBeginTransaction(second));
    OK(JetMove(first, mine->table, JET_MoveFirst, 0));
    OK(JetSetCurrentIndex(second, others.table, u"by_year"));
    OK(JetPrepareUpdate(first, mine->table, JET_prepReplace));
    OK(JetSetColumn(first, mine->table, mine->year, &year, sizeof year, 0, NULL));
    OK(JetUpdate(first, mine->table, NULL, 0, NULL));
    IS(JET_errWriteConflict, JetPrepareUpdate(second, others.table, JET_prepReplace));
    OK(JetRollback(first, 0));
    OK(JetPrepareUpdate(second, others.table, JET_prepReplace));
    OK(JetPrepareUpdate(second, others.table, JET_prepCancel));
    OK(JetCommitTransaction(second, JET_bitCommitLazyFlush));
    OK(JetEndSession(second, 0));
}

int main(int count, char** arguments)
{
    JET_INSTANCE instance = JET_instanceNil;
    JET_SESID session;
    JET_DBID database;
    books all;
    if (count != 2) return 2;
    OK(JetCreateInstanceA(&instance, "program"));
    OK(JetSetSystemParameterA(&instance, JET_sesidNil, JET_paramRecovery, 0, "off"));
    OK(JetInit(&instance));
    OK(JetBeginSession(instance, &session, NULL, NULL));
    OK(JetCreateDatabaseA(session, arguments[1], NULL, &database, JET_bitDbOverwriteExisting));
    OK(JetBeginTransaction(session));
    create_books(session, database);
    all = open_books(session, database);
    insert(session, &all, u"Flatland", 1884);
    insert(session, &all, u"Algorithms", 2011);
    insert(session, &all, u"\u00c9tudes", 1836);
    OK(JetCommitTransaction(session, 0));

    OK(JetSetCurrentIndex(session, all.table, u"by_year"));
    if (year_of(session, &all) != 1836) return 1;
    OK(JetMove(session, all.table, JET_MoveNext, 0));
    if (year_of(session, &all) != 1884) return 1;
    OK(JetDelete(session, all.table));
    IS(JET_errRecordDeleted, JetDelete(session, all.table));
    OK(JetMove(session, all.table, JET_MoveLast, 0));
    if (year_of(session, &all) != 2011) return 1;
    IS(JET_errNoCurrentRecord, JetMove(session, all.table, JET_MoveNext, 0));
    conflict(instance, session, &all, arguments[1]);

    OK(JetCloseTable(session, all.table));
    OK(JetEndSession(session, 0));
    OK(JetTerm(instance));
    return 0;
}
