// key_encoder.hpp — the keys a row has in an index.
//
// Room:   record. Uses base, jet. Knows rows and index definitions; fetches separated long values through what it is given.
// Gives:  key_encoder, an index bound to the layout of its table: key_of for an index with one key per row, keys_of for
//         any; key_list, a reusable set of keys; key_answer.
// Holds:  (1) keys_of answers each distinct key once, in byte order, whatever the row repeats;
//         (2) only the first multi-valued column makes several keys, unless the index says cross product or nested;
//         (3) a row whose conditions fail, or whose NULLs the index leaves out, has no key, and that is no error.
// The layout must live as long as the encoder. Not for two threads at once: scratch memory is kept inside.
//
//     key_encoder by_name{index, layout};
//     key_buffer key;
//     if (by_name.key_of(row_reader{record, layout.form()}, fetch, key) == key_answer::made) use(key.view());
#pragma once

#include <ese/engine/record/column.hpp>
#include <ese/engine/record/compression.hpp>
#include <ese/engine/record/index_definition.hpp>
#include <ese/engine/record/key_segment.hpp>
#include <ese/engine/record/row_reader.hpp>

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/failure.hpp>
#include <ese/engine/base/small_bytes.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ese::inline v1::engine {

// Called with a stored long-value id; replaces the vector by the first `most` bytes of the value, or fewer if it is shorter.
template <class T>
concept long_value_fetch = std::invocable<T&, bytes, std::size_t, std::vector<std::byte>&>;

// For tables that have no long values: asking for one is a corrupted record.
struct no_long_values {
    void operator()(bytes, std::size_t, std::vector<std::byte>&) const { throw failure{jet::error::lv_corrupted}; }
};

enum class key_answer : std::uint8_t {
    made,
    none,             // the row has no entry in this index
    null_disallowed,  // JET_errNullKeyDisallowed
    truncated,        // JET_errKeyTruncated: the key does not fit and the index forbids cutting it
};

class key_list {
public:
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
    [[nodiscard]] bytes operator[](std::size_t i) const noexcept
    {
        return bytes{storage_}.subspan(entries_[i].begin, entries_[i].size);
    }
    // The instance of the multi-valued column that made the key; 1 where there is none.
    [[nodiscard]] std::uint32_t itag(std::size_t i) const noexcept { return entries_[i].itag; }
    [[nodiscard]] bool contains(bytes key) const noexcept;  // once sorted

    void clear() noexcept
    {
        storage_.clear();
        entries_.clear();
    }
    void add(bytes key, std::uint32_t itag)
    {
        entries_.push_back({static_cast<std::uint32_t>(storage_.size()), static_cast<std::uint32_t>(key.size()), itag});
        storage_.insert(storage_.end(), key.begin(), key.end());
    }
    void sort_unique();

private:
    struct entry {
        std::uint32_t begin;
        std::uint32_t size;
        std::uint32_t itag;
    };
    std::vector<std::byte> storage_;
    std::vector<entry> entries_;
};

class key_encoder {
public:
    static constexpr std::size_t columns_most = 16;
    static constexpr std::size_t combinations_most = std::size_t{1} << 20;  // of a cross product of one row

    // Throws catalog_corrupted when the layout lacks a column of the index.
    key_encoder(const index_definition& index, const row_layout& layout);

    [[nodiscard]] std::size_t column_count() const noexcept { return columns_.size(); }
    [[nodiscard]] const column_definition& column(std::size_t i) const noexcept { return *columns_[i].column; }
    [[nodiscard]] const segment_format& format(std::size_t i) const noexcept { return columns_[i].format; }
    [[nodiscard]] std::size_t key_most() const noexcept { return key_most_; }
    [[nodiscard]] std::uint32_t flags() const noexcept { return flags_; }
    [[nodiscard]] bool has(std::uint32_t flag) const noexcept { return (flags_ & flag) != 0; }
    [[nodiscard]] const std::optional<tuple_limits>& tuples() const noexcept { return tuples_; }
    // JET_errPrimaryIndexCorrupted or JET_errSecondaryIndexCorrupted for an index that a foreign collation orders: a key made
    // here would be in the wrong place, or be found nowhere.
    [[nodiscard]] jet::error foreign_order() const noexcept { return foreign_; }
    // The largest key possible: key_most, or less when the columns cannot fill it. A primary key's limits its records.
    [[nodiscard]] std::size_t key_size_most() const noexcept;
    // At most one key per row: key_of will do.
    [[nodiscard]] bool single() const noexcept { return !expands_ && !tuples_; }
    [[nodiscard]] bool uses(const column_definition& column) const noexcept;  // as key column or condition

    // `index` must be single(). Replaces `key`.
    template <long_value_fetch Fetch>
    [[nodiscard]] key_answer key_of(const row_reader& row, Fetch&& fetch, key_buffer& key);
    // Replaces `keys`; `made` and `none` tell whether it has any. After other answers its content is unspecified.
    template <long_value_fetch Fetch>
    [[nodiscard]] key_answer keys_of(const row_reader& row, Fetch&& fetch, key_list& keys);

    // Appends column i's segment for a value; false when it had to be cut off.
    [[nodiscard]] bool append(std::size_t i, std::optional<bytes> value, key_buffer& key) const;
    // Column 0 of most indexes is a number that always fits: its size, for the short way around `append`; otherwise 0.
    [[nodiscard]] std::size_t first_number_size() const noexcept { return first_number_size_; }
    void write_first_number(const std::byte* value, key_buffer& key) const
    {
        key.resize(1 + first_number_size_);
        *key.data() = key_format::has_data;
        key_format::write_number(key.data() + 1, columns_[0].format, value);
        if (columns_[0].format.descending) key_format::complement(key.span());
    }
    // Reads column i back out of an entry's key.
    [[nodiscard]] decoded_segment::kind decode(std::size_t i, bytes key, key_buffer& value) const;

private:
    struct bound_column {
        const column_definition* column;
        segment_format format;
    };
    struct bound_condition {
        const column_definition* column;
        bool must_be_null;
    };
    using instances = std::array<std::uint32_t, columns_most>;  // per key column, from 1

    void bind(const index_definition& index, const row_layout& layout);
    [[nodiscard]] segment_format format_of(const index_definition& index, const key_column& k, const column_definition& c) const;
    [[nodiscard]] static const column_definition& resolve(const row_layout& layout, std::uint32_t id, bool derived);

    [[nodiscard]] bool conditions_hold(const row_reader& row) const;
    [[nodiscard]] bool is_null(const row_reader& row, const column_definition& column) const;
    [[nodiscard]] std::size_t source_most(std::size_t i) const noexcept;
    template <class Fetch>
    [[nodiscard]] std::optional<bytes> value_of(const row_reader& row, std::size_t i, std::uint32_t itag, Fetch& fetch);
    template <class Fetch>
    [[nodiscard]] std::optional<bytes> tagged_value_of(const row_reader& row, std::size_t i, std::uint32_t itag, Fetch& fetch);

    template <class Fetch>
    [[nodiscard]] key_answer compose(const row_reader& row, const instances& itags, Fetch& fetch, key_buffer& key,
                                     const std::optional<bytes>* first = nullptr);
    [[nodiscard]] key_answer judge_nulls(std::size_t nulls, bool first_null) const noexcept;
    template <class Fetch>
    [[nodiscard]] key_answer add_keys(const row_reader& row, const instances& itags, Fetch& fetch, key_list& keys);
    template <class Fetch>
    [[nodiscard]] key_answer add_tuples(const row_reader& row, const instances& itags, Fetch& fetch, key_list& keys);
    [[nodiscard]] bool next_combination(const instances& counts, instances& itags) const noexcept;
    [[nodiscard]] instances instance_counts(const row_reader& row) const;
    [[nodiscard]] std::uint32_t reported_itag(const instances& itags) const noexcept
    {
        return expands_ ? itags[first_multivalued_] : 1;
    }

    std::vector<bound_column> columns_;
    std::vector<bound_condition> conditions_;
    std::optional<tuple_limits> tuples_;
    std::uint32_t flags_ = 0;
    std::size_t key_most_ = key_most_default;
    std::size_t first_number_size_ = 0;
    std::size_t first_multivalued_ = 0;
    bool expands_ = false;                  // some key column is multi-valued
    jet::error foreign_ = jet::error::success;
    std::vector<std::byte> long_value_;     // scratch
    std::vector<std::byte> tuple_source_;   // scratch
    key_buffer key_;                        // scratch
};

inline void key_list::sort_unique()
{
    if (entries_.size() < 2) return;
    const auto key = [this](const entry& e) { return bytes{storage_}.subspan(e.begin, e.size); };
    std::stable_sort(entries_.begin(), entries_.end(), [&](const entry& a, const entry& b) { return compare(key(a), key(b)) < 0; });
    const auto same = [&](const entry& a, const entry& b) { return equal(key(a), key(b)); };
    entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
}

inline bool key_list::contains(bytes key) const noexcept
{
    const auto before = [this](const entry& e, bytes k) { return compare(bytes{storage_}.subspan(e.begin, e.size), k) < 0; };
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), key, before);
    return at != entries_.end() && equal(bytes{storage_}.subspan(at->begin, at->size), key);
}

inline key_encoder::key_encoder(const index_definition& index, const row_layout& layout)
    : tuples_{index.tuples}, flags_{index.flags}, key_most_{index.key_most != 0 ? index.key_most : key_most_default}
{
    if (index.columns.empty() || index.columns.size() > columns_most) throw failure{jet::error::catalog_corrupted};
    if (tuples_ && tuples_->step == 0) throw failure{jet::error::catalog_corrupted};
    bind(index, layout);
    if (!index.own_order()) foreign_ = has(index_flag::primary) ? jet::error::primary_index_corrupted : jet::error::secondary_index_corrupted;
    const jet::column_type first = columns_[0].format.type;
    if (jet::is_numeric(first) && !tuples_ && jet::fixed_size(first) < key_most_) first_number_size_ = jet::fixed_size(first);
}

inline void key_encoder::bind(const index_definition& index, const row_layout& layout)
{
    for (const key_column& k : index.columns) {
        const column_definition& column = resolve(layout, k.column_id, k.derived);
        if (!expands_ && column.is_tagged() && column.has(column_flag::multivalued)) {
            expands_ = true;
            first_multivalued_ = columns_.size();
        }
        columns_.push_back({&column, format_of(index, k, column)});
    }
    for (const conditional_column& c : index.conditions)
        conditions_.push_back({&resolve(layout, c.column_id, c.derived), c.must_be_null});
}

inline const column_definition& key_encoder::resolve(const row_layout& layout, std::uint32_t id, bool derived)
{
    const column_definition* column = derived && id >= tagged_id_first ? layout.find_tagged(id, true) : layout.find(id);
    if (column == nullptr || !jet::is_valid(column->type)) throw failure{jet::error::catalog_corrupted};
    return *column;
}

inline segment_format key_encoder::format_of(const index_definition& index, const key_column& k, const column_definition& c) const
{
    segment_format format;
    format.type = c.type;
    format.cp = c.cp;
    format.fixed = c.is_fixed();
    format.descending = k.descending;
    format.nulls_high = has(index_flag::nulls_high) && !has(index_flag::no_nulls);
    format.dot_net_guid = has(index_flag::dot_net_guid);
    format.source_limited = key_most_ == key_most_default;
    format.var_seg_most = index.var_seg_most;
    format.text_flags = index.text_flags;
    return format;
}

inline std::size_t key_encoder::key_size_most() const noexcept
{
    std::size_t sum = 0;
    for (const bound_column& c : columns_) {
        const std::size_t value_most = c.column->is_fixed() ? c.column->fixed_bytes() : c.column->max_size;
        const auto most = segment_size_most(c.format, value_most);
        if (!most) return key_most_;
        sum += *most;
    }
    return std::min(sum, key_most_);
}

inline bool key_encoder::uses(const column_definition& column) const noexcept
{
    const auto same = [&](const auto& bound) { return bound.column->id == column.id && bound.column->derived == column.derived; };
    return std::any_of(columns_.begin(), columns_.end(), same) || std::any_of(conditions_.begin(), conditions_.end(), same);
}

inline bool key_encoder::append(std::size_t i, std::optional<bytes> value, key_buffer& key) const
{
    if (key.size() >= key_most_) return false;
    return append_segment(columns_[i].format, value, key_most_ - key.size(), key) == segment_answer::whole;
}

inline decoded_segment::kind key_encoder::decode(std::size_t i, bytes key, key_buffer& value) const
{
    using kind = decoded_segment::kind;
    if (key.size() >= key_most_) return kind::unreadable;  // perhaps cut off
    if (i == 0 && tuples_) return kind::unreadable;
    for (std::size_t n = 0;; ++n) {
        const decoded_segment found = decode_segment(columns_[n].format, key, columns_[n].column->fixed_bytes(), value);
        if (n == i) return found.what;
        if (found.size == 0) return kind::unreadable;
        key = key.subspan(found.size);
    }
}

inline bool key_encoder::is_null(const row_reader& row, const column_definition& column) const
{
    const presence state = column.is_fixed()      ? row.fixed(column).state
                           : column.is_variable() ? row.variable(column).state
                                                  : row.tagged_state(column);
    return state == presence::null || (state == presence::absent && !column.has_default());
}

inline bool key_encoder::conditions_hold(const row_reader& row) const
{
    return std::all_of(conditions_.begin(), conditions_.end(),
                       [&](const bound_condition& c) { return is_null(row, *c.column) == c.must_be_null; });
}

// No key looks at more of a value than this.
inline std::size_t key_encoder::source_most(std::size_t i) const noexcept
{
    if (i == 0 && tuples_) {
        const std::size_t unit = columns_[0].format.is_unicode() ? 2 : 1;
        const std::size_t last = std::size_t{tuples_->step} * (std::max(tuples_->tuples_most, 1u) - 1);
        return unit * (tuples_->start + last + tuples_->chars_max);
    }
    return columns_[i].format.is_unicode() ? 2 * key_most_ : key_most_ + 1;
}

template <class Fetch>
std::optional<bytes> key_encoder::value_of(const row_reader& row, std::size_t i, std::uint32_t itag, Fetch& fetch)
{
    const column_definition& column = *columns_[i].column;
    if (column.is_tagged()) return tagged_value_of(row, i, itag, fetch);
    const field found = column.is_fixed() ? row.fixed(column) : row.variable(column);
    if (found.has_value()) return found.value;
    if (found.state == presence::absent && column.has_default()) return column.default_bytes();
    return std::nullopt;
}

template <class Fetch>
std::optional<bytes> key_encoder::tagged_value_of(const row_reader& row, std::size_t i, std::uint32_t itag, Fetch& fetch)
{
    const column_definition& column = *columns_[i].column;
    const auto found = row.find_tagged(column);
    if (!found && itag == 1 && column.has_default()) return column.default_bytes();
    if (!found || itag > found->count()) return std::nullopt;
    const tagged_value value = found->at(itag - 1);
    if (value.encrypted) throw failure{jet::error::column_no_encryption_key};
    if (value.separated) {
        fetch(value.data, source_most(i), long_value_);
        return bytes{long_value_}.first(std::min(long_value_.size(), source_most(i)));
    }
    if (!value.compressed) return value.data;
    decompress(value.data, long_value_, source_most(i));
    return bytes{long_value_};
}

inline key_answer key_encoder::judge_nulls(std::size_t nulls, bool first_null) const noexcept
{
    if (nulls == 0) return key_answer::made;
    if (has(index_flag::no_nulls)) return key_answer::null_disallowed;
    const std::uint32_t needed = nulls == columns_.size() ? index_flag::allow_all_nulls
                                 : first_null             ? index_flag::allow_first_null
                                                          : index_flag::allow_some_nulls;
    return has(needed) ? key_answer::made : key_answer::none;
}

// `first`, where given, stands for the value of the first column.
template <class Fetch>
key_answer key_encoder::compose(const row_reader& row, const instances& itags, Fetch& fetch, key_buffer& key,
                                const std::optional<bytes>* first)
{
    key.clear();
    std::size_t nulls = 0;
    bool first_null = false;
    bool whole = true;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const std::optional<bytes> value = i == 0 && first != nullptr ? *first : value_of(row, i, itags[i], fetch);
        if (!value) {
            ++nulls;
            if (i == 0) first_null = true;
        }
        if (i == 0 && first_number_size_ != 0 && value && value->size() == first_number_size_) write_first_number(value->data(), key);
        else if (!append(i, value, key)) whole = false;
    }
    if (const key_answer answer = judge_nulls(nulls, first_null); answer != key_answer::made) return answer;
    return whole || !has(index_flag::no_truncation) ? key_answer::made : key_answer::truncated;
}

template <long_value_fetch Fetch>
key_answer key_encoder::key_of(const row_reader& row, Fetch&& fetch, key_buffer& key)
{
    ESE_EXPECTS(single());
    if (!conditions_.empty() && !conditions_hold(row)) return key_answer::none;
    instances itags;
    itags.fill(1);
    return compose(row, itags, fetch, key);
}

inline key_encoder::instances key_encoder::instance_counts(const row_reader& row) const
{
    instances counts;
    counts.fill(1);
    const bool several = has(index_flag::cross_product) || has(index_flag::nested);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const column_definition& column = *columns_[i].column;
        if (!column.is_tagged() || !column.has(column_flag::multivalued) || (!several && i != first_multivalued_)) continue;
        counts[i] = static_cast<std::uint32_t>(std::max<std::size_t>(1, row.instance_count(column)));
    }
    return counts;
}

// Nested columns step together; otherwise the last column turns fastest.
inline bool key_encoder::next_combination(const instances& counts, instances& itags) const noexcept
{
    if (has(index_flag::nested)) {
        const std::uint32_t longest = *std::max_element(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(columns_.size()));
        bool more = false;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const column_definition& column = *columns_[i].column;
            if (!column.is_tagged() || !column.has(column_flag::multivalued)) continue;
            more = ++itags[i] <= longest;
        }
        return more;
    }
    for (std::size_t i = columns_.size(); i-- > 0;) {
        if (itags[i] < counts[i]) {
            ++itags[i];
            return true;
        }
        itags[i] = 1;
    }
    return false;
}

template <class Fetch>
key_answer key_encoder::add_keys(const row_reader& row, const instances& itags, Fetch& fetch, key_list& keys)
{
    if (tuples_) return add_tuples(row, itags, fetch, keys);
    const key_answer answer = compose(row, itags, fetch, key_);
    if (answer == key_answer::made) keys.add(key_.view(), reported_itag(itags));
    return answer;
}

// One entry per substring of the first column; a NULL or a value too short has none.
template <class Fetch>
key_answer key_encoder::add_tuples(const row_reader& row, const instances& itags, Fetch& fetch, key_list& keys)
{
    const std::optional<bytes> whole = value_of(row, 0, itags[0], fetch);
    if (!whole) return has(index_flag::no_nulls) ? key_answer::null_disallowed : key_answer::none;
    tuple_source_.assign(whole->begin(), whole->end());
    const std::size_t unit = columns_[0].format.is_unicode() ? 2 : 1;
    const std::size_t chars = tuple_source_.size() / unit;
    const std::size_t chars_min = std::max(tuples_->chars_min, 1u);
    std::size_t start = tuples_->start;
    for (std::size_t n = 0; n < tuples_->tuples_most; ++n, start += tuples_->step) {
        if (start > chars || chars - start < chars_min) break;
        const std::size_t size = std::min<std::size_t>(tuples_->chars_max, chars - start);
        const std::optional<bytes> part = bytes{tuple_source_}.subspan(start * unit, size * unit);
        const key_answer answer = compose(row, itags, fetch, key_, &part);
        if (answer == key_answer::made) keys.add(key_.view(), reported_itag(itags));
        else if (answer != key_answer::none) return answer;
    }
    return key_answer::made;
}

template <long_value_fetch Fetch>
key_answer key_encoder::keys_of(const row_reader& row, Fetch&& fetch, key_list& keys)
{
    keys.clear();
    if (!conditions_hold(row)) return key_answer::none;
    instances itags;
    itags.fill(1);
    const instances counts = expands_ ? instance_counts(row) : itags;
    std::size_t combinations = 0;
    do {
        if (++combinations > combinations_most) throw failure{jet::error::multi_valued_index_violation};
        const key_answer answer = add_keys(row, itags, fetch, keys);
        if (answer == key_answer::null_disallowed || answer == key_answer::truncated) return answer;
    } while (next_combination(counts, itags));
    keys.sort_unique();
    return keys.empty() ? key_answer::none : key_answer::made;
}

}  // namespace ese::inline v1::engine
