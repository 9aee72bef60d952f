// shared_data.hpp — where the database files lie that Windows wrote, if they are here.
//
// Room:   test support.
// Gives:  sample_databases: their content by name; none where the folder is absent.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace page_tests {

struct sample_database {
    std::string name;
    std::vector<char> content;
};

// ESE_SHARED_DATA names the folder; otherwise shared/data beside a folder above this file.
[[nodiscard]] inline std::filesystem::path sample_folder()
{
    if (const char* const named = std::getenv("ESE_SHARED_DATA")) return named;
    std::filesystem::path at = std::filesystem::absolute(__FILE__).parent_path();
    while (at.has_relative_path()) {
        at = at.parent_path();
        if (std::filesystem::is_directory(at / "shared" / "data")) return at / "shared" / "data";
    }
    return {};
}

[[nodiscard]] inline std::vector<sample_database> sample_databases()
{
    std::vector<sample_database> found;
    const std::filesystem::path folder = sample_folder();
    if (!std::filesystem::is_directory(folder)) return found;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".edb") continue;
        std::ifstream in{entry.path(), std::ios::binary};
        found.push_back({entry.path().filename().string(), {std::istreambuf_iterator<char>{in}, {}}});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return found;
}

}  // namespace page_tests
