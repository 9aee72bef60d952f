// durability_fixture.hpp — an instance on files whose power can be cut, a table to write to, and who listens.
//
// Room:   test/api. Uses testing.
// Gives:  store, listener, told_events, crashed.
#pragma once

#include <ese/ese.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace ese::inline v1::jet {
inline std::ostream& boost_test_print_type(std::ostream& out, error code) { return out << static_cast<std::int32_t>(code); }
inline std::ostream& boost_test_print_type(std::ostream& out, commit_id id) { return out << id.value(); }
}  // namespace ese::inline v1::jet

namespace durability_tests {

using ese::commit_id;
using ese::durability;
using ese::errc;
using ese::testing::faulty_file_system;
using ese::testing::survival;
using files_pointer = std::shared_ptr<faulty_file_system>;
using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

template <class Call>
errc code_of(Call&& call)
{
    try {
        call();
        return errc::success;
    } catch (const ese::error& e) {
        return e.jet_code();
    }
}

inline ese::instance_options options() { return {.directory = "/db", .log_file_size = 64}; }

inline files_pointer new_files()
{
    auto files = std::make_shared<faulty_file_system>();
    files->create_directories("/db");
    return files;
}

inline void make_rows(ese::database& db)
{
    (void)db.create_table({.name = "rows",
                           .columns = {{.name = "id"}, {.name = "text", .type = ese::jet::column_type::long_text}},
                           .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}}});
}

// Long texts are such that nothing can be saved by compressing them.
inline std::string text_of(int id, std::size_t size)
{
    std::string text(size, 'x');
    std::minstd_rand random{static_cast<std::minstd_rand::result_type>(id) + 1};
    if (size >= 1000)
        for (char& c : text) c = static_cast<char>(' ' + random() % 90);
    return text;
}

inline ese::commit_receipt insert(ese::session& s, ese::database& db, int id, durability how = durability::durable, std::size_t size = 100)
{
    ese::transaction t{s};
    db.open_cursor("rows").insert().set("id", id).set("text", std::string_view{text_of(id, size)}).save();
    return t.commit({.how = how});
}

inline int count_rows(ese::database& db)
{
    int found = 0;
    auto rows = db.open_cursor("rows");
    for ([[maybe_unused]] ese::cursor& r : rows.rows()) ++found;
    return found;
}

// What the notices said so far.
class listener {
public:
    void operator()(const ese::durable_notice& told)
    {
        const std::lock_guard lock{mutex_};
        highest_ = std::max(highest_, told.up_to);
        unavailable_ += told.log_unavailable;
    }
    [[nodiscard]] commit_id highest() const
    {
        const std::lock_guard lock{mutex_};
        return highest_;
    }
    [[nodiscard]] int unavailable() const
    {
        const std::lock_guard lock{mutex_};
        return unavailable_;
    }

private:
    mutable std::mutex mutex_;
    commit_id highest_{};     // under mutex_
    int unavailable_ = 0;     // under mutex_
};

struct store {
    std::shared_ptr<listener> heard = std::make_shared<listener>();
    files_pointer files;
    ese::instance engine;
    ese::session session;
    ese::database db;

    explicit store(files_pointer where = new_files())
        : files{std::move(where)}, engine{listened(heard), ese::engine_api{files}}, session{engine.begin_session()},
          db{session.create("/db/data.edb")}
    {
        make_rows(db);
    }
    static ese::instance_options listened(const std::shared_ptr<listener>& by)
    {
        static constexpr ese::raw_parameter never{ese::jet::parameter::checkpoint_depth_max, std::uint64_t{1} << 30};
        ese::instance_options how = options();
        how.raw = {&never, 1};    // the checkpoint stands still, however fast the machine is
        how.on_durable = [by](const ese::durable_notice& told) { (*by)(told); };
        return how;
    }
};

struct told_events {
    std::vector<std::string> steps;
    std::vector<std::uint64_t> done, total;

    void operator()(const ese::event& e)
    {
        if (e.what != "recovery") return;
        steps.emplace_back(e.call);
        done.push_back(e.done);
        total.push_back(e.total);
    }
};

// A crash with `open` rows not committed, after `committed` rows that were.
inline files_pointer crashed(int committed, int open, survival how = survival::everything)
{
    const files_pointer files = new_files();
    {
        store was{files};
        for (int id = 0; id < committed; ++id) (void)insert(was.session, was.db, id, durability::lazy, 2000);
        was.session.flush();
        ese::transaction t{was.session};
        auto rows = was.db.open_cursor("rows");
        for (int id = 100000; id < 100000 + open; ++id) rows.insert().set("id", id).save();
        const auto other = std::make_unique<ese::session>(was.engine.begin_session());
        ese::database db = other->open("/db/data.edb");
        (void)insert(*other, db, 99999);   // takes the unfinished ones to the disk
        files->cut_power_now();
    }
    return files->after_crash({how, 1});
}

}  // namespace durability_tests
