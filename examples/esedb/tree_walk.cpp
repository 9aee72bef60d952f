#include "tree_walk.hpp"

#include <algorithm>

namespace esedb {

namespace {

namespace engine = ese::engine;
using engine::page_flag;

constexpr std::uint32_t kind_mask = page_flag::space_tree | page_flag::index | page_flag::long_value | page_flag::non_unique;
constexpr std::uint32_t depth_max = 64;

[[nodiscard]] std::vector<std::byte> key_of(const engine::node_view& node)
{
    std::vector<std::byte> key(node.key_size());
    node.copy_key(key.data());
    return key;
}

// What the tree is ordered by.
[[nodiscard]] std::vector<std::byte> sort_string_of(engine::page_view page, const engine::node_view& node)
{
    auto key = key_of(node);
    if (page.has_duplicates()) key.insert(key.end(), node.data.begin(), node.data.end());
    return key;
}

[[nodiscard]] std::string number(std::uint32_t n) { return std::to_string(n); }

}  // namespace

void tree_walk::problem(walk_state& state, const std::string& words)
{
    state.found.is_sound = false;
    tell_(state.tree.name + ": " + words);
}

bool tree_walk::claim(walk_state& state, const step& at)
{
    if (at.page == 0 || at.page > pages_.last()) {
        problem(state, "page " + number(at.parent) + " points to page " + number(at.page) + ", outside the file");
        return false;
    }
    if (claimed_by_[at.page] != 0) {
        problem(state, "page " + number(at.page) + (claimed_by_[at.page] == trees_ ? " is in it twice" : " belongs to another tree, too"));
        return false;
    }
    claimed_by_[at.page] = trees_;
    state.found.pages.push_back(at.page);
    return true;
}

void tree_walk::check_page(walk_state& state, const step& at, engine::page_view page)
{
    const std::string name = "page " + number(at.page);
    if (page.object() != engine::object_id{state.tree.object}) problem(state, name + " is of object " + number(page.object().value()) + ", not " + number(state.tree.object));
    if ((page.flags() & kind_mask) != state.tree.kind) problem(state, name + " is of another kind");
    if (page.is_root() != (at.depth == 0)) problem(state, name + (page.is_root() ? " says it is a root" : " does not say it is the root"));
    if (page.is_empty_page() || page.has(page_flag::preinitialised)) problem(state, name + " is marked as empty");
}

void tree_walk::check_leaf(walk_state& state, const step& at, engine::page_view page)
{
    const std::string name = "leaf " + number(at.page);
    if (state.last_leaf != 0 && state.next_of_last != at.page) problem(state, "leaf " + number(state.last_leaf) + " does not lead to " + number(at.page));
    if (page.previous().value() != state.last_leaf) problem(state, name + " does not lead back to " + number(state.last_leaf));
    if (state.leaf_depth != 0 && state.leaf_depth != at.depth + 1) problem(state, name + " lies at another depth than others");
    state.last_leaf    = at.page;
    state.next_of_last = page.next().value();
    state.leaf_depth   = at.depth + 1;

    for (std::uint32_t i = 0; i < page.node_count(); ++i) {
        const engine::node_view node = page.node(i);
        const auto sort = sort_string_of(page, node);
        if (at.low && engine::compare(sort, *at.low) < 0) problem(state, name + ": node " + number(i) + " lies before what its parent says");
        if (at.high && engine::compare(sort, *at.high) >= 0) problem(state, name + ": node " + number(i) + " lies behind what its parent says");
        if (state.visit && !node.deleted()) state.visit(node);
    }
}

// The first child has to be next, so it is pushed last.
void tree_walk::push_children(walk_state& state, const step& at, engine::page_view page)
{
    std::vector<step> children;
    std::optional<key> low = at.low;
    for (std::uint32_t i = 0; i < page.node_count(); ++i) {
        const engine::node_view node = page.node(i);
        auto bound = key_of(node);
        std::optional<key> high = bound.empty() ? at.high : std::optional{bound};
        if (at.high && high && engine::compare(*high, *at.high) > 0) problem(state, "page " + number(at.page) + ": node " + number(i) + " lies behind what its parent says");
        children.push_back({engine::load_le<std::uint32_t>(node.data.data()), at.page, at.depth + 1, std::move(low), high});
        low = std::move(high);
    }
    state.ahead.insert(state.ahead.end(), std::make_move_iterator(children.rbegin()), std::make_move_iterator(children.rend()));
}

walked_tree tree_walk::walk(const tree_place& tree, const node_visitor& visit)
{
    ++trees_;
    walk_state state{tree, visit};
    state.ahead.push_back({tree.root});
    while (!state.ahead.empty()) {
        const step at = std::move(state.ahead.back());
        state.ahead.pop_back();
        if (!claim(state, at)) continue;
        const auto page = pages_.read(at.page);
        if (!page) {
            problem(state, "page " + number(at.page) + " is needed, and blank or damaged");
            continue;
        }
        check_page(state, at, page->view());
        if (page->view().is_empty_page() || at.depth == depth_max) continue;
        if (page->view().is_leaf()) check_leaf(state, at, page->view());
        else push_children(state, at, page->view());
    }
    if (state.next_of_last != 0) problem(state, "its last leaf leads on to " + number(state.next_of_last));
    return std::move(state.found);
}

std::optional<std::vector<std::byte>> find_in_tree(raw_pages& pages, std::uint32_t root, engine::bytes key)
{
    std::uint32_t at = root;
    for (std::uint32_t depth = 0; depth < depth_max; ++depth) {
        const auto page = pages.read(at);
        if (!page) return std::nullopt;
        const engine::page_view view = page->view();
        std::uint32_t i = 0;
        for (; i < view.node_count(); ++i) {
            const engine::node_view node = view.node(i);
            const auto order = engine::compare_key(node, key);
            if (view.is_leaf() && order == 0 && !node.deleted()) return std::vector<std::byte>{node.data.begin(), node.data.end()};
            if (!view.is_leaf() && (order > 0 || node.key_size() == 0)) break;
        }
        if (view.is_leaf() || i == view.node_count()) return std::nullopt;
        at = engine::load_le<std::uint32_t>(view.node(i).data.data());
    }
    return std::nullopt;
}

}  // namespace esedb
