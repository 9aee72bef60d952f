// programme.cpp — the acts.

#include "programme.hpp"

#include <algorithm>
#include <cstdio>
#include <sys/stat.h>

namespace bench {

namespace fs = std::filesystem;

namespace {

// What files really take: holes do not count, room reserved ahead does.
[[nodiscard]] std::uint64_t bytes_on_disk(const std::string& folder)
{
    std::uint64_t all = 0;
    for (const auto& file : fs::recursive_directory_iterator{folder}) {
        struct stat about {};
        if (file.is_regular_file() && ::stat(file.path().c_str(), &about) == 0) all += static_cast<std::uint64_t>(about.st_blocks) * 512;
    }
    return all;
}

}  // namespace

programme::programme(const options& o, std::vector<entry>& stores, report& results)
    : o_{o}, stores_{stores}, results_{results}, many_{o.rows}, some_{o.rows / 5}, few_{o.rows / 10}
{}

bool programme::wanted(task t) const
{
    return o_.only_rows.empty() || std::find(o_.only_rows.begin(), o_.only_rows.end(), row_of(t).code) != o_.only_rows.end();
}

bool programme::any_wanted(const std::vector<task>& some) const
{
    return std::any_of(some.begin(), some.end(), [&](task t) { return wanted(t); });
}

std::string programme::folder_for(const std::string& name) const
{
    const fs::path folder = fs::path{o_.folder} / name;
    fs::remove_all(folder);
    fs::create_directories(folder);
    return folder.string();
}

void programme::remove(const std::string& name) const { fs::remove_all(fs::path{o_.folder} / name); }

void programme::guarded(const std::string& what, const std::function<void()>& body)
{
    try {
        body();
    } catch (const std::exception& e) {
        ++failures_;
        std::fprintf(stderr, "FAILED: %s: %s\n", what.c_str(), e.what());
    }
}

void programme::note(task t, const entry& store, const answer& a, double by)
{
    if (wanted(t)) results_.add(t, store.name, {a.value * by, a.cpu * by});
}

void programme::each_round(const char* name, const std::function<void(entry&, const std::string&)>& body)
{
    for (int round = 0; round < o_.load_rounds; ++round)
        for (entry& store : stores_) {
            guarded(store.name + ", " + name, [&] { body(store, folder_for(store.name)); });
            remove(store.name);
        }
}

// Made, loaded in order, closed, opened again.
void programme::life(entry& store, const std::string& folder)
{
    player p{store, many_, folder};
    note(task::create, store, p.tell({.what = deed::open}), 1e-6);
    note(task::memory_empty, store, {.value = p.tell({.what = deed::memory}).cpu}, 1e-6);
    note(task::load_sequential, store, p.tell({.what = deed::once, .t = task::load_sequential}));
    const answer memory = p.tell({.what = deed::memory});
    note(task::memory_peak, store, {.value = memory.value}, 1e-6);
    note(task::memory_own, store, {.value = memory.cpu}, 1e-6);
    note(task::close_it, store, p.tell({.what = deed::close}), 1e-6);
    note(task::file_size, store, {.value = static_cast<double>(bytes_on_disk(folder))}, 1e-6);
    note(task::reopen, store, p.tell({.what = deed::open_read}), 1e-6);
    (void)p.tell({.what = deed::close});
}

// Killed after the last commit of a load at random. Nothing that was committed may be missing afterwards.
void programme::life_cut_short(entry& store, const std::string& folder)
{
    player first{store, many_, folder};
    (void)first.tell({.what = deed::open});
    note(task::load_random, store, first.tell({.what = deed::once, .t = task::load_random}));
    first.kill();
    player second{store, many_, folder};
    note(task::reopen_killed, store, second.tell({.what = deed::open_read}), 1e-6);
    (void)second.tell({.what = deed::once, .t = task::scan});
    (void)second.tell({.what = deed::close});
}

void programme::people(entry& store, const std::string& folder)
{
    const std::size_t tenth = some_.in_order.size() / 10;
    player p{store, some_, folder};
    (void)p.tell({.what = deed::open, .data = data_set::people});
    note(task::person_insert, store, p.tell({.what = deed::once, .t = task::person_insert}));
    note(task::person_lookup, store, p.tell({.what = deed::during, .t = task::person_lookup, .seconds = o_.seconds}));
    note(task::person_move, store, p.tell({.what = deed::once, .t = task::person_move, .operations = tenth}));
    note(task::person_erase, store, p.tell({.what = deed::once, .t = task::person_erase, .operations = tenth}));
    (void)p.tell({.what = deed::close});
}

void programme::texts(entry& store, const std::string& folder)
{
    player p{store, some_, folder};
    (void)p.tell({.what = deed::open, .data = data_set::texts});
    note(task::text_load, store, p.tell({.what = deed::once, .t = task::text_load}));
    note(task::text_read, store, p.tell({.what = deed::during, .t = task::text_read, .seconds = o_.seconds}));
    note(task::text_range, store, p.tell({.what = deed::during, .t = task::text_range, .seconds = o_.seconds}));
    (void)p.tell({.what = deed::close});
}

void programme::blobs(entry& store, const std::string& folder)
{
    player p{store, blobs_, folder};
    (void)p.tell({.what = deed::open, .data = data_set::blobs});
    note(task::blob_write, store, p.tell({.what = deed::once, .t = task::blob_write}));
    note(task::blob_read, store, p.tell({.what = deed::during, .t = task::blob_read, .seconds = o_.seconds}));
    (void)p.tell({.what = deed::close});
}

void programme::play(const standing& s)
{
    if (!any_wanted(s.tasks)) return;
    struct part {
        entry& store;
        player p;
    };
    std::vector<part> all;
    for (entry& store : stores_)
        guarded(store.name + ", " + s.name, [&] {
            player p{store, s.keys, folder_for(store.name)};
            order open = s.how;
            open.what = deed::open;
            (void)p.tell(open);
            (void)p.tell({.what = deed::once, .t = s.load});
            all.push_back({store, std::move(p)});
        });
    for (const task t : s.tasks)
        for (int round = 0; round < o_.rounds && wanted(t); ++round)
            for (part& one : all)
                if (able(one.store.runner->can(), t))
                    guarded(one.store.name + ", " + std::string{row_of(t).code}, [&] {
                        const double by = row_of(t).unit == "ms" ? 1e-6 : 1;
                        note(t, one.store, one.p.tell({.what = deed::during, .t = t, .seconds = o_.seconds * s.seconds_factor}), by);
                    });
    for (part& one : all) {
        guarded(one.store.name + ", close", [&] { (void)one.p.tell({.what = deed::close}); });
        one.p.kill();
        remove(one.store.name);
    }
}

void programme::run()
{
    using enum task;
    if (o_.count) return count_instructions();
    const auto act = [&](const char* name, const std::vector<task>& tasks, auto body) {
        if (any_wanted(tasks)) each_round(name, [&](entry& store, const std::string& folder) { (this->*body)(store, folder); });
    };
    act("load in order", {load_sequential, create, close_it, reopen, file_size, memory_peak, memory_own, memory_empty}, &programme::life);
    act("load at random and kill", {load_random, reopen_killed}, &programme::life_cut_short);
    play({.name = "standing", .keys = many_, .load = load_sequential,
          .tasks = {read_each, read_in_one, scan, range, empty_read, empty_read_new, empty_write, two_readers, ycsb_c, update_each,
                    savepoint_nest, undo_changes, undo_alone, reader_beside, writer_beside, held_read, hot_leaf, ycsb_a, ycsb_b, ycsb_f}});
    play({.name = "a tenth", .keys = few_, .load = load_sequential, .tasks = {few_rows_read}});
    play({.name = "durable", .how = {.durable = true}, .keys = few_, .load = load_sequential, .tasks = {durable_each, durable_two}, .seconds_factor = 2});
    const std::uint64_t eighth = o_.rows * (8 + value_size) / 8;
    play({.name = "small cache", .how = {.cache_bytes = eighth}, .keys = many_, .load = load_sequential, .tasks = {small_cache_read, small_cache_update}});
    act("typed rows", {person_insert, person_lookup, person_move, person_erase}, &programme::people);
    act("string keys", {text_load, text_read, text_range}, &programme::texts);
    act("long values", {blob_write, blob_read}, &programme::blobs);
}

// Under valgrind, which writes a file for each row; the threads of a store count as well.
void programme::count_instructions()
{
    using enum task;
    const std::pair<task, std::size_t> counted[] = {
        {read_each, 2000}, {read_in_one, 2000}, {scan, o_.rows}, {range, 200}, {empty_read, 2000}, {empty_write, 2000}, {update_each, 2000}, {savepoint_nest, 500}};
    for (entry& store : stores_) {
        player p{store, many_, folder_for(store.name)};
        (void)p.tell({.what = deed::open});
        (void)p.tell({.what = deed::once, .t = load_sequential});
        for (const auto& [t, many] : counted)
            if (wanted(t) && able(store.runner->can(), t)) (void)p.tell({.what = deed::count, .t = t, .operations = many});
        (void)p.tell({.what = deed::close});
    }
}

}  // namespace bench
