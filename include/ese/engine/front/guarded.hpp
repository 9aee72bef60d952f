// guarded.hpp — where accidents become codes.
//
// Room:   front. Uses base, jet.
// Gives:  guarded(call), the engine's only catch: nothing that is thrown below passes the waist.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/jet/error.hpp>

#include <new>

namespace ese::inline v1::engine {

// What is neither a failure nor a lack of memory is a defect of the engine. It is not hidden behind a code that a caller
// would meet in ordinary life.
template <class Call>
[[nodiscard]] jet::error guarded(Call&& call) noexcept
{
    try {
        return call();
    } catch (const failure& accident) {
        return accident.code();
    } catch (const std::bad_alloc&) {
        return jet::error::out_of_memory;
    } catch (...) {
        return jet::error::internal_error;
    }
}

}  // namespace ese::inline v1::engine
