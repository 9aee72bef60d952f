// command.hpp — what every command of esedb has: a name, a page of help, a function; and how it ends.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace esedb {

class arguments;

// What the program answers to the shell.
enum class outcome : int {
    fine = 0,
    found_something = 1,    // the command ran and has something to complain about, or found nothing
    wrong_usage = 2,
    cannot_open = 3,        // a file cannot be opened, read or written
};

// Thrown with words for people; main turns them into an outcome.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct file_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct command {
    std::string_view name;
    std::string_view summary;
    std::string_view help;               // begins with the way it is called
    outcome (*run)(arguments& given);
};

extern const command info_command, tables_command, schema_command, dump_command, get_command, import_command, check_command,
    compact_command, recover_command;

}  // namespace esedb
