// persistent_map_recovery_test.cpp — the power goes at every I/O while a map is made and changed.

#include <ese/persistent_map.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace {

using ese::testing::faulty_file_system;
using ese::testing::survival;
using map_type = ese::persistent_map<int, std::string>;
using model = std::map<int, std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(persistent_map_recovery)

// What returned is there after a power cut; what was under way is there completely or not at all.
BOOST_AUTO_TEST_CASE(what_returned_survives_a_power_cut_at_every_io)
{
    std::uint64_t cuts = 0;
    for (std::uint64_t at = 1;; ++at) {
        auto files = std::make_shared<faulty_file_system>();
        model sure, maybe;
        files->cut_power_at(at);
        const auto settle = [&](auto&& change) {
            change();
            sure = maybe;
        };
        try {
            map_type map{"/map", ese::engine_api{files}};
            for (int i = 0; i < 4; ++i) settle([&] { maybe[i] = "first"; map.insert(i, "first"); });
            settle([&] { maybe[1] = "second"; map.assign(1, "second"); });
            settle([&] { maybe.erase(2); map.erase(2); });
            settle([&] {
                for (int i = 10; i < 14; ++i) maybe[i] = std::string(2000, 'x');
                map.batch([&] { for (int i = 10; i < 14; ++i) map.insert(i, std::string(2000, 'x')); });
            });
            settle([&] { maybe.clear(); map.clear(); });
            settle([&] { maybe[7] = "last"; map.insert(7, "last"); });
        } catch (const ese::error&) {
            BOOST_TEST_REQUIRE(files->power_is_cut());
        }
        if (!files->power_is_cut()) break;
        ++cuts;

        const std::shared_ptr<ese::engine::file_system> survivors = files->after_crash({at % 2 == 0 ? survival::synced_only : survival::torn_sectors, at});
        const map_type after{"/map", ese::engine_api{survivors}};
        model found;
        for (const auto& [key, value] : after) found.emplace(key, value);
        BOOST_TEST((found == sure || found == maybe), "the power cut at I/O " << at << " left neither state");
    }
    BOOST_TEST_MESSAGE(cuts << " power cuts");
    BOOST_TEST(cuts > 20u);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
