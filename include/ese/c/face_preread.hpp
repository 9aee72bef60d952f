// face_preread.hpp — hints about what will be read: keys, ranges of keys, whole tables.
//
// Room:   c. Uses face_definitions, face_instances, face_temporary, jet.
// Holds:  temporary tables take no hints.
#pragma once

#include <ese/c/face_definitions.hpp>
#include <ese/c/face_instances.hpp>
#include <ese/c/face_temporary.hpp>
#include <ese/jet/limits.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace ese::inline v1::c_face {

[[nodiscard]] inline errc preread(const cursor_place& at, std::span<const jet::key_range> ranges, JET_GRBIT grbit,
                                  std::span<const column_id> values, std::uint32_t& done)
{
    return at->preread(at.session, at.table, ranges, bits<jet::preread_option>(grbit), values, done);
}

[[nodiscard]] inline bool in_order(std::span<const std::byte> before, std::span<const std::byte> after, JET_GRBIT direction) noexcept
{
    if (direction == JET_bitPrereadBackward) std::swap(before, after);
    return !std::lexicographical_compare(after.begin(), after.end(), before.begin(), before.end());
}

[[nodiscard]] inline errc preread_keys(JET_SESID session, JET_TABLEID table, const void** keys, const std::uint32_t* sizes,
                                       std::int32_t count, std::int32_t* done, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    if (grbit != JET_bitPrereadForward && grbit != JET_bitPrereadBackward) return refused(at, errc::invalid_grbit);
    if (count <= 0 || !keys || !sizes) return refused(at, errc::invalid_parameter);
    const auto size = static_cast<std::size_t>(count);
    std::vector<jet::key_part> parts(size);
    std::vector<jet::key_range> ranges(size);
    for (std::size_t i = 0; i < size; ++i) {
        if (!keys[i] || sizes[i] == 0 || sizes[i] > jet::key_size_most) return refused(at, errc::invalid_buffer_size);
        parts[i].value = bytes_of(keys[i], sizes[i]);
        ranges[i] = {{&parts[i], 1}, {&parts[i], 1}};
        if (i != 0 && !in_order(parts[i - 1].value, parts[i].value, grbit)) return refused(at, errc::invalid_parameter);
    }
    std::uint32_t read = 0;
    const errc code = preread(at, ranges, grbit | JET_bitPrereadNormalizedKey, {}, read);
    if (done && !jet::is_error(code)) *done = static_cast<std::int32_t>(read);
    return code;
}

// Bounds of ranges, in memory that stays while they are looked at.
class key_ranges {
public:
    explicit key_ranges(std::span<const JET_INDEX_RANGE> given)
    {
        std::size_t parts = 0;
        for (const JET_INDEX_RANGE& one : given) parts += part_count(one.rgStartColumns, one.cStartColumns) + part_count(one.rgEndColumns, one.cEndColumns);
        parts_.reserve(parts);
        for (const JET_INDEX_RANGE& one : given)
            ranges_.push_back({add(one.rgStartColumns, one.cStartColumns), add(one.rgEndColumns, one.cEndColumns)});
    }
    [[nodiscard]] std::span<const jet::key_range> all() const noexcept { return ranges_; }

private:
    // No key has more parts than that: a number that is larger is as wrong as this one.
    [[nodiscard]] static std::size_t part_count(const JET_INDEX_COLUMN* columns, std::uint32_t count) noexcept
    {
        return columns ? std::min<std::size_t>(count, jet::key_columns_max + 1) : 0;
    }
    [[nodiscard]] std::span<const jet::key_part> add(const JET_INDEX_COLUMN* columns, std::uint32_t count)
    {
        const std::size_t first = parts_.size(), size = part_count(columns, count);
        for (std::size_t i = 0; i < size; ++i) {
            const JET_INDEX_COLUMN& one = columns[i];
            parts_.push_back({column_id{one.columnid}, bytes_of(one.pv, one.cb), (one.grbit & JET_bitZeroLength) != 0,
                              one.relop == JET_relopPrefixEquals});
        }
        return std::span<const jet::key_part>{parts_}.subspan(first, size);
    }

    std::vector<jet::key_part> parts_;    // does not move: there was room for all
    std::vector<jet::key_range> ranges_;
};

[[nodiscard]] inline errc preread_ranges(JET_SESID session, JET_TABLEID table, const JET_INDEX_RANGE* ranges, std::uint32_t count,
                                         std::uint32_t* done, const JET_COLUMNID* columns, std::uint32_t column_count, JET_GRBIT grbit)
{
    const cursor_place at = cursor_of(session, table);
    if (is_temporary(table)) return refused(at, errc::illegal_operation);
    if (count == 0 || !ranges || (column_count != 0 && !columns)) return refused(at, errc::invalid_parameter);
    std::vector<column_id> values;
    for (std::uint32_t i = 0; i < column_count; ++i) values.emplace_back(columns[i]);
    const key_ranges given{{ranges, count}};
    std::uint32_t read = 0;
    const errc code = preread(at, given.all(), grbit, values, read);
    if (done && !jet::is_error(code)) *done = read;
    return code;
}

[[nodiscard]] inline errc set_sequential(JET_SESID session, JET_TABLEID table, bool yes)
{
    const cursor_place at = cursor_of(session, table);
    return is_temporary(table) ? refused(at, errc::illegal_operation) : at->set_sequential(at.session, at.table, yes);
}

}  // namespace ese::inline v1::c_face

ESE_JET JetPrereadKeys(JET_SESID sesid, JET_TABLEID tableid, const void** rgpvKeys, const uint32_t* rgcbKeys, int32_t ckeys,
                       int32_t* pckeysPreread, JET_GRBIT grbit)
{
    using namespace ese::c_face;
    return guarded([&] { return preread_keys(sesid, tableid, rgpvKeys, rgcbKeys, ckeys, pckeysPreread, grbit); });
}
ESE_JET JetPrereadIndexRanges(JET_SESID sesid, JET_TABLEID tableid, const JET_INDEX_RANGE* rgIndexRanges, uint32_t cIndexRanges,
                              uint32_t* pcRangesPreread, const JET_COLUMNID* rgcolumnidPreread, uint32_t ccolumnidPreread, JET_GRBIT grbit)
{
    using namespace ese::c_face;
    return guarded([&] {
        return preread_ranges(sesid, tableid, rgIndexRanges, cIndexRanges, pcRangesPreread, rgcolumnidPreread, ccolumnidPreread, grbit);
    });
}
ESE_JET JetSetTableSequential(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT)
{
    return ese::c_face::guarded([&] { return ese::c_face::set_sequential(sesid, tableid, true); });
}
ESE_JET JetResetTableSequential(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT)
{
    return ese::c_face::guarded([&] { return ese::c_face::set_sequential(sesid, tableid, false); });
}
