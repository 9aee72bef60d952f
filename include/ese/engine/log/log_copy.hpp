// log_copy.hpp — a stretch of a log as one file, and a log made of such a file again.
//
// Room:   log. Uses os, base. docs/log-format.md has the byte tables.
// Gives:  copy_log, segment_of_copy, store_checkpoint_of_copy.
// Holds:  a copy ends where its last record ends; what follows in its last block is zero, so nothing there is a record.
#pragma once

#include <ese/engine/log/log.hpp>

namespace ese::inline v1::engine {

// The copy begins with the block its first record lies in.
[[nodiscard]] inline detail::segment_header header_of_copy(const log_extract& what) noexcept
{
    const std::uint64_t base = detail::rounded_down(what.from.value(), detail::log_block);
    const std::uint64_t end = detail::rounded_up(std::max(what.to.value(), base + 1), detail::log_block);
    return {what.log_id, 1, base, end - base, what.epoch_at_to};
}

// put(bytes) is given a segment file from its first byte to its last. Nothing of the stretch is released meanwhile.
template <class Put>
void copy_log(log& from, const log_extract& what, Put&& put)
{
    constexpr std::size_t piece_max = 262144;
    const detail::segment_header header = header_of_copy(what);
    put(bytes{header.encode()});
    std::vector<std::byte> buffer;
    for (std::uint64_t at = header.base; at < header.end(); at += buffer.size()) {
        buffer.assign(static_cast<std::size_t>(std::min<std::uint64_t>(piece_max, header.end() - at)), std::byte{0});
        const std::uint64_t there = what.to.value() - std::min(at, what.to.value());
        from.read_back(lsn{at}, mutable_bytes{buffer}.first(static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), there))));
        put(bytes{buffer});
    }
}

// The name a copy has to lie under for a log of that base name to find it.
[[nodiscard]] inline std::string segment_of_copy(std::string_view base_name) { return detail::segment_name(base_name, 1); }

// With this and its segment beside it, a log of that base name begins where the copy does. Durable on return.
inline void store_checkpoint_of_copy(file_system& files, std::string directory, std::string_view base_name, const log_extract& what,
                                     std::vector<std::byte> note)
{
    detail::checkpoint_file checkpoint{files, std::move(directory), std::string{base_name} + ".esechk"};
    detail::stored_checkpoint first{0, what.log_id, what.from.value(), what.to.value(), what.epoch_at_from, what.epoch_at_to, std::move(note)};
    checkpoint.store(first);
}

}  // namespace ese::inline v1::engine
