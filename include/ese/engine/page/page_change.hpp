// page_change.hpp — changes of pages as bytes: what the log keeps of them, and how they are done again.
//
// Room:   page. Uses the page format and base.
// Gives:  change_writer, which puts one change behind another; change_reader; redo, which does one again on a page.
// Holds:  do and redo end in the same calls of page_edit; a change is done again exactly on pages that are older than it.
//
//   A record is a run of items.          u8 kind, then numbers as packed_numbers has them, but for flags, which are u8
//     page changes (kinds below 32)      page | time of the change | what follows by kind:
//       insert                           index | flags | prefix | suffix size | data size | suffix | data
//       erase                            index
//       replace                          index | flags | bytes kept in front | kept behind | size | new middle
//       set_flags                        index | flags
//       set_previous, set_next           page
//       set_header                       size | external header
//       truncate                         nodes kept
//       retire                           -
//       image                            bytes in front | bytes behind | both; zeros lie between
//     notes (32 and above)               size | content: told to whoever replays, not to pages
//
// Replace keeps the same bytes at both ends of the node's data. An image is the whole page: a page that was built elsewhere.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/engine/base/small_bytes.hpp>
#include <ese/engine/page/page_edit.hpp>

#include <bit>

namespace ese::inline v1::engine {

enum class change_kind : std::uint8_t {
    insert = 1, erase, replace, set_flags, set_previous, set_next, set_header, truncate, retire, image,
};
inline constexpr std::uint8_t first_note_kind = 32;

using change_buffer = small_bytes<512>;

// Where two runs of bytes differ: what is the same in front and behind.
struct difference {
    std::size_t front, back;

    // Not inlined: g++ 12 then warns of looks beyond short data that the loops do not take.
    [[gnu::noinline]] difference(bytes before, bytes after) noexcept : front{common_prefix(before, after)}, back{0}
    {
        const std::size_t most = std::min(before.size(), after.size()) - front;
        const std::byte* const a = before.data() + before.size();
        const std::byte* const b = after.data() + after.size();
        while (back + 8 <= most && load_le<std::uint64_t>(a - back - 8) == load_le<std::uint64_t>(b - back - 8)) back += 8;
        while (back < most && *(a - back - 1) == *(b - back - 1)) ++back;
    }
    [[nodiscard]] bytes middle_of(bytes all) const noexcept { return all.subspan(front, all.size() - front - back); }
};

// A few numbers that go into a buffer together; they belong to it from `end` on. Small ones are short: seven bits a byte,
// lowest first, the eighth says that more follow.
class packed_numbers {
public:
    // The only step that may fail: makes room for the numbers, and for `rest` bytes behind them.
    explicit packed_numbers(change_buffer& out, std::size_t rest = 0) : out_{out}
    {
        out.reserve(out.size() + size_max + rest);
        at_ = out.data() + out.size();
    }

    packed_numbers& u8(std::uint8_t v) noexcept
    {
        *at_++ = static_cast<std::byte>(v);
        return *this;
    }
    packed_numbers& number(std::uint64_t v) noexcept
    {
        for (; v >= 0x80; v >>= 7) u8(static_cast<std::uint8_t>(v | 0x80));
        return u8(static_cast<std::uint8_t>(v));
    }
    void end() noexcept { out_.resize(static_cast<std::size_t>(at_ - out_.data())); }

    static constexpr std::size_t size_max = 40;    // of all numbers of an item
    [[nodiscard]] static constexpr std::size_t size_of(std::uint64_t v) noexcept { return (static_cast<std::size_t>(std::bit_width(v | 1)) + 6) / 7; }

private:
    change_buffer& out_;
    std::byte* at_;
};

// Reads them back. What makes no sense is an accident: the checksum of the record was good.
class packed_reader {
public:
    explicit packed_reader(bytes from) noexcept : rest_{from} {}

    [[nodiscard]] bool empty() const noexcept { return rest_.empty(); }
    [[nodiscard]] bytes rest() const noexcept { return rest_; }
    [[nodiscard]] bytes run(std::size_t size)
    {
        if (size > rest_.size()) throw failure{jet::error::log_file_corrupt};
        const bytes taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }
    [[nodiscard]] std::uint8_t u8() { return std::to_integer<std::uint8_t>(run(1)[0]); }
    [[nodiscard]] std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint64_t part = u8();
            value |= (part & 0x7F) << shift;
            if ((part & 0x80) == 0) return value;
        }
        throw failure{jet::error::log_file_corrupt};
    }
    [[nodiscard]] std::uint32_t u32()
    {
        const std::uint64_t value = number();
        if (value > ~std::uint32_t{0}) throw failure{jet::error::log_file_corrupt};
        return static_cast<std::uint32_t>(value);
    }

private:
    bytes rest_;
};

class change_writer {
public:
    change_writer(change_buffer& out, page_no page, std::uint64_t time) noexcept : out_{out}, page_{page}, time_{time} {}

    void insert(std::uint32_t i, std::uint8_t flags, std::size_t prefix, bytes suffix, bytes data)
    {
        head(change_kind::insert, suffix.size() + data.size()).number(i).u8(flags).number(prefix).number(suffix.size()).number(data.size()).end();
        run(suffix), run(data);
    }
    void erase(std::uint32_t i) { head(change_kind::erase).number(i).end(); }
    void replace(std::uint32_t i, std::uint8_t flags, difference same, bytes after)
    {
        const bytes middle = same.middle_of(after);
        head(change_kind::replace, middle.size()).number(i).u8(flags).number(same.front).number(same.back).number(middle.size()).end();
        run(middle);
    }
    void set_flags(std::uint32_t i, std::uint8_t flags) { head(change_kind::set_flags).number(i).u8(flags).end(); }
    void set_previous(page_no to) { head(change_kind::set_previous).number(to.value()).end(); }
    void set_next(page_no to) { head(change_kind::set_next).number(to.value()).end(); }
    void set_header(bytes content)
    {
        head(change_kind::set_header, content.size()).number(content.size()).end();
        run(content);
    }
    void truncate(std::uint32_t nodes) { head(change_kind::truncate).number(nodes).end(); }
    void retire() { head(change_kind::retire).end(); }
    void image(page_view page)
    {
        const std::size_t tags = page_layout::tag_size * page.tag_count();
        const std::size_t front = page_layout::header_size(page.page_size()) + page.free_start();
        head(change_kind::image, front + tags).number(front).number(tags).end();
        run({page.data(), front}), run({page.data() + page.page_size() - tags, tags});
    }
    static void note(change_buffer& out, std::uint8_t kind, bytes content)
    {
        packed_numbers{out, content.size()}.u8(kind).number(content.size()).end();
        out.append(content);
    }

private:
    packed_numbers head(change_kind kind, std::size_t rest = 0)
    {
        return packed_numbers{out_, rest}.u8(static_cast<std::uint8_t>(kind)).number(page_.value()).number(time_);
    }
    void run(bytes content) { out_.append(content); }

    change_buffer& out_;
    page_no page_;
    std::uint64_t time_;
};

// One item of a record: a note, or a change of a page. Which fields of a change mean something, its kind says.
struct change_item {
    std::uint8_t kind = 0;
    bytes body;                  // of a note

    page_no page{};
    std::uint64_t time = 0;
    std::uint32_t index = 0;     // of a node; truncate: how many are left
    std::uint8_t flags = 0;
    std::size_t kept_front = 0;  // insert: size of the prefix; replace: bytes that stay in front
    std::size_t kept_back = 0;   // replace: bytes that stay behind
    page_no neighbour{};
    bytes front;                 // insert: rest of the key; replace: what comes between; set_header; image
    bytes back;                  // insert: the data; image: the tags

    [[nodiscard]] bool is_note() const noexcept { return kind >= first_note_kind; }
    [[nodiscard]] bool is_image() const noexcept { return kind == static_cast<std::uint8_t>(change_kind::image); }
};

class change_reader {
public:
    explicit change_reader(bytes record) noexcept : from_{record} {}

    [[nodiscard]] bool next(change_item& out)
    {
        if (from_.empty()) return false;
        out = {};
        out.kind = from_.u8();
        if (out.is_note()) {
            out.body = from_.run(from_.u32());
            return true;
        }
        out.page = page_no{from_.u32()};
        out.time = from_.number();
        read_change(out);
        return true;
    }

private:
    void read_change(change_item& out)
    {
        switch (static_cast<change_kind>(out.kind)) {
        case change_kind::insert: {
            read_node(out);
            out.kept_front = from_.u32();
            const std::uint32_t suffix = from_.u32(), data = from_.u32();
            out.front = from_.run(suffix);
            out.back = from_.run(data);
            return;
        }
        case change_kind::replace:
            read_node(out);
            out.kept_front = from_.u32();
            out.kept_back = from_.u32();
            out.front = from_.run(from_.u32());
            return;
        case change_kind::set_flags: return read_node(out);
        case change_kind::erase:
        case change_kind::truncate: out.index = from_.u32(); return;
        case change_kind::set_previous:
        case change_kind::set_next: out.neighbour = page_no{from_.u32()}; return;
        case change_kind::set_header: out.front = from_.run(from_.u32()); return;
        case change_kind::retire: return;
        case change_kind::image: {
            const std::uint32_t front = from_.u32(), tags = from_.u32();
            out.front = from_.run(front);
            out.back = from_.run(tags);
            return;
        }
        }
        throw failure{jet::error::log_file_corrupt};
    }
    void read_node(change_item& out)
    {
        out.index = from_.u32();
        out.flags = from_.u8();
    }

    packed_reader from_;
};

namespace detail {
inline void redo_image(page_edit page, const change_item& item)
{
    const std::size_t size = page.view().page_size(), front = item.front.size(), back = item.back.size();
    if (front + back > size) throw failure{jet::error::log_file_corrupt};
    copy_bytes(page.data(), item.front);
    std::memset(page.data() + front, 0, size - front - back);
    copy_bytes(page.data() + size - back, item.back);
}
inline void redo_replace(page_edit page, const change_item& item)
{
    const bytes before = page.view().data(item.index);
    if (item.kept_front + item.kept_back > before.size()) throw failure{jet::error::log_file_corrupt};
    row_buffer after{before.first(item.kept_front)};
    after.append(item.front);
    after.append(before.last(item.kept_back));
    if (after.empty() || after.size() > before.size() + page.free_bytes()) throw failure{jet::error::log_file_corrupt};
    page.replace_node_data(item.index, after.view());
    page.set_node_flags(item.index, item.flags);
}
inline void redo_insert(page_edit page, const change_item& item)
{
    const std::uint32_t size = page_edit::node_size(item.kept_front, item.front.size(), item.back.size());
    if (item.back.empty() || !page.room_for_node(size)) throw failure{jet::error::log_file_corrupt};
    page.insert_node(item.index, item.flags, item.kept_front, item.front, item.back);
}
}  // namespace detail

// Does a change again, whatever the time of the page; `page` passed verify_structure unless the change is an image.
inline void redo(page_edit page, const change_item& item)
{
    const auto kind = static_cast<change_kind>(item.kind);
    if (kind == change_kind::image) return detail::redo_image(page, item);  // brings its own time
    const bool indexed = kind == change_kind::insert || kind == change_kind::erase || kind == change_kind::replace || kind == change_kind::set_flags;
    const std::uint32_t nodes = page.view().node_count();
    if (indexed && item.index >= nodes + (kind == change_kind::insert ? 1U : 0U)) throw failure{jet::error::log_file_corrupt};
    switch (kind) {
    case change_kind::insert: detail::redo_insert(page, item); break;
    case change_kind::erase: page.erase_node(item.index); break;
    case change_kind::replace: detail::redo_replace(page, item); break;
    case change_kind::set_flags: page.set_node_flags(item.index, item.flags); break;
    case change_kind::set_previous: page.set_previous(item.neighbour); break;
    case change_kind::set_next: page.set_next(item.neighbour); break;
    case change_kind::set_header:
        if (item.front.size() > page.view().external_header().size() + page.free_bytes()) throw failure{jet::error::log_file_corrupt};
        page.set_external_header(item.front);
        break;
    case change_kind::truncate:
        if (item.index < nodes) page.erase_nodes_from(item.index);
        break;
    case change_kind::retire: page.set_flags(page_flag::empty); break;
    case change_kind::image: break;
    }
    page.set_dbtime(item.time);
}

}  // namespace ese::inline v1::engine
