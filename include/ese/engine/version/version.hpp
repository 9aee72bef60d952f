// version.hpp — one remembered change: who made it, to which key, and how things were before.
//
// Room:   version. Uses base. Knows keys as bytes; knows nothing of pages, trees or sessions.
// Gives:  version, transaction (what publishes all its versions at once), view (what a reader may see), version_home.
// Holds:  (1) the page has the newest state of a key; its chain of versions, newest first, leads back in time;
//         (2) a chain's owners committed in the order of the chain: the first updater won. Only those who add to the same row
//             stand side by side, and those who want it unchanged; they commit in any order;
//         (3) a transaction commits by one store; whoever sees the stamp sees all its changes.
#pragma once

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/strong.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace ese::inline v1::engine {

class version_home;
class session;  // whoever undoes; handed through unopened
struct version;

// Something that must happen when the transaction that did it ends one way or the other: the rest of a schema change.
class transaction_action {
public:
    virtual ~transaction_action() = default;
    virtual void undo() {}                     // its level was rolled back
    virtual void committing(session&) {}       // the outermost level is about to be logged; may come again if that fails
    virtual void committed(stamp) noexcept {}  // the outermost level was committed and published
    virtual void settled() {}                  // and no snapshot is left that does not see it

protected:
    transaction_action() = default;
    transaction_action(const transaction_action&) = default;
    transaction_action& operator=(const transaction_action&) = default;
};

// The part of a writing transaction that its versions refer to. Outlives the transaction until its versions are gone.
struct transaction {
    std::atomic<std::uint64_t> committed{0};  // 0 while it runs; release by commit, acquire by readers
    version* first = nullptr;                 // its versions, oldest first
    version* last = nullptr;
    std::vector<std::unique_ptr<transaction_action>> actions;
    transaction* next = nullptr;              // in the queue of the committed, or in the pool
    std::uint32_t log_id = 0;                 // 0: nothing of it is in the log
    std::uint64_t first_logged = 0;           // the log is needed from there on to undo or settle it

    void reset() noexcept    // for its next use; its actions are gone
    {
        first = last = nullptr;
        log_id = 0;
        first_logged = 0;
        committed.store(0, std::memory_order_relaxed);
    }
};

struct view {
    stamp snapshot;
    const transaction* mine = nullptr;

    [[nodiscard]] bool sees(const transaction& other) const noexcept
    {
        if (&other == mine) return true;
        const std::uint64_t at = other.committed.load(std::memory_order_acquire);
        return at != 0 && at <= snapshot.value();
    }
};

enum class change : std::uint8_t {
    inserted,  // before: nothing
    revived,   // before: deleted, with the image as its data
    replaced,  // before: there, with the image as its data
    erased,    // before: there, with the same data
    locked,    // before: the same; the key is only claimed. The image is what it had, if that was kept for a change to come
    added,     // before: there, with a number in the data that was smaller by what the image says. Without an image: undone
    shared,    // before: the same; others may share the claim, nobody may change the key. Never in the log
};

// Several owners may have uncommitted versions of this kind in one chain.
[[nodiscard]] constexpr bool side_by_side(change kind) noexcept { return kind == change::added || kind == change::shared; }

// The image of `added`: u16 where in the data the number lies | what was added to it, 4 or 8 bytes. All of it modulo 2^32 or 2^64.
namespace addition {
using image_room = std::array<std::byte, 10>;

[[nodiscard]] inline bytes encode(image_room& room, std::uint16_t offset, bytes delta) noexcept
{
    store_le(room.data(), offset);
    copy_bytes(room.data() + 2, delta);
    return bytes{room}.first(2 + delta.size());
}
[[nodiscard]] constexpr bool valid(std::size_t image_size) noexcept { return image_size == 6 || image_size == 10; }

enum class direction { forth, back };
// False: there is no such number in the data.
[[nodiscard]] inline bool apply(mutable_bytes data, bytes image, direction way) noexcept
{
    const auto sum = [way]<class T>(T was, T delta) { return static_cast<T>(way == direction::forth ? was + delta : was - delta); };
    if (!valid(image.size())) return false;
    const std::size_t at = load_le<std::uint16_t>(image.data()), size = image.size() - 2;
    if (at + size > data.size()) return false;
    std::byte* const number = data.data() + at;
    if (size == 4) store_le(number, sum(load_le<std::uint32_t>(number), load_le<std::uint32_t>(image.data() + 2)));
    else store_le(number, sum(load_le<std::uint64_t>(number), load_le<std::uint64_t>(image.data() + 2)));
    return true;
}
}  // namespace addition

// Header of a run in a version bucket: key and image follow.
struct version {
    version* older;           // in the chain of its key; both under the chain's latch. Both ways, because the oldest go first, and
    version* newer;           // while somebody reads an old snapshot of a key that many change, the chain is long
    version* next_of_owner;
    transaction* owner;
    version_home* home;
    std::uint64_t hash;
    std::uint64_t page_version;  // with the next two, where the node was when last seen: a hint, true while the page is as it was
    page_no leaf;
    std::uint32_t index;
    std::uint32_t image_size;
    std::uint16_t key_size;
    change kind;

    [[nodiscard]] bytes key() const noexcept { return {tail(), key_size}; }
    [[nodiscard]] bytes image() const noexcept { return {tail() + key_size, image_size}; }
    [[nodiscard]] std::byte* tail() const noexcept { return const_cast<std::byte*>(reinterpret_cast<const std::byte*>(this + 1)); }
};

// The tree a version belongs to: brings a key back, or forgets how it was.
class version_home {
public:
    virtual void undo(version& v, session& by, bool keep_claim) = 0;  // keep_claim: the write lock stays until the transaction ends
    // Every snapshot sees what the transaction did: settles its first version and those behind it that come at the same cost,
    // at most so many, and takes them from it. How many; may throw: tried again later.
    virtual std::size_t settle(transaction& by, std::size_t most) = 0;

protected:
    version_home() = default;
    ~version_home() = default;
    version_home(const version_home&) = delete;
    version_home& operator=(const version_home&) = delete;
};

}  // namespace ese::inline v1::engine
