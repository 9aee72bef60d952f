// 01_hello.cpp — create a database, put a row in, read it back.
//
//     g++ -std=c++20 -O1 -I include examples/01_hello.cpp -o hello -pthread && ./hello
#include <ese/ese.hpp>

#include <cstdint>
#include <iostream>
#include <string>

int main()
try {
    ese::instance engine{{.directory = "hello-data"}};
    ese::session session = engine.begin_session();
    ese::database db     = session.create("hello-data/hello.edb", {.if_exists = ese::overwrite_it});

    ese::with_transaction(session, [&](ese::transaction&) {
        using type = ese::jet::column_type;
        ese::cursor accounts = db.create_table({
            .name    = "accounts",
            .columns = {{.name = "id", .type = type::long_long, .flags = ese::jet::column_option::autoincrement},
                        {.name = "owner", .type = type::text},
                        {.name = "balance", .type = type::long_long}},
            .indexes = {{.name = "by_id", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}},
        });
        for (const char* owner : {"Ada", "Blaise", "Konrad"})
            accounts.insert().set("owner", owner).set("balance", 100).save();
    });   // committed here; an exception would have rolled everything back, the table included

    ese::cursor accounts = db.open_cursor("accounts");
    for (const auto& row : accounts.rows())
        std::cout << row.get<std::int64_t>("id") << "  " << row.get<std::string>("owner") << "  "
                  << row.get<std::int64_t>("balance") << '\n';
} catch (const ese::error& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
