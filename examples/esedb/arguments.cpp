#include "arguments.hpp"

#include "command.hpp"

#include <charconv>

namespace esedb {

arguments::arguments(std::span<const char* const> words)
{
    bool options_end = false;
    for (const char* const text : words) {
        word one{text};
        if (!options_end && one.text == "--") {
            options_end = true;
            continue;
        }
        if (!options_end && (one.text == "--help" || one.text == "-h")) help_ = true;
        one.is_option = !options_end && one.text.starts_with("--");
        words_.push_back(std::move(one));
    }
}

arguments::word* arguments::find_option(std::string_view name, std::optional<std::string>& attached)
{
    word* found = nullptr;
    for (word& one : words_) {
        if (!one.is_option || one.used) continue;
        const std::string_view text = one.text;
        const bool with_value = text.starts_with(name) && text.substr(name.size()).starts_with('=');
        if (text != name && !with_value) continue;
        if (found != nullptr) throw usage_error{std::string{name} + " is given twice"};
        found = &one;
        if (with_value) attached = text.substr(name.size() + 1);
    }
    if (found != nullptr) found->used = true;
    return found;
}

bool arguments::flag(std::string_view name)
{
    std::optional<std::string> attached;
    const bool there = find_option(name, attached) != nullptr;
    if (attached) throw usage_error{std::string{name} + " takes no value"};
    return there;
}

std::optional<std::string> arguments::option(std::string_view name)
{
    std::optional<std::string> value;
    word* const found = find_option(name, value);
    if (found == nullptr || value) return value;
    const auto behind = static_cast<std::size_t>(found - words_.data()) + 1;
    if (behind == words_.size() || words_[behind].used || words_[behind].is_option)
        throw usage_error{std::string{name} + " needs a value"};
    words_[behind].used = true;
    return words_[behind].text;
}

std::optional<std::string> arguments::choice(std::string_view name, std::span<const std::string_view> allowed)
{
    auto chosen = option(name);
    if (!chosen) return chosen;
    std::string all;
    for (const std::string_view one : allowed) {
        if (*chosen == one) return chosen;
        all += (all.empty() ? "" : ", ") + std::string{one};
    }
    throw usage_error{std::string{name} + " is one of " + all + ", not '" + *chosen + "'"};
}

std::optional<std::uint64_t> arguments::number(std::string_view name)
{
    const auto text = option(name);
    if (!text) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (wrong != std::errc{} || end != text->data() + text->size())
        throw usage_error{std::string{name} + " is a number, not '" + *text + "'"};
    return value;
}

void arguments::refuse_unknown_options() const
{
    for (const word& one : words_)
        if (one.is_option && !one.used) throw usage_error{"there is no option " + one.text.substr(0, one.text.find('='))};
}

std::optional<std::string> arguments::next_if_any()
{
    refuse_unknown_options();
    for (word& one : words_) {
        if (one.used) continue;
        one.used = true;
        return one.text;
    }
    return std::nullopt;
}

std::string arguments::next(std::string_view what)
{
    auto found = next_if_any();
    if (!found) throw usage_error{std::string{what} + " is missing"};
    return *std::move(found);
}

std::vector<std::string> arguments::rest()
{
    std::vector<std::string> all;
    while (auto one = next_if_any()) all.push_back(*std::move(one));
    return all;
}

void arguments::end()
{
    if (const auto left = next_if_any()) throw usage_error{"'" + *left + "' is one word too many"};
}

}  // namespace esedb
