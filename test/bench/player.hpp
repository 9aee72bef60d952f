// player.hpp — a process that has one store open and does what it is told.
//
// Room:   test/bench. Uses contender, key_sets.
// Gives:  order and answer; player, the handle of such a process.
// Holds:  (1) a store shares its process with no other store: memory, threads and a kill -9 are its own;
//         (2) an answer comes when the process is quiet, so what a store does behind a task's back does not fall on another
//             store's time.
#pragma once

#include "contender.hpp"
#include "key_sets.hpp"

#include <string>
#include <sys/types.h>

namespace bench {

enum class deed {
    open,        // value: until a table is there
    open_read,   // value: until a row was read
    once,        // the task over all keys; value: per operation
    during,      // the task over and over for some seconds; value: per operation
    count,       // the task so many times, its instructions written down where valgrind watches
    memory,      // value: the most there was, cpu: what is no file at the end, in bytes, beyond a bare process
    close,
    leave,
};

struct order {
    deed what = deed::leave;
    task t = task::create;
    data_set data = data_set::numbers;
    bool durable = false;
    std::uint64_t cache_bytes = 1ULL << 30;
    double seconds = 0;
    std::size_t operations = 0;    // 0: as many as there are keys
};

struct answer {
    double value = 0;              // ns or bytes
    double cpu = 0;                // ns of the processor for the same
    bool good = true;
    std::array<char, 200> trouble{};
};

// Owns the process; it is killed if it still runs. Keys and store outlive it.
class player {
public:
    player(entry& store, const key_sets& keys, std::string folder);
    player(player&& other) noexcept;
    player& operator=(player&&) = delete;
    ~player() { kill(); }

    // Throws what the store threw.
    answer tell(const order& o);
    // As kill -9 does.
    void kill() noexcept;

private:
    std::string name_;
    pid_t process_ = 0;
    int to_ = -1, from_ = -1;
};

}  // namespace bench
