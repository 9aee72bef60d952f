// map_entry.hpp — a key and a value as a row: what persistent_map keeps, and in which columns.
//
// Room:   public. Uses schema, schema_match, type_name.
// Gives:  map_key, map_value, the types a map may have; detail::map_schema, its table; detail::types_differ.
// Holds:  the order of the stored keys is the order of std::less<K>. That is why text is stored as bytes when it is a key:
//         text columns are ordered by folded characters.
#pragma once

#include <ese/schema.hpp>
#include <ese/schema_match.hpp>
#include <ese/type_name.hpp>

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ratio>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ese::inline v1 {

namespace detail {

struct key_text {
    std::string text{};
};

template <class T>
inline constexpr bool is_exact_time = false;   // nothing is cut off when it is stored
template <class D>
inline constexpr bool is_exact_time<std::chrono::time_point<std::chrono::system_clock, D>> =
    std::integral<typename D::rep> && std::ratio_divide<typename D::period, file_time::period>::den == 1;
template <class T>
inline constexpr bool is_byte_array = false;
template <std::size_t N>
inline constexpr bool is_byte_array<std::array<std::byte, N>> = N != 0;

}  // namespace detail

template <>
struct codec<detail::key_text> {
    using view = std::string_view;
    static constexpr jet::column_type type = jet::column_type::long_binary;

    static errc encode(std::string_view text, scratch&, std::span<const std::byte>& out)
    {
        out = std::as_bytes(std::span{text.data(), text.size()});
        return errc::success;
    }
    static errc decode(std::span<const std::byte> bytes, detail::key_text& value)
    {
        value.text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return errc::success;
    }
};

// bool, numbers, enumerations, std::string, bytes (a vector or an array of std::byte), and points of system time of 100 ns or
// multiples of them.
template <class K>
concept map_key = std::same_as<K, bool> || detail::stored_number<K> || (std::is_enum_v<K> && !std::same_as<K, std::byte> && has_codec<K>) ||
                  std::same_as<K, std::string> || std::same_as<K, std::vector<std::byte>> || detail::is_byte_array<K> || detail::is_exact_time<K>;

// Whatever a column may hold, an optional of it, or several of it: see ese/column_codec.hpp. The smallest: int.
template <class V>
concept map_value = detail::storable_member<V> && std::copyable<V> && std::default_initializable<V>;

namespace detail {

// How a key is stored, and as what it is looked for.
template <class K>
struct key_form {
    using stored = K;
    using view   = typename codec<K>::view;
    static K out(const stored& key) { return key; }
};
template <>
struct key_form<std::string> {
    using stored = key_text;
    using view   = std::string_view;
    static std::string out(const key_text& key) { return key.text; }
};

template <map_key K, map_value V>
struct map_schema {
    struct record {
        typename key_form<K>::stored key{};
        V value{};
    };
    static constexpr std::string_view table_name = "map";
    using key     = ese::column<"key", &record::key>;
    using value   = ese::column<"value", &record::value>;
    using primary = index_on<"by_key", asc<key>>;
    using columns = list<key, value>;
    using indexes = list<primary>;
};

// The table of a new map. Keys are never cut: one that is too long is refused.
template <class Schema>
[[nodiscard]] table_spec map_table(std::uint32_t page_size)
{
    table_spec spec = shape_of<Schema>().spec();
    spec.indexes[0].key_most = static_cast<std::uint32_t>(jet::key_size_max(page_size));
    spec.indexes[0].flags |= jet::index_option::disallow_truncation;
    return spec;
}

[[nodiscard]] inline std::string in_words(jet::column_type type, std::uint32_t size_max, jet::flags<jet::column_option> options)
{
    std::string words{name_of(type)};
    if (jet::fixed_size(type) == 0 && size_max != 0) words += " of " + std::to_string(size_max) + " bytes";
    if (options.has(jet::column_option::multi_valued)) return words + ", any number of them";
    return options.has(jet::column_option::not_null) ? words : words + " or nothing";
}

// In which way a map's column is not of the type that is wanted; empty: in none.
[[nodiscard]] inline std::string type_differs(const column_description& wanted, const std::vector<jet::column_info>& there)
{
    const jet::column_info* const found = find_named(there, wanted.name);
    if (found == nullptr) return "it has no " + std::string{wanted.name} + 's';
    constexpr auto told  = jet::column_option::not_null | jet::column_option::multi_valued;
    const auto stored    = in_words(found->type, found->size_max, found->options & told);
    const auto asked_for = in_words(wanted.type, wanted.size_max != 0 || jet::is_long(wanted.type) ? wanted.size_max : found->size_max, wanted.options & told);
    if (jet::is_text(found->type) && found->code_page != wanted.code_page) return "its " + std::string{wanted.name} + "s are text of another code page";
    if (stored == asked_for) return {};
    return "its " + std::string{wanted.name} + "s are stored as " + stored + ", not as " + asked_for;
}

template <class Schema>
[[nodiscard]] std::string types_differ(const std::vector<jet::column_info>& there)
{
    for (const column_description& wanted : columns_of<Schema>)
        if (std::string difference = type_differs(wanted, there); !difference.empty()) return difference;
    return {};
}

}  // namespace detail
}  // namespace ese::inline v1
