// cursor_values.hpp — values and keys on their way between C++ and an open cursor.
//
// Room:   public. Uses session_state, codec, key.
// Gives:  find_column, write_value, read_value, put_key and the index segments a key needs, for cursors and updates.
// Holds:  reading or writing a number calls the backend once and allocates nothing.
#pragma once

#include <ese/codec.hpp>
#include <ese/config.hpp>
#include <ese/key.hpp>
#include <ese/session_state.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace ese::inline v1::detail {

// Turns the one accident a handle can have into a code. Where exceptions are switched off, it ends the program.
template <class Call>
[[nodiscard]] errc without_throwing(Call&& call) noexcept
{
#if defined(ESE_NO_EXCEPTIONS)
    return call();
#else
    try {
        return call();
    } catch (const std::bad_alloc&) {
        return errc::out_of_memory;
    } catch (const std::length_error&) {
        return errc::out_of_memory;
    }
#endif
}

template <class Api>
[[nodiscard]] errc find_column(cursor_state<Api>& cur, std::string_view name, column_ref& found) noexcept
{
    return without_throwing([&] {
        if (const errc code = cur.refused(); jet::is_error(code)) return code;
        jet::column_info info;
        const errc code = cur.api().get_column_info(cur.sid(), cur.id(), name, info);
        if (!jet::is_error(code)) found = {info.id, info.type, info.code_page, info.size_max};
        return code;
    });
}

// Short text and bytes that are too long would be cut off, with a warning that no handle passes on.
[[nodiscard]] ESE_DECL bool would_be_cut(const column_ref& column, const encoded& value) noexcept;

[[nodiscard]] ESE_DECL jet::set_args set_args_for(const column_ref& column, const encoded& value,
                                                  jet::flags<jet::set_column_option> options);

template <column_value T, class Api>
[[nodiscard]] errc write_value(cursor_state<Api>& cur, const column_ref& column, const T& value,
                               jet::flags<jet::set_column_option> options = {}, std::uint32_t offset = 0,
                               std::uint32_t instance = 1) noexcept
{
    return without_throwing([&] {
        if (const errc code = cur.refused(); jet::is_error(code)) return code;
        encoded bytes;
        if (const errc code = encode_value(value, column, bytes); jet::is_error(code)) return code;
        if (bytes.bytes().size() > jet::long_value_size_max) return errc::invalid_parameter;
        if (would_be_cut(column, bytes)) return errc::column_too_big;
        jet::set_args args = set_args_for(column, bytes, options);
        args.offset   = offset;
        args.instance = instance;
        return cur.api().set_column(cur.sid(), cur.id(), args);
    });
}

// One call to the backend; `args.actual` says how much there is.
template <class Api>
[[nodiscard]] errc read_bytes(cursor_state<Api>& cur, column_id column, std::span<std::byte> into,
                              jet::flags<jet::retrieve_option> options, jet::retrieve_args& args) noexcept
{
    args.column = column;
    args.buffer = into;
    args.options = options;
    return cur.api().retrieve_column(cur.sid(), cur.id(), args);
}

// Short values through the stack, long ones through a buffer of their size.
template <class T, class Api>
[[nodiscard]] errc read_sized(cursor_state<Api>& cur, const column_ref& column, jet::retrieve_args& args,
                              jet::flags<jet::retrieve_option> options, T& out)
{
    std::array<std::byte, 512> near_by;   // not cleared on purpose
    errc code = read_bytes(cur, column.id, near_by, options, args);
    if (jet::is_error(code) || code == errc::wrn_column_null) return code;
    if (args.actual <= near_by.size()) return decode_value(std::span<const std::byte>{near_by}.first(args.actual), column, out);

    std::vector<std::byte> all(args.actual);
    code = read_bytes(cur, column.id, all, options, args);
    if (jet::is_error(code) || code == errc::wrn_column_null) return code;
    if (args.actual < all.size()) all.resize(args.actual);
    return decode_value(std::span<const std::byte>{all}, column, out);
}

// wrn_column_null when there is none; `out` is then untouched.
template <readable_value T, class Api>
[[nodiscard]] errc read_plain(cursor_state<Api>& cur, const column_ref& column, std::uint32_t instance,
                              jet::flags<jet::retrieve_option> options, T& out)
{
    jet::retrieve_args args;
    args.instance = instance;
    if constexpr (number_value<T> || enum_value<T> || std::same_as<T, guid>) {
        std::array<std::byte, 16> buffer;   // not cleared on purpose
        const errc code = read_bytes(cur, column.id, buffer, options, args);
        if (jet::is_error(code) || code == errc::wrn_column_null) return code;
        if (args.actual > buffer.size()) return errc::invalid_buffer_size;
        return decode_value(std::span<const std::byte>{buffer}.first(args.actual), column, out);
    } else {
        return read_sized(cur, column, args, options, out);
    }
}

template <readable_column_value T, class Api>
[[nodiscard]] errc read_value(cursor_state<Api>& cur, const column_ref& column, T& out,
                              jet::flags<jet::retrieve_option> options = {}, std::uint32_t instance = 1) noexcept
{
    return without_throwing([&] {
        if (const errc code = cur.refused(); jet::is_error(code)) return code;
        if constexpr (is_optional<T>) {
            typename T::value_type value{};
            const errc code = read_plain(cur, column, instance, options, value);
            if (jet::is_error(code)) return code;
            if (code == errc::wrn_column_null) out.reset();
            else out = std::move(value);
            return errc::success;
        } else {
            const errc code = read_plain(cur, column, instance, options, out);
            return code == errc::wrn_column_null ? misuse::value_is_null : code;
        }
    });
}

// The columns of the index called `name`, of the primary one if that is empty. False: there is none.
[[nodiscard]] ESE_DECL bool find_segments(const std::vector<jet::index_info>& indexes, std::string_view name,
                                          std::vector<column_ref>& found);

// Makes cur.segments those of the current index. A rollback may have changed it, so the answer is kept until the next one.
template <class Api>
[[nodiscard]] errc know_segments(cursor_state<Api>& cur)
{
    if (cur.segments_known && cur.session.stands(cur.segments_at)) return errc::success;
    std::string name;
    if (const errc code = cur.api().get_current_index(cur.sid(), cur.id(), name); jet::is_error(code)) return code;
    std::vector<jet::index_info> indexes;
    if (const errc code = cur.api().index_infos(cur.sid(), cur.id(), indexes); jet::is_error(code)) return code;
    if (!find_segments(indexes, name, cur.segments)) return errc::no_current_index;
    cur.segments_at    = cur.session.here();
    cur.segments_known = true;
    return errc::success;
}

// What is to be done with a key once its last part was handed over; nothing: it is only made.
using key_use = jet::flags<jet::seek_option>;

// Hands a piece of a key to the backend, and seeks at once where it is the last.
template <class Api>
[[nodiscard]] errc give_piece(cursor_state<Api>& cur, std::span<const std::byte> piece, jet::flags<jet::key_option> options, key_use then)
{
    if (then == key_use{}) return cur.api().make_key(cur.sid(), cur.id(), piece, options);
    if constexpr (jet_api_key_seek<Api>) {
        return cur.api().seek_key(cur.sid(), cur.id(), piece, options, then);
    } else {
        const errc code = cur.api().make_key(cur.sid(), cur.id(), piece, options);
        return jet::is_error(code) ? code : cur.api().seek(cur.sid(), cur.id(), then);
    }
}

// `limit` and `then` go with the last part.
template <class Part, class Api>
[[nodiscard]] errc put_part(cursor_state<Api>& cur, std::size_t number, const Part& part, jet::flags<jet::key_option> limit, key_use then)
{
    if (number >= cur.segments.size()) return errc::key_is_made;
    encoded bytes;
    if (const errc code = encode_value(part, cur.segments[number], bytes); jet::is_error(code)) return code;
    if (number == 0) limit |= jet::key_option::new_key;
    if (!bytes.is_null() && bytes.bytes().empty()) limit |= jet::key_option::zero_length;
    return give_piece(cur, bytes.bytes(), limit, then);
}

// The segments are known.
template <class Api, class... Parts>
[[nodiscard]] errc put_key(cursor_state<Api>& cur, const std::tuple<Parts...>& parts, jet::flags<jet::key_option> limit, key_use then)
{
    return std::apply(
        [&](const Parts&... part) {
            std::size_t number = 0;
            errc code = errc::success;
            const auto put = [&](const auto& one) {
                const bool last = number + 1 == sizeof...(Parts);
                code = put_part(cur, number++, one, last ? limit : jet::flags<jet::key_option>{}, last ? then : key_use{});
                return !jet::is_error(code);
            };
            (void)(put(part) && ...);
            return code;
        },
        parts);
}

}  // namespace ese::inline v1::detail

#if !defined(ESE_SEPARATE_COMPILATION)
#    include <ese/cursor_values.ipp>
#endif
