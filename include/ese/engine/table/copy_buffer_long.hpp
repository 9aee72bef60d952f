// copy_buffer_long.hpp — long values in the row being prepared: edited, kept waiting, pushed out of the record.
//
// Room:   table. Bodies of copy_buffer; included at its end.
#pragma once

#include <ese/engine/table/copy_buffer.hpp>

namespace ese::inline v1::engine {

// How much of a long value may lie in the record.
inline std::size_t copy_buffer::inline_most(const jet::set_args& args) const noexcept
{
    if (args.options.has(o::separate)) return sizeof(std::uint64_t);
    if (args.options.has(o::intrinsic)) return record_most() - 9;
    return schema_->separate_from.value_or(jet::long_value_inline_default);
}

inline jet::error copy_buffer::set_long(const column_definition& column, const jet::set_args& args, const long_value_source& stored)
{
    const long_value_edit edit{args};
    const bool plain_set = !edit.needs_existing() && !args.value.empty();
    const auto now = row_.instance(column, args.instance);
    if (!plain_set || args.value.size() > inline_most(args) || (now && is_waiting(*now))) return edit_long(column, args, stored);
    if (column.max_size != 0 && args.value.size() > column.max_size) return jet::error::column_too_big;
    row_.set_tagged(column, args.instance, args.value);
    return jet::error::success;
}

inline jet::error copy_buffer::edit_long(const column_definition& column, const jet::set_args& args, const long_value_source& stored)
{
    const long_value_edit edit{args};
    std::optional<std::vector<std::byte>> value;
    const auto now = row_.instance(column, args.instance);
    const std::size_t slot = now && is_waiting(*now) ? slot_of(*now) : waiting_.size();
    if (slot < waiting_.size()) {
        value = keep_waiting_ ? waiting_[slot] : std::exchange(waiting_[slot], {});
    } else if (now && edit.needs_existing()) {
        std::vector<std::byte> room;
        const bytes plain = *value_of(column, args.instance, stored, room);
        if (room.empty()) room.assign(plain.begin(), plain.end());
        value = std::move(room);
    }

    const jet::error answer = edit.apply(value, column.max_size);
    const bool refused_null = answer == jet::error::success && !value && column.has(column_flag::not_null);
    if (answer != jet::error::success || refused_null) {
        if (slot < waiting_.size() && value && !keep_waiting_) waiting_[slot] = std::move(*value);
        return refused_null ? jet::error::null_invalid : answer;
    }
    if (!value) {
        row_.set_tagged(column, args.instance, std::nullopt, value_form::plain,
                        args.options.has(o::revert_to_default) ? null_rule::revert_to_default : null_rule::hide_default);
        return answer;
    }
    put_long(column, args.instance, std::move(*value), inline_most(args));
    return answer;
}

inline std::size_t copy_buffer::wait(std::vector<std::byte>&& value)
{
    waiting_.push_back(std::move(value));
    return waiting_.size();
}

inline void copy_buffer::put_long(const column_definition& column, std::size_t itag, std::vector<std::byte>&& value, std::size_t most)
{
    if (value.size() <= most) {
        row_.set_tagged(column, itag, value);
        return;
    }
    std::array<std::byte, 8> place;
    store_le(place.data(), std::uint64_t{wait(std::move(value))});
    row_.set_tagged(column, itag, bytes{place}, value_form::separated);
}

inline std::optional<bytes> copy_buffer::value_of(const column_definition& column, std::size_t itag, const long_value_source& stored,
                                                  std::vector<std::byte>& room) const
{
    const auto found = row_.instance(column, itag);
    if (!found) return std::nullopt;
    if (is_waiting(*found)) return waiting(*found);
    if (found->separated) {
        stored.existing().read_all(stored.from, long_value_id_in(found->data), room);
        return bytes{room};
    }
    if (!found->compressed) return found->data;
    decompress(found->data, room);
    return bytes{room};
}

inline jet::error copy_buffer::check_unique(const column_definition& column, const jet::set_args& args,
                                            const long_value_source& stored) const
{
    if (args.value.empty() && !args.options.has(o::zero_length)) return jet::error::success;
    const bool normalized = args.options.has(o::unique_normalized_values);
    key_buffer mine, other;
    segment_format format;
    format.type = column.type;
    format.cp = column.cp;
    const auto key_of = [&](bytes value, key_buffer& out) {
        out.clear();
        (void)append_segment(format, value.first(std::min<std::size_t>(value.size(), 255)), 255, out);
    };
    if (normalized) key_of(args.value, mine);
    std::vector<std::byte> room;
    for (std::size_t itag = 1, count = row_.instance_count(column); itag <= count; ++itag) {
        if (itag == args.instance) continue;
        const bytes value = *value_of(column, itag, stored, room);
        if (equal(value, args.value)) return jet::error::multi_valued_duplicate;
        if (!normalized) continue;
        key_of(value, other);
        if (!equal(mine.view(), other.view())) continue;
        const bool cut = value.size() > 255 || args.value.size() > 255;
        return cut ? jet::error::multi_valued_duplicate_after_truncation : jet::error::multi_valued_duplicate;
    }
    return jet::error::success;
}

// Long values leave the record, the largest first, until it fits; ids are as small as they get.
inline bool copy_buffer::fits_after_pushing_out()
{
    const std::size_t most = record_most();
    for (std::size_t part = 2; part <= 64 && row_.encoded_size() > most; part *= 2)
        push_out_above(schema_->columns.page_size() / part);
    if (row_.encoded_size() > most) push_out_above(sizeof(std::uint64_t));
    return row_.encoded_size() <= most;
}

inline void copy_buffer::push_out_above(std::size_t size)
{
    std::vector<instance_place> large;
    row_.for_each_instance([&](std::uint32_t id, bool derived, std::size_t itag, const tagged_value& value) {
        const column_definition* column = row_.layout().find_tagged(id, derived);
        const bool movable = itag != 0 && !value.separated && !value.encrypted && value.data.size() > size;
        if (movable && column != nullptr && jet::is_long(column->type)) large.push_back({id, derived, itag});
    });
    for (const instance_place& p : large) {
        const column_definition& column = *row_.layout().find_tagged(p.id, p.derived);
        std::vector<std::byte> room;
        const bytes plain = *value_of(column, p.itag, {nullptr, {}}, room);
        if (room.empty()) room.assign(plain.begin(), plain.end());
        put_long(column, p.itag, std::move(room), 0);
    }
}

}  // namespace ese::inline v1::engine
