// row_scan.hpp — reading many rows: some of their columns, batch by batch.
//
// Room:   public. Uses cursor_values.
// Gives:  basic_row_scan, what basic_cursor::scan() hands out; its elements, scanned_row.
// Holds:  (1) batches grow from 16 rows to some hundred, so that a short scan reads little too much;
//         (2) a row shows what it was when its batch was read: changes this session makes during the scan may come too late;
//         (3) the cursor stands where the last batch ended, and moving it meanwhile moves the scan;
//         (4) a scan that met an error is at its end.
#pragma once

#include <ese/cursor_values.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace ese::inline v1 {

template <class Api>
class basic_cursor;

namespace detail {

// The same calls one by one, for backends without batches.
template <class Api>
[[nodiscard]] errc read_row_by_columns(cursor_state<Api>& cur, jet::row_batch& batch)
{
    batch.values.resize(batch.columns.size() * (std::size_t{batch.rows} + 1));
    for (std::size_t i = 0; i < batch.columns.size(); ++i) {
        jet::retrieve_args args;
        const column_id column = batch.columns[i];
        jet::row_batch::value place{batch.used, 0, false};
        errc code = read_bytes(cur, column, batch.room(64), {}, args);
        if (!jet::is_error(code) && args.actual > 64) code = read_bytes(cur, column, batch.room(args.actual), {}, args);
        if (jet::is_error(code)) return code;
        place.size    = args.actual;
        place.is_null = code == errc::wrn_column_null;
        batch.used += args.actual;
        batch.values[batch.columns.size() * batch.rows + i] = place;
    }
    ++batch.rows;
    return errc::success;
}

template <class Api>
[[nodiscard]] errc read_rows(cursor_state<Api>& cur, jet::row_batch& batch) noexcept
{
    return without_throwing([&] {
        if (const errc code = cur.refused(); jet::is_error(code)) return code;
        if constexpr (jet_api_row_batches<Api>) {
            return cur.api().read_rows(cur.sid(), cur.id(), batch);
        } else {
            batch.clear();
            for (bool step = !batch.from_current; !batch.is_full(); step = true) {
                errc code = step ? cur.api().move(cur.sid(), cur.id(), batch.backward ? jet::move_previous : jet::move_next, {}) : errc::success;
                batch.at_end = code == errc::no_current_record;
                if (batch.at_end) break;
                if (!jet::is_error(code)) code = read_row_by_columns(cur, batch);
                if (jet::is_error(code)) return code;
            }
            return batch.rows != 0 ? errc::success : errc::no_current_record;
        }
    });
}

}  // namespace detail

// One row of a scan: the columns that were asked for, by their place in the list. Valid until the scan moves on.
class scanned_row {
public:
    scanned_row(const jet::row_batch& batch, std::span<const column_ref> columns, std::size_t row) noexcept
        : batch_{&batch}, columns_{columns}, row_{row}
    {}

    // n counts from 0 and is less than the number of columns.
    [[nodiscard]] bool is_null(std::size_t n) const noexcept { return batch_->at(row_, n).is_null; }
    // As stored; NULL has no bytes.
    [[nodiscard]] std::span<const std::byte> bytes(std::size_t n) const noexcept { return batch_->bytes(batch_->at(row_, n)); }
    // NULL is an answer for an optional, an error for the rest: value_is_null, and what the type makes of the bytes.
    template <readable_column_value T>
    [[nodiscard]] T get(std::size_t n, where at = where::current()) const
    {
        T value{};
        check(decode(n, value), "retrieve_column", at);
        return value;
    }
    template <readable_column_value T>
    [[nodiscard]] T get(std::size_t n, std::error_code& ec) const noexcept
    {
        T value{};
        report(detail::without_throwing([&] { return decode(n, value); }), ec);
        return value;
    }

private:
    template <class T>
    [[nodiscard]] errc decode(std::size_t n, T& out) const
    {
        if constexpr (detail::is_optional<T>) {
            if (is_null(n)) return errc::success;
            return detail::decode_value(bytes(n), columns_[n], out.emplace());
        } else {
            return is_null(n) ? misuse::value_is_null : detail::decode_value(bytes(n), columns_[n], out);
        }
    }

    const jet::row_batch* batch_;
    std::span<const column_ref> columns_;
    std::size_t row_;
};

// Single pass, move-only. Obtained from basic_cursor::scan and basic_table::scan, whose rows know their columns by type.
template <class Api, class Find, class Row = scanned_row>
class [[nodiscard]] basic_row_scan {
public:
    basic_row_scan(basic_cursor<Api>& rows, std::span<const column_ref> columns, bool descending, Find find, const where& at)
        : cursor_{&rows}, columns_{columns.begin(), columns.end()}, find_{std::move(find)}, at_{at}
    {
        batch_.backward = descending;
        for (const column_ref& column : columns_) batch_.columns.push_back(column.id);
    }

    class iterator {
    public:
        using iterator_concept  = std::input_iterator_tag;
        using iterator_category = std::input_iterator_tag;
        using value_type        = Row;
        using difference_type   = std::ptrdiff_t;
        using pointer           = void;
        using reference         = Row;

        iterator() noexcept = default;
        iterator(basic_row_scan& of, std::uint32_t row) noexcept : scan_{&of}, row_{row} {}

        [[nodiscard]] Row operator*() const noexcept { return {scan_->batch_, scan_->columns_, row_}; }
        iterator& operator++()
        {
            if (++row_ == scan_->batch_.rows) {
                row_ = 0;
                scan_->next_batch();
            }
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& it, std::default_sentinel_t) noexcept { return it.is_behind_last(); }

    private:
        [[nodiscard]] bool is_behind_last() const noexcept { return row_ == scan_->batch_.rows; }

        basic_row_scan* scan_ = nullptr;
        std::uint32_t row_    = 0;
    };

    // Goes to the first row; a second call starts over.
    [[nodiscard]] iterator begin()
    {
        batch_.clear();
        if (!find_(*cursor_)) return {*this, 0};
        batch_.from_current = true;
        batch_.most         = first_rows;
        read();
        return {*this, 0};
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    static constexpr std::uint32_t first_rows = 16, most_rows = 512;

    void next_batch()
    {
        if (batch_.at_end) return batch_.clear();
        batch_.from_current = false;
        batch_.most         = (std::min)(batch_.most * 2, most_rows);
        read();
    }
    void read()
    {
        const errc code = cursor_->read_batch(batch_);
        if (jet::is_error(code)) batch_.clear();
        if (code != errc::no_current_record) check(code, "read_rows", at_);
    }

    basic_cursor<Api>* cursor_;    // must outlive the scan and stay where it is
    std::vector<column_ref> columns_;
    jet::row_batch batch_{};
    Find find_;
    where at_;
};

}  // namespace ese::inline v1
