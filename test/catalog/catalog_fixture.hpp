// catalog_fixture.hpp — a database with a catalog, in memory; written to disk for the independent checker.
#pragma once

#include <ese/engine/catalog/catalog.hpp>
#include <ese/engine/os/memory_files.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace catalog_test {
using namespace ese::engine;
namespace jet = ese::jet;

inline constexpr const char* file_name = "catalog.edb";

class catalog_fixture {
public:
    // A new database, in memory.
    explicit catalog_fixture(std::uint32_t page_size = 4096)
        : page_size_{page_size}, pages_{open_in_memory(), page_size, budget_, page_file::access::read_write}
    {
        pages_.set_dbtime(0x40);
        space.format_database(254);
        names = std::make_unique<catalog>(domain, pages_, space);
        names->format();
    }
    // A copy of a file, in memory, to read and to change.
    explicit catalog_fixture(const std::vector<std::byte>& content)
        : page_size_{load_le<std::uint32_t>(content.data() + 236)},
          pages_{open_in_memory(), page_size_, budget_, page_file::access::read_write}
    {
        pages_.raw().write(0, content);
        pages_.set_dbtime(load_le<std::uint64_t>(content.data() + 16));
        pages_.set_last_page(page_no{static_cast<std::uint32_t>(content.size() / page_size_ - 2)});
        names = std::make_unique<catalog>(domain, pages_, space);
        names->open(object_id{load_le<std::uint32_t>(content.data() + 212)});
    }
    [[nodiscard]] page_file& pages() noexcept { return pages_; }
    [[nodiscard]] std::uint32_t page_size() const noexcept { return page_size_; }

    // A table with its tree, as far as the catalog is concerned.
    object_id make_table(session& by, const std::string& name)
    {
        new_table table;
        table.name = name;
        table.object = names->next_object_id();
        table.root = space.create_tree({space_manager::database_root, table.object, 0, 1});
        const jet::error e = names->add_table(by, table);
        if (e != jet::error::success) {
            space.destroy_tree(table.root, space_manager::database_root);
            return {};
        }
        return table.object;
    }
    page_no root_of(session& by, object_id table)
    {
        const read_scope now{by};
        return names->read_table(now.get(), table).root;
    }

    void forget_trees()
    {
        for (std::uint32_t root = 1; root <= pages_.last_page().value(); ++root)
            if (versioned_tree* tree = names->system_tree(page_no{root})) tree->drop();
    }

    // As a clean shutdown leaves it. True: the checker found nothing. Nothing is checked where there is no Python.
    [[nodiscard]] bool passes_the_checker(const std::string& label, const char* options = "--strict");

private:
    [[nodiscard]] std::unique_ptr<file> open_in_memory() { return memory_.open(file_name, open_mode::create_new); }

    memory_files memory_;
    cache_budget budget_{std::uint64_t{64} << 20};
    std::uint32_t page_size_;
    page_file pages_;

public:
    transaction_domain domain{transaction_domain::limits{}};
    space_manager space{pages_};
    std::unique_ptr<catalog> names;
};

inline std::filesystem::path here() { return std::filesystem::path{__FILE__}.parent_path(); }
inline std::filesystem::path shared_data() { return here() / ".." / ".." / ".." / "shared" / "data"; }
inline std::string checker() { return "python3 \"" + (here() / ".." / "edbcheck.py").string() + "\" "; }
inline bool have_python() { return std::system("python3 --version > /dev/null 2>&1") == 0; }

// What a clean shutdown writes in front of the pages, as far as a checker looks.
inline std::vector<std::byte> clean_header(std::uint32_t page_size, std::uint64_t dbtime, std::uint32_t highest_object)
{
    std::vector<std::byte> header(page_size);
    const auto put = [&](std::size_t at, auto value) { store_le(header.data() + at, value); };
    put(4, std::uint32_t{0x89ABCDEF});
    put(8, std::uint32_t{0x620});
    put(16, dbtime);
    put(52, std::uint32_t{3});
    put(104, std::uint32_t{1});
    put(212, highest_object);
    put(232, std::uint32_t{20});
    put(236, page_size);
    put(340, std::uint32_t{0x620});
    put(344, std::uint32_t{20});
    put(508, ~std::uint64_t{0});
    put(667, std::uint32_t{1});
    for (const std::size_t time : {28U, 64U, 72U, 88U}) {  // 2020-01-01
        header[time + 3] = header[time + 4] = std::byte{1};
        header[time + 5] = std::byte{120};
    }
    std::uint32_t sum = 0x89ABCDEF;
    for (std::size_t at = 4; at < header.size(); at += 4) sum ^= load_le<std::uint32_t>(header.data() + at);
    put(0, sum);
    return header;
}

inline bool catalog_fixture::passes_the_checker(const std::string& label, const char* options)
{
    if (!have_python()) {
        BOOST_TEST_MESSAGE("skipped: no python3 to run edbcheck.py");
        return true;
    }
    domain.clean_up_all();
    pages_.flush();
    const auto header = clean_header(page_size_, pages_.dbtime(), names->highest_object_id().value());
    pages_.raw().write(0, header);
    pages_.raw().write(page_size_, header);

    std::vector<std::byte> all(static_cast<std::size_t>(pages_.raw().size()));
    pages_.raw().read(0, all);
    const auto path = std::filesystem::temp_directory_path() / ("ese_catalog_" + label + ".edb");
    std::ofstream{path, std::ios::binary}.write(reinterpret_cast<const char*>(all.data()), static_cast<std::streamsize>(all.size()));
    const bool good = std::system((checker() + options + " \"" + path.string() + "\"").c_str()) == 0;
    if (good) std::filesystem::remove(path);
    return good;
}

}  // namespace catalog_test
