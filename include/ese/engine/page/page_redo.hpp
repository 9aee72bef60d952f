// page_redo.hpp — doing logged changes again on the pages of one database, after a crash.
//
// Room:   page. Uses the page format and the cache.
// Gives:  page_redo: apply, in the order of the log; finish, after which the cache is as if nothing had happened.
// Holds:  (1) a change is applied exactly to pages whose time is older, and until that page is written, the log is needed from
//             there on: page_file::oldest_change says so;
//         (2) a page that cannot be read is taken as lost until an image of it comes along; one that stays lost is an accident;
//         (3) after finish no node of these pages carries the flag `versioned`: no version survived. Elsewhere the flag may have
//             got into the file without the log, and costs a look in vain.
// Locks:  none. Recovery is alone.
#pragma once

#include <ese/engine/page/cache.hpp>

#include <algorithm>
#include <set>
#include <vector>

namespace ese::inline v1::engine {

class page_redo {
public:
    explicit page_redo(page_file& file) : file_{file} {}

    void apply(const change_item& item, lsn record);    // which begins there
    void finish();
    [[nodiscard]] std::uint64_t applied() const noexcept { return applied_; }
    // Pages that were damaged in the file, and after finish are not.
    [[nodiscard]] std::uint32_t repaired() const noexcept { return damaged_; }

private:
    void note_visit(page_no page);
    void bring_in(page_no page);
    void lay_out(page_no page);
    [[nodiscard]] static bool is_sound(page_view page, const change_item& done) noexcept;
    [[nodiscard]] page_edit edit(page_no page) const noexcept { return page_edit{file_.memory(page), file_.page_size()}; }

    page_file& file_;
    std::uint64_t file_size_ = 0;    // when the first page was read: what it grows by has nothing in it
    std::vector<page_no> visited_;
    std::vector<bool> seen_;      // by page number: in visited_
    std::set<page_no> lost_;
    std::set<page_no> repaired_;  // one bit was wrong: to be written again
    std::uint64_t applied_ = 0;
    std::uint32_t damaged_ = 0;
};

inline void page_redo::apply(const change_item& item, lsn record)
{
    if (!item.page || item.page.value() > 0x7FEFFFFF) throw failure{jet::error::log_file_corrupt};
    if (item.page > file_.last_page()) file_.grow_to(item.page);
    note_visit(item.page);
    file_.set_dbtime(std::max(file_.dbtime(), item.time));
    page_file::slot& slot = file_.slot_of(item.page);
    if ((slot.latch.load() & page_latch::resident) == 0) bring_in(item.page);
    const bool lost = lost_.contains(item.page);
    if (lost && !item.is_image()) return;  // an image comes later, or finish complains
    if (!lost && edit(item.page).view().dbtime() >= item.time) return;
    redo(edit(item.page), item);
    edit(item.page).set_dbtime(item.time);
    if (item.is_image()) lost_.erase(item.page);
    if (!is_sound(edit(item.page).view(), item)) throw failure{jet::error::log_file_corrupt};
    slot.latch.lock();
    slot.latch.unlock(page_latch::resident | page_latch::dirty);
    if (slot.first_change.load(std::memory_order_relaxed) == 0) slot.first_change.store(record.value(), std::memory_order_release);
    ++applied_;
}

// The page was as the format demands before: what can be wrong now is what the change has touched.
inline bool page_redo::is_sound(page_view page, const change_item& done) noexcept
{
    switch (static_cast<change_kind>(done.kind)) {
    case change_kind::insert:
    case change_kind::replace: return detail::node_check{page}.fits(page.node_tag(done.index));
    case change_kind::erase:
    case change_kind::truncate: return page.is_leaf() || page.node_count() != 0;
    case change_kind::set_flags:
    case change_kind::set_previous:
    case change_kind::set_next:
    case change_kind::retire: return true;
    case change_kind::set_header:
    case change_kind::image: break;
    }
    return verify_structure(page);
}

inline void page_redo::note_visit(page_no page)
{
    if (page.value() >= seen_.size()) seen_.resize(std::max<std::size_t>(page.value() + 1, file_.last_page().value() + 1));
    if (seen_[page.value()]) return;
    visited_.push_back(page);
    seen_[page.value()] = true;
}

// As it lies in the file, good or not.
inline void page_redo::bring_in(page_no page)
{
    page_file::slot& slot = file_.slot_of(page);
    slot.latch.lock();
    try {
        file_.bring_in(page, page_file::fresh::yes);
    } catch (...) {
        slot.latch.unlock(0);
        throw;
    }
    slot.latch.unlock(page_latch::resident);
    if (file_size_ == 0) file_size_ = file_.raw().size();
    const std::uint64_t offset = (std::uint64_t{page.value()} + 1) * file_.page_size();
    const mutable_bytes content{file_.memory(page), file_.page_size()};
    if (offset + content.size() <= file_size_) file_.raw().read(offset, content);
    const page_check check = check_page(content.data(), file_.page_size(), page.value());
    if (check.state == page_check::corrected) repaired_.insert(page);
    const bool good = (check.state == page_check::good || check.state == page_check::corrected) && verify_structure(edit(page).view());
    if (check.state != page_check::blank && (!good || check.state == page_check::corrected)) ++damaged_;
    if (good) return;
    std::memset(content.data(), 0, content.size());
    lost_.insert(page);
}

inline void page_redo::finish()
{
    if (!lost_.empty()) throw failure{jet::error::read_verify_failure};
    for (const page_no page : visited_) lay_out(page);
}

inline void page_redo::lay_out(page_no number)
{
    write_page page{file_, number};
    page.forget_versions();
    if (repaired_.contains(number)) page.rewrite();
}

}  // namespace ese::inline v1::engine
