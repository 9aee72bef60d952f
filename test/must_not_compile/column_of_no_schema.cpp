// expect: this column is not in the list `columns` of the schema
#include "shop.hpp"

void use(items_table& t)
{
#if defined(ESE_BROKEN)
    (void)t.row().get<stray::weight>();
#else
    (void)t.row().get<items::stock>();
#endif
}
