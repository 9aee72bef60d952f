/* 17_c_face.c - a bookshop through the C interface: two tables, an index over several values of a book, sales in transactions, a rival
 * who is told, and a temporary table that sorts. 18_bookshop.cpp does the same with C++ types.
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

/* A session with the database and cursors on both tables. */
typedef struct {
    JET_SESID session;
    JET_DBID database;
    JET_TABLEID books, sales;
} shop;

typedef struct {
    JET_COLUMNID id, title, price, authors;    /* of books */
    JET_COLUMNID book, copies;                 /* of sales */
} columns;

static JET_COLUMNCREATE_A column(char* name, JET_COLTYP type, JET_GRBIT grbit)
{
    JET_COLUMNCREATE_A made = {.cbStruct = sizeof made, .szColumnName = name, .coltyp = type, .grbit = grbit, .cp = 1252};
    return made;
}

static JET_INDEXCREATE_A index_on(char* name, char* key, uint32_t size, JET_GRBIT grbit)
{
    JET_INDEXCREATE_A made = {.cbStruct = sizeof made, .szIndexName = name, .szKey = key, .cbKey = size, .grbit = grbit, .ulDensity = 80};
    return made;
}

static void create_table(const shop* s, char* name, JET_COLUMNCREATE_A* c, uint32_t columns, JET_INDEXCREATE_A* i, uint32_t indexes)
{
    JET_TABLECREATE_A table = {.cbStruct = sizeof table, .szTableName = name, .rgcolumncreate = c, .cColumns = columns,
                               .rgindexcreate = i, .cIndexes = indexes};
    NEED(JetCreateTableColumnIndexA(s->session, s->database, &table));
    NEED(JetCloseTable(s->session, table.tableid));
}

static columns create_tables(const shop* s)
{
    char by_id[] = "+id\0", by_title[] = "+title\0", by_author[] = "+authors\0", by_book[] = "+book\0";
    JET_COLUMNCREATE_A b[] = {column("id", JET_coltypLong, JET_bitColumnAutoincrement), column("title", JET_coltypText, JET_bitColumnNotNULL),
                              column("price", JET_coltypLong, 0),    /* in cents */
                              column("authors", JET_coltypText, JET_bitColumnTagged | JET_bitColumnMultiValued)};
    JET_COLUMNCREATE_A v[] = {column("book", JET_coltypLong, 0), column("copies", JET_coltypLong, 0)};
    JET_INDEXCREATE_A bi[] = {index_on("by_id", by_id, sizeof by_id, JET_bitIndexPrimary),
                              index_on("by_title", by_title, sizeof by_title, JET_bitIndexUnique),
                              index_on("by_author", by_author, sizeof by_author, 0)};
    JET_INDEXCREATE_A vi[] = {index_on("by_book", by_book, sizeof by_book, 0)};
    create_table(s, "books", b, 4, bi, 3);
    create_table(s, "sales", v, 2, vi, 1);
    return (columns){b[0].columnid, b[1].columnid, b[2].columnid, b[3].columnid, v[0].columnid, v[1].columnid};
}

static void open_tables(shop* s)
{
    NEED(JetOpenTableA(s->session, s->database, "books", NULL, 0, 0, &s->books));
    NEED(JetOpenTableA(s->session, s->database, "sales", NULL, 0, 0, &s->sales));
}

/* A value with itagSequence 0 is added behind those there are. */
static void insert_book(const shop* s, columns c, const char* title, int32_t price, const char* author, const char* second)
{
    JET_SETCOLUMN values[] = {{c.title, title, (uint32_t)strlen(title), 0, 0, 1, 0}, {c.price, &price, sizeof price, 0, 0, 1, 0},
                              {c.authors, author, (uint32_t)strlen(author), 0, 0, 0, 0},
                              {c.authors, second, second ? (uint32_t)strlen(second) : 0, 0, 0, 0, 0}};
    NEED(JetPrepareUpdate(s->session, s->books, JET_prepInsert));
    NEED(JetSetColumns(s->session, s->books, values, second ? 4 : 3));
    NEED(JetUpdate(s->session, s->books, NULL, 0, NULL));
}

static int seek_text(const shop* s, const char* index, const char* text)
{
    NEED(JetSetCurrentIndexA(s->session, s->books, index));
    NEED(JetMakeKey(s->session, s->books, text, (uint32_t)strlen(text), JET_bitNewKey));
    return JetSeek(s->session, s->books, JET_bitSeekEQ) >= 0;
}

static int32_t number_at(const shop* s, JET_TABLEID table, JET_COLUMNID which)
{
    int32_t value = 0;
    NEED(JetRetrieveColumn(s->session, table, which, &value, sizeof value, NULL, 0, NULL));
    return value;
}

static const char* title_here(const shop* s, columns c)
{
    static char title[256];
    uint32_t size = 0;
    NEED(JetRetrieveColumn(s->session, s->books, c.title, title, sizeof title - 1, &size, 0, NULL));
    title[size] = '\0';
    return title;
}

static void print_books_of(const shop* s, columns c, const char* author)
{
    JET_ERR err;
    printf("by %s:\n", author);
    if (!seek_text(s, "by_author", author)) return;
    NEED(JetMakeKey(s->session, s->books, author, (uint32_t)strlen(author), JET_bitNewKey));
    for (err = JetSetIndexRange(s->session, s->books, JET_bitRangeInclusive | JET_bitRangeUpperLimit); err >= 0;
         err = JetMove(s->session, s->books, JET_MoveNext, 0))
        printf("    %s, %d\n", title_here(s, c), (int)number_at(s, s->books, c.price));
}

static void sell(const shop* s, columns c, const char* title, int32_t copies)
{
    int32_t book;
    if (!seek_text(s, "by_title", title)) return;
    book = number_at(s, s->books, c.id);
    NEED(JetPrepareUpdate(s->session, s->sales, JET_prepInsert));
    NEED(JetSetColumn(s->session, s->sales, c.book, &book, sizeof book, 0, NULL));
    NEED(JetSetColumn(s->session, s->sales, c.copies, &copies, sizeof copies, 0, NULL));
    NEED(JetUpdate(s->session, s->sales, NULL, 0, NULL));
}

static JET_ERR change_price(const shop* s, columns c, const char* title, int32_t price)
{
    JET_ERR err;
    if (!seek_text(s, "by_title", title)) return JET_errRecordNotFound;
    err = JetPrepareUpdate(s->session, s->books, JET_prepReplace);
    if (err < 0) return err;
    NEED(JetSetColumn(s->session, s->books, c.price, &price, sizeof price, 0, NULL));
    return JetUpdate(s->session, s->books, NULL, 0, NULL);
}

/* Two sessions want one record: the first one has it, the other is told at once. */
static void change_at_once(JET_INSTANCE instance, const shop* mine, columns c, const char* path)
{
    shop other;
    NEED(JetBeginSessionA(instance, &other.session, NULL, NULL));
    NEED(JetOpenDatabaseA(other.session, path, NULL, &other.database, 0));
    open_tables(&other);
    NEED(JetBeginTransaction(mine->session));
    NEED(JetBeginTransaction(other.session));
    NEED(change_price(mine, c, "Flatland", 700));
    printf("the other one: %s\n", change_price(&other, c, "Flatland", 1) == JET_errWriteConflict ? "write conflict" : "no conflict");
    NEED(JetRollback(other.session, 0));
    NEED(JetCommitTransaction(mine->session, 0));
    NEED(JetEndSession(other.session, 0));
}

static int32_t copies_sold(const shop* s, columns c, int32_t book)
{
    int32_t sum = 0;
    JET_ERR err;
    NEED(JetSetCurrentIndexA(s->session, s->sales, "by_book"));
    NEED(JetMakeKey(s->session, s->sales, &book, sizeof book, JET_bitNewKey));
    if (JetSeek(s->session, s->sales, JET_bitSeekEQ | JET_bitSetIndexRange) < 0) return 0;
    for (err = JET_errSuccess; err >= 0; err = JetMove(s->session, s->sales, JET_MoveNext, 0)) sum += number_at(s, s->sales, c.copies);
    return sum;
}

/* Best sold first: a temporary table keeps what is put in by its key. */
static void print_report(const shop* s, columns c)
{
    JET_COLUMNDEF wanted[] = {{sizeof *wanted, 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnTTKey | JET_bitColumnTTDescending},
                              {sizeof *wanted, 0, JET_coltypText, 0, 0, 1252, 0, 255, JET_bitColumnTTKey}};
    JET_COLUMNID ids[2];
    JET_TABLEID sorted;
    JET_ERR err;
    NEED(JetOpenTempTable(s->session, wanted, 2, JET_bitTTScrollable, &sorted, ids));
    NEED(JetSetCurrentIndexA(s->session, s->books, NULL));
    for (err = JetMove(s->session, s->books, JET_MoveFirst, 0); err >= 0; err = JetMove(s->session, s->books, JET_MoveNext, 0)) {
        int32_t copies = copies_sold(s, c, number_at(s, s->books, c.id));
        const char* title = title_here(s, c);
        NEED(JetPrepareUpdate(s->session, sorted, JET_prepInsert));
        NEED(JetSetColumn(s->session, sorted, ids[0], &copies, sizeof copies, 0, NULL));
        NEED(JetSetColumn(s->session, sorted, ids[1], title, (uint32_t)strlen(title), 0, NULL));
        NEED(JetUpdate(s->session, sorted, NULL, 0, NULL));
    }
    for (err = JetMove(s->session, sorted, JET_MoveFirst, 0); err >= 0; err = JetMove(s->session, sorted, JET_MoveNext, 0)) {
        char title[256] = "";
        NEED(JetRetrieveColumn(s->session, sorted, ids[1], title, sizeof title - 1, NULL, 0, NULL));
        printf("%2d  %s\n", (int)number_at(s, sorted, ids[0]), title);
    }
    NEED(JetCloseTable(s->session, sorted));
}

int main(void)
{
    const char* path = "books.edb";
    JET_INSTANCE instance;
    shop s;
    columns c;
    NEED(JetCreateInstanceA(&instance, "books"));
    NEED(JetInit(&instance));
    NEED(JetBeginSessionA(instance, &s.session, NULL, NULL));
    NEED(JetCreateDatabaseA(s.session, path, NULL, &s.database, JET_bitDbOverwriteExisting));

    NEED(JetBeginTransaction(s.session));
    c = create_tables(&s);
    open_tables(&s);
    insert_book(&s, c, "Flatland", 650, "Abbott", NULL);
    insert_book(&s, c, "Compilers", 8990, "Aho", "Ullman");
    insert_book(&s, c, "Databases", 7400, "Ullman", "Widom");
    sell(&s, c, "Compilers", 2);
    sell(&s, c, "Flatland", 5);
    sell(&s, c, "Compilers", 1);
    NEED(JetCommitTransaction(s.session, 0));    /* on disk when it returns */

    print_books_of(&s, c, "Ullman");
    change_at_once(instance, &s, c, path);
    print_books_of(&s, c, "Abbott");
    print_report(&s, c);
    NEED(JetTerm(instance));
    return 0;
}
