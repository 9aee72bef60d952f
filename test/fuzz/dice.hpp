// dice.hpp — random arguments of the kinds that a hostile or careless caller hands in.
//
// Holds:  (1) the same seed gives the same arguments;
//         (2) memory handed out has exactly the size that is told, so that a sanitizer sees one byte too many.
#pragma once

#include <ese/c/esent.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace c_fuzz {

class dice {
public:
    explicit dice(std::uint64_t seed) : random_{seed} {}

    [[nodiscard]] std::uint64_t any() { return random_(); }
    [[nodiscard]] std::uint32_t any32() { return static_cast<std::uint32_t>(random_()); }
    [[nodiscard]] std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }
    [[nodiscard]] bool one_in(std::uint32_t n) { return below(n) == 0; }

    template <class T, std::size_t N>
    [[nodiscard]] T of(const T (&values)[N])
    {
        return values[below(N)];
    }
    template <class T>
    [[nodiscard]] T of(const std::vector<T>& values)
    {
        return values[below(static_cast<std::uint32_t>(values.size()))];
    }

    // Options: none, one bit, several, anything.
    [[nodiscard]] JET_GRBIT bits()
    {
        switch (below(6)) {
        case 0: return 1u << below(32);
        case 1: return (1u << below(12)) | (1u << below(12));
        case 2: return one_in(4) ? any32() : 0;
        default: return 0;
        }
    }
    // Mostly `usual`, which is what the call needs to work.
    [[nodiscard]] JET_GRBIT bits_or(JET_GRBIT usual) { return one_in(3) ? bits() : usual; }

    [[nodiscard]] std::uint32_t size()
    {
        switch (below(12)) {
        case 0: return 0;
        case 1: return below(300);
        case 2: return one_in(6) ? below(20000) : below(2000);
        case 3: return 8;
        case 4: return 4;
        default: return below(20);
        }
    }
    // A count or a number that is anything, often at an edge.
    [[nodiscard]] std::uint32_t edge()
    {
        constexpr std::uint32_t edges[] = {0, 1, 2, 3, 7, 16, 64, 127, 128, 255, 256, 1000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF};
        return one_in(3) ? any32() : of(edges);
    }

private:
    std::mt19937_64 random_;
};

// Memory for the arguments of one call.
class arena {
public:
    [[nodiscard]] void* take(std::size_t size, dice& roll)
    {
        // new std::byte[0] is not null, and one byte read from it is one too many.
        blocks_.push_back(new std::byte[size]);
        std::uint64_t word = roll.any();
        for (std::size_t i = 0; i < size; ++i) blocks_.back()[i] = static_cast<std::byte>(word >> (8 * (i % 8)));
        return blocks_.back();
    }
    template <class Text>
    [[nodiscard]] typename Text::value_type* keep(const Text& text)
    {
        using unit = typename Text::value_type;
        auto* const block = new std::byte[(text.size() + 1) * sizeof(unit)];
        blocks_.push_back(block);
        return static_cast<unit*>(std::memcpy(block, text.c_str(), (text.size() + 1) * sizeof(unit)));
    }
    void clear() noexcept
    {
        for (std::byte* block : blocks_) delete[] block;
        blocks_.clear();
    }
    arena() = default;
    arena(const arena&) = delete;
    arena& operator=(const arena&) = delete;
    ~arena() { clear(); }

private:
    std::vector<std::byte*> blocks_{};
};

}  // namespace c_fuzz
