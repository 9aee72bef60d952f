// search_key.hpp — the key a caller builds piece by piece to look for rows: JetMakeKey as a pure function.
//
// Room:   record. Uses base, jet.
// Gives:  make_key_option, with the bit values of JetMakeKey; search_key.
// Holds:  (1) a refused piece changes nothing;
//         (2) a limit closes the key; padding with FF comes after complementing, so it means "end" for descending
//             columns too;
//         (3) a key has at most key_most bytes, one more when it is a limit.
#pragma once

#include <ese/engine/record/key_encoder.hpp>

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/small_bytes.hpp>
#include <ese/jet/error.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ese::inline v1::engine {

enum class make_key_option : std::uint32_t {
    none = 0,
    new_key = 0x1,
    str_limit = 0x2,
    sub_str_limit = 0x4,
    normalized_key = 0x8,
    key_data_zero_length = 0x10,
    full_column_start_limit = 0x100,
    full_column_end_limit = 0x200,
    partial_column_start_limit = 0x400,
    partial_column_end_limit = 0x800,
};
[[nodiscard]] constexpr make_key_option operator|(make_key_option a, make_key_option b) noexcept
{
    return static_cast<make_key_option>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}
[[nodiscard]] constexpr bool any_of(make_key_option given, make_key_option wanted) noexcept
{
    return (static_cast<std::uint32_t>(given) & static_cast<std::uint32_t>(wanted)) != 0;
}

class search_key {
public:
    // Adds one column's value, or with normalized_key a whole key. Empty data is NULL unless key_data_zero_length is given.
    // The caller has checked that the bits are known.
    [[nodiscard]] jet::error add(const key_encoder& index, bytes data, make_key_option options);
    // The same for a table without primary index, whose keys are its 4-byte bookmarks; only normalized_key can be used.
    [[nodiscard]] jet::error set_normalized(bytes data, std::size_t key_most);

    [[nodiscard]] bool prepared() const noexcept { return prepared_; }
    [[nodiscard]] bool made() const noexcept { return made_; }    // there are bytes to show, prepared or used
    [[nodiscard]] bool is_limit() const noexcept { return limit_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
    [[nodiscard]] bytes view() const noexcept { return key_.view(); }
    void used() noexcept { prepared_ = false; }                   // the bytes can still be read
    void clear() noexcept
    {
        key_.clear();
        columns_ = 0;
        prepared_ = made_ = limit_ = false;
    }

private:
    using option = make_key_option;
    static constexpr option partial_limits = option::partial_column_start_limit | option::partial_column_end_limit;
    static constexpr option column_limits = option::full_column_start_limit | option::full_column_end_limit | partial_limits;

    [[nodiscard]] static jet::error check_options(const key_encoder& index, std::size_t at, option options) noexcept;
    [[nodiscard]] static jet::error check_data(const key_encoder& index, std::size_t at, bytes data, option options) noexcept;
    void append(const key_encoder& index, bytes data, option options);
    void pad(std::size_t key_most);
    void close_text(const segment_format& format, std::size_t begin);
    [[nodiscard]] bytes padded(const column_definition& column, bytes data);
    void close(const key_encoder& index, std::size_t begin, option options);
    void close_binary(const segment_format& format, std::size_t begin, option options, std::size_t key_most);

    key_buffer key_;
    std::vector<std::byte> padding_;  // scratch
    std::size_t columns_ = 0;
    bool prepared_ = false;
    bool made_ = false;
    bool limit_ = false;
};

inline jet::error search_key::set_normalized(bytes data, std::size_t key_most)
{
    if (data.size() > key_most + 1 && data.size() > 255) return jet::error::invalid_parameter;
    key_.assign(data.first(std::min(data.size(), key_most + 1)));
    columns_ = 1;
    prepared_ = made_ = true;
    limit_ = data.size() > key_most;
    return jet::error::success;
}

inline jet::error search_key::add(const key_encoder& index, bytes data, make_key_option options)
{
    if (options == option::new_key && !data.empty() && data.size() == index.first_number_size()) [[likely]] {
        clear();
        index.write_first_number(data.data(), key_);
        columns_ = 1;
        prepared_ = made_ = true;
        return jet::error::success;
    }
    if (any_of(options, option::normalized_key)) return set_normalized(data, index.key_most());
    const bool fresh = any_of(options, option::new_key);
    if (!fresh && !prepared_) return jet::error::key_not_made;
    if (!fresh && limit_) return jet::error::key_is_made;
    const std::size_t at = fresh ? 0 : columns_;
    if (at >= index.column_count()) return jet::error::key_is_made;
    if (const jet::error e = check_options(index, at, options); e != jet::error::success) return e;
    if (const jet::error e = check_data(index, at, data, options); e != jet::error::success) return e;
    const bool value = !data.empty() || any_of(options, option::key_data_zero_length);
    if (value && index.format(at).is_unicode() && index.foreign_order() != jet::error::success) return index.foreign_order();
    if (fresh) clear();
    append(index, data, options);
    return jet::error::success;
}

inline jet::error search_key::check_options(const key_encoder& index, std::size_t at, option options) noexcept
{
    const auto limits = static_cast<std::uint32_t>(options) & static_cast<std::uint32_t>(column_limits);
    if (std::popcount(limits) > 1) return jet::error::invalid_grbit;
    const segment_format& format = index.format(at);
    const bool divisible = jet::is_text(format.type) || format.is_grouped();
    return any_of(options, partial_limits) && !divisible ? jet::error::invalid_grbit : jet::error::success;
}

inline jet::error search_key::check_data(const key_encoder& index, std::size_t at, bytes data, option options) noexcept
{
    const column_definition& column = index.column(at);
    const bool numeric = jet::is_numeric(column.type);
    if (any_of(options, option::key_data_zero_length) && data.empty())
        return numeric || column.is_fixed() ? jet::error::invalid_buffer_size : jet::error::success;
    if (data.empty()) return jet::error::success;
    const std::size_t wanted = column.fixed_bytes();
    if ((numeric || column.is_fixed()) && data.size() != wanted && !(jet::is_text(column.type) && data.size() < wanted))
        return jet::error::invalid_buffer_size;
    if (at == 0 && index.tuples()) {
        const std::size_t unit = index.format(0).is_unicode() ? 2 : 1;
        if (data.size() / unit < index.tuples()->chars_min) return jet::error::index_tuples_key_too_small;
    }
    return jet::error::success;
}

inline bytes search_key::padded(const column_definition& column, bytes data)
{
    if (!column.is_fixed() || !jet::is_text(column.type) || data.size() >= column.fixed_bytes()) return data;
    padding_.assign(data.begin(), data.end());
    const std::size_t unit = column.cp == jet::code_page::unicode ? 2 : 1;
    while (padding_.size() < column.fixed_bytes())
        padding_.push_back(padding_.size() % unit == 0 ? std::byte{0x20} : std::byte{0});
    return padding_;
}

inline void search_key::append(const key_encoder& index, bytes data, option options)
{
    std::optional<bytes> value;
    if (!data.empty() || any_of(options, option::key_data_zero_length)) value = padded(index.column(columns_), data);
    if (columns_ == 0 && index.tuples() && value) {
        const std::size_t unit = index.format(0).is_unicode() ? 2 : 1;
        value = value->first(std::min(value->size(), std::size_t{index.tuples()->chars_max} * unit));
    }
    const std::size_t begin = key_.size();
    (void)index.append(columns_, value, key_);
    close(index, begin, options);
    ++columns_;
    prepared_ = made_ = true;
}

inline void search_key::pad(std::size_t key_most)
{
    const std::size_t before = key_.size();
    key_.resize(std::max(before, key_most + 1));
    std::fill(key_.data() + before, key_.data() + key_.size(), std::byte{0xFF});
}

// Takes the terminator away: 00 of ASCII, or all from the first 01 on of UTF-16. A text that was cut has none to lose.
inline void search_key::close_text(const segment_format& format, std::size_t begin)
{
    const std::byte turn = format.descending ? std::byte{0xFF} : std::byte{0};
    const std::byte end = (format.is_unicode() ? std::byte{0x01} : std::byte{0x00}) ^ turn;
    const bytes segment = key_.view().subspan(begin + 1);
    const auto stop = std::find(segment.begin(), segment.end(), end);
    key_.resize(begin + 1 + static_cast<std::size_t>(stop - segment.begin()));
}

// The last group loses its padding and marker; as an end it is filled with FF instead, and one more FF follows.
inline void search_key::close_binary(const segment_format& format, std::size_t begin, option options, std::size_t key_most)
{
    const std::size_t size = key_.size() - begin - 1;
    const bool whole = size % key_format::group_size == 0;
    const auto last = std::to_integer<unsigned>(key_.view().back() ^ (format.descending ? std::byte{0xFF} : std::byte{0}));
    const std::size_t kept = whole ? std::min<std::size_t>(last, key_format::group_data) : 0;
    const bool start = any_of(options, option::partial_column_start_limit);
    if (!whole || last > key_format::group_data || last == 0) {  // the value was cut
        if (!start) pad(key_most);
        return;
    }
    const std::size_t end = key_.size();
    key_.resize(end - key_format::group_size + kept);
    if (start) return;
    const std::size_t from = key_.size();
    key_.resize(std::min(end + 1, key_most + 1));
    std::fill(key_.data() + from, key_.data() + key_.size(), std::byte{0xFF});
}

inline void search_key::close(const key_encoder& index, std::size_t begin, option options)
{
    const segment_format& format = index.format(columns_);
    const bool text = jet::is_text(format.type);
    const bool sub_string = text && any_of(options, option::sub_str_limit);
    if (!any_of(options, column_limits | option::str_limit) && !sub_string) return;
    limit_ = true;
    const bool start = any_of(options, option::full_column_start_limit | option::partial_column_start_limit);
    const bool divide = any_of(options, partial_limits) || sub_string || (format.is_grouped() && any_of(options, option::str_limit));
    if (key_.size() > begin + 1 && divide && format.is_grouped()) return close_binary(format, begin, options, index.key_most());
    if (key_.size() > begin + 1 && divide && text) close_text(format, begin);
    if (!start) pad(index.key_most());
}

}  // namespace ese::inline v1::engine
