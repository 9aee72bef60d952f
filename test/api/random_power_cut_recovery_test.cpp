// random_power_cut_recovery_test.cpp — one database lives through crash after crash: random transactions until the power goes at a
// random I/O, recovery, which may be cut as well, and on. After each crash it is in a state that commits allow, and in no other.
//
// ESE_POWER_CUT_SEED repeats another history, ESE_POWER_CUT_CRASHES says how long each is, ESE_POWER_CUT_HISTORIES how many.

#include <ese/ese.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using ese::durability;
using ese::testing::faulty_file_system;
using ese::testing::survival;
using files_pointer = std::shared_ptr<faulty_file_system>;
using table_rows = std::map<int, std::string>;
using state = std::map<std::string, table_rows>;    // by the name of the table

constexpr survival policies[] = {survival::synced_only, survival::everything, survival::each_at_random, survival::torn_sectors,
                                 survival::oldest_only, survival::newest_only, survival::process_killed};

ese::instance_options options()
{
    static const ese::raw_parameter shallow{ese::jet::parameter::checkpoint_depth_max, 65536, {}};
    return {.name = "random", .directory = "/db", .page_size = 4096, .cache_max = 40, .log_file_size = 64, .raw = {&shallow, 1}};
}

std::uint64_t number_from(const char* variable, std::uint64_t otherwise)
{
    const char* given = std::getenv(variable);
    return given ? static_cast<std::uint64_t>(std::atoll(given)) : otherwise;
}

class history {
public:
    explicit history(std::uint64_t seed) : dice_{seed}
    {
        files_->create_directories("/db");
        ese::instance in{options(), ese::engine_api{files_}};
        ese::session s = in.begin_session();
        (void)s.create("/db/data.edb");
        in.close();
    }

    // From one crash to the next.
    void live_on()
    {
        if (one_in(4)) crash_while([&] { ese::instance in{options(), ese::engine_api{files_}}; }, 60);
        crash_while([&] {
            ese::instance in{options(), ese::engine_api{files_}};
            ese::session s = in.begin_session();
            ese::database db = s.attach("/db/data.edb");
            accept(read_all(db));
            files_->cut_power_at(files_->io_count() + 1 + below(300));
            for (int i = 0; i < 40 && !files_->power_is_cut(); ++i) transact(s, db);
        }, 0);
    }
    [[nodiscard]] std::uint64_t commits() const noexcept { return commits_; }
    [[nodiscard]] std::uint64_t removals() const noexcept { return removals_; }

private:
    [[nodiscard]] std::uint64_t below(std::uint64_t limit) { return dice_() % limit; }
    [[nodiscard]] bool one_in(std::uint64_t times) { return below(times) == 0; }
    template <class T>
    [[nodiscard]] auto any_of(T& from) { return std::next(from.begin(), static_cast<std::ptrdiff_t>(below(from.size()))); }

    // `ios`: the power goes within so many; 0: the work sees to that.
    template <class Work>
    void crash_while(Work&& work, std::uint64_t ios)
    {
        if (ios != 0) files_->cut_power_at(files_->io_count() + 1 + below(ios));
        try {
            work();
        } catch (const ese::error& e) {
            BOOST_REQUIRE_MESSAGE(files_->power_is_cut(), e.what());
        }
        files_->cut_power_now();
        const survival how = policies[below(std::size(policies))];
        files_ = files_->after_crash({how, dice_()});
        // What only a killed process has lost comes to nothing; what power may have lost, an earlier crash may have lost as well.
        if (how != survival::process_killed) lost_power_ = true;
    }

    // The last state that is sure, or that of the commit under way; without power any from the last durable one on.
    void accept(const state& found)
    {
        const auto from = lost_power_ ? allowed_.begin() : allowed_.begin() + static_cast<std::ptrdiff_t>(sure_);
        BOOST_REQUIRE(std::find(from, allowed_.end(), found) != allowed_.end());
        allowed_ = {found};
        sure_ = 0;
        lost_power_ = false;
    }

    void transact(ese::session& s, ese::database& db)
    {
        allowed_.resize(sure_ + 1);
        now_ = allowed_.back();
        ese::transaction t{s};
        for (std::uint64_t i = 1 + below(6); i != 0; --i) {
            if (!one_in(4)) {
                change(db);
                continue;
            }
            const state before = now_;
            ese::savepoint inner = t.savepoint();
            for (std::uint64_t k = 1 + below(4); k != 0; --k) change(db);
            if (one_in(2)) inner.release();
            else inner.rollback(), now_ = before;
        }
        if (one_in(8)) return t.rollback();
        allowed_.push_back(now_);
        const durability how = one_in(3) ? durability::durable : durability::lazy;
        const bool logged = t.commit({.how = how}).id != ese::commit_id{};
        ++commits_;
        // The power may have gone before the commit, unnoticed by this thread.
        if (files_->power_is_cut()) return;
        sure_ = allowed_.size() - 1;
        if (how == durability::lazy || !logged) return;
        allowed_ = {now_};
        sure_ = 0;
    }

    void change(ese::database& db)
    {
        if (now_.empty() || (now_.size() < 5 && one_in(10))) return make_table(db);
        const auto table = any_of(now_);
        if (one_in(15)) {
            db.remove_table(table->first);
            now_.erase(table);
            ++removals_;
            return;
        }
        auto rows = db.open_cursor(table->first);
        if (table->second.empty() || one_in(2)) return insert(rows, table->second);
        const auto row = any_of(table->second);
        if (!rows.seek(row->first)) BOOST_FAIL("a row is lost");
        if (one_in(3)) {
            rows.erase();
            table->second.erase(row);
        } else {
            row->second = text();
            rows.replace().set("size", static_cast<int>(row->second.size())).set("text", std::string_view{row->second}).save();
        }
    }
    void make_table(ese::database& db)
    {
        std::string name;
        do name = "t" + std::to_string(below(6));
        while (now_.contains(name));
        (void)db.create_table({.name = name,
                               .columns = {{.name = "id"}, {.name = "size"}, {.name = "text", .type = ese::jet::column_type::long_text}},
                               .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary},
                                           {.name = "by_size", .parts = {ese::ascending("size")}}}});
        now_[name];
    }
    void insert(ese::cursor& rows, table_rows& model)
    {
        const int id = static_cast<int>(below(1000));
        if (model.contains(id)) return;
        std::string content = text();
        rows.insert().set("id", id).set("size", static_cast<int>(content.size())).set("text", std::string_view{content}).save();
        model[id] = std::move(content);
    }
    [[nodiscard]] std::string text()
    {
        std::string made(one_in(5) ? 1000 + below(8000) : below(120), ' ');
        for (char& c : made) c = static_cast<char>('a' + below(26));
        return made;
    }

    static state read_all(ese::database& db)
    {
        state found;
        for (const std::string& name : db.tables()) {
            if (name.starts_with("MSys")) continue;
            table_rows& all = found[name];
            auto rows = db.open_cursor(name);
            for (ese::cursor& r : rows.rows()) all[r.get<int>("id")] = r.get<std::string>("text");
            std::size_t by_index = 0;
            rows.use_index("by_size");
            for (ese::cursor& r : rows.rows()) {
                ++by_index;
                BOOST_REQUIRE(all.at(r.get<int>("id")).size() == static_cast<std::size_t>(r.get<int>("size")));
            }
            BOOST_REQUIRE_EQUAL(by_index, all.size());
        }
        return found;
    }

    files_pointer files_ = std::make_shared<faulty_file_system>();
    std::mt19937_64 dice_;
    state now_;
    std::vector<state> allowed_{{}};    // oldest first: durable, what lazy commits made of it, and perhaps of the one under way
    std::size_t sure_ = 0;              // the last one whose commit returned
    bool lost_power_ = false;           // since the last state was accepted
    std::uint64_t commits_ = 0, removals_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(a_database_that_crashes_again_and_again_is_always_as_its_commits_say)
{
    const std::uint64_t first = number_from("ESE_POWER_CUT_SEED", 1), histories = number_from("ESE_POWER_CUT_HISTORIES", 4);
    std::uint64_t commits = 0, removals = 0;
    for (std::uint64_t seed = first; seed < first + histories; ++seed) {
        BOOST_TEST_INFO_SCOPE("ESE_POWER_CUT_SEED=" << seed);
        history one{seed};
        for (std::uint64_t crash = 0; crash < number_from("ESE_POWER_CUT_CRASHES", 50); ++crash) {
            BOOST_TEST_INFO_SCOPE("crash " << crash);
            one.live_on();
        }
        commits += one.commits();
        removals += one.removals();
    }
    BOOST_TEST_MESSAGE(commits << " commits, " << removals << " tables removed");
    BOOST_TEST(commits > 0U);
    BOOST_TEST(removals > 0U);
}

BOOST_AUTO_TEST_SUITE_END()
