#include "stored_catalog.hpp"

#include <ese/jet/error_text.hpp>

#include <algorithm>
#include <map>

namespace esedb {

namespace {

namespace engine = ese::engine;
using rows_by_table = std::map<std::uint32_t, std::vector<engine::catalog_row>>;

[[nodiscard]] rows_by_table read_rows(raw_pages& pages, const problem_sink& tell)
{
    const engine::row_layout layout = engine::make_catalog_layout(pages.page_size());
    rows_by_table found;
    const auto take = [&](const engine::node_view& node) {
        try {
            engine::catalog_row row = engine::decode_catalog_row(layout, node.data);
            found[row.table.value()].push_back(std::move(row));
        } catch (const engine::failure&) {
            tell("catalog: a row cannot be read");
        }
    };
    const tree_place place{"catalog", engine::catalog_place::objects.root.value(), engine::catalog_place::objects.object.value(), 0};
    (void)tree_walk{pages, [](const std::string&) {}}.walk(place, take);    // what is wrong with the tree is told when its turn comes
    return found;
}

[[nodiscard]] std::vector<engine::column_definition> inherited_columns(const rows_by_table& all, const std::string& template_name)
{
    std::vector<engine::column_definition> columns;
    for (const auto& [object, rows] : all) {
        if (rows.front().kind != engine::catalog_kind::table || rows.front().name != template_name) continue;
        for (const engine::catalog_row& row : rows)
            if (row.kind == engine::catalog_kind::column) columns.push_back(engine::column_from_row(row));
    }
    return columns;
}

}  // namespace

std::vector<engine::table_schema> read_catalog(raw_pages& pages, const problem_sink& tell)
{
    const rows_by_table all = read_rows(pages, tell);
    if (all.empty()) tell("catalog: there are no tables in it");
    std::vector<engine::table_schema> schemas;
    for (const auto& [object, rows] : all) {
        const std::string name = "table " + rows.front().name;
        try {
            auto inherited = rows.front().template_table.empty() ? std::vector<engine::column_definition>{} : inherited_columns(all, rows.front().template_table);
            auto schema = engine::schema_from_rows(rows, std::move(inherited), pages.page_size());
            if (schema) schemas.push_back(*std::move(schema));
            else tell("catalog: object " + std::to_string(object) + " has columns, and is no table");
        } catch (const engine::failure&) {
            tell("catalog: " + name + " is described in a way that makes no sense");
        }
    }
    return schemas;
}

}  // namespace esedb
