// tree_walk.hpp — trees of pages: walked from their roots with everything checked that ties one page to another.
#pragma once

#include "raw_pages.hpp"

#include <ese/engine/base/strong.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace esedb {

struct tree_place {
    std::string name;               // for people: "table people, index by_name"
    std::uint32_t root = 0;
    std::uint32_t object = 0;
    std::uint32_t kind = 0;         // page_flag: space_tree, index, long_value, non_unique
};

struct walked_tree {
    bool is_sound = true;
    std::vector<std::uint32_t> pages{};
};

class tree_walk {
public:
    using node_visitor = std::function<void(const ese::engine::node_view&)>;    // those of leaves that are not deleted, in order

    tree_walk(raw_pages& pages, problem_sink tell) : pages_{pages}, tell_{std::move(tell)}, claimed_by_(pages.last() + 1) {}

    // A page belongs to one tree only, over all walks of this object; so no walk is endless. Told once for each thing:
    // pages that are missing or of another tree, keys outside what the parent says, siblings that do not lead to each other.
    walked_tree walk(const tree_place& tree, const node_visitor& visit = {});

    [[nodiscard]] std::uint64_t trees() const noexcept { return trees_; }
    [[nodiscard]] raw_pages& pages() noexcept { return pages_; }

private:
    using key = std::vector<std::byte>;
    struct step {
        std::uint32_t page = 0;
        std::uint32_t parent = 0;
        std::uint32_t depth = 0;
        std::optional<key> low{}, high{};    // bounds of what lies below: from low on, before high
    };
    struct walk_state {
        const tree_place& tree;
        const node_visitor& visit;
        walked_tree found{};
        std::vector<step> ahead{};
        std::uint32_t last_leaf = 0;
        std::uint32_t next_of_last = 0;
        std::uint32_t leaf_depth = 0;
    };

    void problem(walk_state& state, const std::string& words);
    [[nodiscard]] bool claim(walk_state& state, const step& at);
    void check_page(walk_state& state, const step& at, ese::engine::page_view page);
    void check_leaf(walk_state& state, const step& at, ese::engine::page_view page);
    void push_children(walk_state& state, const step& at, ese::engine::page_view page);

    raw_pages& pages_;
    problem_sink tell_;
    std::vector<std::uint32_t> claimed_by_;    // number of the walk, by page
    std::uint32_t trees_ = 0;
};

// The data of the node with this key in a tree with unique keys; nothing: there is none, or a page on the way is bad.
[[nodiscard]] std::optional<std::vector<std::byte>> find_in_tree(raw_pages& pages, std::uint32_t root, ese::engine::bytes key);

}  // namespace esedb
