// session.hpp — one session's transaction: levels, snapshot, undo list, and who must hear of a rollback.
//
// Room:   txn. Uses version, log, base.
// Gives:  session; implicit_transaction and read_scope for calls that may find it at level 0.
// Holds:  (1) the snapshot is taken by the outermost begin and lasts until level 0;
//         (2) a savepoint is a length of the undo list: rolling back undoes what lies behind it, newest first;
//         (3) a key changed inside a level that was rolled back stays claimed until level 0;
//         (4) a transaction that changed nothing leaves no trace.
// Locks:  none. One thread at a time is in a session: the rooms above see to that.
#pragma once

#include <ese/engine/base/contracts.hpp>
#include <ese/engine/txn/domain.hpp>
#include <ese/engine/txn/undo_note.hpp>

#include <array>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

// Something a session tells about the fate of its levels: a cursor.
class session_guest {
public:
    virtual void rolled_back(int level) noexcept = 0;  // that level was undone
    virtual void committed(int level) noexcept = 0;    // that level became part of the one below

protected:
    session_guest() = default;
    ~session_guest() = default;
    session_guest(const session_guest&) = default;
    session_guest& operator=(const session_guest&) = default;
};

enum class durability { durable, lazy };  // lazy: survives the process at once, power loss a little later

class session {
public:
    static constexpr int levels_max = 7;
    struct mark {
        std::size_t undo_size = 0;
        version* last = nullptr;  // newest version then
    };

    explicit session(transaction_domain& domain) : domain_{domain}, arena_{domain.stock()} { domain.enroll(slot_); }
    ~session()
    {
        ESE_EXPECTS(level_ == 0);
        domain_.dismiss(slot_);
    }
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    [[nodiscard]] transaction_domain& domain() const noexcept { return domain_; }
    [[nodiscard]] int level() const noexcept { return level_; }
    [[nodiscard]] bool read_only() const noexcept { return level_ != 0 && read_only_; }
    [[nodiscard]] bool has_changes() const noexcept { return writing_ != nullptr; }
    [[nodiscard]] stamp snapshot() const noexcept { return snapshot_; }  // at level > 0, or inside a read_scope
    [[nodiscard]] view reading() const noexcept { return {snapshot_, writing_}; }
    // Moves on with every change this session makes, and with every one it undoes.
    [[nodiscard]] std::uint64_t changes() const noexcept { return changes_; }
    // Moves on whenever something is undone, by a rollback or because a call failed half-way.
    [[nodiscard]] std::uint64_t undos() const noexcept { return undos_; }

    void begin(bool read_only) noexcept
    {
        ESE_EXPECTS(level_ < levels_max);
        if (level_ == 0) {
            snapshot_ = domain_.take_snapshot(slot_);
            read_only_ = read_only;
        }
        marks_[static_cast<std::size_t>(level_++)] = savepoint();
    }
    // One level into the one below; from level 1, everything is logged, made durable unless it may be lazy, and published.
    // When the log fails the level stays open, and whether the commit is in the log is unknown.
    void commit(durability how = durability::durable)
    {
        ESE_EXPECTS(level_ > 0);
        if (level_ == 1) {
            log_commit(how);
            publish();
        }
        const int was = level_--;
        if (level_ == 0) transaction_domain::drop_snapshot(slot_);
        for (session_guest* guest : guests_) guest->committed(was);
        if (level_ == 0 && last_size_ != 0) tidy();
    }
    // The innermost level is undone. An accident on the way leaves the level open and what is left undone.
    void rollback()
    {
        ESE_EXPECTS(level_ > 0);
        const log::undoing finds_room{domain_.journal()};
        undo_to(marks_[static_cast<std::size_t>(level_ - 1)].undo_size, level_ > 1);
        if (level_ == 1) forget();
        const int was = level_--;
        if (level_ == 0) transaction_domain::drop_snapshot(slot_);
        for (session_guest* guest : guests_) guest->rolled_back(was);
    }

    // What `bit` stands for is closed in the middle of a transaction: its trees must stay until that ends.
    void leave(std::uint32_t bit) noexcept
    {
        ESE_EXPECTS(level_ > 0);
        const std::uint64_t now = slot_.stamp.load(std::memory_order_relaxed);
        slot_.left = bit | (slot_.left_at == now ? slot_.left : 0);
        slot_.left_at = now;
    }

    // Gives up without touching pages: for sessions whose database is given up, too.
    void abandon() noexcept
    {
        for (version* v = writing_ ? writing_->first : nullptr; v; v = v->next_of_owner) (void)domain_.versions().unlink(*v);
        undo_.clear();
        claims_.clear();
        drop_versions(nullptr);
        if (writing_) writing_->actions.clear();
        if (writing_) domain_.recycle(*std::exchange(writing_, nullptr));
        transaction_domain::drop_snapshot(slot_);
        level_ = 0;
    }
    // A rollback met an accident: what is on the pages may be half undone, and the instance must not go on.
    [[nodiscard]] bool broken() const noexcept { return broken_; }
    void set_broken() noexcept { broken_ = true; }

    // Commits say `durable` unless either the caller or the session allows `lazy`.
    void set_default_durability(durability how) noexcept { default_durability_ = how; }
    [[nodiscard]] lsn last_commit() const noexcept { return last_commit_; }  // position of the latest commit record; 0: none

    // A savepoint without a level, for a call of several steps that must leave no trace when one fails: claims go as well.
    // No level may have ended in between.
    [[nodiscard]] mark savepoint() const noexcept { return {undo_.size(), writing_ ? writing_->last : nullptr}; }
    void roll_back_to(mark m)
    {
        const log::undoing finds_room{domain_.journal()};
        undo_to(m.undo_size, false);
        drop_versions(m.last);
    }

    void enlist(session_guest& guest) { guests_.push_back(&guest); }
    void delist(session_guest& guest) noexcept { std::erase(guests_, &guest); }
    void add_action(std::unique_ptr<transaction_action> action)
    {
        prepare_change(0, 0);
        writing_->actions.push_back(std::move(action));
        undo_.push_back({.action = writing_->actions.back().get()});
    }

    // For versioned trees. Room for one version: may fail, and has changed nothing then. No page is latched: making room
    // cleans up, and that latches any page.
    void prepare_change(std::size_t key_size, std::size_t image_size)
    {
        if (try_prepare_change(key_size, image_size)) return;
        domain_.clean_up_all();
        if (!try_prepare_change(key_size, image_size)) throw failure{jet::error::version_store_out_of_memory};
    }
    // The same for who has a page latched. False: there is room only after a clean-up.
    [[nodiscard]] bool try_prepare_change(std::size_t key_size, std::size_t image_size)
    {
        ESE_EXPECTS(level_ > 0);
        if (!writing_) writing_ = domain_.open_transaction();
        if (undo_.size() == undo_.capacity()) undo_.reserve(std::max<std::size_t>(64, undo_.size() * 2));
        return arena_.reserve(version_arena::size_of(key_size, image_size));
    }
    // Room for a claim's becoming a change.
    [[nodiscard]] bool try_prepare_change() { return try_prepare_change(0, 0); }
    // Owes one of these.
    version& keep(version_home& home, bytes key, std::uint64_t hash, bytes image, change kind, entry_hint at) noexcept
    {
        version* const v = arena_.make(key, image);
        v->home = &home;
        v->hash = hash;
        v->owner = writing_;
        v->kind = kind;
        put_hint(*v, at);
        (writing_->last ? writing_->last->next_of_owner : writing_->first) = v;
        writing_->last = v;
        undo_.push_back({.changed = v});
        ++changes_;
        domain_.versions().link(*v);
        return *v;
    }
    // The change of what was claimed before. Undone, it leaves the claim to the step that made it.
    version& keep_claimed(version& claim, entry_hint at) noexcept
    {
        put_hint(claim, at);
        undo_.push_back({.changed = &claim, .of_claim = true});
        ++changes_;
        domain_.versions().replaces(claim);
        return claim;
    }

    // What the log must know to undo the change; empty without a log. Valid until the next note. Owes prepare_change.
    [[nodiscard]] bytes note_change(const tree_shape& tree, change kind, bytes sort, bytes old = {}, const difference* kept = nullptr)
    {
        if (!domain_.journal()) return {};
        if (writing_->log_id == 0) domain_.enter_log(*writing_, slot_);
        note_.clear();
        write_change_note(note_, writing_->log_id, tree, kind, sort, old, kept);
        return note_.view();
    }
    [[nodiscard]] bytes note_undone()
    {
        if (!domain_.journal() || writing_->log_id == 0) return {};
        note_.clear();
        write_undone_note(note_, writing_->log_id);
        return note_.view();
    }
    // The same in a record of its own, for a change whose page is nobody's any more.
    void log_undone(page_file& file)
    {
        std::array<std::byte, 4> raw;
        store_le(raw.data(), writing_->log_id);
        if (domain_.journal() && writing_->log_id != 0) file.log_note(note_kind::undone, raw);
    }
    // The number under which the log knows the running transaction; 0 without a log.
    [[nodiscard]] std::uint32_t logged_as()
    {
        if (!domain_.journal()) return 0;
        prepare_change(0, 0);
        if (writing_->log_id == 0) domain_.enter_log(*writing_, slot_);
        return writing_->log_id;
    }

    // Before a change that has no version and no undo: the commit makes it durable like all others. No page is latched.
    void prepare_lasting_change()
    {
        (void)logged_as();
        ++changes_;
    }

private:
    friend class read_scope;
    struct undo_step {
        version* changed = nullptr;
        transaction_action* action = nullptr;
        bool of_claim = false;    // `changed` was a claim before, and is one again
    };

    static void put_hint(version& v, entry_hint at) noexcept
    {
        v.leaf = at.leaf;
        v.index = at.index;
        v.page_version = at.version;
    }
    void log_commit(durability how)
    {
        if (!writing_ || writing_->log_id == 0) return;
        for (const auto& action : writing_->actions) action->committing(*this);
        std::array<std::byte, 4> id;
        store_le(id.data(), writing_->log_id);
        last_commit_ = domain_.journal()->append(log_kind_commit, id);
        if (how == durability::durable && default_durability_ == durability::durable) domain_.journal()->flush_to(last_commit_);
    }
    void publish() noexcept
    {
        last_size_ = undo_.size();
        claims_.clear();
        if (!writing_) return;
        const bool left_nothing = !writing_->first && writing_->actions.empty() && writing_->log_id == 0;
        if (left_nothing) return domain_.recycle(*std::exchange(writing_, nullptr));
        const stamp at = domain_.publish(*writing_);
        for (const auto& action : writing_->actions) action->committed(at);
        writing_ = nullptr;
        slot_.first_logged.store(0, std::memory_order_release);
        undo_.clear();
    }
    // Each commit cleans up about twice what it left, so that the store never grows without a reason.
    void tidy() noexcept
    {
        try {
            domain_.clean_up(64 + 2 * last_size_);
        } catch (...) {  // stays for the next one who tries; closing the database reports it
        }
    }
    void undo_to(std::size_t size, bool keep_claims)
    {
        ++changes_;
        ++undos_;
        if (keep_claims) claims_.reserve(claims_.size() + undo_.size() - size);
        while (undo_.size() > size) undo_.resize(undo_.size() - undo_last(size, keep_claims));
    }
    // How many steps that was.
    [[nodiscard]] std::size_t undo_last(std::size_t down_to, bool keep_claims)
    {
        const undo_step step = undo_.back();
        if (step.action) {
            step.action->undo();
            std::erase_if(writing_->actions, [&](const auto& owned) { return owned.get() == step.action; });
            return 1;
        }
        // A claim and its change, one after the other, are undone as one.
        const bool both = step.of_claim && undo_.size() - down_to >= 2 && undo_[undo_.size() - 2].changed == step.changed;
        const bool claim_stays = keep_claims || (step.of_claim && !both);
        const bool only_claims = step.changed->kind == change::locked || step.changed->kind == change::shared;
        if (!claim_stays || !only_claims) step.changed->home->undo(*step.changed, *this, claim_stays);
        if (keep_claims && (both || !step.of_claim)) claims_.push_back(step.changed);
        return both ? 2 : 1;
    }
    // After everything at level 1 was undone: the claims of inner levels go, too, oldest first: a row's index entries were
    // undone before the row itself, and nobody should get the row while its entries are still claimed.
    void forget()
    {
        for (std::size_t i = 0; i < claims_.size(); ++i)
            if (version* const claim = std::exchange(claims_[i], nullptr)) claim->home->undo(*claim, *this, false);
        claims_.clear();
        if (!writing_) return;
        drop_versions(nullptr);
        slot_.first_logged.store(0, std::memory_order_release);
        domain_.recycle(*std::exchange(writing_, nullptr));
    }
    // Gives back the versions younger than `last`; they are in no chain any more.
    void drop_versions(version* last) noexcept
    {
        if (!writing_) return;
        version* v = std::exchange(last ? last->next_of_owner : writing_->first, nullptr);
        writing_->last = last;
        while (v) version_arena::give_back(std::exchange(v, v->next_of_owner));
    }

    transaction_domain& domain_;
    snapshot_slot slot_;
    stamp snapshot_{};
    durability default_durability_ = durability::durable;
    lsn last_commit_{};
    change_buffer note_;
    std::uint64_t changes_ = 0;
    std::uint64_t undos_ = 0;
    int level_ = 0;
    bool read_only_ = false;
    bool broken_ = false;
    std::size_t last_size_ = 0;       // changes of the last commit
    transaction* writing_ = nullptr;  // from the first change on
    std::array<mark, levels_max> marks_{};
    std::vector<undo_step> undo_;
    std::vector<version*> claims_;    // versions of undone levels: still in their chains
    std::vector<session_guest*> guests_;
    version_arena arena_;
};

// What a call reads. At level 0 it takes a snapshot for as long as it lives; at a higher level it is the transaction's.
class read_scope {
public:
    explicit read_scope(session& s) noexcept : session_{s}, own_{s.level() == 0}
    {
        if (own_) s.snapshot_ = s.domain_.take_snapshot(s.slot_);
    }
    ~read_scope()
    {
        if (own_) transaction_domain::drop_snapshot(session_.slot_);
    }
    read_scope(const read_scope&) = delete;
    read_scope& operator=(const read_scope&) = delete;

    [[nodiscard]] view get() const noexcept { return session_.reading(); }

private:
    session& session_;
    const bool own_;
};

// All of a call or nothing of it: a transaction of its own at level 0, a savepoint elsewhere.
class implicit_transaction {
public:
    explicit implicit_transaction(session& s) : session_{s}, own_{s.level() == 0}, before_{s.savepoint()}
    {
        if (own_) s.begin(false);
    }
    ~implicit_transaction()
    {
        if (done_) return;
        try {
            if (own_) session_.rollback();
            else session_.roll_back_to(before_);
        } catch (...) {
            session_.set_broken();
        }
    }
    implicit_transaction(const implicit_transaction&) = delete;
    implicit_transaction& operator=(const implicit_transaction&) = delete;

    void commit()
    {
        if (own_) session_.commit();
        done_ = true;
    }

private:
    session& session_;
    const bool own_;
    const session::mark before_;
    bool done_ = false;
};

}  // namespace ese::inline v1::engine
