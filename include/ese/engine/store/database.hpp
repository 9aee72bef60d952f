// database.hpp — one attached database: its file, its pages, its space, its tables.
//
// Room:   store. Uses table, catalog, space, page, os. Knows when a file is made, opened and closed; knows nothing of who
//         may ask for that.
// Gives:  database: create, attach, go on with what recovery has opened, flush, close, information.
// Holds:  (1) the header says dirty, durably, before the first page is written, and clean only after the last;
//         (2) no page past what the database owns is ever read;
//         (3) a database that is not closed leaves its file dirty: its destructor writes nothing.
// Locks:  none of its own; the instance's mutex of databases covers everything here.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/engine/catalog/catalog.hpp>
#include <ese/engine/os/clock.hpp>
#include <ese/engine/os/file.hpp>
#include <ese/engine/os/path.hpp>
#include <ese/engine/page/cache.hpp>
#include <ese/engine/space/space_manager.hpp>
#include <ese/engine/store/database_header.hpp>
#include <ese/engine/store/journal.hpp>
#include <ese/engine/table/database_tables.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <utility>

namespace ese::inline v1::engine {

// What an instance lends to each of its databases.
struct database_setup {
    file_system& files;
    cache_budget& budget;
    transaction_domain& domain;
    std::uint32_t page_size;
    std::uint32_t extension_pages;
    journal* log;    // null: without recovery
};

class database {
public:
    enum class existing_file : bool { kept, overwritten };
    struct creation {
        existing_file old = existing_file::kept;
        shadow_catalog shadow = shadow_catalog::kept;
    };

    // Both answer with a database that is open for use; what fails has left no file, or the file as it was.
    [[nodiscard]] static std::unique_ptr<database> create(const database_setup& with, std::uint32_t number, std::string path,
                                                          creation how);
    [[nodiscard]] static std::unique_ptr<database> attach(const database_setup& with, std::uint32_t number, std::string path,
                                                          page_file::access mode);
    // Under the number and the path it has. What fails has changed nothing of `ready`; else the journal is to hand it over.
    [[nodiscard]] static std::unique_ptr<database> resume(const database_setup& with, const recovered_database& ready);
    ~database()
    {
        if (logged_) log_->let_go(static_cast<std::uint8_t>(number_));
    }
    database(const database&) = delete;
    database& operator=(const database&) = delete;

    void flush();    // every changed page; the file stays dirty
    // Everything is on disk and the file is clean when this returns. If it throws, the database is good for nothing any more.
    void close();

    [[nodiscard]] std::uint32_t number() const noexcept { return number_; }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] bool read_only() const noexcept { return pages_->read_only(); }
    [[nodiscard]] page_file& pages() noexcept { return *pages_; }
    [[nodiscard]] database_tables& tables() noexcept { return *tables_; }
    [[nodiscard]] std::uint64_t pages_owned() { return space_->owned_pages(space_manager::database_root); }
    // Sizes of the file in pages, its two headers included. See space_manager.
    [[nodiscard]] std::uint64_t file_pages() { return pages_owned() + header_pages; }
    void grow(std::uint64_t file_pages)
    {
        if (file_pages > header_pages) space_->grow_database(file_pages - header_pages);
    }
    void limit(std::uint32_t file_pages) { space_->limit_database(file_pages > header_pages ? file_pages - std::uint32_t{header_pages} : file_pages); }
    [[nodiscard]] std::uint32_t limit()
    {
        const std::uint32_t last = space_->database_limit();
        return last == 0 ? 0 : last + std::uint32_t{header_pages};
    }
    [[nodiscard]] std::uint64_t pages_available() { return space_->available_pages(space_manager::database_root); }

private:
    static constexpr std::uint64_t header_pages = 2;
    static constexpr std::uint32_t first_size = 256;    // pages of a new file, as Windows makes them; headers included
    static constexpr std::uint32_t wide_long_value_ids_from = 70;    // format update

    database(const database_setup& with, std::uint32_t number, std::string path, std::shared_ptr<page_file> pages, database_header header);
    [[nodiscard]] static std::unique_ptr<database> opened(const database_setup& with, std::uint32_t number, std::string path,
                                                          std::unique_ptr<file> content, database_header header, page_file::access mode);
    [[nodiscard]] static std::unique_ptr<file> open(file_system& files, const std::string& path, open_mode mode);
    [[nodiscard]] static page_no pages_in(file& opened, std::uint32_t page_size);
    static void remove_quietly(file_system& files, const std::string& path) noexcept;
    void format();
    void take_over();
    void go_on();
    void mark_open();

    const std::uint32_t number_;
    const std::string path_;
    journal* const log_;
    database_header header_;
    std::shared_ptr<page_file> pages_;
    std::unique_ptr<space_manager> space_;
    std::unique_ptr<catalog> catalog_;
    std::unique_ptr<database_tables> tables_;
    bool written_ = false;    // the file says dirty, and it is on us to say clean
    bool logged_ = false;     // for the log, these are the pages of its attached database
};

// A file that is open somewhere else, in this process or another, is locked.
inline std::unique_ptr<file> database::open(file_system& files, const std::string& path, open_mode mode)
{
    try {
        return files.open(path, mode);
    } catch (const failure& accident) {
        switch (accident.code()) {
        case jet::error::file_access_denied: throw failure{jet::error::database_sharing_violation};
        case jet::error::file_already_exists: throw failure{jet::error::database_duplicate};
        case jet::error::invalid_path: throw failure{jet::error::database_invalid_path};
        default: throw;
        }
    }
}

inline database::database(const database_setup& with, std::uint32_t number, std::string path, std::shared_ptr<page_file> pages,
                          database_header header)
    : number_{number}, path_{std::move(path)}, log_{with.log}, header_{std::move(header)}, pages_{std::move(pages)},
      space_{std::make_unique<space_manager>(*pages_)},
      catalog_{std::make_unique<catalog>(with.domain, *pages_, *space_,
                                         header_.has_shadow_catalog() ? shadow_catalog::kept : shadow_catalog::absent)},
      tables_{std::make_unique<database_tables>(
          database_parts{with.domain, *pages_, *space_, *catalog_, header_.format_update() >= wide_long_value_ids_from})}
{
    space_->set_extension_size(with.extension_pages);
}

inline std::unique_ptr<database> database::opened(const database_setup& with, std::uint32_t number, std::string path,
                                                  std::unique_ptr<file> content, database_header header, page_file::access mode)
{
    auto pages = std::make_shared<page_file>(std::move(content), with.page_size, with.budget, mode);
    pages->set_dbtime(header.dbtime());
    return std::unique_ptr<database>{new database{with, number, std::move(path), std::move(pages), std::move(header)}};
}

inline std::unique_ptr<database> database::create(const database_setup& with, std::uint32_t number, std::string path,
                                                  creation how)
{
    const std::string name = path;
    const bool overwrite = how.old == existing_file::overwritten;
    auto fresh = open(with.files, path, overwrite ? open_mode::create_always : open_mode::create_new);
    try {
        auto header = database_header::fresh(with.page_size, std::random_device{}(), now());
        if (how.shadow == shadow_catalog::absent) header.drop_shadow_catalog();
        auto made = opened(with, number, std::move(path), std::move(fresh), std::move(header), page_file::access::read_write);
        with.files.sync_directory(paths::parent_of(name));  // before the log relies on the name
        made->format();
        return made;
    } catch (...) {
        fresh.reset();
        remove_quietly(with.files, name);
        throw;
    }
}

inline void database::remove_quietly(file_system& files, const std::string& path) noexcept
{
    try {
        files.remove(path);
    } catch (...) {    // it is unusable in any case: its header says so
    }
}

inline void database::format()
{
    header_.mark_open(number_, now());
    header_.save(pages_->raw());
    space_->format_database(first_size - header_pages);
    catalog_->format();
    pages_->flush();
    header_.mark_closed(pages_->dbtime(), catalog_->highest_object_id().value(), now());
    header_.save(pages_->raw());
    mark_open();
}

inline std::unique_ptr<database> database::attach(const database_setup& with, std::uint32_t number, std::string path,
                                                  page_file::access mode)
{
    const bool writing = mode == page_file::access::read_write;
    auto content = open(with.files, path, writing ? open_mode::read_write : open_mode::read_only);
    auto header = database_header::load(*content, with.page_size);
    if (!header.is_complete()) throw failure{jet::error::database_corrupted};
    if (!header.is_clean()) throw failure{jet::error::database_dirty_shutdown};
    if (writing && !header.is_writable_format()) throw failure{jet::error::invalid_database_version};
    auto found = opened(with, number, std::move(path), std::move(content), std::move(header), mode);
    found->take_over();
    return found;
}

inline std::unique_ptr<database> database::resume(const database_setup& with, const recovered_database& ready)
{
    std::unique_ptr<database> found{new database{with, ready.what.number, ready.what.path, ready.pages, ready.header}};
    ready.lengthen_file();
    found->go_on();
    return found;
}

inline page_no database::pages_in(file& opened, std::uint32_t page_size)
{
    const std::uint64_t pages = opened.size() / page_size;
    if (pages <= header_pages) throw failure{jet::error::database_corrupted};
    return page_no{static_cast<std::uint32_t>(std::min<std::uint64_t>(pages - header_pages, jet::page_number_max))};
}

// The file may be longer than what the database owns, never shorter.
inline void database::take_over()
{
    const page_no there = pages_in(pages_->raw(), pages_->page_size());
    pages_->set_last_page(there);
    const page_no owned = space_->last_owned_page();
    if (owned > there) throw failure{jet::error::database_corrupted};
    pages_->set_last_page(owned);
    catalog_->open(object_id{header_.highest_object()});
    if (read_only()) return;
    mark_open();
    pages_->raw().resize((owned.value() + header_pages) * pages_->page_size());
}

// The file says dirty, unless closing it failed half-way.
inline void database::go_on()
{
    if (header_.is_clean()) {
        header_.mark_open(number_, now());
        header_.save(pages_->raw());
    }
    catalog_->open_after_crash(object_id{header_.highest_object()});
    written_ = logged_ = true;
}

// With a log the file says dirty only after the log knows it: until then it is clean and empty-handed.
inline void database::mark_open()
{
    if (log_) log_->attach(static_cast<std::uint8_t>(number_), header_.identity(), path_, *pages_);
    logged_ = log_ != nullptr;
    written_ = true;
    header_.mark_open(number_, now());
    header_.save(pages_->raw());
}

inline void database::flush()
{
    if (written_) pages_->flush();
}

inline void database::close()
{
    if (!written_) return;
    try {
        space_->give_back_late();
    } catch (...) {    // what cannot be given back even now costs pages, nothing else
    }
    pages_->flush();
    written_ = false;
    header_.mark_closed(pages_->dbtime(), catalog_->highest_object_id().value(), now());
    header_.save(pages_->raw());
    if (log_) log_->detach(static_cast<std::uint8_t>(number_));
}

}  // namespace ese::inline v1::engine
