// model_run_definitions.hpp — columns, indexes and tables that come and go while nobody is in a transaction: bodies of run.
#pragma once

#include "model_run.hpp"

namespace random_run {

inline void run::define_something()
{
    finish_transactions();
    session_model& s = sessions_[upto(sessions_count - 1)];
    const std::size_t t = upto(tables - 1);
    if (chance(25)) return throw_away_table(s);
    for (session_model& other : sessions_)
        for (open_cursor& c : other.cursors) {
            if (c.table != t || c.at.index() != order::by_name) continue;
            must(api_->set_current_index(other.handle, c.handle, {}, {}), errc::success, "set_current_index");
            c.at.select(order::primary, 0);
        }

    begin(s, false);
    open_cursor work{open(s.handle, t), t, model::cursor{s.level()}};
    state_ptr before = s.levels.back()[t];
    define(s, t, work.handle, s.levels.back()[t]);
    const columns with_it = columns_[t];
    for (int i = 0; i < 10; ++i) insert(s, work);
    verify(s, t);
    must(api_->close_table(s.handle, work.handle), errc::success, "close_table");
    if (chance(60)) {
        const state_ptr after = s.levels.back()[t];
        own(committed_[t]).extras = after->extras;
        own(committed_[t]).has_name_index = after->has_name_index;
        commit(s);
        ++counts_["definitions"];
    } else {
        roll_back(s);
        while (s.level() > 0) roll_back(s);
        columns_[t].extras.resize(before->extras.size());
    }
    verify(sessions_[upto(sessions_count - 1)], t);
}

inline void run::define(session_model& s, std::size_t t, table_id c, state_ptr& shared)
{
    model::table_state& state = own(shared);
    // Values of a deleted tagged column stay in their records, and the checker would ask where the column is.
    std::size_t alive = 0, deletable = 0;
    for (const auto& extra : state.extras) {
        alive += extra.alive;
        deletable += extra.alive && !extra.tagged;
    }
    const auto dice = upto(99);
    if (dice < 40 && alive < 6 && state.extras.size() < 60) {
        const std::string name = "extra" + std::to_string(extras_named_++);
        const std::int32_t value = 4711;
        const bool with_default = chance(50);
        jet::column_create made;
        made.name = name;
        made.type = jet::column_type::long_;
        const bool tagged = chance(50);
        if (tagged) made.options = jet::column_option::tagged;
        if (with_default) made.default_value = raw(value);
        must(api_->add_column(s.handle, c, made), errc::success, "add_column");
        state.extras.push_back({name, with_default ? std::optional{value} : std::nullopt, tagged, true});
        columns_[t].extras.push_back(made.id);
    } else if (dice < 60 && deletable > 0) {
        std::size_t which = upto(state.extras.size() - 1);
        while (!state.extras[which].alive || state.extras[which].tagged) which = (which + 1) % state.extras.size();
        must(api_->delete_column(s.handle, c, state.extras[which].name, {}), errc::success, "delete_column");
        state.extras[which].alive = false;
    } else if (state.has_name_index) {
        must(api_->delete_index(s.handle, c, "by_name"), errc::success, "delete_index");
        state.has_name_index = false;
    } else {
        jet::index_create made = name_index();
        must(api_->create_index(s.handle, c, made), errc::success, "create_index");
        state.has_name_index = true;
    }
}

// A table that lives for a moment; its pages must come back.
inline void run::throw_away_table(session_model& s)
{
    begin(s, false);
    std::array<jet::column_create, 2> made{};
    made[0] = {.name = "number", .type = jet::column_type::long_};
    made[1] = {.name = "text", .type = jet::column_type::long_binary};
    jet::table_create table;
    table.name = "moment";
    table.columns = made;
    table_id c;
    must(api_->create_table(s.handle, database_, table, c), errc::success, "create_table");
    const std::string text = any_text(blob_most);
    std::size_t size = 0;
    for (std::int32_t i = 0; i < 50; ++i) {
        must(api_->prepare_update(s.handle, c, jet::prepare_kind::insert), errc::success, "prepare_update");
        set(s.handle, c, made[0].id, raw(i));
        if (i % 5 == 0) set(s.handle, c, made[1].id, raw(text));
        must(api_->update(s.handle, c, {}, size, {}), errc::success, "update");
    }
    std::int32_t met = 0;
    for (errc more = api_->move(s.handle, c, jet::move_first, {}); more == errc::success; more = api_->move(s.handle, c, 1, {}), ++met)
        must(get(s.handle, c, made[0].id) == std::string{reinterpret_cast<const char*>(&met), 4}, "a row of a new table differs");
    must(met == 50, "a new table lost rows");
    must(api_->close_table(s.handle, c), errc::success, "close_table");
    const bool keep = chance(60);
    if (keep) commit(s);
    while (s.level() > 0) roll_back(s);
    must(api_->delete_table(s.handle, database_, "moment"), keep ? errc::success : errc::object_not_found, "delete_table");
    ++counts_["tables come and gone"];
}

}  // namespace random_run
