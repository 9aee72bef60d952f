// expect: there are more key parts than the index has columns
#include "shop.hpp"

void use(items_table& t)
{
#if defined(ESE_BROKEN)
    (void)t.seek(7, 8);
#else
    (void)t.seek(7);
#endif
}
