// table_statistics.hpp — how much is in a table, and how many pages it has for that.
//
// Room:   table. Uses catalog, space, txn.
// Gives:  compute_statistics; space_of.
// Holds:  (1) entries are counted as the caller sees them, and the cursor stays where it is;
//         (2) pages of a table are those of its rows: indexes and long values have their own.
#pragma once

#include <ese/engine/table/ddl_columns.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace ese::inline v1::engine {

namespace detail {

[[nodiscard]] inline jet::space_use space_of_tree(space_manager& space, page_no root)
{
    return {space.owned_pages(root), space.available_pages(root)};
}

// What a table owns includes what it gave to its indexes and long values.
[[nodiscard]] inline jet::space_use space_of_rows(space_manager& space, const table_schema& table)
{
    jet::space_use rows = space_of_tree(space, table.root);
    for (const index_schema& index : table.indexes) rows.owned -= space.owned_pages(index.root);
    if (table.long_values_root) rows.owned -= space.owned_pages(table.long_values_root);
    return rows;
}

[[nodiscard]] inline tree_statistics count_tree(versioned_tree& tree, view v, const jet::space_use& space)
{
    std::uint64_t entries = 0, keys = 0;
    key_buffer last;
    tree_cursor walker{tree};
    for (bool more = walker.first(v); more; more = walker.next(v)) {
        if (entries++ != 0 && equal(last.view(), walker.key())) continue;
        last.assign(walker.key());
        ++keys;
    }
    const auto small = [](std::uint64_t n) { return static_cast<std::uint32_t>(std::min<std::uint64_t>(n, 0xFFFFFFFF)); };
    return {small(space.owned - space.available), small(entries), small(keys)};
}

}  // namespace detail

// JetComputeStats: counts the rows of the table and the entries of each index, and keeps the numbers in the catalog, as a change of
// the caller's transaction. JET_errPermissionDenied, JET_errTransReadOnly; JET_errWriteConflict: another session changes the table's
// definition.
[[nodiscard]] inline jet::error compute_statistics(cursor& at)
{
    if (const jet::error e = at.may_write(); e != jet::error::success) return e;
    table_core& table = at.table();
    session& by = at.owner();
    implicit_transaction whole{by};
    if (const jet::error e = detail::begin_definition(at); e != jet::error::success) return e;
    space_manager& space = table.parts().space;
    catalog& names = table.parts().names;
    const table_schema now = names.read_table(by.reading(), table.object());
    const tree_statistics rows = detail::count_tree(*table.primary(), by.reading(), detail::space_of_rows(space, now));
    if (const jet::error e = names.set_statistics(by, now.object, now.object, rows); e != jet::error::success) return e;
    for (const index_schema& index : now.indexes) {
        const auto tree = table.find_index(index.object);
        if (!tree) continue;
        const tree_statistics found = detail::count_tree(*tree->tree(), by.reading(), detail::space_of_tree(space, index.root));
        if (const jet::error e = names.set_statistics(by, now.object, index.object, found); e != jet::error::success) return e;
    }
    whole.commit();
    return jet::error::success;
}

// Pages of a part of the table. `index` counts for jet::table_part::index only; JET_errIndexNotFound.
[[nodiscard]] inline jet::error space_of(cursor& at, jet::table_part part, std::string_view index, jet::space_use& use)
{
    const table_schema& now = at.schema();
    space_manager& space = at.table().parts().space;
    use = {};
    if (part == jet::table_part::rows) use = detail::space_of_rows(space, now);
    if (part == jet::table_part::everything) use = detail::space_of_tree(space, now.root);
    if (part == jet::table_part::long_values && now.long_values_root) use = detail::space_of_tree(space, now.long_values_root);
    if (part != jet::table_part::index) return jet::error::success;
    const auto found = std::find_if(now.indexes.begin(), now.indexes.end(),
                                    [&](const index_schema& one) { return same_name(one.definition.name, index); });
    if (found != now.indexes.end()) {
        use = detail::space_of_tree(space, found->root);
        return jet::error::success;
    }
    if (!now.has_primary || !same_name(now.primary.name, index)) return jet::error::index_not_found;
    use = detail::space_of_rows(space, now);
    return jet::error::success;
}

}  // namespace ese::inline v1::engine
