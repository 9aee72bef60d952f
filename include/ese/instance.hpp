// instance.hpp — an instance of a backend: started by the constructor, ended by the destructor.
//
// Room:   public. Uses session, jet's parameters.
// Gives:  basic_instance, instance_options.
// Holds:  (1) a constructor that fails leaves nothing running;
//         (2) closing ends the sessions that are still alive, rolled back, counted and reported; their handles stay valid
//             objects that answer not_open.
#pragma once

#include <ese/fwd.hpp>
#include <ese/session.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

namespace ese::inline v1 {

// Any parameter that has no member in instance_options.
struct raw_parameter {
    jet::parameter id{};
    std::uint64_t value = 0;
    std::string_view text{};
};

// Zero and empty leave the backend's default.
struct instance_options {
    std::string name{};                    // unique in the process; invented when empty
    std::string directory{};               // UTF-8; system, log and temporary files below it
    std::string log_directory{};           // instead of `directory`
    std::string temp_directory{};
    std::string base_name{};               // three letters in front of log files
    unsigned max_sessions = 0;             // default 16
    unsigned max_cursors = 0;
    unsigned max_version_pages = 0;
    std::uint32_t page_size = 0;           // bytes: 4096, 8192, 16384 or 32768
    std::uint64_t cache_max = 0;           // pages
    std::uint32_t log_file_size = 0;       // KiB
    bool circular_log = true;
    bool recovery = true;
    bool create_directories = true;
    bool in_memory = false;                // no files at all; only a backend constructible from `storage` can
    std::span<const raw_parameter> raw{};  // set last
    event_sink events{};
};

struct term_options {
    bool quick = false;                    // leave clean-up undone that a later start would not need
};

// Owns one instance.
//
//     ese::instance engine{{.directory = "data"}};
//     ese::session session = engine.begin_session();
//
// Warning: handles of sessions may outlive it, but a thread must not be inside a call while it closes.
template <class Api>
class [[nodiscard]] basic_instance {
    static_assert(jet_api<Api>);

public:
    explicit basic_instance(const instance_options& options = {}, where at = where::current())
    {
        check(open_default(options), "init", at);
    }
    basic_instance(const instance_options& options, Api api, where at = where::current())
    {
        check(open_with(options, std::move(api)), "init", at);
    }
    basic_instance(const instance_options& options, std::error_code& ec) noexcept { report(open_default(options), ec); }
    basic_instance(const instance_options& options, Api api, std::error_code& ec) noexcept
    {
        report(open_with(options, std::move(api)), ec);
    }

    basic_instance(basic_instance&&) noexcept = default;
    basic_instance& operator=(basic_instance&& other) noexcept
    {
        if (this != &other) {
            finish();
            state_ = std::move(other.state_);
        }
        return *this;
    }
    ~basic_instance() { finish(); }

    void close(term_options options = {}, where at = where::current()) { check(term(options), "term", at); }
    void close(term_options options, std::error_code& ec) noexcept { report(term(options), ec); }

    basic_session<Api> begin_session(where at = where::current())
    {
        basic_session<Api> fresh;
        check(begin_into(fresh), "begin_session", at);
        return fresh;
    }
    basic_session<Api> begin_session(std::error_code& ec) noexcept
    {
        basic_session<Api> fresh;
        report(begin_into(fresh), ec);
        return fresh;
    }

    [[nodiscard]] std::uint64_t parameter(jet::parameter which, where at = where::current())
    {
        std::uint64_t value = 0;
        std::string text;
        check(usable() != errc::success ? usable() : api().get_parameter(which, value, text), "get_parameter", at);
        return value;
    }
    [[nodiscard]] std::string text_parameter(jet::parameter which, where at = where::current())
    {
        std::uint64_t value = 0;
        std::string text;
        check(usable() != errc::success ? usable() : api().get_parameter(which, value, text), "get_parameter", at);
        return text;
    }
    void set_parameter(const raw_parameter& p, where at = where::current())
    {
        check(usable() != errc::success ? usable() : api().set_parameter(p.id, p.value, p.text), "set_parameter", at);
    }

    [[nodiscard]] bool is_open() const noexcept { return state_ && state_->open.load(std::memory_order_relaxed); }
    [[nodiscard]] bool poisoned() const noexcept { return state_ && state_->poisoned.load(std::memory_order_relaxed); }
    [[nodiscard]] std::size_t lost_rollbacks() const noexcept { return state_ ? state_->lost_rollbacks.load() : 0; }
    [[nodiscard]] std::size_t stray_sessions() const noexcept { return state_ ? state_->strays.load() : 0; }
    [[nodiscard]] Api& api() noexcept { return state_->api; }   // not of a moved-from one

private:
    [[nodiscard]] errc usable() const noexcept { return is_open() ? errc::success : misuse::not_open; }
    errc open_default(const instance_options& options) noexcept;
    errc open_with(const instance_options& options, Api&& api) noexcept;
    errc configure(const instance_options& options) noexcept;
    errc term(term_options options) noexcept;
    errc begin_into(basic_session<Api>& fresh) noexcept;
    void finish() noexcept
    {
        if (!is_open()) return;
        const errc code = term({});
        if (!jet::is_error(code)) return;
        state_->tell("term", code);
        state_->open.store(false, std::memory_order_relaxed);
        (void)state_->api.term(jet::term_option::dirty);   // recovery undoes what could not be ended here
    }

    std::shared_ptr<detail::instance_state<Api>> state_;
};

template <class Api>
errc basic_instance<Api>::open_default(const instance_options& options) noexcept
{
    try {
        if (options.in_memory) {
            if constexpr (std::is_constructible_v<Api, storage>) return open_with(options, Api(storage::memory));
            else return errc::feature_not_available;
        }
        if constexpr (std::is_default_constructible_v<Api>) return open_with(options, Api());
        else return errc::invalid_parameter;
    } catch (const std::bad_alloc&) {
        return errc::out_of_memory;
    }
}

template <class Api>
errc basic_instance<Api>::open_with(const instance_options& options, Api&& api) noexcept
{
    try {
        state_         = std::make_shared<detail::instance_state<Api>>(std::move(api));
        state_->events = options.events;
    } catch (const std::bad_alloc&) {
        return errc::out_of_memory;
    }
    errc code = state_->api.create_instance(options.name);
    if (jet::is_error(code)) return code;
    code = configure(options);
    if (!jet::is_error(code)) code = state_->api.init({});
    if (jet::is_error(code)) (void)state_->api.term(jet::term_option::abrupt);
    state_->open.store(!jet::is_error(code), std::memory_order_relaxed);
    return code;
}

template <class Api>
errc basic_instance<Api>::configure(const instance_options& options) noexcept
{
    using p = jet::parameter;
    const std::string_view log  = options.log_directory.empty() ? options.directory : options.log_directory;
    const std::string_view temp = options.temp_directory.empty() ? options.directory : options.temp_directory;
    const raw_parameter wanted[] = {
        {p::database_page_size, options.page_size, {}},
        {p::system_path, 0, options.directory},
        {p::log_file_path, 0, log},
        {p::temp_path, 0, temp},
        {p::base_name, 0, options.base_name},
        {p::max_sessions, options.max_sessions, {}},
        {p::max_cursors, options.max_cursors, {}},
        {p::max_ver_pages, options.max_version_pages, {}},
        {p::cache_size_max, options.cache_max, {}},
        {p::log_file_size, options.log_file_size, {}},
        {p::circular_log, options.circular_log ? 1u : 0u, {}},
        {p::recovery, 0, options.recovery && !options.in_memory ? std::string_view{} : std::string_view{"Off"}},
        {p::create_path_if_not_exist, options.create_directories ? 1u : 0u, {}},
    };
    for (const raw_parameter& w : wanted) {
        if (w.value == 0 && w.text.empty()) continue;
        if (const errc code = state_->api.set_parameter(w.id, w.value, w.text); jet::is_error(code)) return code;
    }
    for (const raw_parameter& w : options.raw)
        if (const errc code = state_->api.set_parameter(w.id, w.value, w.text); jet::is_error(code)) return code;
    return errc::success;
}

template <class Api>
errc basic_instance<Api>::term(term_options options) noexcept
{
    if (!is_open()) return misuse::not_open;
    state_->end_strays();
    const errc code = state_->api.term(options.quick ? jet::term_option::abrupt : jet::term_option::complete);
    if (jet::is_error(code) && !is_fatal(code)) return code;
    state_->open.store(false, std::memory_order_relaxed);
    return code;
}

template <class Api>
errc basic_instance<Api>::begin_into(basic_session<Api>& fresh) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    session_id id;
    const errc code = state_->api.begin_session(id);
    return jet::is_error(code) ? code : fresh.adopt(state_, id);
}

}  // namespace ese::inline v1
