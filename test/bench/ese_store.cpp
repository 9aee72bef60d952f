// ese_store.cpp — this engine, through its public interface: tables by their types, cursors where keys are plain bytes.

#include "tasks_of.hpp"

#include <ese/ese.hpp>

namespace {

using bench::bytes;

struct pair {
    std::int64_t k = 0;
    std::array<std::byte, bench::value_size> v{};
};
struct pairs {
    using record = pair;
    static constexpr std::string_view table_name = "kv";
    using k       = ese::column<"k", &pair::k>;
    using v       = ese::column<"v", &pair::v>;
    using primary = ese::index_on<"by_k", ese::asc<k>>;
    using columns = ese::list<k, v>;
    using indexes = ese::list<primary>;
};

struct human {
    std::int64_t id = 0;
    std::int32_t group = 0;
    double weight = 0;
    ese::ansi_string name{};
    std::array<std::byte, bench::value_size> photo{};
};
struct people {
    using record = human;
    static constexpr std::string_view table_name = "people";
    using id       = ese::column<"id", &human::id>;
    using group    = ese::column<"grp", &human::group>;
    using weight   = ese::column<"weight", &human::weight>;
    using name     = ese::column<"name", &human::name, ese::max_bytes<64>>;
    using photo    = ese::column<"photo", &human::photo>;
    using primary  = ese::index_on<"by_id", ese::asc<id>>;
    using by_group = ese::index_on<"by_group", ese::asc<group>>;
    using columns  = ese::list<id, group, weight, name, photo>;
    using indexes  = ese::list<primary, by_group>;
};

template <std::uint32_t PageSize>
class ese_store {
public:
    static constexpr bench::abilities can{};

    explicit ese_store(const bench::setting& how)
        : instance{{.directory = how.folder, .max_version_pages = 512, .page_size = PageSize, .cache_max = how.cache_bytes / PageSize, .raw = {&checkpoint_depth, 1}}},
          file{how.folder + "/bench.edb"},
          commits{how.durable ? ese::durability::durable : ese::durability::lazy},
          owner_{instance.begin_session()},
          database_{owner_.create(file, {.if_exists = ese::open_it})}
    {
        using type = ese::jet::column_type;
        database_.ensure<pairs>().close();
        if (how.data == bench::data_set::people) database_.ensure<people>().close();
        if (how.data == bench::data_set::texts) make("texts", {.name = "k", .type = type::binary, .size_max = 64}, {.name = "v", .type = type::binary, .size_max = bench::value_size});
        if (how.data == bench::data_set::blobs) make("blobs", {.name = "k", .type = type::long_long}, {.name = "v", .type = type::long_binary});
    }
    [[nodiscard]] bench::promises kept() const
    {
        auto& asked = const_cast<ese::instance&>(instance);    // asking is no const call there
        return {.cache_bytes = asked.parameter(ese::jet::parameter::cache_size_max) * PageSize, .checksums = true};    // it has no other way
    }

    ese::instance instance;
    std::string file;
    ese::durability commits;

private:
    // Bytes of log a recovery may have to read; the default is 20 MiB.
    static constexpr ese::raw_parameter checkpoint_depth{ese::jet::parameter::checkpoint_depth_max, 64U << 20};

    void make(const char* name, ese::column_spec key, ese::column_spec value)
    {
        if (database_.has_table(name)) return;
        ese::table_spec spec{.name = name};
        spec.columns = {std::move(key), std::move(value)};
        spec.indexes.push_back({.name = "by_k", .parts = {ese::ascending("k")}, .flags = ese::jet::index_option::primary});
        database_.create_table(spec).close();
    }

    ese::session owner_;
    ese::database database_;
};

template <std::uint32_t PageSize>
class ese_session {
public:
    explicit ese_session(ese_store<PageSize>& in)
        : commits_{in.commits}, session_{in.instance.begin_session()}, database_{session_.open(in.file)}, pairs_{database_.open<pairs>()}
    {
        levels_.reserve(ese::jet::levels_max);
        if (database_.has_table("people")) {
            people_ = database_.open<people>();
            group_ = database_.open<people>();
        }
        for (const char* name : {"texts", "blobs"}) {
            if (!database_.has_table(name)) continue;
            bytes_ = database_.open_cursor(name);
            key_ = bytes_.column("k");
            value_ = bytes_.column("v");
        }
    }

    void begin_read() { reading_.emplace(session_, ese::transaction_options{.read_only = true}); }
    void end_read() { reading_->commit(); }
    void begin_read_new() { begin_read(); }
    void end_read_new() { end_read(); }
    void begin_write() { levels_.emplace_back(session_); }
    void commit()
    {
        levels_.back().commit({.how = commits_});
        levels_.pop_back();
    }
    void rollback() { undo(); }
    void savepoint() { begin_write(); }
    void release() { commit(); }
    void undo()
    {
        levels_.back().rollback();
        levels_.pop_back();
    }

    void insert(std::uint64_t key, bytes value)
    {
        std::memcpy(pair_.v.data(), value.data(), pair_.v.size());
        pair_.k = static_cast<std::int64_t>(key);
        pairs_.insert(pair_);
    }
    void update(std::uint64_t key, bytes value)
    {
        std::memcpy(pair_.v.data(), value.data(), pair_.v.size());
        stand_on(key);
        changing([&] { pairs_.replace().template set<pairs::v>(pair_.v).save(); });
    }
    std::uint64_t read(std::uint64_t key)
    {
        stand_on(key);
        return bench::ends_of(pairs_.get<pairs::v>().data());
    }
    std::uint64_t scan(std::uint64_t from, std::size_t most)
    {
        std::uint64_t sum = 0;
        std::size_t met = 0;
        for (const auto row : pairs_.scan<pairs::primary, pairs::v>(ese::from(static_cast<std::int64_t>(from)))) {
            sum += bench::ends_of(row.template get<pairs::v>().data());
            if (++met == most) break;
        }
        return sum;
    }

    void insert_text(std::string_view key, bytes value) { insert_bytes(std::as_bytes(std::span{key.data(), key.size()}), value); }
    std::uint64_t read_text(std::string_view key)
    {
        if (!bytes_.seek(std::as_bytes(std::span{key.data(), key.size()}))) bench::wrong("ese: a row is missing");
        return ends();
    }
    std::uint64_t scan_text(std::string_view from, std::size_t most)
    {
        std::uint64_t sum = 0;
        std::size_t met = 0;
        for (const auto row : bytes_.scan({value_}, ese::from(std::as_bytes(std::span{from.data(), from.size()})))) {
            if (row.bytes(0).size() != bench::value_size) bench::wrong("ese: a value is too short");
            sum += bench::ends_of(row.bytes(0).data());
            if (++met == most) break;
        }
        return sum;
    }

    void insert_person(const bench::person& who)
    {
        human_.id = who.id, human_.group = who.group, human_.weight = who.weight, human_.photo = who.photo.array();
        human_.name.text.assign(who.name_view());
        people_.insert(human_);
    }
    std::uint64_t find_group(std::int32_t group)
    {
        std::uint64_t sum = 0;
        for (const auto row : group_.scan<people::by_group, people::id, people::weight, people::name, people::photo>(ese::equal(group))) {
            const auto photo = row.get<people::photo>();
            sum += bench::seen_of(row.get<people::id>(), row.get<people::weight>(), row.get<people::name>().text, photo.data());
        }
        return sum;
    }
    void move_person(std::uint64_t number, std::int32_t group)
    {
        stand_on_person(number);
        people_.replace().template set<people::group>(group).save();
    }
    void erase_person(std::uint64_t number)
    {
        stand_on_person(number);
        people_.erase();
    }

    void put_blob(std::uint64_t number, bytes blob)
    {
        if (!bytes_.seek(static_cast<std::int64_t>(number))) return insert_bytes(static_cast<std::int64_t>(number), blob);
        auto row = bytes_.replace();
        row.set(value_, blob);
        row.save();
    }
    std::uint64_t read_blob(std::uint64_t number)
    {
        if (!bytes_.seek(static_cast<std::int64_t>(number))) bench::wrong("ese: a row is missing");
        blob_.resize(bench::blob_size);
        if (bytes_.read_at(value_, 0, blob_) != blob_.size()) bench::wrong("ese: a long value is too short");
        return bench::sum_of(blob_);
    }

private:
    void stand_on(std::uint64_t key)
    {
        if (!pairs_.seek(static_cast<std::int64_t>(key))) bench::wrong("ese: a row is missing");
    }
    void stand_on_person(std::uint64_t number)
    {
        if (!people_.seek(static_cast<std::int64_t>(number))) bench::wrong("ese: a row is missing");
    }
    void insert_bytes(const auto& key, bytes value)
    {
        auto row = bytes_.insert();
        row.set(key_, key).set(value_, value);
        row.save();
    }
    [[nodiscard]] std::uint64_t ends()
    {
        std::array<std::byte, bench::value_size> value;
        if (bytes_.read_at(value_, 0, value) != value.size()) bench::wrong("ese: a value is too short");
        return bench::ends_of(value.data());
    }
    // A rival ends the transaction.
    void changing(const auto& change)
    {
        try {
            change();
        } catch (const ese::write_conflict&) {
            rollback();
            throw bench::conflict{};
        }
    }

    ese::durability commits_;
    ese::session session_;
    ese::database database_;
    ese::table<pairs> pairs_;
    ese::table<people> people_{}, group_{};    // by number, by group
    ese::cursor bytes_{};
    ese::column_ref key_{}, value_{};
    pair pair_{};
    human human_{};
    std::vector<std::byte> blob_{};
    std::optional<ese::transaction> reading_{};
    std::vector<ese::transaction> levels_{};
};

}  // namespace

void bench::add_ese(std::vector<entry>& all)
{
    const std::string means = "this engine " + std::to_string(ESE_VERSION_MAJOR) + '.' + std::to_string(ESE_VERSION_MINOR) + '.' + std::to_string(ESE_VERSION_PATCH) + ", checksums, checkpoint depth 64 MiB, 512 version pages, pages of ";
    all.push_back({"ese-4k", means + "4 KiB", std::make_unique<contender_of<ese_store<4096>, ese_session<4096>>>()});
    all.push_back({"ese-8k", means + "8 KiB", std::make_unique<contender_of<ese_store<8192>, ese_session<8192>>>()});
}
