// expect: add
#include "shop.hpp"

void use(items_table& t)
{
#if defined(ESE_BROKEN)
    (void)t.add<items::stock>(1);
#else
    t.replace().set<items::stock>(1).save();
#endif
}
