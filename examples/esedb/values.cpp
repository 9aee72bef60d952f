#include "values.hpp"

#include "dates.hpp"

#include <ese/type_name.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace esedb {

namespace {

namespace jet = ese::jet;
using type = jet::column_type;

// Files are little-endian.
template <class T>
[[nodiscard]] T number_in(bytes value) noexcept
{
    std::array<std::byte, sizeof(T)> raw{};
    std::copy_n(value.begin(), std::min(value.size(), raw.size()), raw.begin());
    if constexpr (std::endian::native == std::endian::big) std::reverse(raw.begin(), raw.end());
    return std::bit_cast<T>(raw);
}

template <class T>
[[nodiscard]] byte_vector bytes_of(T number)
{
    auto raw = std::bit_cast<std::array<std::byte, sizeof(T)>>(number);
    if constexpr (std::endian::native == std::endian::big) std::reverse(raw.begin(), raw.end());
    return {raw.begin(), raw.end()};
}

// Calls `visit` with a zero of the number type behind a column; false: there is none.
template <class Visit>
bool with_number_type(type of, Visit&& visit)
{
    switch (of) {
    case type::unsigned_byte: return visit(std::uint8_t{}), true;
    case type::short_: return visit(std::int16_t{}), true;
    case type::unsigned_short: return visit(std::uint16_t{}), true;
    case type::long_: return visit(std::int32_t{}), true;
    case type::unsigned_long: return visit(std::uint32_t{}), true;
    case type::currency:
    case type::long_long: return visit(std::int64_t{}), true;
    case type::unsigned_long_long: return visit(std::uint64_t{}), true;
    case type::ieee_single: return visit(float{}), true;
    case type::ieee_double: return visit(double{}), true;
    default: return false;
    }
}

template <class T>
[[nodiscard]] std::string shortest(T number)
{
    std::array<char, 40> text;
    const auto done = std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), done.ptr};
}

template <class T>
[[nodiscard]] field number_field(bytes value)
{
    const T number = number_in<T>(value);
    if constexpr (std::is_floating_point_v<T>)
        if (!std::isfinite(number)) return {field::kind::json, "{\"float\":\"" + to_hex(value) + "\"}"};
    return {field::kind::bare, shortest(number)};
}

[[nodiscard]] field date_field(bytes value)
{
    const double days = number_in<double>(value);
    if (auto date = date_to_text(days)) return {field::kind::text, *std::move(date)};
    byte_vector bits{value.begin(), value.end()};
    std::reverse(bits.begin(), bits.end());
    const std::string number = std::isfinite(days) ? shortest(days) : "null";
    return {field::kind::json, "{\"datetime\":" + number + ",\"bits\":\"" + to_hex(bits) + "\"}"};
}

// The first eleven bytes are a 32-bit and two 16-bit numbers, low byte first.
constexpr std::array<std::size_t, 16> guid_order{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

[[nodiscard]] std::string guid_text(bytes value)
{
    std::string text;
    for (std::size_t i = 0; i < guid_order.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += to_hex(value.subspan(guid_order[i], 1));
    }
    return text;
}

[[nodiscard]] byte_vector parse_guid(std::string_view words)
{
    if (words.size() == 38 && words.front() == '{' && words.back() == '}') words = words.substr(1, 36);
    std::string digits{words};
    std::erase(digits, '-');
    const auto plain = from_hex(digits);
    if (!plain || plain->size() != 16) throw value_error{"'" + std::string{words} + "' is no GUID"};
    byte_vector out(16);
    for (std::size_t i = 0; i < 16; ++i) out[guid_order[i]] = (*plain)[i];
    return out;
}

template <class T>
[[nodiscard]] byte_vector parse_number(type of, std::string_view words)
{
    T number{};
    if (words.starts_with('+')) words.remove_prefix(1);
    const auto [end, wrong] = std::from_chars(words.data(), words.data() + words.size(), number);
    if (wrong == std::errc::result_out_of_range) throw value_error{"'" + std::string{words} + "' is out of the range of " + std::string{ese::name_of(of)}};
    if (wrong != std::errc{} || end != words.data() + words.size() || words.empty())
        throw value_error{"'" + std::string{words} + "' is no number of type " + std::string{ese::name_of(of)}};
    return bytes_of(number);
}

[[nodiscard]] byte_vector parse_bit(std::string_view words)
{
    const bool yes = same_name(words, "true") || words == "1";
    if (!yes && !same_name(words, "false") && words != "0") throw value_error{"'" + std::string{words} + "' is neither true nor false"};
    return {yes ? std::byte{0xFF} : std::byte{0}};
}

[[nodiscard]] byte_vector parse_date(std::string_view words)
{
    if (const auto days = text_to_date(words)) return bytes_of(*days);
    double days = 0;
    const auto [end, wrong] = std::from_chars(words.data(), words.data() + words.size(), days);
    if (wrong != std::errc{} || end != words.data() + words.size())
        throw value_error{"'" + std::string{words} + "' is no date such as 2012-02-29T13:45:00"};
    return bytes_of(days);
}

[[nodiscard]] byte_vector parse_text(const jet::column_info& column, std::string_view words)
{
    auto stored = encode_text(words, column.code_page);
    if (!stored) throw value_error{column.code_page == 1200 ? "the text is not UTF-8" : "the text has characters that the column's code page has not"};
    return *std::move(stored);
}

[[nodiscard]] field text_field(const jet::column_info& column, bytes value)
{
    if (auto text = decode_text(value, column.code_page)) return {field::kind::text, *std::move(text)};
    return {field::kind::json, (column.code_page == 1200 ? "{\"utf16\":\"" : "{\"bytes\":\"") + to_hex(value) + "\"}"};
}

}  // namespace

field field_of(const jet::column_info& column, bytes value)
{
    const std::uint32_t fixed = jet::fixed_size(column.type);
    if (fixed != 0 && value.size() != fixed) return {field::kind::json, "{\"bytes\":\"" + to_hex(value) + "\"}"};
    if (jet::is_text(column.type)) return text_field(column, value);
    switch (column.type) {
    case type::bit: return {field::kind::bare, value[0] != std::byte{} ? "true" : "false"};
    case type::guid: return {field::kind::text, guid_text(value)};
    case type::date_time: return date_field(value);
    default: break;
    }
    field made{field::kind::text, {}};
    if (!with_number_type(column.type, [&](auto zero) { made = number_field<decltype(zero)>(value); })) made.words = to_hex(value);
    return made;
}

field field_of(const jet::column_info& column, const std::vector<byte_vector>& values)
{
    const bool multi = column.options.has(jet::column_option::multi_valued);
    if (values.empty()) return {};
    if (values.size() == 1 && !multi) return field_of(column, values.front());
    std::string all = "[";
    for (const byte_vector& one : values) all += (all.size() > 1 ? "," : "") + as_json(field_of(column, one));
    return {field::kind::json, all + "]"};
}

std::string as_json(const field& f)
{
    if (f.what == field::kind::null) return "null";
    return f.what == field::kind::text ? json_quoted(f.words) : f.words;
}

byte_vector parse_value(const jet::column_info& column, std::string_view words)
{
    if (jet::is_text(column.type)) return parse_text(column, words);
    switch (column.type) {
    case type::bit: return parse_bit(words);
    case type::guid: return parse_guid(words);
    case type::date_time: return parse_date(words);
    default: break;
    }
    byte_vector made;
    if (with_number_type(column.type, [&](auto zero) { made = parse_number<decltype(zero)>(column.type, words); })) return made;
    auto raw = from_hex(words);
    if (!raw) throw value_error{"'" + std::string{words} + "' is no pairs of hex digits"};
    return *std::move(raw);
}

}  // namespace esedb
