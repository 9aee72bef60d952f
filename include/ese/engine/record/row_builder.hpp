// row_builder.hpp — a row being edited: the copy buffer of an update.
//
// Room:   record. Uses base, jet. Knows how rows are encoded; knows nothing of cursors, versions or long-value trees.
// Gives:  row_builder: start_empty or load, set_fixed / set_variable / set_tagged, the questions row_reader answers, and
//         encode. value_form and null_rule, the manners of set_tagged.
// Holds:  (1) fixed data and null map are kept as they will be written; variable and tagged values lie in one arena;
//         (2) a column below the last one present is present too: raising the last one copies the defaults passed over;
//         (3) tagged items are sorted: derived first, then by id, then by instance; a NULL marker is a column's only item;
//         (4) memory once taken is kept, so a reused builder allocates only while its rows still grow.
// The layout must live as long as the builder uses it. Views answered are good until the next change.
#pragma once

#include <ese/engine/record/column.hpp>
#include <ese/engine/record/row_reader.hpp>

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/failure.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ese::inline v1::engine {

// What a record can be encoded into: std::vector<std::byte>, small_bytes.
template <class T>
concept resizable_bytes = requires(T& out, std::size_t size) {
    out.resize(size);
    { out.data() } -> std::same_as<std::byte*>;
};

enum class value_form : std::uint8_t { plain, separated, compressed };  // separated: the value is a long-value id

// Removing the last instance of a column with a default hides the default behind a NULL marker, or lets it show again.
enum class null_rule : std::uint8_t { hide_default, revert_to_default };

class row_builder {
public:
    void start_empty(const row_layout& layout);          // defaults of fixed and variable columns are copied in
    void load(const row_layout& layout, bytes record);   // throws database_corrupted; `record` is copied

    [[nodiscard]] const row_layout& layout() const noexcept { return *layout_; }

    // A fixed Binary or Text value may be shorter than its column and is padded; others have exactly its size.
    void set_fixed(const column_definition& column, std::optional<bytes> value);
    void set_variable(const column_definition& column, std::optional<bytes> value);
    // itag 0 appends; 1..count replaces; more than count appends. NULL removes the instance, the later ones move down.
    void set_tagged(const column_definition& column, std::size_t itag, std::optional<bytes> value,
                    value_form form = value_form::plain, null_rule rule = null_rule::hide_default);
    void remove_tagged(const column_definition& column);  // all instances and the marker

    [[nodiscard]] field fixed(const column_definition& column) const;
    [[nodiscard]] field variable(const column_definition& column) const;
    [[nodiscard]] presence tagged_state(const column_definition& column) const;
    [[nodiscard]] std::size_t instance_count(const column_definition& column) const;
    [[nodiscard]] std::optional<tagged_value> instance(const column_definition& column, std::size_t itag) const;

    // visit(id, derived, itag, tagged_value) for every stored instance, in record order; itag 0 is a NULL marker.
    template <std::invocable<std::uint32_t, bool, std::size_t, tagged_value> Visit>
    void for_each_instance(Visit&& visit) const;

    [[nodiscard]] std::size_t encoded_size() const noexcept;
    // Throws record_too_big when no record of this page size could hold the row; a table's own limit is lower.
    template <resizable_bytes Buffer>
    void encode(Buffer& out) const
    {
        const std::size_t size = encoded_size();
        if (size > max_record_size(layout_->page_size(), 0)) throw failure{jet::error::record_too_big};
        out.resize(size);
        write(out.data());
    }

private:
    struct slot {  // a variable column
        std::uint32_t begin;
        std::uint32_t size;
        bool null;
    };
    struct item {  // one instance of a tagged column
        std::uint32_t order;
        std::uint32_t begin;
        std::uint32_t size;
        value_form form;
        bool long_type;
        bool null;
        bool encrypted;
    };
    struct shape {  // how one tagged column is written
        std::size_t size;
        std::uint8_t header;
        bool has_header;
    };
    static constexpr std::uint32_t own_order = 0x10000;

    [[nodiscard]] static std::uint32_t order_of(std::uint32_t id, bool derived) noexcept { return (derived ? 0 : own_order) | id; }
    [[nodiscard]] bytes stored(std::uint32_t begin, std::uint32_t size) const noexcept { return {arena_.data() + begin, size}; }

    void clear(const row_layout& layout) noexcept;
    void load_variable(const row_reader& record);
    void load_tagged(const row_reader& record);
    void raise_fixed_to(std::uint32_t id);
    void raise_variable_to(std::uint32_t id);
    void set_null_bit(std::uint32_t id, bool null) noexcept;
    void write_fixed(const column_definition& column, bytes value);
    [[nodiscard]] bool null_bit(std::uint32_t id) const noexcept;

    [[nodiscard]] std::uint32_t keep(bytes value);  // a copy in the arena
    void keep_over(std::uint32_t& begin, std::uint32_t& size, bytes value);
    void compact();

    [[nodiscard]] std::size_t group_begin(std::uint32_t order) const noexcept;
    [[nodiscard]] std::size_t group_end(std::size_t begin) const noexcept;
    [[nodiscard]] std::size_t instances_in(std::size_t begin, std::size_t end) const noexcept
    {
        return begin != end && items_[begin].null ? 0 : end - begin;
    }
    void remove_instance(const column_definition& column, std::size_t itag, null_rule rule);
    void insert_marker(std::size_t at, std::uint32_t order, const column_definition& column);
    void erase_items(std::size_t begin, std::size_t end);
    [[nodiscard]] tagged_value value_of(const item& i) const noexcept
    {
        return {stored(i.begin, i.size), i.form == value_form::separated, i.form == value_form::compressed, i.encrypted};
    }

    [[nodiscard]] shape shape_of(std::size_t begin, std::size_t end) const noexcept;
    [[nodiscard]] static std::uint8_t header_of(const item& first) noexcept;
    void write(std::byte* record) const noexcept;
    [[nodiscard]] std::byte* write_variable(std::byte* at) const noexcept;
    void write_tagged(std::byte* area) const noexcept;
    [[nodiscard]] std::byte* write_group(std::byte* at, std::size_t begin, std::size_t end, shape how) const noexcept;

    const row_layout* layout_ = nullptr;
    std::vector<std::byte> fixed_;       // from record offset 4
    std::array<std::byte, 16> null_map_{};
    std::uint32_t fixed_last_ = 0;
    std::vector<slot> variable_;
    std::vector<item> items_;
    std::vector<std::byte> arena_;
    std::vector<std::byte> spare_;       // the arena's other half while compacting
    std::size_t garbage_ = 0;            // bytes of the arena nothing refers to
};

inline void row_builder::clear(const row_layout& layout) noexcept
{
    layout_ = &layout;
    fixed_.clear();
    null_map_.fill(std::byte{0xFF});
    fixed_last_ = 0;
    variable_.clear();
    items_.clear();
    arena_.clear();
    garbage_ = 0;
}

inline void row_builder::start_empty(const row_layout& layout)
{
    clear(layout);
    for (const column_definition* column : layout.materialised_defaults()) {
        if (column->is_fixed()) raise_fixed_to(column->id);
        else raise_variable_to(column->id);
    }
}

inline void row_builder::load(const row_layout& layout, bytes record)
{
    const row_reader from{record, layout.form()};
    clear(layout);
    const bytes fixed = from.fixed_data();
    fixed_last_ = from.fixed_last();
    fixed_.assign(fixed.begin(), fixed.end());
    for (std::uint32_t id = fixed_id_first; id <= fixed_last_; ++id) set_null_bit(id, from.fixed_is_null(id));
    load_variable(from);
    load_tagged(from);
}

inline void row_builder::load_variable(const row_reader& record)
{
    for (std::uint32_t id = variable_id_first; id <= record.variable_last(); ++id) {
        const field from = record.variable(id);
        const std::uint32_t begin = keep(from.value);
        variable_.push_back({begin, static_cast<std::uint32_t>(from.value.size()), !from.has_value()});
    }
}

inline void row_builder::load_tagged(const row_reader& record)
{
    for (std::size_t i = 0; i < record.tagged_count(); ++i) {
        const tagged_column column = record.tagged_at(i);
        const std::uint32_t order = order_of(column.id(), column.derived());
        if (column.id() < tagged_id_first || (!items_.empty() && items_.back().order >= order)) record_format::corrupted();
        if (column.state() == presence::null) items_.push_back({order, 0, 0, value_form::plain, false, true, false});
        for (std::size_t n = 0; n < column.count(); ++n) {
            const tagged_value from = column.at(n);
            const value_form form = from.separated    ? value_form::separated
                                    : from.compressed ? value_form::compressed
                                                      : value_form::plain;
            const std::uint32_t begin = keep(from.data);
            items_.push_back({order, begin, static_cast<std::uint32_t>(from.data.size()), form, column.of_long_type(), false,
                              from.encrypted});
        }
    }
}

inline bool row_builder::null_bit(std::uint32_t id) const noexcept
{
    return (std::to_integer<unsigned>(null_map_[(id - 1) / 8]) >> ((id - 1) % 8) & 1u) != 0;
}

inline void row_builder::set_null_bit(std::uint32_t id, bool null) noexcept
{
    const std::byte bit{static_cast<unsigned char>(1u << ((id - 1) % 8))};
    std::byte& at = null_map_[(id - 1) / 8];
    at = null ? at | bit : at & ~bit;
}

inline void row_builder::raise_fixed_to(std::uint32_t id)
{
    if (id <= fixed_last_) return;
    const std::size_t size = layout_->fixed_end(id) - row_layout::first_fixed_offset;
    if (fixed_.size() < size) fixed_.resize(size);
    while (fixed_last_ < id) {
        ++fixed_last_;
        const column_definition* column = layout_->find(fixed_last_);
        if (column != nullptr && column->has_default()) write_fixed(*column, column->default_bytes());
    }
}

// A value shorter than the column is filled up: text with blanks, everything else with zeros.
inline void row_builder::write_fixed(const column_definition& column, bytes value)
{
    const std::size_t size = column.fixed_bytes();
    const std::size_t begin = column.offset - std::size_t{row_layout::first_fixed_offset};
    if (begin + size > fixed_.size()) record_format::corrupted();
    const std::size_t given = std::min(size, value.size());
    std::byte* to = fixed_.data() + begin;
    copy_bytes(to, value.first(given));
    const bool text = jet::is_text(column.type);
    const std::size_t unit = column.cp == jet::code_page::unicode ? 2 : 1;
    for (std::size_t i = given; i < size; ++i) to[i] = text && i % unit == 0 ? std::byte{0x20} : std::byte{0};
    if (column.type == jet::column_type::bit && to[0] != std::byte{0}) to[0] = std::byte{0xFF};
    set_null_bit(column.id, false);
}

inline void row_builder::set_fixed(const column_definition& column, std::optional<bytes> value)
{
    ESE_EXPECTS(column.is_fixed());
    if (value) {
        ESE_EXPECTS(value->size() <= column.fixed_bytes());
        raise_fixed_to(column.id);
        write_fixed(column, *value);
        return;
    }
    if (column.id > fixed_last_ && !column.has_default()) return;  // absent reads as NULL
    raise_fixed_to(column.id);
    write_fixed(column, bytes{});  // leaves nothing of the old value in the record
    set_null_bit(column.id, true);
}

inline void row_builder::raise_variable_to(std::uint32_t id)
{
    while (variable_.size() <= id - variable_id_first) {
        const auto next = static_cast<std::uint32_t>(variable_id_first + variable_.size());
        const column_definition* column = layout_->find(next);
        const bool has_default = column != nullptr && column->has_default();
        const bytes value = has_default ? column->default_bytes() : bytes{};
        const std::uint32_t begin = keep(value);
        variable_.push_back({begin, static_cast<std::uint32_t>(value.size()), !has_default});
    }
}

inline void row_builder::set_variable(const column_definition& column, std::optional<bytes> value)
{
    ESE_EXPECTS(column.is_variable());
    const std::size_t at = column.id - variable_id_first;
    if (!value && at >= variable_.size() && !column.has_default()) return;  // absent reads as NULL
    raise_variable_to(column.id);
    slot& to = variable_[at];
    keep_over(to.begin, to.size, value.value_or(bytes{}));
    to.null = !value;
}

// `value` may lie inside the arena, which may move.
inline std::uint32_t row_builder::keep(bytes value)
{
    const std::size_t begin = arena_.size();
    constexpr std::compare_three_way order;    // of pointers into different arrays, too
    const bool inside = !value.empty() && !arena_.empty() && order(value.data(), arena_.data()) >= 0 &&
                        order(value.data(), arena_.data() + begin) < 0;
    const std::size_t from = inside ? static_cast<std::size_t>(value.data() - arena_.data()) : 0;
    arena_.resize(begin + value.size());
    if (!value.empty()) std::memcpy(arena_.data() + begin, inside ? arena_.data() + from : value.data(), value.size());
    return static_cast<std::uint32_t>(begin);
}

inline void row_builder::keep_over(std::uint32_t& begin, std::uint32_t& size, bytes value)
{
    if (value.size() <= size) {
        if (!value.empty()) std::memmove(arena_.data() + begin, value.data(), value.size());
        garbage_ += size - value.size();
    } else {
        const std::uint32_t fresh = keep(value);
        garbage_ += size;
        begin = fresh;
    }
    size = static_cast<std::uint32_t>(value.size());
    if (garbage_ > 4096 && garbage_ > arena_.size() / 2) compact();
}

// Copies what is alive into the spare half and swaps. Nothing has changed if memory runs out.
inline void row_builder::compact()
{
    spare_.clear();
    spare_.reserve(arena_.size());
    const auto move_over = [this](std::uint32_t& begin, std::uint32_t size) {
        const bytes value = stored(begin, size);
        begin = static_cast<std::uint32_t>(spare_.size());
        spare_.insert(spare_.end(), value.begin(), value.end());
    };
    for (slot& s : variable_) move_over(s.begin, s.size);
    for (item& i : items_) move_over(i.begin, i.size);
    arena_.swap(spare_);
    garbage_ = 0;
}

inline std::size_t row_builder::group_begin(std::uint32_t order) const noexcept
{
    const auto at = std::lower_bound(items_.begin(), items_.end(), order,
                                     [](const item& i, std::uint32_t wanted) { return i.order < wanted; });
    return static_cast<std::size_t>(at - items_.begin());
}

inline std::size_t row_builder::group_end(std::size_t begin) const noexcept
{
    std::size_t end = begin;
    while (end < items_.size() && items_[end].order == items_[begin].order) ++end;
    return end;
}

inline void row_builder::set_tagged(const column_definition& column, std::size_t itag, std::optional<bytes> value,
                                    value_form form, null_rule rule)
{
    ESE_EXPECTS(column.is_tagged());
    if (!value) return remove_instance(column, itag, rule);
    static constexpr std::byte true_byte{0xFF};
    if (column.type == jet::column_type::bit && value->size() == 1 && (*value)[0] != std::byte{0}) value = bytes{&true_byte, 1};

    const std::uint32_t order = order_of(column.id, column.derived);
    const std::size_t begin = group_begin(order);
    const bool exists = begin < items_.size() && items_[begin].order == order;
    const std::size_t end = exists ? group_end(begin) : begin;
    const std::size_t count = instances_in(begin, end);
    ESE_EXPECTS(form != value_form::compressed || itag == 1 || count == 0);  // the record marks only the first one

    if (exists && (count == 0 || (itag >= 1 && itag <= count))) {
        item& to = items_[count == 0 ? begin : begin + itag - 1];  // a NULL marker becomes the value
        keep_over(to.begin, to.size, *value);
        to.form = form;
        to.long_type = jet::is_long(column.type);
        to.null = false;
        return;
    }
    const std::uint32_t kept = keep(*value);
    items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(end),
                  {order, kept, static_cast<std::uint32_t>(value->size()), form, jet::is_long(column.type), false,
                   column.has(column_flag::encrypted)});
}

inline void row_builder::remove_instance(const column_definition& column, std::size_t itag, null_rule rule)
{
    const std::uint32_t order = order_of(column.id, column.derived);
    const std::size_t begin = group_begin(order);
    const bool exists = begin < items_.size() && items_[begin].order == order;
    const std::size_t count = exists ? instances_in(begin, group_end(begin)) : 0;
    const bool hides = rule == null_rule::hide_default &&
                       (column.has_default() || column.has(column_flag::callback_default));
    if (count > 0) {
        if (itag == 0 || itag > count) return;
        erase_items(begin + itag - 1, begin + itag);
        if (count == 1 && hides) insert_marker(begin, order, column);
    } else if (exists) {
        if (rule == null_rule::revert_to_default && itag == 1) erase_items(begin, begin + 1);
    } else if (hides && itag == 1) {
        insert_marker(begin, order, column);
    }
}

inline void row_builder::insert_marker(std::size_t at, std::uint32_t order, const column_definition& column)
{
    items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(at),
                  {order, 0, 0, value_form::plain, jet::is_long(column.type), true, false});
}

inline void row_builder::erase_items(std::size_t begin, std::size_t end)
{
    for (std::size_t i = begin; i < end; ++i) garbage_ += items_[i].size;
    items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(begin), items_.begin() + static_cast<std::ptrdiff_t>(end));
}

inline void row_builder::remove_tagged(const column_definition& column)
{
    const std::uint32_t order = order_of(column.id, column.derived);
    const std::size_t begin = group_begin(order);
    if (begin < items_.size() && items_[begin].order == order) erase_items(begin, group_end(begin));
}

inline field row_builder::fixed(const column_definition& column) const
{
    if (column.id > fixed_last_) return {};
    if (null_bit(column.id)) return {presence::null, {}};
    const std::size_t begin = column.offset - std::size_t{row_layout::first_fixed_offset};
    const std::size_t size = column.fixed_bytes();
    if (begin + size > fixed_.size()) record_format::corrupted();
    return {presence::value, bytes{fixed_}.subspan(begin, size)};
}

inline field row_builder::variable(const column_definition& column) const
{
    const std::size_t at = column.id - variable_id_first;
    if (at >= variable_.size()) return {};
    const slot& from = variable_[at];
    if (from.null) return {presence::null, {}};
    return {presence::value, stored(from.begin, from.size)};
}

inline presence row_builder::tagged_state(const column_definition& column) const
{
    const std::uint32_t order = order_of(column.id, column.derived);
    const std::size_t at = group_begin(order);
    if (at == items_.size() || items_[at].order != order) return presence::absent;
    return items_[at].null ? presence::null : presence::value;
}

inline std::size_t row_builder::instance_count(const column_definition& column) const
{
    const std::uint32_t order = order_of(column.id, column.derived);
    const std::size_t begin = group_begin(order);
    if (begin == items_.size() || items_[begin].order != order) return 0;
    return instances_in(begin, group_end(begin));
}

inline std::optional<tagged_value> row_builder::instance(const column_definition& column, std::size_t itag) const
{
    const std::uint32_t order = order_of(column.id, column.derived);
    const std::size_t begin = group_begin(order);
    if (itag == 0 || itag > items_.size() - begin) return std::nullopt;
    const item& found = items_[begin + itag - 1];
    if (found.order != order || found.null) return std::nullopt;
    return value_of(found);
}

template <std::invocable<std::uint32_t, bool, std::size_t, tagged_value> Visit>
void row_builder::for_each_instance(Visit&& visit) const
{
    std::size_t itag = 0;
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const item& at = items_[i];
        itag = i > 0 && items_[i - 1].order == at.order ? itag + 1 : 1;
        visit(at.order & 0xFFFF, (at.order & own_order) == 0, at.null ? std::size_t{0} : itag, value_of(at));
    }
}

inline std::uint8_t row_builder::header_of(const item& first) noexcept
{
    using namespace record_format;
    unsigned header = first.long_type ? header_long : 0u;
    if (first.form == value_form::compressed) header |= header_compressed;
    if (first.encrypted) header |= header_encrypted;
    return static_cast<std::uint8_t>(header);
}

inline row_builder::shape row_builder::shape_of(std::size_t begin, std::size_t end) const noexcept
{
    using namespace record_format;
    const item& first = items_[begin];
    const bool large = layout_->form() == page_form::large;
    if (first.null) return {large ? std::size_t{1} : 0, header_null, large};

    std::size_t data = 0;
    for (std::size_t i = begin; i < end; ++i) data += items_[i].size;
    unsigned header = header_of(first);
    if (end - begin == 1) {
        if (first.form == value_form::separated) header |= header_separated;
        const bool has_header = large || header != 0;
        return {data + (has_header ? 1 : 0), static_cast<std::uint8_t>(header), has_header};
    }
    const bool two = end - begin == 2 && !first.long_type && first.size <= 255 && items_[begin + 1].size <= 255;
    header |= two ? unsigned{header_multi} | header_two : unsigned{header_multi};
    return {data + 1 + (two ? 1 : 2 * (end - begin)), static_cast<std::uint8_t>(header), true};
}

inline std::size_t row_builder::encoded_size() const noexcept
{
    std::size_t size = record_format::head_size + fixed_.size() + record_format::null_map_size(fixed_last_);
    for (const slot& s : variable_) size += 2 + std::size_t{s.size};
    for (std::size_t begin = 0; begin < items_.size();) {
        const std::size_t end = group_end(begin);
        size += record_format::tagged_entry_size + shape_of(begin, end).size;
        begin = end;
    }
    return size;
}

inline void row_builder::write(std::byte* record) const noexcept
{
    const std::size_t nulls = record_format::null_map_size(fixed_last_);
    record[0] = static_cast<std::byte>(fixed_last_);
    record[1] = static_cast<std::byte>(variable_id_first - 1 + variable_.size());
    store_le(record + 2, static_cast<std::uint16_t>(record_format::head_size + fixed_.size() + nulls));
    std::byte* at = record + record_format::head_size;
    copy_bytes(at, fixed_);
    at += fixed_.size();
    copy_bytes(at, bytes{null_map_}.first(nulls));
    at = write_variable(at + nulls);
    if (!items_.empty()) write_tagged(at);
}

inline std::byte* row_builder::write_variable(std::byte* at) const noexcept
{
    std::byte* data = at + 2 * variable_.size();
    std::size_t end = 0;
    for (const slot& s : variable_) {
        copy_bytes(data + end, stored(s.begin, s.size));
        end += s.size;
        store_le(at, static_cast<std::uint16_t>(end | (s.null ? record_format::variable_null : 0u)));
        at += 2;
    }
    return data + end;
}

inline void row_builder::write_tagged(std::byte* area) const noexcept
{
    using namespace record_format;
    std::size_t columns = 0;
    for (std::size_t begin = 0; begin < items_.size(); begin = group_end(begin)) ++columns;
    std::byte* entry = area;
    std::byte* data = area + tagged_entry_size * columns;
    const bool large = layout_->form() == page_form::large;
    for (std::size_t begin = 0; begin < items_.size();) {
        const std::size_t end = group_end(begin);
        const shape how = shape_of(begin, end);
        auto word = static_cast<unsigned>(data - area);
        if ((items_[begin].order & own_order) == 0) word |= tagged_derived;
        if (!large && how.has_header) word |= small_has_header;
        if (!large && items_[begin].null) word |= small_null;
        store_le(entry, static_cast<std::uint16_t>(items_[begin].order & 0xFFFF));
        store_le(entry + 2, static_cast<std::uint16_t>(word));
        entry += tagged_entry_size;
        data = write_group(data, begin, end, how);
        begin = end;
    }
}

inline std::byte* row_builder::write_group(std::byte* at, std::size_t begin, std::size_t end, shape how) const noexcept
{
    using namespace record_format;
    std::byte* const after = at + how.size;
    if (how.has_header) *at++ = std::byte{how.header};
    if (items_[begin].null) return after;
    std::byte* offsets = at;
    const bool array = (how.header & (header_multi | header_two)) == header_multi;
    if (array) at += 2 * (end - begin);
    else if ((how.header & header_two) != 0) *at++ = static_cast<std::byte>(items_[begin].size);
    for (std::size_t i = begin; i < end; ++i) {
        if (array) {
            const bool separated = items_[i].form == value_form::separated;
            const auto offset = static_cast<unsigned>(at - offsets);
            store_le(offsets + 2 * (i - begin), static_cast<std::uint16_t>(offset | (separated ? multi_separated : 0u)));
        }
        copy_bytes(at, stored(items_[i].begin, items_[i].size));
        at += items_[i].size;
    }
    return after;
}

}  // namespace ese::inline v1::engine
