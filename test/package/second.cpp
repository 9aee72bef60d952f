// second.cpp — the same headers once more: two files of one program must agree on every name.
#include <ese/ese.hpp>

int minor_of_second_file() { return ese::version.minor_number; }
