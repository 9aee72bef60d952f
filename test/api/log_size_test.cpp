// log_size_test.cpp — what changes cost in the log. The id of a commit is a position in it, so two of them tell.

#include <ese/ese.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(log_size)

BOOST_AUTO_TEST_CASE(a_small_update_takes_less_than_80_bytes_of_log)
{
    using type = ese::jet::column_type;
    constexpr int rows = 2000;
    auto files = ese::engine_api{ese::storage::memory};
    ese::instance engine{{.name = "logsize", .directory = "/logsize"}, files};
    ese::session session = engine.begin_session();
    ese::database db = session.create("/logsize/rows.edb");
    ese::cursor table = db.create_table({.name = "rows",
                                         .columns = {{.name = "id", .type = type::long_long}, {.name = "count", .type = type::long_long},
                                                     {.name = "text", .type = type::binary, .size_max = 100}},
                                         .indexes = {{.name = "pk", .parts = {ese::ascending("id")}, .flags = ese::jet::index_option::primary}}});
    const auto id = table.column("id"), count = table.column("count"), text = table.column("text");
    std::uint64_t before = 0, after = 0;
    {
        ese::transaction t{session};
        const std::string filler(100, 'x');
        for (int i = 0; i < rows; ++i) {
            auto row = table.insert();
            row.set(id, i).set(count, 0).set(text, std::as_bytes(std::span{filler}));
            row.save();
        }
        before = t.commit().id.value();
    }
    {
        ese::transaction t{session};
        for (int i = 0; i < rows; ++i) {
            BOOST_REQUIRE(table.seek(i));
            table.replace().set(count, i + 1000).save();
        }
        after = t.commit().id.value();
    }
    BOOST_REQUIRE(after > before);
    const double each = static_cast<double>(after - before) / rows;
    BOOST_TEST_MESSAGE("bytes of log per small update: " << each);
    BOOST_TEST(each < 80.0);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
