// model_stress_test.cpp — a million random operations beside a model; no answer and no row may differ.
//
// Several sessions take turns in one thread, each in nested transactions of its own. What each must see, and which of its
// writes must meet a rival, follows from the model alone. ESE_TEST_SEED repeats a run, ESE_TEST_STEPS shortens one. The
// database stays in ESE_TEST_FILES for the checker.

#include "table_model.hpp"

#include <ese/backend/engine.hpp>

#include <boost/test/unit_test.hpp>

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

namespace {

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

constexpr std::size_t tables = 3, sessions_count = 5, blob_most = 12000, rows_about = 500;
constexpr int writers_most = 6;                     // levels a session nests to, the seventh being tried now and then

template <class T>
in_bytes raw(const T& value) { return std::as_bytes(std::span{&value, 1}); }
in_bytes raw(const std::string& text) { return std::as_bytes(std::span{text.data(), text.size()}); }

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
    std::vector<open_cursor> cursors;

    [[nodiscard]] int level() const { return static_cast<int>(levels.size()); }
};

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
    [[nodiscard]] bool contested(const session_model& me, std::size_t t, std::int64_t key, bool unique) const
    {
        const auto& changed = unique ? uniques_changed_ : rows_changed_;
        for (const session_model& s : sessions_)
            if (&s != &me && (unique ? s.uniques : s.rows).contains({t, key})) return true;
        const auto at = changed.find({t, key});
        return at != changed.end() && me.level() > 0 && at->second > me.snapshot;
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
    std::map<std::pair<std::size_t, std::int64_t>, std::uint64_t> rows_changed_, uniques_changed_;    // when
    std::uint64_t clock_ = 1;
    std::vector<std::byte> buffer_ = std::vector<std::byte>(2 * blob_most);
    int extras_named_ = 0;
};

// Life.

void run::start(bool fresh)
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

void run::stop()
{
    for (session_model& s : sessions_) must(api_->end_session(s.handle, {}), errc::success, "end_session");
    must(api_->term({}), errc::success, "term");
    api_.reset();
}

void run::start_again()
{
    finish_transactions();
    verify_everything();
    stop();
    start(false);
    verify_everything();
    ++counts_["reopened"];
}

void run::create_table(std::size_t t)
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

void run::learn_columns(std::size_t t, table_id cursor)
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

// Transactions.

void run::begin(session_model& s, bool read_only)
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

void run::commit(session_model& s)
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
    s.rows.clear();
    s.uniques.clear();
}

void run::roll_back(session_model& s)
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
}

void run::finish_transactions()
{
    for (session_model& s : sessions_)
        while (s.level() > 0) chance(70) ? commit(s) : roll_back(s);
}

// Steps.

void run::one_step()
{
    session_model& s = sessions_[upto(sessions_count - 1)];
    const auto dice = upto(999);
    open_cursor& c = s.cursors[upto(s.cursors.size() - 1)];
    if (dice < 40) return s.level() >= writers_most && chance(90) ? commit(s) : begin(s, chance(8));
    if (dice < 85) return commit(s);
    if (dice < 110) return roll_back(s);
    if (dice < 113) return open_another(s);
    if (dice < 114) return verify(s, c.table);
    if (dice < 240) return insert(s, c);
    if (dice < 255) return copy(s, c);
    if (dice < 380) return replace(s, c);
    if (dice < 460) return erase(s, c);
    if (dice < 475) return lock(s, c);
    if (dice < 640) return seek(s, c);
    if (dice < 810) return navigate(s, c);
    if (dice < 840) return select_index(s, c);
    if (dice < 860) return walk_range(s, c);
    if (dice < 890) return use_bookmark(s, c);
    return read(s, c);
}

void run::navigate(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    const auto dice = upto(99);
    const auto move = [&](std::int32_t rows) { return api_->move(s.handle, c.handle, rows, {}); };
    if (dice < 5) return must(move(jet::move_first), c.at.first(t, s.level()), "move first");
    if (dice < 10) return must(move(jet::move_last), c.at.last(t, s.level()), "move last");
    if (dice < 15) return must(move(0), c.at.check(t), "move 0");
    const int steps = dice < 85 ? 1 : static_cast<int>(upto(20)) + 1;
    const int way = chance(50) ? 1 : -1;
    must(move(way * steps), c.at.move(t, way * steps, s.level()), way > 0 ? "move next" : "move previous");
    read(s, c);
}

void run::seek(session_model& s, open_cursor& c)
{
    using r = model::relation;
    using o = jet::seek_option;
    const model::table_state& t = seen(s, c.table);
    model::row wanted;
    wanted.id = any_id(), wanted.a = any_a(), wanted.u = any_u(), wanted.name = any_name();
    if (!wanted.u) wanted.u = -1;
    model::place key = model::place_of(c.at.index(), wanted);
    key.id.reset();
    static constexpr std::pair<r, o> kinds[] = {{r::equal, o::equal}, {r::less, o::less}, {r::less_or_equal, o::less_or_equal},
                                                {r::greater_or_equal, o::greater_or_equal}, {r::greater, o::greater}};
    const auto& kind = kinds[chance(50) ? 0 : upto(4)];
    make_key(s.handle, c.handle, c.at.index(), key);
    must(api_->seek(s.handle, c.handle, kind.second), c.at.seek(t, kind.first, key, s.level()), "seek");
    if (chance(50)) read(s, c);
}

void run::select_index(session_model& s, open_cursor& c)
{
    const order by = static_cast<order>(upto(model::orders - 1));
    if (by == order::by_name && !seen(s, c.table).has_name_index) return;
    must(api_->set_current_index(s.handle, c.handle, index_name(by), {}), errc::success, "set_current_index");
    c.at.select(by, s.level());
}

// Between two entries of the current index, forward or backward, with a limit that ends the walk.
void run::walk_range(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    const order by = c.at.index();
    const auto& all = t.in(by);
    if (all.empty()) return;
    const bool forward = chance(50);
    const std::size_t from = upto(all.size() - 1), to = std::min(all.size() - 1, from + upto(30));
    const model::place near = model::place_of(by, *all[forward ? from : to]), far = model::place_of(by, *all[forward ? to : from]);
    const auto how = forward ? jet::seek_option::greater_or_equal : jet::seek_option::less_or_equal;
    make_key(s.handle, c.handle, by, near);
    model::place key = near;
    key.id.reset();
    must(api_->seek(s.handle, c.handle, how),
         c.at.seek(t, forward ? model::relation::greater_or_equal : model::relation::less_or_equal, key, s.level()), "seek of a range");
    make_key(s.handle, c.handle, by, far);
    auto limit = jet::flags<jet::range_option>{jet::range_option::inclusive};
    if (forward) limit |= jet::range_option::upper_limit;
    must(api_->set_index_range(s.handle, c.handle, limit), errc::success, "set_index_range");
    for (;;) {
        read(s, c);
        model::cursor next = c.at;
        const errc expected = next.move(t, forward ? 1 : -1, s.level());
        const bool inside = expected == errc::success &&
                            (next.active().key.same_key(far) || (forward ? next.active().key < far : far < next.active().key));
        c.at = next;
        if (expected == errc::success && !inside) (void)(forward ? c.at.leave_forward() : c.at.leave_backward());
        must(api_->move(s.handle, c.handle, forward ? 1 : -1, {}), inside ? errc::success : errc::no_current_record, "move in a range");
        if (!inside) break;
    }
    ++counts_["ranges"];
}

void run::use_bookmark(session_model& s, open_cursor& c)
{
    std::array<std::byte, 9> expected{std::byte{0x7F}};
    const auto bytes_of = [&](std::int64_t id) {
        const auto flipped = static_cast<std::uint64_t>(id) ^ (std::uint64_t{1} << 63);
        for (unsigned i = 0; i < 8; ++i) expected[1 + i] = static_cast<std::byte>(flipped >> (56 - 8 * i));
    };
    std::array<std::byte, 16> got{};
    std::size_t size = 0;
    if (c.at.on_row()) {
        bytes_of(c.at.row_id());
        must(api_->get_bookmark(s.handle, c.handle, got, size), errc::success, "get_bookmark");
        must(size == expected.size() && std::memcmp(got.data(), expected.data(), size) == 0, "a bookmark is not the primary key");
    }
    const std::int64_t id = any_id();
    bytes_of(id);
    must(api_->goto_bookmark(s.handle, c.handle, expected), c.at.go_to(seen(s, c.table), id, s.level()), "goto_bookmark");
    read(s, c);
}

void run::read(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    model::row_ptr expected;
    const errc answer = c.at.current(t, expected);
    if (answer == errc::success) return compare(s, c.handle, c.table, *expected);
    jet::retrieve_args args;
    args.column = columns_[c.table].id;
    args.buffer = buffer_;
    must(api_->retrieve_column(s.handle, c.handle, args), answer, "retrieve_column of no row");
}

void run::compare(session_model& s, table_id c, std::size_t t, const model::row& expected)
{
    const columns& known = columns_[t];
    const auto same = [&](column_id column, const auto& value, std::string_view what) {
        const auto got = get(s.handle, c, column);
        if (!value) return must(!got, what);
        const in_bytes wanted = raw(*value);
        must(got && got->size() == wanted.size() && std::memcmp(got->data(), wanted.data(), wanted.size()) == 0, what);
    };
    same(known.id, std::optional{expected.id}, "id differs");
    same(known.a, expected.a, "a differs");
    if (chance(50)) same(known.u, expected.u, "u differs");
    if (chance(50)) same(known.name, expected.name, "name differs");
    if (!expected.blob || expected.blob->size() < 500 || chance(30)) same(known.blob, expected.blob, "blob differs");
    const auto& extras = seen(s, t).extras;
    for (std::size_t i = 0; i < extras.size(); ++i) {
        if (!extras[i].alive || !chance(30)) continue;
        const bool stored = i < expected.extras.size() && expected.extras[i].set;
        same(known.extras[i], stored ? expected.extras[i].value : extras[i].default_value, "an added column differs");
    }
    ++counts_["rows read"];
}

// A long value is set whole, or a piece of it. Only inside a transaction.
void run::change_blob(session_model& s, open_cursor& c, model::row& r)
{
    std::optional<std::string>& blob = r.blob;
    r.shared = std::make_shared<bool>(false);
    using o = jet::set_column_option;
    const column_id column = columns_[c.table].blob;
    const auto dice = upto(99);
    if (!blob || dice < 50 || blob->size() > blob_most) {
        blob = any_blob();
        return set_optional(s.handle, c.handle, column, blob);
    }
    jet::set_args args;
    args.column = column;
    const std::string piece = any_text(2000) + "!";
    args.value = raw(piece);
    args.size = static_cast<std::uint32_t>(piece.size());
    if (dice < 70) {
        args.options = o::append;
        *blob += piece;
    } else if (dice < 85) {
        args.options = o::overwrite;
        args.offset = static_cast<std::uint32_t>(upto(blob->size()));
        if (blob->size() < args.offset + piece.size()) blob->resize(args.offset + piece.size());
        blob->replace(args.offset, piece.size(), piece);
    } else {
        args.options = o::resize | o::zero_length;
        args.value = {};
        args.value_absent = true;
        args.size = static_cast<std::uint32_t>(upto(blob->size() + 500));
        blob->resize(args.size, '\0');
    }
    must(api_->set_column(s.handle, c.handle, args), errc::success, "set_column of a piece");
}

void run::set_extras(session_model& s, open_cursor& c, model::row& r)
{
    const auto& extras = seen(s, c.table).extras;
    r.extras.resize(extras.size());
    for (std::size_t i = 0; i < extras.size(); ++i) {
        if (!extras[i].alive || chance(50)) continue;
        r.extras[i] = {true, any_a()};
        set_optional(s.handle, c.handle, columns_[c.table].extras[i], r.extras[i].value);
    }
}

void run::insert(session_model& s, open_cursor& c)
{
    const errc prepared = api_->prepare_update(s.handle, c.handle, jet::prepare_kind::insert);
    if (refused_as_reader(s, prepared, "prepare_update insert")) return;
    must(prepared, errc::success, "prepare_update insert");
    if (seen(s, c.table).size() > rows_about && chance(70)) return must(api_->prepare_update(s.handle, c.handle, jet::prepare_kind::cancel), errc::success, "cancel");
    const auto fresh = std::make_shared<model::row>();
    fresh->id = any_id(), fresh->a = any_a(), fresh->u = any_u(), fresh->name = any_name();
    const columns& known = columns_[c.table];
    set(s.handle, c.handle, known.id, raw(fresh->id));
    set_optional(s.handle, c.handle, known.a, fresh->a);
    set_optional(s.handle, c.handle, known.u, fresh->u);
    set_optional(s.handle, c.handle, known.name, fresh->name);
    set_extras(s, c, *fresh);
    if (s.level() > 0) change_blob(s, c, *fresh);
    save_insert(s, c, fresh);
}

void run::save_insert(session_model& s, open_cursor& c, const std::shared_ptr<model::row>& fresh, bool was_shared)
{
    const model::table_state& t = seen(s, c.table);
    bool free = !t.find(fresh->id) && !contested(s, c.table, fresh->id, false);
    if (free && fresh->u) free = !t.entry(order::by_u, {true, *fresh->u, {}, {}}) && !contested(s, c.table, *fresh->u, true);
    std::array<std::byte, 16> place;
    std::size_t size = 0;
    const errc got = api_->update(s.handle, c.handle, place, size, {});
    const bool met_in_blob = was_shared && got == errc::write_conflict;
    if (!met_in_blob) must(got, free ? errc::success : errc::key_duplicate, "update of an insert");
    if (got == errc::success) {
        apply(s, c.table, fresh->id, fresh);
        ++counts_["inserted"];
    } else {
        must(api_->prepare_update(s.handle, c.handle, jet::prepare_kind::cancel), errc::success, "cancel");
        ++counts_["insert refused"];
    }
}

// The copy shares the long value until one of the two changes it.
void run::copy(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    if (s.level() == 0 || s.read_only || t.size() > rows_about) return;
    model::row_ptr original;
    const errc standing = c.at.current(t, original);
    const errc prepared = api_->prepare_update(s.handle, c.handle, jet::prepare_kind::insert_copy);
    must(prepared, standing, "prepare_update insert_copy");
    if (standing != errc::success) return;
    const auto fresh = std::make_shared<model::row>(*original);
    fresh->id = any_id(), fresh->u = any_u();
    if (fresh->shared) *fresh->shared = true;
    set(s.handle, c.handle, columns_[c.table].id, raw(fresh->id));
    set_optional(s.handle, c.handle, columns_[c.table].u, fresh->u);
    if (fresh->blob && chance(30)) change_blob(s, c, *fresh);
    save_insert(s, c, fresh, original->may_meet_rivals());
}

void run::replace(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    model::row_ptr before;
    const errc prepared = api_->prepare_update(s.handle, c.handle, jet::prepare_kind::replace);
    if (refused_as_reader(s, prepared, "prepare_update replace")) return;
    const errc standing = c.at.current(t, before);
    const bool rival = c.at.on_row() && contested(s, c.table, c.at.row_id(), false);
    if (standing == errc::record_deleted && rival && prepared == errc::write_conflict) return;
    if (standing != errc::success) return must(prepared, standing, "prepare_update replace of no row");
    must(prepared, s.level() > 0 && rival ? errc::write_conflict : errc::success, "prepare_update replace");
    if (prepared != errc::success) return;
    if (s.level() > 0) claim(s, c.table, before->id);

    const auto after = std::make_shared<model::row>(*before);
    const columns& known = columns_[c.table];
    bool any = false;
    if (chance(50)) set_optional(s.handle, c.handle, known.a, after->a = any_a()), any = true;
    if (chance(30)) set_optional(s.handle, c.handle, known.u, after->u = any_u()), any = true;
    if (chance(30)) set_optional(s.handle, c.handle, known.name, after->name = any_name()), any = true;
    if (s.level() > 0 && chance(30)) change_blob(s, c, *after), any = true;
    if (chance(20)) set_extras(s, c, *after), any = true;
    if (chance(5)) return must(api_->prepare_update(s.handle, c.handle, jet::prepare_kind::cancel), errc::success, "cancel");

    bool free = true;
    if (after->u && after->u != before->u) free = !t.entry(order::by_u, {true, *after->u, {}, {}}) && !contested(s, c.table, *after->u, true);
    std::size_t size = 0;
    const errc got = api_->update(s.handle, c.handle, {}, size, {});
    const bool met_in_blob = before->may_meet_rivals() && got == errc::write_conflict;
    if (!met_in_blob) must(got, rival ? errc::write_conflict : free ? errc::success : errc::key_duplicate, "update of a replace");
    if (got == errc::success) {
        if (any) apply(s, c.table, after->id, after);
        else if (s.level() == 0) ++clock_, claim(s, c.table, after->id);    // prepared without a lock, so it takes one now
        ++counts_["replaced"];
    } else {
        must(api_->prepare_update(s.handle, c.handle, jet::prepare_kind::cancel), errc::success, "cancel");
        ++counts_["replace refused"];
    }
}

void run::erase(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    if (t.size() < rows_about / 2 && chance(60)) return;
    model::row_ptr before;
    const errc got = api_->delete_record(s.handle, c.handle);
    if (refused_as_reader(s, got, "delete_record")) return;
    const errc standing = c.at.current(t, before);
    if (standing != errc::success) return must(got, standing, "delete_record of no row");
    if (before->may_meet_rivals() && got == errc::write_conflict) return;
    must(got, contested(s, c.table, before->id, false) ? errc::write_conflict : errc::success, "delete_record");
    if (got != errc::success) return;
    apply(s, c.table, before->id, nullptr);
    ++counts_["deleted"];
}

void run::lock(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    const bool for_reading = chance(50);
    const errc got = api_->get_lock(s.handle, c.handle, for_reading ? jet::lock_option::read : jet::lock_option::write);
    if (s.level() == 0) return must(got, errc::not_in_transaction, "get_lock");
    if (!for_reading && refused_as_reader(s, got, "get_lock")) return;
    if (!c.at.resolve(t) || !c.at.on_row()) return must(got, errc::no_current_record, "get_lock of no row");
    const std::int64_t id = c.at.row_id();
    const bool rival = contested(s, c.table, id, false);
    if (rival && !t.find(id) && got == errc::record_deleted) return;
    must(got, rival ? errc::write_conflict : t.find(id) ? errc::success : errc::record_deleted, "get_lock");
    if (got == errc::success) claim(s, c.table, id);
}

void run::open_another(session_model& s)
{
    if (s.cursors.size() > tables && chance(50)) {
        open_cursor& old = s.cursors.back();
        must(api_->close_table(s.handle, old.handle), errc::success, "close_table");
        s.cursors.pop_back();
        return;
    }
    if (s.cursors.size() > 2 * tables) return;
    open_cursor& model = s.cursors[upto(s.cursors.size() - 1)];
    const std::size_t t = model.table;
    table_id handle;
    if (chance(50)) must(api_->dup_cursor(s.handle, model.handle, handle), errc::success, "dup_cursor");
    else handle = open(s.handle, t);
    s.cursors.push_back({handle, t, model::cursor{s.level()}});
}

// Everything one session sees in one table, through every index and both ways.
void run::verify(session_model& s, std::size_t t)
{
    const model::table_state& state = seen(s, t);
    const table_id c = open(s.handle, t);
    for (const order by : {order::primary, order::by_a, order::by_u, order::by_name}) {
        if (by == order::by_name && !state.has_name_index) continue;
        must(api_->set_current_index(s.handle, c, index_name(by), {}), errc::success, "set_current_index");
        const auto& all = state.in(by);
        std::uint64_t count = 0;
        must(api_->index_record_count(s.handle, c, count, 0), errc::success, "index_record_count");
        must(count == all.size(), "index_record_count differs");
        errc found = api_->move(s.handle, c, jet::move_first, {});
        for (const model::row_ptr& expected : all) {
            must(found, errc::success, "move in a scan");
            compare(s, c, t, *expected);
            found = api_->move(s.handle, c, 1, {});
        }
        must(found, errc::no_current_record, "move behind a scan");
        found = api_->move(s.handle, c, jet::move_last, {});
        for (std::size_t i = all.size(); i-- != 0;) {
            must(found, errc::success, "move in a scan backwards");
            must(get(s.handle, c, columns_[t].id) == std::string{reinterpret_cast<const char*>(&all[i]->id), 8}, "a scan backwards differs");
            found = api_->move(s.handle, c, -1, {});
        }
        must(found, errc::no_current_record, "move before a scan");
    }
    must(api_->close_table(s.handle, c), errc::success, "close_table");
    ++counts_["scans"];
}

void run::verify_everything()
{
    for (std::size_t t = 0; t < tables; ++t) verify(sessions_[upto(sessions_count - 1)], t);
}

// Definitions, while nobody else is in a transaction.

void run::define_something()
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

void run::define(session_model& s, std::size_t t, table_id c, state_ptr& shared)
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
void run::throw_away_table(session_model& s)
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

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(a_million_random_operations_never_differ_from_the_model)
{
    const char* seed = std::getenv("ESE_TEST_SEED");
    const char* steps = std::getenv("ESE_TEST_STEPS");
    const char* files = std::getenv("ESE_TEST_FILES");
    const fs::path folder = fs::path{files ? files : fs::temp_directory_path().c_str()} / "model_stress";
    run it{seed ? static_cast<unsigned>(std::strtoul(seed, nullptr, 10)) : std::random_device{}(), steps ? std::atol(steps) : 1'000'000,
           folder.string()};
    BOOST_TEST_MESSAGE(it.told());

    std::string difference;
    try {
        it.go();
    } catch (const std::exception& e) {
        difference = e.what();
    }

    BOOST_TEST(difference == "");
    for (const auto& [what, count] : it.counts()) BOOST_TEST_MESSAGE(what << ": " << count);
}

BOOST_AUTO_TEST_SUITE_END()
