// 18_bookshop.cpp — the bookshop of 17_c_face.c with C++ types: the same tables, the same sales, the same lines on the screen.
//
//     g++ -std=c++20 -O1 -I include examples/18_bookshop.cpp -o bookshop -pthread && ./bookshop
#include <ese/ese.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <iomanip>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using type   = ese::jet::column_type;
using option = ese::jet::column_option;

const ese::table_spec books{
    .name    = "books",
    .columns = {{.name = "id", .type = type::long_, .flags = option::autoincrement},
                {.name = "title", .type = type::text, .flags = option::not_null},
                {.name = "price", .type = type::long_},    // in cents
                {.name = "authors", .type = type::text, .flags = option::tagged | option::multi_valued}},
    .indexes = {{.name = "by_id", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary},
                {.name = "by_title", .parts = {ese::ascending("title")}, .flags = ese::jet::index_option::unique},
                {.name = "by_author", .parts = {ese::ascending("authors")}}},
};
const ese::table_spec sales{
    .name    = "sales",
    .columns = {{.name = "book", .type = type::long_}, {.name = "copies", .type = type::long_}},
    .indexes = {{.name = "by_book", .parts = {ese::ascending("book")}}},
};

// A session with the database and cursors on both tables. Members go in the opposite order, cursors first.
struct shop {
    ese::session session;
    ese::database db;
    ese::cursor books{};
    ese::cursor sales{};

    void open_tables()
    {
        books = db.open_cursor("books");
        sales = db.open_cursor("sales");
    }
    void insert(std::string_view title, std::int32_t price, std::initializer_list<std::string_view> authors)
    {
        auto row = books.insert();
        row.set("title", title).set("price", price);
        for (const std::string_view author : authors) row.add_value(books.column("authors"), author);
        row.save();
    }
    bool find(std::string_view title)
    {
        books.use_index("by_title");
        return books.seek(title);
    }
    void sell(std::string_view title, std::int32_t copies)
    {
        if (find(title)) sales.insert().set("book", books.get<std::int32_t>("id")).set("copies", copies).save();
    }
    void change_price(std::string_view title, std::int32_t price)
    {
        if (find(title)) books.replace().set("price", price).save();
    }
    void print_books_of(std::string_view author)
    {
        std::cout << "by " << author << ":\n";
        books.use_index("by_author");
        for (const auto& row : books.rows(ese::equal(author)))
            std::cout << "    " << row.get<std::string>("title") << ", " << row.get<std::int32_t>("price") << '\n';
    }
    std::int32_t copies_sold(std::int32_t book)
    {
        std::int32_t sum = 0;
        sales.use_index("by_book");
        for (const auto& row : sales.rows(ese::equal(book))) sum += row.get<std::int32_t>("copies");
        return sum;
    }
    // Best sold first. What the C program does with a temporary table is an ordinary sort here.
    void print_report()
    {
        std::vector<std::pair<std::int32_t, std::string>> report;
        books.use_index();
        for (const auto& row : books.rows()) report.emplace_back(-copies_sold(row.get<std::int32_t>("id")), row.get<std::string>("title"));
        std::sort(report.begin(), report.end());
        for (const auto& [copies, title] : report) std::cout << std::setw(2) << -copies << "  " << title << '\n';
    }
};

// Two sessions want one record: the first one has it, the other is told at once.
void change_at_once(ese::instance& engine, shop& mine, const std::string& path)
{
    ese::session session = engine.begin_session();
    ese::database db     = session.open(path);
    shop other{std::move(session), std::move(db)};
    other.open_tables();
    ese::transaction first{mine.session};
    {
        const ese::transaction second{other.session};    // not committed: rolled back
        mine.change_price("Flatland", 700);
        try {
            other.change_price("Flatland", 1);
            std::cout << "the other one: no conflict\n";
        } catch (const ese::error& e) {
            std::cout << "the other one: " << (e.code() == ese::errc::write_conflict ? "write conflict" : e.what()) << '\n';
        }
    }
    first.commit();
}

}    // namespace

int main()
try {
    const std::string path = "shop/books.edb";
    ese::instance engine{{.directory = "shop"}};
    ese::session session = engine.begin_session();
    ese::database db     = session.create(path, {.if_exists = ese::overwrite_it});
    shop s{std::move(session), std::move(db)};

    ese::with_transaction(s.session, [&](ese::transaction&) {
        s.db.create_table(books).close();
        s.db.create_table(sales).close();
        s.open_tables();
        s.insert("Flatland", 650, {"Abbott"});
        s.insert("Compilers", 8990, {"Aho", "Ullman"});
        s.insert("Databases", 7400, {"Ullman", "Widom"});
        s.sell("Compilers", 2);
        s.sell("Flatland", 5);
        s.sell("Compilers", 1);
    });    // on disk when it returns

    s.print_books_of("Ullman");
    change_at_once(engine, s, path);
    s.print_books_of("Abbott");
    s.print_report();
} catch (const ese::error& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
