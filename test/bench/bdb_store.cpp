// bdb_store.cpp — Berkeley DB: transactions, snapshots for readers, checksums of pages. Lazy commits write their log and do not
// sync it (DB_TXN_WRITE_NOSYNC).

#include "byte_rows.hpp"
#include "tasks_of.hpp"

#include <db.h>

namespace {

using bench::bytes;

void check(int code)
{
    if (code == DB_LOCK_DEADLOCK || code == DB_LOCK_NOTGRANTED) throw bench::conflict{};
    if (code != 0) throw std::runtime_error{std::string{"bdb: "} + db_strerror(code)};
}

class bdb_store {
public:
    static constexpr bench::abilities can{};

    explicit bdb_store(const bench::setting& how)
    {
        check(db_env_create(&env, 0));
        const std::uint64_t asked = how.cache_bytes < (500U << 20) ? how.cache_bytes / 5 * 4 : how.cache_bytes;    // it takes a quarter more of small ones
        check(env->set_cachesize(env, static_cast<u_int32_t>(asked >> 30), static_cast<u_int32_t>(asked & 0x3FFF'FFFF), 1));
        check(env->set_lk_detect(env, DB_LOCK_DEFAULT));
        for (auto set : {env->set_lk_max_locks, env->set_lk_max_objects}) check(set(env, 100'000));
        check(env->set_tx_max(env, 1000));
        check(env->set_lg_bsize(env, 4U << 20));
        check(env->set_lg_max(env, 64U << 20));
        check(env->log_set_config(env, DB_LOG_AUTO_REMOVE, 1));
        if (!how.durable) check(env->set_flags(env, DB_TXN_WRITE_NOSYNC, 1));
        const u_int32_t parts = DB_INIT_TXN | DB_INIT_LOG | DB_INIT_LOCK | DB_INIT_MPOOL;
        check(env->open(env, how.folder.c_str(), DB_CREATE | DB_RECOVER | DB_PRIVATE | DB_THREAD | parts, 0644));
        open_tree(trees[0], "rows.db");
        if (how.data == bench::data_set::people) open_tree(trees[1], "index.db");
    }
    ~bdb_store()
    {
        (void)env->txn_checkpoint(env, 0, 0, DB_FORCE);
        for (DB* tree : trees)
            if (tree != nullptr) (void)tree->close(tree, 0);
        (void)env->close(env, 0);
    }
    bdb_store(const bdb_store&) = delete;
    bdb_store& operator=(const bdb_store&) = delete;

    [[nodiscard]] bench::promises kept() const
    {
        u_int32_t gigabytes = 0, rest = 0, flags = 0;
        int caches = 0;
        check(env->get_cachesize(env, &gigabytes, &rest, &caches));
        check(trees[0]->get_flags(trees[0], &flags));
        return {.cache_bytes = (std::uint64_t{gigabytes} << 30) + rest, .checksums = (flags & DB_CHKSUM) != 0};
    }

    DB_ENV* env = nullptr;
    std::array<DB*, 2> trees{};

private:
    void open_tree(DB*& tree, const char* name)
    {
        check(db_create(&tree, env, 0));
        check(tree->set_flags(tree, DB_CHKSUM));
        check(tree->open(tree, nullptr, name, nullptr, DB_BTREE, DB_CREATE | DB_AUTO_COMMIT | DB_THREAD | DB_MULTIVERSION, 0644));
    }
};

class bdb_session {
public:
    explicit bdb_session(bdb_store& in) : in_{in} { buffer_.resize(bench::blob_size); }
    ~bdb_session()
    {
        while (!txns_.empty()) rollback();
    }
    bdb_session(const bdb_session&) = delete;
    bdb_session& operator=(const bdb_session&) = delete;

    void begin_read() { begin(DB_TXN_SNAPSHOT); }
    void end_read()
    {
        for (DBC*& cursor : cursors_)
            if (DBC* open = std::exchange(cursor, nullptr)) check(open->close(open));
        commit();
    }
    void begin_read_new() { begin_read(); }
    void end_read_new() { end_read(); }
    void begin_write() { begin(0); }
    void commit()
    {
        const bool writes = writes_;
        writes_ = false;
        check(pop()->commit(top_, 0));
        if (writes && ++commits_ % 64 == 0) check(in_.env->txn_checkpoint(in_.env, 64U << 10, 0, 0));    // every 64 MiB of log
    }
    void rollback() { (void)pop()->abort(top_); }
    void begin_inner() { begin(0); }
    void end_inner(bool keep) { check(keep ? pop()->commit(top_, 0) : pop()->abort(top_)); }

    [[nodiscard]] static bool native_numbers(int) { return false; }
    void put(int tree, bytes key, bytes value)
    {
        DBT k = of(key), v = of(value);
        writes_ = true;
        change(at(tree)->put(at(tree), txns_.back(), &k, &v, 0));
    }
    void erase(int tree, bytes key)
    {
        DBT k = of(key);
        writes_ = true;
        change(at(tree)->del(at(tree), txns_.back(), &k, 0));
    }
    bool get(int tree, bytes key, const auto& take)
    {
        DBT k = of(key), v = room(buffer_);
        const int code = at(tree)->get(at(tree), txns_.back(), &k, &v, 0);
        if (code == DB_NOTFOUND) return false;
        change(code);
        take(of(v));
        return true;
    }
    void visit(int tree, bytes from, const auto& more)
    {
        DBC*& cursor = cursors_[static_cast<std::size_t>(tree)];
        if (cursor == nullptr) check(at(tree)->cursor(at(tree), txns_.back(), &cursor, 0));
        std::memcpy(key_.data(), from.data(), from.size());
        DBT k = room(key_), v = room(value_);
        k.size = static_cast<u_int32_t>(from.size());
        int code = cursor->get(cursor, &k, &v, DB_SET_RANGE);
        for (; code == 0; code = cursor->get(cursor, &k, &v, DB_NEXT))
            if (!more(of(k), of(v))) return;
        if (code != DB_NOTFOUND) check(code);
    }

private:
    void begin(u_int32_t flags)
    {
        DB_TXN* txn = nullptr;
        check(in_.env->txn_begin(in_.env, txns_.empty() ? nullptr : txns_.back(), &txn, flags));
        txns_.push_back(txn);
    }
    DB_TXN* pop()
    {
        top_ = txns_.back();
        txns_.pop_back();
        return top_;
    }
    // A deadlock ends the transaction.
    void change(int code)
    {
        if (code == DB_LOCK_DEADLOCK)
            while (!txns_.empty()) rollback();
        check(code);
    }
    [[nodiscard]] DB* at(int tree) const { return in_.trees[static_cast<std::size_t>(tree)]; }
    [[nodiscard]] static DBT of(bytes b)
    {
        DBT t{};
        t.data = const_cast<std::byte*>(b.data());
        t.size = static_cast<u_int32_t>(b.size());
        return t;
    }
    [[nodiscard]] static DBT room(std::span<std::byte> into)
    {
        DBT t = of(into);
        t.ulen = static_cast<u_int32_t>(into.size());
        t.flags = DB_DBT_USERMEM;
        return t;
    }
    [[nodiscard]] static bytes of(const DBT& t) { return {static_cast<const std::byte*>(t.data), t.size}; }

    bdb_store& in_;
    std::vector<DB_TXN*> txns_{};
    DB_TXN* top_ = nullptr;
    std::array<DBC*, 2> cursors_{};
    bool writes_ = false;
    std::uint64_t commits_ = 0;
    std::vector<std::byte> buffer_{};
    std::array<std::byte, 64> key_{};
    std::array<std::byte, 256> value_{};
};

}  // namespace

void bench::add_bdb(std::vector<entry>& all)
{
    all.push_back({"bdb", std::string{"Berkeley DB "} + std::to_string(DB_VERSION_MAJOR) + '.' + std::to_string(DB_VERSION_MINOR) + '.' +
                              std::to_string(DB_VERSION_PATCH) + ", snapshots for readers, DB_CHKSUM, lazy: DB_TXN_WRITE_NOSYNC, checkpoint every 64 MiB",
                   std::make_unique<contender_of<bdb_store, byte_rows<bdb_session>>>()});
}
