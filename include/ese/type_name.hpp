// type_name.hpp — what people call the types of columns.
//
// Room:   public. Uses jet.
// Gives:  name_of, the documented name of a column type.
#pragma once

#include <ese/jet/column_type.hpp>

#include <string_view>

namespace ese::inline v1 {

// As in JET_coltyp, without the prefix: "LongText". Any thread; never fails: "Nil" for what is no type of a column.
[[nodiscard]] constexpr std::string_view name_of(jet::column_type type) noexcept
{
    using ct = jet::column_type;
    switch (type) {
    case ct::bit: return "Bit";
    case ct::unsigned_byte: return "UnsignedByte";
    case ct::short_: return "Short";
    case ct::long_: return "Long";
    case ct::currency: return "Currency";
    case ct::ieee_single: return "IEEESingle";
    case ct::ieee_double: return "IEEEDouble";
    case ct::date_time: return "DateTime";
    case ct::binary: return "Binary";
    case ct::text: return "Text";
    case ct::long_binary: return "LongBinary";
    case ct::long_text: return "LongText";
    case ct::slv: return "SLV";
    case ct::unsigned_long: return "UnsignedLong";
    case ct::long_long: return "LongLong";
    case ct::guid: return "GUID";
    case ct::unsigned_short: return "UnsignedShort";
    case ct::unsigned_long_long: return "UnsignedLongLong";
    case ct::nil: break;
    }
    return "Nil";
}

}  // namespace ese::inline v1
