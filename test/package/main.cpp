// main.cpp — what the first program of a user does: includes the library, starts an instance, ends it.
#include <ese/ese.hpp>

#include <cstdio>

int minor_of_second_file();

int main(int, char** arguments)
{
    ese::instance_options where;
    where.directory = arguments[1];
    ese::instance instance{where};
    auto session = instance.begin_session();

    std::printf("ese %d.%d\n", ese::version.major_number, ese::version.minor_number);
    return session.level() == 0 && minor_of_second_file() == ese::version.minor_number ? 0 : 1;
}
