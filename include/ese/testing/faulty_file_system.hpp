// faulty_file_system.hpp — files in memory that remember what was synced, and a disk that fails on demand.
//
// Room:   testing. Uses os, base.
// Gives:  faulty_file_system, a file_system: counts every I/O; cuts the power at the n-th, fails the n-th once, is full after
//         so many bytes. after_crash gives the files a machine would find when it comes up again.
// Holds:  (1) creating, emptying, writing, resizing, syncing, renaming, removing and syncing a folder count as one I/O each,
//             also syncing a mapping; reading does not, and neither do folders, which are durable at once;
//         (2) the I/O at which the power goes has begun: a write may survive, a sync promises nothing;
//         (3) what was written, or done to names, survives for certain only after the sync of that file or folder;
//             what was stored through a mapping only after the sync of the mapping;
//         (4) the same calls and the same seed give the same survivors.
// Locks:  one mutex for everything. Stores through mappings take none, as with real ones.
//
// Example: for (std::uint64_t n = 1;; ++n) {
//              faulty_file_system files;
//              files.cut_power_at(n);
//              try { work(files); } catch (const engine::failure&) {}
//              const auto survivors = files.after_crash({survival::torn_sectors, n});
//              check(*survivors);
//              if (!files.power_is_cut()) break;
//          }
#pragma once

#include <ese/engine/os/memory_files.hpp>

#include <atomic>
#include <random>

namespace ese::inline v1::testing {

enum class survival {
    synced_only,     // unsynced writes, names and stores are gone
    everything,      // all of it reached the disk in time
    each_at_random,  // every unsynced write and name by the toss of a coin
    torn_sectors,    // every 512 bytes of every unsynced write by the toss of a coin
    oldest_only,     // in order up to some moment, nothing after it
    newest_only,     // the other way round: only what came after some moment
    process_killed,  // the machine lived on: everything, and every store through a mapping
};

struct crash_policy {
    survival how = survival::synced_only;
    std::uint64_t seed = 0;
};

namespace detail {

using engine::bytes;
using engine::failure;
using engine::mutable_bytes;

constexpr std::size_t sector = 512;

// A plain copy of what others may be storing to at this moment, as the wire to the disk would see it.
#if defined(__GNUC__) || defined(__clang__)
__attribute__((no_sanitize("thread")))
#endif
inline void snapshot(const std::byte* from, std::size_t size, std::byte* to) noexcept
{
    const volatile std::byte* const source = from;
    for (std::size_t i = 0; i < size; ++i) to[i] = source[i];
}

struct unsynced_change {
    std::uint64_t when = 0;
    bool resizes = false;
    std::uint64_t offset = 0;     // of a write; the new size of a resize
    std::vector<std::byte> data;
};

struct mapped_range {
    std::uint64_t offset = 0;
    std::shared_ptr<std::byte[]> memory;
    std::size_t size = 0;
    std::vector<std::byte> at_cut;  // what it held when the power went
};

// A file whatever its name. All under the mutex of the disk.
struct inode {
    engine::detail::memory_content now;
    std::vector<std::byte> durable;
    std::vector<unsynced_change> unsynced;
    std::vector<mapped_range> mapped;
    int readers = 0;
    bool written = false;

    static void apply(std::vector<std::byte>& image, const unsynced_change& change)
    {
        if (change.resizes) return image.resize(static_cast<std::size_t>(change.offset));
        const auto end = static_cast<std::size_t>(change.offset) + change.data.size();
        if (end > image.size()) image.resize(end);
        engine::copy_bytes(image.data() + change.offset, change.data);
    }
};

using name_table = std::map<std::string, std::shared_ptr<inode>, std::less<>>;

// An entry of a folder that came, went, or both. It names its file: whichever of several such changes survive, no name ever
// ends up with the bytes of another file.
struct unsynced_name {
    std::uint64_t when = 0;
    std::shared_ptr<inode> which;
    std::string gone;  // empty: none
    std::string come;

    void apply(name_table& names) const
    {
        if (const auto found = names.find(gone); found != names.end() && found->second == which) names.erase(found);
        if (!come.empty()) names[come] = which;
    }
    [[nodiscard]] bool concerns(const std::string& folder) const
    {
        return (!gone.empty() && engine::paths::parent_of(gone) == folder) || (!come.empty() && engine::paths::parent_of(come) == folder);
    }
};

struct disk {
    std::mutex mutex;
    name_table names, durable_names;
    std::vector<unsynced_name> unsynced_names;
    std::set<std::string, std::less<>> folders{"/"};

    std::uint64_t ios = 0;
    std::uint64_t cut_at = 0;   // 0: never
    std::uint64_t fail_at = 0;  // 0: never
    jet::error fail_with = jet::error::disk_io;
    std::uint64_t bytes_max = UINT64_MAX;
    bool power_is_cut = false;
    bool keeps_history = false;
    std::vector<std::string> history;

    // Before every I/O. False: it is the one at which the power goes; note its beginning, then call went_dark.
    [[nodiscard]] bool begin_io(const char* what, std::string_view name, std::uint64_t offset = 0, std::uint64_t size = 0)
    {
        check_power();
        ++ios;
        if (keeps_history)
            history.push_back(std::string{what} + " " + std::string{name} + " " + std::to_string(offset) + " " + std::to_string(size));
        if (ios == fail_at) throw failure{fail_with};
        return cut_at == 0 || ios < cut_at;
    }
    void check_power() const
    {
        if (power_is_cut) throw failure{jet::error::disk_io};
    }
    [[noreturn]] void went_dark()
    {
        power_is_cut = true;
        for_each_inode([](inode& each) {
            for (mapped_range& range : each.mapped) {
                range.at_cut.resize(range.size);
                snapshot(range.memory.get(), range.size, range.at_cut.data());
            }
        });
        throw failure{jet::error::disk_io};
    }
    void end_io(bool has_power)
    {
        if (!has_power) went_dark();
    }
    void check_space(const inode& which, std::uint64_t new_size) const
    {
        const std::uint64_t old_size = which.now.size();
        if (bytes_max == UINT64_MAX || new_size <= old_size) return;
        std::uint64_t used = new_size - old_size;
        for (const auto& [name, each] : names) used += each->now.size();
        if (used > bytes_max) throw failure{jet::error::disk_full};
    }
    template <class Visit>
    void for_each_inode(Visit&& visit)  // each once, also those that survive only in one of the tables
    {
        std::set<inode*> seen;
        const auto see = [&](const std::shared_ptr<inode>& each) {
            if (each && seen.insert(each.get()).second) visit(*each);
        };
        for (const auto& [name, each] : names) see(each);
        for (const auto& [name, each] : durable_names) see(each);
        for (const auto& change : unsynced_names) see(change.which);
    }
};

class faulty_mapping final : public engine::mapped_file {
public:
    faulty_mapping(std::shared_ptr<disk> where, std::shared_ptr<inode> which, std::string name, mapped_range range)
        : disk_{std::move(where)}, inode_{std::move(which)}, name_{std::move(name)}, range_{std::move(range)} {}

    [[nodiscard]] mutable_bytes content() noexcept override { return {range_.memory.get(), range_.size}; }
    void sync() override
    {
        const std::lock_guard guard{disk_->mutex};
        disk_->end_io(disk_->begin_io("sync mapping of", name_, range_.offset, range_.size));
        unsynced_change all{0, false, range_.offset, std::vector<std::byte>(range_.size)};
        snapshot(range_.memory.get(), range_.size, all.data.data());
        inode::apply(inode_->durable, all);
    }

private:
    std::shared_ptr<disk> disk_;
    std::shared_ptr<inode> inode_;
    std::string name_;
    mapped_range range_;
};

class faulty_file final : public engine::file {
public:
    faulty_file(std::shared_ptr<disk> where, std::shared_ptr<inode> which, std::string name, bool reads_only) noexcept
        : disk_{std::move(where)}, inode_{std::move(which)}, name_{std::move(name)}, reads_only_{reads_only} {}
    ~faulty_file() override
    {
        const std::lock_guard guard{disk_->mutex};
        if (reads_only_) --inode_->readers;
        else inode_->written = false;
    }

    void read(std::uint64_t offset, mutable_bytes into) override
    {
        const std::lock_guard guard{disk_->mutex};
        disk_->check_power();
        inode_->now.read(offset, into);
    }
    void write(std::uint64_t offset, bytes from) override
    {
        const std::lock_guard guard{disk_->mutex};
        check_writable();
        if (from.empty()) return;
        const bool has_power = disk_->begin_io("write", name_, offset, from.size());
        disk_->check_space(*inode_, offset + from.size());
        inode_->now.write(offset, from);
        inode_->unsynced.push_back({disk_->ios, false, offset, {from.begin(), from.end()}});
        disk_->end_io(has_power);
    }
    void sync() override
    {
        const std::lock_guard guard{disk_->mutex};
        disk_->end_io(disk_->begin_io("sync", name_));
        for (const unsynced_change& change : inode_->unsynced) inode::apply(inode_->durable, change);
        inode_->unsynced.clear();
    }
    [[nodiscard]] std::uint64_t size() override
    {
        const std::lock_guard guard{disk_->mutex};
        disk_->check_power();
        return inode_->now.size();
    }
    void resize(std::uint64_t size) override
    {
        const std::lock_guard guard{disk_->mutex};
        check_writable();
        const bool has_power = disk_->begin_io("resize", name_, 0, size);
        disk_->check_space(*inode_, size);
        inode_->now.resize(size);
        inode_->unsynced.push_back({disk_->ios, true, size, {}});
        disk_->end_io(has_power);
    }
    [[nodiscard]] std::unique_ptr<engine::mapped_file> map(std::uint64_t offset, std::size_t size) override
    {
        const std::lock_guard guard{disk_->mutex};
        check_writable();
        disk_->check_power();
        mapped_range range{offset, inode_->now.map(offset, size), size, {}};
        std::erase_if(inode_->mapped, [&](const mapped_range& earlier) {  // its content is in the new one
            return earlier.offset >= offset && earlier.offset + earlier.size <= offset + size;
        });
        inode_->mapped.push_back(range);
        return std::make_unique<faulty_mapping>(disk_, inode_, name_, std::move(range));
    }

private:
    void check_writable() const
    {
        if (reads_only_) throw failure{jet::error::disk_io};
    }
    std::shared_ptr<disk> disk_;
    std::shared_ptr<inode> inode_;
    std::string name_;
    bool reads_only_;
};

// Decides what survives. One for a whole crash, asked in a fixed order.
class chance {
public:
    chance(crash_policy policy, std::uint64_t ios) : how_{policy.how}, random_{policy.seed}, moment_{1 + random_() % (ios + 1)} {}

    [[nodiscard]] bool survives(std::uint64_t when)
    {
        switch (how_) {
            case survival::synced_only: return false;
            case survival::everything: case survival::process_killed: return true;
            case survival::oldest_only: return when < moment_;
            case survival::newest_only: return when >= moment_;
            case survival::each_at_random: case survival::torn_sectors: break;
        }
        return toss();
    }
    [[nodiscard]] bool tears() const noexcept { return how_ == survival::torn_sectors; }
    [[nodiscard]] bool machine_lives() const noexcept { return how_ == survival::process_killed; }
    [[nodiscard]] bool loses_stores() const noexcept { return how_ == survival::synced_only; }
    [[nodiscard]] bool toss() { return (random_() & 1) != 0; }

private:
    survival how_;
    std::mt19937_64 random_;
    std::uint64_t moment_;
};

}  // namespace detail

class faulty_file_system final : public engine::file_system {
public:
    faulty_file_system() : disk_{std::make_shared<detail::disk>()} {}

    // Counted from 1, over the life of this object; add io_count() to count from now. 0: never.
    void cut_power_at(std::uint64_t nth) { with([&](detail::disk& d) { d.cut_at = nth; }); }
    void fail_at(std::uint64_t nth, jet::error code = jet::error::disk_io)
    {
        with([&](detail::disk& d) {
            d.fail_at = nth;
            d.fail_with = code;
        });
    }
    // All files together may be so big; growing further is JET_errDiskFull. Counted as sizes, so holes count.
    void limit_bytes(std::uint64_t most) { with([&](detail::disk& d) { d.bytes_max = most; }); }
    void lift_limit() { limit_bytes(UINT64_MAX); }
    [[nodiscard]] std::uint64_t bytes_used() const;

    [[nodiscard]] std::uint64_t io_count() const { return with([](detail::disk& d) { return d.ios; }); }
    [[nodiscard]] bool power_is_cut() const { return with([](detail::disk& d) { return d.power_is_cut; }); }
    void cut_power_now();
    // For finding out which I/O the n-th was.
    void keep_history() { with([](detail::disk& d) { d.keeps_history = true; }); }
    [[nodiscard]] std::vector<std::string> history() const { return with([](detail::disk& d) { return d.history; }); }

    // What is found after a crash at this moment, or when the power went if that was earlier. Nothing is open in it, and no
    // fault is set. All of it is durable, unless only the process was killed: then I/Os are counted on, and what was not
    // synced still is not. This one stays as it is.
    [[nodiscard]] std::unique_ptr<faulty_file_system> after_crash(crash_policy policy = {}) const;

    [[nodiscard]] std::unique_ptr<engine::file> open(std::string_view path, engine::open_mode mode) override;
    [[nodiscard]] bool exists(std::string_view path) override
    {
        return !path.empty() && with([&](detail::disk& d) { return d.names.contains(absolute(path)); });
    }
    [[nodiscard]] bool is_directory(std::string_view path) override
    {
        return !path.empty() && with([&](detail::disk& d) { return d.folders.contains(absolute(path)); });
    }
    [[nodiscard]] bool is_read_only(std::string_view) override { return false; }
    void remove(std::string_view path) override;
    void rename(std::string_view from, std::string_view to) override;
    void create_directories(std::string_view path) override;
    [[nodiscard]] std::vector<std::string> list(std::string_view directory) override;
    void sync_directory(std::string_view directory) override;
    [[nodiscard]] std::string absolute(std::string_view path) override
    {
        engine::paths::check_path(path);
        const std::string name = engine::paths::with_slashes(path);
        return engine::paths::cleaned(engine::paths::is_absolute(name) ? name : engine::paths::joined("/", name));
    }

private:
    template <class Use>
    std::invoke_result_t<Use, detail::disk&> with(Use&& use) const
    {
        const std::lock_guard guard{disk_->mutex};
        return use(*disk_);
    }
    static void check_parent(const detail::disk& d, const std::string& name)
    {
        if (!d.folders.contains(engine::paths::parent_of(name)) || d.folders.contains(name)) throw engine::failure{jet::error::invalid_path};
    }
    [[nodiscard]] static std::shared_ptr<detail::inode> found(const detail::disk& d, const std::string& name)
    {
        const auto at = d.names.find(name);
        return at != d.names.end() ? at->second : nullptr;
    }
    [[nodiscard]] static std::shared_ptr<detail::inode> existing(const detail::disk& d, const std::string& name)
    {
        if (auto result = found(d, name)) return result;
        check_parent(d, name);
        throw engine::failure{jet::error::file_not_found};
    }
    [[nodiscard]] static std::shared_ptr<detail::inode> made(detail::disk& d, const std::string& name);
    static void change_name(detail::disk& d, detail::unsynced_name change);
    [[nodiscard]] static std::vector<std::byte> survivors_of(detail::inode& which, detail::chance& luck);
    static void set_content(detail::inode& which, engine::bytes content)
    {
        which.now.resize(content.size());
        if (!content.empty()) which.now.write(0, content);
    }
    static void carry_over(detail::disk& d, detail::disk& after, detail::chance& luck);
    static void mix_in_stores(std::vector<std::byte>& image, const detail::mapped_range& range, detail::chance& luck);

    std::shared_ptr<detail::disk> disk_;
};

// ---- names

inline void faulty_file_system::change_name(detail::disk& d, detail::unsynced_name change)
{
    change.when = d.ios;
    change.apply(d.names);
    d.unsynced_names.push_back(std::move(change));
}

inline std::shared_ptr<detail::inode> faulty_file_system::made(detail::disk& d, const std::string& name)
{
    check_parent(d, name);
    const bool has_power = d.begin_io("create", name);
    auto result = std::make_shared<detail::inode>();
    change_name(d, {0, result, "", name});
    d.end_io(has_power);
    return result;
}

inline std::unique_ptr<engine::file> faulty_file_system::open(std::string_view path, engine::open_mode mode)
{
    using engine::open_mode;
    const std::string name = absolute(path);
    const std::lock_guard guard{disk_->mutex};
    detail::disk& d = *disk_;
    d.check_power();
    const bool must_exist = mode == open_mode::read_only || mode == open_mode::read_write, reads_only = mode == open_mode::read_only;
    auto which = must_exist ? existing(d, name) : found(d, name);
    if (which && mode == open_mode::create_new) throw engine::failure{jet::error::file_already_exists};
    if (which && (which->written || (!reads_only && which->readers != 0))) throw engine::failure{jet::error::file_access_denied};

    if (!which) which = made(d, name);
    else if (mode == open_mode::create_always) {
        const bool has_power = d.begin_io("empty", name);
        which->now.resize(0);
        which->unsynced.push_back({d.ios, true, 0, {}});
        d.end_io(has_power);
    }
    auto result = std::make_unique<detail::faulty_file>(disk_, which, name, reads_only);
    if (reads_only) ++which->readers;
    else which->written = true;
    return result;
}

inline void faulty_file_system::remove(std::string_view path)
{
    const std::string name = absolute(path);
    with([&](detail::disk& d) {
        d.check_power();
        auto which = existing(d, name);
        const bool has_power = d.begin_io("remove", name);
        change_name(d, {0, std::move(which), name, ""});
        d.end_io(has_power);
    });
}

inline void faulty_file_system::rename(std::string_view from, std::string_view to)
{
    const std::string old_name = absolute(from), new_name = absolute(to);
    with([&](detail::disk& d) {
        d.check_power();
        auto which = existing(d, old_name);
        check_parent(d, new_name);
        if (old_name == new_name) return;
        const bool has_power = d.begin_io("rename", old_name + " to " + new_name);
        change_name(d, {0, std::move(which), old_name, new_name});
        d.end_io(has_power);
    });
}

inline void faulty_file_system::create_directories(std::string_view path)
{
    const std::string name = absolute(path);
    with([&](detail::disk& d) {
        d.check_power();
        for (std::size_t slash = name.find('/', 1);; slash = name.find('/', slash + 1)) {
            const std::string part = name.substr(0, slash);
            if (d.names.contains(part)) throw engine::failure{jet::error::invalid_path};
            d.folders.insert(part);
            if (slash == std::string::npos) break;
        }
    });
}

inline std::vector<std::string> faulty_file_system::list(std::string_view directory)
{
    const std::string folder = absolute(directory);
    return with([&](detail::disk& d) {
        d.check_power();
        if (!d.folders.contains(folder)) throw engine::failure{jet::error::invalid_path};
        std::vector<std::string> result;
        for (const auto& [name, which] : d.names)
            if (engine::paths::parent_of(name) == folder) result.emplace_back(engine::paths::name_of(name));
        return result;
    });
}

inline void faulty_file_system::sync_directory(std::string_view directory)
{
    const std::string folder = absolute(directory);
    with([&](detail::disk& d) {
        d.check_power();
        if (!d.folders.contains(folder)) throw engine::failure{jet::error::invalid_path};
        d.end_io(d.begin_io("sync folder", folder));
        std::erase_if(d.unsynced_names, [&](const detail::unsynced_name& change) {
            if (!change.concerns(folder)) return false;
            change.apply(d.durable_names);
            return true;
        });
    });
}

// ---- faults

inline std::uint64_t faulty_file_system::bytes_used() const
{
    return with([](detail::disk& d) {
        std::uint64_t used = 0;
        for (const auto& [name, which] : d.names) used += which->now.size();
        return used;
    });
}

inline void faulty_file_system::cut_power_now()
{
    try {
        with([](detail::disk& d) {
            if (!d.power_is_cut) d.went_dark();
        });
    } catch (const engine::failure&) {
        return;  // that is how it goes dark
    }
}

// ---- crashing

// A page of a mapping is written back when it pleases the system: each sector is old or new.
inline void faulty_file_system::mix_in_stores(std::vector<std::byte>& image, const detail::mapped_range& range, detail::chance& luck)
{
    if (luck.loses_stores()) return;
    std::vector<std::byte> stored = range.at_cut;
    if (stored.empty()) {
        stored.resize(range.size);
        detail::snapshot(range.memory.get(), range.size, stored.data());
    }
    for (std::size_t at = 0; at < stored.size(); at += detail::sector) {
        const std::size_t to = static_cast<std::size_t>(range.offset) + at;
        if (to >= image.size()) return;
        const std::size_t n = std::min({detail::sector, stored.size() - at, image.size() - to});
        if (luck.machine_lives() || luck.toss()) engine::copy_bytes(image.data() + to, engine::bytes{stored}.subspan(at, n));
    }
}

inline std::vector<std::byte> faulty_file_system::survivors_of(detail::inode& which, detail::chance& luck)
{
    std::vector<std::byte> image = which.durable;
    for (const detail::unsynced_change& change : which.unsynced) {
        if (!luck.tears() || change.resizes) {
            if (luck.survives(change.when)) detail::inode::apply(image, change);
            continue;
        }
        for (std::uint64_t at = change.offset, end = at + change.data.size(); at < end;) {
            const std::uint64_t next = std::min<std::uint64_t>((at / detail::sector + 1) * detail::sector, end);
            const auto first = change.data.begin() + static_cast<std::ptrdiff_t>(at - change.offset);
            if (luck.survives(change.when)) detail::inode::apply(image, {0, false, at, {first, first + static_cast<std::ptrdiff_t>(next - at)}});
            at = next;
        }
    }
    for (const detail::mapped_range& range : which.mapped) mix_in_stores(image, range, luck);
    return image;
}

// Only the process died: what is not synced is still on its way, and another crash may lose it.
inline void faulty_file_system::carry_over(detail::disk& d, detail::disk& after, detail::chance& luck)
{
    std::map<const detail::inode*, std::shared_ptr<detail::inode>> copies;
    d.for_each_inode([&](detail::inode& each) {
        auto copy = std::make_shared<detail::inode>();
        copy->durable = each.durable;
        copy->unsynced = each.unsynced;
        const std::vector<std::byte> content = survivors_of(each, luck);
        for (const detail::mapped_range& range : each.mapped) {
            const auto from = std::min(static_cast<std::size_t>(range.offset), content.size()), n = std::min(range.size, content.size() - from);
            copy->unsynced.push_back({d.ios, false, from, {content.data() + from, content.data() + from + n}});
        }
        set_content(*copy, content);
        copies[&each] = std::move(copy);
    });
    for (const auto& [name, which] : d.names) after.names[name] = copies[which.get()];
    for (const auto& [name, which] : d.durable_names) after.durable_names[name] = copies[which.get()];
    for (const detail::unsynced_name& change : d.unsynced_names)
        after.unsynced_names.push_back({change.when, copies[change.which.get()], change.gone, change.come});
    after.ios = d.ios;
}

inline std::unique_ptr<faulty_file_system> faulty_file_system::after_crash(crash_policy policy) const
{
    auto result = std::make_unique<faulty_file_system>();
    detail::disk& after = *result->disk_;
    with([&](detail::disk& d) {
        detail::chance luck{policy, d.ios};
        after.folders = d.folders;
        if (luck.machine_lives()) return carry_over(d, after, luck);
        detail::name_table names = d.durable_names;
        for (const detail::unsynced_name& change : d.unsynced_names)
            if (luck.survives(change.when)) change.apply(names);
        for (const auto& [name, which] : names) {
            auto& fresh = after.names[name] = std::make_shared<detail::inode>();
            fresh->durable = survivors_of(*which, luck);
            set_content(*fresh, fresh->durable);
        }
        after.durable_names = after.names;
    });
    return result;
}

}  // namespace ese::inline v1::testing
