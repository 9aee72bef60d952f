// face_lists.hpp — answers that are tables: lists of columns, indexes and tables in a temporary table the caller closes.
//
// Room:   c. Uses face_row, face_table, face_temporary, face_text, jet.
// Gives:  list_table, a temporary table to be filled row by row; list_columns, list_indexes, list_tables.
// Holds:  the ids of the columns stand in the structures in the order in which the table has them.
#pragma once

#include <ese/c/face_row.hpp>
#include <ese/c/face_table.hpp>
#include <ese/c/face_temporary.hpp>
#include <ese/c/face_text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <vector>

namespace ese::inline v1::c_face {

// The bytes of one column.
class cell {
public:
    cell(std::uint32_t number) { put(&number, sizeof number); }
    cell(std::uint16_t number) { put(&number, sizeof number); }
    cell(double date) { put(&date, sizeof date); }
    cell(const std::vector<std::byte>& bytes) { put(bytes.data(), bytes.size()); }
    template <class Form>
    [[nodiscard]] static cell text(std::string_view utf8)
    {
        cell made{std::vector<std::byte>{}};
        std::vector<char> buffer(size_of_text<Form>(utf8));
        (void)put_text<Form>(utf8, buffer.data(), buffer.size());
        made.put(buffer.data(), buffer.size() - sizeof(typename Form::unit));
        return made;
    }
    [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

private:
    void put(const void* from, std::size_t size) { bytes_.append(static_cast<const char*>(from), size); }
    std::string bytes_{};
};

class list_table {
public:
    explicit list_table(JET_SESID session) : session_{session} {}
    list_table(const list_table&) = delete;
    list_table& operator=(const list_table&) = delete;
    ~list_table()
    {
        if (table_ != JET_tableidNil) (void)close_temporary(session_, table_);
    }

    [[nodiscard]] errc open(const std::vector<JET_COLUMNDEF>& columns)
    {
        ids_.resize(columns.size());
        temporary_request wanted{columns.data(), size32(columns.size()), JET_bitTTScrollable | JET_bitTTIndexed};
        return open_temporary(session_, wanted, &table_, ids_.data());
    }
    [[nodiscard]] errc add(const std::vector<cell>& row)
    {
        errc code = prepare_update(session_, table_, JET_prepInsert);
        for (std::size_t i = 0; i < row.size() && !jet::is_error(code); ++i) {
            const std::string& value = row[i].bytes();
            code = set_column(session_, table_, ids_[i], value.data(), size32(value.size()), 0, nullptr);
        }
        if (!jet::is_error(code)) code = update(session_, table_, nullptr, 0, nullptr, 0);
        if (!jet::is_error(code)) ++rows_;
        return code;
    }
    // The table is the caller's from now on.
    template <class List>
    void hand_over(List& list, JET_COLUMNID& first) noexcept
    {
        (void)move(session_, table_, JET_MoveFirst, 0);    // on the first row, if there is one: the list is filled
        list.cbStruct = sizeof list;
        list.tableid = table_;
        list.cRecord = rows_;
        std::memcpy(&first, ids_.data(), ids_.size() * sizeof(JET_COLUMNID));
        table_ = JET_tableidNil;
    }

private:
    JET_SESID session_;
    JET_TABLEID table_ = JET_tableidNil;
    std::vector<JET_COLUMNID> ids_{};
    std::uint32_t rows_ = 0;
};

[[nodiscard]] inline JET_COLUMNDEF list_column(JET_COLTYP type, JET_GRBIT grbit = 0) noexcept
{
    return {sizeof(JET_COLUMNDEF), 0, type, 0, 0, 0, 0, 0, grbit};
}
template <class Form>
[[nodiscard]] JET_COLUMNDEF list_text(JET_GRBIT grbit = 0) noexcept
{
    return {sizeof(JET_COLUMNDEF), 0, JET_coltypText, 0, 0, Form::code_page, 0, 255, grbit};
}

inline constexpr std::uint16_t country_default = 1, language_default = 1033;

template <class Form>
[[nodiscard]] errc list_columns(JET_SESID session, const std::string& table, const std::vector<jet::column_info>& columns, bool by_id,
                                JET_COLUMNLIST& list)
{
    constexpr JET_COLTYP number = JET_coltypLong, small = JET_coltypShort;
    list_table made{session};
    errc code = made.open({list_column(number, JET_bitColumnTTKey), list_text<Form>(JET_bitColumnTTKey), list_column(number),
                           list_column(number), list_column(small), list_column(small), list_column(small), list_column(small),
                           list_column(number), list_column(number), list_column(JET_coltypBinary), list_text<Form>(), list_text<Form>(),
                           list_text<Form>()});
    for (const jet::column_info& c : columns) {
        if (jet::is_error(code)) return code;
        const cell name = cell::text<Form>(c.name);
        code = made.add({by_id ? c.id.value() : 0u, name, c.id.value(), static_cast<std::uint32_t>(c.type), country_default,
                         language_default, c.code_page, std::uint16_t{0}, c.size_max, c.options.bits(), c.default_value,
                         cell::text<Form>(table), name, name});
    }
    if (!jet::is_error(code)) made.hand_over(list, list.columnidPresentationOrder);
    return code;
}

template <class Form>
[[nodiscard]] errc list_indexes(JET_SESID session, const std::vector<jet::index_info>& indexes, JET_INDEXLIST& list)
{
    constexpr JET_COLTYP number = JET_coltypLong, small = JET_coltypShort;
    list_table made{session};
    errc code = made.open({list_text<Form>(JET_bitColumnTTKey), list_column(number), list_column(number), list_column(number),
                           list_column(number), list_column(number), list_column(number, JET_bitColumnTTKey), list_column(number),
                           list_column(number), list_column(small), list_column(small), list_column(small), list_column(small),
                           list_column(number), list_text<Form>(), list_column(number)});
    for (const jet::index_info& index : indexes) {
        std::uint32_t place = 0;
        for (const jet::index_segment& part : index.segments) {
            if (jet::is_error(code)) return code;
            code = made.add({cell::text<Form>(index.name), index.options.bits(), index.keys, index.entries, index.pages,
                             size32(index.segments.size()), place++, part.column.value(), static_cast<std::uint32_t>(part.type),
                             country_default, static_cast<std::uint16_t>(index.lcid), part.code_page, std::uint16_t{0},
                             static_cast<std::uint32_t>(part.descending ? JET_bitKeyDescending : JET_bitKeyAscending),
                             cell::text<Form>(part.column_name), index.map_flags});
        }
    }
    if (!jet::is_error(code)) made.hand_over(list, list.columnidindexname);
    return code;
}

template <class Form>
[[nodiscard]] errc list_tables(JET_SESID session, const std::vector<std::pair<std::string, JET_OBJECTINFO>>& tables, JET_OBJECTLIST& list)
{
    constexpr JET_COLTYP number = JET_coltypLong, date = JET_coltypDateTime;
    list_table made{session};
    errc code = made.open({list_text<Form>(JET_bitColumnTTKey), list_text<Form>(JET_bitColumnTTKey), list_column(number),
                           list_column(date), list_column(date), list_column(number), list_column(number), list_column(number),
                           list_column(number)});
    for (const auto& [name, info] : tables) {
        if (jet::is_error(code)) return code;
        code = made.add({cell::text<Form>("Tables"), cell::text<Form>(name), info.objtyp, info.dtCreate, info.dtUpdate, info.grbit,
                         info.flags, info.cRecord, info.cPage});
    }
    if (!jet::is_error(code)) made.hand_over(list, list.columnidcontainername);
    return code;
}

}  // namespace ese::inline v1::c_face
