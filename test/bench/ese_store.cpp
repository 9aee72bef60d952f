// ese_store.cpp — this engine, through its public interface.

#include "contender.hpp"

#include <ese/ese.hpp>

#include <cstdlib>
#include <optional>

namespace {

enum class logging { on, off };

template <std::uint32_t PageSize, logging Log>
class ese_store {
public:
    static constexpr bool can_nest = true;

    explicit ese_store(const bench::setting& how)
        : instance_{{.directory = how.folder, .page_size = PageSize, .cache_max = how.cache_bytes / PageSize,
                     .recovery = Log == logging::on, .raw = {&checkpoint_depth, 1}}},
          session_{instance_.begin_session()},
          database_{session_.create(how.folder + "/bench.edb", {.if_exists = ese::open_it})}
    {
        if (!database_.has_table("kv")) database_.create_table(table()).close();
        rows_ = database_.open_cursor("kv");
        key_ = rows_.column("k");
        value_ = rows_.column("v");
        levels_.reserve(ese::jet::levels_max);
    }

    void begin_read() { reading_.emplace(session_, ese::transaction_options{.read_only = true}); }
    void end_read() { reading_->commit(); }
    void begin_read_new() { begin_read(); }
    void end_read_new() { end_read(); }
    void begin_write() { levels_.emplace_back(session_); }
    void commit()
    {
        levels_.back().commit({.how = ese::durability::lazy});
        levels_.pop_back();
    }
    void savepoint() { levels_.emplace_back(session_); }
    void release() { commit(); }
    void undo()
    {
        levels_.back().rollback();
        levels_.pop_back();
    }

    void insert(std::uint64_t key, bench::bytes value)
    {
        auto row = rows_.insert();
        row.set(key_, static_cast<std::int64_t>(key)).set(value_, value);
        row.save();
    }
    void update(std::uint64_t key, bench::bytes value)
    {
        if (!rows_.seek(static_cast<std::int64_t>(key))) bench::wrong("ese: a row is missing");
        auto row = rows_.replace();
        row.set(value_, value);
        row.save();
    }
    std::uint64_t read(std::uint64_t key)
    {
        if (!rows_.seek(static_cast<std::int64_t>(key))) bench::wrong("ese: a row is missing");
        return current();
    }
    std::uint64_t scan(std::uint64_t from, std::size_t rows)
    {
        std::uint64_t sum = 0;
        std::size_t met = 0;
        bool more = rows == 0 ? rows_.move_first() : rows_.seek(static_cast<std::int64_t>(from));
        for (; more; more = rows_.move_next()) {
            sum += current();
            if (++met == rows) break;
        }
        return sum;
    }

private:
    // Bytes of log a recovery may have to read; the default is 20 MiB.
    static constexpr ese::raw_parameter checkpoint_depth{ese::jet::parameter::checkpoint_depth_max, 64U << 20};

    static ese::table_spec table()
    {
        using type = ese::jet::column_type;
        ese::table_spec spec{.name = "kv"};
        spec.columns.push_back({.name = "k", .type = type::long_long});
        spec.columns.push_back({.name = "v", .type = type::binary, .size_max = bench::value_size});
        spec.indexes.push_back({.name = "by_k", .parts = {ese::ascending("k")}, .flags = ese::jet::index_option::primary});
        return spec;
    }
    std::uint64_t current()
    {
        std::array<std::byte, bench::value_size> value;
        if (rows_.read_at(value_, 0, value) != value.size()) bench::wrong("ese: a value is too short");
        return bench::ends_of(value.data());
    }

    ese::instance instance_;
    ese::session session_;
    ese::database database_;
    ese::cursor rows_;
    ese::column_ref key_, value_;
    std::optional<ese::transaction> reading_;
    std::vector<ese::transaction> levels_;
};

}  // namespace

void bench::add_ese(std::vector<entry>& all)
{
    all.push_back({"ese-4k", "this engine, pages of 4 KiB, lazy commits, checkpoint depth 64 MiB", std::make_unique<contender_of<ese_store<4096, logging::on>>>()});
    all.push_back({"ese-8k", "this engine, pages of 8 KiB, lazy commits, checkpoint depth 64 MiB", std::make_unique<contender_of<ese_store<8192, logging::on>>>()});
    all.push_back({"ese-nolog", "the same without a log", std::make_unique<contender_of<ese_store<8192, logging::off>>>()});
}
