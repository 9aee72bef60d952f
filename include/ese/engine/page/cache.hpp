// cache.hpp — the pages of one database file in memory: found by number, latched by a word, evicted when room is short.
//
// Room:   page. Uses log, os, base, and in this room the page format. Knows page numbers; knows nothing of keys or transactions.
// Gives:  page_file; read_page and write_page, guards over one page; cache_budget, the memory several files share.
// Holds:  (1) page n lies in the frame its slot names whenever its word says resident, and its search block describes it;
//         (2) every page is verified when it enters memory: rooms above may trust its structure;
//         (3) a changed page is written, with a fresh checksum, before its memory is dropped;
//         (4) with a log, a change is in it before it is on the page, and durable in it before the page is written;
//         (5) with a log, pages are overwritten in the file only after a durable copy of them was kept elsewhere (page_guard).
// Locks:  page latches (page_latch.hpp); the budget's mutex for the lists of resident pages, never held during I/O; a file's
//         writing mutex, while pages are written: who holds it only tries latches, for who evicts comes with latches held.
#pragma once

#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/failure.hpp>
#include <ese/engine/base/strong.hpp>
#include <ese/engine/base/thread_counters.hpp>
#include <ese/engine/log/log.hpp>
#include <ese/engine/os/file.hpp>
#include <ese/engine/os/virtual_memory.hpp>
#include <ese/engine/page/block_builder.hpp>
#include <ese/engine/page/block_store.hpp>
#include <ese/engine/page/checksum.hpp>
#include <ese/engine/page/frame_store.hpp>
#include <ese/engine/page/log_kinds.hpp>
#include <ese/engine/page/page_change.hpp>
#include <ese/engine/page/page_edit.hpp>
#include <ese/engine/page/page_guard.hpp>
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
class change_group;

// How much memory the cached pages of an instance may take. Rotates through its files and pages, second chance first.
class cache_budget {
public:
    explicit cache_budget(std::uint64_t bytes_max) noexcept : bytes_max_{bytes_max} {}
    cache_budget(const cache_budget&) = delete;
    cache_budget& operator=(const cache_budget&) = delete;

    void set_limit(std::uint64_t bytes_max) noexcept { bytes_max_.store(bytes_max, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t limit() const noexcept { return bytes_max_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t used() const noexcept { return used_.load(std::memory_order_relaxed); }

private:
    friend class page_file;
    static constexpr std::uint64_t pages_least = 32;

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

    // From now on changes are logged, under this number. Before the first change.
    void attach_log(log& where, std::uint8_t database) noexcept
    {
        log_ = &where;
        database_ = database;
    }
    [[nodiscard]] bool logged() const noexcept { return log_ != nullptr; }
    // From now on copies of pages are kept before they are overwritten. While there is no log: all that happened before
    // `known` is on the pages.
    void protect(std::unique_ptr<page_guard> guard, lsn known = {})
    {
        guard_ = std::move(guard);
        known_ = known;
    }
    void unprotect() noexcept  // the file is whole
    {
        if (guard_) guard_->remove();
        guard_.reset();
    }
    // Tells whoever replays the log something that changes no page.
    void log_note(std::uint8_t kind, bytes content)
    {
        if (!log_) return;
        change_buffer items;
        change_writer::note(items, kind, content);
        (void)append(items.view());
    }

    void flush() { flush_until(lsn{~std::uint64_t{0}}); }  // writes every changed page, in order, then syncs
    void flush_until(lsn oldest);                          // only those whose first change is older than that
    // Where redo must begin for the pages that are changed and not written; `otherwise` if there are none.
    [[nodiscard]] lsn oldest_change(lsn otherwise) const;

    // Has the page kept the content it had at `version`?
    [[nodiscard]] bool unchanged(page_no page, page_latch::word version) const noexcept
    {
        return slot_of(page).latch.unchanged_since(version);
    }

    [[gnu::always_inline]] void prefetch(page_no page) const noexcept  // see search_block::prefetch
    {
        if (page > last_page()) return;
        __builtin_prefetch(&slots_[page.value()]);
        if (const std::uint32_t number = block_of(page).load(std::memory_order_relaxed); number != 0) blocks_.at(number).prefetch();
    }

    // The page will be looked at soon: the system is told, and may fetch it meanwhile. False: it is in memory, or none of these.
    [[nodiscard]] bool expect(page_no page) noexcept
    {
        if (!page || page > last_page() || (slot_of(page).latch.load() & page_latch::resident) != 0) return false;
        file_->prefetch((std::uint64_t{page.value()} + 1) * page_size_, page_size_);
        return true;
    }
    // So many pages may be read for later at once without driving out most of what the cache has.
    [[nodiscard]] std::size_t expected_most() const noexcept
    {
        return static_cast<std::size_t>(std::clamp<std::uint64_t>(budget_.limit() / page_cost() / 8, 1, 4096));
    }

private:
    friend class read_page;
    friend class write_page;
    friend class change_group;
    friend class page_redo;
    friend class page_copier;
    friend class cache_budget;

    struct slot {
        page_latch latch;
        std::uint32_t place{0};               // in the list of resident pages; under the budget's mutex
        std::atomic<std::uint32_t> frame{0};  // where the page lies while it is resident; set under the latch
        lsn last_change{};                    // under the latch: what must be durable before the page is written
        std::atomic<std::uint64_t> first_change{0};  // of those not written yet; set under the latch
    };
    static_assert(sizeof(slot) == 32);
    static constexpr lsn never_durable{~std::uint64_t{0}};  // changed by a group that was never logged

    lsn append(bytes items)
    {
        const std::array<std::byte, 1> number{static_cast<std::byte>(database_)};
        return log_->append(log_kind_changes, number, items);
    }
    // Before the log is told of a change, so that no checkpoint is moved past it meanwhile. True: it is the first.
    [[nodiscard]] bool announce_change(slot& s) const noexcept
    {
        if (s.first_change.load(std::memory_order_relaxed) != 0) return false;
        s.first_change.store(log_->end().value(), std::memory_order_seq_cst);
        return true;
    }
    // A small database stays small in memory: so much of the array before large pages of the system pay.
    static constexpr std::uint64_t slots_before_large_pages = 128 * 1024;
    enum class fresh : bool { no, yes };
    // Pages that nobody has used since the clock's hand came by last.
    struct victims {
        static constexpr std::size_t clean_most = 8, dirty_most = 256;
        std::size_t batch = dirty_most;    // so many are written at once: they share what it costs to write safely
        std::vector<page_no> clean;        // latched
        std::vector<page_no> dirty;        // not latched: when they were written, the hand comes again

        victims()
        {
            clean.reserve(clean_most);
            dirty.reserve(dirty_most);
        }
        [[nodiscard]] bool complete() const noexcept { return clean.size() == clean_most || dirty.size() == batch; }
        [[nodiscard]] bool must_write() const noexcept { return dirty.size() == batch || (clean.empty() && !dirty.empty()); }
    };
    // The file stays open while its pages are written for others.
    class kept_open {
    public:
        explicit kept_open(page_file& file) noexcept : file_{file} { file.evicting_.fetch_add(1, std::memory_order_relaxed); }
        ~kept_open() { file_.evicting_.fetch_sub(1, std::memory_order_release); }
        kept_open(const kept_open&) = delete;
        kept_open& operator=(const kept_open&) = delete;

    private:
        page_file& file_;
    };

    [[nodiscard]] std::byte* memory(const slot& s) const noexcept { return frames_.at(s.frame.load(std::memory_order_relaxed)); }
    [[nodiscard]] std::byte* memory(page_no page) const noexcept { return memory(slot_of(page)); }
    [[nodiscard]] slot& slot_of(page_no page) const noexcept { return slots_[page.value()]; }
    [[nodiscard]] std::atomic<std::uint32_t>& block_of(page_no page) const noexcept { return block_numbers_[page.value()]; }
    [[nodiscard]] page_latch::word open(page_no page);        // until readable; loads it
    void bring_in(page_no page, fresh content);                // latched, not resident -> resident
    void read_and_verify(page_no page);
    void drop(page_no page) noexcept;                          // latched -> not resident, unlatched
    void choose_victims(victims& found) noexcept;              // under the budget's mutex
    void look_at_victim(page_no page, victims& found) noexcept;
    void write_victims(std::vector<page_no>& pages);
    void begin_batch();
    void copy_into_batch(page_no page) noexcept;
    void save_batch();
    void place_batch();
    void confirm(std::size_t i) noexcept;
    void write_some(std::vector<page_no>& pages, lsn oldest);
    [[nodiscard]] std::uint64_t page_cost() const noexcept { return page_size_ + page_size_ / 8; }
    void check_number(page_no page) const
    {
        if (page.value() == 0 || page > last_page()) throw failure{jet::error::database_corrupted};
    }
    [[nodiscard]] static reserved_memory reserve(std::uint64_t wanted, std::uint64_t least);

    std::unique_ptr<file> file_;
    log* log_ = nullptr;
    std::uint8_t database_ = 0;
    const std::uint32_t page_size_;
    const access mode_;
    cache_budget& budget_;
    frame_store frames_;
    reserved_memory slot_memory_;
    slot* slots_;
    // The search block of each page, valid while it is resident. Apart from the slots, so that these few bytes a page stay in
    // the processor's cache and a descent fetches a page's slot and its block at once: 60 ns of 700 a point read.
    reserved_memory block_number_memory_;
    std::atomic<std::uint32_t>* block_numbers_;
    std::uint32_t pages_max_;
    block_store blocks_;
    std::atomic<std::uint32_t> last_page_{0};
    std::atomic<std::uint64_t> dbtime_{0};
    std::vector<page_no> resident_;  // under the budget's mutex
    std::size_t hand_{0};            // under the budget's mutex
    std::atomic<int> evicting_{0};   // threads that write out pages of this file for the budget

    struct write_batch {
        struct copy {
            page_latch::word version;
            lsn log_end;    // when it was made
        };
        std::unique_ptr<std::byte[]> content;    // page_guard::batch_bytes, from the first batch on
        std::vector<page_no> numbers;
        std::vector<copy> copies;
        lsn newest_change{};
        bool unsettled = false;                  // saved, but not placed for certain

        void clear() noexcept;
    };
    std::mutex writing_mutex_;
    write_batch batch_;                    // under writing_mutex_
    std::unique_ptr<page_guard> guard_;    // its use, under writing_mutex_
    lsn known_{};
};

// A look at one page without storing anything: copy what is needed, then ask `valid`. Nothing read before a `valid`
// that says yes may be used as a pointer, a length or an answer.
class read_page {
public:
    explicit read_page(page_file& file, page_no page, const change_group* group = nullptr) : file_{&file}, page_{page}, slot_{&file.slots_[0]}
    {
        file.check_number(page);
        slot_ = &file.slot_of(page);
        if (group != nullptr && take_from(*group)) [[unlikely]] return;
#ifdef ESE_SHARED_PAGE_LATCHES
        while (!slot_->latch.try_share(seen_)) (void)file.open(page);
#else
        seen_ = slot_->latch.load();
        if (!page_latch::readable(seen_)) [[unlikely]] seen_ = file.open(page);
#endif
        block_ = &block_now();
        content_ = file.memory(*slot_);
    }
#ifdef ESE_SHARED_PAGE_LATCHES
    read_page(read_page&& other) noexcept { *this = std::move(other); }
    read_page& operator=(read_page&& other) noexcept
    {
        if (this == &other) return *this;
        release();
        file_ = std::exchange(other.file_, nullptr);
        page_ = other.page_;
        slot_ = other.slot_;
        block_ = other.block_;
        content_ = other.content_;
        seen_ = other.seen_;
        borrowed_ = other.borrowed_;
        return *this;
    }
    ~read_page() { release(); }
#else
    read_page(read_page&&) noexcept = default;
    read_page& operator=(read_page&&) noexcept = default;
    ~read_page() = default;
#endif

    [[nodiscard]] bool valid() const noexcept { return slot_->latch.unchanged_since(seen_); }
    [[nodiscard]] page_latch::word version() const noexcept { return seen_; }
    [[nodiscard]] page_no number() const noexcept { return page_; }
    [[nodiscard]] page_view view() const noexcept { return page_view{content_, file_->page_size_}; }
    [[nodiscard]] const search_block& block() const noexcept { return borrowed_ ? block_now() : *block_; }

private:
    [[nodiscard]] const search_block& block_now() const noexcept
    {
        return file_->blocks_.at(file_->block_of(page_).load(std::memory_order_relaxed));
    }
#ifdef ESE_SHARED_PAGE_LATCHES
    void release() noexcept
    {
        if (file_ && !borrowed_) slot_->latch.unshare();
        file_ = nullptr;
    }
#endif
    bool take_from(const change_group& group) noexcept;  // the group of this thread holds the page: nobody else changes it

    page_file* file_ = nullptr;
    page_no page_{};
    page_file::slot* slot_ = nullptr;
    const search_block* block_ = nullptr;  // unless borrowed: this thread may give the page another one meanwhile
    const std::byte* content_ = nullptr;
    page_latch::word seen_{};
    bool borrowed_ = false;
};

// Changes of several pages that the log knows as one: all of them happened or none. Pages that were changed stay latched
// until `finish`, so that the order of records and the order of changes are the same on every page.
class change_group {
public:
    explicit change_group(page_file& file) : file_{file} {}
    ~change_group();
    change_group(const change_group&) = delete;
    change_group& operator=(const change_group&) = delete;

    // Room for changes that must not fail between one another.
    void reserve(std::size_t pages, std::size_t size)
    {
        held_.reserve(held_.size() + pages);
        if (file_.logged()) items_.reserve(items_.size() + size);
    }
    void note(std::uint8_t kind, bytes content)
    {
        if (file_.logged()) change_writer::note(items_, kind, content);
    }
    void finish();
    [[nodiscard]] bool holds(page_no page) const noexcept
    {
        return std::any_of(held_.begin(), held_.end(), [page](const held& h) { return h.page == page; });
    }
    // Without being finished: then it costs the log.
    [[nodiscard]] bool has_changed_pages() const noexcept
    {
        return std::any_of(held_.begin(), held_.end(), [](const held& h) { return h.changed; });
    }

private:
    friend class write_page;
    struct held {
        page_no page;
        page_file::slot* slot;
        bool changed;
    };
    void tell_log();
    void let_go() noexcept;

    page_file& file_;
    change_buffer items_;
    std::vector<held> held_;
};

inline bool read_page::take_from(const change_group& group) noexcept
{
    if (!group.holds(page_)) return false;
    seen_ = slot_->latch.load();
    content_ = file_->memory(*slot_);
    return borrowed_ = true;
}

// One page held alone. Every change has the shape prepare, log, apply: what may fail (`make_room`, `prepare_*`) comes
// first and changes no key; then the log is told, which may fail and has changed nothing; the rest cannot fail.
class write_page {
public:
    write_page(page_file& file, page_no page, change_group* group = nullptr) : write_page{file, page, page_file::fresh::no, group} {}
    [[nodiscard]] static write_page create(page_file& file, page_no page, change_group* group = nullptr)
    {
        return {file, page, page_file::fresh::yes, group};
    }
    write_page(write_page&& other) noexcept
        : file_{std::exchange(other.file_, nullptr)}, page_{other.page_}, slot_{other.slot_}, group_{other.group_}, changed_{other.changed_},
          blank_{other.blank_}
    {
    }
    write_page& operator=(write_page&& other) noexcept
    {
        if (this == &other) return *this;
        release();
        file_ = std::exchange(other.file_, nullptr);
        page_ = other.page_;
        slot_ = other.slot_;
        group_ = other.group_;
        changed_ = other.changed_;
        blank_ = other.blank_;
        return *this;
    }
    ~write_page() { release(); }

    void release() noexcept;

    [[nodiscard]] page_no number() const noexcept { return page_; }
    [[nodiscard]] page_latch::word version() const noexcept { return slot_->latch.load() & ~page_latch::latched; }
    [[nodiscard]] page_view view() const noexcept { return page_view{file_->memory(*slot_), file_->page_size_}; }
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
        const std::size_t before = view().data(i).size();
        return data_size <= before || edit().room_for(data_size - before);
    }

    // `note` goes into the log with the change: what a transaction needs to undo it.
    void insert(std::uint32_t i, std::uint8_t flags, std::size_t prefix_size, bytes suffix, bytes data, bytes note = {});
    void erase(std::uint32_t i);
    void replace(std::uint32_t i, std::uint8_t flags, bytes data, bytes note = {});
    // The same for who knows already what of the data stays the same.
    void replace(std::uint32_t i, std::uint8_t flags, bytes data, difference same, bytes note = {});
    void replace_data(std::uint32_t i, bytes data) { replace(i, view().node_flags(i), data); }
    void set_flags(std::uint32_t i, std::uint8_t flags, bytes note = {});
    void set_previous(page_no previous);
    void set_next(page_no next);
    void set_external_header(bytes content);
    void truncate(std::uint32_t nodes);  // keeps the first ones: the left half of a split
    void retire();                       // the page belongs to no tree any more
    // After a crash: no node has versions, and the search block is made anew. Without the log: it means nothing to it.
    void forget_versions();
    void rewrite() noexcept { changed_ = true; }  // it is right in memory, and is to be so on disk

    // Replaces the whole content by a page built elsewhere; `prepare_rebuild` first. What is free in that page may be anything.
    void prepare_rebuild(std::uint32_t nodes)
    {
        if (block_ref().entries_max() < nodes) grow_block(nodes);
    }
    void become(page_view image);

private:
    write_page(page_file& file, page_no page, page_file::fresh content, change_group* group);

    // Tells the log what is about to happen to the page.
    template <class Encode>
    void log_first(Encode encode, bytes note = {});
    void append_alone(bytes items);
    [[nodiscard]] page_edit edit() const noexcept { return page_edit{file_->memory(*slot_), file_->page_size_}; }
    [[nodiscard]] search_block& block_ref() const noexcept { return file_->blocks_.at(file_->block_of(page_).load(std::memory_order_relaxed)); }
    void rebuild_block() noexcept { fill_block(block_ref(), view()); }
    void grow_block(std::uint32_t nodes);
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
    change_group* group_ = nullptr;
    bool changed_ = false;
    bool blank_ = false;    // all zeros: it was created a moment ago
};

}  // namespace ese::inline v1::engine

#include <ese/engine/page/cache_paging.hpp>
#include <ese/engine/page/cache_writing.hpp>
#include <ese/engine/page/cache_changes.hpp>
