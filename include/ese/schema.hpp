// schema.hpp — tables as types: which member of a record is which column, and what the indexes are made of.
//
// Room:   public. Uses column_codec, table_spec.
// Gives:  column, index_on with asc and desc, list; attributes; the concept schema; detail's plain descriptions of both.
// Holds:  (1) a schema is a list of names for types and holds no data: everything about it is known while compiling;
//         (2) a member that is no std::optional is a column that is never NULL.
//
//     struct accounts {
//         using record = account;
//         static constexpr std::string_view table_name = "accounts";
//         using id       = ese::column<"id", &account::id, ese::autoincrement>;
//         using owner    = ese::column<"owner", &account::owner, ese::max_bytes<128>>;
//         using balance  = ese::column<"balance", &account::balance, ese::escrow>;
//         using primary  = ese::index_on<"pk", ese::asc<id>>;
//         using by_owner = ese::index_on<"by_owner", ese::asc<owner>, ese::desc<balance>>;
//         using columns  = ese::list<id, owner, balance>;
//         using indexes  = ese::list<primary, by_owner>;
//     };
//
// `primary` names the index the rows are kept by. A schema without it keeps them in the order they came.
#pragma once

#include <ese/column_codec.hpp>
#include <ese/jet/limits.hpp>
#include <ese/table_spec.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace ese::inline v1 {

// A literal as a template argument.
template <std::size_t N>
struct fixed_string {
    char text[N]{};

    // NOLINTNEXTLINE: the argument is the value
    consteval fixed_string(const char (&literal)[N]) noexcept
    {
        for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
    }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, N - 1}; }
};

// Attributes of columns.
struct autoincrement {};                          // numbered by the engine; an inserted record's own value does not count
struct escrow {};                                 // a number that basic_table::add adds to; 0 where nothing else is said
struct compressed {};                             // long text and bytes
struct tagged {};                                 // takes no room in rows where it is NULL
template <std::uint32_t Bytes>
struct max_bytes {};                              // as stored: two for most characters of Unicode text
template <auto Value>
struct initially {};                              // what rows have where nothing was set, older rows included
template <fixed_string Text>
struct initially_text {};

// Attributes of indexes.
struct unique_key {};
struct disallow_null {};
struct ignore_null {};                            // no entry where all columns are NULL
struct ignore_any_null {};

template <class... Types>
struct list {
    static constexpr std::size_t size = sizeof...(Types);
};

namespace detail {

template <class M>
struct member_of;
template <class Record, class T>
struct member_of<T Record::*> {
    using record = Record;
    using type   = std::remove_cv_t<T>;
};

template <class Attribute>
inline constexpr std::uint32_t bytes_limit = 0;
template <std::uint32_t Bytes>
inline constexpr std::uint32_t bytes_limit<max_bytes<Bytes>> = Bytes;

template <class Attribute>
struct initial {
    static constexpr bool is_given = false;
};
template <auto Value>
struct initial<initially<Value>> {
    static constexpr bool is_given = true;
    static constexpr auto value    = Value;
};
template <fixed_string Text>
struct initial<initially_text<Text>> {
    static constexpr bool is_given = true;
    static constexpr std::string_view value = Text.view();
};

template <class Wanted, class... Attributes>
inline constexpr bool has_attribute = (std::same_as<Wanted, Attributes> || ...);

}  // namespace detail

// One column: its name, the member of the record, and attributes.
template <fixed_string Name, auto Member, class... Attributes>
struct column {
    using value_type = typename detail::member_of<decltype(Member)>::type;
    using element    = typename detail::member_type<value_type>::element;
    static_assert(has_codec<element>, "a member of this type cannot be a column: there is no ese::codec for it");

    static constexpr auto name   = Name;
    static constexpr auto member = Member;
    static constexpr bool is_nullable      = detail::member_type<value_type>::nullable;
    static constexpr bool is_multi         = detail::member_type<value_type>::multi;
    static constexpr bool is_autoincrement = detail::has_attribute<autoincrement, Attributes...>;
    static constexpr bool is_escrow        = detail::has_attribute<escrow, Attributes...>;
    static constexpr bool is_compressed    = detail::has_attribute<compressed, Attributes...>;
    static constexpr bool is_tagged        = detail::has_attribute<tagged, Attributes...> || is_multi;
    static constexpr bool has_initial      = is_escrow || (detail::initial<Attributes>::is_given || ...);
    static constexpr std::uint32_t size_max = (std::uint32_t{0} + ... + detail::bytes_limit<Attributes>);

    static_assert(!is_autoincrement || (std::integral<element> && sizeof(element) >= 4), "an autoincrement column is an integer of 32 or 64 bits");
    static_assert(!is_escrow || (std::signed_integral<element> && sizeof(element) >= 4), "an escrow column is a signed integer of 32 or 64 bits");
    static_assert(!(is_autoincrement && is_escrow), "a column is numbered by the engine or added to, not both");

    [[nodiscard]] static std::vector<std::byte> initial_bytes()
    {
        std::vector<std::byte> bytes;
        if constexpr (is_escrow) bytes.assign(sizeof(element), std::byte{});
        (put_initial<Attributes>(bytes), ...);
        return bytes;
    }

private:
    template <class Attribute>
    static void put_initial(std::vector<std::byte>& bytes)
    {
        if constexpr (detail::initial<Attribute>::is_given) {
            using given = std::remove_cv_t<decltype(detail::initial<Attribute>::value)>;
            static_assert(detail::value_fits<given, value_type>(), "the initial value has a type the column cannot have");
            scratch room;
            detail::encoded_part part;
            if (detail::encode_part<value_type>(detail::initial<Attribute>::value, room, part) == errc::success)
                bytes.assign(part.bytes.begin(), part.bytes.end());
        }
    }
};

template <class Column>
struct asc {
    using column = Column;
    static constexpr bool is_descending = false;
};
template <class Column>
struct desc {
    using column = Column;
    static constexpr bool is_descending = true;
};

namespace detail {

template <class T>
inline constexpr bool is_index_part = false;
template <class C>
inline constexpr bool is_index_part<asc<C>> = true;
template <class C>
inline constexpr bool is_index_part<desc<C>> = true;

template <class Done, class... Rest>
struct parts_of {
    using type = Done;
};
template <class... Done, class First, class... Rest>
struct parts_of<list<Done...>, First, Rest...>
    : parts_of<std::conditional_t<is_index_part<First>, list<Done..., First>, list<Done...>>, Rest...> {};

template <std::size_t I, class List>
struct nth_type;
template <std::size_t I, class... Types>
struct nth_type<I, list<Types...>> {
    using type = std::tuple_element_t<I, std::tuple<Types...>>;
};

template <class T>
inline constexpr bool is_list = false;
template <class... Types>
inline constexpr bool is_list<list<Types...>> = true;

template <class Wanted, class List>
inline constexpr bool is_in = false;
template <class Wanted, class... Types>
inline constexpr bool is_in<Wanted, list<Types...>> = (std::same_as<Wanted, Types> || ...);

// Looks into each type, so that what is wrong with one is told.
template <class... Types>
[[nodiscard]] consteval bool all_complete(list<Types...>) noexcept
{
    return ((sizeof(Types) > 0) && ...);
}

template <class... Parts>
[[nodiscard]] consteval bool has_escrow(list<Parts...>) noexcept
{
    return (Parts::column::is_escrow || ...);
}

// The position of a type in a list that has it.
template <class Wanted, class... Types>
[[nodiscard]] consteval std::size_t position_in(list<Types...>) noexcept
{
    std::size_t at = 0;
    (void)((std::same_as<Wanted, Types> ? true : (++at, false)) || ...);
    return at;
}

}  // namespace detail

// One index: its name, and its columns in their order; attributes stand anywhere.
template <fixed_string Name, class... Arguments>
struct index_on {
    using parts = typename detail::parts_of<list<>, Arguments...>::type;
    static constexpr auto name = Name;
    static constexpr std::size_t size = parts::size;
    static_assert(size > 0, "an index needs at least one asc<> or desc<>");
    static_assert(!detail::has_escrow(parts{}), "an escrow column cannot be part of an index");

    template <std::size_t I>
    using part_column = typename detail::nth_type<I, parts>::type::column;

    [[nodiscard]] static constexpr jet::flags<jet::index_option> options() noexcept
    {
        jet::flags<jet::index_option> all;
        if (detail::has_attribute<unique_key, Arguments...>) all |= jet::index_option::unique;
        if (detail::has_attribute<disallow_null, Arguments...>) all |= jet::index_option::disallow_null;
        if (detail::has_attribute<ignore_null, Arguments...>) all |= jet::index_option::ignore_null;
        if (detail::has_attribute<ignore_any_null, Arguments...>) all |= jet::index_option::ignore_any_null;
        return all;
    }
};

// What a table type needs. The smallest: a record, a name and two lists.
template <class S>
concept schema = requires {
    typename S::record;
    typename S::columns;
    typename S::indexes;
    { S::table_name } -> std::convertible_to<std::string_view>;
} && std::default_initializable<typename S::record> && detail::is_list<typename S::columns> && detail::is_list<typename S::indexes>;

// The order of rows in a table without a primary index.
struct order_of_arrival {
    static constexpr fixed_string name{""};
    static constexpr std::size_t size = 0;
};

namespace detail {

template <class S>
struct primary_of {
    using type = order_of_arrival;
};
template <class S>
    requires requires { typename S::primary; }
struct primary_of<S> {
    using type = typename S::primary;
};

}  // namespace detail

template <class S>
using primary_index = typename detail::primary_of<S>::type;

namespace detail {

// Columns and indexes as plain data, so that the code that compares and creates them exists once.
struct column_description {
    std::string_view name{};
    jet::column_type type = jet::column_type::nil;
    std::uint16_t code_page = 0;
    std::uint32_t size_max = 0;                        // 0: not stated
    jet::flags<jet::column_option> options{};
    std::vector<std::byte> (*initial)() = nullptr;
};

struct index_description {
    std::string_view name{};
    jet::flags<jet::index_option> options{};
    std::size_t size = 0;
    std::array<std::string_view, jet::key_columns_max> columns{};
    std::array<bool, jet::key_columns_max> is_descending{};
};

template <class C>
[[nodiscard]] consteval jet::column_type column_type_of() noexcept
{
    using coder = codec<typename C::element>;
    if (C::size_max == 0 || C::size_max > jet::column_size_max) return coder::type;
    if (coder::type == jet::column_type::long_text) return jet::column_type::text;
    if (coder::type == jet::column_type::long_binary) return jet::column_type::binary;
    return coder::type;
}

template <class... Columns>
[[nodiscard]] consteval bool has_long_column(list<Columns...>) noexcept
{
    return (jet::is_long(column_type_of<Columns>()) || ...);
}

template <class C>
[[nodiscard]] consteval column_description describe_column() noexcept
{
    using option = jet::column_option;
    using coder  = codec<typename C::element>;
    column_description d{C::name.view(), column_type_of<C>(), code_page_of<coder>(), C::size_max, {}, nullptr};
    const bool bytes_of_one_size = d.type == jet::column_type::binary && fixed_size_of<coder>() != 0;
    if (bytes_of_one_size) d.size_max = static_cast<std::uint32_t>(fixed_size_of<coder>());
    if (bytes_of_one_size && !C::is_tagged) d.options |= option::fixed;
    if (C::is_autoincrement) d.options |= option::autoincrement;
    if (C::is_escrow) d.options |= option::escrow_update;
    if (C::is_tagged) d.options |= option::tagged;
    if (C::is_multi) d.options |= option::multi_valued;
    if (C::is_compressed) d.options |= option::compressed;
    if (!C::is_nullable && !C::is_autoincrement && !C::is_escrow) d.options |= option::not_null;
    if constexpr (C::has_initial) d.initial = &C::initial_bytes;
    return d;
}

template <class Index, class... Parts>
[[nodiscard]] consteval index_description describe_parts(list<Parts...>) noexcept
{
    static_assert(sizeof...(Parts) <= jet::key_columns_max, "an index has too many columns");
    index_description d{Index::name.view(), Index::options(), sizeof...(Parts), {}, {}};
    std::size_t at = 0;
    ((d.columns[at] = Parts::column::name.view(), d.is_descending[at] = Parts::is_descending, ++at), ...);
    return d;
}

template <class S, class Index>
[[nodiscard]] consteval index_description describe_index() noexcept
{
    index_description d = describe_parts<Index>(typename Index::parts{});
    if (std::same_as<Index, primary_index<S>>) d.options |= jet::index_option::primary | jet::index_option::unique;
    return d;
}

template <class... Columns>
[[nodiscard]] consteval auto describe_columns(list<Columns...>) noexcept
{
    return std::array<column_description, sizeof...(Columns)>{describe_column<Columns>()...};
}
template <class S, class... Indexes>
[[nodiscard]] consteval auto describe_indexes(list<Indexes...>) noexcept
{
    return std::array<index_description, sizeof...(Indexes)>{describe_index<S, Indexes>()...};
}

template <class S>
inline constexpr auto columns_of = describe_columns(typename S::columns{});
template <class S>
inline constexpr auto indexes_of = describe_indexes<S>(typename S::indexes{});

}  // namespace detail
}  // namespace ese::inline v1
