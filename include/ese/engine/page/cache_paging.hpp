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
      pages_{reserve(std::uint64_t{1} << 40, std::uint64_t{1} << 28)},
      slot_memory_{reserve(pages_.size() / page_size * sizeof(slot), 0)},
      slots_{reinterpret_cast<slot*>(slot_memory_.base())},
      block_number_memory_{reserve(pages_.size() / page_size * sizeof *block_numbers_, 0)},
      block_numbers_{reinterpret_cast<std::atomic<std::uint32_t>*>(block_number_memory_.base())},
      pages_max_{static_cast<std::uint32_t>(pages_.size() / page_size)},
      blocks_{pages_.size() / 16}
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
    choose_system_pages(pages * page_size_);
    last_page_.store(last.value(), std::memory_order_release);
}

// Large pages of the system spare a reader address translations: 870 -> 710 ns a point read among a million rows. Who touches
// one byte of such a page takes all of it, though, so they are for files that fit into the cache as a whole, and easily.
inline void page_file::choose_system_pages(std::uint64_t file_bytes) noexcept
{
    const bool fits = file_bytes <= budget_.limit() / 2;
    if (fits == large_system_pages_ || (fits && file_bytes <= pages_before_large_pages)) return;
    if (fits) pages_.prefer_large_pages(pages_before_large_pages);
    else pages_.prefer_small_pages();
    large_system_pages_ = fits;
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
    pages_.commit(std::uint64_t{page.value()} * page_size_, page_size_);
    if (content == fresh::yes) std::memset(memory(page), 0, page_size_);
    else read_and_verify(page);
    const page_view view{memory(page), page_size_};
    const std::uint32_t number = blocks_.take(content == fresh::yes ? 8 : view.node_count());
    slot& s = slot_of(page);
    block_of(page).store(number, std::memory_order_relaxed);
    fill_block(blocks_.at(number), view);
    try {
        const std::lock_guard guard{budget_.mutex_};
        resident_.push_back(page);
        s.place = static_cast<std::uint32_t>(resident_.size() - 1);
    } catch (...) {
        blocks_.give_back(number);
        throw;
    }
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
    pages_.discard(std::uint64_t{page.value()} * page_size_, page_size_);
    budget_.used_.fetch_sub(page_cost(), std::memory_order_relaxed);
    s.latch.unlock(0);
}

inline void page_file::evict(const std::vector<page_no>& victims)
{
    const auto dirty = [this](page_no page) { return (slot_of(page).latch.load() & page_latch::dirty) != 0; };
    try {
        if (std::any_of(victims.begin(), victims.end(), dirty)) write_victims(victims);
        for (const page_no page : victims) drop(page);
    } catch (...) {
        for (const page_no page : victims) {
            page_latch& latch = slot_of(page).latch;
            latch.unlock_unchanged(latch.load() & (page_latch::resident | page_latch::dirty));
        }
        evicting_.fetch_sub(1, std::memory_order_release);
        throw;
    }
    evicting_.fetch_sub(1, std::memory_order_release);
}

inline void page_file::choose_victims(std::vector<page_no>& victims)
{
    std::size_t wanted = cache_budget::victims_per_call;
    while (victims.size() < wanted) {
        const page_no page = choose_victim();
        if (!page) return;
        victims.push_back(page);    // there is room
        if ((slot_of(page).latch.load() & page_latch::dirty) != 0)
            wanted = std::min(cache_budget::dirty_victims_per_call, page_guard::batch_pages(page_size_));
    }
}

inline page_no page_file::choose_victim() noexcept
{
    for (std::size_t looked = 0; looked < 2 * resident_.size() + 1 && !resident_.empty(); ++looked) {
        if (hand_ >= resident_.size()) hand_ = 0;
        const page_no page = resident_[hand_];
        page_latch& latch = slot_of(page).latch;
        const page_latch::word w = latch.load();
        if ((w & page_latch::latched) == 0 && (w & page_latch::marked) == 0) {
            latch.set_mark();
            ++hand_;
        } else if ((w & page_latch::marked) != 0 && latch.try_lock()) {
            return page;
        } else {
            ++hand_;
        }
    }
    return page_no{};
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
    std::vector<page_no> victims;
    victims.reserve(dirty_victims_per_call);
    std::unique_lock guard{mutex_};
    page_file* const file = fullest();
    if (file) file->choose_victims(victims);
    if (victims.empty()) return;
    file->evicting_.fetch_add(1, std::memory_order_relaxed);  // keeps the file open while its pages are written
    guard.unlock();
    file->evict(victims);
}

}  // namespace ese::inline v1::engine
