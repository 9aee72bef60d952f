// recover.cpp — esedb recover: bring files that were not closed to rest by their log; without one, save what can be read.
#include "arguments.hpp"
#include "command.hpp"
#include "file_header.hpp"
#include "table_copy.hpp"

#include <ese/jet/limits.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace esedb {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view help = R"(esedb recover FOLDER [--base-name edb] [--page-size N]
esedb recover FILE NEW --without-log [--force]

With the log: FOLDER holds the log that this engine kept while the files were open. What
was committed is done again, what was not is undone, and the files are closed. Nothing
that a commit promised is lost. Running it twice does no harm.

  --base-name   the three letters the names of the log begin with
  --page-size   of the files; found out from the files in FOLDER otherwise

Without the log: copies the rows that can be read into the fresh file NEW; FILE stays as
it is. This is for files whose log is gone, is one of Windows', or whose pages are damaged.

  WHAT MAY BE LOST: every change that had reached the log and not yet the file; rows on
  pages that were never written or are damaged. What may be there and should not: changes
  of transactions that were never committed, or parts of them. The rows of one table may
  be newer than those of another. Look at the result before you rely on it.

  --force       NEW may exist, and is replaced

Exit status: 0; 1 if something was left out: it is named; 3 if a file cannot be opened or
written, or FOLDER holds no log.
)";

[[nodiscard]] bool has_log(const fs::path& folder, const std::string& base_name)
{
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator{folder, ec}) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(base_name) && (name.ends_with(".eselog") || name.ends_with(".esering"))) return true;
    }
    return false;
}

// Files in the folder, and the one beside a log folder that import left.
[[nodiscard]] std::vector<std::string> files_of(const fs::path& folder)
{
    std::vector<std::string> found;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator{folder, ec})
        if (entry.path().extension() == ".edb") found.push_back(entry.path().string());
    if (folder.extension() == ".log" && fs::exists(fs::path{folder}.replace_extension(), ec)) found.push_back(fs::path{folder}.replace_extension().string());
    std::sort(found.begin(), found.end());
    return found;
}

[[nodiscard]] std::vector<std::uint32_t> page_sizes_to_try(const std::vector<std::string>& files, std::optional<std::uint64_t> chosen)
{
    if (chosen && !ese::jet::is_page_size(*chosen)) throw usage_error{"--page-size is 4096, 8192, 16384 or 32768"};
    if (chosen) return {static_cast<std::uint32_t>(*chosen)};
    std::vector<std::uint32_t> sizes;
    const auto add = [&](std::uint32_t size) {
        if (std::find(sizes.begin(), sizes.end(), size) == sizes.end()) sizes.push_back(size);
    };
    for (const std::string& file : files) {
        try {
            add(read_header(file).page_size);
        } catch (const file_error&) {    // not one of those the log is about, or recovery will say what is wrong with it
        }
    }
    for (const std::uint32_t size : ese::jet::page_sizes) add(size);
    return sizes;
}

// A log of files with other pages is refused before anything changes.
[[nodiscard]] ese::jet::recovery_report run_log(const std::string& folder, const std::string& base_name, const std::vector<std::uint32_t>& page_sizes)
{
    for (const std::uint32_t size : page_sizes) {
        std::error_code ec;
        ese::instance engine{{.directory = folder, .base_name = base_name, .page_size = size}, ec};
        if (ec == ese::errc::page_size_mismatch && size != page_sizes.back()) continue;
        if (ec) throw file_error{folder + ": " + ec.message()};
        const ese::jet::recovery_report report = engine.recovery();
        engine.close({}, ec);
        if (ec) throw file_error{folder + ": " + ec.message()};
        return report;
    }
    return {};
}

outcome by_log(const std::string& folder, const std::string& base_name, std::optional<std::uint64_t> page_size)
{
    std::error_code ec;
    if (!fs::is_directory(folder, ec)) throw file_error{folder + ": is no folder; see esedb recover --help for a file without a log"};
    if (!has_log(folder, base_name)) throw file_error{folder + ": holds no log named " + base_name + "*.eselog; see --base-name and --without-log"};
    const auto files = files_of(folder);
    const auto report = run_log(folder, base_name, page_sizes_to_try(files, page_size));
    std::cout << report.log_bytes << " bytes of log read; " << report.changes_redone << " changes of pages done again, " << report.transactions_undone
              << " transactions undone; " << report.databases << " files brought to rest\n";
    outcome how = outcome::fine;
    for (const std::string& file : files) {
        try {
            const file_header header = read_header(file);
            std::cout << file << ": " << header.state_in_words() << '\n';
            if (!header.is_clean()) how = outcome::found_something;
        } catch (const file_error& e) {
            std::cout << e.what() << '\n';
            how = outcome::found_something;
        }
    }
    return how;
}

outcome without_log(const std::string& path, const std::string& target, bool force)
{
    std::error_code ec;
    const file_header header = read_header(path);
    if (fs::exists(target, ec) && !force) throw file_error{target + ": exists already; --force replaces it"};
    if (fs::equivalent(path, target, ec)) throw usage_error{"FILE and NEW are the same"};
    const temporary_file closed{target + ".copy"}, part{target + ".part"};
    if (!fs::copy_file(path, closed.path, fs::copy_options::overwrite_existing, ec)) throw file_error{closed.path + ": " + ec.message()};
    fs::permissions(closed.path, fs::perms::owner_read | fs::perms::owner_write, ec);
    declare_closed(closed.path);

    outcome how = outcome::fine;
    const auto complain = [&](const std::string& words) {
        std::cout << printable(words) << '\n';
        how = outcome::found_something;
    };
    std::uint64_t rows = 0;
    std::size_t tables = 0;
    opened_file from = open_to_read(closed.path);
    opened_file to = make_fresh_file(part.path, header.page_size);
    table_copy copy{from, to, table_copy::on_trouble::go_on, complain};
    for (const std::string& name : table_names(from, false)) {
        try {
            rows += copy.copy(name);
            ++tables;
        } catch (const ese::error& e) {
            complain("table " + name + ": " + e.what());
        }
    }
    publish(to, part.path, target);
    std::cout << target << ": " << tables << " tables, " << rows << " rows saved";
    if (header.is_clean()) std::cout << ".\n";
    else std::cout << ".\nFILE was not closed: what its log had and it had not is lost, and what was never\ncommitted may be there. Look at the result before you rely on it.\n";
    return how;
}

outcome run(arguments& given)
{
    const bool no_log = given.flag("--without-log");
    const bool force = given.flag("--force");
    const auto base_name = given.option("--base-name");
    const auto page_size = given.number("--page-size");
    const std::string first = given.next(no_log ? "FILE" : "FOLDER");
    if (no_log && (base_name || page_size)) throw usage_error{"--base-name and --page-size are for recovery with a log"};
    if (!no_log && force) throw usage_error{"--force is for --without-log"};
    const std::string target = no_log ? given.next("NEW") : "";
    given.end();
    return no_log ? without_log(first, target, force) : by_log(first, base_name.value_or("edb"), page_size);
}

}  // namespace

const command recover_command{"recover", "bring files that were not closed to rest", help, run};

}  // namespace esedb
