// hint_calls.hpp — hints about what will be read, idle time, and temporary tables that grow beyond the memory they have, at random.
#pragma once

#include "world.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace c_fuzz {

[[nodiscard]] inline JET_ERR preread_keys(world& w)
{
    std::vector<std::string> keys;
    for (std::uint32_t i = w.roll.below(5); i != 0; --i)
        keys.push_back(w.bookmarks.empty() || w.roll.one_in(4) ? std::string(w.roll.below(w.roll.one_in(9) ? 2100 : 12), static_cast<char>(w.roll.below(256)))
                                                               : w.roll.of(w.bookmarks));
    const bool backward = w.roll.one_in(3);
    if (!w.roll.one_in(5)) std::sort(keys.begin(), keys.end());
    if (backward) std::reverse(keys.begin(), keys.end());
    std::vector<const void*> data;
    std::vector<std::uint32_t> sizes;
    for (const std::string& key : keys) {
        data.push_back(w.roll.one_in(30) ? nullptr : w.memory.keep(key));
        sizes.push_back(static_cast<std::uint32_t>(key.size()));
    }
    const JET_GRBIT grbit = w.roll.one_in(8) ? w.roll.bits() : backward ? JET_bitPrereadBackward : JET_bitPrereadForward;
    const auto count = w.roll.one_in(20) ? -static_cast<std::int32_t>(w.roll.below(3)) : static_cast<std::int32_t>(keys.size());
    return JetPrereadKeys(w.session, w.table, w.roll.one_in(25) ? nullptr : data.data(), w.roll.one_in(25) ? nullptr : sizes.data(), count,
                          w.out<std::int32_t>(), grbit);
}

[[nodiscard]] inline JET_ERR preread_ranges(world& w)
{
    JET_INDEX_COLUMN columns[4]{};
    for (JET_INDEX_COLUMN& one : columns) {
        const std::uint32_t size = w.roll.size();
        one = {w.any_column(), static_cast<JET_RELOP>(w.roll.below(9)), w.data(size), size, w.roll.one_in(4) ? w.roll.bits() : 0};
    }
    JET_INDEX_RANGE ranges[3]{};
    for (JET_INDEX_RANGE& one : ranges)
        one = {w.roll.one_in(20) ? nullptr : columns, w.roll.below(4), w.roll.one_in(20) ? nullptr : columns + 1, w.roll.below(4)};
    const JET_COLUMNID values[] = {w.any_column(), w.any_column()};
    const JET_GRBIT grbit = w.roll.one_in(8) ? w.roll.bits() : (1u << w.roll.below(2)) | (w.roll.below(4) << 2);
    return JetPrereadIndexRanges(w.session, w.table, w.roll.one_in(25) ? nullptr : ranges, w.roll.below(4), w.out<std::uint32_t>(),
                                 w.roll.one_in(4) ? nullptr : values, w.roll.one_in(2) ? 0 : w.roll.below(3), grbit);
}

// A few of these hold more than temporary tables keep in memory.
[[nodiscard]] inline JET_ERR fill_temporary(world& w)
{
    const std::string value(10000, 'v');
    JET_COLUMNDEF columns[2]{};
    JET_COLUMNID ids[2]{};
    JET_TABLEID table = 0;
    columns[0] = {sizeof columns[0], 0, JET_coltypLong, 0, 0, 0, 0, 0, JET_bitColumnTTKey};
    columns[1] = {sizeof columns[1], 0, JET_coltypLongBinary, 0, 0, 0, 0, 0, 0};
    JET_ERR code = JetOpenTempTable(w.session, columns, 2, w.roll.one_in(2) ? JET_bitTTUpdatable : 0, &table, ids);
    w.opened(code, table);
    if (code < 0) return code;
    (void)JetBeginTransaction(w.session);
    for (std::uint32_t i = 0; code >= 0 && i < 250; ++i) {
        const std::uint32_t key = w.roll.any32();
        code = JetPrepareUpdate(w.session, table, JET_prepInsert);
        if (code >= 0) code = JetSetColumn(w.session, table, ids[0], &key, sizeof key, 0, nullptr);
        if (code >= 0) code = JetSetColumn(w.session, table, ids[1], value.data(), 10000, 0, nullptr);
        if (code >= 0) code = JetUpdate(w.session, table, nullptr, 0, nullptr);
    }
    (void)JetCommitTransaction(w.session, JET_bitCommitLazyFlush);
    return code;
}

inline constexpr random_call hint_calls[] = {
    {"JetPrereadKeys", 4, preread_keys},
    {"JetPrereadIndexRanges", 4, preread_ranges},
    {"JetIdle", 2, [](world& w) { return JetIdle(w.session, w.roll.one_in(3) ? w.roll.bits() : w.roll.below(128)); }},
    {"JetUpdate", 1, fill_temporary},
};

}  // namespace c_fuzz
