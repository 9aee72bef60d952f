// content_check.hpp — do the indexes and long values of a file agree with its rows? All trees are walked on the way.
#pragma once

#include "space_check.hpp"
#include "stored_catalog.hpp"
#include "tree_walk.hpp"

#include <ese/engine/record/key_encoder.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace esedb {

struct content_totals {
    std::uint64_t tables = 0, trees = 0, rows = 0, index_entries = 0, long_values = 0;
};

class content_check {
public:
    content_check(raw_pages& pages, const problem_sink& tell) : pages_{pages}, tell_{tell}, walker_{pages, tell}, space_{walker_, tell} {}

    content_totals run();

private:
    using hashes = std::vector<std::uint64_t>;    // of entries, so that little memory is needed for each

    struct index_under_check {
        const ese::engine::index_schema& schema;
        ese::engine::key_encoder encoder;
        bool keys_count;                          // false: the order is not ours, only the rows it leads to can be compared
        hashes expected{}, found{};
    };
    struct table_under_check {
        const ese::engine::table_schema& schema;
        std::vector<index_under_check> indexes{};
        hashes long_values_expected{}, long_values_found{};
        std::uint64_t rows = 0, unreadable = 0, misplaced = 0;
    };

    void check_table(const ese::engine::table_schema& schema);
    void check_rows(table_under_check& table, const tree_place& place);
    void take_row(table_under_check& table, ese::engine::key_encoder* primary, const ese::engine::node_view& node);
    void check_index(table_under_check& table, index_under_check& index);
    void check_long_values(table_under_check& table);
    void compare(const std::string& name, const char* what, hashes& expected, hashes& found);
    walked_tree walk(const tree_place& place, std::uint32_t parent, const tree_walk::node_visitor& visit);

    raw_pages& pages_;
    problem_sink tell_;
    tree_walk walker_;
    space_check space_;
    content_totals totals_{};
};

}  // namespace esedb
