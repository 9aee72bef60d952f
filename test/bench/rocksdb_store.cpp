// rocksdb_store.cpp — RocksDB with pessimistic transactions; reads through snapshots.

#include "byte_rows.hpp"
#include "tasks_of.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/transaction.h>
#include <rocksdb/utilities/transaction_db.h>
#include <rocksdb/version.h>

namespace {

using bench::bytes;

void check(const rocksdb::Status& status)
{
    if (status.IsBusy() || status.IsTimedOut()) throw bench::conflict{};
    if (!status.ok()) throw std::runtime_error{"rocksdb: " + status.ToString()};
}

class rocksdb_store {
public:
    static constexpr bench::abilities can{};

    explicit rocksdb_store(const bench::setting& how)
    {
        writing.sync = how.durable;
        rocksdb::BlockBasedTableOptions blocks;
        blocks.block_cache = rocksdb::NewLRUCache(how.cache_bytes);
        blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
        rocksdb::Options options;
        options.create_if_missing = true;
        options.compression = rocksdb::kNoCompression;
        options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
        if (how.cache_bytes < (64U << 20)) options.write_buffer_size = 4U << 20;    // 64 MiB otherwise
        rocksdb::TransactionDB* opened = nullptr;
        check(rocksdb::TransactionDB::Open(options, {}, how.folder, &opened));
        db.reset(opened);
    }
    [[nodiscard]] bench::promises kept() const
    {
        const auto blocks = db->GetOptions().table_factory->GetOptions<rocksdb::BlockBasedTableOptions>();
        return {.cache_bytes = blocks->block_cache->GetCapacity(),
                .checksums = blocks->checksum != rocksdb::kNoChecksum && rocksdb::ReadOptions{}.verify_checksums};
    }

    rocksdb::WriteOptions writing{};
    std::unique_ptr<rocksdb::TransactionDB> db{};
};

class rocksdb_session {
public:
    explicit rocksdb_session(rocksdb_store& in) : in_{in} {}
    ~rocksdb_session()
    {
        if (reading_.snapshot != nullptr) end_read();
    }
    rocksdb_session(const rocksdb_session&) = delete;
    rocksdb_session& operator=(const rocksdb_session&) = delete;

    void begin_read() { reading_.snapshot = in_.db->GetSnapshot(); }
    void end_read()
    {
        iterator_.reset();
        in_.db->ReleaseSnapshot(reading_.snapshot);
        reading_.snapshot = nullptr;
    }
    void begin_read_new() { begin_read(); }
    void end_read_new() { end_read(); }
    void begin_write()
    {
        txn_.reset(in_.db->BeginTransaction(in_.writing, {}, txn_.release()));
        writes_ = true;
    }
    void commit()
    {
        writes_ = false;
        check(txn_->Commit());
    }
    void rollback()
    {
        writes_ = false;
        check(txn_->Rollback());
    }
    void begin_inner() { txn_->SetSavePoint(); }
    void end_inner(bool keep) { check(keep ? txn_->PopSavePoint() : txn_->RollbackToSavePoint()); }

    [[nodiscard]] static bool native_numbers(int) { return false; }
    void put(int tree, bytes key, bytes value) { check_write(txn_->Put(slice(tree, key), of(value))); }
    void erase(int tree, bytes key) { check_write(txn_->Delete(slice(tree, key))); }
    bool get(int tree, bytes key, const auto& take)
    {
        value_.Reset();
        const rocksdb::Slice at = slice(tree, key);
        const rocksdb::Status status = writes_ ? txn_->GetForUpdate(reading_, in_.db->DefaultColumnFamily(), at, &value_)
                                               : in_.db->Get(reading_, in_.db->DefaultColumnFamily(), at, &value_);
        if (status.IsNotFound()) return false;
        check_write(status);
        take(of(value_));
        return true;
    }
    void visit(int tree, bytes from, const auto& more)
    {
        if (!iterator_) iterator_.reset(in_.db->NewIterator(reading_));
        for (iterator_->Seek(slice(tree, from)); iterator_->Valid(); iterator_->Next()) {
            const bytes key = of(iterator_->key());
            if (!more(tree == 0 ? key : key.subspan(1), of(iterator_->value()))) return;
        }
        check(iterator_->status());
    }

private:
    // A conflict ends the transaction.
    void check_write(const rocksdb::Status& status)
    {
        if (writes_ && (status.IsBusy() || status.IsTimedOut())) rollback();
        check(status);
    }
    [[nodiscard]] static rocksdb::Slice of(bytes b) { return {reinterpret_cast<const char*>(b.data()), b.size()}; }
    [[nodiscard]] static bytes of(const rocksdb::Slice& s) { return {reinterpret_cast<const std::byte*>(s.data()), s.size()}; }
    // The index lies behind the rows: no key of a row begins with this byte.
    [[nodiscard]] rocksdb::Slice slice(int tree, bytes key)
    {
        if (tree == 0) return of(key);
        prefixed_.assign(1, '\xFF').append(reinterpret_cast<const char*>(key.data()), key.size());
        return prefixed_;
    }

    rocksdb_store& in_;
    rocksdb::ReadOptions reading_{};
    std::unique_ptr<rocksdb::Transaction> txn_{};    // kept, begun again for each writing
    bool writes_ = false;
    std::unique_ptr<rocksdb::Iterator> iterator_{};  // of this reading
    rocksdb::PinnableSlice value_{};
    std::string prefixed_{};
};

}  // namespace

void bench::add_rocksdb(std::vector<entry>& all)
{
    all.push_back({"rocksdb", "RocksDB " + rocksdb::GetRocksVersionAsString() + ", TransactionDB, no compression, checksums verified, filter of 10 bits a key",
                   std::make_unique<contender_of<rocksdb_store, byte_rows<rocksdb_session>>>()});
}
