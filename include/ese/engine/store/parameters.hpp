// parameters.hpp — what the system parameters of one instance are set to.
//
// Room:   store. Uses jet. Knows the rules of the table in jet/parameters.hpp; knows nothing of what a value is good for.
// Gives:  parameters: set and get with the checks of JetSetSystemParameter in their documented order; number and text for
//         the engine's own use; settle, which JetInit calls.
// Holds:  a value outside its range is never kept.
// Locks:  none: one thread at a time sets, others may read numbers meanwhile.
#pragma once

#include <ese/jet/error.hpp>
#include <ese/jet/error_text.hpp>
#include <ese/jet/limits.hpp>
#include <ese/jet/parameters.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ese::inline v1::engine {

class parameters {
public:
    parameters();

    // The kind of the parameter decides whether `number` or `text` counts. `initialised`: the instance is running.
    // Nothing is shared between instances, so what the documentation freezes for the whole process freezes here with
    // the instance that has the value.
    [[nodiscard]] jet::error set(jet::parameter id, std::uint64_t number, std::string_view text, bool initialised);
    [[nodiscard]] jet::error get(jet::parameter id, std::uint64_t& number, std::string& text) const;

    [[nodiscard]] std::uint64_t number(jet::parameter id) const noexcept { return values_[row_of(id)].number.get(); }
    [[nodiscard]] const std::string& text(jet::parameter id) const noexcept { return values_[row_of(id)].text; }
    [[nodiscard]] std::uint32_t page_size() const noexcept
    {
        return static_cast<std::uint32_t>(number(jet::parameter::database_page_size));
    }
    [[nodiscard]] bool logging() const noexcept;

    // Parameters left alone get the values that follow from others.
    void settle() noexcept;

private:
    // Numbers may change while the engine reads them; texts are settled before it runs.
    class shared_number {
    public:
        shared_number(std::uint64_t number = 0) noexcept : number_{number} {}
        shared_number(const shared_number& other) noexcept : number_{other.get()} {}
        shared_number& operator=(const shared_number& other) noexcept
        {
            number_.store(other.get(), std::memory_order_relaxed);
            return *this;
        }
        [[nodiscard]] std::uint64_t get() const noexcept { return number_.load(std::memory_order_relaxed); }

    private:
        std::atomic<std::uint64_t> number_;
    };
    struct value {
        shared_number number{};
        std::string text{};
    };

    [[nodiscard]] static std::size_t row_of(jet::parameter id) noexcept;
    [[nodiscard]] jet::error set_number(const jet::parameter_rule& rule, std::uint64_t number, bool initialised);
    [[nodiscard]] jet::error set_text(const jet::parameter_rule& rule, std::string_view text, bool initialised);
    [[nodiscard]] std::uint64_t derived_number(jet::parameter id) const noexcept;
    void configure(std::uint64_t configuration) noexcept;
    void put(jet::parameter id, std::uint64_t number) noexcept { values_[row_of(id)].number = number; }

    std::array<value, jet::parameter_table::rows.size()> values_;
};

namespace parameter_detail {

enum class configuration : std::uint64_t { remove_quotas = 2, low_memory = 0x10 };

struct preset {
    jet::parameter id;
    std::uint64_t number;
};

using p = jet::parameter;

inline constexpr std::array quotas_removed{
    preset{p::max_sessions, 30000},
    preset{p::max_open_tables, jet::parameter_table::max_31},
    preset{p::max_cursors, jet::parameter_table::max_31},
    preset{p::max_ver_pages, jet::parameter_table::max_31},
    preset{p::max_temporary_tables, jet::parameter_table::max_31},
    preset{p::preferred_ver_pages, jet::parameter_table::max_31},
};

inline constexpr std::array low_memory{
    preset{p::log_file_size, 64},        preset{p::log_buffers, 1},         preset{p::db_extension_size, 16},
    preset{p::page_temp_db_min, 14},     preset{p::cache_size_max, 16},     preset{p::checkpoint_depth_max, 65536},
    preset{p::no_information_event, 1},  preset{p::cache_size_min, 16},     preset{p::global_min_ver_pages, 1},
    preset{p::disable_perfmon, 1},       preset{p::enable_file_cache, 1},   preset{p::enable_view_cache, 1},
    preset{p::ver_page_size, 8192},
};

[[nodiscard]] inline bool equal_ignoring_case(std::string_view a, std::string_view lower) noexcept
{
    const auto folded = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [&](char x, char y) { return folded(x) == y; });
}

[[nodiscard]] inline bool is_separator(char c) noexcept
{
#ifdef _WIN32
    return c == '/' || c == '\\';
#else
    return c == '/';
#endif
}

[[nodiscard]] inline bool is_void(jet::parameter id) noexcept
{
    const auto& ids = jet::parameter_ids_void;
    return std::find(ids.begin(), ids.end(), static_cast<std::uint32_t>(id)) != ids.end();
}

// These have setters of their own, which neither compare nor care whether the instance runs.
[[nodiscard]] inline bool is_set_at_any_time(jet::parameter id) noexcept
{
    return id == p::commit_default || id == p::cache_size || id == p::unicode_index_default;
}

}  // namespace parameter_detail

inline parameters::parameters()
{
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const jet::parameter_rule& rule = jet::parameter_table::rows[i];
        values_[i] = {rule.default_value, std::string{rule.default_text}};
    }
}

inline std::size_t parameters::row_of(jet::parameter id) noexcept
{
    return static_cast<std::size_t>(jet::describe(id) - jet::parameter_table::rows.data());
}

inline jet::error parameters::set(jet::parameter id, std::uint64_t number, std::string_view text, bool initialised)
{
    const jet::parameter_rule* rule = jet::describe(id);
    if (!rule) return jet::error::invalid_parameter;
    if (rule->advanced && this->number(jet::parameter::enable_advanced) == 0) return jet::error::success;
    return rule->is_text() ? set_text(*rule, text, initialised) : set_number(*rule, number, initialised);
}

inline jet::error parameters::set_number(const jet::parameter_rule& rule, std::uint64_t number, bool initialised)
{
    if (rule.kind == jet::parameter_kind::boolean) number = number != 0 ? 1 : 0;
    if (!parameter_detail::is_set_at_any_time(rule.id)) {
        // Writing what is there already is no change, and so is always allowed.
        const bool exempt = rule.id != jet::parameter::configuration;
        if (exempt && number == values_[row_of(rule.id)].number.get() && !rule.read_only) return jet::error::success;
        if (initialised && rule.freeze != jet::parameter_freeze::never) return jet::error::already_initialized;
    }
    if (rule.read_only || !rule.accepts(number)) return jet::error::invalid_parameter;
    put(rule.id, number);
    if (rule.id == jet::parameter::configuration) configure(number);
    return jet::error::success;
}

inline jet::error parameters::set_text(const jet::parameter_rule& rule, std::string_view text, bool initialised)
{
    if (initialised && rule.freeze != jet::parameter_freeze::never) return jet::error::already_initialized;
    if (rule.read_only || !rule.accepts_length(text.size())) return jet::error::invalid_parameter;
    if (text.find('\0') != std::string_view::npos) return jet::error::invalid_parameter;
    std::string kept{text};
    const bool is_folder = rule.kind == jet::parameter_kind::folder;
    if (is_folder && !kept.empty() && !parameter_detail::is_separator(kept.back())) kept.push_back('/');
    values_[row_of(rule.id)].text = std::move(kept);
    return jet::error::success;
}

inline jet::error parameters::get(jet::parameter id, std::uint64_t& number, std::string& text) const
{
    if (id == jet::parameter::error_to_string) {
        const auto* known = jet::describe(static_cast<jet::error>(static_cast<std::int32_t>(number)));
        if (!known) return jet::error::invalid_parameter;
        text = std::string{known->name} + ", " + std::string{known->message};
        return jet::error::success;
    }
    if (parameter_detail::is_void(id)) {
        number = 0;
        return jet::error::success;
    }
    const jet::parameter_rule* rule = jet::describe(id);
    // The level belongs to a session, and this call names none.
    if (!rule || id == jet::parameter::transaction_level) return jet::error::invalid_parameter;
    if (rule->is_text())
        text = this->text(id);
    else
        number = derived_number(id);
    return jet::error::success;
}

inline std::uint64_t parameters::derived_number(jet::parameter id) const noexcept
{
    switch (id) {
    case jet::parameter::key_most: return jet::key_size_max(page_size());
    case jet::parameter::lv_chunk_size_most: return jet::long_value_chunk_size(page_size());
    case jet::parameter::record_size_most: return jet::record_size_max(page_size());
    default: return number(id);
    }
}

inline bool parameters::logging() const noexcept
{
    return parameter_detail::equal_ignoring_case(text(jet::parameter::recovery), "on") ||
           text(jet::parameter::recovery) == "repair";
}

inline void parameters::configure(std::uint64_t configuration) noexcept
{
    using parameter_detail::configuration::low_memory, parameter_detail::configuration::remove_quotas;
    const bool small = (configuration & static_cast<std::uint64_t>(low_memory)) != 0;
    if (small)
        for (const auto& preset : parameter_detail::low_memory) put(preset.id, preset.number);
    if (small || (configuration & static_cast<std::uint64_t>(remove_quotas)) != 0)
        for (const auto& preset : parameter_detail::quotas_removed) put(preset.id, preset.number);
}

inline void parameters::settle() noexcept
{
    using p = jet::parameter;
    if (number(p::preferred_ver_pages) == jet::describe(p::preferred_ver_pages)->default_value)
        put(p::preferred_ver_pages, std::max<std::uint64_t>(1, number(p::max_ver_pages) * 9 / 10));
    if (number(p::cached_closed_tables) == jet::describe(p::cached_closed_tables)->default_value) {
        const std::uint64_t descriptors = 2 * number(p::max_open_tables) + number(p::max_temporary_tables) + 128;
        put(p::cached_closed_tables, std::max<std::uint64_t>(64, descriptors * 15 / 100));
    }
}

}  // namespace ese::inline v1::engine
