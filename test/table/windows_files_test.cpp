// windows_files_test.cpp — tables of files that Windows wrote: read whole, and changed. Skipped where the files are absent.
#include "table_fixture.hpp"

#include <algorithm>
#include <iterator>

using namespace table_test;

namespace {

struct sample {
    std::string name;
    std::vector<std::byte> content;
};

std::vector<sample> samples()
{
    std::vector<sample> found;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator{catalog_test::shared_data(), ignored}) {
        if (entry.path().extension() != ".edb") continue;
        std::vector<std::byte> content(std::filesystem::file_size(entry.path()));
        std::ifstream{entry.path(), std::ios::binary}.read(reinterpret_cast<char*>(content.data()),
                                                           static_cast<std::streamsize>(content.size()));
        found.push_back({entry.path().stem().string(), std::move(content)});
    }
    if (found.empty()) BOOST_TEST_MESSAGE("skipped: no sample files");
    return found;
}

std::vector<std::string> user_tables(table_fixture& db)
{
    const read_scope now{db.me};
    std::vector<std::string> names = db.names->table_names(now.get());
    std::erase_if(names, [](const std::string& n) { return n.starts_with("MSys"); });
    return names;
}

// Every instance of every column; answers how many bytes they are.
std::size_t read_record(cursor& at)
{
    std::size_t size = 0;
    std::vector<jet::column_info> columns;
    BOOST_REQUIRE(column_infos(at, columns) == error::success);
    std::vector<std::byte> buffer(1 << 22);
    for (const jet::column_info& c : columns) {
        jet::retrieve_args args;
        args.column = c.id;
        args.buffer = buffer;
        const bool tagged = c.options.has(jet::column_option::tagged);
        for (args.instance = 1;; ++args.instance) {
            const error e = at.retrieve_column(args);
            BOOST_TEST(good(e));
            if (e != error::success) break;
            size += args.actual;
            if (!tagged) break;
        }
    }
    return size;
}

std::size_t count(cursor& at)
{
    std::size_t records = 0;
    for (error e = at.move(jet::move_first); e == error::success; e = at.move(1)) ++records;
    return records;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table)
BOOST_AUTO_TEST_SUITE(windows_files)

BOOST_AUTO_TEST_CASE(every_value_of_every_record_can_be_read)
{
    for (const sample& s : samples()) {
        table_fixture db{s.content};
        std::size_t records = 0, size = 0;
        for (const std::string& name : user_tables(db)) {
            const auto at = db.open(name.c_str());
            for (error e = at->move(jet::move_first); e == error::success; e = at->move(1), ++records) size += read_record(*at);
        }
        BOOST_TEST_MESSAGE(s.name << ": " << records << " records, " << size << " bytes");
    }
}

// What our keys are is what Windows' keys are, index by index; collations that are not ours are left out.
BOOST_AUTO_TEST_CASE(the_keys_of_each_record_are_in_each_index)
{
    for (const sample& s : samples()) {
        table_fixture db{s.content};
        for (const std::string& name : user_tables(db)) {
            const auto at = db.open(name.c_str());
            table_core& table = at->table();
            db.me.begin(true);
            const view v = db.me.reading();
            for (const auto& index : table.indexes()) {
                if (!index->definition().own_order()) continue;
                key_encoder encoder{index->definition(), index->columns()};
                key_list keys;
                std::size_t made = 0, there = 0;
                tree_cursor rows{*table.primary()}, entries{*index->tree()};
                for (bool more = rows.first(v); more; more = rows.next(v)) {
                    bytes record;
                    BOOST_REQUIRE(rows.read(v, record));
                    (void)encoder.keys_of(row_reader{record, index->columns().form()}, fetch_long_value{table, v}, keys);
                    made += keys.size();
                    for (std::size_t i = 0; i < keys.size(); ++i) {
                        key_buffer sort{keys[i]};
                        if (!index->unique()) sort.append(rows.sort());
                        BOOST_TEST(entries.find(v, sort.view()));
                    }
                }
                for (bool more = entries.first(v); more; more = entries.next(v)) ++there;
                BOOST_TEST(made == there, s.name << "." << name << "." << index->definition().name << ": " << made << " of " << there);
            }
            db.me.commit();
        }
    }
}

BOOST_AUTO_TEST_CASE(an_index_in_a_foreign_order_is_read_and_neither_written_nor_searched)
{
    std::size_t seen = 0;
    for (const sample& s : samples()) {
        table_fixture db{s.content};
        for (const std::string& name : user_tables(db)) {
            const auto at = db.open(name.c_str());
            const auto foreign = std::find_if(at->table().indexes().begin(), at->table().indexes().end(),
                                              [](const auto& index) { return !index->definition().own_order(); });
            if (foreign == at->table().indexes().end()) continue;
            const std::size_t records = count(*at);
            BOOST_REQUIRE(at->set_current_index((*foreign)->definition().name) == error::success);
            const std::size_t entries = count(*at);
            BOOST_TEST(entries <= records);
            if (entries == 0) continue;
            ++seen;
            BOOST_REQUIRE(at->move(jet::move_first) == error::success);
            BOOST_TEST(at->delete_record() == error::secondary_index_corrupted);
            const std::uint32_t first = (*foreign)->definition().columns.front().column_id;
            if (const column_definition* by = at->schema().columns.find(first); by->cp == jet::code_page::unicode && !(*foreign)->definition().tuples) {
                const std::byte a[2]{std::byte{'a'}, std::byte{0}};
                BOOST_TEST(at->make_key(a, jet::key_option::new_key) == error::secondary_index_corrupted);
                BOOST_TEST(at->seek(jet::seek_option::greater_or_equal) == error::key_not_made);
            }
            BOOST_TEST(count(*at) == entries);
        }
    }
    BOOST_TEST_MESSAGE(seen << " indexes in a foreign order");
}

BOOST_AUTO_TEST_CASE(records_can_be_copied_and_deleted_and_the_file_stays_sound)
{
    for (const sample& s : samples()) {
        table_fixture db{s.content};
        std::size_t copied = 0, deleted = 0;
        for (const std::string& name : user_tables(db)) {
            const auto at = db.open(name.c_str());
            for (int n = 0; n < 20; ++n) {
                db.me.begin(false);
                if (at->move(n == 0 ? jet::move_first : 1) != error::success) {
                    db.me.rollback();
                    break;
                }
                if (!at->schema().has_primary && at->prepare_update(prepare_kind::insert_copy) == error::success) {
                    if (save(*at) == error::success) ++copied;
                    else at->cancel_update();
                }
                if (n % 3 == 0 && at->delete_record() == error::success) ++deleted;
                db.me.commit();
            }
        }
        BOOST_TEST_MESSAGE(s.name << ": " << copied << " copied, " << deleted << " deleted");
        BOOST_TEST(db.passes_the_checker("table_" + s.name, ""));
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
