// snapshot_isolation_stress_test.cpp — what concurrent transactions did and saw, judged afterwards against the rules.
//
// Threads run random transactions over registers: rows with a unique value in each version, moved between groups of a
// secondary index. Everything read and written is recorded. The version of a register names its writer and its
// predecessor, so the history can be put in order and judged without trusting any clock but one counter around commits.
// ESE_TEST_SEED repeats the dice, not the schedule; ESE_TEST_STEPS is transactions per thread.

#include <ese/backend/engine.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace {

namespace jet = ese::jet;
using ese::column_id;
using ese::database_id;
using ese::engine_api;
using ese::errc;
using ese::session_id;
using ese::table_id;

constexpr std::int64_t registers = 60;
constexpr std::int32_t groups = 8;
constexpr std::size_t padding = 200;     // of each row, all made of its value: a torn row shows

// A version of a register. Value 0 is the initial one; -1 in a read: there was no row.
using value_id = std::int64_t;
constexpr value_id absent = -1;

struct read_event {
    std::int64_t key;
    value_id value;
};
struct write_event {
    std::int64_t key;
    value_id before;                     // as this transaction saw it
    value_id after;                      // absent: deleted
    std::int32_t group;
};
struct scan_event {
    std::int32_t group;                  // of the secondary index
    std::vector<std::pair<std::int64_t, value_id>> rows;
    std::size_t own_writes;              // how many of this transaction's writes were done then
};
struct transaction_record {
    std::uint64_t began_after = 0;       // the counter before begin and after begin
    std::uint64_t began_before = 0;
    std::uint64_t ended_after = 0;       // the counter before commit and after it
    std::uint64_t ended_before = 0;
    bool committed = false;
    std::vector<read_event> reads;       // of rows this transaction had not written
    std::vector<write_event> writes;     // the last one of each key counts
    std::vector<scan_event> scans;
};

struct broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void must(bool holds, const std::string& what)
{
    if (!holds) throw broken{what};
}

template <class T>
std::span<const std::byte> raw(const T& value) { return std::as_bytes(std::span{&value, 1}); }

struct table {
    engine_api api{ese::storage::memory};
    database_id database{};
    column_id key, value, group, pad;

    table()
    {
        must(api.create_instance("snapshots") == errc::success, "create_instance");
        must(api.set_parameter(jet::parameter::max_ver_pages, 4096, {}) == errc::success, "set_parameter");
        must(api.init({}) == errc::success, "init");
        session_id s;
        must(api.begin_session(s) == errc::success, "begin_session");
        must(api.create_database(s, "snapshots.edb", {}, database) == errc::success, "create_database");
        create(s);
        must(api.end_session(s, {}) == errc::success, "end_session");
    }
    ~table() { (void)api.term({}); }
    table(const table&) = delete;
    table& operator=(const table&) = delete;

    void create(session_id s)
    {
        using type = jet::column_type;
        std::array<jet::column_create, 4> made{};
        made[0] = {.name = "key", .type = type::long_long};
        made[1] = {.name = "value", .type = type::long_long};
        made[2] = {.name = "group", .type = type::long_};
        made[3] = {.name = "pad", .type = type::binary, .size_max = padding};
        std::array<jet::index_create, 2> indexes{};
        indexes[0].name = "pk", indexes[0].key = std::string_view{"+key\0\0", 6}, indexes[0].options = jet::index_option::primary;
        indexes[1].name = "by_group", indexes[1].key = std::string_view{"+group\0\0", 8};
        jet::table_create created;
        created.name = "registers";
        created.columns = made;
        created.indexes = indexes;
        table_id c;
        must(api.create_table(s, database, created, c) == errc::success, "create_table");
        key = made[0].id, value = made[1].id, group = made[2].id, pad = made[3].id;
        must(api.begin_transaction(s, {}) == errc::success, "begin_transaction");
        for (std::int64_t i = 0; i < registers; ++i) must(insert(s, c, i, 0, static_cast<std::int32_t>(i) % groups) == errc::success, "insert");
        must(api.commit_transaction(s, {}) == errc::success, "commit_transaction");
        must(api.close_table(s, c) == errc::success, "close_table");
    }

    void set(session_id s, table_id c, column_id column, std::span<const std::byte> bytes)
    {
        jet::set_args args;
        args.column = column;
        args.value = bytes;
        args.size = static_cast<std::uint32_t>(bytes.size());
        must(api.set_column(s, c, args) == errc::success, "set_column");
    }
    void set_row(session_id s, table_id c, value_id v, std::int32_t g)
    {
        std::array<std::byte, padding> filling;
        for (std::size_t i = 0; i < filling.size(); i += sizeof v) std::memcpy(filling.data() + i, &v, sizeof v);
        set(s, c, value, raw(v));
        set(s, c, group, raw(g));
        set(s, c, pad, filling);
    }
    errc update(session_id s, table_id c)
    {
        std::size_t size = 0;
        const errc answer = api.update(s, c, {}, size, {});
        if (answer != errc::success) must(api.prepare_update(s, c, jet::prepare_kind::cancel) == errc::success, "cancel");
        return answer;
    }
    errc insert(session_id s, table_id c, std::int64_t k, value_id v, std::int32_t g)
    {
        must(api.prepare_update(s, c, jet::prepare_kind::insert) == errc::success, "prepare_update insert");
        set(s, c, key, raw(k));
        set_row(s, c, v, g);
        return update(s, c);
    }
    errc replace(session_id s, table_id c, value_id v, std::int32_t g)
    {
        if (const errc e = api.prepare_update(s, c, jet::prepare_kind::replace); e != errc::success) return e;
        set_row(s, c, v, g);
        return update(s, c);
    }
    [[nodiscard]] bool seek(session_id s, table_id c, std::span<const std::byte> wanted)
    {
        must(api.make_key(s, c, wanted, jet::key_option::new_key) == errc::success, "make_key");
        const errc found = api.seek(s, c, jet::seek_option::equal);
        must(found == errc::success || found == errc::record_not_found, "seek answered " + std::to_string(static_cast<int>(found)));
        return found == errc::success;
    }
    template <class T>
    [[nodiscard]] T get(session_id s, table_id c, column_id column)
    {
        T got{};
        jet::retrieve_args args;
        args.column = column;
        args.buffer = std::as_writable_bytes(std::span{&got, 1});
        const errc answer = api.retrieve_column(s, c, args);
        must(answer == errc::success && args.actual == sizeof got, "retrieve_column answered " + std::to_string(static_cast<int>(answer)));
        return got;
    }
    // The current row's value, after a look at whether it is in one piece.
    [[nodiscard]] value_id whole_value(session_id s, table_id c)
    {
        const auto v = get<value_id>(s, c, value);
        const auto filling = get<std::array<value_id, padding / sizeof(value_id)>>(s, c, pad);
        must(std::all_of(filling.begin(), filling.end(), [v](value_id part) { return part == v; }), "a row is torn");
        return v;
    }
};

// One thread's transactions.
class worker {
public:
    worker(table& over, std::atomic<std::uint64_t>& counter, unsigned number, unsigned seed, long transactions)
        : table_{over}, api_{over.api}, counter_{counter}, number_{number}, random_{seed * 101 + number}, transactions_{transactions}
    {
    }

    void go()
    {
        must(api_.begin_session(session_) == errc::success, "begin_session");
        must(api_.open_database(session_, "snapshots.edb", {}, database_) == errc::success, "open_database");
        must(api_.open_table(session_, database_, "registers", {}, rows_) == errc::success, "open_table");
        must(api_.open_table(session_, database_, "registers", {}, by_group_) == errc::success, "open_table");
        must(api_.set_current_index(session_, by_group_, "by_group", {}) == errc::success, "set_current_index");
        for (long i = 0; i < transactions_; ++i) one_transaction();
        must(api_.end_session(session_, {}) == errc::success, "end_session");
    }

    std::vector<transaction_record> history;

private:
    [[nodiscard]] std::uint64_t upto(std::uint64_t most) { return random_() % (most + 1); }
    [[nodiscard]] std::int64_t any_key() { return static_cast<std::int64_t>(upto(registers - 1)); }

    void one_transaction()
    {
        transaction_record t;
        const bool reader = upto(99) < 30;
        t.began_after = counter_.load();
        must(api_.begin_transaction(session_, reader ? jet::begin_option::read_only : jet::begin_option::none) == errc::success, "begin");
        t.began_before = counter_.fetch_add(1) + 1;
        bool going = true;
        const std::size_t steps = 1 + upto(7);
        for (std::size_t i = 0; i < steps && going; ++i) {
            const auto dice = upto(99);
            if (dice < 35) read(t);
            else if (dice < 55) scan(t);
            else if (!reader && dice < 65) going = nested(t);
            else if (!reader) going = write(t);
            if (upto(20) == 0) std::this_thread::yield();
        }
        end(t, going && upto(99) < 90);
        history.push_back(std::move(t));
    }
    void end(transaction_record& t, bool commit)
    {
        t.ended_after = counter_.load();
        if (commit) must(api_.commit_transaction(session_, jet::commit_option::lazy_flush) == errc::success, "commit");
        else must(api_.rollback(session_, jet::rollback_option::all) == errc::success, "rollback");
        t.ended_before = counter_.fetch_add(1) + 1;
        t.committed = commit;
    }
    [[nodiscard]] static const write_event* own(const transaction_record& t, std::int64_t key)
    {
        for (std::size_t i = t.writes.size(); i-- != 0;)
            if (t.writes[i].key == key) return &t.writes[i];
        return nullptr;
    }
    [[nodiscard]] value_id look(std::int64_t key)
    {
        return table_.seek(session_, rows_, raw(key)) ? table_.whole_value(session_, rows_) : absent;
    }
    void read(transaction_record& t)
    {
        const std::int64_t key = any_key();
        const value_id seen = look(key);
        if (const write_event* mine = own(t, key)) must(seen == mine->after, "a transaction does not see its own write");
        else t.reads.push_back({key, seen});
    }
    void scan(transaction_record& t)
    {
        scan_event event{static_cast<std::int32_t>(upto(groups - 1)), {}, t.writes.size()};
        bool more = table_.seek(session_, by_group_, raw(event.group));
        while (more && table_.get<std::int32_t>(session_, by_group_, table_.group) == event.group) {
            event.rows.emplace_back(table_.get<std::int64_t>(session_, by_group_, table_.key), table_.whole_value(session_, by_group_));
            const errc next = api_.move(session_, by_group_, 1, {});
            must(next == errc::success || next == errc::no_current_record, "move");
            more = next == errc::success;
        }
        t.scans.push_back(std::move(event));
    }
    // False: met a rival, and the transaction is to be given up.
    bool write(transaction_record& t)
    {
        const std::int64_t key = any_key();
        const value_id before = look(key);
        const write_event* mine = own(t, key);
        if (mine) must(before == mine->after, "a transaction does not see its own write");
        else t.reads.push_back({key, before});
        const value_id after = fresh_value();
        const auto group = static_cast<std::int32_t>(upto(groups - 1));
        errc answer = errc::success;
        if (before == absent) answer = table_.insert(session_, rows_, key, after, group);
        else if (upto(99) < 15) answer = api_.delete_record(session_, rows_);
        else answer = table_.replace(session_, rows_, after, group);
        const bool deleted = before != absent && answer == errc::success && look(key) == absent;
        must(answer == errc::success || answer == errc::write_conflict || (before == absent && answer == errc::key_duplicate),
             "a write answered " + std::to_string(static_cast<int>(answer)));
        if (answer != errc::success) return false;
        t.writes.push_back({key, before, deleted ? absent : after, group});
        return true;
    }
    // A savepoint whose work stays or goes.
    bool nested(transaction_record& t)
    {
        const std::size_t writes = t.writes.size();
        must(api_.begin_transaction(session_, {}) == errc::success, "begin");
        bool going = true;
        for (std::uint64_t i = upto(2) + 1; going && i != 0; --i) going = write(t);
        if (going && upto(1) == 0) {
            must(api_.commit_transaction(session_, {}) == errc::success, "commit of a savepoint");
            return true;
        }
        must(api_.rollback(session_, {}) == errc::success, "rollback of a savepoint");
        t.writes.resize(writes);
        t.scans.erase(std::remove_if(t.scans.begin(), t.scans.end(), [&](const scan_event& s) { return s.own_writes > writes; }), t.scans.end());
        return going;
    }
    [[nodiscard]] value_id fresh_value() { return static_cast<value_id>(++drawn_ * 64 + number_ + 1); }

    table& table_;
    engine_api& api_;
    std::atomic<std::uint64_t>& counter_;
    const unsigned number_;
    std::mt19937 random_;
    const long transactions_;
    session_id session_{};
    database_id database_{};
    table_id rows_{}, by_group_{};
    std::uint64_t drawn_ = 0;
};

// Puts the versions of each key in a row and looks for a snapshot that explains what each transaction saw.
class judge {
public:
    explicit judge(const std::vector<transaction_record>& all) : all_{all} {}

    void pass_sentence()
    {
        collect_versions();
        order_versions();
        for (const transaction_record& t : all_) {
            check_snapshot(t);
            if (t.committed) check_first_committer(t);
        }
    }
    [[nodiscard]] std::size_t versions() const { return writers_.size(); }

private:
    struct version {
        value_id value;
        std::int32_t group;                   // meaningless where the row was deleted
        const transaction_record* writer;     // null: the initial one
    };
    using chain = std::vector<version>;

    // The net effect of a transaction on a key.
    struct net_write {
        value_id before, after;
        std::int32_t group;
    };
    static std::map<std::int64_t, net_write> net_of(const transaction_record& t)
    {
        std::map<std::int64_t, net_write> net;
        for (const write_event& w : t.writes) {
            const auto [at, fresh] = net.try_emplace(w.key, net_write{w.before, w.after, w.group});
            if (!fresh) at->second.after = w.after, at->second.group = w.group;
        }
        return net;
    }

    void collect_versions()
    {
        for (const transaction_record& t : all_)
            for (const write_event& w : t.writes)
                if (w.after != absent) must(writers_.try_emplace(w.after, &t).second, "a value was written twice");
    }
    using change = std::pair<const transaction_record*, net_write>;

    // No two committed transactions may build on the same version: that would be a lost update. Deletions carry no value
    // of their own, so which of them an insertion followed is found by trying what the counter allows.
    void order_versions()
    {
        std::map<std::int64_t, std::vector<change>> changes;
        for (const transaction_record& t : all_)
            if (t.committed)
                for (const auto& [key, write] : net_of(t))
                    if (write.before != write.after) changes[key].emplace_back(&t, write);  // else inserted and deleted: nothing to see
        for (std::int64_t key = 0; key < registers; ++key) {
            chain& versions = chains_[key];
            versions.push_back({0, static_cast<std::int32_t>(key) % groups, nullptr});
            auto& left = changes[key];
            std::sort(left.begin(), left.end(), [](const change& a, const change& b) { return a.first->ended_before < b.first->ended_before; });
            must(follow(left, 0, 0), "an update was lost on key " + std::to_string(key));
            for (const auto& [writer, write] : left) versions.push_back({write.after, write.group, writer});
        }
    }
    // Puts left[from...] into an order in which each builds on the one before. Only those may change places whose commits
    // overlap on the counter.
    [[nodiscard]] static bool follow(std::vector<change>& left, std::size_t from, value_id last)
    {
        if (from == left.size()) return true;
        const auto at = [&](std::size_t i) { return left.begin() + static_cast<std::ptrdiff_t>(i); };
        const std::uint64_t first_end = left[from].first->ended_before;
        for (std::size_t i = from; i < left.size(); ++i) {
            if (left[i].second.before != last || left[i].first->ended_after >= first_end) continue;
            std::rotate(at(from), at(i), at(i + 1));
            if (follow(left, from + 1, left[from].second.after)) return true;
            std::rotate(at(from), at(from + 1), at(i + 1));
        }
        return false;
    }

    // The snapshot lies between what was surely committed before begin and what had begun to commit after it.
    [[nodiscard]] static bool surely_before(const version& v, const transaction_record& t) { return !v.writer || v.writer->ended_before <= t.began_after; }
    [[nodiscard]] static bool surely_after(const version& v, const transaction_record& t) { return v.writer && v.writer->ended_after >= t.began_before; }

    // Which versions of a key may be the one in the snapshot of `t`, newest first.
    [[nodiscard]] std::vector<std::size_t> candidates(std::int64_t key, const transaction_record& t) const
    {
        const chain& versions = chains_.at(key);
        std::vector<std::size_t> possible;
        for (std::size_t i = versions.size(); i-- != 0;) {
            if (surely_after(versions[i], t)) continue;
            possible.push_back(i);
            if (surely_before(versions[i], t)) break;
        }
        return possible;
    }

    // Every key has one version in the snapshot. Each read narrows it; each group scan tells about all keys at once.
    // Versions of one writer are visible together or not at all.
    void check_snapshot(const transaction_record& t)
    {
        std::map<std::int64_t, std::vector<std::size_t>> possible;
        for (std::int64_t key = 0; key < registers; ++key) possible[key] = candidates(key, t);
        const auto keep = [&](std::int64_t key, auto&& fits, const char* what) {
            std::erase_if(possible[key], [&](std::size_t i) { return !fits(chains_.at(key)[i]); });
            must(!possible[key].empty(), std::string{what} + " on key " + std::to_string(key));
        };
        for (const read_event& r : t.reads) keep(r.key, [&](const version& v) { return v.value == r.value; }, "a read that no snapshot explains");
        for (const scan_event& s : t.scans) check_scan(t, s, keep);
        check_whole(possible, t);
    }
    template <class Keep>
    void check_scan(const transaction_record& t, const scan_event& s, Keep&& keep)
    {
        std::map<std::int64_t, net_write> mine;
        for (std::size_t i = 0; i < s.own_writes && i < t.writes.size(); ++i) {
            const write_event& w = t.writes[i];
            mine[w.key] = {w.before, w.after, w.group};
        }
        std::map<std::int64_t, value_id> met;
        for (const auto& [key, value] : s.rows) must(met.try_emplace(key, value).second, "a scan met a row twice");
        for (std::int64_t key = 0; key < registers; ++key) {
            const auto found = met.find(key);
            if (const auto own = mine.find(key); own != mine.end()) {
                const bool inside = own->second.after != absent && own->second.group == s.group;
                must(inside == (found != met.end()) && (!inside || found->second == own->second.after), "a scan does not show its own writes");
                continue;
            }
            keep(key, [&](const version& v) {
                const bool inside = v.value != absent && v.group == s.group;
                return inside == (found != met.end()) && (!inside || v.value == found->second);
            }, "a phantom");
        }
    }
    // A writer that is surely seen on one key is seen on all, and one surely unseen on none.
    void check_whole(const std::map<std::int64_t, std::vector<std::size_t>>& possible, const transaction_record& t)
    {
        std::set<const transaction_record*> seen, unseen;
        for (const auto& [key, at] : possible) {
            const chain& versions = chains_.at(key);
            const std::size_t oldest = at.back(), newest = at.front();
            for (std::size_t i = oldest; i != 0 && versions[i].writer && !surely_before(versions[i], t); --i) seen.insert(versions[i].writer);
            for (std::size_t i = newest + 1; i < versions.size() && !surely_after(versions[i], t); ++i) unseen.insert(versions[i].writer);
        }
        for (const transaction_record* w : seen) must(!unseen.contains(w), "a transaction was seen in part");
        // The snapshot is a point in the order of commits.
        for (const transaction_record* w : seen)
            for (const transaction_record* later : unseen) must(w->ended_after < later->ended_before, "a later commit was seen without an earlier one");
    }
    // Nobody else may have committed the key between the snapshot and the commit.
    void check_first_committer(const transaction_record& t)
    {
        for (const auto& [key, write] : net_of(t)) {
            const chain& versions = chains_.at(key);
            for (std::size_t i = 1; i < versions.size(); ++i) {
                if (versions[i].writer != &t) continue;
                must(!surely_after(versions[i - 1], t), "two transactions at once have written key " + std::to_string(key));
            }
        }
    }

    const std::vector<transaction_record>& all_;
    std::unordered_map<value_id, const transaction_record*> writers_;
    std::map<std::int64_t, chain> chains_;
};

void run(unsigned threads_count, unsigned seed, long transactions)
{
    table shared;
    std::atomic<std::uint64_t> counter{1};
    std::vector<worker> workers;
    workers.reserve(threads_count);
    std::vector<std::string> accidents(threads_count);
    for (unsigned i = 0; i < threads_count; ++i) workers.emplace_back(shared, counter, i, seed, transactions);
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < threads_count; ++i)
        threads.emplace_back([&, i] {
            try {
                workers[i].go();
            } catch (const std::exception& e) {
                accidents[i] = e.what();
            }
        });
    for (std::thread& t : threads) t.join();
    for (const std::string& accident : accidents) BOOST_TEST(accident == "");

    std::vector<transaction_record> all;
    for (worker& w : workers)
        for (transaction_record& t : w.history) all.push_back(std::move(t));
    judge over{all};
    std::string verdict;
    try {
        over.pass_sentence();
    } catch (const broken& e) {
        verdict = e.what();
    }
    BOOST_TEST(verdict == "");
    const auto committed = std::count_if(all.begin(), all.end(), [](const transaction_record& t) { return t.committed; });
    BOOST_TEST_MESSAGE(threads_count << " threads: " << all.size() << " transactions, " << committed << " committed, " << over.versions() << " values");
    BOOST_TEST(committed > static_cast<std::ptrdiff_t>(all.size() / 10));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(histories_of_concurrent_transactions_obey_snapshot_isolation)
{
    const char* given = std::getenv("ESE_TEST_SEED");
    const char* steps = std::getenv("ESE_TEST_STEPS");
    const unsigned seed = given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
    BOOST_TEST_MESSAGE("seed " << seed);

    for (const unsigned threads : {2u, 3u, 8u}) run(threads, seed, steps ? std::atol(steps) : 24000 / static_cast<long>(threads));
}

// The judge itself: histories no engine may produce.
std::string sentence(const std::vector<transaction_record>& all)
{
    judge over{all};
    try {
        over.pass_sentence();
    } catch (const broken& e) {
        return e.what();
    }
    return "";
}

// A transaction alone on the counter from `from` to `from + 3`.
transaction_record forged(std::uint64_t from, std::uint64_t length = 3)
{
    transaction_record t;
    t.began_after = from;
    t.began_before = from + 1;
    t.ended_after = from + length - 1;
    t.ended_before = from + length;
    t.committed = true;
    return t;
}

BOOST_AUTO_TEST_CASE(the_judge_refuses_what_snapshot_isolation_forbids)
{
    transaction_record writer = forged(10), late = forged(30), rival = forged(12, 10);
    writer.writes = {{1, 0, 64, 3}, {2, 0, 65, 3}};
    std::vector<transaction_record> good{writer, late};
    good[1].reads = {{1, 64}, {2, 65}, {3, 0}};
    good[1].scans = {{3, {{1, 64}, {2, 65}, {3, 0}, {11, 0}, {19, 0}, {27, 0}, {35, 0}, {43, 0}, {51, 0}, {59, 0}}, 0}};

    std::vector<transaction_record> stale = good, torn = good, phantom = good, dirty = good, lost = good, second = good;
    stale[1].reads[0].value = 0;
    phantom[1].scans[0].rows.pop_back();
    dirty[0].committed = false;
    dirty[1].scans.clear();
    lost.push_back(forged(40));
    lost[2].writes = {{1, 0, 128, 3}};
    rival.reads = {{1, 64}, {2, 0}};          // began while the writer was at it
    rival.began_after = 5;
    torn.push_back(rival);
    second.push_back(forged(5, 40));
    second[2].writes = {{1, 64, 128, 3}};     // builds on what it cannot have seen

    BOOST_TEST(sentence(good) == "");
    BOOST_TEST(sentence(stale) != "");
    BOOST_TEST(sentence(torn) != "");
    BOOST_TEST(sentence(phantom) != "");
    BOOST_TEST(sentence(dirty) != "");
    BOOST_TEST(sentence(lost) != "");
    BOOST_TEST(sentence(second) != "");
}

// A thread may be held up between its commit and the counter: its commit then seems later than those that built on it.
BOOST_AUTO_TEST_CASE(the_judge_finds_the_order_of_commits_that_overlap)
{
    transaction_record erased = forged(10), passing = forged(20, 40), filled = forged(30), again = forged(50);
    erased.writes = {{1, 0, absent, 0}};
    passing.writes = {{1, absent, 64, 3}, {1, 64, absent, 0}};
    filled.writes = {{1, absent, 65, 3}};
    again.writes = {{1, 65, absent, 0}};
    BOOST_TEST(sentence({erased, passing, filled, again}) == "");

    // absent -> 128 -> absent by two that are held up, absent -> 65 by a third after them.
    transaction_record first = forged(20, 41), second = forged(21, 41);
    first.writes = {{1, absent, 128, 3}};
    second.writes = {{1, 128, absent, 0}};
    second.began_after = 20, second.began_before = 60;
    filled.began_before = 39;
    first.ended_after = 21, second.ended_after = 22, filled.ended_after = 32;
    BOOST_TEST(sentence({erased, first, second, filled}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
