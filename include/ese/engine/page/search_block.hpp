// search_block.hpp — what a search needs of a page, packed together: beside the cached page, never on disk.
//
// Room:   page. Uses base.
// Gives:  search_block: the prefix all sort strings of the page share, the next 4 bytes of each ("head") as numbers, and
//         one reference per node: its tag in a leaf, the child's page number in a branch.
// Holds:  (1) entry i describes node i of the page; kept in step under the page's latch;
//         (2) heads ascend; equal heads must be told apart in the page;
//         (3) capacity never changes once the block is carved, so a reader who loses a race still stays inside it.
//
//     offset 0   capacity, count, prefix size, kind (16 bytes), prefix (48 bytes)
//     offset 64  head[max], then reference[max]            4 bytes each
#pragma once

#include <ese/engine/base/bytes.hpp>

#include <array>
#include <cstdint>

namespace ese::inline v1::engine {

class search_block {
public:
    static constexpr std::uint32_t leaf = 1, composite = 2;  // kinds; composite: leaf nodes order by key and data
    static constexpr std::size_t header_size = 64, prefix_max = 48, entry_size = 8;

    struct span_of_ties { std::uint32_t begin, end; };  // nodes whose head equals the searched one; begin: where it belongs

    [[nodiscard]] static constexpr std::size_t size_for(std::uint32_t entries) noexcept { return header_size + entries * entry_size; }
    [[nodiscard]] std::uint32_t entries_max() const noexcept { return entries_max_; }
    [[nodiscard]] std::uint32_t count() const noexcept { return std::min(racy(&count_), entries_max_); }
    [[nodiscard]] std::uint32_t reference(std::uint32_t i) const noexcept { return racy(references() + i); }
    [[nodiscard]] bool is_leaf() const noexcept { return (racy(&kind_) & leaf) != 0; }
    [[nodiscard]] bool is_composite() const noexcept { return (racy(&kind_) & composite) != 0; }
    [[nodiscard]] bytes prefix() const noexcept
    {
        return {prefix_.data(), std::min<std::size_t>(racy(&prefix_size_), prefix_max)};
    }

    // Called once, when the memory is carved.
    void carve(std::size_t bytes_owned) noexcept
    {
        entries_max_ = static_cast<std::uint32_t>((bytes_owned - header_size) / entry_size);
        count_ = 0;
        prefix_size_ = 0;
        kind_ = 0;
    }

    // Building: reset, then append in order. The prefix must be shared by all of them.
    void reset(bytes prefix, std::uint32_t kind) noexcept
    {
        count_ = 0;
        kind_ = kind;
        prefix_size_ = static_cast<std::uint32_t>(std::min(prefix.size(), prefix_max));
        copy_bytes(prefix_.data(), prefix.first(prefix_size_));
    }
    void append(std::uint32_t head, std::uint32_t reference) noexcept
    {
        heads()[count_] = head;
        references()[count_] = reference;
        ++count_;
    }

    // Keeping in step. Only for sort strings that share the prefix (see `admits`).
    void insert(std::uint32_t i, std::uint32_t head, std::uint32_t reference) noexcept
    {
        shift(heads(), i, i + 1);
        shift(references(), i, i + 1);
        heads()[i] = head;
        references()[i] = reference;
        ++count_;
    }
    void erase(std::uint32_t i) noexcept
    {
        shift(heads(), i + 1, i);
        shift(references(), i + 1, i);
        --count_;
    }
    void set_reference(std::uint32_t i, std::uint32_t reference) noexcept { references()[i] = reference; }

    [[nodiscard]] bool admits(bytes sort) const noexcept
    {
        return sort.size() >= prefix_size_ && std::memcmp(sort.data(), prefix_.data(), prefix_size_) == 0;
    }
    // The 4 bytes behind the prefix as a number that compares like them; short strings are padded with zeros.
    [[nodiscard]] static std::uint32_t head_of(bytes sort, std::size_t prefix_size) noexcept
    {
        if (sort.size() >= prefix_size + 4) return load_be<std::uint32_t>(sort.data() + prefix_size);
        std::array<std::byte, 4> padded{};
        if (sort.size() > prefix_size) copy_bytes(padded.data(), sort.subspan(prefix_size));
        return load_be<std::uint32_t>(padded.data());
    }

    // Where `sort` belongs among the nodes: before `begin` all are smaller, from `end` on all are greater, and those
    // between share its head.
    [[nodiscard]] span_of_ties find(bytes sort) const noexcept
    {
        const bytes shared = prefix();
        const std::uint32_t n = count();
        const auto order = compare(sort.first(std::min(sort.size(), shared.size())), shared);
        if (order < 0) return {0, 0};
        if (order > 0) return {n, n};
        const std::uint32_t head = head_of(sort, shared.size());
        const std::uint32_t begin = count_below(head, n);
        std::uint32_t end = begin;
        while (end < n && racy(heads() + end) == head) ++end;
        return {begin, end};
    }

    void prefetch() const noexcept
    {
        // How much of it there is stands in it; so many lines hold the block of a usual page, and overlap on their way here.
        constexpr std::size_t lines = 10;
        for (std::size_t line = 0; line < lines; ++line) __builtin_prefetch(reinterpret_cast<const std::byte*>(this) + 64 * line);
    }

private:
    // Narrow by halves to a window, then count all of it: independent loads overlap, and the loop vectorises.
    [[nodiscard]] std::uint32_t count_below(std::uint32_t head, std::uint32_t n) const noexcept
    {
        constexpr std::uint32_t window = 64;
        const std::uint32_t* at = heads();
        std::uint32_t base = 0;
        while (n - base > window) {
            const std::uint32_t half = (n - base) / 2;
            if (at[base + half] < head) base += half + 1;
            else n = base + half;
        }
        std::uint32_t below = base, i = base;
        constexpr std::uint32_t lanes = 8;  // a constant count, so that any optimisation level makes vectors of it
        for (; i + lanes <= n; i += lanes) {
            std::uint32_t hits = 0;
            for (std::uint32_t lane = 0; lane < lanes; ++lane) hits += at[i + lane] < head ? 1U : 0U;
            below += hits;
        }
        for (; i < n; ++i) below += at[i] < head ? 1U : 0U;
        return below;
    }
    // Read once, in this machine's byte order.
    [[nodiscard]] static std::uint32_t racy(const std::uint32_t* from) noexcept
    {
        return *static_cast<const volatile std::uint32_t*>(from);
    }
    void shift(std::uint32_t* array, std::uint32_t from, std::uint32_t to) const noexcept
    {
        std::memmove(array + to, array + from, (count_ - from) * sizeof *array);
    }
    [[nodiscard]] std::uint32_t* heads() noexcept { return reinterpret_cast<std::uint32_t*>(reinterpret_cast<std::byte*>(this) + header_size); }
    [[nodiscard]] const std::uint32_t* heads() const noexcept { return const_cast<search_block*>(this)->heads(); }
    [[nodiscard]] std::uint32_t* references() noexcept { return heads() + entries_max_; }
    [[nodiscard]] const std::uint32_t* references() const noexcept { return heads() + entries_max_; }

    std::uint32_t entries_max_;
    std::uint32_t count_;
    std::uint32_t prefix_size_;
    std::uint32_t kind_;
    std::array<std::byte, prefix_max> prefix_;
};
static_assert(sizeof(search_block) == search_block::header_size);

}  // namespace ese::inline v1::engine
