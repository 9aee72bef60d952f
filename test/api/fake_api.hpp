// fake_api.hpp — a backend without an engine: counts calls, answers what a test has scripted, keeps one table in memory.
//
// Gives:  fake_api with the record of what was called; fake_script, shared with the test.
// Holds:  a cursor opened at a level that is rolled back is dead, and touching it is counted as a fault of the wrapper.
#pragma once

#include <ese/backend/jet_api.hpp>

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace fake {

using ese::errc;

struct script {
    std::map<std::string, int> calls;                       // by name
    std::map<std::string, std::deque<errc>> answers;        // used up one per call; afterwards success
    std::set<std::uint64_t> sessions;
    std::map<std::uint64_t, int> tables;                    // open cursor -> its level
    std::map<std::int64_t, std::string> rows;               // id -> name as UTF-16 bytes
    int level = 0;
    int levels_max = 7;
    std::uint64_t next_id = 100;
    std::uint64_t context = 0;
    int dead_handles_used = 0;
    bool running = false;

    void answer(const std::string& call, errc code, int times = 1)
    {
        for (int i = 0; i < times; ++i) answers[call].push_back(code);
    }
    [[nodiscard]] int count(const std::string& call) { return calls[call]; }

    // The scripted answer of this call.
    errc called(const std::string& call)
    {
        ++calls[call];
        auto& waiting = answers[call];
        if (waiting.empty()) return errc::success;
        const errc code = waiting.front();
        waiting.pop_front();
        return code;
    }
};

class fake_api : public ese::unavailable_api {
public:
    using session_id = ese::session_id;
    using table_id   = ese::table_id;
    using database_id = ese::database_id;

    explicit fake_api(std::shared_ptr<script> shared) : script_{std::move(shared)} {}

    errc create_instance(std::string_view) noexcept { return script_->called("create_instance"); }
    errc set_parameter(ese::jet::parameter, std::uint64_t, std::string_view) noexcept { return script_->called("set_parameter"); }
    errc init(flags<ese::jet::init_option>) noexcept
    {
        const errc code = script_->called("init");
        script_->running = !ese::jet::is_error(code);
        return code;
    }
    errc term(flags<ese::jet::term_option>) noexcept
    {
        const errc code = script_->called("term");
        if (!ese::jet::is_error(code)) script_->running = false;
        return code;
    }

    errc begin_session(session_id& s) noexcept
    {
        const errc code = script_->called("begin_session");
        if (!ese::jet::is_error(code)) script_->sessions.insert((s = session_id{script_->next_id++}).value());
        return code;
    }
    errc end_session(session_id s, flags<ese::jet::end_session_option>) noexcept
    {
        const errc code = script_->called("end_session");
        if (ese::jet::is_error(code)) return code;
        script_->sessions.erase(s.value());
        script_->level = 0;
        script_->tables.clear();
        return code;
    }
    errc set_session_context(session_id, std::uint64_t context) noexcept
    {
        const errc code = script_->called("set_session_context");
        script_->context = context;
        return code;
    }
    errc reset_session_context(session_id) noexcept
    {
        script_->context = 0;
        return script_->called("reset_session_context");
    }

    errc begin_transaction(session_id, flags<ese::jet::begin_option>) noexcept
    {
        if (script_->level == script_->levels_max) return errc::trans_too_deep;
        const errc code = script_->called("begin");
        if (!ese::jet::is_error(code)) ++script_->level;
        return code;
    }
    errc commit_transaction(session_id, flags<ese::jet::commit_option> how) noexcept
    {
        const errc code = script_->called(how.has(ese::jet::commit_option::wait_all_level0) ? "flush" :
                                          how.has(ese::jet::commit_option::lazy_flush) ? "commit_lazy" : "commit");
        if (ese::jet::is_error(code) || how.has(ese::jet::commit_option::wait_all_level0)) return code;
        --script_->level;
        for (auto& [id, level] : script_->tables) level = (std::min)(level, script_->level);
        return code;
    }
    errc rollback(session_id, flags<ese::jet::rollback_option>) noexcept
    {
        const errc code = script_->called("rollback");
        if (ese::jet::is_error(code)) return code;
        std::erase_if(script_->tables, [&](const auto& t) { return t.second >= script_->level; });
        --script_->level;
        prepared_ = false;
        return code;
    }

    errc create_database(session_id, std::string_view, flags<ese::jet::create_database_option>, database_id& db) noexcept
    {
        db = database_id{1};
        return script_->called("create_database");
    }
    errc attach_database(session_id, std::string_view, flags<ese::jet::attach_option>) noexcept { return script_->called("attach_database"); }
    errc open_database(session_id, std::string_view, flags<ese::jet::open_database_option>, database_id& db) noexcept
    {
        db = database_id{1};
        return script_->called("open_database");
    }
    errc close_database(session_id, database_id) noexcept { return script_->called("close_database"); }

    errc open_table(session_id, database_id, std::string_view, flags<ese::jet::open_table_option>, table_id& t) noexcept
    {
        const errc code = script_->called("open_table");
        if (ese::jet::is_error(code)) return code;
        t = table_id{script_->next_id++};
        script_->tables[t.value()] = script_->level;
        return code;
    }
    errc create_table(session_id s, database_id db, ese::jet::table_create& made, table_id& t) noexcept
    {
        ++script_->calls["create_table"];
        created_key = made.indexes.empty() ? std::string{} : std::string{made.indexes[0].key};
        return open_table(s, db, made.name, {}, t);
    }
    errc close_table(session_id, table_id t) noexcept
    {
        if (!alive(t)) return errc::invalid_table_id;
        script_->tables.erase(t.value());
        return script_->called("close_table");
    }

    errc get_column_info(session_id, table_id, std::string_view name, ese::jet::column_info& info) noexcept
    {
        if (name == "id") info.id = ese::column_id{1}, info.type = ese::jet::column_type::long_long;
        else if (name == "name") info.id = ese::column_id{128}, info.type = ese::jet::column_type::long_text, info.code_page = 1200;
        else return errc::column_not_found;
        return script_->called("get_column_info");
    }
    errc get_current_index(session_id, table_id, std::string& name) noexcept
    {
        name = "PK";
        return script_->called("get_current_index");
    }
    errc index_infos(session_id, table_id, std::vector<ese::jet::index_info>& all) noexcept
    {
        ese::jet::index_info primary;
        primary.name = "pk";
        primary.segments.push_back({ese::column_id{1}, "id", ese::jet::column_type::long_long, 0, false});
        all.assign(1, primary);
        return script_->called("index_infos");
    }

    errc move(session_id, table_id t, std::int32_t rows, flags<ese::jet::move_option>) noexcept
    {
        if (!alive(t)) return errc::invalid_table_id;
        if (const errc code = script_->called("move"); ese::jet::is_error(code)) return code;
        if (rows == ese::jet::move_first) at_ = script_->rows.begin();
        else if (at_ != script_->rows.end()) ++at_;
        return at_ == script_->rows.end() ? errc::no_current_record : errc::success;
    }
    errc make_key(session_id, table_id t, bytes_in bytes, flags<ese::jet::key_option>) noexcept
    {
        if (!alive(t) || bytes.size() != sizeof key_) return errc::invalid_buffer_size;
        std::memcpy(&key_, bytes.data(), sizeof key_);
        return errc::success;
    }
    errc seek(session_id, table_id t, flags<ese::jet::seek_option>) noexcept
    {
        if (!alive(t)) return errc::invalid_table_id;
        if (const errc code = script_->called("seek"); ese::jet::is_error(code)) return code;
        at_ = script_->rows.find(key_);
        return at_ == script_->rows.end() ? errc::record_not_found : errc::success;
    }

    errc prepare_update(session_id, table_id t, ese::jet::prepare_kind kind) noexcept
    {
        if (!alive(t)) return errc::invalid_table_id;
        const bool cancel = kind == ese::jet::prepare_kind::cancel;
        if (cancel && !prepared_) return errc::update_not_prepared;
        prepared_ = !cancel;
        return script_->called(cancel ? "cancel" : "prepare");
    }
    errc set_column(session_id, table_id t, const ese::jet::set_args& set) noexcept
    {
        if (!alive(t)) return errc::invalid_table_id;
        if (!prepared_) return errc::update_not_prepared;
        if (set.column == ese::column_id{1}) std::memcpy(&id_, set.value.data(), sizeof id_);
        else name_.assign(reinterpret_cast<const char*>(set.value.data()), set.value.size());
        return script_->called("set_column");
    }
    errc retrieve_column(session_id, table_id t, ese::jet::retrieve_args& args) noexcept
    {
        if (!alive(t)) return errc::invalid_table_id;
        if (at_ == script_->rows.end()) return errc::no_current_record;
        const bool is_id = args.column == ese::column_id{1};
        if (!is_id && at_->second.empty()) return errc::wrn_column_null;
        const void* from = is_id ? static_cast<const void*>(&at_->first) : at_->second.data();
        args.actual      = static_cast<std::uint32_t>(is_id ? sizeof at_->first : at_->second.size());
        std::memcpy(args.buffer.data(), from, (std::min)(args.buffer.size(), std::size_t{args.actual}));
        return args.actual > args.buffer.size() ? errc::wrn_buffer_truncated : errc::success;
    }
    errc update(session_id, table_id t, bytes_out, std::size_t& actual, flags<ese::jet::update_option>) noexcept
    {
        if (!alive(t)) return errc::invalid_table_id;
        if (!prepared_) return errc::update_not_prepared;
        if (const errc code = script_->called("update"); ese::jet::is_error(code)) return code;
        script_->rows[id_] = name_;
        actual    = 0;
        prepared_ = false;
        return errc::success;
    }

    std::string created_key;

private:
    bool alive(table_id t)
    {
        const bool known = script_->tables.count(t.value()) != 0;
        if (!known) ++script_->dead_handles_used;
        return known;
    }

    std::shared_ptr<script> script_;
    std::map<std::int64_t, std::string>::iterator at_ = script_->rows.end();
    std::int64_t key_ = 0;
    std::int64_t id_ = 0;
    std::string name_;
    bool prepared_ = false;
};

static_assert(ese::jet_api<fake_api>);

}  // namespace fake
