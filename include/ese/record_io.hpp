// record_io.hpp — whole records between members and columns, in one call to the backend each way.
//
// Room:   public. Uses schema, cursor_values.
// Gives:  write_record, read_record, write_column, read_column for an open cursor and the ids of a schema's columns.
// Holds:  (1) columns of one size and short text cross without a heap allocation of ours;
//         (2) values that were longer than the room kept for them are read once more, at their size;
//         (3) multi-valued columns follow after the batch, value by value.
#pragma once

#include <ese/cursor_values.hpp>
#include <ese/schema.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <utility>
#include <vector>

namespace ese::inline v1::detail {

[[nodiscard]] inline jet::set_args set_args_of(column_id column, const encoded_part& value, std::uint32_t instance = 1) noexcept
{
    jet::set_args args;
    args.column       = column;
    args.value        = value.bytes;
    args.value_absent = value.is_null;
    args.size         = static_cast<std::uint32_t>(value.bytes.size());
    args.instance     = instance;
    if (!value.is_null && value.bytes.empty()) args.options = jet::set_column_option::zero_length;
    return args;
}

template <class Api>
[[nodiscard]] errc set_one(cursor_state<Api>& cur, const jet::set_args& args) noexcept
{
    if (args.value.size() > jet::long_value_size_max) return errc::invalid_parameter;
    return cur.api().set_column(cur.sid(), cur.id(), args);
}

template <class Api>
[[nodiscard]] errc set_all(cursor_state<Api>& cur, std::span<jet::set_args> columns) noexcept
{
    for (const jet::set_args& one : columns)
        if (one.value.size() > jet::long_value_size_max) return errc::invalid_parameter;
    if constexpr (jet_api_batch_columns<Api>) {
        return cur.api().set_columns(cur.sid(), cur.id(), columns);
    } else {
        for (const jet::set_args& one : columns)
            if (const errc code = cur.api().set_column(cur.sid(), cur.id(), one); jet::is_error(code)) return code;
        return errc::success;
    }
}

template <class Api>
[[nodiscard]] errc get_all(cursor_state<Api>& cur, std::span<jet::retrieve_args> columns) noexcept
{
    if constexpr (jet_api_batch_columns<Api>) {
        return cur.api().retrieve_columns(cur.sid(), cur.id(), columns);
    } else {
        for (jet::retrieve_args& one : columns) {
            one.answer = cur.api().retrieve_column(cur.sid(), cur.id(), one);
            if (jet::is_error(one.answer)) return one.answer;
        }
        return errc::success;
    }
}

// A member as its column stores it. Short text and bytes that are too long would be cut off, with a warning that no handle
// passes on.
template <class Column, class V>
[[nodiscard]] errc encode_member(const V& value, scratch& room, encoded_part& part)
{
    const errc code = encode_part<typename Column::value_type>(value, room, part);
    if (jet::is_error(code)) return code;
    return Column::size_max != 0 && part.bytes.size() > Column::size_max ? errc::column_too_big : errc::success;
}

// Values of a multi-valued column.

template <class Column, class Api>
[[nodiscard]] errc write_values(cursor_state<Api>& cur, column_id id, const typename Column::value_type& values, bool inserting)
{
    std::uint32_t written = 0;
    for (const auto& value : values) {
        scratch room;
        encoded_part part;
        if (const errc code = encode_part<typename Column::element>(value, room, part); jet::is_error(code)) return code;
        ++written;
        if (const errc code = set_one(cur, set_args_of(id, part, inserting ? 0 : written)); jet::is_error(code)) return code;
    }
    while (!inserting) {   // what the row had beyond these
        jet::retrieve_args next;
        next.column   = id;
        next.options  = jet::retrieve_option::copy;
        next.instance = written + 1;
        const errc code = cur.api().retrieve_column(cur.sid(), cur.id(), next);
        if (jet::is_error(code)) return code;
        if (code == errc::wrn_column_null) break;
        if (const errc removed = set_one(cur, set_args_of(id, {{}, true}, written + 1)); jet::is_error(removed)) return removed;
    }
    return errc::success;
}

// A value of its own size, after the room kept for it was too small.
template <class Codec, class Api, class T>
[[nodiscard]] errc read_long(cursor_state<Api>& cur, jet::retrieve_args args, T& value)
{
    std::vector<std::byte> all(args.actual);
    args.buffer = all;
    const errc code = cur.api().retrieve_column(cur.sid(), cur.id(), args);
    if (jet::is_error(code)) return code;
    if (code == errc::wrn_column_null) return code;
    return Codec::decode(std::span<const std::byte>{all}.first((std::min)(all.size(), std::size_t{args.actual})), value);
}

// What an answered retrieve_args holds. wrn_column_null: nothing, and `value` is untouched.
template <class Codec, class Api, class T>
[[nodiscard]] errc take(cursor_state<Api>& cur, const jet::retrieve_args& args, T& value)
{
    if (args.answer == errc::wrn_column_null || args.answer == errc::wrn_column_set_null) return errc::wrn_column_null;
    if (args.actual > args.buffer.size()) return read_long<Codec>(cur, args, value);
    return Codec::decode(args.buffer.first(args.actual), value);
}

template <class Column, class Api>
[[nodiscard]] errc read_values(cursor_state<Api>& cur, column_id id, jet::flags<jet::retrieve_option> options,
                               typename Column::value_type& values)
{
    values.clear();
    for (std::uint32_t instance = 1;; ++instance) {
        std::array<std::byte, 128> near_by;   // not cleared on purpose
        jet::retrieve_args args;
        args.column   = id;
        args.buffer   = near_by;
        args.options  = options;
        args.instance = instance;
        args.answer   = cur.api().retrieve_column(cur.sid(), cur.id(), args);
        if (jet::is_error(args.answer)) return args.answer;
        typename Column::element value{};
        const errc code = take<codec<typename Column::element>>(cur, args, value);
        if (code == errc::wrn_column_null) return errc::success;
        if (jet::is_error(code)) return code;
        values.push_back(std::move(value));
    }
}

// One member from what was answered; NULL is an answer for an optional only.
template <class Column, class Api>
[[nodiscard]] errc take_member(cursor_state<Api>& cur, const jet::retrieve_args& args, typename Column::value_type& member)
{
    using coder = codec<typename Column::element>;
    if constexpr (Column::is_nullable) {
        if (!member) member.emplace();
        const errc code = take<coder>(cur, args, *member);
        if (code != errc::wrn_column_null) return code;
        member.reset();
        return errc::success;
    } else {
        const errc code = take<coder>(cur, args, member);
        return code == errc::wrn_column_null ? misuse::value_is_null : code;
    }
}

// Room on the stack for one value.
template <class Column>
[[nodiscard]] consteval std::size_t room_for() noexcept
{
    constexpr std::size_t fixed = fixed_size_of<codec<typename Column::element>>();
    if (Column::is_multi) return 0;
    if (fixed != 0 && fixed <= 256) return fixed;
    return Column::size_max != 0 && Column::size_max <= 256 ? Column::size_max : 128;
}

// Collects the columns of one record.
template <std::size_t Most>
class column_batch {
public:
    template <class Column, class Record>
    [[nodiscard]] errc add(column_id id, const Record& from, bool inserting)
    {
        const auto& member = from.*Column::member;
        if constexpr (Column::is_nullable && !Column::has_initial)
            if (inserting && !member) return errc::success;   // it is NULL already
        encoded_part part;
        const errc code = encode_member<Column>(member, room_, part);
        if (!jet::is_error(code)) sets_[used_++] = set_args_of(id, part);
        return code;
    }
    [[nodiscard]] std::span<jet::set_args> columns() noexcept { return std::span{sets_}.first(used_); }

private:
    scratch room_;
    std::array<jet::set_args, Most> sets_{};
    std::size_t used_ = 0;
};

// Everything but the autoincrement column of a row that is being inserted, which the engine numbers.
template <class Record, class Api, class... Columns>
[[nodiscard]] errc write_record(cursor_state<Api>& cur, std::span<const column_id> ids, const Record& from, bool inserting, list<Columns...>)
{
    column_batch<sizeof...(Columns)> batch;
    errc code = errc::success;
    std::size_t at = 0;
    const auto single = [&]<class Column>(list<Column>) {
        const column_id id = ids[at++];
        if constexpr (!Column::is_multi && !Column::is_autoincrement) code = batch.template add<Column>(id, from, inserting);
        return !jet::is_error(code);
    };
    const auto several = [&]<class Column>(list<Column>) {
        const column_id id = ids[at++];
        if constexpr (Column::is_multi) code = write_values<Column>(cur, id, from.*Column::member, inserting);
        return !jet::is_error(code);
    };
    (void)(single(list<Columns>{}) && ...);
    if (!jet::is_error(code)) code = set_all(cur, batch.columns());
    at = 0;
    if constexpr ((Columns::is_multi || ...))
        if (!jet::is_error(code)) (void)(several(list<Columns>{}) && ...);
    return code;
}

template <class Record, class Api, class... Columns>
[[nodiscard]] errc read_record(cursor_state<Api>& cur, std::span<const column_id> ids, Record& into,
                               jet::flags<jet::retrieve_option> options, list<Columns...>)
{
    std::array<std::byte, (std::size_t{1} + ... + room_for<Columns>())> room;   // not cleared on purpose
    std::array<jet::retrieve_args, sizeof...(Columns)> gets;
    std::size_t used = 0;
    std::size_t free = 0;
    std::size_t at = 0;
    const auto ask = [&](bool is_multi, std::size_t size) {
        const column_id id = ids[at++];
        if (is_multi) return;
        jet::retrieve_args& get = gets[used++];
        get.column  = id;
        get.buffer  = std::span{room}.subspan(free, size);
        get.options = options;
        free += size;
    };
    (ask(Columns::is_multi, room_for<Columns>()), ...);
    errc code = get_all(cur, std::span{gets}.first(used));

    at = used = 0;
    const auto put = [&]<class Column>(list<Column>) {
        const column_id id = ids[at++];
        if constexpr (Column::is_multi) code = read_values<Column>(cur, id, options, into.*Column::member);
        else code = take_member<Column>(cur, gets[used++], into.*Column::member);
        return !jet::is_error(code);
    };
    if (!jet::is_error(code)) (void)(put(list<Columns>{}) && ...);
    return jet::is_error(code) ? code : errc::success;
}

template <class Column, class Api, class V>
[[nodiscard]] errc write_column(cursor_state<Api>& cur, column_id id, const V& value, bool inserting)
{
    if constexpr (Column::is_multi) {
        return write_values<Column>(cur, id, value, inserting);
    } else {
        scratch room;
        encoded_part part;
        const errc code = encode_member<Column>(value, room, part);
        return jet::is_error(code) ? code : set_one(cur, set_args_of(id, part));
    }
}

template <class Column, class Api>
[[nodiscard]] errc read_column(cursor_state<Api>& cur, column_id id, jet::flags<jet::retrieve_option> options,
                               typename Column::value_type& value)
{
    if constexpr (Column::is_multi) {
        return read_values<Column>(cur, id, options, value);
    } else {
        std::array<std::byte, (std::max)(room_for<Column>(), std::size_t{256})> near_by;   // not cleared on purpose
        jet::retrieve_args args;
        args.column  = id;
        args.buffer  = near_by;
        args.options = options;
        args.answer  = cur.api().retrieve_column(cur.sid(), cur.id(), args);
        if (jet::is_error(args.answer)) return args.answer;
        return take_member<Column>(cur, args, value);
    }
}

// Keys of an index, part by part: the index tells the type of each, so nothing is asked of the backend.

template <class Index, std::size_t I, class Api, class Part>
[[nodiscard]] errc put_key_part(cursor_state<Api>& cur, const Part& part, jet::flags<jet::key_option> options, key_use then)
{
    scratch room;
    encoded_part made;
    const errc code = encode_part<typename Index::template part_column<I>::value_type>(part, room, made);
    if (jet::is_error(code)) return code;
    if (I == 0) options |= jet::key_option::new_key;
    if (!made.is_null && made.bytes.empty()) options |= jet::key_option::zero_length;
    return give_piece(cur, made.bytes, options, then);
}

template <class Index, class Api, class... Parts, std::size_t... I>
[[nodiscard]] errc put_index_key(cursor_state<Api>& cur, const std::tuple<Parts...>& parts, jet::flags<jet::key_option> limit,
                                 key_use then, std::index_sequence<I...>)
{
    errc code = errc::success;
    const auto put = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
        constexpr bool last = N + 1 == sizeof...(Parts);
        code = put_key_part<Index, N>(cur, std::get<N>(parts), last ? limit : jet::flags<jet::key_option>{}, last ? then : key_use{});
        return !jet::is_error(code);
    };
    (void)(put(std::integral_constant<std::size_t, I>{}) && ...);
    return code;
}

}  // namespace ese::inline v1::detail
