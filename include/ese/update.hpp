// update.hpp — one row being written: set what is needed, then save; otherwise it is cancelled.
//
// Room:   public. Uses cursor_values.
// Gives:  bookmark, basic_update.
// Holds:  (1) a failed save leaves the update prepared: mend the columns and save again, or let it go;
//         (2) a guard whose update is gone — saved, cancelled by a move, rolled back, replaced by a newer one — never
//             cancels another one.
#pragma once

#include <ese/cursor_values.hpp>
#include <ese/fwd.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace ese::inline v1 {

// The place of a row for as long as it exists, whatever index is current. Valid in every cursor on the table.
struct bookmark {
    std::vector<std::byte> bytes{};
    friend bool operator==(const bookmark&, const bookmark&) = default;
};

namespace detail {
// Any bookmark fits.
using bookmark_buffer = std::array<std::byte, jet::key_size_most + 48>;
}

// Obtained from basic_cursor::insert and replace.
//
//     auto row = rows.insert();
//     row.set(id, 7).set(name, "bob");
//     row.save();
//
// Warning: moving the cursor meanwhile cancels the update, as the documents say.
template <class Api>
class [[nodiscard]] basic_update {
    static_assert(jet_api<Api>);

public:
    basic_update() noexcept = default;   // finished
    basic_update(basic_update&& other) noexcept : cursor_{std::move(other.cursor_)}, stamp_{std::exchange(other.stamp_, 0)} {}
    basic_update& operator=(basic_update&& other) noexcept
    {
        if (this != &other) {
            finish();
            cursor_ = std::move(other.cursor_);
            stamp_  = std::exchange(other.stamp_, 0);
        }
        return *this;
    }
    ~basic_update() { finish(); }

    [[nodiscard]] bool active() const noexcept { return !jet::is_error(usable()); }

    // Sets a column of the row to be saved; an empty optional is NULL. update_finished: saved or cancelled meanwhile.
    // column_too_big: more bytes than the column takes; nothing is cut. value_out_of_range, invalid_column_type: no value of that
    // column. not_in_transaction: long text or bytes at level 0. JetSetColumn.
    template <column_value T>
    basic_update& set(const column_ref& column, const T& value, where at = where::current())
    {
        check(write(column, value, {}, 0, 1), "set_column", at);
        return *this;
    }
    template <column_value T>
    basic_update& set(const column_ref& column, const T& value, std::error_code& ec) noexcept
    {
        report(write(column, value, {}, 0, 1), ec);
        return *this;
    }
    // Looks the column up each time; keep a column_ref where that counts.
    template <column_value T>
    basic_update& set(std::string_view column, const T& value, where at = where::current())
    {
        check(write_named(column, value), "set_column", at);
        return *this;
    }
    template <column_value T>
    basic_update& set(std::string_view column, const T& value, std::error_code& ec) noexcept
    {
        report(write_named(column, value), ec);
        return *this;
    }

    // One more value of a multi-valued column.
    template <column_value T>
    basic_update& add_value(const column_ref& column, const T& value, where at = where::current())
    {
        check(write(column, value, {}, 0, 0), "set_column", at);
        return *this;
    }

    // Long values in pieces, in a transaction (not_in_transaction). column_no_chunk: `offset` is behind the end.
    basic_update& append(const column_ref& column, std::span<const std::byte> more, where at = where::current())
    {
        check(write(column, more, jet::set_column_option::append, 0, 1), "set_column", at);
        return *this;
    }
    basic_update& overwrite(const column_ref& column, std::uint32_t offset, std::span<const std::byte> bytes,
                            where at = where::current())
    {
        check(write(column, bytes, jet::set_column_option::overwrite, offset, 1), "set_column", at);
        return *this;
    }
    basic_update& resize(const column_ref& column, std::uint32_t size, where at = where::current())
    {
        check(resize_to(column, size), "set_column", at);
        return *this;
    }

    // The value as it would be saved, the autoincremented one included.
    template <readable_column_value T>
    [[nodiscard]] T get(const column_ref& column, where at = where::current())
    {
        T value{};
        check(read(column, value), "retrieve_column", at);
        return value;
    }
    template <readable_column_value T>
    [[nodiscard]] T get(const column_ref& column, std::error_code& ec) noexcept
    {
        T value{};
        report(read(column, value), ec);
        return value;
    }

    // The row and its index entries, all or nothing; the update is finished. key_duplicate: a unique index has the key, or a rival
    // claimed it. write_conflict: a rival was first. null_invalid, null_key_disallowed, record_too_big, record_primary_changed: not
    // a row of this table. After an error the update is still prepared: change it and save again, or cancel. JetUpdate2.
    void save(where at = where::current()) { check(save_it(nullptr, false), "update", at); }
    void save(std::error_code& ec) noexcept { report(save_it(nullptr, false), ec); }

    // The cursor stands on the row afterwards; save() leaves it where it was.
    void save_and_go(where at = where::current()) { check(save_it(nullptr, true), "update", at); }
    void save_and_go(std::error_code& ec) noexcept { report(save_it(nullptr, true), ec); }

    [[nodiscard]] bookmark save_marked(where at = where::current())
    {
        bookmark written;
        check(save_it(&written, false), "update", at);
        return written;
    }

    // Forgets what was set; a row being replaced stays claimed until the transaction ends.
    void cancel(where at = where::current()) { check(cancel_it(), "prepare_update", at); }
    void cancel(std::error_code& ec) noexcept { report(cancel_it(), ec); }

private:
    friend class basic_cursor<Api>;
    template <class S, class A>
    friend class basic_table;
    template <class S, class A>
    friend class basic_row_update;
    template <class S, class A>
    friend class basic_long_value;

    errc prepare(const detail::shared_ref<detail::cursor_state<Api>>& cur, jet::prepare_kind kind) noexcept
    {
        if (!cur) return misuse::not_open;
        if (const errc code = cur->refused(); jet::is_error(code)) return code;
        const errc code = cur->session.seen(cur->api().prepare_update(cur->sid(), cur->id(), kind));
        if (jet::is_error(code)) return code;
        cursor_ = cur;
        stamp_  = cursor_->update_stamp = ++cursor_->updates;
        return code;
    }

    [[nodiscard]] errc usable() const noexcept
    {
        if (stamp_ == 0) return misuse::update_finished;
        if (const errc code = cursor_->refused(); jet::is_error(code)) return code;
        return cursor_->update_stamp == stamp_ ? errc::success : misuse::update_finished;
    }

    template <class T>
    errc write(const column_ref& column, const T& value, jet::flags<jet::set_column_option> options, std::uint32_t offset,
               std::uint32_t nth) noexcept
    {
        if (const errc code = usable(); jet::is_error(code)) return code;
        return detail::write_value(*cursor_, column, value, options, offset, nth);
    }

    template <class T>
    errc write_named(std::string_view name, const T& value) noexcept
    {
        if (const errc code = usable(); jet::is_error(code)) return code;
        column_ref column;
        if (const errc code = detail::find_column(*cursor_, name, column); jet::is_error(code)) return code;
        return detail::write_value(*cursor_, column, value);
    }

    template <class T>
    errc read(const column_ref& column, T& value) noexcept
    {
        if (const errc code = usable(); jet::is_error(code)) return code;
        return detail::read_value(*cursor_, column, value, jet::retrieve_option::copy);
    }

    errc resize_to(const column_ref& column, std::uint32_t size) noexcept;
    errc save_it(bookmark* written, bool go) noexcept;
    errc cancel_it() noexcept;
    void finish() noexcept
    {
        if (stamp_ != 0) (void)cancel_it();   // a refusal means that the update is gone already
    }

    detail::shared_ref<detail::cursor_state<Api>> cursor_;
    std::uint64_t stamp_ = 0;   // 0: finished
};

template <class Api>
errc basic_update<Api>::resize_to(const column_ref& column, std::uint32_t size) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    jet::set_args args;
    args.column       = column.id;
    args.value_absent = true;
    args.size         = size;
    args.options      = jet::set_column_option::resize;
    return cursor_->api().set_column(cursor_->sid(), cursor_->id(), args);
}

template <class Api>
errc basic_update<Api>::save_it(bookmark* written, bool go) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    detail::bookmark_buffer place;   // not cleared on purpose
    std::size_t size = 0;
    const errc code = cursor_->session.seen(cursor_->api().update(cursor_->sid(), cursor_->id(), place, size, {}));
    if (jet::is_error(code)) return code;
    cursor_->update_stamp = stamp_ = 0;
    const auto used = std::span{place}.first(size);
    if (go) return cursor_->api().goto_bookmark(cursor_->sid(), cursor_->id(), used);
    if (written == nullptr) return code;
    return detail::without_throwing([&] {
        written->bytes.assign(used.begin(), used.end());
        return code;
    });
}

template <class Api>
errc basic_update<Api>::cancel_it() noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    cursor_->update_stamp = stamp_ = 0;
    return cursor_->api().prepare_update(cursor_->sid(), cursor_->id(), jet::prepare_kind::cancel);
}

}  // namespace ese::inline v1
