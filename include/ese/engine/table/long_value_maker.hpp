// long_value_maker.hpp — the tree a table gets for its long values.
//
// Room:   table. Uses catalog, space, txn.
// Gives:  make_long_value_tree.
// Holds:  the tree belongs to the transaction that made it: rolled back, it is gone; until the commit nobody else may
//         separate a value from this table's records.
#pragma once

#include <ese/engine/table/table.hpp>

namespace ese::inline v1::engine {

namespace detail {
class made_long_value_tree final : public transaction_action {
public:
    made_long_value_tree(table_core& table, page_no root) : table_{table}, root_{root} {}
    void undo() noexcept override
    {
        table_.drop_long_values();
        table_.long_value_maker.store(nullptr);
        table_.destroy_child(root_);
    }
    void committed(stamp) noexcept override { table_.long_value_maker.store(nullptr); }

private:
    table_core& table_;
    const page_no root_;
};
}  // namespace detail

// Does nothing where there is one already. The session is in a transaction.
[[nodiscard]] inline jet::error make_long_value_tree(session& by, table_core& table)
{
    const std::lock_guard making{table.long_value_making};
    if (table.long_values() != nullptr) {
        const session* const maker = table.long_value_maker.load();
        return maker == nullptr || maker == &by ? jet::error::success : jet::error::write_conflict;
    }
    const database_parts& parts = table.parts();
    const object_id object = parts.names.next_object_id();
    const page_no root = parts.space.create_tree({table.root(), object, page_flag::long_value, 1, extent_form::single, by.logged_as()});
    table.add_child(root);
    by.add_action(std::make_unique<detail::made_long_value_tree>(table, root));
    table.long_value_maker.store(&by);
    table.set_long_values(root, object, parts.names.read_table(by.reading(), table.object()).chunk_size);
    return parts.names.add_long_values(by, table.object(), object, root);
}

}  // namespace ese::inline v1::engine
