// long_value_edit.hpp — what one JetSetColumn does to one long value.
//
// Room:   table. Uses jet. Pure: bytes in, bytes out.
// Gives:  long_value_edit and apply, the documented matrix of Append, Overwrite, Size and ZeroLength.
//
//   bits               size 0: new / existing     size > 0: new           size > 0: existing
//   none               NULL / NULL                set                     replace
//   ZeroLength         empty / empty              set                     replace
//   Append             empty / no change          set                     append
//   Overwrite          empty / no change          set at offset 0         overwrite, may grow
//   Size               NULL / NULL                zeros                   cut or extend with zeros
//   Size+ZeroLength    empty / empty              zeros                   cut or extend with zeros
//   Size+Overwrite     NULL / NULL                set at offset 0         overwrite, then end there
// An offset beyond the end of the value is refused. Other combinations count as none.
#pragma once

#include <ese/engine/base/bytes.hpp>
#include <ese/jet/definitions.hpp>
#include <ese/jet/error.hpp>
#include <ese/jet/limits.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace ese::inline v1::engine {

class long_value_edit {
public:
    explicit long_value_edit(const jet::set_args& args) noexcept
        : value_{args.value}, offset_{args.offset}, size_{args.value.size()}, how_{manner(args.options)}
    {
        if (args.value_absent && resizes()) size_ = args.size;
    }

    // Whether the value there is now matters at all.
    [[nodiscard]] bool needs_existing() const noexcept
    {
        return how_ == append || how_ == overwrite || (size_ != 0 && resizes());
    }

    // `value` is the long value, or nothing for NULL; changed only on success. `size_max` 0: no limit of its own.
    [[nodiscard]] jet::error apply(std::optional<std::vector<std::byte>>& value, std::size_t size_max) const;

private:
    using o = jet::set_column_option;
    enum what { set, set_or_empty, append, overwrite, resize, resize_or_empty, overwrite_and_end };

    [[nodiscard]] static what manner(jet::flags<o> options) noexcept
    {
        const auto bits = options & (o::append | o::overwrite | o::resize | o::zero_length);
        if (bits == o::zero_length) return set_or_empty;
        if (bits == o::append) return append;
        if (bits == o::overwrite) return overwrite;
        if (bits == o::resize) return resize;
        if (bits == (o::resize | o::zero_length)) return resize_or_empty;
        if (bits == (o::resize | o::overwrite)) return overwrite_and_end;
        return set;
    }
    [[nodiscard]] bool resizes() const noexcept { return how_ == resize || how_ == resize_or_empty || how_ == overwrite_and_end; }
    [[nodiscard]] bool empties() const noexcept { return how_ == set_or_empty || how_ == resize_or_empty; }
    void apply_nothing(std::optional<std::vector<std::byte>>& value) const;
    [[nodiscard]] std::size_t result_size(std::size_t before) const noexcept;

    bytes value_;           // may be shorter than size_ only for plain resizing
    std::size_t offset_;
    std::size_t size_;
    what how_;
};

inline std::size_t long_value_edit::result_size(std::size_t before) const noexcept
{
    if (how_ == append) return before + size_;
    if (how_ == overwrite) return std::max(before, offset_ + size_);
    return how_ == overwrite_and_end ? offset_ + size_ : size_;
}

inline void long_value_edit::apply_nothing(std::optional<std::vector<std::byte>>& value) const
{
    if (how_ == append || how_ == overwrite) {
        if (!value) value.emplace();
    } else if (empties()) {
        value.emplace();
    } else {
        value.reset();
    }
}

inline jet::error long_value_edit::apply(std::optional<std::vector<std::byte>>& value, std::size_t size_max) const
{
    const std::size_t before = value ? value->size() : 0;
    const bool places = how_ == overwrite || how_ == overwrite_and_end;
    if (size_ == 0) {
        if (how_ == overwrite && !value && offset_ > 0) return jet::error::column_no_chunk;
        apply_nothing(value);
        return jet::error::success;
    }
    if (places && offset_ > before) return jet::error::column_no_chunk;
    const std::size_t after = result_size(before);
    if (after > jet::long_value_size_max || (size_max != 0 && after > size_max)) return jet::error::column_too_big;

    if (!value) value.emplace();
    const bytes given = value_.first(std::min(size_, value_.size()));
    if (how_ == resize || how_ == resize_or_empty) {
        value->resize(after);
    } else if (places) {
        value->resize(after);
        copy_bytes(value->data() + offset_, given);
    } else if (how_ == append) {    // room that is filled at once needs no zeros before
        value->insert(value->end(), given.begin(), given.end());
    } else {
        *value = std::vector<std::byte>(given.begin(), given.end());
    }
    return jet::error::success;
}

}  // namespace ese::inline v1::engine
