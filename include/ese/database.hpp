// database.hpp — an open database: its tables, and cursors on them.
//
// Room:   public. Uses cursor.
// Gives:  basic_database, open_options.
// Holds:  cursors keep the database open: closing the handle first is harmless.
#pragma once

#include <ese/cursor.hpp>
#include <ese/fwd.hpp>
#include <ese/session_state.hpp>

#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace ese::inline v1 {

struct open_options {
    jet::flags<jet::open_table_option> flags{};
};

// Obtained from basic_session::create, attach or open; belongs to that session.
//
//     auto db = session.create("shop.edb", {.if_exists = ese::open_it});
//     if (!db.has_table("items")) db.create_table(items);
//     auto items = db.open_cursor("items");
template <class Api>
class [[nodiscard]] basic_database {
    static_assert(jet_api<Api>);

public:
    basic_database() noexcept = default;   // not open
    basic_database(basic_database&&) noexcept = default;
    basic_database& operator=(basic_database&&) noexcept = default;
    ~basic_database() = default;           // the node closes what it holds

    [[nodiscard]] bool is_open() const noexcept { return !jet::is_error(usable()); }
    [[nodiscard]] database_id native_handle() const noexcept { return state_ ? state_->id() : database_id{}; }

    // Closes at once; cursors that are still open on it answer not_open.
    void close(where at = where::current()) { check(close_it(), "close_database", at); }
    void close(std::error_code& ec) noexcept { report(close_it(), ec); }

    // A cursor on a table, before its first row. object_not_found: no such table in this snapshot. table_locked, table_in_use:
    // somebody has it alone, or alone was asked for. out_of_cursors: max_cursors are open. JetOpenTable.
    basic_cursor<Api> open_cursor(std::string_view table, open_options options = {}, where at = where::current())
    {
        basic_cursor<Api> opened;
        check(open_into(opened, table, options), "open_table", at);
        return opened;
    }
    basic_cursor<Api> open_cursor(std::string_view table, open_options options, std::error_code& ec) noexcept
    {
        basic_cursor<Api> opened;
        report(open_into(opened, table, options), ec);
        return opened;
    }
    // Empty when there is no such table.
    [[nodiscard]] std::optional<basic_cursor<Api>> open_if_exists(std::string_view table, open_options options = {},
                                                                  where at = where::current())
    {
        basic_cursor<Api> opened;
        const errc code = open_into(opened, table, options);
        if (code == errc::object_not_found) return std::nullopt;
        check(code, "open_table", at);
        return opened;
    }
    [[nodiscard]] bool has_table(std::string_view table, where at = where::current())
    {
        return open_if_exists(table, {}, at).has_value();
    }

    // The table with its columns and indexes, all or nothing, and part of the transaction. The cursor that comes back is the only
    // one on the table while it is open. table_duplicate: the name is taken. column_too_big: a short column of more than 255
    // bytes. invalid_name, and what docs/errors.md says of definitions that make no sense. JetCreateTableColumnIndex2.
    basic_cursor<Api> create_table(const table_spec& spec, where at = where::current())
    {
        basic_cursor<Api> made;
        check(create_into(made, spec), "create_table", at);
        return made;
    }
    basic_cursor<Api> create_table(const table_spec& spec, std::error_code& ec) noexcept
    {
        basic_cursor<Api> made;
        report(create_into(made, spec), ec);
        return made;
    }

    // By a schema; their bodies are in table.hpp.

    // The table must not exist yet.
    template <class S>
    basic_table<S, Api> create(where at = where::current());
    // Checks the columns and indexes; what differs is thrown as schema_mismatch.
    template <class S>
    basic_table<S, Api> open(where at = where::current());
    // Creates the table or adds the columns and indexes it lacks, all in one transaction.
    template <class S>
    basic_table<S, Api> ensure(where at = where::current());
    // The first thing in which the table is not as its schema says, in words; empty: none.
    template <class S>
    [[nodiscard]] std::string difference(where at = where::current());

    // Part of the transaction. object_not_found; table_in_use: any cursor is open on it; cannot_delete_system_table,
    // cannot_delete_template_table. JetDeleteTable.
    void remove_table(std::string_view table, where at = where::current()) { check(remove_it(table), "delete_table", at); }
    void remove_table(std::string_view table, std::error_code& ec) noexcept { report(remove_it(table), ec); }

    // Part of the transaction. object_not_found; table_duplicate: the new name is taken; write_conflict: another session defines
    // something in the table; invalid_name; permission_denied: a table of the system; fixed_ddl. JetRenameTable.
    void rename_table(std::string_view from_name, std::string_view to_name, where at = where::current())
    {
        const errc code = usable();
        check(jet::is_error(code) ? code : api().rename_table(sid(), state_->id(), from_name, to_name), "rename_table", at);
    }

    // The names of the tables in this snapshot, those of the system left out.
    [[nodiscard]] std::vector<std::string> tables(where at = where::current())
    {
        std::vector<std::string> names;
        const errc code = usable();
        check(jet::is_error(code) ? code : api().table_names(sid(), state_->id(), names), "table_names", at);
        return names;
    }

    [[nodiscard]] database_info info(where at = where::current())
    {
        database_info told;
        const errc code = usable();
        check(jet::is_error(code) ? code : api().get_database_info(sid(), state_->id(), told), "get_database_info", at);
        return told;
    }

    // For sessions. `open(id)` asks the backend. What may find no memory here is done before, so that it leaves nothing behind.
    template <class Open>
    errc open_by(const detail::shared_ref<detail::session_state<Api>>& owner, Open&& open) noexcept;

private:
    [[nodiscard]] errc usable() const noexcept { return state_ ? state_->usable() : misuse::not_open; }
    [[nodiscard]] Api& api() const noexcept { return state_->session->api(); }
    [[nodiscard]] session_id sid() const noexcept { return state_->session->id(); }

    template <class S>
    std::string check_table(basic_table<S, Api>& t, const where& at);
    template <class S>
    void add_missing(where at);
    errc close_it() noexcept { return state_ ? state_->close() : misuse::not_open; }
    errc open_into(basic_cursor<Api>& opened, std::string_view table, const open_options& options) noexcept;
    errc create_into(basic_cursor<Api>& made, const table_spec& spec) noexcept;
    errc remove_it(std::string_view table) noexcept
    {
        const errc code = usable();
        return jet::is_error(code) ? code : api().delete_table(sid(), state_->id(), table);
    }

    detail::shared_ref<detail::database_state<Api>> state_;
};

template <class Api>
template <class Open>
errc basic_database<Api>::open_by(const detail::shared_ref<detail::session_state<Api>>& owner, Open&& open) noexcept
{
    auto* const node = new (std::nothrow) detail::database_state<Api>{owner};
    if (node == nullptr) return errc::out_of_memory;
    const detail::shared_ref<detail::database_state<Api>> fresh{node};
    database_id id;
    const errc code = open(id);
    if (jet::is_error(code)) return code;
    fresh->opened(id);
    state_ = fresh;
    return errc::success;
}

template <class Api>
errc basic_database<Api>::open_into(basic_cursor<Api>& opened, std::string_view table, const open_options& options) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    table_id id;
    const errc code = api().open_table(sid(), state_->id(), table, options.flags, id);
    return jet::is_error(code) ? code : opened.adopt(state_, id);
}

template <class Api>
errc basic_database<Api>::create_into(basic_cursor<Api>& made, const table_spec& spec) noexcept
{
    if (const errc code = usable(); jet::is_error(code)) return code;
    if (const errc refused = detail::refusal_of(spec); jet::is_error(refused)) return refused;
    return detail::without_throwing([&] {
        detail::table_request request{spec};
        table_id id;
        const errc code = api().create_table(sid(), state_->id(), request.create(), id);
        if (jet::is_error(code)) return code;
        const errc adopted = made.adopt(state_, id);
        if (jet::is_error(adopted)) (void)remove_it(spec.name);
        return adopted;
    });
}

}  // namespace ese::inline v1
