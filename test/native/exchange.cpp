// exchange.cpp — what one engine wrote, the other reads: the portable engine and the esent.dll of this Windows.
#include <ese/ese.hpp>
#include <ese/native.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

// Recovery is off: a file that was closed in order needs no log, and the logs of the two are not meant for each other.
template <class Api>
struct opened {
    explicit opened(const fs::path& folder) : instance{{.directory = folder.string(), .page_size = 4096, .recovery = false}} {}

    ese::basic_instance<Api> instance;
    ese::basic_session<Api> session = instance.begin_session();
};

struct folder_fixture {
    folder_fixture() : folder{fs::temp_directory_path() / "ese_exchange"}
    {
        fs::remove_all(folder);
        fs::create_directories(folder);
    }
    [[nodiscard]] std::string file() const { return (folder / "exchange.edb").string(); }

    fs::path folder;
};

[[nodiscard]] std::string name_of(std::int32_t number) { return "row " + std::to_string(number); }
[[nodiscard]] std::vector<std::byte> picture_of(std::int32_t number)
{
    return std::vector<std::byte>(static_cast<std::size_t>(number) * 10, static_cast<std::byte>(number));
}

constexpr std::int32_t rows_written = 1000;   // long values up to 10 kB, on many pages

template <class Api>
void write(const folder_fixture& where)
{
    using type = ese::jet::column_type;
    opened<Api> by{where.folder};
    auto db = by.session.create(where.file());
    auto rows = db.create_table({
        .name    = "rows",
        .columns = {{.name = "number", .type = type::long_}, {.name = "name", .type = type::text},
                    {.name = "picture", .type = type::long_binary}},
        .indexes = {{.name = "by_number", .parts = {ese::ascending("number")}, .flags = ese::jet::index_option::primary},
                    {.name = "down", .parts = {ese::descending("number")}}},
    });
    ese::basic_transaction<Api> work{by.session};
    for (std::int32_t n = 0; n < rows_written; ++n)
        rows.insert().set("number", n).set("name", name_of(n)).set("picture", picture_of(n)).save();
    work.commit();
    rows.close();
    db.close();
    by.session.detach(where.file());
}

template <class Api>
void expect_all(const folder_fixture& where)
{
    opened<Api> by{where.folder};
    auto db = by.session.attach(where.file());
    auto rows = db.open_cursor("rows");

    std::int32_t expected = 0;
    for (auto& row : rows.rows()) {
        BOOST_TEST(row.template get<std::int32_t>("number") == expected);
        BOOST_TEST(row.template get<std::string>("name") == name_of(expected));
        BOOST_TEST((row.template get<std::vector<std::byte>>("picture") == picture_of(expected)));
        ++expected;
    }
    BOOST_TEST(expected == rows_written);

    rows.use_index("down");
    BOOST_TEST(rows.seek(std::int32_t{500}));
    BOOST_TEST(rows.move_next());
    BOOST_TEST(rows.template get<std::int32_t>("number") == 499);

    ese::basic_transaction<Api> work{by.session};   // and it may go on from there
    rows.insert().set("number", rows_written).set("name", "new").save();
    work.commit();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(exchange, folder_fixture)

BOOST_AUTO_TEST_CASE(esent_attaches_reads_and_changes_a_file_the_engine_wrote)
{
    write<ese::engine_api>(*this);
    expect_all<ese::esent_api>(*this);
}

BOOST_AUTO_TEST_CASE(the_engine_attaches_reads_and_changes_a_file_esent_wrote)
{
    write<ese::esent_api>(*this);
    expect_all<ese::engine_api>(*this);
}

BOOST_AUTO_TEST_SUITE_END()
