// arguments.hpp — the words behind the command's name, asked for one by one.
//
// Options begin with `--` and stand anywhere; `--name value` and `--name=value` are the same. Behind a lone `--` nothing is an
// option. A word with one dash, such as -5, is a value.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace esedb {

class arguments {
public:
    explicit arguments(std::span<const char* const> words);

    [[nodiscard]] bool wants_help() const noexcept { return help_; }

    // Options are asked for before positions. All throw usage_error: an option twice, or without its value.
    [[nodiscard]] bool flag(std::string_view name);
    [[nodiscard]] std::optional<std::string> option(std::string_view name);
    // One of the words in `allowed`.
    [[nodiscard]] std::optional<std::string> choice(std::string_view name, std::span<const std::string_view> allowed);
    [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name);

    // The next word; `what` names it when it is missing.
    [[nodiscard]] std::string next(std::string_view what);
    [[nodiscard]] std::optional<std::string> next_if_any();
    [[nodiscard]] std::vector<std::string> rest();
    // Nothing may be left over.
    void end();

private:
    struct word {
        std::string text;
        bool is_option = false;
        bool used = false;
    };
    [[nodiscard]] word* find_option(std::string_view name, std::optional<std::string>& attached);
    void refuse_unknown_options() const;

    std::vector<word> words_;
    bool help_ = false;
};

}  // namespace esedb
