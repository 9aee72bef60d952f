// table_row.hpp — one row of a table: read where it stands, written column by column, its long values in pieces.
//
// Room:   public. Uses update, record_io, schema_check.
// Gives:  row_ref, the row a table stands on; scanned_columns, a row of a scan; basic_row_update, a row being written; basic_long_value.
// Holds:  a column of another schema, or a value of a type the column cannot have, does not compile.
#pragma once

#include <ese/fwd.hpp>
#include <ese/record_io.hpp>
#include <ese/row_scan.hpp>
#include <ese/schema_check.hpp>
#include <ese/update.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>

namespace ese::inline v1 {

// The row a table stands on: no copy, values are read when they are asked for. Valid until the table moves on.
template <class S, class Api>
class row_ref {
public:
    using record_type = typename S::record;

    row_ref() noexcept = default;
    explicit row_ref(const basic_table<S, Api>& on) noexcept : table_{&on} {}

    template <class Column>
    [[nodiscard]] typename Column::value_type get(where at = where::current()) const
    {
        return table_->template get<Column>(at);
    }
    [[nodiscard]] record_type record(where at = where::current()) const { return table_->record(at); }
    [[nodiscard]] explicit operator record_type() const { return record(); }

private:
    const basic_table<S, Api>* table_ = nullptr;
};

// A row of basic_table::scan: these columns of it, as they were when they were read. Valid until the scan moves on.
template <class... Columns>
class scanned_columns : private scanned_row {
public:
    using scanned_row::scanned_row;

    // value_is_null: the member has no room for NULL; and what its codec answers for bytes that make no such value.
    template <class Column>
    [[nodiscard]] typename Column::value_type get(where at = where::current()) const
    {
        static_assert((std::same_as<Column, Columns> || ...), "this column is not among those that are scanned");
        using coder = codec<typename Column::element>;
        constexpr std::size_t n = detail::position_in<Column>(list<Columns...>{});
        typename Column::value_type value{};
        if constexpr (Column::is_nullable) {
            if (!is_null(n)) check(coder::decode(bytes(n), value.emplace()), "retrieve_column", at);
        } else {
            check(is_null(n) ? misuse::value_is_null : coder::decode(bytes(n), value), "retrieve_column", at);
        }
        return value;
    }
};

// Obtained from basic_table::insert and replace: set what is needed, then save; otherwise it is cancelled. As the documents
// say, setting long text and bytes needs a transaction.
template <class S, class Api>
class [[nodiscard]] basic_row_update {
public:
    using record_type = typename S::record;

    basic_row_update() noexcept = default;   // finished

    [[nodiscard]] bool active() const noexcept { return update_.active(); }

    template <class Column, class V>
    basic_row_update& set(const V& value, where at = where::current())
    {
        check(write<Column>(value), "set_column", at);
        return *this;
    }
    template <class Column, class V>
    basic_row_update& set(const V& value, std::error_code& ec) noexcept
    {
        report(write<Column>(value), ec);
        return *this;
    }
    // Every column of the record, but no autoincrement one.
    basic_row_update& set(const record_type& all, where at = where::current())
    {
        check(write_all(all), "set_columns", at);
        return *this;
    }
    basic_row_update& set(const record_type& all, std::error_code& ec) noexcept
    {
        report(write_all(all), ec);
        return *this;
    }

    // Long values in pieces: of bytes, or of text as it is stored.
    template <class Column>
    basic_row_update& append(std::span<const std::byte> more, where at = where::current())
    {
        update_.append(raw<Column>(), more, at);
        return *this;
    }
    template <class Column>
    basic_row_update& overwrite(std::uint32_t offset, std::span<const std::byte> bytes, where at = where::current())
    {
        update_.overwrite(raw<Column>(), offset, bytes, at);
        return *this;
    }
    template <class Column>
    basic_row_update& resize(std::uint32_t size, where at = where::current())
    {
        update_.resize(raw<Column>(), size, at);
        return *this;
    }

    // The value as it would be saved, the autoincremented one included.
    template <class Column>
    [[nodiscard]] typename Column::value_type get(where at = where::current())
    {
        typename Column::value_type value{};
        check(read<Column>(value), "retrieve_column", at);
        return value;
    }

    void save(where at = where::current()) { update_.save(at); }
    void save(std::error_code& ec) noexcept { update_.save(ec); }
    // The table stands on the row afterwards; save() leaves it where it was.
    void save_and_go(where at = where::current()) { update_.save_and_go(at); }
    void save_and_go(std::error_code& ec) noexcept { update_.save_and_go(ec); }
    [[nodiscard]] bookmark save_marked(where at = where::current()) { return update_.save_marked(at); }
    void cancel(where at = where::current()) { update_.cancel(at); }
    void cancel(std::error_code& ec) noexcept { update_.cancel(ec); }

private:
    friend class basic_table<S, Api>;
    using column_ids = std::array<column_id, S::columns::size>;

    template <class Column>
    [[nodiscard]] column_id id() const noexcept
    {
        detail::must_be_a_column<S, Column>();
        return ids_[detail::position_in<Column>(typename S::columns{})];
    }
    template <class Column>
    [[nodiscard]] column_ref raw() const noexcept
    {
        return {id<Column>(), jet::column_type::long_binary, 0};
    }
    template <class Column, class V>
    errc write(const V& value) noexcept
    {
        detail::must_fit_the_column<Column, V>();
        if (const errc code = update_.usable(); jet::is_error(code)) return code;
        return detail::without_throwing([&] { return detail::write_column<Column>(*update_.cursor_, id<Column>(), value, inserting_); });
    }
    template <class Column>
    errc read(typename Column::value_type& value) noexcept
    {
        if (const errc code = update_.usable(); jet::is_error(code)) return code;
        return detail::without_throwing([&] { return detail::read_column<Column>(*update_.cursor_, id<Column>(), jet::retrieve_option::copy, value); });
    }
    errc write_all(const record_type& all) noexcept
    {
        if (const errc code = update_.usable(); jet::is_error(code)) return code;
        return detail::without_throwing([&] { return detail::write_record(*update_.cursor_, ids_, all, inserting_, typename S::columns{}); });
    }

    basic_update<Api> update_{};
    column_ids ids_{};
    bool inserting_ = false;
};

// A long column of the row the table stands on, in pieces. Each write is an update of its own. Offsets and sizes in bytes as
// stored; column_no_chunk: writing behind the end. It names the table: not to be used once that is moved or gone.
template <class S, class Api>
class basic_long_value {
public:
    [[nodiscard]] std::uint32_t size(where at = where::current()) const
    {
        return static_cast<std::uint32_t>(table_->cursor_.read_at(column_, 0, {}, at));
    }
    // Fills `into` from `offset` on; returns how many bytes it wrote there.
    std::size_t read(std::uint32_t offset, std::span<std::byte> into, where at = where::current()) const
    {
        return (std::min)(table_->cursor_.read_at(column_, offset, into, at), into.size());
    }
    void write(std::uint32_t offset, std::span<const std::byte> bytes, where at = where::current())
    {
        check(change([&](auto& row) { return row.write(column_, bytes, jet::set_column_option::overwrite, offset, 1); }), "set_column", at);
    }
    void append(std::span<const std::byte> more, where at = where::current())
    {
        check(change([&](auto& row) { return row.write(column_, more, jet::set_column_option::append, 0, 1); }), "set_column", at);
    }
    void resize(std::uint32_t bytes, where at = where::current())
    {
        check(change([&](auto& row) { return row.resize_to(column_, bytes); }), "set_column", at);
    }

private:
    friend class basic_table<S, Api>;
    basic_long_value(basic_table<S, Api>& on, column_id id) noexcept
        : table_{&on}, column_{id, jet::column_type::long_binary, 0}
    {}

    template <class Change>
    errc change(Change&& one) noexcept
    {
        return table_->as_one([&] {
            basic_update<Api> row;
            errc code = row.prepare(table_->cursor_.state_, jet::prepare_kind::replace);
            if (!jet::is_error(code)) code = one(row);
            return jet::is_error(code) ? code : row.save_it(nullptr, false);
        });
    }

    basic_table<S, Api>* table_;
    column_ref column_;
};

}  // namespace ese::inline v1
