// expect: there is no ese::codec for it
#include "shop.hpp"

struct member {
    std::int64_t id{};
    wchar_t sign{};   // differs by platform
};

struct members_schema {
    using record = member;
    static constexpr std::string_view table_name = "members";
    using id      = ese::column<"id", &member::id>;
#if defined(ESE_BROKEN)
    using sign    = ese::column<"sign", &member::sign>;
    using columns = ese::list<id, sign>;
#else
    using columns = ese::list<id>;
#endif
    using indexes = ese::list<>;
};

using members = ese::basic_table<members_schema, ese::unavailable_api>;
bool use(members& t) { return t.is_open(); }
