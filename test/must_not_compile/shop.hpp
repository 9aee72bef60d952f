// shop.hpp — the table the cases are about. Each case compiles as it stands, and must not with ESE_BROKEN defined.
#pragma once

#include <ese/table.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct item {
    std::int64_t id{};
    std::string name{};
    std::int32_t stock{};
    std::optional<std::string> note{};
};

struct items {
    using record = item;
    static constexpr std::string_view table_name = "items";
    using id      = ese::column<"id", &item::id, ese::autoincrement>;
    using name    = ese::column<"name", &item::name, ese::max_bytes<100>>;
    using stock   = ese::column<"stock", &item::stock, ese::escrow>;
    using note    = ese::column<"note", &item::note>;
    using primary = ese::index_on<"pk", ese::asc<id>>;
    using by_name = ese::index_on<"by_name", ese::asc<name>, ese::desc<id>>;
    using columns = ese::list<id, name, stock, note>;
    using indexes = ese::list<primary, by_name>;
};

struct stray {
    using weight = ese::column<"weight", &item::stock>;
    using by_weight = ese::index_on<"by_weight", ese::asc<weight>>;
};

using items_table = ese::basic_table<items, ese::unavailable_api>;
