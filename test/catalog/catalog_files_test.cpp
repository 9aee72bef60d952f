// catalog_files_test.cpp — the catalogs of files that Windows wrote. Skipped where those files or Python are absent.
#include "catalog_fixture.hpp"

#include <algorithm>
#include <iterator>

using namespace catalog_test;

namespace {

using lines = std::vector<std::string>;

std::vector<std::filesystem::path> samples()
{
    std::vector<std::filesystem::path> found;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator{shared_data(), ignored})
        if (entry.path().extension() == ".edb") found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    if (found.empty() || !have_python()) BOOST_TEST_MESSAGE("skipped: " << shared_data() << " or python3 is not there");
    return have_python() ? found : std::vector<std::filesystem::path>{};
}

std::vector<std::byte> content_of(const std::filesystem::path& path)
{
    std::vector<std::byte> content(std::filesystem::file_size(path));
    std::ifstream{path, std::ios::binary}.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
    return content;
}

std::string hex(bytes raw)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const std::byte b : raw) {
        out += digits[std::to_integer<unsigned>(b) >> 4];
        out += digits[std::to_integer<unsigned>(b) & 15];
    }
    return out;
}

template <class... Parts>
std::string line(const Parts&... parts)
{
    std::string out;
    const auto add = [&](const auto& part) {
        if (!out.empty()) out += '|';
        if constexpr (std::is_arithmetic_v<std::decay_t<decltype(part)>>) out += std::to_string(part);
        else out += part;
    };
    (add(parts), ...);
    return out;
}

std::string line_of(const std::string& table, const index_definition& index, page_no root)
{
    std::string key;
    for (const key_column& c : index.columns) {
        if (!key.empty()) key += ',';
        key += std::to_string(c.column_id) + ':' + std::to_string((c.descending ? 0x40 : 0) | (c.derived ? 0x80 : 0));
    }
    return line("index", table, index.name, root.value(), index.flags, index.key_most, index.locale, key);
}

lines schema_of(catalog_fixture& db)
{
    session me{db.domain};
    const read_scope now{me};
    lines out;
    for (const table_summary& found : db.names->tables(now.get())) {
        const table_schema t = db.names->read_table(now.get(), found.object);
        out.push_back(line("table", t.name, t.object.value(), t.root.value(), t.flags, t.density));
        for (const column_definition& c : t.columns.columns())
            out.push_back(line("column", t.name, c.name, c.id, static_cast<unsigned>(c.type), c.max_size, c.flags, hex(c.default_value)));
        if (t.has_primary) out.push_back(line_of(t.name, t.primary, t.root));
        for (const index_schema& i : t.indexes) out.push_back(line_of(t.name, i.definition, i.root));
        if (t.long_values_root) out.push_back(line("long values", t.name, t.long_values_object.value(), t.long_values_root.value()));
    }
    std::sort(out.begin(), out.end());
    return out;
}

lines schema_by_checker(const std::filesystem::path& path)
{
    const auto listing = std::filesystem::temp_directory_path() / "ese_schema_lines.txt";
    const std::string command = "python3 \"" + (here() / "schema_lines.py").string() + "\" \"" + path.string() + "\" > \"" +
                                listing.string() + "\"";
    BOOST_REQUIRE(std::system(command.c_str()) == 0);
    lines out;
    std::ifstream in{listing};
    for (std::string text; std::getline(in, text);) out.push_back(text);
    std::sort(out.begin(), out.end());
    std::filesystem::remove(listing);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(catalog_files)

BOOST_AUTO_TEST_CASE(the_schema_of_a_foreign_file_is_what_the_checker_reads)
{
    for (const auto& path : samples())
        BOOST_TEST_CONTEXT(path.filename())
        {
            catalog_fixture db{content_of(path)};

            BOOST_TEST(schema_of(db) == schema_by_checker(path), boost::test_tools::per_element());
        }
}

BOOST_AUTO_TEST_CASE(the_space_of_a_foreign_file_is_understood)
{
    for (const auto& path : samples())
        BOOST_TEST_CONTEXT(path.filename())
        {
            catalog_fixture db{content_of(path)};
            session me{db.domain};
            const read_scope now{me};

            BOOST_TEST(db.space.last_owned_page().value() <= db.pages().last_page().value());
            for (const table_summary& found : db.names->tables(now.get())) {
                const table_schema t = db.names->read_table(now.get(), found.object);
                BOOST_TEST(db.space.owned_pages(t.root) > db.space.available_pages(t.root));
                for (const index_schema& i : t.indexes) BOOST_TEST(db.space.owned_pages(i.root) >= 1U);
            }
        }
}

BOOST_AUTO_TEST_CASE(a_foreign_file_can_be_given_tables_and_lose_them)
{
    for (const auto& path : samples())
        BOOST_TEST_CONTEXT(path.filename())
        {
            catalog_fixture db{content_of(path)};
            session me{db.domain};
            std::vector<object_id> made;
            me.begin(false);
            for (int i = 0; i < 30; ++i) {
                made.push_back(db.make_table(me, "made here " + std::to_string(i)));
                column_definition column;
                column.name = "a column";
                column.id = 256;
                column.type = ese::jet::column_type::long_binary;
                BOOST_REQUIRE((db.names->add_column(me, made.back(), column) == ese::jet::error::success));
            }
            me.commit();
            BOOST_TEST(db.passes_the_checker("foreign_more", ""));

            for (std::size_t i = 0; i < made.size(); i += 2) {
                const page_no root = db.root_of(me, made[i]);
                BOOST_REQUIRE((db.names->remove_table(me, made[i]) == ese::jet::error::success));
                db.space.destroy_tree(root, space_manager::database_root);
            }
            BOOST_TEST(db.passes_the_checker("foreign_less", ""));
        }
}

// Any byte of the catalog's pages may be wrong: reading answers or fails, and comes back.
BOOST_AUTO_TEST_CASE(a_spoilt_catalog_is_an_accident)
{
    catalog_fixture good;
    {
        session me{good.domain};
        me.begin(false);
        (void)good.make_table(me, "t");
        me.commit();
    }
    (void)good.passes_the_checker("spoilt");
    std::vector<std::byte> content(static_cast<std::size_t>(good.pages().raw().size()));
    good.pages().raw().read(0, content);

    std::uint32_t random = 1;
    const auto draw = [&](std::uint32_t below) { return (random = random * 1103515245U + 12345U, (random >> 8) % below); };
    for (int round = 0; round < 600; ++round) {
        std::vector<std::byte> bad = content;
        const std::uint32_t pages[] = {4, 7, 10, 13, 14, 1, 2, 3, 5, 6};
        const std::uint32_t page = pages[draw(10)];
        std::byte* const at = bad.data() + (page + 1) * 4096;
        for (std::uint32_t n = 1 + draw(4); n != 0; --n) at[8 + draw(4088)] = static_cast<std::byte>(draw(256));
        stamp_checksum(at, 4096, page);
        try {
            catalog_fixture db{bad};
            (void)schema_of(db);
            session me{db.domain};
            me.begin(false);
            struct at_end {  // undoing needs pages that may be bad: the file is given up as it is
                catalog_fixture& db;
                session& s;
                ~at_end()
                {
                    db.forget_trees();
                    if (s.level() != 0) s.rollback();
                    db.domain.forget_everything();
                }
            } const giving_up{db, me};
            (void)db.make_table(me, "another");
            (void)db.names->remove_table(me, db.names->find_table(me.reading(), "t").value_or(found_table{}).object);
            me.commit();
            (void)db.space.allocate_page(page_no{4});
        } catch (const failure&) {
        }
    }
    BOOST_TEST(true);
}

BOOST_AUTO_TEST_SUITE_END()
