// bad_input_fixture.hpp — a store whose content must not suffer from what callers should not hand in.
//
// Room:   test/api. Uses conformance_fixture.
// Gives:  filled_store; works_as_before, which every such test ends with.
#pragma once

#include "conformance_fixture.hpp"

namespace conformance {

using ese::engine_api;
using memory_store = store<engine_in_memory>;

inline std::array<std::byte, 8> some_bytes{};

inline const row_map the_rows{{1, 10}, {2, 20}, {3, 30}};

// The database has what it had, and takes more.
inline void works_as_before(memory_store& in)
{
    auto by = in.enter();
    const table_id rows = by.open();
    BOOST_TEST((by.rows(rows) == the_rows));
    BOOST_TEST(by.find_column(rows, "new") == errc::column_not_found);
    BOOST_TEST(by.try_open("new") == errc::object_not_found);
    BOOST_REQUIRE_EQUAL(by.begin(), errc::success);
    BOOST_TEST(by.insert(rows, 4, 40) == errc::success);
    BOOST_REQUIRE_EQUAL(by.rollback(), errc::success);
    BOOST_REQUIRE_EQUAL(by.close(rows), errc::success);
}

struct filled_store : memory_store {
    user_type by = (fill(the_rows), enter());
    table_id rows = by.open();
};

}  // namespace conformance
