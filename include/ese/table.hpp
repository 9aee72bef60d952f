// table.hpp — a table by its schema: records in, records out, every name and type checked while compiling.
//
// Room:   public. Uses cursor, record_io, schema_match, transaction.
// Gives:  basic_table; row_ref, the row it stands on; basic_row_update, a row being written; basic_long_value; and the bodies of
//         basic_database's create, open and ensure.
// Holds:  (1) the columns are looked up once, when the table is opened; afterwards a record is one call each way;
//         (2) a column of another schema, a key part of the wrong type or one too many does not compile;
//         (3) an expected absence is an answer: seek and find say so;
//         (4) each operation has a form that throws and one with std::error_code& that does not.
#pragma once

#include <ese/cursor.hpp>
#include <ese/database.hpp>
#include <ese/record_io.hpp>
#include <ese/schema_match.hpp>
#include <ese/table_range.hpp>
#include <ese/transaction.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace ese::inline v1 {

namespace detail {

// Readable errors for what a schema does not have. Each says one thing, and its arguments name the column or index.

template <class S, class Column>
consteval void must_be_a_column()
{
    static_assert(is_in<Column, typename S::columns>, "this column is not in the list `columns` of the schema");
}

template <class S, class Index>
consteval void must_be_an_index()
{
    static_assert(is_in<Index, typename S::indexes> || std::same_as<Index, order_of_arrival>,
                  "this index is not in the list `indexes` of the schema");
}

template <class Column, class Value>
consteval void must_fit_the_column()
{
    using wanted = typename Column::value_type;
    static_assert(std::same_as<Value, wanted> || (!Column::is_multi && value_fits<Value, wanted>()), "the value has a type that this column cannot have");
}

template <class Index, std::size_t I, class Part>
consteval void must_fit_the_key_part()
{
    if constexpr (I < Index::size) {
        using wanted = typename Index::template part_column<I>::value_type;
        static_assert(value_fits<Part, wanted>(), "a key part has a type that the column of the index cannot have");
    }
}

template <class S, class Index, class... Parts>
consteval bool check_key()
{
    must_be_an_index<S, Index>();
    static_assert(sizeof...(Parts) <= Index::size, "there are more key parts than the index has columns");
    static_assert(sizeof...(Parts) > 0, "a key needs at least one part");
    []<std::size_t... I>(std::index_sequence<I...>) { (must_fit_the_key_part<Index, I, Parts>(), ...); }(std::index_sequence_for<Parts...>{});
    return sizeof...(Parts) <= Index::size;
}

template <class S, class Index, class Bound>
struct bound_check;
template <class S, class Index, bound_kind Kind, class... Parts>
struct bound_check<S, Index, bound<Kind, Parts...>> {
    static constexpr bool good = check_key<S, Index, Parts...>();
};
template <class S, class Index>
struct bound_check<S, Index, bound<bound_kind::none>> {
    static constexpr bool good = true;
};
template <class S, class Index>
struct bound_check<S, Index, bound<bound_kind::backward>> {
    static constexpr bool good = true;
};

// Stands where fewer key parts are given.
struct no_part {};

template <class P>
[[nodiscard]] constexpr auto part_tuple(const P& part)
{
    if constexpr (std::same_as<P, no_part>) return std::tuple<>{};
    else if constexpr (is_key<P>) return part.parts;
    else return std::tuple<key_part<P>>{part};
}

}  // namespace detail

template <class P>
concept key_part_value = key_value<P> || detail::is_key<P> || std::same_as<P, detail::no_part>;

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

// A long column of the row the table stands on, in pieces. Each write is an update of its own.
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

    // Writing.

    void insert(const record_type& row, where at = where::current()) { check(insert_it(row), "update", at); }
    void insert(const record_type& row, std::error_code& ec) noexcept { report(insert_it(row), ec); }
    basic_row_update<S, Api> insert(where at = where::current()) { return prepared(jet::prepare_kind::insert, at); }
    basic_row_update<S, Api> insert(std::error_code& ec) noexcept { return prepared(jet::prepare_kind::insert, ec); }

    // The row the table stands on.
    void replace(const record_type& row, where at = where::current()) { check(replace_it(row), "update", at); }
    void replace(const record_type& row, std::error_code& ec) noexcept { report(replace_it(row), ec); }
    basic_row_update<S, Api> replace(where at = where::current()) { return prepared(jet::prepare_kind::replace, at); }
    basic_row_update<S, Api> replace(std::error_code& ec) noexcept { return prepared(jet::prepare_kind::replace, ec); }
    void erase(where at = where::current()) { cursor_.erase(at); }
    void erase(std::error_code& ec) noexcept { cursor_.erase(ec); }
    void lock(row_lock kind, where at = where::current()) { cursor_.lock(kind, at); }
    void lock(row_lock kind, std::error_code& ec) noexcept { cursor_.lock(kind, ec); }

    // Adds to an escrow column, as one operation of the backend. Returns the value before.
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

    // Reading the row the table stands on.

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

    // Chooses an index without going anywhere in particular.
    template <class Index = primary>
    void use(where at = where::current())
    {
        check(select<Index>(), "set_current_index", at);
    }

    // To the row with this key. Fewer parts than the index has columns: the first row that begins with them. More than
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

// create, open, ensure

template <class Api>
template <class S>
std::string basic_database<Api>::check_table(basic_table<S, Api>& t, const where& at)
{
    return detail::shape_of<S>().difference(t.cursor_.columns(at), t.cursor_.indexes(at), t.ids_);
}

template <class Api>
template <class S>
basic_table<S, Api> basic_database<Api>::open(where at)
{
    basic_table<S, Api> opened;
    check(open_into(opened.cursor_, S::table_name, {}), "open_table", at);
    const std::string difference = check_table<S>(opened, at);
    if (!difference.empty()) detail::raise_mismatch(difference, "open_table", at);
    return opened;
}

template <class Api>
template <class S>
basic_table<S, Api> basic_database<Api>::create(where at)
{
    check(usable(), "create_table", at);
    detail::level_guard<Api> all_or_nothing;
    check(all_or_nothing.begin(state_->session, {}), "begin_transaction", at);
    create_table(detail::shape_of<S>().spec(), at).close(at);   // it would keep others out
    check(all_or_nothing.commit(durability::durable), "commit_transaction", at);
    return open<S>(at);
}

// Adds what the table lacks. Autoincrement and escrow columns ask for the table to be open once only.
template <class Api>
template <class S>
void basic_database<Api>::add_missing(where at)
{
    const detail::table_shape wanted = detail::shape_of<S>();
    basic_cursor<Api> there = open_cursor(S::table_name, {}, at);
    const auto columns = there.columns(at);
    const auto indexes = there.indexes(at);
    for (const detail::column_description& c : wanted.columns) {
        if (detail::find_named(columns, c.name) != nullptr) continue;
        if (c.options.has_any(jet::column_option::autoincrement | jet::column_option::escrow_update)) {
            there.close(at);
            there = open_cursor(S::table_name, {.flags = jet::open_table_option::deny_read}, at);
        }
        there.add_column(detail::spec_of(c), at);
    }
    for (const detail::index_description& i : wanted.indexes)
        if (detail::find_named(indexes, i.name) == nullptr) there.create_index(detail::spec_of(i), at);
}

template <class Api>
template <class S>
basic_table<S, Api> basic_database<Api>::ensure(where at)
{
    if (!has_table(S::table_name, at)) return create<S>(at);
    basic_table<S, Api> t;
    check(open_into(t.cursor_, S::table_name, {}), "open_table", at);
    if (check_table<S>(t, at).empty()) return t;
    t.close(at);

    detail::level_guard<Api> all_or_nothing;
    check(all_or_nothing.begin(state_->session, {}), "begin_transaction", at);
    add_missing<S>(at);
    basic_table<S, Api> mended = open<S>(at);   // what differs beyond that is told, and nothing was changed
    check(all_or_nothing.commit(durability::durable), "commit_transaction", at);
    return mended;
}

template <class Api>
template <class S>
std::string basic_database<Api>::difference(where at)
{
    basic_table<S, Api> t;
    const errc code = open_into(t.cursor_, S::table_name, {});
    if (code == errc::object_not_found) return detail::quoted("table", S::table_name) + "is missing";
    check(code, "open_table", at);
    return check_table<S>(t, at);
}

}  // namespace ese::inline v1
