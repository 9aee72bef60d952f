// 11_persistent_map.cpp — a std::map that is still there tomorrow: changes are on disk, batches all or nothing.
//
//     g++ -std=c++20 -O1 -I include examples/11_persistent_map.cpp -o map -pthread && ./map
#include <ese/persistent_map.hpp>

#include <iostream>
#include <stdexcept>
#include <string>

int main()
try {
    ese::persistent_map<std::string, int> stock{"persistent-map-data"};    // a directory, made if need be
    stock.clear();                                                         // what an earlier run left

    stock.insert_or_assign("screws", 1000);    // on disk when this returns
    stock.insert("nails", 500);
    if (!stock.insert("nails", 0)) std::cout << "there are nails already: " << stock.at("nails") << '\n';

    try {
        stock.batch([&] {    // one transaction
            stock.assign("screws", stock.at("screws") - 600);
            stock.assign("nails", stock.at("nails") - 600);
            if (stock.at("nails") < 0) throw std::runtime_error{"not enough nails"};
        });
    } catch (const std::runtime_error& e) {
        std::cout << e.what() << ", so there are still " << stock.at("screws") << " screws\n";
    }

    stock.batch([&] {    // and one sync for all of them
        for (const char* size : {"M3", "M4", "M5"}) stock.insert(std::string{"bolts "} + size, 20);
    });

    stock.close();    // as the end of the program would
    ese::persistent_map<std::string, int> again{"persistent-map-data"};
    for (const auto& [name, pieces] : again) std::cout << name << ": " << pieces << '\n';
    for (auto it = again.lower_bound("c"); it != again.end(); ++it) std::cout << "behind c: " << it->first << '\n';
} catch (const ese::error& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
