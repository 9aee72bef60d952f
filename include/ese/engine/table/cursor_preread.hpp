// cursor_preread.hpp — pages read before they are needed, because the caller knows what comes.
//
// Room:   table. Bodies of cursor; included at its end.
// Holds:  the cursor stays where it is, and so does its update.
#pragma once

#include <ese/engine/table/cursor.hpp>

#include <span>
#include <vector>

namespace ese::inline v1::engine {

inline jet::error cursor::preread(std::span<const jet::key_range> ranges, jet::flags<jet::preread_option> options,
                                  std::span<const jet::column_id> values, std::uint32_t& done)
{
    using o = jet::preread_option;
    const bool backward = options.has(o::backward);
    if (!options.only(o::forward | o::backward | o::first_page | o::normalized_key) || backward == options.has(o::forward))
        return jet::error::invalid_grbit;
    if (ranges.empty()) return jet::error::invalid_parameter;
    const read_scope scope{session_};
    const view v = scope.get();
    if (const jet::error e = check_preread_columns(v, values); e != jet::error::success) return e;
    std::vector<key_bounds> all(ranges.size());
    for (std::size_t i = 0; i < ranges.size(); ++i)
        if (const jet::error e = bounds_of(v, ranges[i], options, all[i]); e != jet::error::success) return e;

    const versioned_tree& in = active().at().tree();
    std::size_t room = tree_preread::room_in(in);
    tree_preread leaves{in, room};
    for (; done < all.size() && room != 0; ++done) leaves.add(all[done].low.view(), all[done].high.view(), reading_of(backward));
    leaves.bring_in();
    for (std::size_t i = 0; i < done && !values.empty(); ++i) bring_in_values(v, all[i], values, options.has(o::first_page), room);
    return jet::error::success;
}

inline jet::error cursor::check_preread_columns(view v, std::span<const jet::column_id> values)
{
    if (!values.empty() && secondary_) return jet::error::invalid_preread;
    for (const jet::column_id id : values) {
        const column_definition* column = nullptr;
        if (const jet::error e = find_column(schema(v), id, column); e != jet::error::success) return e;
        if (!jet::is_long(column->type)) return jet::error::must_be_separate_long_value;
    }
    return jet::error::success;
}

// A range that is read backwards begins at its upper end.
inline jet::error cursor::bounds_of(view v, const jet::key_range& range, jet::flags<jet::preread_option> options, key_bounds& bounds)
{
    const bool backward   = options.has(jet::preread_option::backward);
    const bool normalized = options.has(jet::preread_option::normalized_key);
    if (const jet::error e = bound_of(v, backward ? range.to : range.from, false, normalized, bounds.low); e != jet::error::success) return e;
    return bound_of(v, backward ? range.from : range.to, true, normalized, bounds.high);
}

inline jet::error cursor::bound_of(view v, std::span<const jet::key_part> parts, bool upper, bool normalized, key_buffer& bound)
{
    using k = make_key_option;
    search_key key;
    if (parts.empty()) return jet::error::invalid_parameter;
    if (normalized) return parts.size() == 1 ? whole_key(v, parts.front().value, bound) : jet::error::invalid_parameter;
    if (!secondary_ && !schema(v).has_primary) return jet::error::no_current_index;
    const index_definition& index = secondary_ ? secondary_->index->definition() : schema(v).primary;
    const key_encoder& keys = secondary_ ? secondary_->keys : primary_keys(v);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const jet::key_part& part = parts[i];
        if (i >= index.columns.size() || index.columns[i].column_id != (part.column.value() & ~inherited_column)) return jet::error::invalid_parameter;
        k how = i == 0 ? k::new_key : k::none;
        if (part.zero_length) how = how | k::key_data_zero_length;
        if (i + 1 == parts.size() && part.prefix) how = how | (upper ? k::partial_column_end_limit : k::partial_column_start_limit);
        else if (i + 1 == parts.size()) how = how | (upper ? k::full_column_end_limit : k::full_column_start_limit);
        if (const jet::error e = key.add(keys, part.value, how); e != jet::error::success) return e;
    }
    bound.assign(key.view());
    return jet::error::success;
}

inline jet::error cursor::whole_key(view v, bytes given, key_buffer& bound)
{
    static constexpr std::size_t row_id_size = 4;
    search_key key;
    const bool indexed = secondary_ || schema(v).has_primary;
    const std::size_t most = !indexed ? row_id_size : secondary_ ? secondary_->keys.key_most() : primary_keys(v).key_most();
    const jet::error e = key.set_normalized(given, most);
    bound.assign(key.view());
    return e;
}

// Rows come from the cache by now, unless they were too many.
inline void cursor::bring_in_values(view v, const key_bounds& within, std::span<const jet::column_id> values, bool first_page, std::size_t& room)
{
    long_value_tree* const apart = table_->long_values();
    if (!apart) return;
    tree_preread leaves{*apart->tree(), room};
    const auto expect = [&](const tagged_value& value) {
        if (!value.separated) return;
        const long_value_id id = long_value_id_in(value.data);
        leaves.add(root_key(id).view(), chunk_key(id, first_page ? 0 : 0xFFFFFFFF).view(), tree_preread::reading::forward);
    };
    tree_cursor rows{*table_->primary()};
    bool more = rows.at_or_after(v, within.low.view());
    for (; more && room != 0 && compare(rows.key(), within.high.view()) <= 0; more = rows.next(v)) {
        bytes record;
        if (!rows.read(v, record)) continue;
        const row_reader row{record, schema_->columns.form()};
        for (const jet::column_id id : values) {
            const column_definition* column = nullptr;
            if (find_column(*schema_, id, column) != jet::error::success) continue;
            for (std::uint32_t i = 1; const auto value = row.instance(*column, i); ++i) expect(*value);
        }
    }
    leaves.bring_in();
}

}  // namespace ese::inline v1::engine
