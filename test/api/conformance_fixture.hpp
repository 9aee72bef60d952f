// conformance_fixture.hpp — the backends the conformance suite runs over, and a small store with short names for its calls.
//
// Room:   test support. Uses the waist only: whatever satisfies jet_api can be put into `backends`.
// Gives:  backends, each knows how to make its api and where its database lies; store, an instance with a database that
//         has the table `rows`; user, a session with that database open, and answers instead of exceptions.
// Holds:  a store that could be ended in order leaves its database for the checker of database files, where a folder for
//         them is named.
#pragma once

#include <ese/backend/engine.hpp>
#include <ese/jet/definitions.hpp>

#if defined(_WIN32) && defined(ESE_TEST_NATIVE)
#include <ese/backend/native_api.hpp>
#endif

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace ese::inline v1::jet {
inline std::ostream& boost_test_print_type(std::ostream& out, error code) { return out << static_cast<std::int32_t>(code); }
}  // namespace ese::inline v1::jet

namespace conformance {

using ese::column_id;
using ese::database_id;
using ese::errc;
using ese::jet_api;
using ese::session_id;
using ese::table_id;
namespace jet = ese::jet;

// A name of its own for each test and backend, fit for a file.
[[nodiscard]] inline std::string current_test_name()
{
    std::string name = boost::unit_test::framework::current_test_case().full_name();
    std::replace_if(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name.size() <= 120 ? name : name.substr(name.size() - 120);
}

// Where databases go that someone may want to look at afterwards. Empty: nobody does.
[[nodiscard]] inline std::filesystem::path kept_files()
{
    const char* const named = std::getenv("ESE_TEST_FILES");
    return named ? std::filesystem::path{named} / "conformance" : std::filesystem::path{};
}

// backends

struct engine_in_memory {
    using api = ese::engine_api;
    static constexpr std::string_view recovery = "on";
    static api make() { return api{ese::storage::memory}; }
    static std::string database() { return "conformance.edb"; }
    static void finish(const std::string&, bool) {}
};

struct engine_on_files {
    using api = ese::engine_api;
    static constexpr std::string_view recovery = "off";    // several instances stand in one folder
    static api make() { return api{ese::storage::files}; }
    static std::string database()
    {
        const std::filesystem::path kept = kept_files();
        const std::filesystem::path folder = kept.empty() ? std::filesystem::temp_directory_path() / "ese_conformance" : kept;
        std::filesystem::create_directories(folder);
        return (folder / (current_test_name() + ".edb")).string();
    }
    static void finish(const std::string& path, bool in_order)
    {
        std::error_code ignored;
        if (!in_order || kept_files().empty()) std::filesystem::remove(path, ignored);
    }
};

#if defined(_WIN32) && defined(ESE_TEST_NATIVE)
struct esent {
    using api = ese::esent_api;
    static constexpr std::string_view recovery = "off";
    static api make() { return api{}; }
    static std::string database() { return engine_on_files::database(); }
    static void finish(const std::string& path, bool) { engine_on_files::finish(path, false); }
};
using backends = std::tuple<esent>;
#else
using backends = std::tuple<engine_in_memory, engine_on_files>;
#endif

// The answer another thread gets.
template <class Call>
[[nodiscard]] errc elsewhere(Call&& call)
{
    errc answer = errc::success;
    std::thread other{[&] { answer = call(); }};
    other.join();
    return answer;
}

[[nodiscard]] inline std::span<const std::byte> bytes_of(const std::int32_t& value)
{
    return std::as_bytes(std::span{&value, 1});
}
[[nodiscard]] inline std::span<const std::byte> bytes_of(std::string_view text)
{
    return std::as_bytes(std::span{text.data(), text.size()});
}

// The table: a Long key with a unique primary index, a Long, and a long binary.
inline constexpr column_id key_column{1};
inline constexpr column_id value_column{2};
inline constexpr column_id note_column{256};

using row_map = std::map<std::int32_t, std::int32_t>;

// A session, by its calls. Borrowed: it owns nothing.
template <jet_api Api>
class user {
public:
    user(Api& api, session_id id, database_id database = jet::nil_database) : api_{&api}, id_{id}, database_{database} {}

    [[nodiscard]] session_id id() const { return id_; }
    [[nodiscard]] database_id database() const { return database_; }

    errc begin(jet::flags<jet::begin_option> options = {}) { return api_->begin_transaction(id_, options); }
    errc commit() { return api_->commit_transaction(id_, jet::commit_option::lazy_flush); }
    errc rollback(jet::flags<jet::rollback_option> options = {}) { return api_->rollback(id_, options); }
    errc end() { return api_->end_session(id_, {}); }
    std::uint32_t level()
    {
        ese::session_info info;
        BOOST_REQUIRE_EQUAL(api_->get_session_info(id_, info), errc::success);
        return info.level;
    }

    // cursors
    errc try_open(table_id& cursor, std::string_view table = "rows", jet::flags<jet::open_table_option> options = {})
    {
        return api_->open_table(id_, database_, table, options, cursor);
    }
    errc try_open(std::string_view table)
    {
        table_id cursor;
        const errc answer = try_open(cursor, table);
        if (answer == errc::success) (void)close(cursor);
        return answer;
    }
    table_id open(std::string_view table = "rows")
    {
        table_id cursor;
        BOOST_REQUIRE_EQUAL(try_open(cursor, table), errc::success);
        return cursor;
    }
    errc close(table_id cursor) { return api_->close_table(id_, cursor); }
    errc move(table_id cursor, std::int32_t rows) { return api_->move(id_, cursor, rows, {}); }
    errc first(table_id cursor) { return move(cursor, jet::move_first); }
    errc next(table_id cursor) { return move(cursor, jet::move_next); }
    errc seek(table_id cursor, std::int32_t key, jet::seek_option how = jet::seek_option::equal)
    {
        if (const errc made = api_->make_key(id_, cursor, bytes_of(key), jet::key_option::new_key); made != errc::success) return made;
        return api_->seek(id_, cursor, how);
    }

    // values
    errc get(table_id cursor, column_id column, std::int32_t& value, jet::flags<jet::retrieve_option> options = {})
    {
        jet::retrieve_args args;
        args.column = column;
        args.buffer = std::as_writable_bytes(std::span{&value, 1});
        args.options = options;
        return api_->retrieve_column(id_, cursor, args);
    }
    errc set(table_id cursor, column_id column, std::int32_t value)
    {
        jet::set_args args;
        args.column = column;
        args.value = bytes_of(value);
        return api_->set_column(id_, cursor, args);
    }
    errc set(table_id cursor, column_id column, std::string_view value)
    {
        jet::set_args args;
        args.column = column;
        args.value = bytes_of(value);
        return api_->set_column(id_, cursor, args);
    }
    errc prepare(table_id cursor, jet::prepare_kind kind) { return api_->prepare_update(id_, cursor, kind); }
    errc update(table_id cursor)
    {
        std::size_t size = 0;
        return api_->update(id_, cursor, {}, size, {});
    }
    // The key of the current record; none when there is no such record.
    std::optional<std::int32_t> key_at(table_id cursor)
    {
        std::int32_t key = 0;
        if (get(cursor, key_column, key) != errc::success) return std::nullopt;
        return key;
    }

    // rows. An update that is refused is given up.
    errc insert(table_id cursor, std::int32_t key, std::int32_t value = 0)
    {
        if (const errc prepared = prepare(cursor, jet::prepare_kind::insert); prepared != errc::success) return prepared;
        if (const errc wrong = set(cursor, key_column, key); wrong != errc::success) return give_up(cursor, wrong);
        return finish(cursor, value);
    }
    errc replace(table_id cursor, std::int32_t key, std::int32_t value)
    {
        if (const errc found = seek(cursor, key); found != errc::success) return found;
        if (const errc prepared = prepare(cursor, jet::prepare_kind::replace); prepared != errc::success) return prepared;
        return finish(cursor, value);
    }
    errc erase(table_id cursor, std::int32_t key)
    {
        if (const errc found = seek(cursor, key); found != errc::success) return found;
        return api_->delete_record(id_, cursor);
    }
    errc lock(table_id cursor, std::int32_t key, jet::lock_option how = jet::lock_option::write)
    {
        if (const errc found = seek(cursor, key); found != errc::success) return found;
        return api_->get_lock(id_, cursor, how);
    }
    std::optional<std::int32_t> at(table_id cursor, std::int32_t key)
    {
        std::int32_t value = 0;
        if (seek(cursor, key) != errc::success || get(cursor, value_column, value) != errc::success) return std::nullopt;
        return value;
    }
    row_map rows(table_id cursor)
    {
        row_map all;
        for (errc at = first(cursor); at == errc::success; at = next(cursor)) {
            std::int32_t key = 0;
            std::int32_t value = 0;
            BOOST_REQUIRE_EQUAL(get(cursor, key_column, key), errc::success);
            BOOST_REQUIRE_EQUAL(get(cursor, value_column, value), errc::success);
            all[key] = value;
        }
        return all;
    }

    // definitions
    errc create_table(std::string_view name, table_id& cursor)
    {
        std::array<jet::column_create, 3> columns;
        columns[0] = {"key", jet::column_type::long_, 0, jet::column_option::fixed | jet::column_option::not_null, 0, {}, {}, {}};
        columns[1] = {"value", jet::column_type::long_, 0, jet::column_option::fixed, 0, {}, {}, {}};
        columns[2] = {"note", jet::column_type::long_binary, 0, jet::column_option::tagged, 0, {}, {}, {}};
        jet::index_create primary;
        primary.name = "primary";
        primary.key = std::string_view{"+key\0\0", 6};
        primary.options = jet::index_option::primary | jet::index_option::unique;
        jet::table_create table;
        table.name = name;
        table.columns = columns;
        table.indexes = {&primary, 1};
        return api_->create_table(id_, database_, table, cursor);
    }
    errc delete_table(std::string_view name) { return api_->delete_table(id_, database_, name); }
    errc add_column(table_id cursor, std::string_view name)
    {
        column_id ignored;
        return add_column(cursor, name, ignored);
    }
    errc add_column(table_id cursor, std::string_view name, column_id& id)
    {
        jet::column_create column{name, jet::column_type::long_, 0, {}, 0, {}, {}, {}};
        const errc answer = api_->add_column(id_, cursor, column);
        id = column.id;
        return answer;
    }
    errc delete_column(table_id cursor, std::string_view name) { return api_->delete_column(id_, cursor, name, {}); }
    errc create_index(table_id cursor, std::string_view name, std::string_view column, jet::flags<jet::index_option> options = {})
    {
        const std::string key = '+' + std::string{column} + std::string(2, '\0');
        jet::index_create index;
        index.name = name;
        index.key = key;
        index.options = options;
        return api_->create_index(id_, cursor, index);
    }
    errc delete_index(table_id cursor, std::string_view name) { return api_->delete_index(id_, cursor, name); }
    errc use_index(table_id cursor, std::string_view name) { return api_->set_current_index(id_, cursor, name, {}); }
    std::string index_in_use(table_id cursor)
    {
        std::string name;
        BOOST_REQUIRE_EQUAL(api_->get_current_index(id_, cursor, name), errc::success);
        return name;
    }
    errc find_column(table_id cursor, std::string_view name)
    {
        jet::column_info info;
        return api_->get_column_info(id_, cursor, name, info);
    }

private:
    errc give_up(table_id cursor, errc why)
    {
        (void)prepare(cursor, jet::prepare_kind::cancel);
        return why;
    }
    errc finish(table_id cursor, std::int32_t value)
    {
        if (const errc wrong = set(cursor, value_column, value); wrong != errc::success) return give_up(cursor, wrong);
        const errc written = update(cursor);
        return written == errc::success ? written : give_up(cursor, written);
    }

    Api* api_;
    session_id id_;
    database_id database_;
};

struct settings {
    std::optional<std::uint64_t> sessions_max{};
    std::optional<std::uint64_t> version_pages_max{};
};

// An instance, not running yet.
template <class Backend>
class created_store {
public:
    using api_type = typename Backend::api;
    using user_type = user<api_type>;

    explicit created_store(settings wanted = {})
    {
        create();
        if (wanted.sessions_max) BOOST_REQUIRE_EQUAL(set(jet::parameter::max_sessions, *wanted.sessions_max), errc::success);
        if (wanted.version_pages_max) BOOST_REQUIRE_EQUAL(set(jet::parameter::max_ver_pages, *wanted.version_pages_max), errc::success);
    }
    created_store(const created_store&) = delete;
    created_store& operator=(const created_store&) = delete;

    void create()
    {
        BOOST_REQUIRE_EQUAL(api.create_instance(current_test_name()), errc::success);
        BOOST_REQUIRE_EQUAL(set(jet::parameter::max_temporary_tables, 0), errc::success);
        BOOST_REQUIRE_EQUAL(api.set_parameter(jet::parameter::recovery, 0, Backend::recovery), errc::success);
    }
    errc set(jet::parameter which, std::uint64_t number) { return api.set_parameter(which, number, {}); }
    errc init() { return api.init({}); }
    errc term(jet::flags<jet::term_option> how = {}) { return api.term(how); }
    session_id session()
    {
        session_id begun;
        BOOST_REQUIRE_EQUAL(api.begin_session(begun), errc::success);
        return begun;
    }

    api_type api = Backend::make();
};

// A running instance with a database.
template <class Backend>
class store : public created_store<Backend> {
public:
    using typename created_store<Backend>::user_type;

    explicit store(settings wanted = {}) : created_store<Backend>{wanted}, path{Backend::database()}
    {
        BOOST_REQUIRE_EQUAL(this->init(), errc::success);
        const session_id maker = this->session();
        database_id made;
        BOOST_REQUIRE_EQUAL(this->api.create_database(maker, path, jet::create_database_option::overwrite_existing, made), errc::success);
        user_type by{this->api, maker, made};
        table_id rows;
        BOOST_REQUIRE_EQUAL(by.create_table("rows", rows), errc::success);
        BOOST_REQUIRE_EQUAL(by.end(), errc::success);
    }
    ~store()
    {
        for (const session_id one : begun_) (void)this->api.end_session(one, {});
        const bool in_order = this->term() == errc::success;
        Backend::finish(path, in_order);
    }

    user_type enter()
    {
        begun_.push_back(this->session());
        return enter(begun_.back());
    }
    user_type enter(session_id by)
    {
        database_id opened;
        BOOST_REQUIRE_EQUAL(this->api.open_database(by, path, {}, opened), errc::success);
        return {this->api, by, opened};
    }
    // Rows everybody sees.
    void fill(const row_map& rows)
    {
        user_type by = enter();
        const table_id cursor = by.open();
        for (const auto& [key, value] : rows) BOOST_REQUIRE_EQUAL(by.insert(cursor, key, value), errc::success);
        BOOST_REQUIRE_EQUAL(by.end(), errc::success);
        begun_.pop_back();
    }

    const std::string path;

private:
    std::vector<session_id> begun_;
};

}  // namespace conformance
