// cache_changes.hpp — how pages change: the bodies of write_page and change_group.
//
// Room:   page. Included by cache.hpp only.
// Gives:  each change told to the log, applied, and followed by the search block.
// Holds:  a page keeps its latch from the moment its change is told to the log until it is applied, so on every page the
//         order in the log is the order of the changes.
#pragma once

#include <ese/engine/page/cache.hpp>

namespace ese::inline v1::engine {

inline write_page::write_page(page_file& file, page_no page, page_file::fresh content, change_group* group)
    : file_{&file}, page_{page}, group_{group}
{
    file.check_number(page);
    ESE_EXPECTS(!file.read_only());
    slot_ = &file.slot_of(page);
    if (group_) {
        group_->held_.reserve(group_->held_.size() + 1);  // so that letting go cannot fail
        const auto mine = std::find_if(group_->held_.begin(), group_->held_.end(), [page](const auto& h) { return h.page == page; });
        if (mine != group_->held_.end()) {
            changed_ = mine->changed;
            return;
        }
    }
    slot_->latch.lock();
    if ((slot_->latch.load() & page_latch::resident) != 0) return;
    try {
        file.bring_in(page, content);
        blank_ = content == page_file::fresh::yes;
    } catch (...) {
        slot_->latch.unlock(0);
        throw;
    }
}

inline void write_page::release() noexcept
{
    if (!file_) return;
    file_ = nullptr;
    if (group_) {
        for (change_group::held& h : group_->held_)
            if (h.page == page_) {
                h.changed |= changed_;
                return;
            }
        if (changed_) return group_->held_.push_back({page_, slot_, true});
    }
    const page_latch::word kept = slot_->latch.load() & page_latch::dirty;
    if (changed_) slot_->latch.unlock(page_latch::resident | page_latch::dirty);
    else slot_->latch.unlock_unchanged(page_latch::resident | kept);
}

template <class Encode>
void write_page::log_first(Encode encode, bytes note)
{
    const std::uint64_t time = file_->next_dbtime();
    if (file_->logged()) {
        change_buffer own;
        change_buffer& items = group_ ? group_->items_ : own;
        const std::size_t before = items.size();
        try {
            if (!note.empty()) items.append(note);
            change_writer writer{items, page_, time};
            encode(writer);
            if (!group_) append_alone(items.view());
        } catch (...) {
            items.resize(before);
            throw;
        }
    }
    changed_ = true;
    edit().set_dbtime(time);
}

inline void write_page::append_alone(bytes items)
{
    const bool first = file_->announce_change(*slot_);
    try {
        slot_->last_change = file_->append(items);
    } catch (...) {
        if (first) slot_->first_change.store(0, std::memory_order_release);
        throw;
    }
}

inline void write_page::insert(std::uint32_t i, std::uint8_t flags, std::size_t prefix_size, bytes suffix, bytes data, bytes note)
{
    log_first([&](change_writer& w) { w.insert(i, flags & ~node_flag::versioned, prefix_size, suffix, data); }, note);
    const bool gaps = has_gaps();
    edit().insert_node(i, flags, prefix_size, suffix, data);
    if ((gaps && !has_gaps()) || !insert_into_block(block_ref(), view(), i)) rebuild_block();
}

inline void write_page::erase(std::uint32_t i)
{
    log_first([&](change_writer& w) { w.erase(i); });
    edit().erase_node(i);
    if (view().is_leaf()) block_ref().erase(i);
    else rebuild_block();
}

inline void write_page::replace(std::uint32_t i, std::uint8_t flags, bytes data, bytes note)
{
    replace(i, flags, data, difference{view().data(i), data}, note);
}

inline void write_page::replace(std::uint32_t i, std::uint8_t flags, bytes data, difference same, bytes note)
{
    log_first([&](change_writer& w) { w.replace(i, flags & ~node_flag::versioned, same, data); }, note);
    const std::size_t before = view().data(i).size();
    const bool grows = data.size() > before;
    if (data.size() == before) copy_bytes(edit().node_data(i).data(), data);
    else edit().replace_node_data(i, data);
    edit().set_node_flags(i, flags);
    if (grows && !has_gaps()) rebuild_block();
    else block_ref().set_reference(i, detail::reference_of(view(), i, view().is_leaf()));
}

// `versioned` alone means nothing after a restart, and changes without the log.
inline void write_page::set_flags(std::uint32_t i, std::uint8_t flags, bytes note)
{
    const bool only_versioned = ((view().node_flags(i) ^ flags) & node_flag::deleted) == 0;
    if (only_versioned && note.empty()) changed_ = true;
    else log_first([&](change_writer& w) { w.set_flags(i, flags & ~node_flag::versioned); }, note);
    edit().set_node_flags(i, flags);
    if (view().is_leaf()) block_ref().set_reference(i, view().node_tag(i));
}

inline void write_page::set_previous(page_no previous)
{
    log_first([&](change_writer& w) { w.set_previous(previous); });
    edit().set_previous(previous);
}

inline void write_page::set_next(page_no next)
{
    log_first([&](change_writer& w) { w.set_next(next); });
    edit().set_next(next);
}

inline void write_page::set_external_header(bytes content)
{
    log_first([&](change_writer& w) { w.set_header(content); });
    edit().set_external_header(content);
    rebuild_block();
}

inline void write_page::truncate(std::uint32_t nodes)
{
    if (nodes >= view().node_count()) return;
    log_first([&](change_writer& w) { w.truncate(nodes); });
    edit().erase_nodes_from(nodes);
    rebuild_block();
}

inline void write_page::retire()
{
    log_first([&](change_writer& w) { w.retire(); });
    edit().set_flags(page_flag::empty);
}

inline void write_page::forget_versions()
{
    const std::uint32_t nodes = view().node_count();
    for (std::uint32_t i = 0; i < nodes; ++i) {
        const std::uint8_t flags = view().node_flags(i);
        if ((flags & node_flag::versioned) == 0) continue;
        edit().set_node_flags(i, flags & ~node_flag::versioned);
        changed_ = true;
    }
    if (block_ref().entries_max() < nodes) grow_block(nodes);    // which fills it
    else rebuild_block();
}

inline void write_page::become(page_view image)
{
    log_first([&](change_writer& w) { w.image(image); });
    const std::uint64_t time = view().dbtime();
    const std::size_t front = page_layout::header_size(file_->page_size_) + image.free_start();
    const std::size_t back = file_->page_size_ - page_layout::tag_size * image.tag_count();
    std::byte* const to = file_->memory(*slot_);
    std::memcpy(to, image.data(), front);
    if (!std::exchange(blank_, false)) std::memset(to + front, 0, back - front);
    std::memcpy(to + back, image.data() + back, file_->page_size_ - back);
    edit().set_dbtime(time);
    rebuild_block();
}

inline void write_page::grow_block(std::uint32_t nodes)
{
    const std::uint32_t larger = file_->blocks_.take(nodes);
    const std::uint32_t old = file_->block_of(page_).load(std::memory_order_relaxed);
    fill_block(file_->blocks_.at(larger), view());
    file_->block_of(page_).store(larger, std::memory_order_relaxed);
    file_->blocks_.give_back(old);
}

inline void change_group::finish()
{
    if (!items_.empty()) tell_log();
    let_go();
}

// When this fails the log is dead, and no checkpoint moves any more.
inline void change_group::tell_log()
{
    for (const held& h : held_)
        if (h.changed) (void)file_.announce_change(*h.slot);
    const lsn end = file_.append(items_.view());
    for (const held& h : held_)
        if (h.changed) h.slot->last_change = end;
    items_.clear();
}

inline void change_group::let_go() noexcept
{
    for (const held& h : held_) {
        if (h.changed) h.slot->latch.unlock(page_latch::resident | page_latch::dirty);
        else h.slot->latch.unlock_unchanged(page_latch::resident | (h.slot->latch.load() & page_latch::dirty));
    }
    held_.clear();
}

// Not finished: what was changed is in no log and must never reach the disk. The log closes; only recovery helps now.
inline change_group::~change_group()
{
    if (has_changed_pages() && file_.logged()) {
        file_.log_->kill();
        for (const held& h : held_)
            if (h.changed) h.slot->last_change = page_file::never_durable;
    }
    let_go();
}

}  // namespace ese::inline v1::engine
