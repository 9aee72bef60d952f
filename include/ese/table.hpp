// table.hpp — a table by its schema: records in, records out, every name and type checked while compiling.
//
// Room:   public. Uses cursor, table_row, schema_match, transaction.
// Gives:  basic_table; and at the end, what table_open.hpp gives.
// Holds:  (1) the columns are looked up once, when the table is opened; afterwards a record is one call each way;
//         (2) a column of another schema, a key part of the wrong type or one too many does not compile;
//         (3) an expected absence is an answer: seek and find say so;
//         (4) each operation has a form that throws and one with std::error_code& that does not.
#pragma once

#include <ese/cursor.hpp>
#include <ese/database.hpp>
#include <ese/record_io.hpp>
#include <ese/schema_check.hpp>
#include <ese/schema_match.hpp>
#include <ese/table_range.hpp>
#include <ese/table_row.hpp>
#include <ese/transaction.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

namespace ese::inline v1 {

// Obtained from basic_database::create, open or ensure. One position, like the cursor it is made of.
//
//     auto t = db.ensure<accounts>();
//     t.insert({.owner = "bob", .balance = 100});
//     if (auto found = t.find(1)) print(found->owner);
//     for (auto row : t.rows<accounts::by_owner>(ese::prefix("bo"))) print(row.get<accounts::balance>());
//
// Warning: two scans at the same time need two tables: dup().
template <class S, class Api>
class [[nodiscard]] basic_table {
    static_assert(schema<S>, "a schema needs record, table_name, columns and indexes: see ese/schema.hpp");
    static_assert(detail::all_complete(typename S::columns{}) && detail::all_complete(typename S::indexes{}));
    static_assert(jet_api<Api>);

public:
    using schema_type = S;
    using record_type = typename S::record;
    using row_type    = row_ref<S, Api>;
    using primary     = primary_index<S>;

    basic_table() noexcept = default;   // not open

    [[nodiscard]] bool is_open() const noexcept { return cursor_.is_open(); }
    [[nodiscard]] errc usable() const noexcept { return cursor_.usable(); }
    void close(where at = where::current()) { cursor_.close(at); }
    void close(std::error_code& ec) noexcept { cursor_.close(ec); }
    basic_table dup(where at = where::current()) { return {cursor_.dup(at), ids_}; }

    // For what the schema does not say. The table finds its index again afterwards.
    [[nodiscard]] basic_cursor<Api>& cursor() noexcept
    {
        selected_.reset();
        return cursor_;
    }
    template <class Column>
    [[nodiscard]] column_id id() const noexcept
    {
        detail::must_be_a_column<S, Column>();
        return ids_[detail::position_in<Column>(typename S::columns{})];
    }

    // Writing. Errors are those of basic_cursor and basic_update. A whole record is written by one call, at level 0 as a transaction of
    // its own; a record or a value that cannot be stored leaves nothing behind. Autoincrement columns number themselves. Without
    // a record: a row to be filled column by column.

    void insert(const record_type& row, where at = where::current()) { check(insert_it(row), "update", at); }
    void insert(const record_type& row, std::error_code& ec) noexcept { report(insert_it(row), ec); }
    basic_row_update<S, Api> insert(where at = where::current()) { return prepared(jet::prepare_kind::insert, at); }
    basic_row_update<S, Api> insert(std::error_code& ec) noexcept { return prepared(jet::prepare_kind::insert, ec); }

    // The row the table stands on.
    void replace(const record_type& row, where at = where::current()) { check(replace_it(row), "update", at); }
    void replace(const record_type& row, std::error_code& ec) noexcept { report(replace_it(row), ec); }
    basic_row_update<S, Api> replace(where at = where::current()) { return prepared(jet::prepare_kind::replace, at); }
    basic_row_update<S, Api> replace(std::error_code& ec) noexcept { return prepared(jet::prepare_kind::replace, ec); }
    // The row the table stands on; erase, lock and go_to are those of basic_cursor.
    void erase(where at = where::current()) { cursor_.erase(at); }
    void erase(std::error_code& ec) noexcept { cursor_.erase(ec); }
    void lock(row_lock kind, where at = where::current()) { cursor_.lock(kind, at); }
    void lock(row_lock kind, std::error_code& ec) noexcept { cursor_.lock(kind, ec); }

    // Adds to an escrow column, see basic_cursor::add; at level 0 as a transaction of its own.
    template <class Column>
        requires jet_api_escrow<Api>
    typename Column::element add(typename Column::element delta, where at = where::current())
    {
        static_assert(Column::is_escrow, "only a column with the attribute ese::escrow can be added to");
        typename Column::element before{};
        check(as_one([&] { return cursor_.add_it(ref<Column>(), delta, before); }), "escrow_update", at);
        return before;
    }

    template <class Column>
    [[nodiscard]] basic_long_value<S, Api> stream() noexcept
    {
        static_assert(jet::is_long(detail::column_type_of<Column>()), "only long text and long bytes can be read and written in pieces");
        return {*this, id<Column>()};
    }

    // Reading the row the table stands on. no_current_record, record_deleted: there is none. value_is_null, value_out_of_range: the
    // file has what the record's member cannot hold.

    [[nodiscard]] row_type row() const noexcept { return row_type{*this}; }
    [[nodiscard]] record_type record(where at = where::current()) const
    {
        record_type all{};
        check(read_all(all), "retrieve_columns", at);
        return all;
    }
    [[nodiscard]] record_type record(std::error_code& ec) const noexcept
    {
        record_type all{};
        report(read_all(all), ec);
        return all;
    }
    template <class Column>
    [[nodiscard]] typename Column::value_type get(where at = where::current()) const
    {
        typename Column::value_type value{};
        check(read<Column>(value), "retrieve_column", at);
        return value;
    }
    template <class Column>
    [[nodiscard]] typename Column::value_type get(std::error_code& ec) const noexcept
    {
        typename Column::value_type value{};
        report(read<Column>(value), ec);
        return value;
    }

    // Moving along the index chosen last. False: there is no such row.

    bool move_first(where at = where::current()) { return cursor_.move_first(at); }
    bool move_last(where at = where::current()) { return cursor_.move_last(at); }
    bool move_next(where at = where::current()) { return cursor_.move_next(at); }
    bool move_previous(where at = where::current()) { return cursor_.move_previous(at); }
    bool move_first(std::error_code& ec) noexcept { return cursor_.move_first(ec); }
    bool move_last(std::error_code& ec) noexcept { return cursor_.move_last(ec); }
    bool move_next(std::error_code& ec) noexcept { return cursor_.move_next(ec); }
    bool move_previous(std::error_code& ec) noexcept { return cursor_.move_previous(ec); }

    // Chooses an index without going anywhere in particular. index_not_found: dropped since the table was opened.
    template <class Index = primary>
    void use(where at = where::current())
    {
        check(select<Index>(), "set_current_index", at);
    }

    // To the row with this key; false when there is none. Fewer parts than the index has columns: the first row that begins with them. More than
    // four parts go into one ese::key(...).
    template <class Index = primary, key_part_value A, key_part_value B = detail::no_part, key_part_value C = detail::no_part, key_part_value D = detail::no_part>
    bool seek(const A& a, const B& b = {}, const C& c = {}, const D& d = {}, where at = where::current())
    {
        return basic_cursor<Api>::found(seek_to<Index>(a, b, c, d), "seek", at);
    }
    template <class Index = primary, key_part_value A, key_part_value B = detail::no_part, key_part_value C = detail::no_part, key_part_value D = detail::no_part>
    bool seek(std::error_code& ec, const A& a, const B& b = {}, const C& c = {}, const D& d = {}) noexcept
    {
        return basic_cursor<Api>::found(seek_to<Index>(a, b, c, d), ec);
    }

    // The same, and the record if there is one.
    template <class Index = primary, key_part_value A, key_part_value B = detail::no_part, key_part_value C = detail::no_part, key_part_value D = detail::no_part>
    [[nodiscard]] std::optional<record_type> find(const A& a, const B& b = {}, const C& c = {}, const D& d = {}, where at = where::current())
    {
        if (!seek<Index>(a, b, c, d, at)) return std::nullopt;
        return record(at);
    }
    template <class Index = primary, key_part_value A, key_part_value B = detail::no_part, key_part_value C = detail::no_part, key_part_value D = detail::no_part>
    [[nodiscard]] std::optional<record_type> find(std::error_code& ec, const A& a, const B& b = {}, const C& c = {}, const D& d = {}) noexcept
    {
        if (!seek<Index>(ec, a, b, c, d)) return std::nullopt;
        std::optional<record_type> found{record(ec)};
        if (ec) found.reset();
        return found;
    }

    // Parts of an index in its order, as ranges of one position: taking a second one restarts the first. All bounds are
    // parts of the chosen index; text in them is kept by the range.

    template <class Index = primary, key_bound A = unbounded, key_bound B = unbounded, key_bound C = unbounded>
    [[nodiscard]] auto rows(const A& a = {}, const B& b = {}, const C& c = {}, where at = where::current()) &
    {
        return table_range<basic_table, Index, detail::read_row, detail::owned_bound<A>, detail::owned_bound<B>, detail::owned_bound<C>>{
            *this, detail::owned(a), detail::owned(b), detail::owned(c), at};
    }
    template <class Index = primary, key_bound A = unbounded, key_bound B = unbounded, key_bound C = unbounded>
    [[nodiscard]] auto records(const A& a = {}, const B& b = {}, const C& c = {}, where at = where::current()) &
    {
        return table_range<basic_table, Index, detail::read_record_value, detail::owned_bound<A>, detail::owned_bound<B>, detail::owned_bound<C>>{
            *this, detail::owned(a), detail::owned(b), detail::owned(c), at};
    }
    // Of a table that is about to go: the range keeps it.
    template <class Index = primary, key_bound A = unbounded, key_bound B = unbounded, key_bound C = unbounded>
    [[nodiscard]] auto rows(const A& a = {}, const B& b = {}, const C& c = {}, where at = where::current()) &&
    {
        return owning_table_range<basic_table, Index, detail::read_row, detail::owned_bound<A>, detail::owned_bound<B>, detail::owned_bound<C>>{
            std::move(*this), detail::owned(a), detail::owned(b), detail::owned(c), at};
    }
    template <class Index = primary, key_bound A = unbounded, key_bound B = unbounded, key_bound C = unbounded>
    [[nodiscard]] auto records(const A& a = {}, const B& b = {}, const C& c = {}, where at = where::current()) &&
    {
        return owning_table_range<basic_table, Index, detail::read_record_value, detail::owned_bound<A>, detail::owned_bound<B>, detail::owned_bound<C>>{
            std::move(*this), detail::owned(a), detail::owned(b), detail::owned(c), at};
    }

    // Some columns of the rows within the bounds, for reading many of them quickly: see row_scan.hpp for what that costs.
    //
    //     for (const auto row : t.scan<accounts::by_owner, accounts::owner, accounts::balance>(ese::prefix("bo")))
    //         print(row.get<accounts::owner>(), row.get<accounts::balance>());
    template <class Index, class... Columns, key_bound A = unbounded, key_bound B = unbounded, key_bound C = unbounded>
    [[nodiscard]] auto scan(const A& a = {}, const B& b = {}, const C& c = {}, where at = where::current()) &
    {
        (detail::must_be_a_column<S, Columns>(), ...);
        static_assert(sizeof...(Columns) != 0, "name the index, then the columns to read");
        static_assert((!Columns::is_multi && ...), "a scan reads one value of a column: use rows() for those that have several");
        auto go = [this, a = detail::owned(a), b = detail::owned(b), c = detail::owned(c), at](basic_cursor<Api>&) {
            return go_within<Index>(a, b, c, at);
        };
        const std::array<column_ref, sizeof...(Columns)> wanted{ref<Columns>()...};
        return basic_row_scan<Api, decltype(go), scanned_columns<Columns...>>{cursor_, wanted, detail::goes_backward<A, B, C>, std::move(go), at};
    }

    // How many rows there are within the bounds. The table stands on the last of them afterwards.
    template <class Index = primary, key_bound A = unbounded, key_bound B = unbounded, key_bound C = unbounded>
    [[nodiscard]] std::uint64_t count(const A& a = {}, const B& b = {}, const C& c = {}, where at = where::current())
    {
        return go_within<Index>(a, b, c, at) ? cursor_.count(0, at) : 0;
    }

    [[nodiscard]] bookmark position(where at = where::current()) const { return cursor_.position(at); }
    bool go_to(const bookmark& there, where at = where::current()) { return cursor_.go_to(there, at); }
    bool go_to(const bookmark& there, std::error_code& ec) noexcept { return cursor_.go_to(there, ec); }
    [[nodiscard]] jet::record_position approximate_position(where at = where::current()) const { return cursor_.approximate_position(at); }

    // To the first row within the bounds. For the ranges.
    template <class Index, key_bound A, key_bound B, key_bound C>
    bool go_within(const A& a, const B& b, const C& c, where at)
    {
        return basic_cursor<Api>::found(seek_in<Index>(a, b, c), "seek", at);
    }

private:
    friend class basic_database<Api>;
    friend class basic_long_value<S, Api>;
    using column_ids = std::array<column_id, S::columns::size>;

    basic_table(basic_cursor<Api>&& opened, const column_ids& ids) : cursor_{std::move(opened)}, ids_{ids} {}

    [[nodiscard]] detail::cursor_state<Api>& state() const noexcept { return *cursor_.state_; }

    template <class Column>
    [[nodiscard]] column_ref ref() const noexcept
    {
        using coder = codec<typename Column::element>;
        return {id<Column>(), coder::type, detail::code_page_of<coder>()};
    }

    basic_row_update<S, Api> prepared(jet::prepare_kind kind, const where& at)
    {
        basic_row_update<S, Api> guard;
        check(prepare_into(guard, kind), "prepare_update", at);
        return guard;
    }
    basic_row_update<S, Api> prepared(jet::prepare_kind kind, std::error_code& ec) noexcept
    {
        basic_row_update<S, Api> guard;
        report(prepare_into(guard, kind), ec);
        return guard;
    }
    errc prepare_into(basic_row_update<S, Api>& guard, jet::prepare_kind kind) noexcept
    {
        guard.ids_       = ids_;
        guard.inserting_ = kind == jet::prepare_kind::insert;
        return guard.update_.prepare(cursor_.state_, kind);
    }
    // Outside a transaction the call is one of its own, as calls are that need none.
    template <class Call>
    errc as_one(Call&& call) noexcept;
    errc write_whole(const record_type& row, jet::prepare_kind kind) noexcept;
    errc insert_it(const record_type& row) noexcept
    {
        if constexpr (!detail::has_long_column(typename S::columns{})) return write_whole(row, jet::prepare_kind::insert);
        else return as_one([&] { return write_whole(row, jet::prepare_kind::insert); });
    }
    errc replace_it(const record_type& row) noexcept
    {
        return as_one([&] { return write_whole(row, jet::prepare_kind::replace); });
    }

    errc read_all(record_type& all) const noexcept
    {
        if (const errc code = usable(); jet::is_error(code)) return code;
        return detail::without_throwing([&] { return detail::read_record(state(), ids_, all, {}, typename S::columns{}); });
    }
    template <class Column>
    errc read(typename Column::value_type& value) const noexcept
    {
        const column_id column = id<Column>();
        if (const errc code = usable(); jet::is_error(code)) return code;
        return detail::without_throwing([&] { return detail::read_column<Column>(state(), column, {}, value); });
    }

    // A rollback may take an index away, so the choice is made anew after one.
    template <class Index>
    errc select() noexcept
    {
        detail::must_be_an_index<S, Index>();
        if (const errc code = usable(); jet::is_error(code)) return code;
        if (selected_ && *selected_ == Index::name.view() && state().session.stands(selected_at_)) return errc::success;
        const errc code = cursor_.select(Index::name.view());
        selected_.reset();
        if (!jet::is_error(code)) selected_ = Index::name.view(), selected_at_ = state().session.here();
        return code;
    }
    template <class Index>
    [[nodiscard]] auto key_putter() const noexcept
    {
        return [this]<class... Parts>(const std::tuple<Parts...>& parts, jet::flags<jet::key_option> limit, detail::key_use then) {
            return detail::put_index_key<Index>(state(), parts, limit, then, std::index_sequence_for<Parts...>{});
        };
    }
    template <class Index, class... P>
    errc seek_to(const P&... given) noexcept
    {
        return detail::without_throwing([&] {
            const auto parts = std::tuple_cat(detail::part_tuple(given)...);
            return [&]<class... Parts>(const std::tuple<Parts...>& key) {
                if constexpr (detail::check_key<S, Index, Parts...>()) {
                    const errc code = select<Index>();
                    return jet::is_error(code) ? code : detail::seek_equal(state(), key_putter<Index>(), key, Index::size);
                } else {
                    return errc::invalid_parameter;
                }
            }(parts);
        });
    }
    template <class Index, class... Bounds>
    errc seek_in(const Bounds&... bounds) noexcept
    {
        if constexpr ((detail::bound_check<S, Index, Bounds>::good && ...)) {
            return detail::without_throwing([&] {
                const errc code = select<Index>();
                return jet::is_error(code) ? code : detail::seek_within(state(), key_putter<Index>(), bounds...);
            });
        } else {
            return errc::invalid_parameter;
        }
    }

    basic_cursor<Api> cursor_{};
    column_ids ids_{};
    std::optional<std::string_view> selected_{};   // the index chosen last, if known
    typename detail::session_state<Api>::point selected_at_{};   // where that was
};

template <class S, class Api>
template <class Call>
errc basic_table<S, Api>::as_one(Call&& call) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    if (state().session.level() != 0) return call();
    detail::level_guard<Api> own;
    if (const errc code = own.begin(state().database->session, {}); jet::is_error(code)) return code;
    const errc code = call();
    return jet::is_error(code) ? code : own.commit(durability::durable);
}

template <class S, class Api>
errc basic_table<S, Api>::write_whole(const record_type& row, jet::prepare_kind kind) noexcept
{
    basic_update<Api> update;
    if (const errc code = update.prepare(cursor_.state_, kind); jet::is_error(code)) return code;
    const bool inserting = kind == jet::prepare_kind::insert;
    const errc code = detail::without_throwing([&] { return detail::write_record(state(), ids_, row, inserting, typename S::columns{}); });
    return jet::is_error(code) ? code : update.save_it(nullptr, false);
}

}  // namespace ese::inline v1

#include <ese/table_open.hpp>
