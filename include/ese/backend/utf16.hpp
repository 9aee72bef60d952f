// utf16.hpp — UTF-8 to UTF-16 and back.
//
// Room:   backend. Uses config.
// Gives:  to_utf16, which refuses what is not UTF-8; to_utf8, which replaces lone surrogates, because stored text may
//         have them and must stay readable.
// Holds:  overlong forms, surrogates and values above U+10FFFF are not UTF-8.
#pragma once

#include <ese/config.hpp>

#include <string>
#include <string_view>

namespace ese::inline v1::detail {

// Appends; false at the first byte that is not UTF-8.
[[nodiscard]] ESE_DECL bool to_utf16(std::string_view text, std::u16string& out);

// Appends.
ESE_DECL void to_utf8(std::u16string_view text, std::string& out);

}  // namespace ese::inline v1::detail

#if !defined(ESE_SEPARATE_COMPILATION)
#    include <ese/backend/utf16.ipp>
#endif
