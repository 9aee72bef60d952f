// ddl.hpp — everything that changes or describes the definition of tables.
//
// Room:   table.
// Gives:  open_table, create_table, delete_table, rename_table; add_column, delete_column, rename_column,
//         set_column_default; create_index, delete_index; and what callers are told about all of them.
#pragma once

#include <ese/engine/table/ddl_columns.hpp>
#include <ese/engine/table/ddl_indexes.hpp>
#include <ese/engine/table/ddl_tables.hpp>
#include <ese/engine/table/table_statistics.hpp>
