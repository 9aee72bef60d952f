// compiled.cpp — the one source file of ese::compiled: the whole engine, once.
#include <ese/engine/src.hpp>
