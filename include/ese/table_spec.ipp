// table_spec.ipp — from descriptions to the structures of a call: bodies of table_spec.hpp.
//
// Room:   public. Uses jet.
#pragma once

#include <ese/jet/limits.hpp>
#include <ese/table_spec.hpp>

#include <utility>

namespace ese::inline v1::detail {

ESE_DECL jet::error refusal_of(const column_spec& spec) noexcept
{
    const bool is_short = spec.type == jet::column_type::text || spec.type == jet::column_type::binary;
    return is_short && spec.size_max > jet::column_size_max ? jet::error::column_too_big : jet::error::success;
}

ESE_DECL jet::error refusal_of(const table_spec& spec) noexcept
{
    for (const column_spec& one : spec.columns)
        if (const jet::error refused = refusal_of(one); refused != jet::error::success) return refused;
    return jet::error::success;
}

ESE_DECL jet::column_create create_of(const column_spec& spec)
{
    jet::column_create made;
    made.name          = spec.name;
    made.type          = spec.type;
    made.size_max      = spec.size_max;
    made.options       = spec.flags;
    made.code_page     = jet::is_text(spec.type) ? static_cast<std::uint16_t>(spec.code_page) : std::uint16_t{0};
    made.default_value = spec.default_value;
    return made;
}

// "+a\0-b\0\0", the closing NULs included.
[[nodiscard]] inline std::string key_string(const std::vector<index_part>& parts)
{
    std::string key;
    for (const index_part& part : parts) {
        key += part.is_descending ? '-' : '+';
        key += part.column;
        key += '\0';
    }
    key += '\0';
    return key;
}

ESE_DECL index_request::index_request(const index_spec& spec) : key_{key_string(spec.parts)}
{
    for (const index_condition& c : spec.conditions) conditions_.push_back({c.column, c.must});
    auto flags = spec.flags;
    if (spec.key_most != 0) flags |= jet::index_option::key_most;
    made_.name         = spec.name;
    made_.options      = flags;
    made_.density      = spec.density;
    made_.key_most     = spec.key_most;
    made_.segment_most = spec.segment_most;
}

ESE_DECL index_request::~index_request() = default;
ESE_DECL index_request::index_request(index_request&&) noexcept = default;

ESE_DECL jet::index_create index_request::create() const
{
    jet::index_create made = made_;
    made.key        = key_;
    made.conditions = conditions_;
    return made;
}

ESE_DECL table_request::table_request(const table_spec& spec)
{
    for (const column_spec& c : spec.columns) columns_.push_back(create_of(c));
    for (const index_spec& i : spec.indexes) requests_.emplace_back(i);
    for (const index_request& r : requests_) indexes_.push_back(r.create());
    made_.name    = spec.name;
    made_.pages   = spec.pages;
    made_.density = spec.density;
    made_.options = spec.flags;
    made_.columns = columns_;
    made_.indexes = indexes_;
}

ESE_DECL table_request::~table_request() = default;

}  // namespace ese::inline v1::detail
