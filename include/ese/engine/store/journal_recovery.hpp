// journal_recovery.hpp — how a journal recovers: bodies of journal.
//
// Room:   store. Included by journal.hpp only.
// Gives:  reviving, one database during recovery; analyse, open_attached, recover.
// Holds:  see recovery.hpp, and for what becomes of the databases docs/decisions/0013.
#pragma once

#include <ese/engine/store/journal.hpp>

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
    void redo(bytes items, lsn record);
    void commit(std::uint32_t transaction) { ends_.commit(transaction); }
    // The log can be appended to again: what was begun is undone or finished.
    [[nodiscard]] recovered_database finish(log& records, recovery_report& report);
    [[nodiscard]] std::uint32_t highest_transaction() const noexcept { return ends_.highest_transaction(); }

private:
    reviving(detail::opened_database from, logged_database what, std::uint32_t page_size, cache_budget& budget);
    [[nodiscard]] static std::unique_ptr<file> open(file_system& files, const std::string& path);

    logged_database what_;
    database_header header_;
    std::shared_ptr<page_file> pages_;
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
      pages_{std::make_shared<page_file>(std::move(from.content), page_size, budget, page_file::access::read_write)}, redo_{*pages_}
{
    if (header_.identity() != what_.signature) throw failure{jet::error::attached_database_mismatch};
    const std::uint64_t there = pages_->raw().size() / page_size;
    if (there < 3) throw failure{jet::error::attached_database_mismatch};
    pages_->set_last_page(page_no{static_cast<std::uint32_t>(std::min<std::uint64_t>(there - 2, jet::page_number_max))});
    pages_->set_dbtime(std::max(header_.dbtime(), what_.time));
}

inline void journal::reviving::redo(bytes items, lsn record)
{
    change_reader reader{items};
    for (change_item item; reader.next(item);) {
        if (!item.is_note()) redo_.apply(item, record);
        ends_.take(item);
    }
}

inline recovered_database journal::reviving::finish(log& records, recovery_report& report)
{
    redo_.finish();
    report.changes_redone += redo_.applied();
    report.pages_repaired += redo_.repaired();
    ++report.databases;
    pages_->attach_log(records, what_.number);
    if (header_.is_clean()) {  // the end came just before it said dirty, or just after it said clean
        header_.mark_open(what_.number, now());
        header_.save(pages_->raw());
    }
    space_manager space{*pages_};
    ends_.tie(*pages_, space, report);
    pages_->set_last_page(space.last_owned_page());
    return {std::move(what_), std::move(header_), std::move(pages_)};
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
            if (to != files.end() && to->second->concerns(begin)) to->second->redo(content.subspan(1), begin);
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
        keep(one->finish(*log_, report_));
        next_transaction_ = std::max(next_transaction_, one->highest_transaction() + 1);
    }
    give_up_missing(found);
    settle(found, from.redo_from);
}

inline void journal::keep(recovered_database ready)
{
    const std::uint8_t number = ready.what.number;
    const std::lock_guard guard{files_mutex_};
    attached_.reserve(attached_.size() + 1);
    const auto& kept = recovered_.emplace(number, std::move(ready)).first->second;
    attached_.push_back({kept.what, kept.pages.get()});
}

// What is passed over once is not looked for again.
inline void journal::give_up_missing(const analysis& found)
{
    for (const auto& [number, what] : found.live)
        if (!recovered_.contains(number)) detach(number);
}

// The log names a file by where it lay: one that lies elsewhere now would not be found by the next recovery. All others wait for
// whoever attaches them. Were they killed again and again, the log would get longer each time, hence the bound.
inline void journal::settle(const analysis& found, lsn redo_from)
{
    for (const auto& [number, what] : found.live) {
        const auto one = recovered_.find(number);
        const bool stays = number != 0 && number <= jet::databases_max;
        if (one != recovered_.end() && (!stays || one->second.what.path != what.path)) rest(one->second);
    }
    redo_from_ = redo_from.value();
    if (recovered_.empty()) checkpoint();
    else if (log_->end().value() - redo_from_ > 2 * depth_max_) write_back(depth_max_);
}

}  // namespace ese::inline v1::engine
