// row_reader.hpp — the columns of an encoded record, read where they lie.
//
// Room:   record. Uses base, jet. A record is bytes from disk: nothing in it is trusted.
// Gives:  row_reader; field and tagged_value, what a column answers; tagged_column, all instances of one tagged column.
// Holds:  (1) the constructor checks the head of the record, each accessor the bytes it touches, and both throw
//             database_corrupted; no byte outside the record is ever read;
//         (2) absent and NULL are different answers: an absent column has its default.
//
//     u8  last fixed id | u8 last variable id | u16 end of fixed data
//     fixed columns | null map (1 bit per fixed column, 1 = NULL)
//     u16 end offset | 0x8000 if NULL, per variable column; variable data
//     tagged: array of { u16 id, u16 offset | flags }; data, each value maybe with a header byte
#pragma once

#include <ese/engine/record/column.hpp>

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/failure.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace ese::inline v1::engine {

enum class presence : std::uint8_t { absent, null, value };

struct field {
    presence state = presence::absent;
    bytes value{};  // views the record
    [[nodiscard]] bool has_value() const noexcept { return state == presence::value; }
};

// One instance of a tagged column, as stored: a separated value is a long-value id, a compressed one must be unpacked.
struct tagged_value {
    bytes data{};
    bool separated = false;
    bool compressed = false;
    bool encrypted = false;
};

namespace record_format {
inline constexpr std::size_t head_size = 4;
inline constexpr std::uint16_t variable_null = 0x8000;
inline constexpr std::uint16_t offset_mask = 0x7FFF;

inline constexpr std::uint16_t tagged_derived = 0x8000;
inline constexpr std::uint16_t small_has_header = 0x4000;
inline constexpr std::uint16_t small_null = 0x2000;
inline constexpr std::uint16_t small_offset_mask = 0x1FFF;
inline constexpr std::size_t tagged_entry_size = 4;

inline constexpr std::uint8_t header_long = 0x01;
inline constexpr std::uint8_t header_compressed = 0x02;
inline constexpr std::uint8_t header_separated = 0x04;
inline constexpr std::uint8_t header_multi = 0x08;
inline constexpr std::uint8_t header_two = 0x10;
inline constexpr std::uint8_t header_null = 0x20;
inline constexpr std::uint8_t header_encrypted = 0x40;
inline constexpr std::uint16_t multi_separated = 0x8000;

[[nodiscard]] constexpr std::size_t null_map_size(std::size_t fixed_count) noexcept { return (fixed_count + 7) / 8; }
[[noreturn]] inline void corrupted() { throw failure{jet::error::database_corrupted}; }
}  // namespace record_format

// The instances of one tagged column of a record. An explicit NULL has none.
class tagged_column {
public:
    tagged_column(std::uint32_t id, bool derived, bool null, std::uint8_t header, bytes data);

    [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
    [[nodiscard]] bool derived() const noexcept { return derived_; }
    [[nodiscard]] presence state() const noexcept { return null_ ? presence::null : presence::value; }
    [[nodiscard]] bool of_long_type() const noexcept { return (header_ & record_format::header_long) != 0; }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    [[nodiscard]] tagged_value at(std::size_t index) const;  // index < count()

private:
    [[nodiscard]] std::uint16_t word(std::size_t index) const noexcept { return load_le<std::uint16_t>(data_.data() + 2 * index); }
    [[nodiscard]] bytes two_values_at(std::size_t index) const;
    [[nodiscard]] bytes multi_value_at(std::size_t index) const;

    std::uint32_t id_;
    std::uint32_t count_ = 0;
    bytes data_;           // without the header byte
    std::uint8_t header_;  // 0 where the record has none
    bool derived_;
    bool null_;
};

class row_reader {
public:
    row_reader(bytes record, page_form form);

    [[nodiscard]] bytes record() const noexcept { return record_; }
    [[nodiscard]] page_form form() const noexcept { return form_; }

    [[nodiscard]] std::uint32_t fixed_last() const noexcept { return fixed_last_; }        // 0: none
    [[nodiscard]] std::uint32_t variable_last() const noexcept { return variable_last_; }  // 127: none
    [[nodiscard]] bytes fixed_data() const noexcept;                                       // without the null map
    [[nodiscard]] bool fixed_is_null(std::uint32_t id) const noexcept;                     // id <= fixed_last()

    [[nodiscard]] field fixed(std::uint32_t id, std::uint32_t offset, std::uint32_t size) const;
    [[nodiscard]] field fixed(const column_definition& c) const { return fixed(c.id, c.offset, c.fixed_bytes()); }
    [[nodiscard]] field variable(std::uint32_t id) const;
    [[nodiscard, gnu::always_inline]] field variable(const column_definition& column) const { return variable(column.id); }

    [[nodiscard]] std::size_t tagged_count() const noexcept { return tagged_count_; }
    [[nodiscard]] tagged_column tagged_at(std::size_t index) const;  // in stored order: derived first, then by id
    [[nodiscard]] std::optional<tagged_column> find_tagged(std::uint32_t id, bool derived) const;
    [[nodiscard]] std::optional<tagged_column> find_tagged(const column_definition& column) const
    {
        return find_tagged(column.id, column.derived);
    }
    // The same questions row_builder answers; `itag` counts from 1.
    [[nodiscard]] presence tagged_state(const column_definition& column) const;
    [[nodiscard]] std::size_t instance_count(const column_definition& column) const;
    [[nodiscard]] std::optional<tagged_value> instance(const column_definition& column, std::size_t itag) const;

    // visit(id, derived, itag, tagged_value) for every stored instance, in record order; itag 0 is a NULL marker.
    template <std::invocable<std::uint32_t, bool, std::size_t, tagged_value> Visit>
    void for_each_instance(Visit&& visit) const;

    // Walks every offset of the record and checks their order; for whoever must know the whole record is sound.
    void validate() const;

private:
    struct entry {
        std::uint32_t id;
        std::uint32_t word;  // offset and flags
    };
    [[nodiscard]] entry entry_at(std::size_t index) const noexcept;
    [[nodiscard]] std::size_t offset_of(std::uint32_t word) const noexcept
    {
        using namespace record_format;
        return word & (form_ == page_form::large ? offset_mask : small_offset_mask);
    }
    [[nodiscard]] static std::uint32_t order_of(entry e) noexcept
    {
        return ((e.word & record_format::tagged_derived) != 0 ? 0u : 0x10000u) | e.id;
    }
    void find_tagged_area();

    bytes record_;
    bytes tagged_;
    std::size_t fixed_end_ = 0;          // where the null map begins
    std::size_t variable_offsets_ = 0;   // where the array of variable offsets begins
    std::size_t variable_data_ = 0;
    std::size_t tagged_count_ = 0;
    std::uint32_t fixed_last_ = 0;
    std::uint32_t variable_last_ = 0;
    page_form form_;
};

inline tagged_column::tagged_column(std::uint32_t id, bool derived, bool null, std::uint8_t header, bytes data)
    : id_{id}, data_{data}, header_{header}, derived_{derived}, null_{null}
{
    using namespace record_format;
    if (null_) return;
    count_ = 1;
    if ((header_ & header_multi) == 0) return;
    if ((header_ & header_two) != 0) {
        if (data_.empty() || std::to_integer<std::size_t>(data_[0]) > data_.size() - 1) corrupted();
        count_ = 2;
        return;
    }
    if (data_.size() < 2) corrupted();
    const std::size_t first = word(0) & offset_mask;
    if (first < 2 || first % 2 != 0 || first > data_.size()) corrupted();
    count_ = static_cast<std::uint32_t>(first / 2);
}

inline tagged_value tagged_column::at(std::size_t index) const
{
    using namespace record_format;
    ESE_EXPECTS(index < count_);
    tagged_value value;
    value.compressed = index == 0 && (header_ & header_compressed) != 0;
    value.encrypted = (header_ & header_encrypted) != 0;
    if ((header_ & header_multi) == 0) {
        value.data = data_;
        value.separated = (header_ & header_separated) != 0;
    } else if ((header_ & header_two) != 0) {
        value.data = two_values_at(index);
    } else {
        value.data = multi_value_at(index);
        value.separated = (word(index) & multi_separated) != 0;
    }
    return value;
}

inline bytes tagged_column::two_values_at(std::size_t index) const
{
    const auto first = std::to_integer<std::size_t>(data_[0]);
    return index == 0 ? data_.subspan(1, first) : data_.subspan(1 + first);
}

inline bytes tagged_column::multi_value_at(std::size_t index) const
{
    using namespace record_format;
    const std::size_t begin = word(index) & offset_mask;
    const std::size_t end = index + 1 < count_ ? word(index + 1) & offset_mask : data_.size();
    if (begin < 2 * std::size_t{count_} || begin > end || end > data_.size()) corrupted();
    return data_.subspan(begin, end - begin);
}

[[gnu::always_inline]] inline row_reader::row_reader(bytes record, page_form form) : record_{record}, form_{form}
{
    using namespace record_format;
    if (record_.size() < head_size) corrupted();
    fixed_last_ = std::to_integer<std::uint32_t>(record_[0]);
    variable_last_ = std::to_integer<std::uint32_t>(record_[1]);
    variable_offsets_ = load_le<std::uint16_t>(record_.data() + 2);
    const std::size_t nulls = null_map_size(fixed_last_);
    if (fixed_last_ > fixed_id_last || variable_last_ < variable_id_first - 1) corrupted();
    if (variable_offsets_ < head_size + nulls || variable_offsets_ > record_.size()) corrupted();
    fixed_end_ = variable_offsets_ - nulls;

    const std::size_t variables = variable_last_ - (variable_id_first - 1);
    variable_data_ = variable_offsets_ + 2 * variables;
    if (variable_data_ > record_.size()) corrupted();
    find_tagged_area();
}

[[gnu::always_inline]] inline void row_reader::find_tagged_area()
{
    using namespace record_format;
    std::size_t begin = variable_data_;
    if (variable_last_ >= variable_id_first)
        begin += load_le<std::uint16_t>(record_.data() + variable_data_ - 2) & offset_mask;
    if (begin > record_.size()) corrupted();
    tagged_ = record_.subspan(begin);
    if (tagged_.empty()) return;
    if (tagged_.size() < tagged_entry_size) corrupted();
    const std::size_t first = offset_of(load_le<std::uint16_t>(tagged_.data() + 2));
    if (first < tagged_entry_size || first % tagged_entry_size != 0 || first > tagged_.size()) corrupted();
    tagged_count_ = first / tagged_entry_size;
}

inline bytes row_reader::fixed_data() const noexcept
{
    return record_.subspan(record_format::head_size, fixed_end_ - record_format::head_size);
}

inline bool row_reader::fixed_is_null(std::uint32_t id) const noexcept
{
    const auto byte = std::to_integer<unsigned>(record_[fixed_end_ + (id - 1) / 8]);
    return (byte >> ((id - 1) % 8) & 1u) != 0;
}

[[gnu::always_inline]] inline field row_reader::fixed(std::uint32_t id, std::uint32_t offset, std::uint32_t size) const
{
    ESE_EXPECTS(id >= fixed_id_first && id <= fixed_id_last);
    if (id > fixed_last_) return {};
    if (fixed_is_null(id)) return {presence::null, {}};
    if (offset < record_format::head_size || std::size_t{offset} + size > fixed_end_) record_format::corrupted();
    return {presence::value, record_.subspan(offset, size)};
}

[[gnu::always_inline]] inline field row_reader::variable(std::uint32_t id) const
{
    using namespace record_format;
    ESE_EXPECTS(id >= variable_id_first && id <= variable_id_last);
    if (id > variable_last_) return {};
    const std::byte* word = record_.data() + variable_offsets_ + 2 * std::size_t{id - variable_id_first};
    const auto own = load_le<std::uint16_t>(word);
    if ((own & variable_null) != 0) return {presence::null, {}};
    const std::size_t begin = id == variable_id_first ? 0 : load_le<std::uint16_t>(word - 2) & offset_mask;
    const std::size_t end = own & offset_mask;
    if (begin > end || end > record_.size() - variable_data_) corrupted();
    return {presence::value, record_.subspan(variable_data_ + begin, end - begin)};
}

inline row_reader::entry row_reader::entry_at(std::size_t index) const noexcept
{
    const std::byte* at = tagged_.data() + record_format::tagged_entry_size * index;
    return {load_le<std::uint16_t>(at), load_le<std::uint16_t>(at + 2)};
}

inline tagged_column row_reader::tagged_at(std::size_t index) const
{
    using namespace record_format;
    ESE_EXPECTS(index < tagged_count_);
    const entry own = entry_at(index);
    const std::size_t begin = offset_of(own.word);
    const std::size_t end = index + 1 < tagged_count_ ? offset_of(entry_at(index + 1).word) : tagged_.size();
    if (begin < tagged_entry_size * tagged_count_ || begin > end || end > tagged_.size()) corrupted();

    bytes data = tagged_.subspan(begin, end - begin);
    const bool derived = (own.word & tagged_derived) != 0;
    if (form_ == page_form::small && (own.word & small_null) != 0) return {own.id, derived, true, 0, {}};
    std::uint8_t header = 0;
    if (form_ == page_form::large || (own.word & small_has_header) != 0) {
        if (data.empty()) corrupted();
        header = std::to_integer<std::uint8_t>(data[0]);
        data = data.subspan(1);
    }
    const bool null = form_ == page_form::large && (header & header_null) != 0;
    return {own.id, derived, null, header, data};
}

inline std::optional<tagged_column> row_reader::find_tagged(std::uint32_t id, bool derived) const
{
    const std::uint32_t wanted = (derived ? 0u : 0x10000u) | id;
    std::size_t low = 0;
    std::size_t high = tagged_count_;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (order_of(entry_at(middle)) < wanted) low = middle + 1;
        else high = middle;
    }
    if (low == tagged_count_ || order_of(entry_at(low)) != wanted) return std::nullopt;
    return tagged_at(low);
}

inline presence row_reader::tagged_state(const column_definition& column) const
{
    const auto found = find_tagged(column);
    return found ? found->state() : presence::absent;
}

inline std::size_t row_reader::instance_count(const column_definition& column) const
{
    const auto found = find_tagged(column);
    return found ? found->count() : 0;
}

inline std::optional<tagged_value> row_reader::instance(const column_definition& column, std::size_t itag) const
{
    const auto found = find_tagged(column);
    if (!found || itag == 0 || itag > found->count()) return std::nullopt;
    return found->at(itag - 1);
}

template <std::invocable<std::uint32_t, bool, std::size_t, tagged_value> Visit>
void row_reader::for_each_instance(Visit&& visit) const
{
    for (std::size_t i = 0; i < tagged_count_; ++i) {
        const tagged_column column = tagged_at(i);
        if (column.state() == presence::null) visit(column.id(), column.derived(), std::size_t{0}, tagged_value{});
        for (std::size_t n = 0; n < column.count(); ++n) visit(column.id(), column.derived(), n + 1, column.at(n));
    }
}

inline void row_reader::validate() const
{
    for (std::uint32_t id = variable_id_first; id <= variable_last_; ++id) (void)variable(id);
    std::uint32_t previous = 0;
    for (std::size_t i = 0; i < tagged_count_; ++i) {
        const std::uint32_t order = order_of(entry_at(i));
        if (order <= previous || entry_at(i).id < tagged_id_first) record_format::corrupted();
        previous = order;
        const tagged_column column = tagged_at(i);
        for (std::size_t n = 0; n < column.count(); ++n) (void)column.at(n);
    }
}

}  // namespace ese::inline v1::engine
