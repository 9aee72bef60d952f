// expect: the value has a type that this column cannot have
#include "shop.hpp"

void use(items_table& t)
{
#if defined(ESE_BROKEN)
    t.replace().set<items::name>(7).save();
#else
    t.replace().set<items::name>("screw").save();
#endif
}
