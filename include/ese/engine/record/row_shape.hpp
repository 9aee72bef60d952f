// row_shape.hpp — where columns lie in records that look alike, found once for all of them.
//
// Room:   record. Uses base.
// Gives:  row_shape: learn from one record; fits another; value_in, which finds a column there.
// Holds:  what value_in answers for a record that fits is what row_reader answers.
//
// Same head and same NULL bits mean: the same fixed columns at the same places, and as many variable ones.
#pragma once

#include <ese/engine/record/row_reader.hpp>

#include <array>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

namespace ese::inline v1::engine {

class row_shape {
public:
    void forget() noexcept { least_ = never; }
    // No record will fit when a column is tagged, or left to its default by this one.
    void learn(const row_reader& row, std::span<const column_definition* const> columns)
    {
        forget();
        places_.clear();
        for (const column_definition* column : columns)
            if (!add(row, *column)) return;
        const std::byte* const record = row.record().data();
        head_ = load_le<std::uint32_t>(record);
        nulls_size_ = record_format::null_map_size(row.fixed_last());
        const std::size_t offsets = offsets_of(record);
        std::memcpy(nulls_.data(), record + offsets - nulls_size_, nulls_size_);
        nulls_at_ = offsets - nulls_size_;
        variable_data_ = least_ = offsets + 2 * std::size_t{row.variable_last() - (variable_id_first - 1)};
    }
    [[nodiscard]] bool fits(bytes record) const noexcept
    {
        return record.size() >= least_ && load_le<std::uint32_t>(record.data()) == head_ &&
               std::memcmp(record.data() + nulls_at_, nulls_.data(), nulls_size_) == 0;
    }
    // Of column i, in a record that fits. Nothing: its offsets make no sense.
    [[nodiscard]] std::optional<field> value_in(bytes record, std::size_t i) const noexcept
    {
        const place& p = places_[i];
        if (p.offset_at == 0) return field{p.state, record.subspan(p.begin, p.size)};
        using namespace record_format;
        const std::byte* const word = record.data() + p.offset_at;
        const auto own = load_le<std::uint16_t>(word);
        if ((own & variable_null) != 0) return field{presence::null, {}};
        const std::size_t begin = p.first ? 0 : load_le<std::uint16_t>(word - 2) & offset_mask, end = own & offset_mask;
        if (begin > end || end > record.size() - variable_data_) return std::nullopt;
        return field{presence::value, record.subspan(variable_data_ + begin, end - begin)};
    }

private:
    static constexpr std::size_t never = ~std::size_t{0};
    struct place {
        presence state = presence::absent;
        bool first = false;             // of the variable columns
        std::uint32_t begin = 0, size = 0;
        std::size_t offset_at = 0;      // of a variable column that the record has: where the end of its data is said
    };

    [[nodiscard]] static std::size_t offsets_of(const std::byte* record) noexcept { return load_le<std::uint16_t>(record + 2); }
    [[nodiscard]] bool add(const row_reader& row, const column_definition& column)
    {
        if (!column.is_fixed() && !column.is_variable()) return false;
        place p;
        if (column.is_variable() && column.id <= row.variable_last()) {
            p.first = column.id == variable_id_first;
            p.offset_at = offsets_of(row.record().data()) + 2 * std::size_t{column.id - variable_id_first};
        } else {
            const field found = column.is_fixed() ? row.fixed(column) : field{};
            if (found.state == presence::absent && column.has_default()) return false;
            p.state = found.state;
            if (found.has_value()) {
                p.begin = static_cast<std::uint32_t>(found.value.data() - row.record().data());
                p.size = static_cast<std::uint32_t>(found.value.size());
            }
        }
        places_.push_back(p);
        return true;
    }

    std::size_t least_ = never;         // bytes of a record with these tables
    std::uint32_t head_ = 0;            // its first four bytes
    std::size_t nulls_at_ = 0, nulls_size_ = 0, variable_data_ = 0;
    std::array<std::byte, 16> nulls_{};
    std::vector<place> places_;
};

}  // namespace ese::inline v1::engine
