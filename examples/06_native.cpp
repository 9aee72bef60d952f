// 06_native.cpp — the same program on the platform's own engine: esent.dll on Windows, the portable one elsewhere.
//
//     g++ -std=c++20 -O1 -I include examples/06_native.cpp -o native -pthread && ./native
//     x86_64-w64-mingw32-g++-posix -std=c++20 -O1 -I include examples/06_native.cpp -o native.exe -static -lesent
#include <ese/native.hpp>

#include <iostream>
#include <string>

namespace store = ese::native;    // the only line that chooses; ese::esent and ese itself name one of them directly

int main()
try {
    store::instance engine{{.directory = "native-data"}};
    store::session session = engine.begin_session();
    store::database db     = session.create("native-data/native.edb", {.if_exists = ese::overwrite_it});

    ese::with_transaction(session, [&](store::transaction& work) {
        store::cursor words = db.create_table({.name = "words", .columns = {{.name = "word", .type = ese::jet::column_type::text}}});
        words.insert().set("word", "kept").save();
        store::savepoint trial = work.savepoint();
        words.insert().set("word", "undone").save();
        trial.rollback();
    });

    store::cursor words = db.open_cursor("words");
    for (const auto& row : words.rows()) std::cout << row.get<std::string>("word") << '\n';
} catch (const ese::error& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
