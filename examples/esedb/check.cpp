// check.cpp — esedb check: is a file sound? Pages, trees, space, indexes, long values, and every row is read once.
#include "arguments.hpp"
#include "command.hpp"
#include "content_check.hpp"
#include "file_header.hpp"
#include "opened_file.hpp"
#include "raw_pages.hpp"

#include <ese/engine/base/failure.hpp>
#include <ese/error.hpp>

#include <iostream>

namespace esedb {

namespace {

constexpr std::string_view help = R"(esedb check FILE [--max N]

Looks at every page: is its checksum right, does it belong to one tree and lie where its
tree and its owner say, does each index have exactly the entries its rows need, does each
long value exist and belong to a row? Then every row is read once, as dump would.
One line for each problem, and one at the end that counts.

Of an index whose text was ordered by Windows only the rows it leads to are compared.

  --max N    print at most N problems (default 100; 0: all)

Exit status: 0 sound; 1 problems, among them that the file was not closed; 3 the file
cannot be opened, or is no database.
)";

class report {
public:
    explicit report(std::uint64_t most) : most_{most} {}

    void operator()(const std::string& words)
    {
        if (++problems_ <= most_ || most_ == 0) std::cout << printable(words) << '\n';
        else if (problems_ == most_ + 1) std::cout << "... and more\n";
    }
    [[nodiscard]] std::uint64_t problems() const noexcept { return problems_; }

private:
    std::uint64_t most_;
    std::uint64_t problems_ = 0;
};

void check_header(const file_header& h, report& tell)
{
    if (!h.is_clean()) tell("header: the file is " + h.state_in_words());
    if (!h.first_copy_good) tell("header: the first copy is damaged");
    if (!h.second_copy_good) tell("header: the second copy is damaged");
    if (h.file_size % h.page_size != 0) tell("the file ends within a page");
}

// As a reader sees it: through the engine.
void read_everything(const std::string& path, report& tell)
{
    opened_file file = open_to_read(path);
    for (const std::string& name : table_names(file, false)) {
        try {
            row_source rows{file, name};
            for (bool more = rows.first(); more; more = rows.next()) (void)rows.fields();
        } catch (const ese::error& e) {
            tell("table " + name + ": cannot be read to its end: " + e.what());
        }
    }
}

outcome run(arguments& given)
{
    report tell{given.number("--max").value_or(100)};
    const std::string path = given.next("FILE");
    given.end();
    const file_header header = read_header(path);
    check_header(header, tell);
    content_totals totals;
    std::uint64_t pages = 0;
    try {
        raw_pages raw{path, header.page_size};
        raw.check_all(std::ref(tell));
        totals = content_check{raw, std::ref(tell)}.run();
        pages  = raw.used();
    } catch (const ese::engine::failure& e) {
        throw file_error{path + ": " + ese::make_error_code(e.code()).message()};
    }
    try {
        if (header.is_clean()) read_everything(path, tell);
    } catch (const file_error& e) {
        tell(e.what());
    }
    std::cout << path << ": " << tell.problems() << (tell.problems() == 1 ? " problem; " : " problems; ") << pages << " pages, " << totals.tables
              << " tables, " << totals.trees << " trees, " << totals.rows << " rows, " << totals.index_entries << " index entries, "
              << totals.long_values << " long values\n";
    return tell.problems() == 0 ? outcome::fine : outcome::found_something;
}

}  // namespace

const command check_command{"check", "is a file sound: pages, trees, indexes, rows", help, run};

}  // namespace esedb
