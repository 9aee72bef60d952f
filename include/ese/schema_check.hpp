// schema_check.hpp — readable errors where a program asks a schema for what it does not have.
//
// Room:   public. Uses key, schema.
// Gives:  must_be_a_column and its like; check_key and bound_check for the key parts of an index; key_part_value, part_tuple and
//         no_part for parts that may be left out.
// Holds:  each check says one thing, and its template arguments name the column or index.
#pragma once

#include <ese/key.hpp>
#include <ese/schema.hpp>

#include <concepts>
#include <cstddef>
#include <tuple>
#include <utility>

namespace ese::inline v1 {

namespace detail {

template <class S, class Column>
consteval void must_be_a_column()
{
    static_assert(is_in<Column, typename S::columns>, "this column is not in the list `columns` of the schema");
}

template <class S, class Index>
consteval void must_be_an_index()
{
    static_assert(is_in<Index, typename S::indexes> || std::same_as<Index, order_of_arrival>,
                  "this index is not in the list `indexes` of the schema");
}

template <class Column, class Value>
consteval void must_fit_the_column()
{
    using wanted = typename Column::value_type;
    static_assert(std::same_as<Value, wanted> || (!Column::is_multi && value_fits<Value, wanted>()), "the value has a type that this column cannot have");
}

template <class Index, std::size_t I, class Part>
consteval void must_fit_the_key_part()
{
    if constexpr (I < Index::size) {
        using wanted = typename Index::template part_column<I>::value_type;
        static_assert(value_fits<Part, wanted>(), "a key part has a type that the column of the index cannot have");
    }
}

template <class S, class Index, class... Parts>
consteval bool check_key()
{
    must_be_an_index<S, Index>();
    static_assert(sizeof...(Parts) <= Index::size, "there are more key parts than the index has columns");
    static_assert(sizeof...(Parts) > 0, "a key needs at least one part");
    []<std::size_t... I>(std::index_sequence<I...>) { (must_fit_the_key_part<Index, I, Parts>(), ...); }(std::index_sequence_for<Parts...>{});
    return sizeof...(Parts) <= Index::size;
}

template <class S, class Index, class Bound>
struct bound_check;
template <class S, class Index, bound_kind Kind, class... Parts>
struct bound_check<S, Index, bound<Kind, Parts...>> {
    static constexpr bool good = check_key<S, Index, Parts...>();
};
template <class S, class Index>
struct bound_check<S, Index, bound<bound_kind::none>> {
    static constexpr bool good = true;
};
template <class S, class Index>
struct bound_check<S, Index, bound<bound_kind::backward>> {
    static constexpr bool good = true;
};

// Stands where fewer key parts are given.
struct no_part {};

template <class P>
[[nodiscard]] constexpr auto part_tuple(const P& part)
{
    if constexpr (std::same_as<P, no_part>) return std::tuple<>{};
    else if constexpr (is_key<P>) return part.parts;
    else return std::tuple<key_part<P>>{part};
}

}  // namespace detail

template <class P>
concept key_part_value = key_value<P> || detail::is_key<P> || std::same_as<P, detail::no_part>;

}  // namespace ese::inline v1
