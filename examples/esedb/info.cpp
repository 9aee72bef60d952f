// info.cpp — esedb info: what the header of a file says, and what lies in it.
#include "arguments.hpp"
#include "command.hpp"
#include "file_header.hpp"
#include "opened_file.hpp"

#include <array>
#include <cstdio>
#include <iostream>

namespace esedb {

namespace {

constexpr std::string_view help = R"(esedb info FILE

What the header says, also of a file that was not closed; and how many tables and pages
there are, if it was. One `name: value` a line.

Exit status: 0; 1 if the file was not closed or one of its two headers is damaged;
3 if it is no database.
)";

[[nodiscard]] std::string hexadecimal(std::uint32_t value)
{
    std::array<char, 16> text;
    std::snprintf(text.data(), text.size(), "0x%x", value);
    return text.data();
}

void line(std::string_view name, const auto& value) { std::cout << name << ": " << std::string(18 - name.size(), ' ') << value << '\n'; }

void print_header(const std::string& path, const file_header& h)
{
    line("file", path);
    line("size", std::to_string(h.file_size) + " bytes");
    line("page size", std::to_string(h.page_size) + " bytes");
    line("format", hexadecimal(h.version) + ", update " + std::to_string(h.update));
    line("state", h.state_in_words());
    line("headers", h.first_copy_good && h.second_copy_good ? "both good" : h.first_copy_good ? "the second is damaged" : "the first is damaged");
    line("made", h.made);
    line("last opened", h.opened);
    line("last closed", h.closed);
    line("time", std::to_string(h.time) + " changes of pages");
    line("highest object", h.highest_object);
}

void print_content(const std::string& path)
{
    opened_file file = open_to_read(path);
    const ese::database_info info = file.db.info();
    line("tables", file.db.tables().size());
    line("pages owned", info.pages_owned);
    line("pages free", info.pages_available);
}

outcome run(arguments& given)
{
    const std::string path = given.next("FILE");
    given.end();
    const file_header h = read_header(path);
    print_header(path, h);
    if (h.is_clean()) print_content(path);
    return h.is_clean() && h.first_copy_good && h.second_copy_good ? outcome::fine : outcome::found_something;
}

}  // namespace

const command info_command{"info", "what the header of a file says", help, run};

}  // namespace esedb
