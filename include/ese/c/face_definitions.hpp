// face_definitions.hpp — the structures that describe columns, indexes and tables, as the engine takes them.
//
// Room:   c. Uses face_text, jet.
// Gives:  column_words, index_words, table_words: what a structure says, and answer(), which writes back what came of it.
// Holds:  (1) an array of indexes is walked by the size each entry says it has, so that older, shorter ones are read too;
//         (2) which member of a union counts is told by the options beside it.
#pragma once

#include <ese/c/face_instances.hpp>
#include <ese/c/face_text.hpp>
#include <ese/jet/definitions.hpp>
#include <ese/jet/limits.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace ese::inline v1::c_face {

[[nodiscard]] inline std::span<const std::byte> bytes_of(const void* data, std::uint32_t size) noexcept
{
    return {static_cast<const std::byte*>(data), data ? size : 0};
}
[[nodiscard]] inline std::span<std::byte> room_of(void* data, std::uint32_t size) noexcept
{
    return {static_cast<std::byte*>(data), data ? size : 0};
}

template <class Form>
class column_words {
public:
    using structure = typename Form::column_create;

    explicit column_words(structure& from)
        : from_{from}, name_{from.szColumnName},
          wanted_{name_.view(), static_cast<jet::column_type>(from.coltyp), from.cbMax, bits<jet::column_option>(from.grbit),
                  static_cast<std::uint16_t>(from.cp), bytes_of(from.pvDefault, from.cbDefault)}
    {
    }
    [[nodiscard]] const jet::column_create& wanted() const noexcept { return wanted_; }
    void answer(const jet::column_create& done) noexcept
    {
        from_.columnid = done.id.value();
        from_.err = c_face::answer(done.answer);
    }

private:
    structure& from_;
    text_in name_;
    jet::column_create wanted_;
};

template <class Structure>
[[nodiscard]] constexpr bool has_locale_name() noexcept
{
    return std::is_same_v<Structure, JET_INDEXCREATE3_A> || std::is_same_v<Structure, JET_INDEXCREATE3_W>;
}

// The least of the structure that makes sense: without what later versions added at the end.
template <class Structure>
[[nodiscard]] constexpr bool is_size_of(std::uint32_t size) noexcept
{
    constexpr bool first_version = sizeof(Structure) == sizeof(JET_INDEXCREATE_A);
    return size == sizeof(Structure) || (first_version && size == sizeof(JET_INDEXCREATEOLD_A));
}

// What is illegal in a structure of hints. Those on how space grows are taken and do nothing.
[[nodiscard]] inline errc check_hints(const JET_SPACEHINTS* hints) noexcept
{
    if (!hints) return errc::success;
    if (hints->cbStruct != sizeof *hints) return errc::invalid_parameter;
    const auto is_density = [](std::uint32_t density) { return density == 0 || (density >= jet::density_min && density <= jet::density_max); };
    const bool sizes = hints->cbMaxExtent == 0 || hints->cbMinExtent <= hints->cbMaxExtent;
    return is_density(hints->ulInitialDensity) && is_density(hints->ulMaintDensity) && sizes ? errc::success : errc::space_hints_invalid;
}
// Into a definition of an index or a table.
template <class Definition>
void take_hints(const JET_SPACEHINTS* hints, Definition& wanted) noexcept
{
    if (!hints) return;
    if (hints->ulInitialDensity != 0) wanted.density = hints->ulInitialDensity;
    wanted.initial_size = hints->cbInitial;
}

template <class Structure>
concept has_index_hints = requires(const Structure& s) { s.pSpacehints; };

template <class Form, class Structure>
class index_words {
public:
    explicit index_words(Structure& from) : from_{from}, name_{from.szIndexName}, key_{from.szKey, from.cbKey}
    {
        wanted_.name    = name_.view();
        wanted_.key     = key_.view();
        wanted_.options = bits<jet::index_option>(from.grbit);
        wanted_.density = from.ulDensity;
        if (from.cbStruct >= offsetof(Structure, cbKeyMost) + sizeof from.cbKeyMost) wanted_.key_most = from.cbKeyMost;
        read_locale();
        read_limits();
        read_conditions();
        read_hints();
    }
    index_words(const index_words&) = delete;
    index_words& operator=(const index_words&) = delete;

    // What the structure says that cannot be said to the engine.
    [[nodiscard]] errc wrong() const noexcept { return wrong_; }
    [[nodiscard]] const jet::index_create& wanted() const noexcept { return wanted_; }
    void answer(errc code) noexcept { from_.err = c_face::answer(code); }

private:
    void read_locale()
    {
        const bool by_structure = wanted_.options.has(jet::index_option::unicode);
        if constexpr (has_locale_name<Structure>()) {
            if (by_structure != (from_.pidxunicode != nullptr)) wrong_ = errc::invalid_parameter;
            if (!from_.pidxunicode) return;
            locale_.emplace(from_.pidxunicode->szLocaleName);
            wanted_.locale = locale_->view();
            wanted_.map_flags = from_.pidxunicode->dwMapFlags;
        } else if (!by_structure) {
            wanted_.lcid = from_.lcid;
        } else if (from_.pidxunicode) {
            wanted_.lcid = from_.pidxunicode->lcid;
            wanted_.map_flags = from_.pidxunicode->dwMapFlags;
        }
    }
    void read_limits() noexcept
    {
        if (!wanted_.options.has(jet::index_option::tuple_limits)) {
            wanted_.segment_most = from_.cbVarSegMac;
        } else if (const JET_TUPLELIMITS* limits = from_.ptuplelimits) {
            wanted_.tuples = jet::tuple_limits{limits->chLengthMin, limits->chLengthMax, limits->chToIndexMax, limits->cchIncrement,
                                               limits->ichStart};
        }
    }
    void read_conditions()
    {
        if (from_.cConditionalColumn != 0 && !from_.rgconditionalcolumn) wrong_ = errc::invalid_parameter;
        for (std::uint32_t i = 0; wrong_ == errc::success && i < from_.cConditionalColumn; ++i) {
            const auto& condition = from_.rgconditionalcolumn[i];
            if (condition.cbStruct != sizeof condition) wrong_ = errc::index_invalid_def;
            names_.emplace_back(condition.szColumnName);
            conditions_.push_back({names_.back().view(), bits<jet::conditional_column_option>(condition.grbit)});
        }
        wanted_.conditions = conditions_;
    }

    void read_hints() noexcept
    {
        if constexpr (has_index_hints<Structure>) {
            if (wrong_ == errc::success) wrong_ = check_hints(from_.pSpacehints);
            if (wrong_ == errc::success) take_hints(from_.pSpacehints, wanted_);
        }
    }

    Structure& from_;
    text_in name_;
    text_in key_;
    std::optional<text_in> locale_{};
    std::deque<text_in> names_{};
    std::vector<jet::conditional_column> conditions_{};
    jet::index_create wanted_{};
    errc wrong_ = errc::success;
};

// An array of index structures. `wrong` is invalid_parameter when one has a size of no version.
template <class Form, class Structure>
class index_array {
public:
    index_array(Structure* first, std::uint32_t count)
    {
        if (count != 0 && !first) wrong_ = errc::invalid_parameter;
        auto* at = reinterpret_cast<std::byte*>(first);
        for (std::uint32_t i = 0; wrong_ == errc::success && i < count; ++i) {
            auto& one = *reinterpret_cast<Structure*>(at);
            if (!is_size_of<Structure>(one.cbStruct)) {
                wrong_ = errc::invalid_parameter;
                return;
            }
            words_.emplace_back(one);
            wrong_ = words_.back().wrong();
            wanted_.push_back(words_.back().wanted());
            at += one.cbStruct;
        }
    }
    [[nodiscard]] errc wrong() const noexcept { return wrong_; }
    [[nodiscard]] std::span<jet::index_create> wanted() noexcept { return wanted_; }
    void answer() noexcept
    {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i].answer(wanted_[i].answer);
    }

private:
    std::deque<index_words<Form, Structure>> words_{};
    std::vector<jet::index_create> wanted_{};
    errc wrong_ = errc::success;
};

// The structures of tables differ in what they add between the indexes and the end.
template <class Structure>
concept says_separation = requires(const Structure& s) { s.cbSeparateLV; };
template <class Structure>
concept says_chunk_size = requires(const Structure& s) { s.cbLVChunkMax; };
template <class Structure>
concept has_table_hints = requires(const Structure& s) { s.pSeqSpacehints; s.pLVSpacehints; };
template <class Structure>
concept names_callback = requires(const Structure& s) { s.szCallback; };

template <class Form, class Structure>
class table_words {
    using index_structure = std::remove_pointer_t<decltype(Structure::rgindexcreate)>;

public:
    explicit table_words(Structure& from)
        : from_{from}, name_{from.szTableName}, template_name_{from.szTemplateTableName}, indexes_{from.rgindexcreate, from.cIndexes}
    {
        wrong_ = check();
        if (wrong_ != errc::success) return;
        for (std::uint32_t i = 0; i < from.cColumns; ++i) {
            columns_.emplace_back(from.rgcolumncreate[i]);
            wanted_columns_.push_back(columns_.back().wanted());
        }
        wanted_.name = name_.view();
        wanted_.template_name = template_name_.view();
        wanted_.pages = from.ulPages;
        wanted_.density = from.ulDensity;
        wanted_.options = bits<jet::create_table_option>(from.grbit);
        wanted_.columns = wanted_columns_;
        wanted_.indexes = indexes_.wanted();
        if constexpr (says_separation<Structure>) wanted_.separate_long_values_above = from.cbSeparateLV;
        if constexpr (says_chunk_size<Structure>) wanted_.chunk_size = from.cbLVChunkMax;
        if constexpr (has_table_hints<Structure>) {
            take_hints(from.pSeqSpacehints, wanted_);
            if (from.pLVSpacehints) wanted_.long_values_initial_size = from.pLVSpacehints->cbInitial;
        }
    }
    table_words(const table_words&) = delete;
    table_words& operator=(const table_words&) = delete;

    [[nodiscard]] errc wrong() const noexcept { return wrong_; }
    [[nodiscard]] jet::table_create& wanted() noexcept { return wanted_; }
    void answer(table_id opened) noexcept
    {
        if (wanted_.options.has(jet::create_table_option::immutable_structure)) return;
        for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].answer(wanted_columns_[i]);
        indexes_.answer();
        from_.tableid = opened.value();
        from_.cCreated = wanted_.created;
    }

private:
    [[nodiscard]] errc check() const noexcept
    {
        if (from_.cColumns != 0 && !from_.rgcolumncreate) return errc::invalid_parameter;
        for (std::uint32_t i = 0; i < from_.cColumns; ++i)
            if (from_.rgcolumncreate[i].cbStruct != sizeof(typename Form::column_create)) return errc::invalid_parameter;
        if (from_.cIndexes != 0 && !from_.rgindexcreate) return errc::invalid_create_index;
        if constexpr (names_callback<Structure>)
            if (from_.szCallback) return errc::feature_not_available;
        if constexpr (has_table_hints<Structure>)
            for (const JET_SPACEHINTS* hints : {from_.pSeqSpacehints, from_.pLVSpacehints})
                if (const errc wrong = check_hints(hints); wrong != errc::success) return wrong;
        return indexes_.wrong();
    }

    Structure& from_;
    text_in name_;
    text_in template_name_;
    std::deque<column_words<Form>> columns_{};
    std::vector<jet::column_create> wanted_columns_{};
    index_array<Form, index_structure> indexes_;
    jet::table_create wanted_{};
    errc wrong_ = errc::success;
};

}  // namespace ese::inline v1::c_face
