// codes_records.hpp — a table with one record, as two sessions and a read-only cursor see it, and a table with an escrow column.
#pragma once

#include "under_test.hpp"

namespace c_test {

struct records : with_table {
    JET_SESID other = JET_sesidNil;
    JET_DBID its_database = JET_dbidNil;
    JET_TABLEID its = JET_tableidNil, read_only = JET_tableidNil;
    JET_COLUMNID escrow = 0, defaulted = 0, bytes = 0;
    JET_TABLEID counted = JET_tableidNil;

    records()
    {
        insert(1, "one");
        OK(JetMove(session, table, JET_MoveFirst, 0));
        OK(JetDupSession(session, &other));
        OK(JetOpenDatabaseA(other, in("test.edb").c_str(), nullptr, &its_database, 0));
        OK(JetOpenTableA(other, its_database, "t", nullptr, 0, 0, &its));
        OK(JetOpenTableA(session, database, "t", nullptr, 0, JET_bitTableReadOnly, &read_only));
        OK(JetMove(session, read_only, JET_MoveFirst, 0));
        OK(JetMove(other, its, JET_MoveFirst, 0));
        make_counted();
    }
    // A table with an escrow column, a tagged column with a default and a short binary one; one record.
    void make_counted()
    {
        const std::int32_t zero = 0;
        OK(JetCreateTableA(session, database, "counted", 0, 0, &counted));
        JET_COLUMNDEF wanted{sizeof wanted, 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnFixed | JET_bitColumnEscrowUpdate};
        OK(JetAddColumnA(session, counted, "e", &wanted, &zero, 4, &escrow));
        wanted = {sizeof wanted, 0, JET_coltypText, 0, 0, 1252, 0, 0, JET_bitColumnTagged | JET_bitColumnMultiValued};
        OK(JetAddColumnA(session, counted, "d", &wanted, "def", 3, &defaulted));
        wanted = {sizeof wanted, 0, JET_coltypBinary, 0, 0, 0, 0, 4, 0};
        OK(JetAddColumnA(session, counted, "b", &wanted, nullptr, 0, &bytes));
        OK(JetPrepareUpdate(session, counted, JET_prepInsert));
        OK(JetUpdate(session, counted, nullptr, 0, nullptr));
        OK(JetMove(session, counted, JET_MoveFirst, 0));
    }
    void leave(JET_TABLEID which)
    {
        OK(JetMove(session, which, JET_MoveLast, 0));
        IS(JET_errNoCurrentRecord, JetMove(session, which, JET_MoveNext, 0));
    }
    JET_ERR prepare(std::uint32_t how) { return JetPrepareUpdate(session, table, how); }
    JET_ERR set(JET_COLUMNID column, const void* value, std::uint32_t size, JET_GRBIT grbit = 0, JET_SETINFO* info = nullptr)
    {
        return JetSetColumn(session, table, column, value, size, grbit, info);
    }
    void cancel() { OK(prepare(JET_prepCancel)); }
    JET_ERR add(std::int32_t by, JET_COLUMNID column, std::uint32_t size = 4, void* old = nullptr, std::uint32_t old_size = 0)
    {
        return JetEscrowUpdate(session, counted, column, &by, size, old, old_size, nullptr, 0);
    }
    std::string read(JET_COLUMNID column, JET_GRBIT grbit = 0, std::uint32_t which = 1)
    {
        char text[3000];
        std::uint32_t size = 0;
        JET_RETINFO from{sizeof from, 0, which, 0};
        last = JetRetrieveColumn(session, table, column, text, sizeof text, &size, grbit, &from);
        return last == JET_errSuccess ? std::string(text, size) : std::string{};
    }
    JET_ERR last = JET_errSuccess;
};

}  // namespace c_test
