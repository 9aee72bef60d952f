// all_areas.cpp — the tests of the C interface as one program. It is built twice: against libesent, and with the engine from
// the headers.
#include "arguments.cpp"
#include "cursors.cpp"
#include "instances.cpp"
#include "random_calls.cpp"
#include "rows.cpp"
#include "sessions.cpp"
#include "tables.cpp"
