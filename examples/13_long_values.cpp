// 13_long_values.cpp — a column of megabytes: put together from pieces in one update, read in pieces that fit a small buffer.
//
//     g++ -std=c++20 -O1 -I include examples/13_long_values.cpp -o long_values -pthread && ./long_values
#include <ese/ese.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <vector>

struct file { std::string name{}; std::optional<std::vector<std::byte>> content{}; };

struct files {
    using record = file;
    static constexpr std::string_view table_name = "files";
    using name    = ese::column<"name", &file::name, ese::max_bytes<200>>;
    using content = ese::column<"content", &file::content>;
    using primary = ese::index_on<"pk", ese::asc<name>>;
    using columns = ese::list<name, content>;
    using indexes = ese::list<primary>;
};

// Counts the bytes that have this value. The table stands on the row.
std::size_t count(ese::table<files>& t, std::byte wanted)
{
    auto content = t.stream<files::content>();
    std::array<std::byte, 4096> piece;
    std::size_t found = 0;
    for (std::uint32_t at = 0; const std::size_t n = content.read(at, piece); at += static_cast<std::uint32_t>(n))
        for (const std::byte b : std::span{piece}.first(n)) found += b == wanted;
    return found;
}

int main()
try {
    ese::instance engine{{.directory = "long-data"}};
    ese::session session = engine.begin_session();
    auto t = session.create("long-data/files.edb", {.if_exists = ese::overwrite_it}).create<files>();

    // The pieces wait in memory until save(). Long values need a transaction.
    ese::with_transaction(session, [&](ese::transaction&) {
        auto row = t.insert();
        row.set<files::name>("big");
        const std::vector<std::byte> piece(64 * 1024, std::byte{'.'});
        for (int i = 0; i < 16; ++i) row.append<files::content>(piece);
        row.save_and_go();    // the table stands on the new row
    });
    auto content = t.stream<files::content>();
    std::cout << content.size() << " bytes, " << count(t, std::byte{'.'}) << " of them dots\n";

    // Each of these is an update of its own, and stores the value anew: fine now and then, not for every byte.
    content.write(1'000'000, std::as_bytes(std::span{"#####", 5}));
    std::cout << content.size() << " bytes, " << count(t, std::byte{'#'}) << " of them hashes\n";
    content.resize(1'000'002);
    std::cout << content.size() << " bytes, " << count(t, std::byte{'#'}) << " of them hashes\n";
    content.append(std::as_bytes(std::span{"###", 3}));
    std::cout << content.size() << " bytes, " << count(t, std::byte{'#'}) << " of them hashes\n";
} catch (const ese::error& e) { std::cerr << e.what() << '\n'; return 1; }
