// log_fixture.hpp — a log of numbered records in files that can fail.
#pragma once

#include <ese/engine/log/log.hpp>
#include <ese/testing/faulty_file_system.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <random>
#include <vector>

namespace log_tests {

using namespace ese::engine;
using ese::jet::error;
using ese::testing::faulty_file_system;
using ese::testing::survival;

template <class Call>
error code_of(Call&& call)
{
    try {
        call();
        return error::success;
    } catch (const failure& f) {
        return f.code();
    }
}

// What record `number` says: its number and then bytes that follow from it.
inline std::vector<std::byte> payload_of(std::uint64_t number, std::size_t size_max = 300)
{
    std::mt19937_64 random{number};
    std::vector<std::byte> result(8 + random() % size_max);
    for (std::byte& b : result) b = static_cast<std::byte>(random());
    store_le(result.data(), number);
    return result;
}

inline log_settings small_log(std::uint32_t segment_bytes = 16384, bool circular = false)
{
    return {"/log", "edb", segment_bytes, circular, 65536};
}

// Appends and replays numbered records 0, 1, 2 …
struct numbered_log {
    explicit numbered_log(file_system& files, const log_settings& settings = small_log()) : size_max{300}
    {
        files.create_directories("/log");
        log_.emplace(files, settings);
    }
    ese::engine::log& operator*() { return *log_; }
    ese::engine::log* operator->() { return &*log_; }

    lsn append(log_room room = log_room::ordinary)
    {
        const auto payload = payload_of(next, size_max);
        const std::size_t cut = payload.size() / 3;
        const bytes all{payload};
        const lsn end = log_->append(kind_of(next), all.first(cut), all.subspan(cut, cut), all.subspan(2 * cut), room);
        ++next;
        return end;
    }
    void append_many(std::uint64_t count)
    {
        for (std::uint64_t i = 0; i < count; ++i) append();
    }
    // How many there were; they must be those that were appended, from number `first` on.
    std::uint64_t replay(lsn from = {}, std::uint64_t first = 0)
    {
        next = first;
        lsn last = from;
        log_->replay(from, [&](std::uint8_t kind, bytes payload, lsn begin, lsn end) {
            BOOST_REQUIRE(equal(payload, payload_of(next, size_max)));
            BOOST_REQUIRE_EQUAL(kind, kind_of(next));
            BOOST_REQUIRE(begin >= last);
            BOOST_REQUIRE(end > begin);
            last = end;
            ++next;
        });
        return next - first;
    }
    void kill() { log_.reset(); }

    static std::uint8_t kind_of(std::uint64_t number) { return static_cast<std::uint8_t>(1 + number % 200); }

    std::size_t size_max;
    std::uint64_t next = 0;
    std::optional<ese::engine::log> log_;
};

inline std::vector<std::byte> content_of(file_system& files, const std::string& path)
{
    const auto from = files.open(path, open_mode::read_only);
    std::vector<std::byte> all(static_cast<std::size_t>(from->size()));
    from->read(0, all);
    return all;
}

inline void set_content(file_system& files, const std::string& path, bytes content)
{
    files.open(path, open_mode::create_always)->write(0, content);
}

inline std::vector<std::string> segments_in(file_system& files)
{
    std::vector<std::string> result;
    for (const std::string& name : files.list("/log"))
        if (name.ends_with(".eselog")) result.push_back("/log/" + name);
    std::sort(result.begin(), result.end());
    return result;
}

}  // namespace log_tests
