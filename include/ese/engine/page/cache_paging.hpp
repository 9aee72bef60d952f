// cache_paging.hpp — how pages enter and leave memory: the bodies of page_file and cache_budget.
//
// Room:   page. Included by cache.hpp only.
// Gives:  loading with verification, eviction.
// Locks:  a page's latch is held from before it is chosen until it is gone; the budget's mutex only to touch the lists.
#pragma once

#include <ese/engine/page/cache.hpp>

namespace ese::inline v1::engine {

inline page_file::page_file(std::unique_ptr<file> opened, std::uint32_t page_size, cache_budget& budget, access mode)
    : file_{std::move(opened)}, page_size_{page_size}, mode_{mode}, budget_{budget},
      frames_{reserve(std::uint64_t{1} << 40, std::uint64_t{1} << 28), page_size},
      slot_memory_{reserve(frames_.frames_max() * sizeof(slot), 0)},
      slots_{reinterpret_cast<slot*>(slot_memory_.base())},
      block_number_memory_{reserve(frames_.frames_max() * sizeof *block_numbers_, 0)},
      block_numbers_{reinterpret_cast<std::atomic<std::uint32_t>*>(block_number_memory_.base())},
      pages_max_{static_cast<std::uint32_t>(frames_.frames_max())},
      blocks_{frames_.frames_max() * page_size / 16}
{
    slot_memory_.prefer_large_pages(slots_before_large_pages);
    budget_.enter(*this);
}

inline page_file::~page_file()
{
    budget_.leave(*this);
    for (int spins = 0; evicting_.load(std::memory_order_acquire) != 0; ++spins) page_latch::pause(spins);
}

// As much address space as the system lets us have, from the wanted amount down by halves.
inline reserved_memory page_file::reserve(std::uint64_t wanted, std::uint64_t least)
{
    for (;; wanted /= 2) {
        try {
            return reserved_memory{wanted};
        } catch (const failure&) {
            if (least == 0 || wanted / 2 < least) throw;
        }
    }
}

inline void page_file::set_last_page(page_no last)
{
    if (last.value() >= pages_max_) throw failure{jet::error::out_of_database_space};
    const std::uint64_t pages = std::uint64_t{last.value()} + 1;
    slot_memory_.commit(0, pages * sizeof(slot));
    block_number_memory_.commit(0, pages * sizeof *block_numbers_);
    last_page_.store(last.value(), std::memory_order_release);
}

inline void page_file::grow_to(page_no last)
{
    if (last.value() >= pages_max_) throw failure{jet::error::out_of_database_space};
    file_->resize((std::uint64_t{last.value()} + 2) * page_size_);
    set_last_page(last);
}

// Waits while a writer holds the page, loads it if it is not here, takes back a mark of the clock hand.
inline page_latch::word page_file::open(page_no page)
{
    page_latch& latch = slot_of(page).latch;
    for (int spins = 0;; ++spins) {
        const page_latch::word w = latch.load();
        if (page_latch::readable(w)) return w;
        if (w & page_latch::latched) {
            page_latch::pause(spins);
        } else if (w & page_latch::resident) {
            latch.clear_mark();
        } else if (latch.try_lock()) {
            try {
                if ((latch.load() & page_latch::resident) == 0) bring_in(page, fresh::no);
            } catch (...) {
                latch.unlock(0);
                throw;
            }
            latch.unlock_unchanged(page_latch::resident | (latch.load() & page_latch::dirty));
        }
    }
}

inline void page_file::bring_in(page_no page, fresh content)
{
    budget_.make_room(page_cost());
    slot& s = slot_of(page);
    const std::uint32_t frame = frames_.take();
    std::uint32_t number = 0;
    try {
        s.frame.store(frame, std::memory_order_relaxed);
        if (content == fresh::yes) std::memset(memory(s), 0, page_size_);
        else read_and_verify(page);
        const page_view view{memory(s), page_size_};
        number = blocks_.take(content == fresh::yes ? 8 : view.node_count());
        fill_block(blocks_.at(number), view);
        const std::lock_guard guard{budget_.mutex_};
        resident_.push_back(page);
        s.place = static_cast<std::uint32_t>(resident_.size() - 1);
    } catch (...) {
        if (number != 0) blocks_.give_back(number);
        frames_.give_back(frame);
        throw;
    }
    block_of(page).store(number, std::memory_order_relaxed);
    budget_.used_.fetch_add(page_cost(), std::memory_order_relaxed);
}

inline void page_file::read_and_verify(page_no page)
{
    const mutable_bytes content{memory(page), page_size_};
    file_->read((std::uint64_t{page.value()} + 1) * page_size_, content);
    ++counted.pages_read;
    switch (check_page(content.data(), page_size_, page.value()).state) {
    case page_check::good:
    case page_check::corrected: break;
    case page_check::blank:
    case page_check::bad: throw failure{jet::error::read_verify_failure};
    }
    if (!verify_structure(page_view{content.data(), page_size_})) throw failure{jet::error::database_corrupted};
}

inline void page_file::drop(page_no page) noexcept
{
    slot& s = slot_of(page);
    {
        const std::lock_guard guard{budget_.mutex_};
        resident_[s.place] = resident_.back();
        slot_of(resident_.back()).place = s.place;
        resident_.pop_back();
    }
    blocks_.give_back(block_of(page).exchange(0, std::memory_order_relaxed));
    frames_.give_back(s.frame.load(std::memory_order_relaxed));
    budget_.used_.fetch_sub(page_cost(), std::memory_order_relaxed);
    s.latch.unlock(0);
}

// Stops when there is enough of either kind. Changed pages pile up until they fill a batch, at most a quarter of all pages: it
// must not be that a clean one goes with every load because none else is left. Then the hand goes back to them.
inline void page_file::choose_victims(victims& found) noexcept
{
    const std::size_t begun = hand_;
    found.batch = std::clamp<std::size_t>(resident_.size() / 4, 1, std::min(victims::dirty_most, page_guard::batch_pages(page_size_)));
    for (std::size_t looked = 0; looked < 2 * resident_.size() && !found.complete(); ++looked, ++hand_) {
        if (hand_ >= resident_.size()) hand_ = 0;
        look_at_victim(resident_[hand_], found);
    }
    if (found.must_write()) hand_ = begun;
}

inline void page_file::look_at_victim(page_no page, victims& found) noexcept
{
    page_latch& latch = slot_of(page).latch;
    const page_latch::word w = latch.load();
    if ((w & page_latch::latched) != 0) return;
    if ((w & page_latch::marked) == 0) return latch.set_mark();
    if ((w & page_latch::dirty) != 0) return found.dirty.push_back(page);
    if (!latch.try_lock()) return;
    if ((latch.load() & page_latch::dirty) == 0) found.clean.push_back(page);
    else latch.unlock_unchanged(page_latch::resident | page_latch::dirty);
}

inline lsn page_file::oldest_change(lsn otherwise) const
{
    std::uint64_t oldest = otherwise.value();
    const std::lock_guard guard{budget_.mutex_};
    for (const page_no page : resident_)
        if (const std::uint64_t at = slot_of(page).first_change.load(std::memory_order_acquire); at != 0) oldest = std::min(oldest, at);
    return lsn{oldest};
}

inline void cache_budget::enter(page_file& file)
{
    const std::lock_guard guard{mutex_};
    files_.push_back(&file);
}

inline void cache_budget::leave(page_file& file) noexcept
{
    const std::lock_guard guard{mutex_};
    std::erase(files_, &file);
    used_.fetch_sub(file.resident_.size() * file.page_cost(), std::memory_order_relaxed);
}

inline page_file* cache_budget::fullest() const noexcept
{
    page_file* best = nullptr;
    for (page_file* file : files_)
        if (!best || file->resident_.size() > best->resident_.size()) best = file;
    return best;
}

// Evicts a few pages more than needed, so that not every load pays. When everything is in use, the limit gives way.
inline void cache_budget::make_room(std::uint64_t bytes_wanted)
{
    // With fewer pages a scan could lose the leaf it stands on to the one it goes to, and never arrive.
    const std::uint64_t least = pages_least * bytes_wanted;
    if (used() + bytes_wanted <= std::max(bytes_max_.load(std::memory_order_relaxed), least)) return;
    for (int rounds = 0; rounds < 2; ++rounds) {
        page_file::victims found;
        std::unique_lock guard{mutex_};
        page_file* const file = fullest();
        if (!file) return;
        file->choose_victims(found);
        const page_file::kept_open keeps{*file};
        guard.unlock();
        for (const page_no page : found.clean) file->drop(page);
        if (!found.must_write()) return;
        file->write_victims(found.dirty);
    }
}

}  // namespace ese::inline v1::engine
