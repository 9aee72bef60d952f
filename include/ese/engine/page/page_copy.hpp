// page_copy.hpp — the pages of a database as they are at this moment, for whoever copies them while others work.
//
// Room:   page. Uses the page format and the cache.
// Gives:  page_copier: copy.
// Holds:  (1) a page is copied whole, between two of its changes, whether it lies in memory or only in the file;
//         (2) no page is brought into memory or pushed out of it;
//         (3) with a log, the copy has no change that is not in the log already. It need not be durable there yet.
// Locks:  the latch of one page while that is copied.
#pragma once

#include <ese/engine/page/cache.hpp>

namespace ese::inline v1::engine {

class page_copier {
public:
    explicit page_copier(page_file& file) noexcept : file_{file} {}

    // `into` is one page long and gets a fresh checksum; zeros for a page that was never written. A page that is damaged in the
    // file, beyond one bit, is JET_errReadVerifyFailure or JET_errDatabaseCorrupted.
    void copy(page_no page, mutable_bytes into);

private:
    void copy_from_memory(page_no page, mutable_bytes into) noexcept;
    void copy_from_file(page_no page, mutable_bytes into);

    page_file& file_;
};

inline void page_copier::copy(page_no page, mutable_bytes into)
{
    ESE_EXPECTS(into.size() == file_.page_size());
    file_.check_number(page);
    page_latch& latch = file_.slot_of(page).latch;
    latch.lock();
    const page_latch::word kept = latch.load() & (page_latch::resident | page_latch::dirty);
    try {
        if ((kept & page_latch::resident) != 0) copy_from_memory(page, into);
        else copy_from_file(page, into);
    } catch (...) {
        latch.unlock_unchanged(kept);
        throw;
    }
    latch.unlock_unchanged(kept);
}

inline void page_copier::copy_from_memory(page_no page, mutable_bytes into) noexcept
{
    copy_bytes(into.data(), {file_.memory(page), into.size()});
    const bool blank = std::all_of(into.begin(), into.end(), [](std::byte b) { return b == std::byte{0}; });
    if (!blank) stamp_checksum(into.data(), file_.page_size(), page.value());
}

inline void page_copier::copy_from_file(page_no page, mutable_bytes into)
{
    file_.raw().read((std::uint64_t{page.value()} + 1) * file_.page_size(), into);
    const page_check check = check_page(into.data(), file_.page_size(), page.value());
    if (check.state == page_check::blank) return;
    if (check.state == page_check::bad) throw failure{jet::error::read_verify_failure};
    if (!verify_structure(page_view{into.data(), file_.page_size()})) throw failure{jet::error::database_corrupted};
}

}  // namespace ese::inline v1::engine
