// model_run_life.hpp — the instance begins, ends and begins again; transactions begin and end: bodies of run.
#pragma once

#include "model_run.hpp"

namespace random_run {

inline void run::start(bool fresh)
{
    api_.emplace();
    must(api_->create_instance("model"), errc::success, "create_instance");
    const auto set = [&](jet::parameter p, std::uint64_t n, std::string_view text = {}) { must(api_->set_parameter(p, n, text), errc::success, "set_parameter"); };
    set(jet::parameter::database_page_size, 4096);
    set(jet::parameter::system_path, 0, folder_);
    set(jet::parameter::log_file_path, 0, folder_);
    set(jet::parameter::temp_path, 0, folder_);
    set(jet::parameter::max_ver_pages, 1024);
    set(jet::parameter::cache_size_max, 256);
    set(jet::parameter::circular_log, 1);
    set(jet::parameter::commit_default, static_cast<std::uint64_t>(jet::commit_option::lazy_flush));
    must(api_->init({}), errc::success, "init");
    sessions_.assign(sessions_count, {});
    for (session_model& s : sessions_) must(api_->begin_session(s.handle), errc::success, "begin_session");
    const session_id first = sessions_.front().handle;
    if (fresh) {
        must(api_->create_database(first, database(), {}, database_), errc::success, "create_database");
    } else {
        must(api_->attach_database(first, database(), {}), errc::success, "attach_database");
    }
    for (session_model& s : sessions_) must(api_->open_database(s.handle, database(), {}, database_), errc::success, "open_database");
    columns_.resize(tables);
    for (std::size_t t = 0; t < tables; ++t) {
        if (fresh) create_table(t);
        const table_id c = open(first, t);
        learn_columns(t, c);
        must(api_->close_table(first, c), errc::success, "close_table");
        for (session_model& s : sessions_) s.cursors.push_back({open(s.handle, t), t, model::cursor{0}});
    }
}

inline void run::stop()
{
    for (session_model& s : sessions_) must(api_->end_session(s.handle, {}), errc::success, "end_session");
    must(api_->term({}), errc::success, "term");
    api_.reset();
}

inline void run::start_again()
{
    finish_transactions();
    verify_everything();
    stop();
    start(false);
    verify_everything();
    ++counts_["reopened"];
}

inline void run::create_table(std::size_t t)
{
    using type = jet::column_type;
    using o = jet::index_option;
    const std::string name = table_name(t);
    std::array<jet::column_create, 5> made{};
    made[0] = {.name = "id", .type = type::long_long, .options = jet::column_option::not_null};
    made[1] = {.name = "a", .type = type::long_};
    made[2] = {.name = "u", .type = type::long_long};
    made[3] = {.name = "name", .type = type::binary};
    made[4] = {.name = "blob", .type = type::long_binary};
    std::array<jet::index_create, 3> indexes{};
    indexes[0].name = "pk", indexes[0].key = std::string_view{"+id\0\0", 5}, indexes[0].options = o::primary;
    indexes[1].name = "by_a", indexes[1].key = std::string_view{"+a\0\0", 4};
    indexes[2].name = "by_u", indexes[2].key = std::string_view{"+u\0\0", 4}, indexes[2].options = o::unique | o::ignore_any_null;
    jet::table_create table;
    table.name = name;
    table.columns = made;
    table.indexes = indexes;
    const session_id s = sessions_.front().handle;
    table_id c;
    must(api_->create_table(s, database_, table, c), errc::success, "create_table");

    // The tree of long values is made by the first of them, and two sessions that make it at once are rivals.
    learn_columns(t, c);
    must(api_->begin_transaction(s, {}), errc::success, "begin_transaction");
    must(api_->prepare_update(s, c, jet::prepare_kind::insert), errc::success, "prepare_update");
    set(s, c, columns_[t].id, raw(std::int64_t{0}));
    set(s, c, columns_[t].blob, raw(std::string(5000, 'x')));
    std::size_t size = 0;
    must(api_->update(s, c, {}, size, {}), errc::success, "update");
    must(api_->move(s, c, jet::move_first, {}), errc::success, "move");
    must(api_->delete_record(s, c), errc::success, "delete_record");
    must(api_->commit_transaction(s, {}), errc::success, "commit_transaction");
    must(api_->close_table(s, c), errc::success, "close_table");
    committed_.push_back(std::make_shared<model::table_state>());
}

inline void run::learn_columns(std::size_t t, table_id cursor)
{
    const auto id_of = [&](std::string_view name) {
        jet::column_info info;
        must(api_->get_column_info(sessions_.front().handle, cursor, name, info), errc::success, "get_column_info");
        return info.id;
    };
    columns& known = columns_[t];
    known = {id_of("id"), id_of("a"), id_of("u"), id_of("name"), id_of("blob"), {}};
    if (t >= committed_.size()) return;
    for (const model::extra_column& extra : committed_[t]->extras) known.extras.push_back(extra.alive ? id_of(extra.name) : column_id{});
}

inline void run::begin(session_model& s, bool read_only)
{
    const errc got = api_->begin_transaction(s.handle, read_only ? jet::begin_option::read_only : jet::begin_option::none);
    if (s.level() == 7) return must(got, errc::trans_too_deep, "begin_transaction");
    must(got, errc::success, "begin_transaction");
    if (s.level() == 0) {
        s.snapshot = clock_;
        s.read_only = read_only;
    }
    s.levels.push_back(s.levels.empty() ? committed_ : s.levels.back());
}

inline void run::commit(session_model& s)
{
    const errc got = api_->commit_transaction(s.handle, chance(99) ? jet::commit_option::lazy_flush : jet::commit_option::none);
    if (s.level() == 0) return must(got, errc::not_in_transaction, "commit_transaction");
    must(got, errc::success, "commit_transaction");
    const std::vector<state_ptr> now = std::move(s.levels.back());
    s.levels.pop_back();
    for (open_cursor& c : s.cursors) c.at.committed(s.level());
    if (s.level() > 0) {
        s.levels.back() = now;
        return;
    }
    ++clock_;
    // What changed goes first: a unique value may have moved from one row to another.
    for (const auto& [t, id] : s.rows) {
        rows_changed_[{t, id}] = clock_;
        if (now[t]->find(id) != committed_[t]->find(id)) own(committed_[t]).remove(id);
    }
    for (const auto& [t, id] : s.rows)
        if (const model::row_ptr mine = now[t]->find(id); mine && !committed_[t]->find(id)) own(committed_[t]).put(mine);
    for (const auto& key : s.uniques) uniques_changed_[key] = clock_;
    for (const auto& key : s.shared) rows_shared_[key] = clock_;
    s.rows.clear();
    s.uniques.clear();
    s.shared.clear();
}

inline void run::roll_back(session_model& s)
{
    const bool all = chance(10);
    const errc got = api_->rollback(s.handle, all ? jet::rollback_option::all : jet::rollback_option::none);
    if (s.level() == 0) return must(got, errc::not_in_transaction, "rollback");
    must(got, errc::success, "rollback");
    do {
        const int undone = s.level();
        s.levels.pop_back();
        for (std::size_t i = s.cursors.size(); i-- != 0;) {
            if (s.cursors[i].at.opened() >= undone) {
                must(api_->move(s.handle, s.cursors[i].handle, 0, {}), errc::invalid_table_id, "move with a cursor that was rolled back");
                s.cursors.erase(s.cursors.begin() + static_cast<std::ptrdiff_t>(i));
            } else {
                s.cursors[i].at.rolled_back(undone);
            }
        }
    } while (all && s.level() > 0);
    if (s.level() > 0) return;
    s.rows.clear();
    s.uniques.clear();
    s.shared.clear();
}

inline void run::finish_transactions()
{
    for (session_model& s : sessions_)
        while (s.level() > 0) chance(70) ? commit(s) : roll_back(s);
}

}  // namespace random_run
