// expect: a key part has a type that the column of the index cannot have
#include "shop.hpp"

void use(items_table& t)
{
#if defined(ESE_BROKEN)
    (void)t.find<items::by_name>(7);
#else
    (void)t.find<items::by_name>("screw", 7);
#endif
}
