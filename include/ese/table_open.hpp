// table_open.hpp — how a database comes to a table by its schema: bodies of basic_database.
//
// Room:   public. Included by table.hpp only.
// Gives:  create, open, ensure, difference.
// Holds:  a table is made or mended as a whole or not at all.
#pragma once

#include <ese/table.hpp>

#include <string>

namespace ese::inline v1 {

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
