// versioned_tree.hpp — a B+ tree whose entries many sessions change and read at once, each in its own snapshot.
//
// Room:   txn. Uses btree, version. The only door to storage for the rooms above.
// Gives:  versioned_tree: insert, replace, erase, add, lock, share, find; undo and settle for the sessions.
// Holds:  (1) the page has the newest state; while anybody may need an older one, the node carries the flag `versioned`;
//         (2) the first updater wins: who comes second, or with an older snapshot, is answered, never made to wait;
//         (3) prepare, keep, apply: a change that fails has changed nothing.
// Locks:  the leaf's latch around each change; the version store's latches inside it.
#pragma once

#include <ese/engine/btree/tree.hpp>
#include <ese/engine/txn/session.hpp>

namespace ese::inline v1::engine {

enum class write_answer {
    done,
    conflict,     // somebody else changed or claimed the entry, and this transaction cannot see it
    duplicate,    // insert: the key is there, or claimed by somebody else
    no_such_key,  // there is no such entry for this transaction
};

class versioned_tree final : public version_home {
public:
    versioned_tree(transaction_domain& domain, page_file& file, tree_shape shape, page_source& source) noexcept
        : store_{domain.versions()}, tree_{file, shape, source}
    {
    }

    [[nodiscard]] tree& plain() noexcept { return tree_; }
    [[nodiscard]] const tree& plain() const noexcept { return tree_; }
    [[nodiscard]] bool composite() const noexcept { return tree_.composite(); }

    // The session is in a transaction. In trees with duplicate keys the data is part of the entry's name. `hint`: where the
    // entry was seen last.
    [[nodiscard]] write_answer insert(session& s, bytes key, bytes data);
    [[nodiscard]] write_answer replace(session& s, bytes key, bytes data, entry_hint hint = {});
    [[nodiscard]] write_answer erase(session& s, bytes key, bytes data = {});
    // Adds to a number in the entry's data, 4 or 8 bytes at `offset`. Sessions that add to one entry do not conflict. `data` gets
    // what the entry had before, with what others have added and not committed yet. A lasting sum has no version: everybody sees it
    // at once, and no rollback takes it back, unless it puts back the whole entry, which the same transaction has changed before.
    enum class sum { of_transaction, lasting };
    [[nodiscard]] write_answer add(session& s, bytes key, std::uint16_t offset, bytes delta, row_buffer& data,
                                   sum kind = sum::of_transaction);
    [[nodiscard]] write_answer lock(session& s, bytes key);
    // When done, `data` gets what the entry has: nobody else changes it until the transaction ends. `at`: where the entry was seen
    // last; gets where it is.
    [[nodiscard]] write_answer lock(session& s, bytes key, entry_hint& at, row_buffer& data);
    // When done, nobody else changes the entry until the transaction ends, though others may share it. Who shares it alone may
    // change it.
    [[nodiscard]] write_answer share(session& s, bytes key);

    // The entry of a unique tree, as the view sees it.
    [[nodiscard]] bool find(const view& as, bytes key, row_buffer& data) const;
    // The greatest sort string in the tree, seen by anybody or not.
    [[nodiscard]] bool last_sort(key_buffer& out) const;
    // May this session change the entry now? `conflict` says no; the entry need not exist.
    [[nodiscard]] write_answer may_change(session& s, bytes key);

    // The tree's pages are about to be given away: undo and settle leave them alone from now on.
    void drop() noexcept { dropped_.store(true, std::memory_order_release); }
    [[nodiscard]] bool dropped() const noexcept { return dropped_.load(std::memory_order_acquire); }

    void undo(version& v, session& by, bool keep_claim) override;
    std::size_t settle(transaction& by, std::size_t most) override;

    // What the view sees of a node that carries the flag; `data` holds the node's data and gets the seen one.
    template <class Buffer>
    [[nodiscard]] bool seen(bytes sort, const view& as, bool there, Buffer& data) const
    {
        return store_.seen(*this, sort, as, there, data);
    }

private:
    using standing = version_store::standing;

    // A version kept before its change. When the change cannot be made, the version claims the key and says no more.
    class kept_version {
    public:
        kept_version(versioned_tree& tree, version& v) noexcept : tree_{tree}, version_{&v} {}
        ~kept_version()
        {
            if (version_) tree_.store_.claim_only(*version_);
        }
        kept_version(const kept_version&) = delete;
        kept_version& operator=(const kept_version&) = delete;
        void confirm() noexcept { version_ = nullptr; }

    private:
        versioned_tree& tree_;
        version* version_;
    };

    [[nodiscard]] standing stand(const session& s, const leaf_place& place, bytes sort, std::uint64_t hash) const noexcept
    {
        return place.node().versioned() ? store_.look(*this, sort, hash, s.reading()) : standing::free;
    }
    // What a lock keeps of the entry for the change that mostly follows; of more, nothing.
    static constexpr std::size_t claimed_image_most = 1024;
    [[nodiscard]] write_answer claim_entry(session& s, bytes key, entry_hint& at, row_buffer* data);
    [[nodiscard]] std::optional<write_answer> revive(session& s, leaf_place place, bytes sort, bytes data, std::uint64_t hash);
    [[nodiscard]] static entry_hint hint_of(const version& v) noexcept { return {v.leaf, v.index, v.page_version}; }
    [[nodiscard]] leaf_place latch_near(const version& v);
    void undo_without_tree(version& v, session& by, bool keep_claim);
    void put_back(leaf_place& place, const version& v, session& by);
    void take_back(leaf_place& place, const version& v, session& by);
    void forget_node(leaf_place&& place, bytes sort);

    static constexpr std::size_t settled_at_once = 32;  // readers of the leaf wait meanwhile: a few microseconds

    version_store& store_;
    tree tree_;
    std::atomic<bool> dropped_{false};
};

inline write_answer versioned_tree::insert(session& s, bytes key, bytes data)
{
    key_buffer joined;
    bytes sort = key;
    if (composite()) {
        joined.assign(key);
        joined.append(data);
        sort = joined.view();
    }
    const std::uint64_t hash = version_store::hash_of(*this, sort);
    try {
        for (;;) {
            s.prepare_change(sort.size(), 0);  // before there is room: a page made for this entry alone must get it
            leaf_place place = tree_.latch_with_room(key, data);
            if (place.at.exact) {
                if (const auto answer = revive(s, std::move(place), sort, data, hash)) return *answer;
                continue;
            }
            const bytes note = s.note_change(tree_.shape(), change::inserted, sort);
            kept_version kept{*this, s.keep(*this, sort, hash, {}, change::inserted, place.hint())};
            tree_.insert_at(place, key, data, node_flag::versioned, note);
            kept.confirm();
            return write_answer::done;
        }
    } catch (...) {
        tree_.give_up_hollow_leaf(sort);
        throw;
    }
}

// The key has a node already: only a deleted one, deleted in our past, may be used again.
inline std::optional<write_answer> versioned_tree::revive(session& s, leaf_place place, bytes sort, bytes data, std::uint64_t hash)
{
    for (;;) {
        if (!place.at.exact) return std::nullopt;  // it went away while the leaf was split
        const node_view node = place.node();
        if (!node.deleted()) return write_answer::duplicate;
        // In a tree with duplicate keys the claimed entry is the same row's: its key is taken by nobody else.
        if (stand(s, place, sort, hash) == standing::conflict) return composite() ? write_answer::conflict : write_answer::duplicate;
        const std::size_t image = node.data.size();
        const bool fits = place.page.room_to_replace(place.at.index, data.size());
        if (fits && s.try_prepare_change(sort.size(), image)) break;
        place.page.release();
        if (fits) s.prepare_change(sort.size(), image);
        place = tree_.latch_to_replace(sort, data.size());
    }
    const std::uint32_t i = place.at.index;
    const bytes before = place.node().data;
    const difference same{before, data};
    const bytes note = s.note_change(tree_.shape(), change::revived, sort, before, &same);
    kept_version kept{*this, s.keep(*this, sort, hash, before, change::revived, place.hint())};
    place.page.replace(i, node_flag::versioned, data, same, note);
    kept.confirm();
    return write_answer::done;
}

inline write_answer versioned_tree::replace(session& s, bytes key, bytes data, entry_hint hint)
{
    const std::uint64_t hash = version_store::hash_of(*this, key);
    for (;;) {
        leaf_place place = tree_.latch_to_replace(key, data.size(), hint);
        if (!place.at.exact) return write_answer::no_such_key;
        const node_view node = place.node();
        version* claim = nullptr;
        if (node.versioned() && store_.look(*this, key, hash, s.reading(), claim) == standing::conflict) return write_answer::conflict;
        if (node.deleted()) return write_answer::no_such_key;
        const std::size_t image = claim ? 0 : node.data.size();
        if (!s.try_prepare_change(key.size(), image)) {
            place.page.release();
            s.prepare_change(key.size(), image);
            continue;
        }
        const difference same{node.data, data};
        const bytes note = s.note_change(tree_.shape(), change::replaced, key, node.data, &same);
        kept_version kept{*this, claim ? s.keep_claimed(*claim, place.hint()) : s.keep(*this, key, hash, node.data, change::replaced, place.hint())};
        place.page.replace(place.at.index, node_flag::versioned, data, same, note);
        kept.confirm();
        return write_answer::done;
    }
}

inline write_answer versioned_tree::erase(session& s, bytes key, bytes data)
{
    key_buffer sort{key};
    if (composite()) sort.append(data);
    s.prepare_change(sort.size(), 0);
    const std::uint64_t hash = version_store::hash_of(*this, sort.view());
    leaf_place place = tree_.latch(sort.view());
    if (!place.at.exact) return write_answer::no_such_key;
    if (stand(s, place, sort.view(), hash) == standing::conflict) return write_answer::conflict;
    if (place.node().deleted()) return write_answer::no_such_key;
    const bytes note = s.note_change(tree_.shape(), change::erased, sort.view());
    kept_version kept{*this, s.keep(*this, sort.view(), hash, {}, change::erased, place.hint())};
    place.page.set_flags(place.at.index, node_flag::versioned | node_flag::deleted, note);
    kept.confirm();
    return write_answer::done;
}

inline write_answer versioned_tree::add(session& s, bytes key, std::uint16_t offset, bytes delta, row_buffer& data, sum kind)
{
    addition::image_room room;
    const bytes image = addition::encode(room, offset, delta);
    ESE_EXPECTS(addition::valid(image.size()));
    if (kind == sum::lasting) s.prepare_lasting_change();
    else s.prepare_change(key.size(), image.size());
    const std::uint64_t hash = version_store::hash_of(*this, key);
    leaf_place place = tree_.latch(key);
    if (!place.at.exact) return write_answer::no_such_key;
    const bool alone = !place.node().versioned();
    if (!alone && store_.look_to_add(*this, key, hash, s.reading(), image.size()) == standing::conflict) return write_answer::conflict;
    const node_view node = place.node();
    if (node.deleted()) return write_answer::no_such_key;
    data.assign(node.data);
    row_buffer changed{node.data};
    if (!addition::apply(changed.span(), image, addition::direction::forth)) throw failure{jet::error::database_corrupted};
    if (kind == sum::lasting) {
        store_.forget_claimed(*this, key, hash, s.reading());
        place.page.replace(place.at.index, node.versioned() ? node_flag::versioned : std::uint8_t{0}, changed.view());
        return write_answer::done;
    }
    const bytes note = s.note_change(tree_.shape(), change::added, key, image);
    kept_version kept{*this, s.keep(*this, key, hash, image, change::added, place.hint())};
    place.page.replace(place.at.index, node_flag::versioned, changed.view(), note);
    kept.confirm();
    return write_answer::done;
}

inline write_answer versioned_tree::lock(session& s, bytes key)
{
    entry_hint nowhere;
    return claim_entry(s, key, nowhere, nullptr);
}
inline write_answer versioned_tree::lock(session& s, bytes key, entry_hint& at, row_buffer& data) { return claim_entry(s, key, at, &data); }

inline write_answer versioned_tree::claim_entry(session& s, bytes key, entry_hint& at, row_buffer* data)
{
    const std::uint64_t hash = version_store::hash_of(*this, key);
    for (;;) {
        leaf_place place = tree_.latch_at(at, key);
        if (!place.at.exact) return write_answer::no_such_key;
        const standing now = stand(s, place, key, hash);
        if (now == standing::conflict) return write_answer::conflict;
        const node_view node = place.node();
        if (node.deleted()) return write_answer::no_such_key;
        if (data) data->assign(node.data);
        if (now == standing::mine) return write_answer::done;
        const bytes image = data && node.data.size() <= claimed_image_most ? node.data : bytes{};
        if (!s.try_prepare_change(key.size(), image.size())) {
            place.page.release();
            s.prepare_change(key.size(), image.size());
            continue;
        }
        at = place.hint();
        (void)s.keep(*this, key, hash, image, change::locked, at);
        place.page.set_flags(place.at.index, node_flag::versioned);
        return write_answer::done;
    }
}

inline write_answer versioned_tree::share(session& s, bytes key)
{
    s.prepare_change(key.size(), 0);
    const std::uint64_t hash = version_store::hash_of(*this, key);
    leaf_place place = tree_.latch(key);
    if (!place.at.exact) return write_answer::no_such_key;
    const standing now = place.node().versioned() ? store_.look_to_share(*this, key, hash, s.reading()) : standing::free;
    if (now == standing::conflict) return write_answer::conflict;
    if (place.node().deleted()) return write_answer::no_such_key;
    if (now != standing::free) return write_answer::done;
    (void)s.keep(*this, key, hash, {}, change::shared, place.hint());
    place.page.set_flags(place.at.index, node_flag::versioned);
    return write_answer::done;
}

inline write_answer versioned_tree::may_change(session& s, bytes key)
{
    const std::uint64_t hash = version_store::hash_of(*this, key);
    const leaf_place place = tree_.latch(key);
    if (!place.at.exact) return write_answer::no_such_key;
    if (stand(s, place, key, hash) == standing::conflict) return write_answer::conflict;
    return place.node().deleted() ? write_answer::no_such_key : write_answer::done;
}

inline bool versioned_tree::find(const view& as, bytes key, row_buffer& data) const
{
    for (;;) {
        const read_page leaf = tree_.leaf_for(key);
        const found_node at = tree::find_in(leaf, key);
        bool there = at.exact;
        if (there) {
            const node_view node = leaf.view().node(at.index);
            there = !node.deleted();
            data.assign(node.data);
            if (node.versioned()) there = seen(key, as, there, data);
        }
        if (leaf.valid()) return there;
    }
}

inline bool versioned_tree::last_sort(key_buffer& out) const
{
    for (;;) {
        const read_page leaf = tree_.rightmost_leaf();
        const std::uint32_t nodes = leaf.block().count();
        if (nodes != 0) {
            const node_view node = leaf.view().node(nodes - 1);
            node.key_into(out);
            if (composite()) out.append(node.data);
        }
        if (leaf.valid()) return nodes != 0;
    }
}

// The leaf where the node was last seen, if it is still there; else looked for.
inline leaf_place versioned_tree::latch_near(const version& v)
{
    return tree_.latch_at(hint_of(v), v.key());
}

inline void versioned_tree::undo(version& v, session& by, bool keep_claim)
{
    if (dropped()) return undo_without_tree(v, by, keep_claim);
    leaf_place place = v.kind == change::replaced || v.kind == change::revived ? tree_.latch_to_replace(v.key(), v.image().size(), hint_of(v))
                                                                                : latch_near(v);
    if (place.at.exact) put_back(place, v, by);
    if (keep_claim) return store_.claim_only(v);
    const bool last = store_.unlink(v);
    if (last && place.at.exact) forget_node(std::move(place), v.key());
}

// The log has a note of the change all the same, and must hear that it is undone: recovery takes the notes of a transaction back in
// their order.
inline void versioned_tree::undo_without_tree(version& v, session& by, bool keep_claim)
{
    const bool noted = v.kind != change::locked && v.kind != change::shared && !(v.kind == change::added && v.image_size == 0);
    if (noted) by.log_undone(tree_.file());
    if (keep_claim) store_.claim_only(v);
    else (void)store_.unlink(v);
}

inline void versioned_tree::put_back(leaf_place& place, const version& v, session& by)
{
    const std::uint32_t i = place.at.index;
    constexpr std::uint8_t gone = node_flag::versioned | node_flag::deleted;
    switch (v.kind) {
    case change::inserted: place.page.set_flags(i, gone, by.note_undone()); break;
    case change::revived: place.page.replace(i, gone, v.image(), by.note_undone()); break;
    case change::replaced: place.page.replace(i, node_flag::versioned, v.image(), by.note_undone()); break;
    case change::erased: place.page.set_flags(i, node_flag::versioned, by.note_undone()); break;
    case change::locked:
    case change::shared: break;
    case change::added: take_back(place, v, by); break;
    }
}

// From the number as it is: others may have added meanwhile. A claim that was left over has nothing to take back.
inline void versioned_tree::take_back(leaf_place& place, const version& v, session& by)
{
    if (v.image_size == 0) return;
    row_buffer rest{place.node().data};
    if (!addition::apply(rest.span(), v.image(), addition::direction::back)) throw failure{jet::error::database_corrupted};
    place.page.replace(place.at.index, node_flag::versioned, rest.view(), by.note_undone());
}

// Rows changed one after the other mostly lie in one leaf: its latch is taken once for a run of them.
inline std::size_t versioned_tree::settle(transaction& by, std::size_t most)
{
    if (dropped()) {
        (void)store_.unlink(*by.first);
        version_arena::give_back_first(by);
        return 1;
    }
    leaf_place place = latch_near(*by.first);
    const page_no leaf = place.page.number();
    most = std::min(most, settled_at_once);
    for (std::size_t done = 1;; ++done) {
        version& v = *by.first;
        const bool last = store_.unlink(v);
        const bool goes = last && place.at.exact && place.node().deleted();
        if (goes) tree_.remove_at(std::move(place), v.key());
        else if (last && place.at.exact) place.page.set_flags(place.at.index, 0);
        version_arena::give_back_first(by);
        const version* const next = by.first;
        if (goes || done == most || !next || next->home != this || next->leaf != leaf) return done;
        place.at = place.find(next->key(), hint_of(*next));
        if (!place.at.exact) return done;
    }
}

// No version is left: the flag goes, and with it a node that was deleted.
inline void versioned_tree::forget_node(leaf_place&& place, bytes sort)
{
    if (place.node().deleted()) tree_.remove_at(std::move(place), sort);
    else place.page.set_flags(place.at.index, 0);
}

}  // namespace ese::inline v1::engine
