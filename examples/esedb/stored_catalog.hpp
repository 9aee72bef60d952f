// stored_catalog.hpp — the schemas of a file, from the rows of its catalog, without an open database.
#pragma once

#include "tree_walk.hpp"

#include <ese/engine/catalog/table_schema.hpp>

#include <vector>

namespace esedb {

// Tables whose rows make no sense are told of and left out.
[[nodiscard]] std::vector<ese::engine::table_schema> read_catalog(raw_pages& pages, const problem_sink& tell);

}  // namespace esedb
