// expect: an autoincrement column is an integer of 32 or 64 bits
#include "shop.hpp"

struct members_schema {
    using record = item;
    static constexpr std::string_view table_name = "members";
#if defined(ESE_BROKEN)
    using key     = ese::column<"key", &item::name, ese::autoincrement>;
#else
    using key     = ese::column<"key", &item::id, ese::autoincrement>;
#endif
    using columns = ese::list<key>;
    using indexes = ese::list<>;
};

using members = ese::basic_table<members_schema, ese::unavailable_api>;
bool use(members& t) { return t.is_open(); }
