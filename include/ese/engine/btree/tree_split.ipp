// tree_split.ipp — making room: one page becomes two, and their parent learns of it.
//
// Room:   btree. Included by tree.hpp only.
// Gives:  tree::split.
// Holds:  (1) pages are obtained and images built before the first byte changes; from then on nothing can fail;
//         (2) one split touches the page, its new right neighbour, the old one's back link, and the parent; a parent
//             without room is split first, by itself;
//         (3) a root that splits moves its content to two new pages and keeps its number and external header.
// Locks:  the tree's mutex throughout; pages are asked for while no latch is held, because space lives in pages too.
#pragma once

namespace ese::inline v1::engine {

// The way from the root to a leaf; branches stand still while the tree's mutex is held.
struct tree::path {
    struct step {
        page_no page;
        std::uint32_t child = 0;  // index taken
    };
    std::array<step, depth_max> steps{};
    int depth = 0;                // branches above the leaf
    page_no leaf{};

    path(const tree& t, bytes sort);
};

namespace detail {
// Looks at a page until the look was consistent; the answer is a copy.
template <class Look>
auto look_at(page_file& file, page_no page, const change_group* group, Look look)
{
    for (int attempts = 0;; ++attempts) {
        const read_page seen{file, page, group};
        auto answer = look(seen);
        if (seen.valid()) return answer;
        page_latch::pause(attempts);
    }
}

// A page put together node by node, with a prefix key that its nodes are compressed against.
class page_image {
public:
    explicit page_image(std::uint32_t page_size) : memory_{std::make_unique_for_overwrite<std::byte[]>(page_size)}, edit_{memory_.get(), page_size} {}

    void start(object_id object, std::uint32_t flags, page_no previous, page_no next, page_no own, bytes header) noexcept
    {
        edit_.format_image(object, flags, previous, next, own);
        edit_.set_external_header(header);
    }
    void append(bytes key, bytes data, std::uint8_t flags) noexcept
    {
        const std::size_t saved = prefix_saved(edit_.view(), key);
        edit_.insert_node(edit_.view().node_count(), flags, saved, key.subspan(saved), data);
    }
    void append(page_view from, std::uint32_t begin, std::uint32_t end, key_buffer& scratch)
    {
        for (std::uint32_t i = begin; i < end; ++i) {
            const node_view node = from.node(i);
            node.key_into(scratch);
            append(scratch.view(), node.data, node.flags);
        }
    }
    void append_child(bytes separator, page_no child) noexcept
    {
        std::array<std::byte, 4> number;
        store_le(number.data(), child.value());
        append(separator, number, 0);
    }
    [[nodiscard]] page_view view() const noexcept { return edit_.view(); }

private:
    std::unique_ptr<std::byte[]> memory_;
    page_edit edit_;
};

// Would these nodes fit a page of their own without any compression?
[[nodiscard]] inline bool fits_plainly(page_view from, std::uint32_t begin, std::uint32_t end) noexcept
{
    std::size_t used = page_layout::tag_size;
    for (std::uint32_t i = begin; i < end; ++i) {
        const node_view node = from.node(i);
        used += page_edit::node_size(0, node.key_size(), node.data.size()) + page_layout::tag_size;
    }
    return used <= page_layout::area_size(from.page_size());
}

// What nodes from `first` to `last` share, if storing it once is cheaper than storing it in each.
[[nodiscard]] inline bytes worthwhile_prefix(bytes first, bytes last, std::uint32_t nodes) noexcept
{
    const std::size_t shared = common_prefix(first, last);
    const std::size_t cost = shared, gain = shared > 2 ? (shared - 2) * nodes : 0;
    return gain > cost ? first.first(shared) : bytes{};
}
}  // namespace detail

inline tree::path::path(const tree& t, bytes sort)
{
    page_no here = t.shape_.root;
    for (;;) {
        struct seen { bool leaf; std::uint32_t child; page_no below; };
        const seen s = detail::look_at(t.file_, here, t.group(), [&](const read_page& page) -> seen {
            if (page.block().is_leaf()) return {true, 0, page_no{}};
            const std::uint32_t child = find_in_branch(page.block(), page.view(), sort);
            return {false, child, page_no{page.block().reference(child)}};
        });
        if (s.leaf) break;
        if (depth == depth_max) throw failure{jet::error::database_corrupted};
        steps[static_cast<std::size_t>(depth++)] = {here, s.child};
        here = s.below;
    }
    leaf = here;
}

class tree_splitter {
public:
    // `replacing`: the node exists and its data shall grow to that size; otherwise a node of node_size is to come.
    tree_splitter(tree& t, bytes sort, std::size_t node_size, std::optional<std::size_t> replacing)
        : tree_{t}, sort_{sort}, node_size_{node_size}, replacing_{replacing}
    {
    }
    ~tree_splitter()
    {
        own_group_.reset();
        for (const page_no page : spare_) {
            try {
                tree_.source_.release(page);
            } catch (...) {  // the page stays owned and unused: wasted, not wrong
            }
        }
    }
    tree_splitter(const tree_splitter&) = delete;
    tree_splitter& operator=(const tree_splitter&) = delete;

    void run()
    {
        while (!step()) finish_group();
    }

private:
    // One page less in the way. True when the leaf has room.
    [[nodiscard]] bool step()
    {
        const tree::path way{tree_, sort_};
        if (write_page leaf{tree_.file_, way.leaf, tree_.group()}; has_room(leaf)) return true;
        obtain_pages(way.depth == 0 ? 2 : 1);
        begin_group();
        if (way.depth == 0) return split_root_leaf(way.leaf);
        const auto [parent_no, child] = way.steps[static_cast<std::size_t>(way.depth - 1)];
        {
            write_page parent{tree_.file_, parent_no, group_};
            write_page leaf{tree_.file_, way.leaf, group_};
            if (has_room(leaf)) return true;
            const cut where = choose_cut(leaf.block(), leaf.view());
            separate(leaf.view(), where);
            if (parent.make_room(page_edit::node_size(0, separator_.size(), 4))) {
                split_leaf(parent, child, leaf, where);
                return false;  // the new node may need a page of its own still
            }
        }
        for (int level = way.depth - 1; !split_branch(way, level); --level) {}
        return false;
    }

    [[nodiscard]] bool has_room(write_page& leaf) const
    {
        if (!replacing_) return leaf.make_room(node_size_);
        const found_node at = find_in_leaf(leaf.block(), leaf.view(), sort_);
        return !at.exact || leaf.room_to_replace(at.index, *replacing_);
    }

    struct cut {
        std::uint32_t at;    // first node of the right page
        bool new_goes_left;  // where the node to come belongs
    };

    // Right edge: everything stays left, so that ascending loads fill pages. Elsewhere half of the bytes, if the new node
    // then fits its side; else beside the new node's place.
    [[nodiscard]] cut choose_cut(const search_block& block, page_view page)
    {
        const std::uint32_t nodes = page.node_count();
        const found_node place = find_in_leaf(block, page, sort_);
        if (place.exact) return cut_around(page, place.index);
        if (place.index == nodes && !page.next()) return {nodes, false};
        const std::uint32_t middle = half_of(page);
        for (const std::uint32_t at : {middle, place.index}) {
            if (at == 0 || at == nodes) continue;
            if (place.index <= at && fits(page, 0, at)) return {at, true};
            if (place.index >= at && fits(page, at, nodes)) return {at, false};
        }
        if (place.index == 0) return {0, true};
        if (place.index == nodes) return {nodes, false};
        return {place.index, true};  // neither side has room yet: the next round gives it a page of its own
    }
    // A node that grows: half of the bytes if it fits then, else close to it on the side where there is most to leave.
    [[nodiscard]] cut cut_around(page_view page, std::uint32_t index)
    {
        const std::uint32_t nodes = page.node_count(), middle = half_of(page);
        if (nodes < 2) throw failure{jet::error::record_too_big};
        if (middle != 0 && middle != nodes && (index < middle ? fits(page, 0, middle) : fits(page, middle, nodes))) return {middle, false};
        const std::uint32_t at = index * 2 >= nodes || index + 1 == nodes ? index : index + 1;
        return {std::clamp(at, 1U, nodes - 1), false};
    }
    [[nodiscard]] static std::uint32_t half_of(page_view page) noexcept
    {
        std::size_t total = 0, left = 0;
        for (std::uint32_t i = 0; i < page.node_count(); ++i) total += page.node_bytes(i).size();
        std::uint32_t i = 0;
        for (; i < page.node_count() && left * 2 < total; ++i) left += page.node_bytes(i).size();
        return i;
    }
    [[nodiscard]] bool fits(page_view page, std::uint32_t begin, std::uint32_t end) const noexcept
    {
        std::size_t used = page_layout::tag_size + page.prefix_key().size() + node_size_ + page_layout::tag_size;
        for (std::uint32_t i = begin; i < end; ++i) {
            const node_view node = page.node(i);
            used += page_edit::node_size(0, node.key_size(), node.data.size()) + page_layout::tag_size;
        }
        return used <= page_layout::area_size(page.page_size());
    }

    // The shortest string above everything left and not above anything right of the cut, the node to come included.
    void separate(page_view page, cut where)
    {
        const bool composite = composite_leaf(page);
        key_buffer left, right;
        const auto sort_string = [&](std::uint32_t i, key_buffer& out) {
            const sort_pieces pieces = sort_of(page.node(i), composite);
            out.assign(pieces.first);
            out.append(pieces.second);
        };
        if (where.at != 0) sort_string(where.at - 1, left);
        if (where.at != page.node_count()) sort_string(where.at, right);
        const bool coming = !replacing_;
        if (coming && where.new_goes_left && (where.at == 0 || compare(sort_, left.view()) > 0)) left.assign(sort_);
        if (coming && !where.new_goes_left && (where.at == page.node_count() || compare(sort_, right.view()) < 0)) right.assign(sort_);
        const std::size_t shared = common_prefix(left.view(), right.view());
        separator_.assign(right.view().first(std::min(shared + 1, right.size())));
    }

    // The next split is one group: its own, or the one the tree belongs to.
    void begin_group()
    {
        own_group_.reset();
        group_ = tree_.group();
        if (!group_) group_ = &own_group_.emplace(tree_.file_);
    }
    // Everything is built: what follows must not fail before `finish_group`.
    void reserve_group(cut where, std::uint32_t nodes)
    {
        group_->reserve(5, 8 * tree_.file_.page_size());
        if (where.at != 0 && where.at != nodes) return;
        change_buffer note;  // one side stays empty until the entry comes: recovery must know if it never does
        std::array<std::byte, 6> head;
        store_le(head.data(), tree_.shape_.root.value());
        store_le(head.data() + 4, static_cast<std::uint16_t>(tree_.shape_.kind));
        note.append(head);
        note.append(sort_);
        group_->note(note_kind::hollow, note.view());
    }
    void finish_group()
    {
        if (own_group_) own_group_->finish();
    }

    void obtain_pages(std::size_t wanted)
    {
        spare_.reserve(2);
        while (spare_.size() < wanted) spare_.push_back(tree_.source_.allocate());
    }
    [[nodiscard]] page_no take_page() noexcept
    {
        const page_no page = spare_.back();
        spare_.pop_back();
        return page;
    }

    // Builds the page with nodes [begin, end); `sort_` is taken as a likely neighbour when there is only room to guess.
    void build_leaf(detail::page_image& image, page_view from, std::uint32_t begin, std::uint32_t end, std::uint32_t flags,
                    page_no previous, page_no next, page_no own)
    {
        key_buffer first, last;
        if (begin < end) from.node(begin).key_into(first);
        else first.assign(sort_.first(std::min(sort_.size(), key_size_guess(from))));
        if (begin < end) from.node(end - 1).key_into(last);
        else if (begin != 0) from.node(begin - 1).key_into(last);
        bytes prefix = detail::worthwhile_prefix(first.view(), last.view(), std::max(end - begin, 8U));
        if (!detail::fits_plainly(from, begin, end)) prefix = from.prefix_key();  // it did until now
        if (begin == end && node_size_ > page_layout::area_size(from.page_size()) / 4) prefix = {};
        image.start(from.object(), flags, previous, next, own, prefix);
        image.append(from, begin, end, scratch_);
    }
    [[nodiscard]] static std::size_t key_size_guess(page_view from) noexcept
    {
        return from.node_count() != 0 ? from.node(from.node_count() - 1).key_size() : 0;
    }

    [[nodiscard]] bool split_root_leaf(page_no root_no)
    {
        write_page root{tree_.file_, root_no, group_};
        if (has_room(root)) return true;
        const page_view page = root.view();
        const cut where = choose_cut(root.block(), page);
        separate(page, where);
        write_page left = write_page::create(tree_.file_, spare_[0], group_);
        write_page right = write_page::create(tree_.file_, spare_[1], group_);
        const std::uint32_t nodes = page.node_count(), flags = tree_.flags_for(page_flag::leaf);
        detail::page_image a{page.page_size()}, b{page.page_size()}, top{page.page_size()};
        build_leaf(a, page, 0, where.at, flags, page_no{}, right.number(), left.number());
        build_leaf(b, page, where.at, nodes, flags, left.number(), page_no{}, right.number());
        build_root(top, page, page_flag::parent_of_leaf, left.number(), right.number());
        left.prepare_rebuild(nodes + 1);
        right.prepare_rebuild(nodes + 1);
        root.prepare_rebuild(2);
        reserve_group(where, nodes);

        left.become(a.view());
        right.become(b.view());
        root.become(top.view());
        spare_.clear();
        return false;
    }
    void build_root(detail::page_image& image, page_view old, std::uint32_t position, page_no left, page_no right)
    {
        bytes header = old.external_header();
        if (old.is_space_tree()) header = header.first(std::min(header.size(), page_view::split_buffer_size));
        image.start(old.object(), tree_.flags_for(page_flag::root | position), page_no{}, page_no{}, tree_.shape_.root, header);
        image.append_child(separator_.view(), left);
        image.append_child({}, right);
    }

    void split_leaf(write_page& parent, std::uint32_t child, write_page& leaf, cut where)
    {
        const page_view page = leaf.view();
        const page_no next_no = page.next();
        write_page right = write_page::create(tree_.file_, spare_.back(), group_);    // never in the log without its way from the parent
        std::optional<write_page> next;
        if (next_no) next.emplace(tree_.file_, next_no, group_);
        const std::uint32_t nodes = page.node_count();
        detail::page_image image{page.page_size()};
        build_leaf(image, page, where.at, nodes, tree_.flags_for(page_flag::leaf), leaf.number(), next_no, right.number());
        right.prepare_rebuild(nodes + 1);
        reserve_group(where, nodes);

        right.become(image.view());
        if (where.at < nodes) leaf.truncate(where.at);
        leaf.set_next(right.number());
        if (next) next->set_previous(right.number());
        announce(parent, child, leaf.number(), right.number());
        (void)take_page();
    }
    // (K -> left) becomes (separator -> left), (K -> right). The parent has room.
    void announce(write_page& parent, std::uint32_t child, page_no left, page_no right)
    {
        std::array<std::byte, 4> number;
        store_le(number.data(), right.value());
        parent.replace_data(child, number);
        store_le(number.data(), left.value());
        const std::size_t saved = prefix_saved(parent.view(), separator_.view());
        parent.insert(child, 0, saved, separator_.view().subspan(saved), number);
    }

    // Splits the branch at `level` of the way. False: its parent has no room for the separator and must be split instead.
    [[nodiscard]] bool split_branch(const tree::path& way, int level)
    {
        obtain_pages(level == 0 ? 2 : 1);
        begin_group();
        const auto [number, child] = way.steps[static_cast<std::size_t>(level)];
        if (level == 0) return split_root_branch(number, child), true;
        const auto [parent_no, parent_child] = way.steps[static_cast<std::size_t>(level - 1)];
        write_page parent{tree_.file_, parent_no, group_};
        write_page branch{tree_.file_, number, group_};
        const page_view page = branch.view();
        const std::uint32_t at = branch_cut(page, child);
        page.node(at - 1).key_into(separator_);
        if (!parent.make_room(page_edit::node_size(0, separator_.size(), 4))) return false;
        write_page right = write_page::create(tree_.file_, spare_.back(), group_);
        detail::page_image image{page.page_size()};
        build_branch(image, page, at, page.node_count(), right.number());
        right.prepare_rebuild(page.node_count() + 1);
        group_->reserve(5, 8 * tree_.file_.page_size());

        right.become(image.view());
        branch.truncate(at);
        announce(parent, parent_child, branch.number(), right.number());
        (void)take_page();
        return true;
    }

    void split_root_branch(page_no root_no, std::uint32_t child)
    {
        write_page root{tree_.file_, root_no, group_};
        const page_view page = root.view();
        const std::uint32_t at = branch_cut(page, child), nodes = page.node_count();
        page.node(at - 1).key_into(separator_);
        write_page left = write_page::create(tree_.file_, spare_[0], group_);
        write_page right = write_page::create(tree_.file_, spare_[1], group_);
        detail::page_image a{page.page_size()}, b{page.page_size()}, top{page.page_size()};
        build_branch(a, page, 0, at, left.number());
        build_branch(b, page, at, nodes, right.number());
        build_root(top, page, 0, left.number(), right.number());
        left.prepare_rebuild(nodes + 1);
        right.prepare_rebuild(nodes + 1);
        root.prepare_rebuild(2);
        group_->reserve(5, 8 * tree_.file_.page_size());

        left.become(a.view());
        right.become(b.view());
        root.become(top.view());
        spare_.clear();
    }
    void build_branch(detail::page_image& image, page_view from, std::uint32_t begin, std::uint32_t end, page_no own)
    {
        const std::uint32_t position = from.flags() & page_flag::parent_of_leaf;
        key_buffer first, last;
        from.node(begin).key_into(first);
        from.node(end - begin > 1 ? end - 2 : begin).key_into(last);
        bytes prefix = end - begin > 2 ? detail::worthwhile_prefix(first.view(), last.view(), end - begin) : bytes{};
        if (!detail::fits_plainly(from, begin, end)) prefix = from.prefix_key();
        image.start(from.object(), tree_.flags_for(position), page_no{}, page_no{}, own, prefix);
        image.append(from, begin, end, scratch_);
    }
    [[nodiscard]] static std::uint32_t branch_cut(page_view page, std::uint32_t child)
    {
        const std::uint32_t nodes = page.node_count();
        if (nodes < 2) throw failure{jet::error::database_corrupted};
        if (child + 1 == nodes) return nodes - 1;  // ascending load: leave the left page full
        return std::clamp(half_of(page), 1U, nodes - 1);
    }

    tree& tree_;
    const bytes sort_;
    const std::size_t node_size_;
    const std::optional<std::size_t> replacing_;
    std::vector<page_no> spare_;  // obtained, not yet part of the tree
    std::optional<change_group> own_group_;
    change_group* group_ = nullptr;
    key_buffer separator_, scratch_;
};

inline void tree::split(bytes sort, std::size_t node_size, std::optional<std::size_t> replacing)
{
    if (node_size > page_layout::node_size_max(file_.page_size())) throw failure{jet::error::record_too_big};
    const std::lock_guard guard{structure_};
    tree_splitter{*this, sort, node_size, replacing}.run();
}

}  // namespace ese::inline v1::engine
