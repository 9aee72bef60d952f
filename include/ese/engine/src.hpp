// src.hpp — the engine, to be compiled once: include this in exactly one source file of a program.
//
// The program defines ESE_SEPARATE_COMPILATION everywhere, or links ese::compiled, which does both.
#pragma once

#if !defined(ESE_SEPARATE_COMPILATION)
#    error "ese/engine/src.hpp needs ESE_SEPARATE_COMPILATION in the whole program; without it the headers define everything."
#endif

#include <ese/backend/engine.hpp>

#include <ese/backend/engine.ipp>
