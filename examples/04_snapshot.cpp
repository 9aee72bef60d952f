// 04_snapshot.cpp — a reader sees one moment for as long as it likes, and stops nobody.
//
//     g++ -std=c++20 -O1 -I include examples/04_snapshot.cpp -o snapshot -pthread && ./snapshot
#include <ese/ese.hpp>

#include <iostream>

namespace {

constexpr const char* file = "snapshot-data/snapshot.edb";

int count(ese::database& db)
{
    ese::cursor events = db.open_cursor("events");
    int rows = 0;
    for ([[maybe_unused]] const auto& row : events.rows()) ++rows;
    return rows;
}

void add(ese::database& db, int events_wanted)
{
    ese::cursor events = db.open_cursor("events");
    for (int i = 0; i < events_wanted; ++i) events.insert().set("what", i).save();
}

}    // namespace

int main()
try {
    ese::instance engine{{.directory = "snapshot-data"}};
    ese::session writing = engine.begin_session();
    ese::session reading = engine.begin_session();
    ese::database written = writing.create(file, {.if_exists = ese::overwrite_it});
    written.create_table({.name = "events", .columns = {{.name = "what", .type = ese::jet::column_type::long_}}}).close();
    add(written, 3);    // outside a transaction each update is one of its own

    ese::database read = reading.open(file);
    {
        ese::transaction snapshot{reading, {.read_only = true}};
        std::cout << "the reader begins:            " << count(read) << '\n';

        ese::transaction work{writing};
        add(written, 4);
        std::cout << "the writer, uncommitted:      " << count(written) << '\n'
                  << "the reader meanwhile:         " << count(read) << '\n';
        work.commit();
        std::cout << "the reader after the commit:  " << count(read) << '\n';
    }
    std::cout << "the reader in a new snapshot: " << count(read) << '\n';
} catch (const ese::error& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
