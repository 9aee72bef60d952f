// all_areas.cpp — the tests of the C interface as one program. It is built twice: against libesent, and with the engine from
// the headers.
#include "arguments.cpp"
#include "codes_columns.cpp"
#include "codes_cursors.cpp"
#include "codes_databases.cpp"
#include "codes_handles.cpp"
#include "codes_indexes.cpp"
#include "codes_info.cpp"
#include "codes_instances.cpp"
#include "codes_rows.cpp"
#include "codes_sessions.cpp"
#include "codes_tables.cpp"
#include "codes_temporary.cpp"
#include "codes_unavailable.cpp"
#include "codes_updates.cpp"
#include "cursors.cpp"
#include "instances.cpp"
#include "rows.cpp"
#include "sessions.cpp"
#include "tables.cpp"

// The last one: it leaves parameters of the process behind.
#include "../fuzz/c_face.cpp"
