// 08_ranges.cpp — parts of an index as ranges: in a for, in algorithms, and in pipelines of range-v3 where it is installed.
//
//     g++ -std=c++20 -O1 -I include examples/08_ranges.cpp -o ranges -pthread && ./ranges
#include <ese/ese.hpp>
#if __has_include(<range/v3/version.hpp>)
#include <ese/views.hpp>
#include <range/v3/view/filter.hpp>
#include <range/v3/view/take.hpp>
#endif

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <string>

struct city {
    std::string name{}, country{};
    std::int32_t people{};
};

struct cities {
    using record = city;
    static constexpr std::string_view table_name = "cities";
    using name       = ese::column<"name", &city::name, ese::max_bytes<100>>;
    using country    = ese::column<"country", &city::country, ese::max_bytes<100>>;
    using people     = ese::column<"people", &city::people>;
    using primary    = ese::index_on<"by_name", ese::asc<name>>;
    using by_country = ese::index_on<"by_country", ese::asc<country>, ese::desc<people>>;
    using columns    = ese::list<name, country, people>;
    using indexes    = ese::list<primary, by_country>;
};

int main()
try {
    ese::instance engine{{.in_memory = true}};
    ese::session session = engine.begin_session();
    auto t = session.create("cities.edb").create<cities>();
    const city some[] = {{"Bergen", "Norway", 291'940}, {"Berlin", "Germany", 3'878'100}, {"Bern", "Switzerland", 137'995},
                         {"Bonn", "Germany", 336'465},  {"Oslo", "Norway", 717'710},      {"Zürich", "Switzerland", 448'664}};
    for (const city& c : some) t.insert(c);

    // Rows are read where they are: only the columns that are asked for.
    for (auto row : t.rows(ese::from("Bern"), ese::below("Oslo"))) std::cout << row.get<cities::name>() << ' ';
    std::cout << "are from Bern to before Oslo\n";

    // Records are values, and both work with the algorithms of the standard.
    for (const city& c : t.records<cities::by_country>(ese::equal("Norway"), ese::backward)) std::cout << c.name << ' ';
    std::cout << "are in Norway, smallest first\n";
    const auto large = std::ranges::count_if(t.records(), [](const city& c) { return c.people > 400'000; });
    std::cout << large << " have more than 400000 people, " << t.count(ese::prefix("B")) << " begin with B\n";

#if __has_include(<range/v3/version.hpp>)
    for (const std::string& name : t.rows(ese::prefix("B"))
             | ranges::views::filter([](auto row) { return row.template get<cities::people>() > 200'000; })
             | ese::views::get<cities::name> | ranges::views::take(2)) std::cout << "through the pipeline: " << name << '\n';
#endif
} catch (const ese::error& e) { std::cerr << e.what() << '\n'; return 1; }
