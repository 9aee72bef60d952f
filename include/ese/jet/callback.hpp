// callback.hpp — a function to call back, held by value: std::function without <functional>, which costs every source file.
//
// Room:   jet. Uses nothing.
// Gives:  callback<R(Args...)>.
// Holds:  (1) copies share one callable: what it keeps in itself they all see;
//         (2) an empty one must not be called.
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace ese::inline v1::jet {

template <class Signature>
class callback;

// Any thread may copy it; whether several may call it at once is up to the callable.
//
//     ese::jet::callback<void(int)> tell = [](int percent) { std::printf("%d\n", percent); };
//     if (tell) tell(50);
template <class R, class... Args>
class callback<R(Args...)> {
public:
    callback() noexcept = default;   // empty
    callback(std::nullptr_t) noexcept {}

    // Not explicit: the argument is the value. Empty when made of a null pointer or of an empty function object. Throws
    // std::bad_alloc, and what moving or copying the callable throws.
    template <class F>
        requires(!std::same_as<std::remove_cvref_t<F>, callback>) && std::is_invocable_r_v<R, std::decay_t<F>&, Args...>
    callback(F&& function)
    {
        using callable = std::decay_t<F>;
        callable held = std::forward<F>(function);
        if constexpr (std::is_pointer_v<callable> || requires { held.operator bool(); })
            if (!held) return;
        target_ = std::make_shared<callable>(std::move(held));
        call_   = [](void* target, Args... args) -> R { return (*static_cast<callable*>(target))(std::forward<Args>(args)...); };
    }

    [[nodiscard]] explicit operator bool() const noexcept { return call_ != nullptr; }
    R operator()(Args... args) const { return call_(target_.get(), std::forward<Args>(args)...); }

private:
    std::shared_ptr<void> target_{};
    R (*call_)(void*, Args...) = nullptr;
};

}  // namespace ese::inline v1::jet
