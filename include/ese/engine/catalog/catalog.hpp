// catalog.hpp — which tables a database has and what they are made of: MSysObjects, its indexes, its shadow.
//
// Room:   catalog. Uses txn, space, record, page, base. Knows rows that describe tables; knows nothing of open tables.
// Gives:  catalog: read schemas as a snapshot sees them, change them inside a transaction, make those of a new database.
// Holds:  (1) a row of MSysObjects has an entry in Name, a table's row one in RootObjects too, and each row its copy in the
//             shadow: all are written in one savepoint, which a failed call undoes;
//         (2) a name is taken from the moment somebody wrote it until his rollback, though nobody else sees it;
//         (3) object ids are never handed out twice, not even after a rollback.
// Locks:  none of its own but an atomic counter; the trees do theirs. A session is used by one thread at a time.
//
// Functions that change something answer with a jet::error: a duplicate, a write conflict, something not there, or the
// code of an accident. They work at level 0 too, as a transaction of their own.
#pragma once

#include <ese/engine/catalog/catalog_format.hpp>
#include <ese/engine/catalog/catalog_keys.hpp>
#include <ese/engine/catalog/catalog_row.hpp>
#include <ese/engine/catalog/system_tables.hpp>
#include <ese/engine/catalog/table_schema.hpp>

#include <ese/engine/txn/session.hpp>
#include <ese/engine/txn/tree_cursor.hpp>
#include <ese/engine/txn/versioned_tree.hpp>

#include <ese/engine/space/space_manager.hpp>

#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/failure.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ese::inline v1::engine {

struct found_table {
    object_id object{};
    page_no root{};
};

struct table_summary {
    std::string name;
    object_id object{};
    page_no root{};
    std::uint32_t flags = 0;  // table_flag
};

// The header of a file says whether its catalog has a shadow.
enum class shadow_catalog { kept, absent };

class catalog {
public:
    static constexpr std::uint32_t first_pages_min = 30;  // of a database, without the two headers

    catalog(transaction_domain& domain, page_file& file, space_manager& space, shadow_catalog shadow = shadow_catalog::kept);
    catalog(const catalog&) = delete;
    catalog& operator=(const catalog&) = delete;

    // One of the two, once, before anything else. Makes the system tables, right after space_manager::format_database:
    void format();
    // or finds them in an existing file, whose header says what the highest object id is.
    void open(object_id highest);
    // or in one that was not closed: its header lags behind.
    void open_after_crash(object_id at_least);

    // May throw out_of_object_i_ds.
    [[nodiscard]] object_id next_object_id();
    [[nodiscard]] object_id highest_object_id() const noexcept { return object_id{highest_.load(std::memory_order_relaxed)}; }

    // As the view sees them. Names are compared without regard to the case of a..z.
    [[nodiscard]] std::optional<found_table> find_table(view v, std::string_view name);
    [[nodiscard]] table_schema read_table(view v, object_id table);  // throws object_not_found
    [[nodiscard]] std::optional<table_schema> find_schema(view v, object_id table);
    [[nodiscard]] std::vector<table_summary> tables(view v);         // in order of names
    [[nodiscard]] std::vector<std::string> table_names(view v);
    [[nodiscard]] bool has_derived_tables(view v, std::string_view template_name);

    // table_duplicate, column_duplicate, index_duplicate; write_conflict when a rival changed the same row.
    [[nodiscard]] jet::error add_table(session& by, const new_table& table);
    [[nodiscard]] jet::error add_column(session& by, object_id table, const column_definition& column);
    // A primary index carries the object id and root of its table.
    [[nodiscard]] jet::error add_index(session& by, object_id table, const index_schema& index);
    [[nodiscard]] jet::error add_long_values(session& by, object_id table, object_id object, page_no root);

    // object_not_found, column_not_found, index_not_found; write_conflict. The trees are the caller's to destroy.
    [[nodiscard]] jet::error remove_table(session& by, object_id table);
    [[nodiscard]] jet::error remove_column(session& by, object_id table, std::uint32_t column);
    [[nodiscard]] jet::error remove_index(session& by, object_id table, object_id index);

    [[nodiscard]] jet::error rename_table(session& by, object_id table, std::string_view name);
    [[nodiscard]] jet::error rename_column(session& by, object_id table, std::uint32_t column, std::string_view name);
    [[nodiscard]] jet::error set_default_value(session& by, object_id table, std::uint32_t column, bytes value);
    // Of the records (`object` is the table's) or of an index.
    [[nodiscard]] jet::error set_statistics(session& by, object_id table, object_id object, const tree_statistics& found);

    // The tree of a system table, which whoever opens that table must use too; null for all other roots.
    [[nodiscard]] versioned_tree* system_tree(page_no root) noexcept;

private:
    struct stored {  // a tree and where it gets its pages from
        std::unique_ptr<page_source> pages;
        versioned_tree tree;

        stored(catalog& owner, catalog_place place, std::uint32_t kind)
            : pages{owner.space_.source_for(place.root)},
              tree{owner.domain_, owner.file_, tree_shape{place.root, place.object, kind}, *pages}
        {
        }
    };
    struct system_table {
        stored at;
        row_layout columns;
    };
    struct stored_row {
        key_buffer key;
        byte_vector record;
    };

    // Reading: plainly while nobody else uses the file, through a view later.
    static void expect_ascending(const std::vector<stored_row>& so_far, bytes key);
    [[nodiscard]] std::vector<stored_row> records_of(view v, bytes prefix);
    [[nodiscard]] std::vector<stored_row> plain_records_of(bytes prefix);
    [[nodiscard]] std::vector<catalog_row> rows_of(view v, object_id table);
    [[nodiscard]] std::vector<catalog_row> decoded(const std::vector<stored_row>& records) const;
    [[nodiscard]] std::optional<stored_row> record_at(view v, object_id table, catalog_kind kind, std::uint32_t id);
    [[nodiscard]] std::vector<column_definition> inherited_columns(view v, std::string_view template_name);

    // New databases, and opening.
    void make_system_trees();
    void write_first_rows();
    void write_plain(const catalog_row& row);
    void write_first_object_ids();
    void write_first_locales();
    void open_system_table(std::string_view name, std::unique_ptr<system_table>& into, std::span<const std::uint32_t> needed);
    void raise_highest(std::uint32_t object) noexcept;

    // Writing: steps of one savepoint. Anything but success undoes the call.
    template <class Steps>
    [[nodiscard]] jet::error in_savepoint(session& by, Steps&& steps);
    [[nodiscard]] jet::error insert_row(session& by, const catalog_row& row, jet::error duplicate);
    [[nodiscard]] jet::error erase_row(session& by, const catalog_row& row, jet::error missing);
    [[nodiscard]] jet::error replace_record(session& by, bytes key, bytes record);
    [[nodiscard]] jet::error rename_row(session& by, const stored_row& old, std::string_view name, jet::error duplicate);
    [[nodiscard]] jet::error move_name(session& by, versioned_tree& names, bytes from, bytes to, bytes key, jet::error duplicate);
    [[nodiscard]] jet::error bury_column(session& by, const stored_row& old, std::uint32_t column);
    [[nodiscard]] bool is_last_of_its_class(view v, object_id table, std::uint32_t column);
    [[nodiscard]] jet::error add_object_id(session& by, object_id object, object_id table, catalog_kind kind);
    [[nodiscard]] jet::error erase_object_id(session& by, object_id object);
    [[nodiscard]] jet::error count_collation(session& by, const index_definition& index);

    transaction_domain& domain_;
    page_file& file_;
    space_manager& space_;
    const row_layout layout_;
    std::atomic<std::uint32_t> highest_{catalog_place::locales.object.value()};  // relaxed: a counter and nothing else
    stored objects_;
    stored names_;
    stored roots_;
    std::unique_ptr<stored> shadow_;             // null: this file keeps none
    std::unique_ptr<system_table> object_ids_;   // null: this file has no such table; likewise below
    std::unique_ptr<system_table> locales_;
};

inline catalog::catalog(transaction_domain& domain, page_file& file, space_manager& space, shadow_catalog shadow)
    : domain_{domain}, file_{file}, space_{space}, layout_{make_catalog_layout(file.page_size())}, objects_{*this, catalog_place::objects, 0},
      names_{*this, catalog_place::name_index, page_flag::index}, roots_{*this, catalog_place::root_index, page_flag::index}
{
    if (shadow == shadow_catalog::kept) shadow_ = std::make_unique<stored>(*this, catalog_place::shadow, 0);
}

inline object_id catalog::next_object_id()
{
    std::uint32_t last = highest_.load(std::memory_order_relaxed);
    do {
        if (last >= jet::object_id_max) throw failure{jet::error::out_of_object_i_ds};
    } while (!highest_.compare_exchange_weak(last, last + 1, std::memory_order_relaxed));
    return object_id{last + 1};
}

inline void catalog::raise_highest(std::uint32_t object) noexcept
{
    std::uint32_t last = highest_.load(std::memory_order_relaxed);
    while (last < object && !highest_.compare_exchange_weak(last, object, std::memory_order_relaxed)) {}
}

inline versioned_tree* catalog::system_tree(page_no root) noexcept
{
    for (stored* known : {&objects_, &names_, &roots_, shadow_.get(), object_ids_ ? &object_ids_->at : nullptr,
                          locales_ ? &locales_->at : nullptr})
        if (known && known->tree.plain().shape().root == root) return &known->tree;
    return nullptr;
}

// A tree whose order is broken may lead in circles.
inline void catalog::expect_ascending(const std::vector<stored_row>& so_far, bytes key)
{
    if (!so_far.empty() && compare(so_far.back().key.view(), key) >= 0) throw failure{jet::error::catalog_corrupted};
}

inline std::vector<catalog::stored_row> catalog::records_of(view v, bytes prefix)
{
    std::vector<stored_row> out;
    tree_cursor at{objects_.tree};
    for (bool more = at.at_or_after(v, prefix); more; more = at.next(v)) {
        const bytes key = at.key();
        if (key.size() < prefix.size() || !equal(key.first(prefix.size()), prefix)) break;
        expect_ascending(out, key);
        bytes record;
        if (at.read(v, record)) out.push_back({key_buffer{key}, {record.begin(), record.end()}});
    }
    return out;
}

inline std::vector<catalog::stored_row> catalog::plain_records_of(bytes prefix)
{
    std::vector<stored_row> out;
    tree_entry entry;
    key_buffer from{prefix};
    while (objects_.tree.plain().at_or_after(from.view(), entry)) {
        const bytes key = entry.key.view(), record = entry.data.view();
        if (key.size() < prefix.size() || !equal(key.first(prefix.size()), prefix)) break;
        expect_ascending(out, key);
        out.push_back({entry.key, {record.begin(), record.end()}});
        from.assign(key);
        from.push_back(std::byte{0});  // the next greater key
    }
    return out;
}

inline std::vector<catalog_row> catalog::decoded(const std::vector<stored_row>& records) const
{
    std::vector<catalog_row> rows;
    rows.reserve(records.size());
    for (const stored_row& r : records) rows.push_back(decode_catalog_row(layout_, r.record));
    return rows;
}

inline std::vector<catalog_row> catalog::rows_of(view v, object_id table)
{
    return decoded(records_of(v, catalog_table_prefix(table).view()));
}

inline std::optional<catalog::stored_row> catalog::record_at(view v, object_id table, catalog_kind kind, std::uint32_t id)
{
    stored_row found{catalog_row_key(table, kind, id), {}};
    row_buffer record;
    if (!objects_.tree.find(v, found.key.view(), record)) return std::nullopt;
    found.record.assign(record.view().begin(), record.view().end());
    return found;
}

inline std::optional<found_table> catalog::find_table(view v, std::string_view name)
{
    row_buffer at, record;
    if (!roots_.tree.find(v, table_name_key(name).view(), at)) return std::nullopt;
    if (!objects_.tree.find(v, at.view(), record)) throw failure{jet::error::catalog_corrupted};
    const catalog_row row = decode_catalog_row(layout_, record.view());
    if (row.kind != catalog_kind::table) throw failure{jet::error::catalog_corrupted};
    return found_table{row.table, page_no{row.type_or_root}};
}

// A template has no template itself, so this does not go further up.
inline std::vector<column_definition> catalog::inherited_columns(view v, std::string_view template_name)
{
    const auto above = find_table(v, template_name);
    if (!above) throw failure{jet::error::catalog_corrupted};
    std::vector<column_definition> columns;
    for (const catalog_row& row : rows_of(v, above->object))
        if (row.kind == catalog_kind::column) columns.push_back(column_from_row(row));
    return columns;
}

inline std::optional<table_schema> catalog::find_schema(view v, object_id table)
{
    const std::vector<catalog_row> rows = rows_of(v, table);
    if (rows.empty() || rows.front().kind != catalog_kind::table) return std::nullopt;
    std::vector<column_definition> inherited;
    if (!rows.front().template_table.empty()) inherited = inherited_columns(v, rows.front().template_table);
    return schema_from_rows(rows, std::move(inherited), file_.page_size());
}

inline table_schema catalog::read_table(view v, object_id table)
{
    if (auto schema = find_schema(v, table)) return std::move(*schema);
    throw failure{jet::error::object_not_found};
}

inline std::vector<table_summary> catalog::tables(view v)
{
    std::vector<table_summary> out;
    const key_buffer prefix = table_name_prefix();
    key_buffer last;
    tree_cursor at{roots_.tree};
    for (bool more = at.at_or_after(v, prefix.view()); more; more = at.next(v)) {
        if (!last.empty() && compare(at.key(), last.view()) <= 0) throw failure{jet::error::catalog_corrupted};
        last.assign(at.key());
        bytes key;
        row_buffer record;
        if (!at.read(v, key) || !objects_.tree.find(v, key, record)) continue;
        const catalog_row row = decode_catalog_row(layout_, record.view());
        out.push_back({row.name, row.table, page_no{row.type_or_root}, row.flags});
    }
    return out;
}

inline std::vector<std::string> catalog::table_names(view v)
{
    std::vector<std::string> out;
    for (table_summary& table : tables(v)) out.push_back(std::move(table.name));
    return out;
}

inline bool catalog::has_derived_tables(view v, std::string_view template_name)
{
    const key_buffer name = table_name_key(template_name);
    for (const table_summary& table : tables(v)) {
        if ((table.flags & table_flag::derived) == 0) continue;
        const auto found = record_at(v, table.object, catalog_kind::table, table.object.value());
        if (!found) continue;
        const catalog_row row = decode_catalog_row(layout_, found->record);
        if (equal(table_name_key(row.template_table).view(), name.view())) return true;
    }
    return false;
}

inline void catalog::open(object_id highest)
{
    static constexpr std::uint32_t of_object_ids[] = {object_id_column::object, object_id_column::table, object_id_column::kind};
    static constexpr std::uint32_t of_locales[] = {locale_column::kind, locale_column::value, locale_column::key};
    row_buffer shadow;
    if (!roots_.tree.plain().find(table_name_key("MSysObjectsShadow").view(), shadow)) shadow_.reset();
    open_system_table("MSysObjids", object_ids_, of_object_ids);
    open_system_table("MSysLocales", locales_, of_locales);
    raise_highest(highest.value());
    key_buffer last;
    for (versioned_tree* tree : {&objects_.tree, object_ids_ ? &object_ids_->at.tree : nullptr})
        if (tree && tree->last_sort(last) && last.size() >= 5)
            raise_highest(load_be<std::uint32_t>(last.data() + 1) ^ 0x80000000U);
}

// MSysObjids has an entry for every object, and was asked. Where there is none, what the catalog knows has an id.
inline void catalog::open_after_crash(object_id at_least)
{
    open(at_least);
    if (object_ids_) return;
    session reader{domain_};
    const read_scope scope{reader};
    for (const table_summary& one : tables(scope.get())) {
        const table_schema table = read_table(scope.get(), one.object);
        raise_highest(table.long_values_object.value());
        for (const index_schema& index : table.indexes) raise_highest(index.object.value());
    }
}

// Nothing is opened when the file has no such table, or one of another shape: then its rows are left alone.
inline void catalog::open_system_table(std::string_view name, std::unique_ptr<system_table>& into,
                                       std::span<const std::uint32_t> needed)
{
    row_buffer key;
    if (!roots_.tree.plain().find(table_name_key(name).view(), key) || key.size() < 5) return;
    const auto rows = decoded(plain_records_of(key.view().first(5)));
    auto schema = schema_from_rows(rows, {}, file_.page_size());
    if (!schema) throw failure{jet::error::catalog_corrupted};
    for (const std::uint32_t column : needed)
        if (schema->columns.find(column) == nullptr) return;
    into.reset(new system_table{{*this, {schema->object, schema->root}, 0}, std::move(schema->columns)});
}

}  // namespace ese::inline v1::engine

#include <ese/engine/catalog/catalog_changes.hpp>
#include <ese/engine/catalog/new_catalog.hpp>
