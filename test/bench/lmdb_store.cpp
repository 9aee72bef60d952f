// lmdb_store.cpp — LMDB, with and without MDB_WRITEMAP, never synced.

#include "contender.hpp"

#include <lmdb.h>

#include <utility>

namespace {

void check(int code)
{
    if (code != 0) throw std::runtime_error{std::string{"lmdb: "} + mdb_strerror(code)};
}

template <unsigned Flags>
class lmdb_store {
public:
    static constexpr bool can_nest = (Flags & MDB_WRITEMAP) == 0;    // LMDB has no nested transactions there

    explicit lmdb_store(const bench::setting& how)
    {
        check(mdb_env_create(&env_));
        check(mdb_env_set_mapsize(env_, std::size_t{4} << 30));
        check(mdb_env_open(env_, how.folder.c_str(), MDB_NOSYNC | MDB_NOTLS | Flags, 0644));
        begin_write();
        check(mdb_dbi_open(txns_.back(), nullptr, MDB_CREATE | MDB_INTEGERKEY, &table_));
        commit();
        check(mdb_txn_begin(env_, nullptr, MDB_RDONLY, &reader_));
        check(mdb_cursor_open(reader_, table_, &cursor_));
        mdb_txn_reset(reader_);
    }
    ~lmdb_store()
    {
        mdb_cursor_close(cursor_);
        mdb_txn_abort(reader_);
        mdb_env_close(env_);
    }
    lmdb_store(const lmdb_store&) = delete;
    lmdb_store& operator=(const lmdb_store&) = delete;

    void begin_read() { check(mdb_txn_renew(reader_)); }
    void end_read() { mdb_txn_reset(reader_); }
    void begin_read_new() { check(mdb_txn_begin(env_, nullptr, MDB_RDONLY, &fresh_)); }
    void end_read_new() { mdb_txn_abort(fresh_); }
    void begin_write() { savepoint(); }
    void savepoint()
    {
        MDB_txn* txn = nullptr;
        check(mdb_txn_begin(env_, txns_.empty() ? nullptr : txns_.back(), 0, &txn));
        txns_.push_back(txn);
    }
    void commit()
    {
        check(mdb_txn_commit(txns_.back()));
        txns_.pop_back();
    }
    void release() { commit(); }
    void undo()
    {
        mdb_txn_abort(txns_.back());
        txns_.pop_back();
    }

    void insert(std::uint64_t key, bench::bytes value) { put(key, value, MDB_NOOVERWRITE); }
    void update(std::uint64_t key, bench::bytes value) { put(key, value, 0); }
    std::uint64_t read(std::uint64_t key)
    {
        MDB_val k{sizeof key, &key}, v{};
        check(mdb_get(reader_, table_, &k, &v));
        return bench::ends_of(v.mv_data);
    }
    std::uint64_t scan(std::uint64_t from, std::size_t rows)
    {
        check(mdb_cursor_renew(reader_, cursor_));
        std::uint64_t sum = 0;
        std::size_t met = 0;
        MDB_val k{sizeof from, &from}, v{};
        int found = mdb_cursor_get(cursor_, &k, &v, MDB_SET_RANGE);
        for (; found == 0; found = mdb_cursor_get(cursor_, &k, &v, MDB_NEXT)) {
            sum += bench::ends_of(v.mv_data);
            if (++met == rows) return sum;
        }
        if (found != MDB_NOTFOUND) check(found);
        return sum;
    }

private:
    void put(std::uint64_t key, bench::bytes value, unsigned flags)
    {
        MDB_val k{sizeof key, &key}, v{value.size(), const_cast<std::byte*>(value.data())};
        check(mdb_put(txns_.back(), table_, &k, &v, flags));
    }

    MDB_env* env_ = nullptr;
    MDB_dbi table_ = 0;
    MDB_txn* reader_ = nullptr;    // kept, renewed for each reading
    MDB_txn* fresh_ = nullptr;
    MDB_cursor* cursor_ = nullptr;
    std::vector<MDB_txn*> txns_;
};

}  // namespace

void bench::add_lmdb(std::vector<entry>& all)
{
    all.push_back({"lmdb", "LMDB, MDB_NOSYNC", std::make_unique<contender_of<lmdb_store<0>>>()});
    all.push_back({"lmdb-wm", "LMDB, MDB_NOSYNC and MDB_WRITEMAP", std::make_unique<contender_of<lmdb_store<MDB_WRITEMAP>>>()});
}
