#include "../btree/tree_fixture.hpp"

#include <ese/engine/txn/tree_cursor.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <random>
#include <thread>

using namespace ese_test;
namespace jet = ese::jet;

namespace {

using entries = std::map<std::string, std::string>;

std::string text(bytes b) { return {reinterpret_cast<const char*>(b.data()), b.size()}; }

struct versioned_fixture : tree_fixture {
    explicit versioned_fixture(std::uint32_t kind = 0, transaction_domain::limits l = {32768 - 32, 4000})
        : tree_fixture{4096, kind}, domain{l}, rows{domain, file, shape, source}
    {
    }
    transaction_domain domain;
    versioned_tree rows;
};

entries scan(versioned_tree& tree, session& s)
{
    entries found;
    tree_cursor cursor{tree};
    const read_scope scope{s};
    bytes data;
    for (bool more = cursor.first(scope.get()); more; more = cursor.next(scope.get())) {
        BOOST_REQUIRE(cursor.read(scope.get(), data));
        found.emplace(text(cursor.key()), text(data));
    }
    return found;
}

entries scan_backwards(versioned_tree& tree, session& s)
{
    entries found;
    tree_cursor cursor{tree};
    const read_scope scope{s};
    bytes data;
    for (bool more = cursor.last(scope.get()); more; more = cursor.previous(scope.get())) {
        BOOST_REQUIRE(cursor.read(scope.get(), data));
        found.emplace(text(cursor.key()), text(data));
    }
    return found;
}

std::optional<std::string> find(versioned_tree& tree, session& s, const std::string& key)
{
    const read_scope scope{s};
    row_buffer data;
    if (!tree.find(scope.get(), as_bytes_of(key), data)) return std::nullopt;
    return text(data.view());
}

write_answer insert(versioned_tree& t, session& s, const std::string& k, const std::string& v) { return t.insert(s, as_bytes_of(k), as_bytes_of(v)); }
write_answer replace(versioned_tree& t, session& s, const std::string& k, const std::string& v) { return t.replace(s, as_bytes_of(k), as_bytes_of(v)); }
write_answer erase(versioned_tree& t, session& s, const std::string& k) { return t.erase(s, as_bytes_of(k)); }

// What one session should see and may do.
struct model_session {
    std::vector<entries> levels;  // state as seen at each level; the last is current
    std::uint64_t snapshot = 0;
    std::set<std::string> claims;
    std::map<std::string, entry_hint> seen_at;    // where entries were when last locked: long ago, mostly
    std::set<std::string> shares;
};
struct model {
    entries committed;
    std::map<std::string, std::uint64_t> changed_at;
    std::map<std::string, std::uint64_t> shared_at;
    std::uint64_t clock = 1;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(txn)

BOOST_AUTO_TEST_CASE(random_sessions_see_their_snapshots_and_conflict_exactly_when_they_must)
{
    const char* given = std::getenv("ESE_TEST_SEED");
    std::mt19937 random{given ? static_cast<unsigned>(std::atoi(given)) : 7U};
    versioned_fixture f;
    constexpr std::size_t count = 4;
    std::vector<std::unique_ptr<session>> sessions;
    for (std::size_t i = 0; i < count; ++i) sessions.push_back(std::make_unique<session>(f.domain));
    std::array<model_session, count> seen;
    model all;
    const auto rival_claims = [&](std::size_t me, const std::string& key) {
        for (std::size_t i = 0; i < count; ++i)
            if (i != me && seen[i].claims.contains(key)) return true;
        return all.changed_at.contains(key) && all.changed_at[key] > seen[me].snapshot;
    };
    const auto rival_shares = [&](std::size_t me, const std::string& key) {
        for (std::size_t i = 0; i < count; ++i)
            if (i != me && seen[i].shares.contains(key)) return true;
        return all.shared_at.contains(key) && all.shared_at[key] > seen[me].snapshot;
    };

    for (int step = 0; step < 60000; ++step) {
        const std::size_t me = random() % count;
        session& s = *sessions[me];
        model_session& m = seen[me];
        const std::string key = "key" + std::to_string(random() % 300) + std::string(random() % 2 ? 0 : 40, 'k');
        const std::string value(1 + random() % 150, static_cast<char>('a' + random() % 26));
        const auto dice = random() % 100;
        if (m.levels.empty() || (dice < 6 && m.levels.size() < 7)) {
            if (m.levels.empty()) m.snapshot = all.clock;
            m.levels.push_back(m.levels.empty() ? all.committed : m.levels.back());
            s.begin(false);
        } else if (dice < 12) {
            const entries now = m.levels.back();
            m.levels.pop_back();
            s.commit();
            if (!m.levels.empty()) {
                m.levels.back() = now;
            } else {
                ++all.clock;
                for (const std::string& k : m.claims) {
                    all.changed_at[k] = all.clock;
                    if (now.contains(k)) all.committed[k] = now.at(k);
                    else all.committed.erase(k);
                }
                for (const std::string& k : m.shares) all.shared_at[k] = all.clock;
                m.claims.clear();
                m.shares.clear();
            }
        } else if (dice < 17) {
            m.levels.pop_back();
            s.rollback();
            if (m.levels.empty()) {
                m.claims.clear();
                m.shares.clear();
            }
        } else if (dice < 40) {
            const write_answer answer = insert(f.rows, s, key, value);
            const bool free = !m.levels.back().contains(key) && !rival_claims(me, key) && !rival_shares(me, key);
            BOOST_REQUIRE((answer == (free ? write_answer::done : write_answer::duplicate)));
            if (free) m.levels.back()[key] = value;
            if (free) m.claims.insert(key);
        } else if (dice < 60) {
            const bool there = m.levels.back().contains(key), conflict = rival_claims(me, key) || rival_shares(me, key);
            const write_answer answer = dice < 52 ? f.rows.replace(s, as_bytes_of(key), as_bytes_of(value), m.seen_at[key]) : erase(f.rows, s, key);
            if (answer == write_answer::done) {
                BOOST_REQUIRE((there && !conflict));
                if (dice < 52) m.levels.back()[key] = value;
                else m.levels.back().erase(key);
                m.claims.insert(key);
            } else {
                BOOST_REQUIRE((conflict || !there));
                if (answer == write_answer::conflict) BOOST_REQUIRE(conflict);
            }
        } else if (dice < 72) {
            row_buffer data;
            const write_answer answer = f.rows.lock(s, as_bytes_of(key), m.seen_at[key], data);
            const bool there = m.levels.back().contains(key), conflict = rival_claims(me, key) || rival_shares(me, key);
            BOOST_REQUIRE((answer == write_answer::done) == (there && !conflict));
            if (answer != write_answer::done) continue;
            BOOST_REQUIRE(text(data.view()) == m.levels.back().at(key));
            m.claims.insert(key);
            if (dice < 66) continue;
            // A call that changes the entry and then fails takes back its change, and leaves the claim.
            const session::mark before = s.savepoint();
            BOOST_REQUIRE((f.rows.replace(s, as_bytes_of(key), as_bytes_of(value), m.seen_at[key]) == write_answer::done));
            if (dice < 69) m.levels.back()[key] = value;
            else s.roll_back_to(before);
        } else if (dice < 78) {
            const bool there = m.levels.back().contains(key), conflict = rival_claims(me, key);
            const write_answer answer = f.rows.share(s, as_bytes_of(key));
            BOOST_REQUIRE(((answer == write_answer::done) == (there && !conflict)));
            if (answer == write_answer::conflict) BOOST_REQUIRE(conflict);
            if (answer == write_answer::done) m.shares.insert(key);
        } else if (dice < 96) {
            const auto found = find(f.rows, s, key);
            const entries& expected = m.levels.back();
            BOOST_REQUIRE(found.has_value() == expected.contains(key));
            if (found) BOOST_REQUIRE(*found == expected.at(key));
        } else if (dice == 96) {
            BOOST_REQUIRE((scan(f.rows, s) == m.levels.back()));
            BOOST_REQUIRE((scan_backwards(f.rows, s) == m.levels.back()));
        }
    }

    for (std::size_t i = 0; i < count; ++i)
        while (sessions[i]->level() > 0) sessions[i]->rollback();
    f.domain.clean_up_all();
    BOOST_TEST((scan(f.rows, *sessions[0]) == all.committed));
    BOOST_TEST(!f.domain.anything_unsettled());
    tree_entry entry;
    std::size_t plain = 0;
    for (bool more = f.rows.plain().first(entry); more; more = f.rows.plain().at_or_after(as_bytes_of(text(entry.key.view()) + '\0'), entry)) ++plain;
    BOOST_TEST(plain == all.committed.size());
}

BOOST_AUTO_TEST_CASE(a_claim_becomes_the_change_and_a_claim_again_when_that_is_undone)
{
    versioned_fixture f;
    session s{f.domain}, rival{f.domain};
    s.begin(false);
    BOOST_REQUIRE((insert(f.rows, s, "k", "before") == write_answer::done));
    s.commit();
    rival.begin(false);
    s.begin(false);
    entry_hint at;
    row_buffer data;
    BOOST_REQUIRE((f.rows.lock(s, as_bytes_of(std::string_view{"k"}), at, data) == write_answer::done));

    s.begin(false);
    const version* const claim = s.savepoint().last;
    BOOST_REQUIRE((f.rows.replace(s, as_bytes_of(std::string_view{"k"}), as_bytes_of(std::string_view{"after"}), at) == write_answer::done));
    BOOST_TEST(s.savepoint().last == claim);
    BOOST_TEST(*find(f.rows, s, "k") == "after");
    BOOST_TEST(*find(f.rows, rival, "k") == "before");
    s.rollback();

    BOOST_TEST(*find(f.rows, s, "k") == "before");
    BOOST_TEST((replace(f.rows, rival, "k", "theirs") == write_answer::conflict));
    BOOST_TEST((replace(f.rows, s, "k", "again") == write_answer::done));
    BOOST_TEST(*find(f.rows, rival, "k") == "before");
    s.rollback();
    BOOST_TEST(*find(f.rows, s, "k") == "before");
    BOOST_TEST((replace(f.rows, rival, "k", "theirs") == write_answer::done));
    rival.commit();
}

BOOST_AUTO_TEST_CASE(entries_with_equal_keys_are_told_apart_by_their_data)
{
    versioned_fixture f{page_flag::index | page_flag::non_unique};
    session s{f.domain};

    s.begin(false);
    for (int i = 0; i < 3000; ++i) BOOST_REQUIRE((insert(f.rows, s, "key" + std::to_string(i % 7), std::to_string(10000 + i)) == write_answer::done));
    BOOST_REQUIRE((f.rows.erase(s, as_bytes_of("key3"), as_bytes_of("10003")) == write_answer::done));
    s.commit();

    tree_cursor cursor{f.rows};
    const read_scope scope{s};
    BOOST_REQUIRE(cursor.at_or_after(scope.get(), as_bytes_of("key3")));
    BOOST_TEST(text(cursor.key()) == "key3");
    BOOST_TEST(text(cursor.sort()) == "key310010");
    BOOST_REQUIRE(cursor.previous(scope.get()));
    BOOST_TEST(text(cursor.sort()) == "key212998");
}

BOOST_AUTO_TEST_CASE(the_version_store_is_bounded_and_says_so_without_harm)
{
    versioned_fixture f{0, {32768 - 32, 3}};
    session old{f.domain}, s{f.domain};
    s.begin(false);
    BOOST_REQUIRE((insert(f.rows, s, "k", "0") == write_answer::done));
    s.commit();
    old.begin(true);

    jet::error code = jet::error::success;
    int updates = 0;
    s.begin(false);
    try {
        for (; updates < 100000; ++updates) (void)replace(f.rows, s, "k", std::string(100, 'x'));
    } catch (const failure& f2) {
        code = f2.code();
    }

    BOOST_TEST((code == jet::error::version_store_out_of_memory));
    BOOST_TEST(updates > 100);
    BOOST_TEST(*find(f.rows, old, "k") == "0");
    s.rollback();
    BOOST_TEST(*find(f.rows, s, "k") == "0");
    old.rollback();
    s.begin(false);
    BOOST_TEST((replace(f.rows, s, "k", "1") == write_answer::done));
    s.commit();
}

BOOST_AUTO_TEST_CASE(concurrent_transfers_keep_the_sum_in_every_snapshot)
{
    versioned_fixture f;
    constexpr int accounts = 60, each = 100;
    {
        session s{f.domain};
        s.begin(false);
        for (int i = 0; i < accounts; ++i) (void)insert(f.rows, s, "a" + std::to_string(i), std::to_string(each));
        s.commit();
    }

    std::atomic<int> wrong{0}, done{0};
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < 3; ++t)
        threads.emplace_back([&, t] {
            std::mt19937 random{t};
            session s{f.domain};
            for (int i = 0; i < 4000; ++i) {
                const std::string from = "a" + std::to_string(random() % accounts), to = "a" + std::to_string(random() % accounts);
                s.begin(false);
                const int a = std::stoi(*find(f.rows, s, from));
                bool good = replace(f.rows, s, from, std::to_string(a - 1)) == write_answer::done;
                const int b = std::stoi(*find(f.rows, s, to));
                good = good && replace(f.rows, s, to, std::to_string(b + 1)) == write_answer::done;
                if (good) s.commit();
                else s.rollback();
                done += good;
            }
        });
    threads.emplace_back([&] {
        session s{f.domain};
        for (int i = 0; i < 800; ++i) {
            s.begin(true);
            for (int again = 0; again < 2; ++again) {
                int sum = 0;
                for (const auto& [key, value] : scan(f.rows, s)) sum += std::stoi(value);
                wrong += sum != accounts * each;
            }
            s.rollback();
        }
    });
    for (std::thread& t : threads) t.join();

    BOOST_TEST(wrong == 0);
    BOOST_TEST(done > 1000);
}

BOOST_AUTO_TEST_SUITE_END()
