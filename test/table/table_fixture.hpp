// table_fixture.hpp — a database in memory with its tables, and short words for what the tests do with them.
#pragma once

#include "../catalog/catalog_fixture.hpp"

#include <ese/engine/table/ddl.hpp>

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <ostream>
#include <string>
#include <vector>

namespace ese::inline v1::jet {
inline std::ostream& boost_test_print_type(std::ostream& out, error e) { return out << static_cast<std::int32_t>(e); }
}  // namespace ese::inline v1::jet

namespace table_test {
using namespace ese::engine;
namespace jet = ese::jet;
using jet::error;
using jet::prepare_kind;
using cursor_ptr = std::unique_ptr<cursor>;

inline bool good(error e) { return static_cast<std::int32_t>(e) >= 0; }

struct table_fixture : catalog_test::catalog_fixture {
    explicit table_fixture(std::uint32_t page_size = 4096) : catalog_fixture{page_size} {}
    explicit table_fixture(const std::vector<std::byte>& file) : catalog_fixture{file}
    {
        static constexpr std::uint32_t update_at = 232, wide_from = 70;
        wide_ids = load_le<std::uint32_t>(file.data() + update_at) >= wide_from;
    }
    ~table_fixture() { domain.clean_up_all(); }

    bool wide_ids = true;
    database_parts parts{domain, pages(), space, *names, wide_ids};
    database_tables tables{parts};
    session me{domain};
    session rival{domain};

    cursor_ptr create(const char* name, std::vector<jet::column_create> columns, std::vector<jet::index_create> indexes = {})
    {
        jet::table_create wanted;
        wanted.name = name;
        wanted.columns = columns;
        wanted.indexes = indexes;
        cursor_ptr made;
        BOOST_REQUIRE(create_table(tables, me, wanted, made) == error::success);
        return made;
    }
    cursor_ptr open(const char* name, session& by, open_table_options options = {})
    {
        cursor_ptr opened;
        BOOST_REQUIRE(open_table(tables, by, name, options, opened) == error::success);
        return opened;
    }
    cursor_ptr open(const char* name) { return open(name, me); }
};

inline jet::column_create column(const char* name, jet::column_type type, jet::flags<jet::column_option> options = {})
{
    jet::column_create c;
    c.name = name;
    c.type = type;
    c.options = options;
    return c;
}
inline jet::index_create index(const char* name, std::string_view key, jet::flags<jet::index_option> options = {})
{
    jet::index_create i;
    i.name = name;
    i.key = key;
    i.options = options;
    return i;
}
using namespace std::string_view_literals;

inline jet::column_id id_of(cursor& at, const char* name)
{
    jet::column_info info;
    BOOST_REQUIRE(column_info_of(at, name, info) == error::success);
    return info.id;
}

struct long_bytes {
    std::array<std::byte, 4> data;
    operator bytes() const { return data; }
};
inline long_bytes number(std::int32_t n)
{
    long_bytes out;
    store_le(out.data.data(), n);
    return out;
}
inline bytes text(std::string_view s) { return as_bytes_of(s); }

inline error set(cursor& at, const char* name, bytes value, jet::flags<jet::set_column_option> options = {}, std::uint32_t instance = 1,
                 std::uint32_t offset = 0)
{
    jet::set_args args;
    args.column = id_of(at, name);
    args.value = value;
    args.options = options;
    args.instance = instance;
    args.offset = offset;
    return at.set_column(args);
}

struct got {
    error answer;
    std::string value;
};
inline got get(cursor& at, const char* name, jet::flags<jet::retrieve_option> options = {}, std::uint32_t instance = 1, std::uint32_t offset = 0)
{
    jet::retrieve_args args;
    args.column = id_of(at, name);
    args.options = options;
    args.instance = instance;
    args.offset = offset;
    std::vector<std::byte> buffer(1 << 20);
    args.buffer = buffer;
    const error e = at.retrieve_column(args);
    return {e, good(e) ? std::string(reinterpret_cast<const char*>(buffer.data()), std::min<std::size_t>(args.actual, buffer.size())) : ""};
}
inline std::int32_t get_number(cursor& at, const char* name, jet::flags<jet::retrieve_option> options = {})
{
    const got g = get(at, name, options);
    BOOST_REQUIRE_EQUAL(g.answer, error::success);
    return load_le<std::int32_t>(reinterpret_cast<const std::byte*>(g.value.data()));
}

inline error save(cursor& at)
{
    std::size_t actual = 0;
    return at.update({}, actual);
}

inline error seek(cursor& at, bytes key, jet::flags<jet::seek_option> how = jet::seek_option::equal,
                  jet::flags<jet::key_option> limit = {})
{
    if (const error e = at.make_key(key, jet::flags<jet::key_option>{jet::key_option::new_key} | limit); e != error::success) return e;
    return at.seek(how);
}

// A table of numbered names: primary "pk" on id, "by_name" on name.
struct people : table_fixture {
    explicit people(std::uint32_t page_size = 4096) : table_fixture{page_size}
    {
        at = create("people", {column("id", jet::column_type::long_), column("name", jet::column_type::text)},
                    {index("pk", "+id\0\0"sv, jet::index_option::primary), index("by_name", "+name\0\0"sv)});
        at.reset();
        at = open("people");
    }
    error add(std::int32_t id, std::string_view name) { return add(*at, id, name); }
    static error add(cursor& c, std::int32_t id, std::string_view name)
    {
        if (const error e = c.prepare_update(prepare_kind::insert); e != error::success) return e;
        (void)set(c, "id", number(id));
        (void)set(c, "name", text(name));
        const error e = save(c);
        if (e != error::success) c.cancel_update();
        return e;
    }
    static error rename(cursor& c, std::int32_t id, std::string_view name)
    {
        if (const error e = seek(c, number(id)); e != error::success) return e;
        if (const error e = c.prepare_update(prepare_kind::replace); e != error::success) return e;
        (void)set(c, "name", text(name));
        const error e = save(c);
        if (e != error::success) c.cancel_update();
        return e;
    }
    static std::vector<std::int32_t> ids(cursor& c)
    {
        std::vector<std::int32_t> out;
        for (error e = c.move(jet::move_first); e == error::success; e = c.move(1)) out.push_back(get_number(c, "id"));
        return out;
    }
    cursor_ptr at;
};

using numbers = std::vector<std::int32_t>;

}  // namespace table_test
