#include "space_check.hpp"

#include <ese/engine/space/space_header.hpp>

#include <algorithm>

namespace esedb {

namespace {

namespace engine = ese::engine;

[[nodiscard]] std::string pages_in_words(engine::extent e) { return "pages " + std::to_string(e.first) + " to " + std::to_string(e.last()); }

[[nodiscard]] bool is_in(const std::vector<engine::extent>& extents, std::uint32_t page)
{
    return std::any_of(extents.begin(), extents.end(), [&](engine::extent e) { return e.contains(page); });
}

}  // namespace

void space_check::read_extents(const tree_place& tree, std::uint32_t root, const char* which, owned_space& into, std::vector<engine::extent>& extents)
{
    const std::uint32_t last = walker_.pages().last();
    const tree_place space{tree.name + ", tree of " + which + " pages", root, tree.object, tree.kind | engine::page_flag::space_tree};
    const walked_tree walked = walker_.walk(space, [&](const engine::node_view& node) {
        std::vector<std::byte> key(node.key_size());
        node.copy_key(key.data());
        try {
            if (const auto found = engine::decode_extent(key, node.data, last)) extents.push_back(*found);
        } catch (const engine::failure&) {
            problem(space, "an entry is no extent within the file");
        }
    });
    into.pages.insert(into.pages.end(), walked.pages.begin(), walked.pages.end());
}

space_check::owned_space space_check::read(const tree_place& tree, std::uint32_t parent)
{
    owned_space space;
    const auto root = walker_.pages().read(tree.root);
    if (!root) return space;
    const auto header = engine::space_header::decode(root->view().external_header());
    if (header.parent.value() != parent) problem(tree, "its root says that its pages come from page " + std::to_string(header.parent.value()) + ", not " + std::to_string(parent));
    if (header.is_multiple()) {
        read_extents(tree, header.owned_root().value(), "owned", space, space.owned);
        read_extents(tree, header.available_root().value(), "available", space, space.available);
        return space;
    }
    const std::uint32_t last = walker_.pages().last();
    if (header.count == 0 || header.count > last || tree.root + header.count - 1 > last) {
        problem(tree, "its root owns pages outside the file");
        return space;
    }
    space.owned.push_back({tree.root, header.count});
    for (std::uint32_t i = 0; i + 1 < header.count; ++i)
        if (i >= engine::space_header::map_pages || (header.map() >> i & 1) != 0) space.available.push_back({tree.root + 1 + i, 1});
    return space;
}

void space_check::check(const tree_place& tree, const walked_tree& walked, std::uint32_t parent)
try {
    const owned_space space = read(tree, parent);
    for (const engine::extent e : space.owned) {
        bool foreign = false, unused_above = false;
        for (std::uint32_t page = e.first; page <= e.last(); ++page) {
            foreign      = foreign || owner_[page] != parent;
            unused_above = unused_above || std::binary_search(unused_.begin(), unused_.end(), page);
            owner_[page] = tree.root;
        }
        if (foreign) problem(tree, pages_in_words(e) + " are not all its parent's, or another owner has some of them");
        if (unused_above) problem(tree, pages_in_words(e) + " are in part still its parent's to hand out");
    }
    const auto check_used = [&](std::uint32_t page) {
        if (!is_in(space.owned, page)) problem(tree, "it uses page " + std::to_string(page) + ", which it does not own");
        else if (is_in(space.available, page)) problem(tree, "it uses page " + std::to_string(page) + ", which is marked as unused");
    };
    std::for_each(walked.pages.begin(), walked.pages.end(), check_used);
    std::for_each(space.pages.begin(), space.pages.end(), check_used);
    for (const engine::extent e : space.available)
        for (std::uint32_t page = e.first; page <= e.last(); ++page) unused_.push_back(page);
    std::sort(unused_.begin(), unused_.end());
} catch (const engine::failure&) {
    problem(tree, "its root does not say which pages it owns");
}

}  // namespace esedb
