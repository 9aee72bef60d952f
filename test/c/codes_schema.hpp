// codes_schema.hpp — a database in which two sessions change the schema.
#pragma once

#include "under_test.hpp"

namespace c_test {

struct schema : with_table {
    JET_SESID other = JET_sesidNil;
    JET_DBID its_database = JET_dbidNil;
    JET_TABLEID more = JET_tableidNil;

    schema()
    {
        OK(JetDupSession(session, &other));
        OK(JetOpenDatabaseA(other, in("test.edb").c_str(), nullptr, &its_database, 0));
    }
    JET_ERR open(JET_SESID by, JET_GRBIT grbit, const char* name = "t")
    {
        return JetOpenTableA(by, by == session ? database : its_database, name, nullptr, 0, grbit, &more);
    }
    JET_ERR close() { return JetCloseTable(session, more); }
    // A table of its own, open as JetCreateTable leaves it: for this session alone.
    void fresh(const char* name) { OK(JetCreateTableA(session, database, name, 0, 0, &more)); }

    JET_ERR add(JET_TABLEID to, JET_COLTYP type, JET_GRBIT grbit = 0, std::uint32_t most = 0, const void* value = nullptr, std::uint32_t size = 0,
                std::uint16_t code_page = 1252)
    {
        JET_COLUMNDEF wanted{sizeof wanted, 0, type, 0, 0, code_page, 0, most, grbit};
        const std::string name = "c" + std::to_string(++added_);
        return JetAddColumnA(session, to, name.c_str(), &wanted, value, size, &last);
    }
    JET_ERR create(JET_GRBIT grbit, const char* template_name = nullptr, std::uint32_t size = sizeof(JET_TABLECREATE_A))
    {
        char name[] = "made";
        whole = {};
        whole.cbStruct = size;
        whole.szTableName = name;
        whole.szTemplateTableName = const_cast<char*>(template_name);
        whole.grbit = grbit;
        return JetCreateTableColumnIndexA(session, database, &whole);
    }
    void begin_read_only() { OK(JetBeginTransaction2(session, JET_bitTransactionReadOnly)); }

    JET_COLUMNID last = 0;
    JET_TABLECREATE_A whole{};

private:
    int added_ = 0;
};

}  // namespace c_test
