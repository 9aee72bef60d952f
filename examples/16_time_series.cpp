// 16_time_series.cpp — measurements by sensor and time: load in batches, read a window, the newest first, forget the old.
//
//     g++ -std=c++20 -O1 -I include examples/16_time_series.cpp -o time_series -pthread && ./time_series
#include <ese/ese.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <map>
#include <vector>

using namespace std::chrono_literals;
using moment = std::chrono::sys_seconds;

struct reading { std::int32_t sensor{}; moment at{}; double value{}; };

struct readings {
    using record = reading;
    static constexpr std::string_view table_name = "readings";
    using sensor  = ese::column<"sensor", &reading::sensor>;
    using at      = ese::column<"at", &reading::at>;
    using value   = ese::column<"value", &reading::value>;
    using primary = ese::index_on<"pk", ese::asc<sensor>, ese::asc<at>>;    // a window of one sensor lies together
    using by_time = ese::index_on<"by_time", ese::asc<at>>;                 // for what concerns all sensors
    using columns = ese::list<sensor, at, value>;
    using indexes = ese::list<primary, by_time>;
};

int main()
try {
    ese::instance engine{{.directory = "series-data"}};
    ese::session session = engine.begin_session();
    auto t = session.create("series-data/series.edb", {.if_exists = ese::overwrite_it}).create<readings>();

    const moment midnight = std::chrono::sys_days{std::chrono::year{2024} / 5 / 1};
    std::vector<reading> day;
    for (int minute = 0; minute < 24 * 60; ++minute)
        for (const int sensor : {1, 2, 3}) day.push_back({sensor, midnight + minute * 1min, 10.0 * sensor + minute / 60});
    const auto stored = ese::bulk(session, 1000, day, [&](const reading& r) { t.insert(r); }, {.how = ese::durability::lazy});
    session.flush();    // lazy commits wait for no disk; this one call does
    std::cout << stored << " readings\n";

    std::map<int, double> warmest;    // by hour, of one sensor, from six to nine
    for (auto row : t.rows(ese::from(2, midnight + 6h), ese::below(2, midnight + 9h))) {
        const int hour = static_cast<int>((row.get<readings::at>() - midnight) / 1h);
        warmest[hour] = std::max(warmest[hour], row.get<readings::value>());
    }
    for (const auto& [hour, value] : warmest) std::cout << hour << ":00  " << value << '\n';

    if (auto newest = t.records(ese::equal(3), ese::backward); newest.begin() != newest.end())
        std::cout << "newest of sensor 3: " << t.get<readings::value>() << '\n';

    // What is older than noon goes, 500 rows a transaction, so that it holds up neither readers nor version memory.
    const auto forget = [&](ese::transaction&) {
        for (int gone = 0; gone < 500; ++gone) {
            auto old = t.rows<readings::by_time>(ese::below(midnight + 12h));
            if (old.begin() == old.end()) return false;
            t.erase();
        }
        return true;
    };
    while (ese::with_transaction(session, forget)) {}
    std::cout << t.count() << " are left\n";
} catch (const ese::error& e) { std::cerr << e.what() << '\n'; return 1; }
