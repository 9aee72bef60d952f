// table_maker.hpp — the steps of creating one table, inside its transaction.
//
// Room:   table. Uses catalog, space, txn.
// Gives:  detail::table_maker, for create_table.
// Holds:  the first step leaves an action that gives every page back if the transaction is rolled back.
#pragma once

#include <ese/engine/table/cursor.hpp>
#include <ese/engine/table/database_tables.hpp>
#include <ese/engine/table/index_rules.hpp>

namespace ese::inline v1::engine {

namespace detail {

// A table whose creation may be rolled back.
class made_table final : public transaction_action {
public:
    made_table(database_tables& tables, object_id object, page_no root) : tables_{tables}, object_{object}, root_{root} {}
    void add_child(page_no root) { children_.push_back(root); }
    void undo() noexcept override
    {
        if (const auto table = tables_.known(object_)) {
            table->drop_trees();
            table->destroy();
            return;
        }
        try {
            for (const page_no child : children_) tables_.parts().space.destroy_tree(child, root_);
            tables_.parts().space.destroy_tree(root_, space_manager::database_root);
        } catch (...) {  // costs pages, nothing else
        }
    }
    void committed(stamp) noexcept override
    {
        if (const auto table = tables_.known(object_)) table->creator.store(nullptr);
    }

private:
    database_tables& tables_;
    const object_id object_;
    const page_no root_;
    std::vector<page_no> children_;   // until the table has a descriptor that knows them
};

class table_maker {
public:
    table_maker(database_tables& tables, session& by, jet::table_create& wanted) : tables_{tables}, by_{by}, wanted_{wanted} {}

    [[nodiscard]] jet::error make(std::unique_ptr<cursor>& opened);

private:
    [[nodiscard]] jet::error take_template();
    [[nodiscard]] jet::error enter_table();
    [[nodiscard]] jet::error add_columns();
    [[nodiscard]] jet::error add_one(jet::column_create& c);
    [[nodiscard]] jet::error add_long_values();
    [[nodiscard]] jet::error inherit_indexes();
    [[nodiscard]] jet::error add_indexes();
    [[nodiscard]] jet::error add_one(jet::index_create& i);
    [[nodiscard]] jet::error enter_index(index_schema index, std::uint32_t initial_size = 0);
    [[nodiscard]] page_no new_tree(object_id object, std::uint32_t kind, std::uint32_t initial_size);
    [[nodiscard]] std::uint32_t pages_for(std::uint32_t size) const noexcept { return initial_pages(size, tables_.parts().file.page_size()); }
    [[nodiscard]] std::size_t record_most() const noexcept
    {
        return max_record_size(tables_.parts().file.page_size(), key_most_);
    }

    database_tables& tables_;
    session& by_;
    jet::table_create& wanted_;
    object_id object_{};
    page_no root_{};
    made_table* action_ = nullptr;
    std::optional<table_schema> template_;
    std::vector<column_definition> columns_;
    row_layout layout_;
    bool has_primary_ = false;
    std::size_t key_most_ = 0;
};

inline jet::error table_maker::take_template()
{
    using o = jet::create_table_option;
    if (wanted_.template_name.empty()) return jet::error::success;
    if (wanted_.options.has(o::template_table)) return jet::error::cannot_nest_ddl;
    const auto found = tables_.parts().names.find_table(by_.reading(), wanted_.template_name);
    if (!found) return jet::error::object_not_found;
    template_ = tables_.parts().names.read_table(by_.reading(), found->object);
    if (!template_->has(table_flag::is_template)) return jet::error::ddl_not_inheritable;
    columns_ = template_->columns.columns();
    for (column_definition& column : columns_) column.derived = true;
    return jet::error::success;
}

inline jet::error table_maker::enter_table()
{
    using o = jet::create_table_option;
    const database_parts& parts = tables_.parts();
    object_ = parts.names.next_object_id();
    const std::uint32_t pages = std::max(pages_for(wanted_.initial_size), wanted_.pages);
    root_ = parts.space.create_tree({space_manager::database_root, object_, 0, pages, extent_form::single, by_.logged_as()});
    auto action = std::make_unique<made_table>(tables_, object_, root_);
    action_ = action.get();
    by_.add_action(std::move(action));

    new_table entry;
    entry.name = std::string{*clean_name(wanted_.name)};
    entry.object = object_;
    entry.root = root_;
    entry.density = wanted_.density != 0 ? wanted_.density : jet::density_default;
    entry.initial_pages = pages;
    if (wanted_.options.has_any(o::fixed_ddl | o::template_table)) entry.flags |= table_flag::fixed_ddl;
    if (wanted_.options.has(o::template_table)) entry.flags |= table_flag::is_template;
    if (template_) entry.flags |= table_flag::derived;
    if (template_) entry.template_table = template_->name;
    if (wanted_.separate_long_values_above != 0) entry.separate_from = wanted_.separate_long_values_above;
    return parts.names.add_table(by_, entry);
}

inline page_no table_maker::new_tree(object_id object, std::uint32_t kind, std::uint32_t initial_size)
{
    const new_tree_request wanted{root_, object, kind, pages_for(initial_size), extent_form::single, by_.logged_as()};
    const page_no root = tables_.parts().space.create_tree(wanted);
    action_->add_child(root);
    return root;
}

inline jet::error table_maker::add_one(jet::column_create& c)
{
    column_definition placed;
    if (const jet::error e = check_column(c, true); e != jet::error::success) return e;
    if (const jet::error e = place_column(c, layout_, record_most(), placed); e != jet::error::success) return e;
    if (const jet::error e = tables_.parts().names.add_column(by_, object_, placed); e != jet::error::success) return e;
    c.id = jet::column_id{placed.id};
    columns_.push_back(std::move(placed));
    layout_ = row_layout{columns_, tables_.parts().file.page_size()};
    return size_was_cut(c) ? jet::error::wrn_column_max_truncated : jet::error::success;
}

inline jet::error table_maker::add_columns()
{
    layout_ = row_layout{columns_, tables_.parts().file.page_size()};
    for (jet::column_create& c : wanted_.columns) {
        c.answer = add_one(c);
        if (static_cast<std::int32_t>(c.answer) < 0) return c.answer;
        ++wanted_.created;
    }
    return add_long_values();
}

// A table that can have long values has a tree for them from the start, so that two sessions storing the first ones
// do not meet.
inline jet::error table_maker::add_long_values()
{
    const auto is_long = [](const column_definition& c) { return jet::is_long(c.type); };
    if (std::none_of(columns_.begin(), columns_.end(), is_long)) return jet::error::success;
    const object_id object = tables_.parts().names.next_object_id();
    return tables_.parts().names.add_long_values(by_, object_, object, new_tree(object, page_flag::long_value, wanted_.long_values_initial_size));
}

inline jet::error table_maker::enter_index(index_schema index, std::uint32_t initial_size)
{
    if (index.definition.has(index_flag::primary)) {
        index.object = object_;
        index.root = root_;
        has_primary_ = true;
        key_most_ = index.definition.key_most;
        if (layout_.fixed_area_end() > record_most()) return jet::error::record_too_big;
    } else {
        index.object = tables_.parts().names.next_object_id();
        index.root = new_tree(index.object, physical_index::tree_kind(index.definition), initial_size);
    }
    return tables_.parts().names.add_index(by_, object_, index);
}

inline jet::error table_maker::inherit_indexes()
{
    if (!template_) return jet::error::success;
    std::vector<index_schema> inherited = template_->indexes;
    if (template_->has_primary) inherited.insert(inherited.begin(), {template_->primary, {}, {}, template_->density});
    for (index_schema& index : inherited) {
        index.definition.flags = (index.definition.flags & ~index_flag::of_template) | index_flag::derived;
        for (key_column& c : index.definition.columns) c.derived = true;
        for (conditional_column& c : index.definition.conditions) c.derived = true;
        if (const jet::error e = enter_index(std::move(index)); e != jet::error::success) return e;
    }
    return jet::error::success;
}

inline jet::error table_maker::add_one(jet::index_create& i)
{
    index_schema index;
    if (const jet::error e = check_index(i, layout_, index.definition); e != jet::error::success) return e;
    if (index.definition.has(index_flag::primary) && has_primary_) return jet::error::index_has_primary;
    index.density = i.density != 0 ? i.density : jet::density_default;
    return enter_index(std::move(index), i.initial_size);
}

inline jet::error table_maker::add_indexes()
{
    for (jet::index_create& i : wanted_.indexes) {
        i.answer = add_one(i);
        if (i.answer != jet::error::success) return i.answer;
        ++wanted_.created;
    }
    return jet::error::success;
}

inline jet::error table_maker::make(std::unique_ptr<cursor>& opened)
{
    if (const jet::error e = take_template(); e != jet::error::success) return e;
    if (const jet::error e = enter_table(); e != jet::error::success) return e;
    wanted_.created = 1;
    if (const jet::error e = add_columns(); e != jet::error::success) return e;
    if (const jet::error e = inherit_indexes(); e != jet::error::success) return e;
    if (const jet::error e = add_indexes(); e != jet::error::success) return e;

    const std::shared_ptr<table_core> table = tables_.of(by_.reading(), object_);
    table->creator.store(&by_);
    table->schemas().begin_change(by_);
    if (wanted_.options.has(jet::create_table_option::immutable_structure)) return jet::error::success;
    return cursor::open(by_, table, jet::open_table_option::deny_read | jet::open_table_option::permit_ddl, opened);
}

}  // namespace detail

}  // namespace ese::inline v1::engine
