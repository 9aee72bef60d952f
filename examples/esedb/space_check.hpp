// space_check.hpp — which pages belong to whom: the extents of the database, its tables, and their indexes.
#pragma once

#include "tree_walk.hpp"

#include <ese/engine/space/extent.hpp>

namespace esedb {

class space_check {
public:
    space_check(tree_walk& walker, problem_sink tell) : walker_{walker}, tell_{std::move(tell)}, owner_(walker.pages().last() + 1) {}

    // An owner whose tree was walked. Owners come before those they own; parent 0 is that of the database. Checked: the owner
    // says who its parent is; its pages are its own, handed out, and were its parent's, who has not kept them to hand out.
    void check(const tree_place& tree, const walked_tree& walked, std::uint32_t parent);

private:
    struct owned_space {
        std::vector<ese::engine::extent> owned{}, available{};
        std::vector<std::uint32_t> pages{};    // of the trees that say so
    };
    [[nodiscard]] owned_space read(const tree_place& tree, std::uint32_t parent);
    void read_extents(const tree_place& tree, std::uint32_t root, const char* which, owned_space& into, std::vector<ese::engine::extent>& extents);
    void problem(const tree_place& tree, const std::string& words) { tell_(tree.name + ": " + words); }

    tree_walk& walker_;
    problem_sink tell_;
    std::vector<std::uint32_t> owner_;         // root of the smallest owner so far, by page
    std::vector<std::uint32_t> unused_{};      // sorted: pages that some owner has to hand out
};

}  // namespace esedb
