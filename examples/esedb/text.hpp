// text.hpp — characters between the encodings of columns, terminals and JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace esedb {

using bytes = std::span<const std::byte>;
using byte_vector = std::vector<std::byte>;

inline constexpr char32_t not_a_character = 0xFFFFFFFF;
// The code point at `at`, which moves on; not_a_character for what is not UTF-8.
[[nodiscard]] char32_t next_code_point(std::string_view utf8, std::size_t& at) noexcept;
void append_utf8(char32_t c, std::string& out);

[[nodiscard]] std::string to_hex(bytes from);
[[nodiscard]] std::optional<byte_vector> from_hex(std::string_view text);    // nothing: not pairs of digits

// Text as a column of this code page stores it (1200 is UTF-16LE, 1252 as Windows has it, others are taken for Latin-1).
// Nothing: the bytes are no such text, or the characters have no such bytes.
[[nodiscard]] std::optional<std::string> decode_text(bytes stored, std::uint16_t code_page);
[[nodiscard]] std::optional<byte_vector> encode_text(std::string_view utf8, std::uint16_t code_page);

[[nodiscard]] std::string json_quoted(std::string_view utf8);
// For a terminal: one line, no control characters.
[[nodiscard]] std::string printable(std::string_view utf8);
[[nodiscard]] std::size_t width_of(std::string_view utf8) noexcept;          // in characters
[[nodiscard]] std::string cut_to(std::string_view utf8, std::size_t width);  // ends with an ellipsis if it was longer

[[nodiscard]] bool same_name(std::string_view a, std::string_view b) noexcept;    // without regard to the case of a..z

}  // namespace esedb
