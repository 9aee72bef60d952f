// main.cpp — esedb: looks into, fills, checks and mends database files of the Extensible Storage Engine.
//
// Each command is a file of its own; docs/esedb.md is their manual.
#include "arguments.hpp"
#include "command.hpp"
#include "terminal.hpp"

#include <ese/error.hpp>
#include <ese/version.hpp>

#include <exception>
#include <iostream>
#include <new>
#include <span>
#include <string_view>

namespace {

using esedb::command;
using esedb::outcome;

constexpr const command* commands[] = {&esedb::info_command, &esedb::tables_command, &esedb::schema_command, &esedb::dump_command,
                                       &esedb::get_command, &esedb::import_command, &esedb::check_command,
                                       &esedb::compact_command, &esedb::recover_command};

constexpr std::string_view closing = R"(
  esedb COMMAND --help tells more about one of them.

Exit status: 0 done; 1 done, and there is something to complain about, or what was
looked for is not there; 2 called wrongly; 3 a file cannot be opened, read or written.
)";

void print_usage(std::ostream& to)
{
    to << "esedb: database files of the Extensible Storage Engine (.edb)\n\nUsage: esedb COMMAND ...\n\n";
    for (const command* one : commands) to << "  " << one->name << std::string(10 - one->name.size(), ' ') << one->summary << '\n';
    to << closing;
}

[[nodiscard]] const command* find_command(std::string_view name)
{
    for (const command* one : commands)
        if (one->name == name) return one;
    return nullptr;
}

[[nodiscard]] outcome run(const command& chosen, esedb::arguments& given)
{
    if (given.wants_help()) {
        std::cout << chosen.help;
        return outcome::fine;
    }
    return chosen.run(given);
}

[[nodiscard]] outcome complain(outcome what, const std::string& words)
{
    std::cerr << "esedb: " << words << '\n';
    return what;
}

// The one place where what went wrong becomes an exit status.
[[nodiscard]] outcome guarded(const command& chosen, esedb::arguments& given)
{
    try {
        return run(chosen, given);
    } catch (const esedb::usage_error& e) {
        std::string_view first_line = chosen.help;
        first_line = first_line.substr(0, first_line.find('\n'));
        return complain(outcome::wrong_usage, std::string{e.what()} + "\n" + std::string{first_line});
    } catch (const esedb::file_error& e) {
        return complain(outcome::cannot_open, e.what());
    } catch (const ese::error& e) {
        return complain(outcome::found_something, e.what());
    } catch (const std::bad_alloc&) {
        return complain(outcome::cannot_open, "out of memory");
    } catch (const std::exception& e) {
        return complain(outcome::found_something, e.what());
    }
}

}  // namespace

int main(int count, char** words)
{
    std::ios::sync_with_stdio(false);
    const std::string_view name = count > 1 ? words[1] : "";
    if (name == "--help" || name == "-h" || name == "help") return print_usage(std::cout), 0;
    if (name == "--version") return std::cout << "esedb " << ESE_VERSION_MAJOR << '.' << ESE_VERSION_MINOR << '.' << ESE_VERSION_PATCH << '\n', 0;
    const command* const chosen = find_command(name);
    if (chosen == nullptr) {
        if (!name.empty()) std::cerr << "esedb: there is no command '" << name << "'\n\n";
        print_usage(std::cerr);
        return static_cast<int>(outcome::wrong_usage);
    }
    esedb::arguments given{std::span<const char* const>{words, static_cast<std::size_t>(count)}.subspan(2)};
    const outcome how = guarded(*chosen, given);
    std::cout.flush();
    if (!std::cout) return static_cast<int>(complain(outcome::cannot_open, "the output cannot be written"));
    return static_cast<int>(how);
}
