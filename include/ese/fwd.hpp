// fwd.hpp — names of the public types, for headers that only mention them.
//
// Room:   public. Uses nothing.
// Gives:  the class templates on a backend, and the aliases for the portable engine. Aliases are chosen by namespace:
//         ese::instance is the engine everywhere, ese::esent::instance (native.hpp) is esent.dll.
// Holds:  the templates take any class here, because engine_api is still incomplete; each asserts jet_api<Api> in its body.
#pragma once

namespace ese::inline v1 {

class engine_api;   // defined in backend/engine.hpp
struct bookmark;

template <class Api> class basic_instance;
template <class Api> class basic_session;
template <class Api> class basic_session_binding;
template <class Api> class basic_transaction;
template <class Api> class basic_savepoint;
template <class Api> class basic_database;
template <class Api> class basic_cursor;
template <class Api> class basic_update;
template <class S, class Api> class basic_table;         // S: a schema, see schema.hpp
template <class S, class Api> class basic_row_update;
template <class S, class Api> class basic_long_value;
template <class Api> class basic_session_pool;
template <class Api> class basic_parked_session;

// In a namespace of their own, so that a parameter named session or cursor shadows nothing.
inline namespace portable {

using instance        = basic_instance<engine_api>;
using session         = basic_session<engine_api>;
using session_binding = basic_session_binding<engine_api>;
using transaction     = basic_transaction<engine_api>;
using savepoint       = basic_savepoint<engine_api>;
using database        = basic_database<engine_api>;
using cursor          = basic_cursor<engine_api>;
using update          = basic_update<engine_api>;
using session_pool    = basic_session_pool<engine_api>;
using parked_session  = basic_parked_session<engine_api>;

template <class S> using table = basic_table<S, engine_api>;

}  // namespace portable

}  // namespace ese::inline v1
