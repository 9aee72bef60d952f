// journal.hpp — the log of an instance at work: who is attached, what may be forgotten, and everything on disk in time.
//
// Room:   store. Uses txn, space, page, log, os.
// Gives:  journal: recover after a bad end, and keep what was recovered until somebody wants it; attach and detach databases; a
//         housekeeper that flushes lazy commits, writes pages back and moves the checkpoint; close.
// Holds:  (1) a database's changes are logged from before its file says dirty until after it says clean;
//         (2) the checkpoint never passes the first change of a page that is not on disk, nor of a transaction that may still
//             be undone or settled, or whose end is not durable;
//         (3) a lazy commit is durable `lazy_most` later at the latest, unless the disk is slower than that.
// Locks:  files_mutex_ for the list of databases; the housekeeper holds it while it writes pages back, so a database stays
//         while it is worked on. It ranks above page latches and below the instance's mutex of databases, which covers the
//         recovered ones.
#pragma once

#include <ese/engine/store/database_header.hpp>
#include <ese/engine/store/parameters.hpp>
#include <ese/engine/store/recovered_database.hpp>
#include <ese/engine/store/recovery.hpp>

#include <ese/engine/os/clock.hpp>
#include <ese/engine/os/path.hpp>
#include <ese/jet/limits.hpp>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

class journal {
public:
    static constexpr std::chrono::milliseconds lazy_most{200};
    static constexpr lsn nothing_held{~std::uint64_t{0}};

    // Opens or makes the log. What an earlier run left unfinished is finished before anybody is let in, in memory.
    journal(file_system& files, const parameters& values, cache_budget& budget, const recovery_rules& rules = {});
    ~journal();  // like a crash, unless close() came first
    journal(const journal&) = delete;
    journal& operator=(const journal&) = delete;

    [[nodiscard]] const recovery_report& report() const noexcept { return report_; }
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

    // Databases that recovery has opened and nobody has attached yet: their numbers are taken and their files locked, and a crash
    // is one more recovery. One caller at a time.
    [[nodiscard]] recovered_database* recovered_at(const std::string& path) noexcept;    // null: none
    [[nodiscard]] bool holds(std::uint32_t number) const noexcept { return recovered_.contains(static_cast<std::uint8_t>(number)); }
    // Somebody goes on with its pages, and will detach it.
    void hand_over(std::uint8_t number) noexcept { recovered_.erase(number); }
    // Closes its file, and lets go of it. When that fails, it is kept. Whatever writing files may meet.
    void rest(recovered_database& one);
    // All of them, though one may fail. False: there were none.
    bool rest_all();

    // While one lives, the log is kept from where a backup of the attached databases has to begin. One at a time.
    // JET_errBackupNotAllowedYet: a database was given up, and only recovery can bring it to rest.
    class hold;

    void flush() { log_->flush_to(log_->end()); }
    void checkpoint();  // as far as can be without writing pages
    void close();       // all recovered databases too

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
    void keep(recovered_database ready);
    void give_up_missing(const analysis& found);
    void settle(const analysis& found, lsn redo_from);
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
    std::map<std::uint8_t, recovered_database> recovered_;    // by number
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
    else redo_from_ = log_->end().value();
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
    const std::lock_guard guard{files_mutex_};  // a checkpoint behind the record must not name the database
    log_->flush_to(log_->append(log_kind_detach, content));
    std::erase_if(attached_, [number](const attached_file& f) {
        if (f.what.number != number) return false;
        if (f.pages) f.pages->unprotect();
        return true;
    });
}

inline recovered_database* journal::recovered_at(const std::string& path) noexcept
{
    const auto found = std::find_if(recovered_.begin(), recovered_.end(), [&](const auto& one) { return one.second.what.path == path; });
    return found == recovered_.end() ? nullptr : &found->second;
}

inline void journal::rest(recovered_database& one)
{
    const std::uint8_t number = one.what.number;
    one.close();
    detach(number);
    recovered_.erase(number);
}

inline bool journal::rest_all()
{
    if (recovered_.empty()) return false;
    std::exception_ptr first;
    for (auto next = recovered_.begin(); next != recovered_.end();) {
        recovered_database& one = (next++)->second;
        try {
            rest(one);
        } catch (...) {
            if (!first) first = std::current_exception();
        }
    }
    if (first) std::rethrow_exception(first);
    return true;
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

// Who had ended when `redo` was found is not looked for behind it: that he committed, or how he was undone, must be durable.
inline void journal::move_checkpoint(lsn redo)
{
    flush();
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
    (void)rest_all();
    if (log_->dead()) return;
    flush();
    checkpoint();
    log_->close();
}

}  // namespace ese::inline v1::engine

#include <ese/engine/store/journal_recovery.hpp>
