// restore.hpp — from a backup to databases that are clean and need no log.
//
// Room:   store. Uses page, log, os. Why it is right: docs/decisions/0008.
// Gives:  restore_backup.
// Holds:  (1) a database has its name in the target only when it is complete and clean;
//         (2) every byte of the backup was compared with the manifest before anything is made of it;
//         (3) files in the backup are only read; nothing that was in the target is changed, but leftovers of an interrupted
//             restore.
// Locks:  none; nobody else uses these files.
#pragma once

#include <ese/engine/log/log_copy.hpp>
#include <ese/engine/store/backup_manifest.hpp>
#include <ese/engine/store/checkpoint_note.hpp>
#include <ese/engine/store/journal.hpp>
#include <ese/engine/store/parameters.hpp>

#include <algorithm>
#include <iterator>

namespace ese::inline v1::engine {

namespace detail {

class restore_run {
public:
    restore_run(file_system& files, std::string from, std::string to, jet::callback<void(const jet::recovery_progress&)> tell)
        : files_{files}, from_{std::move(from)}, to_{std::move(to)}, tell_{std::move(tell)}
    {
    }
    [[nodiscard]] recovery_report run();

private:
    // No instance that is in its right mind calls its log so.
    static constexpr std::string_view base_name = "~rs", unfinished = ".restoring";
    static constexpr std::uint64_t cache_bytes = 256 << 20;

    void look_at_backup();
    void make_target();
    void copy(const std::string& name, const std::string& to, const backup_manifest::content& expected, jet::error damaged);
    void copy_everything();
    void make_room(const backup_manifest::entry& one);
    [[nodiscard]] recovery_report recover();
    [[nodiscard]] parameters settings() const;
    void give_names();
    void remove_working_files();
    void remove_unfinished() noexcept;
    [[nodiscard]] std::string target(const backup_manifest::entry& one) const { return paths::joined(to_, one.name); }
    [[nodiscard]] std::string working(const backup_manifest::entry& one) const { return target(one) + std::string{unfinished}; }

    file_system& files_;
    const std::string from_, to_;
    const jet::callback<void(const jet::recovery_progress&)> tell_;
    backup_manifest backup_;
};

inline recovery_report restore_run::run()
{
    look_at_backup();
    make_target();
    try {
        copy_everything();
        const recovery_report report = recover();
        remove_working_files();
        give_names();
        return report;
    } catch (...) {
        remove_unfinished();
        throw;
    }
}

inline void restore_run::look_at_backup()
{
    if (!files_.is_directory(from_)) throw failure{jet::error::invalid_path};
    auto found = backup_manifest::load(files_, from_);
    if (!found) throw failure{jet::error::restore_of_non_backup_database};
    backup_ = std::move(*found);
    if (!files_.exists(paths::joined(from_, backup_names::log_of(backup_.set)))) throw failure{jet::error::missing_restore_log_files};
    for (const backup_manifest::entry& one : backup_.databases) {
        const bool plain = !one.name.empty() && one.name.find_first_of("/\\") == std::string::npos && one.name != "." && one.name != "..";
        if (!plain) throw failure{jet::error::restore_of_non_backup_database};
        if (!files_.exists(paths::joined(from_, backup_names::database_of(backup_.set, one.number)))) throw failure{jet::error::file_not_found};
    }
}

inline void restore_run::make_target()
{
    files_.create_directories(to_);
    for (const backup_manifest::entry& one : backup_.databases)
        if (files_.exists(target(one))) throw failure{jet::error::file_already_exists};
    remove_working_files();
}

// The log of a restore, and what lies beside one.
inline void restore_run::remove_working_files()
{
    constexpr std::string_view suffixes[] = {".eselog", ".esering", ".esechk", ".eseguard"};
    for (const std::string& name : files_.list(to_)) {
        const bool ours = name.starts_with(base_name) &&
                          std::any_of(std::begin(suffixes), std::end(suffixes), [&](std::string_view one) { return name.ends_with(one); });
        if (ours) files_.remove(paths::joined(to_, name));
    }
}

inline void restore_run::copy(const std::string& name, const std::string& to, const backup_manifest::content& expected, jet::error damaged)
{
    constexpr std::uint64_t piece_max = 1 << 20;
    const auto source = files_.open(paths::joined(from_, name), open_mode::read_only);
    if (source->size() != expected.size) throw failure{damaged};
    const auto made = files_.open(to, open_mode::create_always);
    std::vector<std::byte> buffer;
    backup_manifest::content seen;
    for (; seen.size < expected.size; seen.size += buffer.size()) {
        buffer.resize(static_cast<std::size_t>(std::min(piece_max, expected.size - seen.size)));
        source->read(seen.size, buffer);
        made->write(seen.size, buffer);
        seen.checksum = crc32c(buffer, seen.checksum);
    }
    if (seen != expected) throw failure{damaged};
    made->sync();
}

inline void restore_run::copy_everything()
{
    for (const backup_manifest::entry& one : backup_.databases) {
        copy(backup_names::database_of(backup_.set, one.number), working(one), one.file, jet::error::database_corrupted);
        make_room(one);
    }
    copy(backup_names::log_of(backup_.set), paths::joined(to_, segment_of_copy(base_name)), backup_.log_file,
         jet::error::log_corrupt_during_hard_restore);
}

// Pages the database got while it was copied: the log knows what is in them.
inline void restore_run::make_room(const backup_manifest::entry& one)
{
    const std::uint64_t size = (std::uint64_t{one.pages} + 2) * backup_.page_size;
    if (one.logged && size > one.file.size) files_.open(working(one), open_mode::read_write)->resize(size);
}

// What the start of an instance after a crash is, with the databases elsewhere.
inline recovery_report restore_run::recover()
{
    recovery_rules rules;
    rules.tell = tell_;
    std::vector<logged_database> attached;
    for (const backup_manifest::entry& one : backup_.databases) {
        if (!one.logged) continue;
        rules.moved[one.number] = working(one);
        attached.push_back({one.number, one.signature, working(one), one.attached, one.time});
    }
    store_checkpoint_of_copy(files_, to_, base_name, backup_.log, write_note(attached));

    const parameters values = settings();
    cache_budget budget{cache_bytes};
    journal log{files_, values, budget, rules};
    log.close();
    return log.report();
}

inline parameters restore_run::settings() const
{
    using p = jet::parameter;
    parameters values;
    for (const jet::error answer : {values.set(p::database_page_size, backup_.page_size, {}, false),
                                    values.set(p::log_file_path, 0, to_, false), values.set(p::base_name, 0, base_name, false),
                                    values.set(p::log_file_size, jet::describe(p::log_file_size)->min, {}, false)})
        if (answer != jet::error::success) throw failure{answer};
    return values;
}

inline void restore_run::give_names()
{
    for (const backup_manifest::entry& one : backup_.databases) files_.rename(working(one), target(one));
    files_.sync_directory(to_);
}

inline void restore_run::remove_unfinished() noexcept
{
    try {
        for (const backup_manifest::entry& one : backup_.databases)
            if (files_.exists(working(one))) files_.remove(working(one));
        remove_working_files();
    } catch (...) {  // the next restore to this place does it
    }
}

}  // namespace detail

// Both are absolute; the target is made when it is not there. JET_errInvalidPath: no such folder.
// JET_errRestoreOfNonBackupDatabase: no backup is in it, or only half of one. JET_errMissingRestoreLogFiles, JET_errFileNotFound:
// its log or a database is gone; JET_errLogCorruptDuringHardRestore, JET_errDatabaseCorrupted: it is damaged.
// JET_errFileAlreadyExists: the target has a file of a database's name. Nothing is left in the target then.
// `tell` hears how far the replay of its log is.
inline recovery_report restore_backup(file_system& files, std::string from, std::string to,
                                      jet::callback<void(const jet::recovery_progress&)> tell = {})
{
    return detail::restore_run{files, std::move(from), std::move(to), std::move(tell)}.run();
}

}  // namespace ese::inline v1::engine
