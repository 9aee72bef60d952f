// cursor.hpp — a position in a table: move, seek, read and write rows by names and ids known at run time.
//
// Room:   public. Uses update, table_spec.
// Gives:  basic_cursor; row_range, what its rows() hands out.
// Holds:  (1) an expected absence is an answer: moves and seeks return bool;
//         (2) a cursor whose level was rolled back answers cursor_invalidated to everything, and its destructor does nothing;
//         (3) each operation has a form that throws and one with std::error_code& that does not.
#pragma once

#include <ese/row_scan.hpp>
#include <ese/seek_within.hpp>
#include <ese/table_spec.hpp>
#include <ese/update.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

namespace ese::inline v1 {

enum class row_lock { read, write };

template <class Api, key_bound A, key_bound B, key_bound C>
class row_range;

// Obtained from basic_database. One position, one current index, at most one update being prepared.
//
//     auto rows = db.open_cursor("accounts");
//     const auto owner = rows.column("owner");
//     rows.use_index("by_owner");
//     for (auto& row : rows.rows(ese::prefix("bo")))
//         print(row.get<std::string>(owner));
//
// Warning: text and bytes given to seek, find and rows are used during the call; rows() keeps views until its begin().
template <class Api>
class [[nodiscard]] basic_cursor {
    static_assert(jet_api<Api>);

public:
    basic_cursor() noexcept = default;   // not open
    basic_cursor(basic_cursor&&) noexcept = default;
    basic_cursor& operator=(basic_cursor&&) noexcept = default;
    ~basic_cursor() = default;           // the node closes what it holds

    [[nodiscard]] bool is_open() const noexcept { return !jet::is_error(usable()); }
    [[nodiscard]] errc usable() const noexcept { return state_ ? state_->refused() : misuse::not_open; }
    [[nodiscard]] int open_level() const noexcept { return state_ ? state_->open_level() : 0; }
    [[nodiscard]] table_id native_handle() const noexcept { return state_ ? state_->id() : table_id{}; }

    void close(where at = where::current()) { check(close_it(), "close_table", at); }
    void close(std::error_code& ec) noexcept { report(close_it(), ec); }

    // A second cursor on the table, before the first row of the primary index. out_of_cursors. JetDupCursor.
    basic_cursor dup(where at = where::current())
    {
        basic_cursor twin;
        check(dup_into(twin), "dup_cursor", at);
        return twin;
    }
    basic_cursor dup(std::error_code& ec) noexcept
    {
        basic_cursor twin;
        report(dup_into(twin), ec);
        return twin;
    }

    // Reading.

    // What the other calls name a column by; good for every cursor on the table, as long as the column is there.
    // column_not_found: not in this snapshot. JetGetTableColumnInfo.
    [[nodiscard]] column_ref column(std::string_view name, where at = where::current()) const
    {
        column_ref found;
        check(lookup(name, found), "get_column_info", at);
        return found;
    }
    [[nodiscard]] column_ref column(std::string_view name, std::error_code& ec) const noexcept
    {
        column_ref found;
        report(lookup(name, found), ec);
        return found;
    }

    // The value in the row the cursor stands on. NULL is an answer for an optional, value_is_null for the rest.
    // no_current_record: it stands on none. record_deleted: the row is gone. value_out_of_range: a number too large for T.
    // invalid_column_type: T cannot hold what the column has. JetRetrieveColumn.
    template <readable_column_value T>
    [[nodiscard]] T get(const column_ref& column, where at = where::current()) const
    {
        T value{};
        check(read(column, value, 1), "retrieve_column", at);
        return value;
    }
    template <readable_column_value T>
    [[nodiscard]] T get(const column_ref& column, std::error_code& ec) const noexcept
    {
        T value{};
        report(read(column, value, 1), ec);
        return value;
    }
    // Looks the column up each time; keep a column_ref where that counts.
    template <readable_column_value T>
    [[nodiscard]] T get(std::string_view column_name, where at = where::current()) const
    {
        return get<T>(column(column_name, at), at);
    }
    // The n-th value of a multi-valued column, counted from 1; empty beyond the last.
    template <detail::readable_value T>
    [[nodiscard]] std::optional<T> get_value(const column_ref& column, std::uint32_t n, where at = where::current()) const
    {
        std::optional<T> value;
        check(read(column, value, n), "retrieve_column", at);
        return value;
    }
    // A piece of a long value, into the caller's memory. Returns how much there is from `offset` on.
    std::size_t read_at(const column_ref& column, std::uint32_t offset, std::span<std::byte> into, where at = where::current()) const
    {
        jet::retrieve_args args;
        args.offset = offset;
        const errc code = usable();
        check(jet::is_error(code) ? code : detail::read_bytes(*state_, column.id, into, {}, args), "retrieve_column", at);
        return args.actual;
    }

    // Moving along the current index, or within the bounds of find and rows. False: there is no such row, and the cursor stands
    // on none. An update being prepared is cancelled. JetMove.

    bool move_first(where at = where::current()) { return found(step(jet::move_first), "move", at); }
    bool move_last(where at = where::current()) { return found(step(jet::move_last), "move", at); }
    bool move_next(where at = where::current()) { return found(step(jet::move_next), "move", at); }
    bool move_previous(where at = where::current()) { return found(step(jet::move_previous), "move", at); }
    bool move(std::int32_t rows, where at = where::current()) { return found(step(rows), "move", at); }
    bool move_first(std::error_code& ec) noexcept { return found(step(jet::move_first), ec); }
    bool move_last(std::error_code& ec) noexcept { return found(step(jet::move_last), ec); }
    bool move_next(std::error_code& ec) noexcept { return found(step(jet::move_next), ec); }
    bool move_previous(std::error_code& ec) noexcept { return found(step(jet::move_previous), ec); }
    bool move(std::int32_t rows, std::error_code& ec) noexcept { return found(step(rows), ec); }

    // Makes an index current and goes to its first entry. Empty: the primary one. index_not_found: none of that name in this
    // snapshot. JetSetCurrentIndex.
    void use_index(std::string_view name = {}, where at = where::current()) { check(select(name), "set_current_index", at); }
    void use_index(std::string_view name, std::error_code& ec) noexcept { report(select(name), ec); }
    [[nodiscard]] std::string current_index(where at = where::current()) const
    {
        std::string name;
        const errc code = usable();
        check(jet::is_error(code) ? code : api().get_current_index(sid(), tid(), name), "get_current_index", at);
        return name;
    }

    // The row with this key: a value, or key(...) for several columns. Fewer parts than the index has columns: the first
    // row that begins with them. False: there is none. no_current_index: the table has no primary index. secondary_index_corrupted,
    // primary_index_corrupted: by text, in an index that Windows ordered. JetMakeKey, JetSeek.
    template <class K>
        requires column_value<K> || detail::is_key<K>
    bool seek(const K& k, where at = where::current())
    {
        return found(seek_key(k), "seek", at);
    }
    template <class K>
        requires column_value<K> || detail::is_key<K>
    bool seek(const K& k, std::error_code& ec) noexcept
    {
        return found(seek_key(k), ec);
    }

    // Goes to the first row within the bounds; move_next, or move_previous after `backward`, then ends at the other one.
    template <key_bound A = unbounded, key_bound B = unbounded, key_bound C = unbounded>
    bool find(const A& a = {}, const B& b = {}, const C& c = {}, where at = where::current())
    {
        return found(find_first(a, b, c), "seek", at);
    }
    template <key_bound A = unbounded, key_bound B = unbounded, key_bound C = unbounded>
    bool find(std::error_code& ec, const A& a = {}, const B& b = {}, const C& c = {}) noexcept
    {
        return found(find_first(a, b, c), ec);
    }

    // The same as a range of one position: each row is this cursor. Taking a second one restarts it.
    template <key_bound A = unbounded, key_bound B = unbounded, key_bound C = unbounded>
    row_range<Api, A, B, C> rows(const A& a = {}, const B& b = {}, const C& c = {}, where at = where::current()) &
    {
        return {*this, a, b, c, at};
    }

    // Some columns of the rows within the bounds, for reading many of them quickly: see row_scan.hpp for what that costs.
    //
    //     for (const auto row : rows.scan({owner, balance}, ese::prefix("bo")))
    //         print(row.get<std::string>(0), row.get<std::int64_t>(1));
    //
    // Of multi-valued columns the first value is read. The errors of find, and retrieve_column's, come from begin() and ++.
    // Bounds are copied into the scan, views in them as views.
    template <key_bound A = unbounded, key_bound B = unbounded, key_bound C = unbounded>
    [[nodiscard]] auto scan(std::span<const column_ref> columns, const A& a = {}, const B& b = {}, const C& c = {}, where at = where::current()) &
    {
        auto find_first = [a, b, c, at](basic_cursor& on) { return on.find(a, b, c, at); };
        return basic_row_scan<Api, decltype(find_first)>{*this, columns, detail::goes_backward<A, B, C>, std::move(find_first), at};
    }
    template <key_bound A = unbounded, key_bound B = unbounded, key_bound C = unbounded>
    [[nodiscard]] auto scan(std::initializer_list<column_ref> columns, const A& a = {}, const B& b = {}, const C& c = {}, where at = where::current()) &
    {
        return scan(std::span{columns.begin(), columns.size()}, a, b, c, at);
    }
    // The call below it: fills a batch from where the cursor stands. No_current_record: there are no more rows. After an error
    // what the batch holds means nothing, and the cursor stands on one of the rows that were looked at.
    [[nodiscard]] errc read_batch(jet::row_batch& batch) noexcept { return state_ ? detail::read_rows(*state_, batch) : misuse::not_open; }

    // Rows from the current one to the end of the range or index. Forgets the range. 0: without limit.
    [[nodiscard]] std::uint64_t count(std::uint64_t most = 0, where at = where::current())
    {
        std::uint64_t rows = 0;
        const errc code = usable();
        check(jet::is_error(code) ? code : api().index_record_count(sid(), tid(), rows, most), "index_record_count", at);
        return rows;
    }

    // Where the row is, to come back to it with go_to. no_current_record. JetGetBookmark.
    [[nodiscard]] bookmark position(where at = where::current()) const
    {
        bookmark here;
        check(mark(here), "get_bookmark", at);
        return here;
    }
    // False: that row is gone. invalid_bookmark: bytes that are no bookmark. JetGotoBookmark.
    bool go_to(const bookmark& there, where at = where::current()) { return found(go(there), "goto_bookmark", at); }
    bool go_to(const bookmark& there, std::error_code& ec) noexcept { return found(go(there), ec); }

    // Which row of how many it is, roughly; go_to goes near there. JetGetRecordPosition, JetGotoPosition.
    [[nodiscard]] jet::record_position approximate_position(where at = where::current()) const
    {
        jet::record_position here;
        const errc code = usable();
        check(jet::is_error(code) ? code : api().get_record_position(sid(), tid(), here), "get_record_position", at);
        return here;
    }
    bool go_to(const jet::record_position& there, where at = where::current())
    {
        const errc code = usable();
        return found(jet::is_error(code) ? code : api().goto_position(sid(), tid(), there), "goto_position", at);
    }

    // Writing.

    // A row to be filled and saved; inside a transaction `replace` claims the row the cursor stands on. write_conflict: a rival was
    // first. no_current_record, record_deleted: no row to replace. already_prepared: an update is. trans_read_only,
    // permission_denied: nothing may be written here. JetPrepareUpdate.
    basic_update<Api> insert(where at = where::current()) { return prepared(jet::prepare_kind::insert, at); }
    basic_update<Api> replace(where at = where::current()) { return prepared(jet::prepare_kind::replace, at); }
    basic_update<Api> insert(std::error_code& ec) noexcept { return prepared(jet::prepare_kind::insert, ec); }
    basic_update<Api> replace(std::error_code& ec) noexcept { return prepared(jet::prepare_kind::replace, ec); }
    basic_update<Api> prepare(jet::prepare_kind kind, where at = where::current()) { return prepared(kind, at); }

    // Removes the row the cursor stands on, which then stands where it was. Errors as for replace. JetDelete.
    void erase(where at = where::current()) { check(erase_it(), "delete", at); }
    void erase(std::error_code& ec) noexcept { report(erase_it(), ec); }

    // Keeps others from changing the row until the transaction ends. Several sessions may lock it for reading; who does so alone may
    // change it nevertheless, or lock it for writing. not_in_transaction; write_conflict; no_current_record. JetGetLock.
    void lock(row_lock kind, where at = where::current()) { check(lock_it(kind), "get_lock", at); }
    void lock(row_lock kind, std::error_code& ec) noexcept { report(lock_it(kind), ec); }

    // Adds to an escrow column of the row, modulo its size. Sessions that add to one row do not conflict; write_conflict: a rival does
    // something else with it. Returns the value before, with what others have added and not committed yet. not_in_transaction;
    // invalid_operation: the column is not escrow; no_current_record, record_deleted: there is no row. JetEscrowUpdate.
    template <detail::number_value T>
    T add(const column_ref& column, T delta, where at = where::current())
        requires jet_api_escrow<Api>
    {
        T before{};
        check(add_it(column, delta, before), "escrow_update", at);
        return before;
    }

    // Definitions. Each is part of the transaction it is made in. write_conflict: another session defines something in the table.
    // fixed_ddl, fixed_inherited_ddl: the table's structure is fixed. invalid_name, and what docs/errors.md says of definitions
    // that make no sense.

    [[nodiscard]] std::vector<jet::column_info> columns(where at = where::current()) const
    {
        std::vector<jet::column_info> all;
        const errc code = usable();
        check(jet::is_error(code) ? code : api().column_infos(sid(), tid(), all), "column_infos", at);
        return all;
    }
    [[nodiscard]] std::vector<jet::index_info> indexes(where at = where::current()) const
    {
        std::vector<jet::index_info> all;
        const errc code = usable();
        check(jet::is_error(code) ? code : api().index_infos(sid(), tid(), all), "index_infos", at);
        return all;
    }
    // column_duplicate: the name is taken. column_too_big: a short column of more than 255 bytes. table_not_empty,
    // exclusive_table_lock_required: an escrow or autoincrement column, and the table is not empty or not alone. The cursor
    // goes before the first row. JetAddColumn.
    column_ref add_column(const column_spec& spec, where at = where::current())
    {
        jet::column_create made = detail::create_of(spec);
        errc code = usable();
        if (!jet::is_error(code)) code = detail::refusal_of(spec);
        check(jet::is_error(code) ? code : api().add_column(sid(), tid(), made), "add_column", at);
        return {made.id, made.type, made.code_page, made.size_max};
    }
    // column_not_found; column_in_use: an index has it. JetDeleteColumn2.
    void remove_column(std::string_view name, where at = where::current())
    {
        const errc code = usable();
        check(jet::is_error(code) ? code : api().delete_column(sid(), tid(), name, {}), "delete_column", at);
    }
    // column_not_found; column_duplicate: the new name is taken. JetRenameColumn.
    void rename_column(std::string_view from_name, std::string_view to_name, where at = where::current())
    {
        const errc code = usable();
        check(jet::is_error(code) ? code : api().rename_column(sid(), tid(), from_name, to_name), "rename_column", at);
    }
    // Filled from the rows there are. index_duplicate: the name is taken. key_duplicate: it is unique, and two rows have one key.
    // null_key_disallowed, key_truncated: a row does not fit it. column_not_found. JetCreateIndex2.
    void create_index(const index_spec& spec, where at = where::current())
    {
        const detail::index_request request{spec};
        jet::index_create made = request.create();
        const errc code = usable();
        check(jet::is_error(code) ? code : api().create_index(sid(), tid(), made), "create_index", at);
        state_->segments_known = false;
    }
    // index_not_found; index_in_use: it is current in a cursor; index_must_stay: the primary one. JetDeleteIndex.
    void remove_index(std::string_view name, where at = where::current())
    {
        const errc code = usable();
        check(jet::is_error(code) ? code : api().delete_index(sid(), tid(), name), "delete_index", at);
        state_->segments_known = false;
    }

    // For the other handles.
    errc adopt(const detail::shared_ref<detail::database_state<Api>>& owner, table_id id) noexcept;

private:
    template <class S, class A>
    friend class basic_table;
    template <class S, class A>
    friend class basic_long_value;

    [[nodiscard]] Api& api() const noexcept { return state_->api(); }
    [[nodiscard]] session_id sid() const noexcept { return state_->sid(); }
    [[nodiscard]] table_id tid() const noexcept { return state_->id(); }

    [[nodiscard]] static bool is_absence(errc code) noexcept
    {
        return code == errc::no_current_record || code == errc::record_not_found || code == errc::record_deleted;
    }
    static bool found(errc code, const char* call, const where& at)
    {
        if (is_absence(code)) return false;
        check(code, call, at);
        return true;
    }
    static bool found(errc code, std::error_code& ec) noexcept
    {
        return !jet::is_error(report(is_absence(code) ? errc::success : code, ec)) && !is_absence(code);
    }

    errc step(std::int32_t rows) noexcept
    {
        const errc code = usable();
        return jet::is_error(code) ? code : api().move(sid(), tid(), rows, {});
    }
    [[nodiscard]] errc lookup(std::string_view name, column_ref& into) const noexcept
    {
        return state_ ? detail::find_column(*state_, name, into) : misuse::not_open;
    }
    template <class T>
    [[nodiscard]] errc read(const column_ref& column, T& value, std::uint32_t nth) const noexcept
    {
        return state_ ? detail::read_value(*state_, column, value, {}, nth) : misuse::not_open;
    }
    basic_update<Api> prepared(jet::prepare_kind kind, const where& at)
    {
        basic_update<Api> guard;
        check(guard.prepare(state_, kind), "prepare_update", at);
        return guard;
    }
    basic_update<Api> prepared(jet::prepare_kind kind, std::error_code& ec) noexcept
    {
        basic_update<Api> guard;
        report(guard.prepare(state_, kind), ec);
        return guard;
    }

    errc close_it() noexcept { return state_ ? state_->close() : misuse::not_open; }
    errc dup_into(basic_cursor& twin) noexcept;
    errc select(std::string_view index) noexcept;
    errc mark(bookmark& here) const noexcept;
    errc go(const bookmark& there) noexcept;
    errc erase_it() noexcept;
    errc lock_it(row_lock kind) noexcept;
    template <class T>
    errc add_it(const column_ref& column, T delta, T& before) noexcept;
    template <class K>
    errc seek_key(const K& k) noexcept;
    template <class... Parts>
    errc seek_parts(const std::tuple<Parts...>& parts);
    template <class A, class B, class C>
    errc find_first(const A& a, const B& b, const C& c) noexcept;

    detail::shared_ref<detail::cursor_state<Api>> state_;
};

// Single pass over the rows of one cursor. `*it` is the cursor.
template <class Api, key_bound A, key_bound B, key_bound C>
class row_range {
public:
    static constexpr bool is_backward = detail::goes_backward<A, B, C>;

    class iterator {
    public:
        using iterator_concept  = std::input_iterator_tag;
        using iterator_category = std::input_iterator_tag;
        using value_type        = basic_cursor<Api>;
        using difference_type   = std::ptrdiff_t;
        using pointer           = basic_cursor<Api>*;
        using reference         = basic_cursor<Api>&;

        iterator() noexcept = default;
        iterator(basic_cursor<Api>& rows, bool more, const where& at) noexcept : cursor_{&rows}, more_{more}, at_{at} {}

        [[nodiscard]] reference operator*() const noexcept { return *cursor_; }
        [[nodiscard]] pointer operator->() const noexcept { return cursor_; }
        iterator& operator++()
        {
            more_ = is_backward ? cursor_->move_previous(at_) : cursor_->move_next(at_);
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& it, std::default_sentinel_t) noexcept { return !it.more_; }

    private:
        basic_cursor<Api>* cursor_ = nullptr;
        bool more_ = false;
        where at_{};
    };

    row_range(basic_cursor<Api>& rows, const A& a, const B& b, const C& c, const where& at)
        : cursor_{&rows}, a_{a}, b_{b}, c_{c}, at_{at}
    {}

    [[nodiscard]] iterator begin() const { return {*cursor_, cursor_->find(a_, b_, c_, at_), at_}; }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    basic_cursor<Api>* cursor_;   // must outlive the range and stay where it is
    A a_;
    B b_;
    C c_;
    where at_;
};

template <class Api>
errc basic_cursor<Api>::adopt(const detail::shared_ref<detail::database_state<Api>>& owner, table_id id) noexcept
{
    auto* fresh = new (std::nothrow) detail::cursor_state<Api>{owner, id};
    if (fresh == nullptr) {
        (void)owner->session->api().close_table(owner->session->id(), id);
        return errc::out_of_memory;
    }
    state_ = detail::shared_ref<detail::cursor_state<Api>>{fresh};
    return errc::success;
}

template <class Api>
errc basic_cursor<Api>::dup_into(basic_cursor& twin) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    table_id id;
    const errc code = api().dup_cursor(sid(), tid(), id);
    return jet::is_error(code) ? code : twin.adopt(state_->database, id);
}

template <class Api>
errc basic_cursor<Api>::select(std::string_view index) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    state_->segments_known = false;
    return api().set_current_index(sid(), tid(), index, {});
}

template <class Api>
errc basic_cursor<Api>::mark(bookmark& here) const noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    return detail::without_throwing([&] {
        detail::bookmark_buffer place;   // not cleared on purpose
        std::size_t size = 0;
        const errc code = api().get_bookmark(sid(), tid(), place, size);
        if (!jet::is_error(code)) here.bytes.assign(place.begin(), place.begin() + static_cast<std::ptrdiff_t>(size));
        return code;
    });
}

template <class Api>
errc basic_cursor<Api>::go(const bookmark& there) noexcept
{
    const errc code = usable();
    return jet::is_error(code) ? code : api().goto_bookmark(sid(), tid(), there.bytes);
}

template <class Api>
errc basic_cursor<Api>::erase_it() noexcept
{
    const errc code = usable();
    return jet::is_error(code) ? code : state_->session.seen(api().delete_record(sid(), tid()));
}

template <class Api>
errc basic_cursor<Api>::lock_it(row_lock kind) noexcept
{
    const errc code = usable();
    const auto option = kind == row_lock::read ? jet::lock_option::read : jet::lock_option::write;
    return jet::is_error(code) ? code : state_->session.seen(api().get_lock(sid(), tid(), option));
}

template <class Api>
template <class T>
errc basic_cursor<Api>::add_it(const column_ref& column, T delta, T& before) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    detail::encoded bytes;
    if (const errc code = detail::encode_number(delta, column.type, bytes); jet::is_error(code)) return code;
    std::array<std::byte, 8> old{};
    std::size_t size = 0;
    const errc code = state_->session.seen(api().escrow_update(sid(), tid(), column.id, bytes.bytes(), old, size, {}));
    if (jet::is_error(code)) return code;
    return detail::decode_number(std::span<const std::byte>{old}.first(size), column.type, before);
}

template <class Api>
template <class K>
errc basic_cursor<Api>::seek_key(const K& k) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    return detail::without_throwing([&] {
        if constexpr (detail::is_key<K>) return seek_parts(k.parts);
        else return seek_parts(std::tuple<const K&>{k});
    });
}

template <class Api>
template <class... Parts>
errc basic_cursor<Api>::seek_parts(const std::tuple<Parts...>& parts)
{
    if (const errc code = detail::know_segments(*state_); jet::is_error(code)) return code;
    const auto put = [&](const auto& some, jet::flags<jet::key_option> limit, detail::key_use then) {
        return detail::put_key(*state_, some, limit, then);
    };
    return detail::seek_equal(*state_, put, parts, state_->segments.size());
}

template <class Api>
template <class A, class B, class C>
errc basic_cursor<Api>::find_first(const A& a, const B& b, const C& c) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    return detail::without_throwing([&] {
        const auto put = [&](const auto& parts, jet::flags<jet::key_option> limit, detail::key_use then) {
            const errc code = detail::know_segments(*state_);
            return jet::is_error(code) ? code : detail::put_key(*state_, parts, limit, then);
        };
        return detail::seek_within(*state_, put, a, b, c);
    });
}

}  // namespace ese::inline v1
