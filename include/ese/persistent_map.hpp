// persistent_map.hpp — a map in a directory: ordered, transactional, durable, in two lines.
//
// Room:   public. Uses map_entry, instance, table, transact, backend/engine.
// Gives:  basic_persistent_map and the alias persistent_map; its iterator; map_options.
// Holds:  (1) a change is on disk when its call returns, unless the options say lazy; one that failed has changed nothing;
//         (2) what is inside one batch happens together or not at all;
//         (3) iteration and bounds follow std::less<K>;
//         (4) an iterator keeps its own copy of key and value and finds its way by the key: changes of the map never make it
//             invalid, not even those of its own entry.
#pragma once

#include <ese/backend/engine.hpp>
#include <ese/instance.hpp>
#include <ese/map_entry.hpp>
#include <ese/table.hpp>
#include <ese/transact.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

namespace ese::inline v1 {

struct map_options {
    durability how = durability::durable;   // lazy: a change survives the process at once, a power failure about 0.2 s later
    unsigned max_version_pages = 0;         // what one batch may change, in units of 32 KiB; 0: the engine's default
};

namespace detail {

// What a map and its iterators share. It stays where it is when the map moves.
template <class K, class V, class Api>
struct map_state {
    using schema  = map_schema<K, V>;
    using primary = typename schema::primary;
    using record  = typename schema::record;
    using view    = typename key_form<K>::view;

    static constexpr std::uint32_t page_size = 8192;   // the smallest whose keys may have 2000 bytes

    basic_instance<Api> engine;
    basic_session<Api> session{};
    basic_database<Api> db{};
    basic_table<schema, Api> rows{};
    durability how;
    std::uint64_t moves = 0;                 // of the one position all iterators share
    std::optional<std::uint64_t> size{};     // once counted

    map_state(std::string_view directory, Api api, const map_options& options, const where& at)
        : engine{engine_options(directory, options), std::move(api), at}, session{engine.begin_session(at)},
          db{session.create(std::string{directory} + "/map.edb", {.if_exists = open_it}, at)}, how{options.how}
    {
        if (!db.has_table(schema::table_name, at)) make_table(at);
        const auto there = db.open_cursor(schema::table_name, {}, at).columns(at);
        if (const std::string difference = types_differ<schema>(there); !difference.empty())
            raise_mismatch("the map in '" + std::string{directory} + "' has other types: " + difference, "open", at);
        rows = db.template open<schema>(at);
    }

    static instance_options engine_options(std::string_view directory, const map_options& options)
    {
        instance_options made;
        made.directory         = directory;
        made.max_version_pages = options.max_version_pages;
        made.page_size         = page_size;
        return made;
    }
    void make_table(const where& at)
    {
        with_transaction(session, [&](auto&) { db.create_table(map_table<schema>(page_size), at).close(at); }, {}, at);
    }

    // Counts as a move. A rolled back batch may have taken the table away under the cursor.
    basic_table<schema, Api>& table(const where& at)
    {
        ++moves;
        if (!rows.is_open()) rows = db.template open<schema>(at);
        return rows;
    }
    bool seek(const view& key, const where& at) { return table(at).template seek<primary>(key, {}, {}, {}, at); }

    // One change: a transaction of its own outside a batch, a part of it inside.
    template <class Change>
    auto change(const Change& one, const where& at)
    {
        const auto counted = std::exchange(size, std::nullopt);   // stays unknown if this fails
        const auto restore = [&](auto result) {
            size = counted;
            return result;
        };
        if (session.level() != 0) return restore(one());
        return restore(with_transaction(session, [&](auto&) { return one(); }, {.how = how}, at));
    }
    void counted(std::int64_t more) noexcept
    {
        if (size) *size += static_cast<std::uint64_t>(more);
    }

    // Iterators may keep this object; the directory is free all the same.
    void close(std::error_code& ec) noexcept
    {
        session.close(ec);
        engine.close({}, ec);
    }
};

// Text and bytes become views; -0.0 becomes 0.0, which it is equal to; NaN has no place in an order.
template <class K>
[[nodiscard]] typename key_form<K>::view checked_key(const typename key_form<K>::view& key, const where& at)
{
    if constexpr (std::floating_point<K>) {
        if (std::isnan(key)) raise(misuse::value_out_of_range, "make_key", at);
        return key + K{0};
    } else {
        (void)at;
        return key;
    }
}

}  // namespace detail

template <map_key K, map_value V, class Api>
class basic_persistent_map;

// Bidirectional. What it shows is a copy, read when it arrived. The map may be moved meanwhile; when it is closed or gone, moving
// the iterator answers not_open.
template <class K, class V, class Api>
class map_iterator {
public:
    using iterator_concept  = std::bidirectional_iterator_tag;
    using iterator_category = std::input_iterator_tag;   // * hands out a value, no reference
    using value_type        = std::pair<K, V>;
    using difference_type   = std::ptrdiff_t;
    using reference         = value_type;

    class pointer {
    public:
        explicit pointer(value_type&& entry) : entry_{std::move(entry)} {}
        [[nodiscard]] const value_type* operator->() const noexcept { return &entry_; }

    private:
        value_type entry_;
    };

    map_iterator() noexcept = default;

    // end() has no entry: record_missing.
    [[nodiscard]] value_type operator*() const { return entry(); }
    [[nodiscard]] pointer operator->() const { return pointer{value_type{entry()}}; }

    // Behind the last entry lies end(), before the first one, too.
    map_iterator& operator++()
    {
        step<true>();
        return *this;
    }
    map_iterator& operator--()
    {
        step<false>();
        return *this;
    }
    map_iterator operator++(int)
    {
        map_iterator before{*this};
        ++*this;
        return before;
    }
    map_iterator operator--(int)
    {
        map_iterator before{*this};
        --*this;
        return before;
    }
    friend bool operator==(const map_iterator& a, const map_iterator& b)
    {
        if (!a.entry_ || !b.entry_) return a.entry_.has_value() == b.entry_.has_value();
        return a.entry_->first == b.entry_->first;
    }

private:
    friend class basic_persistent_map<K, V, Api>;
    using state_type = detail::map_state<K, V, Api>;
    using primary    = typename state_type::primary;

    explicit map_iterator(std::shared_ptr<state_type> map) noexcept : map_{std::move(map)} {}   // end

    [[nodiscard]] const value_type& entry() const
    {
        if (!entry_) detail::raise(errc::no_current_record, "persistent_map", where::current());
        return *entry_;
    }

    // The row the map stands on, if it stands on one.
    void take(bool there, const where& at)
    {
        entry_.reset();
        if (!there) return;
        auto row = map_->rows.record(at);
        entry_.emplace(detail::key_form<K>::out(row.key), std::move(row.value));
        moves_ = map_->moves;
    }

    // One move if nobody else moved the position meanwhile; else the way is found by the key. Before the first: end.
    template <bool Forward>
    void step()
    {
        const where at = where::current();
        if (!map_) detail::raise(misuse::not_open, "persistent_map", at);
        const bool still_there = entry_ && moves_ == map_->moves && map_->rows.is_open();
        auto& rows = map_->table(at);
        if (still_there) take(Forward ? rows.move_next(at) : rows.move_previous(at), at);
        else if (!entry_) take(!Forward && rows.template go_within<primary>(backward, unbounded{}, unbounded{}, at), at);
        else if constexpr (Forward) take(rows.template go_within<primary>(above(key()), unbounded{}, unbounded{}, at), at);
        else take(rows.template go_within<primary>(below(key()), backward, unbounded{}, at), at);
    }
    [[nodiscard]] typename detail::key_form<K>::view key() const { return entry().first; }

    std::shared_ptr<state_type> map_{};
    std::optional<value_type> entry_{};   // none: end
    std::uint64_t moves_ = 0;
};

// You need it when a std::map should still be there tomorrow.
//
//     ese::persistent_map<std::string, int> ages{"ages"};       // a directory; made if it is not there
//     ages.insert_or_assign("Ada", 36);                         // on disk when this returns
//     for (const auto& [name, age] : ages) print(name, age);    // in the order of the keys
//
// Keys: see map_key; text and bytes of at most 1776. Values: see map_value; text is UTF-8. A double is compared as
// a number, so -0.0 is 0.0.
//
// Threads: one at a time, const calls included, like a file; hand a map on only outside batch().
//
// Errors, for all calls: ese::error with the engine's code. Those worth naming: not_open (moved from or closed), key_truncated
// (the key is too long), value_out_of_range (NaN as a key), unicode_translation_fail (a std::string value that is not UTF-8),
// log_write_fail (in doubt: open the map again to see), version_store_out_of_memory (a batch changed too much at once). What
// failed has changed nothing.
//
// Warning: an instance of the engine runs in it, with a thread and a cache of its own. One map is cheap, a thousand are not.
template <map_key K, map_value V, class Api = engine_api>
class basic_persistent_map {
    static_assert(jet_api<Api>);

public:
    using key_type    = K;
    using mapped_type = V;
    using value_type  = std::pair<K, V>;
    using size_type   = std::uint64_t;
    using key_view    = typename detail::key_form<K>::view;   // std::string_view for text, a span for bytes, else K
    using iterator       = map_iterator<K, V, Api>;
    using const_iterator = iterator;

    // Opens the map in `directory` (UTF-8), or makes it. After a crash the log is replayed first.
    // Errors: schema_mismatch when the map there has types that are stored otherwise, in words (an enumeration is stored as its
    // number: those two are told apart by nobody); log_file_path_in_use when the directory is in use by another map, in this
    // process or another; whatever the engine says of a damaged file. Whatever is there stays as it is.
    explicit basic_persistent_map(std::string_view directory, const map_options& options = {}, where at = where::current())
        requires std::default_initializable<Api>
        : basic_persistent_map{directory, Api{}, options, at}
    {}
    // The same over a backend of the caller's.
    basic_persistent_map(std::string_view directory, Api api, const map_options& options = {}, where at = where::current())
        : state_{std::make_shared<state_type>(directory, std::move(api), options, at)}
    {}
    basic_persistent_map(basic_persistent_map&&) noexcept = default;
    basic_persistent_map& operator=(basic_persistent_map&& other) noexcept
    {
        if (this != &other) {
            finish();
            state_ = std::move(other.state_);
        }
        return *this;
    }
    ~basic_persistent_map() { finish(); }

    // Writes everything into the file, so that the next opening has nothing to replay. Afterwards, or moved from, each call
    // but this answers not_open. Errors: of the disk; what was changed is in the log then.
    void close(where at = where::current())
    {
        if (!state_) return;
        const auto closing = std::move(state_);
        std::error_code ec;
        closing->close(ec);
        check(static_cast<errc>(ec.value()), "term", at);
    }

    // Looking up.

    // The value of `key`; throws record_missing when there is none.
    [[nodiscard]] V at(const key_view& key, where here = where::current()) const
    {
        if (!stands_on(key, here)) detail::raise(errc::record_not_found, "seek", here);
        return state_->rows.template get<value_column>(here);
    }
    // The same; nothing when there is none.
    [[nodiscard]] std::optional<V> get(const key_view& key, where here = where::current()) const
    {
        if (!stands_on(key, here)) return std::nullopt;
        return std::optional<V>{state_->rows.template get<value_column>(here)};
    }
    [[nodiscard]] bool contains(const key_view& key, where here = where::current()) const { return stands_on(key, here); }
    // end() when there is none.
    [[nodiscard]] iterator find(const key_view& key, where here = where::current()) const { return arrived(stands_on(key, here), here); }
    // The first entry whose key is not less than, or greater than, `key`.
    [[nodiscard]] iterator lower_bound(const key_view& key, where here = where::current()) const { return bounded(from(good(key, here)), here); }
    [[nodiscard]] iterator upper_bound(const key_view& key, where here = where::current()) const { return bounded(above(good(key, here)), here); }

    [[nodiscard]] iterator begin() const { return bounded(unbounded{}, where::current()); }
    [[nodiscard]] iterator end() const { return iterator{opened()}; }

    [[nodiscard]] bool empty() const { return begin() == end(); }
    // Counts the entries when it is asked first, and after a batch that was undone; otherwise it knows.
    [[nodiscard]] size_type size(where here = where::current()) const
    {
        state_type& map = state(here);
        if (!map.size) map.size = map.table(here).template count<primary>(unbounded{}, unbounded{}, unbounded{}, here);
        return *map.size;
    }

    // Changing. Each says whether it did anything.

    // False, and nothing changes: the key is there already.
    bool insert(const key_view& key, const V& value, where here = where::current())
    {
        return put(key, value, when::absent, here) == done::inserted;
    }
    bool insert(const value_type& entry, where here = where::current()) { return insert(entry.first, entry.second, here); }
    // False, and nothing changes: there is no such key.
    bool assign(const key_view& key, const V& value, where here = where::current())
    {
        return put(key, value, when::present, here) == done::assigned;
    }
    // True: the key is new.
    bool insert_or_assign(const key_view& key, const V& value, where here = where::current())
    {
        return put(key, value, when::any, here) == done::inserted;
    }
    // False: there is no such key.
    bool erase(const key_view& key, where here = where::current())
    {
        const key_view wanted = good(key, here);
        state_type& map = state(here);
        const bool gone = map.change([&] {
            if (!map.seek(wanted, here)) return false;
            map.rows.erase(here);
            return true;
        }, here);
        if (gone) map.counted(-1);
        return gone;
    }
    // The entry behind it. That the entry is gone already is no error; end() has none: record_missing.
    iterator erase(const iterator& there, where here = where::current())
    {
        erase(there.key(), here);
        iterator next{there};
        return ++next;
    }
    // All of it, in time that does not depend on how much it is.
    void clear(where here = where::current())
    {
        state_type& map = state(here);
        map.size.reset();
        const auto drop = [&](auto&) {
            if (map.rows.is_open()) map.rows.close(here);
            map.db.remove_table(schema::table_name, here);
            map.db.create_table(detail::map_table<schema>(state_type::page_size), here).close(here);
        };
        with_transaction(map.session, drop, {.how = map.how}, here);
        map.size = 0;
    }

    // Runs `body()` in one transaction and hands back what it returns. An exception undoes all that the body did and travels
    // on. Batches nest, seven deep: the inner one is then undone alone; the eighth is refused with trans_too_deep. Closing the
    // map inside undoes the batch, and transaction_finished says so.
    template <std::invocable F>
    auto batch(F&& body, where here = where::current())
    {
        const auto kept = opened(here);    // should the body close the map
        state_type& map = *kept;
        const undo_guard uncertain{map};
        return with_transaction(map.session, [&](auto& all) {
            const auto still_open = [&] { if (!all.active()) detail::raise(misuse::transaction_finished, "batch", here); };
            if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
                body();
                still_open();
            } else {
                auto result = body();
                still_open();
                return result;
            }
        }, {.how = map.how}, here);
    }

    // Waits until lazy changes are on disk.
    void flush(where here = where::current()) { state(here).session.flush(here); }

private:
    using state_type   = detail::map_state<K, V, Api>;
    using schema       = typename state_type::schema;
    using primary      = typename state_type::primary;
    using value_column = typename schema::value;
    enum class when { absent, present, any };
    enum class done { nothing, inserted, assigned };

    // A batch that leaves by an exception has taken its entries and its moves back.
    struct undo_guard {
        state_type& map;
        int exceptions = std::uncaught_exceptions();
        ~undo_guard()
        {
            ++map.moves;
            if (std::uncaught_exceptions() > exceptions) map.size.reset();
        }
    };

    [[nodiscard]] state_type& state(const where& here = where::current()) const
    {
        if (!state_) detail::raise(misuse::not_open, "persistent_map", here);
        return *state_;
    }
    [[nodiscard]] const std::shared_ptr<state_type>& opened(const where& here = where::current()) const
    {
        (void)state(here);
        return state_;
    }
    [[nodiscard]] static key_view good(const key_view& key, const where& here) { return detail::checked_key<K>(key, here); }
    [[nodiscard]] bool stands_on(const key_view& key, const where& here) const { return state(here).seek(good(key, here), here); }
    [[nodiscard]] iterator arrived(bool there, const where& here) const
    {
        iterator it{state_};
        it.take(there, here);
        return it;
    }
    template <class Bound>
    [[nodiscard]] iterator bounded(const Bound& near_end, const where& here) const
    {
        return arrived(state(here).table(here).template go_within<primary>(near_end, unbounded{}, unbounded{}, here), here);
    }

    done put(const key_view& key, const V& value, when condition, const where& here)
    {
        const key_view wanted = good(key, here);
        state_type& map = state(here);
        const done what = map.change([&] {
            const bool there = map.seek(wanted, here);
            if (there ? condition == when::absent : condition == when::present) return done::nothing;
            auto row = there ? map.rows.replace(here) : map.rows.insert(here);
            if (!there) row.template set<typename schema::key>(wanted, here);
            row.template set<value_column>(value, here).save(here);
            return there ? done::assigned : done::inserted;
        }, here);
        if (what == done::inserted) map.counted(1);
        return what;
    }

    void finish() noexcept
    {
        std::error_code ignored;    // the log has it
        if (state_) std::exchange(state_, nullptr)->close(ignored);
    }

    std::shared_ptr<state_type> state_;
};

inline namespace portable {

template <map_key K, map_value V>
using persistent_map = basic_persistent_map<K, V>;

}  // namespace portable

}  // namespace ese::inline v1
