// expect: there are more key parts than the index has columns
#include "shop.hpp"

void use(items_table& t)
{
#if defined(ESE_BROKEN)
    for (auto row : t.rows(ese::equal(7, 8))) (void)row;
#else
    for (auto row : t.rows(ese::equal(7))) (void)row;
#endif
}
