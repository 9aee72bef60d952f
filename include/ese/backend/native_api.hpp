// native_api.hpp — esent.dll as a backend.
//
// Room:   backend. Uses native_abi, native_definitions. Empty everywhere but on Windows.
// Gives:  esent_api, which satisfies jet_api and the groups for escrow, secondary bookmarks and record sizes.
// Holds:  (1) the instance comes into being with the first parameter of its own or with init, because parameters of the
//             whole process (the page size) can only be set before there is one;
//         (2) calls on rows are a cast and a call; only calls with names convert and may allocate.
#pragma once

#if defined(_WIN32)

#include <ese/backend/jet_api.hpp>
#include <ese/backend/native_abi.hpp>
#include <ese/backend/native_definitions.hpp>
#include <ese/jet/parameters.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ese::inline v1 {

class esent_api {
public:
    template <class E>
    using flags = jet::flags<E>;
    using bytes_in  = std::span<const std::byte>;
    using bytes_out = std::span<std::byte>;

    errc create_instance(std::string_view name) noexcept
    {
        return guarded([&] {
            name_ = name;
            return errc::success;
        });
    }
    errc set_parameter(jet::parameter which, std::uint64_t number, std::string_view text) noexcept;
    errc get_parameter(jet::parameter which, std::uint64_t& number, std::string& text) noexcept;
    errc init(flags<jet::init_option> options) noexcept
    {
        if (const errc code = materialise(); jet::is_error(code)) return code;
        const errc code = answer(esent_abi::JetInit2(&instance_, options.bits()));
        if (jet::is_error(code)) instance_ = esent_abi::nil;   // a failed init frees it
        return code;
    }
    errc term(flags<jet::term_option> options) noexcept
    {
        if (instance_ == esent_abi::nil) return errc::success;
        const errc code = answer(esent_abi::JetTerm2(instance_, options.bits()));
        if (!jet::is_error(code) || code == errc::dirty_shutdown) instance_ = esent_abi::nil;
        return code;
    }
    errc stop_service(flags<jet::stop_service_option> options) noexcept
    {
        return options.none() ? answer(esent_abi::JetStopServiceInstance(instance_)) : errc::feature_not_available;
    }

    errc begin_session(session_id& fresh) noexcept
    {
        esent_abi::api_ptr made = 0;
        const errc code = answer(esent_abi::JetBeginSessionW(instance_, &made, nullptr, nullptr));
        fresh = session_id{made};
        return code;
    }
    errc dup_session(session_id s, session_id& fresh) noexcept
    {
        esent_abi::api_ptr made = 0;
        const errc code = answer(esent_abi::JetDupSession(raw(s), &made));
        fresh = session_id{made};
        return code;
    }
    errc end_session(session_id s, flags<jet::end_session_option> options) noexcept
    {
        return answer(esent_abi::JetEndSession(raw(s), options.bits()));
    }
    errc set_session_context(session_id s, std::uint64_t context) noexcept
    {
        return answer(esent_abi::JetSetSessionContext(raw(s), detail::pointer_sized(context)));
    }
    errc reset_session_context(session_id s) noexcept { return answer(esent_abi::JetResetSessionContext(raw(s))); }
    errc get_session_info(session_id s, session_info& info) noexcept
    {
        esent_abi::session_info told;
        const errc code = answer(esent_abi::JetGetSessionInfo(raw(s), &told, sizeof told, 0));
        info = {told.level, told.begin_stamp, told.context};
        return code;
    }

    errc begin_transaction(session_id s, flags<jet::begin_option> options) noexcept
    {
        return answer(esent_abi::JetBeginTransaction2(raw(s), options.bits()));
    }
    errc commit_transaction(session_id s, flags<jet::commit_option> options) noexcept
    {
        return answer(esent_abi::JetCommitTransaction(raw(s), options.bits()));
    }
    errc rollback(session_id s, flags<jet::rollback_option> options) noexcept
    {
        return answer(esent_abi::JetRollback(raw(s), options.bits()));
    }

    errc create_database(session_id s, std::string_view path, flags<jet::create_database_option> options, database_id& db) noexcept;
    errc attach_database(session_id s, std::string_view path, flags<jet::attach_option> options) noexcept
    {
        return with_text(path, [&](esent_abi::text name) { return esent_abi::JetAttachDatabaseW(raw(s), name, options.bits()); });
    }
    errc open_database(session_id s, std::string_view path, flags<jet::open_database_option> options, database_id& db) noexcept;
    errc close_database(session_id s, database_id db) noexcept { return answer(esent_abi::JetCloseDatabase(raw(s), db.value(), 0)); }
    errc detach_database(session_id s, std::string_view path, flags<jet::detach_option> options) noexcept
    {
        return with_text(path, [&](esent_abi::text name) {
            return esent_abi::JetDetachDatabase2W(raw(s), path.empty() ? nullptr : name, options.bits());
        });
    }
    errc get_database_info(session_id s, database_id db, database_info& info) noexcept;

    errc create_table(session_id s, database_id db, jet::table_create& made, table_id& t) noexcept;
    errc open_table(session_id s, database_id db, std::string_view name, flags<jet::open_table_option> options, table_id& t) noexcept;
    errc close_table(session_id s, table_id t) noexcept { return answer(esent_abi::JetCloseTable(raw(s), raw(t))); }
    errc dup_cursor(session_id s, table_id t, table_id& fresh) noexcept
    {
        esent_abi::api_ptr made = 0;
        const errc code = answer(esent_abi::JetDupCursor(raw(s), raw(t), &made, 0));
        fresh = table_id{made};
        return code;
    }
    errc delete_table(session_id s, database_id db, std::string_view name) noexcept
    {
        return with_text(name, [&](esent_abi::text wide) { return esent_abi::JetDeleteTableW(raw(s), db.value(), wide); });
    }
    errc rename_table(session_id s, database_id db, std::string_view from, std::string_view to) noexcept
    {
        return with_texts(from, to, [&](esent_abi::text a, esent_abi::text b) { return esent_abi::JetRenameTableW(raw(s), db.value(), a, b); });
    }
    errc table_names(session_id s, database_id db, std::vector<std::string>& names) noexcept;
    errc get_table_info(session_id s, table_id t, jet::table_info& info) noexcept;

    errc add_column(session_id s, table_id t, jet::column_create& made) noexcept;
    errc delete_column(session_id s, table_id t, std::string_view name, flags<jet::delete_column_option> options) noexcept
    {
        return with_text(name, [&](esent_abi::text wide) { return esent_abi::JetDeleteColumn2W(raw(s), raw(t), wide, options.bits()); });
    }
    errc rename_column(session_id s, table_id t, std::string_view from, std::string_view to) noexcept
    {
        return with_texts(from, to, [&](esent_abi::text a, esent_abi::text b) { return esent_abi::JetRenameColumnW(raw(s), raw(t), a, b, 0); });
    }
    errc get_column_info(session_id s, table_id t, std::string_view name, jet::column_info& info) noexcept;
    errc column_infos(session_id s, table_id t, std::vector<jet::column_info>& all) noexcept;
    errc create_index(session_id s, table_id t, jet::index_create& made) noexcept;
    errc delete_index(session_id s, table_id t, std::string_view name) noexcept
    {
        return with_text(name, [&](esent_abi::text wide) { return esent_abi::JetDeleteIndexW(raw(s), raw(t), wide); });
    }
    errc index_infos(session_id s, table_id t, std::vector<jet::index_info>& all) noexcept;   // conditions are not told

    errc move(session_id s, table_id t, std::int32_t rows, flags<jet::move_option> options) noexcept
    {
        return answer(esent_abi::JetMove(raw(s), raw(t), rows, options.bits()));
    }
    errc seek(session_id s, table_id t, flags<jet::seek_option> options) noexcept
    {
        return answer(esent_abi::JetSeek(raw(s), raw(t), options.bits()));
    }
    errc set_current_index(session_id s, table_id t, std::string_view name, flags<jet::set_current_index_option> options) noexcept
    {
        return with_text(name, [&](esent_abi::text wide) {
            return esent_abi::JetSetCurrentIndex2W(raw(s), raw(t), name.empty() ? nullptr : wide, options.bits());
        });
    }
    errc get_current_index(session_id s, table_id t, std::string& name) noexcept;
    errc set_index_range(session_id s, table_id t, flags<jet::range_option> options) noexcept
    {
        return answer(esent_abi::JetSetIndexRange(raw(s), raw(t), options.bits()));
    }
    errc index_record_count(session_id s, table_id t, std::uint64_t& count, std::uint64_t most) noexcept
    {
        esent_abi::ulong told = 0;
        const errc code = answer(esent_abi::JetIndexRecordCount(raw(s), raw(t), &told, detail::size32(most)));
        count = told;
        return code;
    }
    errc get_record_position(session_id s, table_id t, jet::record_position& place) noexcept
    {
        esent_abi::record_position told;
        const errc code = answer(esent_abi::JetGetRecordPosition(raw(s), raw(t), &told, sizeof told));
        place = {told.before, told.here, told.total};
        return code;
    }
    errc goto_position(session_id s, table_id t, const jet::record_position& there) noexcept
    {
        esent_abi::record_position place;
        place.before = detail::size32(there.before);
        place.here   = detail::size32(there.here);
        place.total  = detail::size32(there.total);
        return answer(esent_abi::JetGotoPosition(raw(s), raw(t), &place));
    }

    errc make_key(session_id s, table_id t, bytes_in data, flags<jet::key_option> options) noexcept
    {
        return answer(esent_abi::JetMakeKey(raw(s), raw(t), data.data(), detail::size32(data.size()), options.bits()));
    }
    errc retrieve_key(session_id s, table_id t, bytes_out key, std::size_t& actual, flags<jet::retrieve_option> options) noexcept
    {
        esent_abi::ulong size = 0;
        const errc code = answer(esent_abi::JetRetrieveKey(raw(s), raw(t), key.data(), detail::size32(key.size()), &size, options.bits()));
        actual = size;
        return code;
    }
    errc get_bookmark(session_id s, table_id t, bytes_out out, std::size_t& actual) noexcept
    {
        esent_abi::ulong size = 0;
        const errc code = answer(esent_abi::JetGetBookmark(raw(s), raw(t), out.data(), detail::size32(out.size()), &size));
        actual = size;
        return code;
    }
    errc goto_bookmark(session_id s, table_id t, bytes_in bookmark) noexcept
    {
        return answer(esent_abi::JetGotoBookmark(raw(s), raw(t), readable(bookmark), detail::size32(bookmark.size())));
    }
    errc get_secondary_bookmark(session_id s, table_id t, bytes_out key, std::size_t& key_size, bytes_out bookmark,
                                std::size_t& size) noexcept
    {
        esent_abi::ulong key_actual = 0;
        esent_abi::ulong actual = 0;
        const errc code = answer(esent_abi::JetGetSecondaryIndexBookmark(raw(s), raw(t), key.data(), detail::size32(key.size()), &key_actual,
                                                                   bookmark.data(), detail::size32(bookmark.size()), &actual, 0));
        key_size = key_actual;
        size     = actual;
        return code;
    }
    errc goto_secondary_bookmark(session_id s, table_id t, bytes_in key, bytes_in bookmark,
                                 flags<jet::goto_bookmark_option> options) noexcept
    {
        return answer(esent_abi::JetGotoSecondaryIndexBookmark(raw(s), raw(t), readable(key), detail::size32(key.size()),
                                                         readable(bookmark), detail::size32(bookmark.size()), options.bits()));
    }

    errc prepare_update(session_id s, table_id t, jet::prepare_kind kind) noexcept
    {
        return answer(esent_abi::JetPrepareUpdate(raw(s), raw(t), static_cast<esent_abi::ulong>(kind)));
    }
    errc set_column(session_id s, table_id t, const jet::set_args& set) noexcept
    {
        esent_abi::set_info info;
        info.offset   = set.offset;
        info.instance = set.instance;
        const void* data = set.value_absent ? nullptr : set.value.empty() ? "" : static_cast<const void*>(set.value.data());
        const esent_abi::ulong size = set.value_absent ? set.size : detail::size32(set.value.size());
        return answer(esent_abi::JetSetColumn(raw(s), raw(t), set.column.value(), data, size, set.options.bits(), &info));
    }
    errc retrieve_column(session_id s, table_id t, jet::retrieve_args& args) noexcept
    {
        esent_abi::retrieve_info info;
        info.offset   = args.offset;
        info.instance = args.instance;
        esent_abi::ulong actual = 0;
        const errc code = answer(esent_abi::JetRetrieveColumn(raw(s), raw(t), args.column.value(), args.buffer.data(),
                                                        detail::size32(args.buffer.size()), &actual, args.options.bits(), &info));
        args.actual      = actual;
        args.instance    = info.instance;
        args.next_tagged = column_id{info.next_tagged};
        return code;
    }
    errc update(session_id s, table_id t, bytes_out bookmark, std::size_t& actual, flags<jet::update_option> options) noexcept
    {
        esent_abi::ulong size = 0;
        const errc code = answer(esent_abi::JetUpdate2(raw(s), raw(t), bookmark.data(), detail::size32(bookmark.size()), &size, options.bits()));
        actual = size;
        return code;
    }
    errc delete_record(session_id s, table_id t) noexcept { return answer(esent_abi::JetDelete(raw(s), raw(t))); }
    errc get_lock(session_id s, table_id t, flags<jet::lock_option> options) noexcept
    {
        return answer(esent_abi::JetGetLock(raw(s), raw(t), options.bits()));
    }
    errc get_cursor_info(session_id s, table_id t) noexcept
    {
        return answer(esent_abi::JetGetCursorInfo(raw(s), raw(t), nullptr, 0, 0));
    }
    errc escrow_update(session_id s, table_id t, column_id column, bytes_in delta, bytes_out before, std::size_t& actual,
                       flags<jet::escrow_option> options) noexcept
    {
        esent_abi::ulong size = 0;
        const errc code = answer(esent_abi::JetEscrowUpdate(raw(s), raw(t), column.value(), readable(delta), detail::size32(delta.size()),
                                                      before.data(), detail::size32(before.size()), &size, options.bits()));
        actual = size;
        return code;
    }
    errc get_record_size(session_id s, table_id t, jet::record_size& size, flags<jet::record_size_option> options) noexcept
    {
        esent_abi::record_size told{size.data, size.long_values, size.overhead, size.long_value_overhead,
                              size.non_tagged_columns, size.tagged_columns, size.long_value_count, size.multi_values};
        const errc code = answer(esent_abi::JetGetRecordSize(raw(s), raw(t), &told, options.bits()));
        if (jet::is_error(code)) return code;
        size = {};
        size.data = told.data, size.long_values = told.long_values, size.overhead = told.overhead;
        size.long_value_overhead = told.long_value_overhead, size.non_tagged_columns = told.non_tagged;
        size.tagged_columns = told.tagged, size.long_value_count = told.long_value_count, size.multi_values = told.multi_values;
        return code;
    }

private:
    [[nodiscard]] static errc answer(esent_abi::err code) noexcept { return static_cast<errc>(code); }
    [[nodiscard]] static esent_abi::api_ptr raw(session_id s) noexcept { return detail::pointer_sized(s.value()); }
    [[nodiscard]] static esent_abi::api_ptr raw(table_id t) noexcept { return detail::pointer_sized(t.value()); }
    [[nodiscard]] static void* readable(bytes_in bytes) noexcept   // the interface forgot a const
    {
        return const_cast<std::byte*>(bytes.data());
    }

    template <class Call>
    [[nodiscard]] static errc guarded(Call&& call) noexcept
    {
        try {
            return call();
        } catch (const std::bad_alloc&) {
            return errc::out_of_memory;
        }
    }
    template <class Call>
    [[nodiscard]] static errc with_text(std::string_view text, Call&& call) noexcept
    {
        return guarded([&] {
            const detail::wide_text wide{text};
            return wide.valid() ? answer(call(wide.get())) : errc::unicode_translation_fail;
        });
    }
    template <class Call>
    [[nodiscard]] static errc with_texts(std::string_view a, std::string_view b, Call&& call) noexcept
    {
        return guarded([&] {
            const detail::wide_text wide_a{a};
            const detail::wide_text wide_b{b};
            const bool valid = wide_a.valid() && wide_b.valid();
            return valid ? answer(call(wide_a.get(), wide_b.get())) : errc::unicode_translation_fail;
        });
    }
    errc materialise() noexcept
    {
        if (instance_ != esent_abi::nil) return errc::success;
        return with_text(name_, [&](esent_abi::text name) { return esent_abi::JetCreateInstanceW(&instance_, name_.empty() ? nullptr : name); });
    }

    std::string name_{};
    esent_abi::api_ptr instance_ = esent_abi::nil;
};

inline errc esent_api::set_parameter(jet::parameter which, std::uint64_t number, std::string_view text) noexcept
{
    const jet::parameter_rule* rule = jet::describe(which);
    const bool global = rule != nullptr && rule->scope == jet::parameter_scope::global;
    if (!global)
        if (const errc code = materialise(); jet::is_error(code)) return code;
    return with_text(text, [&](esent_abi::text wide) {
        const bool is_text = rule != nullptr && rule->is_text();
        return esent_abi::JetSetSystemParameterW(global ? nullptr : &instance_, esent_abi::nil, static_cast<esent_abi::ulong>(which),
                                                 detail::pointer_sized(number), is_text ? wide : nullptr);
    });
}

inline errc esent_api::get_parameter(jet::parameter which, std::uint64_t& number, std::string& text) noexcept
{
    return guarded([&] {
        std::u16string wide(1024, u'\0');
        esent_abi::api_ptr value = 0;
        const errc code = answer(esent_abi::JetGetSystemParameterW(instance_ == esent_abi::nil ? 0 : instance_, esent_abi::nil,
                                                                   static_cast<esent_abi::ulong>(which), &value, wide.data(),
                                                                   detail::size32(wide.size() * sizeof(char16_t))));
        number = value;
        text   = detail::narrow(wide);
        return code;
    });
}

inline errc esent_api::create_database(session_id s, std::string_view path, flags<jet::create_database_option> options,
                                       database_id& db) noexcept
{
    esent_abi::ulong made = 0;
    const errc code = with_text(path, [&](esent_abi::text name) {
        return esent_abi::JetCreateDatabase2W(raw(s), name, 0, &made, options.bits());
    });
    db = database_id{made};
    return code;
}

inline errc esent_api::open_database(session_id s, std::string_view path, flags<jet::open_database_option> options,
                                     database_id& db) noexcept
{
    esent_abi::ulong opened = 0;
    const errc code = with_text(path, [&](esent_abi::text name) {
        return esent_abi::JetOpenDatabaseW(raw(s), name, nullptr, &opened, options.bits());
    });
    db = database_id{opened};
    return code;
}

inline errc esent_api::get_database_info(session_id s, database_id db, database_info& info) noexcept
{
    constexpr esent_abi::ulong path = 0, page_size = 17, owned = 11, available = 12;   // JET_DbInfo...
    const auto number = [&](esent_abi::ulong level, esent_abi::ulong& value) {
        return answer(esent_abi::JetGetDatabaseInfoW(raw(s), db.value(), &value, sizeof value, level));
    };
    return guarded([&] {
        std::u16string wide(1024, u'\0');
        errc code = answer(esent_abi::JetGetDatabaseInfoW(raw(s), db.value(), wide.data(),
                                                          detail::size32(wide.size() * sizeof(char16_t)), path));
        esent_abi::ulong size = 0, pages = 0, free_pages = 0;
        if (!jet::is_error(code)) code = number(page_size, size);
        if (!jet::is_error(code)) code = number(owned, pages);
        if (!jet::is_error(code)) code = number(available, free_pages);
        info = {detail::narrow(wide), size, pages, free_pages};
        return code;
    });
}

inline errc esent_api::create_table(session_id s, database_id db, jet::table_create& made, table_id& t) noexcept
{
    return guarded([&] {
        detail::wide_table table{made};
        if (!table.valid()) return errc::unicode_translation_fail;
        if (!table.supported()) return errc::feature_not_available;
        const errc code = answer(esent_abi::JetCreateTableColumnIndexW(raw(s), db.value(), &table.create()));
        table.told(made);
        t = table_id{table.create().table};
        return code;
    });
}

inline errc esent_api::open_table(session_id s, database_id db, std::string_view name, flags<jet::open_table_option> options,
                                  table_id& t) noexcept
{
    esent_abi::api_ptr opened = 0;
    const errc code = with_text(name, [&](esent_abi::text wide) {
        return esent_abi::JetOpenTableW(raw(s), db.value(), wide, nullptr, 0, options.bits(), &opened);
    });
    t = table_id{opened};
    return code;
}

inline errc esent_api::table_names(session_id s, database_id db, std::vector<std::string>& names) noexcept
{
    constexpr esent_abi::ulong tables = 1, list_without_statistics = 1;   // JET_objtypTable, JET_ObjInfoListNoStats
    constexpr std::uint32_t system = 0x80000000;                    // JET_bitObjectSystem
    return guarded([&] {
        esent_abi::object_list list{};
        const errc code = answer(esent_abi::JetGetObjectInfoW(raw(s), db.value(), tables, nullptr, nullptr, &list, sizeof list,
                                                              list_without_statistics));
        if (jet::is_error(code)) return code;
        names.clear();
        detail::list_reader rows{raw(s), list.table};
        while (rows.next())
            if ((rows.number(list.flags) & system) == 0) names.push_back(rows.text(list.name));
        return code;
    });
}

inline errc esent_api::get_table_info(session_id s, table_id t, jet::table_info& info) noexcept
{
    constexpr esent_abi::ulong all = 0, name = 1, template_name = 12;   // JET_TblInfo...
    return guarded([&] {
        esent_abi::object_info told;
        if (const errc code = answer(esent_abi::JetGetTableInfoW(raw(s), raw(t), &told, sizeof told, all)); jet::is_error(code))
            return code;
        std::u16string wide(256, u'\0');
        const auto size = detail::size32(wide.size() * sizeof(char16_t));
        const errc code = answer(esent_abi::JetGetTableInfoW(raw(s), raw(t), wide.data(), size, name));
        info       = {};
        info.name  = detail::narrow(wide);
        info.flags = told.flags, info.records = told.records, info.record_pages = told.pages;
        wide.assign(256, u'\0');
        if (esent_abi::JetGetTableInfoW(raw(s), raw(t), wide.data(), size, template_name) >= 0) info.template_name = detail::narrow(wide);
        return code;
    });
}

inline errc esent_api::add_column(session_id s, table_id t, jet::column_create& made) noexcept
{
    esent_abi::column_def definition;
    definition.type      = static_cast<esent_abi::ulong>(made.type);
    definition.code_page = made.code_page;
    definition.size_max  = made.size_max;
    definition.options   = made.options.bits();
    esent_abi::ulong id = 0;
    const errc code = with_text(made.name, [&](esent_abi::text wide) {
        return esent_abi::JetAddColumnW(raw(s), raw(t), wide, &definition, made.default_value.empty() ? nullptr : made.default_value.data(),
                                        detail::size32(made.default_value.size()), &id);
    });
    made.id     = column_id{id};
    made.answer = code;
    return code;
}

inline errc esent_api::get_column_info(session_id s, table_id t, std::string_view name, jet::column_info& info) noexcept
{
    return guarded([&] {
        esent_abi::column_def told;
        const errc code = with_text(name, [&](esent_abi::text wide) {
            return esent_abi::JetGetTableColumnInfoW(raw(s), raw(t), wide, &told, sizeof told, 0);
        });
        info           = {};
        info.id        = column_id{told.column};
        info.name      = name;
        info.type      = static_cast<jet::column_type>(told.type);
        info.size_max  = told.size_max;
        info.options   = jet::flags<jet::column_option>::from_bits(told.options);
        info.code_page = told.code_page;
        return code;
    });
}

inline errc esent_api::column_infos(session_id s, table_id t, std::vector<jet::column_info>& all) noexcept
{
    return guarded([&] {
        esent_abi::column_list list{};
        const errc code = answer(esent_abi::JetGetTableColumnInfoW(raw(s), raw(t), nullptr, &list, sizeof list, 1));
        if (jet::is_error(code)) return code;
        all.clear();
        detail::list_reader rows{raw(s), list.table};
        while (rows.next()) all.push_back(detail::column_of(rows, list));
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
        return code;
    });
}

inline errc esent_api::create_index(session_id s, table_id t, jet::index_create& made) noexcept
{
    return guarded([&] {
        detail::wide_index index{made};
        if (!index.valid()) return errc::unicode_translation_fail;
        if (!index.supported()) return errc::feature_not_available;
        esent_abi::index_create raw_index = index.create(made);
        made.answer = answer(esent_abi::JetCreateIndex2W(raw(s), raw(t), &raw_index, 1));
        return made.answer;
    });
}

inline errc esent_api::index_infos(session_id s, table_id t, std::vector<jet::index_info>& all) noexcept
{
    constexpr esent_abi::ulong segment_most = 8, key_most = 10;   // JET_IdxInfo...
    const auto size_of = [&](const jet::index_info& index, esent_abi::ulong level) {
        std::uint16_t size = 0;
        (void)with_text(index.name, [&](esent_abi::text name) {
            return esent_abi::JetGetTableIndexInfoW(raw(s), raw(t), name, &size, sizeof size, level);
        });
        return std::uint32_t{size};
    };
    return guarded([&] {
        esent_abi::index_list list{};
        const errc code = answer(esent_abi::JetGetTableIndexInfoW(raw(s), raw(t), nullptr, &list, sizeof list, 1));
        if (jet::is_error(code)) return code;
        all.clear();
        detail::list_reader rows{raw(s), list.table};
        while (rows.next()) {
            if (rows.number(list.column_number) == 0) all.push_back(detail::index_of(rows, list));
            if (!all.empty()) all.back().segments.push_back(detail::segment_of(rows, list));
        }
        for (jet::index_info& index : all) {
            index.key_most     = size_of(index, key_most);
            index.segment_most = size_of(index, segment_most);
        }
        std::stable_partition(all.begin(), all.end(), [](const auto& i) { return i.options.has(jet::index_option::primary); });
        return code;
    });
}

inline errc esent_api::get_current_index(session_id s, table_id t, std::string& name) noexcept
{
    return guarded([&] {
        char16_t wide[256] = {};
        const errc code = answer(esent_abi::JetGetCurrentIndexW(raw(s), raw(t), wide, sizeof wide));
        name = detail::narrow(std::u16string_view{wide, 256});
        return code;
    });
}

static_assert(jet_api_escrow<esent_api> && jet_api_secondary_bookmarks<esent_api> && jet_api_record_size<esent_api>);

}  // namespace ese::inline v1

#endif
