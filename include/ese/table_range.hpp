// table_range.hpp — rows and records of a part of an index as ranges.
//
// Room:   public. Uses seek_within, key, error.
// Gives:  table_range, a view that borrows a table; owning_table_range, which keeps it. Both single pass.
// Holds:  (1) all iterators of a table share its one position: begin() goes to the first row, ++ moves the table;
//         (2) text and bytes in bounds are copied into the range, so it may outlive what they were taken from;
//         (3) an iterator needs the table, not the view: views may be temporaries.
#pragma once

#include <ese/error.hpp>
#include <ese/key.hpp>
#include <ese/seek_within.hpp>

#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace ese::inline v1 {

namespace detail {

// Views become owners.
template <class T>
using owned_part = std::conditional_t<std::same_as<T, std::string_view>, std::string,
                   std::conditional_t<std::same_as<T, std::u16string_view>, std::u16string,
                   std::conditional_t<std::same_as<T, std::span<const std::byte>>, std::vector<std::byte>, T>>>;

template <class Bound>
struct owned_of;
template <bound_kind Kind, class... Parts>
struct owned_of<bound<Kind, Parts...>> {
    using type = bound<Kind, owned_part<Parts>...>;
};
template <class Bound>
using owned_bound = typename owned_of<Bound>::type;

template <class T>
[[nodiscard]] owned_part<T> own(const T& part)
{
    if constexpr (std::same_as<T, std::span<const std::byte>>) return {part.begin(), part.end()};
    else return owned_part<T>(part);
}

template <bound_kind Kind, class... Parts>
[[nodiscard]] bound<Kind, owned_part<Parts>...> owned(const bound<Kind, Parts...>& given)
{
    return {std::apply([](const Parts&... part) { return std::tuple<owned_part<Parts>...>{own(part)...}; }, given.parts)};
}

// What * hands out.
struct read_row {
    template <class Table>
    [[nodiscard]] static auto of(const Table& on, const where&) noexcept { return on.row(); }
};
struct read_record_value {
    template <class Table>
    [[nodiscard]] static auto of(const Table& on, const where& at) { return on.record(at); }
};

template <class Table, class Read, bool Backward>
class table_iterator {
public:
    using iterator_concept  = std::input_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type        = decltype(Read::of(std::declval<const Table&>(), where{}));
    using difference_type   = std::ptrdiff_t;
    using pointer           = void;
    using reference         = value_type;

    table_iterator() noexcept = default;
    table_iterator(Table& on, bool more, const where& at) noexcept : table_{&on}, more_{more}, at_{at} {}

    [[nodiscard]] reference operator*() const { return Read::of(*table_, at_); }
    table_iterator& operator++()
    {
        more_ = Backward ? table_->move_previous(at_) : table_->move_next(at_);
        return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const table_iterator& it, std::default_sentinel_t) noexcept { return !it.more_; }

private:
    Table* table_ = nullptr;
    bool more_    = false;
    where at_{};
};

}  // namespace detail

template <class Table, class Index, class Read, key_bound A, key_bound B, key_bound C>
class table_range {
public:
    using iterator = detail::table_iterator<Table, Read, detail::goes_backward<A, B, C>>;

    table_range() = default;
    table_range(Table& on, A a, B b, C c, const where& at) : table_{&on}, a_{std::move(a)}, b_{std::move(b)}, c_{std::move(c)}, at_{at} {}

    [[nodiscard]] iterator begin() const { return {*table_, table_->template go_within<Index>(a_, b_, c_, at_), at_}; }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    Table* table_ = nullptr;   // must outlive the range and stay where it is
    A a_{};
    B b_{};
    C c_{};
    where at_{};
};

// Move-only. Usable in for; in a pipeline as an lvalue.
template <class Table, class Index, class Read, key_bound A, key_bound B, key_bound C>
class owning_table_range {
public:
    using iterator = detail::table_iterator<Table, Read, detail::goes_backward<A, B, C>>;

    owning_table_range(Table&& kept, A a, B b, C c, const where& at)
        : table_{std::move(kept)}, a_{std::move(a)}, b_{std::move(b)}, c_{std::move(c)}, at_{at}
    {}

    [[nodiscard]] iterator begin() { return {table_, table_.template go_within<Index>(a_, b_, c_, at_), at_}; }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    Table table_;
    A a_;
    B b_;
    C c_;
    where at_;
};

}  // namespace ese::inline v1

template <class T, class I, class R, class A, class B, class C>
inline constexpr bool std::ranges::enable_view<ese::table_range<T, I, R, A, B, C>> = true;
template <class T, class I, class R, class A, class B, class C>
inline constexpr bool std::ranges::enable_borrowed_range<ese::table_range<T, I, R, A, B, C>> = true;
