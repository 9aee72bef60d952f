// cursor_slot.hpp — what a cursor's handle leads to.
//
// Room:   front. Uses table (cursor).
// Gives:  cursor_slot.
// Holds:  slots are written by the thread that has the seat of the session they belong to; others read ids and compare.
#pragma once

#include <ese/engine/front/handle_table.hpp>

#include <atomic>
#include <cstdint>

namespace ese::inline v1::engine {

class cursor;

struct cursor_slot {
    std::atomic<std::uint64_t> id{0};         // relaxed: the seat orders it for who may use `object`
    std::atomic<std::uint64_t> session{0};    // relaxed: compared only
    cursor* object = nullptr;
};

}  // namespace ese::inline v1::engine
