// config.hpp — how the library is compiled: everything in the headers, or the engine once in a library.
//
// Gives:  ESE_DECL, which stands before each function whose body is in an .ipp file; ESE_NO_EXCEPTIONS where exceptions are switched off.
// Holds:  a program uses one mode everywhere. Linking ese::compiled defines ESE_SEPARATE_COMPILATION for all its users;
//         by hand, define it for the whole program and include <ese/engine/src.hpp> in exactly one source file.
#pragma once

#if defined(ESE_SEPARATE_COMPILATION)
#    define ESE_DECL
#else
#    define ESE_DECL inline
#endif

#if !defined(__cpp_exceptions) && !defined(ESE_NO_EXCEPTIONS)
#    define ESE_NO_EXCEPTIONS 1
#endif

#if defined(ESE_NO_EXCEPTIONS) && !defined(ESE_SEPARATE_COMPILATION)
#    error "The engine throws inside. Without exceptions, link ese::compiled and use the std::error_code overloads."
#endif

#if defined(_MSC_VER)
#    if defined(ESE_SEPARATE_COMPILATION)
#        pragma detect_mismatch("ese_mode", "compiled")
#    else
#        pragma detect_mismatch("ese_mode", "header-only")
#    endif
#endif
