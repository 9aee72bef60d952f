// compression.hpp — long values that were stored compressed, made plain again.
//
// Room:   record. Uses base.
// Gives:  decompress and decompressed_size. Packed ASCII, packed UTF-16 and XPRESS are understood; other kinds, scrubbed
//         and malformed values throw decompression_failed.
// Holds:  input is hostile: nothing outside it is read, and never more than `size_most` bytes are produced.
//
// The first byte is kind << 3 | n.
//     1  values of 7 bits, least significant first; n + 1 bits are used in the last byte
//     2  likewise, each value one UTF-16 unit
//     3  u16 size, then flag words of 32 bits, each before up to 32 items: 0 a literal byte, 1 a match
#pragma once

#include <ese/engine/base/bytes.hpp>
#include <ese/engine/base/failure.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace ese::inline v1::engine {

namespace compression {
enum class kind : std::uint8_t { ascii7 = 1, unicode7 = 2, xpress = 3 };

[[noreturn]] inline void failed() { throw failure{jet::error::decompression_failed}; }

[[nodiscard]] inline kind kind_of(bytes packed)
{
    if (packed.empty()) failed();
    const auto k = std::to_integer<unsigned>(packed[0]) >> 3;
    if (k < 1 || k > 3) failed();
    return static_cast<kind>(k);
}

// How many 7-bit values follow the first byte; they must use it up exactly, but for bits left over.
[[nodiscard]] inline std::size_t packed_count(bytes packed)
{
    if (packed.size() < 2) return 0;
    const std::size_t last_bits = std::to_integer<std::size_t>(packed[0] & std::byte{7}) + 1;
    const std::size_t bits = (packed.size() - 2) * 8 + last_bits;
    if (bits % 7 != 0) failed();
    return bits / 7;
}

// `step` is 1 for bytes, 2 for UTF-16 units.
inline void unpack7(bytes packed, std::size_t step, std::size_t size, std::vector<std::byte>& out)
{
    out.assign(size, std::byte{0});
    unsigned held = 0;
    unsigned bits = 0;
    std::size_t from = 1;
    for (std::size_t to = 0; to < size; to += step) {
        if (bits < 7) {
            held |= std::to_integer<unsigned>(packed[from++]) << bits;
            bits += 8;
        }
        out[to] = static_cast<std::byte>(held & 0x7F);
        held >>= 7;
        bits -= 7;
    }
}

class xpress_reader {
public:
    explicit xpress_reader(bytes stream) noexcept : stream_{stream} {}
    [[nodiscard]] bool next_is_match()
    {
        if (flags_left_ == 0) {
            flags_ = number<std::uint32_t>();
            flags_left_ = 32;
        }
        --flags_left_;
        return (flags_ >> flags_left_ & 1u) != 0;
    }
    [[nodiscard]] std::byte literal() { return take(1)[0]; }

    struct match {
        std::size_t distance;
        std::size_t length;
    };
    [[nodiscard]] match next_match()
    {
        const unsigned token = number<std::uint16_t>();
        return {(token >> 3) + 1, length_code(token & 7) + 3};
    }

private:
    [[nodiscard]] bytes take(std::size_t size)
    {
        if (stream_.size() - at_ < size) failed();
        at_ += size;
        return stream_.subspan(at_ - size, size);
    }
    template <class T>
    [[nodiscard]] T number() { return load_le<T>(take(sizeof(T)).data()); }

    [[nodiscard]] std::size_t length_code(std::size_t code)
    {
        if (code < 7) return code;
        const std::size_t half = nibble();
        if (half < 15) return 7 + half;
        const std::size_t byte = number<std::uint8_t>();
        if (byte < 255) return 7 + 15 + byte;
        const std::size_t whole = number<std::uint16_t>();
        if (whole < 7 + 15 + 255) failed();
        return whole;
    }
    // Two matches share a byte: the first that needs one takes the low half, the second the high half.
    [[nodiscard]] std::size_t nibble()
    {
        if (shared_ != none) {
            const auto high = std::to_integer<std::size_t>(stream_[shared_]) >> 4;
            shared_ = none;
            return high;
        }
        shared_ = at_;
        return std::to_integer<std::size_t>(take(1)[0]) & 0xF;
    }

    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    bytes stream_;
    std::size_t at_ = 0;
    std::size_t shared_ = none;
    std::uint32_t flags_ = 0;
    unsigned flags_left_ = 0;
};

inline void unpack_xpress(bytes stream, std::size_t size, std::vector<std::byte>& out)
{
    out.resize(size);
    xpress_reader from{stream};
    for (std::size_t at = 0; at < size;) {
        if (!from.next_is_match()) {
            out[at++] = from.literal();
            continue;
        }
        const auto [distance, length] = from.next_match();
        if (distance > at) failed();
        const std::size_t end = at + std::min(length, size - at);
        for (; at < end; ++at) out[at] = out[at - distance];  // may overlap itself
    }
}
}  // namespace compression

[[nodiscard]] inline std::size_t decompressed_size(bytes packed)
{
    using compression::kind;
    const kind what = compression::kind_of(packed);
    if (what == kind::ascii7) return compression::packed_count(packed);
    if (what == kind::unicode7) return 2 * compression::packed_count(packed);
    if (packed.size() < 3) compression::failed();
    return load_le<std::uint16_t>(packed.data() + 1);
}

// Replaces `out` by the first `size_most` bytes of the value.
inline void decompress(bytes packed, std::vector<std::byte>& out, std::size_t size_most = std::numeric_limits<std::size_t>::max())
{
    using compression::kind;
    const std::size_t size = std::min(decompressed_size(packed), size_most);
    switch (compression::kind_of(packed)) {
    case kind::ascii7: return compression::unpack7(packed, 1, size, out);
    case kind::unicode7: return compression::unpack7(packed, 2, size, out);
    case kind::xpress: return compression::unpack_xpress(packed.subspan(3), size, out);
    }
}

}  // namespace ese::inline v1::engine
