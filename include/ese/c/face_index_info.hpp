// face_index_info.hpp — what there is to know about indexes, by level of information.
//
// Room:   c. Uses face_cursor, face_definitions, face_info, face_lists, face_table, face_text, jet.
// Holds:  a level writes its whole answer or nothing that counts; one that points into itself lies in the caller's buffer whole.
#pragma once

#include <ese/c/face_cursor.hpp>
#include <ese/c/face_definitions.hpp>
#include <ese/c/face_info.hpp>
#include <ese/c/face_lists.hpp>
#include <ese/c/face_table.hpp>
#include <ese/c/face_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ese::inline v1::c_face {

[[nodiscard]] inline bool same_name(std::string_view a, std::string_view b) noexcept
{
    const auto folded = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return folded(x) == folded(y); });
}

// `all` afterwards: every index of the table, or the one that is named.
template <class Unit>
[[nodiscard]] errc find_indexes(const cursor_place& at, const Unit* name, std::vector<jet::index_info>& all)
{
    const text_in given{name};
    if (const errc code = at->index_infos(at.session, at.table, all); jet::is_error(code)) return code;
    if (given.view().empty()) return errc::success;
    std::erase_if(all, [&](const jet::index_info& one) { return !same_name(one.name, given.view()); });
    return all.empty() ? errc::index_not_found : errc::success;
}

// Bytes that a locale's name needs, whatever it is.
inline constexpr std::uint32_t locale_room = 85 * sizeof(JET_WCHAR);

// A structure in the caller's buffer, and behind it whatever the structure points to.
class self_contained {
public:
    explicit self_contained(result_buffer room) noexcept : room_{room} {}

    // Null: it did not fit. Nothing of it may be used unless everything did.
    template <class T>
    [[nodiscard]] T* array(std::size_t count) noexcept
    {
        used_ = (used_ + alignof(T) - 1) / alignof(T) * alignof(T);
        auto* const place = room_.data ? static_cast<std::byte*>(room_.data) + used_ : nullptr;
        used_ += count * sizeof(T);
        if (!place || used_ > room_.size) return nullptr;
        std::memset(place, 0, count * sizeof(T));
        return reinterpret_cast<T*>(place);
    }
    // With its NULs inside, and one more at the end.
    template <class Form>
    [[nodiscard]] typename Form::unit* text(std::string_view utf8)
    {
        const std::size_t size = size_of_text<Form>(utf8);
        auto* const to = array<typename Form::unit>(size / sizeof(typename Form::unit));
        if (to) (void)put_text<Form>(utf8, to, size);
        return to;
    }
    [[nodiscard]] bool fits() const noexcept { return room_.data && used_ <= room_.size; }

private:
    result_buffer room_;
    std::size_t used_ = 0;
};

// "+a\0-b\0": the last NUL is the text's own.
[[nodiscard]] inline std::string key_of(const jet::index_info& index)
{
    std::string key;
    for (const jet::index_segment& part : index.segments) key += (part.descending ? '-' : '+') + part.column_name + '\0';
    return key;
}

template <class Structure>
void put_locale(const jet::index_info& index, Structure* to, self_contained& room)
{
    if (!index.options.has(jet::index_option::unicode)) {
        if constexpr (!has_locale_name<Structure>())
            if (to) to->lcid = index.lcid;
        return;
    }
    using described = std::remove_pointer_t<decltype(Structure::pidxunicode)>;
    auto* const unicode = room.array<described>(1);
    if constexpr (has_locale_name<Structure>()) {
        auto* const name = room.text<wide>(index.locale);
        if (unicode) unicode->szLocaleName = name;
    } else if (unicode) {
        unicode->lcid = index.lcid;
    }
    if (unicode) unicode->dwMapFlags = index.map_flags;
    if (to) to->pidxunicode = unicode;
}

template <class Form, class Structure>
void put_conditions(const jet::index_info& index, Structure* to, self_contained& room)
{
    auto* const all = room.array<typename Form::conditional_column>(index.conditions.size());
    for (std::size_t i = 0; i < index.conditions.size(); ++i) {
        auto* const name = room.text<Form>(index.conditions[i].column_name);
        if (!all) continue;
        all[i].cbStruct = sizeof all[i];
        all[i].szColumnName = name;
        all[i].grbit = index.conditions[i].must_be_null ? JET_bitIndexColumnMustBeNull : JET_bitIndexColumnMustBeNonNull;
    }
    if (!to) return;
    to->rgconditionalcolumn = index.conditions.empty() ? nullptr : all;
    to->cConditionalColumn = size32(index.conditions.size());
}

// What JetCreateIndex would take to make the index again.
template <class Structure, class Form>
[[nodiscard]] errc put_definition(const jet::index_info& index, result_buffer buffer)
{
    self_contained room{buffer};
    auto* const to = room.array<Structure>(1);
    auto* const name = room.text<Form>(index.name);
    const std::string key = key_of(index);
    auto* const words = room.text<Form>(key);
    put_locale(index, to, room);
    put_conditions<Form>(index, to, room);
    auto* const limits = index.tuples ? room.array<JET_TUPLELIMITS>(1) : nullptr;
    if (!room.fits()) return errc::buffer_too_small;
    to->cbStruct = sizeof *to;
    to->szIndexName = name;
    to->szKey = words;
    to->cbKey = size32(size_of_text<Form>(key));
    to->grbit = index.options.bits();
    to->ulDensity = index.density;
    to->cbKeyMost = index.key_most;
    if (limits) {
        *limits = {index.tuples->length_min, index.tuples->length_max, index.tuples->tuples_max, index.tuples->increment, index.tuples->start};
        to->grbit |= JET_bitIndexTupleLimits;
        to->ptuplelimits = limits;
    } else {
        to->cbVarSegMac = index.segment_most;
    }
    return errc::success;
}

[[nodiscard]] inline errc put_index_id(const cursor_place& at, const jet::index_info& index, result_buffer to)
{
    jet::table_info table;
    const errc code = at->get_table_info(at.session, at.table, table);
    return jet::is_error(code) ? code : to.put(index_id_of(table.object, index.object));
}

[[nodiscard]] inline errc put_index_space(const cursor_place& at, const jet::index_info& index, bool owned, result_buffer to)
{
    jet::space_use space;
    const errc code = at->get_space(at.session, at.table, jet::table_part::index, index.name, space);
    return jet::is_error(code) ? code : to.put(size32(owned ? space.owned : space.available));
}

template <class Form, class Unit>
[[nodiscard]] errc index_info_at(const cursor_place& at, JET_SESID session, const Unit* name, result_buffer to, std::uint32_t level)
{
    std::vector<jet::index_info> found;
    if (const errc code = find_indexes(at, name, found); jet::is_error(code)) return code;
    if (level == JET_IdxInfo || level == JET_IdxInfoList) {
        if (!to.data || to.size < sizeof(JET_INDEXLIST)) return errc::buffer_too_small;
        JET_INDEXLIST list{};
        const errc code = list_indexes<Form>(session, found, list);
        return jet::is_error(code) ? code : to.put(list);
    }
    if (level == JET_IdxInfoCount) {
        const bool primary = !found.empty() && found.front().options.has(jet::index_option::primary);
        return to.put(size32(found.size() + (primary ? 0 : 1)));
    }
    if (found.empty()) return errc::index_not_found;
    const jet::index_info& index = found.front();
    switch (level) {
    case JET_IdxInfoSpaceAlloc: return to.put(index.density);
    case JET_IdxInfoLCID: return to.size == sizeof(std::uint16_t) ? to.put(static_cast<std::uint16_t>(index.lcid)) : to.put(index.lcid);
    case JET_IdxInfoVarSegMac: return to.put(static_cast<std::uint16_t>(index.segment_most));
    case JET_IdxInfoKeyMost: return to.put(static_cast<std::uint16_t>(index.key_most));
    case JET_IdxInfoLocaleName: return to.size < locale_room ? errc::buffer_too_small : put_text<Form>(index.locale, to.data, to.size);
    case JET_IdxInfoCreateIndex: return put_definition<typename Form::index_create, Form>(index, to);
    case JET_IdxInfoCreateIndex2: return put_definition<typename Form::index_create2, Form>(index, to);
    case JET_IdxInfoCreateIndex3: return put_definition<typename Form::index_create3, Form>(index, to);
    case JET_IdxInfoSortVersion:
    case JET_IdxInfoDefinedSortVersion: return to.put(static_cast<std::uint32_t>(index.sort_version));
    case JET_IdxInfoSortId: return to.put(index.sort_id);
    case JET_IdxInfoIndexId: return put_index_id(at, index, to);
    case JET_IdxInfoSpaceOwned:
    case JET_IdxInfoSpaceAvailable: return put_index_space(at, index, level == JET_IdxInfoSpaceOwned, to);
    default: return level > JET_IdxInfoSpaceAvailable ? errc::invalid_parameter : errc::feature_not_available;
    }
}

template <class Form, class Unit>
[[nodiscard]] errc table_index_info(JET_SESID session, JET_TABLEID table, const Unit* name, result_buffer to, std::uint32_t level)
{
    const schema_place at = schema_of(session, table);
    return at.refused != errc::success ? at.refused : index_info_at<Form>(at, session, name, to, level);
}

template <class Form, class Unit>
[[nodiscard]] errc index_info_of(JET_SESID session, JET_DBID database, const Unit* table, const Unit* name, result_buffer to,
                                 std::uint32_t level)
{
    const asked_table asked{session, database, table};
    return jet::is_error(asked.opened()) ? asked.opened() : index_info_at<Form>(asked.at(), session, name, to, level);
}

}  // namespace ese::inline v1::c_face

ESE_JET JetGetTableIndexInfoA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, void* pvResult, uint32_t cbMax,
                              uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return table_index_info<narrow>(sesid, tableid, szIndexName, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetTableIndexInfoW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName, void* pvResult, uint32_t cbMax,
                              uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return table_index_info<wide>(sesid, tableid, szIndexName, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetIndexInfoA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, JET_PCSTR szIndexName, void* pvResult,
                         uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return index_info_of<narrow>(sesid, dbid, szTableName, szIndexName, {pvResult, cbMax}, InfoLevel); });
}
ESE_JET JetGetIndexInfoW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, JET_PCWSTR szIndexName, void* pvResult,
                         uint32_t cbMax, uint32_t InfoLevel)
{
    using namespace ese::c_face;
    return guarded([&] { return index_info_of<wide>(sesid, dbid, szTableName, szIndexName, {pvResult, cbMax}, InfoLevel); });
}
