// 07_typed.cpp — a table as a type: names, types and keys are checked while compiling.
//
//     g++ -std=c++20 -O1 -I include examples/07_typed.cpp -o typed -pthread && ./typed
#include <ese/ese.hpp>

#include <cstdint>
#include <iostream>
#include <optional>
#include <string>

struct account {
    std::int64_t id{};
    std::string owner{};
    std::int64_t balance{};
    std::optional<std::string> note{};    // optional: the column may be NULL
};

struct accounts {
    using record = account;
    static constexpr std::string_view table_name = "accounts";
    using id       = ese::column<"id", &account::id, ese::autoincrement>;
    using owner    = ese::column<"owner", &account::owner, ese::max_bytes<128>>;
    using balance  = ese::column<"balance", &account::balance>;
    using note     = ese::column<"note", &account::note>;
    using primary  = ese::index_on<"pk", ese::asc<id>>;
    using by_owner = ese::index_on<"by_owner", ese::asc<owner>, ese::desc<balance>>;
    using columns  = ese::list<id, owner, balance, note>;
    using indexes  = ese::list<primary, by_owner>;
};

int main()
try {
    ese::instance engine{{.directory = "typed-data"}};
    ese::session session = engine.begin_session();
    ese::database db     = session.create("typed-data/bank.edb", {.if_exists = ese::overwrite_it});
    ese::table<accounts> t = db.ensure<accounts>();    // creates it, or adds what a newer program needs

    ese::with_transaction(session, [&](ese::transaction&) {
        t.insert({.owner = "bob", .balance = 100});
        t.insert({.owner = "eve", .balance = 250, .note = "pays late"});

        auto row = t.insert();    // column by column; nothing happens before save()
        row.set<accounts::owner>("bob").set<accounts::balance>(7);
        std::cout << "the third account gets number " << row.get<accounts::id>() << '\n';
        row.save();
    });

    if (auto eve = t.find(2)) std::cout << eve->owner << ": " << eve->balance << ", " << eve->note.value_or("-") << '\n';
    if (!t.find(99)) std::cout << "there is no account 99, and that is no error\n";

    if (t.seek<accounts::by_owner>("bob", 7)) t.erase();
    for (auto r : t.rows<accounts::by_owner>(ese::equal("bob")))
        std::cout << "bob has " << r.get<accounts::balance>() << '\n';
    // t.seek("bob") does not compile: a key part has a type that the column of the index cannot have.
} catch (const ese::error& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
