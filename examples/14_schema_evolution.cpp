// 14_schema_evolution.cpp — a newer program opens an older file: what is missing is added, what contradicts is told.
//
//     g++ -std=c++20 -O1 -I include examples/14_schema_evolution.cpp -o schema_evolution -pthread && ./schema_evolution
#include <ese/ese.hpp>

#include <cstdint>
#include <iostream>
#include <optional>
#include <string>

namespace first {    // the program that made the file
struct book { std::int32_t id{}; std::string title{}; };
struct books {
    using record = book;
    static constexpr std::string_view table_name = "books";
    using id      = ese::column<"id", &book::id>;
    using title   = ese::column<"title", &book::title, ese::max_bytes<200>>;
    using primary = ese::index_on<"pk", ese::asc<id>>;
    using columns = ese::list<id, title>;
    using indexes = ese::list<primary>;
};
}

namespace second {    // two columns more, one with a value for rows that are there already, and an index
struct book { std::int32_t id{}; std::string title{}; std::int16_t copies{}; std::optional<std::string> author{}; };
struct books {
    using record = book;
    static constexpr std::string_view table_name = "books";
    using id        = ese::column<"id", &book::id>;
    using title     = ese::column<"title", &book::title, ese::max_bytes<200>>;
    using copies    = ese::column<"copies", &book::copies, ese::initially<1>>;
    using author    = ese::column<"author", &book::author, ese::max_bytes<200>>;
    using primary   = ese::index_on<"pk", ese::asc<id>>;
    using by_author = ese::index_on<"by_author", ese::asc<author>, ese::ignore_null>;
    using columns   = ese::list<id, title, copies, author>;
    using indexes   = ese::list<primary, by_author>;
};
}

struct contradicting : second::books {    // the index is there, and runs the other way
    using by_author = ese::index_on<"by_author", ese::desc<author>, ese::ignore_null>;
    using indexes   = ese::list<primary, by_author>;
};

int main()
try {
    ese::instance engine{{.in_memory = true}};
    ese::session session = engine.begin_session();
    ese::database db     = session.create("books.edb");
    db.ensure<first::books>().insert({1, "The Art of Computer Programming"});

    std::cout << db.difference<second::books>() << '\n';
    auto t = db.ensure<second::books>();    // one transaction: everything that is missing, or nothing
    t.insert({2, "Structured Programming", 3, "Dahl"});
    for (const second::book& b : t.records())
        std::cout << b.title << ", " << b.copies << ", " << b.author.value_or("unknown") << '\n';

    auto older = db.open<first::books>();    // the older program still works: a table may have more than a schema says
    older.insert({3, "A Discipline of Programming"});
    std::cout << t.find(3)->copies << " copy of what the older program wrote, " << t.count<second::books::by_author>() << " author known\n";

    try { (void)db.ensure<contradicting>(); } catch (const ese::schema_mismatch& e) { std::cout << "refused: " << e.what() << '\n'; }
} catch (const ese::error& e) { std::cerr << e.what() << '\n'; return 1; }
