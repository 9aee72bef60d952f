// 02_guards.cpp — what leaving a scope does: nothing stays that was not committed or released.
//
//     g++ -std=c++20 -O1 -I include examples/02_guards.cpp -o guards -pthread && ./guards
#include <ese/ese.hpp>

#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

void add(ese::cursor& words, std::string_view word) { words.insert().set("word", word).save(); }

void show(ese::database& db, std::string_view when)
{
    std::cout << when << ':';
    ese::cursor words = db.open_cursor("words");
    for (const auto& row : words.rows()) std::cout << ' ' << row.get<std::string>("word");
    std::cout << '\n';
}

}    // namespace

int main()
try {
    ese::instance engine{{.directory = "guards-data"}};
    ese::session session = engine.begin_session();
    ese::database db     = session.create("guards-data/guards.edb", {.if_exists = ese::overwrite_it});
    db.create_table({.name = "words", .columns = {{.name = "word", .type = ese::jet::column_type::text}}}).close();

    {
        ese::transaction work{session};
        ese::cursor words = db.open_cursor("words");
        add(words, "kept");
        {
            ese::savepoint trial = work.savepoint();    // level 2
            add(words, "undone");
        }                                               // not released: rolled back to where it began
        ese::savepoint another = work.savepoint();
        add(words, "merged");
        another.release();                              // part of level 1 now
        show(db, "inside");
        work.commit();                                  // without this line nothing of it happened
    }
    show(db, "committed");

    try {
        ese::transaction work{session};
        ese::cursor words = db.open_cursor("words");
        add(words, "lost");
        throw std::runtime_error{"something else went wrong"};
    } catch (const std::runtime_error& e) {
        std::cout << e.what() << " at level " << session.level() << '\n';
    }
    show(db, "afterwards");
} catch (const ese::error& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
