// tree_preread.hpp — leaves read before they are needed.
//
// Room:   txn. Uses btree.
// Gives:  tree_preread, for ranges of sort strings; read_ahead, for a cursor that passes many entries.
// Holds:  (1) the system is told of all leaves first, so that it fetches them side by side, and then they are read;
//         (2) a leaf that cannot be read is left: whoever needs it is told.
#pragma once

#include <ese/engine/base/thread_counters.hpp>
#include <ese/engine/txn/tree_cursor.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ese::inline v1::engine {

class tree_preread {
public:
    using reading = tree::reading;

    // `room`: for how many leaves that are not in memory; it gets less by those that are found.
    tree_preread(const versioned_tree& of, std::size_t& room) noexcept : tree_{of.plain()}, room_{room} {}
    // So many that others keep most of the cache.
    [[nodiscard]] static std::size_t room_in(const versioned_tree& of) noexcept { return of.plain().file().expected_most(); }

    void add(bytes low, bytes high, reading way)
    {
        leaves_.clear();
        tree_.leaves(low, high, way, room_, leaves_);
        for (const page_no page : leaves_) {
            if (room_ == 0) return;
            if ((!wanted_.empty() && wanted_.back() == page) || !tree_.file().expect(page)) continue;
            wanted_.push_back(page);
            --room_;
        }
    }
    void bring_in() noexcept
    {
        const std::uint32_t before = counted.pages_read;
        for (const page_no page : wanted_) {
            try {
                const read_page in_memory{tree_.file(), page};
            } catch (...) {    // also when the page has become another one meanwhile
            }
        }
        counted.pages_preread += counted.pages_read - before;
    }

private:
    const tree& tree_;
    std::size_t& room_;
    std::vector<page_no> leaves_;    // of the last range
    std::vector<page_no> wanted_;    // of all, not in memory
};

// Each time the cursor has come to the middle of the leaves that the system knows of, the system hears of some more.
class read_ahead {
public:
    // The move has been made, whatever happens here.
    void moved(tree_cursor& at, tree::reading way) noexcept
    try {
        const page_no here = at.hint().leaf;
        if (!here || here == leaf_) return;
        leaf_ = here;
        if (told_ > leaves_ahead / 2) --told_;
        else tell(at, way);
    } catch (...) {
    }

private:
    static constexpr std::size_t leaves_ahead = 32;
    static constexpr std::array<std::byte, 1> lowest{};
    static constexpr auto highest = [] {
        std::array<std::byte, 256> all{};
        all.fill(std::byte{0xFF});
        return all;
    }();

    void tell(tree_cursor& at, tree::reading way)
    {
        const tree& in = at.tree().plain();
        const bool forward = way == tree::reading::forward;
        std::vector<page_no> coming;
        in.leaves(forward ? at.sort() : bytes{lowest}, forward ? bytes{highest} : at.sort(), way, leaves_ahead, coming);
        const auto known = std::find(coming.begin(), coming.end(), last_);
        for (auto next = known == coming.end() ? coming.begin() : known + 1; next != coming.end(); ++next) (void)in.file().expect(*next);
        told_ = static_cast<std::uint32_t>(coming.size());
        last_ = coming.empty() ? page_no{} : coming.back();
    }

    page_no leaf_{};               // where the cursor was last
    std::uint32_t told_ = 0;       // leaves it comes to that the system was told of
    page_no last_{};               // of those
};

}  // namespace ese::inline v1::engine
