// model_run.hpp — random operations of several sessions on the engine, each beside what the model says of it.
//
// Room:   test/api. Uses table_model, backend.
// Gives:  run. Its bodies are in model_run_life, model_run_steps and model_run_definitions, included at the end.
// Holds:  what a session must see, and which of its writes must meet a rival, follows from the model alone.
#pragma once

#include "table_model.hpp"

#include <ese/backend/engine.hpp>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace random_run {

namespace jet = ese::jet;
namespace fs = std::filesystem;
using ese::column_id;
using ese::database_id;
using ese::engine_api;
using ese::errc;
using ese::session_id;
using ese::table_id;
using model::order;

using in_bytes  = std::span<const std::byte>;
using state_ptr = std::shared_ptr<model::table_state>;

inline constexpr std::size_t tables = 3, sessions_count = 5, blob_most = 12000, rows_about = 500;
inline constexpr int writers_most = 6;                     // levels a session nests to, the seventh being tried now and then

template <class T>
in_bytes raw(const T& value) { return std::as_bytes(std::span{&value, 1}); }
inline in_bytes raw(const std::string& text) { return std::as_bytes(std::span{text.data(), text.size()}); }

struct columns {
    column_id id, a, u, name, blob;
    std::vector<column_id> extras;
};

struct open_cursor {
    table_id handle;
    std::size_t table;
    model::cursor at;
};

struct session_model {
    session_id handle;
    std::vector<std::vector<state_ptr>> levels;     // what is seen, one per open level
    std::uint64_t snapshot = 0;
    bool read_only = false;
    std::set<std::pair<std::size_t, std::int64_t>> rows, uniques;    // keys this transaction has claimed
    std::set<std::pair<std::size_t, std::int64_t>> shared;           // rows it has locked for reading
    std::vector<open_cursor> cursors;

    [[nodiscard]] int level() const { return static_cast<int>(levels.size()); }
};

// Throws where the engine and the model differ.
class run {
public:
    run(unsigned seed, long steps, std::string folder) : seed_{seed}, steps_{steps}, folder_{std::move(folder)}, random_{seed} {}

    void go()
    {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        start(true);
        for (step_ = 0; step_ < steps_; ++step_) {
            one_step();
            if (step_ % 4001 == 4000) define_something();
            if (step_ % 90001 == 90000) start_again();
        }
        finish_transactions();
        verify_everything();
        stop();
    }
    [[nodiscard]] std::string told() const { return "seed " + std::to_string(seed_) + ", step " + std::to_string(step_); }
    [[nodiscard]] std::string database() const { return folder_ + "/model_stress.edb"; }
    [[nodiscard]] const std::map<std::string, long>& counts() const { return counts_; }

private:
    // Answers.

    [[noreturn]] void differ(const std::string& what) const { throw std::runtime_error{what + "; " + told()}; }
    void must(errc got, errc wanted, std::string_view call)
    {
        if (got != wanted)
            differ(std::string{call} + " answered " + std::to_string(static_cast<int>(got)) + " instead of " + std::to_string(static_cast<int>(wanted)));
    }
    void must(bool holds, std::string_view what)
    {
        if (!holds) differ(std::string{what});
    }

    // Dice.

    [[nodiscard]] std::uint64_t upto(std::uint64_t most) { return random_() % (most + 1); }
    [[nodiscard]] bool chance(unsigned percent) { return upto(99) < percent; }
    [[nodiscard]] std::int64_t any_id() { return static_cast<std::int64_t>(upto(2 * rows_about)) - static_cast<std::int64_t>(rows_about / 2); }
    [[nodiscard]] std::optional<std::int32_t> any_a() { return chance(10) ? std::nullopt : std::optional{static_cast<std::int32_t>(upto(60)) - 30}; }
    [[nodiscard]] std::optional<std::int64_t> any_u() { return chance(20) ? std::nullopt : std::optional{static_cast<std::int64_t>(upto(3 * rows_about))}; }
    [[nodiscard]] std::optional<std::string> any_name()
    {
        if (chance(10)) return std::nullopt;
        std::string text(upto(chance(10) ? 60 : 12), 'n');
        for (char& c : text) c = static_cast<char>(chance(50) ? 'a' + static_cast<char>(upto(3)) : static_cast<char>(upto(255)));
        return text;
    }
    [[nodiscard]] std::string any_text(std::size_t most)
    {
        std::string text(upto(most), static_cast<char>('A' + static_cast<char>(upto(25))));
        for (std::size_t i = 0; i < text.size(); i += 97) text[i] = static_cast<char>(upto(255));
        return text;
    }
    [[nodiscard]] std::optional<std::string> any_blob()
    {
        const auto dice = upto(99);
        if (dice < 60) return std::nullopt;
        return any_text(dice < 80 ? 300 : dice < 95 ? 3000 : blob_most);
    }

    // The engine.

    void start(bool fresh);
    void stop();
    void start_again();
    void create_table(std::size_t t);
    void learn_columns(std::size_t t, table_id cursor);
    [[nodiscard]] static std::string table_name(std::size_t t) { return "table" + std::to_string(t); }
    [[nodiscard]] static std::string_view index_name(order by)
    {
        constexpr std::string_view names[] = {"pk", "by_a", "by_u", "by_name"};
        return names[static_cast<std::size_t>(by)];
    }
    [[nodiscard]] table_id open(session_id s, std::size_t t)
    {
        table_id handle;
        must(api_->open_table(s, database_, table_name(t), {}, handle), errc::success, "open_table");
        return handle;
    }
    void make_key(session_id s, table_id c, order by, const model::place& key)
    {
        auto how = jet::flags<jet::key_option>{jet::key_option::new_key};
        const auto number = static_cast<std::int32_t>(key.number);
        in_bytes value = by == order::by_name ? raw(key.text) : by == order::by_a ? raw(number) : raw(key.number);
        if (!key.filled) value = {};
        else if (value.empty()) how |= jet::key_option::zero_length;
        must(api_->make_key(s, c, value, how), errc::success, "make_key");
    }
    void set(session_id s, table_id c, column_id column, std::optional<in_bytes> value, jet::flags<jet::set_column_option> how = {})
    {
        jet::set_args args;
        args.column = column;
        args.value_absent = !value;
        args.value = value.value_or(in_bytes{});
        args.size = static_cast<std::uint32_t>(args.value.size());
        args.options = how;
        if (value && value->empty()) args.options |= jet::set_column_option::zero_length;
        must(api_->set_column(s, c, args), errc::success, "set_column");
    }
    template <class T>
    void set_optional(session_id s, table_id c, column_id column, const std::optional<T>& value)
    {
        set(s, c, column, value ? std::optional{raw(*value)} : std::nullopt);
    }
    [[nodiscard]] std::optional<std::string> get(session_id s, table_id c, column_id column)
    {
        jet::retrieve_args args;
        args.column = column;
        args.buffer = buffer_;
        const errc code = api_->retrieve_column(s, c, args);
        if (code == errc::wrn_column_null) return std::nullopt;
        must(code, errc::success, "retrieve_column");
        return std::string{reinterpret_cast<const char*>(buffer_.data()), args.actual};
    }

    // The model.

    [[nodiscard]] const model::table_state& seen(const session_model& s, std::size_t t) const
    {
        return s.levels.empty() ? *committed_[t] : *s.levels.back()[t];
    }
    [[nodiscard]] static model::table_state& own(state_ptr& shared)
    {
        if (shared.use_count() > 1) shared = std::make_shared<model::table_state>(*shared);
        return *shared;
    }
    // By a change or a claim of one.
    [[nodiscard]] bool contested_by_writers(const session_model& me, std::size_t t, std::int64_t key, bool unique) const
    {
        for (const session_model& s : sessions_)
            if (&s != &me && (unique ? s.uniques : s.rows).contains({t, key})) return true;
        return is_newer(unique ? uniques_changed_ : rows_changed_, me, t, key);
    }
    [[nodiscard]] bool contested(const session_model& me, std::size_t t, std::int64_t key, bool unique) const
    {
        if (contested_by_writers(me, t, key, unique)) return true;
        if (unique) return false;
        for (const session_model& s : sessions_)
            if (&s != &me && s.shared.contains({t, key})) return true;
        return is_newer(rows_shared_, me, t, key);
    }
    using times = std::map<std::pair<std::size_t, std::int64_t>, std::uint64_t>;
    [[nodiscard]] static bool is_newer(const times& all, const session_model& me, std::size_t t, std::int64_t key)
    {
        const auto at = all.find({t, key});
        return at != all.end() && me.level() > 0 && at->second > me.snapshot;
    }
    // A claim of a transaction; at level 0 it is a commit already.
    void claim(session_model& s, std::size_t t, std::int64_t id)
    {
        if (s.level() > 0) s.rows.insert({t, id});
        else rows_changed_[{t, id}] = clock_;
    }
    void claim_unique(session_model& s, std::size_t t, const std::optional<std::int64_t>& u)
    {
        if (!u) return;
        if (s.level() > 0) s.uniques.insert({t, *u});
        else uniques_changed_[{t, *u}] = clock_;
    }
    // A write the engine has accepted; at level 0 it is everybody's at once.
    void apply(session_model& s, std::size_t t, std::int64_t id, const model::row_ptr& after)
    {
        const model::row_ptr before = seen(s, t).find(id);
        const bool moves = !before || !after || before->u != after->u;
        if (s.level() == 0) ++clock_;
        claim(s, t, id);
        if (moves && before) claim_unique(s, t, before->u);
        if (moves && after) claim_unique(s, t, after->u);
        model::table_state& state = own(s.level() > 0 ? s.levels.back()[t] : committed_[t]);
        if (after) state.put(after);
        else state.remove(id);
    }
    void begin(session_model& s, bool read_only);
    void commit(session_model& s);
    void roll_back(session_model& s);
    void finish_transactions();

    // Steps.

    void one_step();
    void navigate(session_model& s, open_cursor& c);
    void seek(session_model& s, open_cursor& c);
    void select_index(session_model& s, open_cursor& c);
    void walk_range(session_model& s, open_cursor& c);
    void use_bookmark(session_model& s, open_cursor& c);
    void read(session_model& s, open_cursor& c);
    void compare(session_model& s, table_id c, std::size_t t, const model::row& expected);
    void insert(session_model& s, open_cursor& c);
    void copy(session_model& s, open_cursor& c);
    void replace(session_model& s, open_cursor& c);
    void change_blob(session_model& s, open_cursor& c, model::row& r);
    void set_extras(session_model& s, open_cursor& c, model::row& r);
    void save_insert(session_model& s, open_cursor& c, const std::shared_ptr<model::row>& fresh, bool was_shared = false);
    void erase(session_model& s, open_cursor& c);
    void lock(session_model& s, open_cursor& c);
    void open_another(session_model& s);
    void verify(session_model& s, std::size_t t);
    void verify_everything();
    void define_something();
    void define(session_model& s, std::size_t t, table_id c, state_ptr& state);
    void throw_away_table(session_model& s);
    [[nodiscard]] jet::index_create name_index() const
    {
        jet::index_create made;
        made.name = "by_name";
        made.key = std::string_view{"+name\0\0", 7};
        return made;
    }
    [[nodiscard]] bool refused_as_reader(session_model& s, errc got, std::string_view call)
    {
        if (!s.read_only || s.level() == 0) return false;
        must(got, errc::trans_read_only, call);
        return true;
    }

    const unsigned seed_;
    const long steps_;
    const std::string folder_;
    std::mt19937 random_;
    long step_ = 0;
    std::map<std::string, long> counts_;

    std::optional<engine_api> api_;
    database_id database_{};
    std::vector<session_model> sessions_;
    std::vector<state_ptr> committed_;
    std::vector<columns> columns_;
    times rows_changed_, uniques_changed_, rows_shared_;    // when
    std::uint64_t clock_ = 1;
    std::vector<std::byte> buffer_ = std::vector<std::byte>(2 * blob_most);
    int extras_named_ = 0;
};

}  // namespace random_run

#include "model_run_definitions.hpp"
#include "model_run_life.hpp"
#include "model_run_steps.hpp"
