// cache.hpp — the pages of one database file in memory: found by arithmetic, latched by a word, evicted when room is short.
//
// Room:   page. Uses os, base, and in this room the page format. Knows page numbers; knows nothing of keys or transactions.
// Gives:  page_file; read_page and write_page, guards over one page; cache_budget, the memory several files share.
// Holds:  (1) page n lies at base + n * page size whenever its word says resident, and its search block describes it;
//         (2) every page is verified when it enters memory: rooms above may trust its structure;
//         (3) a changed page is written, with a fresh checksum, before its memory is dropped.
// Locks:  page latches (page_latch.hpp); the budget's mutex for the lists of resident pages, never held during I/O.
#pragma once

#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/failure.hpp>
#include <ese/engine/base/strong.hpp>
#include <ese/engine/os/file.hpp>
#include <ese/engine/os/virtual_memory.hpp>
#include <ese/engine/page/block_builder.hpp>
#include <ese/engine/page/block_store.hpp>
#include <ese/engine/page/checksum.hpp>
#include <ese/engine/page/page_edit.hpp>
#include <ese/engine/page/page_latch.hpp>
#include <ese/engine/page/page_view.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace ese::inline v1::engine {

class page_file;

// How much memory the cached pages of an instance may take. Rotates through its files and pages, second chance first.
class cache_budget {
public:
    explicit cache_budget(std::uint64_t bytes_max) noexcept : bytes_max_{bytes_max} {}
    cache_budget(const cache_budget&) = delete;
    cache_budget& operator=(const cache_budget&) = delete;

    void set_limit(std::uint64_t bytes_max) noexcept { bytes_max_.store(bytes_max, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t used() const noexcept { return used_.load(std::memory_order_relaxed); }

private:
    friend class page_file;
    static constexpr int victims_per_call = 8;

    void enter(page_file& file);
    void leave(page_file& file) noexcept;
    void make_room(std::uint64_t bytes_wanted);
    [[nodiscard]] page_file* fullest() const noexcept;

    std::atomic<std::uint64_t> bytes_max_;
    std::atomic<std::uint64_t> used_{0};
    std::mutex mutex_;
    std::vector<page_file*> files_;  // under mutex_
};

class page_file {
public:
    enum class access { read_only, read_write };

    page_file(std::unique_ptr<file> opened, std::uint32_t page_size, cache_budget& budget, access mode);
    ~page_file();
    page_file(const page_file&) = delete;
    page_file& operator=(const page_file&) = delete;

    [[nodiscard]] std::uint32_t page_size() const noexcept { return page_size_; }
    [[nodiscard]] bool large_pages() const noexcept { return page_size_ > 8192; }
    [[nodiscard]] bool read_only() const noexcept { return mode_ == access::read_only; }
    [[nodiscard]] file& raw() noexcept { return *file_; }

    // Pages the database owns; those beyond are not to be had.
    [[nodiscard]] page_no last_page() const noexcept { return page_no{last_page_.load(std::memory_order_acquire)}; }
    void set_last_page(page_no last);
    void grow_to(page_no last);

    // The time of changes: every change of a page draws one.
    [[nodiscard]] std::uint64_t next_dbtime() noexcept { return dbtime_.fetch_add(1, std::memory_order_relaxed) + 1; }
    [[nodiscard]] std::uint64_t dbtime() const noexcept { return dbtime_.load(std::memory_order_relaxed); }
    void set_dbtime(std::uint64_t value) noexcept { dbtime_.store(value, std::memory_order_relaxed); }

    void flush();  // writes every changed page, in order, then syncs

    // Has the page kept the content it had at `version`?
    [[nodiscard]] bool unchanged(page_no page, page_latch::word version) const noexcept
    {
        return slot_of(page).latch.unchanged_since(version);
    }

    void prefetch(page_no page) const noexcept
    {
        if (page > last_page()) return;
        const slot& s = slots_[page.value()];
        if (const std::uint32_t number = s.block.load(std::memory_order_relaxed); number != 0) blocks_.at(number).prefetch();
    }

private:
    friend class read_page;
    friend class write_page;
    friend class cache_budget;

    struct slot {
        page_latch latch;
        std::atomic<std::uint32_t> block{0};  // its search block; valid while resident
        std::uint32_t place{0};               // in the list of resident pages; under the budget's mutex
    };
    static_assert(sizeof(slot) == 16);
    enum class fresh : bool { no, yes };

    [[nodiscard]] std::byte* memory(page_no page) const noexcept { return pages_.base() + std::uint64_t{page.value()} * page_size_; }
    [[nodiscard]] slot& slot_of(page_no page) const noexcept { return slots_[page.value()]; }
    [[nodiscard]] page_latch::word open(page_no page);        // until readable; loads it
    void bring_in(page_no page, fresh content);                // latched, not resident -> resident
    void read_and_verify(page_no page);
    void write_back(page_no page);                             // latched and dirty
    void drop(page_no page) noexcept;                          // latched -> not resident, unlatched
    [[nodiscard]] page_no choose_victim() noexcept;            // latched; 0: none found quickly. Under the budget's mutex
    void evict(page_no page);
    [[nodiscard]] std::uint64_t page_cost() const noexcept { return page_size_ + page_size_ / 8; }
    void check_number(page_no page) const
    {
        if (page.value() == 0 || page > last_page()) throw failure{jet::error::database_corrupted};
    }
    [[nodiscard]] static reserved_memory reserve(std::uint64_t wanted, std::uint64_t least);

    std::unique_ptr<file> file_;
    const std::uint32_t page_size_;
    const access mode_;
    cache_budget& budget_;
    reserved_memory pages_;
    reserved_memory slot_memory_;
    slot* slots_;
    std::uint32_t pages_max_;
    block_store blocks_;
    std::atomic<std::uint32_t> last_page_{0};
    std::atomic<std::uint64_t> dbtime_{0};
    std::vector<page_no> resident_;  // under the budget's mutex
    std::size_t hand_{0};            // under the budget's mutex
    std::atomic<int> evicting_{0};   // threads that write out a page of this file for the budget
};

// A look at one page without storing anything: copy what is needed, then ask `valid`. Nothing read before a `valid`
// that says yes may be used as a pointer, a length or an answer.
class read_page {
public:
    read_page(page_file& file, page_no page) : file_{&file}, page_{page}, slot_{&file.slots_[0]}
    {
        file.check_number(page);
        slot_ = &file.slot_of(page);
#ifdef ESE_SHARED_PAGE_LATCHES
        while (!slot_->latch.try_share(seen_)) (void)file.open(page);
#else
        seen_ = slot_->latch.load();
        if (!page_latch::readable(seen_)) seen_ = file.open(page);
#endif
    }
    read_page(read_page&& other) noexcept { *this = std::move(other); }
    read_page& operator=(read_page&& other) noexcept
    {
        if (this == &other) return *this;
        release();
        file_ = std::exchange(other.file_, nullptr);
        page_ = other.page_;
        slot_ = other.slot_;
        seen_ = other.seen_;
        return *this;
    }
    ~read_page() { release(); }

    [[nodiscard]] bool valid() const noexcept { return slot_->latch.unchanged_since(seen_); }
    [[nodiscard]] page_latch::word version() const noexcept { return seen_; }
    [[nodiscard]] page_no number() const noexcept { return page_; }
    [[nodiscard]] page_view view() const noexcept { return page_view{file_->memory(page_), file_->page_size_}; }
    [[nodiscard]] const search_block& block() const noexcept { return file_->blocks_.at(slot_->block.load(std::memory_order_relaxed)); }

private:
    void release() noexcept
    {
#ifdef ESE_SHARED_PAGE_LATCHES
        if (file_) slot_->latch.unshare();
#endif
        file_ = nullptr;
    }

    page_file* file_ = nullptr;
    page_no page_{};
    page_file::slot* slot_ = nullptr;
    page_latch::word seen_{};
};

// One page held alone. Every change has the shape prepare, log, apply: what may fail (`make_room`, `prepare_*`) comes
// first and changes no key; the change itself draws the page's next time and cannot fail.
class write_page {
public:
    write_page(page_file& file, page_no page) : write_page{file, page, page_file::fresh::no} {}
    [[nodiscard]] static write_page create(page_file& file, page_no page) { return {file, page, page_file::fresh::yes}; }
    write_page(write_page&& other) noexcept
        : file_{std::exchange(other.file_, nullptr)}, page_{other.page_}, slot_{other.slot_}, changed_{other.changed_}
    {
    }
    write_page& operator=(write_page&& other) noexcept
    {
        if (this == &other) return *this;
        release();
        file_ = std::exchange(other.file_, nullptr);
        page_ = other.page_;
        slot_ = other.slot_;
        changed_ = other.changed_;
        return *this;
    }
    ~write_page() { release(); }

    void release() noexcept
    {
        if (!file_) return;
        const page_latch::word kept = slot_->latch.load() & page_latch::dirty;
        if (changed_) slot_->latch.unlock(page_latch::resident | page_latch::dirty);
        else slot_->latch.unlock_unchanged(page_latch::resident | kept);
        file_ = nullptr;
    }

    [[nodiscard]] page_no number() const noexcept { return page_; }
    [[nodiscard]] page_latch::word version() const noexcept { return slot_->latch.load() & ~page_latch::latched; }
    [[nodiscard]] page_view view() const noexcept { return page_view{file_->memory(page_), file_->page_size_}; }
    [[nodiscard]] const search_block& block() const noexcept { return block_ref(); }

    // Room for one more node of `size` bytes (without its tag), in the page and in the search block; false: split first.
    [[nodiscard]] bool make_room(std::size_t size)
    {
        if (!edit().room_for_node(size)) return false;
        prepare_rebuild(view().node_count() + 1);
        return true;
    }
    [[nodiscard]] bool room_to_replace(std::uint32_t i, std::size_t data_size) const noexcept
    {
        const std::size_t before = view().node(i).data.size();
        return data_size <= before || edit().room_for(data_size - before);
    }

    void insert(std::uint32_t i, std::uint8_t flags, std::size_t prefix_size, bytes suffix, bytes data) noexcept
    {
        change();
        const bool gaps = has_gaps();
        edit().insert_node(i, flags, prefix_size, suffix, data);
        if ((gaps && !has_gaps()) || !view().is_leaf() || !insert_into_block(block_ref(), view(), i)) rebuild_block();
    }
    void erase(std::uint32_t i) noexcept
    {
        change();
        edit().erase_node(i);
        if (view().is_leaf()) block_ref().erase(i);
        else rebuild_block();
    }
    void replace_data(std::uint32_t i, bytes data) noexcept
    {
        change();
        const bool grows = data.size() > view().node(i).data.size();
        edit().replace_node_data(i, data);
        if ((grows && !has_gaps()) || !view().is_leaf()) rebuild_block();
        else block_ref().set_reference(i, view().node_tag(i));
    }
    void set_flags(std::uint32_t i, std::uint8_t flags) noexcept
    {
        change();
        edit().set_node_flags(i, flags);
        if (view().is_leaf()) block_ref().set_reference(i, view().node_tag(i));
    }
    void set_previous(page_no previous) noexcept { change(); edit().set_previous(previous); }
    void set_next(page_no next) noexcept { change(); edit().set_next(next); }
    void set_external_header(bytes content) noexcept
    {
        change();
        edit().set_external_header(content);
        rebuild_block();
    }
    // Keeps the first `nodes` nodes: the left half of a split.
    void truncate(std::uint32_t nodes) noexcept
    {
        change();
        if (nodes < view().node_count()) edit().erase_nodes_from(nodes);
        rebuild_block();
    }
    // The page belongs to no tree any more.
    void retire() noexcept
    {
        change();
        edit().set_flags(page_flag::empty);
    }

    // Replaces the whole content by a page built elsewhere; `prepare_rebuild` first.
    void prepare_rebuild(std::uint32_t nodes) { if (block_ref().entries_max() < nodes) grow_block(nodes); }
    void become(const std::byte* image) noexcept
    {
        std::memcpy(file_->memory(page_), image, file_->page_size_);
        change();
        rebuild_block();
    }

private:
    write_page(page_file& file, page_no page, page_file::fresh content) : file_{&file}, page_{page}
    {
        file.check_number(page);
        ESE_EXPECTS(!file.read_only());
        slot_ = &file.slot_of(page);
        slot_->latch.lock();
        if ((slot_->latch.load() & page_latch::resident) == 0) {
            try {
                file.bring_in(page, content);
            } catch (...) {
                slot_->latch.unlock(0);
                throw;
            }
        }
    }
    void change() noexcept
    {
        changed_ = true;
        edit().set_dbtime(file_->next_dbtime());
    }
    [[nodiscard]] page_edit edit() const noexcept { return page_edit{file_->memory(page_), file_->page_size_}; }
    [[nodiscard]] search_block& block_ref() const noexcept { return file_->blocks_.at(slot_->block.load(std::memory_order_relaxed)); }
    void rebuild_block() noexcept { fill_block(block_ref(), view()); }
    void grow_block(std::uint32_t nodes)
    {
        const std::uint32_t larger = file_->blocks_.take(nodes);
        const std::uint32_t old = slot_->block.load(std::memory_order_relaxed);
        fill_block(file_->blocks_.at(larger), view());
        slot_->block.store(larger, std::memory_order_relaxed);
        file_->blocks_.give_back(old);
    }
    // Closing gaps moves every node: the tags in the search block are stale then.
    [[nodiscard]] bool has_gaps() const noexcept
    {
        const page_view page = view();
        const std::uint32_t data_end = page_layout::area_size(file_->page_size_) - page_layout::tag_size * page.tag_count();
        return page.free_start() + page.free_bytes() != data_end;
    }

    page_file* file_ = nullptr;
    page_no page_{};
    page_file::slot* slot_ = nullptr;
    bool changed_ = false;
};

}  // namespace ese::inline v1::engine

#include <ese/engine/page/cache_paging.hpp>
