// 05_ranges_by_index.cpp — parts of an index in its order: equal, prefix, between, backward.
//
//     g++ -std=c++20 -O1 -I include examples/05_ranges_by_index.cpp -o ranges -pthread && ./ranges
#include <ese/ese.hpp>

#include <cstdint>
#include <iostream>
#include <string>

namespace {

using type = ese::jet::column_type;

const ese::table_spec cities{
    .name    = "cities",
    .columns = {{.name = "name", .type = type::text}, {.name = "country", .type = type::text}, {.name = "people", .type = type::long_}},
    .indexes = {{.name = "by_name", .parts = {ese::ascending("name")}, .flags = ese::jet::index_option::primary},
                {.name = "by_country", .parts = {ese::ascending("country"), ese::descending("people")}}},
};

// A range is a part of the cursor's current index; each row of it is the cursor itself, one position further.
template <class Rows>
void print(const char* title, const Rows& rows)
{
    std::cout << title << ":\n";
    for (const auto& row : rows)
        std::cout << "    " << row.template get<std::string>("name") << ", " << row.template get<std::int32_t>("people") << '\n';
}

}    // namespace

int main()
try {
    ese::instance engine{{.in_memory = true}};    // no files at all
    ese::session session = engine.begin_session();
    ese::database db     = session.create("cities.edb");
    ese::cursor rows     = db.create_table(cities);

    const struct { const char* name; const char* country; std::int32_t people; } data[] = {
        {"Bergen", "Norway", 291'940},  {"Berlin", "Germany", 3'878'100}, {"Bern", "Switzerland", 137'995},
        {"Bonn", "Germany", 336'465},   {"Oslo", "Norway", 717'710},      {"Zürich", "Switzerland", 448'664},
    };
    ese::with_transaction(session, [&](ese::transaction&) {
        for (const auto& c : data) rows.insert().set("name", c.name).set("country", c.country).set("people", c.people).save();
    });

    print("Names that begin with Ber", rows.rows(ese::prefix("Ber")));
    print("From Bern to before Oslo", rows.rows(ese::from("Bern"), ese::below("Oslo")));
    print("Above Bonn, backward", rows.rows(ese::above("Bonn"), ese::backward));

    rows.use_index("by_country");
    print("Norway, largest first", rows.rows(ese::equal("Norway")));
    // Bounds speak of the order of the index: people is descending, so `from` is the larger end.
    print("Germany, a million or less", rows.rows(ese::from("Germany", 1'000'000), ese::through("Germany")));
    std::cout << "Berlin is " << (rows.seek(ese::key("Germany", 3'878'100)) ? "found" : "not found") << " by country and people\n";
} catch (const ese::error& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
