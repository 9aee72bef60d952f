// src.hpp — the engine and whatever else has bodies elsewhere, to be compiled once: include this in exactly one source file of a program.
//
// The program defines ESE_SEPARATE_COMPILATION everywhere, or links ese::compiled, which does both.
#pragma once

#if !defined(ESE_SEPARATE_COMPILATION)
#    error "ese/engine/src.hpp needs ESE_SEPARATE_COMPILATION in the whole program; without it the headers define everything."
#endif

#include <ese/backend/engine.ipp>
#include <ese/backend/utf16.ipp>
#include <ese/codec.ipp>
#include <ese/column_codec.ipp>
#include <ese/cursor_values.ipp>
#include <ese/error.ipp>
#include <ese/instantiations.ipp>
#include <ese/schema_match.ipp>
#include <ese/table_spec.ipp>
#include <ese/transact.ipp>
