// compact.cpp — esedb compact: everything in a file, copied into a fresh one without gaps.
#include "arguments.hpp"
#include "command.hpp"
#include "file_header.hpp"
#include "table_copy.hpp"

#include <filesystem>
#include <iostream>

namespace esedb {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view help = R"(esedb compact FILE NEW [--force]

Copies tables, columns, indexes and rows of FILE, which stays as it is, into the file NEW.
NEW has no gaps and the same page size; it appears when it is complete and on disk, or not
at all.

What changes on the way: columns get fresh numbers; tables made from a template become
tables of their own; text is ordered by this engine's rules in all indexes; counters of
autoincrement columns go on behind the highest number that is in the table.

  --force    NEW may exist, and is replaced

Exit status: 0; 1 if something in FILE cannot be read or made anew: then there is no NEW;
3 if a file cannot be opened or written.
)";

void copy_all(const std::string& path, const std::string& part, const std::string& target)
{
    opened_file from = open_to_read(path);
    opened_file to = make_fresh_file(part, read_header(path).page_size);
    table_copy copy{from, to, table_copy::on_trouble::stop, [](const std::string&) {}};
    std::uint64_t rows = 0;
    const auto names = table_names(from, false);
    for (const std::string& name : names) {
        try {
            rows += copy.copy(name);
        } catch (const ese::error& e) {
            throw std::runtime_error{path + ", table " + name + ": " + e.what()};
        }
    }
    publish(to, part, target);
    std::cout << target << ": " << names.size() << " tables, " << rows << " rows, " << fs::file_size(path) << " bytes before, " << fs::file_size(target) << " now\n";
}

outcome run(arguments& given)
{
    const bool force = given.flag("--force");
    const std::string path = given.next("FILE");
    const std::string target = given.next("NEW");
    given.end();
    std::error_code ec;
    if (fs::exists(target, ec) && !force) throw file_error{target + ": exists already; --force replaces it"};
    if (fs::equivalent(path, target, ec)) throw usage_error{"FILE and NEW are the same"};
    const temporary_file part{target + ".part"};
    copy_all(path, part.path, target);
    return outcome::fine;
}

}  // namespace

const command compact_command{"compact", "copy a file into a fresh one without gaps", help, run};

}  // namespace esedb
