// wiredtiger_store.cpp — WiredTiger with its log; snapshot isolation. Lazy commits write their log and do not sync it.

#include "byte_rows.hpp"
#include "tasks_of.hpp"

#include <wiredtiger.h>

namespace {

using bench::bytes;

void check(int code)
{
    if (code == WT_ROLLBACK) throw bench::conflict{};
    if (code != 0) throw std::runtime_error{std::string{"wiredtiger: "} + wiredtiger_strerror(code)};
}

class wiredtiger_store {
public:
    static constexpr bench::abilities can{.savepoints = false};

    explicit wiredtiger_store(const bench::setting& how)
    {
        const std::string config = "create,cache_size=" + std::to_string(how.cache_bytes) +
                                   ",log=(enabled=true,file_max=64MB),checkpoint=(log_size=64MB),statistics=(fast),transaction_sync=(enabled=true,method=" +
                                   (how.durable ? "fsync" : "none") + ")";
        check(wiredtiger_open(how.folder.c_str(), nullptr, config.c_str(), &connection));
        WT_SESSION* s = begin();
        for (const char* name : {"table:rows", "table:index"})
            check(s->create(s, name, "key_format=u,value_format=u,block_allocation=best,checksum=on"));
        check(s->close(s, nullptr));
    }
    ~wiredtiger_store() { (void)connection->close(connection, nullptr); }
    wiredtiger_store(const wiredtiger_store&) = delete;
    wiredtiger_store& operator=(const wiredtiger_store&) = delete;

    [[nodiscard]] WT_SESSION* begin() const
    {
        WT_SESSION* s = nullptr;
        check(connection->open_session(connection, nullptr, "isolation=snapshot", &s));
        return s;
    }
    [[nodiscard]] bench::promises kept() const
    {
        WT_SESSION* s = begin();
        WT_CURSOR* c = nullptr;
        const char *text = nullptr, *shown = nullptr;
        std::uint64_t cache = 0;
        check(s->open_cursor(s, "statistics:", nullptr, nullptr, &c));
        c->set_key(c, WT_STAT_CONN_CACHE_BYTES_MAX);
        check(c->search(c));
        check(c->get_value(c, &text, &shown, &cache));
        check(s->open_cursor(s, "metadata:", nullptr, nullptr, &c));
        c->set_key(c, "file:rows.wt");
        check(c->search(c));
        check(c->get_value(c, &text));
        const bool checksums = std::string_view{text}.find("checksum=on") != std::string_view::npos;
        check(s->close(s, nullptr));
        return {.cache_bytes = cache, .checksums = checksums};
    }

    WT_CONNECTION* connection = nullptr;
};

class wiredtiger_session {
public:
    explicit wiredtiger_session(wiredtiger_store& in) : s_{in.begin()}
    {
        check(s_->open_cursor(s_, "table:rows", nullptr, nullptr, &cursors_[0]));
        check(s_->open_cursor(s_, "table:index", nullptr, nullptr, &cursors_[1]));
    }
    ~wiredtiger_session() { (void)s_->close(s_, nullptr); }
    wiredtiger_session(const wiredtiger_session&) = delete;
    wiredtiger_session& operator=(const wiredtiger_session&) = delete;

    void begin_read() { check(s_->begin_transaction(s_, nullptr)); }
    void end_read() { check(s_->commit_transaction(s_, nullptr)); }
    void begin_read_new() { begin_read(); }
    void end_read_new() { end_read(); }
    void begin_write() { begin_read(); }
    void commit() { end_read(); }
    void rollback() { check(s_->rollback_transaction(s_, nullptr)); }

    [[nodiscard]] static bool native_numbers(int) { return false; }
    void put(int tree, bytes key, bytes value)
    {
        WT_CURSOR* c = at(tree, key);
        const WT_ITEM v = of(value);
        c->set_value(c, &v);
        change(c->insert(c));
    }
    void erase(int tree, bytes key)
    {
        WT_CURSOR* c = at(tree, key);
        change(c->remove(c));
    }
    bool get(int tree, bytes key, const auto& take)
    {
        WT_CURSOR* c = at(tree, key);
        const int code = c->search(c);
        if (code == WT_NOTFOUND) return false;
        change(code);
        take(value(c));
        check(c->reset(c));
        return true;
    }
    void visit(int tree, bytes from, const auto& more)
    {
        WT_CURSOR* c = at(tree, from);
        int side = 0;
        int code = c->search_near(c, &side);
        if (code == 0 && side < 0) code = c->next(c);
        for (; code == 0; code = c->next(c)) {
            WT_ITEM k{};
            check(c->get_key(c, &k));
            if (!more({static_cast<const std::byte*>(k.data), k.size}, value(c))) break;
        }
        if (code != 0 && code != WT_NOTFOUND) check(code);
        check(c->reset(c));
    }

private:
    [[nodiscard]] static WT_ITEM of(bytes b)
    {
        WT_ITEM item{};
        item.data = b.data();
        item.size = b.size();
        return item;
    }
    // The cursor keeps a pointer to the key until the next call.
    [[nodiscard]] WT_CURSOR* at(int tree, bytes key)
    {
        WT_CURSOR* c = cursors_[static_cast<std::size_t>(tree)];
        const WT_ITEM k = of(key);
        c->set_key(c, &k);
        return c;
    }
    [[nodiscard]] static bytes value(WT_CURSOR* c)
    {
        WT_ITEM v{};
        check(c->get_value(c, &v));
        return {static_cast<const std::byte*>(v.data), v.size};
    }
    // A conflict ends the transaction.
    void change(int code)
    {
        if (code == WT_ROLLBACK) rollback();
        check(code);
    }

    WT_SESSION* s_;
    std::array<WT_CURSOR*, 2> cursors_{};
};

}  // namespace

void bench::add_wiredtiger(std::vector<entry>& all)
{
    int major = 0, minor = 0, patch = 0;
    (void)wiredtiger_version(&major, &minor, &patch);
    all.push_back({"wt", "WiredTiger " + std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch) +
                             ", no compression, checksum=on, lazy: the log is written and not synced, checkpoint every 64 MiB",
                   std::make_unique<contender_of<wiredtiger_store, byte_rows<wiredtiger_session>>>()});
}
