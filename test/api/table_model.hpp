// table_model.hpp — what a table with three indexes holds and how a cursor walks it, in the plainest way.
//
// Room:   test/api. Uses jet's codes. Shares nothing with the engine.
// Gives:  model_row, table_state (rows in four orders), model_cursor (the documented currency).
// Holds:  states are values: whoever changes one copies it first.
#pragma once

#include <ese/jet/error.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace model {

using errc = ese::jet::error;

enum class order : std::uint8_t { primary, by_a, by_u, by_name };   // by_u is unique and leaves NULLs out
inline constexpr std::size_t orders = 4;

struct extra_column {
    std::string name;
    std::optional<std::int32_t> default_value;
    bool tagged = false;
    bool alive = true;
};
struct extra_value {
    bool set = false;                       // otherwise the default shows
    std::optional<std::int32_t> value{};
};

struct row {
    std::int64_t id = 0;
    std::optional<std::int32_t> a{};
    std::optional<std::int64_t> u{};
    std::optional<std::string> name{};
    std::optional<std::string> blob{};
    std::shared_ptr<bool> shared{};         // one per stored blob: several rows have had it, and rivals may meet in it
    std::vector<extra_value> extras{};

    [[nodiscard]] bool may_meet_rivals() const { return blob && shared && *shared; }
};
using row_ptr = std::shared_ptr<const row>;

// A key of some order; without `id` it is before all entries of that key.
struct place {
    bool filled = true;
    std::int64_t number = 0;
    std::string text{};
    std::optional<std::int64_t> id{};

    friend auto operator<=>(const place&, const place&) = default;
    [[nodiscard]] bool same_key(const place& other) const
    {
        return std::tie(filled, number, text) == std::tie(other.filled, other.number, other.text);
    }
};

[[nodiscard]] inline place place_of(order by, const row& r)
{
    switch (by) {
    case order::primary: return {true, r.id, {}, {}};
    case order::by_a: return {r.a.has_value(), r.a.value_or(0), {}, r.id};
    case order::by_u: return {true, r.u.value_or(0), {}, {}};
    case order::by_name: return {r.name.has_value(), 0, r.name.value_or(""), r.id};
    }
    return {};
}

class table_state {
public:
    bool has_name_index = false;
    std::vector<extra_column> extras;

    [[nodiscard]] const std::vector<row_ptr>& in(order by) const { return rows_[static_cast<std::size_t>(by)]; }
    [[nodiscard]] std::size_t size() const { return in(order::primary).size(); }
    [[nodiscard]] row_ptr find(std::int64_t id) const { return entry(order::primary, {true, id, {}, {}}); }
    [[nodiscard]] row_ptr entry(order by, const place& key) const
    {
        const std::size_t at = lower(by, key);
        return at < in(by).size() && place_of(by, *in(by)[at]) == key ? in(by)[at] : nullptr;
    }
    // Number of the first entry not below.
    [[nodiscard]] std::size_t lower(order by, const place& key) const
    {
        const auto& all = in(by);
        const auto below = [by](const row_ptr& r, const place& k) { return place_of(by, *r) < k; };
        return static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), key, below) - all.begin());
    }

    void put(const row_ptr& fresh)
    {
        remove(fresh->id);
        for (const order by : {order::primary, order::by_a, order::by_u, order::by_name})
            if (has_entry(by, *fresh)) insert(by, fresh);
    }
    void remove(std::int64_t id)
    {
        const row_ptr old = find(id);
        if (!old) return;
        for (const order by : {order::primary, order::by_a, order::by_u, order::by_name})
            if (has_entry(by, *old)) erase(by, *old);
    }

private:
    [[nodiscard]] static bool has_entry(order by, const row& r) { return by != order::by_u || r.u.has_value(); }
    [[nodiscard]] std::vector<row_ptr>& rows(order by) { return rows_[static_cast<std::size_t>(by)]; }
    void insert(order by, const row_ptr& fresh)
    {
        rows(by).insert(rows(by).begin() + static_cast<std::ptrdiff_t>(lower(by, place_of(by, *fresh))), fresh);
    }
    void erase(order by, const row& old) { rows(by).erase(rows(by).begin() + static_cast<std::ptrdiff_t>(lower(by, place_of(by, old)))); }

    std::array<std::vector<row_ptr>, orders> rows_;
};

enum class relation : std::uint8_t { equal, less, less_or_equal, greater_or_equal, greater };

// The states of a cursor and the answers of its moves, as the documents tell them.
class cursor {
public:
    enum class standing : std::uint8_t { deferred, before_first, on, between, after_last };
    struct spot {
        standing state = standing::deferred;
        place key{};
    };

    explicit cursor(int level) : opened_{level} {}

    [[nodiscard]] order index() const { return index_; }
    [[nodiscard]] int opened() const { return opened_; }
    [[nodiscard]] spot& active() { return index_ == order::primary ? primary_ : secondary_; }
    [[nodiscard]] bool on_row() const { return primary_.state == standing::on; }
    [[nodiscard]] std::int64_t row_id() const { return primary_.key.number; }

    // The row the cursor stands on: an answer, and the row if that is success.
    [[nodiscard]] errc current(const table_state& t, row_ptr& found)
    {
        if (!resolve(t) || !on_row()) return errc::no_current_record;
        found = t.find(row_id());
        return found ? errc::success : errc::record_deleted;
    }
    [[nodiscard]] errc check(const table_state& t)
    {
        if (!resolve(t) || active().state != standing::on) return errc::no_current_record;
        return t.entry(index_, active().key) ? errc::success : errc::record_deleted;
    }
    bool resolve(const table_state& t)
    {
        if (active().state != standing::deferred) return true;
        if (t.in(index_).empty()) return false;
        stand(t, 0);
        return true;
    }

    errc first(const table_state& t, int level)
    {
        moved_ = level;
        if (t.in(index_).empty()) return lost(standing::before_first);
        return stand(t, 0);
    }
    errc last(const table_state& t, int level)
    {
        moved_ = level;
        if (t.in(index_).empty()) return lost(standing::after_last);
        return stand(t, t.in(index_).size() - 1);
    }
    errc move(const table_state& t, int steps, int level)
    {
        moved_ = level;
        errc answer = errc::success;
        for (int left = steps < 0 ? -steps : steps; left > 0 && answer == errc::success; --left) answer = steps > 0 ? next(t) : previous(t);
        return answer;
    }
    errc seek(const table_state& t, relation how, const place& key, int level);

    void select(order by, int level)
    {
        if (by != index_) selected_ = level;
        index_ = by;
        primary_ = secondary_ = {};
        moved_ = level;
    }
    // JetGotoBookmark.
    errc go_to(const table_state& t, std::int64_t id, int level)
    {
        const row_ptr there = t.find(id);
        if (!there) return errc::record_deleted;
        primary_ = {standing::on, place_of(order::primary, *there)};
        if (index_ == order::primary) return errc::success;
        moved_ = level;
        secondary_ = {standing::before_first, {}};
        if (index_ == order::by_u && !there->u) return errc::no_current_record;
        secondary_ = {standing::on, place_of(index_, *there)};
        return errc::success;
    }
    errc leave_forward() { return lost(standing::after_last); }
    errc leave_backward() { return lost(standing::before_first); }

    void committed(int to_level)
    {
        moved_ = std::min(moved_, to_level);
        selected_ = std::min(selected_, to_level);
        opened_ = std::min(opened_, to_level);
    }
    void rolled_back(int level)
    {
        if (index_ != order::primary && selected_ >= level) {
            index_ = order::primary;
            primary_ = {standing::before_first, {}};
        } else if (moved_ >= level) {
            active() = {standing::before_first, {}};
        }
        committed(level - 1);
    }

private:
    errc stand(const table_state& t, std::size_t at)
    {
        const row& r = *t.in(index_)[at];
        active() = {standing::on, place_of(index_, r)};
        primary_ = {standing::on, place_of(order::primary, r)};
        return errc::success;
    }
    errc lost(standing where)
    {
        if (index_ != order::primary) primary_ = {standing::before_first, {}};
        active() = {where, {}};
        return errc::no_current_record;
    }
    errc next(const table_state& t);
    errc previous(const table_state& t);

    order index_ = order::primary;
    spot primary_{}, secondary_{};
    int opened_, moved_ = 0, selected_ = 0;
};

inline errc cursor::next(const table_state& t)
{
    if (!resolve(t)) return errc::no_current_record;
    std::size_t at = 0;
    switch (active().state) {
    case standing::before_first: break;
    case standing::after_last: at = t.in(index_).size(); break;
    default:
        at = t.lower(index_, active().key);
        if (at < t.in(index_).size() && place_of(index_, *t.in(index_)[at]) == active().key) ++at;
    }
    return at < t.in(index_).size() ? stand(t, at) : lost(standing::after_last);
}

inline errc cursor::previous(const table_state& t)
{
    if (!resolve(t)) return errc::no_current_record;
    std::size_t at = 0;
    switch (active().state) {
    case standing::before_first: break;
    case standing::after_last: at = t.in(index_).size(); break;
    default: at = t.lower(index_, active().key);
    }
    return at != 0 ? stand(t, at - 1) : lost(standing::before_first);
}

inline errc cursor::seek(const table_state& t, relation how, const place& key, int level)
{
    moved_ = level;
    const auto& all = t.in(index_);
    const std::size_t from = t.lower(index_, key);
    const bool exact = from < all.size() && place_of(index_, *all[from]).same_key(key);
    std::size_t behind = from;
    while (behind < all.size() && place_of(index_, *all[behind]).same_key(key)) ++behind;

    const auto miss = [&](standing where) {
        (void)lost(all.empty() ? standing::between : where);
        if (active().state == standing::between) active().key = key;
        return errc::record_not_found;
    };
    switch (how) {
    case relation::equal: return exact ? stand(t, from) : miss(standing::between);
    case relation::greater_or_equal:
        if (from == all.size()) return miss(standing::after_last);
        (void)stand(t, from);
        return exact ? errc::success : errc::wrn_seek_not_equal;
    case relation::greater: return behind < all.size() ? stand(t, behind) : miss(standing::after_last);
    case relation::less_or_equal:
        if (exact) return stand(t, from);
        if (from == 0) return miss(standing::before_first);
        (void)stand(t, from - 1);
        return errc::wrn_seek_not_equal;
    case relation::less: return from != 0 ? stand(t, from - 1) : miss(standing::before_first);
    }
    return errc::internal_error;
}

}  // namespace model
