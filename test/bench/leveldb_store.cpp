// leveldb_store.cpp — LevelDB. It has no transactions: a write is a batch, and reads do not see it before it is written.

#include "byte_rows.hpp"
#include "tasks_of.hpp"

#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/filter_policy.h>
#include <leveldb/write_batch.h>

namespace {

using bench::bytes;

void check(const leveldb::Status& status)
{
    if (!status.ok()) throw std::runtime_error{"leveldb: " + status.ToString()};
}

class leveldb_store {
public:
    static constexpr bench::abilities can{.savepoints = false, .undo = false, .full = false};

    explicit leveldb_store(const bench::setting& how)
        : cache_bytes_{how.cache_bytes}, cache_{leveldb::NewLRUCache(how.cache_bytes)}, filter_{leveldb::NewBloomFilterPolicy(10)}
    {
        reading.verify_checksums = true;
        writing.sync = how.durable;
        leveldb::Options options;
        options.create_if_missing = true;
        options.compression = leveldb::kNoCompression;
        options.block_cache = cache_.get();
        options.filter_policy = filter_.get();
        options.write_buffer_size = how.cache_bytes < (64U << 20) ? 4U << 20 : 64U << 20;
        leveldb::DB* opened = nullptr;
        check(leveldb::DB::Open(options, how.folder, &opened));
        db.reset(opened);
    }
    [[nodiscard]] bench::promises kept() const { return {.cache_bytes = cache_bytes_, .checksums = reading.verify_checksums}; }

    leveldb::ReadOptions reading{};
    leveldb::WriteOptions writing{};

private:
    std::uint64_t cache_bytes_;
    std::unique_ptr<leveldb::Cache> cache_;
    std::unique_ptr<const leveldb::FilterPolicy> filter_;

public:
    std::unique_ptr<leveldb::DB> db{};    // last: it uses the others while it closes
};

class leveldb_session {
public:
    explicit leveldb_session(leveldb_store& in) : in_{in}, reading_{in.reading} {}
    ~leveldb_session()
    {
        if (reading_.snapshot != nullptr) end_read();
    }
    leveldb_session(const leveldb_session&) = delete;
    leveldb_session& operator=(const leveldb_session&) = delete;

    void begin_read() { reading_.snapshot = in_.db->GetSnapshot(); }
    void end_read()
    {
        iterator_.reset();
        in_.db->ReleaseSnapshot(reading_.snapshot);
        reading_.snapshot = nullptr;
    }
    void begin_read_new() { begin_read(); }
    void end_read_new() { end_read(); }
    void begin_write() { batch_.Clear(); }
    void commit() { check(in_.db->Write(in_.writing, &batch_)); }
    void rollback() { batch_.Clear(); }

    [[nodiscard]] static bool native_numbers(int) { return false; }
    void put(int tree, bytes key, bytes value) { batch_.Put(slice(tree, key), of(value)); }
    void erase(int tree, bytes key) { batch_.Delete(slice(tree, key)); }
    bool get(int tree, bytes key, const auto& take)
    {
        const leveldb::Status status = in_.db->Get(reading_, slice(tree, key), &value_);
        if (status.IsNotFound()) return false;
        check(status);
        take(of(leveldb::Slice{value_}));
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
    [[nodiscard]] static leveldb::Slice of(bytes b) { return {reinterpret_cast<const char*>(b.data()), b.size()}; }
    [[nodiscard]] static bytes of(const leveldb::Slice& s) { return {reinterpret_cast<const std::byte*>(s.data()), s.size()}; }
    // The index lies behind the rows: no key of a row begins with this byte.
    [[nodiscard]] leveldb::Slice slice(int tree, bytes key)
    {
        if (tree == 0) return of(key);
        prefixed_.assign(1, '\xFF').append(reinterpret_cast<const char*>(key.data()), key.size());
        return prefixed_;
    }

    leveldb_store& in_;
    leveldb::ReadOptions reading_;
    leveldb::WriteBatch batch_{};
    std::unique_ptr<leveldb::Iterator> iterator_{};    // of this reading
    std::string value_{}, prefixed_{};
};

}  // namespace

void bench::add_leveldb(std::vector<entry>& all)
{
    all.push_back({"leveldb", "LevelDB " + std::to_string(leveldb::kMajorVersion) + '.' + std::to_string(leveldb::kMinorVersion) +
                                  ", batches for transactions, no compression, checksums verified, filter of 10 bits a key",
                   std::make_unique<contender_of<leveldb_store, byte_rows<leveldb_session>>>()});
}
