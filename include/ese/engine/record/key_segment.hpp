// key_segment.hpp — one column's value as the bytes it adds to a key.
//
// Room:   record. Uses base, jet. Knows types and byte order; knows nothing of rows or whole keys.
// Gives:  segment_format; append_segment, decode_segment; segment_size_most.
// Holds:  comparing two segments of one format as bytes compares their values; a descending segment is the complement.
//
//     00 NULL (C0 where NULLs sort high) | 40 zero length | 7F data:
//       numbers big-endian, sign flipped | GUID regrouped | fixed binary raw | binary in groups of 8 + marker
//       code page 1252 upper-cased + 00 | UTF-16 as text_order has it
#pragma once

#include <ese/engine/record/text_order.hpp>

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/failure.hpp>
#include <ese/engine/base/small_bytes.hpp>
#include <ese/jet/column_type.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace ese::inline v1::engine {

struct segment_format {
    jet::column_type type = jet::column_type::nil;
    jet::code_page cp = jet::code_page::none;
    bool fixed = false;          // a fixed column: binary is not grouped
    bool descending = false;
    bool nulls_high = false;
    bool dot_net_guid = false;
    bool source_limited = false;  // keys of 255 bytes see only the first 255 bytes of a value (254 of UTF-16)
    std::uint16_t var_seg_most = 0;  // limit of text and binary segments, prefix included; 0: none
    std::uint32_t text_flags = text_flag::usual;

    [[nodiscard]] bool is_unicode() const noexcept { return jet::is_text(type) && cp == jet::code_page::unicode; }
    [[nodiscard]] bool is_grouped() const noexcept { return jet::is_binary(type) && !fixed; }
};

enum class segment_answer : std::uint8_t { whole, cut };  // cut: there was no room for all of it

namespace key_format {
inline constexpr std::byte null_low{0x00};
inline constexpr std::byte null_high{0xC0};
inline constexpr std::byte zero_length{0x40};
inline constexpr std::byte has_data{0x7F};
inline constexpr std::size_t group_data = 8;
inline constexpr std::size_t group_size = 9;
inline constexpr std::byte group_continues{9};
inline constexpr std::size_t source_limit = 255;

[[nodiscard]] constexpr std::size_t grouped_size(std::size_t n) noexcept { return (n + group_data - 1) / group_data * group_size; }

inline void complement(mutable_bytes segment) noexcept
{
    for (std::byte& b : segment) b = ~b;
}

struct written {
    std::size_t size = 0;
    bool cut = false;
};

template <class Unsigned>
void write_float(std::byte* to, Unsigned bits) noexcept
{
    constexpr Unsigned top = Unsigned{1} << (sizeof(Unsigned) * 8 - 1);
    store_be(to, static_cast<Unsigned>((bits & top) != 0 ? ~bits : bits | top));
}

inline void write_guid(std::byte* to, const std::byte* from, bool dot_net) noexcept
{
    static constexpr std::array<std::uint8_t, 16> native{10, 11, 12, 13, 14, 15, 8, 9, 6, 7, 4, 5, 0, 1, 2, 3};
    static constexpr std::array<std::uint8_t, 16> net{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
    const auto& order = dot_net ? net : native;
    for (std::size_t i = 0; i < 16; ++i) to[i] = from[order[i]];
}

// Exactly fixed_size(type) bytes at both ends.
inline void write_number(std::byte* to, const segment_format& format, const std::byte* from) noexcept
{
    using jet::column_type;
    switch (format.type) {
    case column_type::bit: to[0] = from[0] == std::byte{0} ? std::byte{0} : std::byte{0xFF}; break;
    case column_type::unsigned_byte: to[0] = from[0]; break;
    case column_type::unsigned_short: store_be(to, load_le<std::uint16_t>(from)); break;
    case column_type::short_: store_be(to, static_cast<std::uint16_t>(load_le<std::uint16_t>(from) ^ 0x8000u)); break;
    case column_type::unsigned_long: store_be(to, load_le<std::uint32_t>(from)); break;
    case column_type::long_: store_be(to, load_le<std::uint32_t>(from) ^ 0x80000000u); break;
    case column_type::unsigned_long_long: store_be(to, load_le<std::uint64_t>(from)); break;
    case column_type::currency:
    case column_type::long_long: store_be(to, load_le<std::uint64_t>(from) ^ 0x8000000000000000u); break;
    case column_type::ieee_single: write_float(to, load_le<std::uint32_t>(from)); break;
    case column_type::ieee_double:
    case column_type::date_time: write_float(to, load_le<std::uint64_t>(from)); break;
    case column_type::guid: write_guid(to, from, format.dot_net_guid); break;
    default: ESE_ASSERT(jet::is_numeric(format.type));  // only types of one size come here
    }
}

inline written write_numeric(mutable_bytes room, const segment_format& format, bytes value)
{
    const std::size_t size = jet::fixed_size(format.type);
    if (value.size() != size) throw failure{jet::error::database_corrupted};
    room[0] = has_data;
    if (room.size() > size) {
        write_number(room.data() + 1, format, value.data());
        return {1 + size, false};
    }
    std::array<std::byte, 16> whole;
    write_number(whole.data(), format, value.data());
    copy_bytes(room.data() + 1, bytes{whole}.first(room.size() - 1));
    return {room.size(), true};
}

inline written write_raw(mutable_bytes room, bytes value) noexcept
{
    room[0] = has_data;
    const std::size_t size = std::min(room.size() - 1, value.size());
    copy_bytes(room.data() + 1, value.first(size));
    return {1 + size, size < value.size()};
}

// A group that is cut stays without marker; where the value ends inside it, zeros follow up to the cut.
inline written write_groups(mutable_bytes room, bytes value) noexcept
{
    const std::size_t whole = 1 + grouped_size(value.size());
    const std::size_t size = std::min(whole, room.size());
    room[0] = has_data;
    for (std::size_t at = 1, from = 0; at < size; at += group_size, from += group_data) {
        const std::size_t space = std::min(group_data, size - at);
        const std::size_t given = std::min(space, value.size() - std::min(from, value.size()));
        copy_bytes(room.data() + at, value.subspan(std::min(from, value.size()), given));
        std::fill_n(room.data() + at + given, space - given, std::byte{0});
        if (size - at < group_size) break;
        const std::size_t rest = value.size() - from;
        room[at + group_data] = rest > group_data ? group_continues : static_cast<std::byte>(rest);
    }
    return {size, size < whole};
}

[[nodiscard]] constexpr std::byte upper_ascii(std::byte c) noexcept
{
    return c >= std::byte{'a'} && c <= std::byte{'z'} ? c & std::byte{0xDF} : c;
}

// Ends at an embedded 00. The last byte of a text that is cut is its source minus 20, letter or not: files depend on it.
inline written write_ascii(mutable_bytes room, bytes value) noexcept
{
    const auto stop = std::find(value.begin(), value.end(), std::byte{0});
    const bytes text = value.first(static_cast<std::size_t>(stop - value.begin()));
    const bool cut = text.size() + 2 > room.size();
    const std::size_t kept = cut ? room.size() - 1 : text.size();
    room[0] = has_data;
    std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(kept), room.begin() + 1, upper_ascii);
    if (!cut) {
        room[1 + kept] = std::byte{0};
        return {kept + 2, false};
    }
    if (kept != 0) room[kept] = static_cast<std::byte>(std::to_integer<unsigned>(text[kept - 1]) - 0x20u);
    return {room.size(), true};
}

inline written write_unicode(mutable_bytes room, bytes value, std::uint32_t flags) noexcept
{
    room[0] = has_data;
    bounded_writer out{room.subspan(1)};
    write_text_weights(out, value, flags);
    return {1 + out.written(), out.overflowed()};
}

// Enough room for any segment of this value.
[[nodiscard]] inline std::size_t size_bound(const segment_format& format, std::size_t value_size) noexcept
{
    if (jet::is_numeric(format.type)) return 1 + std::size_t{jet::fixed_size(format.type)};
    if (format.is_grouped()) return 1 + grouped_size(value_size);
    if (format.is_unicode()) return 1 + text_weights_most(value_size);
    return 2 + value_size;
}

inline written write_text_or_binary(mutable_bytes room, const segment_format& format, bytes value)
{
    if (format.is_unicode()) return write_unicode(room, value, format.text_flags);
    if (jet::is_text(format.type)) return write_ascii(room, value);
    return format.fixed ? write_raw(room, value) : write_groups(room, value);
}

// A source cut short is data lost too, but only UTF-16 can lose it without also running out of room.
inline written append_data(const segment_format& format, bytes value, std::size_t room, key_buffer& out)
{
    bool lost = false;
    if (format.source_limited && value.size() > source_limit - (format.is_unicode() ? 1 : 0)) {
        value = value.first(source_limit - (format.is_unicode() ? 1 : 0));
        lost = true;
    }
    const bool variable = !jet::is_numeric(format.type);
    const bool narrowed = variable && format.var_seg_most != 0 && format.var_seg_most < room;
    if (narrowed) room = format.var_seg_most;
    const std::size_t before = out.size();
    out.resize(before + std::min(room, size_bound(format, value.size())));
    const mutable_bytes to = out.span().subspan(before);
    const written result = variable ? write_text_or_binary(to, format, value) : write_numeric(to, format, value);
    out.resize(before + result.size);
    return {result.size, !narrowed && (result.cut || (lost && format.is_unicode()))};
}
}  // namespace key_format

// Appends the segment, at most `room` bytes of it. Empty optional: NULL. Being cut by var_seg_most does not count as cut.
// Throws database_corrupted when a number has the wrong size.
[[nodiscard]] inline segment_answer append_segment(const segment_format& format, std::optional<bytes> value, std::size_t room,
                                                   key_buffer& out)
{
    ESE_EXPECTS(room > 0);
    const std::size_t before = out.size();
    bool cut = false;
    if (!value) {
        out.push_back(format.nulls_high ? key_format::null_high : key_format::null_low);
    } else if (!jet::is_numeric(format.type) && value->size() < (format.is_unicode() ? 2u : 1u)) {
        out.push_back(key_format::zero_length);
    } else {
        cut = key_format::append_data(format, *value, room, out).cut;
    }
    if (format.descending) key_format::complement(out.span().subspan(before));
    return cut ? segment_answer::cut : segment_answer::whole;
}

// The largest segment of a column whose values take up to `value_most` bytes (0: no limit, so none for the segment).
[[nodiscard]] inline std::optional<std::size_t> segment_size_most(const segment_format& format, std::size_t value_most) noexcept
{
    if (jet::is_numeric(format.type)) return 1 + std::size_t{jet::fixed_size(format.type)};
    if (format.var_seg_most != 0) return format.var_seg_most;
    if (value_most == 0 || format.is_unicode()) return std::nullopt;
    if (format.is_grouped()) return 1 + key_format::grouped_size(value_most);
    return jet::is_text(format.type) ? 2 + value_most : 1 + value_most;
}

// What a key still tells about a column's value.
struct decoded_segment {
    enum class kind : std::uint8_t { null, value, unreadable };  // unreadable: upper-cased, cut, or ordered by collation
    kind what = kind::unreadable;
    std::size_t size = 0;  // bytes of the segment; 0 when even its end cannot be told
};

namespace key_format {
inline void read_guid(std::byte* to, const std::byte* from, bool dot_net) noexcept
{
    std::array<std::byte, 16> places;
    std::array<std::byte, 16> positions;
    for (std::size_t i = 0; i < 16; ++i) positions[i] = static_cast<std::byte>(i);
    write_guid(places.data(), positions.data(), dot_net);
    for (std::size_t i = 0; i < 16; ++i) to[std::to_integer<std::size_t>(places[i])] = from[i];
}

template <class Unsigned>
void read_float(std::byte* to, Unsigned bits) noexcept
{
    constexpr Unsigned top = Unsigned{1} << (sizeof(Unsigned) * 8 - 1);
    store_le(to, static_cast<Unsigned>((bits & top) != 0 ? bits ^ top : ~bits));
}

inline void read_number(std::byte* to, const segment_format& format, const std::byte* from) noexcept
{
    using jet::column_type;
    switch (format.type) {
    case column_type::bit:
    case column_type::unsigned_byte: to[0] = from[0]; break;
    case column_type::unsigned_short: store_le(to, load_be<std::uint16_t>(from)); break;
    case column_type::short_: store_le(to, static_cast<std::uint16_t>(load_be<std::uint16_t>(from) ^ 0x8000u)); break;
    case column_type::unsigned_long: store_le(to, load_be<std::uint32_t>(from)); break;
    case column_type::long_: store_le(to, load_be<std::uint32_t>(from) ^ 0x80000000u); break;
    case column_type::unsigned_long_long: store_le(to, load_be<std::uint64_t>(from)); break;
    case column_type::currency:
    case column_type::long_long: store_le(to, load_be<std::uint64_t>(from) ^ 0x8000000000000000u); break;
    case column_type::ieee_single: read_float(to, load_be<std::uint32_t>(from)); break;
    case column_type::ieee_double:
    case column_type::date_time: read_float(to, load_be<std::uint64_t>(from)); break;
    case column_type::guid: read_guid(to, from, format.dot_net_guid); break;
    default: ESE_ASSERT(jet::is_numeric(format.type));  // only types of one size come here
    }
}

inline decoded_segment decode_groups(bytes data, std::size_t before, key_buffer& value)
{
    for (std::size_t at = 0; data.size() - at >= group_size; at += group_size) {
        const auto marker = std::to_integer<std::size_t>(data[at + group_data]);
        if (marker == 0 || marker > 9) break;
        value.append(data.subspan(at, std::min(marker, group_data)));
        if (marker <= group_data) return {decoded_segment::kind::value, 1 + at + group_size};
    }
    value.resize(before);
    return {};
}

// `segment` is ascending and begins with the prefix for data.
inline decoded_segment decode_data(const segment_format& format, bytes segment, std::size_t fixed_bytes, key_buffer& value)
{
    using kind = decoded_segment::kind;
    const bytes data = segment.subspan(1);
    if (const std::size_t size = jet::fixed_size(format.type); size != 0) {
        if (data.size() < size) return {};
        value.resize(value.size() + size);
        read_number(value.data() + value.size() - size, format, data.data());
        return {kind::value, 1 + size};
    }
    if (format.is_unicode()) return {};
    if (jet::is_text(format.type)) {
        const auto stop = std::find(data.begin(), data.end(), std::byte{0});
        return {kind::unreadable, stop == data.end() ? 0 : 2 + static_cast<std::size_t>(stop - data.begin())};
    }
    if (!format.fixed) return decode_groups(data, value.size(), value);
    if (data.size() < fixed_bytes) return {};
    value.append(data.first(fixed_bytes));
    return {kind::value, 1 + fixed_bytes};
}
}  // namespace key_format

// Reads the segment at the front of `key` and replaces `value` by what it holds, in column form.
// `fixed_bytes`: the size of a fixed Binary column. Whoever calls knows that the key was not cut off.
[[nodiscard]] inline decoded_segment decode_segment(const segment_format& format, bytes key, std::size_t fixed_bytes, key_buffer& value)
{
    using kind = decoded_segment::kind;
    value.clear();
    if (key.empty()) return {};
    key_buffer turned;
    if (format.descending) {
        turned.assign(key);
        key_format::complement(turned.span());
        key = turned.view();
    }
    if (key[0] == (format.nulls_high ? key_format::null_high : key_format::null_low)) return {kind::null, 1};
    if (key[0] == key_format::zero_length) return {kind::value, 1};
    if (key[0] != key_format::has_data) return {};
    const std::size_t limit = format.var_seg_most;
    const decoded_segment found = key_format::decode_data(format, key, fixed_bytes, value);
    if (!jet::is_numeric(format.type) && limit != 0 && (found.size == 0 || found.size >= limit)) {
        value.clear();
        return {};
    }
    return found;
}

}  // namespace ese::inline v1::engine
