// ddl_indexes.hpp — indexes made, removed, described.
//
// Room:   table. Uses catalog, space, txn.
// Gives:  create_index, delete_index, index_infos.
// Holds:  (1) a new index is filled with the gate held alone, from the records its maker sees, and only if nobody else has
//             changed any since: so it is complete, and from then on every writer keeps it so;
//         (2) its first entries have no versions: nobody sees the index before the commit, and a rollback takes all of it;
//         (3) a removed index is kept up to date until the removal is committed.
#pragma once

#include <ese/engine/table/cursor.hpp>
#include <ese/engine/table/ddl_columns.hpp>
#include <ese/engine/table/index_rules.hpp>

#include <mutex>
#include <shared_mutex>

namespace ese::inline v1::engine {

namespace detail {

class made_index final : public transaction_action {
public:
    made_index(table_core& table, page_no root) : table_{table}, root_{root} {}
    void made(std::shared_ptr<physical_index> index) noexcept { index_ = std::move(index); }
    void undo() noexcept override
    {
        if (index_) {
            const std::unique_lock gate{table_.gate()};
            table_.remove_index(*index_);
        }
        table_.destroy_child(root_);
    }

private:
    table_core& table_;
    const page_no root_;
    std::shared_ptr<physical_index> index_;   // once it is registered
};

class made_primary final : public transaction_action {
public:
    explicit made_primary(table_core& table) : table_{table} {}
    void undo() noexcept override { table_.primary_maker.store(nullptr); }
    void committed(stamp at) noexcept override
    {
        table_.primary_since.store(at.value());
        table_.primary_maker.store(nullptr);
    }

private:
    table_core& table_;
};

class removed_index final : public transaction_action {
public:
    removed_index(std::shared_ptr<table_core> table, std::shared_ptr<physical_index> index)
        : table_{std::move(table)}, index_{std::move(index)}
    {
    }
    void undo() noexcept override { index_->end_removal(); }
    void committing(session& by) override { table_->log_drop(by, index_->tree().root()); }
    void committed(stamp) noexcept override
    {
        const std::unique_lock gate{table_->gate()};
        table_->remove_index(*index_);
    }
    void settled() override { table_->destroy_child(index_->tree().root()); }

private:
    std::shared_ptr<table_core> table_;
    std::shared_ptr<physical_index> index_;
};

// Entries gathered and brought into order, so that the tree is filled from left to right.
class entry_batch {
public:
    static constexpr std::size_t bytes_max = std::size_t{16} << 20;

    void add(bytes key, bytes bookmark)
    {
        entries_.push_back({storage_.size(), static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(bookmark.size())});
        storage_.insert(storage_.end(), key.begin(), key.end());
        storage_.insert(storage_.end(), bookmark.begin(), bookmark.end());
    }
    [[nodiscard]] bool full() const noexcept { return storage_.size() >= bytes_max; }
    [[nodiscard]] jet::error write(physical_index& to);

private:
    struct entry {
        std::size_t begin;
        std::uint32_t key_size;
        std::uint32_t bookmark_size;
    };
    [[nodiscard]] bytes key(const entry& e) const noexcept { return bytes{storage_}.subspan(e.begin, e.key_size); }
    [[nodiscard]] bytes sort(const entry& e) const noexcept { return bytes{storage_}.subspan(e.begin, e.key_size + e.bookmark_size); }

    std::vector<std::byte> storage_;
    std::vector<entry> entries_;
};

inline jet::error entry_batch::write(physical_index& to)
{
    std::sort(entries_.begin(), entries_.end(), [this](const entry& a, const entry& b) { return compare(sort(a), sort(b)) < 0; });
    row_buffer there;
    for (const entry& e : entries_) {
        if (to.unique() && to.tree()->plain().find(key(e), there)) return jet::error::key_duplicate;
        to.tree()->plain().insert(key(e), sort(e).subspan(e.key_size));
    }
    storage_.clear();
    entries_.clear();
    return jet::error::success;
}

[[nodiscard]] inline jet::error fill_index(view v, table_core& table, physical_index& index)
{
    key_encoder encoder{index.definition(), index.columns()};
    key_list keys;
    entry_batch batch;
    tree_cursor walker{*table.primary()};
    for (bool more = walker.first(v); more; more = walker.next(v)) {
        bytes record;
        if (!walker.read(v, record)) continue;
        const row_reader reader{record, index.columns().form()};
        const jet::error e = answer_of(encoder.keys_of(reader, fetch_long_value{table, v}, keys));
        if (e != jet::error::success) return e;
        for (std::size_t i = 0; i < keys.size(); ++i) batch.add(keys[i], walker.sort());
        if (!batch.full()) continue;
        if (const jet::error w = batch.write(index); w != jet::error::success) return w;
    }
    return batch.write(index);
}

// Who makes an index in a transaction of its own sees the newest rows there are: with the gate held alone and no writer
// left, they stand still. An older transaction must not have missed any.
enum class maker { alone, in_transaction };

[[nodiscard]] inline jet::error create_secondary(cursor& at, std::shared_ptr<const table_schema> now, index_schema wanted, std::uint32_t pages,
                                                 maker who)
{
    session& by = at.owner();
    table_core& table = at.table();
    const database_parts& parts = table.parts();
    const std::uint32_t kind = physical_index::tree_kind(wanted.definition);
    wanted.object = parts.names.next_object_id();
    wanted.root = parts.space.create_tree({table.root(), wanted.object, kind, pages, extent_form::single, by.logged_as()});
    table.add_child(wanted.root);
    auto action = std::make_unique<made_index>(table, wanted.root);
    made_index& made = *action;
    by.add_action(std::move(action));
    if (const jet::error e = parts.names.add_index(by, table.object(), wanted); e != jet::error::success) return e;

    auto index = std::make_shared<physical_index>(parts, wanted, std::shared_ptr<const row_layout>{now, &now->columns});
    const std::unique_lock gate{table.gate()};
    view v = by.reading();
    if (table.modes().written_by_others(by)) return jet::error::write_conflict;
    if (who == maker::in_transaction && table.written_behind(v)) return jet::error::write_conflict;
    if (who == maker::alone) v.snapshot = by.domain().now();
    if (const jet::error e = fill_index(v, table, *index); e != jet::error::success) return e;
    table.add_index(index);
    made.made(std::move(index));
    return jet::error::success;
}

// The records a table has already lie under other keys, so there must be none, not even deleted ones.
[[nodiscard]] inline jet::error create_primary(cursor& at, const table_schema& now, index_schema wanted)
{
    session& by = at.owner();
    table_core& table = at.table();
    if (now.has_primary) return jet::error::index_has_primary;
    const std::unique_lock gate{table.gate()};
    key_buffer any;
    if (table.primary()->last_sort(any)) return jet::error::table_not_empty;
    if (now.columns.fixed_area_end() > max_record_size(now.columns.page_size(), wanted.definition.key_most))
        return jet::error::record_too_big;
    by.add_action(std::make_unique<made_primary>(table));
    table.primary_maker.store(&by);
    wanted.object = table.object();
    wanted.root = table.root();
    return table.parts().names.add_index(by, table.object(), wanted);
}

[[nodiscard]] inline jet::error enter_index(cursor& at, const jet::index_create& i, maker who)
{
    table_core& table = at.table();
    if (const jet::error e = begin_definition(at); e != jet::error::success) return e;
    auto now = std::make_shared<const table_schema>(table.parts().names.read_table(at.owner().reading(), table.object()));
    index_schema wanted;
    if (const jet::error e = check_index(i, now->columns, wanted.definition); e != jet::error::success) return e;
    wanted.density = i.density != 0 ? i.density : jet::density_default;
    if (wanted.definition.has(index_flag::primary)) return create_primary(at, *now, std::move(wanted));
    const std::uint32_t pages = initial_pages(i.initial_size, table.parts().file.page_size());
    return create_secondary(at, std::move(now), std::move(wanted), pages, who);
}

}  // namespace detail

[[nodiscard]] inline jet::error create_index(cursor& at, jet::index_create& i)
{
    const bool exclusive = at.options().has(jet::open_table_option::deny_read);
    if (i.options.has(jet::index_option::unversioned) && at.owner().level() > 0 && !exclusive) return i.answer = jet::error::in_transaction;
    i.answer = detail::may_define(at, detail::fixed_tables::allowed_with_permit);
    if (i.answer != jet::error::success) return i.answer;
    const detail::maker who = at.owner().level() == 0 ? detail::maker::alone : detail::maker::in_transaction;
    implicit_transaction whole{at.owner()};
    i.answer = detail::enter_index(at, i, who);
    if (i.answer == jet::error::success) whole.commit();
    return i.answer;
}

[[nodiscard]] inline jet::error delete_index(cursor& at, std::string_view name)
{
    if (const jet::error e = at.may_write(); e != jet::error::success) return e;
    const auto clean = clean_name(name);
    if (!clean) return jet::error::invalid_name;
    const table_schema& now = at.schema();
    const auto wanted = std::find_if(now.indexes.begin(), now.indexes.end(),
                                     [&](const index_schema& i) { return same_name(i.definition.name, *clean); });
    if (wanted != now.indexes.end() && wanted->definition.has(index_flag::derived)) return jet::error::fixed_inherited_ddl;
    if (now.has(table_flag::fixed_ddl)) return jet::error::fixed_ddl;
    if (wanted == now.indexes.end())
        return now.has_primary && same_name(now.primary.name, *clean) ? jet::error::index_must_stay : jet::error::index_not_found;
    const object_id object = wanted->object;
    auto index = at.table().find_index(object);
    if (!index) return jet::error::index_not_found;

    implicit_transaction whole{at.owner()};
    if (const jet::error e = detail::begin_definition(at); e != jet::error::success) return e;
    if (index->is_leaving()) return jet::error::index_not_found;
    if (!index->begin_removal()) return jet::error::index_in_use;
    try {
        at.owner().add_action(std::make_unique<detail::removed_index>(at.shared_table(), index));
    } catch (...) {
        index->end_removal();
        throw;
    }
    const jet::error e = at.table().parts().names.remove_index(at.owner(), at.table().object(), object);
    if (e == jet::error::success) whole.commit();
    return e;
}

namespace detail {

[[nodiscard]] inline std::string name_of_column(const row_layout& columns, std::uint32_t id)
{
    const column_definition* column = columns.find(id);
    return column != nullptr ? column->name : std::string{};
}

[[nodiscard]] inline jet::index_info to_info(const index_definition& index, std::uint32_t density, const tree_statistics& counted,
                                             const row_layout& columns)
{
    jet::index_info info;
    info.name = index.name;
    info.options = options_of(index);
    for (const key_column& c : index.columns) {
        const column_definition* column = columns.find(c.column_id);
        if (column == nullptr) continue;
        const auto cp = jet::is_text(column->type) ? static_cast<std::uint16_t>(column->cp) : std::uint16_t{0};
        info.segments.push_back({jet::column_id{c.column_id}, column->name, column->type, cp, c.descending});
    }
    for (const conditional_column& c : index.conditions)
        info.conditions.push_back({jet::column_id{c.column_id}, name_of_column(columns, c.column_id), c.must_be_null});
    info.density = density;
    info.key_most = index.key_most;
    info.segment_most = index.var_seg_most != 0 ? index.var_seg_most : index.key_most;
    info.locale = index.locale;
    info.lcid = index.locale == usual_locale ? 1033 : 0;
    info.map_flags = index.text_flags;
    if (index.has(index_flag::unicode_text)) {
        info.sort_version = index.stamp.version;
        info.sort_id = index.stamp.id;
    }
    info.entries = counted.entries;
    info.keys = counted.keys;
    info.pages = counted.pages;
    if (index.tuples)
        info.tuples = jet::tuple_limits{index.tuples->chars_min, index.tuples->chars_max, index.tuples->tuples_most,
                                        index.tuples->step, index.tuples->start};
    return info;
}

}  // namespace detail

// The primary index first, then the secondary ones by name.
[[nodiscard]] inline jet::error index_infos(cursor& at, std::vector<jet::index_info>& infos)
{
    const table_schema& now = at.schema();
    infos.clear();
    for (const index_schema& index : now.indexes) {
        const auto physical = at.table().find_index(index.object);
        if (!physical || physical->is_leaving()) continue;
        infos.push_back(detail::to_info(index.definition, index.density, index.statistics, now.columns));
        infos.back().object = index.object.value();
    }
    std::sort(infos.begin(), infos.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    if (!now.has_primary) return jet::error::success;
    infos.insert(infos.begin(), detail::to_info(now.primary, now.density, now.statistics, now.columns));
    infos.front().object = now.object.value();
    return jet::error::success;
}

}  // namespace ese::inline v1::engine
