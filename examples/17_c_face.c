/* 17_c_face.c - the same store through the C interface: a table, an index, a conflict told and a temporary table that sorts.
 *
 * Needs libesent, which the build makes. Inside the build folder of this project:
 *     gcc -std=c11 -I ../include ../examples/17_c_face.c -o c_face -L . -lesent -Wl,-rpath,. && ./c_face
 * after `cmake --install`: gcc -std=c11 17_c_face.c $(pkg-config --cflags --libs esent)
 */
#include <ese/c/esent.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every call answers a code. Below 0 it is an error, and nothing was changed. */
static void need(JET_ERR err, const char* what)
{
    if (err >= JET_errSuccess) return;
    fprintf(stderr, "%s: %d\n", what, (int)err);
    exit(1);
}
#define NEED(call) need(call, #call)

typedef struct {
    JET_COLUMNID title, copies;
} columns;

static columns create_books(JET_SESID session, JET_DBID database)
{
    JET_COLUMNCREATE_A wanted[] = {{sizeof *wanted, "title", JET_coltypText, 100, JET_bitColumnNotNULL, NULL, 0, 1252, 0, 0},
                                   {sizeof *wanted, "copies", JET_coltypLong, 0, 0, NULL, 0, 0, 0, 0}};
    char key[] = "+title\0";
    JET_INDEXCREATE_A index = {.cbStruct = sizeof index, .szIndexName = "by_title", .szKey = key, .cbKey = sizeof key,
                               .grbit = JET_bitIndexPrimary, .ulDensity = 80};
    JET_TABLECREATE_A table = {.cbStruct = sizeof table, .szTableName = "books", .rgcolumncreate = wanted, .cColumns = 2,
                               .rgindexcreate = &index, .cIndexes = 1};
    NEED(JetCreateTableColumnIndexA(session, database, &table));
    NEED(JetCloseTable(session, table.tableid));
    return (columns){wanted[0].columnid, wanted[1].columnid};
}

static void insert(JET_SESID session, JET_TABLEID books, columns c, const char* title, int32_t copies)
{
    JET_SETCOLUMN values[] = {{c.title, title, (uint32_t)strlen(title), 0, 0, 1, 0}, {c.copies, &copies, sizeof copies, 0, 0, 1, 0}};
    NEED(JetPrepareUpdate(session, books, JET_prepInsert));
    NEED(JetSetColumns(session, books, values, 2));
    NEED(JetUpdate(session, books, NULL, 0, NULL));
}

static int32_t copies_here(JET_SESID session, JET_TABLEID books, columns c)
{
    int32_t copies = 0;
    NEED(JetRetrieveColumn(session, books, c.copies, &copies, sizeof copies, NULL, 0, NULL));
    return copies;
}

/* Two sessions want one record: the first one has it, the other is told at once. */
static void conflict(JET_INSTANCE instance, JET_SESID mine, JET_TABLEID books, const char* path)
{
    JET_SESID other;
    JET_DBID database;
    JET_TABLEID same;
    NEED(JetBeginSessionA(instance, &other, NULL, NULL));
    NEED(JetOpenDatabaseA(other, path, NULL, &database, 0));
    NEED(JetOpenTableA(other, database, "books", NULL, 0, 0, &same));
    NEED(JetBeginTransaction(mine));
    NEED(JetBeginTransaction(other));
    NEED(JetMove(mine, books, JET_MoveFirst, 0));
    NEED(JetMove(other, same, JET_MoveFirst, 0));
    NEED(JetDelete(mine, books));
    printf("the other one: %s\n", JetDelete(other, same) == JET_errWriteConflict ? "write conflict" : "no conflict");
    NEED(JetRollback(other, 0));
    NEED(JetRollback(mine, 0));
    NEED(JetEndSession(other, 0));
}

/* Most copies first: a temporary table keeps what is put in by its key. */
static void sort_by_copies(JET_SESID session, JET_TABLEID books, columns c)
{
    JET_COLUMNDEF wanted[] = {{sizeof *wanted, 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnTTKey | JET_bitColumnTTDescending},
                              {sizeof *wanted, 0, JET_coltypText, 0, 0, 1252, 0, 100, JET_bitColumnTTKey}};
    JET_COLUMNID ids[2];
    JET_TABLEID sorted;
    JET_ERR err;
    NEED(JetOpenTempTable(session, wanted, 2, JET_bitTTScrollable, &sorted, ids));
    for (err = JetMove(session, books, JET_MoveFirst, 0); err >= 0; err = JetMove(session, books, JET_MoveNext, 0)) {
        int32_t copies = copies_here(session, books, c);
        char title[100];
        uint32_t size = 0;
        NEED(JetRetrieveColumn(session, books, c.title, title, sizeof title, &size, 0, NULL));
        NEED(JetPrepareUpdate(session, sorted, JET_prepInsert));
        NEED(JetSetColumn(session, sorted, ids[0], &copies, sizeof copies, 0, NULL));
        NEED(JetSetColumn(session, sorted, ids[1], title, size, 0, NULL));
        NEED(JetUpdate(session, sorted, NULL, 0, NULL));
    }
    for (err = JetMove(session, sorted, JET_MoveFirst, 0); err >= 0; err = JetMove(session, sorted, JET_MoveNext, 0)) {
        int32_t copies = 0;
        char title[101] = "";
        NEED(JetRetrieveColumn(session, sorted, ids[0], &copies, sizeof copies, NULL, 0, NULL));
        NEED(JetRetrieveColumn(session, sorted, ids[1], title, sizeof title - 1, NULL, 0, NULL));
        printf("%2d  %s\n", (int)copies, title);
    }
    NEED(JetCloseTable(session, sorted));
}

int main(void)
{
    const char* path = "books.edb";
    JET_INSTANCE instance;
    JET_SESID session;
    JET_DBID database;
    JET_TABLEID books;
    columns c;
    NEED(JetCreateInstanceA(&instance, "books"));
    NEED(JetInit(&instance));
    NEED(JetBeginSessionA(instance, &session, NULL, NULL));
    NEED(JetCreateDatabaseA(session, path, NULL, &database, JET_bitDbOverwriteExisting));

    NEED(JetBeginTransaction(session));
    c = create_books(session, database);
    NEED(JetOpenTableA(session, database, "books", NULL, 0, 0, &books));
    insert(session, books, c, "Flatland", 3);
    insert(session, books, c, "Algorithms", 12);
    insert(session, books, c, "Typography", 5);
    NEED(JetCommitTransaction(session, 0));    /* on disk when it returns */

    NEED(JetMakeKey(session, books, "Typography", 10, JET_bitNewKey));
    NEED(JetSeek(session, books, JET_bitSeekEQ));
    printf("Typography: %d copies\n", (int)copies_here(session, books, c));
    conflict(instance, session, books, path);
    sort_by_copies(session, books, c);
    NEED(JetTerm(instance));
    return 0;
}
