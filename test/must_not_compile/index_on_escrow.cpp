// expect: an escrow column cannot be part of an index
#include "shop.hpp"

struct members_schema {
    using record = item;
    static constexpr std::string_view table_name = "members";
    using stock   = ese::column<"stock", &item::stock, ese::escrow>;
    using columns = ese::list<stock>;
#if defined(ESE_BROKEN)
    using by_stock = ese::index_on<"by_stock", ese::asc<stock>>;
    using indexes = ese::list<by_stock>;
#else
    using indexes = ese::list<>;
#endif
};

using members = ese::basic_table<members_schema, ese::unavailable_api>;
bool use(members& t) { return t.is_open(); }
