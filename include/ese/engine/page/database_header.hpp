// database_header.hpp — the first page of a database file, and its shadow.
//
// Room:   page. Uses os, base. Knows the two header pages; knows nothing of the pages behind them.
// Gives:  logtime, file_signature, database_header; read_database_header, write_database_header, why_not_attachable.
// Holds:  (1) bytes this file does not name survive a decode and an encode;
//         (2) the two copies are written one after the other, with a sync between, so one of them is always whole.
//
//   | header: one page | shadow: the same | page 1 | page 2 | ...
//
//   off len                              off len                                  off len
//     0   4 checksum                     104   4 database id                      416   4 highest generation committed
//     4   4 magic                        108  28 log signature                    508   8 locale-table marker
//     8   4 version                      208   4 flags                            584  28 signature of last header write
//    12   4 attributes                   212   4 last object id                   612  28 signature of last flush-map write
//    16   8 dbtime                       216  16 OS version of the last writer    640   4 lowest generation for clean
//    24  28 database signature           232   4 format update                    644   4 format update, minor
//    52   4 state                        236   4 page size, 0: 4096               656   8 log position of last resize
//    56   8 log position consistent      240   4 repair count                     667   4 file type, unaligned
//    64   8 logtime consistent           296   4 lowest generation required       672   8 logtime of highest required log
//    72   8 logtime attach               300   4 highest generation required
//    80   8 log position attach          340   4 version at creation
//    88   8 logtime detach               344   4 format update at creation
//    96   8 log position detach          348   8 logtime of highest required log
#pragma once

#include <ese/engine/page/checksum.hpp>
#include <ese/engine/page/page_view.hpp>

#include <ese/engine/os/clock.hpp>
#include <ese/engine/os/file.hpp>

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/failure.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <type_traits>
#include <vector>

namespace ese::inline v1::engine {

// A calendar time in eight bytes: seconds, minutes, hours, day, month, year - 1900, then milliseconds and two flags.
struct logtime {
    std::array<std::uint8_t, 8> raw{};

    [[nodiscard]] bool is_set() const noexcept { return *this != logtime{}; }
    [[nodiscard]] static logtime from(wall_time when) noexcept;   // UTC, milliseconds kept
    [[nodiscard]] std::optional<wall_time> to_time() const noexcept;  // empty: not set, or no such date
    friend bool operator==(const logtime&, const logtime&) noexcept = default;
};

// Names a database or a run of logs. All zero: none.
struct file_signature {
    std::uint32_t random = 0;
    logtime created;
    std::array<std::uint8_t, 16> computer{};

    friend bool operator==(const file_signature&, const file_signature&) noexcept = default;
};

enum class database_state : std::uint32_t {
    just_created = 1,
    dirty = 2,  // needs its logs
    clean = 3,
    being_converted = 4,
    obsolete = 5,
    reseeding = 6,
    dirty_and_patched = 7,
    reverting = 8,
};

enum class file_type : std::uint32_t { unknown = 0, database = 1, log = 3, checkpoint = 4, temporary_database = 5, flush_map = 7 };

struct database_header {
    static constexpr std::uint32_t magic_value = 0x89ABCDEF;
    static constexpr std::uint32_t version_written = 0x620;
    static constexpr std::uint32_t update_written = 20;
    static constexpr std::uint32_t update_known = 300;      // newer ones may hold what we do not understand
    static constexpr std::uint32_t update_for_large_pages = 0x11;
    static constexpr std::uint32_t first_object_id = 5;     // of the system tables: none is below when a database is new

    std::uint32_t magic = 0;
    std::uint32_t version = 0;
    std::uint32_t attributes = 0;
    std::uint64_t dbtime = 0;            // >= that of every page, once clean
    file_signature signature;
    database_state state{};
    std::uint64_t position_consistent = 0;
    logtime time_consistent;             // of the clean close
    logtime time_attach;
    std::uint64_t position_attach = 0;
    logtime time_detach;
    std::uint64_t position_detach = 0;
    std::uint32_t database_id = 0;       // inside the instance, 1..6
    file_signature log_signature;
    std::uint32_t flags = 0;
    std::uint32_t last_object_id = 0;
    std::uint32_t os_major = 0, os_minor = 0, os_build = 0, os_service_pack = 0;
    std::uint32_t update = 0;
    std::uint32_t stored_page_size = 0;
    std::uint32_t repair_count = 0;
    std::uint32_t generation_required_low = 0, generation_required_high = 0;
    std::uint32_t created_version = 0, created_update = 0;
    logtime time_of_required_log;
    std::uint32_t generation_committed = 0;
    std::uint64_t locale_marker = 0;     // all ones: MSysLocales is kept
    file_signature header_write, flush_map_write;
    std::uint32_t generation_consistent = 0;
    std::uint32_t update_minor = 0;
    std::uint64_t position_resize = 0;
    file_type type{};
    logtime time_of_required_log_new;

    [[nodiscard]] std::uint32_t page_size() const noexcept { return stored_page_size == 0 ? 4096 : stored_page_size; }

    // A database nobody has written to yet: state just_created. `random` tells it from all others made at that time.
    [[nodiscard]] static database_header fresh(std::uint32_t page_size, std::uint32_t random, wall_time created) noexcept;

    // One copy as read, whatever is in it.
    [[nodiscard]] static database_header decode(bytes page) noexcept;
    // The whole page, its checksum included.
    void encode(mutable_bytes page) const noexcept;

    // The logs and flush maps of others know nothing of what we write: from the first change on they no longer fit.
    void forget_companions() noexcept;
    // All that a clean close says.
    void mark_clean(std::uint64_t last_dbtime, wall_time closed) noexcept;
    void mark_dirty(wall_time attached) noexcept;

private:
    template <class Header, class Visit>
    static void for_each_field(Header& header, Visit&& visit);

    static constexpr std::size_t preserved = 1024;  // past what any known update defines
    std::array<std::byte, preserved> raw_{};
};

enum class header_use { read_only, read_write };

// success, or what attaching this file answers. JET_errDatabaseDirtyShutdown is for the caller to judge: its own logs may help.
[[nodiscard]] jet::error why_not_attachable(const database_header& header, std::uint32_t page_size, header_use use) noexcept;

struct found_header {
    database_header header;
    bool one_copy_bad = false;  // write the header again, and it has two good ones
};

// JET_errDatabaseCorrupted when neither copy is whole.
[[nodiscard]] found_header read_database_header(file& from);
void write_database_header(file& to, const database_header& header);

inline logtime logtime::from(wall_time when) noexcept
{
    using namespace std::chrono;
    const auto ms = floor<milliseconds>(when);
    const auto day_begin = floor<days>(ms);
    const year_month_day date{day_begin};
    const hh_mm_ss time{ms - day_begin};
    const auto milli = static_cast<unsigned>(time.subseconds().count());
    logtime result;
    result.raw = {static_cast<std::uint8_t>(time.seconds().count()), static_cast<std::uint8_t>(time.minutes().count()),
                  static_cast<std::uint8_t>(time.hours().count()), static_cast<std::uint8_t>(static_cast<unsigned>(date.day())),
                  static_cast<std::uint8_t>(static_cast<unsigned>(date.month())),
                  static_cast<std::uint8_t>(static_cast<int>(date.year()) - 1900),
                  static_cast<std::uint8_t>(1 | (milli & 0x7F) << 1), static_cast<std::uint8_t>((milli >> 7) << 1)};
    return result;
}

inline std::optional<wall_time> logtime::to_time() const noexcept
{
    using namespace std::chrono;
    const year_month_day date{year{raw[5] + 1900}, month{raw[4]}, day{raw[3]}};
    if (!is_set() || !date.ok() || raw[2] > 23 || raw[1] > 59 || raw[0] > 59) return std::nullopt;
    const int milli = raw[6] >> 1 | (raw[7] >> 1 & 7) << 7;
    return time_point_cast<wall_time::duration>(sys_days{date} + hours{raw[2]} + minutes{raw[1]} + seconds{raw[0]} + milliseconds{milli});
}

template <class Header, class Visit>
void database_header::for_each_field(Header& h, Visit&& visit)
{
    visit(4, h.magic);
    visit(8, h.version);
    visit(12, h.attributes);
    visit(16, h.dbtime);
    visit(24, h.signature);
    visit(52, h.state);
    visit(56, h.position_consistent);
    visit(64, h.time_consistent);
    visit(72, h.time_attach);
    visit(80, h.position_attach);
    visit(88, h.time_detach);
    visit(96, h.position_detach);
    visit(104, h.database_id);
    visit(108, h.log_signature);
    visit(208, h.flags);
    visit(212, h.last_object_id);
    visit(216, h.os_major);
    visit(220, h.os_minor);
    visit(224, h.os_build);
    visit(228, h.os_service_pack);
    visit(232, h.update);
    visit(236, h.stored_page_size);
    visit(240, h.repair_count);
    visit(296, h.generation_required_low);
    visit(300, h.generation_required_high);
    visit(340, h.created_version);
    visit(344, h.created_update);
    visit(348, h.time_of_required_log);
    visit(416, h.generation_committed);
    visit(508, h.locale_marker);
    visit(584, h.header_write);
    visit(612, h.flush_map_write);
    visit(640, h.generation_consistent);
    visit(644, h.update_minor);
    visit(656, h.position_resize);
    visit(667, h.type);
    visit(672, h.time_of_required_log_new);
}

namespace detail {

inline void load_field(const std::byte* from, std::uint32_t& to) noexcept { to = load_le<std::uint32_t>(from); }
inline void load_field(const std::byte* from, std::uint64_t& to) noexcept { to = load_le<std::uint64_t>(from); }
inline void load_field(const std::byte* from, logtime& to) noexcept { std::memcpy(to.raw.data(), from, to.raw.size()); }
inline void load_field(const std::byte* from, file_signature& to) noexcept
{
    load_field(from, to.random);
    load_field(from + 4, to.created);
    std::memcpy(to.computer.data(), from + 12, to.computer.size());
}
template <class Enum>
    requires std::is_enum_v<Enum>
void load_field(const std::byte* from, Enum& to) noexcept { to = static_cast<Enum>(load_le<std::uint32_t>(from)); }

inline void store_field(std::byte* to, std::uint32_t from) noexcept { store_le(to, from); }
inline void store_field(std::byte* to, std::uint64_t from) noexcept { store_le(to, from); }
inline void store_field(std::byte* to, const logtime& from) noexcept { std::memcpy(to, from.raw.data(), from.raw.size()); }
inline void store_field(std::byte* to, const file_signature& from) noexcept
{
    store_field(to, from.random);
    store_field(to + 4, from.created);
    std::memcpy(to + 12, from.computer.data(), from.computer.size());
}
template <class Enum>
    requires std::is_enum_v<Enum>
void store_field(std::byte* to, Enum from) noexcept { store_le(to, static_cast<std::uint32_t>(from)); }

}  // namespace detail

inline database_header database_header::fresh(std::uint32_t page_size, std::uint32_t random, wall_time created) noexcept
{
    database_header h;
    h.magic = magic_value;
    h.version = h.created_version = version_written;
    h.update = h.created_update = update_written;
    h.dbtime = 1;
    h.signature = {random, logtime::from(created), {}};
    h.state = database_state::just_created;
    h.time_attach = logtime::from(created);
    h.database_id = 1;
    h.last_object_id = first_object_id;
    h.os_major = 10;
    h.stored_page_size = page_size;
    h.locale_marker = ~std::uint64_t{0};
    h.type = file_type::database;
    return h;
}

inline database_header database_header::decode(bytes page) noexcept
{
    ESE_EXPECTS(page.size() >= preserved);
    database_header h;
    std::memcpy(h.raw_.data(), page.data(), preserved);
    for_each_field(h, [&](std::size_t at, auto& field) { detail::load_field(page.data() + at, field); });
    return h;
}

inline void database_header::encode(mutable_bytes page) const noexcept
{
    ESE_EXPECTS(page.size() >= preserved);
    std::memcpy(page.data(), raw_.data(), preserved);
    std::memset(page.data() + preserved, 0, page.size() - preserved);
    for_each_field(*this, [&](std::size_t at, const auto& field) { detail::store_field(page.data() + at, field); });
    store_le(page.data(), header_checksum(page));
}

inline void database_header::forget_companions() noexcept
{
    log_signature = header_write = flush_map_write = {};
    position_consistent = position_attach = position_detach = position_resize = 0;
    generation_required_low = generation_required_high = generation_committed = generation_consistent = 0;
    time_of_required_log = time_of_required_log_new = {};
}

inline void database_header::mark_clean(std::uint64_t last_dbtime, wall_time closed) noexcept
{
    forget_companions();
    dbtime = last_dbtime;
    time_consistent = time_detach = logtime::from(closed);
    state = database_state::clean;
}

inline void database_header::mark_dirty(wall_time attached) noexcept
{
    forget_companions();
    time_attach = logtime::from(attached);
    time_detach = {};
    state = database_state::dirty;
}

namespace detail {
[[nodiscard]] inline jet::error why_not_clean(const database_header& h) noexcept
{
    switch (h.state) {
        case database_state::clean: break;
        case database_state::dirty:
        case database_state::dirty_and_patched: return jet::error::database_dirty_shutdown;
        case database_state::being_converted: return jet::error::database_incomplete_upgrade;
        case database_state::reseeding: return jet::error::database_incomplete_incremental_reseed;
        case database_state::reverting: return jet::error::database_incomplete_revert;
        default: return jet::error::database_corrupted;
    }
    const std::uint32_t needs_logs = h.generation_required_low | h.generation_required_high | h.generation_committed | h.generation_consistent;
    return needs_logs == 0 ? jet::error::success : jet::error::database_corrupted;
}
}  // namespace detail

inline jet::error why_not_attachable(const database_header& h, std::uint32_t page_size, header_use use) noexcept
{
    if (h.magic != database_header::magic_value || h.attributes != 0) return jet::error::database_corrupted;
    const bool is_database = h.type == file_type::database || h.type == file_type::temporary_database || h.type == file_type::unknown;
    if (!is_database) return jet::error::file_invalid_type;
    if (h.version != database_header::version_written) return jet::error::invalid_database_version;
    if (h.update > database_header::update_known && use == header_use::read_write) return jet::error::invalid_database_version;
    if (h.page_size() != page_size) return jet::error::page_size_mismatch;
    if (page_layout::large(page_size) && h.update < database_header::update_for_large_pages) return jet::error::invalid_database_version;
    if (const jet::error code = detail::why_not_clean(h); code != jet::error::success) return code;
    return h.dbtime == 0 || h.last_object_id == 0 ? jet::error::database_corrupted : jet::error::success;
}

namespace detail {
// Sizes a file may have; those we do not work with are named by why_not_attachable.
inline constexpr std::array<std::uint32_t, 5> header_sizes{4096, 8192, 16384, 32768, 2048};

[[nodiscard]] inline bool header_is_whole(bytes page) noexcept
{
    const std::uint32_t stored = load_le<std::uint32_t>(page.data() + 236);
    return (stored == 0 ? 4096 : stored) == page.size() && load_le<std::uint32_t>(page.data()) == header_checksum(page);
}
}  // namespace detail

inline found_header read_database_header(file& from)
{
    const std::uint64_t size = from.size();
    std::vector<std::byte> both;
    for (const std::uint32_t page_size : detail::header_sizes) {
        if (size < 2 * std::uint64_t{page_size}) continue;
        both.resize(2 * std::size_t{page_size});
        from.read(0, both);
        const bytes first = bytes{both}.first(page_size), second = bytes{both}.last(page_size);
        const bool first_whole = detail::header_is_whole(first), second_whole = detail::header_is_whole(second);
        if (!first_whole && !second_whole) continue;
        // Both may be whole and differ, when the power went between the two writes. The first was written first.
        const bool alike = equal(first, second);
        return {database_header::decode(first_whole ? first : second), !alike};
    }
    throw failure{jet::error::database_corrupted};
}

inline void write_database_header(file& to, const database_header& header)
{
    const std::uint32_t page_size = header.page_size();
    ESE_EXPECTS(page_layout::valid(page_size));
    std::vector<std::byte> page(page_size);
    header.encode(page);
    to.write(0, page);
    to.sync();
    to.write(page_size, page);
    to.sync();
}

}  // namespace ese::inline v1::engine
