// text_order.hpp — the order of UTF-16 text in keys this engine makes.
//
// Room:   record. Uses base. Knows code points; knows nothing of columns or indexes.
// Gives:  write_text_weights, the sort key of a text; own_sort_version and own_sort_id, the stamp of indexes ordered so.
// Holds:  (1) comparing two sort keys as bytes compares the texts by folded code point; a prefix of a text has a prefix
//             of its primary weights;
//         (2) the primary part contains neither 00 nor 01;
//         (3) the fold tables and the stamp belong together: whoever changes one changes the other.
//
// A sort key is: each folded code point + 2 in the manner of UTF-8 (which keeps the order, and never makes a byte below
// 02), then 01 01, then case weights if case counts, then 01 01 00. An unpaired surrogate stands for itself.
// This is not the collation of Windows, whose tables are not ours; the stamp says so, and Windows rebuilds such an index.
#pragma once

#include <ese/engine/base/bytes.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace ese::inline v1::engine {

// LCMapFlags of an index, as far as this order heeds them.
namespace text_flag {
inline constexpr std::uint32_t ignore_case = 0x1;
inline constexpr std::uint32_t linguistic_ignore_case = 0x10;
inline constexpr std::uint32_t sort_key = 0x400;
inline constexpr std::uint32_t ignore_kana_type = 0x10000;
inline constexpr std::uint32_t ignore_width = 0x20000;
inline constexpr std::uint32_t usual = sort_key | ignore_case | ignore_kana_type | ignore_width;
}  // namespace text_flag
static_assert(text_flag::usual == 0x30401);

// What the catalog row of an index ordered by this file carries. No Windows has ever used them.
inline constexpr std::uint64_t own_sort_version = 0;
inline constexpr std::array<std::byte, 16> own_sort_id = [] {  // {27AE8F69-B6DD-4F35-B82C-CB86FF60E4C3}
    constexpr std::array<unsigned char, 16> raw{0x69, 0x8F, 0xAE, 0x27, 0xDD, 0xB6, 0x35, 0x4F,
                                                0xB8, 0x2C, 0xCB, 0x86, 0xFF, 0x60, 0xE4, 0xC3};
    std::array<std::byte, 16> id{};
    for (std::size_t i = 0; i < id.size(); ++i) id[i] = std::byte{raw[i]};
    return id;
}();

// Writes into a run of bytes and notices when it is full.
class bounded_writer {
public:
    explicit bounded_writer(mutable_bytes room) noexcept : begin_{room.data()}, at_{room.data()}, end_{room.data() + room.size()} {}
    void put(std::uint32_t byte) noexcept
    {
        if (at_ == end_) overflowed_ = true;
        else *at_++ = static_cast<std::byte>(byte);
    }
    [[nodiscard]] std::size_t written() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
    [[nodiscard]] bool overflowed() const noexcept { return overflowed_; }

private:
    std::byte* begin_;
    std::byte* at_;
    std::byte* end_;
    bool overflowed_ = false;
};

// In some blocks capital and small letters alternate; the capitals have the parity given.
[[nodiscard]] constexpr char32_t fold_pair(char32_t c, char32_t capital_parity) noexcept
{
    return c % 2 == capital_parity ? c + 1 : c;
}

[[nodiscard]] constexpr char32_t fold_latin(char32_t c) noexcept
{
    if (c >= 0xC0 && c <= 0xDE) return c == 0xD7 ? c : c + 32;
    if (c == 0x130 || c == 0x131 || c == 0x138 || c == 0x149) return c;
    if (c == 0x178) return 0xFF;
    if (c >= 0x100 && c <= 0x137) return fold_pair(c, 0);
    if (c >= 0x139 && c <= 0x148) return fold_pair(c, 1);
    if (c >= 0x14A && c <= 0x177) return fold_pair(c, 0);
    if (c >= 0x179 && c <= 0x17E) return fold_pair(c, 1);
    return c;
}

[[nodiscard]] constexpr char32_t fold_greek(char32_t c) noexcept
{
    if (c >= 0x391 && c <= 0x3AB) return c == 0x3A2 ? c : c + 32;
    if (c == 0x386) return 0x3AC;
    if (c >= 0x388 && c <= 0x38A) return c + 37;
    if (c == 0x38C) return 0x3CC;
    if (c == 0x38E || c == 0x38F) return c + 63;
    return c == 0x3C2 ? 0x3C3 : c;  // the sigma at the end of a word
}

[[nodiscard]] constexpr char32_t fold_cyrillic(char32_t c) noexcept
{
    if (c <= 0x40F) return c + 80;
    if (c <= 0x42F) return c + 32;
    if (c == 0x4C0) return 0x4CF;
    if (c >= 0x4C1 && c <= 0x4CE) return fold_pair(c, 1);
    if ((c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) || c >= 0x4D0) return fold_pair(c, 0);
    return c;
}

[[nodiscard]] constexpr char32_t fold_case(char32_t c) noexcept
{
    if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 32 : c;
    if (c < 0x180) return fold_latin(c);
    if (c >= 0x370 && c < 0x400) return fold_greek(c);
    if (c >= 0x400 && c <= 0x52F) return fold_cyrillic(c);
    return c;
}
static_assert(fold_case(0xC4) == 0xE4 && fold_case(0x15E) == 0x15F && fold_case(0x17D) == 0x17E && fold_case(0xD7) == 0xD7);
static_assert(fold_case(0x3A9) == 0x3C9 && fold_case(0x38F) == 0x3CE && fold_case(0x42F) == 0x44F && fold_case(0x40B) == 0x45B);

// Full-width forms count as the ASCII they widen, katakana as the hiragana of the same sound.
[[nodiscard]] constexpr char32_t fold_form(char32_t c, std::uint32_t flags) noexcept
{
    if (c >= 0xFF01 && c <= 0xFF5E && (flags & text_flag::ignore_width) != 0) return c - 0xFEE0;
    if (c >= 0x30A1 && c <= 0x30F6 && (flags & text_flag::ignore_kana_type) != 0) return c - 0x60;
    return c;
}

// The code points of UTF-16LE text; an odd trailing byte is dropped.
class utf16_reader {
public:
    explicit utf16_reader(bytes text) noexcept : text_{text.first(text.size() & ~std::size_t{1})} {}
    [[nodiscard]] bool done() const noexcept { return at_ == text_.size(); }
    [[nodiscard]] char32_t next() noexcept
    {
        const char32_t unit = unit_at(at_);
        at_ += 2;
        if (unit < 0xD800 || unit > 0xDBFF || done()) return unit;
        const char32_t low = unit_at(at_);
        if (low < 0xDC00 || low > 0xDFFF) return unit;
        at_ += 2;
        return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }

private:
    [[nodiscard]] char32_t unit_at(std::size_t at) const noexcept { return load_le<std::uint16_t>(text_.data() + at); }
    bytes text_;
    std::size_t at_ = 0;
};

inline void put_weight(bounded_writer& out, char32_t folded) noexcept
{
    const std::uint32_t weight = folded + 2;
    if (weight < 0x80) return out.put(weight);
    if (weight < 0x800) {
        out.put(0xC0 | weight >> 6);
    } else {
        if (weight < 0x10000) {
            out.put(0xE0 | weight >> 12);
        } else {
            out.put(0xF0 | weight >> 18);
            out.put(0x80 | (weight >> 12 & 0x3F));
        }
        out.put(0x80 | (weight >> 6 & 0x3F));
    }
    out.put(0x80 | (weight & 0x3F));
}

// One byte per code point, 02 as written small and 12 as written large; those at the end that are 02 are left out.
inline void put_case_weights(bounded_writer& out, bytes text, std::uint32_t flags) noexcept
{
    std::size_t small = 0;
    for (utf16_reader from{text}; !from.done();) {
        const char32_t c = fold_form(from.next(), flags);
        if (fold_case(c) == c) {
            ++small;
            continue;
        }
        for (; small > 0; --small) out.put(0x02);
        out.put(0x12);
    }
}

[[nodiscard]] constexpr std::size_t text_weights_most(std::size_t text_size) noexcept { return text_size / 2 * 4 + 5; }

// Writes as much of the sort key as there is room for; `out` knows whether that was all.
inline void write_text_weights(bounded_writer& out, bytes text, std::uint32_t flags) noexcept
{
    for (utf16_reader from{text}; !from.done() && !out.overflowed();) put_weight(out, fold_case(fold_form(from.next(), flags)));
    out.put(0x01);
    out.put(0x01);
    if ((flags & (text_flag::ignore_case | text_flag::linguistic_ignore_case)) == 0) put_case_weights(out, text, flags);
    out.put(0x01);
    out.put(0x01);
    out.put(0x00);
}

}  // namespace ese::inline v1::engine
