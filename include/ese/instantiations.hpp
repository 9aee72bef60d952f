// instantiations.hpp — the handles on the portable engine, compiled once where the engine is.
//
// Room:   public. Uses all handles and backend/engine.
// Gives:  declarations that keep every source file from compiling the same members again. Only with
//         ESE_SEPARATE_COMPILATION; ese.hpp includes it.
#pragma once

#include <ese/backend/engine.hpp>
#include <ese/instance.hpp>
#include <ese/transaction.hpp>

// `HOW` is `extern` here and nothing in instantiations.ipp: one list for both.
#define ESE_INSTANTIATE_HANDLES(HOW)                          \
    HOW template class detail::instance_state<engine_api>;    \
    HOW template class detail::session_state<engine_api>;     \
    HOW template class detail::database_state<engine_api>;    \
    HOW template class detail::cursor_state<engine_api>;      \
    HOW template class detail::level_guard<engine_api>;       \
    HOW template class basic_instance<engine_api>;            \
    HOW template class basic_session<engine_api>;             \
    HOW template class basic_database<engine_api>;            \
    HOW template class basic_cursor<engine_api>;              \
    HOW template class basic_update<engine_api>;              \
    HOW template class basic_transaction<engine_api>;         \
    HOW template class basic_savepoint<engine_api>;

#if defined(ESE_SEPARATE_COMPILATION)
namespace ese::inline v1 {
ESE_INSTANTIATE_HANDLES(extern)
}  // namespace ese::inline v1
#endif
