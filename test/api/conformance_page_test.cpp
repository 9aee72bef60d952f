// conformance_page_test.cpp — docs/conformance.md and the sources agree on which tests there are.
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(api)
BOOST_AUTO_TEST_SUITE(conformance_page)

namespace {

using names = std::set<std::string>;

[[nodiscard]] fs::path source_folder()
{
    const char* const named = std::getenv("ESE_SOURCE_DIR");
    return named ? fs::path{named} : fs::absolute(__FILE__).parent_path().parent_path().parent_path();
}

[[nodiscard]] std::string read(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

[[nodiscard]] bool is_test_name(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos &&
           text.find('_') != std::string_view::npos;
}

// What stands between backquotes in the rows of tables.
[[nodiscard]] names named_on_the_page()
{
    names found;
    const std::string page = read(source_folder() / "docs" / "conformance.md");
    for (std::string::size_type at = 0; at < page.size();) {
        const auto end = std::min(page.find('\n', at), page.size());
        const std::string line = page.substr(at, end - at);
        at = end + 1;
        if (!line.starts_with("|")) continue;
        for (auto open = line.find('`'); open != std::string::npos;) {
            const auto close = line.find('`', open + 1);
            BOOST_REQUIRE_MESSAGE(close != std::string::npos, "an open quote in: " << line);
            found.insert(line.substr(open + 1, close - open - 1));
            open = line.find('`', close + 1);
        }
    }
    return found;
}

void add_tests_of(const fs::path& file, names& found)
{
    const std::string source = read(file);
    for (const std::string_view macro : {"\nBOOST_AUTO_TEST_CASE(", "\nBOOST_FIXTURE_TEST_CASE(", "\nBOOST_AUTO_TEST_CASE_TEMPLATE("})
        for (auto at = source.find(macro); at != std::string::npos; at = source.find(macro, at + 1)) {
            const auto from = at + macro.size();
            found.insert(source.substr(from, source.find_first_of(",) ", from) - from));
        }
}

[[nodiscard]] names tests_in(const fs::path& folder, std::string_view prefix)
{
    names found;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(prefix) && name.ends_with("_test.cpp")) add_tests_of(entry.path(), found);
    }
    return found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_test_named_on_the_page_exists)
{
    const names page = named_on_the_page();
    const names tests = tests_in(source_folder() / "test", "");

    BOOST_TEST(page.size() > 60u);
    for (const std::string& name : page) {
        BOOST_TEST(is_test_name(name), name << " is no name of a test");
        BOOST_TEST(tests.contains(name), "docs/conformance.md names " << name << ", and there is no such test");
    }
}

BOOST_AUTO_TEST_CASE(every_conformance_test_is_on_the_page)
{
    const names page = named_on_the_page();
    names tests = tests_in(source_folder() / "test" / "api", "conformance_");
    tests.erase("every_test_named_on_the_page_exists");
    tests.erase("every_conformance_test_is_on_the_page");

    for (const std::string& name : tests) BOOST_TEST(page.contains(name), name << " is not in docs/conformance.md");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
