// native.hpp — the engine of the platform: esent.dll on Windows, the portable one elsewhere.
//
// Room:   public. Uses backend.
// Gives:  ese::esent, the RAII types on esent.dll (Windows only); ese::native, which is ese::esent on Windows and the
//         portable engine elsewhere, so that `namespace db = ese::native;` means the same in every translation unit.
// Needs the import library of esent: the CMake target ese::esent brings it, and MSVC is told here unless ESE_NO_AUTOLINK.
// On Windows it cannot share a translation unit with the platform's <esent.h>: both declare the same C functions.
#pragma once

#include <ese/fwd.hpp>
#include <ese/instance.hpp>
#include <ese/transact.hpp>

#if defined(_WIN32)

#include <ese/backend/native_api.hpp>

#if defined(_MSC_VER) && !defined(ESE_NO_AUTOLINK)
#pragma comment(lib, "esent")
#endif

namespace ese::inline v1 {

namespace esent {
using instance        = basic_instance<esent_api>;
using session         = basic_session<esent_api>;
using session_binding = basic_session_binding<esent_api>;
using transaction     = basic_transaction<esent_api>;
using savepoint       = basic_savepoint<esent_api>;
using database        = basic_database<esent_api>;
using cursor          = basic_cursor<esent_api>;
using update          = basic_update<esent_api>;
}  // namespace esent

namespace native = esent;

}  // namespace ese::inline v1

#else

#include <ese/backend/engine.hpp>

namespace ese::inline v1::native {
using ese::cursor;
using ese::database;
using ese::instance;
using ese::savepoint;
using ese::session;
using ese::session_binding;
using ese::transaction;
using ese::update;
}  // namespace ese::inline v1::native

#endif
