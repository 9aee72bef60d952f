// owner_space.hpp — the pages of one owner: the database, a table, an index, the long values of a table.
//
// Room:   space. Uses btree, page, base.
// Gives:  owner_space: take a page, take an extent for a child, give pages back, give everything up.
// Holds:  between calls each page an owner owns is in exactly one place: its main tree, its space trees, available, or owned
//         by a child. A call that throws may lose pages (owned, neither used nor available), never hand one out twice.
// Locks:  none of its own; the space mutex is held by every caller.
//
// An owner starts as a single extent, whose free pages are bits in its root's space header. The first request those
// cannot satisfy makes it `multiple`: two trees list what it owns and what of that is available.
//
// Space trees need pages themselves when they split. While one changes, `hand_` holds pages that are owned and in neither
// place; the trees take theirs from it, and what is left is published in the end. Should it run dry in the middle, the
// parent is asked for more: another owner's trees, so nothing recurses into the tree that is changing. What a failed call
// leaves in hand, adopted or freed is written down by the next one; with a log the space manager forgets the owner instead.
#pragma once

#include <ese/engine/space/extent_tree.hpp>
#include <ese/engine/space/space_header.hpp>

#include <ese/engine/btree/tree.hpp>
#include <ese/engine/page/cache.hpp>

#include <algorithm>
#include <bit>
#include <iterator>
#include <optional>
#include <vector>

namespace ese::inline v1::engine {

// The same for all owners of a database.
struct growth_policy {
    static constexpr std::uint32_t page_last = 0x7FEFFFFF;
    std::uint32_t file_step = 256;   // the file grows by at least this many pages
    std::uint32_t last_allowed = page_last;  // no page behind this one
    change_group* group = nullptr;   // what all changes of the running call belong to
};

class owner_space final : private page_source {
public:
    // Reads and checks what the owner says it owns. `parent` is null for the database itself.
    owner_space(page_file& file, page_no root, owner_space* parent, const growth_policy& policy);
    owner_space(const owner_space&) = delete;
    owner_space& operator=(const owner_space&) = delete;

    [[nodiscard]] page_no root() const noexcept { return shape_.root; }
    [[nodiscard]] owner_space* parent() const noexcept { return parent_; }

    [[nodiscard]] page_no take_page();
    // Pages for a child: no longer available here, owned here as before. At least `least` of them, adjacent.
    [[nodiscard]] extent take_extent(std::uint32_t least, std::uint32_t wanted);
    // Pages that were taken become available; an extent that is whole again goes back to the parent.
    void give_back(extent pages);
    // Owns so many pages or more; what is new is available.
    void grow_to(std::uint64_t pages);
    // The owner ceases to be: all it owns goes to the parent.
    void surrender();

    [[nodiscard]] std::uint64_t owned_pages();
    [[nodiscard]] std::uint64_t available_pages();
    [[nodiscard]] std::uint32_t last_owned();

private:
    enum class purpose { growing, freeing };
    static constexpr std::uint32_t first_growth = 4, growth_max = 4096;
    static constexpr int searches_max = 8;
    static constexpr std::uint32_t looked_at_max = 256;  // available extents a search goes through

    // page_source, for the two space trees
    page_no allocate() override;
    void release(page_no page) override { freed_.push_back({page.value(), 1}); }

    void read_root();
    void write_header(const space_header& header);
    void open_trees(const space_header& header);
    void check_trees();
    void check_space_root(page_no page) const;
    void check_available(extent available, std::uint32_t behind);
    void check_given_by_parent(extent e);
    [[nodiscard]] bool has_given(extent e);  // owned here, not available, none of the roots

    [[nodiscard]] std::optional<page_no> take_mapped_page();
    [[nodiscard]] std::optional<extent> take_mapped_run(std::uint32_t least, std::uint32_t wanted);
    void become_multiple(std::uint32_t needed);
    void fill_first_trees(extent fresh);

    [[nodiscard]] std::optional<extent> find_available(std::uint32_t least, std::uint32_t wanted);
    void grow(std::uint32_t least, std::uint32_t wanted);
    [[nodiscard]] extent obtain(std::uint32_t least, std::uint32_t wanted);
    [[nodiscard]] extent extend_file(std::uint32_t least, std::uint32_t wanted);
    [[nodiscard]] std::uint32_t next_growth();
    void settle(purpose why);
    void publish_hand(purpose why);
    [[nodiscard]] extent join_hand(extent home);
    [[nodiscard]] extent insert_hand();
    void return_if_whole(extent available, extent home);
    void drop_front(extent from, std::uint32_t pages);

    page_file& file_;
    owner_space* parent_;
    const growth_policy& policy_;
    tree_shape shape_;
    space_header header_;
    std::optional<extent_tree> owned_;      // of a multiple owner
    std::optional<extent_tree> available_;

    extent hand_{};                 // owned, in use nowhere
    std::uint32_t kept_ = 0;        // so many pages of the hand are not for the space trees
    std::vector<extent> adopted_;   // from the parent, still to be written down as owned
    std::vector<extent> freed_;     // owned, still to become available
};

inline owner_space::owner_space(page_file& file, page_no root, owner_space* parent, const growth_policy& policy)
    : file_{file}, parent_{parent}, policy_{policy}, shape_{root, {}, 0}
{
    read_root();
    if (header_.parent != (parent ? parent->root() : page_no{})) throw failure{jet::error::database_corrupted};
    if (header_.is_multiple()) {
        open_trees(header_);
        check_trees();
    } else {
        if (!parent || header_.count == 0 || header_.count > file_.last_page().value() - root.value() + 1)
            throw failure{jet::error::database_corrupted};
        check_given_by_parent({root.value(), header_.count});
    }
}

inline void owner_space::read_root()
{
    row_buffer header;
    std::uint32_t flags = 0;
    for (;;) {
        const read_page page{file_, shape_.root, policy_.group};
        flags = page.view().flags();
        shape_.object = page.view().object();
        header.assign(page.view().external_header());
        if (page.valid()) break;
    }
    constexpr std::uint32_t expected = page_flag::root;
    if ((flags & (page_flag::root | page_flag::space_tree | page_flag::empty)) != expected)
        throw failure{jet::error::database_corrupted};
    shape_.kind = flags & (page_flag::index | page_flag::long_value | page_flag::non_unique);
    header_ = space_header::decode(header.view());
}

inline void owner_space::write_header(const space_header& header)
{
    write_page page{file_, shape_.root, policy_.group};
    row_buffer content{page.view().external_header()};
    header.patch(content.span());
    page.set_external_header(content.view());  // same size: always fits
    header_ = header;
}

inline void owner_space::open_trees(const space_header& header)
{
    const std::uint32_t kind = shape_.kind | page_flag::space_tree;
    page_source& source = *this;
    owned_.emplace(file_, tree_shape{header.owned_root(), shape_.object, kind}, source, &policy_.group);
    available_.emplace(file_, tree_shape{header.available_root(), shape_.object, kind}, source, &policy_.group);
}

// Owned extents ascend without overlap and hold the three roots; each available one lies inside one of them.
inline void owner_space::check_trees()
{
    const auto corrupted = [] { throw failure{jet::error::database_corrupted}; };
    const std::uint32_t roots[] = {shape_.root.value(), header_.owned_root().value(), header_.available_root().value()};
    check_space_root(header_.owned_root());
    check_space_root(header_.available_root());

    std::size_t held = 0;
    std::uint32_t behind = 0;
    owned_->for_each([&](extent e) {
        if (e.first <= behind) corrupted();
        check_given_by_parent(e);
        behind = e.last();
        for (const std::uint32_t root : roots) held += e.contains(root) ? 1 : 0;
    });
    if (held != std::size(roots)) corrupted();

    behind = 0;
    available_->for_each([&](extent e) {
        check_available(e, behind);
        for (const std::uint32_t root : roots)
            if (e.contains(root)) corrupted();
        behind = e.last();
    });
}

inline void owner_space::check_space_root(page_no number) const
{
    constexpr std::uint32_t expected = page_flag::root | page_flag::space_tree;
    for (;;) {
        const read_page page{file_, number, policy_.group};
        const bool good = (page.view().flags() & expected) == expected && page.view().object() == shape_.object;
        if (!page.valid()) continue;
        if (!good) throw failure{jet::error::database_corrupted};
        return;
    }
}

inline void owner_space::check_given_by_parent(extent e)
{
    if (parent_ && !parent_->has_given(e)) throw failure{jet::error::database_corrupted};
}

inline bool owner_space::has_given(extent e)
{
    if (!header_.is_multiple()) {
        const extent own{shape_.root.value(), std::min(header_.count, space_header::map_pages + 1)};
        if (!own.contains(e) || e.first == own.first) return false;
        return (header_.map() >> (e.first - own.first - 1) & space_header::full_map(e.count + 1)) == 0;
    }
    for (const page_no own : {shape_.root, header_.owned_root(), header_.available_root()})
        if (e.contains(own.value())) return false;
    const auto home = owned_->at_or_after(e.last());
    if (!home || !home->contains(e)) return false;
    const auto free = available_->at_or_after(e.first);
    return !free || free->first > e.last();
}

inline void owner_space::check_available(extent available, std::uint32_t behind)
{
    const auto home = owned_->at_or_after(available.last());
    if (available.first <= behind || !home || !home->contains(available)) throw failure{jet::error::database_corrupted};
}

inline page_no owner_space::allocate()
{
    if (hand_.count <= kept_) {
        const extent fresh = obtain(1, first_growth);
        adopted_.push_back(fresh);
        hand_ = fresh;
        kept_ = 0;
    }
    return hand_.take_front();
}

inline page_no owner_space::take_page()
{
    if (!header_.is_multiple()) {
        if (const auto page = take_mapped_page()) return *page;
        become_multiple(1);
    }
    for (int i = 0; i < searches_max; ++i) {
        if (const auto found = available_->first()) {
            drop_front(*found, 1);
            return page_no{found->first};
        }
        grow(1, next_growth());
    }
    throw failure{jet::error::out_of_database_space};
}

inline extent owner_space::take_extent(std::uint32_t least, std::uint32_t wanted)
{
    if (!header_.is_multiple()) {
        if (const auto run = take_mapped_run(least, wanted)) return *run;
        become_multiple(wanted);
    }
    for (int i = 0; i < searches_max; ++i) {
        if (const auto found = find_available(least, wanted)) {
            const extent taken{found->first, std::min(found->count, wanted)};
            drop_front(*found, taken.count);
            return taken;
        }
        // A few more than wanted, because the space trees may need some themselves.
        grow(wanted + (i == 0 ? 0 : first_growth), std::max(wanted, next_growth()));
    }
    throw failure{jet::error::out_of_database_space};
}

// The page is taken for good only when this returns; if the tree of available extents gave up a page, it is made
// available in turn.
inline void owner_space::drop_front(extent from, std::uint32_t pages)
{
    if (from.count == pages) {
        available_->erase(from);
        settle(purpose::growing);
    } else {
        available_->resize({from.first + pages, from.count - pages});
    }
}

inline std::optional<page_no> owner_space::take_mapped_page()
{
    const std::uint32_t map = header_.map();
    if (map == 0) return std::nullopt;
    space_header changed = header_;
    changed.word = map & (map - 1);
    write_header(changed);
    return page_no{shape_.root.value() + 1 + static_cast<std::uint32_t>(std::countr_zero(map))};
}

inline std::optional<extent> owner_space::take_mapped_run(std::uint32_t least, std::uint32_t wanted)
{
    extent best{};
    const std::uint32_t map = header_.map();
    for (std::uint32_t at = 0; at < space_header::map_pages && best.count < wanted; ++at) {
        const auto run = static_cast<std::uint32_t>(std::countr_one(map >> at));
        if (run > best.count) best = {at, std::min(run, wanted)};
        at += run;
    }
    if (best.count < least || best.empty()) return std::nullopt;
    space_header changed = header_;
    changed.word = map & ~(space_header::full_map(best.count + 1) << best.first);
    write_header(changed);
    return extent{shape_.root.value() + 1 + best.first, best.count};
}

// The root's header is written last: until then nothing has happened but that the parent gave an extent.
inline void owner_space::become_multiple(std::uint32_t needed)
{
    const extent fresh = obtain(needed + 2, std::max(needed + 2, first_growth));
    try {
        fill_first_trees(fresh);
    } catch (...) {
        owned_.reset();
        available_.reset();
        header_.flags &= ~space_header::multiple;
        parent_->give_back(fresh);
        throw;
    }
}

inline void owner_space::fill_first_trees(extent fresh)
{
    space_header changed = header_;
    changed.flags |= space_header::multiple;
    changed.word = fresh.first;
    const std::uint32_t kind = shape_.kind | page_flag::space_tree;
    extent_tree::create(file_, {changed.owned_root(), shape_.object, kind}, policy_.group);
    extent_tree::create(file_, {changed.available_root(), shape_.object, kind}, policy_.group);
    open_trees(changed);

    const std::uint32_t behind_root = shape_.root.value() + 1;
    owned_->insert({shape_.root.value(), header_.count});
    owned_->insert(fresh);
    if (fresh.count > 2) available_->insert({fresh.first + 2, fresh.count - 2});
    const std::uint32_t map = header_.map();
    const auto is_free = [&](std::uint32_t at) { return at >= space_header::map_pages || (map >> at & 1U) != 0; };
    for (std::uint32_t at = 0; at + 1 < header_.count; ++at) {
        extent run{behind_root + at, 0};
        for (; at + 1 < header_.count && is_free(at); ++at) ++run.count;
        if (!run.empty()) available_->insert(run);
    }
    write_header(changed);
}

// The first available extent of the wanted size, else the largest that is not much smaller.
inline std::optional<extent> owner_space::find_available(std::uint32_t least, std::uint32_t wanted)
{
    const std::uint32_t enough = std::max({least, wanted / 4, std::uint32_t{1}});
    std::optional<extent> best;
    std::uint32_t seen = 0;
    for (auto e = available_->first(); e && seen < looked_at_max; e = available_->after(*e), ++seen) {
        if (e->count >= wanted) return e;
        if (e->count >= enough && (!best || e->count > best->count)) best = e;
    }
    return best;
}

inline void owner_space::grow(std::uint32_t least, std::uint32_t wanted)
{
    adopted_.reserve(adopted_.size() + 1);
    freed_.reserve(freed_.size() + 1);
    const extent fresh = obtain(least, wanted);
    adopted_.push_back(fresh);
    freed_.push_back(fresh);
    settle(purpose::growing);
}

// By whole steps, as every growth.
inline void owner_space::grow_to(std::uint64_t pages)
{
    ESE_EXPECTS(!parent_);
    const std::uint64_t now = owned_pages();
    if (pages <= now) return;
    const std::uint64_t steps = (pages - now + policy_.file_step - 1) / policy_.file_step;
    const auto missing = static_cast<std::uint32_t>(std::min<std::uint64_t>(steps * policy_.file_step, growth_policy::page_last));
    grow(missing, missing);
}

inline extent owner_space::obtain(std::uint32_t least, std::uint32_t wanted)
{
    return parent_ ? parent_->take_extent(least, wanted) : extend_file(least, wanted);
}

// The file grows by steps, and by more when it is large already. Pages of it that were never written down as owned are
// taken first.
inline extent owner_space::extend_file(std::uint32_t least, std::uint32_t wanted)
{
    std::uint32_t last = last_owned();
    for (const extent& e : adopted_) last = std::max(last, e.last());
    const std::uint32_t room = policy_.last_allowed - std::min(last, policy_.last_allowed);
    if (room < least) throw failure{jet::error::out_of_database_space};
    const std::uint32_t count = std::min(room, std::max({least, wanted, policy_.file_step}));
    if (file_.last_page().value() < last + count) file_.grow_to(page_no{last + count});
    return {last + 1, count};
}

inline std::uint32_t owner_space::next_growth()
{
    if (!parent_) return std::min(std::max(policy_.file_step, last_owned() / 16), growth_max);
    const auto last = owned_->last();
    const std::uint32_t most = std::clamp(file_.last_page().value() / 32, std::uint32_t{8}, growth_max);
    return std::clamp(last ? last->count * 2 : first_growth, first_growth, most);
}

// Writes down what came from the parent, then makes available what is in hand and what was freed.
inline void owner_space::settle(purpose why)
{
    for (kept_ = 0;;) {
        if (hand_.empty() && !freed_.empty()) {
            hand_ = freed_.back();
            freed_.pop_back();
        }
        if (!adopted_.empty()) {
            const extent fresh = adopted_.back();
            owned_->insert(fresh);
            std::erase(adopted_, fresh);
        } else if (!hand_.empty()) {
            publish_hand(why);
        } else {
            return;
        }
    }
}

inline void owner_space::publish_hand(purpose why)
{
    const auto home = owned_->at_or_after(hand_.last());
    if (!home || !home->contains(hand_)) {  // not ours to make available
        hand_ = {};
        throw failure{jet::error::database_corrupted};
    }
    extent published = join_hand(*home);
    if (published.empty()) published = insert_hand();
    if (why == purpose::freeing) return_if_whole(published, *home);
}

// Joins the hand with the available extents beside it inside `home`. If there is one behind it, that one grows and is the
// answer; if not, the hand has grown and is still to be inserted.
inline extent owner_space::join_hand(extent home)
{
    const auto behind = available_->at_or_after(hand_.first);
    if (behind && behind->first <= hand_.last()) {  // freed twice
        hand_ = {};
        throw failure{jet::error::database_corrupted};
    }
    std::optional<extent> before;
    if (hand_.first > home.first) before = available_->at_or_after(hand_.first - 1);
    if (before && before->last() == hand_.first - 1 && home.contains(*before)) {
        available_->erase(*before);
        hand_ = {before->first, before->count + hand_.count};
    }
    if (!behind || behind->first != hand_.last() + 1 || !home.contains(*behind)) return {};
    const extent joined{hand_.first, hand_.count + behind->count};
    available_->resize(joined);
    hand_ = {};
    return joined;
}

// The insert may split a page and take pages from the front of the hand. So only the last page is inserted, which the
// trees may not have, and then the extent is widened over what is left.
inline extent owner_space::insert_hand()
{
    extent published{hand_.last(), 1};
    kept_ = 1;
    available_->insert(published);
    kept_ = 0;
    if (hand_.last() == published.last()) {
        published = hand_;
        if (published.count > 1) available_->resize(published);
        hand_ = {};
    }
    return published;
}

inline void owner_space::return_if_whole(extent available, extent home)
{
    if (!parent_ || available != home || home.contains(shape_.root.value())) return;
    available_->erase(available);
    owned_->erase(home);
    parent_->give_back(home);
}

inline void owner_space::give_back(extent pages)
{
    if (pages.empty() || pages.contains(shape_.root.value())) throw failure{jet::error::database_corrupted};
    if (header_.is_multiple()) {
        freed_.push_back(pages);
        settle(purpose::freeing);
        return;
    }
    const std::uint32_t at = pages.first - shape_.root.value() - 1;
    if (pages.first <= shape_.root.value() || at + pages.count > std::min(header_.count - 1, space_header::map_pages))
        throw failure{jet::error::database_corrupted};
    const std::uint32_t bits = space_header::full_map(pages.count + 1) << at;
    space_header changed = header_;
    changed.word = header_.map();
    if ((changed.word & bits) != 0) throw failure{jet::error::database_corrupted};  // freed twice
    changed.word |= bits;
    write_header(changed);
}

inline void owner_space::surrender()
{
    ESE_EXPECTS(parent_ != nullptr);
    std::vector<extent> all;
    if (header_.is_multiple()) owned_->for_each([&](extent e) { all.push_back(e); });
    else all.push_back({shape_.root.value(), header_.count});
    for (const extent& e : all) parent_->give_back(e);
}

inline std::uint64_t owner_space::owned_pages() { return header_.is_multiple() ? owned_->pages() : header_.count; }

inline std::uint64_t owner_space::available_pages()
{
    if (header_.is_multiple()) return available_->pages();
    return static_cast<std::uint64_t>(std::popcount(header_.map())) + header_.unmapped();
}

inline std::uint32_t owner_space::last_owned()
{
    if (!header_.is_multiple()) return shape_.root.value() + header_.count - 1;
    const auto last = owned_->last();
    if (!last) throw failure{jet::error::database_corrupted};
    return last->last();
}

}  // namespace ese::inline v1::engine
