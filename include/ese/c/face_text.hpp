// face_text.hpp — text on its way through the C interface: UTF-8 or UTF-16 with a NUL at the end.
//
// Room:   c. Uses backend (utf16), jet.
// Gives:  text_in and path_in, what a caller handed in, as UTF-8; put_text, UTF-8 into a caller's buffer; narrow and wide, the
//         types of the A and the W functions.
// Holds:  (1) a null pointer is an empty text that was not given;
//         (2) sizes count bytes, as the interface does;
//         (3) on systems whose separator is `/`, a path may be written with `\` as well.
#pragma once

#include <ese/backend/utf16.hpp>
#include <ese/c/esent.h>
#include <ese/jet/error.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace ese::inline v1::c_face {

// The types of one kind of text: those whose names end in this letter.
#define ESE_FORM_TYPES(letter)                              \
    using column_create      = JET_COLUMNCREATE_##letter;      \
    using conditional_column = JET_CONDITIONALCOLUMN_##letter; \
    using index_create       = JET_INDEXCREATE_##letter;       \
    using index_create2      = JET_INDEXCREATE2_##letter;      \
    using index_create3      = JET_INDEXCREATE3_##letter;      \
    using column_base        = JET_COLUMNBASE_##letter

struct narrow {
    using unit = char;
    ESE_FORM_TYPES(A);
    static constexpr std::uint16_t code_page = 1252;   // of text in lists
};

struct wide {
    using unit = JET_WCHAR;
    ESE_FORM_TYPES(W);
    static constexpr std::uint16_t code_page = 1200;
};
#undef ESE_FORM_TYPES

// `count` units as UTF-8. Allocates when that is longer than a short string.
template <class Unit>
[[nodiscard]] std::string to_narrow(const Unit* text, std::size_t count)
{
    std::string utf8;
    if constexpr (std::is_same_v<Unit, char16_t>) {
        detail::to_utf8({text, count}, utf8);
    } else {
        std::u16string units(count, u'\0');
        std::transform(text, text + count, units.begin(), [](Unit c) { return static_cast<char16_t>(c); });
        detail::to_utf8(units, utf8);
    }
    return utf8;
}

[[nodiscard]] inline std::size_t length_of(const JET_WCHAR* text) noexcept
{
    std::size_t length = 0;
    while (text[length] != 0) ++length;
    return length;
}

// What a caller handed in. What it was made from must outlive it.
class text_in {
public:
    explicit text_in(const char* text) noexcept : given_{text != nullptr}, view_{given_ ? text : ""} {}
    explicit text_in(const JET_WCHAR* text)
        : given_{text != nullptr}, kept_{given_ ? to_narrow(text, length_of(text)) : std::string{}}, view_{kept_}
    {
    }
    // With its NULs, as the keys of indexes are; `size` in bytes.
    text_in(const char* text, std::uint32_t size) noexcept : given_{text != nullptr}, view_{given_ ? text : "", given_ ? size : 0} {}
    text_in(const JET_WCHAR* text, std::uint32_t size)
        : given_{text != nullptr}, kept_{given_ ? to_narrow(text, size / sizeof(JET_WCHAR)) : std::string{}}, view_{kept_}
    {
    }
    text_in(const text_in&) = delete;
    text_in& operator=(const text_in&) = delete;

    [[nodiscard]] bool given() const noexcept { return given_; }
    [[nodiscard]] std::string_view view() const noexcept { return view_; }

private:
    bool given_;
    std::string kept_{};
    std::string_view view_;
};

class path_in {
public:
    template <class Unit>
    explicit path_in(const Unit* path) : path_{text_in{path}.view()}
    {
#if !defined(_WIN32)
        std::replace(path_.begin(), path_.end(), '\\', '/');
#endif
    }
    [[nodiscard]] std::string_view view() const noexcept { return path_; }

private:
    std::string path_;
};

// Bytes that `text` takes, its NUL included.
template <class Form>
[[nodiscard]] std::size_t size_of_text(std::string_view text)
{
    if constexpr (std::is_same_v<Form, narrow>) {
        return text.size() + 1;
    } else {
        std::u16string units;
        (void)detail::to_utf16(text, units);
        return (units.size() + 1) * sizeof(JET_WCHAR);
    }
}

// Writes `text` and its NUL into `size` bytes. What does not fit is cut, and told: buffer_too_small.
template <class Form>
[[nodiscard]] jet::error put_text(std::string_view text, void* out, std::size_t size)
{
    using unit = typename Form::unit;
    const std::size_t room = size / sizeof(unit);
    std::basic_string<unit> units;
    if constexpr (std::is_same_v<Form, narrow>) {
        units = text;
    } else {
        std::u16string utf16;
        (void)detail::to_utf16(text, utf16);
        units.assign(utf16.begin(), utf16.end());
    }
    if (out == nullptr || room == 0) return jet::error::buffer_too_small;
    const std::size_t kept = std::min(units.size(), room - 1);
    std::memcpy(out, units.data(), kept * sizeof(unit));
    static_cast<unit*>(out)[kept] = unit{};
    return kept == units.size() ? jet::error::success : jet::error::buffer_too_small;
}

}  // namespace ese::inline v1::c_face
