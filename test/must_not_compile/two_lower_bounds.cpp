// expect: one bound for each end, or one for both
#include "shop.hpp"

void use(items_table& t)
{
#if defined(ESE_BROKEN)
    for (auto row : t.rows(ese::from(7), ese::above(8))) (void)row;
#else
    for (auto row : t.rows(ese::from(7), ese::below(8))) (void)row;
#endif
}
