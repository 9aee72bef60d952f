// expect: only long text and long bytes can be read and written in pieces
#include "shop.hpp"

void use(items_table& t)
{
#if defined(ESE_BROKEN)
    (void)t.stream<items::stock>().size();
#else
    (void)t.stream<items::note>().size();
#endif
}
