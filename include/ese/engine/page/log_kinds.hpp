// log_kinds.hpp — what a record of the log is about.
//
// Room:   page. Uses nothing.
// Gives:  the kinds of records; what is inside each is described where it is written.
#pragma once

#include <cstdint>

namespace ese::inline v1::engine {

inline constexpr std::uint8_t log_kind_changes = 1;  // u8 database | items of page_change.hpp: one atomic change
inline constexpr std::uint8_t log_kind_commit = 2;   // u32 transaction
inline constexpr std::uint8_t log_kind_attach = 3;   // u8 database | u32 file signature | path
inline constexpr std::uint8_t log_kind_detach = 4;   // u8 database

// Notes that travel with changes.
//   change     what a transaction did: undo_note.hpp             undone     u32 transaction: its latest standing change
//   new_tree   u32 transaction (0: none) | u32 root | u32 parent  destroyed  u32 root
//   allocated  u32 owner | u32 page                               released   u32 page
//   retired    u32 owner | u32 page: left its tree, to be released
//   hollow     u32 root | u16 kind of tree | sort string: a leaf made for that entry alone, still empty
//   dropping   u32 transaction | u32 root | u32 parent: to be destroyed once that committed and settled
//   recovered  nothing: in this database all that was begun before is undone or finished
struct note_kind {
    static constexpr std::uint8_t change = 32, undone = 33, new_tree = 34, destroyed = 35, allocated = 36, released = 37, retired = 38,
                                  dropping = 39, hollow = 40, recovered = 41;
};

}  // namespace ese::inline v1::engine
