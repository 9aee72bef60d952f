// expect: a key part has a type that the column of the index cannot have
#include "shop.hpp"

void use(items_table& t)
{
#if defined(ESE_BROKEN)
    (void)t.seek("seven");
#else
    (void)t.seek(7);
#endif
}
