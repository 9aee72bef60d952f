// node.hpp — one entry of a page: a key in two pieces, and its data.
//
// Room:   page. Uses base.
// Gives:  node_flag, node_view, and comparing a node's key without putting it together.
//
//         [u16 prefix length]   only with the flag `compressed`
//          u16 suffix length
//          suffix bytes
//          data bytes
#pragma once

#include <ese/engine/base/bytes.hpp>

#include <compare>
#include <cstdint>

namespace ese::inline v1::engine {

struct node_flag {
    static constexpr std::uint8_t versioned = 1;   // a transaction touched it: ask the version store
    static constexpr std::uint8_t deleted = 2;     // logically gone, still in its place in key order
    static constexpr std::uint8_t compressed = 4;  // the key begins with bytes of the page's prefix key
};

// The key is prefix + suffix. All three spans lie in the page and live no longer than the latch on it.
struct node_view {
    std::uint8_t flags = 0;
    bytes prefix;
    bytes suffix;
    bytes data;

    [[nodiscard]] bool versioned() const noexcept { return (flags & node_flag::versioned) != 0; }
    [[nodiscard]] bool deleted() const noexcept { return (flags & node_flag::deleted) != 0; }
    [[nodiscard]] std::size_t key_size() const noexcept { return prefix.size() + suffix.size(); }

    // Suffix and data are one run in memory: what a tree with duplicate keys compares.
    [[nodiscard]] bytes tail() const noexcept { return {suffix.data(), suffix.size() + data.size()}; }

    // Writes key_size() bytes.
    void copy_key(std::byte* to) const noexcept
    {
        copy_bytes(to, prefix);
        copy_bytes(to + prefix.size(), suffix);
    }
    template <class Buffer>
    void key_into(Buffer& buffer) const
    {
        buffer.assign(prefix);
        buffer.append(suffix);
    }
};

// The order of (head + rest) against `wanted`, byte by byte, shorter first.
[[nodiscard]] inline std::strong_ordering compare_joined(bytes head, bytes rest, bytes wanted) noexcept
{
    if (head.empty()) return compare(rest, wanted);
    if (wanted.size() <= head.size()) {
        const auto order = compare(head, wanted);
        return order == 0 && !rest.empty() ? std::strong_ordering::greater : order;
    }
    const auto order = compare(head, wanted.first(head.size()));
    return order != 0 ? order : compare(rest, wanted.subspan(head.size()));
}

[[nodiscard]] inline std::strong_ordering compare_key(const node_view& node, bytes key) noexcept
{
    return compare_joined(node.prefix, node.suffix, key);
}

// For trees with duplicate keys: key || data of the node against key || data of the other.
[[nodiscard]] inline std::strong_ordering compare_key_and_data(const node_view& node, bytes key_and_data) noexcept
{
    return compare_joined(node.prefix, node.tail(), key_and_data);
}

}  // namespace ese::inline v1::engine
