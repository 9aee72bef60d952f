// journal.hpp — the log of an instance at work: who is attached, what may be forgotten, and everything on disk in time.
//
// Room:   store. Uses txn, space, page, log, os.
// Gives:  journal: recover after a bad end; attach and detach databases; a housekeeper that flushes lazy commits, writes
//         pages back and moves the checkpoint; close.
// Holds:  (1) a database's changes are logged from before its file says dirty until after it says clean;
//         (2) the checkpoint never passes the first change of a page that is not on disk, nor of a transaction that may still
//             be undone or settled;
//         (3) a lazy commit is durable `lazy_most` later at the latest, unless the disk is slower than that.
// Locks:  files_mutex_ for the list of databases; the housekeeper holds it while it writes pages back, so a database stays
//         while it is worked on. It ranks above page latches and below the instance's mutex of databases.
#pragma once

#include <ese/engine/store/database_header.hpp>
#include <ese/engine/store/parameters.hpp>
#include <ese/engine/store/recovery.hpp>

#include <ese/engine/catalog/catalog.hpp>
#include <ese/engine/os/clock.hpp>
#include <ese/engine/os/path.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

namespace detail {
struct opened_database {
    std::unique_ptr<file> content;
    database_header header;

    opened_database(std::unique_ptr<file> opened, std::uint32_t page_size)
        : content{std::move(opened)}, header{database_header::load(*content, page_size)}
    {
    }
};
}  // namespace detail

class journal {
public:
    static constexpr std::chrono::milliseconds lazy_most{200};
    static constexpr lsn nothing_held{~std::uint64_t{0}};

    // Opens or makes the log. What an earlier run left unfinished is finished before anybody is let in.
    journal(file_system& files, const parameters& values, cache_budget& budget, const recovery_rules& rules = {});
    ~journal();  // like a crash, unless close() came first
    journal(const journal&) = delete;
    journal& operator=(const journal&) = delete;

    [[nodiscard]] const recovery_report& recovered() const noexcept { return report_; }
    [[nodiscard]] log& records() noexcept { return *log_; }

    // From now on the transactions of the domain are logged, and a thread of its own looks after the log.
    void start(transaction_domain& domain);
    void stop() noexcept;  // the thread ends; the log stays open

    // Before the file says dirty; durable on return.
    void attach(std::uint8_t number, std::uint32_t signature, std::string path, page_file& pages);
    // The file says clean, or nothing was changed.
    void detach(std::uint8_t number);
    // Nobody writes these pages any more; the log keeps what they need.
    void let_go(std::uint8_t number) noexcept;

    // While one lives, the log is kept from where a backup of the attached databases has to begin. One at a time.
    // JET_errBackupNotAllowedYet: a database was given up, and only recovery can bring it to rest.
    class hold;

    void flush() { log_->flush_to(log_->end()); }
    void checkpoint();  // as far as can be without writing pages
    void close();

private:
    struct attached_file {
        logged_database what;
        page_file* pages;
    };
    class reviving;  // one database during recovery

    class replay_meter;
    struct analysis;
    using revived = std::map<std::uint8_t, std::unique_ptr<reviving>>;

    [[nodiscard]] analysis analyse(const log::checkpoint& from, const recovery_rules& rules);
    [[nodiscard]] revived open_attached(const analysis& found, lsn redo_from, cache_budget& budget, const recovery_rules& rules);
    void recover(cache_budget& budget, const recovery_rules& rules);
    [[nodiscard]] std::vector<logged_database> attached() const;  // under files_mutex_
    [[nodiscard]] bool may_forget() const noexcept;               // under files_mutex_
    [[nodiscard]] lsn oldest_needed(lsn otherwise) const;         // under files_mutex_: where redo would have to begin
    [[nodiscard]] std::unique_ptr<page_guard> guard_of(std::uint8_t number, std::uint32_t signature) const;
    void move_checkpoint(lsn redo);                               // under files_mutex_
    void keep_house() noexcept;
    void write_back(std::uint64_t depth);

    file_system& files_;
    const std::string directory_, base_name_;    // of the files of the log
    const std::uint32_t page_size_;
    const std::uint64_t depth_max_;
    const bool circular_;
    std::optional<log> log_;
    recovery_report report_;
    std::uint32_t next_transaction_ = 1;
    transaction_domain* domain_ = nullptr;

    mutable std::mutex files_mutex_;
    std::vector<attached_file> attached_;   // under files_mutex_
    std::uint64_t redo_from_ = 0;           // under files_mutex_
    lsn held_from_ = nothing_held;          // under files_mutex_; what a backup needs begins there

    std::mutex wake_mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;                 // under wake_mutex_
    std::thread housekeeper_;
};

inline journal::journal(file_system& files, const parameters& values, cache_budget& budget, const recovery_rules& rules)
    : files_{files}, directory_{files.absolute(values.text(jet::parameter::log_file_path))},
      base_name_{values.text(jet::parameter::base_name)}, page_size_{values.page_size()},
      depth_max_{std::max<std::uint64_t>(values.number(jet::parameter::checkpoint_depth_max), 1 << 16)},
      circular_{values.number(jet::parameter::circular_log) != 0}
{
    log_settings settings;
    settings.directory = directory_;
    settings.base_name = base_name_;
    settings.segment_bytes = static_cast<std::uint32_t>(values.number(jet::parameter::log_file_size) * 1024);
    settings.circular = circular_;
    if (values.number(jet::parameter::create_path_if_not_exist) != 0) files.create_directories(settings.directory);
    log_.emplace(files, settings);
    if (log_->needs_replay()) recover(budget, rules);
    redo_from_ = log_->end().value();
}

inline journal::~journal() { stop(); }

inline void journal::start(transaction_domain& domain)
{
    domain_ = &domain;
    domain.attach_log(*log_, next_transaction_);
    housekeeper_ = std::thread{[this] { keep_house(); }};
}

inline void journal::stop() noexcept
{
    if (!housekeeper_.joinable()) return;
    {
        const std::lock_guard guard{wake_mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    housekeeper_.join();
}

inline void journal::attach(std::uint8_t number, std::uint32_t signature, std::string path, page_file& pages)
{
    std::array<std::byte, 5> head{static_cast<std::byte>(number)};
    store_le(head.data() + 1, signature);
    const std::lock_guard guard{files_mutex_};
    attached_.reserve(attached_.size() + 1);
    auto guard_file = guard_of(number, signature);
    const lsn at = log_->append(log_kind_attach, head, as_bytes_of(path));
    log_->flush_to(at);
    pages.attach_log(*log_, number);
    pages.protect(std::move(guard_file));
    attached_.push_back({{number, signature, std::move(path), at, 0}, &pages});
}

inline void journal::detach(std::uint8_t number)
{
    const std::array<std::byte, 1> content{static_cast<std::byte>(number)};
    log_->flush_to(log_->append(log_kind_detach, content));
    const std::lock_guard guard{files_mutex_};
    std::erase_if(attached_, [number](const attached_file& f) {
        if (f.what.number != number) return false;
        if (f.pages) f.pages->unprotect();
        return true;
    });
}

inline std::unique_ptr<page_guard> journal::guard_of(std::uint8_t number, std::uint32_t signature) const
{
    return std::make_unique<page_guard>(files_, page_guard::path_in(directory_, base_name_, number, signature), page_size_);
}

inline void journal::let_go(std::uint8_t number) noexcept
{
    const std::lock_guard guard{files_mutex_};
    for (attached_file& f : attached_)
        if (f.what.number == number) f.pages = nullptr;
}

// A database that was given up needs the log from where it is: nothing is forgotten until recovery has seen to it.
inline bool journal::may_forget() const noexcept
{
    return std::all_of(attached_.begin(), attached_.end(), [](const attached_file& f) { return f.pages != nullptr; });
}

inline std::vector<logged_database> journal::attached() const
{
    std::vector<logged_database> all;
    for (const attached_file& f : attached_) {
        all.push_back(f.what);
        if (f.pages) all.back().time = f.pages->dbtime();
    }
    return all;
}

class journal::hold {
public:
    explicit hold(journal& of) : journal_{of}
    {
        const std::lock_guard guard{of.files_mutex_};
        if (!of.may_forget()) throw failure{jet::error::backup_not_allowed_yet};
        const lsn end = of.log_->end();
        databases_ = of.attached();
        from_ = of.held_from_ = of.oldest_needed(of.domain_ ? of.domain_->oldest_logged(end) : end);
    }
    ~hold()
    {
        const std::lock_guard guard{journal_.files_mutex_};
        journal_.held_from_ = nothing_held;
    }
    hold(const hold&) = delete;
    hold& operator=(const hold&) = delete;

    [[nodiscard]] lsn from() const noexcept { return from_; }
    [[nodiscard]] const std::vector<logged_database>& databases() const noexcept { return databases_; }

private:
    journal& journal_;
    lsn from_{};
    std::vector<logged_database> databases_;
};

// ---- housekeeping

inline void journal::keep_house() noexcept
{
    std::unique_lock lock{wake_mutex_};
    while (!stopping_) {
        wake_.wait_for(lock, lazy_most / 2);
        lock.unlock();
        try {
            if (!log_->dead()) {
                if (log_->durable() < log_->end()) flush();
                if (log_->wants_next_segment()) log_->prepare_next_segment();
                write_back(depth_max_ / 4 * 3);
            }
        } catch (...) {  // whoever commits next meets the same accident and is told
        }
        lock.lock();
    }
}

// Once the log is that long behind the checkpoint, the pages changed longest ago are written, and the checkpoint follows.
inline void journal::write_back(std::uint64_t depth)
{
    const std::lock_guard guard{files_mutex_};
    const lsn end = log_->end();
    if (end.value() - redo_from_ < depth || !may_forget()) return;
    const lsn logged = domain_ ? domain_->oldest_logged(end) : end;
    const lsn target{end.value() - depth / 2};
    for (const attached_file& f : attached_) f.pages->flush_until(target);
    move_checkpoint(oldest_needed(logged));
}

inline lsn journal::oldest_needed(lsn otherwise) const
{
    for (const attached_file& f : attached_) otherwise = f.pages->oldest_change(otherwise);
    return otherwise;
}

inline void journal::move_checkpoint(lsn redo)
{
    log_->write_checkpoint({redo, write_note(attached())});
    redo_from_ = redo.value();
    log_->release_before(std::min(redo, held_from_));
}

inline void journal::checkpoint()
{
    const std::lock_guard guard{files_mutex_};
    if (!may_forget()) return;
    const lsn end = log_->end();
    move_checkpoint(oldest_needed(domain_ ? domain_->oldest_logged(end) : end));
}

inline void journal::close()
{
    stop();
    if (log_->dead()) return;
    flush();
    checkpoint();
    log_->close();
}

// ---- recovery

class journal::reviving {
public:
    reviving(file_system& files, logged_database what, std::uint32_t page_size, cache_budget& budget);

    // Pages that were being written when the end came are whole again. Returns how many were not.
    [[nodiscard]] std::uint32_t protect(std::unique_ptr<page_guard> guard, lsn redo_from)
    {
        const std::uint32_t restored = guard->restore(pages_->raw(), redo_from);
        pages_->protect(std::move(guard), redo_from);
        return restored;
    }
    [[nodiscard]] bool concerns(lsn record) const noexcept { return record >= what_.attached; }
    void redo(bytes items);
    void commit(std::uint32_t transaction) { ends_.commit(transaction); }
    // The log can be appended to again: what was begun is undone or finished, and the file says clean.
    void finish(log& records, recovery_report& report);
    [[nodiscard]] std::uint32_t highest_transaction() const noexcept { return ends_.highest_transaction(); }

private:
    reviving(detail::opened_database from, logged_database what, std::uint32_t page_size, cache_budget& budget);
    [[nodiscard]] static std::unique_ptr<file> open(file_system& files, const std::string& path);
    [[nodiscard]] std::uint32_t highest_object();

    logged_database what_;
    database_header header_;
    std::unique_ptr<page_file> pages_;
    page_redo redo_;
    loose_ends ends_;
};

inline std::unique_ptr<file> journal::reviving::open(file_system& files, const std::string& path)
{
    try {
        return files.open(path, open_mode::read_write);
    } catch (const failure& accident) {
        const bool gone = accident.code() == jet::error::file_not_found || accident.code() == jet::error::invalid_path;
        throw failure{gone ? jet::error::attached_database_mismatch : accident.code()};
    }
}

inline journal::reviving::reviving(file_system& files, logged_database what, std::uint32_t page_size, cache_budget& budget)
    : reviving{detail::opened_database{open(files, what.path), page_size}, std::move(what), page_size, budget}
{
}

inline journal::reviving::reviving(detail::opened_database from, logged_database what, std::uint32_t page_size, cache_budget& budget)
    : what_{std::move(what)}, header_{std::move(from.header)},
      pages_{std::make_unique<page_file>(std::move(from.content), page_size, budget, page_file::access::read_write)}, redo_{*pages_}
{
    if (header_.identity() != what_.signature) throw failure{jet::error::attached_database_mismatch};
    const std::uint64_t there = pages_->raw().size() / page_size;
    if (there < 3) throw failure{jet::error::attached_database_mismatch};
    pages_->set_last_page(page_no{static_cast<std::uint32_t>(std::min<std::uint64_t>(there - 2, jet::page_number_max))});
    pages_->set_dbtime(std::max(header_.dbtime(), what_.time));
}

inline void journal::reviving::redo(bytes items)
{
    change_reader reader{items};
    for (change_item item; reader.next(item);)
        if (!item.is_note()) redo_.apply(item);
    ends_.take(items);
}

inline void journal::reviving::finish(log& records, recovery_report& report)
{
    redo_.finish();
    report.changes_redone += redo_.applied();
    report.pages_repaired += redo_.repaired();
    ++report.databases;
    pages_->attach_log(records, what_.number);
    space_manager space{*pages_};
    ends_.tie(*pages_, space, report);
    pages_->set_last_page(space.last_owned_page());
    const std::uint32_t highest = highest_object();
    pages_->flush();
    header_.mark_closed(pages_->dbtime(), std::max(highest, header_.highest_object()), now());
    header_.save(pages_->raw());
    pages_->unprotect();
}

// The header lags behind; what the catalog knows has an id.
inline std::uint32_t journal::reviving::highest_object()
{
    transaction_domain domain{{}};
    space_manager space{*pages_};
    catalog names{domain, *pages_, space, header_.has_shadow_catalog() ? shadow_catalog::kept : shadow_catalog::absent};
    names.open(object_id{header_.highest_object()});
    session reader{domain};
    const read_scope scope{reader};
    std::uint32_t highest = header_.highest_object();
    for (const table_summary& one : names.tables(scope.get())) {
        const table_schema table = names.read_table(scope.get(), one.object);
        highest = std::max({highest, table.object.value(), table.long_values_object.value()});
        for (const index_schema& index : table.indexes) highest = std::max(highest, index.object.value());
    }
    return highest;
}

// Tells how far reading the log has come, every few megabytes.
class journal::replay_meter {
public:
    replay_meter(const recovery_rules& rules, jet::recovery_step step, lsn from, lsn to)
        : rules_{rules}, step_{step}, from_{from.value()}, total_{std::max(from, to).value() - from.value()}
    {
        tell(0);
    }
    void at(lsn position)
    {
        if (position.value() - from_ >= told_ + interval) tell(position.value() - from_);
    }
    void finish() { tell(total_); }

private:
    static constexpr std::uint64_t interval = 4 << 20;
    void tell(std::uint64_t done)
    {
        told_ = done;
        if (rules_.tell) rules_.tell({step_, done, total_});
    }

    const recovery_rules& rules_;
    const jet::recovery_step step_;
    const std::uint64_t from_, total_;
    std::uint64_t told_ = 0;
};

// What the log says of databases, up to its end.
struct journal::analysis {
    std::map<std::uint8_t, logged_database> live;
    std::set<std::uint8_t> changed;  // since they were attached
    lsn end{};

    void take(std::uint8_t kind, bytes content, lsn record_end)
    {
        end = record_end;
        if (content.empty()) return;
        const auto number = std::to_integer<std::uint8_t>(content[0]);
        if (kind == log_kind_attach && content.size() > 5) {
            const auto* text = reinterpret_cast<const char*>(content.data() + 5);
            live[number] = {number, load_le<std::uint32_t>(content.data() + 1), std::string(text, content.size() - 5), record_end, 0};
            changed.erase(number);
        } else if (kind == log_kind_changes) {
            changed.insert(number);
        } else if (kind == log_kind_detach) {
            live.erase(number);
        }
    }
};

inline journal::analysis journal::analyse(const log::checkpoint& from, const recovery_rules& rules)
{
    analysis found;
    found.end = from.redo_from;
    for (logged_database& one : read_note(from.note)) {
        found.changed.insert(one.number);
        found.live[one.number] = std::move(one);
    }
    replay_meter meter{rules, jet::recovery_step::scan, from.redo_from, from.redo_from};
    log_->scan(from.redo_from, [&](std::uint8_t kind, bytes content, lsn, lsn end) {
        ++report_.log_records;
        found.take(kind, content, end);
        meter.at(end);
    });
    return found;
}

inline journal::revived journal::open_attached(const analysis& found, lsn redo_from, cache_budget& budget, const recovery_rules& rules)
{
    revived files;
    for (auto [number, what] : found.live) {
        if (!rules.places.empty()) {
            const auto now = rules.places.find(what.path);
            if (now == rules.places.end() && !rules.others_stay) {
                ++report_.databases_missing;
                continue;
            }
            if (now != rules.places.end()) what.path = now->second;
        }
        if (!rules.moved.empty()) {
            const auto now = rules.moved.find(number);
            if (now == rules.moved.end()) throw failure{jet::error::attached_database_mismatch};
            what.path = now->second;
        }
        if (!files_.exists(what.path)) {
            // Attached when its creation failed, and never used: nothing is missing.
            if (!found.changed.contains(number)) continue;
            if (rules.ignore_missing) {
                ++report_.databases_missing;
                continue;
            }
        }
        auto& one = files[number] = std::make_unique<reviving>(files_, what, page_size_, budget);
        report_.pages_repaired += one->protect(guard_of(what.number, what.signature), std::max(redo_from, what.attached));
    }
    return files;
}

// Twice through the log: first to learn which databases are attached in the end, then to do their changes again.
inline void journal::recover(cache_budget& budget, const recovery_rules& rules)
{
    const log::checkpoint from = log_->read_checkpoint();
    const analysis found = analyse(from, rules);
    revived files = open_attached(found, from.redo_from, budget, rules);

    replay_meter redo{rules, jet::recovery_step::redo, from.redo_from, found.end};
    const lsn end = log_->replay(from.redo_from, [&](std::uint8_t kind, bytes content, lsn begin, lsn record_end) {
        if (kind == log_kind_changes && !content.empty()) {
            const auto to = files.find(std::to_integer<std::uint8_t>(content[0]));
            if (to != files.end() && to->second->concerns(begin)) to->second->redo(content.subspan(1));
        } else if (kind == log_kind_commit && content.size() == 4) {
            for (auto& [number, one] : files) one->commit(load_le<std::uint32_t>(content.data()));
        }
        redo.at(record_end);
    });
    redo.finish();
    report_.log_bytes = end.value() - std::min(end.value(), from.redo_from.value());
    report_.log_segments = static_cast<std::uint32_t>(log_->segment_count(from.redo_from, found.end));

    for (auto& [number, one] : files) {
        if (rules.tell) rules.tell({jet::recovery_step::undo, report_.databases, files.size()});
        one->finish(*log_, report_);
        next_transaction_ = std::max(next_transaction_, one->highest_transaction() + 1);
    }
    log_->write_checkpoint({log_->end(), write_note({})});
    log_->release_before(log_->end());
}

}  // namespace ese::inline v1::engine
