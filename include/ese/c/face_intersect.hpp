// face_intersect.hpp — JetIntersectIndexes: the records that stand in several index ranges at once.
//
// Room:   c. Uses face_lists, jet.
// Holds:  each cursor is read from where it stands to the end of its range, and stands behind it afterwards.
#pragma once

#include <ese/c/face_lists.hpp>
#include <ese/jet/limits.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace ese::inline v1::c_face {

using bookmarks = std::vector<std::vector<std::byte>>;

[[nodiscard]] inline errc check_ranges(JET_SESID session, const JET_INDEXRANGE* ranges, std::uint32_t count)
{
    if (!ranges || count == 0 || count > jet::intersect_ranges_max) return errc::invalid_parameter;
    std::vector<std::pair<std::uint32_t, std::string>> seen;
    for (std::uint32_t i = 0; i < count; ++i) {
        if (ranges[i].cbStruct != sizeof ranges[i]) return errc::invalid_parameter;
        if (ranges[i].grbit != JET_bitRecordInIndex) return errc::invalid_grbit;
        const cursor_place at = cursor_of(session, ranges[i].tableid);
        jet::table_info table;
        std::string index;
        std::vector<jet::index_info> all;
        if (const errc code = at->get_table_info(at.session, at.table, table); jet::is_error(code)) return code;
        if (const errc code = at->get_current_index(at.session, at.table, index); jet::is_error(code)) return code;
        if (const errc code = at->index_infos(at.session, at.table, all); jet::is_error(code)) return code;
        const auto known = std::find_if(all.begin(), all.end(), [&](const jet::index_info& one) { return one.name == index; });
        const bool secondary = known != all.end() && !known->options.has(jet::index_option::primary);
        const bool again = std::find(seen.begin(), seen.end(), std::pair{table.object, index}) != seen.end();
        if (!secondary || again || (!seen.empty() && seen.front().first != table.object)) return errc::invalid_parameter;
        seen.emplace_back(table.object, std::move(index));
    }
    return errc::success;
}

// Sorted, each once: a multi-value may lead to a record several times.
[[nodiscard]] inline errc read_range(const cursor_place& at, bookmarks& found)
{
    std::array<std::byte, jet::key_size_most> buffer;
    errc code = at->move(at.session, at.table, 0, {});
    while (!jet::is_error(code)) {
        std::size_t size = 0;
        if (code = at->get_bookmark(at.session, at.table, buffer, size); jet::is_error(code)) return code;
        found.emplace_back(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size));
        if (code = at->move(at.session, at.table, JET_MoveNext, {}); code == errc::no_current_record) break;
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return code == errc::no_current_record && !found.empty() ? errc::success : code;
}

[[nodiscard]] inline errc intersect(JET_SESID session, const JET_INDEXRANGE* ranges, std::uint32_t count, JET_RECORDLIST* list)
{
    if (!list || list->cbStruct != sizeof *list) return refused(session, errc::invalid_parameter);
    list->tableid = JET_tableidNil;
    if (const errc wrong = check_ranges(session, ranges, count); jet::is_error(wrong)) return refused(session, wrong);
    bookmarks common;
    for (std::uint32_t i = 0; i < count; ++i) {
        bookmarks found, both;
        if (const errc code = read_range(cursor_of(session, ranges[i].tableid), found); jet::is_error(code)) return code;
        if (i == 0) {
            common = std::move(found);
            continue;
        }
        std::set_intersection(common.begin(), common.end(), found.begin(), found.end(), std::back_inserter(both));
        common = std::move(both);
    }
    list_table made{session};
    errc code = made.open({list_column(JET_coltypBinary, JET_bitColumnTTKey)});
    for (const std::vector<std::byte>& bookmark : common)
        if (!jet::is_error(code)) code = made.add({cell{bookmark}});
    if (!jet::is_error(code)) made.hand_over(*list, list->columnidBookmark);
    return code;
}

}  // namespace ese::inline v1::c_face

ESE_JET JetIntersectIndexes(JET_SESID sesid, JET_INDEXRANGE* rgindexrange, uint32_t cindexrange, JET_RECORDLIST* precordlist, JET_GRBIT)
{
    using namespace ese::c_face;
    return guarded([&] { return intersect(sesid, rgindexrange, cindexrange, precordlist); });
}
