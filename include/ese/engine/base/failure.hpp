// failure.hpp — the accidents of the world: disk errors, bad bytes, no space.
//
// Room:   base. Uses jet's error codes.
// Gives:  failure, the one exception the engine throws itself; front/ turns it into its code. std::bad_alloc is the
//         other that may pass, and becomes JET_errOutOfMemory there.
#pragma once

#include <ese/jet/error.hpp>

namespace ese::inline v1::engine {

class failure {
public:
    explicit failure(jet::error code) noexcept : code_{code} {}
    [[nodiscard]] jet::error code() const noexcept { return code_; }

private:
    jet::error code_;
};

}  // namespace ese::inline v1::engine
