// long_value_tree.hpp — the long values of one table that do not lie in its records.
//
// Room:   table. Uses txn, record. Knows ids, chunks and reference counts; knows nothing of the records that hold the ids.
// Gives:  long_value_tree: size_of, read, create, add_reference, release.
// Holds:  (1) a value is never changed: a new one is created and the old one released;
//         (2) its reference count is the number of times records hold its id; at none it is gone;
//         (3) ids grow and are never reused while the engine runs.
#pragma once

#include <ese/engine/table/stored_tree.hpp>

#include <ese/engine/record/compression.hpp>
#include <ese/engine/record/long_value.hpp>
#include <ese/engine/txn/tree_walk.hpp>

#include <mutex>
#include <vector>

namespace ese::inline v1::engine {

class long_value_tree {
public:
    // `chunk` 0: what the page size says.
    long_value_tree(const database_parts& of, tree_shape shape, std::uint32_t chunk)
        : tree_{of, shape}, chunk_{chunk != 0 ? chunk : chunk_size(of.file.page_size())}, wide_{of.wide_long_value_ids}
    {
    }

    [[nodiscard]] stored_tree& tree() noexcept { return tree_; }

    // Is it there for this view? For ids that no record of the view has to hold.
    [[nodiscard]] bool contains(view v, long_value_id id)
    {
        row_buffer data;
        return tree_->find(v, root_key(id), data);
    }
    // These throw lv_corrupted when the id leads nowhere: a record holds it. So does release.
    [[nodiscard]] long_value_root root(view v, long_value_id id);
    // Copies what there is from the offset on, as far as there is room; answers how much there is.
    [[nodiscard]] std::uint32_t read(view v, long_value_id id, std::uint32_t offset, mutable_bytes to);
    void read_all(view v, long_value_id id, std::vector<std::byte>& out) { read_front(v, id, long_value_size_most, out); }
    void read_front(view v, long_value_id id, std::size_t most, std::vector<std::byte>& out);

    [[nodiscard]] write_answer create(session& by, bytes value, long_value_id& id);
    [[nodiscard]] write_answer add_reference(session& by, long_value_id id) { return count(by, id, +1); }
    [[nodiscard]] write_answer release(session& by, long_value_id id) { return count(by, id, -1); }

private:
    [[nodiscard]] long_value_id next_id();
    [[nodiscard]] long_value_id first_free_id();
    [[nodiscard]] write_answer count(session& by, long_value_id id, int difference);
    [[nodiscard]] write_answer erase(session& by, long_value_id id, std::uint32_t size);
    [[nodiscard]] long_value_root root(tree_walk& walk, long_value_id id);
    std::uint32_t read(tree_walk& walk, long_value_id id, std::uint32_t size, std::uint32_t offset, mutable_bytes to);
    void read_chunk(tree_walk& walk, bytes key, std::size_t extent, std::size_t skip, mutable_bytes to);

    stored_tree tree_;
    const std::uint32_t chunk_;
    const bool wide_;
    std::mutex next_mutex_;
    std::uint64_t next_ = 0;        // under next_mutex_; 0: not looked up yet
};

inline long_value_root long_value_tree::root(view v, long_value_id id)
{
    tree_walk walk{*tree_, v};
    return root(walk, id);
}

inline long_value_root long_value_tree::root(tree_walk& walk, long_value_id id)
{
    row_buffer data;
    if (!walk.read(root_key(id), [&](bytes found) { data.assign(found); })) throw failure{jet::error::lv_corrupted};
    return long_value_root::decode(data.view());
}

// The bytes of one chunk from `skip` on, as many as `to` is long. What is plain is copied from its page straight away.
inline void long_value_tree::read_chunk(tree_walk& walk, bytes key, std::size_t extent, std::size_t skip, mutable_bytes to)
{
    std::vector<std::byte> packed;
    bool plain = false;
    const bool there = walk.read(key, [&](bytes stored) {
        plain = stored.size() == extent;
        if (plain) copy_bytes(to.data(), stored.subspan(skip, to.size()));
        else packed.assign(stored.begin(), stored.end());
    });
    if (!there) throw failure{jet::error::lv_corrupted};
    if (plain) return;
    std::vector<std::byte> whole;
    if (packed.size() < extent) decompress(packed, whole, extent);
    if (whole.size() != extent) throw failure{jet::error::lv_corrupted};
    copy_bytes(to.data(), bytes{whole}.subspan(skip, to.size()));
}

inline std::uint32_t long_value_tree::read(view v, long_value_id id, std::uint32_t offset, mutable_bytes to)
{
    tree_walk walk{*tree_, v};
    return read(walk, id, root(walk, id).size, offset, to);
}

inline std::uint32_t long_value_tree::read(tree_walk& walk, long_value_id id, std::uint32_t size, std::uint32_t offset, mutable_bytes to)
{
    if (offset >= size) return 0;
    const std::size_t wanted = std::min<std::size_t>(to.size(), size - offset);
    for (std::size_t done = 0; done < wanted;) {
        const auto at = static_cast<std::uint32_t>(offset + done);
        const std::uint32_t begin = at / chunk_ * chunk_, extent = chunk_extent(begin, size, chunk_);
        const std::size_t n = std::min<std::size_t>(wanted - done, extent - (at - begin));
        read_chunk(walk, chunk_key(id, begin), extent, at - begin, to.subspan(done, n));
        done += n;
    }
    return size - offset;
}

inline void long_value_tree::read_front(view v, long_value_id id, std::size_t most, std::vector<std::byte>& out)
{
    tree_walk walk{*tree_, v};
    const std::uint32_t size = root(walk, id).size;
    out.resize(std::min<std::size_t>(most, size));
    (void)read(walk, id, size, 0, out);
}

inline long_value_id long_value_tree::first_free_id()
{
    const long_value_id first{wide_ ? wide_id_first : 1};
    key_buffer last;
    if (!tree_->last_sort(last)) return first;
    const long_value_id used = parse_long_value_key(last.view()).id;
    return std::max(first, long_value_id{used.value() + 1});
}

inline long_value_id long_value_tree::next_id()
{
    const std::lock_guard lock{next_mutex_};
    if (next_ == 0) next_ = first_free_id().value();
    if (!is_wide(long_value_id{next_}) && next_ > narrow_id_last) throw failure{jet::error::out_of_long_value_i_ds};
    return long_value_id{next_++};
}

inline write_answer long_value_tree::create(session& by, bytes value, long_value_id& id)
{
    id = next_id();
    const auto size = static_cast<std::uint32_t>(value.size());
    const auto head = long_value_root{1, size, 0}.encode();
    if (const write_answer a = tree_->insert(by, root_key(id), head); a != write_answer::done) return a;
    for (std::uint32_t at = 0; at < size; at += chunk_) {
        const bytes chunk = value.subspan(at, chunk_extent(at, size, chunk_));
        if (const write_answer a = tree_->insert(by, chunk_key(id, at), chunk); a != write_answer::done) return a;
    }
    return write_answer::done;
}

inline write_answer long_value_tree::count(session& by, long_value_id id, int difference)
{
    row_buffer data;
    if (!tree_->find(by.reading(), root_key(id), data)) {
        if (difference > 0) return write_answer::no_such_key;   // whoever shares it came too late
        throw failure{jet::error::lv_corrupted};
    }
    const long_value_root before = long_value_root::decode(data.view());
    if (difference < 0 && before.references <= 1) return erase(by, id, before.size);
    // Whatever else the root says stays as it is.
    store_le(data.data(), static_cast<std::uint32_t>(static_cast<std::int64_t>(before.references) + difference));
    return tree_->replace(by, root_key(id), data.view());
}

inline write_answer long_value_tree::erase(session& by, long_value_id id, std::uint32_t size)
{
    if (const write_answer a = tree_->erase(by, root_key(id)); a != write_answer::done) return a;
    for (std::uint32_t at = 0; at < size; at += chunk_)
        if (const write_answer a = tree_->erase(by, chunk_key(id, at)); a != write_answer::done) return a;
    return write_answer::done;
}

}  // namespace ese::inline v1::engine
