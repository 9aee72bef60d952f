// contracts.hpp — what must hold if the engine itself is right.
//
// Room:   base.
// Gives:  ESE_EXPECTS for what a caller inside the engine owes, ESE_ASSERT for what a room owes itself. Checked when
//         NDEBUG is absent; a broken one is a bug of ours and stops the program. User input and bytes from disk are never
//         checked with these.
#pragma once

#include <assert.h>

#define ESE_EXPECTS(condition) assert(condition)
#define ESE_ASSERT(condition) assert(condition)
