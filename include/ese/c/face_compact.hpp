// face_compact.hpp — JetCompact: everything in a database, copied into a fresh file without gaps.
//
// Room:   c. Uses face_database, backend (table_copy), front (file_systems), jet.
// Holds:  (1) the new file is made by an engine of its own, without a log: it is complete and closed when the call succeeds, and not there
//             when it fails;
//         (2) the source stays as it is: attached if it was, and if not, then only for the time of the call.
#pragma once

#include <ese/backend/table_copy.hpp>
#include <ese/c/face_database.hpp>
#include <ese/c/face_instances.hpp>
#include <ese/c/face_text.hpp>
#include <ese/engine/front/file_systems.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace ese::inline v1::c_face {

using copy_place = table_copier<engine_api>::place;

// A file that is being made.
class fresh_database {
public:
    explicit fresh_database(std::string path) : path_{std::move(path)} {}
    fresh_database(const fresh_database&) = delete;
    fresh_database& operator=(const fresh_database&) = delete;
    ~fresh_database()
    {
        if (!made_) return;
        (void)api_.term(jet::term_option::dirty);
        try {
            engine::native_file_system()->remove(path_);
        } catch (...) {    // the call fails for another reason, which is told
        }
    }
    [[nodiscard]] errc make(std::uint32_t page_size)
    {
        (void)api_.create_instance({});
        (void)api_.set_parameter(jet::parameter::database_page_size, page_size, {});
        (void)api_.set_parameter(jet::parameter::recovery, 0, "off");
        (void)api_.set_parameter(jet::parameter::max_temporary_tables, 0, {});
        if (const errc code = api_.init({}); jet::is_error(code)) return code;
        if (const errc code = api_.begin_session(session_); jet::is_error(code)) return code;
        const errc code = api_.create_database(session_, path_, {}, database_);
        made_ = !jet::is_error(code);
        if (!made_) (void)api_.term({});
        return code;
    }
    [[nodiscard]] copy_place place() noexcept { return {&api_, session_}; }
    [[nodiscard]] database_id database() const noexcept { return database_; }
    // Complete and on disk.
    [[nodiscard]] errc keep()
    {
        const errc code = api_.term({});
        made_ = jet::is_error(code);
        return code;
    }

private:
    const std::string path_;
    engine_api api_{storage::files};
    session_id session_{};
    database_id database_{};
    bool made_ = false;
};

// The source, open for reading.
class compact_source {
public:
    compact_source(JET_SESID session, std::string_view path) : place_{&instances().of_session(session), session_id{session}}, path_{path} {}
    compact_source(const compact_source&) = delete;
    compact_source& operator=(const compact_source&) = delete;
    ~compact_source()
    {
        if (opened_) (void)place_.api->close_database(place_.session, database_);
        if (attached_) (void)place_.api->detach_database(place_.session, path_, {});
    }
    [[nodiscard]] errc open()
    {
        const errc attached = place_.api->attach_database(place_.session, path_, jet::attach_option::read_only);
        if (jet::is_error(attached)) return attached;
        attached_ = attached == errc::success;
        const errc code = place_.api->open_database(place_.session, path_, jet::open_database_option::read_only, database_);
        opened_ = !jet::is_error(code);
        return code;
    }
    [[nodiscard]] const copy_place& place() const noexcept { return place_; }
    [[nodiscard]] database_id database() const noexcept { return database_; }

private:
    const copy_place place_;
    const std::string path_;
    database_id database_{};
    bool attached_ = false;
    bool opened_ = false;
};

// As long as the program's function does not fail.
[[nodiscard]] inline bool tell_of_compaction(JET_PFNSTATUS status, JET_SESID session, std::size_t done, std::size_t total)
{
    if (!status) return true;
    JET_SNPROG progress{sizeof(JET_SNPROG), static_cast<std::uint32_t>(done), static_cast<std::uint32_t>(total)};
    const auto tell = [&](JET_SNT step) { return status(session, JET_snpCompact, step, &progress) >= 0; };
    if (done == 0 && !tell(JET_sntBegin)) return false;
    if (!tell(JET_sntProgress)) return false;
    return done != total || tell(JET_sntComplete);
}

template <class Unit>
[[nodiscard]] errc compact(JET_SESID session, const Unit* from, const Unit* to, JET_PFNSTATUS status, bool converts, JET_GRBIT grbit)
{
    session_info info;
    const errc code = instances().of_session(session).get_session_info(session_id{session}, info);
    if (jet::is_error(code)) return code;
    if (const errc stopped = refused_when_stopped(session); jet::is_error(stopped)) return stopped;
    if (info.level > 0) return errc::in_transaction;
    if (converts || grbit != 0) return errc::feature_not_available;
    compact_source source{session, path_in{from}.view()};
    if (const errc wrong = source.open(); jet::is_error(wrong)) return wrong;
    database_info about;
    if (const errc wrong = source.place().api->get_database_info(source.place().session, source.database(), about); jet::is_error(wrong)) return wrong;
    fresh_database made{std::string{path_in{to}.view()}};
    if (const errc wrong = made.make(about.page_size); jet::is_error(wrong)) return wrong;
    const auto told = [&](std::size_t done, std::size_t total) { return tell_of_compaction(status, session, done, total); };
    const errc copied = copy_tables<engine_api>(source.place(), source.database(), made.place(), made.database(), told);
    return jet::is_error(copied) ? copied : made.keep();
}

}  // namespace ese::inline v1::c_face

ESE_JET JetCompactA(JET_SESID sesid, JET_PCSTR szDatabaseSrc, JET_PCSTR szDatabaseDest, JET_PFNSTATUS pfnStatus, JET_CONVERT_A* pconvert,
                    JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::compact(sesid, szDatabaseSrc, szDatabaseDest, pfnStatus, pconvert != nullptr, grbit); });
}
ESE_JET JetCompactW(JET_SESID sesid, JET_PCWSTR szDatabaseSrc, JET_PCWSTR szDatabaseDest, JET_PFNSTATUS pfnStatus, JET_CONVERT_W* pconvert,
                    JET_GRBIT grbit)
{
    return ese::c_face::guarded([&] { return ese::c_face::compact(sesid, szDatabaseSrc, szDatabaseDest, pfnStatus, pconvert != nullptr, grbit); });
}
