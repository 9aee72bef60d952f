// instantiations.ipp — the handles on the portable engine: bodies of instantiations.hpp.
//
// Room:   public.
#pragma once

#include <ese/instantiations.hpp>
#include <ese/table.hpp>   // defines a member that database.hpp declares

namespace ese::inline v1 {
ESE_INSTANTIATE_HANDLES()
}  // namespace ese::inline v1
