// log_reader.hpp — reads records back from segments and, where those end, from the ring an earlier life left.
//
// Room:   log. Uses os, base. Knows where records begin and whether they are sound; knows nothing of what they say.
// Gives:  log_reader: walk over all records from a position; then end, tail, and whether the end is a clean one.
// Holds:  (1) a record counts if it stands in either place with a fitting checksum, place and epoch; the two never differ;
//         (2) a torn end is an end; but if something proves that the log was durable further than it can be read, the log
//             is damaged: JET_errLogFileCorrupt, or JET_errMissingLogFile if it is the files that end;
//         (3) what came from the ring is kept in tail(): from there on the segments have to be written again.
// Locks:  none; the log is still closed to everybody else.
#pragma once

#include <ese/engine/log/log_checkpoint.hpp>
#include <ese/engine/log/log_ring.hpp>
#include <ese/engine/log/log_segments.hpp>

namespace ese::inline v1::engine::detail {

// A stretch of something long, moved along while reading; read in ever bigger pieces.
template <class Source>
class reading_window {
public:
    reading_window(Source source, std::uint64_t end) : source_{std::move(source)}, end_{end} {}

    // Valid until the next call; shorter than asked for only where the source ends.
    [[nodiscard]] bytes at(std::uint64_t position, std::size_t size)
    {
        if (position >= end_) return {};
        size = static_cast<std::size_t>(std::min<std::uint64_t>(size, end_ - position));
        if (position < begin_ || position + size > begin_ + buffer_.size()) fill(position, size);
        return bytes{buffer_}.subspan(static_cast<std::size_t>(position - begin_), size);
    }

private:
    void fill(std::uint64_t position, std::size_t size)
    {
        const auto wanted = std::min<std::uint64_t>(std::max<std::uint64_t>(piece_, size), end_ - position);
        buffer_.resize(static_cast<std::size_t>(wanted));
        begin_ = UINT64_MAX / 2;  // nothing, should reading fail
        source_(position, mutable_bytes{buffer_});
        begin_ = position;
        piece_ = std::min<std::size_t>(piece_ * 2, 1u << 20);
    }

    Source source_;
    std::uint64_t end_;
    std::vector<std::byte> buffer_;
    std::uint64_t begin_ = UINT64_MAX / 2;
    std::size_t piece_ = 16384;
};

// A sound record at a position, wherever it was found.
struct record_view {
    record_header header;
    bytes whole;  // header and payload, without padding
    std::uint64_t begin = 0;

    [[nodiscard]] std::uint64_t end() const noexcept { return begin + header.padded_size(); }
    [[nodiscard]] bytes payload() const noexcept { return whole.subspan(record_header::size_on_disk); }
    // The log was durable at least up to here when the record was made.
    [[nodiscard]] std::uint64_t proves_durable() const noexcept
    {
        const std::uint64_t distance = distance_of(header.durable_distance);
        return distance < begin ? begin - distance : 0;
    }
    // Of an epoch record; 0 if it is none.
    [[nodiscard]] std::uint32_t new_epoch() const noexcept
    {
        if (header.kind != epoch_record || payload().size() < 4) return 0;
        const auto number = load_le<std::uint32_t>(payload().data());
        return static_cast<std::uint16_t>(number) == header.epoch ? number : 0;
    }
};

template <class Window>
[[nodiscard]] std::optional<record_view> record_at(Window& window, std::uint64_t position)
{
    const bytes head = window.at(position, record_header::size_on_disk);
    if (head.size() < record_header::size_on_disk) return std::nullopt;
    const record_header header = record_header::decode(head.data());
    if (!could_be_at(header, position)) return std::nullopt;
    const bytes whole = window.at(position, header.size);
    if (whole.size() < header.size || !checksum_fits(whole)) return std::nullopt;
    return record_view{header, whole, position};
}

class log_reader {
public:
    log_reader(log_segments& segments, log_ring& ring, const std::optional<stored_checkpoint>& checkpoint)
        : segments_{segments}, ring_{ring}, checkpoint_{checkpoint},
          from_segments_{read_segments{&segments}, segments.newest().end()},
          from_ring_{read_ring{&ring}, ring.has_old_of(segments.log_id()) ? UINT64_MAX / 2 : 0} {}

    // visit(kind, payload, begin, end) for every record from `from`, or from the first one there is if that is 0.
    template <class Visit>
    void walk(std::uint64_t from, Visit&& visit)
    {
        begin_at(from);
        while (const auto found = next_record()) {
            note(*found);
            if (found->header.kind != epoch_record) visit(found->header.kind, found->payload(), lsn{found->begin}, lsn{found->end()});
            end_ = found->end();
        }
        check_end();
    }

    [[nodiscard]] std::uint64_t end() const noexcept { return end_; }
    [[nodiscard]] std::uint64_t known_durable() const noexcept { return std::min(known_durable_, end_); }
    [[nodiscard]] std::uint32_t newest_epoch() const
    {
        return std::max({epoch_.value_or(0), segments_.newest().epoch, checkpoint_ ? checkpoint_->epoch_now : 0});
    }

    struct epoch_begin {
        std::uint64_t position;
        std::uint32_t number;
    };
    [[nodiscard]] const std::vector<epoch_begin>& epochs() const noexcept { return epochs_; }

    // Bytes that segments may lack, and where they belong: up to end().
    [[nodiscard]] bytes tail() const noexcept { return tail_; }
    [[nodiscard]] std::uint64_t tail_begin() const noexcept { return end_ - tail_.size(); }

private:
    struct read_segments {
        log_segments* from;
        void operator()(std::uint64_t position, mutable_bytes into) const { from->read(position, into); }
    };
    struct read_ring {
        log_ring* from;
        void operator()(std::uint64_t position, mutable_bytes into) const { from->read_old(position, into); }
    };

    void begin_at(std::uint64_t from);
    void find_first_record();
    [[nodiscard]] bool continues(const record_view& found) const noexcept;
    [[nodiscard]] std::optional<record_view> next_record();
    void note(const record_view& found);

    void check_end();
    template <class Window>
    void look_for_proof(Window& window, std::uint64_t limit);
    [[noreturn]] void fail_at_end();

    log_segments& segments_;
    log_ring& ring_;
    const std::optional<stored_checkpoint>& checkpoint_;
    reading_window<read_segments> from_segments_;
    reading_window<read_ring> from_ring_;

    std::uint64_t begin_ = 0, end_ = 0;
    std::optional<std::uint32_t> epoch_;  // empty: whatever comes first
    std::uint64_t known_durable_ = 0;
    bool last_came_from_ring_ = false;
    std::vector<epoch_begin> epochs_;
    std::vector<std::byte> tail_;
};

inline void log_reader::begin_at(std::uint64_t from)
{
    end_ = from;
    const segment_header oldest = segments_.oldest();
    if (from == 0) find_first_record();
    if (end_ < oldest.base) throw failure{segments_.older_ones_are_damaged() ? jet::error::log_file_corrupt : jet::error::missing_log_file};
    if (end_ > segments_.newest().end()) throw failure{jet::error::missing_log_file};
    if (end_ % record_alignment != 0) throw failure{jet::error::log_file_corrupt};
    begin_ = end_;
    if (checkpoint_ && checkpoint_->redo_from == end_) epoch_ = checkpoint_->epoch_at_redo;
    if (checkpoint_) known_durable_ = checkpoint_->durable;
    if (epoch_) epochs_.push_back({end_, *epoch_});
}

// In the middle of a log the first record of a segment began somewhere in the one before.
inline void log_reader::find_first_record()
{
    const segment_header oldest = segments_.oldest();
    end_ = oldest.base;
    if (oldest.generation == 1) return;
    while (end_ < oldest.end() && !record_at(from_segments_, end_)) end_ += record_alignment;
}

inline bool log_reader::continues(const record_view& found) const noexcept
{
    if (!epoch_) return found.header.kind != epoch_record || found.new_epoch() != 0;
    const auto current = static_cast<std::uint16_t>(*epoch_), next = static_cast<std::uint16_t>(*epoch_ + 1);
    if (found.header.kind != epoch_record) return found.header.epoch == current;
    return found.new_epoch() != 0 && (found.header.epoch == next || (found.header.epoch == current && found.begin == begin_));
}

inline std::optional<record_view> log_reader::next_record()
{
    auto found = record_at(from_segments_, end_);
    last_came_from_ring_ = !found || !continues(*found);
    if (last_came_from_ring_) found = record_at(from_ring_, end_);
    if (!found || !continues(*found)) return std::nullopt;
    return found;
}

inline void log_reader::note(const record_view& found)
{
    if (const std::uint32_t fresh = found.new_epoch(); fresh != 0) epoch_ = fresh;
    else if (!epoch_) epoch_ = found.header.epoch;
    if (epochs_.empty() || epochs_.back().number != *epoch_) epochs_.push_back({found.begin, *epoch_});
    known_durable_ = std::max(known_durable_, found.proves_durable());
    if (!last_came_from_ring_ && tail_.empty()) return;
    tail_.insert(tail_.end(), found.whole.begin(), found.whole.end());
    tail_.resize(static_cast<std::size_t>(rounded_up(tail_.size(), record_alignment)));
}

// After an orderly close nothing follows the checkpoint, and what a later life wrote would follow at once: a short look is
// enough. Else everything is looked through.
inline void log_reader::check_end()
{
    if (known_durable_ > end_) fail_at_end();
    const bool closed_here = checkpoint_ && checkpoint_->durable == end_;
    const std::uint64_t reach = closed_here ? 16384 : UINT64_MAX / 4;
    look_for_proof(from_segments_, std::min(end_ + reach, segments_.newest().end()));
    if (ring_.has_old_of(segments_.log_id())) look_for_proof(from_ring_, end_ + std::min(reach, ring_.old_size()));
}

template <class Window>
void log_reader::look_for_proof(Window& window, std::uint64_t limit)
{
    for (std::uint64_t at = end_ + record_alignment; at + record_header::size_on_disk <= limit; at += record_alignment) {
        const auto found = record_at(window, at);
        if (found && found->proves_durable() > end_) fail_at_end();
    }
}

inline void log_reader::fail_at_end()
{
    const std::uint64_t files_end = segments_.newest().end();
    bool cut_off = end_ + record_header::size_on_disk > files_end;
    if (!cut_off) {
        const record_header header = record_header::decode(from_segments_.at(end_, record_header::size_on_disk).data());
        cut_off = could_be_at(header, end_) && end_ + header.size > files_end;
    }
    throw failure{cut_off ? jet::error::missing_log_file : jet::error::log_file_corrupt};
}

}  // namespace ese::inline v1::engine::detail
