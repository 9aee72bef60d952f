// expect: a schema needs record, table_name, columns and indexes
#include "shop.hpp"

struct no_schema {
    using record = item;
    static constexpr std::string_view table_name = "items";
    using indexes = ese::list<>;
#if !defined(ESE_BROKEN)
    using columns = ese::list<items::id>;
#endif
};

bool use(ese::basic_table<no_schema, ese::unavailable_api>& t) { return t.is_open(); }
