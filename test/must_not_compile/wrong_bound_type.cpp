// expect: a key part has a type that the column of the index cannot have
#include "shop.hpp"

void use(items_table& t)
{
#if defined(ESE_BROKEN)
    for (auto row : t.rows(ese::from("seven"))) (void)row;
#else
    for (auto row : t.rows(ese::from(7))) (void)row;
#endif
}
