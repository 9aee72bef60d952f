// main.cpp — what the first program of a user does: writes a row in a transaction and reads it back.
//
//     main FOLDER
#include <ese/ese.hpp>

#include <cstdio>
#include <string>

#if defined(ESE_TWO_FILES)
int minor_of_second_file();
#else
int minor_of_second_file() { return ese::version.minor_number; }
#endif

int main(int, char** arguments)
{
    const std::string folder = arguments[1];
    ese::instance instance{{.directory = folder}};
    ese::session session = instance.begin_session();
    ese::database db     = session.create(folder + "/user.edb");

    ese::cursor rows = db.create_table({.name = "rows", .columns = {{.name = "text", .type = ese::jet::column_type::text}}});
    ese::transaction work{session};
    rows.insert().set("text", "kept").save();
    work.commit();

    const bool read = rows.move_first() && rows.get<std::string>("text") == "kept";
    std::printf("ese %d.%d\n", ese::version.major_number, ese::version.minor_number);
    return read && minor_of_second_file() == ese::version.minor_number ? 0 : 1;
}
