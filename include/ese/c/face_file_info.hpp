// face_file_info.hpp — what the file of a database says about itself, attached or not.
//
// Room:   c. Uses face_instances, face_text, base, front (file_systems), jet.
// Gives:  file_info; misc_of, the header as JET_DBINFOMISC has it.
// Holds:  files are only read, and read past whoever has them open.
//
// The structures are prefixes of each other: the longest is filled, and the caller takes as much as he asked for.
#pragma once

#include <ese/c/face_instances.hpp>
#include <ese/c/face_text.hpp>
#include <ese/engine/base/failure.hpp>
#include <ese/engine/front/file_systems.hpp>
#include <ese/jet/limits.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace ese::inline v1::c_face {

// A buffer of the caller's.
struct result_buffer {
    void* data;
    std::uint32_t size;

    template <class T>
    [[nodiscard]] errc put(const T& value) const noexcept
    {
        if (!data || size < sizeof value) return errc::buffer_too_small;
        std::memcpy(data, &value, sizeof value);
        return errc::success;
    }
    template <class T>
    [[nodiscard]] errc put_exactly(const T& value) const noexcept
    {
        return data && size == sizeof value ? put(value) : errc::invalid_buffer_size;
    }
};

using header_bytes = std::array<std::byte, 768>;    // of the first page, what is defined

namespace header_layout {

struct field {
    std::size_t from, to, size;
};
#define ESE_FIELD(from, name) field{from, offsetof(JET_DBINFOMISC7, name), sizeof(JET_DBINFOMISC7::name)}
// Names as in esent.h beside offsets in the file. What is not here is 0.
inline constexpr field fields[] = {
    ESE_FIELD(8, ulVersion), ESE_FIELD(232, ulUpdate), ESE_FIELD(24, signDb), ESE_FIELD(52, dbstate), ESE_FIELD(56, lgposConsistent),
    ESE_FIELD(64, logtimeConsistent), ESE_FIELD(72, logtimeAttach), ESE_FIELD(80, lgposAttach), ESE_FIELD(88, logtimeDetach),
    ESE_FIELD(96, lgposDetach), ESE_FIELD(108, signLog), ESE_FIELD(136, bkinfoFullPrev), ESE_FIELD(160, bkinfoIncPrev),
    ESE_FIELD(184, bkinfoFullCur), ESE_FIELD(216, dwMajorVersion), ESE_FIELD(220, dwMinorVersion), ESE_FIELD(224, dwBuildNumber),
    ESE_FIELD(228, lSPNumber), ESE_FIELD(236, cbPageSize), ESE_FIELD(296, genMinRequired), ESE_FIELD(300, genMaxRequired),
    ESE_FIELD(348, logtimeGenMaxCreate), ESE_FIELD(240, ulRepairCount), ESE_FIELD(244, logtimeRepair), ESE_FIELD(364, ulRepairCountOld),
    ESE_FIELD(368, ulECCFixSuccess), ESE_FIELD(372, logtimeECCFixSuccess), ESE_FIELD(380, ulECCFixSuccessOld),
    ESE_FIELD(384, ulECCFixFail), ESE_FIELD(388, logtimeECCFixFail), ESE_FIELD(396, ulECCFixFailOld), ESE_FIELD(400, ulBadChecksum),
    ESE_FIELD(404, logtimeBadChecksum), ESE_FIELD(412, ulBadChecksumOld), ESE_FIELD(416, genCommitted), ESE_FIELD(420, bkinfoCopyPrev),
    ESE_FIELD(444, bkinfoDiffPrev), ESE_FIELD(476, ulIncrementalReseedCount), ESE_FIELD(480, logtimeIncrementalReseed),
    ESE_FIELD(488, ulIncrementalReseedCountOld), ESE_FIELD(492, ulPagePatchCount), ESE_FIELD(496, logtimePagePatch),
    ESE_FIELD(504, ulPagePatchCountOld), ESE_FIELD(516, logtimeChecksumPrev), ESE_FIELD(524, logtimeChecksumStart),
    ESE_FIELD(532, cpgDatabaseChecked), ESE_FIELD(564, logtimeLastReAttach), ESE_FIELD(572, lgposLastReAttach),
};
#undef ESE_FIELD
inline constexpr std::size_t signature_at = 4, flags_at = 208, page_size_at = 236, file_type_at = 667;
inline constexpr std::uint32_t signature = 0x89ABCDEF, no_shadow_catalog = 1;

}  // namespace header_layout

[[nodiscard]] inline std::uint32_t word_of(const header_bytes& header, std::size_t at) noexcept
{
    std::uint32_t word = 0;
    std::memcpy(&word, header.data() + at, sizeof word);
    return word;
}

[[nodiscard]] inline errc check_header(const header_bytes& header, std::uint64_t file_size) noexcept
{
    const bool good = file_size >= header.size() && word_of(header, header_layout::signature_at) == header_layout::signature;
    return good ? errc::success : errc::file_invalid_type;
}

[[nodiscard]] inline std::uint32_t page_size_in(const header_bytes& header) noexcept
{
    const std::uint32_t stated = word_of(header, header_layout::page_size_at);
    return stated != 0 ? stated : static_cast<std::uint32_t>(jet::page_size_default);
}

// JET_errInvalidBufferSize: no version of the structure has this size.
[[nodiscard]] inline errc put_misc(const header_bytes& header, result_buffer to) noexcept
{
    JET_DBINFOMISC7 all{};
    for (const header_layout::field& one : header_layout::fields)
        std::memcpy(reinterpret_cast<std::byte*>(&all) + one.to, header.data() + one.from, one.size);
    all.fShadowingDisabled = word_of(header, header_layout::flags_at) & header_layout::no_shadow_catalog;
    all.cbPageSize = page_size_in(header);
    constexpr std::size_t sizes[] = {sizeof(JET_DBINFOMISC),  sizeof(JET_DBINFOMISC2), sizeof(JET_DBINFOMISC3), sizeof(JET_DBINFOMISC4),
                                     sizeof(JET_DBINFOMISC5), sizeof(JET_DBINFOMISC6), sizeof(JET_DBINFOMISC7)};
    for (const std::size_t size : sizes) {
        if (!to.data || to.size != size) continue;
        std::memcpy(to.data, &all, size);
        return errc::success;
    }
    return errc::invalid_buffer_size;
}

// Whether somebody has it open for writing, in this process or another.
[[nodiscard]] inline std::int32_t is_in_use(const std::string& path)
try {
    (void)engine::native_file_system()->open(path, engine::open_mode::read_only);
    return 0;
} catch (const engine::failure& accident) {
    return accident.code() == errc::file_access_denied ? 1 : 0;
}

// A name that leads to no file is told as one, whatever is wrong with it.
[[nodiscard]] inline errc look_at(const std::string& path, header_bytes& header, std::uint64_t& bytes)
try {
    bytes = engine::native_files{}.look(path, header);
    return errc::success;
} catch (const engine::failure& accident) {
    const bool no_file = accident.code() == errc::invalid_path || engine::native_file_system()->is_directory(path);
    return no_file ? errc::file_not_found : accident.code();
}

[[nodiscard]] inline errc file_info(const std::string& path, result_buffer to, std::uint32_t level)
{
    header_bytes header;
    std::uint64_t bytes = 0;
    if (const errc seen = look_at(path, header, bytes); seen != errc::success) return seen;
    switch (level) {
    case JET_DbInfoFilesize:
    case JET_DbInfoFilesizeOnDisk:    // files of this engine have no holes
        return to.put_exactly(bytes);
    case JET_DbInfoDBInUse: return to.put_exactly(is_in_use(path));
    case JET_DbInfoPageSize:
    case JET_DbInfoFileType:
    case JET_DbInfoMisc: break;
    case JET_DbInfoUpgrade: return errc::feature_not_available;
    default: return errc::invalid_parameter;
    }
    if (const errc wrong = check_header(header, bytes); wrong != errc::success) return wrong;
    if (level == JET_DbInfoMisc) return put_misc(header, to);
    if (level == JET_DbInfoPageSize) return to.put_exactly(page_size_in(header));
    return to.put_exactly(word_of(header, header_layout::file_type_at));
}

}  // namespace ese::inline v1::c_face

ESE_JET JetGetDatabaseFileInfoA(JET_PCSTR szDatabaseName, void* pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return file_info(std::string{path_in{szDatabaseName}.view()}, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetDatabaseFileInfoW(JET_PCWSTR szDatabaseName, void* pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return file_info(std::string{path_in{szDatabaseName}.view()}, {pvResult, cbMax}, InfoLevel); });
}
