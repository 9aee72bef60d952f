#include "content_check.hpp"

#include <ese/engine/record/compression.hpp>
#include <ese/engine/record/long_value.hpp>
#include <ese/engine/record/row_reader.hpp>

#include <algorithm>
#include <iterator>

namespace esedb {

namespace {

namespace engine = ese::engine;
using engine::bytes;
using engine::page_flag;

constexpr std::uint32_t database_root = 1, database_object = 1;

// FNV-1a, the size first.
[[nodiscard]] std::uint64_t hash_of(bytes a, bytes b) noexcept
{
    std::uint64_t hash = 0xCBF29CE484222325u ^ a.size();
    for (const bytes part : {a, b})
        for (const std::byte one : part) hash = (hash ^ std::to_integer<std::uint64_t>(one)) * 0x100000001B3u;
    return hash;
}

[[nodiscard]] std::vector<std::byte> key_of(const engine::node_view& node)
{
    std::vector<std::byte> key(node.key_size());
    node.copy_key(key.data());
    return key;
}

// What index keys need of a long value: its beginning.
class fetch_from_tree {
public:
    fetch_from_tree(raw_pages& pages, const engine::table_schema& of) : pages_{pages}, of_{of} {}

    void operator()(bytes stored, std::size_t most, std::vector<std::byte>& out)
    {
        const auto id = engine::long_value_id_in(stored);
        const std::uint32_t size = engine::long_value_root::decode(must_find(engine::root_key(id))).size;
        out.clear();
        while (out.size() < std::min<std::size_t>(most, size)) append_chunk(id, size, out);
        if (out.size() > most) out.resize(most);
    }

private:
    [[nodiscard]] std::vector<std::byte> must_find(bytes key)
    {
        auto found = engine::page_no{} == of_.long_values_root ? std::nullopt : find_in_tree(pages_, of_.long_values_root.value(), key);
        if (!found) throw engine::failure{ese::jet::error::lv_corrupted};
        return *std::move(found);
    }
    void append_chunk(engine::long_value_id id, std::uint32_t size, std::vector<std::byte>& out)
    {
        const auto at = static_cast<std::uint32_t>(out.size());
        const std::uint32_t extent = engine::chunk_extent(at, size, of_.chunk_size);
        std::vector<std::byte> chunk = must_find(engine::chunk_key(id, at));
        if (chunk.size() < extent) {
            std::vector<std::byte> plain;
            engine::decompress(chunk, plain, extent);
            chunk.swap(plain);
        }
        if (chunk.size() != extent) throw engine::failure{ese::jet::error::lv_corrupted};
        out.insert(out.end(), chunk.begin(), chunk.end());
    }

    raw_pages& pages_;
    const engine::table_schema& of_;
};

}  // namespace

walked_tree content_check::walk(const tree_place& place, std::uint32_t parent, const tree_walk::node_visitor& visit)
{
    walked_tree walked = walker_.walk(place, visit);
    space_.check(place, walked, parent);
    return walked;
}

content_totals content_check::run()
{
    (void)walk({"database", database_root, database_object, 0}, 0, {});
    for (const engine::table_schema& schema : read_catalog(pages_, tell_)) check_table(schema);
    totals_.trees = walker_.trees();
    return totals_;
}

void content_check::check_table(const engine::table_schema& schema)
{
    ++totals_.tables;
    table_under_check table{schema};
    const std::string name = "table " + schema.name;
    try {
        for (const engine::index_schema& index : schema.indexes)
            table.indexes.push_back({index, engine::key_encoder{index.definition, schema.columns}, index.definition.own_order()});
    } catch (const engine::failure&) {
        return tell_(name + ": an index has columns that the table does not have");
    }
    check_rows(table, {name, schema.root.value(), schema.object.value(), 0});
    check_long_values(table);
    for (index_under_check& index : table.indexes) check_index(table, index);
    totals_.rows += table.rows;
}

void content_check::check_rows(table_under_check& table, const tree_place& place)
{
    std::optional<engine::key_encoder> primary;
    if (table.schema.has_primary && table.schema.primary.own_order()) primary.emplace(table.schema.primary, table.schema.columns);
    (void)walk(place, database_root, [&](const engine::node_view& node) {
        ++table.rows;
        try {
            take_row(table, primary ? &*primary : nullptr, node);
        } catch (const engine::failure&) {
            ++table.unreadable;
        }
    });
    if (table.unreadable != 0) tell_(place.name + ": " + std::to_string(table.unreadable) + " rows cannot be read");
    if (table.misplaced != 0) tell_(place.name + ": " + std::to_string(table.misplaced) + " rows lie under a key that is not theirs");
}

void content_check::take_row(table_under_check& table, engine::key_encoder* primary, const engine::node_view& node)
{
    const auto bookmark = key_of(node);
    const engine::row_reader row{node.data, table.schema.columns.form()};
    fetch_from_tree fetch{pages_, table.schema};
    engine::key_buffer own;
    if (primary != nullptr && (primary->key_of(row, fetch, own) != engine::key_answer::made || !engine::equal(own.view(), bookmark))) ++table.misplaced;

    for (const engine::column_definition& column : table.schema.columns.columns()) {
        if (!column.is_tagged() || column.is_deleted()) continue;
        for (std::uint32_t n = 1; const auto value = row.instance(column, n); ++n)
            if (value->separated) table.long_values_expected.push_back(engine::long_value_id_in(value->data).value());
    }
    engine::key_list keys;
    for (index_under_check& index : table.indexes) {
        if (!index.keys_count && !index.encoder.single()) continue;
        if (index.encoder.keys_of(row, fetch, keys) != engine::key_answer::made) continue;
        for (std::size_t i = 0; i < keys.size(); ++i) index.expected.push_back(hash_of(index.keys_count ? keys[i] : bytes{}, bookmark));
    }
}

void content_check::check_index(table_under_check& table, index_under_check& index)
{
    const engine::index_definition& definition = index.schema.definition;
    const std::string name = "table " + table.schema.name + ", index " + definition.name;
    const std::uint32_t kind = page_flag::index | (definition.has(engine::index_flag::unique) ? 0 : page_flag::non_unique);
    (void)walk({name, index.schema.root.value(), index.schema.object.value(), kind}, table.schema.root.value(), [&](const engine::node_view& node) {
        const auto key = index.keys_count ? key_of(node) : std::vector<std::byte>{};
        index.found.push_back(hash_of(key, node.data));
    });
    totals_.index_entries += index.found.size();
    if (index.keys_count || index.encoder.single()) compare(name, "entries", index.expected, index.found);
}

void content_check::check_long_values(table_under_check& table)
{
    const engine::table_schema& schema = table.schema;
    const std::string name = "table " + schema.name + ", long values";
    auto& expected = table.long_values_expected;
    std::sort(expected.begin(), expected.end());
    expected.erase(std::unique(expected.begin(), expected.end()), expected.end());    // rows may share one
    if (schema.long_values_root != engine::page_no{})
        (void)walk({name, schema.long_values_root.value(), schema.long_values_object.value(), page_flag::long_value}, schema.root.value(), [&](const engine::node_view& node) {
            try {
                const auto key = engine::parse_long_value_key(key_of(node));
                if (!key.offset) table.long_values_found.push_back(key.id.value());
            } catch (const engine::failure&) {
                tell_(name + ": an entry is no long value");
            }
        });
    totals_.long_values += table.long_values_found.size();
    compare(name, "values", expected, table.long_values_found);
}

void content_check::compare(const std::string& name, const char* what, hashes& expected, hashes& found)
{
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    hashes missing, extra;
    std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(), std::back_inserter(missing));
    std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(), std::back_inserter(extra));
    if (!missing.empty()) tell_(name + ": " + std::to_string(missing.size()) + ' ' + what + " are missing that rows need");
    if (!extra.empty()) tell_(name + ": " + std::to_string(extra.size()) + ' ' + what + " belong to no row");
}

}  // namespace esedb
