// cache_writing.hpp — how changed pages get into their file: bodies of page_file.
//
// Room:   page. Included by cache.hpp only.
// Gives:  batches: copied, made safe, written, confirmed.
// Holds:  (1) a page stays dirty until it is durable where it belongs, and if it changed meanwhile, after that;
//         (2) batches of one file follow each other, so an older content never overwrites a newer one;
//         (3) a batch that failed on its way into the file is put there again before the next one is begun: until then its
//             guard is the only whole copy of a page.
//
//     copy   the page as it is now, its latch held for that moment only
//     save   log durable up to the copies; copies durable in the guard
//     place  copies into the file, durable
//     confirm the pages are clean, unless they changed after they were copied
#pragma once

#include <ese/engine/page/cache.hpp>

namespace ese::inline v1::engine {

inline void page_file::write_batch::clear() noexcept
{
    numbers.clear();
    copies.clear();
    newest_change = lsn{};
}

inline void page_file::begin_batch()
{
    const std::size_t pages = page_guard::batch_pages(page_size_);
    if (!batch_.content) {
        batch_.content = std::make_unique_for_overwrite<std::byte[]>(page_guard::batch_bytes);
        batch_.numbers.reserve(pages);
        batch_.copies.reserve(pages);
    }
    if (batch_.unsettled) place_batch();
    batch_.clear();
}

// The page is latched.
inline void page_file::copy_into_batch(page_no page) noexcept
{
    const slot& s = slot_of(page);
    std::memcpy(batch_.content.get() + batch_.numbers.size() * page_size_, memory(page), page_size_);
    batch_.numbers.push_back(page);
    batch_.copies.push_back({s.latch.load(), log_ ? log_->end() : lsn{}});
    batch_.newest_change = std::max(batch_.newest_change, s.last_change);
}

inline void page_file::save_batch()
{
    if (batch_.numbers.empty()) return;
    if (log_) log_->flush_to(batch_.newest_change);    // throws for a change that can never be durable
    for (std::size_t i = 0; i < batch_.numbers.size(); ++i)
        stamp_checksum(batch_.content.get() + i * page_size_, page_size_, batch_.numbers[i].value());
    if (guard_) {
        guard_->save(batch_.numbers, {batch_.content.get(), batch_.numbers.size() * page_size_}, log_ ? log_->end() : known_);
        batch_.unsettled = true;
    }
    place_batch();
}

// Neighbours in the file are written at once.
inline void page_file::place_batch()
{
    const std::size_t count = batch_.numbers.size();
    for (std::size_t i = 0, run = 1; i < count; i += run) {
        for (run = 1; i + run < count && batch_.numbers[i + run].value() == batch_.numbers[i].value() + run;) ++run;
        file_->write((std::uint64_t{batch_.numbers[i].value()} + 1) * page_size_, {batch_.content.get() + i * page_size_, run * page_size_});
    }
    if (!guard_) return;
    file_->sync();
    batch_.unsettled = false;
}

// The page is latched.
inline void page_file::confirm(std::size_t i) noexcept
{
    slot& s = slot_of(batch_.numbers[i]);
    const bool same = page_latch::same_content(s.latch.load(), batch_.copies[i].version);
    const std::uint64_t since = same ? 0 : batch_.copies[i].log_end.value();    // what changed it later is behind that
    if (s.first_change.load(std::memory_order_relaxed) != 0) s.first_change.store(since, std::memory_order_release);
}

// Pages somebody holds at this moment are left for later, and come back in `pages`.
inline void page_file::write_some(std::vector<page_no>& pages, lsn oldest)
{
    std::vector<page_no> later;
    const std::size_t most = page_guard::batch_pages(page_size_);
    for (std::size_t from = 0; from < pages.size(); from += most) {
        const std::lock_guard writing{writing_mutex_};
        begin_batch();
        for (std::size_t i = from; i < std::min(from + most, pages.size()); ++i) {
            slot& s = slot_of(pages[i]);
            if (!s.latch.try_lock()) {
                later.push_back(pages[i]);
                continue;
            }
            const page_latch::word w = s.latch.load();
            if ((w & page_latch::dirty) != 0 && s.first_change.load(std::memory_order_relaxed) <= oldest.value()) copy_into_batch(pages[i]);
            s.latch.unlock_unchanged(w & (page_latch::resident | page_latch::dirty | page_latch::marked));
        }
        save_batch();
        for (std::size_t i = 0; i < batch_.numbers.size(); ++i) {
            page_latch& latch = slot_of(batch_.numbers[i]).latch;
            if (!latch.try_lock()) {    // being changed, most likely
                later.push_back(batch_.numbers[i]);
                continue;
            }
            confirm(i);
            const page_latch::word w = latch.load();
            const bool clean = page_latch::same_content(w, batch_.copies[i].version);
            latch.unlock_unchanged(w & (page_latch::resident | page_latch::marked | (clean ? 0 : page_latch::dirty)));
        }
    }
    pages.swap(later);
}

inline void page_file::flush_until(lsn oldest)
{
    std::vector<page_no> pages;
    {
        const std::lock_guard guard{budget_.mutex_};
        pages = resident_;
    }
    std::erase_if(pages, [&](page_no page) {
        const slot& s = slot_of(page);
        return (s.latch.load() & page_latch::dirty) == 0 || s.first_change.load(std::memory_order_acquire) > oldest.value();
    });
    std::sort(pages.begin(), pages.end());
    for (int rounds = 0; !pages.empty(); page_latch::pause(rounds++)) write_some(pages, oldest);
    file_->sync();
}

// Whoever changes or holds one of them meanwhile keeps it.
inline void page_file::write_victims(std::vector<page_no>& pages)
{
    std::sort(pages.begin(), pages.end());
    pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
    write_some(pages, lsn{~std::uint64_t{0}});
}

}  // namespace ese::inline v1::engine
