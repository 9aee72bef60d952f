// 12_errors.cpp — three styles: what goes wrong is thrown or put into a std::error_code, and an expected absence is no error.
//
//     g++ -std=c++20 -O1 -I include examples/12_errors.cpp -o errors -pthread && ./errors
#include <ese/ese.hpp>

#include <cstdint>
#include <iostream>
#include <string>
#include <system_error>

struct user { std::int32_t id{}; std::string name{}; };

struct users {
    using record = user;
    static constexpr std::string_view table_name = "users";
    using id      = ese::column<"id", &user::id>;
    using name    = ese::column<"name", &user::name, ese::max_bytes<100>>;
    using primary = ese::index_on<"pk", ese::asc<id>>;
    using by_name = ese::index_on<"by_name", ese::asc<name>, ese::unique_key>;
    using columns = ese::list<id, name>;
    using indexes = ese::list<primary, by_name>;
};

int main()
try {
    ese::instance engine{{.in_memory = true}};
    ese::session session = engine.begin_session(), rival = engine.begin_session();
    auto t               = session.create("users.edb").create<users>();
    auto theirs          = rival.open("users.edb").open<users>();
    t.insert({1, "ada"});

    // Exceptions. Catch a leaf for what you expect, ese::error for the rest; both know the call and the place in your source.
    try {
        t.insert({2, "ada"});
    } catch (const ese::key_duplicate& e) {
        std::cout << "thrown by " << e.call() << " at line " << e.location().line << ": " << e.code().message() << '\n';
    }

    // std::error_code: the same operations, noexcept. Ask by kind where the number does not matter.
    std::error_code ec;
    ese::transaction work{session};
    if (t.seek(ec, 1)) t.replace({1, "Ada"}, ec);
    ese::transaction other{rival};
    if (theirs.seek(ec, 1)) theirs.replace({1, "Eve"}, ec);
    if (ec == ese::errc::write_conflict) std::cout << "told: " << ec.message() << '\n';
    if (ec == ese::failure::retryable) other.rollback();    // and later once more, from the beginning
    work.commit({}, ec);
    if (ec == ese::failure::in_doubt) return std::cerr << "it may be on disk or not: never repeat it\n", 1;
    if (!ec) std::cout << "committed\n";

    // Answers. What may well be absent is a bool or an optional.
    if (!t.find(99)) std::cout << "there is no user 99\n";
    if (!t.seek<users::by_name>("bob")) std::cout << "and no bob\n";
    if (const auto ada = t.find<users::by_name>("ada")) std::cout << "but " << ada->name << '\n';
} catch (const ese::error& e) { std::cerr << e.what() << '\n'; return 1; }
