// space_manager.hpp — which pages of a database belong to whom.
//
// Room:   space. Uses btree, page, base. Knows owners and extents; knows nothing of what is in their trees.
// Gives:  space_manager: make and destroy trees, hand out and take back pages, count them.
// Holds:  (1) the owners are a tree of roots: the database above tables above their indexes and long values;
//         (2) what an owner says on disk is checked once, when it is first met; later only the trees are believed.
// Locks:  the space mutex, one per database. It is taken below the mutex of the tree that asks for a page and above those
//         of the space trees. Roots are looked at under it, so nobody may ask for a page while holding a page latch.
//
// What fails: a call that throws has changed nothing, or pages are lost: owned, neither in use nor available. Lost pages
// do no harm. No failure makes a page available that is in use. With a log it has changed nothing, or the log is dead.
#pragma once

#include <ese/engine/space/owner_space.hpp>

#include <ese/engine/base/contracts.hpp>

#include <algorithm>
#include <exception>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <vector>

namespace ese::inline v1::engine {

// Most trees start as a single extent and list their space in trees of their own once they outgrow it; the trees of the
// catalog have those from the start, on the two pages behind the root.
enum class extent_form { single, multiple };

// Pages for so many bytes, one at least.
[[nodiscard]] constexpr std::uint32_t initial_pages(std::uint32_t size, std::uint32_t page_size) noexcept
{
    return size <= page_size ? 1 : (size - 1) / page_size + 1;
}

struct new_tree_request {
    page_no parent;
    object_id object;
    std::uint32_t kind = 0;           // page_flag: index, long_value, non_unique
    std::uint32_t initial_pages = 1;
    extent_form form = extent_form::single;
    std::uint32_t transaction = 0;    // whose tree it is in the log, until that commits; 0: nobody's
};

class space_manager {
public:
    static constexpr page_no database_root{1};
    static constexpr object_id database_object{1};
    static constexpr std::uint32_t initial_pages_max = 4096;  // a wish for more is a wish for this many

    explicit space_manager(page_file& file) : file_{file} {}
    space_manager(const space_manager&) = delete;
    space_manager& operator=(const space_manager&) = delete;

    void set_extension_size(std::uint32_t pages);
    // The database owns so many pages or more when this returns. JET_errOutOfDatabaseSpace: it may not; JET_errDiskFull.
    void grow_database(std::uint64_t pages);
    // No page behind this one is given out from now on; 0: as many as a file can have. Not kept in the file.
    void limit_database(std::uint32_t last_page);
    [[nodiscard]] std::uint32_t database_limit();    // 0: none

    // Pages 1, 2 and 3 of a new file that owns `pages`.
    void format_database(std::uint32_t pages);

    [[nodiscard]] page_no create_tree(const new_tree_request& wanted);
    // All it owns becomes available to the parent. Its children must be gone, and nobody may use the tree any more.
    void destroy_tree(page_no root, page_no parent);

    [[nodiscard]] page_no allocate_page(page_no owner);
    void release_page(page_no owner, page_no page);
    // The same two, but what an accident keeps from being given back is not lost and not told: the next such call tries again.
    // Whoever is to be the last one asks for it, and hears of the first accident when all has been tried.
    void destroy_in_time(page_no root, page_no parent) { do_in_time({parent, root, true}); }
    void release_in_time(page_no owner, page_no page) { do_in_time({owner, page, false}); }
    void give_back_late();
    // What btree::tree is handed. The manager must outlive it.
    [[nodiscard]] std::unique_ptr<page_source> source_for(page_no owner);

    [[nodiscard]] std::uint64_t owned_pages(page_no owner);
    [[nodiscard]] std::uint64_t available_pages(page_no owner);
    [[nodiscard]] page_no last_owned_page();  // of the database: how long its file must be

private:
    // Everything `step` does is one change to the log: all of it happened, or none.
    template <class Step>
    auto as_one(Step step);
    static constexpr std::size_t usual_pages = 32, usual_bytes = 4096;    // of one change
    static void note(change_group& group, std::uint8_t kind, std::initializer_list<std::uint32_t> numbers);
    [[nodiscard]] owner_space& owner(page_no root);
    [[nodiscard]] owner_space* known(page_no root) const noexcept;
    [[nodiscard]] page_no parent_of(page_no root) const;
    void format_root(const new_tree_request& wanted, extent pages);
    void format_multiple_root(const new_tree_request& wanted, extent pages);
    void forget(page_no root) noexcept;

    page_file& file_;
    std::mutex mutex_;                                                     // rank: space
    growth_policy policy_;                                                 // under mutex_
    std::map<page_no, std::unique_ptr<owner_space>> owners_;               // under mutex_; a parent is known if a child is

    struct late_work {
        page_no owner, page;
        bool whole_tree;    // of which `page` is the root
    };
    void do_in_time(late_work what);
    void destroy_now(page_no root, page_no parent);                        // under late_mutex_, like these
    void do_now(late_work what) { what.whole_tree ? destroy_now(what.page, what.owner) : release_page(what.owner, what.page); }
    [[nodiscard]] bool is_awaited(std::size_t before, page_no root) const noexcept
    {
        return std::any_of(late_.begin(), late_.begin() + static_cast<std::ptrdiff_t>(before), [root](const late_work& w) { return w.owner == root; });
    }

    std::mutex late_mutex_;                                                // ranks above mutex_
    std::vector<late_work> late_;                                          // under late_mutex_, in the order they came
};

class owner_page_source final : public page_source {
public:
    owner_page_source(space_manager& space, page_no owner) noexcept : space_{space}, owner_{owner} {}
    page_no allocate() override { return space_.allocate_page(owner_); }
    void release(page_no page) override { space_.release_in_time(owner_, page); }

private:
    space_manager& space_;
    page_no owner_;
};

inline std::unique_ptr<page_source> space_manager::source_for(page_no owner)
{
    return std::make_unique<owner_page_source>(*this, owner);
}

inline void space_manager::set_extension_size(std::uint32_t pages)
{
    const std::lock_guard guard{mutex_};
    policy_.file_step = std::max(pages, std::uint32_t{1});
}

inline void space_manager::limit_database(std::uint32_t last_page)
{
    const std::lock_guard guard{mutex_};
    policy_.last_allowed = last_page == 0 ? growth_policy::page_last : std::min(last_page, growth_policy::page_last);
}

inline std::uint32_t space_manager::database_limit()
{
    const std::lock_guard guard{mutex_};
    return policy_.last_allowed == growth_policy::page_last ? 0 : policy_.last_allowed;
}

template <class Step>
auto space_manager::as_one(Step step)
{
    const std::lock_guard guard{mutex_};
    change_group group{file_};
    struct current {
        growth_policy& policy;
        ~current() { policy.group = nullptr; }
    } const reset{policy_};
    policy_.group = &group;
    try {
        group.reserve(usual_pages, usual_bytes);  // once pages have changed, a lack of memory costs the log
        if constexpr (std::is_void_v<decltype(step(group))>) {
            step(group);
            group.finish();
        } else {
            const auto answer = step(group);
            group.finish();
            return answer;
        }
    } catch (...) {
        // What owners have in hand by now would be written down by the next change, and the log would not know whose it was.
        // The pages are as they were, so owners are read from them again.
        if (file_.logged() && !group.has_changed_pages()) owners_.clear();
        throw;
    }
}

inline void space_manager::grow_database(std::uint64_t pages)
{
    as_one([&](change_group&) { owner(database_root).grow_to(pages); });
}

inline void space_manager::note(change_group& group, std::uint8_t kind, std::initializer_list<std::uint32_t> numbers)
{
    std::array<std::byte, 12> content;
    std::byte* to = content.data();
    for (const std::uint32_t number : numbers) {
        store_le(to, number);
        to += sizeof number;
    }
    group.note(kind, {content.data(), to});
}

inline void space_manager::format_database(std::uint32_t pages)
{
    ESE_EXPECTS(pages > 3);
    as_one([&](change_group&) {
        file_.grow_to(page_no{pages});
        const new_tree_request wanted{page_no{}, database_object, 0, pages, extent_form::multiple};
        format_multiple_root(wanted, {database_root.value(), pages});
    });
}

inline page_no space_manager::create_tree(const new_tree_request& wanted)
{
    return as_one([&](change_group& group) {
        owner_space& parent = owner(wanted.parent);
        const std::uint32_t least = wanted.form == extent_form::multiple ? 3 : 1;
        const extent pages = parent.take_extent(least, std::clamp(wanted.initial_pages, least, initial_pages_max));
        try {
            note(group, note_kind::new_tree, {wanted.transaction, pages.first, wanted.parent.value()});
            format_root(wanted, pages);
        } catch (...) {
            parent.give_back(pages);
            throw;
        }
        return page_no{pages.first};
    });
}

inline void space_manager::format_root(const new_tree_request& wanted, extent pages)
{
    if (wanted.form == extent_form::multiple) return format_multiple_root(wanted, pages);
    space_header header{pages.count, wanted.parent, 0, space_header::full_map(pages.count)};
    if ((wanted.kind & page_flag::non_unique) != 0) header.flags |= space_header::duplicate_keys;
    tree::create_root(file_, {page_no{pages.first}, wanted.object, wanted.kind}, header.encode(), policy_.group);
}

// Root, owned tree and available tree are the first three pages; the rest is available.
inline void space_manager::format_multiple_root(const new_tree_request& wanted, extent pages)
{
    space_header header{pages.count, wanted.parent, space_header::multiple, pages.first + 1};
    if ((wanted.kind & page_flag::non_unique) != 0) header.flags |= space_header::duplicate_keys;
    struct : page_source {  // one node each: neither tree needs a page
        page_no allocate() override { throw failure{jet::error::out_of_database_space}; }
        void release(page_no) override {}
    } no_pages;
    const auto make = [&](page_no root, extent content) {
        const tree_shape shape{root, wanted.object, wanted.kind | page_flag::space_tree};
        extent_tree::create(file_, shape, policy_.group);
        if (!content.empty()) extent_tree{file_, shape, no_pages, &policy_.group}.insert(content);
    };
    make(header.owned_root(), pages);
    make(header.available_root(), {pages.first + 3, pages.count - 3});
    tree::create_root(file_, {page_no{pages.first}, wanted.object, wanted.kind}, header.encode(), policy_.group);
}

inline void space_manager::do_in_time(late_work what)
{
    {
        const std::lock_guard guard{late_mutex_};
        late_.push_back(what);
    }
    try {
        give_back_late();
    } catch (...) {    // later
    }
}

// A tree waits for what is to be given back to it, and for nothing else.
inline void space_manager::give_back_late()
{
    const std::lock_guard guard{late_mutex_};
    std::exception_ptr accident;
    for (std::size_t i = 0; i < late_.size();) {
        try {
            if (!is_awaited(i, late_[i].page)) {
                do_now(late_[i]);
                late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(i));
                continue;
            }
        } catch (...) {
            if (!accident) accident = std::current_exception();
        }
        ++i;
    }
    if (accident) std::rethrow_exception(accident);
}

inline void space_manager::destroy_tree(page_no root, page_no parent)
{
    const std::lock_guard guard{late_mutex_};
    destroy_now(root, parent);
}

inline void space_manager::destroy_now(page_no root, page_no parent)
{
    as_one([&](change_group& group) {
        owner_space& gone = owner(root);
        if (!gone.parent() || gone.parent()->root() != parent) throw failure{jet::error::database_corrupted};
        struct forgetting {
            space_manager& space;
            page_no root;
            ~forgetting() { space.forget(root); }
        } const at_the_end{*this, root};
        note(group, note_kind::destroyed, {root.value()});
        gone.surrender();
    });
    std::erase_if(late_, [root](const late_work& w) { return w.owner == root; });    // that went with it
}

inline page_no space_manager::allocate_page(page_no root)
{
    return as_one([&](change_group& group) {
        const page_no page = owner(root).take_page();
        note(group, note_kind::allocated, {root.value(), page.value()});
        return page;
    });
}

inline void space_manager::release_page(page_no root, page_no page)
{
    as_one([&](change_group& group) {
        note(group, note_kind::released, {page.value()});
        owner(root).give_back({page.value(), 1});
    });
}

inline std::uint64_t space_manager::owned_pages(page_no root)
{
    const std::lock_guard guard{mutex_};
    return owner(root).owned_pages();
}

inline std::uint64_t space_manager::available_pages(page_no root)
{
    const std::lock_guard guard{mutex_};
    return owner(root).available_pages();
}

inline page_no space_manager::last_owned_page()
{
    const std::lock_guard guard{mutex_};
    return page_no{owner(database_root).last_owned()};
}

inline owner_space* space_manager::known(page_no root) const noexcept
{
    const auto found = owners_.find(root);
    return found == owners_.end() ? nullptr : found->second.get();
}

// An owner met for the first time is found by its root's header; whoever is above it comes first.
inline owner_space& space_manager::owner(page_no root)
{
    if (owner_space* found = known(root)) return *found;
    constexpr std::size_t generations_max = 3;  // database, table, index
    std::vector<page_no> unknown;
    owner_space* above = nullptr;
    for (page_no at = root; at && !above; at = parent_of(at)) {
        if ((above = known(at)) != nullptr) break;
        if (unknown.size() == generations_max) throw failure{jet::error::database_corrupted};
        unknown.push_back(at);
    }
    if (!above && unknown.back() != database_root) throw failure{jet::error::database_corrupted};
    for (; !unknown.empty(); unknown.pop_back()) {
        auto fresh = std::make_unique<owner_space>(file_, unknown.back(), above, policy_);
        above = owners_.emplace(unknown.back(), std::move(fresh)).first->second.get();
    }
    return *above;
}

inline page_no space_manager::parent_of(page_no root) const
{
    row_buffer header;
    for (;;) {
        const read_page page{file_, root, policy_.group};
        header.assign(page.view().external_header());
        if (page.valid()) return space_header::decode(header.view()).parent;
    }
}

// Children that are still known go too: they must not outlive the owner they point to.
inline void space_manager::forget(page_no root) noexcept
{
    std::erase_if(owners_, [&](const auto& entry) {
        const owner_space* above = entry.second->parent();
        return above && above->root() == root;
    });
    owners_.erase(root);
}

}  // namespace ese::inline v1::engine
