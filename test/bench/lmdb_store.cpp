// lmdb_store.cpp — LMDB, with and without MDB_WRITEMAP. Lazy commits never sync.

#include "byte_rows.hpp"
#include "tasks_of.hpp"

#include <lmdb.h>

namespace {

using bench::bytes;

void check(int code)
{
    if (code != 0) throw std::runtime_error{std::string{"lmdb: "} + mdb_strerror(code)};
}

struct environment {
    MDB_env* env = nullptr;
    std::array<MDB_dbi, 2> trees{};
    bool numbers = false;

    environment(const bench::setting& how, unsigned flags) : numbers{how.data != bench::data_set::texts}
    {
        check(mdb_env_create(&env));
        check(mdb_env_set_mapsize(env, std::size_t{4} << 30));
        check(mdb_env_set_maxdbs(env, 2));
        check(mdb_env_open(env, how.folder.c_str(), MDB_NOTLS | flags | (how.durable ? 0U : unsigned{MDB_NOSYNC}), 0644));
        MDB_txn* txn = nullptr;
        check(mdb_txn_begin(env, nullptr, 0, &txn));
        check(mdb_dbi_open(txn, "rows", MDB_CREATE | (numbers ? unsigned{MDB_INTEGERKEY} : 0U), &trees[0]));
        check(mdb_dbi_open(txn, "index", MDB_CREATE, &trees[1]));
        check(mdb_txn_commit(txn));
    }
    ~environment() { mdb_env_close(env); }
    environment(const environment&) = delete;
    environment& operator=(const environment&) = delete;
};

class lmdb_session {
public:
    explicit lmdb_session(environment& in) : in_{in}
    {
        check(mdb_txn_begin(in_.env, nullptr, MDB_RDONLY, &reader_));
        for (int tree : {0, 1}) check(mdb_cursor_open(reader_, in_.trees[at(tree)], &cursors_[at(tree)]));
        mdb_txn_reset(reader_);
    }
    ~lmdb_session()
    {
        while (!txns_.empty()) end_inner(false);
        for (MDB_cursor* cursor : cursors_) mdb_cursor_close(cursor);
        mdb_txn_abort(reader_);
    }
    lmdb_session(const lmdb_session&) = delete;
    lmdb_session& operator=(const lmdb_session&) = delete;

    void begin_read()
    {
        check(mdb_txn_renew(reader_));
        placed_ = {};
    }
    void end_read() { mdb_txn_reset(reader_); }
    void begin_read_new() { check(mdb_txn_begin(in_.env, nullptr, MDB_RDONLY, &fresh_)); }
    void end_read_new() { mdb_txn_abort(fresh_); }
    void begin_write() { begin_inner(); }
    void commit() { end_inner(true); }
    void rollback() { end_inner(false); }
    void begin_inner()
    {
        MDB_txn* txn = nullptr;
        check(mdb_txn_begin(in_.env, txns_.empty() ? nullptr : txns_.back(), 0, &txn));
        txns_.push_back(txn);
    }
    void end_inner(bool keep)
    {
        MDB_txn* txn = txns_.back();
        txns_.pop_back();
        if (keep) check(mdb_txn_commit(txn));
        else mdb_txn_abort(txn);
    }

    [[nodiscard]] bool native_numbers(int tree) const { return tree == 0 && in_.numbers; }
    void put(int tree, bytes key, bytes value)
    {
        MDB_val k = of(key), v = of(value);
        check(mdb_put(txns_.back(), in_.trees[at(tree)], &k, &v, 0));
    }
    void erase(int tree, bytes key)
    {
        MDB_val k = of(key);
        check(mdb_del(txns_.back(), in_.trees[at(tree)], &k, nullptr));
    }
    bool get(int tree, bytes key, const auto& take)
    {
        MDB_val k = of(key), v{};
        const int code = mdb_get(txns_.empty() ? reader_ : txns_.back(), in_.trees[at(tree)], &k, &v);
        if (code == MDB_NOTFOUND) return false;
        check(code);
        take(of(v));
        return true;
    }
    void visit(int tree, bytes from, const auto& more)    // inside a read
    {
        MDB_cursor* cursor = cursors_[at(tree)];
        if (!std::exchange(placed_[at(tree)], true)) check(mdb_cursor_renew(reader_, cursor));
        MDB_val k = of(from), v{};
        int code = mdb_cursor_get(cursor, &k, &v, MDB_SET_RANGE);
        for (; code == 0; code = mdb_cursor_get(cursor, &k, &v, MDB_NEXT))
            if (!more(of(k), of(v))) return;
        if (code != MDB_NOTFOUND) check(code);
    }

private:
    [[nodiscard]] static std::size_t at(int tree) { return static_cast<std::size_t>(tree); }
    [[nodiscard]] static MDB_val of(bytes b) { return {b.size(), const_cast<std::byte*>(b.data())}; }
    [[nodiscard]] static bytes of(const MDB_val& v) { return {static_cast<const std::byte*>(v.mv_data), v.mv_size}; }

    environment& in_;
    MDB_txn* reader_ = nullptr;    // kept, renewed for each reading
    MDB_txn* fresh_ = nullptr;
    std::array<MDB_cursor*, 2> cursors_{};
    std::array<bool, 2> placed_{};    // renewed in this reading
    std::vector<MDB_txn*> txns_;
};

template <unsigned Flags>
class lmdb_store : public environment {
public:
    static constexpr bench::abilities can{.savepoints = (Flags & MDB_WRITEMAP) == 0, .own_cache = false};    // no nested transactions there

    explicit lmdb_store(const bench::setting& how) : environment{how, Flags} {}
    [[nodiscard]] bench::promises kept() const { return {}; }
};

}  // namespace

void bench::add_lmdb(std::vector<entry>& all)
{
    const std::string version = "LMDB " + std::to_string(MDB_VERSION_MAJOR) + '.' + std::to_string(MDB_VERSION_MINOR) + '.' + std::to_string(MDB_VERSION_PATCH);
    all.push_back({"lmdb", version + ", lazy: MDB_NOSYNC, which a crash of the system may leave corrupt; no checksums, no cache of its own", std::make_unique<contender_of<lmdb_store<0>, byte_rows<lmdb_session>>>()});
    all.push_back({"lmdb-wm", version + " as above with MDB_WRITEMAP",
                   std::make_unique<contender_of<lmdb_store<MDB_WRITEMAP>, byte_rows<lmdb_session>>>()});
}
