// codes.cpp — a program that knows no exceptions: every call answers with a std::error_code.
//
//     codes FOLDER
#include <ese/ese.hpp>

#include <cstdint>
#include <cstdio>
#include <string>
#include <system_error>

#if defined(__cpp_exceptions)
#error "This program is to be compiled without exceptions."
#endif

namespace {

// The number of the first row; 0 when something went wrong, with the reason in `ec`.
std::int64_t written_and_read(ese::database& db, ese::session& session, std::error_code& ec)
{
    const ese::table_spec spec{.name = "rows", .columns = {{.name = "number", .type = ese::jet::column_type::long_long}}};
    ese::cursor rows = db.create_table(spec, ec);
    const ese::column_ref number = ec ? ese::column_ref{} : rows.column("number", ec);
    if (ec) return 0;

    ese::transaction work{session, {}, ec};
    if (ec) return 0;
    ese::update row = rows.insert(ec);
    if (!ec) row.set(number, std::int64_t{41}, ec);
    if (!ec) row.save(ec);
    if (!ec) work.commit({}, ec);
    return !ec && rows.move_first(ec) ? rows.get<std::int64_t>(number, ec) : 0;
}

}  // namespace

int main(int, char** arguments)
{
    const std::string folder = arguments[1];
    std::error_code ec;
    ese::instance instance{{.directory = folder}, ec};
    ese::session session = instance.begin_session(ec);
    if (ec) return 1;
    ese::database db = session.create(folder + "/user.edb", {}, ec);
    if (ec) return 1;
    if (written_and_read(db, session, ec) != 41 || ec) return 1;

    // An error arrives as a code, and its text comes with it.
    ese::database second = session.create(folder + "/user.edb", {}, ec);
    std::printf("%s\n", ec.message().c_str());
    return ec == ese::failure::duplicate && !second.is_open() ? 0 : 1;
}
