// cursor_index.hpp — which index a cursor goes by, and how far it is in it.
//
// Room:   table. Bodies of cursor; included at its end.
#pragma once

#include <ese/engine/table/cursor.hpp>

namespace ese::inline v1::engine {

// Null: this session sees no such index, or it is being removed by whomever.
inline std::shared_ptr<physical_index> cursor::find_secondary(std::string_view name)
{
    for (const index_schema& known : schema().indexes) {
        if (!same_name(known.definition.name, name)) continue;
        auto found = table_->find_index(known.object);
        return found && !found->is_leaving() ? found : nullptr;
    }
    return nullptr;
}

inline jet::error cursor::set_current_index(std::string_view name, jet::flags<jet::set_current_index_option> options,
                                            std::uint32_t instance)
{
    using o = jet::set_current_index_option;
    if (filter_) return jet::error::filtered_move_not_supported;
    if (options != o::move_first && options != o::no_move) return jet::error::invalid_grbit;
    std::shared_ptr<physical_index> target;
    const bool to_primary = name.empty() || (schema().has_primary && same_name(schema().primary.name, name));
    if (!to_primary) {
        if (!clean_name(name)) return jet::error::invalid_name;
        target = find_secondary(*clean_name(name));
    }
    const bool unknown = !to_primary && !target;
    if (options == o::no_move && !unknown) return select_same_record(std::move(target), instance);
    cancel_update();
    if (!unknown) return select_first(std::move(target));
    if (secondary_) {
        leave_secondary();
        key_.clear();
        send_before_first();
    }
    return jet::error::index_not_found;
}

// Makes it current, without a position in it.
inline jet::error cursor::select(std::shared_ptr<physical_index> target)
{
    if (target && target->definition().has(index_flag::population_deferred)) return jet::error::cant_use_deferred_populate_index;
    if (target && !target->enter()) return jet::error::index_not_found;
    leave_secondary();
    if (target) {
        physical_index* const entered = target.get();
        try {
            secondary_.emplace(std::move(target));
        } catch (...) {
            entered->leave();
            throw;
        }
    }
    drop_range();
    key_.clear();
    index_level_ = session_.level();
    return jet::error::success;
}

inline jet::error cursor::select_first(std::shared_ptr<physical_index> target)
{
    const physical_index* const now = secondary_ ? secondary_->index.get() : nullptr;
    if (target.get() != now)
        if (const jet::error e = select(std::move(target)); e != jet::error::success) return e;
    primary_.set_state(currency::deferred);
    if (secondary_) secondary_->at.set_state(currency::deferred);
    moved();
    return jet::error::success;
}

inline jet::error cursor::select_same_record(std::shared_ptr<physical_index> target, std::uint32_t instance)
{
    if (!active().on_entry() || !primary_.on_entry()) return jet::error::no_current_record;
    cancel_update();
    const read_scope scope{session_};
    const view v = scope.get();
    bytes row;
    if (!primary_.read(v, row)) return jet::error::record_deleted;
    const bool returns = !target;
    if (const jet::error e = select(std::move(target)); e != jet::error::success) return e;
    moved();
    return returns ? jet::error::success : stand_in_secondary(v, instance == 0 ? 1 : instance);
}

// The primary side stands on a record; finds the record's entry in the current index.
inline jet::error cursor::stand_in_secondary(view v, std::uint32_t instance)
{
    secondary& now = *secondary_;
    now.at.set_state(currency::before_first);
    bytes row;
    if (!primary_.read(v, row)) return jet::error::record_deleted;
    const row_reader reader{row, now.index->columns().form()};
    if (now.keys.keys_of(reader, fetch_long_value{*table_, v}, keys_) != key_answer::made) return jet::error::no_current_record;
    std::size_t chosen = 0;
    while (chosen < keys_.size() && keys_.itag(chosen) != instance) ++chosen;
    if (chosen == keys_.size()) {
        if (instance != 1) return jet::error::bad_itag_sequence;
        chosen = 0;
    }
    scratch_key_.assign(keys_[chosen]);
    if (!now.index->unique()) scratch_key_.append(primary_.sort());
    if (!now.at.at().find(v, scratch_key_.view())) return jet::error::no_current_record;
    now.at.arrived();
    return jet::error::success;
}

inline jet::error cursor::current_index(std::string& name)
{
    if (secondary_) name = secondary_->index->definition().name;
    else name = schema().has_primary ? schema().primary.name : std::string{};
    return jet::error::success;
}

inline jet::error cursor::index_record_count(std::uint64_t& count, std::uint64_t most)
{
    count = 0;
    if (filter_) return jet::error::filtered_move_not_supported;
    const read_scope scope{session_};
    const view v = scope.get();
    const bool fresh = active().state() == currency::deferred;
    const jet::error standing = check_entry(v);
    if (standing != jet::error::success) {
        if (fresh && standing == jet::error::no_current_record) return jet::error::success;
        return standing;
    }
    tree_cursor walker = active().at();
    bool more = true;
    for (; more && (most == 0 || count < most); ++count) {
        more = walker.next(v);
        if (more && range_set_ && range_upper_ && outside_range(walker.key())) more = false;
    }
    drop_range();
    return jet::error::success;
}

inline std::uint64_t cursor::count_entries(view v)
{
    tree_cursor walker{secondary_ ? *secondary_->index->tree() : *table_->primary()};
    std::uint64_t count = 0;
    for (bool more = walker.first(v); more; more = walker.next(v)) ++count;
    return count;
}

inline jet::error cursor::get_record_position(jet::record_position& position)
{
    const read_scope scope{session_};
    const view v = scope.get();
    const currency state = active().state();
    if (!resolve(v) || state == currency::before_first || state == currency::after_last) return jet::error::no_current_record;
    tree_cursor walker = active().at();
    position = {};
    while (walker.previous(v)) ++position.before;
    position.total = count_entries(v);
    return jet::error::success;
}

inline jet::error cursor::goto_position(const jet::record_position& position)
{
    if (filter_) return jet::error::filtered_move_not_supported;
    if (position.before > position.total) return jet::error::invalid_parameter;
    cancel_update();
    drop_range();
    if (!secondary_) key_.used();
    const read_scope scope{session_};
    const view v = scope.get();
    const std::uint64_t count = count_entries(v);
    if (count == 0) {
        send_before_first();
        return jet::error::record_not_found;
    }
    const double share = position.total == 0 ? 0.0 : static_cast<double>(position.before) / static_cast<double>(position.total);
    const auto wanted = std::min(count - 1, static_cast<std::uint64_t>(share * static_cast<double>(count) + 0.5));
    bool found = active().first(v);
    for (std::uint64_t i = 0; found && i < wanted; ++i) found = active().forward(v);
    return arrive(v, found);
}

}  // namespace ese::inline v1::engine
