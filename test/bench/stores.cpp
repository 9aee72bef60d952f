// stores.cpp — the stores this program was built with.

#include "contender.hpp"

std::vector<bench::entry> bench::all_stores()
{
    std::vector<entry> all;
    add_ese(all);
#ifdef BENCH_LMDB
    add_lmdb(all);
#endif
#ifdef BENCH_SQLITE
    add_sqlite(all);
#endif
#ifdef BENCH_WIREDTIGER
    add_wiredtiger(all);
#endif
#ifdef BENCH_BDB
    add_bdb(all);
#endif
#ifdef BENCH_ROCKSDB
    add_rocksdb(all);
#endif
#ifdef BENCH_LEVELDB
    add_leveldb(all);
#endif
    return all;
}
