// stored_tree.hpp — a versioned tree together with where it gets its pages.
//
// Room:   table. Uses txn, space, page.
// Gives:  database_parts, what every table of one database shares; stored_tree.
#pragma once

#include <ese/engine/catalog/catalog.hpp>
#include <ese/engine/space/space_manager.hpp>
#include <ese/engine/txn/tree_cursor.hpp>
#include <ese/engine/txn/versioned_tree.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace ese::inline v1::engine {

// Everything a table needs from its database. All of it outlives every table.
struct database_parts {
    transaction_domain& domain;
    page_file& file;
    space_manager& space;
    catalog& names;
    bool wide_long_value_ids = true;  // new ids are 64 bits: the format of this file knows them
};

// System tables have one tree for all: the catalog's.
class stored_tree {
public:
    stored_tree(const database_parts& of, tree_shape shape) : tree_{of.names.system_tree(shape.root)}
    {
        if (tree_ != nullptr) return;
        pages_ = of.space.source_for(shape.root);
        own_.emplace(of.domain, of.file, shape, *pages_);
        tree_ = &*own_;
    }
    stored_tree(const stored_tree&) = delete;
    stored_tree& operator=(const stored_tree&) = delete;

    [[nodiscard]] versioned_tree& operator*() const noexcept { return *tree_; }
    [[nodiscard]] versioned_tree* operator->() const noexcept { return tree_; }
    [[nodiscard]] page_no root() const noexcept { return tree_->plain().shape().root; }

private:
    std::unique_ptr<page_source> pages_;
    std::optional<versioned_tree> own_;
    versioned_tree* tree_;
};

}  // namespace ese::inline v1::engine
