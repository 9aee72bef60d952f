// model_run_steps.hpp — moving, reading and writing, and a look at everything: bodies of run.
#pragma once

#include "model_run.hpp"

namespace random_run {

inline void run::one_step()
{
    session_model& s = sessions_[upto(sessions_count - 1)];
    const auto dice = upto(999);
    open_cursor& c = s.cursors[upto(s.cursors.size() - 1)];
    if (dice < 40) return s.level() >= writers_most && chance(90) ? commit(s) : begin(s, chance(8));
    if (dice < 85) return commit(s);
    if (dice < 110) return roll_back(s);
    if (dice < 113) return open_another(s);
    if (dice < 114) return verify(s, c.table);
    if (dice < 240) return insert(s, c);
    if (dice < 255) return copy(s, c);
    if (dice < 380) return replace(s, c);
    if (dice < 460) return erase(s, c);
    if (dice < 475) return lock(s, c);
    if (dice < 640) return seek(s, c);
    if (dice < 810) return navigate(s, c);
    if (dice < 840) return select_index(s, c);
    if (dice < 860) return walk_range(s, c);
    if (dice < 890) return use_bookmark(s, c);
    return read(s, c);
}

inline void run::navigate(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    const auto dice = upto(99);
    const auto move = [&](std::int32_t rows) { return api_->move(s.handle, c.handle, rows, {}); };
    if (dice < 5) return must(move(jet::move_first), c.at.first(t, s.level()), "move first");
    if (dice < 10) return must(move(jet::move_last), c.at.last(t, s.level()), "move last");
    if (dice < 15) return must(move(0), c.at.check(t), "move 0");
    const int steps = dice < 85 ? 1 : static_cast<int>(upto(20)) + 1;
    const int way = chance(50) ? 1 : -1;
    must(move(way * steps), c.at.move(t, way * steps, s.level()), way > 0 ? "move next" : "move previous");
    read(s, c);
}

inline void run::seek(session_model& s, open_cursor& c)
{
    using r = model::relation;
    using o = jet::seek_option;
    const model::table_state& t = seen(s, c.table);
    model::row wanted;
    wanted.id = any_id(), wanted.a = any_a(), wanted.u = any_u(), wanted.name = any_name();
    if (!wanted.u) wanted.u = -1;
    model::place key = model::place_of(c.at.index(), wanted);
    key.id.reset();
    static constexpr std::pair<r, o> kinds[] = {{r::equal, o::equal}, {r::less, o::less}, {r::less_or_equal, o::less_or_equal},
                                                {r::greater_or_equal, o::greater_or_equal}, {r::greater, o::greater}};
    const auto& kind = kinds[chance(50) ? 0 : upto(4)];
    make_key(s.handle, c.handle, c.at.index(), key);
    must(api_->seek(s.handle, c.handle, kind.second), c.at.seek(t, kind.first, key, s.level()), "seek");
    if (chance(50)) read(s, c);
}

inline void run::select_index(session_model& s, open_cursor& c)
{
    const order by = static_cast<order>(upto(model::orders - 1));
    if (by == order::by_name && !seen(s, c.table).has_name_index) return;
    must(api_->set_current_index(s.handle, c.handle, index_name(by), {}), errc::success, "set_current_index");
    c.at.select(by, s.level());
}

// Between two entries of the current index, forward or backward, with a limit that ends the walk.
inline void run::walk_range(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    const order by = c.at.index();
    const auto& all = t.in(by);
    if (all.empty()) return;
    const bool forward = chance(50);
    const std::size_t from = upto(all.size() - 1), to = std::min(all.size() - 1, from + upto(30));
    const model::place near = model::place_of(by, *all[forward ? from : to]), far = model::place_of(by, *all[forward ? to : from]);
    const auto how = forward ? jet::seek_option::greater_or_equal : jet::seek_option::less_or_equal;
    make_key(s.handle, c.handle, by, near);
    model::place key = near;
    key.id.reset();
    must(api_->seek(s.handle, c.handle, how),
         c.at.seek(t, forward ? model::relation::greater_or_equal : model::relation::less_or_equal, key, s.level()), "seek of a range");
    make_key(s.handle, c.handle, by, far);
    auto limit = jet::flags<jet::range_option>{jet::range_option::inclusive};
    if (forward) limit |= jet::range_option::upper_limit;
    must(api_->set_index_range(s.handle, c.handle, limit), errc::success, "set_index_range");
    for (;;) {
        read(s, c);
        model::cursor next = c.at;
        const errc expected = next.move(t, forward ? 1 : -1, s.level());
        const bool inside = expected == errc::success &&
                            (next.active().key.same_key(far) || (forward ? next.active().key < far : far < next.active().key));
        c.at = next;
        if (expected == errc::success && !inside) (void)(forward ? c.at.leave_forward() : c.at.leave_backward());
        must(api_->move(s.handle, c.handle, forward ? 1 : -1, {}), inside ? errc::success : errc::no_current_record, "move in a range");
        if (!inside) break;
    }
    ++counts_["ranges"];
}

inline void run::use_bookmark(session_model& s, open_cursor& c)
{
    std::array<std::byte, 9> expected{std::byte{0x7F}};
    const auto bytes_of = [&](std::int64_t id) {
        const auto flipped = static_cast<std::uint64_t>(id) ^ (std::uint64_t{1} << 63);
        for (unsigned i = 0; i < 8; ++i) expected[1 + i] = static_cast<std::byte>(flipped >> (56 - 8 * i));
    };
    std::array<std::byte, 16> got{};
    std::size_t size = 0;
    if (c.at.on_row()) {
        bytes_of(c.at.row_id());
        must(api_->get_bookmark(s.handle, c.handle, got, size), errc::success, "get_bookmark");
        must(size == expected.size() && std::memcmp(got.data(), expected.data(), size) == 0, "a bookmark is not the primary key");
    }
    const std::int64_t id = any_id();
    bytes_of(id);
    must(api_->goto_bookmark(s.handle, c.handle, expected), c.at.go_to(seen(s, c.table), id, s.level()), "goto_bookmark");
    read(s, c);
}

inline void run::read(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    model::row_ptr expected;
    const errc answer = c.at.current(t, expected);
    if (answer == errc::success) return compare(s, c.handle, c.table, *expected);
    jet::retrieve_args args;
    args.column = columns_[c.table].id;
    args.buffer = buffer_;
    must(api_->retrieve_column(s.handle, c.handle, args), answer, "retrieve_column of no row");
}

inline void run::compare(session_model& s, table_id c, std::size_t t, const model::row& expected)
{
    const columns& known = columns_[t];
    const auto same = [&](column_id column, const auto& value, std::string_view what) {
        const auto got = get(s.handle, c, column);
        if (!value) return must(!got, what);
        const in_bytes wanted = raw(*value);
        must(got && got->size() == wanted.size() && std::memcmp(got->data(), wanted.data(), wanted.size()) == 0, what);
    };
    same(known.id, std::optional{expected.id}, "id differs");
    same(known.a, expected.a, "a differs");
    if (chance(50)) same(known.u, expected.u, "u differs");
    if (chance(50)) same(known.name, expected.name, "name differs");
    if (!expected.blob || expected.blob->size() < 500 || chance(30)) same(known.blob, expected.blob, "blob differs");
    const auto& extras = seen(s, t).extras;
    for (std::size_t i = 0; i < extras.size(); ++i) {
        if (!extras[i].alive || !chance(30)) continue;
        const bool stored = i < expected.extras.size() && expected.extras[i].set;
        same(known.extras[i], stored ? expected.extras[i].value : extras[i].default_value, "an added column differs");
    }
    ++counts_["rows read"];
}

// A long value is set whole, or a piece of it. Only inside a transaction.
inline void run::change_blob(session_model& s, open_cursor& c, model::row& r)
{
    std::optional<std::string>& blob = r.blob;
    r.shared = std::make_shared<bool>(false);
    using o = jet::set_column_option;
    const column_id column = columns_[c.table].blob;
    const auto dice = upto(99);
    if (!blob || dice < 50 || blob->size() > blob_most) {
        blob = any_blob();
        return set_optional(s.handle, c.handle, column, blob);
    }
    jet::set_args args;
    args.column = column;
    const std::string piece = any_text(2000) + "!";
    args.value = raw(piece);
    args.size = static_cast<std::uint32_t>(piece.size());
    if (dice < 70) {
        args.options = o::append;
        *blob += piece;
    } else if (dice < 85) {
        args.options = o::overwrite;
        args.offset = static_cast<std::uint32_t>(upto(blob->size()));
        if (blob->size() < args.offset + piece.size()) blob->resize(args.offset + piece.size());
        blob->replace(args.offset, piece.size(), piece);
    } else {
        args.options = o::resize | o::zero_length;
        args.value = {};
        args.value_absent = true;
        args.size = static_cast<std::uint32_t>(upto(blob->size() + 500));
        blob->resize(args.size, '\0');
    }
    must(api_->set_column(s.handle, c.handle, args), errc::success, "set_column of a piece");
}

inline void run::set_extras(session_model& s, open_cursor& c, model::row& r)
{
    const auto& extras = seen(s, c.table).extras;
    r.extras.resize(extras.size());
    for (std::size_t i = 0; i < extras.size(); ++i) {
        if (!extras[i].alive || chance(50)) continue;
        r.extras[i] = {true, any_a()};
        set_optional(s.handle, c.handle, columns_[c.table].extras[i], r.extras[i].value);
    }
}

inline void run::insert(session_model& s, open_cursor& c)
{
    const errc prepared = api_->prepare_update(s.handle, c.handle, jet::prepare_kind::insert);
    if (refused_as_reader(s, prepared, "prepare_update insert")) return;
    must(prepared, errc::success, "prepare_update insert");
    if (seen(s, c.table).size() > rows_about && chance(70)) return must(api_->prepare_update(s.handle, c.handle, jet::prepare_kind::cancel), errc::success, "cancel");
    const auto fresh = std::make_shared<model::row>();
    fresh->id = any_id(), fresh->a = any_a(), fresh->u = any_u(), fresh->name = any_name();
    const columns& known = columns_[c.table];
    set(s.handle, c.handle, known.id, raw(fresh->id));
    set_optional(s.handle, c.handle, known.a, fresh->a);
    set_optional(s.handle, c.handle, known.u, fresh->u);
    set_optional(s.handle, c.handle, known.name, fresh->name);
    set_extras(s, c, *fresh);
    if (s.level() > 0) change_blob(s, c, *fresh);
    save_insert(s, c, fresh);
}

inline void run::save_insert(session_model& s, open_cursor& c, const std::shared_ptr<model::row>& fresh, bool was_shared)
{
    const model::table_state& t = seen(s, c.table);
    bool free = !t.find(fresh->id) && !contested(s, c.table, fresh->id, false);
    if (free && fresh->u) free = !t.entry(order::by_u, {true, *fresh->u, {}, {}}) && !contested(s, c.table, *fresh->u, true);
    std::array<std::byte, 16> place;
    std::size_t size = 0;
    const errc got = api_->update(s.handle, c.handle, place, size, {});
    const bool met_in_blob = was_shared && got == errc::write_conflict;
    if (!met_in_blob) must(got, free ? errc::success : errc::key_duplicate, "update of an insert");
    if (got == errc::success) {
        apply(s, c.table, fresh->id, fresh);
        ++counts_["inserted"];
    } else {
        must(api_->prepare_update(s.handle, c.handle, jet::prepare_kind::cancel), errc::success, "cancel");
        ++counts_["insert refused"];
    }
}

// The copy shares the long value until one of the two changes it.
inline void run::copy(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    if (s.level() == 0 || s.read_only || t.size() > rows_about) return;
    model::row_ptr original;
    const errc standing = c.at.current(t, original);
    const errc prepared = api_->prepare_update(s.handle, c.handle, jet::prepare_kind::insert_copy);
    must(prepared, standing, "prepare_update insert_copy");
    if (standing != errc::success) return;
    const auto fresh = std::make_shared<model::row>(*original);
    fresh->id = any_id(), fresh->u = any_u();
    if (fresh->shared) *fresh->shared = true;
    set(s.handle, c.handle, columns_[c.table].id, raw(fresh->id));
    set_optional(s.handle, c.handle, columns_[c.table].u, fresh->u);
    if (fresh->blob && chance(30)) change_blob(s, c, *fresh);
    save_insert(s, c, fresh, original->may_meet_rivals());
}

inline void run::replace(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    model::row_ptr before;
    const errc prepared = api_->prepare_update(s.handle, c.handle, jet::prepare_kind::replace);
    if (refused_as_reader(s, prepared, "prepare_update replace")) return;
    const errc standing = c.at.current(t, before);
    const bool rival = c.at.on_row() && contested(s, c.table, c.at.row_id(), false);
    if (standing == errc::record_deleted && rival && prepared == errc::write_conflict) return;
    if (standing != errc::success) return must(prepared, standing, "prepare_update replace of no row");
    must(prepared, s.level() > 0 && rival ? errc::write_conflict : errc::success, "prepare_update replace");
    if (prepared != errc::success) return;
    if (s.level() > 0) claim(s, c.table, before->id);

    const auto after = std::make_shared<model::row>(*before);
    const columns& known = columns_[c.table];
    bool any = false;
    if (chance(50)) set_optional(s.handle, c.handle, known.a, after->a = any_a()), any = true;
    if (chance(30)) set_optional(s.handle, c.handle, known.u, after->u = any_u()), any = true;
    if (chance(30)) set_optional(s.handle, c.handle, known.name, after->name = any_name()), any = true;
    if (s.level() > 0 && chance(30)) change_blob(s, c, *after), any = true;
    if (chance(20)) set_extras(s, c, *after), any = true;
    if (chance(5)) return must(api_->prepare_update(s.handle, c.handle, jet::prepare_kind::cancel), errc::success, "cancel");

    bool free = true;
    if (after->u && after->u != before->u) free = !t.entry(order::by_u, {true, *after->u, {}, {}}) && !contested(s, c.table, *after->u, true);
    std::size_t size = 0;
    const errc got = api_->update(s.handle, c.handle, {}, size, {});
    const bool met_in_blob = before->may_meet_rivals() && got == errc::write_conflict;
    if (!met_in_blob) must(got, rival ? errc::write_conflict : free ? errc::success : errc::key_duplicate, "update of a replace");
    if (got == errc::success) {
        if (any) apply(s, c.table, after->id, after);
        else if (s.level() == 0) ++clock_, claim(s, c.table, after->id);    // prepared without a lock, so it takes one now
        ++counts_["replaced"];
    } else {
        must(api_->prepare_update(s.handle, c.handle, jet::prepare_kind::cancel), errc::success, "cancel");
        ++counts_["replace refused"];
    }
}

inline void run::erase(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    if (t.size() < rows_about / 2 && chance(60)) return;
    model::row_ptr before;
    const errc got = api_->delete_record(s.handle, c.handle);
    if (refused_as_reader(s, got, "delete_record")) return;
    const errc standing = c.at.current(t, before);
    if (standing != errc::success) return must(got, standing, "delete_record of no row");
    if (before->may_meet_rivals() && got == errc::write_conflict) return;
    must(got, contested(s, c.table, before->id, false) ? errc::write_conflict : errc::success, "delete_record");
    if (got != errc::success) return;
    apply(s, c.table, before->id, nullptr);
    ++counts_["deleted"];
}

inline void run::lock(session_model& s, open_cursor& c)
{
    const model::table_state& t = seen(s, c.table);
    const bool for_reading = chance(50);
    const errc got = api_->get_lock(s.handle, c.handle, for_reading ? jet::lock_option::read : jet::lock_option::write);
    if (s.level() == 0) return must(got, errc::not_in_transaction, "get_lock");
    if (!for_reading && refused_as_reader(s, got, "get_lock")) return;
    if (!c.at.resolve(t) || !c.at.on_row()) return must(got, errc::no_current_record, "get_lock of no row");
    const std::int64_t id = c.at.row_id();
    const bool rival = for_reading ? contested_by_writers(s, c.table, id, false) : contested(s, c.table, id, false);
    if (rival && !t.find(id) && got == errc::record_deleted) return;
    must(got, rival ? errc::write_conflict : t.find(id) ? errc::success : errc::record_deleted, "get_lock");
    if (got != errc::success) return;
    if (for_reading) s.shared.insert({c.table, id});
    else claim(s, c.table, id);
}

inline void run::open_another(session_model& s)
{
    if (s.cursors.size() > tables && chance(50)) {
        open_cursor& old = s.cursors.back();
        must(api_->close_table(s.handle, old.handle), errc::success, "close_table");
        s.cursors.pop_back();
        return;
    }
    if (s.cursors.size() > 2 * tables) return;
    open_cursor& model = s.cursors[upto(s.cursors.size() - 1)];
    const std::size_t t = model.table;
    table_id handle;
    if (chance(50)) must(api_->dup_cursor(s.handle, model.handle, handle), errc::success, "dup_cursor");
    else handle = open(s.handle, t);
    s.cursors.push_back({handle, t, model::cursor{s.level()}});
}

// Everything one session sees in one table, through every index and both ways.
inline void run::verify(session_model& s, std::size_t t)
{
    const model::table_state& state = seen(s, t);
    const table_id c = open(s.handle, t);
    for (const order by : {order::primary, order::by_a, order::by_u, order::by_name}) {
        if (by == order::by_name && !state.has_name_index) continue;
        must(api_->set_current_index(s.handle, c, index_name(by), {}), errc::success, "set_current_index");
        const auto& all = state.in(by);
        std::uint64_t count = 0;
        must(api_->index_record_count(s.handle, c, count, 0), errc::success, "index_record_count");
        must(count == all.size(), "index_record_count differs");
        errc found = api_->move(s.handle, c, jet::move_first, {});
        for (const model::row_ptr& expected : all) {
            must(found, errc::success, "move in a scan");
            compare(s, c, t, *expected);
            found = api_->move(s.handle, c, 1, {});
        }
        must(found, errc::no_current_record, "move behind a scan");
        found = api_->move(s.handle, c, jet::move_last, {});
        for (std::size_t i = all.size(); i-- != 0;) {
            must(found, errc::success, "move in a scan backwards");
            must(get(s.handle, c, columns_[t].id) == std::string{reinterpret_cast<const char*>(&all[i]->id), 8}, "a scan backwards differs");
            found = api_->move(s.handle, c, -1, {});
        }
        must(found, errc::no_current_record, "move before a scan");
    }
    must(api_->close_table(s.handle, c), errc::success, "close_table");
    ++counts_["scans"];
}

inline void run::verify_everything()
{
    for (std::size_t t = 0; t < tables; ++t) verify(sessions_[upto(sessions_count - 1)], t);
}

}  // namespace random_run
