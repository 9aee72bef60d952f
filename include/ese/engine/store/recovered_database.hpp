// recovered_database.hpp — a database that recovery has made whole in memory, while its file still is what the crash left.
//
// Room:   store. Uses catalog, page, os. Why it is not closed at once: docs/decisions/0013.
// Gives:  recovered_database: its pages, for whoever attaches it; close, for everybody else.
// Holds:  (1) for the log it is attached: its pages are logged and protected, the log keeps what is not in the file yet;
//         (2) the file says dirty, and stays locked.
// Locks:  none of its own; see journal.
#pragma once

#include <ese/engine/store/checkpoint_note.hpp>
#include <ese/engine/store/database_header.hpp>

#include <ese/engine/catalog/catalog.hpp>
#include <ese/engine/os/clock.hpp>
#include <ese/engine/page/cache.hpp>
#include <ese/engine/space/space_manager.hpp>

#include <memory>

namespace ese::inline v1::engine {

struct recovered_database {
    logged_database what;
    database_header header;
    std::shared_ptr<page_file> pages;

    // The log knows what the database owns, and not whether the file had become so long for good.
    void lengthen_file() const;
    // Everything is on disk and the file is clean when this returns; then the log is to be told. Once this has thrown, the
    // header may say clean: it is to say dirty again before anything changes.
    void close();
};

inline void recovered_database::lengthen_file() const
{
    const std::uint64_t owned = (std::uint64_t{pages->last_page().value()} + 2) * pages->page_size();
    if (pages->raw().size() < owned) pages->raw().resize(owned);
}

inline void recovered_database::close()
{
    lengthen_file();
    transaction_domain domain{{}};
    space_manager space{*pages};
    catalog names{domain, *pages, space, header.has_shadow_catalog() ? shadow_catalog::kept : shadow_catalog::absent};
    names.open_after_crash(object_id{header.highest_object()});
    pages->flush();
    header.mark_closed(pages->dbtime(), names.highest_object_id().value(), now());
    header.save(pages->raw());
}

}  // namespace ese::inline v1::engine
