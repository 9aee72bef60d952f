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
    static constexpr std::size_t header_size = 64, prefix_max = 48, entry_size = 8, entries_in_line = 16;

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

    // Building: reset, then put in order, then say how many. The prefix must be shared by all of them.
    void reset(bytes prefix, std::uint32_t kind) noexcept
    {
        count_ = 0;
        kind_ = kind;
        prefix_size_ = static_cast<std::uint32_t>(std::min(prefix.size(), prefix_max));
        copy_bytes(prefix_.data(), prefix.first(prefix_size_));
    }
    void put(std::uint32_t i, std::uint32_t head, std::uint32_t reference) noexcept
    {
        heads()[i] = head;
        references()[i] = reference;
    }
    void set_count(std::uint32_t count) noexcept { count_ = count; }

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

    // May node i be the one with this sort string? Yes: their first bytes are equal, as many as `find` compares.
    [[nodiscard]] bool may_be(std::uint32_t i, bytes sort) const noexcept
    {
        const bytes shared = prefix();
        return i < count() && compare_with_prefix(sort, shared.size()) == 0 && racy(heads() + i) == head_of(sort, shared.size());
    }
    // Where `sort` belongs among the nodes: before `begin` all are smaller, from `end` on all are greater, and those
    // between share its head.
    [[nodiscard]] span_of_ties find(bytes sort) const noexcept
    {
        const bytes shared = prefix();
        const std::uint32_t n = count();
        const auto order = compare_with_prefix(sort, shared.size());
        if (order < 0) return {0, 0};
        if (order > 0) return {n, n};
        const std::uint32_t head = head_of(sort, shared.size());
        const std::uint32_t begin = count_below(head, n);
        std::uint32_t end = begin;
        while (end < n && racy(heads() + end) == head) ++end;
        return {begin, end};
    }

    // Always inlined: a call of a function that only prefetches has no effect in GCC's eyes, and is dropped.
    [[gnu::always_inline]] void prefetch() const noexcept
    {
        // Its size stands in it, and is not here yet; so many lines hold the block of a usual page.
        constexpr std::size_t lines = 13;
        for (std::size_t line = 0; line < lines; ++line) __builtin_prefetch(reinterpret_cast<const std::byte*>(this) + 64 * line);
    }

private:
    // The beginning of `sort` against the prefix. Few prefixes are longer than a word.
    [[nodiscard]] std::strong_ordering compare_with_prefix(bytes sort, std::size_t size) const noexcept
    {
        constexpr std::size_t word = sizeof(std::uint64_t);
        if (size == 0) return std::strong_ordering::equal;
        if (size > word || sort.size() < word) return compare(sort.first(std::min(sort.size(), size)), {prefix_.data(), size});
        const auto behind = static_cast<unsigned>(8 * (word - size));
        return load_be<std::uint64_t>(sort.data()) >> behind <=> load_be<std::uint64_t>(prefix_.data()) >> behind;
    }
    // Halves without branches: the lines were fetched together beforehand, so a step costs a cached load, and no guess of the
    // processor is ever wrong. A seventh of the instructions of counting all smaller heads.
    [[nodiscard]] std::uint32_t count_below(std::uint32_t head, std::size_t n) const noexcept
    {
        const std::uint32_t* const first = heads();
        const std::uint32_t* at = first;
        while (n > entries_in_line) {
            const std::size_t half = n / 2;
            at = racy(at + half - 1) < head ? at + half : at;
            n -= half;
        }
        __builtin_prefetch(references() + (at - first));    // the answer is near: its reference comes while the last steps are done
        for (; n > 1; n -= n / 2) at = racy(at + n / 2 - 1) < head ? at + n / 2 : at;
        return static_cast<std::uint32_t>(at - first) + (n != 0 && racy(at) < head ? 1 : 0);
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
