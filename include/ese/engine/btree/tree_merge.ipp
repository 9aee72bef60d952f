// tree_merge.ipp — giving room back: an empty leaf leaves the tree, a sparse one moves in with its right neighbour.
//
// Room:   btree. Included by tree.hpp only.
// Gives:  tree::merge.
// Holds:  the invariants of tree.hpp; where keeping them would need room that is not there, the tree stays as it is, which
//         is always legal: a node marked deleted remains, and no reader sees it.
// Locks:  the tree's mutex; page latches from parent to child and from left to right. Pages are released when no latch is
//         held any more, because space lives in pages too.
#pragma once

namespace ese::inline v1::engine {

class tree_merger {
public:
    tree_merger(tree& t, bytes sort) : tree_{t}, sort_{sort} {}

    void run()
    {
        freed_.reserve(tree::depth_max + 1);
        const tree::path way{tree_, sort_};
        if (way.depth == 0) return;
        begin_group();
        if (!unlink_empty(way)) {
            begin_group();
            move_to_neighbour(way);
        }
        if (own_group_) own_group_->finish();
        own_group_.reset();
        give_back();
    }

private:
    // All of them, whatever happens to one.
    void give_back()
    {
        std::exception_ptr accident;
        for (const page_no page : freed_) {
            try {
                tree_.source_.release(page);
            } catch (...) {
                accident = std::current_exception();
            }
        }
        if (accident) std::rethrow_exception(accident);
    }
    void begin_group()
    {
        own_group_.reset();
        group_ = tree_.group();
        if (!group_) group_ = &own_group_.emplace(tree_.file_);
    }

    // The leaf's only node is marked deleted and nobody revived it: leaf and now childless branches go.
    [[nodiscard]] bool unlink_empty(const tree::path& way)
    {
        int level = way.depth - 1;  // the lowest branch that keeps another child
        while (level > 0 && child_count(way, level) == 1) --level;
        const auto [top_no, child] = way.steps[static_cast<std::size_t>(level)];
        write_page top{tree_.file_, top_no, group_};
        std::vector<write_page> doomed;
        doomed.reserve(static_cast<std::size_t>(way.depth));
        for (int below = level + 1; below < way.depth; ++below) doomed.emplace_back(tree_.file_, way.steps[static_cast<std::size_t>(below)].page, group_);
        neighbours n{*this, way.leaf};
        if (!only_a_dead_node(n.leaf->view())) return false;
        const std::uint32_t children = top.view().node_count();
        group_->reserve(4 + doomed.size(), (6 + doomed.size()) * tree_.file_.page_size());
        if (children == 1) {
            empty_root(top);
        } else if (child + 1 < children) {
            top.erase(child);
        } else if (level == way.depth - 1) {
            take_over_last(top, child);
        } else {
            return true;  // the left neighbour's right edge would need new keys: the dead node stays
        }
        n.close_gap();
        for (write_page& page : doomed) retire(page);
        retire(*n.leaf);
        return true;
    }
    [[nodiscard]] std::uint32_t child_count(const tree::path& way, int level) const
    {
        return detail::look_at(tree_.file_, way.steps[static_cast<std::size_t>(level)].page, tree_.group(),
                               [](const read_page& page) { return page.block().count(); });
    }
    [[nodiscard]] static bool only_a_dead_node(page_view leaf) noexcept
    {
        return leaf.node_count() == 0 || (leaf.node_count() == 1 && (leaf.node_flags(0) & 3U) == node_flag::deleted);
    }
    // The last child goes: its neighbour's range grows to the right, so it takes over the last key.
    static void take_over_last(write_page& branch, std::uint32_t child)
    {
        std::array<std::byte, 4> number;
        copy_bytes(number.data(), branch.view().node(child - 1).data);
        branch.replace_data(child, number);
        branch.erase(child - 1);
    }
    void empty_root(write_page& root)
    {
        const page_view page = root.view();
        bytes header = page.external_header();
        if (page.is_space_tree()) header = header.first(std::min(header.size(), page_view::split_buffer_size));
        detail::page_image image{page.page_size()};
        image.start(page.object(), tree_.flags_for(page_flag::root | page_flag::leaf), page_no{}, page_no{}, tree_.shape_.root, header);
        root.become(image.view());
    }
    // A page that leaves its tree in a group of its own is released later: the log must not forget it in between.
    void retire(write_page& page)
    {
        if (own_group_) {
            std::array<std::byte, 8> note;
            store_le(note.data(), tree_.shape_.root.value());
            store_le(note.data() + 4, page.number().value());
            own_group_->note(note_kind::retired, note);
        }
        page.retire();
        freed_.push_back(page.number());
    }

    // A leaf with its two neighbours, latched from left to right.
    struct neighbours {
        std::optional<write_page> previous, leaf, next;

        neighbours(tree_merger& m, page_no leaf_no)
        {
            const auto [before, after] = detail::look_at(m.tree_.file_, leaf_no, m.tree_.group(), [](const read_page& page) {
                return std::pair{page.view().previous(), page.view().next()};
            });
            if (before) previous.emplace(m.tree_.file_, before, m.group_);
            leaf.emplace(m.tree_.file_, leaf_no, m.group_);
            if (after) next.emplace(m.tree_.file_, after, m.group_);
        }
        void close_gap()
        {
            if (previous) previous->set_next(next ? next->number() : page_no{});
            if (next) next->set_previous(previous ? previous->number() : page_no{});
        }
    };

    // A sparse leaf and its right neighbour under the same parent become one page.
    void move_to_neighbour(const tree::path& way)
    {
        const auto [parent_no, child] = way.steps[static_cast<std::size_t>(way.depth - 1)];
        write_page parent{tree_.file_, parent_no, group_};
        if (child + 1 >= parent.view().node_count()) return;
        neighbours n{*this, way.leaf};
        if (!n.next) return;
        const page_view left = n.leaf->view(), right = n.next->view();
        if (!fit_together(left, right)) return;
        detail::page_image image{left.page_size()};
        key_buffer first, last, scratch;
        left.node(0).key_into(first);
        right.node(right.node_count() - 1).key_into(last);
        const std::uint32_t nodes = left.node_count() + right.node_count();
        image.start(left.object(), tree_.flags_for(page_flag::leaf), left.previous(), right.next(), n.next->number(),
                    detail::worthwhile_prefix(first.view(), last.view(), nodes));
        image.append(left, 0, left.node_count(), scratch);
        image.append(right, 0, right.node_count(), scratch);
        n.next->prepare_rebuild(nodes + 1);
        group_->reserve(5, 8 * tree_.file_.page_size());

        n.next->become(image.view());
        if (n.previous) n.previous->set_next(n.next->number());
        parent.erase(child);
        retire(*n.leaf);
    }
    [[nodiscard]] static bool fit_together(page_view left, page_view right) noexcept
    {
        if (left.node_count() == 0 || right.node_count() == 0) return false;
        std::size_t used = 0;
        for (const page_view page : {left, right})
            for (std::uint32_t i = 0; i < page.node_count(); ++i) {
                const node_view node = page.node(i);
                used += page_edit::node_size(0, node.key_size(), node.data.size()) + page_layout::tag_size;
            }
        const std::uint32_t area = page_layout::area_size(left.page_size());
        return used <= area - area / 4;
    }

    tree& tree_;
    const bytes sort_;
    std::vector<page_no> freed_;
    std::optional<change_group> own_group_;
    change_group* group_ = nullptr;
};

inline void tree::merge(bytes sort)
{
    const std::lock_guard guard{structure_};
    tree_merger{*this, sort}.run();
}

}  // namespace ese::inline v1::engine
