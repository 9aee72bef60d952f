// durability.hpp — words about what is on disk: ids of commits, what a backup is asked for, what recovery did.
//
// Room:   jet. Uses callback, durations, error.
// Gives:  commit_id, durable_notice; recovery_report, recovery_progress; backup_status; version_store_use; slow_notice; notices,
//         the functions an instance calls back.
#pragma once

#include <ese/jet/callback.hpp>
#include <ese/jet/durations.hpp>
#include <ese/jet/error.hpp>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace ese::inline v1::jet {

// Where the record of a commit ends in the log of its instance (JET_COMMIT_ID). A later commit has a greater one, also after a
// restart. The default, 0, stands for a commit that had nothing to log, and is smaller than all others.
class commit_id {
public:
    constexpr commit_id() noexcept = default;
    explicit constexpr commit_id(std::uint64_t value) noexcept : value_{value} {}
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return value_; }
    friend constexpr auto operator<=>(commit_id, commit_id) noexcept = default;

private:
    std::uint64_t value_ = 0;
};

// JET_paramDurableCommitCallback.
struct durable_notice {
    commit_id up_to{};                // this commit and all with smaller ids are on disk
    bool log_unavailable = false;     // the log is dead: what is not durable yet is in doubt until the next start
};

// What the start of an instance found in its log, and did. All zero: it had been ended in order, or has no log.
struct recovery_report {
    std::uint64_t log_bytes = 0;              // read
    std::uint32_t log_segments = 0;           // files they lay in
    std::uint64_t log_records = 0;
    std::uint64_t changes_redone = 0;         // on pages
    std::uint64_t changes_undone = 0;         // of unfinished transactions
    std::uint32_t transactions_undone = 0;
    std::uint32_t pages_repaired = 0;         // were half written or had a flipped bit
    std::uint32_t databases = 0;              // recovered
    std::uint32_t databases_missing = 0;      // passed over, as init_option::ignore_missing_database asks
};

enum class recovery_step : std::uint8_t { scan, redo, undo };   // reads the log, reads it again and changes pages, undoes

struct recovery_progress {
    recovery_step step{};
    std::uint64_t done = 0, total = 0;        // bytes of log; of undo: databases. `total` is known once scan is done, 0 before
};

// Where recovery finds a database that lay elsewhere when it was logged (JET_RSTMAP).
struct moved_database {
    std::string from{}, to{};
};

// JET_PFNSTATUS of a backup: pages copied so far and in all. Called on the thread that makes the backup, holding nothing; false
// stops it.
using backup_status = callback<bool(std::uint64_t done, std::uint64_t total)>;

struct version_store_use {
    std::uint64_t buckets = 0, buckets_max = 0;
};

// What an instance waits for: four things done to a file, and a commit that waits until its log is on disk.
enum class slow_operation : std::uint8_t { read, write, sync, resize, commit };

struct slow_notice {
    slow_operation what{};
    std::string_view path{};                  // the file, or the folder that was synced; of a commit empty. Only during the call
    std::chrono::nanoseconds took{};
    error result{};                           // what it ended with
};

// What an instance tells while it works. Set before init; what is empty is not called.
//
// They are called in the middle of the engine's work, by any of its threads or its callers', also by several at once. They must
// not throw, must not call the engine and should return soon: others wait for the log or a page meanwhile.
struct notices {
    callback<void(const durable_notice&)> durable{};            // after each sync, before any commit it made durable returns
    callback<void(const recovery_progress&)> recovering{};      // by init, on its thread: each step, and every 4 MiB of log
    callback<void(const version_store_use&)> version_store{};   // more than JET_paramPreferredVerPages are in use, again
    callback<void(const slow_notice&)> slow{};                  // it took `slow_from` or longer, and is over
    std::chrono::nanoseconds slow_from{};                       // without `slow` no clock is read
};

}  // namespace ese::inline v1::jet
