// expect: only a column with the attribute ese::escrow can be added to
#include "shop.hpp"

// A backend that can add.
class adding_api : public ese::unavailable_api {
public:
    ese::errc escrow_update(ese::session_id, ese::table_id, ese::column_id, bytes_in, bytes_out, std::size_t&,
                            flags<ese::jet::escrow_option>) noexcept
    {
        return no;
    }
};

void use(ese::basic_table<items, adding_api>& t)
{
#if defined(ESE_BROKEN)
    (void)t.add<items::id>(1);
#else
    (void)t.add<items::stock>(1);
#endif
}
