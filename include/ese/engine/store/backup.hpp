// backup.hpp — a copy of all databases of an instance, made while its sessions write.
//
// Room:   store. Uses page, log, os. Why it is right: docs/decisions/0008.
// Gives:  make_backup, backup_order.
// Holds:  (1) what fails leaves the databases, the log and an earlier backup in the folder as they were;
//         (2) nothing in the folder is touched that is not a file of a backup.
// Locks:  none of its own. The databases stay attached meanwhile: the instance sees to that.
#pragma once

#include <ese/engine/log/log_copy.hpp>
#include <ese/engine/page/page_copy.hpp>
#include <ese/engine/store/backup_manifest.hpp>
#include <ese/engine/store/database.hpp>
#include <ese/engine/store/journal.hpp>
#include <ese/jet/options.hpp>

#include <algorithm>
#include <atomic>
#include <utility>

namespace ese::inline v1::engine {

struct backup_order {
    std::string folder;                     // absolute
    bool replace = false;                   // an earlier backup there gives way, once this one is complete
    const jet::backup_status& status;
    const std::atomic<bool>& stopped;       // by who ends the instance
};

namespace detail {

// Writes a file from its first byte to its last, and knows what it wrote.
class output_file {
public:
    output_file(file_system& files, const std::string& path) : file_{files.open(path, open_mode::create_new)} {}
    void put(bytes content)
    {
        file_->write(written_.size, content);
        written_.size += content.size();
        written_.checksum = crc32c(content, written_.checksum);
    }
    [[nodiscard]] backup_manifest::content finish()
    {
        file_->sync();
        return written_;
    }

private:
    std::unique_ptr<file> file_;
    backup_manifest::content written_;
};

class backup_run {
public:
    backup_run(file_system& files, journal& log, std::uint32_t page_size, const backup_order& order)
        : files_{files}, log_{log}, order_{order}
    {
        made_.page_size = page_size;
    }
    void run(const std::vector<database*>& databases);

private:
    void choose_set();
    void copy_everything(const std::vector<database*>& databases);
    void copy_database(database& from, const journal::hold& held);
    void copy_records(const journal::hold& held);
    [[nodiscard]] std::string path_of(std::string_view name);
    [[nodiscard]] std::string free_name(const std::string& path, std::uint8_t number) const;
    void count_pages(std::uint64_t pages);
    void remove_quietly(const std::string& path) noexcept;
    void remove_other_sets() noexcept;

    file_system& files_;
    journal& log_;
    const backup_order& order_;
    backup_manifest made_;
    std::vector<std::string> paths_;  // of files made so far
    std::uint64_t pages_done_ = 0, pages_told_ = 0, pages_total_ = 0;
};

inline void backup_run::run(const std::vector<database*>& databases)
{
    try {
        files_.create_directories(order_.folder);
        files_.sync_directory(paths::parent_of(order_.folder));
    } catch (const failure&) {
        throw failure{jet::error::make_backup_directory_fail};
    }
    choose_set();
    try {
        copy_everything(databases);
        const std::string prepared = path_of(backup_names::manifest_made);
        paths_.push_back(prepared);
        made_.prepare(files_, order_.folder);
        files_.rename(prepared, paths::joined(order_.folder, backup_names::manifest));
    } catch (...) {
        for (const std::string& path : paths_) remove_quietly(path);
        throw;
    }
    files_.sync_directory(order_.folder);  // until then the power decides which of two good backups it is
    remove_other_sets();
}

inline void backup_run::choose_set()
{
    std::uint32_t newest = 0;
    for (const std::string& name : files_.list(order_.folder)) {
        const auto set = backup_names::set_of_name(name);
        if (!order_.replace || !set) throw failure{jet::error::backup_directory_not_empty};
        newest = std::max(newest, *set);
    }
    if (newest == ~std::uint32_t{0}) throw failure{jet::error::backup_directory_not_empty};
    made_.set = newest + 1;
}

inline void backup_run::copy_everything(const std::vector<database*>& databases)
{
    const journal::hold held{log_};
    for (database* one : databases) pages_total_ += one->pages().last_page().value();
    count_pages(0);
    for (database* one : databases) copy_database(*one, held);
    copy_records(held);
    for (std::size_t i = 0; i < databases.size(); ++i) made_.databases[i].pages = databases[i]->pages().last_page().value();
    pages_total_ = pages_done_;
    count_pages(0);
}

inline std::string backup_run::path_of(std::string_view name)
{
    std::string path = paths::joined(order_.folder, name);
    paths_.reserve(paths_.size() + 1);
    return path;
}

// Two databases of one name in different folders: the second is restored with its number in front.
inline std::string backup_run::free_name(const std::string& path, std::uint8_t number) const
{
    std::string name{paths::name_of(path)};
    const auto taken = [&](const backup_manifest::entry& one) { return one.name == name; };
    while (std::any_of(made_.databases.begin(), made_.databases.end(), taken)) name = std::to_string(number) + "-" + name;
    return name;
}

// The header, which says dirty while the database is attached; then the pages there are at this moment. Those that come later
// are in the log from their first byte on: whoever copied them, too, might run after a fast writer for ever.
inline void backup_run::copy_database(database& from, const journal::hold& held)
{
    backup_manifest::entry entry;
    entry.number = static_cast<std::uint8_t>(from.number());
    entry.logged = !from.read_only();
    entry.name = free_name(from.path(), entry.number);
    for (const logged_database& one : held.databases())
        if (entry.logged && one.number == entry.number) {
            entry.signature = one.signature;
            entry.attached = one.attached;
            entry.time = one.time;
        }
    const std::string path = path_of(backup_names::database_of(made_.set, entry.number));
    output_file out{files_, path};
    paths_.push_back(path);

    page_file& pages = from.pages();
    std::vector<std::byte> buffer(std::size_t{2} * pages.page_size());
    pages.raw().read(0, buffer);
    out.put(buffer);
    page_copier copier{pages};
    const mutable_bytes page = mutable_bytes{buffer}.first(pages.page_size());
    for (page_no number{1}, last = pages.last_page(); number <= last; number = page_no{number.value() + 1}) {
        copier.copy(number, page);
        out.put(page);
        count_pages(1);
    }
    entry.file = out.finish();
    made_.databases.push_back(std::move(entry));
}

// Up to here every change that a copied page has is in the log.
inline void backup_run::copy_records(const journal::hold& held)
{
    log& records = log_.records();
    const lsn end = records.end();
    records.flush_to(end);
    made_.log = records.describe(held.from(), end);
    const std::string path = path_of(backup_names::log_of(made_.set));
    output_file out{files_, path};
    paths_.push_back(path);
    copy_log(records, made_.log, [&](bytes piece) {
        if (order_.stopped) throw failure{jet::error::backup_abort_by_server};
        out.put(piece);
    });
    made_.log_file = out.finish();
}

inline void backup_run::count_pages(std::uint64_t pages)
{
    constexpr std::uint64_t interval = 256;
    if (order_.stopped) throw failure{jet::error::backup_abort_by_server};
    pages_done_ += pages;
    if (!order_.status || (pages != 0 && pages_done_ - pages_told_ < interval)) return;
    pages_told_ = pages_done_;
    if (!order_.status(pages_done_, pages_total_)) throw failure{jet::error::backup_abort_by_server};
}

inline void backup_run::remove_quietly(const std::string& path) noexcept
{
    try {
        files_.remove(path);
    } catch (...) {  // a leftover: no manifest names it
    }
}

inline void backup_run::remove_other_sets() noexcept
{
    try {
        for (const std::string& name : files_.list(order_.folder)) {
            const auto set = backup_names::set_of_name(name);
            if (set && *set != 0 && *set != made_.set) remove_quietly(paths::joined(order_.folder, name));
        }
    } catch (...) {  // they stay, and the next backup tries again
    }
}

}  // namespace detail

// JET_errBackupDirectoryNotEmpty: the folder holds files; with `replace`, files that are not a backup's.
// JET_errMakeBackupDirectoryFail, JET_errBackupNotAllowedYet, JET_errBackupAbortByServer: stopped; and what reading and writing
// may meet.
inline void make_backup(file_system& files, journal& log, std::uint32_t page_size, const std::vector<database*>& databases,
                        const backup_order& order)
{
    detail::backup_run{files, log, page_size, order}.run(databases);
}

}  // namespace ese::inline v1::engine
