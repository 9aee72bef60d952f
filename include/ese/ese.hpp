// ese.hpp — everything a program usually needs: the portable engine behind the RAII types.
//
// Room:   public.
// Gives:  ese::instance, session, transaction, savepoint, database, cursor, update and the helpers around them; tables by schema,
//         the session pool and tracing. Not any_api.hpp, persistent_map.hpp, views.hpp, native.hpp and testing/.
#pragma once

#include <ese/backend/engine.hpp>
#include <ese/codec.hpp>
#include <ese/cursor.hpp>
#include <ese/database.hpp>
#include <ese/error.hpp>
#include <ese/fwd.hpp>
#include <ese/instance.hpp>
#include <ese/instantiations.hpp>
#include <ese/key.hpp>
#include <ese/pool.hpp>
#include <ese/schema.hpp>
#include <ese/session.hpp>
#include <ese/table.hpp>
#include <ese/table_spec.hpp>
#include <ese/trace.hpp>
#include <ese/transact.hpp>
#include <ese/transaction.hpp>
#include <ese/update.hpp>
#include <ese/version.hpp>
