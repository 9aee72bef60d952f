// expect: this index is not in the list `indexes` of the schema
#include "shop.hpp"

void use(items_table& t)
{
#if defined(ESE_BROKEN)
    (void)t.seek<stray::by_weight>(7);
#else
    (void)t.seek<items::by_name>("screw");
#endif
}
