// esent_engine.hpp — the functions of esent.h, done by the engine in the headers.
//
// Room:   c. Uses everything in it.
// Gives:  every Jet function that esent.h declares. C++ programs include this instead of linking libesent.
// Holds:  (1) nothing is thrown across the interface;
//         (2) the instances are those of the process: two libraries of it that each have their own copy of this header each
//             have their own instances.
//
//     #include <ese/c/esent_engine.hpp>
//     JET_INSTANCE instance = JET_instanceNil;
//     JET_ERR err = JetCreateInstance(&instance, "shop");
#pragma once

#include <ese/c/esent.h>
#include <ese/c/face_callbacks.hpp>
#include <ese/c/face_compact.hpp>
#include <ese/c/face_cursor.hpp>
#include <ese/c/face_database.hpp>
#include <ese/c/face_defragment.hpp>
#include <ese/c/face_enumerate.hpp>
#include <ese/c/face_file_info.hpp>
#include <ese/c/face_index_info.hpp>
#include <ese/c/face_info.hpp>
#include <ese/c/face_instance.hpp>
#include <ese/c/face_intersect.hpp>
#include <ese/c/face_parameters.hpp>
#include <ese/c/face_preread.hpp>
#include <ese/c/face_reference.hpp>
#include <ese/c/face_row.hpp>
#include <ese/c/face_session.hpp>
#include <ese/c/face_session_values.hpp>
#include <ese/c/face_size.hpp>
#include <ese/c/face_table.hpp>
#include <ese/c/face_temporary.hpp>
#include <ese/c/face_unavailable.hpp>
