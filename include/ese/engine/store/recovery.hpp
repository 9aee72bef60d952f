// recovery.hpp — from the log of a run that ended badly to databases as if it had ended well.
//
// Room:   store. Uses txn, space, btree, page, log.
// Gives:  loose_ends: analyse, undo; recovery_rules; recovery_report.
// Holds:  (1) every change up to the end of the log is on its page after redo; then what never committed is undone, and what
//             committed but was never tidied up is tidied up;
//         (2) undoing is logged like everything else, so recovery may be cut anywhere and begun again; what one has finished is
//             no business of the next, though that reads the same log;
//         (3) databases that were detached since the checkpoint are not touched.
// Locks:  none. Nobody else is in the instance.
//
//   analyse   which databases are attached at the end; who committed; what is still to be undone, dropped, released
//   redo      changes of attached databases, in the order of the log
//   undo      changes of the unfinished, newest first; trees they made; pages that were taken or given up in mid-air
#pragma once

#include <ese/engine/page/page_redo.hpp>
#include <ese/engine/page/log_kinds.hpp>
#include <ese/engine/space/space_manager.hpp>
#include <ese/engine/store/checkpoint_note.hpp>
#include <ese/engine/txn/undo_note.hpp>
#include <ese/jet/durability.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ese::inline v1::engine {

using jet::recovery_report;

struct recovery_rules {
    bool ignore_missing = false;                  // a database that is not there is passed over; what was logged of it is lost
    std::map<std::uint8_t, std::string> moved{};  // where databases lie now, by number. Unless empty, no other path is opened
    std::map<std::string, std::string> places{};  // likewise, by the path that is logged. Others are passed over, but for the next one
    bool others_stay = false;
    jet::callback<void(const jet::recovery_progress&)> tell{};
};

// What analysis finds unfinished in one database, and how it is brought to rest.
class loose_ends {
public:
    void take(const change_item& item);  // in the order of the log
    void commit(std::uint32_t transaction);
    [[nodiscard]] std::uint32_t highest_transaction() const noexcept { return highest_; }

    // After redo. Everything it does is logged, and that it is done.
    void tie(page_file& pages, space_manager& space, recovery_report& report);

private:
    struct entry {
        page_no root;
        std::uint16_t kind;
        std::vector<std::byte> sort;
        friend auto operator<=>(const entry&, const entry&) = default;
    };
    struct tree_note {
        std::uint32_t transaction;
        page_no root, parent;
    };
    // Notes of one transaction, oldest first: one behind the other, for most go as they came, all at once.
    class note_stack {
    public:
        void push(bytes note)
        {
            content_.insert(content_.end(), note.begin(), note.end());
            ends_.push_back(content_.size());
        }
        [[nodiscard]] bool empty() const noexcept { return ends_.empty(); }
        [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
        [[nodiscard]] bytes operator[](std::size_t i) const noexcept
        {
            const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
            return bytes{content_}.subspan(begin, ends_[i] - begin);
        }
        [[nodiscard]] bytes back() const noexcept { return (*this)[ends_.size() - 1]; }
        void pop_back()
        {
            ends_.pop_back();
            content_.resize(ends_.empty() ? 0 : ends_.back());
        }

    private:
        std::vector<std::byte> content_;
        std::vector<std::size_t> ends_;
    };

    void take_note(const change_item& item);
    void undone(std::uint32_t transaction);
    void destroyed(page_no root);
    void forget_all() noexcept;
    void undo(page_file& pages, space_manager& space, const logged_change& c);
    void remove_if_dead(page_file& pages, space_manager& space, const entry& where);
    void destroy(space_manager& space, const tree_note& t);
    [[nodiscard]] bool is_there(page_no root) const { return !destroyed_.contains(root); }
    [[nodiscard]] static entry entry_of(const logged_change& c) { return {c.root, c.tree_kind, {c.sort.begin(), c.sort.end()}}; }

    std::map<std::uint32_t, note_stack> open_;         // changes of transactions that did not commit
    std::set<std::uint32_t> committed_;
    std::set<entry> dead_;                             // entries that may be marked deleted with nobody left to take them away
    std::vector<tree_note> made_, drops_;
    std::set<page_no> destroyed_;
    std::map<page_no, page_no> taken_, retired_;       // page -> owner: allocated but not used yet; out of its tree but not released
    std::uint32_t highest_ = 0;
};

inline void loose_ends::take(const change_item& item)
{
    if (item.is_note()) take_note(item);
    else if (item.kind != static_cast<std::uint8_t>(change_kind::retire)) taken_.erase(item.page);
}

inline void loose_ends::take_note(const change_item& item)
{
    const auto u32 = [&](std::size_t i) {
        if (item.body.size() < 4 * (i + 1)) throw failure{jet::error::log_file_corrupt};
        return load_le<std::uint32_t>(item.body.data() + 4 * i);
    };
    switch (item.kind) {
    case note_kind::change: {
        const logged_change c = read_change_note(item.body);
        open_[c.transaction].push(item.body);
        highest_ = std::max(highest_, c.transaction);
        break;
    }
    case note_kind::undone: undone(u32(0)); break;
    case note_kind::new_tree:
        made_.push_back({u32(0), page_no{u32(1)}, page_no{u32(2)}});
        destroyed_.erase(page_no{u32(1)});
        highest_ = std::max(highest_, u32(0));
        break;
    case note_kind::hollow:
        if (item.body.size() < 6) throw failure{jet::error::log_file_corrupt};
        dead_.insert({page_no{u32(0)}, load_le<std::uint16_t>(item.body.data() + 4), {item.body.begin() + 6, item.body.end()}});
        break;
    case note_kind::dropping: drops_.push_back({u32(0), page_no{u32(1)}, page_no{u32(2)}}); break;
    case note_kind::destroyed: destroyed(page_no{u32(0)}); break;
    case note_kind::allocated: taken_[page_no{u32(1)}] = page_no{u32(0)}; break;
    case note_kind::released:
        taken_.erase(page_no{u32(0)});
        retired_.erase(page_no{u32(0)});
        break;
    case note_kind::retired: retired_[page_no{u32(1)}] = page_no{u32(0)}; break;
    case note_kind::recovered: forget_all(); break;
    default: throw failure{jet::error::log_file_corrupt};
    }
}

// An earlier recovery came to its end here: what it undid is not undone once more, for the keys and pages may have new owners.
inline void loose_ends::forget_all() noexcept
{
    open_.clear();
    committed_.clear();
    dead_.clear();
    made_.clear();
    drops_.clear();
    destroyed_.clear();
    taken_.clear();
    retired_.clear();
}

// Whatever is known of the tree is done with: the page may become the root of another one.
inline void loose_ends::destroyed(page_no root)
{
    destroyed_.insert(root);
    for (std::vector<tree_note>* notes : {&made_, &drops_}) std::erase_if(*notes, [root](const tree_note& t) { return t.root == root; });
    for (auto* pages : {&taken_, &retired_}) std::erase_if(*pages, [root](const auto& each) { return each.second == root; });
    std::erase_if(dead_, [root](const entry& e) { return e.root == root; });
}

// The latest change that still stands is the one that was undone.
inline void loose_ends::undone(std::uint32_t transaction)
{
    const auto found = open_.find(transaction);
    if (found == open_.end() || found->second.empty()) return;  // made and undone before the log that is left
    const logged_change c = read_change_note(found->second.back());
    if (c.kind == change::inserted || c.kind == change::revived) dead_.insert(entry_of(c));
    found->second.pop_back();
}

inline void loose_ends::commit(std::uint32_t transaction)
{
    committed_.insert(transaction);
    highest_ = std::max(highest_, transaction);
    const auto found = open_.find(transaction);
    if (found == open_.end()) return;
    for (std::size_t i = 0; i < found->second.size(); ++i)
        if (const logged_change c = read_change_note(found->second[i]); c.kind == change::erased) dead_.insert(entry_of(c));
    open_.erase(found);
}

namespace detail {
// A tree opened for the time of one repair.
struct opened_tree {
    std::unique_ptr<page_source> source;
    tree rows;

    opened_tree(page_file& pages, space_manager& space, page_no root, std::uint32_t kind)
        : source{space.source_for(root)}, rows{pages, {root, object_of(pages, root), kind}, *source}
    {
    }
    [[nodiscard]] static object_id object_of(page_file& pages, page_no root)
    {
        return look_at(pages, root, nullptr, [](const read_page& page) { return page.view().object(); });
    }
};
}  // namespace detail

inline void loose_ends::tie(page_file& pages, space_manager& space, recovery_report& report)
{
    for (auto& [transaction, notes] : open_) {
        report.transactions_undone += notes.empty() ? 0 : 1;
        for (; !notes.empty(); notes.pop_back(), ++report.changes_undone) undo(pages, space, read_change_note(notes.back()));
    }
    for (auto it = made_.rbegin(); it != made_.rend(); ++it)
        if (it->transaction != 0 && !committed_.contains(it->transaction)) destroy(space, *it);
    for (const entry& where : dead_) remove_if_dead(pages, space, where);
    for (const tree_note& d : drops_)
        if (committed_.contains(d.transaction)) destroy(space, d);
    for (const auto& lost : {taken_, retired_})
        for (const auto& [page, owner] : lost)
            if (is_there(owner)) space.release_page(owner, page);
    space.give_back_late();
    pages.log_note(note_kind::recovered, {});
}

inline void loose_ends::undo(page_file& pages, space_manager& space, const logged_change& c)
{
    if (!is_there(c.root)) return;
    detail::opened_tree t{pages, space, c.root, c.tree_kind};
    change_buffer note;
    write_undone_note(note, c.transaction);
    row_buffer before;
    if (has_old_data(c.kind) || c.kind == change::added) {
        leaf_place place = t.rows.latch(c.sort);
        if (!place.at.exact) throw failure{jet::error::database_corrupted};
        c.data_before(place.node().data, before);
        place.page.release();
        place = t.rows.latch_to_replace(c.sort, before.size());
        // What was revived may have been erased by the same transaction: the node stays for that to be undone, too.
        const bool was_deleted = c.kind == change::revived;
        place.page.replace(place.at.index, was_deleted ? node_flag::deleted : 0, before.view(), note.view());
        if (was_deleted) dead_.insert(entry_of(c));
        return;
    }
    leaf_place place = t.rows.latch(c.sort);
    if (!place.at.exact) return;
    if (c.kind == change::erased) return place.page.set_flags(place.at.index, 0, note.view());
    place.page.set_flags(place.at.index, node_flag::deleted, note.view());
    t.rows.remove_at(std::move(place), c.sort);
}

inline void loose_ends::remove_if_dead(page_file& pages, space_manager& space, const entry& where)
{
    if (!is_there(where.root)) return;
    detail::opened_tree t{pages, space, where.root, where.kind};
    leaf_place place = t.rows.latch(where.sort);
    if (place.at.exact && place.node().deleted()) return t.rows.remove_at(std::move(place), where.sort);
    const bool empty = place.page.view().node_count() == 0 && !place.page.view().is_root();
    place.page.release();
    if (empty) t.rows.remove_empty_leaf(where.sort);
}

// Parents take their children's space along only if those are gone: children first, that is, last made first.
inline void loose_ends::destroy(space_manager& space, const tree_note& t)
{
    if (!is_there(t.root) || !is_there(t.parent)) return;
    space.destroy_tree(t.root, t.parent);
    destroyed_.insert(t.root);
}

}  // namespace ese::inline v1::engine
