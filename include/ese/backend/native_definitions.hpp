// native_definitions.hpp — descriptions of tables, columns and indexes on their way to and from esent.dll.
//
// Room:   backend. Uses native_abi, utf16. Empty everywhere but on Windows.
// Gives:  wide_text; wide_column, wide_index and wide_table, which keep what the C structures point at; list_reader, which
//         walks the temporary tables that information calls answer with.
// Holds:  what a C structure points at lives in the object that made it, and does not move while the call runs.
#pragma once

#if defined(_WIN32)

#include <ese/backend/jet_api.hpp>
#include <ese/backend/native_abi.hpp>
#include <ese/backend/utf16.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ese::inline v1::detail {

namespace abi = esent_abi;

[[nodiscard]] constexpr abi::ulong size32(std::uint64_t size) noexcept
{
    return size > 0xFFFFFFFFu ? 0xFFFFFFFFu : static_cast<abi::ulong>(size);
}

[[nodiscard]] constexpr abi::api_ptr pointer_sized(std::uint64_t value) noexcept { return static_cast<abi::api_ptr>(value); }

// A name as the W functions want it. Not UTF-8: valid() is false.
class wide_text {
public:
    explicit wide_text(std::string_view utf8) : valid_{to_utf16(utf8, text_)} {}

    [[nodiscard]] bool valid() const noexcept { return valid_; }
    [[nodiscard]] abi::text get() const noexcept { return text_.c_str(); }
    [[nodiscard]] abi::text get_or_null() const noexcept { return text_.empty() ? nullptr : text_.c_str(); }
    [[nodiscard]] abi::ulong bytes() const noexcept { return size32(text_.size() * sizeof(char16_t)); }

private:
    std::u16string text_;
    bool valid_;
};

// Up to the first NUL, as UTF-8.
[[nodiscard]] inline std::string narrow(std::u16string_view wide)
{
    std::string utf8;
    to_utf8(wide.substr(0, wide.find(u'\0')), utf8);
    return utf8;
}

class wide_index {
public:
    explicit wide_index(const jet::index_create& from) : name_{from.name}, key_{from.key}
    {
        for (const jet::conditional_column& c : from.conditions) {
            abi::conditional_column made;
            made.name    = names_.emplace_back(c.name).get();
            made.options = c.options.bits();
            conditions_.push_back(made);
        }
        if (from.map_flags) unicode_ = {from.lcid, *from.map_flags};
        if (from.tuples)
            tuples_ = {from.tuples->length_min, from.tuples->length_max, from.tuples->tuples_max, from.tuples->increment,
                       from.tuples->start};
        has_unicode_ = from.map_flags.has_value();
        has_tuples_  = from.tuples.has_value();
        supported_   = from.locale.empty();    // the oldest structure is used, and it knows locales by number only
    }

    [[nodiscard]] bool valid() const noexcept { return name_.valid() && key_.valid(); }
    [[nodiscard]] bool supported() const noexcept { return supported_; }

    [[nodiscard]] abi::index_create create(const jet::index_create& from) noexcept
    {
        abi::index_create made;
        made.name     = name_.get();
        made.key      = key_.get();
        made.key_size = key_.bytes();
        made.options  = from.options.bits();
        made.density  = from.density;
        made.key_most = from.key_most;
        if (has_unicode_) made.locale.unicode = &unicode_;
        else made.locale.lcid = from.lcid;
        if (has_tuples_) made.limits.tuples = &tuples_;
        else made.limits.segment_most = from.segment_most;
        made.conditions      = conditions_.data();
        made.condition_count = size32(conditions_.size());
        return made;
    }

private:
    wide_text name_;
    wide_text key_;
    std::deque<wide_text> names_;
    std::vector<abi::conditional_column> conditions_;
    abi::unicode_index unicode_{};
    abi::tuple_limits tuples_{};
    bool has_unicode_ = false;
    bool has_tuples_ = false;
    bool supported_ = true;
};

// Everything a jet::table_create says, as one C structure. Answers go back with told().
class wide_table {
public:
    explicit wide_table(const jet::table_create& from) : name_{from.name}, template_{from.template_name}
    {
        valid_ = name_.valid() && template_.valid();
        for (const jet::column_create& c : from.columns) add(c);
        for (const jet::index_create& i : from.indexes) add(i);
        made_.name          = name_.get();
        made_.template_name = template_.get_or_null();
        made_.pages         = from.pages;
        made_.density       = from.density;
        made_.options       = from.options.bits();
        made_.columns       = columns_.data();
        made_.column_count  = size32(columns_.size());
        made_.indexes       = indexes_.data();
        made_.index_count   = size32(indexes_.size());
    }
    wide_table(const wide_table&) = delete;
    wide_table& operator=(const wide_table&) = delete;

    [[nodiscard]] bool valid() const noexcept { return valid_; }
    [[nodiscard]] bool supported() const noexcept { return supported_; }
    [[nodiscard]] abi::table_create& create() noexcept { return made_; }

    void told(jet::table_create& to) const noexcept
    {
        to.created = made_.created;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            to.columns[i].id     = column_id{columns_[i].column};
            to.columns[i].answer = static_cast<errc>(columns_[i].answer);
        }
        for (std::size_t i = 0; i < indexes_.size(); ++i) to.indexes[i].answer = static_cast<errc>(indexes_[i].answer);
    }

private:
    void add(const jet::column_create& from)
    {
        abi::column_create made;
        const wide_text& name = names_.emplace_back(from.name);
        valid_ = valid_ && name.valid();
        made.name          = name.get();
        made.type          = static_cast<abi::ulong>(from.type);
        made.size_max      = from.size_max;
        made.options       = from.options.bits();
        made.default_value = from.default_value.empty() ? nullptr : from.default_value.data();
        made.default_size  = size32(from.default_value.size());
        made.code_page     = from.code_page;
        columns_.push_back(made);
    }
    void add(const jet::index_create& from)
    {
        wide_index& index = wide_indexes_.emplace_back(from);
        valid_     = valid_ && index.valid();
        supported_ = supported_ && index.supported();
        indexes_.push_back(index.create(from));
    }

    wide_text name_;
    wide_text template_;
    std::deque<wide_text> names_;
    std::deque<wide_index> wide_indexes_;
    std::vector<abi::column_create> columns_;
    std::vector<abi::index_create> indexes_;
    abi::table_create made_{};
    bool valid_ = true;
    bool supported_ = true;
};

// Reads one row after the other of a temporary table, and closes it.
class list_reader {
public:
    list_reader(abi::api_ptr session, abi::api_ptr table) noexcept : session_{session}, table_{table} {}
    list_reader(const list_reader&) = delete;
    list_reader& operator=(const list_reader&) = delete;
    ~list_reader() { (void)abi::JetCloseTable(session_, table_); }

    [[nodiscard]] bool next() noexcept
    {
        const std::int32_t step = started_ ? jet::move_next : jet::move_first;
        started_ = true;
        return abi::JetMove(session_, table_, step, 0) >= 0;
    }

    [[nodiscard]] std::uint32_t number(abi::ulong column) const noexcept
    {
        std::uint32_t value = 0;   // narrower values leave the upper bytes zero
        abi::ulong actual = 0;
        (void)abi::JetRetrieveColumn(session_, table_, column, &value, sizeof value, &actual, 0, nullptr);
        return value;
    }

    [[nodiscard]] std::vector<std::byte> bytes(abi::ulong column) const
    {
        std::vector<std::byte> value(512);
        abi::ulong actual = 0;
        const abi::err code = abi::JetRetrieveColumn(session_, table_, column, value.data(), size32(value.size()), &actual, 0, nullptr);
        value.resize(code == static_cast<abi::err>(errc::success) ? actual : 0);
        return value;
    }

    [[nodiscard]] std::string text(abi::ulong column) const
    {
        const std::vector<std::byte> raw = bytes(column);
        std::u16string wide(raw.size() / sizeof(char16_t), u'\0');
        if (!wide.empty()) std::memcpy(wide.data(), raw.data(), wide.size() * sizeof(char16_t));
        return narrow(wide);
    }

private:
    abi::api_ptr session_;
    abi::api_ptr table_;
    bool started_ = false;
};

[[nodiscard]] inline jet::column_info column_of(const list_reader& row, const abi::column_list& list)
{
    jet::column_info info;
    info.id            = column_id{row.number(list.column)};
    info.name          = row.text(list.name);
    info.type          = static_cast<jet::column_type>(row.number(list.type));
    info.size_max      = row.number(list.size_max);
    info.options       = jet::flags<jet::column_option>::from_bits(row.number(list.options));
    info.code_page     = static_cast<std::uint16_t>(row.number(list.code_page));
    info.default_value = row.bytes(list.default_value);
    return info;
}

[[nodiscard]] inline jet::index_info index_of(const list_reader& row, const abi::index_list& list)
{
    jet::index_info info;
    info.name      = row.text(list.name);
    info.options   = jet::flags<jet::index_option>::from_bits(row.number(list.options));
    info.keys      = row.number(list.keys);
    info.entries   = row.number(list.entries);
    info.pages     = row.number(list.pages);
    info.lcid      = row.number(list.language);
    info.map_flags = row.number(list.map_flags);
    return info;
}

[[nodiscard]] inline jet::index_segment segment_of(const list_reader& row, const abi::index_list& list)
{
    constexpr std::uint32_t descending = 1;   // JET_bitKeyDescending
    jet::index_segment segment;
    segment.column      = column_id{row.number(list.column)};
    segment.column_name = row.text(list.column_name);
    segment.type        = static_cast<jet::column_type>(row.number(list.type));
    segment.code_page   = static_cast<std::uint16_t>(row.number(list.code_page));
    segment.descending  = (row.number(list.column_options) & descending) != 0;
    return segment;
}

}  // namespace ese::inline v1::detail

#endif
