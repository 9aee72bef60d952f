// catalog_keys.hpp — the keys of the catalog's trees.
//
// Room:   catalog. Uses base.
// Gives:  catalog_row_key, catalog_name_key, table_name_key, object_id_key, and what they begin with.
//
//         MSysObjects, shadow   7F table, 7F kind, 7F id         4, 2 and 4 bytes BE with the sign bit flipped
//         Name                  7F table, 7F kind, 7F NAME 00    a..z as A..Z
//         RootObjects           7F FF, 7F NAME 00
#pragma once

#include <ese/engine/catalog/catalog_format.hpp>

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/small_bytes.hpp>
#include <ese/engine/base/strong.hpp>

#include <cstdint>
#include <string_view>

namespace ese::inline v1::engine {

namespace catalog_detail {
inline constexpr std::byte key_value_mark{0x7F};
inline constexpr std::size_t catalog_key_size_max = 255;

inline void append_long(key_buffer& key, std::uint32_t value)
{
    std::byte raw[5]{key_value_mark};
    store_be(raw + 1, value ^ 0x80000000U);
    key.append(raw);
}
inline void append_short(key_buffer& key, std::uint16_t value)
{
    std::byte raw[3]{key_value_mark};
    store_be(raw + 1, static_cast<std::uint16_t>(value ^ 0x8000U));
    key.append(raw);
}
[[nodiscard]] constexpr unsigned char upper(char c) noexcept
{
    const auto byte = static_cast<unsigned char>(c);
    return static_cast<unsigned char>(byte >= 'a' && byte <= 'z' ? byte - 0x20 : byte);
}
inline void append_name(key_buffer& key, std::string_view name)
{
    key.push_back(key_value_mark);
    const std::size_t room = catalog_key_size_max - key.size();
    name = name.substr(0, name.find('\0'));
    for (const char c : name.substr(0, room)) key.push_back(std::byte{upper(c)});
    if (name.size() < room) key.push_back(std::byte{0});
}
}  // namespace catalog_detail

// What all rows of one table begin with.
[[nodiscard]] inline key_buffer catalog_table_prefix(object_id table)
{
    key_buffer key;
    catalog_detail::append_long(key, table.value());
    return key;
}

[[nodiscard]] inline key_buffer catalog_kind_prefix(object_id table, catalog_kind kind)
{
    key_buffer key = catalog_table_prefix(table);
    catalog_detail::append_short(key, static_cast<std::uint16_t>(kind));
    return key;
}

[[nodiscard]] inline key_buffer catalog_row_key(object_id table, catalog_kind kind, std::uint32_t id)
{
    key_buffer key = catalog_kind_prefix(table, kind);
    catalog_detail::append_long(key, id);
    return key;
}

[[nodiscard]] inline key_buffer catalog_name_key(object_id table, catalog_kind kind, std::string_view name)
{
    key_buffer key = catalog_kind_prefix(table, kind);
    catalog_detail::append_name(key, name);
    return key;
}

[[nodiscard]] inline key_buffer table_name_prefix()
{
    key_buffer key;
    const std::byte root_flag_set[2]{catalog_detail::key_value_mark, std::byte{0xFF}};
    key.append(root_flag_set);
    return key;
}

[[nodiscard]] inline key_buffer table_name_key(std::string_view name)
{
    key_buffer key = table_name_prefix();
    catalog_detail::append_name(key, name);
    return key;
}

// MSysObjids.
[[nodiscard]] inline key_buffer object_id_key(object_id object)
{
    key_buffer key;
    catalog_detail::append_long(key, object.value());
    return key;
}

}  // namespace ese::inline v1::engine
