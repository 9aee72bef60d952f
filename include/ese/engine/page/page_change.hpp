// page_change.hpp — changes of pages as bytes: what the log keeps of them, and how they are done again.
//
// Room:   page. Uses the page format and base.
// Gives:  change_writer, which puts one change behind another; change_reader; redo, which does one again on a page.
// Holds:  do and redo end in the same calls of page_edit; a change is done again exactly on pages that are older than it.
//
//   A record is a run of items.          u8 kind, then
//     page changes (kinds below 32)      u32 page | u64 time of the change | what follows by kind:
//       insert                           u16 index | u8 flags | u16 prefix | u16 suffix size | u16 data size | suffix | data
//       erase                            u16 index
//       replace                          u16 index | u8 flags | u16 bytes kept in front | u16 kept behind | u16 size | new middle
//       set_flags                        u16 index | u8 flags
//       set_previous, set_next           u32 page
//       set_header                       u16 size | external header
//       truncate                         u16 nodes kept
//       retire                           -
//       image                            u16 bytes in front | u16 bytes behind | both; zeros lie between
//     notes (32 and above)               u16 size | content: told to whoever replays, not to pages
//
// Replace keeps the same bytes at both ends of the node's data. An image is the whole page: a page that was built elsewhere.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/engine/base/small_bytes.hpp>
#include <ese/engine/page/page_edit.hpp>

namespace ese::inline v1::engine {

enum class change_kind : std::uint8_t {
    insert = 1, erase, replace, set_flags, set_previous, set_next, set_header, truncate, retire, image,
};
inline constexpr std::uint8_t first_note_kind = 32;

using change_buffer = small_bytes<512>;

// Where two runs of bytes differ: what is the same in front and behind.
struct difference {
    std::size_t front, back;

    difference(bytes before, bytes after) noexcept : front{common_prefix(before, after)}, back{0}
    {
        const std::size_t most = std::min(before.size(), after.size()) - front;
        const std::byte* const a = before.data() + before.size();
        const std::byte* const b = after.data() + after.size();
        while (back + 8 <= most && load_le<std::uint64_t>(a - back - 8) == load_le<std::uint64_t>(b - back - 8)) back += 8;
        while (back < most && *(a - back - 1) == *(b - back - 1)) ++back;
    }
    [[nodiscard]] bytes middle_of(bytes all) const noexcept { return all.subspan(front, all.size() - front - back); }
};

// A few numbers that go into a buffer together, little-endian: `end` puts them there.
class packed_numbers {
public:
    explicit packed_numbers(change_buffer& out) noexcept : out_{out} {}

    packed_numbers& u8(std::uint8_t v) noexcept { return put(v); }
    packed_numbers& u16(std::size_t v) noexcept { return put(static_cast<std::uint16_t>(v)); }
    packed_numbers& u32(std::uint32_t v) noexcept { return put(v); }
    packed_numbers& u64(std::uint64_t v) noexcept { return put(v); }
    void end() { out_.append(bytes{raw_}.first(size_)); }

private:
    template <class T>
    packed_numbers& put(T value) noexcept
    {
        store_le(raw_.data() + size_, value);
        size_ += sizeof(T);
        return *this;
    }

    change_buffer& out_;
    std::size_t size_ = 0;
    std::array<std::byte, 32> raw_;  // not cleared on purpose
};

class change_writer {
public:
    change_writer(change_buffer& out, page_no page, std::uint64_t time) noexcept : out_{out}, page_{page}, time_{time} {}

    void insert(std::uint32_t i, std::uint8_t flags, std::size_t prefix, bytes suffix, bytes data)
    {
        head(change_kind::insert, 9 + suffix.size() + data.size()).u16(i).u8(flags).u16(prefix).u16(suffix.size()).u16(data.size()).end();
        run(suffix), run(data);
    }
    void erase(std::uint32_t i) { head(change_kind::erase, 2).u16(i).end(); }
    void replace(std::uint32_t i, std::uint8_t flags, bytes before, bytes after)
    {
        const difference d{before, after};
        const bytes middle = d.middle_of(after);
        head(change_kind::replace, 9 + middle.size()).u16(i).u8(flags).u16(d.front).u16(d.back).u16(middle.size()).end();
        run(middle);
    }
    void set_flags(std::uint32_t i, std::uint8_t flags) { head(change_kind::set_flags, 3).u16(i).u8(flags).end(); }
    void set_previous(page_no to) { head(change_kind::set_previous, 4).u32(to.value()).end(); }
    void set_next(page_no to) { head(change_kind::set_next, 4).u32(to.value()).end(); }
    void set_header(bytes content)
    {
        head(change_kind::set_header, 2 + content.size()).u16(content.size()).end();
        run(content);
    }
    void truncate(std::uint32_t nodes) { head(change_kind::truncate, 2).u16(nodes).end(); }
    void retire() { head(change_kind::retire, 0).end(); }
    void image(page_view page)
    {
        const std::size_t tags = page_layout::tag_size * page.tag_count();
        const std::size_t front = page_layout::header_size(page.page_size()) + page.free_start();
        head(change_kind::image, 4 + front + tags).u16(front).u16(tags).end();
        run({page.data(), front}), run({page.data() + page.page_size() - tags, tags});
    }
    static void note(change_buffer& out, std::uint8_t kind, bytes content)
    {
        out.reserve(out.size() + 3 + content.size());
        std::array<std::byte, 3> head{static_cast<std::byte>(kind)};
        store_le(head.data() + 1, static_cast<std::uint16_t>(content.size()));
        out.append(head);
        out.append(content);
    }

private:
    packed_numbers head(change_kind kind, std::size_t rest)
    {
        out_.reserve(out_.size() + 13 + rest);  // the only step that may fail
        return packed_numbers{out_}.u8(static_cast<std::uint8_t>(kind)).u32(page_.value()).u64(time_);
    }
    void run(bytes content) { out_.append(content); }

    change_buffer& out_;
    page_no page_;
    std::uint64_t time_;
};

// One item of a record. A record whose checksum was good but whose items make no sense is an accident.
struct change_item {
    std::uint8_t kind = 0;
    page_no page{};         // page changes
    std::uint64_t time = 0;
    bytes body;             // what follows the time, or a note's content

    [[nodiscard]] bool is_note() const noexcept { return kind >= first_note_kind; }
    [[nodiscard]] bool is_image() const noexcept { return kind == static_cast<std::uint8_t>(change_kind::image); }
};

class change_reader {
public:
    explicit change_reader(bytes record) noexcept : rest_{record} {}

    [[nodiscard]] bool next(change_item& out)
    {
        if (rest_.empty()) return false;
        out.kind = std::to_integer<std::uint8_t>(take(1)[0]);
        if (out.is_note()) {
            out.body = take(load_le<std::uint16_t>(take(2).data()));
            return true;
        }
        out.page = page_no{load_le<std::uint32_t>(take(4).data())};
        out.time = load_le<std::uint64_t>(take(8).data());
        out.body = take(body_size(static_cast<change_kind>(out.kind)));
        return true;
    }

private:
    [[nodiscard]] bytes take(std::size_t size)
    {
        if (size > rest_.size()) throw failure{jet::error::log_file_corrupt};
        const bytes taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }
    [[nodiscard]] std::size_t u16_at(std::size_t at) const
    {
        if (at + 2 > rest_.size()) throw failure{jet::error::log_file_corrupt};
        return load_le<std::uint16_t>(rest_.data() + at);
    }
    [[nodiscard]] std::size_t body_size(change_kind kind) const
    {
        switch (kind) {
        case change_kind::insert: return 9 + u16_at(5) + u16_at(7);
        case change_kind::erase:
        case change_kind::truncate: return 2;
        case change_kind::replace: return 9 + u16_at(7);
        case change_kind::set_flags: return 3;
        case change_kind::set_previous:
        case change_kind::set_next: return 4;
        case change_kind::set_header: return 2 + u16_at(0);
        case change_kind::retire: return 0;
        case change_kind::image: return 4 + u16_at(0) + u16_at(2);
        }
        throw failure{jet::error::log_file_corrupt};
    }

    bytes rest_;
};

namespace detail {
inline void redo_image(page_edit page, bytes body)
{
    const std::size_t size = page.view().page_size();
    const std::size_t front = load_le<std::uint16_t>(body.data()), back = load_le<std::uint16_t>(body.data() + 2);
    if (front + back > size) throw failure{jet::error::log_file_corrupt};
    copy_bytes(page.data(), body.subspan(4, front));
    std::memset(page.data() + front, 0, size - front - back);
    copy_bytes(page.data() + size - back, body.subspan(4 + front, back));
}
inline void redo_replace(page_edit page, std::uint32_t i, bytes body)
{
    const bytes before = page.view().data(i);
    const std::size_t front = load_le<std::uint16_t>(body.data() + 3), back = load_le<std::uint16_t>(body.data() + 5);
    const bytes middle = body.subspan(9);
    if (front + back > before.size()) throw failure{jet::error::log_file_corrupt};
    row_buffer after{before.first(front)};
    after.append(middle);
    after.append(before.last(back));
    if (after.size() > before.size() + page.free_bytes()) throw failure{jet::error::log_file_corrupt};
    page.replace_node_data(i, after.view());
    page.set_node_flags(i, std::to_integer<std::uint8_t>(body[2]));
}
inline void redo_insert(page_edit page, std::uint32_t i, bytes body)
{
    const std::size_t prefix = load_le<std::uint16_t>(body.data() + 3), suffix = load_le<std::uint16_t>(body.data() + 5);
    const bytes rest = body.subspan(9);
    if (!page.room_for_node(page_edit::node_size(prefix, suffix, rest.size() - suffix))) throw failure{jet::error::log_file_corrupt};
    page.insert_node(i, std::to_integer<std::uint8_t>(body[2]), prefix, rest.first(suffix), rest.subspan(suffix));
}
}  // namespace detail

// Does a change again, whatever the time of the page; `page` passed verify_structure unless the change is an image.
inline void redo(page_edit page, const change_item& item)
{
    const auto kind = static_cast<change_kind>(item.kind);
    if (kind == change_kind::image) return detail::redo_image(page, item.body);  // brings its own time
    const bool indexed = kind == change_kind::insert || kind == change_kind::erase || kind == change_kind::replace || kind == change_kind::set_flags;
    const std::uint32_t i = indexed ? load_le<std::uint16_t>(item.body.data()) : 0;
    const std::uint32_t nodes = page.view().node_count();
    if (indexed && i >= nodes + (kind == change_kind::insert ? 1U : 0U)) throw failure{jet::error::log_file_corrupt};
    switch (kind) {
    case change_kind::insert: detail::redo_insert(page, i, item.body); break;
    case change_kind::erase: page.erase_node(i); break;
    case change_kind::replace: detail::redo_replace(page, i, item.body); break;
    case change_kind::set_flags: page.set_node_flags(i, std::to_integer<std::uint8_t>(item.body[2])); break;
    case change_kind::set_previous: page.set_previous(page_no{load_le<std::uint32_t>(item.body.data())}); break;
    case change_kind::set_next: page.set_next(page_no{load_le<std::uint32_t>(item.body.data())}); break;
    case change_kind::set_header: page.set_external_header(item.body.subspan(2)); break;
    case change_kind::truncate:
        if (const std::uint32_t kept = load_le<std::uint16_t>(item.body.data()); kept < nodes) page.erase_nodes_from(kept);
        break;
    case change_kind::retire: page.set_flags(page_flag::empty); break;
    case change_kind::image: break;
    }
    page.set_dbtime(item.time);
}

}  // namespace ese::inline v1::engine
