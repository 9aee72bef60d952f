// pool.hpp — a few sessions for many threads.
//
// Room:   public. Uses instance, session.
// Gives:  basic_session_pool, bounded; its lease, which gives the session back when it goes.
// Holds:  (1) at most `size` sessions exist at a time; sessions are begun when they are first needed and kept;
//         (2) a session comes back at level 0: an open transaction is rolled back and reported as lease_transaction;
//         (3) a session that handles still point at is ended, not lent again, and reported as lease_in_use: the handles then
//             answer not_open, and two threads never share one;
//         (4) a lease may outlive the pool; its session is then ended when it goes.
// Locks:  core::mutex, never held while the backend is called.
#pragma once

#include <ese/instance.hpp>
#include <ese/jet/durations.hpp>
#include <ese/session.hpp>

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <system_error>
#include <utility>
#include <vector>

namespace ese::inline v1 {

struct pool_options {
    std::size_t size = 8;    // sessions at most; the instance's max_sessions bounds it as well
};

namespace detail {

// What the pool and its leases share.
template <class Api>
struct pool_core {
    std::mutex mutex;
    std::condition_variable_any returned;
    std::vector<basic_session<Api>> idle;      // guarded by mutex
    std::size_t out  = 0;                      // leases alive; guarded by mutex
    std::size_t size = 0;                      // constant
    bool closed      = false;                  // guarded by mutex

    [[nodiscard]] bool has_room() const noexcept { return out < size; }
};

}  // namespace detail

// A session on loan. Declare it before the databases and cursors that are opened from it, so that they go first.
template <class Api>
class [[nodiscard]] basic_session_lease {
public:
    basic_session_lease() noexcept = default;   // empty
    basic_session_lease(basic_session_lease&&) noexcept = default;
    basic_session_lease& operator=(basic_session_lease&& other) noexcept
    {
        if (this != &other) {
            give_back();
            core_    = std::move(other.core_);
            session_ = std::move(other.session_);
        }
        return *this;
    }
    ~basic_session_lease() { give_back(); }

    [[nodiscard]] explicit operator bool() const noexcept { return core_ != nullptr; }
    [[nodiscard]] basic_session<Api>& operator*() noexcept { return session_; }
    [[nodiscard]] basic_session<Api>* operator->() noexcept { return &session_; }

    // Earlier than the destructor would.
    void give_back() noexcept;

private:
    template <class A>
    friend class basic_session_pool;
    basic_session_lease(std::shared_ptr<detail::pool_core<Api>> from, basic_session<Api>&& lent) noexcept
        : core_{std::move(from)}, session_{std::move(lent)}
    {}

    // False: it cannot be lent again.
    static bool clean(basic_session<Api>& used) noexcept;

    std::shared_ptr<detail::pool_core<Api>> core_{};
    basic_session<Api> session_{};
};

// Any thread may ask for a lease, and give it back on another thread than it was taken on if nothing is open then.
//
//     ese::session_pool pool{engine, {.size = 8}};
//     if (auto lease = pool.acquire(stop)) serve(*lease);
template <class Api>
class basic_session_pool {
    static_assert(jet_api<Api>);

public:
    using lease = basic_session_lease<Api>;

    // The instance must outlive the pool.
    explicit basic_session_pool(basic_instance<Api>& of, pool_options options = {}) : instance_{&of}
    {
        core_->size = options.size == 0 ? 1 : options.size;
        core_->idle.reserve(core_->size);
    }
    basic_session_pool(const basic_session_pool&) = delete;
    basic_session_pool& operator=(const basic_session_pool&) = delete;
    ~basic_session_pool()
    {
        const std::vector<basic_session<Api>> ended = close();   // outside the lock
    }

    // Waits for a session. Empty once a stop is asked for.
    [[nodiscard]] lease acquire(std::stop_token stop = {}, where at = where::current())
    {
        {
            std::unique_lock lock{core_->mutex};
            if (!core_->returned.wait(lock, stop, [&] { return core_->has_room(); })) return {};
            ++core_->out;
        }
        return lend(at);
    }
    // Empty when none came back in time.
    template <class Rep, class Period>
    [[nodiscard]] std::optional<lease> try_acquire_for(std::chrono::duration<Rep, Period> patience, where at = where::current())
    {
        {
            std::unique_lock lock{core_->mutex};
            if (!core_->returned.wait_for(lock, patience, [&] { return core_->has_room(); })) return std::nullopt;
            ++core_->out;
        }
        return lend(at);
    }
    [[nodiscard]] std::optional<lease> try_acquire(where at = where::current())
    {
        return try_acquire_for(std::chrono::nanoseconds{0}, at);
    }

    [[nodiscard]] std::size_t size() const noexcept { return core_->size; }
    [[nodiscard]] std::size_t in_use() const noexcept
    {
        const std::lock_guard lock{core_->mutex};
        return core_->out;
    }

private:
    std::vector<basic_session<Api>> close() noexcept
    {
        const std::lock_guard lock{core_->mutex};
        core_->closed = true;
        return std::move(core_->idle);
    }

    // The place is taken already; it is given up if no session can be had for it.
    lease lend(const where& at)
    {
        basic_session<Api> found;
        {
            const std::lock_guard lock{core_->mutex};
            if (!core_->idle.empty()) {
                found = std::move(core_->idle.back());
                core_->idle.pop_back();
            }
        }
        if (found.is_open()) return lease{core_, std::move(found)};
        std::error_code ec;
        lease fresh{core_, instance_->begin_session(ec)};
        if (ec) fresh.give_back();   // so that another may try
        check(static_cast<errc>(ec.value()), "begin_session", at);
        return fresh;
    }

    basic_instance<Api>* instance_;
    std::shared_ptr<detail::pool_core<Api>> core_ = std::make_shared<detail::pool_core<Api>>();
};

template <class Api>
bool basic_session_lease<Api>::clean(basic_session<Api>& used) noexcept
{
    if (!used.is_open()) return false;
    auto& state = *used.state();
    if (state.level() != 0) {
        const errc code = state.roll_back_to(0);
        state.owner().tell("lease_transaction", code, state.id());
        if (jet::is_error(code)) {
            state.lost_rollback(code);
            return false;
        }
    }
    if (state.references == 1 && state.bindings == 0) return !used.poisoned();
    state.owner().tell("lease_in_use", errc::success, state.id());
    return false;
}

template <class Api>
void basic_session_lease<Api>::give_back() noexcept
{
    if (!core_) return;
    basic_session<Api> used = std::move(session_);
    const auto core = std::exchange(core_, nullptr);
    const bool again = clean(used);
    if (!again) used = {};   // ends it before its place is given to another
    {
        const std::lock_guard lock{core->mutex};
        --core->out;
        if (again && !core->closed) core->idle.push_back(std::move(used));   // there is room: reserved for all
    }
    core->returned.notify_one();
}

}  // namespace ese::inline v1
